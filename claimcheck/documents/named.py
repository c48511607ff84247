"""Ratios with a name of their own ("gross margin"), made from the rows that define them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from claimcheck.documents.arithmetic import held_years
from claimcheck.documents.asked import Asked
from claimcheck.documents.rows import Item, indexed
from claimcheck.documents.tables import Cell, Table, words
from claimcheck.documents.values import Value, cell_at
from claimcheck.figures import show
from claimcheck.intervals import exact
from claimcheck.lexicon import PhraseMatcher, tokens

_FILE = Path(__file__).parent.parent / "data" / "named_ratios.toml"


@dataclass(frozen=True, slots=True)
class NamedRatio:
    """A ratio: its unit and the row names above and below the line, best first."""

    unit: str
    above: tuple[tuple[str, ...], ...]
    below: tuple[tuple[str, ...], ...]


@cache
def _ratios() -> tuple[NamedRatio, ...]:
    return tuple(
        NamedRatio(
            one["unit"], tuple(tuple(words(name)) for name in one["above"]),
            tuple(tuple(words(name)) for name in one["below"]),
        )
        for one in tomllib.loads(_FILE.read_text(encoding="utf-8"))["ratio"]
    )


@cache
def _matcher() -> PhraseMatcher:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))["ratio"]
    return PhraseMatcher((name, at) for at, one in enumerate(data) for name in one["names"])


def named_ratio(table: Table, one: Asked) -> Iterator[Value]:
    """The ratio that the clause names, its change when that is asked; none when rows are missing.

    A table with a row of that very name is left to be read as it stands.
    """
    hits = _matcher().find(tokens(one.clause))
    if not hits:
        return
    ratio = _ratios()[hits[0][2][0]]
    name = tuple(words(one.clause[hits[0][0] : hits[0][1]]))
    if _row(table, (name,)) and ratio.unit == "percent" and one.unit != "times":
        return
    above, below = _row(table, ratio.above), _row(table, ratio.below)
    if above is None or below is None:
        return
    held = tuple(year for year in held_years([above]) if year in held_years([below]))
    if one.role == "change" and one.unit != "percent":
        pair = one.pair(held)
        new, old = (_of_year(above, below, year, one, ratio.unit) for year in pair or (0, 0))
        if pair and new and old:
            point = new.point - old.point
            unit = "percentage_point" if ratio.unit == "percent" else ratio.unit
            yield Value(
                point, exact(point), unit, f"{new.formula} less {old.formula}", new.what, pair,
                moved=True,
            )
        return
    if one.role != "change":
        for level in one.level_years(held):
            value = _of_year(above, below, level or 0, one, ratio.unit)
            if value is not None:
                yield value


def named_pair(table: Table, one: Asked) -> tuple[Value, Value] | None:
    """The ratio that the sentence names in the two years that it compares."""
    hits = _matcher().find(tokens(one.text))
    if not hits:
        return None
    ratio = _ratios()[hits[0][2][0]]
    above, below = _row(table, ratio.above), _row(table, ratio.below)
    if above is None or below is None:
        return None
    pair = one.pair(held_years([above]))
    if pair is None:
        return None
    new, old = (_of_year(above, below, year, one, ratio.unit) for year in pair)
    return (new, old) if new and old else None


def _of_year(above: Item, below: Item, year: int, one: Asked, unit: str) -> Value | None:
    top, bottom = cell_at(above, year, one), cell_at(below, year, one)
    return _made(top, bottom, unit) if top and bottom else None


def _row(table: Table, names: tuple[tuple[str, ...], ...]) -> Item | None:
    """The first row of amounts that has one of the names."""
    rows, _ = indexed(table)
    for name in names:
        for at in rows.places.get(name[0], ()):
            group = rows.groups[at]
            if tuple(words(group.label)) == name and group.cells[0].number.unit is None:
                return Item(group.label, group.cells, 1.0, 0, True)
    return None


def _made(above: Cell, below: Cell, unit: str) -> Value | None:
    if below.number.value == 0:
        return None
    ratio: Decimal = above.number.value / below.number.value
    point = ratio * 100 if unit == "percent" else ratio
    formula = f"{above.number.value} / {below.number.value} = {show(point, unit)}"
    return Value(point, exact(point), unit, formula, f"{above.row} / {below.row}", above.years)
