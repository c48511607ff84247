"""Scores of the cleaner on HTML pages whose elements carry their label: as HTML and as text.

A page of ``corpora/pages/html`` begins with a comment that holds ``language``, ``layout``,
``date``, ``title`` and ``author`` as JSON. An element's attribute ``g`` is the label letter of
its text (letters of `evaluate_pages`, and ``f`` for words in another language than the article's);
what carries none is page words. The marks are taken out before a page is cleaned.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimcheck.clean import clean
from claimcheck.evaluate_pages import score
from claimcheck.schema import Page

_HEAD = re.compile(r"\s*<!--\s*(\{.*?\})\s*-->\s*", re.S)
_MARK = re.compile(r'\sg="[tbmucdf]"')
_TOKEN = re.compile(r"[㐀-鿿぀-ヿ가-힣]|[^\W_㐀-鿿぀-ヿ가-힣]+")
_HIDDEN = frozenset(("head", "script", "style", "template", "noscript"))
_INLINE = frozenset((
    "a", "b", "i", "em", "strong", "span", "button", "time", "small", "sub", "sup", "label",
    "input", "mark", "abbr", "img", "amp-social-share", "font", "u", "s", "code", "cite", "q",
))
_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class Marked:
    """A labelled page: what it says of itself, its HTML, and its lines as a screen shows them."""

    id: str
    gold: dict[str, Any]
    html: str
    lines: tuple[tuple[str, str], ...]

    def text(self, letter: str) -> str:
        """The lines of one label, joined."""
        return "\n".join(text for text, label in self.lines if label == letter)


Extract = Callable[[str], tuple[str, dict[str, str | None]]]


def pages(folder: str | Path) -> Iterator[Marked]:
    """The labelled pages of a folder, by name."""
    for path in sorted(Path(folder).glob("*.html")):
        source = path.read_text(encoding="utf-8")
        head = _HEAD.match(source)
        if head is None:
            raise ValueError(f"{path.name}: no comment with the page's JSON on top")
        source = source[head.end():]
        yield Marked(path.stem, json.loads(head[1]), _MARK.sub("", source), tuple(_lines(source)))


def _lines(source: str) -> Iterator[tuple[str, str]]:
    """(text, label) of each line that a screen shows."""
    from lxml.html import HTMLParser, document_fromstring

    tree = document_fromstring(source.encode("utf-8"), parser=HTMLParser(encoding="utf-8"))
    line: list[tuple[str, str]] = []
    for piece, letter in (*_pieces(tree, "u"), ("\n", "u")):
        if piece != "\n":
            line.append((piece, letter))
            continue
        text = " ".join("".join(part for part, _ in line).replace("\t", "\0").split())
        if text.strip("\0 "):
            weight: Counter[str] = Counter()
            for part, mark in line:
                weight[mark] += len(part.strip())
            yield text.strip("\0 ").replace("\0", "\t"), weight.most_common(1)[0][0]
        line = []


def _pieces(element: Any, letter: str) -> Iterator[tuple[str, str]]:
    """Text and line ends of a tree, each with the label it stands under."""
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return
    letter = element.get("g") or letter
    breaks = element.tag not in _INLINE and element.tag not in ("td", "th")
    if breaks:
        yield "\n", letter
    if element.text:
        yield element.text.replace("\n", " "), letter
    for child in element:
        yield from _pieces(child, letter)
        if child.tail:
            yield child.tail.replace("\n", " "), letter
    if element.tag in ("td", "th"):
        yield "\t", letter
    if breaks:
        yield "\n", letter


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _TOKEN.findall(text)
    return Counter(tuple(words[i:i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def own(source: str) -> tuple[str, dict[str, str | None]]:
    """Body and facts of a page as claimcheck finds them."""
    article = clean(Page(text=source, media="html"))
    when = article.date
    day = when.earliest.isoformat() if when.earliest and when.earliest == when.latest else None
    body = "\n".join(line.text for line in article.lines if line.label == "body")
    return body, {"date": day, "title": article.title, "author": article.author}


def score_html(corpus: list[Marked], extract: Extract = own) -> dict[str, Any]:
    """Body precision, recall and F1, leaks, and shares of right facts, over whole pages."""
    sums: dict[str, float] = dict.fromkeys(("precision", "recall", "comments", "foreign"), 0.0)
    facts: dict[str, list[bool]] = {"date": [], "title": [], "author": []}
    rows = []
    for page in corpus:
        body, told = extract(page.html)
        wanted, given = _shingles(page.text("b")), _shingles(body)
        hits, size = sum((wanted & given).values()), max(1, sum(given.values()))
        row: dict[str, Any] = {
            "id": page.id, "precision": hits / size,
            "recall": hits / max(1, sum(wanted.values())), "body": body,
        }
        for name, letter in (("comments", "c"), ("foreign", "f")):
            text = page.text(letter)
            row[name] = sum((_shingles(text) - wanted & given).values()) / size if text else 0.0
        for name in sums:
            sums[name] += row[name] / len(corpus)
        for name, kept in facts.items():
            if page.gold.get(name):
                kept.append(_same(told.get(name), page.gold[name]))
                row[name] = told.get(name)
        rows.append(row)
    both = sums["precision"] + sums["recall"]
    return {
        "pages": len(corpus), "f1": 2 * sums["precision"] * sums["recall"] / both if both else 0.0,
        **sums, **{name: sum(kept) / max(1, len(kept)) for name, kept in facts.items()},
        "rows": rows,
    }


def _same(found: str | None, wanted: str) -> bool:
    return bool(found) and _TOKEN.findall(str(found)) == _TOKEN.findall(wanted)


def score_text(corpus: list[Marked]) -> dict[str, Any]:
    """Scores of `evaluate_pages` over the pages as copied from the screen.

    Words in another language may carry any label but that of the article.
    """
    return score({
        "id": page.id, "language": page.gold["language"], "layout": page.gold["layout"],
        "held_out": False, "text": "\n".join(text for text, _ in page.lines),
        "labels": "".join(label.replace("f", "u") for _, label in page.lines),
    } for page in corpus)
