"""Which arithmetic a sentence names, and over which of the rows that it names.

The first that the words name decides; others may bear a number out when it has enough digits
(``Value.aside``), but never refute it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimcheck.documents.arithmetic import (
    apart,
    average_of_rows,
    averages,
    between,
    differences,
    excluded,
    growth,
    held_years,
    is_rate,
    multiples,
    over_years,
    plain_values,
    ratios,
    stated_changes,
    sums,
    year_ratio,
)
from claimcheck.documents.asked import Asked, is_base
from claimcheck.documents.named import named_ratio
from claimcheck.documents.rows import Item, same_label
from claimcheck.documents.tables import Cell, Table, words
from claimcheck.documents.values import RELATIVE, Value, cell_name, scaled_cell
from claimcheck.documents.wordlists import says

MOST_ASIDE = 8


def formulas(table: Table, items: list[Item], one: Asked) -> Iterator[Value]:
    """The values that the sentence's own words lead to; those of other arithmetic after them."""
    first = list(_named(table, items, one))
    if one.role == "change":
        first += [replace(v, aside=False) for v in stated_changes(table, items, one)]
    unclear = _unclear(distinct_items(items), one)
    yield from (replace(v, doubt=v.doubt or unclear) for v in first)
    seen = {value.point for value in first}
    count = 0
    for value in _aside(table, items, one):
        if value.point not in seen and count < MOST_ASIDE:
            seen.add(value.point)
            count += 1
            yield replace(value, aside=True)


def _unclear(items: list[Item], one: Asked) -> bool:
    """Whether two kinds of arithmetic are named at once, so that the first alone refutes nothing.

    These are changes or differences of averages, and one number for two rows ("A and B rose 5%",
    "total sales of A and B").
    """
    moved = one.role == "change" or one.says("difference") or one.says("neutral")
    if moved and one.says("average") and not _own_average(items):
        return True
    named = [item for item in items if item.whole and not says("sum", item.label)]
    if len(named) < 2 or one.numbers > 1 or one.says("difference") or one.says("share"):
        return False
    return one.role == "change" or (one.says("sum") and not one.says("together"))


def _named(table: Table, items: list[Item], one: Asked) -> Iterator[Value]:
    found = list(named_ratio(table, one))
    if found:
        yield from found
        return
    if not items:
        return
    if one.unit in RELATIVE:
        yield from _relative(table, items, one)
    else:
        yield from _amounts(table, items, one)


def _amounts(table: Table, items: list[Item], one: Asked) -> Iterator[Value]:
    distinct = distinct_items(items)
    two = len(distinct) >= 2
    if one.unit in ("times", "count") and two and (
        one.says("share") or one.unit == "times"
    ):
        yield from ratios(table, distinct, one, "times")
        return
    if one.unit == "times" and not two and not one.says("share"):
        yield from multiples(table, items, one)
        return
    if one.unit in ("times", "count") and one.says("share") and len(one.years) == 2:
        found = list(year_ratio(table, distinct, one))
        yield from found
        if found:
            return
    if one.says("excluded") and one.role != "change":
        yield from excluded(table, distinct, _total_item(table, distinct), one)
        return
    averaged = one.says("average") and one.role != "change" and not _own_average(items)
    if averaged:
        found = list(averages(table, items, one)) or list(average_of_rows(table, distinct, one))
        if found:
            yield from found
            return
    if two and len(one.years) < 2 and one.says("difference") and one.role != "base":
        found = list(between(table, _behind_between(distinct, one.text), one))
        yield from found
        if found:
            return
    if one.role == "change" and not whole_label(items[:1], "change"):
        found = list(differences(table, items, one))
        if not found and two and one.says("difference"):
            found = list(between(table, distinct, one))
        yield from found
        return
    if two and (one.says("together") or (one.says("sum") and not whole_label(distinct, "sum"))):
        yield from sums(table, distinct, one)
        return
    if len(one.years) >= 2 and one.says("sum") and one.numbers == 1:
        yield from over_years(table, items, one)
    elif one.says("together") and not one.years and _all_years(items, one.text):
        yield from over_years(table, items, one)
        return
    # What was asked could not be made of these rows: they tell nothing against it.
    open_end = averaged or (one.says("together") and not whole_label(distinct, "together"))
    open_end = open_end or (one.says("unsigned") and not whole_label(distinct, "unsigned"))
    for value in plain_values(table, items, one):
        yield replace(value, doubt=value.doubt or open_end)


