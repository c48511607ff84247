"""Claims without a number of their own: trends, comparisons, records, "above the average".

Each shape yields tested readings: a candidate whose formula shows every value used, and how it
stands to the words. A sub-period that is named is tested on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

from claimcheck import thresholds as T
from claimcheck.evidence import (
    Candidate,
    Held,
    Window,
    by_series,
    days,
    earlier,
    entity_ids,
    months_back,
    on_basis,
    same_period,
    stands_for,
)
from claimcheck.evidence.key import INDEX_OF
from claimcheck.extract.words import about
from claimcheck.figures import period, show
from claimcheck.intervals import ONE, ZERO, Interval, Match, of_reference
from claimcheck.lexicon import (
    PhraseMatcher,
    accumulating,
    languages,
    metrics,
    section,
    tokens,
)
from claimcheck.reference.records import Observation, as_of, kept
from claimcheck.schema import Article, Baseline, Claim, Label
from claimcheck.topics import raised

# A movement of a thing without a metric named is one of its price.
FALLBACK = "return"
AVERAGE_DAYS = 1200


@dataclass(frozen=True, slots=True)
class Tested:
    """One reading of a claim and what it gave."""

    candidate: Candidate
    match: Match


def readings(
    claim: Claim, span: Window, reference: Held, day: date | None, claims: Sequence[Claim],
    article: Article,
) -> tuple[Tested, ...]:
    """The readings of a claim in words with what was known on ``day``."""
    if claim.kind == "trend":
        return tuple(_trend(claim, span, reference, day))
    if claim.baseline and claim.baseline.entity and claim.baseline.entity.id:
        return tuple(_comparison(claim, span, reference, day))
    if claim.kind == "rank":
        return tuple(_rank(claim, span, reference, day, article))
    if claim.kind == "comparison":
        return tuple(_average(claim, span, reference, day, claims))
    return ()


def _metrics(claim: Claim) -> tuple[str, ...]:
    metric = metrics().get(claim.metric)
    if metric is None:
        return (FALLBACK,)
    ids = [metric.id]
    ids += [other for other in (metric.growth, metric.growth_of) if other]
    ids += metric.comparable
    levels = (metrics()[other].growth_of for other in metric.comparable if other in metrics())
    ids += [level for level in levels if level]
    return tuple(dict.fromkeys(ids))


def signed_metric(id: str) -> bool:
    """Whether the sign of the value itself says up or down (growth, return, flow)."""
    metric = metrics().get(id)
    if metric is None:
        return id == FALLBACK
    return bool(metric.growth_of or metric.kind in ("growth", "flow", "change")
                or "total" in metric.bases)


@cache
def _relative_words() -> PhraseMatcher:
    return PhraseMatcher(
        (phrase, relation) for iso in languages()
        for relation in ("higher_than", "lower_than")
        for phrase in section(iso, "cues").get("baseline", {}).get(relation, ())
    )


def is_relative(claim: Claim) -> bool:
    """Whether a trend is told against something else ("outperformed", "chasing behind")."""
    return claim.kind == "trend" and bool(_relative_words().find(tokens(claim.quote)))


def as_comparison(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A relative trend as the comparison with the other thing that its sentence names."""
    if not is_relative(claim):
        return claim
    baseline = claim.baseline
    if baseline is None or baseline.entity is None or baseline.entity.id is None:
        peers = [
            other.entity for other in claims
            if other.sentence.start == claim.sentence.start and other.entity.id
            and other.entity.id not in entity_ids(claim)
            and other.entity.id != claim.entity.id
        ]
        if not peers:
            return claim.model_copy(update={"kind": "comparison", "baseline": None})
        baseline = Baseline(relation="versus", entity=peers[-1])
    return claim.model_copy(update={"kind": "comparison", "baseline": baseline})


def _held(
    reference: Held, claim: Claim, entity: str, metric: str, day: date | None
) -> tuple[Observation, ...]:
    rows = on_basis(as_of(reference.find(entity, metric), day), claim.basis)
    return rows if claim.modality == "forecast" else kept(
        rows, "told", lambda: tuple(row for row in rows if row.status != "estimate")
    )


# ---------------------------------------------------------------- trend


def _trend(claim: Claim, span: Window, reference: Held, day: date | None) -> Iterator[Tested]:
    if claim.direction not in ("up", "down", "in", "out"):
        return
    wanted = 1 if claim.direction in ("up", "in") else -1
    for metric in _metrics(claim):
        found = False
        for entity in entity_ids(claim):
            for series in by_series(_held(reference, claim, entity, metric, day)):
                steps = _steps(series, span, signed_metric(metric))
                result = _tell(claim, steps, wanted, span) if steps else None
                if result is not None:
                    found = True
                    yield result
        if found:
            return


