"""A growth rate that differs much from the pace over two years.

What it detects
    The annual rate g against the pace over two years, g2 = (v(t) / v(t-2)) ** 0.5 - 1. It fires
    when they lie max(3 points, half of g) apart.

Why it misleads
    A year that follows a bad or a splendid one says more about the year before than about itself.

Example
    US consumer prices, April 2021: 4.16% on the year, 2.23% a year over two years.

Known limits
    Needs three values two years apart in one series and vintage; for an estimate that is not held
    the third is what the claim implies.

References
    Rubene and Koester, ECB Economic Bulletin 3/2021, box 4; US BLS, CPI-U.
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import (
    Context,
    at,
    caveat,
    is_growth,
    level_metrics,
    missing,
    number,
)
from claimcheck.evidence import each_series, months_back
from claimcheck.figures import period, show
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat


class StackedGrowth:
    """The rule; see the module."""

    code = "CC203"
    name = "stacked-growth"
    needs = frozenset({"growth", "days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when two years tell another story than one."""
        growth, span = context.stated, context.span
        if not is_growth(context.claim) or growth is None or growth <= -100:
            return None
        if span.start is None or span.end is None or span.open:
            return None
        held = False
        base = before = None
        for metric in level_metrics(context.claim):
            for series in each_series(context.own_rows(metric)):
                base = at(series, months_back(span.start, 12), months_back(span.end, 12))
                before = at(series, months_back(span.start, 24), months_back(span.end, 24))
                value = at(series, span.start, span.end)
                held = held or base is not None
                if base and before and before.value > 0 and base.value > 0:
                    return self._compare(growth, before, base, value, period(span.start, span.end))
        if base is None and not held:
            return None  # base-effect-level says that no levels are held
        return missing(self, "the levels of the two years before are not both held")

    def _compare(
        self, growth: Decimal, before: Observation, base: Observation, value: Observation | None,
        when: str,
    ) -> Caveat | None:
        end = value.value if value else base.value * (1 + growth / 100)
        if end <= 0:
            return None
        pace = ((end / before.value).sqrt() - 1) * 100
        if abs(growth - pace) < max(T.STACKED_PP, T.STACKED_SHARE * abs(growth)):
            return None
        message = (
            f"Over two years to {when} the pace is {show(pace, 'percent', 1)} a year, against "
            f"{show(growth, 'percent', 1)} in the last one."
        )
        values = {
            "growth_pct": number(growth), "two_year_pace_pct": number(pace),
            "value": number(end), "base": number(base.value), "before": number(before.value),
            "formula": "(value / before) ** 0.5 - 1", "assumed": "data" if value else "claim",
        }
        return caveat(self, "moderate", message, values)
