"""The lines of an HTML page as a screen shows them, and what they say of the extracted text.

The extractor keeps whole blocks, with their buttons and cards, and knows no page words. The decode
over lines knows these, and nothing of elements. A line stays when both take it for the article; one
that only the decode takes for it comes back when it stands amid the article's own elements.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from claimcheck.clean import lines
from claimcheck.clean.lines import CJK, Seen
from claimcheck.clean.pagewords import ends_in_byline, moments, starts_with
from claimcheck.normalise import MARKS, fingerprint
from claimcheck.schema import Line
from claimcheck.segment import UNKNOWN

_HIDDEN = frozenset(("head", "script", "style", "template", "noscript", "svg", "iframe", "select",
                     "textarea", "option", "object", "canvas"))
_INLINE = frozenset((
    "a", "b", "i", "em", "strong", "span", "button", "time", "small", "sub", "sup", "label",
    "input", "mark", "abbr", "img", "font", "u", "s", "code", "cite", "q", "amp-social-share",
    "ins", "del", "bdi", "bdo", "kbd", "var", "wbr", "strike", "big", "tt", "data",
))
_CELLS = frozenset(("td", "th"))
_CHROME_TAGS = frozenset(("nav", "footer", "aside", "form", "button", "dialog", "menu"))
_CHROME = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu|sidebar|related|footer|breadcrumbs?|pagination|popular|teasers?|"
    r"recommend\w*|similar|trending|subscri\w*|newsletter|paywall|promo\w*|cookies?|consent|gdpr|"
    r"share|sharing|social|advert\w*|ads?|banner|sponsor\w*|signup|sign-up|login|bio|"
    r"author-?(?:box|card|bio)|disclaimer|copyright|cta|tags)(?:$|[-_\s\d])", re.I)
_CREDITS = ("byline", "time", "name-time")
_CREDIT = 120  # signs of a line of credits
_PARTS = 4
_BAR = re.compile(r"(?<!\\)\||^-+$")
_DEEP = 200
_NEAR = 4  # elements above a line that may repeat as the article's own
_MUCH = 0.4  # of the page's text
_CALLS = 2
_TRIED = 20
_CELL_OF_PAGE = 200  # signs of a row that may be a page set in a table
_OPENING = 12  # letters that a line is looked up by
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_AFTER = re.compile(r"\s[|·•–—-]\s|[,،(（/]")
_PERSON = re.compile(rf"[^\W\d](?:[\w{MARKS}.'’\- ]){{1,40}}")
_TEXT_TAGS = frozenset(("p", "li", "blockquote", "pre", *_HEADINGS))
_PLAIN = frozenset(("short", "list", "prose", "table"))
_MEASURE = re.compile(r"\d[.,]\d|[%％$€£¥₹]")
_SPACE = re.compile(r"[ \n\r\f\v\u00a0]+")


@dataclass(slots=True)
class Shown:
    """One line of the screen, its block, how much of it is links, and the texts it is made of."""

    text: str
    block: Any
    linked: int = 0
    mark: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """The lines of a page, with labels for those that are no furniture."""

    page: list[Shown]
    labels: dict[int, Line]
    seen: dict[int, Seen]

    def tag(self, i: int) -> str | None:
        """The label of a line, None for furniture."""
        line = self.labels.get(i)
        return line.label if line else None


@dataclass(slots=True)
class _Row:
    parts: list[str]
    linked: int
    block: Any


def shown(tree: Any) -> list[Shown]:
    """The lines of a tree in reading order."""
    found: list[Shown] = []
    row = _Row([], 0, tree)
    for piece, block, link in _pieces(tree):
        if piece is not None:
            if not row.parts:
                row.block = block
            row.parts.append(piece)
            row.linked += len(piece.strip()) if link else 0
            continue
        text = _SPACE.sub(" ", "".join(row.parts)).strip()
        if text:
            parts = tuple(part for piece in row.parts if (part := piece.strip()))
            found.append(Shown(text, row.block, row.linked, fingerprint(text), parts))
        row = _Row([], 0, tree)
    return found


def _pieces(tree: Any) -> Iterator[tuple[str | None, Any, bool]]:
    """(text or None for a line end, block, whether in a link), without recursion."""
    stack: list[tuple[str, Any, Any, bool]] = [("open", tree, tree, False)]
    while stack:
        step, element, block, link = stack.pop()
        if step == "tail":
            if element.tail:
                yield element.tail, block, link
            continue
        if step == "close":
            yield None, block, link
            continue
        if step == "cell":
            yield "\t", block, link
            continue
        tag = element.tag
        if not isinstance(tag, str) or tag in _HIDDEN or element.get("hidden") is not None:
            continue
        breaks = tag not in _INLINE and tag not in _CELLS
        inner, inside = (block if tag in _INLINE else element), link or tag in ("a", "button")
        if breaks:
            yield None, block, link
            stack.append(("close", element, block, link))
        elif tag in _CELLS:
            stack.append(("cell", element, inner, link))
        if element.text:
            yield element.text, inner, inside
        for child in reversed(element):
            stack.append(("tail", child, inner, inside))
            stack.append(("open", child, inner, inside))


def read(tree: Any, title: str | None, language: str | None) -> Screen:
    """The lines of a tree with their labels, by the decode that reads pages as copied.

    Furniture is left out of the decode: a card amid paragraphs would end the article there.
    """
    from claimcheck.clean import label

    page = shown(tree)
    weight = _weights(page)
    apart = {i for i, line in enumerate(page) if _chrome(line, weight)}
    seen = lines.spoken([_see(i, line) for i, line in enumerate(page)])
    own = label([line for line in seen if line.index not in apart], title=title, lang=language)
    return Screen(page, {line.line: line for line in own}, {line.index: line for line in seen})


def _see(i: int, line: Shown) -> Seen:
    """What is seen on a line; parts side by side, a name and a time, are a credit together."""
    seen = lines.see(i, 0, 0, line.text)
    if seen.kind != "short" or not 1 < len(line.parts) <= _PARTS or len(line.text) > _CREDIT:
        return seen
    kinds = [lines.see(i, 0, 0, part).kind for part in line.parts]
    if any(kind in ("time", "time-ui") for kind in kinds) and any(
            kind in ("name", "byline") for kind in kinds):
        return replace(seen, kind="name-time", reason="a name and a time side by side")
    return seen


def _weights(page: Sequence[Shown]) -> Counter[Any]:
    """Signs of text below each element."""
    weight: Counter[Any] = Counter()
    for line in page:
        element, steps = line.block, 0
        while element is not None and steps < _DEEP:
            weight[element] += len(line.text)
            element, steps = element.getparent(), steps + 1
    return weight


def _chrome(line: Shown, weight: Counter[Any]) -> bool:
    """Whether a line stands in page furniture by its elements' kind or name, or is links.

    What holds much of the page is none, whatever its name.
    """
    if line.linked * 5 > len(line.text) * 3:
        return True
    element, steps, most = line.block, 0, weight.total() and max(weight.values()) * _MUCH
    while element is not None and steps < _DEEP and weight[element] <= most:
        if element.tag in _CHROME_TAGS or _CHROME.search(
                f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element, steps = element.getparent(), steps + 1
    return False


def refine(
    body: str, screen: Screen, title: str | None, author: str | None, others: str
) -> str:
    """The extracted text without page words, with the lines that were missed between its own.

    ``others`` is the fingerprint of what is known to be comments and posts.
    """
    given = [line.strip() for line in body.splitlines() if line.strip()]
    rows = [_cell(row) for row in given]
    celled = {i for i, row in enumerate(rows) if row != given[i]}
    covers = list(_covers(rows, screen.page))
    sure = {i for cover in covers for i in cover if screen.tag(i) == "body"}
    if not sure:  # a page of paragraphs that read like comments
        sure = {i for cover in covers for i in cover
                if screen.tag(i) == "comment" and screen.seen[i].kind == "prose"}
    if not sure:
        return body
    home = {_home(screen.page[i].block) for i in sure if screen.seen[i].kind == "prose"}
    foreign = _foreign(screen, sure) | _answers(screen, sure)
    kept: list[tuple[float, str]] = []
    places: set[int] = set()
    at = 0.0
    for number, (row, cover) in enumerate(zip(rows, covers, strict=True)):
        if row.startswith("|") and len(cover) == 1 and screen.tag(cover[0]) is None:
            continue  # a menu in cells
        if not cover or (row.startswith("|") and len(cover) == 1):
            place = cover[0] if cover else at + number / (len(rows) + 1)
            kept.append((place, row))
            places.update(cover)
            at = place
            continue
        at = cover[-1]
        own = [i for i in cover if i not in foreign and _stays(i, screen, home, title)
               and not _life(screen.page[i].text, author)]
        places.update(cover)
        size = sum(len(screen.page[i].mark) for i in own)
        page_row = row.startswith("|") and len(row) >= _CELL_OF_PAGE
        if size * 5 >= len(fingerprint(row)) * 4 and not page_row and number not in celled:
            kept.append((cover[0], row))
        else:
            kept += [(i, screen.page[i].text) for i in own]
    kept += [(i, screen.page[i].text) for i in _missed(screen, places, sure, foreign)
             if i not in foreign and screen.page[i].mark not in others]
    kept.sort(key=lambda item: item[0])
    while kept and kept[-1][0] in screen.labels and _dangles(int(kept[-1][0]), screen):
        kept.pop()  # heads a list of other pages
    return "\n".join(text for _, text in kept)


def _cell(row: str) -> str:
    """The words of a row of one cell, which is no table but a page set in one."""
    inner = row.strip("|").strip()
    one = row.startswith("|") and row.endswith("|") and not _BAR.search(inner)
    return inner.replace("\\|", "|") if one else row


def _life(text: str, author: str | None) -> bool:
    """Whether a text tells of its author: it opens with the full name and holds no measure."""
    return bool(author and " " in author and text.startswith(author)) and not _MEASURE.search(text)


def _dangles(i: int, screen: Screen) -> bool:
    """Whether a last line is a few words, no item of a list and without a figure."""
    return screen.seen[i].kind in ("short", "name") and screen.page[i].block.tag != "li" and not (
        any(map(str.isdigit, screen.page[i].text)))


def _stays(i: int, screen: Screen, home: set[Any], title: str | None) -> bool:
    """Whether an extracted line is of the article."""
    line, tag, seen = screen.page[i], screen.tag(i), screen.seen[i]
    if tag == "title":
        return fingerprint(title or "") != line.mark and i > min(screen.labels)
    if seen.calls >= _CALLS or (
            seen.calls and len(line.text) <= _CREDIT and not _MEASURE.search(line.text)):
        return False
    if tag in ("body", "duplicate"):
        return True
    if seen.kind == "prose" and (tag == "comment" or (tag is None and _figures(line.text))):
        return _home(line.block) in home  # a paragraph among paragraphs
    if line.block.tag in _TEXT_TAGS and tag is not None and _home(line.block) in home and (
            tag != "comment" or line.block.tag != "li"):
        return not seen.tokens and not seen.calls and seen.kind in _PLAIN
    return _heads(i, screen)


def _figures(text: str) -> bool:
    return any(map(str.isdigit, text))


def _heads(i: int, screen: Screen) -> bool:
    """Whether a line is a heading with its text, or the page's title, right beside it."""
    if screen.page[i].block.tag not in _HEADINGS or screen.seen[i].kind not in ("short", "name"):
        return False
    return screen.tag(i + 1) == "body" or screen.tag(i - 1) == "title"


