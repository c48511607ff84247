"""What a number shares with the one told before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.extract.attach.found import (
    PREMIUMS,
    Found,
    passed_on,
    unit_class,
)
from claimcheck.extract.attach.metric import PRODUCED, denominators
from claimcheck.extract.attach.period import is_base
from claimcheck.extract.drafts.direction import PLACES_REACH
from claimcheck.extract.drafts.record import Draft
from claimcheck.extract.scene import COMMA, STRONG, WEAK, Hit, Scene
from claimcheck.extract.units import unitless
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import metrics
from claimcheck.quantities import Mention

# Words between a word of comparison and the number compared: "against our estimate of $4.10".
COMPARED_REACH = 4.0
# Signs behind such a number in which a metric named is its own: "against 3% revenue growth".
COMPARED_NAME = 3
# A number this near to the one before, with nothing but joining words between, shares its meaning.
SIBLING_REACH = 6.0
# "$12.9 billion, or $4.37": a comma and the word for "or".
CONVERTED = COMMA + WEAK + 1.0
# What funds hold, told before their name: "small-cap funds", "the Russell 2000 ETF".
OWNED_KINDS = ("segment", "country", "region", "index")
# Few shares earn or cost as much.
DEAR_SHARE = 10_000
# Signs between a growth and the time before that it is held against: " below ".
HELD_REACH = 12
# Words between the name of a part and its number.
PART_REACH = 3.0


def whose_fund(scene: Scene, entity: Found) -> Found:
    """ "Small-cap equity funds", "Chinese equity funds": what the funds hold, told before them."""
    fund = entity.hit
    if fund is None or kind_of(entity.value) != "fund":
        return entity
    for hit in scene.entities:
        if hit.value == "world":
            continue  # "global ETFs" are all of them
        if hit.end == fund.start - 1 and kind_of(hit.value) in OWNED_KINDS:
            return replace(entity, value=hit.value, text=scene.text[hit.start : fund.end])
    return entity


def whose_discount(earlier: Sequence[Draft], metric: Found, entity: Found) -> Found:
    """ "At 14.8 times, against 22.6 times for the S&P 500, a discount of 35%": of the cheaper."""
    if metric.value not in PREMIUMS:
        return entity
    told = [
        d for d in earlier
        if d.entity.value and d.metric.value and metrics()[d.metric.value].unit == "times"
    ][-2:]
    if len({d.entity.value for d in told}) < 2 or len({d.metric.value for d in told}) > 1:
        return entity
    if entity.hit is not None and entity.hit not in [d.entity.hit for d in told]:
        return entity  # named with the discount itself
    pick = min if metric.value == "valuation_discount" else max
    return pick(told, key=lambda d: d.mention.low if d.mention else 0).entity


def as_compared(scene: Scene, earlier: Sequence[Draft], mention: Mention, metric: Found) -> Found:
    """What a number is compared with is of the same metric: "EPS of $4.82 vs 4.27e".

    A metric that is named between the two, or right behind the number, is its own.
    """
    alike = [d for d in reversed(earlier) if d.mention and _comparable(d.mention, mention)]
    # "$1.2 billion, or $2.31 per share, versus $980 million": of the amount, not of the share's.
    sized = [d for d in alike if d.mention and is_small(d.mention) == is_small(mention)]
    told = next(
        (d for d in sized if d.mention and d.mention.per == mention.per),
        next(iter(sized or alike), None),
    )
    if told is None or told.metric.value is None or told.end > mention.start:
        return metric
    joined = any(
        told.end <= word.start
        and word.end <= mention.start
        and scene.cost((word.start, word.end), (mention.start, mention.end)) <= COMPARED_REACH
        for name in ("baseline.", "reach.origin")
        for word in scene.group(name)
    )
    if not joined:
        return metric
    own = metric.hit
    if own is not None and told.end <= own.start < mention.end + COMPARED_NAME:
        return metric
    if any(told.end <= h.start < mention.start for h in (*scene.metrics, *scene.group("says."))):
        return metric
    # "Revised up from 216,000": of another time or forecaster, so never sure enough to refute.
    return replace(told.metric, certainty="unsure")


def as_per_share(scene: Scene, before: Draft | None, mention: Mention, metric: Found) -> Found:
    """ "$12.9 billion, or $4.37": a small amount beside a large one is the same for a share."""
    amount = before.mention if before else None
    share = about().per_share.get(metric.value or "")
    if before is None or amount is None or before.metric.value not in (metric.value, share):
        return metric
    told_anew = (
        share is None
        or amount.unit != mention.unit
        # "62 cents a share, two cents better": small as well, and told of one share.
        or (is_small(amount) and before.metric.value != share)
        or not is_small(mention)
        or scene.cost((before.start, before.end), (mention.start, mention.end), 0.0) > CONVERTED
    )
    return metric if told_anew else replace(metric, value=share)


def as_share_of(scene: Scene, mention: Mention, metric: Found) -> Found:
    """ "Debt of $37tn, up 61%, or 120% of GDP": a share, whatever the number before told."""
    pairs = about().pairs
    for whole in denominators(scene, mention):
        if ratio := pairs.get(f"{metric.value}/{whole.value}"):
            return replace(metric, value=ratio)
    return metric


def is_small(mention: Mention) -> bool:
    """Whether an amount may be that of one share: no millions."""
    return mention.scale <= 1 and mention.high < DEAR_SHARE


def are_of_like_size(one: Mention, other: Mention) -> bool:
    """Whether two numbers may be two values of one thing: of one unit, both of a share or none."""
    if one.unit != other.unit:
        return False
    if one.per == other.per:
        return unit_class(one) != "currency" or is_small(one) == is_small(other)
    return None in (one.per, other.per) and is_small(one) and is_small(other)


def _comparable(one: Mention, other: Mention) -> bool:
    """Whether two numbers are of one kind; a bare one may leave its unit to the other."""
    if unit_class(one) == unit_class(other):
        return one.unit == other.unit or unit_class(one) != "percent"
    return unitless(other) and unit_class(one) == "currency"


def as_grown(scene: Scene, before: Draft | None, mention: Mention, metric: Found) -> Found:
    """ "It earned $5bn, 11% more than a year before": the percent is the growth of the amount."""
    told = metrics().get(before.metric.value or "") if before else None
    if (
        before is None
        or told is None
        or told.growth is None
        or (
            metric.certainty == "stated"
            # "they sold 951,000 cars, 14.9% more"
            and not (metric.hit == before.metric.hit and told.id in about().in_nouns.values())
            and not _of_next(scene, before, mention, metric)
        )
        or mention.unit != "percent"
        or _is_parted(scene, before, mention)
        or any(before.end <= h.start < mention.start for h in _named_anew(scene, before))
        or any(before.end <= h.start < mention.start for h in scene.cue("refer.thing"))
        or metric.hit in scene.cue("refer.margin")
    ):
        return metric
    return replace(passed_on(before.metric), value=told.growth)


def _named_anew(scene: Scene, before: Draft) -> list[Hit]:
    """The names that a number may go on with; not what tonnes are of, in what was produced."""
    if before.metric.value != PRODUCED:
        return scene.entities
    return [hit for hit in scene.entities if kind_of(hit.value) != "commodity"]


def _is_parted(scene: Scene, before: Draft, mention: Mention) -> bool:
    """Whether a clause ends between two numbers; "licensing $515M (+56%)" is one statement."""
    gap, sign = scene.text[before.end : mention.start], scene.text[mention.start]
    aside = gap.strip() == "(" and sign in "+-−–"
    # "Beat the poll's $1.8bn but were 14% below a year earlier"
    held = any(0 <= p.start - mention.end <= HELD_REACH and is_base(p) for p in scene.periods)
    return not (aside or held) and scene.walls(before.end, mention.start, STRONG)


def is_part_named(scene: Scene, before: Draft, mention: Mention) -> bool:
    """ "Revenue was $391bn, with services contributing $96bn": the second is of a part."""
    return any(
        before.end <= part.start
        and part.end <= mention.start
        and scene.cost((part.start, part.end), (mention.start, mention.end)) <= PART_REACH
        for part in scene.cue("refer.part")
    )


def _of_next(scene: Scene, before: Draft, mention: Mention, metric: Found) -> bool:
    """Whether a metric begins what follows: "earned $5bn, 11% more, and turned over $9bn"."""
    hit = metric.hit
    return (
        hit is not None
        and hit.start >= mention.end
        and scene.walls(mention.end, hit.start, COMMA)
        and scene.walls(before.end, mention.start, COMMA)
        and not any(before.end <= h.start < mention.start for h in scene.metrics)
    )


def held_against(scene: Scene, mention: Mention, metric: Found) -> Found:
    """ "EPS of $4.12, 7% above consensus" compares levels; it is no growth."""
    item = metrics().get(metric.value or "")
    if item is None or item.growth_of is None or mention.unit != "percent":
        return metric
    beside = any(0 <= hit.start - mention.end <= 2 for hit in scene.group("baseline."))
    wanted = any(
        not scene.walls(min(mention.end, hit.end), max(mention.start, hit.start), COMMA)
        for hit in scene.cue("basis.consensus")
    )
    return replace(metric, value=item.growth_of) if beside and wanted else metric


def in_same_breath(scene: Scene, before: Draft, mention: Mention, same_unit: bool) -> bool:
    """Whether the verb of the number before still governs this one, with no clause between.

    A number of another unit must follow at once: "lost 45 cents or 0.7%".
    """
    verb = before.movement
    gap = scene.cost((before.start, before.end), (mention.start, mention.end), number=0.0)
    return (
        verb is not None
        and verb.start < before.start
        and (same_unit or gap <= WEAK + 1.0)
        and not (
            scene.words.time_first
            and scene.walls(before.end, mention.start, COMMA)
            and any(before.end <= m.start < mention.start for m in scene.metrics)
        )  # "净利润增长38%，毛利率40%": a metric of its own begins anew
        and not scene.walls(verb.end, mention.start, STRONG)
        and not any(before.end <= h.start < mention.start for h in scene.cue("reach.to"))
    )


def are_siblings(scene: Scene, before: Draft, mention: Mention) -> bool:
    """Whether two numbers are told in one breath: "3% and 5%", "$5bn, up from $4bn"."""
    return (
        not scene.walls(before.end, mention.start, STRONG + 1.0)
        and scene.cost((before.start, before.end), (mention.start, mention.end))
        <= SIBLING_REACH + STRONG
    )


def as_core(scene: Scene, mention: Mention, metric: Found, opened: bool = False) -> Found:
    """ "Excluding food and energy, prices rose 0.3%" is core inflation, whatever prices are.

    ``opened`` asks for the words before the number, with no metric named in between.
    """
    core = about().core.get(metric.value or "")
    if core is None:
        return metric
    for hit in scene.cue("basis.core"):
        left, right = sorted(((hit.start, hit.end), (mention.start, mention.end)))
        told = hit.end <= mention.start or scene.cost(left, right) <= PLACES_REACH / 4
        if opened and (
            hit.start >= mention.end
            or any(hit.end <= name.start < mention.start for name in scene.metrics)
        ):
            continue
        if told and not scene.walls(left[1], right[0], STRONG):
            return replace(metric, value=core)
    return metric


def have_same_unit(one: Mention, other: Mention) -> bool:
    """Of one class of unit, and both of the same base: per share, per day."""
    return unit_class(one) == unit_class(other) and one.per == other.per
