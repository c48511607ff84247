"""What the reference data is made of: observations with their three dates, and their sources."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

Made = TypeVar("Made")

STATUSES = ("actual", "estimate", "derived")


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one series, for one period, in one vintage.

    ``start`` and ``end`` are both inside the period (an instant has ``start == end``). A vintage
    holds from ``known_from`` to the day before ``known_to``; None means not known (``known_from``)
    or still held (``known_to``). Values are signed and scaled: an outflow of $6.4bn is
    ``-6400000000``, a fall of 17.42% is ``-17.42``.
    """

    series: str
    entity: str
    metric: str
    basis: tuple[str, ...]
    unit: str
    per: str | None
    start: date
    end: date
    value: Decimal
    status: str
    known_from: date | None
    known_to: date | None
    provider: str | None
    source: str
    note: str | None = None
    currency: str | None = None

    @property
    def key(self) -> tuple[str, date, date]:
        """What vintages share: series and period."""
        return self.series, self.start, self.end


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where data comes from, its terms, and how much of it is held."""

    id: str
    title: str
    licence: str
    url: str | None = None
    series: int = 0
    observations: int = 0
    retrieved_at: str | None = None
    sha256: str | None = None


def sort_key(row: Observation) -> tuple[str, date, date, date]:
    """The order of every answer: series, period, vintage (an unknown vintage comes first)."""
    return row.series, row.start, row.end, row.known_from or date.min


def as_of(observations: Iterable[Observation], day: date | None) -> tuple[Observation, ...]:
    """The vintage of each (series, start, end) known on ``day``; None gives the latest of each.

    A row without ``known_from`` has no known vintage: it counts as known once its period has begun
    (an estimate: always) and gives way to a dated one of the same key. A row whose ``known_to`` has
    passed was withdrawn.
    """
    if not isinstance(observations, tuple):
        return _as_of(observations, day)
    if day is None:
        return kept(observations, None, lambda: _as_of(observations, None))
    return kept(observations, _stage(observations, day), lambda: _as_of(observations, day))


def ever_known(rows: tuple[Observation, ...], day: date) -> tuple[Observation, ...]:
    """Every vintage that had become known by ``day``; one without a day counts as known."""
    return kept(
        rows,
        ("ever", _stage(rows, day)),
        lambda: tuple(row for row in rows if row.known_from is None or row.known_from <= day),
    )


def _stage(rows: tuple[Observation, ...], day: date) -> int:
    """Which state of knowledge ``day`` falls in.

    Between two days on which something becomes known or is withdrawn every answer is the same.
    """
    return bisect_right(kept(rows, "changes", lambda: _changes(rows)), day)


def kept(rows: tuple[Any, ...], asked: object, answer: Callable[[], tuple[Made, ...]]) -> tuple[
    Made, ...
]:
    """``answer()`` for a question about ``rows``, made once: a tuple never changes.

    A document asks the same of one series for every claim and every caveat. The tuple is kept
    beside its answer, so its id stays its own.
    """
    key = id(rows), asked
    held = _ANSWERS.get(key)
    if held is None:
        held = rows, answer()
        _keep(key, held)
    return held[1]


_ANSWERS: dict[tuple[int, object], tuple[tuple[Any, ...], tuple[Any, ...]]] = {}
_ANSWERED_ROWS = [0]
_MOST_ROWS = 1_000_000  # about 8 MB of references to rows, in every worker of a feed


def _keep(asked: tuple[int, object], held: tuple[tuple[Any, ...], tuple[Any, ...]]) -> None:
    size = len(held[1]) + 50  # 50: the entry itself
    if held[0] is held[1]:
        size = 50
    if _ANSWERED_ROWS[0] + size > _MOST_ROWS:
        _ANSWERS.clear()
        _ANSWERED_ROWS[0] = 0
    _ANSWERED_ROWS[0] += size
    _ANSWERS[asked] = held


def _changes(rows: tuple[Observation, ...]) -> tuple[date, ...]:
    """The days on which what is known of the rows changes, in order."""
    days = {row.known_from or row.start for row in rows}
    days.update(row.known_to for row in rows if row.known_to is not None)
    return tuple(sorted(days))


def _as_of(observations: Iterable[Observation], day: date | None) -> tuple[Observation, ...]:
    best: dict[tuple[str, date, date], Observation] = {}
    for row in observations:
        if day is not None and not _known(row, day):
            continue
        key = row.series, row.start, row.end
        held = best.get(key)
        if held is None or (row.known_from or date.min) >= (held.known_from or date.min):
            best[key] = row
    return tuple(
        row for row in best.values() if day is None or row.known_to is None or day < row.known_to
    )


def _known(row: Observation, day: date) -> bool:
    if row.known_from is not None:
        return row.known_from <= day
    return row.status == "estimate" or row.start <= day
