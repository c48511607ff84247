"""Page words: what the ``[page]`` sections know, as one matcher over all languages.

A page's furniture is often in another language than its article, so all languages are matched at
once. Glued strings ("See originalReply0") are split by longest match and count only when the whole
line is covered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from claimcheck import lexicon
from claimcheck.errors import LexiconError
from claimcheck.normalise import MARKS, folded
from claimcheck.page_section import page_section
from claimcheck.words import trie

KEYS = {
    "ui", "count", "comments", "related", "about", "byline", "credit", "said", "replying", "ago",
    "now", "one",
    "calls", "disclaimer", "units", "dating", "sentences", "examples",
}
UNITS = {
    "second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1),
    "day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30),
    "year": timedelta(days=365),
}
DATING = {"months", "weekdays", "early", "late", "middle", "ahead"}
SENTENCES = {"abbreviations", "closing", "starters", "after_ordinal", "function", "letters"}
_PHRASES = ("ui", "count", "comments", "related", "about", "byline", "said", "replying", "now")
_NUMBER = r"\d{1,9}(?:[.,٫٬/:]\d{1,9}){0,3}"
_ITEM = re.compile(
    rf"(?P<number>[+-]?{_NUMBER}\+?(?:\s?(?:k|m|b|w|к|万|萬|千|億|亿|만|천|тыс\.?|млн|mil|rb|jt|tr)"
    rf"(?![^\W\d_]))?%?)|(?P<gap>(?:(?![{MARKS}])[\W_])+)"
)
_WORDS = re.compile(rf"[^\W\d_]+(?:[{MARKS}]+[^\W\d_]*)*")
_ASCII_WORDS = re.compile("[a-z]+")  # of folded text
_DENSE = re.compile("[぀-ヿ㐀-䶿一-鿿가-힣©]")
_STEM = 5
_DIGIT = re.compile(r"\d")
_MARK = re.compile(f"[{MARKS}]")
_CLOCK = (
    r"(?:1?\d\s?[ap]\.?m\.?(?![^\W\d_])|(?:[01]?\d|2[0-4])[:.h][0-5]\d(?::\d{2}(?:\.\d{1,6})?)?(?![.,]?\d|\s?[%％])\s?(?:[ap]\.?m\.?|uhr|h|[صم])?)"
    r"(?:\s?\(?(?:utc|gmt|[ecmp][sd]?t|cet|cest|bst|ist|jst|kst|msk|wib|z)(?:[+-]\d{1,4})?\)?)?"
    r"(?![^\W\d_㐀-䶿一-鿿぀-ヿ가-힣])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a covered line: what it is (``ui``, ``time``, ``number``, ...) and where."""

    kind: str
    start: int
    end: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Disclaimers:
    """Phrases of disclaimers, or of calls to the reader: by the first letters of their longest
    word, and the dense ones.
    """

    by_word: dict[str, list[str]]
    dense: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageWords:
    """Matchers built from every language's ``[page]`` section."""

    tree: dict[str, Any]
    time: re.Pattern[str]
    date: re.Pattern[str]
    moment: re.Pattern[str]
    credit: re.Pattern[str]
    disclaimers: Disclaimers
    calls: Disclaimers
    units: dict[str, str]
    ones: frozenset[str]
    months: dict[str, int]
    weekdays: frozenset[str]


def _check(iso: str, table: dict[str, Any]) -> None:
    for found, allowed, where in (
        (set(table), KEYS, "page"),
        (set(table.get("units", {})), set(UNITS), "page.units"),
        (set(table.get("dating", {})), DATING, "page.dating"),
        (set(table.get("sentences", {})), SENTENCES, "page.sentences"),
    ):
        extra = sorted(found - allowed)
        if extra:
            raise LexiconError(
                f"{iso}.toml: unknown key '{extra[0]}' in [{where}]; allowed: {sorted(allowed)}"
            )


