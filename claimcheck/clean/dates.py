"""When an article was published: the signal that says so, or bounds from its own words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice

from claimcheck.clean.pagewords import age, moments, pagewords
from claimcheck.normalise import MARKS, folded
from claimcheck.page_section import page_section
from claimcheck.schema import DateEvidence, Line, Page
from claimcheck.segment import sentence_spans

_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.年년]\s?(\d{1,2})[-/.月월]\s?(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d{2})(?!\d)")
_YEAR = re.compile(r"(?<![\d.,$€£¥])((?:19|20)\d{2})(?![\d%]|[.,]\d|\s?(?:usd|points?))")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[٠-٩۰-۹०-९]{4}|２０")
_NAMES = re.compile(
    rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*(?:\s[^\W\d_](?:[^\W\d_]|[{MARKS}])*)?")
_DAY = re.compile(r"(?<!\d)(?<!\d[.,:])\d{1,2}(?!\d|[:.,]\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.])")
_QUARTER = re.compile(r"\b(?:q([1-4])|([1-4])q)\s?(?:of\s)?(?:fy)?((?:19|20)\d{2})")
# Languages all of whose countries write the day before the month.
_DAY_FIRST = frozenset(
    ("ar", "de", "fr", "he", "hi", "id", "it", "nl", "pl", "pt", "ru", "tr", "vi"))
_FIRST, _LAST = 1990, 2100
# A heading is at most this long.
_HEADING = 120
# A headline, an agency's name and the report itself.
_OPENING = 3
# Place, day and perhaps agency before the dash of a report's first sentence.
_DATELINE = re.compile(
    r"((?:[^\W\d_]+[ '’-]){0,2}[^\W\d_]+,[^\n–—:;!?()]{4,40}?(?:19|20)\d\d)"
    r"\s?(?:\([^()\n]{1,20}\)|/[^/\n]{1,20}/)?\s?(?:[–—]|-{1,2}\s)"
)
# Figures of a month or quarter are told in the weeks after it.
_TOLD_AFTER = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class _Named:
    """A period named in the text."""

    start: date
    end: date
    precise: bool
    text: str
    told_after: timedelta = timedelta(0)


def parse_day(text: str, *, day_first: bool = False) -> date | None:
    """The one day a short text names, None when there is none or it could be two.

    ``03/04/2026`` could be two days and gives None unless the day is known to stand first;
    ``14/04/2026`` is one.
    """
    text = folded(text)
    match = _ISO.search(text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _DMY.search(text)
    if match:
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if first > 12 or "." in match.group() or (day_first and second <= 12):
            return _day(year, second, first)
        if second > 12 or first == second:
            return _day(year, first, second)
        return None
    match = _SHORT_YEAR.search(text) if day_first else None
    if match:
        return _day(2000 + int(match[3]), int(match[2]), int(match[1]))
    return _spelled(text)


def _spelled(text: str) -> date | None:
    months = pagewords().months
    for word in _NAMES.findall(text):
        for name in (word, word.split()[0], word.split()[-1]):
            if name not in months:
                continue
            year = _YEAR.search(text)
            where = text.index(name)
            rest = text[:where] + " " + text[where + len(name):]
            days = [match for match in _DAY.finditer(rest) if int(match.group()) <= 31]
            if year and days:
                nearest = min(days, key=lambda match: abs(match.start() - where))
                return _day(int(year[1]), months[name], int(nearest.group()))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_of(page: Page, lines: Sequence[Line], text: str, language: str) -> DateEvidence:
    """The article's date with its signal: stated, from a by-line, from ages, or from its words."""
    retrieved = iso_day(page.retrieved_at)
    stated = iso_day(page.published_at)
    if stated:
        return DateEvidence(
            earliest=stated, latest=stated, signal=page.published_signal or "row",
            confidence="stated", reason=f"published_at says {page.published_at}",
        )
    return (
        _from_byline(lines, retrieved, language) or _from_dateline(lines, retrieved)
        or _from_title(lines, language, retrieved)
        or _from_age(lines, retrieved) or _from_words(text, language, retrieved)
    )


