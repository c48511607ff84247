"""Which entity a number is told of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, Hit, Scene, overlap
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import entities
from claimcheck.quantities import Mention
from claimcheck.schema import Certainty

if TYPE_CHECKING:
    pass

from claimcheck.extract.attach.found import (
    FAR_ENTITY,
    NOTHING,
    PREMIUMS,
    Found,
    Memory,
    has_own,
    is_linked,
    passed_on,
    span_of,
    unit_class,
)
from claimcheck.extract.attach.period import AFTER

# What is named as a standard of comparison is less likely the subject, by so many words.
COMPARED = 4.0
# What is traded in many places, and the words between it and one: "futures in".
WORLDLY = ("commodity", "currency", "crypto")
TRADED_GAP = 3
# What has no shares.
SHARELESS = ("commodity", "crypto", "currency")
# What is told over the bonds of another country, and which country that mostly is.
SPREADS, YARDSTICK = frozenset(("yield_spread", "credit_spread")), "germany"
# Signs before the name of a partner: "対米輸出", "对美出口".
TOWARDS = {"対", "对", "對"}
# What a bank foresees the price of, when it foresees one.
PRICE, GOODS = "price", frozenset(("commodity", "crypto"))
# Words between what is exported and where to: "of goods to the".
PARTNER_WORDS = 4
# Signs between a unit and what is counted in it: " of ".
COUNTED_GAP = 5
# Signs between a name and what is its own: "Jamie Dimon's bank".
GENITIVE_GAP = 3
# A metric that begins a new clause and has its own number belongs less to the number before it.
OWNED = 4.0


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
        if kind == "currency" and hit.start >= mention.end and scene.walls(
            mention.end, hit.start, STRONG
        ):
            continue  # "доходность ОФЗ снизилась до 14%; юань подорожал": of another clause
        led = {scene.text[hit.start], scene.text[max(hit.start - 1, 0)]}
        if kind in ("country", "region") and (led & TOWARDS or _is_partner(scene, hit)):
            continue  # "対米輸出", "exports of goods to the US"
        if kind == "commodity" and memory.entity and _is_counted(scene, mention, hit):
            continue  # "2.3 million barrels of oil equivalent a day", told of BP
        if _is_yardstick(scene, mention, hit):
            continue  # "l'OAT se détend à 3,43 % et l'écart avec le Bund"
        if kind == "currency" and _of_a_metric(scene, hit):
            continue  # "人民币贷款" are loans, not the yuan
        if not kinds and _only_says_where(scene, mention, hit, kind):
            continue
        if hit.value == UNKNOWN and _sets_the_scene(scene, mention, hit):
            continue  # "In Tokyo, the Bank of Japan stood pat at 0.5%"
        if hit.value == UNKNOWN and hit.start >= mention.end and (
            _points_back(scene, memory)
            or (memory.entity and scene.walls(mention.end, hit.start, COMMA))
        ):
            continue  # "It set aside $170 million, some of it for Tricolor"
        if hit.value == UNKNOWN and (memory.entity or len(scene.entities) > 1) and _is_chief(
            scene, hit
        ):
            continue  # "Jamie Dimon's bank now guides to $95.8 billion"
        # A subject governs all numbers of its clause: numbers between cost little.
        cost = scene.cost(span_of(mention), span_of(hit), number=0.5)
        if hit.start >= mention.end:
            if scene.walls(mention.end, hit.start, STRONG) and (best.value or memory.entity):
                continue  # "it gained 6.8% while the S&P 500 returned 25%"
            cost += -3.0 if is_linked(scene, mention, hit) else AFTER + 1.0
            if scene.walls(mention.end, hit.start, COMMA) and has_own(scene, hit):
                if best.value or memory.entity:
                    continue  # "gold gained 1.1% over five sessions to $3,685, the VIX was 15"
                cost += OWNED  # "the Nasdaq fell 1.6%, the S&P 500 lost 1.2%"
        if any(0 <= v.start - hit.end <= 1 for v in scene.cue("partner.after")):
            cost += COMPARED  # the Japanese and Turkish say it behind the name
        behind = hit.start >= mention.end
        if behind and _of_compared(scene, mention, hit):
            continue
        if not behind and _surpassed(scene, mention, hit):
            continue
        standards = scene.group("baseline.") if behind else scene.cue("baseline.versus")
        if any(0 <= hit.start - v.end <= 1 for v in standards):
            cost += COMPARED  # "the euro lost 0.2% against the dollar"
        if not behind and _is_surpassed(scene, mention, hit):
            continue  # "ether has outpaced bitcoin by 31 points"
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
    if not kinds and _of_the_stock(scene, best):
        told = memory.by_kind.get("company")
        best = Found(*told, "inferred") if told else best
    best = _of_pair(scene, mention, best)
    if best.value == UNKNOWN and best.text:
        best = replace(best, text=memory.names.get(best.text.split()[0], best.text))
    if best.value is None and kinds:
        for kind in sorted(kinds & memory.by_kind.keys(), key=_nearest_kind):
            return Found(*memory.by_kind[kind], "inferred")
        return best
    if best.value is None and memory.entity:
        # "Its bitcoin grew. Shares added 4.7%", "Brent slipped. The index is up 36%"
        for name, kind in (
            ("refer.stock", "company"), ("refer.index", "index"), ("refer.coin", "crypto")
        ):
            told = memory.by_kind.get(kind)
            said = any(hit.end <= mention.start for hit in scene.cue(name))
            if told and said and (kind == "crypto" or kind_of(memory.entity) in SHARELESS):
                return Found(*told, "inferred")
        return Found(memory.entity, memory.entity_text, "inferred")
    return best


def _is_partner(scene: Scene, place: Hit) -> bool:
    """Whether a place is where goods go to, and not who exports them."""
    return any(
        hit.value in TRADED
        and hit.end < place.start
        and len(scene.text[hit.end : place.start].split()) <= PARTNER_WORDS
        and any(0 <= place.start - word.end <= 5 for word in scene.cue("reach.to"))
        and not any(hit.end < m.start < place.start for m in scene.mentions)
        for hit in scene.metrics
    )


def _is_counted(scene: Scene, mention: Mention | Hit, goods: Hit) -> bool:
    """Whether goods stand right behind the unit that they are counted in."""
    return (
        isinstance(mention, Mention)
        and unit_class(mention) not in ("currency", "percent")
        and 0 <= goods.start - mention.end <= COUNTED_GAP
    )


def _is_yardstick(scene: Scene, mention: Mention | Hit, hit: Hit) -> bool:
    """Whether a name stands behind a spread that is told over it, and the number before both."""
    item = entities().get(hit.value)
    if item is None or YARDSTICK not in (item.id, item.country) or item.kind == "company":
        return False
    return any(
        name.value in SPREADS and mention.end <= name.start <= hit.start for name in scene.metrics
    )


def _of_pair(scene: Scene, mention: Mention | Hit, best: Found) -> Found:
    """ "Der Euro verlor zum Dollar": of two currencies in a row the first is told of."""
    second = best.hit
    if second is None or kind_of(best.value) != "currency":
        return best
    if not isinstance(mention, Mention):
        return best
    for first in scene.entities:
        if (
            first.end <= second.start
            and kind_of(first.value) == "currency"
            and first.value != best.value
            and not scene.walls(first.end, second.start, COMMA)
            and not _parted_by_number(scene, first, second)
            # A rate is told of either, but "euro/TL 48,90", "l'euro recule face au billet vert, à".
            and (
                mention.unit == "percent"
                or scene.text[first.end : second.start] == "/"
                or first.end <= mention.start < mention.end <= second.start  # "1,470 per dollar"
                or any(
                    first.end <= word.start and word.end <= second.start
                    for word in scene.group("baseline.")
                )
            )
        ):
            text = scene.text[first.start : first.end]
            return replace(best, value=first.value, text=text, hit=first)
    return best


def _parted_by_number(scene: Scene, first: Hit, second: Hit) -> bool:
    """Whether each of two names has a number: "the euro lost 0.4% and the yen 0.3%"."""
    between = [m for m in scene.mentions if first.end <= m.start and m.end <= second.start]
    return bool(between) and any(m.start >= second.end for m in scene.mentions)


def _of_a_metric(scene: Scene, money: Hit) -> bool:
    """Whether the name of a currency is part of the name of what is measured in it."""
    return any(
        name.start <= money.start
        and money.end <= name.end
        and name.end - name.start > money.end - money.start
        and name.value not in about().quoted
        for name in scene.metrics
    )


def _only_says_where(scene: Scene, mention: Mention | Hit, hit: Hit, kind: str | None) -> bool:
    """Whether a place says where a thing is traded, or what kind of thing it is.

    "Iron ore futures in Singapore", "Netflix fell after a $619 million Brazilian tax charge".
    """
    if kind not in ("country", "region"):
        return False
    before = [other for other in scene.entities if other.end <= hit.start]
    if not before:
        return False
    led = any(0 <= hit.start - word.end <= 1 for word in scene.cue("reach.place"))
    last = before[-1]
    if led and kind_of(last.value) in WORLDLY:
        return len(scene.text[last.end : hit.start].split()) <= TRADED_GAP
    told = scene.text[hit.end : hit.end + 2]
    attribute = 0 <= hit.start - mention.end <= 1 and told[:1] == " " and told[1:].islower()
    return attribute and any(kind_of(other.value) == "company" for other in before)


def _sets_the_scene(scene: Scene, mention: Mention | Hit, name: Hit) -> bool:
    """Whether a place opens the sentence before its subject."""
    return (
        any(word.start == 0 and name.start - word.end == 1 for word in scene.cue("reach.place"))
        and scene.text[name.end : name.end + 1] == ","
        and any(name.end <= e.start and e.end <= mention.start for e in scene.entities)
    )


def _points_back(scene: Scene, memory: Memory) -> bool:
    """Whether a sentence goes on about what the text has named: "It set aside ..."."""
    if memory.entity in (None, UNKNOWN):
        return False
    return any(hit.start == 0 for hit in scene.cue("refer.thing"))


def _of_the_stock(scene: Scene, best: Found) -> bool:
    """ "The shares jumped 9% on the Paris exchange": a subject that points back to a firm."""
    name = best.hit
    opened = any(hit.start <= COUNTED_GAP - 1 for hit in scene.cue("refer.stock"))
    led = (*scene.cue("reach.place"), *scene.cue("reach.to"))
    return opened and name is not None and kind_of(best.value) in ("index", "country") and any(
        0 <= name.start - word.end <= COUNTED_GAP - 1 for word in led  # "à la Bourse de Paris"
    )


def _is_chief(scene: Scene, name: Hit) -> bool:
    """Whether a name is that of whom a firm is led by: "Elon Musk's company", "Tim Cook said"."""
    words = (*scene.cue("refer.house"), *scene.cue("attribution.after"))
    return any(0 <= word.start - name.end <= GENITIVE_GAP for word in words)


def _is_surpassed(scene: Scene, mention: Mention | Hit, name: Hit) -> bool:
    """Whether a name is that which another one beats or trails by the number."""
    by = any(0 < mention.start - word.end <= 1 for word in scene.cue("reach.size"))
    return by and any(
        0 < name.start - verb.end <= 1 and any(e.end <= verb.start for e in scene.entities)
        for verb in (*scene.cue("baseline.higher_than"), *scene.cue("baseline.lower_than"))
    )


def _of_compared(scene: Scene, mention: Mention | Hit, name: Hit) -> bool:
    """Whether a name is that of the number held against this one: "14 times, against 18 for it"."""
    return any(
        mention.end <= word.start
        and any(
            (word.end <= other.start and abs(name.start - other.end) <= COMPARED_NAME_GAP)
            or (word.end <= name.start and 0 <= other.start - name.end <= COMPARED_NAME_GAP)
            for other in scene.mentions
        )
        for word in scene.group("baseline.")
        if word.end <= name.start
    )


def _surpassed(scene: Scene, mention: Mention | Hit, name: Hit) -> bool:
    """Whether a comma ends what is said of a standard: "首次超过特斯拉，全年净利润402亿元"."""
    return scene.walls(name.end, mention.start, COMMA) and any(
        0 <= name.start - word.end <= 1
        for way in ("higher_than", "lower_than")
        for word in scene.cue(f"baseline.{way}")
    )


def _nearest_kind(kind: str) -> tuple[int, str]:
    """What was named earlier stands in by its nearness to an economy: an agency comes last."""
    order = ("country", "region", "central-bank", "currency", "index", "segment")
    return (order.index(kind) if kind in order else len(order)), kind


# Signs between a number that another is held against and the name it is told of.
COMPARED_NAME_GAP = 10
# What a bank sets a target for.
TARGETED = ("company", "commodity", "index", "crypto")
# What stands for its country when a figure of the economy is told.
OF_COUNTRY = frozenset(("agency", "central-bank", "currency", "index", "segment"))
# What countries and firms do alike: a text about a firm tells of the firm's.
TRADED = frozenset(("exports", "export_growth", "imports", "import_growth"))
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


def over_bunds(scene: Scene, metric: Found, first: Found, before: Found = NOTHING) -> Found:
    """ "Italy's spread over Bunds": the other country's, or that of the yield told ``before``."""
    if metric.value not in SPREADS or first.value != YARDSTICK:
        return first
    if kind_of(before.value) == "country" and before.value != YARDSTICK:
        return passed_on(before)
    others = [
        hit for hit in scene.entities if kind_of(hit.value) == "country" and hit.value != YARDSTICK
    ]
    if len({hit.value for hit in others}) != 1:
        return first
    name = others[0]
    return Found(name.value, scene.text[name.start : name.end], "stated", first.cost, name)


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
    if metric.value in PREMIUMS and (owner := _dearer(scene, mention, first, memory)).value:
        return owner
    if metric.value == "target_price" and (first.value == UNKNOWN or is_broker(first)):
        return _not_broker(scene, memory, first)
    if metric.value == PRICE and kind_of(first.value) == "company" and scene.cue("refer.view"):
        # "HSBC raised its price forecast to $3,455", told after gold's fall
        quoted = entity_for(scene, mention, memory, skip, GOODS)
        return quoted if quoted.value else first
    if not kinds or kind_of(first.value) in kinds:
        return _of_bank(scene, mention, metric, first) or first if kinds else first
    if metric.value not in about().macro:
        # "US banks expect profits of the S&P 600 to grow": not the profits of the US.
        found = entity_for(scene, mention, memory, skip, kinds)
        of_firm = kind_of(found.value) == "company" and _only_a_place(scene, first)
        if found.hit or (
            found.value and (first.hit is None or of_firm or _qualifies(first, metric))
        ):
            return found
        bank = memory.by_kind.get("central-bank")
        if metric.value in about().rates and first.value == UNKNOWN and bank:
            return Found(*bank, "inferred")  # "Stephen Miran favoured a half-point reduction"
        # "央行降准": the central bank of the press that does not name it.
        if metric.value not in about().rates or first.value is not None:
            return first
        home, name = home_of(scene), metric.hit
        if name and any(overlap(word, name) for word in scene.cue("refer.bank_rate")):
            home = replace(home, value=about().own_bank.get(home.value or "", home.value))
        return home
    found = entity_for(scene, mention, memory, (0, 0), kinds | OF_COUNTRY)
    if found.hit and kind_of(found.value) == "agency":
        # "Euro zone inflation slowed, Eurostat showed, while the core rate held at 2.4%"
        named = [
            hit for hit in scene.entities
            if hit.end <= mention.start and kind_of(hit.value) in kinds
        ]
        if len({hit.value for hit in named}) == 1:
            text = scene.text[named[0].start : named[0].end]
            found = Found(named[0].value, text, "stated", found.cost, named[0])
    if found.hit and _polls(found):
        # "Economists in a Reuters poll had forecast 0.2%": of what was told of before.
        again = entity_for(scene, mention, memory, span_of(found.hit), kinds)
        return again if again.value else home_of(scene)
    if metric.value in TRADED and not found.hit:
        firm = _firm_before(scene, mention)
        if firm.value:
            return firm
        if kind_of(memory.entity) == "company":
            return Found(memory.entity, memory.entity_text, "inferred")
    if found.value:
        item = entities().get(found.value)
        if item and item.kind not in kinds and _foresees(scene, found):
            told = memory.by_kind.get("country")
            return Found(*told, "inferred") if told else home_of(scene)
        if item and item.kind not in kinds:
            told_of = replace(found, value=item.country, certainty="inferred")
            return told_of if item.country and not _polls(found) else home_of(scene)
        return found
    return home_of(scene)


