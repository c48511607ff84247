"""A sample told as the whole.

What it detects
    A flow into or out of an asset without saying whose money was counted, when other counts of the
    same thing in the same time point the other way or are several times larger.

Why it misleads
    The clients of one bank, or the exchange-traded funds alone, are a sample with its own bias.

Example
    "Institutional funds put $6.4 billion into small caps in 2025", against -80 billion to early
    August by Bank of America's count and outflows from small-cap exchange-traded funds.

Known limits
    Needs at least one other count; who was counted is told only where the source says so.

References
    Bank of America Global Research, 5 August 2025; LSEG Lipper, week to 31 December 2025.
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, missing, name, number
from claimcheck.evidence import entity_ids
from claimcheck.figures import period, show
from claimcheck.lexicon import entities, metrics
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat


class ScopeSubsample:
    """The rule; see the module."""

    code = "CC407"
    name = "scope-subsample"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a flow whose count is not named."""
        claim, stated = context.claim, context.stated
        metric = metrics().get(claim.metric)
        if metric is None or metric.kind != "flow":
            return None
        if stated is None or claim.modality != "reported":
            return None
        if context.judged.selection is not None and context.judged.selection.how == "named":
            return None
        others = _other_counts(context)
        if not others:
            return missing(
                self, "the text does not say whose money was counted, and no other count is held"
            )
        opposite = [row for row in others if row.value * stated < 0]
        shown = "; ".join(
            f"{show(row.value, row.unit)} ({name(row.provider) if row.provider else row.source}, "
            f"{period(row.start, row.end)})" for row in others[:4]
        )
        values = {
            "counts": [
                {"provider": row.provider, "value": number(row.value),
                 "start": row.start.isoformat(), "end": row.end.isoformat()}
                for row in others
            ]
        }
        if opposite:
            message = f"Whose money was counted is not said; other counts disagree: {shown}."
            return caveat(self, "moderate", message, values)
        return caveat(
            self, "note", f"Whose money was counted is not said; other counts: {shown}.", values
        )


def _other_counts(context: Context) -> list[Observation]:
    span = context.span
    ids = list(entity_ids(context.claim))
    for id in tuple(ids):
        entity = entities().get(id)
        if entity and entity.segment:
            ids.append(entity.segment)
    used = {one.candidate.row for one in context.judged.tried}
    return [
        row for id in dict.fromkeys(ids) for row in context.rows(id, context.claim.metric)
        if row not in used and (span.start is None or row.end >= span.start)
        and (span.end is None or row.start <= span.end)
    ]
