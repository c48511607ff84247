"""Matchers for one language, built once from the word lists."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from claimcheck.extract.epithets import epithets
from claimcheck.lexicon import ROOT, PhraseMatcher, entities, metrics, section

# English words stand in every language's matcher: "P/E", "EPS" and tickers are written as they are.
FALLBACK = "en"
# A shorter ticker is an abbreviation of many things: "ON", "GE", "IT".
SHORTEST_TICKER = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The matchers of one language and the few switches of its grammar."""

    metrics: PhraseMatcher
    entities: PhraseMatcher
    cues: PhraseMatcher
    silent: frozenset[str]
    verb_last: bool
    capitals_are_names: bool
    variant: dict[str, Any]
    capital_runs: bool
    quoted_names: bool
    dash_joins: bool
    time_first: bool
    genitive_after: bool
    apostrophe_names: bool
    endings: frozenset[str]
    left_endings: frozenset[str]
    # Last parts of compounds that name a metric: "Clouderlöse".
    compounds: dict[str, str]
    # Verbs of two words that stand around what they tell: (last, first) -> metric.
    parted: dict[tuple[str, str], str]
    country: str | None


# How a name must be written in the text: anyhow, with a capital, in capitals.
ANYHOW, CAPITAL, CAPITALS = 0, 1, 2
# An English name so short may be a common word elsewhere: "aldı" is Turkish for "bought".
SHORT_NAME = 6
# A name so short with a preposition written onto it may be another word.
SHORT_JOINED = 4


def _case(name: str, item: str) -> tuple[str, tuple[str, int]]:
    """A name in capitals ("US", "EPS") is matched in capitals only: "us" is a pronoun."""
    return name, (item, CAPITALS if name.isascii() and name.isupper() else ANYHOW)


def _possessed(name: str, endings: Iterable[str]) -> Iterator[str]:
    """A name with the pronouns that Arabic writes onto its noun: "أرباحها", "صافي أرباحه".

    What has an article or an open end already takes none.
    """
    *first, last = name.split()
    if last.startswith("ال") or last.endswith("*") or not last.isalpha():
        return
    stem = last[:-1] + "ت" if last.endswith("ة") else last
    for ending in endings:
        yield " ".join([*first, stem + ending])


def _joined(name: str, prefixes: Iterable[str]) -> Iterator[str]:
    """A name with the prepositions that Arabic writes onto it: "لبرنت", "بإيرادات"."""
    if not name.isascii() and not name.startswith("ال"):
        for prefix in prefixes:
            yield prefix + name


def _metric_phrases(iso: str) -> Iterator[tuple[str, tuple[str, int]]]:
    cues = section(iso, "cues")
    patterns = cues.get("growth_names", {}).get("patterns", [])
    owned, joined = (cues.get("form", {}).get(key, ()) for key in ("possessive", "joined"))
    catalogue = metrics()
    for metric in catalogue.values():
        for name in metric.names.get(iso, ()):
            yield _case(name, metric.id)
            if owned and len(name) > SHORT_NAME:
                for phrase in (*_possessed(name, owned), *_joined(name, joined)):
                    yield _case(phrase, metric.id)
        if metric.growth_of:
            for name in catalogue[metric.growth_of].names.get(iso, ()):
                for pattern in patterns:
                    yield _case(pattern.replace("{name}", name), metric.id)


@cache
def _not_metrics() -> dict[str, list[str]]:
    path = ROOT / "data" / "not_metrics.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _not_metric_phrases(iso: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """Phrases that hold a metric's name and mean something else: they are found as nothing."""
    for phrase in _not_metrics().get(iso, ()):
        yield phrase, ("", ANYHOW)


def _entity_phrases(
    iso: str, foreign: bool, capital: frozenset[str]
) -> Iterator[tuple[str, tuple[str, int]]]:
    joined = section(iso, "cues").get("form", {}).get("joined", ())
    for entity in entities().values():
        for name in entity.names.get(iso, ()):
            # "the S&P" would swallow the beginning of "the S&P 600".
            phrase, (item, case) = _case(name.removeprefix("the "), entity.id)
            short = foreign and entity.kind == "company" and len(phrase) <= SHORT_NAME
            if short or name in capital:
                case = max(case, CAPITAL)
            yield phrase, (item, case)
            if joined and len(phrase) >= SHORT_JOINED:
                for written in _joined(phrase, joined):
                    yield written, (item, case)
    for phrase, item in epithets(iso):
        # "Windows maker" is a firm, "windows maker" a trade.
        yield phrase, (item, CAPITAL if phrase[0].isupper() else ANYHOW)
    if iso == FALLBACK:
        for ticker, item in tickers().items():
            if _plain(ticker):
                yield ticker, (item, CAPITALS)


@cache
def tickers() -> dict[str, str]:
    """Entity ids by ticker; of two owners the first keeps it."""
    found: dict[str, str] = {}
    for entity in entities().values():
        if entity.ticker and entity.ticker.isalpha():
            found.setdefault(entity.ticker, entity.id)
    return found


