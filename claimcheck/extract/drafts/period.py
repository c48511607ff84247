"""The period of a draft, finished: which year a month without one means, what is still to come."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from claimcheck.extract.attach.found import Found
from claimcheck.extract.attach.period import is_origin
from claimcheck.extract.scene import Hit, Scene
from claimcheck.extract.times import MULTIPLES
from claimcheck.extract.words import about
from claimcheck.lexicon import entities, metrics
from claimcheck.periods import PeriodMention, fiscal_quarter, names_weekday, scan
from claimcheck.quantities import Mention
from claimcheck.schema import Certainty
from claimcheck.words import unspaced

# The day of a month in figures.
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
# The mark of an estimate behind a year: "2025E", "FY26e", "2026F".
_ESTIMATED = re.compile(r"[0-9][EeFf]$")
WEEK = timedelta(7)
# A fiscal year begins at most so long before the calendar's.
EARLY_YEAR = timedelta(275)
# A month named without its year that lies this many days back may as well lie ahead.
NEARLY_A_YEAR = 270
# A month this many days back is not what a forecast without a year means.
LONG_PAST = 180
# One this many days back is next month, or the one after, of last year.
NEXT_MONTHS = 290
# Days before a year's end from which it may be another company's year that is over.
LATE_IN_YEAR = 90
# A day from which only words that point ahead lead to a later one: no month is left of its year.
ANY_DAY = date(2000, 12, 31)
# Signs between a number and the quarter it is of: " for the ".
OWN_QUARTER = 9
# Signs between "average" and its number: "mean of 18.6".
MEAN_OF = 4


def closed_year(
    scene: Scene, at: Mention | Hit, period: PeriodMention | None, anchor: date | None
) -> PeriodMention | None:
    """ "Dipped to 214% from 221% at year-end": what was before was at the last year's end."""
    if not (period and anchor and period.first and period.last) or not isinstance(at, Mention):
        return period
    coming = (
        period.resolved_from == "published_at"
        and period.granularity == "day"
        and period.first > anchor
        and period.start >= at.end
    )
    if not coming or scene.cue("modality.forecast") or not is_origin(scene, at, own_move=False):
        return period
    return replace(period, first=year_later(period.first, -1), last=year_later(period.last, -1))


def of_past(
    scene: Scene,
    at: Mention | Hit,
    period: PeriodMention | None,
    certainty: Certainty,
    anchor: date | None,
    metric: Found,
) -> bool:
    """What is no forecast in a sentence that makes one: "compared with 3.9x in 2024"."""
    if not isinstance(at, Mention):
        return False
    before = (at.start, at.end)
    if metric.value in MULTIPLES and any(
        0 < at.start - hit.end <= MEAN_OF for hit in scene.cue("basis.average")
    ):
        return True  # "a fifth more than its ten-year mean of 18.6"
    if period is None or certainty != "stated" or anchor is None or period.last is None:
        return False
    near = scene.cost(before, (period.start, period.end), number=1.0) <= 1.0
    held = any(
        hit.end <= min(at.start, period.start) and scene.cost((hit.start, hit.end), before) <= 2.0
        for name in ("baseline.", "reach.origin")
        for hit in scene.group(name)
    )
    return near and held and period.last <= anchor


def whole_year(scene: Scene, anchor: date | None) -> PeriodMention | None:
    """The year that "full-year guidance" is about: the one that runs on the anchor day."""
    hits = scene.cue("time.full_year")
    if not hits or anchor is None:
        return None
    first, last = anchor.replace(month=1, day=1), anchor.replace(month=12, day=31)
    start, end, _ = hits[0]
    text = scene.text[start:end]
    return PeriodMention(start, end, text, first, last, "calendar", "published_at", "in", "year")


def as_rate(period: PeriodMention | None, metric: Found) -> PeriodMention | None:
    """ "Prices rose 3.6% in the year to October": the yearly rate of October."""
    item = metrics().get(metric.value or "")
    if period is None or item is None or period.first is None or period.last is None:
        return period
    rolling = period.granularity == "year" and (period.first.month, period.last.month) != (1, 12)
    if period.type == "ytd":
        return period  # "inflation since January" is that of the months so far
    if period.type == "fiscal" and unspaced(period.text[-1:]):
        return period  # "25年度" is that year, not the rate of its last month
    if not rolling or period.type == "trailing" or item.id not in about().monthly:
        return period
    return replace(period, first=period.last.replace(day=1), granularity="month", type="calendar")


