"""Finds the periods of a text and resolves them to days.

``scan`` is the whole interface; the words of each language are data (``languages/<iso>.toml``,
section ``[periods]``), the grammar is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimcheck.schema import PeriodType

Granularity = Literal["day", "week", "month", "quarter", "half", "year", "multi"]


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """One period as written; ``first`` and ``last`` are inclusive days, None when open."""

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    type: PeriodType
    resolved_from: Literal["text", "published_at", "sentence", "none"]
    role: str | None
    granularity: Granularity


def scan(text: str, language: str = "en", anchor: date | None = None) -> list[PeriodMention]:
    """The periods of ``text`` in reading order; relative ones are resolved from ``anchor``."""
    raise NotImplementedError


def fiscal_year(label_year: int, year_end: str) -> tuple[date, date]:
    """First and last day of the fiscal year labelled ``label_year`` that ends on ``MM-DD``."""
    raise NotImplementedError
