"""Whether a figure is right for another time near by, where its own is told only from around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from claimcheck.evidence import Held, candidates, months_back
from claimcheck.evidence.key import EARNED
from claimcheck.evidence.records import Candidate
from claimcheck.reference.records import Observation, as_of
from claimcheck.schema import Article, Claim
from claimcheck.topics import raised
from claimcheck.verify.readings import said
from claimcheck.verify.reasons import value_of
from claimcheck.verify.records import Tried

_MEASURE = "It fits another measure of the same time, and may mean that; this one was {held}."
_NUMBER = re.compile(r"\d")
_CLAUSE = re.compile(r"[,;،，；、]")
# How far back a text that is dated speaks of what is new, and one period beside another lies.
_NEAR_MONTHS = 13
_MEASURE_DAYS = 400
_A_MONTH = 31
_MEASURES = sorted((EARNED | {"revenue", "gross_profit"}) - {"eps"})


def fits_another_time(
    claim: Claim, used: Sequence[Tried], article: Article, reference: Held, day: date | None
) -> str | None:
    """Why a miss may be ours: the time is another number's, and the figure fits one near by."""
    if claim.quantity is None:
        return None
    if _another_measure(claim, used[0].candidate, reference, day):
        return _MEASURE.format(held=value_of(used[0]))
    if not _was_so_before(claim, used):
        if not _loosely_timed(claim, article.text):
            return None
        near = _values_near(claim, used[0].candidate, article, reference, day)
        if not any(_says(claim, value) for value in near):
            return None
    return (
        "It fits another time than the one that the words around it tell "
        f"({value_of(used[0])}), and may mean that."
    )


def _loosely_timed(claim: Claim, text: str) -> bool:
    """Whether the time may be another number's: "up 14% from $307.4 billion in 2023"."""
    words = claim.period.text
    if claim.period.resolved_from == "sentence":
        return True  # counted from another time, which may be another number's
    if claim.confidence.period != "stated" or not words or _of_some_year(claim):
        return True
    start, end = claim.sentence.start, claim.sentence.end
    sentence, number = text[start:end], claim.span.start - start
    at = _nearest(sentence, words, number)
    if at is None:
        return True
    if at > number:
        between = sentence[number + len(claim.quote) : at]
        if claim.kind != "level" and raised("base-next", between):
            return True  # "up 5% on 2021": the year that it is held against
        if _CLAUSE.search(between) and _NUMBER.search(sentence[:number]):
            return True
    else:
        between = sentence[at + len(words) : number]
        # A time told right after another number, in the clause before, is that number's.
        if _CLAUSE.search(between) and _NUMBER.search(sentence[:at]):
            return True
    return bool(_NUMBER.search(between))


def _of_some_year(claim: Claim) -> bool:
    """ "Up from $2.18 last year": a quarter of it, where the report is on a quarter."""
    start, end = claim.period.start, claim.period.end
    relative = not _NUMBER.search(claim.period.text or "")
    if start and end and (end - start).days < _A_MONTH:
        return False  # "in October", "last month": a number's own, where it is told beside it
    if claim.kind != "level":
        return relative  # "16% below its level a year ago": the time of what is compared with
    return relative and bool(start and end and (end - start).days > 360)


def _nearest(sentence: str, words: str, number: int) -> int | None:
    found = [one.start() for one in re.finditer(re.escape(words), sentence)]
    return min(found, key=lambda at: abs(at - number), default=None)


def _says(claim: Claim, candidate: Candidate) -> bool:
    if claim.quantity is None:
        return False
    rounding = said(claim, claim.quantity).rounding
    return rounding.holds(candidate.point) or rounding.holds(-candidate.point)


def _another_measure(claim: Claim, used: Candidate, reference: Held, day: date | None) -> bool:
    """ "Made $101.8 billion on sales of $281.7 billion": told beside another measure's name."""
    if claim.quantity is None or claim.kind != "level":
        return False
    named = claim.confidence.metric == "stated"
    if not claim.quantity.unit.isupper():
        return False  # amounts of money have digits enough to know them by
    words, entity = said(claim, claim.quantity), used.row.entity
    anchors = [one for one in (used.end, day) if one is not None]
    return any(
        row.unit == claim.quantity.unit and words.rounding.holds(row.value)
        and (row.end == used.end if named else
             any(0 <= (at - row.end).days <= _MEASURE_DAYS for at in anchors))
        for metric in _MEASURES if metric != used.row.metric
        for row in as_of(reference.find(entity, metric), day)
    )


def _was_so_before(claim: Claim, used: Sequence[Tried]) -> bool:
    """ "$59.2 billion, almost double the $30.4 billion of the year before": a level, no change."""
    if claim.quantity is None or claim.kind not in ("change", "difference"):
        return False
    words = said(claim, claim.quantity)
    return any(
        row.unit == claim.quantity.unit and words.rounding.holds(row.value)
        for one in used for row in one.candidate.rows
    )


def _values_near(
    claim: Claim, used: Candidate, article: Article, reference: Held, day: date | None
) -> Iterator[Candidate]:
    """What the claim would be held against in the periods around, and in those of its parts."""
    for start, end in _periods_near(claim, used, reference, day):
        there = {"start": start, "end": end, "resolved_from": "text"}
        period = claim.period.model_copy(update=there)
        moved = claim.model_copy(update={"period": period})
        yield from candidates(moved, article, reference, day)
        yield from candidates(moved, article, reference, None)  # what came out the week after


def _periods_near(
    claim: Claim, used: Candidate, reference: Held, day: date | None
) -> list[tuple[date, date]]:
    rows: Sequence[Observation] = reference.find(used.row.entity, used.row.metric)
    anchors = [one for one in (used.end, claim.period.end, day) if one is not None]
    held = {(one.start, one.end) for one in rows if one.series == used.row.series}
    return sorted(
        (start, end) for start, end in held
        if any(abs((end - at).days) <= (at - months_back(at, _NEAR_MONTHS)).days for at in anchors)
        and (start, end) != (claim.period.start, claim.period.end)
    )
