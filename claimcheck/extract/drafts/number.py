"""One number of a sentence with everything attached to it, before ids and links are fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from claimcheck.extract.apart import is_loose_guess, marketed, no_guess, of_no_series
from claimcheck.extract.attach.direction import direction_hit
from claimcheck.extract.attach.entity import (
    GOODS,
    PRICE,
    entity_for,
    entity_of,
    is_broker,
    over_bunds,
    resolve_segment,
)
from claimcheck.extract.attach.found import (
    NOTHING,
    Found,
    Memory,
    When,
    is_subject,
    passed_on,
    unit_class,
)
from claimcheck.extract.attach.implied import of_kind
from claimcheck.extract.attach.metric import metric_for
from claimcheck.extract.attach.period import TIMED, is_origin, over_years, period_for
from claimcheck.extract.drafts.basis import basis_of
from claimcheck.extract.drafts.direction import direction_name, kind_of_claim, turned
from claimcheck.extract.drafts.period import (
    LONG_PAST,
    as_rate,
    as_sum,
    closed_year,
    doubtful,
    estimated,
    is_ahead,
    long_past,
    month_of_end,
    moved_ahead,
    next_week,
    of_firm,
    of_past,
    quarter_of,
    so_far,
    to_topic,
    under_way,
    whole_year,
)
from claimcheck.extract.drafts.record import Draft, speaks_alone
from claimcheck.extract.drafts.siblings import (
    SIBLING_REACH,
    are_siblings,
    as_compared,
    as_core,
    as_grown,
    as_per_share,
    as_share_of,
    have_same_unit,
    held_against,
    in_same_breath,
    is_part_named,
    whose_discount,
    whose_fund,
)
from claimcheck.extract.scene import STRONG, UNKNOWN, Hit, Scene, overlap
from claimcheck.extract.stance import (
    attribution,
    condition,
    falls_due,
    is_portion,
    modality,
    negated,
    settled,
)
from claimcheck.extract.times import MULTIPLES
from claimcheck.extract.unexplained import unexplained
from claimcheck.extract.units import MILLION
from claimcheck.extract.words import about, kind_of
from claimcheck.periods import PeriodMention
from claimcheck.quantities import Mention
from claimcheck.schema import Attribution, Certainty

# What is told of a time to come, whatever the verb: "the odds of a cut in January".
AHEAD = frozenset(("rate_cut_probability", "rate_cuts_priced"))
# The rate of a central bank is set on a day known before.
DECIDED = "policy_rate"
# No return is told in so many points.
MANY_POINTS = 100
# What stands at no points of an index.
POINTLESS = frozenset(("segment", "company", "fund", "commodity", "crypto"))
# What is told of a year that has not ended is told of its days so far.
SO_FAR = frozenset(("return", "net_flow", "price_change", "share_price_change"))


def bare(scene: Scene, mention: Mention, memory: Memory) -> bool:
    """A naked number in a sentence that names nothing it could count: not worth a look."""
    return (
        mention.unit == "count"
        and mention.scale < MILLION
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
        entity = own if own.hit and not _only_tells(scene, own) else entity
    if mention.unit == "index_point" and kind_of(entity.value) in POINTLESS:
        # "Quedó en los 15.821,9 puntos, lastrado por la banca": an index stands at points.
        index = entity_for(scene, mention, memory, skip, frozenset(("index",)))
        entity = index if index.hit else entity
    movement = _own_movement(scene, mention)
    metric, entity, movement = _beside(scene, mention, memory, before, entity, movement)
    metric = as_compared(scene, earlier, mention, metric)
    if entity.hit is None and metric.hit is not None and metric.certainty == "unsure":
        # "1.3 times book, against an average of 0.95": of whom the first was told
        entity = next((d.entity for d in earlier if d.metric.hit == metric.hit), entity)
    metric = as_share_of(scene, mention, as_per_share(scene, before, mention, metric))
    metric = of_kind(scene, metric, entity, movement, memory.recent)
    if before and metric.value == before.metric.value and is_part_named(scene, before, mention):
        metric = replace(metric, certainty="unsure")
    metric = held_against(scene, mention, as_grown(scene, before, mention, metric))
    metric = as_core(scene, mention, metric)
    movement = None if _earned(scene, mention, movement, entity) else movement
    held = before.entity if before else NOTHING
    entity = whose_fund(scene, entity_of(scene, mention, memory, skip, metric, entity))
    entity = whose_discount(earlier, metric, over_bunds(scene, metric, entity, held))
    if before and (_goes_on(scene, before, mention, metric) or _at(before, metric, entity)):
        entity = before.entity
    if entity.value is None and before and before.entity.value:
        entity = passed_on(before.entity)  # told too far back in a long sentence
    metric, entity, most = _advised(scene, mention, memory, metric, entity, movement)
    metric = as_core(scene, mention, metric, opened=True)
    if _peaked(scene, mention, metric):
        mention = replace(mention, bound="none")
    metric = _of_its_unit(mention, metric)
    if movement and _names_no_flow(metric, movement):
        movement = None
    draft = draft_of(scene, mention, metric, entity, movement, memory, anchor, source)
    draft.most = most
    draft.mention = mention
    _time_of_sentence(scene, draft, earlier)
    _shares_time(draft, before)
    draft.kind = kind_of_claim(scene, mention, draft)
    draft.direction = turned(scene, mention, draft)
    if draft.period and draft.period.role == "since" and draft.kind in ("level", "ratio"):
        draft.period, draft.period_certainty = None, "unsure"  # where it stands, not since when
    draft.back = any(
        hit.end <= mention.start
        and scene.cost((hit.start, hit.end), (mention.start, mention.end)) <= 1.0
        for hit in scene.cue("refer.number")
    )
    return draft


def _shares_time(draft: Draft, before: Draft | None) -> None:
    """ "Sales rose 3% in the first half, while profit grew 4%": of one thing, in one sentence."""
    if draft.period is not None or before is None or before.period is None:
        return
    alike = draft.entity_id == before.entity_id and draft.modality == before.modality
    told = {draft.metric.value, before.metric.value}
    # What one thing was before and is now has two times: "peaked at 9.1% in June, is now 2.4%".
    if alike and draft.entity_id and len(told) > 1 and not told & about().quoted:
        draft.period, draft.period_certainty = before.period, "inferred"


def _time_of_sentence(scene: Scene, draft: Draft, earlier: Sequence[Draft]) -> None:
    """ "Inflation slowed to 2.1% in October, while the core rate held at 2.4%": of October too."""
    spanned = about().spanned | (about().macro - about().quoted)
    if draft.period_certainty == "stated" or draft.metric.value not in spanned or not earlier:
        return
    told = [
        d for d in earlier
        if d.period and d.period_certainty == "stated"
        and not (d.mention and is_origin(scene, d.mention))  # "after a 0.2% gain in July"
    ]
    if not told or told[0].metric.value not in spanned or told[0].modality != draft.modality:
        return
    first = told[0]
    if any(word.end <= draft.start for word in scene.cue("reach.now")):
        return  # "peaked at 9.1% in June 2022 and is now 2.4%"
    if first.mention is None or len({id(d.period) for d in told}) > 1:
        return
    if first.period and first.period.granularity in ("month", "quarter", "half", "year"):
        draft.period, draft.period_certainty = first.period, "inferred"


def _only_tells(scene: Scene, source: Found) -> bool:
    """ "By the central bank's data, foreigners sold $113m of shares": no figure of the bank."""
    kind = kind_of(source.value)
    rates = any(hit.value in about().rates for hit in scene.metrics)
    return kind == "agency" or (kind == "central-bank" and not rates)


def _goes_on(scene: Scene, before: Draft, mention: Mention, metric: Found) -> bool:
    """Whether a number says more of the economy told right before: "1.95%と前日比0.02%上昇"."""
    return (
        metric.value in about().macro
        and metric.value == before.metric.value
        and before.entity.value is not None
        and not scene.walls(before.end, mention.start, STRONG)
        and not any(before.end <= hit.start for hit in scene.entities)
        and not any(before.end <= hit.start < mention.start for hit in scene.metrics)
    )


def _at(before: Draft, metric: Found, place: Found) -> bool:
    """Whether a place or broker before two numbers is none of theirs: "sales at its US stores"."""
    return (
        place.hit is not None
        and place.hit.end <= before.start
        and kind_of(before.entity.value) == "company"
        and (
            (kind_of(place.value) in ("country", "region") and metric.value == before.metric.value)
            # "A target of 735 set by Morgan Stanley, 22 times earnings": of the share as well
            or (is_broker(place) and before.metric.value == "target_price")
        )
    )


def _own_movement(scene: Scene, mention: Mention) -> Hit | None:
    """Which way the number went; not the verb that only holds it against another."""
    movement = direction_hit(scene, mention)
    if movement is None or scene.words.verb_last or unit_class(mention) == "percent":
        return movement
    compared = scene.cue("baseline.higher_than") + scene.cue("baseline.lower_than")
    # "GMV of $74.8bn beat our $74.2bn": which is more, not which way
    return None if any(overlap(hit, movement) for hit in compared) else movement


def _beside(
    scene: Scene,
    mention: Mention,
    memory: Memory,
    before: Draft | None,
    entity: Found,
    movement: Hit | None,
) -> tuple[Found, Found, Hit | None]:
    """Metric, entity and movement, shared with the number told before where it shows."""
    siblings = before is not None and are_siblings(scene, before, mention)
    told = movement or (before.movement if before and siblings else None)
    metric = metric_for(scene, mention, memory, entity, told)
    if before is None:
        return metric, entity, movement
    alike = before.mention is not None and have_same_unit(before.mention, mention)
    if siblings:
        own = metric.hit
        named = own is not None and before.end <= own.start and own.end <= mention.start
        # "...; юань подорожал на 1,3%": behind a clause's end a name begins anew.
        named = named or (
            metric.value == "return" and _named_anew(scene, before, mention, entity)
        )
        if (before.metric.cost + SIBLING_REACH < metric.cost and not named) or not metric.value:
            metric = passed_on(before.metric) if alike else metric
        entity = before.entity if entity.hit is None else entity
    if movement is None and in_same_breath(scene, before, mention, alike):
        movement = before.movement  # "Societe lost 4.2%, AXA 4.0%": one verb for both
    if metric.value is None and alike:
        metric = passed_on(before.metric)
        if movement is None and scene.group("direction."):
            movement = before.movement
    return metric, entity, movement


def _names_no_flow(metric: Found, movement: Hit) -> bool:
    """Whether a word of flows is part of another metric's name: "ingresos netos" are revenue."""
    flows = movement.value in ("direction.in", "direction.out")
    named = metric.hit is not None and overlap(metric.hit, movement)
    return flows and named and "company" in about().kinds.get(metric.value or "", frozenset())


