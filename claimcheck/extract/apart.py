"""Numbers of no series: the words around a metric's name say that it is of something else.

A name is short and what it is of is open: "the price of a slice of pizza", "the rate at which
nurses leave", "jobs at the new plant". Such a number keeps no metric: what no series counts
cannot be checked, and a wrong series would be held against it. The words are data
(``data/no_series.toml``); which relation of the sentence must hold stands here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from claimcheck.extract.attach.found import PREMIUMS, Found, Memory, signed
from claimcheck.extract.attach.implied import of_part
from claimcheck.extract.paraphrase import matcher as concepts
from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, Hit, Scene, overlap
from claimcheck.extract.words import FALLBACK, about, kind_of
from claimcheck.lexicon import ROOT, PhraseMatcher, metrics
from claimcheck.quantities import Mention
from claimcheck.words import unspaced

# The word lists that stand for relations.
LISTS = (
    "bare", "share", "which", "of", "at", "article", "clause", "aside", "rate", "number", "verb",
)
# What has a price on a market.
MARKETED = frozenset(("commodity", "crypto", "currency", "fund", "index", "segment"))
PRICES = frozenset(("price", "price_change"))
PRICED_SHARE = frozenset(("share_price", "share_price_change", "price", "price_change"))
# Shares that somebody owns.
OWNED_SHARES = frozenset(("stake", "market_share"))
SOLD = frozenset(("revenue", "revenue_growth"))
PLACES = frozenset(("country", "region"))
# Between an owner and what it owns, in Chinese and Japanese.
JOINERS = frozenset("的の")
# Words between a word for a share and the metric that the whole is named by.
SHARE_GAP = 2.0
# Stands between an article or "de" and its noun.
ELIDED = frozenset("'’")
# An article has no more letters than this; those that follow "of" a share.
ARTICLE = 3
ARTICLES = frozenset(("the", "its", "all", "les", "los", "las", "der", "die"))


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that no name of these metrics may have so near."""

    metrics: frozenset[str]
    words: frozenset[str]
    reach: float


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of one language; every phrase stands for the names of its lists."""

    matcher: PhraseMatcher
    rules: tuple[Rule, ...]
    rates: frozenset[str]


@cache
def lists(iso: str) -> Lists:
    """What ``data/no_series.toml`` says of a language."""
    data = tomllib.loads((ROOT / "data" / "no_series.toml").read_text(encoding="utf-8"))
    told = data["words"] | {name: data[name] for name in LISTS}
    told |= {"share.last": data["share_last"], "number.last": data["number_last"]}
    rules = tuple(
        Rule(frozenset(row["metrics"]), frozenset(row["words"]), float(row["reach"]))
        for row in data["rule"]
    )
    phrases = [(word, name) for name, words in told.items() for word in words.get(iso, ())]
    return Lists(
        PhraseMatcher(phrases, plurals=iso == FALLBACK), rules, frozenset(data["rate"]["metrics"])
    )


def of_no_series(
    scene: Scene, mention: Mention, metric: Found, entity: Found, memory: Memory,
    movement: Hit | None,
) -> bool:
    """Whether the sentence says of a metric that it is of what no series is kept for."""
    if metric.value is None:
        return False
    name = metric.hit
    if name is None:
        named = entity.hit if metric.text is None and entity.value != UNKNOWN else None
        return (
            _of_no_fund(scene, metric, entity, memory)
            or bool(named and _ruled_out(scene, metric, named))
        )
    if name in scene.worded:
        return _ruled_out(scene, metric, name)
    return (
        _of_a_good(scene, mention, metric, name, entity, memory)
        or _of_another_rate(scene, metric, name)
        or _share_of_many(scene, mention, metric, name, movement)
        or _some_of_many(scene, metric, name)
        or (metric.value in PREMIUMS and kind_of(entity.value) == "country" and not _valued(scene))
        or _part_of_nobody(scene, metric, entity, memory)
        or _ruled_out(scene, metric, name)
    )


def _valued(scene: Scene) -> bool:
    """Whether a multiple is told: "India is on 22 times earnings, a premium of 61%"."""
    return any(number.unit == "times" for number in scene.mentions)


def marketed(scene: Scene, entity: Found, memory: Memory) -> bool:
    """Whether the number's own entity, its sentence or its text has a price on a market."""
    kinds = {kind_of(hit.value) for hit in scene.entities} | memory.by_kind.keys()
    return bool((kinds | {kind_of(entity.value)}) & MARKETED)


@cache
def _seldom_guessed() -> frozenset[str]:
    data = tomllib.loads((ROOT / "data" / "no_series.toml").read_text(encoding="utf-8"))
    return frozenset(data["seldom_guessed"]["metrics"])


def is_loose_guess(scene: Scene, metric: Found, entity: Found) -> bool:
    """Whether a metric without a name is one that everything has, where a strange word stands."""
    if metric.value == "return" and kind_of(entity.value) in MARKETED - {"segment"}:
        return False
    return metric.value in _seldom_guessed() and any(
        is_strange(scene, word) for word in scene.found
    )


