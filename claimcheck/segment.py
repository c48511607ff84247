"""Sentences and languages of a text, any script.

A language is told from the script first (kana is Japanese, Hangul Korean), then from its small
words, then by langdetect's profiles over the configured languages of that script; by eldc when
that is installed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import log
from pathlib import Path
from typing import Any

from claimcheck import lexicon
from claimcheck.page_section import page_section
from claimcheck.schema import Article, Sentence

UNKNOWN = "und"

# Scripts by Unicode block, and the languages claimcheck can tell in each. The first is the answer
# when nothing in the text decides.
_SCRIPTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Latin", r"A-Za-zÀ-ɏḀ-ỿＡ-Ｚａ-ｚ",
     ("en", "es", "fr", "de", "pt", "it", "tr", "vi", "id", "nl", "pl")),
    ("Cyrillic", r"Ѐ-ԯ", ("ru",)),
    ("Greek", r"Ͱ-Ͽ", ("el",)),
    ("Arabic", r"؀-ۿݐ-ݿࢠ-ࣿﭐ-﷿ﹰ-ﻼ", ("ar", "fa", "ur")),
    ("Hebrew", r"֐-׿", ("he",)),
    ("Devanagari", r"ऀ-ॿ", ("hi",)),
    ("Thai", r"฀-๿", ("th",)),
    ("Hangul", r"가-힣ᄀ-ᇿ㄰-㆏", ("ko",)),
    ("Kana", r"ぁ-ゟ゠-ヿㇰ-ㇿｦ-ﾟ", ("ja",)),
    ("Han", r"㐀-䶿一-鿿豈-﫿𠀀-𪛟", ("zh",)),
)
_SCRIPT_OF = {name: languages for name, _, languages in _SCRIPTS}
_BLOCKS = tuple((chr(0xE000 + i), re.compile(f"[{block}]")) for i, (_, block, _) in (
    enumerate(_SCRIPTS)))
_NAMED = tuple((chr(0xE000 + i), name) for i, (name, _, _) in enumerate(_SCRIPTS))


class _Codes(dict[int, str]):
    """Character -> a private code for its script, found on first sight."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = next((mark for mark, block in _BLOCKS if block.match(char)), " ")
        return self[code]


_CODES = _Codes()
_ASCII_LETTER = re.compile("[A-Za-z]")
_ASCII_REST = re.compile("[^A-Za-z]+")
_SIMPLE_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[^\x00-\x7f]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]+")
# "50c", "3m": a letter at a figure is a unit, and no small word of any language.
_NO_WORDS = r"https?://\S+|[$@#]\w+|\b[A-Z0-9.&]{2,}\b|[\d٠-٩۰-۹]+(?:[A-Za-z](?![^\W\d_]))?"
_NOISE = re.compile(_NO_WORDS)
_NOISE_AND_MAIL = re.compile(rf"\S+@\S+|{_NO_WORDS}")
# Letters that Persian writes and Arabic does not, and the other way round (Unicode names).
_PERSIAN = re.compile("[پچژگ]")
_ARABIC = re.compile("[ةإأً]")
_URDU = re.compile("[ٹڈڑںےہھۓ]")

# langdetect wants enough letters; below four a Latin word could be of many languages.
_ENOUGH_LETTERS = re.compile(r"[\W\d_]*+(?:[^\W\d_][\W\d_]*+){4}")
_UNSEEN = 0.5 / 10_000  # langdetect's smoothing
_OVERLAP = 0.5
_PER_WORD = 3.0
_FIRST = 0.5
_SAMPLE = 600
_HEADLINE = 120  # letters: past them statistics err on no text of the corpora
_SLOT = re.compile(r"\{\w+\}|\(\?.")  # of a template: "(?:letzten|vorigen) {m}"
_MARKET_WORD = re.compile(r"(?<![$@#\w])[^\W\d_A-Z][^\W\d_]*(?!\w)|\b[A-Z]+\$")
_COMMA = re.compile(r"\d,\d{1,2}(?![\d,])")
_POINT = re.compile(r"\d\.\d{1,2}(?![\d.])")
_PERCENT_BEFORE = re.compile(r"(?<![\d\w])%\d")
_WORDS_OF_HEADLINE = 4
_VOTE = 60  # divides by the number of languages that share a word
_ENOUGH_VOTES = 90


