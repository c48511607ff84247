"""Trained parts: asked only where the rules found nothing, and only in the lanes that have them.

A trained part never overrules a cue or a name. It answers where a number was read as reported for
want of a cue (``stance``), or where no name of a metric was found (``metric``); what it gives is
marked ``unsure``, and the judge never contradicts on an unsure key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from claimcheck.errors import ConfigError
from claimcheck.extract.attach import FAR_METRIC, Found, When, unit_class
from claimcheck.extract.scene import Hit, Scene
from claimcheck.lexicon import metrics
from claimcheck.quantities import Mention
from claimcheck.schema import Modality
from claimcheck.trained import features
from claimcheck.trained.linear import Linear, read

WEIGHTS = Path(__file__).parent / "weights"
MODALITY, METRIC = "modality", "metric"


class Adviser(Protocol):
    """What extraction asks about a number when the rules have had their say."""

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """How the number is said; ``rule`` is what the cues gave."""

    def metric(
        self, scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None
    ) -> Found:
        """What the number measures; ``rule`` is what the names gave."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The adviser that ships: two linear classifiers with their thresholds, read when asked."""

    folder: Path = WEIGHTS

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """``rule``, or what the words around say of a number that has no cue."""
        if rule != "reported":
            return rule
        part = _part(self.folder / f"{MODALITY}.bin")
        label, chance = part.best(features.of_stance(scene, at, when))
        return cast(Modality, label) if chance >= part.meta["least"] else rule

    def metric(
        self, scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None
    ) -> Found:
        """``rule``, or the likeliest metric of a number that no name stands by."""
        if rule.value is not None:
            return rule
        told = features.of_metric(scene, mention, entity.value, way(movement), None)
        part = _part(self.folder / f"{METRIC}.bin")
        label, chance = part.best(told)
        known = label in metrics() and _measured(label, mention)
        if not known or chance < part.meta["least"]:
            return rule
        return Found(label, None, "unsure", FAR_METRIC)


def way(movement: Hit | None) -> str:
    """The movement as a feature."""
    return movement.value if movement else "none"


def _measured(metric: str, mention: Mention) -> bool:
    """Whether a number of this unit can be a value of the metric."""
    own, unit = metrics()[metric].unit, unit_class(mention)
    percent = own in ("percent", "percentage_point", "basis_point")
    return own == unit or unit == "count" or (percent and unit == "percent")


@cache
def _part(path: Path) -> Linear:
    return read(path)


@cache
def load(folder: Path = WEIGHTS) -> Trained:
    """The trained parts of a folder. Raises ConfigError when one is missing."""
    for name in (MODALITY, METRIC):
        if not (folder / f"{name}.bin").is_file():
            raise ConfigError(
                f"lane: the trained part {name}.bin is not in {folder.name}/; reinstall "
                "claimcheck, run 'make models', or use --lane fast"
            )
    return Trained(folder)
