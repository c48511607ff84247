"""Why a number may be of something else than its key says: a product, a yardstick, one day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from claimcheck import thresholds as T
from claimcheck.evidence import Held
from claimcheck.evidence.key import EARNED, PRICE_RATES
from claimcheck.lexicon import entities, metrics
from claimcheck.reference.records import as_of
from claimcheck.schema import Article, Claim, ForecastState
from claimcheck.topics import raised
from claimcheck.verify.readings import said
from claimcheck.verify.reasons import value_of
from claimcheck.verify.records import Tried

_DAY = "This is the move of one day; what we hold is for a longer time ({held})."
_YEAR = "The text means the year that it tells of, and names another one just before."
_REVISION = "This tells how far a figure was revised; what we hold is the figure itself ({held})."
_BRAND = "This is told of a part with a name of its own; we hold only the whole ({held})."
_YARDSTICK = "“{name}” is what something else is measured by here, so its values settle nothing."
_EXPECTED = "Somebody expected this; what came of it is {held}, and no such forecast is held."
_STOOD = "It fits the value of the day that it was written on; later it was {held}."
_POINTS = "Points tell how far a rate moved; what we hold is the rate itself ({held})."
_LOSS = "The text tells of a loss, and a loss is held ({held})."
_REACHED = "This may tell where the rate came down to, and that is right ({held})."
_OTHER_WAY = "The figure is right, and may be told as the fall or the rise that it was ({held})."
_GAP = "This tells how far two values lie apart; what we hold is the value itself ({held})."
_UNFINISHED = "What we hold ends before the time that the text tells of ({held})."


def another_subject(
    claim: Claim, used: Sequence[Tried], state: ForecastState | None, article: Article,
    reference: Held, day: date | None,
) -> str | None:
    """Why the values held are of another subject than the words: None when they are not."""
    start, end = claim.sentence.start, claim.sentence.end
    sentence, before = article.text[start:end], article.text[start : claim.span.start]
    checks = (
        (_DAY, _of_a_day(claim, sentence, used)),
        (_YEAR, claim.confidence.period != "stated" and raised("that-year", sentence)),
        (_REVISION, raised("told-before", sentence)),
        (_BRAND, claim.confidence.entity != "stated" and raised("brand", before)),
        (_BRAND, _of_a_part(claim, before)),
        (_BRAND, _of_a_segment(claim, before)),
        (_BRAND, _of_a_quarter(claim, before, used)),
        (_BRAND, _in_an_index(claim, before)),
        (_YARDSTICK, _yardstick(claim, sentence)),
        (_EXPECTED, state == "forecast_resolved" and _of_somebody(claim, sentence)),
        (_EXPECTED, _had_been_expected(claim, sentence)),
        (_STOOD, state == "forecast_resolved" and _stood(claim, used, reference, day)),
        (_POINTS, _rate_for_points(claim, used)),
        (_LOSS, _a_loss_told(claim, used, before)),
        (_REACHED, _a_rate_reached(claim, used)),
        (_OTHER_WAY, _other_way(claim, used, before)),
        (_UNFINISHED, _unfinished(claim, used)),
        (_GAP, _gap(claim, used, article.text[claim.span.end : end])),
    )
    message = next((message for message, found in checks if found), None)
    return message and message.format(held=value_of(used[0]), name=claim.entity.text)


def _of_a_day(claim: Claim, sentence: str, used: Sequence[Tried]) -> bool:
    """ "In the last session of the year it lost 0.3%": no number of the year."""
    if claim.metric not in T.PRICED or claim.confidence.period == "stated":
        return False
    longer = all(_days(one) > int(T.FINE_GRAIN_DAYS) for one in used)
    small = claim.metric == "return" and claim.quantity and claim.quantity.low < T.NO_DAYS_MOVE
    return longer and (bool(small) or raised("of-a-day", sentence))


def _days(one: Tried) -> int:
    return (one.candidate.end - one.candidate.start).days


def _yardstick(claim: Claim, sentence: str) -> bool:
    """ "It rose 1.4%, lagging the CSI 300": the only name known is not what rose."""
    name, number = claim.entity.text, claim.span.start - claim.sentence.start
    at = sentence.find(name) if name else -1
    if at < 0:
        return False
    if raised("yardstick-behind", sentence[at + len(name) : at + len(name) + _REACH]):
        return True
    # "ahead of the Dow's 13.0%" is the Dow's own, "lagging the Dow by 13 points" is not.
    apart = at > number or claim.kind in ("change", "difference")
    return apart and raised("yardstick-before", sentence[max(0, at - _REACH) : at])


_MONEY_OF_FIRMS = EARNED | {"revenue", "gross_profit"}
_AMOUNT = re.compile(r"\d")
_OF_PEOPLE = frozenset({"unemployment_rate", "payrolls"})
# Signs that a word right beside a name takes up.
_REACH = 14
# Signs before a number within which a part of the economy is its subject.
_NEAR = 40
# Words behind a number within which it is told that it had been expected.
_BEHIND = 6
# Signs before a name within which a preposition is its own.
_WITHIN = 8
_CLAUSE = re.compile(r"[,;:.()–—،；]")


def _of_somebody(claim: Claim, sentence: str) -> bool:
    """Whether a forecast is told as somebody's, or of what a central bank expects."""
    if claim.attribution is not None or raised("somebody-expects", sentence):
        return True
    named = claim.entity.text
    banks = [
        one.id for one in entities().values() if one.kind in ("central-bank", "agency")
        and any(named in names for names in one.names.values())
    ]
    told_of_it = claim.entity.id in banks and claim.confidence.metric == "stated"
    return bool(named and banks) and not told_of_it