def scripts(text: str) -> dict[str, int]:
    """Letters of each script in ``text``; scripts that do not occur are left out."""
    if text.isascii():
        count = len(_ASCII_REST.sub("", text))
        return {"Latin": count} if count else {}
    codes = text.translate(_CODES)
    return {name: count for code, name in _NAMED if (count := codes.count(code))}


@lru_cache(maxsize=64)  # a line is looked at for its kind and again for its language
def main_script(text: str) -> str | None:
    """The script that tells the language of ``text``, None without letters.

    Latin tickers and names do not make a line English: another script with a quarter of the
    letters decides (measured on 6,012 short lines, with the langdetect wrapper: .900 to .966).
    """
    if text.isascii():
        return "Latin" if _ASCII_LETTER.search(text) else None
    found = scripts(text)
    if not found:
        return None
    total = sum(found.values())
    # one kana in a Han text makes it Japanese; Chinese writes none
    if "Kana" in found and found["Kana"] * 20 >= found["Kana"] + found.get("Han", 0):
        found["Kana"] += found.pop("Han", 0)
    if "Hangul" in found and "Han" in found:
        found["Hangul"] += found.pop("Han")
    others = {name: count for name, count in found.items() if name != "Latin"}
    if others:
        name, count = max(others.items(), key=lambda item: item[1])
        if count * 4 >= total:
            return name
    return max(found, key=lambda name: found[name])


@cache
def _langdetect(languages: tuple[str, ...]) -> Any:
    """A langdetect factory with the profiles of ``languages`` only: all 55 take half a second."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    folder = Path(PROFILES_DIRECTORY)
    factory.load_json_profile(
        [(folder / iso).read_text(encoding="utf-8") for iso in languages]
    )
    return factory


@cache
def _eldc(languages: tuple[str, ...]) -> Any:
    """An eldc detector for ``languages``, None when eldc is not installed or lacks one of them."""
    try:
        import eldc
    except ImportError:
        return None
    asked = ["ms" if iso == "id" else iso for iso in languages]
    if not set(asked) <= set(eldc.LANGUAGES):
        return None
    eldc.init()
    detector = eldc.instance()
    detector.set_languages(asked)
    return detector


@cache
def _small_words(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Word -> the languages that use it as a small word."""
    found: dict[str, tuple[str, ...]] = {}
    for iso in languages:
        table = page_section(iso).get("sentences", {})
        for word in (*table.get("function", ()), *table.get("letters", "")):
            found[word] = (*found.get(word, ()), iso)
    return found


