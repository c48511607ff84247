"""From the slots of a template to days: one small reader for each kind of template."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimcheck.periods import calendar
from claimcheck.periods.calendar import Days, Granularity
from claimcheck.periods.grammar import Grammar
from claimcheck.periods.mention import Origin
from claimcheck.schema import PeriodType

Slots = dict[str, str]
# The last day of the first half of a month.
FORTNIGHT = 15
# "The first eight months" may be told some days before the eighth has ended.
NEARLY_OVER = 15
_THIRDS = {"early": 0, "mid": 1, "late": 2}
_SIZES: dict[str, Granularity] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half": "half",
    "year": "year",
    "decade": "multi",
    "own": "month",  # the unit of the time that it is counted from: "前值"
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """Days and kind of one period; ``days`` is None when it cannot be told."""

    days: Days | None
    granularity: Granularity
    type: PeriodType = "calendar"
    origin: Origin = "text"
    yearless: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may need beside the slots."""

    grammar: Grammar
    anchor: date | None
    value: str = ""

    def number(self, text: str) -> int:
        """A count written in figures or words."""
        return int(text) if text.isdigit() else self.grammar.numbers.payload(text)

    def size(self, slots: Slots) -> str:
        """The unit slot as one of the known units."""
        return self.grammar.units.payload(slots["unit"])


def _year(slots: Slots) -> int | None:
    if slots.get("y"):
        return int(slots["y"])
    if slots.get("yy"):
        digits = re.sub(r"\D", "", slots["yy"])
        return (
            int(digits)
            if len(digits) == 4
            else 2000 + int(digits)
            if int(digits) < 70
            else 1900 + int(digits)
        )
    return None


def _recent(
    build: Callable[[int], Days | None],
    year: int | None,
    context: Context,
    size: Granularity,
    kind: PeriodType = "calendar",
    over: bool = False,
) -> Resolved | None:
    """With its year, or the latest that had begun (or was ``over``) on the anchor day."""
    if year is not None:
        days = build(year)
        return Resolved(days, size, kind) if days else None
    if context.anchor is None:
        return Resolved(None, size, kind, "undated", yearless=True)
    for candidate in range(context.anchor.year, context.anchor.year - 5, -1):
        days = build(candidate)
        if days and days[1 if over else 0] <= context.anchor:
            return Resolved(days, size, kind, "published_at", yearless=True)
    return None


def _one(day: date | None) -> Days | None:
    return (day, day) if day else None


def day(slots: Slots, context: Context) -> Resolved | None:
    """A day of a month, or a weekday on its own."""
    if slots.get("m") or slots.get("mm"):
        number = int(slots["mm"]) if slots.get("mm") else context.grammar.months.payload(slots["m"])
        at = int(re.match(r"\d+", slots["d"]).group())  # type: ignore[union-attr]
        return _recent(lambda y: _one(calendar.day_of(y, number, at)), _year(slots), context, "day")
    if context.anchor is None:
        return Resolved(None, "day", "calendar", "undated")
    if not slots.get("wd"):  # "on the 14th": of this month, or of the one before when still ahead
        at = int(re.match(r"\d+", slots["d"]).group())  # type: ignore[union-attr]
        first = context.anchor.replace(day=1)
        months = (first, (first - timedelta(1)).replace(day=1))
        found = [calendar.day_of(m.year, m.month, at) for m in months]
        past = [day for day in found if day and day <= context.anchor]
        return Resolved(_one(past[0] if past else None), "day", "calendar", "published_at")
    back = (context.anchor.weekday() - context.grammar.weekdays.payload(slots["wd"])) % 7
    return Resolved(_one(context.anchor - timedelta(back)), "day", "calendar", "published_at")


def numeric_day(slots: Slots, context: Context) -> Resolved | None:
    """3/4/2025 in the order of the language, or the only order the calendar allows."""
    first, second, number = int(slots["a"]), int(slots["b"]), _year(slots)
    pairs = [(first, second), (second, first)]
    if context.grammar.order != "mdy":
        pairs.reverse()
    for at_month, at_day in pairs:
        found = calendar.day_of(number or 1, at_month, at_day)
        if found:
            return Resolved((found, found), "day")
    return None


