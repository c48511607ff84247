"""Decides which metric, entity, period and direction belong to a number.

Every part found in the sentence is a candidate; the cheapest that fits wins (``Scene.cost``). What
a sentence does not say is inherited from the sentences before it (``Memory``), and marked so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, WEAK, Hit, Scene, overlap
from claimcheck.extract.times import Times
from claimcheck.extract.units import MILLION, unitless
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import Metric, entities, metrics
from claimcheck.periods import PeriodMention
from claimcheck.quantities import Mention
from claimcheck.schema import Certainty
from claimcheck.words import unspaced

if TYPE_CHECKING:
    from claimcheck.trained import Adviser

PERCENT = frozenset(("percent", "percentage_point", "basis_point"))
# A part farther than this many words (walls counted) does not belong. Tuned on corpora/claims.
# Words between a share in words and what it is of: "a third of its total revenue".
SHARE_OF = 3.0
# A comma and as many words part two clauses and not the items of a list.
CLAUSE_WORDS = 2
# Signs between a period and the number it stands before: "depuis janvier, 5 %".
NEXT_NUMBER = 12
# Words of a comparison between a verb and its number.
ASIDE = 4.0
FAR_METRIC, FAR_ENTITY, FAR_PERIOD, FAR_DIRECTION = 22.0, 26.0, 30.0, 9.0
# What is named as a standard of comparison is less likely the subject, by so many words.
COMPARED = 4.0
# Words that may stand between a number and what it is of: "13% of large caps", "$5bn in revenue".
LINK_GAP = 2.0
AFTER = 1.5
NEW_CLAUSE = 3.0
NAMED_FIRST = 6.0
# A value that the metric cannot have speaks for another one by so many words. The ranges are in
# dollars: money of a like worth is measured by them too.
IMPLAUSIBLE = 6.0
WORTH = frozenset(("USD", "EUR", "GBP", "CHF", "CAD", "AUD"))
# A verb names the growth of what it says after any metric that is named.
VERB_OF_GROWTH = 4.0
# "rates for ten-year loans": the second name only says of what the first is.
COMPLEMENT = 4.0
# Signs between the names and the preposition: room for one adjective.
COMPLEMENT_GAP = 16
# "expects growth of between 4% and 5%": a bare "growth" this near is that of the entity.
GROWTH_REACH = 4.0
# "15.6 times next year's earnings": words between a multiple and what it multiplies.
MULTIPLE_REACH = 7.0
# "In 2025, funds took in $6bn, while outflows reached $45bn": a period that opens the sentence (it
# begins within so many characters) governs all of it, and costs no more than this.
OPENING, GOVERNED = 12, 9.0
# A period that belongs to the number before it is this much farther from the next one.
TAKEN = 6.0
# A metric that begins a new clause and has its own number belongs less to the number before it.
OWNED = 4.0
# Measures of goods: "4.2m tonnes" may be output, sales or exports.
GOODS = frozenset(
    ("tonne", "barrel", "barrel per day", "ounce", "cubic_metre", "kilowatt_hour", "megawatt_hour")
)
# Units of what the catalogue counts.
COUNTED = frozenset(("exahash_per_second", "zettahash_per_second", "teu"))
# What takes in or loses money, and what has a price and no profit: neither earns nor sells.
PRICED = frozenset(("fund", "crypto", "commodity", "currency", "index"))
# What shares are valued by: a yield told beside them is that of dividends.
VALUED = frozenset(("pe_ratio", "price_to_book", "ev_to_ebitda", "price_to_sales", "payout_ratio"))
# A multiple told of these is no price of shares.
OWED = frozenset(("leverage_ratio", "total_debt", "interest_coverage", "book_to_bill"))
# Words between a coin and a bare number that is its price: "BTC lost 100k again".
BARE_PRICE = 3.0
# Signs by which a time is longer than the words of a basis in it: " to September".
DATED = 5
YEAR = 364
# Signs between "and" and the verb of a new clause: "and we guide".
PRONOUN = 4
# What the parts of a purchasing managers' index can be.
SURVEY = (15, 85)
# Bases of a change that are told by a time.
TIMED = ("yoy", "qoq", "mom", "dod")


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
    if unit == "percent":
        if own in PERCENT:
            return metric.id, 0.0
        return (metric.growth, 0.0) if metric.growth else (metric.id, 5.0)
    if own == unit or (own == "index_point" and unit == "point"):
        # "$2.10 a share" is a per-share metric; an amount without "a share" may be one too.
        off = mention.per != metric.per and (mention.per is not None)
        return metric.id, 3.0 if off else 0.0
    if unit == "count":
        if own in ("index_point", "times") or own not in PERCENT | {"currency"}:
            return metric.id, 0.5
        return metric.id, 4.0
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


def _span(mention: Mention | Hit) -> tuple[int, int]:
    return mention.start, mention.end


def _linked(scene: Scene, mention: Mention | Hit, hit: Hit) -> bool:
    """Whether ``hit`` follows the number at once: "12% revenue growth", "$5bn in sales"."""
    return (
        hit.start >= mention.end
        and scene.cost(_span(mention), _span(hit)) <= LINK_GAP
        and not scene.walls(mention.end, hit.start, COMMA)
    )


def _growth_of(metric_id: str | None) -> str | None:
    """The growth metric of a metric, or itself when it is one already."""
    if metric_id is None:
        return None
    metric = metrics()[metric_id]
    # Inflation is a growth of prices, yet "growth" beside it is that of the economy.
    return metric_id if metric.growth_of else metric.growth


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
        told = "gdp_growth" if named in about().core else _growth_of(named)
        metric = told or (default if cost <= GROWTH_REACH else None)
        if metric and mention.unit in PERCENT and cost < min(best.cost, FAR_METRIC):
            best = Found(metric, scene.text[hit.start : hit.end], "inferred", cost, hit)
    return best


def _metric_cost(scene: Scene, mention: Mention, hit: Hit) -> float:
    cost = scene.cost(_span(mention), _span(hit))
    if hit.start >= mention.end:
        cost += -2.0 if _linked(scene, mention, hit) else AFTER
        if scene.walls(mention.end, hit.start, COMMA):
            cost += NEW_CLAUSE  # "3.4%, and the spread ...": a metric that begins what follows
            cost += OWNED if _has_own(scene, hit) else 0.0
    return cost


def _has_own(scene: Scene, hit: Hit) -> bool:
    """Whether a number follows a metric at once: "..., the cost of risk 1.2%"."""
    return any(
        hit.end <= other.start
        and scene.cost(_span(hit), _span(other), number=0.0) <= LINK_GAP
        and not scene.walls(hit.end, other.start, COMMA)
        for other in scene.mentions
    )


def _denominator(scene: Scene, mention: Mention, hit: Hit) -> bool:
    """ "5.4% of GDP": what the share is taken of, not what is measured.

    "A rise of 4% of sales" (said so in Romance languages) measures sales.
    """
    if unit_class(mention) != "percent":
        return False
    if (
        hit.value == "gdp"
        and 0 <= hit.start - mention.end <= 2
        and not scene.walls(mention.end, hit.start, COMMA)
    ):
        return True  # "1,9% ВВП": a genitive needs no word for "of"
    if hit.end <= mention.start:
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
        and scene.cost(_span(word), _span(mention)) <= LINK_GAP
        and not any(word.end <= to.start and to.end <= mention.start for to in leads)
        for word in scene.group("direction.")
    )


def _denominators(scene: Scene, mention: Mention) -> list[Hit]:
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
        for hit in _denominators(scene, other)
        if other is mention or not scene.walls(*_between(other, hit), COMMA)
    ]


def _between(one: Mention | Hit, other: Mention | Hit) -> tuple[int, int]:
    """Where the stretch between two parts begins and ends."""
    return min(one.end, other.end), max(one.start, other.start)


def _only_says(scene: Scene, hit: Hit) -> bool:
    """Whether a verb of price tells what the metric before it reached: "yields touched 3.4%"."""
    return hit.value == "price" and any(
        0 < hit.start - other.end <= 1 and other.value != "price" for other in scene.metrics
    )


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
        and not any(m.start < hit.end and hit.start < m.end for m in moves)
    ]


def _arrival(scene: Scene, mention: Mention) -> bool:
    """Whether a small amount is a price that was reached: "lost 2% to 17.23 euros"."""
    return (
        unit_class(mention) == "currency"
        and mention.scale == 1
        and any(0 <= mention.start - hit.end <= 1 for hit in scene.cue("reach.to"))
    )


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
    own = _denominators(scene, mention)
    # "103% of GDP, 1.2 points less": of the share told before.
    parted = {hit for m in scene.mentions for hit in _denominators(scene, m)}
    others = [hit for hit in scene.metrics if hit.value == "gdp" and hit in parted]
    share = mention.kind == "ratio_word" and mention.unit == "percent"
    points = mention.unit == "percentage_point"
    whole = [hit.value for hit in (own or others if points else own)]
    wholes = _wholes(scene, mention)
    # What a fund takes in or loses is a flow.
    said = metrics_said(scene, money) if kind not in PRICED and not _arrival(scene, mention) else []
    if mention.unit == "times" and mention.kind != "ratio_word":
        for hit in scene.group("times_of."):
            if 0 < hit.start - mention.end <= 1:
                value = hit.value.partition(".")[2]
                text = scene.text[hit.start : hit.end]
                best = Found(value, text, "stated", -LINK_GAP, hit)
    for hit in scene.metrics + said:
        if hit in said and any(0 < hit.start - m.end <= 1 for m in scene.metrics):
            continue  # "exports fetched $5bn": the subject is what is measured
        if any(m.start <= hit.start and hit.end <= m.end for m in scene.mentions):
            continue
        multiple = about().multiple.get(hit.value)
        worded = mention.kind == "ratio_word"  # "doubled revenue" is growth, not a multiple
        if mention.unit == "times" and multiple and hit.start >= mention.start and not worded:
            cost = scene.cost(_span(mention), _span(hit))
            owed = [m.value for m in scene.metrics if m.start < mention.start]
            multiple = about().pairs.get(f"{owed[-1] if owed else None}/{hit.value}", multiple)
            if cost < min(best.cost, MULTIPLE_REACH):
                best = Found(multiple, scene.text[hit.start : hit.end], "stated", cost - 2.0, hit)
            continue
        if hit in own or hit in others or hit in wholes or _only_says(scene, hit):
            continue
        behind = hit.start >= mention.end
        if share and behind and scene.cost(_span(mention), _span(hit)) > SHARE_OF:
            continue  # "one in three firms will cut jobs" counts firms
        # "A deficit of 4.1% of GDP": a level that is told as a share.
        shared = next(
            (p for part in whole if (p := about().pairs.get(f"{hit.value}/{part}"))), None
        )
        fit = (shared, 0.0) if shared else fit_of(metrics()[hit.value], mention)
        if not fit:
            continue
        cost = _metric_cost(scene, mention, hit) + fit[1]
        cost += 0.0 if plausible(fit[0], mention) else IMPLAUSIBLE
        if unit_class(mention) == "percent" and hit in said:
            cost += VERB_OF_GROWTH
        if _complement(scene, hit):
            cost += COMPLEMENT
        if kind and hit.value in kinds and kind not in kinds[hit.value]:
            cost += 2.0
        if cost < min(best.cost, FAR_METRIC):
            best = Found(fit[0], scene.text[hit.start : hit.end], "stated", cost, hit)
    owed = [m.value for m in scene.metrics if m.end <= mention.start and m is not best.hit]
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
        and not any(
            0 < word.start - mention.end <= 1 and word.end <= best.hit.start
            for word in scene.cue("reach.because")
        )
    )
    flow = _flow(scene, mention, entity)
    if flow.cost < best.cost:
        best = flow
    implied = implied_metric(scene, mention, entity, movement)
    # "Services inflation, which the Bank of England watches, was 4.7%" tells no policy rate.
    of_bank = named and kind == "central-bank" and best.value in about().macro
    if not of_bank and implied.cost + (NAMED_FIRST if named else 0.0) < best.cost:
        best = implied
    rates = any(hit.value in about().rates for hit in scene.metrics)
    odds = _odds(scene, mention, memory, rates) if mention.unit == "percent" else None
    if odds:
        text = scene.text[odds.start : odds.end]
        return Found("rate_cut_probability", text, "stated", 0.0, odds)
    chance = _chance(scene, mention, best)
    if chance:
        return chance
    if best.value is None and memory.metric not in about().macro:
        best = _of_stock(scene, mention, movement)  # "the index" may be that of prices
    if movement is None and mention.unit == "percent" and best.value in about().margin:
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
    if best.value is None and memory.metric:
        fit = fit_of(metrics()[memory.metric], mention)
        if fit and fit[1] < 3.0:
            carried = _grown(scene, mention, fit[0], movement)
            best = Found(carried, memory.metric_text, "unsure", FAR_METRIC)
    grown = metrics()[best.value].growth_of if best.value else None
    if grown and "revenue" in whole and best.certainty == "stated":
        # "Capex of 4% of sales" is a level told as a share; profit so told is a margin.
        best = replace(best, value=about().margin.get(grown, grown))
    best = _paid(scene, mention, _of_survey(scene, mention, best, memory), entity)
    if best.hit in scene.worded and best.certainty == "stated":
        best = replace(best, certainty="inferred")
    doubtful = of_part(scene, best) or _of_next_number(scene, mention, best)
    return replace(best, certainty="unsure") if doubtful else best


def _of_next_number(scene: Scene, mention: Mention, metric: Found) -> bool:
    """Whether a metric behind a comma names the number that follows it: "$31bn, op inc $19bn"."""
    hit = metric.hit
    return (
        hit is not None
        and hit.start >= mention.end
        and scene.walls(mention.end, hit.start, COMMA)
        and _has_own(scene, hit)
    )


def _grown(scene: Scene, mention: Mention, carried: str, movement: Hit | None) -> str:
    """The metric carried to a sentence that says only "grew 40%": no margin grows so."""
    ratio = metrics()[carried].unit in PERCENT and not metrics()[carried].growth_of
    firm = "company" in about().kinds.get(carried, ())
    if not (ratio and firm and movement and mention.unit == "percent"):
        return carried
    grows = any(
        h.start < movement.end and movement.start < h.end for h in scene.cue("says.growth")
    )
    return about().default["company"]["growth"] if grows else carried


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


def _complement(scene: Scene, hit: Hit) -> bool:
    """Whether a metric's name hangs by a preposition on another one that stands before it."""
    return any(
        0 < hit.start - word.end <= COMPLEMENT_GAP
        and any(0 < word.start - other.end <= COMPLEMENT_GAP for other in scene.metrics)
        for word in scene.cue("reach.of")
    )


