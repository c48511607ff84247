"""The arithmetic over named rows: plain, change, difference, ratio, average, sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from claimcheck.documents.rows import Item
from claimcheck.documents.tables import Cell, Table
from claimcheck.documents.values import Value, cell_at, cell_name, scaled_cell
from claimcheck.figures import show
from claimcheck.intervals import exact
from claimcheck.schema import Quantity

YEARS_THROUGH = re.compile(
    r"\b(?:19|20)\d\d ?(?:-|–|—|to|through) ?(?:19|20)\d\d\b|\bbetween (?:19|20)\d\d and", re.I
)


def over_years(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    """One row summed over the years that the sentence names."""
    if len(years) == 2 and YEARS_THROUGH.search(sentence):
        years = tuple(range(min(years), max(years) + 1))
    for item in items[:2]:
        cells = [c for year in years if (c := cell_at(item, year, sentence)) is not None]
        if len(cells) < 2:
            continue
        point = sum((scaled_cell(table, cell)[0] for cell in cells), Decimal(0))
        formula = " + ".join(str(cell.number.value) for cell in cells)
        unit = scaled_cell(table, cells[0])[2]
        yield Value(
            point, exact(point), unit, formula, cell_name(cells[0]), years, table.scale is not None
        )


def years_pair(items: list[Item], years: tuple[int, ...]) -> tuple[int, int] | None:
    """(year of the value, year of the base): the two named, or the named one and the one before."""
    held = sorted({year for item in items for cell in item.cells for year in cell.years})
    named = [year for year in years if year in held]
    if len(named) >= 2:
        return max(named), min(named)
    if len(named) == 1 and named[0] - 1 in held:
        return named[0], named[0] - 1
    if not named and len(held) >= 2:
        return held[-1], held[-2]
    return None


def plain_values(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str, quantity: Quantity
) -> Iterator[Value]:
    """Yields the cells themselves, for each year named."""
    percent = quantity.unit == "percent"
    top = items[0].score if items else 0.0
    for item in items:
        if item.score < top * 0.85 and not item.whole:
            continue
        for year in _plain_years(item, years):
            cell = cell_at(item, year, sentence, percent)
            if cell is None or (percent and cell.number.unit != "percent"):
                continue
            point, span, unit = scaled_cell(table, cell)
            known = table.scale is not None
            yield Value(point, span, unit, cell_name(cell), cell_name(cell), cell.years, known)


def _plain_years(item: Item, years: tuple[int, ...]) -> list[int | None]:
    held = {year for cell in item.cells for year in cell.years}
    named = [year for year in years if year in held]
    if named:
        return list(named)
    if years and held:
        return []
    return [max(held)] if held else [None]


def _pairs(
    items: list[Item], years: tuple[int, ...], sentence: str, percent: bool | None = None
) -> Iterator[tuple[Cell, Cell]]:
    top = items[0].score if items else 0.0
    for item in items:
        pair = years_pair([item], years)
        if pair is None or (item.score < top * 0.85 and not item.whole):
            continue
        new = cell_at(item, pair[0], sentence, percent)
        old = cell_at(item, pair[1], sentence, percent)
        if new is not None and old is not None:
            yield new, old


def growth(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    """Yields percent changes between the two years meant."""
    for new, old in _pairs(items, years, sentence):
        one, _, _ = scaled_cell(table, new)
        two, _, _ = scaled_cell(table, old)
        if two == 0:
            continue
        point = (one - two) / two * 100
        formula = (
            f"({new.number.value} - {old.number.value}) / {old.number.value} = "
            f"{show(point, 'percent')}"
        )
        years_used = (*new.years, *old.years)
        yield Value(point, exact(point), "percent", formula, cell_name(new), years_used)


def differences(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    """Yields differences between the two years meant."""
    for new, old in _pairs(items, years, sentence):
        one, span, unit = scaled_cell(table, new)
        two, other, _ = scaled_cell(table, old)
        unit = "percentage_point" if unit == "percent" else unit
        formula = f"{new.number.value} - {old.number.value}"
        yield Value(
            one - two, span - other, unit, formula, cell_name(new), (*new.years, *old.years),
            table.scale is not None or unit != "",
        )


def ratios(
    table: Table, items: list[Item], years: tuple[int, ...], unit: str, sentence: str
) -> Iterator[Value]:
    """Yields all items but the last, added up, over the last."""
    *parts, whole = items
    for year in _plain_years(parts[0], years):
        cells = [cell_at(part, year, sentence, False) for part in parts]
        other = cell_at(whole, year, sentence, False)
        above = [cell for cell in cells if cell is not None]
        if len(above) < len(parts) or other is None or other.number.value == 0:
            continue
        top = sum((abs(cell.number.value) for cell in above), Decimal(0))
        ratio = top / abs(other.number.value)
        point = ratio * 100 if unit == "percent" else ratio
        shown = " + ".join(str(cell.number.value) for cell in above)
        shown = f"({shown})" if len(above) > 1 else shown
        formula = f"{shown} / {other.number.value} = {show(point, unit)}"
        yield Value(point, exact(point), unit, formula, cell_name(above[0]), above[0].years)


def averages(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    """Yields the mean of one row over its years."""
    for item in items[:1]:
        held = sorted({year for cell in item.cells for year in cell.years})
        named = [year for year in years if year in held]
        if len(named) == 2 and YEARS_THROUGH.search(sentence):
            named = [year for year in held if min(named) <= year <= max(named)]
        cells = [c for year in named or held if (c := cell_at(item, year, sentence)) is not None]
        if len(cells) < 2:
            continue
        values = [scaled_cell(table, cell)[0] for cell in cells]
        point = sum(values, Decimal(0)) / len(values)
        formula = f"({' + '.join(str(c.number.value) for c in cells)}) / {len(cells)}"
        unit = scaled_cell(table, cells[0])[2]
        covered = tuple(named or held)
        known = table.scale is not None
        yield Value(point, exact(point), unit, formula, cell_name(cells[0]), covered, known)


def between(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    """Yields the first item less the second, for each year named."""
    for year in _plain_years(items[0], years):
        one, other = cell_at(items[0], year, sentence), cell_at(items[1], year, sentence)
        if one is None or other is None:
            continue
        first, span, unit = scaled_cell(table, one)
        second, wide, _ = scaled_cell(table, other)
        formula = f"{one.number.value} - {other.number.value}"
        known = table.scale is not None
        yield Value(first - second, span - wide, unit, formula, cell_name(one), one.years, known)


def sums(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    """Yields the items added up, for each year named."""
    for year in _plain_years(items[0], years):
        cells = [c for item in items if (c := cell_at(item, year, sentence)) is not None]
        if len(cells) < 2:
            continue
        point = sum((scaled_cell(table, cell)[0] for cell in cells), Decimal(0))
        formula = " + ".join(str(cell.number.value) for cell in cells)
        known = table.scale is not None
        yield Value(point, exact(point), "", formula, cell_name(cells[0]), cells[0].years, known)
