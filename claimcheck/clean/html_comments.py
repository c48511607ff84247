"""Comments and forum posts of an HTML page: text, author, time and depth of each.

Three sources, in this order: schema.org data (JSON-LD, microdata), containers that name
themselves comments, and records that repeat in the tree with an author and a time in each.
"""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claimcheck.clean.lines import elapsed
from claimcheck.normalise import fingerprint

# Names that comment systems and forums give to one record (WordPress, Disqus, phpBB, vBulletin,
# XenForo, Discourse, SMF, Drupal, Reddit, Hacker News and German, French, Spanish news sites).
_RECORD = re.compile(
    r"(?:^|[-_\s])(?:comments?|commentaires?|comentarios?|kommentare?|commento|reply|replies|posts?|"
    r"postbit|postcontainer|message|msg|answer|response|talkback|thing|comtr|lia-message|"
    r"topic-post|forum-?post|posting|beitrag|userpost|ugc|discussion-?item)(?:$|[-_\s\d])", re.I)
_COMMENT_BOX = re.compile(
    r"comment|kommentar|disqus|respon[sd]|talkback|repl(?:y|ies)|discussion", re.I)
_CONTENT = re.compile(
    r"(?:^|[-_\s])(?:content|body|text|message-?(?:body|text|content)|postbody|post_body|postcontent|"
    r"entry|comment-?(?:body|text|content)|cooked|inner|msg|post_message\w*|postmsg|md|commtext|"
    r"bbwrapper|posttext|post-?message|texte|inhalt)(?:$|[-_\s\d])",
    re.I)
_AUTHOR = re.compile(r"author|user|poster|nick|member|byline|commenter|fn\b|creator|profile", re.I)
_AUTHOR_LINK = re.compile(r"/(?:u|users?|profile|members?|author)s?[/.?=-]|memberlist|action=prof"
                          r"ile|member\.php|user\.php|viewprofile|profile\.php", re.I)
_TIME = re.compile(r"date|time|posted|published|ago\b|created", re.I)
_OUTSIDE = re.compile(
    r"(?:^|[-_\s])(?:nav|menu|sidebar|related|widget|recent|footer|breadcrumbs?|pagination|popular|"
    r"teaser|recommended|similar|most-?read|latest)(?:$|[-_\s\d])", re.I)
_CHROME = re.compile(
    r"(?:^|[-_\s])(?:signature|sig|avatar|buttons?|actions?|controls?|toolbar|footer|vote|votes|share|"
    r"report|permalink|reply-?(?:link|to|button)|likes?|rating|badge|rank|userinfo|user-?details|"
    r"postprofile|post-?author|author|meta|postdetails|edited|notice|attachments?)(?:$|[-_\s\d])",
    re.I)
_DATE = re.compile(
    r"\b(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\b\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d{2}|\d{2})\b|"
    r"\b\d{1,2}\.?\s[^\W\d_]{3,10}\.?,?\s(?:19|20)\d{2}|\b[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?"
    r"\s(?:19|20)\d{2}|\d{1,2}:\d{2}|\bago\b|^vor\s|il y a|hace\s|\bwrote\b", re.I)
_DROP = frozenset(("script", "style", "noscript", "template", "svg", "button", "select",
                   "textarea", "iframe", "input"))
_BREAKING = frozenset(("p", "div", "br", "li", "tr", "ul", "ol", "blockquote", "pre", "table",
                       "dd", "dt", "h1", "h2", "h3", "h4", "h5", "section", "article"))
_VARYING = re.compile(r"depth|level|author|thread-|user-|[Rr]ole|[Rr]ank")
_DEPTH_LIMIT = 200
_TYPES = ("Comment", "UserComments", "Answer", "DiscussionForumPosting", "SocialMediaPosting")


@dataclass(slots=True)
class Post:
    """One comment or forum post; ``node`` is its element when it stands in the tree."""

    text: str
    author: str | None = None
    time: str | None = None
    depth: int = 0
    node: Any = None
    source: str = "records"
    boxed: bool = False
    sure: bool = False


@dataclass(slots=True)
class _Seen:
    """What the subtree of an element holds: characters, of which in links, and evidence."""

    text: int = 0
    links: int = 0
    author: bool = False
    time: bool = False


@dataclass(slots=True)
class _Group:
    members: list[Any] = field(default_factory=list)