def of_kind(scene: Scene, metric: Found, entity: Found, movement: Hit | None) -> Found:
    """A metric told by a word whose meaning hangs on whom it is said of: a company's "Rendite"."""
    bare = metric.hit and any(
        h.start == metric.hit.start and h.end == metric.hit.end for h in scene.cue("refer.bare")
    )
    key = f"{metric.value}/{kind_of(entity.value)}"
    metric = replace(metric, value=about().as_told.get(key, metric.value))
    shared = f"{metric.value}/gdp" in about().pairs
    if not bare or (shared and any(hit.value == "gdp" for hit in scene.metrics)):
        return metric  # "a deficit of 5% of GDP" is no firm's
    table = about().by_kind
    way = movement.value.rpartition(".")[2] if movement else ""
    return replace(metric, value=table.get(f"{key}/{way}") or table.get(key) or metric.value)


def of_part(scene: Scene, metric: Found) -> bool:
    """Whether a figure is told of a part of the firm: "cloud revenue", "China sales"."""
    name = metric.hit
    if name is not None and metric.value in about().core:
        # "Food prices rose 4.5%": a part of the basket.
        return any(
            name.start <= part.start < name.end or 0 <= name.start - part.end <= 1
            for part in scene.cue("refer.component")
        )
    if name is None or "company" not in about().kinds.get(metric.value or "", ()):
        return False
    parts = [(h.start, h.end) for h in scene.cue("refer.part")]
    parts += [
        (h.start, h.end) for h in scene.entities if kind_of(h.value) in ("country", "region")
    ]
    return any(
        name.start <= start < name.end or 0 <= name.start - end <= 1 for start, end in parts
    )


