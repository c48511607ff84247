"""The arithmetic over named rows: plain, change, difference, ratio, average, sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from claimcheck.documents.asked import Asked
from claimcheck.documents.rows import Item
from claimcheck.documents.tables import Cell, Table, earned, words
from claimcheck.documents.values import Value, cell_at, cell_name, cells_at, scaled_cell
from claimcheck.documents.wordlists import says, spots
from claimcheck.figures import show
from claimcheck.intervals import exact

# Rows below this share of the best one's score are not meant, unless named in full.
NEAR_BEST = 0.85


def near_best(items: Sequence[Item]) -> list[Item]:
    """The items that fit the words about as well as the best, or are named in full."""
    top = items[0].score if items else 0.0
    return [item for item in items if item.score >= top * NEAR_BEST or item.whole]


def held_years(items: Iterable[Item]) -> tuple[int, ...]:
    """The years that the rows have cells for, in order of time."""
    return tuple(sorted({year for item in items for cell in item.cells for year in cell.years}))


def plain_values(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields the cells themselves, for each year that the number may be of."""
    percent = one.unit == "percent"
    for item in near_best(items):
        for year in one.level_years(held_years([item])):
            cells = cells_at(item, year, one, percent)
            several = len(cells) > 1 and (year is not None or bool(one.years))
            if year is None:
                cells = cells[:1]
            for cell in cells:
                value = _as_told(table, cell, one)
                if value is not None:
                    yield replace(value, doubt=several)


def _as_told(table: Table, cell: Cell, one: Asked) -> Value | None:
    """A cell as a value; None when a percentage is asked for and it is none."""
    point, span, unit = scaled_cell(table, cell)
    if one.unit == "percent" and unit != "percent":
        if not is_rate(cell) or abs(cell.number.value) > 100:
            return None
        point, unit = cell.number.value, "percent"
        span = exact(point)
    return Value(
        point, span, unit, cell_name(cell), cell_name(cell), cell.years,
        table.scale is not None, unsigned=_size_told(cell, one),
    )


def is_rate(cell: Cell) -> bool:
    """Whether a number without a sign is a percentage by its name ("Effective tax rate")."""
    name = re.sub(r"\(.*?\)|[^a-z ]", "", cell.row.lower()).split()
    return bool(name) and name[-1] in ("rate", "margin", "yield", "percentage", "rates")


_LOSSES = (
    "loss", "deficit", "expense", "cost", "used", "outflow", "charge", "provision", "paid",
    "payment", "repurchase", "dividend", "decrease", "reduction", "depreciation", "amortization",
    "write", "impairment", "allowance", "purchase", "interest", "tax", "overdraft",
)


def _size_told(cell: Cell, one: Asked) -> bool:
    """Whether a negative cell is told by its size: "a net loss of $5 million"."""
    if cell.outgo or cell.number.value >= 0:
        return cell.outgo
    near = one.clause.lower()
    return any(word in near for word in _LOSSES)


def _changes(
    table: Table, items: Sequence[Item], one: Asked, percent: bool | None = None
) -> Iterator[tuple[Cell, Cell]]:
    for item in near_best(items):
        pair = one.pair(held_years([item]))
        if pair is None:
            continue
        new, old = cell_at(item, pair[0], one, percent), cell_at(item, pair[1], one, percent)
        if new is not None and old is not None and new is not old:
            yield new, old


