"""Earnings without saying which: reported, adjusted or operating.

What it detects
    An earnings figure whose text names no basis, when more than one is held for the period and
    they differ by more than the claim's precision. All are listed.

Why it misleads
    Adjusted earnings leave out what the company would rather not count.

Example
    A company that reports 6.10 dollars a share by the accounting rules and 7.25 adjusted.

Known limits
    Needs both figures.

References
    SEC Regulation G on non-GAAP measures.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, number
from claimcheck.evidence import same_period
from claimcheck.figures import show
from claimcheck.intervals import stated
from claimcheck.lexicon import metrics
from claimcheck.schema import Caveat

BASES = frozenset({"gaap", "adjusted", "operating"})


class EarningsBasis:
    """The rule; see the module."""

    code = "CC404"
    name = "earnings-basis"
    needs = frozenset({"days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for unqualified earnings with more than one basis held."""
        claim, span = context.claim, context.span
        metric = metrics().get(claim.metric)
        if claim.quantity is None or metric is None or len(BASES & set(metric.bases)) < 2:
            return None
        if BASES & set(claim.basis) or span.start is None or span.end is None or span.open:
            return None
        held = {
            base: row for row in context.own_rows(claim.metric)
            if same_period(row, span.start, span.end) for base in BASES & set(row.basis)
        }
        if len(held) < 2:
            return None
        values = [row.value for row in held.values()]
        if max(values) - min(values) <= stated(claim.quantity).unit:
            return None
        shown = ", ".join(
            f"{base} {show(row.value, row.unit)}" for base, row in sorted(held.items())
        )
        return caveat(
            self, "moderate", f"The text does not say which earnings: {shown}.",
            {base: number(row.value) for base, row in sorted(held.items())},
        )