def _paid(scene: Scene, mention: Mention, metric: Found, entity: Found) -> Found:
    """ "The FTSE 100 yields 3.2%": dividends when said of shares, interest when of bonds."""
    verb, name = metric.hit, entity.hit
    if metric.value != "bond_yield" or verb is None:
        return metric
    said = any(h.start == verb.start and h.end == verb.end for h in scene.cue("refer.pays"))
    if said and _beside_multiple(scene) and not _of_bond(scene, verb):
        return replace(metric, value="dividend_yield")
    shares = kind_of(entity.value) in ("company", "index") and not _of_bond(scene, verb)
    if name is None or not (said and shares and name.end <= verb.start):
        return metric
    if not 0 <= mention.start - verb.end <= 1:
        return metric
    if scene.walls(name.end, verb.start, STRONG):
        return metric
    return replace(metric, value="dividend_yield")


def _odds(scene: Scene, mention: Mention, memory: Memory, rates: bool) -> Hit | None:
    """The word of chance that a clause begins with: "odds of a December move slid to 67%"."""
    if not rates and memory.metric not in about().rates:
        return None
    for hit in scene.cue("refer.chance"):
        between = [m for m in scene.metrics if hit.end <= m.start < mention.start]
        if (
            hit.end <= mention.start
            and scene.cost(_span(mention), _span(hit)) <= FAR_DIRECTION
            and not scene.walls(hit.end, mention.start, WEAK)
            and not any(m.value not in about().rates for m in between)
        ):
            return hit
    return None


def _of_survey(scene: Scene, mention: Mention, best: Found, memory: Memory) -> Found:
    """A part of a purchasing managers' index: "the ISM was 49.1, new orders sank to 48.9"."""
    survey = memory.metric == "pmi" or any(hit.value == "pmi" for hit in scene.metrics)
    bare = unitless(mention) and mention.scale == 1 and SURVEY[0] <= mention.low <= SURVEY[1]
    if best.value is None or not (survey and bare) or best.value not in about().macro:
        return best
    return replace(best, value="pmi")


def _beside_multiple(scene: Scene) -> bool:
    """Whether the sentence values shares: "at 0.9x book and a 5.8% yield"."""
    owed = any(hit.value in OWED for hit in scene.metrics)
    multiple = any(m.unit == "times" and m.kind != "ratio_word" for m in scene.mentions)
    return (multiple and not owed) or any(hit.value in VALUED for hit in scene.metrics)


