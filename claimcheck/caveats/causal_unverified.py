"""A cause asserted between two facts.

What it detects
    A sentence that gives a reason ("because of", "thanks to", "driven by") for a number. The number
    is judged, the reason is not.

Why it misleads
    Two true facts in a row do not make one the cause of the other.

Example
    "Benefiting from the rate cut cycle, earnings turned positive": both can be checked, the link
    between them cannot.

Known limits
    Seen by its words. A reason that is itself arithmetic (a price rise because of a split) counts
    as a cause too.

References
    Reuters Handbook of Journalism, on causes of market moves.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat
from claimcheck.schema import Caveat


class CausalUnverified:
    """The rule; see the module."""

    code = "CC604"
    name = "causal-unverified"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for the first judged number of a sentence that names a cause."""
        if context.verdict.label in ("not_checkable", "not_enough_data"):
            return None
        if not context.first_of_sentence(judged=True) or not context.sentence_says("cause"):
            return None
        return caveat(
            self, "note", "The number is checked; that the one thing caused the other is not."
        )
