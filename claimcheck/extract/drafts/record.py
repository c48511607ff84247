"""The record of one number with everything attached to it, before ids and links are fixed."""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.extract.attach.found import Found
from claimcheck.extract.scene import Hit
from claimcheck.extract.units import MILLION
from claimcheck.periods import PeriodMention
from claimcheck.quantities import Mention
from claimcheck.schema import Attribution, Certainty, Claim, Direction, Kind, Modality

# "three reasons", "two charts": counts this small are words of the telling, not figures.
SMALL_COUNT = 12
TIME_UNITS = frozenset(
    ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century")
)
# Lengths that are measured and not set: "zero to 100 in 4.5 seconds".
CLOCKED = frozenset(("second", "minute"))


@dataclass(slots=True)
class Draft:
    """A claim before its ids and links are fixed; offsets count from the sentence's start."""

    start: int
    end: int
    mention: Mention | None
    kind: Kind
    metric: Found
    entity: Found
    entity_id: str | None
    entity_certainty: Certainty
    period: PeriodMention | None
    period_certainty: Certainty
    direction: Direction
    movement: Hit | None
    modality: Modality
    attribution: Attribution | None
    polarity_negated: bool
    basis: tuple[str, ...]
    condition: str | None
    relation: str | None = None
    partner: Draft | None = None
    baseline_entity: Hit | None = None
    baseline_text: str = ""
    baseline_period: PeriodMention | None = None
    year_ago: bool = False
    over: bool = False  # a reported number of the sentence is of the same period
    parents: tuple[Draft, ...] = ()
    back: bool = False
    # How sure metric and entity are at most: what a trained part makes of the rules' choice.
    most: tuple[Certainty, Certainty] = ("stated", "stated")
    claim: Claim | None = None


def is_claim(draft: Draft) -> bool:
    """A length of time, or a bare number that nothing in the text gives a meaning, is none."""
    mention = draft.mention
    if mention is None:
        return True
    told = mention.words and mention.unit == "count" and mention.kind == "number"
    if draft.metric.value and not (
        told and mention.high <= SMALL_COUNT and draft.metric.cost > 3.0
    ):
        return True
    return speaks_alone(mention, draft.movement)


def speaks_alone(mention: Mention, movement: Hit | None) -> bool:
    """Whether a number is a claim though nothing says what it measures."""
    if mention.unit in TIME_UNITS:
        return mention.decimals > 0 or mention.unit in CLOCKED
    if mention.unit != "count":
        return True
    small = mention.high <= SMALL_COUNT
    told = movement is not None or mention.noun is not None
    return not small and (told or mention.scale >= MILLION)
