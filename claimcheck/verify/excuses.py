"""Why values that miss do not refute: another time, print, split or basis is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.evidence import AXES, Candidate, Held, Window, factor, months_back, sign
from claimcheck.figures import period as period_words
from claimcheck.figures import show
from claimcheck.lexicon import entities, metrics
from claimcheck.providers import Selection
from claimcheck.reference.records import as_of
from claimcheck.schema import Claim, ForecastState, Label
from claimcheck.topics import raised
from claimcheck.verify.readings import said
from claimcheck.verify.reasons import given_forecasts
from claimcheck.verify.records import Proof, Tried

_WHEN = "Neither the text nor its page gives a date, so no value can be set against this."


def other_time(
    claim: Claim, used: Sequence[Tried], span: Window, state: ForecastState | None,
    selection: Selection | None, told: date | None, day: date | None,
) -> str | None:
    """Why values of another time, or of another forecaster, do not refute a claim."""
    if state == "forecast_attributed" and (selection is None or selection.how != "named"):
        return (
            f"The forecasts that we hold ({given_forecasts(used)}) are others; none is of the "
            "source that the text means."
        )
    if state == "forecast_resolved" and told and span.end and span.end < told:
        return "This tells what had been expected, not what came; no such forecast is held."
    if span.end is None:
        return None if day else _WHEN
    first = span.start or span.end
    if not (span.open or span.instant) and (span.end - first).days > int(T.FINE_GRAIN_DAYS):
        return None
    for one in used:
        row = one.candidate.row
        fine = (row.end - row.start).days <= int(T.FINE_GRAIN_DAYS)
        if fine and row.start <= span.end and row.end >= first:
            return None
    held, told_of = used[0].candidate, claim.period
    when = period_words(held.start, held.end)
    if told_of.text and told_of.start and told_of.end:
        meant = period_words(told_of.start, told_of.end)
        return f"What we hold is for {when}, and nothing for {meant}."
    return f"The text gives no date; what we hold is for {when} and need not be what it means."


def told_with_others(claim: Claim, used: Sequence[Tried], text: str, proof: Proof) -> bool:
    """Whether an index's return stands in a row of returns of one year, the others being right.

    "The S&P 500 gained 33%, the Nasdaq 28.6%, the Dow 12.9%": no move of a day, nor of a part.
    """
    quantity, name = claim.quantity, claim.entity.text
    if quantity is None or not name or claim.metric != "return":
        return False
    if claim.period.text and claim.confidence.period == "unsure":
        return False
    times = {(one.candidate.start, one.candidate.end) for one in used}
    if len(times) != 1 or not times <= proof.times or abs(quantity.low) < T.NO_DAYS_MOVE:
        return False
    before = text[claim.sentence.start : claim.span.start]
    at = before.rfind(name)
    between = before[at + len(name) :]
    if at < 0 or any(sign.isdigit() for sign in between):
        return False
    clause = _DIGITS.split(before[:at])[-1][-_CLAUSE:]
    inside = raised("within-index", before[max(0, at - _NEXT) : at])
    return not inside and not raised("part-of-index", clause + " " + between)


def settled_rate(
    claim: Claim, used: Sequence[Tried], text: str, reference: Held, day: date | None
) -> bool:
    """Whether a rate told of is none that the bank had anywhere around the time told.

    Rates stand until they are changed, so the value before the day is the evidence; those that
    follow only keep a decision of that very day from being accused. Where the day is not the
    number's own, nor the words tell of where the rate stands, a whole cycle of rates may be meant.
    """
    quantity, links = claim.quantity, claim.confidence
    if claim.metric != "policy_rate" or claim.kind != "level" or quantity is None:
        return False
    if claim.modality == "forecast" or (links.entity == "unsure" and not _only_bank(claim, text)):
        return False
    if links.metric == "unsure" and not is_target_range(claim):
        return False
    if not any(sign.isdigit() for sign in claim.quote):
        return False  # "half its peak of 4%" is no rate
    if _comes_from(claim, text):
        return False
    told = tells_when(claim, text)
    ends = claim.period.end
    if day is None or (ends and day < ends and not told):
        return False
    at = min(ends, day) if told and ends else day
    row, near = used[0].candidate.row, timedelta(int(T.DECISION_DAYS))
    before = near if told else timedelta(int(T.CYCLE_DAYS))
    if abs(at - row.end) > near:
        return False
    around = [
        one for one in reference.find(row.entity, row.metric)
        if at - before <= one.end <= at + near
    ]
    followed = any(one.series == row.series and one.end > max(at, row.end) for one in around)
    return followed and not any(one.value in (quantity.low, quantity.high) for one in around)


def _comes_from(claim: Claim, text: str) -> bool:
    """ "Cut five times from 5.25%": the rate of a day that is not told."""
    before = text[claim.sentence.start : claim.span.start]
    after = text[claim.span.end : claim.sentence.end]
    return raised("rate-from", before[-_NEXT:]) or raised("rate-from-behind", after[:_NEXT])


def _only_bank(claim: Claim, text: str) -> bool:
    """Whether the bank is named before the number in its sentence, and no other bank is."""
    sentence = text[claim.sentence.start : claim.sentence.end]
    before = sentence[: claim.span.start - claim.sentence.start]
    if not claim.entity.text or claim.entity.text not in before:
        return False
    return not any(
        one.id != claim.entity.id and any(
            name in sentence and name not in claim.entity.text
            for names in one.names.values() for name in names
        )
        for one in entities().values() if one.kind == "central-bank"
    )


def is_target_range(claim: Claim) -> bool:
    """ "Left its range at 2.25%-2.5%": of a bank's numbers only its target is a range so wide."""
    quantity, entity = claim.quantity, entities().get(claim.entity.id or "")
    if quantity is None or entity is None or claim.metric != "policy_rate":
        return False
    width = quantity.high - quantity.low
    return entity.kind == "central-bank" and width == T.TARGET_WIDTH


