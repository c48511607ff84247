"""The words that name arithmetic in a claim about a document."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from claimcheck.documents.tables import words
from claimcheck.lexicon import PhraseMatcher, tokens

_WORDS = Path(__file__).parent.parent / "data" / "document_words.toml"


@cache
def _matchers() -> dict[str, PhraseMatcher]:
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        name: PhraseMatcher((phrase, name) for group in lists.values() for phrase in group
                            if tokens(phrase))
        for name, lists in data.items()
    }


@cache
def operation_words() -> frozenset[str]:
    """Words that name arithmetic, or carry a number, and so tell nothing about the subject."""
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    lists = (phrase for group in data.values() for names in group.values() for phrase in names)
    carriers = (
        "million", "billion", "thousand", "percent", "came", "stood", "reached", "percentage",
        "point", "quarter", "first", "second", "third", "fourth", "three", "six", "nine", "twelve",
        "month", "same", "period", "prior", "previous", "approximately", "about", "number",
        "compared", "comparable", "share", "nearly", "around", "respectively", "basis", "amounted",
    )
    return frozenset(word for phrase in lists if " " not in phrase for word in words(phrase)) | {
        *carriers
    }


def says(name: str, text: str) -> bool:
    """Whether a word of the list ``name`` stands in ``text``."""
    return bool(_matchers()[name].find(tokens(text)))


def spots(name: str, text: str) -> list[int]:
    """Where words of the list ``name`` begin in ``text``."""
    return [start for start, _, _ in _matchers()[name].find(tokens(text))]


def spans(name: str, text: str) -> list[tuple[int, int]]:
    """Where words of the list ``name`` stand in ``text``."""
    return [(start, end) for start, end, _ in _matchers()[name].find(tokens(text))]
