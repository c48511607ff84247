"""Everything found in one sentence, with the cost of joining two parts of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import NamedTuple

from claimcheck import periods, quantities
from claimcheck.extract.names import formed, quoted
from claimcheck.extract.paraphrase import NO_SERIES, described
from claimcheck.extract.units import borrowed, compared, multiplied, of_variant
from claimcheck.extract.words import FALLBACK, Words, about, kind_of, tickers, words
from claimcheck.lexicon import Entity, PhraseMatcher, entities, languages, plain_words, tokens
from claimcheck.lexicon import metrics as catalogue_of_metrics
from claimcheck.own_names import OwnNames
from claimcheck.periods import PeriodMention
from claimcheck.periods.calendar import half, quarter
from claimcheck.periods.calendar import year as whole_year
from claimcheck.quantities import Mention
from claimcheck.schema import Sentence
from claimcheck.words import unspaced

# Cost of crossing, in words of distance. Tuned on corpora/claims (split "tune").
STRONG, WEAK, COMMA, NUMBER = 6.0, 2.0, 1.5, 2.5
# Stands for the catalogue id of a name that the catalogue does not hold.
UNKNOWN = "?"
_STRONG_SIGNS = frozenset(";:。；：!?！？؛—–\n")
_DASHES = frozenset("—–")
_BRACKETS = {"(": 1, "（": 1, ")": -1, "）": -1}
# The wide space parts the two halves of a headline in Chinese and Japanese.
_WEAK_SIGNS = frozenset(",，、،\u3000")
_KATAKANA = frozenset(map(chr, range(0x30A1, 0x30FB))) | {"ー"}
_SIGN = re.compile("[" + re.escape("".join(sorted(_STRONG_SIGNS | _WEAK_SIGNS))) + "]")
_SEMICOLON = re.compile("[;；؛]")
_BRACKET = re.compile("[()（）]")
_CASHTAG = re.compile(r"\$([A-Z]{1,6})\b")
_START = itemgetter(0)
_BEGIN, _END = attrgetter("start"), attrgetter("end")
_ORDINALS = ("first", "second", "third", "fourth")
HALVES = 2
# What a number ends with, before the word that dates it.
_CLOSED = frozenset("%％0123456789")
# Units of a length of time.
LENGTHS = frozenset(("day", "week", "month", "quarter", "year", "decade"))
# Signs between a metric in capitals and its number: "GM ex-credits 45.5%".
MEASURED = 13
# Segments that the press names without their country: "small caps".
OF_AMERICA = ("us-large", "us-mid", "us-small", "us-micro", "us-growth", "us-value")
# What is sold is counted in units, and so are homes, starts and permits.
SOLD = "units_sold"
COUNTED_BY_UNIT = ("home_sales", "housing_starts", "building_permits", "production_volume")
# Letters of a ticker that no list holds, behind a dollar sign.
SHORTEST_TAG = 3
# Signs between two names of one list: "Petrobras e Vale".
LIST_GAP = 4
# Signs of an apposition: ", a closely watched gauge of future sales,".
LONGEST_ASIDE = 90
# Signs of a word that only a title writes with a capital.
LONG_WORD = 4
# Signs between a segment and the place it is said of: "small caps in Japan".
OF_PLACE = 10
# Letters of a compound and of its first part.
COMPOUND, HEAD = 8, 3
# Signs between a price and what it is told for: "64 dollars le baril".
UNIT_GAP = 4


# A hit as the matcher gives it; most are looked at as spans alone.
Span = tuple[int, int, str]


class Hit(NamedTuple):
    """A phrase of a word list found in the sentence: span and what it stands for."""

    start: int
    end: int
    value: str


@dataclass(slots=True)
class Scene:
    """One sentence and its parts; offsets count from the sentence's start."""

    sentence: Sentence
    words: Words
    mentions: list[Mention]
    periods: list[PeriodMention]
    metrics: list[Hit]
    entities: list[Hit]
    cues: dict[str, list[Span]]
    found: list[tuple[str, int, int]]
    # The word of movement of a part, by its place and whether it is a number.
    moved: dict[tuple[int, int, bool], Hit | None] = field(default_factory=dict)
    # What a part is a share of, by its place and unit.
    shares: dict[tuple[int, int, str], list[Hit]] = field(default_factory=dict)
    # Metrics that are described and not named.
    worded: frozenset[Hit] = frozenset()
    # What trained parts make of the sentence, kept for the next number of it.
    laid: object = None
    # Words of things that no series is kept of, filled when the first number asks.
    no_series: list[Hit] | None = None
    # Filled when the first distance is asked for: most sentences hold nothing to join.
    _measured: bool = False
    _walls: list[tuple[int, float]] = field(default_factory=list)
    _brackets: list[tuple[int, int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _sums: list[float] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _positions: list[int] = field(default_factory=list)
    _hits: dict[str, list[Hit]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence's text."""
        return self.sentence.text

    def cue(self, name: str) -> list[Hit]:
        """Hits of one cue list, such as ``direction.up``, in reading order."""
        found = self._hits.get(name)
        if found is None:
            found = self._hits[name] = list(map(Hit._make, self.cues.get(name, ())))
        return found

    def group(self, prefix: str) -> list[Hit]:
        """Hits of every list under ``prefix``, such as ``direction.``, in reading order."""
        found = self._hits.get(prefix)
        if found is None:
            names = [name for name in self.cues if name.startswith(prefix)]
            hits = [hit for name in names for hit in self.cue(name)]
            found = self._hits[prefix] = sorted(hits, key=_START) if len(names) > 1 else hits
        return found

    def _measure(self) -> None:
        """Lays out what stands between the parts: words, numbers, clause ends, brackets."""
        text, mentions = self.text, self.mentions
        inside = _mask([(m.start, m.end) for m in mentions], len(text))
        self._walls = _walls(text, self.cues, inside, self.words.dash_joins)
        self._starts = [at for at, _ in self._walls]
        # Halves add up exactly, so the weight between two places is a difference of two sums.
        self._sums = list(accumulate((weight for _, weight in self._walls), initial=0.0))
        self._numbers = [m.start for m in mentions]
        self._brackets = [
            (hit.start(), _BRACKETS[hit.group()])
            for hit in _BRACKET.finditer(text)
            if not inside[hit.start()]
        ]
        self._positions = _positions(self.found, inside)
        self._measured = True

    def cost(self, one: tuple[int, int], other: tuple[int, int], number: float = NUMBER) -> float:
        """Words between two spans, plus what stands between them: clause ends and other numbers."""
        low, high = (one, other) if one[0] <= other[0] else (other, one)
        left, right = low[1], high[0]
        if right <= left:
            return 0.0
        if not self._measured:
            self._measure()
        cost = float(bisect_left(self._positions, right) - bisect_left(self._positions, left))
        cost += number * (bisect_left(self._numbers, right) - bisect_left(self._numbers, left))
        if self._starts:
            sums, starts = self._sums, self._starts
            cost += sums[bisect_left(starts, right)] - sums[bisect_left(starts, left)]
        return cost + STRONG * self._depth(left, right) if self._brackets else cost

    def _depth(self, left: int, right: int) -> int:
        """Brackets opened or closed between two offsets; a whole aside in between counts none."""
        return abs(sum(step for at, step in self._brackets if left <= at < right))

    def walls(self, left: int, right: int, least: float) -> bool:
        """Whether a boundary of at least that weight stands between two offsets."""
        if not self._measured:
            self._measure()
        starts, walls = self._starts, self._walls
        last = bisect_left(starts, right)
        for at in range(bisect_left(starts, left), last):
            if walls[at][1] >= least:
                return True
        if last < len(walls) or not self._brackets:
            return False
        return least <= STRONG and self._depth(left, right) > 0


def _walls(
    text: str, cues: dict[str, list[Span]], inside: bytearray, dash_joins: bool
) -> list[tuple[int, float]]:
    found: list[tuple[int, float]] = []
    for hit in _SIGN.finditer(text):
        at, sign = hit.start(), hit.group()
        if dash_joins and sign in _DASHES:
            continue  # Russian writes a dash where others write "is"
        if not inside[at]:
            found.append((at, COMMA if sign in _WEAK_SIGNS else STRONG))
    found += [(start, STRONG) for start, _, _ in cues.get("boundary.strong", ())]
    found += [(start, WEAK) for start, _, _ in cues.get("boundary.weak", ())]
    return sorted(found)


def _mask(spans: list[tuple[int, int]], length: int) -> bytearray:
    """One byte a character, 1 inside any of the spans."""
    mask = bytearray(length + 1)
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask


def _positions(found: list[tuple[str, int, int]], inside: bytearray) -> list[int]:
    """Where words begin that are no part of a number.

    Scripts that write no spaces have about two signs to a word.
    """
    starts: list[int] = []
    odd, last = False, -1
    for word, start, end in found:
        odd = not odd and start == last and len(word) == 1 and word >= "\u3040"
        if not odd and not inside[start]:
            starts.append(start)
        last = end
    return starts


def _named(matcher: PhraseMatcher, found: list[tuple[str, int, int]], text: str) -> list[Hit]:
    """Catalogue names in the text; a name in capitals must stand in capitals."""
    hits: list[Hit] = []
    for start, end, payloads in matcher.find(found):
        fitting = (item for item, case in payloads if not case or _written(text, start, case))
        if (item := next(fitting, "")) and not _inside(text, start, end):
            hits.append(Hit(start, end, item))
    return hits


def _inside(text: str, start: int, end: int) -> bool:
    """Whether a name in katakana begins inside a longer word: トロイオンス holds no イオン."""
    return (
        start > 0
        and text[start] in _KATAKANA
        and text[start - 1] in _KATAKANA
        and all(sign in _KATAKANA for sign in text[start:end])
    )


def _cut(text: str, hit: Span) -> bool:
    """Whether a katakana word is only a part of a longer one: アップル tells no アップ."""
    start, end = hit[0], hit[1]
    after = text[end : end + 1]
    return _inside(text, start, end) or (
        after != "" and after in _KATAKANA and all(sign in _KATAKANA for sign in text[start:end])
    )


def _written(text: str, start: int, capitals: int) -> bool:
    """Whether a name begins with so many capitals at ``start``, an elided article left out."""
    start += 2 if text[start + 1 : start + 2] in ("'", "’") else 0
    return text[start : start + capitals].isupper()


def _cashtags(text: str) -> list[Hit]:
    """Tickers behind a dollar sign, as told on social networks: "$NVDA"."""
    if "$" not in text:
        return []
    return [
        Hit(found.start(), found.end(), tickers().get(found.group(1), UNKNOWN))
        for found in _CASHTAG.finditer(text)
        if found.group(1) in tickers() or len(found.group(1)) >= SHORTEST_TAG
    ]


def _with_own(hits: list[Hit], own: OwnNames | None, text: str) -> list[Hit]:
    """The names of the user's own rows take the place of catalogue names they overlap."""
    spans = list(own.find(text)) if own else []
    if not spans:
        return hits
    kept = [hit for hit in hits if not any(s < hit.end and hit.start < e for s, e in spans)]
    return sorted([*kept, *(Hit(start, end, UNKNOWN) for start, end in spans)])


def _either(
    metrics: list[Hit], names: list[Hit], mentions: list[Mention], text: str
) -> tuple[list[Hit], list[Hit]]:
    """Letters that are a metric and a name are the metric where its number follows: "GM 45.2%"."""
    catalogue = entities()
    firms = {
        hit[:2]
        for hit in names
        if text[hit.start : hit.end].isupper()
        and hit.value in catalogue
        and catalogue[hit.value].kind == "company"
    }
    both = firms & {hit[:2] for hit in metrics}
    if not both:
        return metrics, names
    told = {
        (start, end)
        for start, end in both
        if any(0 < m.start - end <= MEASURED and _standing(text, m) for m in mentions)
    }
    return (
        [hit for hit in metrics if hit[:2] not in both or hit[:2] in told],
        [hit for hit in names if hit[:2] not in told],
    )


def _standing(text: str, mention: Mention) -> bool:
    """Whether a percentage tells where something stands: "GM 45.2%", not "GM +3%"."""
    moved = mention.unit == "percent" and text[mention.start] in "+-−–"
    return mention.unit in ("percent", "basis_point", "percentage_point") and not moved


def _merge_segments(hits: list[Hit]) -> list[Hit]:
    """An index named with its segment beside it ("S&P 600 small-cap stocks") is one name."""
    catalogue = entities()
    merged: list[Hit] = []
    for hit in hits:
        last = merged[-1] if merged else None
        known = catalogue.get(last.value) if last else None
        if last and known and 0 <= hit.start - last.end <= 2 and known.segment == hit.value:
            merged[-1] = Hit(last.start, hit.end, last.value)
        else:
            merged.append(hit)
    return merged


def _abroad(hits: list[Hit], scene: Scene) -> list[Hit]:
    """A segment of one country that is told of another is a name of its own.

    "Japanese small caps", "small caps in Japan": no American ones.
    """
    catalogue = entities()
    merged: list[Hit] = []
    for hit in hits:
        last = merged[-1] if merged else None
        pair = (last, hit) if last else None
        if pair and _elsewhere(*(catalogue.get(part.value) for part in pair)):
            gap = scene.text[pair[0].end : hit.start]
            linked = any(
                pair[0].end < link.start and link.end < hit.start
                for link in scene.cue("reach.of") + scene.cue("reach.place")
            )
            if gap in (" ", "-") or (linked and len(gap) <= OF_PLACE):
                merged[-1] = Hit(pair[0].start, hit.end, UNKNOWN)
                continue
        merged.append(hit)
    return merged


def _elsewhere(one: Entity | None, other: Entity | None) -> bool:
    """Whether one of two is a group of shares of a country and the other a place that is not it."""
    for group, place in ((one, other), (other, one)):
        if (
            group and place
            and group.id.startswith(OF_AMERICA)
            and place.kind in ("country", "region")
            and place.id != group.country
        ):
            return True
    return False


def _heads(hits: list[Hit], text: str) -> list[Hit]:
    """Metrics without the genitives that follow them ("доходы населения": no population)."""
    heads: list[Hit] = []
    stop = -1
    for hit in hits:
        if stop < 0 or text[stop : hit.start].strip(" \u00a0"):
            heads.append(hit)
        stop = hit.end
    return heads


def _proper_names(scene: Scene, catalogued: list[Hit], known: Container[str]) -> list[Hit]:
    """Names outside the catalogue: runs of capitalised words ("Halvorsen Foods").

    The first word of a sentence counts only with a second one, a possessive or a verb of a
    subject behind it, or when the text has named it before (``known``: first words of names).
    """
    text, found = scene.text, scene.found
    lead = _leading_subject(scene)
    capitals = [text[start:end] for _, start, end in found if text[start].isupper()]
    opening = text[: found[0][2]] if found else ""
    suffixed = scene.words.apostrophe_names
    alone = capitals in ([], [opening]) and not _possessive(opening, suffixed)
    if alone and not lead and opening not in known:
        return []
    busy = _mask(_taken(scene, catalogued), len(text))
    divisions = {hit.end + 1 for hit in catalogued if text[hit.end : hit.end + 1] == " "}
    tails = {hit.start for hit in scene.cue("notname.tail")}
    names: list[Hit] = []
    run: list[tuple[int, int]] = []
    for at, (_, start, end) in enumerate([*found, ("", len(text), len(text))]):
        if not run and not text[start : start + 1].isupper():
            continue
        word = text[start:end]
        if word == "&" and run:
            continue
        # Upper-case throughout is an abbreviation, not a name: "GDP", "CEO".
        capital = (
            word[:1].isupper()
            and len(word) > 2
            and word[1] not in "'’"
            and not word.isupper()
            and (not busy[start] or (bool(run) and start in tails))
        )
        joined = not run or text[run[-1][1] : start].strip(" -") in ("", "&")
        if run and not (capital and joined):
            stop = run[-1][1]
            ending = _possessive(text[run[-1][0] : stop], suffixed)
            named = len(run) > 1 or run[0][0] > 0 or text[run[0][0] : stop] in known
            if named or ending or stop == lead:
                stop -= ending
                names.append(Hit(run[0][0], stop, UNKNOWN))
            run = []
        # "Nike Direct fell 4%": a division is no firm of its own.
        if capital and start not in divisions and (at == 0 or not _after_stop(text, start) or run):
            run.append((start, end))
    return names


def _without_tails(scene: Scene, names: list[Hit]) -> list[Hit]:
    """Names without the sectors that end the name of a firm: "Fernbrook Pharma"."""
    tails = {hit.start for hit in scene.cue("notname.tail")} if names else ()
    if not tails or not any(hit.start in tails for hit in names):
        return names
    text = scene.text
    long = [text[start].isupper() for _, start, end in scene.found if end - start >= LONG_WORD]
    if 2 * sum(long) > len(long):
        return names  # in a title every word may have a capital
    busy = _mask(_taken(scene, names), len(text))
    before = {end + 1: start for _, start, end in scene.found}

    def ends_a_name(hit: Hit) -> bool:
        start = before.get(hit.start, -1)
        word = text[start : hit.start - 1] if start >= 0 else ""
        return (
            hit.start in tails
            and kind_of(hit.value) == "segment"
            and text[hit.start].isupper()
            and len(word) > 2
            and word[0].isupper()
            and not word.isupper()
            and not busy[start]
        )

    return [hit for hit in names if not ends_a_name(hit)]


def _leading_subject(scene: Scene) -> int:
    """Where the first word ends when a verb follows that asks for a subject, else 0.

    "Symrise senkt ...", "Worldline a dévissé": a noun without its article at the head of a
    sentence is a name.
    """
    verbs = scene.cue("subject.verb")
    if not verbs or not scene.found:
        return 0
    stop = scene.found[0][2]
    return stop if any(0 < verb.start - stop <= 1 for verb in verbs) else 0


def _possessive(word: str, suffixed: bool) -> int:
    """How many signs at the end of a word are its possessive, or an ending after an apostrophe.

    Turkish sets an apostrophe between a name and its ending, and only there ("Migros'un").
    """
    if word[-2:] in ("'s", "’s"):
        return 2
    stem = len(word.replace("’", "'").partition("'")[0])
    return len(word) - stem if suffixed else 0


def _taken(scene: Scene, catalogued: list[Hit]) -> list[tuple[int, int]]:
    """Spans of a sentence that are no part of a name outside the catalogue."""
    taken = [(part.start, part.end) for part in scene.mentions]
    taken += [(part.start, part.end) for part in scene.periods]
    taken += [(hit.start, hit.end) for hit in (*scene.metrics, *catalogued)]
    for name, hits in scene.cues.items():
        if name != "notname.alone":
            taken += [(start, end) for start, end, _ in hits]
    return taken


def _formed_names(scene: Scene, catalogued: list[Hit]) -> list[Hit]:
    """Names told by a word of company form beside them, or by quotation marks."""
    cues, text, lists = scene.cues, scene.text, scene.words
    heads, tails = cues.get("form.head", ()), cues.get("form.tail", ())
    if not (heads or tails or lists.quoted_names):
        return []
    taken = [(part.start, part.end) for part in scene.mentions]
    taken += [(part.start, part.end) for part in scene.periods]
    taken += [(hit.start, hit.end) for hit in (*scene.metrics, *catalogued)]
    for name, hits in cues.items():
        if not name.startswith("form."):
            taken += [(start, end) for start, end, _ in hits]
    busy = _mask(taken, len(text))
    made = list(
        formed(
            text,
            scene.found,
            busy,
            [(start, end) for start, end, _ in heads],
            [(start, end) for start, end, _ in tails],
        )
    )
    if lists.quoted_names:
        made += quoted(text, busy)
    return [Hit(start, end, UNKNOWN) for start, end in made]


def _after_stop(text: str, start: int) -> bool:
    """Whether a quotation or clause sign that asks for a capital stands before the word."""
    return text[:start].rstrip()[-1:] in '.:!?“"'


class Read(NamedTuple):
    """What the word lists of a language find in a text, whatever stands around it."""

    found: list[tuple[str, int, int]]
    plain: frozenset[str] | None
    cues: dict[str, list[Span]]
    metrics: list[Hit]
    named: list[Hit]


def _read(text: str, iso: str) -> Read:
    lists, found = words(iso), tokens(text)
    return Read(
        found,
        plain_words(text, found),
        lists.cues.find_groups(found),
        [hit for part in _clauses(text, found) for hit in _named(lists.metrics, part, text)],
        _named(lists.entities, found, text),
    )


def _clauses(
    text: str, found: list[tuple[str, int, int]]
) -> Iterator[list[tuple[str, int, int]]]:
    """The words by the clauses that a semicolon parts.

    No name goes on behind one: "16% годовых; инфляция" names no yearly inflation.
    """
    ends = [at for at, sign in enumerate(text) if sign in ";；؛"] if _SEMICOLON.search(text) else []
    begin = 0
    for end in [*ends, len(text)]:
        stop = bisect_left(found, end, lo=begin, key=itemgetter(1))
        yield found[begin:stop]
        begin = stop


# A feed tells sentences of words again: greetings, notices, what everybody quotes.
_read_again = lru_cache(maxsize=4096)(_read)
RETOLD = 300
_DIGIT = re.compile(r"\d")
_FIGURES = frozenset("0123456789$€£¥")


def look(
    sentence: Sentence,
    anchor: date | None,
    known: Container[str] = (),
    own: OwnNames | None = None,
    base: tuple[date, date] | None = None,
) -> Scene:
    """The parts of one sentence; "a year earlier" counts from ``base`` when it names no time."""
    # A sentence too short to tell its language is read with the words known everywhere.
    text, iso = sentence.text, sentence.language if sentence.language in languages() else FALLBACK
    lists = words(iso)
    read = _read_again if len(text) < RETOLD and not _DIGIT.search(text) else _read
    found, plain, groups, metrics, named = read(text, iso)
    if lists.compounds:
        metrics = sorted([*metrics, *_compounds(found, metrics, lists.compounds)])
    cues = dict(groups)
    absent = plain is not None and periods.absent(plain, iso)
    spans = [] if absent else periods.scan(text, iso, anchor, base)
    spans = _elliptic(text, _unled(text, spans, cues), cues)
    for name in lists.silent & cues.keys():
        del cues[name]
    if iso == "ja":
        cues = {name: [hit for hit in hits if not _cut(text, hit)] for name, hits in cues.items()}
    mentions: list[Mention] = []
    if plain is None or not quantities.absent(plain, iso):
        mentions = _quantities(text, iso, lists, spans, cues, metrics)
    if metrics:
        spans = _attributive(spans, metrics)
    if mentions:
        _rejoin(cues, lists, found, mentions)
    # 平均 in 日経平均 and the real of Brazil are part of a name, "aylık" of "dokuz aylık dönemde".
    longer = [(n.start, n.end) for n in named]
    longer += [(span.start, span.end) for span in spans if span.granularity == "multi"]
    for name in [name for name in cues if longer and name.startswith("basis.")]:
        cues[name] = [
            hit
            for hit in cues[name]
            if not any(
                start <= hit[0] and hit[1] <= end and end - start > hit[1] - hit[0]
                for start, end in longer
            )
        ]
    if metrics and (basis := [h for name in cues if name.startswith("basis.") for h in cues[name]]):
        # "26% with dividends" says how it is counted, not what.
        metrics = [
            hit
            for hit in metrics
            if not any(start < hit.start and hit.end <= end for start, end, _ in basis)
        ]
    if tags := _cashtags(text):
        known_at = {tag.end for tag in tags}
        named = sorted([*tags, *(hit for hit in named if hit.end not in known_at)])
    names = _with_own(named, own, text)
    names = [hit for hit in names if not _priced_by(text, hit, names, mentions)]
    if measured := cues.get("notname.measure"):
        # "In dollar terms" says how it is measured, not what.
        names = [
            hit
            for hit in names
            if not any(start <= hit.start and hit.end <= end for start, end, _ in measured)
        ]
    if names:
        # "US$ 5" is a price, not a statement about the US or the dollar.
        names = [
            hit
            for hit in names
            if not any(
                m.start <= hit.start < m.end
                and (hit.end <= m.end or text[m.end] in "'’")  # "1,1 milyar TL'de"
                for m in mentions
            )
        ]
        # The 100 of "BIST 100" is part of a name.
        mentions = [
            m
            for m in mentions
            if not any(n.start < m.start < n.end and n.end - n.start > 3 for n in names)
        ]
        # "Nikkei stock average" is a name; it says nothing of a share price.
        metrics = [
            hit
            for hit in metrics
            if not any(
                n.start <= hit.start and hit.end <= n.end and n.end - n.start > hit.end - hit.start
                for n in names
            )
        ]
    metrics, names = _either(metrics, names, mentions, text)
    worded = _worded(text, iso, found, mentions, metrics) if mentions else []
    if worded:
        metrics = [m for m in metrics if not any(overlap(m, hit) for hit in worded)]
        metrics = sorted([*metrics, *(hit for hit in worded if hit.value != NO_SERIES)])
    if lists.genitive_after:
        metrics = _heads(metrics, text)
    metrics = _without_nouns(_without_moves(metrics, cues), mentions, text)
    scene = Scene(sentence, lists, mentions, spans, metrics, [], cues, found)
    scene.worded = frozenset(worded)
    scene.entities = _subjects(scene, names, known)
    _without_named_moves(scene)
    scene.entities = _without_rates(scene)
    if "aside.opens" in cues:
        _leave_out_asides(scene)
    counted = {m.end for m in mentions}  # "220万辆汽车" names no firm
    scene.entities = [
        hit for hit in scene.entities
        if not _left_out(scene, hit) and (hit.value != UNKNOWN or hit.start not in counted)
    ]
    scene.metrics = [hit for hit in scene.metrics if not _of_balance(scene, hit)]
    return scene


def _without_rates(scene: Scene) -> list[Hit]:
    """Without the name of a rate that stands for its bank, where a bank is named itself.

    "The Bank of Canada cut its target to 2.25%, with the Bank Rate at 2.5%".
    """
    known = entities()
    banks = [
        hit for hit in scene.entities
        if hit.value in known and known[hit.value].kind == "central-bank"
    ]
    told = {hit: scene.text[hit.start : hit.end].lower() for hit in banks}
    rates = [hit for hit in banks if "rate" in told[hit]]
    named = [hit for hit in banks if "rate" not in told[hit] and "committee" not in told[hit]]
    if not rates or not named:
        return scene.entities
    own = {hit.value for hit in named}
    return [hit for hit in scene.entities if hit not in rates or hit.value in own]


def _without_named_moves(scene: Scene) -> None:
    """Leaves out words of movement inside names: the south of "South Korea's Kospi"."""
    spans = [hit for hit in scene.entities if " " in scene.text[hit.start : hit.end]]
    for name, hits in scene.cues.items() if spans else ():
        if name.startswith("direction."):
            scene.cues[name] = [
                cue for cue in hits
                if not any(n.start <= cue[0] and cue[1] <= n.end for n in spans)
            ]


def _compounds(
    found: Sequence[tuple[str, int, int]], metrics: Sequence[Hit], tails: dict[str, str]
) -> Iterator[Hit]:
    """ "Clouderlöse", "Fahrzeugabsatz": words that no list holds, named by their last part."""
    for word, start, end in found:
        if len(word) < COMPOUND or any(m.start < end and start < m.end for m in metrics):
            continue
        tail = next((tail for tail in tails if word.endswith(tail)), None)
        if tail is not None and len(word) - len(tail) >= HEAD:
            yield Hit(start, end, tails[tail])


def _of_balance(scene: Scene, hit: Hit) -> bool:
    """ "The trade balance showed a deficit of $2.4bn": no deficit of the budget."""
    return hit.value == "budget_deficit" and any(
        other.value in ("trade_balance", "current_account")
        and other.end <= hit.start
        and not scene.walls(other.end, hit.start, COMMA)
        and not any(other.end <= m.start < hit.start for m in scene.mentions)
        for other in scene.metrics
    )


def _priced_by(
    text: str, hit: Hit, names: Sequence[Hit], mentions: Sequence[Mention]
) -> bool:
    """ "Le Brent s'échange à 64 dollars le baril": a barrel is what the price is told for."""
    return any(
        m.per is not None
        and 0 < hit.start - m.end <= UNIT_GAP
        and text[m.end : hit.start].strip().isalpha()
        and any(other.end <= m.start for other in names)
        for m in mentions
    )


def _left_out(scene: Scene, name: Hit) -> bool:
    """Whether a name is of what a figure leaves out: "excluding Petrobras and Vale"."""
    if any(0 <= word.start - name.end <= 1 for word in scene.cue("notname.without_after")):
        return True
    if any(word.start < name.start < word.end for word in scene.cue("notname.alone")):
        return True  # "Class A shares" are not those of Shanghai
    words = scene.cue("notname.without")
    if not words:
        return False
    start = name.start
    for other in sorted(scene.entities, key=lambda hit: -hit.start):
        if 0 < start - other.end <= LIST_GAP:
            start = other.start  # "excluding A and B"
    return any(0 < start - word.end <= 1 for word in words)


def _leave_out_asides(scene: Scene) -> None:
    """Leaves out what only says who is meant: "orders, a gauge of future sales, fell"."""
    for parts in (scene.metrics, scene.entities):
        asides = [span for hit in parts if (span := _aside(scene, hit))]
        for start, end in asides:
            parts[:] = [hit for hit in parts if not (start <= hit.start and hit.end <= end)]


def _aside(scene: Scene, hit: Hit) -> tuple[int, int] | None:
    """The apposition behind a name: ", the largest of the regional lenders, "."""
    text = scene.text
    if text[hit.end : hit.end + 2] != ", ":
        return None
    start = hit.end + 2
    if not any(word.start == start for word in scene.cue("aside.opens")):
        return None
    end = text.find(", ", start, start + LONGEST_ASIDE)
    if end < 0 or any(m.start < end and start < m.end for m in scene.mentions):
        return None
    verb = next((at for _, at, _ in scene.found if at >= end + 2), len(text))
    follows = scene.group("direction.") + scene.cue("aside.ends")
    return (start, end) if any(word.start == verb for word in follows) else None


def _without_moves(metrics: list[Hit], cues: dict[str, list[Span]]) -> list[Hit]:
    """Without nouns of movement behind a figure of the economy: "0.4% after a 0.2% gain".

    Of a share or an index a gain is the return.
    """
    told = [hit for hit in metrics if hit.value in about().macro - about().quoted]
    if not told or len(told) == len(metrics):
        return metrics
    moves = [hit for name in cues if name.startswith("direction.") for hit in cues[name]]
    return [
        hit
        for hit in metrics
        if hit.value != "return"
        or hit.start < told[0].start
        or not any(start < hit.end and hit.start < end for start, end, _ in moves)
    ]


def _without_nouns(metrics: list[Hit], mentions: list[Mention], text: str) -> list[Hit]:
    """Without what a number counts in, where what is counted is named: "starts of 1.4m units"."""
    counted = {m.noun for m in mentions if m.noun}
    if not counted or len(metrics) < 2:
        return metrics
    known = catalogue_of_metrics()
    nouns = [h for h in metrics if h.value == SOLD and text[h.start : h.end] in counted]
    named = [h for h in metrics if h.value != SOLD and known[h.value].unit == "count"]
    named += [h for h in metrics if (known[h.value].growth_of or "") in COUNTED_BY_UNIT]
    return [h for h in metrics if h not in nouns] if named else metrics


def _attributive(spans: list[PeriodMention], metrics: list[Hit]) -> list[PeriodMention]:
    """ "We guide to 2025 free cash flow of $18bn": the year of the metric, no end of a time."""
    starts = {hit.start for hit in metrics}
    return [
        replace(p, first=p.last.replace(month=1, day=1), role=None, type="calendar")
        if p.role == "until" and p.first is None and p.last and p.granularity == "year"
        and p.end + 1 in starts
        else p
        for p in spans
    ]


def _unled(
    text: str, spans: list[PeriodMention], cues: dict[str, list[Span]]
) -> list[PeriodMention]:
    """Without "the year after" of "up 23% on the year after a 24% gain": its end leads on."""
    ends = {end for _, end, _ in cues.get("reach.origin", ()) if text[end : end + 1] == " "}
    return [p for p in spans if p.end not in ends or p.resolved_from == "text"] if ends else spans


def _elliptic(
    text: str, spans: list[PeriodMention], cues: dict[str, list[Span]]
) -> list[PeriodMention]:
    """ "3% in the second quarter, 0.5% in the first": a quarter that leaves out its noun."""
    parts = [p for p in spans if p.granularity in ("quarter", "half") and p.first]
    found = list(spans)
    for number, name in enumerate(_ORDINALS, 1) if parts else ():
        than = cues.get(f"elliptic.{name}_than", [])
        for start, end, _ in [*cues.get(f"elliptic.{name}", ()), *than]:
            closed = text[end : end + 2].strip()[:1] in ("", *",.;:)(–—-") or any(
                start == end + 1 and text[last + 1 : last + 2] in _FIGURES
                for start, last, _ in cues.get("boundary.weak", ())
            )
            if not closed or any(p.start < end and start < p.end for p in spans):
                continue
            told = max((p for p in parts if p.end <= start), key=_END, default=parts[0])
            year = told.first.year if told.first else 0
            built = half if told.granularity == "half" else quarter
            if told.granularity == "half" and number > HALVES:
                continue
            first, last = built(year, number)
            role = "versus" if any(hit[0] == start for hit in than) else told.role
            part = replace(told, start=start, end=end, first=first, last=last)
            found.append(replace(part, text=text[start:end], role=role))
    found += _next_years(text, spans, cues)
    return sorted(found, key=_BEGIN) if len(found) > len(spans) else spans


def _next_years(
    text: str, spans: list[PeriodMention], cues: dict[str, list[Span]]
) -> Iterator[PeriodMention]:
    """ "2.0% this year and 2.1% next": a year that leaves out its noun."""
    for start, end, _ in cues.get("elliptic.next", ()):
        closed = text[end : end + 1] in ("", *",.;:)") and text[start - 2 : start - 1] in _CLOSED
        told = [p for p in spans if p.end <= start and p.granularity == "year"] if closed else []
        if told and told[-1].last and told[-1].resolved_from == "published_at":
            first, last = whole_year(told[-1].last.year + 1)
            part = replace(told[-1], start=start, end=end, first=first, last=last)
            yield replace(part, text=text[start:end], type="calendar")


def _worded(
    text: str, iso: str, found: list[tuple[str, int, int]], mentions: list[Mention],
    named: list[Hit],
) -> list[Hit]:
    """Metrics that the text describes; one that a name there tells as fully is left to it."""
    hits: list[Hit] = []
    # "Dearer by 4% in a year" makes one statement.
    numbers = [(m.start, m.end) for m in mentions if m.unit not in LENGTHS]
    for told in described(text, iso, found, numbers):
        hit = Hit(told.start, told.end, told.metric)
        beside = [name for name in named if overlap(name, hit)]
        others = [name for name in beside if not _same_series(name.value, told.metric)]
        fuller = any(
            _length(found, name) - _within(name, hit) >= told.concepts for name in others
        )
        own = unspaced(text[hit.start]) and _at_number(others, hit, numbers)
        if not fuller and not own and (others or not beside):
            hits.append(hit)
    return hits


def _at_number(names: list[Hit], hit: Hit, numbers: list[tuple[int, int]]) -> bool:
    """Whether a name stands right at a number in a description: "股价对应市净率0.6倍，股息率"."""
    return any(
        name.end == start for start, _ in numbers if hit.start <= start < hit.end for name in names
    )


def _within(name: Hit, hit: Hit) -> bool:
    """Whether a name is a part of a longer description."""
    return hit.start <= name.start and name.end <= hit.end and name[:2] != hit[:2]


def overlap(one: Hit, other: Hit) -> bool:
    """Whether two spans share a sign."""
    return one.start < other.end and other.start < one.end


def _same_series(one: str, other: str) -> bool:
    """Whether two metrics are one, or one is the growth of the other."""
    known = catalogue_of_metrics()
    if one == other or NO_SERIES in (one, other):
        return one == other
    return known[one].growth_of == other or known[other].growth_of == one


def _length(found: list[tuple[str, int, int]], hit: Hit) -> float:
    """The words of a name; two signs of a script without spaces are one."""
    words = [word for word, start, _ in found if hit.start <= start < hit.end]
    return sum(0.5 if word >= "\u3040" else 1.0 for word in words)


def _rejoin(
    cues: dict[str, list[Span]],
    lists: Words,
    found: list[tuple[str, int, int]],
    mentions: list[Mention],
) -> None:
    """Reads words that begin inside a number's unit without it: 円高 behind 2110 is 高 alone."""
    ends = {m.end: m.start for m in mentions}
    for name, hits in list(cues.items()):
        for hit in hits if name.startswith("direction.") else ():
            stop = next((e for e in ends if hit[0] < e < hit[1] and ends[e] < hit[0]), 0)
            if not stop:
                continue
            cues[name] = [other for other in cues[name] if other is not hit]
            rest = [token for token in found if stop <= token[1] and token[2] <= hit[1]]
            for again, spans in lists.cues.find_groups(rest).items():
                cues[again] = sorted({*cues.get(again, ()), *spans})


def _quantities(
    text: str, iso: str, lists: Words, spans: list[PeriodMention], cues: dict[str, list[Span]],
    metrics: list[Hit],
) -> list[Mention]:
    """The numbers of a text, each with its unit, its own or its neighbour's."""
    mentions = quantities.scan(text, iso, [(p.start, p.end) for p in spans])
    if not mentions:
        return mentions
    # "the past two years" is a period, not a quantity of years.
    if spans:
        mentions = [
            m for m in mentions if not any(p.start <= m.start and m.end <= p.end for p in spans)
        ]
    counted = catalogue_of_metrics()
    levels = [(h.start, h.end) for h in metrics if h.value in about().multiple]
    mentions = multiplied(text, mentions, levels) if levels else mentions
    mentions = compared(text, mentions, cues, [hit.start for hit in metrics])
    return borrowed(
        text,
        of_variant(text, mentions, lists.variant),
        [(start, end) for start, end, _ in cues.get("reach.to", ())],
        [(start, end) for start, end, _ in cues.get("baseline.versus", ())],
        [h.start for h in metrics if counted[h.value].unit == "count"],
        [
            (start, end)
            for name in ("basis.average", "baseline.higher_than", "baseline.lower_than")
            for start, end, _ in cues.get(name, ())
        ],
    )


def _subjects(scene: Scene, names: list[Hit], known: Container[str]) -> list[Hit]:
    """What a sentence may be about: ``names`` of the catalogue, and names outside it."""
    lists, cues = scene.words, scene.cues
    names = _without_tails(scene, names)
    found = _abroad(_merge_segments(names), scene) if len(names) > 1 else names
    made = _formed_names(scene, names)
    if made:
        found = sorted([*found, *made], key=lambda hit: hit.start)
    # Without a capital there is nothing to look for; a sentence begins with one in any case.
    if not (lists.capitals_are_names or lists.capital_runs) or scene.text.islower():
        return found
    text = scene.text
    alone, lead = cues.get("notname.alone", ()), _leading_subject(scene)
    extra = [
        name
        for name in _proper_names(scene, names, known)
        if not any(start <= name.start and name.end <= end for start, end, _ in alone)
        and not any(e.start < name.end and name.start < e.end for e in found)
        and not any(0 < name.start - hit.end <= 2 for hit in scene.cue("notname.vocative"))
        and not any(name.start == hit.start for hit in scene.cue("notname.title"))
        and (
            lists.capitals_are_names
            or " " in text[name.start : name.end]
            or text[name.start : name.end] in known
            or name.end == lead
        )
    ]
    return sorted([*found, *extra], key=lambda hit: hit.start) if extra else found