def _of_bond(scene: Scene, verb: Hit) -> bool:
    """Whether a bond is named right before the verb: "the 2-year note yielded 3.6%"."""
    return any(
        hit.value == "bond_yield" and hit is not verb and 0 < verb.start - hit.end <= 1
        for hit in scene.metrics
    )


def _chance(scene: Scene, mention: Mention, best: Found) -> Found | None:
    """ "A 79% chance of a cut": a probability, never the rate that may be cut."""
    if mention.unit != "percent" or (best.value or "").endswith("probability"):
        return None
    for hit in scene.cue("refer.chance"):
        if scene.cost(_span(mention), _span(hit)) <= 1.0:
            rates = best.value in about().rates
            text = scene.text[hit.start : hit.end]
            return Found("rate_cut_probability" if rates else None, text, "stated", 0.0, hit)
    return None


def _of_stock(scene: Scene, mention: Mention, movement: Hit | None) -> Found:
    """ "The shares fell 23%": a return, whosever shares they are."""
    unit = unit_class(mention)
    for name in ("refer.stock", "refer.index"):
        for hit in scene.cue(name):
            near = scene.cost(_span(mention), _span(hit)) <= FAR_DIRECTION
            left, right = sorted((_span(mention), _span(hit)))
            if not near or scene.walls(left[1], right[0], STRONG):
                continue
            moved = movement or signed(scene, mention)
            if (unit == "percent" and moved) or mention.kind == "ratio_word":
                return Found("return", scene.text[hit.start : hit.end], "inferred", 9.0)
            if unit == "point" and name == "refer.index":
                return Found("index_level", scene.text[hit.start : hit.end], "inferred", 9.0)
    return NOTHING


def _flow(scene: Scene, mention: Mention, entity: Found) -> Found:
    """Money that moves in or out is a net flow, and so is what a fund gains or loses."""
    hit = direction_hit(scene, mention)
    money = unit_class(mention) == "currency" or (unitless(mention) and mention.scale >= MILLION)
    if hit is None or not money:
        return NOTHING
    name = hit.value.rpartition(".")[2]
    if name in ("in", "out") or (
        kind_of(entity.value) in ("fund", "segment") and entity.cost < FAR_DIRECTION
    ):
        if scene.walls(min(hit.end, mention.end), max(hit.start, mention.start), STRONG):
            return NOTHING
        if name in ("up", "down") and any(
            hit.end <= to.start and 0 <= mention.start - to.end <= 1 for to in scene.cue("reach.to")
        ):
            return NOTHING  # "lifting assets to $7.5tn"
        return Found(
            "net_flow",
            scene.text[hit.start : hit.end],
            "inferred",
            scene.cost(_span(mention), _span(hit)),
        )
    return NOTHING


def implied_metric(scene: Scene, mention: Mention, entity: Found, movement: Hit | None) -> Found:
    """What a number says of an entity when no metric is named ("the Nasdaq rose 2%")."""
    if not entity.value or entity.hit is None:
        return NOTHING
    table = about().default.get(kind_of(entity.value) or "", {})
    unit = "per_share" if mention.per == "share" else unit_class(mention)
    if mention.unit in ("basis_point", "percentage_point") and "basis" in table:
        unit = "basis"
    if mention.kind == "ratio_word":
        unit = "percent"  # "the stock doubled": growth, no multiple
    metric = table.get(unit)
    priced = kind_of(entity.value) == "company" and movement and _arrival(scene, mention)
    if priced:
        metric = "share_price"  # "fell 3% to 3.52 euros a share"
        if _rated(scene, entity.hit):
            metric = "target_price"
    if kind_of(entity.value) in ("country", "region", "company") and unit == "percent" and movement:
        # "Portugal will grow 2%": an economy; "the cloud arm grew 17%": sales.
        grows = any(
            h.start < movement.end and movement.start < h.end for h in scene.cue("says.growth")
        )
        placed = movement is not None and any(
            movement.end <= to.start and to.end <= mention.start for to in scene.cue("reach.to")
        )
        metric = table.get("growth") if grows and not placed else metric
    if metric == "price" and unit == "count" and not _bare_price(scene, mention, entity.hit):
        return NOTHING
    if metric is None or metric not in metrics():
        return NOTHING
    share = scene.cue("share.link")
    if metric == "price" and unit == "currency" and mention.scale >= MILLION:
        return NOTHING  # "gold products added $6bn" tells no price of gold
    if metric == "return" and any(
        mention.end <= h.start <= mention.end + 1 and h.end <= entity.hit.start for h in share
    ):
        return NOTHING  # "60% of the S&P 500 fell" counts members
    told = movement or signed(scene, mention) or mention.kind == "ratio_word"
    if metric == "return" and not told:
        return NOTHING
    if metric == "pe_ratio" and not scene.cue("multiple.words"):
        return NOTHING
    # A rate that only the bank's name suggests, beside another figure of the economy.
    loose = kind_of(entity.value) == "central-bank" and any(
        hit.value in about().macro for hit in scene.metrics
    )
    return Found(metric, None, "unsure" if loose else "inferred", entity.cost + 3.0)


def _bare_price(scene: Scene, mention: Mention, name: Hit) -> bool:
    """ "BTC lost 100k", not "639,000 bitcoins": where words are parted by spaces."""
    beside = scene.text[max(mention.start - 1, 0)] + scene.text[mention.end : mention.end + 1]
    return (
        unitless(mention)
        and scene.cost(_span(mention), _span(name)) <= BARE_PRICE
        and not any(map(unspaced, beside))
    )


def _rated(scene: Scene, share: Hit) -> bool:
    """Whether a bank moves what it expects of a share: "Barclays lifts Caterpillar to $395"."""
    between = scene.group("direction.")
    return any(
        bank.end <= share.start
        and (item := entities().get(bank.value)) is not None
        and item.category in OF_NO_COUNTRY
        and any(bank.end <= verb.start and verb.end <= share.start for verb in between)
        for bank in scene.entities
    )


def signed(scene: Scene, mention: Mention) -> bool:
    """Whether a sign stands in for the word of movement: "Nasdaq +0.6%"."""
    return mention.sign < 0 or plus(scene, mention)


def plus(scene: Scene, mention: Mention) -> bool:
    """Whether a plus sign is written at the number."""
    return "+" in scene.text[max(mention.start - 1, 0) : mention.start + 1]


