"""One value of a document that a claim leads to, and a cell with its table's scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from claimcheck.documents.asked import Asked, plain_words
from claimcheck.documents.rows import Item
from claimcheck.documents.tables import Cell, Table, words
from claimcheck.intervals import ONE, Interval

# An amount of one share told without cents is at most this.
FEW_A_SHARE = 20
_OPENING = re.compile(r"\b(?:january 1|1 january|beginning)\b", re.IGNORECASE)
RELATIVE = frozenset({"percent", "percentage_point", "basis_point"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value that the claim's words lead to, with its arithmetic.

    ``turned``: the words give the sign ("fell by 5"). ``unsigned``: the size alone is told.
    ``of_no_rate``: an amount of which no points can be told.
    ``aside``: another arithmetic than the words name first; it may bear out but not refute.
    """

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
    aside: bool = False
    moved: bool = False
    of_no_rate: bool = False


def cell_at(item: Item, year: int | None, one: Asked, percent: bool | None = None) -> Cell | None:
    """The cell of a year, None when the words leave several that differ."""
    cells = cells_at(item, year, one, percent)
    asked_of = year is not None or one.years
    if not cells or (asked_of and len({cell.number for cell in cells}) > 1):
        return None
    return cells[0]


def cells_at(
    item: Item, year: int | None, one: Asked, percent: bool | None = None
) -> list[Cell]:
    """The cells of a year; of several, those whose column words stand in the sentence best."""
    cells = [c for c in item.cells if year is None or year in c.years]
    if year is not None:  # not the column of changes, "2019 vs. 2018"
        cells = [c for c in cells if len(c.years) == 1] or cells
    if percent is not None:
        typed = [c for c in cells if (c.number.unit == "percent") is percent]
        cells = typed or cells
    if len(cells) <= 1:
        return cells
    said, near = plain_words(one.text), plain_words(one.clause)
    common = frozenset.intersection(*(plain_words(c.column) for c in cells))

    def fit(cell: Cell) -> tuple[int, int, bool]:
        own = plain_words(cell.column) - common
        return len(own & near), len(own & said), not own - said

    opening = [c for c in cells if _OPENING.search(c.column)]
    if opening and len(opening) < len(cells) and not _OPENING.search(one.text):
        cells = [c for c in cells if c not in opening]  # the first day of a year tells its begin
    best = max(map(fit, cells))
    return [cell for cell in cells if fit(cell) == best]


def scaled_cell(table: Table, cell: Cell) -> tuple[Decimal, Interval, str]:
    """A cell's value with the table's scale, its interval, and its unit."""
    value, unit = cell.number.value, cell.number.unit
    if cell.outgo:
        value = -value
    half = ONE.scaleb(-cell.number.decimals) / 2
    span = Interval(value - half, value + half)
    if unit is not None:
        return value, span, unit
    # "Shares left out of earnings per share" counts shares; an amount a share has cents.
    cents = cell.number.decimals > 0 or abs(value) < FEW_A_SHARE
    per_share = cents and ("per share" in cell.row.lower() or "per" in words(cell.section))
    power = 0 if per_share or table.scale is None else table.scale
    size = ONE.scaleb(power)
    return value * size, span.scaled(size), ""


def cell_name(cell: Cell) -> str:
    """A cell as "row, column: number"."""
    place = ", ".join(part for part in (cell.row, cell.column) if part)
    return f"{place}: {cell.number.value}{'%' if cell.number.unit == 'percent' else ''}"
