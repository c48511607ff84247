"""Today's members used for the past.

What it detects
    A return or growth of "today's" members of an index over the past, or an index's earnings per
    share across years in which its members changed.

Why it misleads
    Those who failed are not in today's list.

Example
    Of 499 tickers of the S&P 500 in January 2015, 324 were members in January 2025 (renames inflate
    the exits).

Known limits
    Seen only where the text says that present members are meant; how large the effect is cannot be
    told without the old members.

References
    Elton, Gruber and Blake (1996); Carhart et al. (2002): a bias of 0.07% at one year, 1% a year
    beyond fifteen.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, is_return
from claimcheck.lexicon import entities
from claimcheck.schema import Caveat


class Survivorship:
    """The rule; see the module."""

    code = "CC409"
    name = "survivorship"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a history of the present members."""
        claim, span = context.claim, context.span
        entity = entities().get(claim.entity.id or "")
        if entity is None or entity.kind not in ("index", "segment") or claim.quantity is None:
            return None
        if not (is_return(claim.metric) or claim.kind == "growth"):
            return None
        if span.start is None or span.end is None or (span.end - span.start).days < 1000:
            return None
        if not context.sentence_says("present-members"):
            return None
        return caveat(
            self, "moderate",
            "Present members are followed back: those that left the index meanwhile are missing.",
        )
