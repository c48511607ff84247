"""A change from month to month in figures that are not adjusted for the season.

What it detects
    A monthly or quarterly change taken from a series that is not seasonally adjusted, when the
    usual range of its months is as large as the claim.

Why it misleads
    Shops sell more in December every year.

Example
    US consumer prices, not adjusted: Decembers of 2016 to 2025 lie between -0.32 and +0.31%.

Known limits
    Needs the mark "nsa" on the series, or a claim that names it.

References
    OECD, Data and Metadata Reporting and Presentation Handbook (2007), section 5.6.2.
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck.caveats.context import Context, caveat, is_growth, level_metrics, number
from claimcheck.evidence import days, earlier
from claimcheck.figures import show
from claimcheck.intervals import median
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

YEARS = 10


class Seasonal:
    """The rule; see the module."""

    code = "CC312"
    name = "seasonal"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a step within the year from unadjusted figures."""
        claim, growth = context.claim, context.stated
        if growth is None or not {"mom", "qoq"} & set(claim.basis):
            return None
        if "sa" in claim.basis or any(
            "sa" in one.candidate.basis and one.label in ("supported", "imprecise")
            for one in context.judged.tried
        ):
            return None  # the figure is the adjusted one
        metrics = (claim.metric, *(level_metrics(claim) if is_growth(claim) else ()))
        for metric in metrics:
            first = context.span.start.year - YEARS if context.span.start else 0
            rows = [
                row for row in context.own_rows(metric)
                if row.start.year >= first
                and ("nsa" in row.basis or "not seasonally" in (row.note or "").lower())
            ]
            spread = _seasons(rows, 3 if "qoq" in claim.basis else 1)
            if spread is None:
                continue
            low, high = spread
            if high - low < abs(growth):
                return None
            message = (
                f"Not adjusted for the season: the usual step of a month lies between "
                f"{show(low, 'percent')} and {show(high, 'percent')}."
            )
            return caveat(self, "moderate", message, {"low": number(low), "high": number(high)})
        return None


def _seasons(rows: list[Observation], step: int) -> tuple[Decimal, Decimal] | None:
    """Least and greatest of the median steps of each month (quarter) of the year."""
    by_month: dict[int, list[Decimal]] = {}
    for row in rows:
        if days(row) > 100 or row.value <= 0:
            continue
        before = earlier(rows, row, step)
        if before is not None and before.value > 0:
            by_month.setdefault(row.start.month, []).append((row.value / before.value - 1) * 100)
    usual = [median(steps) for steps in by_month.values() if len(steps) >= 3]
    return (min(usual), max(usual)) if len(usual) >= 4 else None
