"""What the reference data is made of: observations with their three dates, and their sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
    asked = id(observations), day
    kept = _ANSWERS.get(asked)
    if kept is None:
        kept = observations, _as_of(observations, day)
        _keep(asked, kept)
    return kept[1]


# Answers about tuples, which never change: a document asks the same of one series for every claim
# and every caveat. The tuple is kept beside its answer, so its id stays its own.
_ANSWERS: dict[tuple[int, date | None], tuple[tuple[Observation, ...], ...]] = {}
_ANSWERED_ROWS = [0]
_MOST_ROWS = 4_000_000  # about 32 MB of references to rows


def _keep(asked: tuple[int, date | None], kept: tuple[tuple[Observation, ...], ...]) -> None:
    size = len(kept[0]) + len(kept[1]) + 50  # 50: the entry itself
    if _ANSWERED_ROWS[0] + size > _MOST_ROWS:
        _ANSWERS.clear()
        _ANSWERED_ROWS[0] = 0
    _ANSWERED_ROWS[0] += size
    _ANSWERS[asked] = kept


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
