"""Several values of one series as one: average, sum, returns compounded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from claimcheck.evidence.key import unit_factor
from claimcheck.evidence.records import Candidate
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, ONE, Interval, exact, of_reference
from claimcheck.reference.records import Observation
from claimcheck.schema import Claim


def _combine(
    claim: Claim, parts: list[Observation], start: date, end: date, point: Decimal,
    interval: Interval, formula: str, transform: str,
) -> Candidate:
    scale = unit_factor(claim, parts[-1]) or ONE
    return Candidate(
        point * scale, interval.scaled(scale), parts[-1].unit, tuple(reversed(parts)),
        parts[-1].basis, start, end, formula, transform=transform,
        note=f"{transform} of {len(parts)} values",
    )


def averaged(claim: Claim, parts: list[Observation], start: date, end: date) -> Candidate:
    """The mean of several values as a candidate."""
    count = Decimal(len(parts))
    total = exact(Decimal(0))
    for row in parts:
        total = total + of_reference(row.value)
    mean = sum((row.value for row in parts), Decimal(0)) / count
    formula = f"average of {len(parts)} values = {show(mean, parts[-1].unit)}"
    return _combine(claim, parts, start, end, mean, total.scaled(1 / count), formula, "average")


def summed(claim: Claim, parts: list[Observation], start: date, end: date) -> Candidate:
    """The sum of several values as a candidate."""
    total = exact(Decimal(0))
    for row in parts:
        total = total + of_reference(row.value)
    point = sum((row.value for row in parts), Decimal(0))
    shown = " + ".join(show(row.value, row.unit) for row in parts[:12])
    formula = f"{shown} = {show(point, parts[-1].unit)}"
    return _combine(claim, parts, start, end, point, total, formula, "sum")


def left_over(
    claim: Claim, whole: Observation, parts: list[Observation], start: date, end: date
) -> Candidate:
    """A longer period less its other parts, as a candidate."""
    total = of_reference(whole.value)
    for row in parts:
        total = total - of_reference(row.value)
    point = whole.value - sum((row.value for row in parts), Decimal(0))
    shown = " - ".join(show(row.value, row.unit) for row in (whole, *parts))
    formula = f"{shown} = {show(point, whole.unit)}"
    return _combine(claim, [*parts, whole], start, end, point, total, formula, "rest")


def compound(claim: Claim, parts: list[Observation], start: date, end: date) -> Candidate:
    """Returns in a row as one candidate."""
    point, interval = compounded([row.value for row in parts])
    shown = " and ".join(show(row.value, "percent") for row in parts[:12])
    formula = f"{shown} compounded = {show(point, 'percent')}"
    return _combine(claim, parts, start, end, point, interval, formula, "compounded")


def compounded(values: Sequence[Decimal]) -> tuple[Decimal, Interval]:
    """Percent returns in a row as one: point and interval."""
    point, interval = ONE, exact(ONE)
    for value in values:
        point *= 1 + value / HUNDRED
        interval = interval * of_reference(value).scaled(1 / HUNDRED).shifted(ONE)
    return (point - 1) * HUNDRED, interval.shifted(-ONE).scaled(HUNDRED)
