"""Metrics that are only a guess: what the words of a number leave unexplained.

A name, a verb or an entity suggests a metric, and a word that nothing explains stands where the
thing measured is told: "delays at Heathrow fell 12%", "the village raised $2.7m". Or the number
cannot be one of the metric: a rate of 229,000, a growth where nothing grows. No metric is better
than a guess. Asked last, when every part of the extraction has had its say.
"""

from __future__ import annotations

import tomllib
from functools import cache

from claimcheck.extract.apart import (
    PLACES,
    PRICED_SHARE,
    PRICES,
    is_only,
    is_strange,
    listed,
    name_last,
    of_finance,
    owned,
    strange_before,
)
from claimcheck.extract.attach.found import (
    PERCENT,
    PREMIUMS,
    Found,
    Memory,
    plausible,
    signed,
    unit_class,
)
from claimcheck.extract.attach.metric import denominators
from claimcheck.extract.paraphrase import Token, general, words_of
from claimcheck.extract.paraphrase import matcher as concepts
from claimcheck.extract.scene import STRONG, UNKNOWN, Hit, Scene, overlap
from claimcheck.extract.times import MULTIPLES
from claimcheck.extract.units import MILLION
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import ROOT, metrics
from claimcheck.quantities import Mention

# What differences of rates are told in.
POINTS = frozenset(("percentage_point", "basis_point"))
# What the prices of a country are told by.
PRICE_LEVELS = frozenset(("cpi", "cpi_inflation"))
# Shares that are told as how many as well, and amounts that are told as shares of the economy.
COUNTED_TOO = frozenset(("breadth", "unemployment_rate"))
ALSO_SHARES = frozenset(
    ("budget_deficit", "current_account", "trade_balance", "net_flow", "liquidations")
)
# What an English owner ends with.
GENITIVES = ("'s", "’s", "s'", "s’")
# The concept of what costs more or less than before.
DEAR = "costlier"
FLOW, OF_STAFF = "net_flow", frozenset(("headcount", "job_cuts", "payrolls"))
# The concept of a share of the economy.
OUTPUT = "of_gdp"
PASSENGERS, WEIGHT = "passengers", "fund_weight"
VISITED = frozenset((PASSENGERS, "passenger_growth"))
RETURN, GROWTH = "return", "gdp_growth"
SHARE_PRICE, SPENT, FINE = "share_price", "capex", "fine"
# Of these a noun says whose they are: "図書館の利用者".
HEADS = frozenset(
    ("users", "user_growth", "passengers", "passenger_growth", "units_sold", "units_sold_growth")
)
# What is bought and sold on no market.
NO_MARKET = frozenset((None, "country", "region"))
# Whose figures are told in descriptions more than by names.
DESCRIBED = frozenset((None, "country", "region", "company"))
# Words of a noun behind an amount, its adjectives with it: "quarterly operating profit".
NOUN_WORDS = 4
# So many times larger one sum of a metric seldom is than another in its sentence.
SIZES = 100_000
# Who manages money may be told by a noun of its own: "las afores administran".
MANAGED = "aum"


@cache
def _of_anything() -> frozenset[str]:
    """Metrics that everybody has: without an owner they are of what they are said of."""
    data = tomllib.loads((ROOT / "data" / "no_series.toml").read_text(encoding="utf-8"))
    return frozenset(data["anything"]["metrics"])


@cache
def _of_firms() -> frozenset[str]:
    """Metrics that no country has."""
    data = tomllib.loads((ROOT / "data" / "no_series.toml").read_text(encoding="utf-8"))
    return frozenset(data["of_firms"]["metrics"])


