"""Reads the word lists (TOML) and builds matchers from them.

Languages, metrics and entities are data: this module validates the files and hands them out as
frozen records; the grammar that uses them lives in the stages.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from claimcheck import own_words
from claimcheck.errors import LexiconError
from claimcheck.parsed import parsed

ROOT = Path(__file__).parent
SECTIONS = {"name", "iso", "script", "rtl", "source", "page", "numbers", "units", "periods", "cues"}
METRIC_KEYS = {
    "id",
    "name",
    "definition",
    "unit",
    "per",
    "kind",
    "bases",
    "comparable",
    "range",
    "source",
    "names",
    "growth",
    "examples",
    "near_misses",
}
GROWTH_KEYS = {"id", "name", "definition", "range", "names", "comparable"}
ENTITY_KEYS = {
    "id",
    "name",
    "kind",
    "country",
    "ticker",
    "tickers",
    "cik",
    "isin",
    "currency",
    "fiscal_year_end",
    "segment",
    "stands_for",
    "names",
    "valid_from",
    "valid_to",
    "class",
    "code",
    "sector",
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One catalogue metric; ``growth_of`` is set when it is the growth of another."""

    id: str
    name: str
    definition: str
    unit: str
    kind: str
    per: str | None = None
    bases: tuple[str, ...] = ()
    comparable: tuple[str, ...] = ()
    range: tuple[str, str] | None = None
    source: str = ""
    growth: str | None = None
    growth_of: str | None = None
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entity:
    """One catalogue entity with its names per language."""

    id: str
    name: str
    kind: str
    country: str | None = None
    ticker: str | None = None
    currency: str | None = None
    fiscal_year_end: str | None = None
    segment: str | None = None
    stands_for: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    category: str | None = None  # key "class": bank, asset-manager, data-provider ...
    cik: str | None = None
    code: str | None = None  # ISO 3166 alpha-2 of a country, ISO 4217 of a currency


