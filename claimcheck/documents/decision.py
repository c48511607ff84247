"""Compares the values with the claim and writes the verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from claimcheck.documents.comparisons import Order
from claimcheck.documents.grains import key_name
from claimcheck.documents.values import RELATIVE, Value, cell_name, scaled_cell
from claimcheck.documents.wordlists import says
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, ONE, Match, Stated, compare, significant
from claimcheck.schema import Claim, Evidence, Label, Period, Quantity, Reading, SourceRef, Verdict

MOST_VALUES = 12
# Digits that a number must have to be borne out by arithmetic that its words do not name.
ENOUGH_DIGITS = 3


def falls(text: str, before: int) -> bool:
    """Whether the words right before ``before`` speak of a fall."""
    return says("down", text[max(0, before - 60) : before])


def same_unit(one: str, other: str) -> bool:
    """Whether two units are one kind; a bare number is a count."""
    if one == other:
        return True
    loose = {"count", ""}
    return one in loose and other in loose


def decide(
    claim: Claim, said: Stated, found: list[tuple[int, Value]], names: tuple[str, ...]
) -> tuple[Verdict, tuple[Evidence, ...]]:
    """The verdict on a claim by the values found, and one record for each."""
    quantity = claim.quantity
    assert quantity is not None
    matches = [
        (document, value, _match(claim, quantity, said, value)) for document, value in found
    ]
    named = [
        (document, _with_doubt(quantity, said, value), match)
        for document, value, match in matches if not value.aside
    ][:MOST_VALUES]
    label = _label(named)
    inferred = len({match.label for _, _, match in named}) > 1
    shown = named
    if label not in _FITS:
        aside = _fitting_aside(matches, quantity)
        if aside:
            label, shown, inferred = "supported", aside, True
    if not shown:
        return open_verdict("no row, column or sentence of the documents names this"), ()
    evidence = tuple(_record(claim, value, names[document]) for document, value, _ in shown)
    readings = tuple(
        Reading(basis=(), label=match.label, evidence=at, note=value.what)
        for at, (_, value, match) in enumerate(shown)
    )
    first = min(shown, key=lambda one: _RANK[one[2].label])
    reason = _reason(claim, first[1], label)
    margin = first[2].margin.quantize(Decimal("0.01")).normalize() + 0
    verdict = Verdict(
        label=label, now=label, reason=reason, readings=readings, margin_units=margin,
        basis_inferred_from_match=inferred and label in _FITS,
    )
    return verdict, evidence


def _with_doubt(quantity: Quantity, said: Stated, value: Value) -> Value:
    return replace(value, doubt=value.doubt or _size_left_out(quantity, said, value))


def _size_left_out(quantity: Quantity, said: Stated, value: Value) -> bool:
    """Whether only the size is missing: "$11.5" beside 11.5 of a table in millions.

    Shares may stand in a table in a size of their own.
    """
    if not value.sure or quantity.unit in RELATIVE or value.unit or not value.point:
        return False
    if quantity.scale not in (None, ONE) and not _SHARES.search(value.what):
        return False
    return any(
        compare(said, value.point * size, value.interval.scaled(size)).label == "supported"
        for size in (ONE.scaleb(power) for power in (-3, -6, -9))
    )


_SHARES = re.compile(r"\bshares\b(?! of)", re.IGNORECASE)
_FITS = ("supported", "imprecise")
Matched = tuple[int, Value, Match]


def _fitting_aside(matches: list[Matched], quantity: Quantity) -> list[Matched]:
    """The first value of other arithmetic that fits, when the number has digits enough.

    With eight values tried, one of three digits fits by chance about once in a hundred times.
    """
    if significant(quantity.low / (quantity.scale or ONE)) < ENOUGH_DIGITS:
        return []
    fit = [one for one in matches if one[1].aside and one[2].label == "supported"]
    return fit[:1]


def _label(named: list[Matched]) -> Label:
    """Any value that the words lead to may bear the claim out; to refute it they must be clear."""
    labels = [match.label for _, _, match in named]
    if "supported" in labels:
        return "supported"
    if "imprecise" in labels:
        return "imprecise"
    if not labels or any(value.doubt for _, value, _ in named):
        return "not_enough_data"
    return "contradicted"


def decide_order(
    claim: Claim, found: list[Order], name: str
) -> tuple[Verdict, tuple[Evidence, ...]]:
    """The verdict on an order told in words: rows of one name decide together or not at all."""
    told = {order.holds for order in found}
    label: Label = "not_enough_data" if len(told) > 1 else (
        "supported" if told == {True} else "contradicted"
    )
    evidence = tuple(
        Evidence(
            series=cell_name(cell), entity=claim.entity.id or claim.entity.text or "document",
            metric=claim.metric, period=Period(text=", ".join(map(key_name, cell.years)) or None),
            value=scaled_cell(order.table, cell)[0], unit=cell.number.unit or "",
            source=SourceRef(id=name, title=name), computation=order.shown,
        )
        for order in found[:1] for cell in order.cells
    ) or (_shown_only(claim, found[0], name),)
    verb = {"supported": "bears out", "contradicted": "does not bear out"}.get(
        label, "does not settle"
    )
    reason = f"The document gives {found[0].shown}, which {verb} “{claim.quote}”."
    readings = tuple(
        Reading(basis=(), label=label, evidence=0, note=order.shown) for order in found[:1]
    )
    return Verdict(label=label, now=label, reason=reason, readings=readings), evidence


def _shown_only(claim: Claim, order: Order, name: str) -> Evidence:
    """The record of an order of ratios, which stand in no cell: the new one."""
    return Evidence(
        series=order.shown, entity=claim.entity.id or claim.entity.text or "document",
        metric=claim.metric, period=Period(), value=order.value, unit=order.unit,
        source=SourceRef(id=name, title=name), computation=order.shown,
    )


def _match(claim: Claim, quantity: Quantity, said: Stated, value: Value) -> Match:
    """Compares in the claim's unit; the scale is told by the table or, unsaid, by the digits."""
    point, span = value.point, value.interval
    if value.turned and quantity.low >= 0:
        point, span = -point, -span
    if value.unit in RELATIVE and value.unit != quantity.unit:
        if quantity.unit == "basis_point" and value.unit == "percentage_point":
            return compare(said, point * HUNDRED, span.scaled(HUNDRED))
        return Match("contradicted", said.unit)
    if quantity.unit in RELATIVE and value.unit not in RELATIVE:
        return Match("contradicted", said.unit)
    result = compare(said, point, span)
    if result.label == "contradicted" and value.unsigned:
        result = min(result, compare(said, -point, -span), key=lambda match: _RANK[match.label])
    unscaled = not value.sure and quantity.unit not in RELATIVE and point and quantity.low
    # A count may stand in a table "in millions, except share data", or be told in its units.
    counted = quantity.unit == "count" and quantity.scale == 1 and point
    if result.label == "contradicted" and (unscaled or counted):
        for power in (3, 6, 9, -3, -6) if unscaled else (-3, -6, -9):
            size = ONE.scaleb(power)
            other = compare(said, point * size, span.scaled(size))
            if other.label != "contradicted":
                return other
    return result


_RANK: dict[str, int] = {"supported": 0, "imprecise": 1, "contradicted": 2}


def _record(claim: Claim, value: Value, name: str) -> Evidence:
    quantity = claim.quantity
    unit = value.unit or (quantity.unit if quantity else "")
    return Evidence(
        series=value.what, entity=claim.entity.id or claim.entity.text or "document",
        metric=claim.metric, period=Period(text=", ".join(map(key_name, value.years)) or None),
        value=value.point, unit=unit, source=SourceRef(id=name, title=name),
        computation=value.formula,
    )


def _reason(claim: Claim, value: Value, label: Label) -> str:
    unit = value.unit or (claim.quantity.unit if claim.quantity else "")
    given = show(value.point, unit)
    told = f"The document gives {given} ({value.formula}); the text says {claim.quote}"
    if label == "supported":
        return f"{told}, which fits."
    if label == "imprecise":
        return f"{told}, which is nearly right."
    if label == "contradicted":
        return f"{told}."
    return f"The nearest value of the document is {given}, but it is not certain that it is meant."


def open_verdict(why: str) -> Verdict:
    """A verdict that nothing was found, and why."""
    return Verdict(label="not_enough_data", reason=f"{why[0].upper()}{why[1:]}.")