def tells_when(claim: Claim, text: str) -> bool:
    """Whether a rate's own words tell of which day it is."""
    return _at_a_time_told(claim, text) or _stands(claim, text)


def _at_a_time_told(claim: Claim, text: str) -> bool:
    """Whether a day or a month under way is the number's own, told in its sentence."""
    period = claim.period
    if period.start is None or period.end is None or claim.confidence.period == "unsure":
        return False
    if (period.end - period.start).days > int(T.FINE_GRAIN_DAYS):
        return False
    before = text[claim.sentence.start : claim.span.start]
    if claim.confidence.period == "stated":
        return True
    at = before.rfind(period.text) if period.text else -1
    between = before[at:]
    return at >= 0 and not any(mark in between for mark in ";；؛") and not raised(
        "back-then", between
    )


def _stands(claim: Claim, text: str) -> bool:
    """ "Its rate stands at 3.75%", "left it at 3.75%": the rate of the day, in its own words."""
    before = text[claim.sentence.start : claim.span.start]
    if claim.period.start is not None:
        return False
    return raised("rate-stands", before[-_BESIDE:]) or raised("rate-is", before[-_NEXT:])


_DIGITS = re.compile(r"\d")
# Signs before a name in which what is of it alone is told.
_CLAUSE = 40
# Signs before a number within which a verb is its own.
_BESIDE, _NEXT = 30, 8


def month_a_year_before(
    claim: Claim, used: Sequence[Tried], reference: Held, told: date | None
) -> str | None:
    """Why a month under way, named without its year, may be that of a year before.

    "In January the rate stood at 4.25%", in a review of the year past: it is no month of this one.
    """
    start, end, quantity = claim.period.start, claim.period.end, claim.quantity
    if told is None or start is None or end is None or quantity is None:
        return None
    if claim.period.resolved_from != "published_at" or not start <= told <= end:
        return None
    if told.month != 1 and told.day > int(T.LOOKING_BACK_DAYS):
        return None  # told of as news: years are looked back on in January, months at their start
    near, row = timedelta(int(T.DECISION_DAYS)), used[0].candidate.row
    month = int(T.FINE_GRAIN_DAYS)
    first, last = (months_back(at, 12) for at in (start, end))
    for one in reference.find(row.entity, row.metric):
        fine = (one.end - one.start).days <= month and one.unit == row.unit
        if fine and first <= one.end <= last + near and said(
            claim, quantity
        ).rounding.holds(one.value):
            return f"It fits {period_words(one.start, one.end)}, and may mean that."
    return None


