"""Finds the quantities of a text: exact span, ``Decimal`` ends, unit, scale, bound.

``scan`` is the whole interface; the words of each language are data (``languages/<iso>.toml``,
sections ``[numbers]`` and ``[units]``), the grammar is here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from claimcheck.glyphs import folded
from claimcheck.periods import spans
from claimcheck.quantities.grammar import grammar
from claimcheck.quantities.mention import Mention
from claimcheck.quantities.scanner import Scan

__all__ = ["Mention", "absent", "numbers_seen", "scan"]

_SEEN = re.compile(r"\d+(?:[.,]\d+)*")


def scan(
    text: str,
    language: str = "en",
    skip: Sequence[tuple[int, int]] | None = None,
    every: bool = False,
) -> list[Mention]:
    """The quantities of ``text`` in reading order; they never overlap.

    ``skip`` holds spans where none is to be read, in order: the periods of the text, which are
    looked for when it is None. ``every`` keeps the numbers that are no quantities too: years,
    names, counters, a lone "one".
    """
    rules = grammar(language)
    if rules.find.search(folded(text)[1]) is None:  # most sentences of words hold none
        return []
    return Scan(text, rules, partial(spans, text, language), skip, every).mentions()


def absent(words: frozenset[str], language: str) -> bool:
    """Whether a text of plain words holds no quantity, which its words alone tell."""
    first = grammar(language).first_words
    return first is not None and first.isdisjoint(words)


def numbers_seen(text: str) -> int:
    """How many figures ``text`` holds, claims or not: the base of coverage."""
    return len(_SEEN.findall(text))