def unexplained(
    scene: Scene, mention: Mention, metric: Found, entity: Found, memory: Memory,
    movement: Hit | None,
) -> bool:
    """Whether the words of a number leave its metric a guess, when every part has had its say."""
    if metric.value is None:
        return False
    if (
        _no_growth_told(scene, mention, metric, movement)
        or _of_another_unit(scene, mention, metric, movement)
    ):
        return True
    name = metric.hit
    if _is_another_sum(scene, mention, metric):
        return True
    if name is None:
        if metric.text is not None:
            return _share_of_things(scene, mention) or _of_no_fund(scene, metric, entity)
        return (
            _returns_nothing(scene, metric, entity)
            or _told_around(scene, mention, metric)
            or _price_of_nobody(scene, metric, entity, memory)
            or _described_otherwise(scene, metric, entity, memory)
            or _number_of_things(scene)
            or _of_what_is_there(scene, entity)
            or _beside_a_thing(scene, metric, entity)
            or _of_a_clause(scene, mention, entity)
        )
    return (
        _a_thing_sold(scene, mention, name)
        or _a_village_raised(scene, name)
        or _dear_to_nobody(scene, metric, name, entity, memory)
        or _spent_by_nobody(scene, metric, name, entity, memory)
        or _of_no_firm(scene, metric, entity, memory)
        or _left_aside(scene, name)
        or _of_nobody(scene, metric, entity, memory)
        or _no_price_level(scene, metric, name)
        or _of_a_strange_thing(scene, metric, name, entity, memory)
    )


def _no_growth_told(scene: Scene, mention: Mention, metric: Found, movement: Hit | None) -> bool:
    """ "Loans make up 1.6% of the book": a share, where nothing grows and nothing is compared."""
    guessed = metric.hit is None and metric.text is None and not movement
    if _is_aside_share(scene, mention, metric) or (guessed and denominators(scene, mention)):
        return True  # "Smartphones made up 27% of revenue"
    told = metric.hit is not None and metric.hit.value == metric.value
    if told or mention.unit != "percent" or metrics()[metric.value or ""].growth_of is None:
        return False
    if metric.value == GROWTH and _of_output(scene, mention):
        return True
    if movement or signed(scene, mention) or mention.kind == "ratio_word":
        return False
    if metric.hit is None and scene.cue("modality.forecast"):
        return False  # "Economists polled by Reuters had forecast 0.2%", told after the growth
    groups = ("direction.", "baseline.", "basis.", "beside.", "says.growth", "refer.growth")
    return not any(scene.group(name) for name in groups)


def _is_aside_share(scene: Scene, mention: Mention, metric: Found) -> bool:
    """ "Shelter, a third of the basket, rose 0.2%": what a share is of, told between commas."""
    shared = mention.kind == "ratio_word" and metrics()[metric.value or ""].growth_of is not None
    return (
        shared
        and scene.text[: mention.start].rstrip().endswith(",")
        and any(0 <= link.start - mention.end <= 1 for link in scene.cue("share.link"))
    )


def _of_output(scene: Scene, mention: Mention) -> bool:
    """ "The gap comes to 5.4% of national output": a share of what grows is no growth."""
    hits = concepts(scene.sentence.language).find(scene.found)
    return any(OUTPUT in names and 0 <= start - mention.end <= 1 for start, _, names in hits)


def _of_another_unit(
    scene: Scene, mention: Mention, metric: Found, movement: Hit | None
) -> bool:
    """ "Requests for out-of-work aid fell to 229,000" tell no rate, "fines fell 13%" no amount."""
    item = metrics()[metric.value or ""]
    unit = unit_class(mention)
    if unit == "count" and item.unit in PERCENT and item.id not in COUNTED_TOO:
        # "The age of home buyers crept up to 41": growth that is described is told in per cent.
        told = metric.hit in scene.worded and item.growth_of
        return bool(told) or not plausible(item.id, mention)
    if unit == "percent" and item.unit == "times" and metric.certainty != "unsure":
        # "17 times earnings without the loss-makers, which are 40% of the index"
        compared = scene.group("baseline.") or mention.kind == "ratio_word"
        return not (movement or signed(scene, mention) or compared)
    if unit == "times" and mention.kind != "ratio_word" and item.unit not in ("times", *PERCENT):
        return True  # "22 times what its members earn" counts no members
    if metric.hit is None and metric.value in OF_STAFF and _counts_another(scene, mention):
        return True  # "cut 34,000 jobs and shut 93 buildings"
    if metric.hit in scene.worded and item.kind == "level" and mention.unit in POINTS:
        # "Ten-year debt pays 0.5 points more than the two-year kind": how far apart two rates are.
        return item.unit == "percent" and not (movement or signed(scene, mention))
    if item.per == "share" and mention.scale >= MILLION:
        return True  # "En Bourse, Apple vaut 3 100 milliards": of all its shares
    grows = item.growth is not None or item.id in ALSO_SHARES
    return unit == "percent" and item.unit == "currency" and not grows


