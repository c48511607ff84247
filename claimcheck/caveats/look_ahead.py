"""Evidence that nobody could have known when the text was written.

What it detects
    A reading whose values became known only after the article's day. It informs what is known now
    and never the verdict of then.

Why it misleads
    Judged with hindsight, every forecast looks foolish and every guess prescient.

Example
    Apple's fiscal 2025 results became known with the 10-K filed on 31 October 2025.

Known limits
    A value without a recorded day of publication counts as known.

References
    Croushore and Stark (2001), "A real-time data set for macroeconomists".
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, number
from claimcheck.figures import period, show
from claimcheck.schema import Caveat


class LookAhead:
    """The rule; see the module."""

    code = "CC303"
    name = "look-ahead"
    needs = frozenset({"tried"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when only later knowledge bears on the claim."""
        later = [one for one in context.judged.tried if one.flag == "later_only"]
        if not later or len(later) < len(context.judged.tried) or context.day is None:
            return None
        one = later[0].candidate
        known = max((row.known_from for row in one.rows if row.known_from), default=None)
        if known is None:
            return None
        message = (
            f"{show(one.point, one.unit)} for {period(one.start, one.end)} became known on "
            f"{known}, after {context.day}: it cannot decide what was right then."
        )
        return caveat(
            self, "note", message,
            {"value": number(one.point), "known_from": str(known), "day": str(context.day)},
        )