@dataclass(frozen=True, slots=True)
class Step:
    """One sub-period, the movement in it, and the rows it comes from."""

    start: date
    end: date
    move: Interval
    point: Decimal
    unit: str
    rows: tuple[Observation, ...]


def _steps(series: list[Observation], span: Window, signed: bool) -> list[Step]:
    """The movements of one series inside the window, at its own frequency."""
    if span.start is None or span.end is None or span.open:
        known = [row for row in series if span.end is None or row.end <= span.end]
        return _latest_step(known, signed) if known else []
    inside = [row for row in series if span.start <= row.start and row.end <= span.end]
    if signed:
        near = [row for row in series if same_period(row, span.start, span.end)]
        return [_own_step(row) for row in inside or near]
    moved = []
    for before, row in pairwise(series):
        if span.start <= row.end <= span.end and (row.end - before.end).days <= 380:
            moved.append(_level_step(before, row))
    return moved


def _latest_step(series: list[Observation], signed: bool) -> list[Step]:
    if signed:
        return [_own_step(series[-1])]
    base = earlier(series, series[-1], 12) or (series[-2] if len(series) > 1 else None)
    return [_level_step(base, series[-1])] if base else []


def _own_step(row: Observation) -> Step:
    return Step(row.start, row.end, of_reference(row.value), row.value, row.unit, (row,))


def _level_step(before: Observation, row: Observation) -> Step:
    move = of_reference(row.value) - of_reference(before.value)
    return Step(row.start, row.end, move, row.value - before.value, row.unit, (row, before))


def _tell(claim: Claim, steps: list[Step], wanted: int, span: Window) -> Tested | None:
    against = [step for step in steps if step.point * wanted < 0]
    full = [
        step for step in against
        if len(steps) == 1 or ((step.end - step.start).days >= 360)
    ]
    if full and not _years_named(span) and not _filled(steps, span):
        return None  # "the past two years": one of them is not enough to refute it
    kept = ONE - Decimal(len(against)) / len(steps)
    whole = _covers(steps, span)
    if not against:
        label: Label | None = "supported" if whole else None
    elif full:
        label = "contradicted"
    elif not whole:
        label = None
    else:
        total = sum((step.point for step in steps), ZERO)
        label = "imprecise" if kept >= T.KEPT_SHARE and total * wanted > 0 else "contradicted"
    if label is None:
        return None
    shown = "; ".join(
        f"{period(step.start, step.end)}: {_signed(step.point, step.unit)}" for step in steps[:8]
    )
    if len(steps) > 8:
        shown += f"; {len(steps) - 8} more, {len(against)} of {len(steps)} against"
    rows = tuple(dict.fromkeys(row for step in steps for row in step.rows))
    note = _note(against, steps)
    candidate = Candidate(
        steps[-1].point, steps[-1].move, steps[-1].unit, rows, rows[0].basis,
        steps[0].start, steps[-1].end, shown, transform="trend", note=note,
    )
    return Tested(candidate, Match(label, Decimal(len(against))))


def _years_named(span: Window) -> bool:
    return span.start is None or (span.start.month, span.start.day) == (1, 1)


def _filled(steps: list[Step], span: Window) -> bool:
    """Whether the steps' own days make three quarters of the window."""
    if span.start is None or span.end is None or span.open:
        return True
    covered = sum((step.end - step.start).days + 1 for step in steps)
    longest = max((b.end - a.end).days for a, b in pairwise(steps)) if len(steps) > 1 else 0
    moments = longest * len(steps) if all(step.start == step.end for step in steps) else 0
    return Decimal(max(covered, moments)) >= T.KEPT_SHARE * ((span.end - span.start).days + 1)


def _signed(value: Decimal, unit: str) -> str:
    return f"{'+' if value > 0 else ''}{show(value, unit)}"


def _note(against: list[Step], steps: list[Step]) -> str:
    if not against:
        return "holds in every period tested" if len(steps) > 1 else "holds"
    if len(against) == len(steps):
        return "the opposite of what is said"
    names = " and ".join(period(step.start, step.end) for step in against[:3])
    more = f" and {len(against) - 3} more" if len(against) > 3 else ""
    return f"does not hold in {names}{more}"


