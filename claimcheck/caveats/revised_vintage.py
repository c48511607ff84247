"""A figure that was right when written and has since been revised, or the reverse.

What it detects
    A claim that fits the value as known on its day but not the value known now ("was right, now
    out of date"), or only a later revision.

Why it misleads
    The first print makes the headline, the last one the history.

Example
    US real GDP, second quarter of 2022: -0.9% on 28 July 2022, -0.6% a month later, +0.3% in
    September 2024, +0.6% in September 2025: the "two negative quarters". Payrolls of June 2025:
    +147,000, then +14,000, -13,000, -20,000.

Known limits
    Needs vintages. Without them the latest value is judged.

References
    ALFRED, Federal Reserve Bank of St. Louis, series A191RL1Q225SBEA and PAYEMS.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, number
from claimcheck.figures import show
from claimcheck.schema import Caveat

_OF_PARTS = {
    "since_revised": "Right when written; figures that it is made of have since been revised.",
    "matches_later_revision": "Fits only a later revision of the figures that it is made of.",
}


class RevisedVintage:
    """The rule; see the module."""

    code = "CC304"
    name = "revised-vintage"
    needs = frozenset({"tried"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when then and now give different verdicts."""
        for one in context.judged.tried:
            if one.flag not in ("since_revised", "matches_later_revision"):
                continue
            if context.verdict.label in ("not_enough_data", "not_checkable"):
                return None  # what is not judged was neither right nor wrong
            if len(one.candidate.rows) > 1:
                return caveat(
                    self, "moderate", _OF_PARTS[one.flag], {"kind": one.flag, "vintages": []}
                )
            row = one.candidate.row
            vintages = [
                other for other in context.reference.find(row.entity, row.metric)
                if other.key == row.key and other.known_from
            ]
            path = ", ".join(
                f"{show(other.value, other.unit)} ({other.known_from})" for other in vintages[:6]
            )
            if one.flag == "since_revised":
                message = f"Right when written, since revised: {path}."
            else:
                message = f"Fits only a later revision: {path}."
            values = {
                "kind": one.flag, "vintages": [
                    {"known_from": str(other.known_from), "value": number(other.value)}
                    for other in vintages
                ],
            }
            return caveat(self, "moderate", message, values)
        return None