def _all_years(items: list[Item], text: str) -> bool:
    """Whether the years counted are those that the row has: "over the past three years"."""
    match = _COUNTED.search(text)
    if match is None:
        return False
    word = match[1].lower()
    return len(held_years(items[:1])) == (int(word) if word.isdigit() else _COUNTS[word])


_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTED = re.compile(
    r"\b(two|three|four|five|[2-5]) (?:(?:past|last|fiscal|full|financial) ){0,2}years\b",
    re.IGNORECASE,
)


def _behind_between(items: list[Item], text: str) -> list[Item]:
    """The two items of "the difference in X between A and B", when they stand there."""
    match = _BETWEEN.search(text)
    behind = [item for item in items if match and item_place(text, item) >= match.end()]
    return behind if len(behind) >= 2 else items


_BETWEEN = re.compile(r"\b(?:difference|gap)\b[^,;]{0,200}?\bbetween ", re.IGNORECASE)


def _relative(table: Table, items: list[Item], one: Asked) -> Iterator[Value]:
    distinct = distinct_items(items)
    rates = [item for item in items if any(is_percent(cell) for cell in item.cells)]
    amounts = [
        item for item in distinct
        if any(cell.years and not is_percent(cell) for cell in item.cells) or item not in rates
    ]
    if one.says("average") and one.role != "change" and not _own_average(items):
        yield from averages(table, rates or items, one)
        return
    if one.unit != "percent":
        yield from _points(table, rates, distinct, one)
        return
    if one.says("share") and not (rates and rates[0] is items[0]) and one.role != "change":
        if len(amounts) >= 2:
            yield from ratios(table, whole_last(amounts, one.text), one, "percent")
            return
        total = _total_item(table, distinct)
        if total is not None and amounts:
            yield from ratios(table, [amounts[0], total], one, "percent")
            return
    if one.role == "change" or (one.says("neutral") and not rates):
        if len(amounts) >= 2 and len(one.years) < 2 and one.says("difference"):
            yield from apart(table, amounts, one)
            return
        if len(amounts) == 2 and len(one.years) < 2 and all(map(_is_time, amounts)):
            first, second = amounts
            back = is_base(one.text, item_place(one.text, first))
            yield from apart(table, [second, first] if back else amounts, one)
            return
        # A column or row of changes in percent may hold the answer already.
        for value in plain_values(table, rates, one):
            told = says("change", value.what) or says("neutral", value.what)
            yield replace(value, moved=True, aside=not told)
        if rates and not amounts:
            yield from differences(table, rates, one, percent=True)
            yield from growth(table, rates, one)
        else:
            yield from growth(table, amounts or items, one)
        return
    unclear = one.says("share") and one.says("neutral")  # "the change in the share of A"
    for value in plain_values(table, rates, one):
        yield replace(value, doubt=value.doubt or unclear)


def _is_time(item: Item) -> bool:
    """Whether a row is of a month or a quarter: its name has no other words."""
    return not words(_TIME.sub(" ", item.label))


_TIME = re.compile(r"\bQ[1-4]\b|\b(?:first|second|third|fourth) quarter\b|\d+", re.IGNORECASE)
# What moves by points; a row without such a name that the sentence names is not meant.
_RATE = re.compile(r"\b(?:rates?|margins?|yields?|ratios?|spreads?)\b", re.IGNORECASE)


