"""One verdict from several readings, and why a miss is sometimes no contradiction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.consistency import part_named
from claimcheck.evidence import AXES, COMPARABLE, Candidate, Held, Window
from claimcheck.figures import period as period_words
from claimcheck.intervals import Match
from claimcheck.lexicon import entities, metrics
from claimcheck.providers import Selection, select
from claimcheck.schema import Article, Claim, ForecastState, Label, Reading, Verdict
from claimcheck.verify.computation import evidence_record
from claimcheck.verify.elsewhen import fits_another_time
from claimcheck.verify.excuses import (
    annual_words,
    earlier_print,
    end_of_year,
    is_target_range,
    month_a_year_before,
    other_time,
    rate_before,
    settled_rate,
    split_basis,
    takes_effect_later,
    tells_when,
    told_with_others,
    unheld_basis,
)
from claimcheck.verify.forecasts import is_estimate
from claimcheck.verify.readings import aggregate
from claimcheck.verify.reasons import name_of, nothing_held, reason_of, value_of
from claimcheck.verify.records import NO_PROOF, OK, Judged, Proof, Side, Tried
from claimcheck.verify.subjects import another_subject, only_country


def decide(
    claim: Claim, tried: list[Tried], state: ForecastState | None, span: Window, reference: Held,
    day: date | None, article: Article, claims: Sequence[Claim] = (), proof: Proof = NO_PROOF,
) -> Judged:
    """The verdict of all admissible readings, with evidence and flags.

    ``proof`` is what the text's other figures show it to be about.
    """
    used, others, selection = _admissible(claim, tried, state)
    if state == "forecast_resolved":
        used = _outcome([one for one in used if not is_estimate(one.candidate)])
        for one in used:  # the outcome decides, whenever it became known
            one.label = one.now.label if one.now else one.label
    elif state == "forecast_pending":
        # How things stand by now says nothing of what is still to come.
        used = [one for one in used if is_estimate(one.candidate)]
    if not used:
        verdict = nothing_held(claim, tried, state, selection, span, reference, day)
        rest = tuple(one.candidate for one in others)
        return Judged(claim, verdict, selection=selection, others=rest)
    label = aggregate(used, [one.label for one in used])
    if label == "depends_on_basis" and selection is not None and selection.how == "class":
        label = "supported"  # "banks say" is right when a bank says so; the others are a caveat
    label, gap = unheld_basis(claim, used, label)
    if label == "contradicted":
        settled = settled_rate(claim, used, article.text, reference, day)
        clear = settled or told_with_others(claim, used, article.text, proof)
        if split := (
            split_basis(claim, used, reference) or annual_words(claim, used, reference, day)
        ):
            label, gap = "depends_on_basis", split
        elif excuse := (
            (not clear
             and other_time(claim, used, span, state, selection, article.date.latest, day))
            or (None if clear else _loosely_linked(
                claim, article.text, claims, only_country(claim, claims) or _proven(claim, proof)
            ))
            or another_subject(claim, used, state, article, reference, day)
            or (None if settled and tells_when(claim, article.text)
                else fits_another_time(claim, used, article, reference, day))
            or month_a_year_before(claim, used, reference, article.date.latest)
            or rate_before(claim, used, reference, claims)
            or end_of_year(claim, used, reference)
            or _other_measure(claim, used)
            or (_LATER if _guessed(day, article) and _side(used, "now") in OK else None)
            or _part_of(claim, used, part_named(claim, article.text))
            or (not settled and takes_effect_later(claim, used, reference, day))
        ):
            label, gap = "not_enough_data", excuse
    printed = earlier_print(claim, used, reference) if label == "contradicted" else ""
    if printed:
        # A first print told after its revision was right once: "nearly right", with both shown.
        label, gap = "imprecise", f"{printed.strip()} By then it was {value_of(used[0])}."
    shown = sorted(used, key=lambda one: (_ORDER[one.label], not one.candidate.usual))
    shown = shown[: int(T.MAX_READINGS)]
    evidence = tuple(evidence_record(claim, one, reference) for one in shown)
    verdict = Verdict(
        label=label, forecast=state, then=_side(used, "then") if day else None,
        now=_side(used, "now"),
        reason=gap or reason_of(claim, used, shown, label, state, selection, day),
        margin_units=_margin(used, label), readings=_readings(shown),
        basis_inferred_from_match=_inferred(claim, used, label, span),
    )
    flags = tuple(
        dict.fromkeys(
            flag for one in used
            for flag in (one.flag, *(one.then or one.now or Match("supported", Decimal(0))).flags)
            if flag and (one.label in OK or flag == "matches_later_revision")
        )
    )
    rest = tuple(one.candidate for one in others)
    return Judged(claim, verdict, used, evidence, flags, selection, rest, gap == _LOOSE)


_ORDER: dict[Label, int] = {
    "supported": 0, "imprecise": 1, "contradicted": 2, "depends_on_basis": 3, "inconsistent": 4,
    "not_enough_data": 5, "not_checkable": 6,
}


def _admissible(
    claim: Claim, tried: list[Tried], state: ForecastState | None
) -> tuple[list[Tried], list[Tried], Selection | None]:
    """Readings that may decide, and those set aside: other providers, estimates of known facts."""
    if state is None or state == "forecast_resolved":
        facts = [one for one in tried if not is_estimate(one.candidate)]
        estimates = [one for one in tried if is_estimate(one.candidate)]
        return (facts, estimates, None) if facts else (tried, [], None)
    providers = frozenset(one.candidate.row.provider or "" for one in tried)
    selection = select(claim.attribution.text if claim.attribution else None, providers)
    used = [one for one in tried if (one.candidate.row.provider or "") in selection.providers]
    return used, [one for one in tried if one not in used], selection


def _outcome(used: list[Tried]) -> list[Tried]:
    """What came of a forecast: the values at its end, not those on the way there."""
    last = max((one.candidate.end for one in used), default=None)
    return [one for one in used if one.candidate.end == last]


_LOOSE = (
    "What this is about, or when, is only inferred from the text around it: too little to say "
    "that it is wrong."
)


_UNDATED = "The text does not say for when this was expected, so no outcome can settle it."
_LATER = (
    "It fits what is known now, but not what was known by the day that the text seems to be from; "
    "the text does not say when it was written."
)


def _other_measure(claim: Claim, used: Sequence[Tried]) -> str | None:
    """Why profit and profit a share do not refute each other: buybacks part them."""
    row = used[0].candidate.row
    if any(one.candidate.tier < COMPARABLE for one in used) or row.metric == claim.metric:
        return None
    if not {claim.metric, row.metric} & T.A_SHARE_OR_WHOLE:
        return None
    held = metrics()[row.metric].name.lower()
    return f"We hold only the {held} ({value_of(used[0])}), which is another measure."


def _loosely_linked(
    claim: Claim, text: str, claims: Sequence[Claim], alone: bool
) -> str | None:
    """Why too little of the key is in the claim's own words to accuse it.

    ``alone`` when no other country is told of, or the text's other figures are this one's, so
    that it can be no other's figure.
    """
    beside = _told_beside(claim, text, claim.metric_text)
    if claim.confidence.metric == "unsure" and not (
        is_target_range(claim) or (alone and beside and _of_economy(claim))
    ):
        return _LOOSE  # a subject that may be another
    if claim.confidence.entity == "unsure" and not (
        claim.quantity is not None and (alone or _told_beside(claim, text, claim.entity.text))
    ):
        return _LOOSE  # a country that nobody named
    if claim.confidence.period == "unsure" and claim.period.start:
        return _LOOSE  # "in December", told in November
    links = (claim.confidence.metric, claim.confidence.entity, claim.confidence.period)
    named = _of_economy(claim) and _named(claim, text)
    if "stated" not in links and not (alone and (beside or named)):
        return _LOOSE  # what, whose and when all come from the sentences before
    if claim.quantity is None and claim.period.start is None:
        return _LOOSE  # "inflation cooled": since when, nobody says
    metric = metrics().get(claim.metric)
    whole = metric is not None and metric.kind == "change" and _told_first(claim, claims)
    if claim.kind == "change" and claim.confidence.period == "inferred" and not whole:
        return _LOOSE  # how far a rate was moved, after a sentence on another figure's month
    forecast = claim.modality == "forecast" and claim.period.start is None
    return _UNDATED if forecast else None


def _proven(claim: Claim, proof: Proof) -> bool:
    """Whether the text's other figures tell that this is of the same country.

    Not of how far something moved, which may be a revision or a part, nor of "double".
    """
    quantity = claim.quantity
    if claim.entity.id not in proof.entities or quantity is None or quantity.unit == "times":
        return False
    still = claim.kind not in ("change", "difference", "comparison")
    return still and claim.confidence.period != "unsure"


def _told_first(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether no number of the same metric was told before: parts come behind their whole."""
    first = next((one for one in claims if one.metric == claim.metric), claim)
    return first.span == claim.span


