"""A number with no source that could be asked.

What it detects
    A forecast or a flow without any source, and any number whose source is a group ("US banks",
    "analysts", "experts") and not a name.

Why it misleads
    Nobody can be asked, and nobody can be wrong.

Example
    "Recent data released by US banks show ... 18-19%".

Known limits
    Reported facts of public record (a price, an index, a statistic) are not meant: they need no
    source named.

References
    Society of Professional Journalists, Code of Ethics: identify sources clearly.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat
from claimcheck.providers import named_source
from claimcheck.schema import Caveat


class Unsourced:
    """The rule; see the module."""

    code = "CC603"
    name = "unsourced"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a number whose source has no name."""
        claim = context.claim
        if claim.quantity is None or claim.modality not in ("reported", "forecast"):
            return None
        if claim.attribution is not None:
            if named_source(claim.attribution.text):
                return None
            message = f"The source is a group (“{claim.attribution.text}”), not a name to ask."
            return caveat(self, "note", message, {"source": claim.attribution.text})
        if claim.modality == "forecast" or claim.kind == "flow":
            what = "forecast" if claim.modality == "forecast" else "flow"
            return caveat(self, "note", f"No source is named for this {what}.")
        return None