def day_range(slots: Slots, context: Context) -> Resolved | None:
    """ "January 5-7, 2025"; without its month, of the anchor's own or the one before."""
    number = context.grammar.months.payload(slots["m"]) if slots.get("m") else None
    low, high = (int(re.match(r"\d+", slots[key]).group()) for key in ("d", "d2"))  # type: ignore[union-attr]

    if number is None:
        return _days_of_month(low, high, context.anchor)

    def build(year: int) -> Days | None:
        first, last = calendar.day_of(year, number, low), calendar.day_of(year, number, high)
        return (first, last) if first and last and first < last else None

    return _recent(build, _year(slots), context, "multi")


def _days_of_month(low: int, high: int, anchor: date | None) -> Resolved | None:
    """ "9〜15日": days of this month, or of the one before when they are still ahead."""
    if anchor is None or low >= high:
        return None
    first = anchor.replace(day=1)
    for start in (first, (first - timedelta(1)).replace(day=1)):
        begin = calendar.day_of(start.year, start.month, low)
        end = calendar.day_of(start.year, start.month, high)
        if begin and end and begin <= anchor:
            return Resolved((begin, end), "multi", "calendar", "published_at")
    return None


def month_range(slots: Slots, context: Context) -> Resolved | None:
    """ "January-March 2025"; a later first month belongs to the year before."""
    payload = context.grammar.months.payload
    first = int(slots["mm"]) if slots.get("mm") else payload(slots["m"])
    last = payload(slots["m2"])

    def build(year: int) -> Days | None:
        start = calendar.month(year - (first > last), first)
        end = calendar.month(year, last)
        return (start[0], end[1]) if start and end and first != last else None

    return _over(build, slots, context)


def first_quarters(slots: Slots, context: Context) -> Resolved | None:
    """ "前三季度": the first three quarters."""
    count = context.number(slots["n"])
    if not 1 <= count <= 4:
        return None
    return _so_far(3 * count, slots, context)


def ended(slots: Slots, context: Context) -> Resolved | None:
    """ "three months ended June 30, 2025", "week ended Dec 31"."""
    unit = context.size(slots)
    count = context.number(slots["n"]) if slots.get("n") else 1
    if slots.get("wd"):  # "the week to Wednesday"
        last = day(slots, context)
        if last is None or last.days is None or unit != "week":
            return last
        return Resolved(
            calendar.last_units(last.days[1], unit, count), "week", "calendar", last.origin
        )
    number = context.grammar.months.payload(slots["m"])
    at = int(re.match(r"\d+", slots["d"]).group()) if slots.get("d") else None  # type: ignore[union-attr]

    def build(year: int) -> Days | None:
        last = calendar.day_of(year, number, at) if at else calendar.month(year, number)[1]
        if last is None:
            return None
        if unit not in ("day", "week") and last == calendar.month(year, number)[1]:
            begin = calendar.moved(date(last.year, last.month, 1), "month", 1)
            return calendar.moved(begin, unit, -count), last
        return calendar.last_units(last, unit, count)

    size = _SIZES[unit] if count == 1 else "quarter" if (count, unit) == (3, "month") else "multi"
    if (count, unit) == (12, "month"):
        size = "year"
    kind: PeriodType = (
        "fiscal" if unit in ("year", "quarter") and not slots.get("n") else "calendar"
    )
    found = _recent(build, _year(slots), context, size, kind, over=True)
    if (
        found
        and found.days
        and found.days
        in (
            calendar.containing(found.days[0], "year"),
            calendar.containing(found.days[0], "quarter"),
        )
    ):
        return Resolved(found.days, size, "calendar", found.origin)
    return found


def month(slots: Slots, context: Context) -> Resolved | None:
    """A month, with or without its year."""
    digits = slots.get("mm2") or slots.get("mm")
    number = int(digits) if digits else context.grammar.months.payload(slots["m"])
    return _recent(lambda y: calendar.month(y, number), _year(slots), context, "month")


def past_month(slots: Slots, context: Context) -> Resolved | None:
    """ "last October": the latest of that name before the month of the anchor day."""
    number = context.grammar.months.payload(slots["m"])
    if context.anchor is None:
        return Resolved(None, "month", "calendar", "undated", yearless=True)
    year = context.anchor.year - (number >= context.anchor.month)
    return Resolved(calendar.month(year, number), "month", "calendar", "published_at")


def part_month(slots: Slots, context: Context) -> Resolved | None:
    """ "late March": its third, by days."""
    part = context.grammar.parts.payload(slots["part"])
    number = context.grammar.months.payload(slots["m"])

    def build(year: int) -> Days:
        first, last = calendar.month(year, number)
        if part in ("end", "start"):
            return (last, last) if part == "end" else (first, first)
        third = _THIRDS[part]
        return first + timedelta(10 * third), last if third == 2 else first + timedelta(
            10 * third + 9
        )

    if part in ("end", "start"):
        return _recent(build, _year(slots), context, "day", "instant")
    return _recent(build, _year(slots), context, "multi")