def iso_day(text: str | None) -> date | None:
    """The day that a field states: ISO, with a time or not, or in words (``15 Jan 2026``)."""
    return parse_day(text[:10]) or parse_day(text[:40]) if text else None


def _from_byline(
    lines: Sequence[Line], retrieved: date | None, language: str
) -> DateEvidence | None:
    """A date among the lines about the article, before its first paragraph or right after."""
    days: dict[date, str] = {}
    for line in lines:
        if line.label == "body" and len(line.text) > 60 and days:
            break
        if line.label == "metadata" and "comment" not in line.reason:
            day = parse_day(line.text, day_first=language in _DAY_FIRST)
            if day and (retrieved is None or day <= retrieved):
                days.setdefault(day, line.text.strip())
        if line.label in ("comment", "duplicate"):
            break
    if not days:
        return None
    day = min(days)
    confidence = "stated" if len(days) == 1 else "inferred"
    return DateEvidence(
        earliest=day, latest=day, signal="by-line", confidence=confidence,
        reason=f"a line about the article says '{days[day][:80]}'",
    )


def _from_dateline(lines: Sequence[Line], retrieved: date | None) -> DateEvidence | None:
    """The day that opens an agency's report: "LONDON, 4 March 2026 (Agency) - Shares rose"."""
    body = islice((line.text for line in lines if line.label == "body"), _OPENING)
    head = next(filter(None, map(_DATELINE.match, body)), None)
    day = parse_day(head[1]) if head else None
    if head is None or day is None or (retrieved and day > retrieved):
        return None
    return DateEvidence(
        earliest=day, latest=day, signal="dateline", confidence="inferred",
        reason=f"the report opens with '{head[1].strip()}'",
    )


def _from_title(
    lines: Sequence[Line], language: str, retrieved: date | None
) -> DateEvidence | None:
    """The day that a heading names: "Earnings call, January 30, 2024"."""
    top = next((line.text.strip() for line in lines if line.label in ("title", "body")), "")
    if len(top) > _HEADING or top[-1:] in ".。" or not _ANY_YEAR.search(top):
        return None
    from claimcheck import periods

    days = [
        found.first for found in periods.scan(top, language, None)
        if found.granularity == "day" and found.resolved_from == "text"
    ]
    day = days[0] if len(days) == 1 else None
    if day is None or (retrieved and day > retrieved):
        return None
    return DateEvidence(
        earliest=day, latest=day, signal="heading", confidence="inferred",
        reason=f"the heading says '{top}'",
    )


def _from_age(lines: Sequence[Line], retrieved: date | None) -> DateEvidence | None:
    """The oldest "12 hours ago" before the day of retrieval: the article is at least that old."""
    if retrieved is None:
        return None
    ages = [
        (found, line) for line in lines if line.label == "metadata"
        and any(kind == "time" for kind, _, _ in moments(line.text)) and (found := age(line.text))
    ]
    if not ages:
        return None
    oldest, line = max(ages, key=lambda item: item[0])
    day = retrieved - timedelta(days=oldest.days + (1 if oldest.seconds else 0))
    own = not any(before.label == "body" for before in lines[:line.line])
    return DateEvidence(
        earliest=day if own else None,
        latest=retrieved - timedelta(days=oldest.days), signal="relative-time",
        confidence="inferred",
        reason=f"'{line.text.strip()[:60]}' on a page retrieved on {retrieved.isoformat()}",
    )


# ---------------------------------------------------------------- bounds from the text itself


