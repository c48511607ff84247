"""Metrics that no name says: what the verb, the unit and the kind of entity imply."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, WEAK, Hit, Scene, overlap
from claimcheck.extract.units import MILLION, unitless
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import entities, metrics
from claimcheck.quantities import Mention
from claimcheck.words import unspaced

if TYPE_CHECKING:
    pass

from claimcheck.extract.attach.direction import direction_hit
from claimcheck.extract.attach.entity import OF_NO_COUNTRY
from claimcheck.extract.attach.found import (
    FAR_DIRECTION,
    LINK_GAP,
    NOTHING,
    PREMIUMS,
    Found,
    Memory,
    signed,
    span_of,
    unit_class,
)
from claimcheck.extract.attach.period import is_distance

# What shares are valued by: a yield told beside them is that of dividends.
VALUED = frozenset(("pe_ratio", "price_to_book", "ev_to_ebitda", "price_to_sales", "payout_ratio"))
# A multiple told of these is no price of shares.
OWED = frozenset(("leverage_ratio", "total_debt", "interest_coverage", "book_to_bill"))
# "To 4%" speaks against a return by so many words.
ARRIVED = 6.0
# Words between a coin and a bare number that is its price: "BTC lost 100k again".
BARE_PRICE = 3.0
# "The odds of a quarter-point July cut": words between a chance and what it is of.
MOVE_REACH = 6.0
# What the parts of a purchasing managers' index can be.
SURVEY = (15, 85)


def growth_of(metric_id: str | None) -> str | None:
    """The growth metric of a metric, or itself when it is one already."""
    if metric_id is None:
        return None
    metric = metrics()[metric_id]
    # Inflation is a growth of prices, yet "growth" beside it is that of the economy.
    return metric_id if metric.growth_of else metric.growth


def is_arrival(scene: Scene, mention: Mention) -> bool:
    """Whether a small amount is a price that was reached: "lost 2% to 17.23 euros"."""
    return (
        unit_class(mention) == "currency"
        and mention.scale == 1
        and any(0 <= mention.start - hit.end <= 1 for hit in scene.cue("reach.to"))
    )


def of_kind(
    scene: Scene, metric: Found, entity: Found, movement: Hit | None, recent: tuple[str, ...] = ()
) -> Found:
    """A metric told by a word whose meaning hangs on whom it is said of: a company's "Rendite".

    Where no name stands, what was told of before (``recent``) says so: after flows it is said
    of funds, after inflation of an economy.
    """
    bare = metric.hit and any(
        h.start == metric.hit.start and h.end == metric.hit.end for h in scene.cue("refer.bare")
    )
    kind = kind_of(entity.value)
    if kind is None:
        kind = "fund" if "net_flow" in recent else "country" if "cpi_inflation" in recent else None
    metric = _as_recent(scene, metric, kind, recent)
    if kind is None and {kind_of(name.value) for name in scene.entities} == {"company"}:
        kind = "company"
    key = f"{metric.value}/{kind}"
    metric = replace(metric, value=about().as_told.get(key, metric.value))
    shared = f"{metric.value}/gdp" in about().pairs
    if metric.value in PREMIUMS and any(m.unit == "times" for m in scene.mentions):
        return metric  # "14.8 times, ein Abschlag von 35 Prozent"
    if metric.value in PREMIUMS and scene.cue("basis.ytd"):
        return replace(metric, value="return")  # "年初来で15%安い"
    if not bare or (shared and any(hit.value == "gdp" for hit in scene.metrics)):
        return metric  # "a deficit of 5% of GDP" is no firm's
    table = about().by_kind
    way = movement.value.rpartition(".")[2] if movement else ""
    return replace(metric, value=table.get(f"{key}/{way}") or table.get(key) or metric.value)


def _as_recent(
    scene: Scene, metric: Found, kind: str | None, recent: tuple[str, ...]
) -> Found:
    """ "Retail sales rose. Sales were 5% higher": the sales told of before, no firm's."""
    name, known = metric.hit, metrics()
    if name is None or kind == "company":
        return metric
    if not any(hit[:2] == name[:2] for hit in scene.cue("refer.short")):
        return metric
    for told in about().as_recent.get(metric.value or "", ()):
        if told in recent or (known[told].growth_of or "") in recent:
            return replace(metric, value=told)
    return metric


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
    parts += [(h.start, h.end) for h in scene.entities if kind_of(h.value) in ("country", "region")]
    return any(name.start <= start < name.end or 0 <= name.start - end <= 1 for start, end in parts)


