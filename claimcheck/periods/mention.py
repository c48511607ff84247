"""One period as written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimcheck.periods.calendar import Granularity
from claimcheck.schema import PeriodType

# "undated": counted from the day of publication, which is not known.
Origin = Literal["text", "published_at", "sentence", "none", "undated"]


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """One period as written; ``first`` and ``last`` are inclusive days, None when open.

    A fiscal period is given as if the fiscal year were the calendar year: ``last.year`` is its
    label; ``fiscal_year`` and ``fiscal_quarter`` give the true days for a known year end.
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    type: PeriodType
    resolved_from: Origin
    role: str | None
    granularity: Granularity