def _is_another_sum(scene: Scene, mention: Mention, metric: Found) -> bool:
    """ "Sales rose to $28bn, helped by a $7,500 credit": no two sums of one kind."""
    if metric.value in about().summed - {FLOW} and _has_a_noun(scene, mention, metric):
        return True
    least = SIZES * abs(mention.high)
    return metric.value in about().summed and unit_class(mention) == "currency" and any(
        other.unit == mention.unit and other.low > least for other in scene.mentions
    )


def _counts_another(scene: Scene, mention: Mention) -> bool:
    """Whether a strange noun stands right behind a count."""
    after = [word for word in scene.found if 0 < word[1] - mention.end <= 1]
    return bool(after) and is_strange(scene, after[0])


def _has_a_noun(scene: Scene, mention: Mention, metric: Found) -> bool:
    """ "Took a $1.1 billion hit, cutting profit": an amount between an article and its noun."""
    if unit_class(mention) != "currency" or not any(
        hit.end == mention.start - 1 for hit in scene.cue("refer.article")
    ):
        return False
    after = [word for word in scene.found if word[1] >= mention.end][:NOUN_WORDS]
    stops = (hit.start for hit in scene.cue("attribution.stop") if hit.start >= mention.end)
    end = min(after[-1][2] if after else mention.end, next(stops, len(scene.text)))
    name = metric.hit
    own = name is not None and mention.end <= name.start < end
    noun = bool(after) and scene.text[mention.end : mention.end + 1] == " "
    return noun and not own and not any(mention.end <= h.start < end for h in scene.metrics)


def _of_what_is_there(scene: Scene, entity: Found) -> bool:
    """ "Delays at Apple's stores fell 12%": what only a name suggests is of the name itself."""
    name = entity.hit
    if name is None:
        return False
    before = [word for word in scene.found if word[2] <= name.start]
    if before and _is_article(scene, before[-1]):
        before = before[:-1]
    return (
        len(before) > 1
        and any(hit[:2] == before[-1][1:] for hit in listed(scene, "at"))
        and is_strange(scene, before[-2])
    )


def _returns_nothing(scene: Scene, metric: Found, entity: Found) -> bool:
    """ "The bicycles of São Paulo rose 18%": where nothing is traded there is no return."""
    if metric.value != RETURN or metric.certainty == "unsure":
        return False
    name = entity.hit if entity.value == UNKNOWN else None
    # "Sunshine hours in Madrid were 8% above normal": no firm by that name.
    placed = name is not None and any(
        0 <= name.start - hit.end <= 1 for hit in listed(scene, "at")
    )
    strange = placed and any(is_strange(scene, word) for word in scene.found)
    # "The orchard picked 16% fewer apples".
    own = entity.hit if kind_of(entity.value) == "company" else None
    common = own is not None and scene.text[own.start].islower() and any(
        is_strange(scene, word) for word in scene.found
    )
    return strange or common or kind_of(entity.value) in NO_MARKET


def _told_around(scene: Scene, mention: Mention, metric: Found) -> bool:
    """ "Keeps 46 cents of every dollar": a description around the number of another metric."""
    told = metric.certainty == "unsure" and unit_class(mention) == "currency"
    return told and any(
        hit.start <= mention.start < hit.end and hit.value != metric.value for hit in scene.worded
    )


def _price_of_nobody(scene: Scene, metric: Found, entity: Found, memory: Memory) -> bool:
    """ "A cinema seat averages $19": no share's price where no firm is told of."""
    if metric.value != SHARE_PRICE or metric.certainty != "unsure":
        return False
    name = entity.hit
    # "A haircut in Zurich costs $78": a place outside the catalogue.
    placed = entity.value == UNKNOWN and name is not None and any(
        0 <= name.start - hit.end <= 1 for hit in listed(scene, "at")
    )
    if placed and not scene.cue("refer.stock"):
        return True
    # "A seat" is no share of Seat.
    common = name is not None and scene.text[name.start].islower()
    told = (entity.value and not common) or memory.entity or memory.entity_text
    return not told and any(is_strange(scene, word) for word in scene.found)


