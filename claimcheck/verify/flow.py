"""The judge from claims to findings: documents, then reference, the text itself, caveats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from claimcheck import thresholds as T
from claimcheck.consistency import check as check_text
from claimcheck.evidence import Held, anything_held, losing_base, window
from claimcheck.lexicon import metrics
from claimcheck.schema import Article, Claim, Constraint, Finding
from claimcheck.verify.decision import decide
from claimcheck.verify.forecasts import forecast_state
from claimcheck.verify.readings import try_readings
from claimcheck.verify.records import NO_PROOF, Judged, Proof
from claimcheck.verify.uncheckable import no_meaning, not_checkable, unknown_key, unplaced

if TYPE_CHECKING:
    from claimcheck.documents import Documents


def verify(
    claims: Sequence[Claim], article: Article, reference: Held, as_of: date | None = None,
    documents: Documents | None = None,
) -> tuple[tuple[Finding, ...], tuple[Constraint, ...]]:
    """Findings in the order of ``claims``, and the relations between the text's own numbers.

    ``as_of`` is the day whose knowledge decides; by default the article's own latest day. Numbers
    are judged by ``documents`` where those name what a claim is about, else by ``reference``.
    """
    from claimcheck import caveats

    day = as_of or article.date.latest
    if documents is not None:
        from claimcheck.documents import widened

        claims = widened(claims, article)
    constraints = check_text(claims, article, reference, day)
    judged = [_judged(claim, article, reference, day, claims, documents) for claim in claims]
    proof = _borne_out(judged)
    judged = [
        judge(one.claim, article, reference, day, claims, proof) if _again(one, proof) else one
        for one in judged
    ]
    broken = _unexplained(constraints, judged)
    for one in judged:
        _apply_inconsistency(one, broken.get(one.claim.id))
    findings = []
    beside: dict[int, list[Judged]] = {}
    for one in judged:
        beside.setdefault(one.claim.sentence.start, []).append(one)
    for one in judged:
        same = beside[one.claim.sentence.start]
        found = caveats.assess(caveats.Context(one, article, reference, day, claims, same))
        told = {"verdict": one.verdict, "evidence": one.evidence, "caveats": found}
        findings.append(Finding.made(**(vars(one.claim) | told)))
    return tuple(findings), constraints


def _judged(
    claim: Claim, article: Article, reference: Held, day: date | None, claims: Sequence[Claim],
    documents: Documents | None,
) -> Judged:
    # "The fair value was $5m" and "would have been $5m" are told from a table as any number is.
    if documents is not None and claim.modality != "question":
        verdict, evidence = documents.judge(claim, article)
        if evidence:
            return Judged(claim, verdict, evidence=evidence)
    return judge(claim, article, reference, day, claims)


def _borne_out(judged: Sequence[Judged]) -> Proof:
    """What several figures of the text, being right, show the others to be about."""
    right = [
        one for one in judged
        if one.claim.entity.id and one.claim.quantity and one.verdict.label == "supported"
    ]
    told = Counter(one.claim.entity.id for one in right)
    times = Counter(
        one.times[0] for one in right if one.claim.metric == "return" and len(one.times) == 1
    )
    least = int(T.BORNE_OUT)
    return Proof(
        frozenset(id for id, number in told.items() if id and number >= least),
        frozenset(time for time, number in times.items() if number >= least),
    )


def _again(judged: Judged, proof: Proof) -> bool:
    """Whether the text's other figures may tell what a miss was not held against it for."""
    loose = judged.loose and judged.claim.entity.id in proof.entities
    return loose or any(time in proof.times for time in judged.times)


def _unexplained(
    constraints: Sequence[Constraint], judged: Sequence[Judged]
) -> dict[str, Constraint]:
    """The relation that cannot hold, by claim: the others are not blamed for one known wrong."""
    wrong = {one.claim.id for one in judged if one.verdict.label == "contradicted"}
    failed = (one for one in constraints if one.holds is False)
    return {id: one for one in failed if not wrong.intersection(one.claims) for id in one.claims}


def _apply_inconsistency(judged: Judged, constraint: Constraint | None) -> None:
    """The text's own contradiction stands unless evidence has already told right from wrong."""
    if constraint is None or judged.verdict.label in ("supported", "contradicted"):
        return
    judged.verdict = judged.verdict.model_copy(
        update={"label": "inconsistent", "reason": constraint.message}
    )


def _in_points(claim: Claim, language: str) -> Claim:
    """The claim as its press means it: in Japanese a rate is cut by "0.25%", never by points."""
    quantity, metric = claim.quantity, metrics().get(claim.metric)
    if language != "ja" or quantity is None or metric is None or claim.kind != "change":
        return claim
    if quantity.low != quantity.high:
        return claim  # a range reached: "0.25ポイント引き下げ3.50〜3.75%とした"
    if quantity.unit != "percent" or metric.unit != "percent" or metric.growth_of:
        return claim
    points = quantity.model_copy(update={"unit": "percentage_point"})
    return claim.model_copy(update={"quantity": points})


def judge(
    claim: Claim, article: Article, reference: Held, day: date | None, claims: Sequence[Claim],
    proof: Proof = NO_PROOF,
) -> Judged:
    """One claim judged on its own; caveats and the text's other numbers come later."""
    early = not_checkable(claim)
    if early is not None:
        return Judged(claim, early)
    missing = unknown_key(claim) or unplaced(claim, article)
    if missing is not None:
        return Judged(claim, missing)
    span = window(claim, article)
    read = _in_points(claim, article.language)
    # Most numbers of a feed are of things on which nothing is held.
    held = read.quantity is None or anything_held(read, reference)
    tried = try_readings(read, article, span, reference, day, claims) if held else []
    if held and not tried:
        loss = losing_base(read, article, reference, day)
        if loss is not None:
            return Judged(claim, no_meaning(claim, *loss))
    state = forecast_state(claim, tried, span, reference, day)
    return decide(claim, tried, state, span, reference, day, article, claims, proof)
