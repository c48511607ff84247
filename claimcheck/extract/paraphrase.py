"""Series told in other words than their names: "the rate at which consumer prices are climbing".

A description is a set of concepts that stand close together, in any order and in any language:
the words of each concept and the sets that name a metric are data (``data/paraphrases.toml``).
Names come first: a description replaces the name it holds only when it says more than the name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from claimcheck.errors import LexiconError
from claimcheck.lexicon import ROOT, PhraseMatcher, metrics
from claimcheck.words import unspaced

Token = tuple[str, int, int]
# Words that may stand between two concepts of one description; a comma counts as some.
GAP, COMMA_GAP, NUMBER_GAP = 5.0, 2.0, 1.0
# A word of so few letters joins others and counts half.
SHORT = 3
# Stands for the metric of a description of what no series counts: names in it are none.
NO_SERIES = "none"
_STOPS, _COMMAS = frozenset(";:.。；：!?！？؛–—\n"), frozenset(",，،")


@dataclass(frozen=True, slots=True)
class Rule:
    """The concepts that name a metric together; one of each set of ``needs``, none of ``bars``."""

    metric: str
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]


@dataclass(frozen=True, slots=True)
class Described:
    """A metric that a stretch of the text describes, and by how many concepts."""

    start: int
    end: int
    metric: str
    concepts: int


class _Part(NamedTuple):
    """A word of a concept, with how many words stand before it in the text."""

    start: int
    end: int
    concepts: frozenset[str]
    before: float
    behind: float


@cache
def _data() -> dict[str, Any]:
    path = ROOT / "data" / "paraphrases.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, those of more concepts first. Raises LexiconError for an unknown name."""
    data, known = _data(), metrics()
    found: list[Rule] = []
    for row in data["rule"]:
        told = [row["all"], row.get("none", [])]
        needs = tuple(frozenset(need.split("|")) for need in told[0])
        bars = frozenset(told[1])
        strange = [name for name in bars.union(*needs) if name not in data["concepts"]]
        if row["metric"] not in {*known, NO_SERIES} or strange:
            name = strange[0] if strange else row["metric"]
            raise LexiconError(f"paraphrases.toml: '{name}' is no concept or metric there is")
        found.append(Rule(row["metric"], needs, bars))
    return tuple(sorted(found, key=lambda rule: -len(rule.needs)))


@cache
def words_of(metric: str) -> frozenset[str]:
    """The concepts that any description of a metric holds, or of what it is the growth of."""
    level = metrics()[metric].growth_of if metric in metrics() else None
    told = [rule for rule in rules() if rule.metric in (metric, level)]
    return frozenset(name for rule in told for need in rule.needs for name in need) - general()


@cache
def general() -> frozenset[str]:
    """The concepts that say nothing of what is measured."""
    return frozenset(_data()["general"])


@cache
def matcher(iso: str) -> PhraseMatcher:
    """Finds the words of every concept in a text of one language."""
    phrases = [
        (word, name) for name, told in _data()["concepts"].items() for word in told.get(iso, ())
    ]
    stems = [(word[:-1], name) for word, name in phrases if word.endswith("*")]
    # A word found as written hides the stems of other concepts: it is entered for them too.
    phrases += [
        (word, name)
        for word, told in phrases
        for stem, name in stems
        if name != told and word != f"{stem}*" and word.startswith(stem)
        and word.count(" ") == stem.count(" ")
    ]
    # So do longer phrases: "back its own shares" tells of shares too.
    phrases += list(_within(phrases))
    # The first letter of "واردات" reads as "and" unless the article stands before it.
    phrases += [(f"ال{word}", name) for word, name in phrases if word[0] in "وف"]
    return PhraseMatcher(phrases, plurals=iso == "en")


