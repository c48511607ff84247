"""Ranks what a number may be about: metrics and entities named, carried or understood.

The rules join parts by one cost. Where two candidates are near, a linear model over what stands
between them and the number (words, clause ends, other numbers and names, cues, order) and over how
they fit it (unit, movement, kind) decides, and it says how likely the choice of the rules is. The
same functions feed training (``models/rank.py``) and use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimcheck.extract.attach import Found, Memory, unit_class
from claimcheck.extract.candidates import candidates_of_entity, candidates_of_metric
from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, Hit, Scene
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import metrics
from claimcheck.quantities import Mention
from claimcheck.trained.features import unit_of

# Costs and distances are told by the step they fall under.
_STEPS = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30)
# Signs around a number whose words are told with each metric, and at most so many of them.
_AROUND, _WORDS = 60, 24
# Words between a number and a name that are told one by one.
_BETWEEN = 8
# Names nearest to the number that are looked at: a list of a hundred names says nothing of one.
_NAMES = 8


@dataclass(slots=True)
class Candidate:
    """What a number may be about: a catalogue id (or a name outside it), and its features."""

    value: str | None
    text: str | None
    features: set[str] = field(default_factory=set)
    by_rule: bool = False


def _step(value: float) -> str:
    return next((str(i) for i, step in enumerate(_STEPS) if value <= step), "far")


def _side(mention: Mention, hit: Hit) -> str:
    if hit.end <= mention.start:
        return "b"
    return "a" if hit.start >= mention.end else "i"


def _between(scene: Scene, low: int, high: int) -> list[str]:
    return [word for word, start, end in scene.found if low <= start and end <= high]


def _inside(parts: Sequence[Mention] | Sequence[Hit], low: int, high: int) -> int:
    return sum(low <= part.start and part.end <= high for part in parts)


def _place(scene: Scene, mention: Mention, hit: Hit) -> list[str]:
    """Features of where a name stands to the number."""
    side, lang = _side(mention, hit), scene.sentence.language
    own, other = (mention.start, mention.end), (hit.start, hit.end)
    low, high = (hit.end, mention.start) if side == "b" else (mention.end, hit.start)
    comma, strong = (bool(scene.walls(low, high, sign)) for sign in (COMMA, STRONG))
    cost = scene.cost(own, other)
    numbers = _inside(scene.mentions, low, high)
    named, measured = _inside(scene.entities, low, high), _inside(scene.metrics, low, high)
    found = [
        f"side {side}", f"lang {lang} {side}", f"lang {lang} {side} {comma}",
        f"cost {side}{_step(cost)}", f"bare {side}{_step(scene.cost(own, other, number=0.0))}",
        f"wall {side} {comma} {strong}", f"numbers {side}{min(numbers, 3)}",
        f"metrics {side}{min(measured, 2)}", f"names {side}{min(named, 2)}",
        f"place {side}{_step(cost)} {comma} {strong} {min(numbers, 2)}",
        f"order {lang} {side}{min(numbers, 1)}{min(measured, 1)} {comma} {strong}",
    ]
    return found + _words_between(scene, side, hit, low, high)


def _words_between(scene: Scene, side: str, hit: Hit, low: int, high: int) -> list[str]:
    words = _between(scene, low, high)
    nearest_first = words if side == "b" else words[::-1]
    found = [f"between {side} {word}" for word in nearest_first[:_BETWEEN]]
    if words:
        found += [f"first {side} {words[0]}", f"last {side} {words[-1]}"]
    else:
        found.append(f"beside {side}")
    if len(words) <= 3:
        found.append(f"all {side} {' '.join(words)}")
    found += [
        f"cue {side} {name}" for name, spans in scene.cues.items()
        if any(low <= start and end <= high for start, end, _ in spans)
    ]
    found += [f"before {side} {word}" for word, _, end in scene.found if 0 <= hit.start - end <= 1]
    return found


def _nearest(scene: Scene, mention: Mention, hits: Sequence[Hit]) -> list[tuple[Hit, list[str]]]:
    """The names next to the number, each with its rank by cost and its place in the order."""
    own = mention.start, mention.end
    ranked = sorted(hits, key=lambda hit: scene.cost(own, (hit.start, hit.end)))[:_NAMES]
    order = sorted(ranked)
    return [
        (hit, [f"rank {min(rank, 4)}", f"nth {min(order.index(hit), 3)} of {min(len(order), 4)}"])
        for rank, hit in enumerate(ranked)
    ]


def of_metric(
    scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None,
    memory: Memory,
) -> list[Candidate]:
    """The metrics a number may be a value of; the one of the rules is among them."""
    pool = _Pool()
    told = candidates_of_metric(scene, mention, entity, movement, memory)
    fits = dict(told.named)
    for hit, rank in _nearest(scene, mention, list(fits)):
        metric, penalty = fits[hit]
        text = scene.text[hit.start : hit.end]
        seen = [*_place(scene, mention, hit), *rank, f"fit {penalty}", f"hit {hit.value}>{metric}"]
        pool.add(metric, text, "named", seen)
        growth = metrics()[metric].growth
        if growth and unit_class(mention) == "percent":
            pool.add(growth, text, "grown", seen)
    for source, metric in told.other:
        pool.add(metric, None, source, [])
    pool.add(rule.value, rule.text, "rule", [f"rule {rule.certainty}", f"at {_step(rule.cost)}"])
    pool.add(None, None, "none", [])
    unit, kind = unit_of(mention), kind_of(entity.value)
    way = movement.value if movement else "none"
    near = [
        word for word, start, end in scene.found
        if start - mention.end < _AROUND and mention.start - end < _AROUND
    ][:_WORDS]
    for one in pool.found.values():
        one.by_rule = one.value == rule.value
        one.features.update(_fit_of_metric(one, mention, unit, kind, way, rule, len(pool.found)))
        one.features.update([f"word {one.value} {word}" for word in near])
    return list(pool.found.values())


def _fit_of_metric(
    one: Candidate, mention: Mention, unit: str, kind: str | None, way: str, rule: Found, many: int
) -> list[str]:
    """Features of how a metric fits the number, whatever names it."""
    metric, value = metrics().get(one.value or ""), one.value
    own = metric.unit if metric else None
    kinds = about().kinds.get(value or "")
    return [
        f"is {value}", f"is {value} {unit}", f"is {value} {kind}", f"is {value} {way}",
        f"is {value} not {rule.value}", f"unit {unit} {own}", f"many {min(many, 5)}",
        f"kind {metric.kind if metric else None} {unit} {way}",
        f"rules {one.by_rule}", f"rules {one.by_rule} {rule.certainty}",
        f"per {mention.per} {metric.per if metric else None}",
        f"of {kind} {kind in kinds if kinds else None}", f"scale {len(str(mention.scale))} {own}",
    ]


def of_entity(
    scene: Scene, mention: Mention, rule: Found, metric: Found, memory: Memory
) -> list[Candidate]:
    """The entities a number may be about; the one of the rules is among them."""
    pool = _Pool()
    told = candidates_of_entity(scene, mention, metric, memory)
    named = [
        hit for hit in scene.entities if hit.end <= mention.start or mention.end <= hit.start
    ]
    countries = dict(told.countries)
    for hit, rank in _nearest(scene, mention, named):
        seen = [*_place(scene, mention, hit), *rank]
        text = told.texts.get(hit, scene.text[hit.start : hit.end])
        pool.add(hit.value, text, "named", seen)
        if hit in countries:
            pool.add(countries[hit], text, "country", [*seen, f"stands {kind_of(hit.value)}"])
    for source, value, words in told.other:
        pool.add(value, words, source, [])
    pool.add(rule.value, rule.text, "rule", [f"rule {rule.certainty}", f"at {_step(rule.cost)}"])
    pool.add(None, None, "none", [])
    unit, lang = unit_of(mention), scene.sentence.language
    for one in pool.found.values():
        one.by_rule = (one.value, one.text if one.value == UNKNOWN else None) == (
            rule.value, rule.text if rule.value == UNKNOWN else None
        )
        one.features.update(_fit_of_entity(one, metric, unit, lang, rule, memory))
        one.features.add(f"names {min(len(named), 4)} {one.value == memory.entity}")
        one.features.add(f"many {min(len(pool.found), 6)}")
    return list(pool.found.values())


def _fit_of_entity(
    one: Candidate, metric: Found, unit: str, lang: str, rule: Found, memory: Memory
) -> list[str]:
    """Features of how an entity fits the metric, wherever it is named."""
    kind, kinds = kind_of(one.value), about().kinds.get(metric.value or "")
    sources = " ".join(sorted(name for name in one.features if name.startswith("source ")))
    return [
        f"kind {kind}", f"kind {kind} {metric.value}", f"kind {kind} {unit}", f"kind {lang} {kind}",
        f"fits {kind in kinds if kinds else None}", f"macro {metric.value in about().macro} {kind}",
        f"rules {one.by_rule}", f"rules {one.by_rule} {rule.certainty}", f"is {one.value}",
        f"topic {one.value == memory.entity}", sources, f"{sources} {one.by_rule}",
    ]


class _Pool:
    """Candidates by what they are: a name outside the catalogue is its words."""

    def __init__(self) -> None:
        self.found: dict[tuple[str | None, str | None], Candidate] = {}

    def add(self, value: str | None, text: str | None, source: str, seen: list[str]) -> None:
        """Takes in one telling of a candidate."""
        key = value, text if value == UNKNOWN else None
        one = self.found.setdefault(key, Candidate(value, text))
        one.features.update(seen)
        one.features.add(f"source {source}")