def _home(block: Any) -> Any:
    """The element that a paragraph stands in."""
    while block.tag in _TEXT_TAGS or block.tag in ("ul", "ol"):
        block = block.getparent()
    return block


def _answers(screen: Screen, sure: set[int]) -> set[int]:
    """Lines below the heading of the comments, in other elements than the text above it."""
    prose = [i for i in sorted(sure) if screen.seen[i].kind == "prose"]
    heads = [i for i in screen.labels if screen.seen[i].kind == "comments" and i > prose[0]] if (
        prose) else []
    if not heads:
        return set()
    own = {_home(screen.page[i].block) for i in prose if i < heads[0]}
    return {i for i in screen.labels if i > heads[0] and _home(screen.page[i].block) not in own}


def _foreign(screen: Screen, sure: set[int]) -> set[int]:
    """Paragraphs in another language than the article's, in an element of their own."""
    weight: Counter[str] = Counter()
    spoken: dict[Any, Counter[str]] = {}
    for i in sure:
        line = screen.labels[i]
        if screen.seen[i].kind == "prose" and line.language != UNKNOWN:
            weight[line.language] += len(line.text)
            spoken.setdefault(_home(screen.page[i].block), Counter())[line.language] += 1
    main = max(weight, key=lambda iso: weight[iso], default=UNKNOWN)
    apart = {place for place, found in spoken.items() if main not in found}
    return {i for i in sure if _home(screen.page[i].block) in apart}