def growth(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields percent changes between the two years meant."""
    mixed = any(
        cell.number.unit != items[0].cells[0].number.unit for cell in items[0].cells
    ) if items else False
    for new, old in _changes(table, items, one, False if mixed else None):
        first, second = scaled_cell(table, new)[0], scaled_cell(table, old)[0]
        if second == 0:
            continue
        if first < 0 and second < 0:
            first, second = -first, -second  # a cost told as a negative amount grows in size
        point = (first - second) / abs(second) * 100
        formula = (
            f"({new.number.value} - {old.number.value}) / {old.number.value} = "
            f"{show(point, 'percent')}"
        )
        years_used = (*new.years, *old.years)
        yield Value(
            point, exact(point), "percent", formula, cell_name(new), years_used, moved=True,
            sure=True, doubt=(first < 0) is not (second < 0) or _backwards(one),
        )


def _backwards(one: Asked) -> bool:
    """Whether a change is told "from 2019 to 2018": either way round may be meant."""
    found = _FROM_TO.search(one.text)
    return found is not None and int(found[1]) > int(found[2])


_FROM_TO = re.compile(
    r"\b(?:from|period)(?: \w+)? ((?:19|20)\d\d) to(?: \w+)? ((?:19|20)\d\d)\b", re.IGNORECASE
)


def stated_changes(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields changes that the table itself gives, in a column of that name."""
    for item in near_best(items):
        for cell in item.cells:
            if not says("change", cell.column) and not says("neutral", cell.column):
                continue
            if cell.years and one.years and not set(one.years) <= set(cell.years):
                continue
            if one.quantity and cell.number.decimals < one.quantity.decimals:
                continue  # told finer than the table gives it: made from the amounts
            point, span, unit = scaled_cell(table, cell)
            if (unit == "percent") is (one.unit == "percent"):
                yield Value(
                    point, span, unit, cell_name(cell), cell_name(cell), cell.years,
                    table.scale is not None or unit != "", moved=True, aside=True,
                )


def multiples(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields the new value over the old one ("doubled")."""
    for new, old in _changes(table, items, one):
        if old.number.value == 0:
            continue
        point = new.number.value / old.number.value
        formula = f"{new.number.value} / {old.number.value} = {show(point, 'times')}"
        yield Value(point, exact(point), "times", formula, cell_name(new), new.years)


def differences(
    table: Table, items: Sequence[Item], one: Asked, percent: bool | None = None
) -> Iterator[Value]:
    """Yields differences between the two years meant."""
    for new, old in _changes(table, items, one, percent):
        first, _, unit = scaled_cell(table, new)
        second, _, _ = scaled_cell(table, old)
        if percent and unit != "percent":
            if not is_rate(new):
                continue
            first, second, unit = new.number.value, old.number.value, "percent"
        unit = "percentage_point" if unit == "percent" else unit
        formula = f"{new.number.value} - {old.number.value}"
        # "Interest expense rose" from -3 to -2, of a table of expenses: in size it fell.
        both = first < 0 and second < 0 and not earned(new.row)
        yield Value(
            first - second, exact(first - second), unit, formula, cell_name(new),
            (*new.years, *old.years), table.scale is not None or unit != "", moved=True,
            doubt=both or _backwards(one),
        )


def ratios(table: Table, items: Sequence[Item], one: Asked, unit: str) -> Iterator[Value]:
    """Yields all items but the last, added up, over the last."""
    *parts, whole = items
    for year in one.level_years(held_years([parts[0]])):
        cells = [cell_at(part, year, one, False) for part in parts]
        other = cell_at(whole, year, one, False)
        above = [cell for cell in cells if cell is not None]
        if len(above) < len(parts) or other is None or other.number.value == 0:
            continue
        if other in above:
            continue
        top = sum((abs(cell.number.value) for cell in above), Decimal(0))
        ratio = top / abs(other.number.value)
        point = ratio * 100 if unit == "percent" else ratio
        shown = " + ".join(str(cell.number.value) for cell in above)
        shown = f"({shown})" if len(above) > 1 else shown
        formula = f"{shown} / {other.number.value} = {show(point, unit)}"
        # A part is at most the whole: the rows stand the wrong way round.
        turned = unit == "percent" and one.says("share") and ratio > 1
        turned = turned and one.quantity is not None and one.quantity.low < 100
        yield Value(
            point, exact(point), unit, formula, cell_name(above[0]), above[0].years, doubt=turned
        )


def averages(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields the mean of one row over its years."""
    for item in items[:1]:
        cells = _over(item, one)
        if len(cells) < 2:
            continue
        values = [scaled_cell(table, cell)[0] for cell in cells]
        point = sum(values, Decimal(0)) / len(values)
        formula = f"({' + '.join(str(c.number.value) for c in cells)}) / {len(cells)}"
        unit = scaled_cell(table, cells[0])[2]
        if not unit and one.unit == "percent" and is_rate(cells[0]):
            point = sum((c.number.value for c in cells), Decimal(0)) / len(values)
            unit = "percent"
        covered = tuple(year for cell in cells for year in cell.years)
        yield Value(
            point, exact(point), unit, formula, cell_name(cells[0]), covered,
            table.scale is not None, unsigned=_size_told(cells[0], one),
        )


def _over(item: Item, one: Asked) -> list[Cell]:
    """The cells of the years named, of the years between two, or of all."""
    held = held_years([item])
    named = [year for year in one.years if year in held]
    if len(named) == 2 and one.through():
        named = [year for year in held if min(named) <= year <= max(named)]
    if len(named) == 1 and (before := [year for year in held if year < named[0]]):
        named = [before[-1], named[0]]  # the average of a year: its begin and its end
    return [c for year in named or held if (c := cell_at(item, year, one)) is not None]


def average_of_rows(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields the mean of several rows in one year."""
    for value in sums(table, items, one):
        count = value.formula.count(" + ") + 1
        point = value.point / count
        yield Value(
            point, exact(point), value.unit, f"({value.formula}) / {count}", value.what,
            value.years, value.sure, doubt=value.doubt,
        )


def over_years(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields one row summed over the years that the sentence names."""
    for item in items[:1]:
        cells = _over(item, one)
        if len(cells) < 2:
            continue
        point = sum((scaled_cell(table, cell)[0] for cell in cells), Decimal(0))
        formula = " + ".join(str(cell.number.value) for cell in cells)
        unit = scaled_cell(table, cells[0])[2]
        years = tuple(year for cell in cells for year in cell.years)
        yield Value(
            point, exact(point), unit, formula, cell_name(cells[0]), years,
            table.scale is not None, unsigned=point < 0 and _size_told(cells[0], one),
        )


def between(
    table: Table, items: Sequence[Item], one: Asked, percent: bool | None = None
) -> Iterator[Value]:
    """Yields the first item less the second, for each year named."""
    for year in one.level_years(held_years(items[:1])):
        first, other = cell_at(items[0], year, one, percent), cell_at(items[1], year, one, percent)
        if first is None or other is None or first is other:
            continue
        value, _, unit = scaled_cell(table, first)
        second, _, kind = scaled_cell(table, other)
        if unit != kind:
            continue
        unit = "percentage_point" if unit == "percent" else unit
        formula = f"{first.number.value} - {other.number.value}"
        known = table.scale is not None
        if value < 0 and second < 0:
            value, second = -value, -second
        gap = value - second
        yield Value(gap, exact(gap), unit, formula, cell_name(first), first.years, known)


def year_ratio(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields one row's value of the year named first over that of the year named second."""
    named = [year for year in one.years if year in held_years(items[:1])]
    if len(named) != 2:
        return
    cells = [cell_at(items[0], year, one) for year in named]
    if cells[0] is None or cells[1] is None or cells[1].number.value == 0:
        return
    point = cells[0].number.value / cells[1].number.value
    formula = f"{cells[0].number.value} / {cells[1].number.value} = {show(point, 'times')}"
    yield Value(point, exact(point), "times", formula, cell_name(cells[0]), tuple(named))


def apart(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields by how many percent the first item lies above the second."""
    for value in ratios(table, items[:2], one, "times"):
        point = (value.point - 1) * 100
        yield Value(
            point, exact(point), "percent", f"{value.formula.split(' = ')[0]} - 1 = "
            f"{show(point, 'percent')}", value.what, value.years, moved=True,
        )


def excluded(
    table: Table, items: Sequence[Item], whole: Item | None, one: Asked
) -> Iterator[Value]:
    """Yields a whole without what is left out: less a part, or more by a cost."""
    at = min(spots("excluded", one.text), default=-1)
    parts = [item for item in items if item.position > _words_before(one.text, at)]
    rest = [item for item in items if item not in parts]
    if not rest and len(parts) > 1:  # "excluding A, B was": what is left out stands first
        parts, rest = parts[:-1], parts[-1:]
    base = rest[0] if rest else whole
    if base is None or not parts:
        return
    for year in one.level_years(held_years([base])):
        cells = [cell_at(item, year, one, False) for item in (base, *parts)]
        held = [cell for cell in cells if cell is not None]
        if len(held) < len(cells) or len(set(map(id, held))) < len(held):
            continue
        total, *out = (scaled_cell(table, cell)[0] for cell in held)
        part = sum(map(abs, out), Decimal(0))
        shown = " + ".join(str(abs(cell.number.value)) for cell in held[1:])
        # A profit is higher without a cost that it bears; a total is lower without a part.
        borne = earned(held[0].row) and all(map(_is_cost, held[1:]))
        point, sign = (total + part, "+") if borne else (total - part, "-")
        formula = f"{held[0].number.value} {sign} ({shown})"
        yield Value(
            point, exact(point), "", formula, cell_name(held[0]), held[0].years,
            table.scale is not None, doubt=not all(item.whole for item in parts),
        )


def _is_cost(cell: Cell) -> bool:
    return any(word in cell.row.lower() for word in _LOSSES)


def _words_before(text: str, at: int) -> int:
    """How many words that can name a row stand before a place."""
    return len(words(text[:at])) - 1 if at >= 0 else -1


def sums(table: Table, items: Sequence[Item], one: Asked) -> Iterator[Value]:
    """Yields the items added up, for each year named."""
    named = [item for item in items if set(words(item.label)) - {"total", "sum"}]
    items = named if len(named) >= 2 else items
    unsure = any(item.tied or not item.whole for item in items)
    for year in one.level_years(held_years(items[:1])):
        cells = [c for item in items if (c := cell_at(item, year, one)) is not None]
        if len(cells) < 2 or len(set(map(id, cells))) < len(cells):
            continue
        point = sum((scaled_cell(table, cell)[0] for cell in cells), Decimal(0))
        formula = " + ".join(str(cell.number.value) for cell in cells)
        known = table.scale is not None
        unit = scaled_cell(table, cells[0])[2]
        yield Value(
            point, exact(point), unit, formula, cell_name(cells[0]), cells[0].years, known,
            doubt=unsure,
        )