def _small_word_votes(text: str, languages: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """(language, small words of it in the text), most first."""
    index = _small_words(languages)
    votes: dict[str, int] = {}
    low = text.lower()
    marked = () if low.isascii() else _MARKED.findall(low)
    for word in (*_SIMPLE_WORD.findall(low), *marked):
        if word in index:
            for iso in index[word]:
                votes[iso] = votes.get(iso, 0) + 1
    return tuple(sorted(votes.items(), key=lambda item: (-item[1], item[0])))


@cache
def _market_words(languages: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Word of markets, numbers or periods -> what it says for each language whose lists hold it."""
    found: dict[str, set[str]] = {}
    for iso in languages:
        tables = [lexicon.section(iso, name) for name in ("cues", "numbers", "units", "periods")]
        names = [metric.names.get(iso, ()) for metric in lexicon.metrics().values()]
        for phrase in chain.from_iterable(map(_phrases, [*tables, names])):
            for word in _MARKET_WORD.findall(phrase):
                found.setdefault(word, set()).add(iso)
    return {word: dict.fromkeys(isos, _VOTE // len(isos)) for word, isos in found.items()}


def _phrases(table: Any) -> Iterator[str]:
    """Every phrase of nested tables: those of their lists, and the words of their word lists.

    A word list gives each word one value ("million" = "1000000"); other keys, such as those of
    lists, and values are our own words, in every language the same.
    """
    if isinstance(table, list | tuple):
        for value in table:
            if isinstance(value, str):
                yield _SLOT.sub(" ", value)
            elif isinstance(value, dict):  # an example: its texts, not the names of its parts
                yield from _phrases([part for part in value.values() if not isinstance(part, str)])
            elif isinstance(value, list | tuple):
                yield from _phrases(value)
    elif isinstance(table, dict):
        for key, value in table.items():
            if isinstance(value, str | int):
                yield key
            else:
                yield from _phrases(value)


def _of_market(text: str, languages: tuple[str, ...]) -> str | None:
    """The language whose words of the trade clearly lead: more than one, twice the next one's."""
    index, votes = _market_words(languages), dict.fromkeys(languages, 0)
    for word in _MARKET_WORD.findall(text):
        for iso, vote in index.get(word, {}).items():
            votes[iso] += vote
    (first, most), (_, second) = sorted([*votes.items(), ("", 0)], key=lambda item: -item[1])[:2]
    return first if most >= max(_ENOUGH_VOTES, 2 * second) else None


def _by_figures(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that write their numbers so: no English comma in 3,5, a Turkish %5."""
    if "tr" in languages and _PERCENT_BEFORE.search(text):
        return ("tr",)
    if _COMMA.search(text) and not _POINT.search(text):
        return tuple(iso for iso in languages if iso != "en") or languages
    return languages


def _leader(votes: tuple[tuple[str, int], ...]) -> str | None:
    """The language whose small words clearly lead: three of them, twice the next one's.

    A hundred times quicker than statistics and as sure where it answers.
    """
    if not votes or votes[0][1] < 3:
        return None
    following = votes[1][1] if len(votes) > 1 else 0
    return votes[0][0] if votes[0][1] >= 2 * following else None


@lru_cache(maxsize=4096)
def _statistical(
    text: str, profiled: tuple[str, ...], votes: tuple[tuple[str, int], ...],
    languages: tuple[str, ...],
) -> str:
    """The likeliest of ``languages`` by langdetect's profiles, ``und`` without known letters.

    langdetect draws n-grams at random until it is sure; here each counts once, so the answer is
    the same every time and five times quicker. Weights were tuned on 6,012 short lines.
    """
    from langdetect.utils.ngram import NGram

    profiles = _langdetect(profiled).word_lang_prob_map
    grams, scores, seen = NGram(), [0.0] * len(profiled), False
    for char in NGram.normalize_vi(text):
        grams.add_char(char)
        if grams.capitalword:  # a name in capitals tells nothing
            continue
        for length in range(1, min(3, len(grams.grams)) + 1):
            shares = profiles.get(grams.grams[-length:])
            if shares:
                seen = True
                for index, share in enumerate(shares):
                    scores[index] += log(_UNSEEN + share)
    if not seen:
        return UNKNOWN
    # the one-, two- and three-letter n-grams of a text say much the same thing
    scores = [score * _OVERLAP for score in scores]
    scores[0] += _FIRST
    for iso, count in votes:
        scores[profiled.index(iso)] += _PER_WORD * count
    return max(languages, key=lambda iso: scores[profiled.index(iso)])


def told(lang: str | None) -> str | None:
    """The language that a caller or row names (``en-US`` is ``en``), None for one unknown to us.

    What is named but has no word list would be read with none: then the text itself is asked.
    """
    iso = re.split("[-_]", lang.strip().lower(), maxsplit=1)[0] if lang else ""
    return iso if iso in lexicon.languages() else None


def detect(text: str, candidates: Sequence[str] | None = None) -> str:
    """ISO 639-1 code of the language of ``text``; ``und`` when it cannot be told.

    ``candidates`` limits the answer; None means every configured language. Text past 600
    characters is not read: the answer no longer changes.
    """
    sample = text[:_SAMPLE]
    script = main_script(sample)
    if script is None:
        return UNKNOWN
    known = _SCRIPT_OF[script]
    languages = tuple(iso for iso in known if candidates is None or iso in candidates)
    if not languages:
        return UNKNOWN
    if len(languages) == 1 and (script != "Latin" or candidates is not None):
        return languages[0]
    if script != "Latin":
        sample = _LATIN.sub(" ", sample)
    # A headline in capitals is no row of tickers.
    if sample.isupper() and len(_LATIN.findall(sample)) >= _WORDS_OF_HEADLINE:
        text = sample = sample.lower()
    # An address is looked for word by word, back and forth: only where there can be one.
    noise = _NOISE_AND_MAIL if "@" in sample else _NOISE
    sample = " ".join(noise.sub(" ", sample).split())
    if not _ENOUGH_LETTERS.match(sample):
        return UNKNOWN
    if script == "Arabic":
        return _by_letters(sample, languages) or _statistical(sample, languages, (), languages)
    votes = _small_word_votes(sample, languages)
    sure = _leader(votes)
    if sure:
        return sure
    possible = languages
    if len(sample) < _HEADLINE:
        # Letters say little of a headline; its words of the trade say more.
        possible = _by_figures(text, languages)
        sure = possible[0] if len(possible) == 1 else _of_market(text, possible)
        if sure:
            return sure
    quick = _eldc(possible)
    if quick is not None:
        # eldc knows Indonesian as Malay, which is written nearly the same
        found = str(quick.detect(sample)).replace("ms", "id")
        if found in possible:  # it gives no answer for a sixth of the short headlines
            return found
    return _statistical(sample, languages, votes, possible)


def _by_letters(text: str, languages: tuple[str, ...]) -> str | None:
    """Which of the languages in Arabic letters it is, by the letters only one of them writes."""
    counts = {
        "ur": 2 * len(_URDU.findall(text)), "fa": len(_PERSIAN.findall(text)),
        "ar": len(_ARABIC.findall(text)),
    }
    (first, most), (_, second), _ = sorted(counts.items(), key=lambda item: -item[1])
    return first if most > 2 * second and first in languages else None


# ---------------------------------------------------------------- sentences

_TERMINAL = ".!?…。！？؟।॥۔｡!?"
_CLOSERS = "\"'”’»)]}」』）】›》"
_BREAK = re.compile(rf"[{re.escape(_TERMINAL)}]+[{re.escape(_CLOSERS)}]*")
_WIDE = "。！？｡।॥؟۔…"
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})\.$")
_NEXT = re.compile(r"\s*\S")
_MARKER = 12
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘«]+$")
_OPENERS = "\"'“‘«([{「『（【‹《¿¡-–—•*"


def _continues(text: str, start: int, at: int, end: int) -> bool:
    """Whether the stop that ends at ``at`` is inside a sentence of ``text[start:end]``."""
    rest = _NEXT.match(text, at, end)
    if rest is None:
        return False
    mark = text[at - 1]
    stop = text[max(start, at - 12):at].rstrip(_CLOSERS)[-1:] if mark in _CLOSERS else mark
    if stop in _WIDE and stop != "…":
        return False
    if not text[at].isspace():
        # "3.5", "U.S.-based", "claimcheck.org"; CJK and closing quotes aside, no break inside
        return True
    follows = text[rest.end() - 1]
    if stop in "!?":
        return follows.islower()
    if follows.islower():
        return True
    if follows in "([" and not text[rest.end():rest.end() + 1].isupper():
        return True  # "85,66 руб. (+1,2 руб.)"
    return stop == "." and _abbreviated(text, start, at)


def _abbreviated(text: str, start: int, at: int) -> bool:
    """Whether the full stop at ``at - 1`` belongs to an abbreviation inside a sentence."""
    if text[at - 1] != ".":
        return False
    found = _WORD_BEFORE.search(text[max(start, at - 30):at - 1])
    if found is None:
        return False
    word = found.group()
    if word.isdigit() and len(word) <= 2:
        following = re.match(r"\w+", text[at:at + 40].lstrip(" \t\n"))
        if following and following.group().lower() in _stops().after_ordinal:
            return True  # German: "am 27. Februar", "im 3. Quartal"
    if at - start <= _MARKER and _NUMBERED.match(text[start:at]):
        return True
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True  # an initial: "J. Powell"
    stops = _stops()
    if word.lower() not in stops.all:
        return False
    # "in the U.S. The index" breaks: a dotted or company abbreviation before a new sentence
    # cannot be told from one before a name, so the small words that open sentences decide.
    if word.lower() in stops.closing:
        following = re.match(r"\w+", text[at:at + 40].lstrip(" \t\n" + _OPENERS))
        return not (following and following.group() in stops.starters)
    return True


@dataclass(frozen=True, slots=True)
class _Stops:
    """Abbreviations of all languages: a clash between two costs little, since the next word must
    also look like a continuation."""

    all: frozenset[str]
    closing: frozenset[str]
    starters: frozenset[str]
    after_ordinal: frozenset[str]


@cache
def _stops() -> _Stops:
    words: dict[str, set[str]] = {
        key: set() for key in ("abbreviations", "closing", "starters", "after_ordinal")
    }
    for iso in lexicon.languages():
        table = page_section(iso).get("sentences", {})
        for key, found in words.items():
            found.update(table.get(key, ()))
    return _Stops(
        all=frozenset(word.lower() for word in words["abbreviations"] | words["closing"]),
        closing=frozenset(word.lower() for word in words["closing"]),
        starters=frozenset(words["starters"]),
        after_ordinal=frozenset(words["after_ordinal"]),
    )


def _breaks(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets just after each sentence end inside ``text[start:end]``."""
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if match.end() < end and not _continues(text, begin, match.end(), end):
            yield match.end()
            begin = match.end()


def _wrapped(text: str, previous: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether a line break only wraps a paragraph (copied PDF, e-mail): the text runs on."""
    before = text[slice(*previous)].rstrip()
    after = text[slice(*following)].lstrip()
    if not before or not after or before[-1] in _TERMINAL + _CLOSERS + ":：":
        return False
    if len(before) < 30 or len(before) * 10 < width * 6:
        return False
    if after[0].islower():
        return True
    # scripts without case: only a full line runs on
    return not (after[0].isupper() or before[0] in "•-*") and len(before) * 10 >= width * 8


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Paragraph ranges of an article text: lines, with hard-wrapped ones put together."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    lengths = sorted(end - start for start, end in spans)
    width = lengths[len(lengths) * 3 // 4] if lengths else 0
    current: tuple[int, int] | None = None
    last = (0, 0)
    for span in spans:
        if current and width <= 140 and _wrapped(text, last, span, width):
            current = (current[0], span[1])
        else:
            if current:
                yield current
            current = span
        last = span
    if current:
        yield current


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentence_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, paragraph number) of each sentence of ``text``, in order."""
    for number, (start, end) in enumerate(_paragraphs(text)):
        begin = start
        for stop in (*_breaks(text, start, end), end):
            left, right = _trimmed(text, begin, stop)
            if left < right:
                yield left, right, number
            begin = stop


# A line of fewer letters than this does not change the language of its article.
SHORT_LINE = 60


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article, each with its paragraph's language.

    The title is a sentence of its own. The language comes from the cleaned lines where the
    article has them, else from detection per paragraph, else it is the article's.
    """
    text = article.text
    kept = _line_languages(article)
    languages: dict[int, str] = {}
    found = []
    for start, end, paragraph in sentence_spans(text):
        if paragraph not in languages:
            told = _language_at(start, kept) or article.language
            languages[paragraph] = _settled(told, article.language, text[start:end])
        found.append(Sentence(
            start=start, end=end, text=text[start:end], language=languages[paragraph],
            paragraph=paragraph,
        ))
    return tuple(found)


def _settled(told: str, main: str, text: str) -> str:
    """The language of a line: a short one in the letters of the article's language is in that.

    Letters are too few in "Nubank lucra US$ 783 mi, alta de 39%" to tell Portuguese from Spanish.
    """
    known = lexicon.languages()
    if told == main or main not in known or sum(map(str.isalpha, text)) > SHORT_LINE:
        return told
    alphabet = lexicon.language(main).get("script")
    alike = told not in known or lexicon.language(told).get("script") == alphabet
    # Han letters without kana are read as Chinese; in a Japanese text they are Japanese.
    return main if alike or (main, told) == ("ja", "zh") else told


def _line_languages(article: Article) -> list[tuple[int, int, str]]:
    """(start, end, language) over the article text for the lines that were kept."""
    spans, at = [], 0
    for line in article.lines:
        if line.label not in ("title", "body"):
            continue
        where = article.text.find(line.text, at) if line.text else -1
        if where >= 0:
            spans.append((where, where + len(line.text), line.language))
            at = where + len(line.text)
    return spans


def _language_at(offset: int, spans: list[tuple[int, int, str]]) -> str | None:
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    if index >= 0 and spans[index][0] <= offset < spans[index][1]:
        language = spans[index][2]
        return None if language == UNKNOWN else language
    return None