def _covers(rows: Sequence[str], page: Sequence[Shown]) -> Iterator[list[int]]:
    """The lines that each row is made of: from the next place on, else from the page's first."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(page):
        if line.mark:
            places.setdefault(line.mark[:_OPENING], []).append(i)
    at = 0
    for row in rows:
        mark = fingerprint(row)
        starts = [i for size in range(1, _OPENING + 1) for i in _near(places.get(mark[:size]), at)
                  if size == _OPENING or len(page[i].mark) == size]
        ends = [(i, end) for i in starts if (end := _end(mark, page, i))]
        start, end = min(ends, key=lambda span: (span[0] < at, span[0]), default=(0, 0))
        at = max(at, end)
        inner = [] if end or len(row) < _CELL_OF_PAGE or not row.startswith("|") else [
            i for i, line in enumerate(page) if len(line.mark) >= _OPENING and line.mark in mark]
        whole = sum(len(page[i].mark) for i in inner) * 5 >= len(mark) * 4
        yield inner if inner and whole else list(range(start, end))


def _near(found: list[int] | None, at: int) -> list[int]:
    """The next places from ``at`` on and the first of all: thousands of lines may open alike."""
    if not found or len(found) <= _TRIED:
        return found or []
    here = bisect_left(found, at)
    return [*found[here:here + _TRIED], *found[:_TRIED]]


def _end(mark: str, page: Sequence[Shown], start: int) -> int:
    """The end of the lines from ``start`` on that make up a row, 0 when they do not."""
    end = start
    while end < len(page) and mark and mark.startswith(page[end].mark):
        mark, end = mark[len(page[end].mark):], end + 1
    return 0 if mark else end


def _missed(
    screen: Screen, places: set[int], sure: set[int], foreign: set[int]
) -> Iterator[int]:
    """Text of the article that the extractor left out: in elements like those of its own."""
    mine = sure - foreign
    around = [pair for i in mine for pair in _kinds(screen.page[i].block)]
    alike, same = {kind for kind, _ in around}, {element for _, element in around}
    homes = {_home(screen.page[i].block) for i in mine}
    for i in sorted(screen.labels):
        if i in places or not screen.page[i].mark:
            continue
        amid = min(mine, default=i) < i < max(mine, default=i)
        running = screen.seen[i].kind == "prose" and screen.tag(i) == "body"
        if (running or _heads(i, screen)) and any(
                kind in alike and (amid or element not in same)
                for kind, element in _kinds(screen.page[i].block)):
            yield i
        elif amid and screen.tag(i) == "body" and screen.page[i].block.tag in _TEXT_TAGS and (
                _home(screen.page[i].block) in homes):
            yield i  # an item of a list amid paragraphs


def _kinds(block: Any) -> list[tuple[tuple[str, str, Any], Any]]:
    """The elements around a line, each with what repeats: tag and class below one parent."""
    found: list[tuple[tuple[str, str, Any], Any]] = []
    steps = 0
    while block is not None and block.tag not in ("body", "html", "main") and steps < _NEAR:
        if block.get("class"):
            found.append(((block.tag, block.get("class"), block.getparent()), block))
        block, steps = block.getparent(), steps + 1
    return found


# ---------------------------------------------------------------- facts shown on the page


def heading(screen: Screen) -> str | None:
    """The line that heads the text, None when there is none."""
    return next((line.text for line in screen.labels.values() if line.label == "title"), None)


def above(screen: Screen) -> list[Line]:
    """The lines about the article above its first paragraph, or below its lead, and its title."""
    found: list[Line] = []
    headed, led = heading(screen) is None, False
    below = dict(pairwise(screen.labels))
    for i, line in screen.labels.items():
        headed = headed or line.label == "title"
        if headed and screen.seen[i].kind == "prose" and line.label in ("body", "comment"):
            if led or i not in below or screen.seen[below[i]].kind not in _CREDITS:
                return found
            led = True  # a lead stands above the by-line
        if line.label in ("title", "metadata"):
            found.append(line)
    return []


def credited(screen: Screen) -> str | None:
    """The author that the lines between the title and the text name, None when they name none."""
    rows = [line.line for line in above(screen) if line.label != "title"]
    found = {kind: name for i in reversed(rows) for kind, name in _names(i, screen, len(rows))}
    return found.get("byline") or found.get("name-time") or found.get("full-name") or (
        found.get("name"))


def _names(i: int, screen: Screen, count: int) -> Iterator[tuple[str, str]]:
    """(kind, name) of what a line about the article names, part by part where it has several."""
    parts = screen.page[i].parts
    if len(parts) < 2 or sum(map(len, parts)) > _CREDIT:
        yield from _name(screen.seen[i], screen.page[i].text, count)
        return
    seen = [lines.see(i, 0, 0, part) for part in parts]
    found = [pair for one in seen for pair in _name(one, one.text, len(parts))]
    if len({name for kind, name in found if kind == "byline"}) < 2:  # else an author and a source
        yield from reversed(found)


def _name(seen: Seen, text: str, count: int) -> Iterator[tuple[str, str]]:
    """(kind of text, name) where a text about the article holds a name."""
    if seen.kind not in ("byline", "name-time", "name") or (seen.kind == "name" and count < 2):
        return
    if seen.kind == "byline" and seen.script in CJK and ends_in_byline(text):
        text = text.rsplit(None, 1)[0]  # a name before the word for a reporter
        if _PERSON.fullmatch(text):
            yield seen.kind, text
        return
    said = starts_with(text, "byline")
    text = text[said:].lstrip(" :：")
    times = moments(text)
    text = text[:times[0][1]] if times else text
    text = _AFTER.split(text.strip(" ·|,،-–—"))[0].strip()
    if _PERSON.fullmatch(text) and (said or seen.kind != "byline"):
        yield ("full-name" if seen.kind == "name" and " " in text else seen.kind), text