def _dear_to_nobody(
    scene: Scene, metric: Found, name: Hit, entity: Found, memory: Memory
) -> bool:
    """ "A litre of milk is 6% dearer": no market is told of that is dearer than its like."""
    told = entity.value or entity.text or memory.entity or memory.entity_text or memory.metric
    if told or metric.value not in PREMIUMS:
        return False
    hits = concepts(scene.sentence.language).find(scene.found)
    dear = any(DEAR in names and start == name.start for start, _, names in hits)
    return dear and any(is_strange(scene, word) for word in scene.found)


def _spent_by_nobody(
    scene: Scene, metric: Found, name: Hit, entity: Found, memory: Memory
) -> bool:
    """ "The council will spend $3.5m on the swimming pool": a verb of what is no firm."""
    told = entity.value or entity.text or memory.entity or memory.entity_text or memory.metric
    verb = metric.value == SPENT and name not in scene.metrics
    return verb and not told and any(is_strange(scene, word) for word in scene.found)


def _described_otherwise(
    scene: Scene, metric: Found, entity: Found, memory: Memory
) -> bool:
    """ "Household bills climb 3.1%" is no growth of the economy: no word told is one of its own."""
    own = words_of(metric.value or "")
    named = scene.metrics or memory.metric or metric.value in MULTIPLES
    if named or not own or metric.certainty != "unsure" or kind_of(entity.value) not in DESCRIBED:
        return False
    hits = concepts(scene.sentence.language).find(scene.found)
    told = {name for *_, names in hits for name in names} - general()
    return bool(told) and not told & own


def _beside_a_thing(scene: Scene, metric: Found, entity: Found) -> bool:
    """ "Los estadios brasileños crecieron 9%": an adjective of a country, not the country."""
    name = entity.hit
    if name is None or metric.value != GROWTH or scene.text[name.start].isupper():
        return False
    before = [word for word in scene.found if 0 < name.start - word[2] <= 1]
    return bool(before) and is_strange(scene, before[0])


def _number_of_things(scene: Scene) -> bool:
    """ "The number of dogs in Berlin": what is counted is nothing that a word list holds."""
    return any(_strange_after(scene, hit.end) for hit in listed(scene, "number")) or any(
        strange_before(scene, hit.start) for hit in listed(scene, "number.last")
    )


def _strange_after(scene: Scene, place: int) -> bool:
    """Whether the noun behind a place is a strange one."""
    after = [word for word in scene.found if word[1] >= place][:2]
    if after and _is_article(scene, after[0]):
        after = after[1:]
    return bool(after) and is_strange(scene, after[0])


def _of_a_clause(scene: Scene, mention: Mention, entity: Found) -> bool:
    """ "What Americans earn grew 0.8%": a clause tells what is measured, not the name in it."""
    name = entity.hit
    if name is None or name.start > mention.start:
        return False
    return any(
        hit.end <= name.start
        and not scene.walls(hit.end, mention.start, STRONG)
        and not any(period.start < hit.end and hit.start < period.end for period in scene.periods)
        for hit in listed(scene, "clause")
    )


def _share_of_things(scene: Scene, mention: Mention) -> bool:
    """ "The share of meals thrown away fell to 12%": no share that is traded."""
    shared = mention.unit == "percent"
    return shared and any(hit.end <= mention.start for hit in listed(scene, "share"))


def _of_no_fund(scene: Scene, metric: Found, entity: Found) -> bool:
    """ "Tesla was left with $3.6bn": money that moves at a firm, where no fund is told of."""
    firm = entity.value not in (None, UNKNOWN) and kind_of(entity.value) == "company"
    return firm and metric.value == "net_flow" and not any(True for _ in listed(scene, "invested"))


def _a_thing_sold(scene: Scene, mention: Mention, name: Hit) -> bool:
    """ "A farmhouse with a leaking roof sold for $480,000": no firm's sales."""
    if name in scene.metrics or mention.scale >= MILLION or unit_class(mention) != "currency":
        return False
    before = [word for word in scene.found if 0 < name.start - word[2] <= 1]
    return bool(before) and is_strange(scene, before[0])


