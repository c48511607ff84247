"""Ranks what a number may be about: metrics and entities named, carried or understood.

The rules join parts by one cost. Where two candidates are near, a linear model over what stands
between them and the number (words, clause ends, other numbers and names, cues, order) and over how
they fit it (unit, movement, kind) decides, and it says how likely the choice of the rules is. For
metrics it is not told what the rules chose: they were tuned on the texts that it learns from, so
that it would trust them too much. The same functions feed training (``models/rank.py``) and use.

A feature is the crc32 of its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from claimcheck.extract.attach.found import Found, Memory, plausible, unit_class
from claimcheck.extract.attach.implied import of_kind
from claimcheck.extract.candidates import candidates_of_entity, candidates_of_metric
from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, Hit, Scene
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import metrics
from claimcheck.quantities import Mention
from claimcheck.trained.features import unit_of
from claimcheck.trained.laid import Laid, laid_out
from claimcheck.trained.linear import code

Usual = Mapping[str, Sequence[str]]

# Costs and distances are told by the step they fall under.
_STEPS = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30)
# Signs around a number whose words are told with each metric, and at most so many of them.
_AROUND, _WORDS = 60, 24
# Words between a number and a name that are told one by one.
_BETWEEN = 8
# Names nearest to the number that are looked at: a list of a hundred names says nothing of one.
_NAMES = 8
# What is told of the only name of a sentence.
_ALONE = [code("rank 0"), code("nth 0 of 1")]


@dataclass(slots=True)
class Candidate:
    """What a number may be about: a catalogue id (or a name outside it), and its features."""

    value: str | None
    text: str | None
    features: set[int] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    by_rule: bool = False


def _step(value: float) -> str:
    return next((str(i) for i, step in enumerate(_STEPS) if value <= step), "far")


def _side(mention: Mention, hit: Hit) -> str:
    if hit.end <= mention.start:
        return "b"
    return "a" if hit.start >= mention.end else "i"


def _inside(parts: Sequence[Mention] | Sequence[Hit], low: int, high: int) -> int:
    return sum([low <= part.start and part.end <= high for part in parts])


def _place(scene: Scene, mention: Mention, hit: Hit, laid: Laid) -> list[int]:
    """Features of where a name stands to the number."""
    side, lang = _side(mention, hit), scene.sentence.language
    own, other = (mention.start, mention.end), (hit.start, hit.end)
    low, high = (hit.end, mention.start) if side == "b" else (mention.end, hit.start)
    comma, strong = (bool(scene.walls(low, high, sign)) for sign in (COMMA, STRONG))
    numbers = _inside(scene.mentions, low, high)
    named, measured = _inside(scene.entities, low, high), _inside(scene.metrics, low, high)
    step = _step(scene.cost(own, other))
    bare = _step(scene.cost(own, other, number=0.0)) if numbers else step
    place = f"{side} {lang} {comma} {strong} {step} {bare} {numbers} {measured} {named}"
    found = laid.places.get(place)
    if found is None:
        found = laid.places[place] = list(map(code, [
            f"side {side}", f"lang {lang} {side}", f"lang {lang} {side} {comma}",
            f"cost {side}{step}", f"bare {side}{bare}",
            f"wall {side} {comma} {strong}", f"numbers {side}{min(numbers, 3)}",
            f"metrics {side}{min(measured, 2)}", f"names {side}{min(named, 2)}",
            f"place {side}{step} {comma} {strong} {min(numbers, 2)}",
            f"order {lang} {side}{min(numbers, 1)}{min(measured, 1)} {comma} {strong}",
        ]))
    return found + _words_between(laid, side, hit, low, high)


def _words_between(laid: Laid, side: str, hit: Hit, low: int, high: int) -> list[int]:
    words = laid.between(low, high)
    nearest_first = words[:_BETWEEN] if side == "b" else words[: -_BETWEEN - 1 : -1]
    found = [f"between {side} {word}" for word in nearest_first]
    if words:
        found += [f"first {side} {words[0]}", f"last {side} {words[-1]}"]
    else:
        found.append(f"beside {side}")
    if len(words) <= 3:
        found.append(f"all {side} {' '.join(words)}")
    if low < high:
        found += [
            f"cue {side} {name}" for start, end, name in laid.cues if low <= start and end <= high
        ]
    found += [f"before {side} {word}" for word in laid.ending(hit.start - 1, hit.start)]
    return list(map(code, found))


def _nearest(scene: Scene, mention: Mention, hits: Sequence[Hit]) -> list[tuple[Hit, list[int]]]:
    """The names next to the number, each with its rank by cost and its place in the order."""
    if len(hits) == 1:
        return [(hits[0], _ALONE)]
    own = mention.start, mention.end
    ranked = sorted(hits, key=lambda hit: scene.cost(own, (hit.start, hit.end)))[:_NAMES]
    order = sorted(ranked)
    return [
        (hit, [
            code(f"rank {min(rank, 4)}"),
            code(f"nth {min(order.index(hit), 3)} of {min(len(order), 4)}"),
        ])
        for rank, hit in enumerate(ranked)
    ]


def of_metric(
    scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None,
    memory: Memory, usual: Usual,
) -> list[Candidate]:
    """The metrics a number may be a value of; the one of the rules is among them.

    ``usual`` are those that numbers of a unit mostly are about, by ``usual_key``.
    """
    pool, laid = _Pool(), laid_out(scene)
    told = candidates_of_metric(scene, mention, entity, movement, memory)
    fits = dict(told.named)
    for hit, rank in _nearest(scene, mention, list(fits)):
        metric, penalty = fits[hit]
        text = scene.text[hit.start : hit.end]
        fit = code(f"fit {penalty}"), code(f"hit {hit.value}>{metric}")
        codes = [*_place(scene, mention, hit, laid), *rank, *fit]
        pool.add(metric, text, "named", codes)
        # "LVMH vise une croissance de 5 %": what the name means of such an entity or movement.
        read = of_kind(scene, Found(metric, text, "stated", hit=hit), entity, movement).value
        for meant in (read, rule.value if hit == rule.hit else read):
            if meant != metric:
                pool.add(meant, text, "meant", codes)
        growth = metrics()[metric].growth
        if growth and unit_class(mention) == "percent":
            pool.add(growth, text, "grown", codes)
    for source, metric in told.other:
        pool.add(metric, None, source)
    if rule.certainty != "stated":
        for metric in usual.get(usual_key(mention, entity), ()):
            pool.add(metric, None, "usual")
    # That a number goes on from another one is grammar, which no other source tells.
    by_rule = pool.add(rule.value, rule.text, "goes on" if rule.certainty == "inferred" else None)
    pool.add(None, None, "none")
    by_rule.by_rule = True
    unit, kind = unit_of(mention), kind_of(entity.value)
    way = movement.value if movement else "none"
    scale = len(str(mention.scale))
    low, high = laid.around(mention.start - _AROUND, mention.end + _AROUND)
    high = min(high, low + _WORDS)
    for one in pool.found.values():
        sources = " ".join(sorted(one.sources))
        likely = one.value is not None and plausible(one.value, mention)
        one.features.update(
            _fit_of_metric(one.value, mention.per, scale, unit, kind, way, sources, likely)
        )
        one.features.update(laid.codes(f"word {one.value} ")[low:high])
    return list(pool.found.values())


def usual_key(mention: Mention, entity: Found) -> str:
    """What the usual metrics of a number are listed under: its unit and the kind of its entity."""
    return f"{unit_of(mention)} {kind_of(entity.value)}"


@lru_cache(maxsize=1 << 13)
def _fit_of_metric(
    value: str | None, per: str | None, scale: int, unit: str, kind: str | None, way: str,
    sources: str, likely: bool,
) -> frozenset[int]:
    """Features of how a metric fits the number, whatever names it."""
    metric = metrics().get(value or "")
    own = metric.unit if metric else None
    kinds = about().kinds.get(value or "")
    return frozenset(map(code, [
        f"is {value}", f"is {value} {unit}", f"is {value} {kind}", f"is {value} {way}",
        f"unit {unit} {own}", f"kind {metric.kind if metric else None} {unit} {way}",
        f"per {per} {metric.per if metric else None}",
        f"of {kind} {kind in kinds if kinds else None}", f"scale {scale} {own}",
        f"plausible {likely}", f"sources {sources}", f"sources {sources} {unit}",
    ]))


def of_entity(
    scene: Scene, mention: Mention, rule: Found, metric: Found, memory: Memory
) -> list[Candidate]:
    """The entities a number may be about; the one of the rules is among them."""
    pool, laid = _Pool(), laid_out(scene)
    told = candidates_of_entity(scene, mention, metric, memory)
    named = [
        hit for hit in scene.entities if hit.end <= mention.start or mention.end <= hit.start
    ]
    countries = dict(told.countries)
    for hit, rank in _nearest(scene, mention, named):
        seen = [*_place(scene, mention, hit, laid), *rank]
        text = told.texts.get(hit, scene.text[hit.start : hit.end])
        pool.add(hit.value, text, "named", seen)
        if hit in countries:
            seen.append(code(f"stands {kind_of(hit.value)}"))
            pool.add(countries[hit], text, "country", seen)
    for source, value, words in told.other:
        pool.add(value, words, source)
    seen = [code(f"rule {rule.certainty}"), code(f"at {_step(rule.cost)}")]
    by_rule = pool.add(rule.value, rule.text, "rule", seen)
    pool.add(None, None, "none")
    by_rule.by_rule = True
    unit, lang, many = unit_of(mention), scene.sentence.language, min(len(named), 4)
    for one in pool.found.values():
        sources, topic = " ".join(sorted(one.sources)), one.value == memory.entity
        rules = f"{one.by_rule} {rule.certainty}"
        one.features.update(
            _fit_of_entity(one.value, metric.value, unit, lang, many, sources, topic, rules)
        )
    return list(pool.found.values())


@lru_cache(maxsize=1 << 13)
def _fit_of_entity(
    value: str | None, metric: str | None, unit: str, lang: str, many: int, sources: str,
    topic: bool, rules: str,
) -> frozenset[int]:
    """Features of how an entity fits the metric, wherever it is named."""
    kind, kinds = kind_of(value), about().kinds.get(metric or "")
    return frozenset(map(code, [
        f"kind {kind}", f"kind {kind} {metric}", f"kind {kind} {unit}", f"kind {lang} {kind}",
        f"fits {kind in kinds if kinds else None}", f"macro {metric in about().macro} {kind}",
        f"is {value}", f"topic {topic}", f"names {many} {topic}", f"sources {sources}",
        f"rules {rules}", f"sources {sources} {rules}",
    ]))


class _Pool:
    """Candidates by what they are: a name outside the catalogue is its words."""

    def __init__(self) -> None:
        self.found: dict[tuple[str | None, str | None], Candidate] = {}

    def add(
        self, value: str | None, text: str | None, source: str | None = None,
        seen: Sequence[int] = (),
    ) -> Candidate:
        """Takes in one telling of a candidate; without a source it says only that it is one."""
        key = value, text if value == UNKNOWN else None
        one = self.found.get(key)
        if one is None:
            one = self.found[key] = Candidate(value, text)
        one.features.update(seen)
        if source:
            one.sources.add(source)
        return one
