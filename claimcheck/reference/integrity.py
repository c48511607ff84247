"""What makes a body of observations unusable: contradictions between rows, in one line each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from claimcheck.reference.records import Observation, sort_key
from claimcheck.reference.spans import written


def problems(observations: Iterable[Observation]) -> list[str]:
    """Every contradiction, in the order of the series; empty when the rows can stand together."""
    series: dict[str, list[Observation]] = defaultdict(list)
    for row in observations:
        series[row.series].append(row)
    return [problem for id in sorted(series) for problem in _of_series(id, series[id])]


def _of_series(id: str, rows: list[Observation]) -> Iterator[str]:
    rows = sorted(rows, key=sort_key)
    kinds = dict.fromkeys(
        (row.entity, row.metric, row.unit, row.per, row.basis, row.provider, row.currency)
        for row in rows
    )
    if len(kinds) > 1:
        first, second, *_ = kinds
        a, b = next((a, b) for a, b in zip(first, second, strict=True) if a != b)
        yield f"series '{id}' mixes '{a}' and '{b}'; give each its own series name"
    periods: dict[tuple[str, date, date], list[Observation]] = defaultdict(list)
    for row in rows:
        periods[row.key].append(row)
        yield from _of_row(id, row)
    for vintages in periods.values():
        for one, two in pairwise(vintages):
            yield from _of_pair(id, one, two)


def _of_row(id: str, row: Observation) -> Iterator[str]:
    where = f"series '{id}', period {written(row.start, row.end)}"
    if row.end < row.start:
        yield f"{where}: ends before it starts"
    if row.known_from and row.status == "actual" and row.known_from < row.end:
        yield (
            f"{where}: an actual value known from {row.known_from}, before its period ends; "
            "set status to estimate, or correct the date"
        )
    if row.known_to and row.known_to <= (row.known_from or date.min):
        yield f"{where}: known_to {row.known_to} is not after known_from {row.known_from}"


def _of_pair(id: str, one: Observation, two: Observation) -> Iterator[str]:
    where = f"series '{id}', period {written(one.start, one.end)}"
    if one.known_from == two.known_from:
        yield (
            f"{where}: {one.value} and {two.value} both known from {one.known_from or 'no date'}; "
            "give the revision its own known_from"
        )
    elif one.known_to and two.known_from and one.known_to > two.known_from:
        yield (
            f"{where}: vintages overlap: {one.value} is held until {one.known_to}, "
            f"{two.value} is known from {two.known_from}"
        )