def no_guess(scene: Scene, metric: Found, entity: Found) -> bool:
    """Whether a metric that no word names cannot be meant: gold has no net income.

    Where neither a metric nor a catalogue name is told there is nothing to guess from.
    """
    if entity.value in (None, UNKNOWN):
        return not scene.metrics
    kinds = about().kinds.get(metric.value or "")
    return kinds is not None and kind_of(entity.value) not in kinds


def listed(scene: Scene, *names: str) -> Iterator[Hit]:
    """The words of some lists in a sentence."""
    if scene.no_series is None:
        found = lists(scene.sentence.language).matcher.find(scene.found)
        scene.no_series = [
            Hit(start, end, name) for start, end, payloads in found for name in payloads
        ]
    yield from (hit for hit in scene.no_series if hit.value in names)


def is_only(scene: Scene, name: Hit, told: str) -> bool:
    """Whether a metric is named by a bare word of a list and by nothing more."""
    return any(hit[:2] == name[:2] for hit in listed(scene, told))


def is_strange(scene: Scene, word: tuple[str, int, int]) -> bool:
    """Whether a word is a noun that nothing in the catalogue or in the word lists explains."""
    named = any(hit.start < word[2] and word[1] < hit.end for hit in scene.entities)
    opening = word[1] == 0 or not scene.words.capitals_are_names
    if named or len(word[0]) <= ARTICLE or not word[0].isalpha():
        return False
    if opening and scene.text[word[1]].isupper():
        spans = [*of_finance(scene), *_told(scene)]
        return not any(low < word[2] and word[1] < high for low, high in spans)
    return not explained(scene, word[1], word[2])


def name_last(scene: Scene) -> bool:
    """Whether the language puts what a thing is of before the thing."""
    return scene.words.verb_last or unspaced(scene.text[scene.found[0][1]])


def strange_before(scene: Scene, place: int) -> bool:
    """Whether the noun before a place is a strange one; without spaces it is two signs or more."""
    before = [word for word in scene.found if word[2] <= place]
    if before and scene.text[before[-1][1]] in JOINERS:
        before = before[:-1]
    if not before or not unspaced(before[-1][0]):
        return bool(before) and is_strange(scene, before[-1])
    strange = 0
    for word in reversed(before):
        if scene.text[word[2] : word[2] + 1] == " " or explained(scene, word[1], word[2]):
            break
        if word[0] in JOINERS or not unspaced(word[0]):
            break
        strange += 1
    return strange > 1


def _of_a_good(
    scene: Scene, mention: Mention, metric: Found, name: Hit, entity: Found, memory: Memory
) -> bool:
    """ "A pizza costs $12": a price of what has no market, and no share's either.

    A firm may change its prices, and prices that are nobody's are those of all goods.
    """
    unknown = entity.value in (None, UNKNOWN)
    priced = PRICED_SHARE if unknown else PRICES
    if metric.value not in priced or not is_only(scene, name, "bare"):
        return False
    moved = metric.value == "price_change"
    if mention.per not in (None, "share") or (moved and not (unknown and owned(scene, name))):
        return False
    told = {kind_of(hit.value) for hit in scene.entities if hit.value != UNKNOWN}
    return not (told | memory.by_kind.keys()) & MARKETED and not scene.cue("refer.stock")


def owned(scene: Scene, name: Hit) -> bool:
    """Whether a bare name has a noun of its own: "the price of bread", "パンの値段"."""
    if any(0 <= hit.start - name.end <= 1 for hit in listed(scene, "of")):
        return True
    if scene.text[name.start - 1 : name.start] in JOINERS:
        return True
    beside = [
        word for word in scene.found
        if 0 < (word[1] - name.end if scene.words.genitive_after else name.start - word[2]) <= 1
    ]
    prefixed = scene.words.genitive_after or scene.words.apostrophe_names
    return prefixed and bool(beside) and not explained(scene, *beside[0][1:])


def _part_of_nobody(scene: Scene, metric: Found, entity: Found, memory: Memory) -> bool:
    """ "Ticket sales for the opera": a part of a firm that nobody is named of, or a mere share."""
    if entity.value or entity.text or memory.entity or memory.entity_text:
        return False
    return metric.value in OWNED_SHARES or (metric.value in SOLD and of_part(scene, metric))


def _of_no_fund(scene: Scene, metric: Found, entity: Found, memory: Memory) -> bool:
    """ "Left $2m to a shelter": money that moves where no fund, market or investor is told of."""
    places = all(kind_of(hit.value) in PLACES for hit in scene.entities)
    told = memory.metric or memory.entity or not places
    if metric.value != "net_flow" or metric.certainty == "stated" or told:
        return False
    return not any(True for _ in listed(scene, "invested"))


