"""Lags, periods and frequencies of rows, by date and never by position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from claimcheck import thresholds as T
from claimcheck.evidence.records import Window
from claimcheck.lexicon import accumulating, entities, metrics
from claimcheck.reference.records import Observation, kept

# The least days of two months other than February with January.
TWO_MONTHS = 60
QUARTER = timedelta(91)
# A base farther than this from its day is another one.
_NEAR = timedelta(10)


def months_back(day: date, months: int) -> date:
    """The same day ``months`` earlier; the last day of a month stays the last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = _month_end(year, month + 1)
    if day == _month_end(day.year, day.month):
        return last
    return min(last, date(year, month + 1, min(day.day, 28))) if day.day > 28 else date(
        year, month + 1, day.day
    )


def _month_end(year: int, month: int) -> date:
    first = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return first - timedelta(days=1)


def days(row: Observation) -> int:
    """Length of a row's period in days; an instant is 1."""
    return (row.end - row.start).days + 1


def same_period(row: Observation, start: date, end: date) -> bool:
    """Whether a row is about these days; long periods may differ by a week (52-week years)."""
    if row.start == start and row.end == end:
        return True
    slack = int(T.PERIOD_SLACK_DAYS) if (end - start).days >= 80 else 0
    near = abs((row.start - start).days) <= slack and abs((row.end - end).days) <= slack
    return near and days(row) > 1


def earlier(rows: Iterable[Observation], row: Observation, months: int) -> Observation | None:
    """The row of the same series ``months`` before, found by date; None when it is missing."""
    start, end = months_back(row.start, months), months_back(row.end, months)
    first, last = end - _NEAR, end + _NEAR
    for other in rows:
        if not first <= other.end <= last:
            continue
        if other.series == row.series and other.basis == row.basis:
            if same_period(other, start, end):
                return other
            if row.start == row.end and other.start == other.end and (
                abs((other.end - end).days) <= 3 and months >= 3
            ):
                return other  # a year's last trading day moves by a weekend
    return None


def is_fresh(row: Observation, span: Window) -> bool:
    """Whether a past value can still stand for the window's end."""
    if span.end is None:
        return True
    limit = max(int(T.INSTANT_AGE_DAYS), 2 * days(row))
    if days(row) > 300:
        limit = 480  # last full year, until the next one is reported in spring
    return (span.end - row.end).days <= limit


def each_series(rows: tuple[Observation, ...]) -> tuple[tuple[Observation, ...], ...]:
    """Rows grouped by series alone, in the order that they stand in."""
    return kept(rows, "each", lambda: _each_series(rows))


def _each_series(rows: tuple[Observation, ...]) -> tuple[tuple[Observation, ...], ...]:
    grouped: dict[str, list[Observation]] = {}
    for row in rows:
        grouped.setdefault(row.series, []).append(row)
    return tuple(map(tuple, grouped.values()))


def by_series(rows: Iterable[Observation]) -> tuple[list[Observation], ...]:
    """Rows grouped by series, basis and frequency, each group in order of time."""
    if isinstance(rows, tuple):
        return kept(rows, "series", lambda: _by_series(rows))
    return _by_series(rows)


def _by_series(rows: Iterable[Observation]) -> tuple[list[Observation], ...]:
    grouped: dict[tuple[str, tuple[str, ...], int], list[Observation]] = {}
    for row in rows:
        grouped.setdefault((row.series, row.basis, grain(row)), []).append(row)
    return tuple(
        sorted(group, key=lambda row: (row.end, row.start)) for group in grouped.values()
    )


def units_of(rows: tuple[Observation, ...]) -> tuple[str, ...]:
    """The units of the rows, each once."""
    return kept(rows, "units", lambda: tuple(dict.fromkeys(row.unit for row in rows)))


def bases_of(rows: tuple[Observation, ...]) -> tuple[tuple[str, ...], ...]:
    """The bases of the rows, each once."""
    return kept(rows, "bases", lambda: tuple(dict.fromkeys(row.basis for row in rows)))


def of_a_year(rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Those of the rows that stand for a year at most, not the averages of many years."""
    return kept(rows, "year", lambda: tuple(row for row in rows if days(row) <= 400))


def about(rows: Sequence[Observation], start: date, end: date) -> Sequence[Observation]:
    """Those of the rows that are about these days, as ``same_period`` says."""
    if isinstance(rows, tuple):
        return kept(rows, ("about", start, end), lambda: _about(rows, start, end))
    return _about(rows, start, end)


def _about(rows: Iterable[Observation], start: date, end: date) -> tuple[Observation, ...]:
    slack = timedelta(int(T.PERIOD_SLACK_DAYS) if (end - start).days >= 80 else 0)
    first, last = start - slack, start + slack
    return tuple(
        row for row in rows if first <= row.start <= last and same_period(row, start, end)
    )


def grain(row: Observation) -> int:
    """Frequency class of a row, so that quarters and years of one series stay apart."""
    length = days(row)
    for limit, months in ((5, 0), (45, 1), (120, 3), (300, 6)):
        if length < limit:
            return months
    return 12


def fiscal_rows(rows: Iterable[Observation], start: date, end: date) -> Iterator[Observation]:
    """Fiscal years that a label of this calendar year may mean: by end, or by most of its days."""
    if not 350 <= (end - start).days <= 380:
        return
    for row in rows:
        entity = entities().get(row.entity)
        if entity is not None and entity.kind not in ("company", "index", "segment", "fund"):
            continue  # a country's year is the calendar's
        if 350 <= days(row) <= 380 and not same_period(row, start, end):
            overlap = (min(row.end, end) - max(row.start, start)).days
            if row.end.year == end.year or overlap > int(T.FISCAL_SLACK_DAYS):
                yield row


def own_quarters(
    rows: Iterable[Observation], start: date, end: date
) -> Iterator[tuple[Observation, bool]]:
    """A company's quarter that holds two months of these days, and the one before it.

    With whether it is the first of these: "the previous quarter", told of a company of another
    calendar, may be either.
    """
    if not 85 <= (end - start).days <= 95:
        return
    for row in rows:
        entity = entities().get(row.entity)
        if entity is None or entity.kind != "company" or not 80 <= days(row) <= 100:
            continue
        overlap = (min(row.end, end) - max(row.start, start)).days + 1
        before = (min(row.end + QUARTER, end) - max(row.start + QUARTER, start)).days + 1
        if max(overlap, before) >= TWO_MONTHS and not same_period(row, start, end):
            yield row, overlap >= TWO_MONTHS


def is_stock(row: Observation) -> bool:
    """Whether a value stands for a moment (rate, ratio, index, price), not a sum over time."""
    if row.metric.endswith("return"):
        return False
    if row.metric in accumulating():
        return False
    moment = row.unit in ("percent", "times", "index_point") or row.start == row.end
    return moment or row.metric in metrics()


def tiles(parts: list[Observation], start: date, end: date) -> bool:
    """Whether the parts cover the days without hole or overlap."""
    if abs((parts[0].start - start).days) > 10 or abs((parts[-1].end - end).days) > 10:
        return False
    return all(
        abs((after.start - before.end).days - 1) <= 6
        for before, after in pairwise(parts)
    )
