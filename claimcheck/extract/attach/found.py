"""What is found for a number, and what the finders of every kind of part ask."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimcheck.extract.scene import COMMA, Hit, Scene
from claimcheck.extract.times import Times
from claimcheck.extract.units import MILLION
from claimcheck.extract.words import about
from claimcheck.lexicon import Metric, metrics
from claimcheck.periods import PeriodMention
from claimcheck.quantities import Mention
from claimcheck.schema import Certainty

if TYPE_CHECKING:
    from claimcheck.trained import Adviser


PERCENT = frozenset(("percent", "percentage_point", "basis_point"))
# How much dearer or cheaper one is than its like; no country is.
PREMIUMS = frozenset(("valuation_premium", "valuation_discount"))
# A part farther than this many words (walls counted) does not belong. Tuned on corpora/claims.
FAR_METRIC, FAR_ENTITY, FAR_PERIOD, FAR_DIRECTION = 22.0, 26.0, 30.0, 9.0
# Words that may stand between a number and what it is of: "13% of large caps", "$5bn in revenue".
LINK_GAP = 2.0
# "And", where it is written onto the word that it joins.
AND = "و"
WORTH = frozenset(("USD", "EUR", "GBP", "CHF", "CAD", "AUD"))
# Measures of goods: "4.2m tonnes" may be output, sales or exports.
GOODS = frozenset(
    ("tonne", "barrel", "barrel per day", "ounce", "cubic_metre", "kilowatt_hour", "megawatt_hour")
)
# Units of what the catalogue counts.
COUNTED = frozenset(("exahash_per_second", "zettahash_per_second", "teu"))


class When(NamedTuple):
    """The period of a number, how it was found, and the day it is counted from."""

    period: PeriodMention | None
    certainty: Certainty
    anchor: date | None


@dataclass(slots=True)
class Memory:
    """What earlier sentences named: carried to sentences that do not say it again."""

    metric: str | None = None
    metric_text: str | None = None
    entity: str | None = None
    entity_text: str | None = None
    currency: str | None = None
    times: Times = field(default_factory=Times)
    indices: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    by_kind: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Metrics that the two sentences before and the headline named.
    recent: tuple[str, ...] = ()
    adviser: Adviser | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One attached part: its value, the words that name it, how sure, and its cost."""

    value: str | None
    text: str | None
    certainty: Certainty
    cost: float = 99.0
    hit: Hit | None = None


NOTHING = Found(None, None, "unsure")


def passed_on(metric: Found) -> Found:
    """The metric of one number as that of another: inferred, but what was unsure stays so."""
    return metric if metric.certainty == "unsure" else replace(metric, certainty="inferred")


def unit_class(mention: Mention) -> str:
    """``percent point times currency count`` or the unit's own name."""
    if mention.unit in PERCENT:
        return "percent"
    if mention.unit == "index_point":
        return "point"
    if len(mention.unit) == 3 and mention.unit.isupper():
        return "currency"
    return "count" if mention.unit in COUNTED else mention.unit


def fit_of(metric: Metric, mention: Mention) -> tuple[str, float] | None:
    """(metric id to use, penalty) when a number of this unit can be about the metric."""
    unit, own = unit_class(mention), metric.unit
    per_share = about().per_share.get(metric.id)
    if mention.per == "share" and per_share:
        return per_share, 0.0
    if mention.kind == "ratio_word" and metric.growth:
        return metric.growth, 0.0
    if mention.unit == "basis_point" and metric.id in about().in_points:
        return about().in_points[metric.id], 0.0
    if unit == "percent":
        if own in PERCENT:
            return metric.id, 0.0
        return (metric.growth, 0.0) if metric.growth else (metric.id, 5.0)
    if own == unit or (own == "index_point" and unit == "point"):
        # "$2.10 a share" is a per-share metric; an amount without "a share" may be one too.
        off = mention.per != metric.per and (mention.per is not None)
        return metric.id, 3.0 if off else 0.0
    if unit == "count" and mention.noun and metric.id in about().in_nouns:
        return about().in_nouns[metric.id], 3.0
    if unit == "count" and metric.id in about().in_counts:
        return about().in_counts[metric.id], 0.5
    if unit == "count":
        if own in ("index_point", "times") or own not in PERCENT | {"currency"}:
            return metric.id, 0.5
        money = own == "currency" and mention.scale >= MILLION and mention.noun is None
        return metric.id, 1.0 if money else 4.0  # "ganó 1.384 millones"
    if unit == "times" and own in ("count", "percent"):
        return (metric.id, 2.0) if own == "count" else None
    if unit == "currency" and metric.id in about().worth:
        return metric.id, 3.0  # when it is named, not carried
    if unit in GOODS and metric.id in about().goods:
        return metric.id, 0.5
    if unit == "point" and (own == "count" or own in PERCENT):
        return metric.id, 2.0
    if metric.growth_of:
        return fit_of(metrics()[metric.growth_of], mention)
    return None


