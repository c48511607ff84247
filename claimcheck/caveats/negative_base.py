"""A percent change of a base at or below zero, which has no meaning.

What it detects
    A claimed percent change whose base period is a loss or zero. The swing is told instead.

Why it misleads
    The formula gives a number (even with the wrong sign), but it measures nothing.

Example
    Marvell: from a loss of 885.0 to a profit of 2,670.1 million dollars; the naive change is
    -401.7%, the swing is 3,555.1 million.

Known limits
    Needs both levels.

References
    Practice of data vendors ("NM", not meaningful); Marvell 10-K filings.
"""

from __future__ import annotations

from claimcheck.caveats.context import (
    Context,
    caveat,
    is_growth,
    level_metrics,
    number,
    pair_of_levels,
)
from claimcheck.figures import show
from claimcheck.schema import Caveat


class NegativeBase:
    """The rule; see the module."""

    code = "CC205"
    name = "negative-base"
    needs = frozenset({"growth"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a percent change from a loss."""
        if not is_growth(context.claim) or context.span.open:
            return None
        for metric in level_metrics(context.claim):
            pair = pair_of_levels(context, metric)
            if pair is None:
                continue
            value, base = pair
            if base.value > 0:
                return None
            swing = value.value - base.value
            naive = (value.value / base.value - 1) * 100 if base.value else None
            message = (
                f"A percent change from {show(base.value, base.unit)} has no meaning; the swing is "
                f"{show(swing, base.unit)}, to {show(value.value, value.unit)}."
            )
            values = {
                "base": number(base.value), "value": number(value.value), "swing": number(swing),
                "naive_pct": number(naive, 1) if naive is not None else None,
                "formula": "value - base",
            }
            return caveat(self, "strong", message, values)
        return None
