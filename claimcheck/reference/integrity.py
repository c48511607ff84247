"""What makes a body of observations unusable: contradictions between rows, in one line each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from claimcheck.reference.records import Observation, sort_key
from claimcheck.reference.spans import written

# the row, the column at fault (None when it is the whole row) and the reason
Contradiction = tuple[Observation, str | None, str]
Fault = tuple[str | None, str]


def contradictions(observations: Iterable[Observation]) -> Iterator[Contradiction]:
    """Each row that cannot stand beside those before it, with the reason, series by series."""
    series: dict[str, list[Observation]] = defaultdict(list)
    for row in observations:
        series[row.series].append(row)
    for id in sorted(series):
        yield from _of_series(series[id])


def problems(observations: Iterable[Observation]) -> list[str]:
    """Every contradiction in words with its series; empty when the rows can stand together."""
    return [
        f"series '{row.series}', period {written(row.start, row.end)}: {reason}"
        for row, _, reason in contradictions(observations)
    ]


def _of_series(rows: list[Observation]) -> Iterator[Contradiction]:
    first = _kind(rows[0])
    for row in rows:
        if _kind(row) != first:
            a, b = next((a, b) for a, b in zip(first, _kind(row), strict=True) if a != b)
            column = "unit" if _kind(row)[0] != first[0] else None
            reason = f"mixes '{a}' and '{b}' in one series; give each its own series name"
            yield row, column, reason
        yield from ((row, *fault) for fault in _of_row(row))
    periods: dict[tuple[str, date, date], list[Observation]] = defaultdict(list)
    for row in sorted(rows, key=sort_key):
        periods[row.key].append(row)
    for vintages in periods.values():
        for one, two in pairwise(vintages):
            yield from ((two, *fault) for fault in _of_pair(one, two))


def _kind(row: Observation) -> tuple[object, ...]:
    """What every row of a series shares; the unit first, since it is what goes wrong."""
    return row.unit, row.per, row.entity, row.metric, row.basis, row.provider, row.currency


def _of_row(row: Observation) -> Iterator[Fault]:
    if row.end < row.start:
        yield "period", "ends before it starts"
    if row.known_from and row.status == "actual" and row.known_from < row.end:
        yield "known_from", (
            f"an actual value known from {row.known_from}, before its period ends on {row.end}; "
            "set status to estimate, or correct the date or the days of the period"
        )
    if row.known_to and row.known_to <= (row.known_from or date.min):
        yield "known_to", f"{row.known_to} is not after known_from {row.known_from}"


def _of_pair(one: Observation, two: Observation) -> Iterator[Fault]:
    if one.known_from == two.known_from:
        if one.value != two.value:
            when = f"both known from {one.known_from}" if one.known_from else "no known_from"
            yield "value", (
                f"{one.value} and {two.value} for one series and period, {when}; "
                "give the revision its own known_from, or another series name"
            )
    elif one.known_to and two.known_from and one.known_to > two.known_from:
        yield "known_to", (
            f"vintages overlap: {one.value} is held until {one.known_to}, "
            f"{two.value} is known from {two.known_from}"
        )
