"""One number of a sentence with everything attached to it, before ids and links are fixed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimcheck.extract.apart import marketed, no_guess, of_no_series
from claimcheck.extract.attach.direction import direction_hit, turned_by_particle
from claimcheck.extract.attach.entity import entity_for, entity_of, resolve_segment
from claimcheck.extract.attach.found import (
    NOTHING,
    PERCENT,
    Found,
    Memory,
    When,
    passed_on,
    plus,
    unit_class,
)
from claimcheck.extract.attach.implied import of_kind
from claimcheck.extract.attach.metric import metric_for
from claimcheck.extract.attach.period import TIMED, is_distance, is_origin, over_years, period_for
from claimcheck.extract.scene import COMMA, STRONG, WEAK, Hit, Scene
from claimcheck.extract.stance import attribution, condition, modality, negated, settled
from claimcheck.extract.times import MULTIPLES
from claimcheck.extract.units import MILLION, unitless
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import metrics
from claimcheck.periods import PeriodMention, names_weekday
from claimcheck.quantities import Mention
from claimcheck.schema import Attribution, Certainty, Claim, Direction, Kind, Modality
from claimcheck.words import unspaced

# Bases that any metric may have.
ANY_METRIC = frozenset(
    ("yoy", "qoq", "mom", "annualised", "ytd", "cagr", "consensus", "guidance", "average")
)
TIME_UNITS = frozenset(
    ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century")
)
# Lengths that are measured and not set: "zero to 100 in 4.5 seconds".
CLOCKED = frozenset(("second", "minute"))
# "three reasons", "two charts": counts this small are words of the telling, not figures.
SMALL_COUNT = 12
# What is told of a time to come, whatever the verb: "the odds of a cut in January".
AHEAD = frozenset(("rate_cut_probability", "rate_cuts_priced"))
# The mark of an estimate behind a year: "2025E", "FY26e", "2026F".
_ESTIMATED = re.compile(r"[0-9][EeFf]$")
WEEK = timedelta(7)
# A fiscal year begins at most so long before the calendar's.
EARLY_YEAR = timedelta(275)
# The rate of a central bank is set on a day known before.
DECIDED = "policy_rate"
# A month this many days back is not what a forecast without a year means.
# A month named without its year that lies this many days back may as well lie ahead.
NEARLY_A_YEAR = 270
LONG_PAST = 180
# One this many days back is next month, or the one after, of last year.
NEXT_MONTHS = 290
# What is told of a year that has not ended is told of its days so far.
SO_FAR = frozenset(("return", "net_flow", "price_change", "share_price_change"))
_BESIDE: tuple[tuple[str, Direction], ...] = (
    ("baseline.higher_than", "up"),
    ("beside.up", "up"),
    ("baseline.lower_than", "down"),
    ("beside.down", "down"),
)
_BESIDE_BEFORE: tuple[tuple[str, Direction], ...] = (
    ("beside.before_up", "up"),
    ("beside.before_down", "down"),
)
# An ending written onto a number: Turkish "%3'e".
_SUFFIX = re.compile(r"['’](\w+)")
# Words between a word of comparison and the number compared: "against our estimate of $4.10".
COMPARED_REACH = 4.0
# Signs behind such a number in which a metric named is its own: "against 3% revenue growth".
COMPARED_NAME = 3
# Signs between "average" and its number: "mean of 18.6".
MEAN_OF = 4
# "From 3.4% to 3.3%": words between the two places of one movement.
PLACES_REACH = 10.0
# A number this near to the one before, with nothing but joining words between, shares its meaning.
SIBLING_REACH = 6.0


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
    return _speaks_alone(mention, draft.movement)


def _speaks_alone(mention: Mention, movement: Hit | None) -> bool:
    """Whether a number is a claim though nothing says what it measures."""
    if mention.unit in TIME_UNITS:
        return mention.decimals > 0 or mention.unit in CLOCKED
    if mention.unit != "count":
        return True
    small = mention.high <= SMALL_COUNT
    return not small and (movement is not None or mention.noun is not None)


def bare(scene: Scene, mention: Mention, memory: Memory) -> bool:
    """A naked number in a sentence that names nothing it could count: not worth a look."""
    return (
        mention.unit == "count"
        and mention.noun is None
        and mention.kind == "number"
        and not scene.metrics
        and memory.metric is None
        and not scene.entities
        and not scene.group("direction.")
    )


def numeric(
    scene: Scene, mention: Mention, memory: Memory, anchor: date | None, earlier: Sequence[Draft]
) -> Draft:
    """One number with its parts; ``earlier`` are the numbers told before it in the sentence."""
    before = earlier[-1] if earlier else None
    source, skip = attribution(scene, mention)
    entity = entity_for(scene, mention, memory, skip)
    if entity.hit is None and skip[1]:
        # "Apple reported revenue of $94bn": the source is what the number is about.
        own = entity_for(scene, mention, memory, (0, 0))
        entity = own if own.hit else entity
    movement = direction_hit(scene, mention)
    spoken = not scene.words.verb_last and unit_class(mention) != "percent"
    if movement and spoken and any(
        h.start < movement.end and movement.start < h.end
        for h in scene.cue("baseline.higher_than") + scene.cue("baseline.lower_than")
    ):
        movement = None  # "GMV of $74.8bn beat our $74.2bn": which is more, not which way
    told = movement or (before.movement if before and _siblings(scene, before, mention) else None)
    metric = metric_for(scene, mention, memory, entity, told)
    if before and _siblings(scene, before, mention):
        if before.metric.cost + SIBLING_REACH < metric.cost or metric.value is None:
            fits = before.mention and _same_unit(before.mention, mention)
            metric = passed_on(before.metric) if fits else metric
        if entity.hit is None:
            entity = before.entity
    same_unit = before and before.mention and _same_unit(before.mention, mention)
    if before and movement is None and _same_breath(scene, before, mention, bool(same_unit)):
        movement = before.movement  # "Societe lost 4.2%, AXA 4.0%": one verb for both
    if metric.value is None and before and same_unit:
        metric = passed_on(before.metric)
        if movement is None and scene.group("direction."):
            movement = before.movement
    metric = _compared(scene, earlier, mention, metric)
    metric = of_kind(scene, metric, entity, movement)
    if before and metric.value == before.metric.value and _part_named(scene, before, mention):
        metric = replace(metric, certainty="unsure")
    metric = _core(scene, mention, _against(scene, mention, _grown(scene, before, mention, metric)))
    verbs = [h for h in scene.group("says.") if h.value != "says.growth"]
    if (
        movement
        and (unit_class(mention) == "currency" or mention.scale >= MILLION)
        and kind_of(entity.value) not in ("fund", "segment")  # what a fund gains or loses is a flow
        and any(h.start < movement.end and movement.start < h.end for h in verbs)
    ):
        movement = None  # "the bank gained 3bn" (so said in Spanish) is its profit, not a rise
    entity = _whose_fund(scene, entity_of(scene, mention, memory, skip, metric, entity))
    most: tuple[Certainty, Certainty] = ("stated", "stated")
    apart = of_no_series(scene, mention, metric, entity, memory, movement)
    if memory.adviser and _speaks_alone(mention, movement) and not apart:
        told_so = metric.value
        metric, entity, *sure = memory.adviser.attached(
            scene, mention, metric, entity, movement, memory
        )
        most = sure[0], sure[1]
        if told_so is None and no_guess(scene, metric, entity):
            metric = NOTHING
        guess = memory.adviser.metric(scene, mention, metric, entity, movement)
        # "The heist netted $9m in gold", "the repair cost $4,500" tell no price.
        priced = marketed(scene, entity, memory) and mention.scale < MILLION
        metric = guess if guess.value != "price" or priced else metric
        apart = of_no_series(scene, mention, metric, entity, memory, movement)
    metric = NOTHING if apart else metric
    if mention.unit == "percent" and metric.value == "index_level":
        metric = replace(metric, value="return")  # "closed at 3,272 points, down 0.24%"
    draft = draft_of(scene, mention, metric, entity, movement, memory, anchor, source)
    draft.most = most
    draft.mention = mention
    draft.kind = _kind(scene, mention, draft)
    draft.direction = _turned(scene, mention, draft)
    if draft.period and draft.period.role == "since" and draft.kind in ("level", "ratio"):
        draft.period, draft.period_certainty = None, "unsure"  # where it stands, not since when
    draft.back = any(
        hit.end <= mention.start
        and scene.cost((hit.start, hit.end), (mention.start, mention.end)) <= 1.0
        for hit in scene.cue("refer.number")
    )
    return draft


def _whose_fund(scene: Scene, entity: Found) -> Found:
    """ "Small-cap equity funds", "Chinese equity funds": what the funds hold, told before them."""
    fund = entity.hit
    if fund is None or kind_of(entity.value) != "fund":
        return entity
    for hit in scene.entities:
        if hit.end == fund.start - 1 and kind_of(hit.value) in ("segment", "country", "region"):
            return replace(entity, value=hit.value, text=scene.text[hit.start : fund.end])
    return entity


def _compared(
    scene: Scene, earlier: Sequence[Draft], mention: Mention, metric: Found
) -> Found:
    """What a number is compared with is of the same metric: "EPS of $4.82 vs 4.27e".

    A metric that is named between the two, or right behind the number, is its own.
    """
    alike = [d for d in reversed(earlier) if d.mention and _comparable(d.mention, mention)]
    # "$1.2 billion, or $2.31 per share, versus $980 million": of the amount, not of the share's.
    told = next((d for d in alike if d.mention and d.mention.per == mention.per), None) or next(
        iter(alike), None
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


def _comparable(one: Mention, other: Mention) -> bool:
    """Whether two numbers are of one kind; a bare one may leave its unit to the other."""
    if unit_class(one) == unit_class(other):
        return one.unit == other.unit or unit_class(one) != "percent"
    return unitless(other) and unit_class(one) == "currency"


def _grown(scene: Scene, before: Draft | None, mention: Mention, metric: Found) -> Found:
    """ "It earned $5bn, 11% more than a year before": the percent is the growth of the amount."""
    told = metrics().get(before.metric.value or "") if before else None
    if (
        before is None
        or told is None
        or told.growth is None
        or (metric.certainty == "stated" and not _of_next(scene, before, mention, metric))
        or mention.unit != "percent"
        or scene.walls(before.end, mention.start, STRONG)
        or any(before.end <= h.start < mention.start for h in scene.entities)
        or any(before.end <= h.start < mention.start for h in scene.cue("refer.thing"))
        or any(hit is metric.hit for hit in scene.cue("refer.margin"))
    ):
        return metric
    return replace(passed_on(before.metric), value=told.growth)


def _part_named(scene: Scene, before: Draft, mention: Mention) -> bool:
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


def _against(scene: Scene, mention: Mention, metric: Found) -> Found:
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


def _same_breath(scene: Scene, before: Draft, mention: Mention, same_unit: bool) -> bool:
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


def _siblings(scene: Scene, before: Draft, mention: Mention) -> bool:
    """Whether two numbers are told in one breath: "3% and 5%", "$5bn, up from $4bn"."""
    return (
        not scene.walls(before.end, mention.start, STRONG + 1.0)
        and scene.cost((before.start, before.end), (mention.start, mention.end))
        <= SIBLING_REACH + STRONG
    )


def _core(scene: Scene, mention: Mention, metric: Found) -> Found:
    """ "Excluding food and energy, prices rose 0.3%" is core inflation, whatever prices are."""
    core = about().core.get(metric.value or "")
    if core is None:
        return metric
    for hit in scene.cue("basis.core"):
        left, right = sorted(((hit.start, hit.end), (mention.start, mention.end)))
        told = hit.end <= mention.start or scene.cost(left, right) <= PLACES_REACH / 4
        if told and not scene.walls(left[1], right[0], STRONG):
            return replace(metric, value=core)
    return metric


def _same_unit(one: Mention, other: Mention) -> bool:
    return unit_class(one) == unit_class(other) and one.per == other.per


def draft_of(
    scene: Scene,
    at: Mention | Hit,
    metric: Found,
    entity: Found,
    movement: Hit | None,
    memory: Memory,
    anchor: date | None,
    source: Attribution | None,
) -> Draft:
    """A draft with period, stance and basis of a number, or of a phrase in words."""
    period = _quarter_of(scene, at, period_for(scene, at, metric.value))
    period = _closed_year(scene, at, period, anchor)
    certainty: Certainty = "stated" if period else "unsure"
    entity_id, entity_certainty = resolve_segment(entity, memory)
    if period and anchor and _long_past(period, anchor):
        certainty = "unsure"  # "in December", told in November: the last or the next
    # A future time that an earlier sentence named says nothing of how this one is meant.
    # "12 times the profits of 2027" is a price paid today.
    ahead = _ahead(period, anchor) or _estimated(scene, period)
    future = certainty == "stated" and ahead and metric.value not in MULTIPLES
    stance = modality(scene, at, future)
    if stance == "forecast" and _of_past(scene, at, period, certainty, anchor, metric):
        stance = "reported"
    elif memory.adviser and isinstance(at, Mention):
        advised = memory.adviser.stance(scene, at, stance, When(period, certainty, anchor))
        if advised != stance and not settled(scene, at):
            stance = advised
    if period is None and isinstance(at, Mention) and not over_years(scene, at):
        forecast = stance in ("forecast", "conditional")
        # "Petrol rose 4.1% on the month", told of inflation, is no price of a day.
        spanned = any(scene.cue(f"basis.{name}") for name in TIMED)
        period, certainty = memory.times.carried(
            metric.value, None if spanned else kind_of(entity.value), forecast, anchor
        )
    coming = any(hit.value in AHEAD for hit in scene.metrics) or metric.value in AHEAD
    if stance in ("forecast", "conditional") or coming:
        if metric.value == DECIDED:
            period = _next_week(period, anchor, scene.sentence.language)
        period = _coming(period, anchor, 1 if coming else LONG_PAST)
    elif _doubtful(scene, period, anchor):
        period, certainty = None, "unsure"
    elif metric.value in SO_FAR:
        period = _up_to(period, anchor)
    if (
        stance == "forecast"
        and certainty != "stated"
        and (whole := _whole_year(scene, anchor)) is not None
    ):
        period, certainty = whole, "inferred"
    basis = _basis(scene, at, metric, period)
    return Draft(
        start=at.start,
        end=at.end,
        mention=None,
        kind="trend",
        metric=metric,
        entity=entity,
        entity_id=entity_id,
        entity_certainty=entity_certainty,
        period=_as_rate(period, metric),
        period_certainty=certainty,
        direction=direction_name(movement),
        movement=movement,
        modality=stance,
        attribution=source,
        polarity_negated=negated(scene, movement, at),
        basis=basis,
        condition=condition(scene),
    )


def _closed_year(
    scene: Scene, at: Mention | Hit, period: PeriodMention | None, anchor: date | None
) -> PeriodMention | None:
    """ "Dipped to 214% from 221% at year-end": what was before was at the last year's end."""
    if not (period and anchor and period.first and period.last) or not isinstance(at, Mention):
        return period
    coming = (
        period.resolved_from == "published_at"
        and period.granularity == "day"
        and period.first > anchor
        and period.start >= at.end
    )
    if not coming or scene.cue("modality.forecast") or not is_origin(scene, at, own_move=False):
        return period
    return replace(
        period, first=year_later(period.first, -1), last=year_later(period.last, -1)
    )


