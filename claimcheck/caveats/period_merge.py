"""One statement over several periods that went different ways.

What it detects
    A trend told of a span of years (or quarters) in which at least one full sub-period has the
    opposite sign. Every sub-period is shown.

Why it misleads
    The worst year lends its colour to the others.

Example
    "In 2022-2023 small caps kept plunging": S&P 600 2022 -17.42%, 2023 +13.89% (price).

Known limits
    Sub-periods are those for which values are held.

References
    ours; S&P 600 price returns by calendar year.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, number
from claimcheck.evidence import Candidate
from claimcheck.schema import Caveat
from claimcheck.shapes import signed_metric


class PeriodMerge:
    """The rule; see the module."""

    code = "CC308"
    name = "period-merge"
    needs = frozenset({"tried"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a trend whose sub-periods differ in sign."""
        for one in context.judged.tried:
            if one.candidate.transform != "trend" or len(one.candidate.rows) < 2:
                continue
            if not signed_metric(one.candidate.row.metric):
                continue
            return self._caveat(one.candidate)
        return None

    def _caveat(self, candidate: Candidate) -> Caveat | None:
        values = [row.value for row in candidate.rows]
        if not (min(values) < 0 < max(values)):
            return None
        parts = [
            {"start": row.start.isoformat(), "end": row.end.isoformat(), "value": number(row.value)}
            for row in candidate.rows
        ]
        message = f"The periods named went different ways: {candidate.formula}."
        return caveat(self, "strong", message, {"periods": parts})
