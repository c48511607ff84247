"""Which of the metrics that a sentence names belongs to a number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, Hit, Scene, overlap
from claimcheck.extract.units import MILLION, unitless
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import metrics
from claimcheck.quantities import Mention

if TYPE_CHECKING:
    pass

from claimcheck.extract.attach.entity import OWNED, TRADED
from claimcheck.extract.attach.found import (
    FAR_METRIC,
    LINK_GAP,
    NOTHING,
    PERCENT,
    Found,
    Memory,
    conjoined,
    fit_of,
    has_own,
    is_linked,
    is_subject,
    of_next_number,
    only_says,
    plausible,
    signed,
    span_between,
    span_of,
    unit_class,
)
from claimcheck.extract.attach.implied import (
    as_paid,
    chance_of,
    flow_of,
    growth_of,
    implied_metric,
    is_arrival,
    move_of_stock,
    odds_named,
    of_part,
    of_survey,
)
from claimcheck.extract.attach.period import AFTER, is_base, is_compared, is_distance

# Words between a share in words and what it is of: "a third of its total revenue".
SHARE_OF = 3.0
NEW_CLAUSE = 3.0
NAMED_FIRST = 6.0
# A value that the metric cannot have speaks for another one by so many words. The ranges are in
# dollars: money of a like worth is measured by them too.
IMPLAUSIBLE = 6.0
# A verb names the growth of what it says after any metric that is named.
VERB_OF_GROWTH = 4.0
# "rates for ten-year loans": the second name only says of what the first is.
COMPLEMENT = 4.0
# "fiel das Ergebnis wegen einer höheren Steuerquote um 7,9 Prozent": nor does a reason.
REASON = 8.0
# Signs between a multiple and the verb behind it: "2.1倍に増えた".
AFTER_TIMES = 2
# Signs between the names and the preposition: room for one adjective.
COMPLEMENT_GAP = 16
# "expects growth of between 4% and 5%": a bare "growth" this near is that of the entity.
GROWTH_REACH = 4.0
# "15.6 times next year's earnings": words between a multiple and what it multiplies.
MULTIPLE_REACH = 7.0
# Of these a bare growth is that of output.
ECONOMIES = ("country", "region", "central-bank")
# What people and jobs are counted as; words between the verb and those who are laid off.
# The unit that nothing but oil is produced in.
BARRELS = "barrel"
USERS, TRADE = "users", "trade_balance"
SPENDERS = ("company", "fund")
STAFF = frozenset(("headcount", "payrolls"))
LAID_OFF = 4.0
# Signs between "for" and the price paid: room for "about".
PAID_GAP = 9
# Signs between a firm and the price of its share: " at ".
AT_GAP = 4
# Words behind a number among which the second part of a verb stands: "Stellen ab".
AROUND = 2
# "For every dollar": what money is told of as well.
COINS = frozenset(("dollar", "euro", "pound", "yen", "yuan", "rouble", "real", "peso", "lira"))
# What is told of one city after the other.
PART_BY_PART = frozenset((
    "retail_sales", "retail_sales_growth", "industrial_production", "industrial_production_growth",
    "factory_orders", "factory_orders_growth",
))
CITY_BY_CITY = ("house_price_growth", "home_sales_growth", "rent_growth")
# What a verb of output tells, whatever the tonnes are of.
PRODUCED = "production_volume"
# What takes in or loses money, and what has a price and no profit: neither earns nor sells.
PRICED = frozenset(("fund", "crypto", "commodity", "currency", "index"))


def _generic(scene: Scene, mention: Mention, memory: Memory, entity: Found) -> Found:
    """A bare "growth rate" takes its metric from the last one named, or from what grows."""
    best = NOTHING
    for hit in scene.cue("refer.growth"):
        if any(m.start < hit.end and hit.start < m.end for m in scene.metrics):
            continue
        cost = _metric_cost(scene, mention, hit)
        earlier = [m for m in scene.metrics if m.start < hit.start]
        named = earlier[-1].value if earlier else memory.metric
        default = about().default.get(kind_of(entity.value) or "", {}).get("growth")
        told = "gdp_growth" if named in about().core else growth_of(named)
        if not earlier and kind_of(entity.value) in ECONOMIES:
            told = default or told  # "Exports plunged. The Bank projects growth of 1.2%"
        metric = told or (default if cost <= GROWTH_REACH else None)
        if metric and mention.unit in PERCENT and cost < min(best.cost, FAR_METRIC):
            best = Found(metric, scene.text[hit.start : hit.end], "inferred", cost, hit)
    return best


def _metric_cost(scene: Scene, mention: Mention, hit: Hit) -> float:
    cost = scene.cost(span_of(mention), span_of(hit))
    if hit.start >= mention.end:
        linked = is_linked(scene, mention, hit) and not _is_reason(scene, mention, hit)
        cost += -2.0 if linked else AFTER
        if scene.walls(mention.end, hit.start, COMMA) or conjoined(scene, hit):
            cost += NEW_CLAUSE  # "3.4%, and the spread ...": a metric that begins what follows
            cost += OWNED if has_own(scene, hit) else 0.0
    return cost


def _is_reason(scene: Scene, mention: Mention, hit: Hit) -> bool:
    """Whether a metric behind a number tells why it moved: "margins fell to 37.6% on tariffs"."""
    before = any(other.end <= mention.start for other in scene.metrics)
    return before and any(
        0 < word.start - mention.end <= 1 and word.end <= hit.start
        for word in scene.cue("reach.because")
    )


def _denominator(scene: Scene, mention: Mention, hit: Hit) -> bool:
    """ "5.4% of GDP": what the share is taken of, not what is measured.

    "A rise of 4% of sales" (said so in Romance languages) measures sales.
    """
    if unit_class(mention) != "percent" or metrics()[hit.value].unit in PERCENT:
        return False  # nothing is a share of a rate: "2% de inflación"
    if (
        hit.value == "gdp"
        and 0 <= hit.start - mention.end <= 2
        and not scene.walls(mention.end, hit.start, COMMA)
    ):
        return True  # "1,9% ВВП": a genitive needs no word for "of"
    if hit.end <= mention.start:
        if any(link.end == hit.end for link in scene.cue("share.whole")):
            return mention.start - hit.end <= 1  # "GSYH'nin %5,4'ü"
        # "占GDP的4.4%", "売上高比14.1%": where the whole stands before its share.
        return any(link.end == hit.start for link in scene.cue("share.before")) or any(
            link.start == hit.end for link in scene.cue("share.after")
        )
    linked = hit.start - mention.end <= 12 and any(
        mention.start <= link.start and mention.end < link.end <= hit.start
        for link in scene.cue("share.link") + scene.cue("share.of")
    )
    return linked and not _of_movement(scene, mention)


def _of_movement(scene: Scene, mention: Mention) -> bool:
    """Whether a word of movement stands right before a number, and nothing that it leads to."""
    leads = (*scene.cue("reach.to"), *scene.cue("reach.from"))
    return any(
        word.end <= mention.start
        and scene.cost(span_of(word), span_of(mention)) <= LINK_GAP
        and not any(overlap(word, whole) for whole in scene.cue("share.of"))  # "made up 60% of"
        and not any(word.end <= to.start and to.end <= mention.start for to in leads)
        for word in scene.group("direction.")
    )


def denominators(scene: Scene, mention: Mention) -> list[Hit]:
    """The metrics that a number is a share of; every number of a sentence asks for those of all."""
    key = mention.start, mention.end, mention.unit
    found = scene.shares.get(key)
    if found is None:
        # "6% of the labour force out of work" describes the share itself.
        named = [hit for hit in scene.metrics if hit not in scene.worded]
        found = [hit for hit in named if _denominator(scene, mention, hit)]
        scene.shares[key] = found
    return found


def _wholes(scene: Scene, mention: Mention) -> list[Hit]:
    """What shares are taken of: names nothing else ("from 4.4% of GDP in 2025 to 3.9%")."""
    return [
        hit
        for other in scene.mentions
        if other.end <= mention.end
        for hit in denominators(scene, other)
        if other is mention or not scene.walls(*span_between(other, hit), COMMA)
    ]


def metrics_said(scene: Scene, money: bool) -> list[Hit]:
    """Verbs that name a metric: "the bank earned $3bn", "earned 5% more".

    A verb that is a word of movement as well ("lost 3%") says so of amounts alone.
    """
    moves = () if money else scene.group("direction.")
    # "Q3 guide 54B" is of sales; a percentage that is guided to may be of anything.
    verbs = scene.group("says.") + (scene.group("guided.") if money else [])
    return [
        Hit(hit.start, hit.end, hit.value.partition(".")[2])
        for hit in verbs
        if hit.value.partition(".")[2] in metrics()
        and not any(m.start <= hit.start and hit.end <= m.end for m in moves)
        # "Cost of sales of €410m": the end of a longer name is no verb.
        and not any(m.start < hit.start < m.end for m in scene.metrics)
    ]


def _said_around(scene: Scene, mention: Mention) -> list[Hit]:
    """ "Setzte 36 Milliarden Euro um", "baut 3.000 Stellen ab": a verb in two parts."""
    if not scene.words.parted:
        return []
    behind = [word for word in scene.found if word[1] >= mention.end][:AROUND]
    before = [word for word in scene.found if word[2] <= mention.start]
    return [
        Hit(first[1], first[2], scene.words.parted[last[0], first[0]])
        for last in behind
        for first in before
        if (last[0], first[0]) in scene.words.parted
        and not scene.walls(first[2], last[1], COMMA)
    ]


def _margin(scene: Scene, mention: Mention, memory: Memory) -> Found:
    """A bare "margin" is the margin of the profit named last."""
    best = NOTHING
    for hit in scene.cue("refer.margin"):
        if any(m.start < hit.end and hit.start < m.end for m in scene.metrics):
            continue
        earlier = [m.value for m in scene.metrics if m.start < hit.start]
        named = earlier[-1] if earlier else memory.metric
        metric = about().margin.get(named or "", about().margin["default"])
        cost = _metric_cost(scene, mention, hit)
        if mention.unit in PERCENT | {"index_point"} and cost < min(best.cost, FAR_METRIC):
            best = Found(metric, scene.text[hit.start : hit.end], "inferred", cost, hit)
    return best


def metric_for(
    scene: Scene, mention: Mention, memory: Memory, entity: Found, movement: Hit | None
) -> Found:
    """The metric a number is about: named in the sentence, implied by its entity, or carried."""
    best = _generic(scene, mention, memory, entity)
    margin = _margin(scene, mention, memory)
    best = margin if margin.cost < best.cost else best
    kinds, kind = about().kinds, kind_of(entity.value)
    money = unit_class(mention) == "currency" or (unitless(mention) and mention.scale >= MILLION)
    # Of what a number is a share: "115% of GDP".
    own = denominators(scene, mention)
    # "103% of GDP, 1.2 points less": of the share told before.
    parted = {hit for m in scene.mentions for hit in denominators(scene, m)}
    others = [hit for hit in scene.metrics if hit.value == "gdp" and hit in parted]
    worded_ratio = mention.kind == "ratio_word"
    share = worded_ratio and mention.unit == "percent"
    points = mention.unit == "percentage_point"
    whole = [hit.value for hit in (own or others if points else own)]
    wholes = _wholes(scene, mention)
    # "Setzte 77,7 Milliarden um; erwartet waren 75,4 Milliarden": a verb of both amounts.
    amounts = scene.mentions if money else [mention]
    around = [hit for amount in amounts for hit in _said_around(scene, amount)]
    of_verb = (
        _laid_off(scene, mention, kind, movement, around)
        or _bought(scene, mention)
        or _at_price(scene, mention, entity)
    )
    if of_verb:
        return of_verb
    # What a fund takes in or loses is a flow.
    said = (
        metrics_said(scene, money) + around
        if kind not in PRICED and not is_arrival(scene, mention) else []
    )
    if kind in PRICED:  # "mined 84 million tonnes of iron ore", "exported copper for $4.3bn"
        goods = TRADED if money else TRADED | {PRODUCED}
        said = [hit for hit in metrics_said(scene, money) if hit.value in goods]
    if mention.unit == "times" and mention.kind != "ratio_word":
        for hit in scene.group("times_of."):
            if 0 < hit.start - mention.end <= 1:
                value = hit.value.partition(".")[2]
                text = scene.text[hit.start : hit.end]
                best = Found(value, text, "stated", -LINK_GAP, hit)
    if unit_class(mention) == "currency":
        for hit in scene.group("attributive."):
            if hit.start - mention.end == 1:
                value, text = hit.value.partition(".")[2], scene.text[hit.start : hit.end]
                best = Found(value, text, "inferred", -LINK_GAP, hit)
    counted = _of_people(scene, mention, memory)
    for hit in scene.metrics + said:
        if hit in said and any(0 < hit.start - m.end <= 1 for m in scene.metrics):
            continue  # "exports fetched $5bn": the subject is what is measured
        if hit in said and hit.start >= mention.end and any(
            0 < mention.start - m.end <= 1 for m in scene.metrics
        ):
            continue  # "hat operativ 3,4 Mrd. Euro verdient": so is what stands right before
        if any(m.start <= hit.start and hit.end <= m.end for m in scene.mentions):
            continue
        if hit.value == TRADE and hit in scene.worded and kind in SPENDERS:
            continue  # "Berkshire sold $6.1 billion more than it bought"
        if hit.value == USERS and kind == "central-bank":
            continue  # "four members wanted a cut to 3.75%"
        if counted and unitless(mention) and metrics()[hit.value].unit == "currency":
            continue  # "Payrolls rose 22,000 and June was revised to a loss of 13,000"
        if hit.value == "index_level" and kind == "company":
            continue  # "Toyota con 8.912 unidades"
        multiple = about().multiple.get(hit.value)
        worded = mention.kind == "ratio_word"  # "doubled revenue" is growth, not a multiple
        if mention.unit == "times" and multiple and hit.start >= mention.start and not worded:
            cost = scene.cost(span_of(mention), span_of(hit))
            owed = [m.value for m in _outside(scene) if m.start < mention.start]
            owing = owed[-1] if owed else memory.metric
            multiple = about().pairs.get(f"{owing}/{hit.value}", multiple)
            if cost < min(best.cost, MULTIPLE_REACH):
                best = Found(multiple, scene.text[hit.start : hit.end], "stated", cost - 2.0, hit)
            continue
        if hit in own or hit in others or hit in wholes or only_says(scene, hit):
            continue
        behind = hit.start >= mention.end
        if share and behind and scene.cost(span_of(mention), span_of(hit)) > SHARE_OF:
            continue  # "one in three firms will cut jobs" counts firms
        # "A deficit of 4.1% of GDP": a level that is told as a share.
        shared = next(
            (p for part in whole if (p := about().pairs.get(f"{hit.value}/{part}"))), None
        )
        # "Investors pay $21.4 for every dollar of earnings": a multiple, told as money.
        told_each = hit in scene.worded or mention.per in COINS
        paid = told_each and metrics()[hit.value].unit == "times" and money
        shared = hit.value if paid else shared
        fit = (shared, 0.0) if shared else fit_of(metrics()[hit.value], mention)
        if fit is None and _times_as_much(scene, mention, movement):
            growth = metrics()[hit.value].growth  # "прибыль выросла в 1,7 раза"
            fit = (growth, 0.0) if growth else None
        if fit and 0 <= hit.start - mention.end <= 1 and fit[0] == about().in_nouns.get(hit.value):
            fit = hit.value, 0.0  # "54,9 Milliarden Umsatz" counts no things
        if not fit:
            continue
        cost = _metric_cost(scene, mention, hit) + fit[1]
        cost += 0.0 if plausible(fit[0], mention) else IMPLAUSIBLE
        if unit_class(mention) == "percent" and hit in said:
            cost += VERB_OF_GROWTH
        if _hangs_by(scene, hit, "reach.of"):
            cost += COMPLEMENT
        elif _hangs_by(scene, hit, "reach.because"):
            cost += REASON
        if kind and hit.value in kinds and kind not in kinds[hit.value]:
            cost += 2.0
        if cost < min(best.cost, FAR_METRIC):
            best = Found(fit[0], scene.text[hit.start : hit.end], "stated", cost, hit)
    owed = [m.value for m in _outside(scene) if m.end <= mention.start and m is not best.hit]
    if best.value and owed and mention.unit == "times":
        # "Net debt of 2.1 times EBITDA" is no valuation.
        best = replace(best, value=about().pairs.get(f"{owed[-1]}/{best.value}", best.value))
    for part in whole:
        ratio = about().pairs.get(f"{best.value}/{part}")
        best = replace(best, value=ratio) if ratio else best
    # A metric named in the same clause is meant before one that only its entity suggests.
    named = (
        best.hit is not None
        and not scene.walls(
            min(best.hit.end, mention.end), max(best.hit.start, mention.start), STRONG
        )
        # "Intel fell 12%, and revenue ...": a metric of the next clause names nothing here.
        and not (best.hit.start >= mention.end and scene.walls(mention.end, best.hit.start, COMMA))
        # "Zions sinks 13% on a $50m charge-off": the metric has a number of its own.
        and not any(mention.end <= m.start < best.hit.start for m in scene.mentions)
        # "Macy's rocketed 21% on its best comps": the metric is the reason.
        and not (
            best.hit.start >= mention.end
            and any(
                0 < word.start - mention.end <= 1 and word.end <= best.hit.start
                for word in scene.cue("reach.because")
            )
        )
    )
    flow = flow_of(scene, mention, entity)
    if flow.cost < best.cost or _sold_by_investors(scene, best, flow, kind):
        best = flow
    implied = implied_metric(scene, mention, entity, movement)
    if implied.value == "policy_rate" and _goes_on_foreseeing(scene, memory, movement):
        implied = NOTHING  # "GDP grew 0.5%. The Banque de France expects 0.7% in 2025"
    # "Services inflation, which the Bank of England watches, was 4.7%" tells no policy rate.
    of_bank = named and kind == "central-bank" and best.value in about().macro
    # "New York led with a 7% rise", told of house prices: a place that the catalogue lacks.
    of_place = implied.value == "return" and _goes_on(memory, entity) and best.value is None
    if not (of_bank or of_place) and (
        _of_own_clause(scene, mention, entity, implied, best)
        or implied.cost + (NAMED_FIRST if named else 0.0) < best.cost
        or _of_goods_before(scene, mention, entity, implied, best)
    ):
        best = implied
    rates = any(hit.value in about().rates for hit in scene.metrics)
    odds = odds_named(scene, mention, memory, rates) if mention.unit == "percent" else None
    if odds:
        text = scene.text[odds.start : odds.end]
        return Found("rate_cut_probability", text, "stated", 0.0, odds)
    chance = chance_of(scene, mention, best)
    if chance:
        return chance
    if best.value is None and memory.metric not in about().macro:
        best = move_of_stock(scene, mention, movement)  # "the index" may be that of prices
    still = movement is None and not signed(scene, mention)
    if still and mention.unit == "percent" and best.value in about().margin:
        told = any(
            hit.end <= mention.start and not scene.walls(hit.end, mention.start, COMMA + STRONG)
            for hit in scene.cue("refer.margin")
        )
        best = replace(best, value=about().margin[best.value]) if told else best
    held = any(  # "15% more than last year"
        p.start >= mention.end and (is_base(p) or is_compared(scene, p)) for p in scene.periods
    ) or any(0 <= h.start - mention.end <= 1 for h in scene.group("baseline."))
    if movement is None and not (held or signed(scene, mention)) and best.value in about().still:
        best = replace(best, value=about().still[best.value])
    grew = movement and scene.cost(span_of(movement), span_of(mention)) <= LINK_GAP
    if best.value is None and mention.unit == "times" and not (worded_ratio or grew):
        valued = (name for name in memory.recent if metrics()[name].unit == "times")
        best = Found(next(valued, None), None, "unsure", FAR_METRIC)
    if best.value is None and not own:
        best = _named_last(scene, mention)
    if best.value is None and memory.metric and not own:  # "20% of sales" is no growth of orders
        fit = fit_of(metrics()[memory.metric], mention)
        if fit and fit[1] < 3.0 and not _too_small(mention, fit[0]):
            carried = _grown(scene, mention, fit[0], movement)
            best = Found(carried, memory.metric_text, "unsure", FAR_METRIC)
    best = _as_distance(scene, mention, best)
    if best.value == "production_volume" and mention.unit == BARRELS:
        best = replace(best, value="oil_production")
    grown = metrics()[best.value].growth_of if best.value else None
    if grown and "revenue" in whole and best.certainty == "stated":
        # "Capex of 4% of sales" is a level told as a share; profit so told is a margin.
        best = replace(best, value=about().margin.get(grown, grown))
    best = as_paid(scene, mention, of_survey(scene, mention, best, memory), entity)
    if best.hit in scene.worded and best.certainty == "stated":
        best = replace(best, certainty="inferred")
    doubtful = of_part(scene, best) or of_next_number(scene, mention, best)
    return replace(best, certainty="unsure") if doubtful else best


def _goes_on_foreseeing(scene: Scene, memory: Memory, movement: Hit | None) -> bool:
    """Whether a bank foresees a figure of the economy that was told of before, and no rate."""
    told = memory.metric in about().macro - about().quoted
    return told and movement is None and bool(scene.cue("modality.forecast"))


def _of_people(scene: Scene, mention: Mention, memory: Memory) -> bool:
    """Whether what has been told of last are the jobs of a country."""
    earlier = [hit.value for hit in scene.metrics if hit.value in STAFF and hit.end < mention.start]
    return (earlier[-1] if earlier else memory.metric) == "payrolls"


def _too_small(mention: Mention, carried: str) -> bool:
    """ "9.9 dollars a barrel", told after profits of millions: no profit."""
    small = mention.scale == 1 and unit_class(mention) == "currency"
    return small and carried in about().summed


def _named_last(scene: Scene, mention: Mention) -> Found:
    """What the sentence has named last, however far: "sentiment rose to 98; its average is 100"."""
    for hit in reversed(_outside(scene)):
        fit = fit_of(metrics()[hit.value], mention) if hit.end <= mention.start else None
        if fit and fit[1] < 3.0:
            return Found(fit[0], scene.text[hit.start : hit.end], "unsure", FAR_METRIC)
    return NOTHING


def _laid_off(
    scene: Scene, mention: Mention, kind: str | None, movement: Hit | None, around: list[Hit]
) -> Found | None:
    """ "Intel will lay off 3,000 employees": those who go are not the staff."""
    counted = any(
        hit.value in STAFF and 0 <= hit.start - mention.end <= 1 for hit in scene.metrics
    )
    if not counted or unit_class(mention) != "count":
        return None
    verbs = [hit for hit in scene.group("says.") if hit.value == "says.job_cuts"]
    verbs += [hit for hit in around if hit.value == "job_cuts"]
    if movement and movement.value == "direction.down" and kind == "company":
        verbs.append(movement)
    for verb in verbs:
        near = scene.cost(span_of(mention), span_of(verb)) <= LAID_OFF
        if near and verb.end <= mention.start and not scene.walls(verb.end, mention.start, COMMA):
            return Found("job_cuts", scene.text[verb.start : verb.end], "stated", 0.0, verb)
    return None


def _bought(scene: Scene, mention: Mention) -> Found | None:
    """ "Novartis will buy Avidity for $12 billion": what is paid for a firm."""
    if unit_class(mention) != "currency" or mention.per is not None:
        return None
    own = any(hit.value == "buybacks" for hit in scene.metrics)
    led = any(0 < mention.start - word.end <= PAID_GAP for word in scene.cue("deal.for"))
    if own or not led:
        return None
    for verb in scene.cue("deal.verb"):
        near = scene.cost(span_of(mention), span_of(verb)) <= MULTIPLE_REACH
        if near and verb.end < mention.start and not scene.walls(verb.end, mention.start, COMMA):
            return Found("deal_value", scene.text[verb.start : verb.end], "inferred", 0.0, verb)
    return None


def _at_price(scene: Scene, mention: Mention, entity: Found) -> Found | None:
    """ "Landsec at 566p sits", "at £18.40 the stock yields": what a share costs."""
    small = unit_class(mention) == "currency" and mention.scale <= 1 and mention.per is None
    led = any(
        0 <= mention.start - to.end <= 1 and scene.text[to.start : to.end].lower() == "at"
        for to in scene.cue("reach.to")
    )
    if not small or not led:
        return None
    for share in scene.cue("refer.stock"):
        if 0 <= share.start - mention.end <= 1:
            return Found("share_price", scene.text[share.start : share.end], "inferred", 0.0, share)
    name = entity.hit
    firm = name is not None and kind_of(entity.value) == "company" and name.value != UNKNOWN
    if not firm or name is None or not 0 <= mention.start - name.end <= AT_GAP:
        return None
    return Found("share_price", entity.text, "inferred", 0.0, name)


def _outside(scene: Scene) -> list[Hit]:
    """The metrics that are no words of a number: "430 млрд руб." names no exchange rate."""
    return [
        hit for hit in scene.metrics
        if not any(m.start <= hit.start and hit.end <= m.end for m in scene.mentions)
    ]


def _times_as_much(scene: Scene, mention: Mention, movement: Hit | None) -> bool:
    """Whether a multiple tells by how much a thing grew: the verb stands right before."""
    if scene.words.verb_last:
        lead = mention.start if mention.hedge_start is None else mention.hedge_start
        moved = movement is not None and 0 <= movement.start - mention.end <= AFTER_TIMES
        based = any(is_base(p) and 0 <= lead - p.end <= 1 for p in scene.periods)
        return mention.unit == "times" and (moved or based)  # "前年同期の約2.1倍", "3倍に増えた"
    return (
        mention.unit == "times"
        and mention.kind != "ratio_word"
        and movement is not None
        and movement.end <= mention.start
        and scene.cost(span_of(movement), span_of(mention)) <= LINK_GAP
        and not any(
            movement.end <= word.start < mention.start
            for word in (*scene.cue("reach.to"), *scene.cue("reach.from"))
        )
    )


def _sold_by_investors(scene: Scene, best: Found, flow: Found, kind: str | None) -> bool:
    """ "صافي مبيعات" of shares are no revenue: a market has none."""
    name = best.hit
    return (
        flow.value is not None
        and best.value == "revenue"
        and name is not None
        and kind in ("country", "index", "segment", "fund")
        and any(
            overlap(name, word)
            for way in ("in", "out")
            for word in scene.cue(f"direction.{way}")
        )
    )


def _of_own_clause(
    scene: Scene, mention: Mention, entity: Found, implied: Found, best: Found
) -> bool:
    """ "доходность снизилась до 14%; юань подорожал на 1,3%": what the clause itself speaks of."""
    return (
        implied.value == "return"
        and entity.hit is not None
        and best.hit is not None
        and entity.hit.start < mention.start
        and best.hit.end <= entity.hit.start
        and (
            scene.walls(best.hit.end, entity.hit.start, STRONG)
            or is_subject(scene, entity.hit, best.hit.end)
        )
        and not scene.walls(entity.hit.end, mention.start, STRONG)
    )


def _of_goods_before(
    scene: Scene, mention: Mention, entity: Found, implied: Found, best: Found
) -> bool:
    """ "При нефти по 50 долларов прибыль упадёт": the price of what stands right before."""
    name, behind = entity.hit, best.hit
    return (
        implied.value == "price"
        and kind_of(entity.value) == "commodity"
        and name is not None
        and behind is not None
        and name.end <= mention.start
        and scene.cost(span_of(mention), span_of(name)) <= 1.0
        and behind.start >= mention.end
        and best.value not in about().quoted | {"target_price"}
    )


def _as_distance(scene: Scene, mention: Mention, metric: Found) -> Found:
    """ "27% below the index's 22.1 times" is no multiple but how much cheaper one is."""
    ratio = metric.value is not None and metrics()[metric.value].unit == "times"
    if not ratio or mention.unit != "percent" or not is_distance(scene, mention):
        return metric
    below = any(0 <= hit.start - mention.end <= 1 for hit in scene.cue("baseline.lower_than"))
    return replace(metric, value="valuation_discount" if below else "valuation_premium")


def _goes_on(memory: Memory, entity: Found) -> bool:
    """Whether a name may be one of the parts that a text goes through: cities, kinds of shops."""
    part = kind_of(entity.value) == "segment" and memory.metric in PART_BY_PART
    return part or (entity.value == UNKNOWN and memory.metric in CITY_BY_CITY)


def _grown(scene: Scene, mention: Mention, carried: str, movement: Hit | None) -> str:
    """The metric carried to a sentence that says only "grew 40%": no margin grows so."""
    ratio = metrics()[carried].unit in PERCENT and not metrics()[carried].growth_of
    firm = "company" in about().kinds.get(carried, ())
    if not (ratio and firm and movement and mention.unit == "percent"):
        return carried
    grows = any(h.start < movement.end and movement.start < h.end for h in scene.cue("says.growth"))
    return about().default["company"]["growth"] if grows else carried


def _hangs_by(scene: Scene, hit: Hit, name: str) -> bool:
    """Whether a metric's name hangs by a preposition on another one that stands before it."""
    return any(
        0 < hit.start - word.end <= COMPLEMENT_GAP
        and any(0 < word.start - other.end <= COMPLEMENT_GAP for other in scene.metrics)
        for word in scene.cue(name)
    )