def _of_past(
    scene: Scene, at: Mention | Hit, period: PeriodMention | None, certainty: Certainty,
    anchor: date | None, metric: Found,
) -> bool:
    """What is no forecast in a sentence that makes one: "compared with 3.9x in 2024"."""
    if not isinstance(at, Mention):
        return False
    before = (at.start, at.end)
    if metric.value in MULTIPLES and any(
        0 < at.start - hit.end <= MEAN_OF for hit in scene.cue("basis.average")
    ):
        return True  # "a fifth more than its ten-year mean of 18.6"
    if period is None or certainty != "stated" or anchor is None or period.last is None:
        return False
    near = scene.cost(before, (period.start, period.end), number=1.0) <= 1.0
    held = any(
        hit.end <= min(at.start, period.start) and scene.cost((hit.start, hit.end), before) <= 2.0
        for name in ("baseline.", "reach.origin")
        for hit in scene.group(name)
    )
    return near and held and period.last <= anchor


def _whole_year(scene: Scene, anchor: date | None) -> PeriodMention | None:
    """The year that "full-year guidance" is about: the one that runs on the anchor day."""
    hits = scene.cue("time.full_year")
    if not hits or anchor is None:
        return None
    first, last = anchor.replace(month=1, day=1), anchor.replace(month=12, day=31)
    start, end, _ = hits[0]
    text = scene.text[start:end]
    return PeriodMention(
        start, end, text, first, last, "calendar", "published_at", "in", "year"
    )


