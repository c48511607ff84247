"""A rise after a fall that is taken to make up for it.

What it detects
    Percentages of opposite sign in a row of which the rise is smaller than the fall needs: after a
    fall of x it takes x / (1 - x) to stand where one stood.

Why it misleads
    Percentages do not add up: minus 50 and plus 50 leave 25% less.

Example
    S&P 600 price return 2022 -17.42%, 2023 +13.89%: +21.1% was needed; two years together -5.95%.

Known limits
    Looks at the yearly values that the claim's own window names, and at numbers of one sentence
    pair about one thing.

References
    CFA Institute, Global Investment Performance Standards (geometric linking).
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck.caveats.context import Context, caveat, is_return, number
from claimcheck.evidence import compounded
from claimcheck.figures import show
from claimcheck.schema import Caveat


class LossRecoveryAsymmetry:
    """The rule; see the module."""

    code = "CC207"
    name = "loss-recovery-asymmetry"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for returns in a row that do not repair the loss."""
        returns = _returns(context)
        if len(returns) < 2:
            return None
        for index, first in enumerate(returns[:-1]):
            second = returns[index + 1]
            if first < 0 < second and first > -100:
                needed = -first / (100 + first) * 100
                if second < needed:
                    return self._caveat(first, second, needed)
        return None

    def _caveat(self, first: Decimal, second: Decimal, needed: Decimal) -> Caveat:
        both, _ = compounded([first, second])
        message = (
            f"After {show(first, 'percent')} it takes +{show(needed, 'percent', 1)} to get back; "
            f"+{show(second, 'percent')} left {show(both, 'percent')} over the two."
        )
        values = {
            "fall_pct": number(first), "rise_pct": number(second), "needed_pct": number(needed, 1),
            "together_pct": number(both), "formula": "x / (1 - x)",
        }
        return caveat(self, "moderate", message, values)


def _returns(context: Context) -> list[Decimal]:
    """Yearly returns inside the claim's window, or the fall before a claimed rise."""
    claim = context.claim
    for one in context.judged.tried:
        if one.candidate.transform == "trend" and is_return(one.candidate.row.metric):
            return [row.value for row in one.candidate.rows]
    if not is_return(claim.metric) or context.stated is None or context.stated <= 0:
        return []
    before = [
        other for other in context.claims
        if other.quantity is not None and other.metric == claim.metric
        and other.entity.id == claim.entity.id and other.direction == "down"
        and other.quantity.unit == "percent"
        and other.span.start < claim.span.start and claim.sentence.start - other.sentence.end <= 2
    ]
    return [-before[-1].quantity.low, context.stated] if before and before[-1].quantity else []
