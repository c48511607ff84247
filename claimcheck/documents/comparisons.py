"""Orders told in words: higher than before, above another row, the highest of all years or rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from claimcheck.documents.arithmetic import held_years, near_best
from claimcheck.documents.asked import Asked, told_down
from claimcheck.documents.formulas import distinct_items, item_place
from claimcheck.documents.named import named_pair
from claimcheck.documents.rows import Item
from claimcheck.documents.tables import Cell, Table
from claimcheck.documents.values import Value, cell_at, cell_name, scaled_cell
from claimcheck.documents.wordlists import says, spots

# A total of more rows than this is not looked for.
MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class Order:
    """One order that the words tell: whether it holds, by which cells, as a sentence part."""

    holds: bool
    cells: tuple[Cell, ...]
    table: Table
    shown: str
    value: Decimal = Decimal(0)
    unit: str = ""


def orders(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Order]:
    """The orders that the sentence tells of the rows that it names; none when it is not clear."""
    ratio = named_pair(table, one)
    if ratio is not None:
        yield from _of_ratio(table, ratio, one)
        return
    distinct = distinct_items(items)
    if one.says("most") or one.says("least"):
        if any(_among_rows(one, item) for item in distinct):
            yield from _extreme_row(table, distinct, one)
            return
        yield from _extreme(table, items, one)
        return
    if len(distinct) >= 2 and len(one.years) < 2 and not one.prior:
        yield from _two_rows(table, distinct, one)
        return
    yield from _two_years(table, items, one)


def _of_ratio(table: Table, pair: tuple[Value, Value], one: Asked) -> Iterator[Order]:
    new, old = pair
    down = _lower(one)
    if down is not None and new.point != old.point:
        shown = f"{new.formula}; {old.formula}"
        yield Order((new.point < old.point) is down, (), table, shown, new.point, new.unit)


def _lower(one: Asked) -> bool | None:
    """Whether the words put the new value below the old one; None when they do not say."""
    if one.says("above") or one.says("below"):
        return not one.says("above")
    return told_down(one, [])


def _size(table: Table, cell: Cell) -> Decimal:
    return scaled_cell(table, cell)[0]


def _two_years(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Order]:
    down = _lower(one)
    if down is None:
        return
    for item in near_best(items):
        pair = one.pair(held_years([item]))
        new = cell_at(item, pair[0], one) if pair else None
        old = cell_at(item, pair[1], one) if pair else None
        if new is None or old is None or new is old:
            continue
        first, second = _size(table, new), _size(table, old)
        if first < 0 and second < 0:
            first, second = -first, -second
        if first == second:
            continue
        yield Order(
            (first < second) is down, (new, old), table, f"{cell_name(new)}; {cell_name(old)}"
        )


def _two_rows(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Order]:
    """ "A exceeded B": the row named before the word against the one named after it."""
    above, below = spots("above", one.text), spots("below", one.text)
    if not above and not below:
        return
    at = min([*above, *below])
    before = [i for i in items if item_place(one.text, i) < at]
    after = [i for i in items if item_place(one.text, i) > at]
    if not before or not after:
        return
    for year in one.level_years(held_years(before[:1])):
        high, low = cell_at(before[0], year, one), cell_at(after[0], year, one)
        if high is None or low is None or high is low or high.number.unit != low.number.unit:
            continue
        first, second = _size(table, high), _size(table, low)
        if first == second:
            continue
        yield Order(
            (first > second) is (at in above), (high, low), table,
            f"{cell_name(high)}; {cell_name(low)}",
        )


# "The largest region": one row is set against the others, not one year against the rest.
_AMONG = re.compile(
    r"\b(?:the|its|our|their) (?:(second|third|fourth)[- ])?"
    r"(?:largest|biggest|greatest|highest|smallest|lowest)(?:[- ][a-z]+)?"
    r" (?!in\b|on\b|at\b|for\b|since\b|level|value|amount|figure|ever|point|of (?:all|the))[a-z]+",
    re.IGNORECASE,
)


def _among_rows(one: Asked, item: Item) -> bool:
    match = _AMONG.search(one.text)
    return match is not None and item_place(one.text, item) < match.start()


def _extreme_row(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Order]:
    """ "Bakery was the largest segment": the row against the others that make up one total."""
    match = _AMONG.search(one.text)
    named = [item for item in items if match and item_place(one.text, item) < match.start()]
    if len(named) != 1 or not named[0].whole or match is None or match[1]:
        return
    years = one.level_years(held_years(named))
    own = cell_at(named[0], years[-1], one) if years else None
    parts = parts_of_total(table, own) if own is not None else []
    if own is None or len(parts) < 2:
        return
    size = _size(table, own)
    rest = [_size(table, cell) for cell in parts if cell is not own]
    if size in rest:
        return
    holds = size > max(rest) if says("most", one.text) else size < min(rest)
    cells = (own, *(cell for cell in parts if cell is not own))
    yield Order(holds, cells, table, "; ".join(map(cell_name, cells)))


def parts_of_total(table: Table, own: Cell) -> list[Cell]:
    """The cells that add up, with ``own``, to a total right below them in its column."""
    column = sorted(
        (cell for cell in table.cells if cell.at_column == own.at_column),
        key=lambda cell: cell.at_row,
    )
    at = column.index(own)
    for end in range(at + 1, min(len(column), at + MOST_PARTS)):
        if "total" not in column[end].row.lower():
            continue
        for start in range(max(0, at - MOST_PARTS), at + 1):
            parts = column[start:end]
            told = sum((cell.number.value for cell in parts), Decimal(0))
            slack = len(parts) * Decimal(1).scaleb(-own.number.decimals) / 2
            if len(parts) > 1 and abs(told - column[end].number.value) <= slack:
                return parts
        return []
    return []


def _extreme(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Order]:
    """ "X peaked in 2018": the year against the other years of the row; "X was the largest"."""
    most = says("most", one.text)
    named = items[:1]
    if not named:
        return
    held = held_years(named)
    cells = {year: c for year in held if (c := cell_at(named[0], year, one)) is not None}
    years = [year for year in one.years if year in cells]
    if len(years) != 1 or len(cells) < 2 or len(distinct_items(items)) > 1:
        return
    own = cells[years[0]]
    others = [cell for year, cell in cells.items() if year != years[0]]
    sizes = [_size(table, cell) for cell in others]
    turned = max([_size(table, own), *sizes]) < 0
    size = -_size(table, own) if turned else _size(table, own)
    rest = [-value for value in sizes] if turned else sizes
    if size in rest:
        return
    holds = size > max(rest) if most else size < min(rest)
    shown = "; ".join(cell_name(cell) for cell in (own, *others))
    yield Order(holds, (own, *others), table, shown)
