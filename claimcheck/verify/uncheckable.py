"""Verdicts that need no look-up: opinions, unknown subjects, changes without meaning."""

from __future__ import annotations

from claimcheck.figures import period as period_words
from claimcheck.figures import show
from claimcheck.reference.records import Observation
from claimcheck.schema import Article, Claim, Verdict

UNCHECKABLE = {
    "opinion": "an opinion", "conditional": "a statement about what would happen if",
    "question": "a question",
}


def not_checkable(claim: Claim) -> Verdict | None:
    """The verdict on what is no statement of fact, None for the rest."""
    if claim.modality in UNCHECKABLE:
        kind = claim.modality
        reason = f"This is {UNCHECKABLE[kind]}, so there is no fact to compare it with."
        if kind == "conditional":
            condition = f" ({claim.condition})" if claim.condition else ""
            reason = f"This says what would happen under a condition{condition}: not checkable."
        return Verdict(label="not_checkable", reason=reason, kind=kind)
    if claim.quantity is None and claim.kind == "trend" and claim.direction == "none":
        return Verdict(
            label="not_checkable", kind="vague",
            reason=f"“{claim.quote}” names no measure that could be tested.",
        )
    return None


def unknown_key(claim: Claim) -> Verdict | None:
    """The verdict when entity or metric is unknown, None when both are known."""
    if claim.entity.id is None:
        who = f"“{claim.entity.text}”" if claim.entity.text else "whom or what this is about"
        verb = "is not in the catalogue" if claim.entity.text else "could not be told"
        reason = f"{who[0].upper()}{who[1:]} {verb}, so no reference value can be chosen."
        return Verdict(label="not_enough_data", reason=reason)
    if claim.metric == "other" and claim.quantity is not None:
        what = f"“{claim.metric_text}”" if claim.metric_text else "What is measured"
        reason = f"{what} is not a metric that we hold data for."
        return Verdict(label="not_enough_data", reason=reason)
    return None


def unplaced(claim: Claim, article: Article) -> Verdict | None:
    """The verdict on a number of "January" where nothing tells of which year, None for others.

    A value of any year, or of a whole one, says nothing of it.
    """
    period = claim.period
    if article.date.latest or not period.text or period.start or period.end:
        return None
    if claim.quantity is None or period.type in ("instant", "unknown"):
        return None
    return Verdict(
        label="not_enough_data",
        reason=(
            f"“{period.text}” cannot be placed, since neither the text nor its page gives a date; "
            "--published DATE tells it."
        ),
    )


def no_meaning(claim: Claim, value: Observation, base: Observation) -> Verdict:
    """The verdict on a percent change from zero or a loss."""
    return Verdict(
        label="not_checkable", kind="not_meaningful",
        reason=(
            f"A percent change from {show(base.value, base.unit)} "
            f"({period_words(base.start, base.end)}) has no meaning; the value went to "
            f"{show(value.value, value.unit)}, a swing of "
            f"{show(value.value - base.value, base.unit)}."
        ),
    )
