"""What can be seen on one line: its kind and the measures the decoder weighs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from claimcheck.clean.pagewords import (
    Token,
    call_share,
    cover,
    credited,
    disclaimer_share,
    ends_in_byline,
    ends_in_said,
    is_weekday,
    moments,
    starts_with,
)
from claimcheck.normalise import MARKS
from claimcheck.segment import main_script

_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\u2028\u2029]")
_WORD = re.compile(rf"[^\W_]+(?:(?:[{MARKS}]+|[’'\-.,](?=[^\W_]))[^\W_]*)*")
_TERMINAL = re.compile(r"[.!?…。！？؟।॥۔][\"'”’»)\]」』）]*$")
_HANDLE = re.compile(rf"@?[^\W_](?:[\w{MARKS}.\-]|['’](?=\w)){{1,29}}$")
_AT = re.compile(r"^(?:@|u/|/u/)[\w.\-]{2,30}$")
_INNER = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|_|\d[A-Za-z]")
_MASKED = re.compile(r"\w{1,8}\*{2,12}$")
_ENCLOSED = re.compile(r"^[（(【\[](.{2,100})[）)】\]]$")
_BULLET = re.compile(r"^[-*•·–—▪●◦‣+o]\s+(?=\S)")
_PHONE = re.compile(r"^(?:[^\W\d_]{1,12}[.:：\s]{1,3})?(?:\+|[(（]?\d)[\d\s()（）/.-]{6,22}$")
_RULED = re.compile(r"^[-_=*]{3,}\s?[^\W\d_][^-_=*]{2,40}[-_=*]{3,}$")
_TAGS = re.compile(r"^#\w[^\s#]*(?:[\s,]+#\w[^\s#]*)*$")
_AGENCY = re.compile(r"^[（(][^\W\d_][^()（）]{1,24}[)）]\s?[-–—]?$")
_ASIDE = re.compile(r"\s\([^()]{2,40}\)$")
_CREDITS = re.compile(r"\s?[;|•·]\s?")
_POINTER = re.compile(r"^[>»►▶▪•→【\[\s]+")
# A name of a market, its level and its change: "S&P 600 1,432.10 +0.32%".
_TICKER = re.compile(
    r"(?=.{0,40}\d[.,]\d)(?P<name>[^\W\d_][^,;:()!?]{0,28}?)\s{1,2}[$€£¥₹]?(?:R\$\s)?\d[\d.,\s]{1,14}"
    r"(?:[\s(]{1,3}[-+−▲▼↑↓]?\s?%?[-+−]?\d[\d.,]{0,9}\s?%?\)?){0,3}$")
_LINK = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\w+$")
_TRAIL = re.compile(r"\s(?:[>›»|/·•‹<]|::)(?=\s)")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})$")
_SPOKEN, _MINUTE = 3, 60
_LONG = 300
_PHRASE = 8  # letters of a phrase that is no common word
_DIALLED = 8  # digits of a telephone number
_FULL_DAY = 8  # letters of a day with its month and year
_SHORT = 60
_CELLS = re.compile(r"\S\s{3,}\S.*\S\s{3,}\S")
_LIST = re.compile(r"^\s*(?:[-*•·–—▪●◦‣]|\d{1,2}[.)、]|[(（]?\d{1,2}[)）])\s*\S")
# Scripts that write a name with few signs; longer ones are headings.
_NAME_LENGTH = {"Han": 8, "Kana": 10, "Hangul": 9}
_NAME_PART = re.compile(rf"[\w{MARKS}.'’\-()]+")
CJK = frozenset({"Han", "Kana", "Hangul", "Thai"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One line and what is seen on it; ``kind`` is the first of the strong readings that fits."""

    index: int
    start: int
    end: int
    text: str
    kind: str
    letters: int = 0
    words: int = 0
    ended: bool = False
    script: str | None = None
    tokens: tuple[Token, ...] = ()
    disclaimers: int = 0
    reason: str = ""
    calls: int = 0


def elapsed(texts: Sequence[str]) -> bool:
    """Whether clocks run from the first minute on and never back, as beside a transcript."""
    said = [_CLOCK.match(text.strip()) for text in texts]
    if len(said) < _SPOKEN or not all(said):
        return False
    passed = [int(m[1] or 0) * 3600 + int(m[2]) * 60 + int(m[3]) for m in said if m]
    return passed[0] < _MINUTE and all(a < b for a, b in pairwise(passed))


