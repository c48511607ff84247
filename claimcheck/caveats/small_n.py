"""A pattern drawn from few cases.

What it detects
    A rule of thumb ("usually", "every time", "in n of m cases") that rests on fewer than ten
    episodes, or that does not say on how many.

Why it misleads
    Two months do not make a trend, nor do four bear markets make a law.

Example
    "The rotation usually occurs in the late stage of a bull market": how many times is not said.

Known limits
    Seen by the words of the sentence; how many episodes there were is not counted here.

References
    First Trust, "Two months do not make a trend", January 2024.
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, missing
from claimcheck.schema import Caveat

EPISODES = frozenset({"time", "instance", "case", "episode", "occasion", "cycle", "times"})


class SmallN:
    """The rule; see the module."""

    code = "CC601"
    name = "small-n"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a pattern of few episodes, or of an unknown number of them."""
        if not context.first_of_sentence() or not context.sentence_says("pattern"):
            return None
        counts = [
            claim.quantity for claim in context.claims
            if claim.sentence.start == context.claim.sentence.start and claim.quantity is not None
            and claim.quantity.unit in ("count", *EPISODES)
            and (claim.quantity.noun or claim.quantity.unit) in {*EPISODES, "cases", "cycles"}
        ]
        if counts and max(one.high for one in counts) < T.SMALL_N:
            n = max(one.high for one in counts)
            return caveat(self, "moderate", f"The pattern rests on {n} cases.", {"n": str(n)})
        if counts:
            return None
        return missing(self, "the text does not say how many cases the pattern rests on")
