"""Compares the values with the claim and writes the verdict."""

from __future__ import annotations

from decimal import Decimal

from claimcheck.documents.rows import Item
from claimcheck.documents.values import RELATIVE, Value
from claimcheck.documents.wordlists import says
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, ONE, Match, Stated, compare
from claimcheck.schema import Claim, Evidence, Label, Period, Quantity, Reading, SourceRef, Verdict

MOST_VALUES = 12


def told_as_fall(sentence: str, items: list[Item]) -> bool:
    """Whether the sentence, its row names left out, speaks of a fall and of nothing else.

    "The change was -5%" and "increase/(decrease)" carry the sign in the number.
    """
    rest = sentence.lower()
    for item in items:
        rest = rest.replace(item.label.lower(), " ")
    if not says("down", rest):
        return False
    return not says("neutral", rest) and not says("up", rest)


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
        (document, value, _match(claim, quantity, said, value))
        for document, value in found[:MOST_VALUES]
    ]
    labels = [match.label for _, _, match in matches]
    label = _label(labels, any(value.doubt for _, value, _ in matches))
    evidence = tuple(_record(claim, value, names[document]) for document, value, _ in matches)
    readings = tuple(
        Reading(basis=(), label=match.label, evidence=at, note=value.what)
        for at, (_, value, match) in enumerate(matches)
    )
    first = min(matches, key=lambda one: _RANK[one[2].label])
    reason = _reason(claim, first[1], label)
    margin = first[2].margin.quantize(Decimal("0.01")).normalize() + 0
    verdict = Verdict(
        label=label, now=label, reason=reason, readings=readings, margin_units=margin,
        basis_inferred_from_match=len(set(labels)) > 1 and label in ("supported", "imprecise"),
    )
    return verdict, evidence


def _label(labels: list[Label], doubt: bool) -> Label:
    """Any value that the words lead to may bear the claim out; to refute it they must be clear."""
    if "supported" in labels:
        return "supported"
    if "imprecise" in labels:
        return "imprecise"
    return "not_enough_data" if doubt else "contradicted"


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
    counted = quantity.unit == "count" and point  # "in millions, except share data"
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
        metric=claim.metric, period=Period(text=", ".join(map(str, value.years)) or None),
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