def spoken(lines: Sequence[Seen]) -> list[Seen]:
    """``lines``, the clocks of a transcript read as the counters that they are."""
    clocks = [line for line in lines if line.kind == "time" and _CLOCK.match(line.text.strip())]
    if not elapsed([line.text for line in clocks]):
        return list(lines)
    counters = {line.index for line in clocks}
    return [replace(line, kind="number", reason="the clock of a transcript", tokens=())
            if line.index in counters else line for line in lines]


def split(text: str) -> list[tuple[int, int]]:
    """(start, end) of every line, without its line end."""
    spans, at = [], 0
    for match in _BREAKS.finditer(text):
        spans.append((at, match.start()))
        at = match.end()
    if at < len(text) or not spans:
        spans.append((at, len(text)))
    return spans


def _namelike(text: str, script: str | None) -> bool:
    """Whether a line could be a user's name or handle."""
    text = text.strip(" \t·•|:：,،-–—")
    if not 2 <= len(text) <= 40 or (
            _TERMINAL.search(text) and not text.endswith(".")):
        return False
    if _AT.match(text) or _MASKED.match(text):
        return True
    parts = text.split()
    if len(parts) > 4 or any(char in text for char in "?!;%$€£¥。，、؟"):
        return False
    if script in ("Latin", "Cyrillic", "Greek"):
        if len(parts) == 1 and _HANDLE.match(text):
            return True
        if any(part[0].isdigit() for part in parts[1:-1]):
            return False  # "Umsatz: 98 Euro"
        small = {"de", "da", "van", "von", "der", "del", "la", "al", "bin", "y", "e", "dos", "di"}
        return all(part[0].isupper() or part in small or part[0].isdigit() for part in parts)
    limit = _NAME_LENGTH.get(script or "", 25)
    return len(text) <= limit and all(_NAME_PART.fullmatch(part) for part in parts)


def _names(text: str) -> bool:
    """Whether a text is a row of capitalised names joined by small words: "Ann Lee and Bo Yu"."""
    parts = re.split(r"[\s,]+", text.strip())
    small = [part for part in parts if part[:1].islower()]
    return 2 <= len(parts) <= 9 and len(small) * 3 <= len(parts) and all(
        part[:1].isalpha() and len(part) <= 20 and (part[:1].isupper() or len(part) <= 4)
        for part in parts)


def _bylined(text: str, script: str | None) -> bool:
    """Whether a text is words of a by-line with no more than names behind: "By Ann Lee"."""
    length = starts_with(text, "byline")
    rest = _ASIDE.sub("", text[length:]).strip(" :：")
    return bool(length) and (not rest or _namelike(rest, script) or _names(rest))


def _quoted(text: str) -> bool:
    """Whether a text is a market with its level; "Sales rose by 5.3" has words of a sentence."""
    found = _TICKER.match(text)
    if found is None or moments(text):
        return False
    return [word[0].islower() for word in found["name"].split()].count(True) <= 1


def _headed(text: str, ended: bool) -> bool:
    """Whether a text is "About Acme Corp.": such words and a name."""
    length = starts_with(text, "about")
    rest = text[length:].strip(" :：").split() if length else []
    if not rest or not rest[0][0].isalpha() or rest[0][0].islower():
        return False
    return not ended or all(word[0].isupper() for word in rest)


def _goes_on(rest: str, text: str) -> bool:
    """Whether no more than a few words follow a phrase that heads a list: "Read also these"."""
    return bool(rest.strip()) and len(rest.split()) <= 3 and len(text) <= _SHORT and not (
        _TERMINAL.search(text) or any(map(str.isdigit, rest)))


def _outside(text: str, found: list[tuple[str, int, int]]) -> str:
    """What a line says beside its days and times."""
    rest, at = "", 0
    for _, start, end in found:
        rest, at = f"{rest} {text[at:start]}", end
    return f"{rest} {text[at:]}"


def _only_dated(text: str, found: list[tuple[str, int, int]]) -> bool:
    """Whether a line holds a day, and beside it small words and capitalised names only."""
    if _TERMINAL.search(text) or not any(
            kind == "date" and end - start >= _FULL_DAY for kind, start, end in found):
        return False
    words = re.findall(r"[^\W_]+", _outside(text, found))
    small = all(len(word) <= 3 and word.isalpha() for word in words)
    capitals = sum(word[0].isupper() for word in words)
    return small or (0 < capitals <= len(words) <= 4 and all(
        word[0].isupper() or (len(word) <= 3 and word.isalpha()) for word in words))


