"""How far two entities lie apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from claimcheck.evidence.key import entity_ids, known_rows, stands_for
from claimcheck.evidence.records import Candidate, Held, Window
from claimcheck.evidence.values import published
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, ONE
from claimcheck.schema import Claim


def pair_values(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    """Yields the distance between the claim's entity and the one it is compared with."""
    baseline = claim.baseline
    if baseline is None or baseline.entity is None:
        return
    plain = claim.model_copy(update={"quantity": None, "kind": "level", "baseline": None})
    for own in entity_ids(claim):
        ours = list(published(plain, span, known_rows(reference, claim, own, claim.metric, day)))
        for other in stands_for(baseline.entity.id):
            held = known_rows(reference, claim, other, claim.metric, day)
            theirs = list(published(plain, span, held))
            yield from _matched(claim, ours, theirs)


def _matched(
    claim: Claim, ours: list[Candidate], theirs: list[Candidate]
) -> Iterator[Candidate]:
    for one in ours:
        for other in theirs:
            alike = (one.row.provider, one.basis, one.start, one.end, one.transform) == (
                other.row.provider, other.basis, other.start, other.end, other.transform
            )
            if alike and other.point > 0 and other.interval.low > 0:
                yield _apart(claim, one, other)


def _apart(claim: Claim, one: Candidate, other: Candidate) -> Candidate:
    ratio, interval = one.point / other.point, one.interval / other.interval
    shown = f"{show(one.point, one.unit)} / {show(other.point, other.unit)}"
    unit = claim.quantity.unit if claim.quantity else "percent"
    lower = claim.direction == "down" or bool(
        claim.baseline and claim.baseline.relation == "lower_than"
    )
    if unit == "times":
        point, formula = ratio, f"{shown} = {show(ratio, 'times')}"
    elif unit in ("percentage_point", "basis_point"):
        scale = HUNDRED if unit == "basis_point" else ONE
        gap = other.interval - one.interval if lower else one.interval - other.interval
        point = (other.point - one.point if lower else one.point - other.point) * scale
        interval = gap.scaled(scale)
        formula = f"{show(one.point, one.unit)} - {show(other.point, other.unit)}"
    elif lower:
        point = (1 - ratio) * HUNDRED
        interval = (-interval).shifted(ONE).scaled(HUNDRED)
        formula = f"1 - {shown} = {show(point, 'percent')}"
    else:
        point = (ratio - 1) * HUNDRED
        interval = interval.shifted(-ONE).scaled(HUNDRED)
        formula = f"{shown} - 1 = {show(point, 'percent')}"
    return Candidate(
        point, interval, unit, (*one.rows, *other.rows), one.basis, one.start, one.end, formula,
        transform="pair",
    )
