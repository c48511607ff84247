"""Characters: what is safe to print, where to cut, which addresses may become links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from claimcheck.report.spell import prose
from claimcheck.schema import Claim, Report

_SPACES = re.compile(r"\s+")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(frozen=True, slots=True)
class Context:
    """A quote and what stands before and after it in its sentence."""

    before: str
    quote: str
    after: str


def clip(text: str, limit: int) -> str:
    """``text`` on one line, cut to ``limit`` characters, after a word where that is possible."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    if not line[limit - 1].isspace() and " " in cut[limit // 2 :]:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:–-") + "…"


def whole(text: str) -> str:
    """``text`` with lone surrogates replaced: they cannot be encoded."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def context(text: str, claim: Claim, before: int = 44, after: int = 36) -> Context:
    """The quote with the words around it in its sentence of ``text``, cut at word ends."""
    span, sentence = claim.span, claim.sentence
    if text[span.start : span.end] != claim.quote:
        return Context("", claim.quote, "")
    left = text[max(sentence.start, span.start - 400) : span.start].rpartition("\n")[2]
    right = text[span.end : min(sentence.end, span.end + 400)].partition("\n")[0]
    left, right = _SPACES.sub(" ", left), _SPACES.sub(" ", right)
    if len(left) > before:
        left = "…" + left[-before:].partition(" ")[2]
    if len(right) > after:
        right = right[:after].rpartition(" ")[0] + "…"
    return Context(left, " ".join(claim.quote.split()), right)


def readable(report: Report, change: Callable[[str], str]) -> Report:
    """The same report for people: ``change`` done to every string, our own sentences in prose.

    Both keep the number of characters in quotes and in the article, so that offsets hold.
    """
    data = each(report.model_dump(), change)
    sentences = [finding["verdict"] for finding in data["claims"]]
    for finding in data["claims"]:
        sentences += [*finding["caveats"], *finding["evidence"]]
    for row in (*sentences, *data["consistency"], *data["warnings"], data["article"]["date"]):
        for field in ("reason", "message", "computation"):
            if field in row:
                row[field] = prose(row[field])
    return Report.model_validate(data)


def each(value: Any, change: Callable[[str], str]) -> Any:
    """``value`` with ``change`` done to every string in it, keys too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {each(key, change): each(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(each(item, change) for item in value)
    return value


def visible(text: str) -> str:
    """``text`` safe for a terminal or a plain file: no control or direction-override signs.

    An escape sequence in a quoted page could otherwise recolour, retitle or hide the report.
    """
    kept = []
    for char in whole(text):
        if char in "\n\t":
            kept.append(" " if char == "\t" else char)
        elif unicodedata.category(char) == "Cc" or char in _BIDI:
            kept.append("\ufffd")
        else:
            kept.append(char)
    return "".join(kept)


def isolated(text: str) -> str:
    """``text`` between isolates when it holds right-to-left letters: the line keeps its order."""
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return f"\u2068{text}\u2069"
    return text


def short_hash(value: str) -> str:
    """``9f2c…e41a`` for a long hash, as it is when it is short."""
    return f"{value[:8]}…{value[-4:]}" if len(value) > 20 else value


def link(url: str | None) -> str | None:
    """``url`` when it may become a link: http or https with a host, nothing else."""
    from urllib.parse import urlsplit

    if not url or any(char <= " " or char == "\x7f" for char in url) or whole(url) != url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None