def fortnight(slots: Slots, context: Context) -> Resolved | None:
    """ "la primera quincena de noviembre": the days to the 15th, or those after it."""
    half = context.grammar.ordinals.payload(slots["o"])
    number = context.grammar.months.payload(slots["m"])
    if half > 2:
        return None

    def build(year: int) -> Days:
        first, last = calendar.month(year, number)
        middle = first.replace(day=FORTNIGHT)
        return (first, middle) if half == 1 else (middle + timedelta(1), last)

    return _recent(build, _year(slots), context, "multi")


def rolling(slots: Slots, context: Context) -> Resolved | None:
    """ "em 12 meses": left to the scanner, which knows up to when the text speaks."""
    # A pattern without a slot for the unit writes the months itself: "12 ayda".
    months = not slots.get("unit") or context.size(slots) == "month"
    return Resolved(None, "year", "calendar", "none") if months else None


def _nth(slots: Slots, context: Context, digit: str, most: int) -> int | None:
    if slots.get(digit):
        number = int(slots[digit])
    elif slots.get("o"):
        number = context.grammar.ordinals.payload(slots["o"])
    else:
        return None
    return number if number <= most else None


def quarter(slots: Slots, context: Context) -> Resolved | None:
    """A calendar quarter."""
    number = _nth(slots, context, "q", 4)
    if number is None:
        return None
    return _recent(lambda y: calendar.quarter(y, number), _year(slots), context, "quarter")


def fiscal_quarter(slots: Slots, context: Context) -> Resolved | None:
    """A fiscal quarter, placed as if the fiscal year were the calendar year."""
    found = quarter(slots, context)
    return found and replace(found, type="fiscal")


def half(slots: Slots, context: Context) -> Resolved | None:
    """A calendar half-year."""
    number = _nth(slots, context, "h", 2)
    if number is None:
        return None
    return _recent(lambda y: calendar.half(y, number), _year(slots), context, "half")


def fiscal_half(slots: Slots, context: Context) -> Resolved | None:
    """A fiscal half-year, placed as if the fiscal year were the calendar year, or the country's."""
    first = context.grammar.fiscal_begins
    if first > 1:  # "上期" is April to September in Japan
        number = _nth(slots, context, "h", 2)
        return _country_half(number, first, _year(slots), context) if number else None
    found = half(slots, context)
    return found and Resolved(found.days, "half", "fiscal", found.origin)


def _country_half(
    number: int, first: int, year: int | None, context: Context
) -> Resolved | None:
    """Six months of the years that begin with the month ``first``."""

    def build(label: int) -> Days:
        begin = calendar.moved(date(label, first, 1), "month", 6 * (number - 1))
        return begin, calendar.moved(begin, "month", 6) - timedelta(1)

    return _recent(build, year, context, "half", "fiscal")


def first_months(slots: Slots, context: Context) -> Resolved | None:
    """ "first nine months of 2025"."""
    count = context.number(slots["n"]) * (3 if "quarter" in context.value else 1)
    if not 1 <= count <= 12:
        return None
    return _so_far(count, slots, context)


def _so_far(count: int, slots: Slots, context: Context) -> Resolved | None:
    """The first months of the latest year in which they were over, or nearly so."""
    return _over(lambda y: calendar.months(y, 1, count), slots, context)


def _over(
    build: Callable[[int], Days | None], slots: Slots, context: Context
) -> Resolved | None:
    """Some months of the latest year in which they were over, or nearly so."""
    if context.anchor is not None:
        context = replace(context, anchor=context.anchor + timedelta(NEARLY_OVER))
    year = _year(slots)
    return _recent(build, year, context, "multi", over=year is None)


def year(slots: Slots, context: Context) -> Resolved | None:
    """A calendar year."""
    number = _year(slots) or (
        context.grammar.ordinals.payload(slots["yn"]) if slots.get("yn") else None
    )
    return Resolved(calendar.year(number), "year") if number else None


def same(slots: Slots, context: Context) -> Resolved | None:
    """ "the same period of 2024": that year, until the scanner knows which part of it."""
    number = _year(slots)
    return Resolved(calendar.year(number), "year") if number else None