def _of_its_unit(mention: Mention, metric: Found) -> Found:
    """A level told in percent is its change, a return told in many points a level."""
    if mention.unit == "percent" and metric.value == "index_level":
        return replace(metric, value="return")  # "closed at 3,272 points, down 0.24%"
    if mention.unit == "percent" and metric.value in ("price", "share_price"):
        return replace(metric, value=f"{metric.value}_change")  # "22% below the peak"
    if mention.unit == "index_point" and metric.value == "return" and mention.low >= MANY_POINTS:
        return replace(metric, value="index_level")  # "with a gain of 1% at 10,963 points"
    return metric


def _is_part_of_firm(metric: Found, entity: Found, memory: Memory) -> bool:
    """ "Sales rose 8%. Greater China slipped 4%": a part of the firm that is told of."""
    return (
        metric.hit is None
        and metric.text is not None
        and "company" in about().kinds.get(metric.value or "", ())
        and kind_of(entity.value) in ("country", "region")
        and kind_of(memory.entity) == "company"
    )


def _peaked(scene: Scene, mention: Mention, metric: Found) -> bool:
    """ "Inflation touched a maximum of 10.8%": the peak of a price or rate, no bound of it."""
    begin = mention.hedge_start
    if mention.bound not in ("at_most", "at_least") or begin is None:
        return False
    told = metric.value in about().quoted or metric.value in about().monthly
    return told and any(
        begin <= hit.start < mention.start for hit in scene.cue("rank.superlative")
    )


