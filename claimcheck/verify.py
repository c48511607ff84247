"""The judge: every claim against comparable reference values, then and now.

``then`` is what was known on the article's day (or ``as_of``), ``now`` what is known in the newest
data. A row that became known later never decides ``then``. No verdict without an evidence record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from claimcheck import thresholds as T
from claimcheck.consistency import check as check_text
from claimcheck.consistency import part_named
from claimcheck.evidence import (
    AXES,
    Candidate,
    Held,
    Window,
    bases_agree,
    candidates,
    comparable_metrics,
    entity_ids,
    factor,
    losing_base,
    sign,
    stands_for,
    window,
)
from claimcheck.figures import period as period_words
from claimcheck.figures import show
from claimcheck.intervals import Interval, Match, Stated, compare, stated
from claimcheck.lexicon import entities, metrics
from claimcheck.providers import Selection, select
from claimcheck.reference.records import Observation
from claimcheck.reference.records import as_of as known_on
from claimcheck.schema import (
    Article,
    Claim,
    Constraint,
    Evidence,
    Finding,
    ForecastState,
    Label,
    Period,
    Quantity,
    Reading,
    Verdict,
)
from claimcheck.shapes import Tested, as_comparison, is_relative, readings

if TYPE_CHECKING:
    from claimcheck.documents import Documents

OK: frozenset[str] = frozenset({"supported", "imprecise"})
UNCHECKABLE = {
    "opinion": "an opinion", "conditional": "a statement about what would happen if",
    "question": "a question",
}
Side = Literal["then", "now"]


@dataclass(slots=True)
class Tried:
    """One reading on both days."""

    candidate: Candidate
    then: Match | None = None
    now: Match | None = None
    label: Label = "not_enough_data"
    flag: str | None = None


@dataclass(slots=True)
class Judged:
    """A claim with its verdict and all that the caveats may look at."""

    claim: Claim
    verdict: Verdict
    tried: list[Tried] = field(default_factory=list)
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()
    selection: Selection | None = None
    others: tuple[Candidate, ...] = ()


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
    constraints = check_text(claims, article, reference, day)
    broken = {id: c for c in constraints if c.holds is False for id in c.claims}
    judged = [_judged(claim, article, reference, day, claims, documents) for claim in claims]
    for one in judged:
        _apply_inconsistency(one, broken.get(one.claim.id))
    findings = []
    beside: dict[int, list[Judged]] = {}
    for one in judged:
        beside.setdefault(one.claim.sentence.start, []).append(one)
    for one in judged:
        same = beside[one.claim.sentence.start]
        found = caveats.assess(caveats.Context(one, article, reference, day, claims, same))
        fields = {name: getattr(one.claim, name) for name in Claim.model_fields}
        findings.append(
            Finding.model_construct(
                **fields, verdict=one.verdict, evidence=one.evidence, caveats=found
            )
        )
    return tuple(findings), constraints


def _judged(
    claim: Claim, article: Article, reference: Held, day: date | None, claims: Sequence[Claim],
    documents: Documents | None,
) -> Judged:
    if documents is not None and claim.quantity is not None and _not_checkable(claim) is None:
        verdict, evidence = documents.judge(claim, article)
        if evidence:
            return Judged(claim, verdict, evidence=evidence)
    return judge(claim, article, reference, day, claims)


def _apply_inconsistency(judged: Judged, constraint: Constraint | None) -> None:
    """The text's own contradiction stands unless evidence has already told right from wrong."""
    if constraint is None or judged.verdict.label in ("supported", "contradicted"):
        return
    judged.verdict = judged.verdict.model_copy(
        update={"label": "inconsistent", "reason": constraint.message}
    )


def judge(
    claim: Claim, article: Article, reference: Held, day: date | None, claims: Sequence[Claim]
) -> Judged:
    """One claim judged on its own; caveats and the text's other numbers come later."""
    early = _not_checkable(claim)
    if early is not None:
        return Judged(claim, early)
    missing = _unknown_key(claim)
    if missing is not None:
        return Judged(claim, missing)
    span = window(claim, article)
    tried = _try(claim, article, span, reference, day, claims)
    if not tried:
        loss = losing_base(claim, article, reference, day)
        if loss is not None:
            return Judged(claim, _no_meaning(claim, *loss))
    state = _forecast_state(claim, tried, span, reference, day)
    qualified = part_named(claim, article.text)
    return _decide(claim, tried, state, span, reference, day, qualified, article.date.latest)