def fiscal(slots: Slots, context: Context) -> Resolved | None:
    """A fiscal year by its label; "2023/24" spans both years, whichever months it means."""
    number = _year(slots)
    if number is None:  # "the full fiscal year": which one, only the company's year end tells
        return _recent(calendar.year, None, context, "year", "fiscal")
    if slots.get("mm"):
        end = calendar.month(number, int(slots["mm"]))[1]
        return Resolved(calendar.last_units(end, "year", 1), "year", "fiscal")
    if slots.get("next"):
        if int(slots["next"]) != (number + 1) % 100:
            return None
        days = (date(number, 1, 1), date(number + 1, 12, 31))
        return Resolved(days, "multi", "fiscal")
    first = context.grammar.fiscal_begins
    if first > 1:  # "2025年度" runs from April 2025 in Japan
        days = (date(number, first, 1), date(number + 1, first, 1) - timedelta(1))
        return Resolved(days, "year", "fiscal")
    return Resolved(calendar.year(number), "year", "fiscal")


def part_year(slots: Slots, context: Context) -> Resolved | None:
    """ "late 2025": the last four months; "end-2025": the day."""
    part, number = context.grammar.parts.payload(slots["part"]), _year(slots)
    if number is None:
        return None
    first, last = calendar.year(number)
    if part == "end":
        return Resolved((last, last), "day", "instant")
    if part == "start":
        return Resolved((first, first), "day", "instant")
    return Resolved(calendar.months(number, 1 + 4 * _THIRDS[part], 4), "multi")


def year_end(slots: Slots, context: Context) -> Resolved | None:
    """The last day of a year, the anchor's own when none is named."""
    number = _year(slots)
    if number is not None:
        last = date(number, 12, 31)
        return Resolved((last, last), "day", "instant")
    if context.anchor is None:
        return Resolved(None, "day", "instant", "undated")
    last = date(context.anchor.year, 12, 31)
    return Resolved((last, last), "day", "instant", "published_at")


def part_end(slots: Slots, context: Context) -> Resolved | None:
    """ "三季度末": the last day of a quarter; "上半年末" of a half."""
    if context.grammar.parts.payload(slots["part"]) != "end":
        return None
    number = context.grammar.ordinals.payload(slots["o"])
    build = calendar.half if "half" in slots else calendar.quarter
    if number > (2 if "half" in slots else 4):
        return None
    return _recent(
        lambda y: _one(build(y, number)[1]), _year(slots), context, "day", "instant", over=True
    )


def last_end(slots: Slots, context: Context) -> Resolved | None:
    """The last day of the year before the anchor's."""
    if context.anchor is None:
        return Resolved(None, "day", "instant", "undated")
    last = date(context.anchor.year - 1, 12, 31)
    return Resolved((last, last), "day", "instant", "published_at")


def next_end(slots: Slots, context: Context) -> Resolved | None:
    """The last day of the year behind the anchor's."""
    if context.anchor is None:
        return Resolved(None, "day", "instant", "undated")
    last = date(context.anchor.year + 1, 12, 31)
    return Resolved((last, last), "day", "instant", "published_at")


# Decades told by two figures: "the 20s" and "the late 70s" are times, "the mid-30s" hardly ever.
OLDEST_SHORT = 50


def decade(slots: Slots, context: Context) -> Resolved | None:
    """ "the 1990s"."""
    number = int(slots["y0"])
    if 20 < number < OLDEST_SHORT:
        return None  # "margins in the mid-30s": a percentage as often as a time
    number += 0 if number >= 100 else 2000 if number < 30 else 1900
    return Resolved((date(number, 1, 1), date(number + 9, 12, 31)), "multi")


def _window(slots: Slots, context: Context, ahead: bool) -> Resolved:
    kind: PeriodType = "unknown" if ahead else "trailing"
    unit = context.size(slots) if slots.get("unit") else "month"
    count = context.number(slots["n"]) if slots.get("n") else 1 if slots.get("unit") else 12
    size = _SIZES[unit] if count == 1 else "year" if (count, unit) == (12, "month") else "multi"
    if context.anchor is None:
        return Resolved(None, size, kind, "undated")
    reach = calendar.next_units if ahead else calendar.last_units
    return Resolved(reach(context.anchor, unit, count), size, kind, "published_at")


def trailing(slots: Slots, context: Context) -> Resolved | None:
    """ "the past two years": the units that end on the anchor day."""
    return _window(slots, context, ahead=False)


def trailing_two(slots: Slots, context: Context) -> Resolved | None:
    """The past two years, where the language has one word for two years."""
    if context.anchor is None:
        return Resolved(None, "multi", "trailing", "undated")
    days = calendar.last_units(context.anchor, "year", 2)
    return Resolved(days, "multi", "trailing", "published_at")


