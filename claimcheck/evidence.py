"""Turns a claim into comparable reference values: one candidate for each way to read it.

A candidate carries every part of the key (metric, entity, period, transform, unit, basis, vintage)
and its arithmetic as text. Lags are by date, never by row position. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from claimcheck import thresholds as T
from claimcheck.figures import period, show
from claimcheck.intervals import HUNDRED, ONE, Interval, exact, of_reference
from claimcheck.lexicon import accumulating, entities, metrics
from claimcheck.reference.records import Observation, as_of
from claimcheck.schema import Article, Claim, SourceRef
from claimcheck.topics import raised

# Bases on one axis exclude each other; a silent side is compared as a stated reading.
AXES: tuple[frozenset[str], ...] = tuple(
    frozenset(axis.split())
    for axis in (
        "trailing forward", "price total", "gaap adjusted operating",
        "yoy qoq mom annualised ytd cagr", "nominal real", "sa nsa", "net gross",
        "core headline", "basic diluted",
    )
)
# A row with one of these is compared only with a claim that names it.
MARKED = frozenset({"core", "ytd", "cagr", "average"})
LAG_OF_BASIS = {"yoy": 12, "qoq": 3, "mom": 1, "annualised": 3}
# Stands for a lag: the last value before the claim's period begins.
BEFORE = -1
SIGNED_KINDS = frozenset({"growth", "change", "flow"})
RELATIVE_UNITS = frozenset({"percent", "percentage_point", "basis_point"})


class Held(Protocol):
    """What the judge needs of the reference data."""

    @property
    def now(self) -> date | None:
        """The newest day on which anything held became known."""
        ...

    def find(self, entity: str, metric: str) -> tuple[Observation, ...]:
        """Every observation, ordered by series, period and vintage."""
        ...

    def source(self, id: str) -> SourceRef:
        """The source of an observation."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """The days a claim is about. ``open`` when the text names none; ``instant`` for a point."""

    start: date | None
    end: date | None
    instant: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reference value that a claim can be compared with, and how it was come by.

    ``usual`` marks the reading that a silent text means by convention (annual growth); ``tier``
    is 0 for the stated metric and entity, higher the further from the words.
    """

    point: Decimal
    interval: Interval
    unit: str
    rows: tuple[Observation, ...]
    basis: tuple[str, ...]
    start: date
    end: date
    formula: str
    transform: str = "direct"
    tier: int = 0
    usual: bool = False
    note: str | None = None

    @property
    def row(self) -> Observation:
        """The row that the reading is named by."""
        return self.rows[0]

    @property
    def key(self) -> tuple[str, ...]:
        """What the same reading shares across vintages."""
        row = self.row
        return (
            row.entity, row.metric, row.series, row.provider or "", *self.basis,
            str(self.start), str(self.end), self.transform,
        )


# ---------------------------------------------------------------- the key of a claim


def window(claim: Claim, article: Article) -> Window:
    """The days that the claim's words name, or the article's own days when they name none."""
    named, dated = claim.period, article.date
    if named.start and named.end:
        instant = named.type == "instant" or named.start == named.end
        if instant and named.resolved_from == "published_at" and dated.earliest:
            return Window(dated.earliest, dated.latest, True, True)  # "currently"
        return Window(named.start, named.end, instant, False)
    if named.start or named.end:
        return Window(named.start or named.end, named.end or dated.latest, False, False)
    return Window(dated.earliest, dated.latest, True, True)


def entity_ids(claim: Claim) -> tuple[str, ...]:
    """The claim's entity and the indices that a segment stands for."""
    return stands_for(claim.entity.id)


def stands_for(id: str | None) -> tuple[str, ...]:
    """``id`` and, for a segment, the indices that stand for it."""
    if id is None:
        return ()
    entity = entities().get(id)
    return (id, *entity.stands_for) if entity else (id,)


@lru_cache(maxsize=4096)
def comparable_metrics(id: str) -> tuple[str, ...]:
    """Metrics that may be compared with ``id`` as a stated reading, both ways round."""
    catalogue = metrics()
    own = catalogue[id].comparable if id in catalogue else ()
    others = (other.id for other in catalogue.values() if id in other.comparable)
    return tuple(dict.fromkeys((*own, *others)))


