"""A per-share figure on another split basis.

What it detects
    A per-share claim that misses the value held by a usual split factor (2, 3, 4, 5, 7, 10, 20),
    within 1%.

Why it misleads
    After a ten-for-one split every earlier figure is restated to a tenth.

Example
    NVIDIA, fiscal 2024: 11.93 dollars as filed in February 2024, 1.19 as filed a year later. Apple,
    fiscal 2019: 11.89 and 2.97.

Known limits
    A true factor of two between two figures looks the same.

References
    SEC, company facts of NVIDIA and Apple.
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, number
from claimcheck.figures import show
from claimcheck.schema import Caveat


class SplitRestated:
    """The rule; see the module."""

    code = "CC410"
    name = "split-restated"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a per-share miss by a split factor."""
        claim, stated = context.claim, context.stated
        if claim.quantity is None or not stated or claim.metric not in T.PER_SHARE:
            return None
        if claim.kind not in ("level", "ratio") or context.verdict.label in (
            "supported", "imprecise", "not_checkable"
        ):
            return None
        for one in context.judged.tried:
            point = one.candidate.point
            if point <= 0 or stated <= 0:
                continue
            ratio = max(stated / point, point / stated)
            for factor in T.SPLIT_FACTORS:
                if abs(ratio / factor - 1) <= T.SPLIT_TOLERANCE:
                    message = (
                        f"{claim.quote} is {factor} "
                        f"{'times' if stated > point else 'to 1 against'} "
                        f"{show(point, one.candidate.unit)}: probably the basis before or after a "
                        "share split."
                    )
                    values = {"factor": str(factor), "held": number(point),
                              "stated": number(stated)}
                    return caveat(self, "moderate", message, values)
        return None