def _points(
    table: Table, rates: list[Item], distinct: list[Item], one: Asked
) -> Iterator[Value]:
    two = [item for item in distinct if item in rates]
    if len(two) >= 2 and len(one.years) < 2 and one.says("difference"):
        yield from between(table, two, one, True)
        return
    yield from differences(table, rates, one, percent=True)
    if not rates and not _RATE.search(one.clause):
        # Points of what is no rate: what the percent would be, so that the unit is judged.
        found = list(growth(table, distinct, one))
        if len(distinct) >= 2:
            found += ratios(table, distinct, one, "percent")
        yield from found
        if not found and distinct[0].whole and not (one.role == "change" and one.says("share")):
            cell = distinct[0].cells[0]
            point, span, _ = scaled_cell(table, cell)
            yield Value(
                point, span, "", f"{cell_name(cell)}, an amount", cell_name(cell), cell.years,
                of_no_rate=True,
            )


def _aside(table: Table, items: list[Item], one: Asked) -> Iterator[Value]:
    """Other arithmetic over the same rows, that the words may mean too."""
    if not items:
        return
    distinct = distinct_items(items)
    two = len(distinct) >= 2
    unit = one.unit
    if unit == "percent":
        yield from plain_values(table, items, one)
        if two and one.role != "change":
            yield from ratios(table, distinct, one, "percent")
            yield from ratios(table, distinct[::-1], one, "percent")
        if one.role == "change" or one.says("change"):
            yield from growth(table, items, one)
    elif unit in RELATIVE:
        return
    elif unit in ("times", "count") and two:
        yield from ratios(table, distinct, one, "times")
        yield from ratios(table, distinct[::-1], one, "times")
    if unit not in RELATIVE:
        yield from plain_values(table, items, one)
        if one.says("change") or one.says("neutral"):
            yield from differences(table, items, one)
        if two:
            yield from between(table, distinct, one)
            yield from sums(table, distinct[:2], one)
        if one.says("sum"):
            yield from over_years(table, items, one)


# What stands behind these words is the whole of a share.
_WHOLE = re.compile(r"(?:percentage|percent|per cent|%|share|proportion) of ", re.IGNORECASE)


def whole_last(items: list[Item], text: str) -> list[Item]:
    """The items with the one last that the share is of: "as a percentage of sales, costs were"."""
    ends = [match.end() for match in _WHOLE.finditer(text)]
    places = {id(item): item_place(text, item) for item in items}
    behind = [item for item in items if ends and places[id(item)] >= ends[-1]]
    if not behind or len(behind) == len(items):
        return items
    whole = min(behind, key=lambda item: places[id(item)])
    return [*(item for item in items if item is not whole), whole]


def item_place(text: str, item: Item) -> int:
    """Where an item is named: its whole label, else its first own word."""
    low = text.lower()
    whole = low.find(item.label.lower())
    if whole >= 0:
        return whole
    places = [low.find(word) for word in item.label.lower().split() if len(word) > 3]
    found = [place for place in places if place >= 0]
    return min(found, default=0)


def is_percent(cell: Cell) -> bool:
    """Whether a cell is a percentage, by its sign or by its name."""
    return cell.number.unit == "percent" or (
        cell.number.unit is None and is_rate(cell) and abs(cell.number.value) <= 100
    )


def distinct_items(items: Sequence[Item]) -> list[Item]:
    """One item for each label, in the order in which the sentence names them."""
    made: list[Item] = []
    for item in items:
        if not any(same_label(item, other) for other in made):
            made.append(item)
    return sorted(made, key=lambda one: one.position)


def whole_label(items: Sequence[Item], name: str) -> bool:
    """Whether a word of the list stands in the name of an item itself."""
    return any(says(name, item.label) for item in items)


def _own_average(items: Sequence[Item]) -> bool:
    """Whether what is named is an average itself: "the average selling price"."""
    first = items[:1]
    return any(says("average", item.label) or says("average", item.cells[0].row) for item in first)


def _total_item(table: Table, named: list[Item]) -> Item | None:
    """The total row under the first item, which a share is of when nothing else is named."""
    if not named:
        return None
    own = named[0].cells[0]
    totals: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.at_row > own.at_row and says("total", cell.row):
            totals.setdefault(cell.at_row, []).append(cell)
    if not totals:
        return None
    first = min(totals)
    return Item(totals[first][0].row, tuple(totals[first]), 0.0, 0)


__all__ = ["distinct_items", "formulas", "held_years", "is_percent"]