def earlier(slots: Slots, context: Context) -> Resolved | None:
    """ "two years earlier": left to the scanner like the phrases of the sentence."""
    return Resolved(None, _SIZES[context.size(slots)], "calendar", "none")


def coming(slots: Slots, context: Context) -> Resolved | None:
    """ "the next 12 months": the units after the anchor day."""
    return _window(slots, context, ahead=True)


def ago(slots: Slots, context: Context) -> Resolved | None:
    """ "three years ago": the calendar unit that long before the anchor day."""
    unit, count = context.size(slots), context.number(slots["n"])
    if context.anchor is None:
        return Resolved(None, _SIZES[unit], "calendar", "undated")
    days = calendar.containing(calendar.moved(context.anchor, unit, -count), unit)
    return Resolved(days, _SIZES[unit], "calendar", "published_at")


def relative(slots: Slots, context: Context) -> Resolved | None:
    """ "last quarter": a calendar unit counted from the anchor's own."""
    unit, steps = context.value.split()
    if unit == "fiscal":
        return _fiscal_relative(context, int(steps))
    if context.anchor is None:
        return Resolved(None, _SIZES[unit], "calendar", "undated")
    here = calendar.containing(context.anchor, unit)[0]
    days = calendar.containing(calendar.moved(here, unit, int(steps)), unit)
    return Resolved(days, _SIZES[unit], "calendar", "published_at")


def _fiscal_relative(context: Context, steps: int) -> Resolved:
    """ "今期": the fiscal year of the language that the anchor stands in, or one near it."""
    if context.anchor is None:
        return Resolved(None, "year", "fiscal", "undated")
    first = context.grammar.fiscal_begins
    begins = context.anchor.year - (context.anchor.month < first) + steps
    days = (date(begins, first, 1), date(begins + 1, first, 1) - timedelta(1))
    return Resolved(days, "year", "fiscal", "published_at")


def sentence(slots: Slots, context: Context) -> Resolved | None:
    """ "a year earlier": left to the scanner, which knows the sentence's own period."""
    return Resolved(None, _SIZES[context.value.split()[0]], "calendar", "none")


def topic(slots: Slots, context: Context) -> Resolved | None:
    """ "in the quarter": left to the scanner, which knows the time that the text speaks of."""
    return Resolved(None, _SIZES[context.value.split()[0]], "calendar", "none")


def now(slots: Slots, context: Context) -> Resolved | None:
    """ "currently": the anchor day."""
    days = _one(context.anchor)
    return Resolved(days, "day", "instant", "published_at" if days else "undated")


def _to_date(unit: str) -> Callable[[Slots, Context], Resolved | None]:
    def read(slots: Slots, context: Context) -> Resolved | None:
        size, named = _SIZES[unit], _year(slots)
        if context.anchor is None:
            return Resolved(None, size, "ytd", "undated")
        if named is not None and named != context.anchor.year:
            return None
        first = calendar.containing(context.anchor, unit)[0]
        return Resolved((first, context.anchor), size, "ytd", "published_at")

    return read


def hijri(slots: Slots, context: Context) -> Resolved | None:
    """A year of the Islamic calendar: seen, not converted."""
    return Resolved(None, "year", "unknown", "none")


READERS: dict[str, Callable[[Slots, Context], Resolved | None]] = {
    "day": day,
    "numeric_day": numeric_day,
    "day_range": day_range,
    "ended": ended,
    "month": month,
    "past_month": past_month,
    "fortnight": fortnight,
    "rolling": rolling,
    "part_month": part_month,
    "quarter": quarter,
    "first_months": first_months,
    "first_quarters": first_quarters,
    "month_range": month_range,
    "half": half,
    "fiscal_quarter": fiscal_quarter,
    "fiscal_half": fiscal_half,
    "fiscal": fiscal,
    "same": same,
    "part_year": part_year,
    "year_end": year_end,
    "part_end": part_end,
    "last_end": last_end,
    "next_end": next_end,
    "year": year,
    "decade": decade,
    "trailing": trailing,
    "trailing_two": trailing_two,
    "earlier": earlier,
    "coming": coming,
    "ago": ago,
    "hijri": hijri,
    "relative": relative,
    "sentence": sentence,
    "topic": topic,
    "now": now,
    "ytd": _to_date("year"),
    "qtd": _to_date("quarter"),
    "mtd": _to_date("month"),
}