def _toml(name: str, source: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(source.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{name}: not valid TOML: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    """The tables of one file."""
    source = path.read_bytes()
    read: dict[str, Any] = parsed(
        f"{path.parent.name}-{path.stem}",
        {path.name: source},
        lambda: _toml(path.name, source),
    )
    return read


def _read_folder(folder: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The tables of every file of a folder, kept together."""
    paths = sorted((ROOT / folder).glob("*.toml"))
    sources = {path.name: path.read_bytes() for path in paths}
    tables = parsed(
        folder, sources, lambda: {name: _toml(name, text) for name, text in sources.items()}
    )
    return ((path, tables[path.name]) for path in paths)


def _known(path: Path, found: Iterable[str], allowed: set[str]) -> None:
    extra = sorted(set(found) - allowed)
    if extra:
        raise LexiconError(f"{path.name}: unknown key '{extra[0]}'; allowed: {sorted(allowed)}")


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have a file, sorted."""
    shipped = (path.stem for path in (ROOT / "languages").glob("*.toml"))
    return tuple(sorted({*shipped, *own_words.isos()}))


@cache
def language(iso: str) -> dict[str, Any]:
    """The word lists of one language as plain tables. Raises LexiconError when there are none."""
    if iso not in languages():
        raise LexiconError(
            f"no word list for language '{iso}'; there are: {', '.join(languages())}"
        )
    path = ROOT / "languages" / f"{iso}.toml"
    shipped = _read(path) if path.exists() else None
    _known(path, shipped or (), SECTIONS)
    return own_words.language(iso, shipped)


def section(iso: str, name: str) -> dict[str, Any]:
    """One section of a language's file, empty when the language or the section is missing."""
    return language(iso).get(name, {}) if iso in languages() else {}


def _names(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {iso: tuple(values) for iso, values in table.items()}


def _metric(path: Path, data: dict[str, Any]) -> Iterator[Metric]:
    _known(path, data, METRIC_KEYS)
    growth = data.get("growth")
    ends = data.get("range")
    yield Metric(
        id=data["id"],
        name=data["name"],
        definition=data["definition"],
        unit=data["unit"],
        kind=data.get("kind", "level"),
        per=data.get("per"),
        bases=tuple(data.get("bases", ())),
        comparable=tuple(data.get("comparable", ())),
        range=(ends[0], ends[1]) if ends else None,
        source=data.get("source", ""),
        growth=growth["id"] if growth else None,
        names=_names(data.get("names", {})),
    )
    if growth:
        _known(path, growth, GROWTH_KEYS)
        ends = growth.get("range", ["-100", "1000"])
        yield Metric(
            id=growth["id"],
            name=growth.get("name", f"{data['name']} growth"),
            definition=growth.get("definition", f"Percent change of {data['name'].lower()}."),
            unit="percent",
            kind="growth",
            comparable=tuple(growth.get("comparable", ())),
            bases=tuple(dict.fromkeys(("yoy", "qoq", "annualised", *data.get("bases", ())))),
            range=(ends[0], ends[1]),
            source=data.get("source", ""),
            growth_of=data["id"],
            names=_names(growth.get("names", {})),
        )


@cache
def metrics() -> dict[str, Metric]:
    """Every metric of the catalogue by id."""
    found: dict[str, Metric] = {}
    for path, data in own_words.metrics(_read_folder("metrics")):
        for metric in _metric(path, data):
            if metric.id in found:
                raise LexiconError(f"{path.name}: metric id '{metric.id}' is used twice")
            found[metric.id] = metric
    return found


@cache
def entities() -> dict[str, Entity]:
    """Every entity of the catalogue by id."""
    found: dict[str, Entity] = {}
    for path, data in own_words.entities(_read_folder("entities")):
        for row in data.get("entity", ()):
            _known(path, row, ENTITY_KEYS)
            if row["id"] in found:
                raise LexiconError(f"{path.name}: entity id '{row['id']}' is used twice")
            found[row["id"]] = Entity(
                id=row["id"],
                name=row["name"],
                kind=row["kind"],
                country=row.get("country"),
                ticker=row.get("ticker"),
                currency=row.get("currency"),
                fiscal_year_end=row.get("fiscal_year_end"),
                segment=row.get("segment"),
                stands_for=tuple(row.get("stands_for", ())),
                names=_names(row.get("names", {})),
                category=row.get("class"),
                cik=row.get("cik"),
                code=row.get("code"),
            )
    return found


@cache
def accumulating() -> frozenset[str]:
    """Metrics whose values of shorter periods add up to that of a longer one."""
    data = _read(ROOT / "data" / "accumulating.toml")
    return frozenset(data["metrics"])


@cache
def fingerprint() -> str:
    """sha256 over every word list, for the provenance of a report."""
    digest = hashlib.sha256()
    for folder in ("languages", "metrics", "entities", "data"):
        for path in sorted((ROOT / folder).glob("*.toml")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
        for path, _ in own_words.files(folder):
            digest.update(b"own " + path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


# ---------------------------------------------------------------- phrase matcher

# A word, or a single sign of a script that writes no spaces (Han, kana, Thai). "S&P", "P/E",
# "year-over-year" and "G.17" split at their signs; phrases are split the same way, so they match.
_TOKEN = re.compile(
    # "PER13倍", "CAC40": a number written onto an abbreviation is a word of its own.
    r"[A-Za-z]{2,}+(?=\d)|"
    r"[぀-ヿ㐀-䶿一-鿿豈-﫿]|[^\W_぀-ヿ㐀-䶿一-鿿豈-﫿]+"
    r"(?:[’'‌][^\W\d_぀-ヿ一-鿿]+)?|[&%+]"
)
# "l'inflation", "d'euros", "dell'indice": the article written onto the word. "D'après" is a word.
_ELISION = re.compile(
    r"^(?:l|d|dell|all|nell|sull|dall|un)'(?!(?:après|ici|abord|ailleurs)$)(?=\w{2})"
)
# "BIST'in", "F/K'sı", "ABD'de": Turkish writes endings of names behind an apostrophe. "Can't",
# "we'll" are other words than "can", "we".
_SUFFIX = re.compile(r"(?:(?<=\w\w)|(?<=^[ke]))'(?!(?:t|re|ve|ll|d|m)$)\w+$")
_ARABIC_PREFIX = re.compile(r"^(?:[وف]?(?:ال|بال|لل|كال)|[وف](?=\w{3}))")


# The same for lower-case ASCII text, where a class of letters is a table look-up.
_PLAIN_TOKEN = re.compile(r"[a-z]{2,}+(?=\d)|[0-9a-z]+|[&%+]")


# The judge and the caveats ask for the sentences of an article that extraction has split before
# them; longer texts are not kept, or a feed of them would fill the memory.
_SENTENCE = 1000


def tokens(text: str) -> list[tuple[str, int, int]]:
    """``text`` as (folded word, start, end), in order; nobody may change the list."""
    return _tokens_again(text) if len(text) <= _SENTENCE else _tokens(text)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    if text.isascii() and "'" not in text:  # folding such words only lowers them
        return [(m[0], m.start(), m.end()) for m in _PLAIN_TOKEN.finditer(text.lower())]
    return [(fold(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]


_tokens_again = lru_cache(maxsize=256)(_tokens)


_UNPLAIN = re.compile("[0-9'_]")


def plain_words(text: str, found: list[tuple[str, int, int]]) -> frozenset[str] | None:
    """The words of a text of ASCII letters, ``found`` in it; None for a text of other signs.

    Of such a text the set alone tells that no phrase of a list begins in it.
    """
    if not text.isascii() or _UNPLAIN.search(text):
        return None
    return frozenset([word for word, _, _ in found])


@lru_cache(maxsize=65_536)  # a feed says the same words again
def fold(word: str) -> str:
    """``word`` as phrases are compared: lower case, no possessive, article or Arabic marks."""
    if word.isascii() and "'" not in word:
        return word.lower()
    # Turkish İ lowers to an i with a dot above; dotless ı meets the I of a name in capitals.
    word = word.lower().replace("’", "'").replace("ـ", "")
    # "l'S&P 500": no possessive.
    word = "s" if word == "l's" else word.removesuffix("'s")
    word = word.replace("i̇", "i").replace("ı", "i")
    if "'" in word:
        word = _SUFFIX.sub("", _ELISION.sub("", word))
    if word and "؀" <= word[0] <= "ۿ":
        word = re.sub(r"[ً-ْٰ]", "", word)
        word = re.sub("[أإآ]", "ا", word).replace("ى", "ي")
        stripped = _ARABIC_PREFIX.sub("", word)
        # Two letters left are no word: the capital of Palau is not "or".
        if len(stripped) >= 3:
            word = stripped
    return word


@cache  # names are shared by the languages: each is split once
def _phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as a text's are compared, the stars kept."""
    if "*" not in phrase:
        return tuple(word for word, _, _ in tokens(phrase))
    words: list[str] = []
    for piece in phrase.split():
        found = [word for word, _, _ in tokens(piece)]
        if piece.endswith("*") and found:
            found[-1] += "*"
        words += found
    return tuple(words)


# A matcher remembers what the first words it met lead to. A feed holds endless new ones: every
# figure is a word.
_REMEMBERED = 4000  # for each of some 40 matchers: 20 MB in all
# What a first word means alone, by group, and the nodes from which longer phrases go on.
_Plan = tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[dict[str, Any], ...]]


class PhraseMatcher:
    """Finds phrases in text, longest first, in time linear in the text.

    ``phrases`` maps a phrase to its payload. A word that ends in ``*`` matches any word that
    begins so; other Latin words also match their plain English plural.
    """

    def __init__(self, phrases: Iterable[tuple[str, Any]], plurals: bool = False) -> None:
        # Under "" stand the payloads of a node, under "*" the length of its longest stem.
        self._tree: dict[str, Any] = {}
        self._plurals = plurals
        self._first: dict[str, list[dict[str, Any]]] = {}
        self._plans: dict[str, _Plan] = {}
        for phrase, payload in phrases:
            node = self._tree
            for word in _phrase_words(phrase):
                if word[-1] == "*":
                    node["*"] = max(node.get("*", 0), len(word) - 1)
                node = node.setdefault(word, {})
            if node is self._tree:
                raise LexiconError(f"phrase '{phrase}' holds no word")
            node.setdefault("", []).append(payload)

    def _next(self, node: dict[str, Any], word: str) -> list[dict[str, Any]]:
        """The nodes that ``word`` leads to: as written, as a plural, as an ending of a stem."""
        found = [node[word]] if word in node else []
        if self._plurals and len(word) > 1 and word[-1] == "s" and word[:-1] in node:
            found.append(node[word[:-1]])
        if "*" in node:
            for length in range(min(len(word), node["*"]), 1, -1):
                hit = node.get(word[:length] + "*")
                if hit is not None:
                    found.append(hit)
        return found

    def _begin(self, word: str) -> list[dict[str, Any]]:
        """The nodes that a phrase's first word leads to; most words begin none."""
        found = self._first.get(word)
        if found is None:
            if len(self._first) >= _REMEMBERED:
                self._first.clear()
            found = self._first[word] = self._next(self._tree, word)
        return found

    def _longest(
        self, nodes: list[dict[str, Any]], words: list[tuple[str, int, int]], at: int
    ) -> tuple[int, list[Any]] | None:
        """The longest phrase that goes on at ``at`` from one of the nodes: its end, payloads."""
        best: tuple[int, list[Any]] | None = None
        for node in nodes:
            found = (at, node[""]) if "" in node else None
            if at < len(words) and (children := self._next(node, words[at][0])):
                found = self._longest(children, words, at + 1) or found
            if found and (best is None or found[0] > best[0]):
                best = found
        return best

    def find(self, words: list[tuple[str, int, int]]) -> list[tuple[int, int, list[Any]]]:
        """Matches over ``tokens(text)`` as (start, end, payloads), longest first, no overlap."""
        found: list[tuple[int, int, list[Any]]] = []
        past, first = 0, self._first
        for at, (word, start, _) in enumerate(words):
            nodes = first.get(word)
            if nodes is None:
                nodes = self._begin(word)
            if nodes and at >= past and (hit := self._longest(nodes, words, at + 1)):
                past = hit[0]
                found.append((start, words[past - 1][2], hit[1]))
        return found

    def find_groups(
        self, words: list[tuple[str, int, int]]
    ) -> dict[str, list[tuple[int, int, str]]]:
        """Matches by payload, as (start, end, payload); payloads of one group exclude each other.

        A payload is ``group.name``: "expected growth rate" is a forecast cue and a growth word.
        """
        found: dict[str, list[tuple[int, int, str]]] = {}
        busy: dict[str, int] = {}
        plans, count = self._plans, len(words)
        for at, (word, start, stop) in enumerate(words):
            plan = plans.get(word)
            if plan is None:
                plan = self._plan(word)
            alone, longer = plan
            if longer and at + 1 < count and self._goes_on(longer, words[at + 1][0]):
                for group, (last, meant) in self._grouped(self._begin(word), words, at):
                    if start >= busy.get(group, 0):
                        end = busy[group] = words[last - 1][2]
                        for payload in meant:
                            found.setdefault(payload, []).append((start, end, payload))
                continue
            for group, payloads in alone:
                if start >= busy.get(group, 0):
                    busy[group] = stop
                    for payload in payloads:
                        if payload in found:
                            found[payload].append((start, stop, payload))
                        else:
                            found[payload] = [(start, stop, payload)]
        return found

    def _plan(self, word: str) -> _Plan:
        """What ``word`` means alone, by group, and the nodes from which a phrase may go on."""
        nodes = self._begin(word)
        alone = self._grouped(nodes, [(word, 0, 0)], 0)
        if len(self._plans) >= _REMEMBERED:
            self._plans.clear()
        plan = self._plans[word] = (
            tuple((group, tuple(payloads)) for group, (_, payloads) in alone),
            tuple(node for node in nodes if node.keys() != {""}),
        )
        return plan

    def _goes_on(self, nodes: tuple[dict[str, Any], ...], word: str) -> bool:
        """Whether a phrase that led to one of the nodes can go on with ``word``."""
        for node in nodes:
            if word in node or (("*" in node or self._plurals) and self._next(node, word)):
                return True
        return False

    def _grouped(
        self, nodes: list[dict[str, Any]], words: list[tuple[str, int, int]], at: int
    ) -> list[tuple[str, tuple[int, list[str]]]]:
        """By group, the end of the longest phrase that begins at ``at``, and its payloads."""
        longest: dict[str, tuple[int, list[str]]] = {}
        for end, payloads in self._terminals(nodes, words, at + 1):
            for payload in payloads:
                group = payload.partition(".")[0]
                best = longest.get(group)
                if best is None or end > best[0]:
                    longest[group] = (end, [payload])
                elif end == best[0]:
                    best[1].append(payload)
        return list(longest.items())

    def _terminals(
        self, nodes: list[dict[str, Any]], words: list[tuple[str, int, int]], at: int
    ) -> Iterator[tuple[int, list[Any]]]:
        """Ends and payloads of every phrase that goes on at ``at`` from one of the nodes."""
        for node in nodes:
            if "" in node:
                yield at, node[""]
            if at < len(words) and (children := self._next(node, words[at][0])):
                yield from self._terminals(children, words, at + 1)
