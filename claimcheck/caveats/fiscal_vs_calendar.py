"""A year label that means a fiscal year.

What it detects
    A claim for a year (or quarter) of a company whose fiscal year ends 30 days or more from the
    calendar's, when the text does not say "fiscal", or when the value held is that of another span
    than the label suggests.

Why it misleads
    NVIDIA's fiscal 2026 ended on 25 January 2026: all but its last weeks are calendar 2025.

Example
    Marvell's fiscal 2022 ended on 29 January 2022.

Known limits
    Needs the company's year end, or the days of its reports.

References
    SEC, 10-K filings of NVIDIA and Marvell.
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, name
from claimcheck.evidence import days
from claimcheck.figures import period
from claimcheck.schema import Caveat


class FiscalVsCalendar:
    """The rule; see the module."""

    code = "CC313"
    name = "fiscal-vs-calendar"
    needs = frozenset({"days", "tried"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a year whose value stands for other days than its label says."""
        claim, span = context.claim, context.span
        if claim.quantity is None or span.open or span.end is None or span.start is None:
            return None
        if claim.period.type == "fiscal" or (span.end - span.start).days < 350:
            return None
        for one in context.judged.tried:
            row = one.candidate.row
            gap = abs((row.end - span.end).days)
            if not 350 <= days(row) <= 380 or gap <= T.FISCAL_DAYS:
                continue
            message = (
                f"The {period(span.start, span.end)} of {name(row.entity)} is a fiscal year here: "
                f"{row.start.isoformat()} to {row.end.isoformat()}."
            )
            values = {"start": row.start.isoformat(), "end": row.end.isoformat(), "days_off": gap}
            return caveat(self, "moderate", message, values)
        return None
