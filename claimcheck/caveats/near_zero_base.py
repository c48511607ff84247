"""Growth from next to nothing.

What it detects
    A growth rate above 200%, or one whose base is under a tenth of the usual level (median of five
    years). The levels are told.

Why it misleads
    Hundreds of percent from almost nothing is still little.

Example
    S&P 500 earnings per share, March 2010: +788% on the year, still 28.3% under the earlier peak.

Known limits
    The usual level needs three earlier values; without them only the 200% rule applies.

References
    ours; Shiller, S&P 500 earnings (for the example).
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import (
    Context,
    caveat,
    is_growth,
    level_metrics,
    number,
    pair_of_levels,
    yearly,
)
from claimcheck.figures import show
from claimcheck.intervals import median
from claimcheck.schema import Caveat


class NearZeroBase:
    """The rule; see the module."""

    code = "CC206"
    name = "near-zero-base"
    needs = frozenset({"growth"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for growth from a very low base."""
        growth = context.stated
        if not is_growth(context.claim) or growth is None or context.span.open:
            return None
        for metric in level_metrics(context.claim):
            pair = pair_of_levels(context, metric)
            if pair is None:
                continue
            value, base = pair
            usual = [
                abs(row.value) for series in yearly(context.own_rows(metric)) for row in series
                if row.end < base.start and (base.end - row.end).days < 2000
            ]
            low = len(usual) >= 3 and 0 < base.value < T.NEAR_ZERO_SHARE * median(usual)
            if base.value <= 0 or not (low or growth > T.NEAR_ZERO_GROWTH):
                return None
            message = (
                f"The base is very low: from {show(base.value, base.unit)} to "
                f"{show(value.value, value.unit)}."
            )
            values = {"base": number(base.value), "value": number(value.value)}
            if usual:
                values["usual"] = number(median(usual))
            return caveat(self, "moderate", message, values)
        return None
