"""An annual rate that moved because of the month that dropped out of it.

What it detects
    A claim about an annual rate (inflation, retail sales) whose change from the month before comes
    mostly from the month a year earlier. With m the monthly change and s the usual change of that
    calendar month (median of up to ten years before the base), the base effect is
    BE = -(m(t-12) - s). It fires when BE is 0.1 point or more and half or more of the change of the
    annual rate.

Why it misleads
    "Inflation jumped" is read as prices rising faster now, while it was last year that they fell.

Example
    US consumer prices, April 2021: 2.62% to 4.16%; the month rose 0.82%, the month dropped -0.67%,
    usual 0.32%: a base effect of +0.99 points, 64% of the change. June 2023: -1.16 points, 107%.

Known limits
    Needs the index or its monthly changes for 13 months and the usual month of at least five years.

References
    Rubene and Koester, ECB Economic Bulletin 3/2021, box 4; National Bank of Belgium blog,
    21 April 2023; Central Bank of Iceland 2007, as cited in Economic Survey of India 2020-21, 2.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, index_of, missing, number
from claimcheck.evidence import days, months_back
from claimcheck.figures import period, show
from claimcheck.intervals import median
from claimcheck.lexicon import metrics
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

RATES = frozenset({"cpi_inflation", "core_inflation", "pce_inflation", "ppi_inflation"})


@dataclass(frozen=True, slots=True)
class Months:
    """The worked figures of one month, in percent and points."""

    rate: Decimal
    rate_before: Decimal
    month: Decimal
    month_base: Decimal
    usual: Decimal

    @property
    def effect(self) -> Decimal:
        """Base effect in points."""
        return self.usual - self.month_base

    @property
    def share(self) -> Decimal | None:
        """Its share of the change of the annual rate."""
        change = self.rate - self.rate_before
        return self.effect / change if change else None


class BaseEffectMonthly:
    """The rule; see the module."""

    code = "CC202"
    name = "base-effect-monthly"
    needs = frozenset({"days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a monthly claim about an annual rate."""
        claim, span = context.claim, context.span
        metric = metrics().get(claim.metric)
        if metric is None or span.start is None or span.end is None or span.open:
            return None
        if not 27 <= (span.end - span.start).days + 1 <= 31 or "mom" in claim.basis:
            return None
        if claim.modality not in ("reported", "forecast") or (
            claim.metric not in RATES and not metric.growth_of
        ):
            return None
        rows = index_of(context)
        if not rows:
            return missing(self, "the index behind this annual rate is not held by month")
        worked = work(rows, span.start, span.end)
        if worked is None:
            return missing(self, "the index is not held for the 13 months and five earlier years")
        return self._caveat(worked, span.start, span.end)

    def _caveat(self, worked: Months, start: date, end: date) -> Caveat | None:
        share = worked.share
        if share is None or abs(worked.effect) < T.MONTHLY_BASE_PP:
            return None
        if share < T.MONTHLY_BASE_SHARE:
            return None
        effect = show(worked.effect, "percentage_point")
        message = (
            f"Of the move from {show(worked.rate_before, 'percent')} to "
            f"{show(worked.rate, 'percent')} in {period(start, end)}, {effect} "
            f"({share * 100:.0f}%) come from the month a year earlier dropping out, not from this "
            "month."
        )
        values = {
            "yoy": number(worked.rate), "yoy_prev": number(worked.rate_before),
            "mom": number(worked.month), "mom_base": number(worked.month_base),
            "norm": number(worked.usual), "base_effect_pp": number(worked.effect),
            "share_of_change": number(share), "formula": "-(m[t-12] - s)",
        }
        return caveat(self, "strong" if share >= 1 else "moderate", message, values)


def work(rows: list[Observation], start: date, end: date) -> Months | None:
    """The figures for a month from the index, all by date; None when a month is missing."""
    by_month = {(row.start.year, row.start.month): row for row in rows if days(row) <= 31}
    year, month = start.year, start.month

    def change(year: int, month: int, lag: int) -> Decimal | None:
        now = by_month.get((year, month))
        before = months_back(date(year, month, 1), lag)
        base = by_month.get((before.year, before.month))
        if now is None or base is None or base.value <= 0:
            return None
        return (now.value / base.value - 1) * 100

    previous = months_back(date(year, month, 1), 1)
    usual = [
        found for back in range(2, 12) if (found := change(year - back, month, 1)) is not None
    ]
    rate, before = change(year, month, 12), change(previous.year, previous.month, 12)
    now, base = change(year, month, 1), change(year - 1, month, 1)
    if len(usual) < 5 or rate is None or before is None or now is None or base is None:
        return None
    return Months(rate, before, now, base, median(usual))

