"""Whether a number that misses is right for another row or time that its sentence may mean.

A sentence of several numbers tells each in few words: "up 8% on the year and 1% on the quarter",
"from 9.8%, and 10.9% in 2022". What of these is whose is a guess, and a guess refutes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations, product

from claimcheck.documents.asked import Asked
from claimcheck.documents.named import named_ratio
from claimcheck.documents.rows import named_items
from claimcheck.documents.sentences import Passage
from claimcheck.documents.tables import Cell, Table
from claimcheck.documents.values import RELATIVE, cell_name, scaled_cell
from claimcheck.intervals import HUNDRED, ONE, Interval, Stated, compare
from claimcheck.quantities import scan

# "Four times as fast as": of two rates of growth, which no table has as such.
_OF_RATES = re.compile(r"\b(?:fast|faster|quick|quicker|quickly|pace|rapid|rapidly|speed)\b", re.I)


# "Over the last four quarters": the sum of columns, of which none has that time.
_SEVERAL = re.compile(
    r"\b(?:last|past|trailing|previous) (?:two|three|four|six|twelve|\d\d?) (?:quarters|months)\b",
    re.IGNORECASE,
)


def fits_elsewhere(
    said: Stated, one: Asked, tables: Sequence[Table], passages: Sequence[Passage]
) -> str | None:
    """What a number of a sentence of several fits besides what it was held against, or None."""
    if _SEVERAL.search(one.text):
        return "a time longer than those of the columns"
    if not (one.others or (one.unit == "percent" and one.says("difference"))):
        return None
    if one.unit == "times" and _OF_RATES.search(one.text):
        return "the pace of another row's growth"
    for name, span in _values(one, tables, passages):
        middle = (span.low + span.high) / 2
        if any(
            compare(said, sign * middle, span if sign > 0 else -span).label == "supported"
            for sign in (1, -1)
        ):
            return name
    return None


def _values(
    one: Asked, tables: Sequence[Table], passages: Sequence[Passage]
) -> Iterator[tuple[str, Interval]]:
    for table in () if one.others and one.time_behind() else tables:
        if one.unit not in RELATIVE:
            yield from _amounts(table, table.cells)
        else:
            yield from _rates(table, one)
    for passage in passages:
        for mention in scan(passage.text):
            if mention.unit == one.unit and mention.bound == "none":
                yield f"“{passage.text}”", Interval(mention.low, mention.high)


def _amounts(table: Table, cells: Sequence[Cell]) -> Iterator[tuple[str, Interval]]:
    """Every amount of the table, and how far those of one row lie apart."""
    for cell in cells:
        yield cell_name(cell), scaled_cell(table, cell)[1]
    for new, old in _pairs(cells):
        yield (
            f"{cell_name(new)} - {cell_name(old)}",
            scaled_cell(table, new)[1] - scaled_cell(table, old)[1],
        )


def _rates(table: Table, one: Asked) -> Iterator[tuple[str, Interval]]:
    """The growth of every row between its times, its percentages, and the ratio named at each."""
    for cell in table.cells:
        if cell.number.unit == "percent":
            yield cell_name(cell), scaled_cell(table, cell)[1]
    named = named_items(table, one.clause)
    rows = {cell.row for item in named for cell in item.cells}
    meant = [cell for cell in table.cells if not rows or cell.row in rows]
    for new, old in _pairs(meant):
        first, last = scaled_cell(table, old)[1], scaled_cell(table, new)[1]
        first, last = (-first, -last) if first.high < 0 else (first, last)
        if first.low > 0:
            ratio = last / first
            yield f"{cell_name(new)} / {cell_name(old)} - 1", ratio.shifted(-ONE).scaled(HUNDRED)
    for part, whole in permutations(named_items(table, one.text), 2):
        for cell, other in product(part.cells, whole.cells):
            low = scaled_cell(table, other)[1]
            if cell.at_column == other.at_column and low.low > 0:
                ratio = scaled_cell(table, cell)[1] / low
                yield f"{cell_name(cell)} / {cell_name(other)}", ratio.scaled(HUNDRED)
    for key in sorted({key for cell in table.cells for key in cell.years}):
        then = replace(one, years=(key,), marks=(), base_years=frozenset(), period=key)
        for value in named_ratio(table, then):
            yield value.formula, value.interval


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Any two numbers of one row, each in the place of the newer."""
    rows: dict[tuple[int, str], list[Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.at_row, cell.row), []).append(cell)
    for row in rows.values():
        for new, old in permutations(row, 2):
            if not (new.years and old.years) or new.years >= old.years:
                yield new, old