def find(tree: Any) -> list[Post]:
    """Every comment or post of a page in reading order, the best source first."""
    found = _records(tree)
    data = list(_json_ld(tree))
    known = {fingerprint(post.text)[:80] for post in found}
    fresh = [post for post in data if fingerprint(post.text)[:80] not in known]
    return [*found, *fresh]


# ---------------------------------------------------------------- schema.org data


def _json_ld(tree: Any) -> Iterator[Post]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        yield from _walk(data, 0, inside=False)


def _walk(data: Any, depth: int, inside: bool) -> Iterator[Post]:
    """Comments in a JSON-LD value: objects of a comment type, or under ``comment`` keys."""
    if depth > 40:
        return
    if isinstance(data, list):
        for item in data:
            yield from _walk(item, depth + 1, inside)
        return
    if not isinstance(data, dict):
        return
    kinds = data.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    is_comment = inside or any(kind in ("Comment", "UserComments", "Answer") for kind in kinds)
    text = data.get("text") or data.get("commentText") or data.get("articleBody")
    if is_comment and isinstance(text, str) and text.strip():
        yield Post(
            text=_plain(text), author=_name(data.get("author") or data.get("creator")),
            time=_string(data.get("dateCreated") or data.get("datePublished")),
            source="json-ld",
        )
    for key, value in data.items():
        if isinstance(value, dict | list):
            yield from _walk(value, depth + 1, key in ("comment", "suggestedAnswer",
                                                       "acceptedAnswer"))


def _plain(text: str) -> str:
    text = re.sub(r"<br\s*/?>|</p>", "\n", text)
    return html.unescape(re.sub(r"<[^>]{0,500}>", "", text)).strip()


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _string(value)


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


# ---------------------------------------------------------------- records in the tree


