"""HTML to article: trafilatura and the lines shown for the body, comments as records of their own.

Comments are found and cut out of the tree before the body is looked for, so they cannot leak into
it; a page that is nothing but posts (a forum) has its first post as the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from claimcheck.clean import duplicates, html_comments, html_lines, lines
from claimcheck.clean.html_comments import Post
from claimcheck.clean.html_meta import Meta, read
from claimcheck.clean.pagewords import moments
from claimcheck.normalise import fingerprint, hidden_characters, unread_numbers, without_surrogates
from claimcheck.schema import Article, Line, LineLabel, Notice, Page
from claimcheck.segment import UNKNOWN, detect, told

# Past this a page is cut: no article is so long, and hostile pages are.
LIMIT = 5_000_000
# Below this share of what the page gives with its comments in, the comments were the page.
_REST = 0.4
_SHORT = 250
_DISPUTED = 0.25
_FIRST_POST = 80
_LEAKS = 2
_FULL_DAY = 8  # signs of a day with its month and year
_TAG = re.compile(r"<[^<>]{0,20000}>")
_HUGE_TAG = re.compile(r"<([a-zA-Z][\w-]{0,30})(?>[^<>]{5000,})>")
# A page has its frame near its beginning; a piece of one, as feeds carry it, has none.
_FRAME, _HEAD = re.compile(r"<html\b", re.I), 20_000
_SCRIPTED = re.compile(r"enable javascript|javascript (?:is )?(?:required|disabled)|turn on java"
                       r"script|please enable js|activez javascript|javascript aktivieren", re.I)


@dataclass(slots=True)
class _Found:
    """What a page gave before it is labelled."""

    body: str = ""
    posts: list[Post] = field(default_factory=list)
    meta: Meta = field(default_factory=Meta)
    notices: list[Notice] = field(default_factory=list)
    about: list[Line] = field(default_factory=list)


def clean_html(page: Page, *, comments: str) -> Article:
    """The article of an HTML page. Lines are blocks; they have no place in the page (-1)."""
    from claimcheck.clean import main_language, removed, unread
    from claimcheck.clean.dates import date_of

    source, notices = without_surrogates(page.text)
    known = told(page.lang)
    found = _find(source, page, known)
    title = page.title or found.meta.title
    labelled = _blocks(title, found.body, found.posts, known or found.meta.language)
    kept: set[LineLabel] = {"title", "body"}
    if comments == "include":
        kept.add("comment")
    text = "\n".join(line.text for line in labelled if line.label in kept)
    if found.body and not text:
        found.notices.append(Notice(
            code="no-article", message="No running text of an article was found on the page.",
        ))
    if found.meta.published and not page.published_at:
        page = page.model_copy(update={
            "published_at": found.meta.published, "published_signal": found.meta.signal,
        })
    language = known or main_language(labelled)
    if language == UNKNOWN and found.meta.language:
        language = found.meta.language
    when = date_of(page, labelled, text, language)
    if not page.published_at and when.signal != "by-line":
        shown = date_of(page, found.about, "", language)
        when = shown if (shown.signal, shown.confidence) == ("by-line", "stated") else when
    if found.meta.conflict and when.confidence == "stated":
        when = when.model_copy(update={"confidence": "inferred"})
    return Article(
        id=page.id, source=page.source, text=text, title=title,
        author=page.author or found.meta.author, language=language,
        published_at=page.published_at, date=when, lines=tuple(labelled),
        removed=removed(labelled),
        warnings=(
            *page.warnings, *unread(page), *notices, *found.notices,
            *hidden_characters(text), *unread_numbers(text),
        ),
    )


def _find(source: str, page: Page, known: str | None) -> _Found:
    """Body, comments and metadata of an HTML source, with what went wrong."""
    found = _Found()
    if len(source) > LIMIT:
        found.notices.append(Notice(
            code="page-cut",
            message=f"The page has {len(source)} characters; only the first {LIMIT} were read. "
                    "Give the article's own part of it, or split the page and check each part.",
        ))
        source = source[:LIMIT]
    # libxml2 compares every attribute of a tag with every other: thousands of them stop it
    source = _HUGE_TAG.sub(r"<\1>", source)
    if not _FRAME.search(source[:_HEAD]):  # the extractor finds nothing in a bare piece
        source = f"<html><body>{source}</body></html>"
    tree = _parse(source)
    if tree is None:
        found.notices.append(Notice(code="no-article", message="The page holds no HTML elements."))
        return found
    found.meta = read(tree, page.source, page.retrieved_at)
    found.notices += found.meta.notices
    found.posts = html_comments.find(tree)
    screen = html_lines.read(tree, found.meta.title, known)  # before comments are cut out of it
    every = found.posts
    body, found.posts = _body(source, tree, every, found.meta.is_article)
    lead = next((post for post in every if post.text == body), None)
    if lead and all(post is not lead for post in found.posts):  # a thread's first post
        found.meta.author = found.meta.author or lead.author
    body = _without_leaks(body, found.posts)
    # an entry of a live blog has a time and no author
    others = "".join(fingerprint(post.text) for post in found.posts if post.author)
    title = _told(found, screen)
    found.body = html_lines.refine(body, screen, title, found.meta.author, others)
    found.notices += _missing(source, tree, found)
    return found


def _told(found: _Found, screen: html_lines.Screen) -> str | None:
    """The page's title; fills in what its code does not say of it and its lines show."""
    meta, shown = found.meta, html_lines.heading(screen)
    if shown and (meta.weak or (meta.title and shown in meta.title)):
        meta.title = shown
    meta.author = meta.author or html_lines.credited(screen)
    # two days on one line may be of anything
    found.about = [line for line in html_lines.above(screen)
                   if sum(end - start >= _FULL_DAY for _, start, end in moments(line.text)) <= 1]
    return meta.title