# ---------------------------------------------------------------- before any look-up


def _not_checkable(claim: Claim) -> Verdict | None:
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


def _unknown_key(claim: Claim) -> Verdict | None:
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


def _no_meaning(claim: Claim, value: Observation, base: Observation) -> Verdict:
    return Verdict(
        label="not_checkable", kind="not_meaningful",
        reason=(
            f"A percent change from {show(base.value, base.unit)} "
            f"({period_words(base.start, base.end)}) has no meaning; the value went to "
            f"{show(value.value, value.unit)}, a swing of "
            f"{show(value.value - base.value, base.unit)}."
        ),
    )


# ---------------------------------------------------------------- readings


def _try(
    claim: Claim, article: Article, span: Window, reference: Held, day: date | None,
    claims: Sequence[Claim],
) -> list[Tried]:
    """Every reading with what was known then and what is known now, merged by its key."""
    merged: dict[tuple[str, ...], Tried] = {}
    days: list[tuple[Side, date | None]] = [("now", None)]
    if day is not None:
        days.insert(0, ("then", day))
    for side, on in days:
        for one in _tested(claim, article, span, reference, on, claims):
            held = merged.setdefault(one.candidate.key, Tried(one.candidate))
            if side == "then":
                held.then = one.match
            else:
                held.now = one.match
                if held.then is None:
                    held.candidate = one.candidate
    for held in merged.values():
        held.label, held.flag = _over_time(held, day)
    return list(merged.values())


def _tested(
    claim: Claim, article: Article, span: Window, reference: Held, day: date | None,
    claims: Sequence[Claim],
) -> list[Tested]:
    if claim.quantity is None:
        plain = as_comparison(claim, claims)
        return [_turned(claim, one)
                for one in readings(plain, span, reference, day, claims, article)]
    words = said(claim, claim.quantity)
    found = []
    for candidate in candidates(claim, article, reference, day):
        found.append(_turned(claim, Tested(candidate, _compare(claim, words, candidate))))
    return found


def said(claim: Claim, quantity: Quantity) -> Stated:
    """What the number states. In "above the 13% of B" the word above is no bound on the 13%."""
    if claim.baseline and claim.baseline.claim and claim.kind == "comparison":
        quantity = quantity.model_copy(update={"bound": "none"})
    return stated(quantity, word=not any(char.isdigit() for char in claim.quote))


def _compare(claim: Claim, words: Stated, candidate: Candidate) -> Match:
    """Compares in the direction that the words give: "fell 5%" is +5 against the value turned."""
    point, interval = candidate.point, candidate.interval
    if sign(claim) < 0 and candidate.transform != "pair" and candidate.unit != "times":
        point, interval = -point, -interval
    return compare(words, point, interval)


def _turned(claim: Claim, one: Tested) -> Tested:
    """A negated claim holds where the plain one fails."""
    if claim.polarity != "negated" or one.match.label not in ("supported", "contradicted"):
        return one
    label: Label = "contradicted" if one.match.label == "supported" else "supported"
    return Tested(one.candidate, replace(one.match, label=label))


def _over_time(tried: Tried, day: date | None) -> tuple[Label, str | None]:
    """The label of one reading from both days, and what changed between them."""
    then, now = tried.then, tried.now
    if day is None or then is None:
        if day is not None:
            return "not_enough_data", "later_only"
        return (now.label if now else "not_enough_data"), None
    if now is None or (then.label in OK) == (now.label in OK):
        return then.label, None
    if then.label in OK:
        return then.label, "since_revised"
    if now.label in OK:
        return "imprecise", "matches_later_revision"
    return then.label, None


def _aggregate(tried: Sequence[Tried], labels: Sequence[Label]) -> Label:
    """One label for several readings: all agree, a usual one holds, or it depends."""
    if not labels:
        return "not_enough_data"
    usual = [label for one, label in zip(tried, labels, strict=True) if one.candidate.usual]
    if usual and all(label in OK for label in usual):
        return "supported" if "supported" in usual else "imprecise"
    kinds = set(labels)
    if len(kinds) == 1:
        return labels[0]
    if kinds <= OK:
        return "supported"
    kinds.discard("not_enough_data")
    if len(kinds) == 1:
        return kinds.pop()
    return "depends_on_basis"


