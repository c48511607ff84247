"""The held data that the judge asks, and the candidates that it compares with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from claimcheck.intervals import Interval
from claimcheck.reference.records import Observation
from claimcheck.schema import SourceRef


class Held(Protocol):
    """What the judge needs of the reference data."""

    @property
    def now(self) -> date | None:
        """The newest day on which anything held became known."""
        ...

    def find(self, entity: str, metric: str) -> tuple[Observation, ...]:
        """Every observation, ordered by series, period and vintage."""
        ...

    def source(self, id: str) -> SourceRef:
        """The source of an observation."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """The days a claim is about. ``open`` when the text names none; ``instant`` for a point."""

    start: date | None
    end: date | None
    instant: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reference value that a claim can be compared with, and how it was come by.

    ``usual`` marks the reading that a silent text means by convention (annual growth); ``tier``
    is 0 for the stated metric and entity, higher the further from the words.
    """

    point: Decimal
    interval: Interval
    unit: str
    rows: tuple[Observation, ...]
    basis: tuple[str, ...]
    start: date
    end: date
    formula: str
    transform: str = "direct"
    tier: int = 0
    usual: bool = False
    note: str | None = None

    @property
    def row(self) -> Observation:
        """The row that the reading is named by."""
        return self.rows[0]

    @property
    def key(self) -> tuple[str, ...]:
        """What the same reading shares across vintages."""
        row = self.row
        return (
            row.entity, row.metric, row.series, row.provider or "", *self.basis,
            str(self.start), str(self.end), self.transform,
        )
