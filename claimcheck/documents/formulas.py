"""Which arithmetic a sentence names, and over which of the rows that it names."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.documents.arithmetic import (
    averages,
    between,
    differences,
    growth,
    over_years,
    plain_values,
    ratios,
    sums,
    years_pair,
)
from claimcheck.documents.rows import Item, same_label
from claimcheck.documents.tables import Cell, Table, years_of
from claimcheck.documents.values import RELATIVE, Value
from claimcheck.documents.wordlists import says
from claimcheck.schema import Claim, Quantity


def formulas(
    table: Table, items: list[Item], quantity: Quantity, sentence: str, claim: Claim
) -> Iterator[Value]:
    """The values that the sentence's own words lead to."""
    years = years_of(sentence)
    percent = quantity.unit in RELATIVE
    change = says("change", sentence) or says("neutral", sentence)
    distinct = _distinct(items)
    if quantity.unit in ("times", "count") and says("share", sentence) and len(distinct) >= 2:
        yield from ratios(table, distinct, years, "times", sentence)
        return
    averaged = says("average", sentence) and not _whole_label(items[:1], "average")
    if percent and averaged:
        typed = [i for i in items if any(c.number.unit == "percent" for c in i.cells)]
        yield from averages(table, typed or items, years, sentence)
        return
    if percent:
        yield from _relative(table, items, distinct, quantity, claim, sentence, years, change)
        return
    if averaged:
        yield from averages(table, items, years, sentence)
        return
    if len(distinct) >= 2 and len(years) < 2 and says("difference", sentence):
        yield from between(table, distinct, years, sentence)
        return
    moved = change and years_pair(items, years) is not None
    if moved and (len(years) >= 2 or claim.kind == "change" or says("neutral", sentence)):
        yield from differences(table, items, years, sentence)
        if claim.kind in ("change", "difference") or says("neutral", sentence):
            return  # "rose from A to B" gives the levels too
    if len(distinct) >= 2 and says("difference", sentence):
        yield from between(table, distinct, years, sentence)
        return
    if len(distinct) >= 2 and says("sum", sentence) and not _whole_label(distinct, "sum"):
        yield from sums(table, distinct, years, sentence)
        return
    if len(years) >= 2 and says("sum", sentence) and _alone(sentence):
        yield from over_years(table, items, years, sentence)
    yield from plain_values(table, items, _own_years(claim, years), sentence, quantity)


def _alone(sentence: str) -> bool:
    """Whether the sentence holds one number only, so that all its years are about it."""
    from claimcheck.quantities import scan

    return len(scan(sentence)) == 1


def _own_years(claim: Claim, years: tuple[int, ...]) -> tuple[int, ...]:
    """The year that the number itself is about, when the text ties one to it."""
    period = claim.period
    if len(years) > 1 and period.end is not None and period.end.year in years:
        return (period.end.year,)
    if len(years) == 1 and period.end is not None and period.end.year == years[0] - 1:
        return (period.end.year,)  # "fell to $610m from $655m in 2025": the start is of 2024
    return years


def _distinct(items: list[Item]) -> list[Item]:
    """One item for each label, in the order in which the sentence names them."""
    made: list[Item] = []
    for item in items:
        if not any(same_label(item, other) for other in made):
            made.append(item)
    return sorted(made, key=lambda one: one.position)


def _whole_label(items: list[Item], name: str) -> bool:
    return any(says(name, item.label) for item in items)


def _relative(
    table: Table, items: list[Item], distinct: list[Item], quantity: Quantity, claim: Claim,
    sentence: str, years: tuple[int, ...], change: bool,
) -> Iterator[Value]:
    share = says("share", sentence)
    pair = years_pair(items, years)
    own_percent = [i for i in items if any(c.number.unit == "percent" for c in i.cells)]
    told_level = claim.kind in ("level", "ratio", "share") and not says("neutral", sentence)
    if change and told_level and own_percent:
        yield from plain_values(table, own_percent, _own_years(claim, years), sentence, quantity)
    if change and pair is not None and len(years) != 1:
        if own_percent and quantity.unit != "percent":
            yield from differences(table, own_percent, years, sentence)
        elif own_percent and not [i for i in items if i not in own_percent]:
            yield from growth(table, own_percent, years, sentence)
            yield from differences(table, own_percent, years, sentence)
        else:
            yield from growth(table, [i for i in items if i not in own_percent], years, sentence)
        return
    amounts = [item for item in distinct if item not in own_percent]
    if share and len(amounts) >= 2 and not (own_percent and own_percent[0] is items[0]):
        yield from ratios(table, amounts, years, "percent", sentence)
        return
    found = list(plain_values(table, own_percent, years, sentence, quantity)) if own_percent else []
    if found:
        yield from found
    elif share:
        total = _total_item(table, distinct)
        if total is not None and distinct:
            yield from ratios(table, [distinct[0], total], years, "percent", sentence)
    elif change and pair is not None:
        yield from growth(table, items, years, sentence)


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