def _of_another_rate(scene: Scene, metric: Found, name: Hit) -> bool:
    """ "The rate of absence": a bare word for a rate, and what it is of is no word of finance."""
    if metric.value not in lists(scene.sentence.language).rates or not is_only(scene, name, "rate"):
        return False
    link = next((hit for hit in listed(scene, "of") if 0 <= hit.start - name.end <= 1), None)
    after = [word for word in scene.found if word[1] >= (link or name).end]
    if link and after and len(after[0][0]) <= ARTICLE:
        after = after[1:]
    if not after:
        return False
    elided = any(sign in ELIDED for sign in scene.text[slice(*after[0][1:])])  # "taux d'échec"
    return bool(link or elided) and not explained(scene, after[0][1], after[0][2])


def explained(scene: Scene, start: int, end: int) -> bool:
    """Whether a word is a number, a time, a name or a word of finance."""
    if scene.text[start].isupper() or scene.text[start].isdigit():
        return True
    spans = (*_told(scene), *of_finance(scene))
    return any(low < end and start < high for low, high in spans)


def _told(scene: Scene) -> Iterator[tuple[int, int]]:
    """Where numbers, times and the words of grammar stand."""
    yield from ((mention.start, mention.end) for mention in scene.mentions)
    yield from ((period.start, period.end) for period in scene.periods)
    yield from (hit[:2] for hits in scene.cues.values() for hit in hits)


def of_finance(scene: Scene) -> Iterator[tuple[int, int]]:
    """Where metrics, entities and the words of descriptions stand."""
    yield from (hit[:2] for hit in scene.metrics)
    # "Apple orchards" are told of by no firm.
    yield from (
        hit[:2] for hit in scene.entities
        if kind_of(hit.value) != "company" or not scene.text[hit.start].islower()
    )
    yield from (hit[:2] for hit in concepts(scene.sentence.language).find(scene.found))


def _share_of_many(
    scene: Scene, mention: Mention, metric: Found, name: Hit, movement: Hit | None
) -> bool:
    """ "The share of loans that went to farmers", "40% of staff": no growth of the whole."""
    item = metrics()[metric.value or ""]
    if mention.unit != "percent":
        return False
    first = [hit for hit in listed(scene, "share") if hit.end <= name.start]
    for who in listed(scene, "which"):
        if any(_beside(scene, hit[:2], who) and who.end <= name.start for hit in first):
            return True  # "the proportion of savers who know what a yield is"
    if item.growth_of is None or name.value == metric.value:
        return False
    if movement is None and any(_runs_on(scene, hit, mention) for hit in first):
        return True
    counted = metrics()[item.growth_of].unit == "count"
    if movement is None and not signed(scene, mention):
        if _of_others(scene, mention):
            return True
        if counted and _beside(scene, (mention.start, mention.end), name):
            return True
    last = [hit for hit in listed(scene, "share.last") if name.end <= hit.start]
    return any(_beside(scene, hit[:2], name) for hit in first + last)


def _of_others(scene: Scene, mention: Mention) -> bool:
    """ "35% of bakers struggle to pay their rent": a share of what no word of finance tells."""
    links = (*scene.cue("share.link"), *listed(scene, "of"))
    ends = {link.end for link in links if 0 <= link.start - mention.end <= 1}
    after = [word for word in scene.found if ends and word[1] > min(ends)][:2]
    if after and len(after[0][0]) <= ARTICLE and after[0][0] in ARTICLES:
        after = after[1:]
    return bool(after) and len(after[0][0]) > ARTICLE and not explained(scene, *after[0][1:])


def _runs_on(scene: Scene, share: Hit, mention: Mention) -> bool:
    """ "The share of pensioners who follow share prices stands at 7%": one statement."""
    between = any(share.end <= other.start < mention.start for other in scene.mentions)
    return share.end <= mention.start and not between and not signed(scene, mention)


def _beside(scene: Scene, span: tuple[int, int], name: Hit) -> bool:
    """Whether few words and no comma stand between a name and something else."""
    low, high = min(span[1], name.end), max(span[0], name.start)
    return scene.cost(span, name[:2]) <= SHARE_GAP and not scene.walls(low, high, COMMA)


def _some_of_many(scene: Scene, metric: Found, name: Hit) -> bool:
    """ "Passengers who miss their flight": some of those that the metric counts."""
    item = metrics()[metric.value or ""]
    level = metrics()[item.growth_of] if item.growth_of else item
    return level.unit == "count" and any(
        0 < hit.start - name.end <= 1 for hit in listed(scene, "which")
    )


def _ruled_out(scene: Scene, metric: Found, name: Hit) -> bool:
    """Whether a word stands near the name that takes it out of its series."""
    rules = [r for r in lists(scene.sentence.language).rules if metric.value in r.metrics]
    names = [name, *(hit for hit in scene.metrics if hit.value == name.value)]
    return any(
        hit.value in rule.words
        # A word of the name itself takes nothing from it: "non-farm".
        and not any(overlap(hit, own) for own in names)
        and scene.cost(hit[:2], name[:2]) <= rule.reach
        and not scene.walls(min(hit.end, name.end), max(hit.start, name.start), STRONG)
        for rule in rules
        for hit in listed(scene, *rule.words)
    )