def _had_been_expected(claim: Claim, sentence: str) -> bool:
    """ "Almost twice the 180,000 that the street had forecast": a participle behind its number."""
    after = sentence[claim.span.start - claim.sentence.start + len(claim.quote) :]
    words = _CLAUSE.split(after, maxsplit=1)[0].split()[:_BEHIND]
    told = next((n for n, word in enumerate(words) if raised("had-expected", word)), None)
    # "4% more than expected", "2% as forecast": the number came, and is held beside those.
    return told is not None and not raised("held-beside", " ".join(words[:told]))


def _stood(claim: Claim, used: Sequence[Tried], reference: Held, day: date | None) -> bool:
    """ "Left at 7.00%, and raised its forecast for the quarter": the rate is that of the day."""
    start, end = claim.period.start, claim.period.end
    if claim.quantity is None or day is None or not (start and end and start <= day <= end):
        return False
    words = said(claim, claim.quantity)
    row = used[0].candidate.row
    known = [
        one for one in as_of(reference.find(row.entity, row.metric), day)
        if one.series == row.series and one.unit == row.unit and one.end <= day
    ]
    return bool(known) and words.rounding.holds(known[-1].value)


def _rate_for_points(claim: Claim, used: Sequence[Tried]) -> bool:
    """ "4.8%, 0.4 points less than the quarter before": the points are no rate of growth."""
    metric = metrics().get(claim.metric)
    points = claim.quantity and claim.quantity.unit in ("percentage_point", "basis_point")
    direct = all(one.candidate.transform == "direct" for one in used)
    rate = metric and (metric.growth_of or (metric.unit == "percent" and "spread" not in metric.id))
    return bool(points and rate) and claim.kind in ("change", "difference") and direct


def _a_loss_told(claim: Claim, used: Sequence[Tried], before: str) -> bool:
    """ "In 2022 it had lost $2.7 billion": right, where the profit held is as far below zero."""
    if claim.quantity is None or claim.metric not in EARNED:
        return False
    words = said(claim, claim.quantity)
    return raised("lost-money", before) and any(
        words.rounding.holds(-one.candidate.point) for one in used
    )


