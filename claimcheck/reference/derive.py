"""Derived values, computed by date and never by row position, with formula and inputs.

A base period that is missing refuses (``MissingPeriod``): the row before the gap is a month too
early, and a rate over it is wrong (US CPI of May 2026: 4.25% by date, 4.47% twelve rows back).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from claimcheck.errors import StoreError
from claimcheck.reference.records import Observation
from claimcheck.reference.spans import months, whole_months, written

# A 52/53-week year or quarter ends within a week of the calendar one; companies move a week.
SLACK = timedelta(days=10)
HUNDRED = Decimal(100)


class MissingPeriod(StoreError):
    """A period that a computation needs is not held; nothing is put in its place."""


class NotMeaningful(StoreError):
    """A percentage over a base of zero or less; give the swing instead."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed value, the formula with its numbers, and what went in."""

    value: Decimal
    unit: str
    formula: str
    inputs: tuple[Observation, ...]

    @property
    def known_from(self) -> date | None:
        """The day the last input became known; None when an input has no known vintage."""
        days = [row.known_from for row in self.inputs]
        return None if None in days else max(day for day in days if day is not None)

    def observation(self, metric: str, basis: tuple[str, ...]) -> Observation:
        """The value as an observation about the first input's period, with status derived."""
        row = self.inputs[0]
        return replace(
            row, series=f"{row.series}:{'.'.join((metric, *basis))}", metric=metric,
            basis=tuple(sorted(basis)), unit=self.unit, per=None, currency=None, value=self.value,
            status="derived", known_from=self.known_from, known_to=None,
            note=f"computed: {self.formula}",
        )