def _label(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _signature(element: Any) -> tuple[str, str]:
    """Tag and class names without numbers: equal for the records of one list."""
    names = {re.sub(r"\d+", "", name) for name in (element.get("class") or "").split()}
    names -= {"odd", "even", "first", "last", "alt", "byuser", "bypostauthor", "bg", "row", "new",
              "Alt", "Online", "Offline", "online", "offline", "noPhotoWrap"}
    kept = sorted(name for name in names if not _VARYING.search(name))
    if not kept and element.get("id"):
        kept = ["#" + re.sub(r"\d+", "", element.get("id"))]
    parent = element.getparent()
    if not kept and parent is not None and element.tag in ("tr", "td", "table", "div", "li"):
        # without a name of its own a record goes by where it stands
        above = parent.getparent()
        kept = [f"in {parent.tag} {parent.get('class') or ''}",
                f"{above.tag} {above.get('class') or ''}" if above is not None else ""]
    if element.get("itemtype"):
        kept.append(element.get("itemtype").rsplit("/", 1)[-1])
    return element.tag, " ".join(kept)


def _survey(tree: Any) -> dict[Any, _Seen]:
    """What every element's subtree holds, in one pass from the leaves up."""
    seen: dict[Any, _Seen] = {}
    order = [element for element in tree.iter() if isinstance(element.tag, str)]
    for element in order:
        seen[element] = _Seen()
    for element in reversed(order):
        mine = seen[element]
        if element.tag in _DROP:
            seen[element] = _Seen()
            _lift(element, seen, len((element.tail or "").strip()))
            continue
        own = (element.text or "").strip()
        mine.text += len(own)
        name = _label(element)
        if element.tag == "a":
            mine.links = mine.text
            mine.author = mine.author or bool(_AUTHOR_LINK.search(element.get("href") or ""))
        if mine.text and (_AUTHOR.search(name) or element.get("rel") == "author"
                          or element.get("itemprop") in ("author", "creator")):
            mine.author = True
        if element.tag == "time" or element.get("datetime") or (
                mine.text and mine.text < 120 and _TIME.search(name)) or (
                own and len(own) < 120 and _DATE.search(own)):
            mine.time = True
        tail = (element.tail or "").strip()
        if tail and len(tail) < 120 and _DATE.search(tail):
            parent = element.getparent()
            if parent is not None and parent in seen:
                seen[parent].time = True
        _lift(element, seen, len(tail))
    return seen


def _lift(element: Any, seen: dict[Any, _Seen], tail: int) -> None:
    """Adds an element's findings to its parent's."""
    parent = element.getparent()
    if parent is None or parent not in seen:
        return
    mine, above = seen[element], seen[parent]
    above.text += mine.text + tail
    above.links += mine.links
    above.author = above.author or mine.author
    above.time = above.time or mine.time


def _records(tree: Any) -> list[Post]:
    """Posts among the page's repeating elements."""
    seen = _survey(tree)
    groups: dict[tuple[str, str], _Group] = defaultdict(_Group)
    for element, what in seen.items():
        if what.text >= 12 and element.tag in ("div", "li", "article", "tr", "table", "section",
                                               "td", "dl", "dd", "shreddit-comment", "ol", "ul"):
            signature = _signature(element)
            if signature[1]:
                groups[signature].members.append(element)
    ranked = sorted(
        ((value, index, signature) for index, signature in enumerate(groups)
         if (value := _score(signature, groups[signature], seen)) > 0),
        # a lone element may be the box around them all
        key=lambda item: (len(groups[item[2]].members) < 2, -item[0], item[1]),
    )
    chosen: list[Any] = []
    sure: set[Any] = set()
    for _, _, signature in ranked:
        group = groups[signature].members
        certain = _sure(signature, group, seen)
        if not chosen or (certain and _apart(group, chosen)):
            kept = [element for element in group if not _outside(element, seen)]
            chosen += kept
            sure |= set(kept) if certain else set()
    members = set(chosen)
    order = {element: index for index, element in enumerate(seen)}
    posts = [_post(element, members) for element in sorted(chosen, key=order.__getitem__)]
    for post in posts:
        post.boxed, post.sure = _boxed(post.node), post.node in sure
    posts = [post for post in posts if post.text]
    spoken = elapsed([post.text.split(None, 1)[0] for post in posts])
    return [] if spoken and not any(post.author for post in posts) else posts  # a transcript


def _sure(signature: tuple[str, str], group: list[Any], seen: dict[Any, _Seen]) -> bool:
    """Whether a second group is one of posts too: named so, with author and time in most."""
    return bool(_RECORD.search(signature[1])) and all(
        10 * sum(_evidence(element, what, seen) for element in group) >= 6 * len(group)
        for what in ("author", "time")
    )


def _apart(group: list[Any], chosen: list[Any]) -> bool:
    """Whether no element of ``group`` holds, or stands in, a chosen one."""
    taken = set(chosen)
    mine = set(group)
    return not any(
        above in other for elements, other in ((group, taken), (chosen, mine))
        for element in elements for above in element.iterancestors()
    )


def _outside(element: Any, seen: dict[Any, _Seen]) -> bool:
    """Whether an element stands in a side list: navigation, related articles, a widget.

    What holds most of the page is no side list, whatever its name.
    """
    most = 0.4 * seen[element.getroottree().getroot()].text
    for _ in range(8):
        if element is None or (element in seen and seen[element].text > most):
            return False
        if element.tag in ("nav", "aside", "footer") or _OUTSIDE.search(_label(element)):
            return True
        element = element.getparent()
    return False


def _score(signature: tuple[str, str], group: _Group, seen: dict[Any, _Seen]) -> float:
    """How much a group of like elements looks like the list of comments or posts."""
    members = [element for element in group.members if not _outside(element, seen)]
    count = len(members)
    if not count:
        return 0.0
    named = bool(_RECORD.search(signature[1])) or any(
        kind in signature[1] for kind in _TYPES)
    boxed = named and any(_boxed(element) for element in members[:3])
    if count < (1 if boxed else 2 if named else 3):
        return 0.0
    author = sum(_evidence(element, "author", seen) for element in members) / count
    time = sum(_evidence(element, "time", seen) for element in members) / count
    if named and max(author, time) < 0.6:
        return 0.0
    if not named and (time < 0.6 or author < 0.6) and time < 0.8:
        return 0.0
    own = _own_text(members, seen)
    total = sum(text - links for text, links in own)
    linked = sum(links for _, links in own) / max(1, sum(text for text, _ in own))
    if linked > 0.6 or total / count < 15:
        return 0.0
    if not named and author < 0.6 and (linked > 0.3 or total / count < 60):
        return 0.0
    return total * (0.4 + 0.3 * author + 0.3 * time) * (1.6 if named else 1.0)


def _evidence(element: Any, what: str, seen: dict[Any, _Seen]) -> bool:
    """Author or time in an element, or in the one before it (tables head a post with a row)."""
    if getattr(seen[element], what):
        return True
    before = element.getprevious()
    if before is None and element.tag == "td" and element.getparent() is not None:
        before = element.getparent().getprevious()
    return before in seen and bool(getattr(seen[before], what))


def _boxed(element: Any) -> bool:
    """Whether the element, or what holds it, is called a comment."""
    for _ in range(6):
        if element is None:
            return False
        if _COMMENT_BOX.search(_label(element)):
            return True
        element = element.getparent()
    return False


def _own_text(members: list[Any], seen: dict[Any, _Seen]) -> list[tuple[int, int]]:
    """(characters, of which in links) of each member without the members inside it."""
    inside = set(members)
    nested: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for element in members:
        above = element.getparent()
        for _ in range(60):
            if above is None:
                break
            if above in inside:
                text, links = nested[above]
                nested[above] = (text + seen[element].text, links + seen[element].links)
                break
            above = above.getparent()
    return [
        (max(0, seen[element].text - nested[element][0]),
         max(0, seen[element].links - nested[element][1]))
        for element in members
    ]


def _post(element: Any, members: set[Any]) -> Post:
    """One record's words, author and time."""
    content = _content(element, members)
    text = _text(content, members - {element}, content is element)
    depth, above = 0, element.getparent()
    while above is not None and depth < 50:
        depth += above in members
        above = above.getparent()
    author, time = _credits(element, content, members)
    return Post(text=text, author=author, time=time, depth=depth, node=element)


def _content(element: Any, members: set[Any]) -> Any:
    """The part of a record that holds its words: named so, or the record itself."""
    best, most = element, 0
    for part in _inside(element, members):
        if part is element or part.tag in _DROP:
            continue
        named = part.get("itemprop") in ("text", "commentText", "articleBody") or (
            _CONTENT.search(_label(part)))
        if named and not re.search(r"header|head\b|meta|author|user", _label(part), re.I):
            length = len("".join(part.itertext()).strip())
            if length > most * 1.5:
                best, most = part, length
    return best


def _inside(element: Any, members: set[Any]) -> Iterator[Any]:
    """Elements of a record without those of records inside it."""
    stack = [element]
    while stack:
        part = stack.pop()
        if not isinstance(part.tag, str):
            continue
        yield part
        stack.extend(child for child in reversed(part) if child not in members)


def _credits(element: Any, content: Any, members: set[Any]) -> tuple[str | None, str | None]:
    """Author and time as a record states them."""
    author = time = None
    for part in _inside(element, members):
        if part is content and part is not element:
            continue
        name = _label(part)
        if author is None and part is not element and (
                part.get("itemprop") in ("author", "creator", "name")
                or _AUTHOR_LINK.search(part.get("href") or "") or _AUTHOR.search(name)):
            words = " ".join("".join(part.itertext()).split())
            author = words if 1 < len(words) <= 40 else None
        if time is None and (part.tag == "time" or part.get("datetime")):
            time = part.get("datetime") or " ".join("".join(part.itertext()).split())
        if time is None and part is not element and _TIME.search(name):
            words = " ".join("".join(part.itertext()).split())
            time = words if _DATE.search(words) and len(words) <= 60 else None
        if author and time:
            break
    return author, time


def _text(content: Any, members: set[Any], whole: bool) -> str:
    """Readable text of an element: blocks on lines of their own, no controls, no inner records."""
    parts: list[str] = []
    _gather(content, members, whole, parts, 0)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _credit(element: Any) -> bool:
    """Whether an element only names a record's author or time."""
    name = _label(element)
    if not (element.tag == "time" or _AUTHOR.search(name) or _TIME.search(name)
            or element.get("itemprop") in ("author", "creator", "dateCreated", "datePublished")
            or _AUTHOR_LINK.search(element.get("href") or "")):
        return False
    return len(" ".join("".join(element.itertext()).split())) <= 40


def _gather(element: Any, members: set[Any], whole: bool, parts: list[str], depth: int) -> None:
    if depth > _DEPTH_LIMIT:
        return
    breaking = element.tag in _BREAKING
    if breaking:
        parts.append("\n")
    parts.append((element.text or "").replace("\n", " ") if element.tag != "pre"
                 else element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child not in members and child.tag not in _DROP and not (
                _CHROME.search(_label(child)) and not (
                    _CONTENT.search(_label(child)) or len(child) > 30)) and not (
                whole and _credit(child)):
            _gather(child, members, whole, parts, depth + 1)
        parts.append((child.tail or "").replace("\n", " "))
    if breaking:
        parts.append("\n")