def entity_for(
    scene: Scene,
    mention: Mention | Hit,
    memory: Memory,
    skip: tuple[int, int],
    kinds: frozenset[str] | None = None,
) -> Found:
    """What a number is about. ``skip`` is the span of the source it is attributed to."""
    best = NOTHING
    for hit in scene.entities:
        if hit.start < mention.end and mention.start < hit.end:
            continue
        if skip[0] <= hit.start < skip[1]:
            continue
        kind = kind_of(hit.value)
        if kinds and kind not in kinds:
            continue
        # A subject governs all numbers of its clause: numbers between cost little.
        cost = scene.cost(_span(mention), _span(hit), number=0.5)
        if hit.start >= mention.end:
            if scene.walls(mention.end, hit.start, STRONG) and (best.value or memory.entity):
                continue  # "it gained 6.8% while the S&P 500 returned 25%"
            cost += -3.0 if _linked(scene, mention, hit) else AFTER + 1.0
            if scene.walls(mention.end, hit.start, COMMA) and _has_own(scene, hit):
                cost += OWNED  # "the Nasdaq fell 1.6%, the S&P 500 lost 1.2%"
        if any(0 <= v.start - hit.end <= 1 for v in scene.cue("partner.after")):
            cost += COMPARED  # the Japanese and Turkish say it behind the name
        behind = hit.start >= mention.end
        if behind and _of_compared(scene, mention, hit):
            continue
        standards = scene.group("baseline.") if behind else scene.cue("baseline.versus")
        if any(0 <= hit.start - v.end <= 1 for v in standards):
            cost += COMPARED  # "the euro lost 0.2% against the dollar"
        if kind == "agency" and any(
            -1 <= v.start - hit.end <= 1 or -1 <= hit.start - v.end <= 1
            for v in scene.cue("basis.consensus")
        ):
            continue  # "the FactSet consensus" is whose count it is
        if kind in ("agency", "currency"):
            cost += 6.0
        elif hit.value == UNKNOWN:
            cost += 3.0
        if cost < min(best.cost, FAR_ENTITY):
            best = Found(hit.value, scene.text[hit.start : hit.end], "stated", cost, hit)
    if best.value == UNKNOWN and best.text:
        best = replace(best, text=memory.names.get(best.text.split()[0], best.text))
    if best.value is None and kinds:
        for kind in sorted(kinds & memory.by_kind.keys(), key=_nearest_kind):
            return Found(*memory.by_kind[kind], "inferred")
        return best
    if best.value is None and memory.entity:
        return Found(memory.entity, memory.entity_text, "inferred")
    return best


def _of_compared(scene: Scene, mention: Mention | Hit, name: Hit) -> bool:
    """Whether a name is that of the number held against this one: "14 times, against 18 for it"."""
    return any(
        mention.end <= word.start
        and any(
            (word.end <= other.start
            and abs(name.start - other.end) <= COMPARED_NAME_GAP)
            or (word.end <= name.start
            and 0 <= other.start - name.end <= COMPARED_NAME_GAP)
            for other in scene.mentions
        )
        for word in scene.group("baseline.")
        if word.end <= name.start
    )


def _nearest_kind(kind: str) -> tuple[int, str]:
    """What was named earlier stands in by its nearness to an economy: an agency comes last."""
    order = ("country", "region", "central-bank", "currency", "index", "segment")
    return (order.index(kind) if kind in order else len(order)), kind


# Signs between a number that another is held against and the name it is told of.
COMPARED_NAME_GAP = 10
# What stands for its country when a figure of the economy is told.
OF_COUNTRY = frozenset(("agency", "central-bank", "currency", "index", "segment"))
# Agencies that tell of every country: "economists polled by Reuters" says nothing of Britain.
OF_NO_COUNTRY = frozenset(
    (
        "asset-manager",
        "bank",
        "data-vendor",
        "index-provider",
        "media",
        "rating-agency",
        "research",
    )
)


def entity_of(
    scene: Scene,
    mention: Mention | Hit,
    memory: Memory,
    skip: tuple[int, int],
    metric: Found,
    first: Found,
) -> Found:
    """The entity once the metric is known: a country for a figure of the economy.

    A text that names no country speaks of the one its language's press means by default; that
    reading is ``unsure``, and the judge does not use it.
    """
    kinds = about().kinds.get(metric.value or "")
    if first.value == UNKNOWN and first.hit and metric.hit and overlap(first.hit, metric.hit):
        return first  # "Africa's largest economy grew": of no place that the catalogue tells
    if metric.value == "target_price" and _is_broker(first):
        return _not_broker(scene, memory, first)
    if not kinds or kind_of(first.value) in kinds:
        return first
    if metric.value not in about().macro:
        # "US banks expect profits of the S&P 600 to grow": not the profits of the US.
        found = entity_for(scene, mention, memory, skip, kinds)
        if found.hit or (found.value and first.hit is None):
            return found
        # "央行降准": the central bank of the press that does not name it.
        return home_of(scene) if metric.value in about().rates and first.value is None else first
    found = entity_for(scene, mention, memory, (0, 0), kinds | OF_COUNTRY)
    if found.value:
        item = entities().get(found.value)
        if item and item.kind not in kinds:
            return (
                replace(found, value=item.country, certainty="inferred")
                if item.country and item.category not in OF_NO_COUNTRY
                else home_of(scene)
            )
        return found
    return home_of(scene)


def _is_broker(found: Found) -> bool:
    """Whether an entity is of those that set targets for the shares of others."""
    item = entities().get(found.value or "")
    return item is not None and item.category in OF_NO_COUNTRY


def _not_broker(scene: Scene, memory: Memory, first: Found) -> Found:
    """ "PT to $82 from $95 at Stifel": the firm named beside its broker or before."""
    others = [
        Found(hit.value, scene.text[hit.start : hit.end], "stated", first.cost, hit)
        for hit in scene.entities
        if hit is not first.hit and kind_of(hit.value) == "company"
    ]
    told = [other for other in others if not _is_broker(other)]
    known = memory.by_kind.get("company")
    if not told and known and not others:
        told = [Found(*known, "inferred")]
    return told[0] if told and not _is_broker(told[0]) else first