def span_of(mention: Mention | Hit) -> tuple[int, int]:
    """Where it stands in the sentence."""
    return mention.start, mention.end


def conjoined(scene: Scene, hit: Hit) -> bool:
    """Whether "and" is written onto a word, as in Arabic: it begins what follows.

    Of "واردات", imports, the letter is the word's own.
    """
    if scene.text[hit.start] != AND:
        return False
    return any(start == hit.start and word[0] != AND for word, start, _ in scene.found)


def is_linked(scene: Scene, mention: Mention | Hit, hit: Hit) -> bool:
    """Whether ``hit`` follows the number at once: "12% revenue growth", "$5bn in sales"."""
    return (
        hit.start >= mention.end
        and scene.cost(span_of(mention), span_of(hit)) <= LINK_GAP
        and not scene.walls(mention.end, hit.start, COMMA)
        and not conjoined(scene, hit)
    )


def has_own(scene: Scene, hit: Hit) -> bool:
    """Whether a number follows a metric at once: "..., the cost of risk 1.2%"."""
    return any(
        hit.end <= other.start
        and scene.cost(span_of(hit), span_of(other), number=0.0) <= LINK_GAP
        and not scene.walls(hit.end, other.start, COMMA)
        for other in scene.mentions
    )


def span_between(one: Mention | Hit, other: Mention | Hit) -> tuple[int, int]:
    """Where the stretch between two parts begins and ends."""
    return min(one.end, other.end), max(one.start, other.start)


def only_says(scene: Scene, hit: Hit) -> bool:
    """Whether a verb of price tells what the metric before it reached: "yields touched 3.4%"."""
    return hit.value == "price" and any(
        0 < hit.start - other.end <= 1 and other.value != "price" for other in scene.metrics
    )


def of_next_number(scene: Scene, mention: Mention, metric: Found) -> bool:
    """Whether a metric behind a comma names the number that follows it: "$31bn, op inc $19bn"."""
    hit = metric.hit
    return (
        hit is not None
        and hit.start >= mention.end
        and scene.walls(mention.end, hit.start, COMMA)
        and has_own(scene, hit)
    )


def plausible(metric_id: str, mention: Mention) -> bool:
    """Whether the metric can have the value: no price of bitcoin is $77 billion."""
    metric = metrics()[metric_id]
    if metric.range is None or (mention.unit in PERCENT and metric.unit != "percent"):
        return True
    if unit_class(mention) == "currency" and mention.unit not in WORTH:
        return True
    low, high = _range(metric.range)
    return low <= mention.low and mention.high <= high


@cache  # one a metric
def _range(ends: tuple[str, str]) -> tuple[Decimal, Decimal]:
    return Decimal(ends[0]), Decimal(ends[1])


def signed(scene: Scene, mention: Mention) -> bool:
    """Whether a sign stands in for the word of movement: "Nasdaq +0.6%"."""
    return mention.sign < 0 or plus(scene, mention)


def plus(scene: Scene, mention: Mention) -> bool:
    """Whether a plus sign is written at the number."""
    return "+" in scene.text[max(mention.start - 1, 0) : mention.start + 1]


def is_one_day(period: PeriodMention) -> bool:
    """Whether a period is one day, told in passing: no day up to which months are counted."""
    return (
        period.granularity == "day"
        and period.type == "calendar"
        and (period.first is not None and period.first == period.last)
    )


def is_subject(scene: Scene, name: Hit, since: int) -> bool:
    """ "Yields dipped to 4.43% and the pound added 0.4%": a name with a verb, behind a number."""
    return any(since <= m.start and m.end <= name.start for m in scene.mentions) and any(
        0 <= verb.start - name.end <= 1 for verb in scene.group("direction.")
    )
