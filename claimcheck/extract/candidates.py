"""What a number might be about: the metrics and entities that the rules chose from.

``attach`` takes the cheapest; a trained part may look at all of them (``trained/ranking.py``).
"""

from __future__ import annotations

from typing import NamedTuple

from claimcheck.extract.attach.entity import home_of
from claimcheck.extract.attach.found import Found, Memory, fit_of, unit_class
from claimcheck.extract.attach.implied import implied_metric
from claimcheck.extract.attach.metric import metrics_said
from claimcheck.extract.scene import UNKNOWN, Hit, Scene
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import entities, metrics
from claimcheck.quantities import Mention


class MetricsTold(NamedTuple):
    """The metrics a number may be of: those named, with what they mean of its unit, and others."""

    named: list[tuple[Hit, tuple[str, float]]]
    other: list[tuple[str, str]]


def candidates_of_metric(
    scene: Scene, mention: Mention, entity: Found, movement: Hit | None, memory: Memory
) -> MetricsTold:
    """Every metric that ``metric_for`` could have chosen, as (where it is from, metric)."""
    money = unit_class(mention) == "currency"
    named = [
        (hit, fit)
        for hit in dict.fromkeys(scene.metrics + metrics_said(scene, money))
        if not any(m.start <= hit.start and hit.end <= m.end for m in scene.mentions)
        and (fit := fit_of(metrics()[hit.value], mention))
    ]
    table = about().default.get(kind_of(entity.value) or "", {})
    understood = (
        ("implied", implied_metric(scene, mention, entity, movement).value),
        ("default", table.get(unit_class(mention))),
        ("default", table.get("growth")),
    )
    other = [(source, metric) for source, metric in understood if metric in metrics()]
    if memory.metric and (fit := fit_of(metrics()[memory.metric], mention)):
        other.append(("memory", fit[0]))
    for metric in memory.recent:
        if fit := fit_of(metrics()[metric], mention):
            other.append(("recent", fit[0]))
    return MetricsTold(named, other)


class EntitiesTold(NamedTuple):
    """The entities a number may be of: countries that names stand for, whole names, and others."""

    countries: list[tuple[Hit, str]]
    texts: dict[Hit, str]
    other: list[tuple[str, str, str | None]]


def candidates_of_entity(
    scene: Scene, mention: Mention, metric: Found, memory: Memory
) -> EntitiesTold:
    """Every entity that ``entity_of`` could have chosen, as (where it is from, id, words)."""
    catalogue = entities()
    economy = metric.value in about().macro
    countries = [
        (hit, item.country) for hit in scene.entities
        if economy and (item := catalogue.get(hit.value)) and item.country
    ]
    words = {hit: scene.text[hit.start : hit.end] for hit in scene.entities}
    texts = {
        hit: memory.names.get(text.split()[0], text)
        for hit, text in words.items() if hit.value == UNKNOWN
    }
    other = [("kind", *told) for told in memory.by_kind.values()]
    if memory.entity:
        other.append(("memory", memory.entity, memory.entity_text or ""))
    home = home_of(scene)
    return EntitiesTold(
        countries, texts, [*other, ("home", home.value, None)] if home.value else [*other]
    )