def home_of(scene: Scene) -> Found:
    """The country that the press of a language means where a text names none."""
    variant = scene.words.variant
    country = scene.words.country
    if variant and any(sign in scene.text for sign in variant["signs"]):
        country = variant["country"]
    return Found(country, None, "unsure") if country else NOTHING


def resolve_segment(found: Found, memory: Memory) -> tuple[str | None, Certainty]:
    """A segment means the index that the text named for it before, else stays a segment."""
    if found.value == UNKNOWN:
        return None, found.certainty
    if found.value and found.value in memory.indices:
        return memory.indices[found.value], passed_on(found).certainty
    return found.value, found.certainty


def is_base(period: PeriodMention) -> bool:
    """Whether a period is counted from another one ("a year earlier")."""
    return period.resolved_from == "sentence" or (
        period.resolved_from == "none" and period.type == "calendar"
    )


def is_compared(scene: Scene, period: PeriodMention) -> bool:
    """Whether a dated period is what a change is measured against: "up 5% from 2023"."""
    if period.first is None or _is_basis(scene, period):
        return False
    if period.granularity in ("day", "multi") and period.role != "versus":
        return False  # "from 3 June" and "from 2020 to 2024" are beginnings as often
    if period.role == "from":
        ends = [m.end for m in scene.mentions] + [h.end for h in scene.group("direction.")]
        return min(ends, default=period.end) <= period.start  # not "From 2025 the rate is 25%"
    span = period.start, period.end
    return period.role == "versus" or any(
        period.end <= hit.start and scene.cost(span, _span(hit)) == 0.0
        for hit in scene.cue("partner.after")
    )