def as_sum(
    period: PeriodMention | None, metric: Found, anchor: date | None
) -> PeriodMention | None:
    """ "Un chiffre d'affaires de 410 M€ à fin septembre": of the year up to then."""
    item = metrics().get(metric.value or "")
    if period is None or item is None or period.last in (None, anchor):
        return period  # "today" is no end of a month
    if _DAY.search(period.text):
        return period
    summed = not {item.id, item.growth_of}.isdisjoint(about().summed)
    month_end = period.first == period.last and (period.last + timedelta(1)).day == 1
    if not summed or not month_end:
        return period
    first = period.last.replace(month=1, day=1)
    return replace(period, first=first, granularity="multi", type="ytd")


def month_of_end(period: PeriodMention | None, metric: Found) -> PeriodMention | None:
    """Assets told of a month's end, then flows: those are of the month."""
    if period is None or metric.value != "net_flow" or period.last is None:
        return period
    if period.first != period.last or (period.last + timedelta(1)).day != 1:
        return period
    first = period.last.replace(day=1)
    return replace(period, first=first, granularity="month", type="calendar")


def quarter_of(
    scene: Scene, at: Mention | Hit, period: PeriodMention | None
) -> PeriodMention | None:
    """ "Fourth-quarter profit rose to $14bn in 2024": the quarter of that year."""
    if period is None or period.granularity != "year" or period.start < at.end:
        return period
    parts = [
        other
        for other in scene.periods
        if other.granularity in ("quarter", "half") and other.end <= at.start
    ]
    part = parts[0] if len(parts) == 1 and parts[0].resolved_from == "published_at" else None
    taken = part and any(0 <= part.start - m.end <= OWN_QUARTER for m in scene.mentions)
    if part and taken and part.last and period.last and part.last.year == period.last.year:
        return period  # "guides to $1.3bn for Q4 and sees $4.4bn for 2025"
    if part and any(part.end <= other.start < at.start for other in scene.mentions) and any(
        other.end <= part.start for other in scene.mentions
    ):
        return period  # "returned 5% in the quarter and is up 9% in 2025"
    if part is None or part.first is None or part.last is None or period.last is None:
        return period
    years = period.last.year - part.last.year
    return replace(
        part,
        first=year_later(part.first, years),
        last=year_later(part.last, years),
        resolved_from="text",
    )


def long_past(period: PeriodMention, anchor: date) -> bool:
    """A month so far back that a forecast means another year's."""
    return (
        period.granularity == "month"
        and period.resolved_from == "published_at"
        and period.last is not None
        and (anchor - period.last).days >= NEARLY_A_YEAR
    )


def next_week(period: PeriodMention | None, anchor: date | None, iso: str) -> PeriodMention | None:
    """The coming weekday of a decision that is still expected: "to cut rates on Friday"."""
    if period is None or anchor is None or period.first is None or period.last is None:
        return period
    past = 0 < (anchor - period.last).days < WEEK.days and period.granularity == "day"
    if not past or not names_weekday(period.text, iso):
        return period
    return replace(period, first=period.first + WEEK, last=period.last + WEEK)


def moved_ahead(
    period: PeriodMention | None, anchor: date | None, past: int = LONG_PAST
) -> PeriodMention | None:
    """A month named without its year, in a forecast, is the next one: "in December"."""
    if period is None or anchor is None or period.first is None or period.last is None:
        return period
    named = (
        period.resolved_from == "published_at"
        and period.granularity
        in (
            "month",
            "day",
            "quarter",
            "multi",
        )
        and period.type in ("calendar", "by")
    )  # "para el cuarto trimestre"
    if not named or (anchor - period.last).days < past:
        return period
    return replace(period, first=year_later(period.first), last=year_later(period.last))