def _named_anew(scene: Scene, before: Draft, mention: Mention, entity: Found) -> bool:
    """Whether a clause of its own has named what the number is about."""
    name = entity.hit
    return (
        name is not None
        and before.end <= name.start < mention.start
        and (scene.walls(before.end, name.start, STRONG) or is_subject(scene, name, before.end))
    )


def _earned(scene: Scene, mention: Mention, movement: Hit | None, entity: Found) -> bool:
    """ "The bank gained 3bn" (so said in Spanish): its profit, not a rise."""
    if movement is None or kind_of(entity.value) in ("fund", "segment"):
        return False  # what a fund gains or loses is a flow
    if unit_class(mention) != "currency" and mention.scale < MILLION:
        return False
    verbs = (hit for hit in scene.group("says.") if hit.value != "says.growth")
    return any(overlap(hit, movement) for hit in verbs)


def _is_described(scene: Scene, mention: Mention, metric: Found) -> bool:
    """ "Americans filed 219,000 requests for benefits": a description around the number."""
    hit = metric.hit
    return hit in scene.worded and hit is not None and hit.start <= mention.start < hit.end


def _advised(
    scene: Scene,
    mention: Mention,
    memory: Memory,
    metric: Found,
    entity: Found,
    movement: Hit | None,
) -> tuple[Found, Found, tuple[Certainty, Certainty]]:
    """Metric and entity after the trained parts were asked, and how sure each may be at most."""
    most: tuple[Certainty, Certainty] = ("stated", "stated")
    if of_no_series(scene, mention, metric, entity, memory, movement):
        return NOTHING, entity, most
    if memory.adviser is None or not speaks_alone(mention, movement) or _is_part_of_firm(
        metric, entity, memory
    ):
        apart = unexplained(scene, mention, metric, entity, memory, movement)
        return NOTHING if apart else metric, entity, most
    told_so, told_of, by_rule = metric.value, entity, metric
    described = metric if _is_described(scene, mention, metric) else None
    metric, entity, *sure = memory.adviser.attached(
        scene, mention, metric, entity, movement, memory
    )
    metric = described or metric
    kinds = about().kinds.get(metric.value or "", frozenset())
    of_market = metric.value in about().macro and metric.value in about().quoted
    if metric.value == "target_price" and told_of.hit is None and told_of.value:
        entity = told_of  # the only name of the sentence is whose target it is
    foreseen = metric.value == PRICE and kind_of(told_of.value) in GOODS and told_of.hit is None
    if foreseen and kind_of(entity.value) == "company":
        entity = told_of  # whose price it is, not who foresees it
    if of_market and kind_of(entity.value) not in kinds:
        # No firm has the yield of a government bond.
        entity = told_of if kind_of(told_of.value) in kinds else entity
    if metric.value in about().rates and entity.value == UNKNOWN and told_of.value:
        entity = told_of  # "Stephen Miran favoured a half-point reduction"
    if metric.value == "index_level" and kind_of(entity.value) == "company":
        metric = by_rule  # no firm stands at points
    if told_so is None and no_guess(scene, metric, entity):
        metric = NOTHING
    guess = memory.adviser.metric(scene, mention, metric, entity, movement)
    # "The heist netted $9m in gold", "the repair cost $4,500" tell no price.
    priced = marketed(scene, entity, memory) and mention.scale < MILLION
    metric = guess if guess.value != "price" or priced else metric
    if told_so is None and metric.text is None and is_loose_guess(scene, metric, entity):
        metric = NOTHING
    apart = of_no_series(scene, mention, metric, entity, memory, movement)
    apart = apart or unexplained(scene, mention, metric, entity, memory, movement)
    return NOTHING if apart else metric, entity, (sure[0], sure[1])


