"""Part of a year set beside full years.

What it detects
    A figure for the year so far (or for part of a year) compared with a full year, or a claim for a
    year that is matched only by the part of it.

Why it misleads
    Part of a flow is smaller, and part of a return may turn.

Example
    S&P 600 by May 2025: -11.8%; the whole year ended about 5 to 6% up.

Known limits
    Needs the span of the number; a comparison is seen only where the text links the two.

References
    CFA Institute, Global Investment Performance Standards (periods under a year).
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat
from claimcheck.evidence import days
from claimcheck.figures import period, show
from claimcheck.intervals import Interval, compare, of_reference, stated
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

YEAR = 365


class YtdAsYear:
    """The rule; see the module."""

    code = "CC310"
    name = "ytd-as-year"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for unlike spans."""
        return self._compared(context) or self._matched(context)

    def _compared(self, context: Context) -> Caveat | None:
        """The text compares the number with one of a span a tenth longer or shorter."""
        claim = context.claim
        own, other = claim.period, claim.baseline.period if claim.baseline else None
        if claim.baseline and claim.baseline.claim and other is None:
            linked = next((c for c in context.claims if c.id == claim.baseline.claim), None)
            other = linked.period if linked else None
        if not other or not own.start or not own.end or not other.start or not other.end:
            return None
        one, two = (own.end - own.start).days + 1, (other.end - other.start).days + 1
        longer = max(one, two)
        if longer < 300 or min(one, two) < 28 or (longer - min(one, two)) <= T.YTD_SPAN * longer:
            return None
        message = (
            f"{period(own.start, own.end)} ({one} days) is set beside "
            f"{period(other.start, other.end)} ({two} days)."
        )
        return caveat(self, "moderate", message, {"days": one, "other_days": two})

    def _matched(self, context: Context) -> Caveat | None:
        """A year's claim that fits only what was known of part of the year."""
        claim, span = context.claim, context.span
        if claim.quantity is None or span.open or span.start is None or span.end is None:
            return None
        if not 360 <= (span.end - span.start).days + 1 <= 366 or claim.modality != "reported":
            return None
        if context.verdict.label in ("supported", "imprecise", "not_checkable"):
            return None
        words = stated(claim.quantity)
        for row in context.every_row(claim.metric):
            part = row.start == span.start and row.end < span.end and days(row) < 0.9 * YEAR
            turn = -1 if claim.direction in ("down", "out") else 1
            if part and days(row) > 20 and compare(
                words, row.value * turn, _turned(row, turn)
            ).label == "supported":
                message = (
                    f"{show(row.value, row.unit)} is the figure for {period(row.start, row.end)} "
                    "only, not for the year."
                )
                return caveat(self, "moderate", message, {"part_end": str(row.end)})
        return None


def _turned(row: Observation, turn: int) -> Interval:
    span = of_reference(row.value)
    return span if turn > 0 else -span
