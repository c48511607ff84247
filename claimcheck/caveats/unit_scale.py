"""A slip of scale: million for billion, lakh for crore, the long billion.

What it detects
    A claim that misses the value held by a power of a thousand, or by the factor between lakh,
    crore and million, within 2%.

Why it misleads
    It is a slip of the pen a thousand times too large, and should be read as one.

Example
    "Revenue of $391.0 million" for Apple's fiscal 2024: 391.0 billion.

Known limits
    A contradiction stays one; the caveat only says what probably happened.

References
    ours; Directive 80/181/EEC on numeration names (long and short scale).
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, number
from claimcheck.figures import show
from claimcheck.schema import Caveat

POWERS = {
    Decimal(10) ** 3: "a thousand", Decimal(10) ** 6: "a million", Decimal(10) ** 9: "a billion",
    Decimal(100): "a hundred", Decimal(10) ** 5: "a lakh", Decimal(10) ** 7: "a crore",
    Decimal(10) ** 4: "ten thousand", Decimal(10) ** 8: "a hundred million",
}


class UnitScale:
    """The rule; see the module."""

    code = "CC411"
    name = "unit-scale"
    needs = frozenset({"tried"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a miss by a power of ten that a scale word makes."""
        claim, stated = context.claim, context.stated
        if claim.quantity is None or not stated or context.verdict.label != "contradicted":
            return None
        if len(claim.quantity.unit) != 3 and claim.quantity.unit != "count":
            return None
        for one in context.judged.tried:
            point = abs(one.candidate.point)
            if not point:
                continue
            ratio = max(abs(stated) / point, point / abs(stated))
            for power, words in POWERS.items():
                if abs(ratio / power - 1) <= T.SCALE_TOLERANCE:
                    message = (
                        f"{claim.quote} against {show(one.candidate.point, one.candidate.unit)}: "
                        f"off by {words}, probably a slip of the scale word."
                    )
                    return caveat(
                        self, "strong", message,
                        {"factor": number(power, 0), "held": number(one.candidate.point)},
                    )
        return None