def _as_rate(period: PeriodMention | None, metric: Found) -> PeriodMention | None:
    """ "Prices rose 3.6% in the year to October": the yearly rate of October."""
    item = metrics().get(metric.value or "")
    if period is None or item is None or period.first is None or period.last is None:
        return period
    rolling = period.granularity == "year" and (period.first.month, period.last.month) != (1, 12)
    if period.type == "fiscal" and unspaced(period.text[-1:]):
        return period  # "25年度" is that year, not the rate of its last month
    if not rolling or period.type == "trailing" or item.id not in about().monthly:
        return period
    return replace(
        period, first=period.last.replace(day=1), granularity="month", type="calendar"
    )


def _quarter_of(
    scene: Scene, at: Mention | Hit, period: PeriodMention | None
) -> PeriodMention | None:
    """ "Fourth-quarter profit rose to $14bn in 2024": the quarter of that year."""
    if period is None or period.granularity != "year" or period.start < at.end:
        return period
    parts = [
        other for other in scene.periods
        if other.granularity in ("quarter", "half") and other.end <= at.start
    ]
    part = parts[0] if len(parts) == 1 and parts[0].resolved_from == "published_at" else None
    if part is None or part.first is None or part.last is None or period.last is None:
        return period
    years = period.last.year - part.last.year
    return replace(
        part, first=year_later(part.first, years), last=year_later(part.last, years),
        resolved_from="text",
    )


