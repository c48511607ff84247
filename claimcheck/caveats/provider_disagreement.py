"""Providers differ on the same figure.

What it detects
    Two or more providers with a value for the same metric, entity and period, further apart than a
    tenth of the value and than one unit of the digit the claim states.

Why it misleads
    Quoting one of them hides that the figure is a matter of choice.

Example
    S&P 600 earnings growth for 2026: First Trust 15.4%, Bank of America 18 and 19%.

Known limits
    Differences of definition among providers (pro forma, operating) count as disagreement.

References
    First Trust, 29 January 2026; Bank of America as quoted on 2 December 2025.
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, name, number
from claimcheck.evidence import Candidate
from claimcheck.figures import show
from claimcheck.intervals import stated
from claimcheck.schema import Caveat


class ProviderDisagreement:
    """The rule; see the module."""

    code = "CC405"
    name = "provider-disagreement"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when providers lie further apart than the claim's precision."""
        claim = context.claim
        if claim.quantity is None or claim.modality in ("opinion", "conditional", "question"):
            return None
        rows = _alike(context)
        providers = {one.row.provider for one in rows}
        if len(providers) < 2:
            return None
        low = min(rows, key=lambda one: one.point)
        high = max(rows, key=lambda one: one.point)
        spread = high.point - low.point
        middle = abs(high.point + low.point) / 2
        unit = stated(claim.quantity).unit
        if spread <= max(unit, T.PROVIDER_SHARE * middle):
            return None
        given = sorted({(one.point, name(one.row.provider or "")) for one in rows})
        shown = ", ".join(f"{who} {show(value, low.unit)}" for value, who in given)
        values = {
            "low": number(low.point), "high": number(high.point), "spread": number(spread),
            "values": [{"provider": who, "value": number(value)} for value, who in given],
        }
        selection = context.judged.selection
        named = selection is not None and selection.how == "named"
        return caveat(self, "note" if named else "moderate", f"Providers differ: {shown}.", values)


def _alike(context: Context) -> list[Candidate]:
    """Candidates of named providers about one period and basis, as the first one has them."""
    tried = [one.candidate for one in context.judged.tried]
    pool = [one for one in [*tried, *context.judged.others] if one.row.provider]
    if not pool:
        return []
    first = pool[0]
    slack = 10 if first.start == first.end else 0
    return [
        one for one in pool
        if abs((one.end - first.end).days) <= slack and one.unit == first.unit
        and {"trailing", "forward", "price", "total"} & set(one.basis)
        == {"trailing", "forward", "price", "total"} & set(first.basis)
    ]