def _from_words(text: str, language: str, retrieved: date | None) -> DateEvidence:
    """Bounds from the newest period that the text speaks of as past or present."""
    newest: _Named | None = None
    ahead: list[_Named] = []
    whole: list[_Named] = []
    cues = _cues(language)
    for sentence in _dated_sentences(text):
        for clause in re.split(r"[,;:،؛，；—–]\s", sentence):
            named = list(_named(folded(clause), cues))
            if cues.ahead.search(folded(clause)):
                ahead += named
                continue
            if not any(period.precise for period in named):
                whole += named
            for period in named:
                if retrieved and period.start > retrieved:
                    continue
                rank = (period.start, period.precise)
                if newest is None or rank > (newest.start, newest.precise):
                    newest = period
    if newest is None:
        return DateEvidence(reason="nothing on the page says when it was published")
    latest = newest.end + newest.told_after if newest.precise else None
    if latest and any(one.start <= newest.start <= one.end for one in whole):
        latest = None  # "3.0% in June 2023 ... ended 2023 at 4,769": the year is told to its end
    later = [period.end for period in ahead if period.end >= newest.start]
    if latest is None and later:
        latest = min(later)
    if retrieved and (latest is None or latest > retrieved):
        latest = retrieved
    return DateEvidence(
        earliest=newest.start, latest=latest, signal="newest-period", confidence="inferred",
        reason=f"undated; the newest period it speaks of as past or present is '{newest.text}'",
    )


def _dated_sentences(text: str) -> Iterator[str]:
    """Sentences of the lines that hold something like a year."""
    for line in text.split("\n"):
        if _ANY_YEAR.search(line):
            for start, end, _ in sentence_spans(line):
                if _ANY_YEAR.search(line, start, end):
                    yield line[start:end]


@dataclass(frozen=True, slots=True)
class _Cues:
    ahead: re.Pattern[str]
    parts: re.Pattern[str]
    part_of: dict[str, str]
    months: re.Pattern[str]


@cache
def _cues(language: str) -> _Cues:
    """Words of one language that place a period: early, late, months, and what lies ahead."""
    tables = [page_section(iso).get("dating", {}) for iso in {language, "en"}]
    part_of = {
        folded(word): part for table in tables for part in ("early", "middle", "late")
        for word in table.get(part, ())
    }
    ahead = {folded(word) for table in tables for word in table.get("ahead", ())}
    months = set(pagewords().months)

    def either(words: set[str]) -> str:
        return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or "(?!)"

    edge = r"(?<![^\W_])"
    cjk = re.compile("[㐀-鿿぀-ヿ]")
    closed = {w for w in ahead if not cjk.search(w)}
    return _Cues(
        ahead=re.compile(rf"{edge}(?:{either(closed)})(?![^\W_])|{either(ahead - closed)}"),
        parts=re.compile(rf"(?:{either(set(part_of))})\s?(?:of\s|de\s|в\s)?$"),
        part_of=part_of,
        months=re.compile(rf"{edge}({either(months)})\.?(?:\s\d{{1,2}})?,?\s(?:de\s|of\s)?$"),
    )


_PARTS = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}


def _named(clause: str, cues: _Cues) -> Iterator[_Named]:
    """Periods named in a folded clause: a year, with what narrows it when something does."""
    for match in _QUARTER.finditer(clause):
        quarter, year = int(match[1] or match[2]), int(match[3])
        named = _span(year, quarter * 3 - 2, quarter * 3, match.group())
        yield replace(named, told_after=_TOLD_AFTER)
    for match in _YEAR.finditer(clause):
        year = int(match[1])
        if not _FIRST <= year <= _LAST:
            continue
        before = clause[max(0, match.start() - 24):match.start()]
        part = cues.parts.search(before)
        month = cues.months.search(before)
        if part:
            word = next(w for w in sorted(cues.part_of, key=len, reverse=True)
                        if part.group().startswith(w))
            first, last = _PARTS[cues.part_of[word]]
            yield _span(year, first, last, part.group() + match.group())
        elif month:
            number = pagewords().months[month[1]]
            named = _span(year, number, number, month.group() + match.group())
            yield replace(named, told_after=_TOLD_AFTER)
        else:
            yield _Named(date(year, 1, 1), date(year, 12, 31), False, match.group())


def _span(year: int, first: int, last: int, text: str) -> _Named:
    end = date(year, last, calendar.monthrange(year, last)[1])
    return _Named(date(year, first, 1), end, True, text.strip())
