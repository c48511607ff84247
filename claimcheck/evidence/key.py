"""The key of a claim: days, entity, metric, basis, unit and sign, and what may stand for each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from claimcheck import thresholds as T
from claimcheck.evidence.records import Held, Window
from claimcheck.intervals import HUNDRED, ONE, ZERO, Interval, of_reference
from claimcheck.lexicon import entities, metrics
from claimcheck.reference.records import Observation, as_of, kept
from claimcheck.schema import Article, Claim
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


def window(claim: Claim, article: Article) -> Window:
    """The days that the claim's words name, or the article's own days when they name none."""
    named, dated = claim.period, article.date
    if named.start and named.end:
        instant = named.type == "instant" or named.start == named.end
        if instant and named.resolved_from == "published_at" and dated.earliest:
            return Window(dated.earliest, dated.latest, True, True)  # "currently"
        if dated.latest and _stands_then(claim, named.start, named.end, dated.latest):
            return Window(named.start, min(named.end, dated.latest), True, False)
        return Window(named.start, named.end, instant, False)
    if named.start or named.end:
        return Window(named.start or named.end, named.end or dated.latest, False, False)
    return Window(dated.earliest, dated.latest, True, True)


def _stands_then(claim: Claim, start: date, end: date, told: date) -> bool:
    """ "Kept its rate at 0% earlier this month": it stands as known before the month is over.

    Nor is a week's rate another than that of its last day.
    """
    length = (end - start).days
    under_way = length <= int(T.FINE_GRAIN_DAYS) and start <= told < end
    return claim.metric == "policy_rate" and (under_way or (0 < length < 7 and end <= told))


def entity_ids(claim: Claim) -> tuple[str, ...]:
    """The claim's entity and what may stand for it.

    A segment's indices, a bond's country, and for a country's policy rate its central bank.
    """
    entity = entities().get(claim.entity.id or "")
    if claim.metric == "bond_yield" and entity and entity.kind == "segment" and entity.country:
        return (entity.id, entity.country)
    if claim.metric == "policy_rate" and entity and entity.kind in ("country", "region"):
        return (entity.id, *central_banks(entity.id))
    return stands_for(claim.entity.id)


@lru_cache(maxsize=256)
def central_banks(country: str) -> tuple[str, ...]:
    """The central bank of a country, which sets its policy rate."""
    return tuple(
        one.id for one in entities().values()
        if one.kind == "central-bank" and one.country == country
    )


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


def unit_factor(claim: Claim, row: Observation) -> Decimal | None:
    """What to multiply a row's value by for the claim's unit; None when they differ in kind."""
    if claim.quantity is None:
        return ONE
    if claim.quantity.unit == "times" and row.unit == "percent" and claim.kind != "level":
        return ONE
    return factor(row.unit, claim.quantity.unit)


# Amounts that may be negative, and are then told as a loss.
EARNED = frozenset({"net_income", "operating_income", "pretax_income", "eps", "ebitda"})


@lru_cache(maxsize=4096)
def _asked_metrics(id: str) -> tuple[str, ...]:
    """Every metric of which a value may be asked for a claim about ``id``."""
    catalogue = metrics()
    named = (id, *comparable_metrics(id))
    levels = (INDEX_OF.get(one) or (one in catalogue and catalogue[one].growth_of) for one in named)
    return tuple(dict.fromkeys((*named, *(level for level in levels if level))))


def anything_held(claim: Claim, reference: Held) -> bool:
    """Whether any value is held that a number of the text could be compared with."""
    asked = _asked_metrics(claim.metric)
    return any(reference.find(id, metric) for id in entity_ids(claim) for metric in asked)


def sign(claim: Claim) -> int:
    """-1 when the words give a signed value its minus ("fell 5%", "outflow"), else 1."""
    if claim.quantity is not None and claim.quantity.low < 0:
        return 1
    if claim.kind == "level" and claim.metric in EARNED and raised("loss", claim.metric_text or ""):
        return -1
    if claim.metric in PRICE_RATES and raised("rate-of-prices", claim.metric_text or ""):
        return 1  # "inflation slowed to 2.4%": the rate itself, still a rise
    return -1 if claim.kind in SIGNED_KINDS and claim.direction in ("down", "out") else 1


# Rates of prices, which have names that tell of the rate and names that tell of the prices.
PRICE_RATES = frozenset({"cpi_inflation", "core_inflation", "pce_inflation", "core_pce_inflation"})
# Rates that are themselves the change of an index held under a metric of its own.
INDEX_OF = {"cpi_inflation": "cpi"}


def known_rows(
    reference: Held, claim: Claim, entity: str, metric: str, day: date | None
) -> tuple[Observation, ...]:
    """What was known on ``day`` of a metric, on a basis that the claim allows."""
    return on_basis(as_of(reference.find(entity, metric), day), claim.basis)


def on_basis(rows: tuple[Observation, ...], basis: tuple[str, ...]) -> tuple[Observation, ...]:
    """Those of the rows whose basis a claim of ``basis`` allows."""
    return kept(rows, basis, lambda: tuple(row for row in rows if bases_agree(basis, row.basis)))


def in_unit(claim: Claim, rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Those of the rows that can be told in the claim's unit."""
    if claim.quantity is None:
        return rows
    asked = "unit", claim.quantity.unit, claim.kind == "level"
    return kept(
        rows, asked, lambda: tuple(row for row in rows if unit_factor(claim, row) is not None)
    )


@dataclass(frozen=True, slots=True)
class _ByValue:
    """Rows by the low end of what their printed value means; ``widest`` of their intervals."""

    lows: list[Decimal]
    rows: list[tuple[int, Decimal, Observation]]  # place among the rows, high end, row
    widest: Decimal


def near_value(rows: tuple[Observation, ...], unit: str, reach: Interval) -> list[Observation]:
    """Those of the rows whose value may lie in ``reach`` when told in ``unit``, in their order."""
    (index,) = kept(rows, ("values", unit), lambda: (_by_value(rows, unit),))
    first = bisect_left(index.lows, reach.low - index.widest)
    last = bisect_right(index.lows, reach.high)
    near = sorted(index.rows[first:last], key=itemgetter(0))
    return [row for _, high, row in near if high >= reach.low]


def _by_value(rows: tuple[Observation, ...], unit: str) -> _ByValue:
    found: list[tuple[Decimal, int, Decimal, Observation]] = []
    for position, row in enumerate(rows):
        scale = factor(row.unit, unit)
        if scale is not None:
            span = of_reference(row.value).scaled(scale)
            found.append((span.low, position, span.high, row))
    found.sort()
    widest = max((high - low for low, _, high, _ in found), default=ZERO)
    return _ByValue([one[0] for one in found], [one[1:] for one in found], widest)


def metric_name(id: str) -> str:
    """The catalogue name of a metric, its id in words when it has none."""
    metric = metrics().get(id)
    return metric.name if metric else id.replace("_", " ")


def between_entities(claim: Claim) -> bool:
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


def of_change(claim: Claim) -> bool:
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


def level_metric(claim: Claim) -> str | None:
    """The metric whose levels the claim tells the change of, None when it tells a level."""
    metric = metrics().get(claim.metric)
    if claim.metric in INDEX_OF:
        return INDEX_OF[claim.metric]
    if metric is not None and metric.growth_of:
        return metric.growth_of
    return claim.metric if of_change(claim) else None