def _long_past(period: PeriodMention, anchor: date) -> bool:
    return (
        period.granularity == "month"
        and period.resolved_from == "published_at"
        and period.last is not None
        and (anchor - period.last).days >= NEARLY_A_YEAR
    )


def _next_week(
    period: PeriodMention | None, anchor: date | None, iso: str
) -> PeriodMention | None:
    """The coming weekday of a decision that is still expected: "to cut rates on Friday"."""
    if period is None or anchor is None or period.first is None or period.last is None:
        return period
    past = 0 < (anchor - period.last).days < WEEK.days and period.granularity == "day"
    if not past or not names_weekday(period.text, iso):
        return period
    return replace(period, first=period.first + WEEK, last=period.last + WEEK)


def _coming(
    period: PeriodMention | None, anchor: date | None, past: int = LONG_PAST
) -> PeriodMention | None:
    """A month named without its year, in a forecast, is the next one: "in December"."""
    if period is None or anchor is None or period.first is None or period.last is None:
        return period
    named = period.resolved_from == "published_at" and period.granularity in (
        "month",
        "day",
        "quarter",
        "multi",
    ) and period.type in ("calendar", "by")  # "para el cuarto trimestre"
    if not named or (anchor - period.last).days < past:
        return period
    return replace(period, first=year_later(period.first), last=year_later(period.last))