def _covers(steps: list[Step], span: Window) -> bool:
    """Whether the steps reach over the whole window, without a hole of more than a period."""
    if span.start is None or span.end is None:
        return bool(steps)
    longest = max((step.end - step.start).days + 1 for step in steps)
    if longest == 1 and len(steps) > 1:
        longest = max((b.end - a.end).days for a, b in pairwise(steps))
    first = min(row.start for row in steps[0].rows)
    begins = (first - span.start).days <= max(10, longest // 2)
    ends = (span.end - steps[-1].end).days <= max(10, longest // 2)
    limit = 380 if longest > 300 else longest * 2 - 1
    whole = all((b.end - a.end).days <= limit for a, b in pairwise(steps))
    return begins and ends and whole


# ---------------------------------------------------------------- comparison


def _comparison(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Tested]:
    """A above or below B, by the interval of A - B; an overlap establishes nothing."""
    baseline = claim.baseline
    if baseline is None or baseline.entity is None:
        return
    wanted = _wanted(claim)
    for metric in _metrics(claim):
        ours = [
            row for entity in entity_ids(claim)
            for row in _rows_in(_held(reference, claim, entity, metric, day), span)
        ]
        theirs = [
            row for entity in stands_for(baseline.entity.id)
            for row in _rows_in(_held(reference, claim, entity, metric, day), span)
        ]
        results = [
            _difference(one, other, wanted) for one in ours for other in theirs
            if one.basis == other.basis and same_period(other, one.start, one.end)
        ]
        yield from results
        if results:
            return


def _wanted(claim: Claim) -> int:
    relation = claim.baseline.relation if claim.baseline else ""
    if relation in ("higher_than", "lower_than"):
        return 1 if relation == "higher_than" else -1
    return -1 if claim.direction in ("down", "out") else 1


def _rows_in(rows: Sequence[Observation], span: Window) -> list[Observation]:
    if span.start is None or span.end is None or span.open:
        return [series[-1] for series in by_series(rows)]
    matched = [row for row in rows if same_period(row, span.start, span.end)]
    return matched or [row for row in rows if span.start <= row.start and row.end <= span.end]


def _difference(one: Observation, other: Observation, wanted: int) -> Tested:
    gap = of_reference(one.value) - of_reference(other.value)
    point = one.value - other.value
    if gap.low <= 0 <= gap.high:
        label: Label = "not_enough_data"
        note = "not established: the two overlap within their precision"
    else:
        label = "supported" if point * wanted > 0 else "contradicted"
        note = "holds" if label == "supported" else "the order is the other way round"
    formula = (
        f"{show(one.value, one.unit)} against {show(other.value, other.unit)} "
        f"in {period(one.start, one.end)}"
    )
    candidate = Candidate(
        point, gap, one.unit, (one, other), one.basis, one.start, one.end, formula,
        transform="comparison", note=note,
    )
    return Tested(candidate, Match(label, ZERO))


# ---------------------------------------------------------------- records and ranks

# A record needs this many years of history behind it.
RECORD_YEARS = 10
# Days after which a price is no longer that of today.
_FRESH = int(T.STALE_TRADING_DAYS) * 7 // 5


def _rank(
    claim: Claim, span: Window, reference: Held, day: date | None, article: Article
) -> Iterator[Tested]:
    """ "The highest since October 2021", "a record low": no value of the window may go beyond."""
    wanted = _extreme(claim.quote)
    if wanted == 0 or raised("all-but", claim.quote):
        return
    since = _since(claim, article)
    for metric in _metrics(claim):
        if not _of_levels(claim.quote, metric):
            continue
        found = False
        for entity in entity_ids(claim):
            for series in by_series(_held(reference, claim, entity, metric, day)):
                if _of_a_month(claim, series[-1]):
                    continue
                result = _beyond(series, span, wanted, since, article.date.latest)
                if result is not None and (since or _refutable(claim, result)):
                    found = True
                    yield result
        if found:
            return


def _of_a_month(claim: Claim, row: Observation) -> bool:
    """Whether a row tells less than the claim: prices over a month, one month's jobs of a year."""
    if claim.metric in INDEX_OF and "mom" in row.basis:
        return "mom" not in claim.basis  # the fastest inflation is that of the annual rate
    start, end = claim.period.start, claim.period.end
    long = bool(start and end and (end - start).days > 2 * days(row))
    return long and row.metric in accumulating()


def _extreme(quote: str) -> int:
    """1 for the words of a high, -1 for those of a low, 0 when neither or both stand there."""
    low = raised("low", quote)
    high = raised("high", quote) or (raised("record", quote) and not low)
    return 0 if high == low else 1 if high else -1


def _of_levels(quote: str, metric: str) -> bool:
    """Whether a rank can be told from the values: "its largest move" is no rank of a rate.

    The deepest fall of a return is its lowest value, not its highest, so falls are left alone.
    """
    if raised("fall", quote):
        return False
    return signed_metric(metric) or not raised("move", quote)


def _refutable(claim: Claim, result: Tested) -> bool:
    """Whether a rank whose window is not known can be told by this: only a record can miss."""
    return result.match.label == "supported" or raised("record", claim.quote)


def _since(claim: Claim, article: Article) -> date | None:
    """The first day of the period named after "since", or "in 40 years" before the claim's own."""
    from claimcheck.periods import scan

    language = article.language if article.language != "und" else "en"
    after = article.text[claim.span.start : min(claim.sentence.end, claim.span.end + 40)]
    found = scan(after or claim.quote, language)
    named = next((one for one in found if one.role == "since" and one.first), None)
    if named is not None and named.first is not None:
        # "The fastest since 1982": faster in that year, not after it.
        return date(named.first.year, 12, 31) if named.granularity == "year" else named.first
    months = _counted_months(claim.quote, language)
    until = claim.period.end or article.date.latest
    return months_back(until, months) if months and until else None


_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def _counted_months(quote: str, language: str) -> int | None:
    """How many months a counted window surely reaches back: of "40 years" at least 39."""
    from claimcheck.quantities import scan

    for one in scan(quote, language):
        if one.unit in _MONTHS_OF and one.low >= 1:
            length = _MONTHS_OF[one.unit]
            return int(one.low * length) - (min(12, length) if one.low > 1 else 0)
    return None


def _beyond(
    series: list[Observation], span: Window, wanted: int, since: date | None, told: date | None
) -> Tested | None:
    rows = [row for row in series if days(row) <= 400]
    current = _current(rows, span)
    if current is None or _outdated(current, span, told):
        return None
    before = [row for row in rows if row.end < current.end and (since is None or row.start > since)]
    held_from = min((row.end for row in rows), default=current.end)
    start = since or months_back(current.end, 12 * RECORD_YEARS)
    covered = held_from <= start
    worst = max(before, key=lambda row: row.value * wanted, default=None)
    label: Label
    if worst is not None and (worst.value - current.value) * wanted > 0:
        label, note = "contradicted", f"{show(worst.value, worst.unit)} in " + period(
            worst.start, worst.end
        ) + " goes beyond it"
    elif worst is not None and worst.value == current.value:
        label, note = "imprecise", f"equalled in {period(worst.start, worst.end)}"
    elif covered and before and not _sampled(current, before):
        label, note = "supported", f"nothing beyond it among {len(before)} values"
    else:
        return None
    rows_used = (current, worst) if worst is not None else (current,)
    formula = f"{show(current.value, current.unit)} in {period(current.start, current.end)}"
    candidate = Candidate(
        current.value, of_reference(current.value), current.unit, rows_used, current.basis,
        current.start, current.end, formula, transform="rank", note=note,
    )
    return Tested(candidate, Match(label, ZERO))


def _outdated(current: Observation, span: Window, told: date | None) -> bool:
    """Whether a price of today is meant and this one is too old to be it."""
    if not span.open or current.metric not in about().quoted:
        return False
    return told is None or (told - current.end).days > max(days(current), _FRESH)


def _sampled(current: Observation, before: Sequence[Observation]) -> bool:
    """Whether a price may have been beyond it between the days that are held: year ends, say."""
    moment = current.metric in about().quoted and days(current) < _FRESH
    return moment and (current.end - before[-1].end).days > _FRESH


def _current(rows: Sequence[Observation], span: Window) -> Observation | None:
    if span.start is None or span.end is None or span.open:
        past = [row for row in rows if span.end is None or row.end <= span.end]
        return past[-1] if past else None
    exact = [row for row in rows if same_period(row, span.start, span.end)]
    inside = [row for row in rows if span.start <= row.end <= span.end]
    found = exact or inside
    return found[-1] if found else None


# ---------------------------------------------------------------- against an average


def _average(
    claim: Claim, span: Window, reference: Held, day: date | None, claims: Sequence[Claim]
) -> Iterator[Tested]:
    """The present value against averages; with no window named every one held is tried."""
    wanted = _wanted(claim)
    if claim.baseline is None or claim.baseline.relation not in ("higher_than", "lower_than"):
        return
    subject = _subject(claim, claims)
    for metric in _subject_metrics(claim, subject):
        results = []
        for entity in entity_ids(claim) or (entity_ids(subject) if subject else ()):
            rows = _held_any(reference, claim, entity, metric, day)
            results += list(_against_averages(claim, subject, rows, wanted))
        if metric == DISCOUNT and subject is not None:
            results += list(_pair_averages(subject, reference, day, wanted))
        yield from results
        if results:
            return


DISCOUNT = "valuation_discount"


def _subject(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The number that "this discount" points back to: linked, else the nearest before it."""
    linked = {*claim.derived_from, claim.baseline.claim if claim.baseline else None}
    before = [
        other for other in claims
        if other.quantity is not None and other.span.start < claim.span.start
    ]
    for other in before:
        if other.id in linked:
            return other
    near = [
        other for other in before
        if claim.sentence.start - other.sentence.end <= 2
        and (other.metric == claim.metric or _apart(other))
    ]
    return near[-1] if near else None


def _apart(claim: Claim) -> bool:
    return bool(claim.baseline and claim.baseline.entity and claim.quantity
                and claim.quantity.unit == "percent")


def _subject_metrics(claim: Claim, subject: Claim | None) -> tuple[str, ...]:
    if subject is not None and _apart(subject):
        return (DISCOUNT,)
    return _metrics(claim)


def _held_any(
    reference: Held, claim: Claim, entity: str, metric: str, day: date | None
) -> tuple[Observation, ...]:
    return on_basis(as_of(reference.find(entity, metric), day), claim.basis)


def _against_averages(
    claim: Claim, subject: Claim | None, rows: Sequence[Observation], wanted: int
) -> Iterator[Tested]:
    averages = [row for row in rows if days(row) > AVERAGE_DAYS]
    present = [row for row in rows if days(row) <= AVERAGE_DAYS]
    for average in averages:
        own = [row for row in present if row.basis == average.basis and row.unit == average.unit]
        if subject is not None and subject.quantity is not None:
            stated = subject.quantity
            value, gap = stated.low, Interval(stated.low, stated.high)
            used: tuple[Observation, ...] = (average,)
        elif own:
            value, gap, used = own[-1].value, of_reference(own[-1].value), (average, own[-1])
        else:
            continue
        yield _beside(value, gap, average.value, of_reference(average.value), used, wanted)


def _beside(
    value: Decimal, interval: Interval, mean: Decimal, means: Interval,
    rows: tuple[Observation, ...], wanted: int, formula: str | None = None,
) -> Tested:
    average = rows[0]
    gap = interval - means
    years = round((average.end - average.start).days / 365.25)
    if gap.low <= 0 <= gap.high:
        label: Label = "imprecise"
    else:
        label = "supported" if (value - mean) * wanted > 0 else "contradicted"
    unit = "percent" if formula else average.unit
    shown = (
        f"{show(value, unit)} against {formula or show(mean, unit)}, "
        f"the average of {years} years"
    )
    candidate = Candidate(
        value - mean, gap, unit, rows, average.basis, average.start, average.end, shown,
        transform=f"average-{years}", note=f"{years}-year average",
    )
    return Tested(candidate, Match(label, ZERO))


def _pair_averages(
    subject: Claim, reference: Held, day: date | None, wanted: int
) -> Iterator[Tested]:
    """The discount of one average multiple to another: 1 - 14.50/16.33 = 11.2%."""
    baseline = subject.baseline
    if baseline is None or baseline.entity is None or subject.quantity is None:
        return
    metric = "pe_ratio" if subject.metric == DISCOUNT else subject.metric
    ours = _averages(reference, subject, entity_ids(subject), metric, day)
    theirs = _averages(reference, subject, stands_for(baseline.entity.id), metric, day)
    for one in ours:
        for other in theirs:
            alike = (one.basis, one.provider, one.start, one.end) == (
                other.basis, other.provider, other.start, other.end
            )
            if not alike or other.value <= 0:
                continue
            ratio = of_reference(one.value) / of_reference(other.value)
            means = (-ratio).shifted(ONE).scaled(Decimal(100))
            mean = (1 - one.value / other.value) * 100
            formula = f"1 - {show(one.value, 'times')} / {show(other.value, 'times')} = " + show(
                mean, "percent", 1
            )
            stated = Interval(subject.quantity.low, subject.quantity.high)
            yield _beside(
                subject.quantity.low, stated, mean, means, (one, other), wanted, formula
            )


def _averages(
    reference: Held, claim: Claim, ids: Iterable[str], metric: str, day: date | None
) -> list[Observation]:
    return [
        row for id in ids for row in _held_any(reference, claim, id, metric, day)
        if days(row) > AVERAGE_DAYS
    ]