def is_handle(text: str) -> bool:
    """Whether one word looks like a made-up user name: inner capitals, digits, ``_``, ``@``."""
    text = text.strip()
    made_up = _AT.match(text) or _MASKED.match(text) or (
        _HANDLE.match(text) and _INNER.search(text))
    return " " not in text and bool(made_up)


def _prose(letters: int, words: int, ended: bool, script: str | None) -> bool:
    if script in CJK:
        return letters >= 30 or (ended and letters >= 8)
    # a headline runs to some fifteen words and does not end like a sentence
    return words >= 20 or letters >= 120 or (ended and words >= 4)


def see(index: int, start: int, end: int, text: str) -> Seen:
    """What is seen on one line."""
    stripped = text.strip()
    # page words and names come again and again, within a page and across a feed
    found = _short(stripped) if len(stripped) <= _SHORT else _look(stripped)
    return Seen(
        index, start, end, text, found.kind, found.letters, found.words, found.ended,
        found.script, found.tokens, found.disclaimers, found.reason, found.calls,
    )


@lru_cache(maxsize=8192)
def _short(stripped: str) -> Seen:
    return _look(stripped)


def _look(stripped: str) -> Seen:
    """The readings of a line, wherever it stands."""
    if not stripped:
        return Seen(0, 0, 0, stripped, "blank", reason="empty line")
    if len(stripped) > _LONG:
        # enough text to judge it as such: near counts do
        words, letters = len(stripped.split()), len(stripped) * 4 // 5
    else:
        words = len(_WORD.findall(stripped))
        letters = sum(map(str.isalpha, stripped))
    ended = bool(_TERMINAL.search(stripped))
    script = main_script(stripped[:400])
    hits, share = disclaimer_share(stripped)
    strength = 2 if hits >= 2 or share >= 0.25 else hits
    called, part = call_share(stripped) if len(stripped) <= _LONG else (0, 0.0)
    calls = 2 if called >= 2 or part >= 0.25 else called

    def seen(kind: str, reason: str, tokens: tuple[Token, ...] = ()) -> Seen:
        return Seen(0, 0, 0, stripped, kind, letters, words, ended, script, tokens, strength,
                    reason, calls)

    if len(stripped) <= _SHORT and not ended and _quoted(stripped):
        return seen("ticker", "a market, its level and its change")
    if stripped.startswith("+") and _PHONE.match(stripped) and _digits(stripped) >= _DIALLED:
        return seen("link", "a telephone number")
    if len(stripped) <= 160:
        covered = _covered(stripped, seen)
        if covered:
            return covered
        if _LINK.match(stripped):
            return seen("link", "an address alone")
        if _PHONE.match(stripped) and _digits(stripped) >= _DIALLED:
            return seen("link", "a telephone number")
        if _TAGS.match(stripped):
            return seen("ui", "tags")
        if _AGENCY.match(stripped) and not any(map(str.isdigit, stripped)):
            return seen("byline", "an agency's name")
        if _RULED.match(stripped):
            return seen("replying", "a ruled heading, as above a forwarded message")
        marked = _marked(stripped, script, seen)
        if marked:
            return marked
    if len(stripped) <= 300 and not ended and len(_TRAIL.findall(stripped)) >= 3:
        return seen("trail", "a path or a row of links")
    if stripped.count("\t") >= 2 or stripped.count("|") >= 3 or (
            _CELLS.search(stripped) and not ended):
        return seen("table", "a row of a table")
    if _prose(letters, words, ended, script):
        return seen("prose", "running text")
    if _TRAIL.search(stripped) and words <= 12 and not ended:
        return seen("trail", "a path or a row of links")
    item = _BULLET.sub("", stripped)
    if item != stripped and len(item.split()) <= 3 and not any(map(str.isdigit, item)):
        return _look(item)  # of a menu
    if _LIST.match(stripped):
        return seen("list", "a list item")
    if words <= 8 and _headed(stripped, ended):
        return seen("about", "heads what the page tells of a company or an author")
    if _namelike(stripped, script):
        return seen("name", "shaped like a name")
    return seen("short", "short text without a sentence end")


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _covered(text: str, seen: Callable[..., Seen]) -> Seen | None:
    """The line as page words when they cover it all."""
    tokens = cover(text)
    if tokens is None:
        return None
    kinds = {kind for token in tokens for kind in token.kind.split("|")}
    whole = tokens[0].kind.split("|") if len(tokens) == 1 else []
    counted = [t for t in tokens if "comments" in t.kind.split("|")]
    if (kinds & {"time", "date", "now"} and not kinds & {"ui", "count"}) or kinds == {"now"}:
        return seen("time", "a time and nothing else", tokens)
    if kinds & {"time", "date", "now"}:
        return seen("time-ui", "a time glued to page words", tokens)
    if not kinds or kinds == {"number"}:
        return seen("number", "a counter or signs without words", tokens)
    if "related" in whole:
        return seen("related", "opens a list of other articles", tokens)
    if counted and len({k for t in tokens if t not in counted for k in t.kind.split("|")}
                       - {"number"}) == 0:
        return seen("comments", "opens the comments", tokens)
    if kinds & {"byline"} and not kinds & {"ui", "count"}:
        return seen("byline", "words of a by-line", tokens)
    return seen("ui", "page words only", tokens)


