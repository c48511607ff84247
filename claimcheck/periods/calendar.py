"""Day arithmetic for periods: units, shifts, fiscal years. Knows nothing of text."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

Granularity = Literal["day", "week", "month", "quarter", "half", "year", "multi"]
Days = tuple[date, date]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None when the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def month(year: int, number: int) -> Days:
    """First and last day of a month."""
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def months(year: int, first: int, count: int) -> Days:
    """First and last day of ``count`` months from month ``first``."""
    return date(year, first, 1), add_months(date(year, first, 1), count) - timedelta(1)


def quarter(year: int, number: int) -> Days:
    """First and last day of a calendar quarter."""
    return months(year, 3 * number - 2, 3)


def half(year: int, number: int) -> Days:
    """First and last day of a calendar half-year."""
    return months(year, 6 * number - 5, 6)


def year(number: int) -> Days:
    """First and last day of a calendar year."""
    return date(number, 1, 1), date(number, 12, 31)


def fiscal_year(label_year: int, year_end: str) -> Days:
    """First and last day of the fiscal year labelled ``label_year`` that ends on ``MM-DD``.

    A fiscal year bears the name of the year it ends in. "02-29" and other month ends beyond the
    month's length mean its last day.
    """
    number, day = (int(part) for part in year_end.split("-"))
    last = date(label_year, number, min(day, calendar.monthrange(label_year, number)[1]))
    before = add_months(date(label_year, number, 1), -12)
    length = calendar.monthrange(before.year, before.month)[1]
    # A year end on the last day of a month stays there ("02-28" in a leap year is the 29th).
    ends_month = day >= calendar.monthrange(2023, number)[1]
    if ends_month:
        last = month(label_year, number)[1]
    previous = date(before.year, before.month, length if ends_month else min(day, length))
    return previous + timedelta(1), last


def fiscal_quarter(label_year: int, number: int, year_end: str) -> Days:
    """First and last day of quarter ``number`` of a fiscal year."""
    first, last = fiscal_year(label_year, year_end)
    start = add_months(first, 3 * (number - 1))
    return start, last if number == 4 else add_months(first, 3 * number) - timedelta(1)


def add_months(day: date, count: int) -> date:
    """``day`` moved by whole months; a day the month lacks becomes its last."""
    index = day.year * 12 + day.month - 1 + count
    number, at = index // 12, index % 12 + 1
    number = min(max(number, 1), 9998)
    if day.day <= 28:  # no month is shorter
        return date(number, at, day.day)
    return date(number, at, min(day.day, calendar.monthrange(number, at)[1]))


def containing(day: date, unit: str) -> Days:
    """The calendar unit that ``day`` lies in; weeks begin on Monday."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    if unit == "decade":
        return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)
    size = _MONTHS[unit]
    return months(day.year, (day.month - 1) // size * size + 1, size)


def moved(day: date, unit: str, steps: int) -> date:
    """``day`` moved by ``steps`` units."""
    if unit in ("day", "week"):
        limit = max(-300000, min(300000, steps * (7 if unit == "week" else 1)))
        target = day.toordinal() + limit
        return date.fromordinal(min(max(target, 1), date(9998, 12, 31).toordinal()))
    return add_months(day, steps * _MONTHS[unit])


def shifted(period: Days, unit: str, steps: int) -> Days:
    """A whole period moved by ``steps`` units: Q3 2025 by a year is Q3 2024."""
    first, last = period
    if unit in ("day", "week"):
        return moved(first, unit, steps), moved(last, unit, steps)
    ends_month = last == containing(last, "month")[1]
    end = moved(last, unit, steps)
    end = containing(end, "month")[1] if ends_month else end
    return end if first == last else moved(first, unit, steps), end


def last_units(anchor: date, unit: str, count: int) -> Days:
    """The ``count`` units that end on ``anchor``."""
    return moved(anchor, unit, -count) + timedelta(1), anchor


def next_units(anchor: date, unit: str, count: int) -> Days:
    """The ``count`` units that begin after ``anchor``."""
    return anchor + timedelta(1), moved(anchor, unit, count)


def size_of(days: Days) -> Granularity:
    """Which calendar unit the days are, ``multi`` when none."""
    sizes: tuple[Granularity, ...] = ("day", "week", "month", "quarter", "half", "year")
    return next((size for size in sizes if containing(days[0], size) == days), "multi")