def up_to(period: PeriodMention | None, anchor: date | None) -> PeriodMention | None:
    """ "Banks have rallied 52% this year": up to the day it is told."""
    if period is None or anchor is None or period.first is None or period.last is None:
        return period
    running = period.resolved_from == "published_at" and period.first < anchor < period.last
    if not running or period.granularity != "year":
        return period
    return replace(period, last=anchor, type="ytd")


def so_far(
    scene: Scene, at: Mention | Hit, period: PeriodMention | None, anchor: date | None
) -> PeriodMention | None:
    """ "Slipped 0.5% on Thursday but is up 6.6% for the year": up to the day it is told."""
    year = whole_year(scene, anchor)
    if year is None or anchor is None or not 0 <= year.start - at.end <= 1:
        return up_to(period, anchor)
    return up_to(year, anchor)


def to_topic(
    scene: Scene, period: PeriodMention | None, metric: str | None, told: PeriodMention | None
) -> PeriodMention | None:
    """ "In October outflows were 7bn, which makes 62bn this year": up to the end of October.

    Prices are known up to the day they are told; figures up to the month or quarter they are of.
    """
    if period is None or period.type != "ytd" or period.granularity != "year":
        return period
    if period.first is None or period.last is None or metric in about().quoted:
        return period
    first, last = period.first, period.last
    ends = [
        other.last
        for other in (*scene.periods, told)
        if other is not None
        and other.granularity in ("month", "quarter")
        and other.first is not None
        and other.last is not None
        and first <= other.first
        and other.last < last
    ]
    return replace(period, last=max(ends)) if ends else period


def doubtful(scene: Scene, period: PeriodMention | None, anchor: date | None) -> bool:
    """Whether a month without its year may as well be the coming one: "a hint of November"."""
    if period is None or anchor is None or period.last is None:
        return False
    yearless = period.resolved_from == "published_at" and period.granularity == "month"
    long_ago = (anchor - period.last).days >= NEXT_MONTHS
    return yearless and long_ago and bool(scene.cue("modality.forecast"))


def year_later(day: date, years: int = 1) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def estimated(scene: Scene, period: PeriodMention | None) -> bool:
    """Whether a period carries the mark of an estimate, "2025E", though it is under way."""
    return period is not None and bool(_ESTIMATED.search(scene.text[period.start : period.end]))


def under_way(scene: Scene, period: PeriodMention | None, anchor: date | None) -> bool:
    """Whether a number is told of the whole of a year that is not over: "通期は…", "全年…"."""
    if period is None or anchor is None or period.last is None:
        return False
    if not unspaced(period.text[-1:]) or (period.last - anchor).days < LATE_IN_YEAR:
        return False  # "full-year" in English may be that of any company; so may one nearly over
    return period.resolved_from == "published_at" and any(
        hit.start < period.end and period.start < hit.end for hit in scene.cue("time.full_year")
    )


@lru_cache(maxsize=1 << 10)
def _points_ahead(text: str, language: str) -> bool:
    """Whether a time lies ahead on whatever day it is told: "next year", not "in December"."""
    return any(period.first and period.first > ANY_DAY for period in scan(text, language, ANY_DAY))


def of_firm(period: PeriodMention | None, entity_id: str | None) -> PeriodMention | None:
    """ "Q2 FY26" of a firm whose year ends in March: July to September, over in November."""
    known = entities().get(entity_id or "")
    ends = known.fiscal_year_end if known else None
    if period is None or ends is None or period.first is None or period.last is None:
        return period
    if period.type != "fiscal" or period.granularity != "quarter":
        return period
    if period.resolved_from != "text" or period.first.month % 3 != 1:
        return period
    span = fiscal_quarter(period.last.year, (period.first.month + 2) // 3, ends)
    return replace(period, first=span[0], last=span[1], type="calendar") if span else period


def is_ahead(period: PeriodMention | None, anchor: date | None, language: str) -> bool:
    """It ends after the day the text is told on."""
    if period is None:
        return False
    if anchor is None:
        return period.resolved_from == "undated" and _points_ahead(period.text, language)
    starts, ends = period.first, period.last
    if starts and period.type == "fiscal" and period.granularity == "quarter":
        starts -= EARLY_YEAR  # "Q2 FY26" may have ended by October 2025
    return bool(starts and starts > anchor) or bool(period.type == "by" and ends and ends > anchor)
