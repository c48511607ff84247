"""One value of a document that a claim leads to, and a cell with its table's scale."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from claimcheck.documents.rows import Item
from claimcheck.documents.tables import Cell, Table, words
from claimcheck.intervals import ONE, Interval

RELATIVE = frozenset({"percent", "percentage_point", "basis_point"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value that the claim's words lead to, with its arithmetic."""

    point: Decimal
    interval: Interval
    unit: str
    formula: str
    what: str
    years: tuple[int, ...]
    sure: bool = True
    turned: bool = False
    unsigned: bool = False
    doubt: bool = False


def cell_at(
    item: Item, year: int | None, sentence: str, percent: bool | None = None
) -> Cell | None:
    """The cell of a year; among several the one whose column words stand in the sentence."""
    cells = [c for c in item.cells if year is None or year in c.years]
    if percent is not None:
        typed = [c for c in cells if (c.number.unit == "percent") is percent]
        cells = typed or cells
    if len(cells) <= 1:
        return cells[0] if cells else None
    said = set(words(sentence))
    common = set.intersection(*(set(words(c.column)) for c in cells))

    def fit(cell: Cell) -> tuple[int, int]:
        own = set(words(cell.column)) - common
        return len(own & said), -len(own - said)

    ranked = sorted(cells, key=fit, reverse=True)
    if fit(ranked[0]) == fit(ranked[1]) and year is not None:
        return None
    return ranked[0]


def scaled_cell(table: Table, cell: Cell) -> tuple[Decimal, Interval, str]:
    """A cell's value with the table's scale, its interval, and its unit."""
    value, unit = cell.number.value, cell.number.unit
    if cell.outgo:
        value = -value
    half = ONE.scaleb(-cell.number.decimals) / 2
    span = Interval(value - half, value + half)
    if unit is not None:
        return value, span, unit
    per_share = "per share" in cell.row.lower() or "per" in words(cell.section)
    power = 0 if per_share or table.scale is None else table.scale
    size = ONE.scaleb(power)
    return value * size, span.scaled(size), ""


def cell_name(cell: Cell) -> str:
    """A cell as "row, column: number"."""
    place = ", ".join(part for part in (cell.row, cell.column) if part)
    return f"{place}: {cell.number.value}{'%' if cell.number.unit == 'percent' else ''}"
