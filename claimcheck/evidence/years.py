"""Growth over several years, in all or a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from claimcheck.evidence.changes import change
from claimcheck.evidence.records import Candidate, Window
from claimcheck.evidence.rows import by_series, days, earlier
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, Interval, of_reference
from claimcheck.reference.records import Observation
from claimcheck.schema import Claim


def several_years(span: Window) -> bool:
    """Whether a named period is well longer than a year."""
    return bool(span.start and span.end and not span.open and (span.end - span.start).days > 400)


def per_year(claim: Claim) -> bool:
    """Whether a rate over several years is told a year ("12% a year", "compound annual")."""
    quantity = claim.quantity
    return "cagr" in claim.basis or bool(quantity and quantity.per == "year")


def over_years(claim: Claim, span: Window, rows: Sequence[Observation]) -> Iterator[Candidate]:
    """Growth from the first to the last of several years, in all or a year.

    "From 2021 to 2025" starts with the value of 2021; "over 2021-2025" may start a year earlier.
    """
    if span.start is None or span.end is None or claim.quantity is None:
        return
    if claim.quantity.unit not in ("percent", "times"):
        return
    for series in by_series(rows):
        last = _row_at(series, span.end)
        first = _row_at(series, span.start)
        before = earlier(series, first, 12) if first and days(first) > 300 else None
        for base, usual in ((first, True), (before, False)):
            if last is None or base is None or base is last or of_reference(base.value).low <= 0:
                continue
            made = change(claim, last, base, 12)
            if made is not None:
                made = replace(
                    made, transform=f"from-{base.end.year}", usual=usual, basis=last.basis
                )
                yield annual_rate(made, base.end, last.end) if per_year(claim) else made


def _row_at(series: list[Observation], day: date) -> Observation | None:
    """The row whose period holds ``day``, or the moment nearest to it within a week."""
    for row in series:
        if row.start <= day <= row.end and days(row) > 1:
            return row
    near = [row for row in series if days(row) == 1 and abs((row.end - day).days) <= 7]
    return min(near, key=lambda row: abs((row.end - day).days), default=None)


def annual_rate(total: Candidate, first: date, last: date) -> Candidate:
    """A change over several years as a compound rate a year."""
    years = round((last - first).days / 365.25)
    if years < 2 or total.interval.low <= -HUNDRED:
        return total

    def rate(value: Decimal) -> Decimal:
        return (((1 + value / HUNDRED).ln() / years).exp() - 1) * HUNDRED

    point = rate(total.point)
    span = Interval(rate(total.interval.low), rate(total.interval.high))
    formula = f"{total.formula}, over {years} years {show(point, 'percent')} a year"
    return replace(total, point=point, interval=span, formula=formula, unit="percent")
