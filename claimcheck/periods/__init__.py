"""Finds the periods of a text and resolves them to days.

``scan`` is the whole interface; the words of each language are data (``languages/<iso>.toml``,
section ``[periods]``), the grammar is here.
"""

from __future__ import annotations

from datetime import date

from claimcheck.glyphs import folded
from claimcheck.periods.calendar import Days, Granularity, fiscal_quarter, fiscal_year, shifted
from claimcheck.periods.grammar import grammar
from claimcheck.periods.mention import PeriodMention
from claimcheck.periods.scanner import Scan

__all__ = [
    "Days",
    "Granularity",
    "PeriodMention",
    "absent",
    "fiscal_quarter",
    "fiscal_year",
    "names_weekday",
    "scan",
    "shifted",
    "spans",
]


def scan(
    text: str, language: str = "en", anchor: date | None = None, base: Days | None = None
) -> list[PeriodMention]:
    """The periods of ``text`` in reading order; they never overlap.

    Relative periods are resolved from ``anchor`` (the article's day), "a year earlier" from the
    sentence's own period or else from ``base``; without them the days stay None.
    """
    rules = grammar(language)
    # Most sentences of words hold none, which one search tells.
    if rules.trigger.search(folded(text)[1]) is None:
        return []
    return Scan(text, rules, anchor, base).mentions()


def names_weekday(text: str, language: str) -> bool:
    """Whether the words of a period name a day of the week."""
    weekdays = grammar(language).weekdays
    low = folded(text)[1]
    return any(weekdays.at(low, at) for at in range(len(low)))


def absent(words: frozenset[str], language: str) -> bool:
    """Whether a text of plain words holds no period, which its words alone tell."""
    first = grammar(language).first_words
    return first is not None and first.isdisjoint(words)


def spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Where the periods of ``text`` stand: what no quantity may be read from."""
    return Scan(text, grammar(language), None, None).spans()
