"""Trained parts: what the rules leave open, and how sure they are; in the lanes that have them.

A classifier answers where a number was read as reported for want of a cue (``stance``), where no
number of a sentence was read as a forecast (``speaks_ahead``), or where no name of a metric was
found (``metric``). A ranker looks at all that a number may be about
(``attached``): another candidate is taken where it is likelier by a margin and no name stands at
the number, and where the choice of the rules is not likely enough it counts as less sure. What a
trained part gives is ``unsure``, and the judge never contradicts on an unsure key.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from claimcheck.errors import ConfigError
from claimcheck.extract.attach.found import FAR_METRIC, Found, Memory, When, unit_class
from claimcheck.extract.scene import Hit, Scene
from claimcheck.lexicon import metrics
from claimcheck.quantities import Mention
from claimcheck.schema import Certainty, Modality
from claimcheck.trained import features, ranking
from claimcheck.trained.linear import Linear, read

WEIGHTS = Path(__file__).parent / "weights"
MODALITY, METRIC, AHEAD = "modality", "metric", "ahead"
# How sure a forecast must be of a period that has ended.
SURE = 0.9
WHICH_METRIC, WHICH_ENTITY = "which_metric", "which_entity"
# A name this near to its number is never overruled, rare as it may be.
BESIDE = 2.0
NAMES = (MODALITY, AHEAD, METRIC, WHICH_METRIC, WHICH_ENTITY)


class Attached(NamedTuple):
    """Metric and entity of a number, each with the sureness that it has at most."""

    metric: Found
    entity: Found
    metric_most: Certainty = "stated"
    entity_most: Certainty = "stated"


class Adviser(Protocol):
    """What extraction asks about a number when the rules have had their say."""

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """How the number is said; ``rule`` is what the cues gave."""

    def speaks_ahead(self, scene: Scene) -> bool:
        """Whether the sentence as a whole tells what is to come; asked where no cue does."""

    def foretold(self, scene: Scene, at: Mention, when: When) -> float:
        """How likely the number is a forecast, beside the others of such a sentence."""

    def metric(
        self, scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None
    ) -> Found:
        """What the number measures; ``rule`` is what the names gave."""

    def attached(
        self, scene: Scene, mention: Mention, metric: Found, entity: Found, movement: Hit | None,
        memory: Memory,
    ) -> Attached:
        """Metric and entity of the number; those given are what the rules chose."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The adviser that ships: two linear classifiers with their thresholds, read when asked."""

    folder: Path = WEIGHTS

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """``rule``, or what the words around say of a number that has no cue."""
        if rule != "reported":
            return rule
        part = _part(self.folder, MODALITY)
        label, chance = part.best(features.of_stance(scene, at, when))
        # What is told of a period that has ended is seldom a forecast.
        least = max(part.meta["least"], SURE) if features.is_over(when) else part.meta["least"]
        return cast(Modality, label) if chance >= least else rule

    def speaks_ahead(self, scene: Scene) -> bool:
        """Whether a sentence in a language that was learnt is likely to hold a forecast."""
        part = _part(self.folder, AHEAD)
        if scene.sentence.language not in part.meta["languages"]:
            return False
        chances = part.probabilities(features.of_sentence(scene))
        return bool(chances[part.labels.index("forecast")] >= part.meta["least"])

    def foretold(self, scene: Scene, at: Mention, when: When) -> float:
        """What the classifier of numbers gives a forecast."""
        part = _part(self.folder, MODALITY)
        chances = part.probabilities(features.of_stance(scene, at, when))
        return chances[part.labels.index("forecast")]

    def metric(
        self, scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None
    ) -> Found:
        """``rule``, or the likeliest metric of a number that no name stands by."""
        if rule.value is not None:
            return rule
        told = features.of_metric(scene, mention, entity.value, way(movement), None)
        part = _part(self.folder, METRIC)
        label, chance = part.best(told)
        known = label in metrics() and _measured(label, mention)
        if not known or chance < part.meta["least"]:
            return rule
        return Found(label, None, "unsure", FAR_METRIC)

    def attached(
        self, scene: Scene, mention: Mention, metric: Found, entity: Found, movement: Hit | None,
        memory: Memory,
    ) -> Attached:
        """What the rules chose, or what is likelier by the margin, and how sure it is at most."""
        which: tuple[Found, Certainty] = (metric, "stated")
        who: tuple[Found, Certainty] = (entity, "stated")
        if not metric_settled(scene, metric):
            usual = _part(self.folder, WHICH_METRIC).meta["usual"]
            told = ranking.of_metric(scene, mention, metric, entity, movement, memory, usual)
            which = self._chosen(WHICH_METRIC, told, metric)
        if not entity_settled(scene, entity):
            told = ranking.of_entity(scene, mention, entity, metric, memory)
            who = self._chosen(WHICH_ENTITY, told, entity)
        return Attached(which[0], who[0], which[1], who[1])

    def _chosen(
        self, name: str, told: Sequence[ranking.Candidate], rule: Found
    ) -> tuple[Found, Certainty]:
        """The rule's candidate or a better one; likelihoods are a softmax over the candidates."""
        part = _part(self.folder, name)
        scores = [part.total(one.features) for one in told]
        by_rule = next(i for i, one in enumerate(told) if one.by_rule)
        best = max(range(len(told)), key=scores.__getitem__)
        better = scores[best] - scores[by_rule] > part.meta["margins"][rule.certainty]
        if better and not beside(rule) and (told[best].value or part.meta["empties"]):
            return Found(told[best].value, told[best].text, "unsure", rule.cost), "unsure"
        top = scores[best]
        chance = math.exp(scores[by_rule] - top) / sum(math.exp(score - top) for score in scores)
        if chance >= part.meta["stated"]:
            return rule, "stated"
        return rule, "inferred" if chance >= part.meta["inferred"] else "unsure"


def beside(rule: Found) -> bool:
    """Whether the words that the rules took stand at the number: they are never overruled."""
    return rule.certainty == "stated" and rule.cost <= BESIDE


def metric_settled(scene: Scene, rule: Found) -> bool:
    """Whether the only metric that a sentence names stands at its number: no ranker is asked."""
    return beside(rule) and scene.metrics == [rule.hit]


def entity_settled(scene: Scene, rule: Found) -> bool:
    """Whether the only entity that a sentence names stands at its number."""
    return beside(rule) and scene.entities == [rule.hit]


def way(movement: Hit | None) -> str:
    """The movement as a feature."""
    return movement.value if movement else "none"


def _measured(metric: str, mention: Mention) -> bool:
    """Whether a number of this unit can be a value of the metric."""
    own, unit = metrics()[metric].unit, unit_class(mention)
    percent = own in ("percent", "percentage_point", "basis_point")
    return own == unit or unit == "count" or (percent and unit == "percent")


@cache
def _part(folder: Path, name: str) -> Linear:
    return read(folder / f"{name}.bin")


@cache
def load(folder: Path = WEIGHTS) -> Trained:
    """The trained parts of a folder. Raises ConfigError when one is missing."""
    for name in NAMES:
        if not (folder / f"{name}.bin").is_file():
            raise ConfigError(
                f"lane: the trained part {name}.bin is not in {folder.name}/; reinstall "
                "claimcheck, run 'make models', or use --lane fast"
            )
    return Trained(folder)
