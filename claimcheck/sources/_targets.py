"""What a source's series is about: looked up in ``series.toml``, or told with the series."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from claimcheck.errors import StoreError
from claimcheck.reference.records import Observation

KEYS = {"entity", "metric", "unit", "basis", "change", "release"}


@dataclass(frozen=True, slots=True)
class Target:
    """One series of a source and what its values are; ``entity`` is "" when the answer names it."""

    source: str
    series: str
    entity: str
    metric: str
    basis: tuple[str, ...]
    unit: str
    scale: Decimal
    per: str | None
    change: bool = False

    def observation(
        self, start: date, end: date, value: Decimal, known_from: date | None = None,
        known_to: date | None = None, entity: str = "",
    ) -> Observation:
        """A value as it stands in an answer, scaled."""
        entity = entity or self.entity
        money = len(self.unit) == 3 and self.unit.isupper()
        return Observation(
            f"{self.source}/{self.series}/{entity}", entity, self.metric, self.basis, self.unit,
            self.per, start, end, value * self.scale, "actual", known_from, known_to, None,
            self.source, None, self.unit if money else None,
        )


@cache
def known() -> dict[str, dict[str, dict[str, Any]]]:
    """The described series of each source. Raises StoreError for a key that is not known."""
    tables = tomllib.loads(Path(__file__).with_name("series.toml").read_text(encoding="utf-8"))
    for source, rows in tables.items():
        for name, row in rows.items():
            if extra := sorted(row.keys() - KEYS):
                raise StoreError(f"series.toml: {source}.{name}: unknown key '{extra[0]}'")
    return tables


def target(source: str, text: str) -> Target:
    """The target of ``SERIES`` or ``SERIES=entity:metric:unit[:basis+basis]``.

    Raises StoreError with the nearest known series and how to tell what another one is.
    """
    from claimcheck.tables import read_basis, read_entity, read_metric, read_unit

    series, told, spec = text.partition("=")
    described = known().get(source, {})
    if told:
        parts = [*spec.split(":"), "", "", ""]
        row = {"entity": parts[0], "metric": parts[1], "unit": parts[2], "basis": parts[3]}
    elif series in described:
        row = described[series]
    else:
        near = difflib.get_close_matches(series, described, n=1, cutoff=0.5)
        hint = f"nearest: {near[0]}; " if near else ""
        raise StoreError(
            f"{source}: series '{series}' is not described; {hint}say what it is: "
            f"'{series}=entity:metric:unit' (united-states:unemployment_rate:%)"
        )
    try:
        entity = read_entity(row["entity"]) if row.get("entity") else ""
        metric = row["metric"] if not told else read_metric(row["metric"])[0]
        unit, scale, per = read_unit(row["unit"])
        basis = read_basis(row.get("basis", "").replace("+", " "))
    except ValueError as error:
        raise StoreError(f"{source}: series '{series}': {error}") from None
    return Target(
        source, series, entity, metric, basis, unit, scale, per, bool(row.get("change"))
    )
