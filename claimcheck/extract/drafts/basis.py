"""Against what a number moved: the basis that its words or its metric give."""

from __future__ import annotations

from claimcheck.extract.attach.found import Found
from claimcheck.extract.attach.period import is_distance
from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import metrics
from claimcheck.periods import PeriodMention
from claimcheck.quantities import Mention

# Bases that any metric may have.
ANY_METRIC = frozenset(
    ("yoy", "qoq", "mom", "annualised", "ytd", "cagr", "consensus", "guidance", "average")
)


# Spans of time a change is counted over: one a number.
SPANS = frozenset(("yoy", "qoq", "mom", "ytd"))
# Of these a number has the nearer: "real pay rose 2.7%, nominal pay 4.9%".
OPPOSITES = (("real", "nominal"), ("gaap", "adjusted"), ("trailing", "forward"))
# What a number between another and its basis costs, in words.
OTHERS = 6.0


def basis_of(
    scene: Scene, at: Mention | Hit, metric: Found, period: PeriodMention | None,
    entity: str | None = None,
) -> tuple[str, ...]:
    """Bases named beside the number or its metric; a yearly growth rate is year on year."""
    item = metrics().get(metric.value or "")
    growth = bool(item and (item.growth_of or item.kind == "growth"))
    found: list[str] = []
    costs: dict[str, float] = {}
    gaps: dict[str, float] = {}
    for hit in scene.group("basis."):
        name = hit.value.partition(".")[2]
        if name in SPANS:
            cost = scene.cost((at.start, at.end), (hit.start, hit.end), number=OTHERS)
            costs[name] = min(cost, costs.get(name, cost))
        if name in found or not (name in ANY_METRIC or (item and name in item.bases)):
            continue
        spans = [(at.start, at.end), *_same_clause(scene, at, metric.hit)]
        wall = COMMA if name == "average" else STRONG
        near = any(
            scene.cost(span, (hit.start, hit.end)) <= 8.0
            and not scene.walls(min(span[1], hit.end), max(span[0], hit.start), wall)
            for span in spans
        )
        day = period and period.granularity in ("day", "week") and period.role != "since"
        if name == "ytd" and (is_distance(scene, at) or day):
            continue  # "up 16% this year and 3% below its peak", "and on Friday 0.2%"
        taken = (
            _lag_of_next(scene, at, hit) if name in LAGS else _of_a_nearer(scene, at, hit)
        )
        if near and not taken and not _of_next(scene, at, metric, hit):
            found.append(name)
            gaps[name] = min(scene.cost(span, (hit.start, hit.end)) for span in spans)
    for one, other in OPPOSITES:
        if one in gaps and other in gaps and gaps[one] != gaps[other]:
            found.remove(one if gaps[one] > gaps[other] else other)
    if len(spans_found := [name for name in found if name in costs]) > 1:
        # "0.3% on the month and 2.4% on the year": each number has the span beside it.
        nearest = min(costs[name] for name in spans_found)
        found = [name for name in found if costs.get(name, nearest) == nearest]
    if period and period.granularity == "month" and "qoq" in found:
        found[found.index("qoq")] = "mom"  # 环比: on the month or the quarter before
    quarter = period is not None and period.granularity == "quarter"
    if quarter and "yoy" in found and _yearly_rate(scene, metric, entity):
        found = [name for name in found if name != "yoy"] + ["annualised"]
    timed = {"yoy", "qoq", "mom", "annualised", "ytd", "cagr"}
    if growth and period and period.granularity == "year" and not timed & set(found):
        found.append("yoy")
    return tuple(found)


def _of_next(scene: Scene, at: Mention | Hit, metric: Found, hit: Hit) -> bool:
    """Whether a basis is written onto another metric: "growth of 3% and adjusted EPS of $2"."""
    name = metric.hit
    if name is None or metric.certainty != "stated":
        return False
    onto = [m for m in scene.metrics if m.start <= hit.end + 1 and hit.start < m.end]
    return bool(onto) and all(
        m.value != name.value and at.end <= m.start and name.start < hit.start for m in onto
    )


# How far back a rate looks.
LAGS = frozenset(("yoy", "qoq", "mom"))


def _lag_of_next(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """ "0.3% in December and 2.7% from a year ago": the lag is that of the number right before it.

    Only where the first number has a period of its own, for "3% and 2.7% from a year ago" shares.
    """
    between = [m for m in scene.mentions if at.end <= m.start and m.end <= hit.start]
    dated = between and any(at.end <= p.start and p.end <= between[0].start for p in scene.periods)
    return bool(dated) and not scene.walls(between[-1].end, hit.start, COMMA)


def _of_a_nearer(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """ "16.4%, or 17.9% with dividends": a definition written onto the second of two numbers."""
    between = [m for m in scene.mentions if at.end <= m.start and m.end <= hit.start]
    if not between or hit.start - between[-1].end > 1:
        return False
    return scene.walls(at.end, between[-1].start, COMMA)


def _same_clause(scene: Scene, at: Mention | Hit, hit: Hit | None) -> list[tuple[int, int]]:
    """The span of a metric's name, unless it stands in another clause than its number."""
    if hit is None or scene.walls(min(at.end, hit.end), max(at.start, hit.start), STRONG):
        return []
    return [(hit.start, hit.end)]


def _yearly_rate(scene: Scene, metric: Found, entity: str | None) -> bool:
    """Whether a quarter's growth is told at a yearly rate: "at an annual pace of 3.3%"."""
    named = [h.value for h in scene.entities if kind_of(h.value) == "country"]
    places = named or ([entity] if entity else [])
    return (
        metric.value == "gdp_growth"
        and bool(scene.cue("basis.yearly_rate"))
        and (not places or not about().annualised.isdisjoint(places))
    )