def _up_to(period: PeriodMention | None, anchor: date | None) -> PeriodMention | None:
    """ "Banks have rallied 52% this year": up to the day it is told."""
    if period is None or anchor is None or period.first is None or period.last is None:
        return period
    running = period.resolved_from == "published_at" and period.first < anchor < period.last
    if not running or period.granularity != "year":
        return period
    return replace(period, last=anchor, type="ytd")


def _doubtful(scene: Scene, period: PeriodMention | None, anchor: date | None) -> bool:
    """Whether a month without its year may as well be the coming one: "a hint of November"."""
    if period is None or anchor is None or period.last is None:
        return False
    yearless = period.resolved_from == "published_at" and period.granularity == "month"
    long_ago = (anchor - period.last).days >= NEXT_MONTHS
    return yearless and long_ago and bool(scene.cue("modality.forecast"))


def year_later(day: date, years: int = 1) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _estimated(scene: Scene, period: PeriodMention | None) -> bool:
    """Whether a period carries the mark of an estimate, "2025E", though it is under way."""
    return period is not None and bool(_ESTIMATED.search(scene.text[period.start : period.end]))


def _ahead(period: PeriodMention | None, anchor: date | None) -> bool:
    if period is None or anchor is None:
        return False
    starts, ends = period.first, period.last
    if starts and period.type == "fiscal" and period.granularity == "quarter":
        starts -= EARLY_YEAR  # "Q2 FY26" may have ended by October 2025
    return bool(starts and starts > anchor) or bool(period.type == "by" and ends and ends > anchor)


