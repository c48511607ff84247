"""An "average annual" rate that is the arithmetic mean.

What it detects
    An average of yearly returns or growth rates over several years, when the arithmetic mean and
    the compound rate lie half a point or more apart.

Why it misleads
    The mean of +100% and -50% is 25% a year; the money stands where it stood.

Example
    S&P 600 price returns 2022 to 2024: mean 1.10%, compound 0.15% a year.

Known limits
    Needs every year of the window.

References
    CFA Institute, Global Investment Performance Standards.
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, is_return, number
from claimcheck.evidence import bases_agree, by_series, compounded, days
from claimcheck.figures import show
from claimcheck.lexicon import metrics
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

PER_YEAR = frozenset({"annualised", "cagr"})


class ArithVsGeometric:
    """The rule; see the module."""

    code = "CC208"
    name = "arith-vs-geometric"
    needs = frozenset({"days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a rate a year over several years."""
        claim, span = context.claim, context.span
        quantity = claim.quantity
        if quantity is None or quantity.unit != "percent" or span.open:
            return None
        if span.start is None or span.end is None or (span.end - span.start).days < 700:
            return None
        metric = metrics().get(claim.metric)
        if not is_return(claim.metric) and not (metric and metric.growth_of):
            return None
        if not PER_YEAR & set(claim.basis) and quantity.per != "year":
            return None
        plain = tuple(base for base in claim.basis if base not in PER_YEAR)
        rows = [
            row for row in context.every_row(claim.metric)
            if bases_agree(plain, row.basis) and days(row) > 300
            and span.start <= row.start and row.end <= span.end
        ]
        years = round((span.end - span.start).days / 365.25)
        for series in by_series(rows):
            if len(series) == years:
                return self._caveat(series)
        return None

    def _caveat(self, series: list[Observation]) -> Caveat | None:
        values = [row.value for row in series]
        mean = sum(values, Decimal(0)) / len(values)
        total, _ = compounded(values)
        if total <= -100:
            return None
        rate = (((1 + total / 100).ln() / len(values)).exp() - 1) * 100
        if abs(mean - rate) < T.MEAN_GAP_PP:
            return None
        message = (
            f"The mean of the years is {show(mean, 'percent')}, the compound rate "
            f"{show(rate, 'percent')} a year; only the second is what the money earned."
        )
        given = {
            "mean_pct": number(mean), "cagr_pct": number(rate), "total_pct": number(total),
            "years": [number(value) for value in values],
        }
        return caveat(self, "moderate", message, given)