def _parse(source: str) -> Any:
    """The element tree, None when there is nothing in it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(
            source.encode("utf-8"), parser=HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree


def _body(
    source: str, tree: Any, posts: list[Post], article: bool
) -> tuple[str, list[Post]]:
    """The article's text and the posts that are comments on it."""
    in_tree = [post for post in posts if post.node is not None]
    if not in_tree:
        return _extract(source), posts
    whole = _extract(source)
    every = "".join(tree.itertext())
    mark = fingerprint(whole)
    if len(in_tree) == 1 and _holds(in_tree[0], whole):
        return whole, [post for post in posts if post.node is None]  # the article's own box
    # what the extractor takes for the article and no comment box holds may well be the article
    contested = {id(post) for post in in_tree if not post.boxed and _held(post, mark)}
    disputed = sum(len(post.text) for post in in_tree if id(post) in contested)
    lead = in_tree[0]
    if disputed > _DISPUTED * len(whole) and not _is_thread(in_tree, article, len(whole)):
        own = [post for post in in_tree if id(post) not in contested]
        return _without(tree, own) or whole, [p for p in posts if id(p) not in contested]
    rest = _without(tree, in_tree)
    if len(rest) >= max(_SHORT, _REST * len(whole)):
        return rest, posts
    if not _is_thread(in_tree, article, len(whole)):
        return whole, [post for post in posts if not _held(post, mark)]
    if lead.boxed and len(rest) >= _FIRST_POST and _stands_before(rest, lead.text, every):
        return rest, posts  # the first post is set apart from the answers
    return lead.text, [post for post in posts if post is not lead]


def _stands_before(left: str, right: str, every: str) -> bool:
    """Whether the longest line of ``left`` comes before the longest one of ``right``."""
    mark = fingerprint(every)
    longest = [max(text.splitlines(), key=len) for text in (left, right)]
    places = [mark.find(fingerprint(line)[:30]) for line in longest]
    return 0 <= places[0] < places[1]


def _without_leaks(body: str, posts: list[Post]) -> str:
    """``body`` without the lines of comments that a page carries twice (once for crawlers).

    One comment may quote the article; several that stand in it whole are a leak.
    """
    mark = fingerprint(body)
    leaked = [fingerprint(post.text) for post in posts if len(post.text) > 40 and _held(post, mark)]
    if len(leaked) < _LEAKS:
        return body
    lines_ = body.splitlines()
    kept = [line for line in lines_ if not (
        (own := fingerprint(line)) and any(own in comment for comment in leaked))]
    return "\n".join(kept) if kept else body


def _holds(post: Post, whole: str) -> bool:
    """Whether a post holds most of the page's main text."""
    mark = fingerprint(post.text)
    prints = [fingerprint(line) for line in whole.splitlines()]
    inside = sum(len(line) for line in prints if line and line in mark)
    return inside * 2 > sum(map(len, prints))


def _held(post: Post, mark: str) -> bool:
    """Whether most lines of a post stand in the text with the fingerprint ``mark``."""
    prints = [fingerprint(line) for line in post.text.splitlines()]
    inside = sum(len(line) for line in prints if line and line in mark)
    return inside * 2 > sum(map(len, prints))


def _is_thread(posts: list[Post], article: bool, whole: int) -> bool:
    """Whether a page is a thread of posts: several, named so, with author and time in each.

    A thread is most of its page. On a page that calls itself an article it must also be made of
    many alike.
    """
    if 2 * sum(len(post.text) for post in posts) < whole:
        return False
    sure = [post for post in posts if post.sure or post.boxed]
    if len(sure) < 2:
        return len(posts) >= 3 and not article
    longest = max(len(post.text) for post in posts)
    return not article or longest * 2 < sum(len(post.text) for post in posts)