def _within(phrases: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each phrase of several words for the concepts of the phrases that stand in it."""
    known: dict[str, set[str]] = {}
    for word, name in phrases:
        known.setdefault(word, set()).add(name)
    sealed = frozenset(_data()["sealed"])
    for word in [word for word, names in known.items() if not names & sealed]:
        parts = word.split(" ")
        inner = {
            name
            for first in range(len(parts))
            for last in range(first + 1, len(parts) + 1)
            for name in known.get(" ".join(parts[first:last]), ())
        }
        yield from ((word, name) for name in inner - known[word])


def described(
    text: str, iso: str, tokens: Sequence[Token], numbers: Sequence[tuple[int, int]]
) -> list[Described]:
    """The metrics that the text describes, none over another, in reading order."""
    found = matcher(iso).find(list(tokens))
    if len(found) < 2:
        return []
    # The ten of "ten years" and the one of "one euro" are words of a concept, no statement.
    numbers = [
        number for number in numbers
        if not any(start <= number[0] and number[1] <= end for start, end, _ in found)
    ]
    kept: list[Described] = []
    for chain in _chains(text, found, tokens, numbers):
        told = frozenset().union(*(part.concepts for part in chain))
        for rule in _fitting(told):
            kept += _placed(text, chain, rule, kept, numbers)
    return sorted(kept, key=lambda hit: hit.start)


# A few concepts are most of what is told.
@lru_cache(maxsize=16_384)
def _fitting(told: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that concepts meet, whatever their order."""
    return tuple(
        rule for rule in rules()
        if all(need & told for need in rule.needs) and not rule.bars & told
    )


def _chains(
    text: str, found: list[tuple[int, int, list[Any]]], tokens: Sequence[Token],
    numbers: Sequence[tuple[int, int]],
) -> Iterator[list[_Part]]:
    """Runs of concepts with few words between them, cut where a clause ends."""
    chain: list[_Part] = []
    for part in _parts(text, found, tokens, numbers):
        if chain and part.before - chain[-1].behind + _between(text, chain[-1], part) > GAP:
            yield chain
            chain = []
        chain.append(part)
    if chain:
        yield chain


def _parts(
    text: str, found: list[tuple[int, int, list[Any]]], tokens: Sequence[Token],
    numbers: Sequence[tuple[int, int]],
) -> Iterator[_Part]:
    """The concepts, with the words counted up to each."""
    words, at, number = 0.0, 0, 0
    for start, end, payloads in found:
        while at < len(tokens) and tokens[at][1] < start:
            words += _weight(text, tokens[at], numbers)
            at += 1
        while number < len(numbers) and numbers[number][0] < start:
            words += NUMBER_GAP
            number += 1
        before = words
        while at < len(tokens) and tokens[at][1] < end:
            words += _weight(text, tokens[at], numbers)
            at += 1
        yield _Part(start, end, frozenset(payloads), before, words)


def _weight(text: str, token: Token, numbers: Sequence[tuple[int, int]]) -> float:
    """What one token counts as words: nothing in a number, half where it is short or unspaced."""
    word, begin, stop = token
    if any(start <= begin < end for start, end in numbers):
        return 0.0
    # "At Apple", "in the United States": a name and its preposition part nothing.
    return 0.5 if unspaced(word[0]) or stop - begin <= SHORT or text[begin].isupper() else 1.0


def _between(text: str, left: _Part, right: _Part) -> float:
    """What the signs between two concepts cost in words."""
    gap = text[left.end : right.start]
    signs = {sign for at, sign in enumerate(gap) if not gap[at + 1 : at + 2].isdigit()}
    if signs & _STOPS:
        return GAP + 1
    return COMMA_GAP if signs & _COMMAS else 0.0


def _placed(
    text: str, chain: list[_Part], rule: Rule, kept: list[Described],
    numbers: Sequence[tuple[int, int]],
) -> list[Described]:
    """Where in a chain the rule holds in the fewest words, unless that stretch is taken."""
    best: tuple[int, int] | None = None
    for first, part in enumerate(chain):
        missing = [need for need in rule.needs if not need & part.concepts]
        if len(missing) == len(rule.needs):
            continue
        last = first
        while missing and last + 1 < len(chain):
            last += 1
            missing = [need for need in missing if not need & chain[last].concepts]
        if missing:
            break
        span = (part.start, chain[last].end)
        taken = any(hit.start < span[1] and span[0] < hit.end for hit in kept)
        # "Put $5bn into funds"; around two numbers stand two statements.
        inside = [end for start, end in numbers if span[0] <= start < span[1]]
        # "Net profit to $12bn, while revenue grew": and so do they around a number and a comma.
        one = not inside or (len(inside) == 1 and not _parted(text, chain, inside[0], span[1]))
        if one and not taken and (best is None or span[1] - span[0] < best[1] - best[0]):
            best = span
    return [Described(*best, rule.metric, len(rule.needs))] if best else []


def _parted(text: str, chain: list[_Part], start: int, end: int) -> bool:
    """Whether a comma stands in a stretch, outside phrases like "больше, чем собрало"."""
    commas = [at for at in range(start, end) if text[at : at + 2] == ", "]
    return any(not any(part.start <= at < part.end for part in chain) for at in commas)