def _of_economy(claim: Claim) -> bool:
    """Whether a figure is of a country at a time told, and of the whole of what was measured."""
    entity = entities().get(claim.entity.id or "")
    if entity is None or entity.kind not in ("country", "region"):
        return False
    return claim.confidence.period != "unsure" and not claim.metric.startswith("core_")


def _named(claim: Claim, text: str) -> bool:
    """Whether what is measured is named before the number, in its own sentence."""
    before = text[claim.sentence.start : claim.span.start]
    return bool(claim.quantity and claim.metric_text and claim.metric_text in before)


def _told_beside(claim: Claim, text: str, name: str | None) -> bool:
    """Whether a name stands before the number in its sentence, with no other number between."""
    if claim.quantity is None or not name:
        return False
    before = text[claim.sentence.start : claim.span.start]
    at = before.rfind(name)
    return at >= 0 and not any(sign.isdigit() for sign in before[at + len(name) :])


def _guessed(day: date | None, article: Article) -> bool:
    """Whether the day of judgement is the latest that an undated text can be of."""
    dated = article.date
    return day == dated.latest and dated.earliest != dated.latest


def _part_of(claim: Claim, used: Sequence[Tried], qualified: str | None) -> str | None:
    """Why the figure of a part is not refuted by that of the whole."""
    if not qualified:
        return None
    return (
        f"“{qualified} {claim.metric_text}” is a part; we hold only the whole "
        f"({value_of(used[0])})."
    )