@lru_cache(maxsize=4096)
def bases_agree(claimed: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Whether no axis of definition says one thing in the text and another in the row."""
    for axis in AXES:
        text, row = axis.intersection(claimed), axis.intersection(held)
        if text and row and not text & row:
            return False
    return all(mark in claimed for mark in MARKED.intersection(held))


def factor(row: str, claimed: str) -> Decimal | None:
    """What to multiply a row's value by to have the claim's unit; None when they differ in kind."""
    if row == claimed:
        return ONE
    if claimed == "basis_point" and row in ("percent", "percentage_point"):
        return HUNDRED
    if row == "basis_point" and claimed in ("percent", "percentage_point"):
        return 1 / HUNDRED
    if {row, claimed} == {"percent", "percentage_point"}:
        return ONE
    if claimed in ("count", "") and not row.isupper() and row not in RELATIVE_UNITS | {"times"}:
        return ONE
    if {row, claimed} <= {"USD", "index_point"}:
        return ONE  # an index's earnings are quoted in points and in dollars
    return None


# Amounts that may be negative, and are then told as a loss.
EARNED = frozenset({"net_income", "operating_income", "pretax_income", "eps", "ebitda"})


def sign(claim: Claim) -> int:
    """-1 when the words give a signed value its minus ("fell 5%", "outflow"), else 1."""
    if claim.quantity is not None and claim.quantity.low < 0:
        return 1
    if claim.kind == "level" and claim.metric in EARNED and raised("loss", claim.metric_text or ""):
        return -1
    return -1 if claim.kind in SIGNED_KINDS and claim.direction in ("down", "out") else 1


# ---------------------------------------------------------------- dates


def months_back(day: date, months: int) -> date:
    """The same day ``months`` earlier; the last day of a month stays the last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = _month_end(year, month + 1)
    if day == _month_end(day.year, day.month):
        return last
    return min(last, date(year, month + 1, min(day.day, 28))) if day.day > 28 else date(
        year, month + 1, day.day
    )


def _month_end(year: int, month: int) -> date:
    first = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return first - timedelta(days=1)


def days(row: Observation) -> int:
    """Length of a row's period in days; an instant is 1."""
    return (row.end - row.start).days + 1


def same_period(row: Observation, start: date, end: date) -> bool:
    """Whether a row is about these days; long periods may differ by a week (52-week years)."""
    if row.start == start and row.end == end:
        return True
    slack = int(T.PERIOD_SLACK_DAYS) if (end - start).days >= 80 else 0
    near = abs((row.start - start).days) <= slack and abs((row.end - end).days) <= slack
    return near and days(row) > 1


def earlier(rows: Iterable[Observation], row: Observation, months: int) -> Observation | None:
    """The row of the same series ``months`` before, found by date; None when it is missing."""
    start, end = months_back(row.start, months), months_back(row.end, months)
    for other in rows:
        if abs((other.end - end).days) > 10:
            continue
        if other.series == row.series and other.basis == row.basis:
            if same_period(other, start, end):
                return other
            if row.start == row.end and other.start == other.end and (
                abs((other.end - end).days) <= 3 and months >= 3
            ):
                return other  # a year's last trading day moves by a weekend
    return None


# ---------------------------------------------------------------- candidates


def candidates(
    claim: Claim, article: Article, reference: Held, day: date | None
) -> tuple[Candidate, ...]:
    """Every admissible reading of ``claim`` with what was known on ``day``, nearest tier first.

    Only the nearest tier that holds anything is returned: the stated metric, then the same from
    levels, then a comparable metric. Forecasts take the comparable metric too: houses publish the
    same expectation under either name.
    """
    span = window(claim, article)
    pooled: list[Candidate] = []
    for tier, finder in enumerate(_TIERS):
        if pooled and finder is _computed and not _open_lag(claim, span):
            continue
        found = [replace(candidate, tier=tier) for candidate in finder(claim, span, reference, day)]
        if pooled and finder is _computed:
            found = [one for one in found if one.transform != "change-12"]
            pooled = [replace(one, usual="yoy" in one.basis) for one in pooled]
        pooled += found
        if pooled and claim.modality != "forecast" and not (
            finder is _direct and _open_lag(claim, span)
        ):
            break
    return tuple(pooled)


# Rates that are themselves the change of an index held under a metric of its own.
INDEX_OF = {"cpi_inflation": "cpi"}


def _open_lag(claim: Claim, span: Window) -> bool:
    """Whether a rate of a month or quarter is told without saying over what."""
    if claim.quantity is None or claim.quantity.unit != "percent" or span.open:
        return False
    short = bool(span.start and span.end and (span.end - span.start).days < 100)
    metric = metrics().get(claim.metric)
    rate = claim.metric in INDEX_OF or bool(metric and metric.growth_of)
    return short and rate and not LAG_OF_BASIS.keys() & set(claim.basis)


def _known(
    reference: Held, claim: Claim, entity: str, metric: str, day: date | None
) -> list[Observation]:
    rows = as_of(reference.find(entity, metric), day)
    return [row for row in rows if bases_agree(claim.basis, row.basis)]


def _direct(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    if _pairwise(claim) or _of_change(claim):
        return
    for entity in entity_ids(claim):
        yield from _values(claim, span, _known(reference, claim, entity, claim.metric, day))


def _computed(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    if _pairwise(claim):
        yield from _pairs(claim, span, reference, day)
        return
    level = _level_metric(claim)
    if level is None:
        return
    for entity in entity_ids(claim):
        rows = _known(reference, claim, entity, level, day)
        if _long(span) and claim.quantity is not None:
            yield from _over_years(claim, span, rows)
        else:
            yield from _changes(claim, span, rows)


def _comparable(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    for metric in comparable_metrics(claim.metric):
        other = claim.model_copy(update={"metric": metric})
        note = f"read as {_metric_name(metric)}"
        for finder in (_direct, _computed):
            found = [replace(c, note=note) for c in finder(other, span, reference, day)]
            yield from found
            if found:
                break


_TIERS: tuple[Callable[[Claim, Window, Held, date | None], Iterator[Candidate]], ...] = (
    _direct, _computed, _comparable,
)


def _metric_name(id: str) -> str:
    metric = metrics().get(id)
    return metric.name if metric else id.replace("_", " ")


def _pairwise(claim: Claim) -> bool:
    """Whether the number says how far two entities lie apart ("31% cheaper than large caps")."""
    baseline = claim.baseline
    return bool(
        baseline and baseline.entity and baseline.entity.id
        and baseline.entity.id != claim.entity.id
        and claim.kind in ("difference", "ratio", "comparison")
        and claim.quantity is not None
        and claim.quantity.unit in (*RELATIVE_UNITS, "times")
        and not _own_value(claim)
    )


def _own_value(claim: Claim) -> bool:
    """Whether the number is the metric's own value, set beside another ("13%, above 12%")."""
    metric = metrics().get(claim.metric)
    if metric is None or claim.quantity is None or claim.kind == "difference":
        return False
    return metric.unit == claim.quantity.unit


def _of_change(claim: Claim) -> bool:
    """Whether the number is the change of the metric, not the metric ("up 25 basis points")."""
    if claim.quantity is None:
        return False
    metric = metrics().get(claim.metric)
    points = claim.quantity.unit in ("percentage_point", "basis_point")
    if points and metric is not None and metric.unit == "percent" and claim.kind != "difference":
        return not metric.growth_of  # a rate is told in percent; points are its change
    if claim.kind not in ("change", "growth"):
        return False
    if metric is None or metric.growth_of or metric.kind in ("growth", "change", "flow"):
        return False
    if claim.quantity.bound in ("more_than", "at_least") and claim.quantity.unit != "percent":
        # "exceeded $390 billion" is a level: the word of movement is the bound itself.
        return claim.hedge is not None and claim.quantity.unit in RELATIVE_UNITS
    return not set(metric.bases) & {"total"}


def _level_metric(claim: Claim) -> str | None:
    metric = metrics().get(claim.metric)
    if claim.metric in INDEX_OF:
        return INDEX_OF[claim.metric]
    if metric is not None and metric.growth_of:
        return metric.growth_of
    return claim.metric if _of_change(claim) else None


# ---------------------------------------------------------------- stated values


def _values(claim: Claim, span: Window, rows: list[Observation]) -> Iterator[Candidate]:
    unit = claim.quantity.unit if claim.quantity else None
    usable = [row for row in rows if unit is None or _scale(claim, row) is not None]
    if span.open or span.instant:
        recent = [row for row in usable if days(row) <= 400]  # not the averages of many years
        made = [_stated_value(claim, row, note) for row, note in _at_instant(recent, span, claim)]
        yield from _ranges(claim, made)
        return
    if span.start is None or span.end is None:
        return
    matched = [row for row in usable if same_period(row, span.start, span.end)]
    if claim.kind == "growth" and claim.period.type == "trailing" and not matched:
        # "9.1% in the year to June" is the annual rate of June.
        year = 350 <= (span.end - span.start).days <= 380
        matched = [r for r in usable if year and r.end == span.end and "yoy" in r.basis]
    if matched:
        yield from _ranges(claim, [_stated_value(claim, row, None) for row in matched])
        return
    fiscal = list(_fiscal(usable, span.start, span.end))
    if fiscal:
        note = "fiscal year that ended {}"
        yield from (
            _stated_value(claim, row, note.format(row.end.isoformat())) for row in fiscal
        )
        return
    yield from _ranges(claim, list(_within(claim, usable, span.start, span.end)))


def _ranges(claim: Claim, made: list[Candidate]) -> Iterator[Candidate]:
    """Joins the two ends of a published range (a target range for a rate) into one candidate."""
    for one in made:
        stem, _, end = one.row.series.rpartition(".")
        if end not in ("lower", "upper"):
            yield one
            continue
        other = next(
            (
                c for c in made
                if c.row.series == f"{stem}.{'upper' if end == 'lower' else 'lower'}"
                and (c.end, c.transform) == (one.end, one.transform)
            ),
            None,
        )
        if other is None:
            yield one
        elif end == "lower":
            low, high = one.point, other.point
            said = claim.quantity.low if claim.quantity else low
            yield replace(
                one, point=min(max(said, low), high), interval=Interval(low, high),
                rows=(*one.rows, *other.rows), formula=f"{one.formula} to {other.formula}",
            )


def _scale(claim: Claim, row: Observation) -> Decimal | None:
    if claim.quantity is None:
        return ONE
    if claim.quantity.unit == "times" and row.unit == "percent" and claim.kind != "level":
        return ONE
    return factor(row.unit, claim.quantity.unit)


def _stated_value(claim: Claim, row: Observation, note: str | None) -> Candidate:
    scale = _scale(claim, row) or ONE
    point, interval = row.value * scale, of_reference(row.value).scaled(scale)
    unit, formula = row.unit, show(row.value, row.unit)
    if claim.quantity and claim.quantity.unit == "times" and row.unit == "percent":
        point, interval = 1 + point / HUNDRED, interval.scaled(1 / HUNDRED).shifted(ONE)
        unit, formula = "times", f"1 + {formula} = {show(point, 'times')}"
    elif scale != 1:
        unit = claim.quantity.unit if claim.quantity else row.unit
        formula = f"{formula} = {show(point, unit)}"
    return Candidate(
        point, interval, unit, (row,), row.basis, row.start, row.end, formula, note=note
    )


def _at_instant(
    rows: list[Observation], span: Window, claim: Claim
) -> Iterator[tuple[Observation, str | None]]:
    """For each series: the values inside the window, else the newest one before it ends."""
    for series in by_series(rows):
        inside = [
            row for row in series
            if span.start and span.end and row.start <= span.end and row.end >= span.start
            and (days(row) < 300 or not span.open)
        ]
        covering = inside if not span.instant or span.open else [
            row for row in inside if days(row) == min(days(other) for other in inside)
        ]
        if covering and not _one_day(span):
            yield from ((row, None) for row in covering)
            continue
        past = [row for row in series if span.end is None or row.end <= span.end]
        chosen = covering[-1] if covering else (past[-1] if past else None)
        if chosen is not None and _fresh(chosen, span):
            held = covering and chosen is covering[-1]
            yield chosen, None if held else f"newest value, for {chosen.end.isoformat()}"


def _one_day(span: Window) -> bool:
    return span.start is None or span.start == span.end


def _fresh(row: Observation, span: Window) -> bool:
    """Whether a past value can still stand for the window's end."""
    if span.end is None:
        return True
    limit = max(int(T.INSTANT_AGE_DAYS), 2 * days(row))
    if days(row) > 300:
        limit = 480  # last full year, until the next one is reported in spring
    return (span.end - row.end).days <= limit


def by_series(rows: Iterable[Observation]) -> list[list[Observation]]:
    """Rows grouped by series, basis and frequency, each group in order of time."""
    grouped: dict[tuple[str, tuple[str, ...], int], list[Observation]] = {}
    for row in rows:
        grouped.setdefault((row.series, row.basis, grain(row)), []).append(row)
    return [sorted(group, key=lambda row: (row.end, row.start)) for group in grouped.values()]


def grain(row: Observation) -> int:
    """Frequency class of a row, so that quarters and years of one series stay apart."""
    length = days(row)
    for limit, months in ((5, 0), (45, 1), (120, 3), (300, 6)):
        if length < limit:
            return months
    return 12


def _fiscal(rows: Iterable[Observation], start: date, end: date) -> Iterator[Observation]:
    """Fiscal years that a label of this calendar year may mean: by end, or by most of its days."""
    if not 350 <= (end - start).days <= 380:
        return
    for row in rows:
        entity = entities().get(row.entity)
        if entity is not None and entity.kind not in ("company", "index", "segment", "fund"):
            continue  # a country's year is the calendar's
        if 350 <= days(row) <= 380 and not same_period(row, start, end):
            overlap = (min(row.end, end) - max(row.start, start)).days
            if row.end.year == end.year or overlap > int(T.FISCAL_SLACK_DAYS):
                yield row


def _within(
    claim: Claim, rows: list[Observation], start: date, end: date
) -> Iterator[Candidate]:
    """Readings of a longer period from its parts: last, average, sum or compounded."""
    for series in by_series(rows):
        parts = [row for row in series if start <= row.start and row.end <= end]
        if not parts:
            if (end - start).days < 40:
                yield from (
                    _stated_value(claim, row, f"value for {row.start} to {row.end}")
                    for row in series if row.start <= start and end <= row.end and _stock(row)
                )
            continue
        if _stock(parts[-1]) and (end - start).days > 400:
            continue  # the value at the end of several years is not that of the years
        if _stock(parts[-1]) and "average" in claim.basis:
            if tiles(parts, start, end) or len(parts) >= 12:
                yield _average(claim, parts, start, end)
        elif _stock(parts[-1]):
            yield replace(
                _stated_value(claim, parts[-1], f"end of period, {parts[-1].end}"), usual=True
            )
            if tiles(parts, start, end) or len(parts) >= 12:
                yield _average(claim, parts, start, end)
        elif tiles(parts, start, end):
            is_return = bool({"price", "total"} & set(parts[-1].basis)) or claim.metric == "return"
            if is_return and per_year(claim):
                total = _compound(claim, parts, start, end)
                yield replace(annual_rate(total, start, end), usual=True)
                yield _average(claim, parts, start, end)
            else:
                yield (_compound if is_return else _sum)(claim, parts, start, end)


def _stock(row: Observation) -> bool:
    """Whether a value stands for a moment (rate, ratio, index, price), not a sum over time."""
    if row.metric.endswith("return"):
        return False
    if row.metric in accumulating():
        return False
    moment = row.unit in ("percent", "times", "index_point") or row.start == row.end
    return moment or row.metric in metrics()


def tiles(parts: list[Observation], start: date, end: date) -> bool:
    """Whether the parts cover the days without hole or overlap."""
    if abs((parts[0].start - start).days) > 10 or abs((parts[-1].end - end).days) > 10:
        return False
    return all(
        abs((after.start - before.end).days - 1) <= 6
        for before, after in pairwise(parts)
    )


def _combine(
    claim: Claim, parts: list[Observation], start: date, end: date, point: Decimal,
    interval: Interval, formula: str, transform: str,
) -> Candidate:
    scale = _scale(claim, parts[-1]) or ONE
    return Candidate(
        point * scale, interval.scaled(scale), parts[-1].unit, tuple(reversed(parts)),
        parts[-1].basis, start, end, formula, transform=transform,
        note=f"{transform} of {len(parts)} values",
    )


def _average(claim: Claim, parts: list[Observation], start: date, end: date) -> Candidate:
    count = Decimal(len(parts))
    total = exact(Decimal(0))
    for row in parts:
        total = total + of_reference(row.value)
    mean = sum((row.value for row in parts), Decimal(0)) / count
    formula = f"average of {len(parts)} values = {show(mean, parts[-1].unit)}"
    return _combine(claim, parts, start, end, mean, total.scaled(1 / count), formula, "average")


def _sum(claim: Claim, parts: list[Observation], start: date, end: date) -> Candidate:
    total = exact(Decimal(0))
    for row in parts:
        total = total + of_reference(row.value)
    point = sum((row.value for row in parts), Decimal(0))
    shown = " + ".join(show(row.value, row.unit) for row in parts[:12])
    formula = f"{shown} = {show(point, parts[-1].unit)}"
    return _combine(claim, parts, start, end, point, total, formula, "sum")


def _compound(claim: Claim, parts: list[Observation], start: date, end: date) -> Candidate:
    point, interval = compounded([row.value for row in parts])
    shown = " and ".join(show(row.value, "percent") for row in parts[:12])
    formula = f"{shown} compounded = {show(point, 'percent')}"
    return _combine(claim, parts, start, end, point, interval, formula, "compounded")


def compounded(values: Sequence[Decimal]) -> tuple[Decimal, Interval]:
    """Percent returns in a row as one: point and interval."""
    point, interval = ONE, exact(ONE)
    for value in values:
        point *= 1 + value / HUNDRED
        interval = interval * of_reference(value).scaled(1 / HUNDRED).shifted(ONE)
    return (point - 1) * HUNDRED, interval.shifted(-ONE).scaled(HUNDRED)


# ---------------------------------------------------------------- changes from levels


def _changes(claim: Claim, span: Window, rows: list[Observation]) -> Iterator[Candidate]:
    if claim.quantity is None:
        return
    current = current_rows(rows, span)
    for row in current:
        for lag, usual in _lags(claim, row):
            base = _base_row(claim, rows, row, lag)
            if base is None:
                continue
            made = change(claim, row, base, lag)
            if made is not None:
                yield replace(made, usual=usual)
            if not usual and lag == 3 and claim.quantity.unit == "percent":
                rate = change(_annualised(claim), row, base, lag)
                if rate is not None:
                    yield replace(rate, transform="annualised")


def _annualised(claim: Claim) -> Claim:
    return claim.model_copy(update={"basis": (*claim.basis, "annualised")})


def current_rows(rows: list[Observation], span: Window) -> list[Observation]:
    """The rows that a level of the claim's period may be: exact, fiscal, or the newest."""
    if span.open or span.instant:
        held = []
        for series in by_series(rows):
            past = [
                row for row in series
                if span.end is None or row.end <= span.end
                or (span.start is not None and row.start <= span.start <= row.end)
            ]
            if past and _fresh(past[-1], span):
                held.append(past[-1])
        return held
    if span.start is None or span.end is None:
        return []
    matched = [row for row in rows if same_period(row, span.start, span.end)]
    if matched:
        return matched
    fiscal = list(_fiscal(rows, span.start, span.end))
    if fiscal:
        return fiscal
    return [
        parts[-1] for series in by_series(rows)
        if (parts := [r for r in series if span.start <= r.end <= span.end]) and _stock(parts[-1])
    ]


def _lags(claim: Claim, row: Observation) -> list[tuple[int, bool]]:
    """Lags in months to try, each with whether a silent text means it by convention."""
    named = [LAG_OF_BASIS[base] for base in claim.basis if base in LAG_OF_BASIS]
    if named:
        return [(named[0], True)]
    if claim.kind == "change" and _stock(row) and claim.period.start and not claim.baseline:
        return [(BEFORE, True)]  # "cut by 25 basis points in June": from where it stood in May
    if claim.baseline and claim.baseline.period and claim.baseline.period.end:
        return [(0, True)]
    length = grain(row)
    if length == 12:
        return [(12, True)]
    step = {0: 12, 1: 1, 3: 3, 6: 6}[length]
    pairs = [(12, claim.quantity is not None and claim.quantity.unit == "percent")]
    return pairs + ([(step, False)] if step != 12 else [])


def _base_row(
    claim: Claim, rows: list[Observation], row: Observation, lag: int
) -> Observation | None:
    if lag == BEFORE:
        start = claim.period.start
        past = [
            r for r in rows
            if r.series == row.series and r.basis == row.basis and start and r.end < start
        ]
        return past[-1] if past else None
    if lag:
        return earlier(rows, row, lag)
    named = claim.baseline.period if claim.baseline else None
    if named is None or named.end is None:
        return None
    same = [r for r in rows if r.series == row.series and r.basis == row.basis and r is not row]
    start, end = named.start or named.end, named.end
    matched = [r for r in same if same_period(r, start, end)]
    inside = [r for r in same if start <= r.end <= end and grain(r) == grain(row)]
    found = matched or inside
    return found[-1] if found else None


def losing_base(
    claim: Claim, article: Article, reference: Held, day: date | None
) -> tuple[Observation, Observation] | None:
    """The two levels of a claimed percent change whose base is zero or a loss."""
    level = _level_metric(claim)
    if level is None or claim.quantity is None or claim.quantity.unit not in ("percent", "times"):
        return None
    span = window(claim, article)
    for entity in entity_ids(claim):
        rows = _known(reference, claim, entity, level, day)
        for row in current_rows(rows, span):
            for lag, _ in _lags(claim, row):
                base = _base_row(claim, rows, row, lag)
                if base is not None and base.value <= 0:
                    return row, base
    return None


def change(
    claim: Claim, row: Observation, base: Observation, lag: int = 12
) -> Candidate | None:
    """The change between two levels in the unit of the claim; None when it has no meaning."""
    unit = claim.quantity.unit if claim.quantity else "percent"
    new, old = of_reference(row.value), of_reference(base.value)
    shown = f"{show(row.value, row.unit)} / {show(base.value, row.unit)}"
    if unit in ("percent", "times"):
        if base.value <= 0 or old.low <= 0:
            return None  # a percent change of a base at or below zero has no meaning
        ratio, interval = row.value / base.value, new / old
        if "annualised" in claim.basis and lag < 12:
            power = 12 // lag
            ratio, interval = ratio**power, Interval(interval.low**power, interval.high**power)
            shown = f"({shown}) ** {power}"
        if unit == "times":
            formula = f"{shown} = {show(ratio, 'times')}"
            point = ratio
        else:
            point = (ratio - 1) * HUNDRED
            interval = interval.shifted(-ONE).scaled(HUNDRED)
            formula = f"{shown} - 1 = {show(point, 'percent')}"
    else:
        scale = factor(row.unit, unit)
        if scale is None:
            return None
        point = (row.value - base.value) * scale
        interval = (new - old).scaled(scale)
        shown_unit = "percentage_point" if row.unit == "percent" and scale == 1 else unit
        formula = (
            f"{show(row.value, row.unit)} - {show(base.value, row.unit)} = "
            f"{show(point, shown_unit)}"
        )
    note = f"against {period(base.start, base.end)}"
    basis = {12: "yoy", 3: "qoq", 1: "mom"}.get(lag)
    if "annualised" in claim.basis and lag < 12 and unit in ("percent", "times"):
        basis = "annualised"
    bases = tuple(dict.fromkeys((*row.basis, *((basis,) if basis else ()))))
    return Candidate(
        point, interval, unit, (row, base), bases, row.start, row.end, formula,
        transform=f"change-{lag}", note=note,
    )


def _long(span: Window) -> bool:
    return bool(span.start and span.end and not span.open and (span.end - span.start).days > 400)


def per_year(claim: Claim) -> bool:
    """Whether a rate over several years is told a year ("12% a year", "compound annual")."""
    quantity = claim.quantity
    return "cagr" in claim.basis or bool(quantity and quantity.per == "year")


def _over_years(claim: Claim, span: Window, rows: list[Observation]) -> Iterator[Candidate]:
    """Growth from the first to the last of several years, in all or a year.

    "From 2021 to 2025" starts with the value of 2021; "over 2021-2025" may start a year earlier.
    """
    if span.start is None or span.end is None or claim.quantity is None:
        return
    if claim.quantity.unit not in ("percent", "times"):
        return
    for series in by_series(rows):
        last = _row_at(series, span.end)
        first = _row_at(series, span.start)
        before = earlier(series, first, 12) if first and days(first) > 300 else None
        for base, usual in ((first, True), (before, False)):
            if last is None or base is None or base is last or of_reference(base.value).low <= 0:
                continue
            made = change(claim, last, base, 12)
            if made is not None:
                made = replace(
                    made, transform=f"from-{base.end.year}", usual=usual, basis=last.basis
                )
                yield annual_rate(made, base.end, last.end) if per_year(claim) else made


def _row_at(series: list[Observation], day: date) -> Observation | None:
    """The row whose period holds ``day``, or the moment nearest to it within a week."""
    for row in series:
        if row.start <= day <= row.end and days(row) > 1:
            return row
    near = [row for row in series if days(row) == 1 and abs((row.end - day).days) <= 7]
    return min(near, key=lambda row: abs((row.end - day).days), default=None)


def annual_rate(total: Candidate, first: date, last: date) -> Candidate:
    """A change over several years as a compound rate a year."""
    years = round((last - first).days / 365.25)
    if years < 2 or total.interval.low <= -HUNDRED:
        return total

    def rate(value: Decimal) -> Decimal:
        return (((1 + value / HUNDRED).ln() / years).exp() - 1) * HUNDRED

    point = rate(total.point)
    span = Interval(rate(total.interval.low), rate(total.interval.high))
    formula = f"{total.formula}, over {years} years {show(point, 'percent')} a year"
    return replace(total, point=point, interval=span, formula=formula, unit="percent")


# ---------------------------------------------------------------- two entities


def _pairs(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    baseline = claim.baseline
    if baseline is None or baseline.entity is None:
        return
    plain = claim.model_copy(update={"quantity": None, "kind": "level", "baseline": None})
    for own in entity_ids(claim):
        ours = list(_values(plain, span, _known(reference, claim, own, claim.metric, day)))
        for other in stands_for(baseline.entity.id):
            held = _known(reference, claim, other, claim.metric, day)
            theirs = list(_values(plain, span, held))
            yield from _matched(claim, ours, theirs)


def _matched(
    claim: Claim, ours: list[Candidate], theirs: list[Candidate]
) -> Iterator[Candidate]:
    for one in ours:
        for other in theirs:
            alike = (one.row.provider, one.basis, one.start, one.end, one.transform) == (
                other.row.provider, other.basis, other.start, other.end, other.transform
            )
            if alike and other.point > 0 and other.interval.low > 0:
                yield _apart(claim, one, other)


def _apart(claim: Claim, one: Candidate, other: Candidate) -> Candidate:
    ratio, interval = one.point / other.point, one.interval / other.interval
    shown = f"{show(one.point, one.unit)} / {show(other.point, other.unit)}"
    unit = claim.quantity.unit if claim.quantity else "percent"
    lower = claim.direction == "down" or bool(
        claim.baseline and claim.baseline.relation == "lower_than"
    )
    if unit == "times":
        point, formula = ratio, f"{shown} = {show(ratio, 'times')}"
    elif unit in ("percentage_point", "basis_point"):
        scale = HUNDRED if unit == "basis_point" else ONE
        gap = other.interval - one.interval if lower else one.interval - other.interval
        point = (other.point - one.point if lower else one.point - other.point) * scale
        interval = gap.scaled(scale)
        formula = f"{show(one.point, one.unit)} - {show(other.point, other.unit)}"
    elif lower:
        point = (1 - ratio) * HUNDRED
        interval = (-interval).shifted(ONE).scaled(HUNDRED)
        formula = f"1 - {shown} = {show(point, 'percent')}"
    else:
        point = (ratio - 1) * HUNDRED
        interval = interval.shifted(-ONE).scaled(HUNDRED)
        formula = f"{shown} - 1 = {show(point, 'percent')}"
    return Candidate(
        point, interval, unit, (*one.rows, *other.rows), one.basis, one.start, one.end, formula,
        transform="pair",
    )