def back(start: date, end: date, count: int) -> tuple[date, date]:
    """The same period ``count`` months earlier; days keep their number where the month has it."""
    if whole_months(start, end):
        length = (end.year - start.year) * 12 + end.month - start.month + 1
        first = start.year * 12 + start.month - 1 - count
        return months(first // 12, first % 12 + 1, length)
    return _day_back(start, count), _day_back(end, count)


def _day_back(day: date, count: int) -> date:
    number = day.year * 12 + day.month - 1 - count
    first, last = months(number // 12, number % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), last)


def base(row: Observation, rows: Iterable[Observation], count: int) -> Observation:
    """The observation of the same series ``count`` months before ``row``.

    A period of whole months must match to the day; one of weeks may differ by ten days.
    Raises MissingPeriod when there is none.
    """
    start, end = back(row.start, row.end, count)
    slack = timedelta(0) if whole_months(row.start, row.end) else SLACK
    found = [
        one for one in rows
        if one.series == row.series and abs(one.start - start) <= slack
        and abs(one.end - end) <= slack
    ]
    if not found:
        raise MissingPeriod(
            f"series '{row.series}': {written(start, end)} is not held, so the change to "
            f"{written(row.start, row.end)} cannot be computed; nothing is put in its place"
        )
    return min(found, key=lambda one: (abs(one.end - end), one.start))


def change(row: Observation, of: Observation) -> Derived:
    """``row - of`` in the unit of both; of a percentage, percentage points."""
    unit = "percentage_point" if row.unit == "percent" else row.unit
    return Derived(row.value - of.value, unit, f"{row.value} - {of.value}", (row, of))


def growth(row: Observation, of: Observation) -> Derived:
    """Percent change from ``of`` to ``row``. Raises NotMeaningful for a base of zero or less."""
    _positive(of)
    value = (row.value / of.value - 1) * HUNDRED
    return Derived(value, "percent", f"{row.value} / {of.value} - 1", (row, of))


def annualised(row: Observation, of: Observation, a_year: int) -> Derived:
    """Percent change at an annual rate: (x_t / x_0)^m - 1 with ``a_year`` periods a year.

    Source: BEA, "How are annual rates calculated?".
    """
    _positive(of)
    value = ((row.value / of.value) ** a_year - 1) * HUNDRED
    return Derived(value, "percent", f"({row.value} / {of.value})^{a_year} - 1", (row, of))


def cagr(row: Observation, of: Observation, years: Decimal) -> Derived:
    """Compound annual growth from ``of`` to ``row`` over ``years``."""
    _positive(of)
    if years <= 0:
        raise NotMeaningful(f"cagr: {years} years between the two; give the later one first")
    value = ((row.value / of.value) ** (1 / years) - 1) * HUNDRED
    return Derived(value, "percent", f"({row.value} / {of.value})^(1/{years}) - 1", (row, of))


def year_on_year(row: Observation, rows: Iterable[Observation]) -> Derived:
    """Percent change from the same period a year before."""
    return growth(row, base(row, rows, 12))


def period_on_period(row: Observation, rows: Iterable[Observation]) -> Derived:
    """Percent change from the period of the same length before (month, quarter, half, year)."""
    return growth(row, base(row, rows, _length(row)))


def annual_rate(row: Observation, rows: Iterable[Observation]) -> Derived:
    """Percent change from the period before, at an annual rate; of months and quarters."""
    length = _length(row)
    if length >= 12:
        raise NotMeaningful(f"series '{row.series}': a year is not annualised")
    return annualised(row, base(row, rows, length), 12 // length)


def year_to_date(row: Observation, rows: Iterable[Observation]) -> Derived:
    """Percent change from the last period of the year before (an index, a price).

    Raises MissingPeriod unless that very period is held.
    """
    return growth(row, base(row, rows, row.end.month))


def compounded(returns: Iterable[Observation]) -> Derived:
    """What successive percent returns come to together. Raises MissingPeriod over a gap."""
    rows = sorted(returns, key=lambda row: row.start)
    if not rows:
        raise MissingPeriod("compounded: no returns given")
    total = Decimal(1)
    for before, row in zip([None, *rows], rows, strict=False):
        if before is not None and row.start != before.end + timedelta(1):
            raise MissingPeriod(
                f"series '{row.series}': a gap between {before.end} and {row.start}; "
                "returns over a gap are not compounded"
            )
        total *= 1 + row.value / HUNDRED
    parts = " * ".join(f"(1 + {row.value}%)" for row in rows)
    return Derived((total - 1) * HUNDRED, "percent", f"{parts} - 1", tuple(rows))


def ratio(row: Observation, to: Observation) -> Derived:
    """``row / to`` of one unit and one period, in times. Raises NotMeaningful otherwise."""
    _same(row, to)
    return Derived(row.value / to.value, "times", f"{row.value} / {to.value}", (row, to))


def discount(row: Observation, to: Observation) -> Derived:
    """How many percent ``row`` lies under ``to`` (a multiple under another)."""
    _same(row, to)
    value = (1 - row.value / to.value) * HUNDRED
    return Derived(value, "percent", f"1 - {row.value} / {to.value}", (row, to))


def real(nominal: Observation, inflation: Observation) -> Derived:
    """Growth after inflation over the same period: (1 + g) / (1 + pi) - 1."""
    if (nominal.start, nominal.end) != (inflation.start, inflation.end):
        raise NotMeaningful(
            f"real: {written(nominal.start, nominal.end)} and inflation of "
            f"{written(inflation.start, inflation.end)} are two periods"
        )
    value = ((1 + nominal.value / HUNDRED) / (1 + inflation.value / HUNDRED) - 1) * HUNDRED
    formula = f"(1 + {nominal.value}%) / (1 + {inflation.value}%) - 1"
    return Derived(value, "percent", formula, (nominal, inflation))


def _positive(of: Observation) -> None:
    if of.value <= 0:
        raise NotMeaningful(
            f"series '{of.series}': a percentage over a base of {of.value} means nothing; "
            "give both amounts"
        )


def _same(row: Observation, to: Observation) -> None:
    if (row.unit, row.start, row.end) != (to.unit, to.start, to.end):
        raise NotMeaningful(
            f"'{row.series}' ({row.unit}, {written(row.start, row.end)}) and '{to.series}' "
            f"({to.unit}, {written(to.start, to.end)}) are not of one unit and period"
        )
    if to.value == 0:
        raise NotMeaningful(f"series '{to.series}': division by zero")


def _length(row: Observation) -> int:
    """Whole months that a period is closest to: 1, 3, 6 or 12."""
    days = (row.end - row.start).days + 1
    return min((1, 3, 6, 12), key=lambda count: abs(days - count * 30.4))