def _alternatives(words: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _time_patterns(table: dict[str, Any]) -> list[tuple[int, str]]:
    """Regex alternatives for one language's relative times, over folded text, each with the
    letters of its template that stand for themselves.
    """
    units = {folded(word) for words in table.get("units", {}).values() for word in words}
    ones = {folded(word) for word in table.get("one", ())}
    if not units:
        return []
    number = r"\d{1,3}"
    if ones:
        # "und" is no French day: a word and its unit stand apart, but for scripts without gaps
        gap = "" if any(map(_DENSE.search, ones)) else r"(?=\s)"
        number += rf"|(?:{_alternatives(ones)}){gap}"
    patterns = []
    for template in table.get("ago", ()):
        pattern = re.escape(folded(template)).replace(r"\ ", r"\s?" if "{n}" not in template
                                                      else r"\s{0,2}")
        pattern = pattern.replace(r"\{n\}", f"(?:{number})")
        said = len(template.replace("{n}", "").replace("{unit}", "").strip())
        pattern = pattern.replace(r"\{unit\}", rf"(?:{_alternatives(units)})\.?")
        patterns.append((said, pattern))
    return patterns


def _openers(table: dict[str, Any]) -> set[str]:
    """The letters that one language's relative times begin with, where no number opens them."""
    units = {folded(word) for words in table.get("units", {}).values() for word in words}
    found: set[str] = set()
    for template in table.get("ago", ()):
        if template.startswith("{unit}"):
            found |= units
        elif not template.startswith("{n}"):
            found.add(re.split("[ {]", folded(template), maxsplit=1)[0])
    return found - {""}


def _date_patterns(months: set[str], weekdays: set[str]) -> list[str]:
    """Regex alternatives for absolute dates, over folded text."""
    month = f"(?:{_alternatives(months)})" if months else "(?!)"
    day = r"\d{1,2}(?:st|nd|rd|th|er|º|°|ª|\.)?"
    year = r"(?:19|20)\d{2}"
    of = r"\s?(?:de |del |of |-|/|thg |tháng )?"
    week = rf"(?:(?:{_alternatives(weekdays)})\.?,?\s?(?:the |den |le |el )?)?" if weekdays else ""
    return [
        rf"{year}\s?[-/.年년]\s?\d{{1,2}}\s?[-/.月월]\s?\d{{1,2}}\s?[日일]?(?:t(?={_CLOCK}))?",
        r"\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d{2}|\d{2})(?!\d)",
        r"\d{1,2}/\d{1,2}\s?[(（]\w[)）]",
        r"\d{2}-\d{2}(?=\s(?:\d{2}:\d{2}|[·|]\s))",
        r"\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]",
        rf"{week}{month}\.?\s{day},?(?:\s{year})?(?![^\W_])",
        rf"{week}{day}{of}{month}\.?(?:,?{of}\s?(?:{year})(?:\s?г\.?)?)?(?![^\W_])",
        rf"{month}\.?\s{year}(?!\d)",
        rf"(?:{_alternatives(weekdays)})(?=,?\s(?:at\s|um\s|à\s|в\s)?\d{{1,2}}:)" if weekdays
        else "(?!)",
        _CLOCK,
    ]


@cache
def pagewords() -> PageWords:
    """The matchers over all languages, built once."""
    tree: dict[str, Any] = {}
    times: list[tuple[int, str]] = []
    months: dict[str, int] = {}
    credits: set[str] = set()
    weekdays: set[str] = set()
    disclaimers: set[str] = set()
    calls: set[str] = set()
    units: dict[str, str] = {}
    ones: set[str] = set()
    openers: set[str] = set()
    for iso in lexicon.languages():
        table = page_section(iso)
        _check(iso, table)
        for kind in _PHRASES:
            for phrase in table.get(kind, ()):
                _insert(tree, folded(phrase), kind, iso)
        times += _time_patterns(table)
        openers |= _openers(table)
        for unit, words in table.get("units", {}).items():
            units.update({folded(word): unit for word in words})
        credits |= {folded(word) for word in table.get("credit", ())}
        ones |= {folded(word) for word in table.get("one", ())}
        disclaimers |= {folded(phrase) for phrase in table.get("disclaimer", ())}
        calls |= {folded(phrase) for phrase in table.get("calls", ())}
        dating = table.get("dating", {})
        for number, names in enumerate(dating.get("months", ()), start=1):
            months.update({folded(name): number for name in names.split("|")})
        weekdays |= {folded(n) for names in dating.get("weekdays", ()) for n in names.split("|")}
    # the template of most words first, so that "12 hours ago" wins over "12 hours"
    times.sort(key=lambda item: (-item[0], -len(item[1])))
    ages = "|".join(pattern for _, pattern in times) or "(?!)"
    time = rf"(?:{ages})(?!\d\d|[^\W\d_])"
    date = "|".join(_date_patterns(set(months), weekdays))
    opening = trie({*months, *weekdays, *ones, *openers}, "")
    return PageWords(
        tree=tree, time=re.compile(time), date=re.compile(date),
        # searched for, these begin at a word edge; scripts without spaces have none. Few words
        # can open one, so most places are told apart before the long list is tried.
        moment=re.compile(
            rf"(?<![^\W_㐀-䶿一-鿿぀-ヿ가-힣])(?=\d|{opening})"
            rf"(?:(?P<time>{time})|(?P<date>{date}))"
        ),
        disclaimers=_disclaimers(disclaimers), calls=_disclaimers(calls),
        credit=re.compile(
            rf"(?<![^\W_])(?:{_alternatives(credits) or '(?!)'})\s?[:：/](?=[^/]{{2,50}}$)"),
        units=units, ones=frozenset(ones), months=months,
        weekdays=frozenset(weekdays),
    )


def _disclaimers(phrases: set[str]) -> Disclaimers:
    """Phrases by their longest word; those of scripts without spaces by themselves."""
    by_word: dict[str, list[str]] = {}
    dense: list[str] = []
    for phrase in sorted(phrases):
        words = _WORDS.findall(phrase)
        if not words or _DENSE.search(phrase):
            dense.append(phrase)
        else:
            # the last letters may be an ending: the index holds the first ones
            by_word.setdefault(max(words, key=len)[:_STEM], []).append(phrase)
    return Disclaimers(by_word, tuple(dense))


def _insert(tree: dict[str, Any], phrase: str, kind: str, iso: str) -> None:
    if not phrase:
        raise LexiconError(f"{iso}.toml: empty phrase in [page] {kind}")
    node = tree
    for char in phrase:
        node = node.setdefault(char, {})
    node.setdefault("", []).append((kind, iso))


def _plain(line: str) -> str:
    """A line folded, with a capital dotted I as one letter: "İLGİLİ" is "ilgili"."""
    return folded(line).replace("i\u0307", "i")


def _joint(raw: str, at: int) -> bool:
    """Whether a page word may begin or end at ``at``: a word edge, a case change, or any place
    in a script that writes no case."""
    if at <= 0 or at >= len(raw):
        return True
    left, right = raw[at - 1], raw[at]
    if _MARK.match(right):
        return False
    if not ((left.isalpha() or _MARK.match(left)) and right.isalpha()):
        return True
    if left.islower() and right.isupper():
        return True
    return not (left.isupper() or left.islower()) and not (right.isupper() or right.islower())


def _ends(words: PageWords, text: str, raw: str, at: int) -> list[tuple[int, str, str]]:
    """(end, kind, language) of everything that may stand at ``at``, longest first."""
    found: list[tuple[int, str, str]] = []
    if _joint(raw, at):
        match = words.time.match(text, at) or words.date.match(text, at)
        if match and _joint(raw, match.end()):
            kind = "time" if match.re is words.time else "date"
            found.append((match.end(), kind, ""))
        node, index = words.tree, at
        while index < len(text) and text[index] in node:
            node = node[text[index]]
            index += 1
            if "" in node and _joint(raw, index):
                kinds = {kind for kind, _ in node[""]}
                found.append((index, "|".join(sorted(kinds)), node[""][0][1]))
    match = _ITEM.match(text, at)
    if match:
        found.append((match.end(), match.lastgroup or "gap", ""))
    found.sort(key=lambda item: -item[0])
    return found


def cover(line: str) -> tuple[Token, ...] | None:
    """The line as page words, times and numbers when these cover all of it, else None."""
    words = pagewords()
    text = _plain(line)
    raw = line if len(line) == len(text) else text
    dead: set[int] = set()

    def walk(at: int) -> list[Token] | None:
        stack: list[tuple[int, list[tuple[int, str, str]]]] = [(at, _ends(words, text, raw, at))]
        path: list[Token] = []
        while stack:
            here, options = stack[-1]
            if here == len(text):
                return path
            while options and options[0][0] in dead:
                options.pop(0)
            if not options:
                dead.add(here)
                stack.pop()
                if path:
                    path.pop()
                continue
            end, kind, iso = options.pop(0)
            path.append(Token(kind, here, end, iso))
            stack.append((end, _ends(words, text, raw, end) if end < len(text) else []))
        return None

    found = walk(0)
    return tuple(token for token in found if token.kind != "gap") if found is not None else None


def moments(line: str) -> list[tuple[str, int, int]]:
    """Relative times and dates in a short line as (kind, start, end) of its folded copy."""
    words = pagewords()
    text = _plain(line)
    if not _DIGIT.search(text) and len(text) > 50:
        return []
    return [
        (match.lastgroup or "date", match.start(), match.end())
        for match in words.moment.finditer(text) if match.end() > match.start()
    ]


def is_weekday(text: str) -> bool:
    """Whether a text is the name of a day of the week."""
    return _plain(text) in pagewords().weekdays


def age(line: str) -> timedelta | None:
    """How long ago a line such as "12 hours ago" says, None when it says nothing."""
    words = pagewords()
    text = _plain(line)
    match = words.time.search(text)
    if match is None:
        return None
    said = match.group()
    number = re.search(r"\d+", said)
    letters = {unit: word for word, unit in words.units.items()
               if re.search(rf"(?:^|[\W\d_]){re.escape(word)}$", said)
               or re.search(rf"{re.escape(word)}(?![^\W\d_])", said)}
    if not letters:
        return None
    unit = max(letters, key=lambda name: len(letters[name]))
    return UNITS[unit] * int(number.group() if number else 1)


def disclaimer_share(line: str) -> tuple[int, float]:
    """How many disclaimer phrases a line holds, and their share of its characters."""
    return _share(line, pagewords().disclaimers)


def call_share(line: str) -> tuple[int, float]:
    """How many phrases that call on the reader a line holds ("sign up for our newsletter"), and
    their share of its characters.
    """
    return _share(line, pagewords().calls)


def _share(line: str, index: Disclaimers) -> tuple[int, float]:
    text = _plain(line)
    found: set[str] = set()
    letters = _ASCII_WORDS if text.isascii() else _WORDS
    for stem in {word[:_STEM] for word in letters.findall(text)} & index.by_word.keys():
        found.update(phrase for phrase in index.by_word[stem] if phrase in text)
    if not text.isascii() or "(c)" in text:
        found.update(phrase for phrase in index.dense if phrase in text)
    # "financial advice" inside "not financial advice" is one hit
    hits = [phrase for phrase in found if not any(phrase in other and phrase != other
                                                  for other in found)]
    return len(hits), sum(map(len, hits)) / max(1, len(text))


def credited(line: str) -> bool:
    """Whether a line ends in the credit of a picture: "... PHOTO: GETTY IMAGES"."""
    return bool(pagewords().credit.search(_plain(line[-90:])))


def ends_in_said(line: str) -> bool:
    """Whether a line introduces someone's words: "On Tuesday Ann Lee wrote:"."""
    text = _plain(line).rstrip(" :：")
    for length in range(2, min(24, len(text)) + 1):
        tail = text[-length:]
        node = pagewords().tree
        for char in tail:
            node = node.get(char, {})
            if not node:
                break
        if any(kind == "said" for kind, _ in node.get("", ())) and (
                length == len(text) or not text[-length - 1].isalnum()
                or not tail[0].isascii()):
            return True
    return False


def ends_in_byline(line: str) -> bool:
    """Whether a line's last word is of a by-line, as in "김서윤 기자"."""
    node = pagewords().tree
    for char in _plain(line.split()[-1]):
        node = node.get(char, {})
    return any(kind == "byline" for kind, _ in node.get("", ()))


def starts_with(line: str, kind: str) -> int:
    """Length of the longest phrase of ``kind`` that opens the line, 0 when there is none."""
    text = _plain(line).lstrip()
    node, best = pagewords().tree, 0
    for index, char in enumerate(text):
        if char not in node:
            break
        node = node[char]
        if any(found == kind for found, _ in node.get("", ())) and _joint(text, index + 1):
            best = index + 1
    return best