def _is_left(scene: Scene, at: Mention) -> bool:
    """ "Von 110 auf 98 Euro": what was moved from."""
    return any(
        0 <= to.start - at.end <= 1 and any(0 <= m.start - to.end <= 1 for m in scene.mentions)
        for to in scene.cue("reach.to")
    )


def _is_aim_of_price(
    scene: Scene, at: Mention | Hit, metric: Found, period: PeriodMention | None,
    anchor: date | None,
) -> bool:
    """ "PT cut to $88 from $105": where an analyst sees the share, not where one saw it before."""
    if not isinstance(at, Mention) or metric.value != "target_price" or at.scale >= MILLION:
        return False
    if is_origin(scene, at, own_move=False) or _is_left(scene, at):
        return False
    return not (period and period.last and anchor and period.last < anchor)


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
    period = quarter_of(scene, at, period_for(scene, at, metric.value))
    period = closed_year(scene, at, period, anchor)
    named = period is not None
    certainty: Certainty = "stated" if period else "unsure"
    entity_id, entity_certainty = resolve_segment(entity, memory)
    if period and anchor and long_past(period, anchor):
        certainty = "unsure"  # "in December", told in November: the last or the next
    # A future time that an earlier sentence named says nothing of how this one is meant.
    # "12 times the profits of 2027" is a price paid today.
    placed = of_firm(period, entity_id)
    language = scene.sentence.language
    ahead = (
        is_ahead(placed, anchor, language)
        or estimated(scene, period)
        or under_way(scene, period, anchor)
    )
    future = certainty == "stated" and ahead and metric.value not in MULTIPLES
    future = future and not (period and (falls_due(scene, at, period) or is_portion(scene, at)))
    stance = modality(scene, at, future, metric.value in about().quoted)
    if stance == "forecast" and of_past(scene, at, period, certainty, anchor, metric):
        stance = "reported"
    elif memory.adviser and isinstance(at, Mention):
        advised = memory.adviser.stance(scene, at, stance, When(placed, certainty, anchor))
        if advised != stance and not settled(scene, at):
            stance = advised
    if stance == "reported" and _is_aim_of_price(scene, at, metric, period, anchor):
        stance = "forecast"
    if period is None and isinstance(at, Mention) and not over_years(scene, at):
        forecast = stance in ("forecast", "conditional")
        # "Petrol rose 4.1% on the month", told of inflation, is no price of a day.
        spanned = memory.metric in about().macro and any(
            scene.cue(f"basis.{name}") for name in TIMED
        )
        period, certainty = memory.times.carried(
            metric.value, None if spanned else kind_of(entity.value), forecast, anchor
        )
        period = month_of_end(period, metric)
    coming = metric.value in AHEAD
    if stance in ("forecast", "conditional") or coming:
        if metric.value == DECIDED and stance != "reported":
            period = next_week(period, anchor, scene.sentence.language)
        if named or coming:  # "49 cents a share, against 27 cents expected"
            period = moved_ahead(period, anchor, 1 if coming else LONG_PAST)
    elif doubtful(scene, period, anchor):
        period, certainty = None, "unsure"
    elif metric.value in SO_FAR:
        period = so_far(scene, at, period, anchor)
    period = to_topic(scene, period, metric.value, memory.times.told)
    if (
        stance == "forecast"
        and certainty != "stated"
        and (whole := whole_year(scene, anchor)) is not None
    ):
        period, certainty = whole, "inferred"
    own = stance == "reported" and certainty == "stated" and metric.certainty != "unsure"
    if own and (summed := as_sum(period, metric, anchor)) != period:
        period, certainty = summed, "inferred"
    basis = basis_of(scene, at, metric, period, entity.value)
    return Draft(
        start=at.start,
        end=at.end,
        mention=None,
        kind="trend",
        metric=metric,
        entity=entity,
        entity_id=entity_id,
        entity_certainty=entity_certainty,
        period=as_rate(period, metric),
        period_certainty=certainty,
        direction=direction_name(movement),
        movement=movement,
        modality=stance,
        attribution=source,
        polarity_negated=negated(scene, movement, at),
        basis=basis,
        condition=condition(scene),
    )