# ---------------------------------------------------------------- forecasts


def _forecast_state(
    claim: Claim, tried: Sequence[Tried], span: Window, reference: Held, day: date | None
) -> ForecastState | None:
    ahead = span.end is not None and day is not None and not span.open and span.end > day
    estimates = bool(tried) and all(_estimate(one.candidate) for one in tried)
    told_ahead = claim.modality == "forecast" or (ahead and estimates and not span.instant)
    if not told_ahead:
        return None
    over = span.end is not None and reference.now is not None and span.end < reference.now
    if over and any(not _estimate(one.candidate) for one in tried):
        return "forecast_resolved"
    return "forecast_attributed" if estimates else "forecast_pending"


def _estimate(candidate: Candidate) -> bool:
    return any(row.status == "estimate" for row in candidate.rows)


# ---------------------------------------------------------------- the decision


def _decide(
    claim: Claim, tried: list[Tried], state: ForecastState | None, span: Window, reference: Held,
    day: date | None, qualified: str | None, told: date | None,
) -> Judged:
    used, others, selection = _admissible(claim, tried, state)
    if state == "forecast_resolved":
        used = [one for one in used if not _estimate(one.candidate)]
        for one in used:  # the outcome decides, whenever it became known
            one.label = one.now.label if one.now else one.label
    if not used:
        verdict = _nothing(claim, tried, state, selection, span, reference, day)
        rest = tuple(one.candidate for one in others)
        return Judged(claim, verdict, selection=selection, others=rest)
    label = _aggregate(used, [one.label for one in used])
    if label == "depends_on_basis" and selection is not None and selection.how == "class":
        label = "supported"  # "banks say" is right when a bank says so; the others are a caveat
    label, gap = _unheld_basis(claim, used, label)
    if label == "contradicted" and (split := _split_basis(claim, used, reference)):
        label, gap = "depends_on_basis", split
    if label == "contradicted" and (why := _other_time(used, span, state, selection, told)):
        label, gap = "not_enough_data", why
    if label == "contradicted" and _loosely_linked(claim):
        label, gap = "not_enough_data", _LOOSE
    if label == "contradicted" and qualified:
        label, gap = "not_enough_data", (
            f"“{qualified} {claim.metric_text}” is a part; we hold only the whole "
            f"({_value(used[0])})."
        )
    shown = sorted(used, key=lambda one: _ORDER[one.label])[: int(T.MAX_READINGS)]
    evidence = tuple(_record(claim, one, reference) for one in shown)
    verdict = Verdict(
        label=label, forecast=state, then=_side(used, "then") if day else None,
        now=_side(used, "now"),
        reason=(gap or _reason(claim, used, shown, label, state, selection, day))
        + (_earlier_print(claim, used, reference) if label == "contradicted" else ""),
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
    return Judged(claim, verdict, used, evidence, flags, selection, rest)


def _other_time(
    used: Sequence[Tried], span: Window, state: ForecastState | None,
    selection: Selection | None, told: date | None,
) -> str | None:
    """Why values of another time, or of another forecaster, do not refute a claim."""
    if state == "forecast_attributed" and (selection is None or selection.how != "named"):
        return (
            f"The forecasts that we hold ({_given(used)}) are others; none is of the source that "
            "the text means."
        )
    if state == "forecast_resolved" and told and span.end and span.end < told:
        return "This tells what had been expected, not what came; no such forecast is held."
    if span.end is None:
        return None
    first = span.start or span.end
    if not (span.open or span.instant) and (span.end - first).days > int(T.FINE_GRAIN_DAYS):
        return None
    for one in used:
        row = one.candidate.row
        fine = (row.end - row.start).days <= int(T.FINE_GRAIN_DAYS)
        if fine and row.start <= span.end and row.end >= first:
            return None
    near = used[0].candidate
    return (
        f"The text gives no date; what we hold is for {period_words(near.start, near.end)} and "
        "need not be what it means."
    )


def _earlier_print(claim: Claim, used: Sequence[Tried], reference: Held) -> str:
    """Where a wrong figure comes from when it was right in an earlier print, as a sentence."""
    if claim.quantity is None:
        return ""
    words = said(claim, claim.quantity)
    for one in used:
        row = one.candidate.row
        scale = factor(row.unit, claim.quantity.unit)
        if one.candidate.transform != "direct" or scale is None:
            continue
        for other in reference.find(row.entity, row.metric):
            same = (other.series, other.start, other.end) == (row.series, row.start, row.end)
            old = other.known_from and row.known_from and other.known_from < row.known_from
            if same and old and words.rounding.holds(other.value * scale):
                return (
                    f" It was given as {show(other.value, other.unit)} on "
                    f"{other.known_from:%d %B %Y} and had been revised by then."
                ).replace(" on 0", " on ")
    return ""


def _split_basis(claim: Claim, used: Sequence[Tried], reference: Held) -> str | None:
    """Why a per-share figure that was filed so is no contradiction after a share split."""
    if claim.quantity is None or claim.metric not in T.PER_SHARE:
        return None
    words = said(claim, claim.quantity)
    for one in used:
        row = one.candidate.row
        for other in reference.find(row.entity, row.metric):
            if (other.start, other.end) != (row.start, row.end) or not row.value:
                continue
            ratio = abs(other.value / row.value)
            ratio = max(ratio, 1 / ratio) if ratio else ratio
            split = any(abs(ratio / factor - 1) <= T.SPLIT_TOLERANCE for factor in T.SPLIT_FACTORS)
            if split and words.rounding.holds(sign(claim) * abs(other.value)):
                return (
                    f"It was {show(other.value, other.unit)} as first filed and is "
                    f"{show(row.value, row.unit)} on the shares of today, after a split; the text "
                    "does not say which basis it means."
                )
    return None


_ORDER: dict[Label, int] = {
    "supported": 0, "imprecise": 1, "contradicted": 2, "depends_on_basis": 3, "inconsistent": 4,
    "not_enough_data": 5, "not_checkable": 6,
}


def _admissible(
    claim: Claim, tried: list[Tried], state: ForecastState | None
) -> tuple[list[Tried], list[Tried], Selection | None]:
    """Readings that may decide, and those set aside: other providers, estimates of known facts."""
    if state is None or state == "forecast_resolved":
        facts = [one for one in tried if not _estimate(one.candidate)]
        estimates = [one for one in tried if _estimate(one.candidate)]
        return (facts, estimates, None) if facts else (tried, [], None)
    providers = frozenset(one.candidate.row.provider or "" for one in tried)
    selection = select(claim.attribution.text if claim.attribution else None, providers)
    used = [one for one in tried if (one.candidate.row.provider or "") in selection.providers]
    return used, [one for one in tried if one not in used], selection


_LOOSE = (
    "What this is about, or when, is only inferred from the text around it: too little to say "
    "that it is wrong."
)


def _loosely_linked(claim: Claim) -> bool:
    """Whether too little of the key is in the claim's own words to accuse it."""
    if "unsure" in (claim.confidence.entity, claim.confidence.metric):
        return True  # a country that nobody named, a subject that may be another
    links = (claim.confidence.metric, claim.confidence.entity, claim.confidence.period)
    return claim.quantity is None and set(links) <= {"inferred", "unsure"}


def _side(used: Sequence[Tried], side: Side) -> Label:
    pairs = [(one, match) for one in used if (match := getattr(one, side)) is not None]
    return _aggregate([one for one, _ in pairs], [match.label for _, match in pairs])


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
        parts.append(_name(candidate.row.provider))
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


def _unheld_basis(
    claim: Claim, used: Sequence[Tried], label: Label
) -> tuple[Label, str | None]:
    """A miss on the only basis held is no contradiction when the other could fit the words."""
    if label != "contradicted" or claim.quantity is None:
        return label, None
    if _annual_only(claim, used):
        given = show(used[0].candidate.point, "percent")
        return "not_enough_data", (
            f"Only the change on the year is held ({given}); the text may mean the change on the "
            "month or quarter before."
        )
    slack = ((AXES[0], T.PE_SLACK), (AXES[1], None), (AXES[2], T.EPS_SLACK), (AXES[4], None))
    for axis, share in slack:
        held = {base for one in used for base in axis.intersection(one.candidate.basis)}
        if len(held) != 1 or axis.intersection(claim.basis):
            continue
        other = _other_base(claim, held.pop(), axis)
        if other is None:
            continue
        for one in used:
            if _could_fit(claim, one.candidate, other, share):
                given = show(one.candidate.point, one.candidate.unit)
                basis = " ".join(axis.intersection(one.candidate.basis))
                return "not_enough_data", (
                    f"We hold only the {basis} figure ({given}); the text does not say which it "
                    f"means, and the {other} figure is not held."
                )
    return label, None


def _annual_only(claim: Claim, used: Sequence[Tried]) -> bool:
    """Whether a smaller rate of a country's month or quarter meets only annual rates."""
    entity = entities().get(claim.entity.id or "")
    period = claim.period
    if entity is None or entity.kind not in ("country", "region") or claim.quantity is None:
        return False
    if claim.quantity.unit != "percent" or period.start is None or period.end is None:
        return False
    short = (period.end - period.start).days < 100
    lags = {"yoy", "qoq", "mom", "annualised"}
    annual = all("yoy" in one.candidate.basis for one in used)
    smaller = all(abs(claim.quantity.low) * 2 < abs(one.candidate.point) for one in used)
    return short and annual and smaller and not lags & set(claim.basis)


def _other_base(claim: Claim, held: str, axis: frozenset[str]) -> str | None:
    metric = metrics().get(claim.metric)
    bases = metric.bases if metric else ()
    others = [base for base in bases if base in axis and base != held]
    if held in ("gaap", "real"):
        return None  # unqualified earnings are the reported ones, unqualified growth is real
    return others[0] if others else None


def _could_fit(claim: Claim, candidate: Candidate, other: str, share: Decimal | None) -> bool:
    if claim.quantity is None:
        return False
    value = sign(claim) * claim.quantity.low
    if share is not None:
        return abs(value - candidate.point) <= abs(candidate.point) * share
    if other in ("real", "nominal"):
        return True  # any rate of prices may lie between the two
    gap = value - candidate.point if other == "total" else candidate.point - value
    years = max(1, round((candidate.end - candidate.start).days / 365))
    return 0 < gap <= T.RETURN_SLACK * years  # with dividends is never less than without


# ---------------------------------------------------------------- evidence records


def _record(claim: Claim, one: Tried, reference: Held) -> Evidence:
    candidate, row = one.candidate, one.candidate.row
    return Evidence(
        series=row.series, entity=row.entity, metric=row.metric,
        period=Period(
            text=period_words(candidate.start, candidate.end), start=candidate.start,
            end=candidate.end, type="instant" if candidate.start == candidate.end else "calendar",
        ),
        value=candidate.point, unit=candidate.unit, basis=candidate.basis, status=row.status,
        provider=row.provider, known_from=_known_from(candidate),
        source=reference.source(row.source), computation=_computation(claim, one),
    )


def _known_from(candidate: Candidate) -> date | None:
    """The day on which the last of the rows used became known."""
    return max((row.known_from for row in candidate.rows if row.known_from), default=None)


def _computation(claim: Claim, one: Tried) -> str:
    candidate = one.candidate
    if claim.quantity is None:
        return f"{candidate.formula}: {candidate.note}"
    words = said(claim, claim.quantity)
    match = one.then or one.now
    place = "inside" if match and match.label == "supported" else "outside"
    low, high = _ends(claim, words)
    return f"{candidate.formula}; “{claim.quote}” states {low} to {high}; {place}"


def _ends(claim: Claim, words: Stated) -> tuple[str, str]:
    span = words.window
    unit = claim.quantity.unit if claim.quantity else ""
    places = max(3, (claim.quantity.decimals + 1) if claim.quantity else 3)
    if sign(claim) < 0:
        span = Interval(-span.high, -span.low)
    return tuple(
        show(end, unit, places) if end.is_finite() else "any value" for end in (span.low, span.high)
    )  # type: ignore[return-value]


# ---------------------------------------------------------------- reasons


def _name(id: str) -> str:
    entity = entities().get(id)
    return entity.name if entity else id.replace("-", " ").title()


def _metric(id: str) -> str:
    metric = metrics().get(id)
    if metric is None:
        return id.replace("_", " ")
    name = metric.name
    return name if name[:2].isupper() or "/" in name else name[0].lower() + name[1:]


def _what(candidate: Candidate) -> str:
    row = candidate.row
    stated_basis = [base for base in candidate.basis if base not in ("yoy", "consensus", "net")]
    basis = f"{' '.join(stated_basis)} " if stated_basis else ""
    who = f" ({_name(row.provider)})" if row.provider else ""
    when = period_words(candidate.start, candidate.end)
    on = "on" if candidate.start == candidate.end else "in"
    return f"{basis}{_metric(row.metric)} of {_name(row.entity)} {on} {when}{who}"


def _reason(
    claim: Claim, used: Sequence[Tried], shown: Sequence[Tried], label: Label,
    state: ForecastState | None, selection: Selection | None, day: date | None,
) -> str:
    best = shown[0]
    if label == "depends_on_basis":
        return _reason_depends(shown)
    if state == "forecast_attributed":
        return _reason_forecast(claim, used, label, selection)
    if claim.quantity is None:
        return _reason_words(claim, best, label)
    value = best.candidate.formula if best.candidate.transform != "direct" else show(
        best.candidate.point, best.candidate.unit
    )
    what = _what(best.candidate)
    then = best.then or best.now
    tail = ""
    if best.flag == "since_revised":
        tail = " It was right when written and has since been revised."
    elif best.flag == "matches_later_revision":
        tail = " It matches only a later revision, not what was known then."
    elif best.flag == "later_only" and state != "forecast_resolved" and _known_from(best.candidate):
        known = _known_from(best.candidate)
        tail = f" That was published on {known}, after the article, so it cannot decide."
    said = f"the text says {claim.quote}"
    if label == "supported":
        more = " on the reading that fits" if _differs(used) else ""
        return f"The {what} was {value}; {said}, which fits{more}{_manner(best)}.{tail}"
    if label == "imprecise":
        return f"The {what} was {value}; {said}, which is nearly right.{tail}"
    if label == "contradicted":
        far = then.margin if then else Decimal(0)
        digits = f", {show(far, 'count', 1)} units of its last digit away" if far < 10000 else ""
        turned = sign(claim) < 0 and best.candidate.point > 0
        way = ", the other direction" if turned else digits
        return f"The {what} was {value}; {said}{way}.{tail}"
    return f"The {what} was {value}.{tail}"


# How a claim fits, where that is not plainly inside its rounding.
_MANNERS = {
    "hedge_used": ", within what its hedge allows",
    "reference_coarser": ", as far as the coarser reference tells",
    "rounding_only": ", but only thanks to rounding",
    "loose_bound": ", though the bound is far from the value",
    "wide_range": ", in a wide range",
}


def _manner(one: Tried) -> str:
    match = one.then or one.now
    flags = match.flags if match else ()
    derived = one.candidate.transform != "direct"
    if derived and "reference_coarser" in flags:
        flags = ("rounding_only",)
    words = "".join(_MANNERS.get(flag, "") for flag in flags)
    if derived and "rounding_only" in flags:
        span = one.candidate.interval
        unit = one.candidate.unit
        words += f" (it lies between {show(span.low, unit, 3)} and {show(span.high, unit, 3)})"
    return words


def _differs(used: Sequence[Tried]) -> bool:
    return any(one.label not in OK for one in used)


def _reason_depends(shown: Sequence[Tried]) -> str:
    holds = next((one for one in shown if one.label in OK), None)
    fails = next((one for one in shown if one.label not in OK), None)
    if holds is None or fails is None:
        return "Readings of the claim differ and the text does not choose between them."
    return (
        f"It fits the {_what(holds.candidate)}, {_value(holds)}, but not the "
        f"{_what(fails.candidate)}, {_value(fails)}; the text does not say which it means."
    )


def _value(one: Tried) -> str:
    return show(one.candidate.point, one.candidate.unit)


def _reason_words(claim: Claim, best: Tried, label: Label) -> str:
    verdict = {
        "supported": "which bears it out", "imprecise": "which bears it out only nearly",
        "contradicted": "which does not bear it out",
    }.get(label, "which does not settle it")
    what = f"{_metric(best.candidate.row.metric)} of {_name(best.candidate.row.entity)}"
    note = f" ({best.candidate.note})" if best.candidate.note else ""
    return f"For “{claim.quote}”, the {what}: {best.candidate.formula}, {verdict}{note}."


def _reason_forecast(
    claim: Claim, used: Sequence[Tried], label: Label, selection: Selection | None
) -> str:
    fits = [one for one in used if one.label == "supported"]
    given = _given(fits if label == "supported" else used)
    others = [one for one in used if one not in fits] if label == "supported" else []
    if others:
        given += f"; others differ: {_given(others)}"
    whose = f"the forecasts of {selection.words}" if selection and selection.words else "forecasts"
    if label == "supported":
        return (
            f"{_quoted(claim)} matches {whose} published by then ({given}); nobody knows yet "
            "whether it will come true."
        )
    if label == "imprecise":
        return f"{_quoted(claim)} is close to {whose} published by then ({given})."
    return f"{_quoted(claim)} does not match {whose} published by then ({given})."


def _given(shown: Sequence[Tried]) -> str:
    """The forecasts as "BofA 18%, First Trust 15.4%"."""
    return ", ".join(
        dict.fromkeys(
            f"{_name(one.candidate.row.provider) if one.candidate.row.provider else 'estimate'} "
            f"{_value(one)}" for one in shown[:6]
        )
    )


def _quoted(claim: Claim) -> str:
    return claim.quote if claim.quantity is not None else f"“{claim.quote}”"


def _nothing(
    claim: Claim, tried: Sequence[Tried], state: ForecastState | None,
    selection: Selection | None, span: Window, reference: Held, day: date | None,
) -> Verdict:
    """The verdict when no reading is left: what is missing, by name."""
    if claim.modality == "forecast" and state is None:
        state = "forecast_pending"
    if state == "forecast_attributed":
        state = "forecast_pending"
    if selection is not None and selection.how != "any" and tried:
        held = ", ".join(sorted({_name(t.candidate.row.provider or "") for t in tried}))
        reason = (
            f"No forecast by “{selection.words}” is held for this; there are others, by {held}."
        )
    else:
        reason = _missing(claim, span, reference, day)
    if state == "forecast_pending":
        reason += " It can be judged when its period is over."
    return Verdict(label="not_enough_data", forecast=state, reason=reason)


def _missing(claim: Claim, span: Window, reference: Held, day: date | None) -> str:
    what = f"the {_metric(claim.metric)} of {_name(claim.entity.id or '')}"
    ids = entity_ids(claim)
    metric_ids = (claim.metric, *comparable_metrics(claim.metric))
    rows = [row for id in ids for metric in metric_ids for row in reference.find(id, metric)]
    when = period_words(span.start, span.end) if span.start and span.end else "any period"
    baseline = claim.baseline.entity if claim.baseline else None
    if baseline and baseline.id and claim.quantity is None and rows:
        other = [r for id in stands_for(baseline.id) for r in reference.find(id, claim.metric)]
        if not other:
            return f"No data held on the {_metric(claim.metric)} of {_name(baseline.id)}."
    if is_relative(claim) and not (baseline and baseline.id):
        return f"“{claim.quote}” compares, but the text does not say with what."
    if not rows:
        return f"No data held on {what}; needed for {when}."
    known = known_on(rows, day)
    if not known:
        return f"Nothing on {what} had been published by {day}."
    named = [row for row in known if bases_agree(claim.basis, row.basis)]
    if not named:
        held = ", ".join(sorted({" ".join(row.basis) for row in known}))
        return f"Data on {what} are held only as {held}; the text says {' '.join(claim.basis)}."
    if claim.quantity is not None and all(
        factor(row.unit, claim.quantity.unit) is None for row in named
    ):
        units = ", ".join(sorted({row.unit for row in named}))
        return f"Data on {what} are held in {units}, which cannot be compared with {claim.quote}."
    target = span.end or max(row.end for row in named)
    nearest = min(named, key=lambda row: (abs((row.end - target).days), row.start))
    return (
        f"No value of {what} is held for {when} as a whole; the nearest is for "
        f"{period_words(nearest.start, nearest.end)}."
    )
