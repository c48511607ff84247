"""Periods as tables write them: ``2025``, ``2025Q3``, ``2025-10``, ``FY2024``, ``start/end``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

ALLOWED = "2025, 2025Q3, 2025H1, 2025-10, 2025-10-05, FY2024, 2022..2023, 2025-01-01/2025-03-31"
_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])|[Qq]([1-4])[ -]?(\d{4})")
_HALF = re.compile(r"(\d{4})-?[Hh]([12])|[Hh]([12])[ -]?(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_FISCAL = re.compile(r"[Ff][Yy][ -]?(\d{4})(?:-?[Qq]([1-4]))?")


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """First and last day of ``count`` months from the given one."""
    start = year * 12 + month - 1
    last = divmod(start + count - 1, 12)
    first = divmod(start, 12)
    return (
        date(first[0], first[1] + 1, 1),
        date(last[0], last[1] + 1, monthrange(last[0], last[1] + 1)[1]),
    )


def fiscal(year: int, year_end: str, quarter: int | None = None) -> tuple[date, date]:
    """A fiscal year, named by the calendar year it ends in, or one of its quarters.

    ``year_end`` is "MM-DD". Only its month counts: a 52/53-week year ends near it, and the exact
    days stand in the filings.
    """
    month = int(year_end[:2])
    start = year * 12 + month - 12  # the month after the last year's end, counted from year 0
    if quarter is None:
        return months(start // 12, start % 12 + 1, 12)
    start += 3 * (quarter - 1)
    return months(start // 12, start % 12 + 1, 3)


@lru_cache(maxsize=65536)
def parse(text: str, year_end: str | None = None) -> tuple[date, date]:
    """First and last day of a written period. ``year_end`` ("MM-DD") is used by ``FY``.

    Raises ValueError with what is allowed.
    """
    text = text.strip()
    for mark in ("..", "/"):
        first, found, last = text.partition(mark)
        if found:
            span = parse(first, year_end)[0], parse(last, year_end)[1]
            if span[0] > span[1]:
                raise ValueError(f"period '{text}' ends before it starts; write the earlier first")
            return span
    try:
        span_or_none = _single(text, year_end)
    except ValueError as error:
        raise ValueError(f"period '{text}' is no date: {error}") from None
    if span_or_none is None:
        raise ValueError(f"period '{text}' cannot be read; allowed: {ALLOWED}")
    return span_or_none


def _single(text: str, year_end: str | None) -> tuple[date, date] | None:
    if hit := _YEAR.fullmatch(text):
        return months(int(hit[1]), 1, 12)
    if hit := _DAY.fullmatch(text):
        day = date(int(hit[1]), int(hit[2]), int(hit[3]))
        return day, day
    if hit := _MONTH.fullmatch(text):
        if not 1 <= int(hit[2]) <= 12:
            raise ValueError("month must be in 1..12")
        return months(int(hit[1]), int(hit[2]), 1)
    if hit := _QUARTER.fullmatch(text):
        return months(int(hit[1] or hit[4]), 3 * int(hit[2] or hit[3]) - 2, 3)
    if hit := _HALF.fullmatch(text):
        return months(int(hit[1] or hit[4]), 6 * int(hit[2] or hit[3]) - 5, 6)
    if hit := _FISCAL.fullmatch(text):
        return fiscal(int(hit[1]), year_end or "12-31", int(hit[2]) if hit[2] else None)
    return None


def whole_months(start: date, end: date) -> bool:
    """Whether a period is a number of whole calendar months."""
    return start.day == 1 and end.day == monthrange(end.year, end.month)[1]


def written(start: date, end: date) -> str:
    """The shortest way to write a period; ``parse`` gives the same days back."""
    if start == end:
        return start.isoformat()
    if whole_months(start, end):
        count = (end.year - start.year) * 12 + end.month - start.month + 1
        if count == 1:
            return start.isoformat()[:7]
        if count == 3 and start.month % 3 == 1:
            return f"{start.year}Q{start.month // 3 + 1}"
        if count == 6 and start.month in (1, 7):
            return f"{start.year}H{start.month // 6 + 1}"
        if start.month == 1 and end.month == 12:
            return f"{start.year}" if count == 12 else f"{start.year}..{end.year}"
    return f"{start.isoformat()}/{end.isoformat()}"
