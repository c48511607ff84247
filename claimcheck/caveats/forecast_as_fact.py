"""A forecast told as if it had happened.

What it detects
    A number about a period that was not over when the text was published (or that only an
    estimate stands behind), without a word of forecast, hedge or source.

Why it misleads
    What is expected can be missed: calendar-year earnings estimates for the S&P 500 ended 6.2%
    under where they began, on average of 2000 to 2024.

Example
    "S&P 600 earnings grow 18% in 2026", written in January 2026.

Known limits
    Needs the day of publication. Present multiples of expected earnings are not meant.

References
    CFA Institute Standards V(B), distinguish fact from opinion; FINRA Rule 2210(d).
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat
from claimcheck.figures import period
from claimcheck.schema import Caveat


class ForecastAsFact:
    """The rule; see the module."""

    code = "CC301"
    name = "forecast-as-fact"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a future period without a word that says so."""
        claim, span = context.claim, context.span
        if claim.modality != "reported" or claim.hedge or claim.attribution:
            return None
        if claim.quantity is None or span.open or span.instant or span.end is None:
            return None
        day = context.article.date.latest or context.day
        if day is None or span.end <= day or (span.start and span.start <= day < span.end and (
            claim.period.type in ("ytd", "trailing")
        )):
            return None
        ahead = bool(span.start and span.start > day)
        if not ahead and context.verdict.forecast is None:
            return None  # a running period may be meant up to the day
        when = period(span.start or span.end, span.end)
        return caveat(
            self, "strong",
            f"{when} was not over when this was written ({day}): the number is a forecast, told as "
            "a fact.",
            {"period_end": span.end.isoformat(), "published": day.isoformat()},
        )