def as_paid(scene: Scene, mention: Mention, metric: Found, entity: Found) -> Found:
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


def odds_named(scene: Scene, mention: Mention, memory: Memory, rates: bool) -> Hit | None:
    """The word of chance that a clause begins with: "odds of a December move slid to 67%"."""
    of_rates = rates or memory.metric in about().rates
    for hit in scene.cue("refer.chance"):
        if not of_rates and not _of_a_move(scene, hit):
            continue
        between = [m for m in scene.metrics if hit.end <= m.start < mention.start]
        if (
            hit.end <= mention.start
            and scene.cost(span_of(mention), span_of(hit)) <= FAR_DIRECTION
            and not scene.walls(hit.end, mention.start, WEAK)
            and not any(m.value not in about().rates for m in between)
        ):
            return hit
    return None


def _of_a_move(scene: Scene, chance: Hit) -> bool:
    """Whether a chance is that of a central bank's next step: "the odds of a July cut"."""
    return any(
        chance.end <= move.start
        and scene.cost(span_of(chance), span_of(move)) <= MOVE_REACH
        and not scene.walls(chance.end, move.start, STRONG)
        for move in scene.cue("refer.move")
    )


def of_survey(scene: Scene, mention: Mention, best: Found, memory: Memory) -> Found:
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


def chance_of(scene: Scene, mention: Mention, best: Found) -> Found | None:
    """ "A 79% chance of a cut": a probability, never the rate that may be cut."""
    if mention.unit != "percent" or (best.value or "").endswith("probability"):
        return None
    for hit in scene.cue("refer.chance"):
        if scene.cost(span_of(mention), span_of(hit)) <= 1.0:
            rates = best.value in about().rates
            text = scene.text[hit.start : hit.end]
            return Found("rate_cut_probability" if rates else None, text, "stated", 0.0, hit)
    return None


def move_of_stock(scene: Scene, mention: Mention, movement: Hit | None) -> Found:
    """ "The shares fell 23% to 31 euros": a return and a price, whosever shares they are."""
    unit = unit_class(mention)
    moved = movement or signed(scene, mention)
    for name in ("refer.stock", "refer.index"):
        for hit in scene.cue(name):
            near = scene.cost(span_of(mention), span_of(hit)) <= FAR_DIRECTION
            left, right = sorted((span_of(mention), span_of(hit)))
            parted = not near or scene.walls(left[1], right[0], STRONG)
            if parted and not (moved and _speaks_of(scene, hit)):
                continue
            text = scene.text[hit.start : hit.end]
            if (unit == "percent" and moved) or mention.kind == "ratio_word":
                return Found("return", text, "inferred", 9.0)
            if unit == "point" and name == "refer.index":
                return Found("index_level", text, "inferred", 9.0)
            priced = unit == "currency" and mention.scale == 1 and hit.end <= mention.start
            if priced and name == "refer.stock":
                return Found("share_price", text, "inferred", 9.0)
    return NOTHING


def _speaks_of(scene: Scene, subject: Hit) -> bool:
    """Whether a sentence opens with its subject and names nothing else: "The shares, which ..."."""
    opens = not scene.text[: subject.start].strip() or scene.text[: subject.start].count(" ") == 1
    return opens and not scene.metrics and not scene.entities


def flow_of(scene: Scene, mention: Mention, entity: Found) -> Found:
    """Money that moves in or out is a net flow, and so is what a fund gains or loses."""
    money = unit_class(mention) == "currency" or (unitless(mention) and mention.scale >= MILLION)
    if money and (moved := _of_investors(scene, mention)):
        return moved
    hit = direction_hit(scene, mention)
    if hit is None or not money:
        return NOTHING
    name = hit.value.rpartition(".")[2]
    if name in ("in", "out") or (
        kind_of(entity.value) in ("fund", "segment") and entity.cost < FAR_DIRECTION
    ):
        if scene.walls(min(hit.end, mention.end), max(hit.start, mention.start), STRONG):
            return NOTHING
        if kind_of(entity.value) in (None, "company") and _names_sales(scene, hit):
            return NOTHING
        if kind_of(entity.value) == "company" and any(
            overlap(hit, part) for part in scene.cue("refer.part")
        ):
            return NOTHING  # "subscriptions and services $747 million" are what it sold
        if name in ("up", "down") and any(
            hit.end <= to.start and 0 <= mention.start - to.end <= 1 for to in scene.cue("reach.to")
        ):
            return NOTHING  # "lifting assets to $7.5tn"
        return Found(
            "net_flow",
            scene.text[hit.start : hit.end],
            "inferred",
            scene.cost(span_of(mention), span_of(hit)),
        )
    return NOTHING