def _own_value(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the number is that of the compared time: "less than in 2024 (2.9%)"."""
    return period.end <= mention.start and (
        scene.cost(_span(mention), (period.start, period.end)) <= 1.0 + STRONG
        and not scene.text[period.end : mention.start].strip(" (（'’s:的の")
    )


def period_for(
    scene: Scene, mention: Mention | Hit, metric: str | None
) -> PeriodMention | None:
    """The period named for a number: the nearest; one that opens the sentence governs it."""
    months_on = metric in about().spanned
    best, cheapest = None, FAR_PERIOD
    words_only = not isinstance(mention, Mention)
    apart = is_distance(scene, mention)
    for period in scene.periods:
        if apart and (
            0 <= period.start - mention.end <= PEAK_REACH
            or (period.role is None and _taken(scene, period, mention))
            or (period.type == "ytd" and _another_number(scene, period, mention))
        ):
            continue  # "up 16% this year and 3% below its July peak"
        if is_base(period) or _is_basis(scene, period) or _is_maturity(scene, period):
            continue  # "a year earlier" is what it is compared with
        if is_compared(scene, period) and not _own_value(scene, period, mention):
            continue
        if period.start < mention.end and mention.start < period.end:
            continue
        if months_on and _is_day(period):
            continue  # "sales rose 5%, it said on Tuesday": no figure of that day
        if (
            any(period.end <= hit.start < mention.start for hit in scene.cue("reach.now"))
            and period.role != "since"
            and _taken(scene, period, mention)
        ):
            continue  # "peaked at 9.1% in June 2022 and is now 2.4%"
        if period.role in ("since", None) and _window_of_record(scene, period):
            continue  # "its first move since March"
        if period.role == "since" and (
            scene.walls(period.end, mention.start, STRONG)
            or scene.walls(mention.end, period.start, COMMA)
        ):
            continue  # "the worst year since 2008: it lost 19%", "by 25, the eighth since May"
        if period.end <= mention.start and _of_the_start(scene, period, mention):
            continue  # "from 7.8% last October to 6.1%"
        if period.end <= mention.start and over_years(scene, mention, period.end):
            continue  # "lost 20% in 2022, so over two years they are down 7%"
        cost = scene.cost(_span(mention), (period.start, period.end), number=1.0)
        if period.start < mention.start and _taken(scene, period, mention):
            cost += TAKEN
        if period.start >= mention.end:
            if words_only and scene.walls(mention.end, period.start, COMMA):
                continue  # "has turned positive, with 18% expected by 2026"
            if scene.walls(mention.end, period.start, STRONG):
                continue  # another clause has its own time
            if not words_only and _next_clause(scene, mention, period):
                continue
            if scene.words.time_first and scene.walls(mention.end, period.start, COMMA):
                continue  # "下调25个基点，为年内第三次降息": a time stands before what it dates
            if not words_only and _of_origin(scene, period, mention):
                continue
            if _of_start(scene, period, mention) or _of_next_move(scene, period, mention):
                continue
            close = cost <= LINK_GAP and not scene.walls(mention.end, period.start, COMMA)
            if not close and (
                _opens_next(scene, period, mention) or _heads_next(scene, period, mention)
            ):
                cost += TAKEN
            cost += -1.0 if close else AFTER
        elif period.start <= OPENING and not _another(scene, period, mention):
            cost = min(cost, GOVERNED)
        if cost < cheapest:
            best, cheapest = period, cost
    return best


def _another_number(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a number stands between an earlier period and this one."""
    return any(period.end <= m.start and m.end <= mention.start for m in scene.mentions)


# Signs between a number and its time: "7.8% in October".
START_TIME = 8
# Signs between a distance and the day of what it is measured from: "3% below its July peak".
PEAK_REACH = 24


def is_distance(scene: Scene, mention: Mention | Hit) -> bool:
    """Whether a percentage tells how far a thing stands from another: "3% below its peak"."""
    return (
        isinstance(mention, Mention)
        and mention.unit == "percent"
        and any(
            0 <= hit.start - mention.end <= 1
            for name in ("higher_than", "lower_than")
            for hit in scene.cue(f"baseline.{name}")
        )
        and not any(0 <= mention.start - hit.end <= 1 for hit in scene.group("direction."))
    )


def _of_the_start(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time is that of where a movement began, and the number is where it ended."""
    if not isinstance(mention, Mention) or not any(
        0 <= mention.start - hit.end <= 1 for hit in scene.cue("reach.to")
    ):
        return False
    return any(
        0 <= period.start - other.end <= START_TIME
        and other.unit == mention.unit
        and any(0 <= other.start - hit.end <= 1 for hit in scene.cue("reach.from"))
        for other in scene.mentions
    )


def _of_next_move(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a period is that of the next movement of the same thing.

    "rose 0.2% to 24,000 and is up 20% this year": the 0.2% was not made this year. What a metric
    or an entity of its own parts ("sales rose 5% and profit fell 3% in 2024") shares its time.
    """
    if period.type != "ytd" and period.granularity != "year":
        return _beside_another(scene, period, mention)
    reach = period.end + NEXT_NUMBER if period.type == "ytd" else period.start
    for other in scene.mentions:
        if other.start < mention.end or other.start > reach or unit_class(other) != "percent":
            continue
        anew = any(mention.end <= h.start < other.start for h in scene.group("direction."))
        if period.end <= other.start:  # "und liegt seit Jahresbeginn 20 Prozent im Plus"
            anew = scene.walls(mention.end, period.start, 0.0)
        parts = scene.metrics + scene.entities
        if anew and not any(mention.end <= h.start < other.start for h in parts):
            return True
    return False


def _beside_another(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """ "2.4%, having touched 1.7% in September": the month is that of the number beside it.

    Not in "fell 0.9% on the month and rose 3.3% on the year in May", which has no comma.
    """
    # "touched" and the like are verbs of prices, and name no other thing.
    parts = [hit for hit in scene.metrics if hit.value != "price"] + scene.entities
    return isinstance(mention, Mention) and any(
        mention.end <= other.start
        and other.unit == mention.unit
        and 0 <= period.start - other.end <= NEXT_NUMBER
        and scene.walls(mention.end, other.start, COMMA)
        and len(scene.text[mention.end : other.start].split()) > CLAUSE_WORDS
        and not any(mention.end <= h.start < other.start for h in parts)
        for other in scene.mentions
    )


def _next_clause(scene: Scene, mention: Mention | Hit, period: PeriodMention) -> bool:
    """Whether a verb behind "and" takes the time: "kept the rate at 5.5% and cut its FY26 view"."""
    anew = [
        word
        for word in scene.cue("boundary.weak")
        if word.start >= mention.end
        and scene.walls(mention.end, word.start, COMMA)
        and not any(0 < m.start - word.end <= 1 for m in scene.mentions)  # "41 points, or 0.5%"
    ]
    if any(word.end <= m.start and m.end <= period.start for word in anew for m in scene.mentions):
        return True  # "shaved the rate to 7.25%, and markets price 18bp in the next year"
    return any(
        mention.end < verb.start
        and verb.end <= period.start
        and any(
            mention.end <= word.start and 0 < verb.start - word.end <= PRONOUN
            for word in scene.cue("boundary.weak")
        )
        and any(verb.end <= m.start for m in scene.mentions)
        for verb in scene.group("direction.") + scene.cue("modality.forecast")
    )


def _is_day(period: PeriodMention) -> bool:
    """Whether a period is one day, told in passing: no day up to which months are counted."""
    return period.granularity == "day" and period.type == "calendar" and (
        period.first is not None and period.first == period.last
    )


# "after a decline of 5%": words between the one that tells of before and its number.
ORIGIN_REACH = 4.0


def over_years(scene: Scene, mention: Mention | Hit, since: int = 0) -> bool:
    """Whether a length of time goes with the number: "over two years they are down 7%"."""
    return any(
        other.unit in ("year", "month", "quarter", "decade", "week") and other.start >= since
        and not scene.walls(other.end, mention.start, COMMA)
        and other.end <= mention.start
        for other in scene.mentions
    )


def is_origin(scene: Scene, mention: Mention, own_move: bool = True) -> bool:
    """Whether a number is told as the value before: "up from 5%", "after advancing 5% in May".

    ``own_move`` takes those with a movement of their own too: "after a decline of 5%".
    """
    return _second_origin(scene, mention) or any(
        hit.end <= mention.start
        and scene.cost(_span(mention), _span(hit)) <= (
            ORIGIN_REACH
            if own_move
            and any(hit.end <= d.start < mention.start for d in scene.group("direction."))
            else 1.0
        )
        and not any(hit.end <= p.start < mention.start for p in scene.periods)
        for hit in scene.cue("reach.origin")
    )


def _second_origin(scene: Scene, mention: Mention) -> bool:
    """ "Up from €4bn in the first quarter and €3.5bn a year earlier": both are of before."""
    earlier = [m for m in scene.mentions if m.end <= mention.start]
    joined = any(0 <= mention.start - word.end <= 1 for word in scene.cue("boundary.weak"))
    if not earlier or not joined or earlier[-1].unit != mention.unit:
        return False
    parts = (*scene.group("direction."), *scene.metrics, *scene.entities)
    if any(earlier[-1].end <= part.start < mention.start for part in parts):
        return False
    return is_origin(scene, earlier[-1], own_move=False)


def _of_origin(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period is that of where a movement began: "$4.2bn, up from $4.0bn in 2023"."""
    origins = [
        other
        for other in scene.mentions
        if mention.end <= other.start < other.end <= period.start
        and isinstance(mention, Mention)
        and other.unit == mention.unit
        and is_origin(scene, other)
    ]
    return bool(origins) and (
        scene.cost(_span(origins[-1]), (period.start, period.end), number=0.0) <= 1.0
    )


def _of_start(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period dates where a movement began: "slipped to 4.05% from 4.14% on Monday"."""
    before = [m for m in scene.mentions if m.end <= period.start and m.start >= mention.end]
    if not before or not any(0 <= before[-1].start - h.end <= 1 for h in scene.cue("reach.from")):
        return False
    near = scene.cost(_span(before[-1]), (period.start, period.end), number=0.0)
    return near <= 1.0 and any(
        hit.start < before[-1].start and not scene.walls(hit.end, before[-1].start, COMMA)
        for hit in scene.cue("reach.to")
    )


def _opens_next(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period stands right before another number: "8% and aims in 2026 for 9%"."""
    return any(
        other.start >= period.end
        and other.start != mention.start
        and scene.cost((period.start, period.end), _span(other), number=0.0) <= 1.0
        for other in scene.mentions
    )


def _heads_next(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time heads the next item of a post that a time has opened: "..., Q3 guide $20B"."""
    return (
        any(p.start <= OPENING and p.end <= mention.start for p in scene.periods)
        and scene.walls(mention.end, period.start, COMMA)
        and any(
            period.end <= hit.start and any(hit.end <= m.start for m in scene.mentions)
            for hit in scene.metrics
        )
    )


def _another(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether another time is named between the opening one and the number."""
    return any(
        period.end <= other.start and other.end <= mention.start and not is_base(other)
        for other in scene.periods
    )


def _taken(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period follows another number at once: "from 5.7% in April to 4.4%"."""
    return any(
        other.end <= period.start
        and other.start != mention.start
        and scene.cost(_span(other), (period.start, period.end), number=0.0) <= LINK_GAP
        # "上涨10.5%，周五收于3272点": where a time stands before what it dates, a comma parts them.
        and not (scene.words.time_first and scene.walls(other.end, period.start, COMMA))
        for other in scene.mentions
    )


def _is_basis(scene: Scene, period: PeriodMention) -> bool:
    """Whether the words of a period say how a change is counted ("on the month", "前年比")."""
    return any(
        hit.start < period.end and period.start < hit.end
        # "over the year to September" is a time; "over the year" alone a way of counting
        and (period.end - hit.end < DATED or not _year_long(period))
        for name in TIMED
        for hit in scene.cue(f"basis.{name}")
    )


def _year_long(period: PeriodMention) -> bool:
    """Whether a period lasts a year: "over the year to September"."""
    first, last = period.first, period.last
    return first is not None and last is not None and (last - first).days >= YEAR


def _is_maturity(scene: Scene, period: PeriodMention) -> bool:
    """Whether a period belongs to the name of a bond or future: "DI para janeiro de 2029"."""
    return any(
        hit.value == "bond_yield" and hit.start < period.start <= hit.end + 1
        for hit in scene.metrics
    )


def _window_of_record(scene: Scene, period: PeriodMention) -> bool:
    """Whether a period says since when something is a record."""
    if any(0 <= hit.start - period.end <= 6 for hit in scene.cue("trend.rank")):
        return True  # "创1995年以来新高"
    if period.type == "trailing" and any(
        0 <= hit.start - period.end <= 8 for hit in scene.cue("rank.percentile")
    ):
        return True  # "近十年78%分位"
    if period.role is None:
        return False
    return any(
        period.start - hit.end >= 0 and scene.cost(_span(hit), (period.start, period.end)) <= 5.0
        for hit in scene.cue("rank.superlative")
    )


def direction_hit(scene: Scene, mention: Mention | Hit) -> Hit | None:
    """The word of movement or flow that goes with a number."""
    asked = mention.start, mention.end, isinstance(mention, Mention)
    if asked not in scene.moved:
        scene.moved[asked] = _direction_hit(scene, mention)
    return scene.moved[asked]


def _bounds(mention: Mention, hit: Hit) -> bool:
    """Whether a word is part of the bound told before the number."""
    start = mention.hedge_start
    return start is not None and start <= hit.start < mention.start


def _direction_hit(scene: Scene, mention: Mention | Hit) -> Hit | None:
    best, cheapest = None, FAR_DIRECTION
    for hit in scene.group("direction."):
        if hit.start < mention.end and mention.start < hit.end and hit.end - hit.start > 1:
            return hit  # "doubled" is its own direction
        if isinstance(mention, Mention) and _bounds(mention, hit):
            continue  # "up to $5bn", "topped $1bn": a bound, no movement
        cost = scene.cost(_span(mention), _span(hit))
        hit = turned_by_particle(scene, mention, hit)
        flow = hit.value in ("direction.in", "direction.out")
        if flow and isinstance(mention, Mention) and unit_class(mention) == "percent":
            continue  # money flows in amounts; "funds drew 5% more" has its own word
        if hit.start >= mention.end:
            if scene.walls(mention.end, hit.start, COMMA):
                # "revenue was $5bn, up 3%": the word belongs to what follows it. Where verbs
                # stand last, one verb closes a list: "A %2, B %3 dustu".
                if not _closes_list(scene, mention, hit):
                    continue
                cost = min(cost, FAR_DIRECTION - 1.0)
            cost += 0.5 if cost <= LINK_GAP or scene.words.verb_last else 5.0
        elif _spent(scene, hit, mention):
            continue
        elif cost >= FAR_DIRECTION and any(
            hit.end <= p.start and p.end <= mention.start and is_compared(scene, p)
            for p in scene.periods
        ):
            cost -= ASIDE  # "sanken im Mai gegenüber April um 7,7 Prozent"
        if cost < cheapest:
            best, cheapest = hit, cost
    return best


def turned_by_particle(scene: Scene, mention: Mention | Hit, verb: Hit) -> Hit:
    """ "flossen 2 Mrd. ab", "zogen um 2 % an": the verb's end behind the number tells the way."""
    if verb.value not in ("direction.in", "direction.out") or verb.start >= mention.end:
        return verb
    ends = {mention.end}
    for to in scene.cue("reach.to"):
        if 0 <= to.start - mention.end <= 1:  # "um 8 Basispunkte auf 2,61 Prozent an"
            ends |= {m.end for m in scene.mentions if 0 <= m.start - to.end <= 1}
    for way in ("in", "out", "up"):
        if any(0 <= last.start - end <= 1 for last in scene.cue(f"particle.{way}") for end in ends):
            return verb._replace(value=f"direction.{way}")
    return verb


def _spent(scene: Scene, hit: Hit, mention: Mention | Hit) -> bool:
    """Whether a verb before has its own number: "同比增长38%，毛利率40%" says nothing of 40%.

    A new clause with a metric of its own begins anew, where verbs stand first or last.
    """
    if not unspaced(scene.text[hit.start]):
        return False
    last = scene.words.verb_last
    own = [m for m in scene.mentions if (m.end <= hit.start if last else hit.end <= m.start)]
    if not own:
        return False
    end = hit.end if last else own[0].end
    return (
        end <= mention.start
        and scene.walls(end, mention.start, COMMA)
        and any(end <= m.start and m.end <= mention.start for m in scene.metrics)
    )


def _closes_list(scene: Scene, mention: Mention | Hit, hit: Hit) -> bool:
    """Whether a verb ends a list of percentages, each with its own subject."""
    return (
        scene.words.verb_last
        and isinstance(mention, Mention)
        and mention.unit == "percent"
        and not scene.walls(mention.end, hit.start, STRONG)
        and any(
            mention.end <= m.start
            and m.end <= hit.start
            and m.unit == "percent"
            and scene.text[mention.end : m.start].strip(" ,、，")
            and scene.cost(_span(m), _span(hit)) <= LINK_GAP
            for m in scene.mentions
        )
    )