def rate_before(
    claim: Claim, used: Sequence[Tried], reference: Held, claims: Sequence[Claim]
) -> str | None:
    """Why one of several rates of a sentence, or that of a year, may be of an earlier day.

    "It entered the year with 4.25% and left it with 3.50%": rates are told from where they came.
    """
    quantity, period, row = claim.quantity, claim.period, used[0].candidate.row
    if claim.metric != "policy_rate" or claim.kind != "level" or quantity is None:
        return None
    beside = [
        one for one in claims
        if one.sentence == claim.sentence and one.entity.id == claim.entity.id
        and one.metric == claim.metric and one.kind == "level" and one.span != claim.span
    ]
    # Two levels of one time in one sentence cannot both be of it.
    either = any(one.period.end == period.end for one in beside)
    year = bool(period.start and period.end) and (
        (period.end or row.end) - (period.start or row.end)
    ).days > int(T.FINE_GRAIN_DAYS)
    if not (year or either or (beside and claim.confidence.period != "stated")):
        return None
    since = row.end - timedelta(int(T.CYCLE_DAYS))
    for one in reference.find(row.entity, row.metric):
        if since <= one.end <= row.end and one.value in (quantity.low, quantity.high):
            return f"It fits {period_words(one.start, one.end)}, and may mean that."
    return None


def end_of_year(claim: Claim, used: Sequence[Tried], reference: Held) -> str | None:
    """Why a year's average of inflation does not refute what may be the rate of its December.

    That lies among the averages of the year and of those around it; what is far off is wrong.
    """
    row, quantity = used[0].candidate.row, claim.quantity
    if row.metric != "cpi_inflation" or quantity is None or "average" in claim.basis:
        return None
    if any((one.candidate.row.end - one.candidate.row.start).days < 300 for one in used):
        return None
    around = [
        one for one in reference.find(row.entity, row.metric)
        if one.series == row.series and abs(one.end.year - row.end.year) <= 1
    ]
    low = min(one.value for one in around) - 1
    high = max(one.value for one in around) + 1
    followed = any(one.end > row.end for one in around)
    if followed and not low <= sign(claim) * quantity.low <= high:
        return None
    given = show(row.value, row.unit)
    return f"We hold only the average of the year ({given}); the rate of its December may be meant."


def earlier_print(claim: Claim, used: Sequence[Tried], reference: Held) -> str:
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


def takes_effect_later(
    claim: Claim, used: Sequence[Tried], reference: Held, day: date | None
) -> str | None:
    """Why a rate decided on is not refuted by the rate in force: it takes effect days later."""
    if claim.metric != "policy_rate" or day is None:
        return None
    ends = max(one.candidate.end for one in used)
    until = day + timedelta(int(T.DECISION_DAYS))
    for row in (one.candidate.row for one in used):
        for later in reference.find(row.entity, row.metric):
            coming = later.series == row.series and ends < later.start and later.end <= until
            if coming and later.value != row.value:
                return (
                    f"A rate of {show(later.value, later.unit)} was in force by "
                    f"{period_words(later.start, later.end)}: it had been decided on before it "
                    "took effect."
                )
    return None


def annual_words(
    claim: Claim, used: Sequence[Tried], reference: Held, day: date | None
) -> str | None:
    """Why a rate "in annual terms" is not refuted on the year where it fits at an annual rate."""
    if claim.quantity is None or claim.metric != "gdp_growth" or "yoy" not in claim.basis:
        return None
    words, row = said(claim, claim.quantity), used[0].candidate.row
    for one in as_of(reference.find(row.entity, claim.metric), day):
        same = (one.start, one.end) == (claim.period.start, claim.period.end)
        if same and "annualised" in one.basis and words.rounding.holds(sign(claim) * one.value):
            return f"It is {show(one.value, one.unit)} at an annual rate; the words may mean that."
    return None


def split_basis(claim: Claim, used: Sequence[Tried], reference: Held) -> str | None:
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


def unheld_basis(
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
    if value * candidate.point < 0 and abs(candidate.point) >= 1:
        return False  # dividends do not make a gain of a fall of 2%
    gap = value - candidate.point if other == "total" else candidate.point - value
    years = max(1, round((candidate.end - candidate.start).days / 365))
    return 0 < gap <= T.RETURN_SLACK * years  # with dividends is never less than without