def _of_investors(scene: Scene, mention: Mention) -> Found | None:
    """ "Foreigners sold shares worth $2bn": no revenue, but money that investors moved."""
    for name in ("flow.bought", "flow.sold"):
        for verb in scene.cue(name):
            led = verb.end <= mention.start and not scene.walls(verb.end, mention.start, COMMA)
            if led and scene.cost(span_of(verb), span_of(mention)) <= MOVE_REACH and any(
                who.end <= verb.start
                and scene.cost(span_of(who), span_of(verb)) <= LINK_GAP
                for who in scene.cue("flow.investors")
            ):
                text = scene.text[verb.start : verb.end]
                return Found("net_flow", text, "inferred", -1.0, verb)
    return None


def _names_sales(scene: Scene, way: Hit) -> bool:
    """Whether a word of flows is a firm's sales as well: "ingresos de 3.950 millones"."""
    return any(hit.value == "revenue" and overlap(hit, way) for hit in scene.metrics)


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
    priced = kind_of(entity.value) == "company" and movement and is_arrival(scene, mention)
    if unit == "per_share" and metric == "eps" and is_arrival(scene, mention):
        metric = "share_price"  # "bought 5m shares at $23.28 a share"
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
    if metric == "return" and _is_division(scene, entity):
        return NOTHING  # "wholesale sales rose 7% while Nike Direct fell 4%"
    if metric == "return" and mention.unit == "percentage_point":
        return NOTHING  # "favouring a half-point reduction"
    told = movement or signed(scene, mention) or mention.kind == "ratio_word"
    # "Ether, 2.4% below its peak"; a multiple below another is cheaper.
    multiples = any(other.unit == "times" for other in scene.mentions)
    told = told or (is_distance(scene, mention) and not multiples)
    if metric == "return" and not told:
        return NOTHING
    if metric == "pe_ratio" and not (
        scene.cue("multiple.words") or _stands_on(scene, mention, entity.hit)
    ):
        return NOTHING
    arrived = metric == "return" and is_arrival_in(scene, mention)
    # A rate that only the bank's name suggests, beside another figure of the economy.
    loose = kind_of(entity.value) == "central-bank" and any(
        hit.value in about().macro for hit in scene.metrics
    )
    cost = entity.cost + 3.0 + (ARRIVED if arrived else 0.0)
    return Found(metric, None, "unsure" if loose else "inferred", cost)


def _is_division(scene: Scene, firm: Found) -> bool:
    """Whether a firm's name goes on with a capital, or leaves out its noun: "Boston's rose"."""
    name, text = firm.hit, scene.text
    if name is None or kind_of(firm.value) not in ("company", None) or not scene.metrics:
        return False
    if text[name.start : name.end].endswith(("'s", "’s")) or text[name.end :][:2] in ("'s", "’s"):
        return firm.value == UNKNOWN
    following = text[name.end : name.end + 3]
    return following[:1] == " " and following[1:2].isupper() and following[2:3].islower()


def is_arrival_in(scene: Scene, mention: Mention) -> bool:
    """ "We cut our estimate for Kohl's to -4%": a percentage that was reached is no return."""
    arrive = scene.cue("reach.arrive") or scene.cue("reach.to")
    return any(
        0 <= mention.start - to.end <= 1 and scene.text[to.start : to.end] != "at" for to in arrive
    )


def _stands_on(scene: Scene, mention: Mention, name: Hit) -> bool:
    """ "Pernod, on 12 times, looks the better risk": shares stand on a multiple."""
    return scene.text[name.end : mention.start].strip(" ,") in ("on", "is on", "stands on")


def _bare_price(scene: Scene, mention: Mention, name: Hit) -> bool:
    """ "BTC lost 100k", not "639,000 bitcoins": where words are parted by spaces."""
    beside = scene.text[max(mention.start - 1, 0)] + scene.text[mention.end : mention.end + 1]
    return (
        unitless(mention)
        and scene.cost(span_of(mention), span_of(name)) <= BARE_PRICE
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
        # "DBS slipped 0.2% to S$51.15, while UOB fell to S$35.18": a bank that moved itself.
        and not any(bank.end <= m.start and m.end <= share.start for m in scene.mentions)
        for bank in scene.entities
    )
