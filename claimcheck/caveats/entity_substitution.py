"""One index told as another, or as the whole market.

What it detects
    A figure for a segment ("small caps") that fits one index that stands for it and not another;
    and a figure for one index that fits only its sister.

Why it misleads
    The S&P 600 takes in only companies with profits, the Russell 2000 does not.

Example
    Small-cap earnings growth for 2026: 18% for the S&P 600, near 50% for the Russell 2000 (Goldman
    Sachs).

Known limits
    Needs the figure for both indices.

References
    S&P Dow Jones Indices, "A tale of two small-cap benchmarks"; Goldman Sachs as quoted, 2026.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, name, number
from claimcheck.evidence import bases_agree, factor, same_period, sign, stands_for
from claimcheck.figures import show
from claimcheck.intervals import compare, of_reference, stated
from claimcheck.lexicon import entities
from claimcheck.schema import Caveat


class EntitySubstitution:
    """The rule; see the module."""

    code = "CC406"
    name = "entity-substitution"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when indices of one segment differ, or the sister index fits."""
        claim, span = context.claim, context.span
        entity = entities().get(claim.entity.id or "")
        if claim.quantity is None or entity is None or span.start is None or span.end is None:
            return None
        if entity.kind == "segment":
            return self._segment(context)
        if context.verdict.label == "contradicted" and entity.segment:
            return self._sister(context, entity.segment)
        return None

    def _segment(self, context: Context) -> Caveat | None:
        by_index: dict[str, list[str]] = {}
        shown = []
        for one in context.judged.tried:
            row = one.candidate.row
            by_index.setdefault(row.entity, []).append(one.label)
            shown.append(f"{name(row.entity)} {show(one.candidate.point, one.candidate.unit)}")
        fits = {id for id, labels in by_index.items() if "supported" in labels}
        if not fits or len(fits) == len(by_index):
            return None
        message = f"It depends on the index: {'; '.join(dict.fromkeys(shown[:6]))}."
        return caveat(self, "moderate", message, {"fits": sorted(fits), "tried": sorted(by_index)})

    def _sister(self, context: Context, segment: str) -> Caveat | None:
        claim, span = context.claim, context.span
        if claim.quantity is None or span.start is None or span.end is None:
            return None
        words, turn = stated(claim.quantity), sign(claim)
        for id in stands_for(segment):
            if id == claim.entity.id:
                continue
            for row in context.rows(id, claim.metric):
                scale = factor(row.unit, claim.quantity.unit)
                if scale is None or not same_period(row, span.start, span.end):
                    continue
                interval = of_reference(row.value).scaled(scale * turn)
                fits = compare(words, row.value * scale * turn, interval).label == "supported"
                if fits and bases_agree(claim.basis, row.basis):
                    message = f"The figure is that of {name(id)} ({show(row.value, row.unit)})."
                    return caveat(self, "strong", message, {"fits": id, "value": number(row.value)})
        return None
