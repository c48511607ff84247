"""A base period that was never published: no other one is put in its place.

What it detects
    A growth claim for which the value is held but the one of exactly a year (or quarter, month)
    earlier is not, while a later or earlier neighbour is.

Why it misleads
    A lag by position silently takes the neighbour: a guard of this engine.

Example
    US consumer prices of October 2025 were never published; twelve rows back from May 2026 is
    April 2025, which gives 4.47% where the date gives 4.25%.

Known limits
    Cannot tell a value that was never published from one that is only not held.

References
    US Bureau of Labor Statistics, notice on the October 2025 CPI.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, at, caveat, is_growth, level_metrics
from claimcheck.evidence import grain, months_back
from claimcheck.figures import period
from claimcheck.schema import Caveat


class MissingPeriodLag:
    """The rule; see the module."""

    code = "CC210"
    name = "missing-period-lag"
    needs = frozenset({"growth", "days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when the base period is a hole in an otherwise held series."""
        span = context.span
        if context.judged.tried or not is_growth(context.claim) or span.open:
            return None
        if span.start is None or span.end is None:
            return None
        start, end = months_back(span.start, 12), months_back(span.end, 12)
        for metric in level_metrics(context.claim):
            rows = context.own_rows(metric)
            value = at(rows, span.start, span.end)
            if value is None or at(rows, start, end) is not None:
                continue
            alike = [row for row in rows if grain(row) == grain(value)]
            around = [row for row in alike if row.end < start] and [
                row for row in alike if end < row.start < span.start
            ]
            if around:
                message = (
                    f"The value for {period(start, end)} is not held, and a neighbour is not put "
                    "in its place."
                )
                return caveat(self, "note", message, {"missing_start": str(start),
                                                      "missing_end": str(end)})
        return None