def direction_name(hit: Hit | None) -> Direction:
    """The direction that a cue of ``[cues.direction]`` stands for."""
    name = hit.value.rpartition(".")[2] if hit else "none"
    return name if name in ("up", "down", "in", "out") else "none"  # type: ignore[return-value]


# Spans of time a change is counted over: one a number.
SPANS = frozenset(("yoy", "qoq", "mom", "ytd"))
# What a number between another and its basis costs, in words.
OTHERS = 6.0


def _basis(
    scene: Scene, at: Mention | Hit, metric: Found, period: PeriodMention | None
) -> tuple[str, ...]:
    """Bases named beside the number or its metric; a yearly growth rate is year on year."""
    item = metrics().get(metric.value or "")
    growth = bool(item and (item.growth_of or item.kind == "growth"))
    found: list[str] = []
    costs: dict[str, float] = {}
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
        if near and not (name in LAGS and _lag_of_next(scene, at, hit)):
            found.append(name)
    if len(spans_found := [name for name in found if name in costs]) > 1:
        # "0.3% on the month and 2.4% on the year": each number has the span beside it.
        nearest = min(costs[name] for name in spans_found)
        found = [name for name in found if costs.get(name, nearest) == nearest]
    if period and period.granularity == "month" and "qoq" in found:
        found[found.index("qoq")] = "mom"  # 环比: on the month or the quarter before
    quarter = period is not None and period.granularity == "quarter"
    if quarter and "yoy" in found and _yearly_rate(scene, metric):
        found = [name for name in found if name != "yoy"] + ["annualised"]
    timed = {"yoy", "qoq", "mom", "annualised", "ytd", "cagr"}
    if growth and period and period.granularity == "year" and not timed & set(found):
        found.append("yoy")
    return tuple(found)


# How far back a rate looks.
LAGS = frozenset(("yoy", "qoq", "mom"))