def _a_village_raised(scene: Scene, name: Hit) -> bool:
    """ "The village raised $2.7m": a verb that names a metric, said of what is no firm."""
    named = name in scene.metrics and not is_only(scene, name, "verb")
    if named or name.value == MANAGED:
        return False
    before = [word for word in scene.found if word[2] <= name.start]
    if not before and not scene.entities and is_only(scene, name, "verb"):
        return _strange_after(scene, name.end)  # "جمع النحالون": a verb that opens
    if len(before) < 2 or any(hit.end <= name.start for hit in scene.entities):
        return False
    beside = name.start - before[-1][2] <= 1
    return (beside and _is_thing(scene, *before[-2:])) or _is_thing(scene, *before[:2])


def _is_thing(scene: Scene, article: Token, word: Token) -> bool:
    return _is_article(scene, article) and is_strange(scene, word)


def _of_no_firm(scene: Scene, metric: Found, entity: Found, memory: Memory) -> bool:
    """ "Germany earned €22bn", "receipts at America's stores": a firm's figure of a country."""
    if metric.value not in _of_firms() or kind_of(entity.value) not in PLACES:
        return False
    kinds = {kind_of(hit.value) for hit in scene.entities} | memory.by_kind.keys()
    return entity.hit is not None and not kinds - PLACES


def _left_aside(scene: Scene, name: Hit) -> bool:
    """ "What is made before overheads": a name that only tells what is left out."""
    before = [word for word in scene.found if word[2] < name.start]
    if before and _is_article(scene, before[-1]):
        before = before[:-1]
    return bool(before) and any(
        hit.end == before[-1][2] and not overlap(hit, name) for hit in listed(scene, "aside")
    )


def _of_nobody(scene: Scene, metric: Found, entity: Found, memory: Memory) -> bool:
    """ "Some 3,500 visitors came to the fair": who is counted where no name is told."""
    known = entity.value or entity.text or memory.entity or memory.entity_text or scene.entities
    if known:
        return False
    if metric.value == WEIGHT:  # "The weight of the average suitcase"
        return not memory.metric and any(is_strange(scene, word) for word in scene.found)
    told = metric.value in VISITED and not scene.cue("refer.thing")
    # "The number of passengers rose 3%" has its own word; who came is described.
    return told and (metric.value == PASSENGERS or metric.hit in scene.worded)


def _no_price_level(scene: Scene, metric: Found, name: Hit) -> bool:
    """ "The rate settled at 4.31%": a verb of trade tells of no country's prices."""
    if metric.value not in PRICE_LEVELS or name.value not in PRICES:
        return False
    if not is_only(scene, name, "bare"):
        return True
    told = any(name.start - stop in (0, 1) for _, stop in of_finance(scene))
    return owned(scene, name) and not told  # "the price of goods and services"


def _of_a_strange_thing(
    scene: Scene, metric: Found, name: Hit, entity: Found, memory: Memory
) -> bool:
    """ "Bookings for the choir's tour": a metric of what no word of finance tells, of nobody."""
    if entity.value or entity.text or memory.entity or memory.entity_text:
        return False
    if metric.value not in _of_anything():
        return False
    if metric.value in HEADS and (
        (name_last(scene) and strange_before(scene, name.start))
        or (scene.words.genitive_after and _strange_after(scene, name.end))
    ):
        return True
    # "Last night's close" is a time's, not a thing's.
    owned_so = metric.value not in PRICED_SHARE and _has_a_strange_owner(scene, name)
    if owned_so or (
        metric.value == FINE and not scene.words.genitive_after and strange_before(
            scene, name.start
        )
    ):
        return True  # "the vineyard's harvest shrank", "parking fines brought $640,000"
    link = next((hit for hit in listed(scene, "of") if 0 <= hit.start - name.end <= 1), None)
    after = [word for word in scene.found if link and word[1] >= link.end][:3]
    if after and _is_article(scene, after[0]):
        after = after[1:]
    if not after or any(0 <= m.start - after[0][2] <= 1 for m in scene.mentions):
        return False
    return is_strange(scene, after[0])


def _has_a_strange_owner(scene: Scene, name: Hit) -> bool:
    """ "The vineyard's harvest": what the name belongs to is nothing that a word list holds."""
    before = [word for word in scene.found if word[2] <= name.start][-1:]
    owner = bool(before) and scene.text[before[0][1] : before[0][2]].endswith(GENITIVES)
    return owner and is_strange(scene, before[0])


def _is_article(scene: Scene, word: Token) -> bool:
    return any(hit[:2] == word[1:] for hit in listed(scene, "article"))