def _polls(found: Found) -> bool:
    """Whether an agency is one that tells of every country."""
    item = entities().get(found.value or "")
    return item is not None and item.kind == "agency" and item.category in OF_NO_COUNTRY


def _dearer(scene: Scene, mention: Mention | Hit, first: Found, memory: Memory) -> Found:
    """ "L trades at 15.6x, a discount of 30% to M's 22.8x": L's, though M stands nearer."""
    if first.hit is None or first.hit.start < mention.end:
        return NOTHING
    before = [
        hit for hit in scene.entities
        if hit.end <= mention.start and kind_of(hit.value) not in ("agency", "currency")
    ]
    if before:
        name = before[-1]
        return Found(name.value, scene.text[name.start : name.end], "stated", first.cost, name)
    if memory.entity and memory.entity != first.value:
        return Found(memory.entity, memory.entity_text, "inferred")
    return NOTHING


def _firm_before(scene: Scene, mention: Mention | Hit) -> Found:
    """The firm that a sentence names last before a number: "BYD sold 440,000, exports were"."""
    firms = [
        hit for hit in scene.entities
        if hit.end <= mention.start and hit.value != UNKNOWN and kind_of(hit.value) == "company"
    ]
    if not firms:
        return NOTHING
    name = firms[-1]
    return Found(name.value, scene.text[name.start : name.end], "inferred", FAR_ENTITY, name)