def _lag_of_next(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """ "0.3% in December and 2.7% from a year ago": the lag is that of the number right before it.

    Only where the first number has a period of its own, for "3% and 2.7% from a year ago" shares.
    """
    between = [m for m in scene.mentions if at.end <= m.start and m.end <= hit.start]
    dated = between and any(at.end <= p.start and p.end <= between[0].start for p in scene.periods)
    return bool(dated) and not scene.walls(between[-1].end, hit.start, COMMA)


def _same_clause(scene: Scene, at: Mention | Hit, hit: Hit | None) -> list[tuple[int, int]]:
    """The span of a metric's name, unless it stands in another clause than its number."""
    if hit is None or scene.walls(min(at.end, hit.end), max(at.start, hit.start), STRONG):
        return []
    return [(hit.start, hit.end)]


def _yearly_rate(scene: Scene, metric: Found) -> bool:
    """Whether a quarter's growth is told at a yearly rate: "at an annual pace of 3.3%"."""
    places = {h.value for h in scene.entities if kind_of(h.value) == "country"}
    return (
        metric.value == "gdp_growth"
        and bool(scene.cue("basis.yearly_rate"))
        and (not places or not places.isdisjoint(about().annualised))
    )


def _between(scene: Scene, draft: Draft, name: str) -> bool:
    """Whether a cue of that list stands between the word of movement and the number."""
    after = draft.movement.end if draft.movement else draft.start
    return any(after <= h.start and h.end <= draft.start for h in scene.cue(name))


def _turned(scene: Scene, mention: Mention, draft: Draft) -> Direction:
    """The direction in the terms of the metric: money flows in or out, a discount is down."""
    name = draft.metric.value
    if unit_class(mention) != "percent" and _totalled(scene, draft):
        return "none"
    if draft.kind == "flow" and (name == "net_flow" or draft.direction in ("in", "out")):
        flows = {"up": "in", "down": "out"}
        near = [
            turned_by_particle(scene, mention, h)
            for part in ("in", "out")
            for h in scene.cue(f"direction.{part}")
            if not scene.walls(min(h.end, mention.end), max(h.start, mention.start), STRONG)
        ]
        near.sort(key=lambda h: scene.cost((h.start, h.end), (mention.start, mention.end)))
        if near and draft.direction in flows and draft.movement and draft.movement not in near:
            # "funds took in $5bn and loans shrank by $1bn": the nearest word tells the way.
            own, other = draft.movement, near[0]
            if not (own.start < other.end and other.start < own.end) and scene.cost(
                (own.start, own.end), (mention.start, mention.end)
            ) < scene.cost((other.start, other.end), (mention.start, mention.end)):
                return flows[draft.direction]  # type: ignore[return-value]
        said = draft.direction if draft.direction != "none" else _signed(scene, mention)
        return direction_name(near[0]) if near else flows.get(said, said)  # type: ignore[return-value]
    if name in ("valuation_discount", "valuation_premium"):
        return "down" if name == "valuation_discount" else "up"
    if mention.kind == "ratio_word" and mention.unit == "times":
        return "up" if mention.low >= 1 else "down"
    if plus(scene, mention) and unit_class(mention) == "percent":
        return "up"
    beside = _beside(scene, mention) if unit_class(mention) == "percent" else "none"
    if beside != "none":
        return beside
    if draft.kind == "growth" and (_placed(scene, mention) or started(scene, draft, mention)):
        return "none"
    if draft.kind in ("level", "ratio", "share") and not _reached(scene, draft):
        return "none"  # "was 5%, up from 4%": the level itself does not move
    if draft.direction == "none" and draft.kind != "level":
        return _signed(scene, mention)
    return draft.direction


def _totalled(scene: Scene, draft: Draft) -> bool:
    """Whether the word of movement tells a sum of an amount: "exports added up to $5bn"."""
    verb = draft.movement
    return verb is not None and any(
        hit.start < verb.end and verb.start < hit.end for hit in scene.cue("reach.total")
    )


def _signed(scene: Scene, mention: Mention) -> Direction:
    """The direction of a number that has no verb: its sign, or "4% above consensus"."""
    if plus(scene, mention):
        return "up"
    if mention.sign < 0:
        return "down"
    return _beside(scene, mention)


def _beside(scene: Scene, mention: Mention) -> Direction:
    """What a word right after the number says of it: "4% above consensus", "3% more"."""
    for name, direction in _BESIDE:
        if any(
            0 <= hit.start - mention.end <= 2
            and not scene.walls(mention.end, hit.start, COMMA)
            for hit in scene.cue(name)
        ):
            return direction
    # "mais 3,1% do que em 2024": Portuguese sets the word before the number.
    for name, direction in _BESIDE_BEFORE:
        if any(0 <= mention.start - hit.end <= 1 for hit in scene.cue(name)):
            return direction
    return "none"


def _placed(scene: Scene, mention: Mention) -> bool:
    """Whether a number is told as where a thing stands: "above 3%", "%3'e" (to 3%)."""
    # "elevou a Selic em 0,25 ponto": of points, the word tells by how much.
    points = mention.unit in ("percentage_point", "basis_point")
    by = {hit.start for hit in scene.cue("reach.by")} if points else set()
    if any(
        0 <= mention.start - hit.end <= 1 and hit.start not in by for hit in scene.cue("reach.at")
    ):
        return True
    after = mention.end
    if any(hit.start <= after + 1 and after <= hit.end for hit in scene.cue("reach.after")):
        return True
    written = _SUFFIX.match(scene.text, after)
    inside = _ending(scene.text[mention.start : after])  # "19,5 milyar TL'ye"
    return (written.group(1) if written else inside) in scene.words.endings


# Words between the name of a part and its number.
PART_REACH = 3.0
# Signs between the value left and the value reached where the words stand behind them.
LEFT_REACH = 12


def started(scene: Scene, draft: Draft, mention: Mention) -> bool:
    """Whether a number is where a movement began: "slowed from 3.4% to 3.3%"."""
    begins = any(0 <= mention.start - begin.end <= 1 for begin in scene.cue("reach.from"))
    origin = is_origin(scene, mention, own_move=False) and not any(
        hit.end <= move.start < mention.start  # "after falling 12%": that is how far it fell
        for hit in scene.cue("reach.origin")
        for move in [draft.movement]
        if move
    )
    # Where verbs stand last, the word of the start stands behind its number: "から", "-den".
    left = scene.words.verb_last and any(
        0 <= hit.start - mention.end <= 1 for hit in scene.cue("reach.from")
    )
    left = left or _ending(scene.text[mention.start : mention.end]) in scene.words.left_endings
    if not begins and not origin and not left:
        return False
    others = [
        m
        for m in scene.mentions
        if m is not mention
        and m.unit == mention.unit
        and scene.cost((draft.start, draft.end), (m.start, m.end), number=0.0) <= PLACES_REACH
    ]
    if origin and any(m.end <= mention.start for m in others):
        return True
    if left and any(0 <= m.start - mention.end <= LEFT_REACH for m in others):
        return True  # "84,50 TL'den 102 TL'ye", 1万5800円から1万7200円に
    return begins and any(
        0 <= m.start - to.end <= 1 for m in others for to in scene.cue("reach.to")
    )


def _ending(written: str) -> str:
    """The ending behind an apostrophe, as Turkish sets it."""
    return written.replace("’", "'").rpartition("'")[2] if "'" in written or "’" in written else ""


def _arrived(scene: Scene, draft: Draft) -> bool:
    """ "fell to 3%", not "grew at 3%": a word of arrival between the movement and the number."""
    if draft.movement is None:
        return False
    arriving = {h.start for h in scene.cue("reach.arrive")}
    standing = {h.start for h in scene.cue("reach.level")} - arriving
    return any(
        draft.movement.end <= h.start and h.end <= draft.start and h.start not in standing
        for h in scene.cue("reach.to")
    )


def _reached(scene: Scene, draft: Draft) -> bool:
    """ "rose to 5%": the movement ends at this number, not "rose to 5% from 4%"."""
    if not draft.movement or _between(scene, draft, "reach.from"):
        return False
    return any(
        draft.movement.end <= h.start
        and h.end <= draft.start
        and scene.cost((h.start, h.end), (draft.start, draft.end)) <= 2.0
        for h in scene.cue("reach.to")
    )


def _right_after(hit: Hit, movement: Hit | None) -> bool:
    """Whether a word joins a movement to its size: "an increase of 0.8 points"."""
    return movement is not None and 0 <= hit.start - movement.end <= 1


def _led(draft: Draft, mention: Mention) -> bool:
    """Whether a word of movement stands before: "fell by a third", not "a third will cut"."""
    return draft.movement is not None and draft.movement.start <= mention.start


def _kind(scene: Scene, mention: Mention, draft: Draft) -> Kind:
    metric = metrics().get(draft.metric.value or "")
    kind: Kind = metric.kind if metric else "level"  # type: ignore[assignment]
    if kind == "flow" or (draft.direction in ("in", "out") and unit_class(mention) == "currency"):
        return "flow"
    if mention.kind == "ratio_word" and (mention.unit != "percent" or _led(draft, mention)):
        return "growth"
    moved = draft.direction in ("up", "down") and not _between(scene, draft, "reach.to")
    # Of points, "a total of 100 basis points" tells by how much.
    by_points = mention.unit in ("percentage_point", "basis_point")
    sizes = {
        h.start for h in scene.cue("reach.size") if by_points or _right_after(h, draft.movement)
    }
    if any(
        0 <= mention.start - hit.end <= 1 and hit.start not in sizes
        for hit in scene.cue("reach.level")
    ):
        moved = False
    if _placed(scene, mention) or started(scene, draft, mention):
        moved = False
    points = mention.unit == "index_point" and metric and metric.unit in PERCENT
    if points or mention.unit in ("percentage_point", "basis_point"):
        if moved:
            return "change"
        return kind if metric and kind != "level" else "difference"
    if mention.unit == "percent":
        if metric and (metric.growth_of or kind == "growth"):
            # "inflation fell to 3%" says where the rate stands, not that prices fell.
            return "level" if _arrived(scene, draft) else "growth"
        if metric and metric.unit in PERCENT:
            # "the yield rose 0.5%" moves a rate; it does not say where the rate stands.
            standing = kind in ("level", "ratio", "share")
            return "change" if moved and standing and not mention.is_range else kind
        return (
            "growth" if moved else "share" if metric is None and scene.cue("share.of") else "level"
        )
    if mention.unit == "times":
        return "ratio"
    if mention.unit == "count" and metric and metric.unit == "percent":
        # Heads and not their share: "2.4 million unemployed", "3,300 shares rose".
        moved = moved and draft.movement is not None and draft.movement.end <= mention.start
        return "change" if moved else "level"
    return "change" if moved and kind in ("level", "growth") else kind