def _a_rate_reached(claim: Claim, used: Sequence[Tried]) -> bool:
    """ "Prices slowed to 2.4%", "inflation fell 0.3%": the rate reached, or the fall of prices."""
    if claim.quantity is None or claim.metric not in PRICE_RATES or claim.direction != "down":
        return False
    words = said(claim, claim.quantity)
    points = [one.candidate.point for one in used]
    return any(words.rounding.holds(turn * point) for point in points for turn in (1, -1))


def _other_way(claim: Claim, used: Sequence[Tried], before: str) -> bool:
    """ "GDP fell at a yearly rate of 0.5%", and "the Dow did worse, with 22.3%": a gain."""
    if claim.quantity is None:
        return False
    told = {"none": "fell", "down": "did-worse"}.get(claim.direction)
    if told is None or not raised(told, before):
        return False
    words = said(claim, claim.quantity)
    points = [one.candidate.point for one in used]
    return any(words.rounding.holds(sign * point) for point in points for sign in (1, -1))


def _unfinished(claim: Claim, used: Sequence[Tried]) -> bool:
    """ "5.0% in 2025" against the third quarter: the year was not over in what is held."""
    start, end = claim.period.start, claim.period.end
    if start is None or end is None:
        return False
    length = (end - start).days
    return all(
        _days(one) * 2 < length and (end - one.candidate.end).days > int(T.FINE_GRAIN_DAYS)
        for one in used
    )


def _gap(claim: Claim, used: Sequence[Tried], after: str) -> bool:
    """ "Nearly $17 less than in January": no price, but how far two prices lie apart."""
    if claim.kind != "level" or any(one.candidate.transform != "direct" for one in used):
        return False
    words = _CLAUSE.split(after, maxsplit=1)[0].split()[:2]
    return raised("gap-behind", " ".join(words)) or raised("gap-behind", "".join(words[:1]))


def only_country(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether a country's figure can be of no other: its own is the only one that is named."""
    own = entities().get(claim.entity.id or "")
    if own is None or own.kind != "country":
        return False
    named = {
        item.id if item.kind in ("country", "region") else item.country
        for one in claims if one.entity.text
        and (item := entities().get(one.entity.id or "")) is not None
        and item.kind in ("country", "region", "central-bank", "agency")
    }
    return named == {own.id}


def _of_a_part(claim: Claim, before: str) -> bool:
    """ "Growth was 2.9%; consumer spending rose 2.1%": a part named right before its number."""
    if claim.metric in _OF_PEOPLE and raised("part-of-people", before[-_NEAR:]):
        return True  # "teenage unemployment was 11.0%": the metric's own name tells nothing
    return claim.confidence.metric != "stated" and raised("part-of-economy", before[-_NEAR:])


def _of_a_segment(claim: Claim, before: str) -> bool:
    """ "Revenue of $57.0bn, data centre $51.2bn": a part named between two numbers."""
    if claim.metric not in _MONEY_OF_FIRMS:
        return False
    own = _AMOUNT.split(before)[-1]
    return own != before and raised("segment", own[-_NEAR:])


def _in_an_index(claim: Claim, before: str) -> bool:
    """ "Bank shares in the S&P 500 lost 10%": some of its members."""
    name = claim.entity.text
    at = before.rfind(name) if name else -1
    if at < 0 or claim.metric != "return":
        return False
    told = _AMOUNT.split(before[:at])[-1][-_NEAR:]
    return raised("within-index", told[-_WITHIN:]) and raised("part-of-index", told)


def _of_a_quarter(claim: Claim, before: str, used: Sequence[Tried]) -> bool:
    """ "Fourth-quarter sales were $102.5bn", told after the year's: a part of the year."""
    if claim.confidence.period == "stated" or claim.metric not in _MONEY_OF_FIRMS:
        return False
    years = all(_days(one) > 300 for one in used)
    return years and raised("of-a-quarter", _AMOUNT.split(before)[-1][-_NEAR:])
