"""An average without its years.

What it detects
    "Above the historical average" with no window named. Every window held is tried; it is strong
    when they disagree.

Why it misleads
    The right choice of years makes nearly everything cheap or dear.

Example
    Discount of the S&P 600 to the S&P 500, 31%: above the 25% of five years and the 11% of twenty.

Known limits
    Only the windows that are held are tried.

References
    FactSet averages as quoted by Barron's (13 January 2026) and MarketWatch (29 August 2025).
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat
from claimcheck.schema import Caveat


class MissingBenchmarkWindow:
    """The rule; see the module."""

    code = "CC605"
    name = "missing-benchmark-window"
    needs = frozenset({"tried"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a comparison with an average that names no years."""
        averages = [
            one for one in context.judged.tried if one.candidate.transform.startswith("average-")
        ]
        if not averages or any(char.isdigit() for char in context.claim.quote):
            return None
        shown = "; ".join(dict.fromkeys(one.candidate.formula for one in averages[:4]))
        labels = {one.label for one in averages}
        strength = "strong" if len(labels) > 1 else "note"
        message = f"No years are named for the average: {shown}."
        windows = sorted({one.candidate.transform.removeprefix("average-") for one in averages})
        return caveat(self, strength, message, {"years": windows})  # type: ignore[arg-type]
