"""A range put together from different sources, or digits that no source has.

What it detects
    A range whose two ends are the values of two different estimates ("18-19%" from 18 and 19), and
    a claim with more digits than the value that it goes back to.

Why it misleads
    A range suggests one source's uncertainty; it is two sources' disagreement.

Example
    "18-19%" for 2026: 18% in one note of Bank of America, 19% in another a week later.

Known limits
    Needs both estimates.

References
    Bank of America as quoted on 2 and 8 December 2025.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, name, number
from claimcheck.figures import show
from claimcheck.intervals import last_digit
from claimcheck.schema import Caveat


class MergedRange:
    """The rule; see the module."""

    code = "CC602"
    name = "merged-range"
    needs = frozenset({"tried"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a merged range or false precision."""
        quantity = context.claim.quantity
        fits = [one.candidate for one in context.judged.tried if one.label == "supported"]
        if quantity is None or not fits:
            return None
        if quantity.low != quantity.high:
            low = [one for one in fits if one.point == quantity.low]
            high = [one for one in fits if one.point == quantity.high]
            if low and high and low[0].row.series != high[0].row.series:
                who = " and ".join(
                    f"{name(one.row.provider) if one.row.provider else one.row.source} "
                    f"{show(one.point, one.unit)}" for one in (low[0], high[0])
                )
                message = f"The range joins two separate figures: {who}."
                return caveat(self, "note", message, {"low": number(low[0].point),
                                                      "high": number(high[0].point)})
            return None
        if all(one.transform == "direct" for one in fits) and quantity.decimals:
            unit = last_digit(quantity.low / quantity.scale, quantity.decimals) * quantity.scale
            coarsest = min(last_digit(one.row.value) for one in fits)
            if unit < coarsest and coarsest >= unit * 10 and fits[0].unit == "percent":
                message = (
                    f"{claim_quote(context)} has more digits than the value it goes back to, "
                    f"{show(fits[0].point, fits[0].unit)}."
                )
                return caveat(self, "note", message, {"held": number(fits[0].point)})
        return None


def claim_quote(context: Context) -> str:
    """The number as written."""
    return context.claim.quote