def _without(tree: Any, posts: list[Post]) -> str:
    """The main text once the elements of posts are cut out."""
    from lxml.html import tostring

    for post in posts:
        _cut(post.node)
    if posts:  # their text again, as data
        for script in list(tree.iter("script")):
            _cut(script)
    return _extract(tostring(tree, encoding="unicode", method="html"))


def _cut(node: Any) -> None:
    """Takes an element out of its tree and leaves the text that follows it."""
    parent = node.getparent()
    if parent is None:
        return
    tail, before = node.tail or "", node.getprevious()
    if tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    node.tail = None
    parent.remove(node)


def _extract(source: str) -> str:
    """The main text as trafilatura finds it; empty when it finds none."""
    from trafilatura import bare_extraction

    try:
        document: Any = bare_extraction(
            source, include_comments=False, include_tables=True, with_metadata=False,
            deduplicate=False,
        )
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return ""
    if document is None:
        return ""
    text = document.get("text") if isinstance(document, dict) else document.text
    return (text or "").strip()


def _missing(source: str, tree: Any, found: _Found) -> list[Notice]:
    """Why a page gave nothing or less than it holds."""
    notices = []
    if not found.body:
        reason = "the page may need a login"
        shown = sum(len((element.text or "").strip()) for element in tree.iter()
                    if element.tag not in ("script", "style", "title"))
        if _SCRIPTED.search(source[:200_000]) or (
                source.count("<script") >= 3 and shown < len(source) / 10):
            reason = "its text seems to be loaded by JavaScript, which is not run"
        if found.meta.paywalled:
            reason = "it is behind a paywall, which is not passed"
        notices.append(Notice(
            code="no-article", message=f"No running text of an article was found; {reason}.",
        ))
    elif found.meta.paywalled:
        notices.append(Notice(
            code="paywall",
            message="The page says that it is not free to read; the text may be cut.",
        ))
    raw = len(" ".join(_TAG.sub(" ", source).split()))
    seen = sum(len(text) for text in tree.itertext())
    if raw > 2000 and seen * 4 < raw:
        notices.append(Notice(
            code="nested-too-deep",
            message="Much of the page is nested deeper than the parser reads; text is missing.",
        ))
    return notices


def _blocks(
    title: str | None, body: str, posts: list[Post], language: str | None
) -> list[Line]:
    """Labelled lines: title, body, then each comment with a line for its author and time."""
    blocks: list[tuple[LineLabel, str, str]] = []
    body_lines = [line.strip() for line in body.splitlines() if line.strip()]
    if title:
        if body_lines and fingerprint(body_lines[0]) == fingerprint(title):
            body_lines.pop(0)
        blocks.append(("title", title, "title of the page"))
    blocks += [_labelled(line, index, len(body_lines)) for index, line in enumerate(body_lines)]
    main = {fingerprint(line) for line in body_lines}
    for post in posts:
        credit = " · ".join(part for part in (post.author, post.time) if part)
        words = [line for line in post.text.splitlines() if fingerprint(line) not in main]
        if not words:
            continue
        if credit:
            blocks.append(("metadata", credit, "author and time of a comment"))
        reason = f"comment of a reader ({post.source}), depth {post.depth}"
        blocks += [("comment", line, reason) for line in words]
    seen = [lines.see(i, 0, 0, text) for i, (_, text, _) in enumerate(blocks)]
    copies = duplicates.find([line for line, (tag, _, _) in zip(seen, blocks, strict=True)
                              if tag in ("body", "comment")])
    return [
        Line(
            line=i, start=-1, end=-1, text=text, language=_language(text, language),
            label="duplicate" if i in copies else tag, duplicate_of=copies.get(i),
            reason=f"repeats block {copies[i]}" if i in copies else reason,
        )
        for i, (tag, text, reason) in enumerate(blocks)
    ]


def _labelled(line: str, index: int, count: int) -> tuple[LineLabel, str, str]:
    """A block of the extracted body: page words and legal text that came along are told apart."""
    seen = lines.see(index, 0, 0, line)
    if seen.kind in ("ui", "comments", "related", "time-ui", "teaser"):
        return "ui", line, f"{seen.reason}; among the body's blocks"
    if seen.disclaimers >= 2 and index * 3 >= count * 2:
        return "disclaimer", line, "wording of a disclaimer near the end"
    return "body", line, "main text of the page"


def _language(text: str, declared: str | None) -> str:
    found = detect(text)
    return found if found != UNKNOWN or len(text) > 60 else declared or UNKNOWN
