"""The change of a rate called percent where it is percentage points, or the reverse.

What it detects
    A change of something that is itself a percentage (a rate, a margin, a share). Both readings
    are computed; it fires when the claim fits only the one that it does not name.

Why it misleads
    From 10% to 13% is 3 percentage points and 30 percent.

Example
    Federal funds rate from 4.33 to 3.64: -0.69 percentage points, -15.9 percent.

Known limits
    Needs both levels. A small change of a rate near 1% may fit both.

References
    The Economist Numbers Guide, on percentage points.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, is_return
from claimcheck.evidence import anything_held, candidates, sign
from claimcheck.figures import show
from claimcheck.intervals import compare, stated
from claimcheck.lexicon import metrics
from claimcheck.schema import Caveat

SWAPPED = {"percent": "percentage_point", "percentage_point": "percent"}


class PercentVsPp:
    """The rule; see the module."""

    code = "CC209"
    name = "percent-vs-pp"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when the number fits the unit that the text does not name."""
        claim, quantity = context.claim, context.claim.quantity
        metric = metrics().get(claim.metric)
        if quantity is None or metric is None or quantity.unit not in SWAPPED:
            return None
        if metric.unit != "percent" or metric.growth_of or is_return(metric.id):
            return None  # a growth rate is told in percent; its level is not a rate
        if claim.kind == "level":
            return None  # where a rate stands is no change of it
        if context.verdict.label in ("supported", "imprecise", "not_checkable"):
            return None
        if any(one.label in ("supported", "imprecise") for one in context.judged.tried):
            return None  # as it is told, it fits one of the readings
        if not anything_held(claim, context.reference):
            return None
        other_unit = SWAPPED[quantity.unit]
        told = quantity.model_copy(update={"unit": other_unit})
        swapped = claim.model_copy(update={"quantity": told, "kind": "change"})
        words = stated(quantity)
        for one in candidates(swapped, context.article, context.reference, context.day):
            turn = sign(claim)
            span = one.interval if turn > 0 else -one.interval
            if one.point and compare(words, one.point * turn, span).label == "supported":
                right = other_unit.replace("_", " ")
                return caveat(
                    self, "strong",
                    f"The figure is right in {right}s ({one.formula}), not in "
                    f"{quantity.unit.replace('_', ' ')}s."
                    if right != "percent" else
                    f"The figure is right in percent ({one.formula}), not in percentage points.",
                    {"formula": one.formula, "fits": other_unit, "said": quantity.unit,
                     "value": show(one.point, other_unit)},
                )
        return None