def _side(used: Sequence[Tried], side: Side) -> Label:
    pairs = [(one, match) for one in used if (match := getattr(one, side)) is not None]
    return aggregate([one for one, _ in pairs], [match.label for _, match in pairs])


def _margin(used: Sequence[Tried], label: Label) -> Decimal | None:
    margins = [match.margin for one in used if (match := one.then or one.now) is not None]
    if not margins or label in ("not_enough_data", "not_checkable"):
        return None
    return min(margins).quantize(Decimal("0.01")).normalize() + 0


def _readings(shown: Sequence[Tried]) -> tuple[Reading, ...]:
    return tuple(
        Reading(basis=one.candidate.basis, label=one.label, evidence=index, note=_reading_note(one))
        for index, one in enumerate(shown)
    )


def _reading_note(one: Tried) -> str:
    candidate = one.candidate
    parts = [period_words(candidate.start, candidate.end)]
    if candidate.row.provider:
        parts.append(name_of(candidate.row.provider))
    if candidate.note:
        parts.append(candidate.note)
    return "; ".join(parts)


def _inferred(claim: Claim, used: Sequence[Tried], label: Label, span: Window) -> bool:
    """Whether the reading that holds was told from the match, not from the words."""
    if label not in OK:
        return False
    matched = [one for one in used if one.label in OK]
    if len(matched) < len(used) or (span.open and span.start != span.end):
        return True
    return any(_silent_axes(claim, one.candidate) for one in matched)


def _silent_axes(claim: Claim, candidate: Candidate) -> bool:
    """Whether the row stands on one side of a definition on which the text is silent."""
    metric = metrics().get(claim.metric)
    bases = set(metric.bases) if metric else set()
    for axis in AXES[:3]:
        if len(axis & bases) > 1 and axis.intersection(candidate.basis) and not (
            axis.intersection(claim.basis)
        ):
            return True
    return False