def _foresees(scene: Scene, name: Found) -> bool:
    """ "S&P expects growth of 4.8%": a name of an index that says what it expects."""
    who = name.hit
    return who is not None and kind_of(name.value) == "index" and any(
        0 <= hit.start - who.end <= 1 or 0 <= who.start - hit.end <= 1
        for hit in scene.cue("modality.forecast")
    )


def _only_a_place(scene: Scene, first: Found) -> bool:
    """ "In China they plunged 19%", told of a firm: where it sold, not whose figure it is."""
    name = first.hit
    if name is None or kind_of(first.value) not in ("country", "region"):
        return False
    return any(0 <= name.start - word.end <= 1 for word in scene.cue("reach.place")) or any(
        0 <= word.start - name.end <= 1 for word in scene.cue("refer.house")  # "its China business"
    )


def _qualifies(place: Found, metric: Found) -> bool:
    """ "Global sales", "全球市占率", told of a firm: a place written onto what is measured."""
    name, where = metric.hit, place.hit
    if name is None or where is None or kind_of(place.value) not in ("country", "region"):
        return False
    return name.start <= where.start < name.end or 0 <= name.start - where.end <= 1


def _of_bank(scene: Scene, mention: Mention | Hit, metric: Found, first: Found) -> Found | None:
    """ "The ECB projects an average of 2.1%": of its own area, whatever was told of before."""
    if first.hit is not None or metric.value not in about().macro:
        return None
    banks = [
        hit for hit in scene.entities
        if hit.end <= mention.start and kind_of(hit.value) == "central-bank"
    ]
    bank = entities()[banks[-1].value] if len(banks) == 1 else None
    if bank is None or bank.country is None:
        return None
    text = scene.text[banks[0].start : banks[0].end]
    return Found(bank.country, text, "inferred", FAR_ENTITY, banks[0])


def is_broker(found: Found) -> bool:
    """Whether an entity is of those that set targets for the shares of others."""
    item = entities().get(found.value or "")
    return item is not None and item.category in OF_NO_COUNTRY


def _not_broker(scene: Scene, memory: Memory, first: Found) -> Found:
    """ "PT to $82 from $95 at Stifel": the firm named beside its broker or before."""
    others = [
        Found(hit.value, scene.text[hit.start : hit.end], "stated", first.cost, hit)
        for hit in scene.entities
        if hit is not first.hit and kind_of(hit.value) in TARGETED
    ]
    told = [other for other in others if not is_broker(other)]
    known = memory.by_kind.get("company")
    if not told and known and not others:
        told = [Found(*known, "inferred")]
    return told[0] if told and not is_broker(told[0]) else first


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