def _plain(ticker: str) -> bool:
    """Whether a ticker says what it means without a cashtag: neither short nor a word."""
    return len(ticker) >= SHORTEST_TICKER and ticker not in _not_tickers()


@cache
def _not_tickers() -> frozenset[str]:
    path = ROOT / "data" / "not_tickers.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"])


# Lists in ``[cues]`` that are read by other means.
_NO_CUES = (
    "examples", "patterns", "endings", "left_endings", "capital_names", "possessive", "joined",
    "parted",
)


def _cue_phrases(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict) and key not in ("variant", "compounds"):
            yield from _cue_phrases(value, f"{path}{key}.")
        elif key not in _NO_CUES and isinstance(value, list):
            for phrase in value:
                yield phrase, f"{path}{key}"


def _languages(iso: str) -> tuple[str, ...]:
    return (iso,) if iso == FALLBACK else (iso, FALLBACK)


@cache
def words(iso: str) -> Words:
    """The matchers of language ``iso``; English names are known in every language."""
    both = _languages(iso)
    cues = section(iso, "cues")
    # The cues of an unknown language are the English ones: a number is still read, never lost.
    own = cues or section(FALLBACK, "cues")
    phrases = tuple(_cue_phrases(own))
    capital = frozenset(own.get("capital_names", ()))
    return Words(
        metrics=PhraseMatcher(
            (
                phrase
                for lang in both
                for phrase in (*_metric_phrases(lang), *_not_metric_phrases(lang))
            ),
            plurals=True,
        ),
        entities=PhraseMatcher(
            (p for lang in both for p in _entity_phrases(lang, lang != iso, capital)),
            plurals=True,
        ),
        cues=PhraseMatcher(phrases),
        # A list called "none" holds look-alikes: they only keep the others from matching.
        silent=frozenset(name for _, name in phrases if name.endswith(".none")),
        verb_last=own.get("verb") == "last",
        capitals_are_names=own.get("capitals_are_names", True),
        variant=own.get("variant", {}),
        capital_runs=own.get("capital_runs", False),
        quoted_names=own.get("quoted_names", False),
        dash_joins=own.get("dash_joins", False),
        time_first=own.get("time_first", False),
        genitive_after=own.get("genitive") == "after",
        apostrophe_names=own.get("apostrophe_names", False),
        endings=frozenset(own.get("reach", {}).get("endings", ())),
        left_endings=frozenset(own.get("reach", {}).get("left_endings", ())),
        compounds={
            tail: name for name, tails in own.get("compounds", {}).items() for tail in tails
        },
        parted={
            (last, first): name
            for name, verbs in own.get("says", {}).items()
            for first, _, last in (verb.partition(" ") for verb in verbs)
            if last in own.get("parted", ())
        },
        country=own.get("default_country"),
    )


@dataclass(frozen=True, slots=True)
class About:
    """What ``data/about.toml`` says of metrics and entities."""

    kinds: dict[str, frozenset[str]]
    macro: frozenset[str]
    monthly: frozenset[str]
    rates: frozenset[str]
    default: dict[str, dict[str, str]]
    multiple: dict[str, str]
    per_share: dict[str, str]
    margin: dict[str, str]
    core: dict[str, str]
    pairs: dict[str, str]
    by_kind: dict[str, str]
    goods: frozenset[str]
    worth: frozenset[str]
    quoted: frozenset[str]
    spanned: frozenset[str]
    summed: frozenset[str]
    annualised: frozenset[str]
    still: dict[str, str]
    as_told: dict[str, str]
    as_recent: dict[str, list[str]]
    in_points: dict[str, str]
    in_counts: dict[str, str]
    in_nouns: dict[str, str]
    own_bank: dict[str, str]


_TABLES = (
    "default", "multiple", "per_share", "margin", "core", "pairs", "by_kind", "still", "as_told",
    "as_recent", "in_points", "in_counts", "in_nouns", "own_bank",
)


@cache
def about() -> About:
    """Which entities a metric is about, and what a number says when no metric is named."""
    data = tomllib.loads((ROOT / "data" / "about.toml").read_text(encoding="utf-8"))
    tables: dict[str, Any] = {name: data.pop(name) for name in _TABLES}
    lists: dict[str, Any] = {
        name: frozenset(data.pop(name)["metrics"])
        for name in ("monthly", "goods", "worth", "quoted", "spanned", "summed")
    }
    lists["annualised"] = frozenset(data.pop("annualised")["countries"])
    kinds = {
        metric: frozenset(group["entities"])
        for group in data.values()
        for metric in group["metrics"]
    }
    macro, rates = (frozenset(data[name]["metrics"]) for name in ("macro", "rates"))
    return About(kinds=kinds, macro=macro, rates=rates, **lists, **tables)


def kind_of(entity_id: str | None) -> str | None:
    """The kind of an entity; a name outside the catalogue is read as a company's."""
    if entity_id is None:
        return None
    found = entities().get(entity_id)
    return found.kind if found else "company"
