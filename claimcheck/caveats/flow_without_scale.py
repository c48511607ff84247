"""A flow of billions without the size of what it flows into.

What it detects
    A net flow told without assets or market value. The ratio is computed; under 1% it is a note.

Why it misleads
    Billions sound large: 6.4 billion into 1.5 trillion is 0.43%.

Example
    $6.4 billion into US small caps, market value of the S&P 600 about $1.5 trillion (January 2025):
    0.43%.

Known limits
    The size held may be of another day, and of an index that stands for the segment.

References
    Bank of America client flow notes give flows as a share of market value (2022, 2024).
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, missing, name, number
from claimcheck.figures import period, show
from claimcheck.schema import Caveat

SIZES = ("aum", "market_cap")


class FlowWithoutScale:
    """The rule; see the module."""

    code = "CC408"
    name = "flow-without-scale"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a small flow, or for one whose scale is not held."""
        claim, stated = context.claim, context.stated
        if claim.kind != "flow" or claim.quantity is None or stated is None:
            return None
        if claim.modality not in ("reported", "forecast") or len(claim.quantity.unit) != 3:
            return None
        rows = [
            row for metric in SIZES for row in context.own_rows(metric)
            if row.unit == claim.quantity.unit and row.value > 0
        ]
        if not rows:
            who = name(claim.entity.id) if claim.entity.id else "this"
            return missing(self, f"neither assets nor market value are held for {who}")
        size = max(rows, key=lambda row: row.end)
        share = abs(stated) / size.value * 100
        if share >= T.FLOW_NOTE:
            return None
        message = (
            f"That is {show(share, 'percent')} of the {size.metric.replace('_', ' ')} of "
            f"{name(size.entity)} ({show(size.value, size.unit)}, {period(size.start, size.end)})."
        )
        values = {
            "flow": number(stated), "size": number(size.value), "share_pct": number(share),
            "formula": "flow / size",
        }
        return caveat(self, "note", message, values)