def _marked(text: str, script: str | None, seen: Callable[..., Seen]) -> Seen | None:
    """By-lines, "name wrote:", and names with a time on the same line."""
    found = moments(text) if len(text) <= 120 else []
    pointing = _POINTER.sub("", text)
    related = starts_with(pointing, "related")
    if related and pointing[related:].lstrip()[:1] in (":", "："):
        return seen("teaser", "points to another article")
    if related >= _PHRASE and _goes_on(pointing[related:], text):
        return seen("related", "opens a list of other articles")
    opening = starts_with(text, "comments")
    if opening and text[opening:].lstrip()[:1].islower() and _goes_on(text[opening:], text):
        return seen("comments", "opens the comments")
    if text.endswith((":", "：")) and ends_in_said(text):
        return seen("replying", "introduces another's words")
    if not _TERMINAL.search(text) and credited(text):
        return seen("byline", "the credit of a picture")
    enclosed = _ENCLOSED.match(text)
    if enclosed and starts_with(enclosed[1], "byline"):
        text = enclosed[1]
    length = starts_with(text, "byline")
    rest = _ASIDE.sub("", text[length:]).strip()
    colon = rest[:1] in (":", "：")
    parts = _CREDITS.split(text)
    if len(parts) > 1 and all(starts_with(part, "byline") for part in parts):
        return seen("byline", "several credits")
    if script in _NAME_LENGTH and length and rest and len(text) <= 18 and not (
            _TERMINAL.search(text) or any(map(str.isdigit, text))):
        return seen("byline", "words of a by-line and a name")
    if script in _NAME_LENGTH and " " in text and len(text) <= 14 and ends_in_byline(text):
        return seen("byline", "a name and words of a by-line")
    if length and len(text) <= 120 and (colon or (not _TERMINAL.search(text) and (
            found or _namelike(rest, script) or _names(rest)))):
        return seen("byline", "a by-line: source, author or date")
    if starts_with(text, "replying") and len(text) <= 60:
        return seen("replying", "names whom a comment answers")
    if found:
        if len(text) <= 80 and _only_dated(text, found):
            # a name begins with a capital, or is of a script that has none
            named = any(not word[0].islower() for word in re.findall(
                r"[^\W\d_]+", _outside(text, found)))
            return seen("name-time" if named else "time", "a day with a place or a name")
        _, start, _ = found[0]
        before = text[:start].strip(" \t·•|-–—,()[]<>:")
        if is_weekday(before) and not text[found[-1][2]:].strip(" \t·•|-–—,()[]<>"):
            return seen("time", "a day and a time")
        if not before:
            after = text[found[-1][2]:].strip(" \t·•|-–—,()[]<>")
            if len(after) <= 40 and _namelike(after, script):
                return seen("name-time", "a time and a name")
            if after and len(after) <= 20 and cover(after.split()[-1]) is not None:
                return seen("time-ui", "a time, a place and page words")
        elif len(before) <= 60 and len(text) <= 110 and start + 40 >= len(text) - 45 and (
                _namelike(before, script) or _bylined(before, script)):
            after = text[found[-1][2]:].strip(" \t·•|-–—,()[]<>:")
            if not after or cover(after) is not None:
                return seen("name-time", "a name and a time")
    return None
