"""Ratios with a name of their own ("gross margin"), made from the rows that define them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from claimcheck.documents.asked import Asked
from claimcheck.documents.tables import Cell, Table, words
from claimcheck.documents.values import Value
from claimcheck.figures import show
from claimcheck.intervals import exact
from claimcheck.lexicon import PhraseMatcher, tokens

_FILE = Path(__file__).parent.parent / "data" / "named_ratios.toml"
Years = dict[int, Cell]


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
    held = tuple(sorted(above.keys() & below.keys()))
    made = {year: value for year in held if (value := _made(above[year], below[year], ratio.unit))}
    if one.role == "change" and one.unit != "percent":
        pair = one.pair(held)
        if pair and pair[0] in made and pair[1] in made:
            new, old = made[pair[0]], made[pair[1]]
            point = new.point - old.point
            unit = "percentage_point" if ratio.unit == "percent" else ratio.unit
            yield Value(
                point, exact(point), unit, f"{new.formula} less {old.formula}", new.what, pair,
                moved=True,
            )
        return
    if one.role != "change":
        yield from (made[year] for year in one.level_years(held) if year in made)


def _row(table: Table, names: tuple[tuple[str, ...], ...]) -> Years:
    """The amounts by year of the first row that has one of the names."""
    for name in names:
        cells = [
            cell for cell in table.cells
            if cell.number.unit is None and tuple(words(cell.row)) == name
        ]
        if cells:
            first = cells[0].at_row
            return {
                year: cell for cell in reversed(cells) if cell.at_row == first
                for year in cell.years
            }
    return {}


def _made(above: Cell, below: Cell, unit: str) -> Value | None:
    if below.number.value == 0:
        return None
    ratio: Decimal = above.number.value / below.number.value
    point = ratio * 100 if unit == "percent" else ratio
    formula = f"{above.number.value} / {below.number.value} = {show(point, unit)}"
    return Value(point, exact(point), unit, formula, f"{above.row} / {below.row}", above.years)
