"""The scan: triggers by one linear search, the longest template at each, then ranges and roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from claimcheck import glyphs
from claimcheck.normalise import FigureRuns
from claimcheck.periods import calendar
from claimcheck.periods.calendar import Days, Granularity
from claimcheck.periods.grammar import Grammar, Template
from claimcheck.periods.mention import PeriodMention
from claimcheck.periods.resolve import READERS, Context, Resolved
from claimcheck.schema import PeriodType

REACH = 26  # characters that a role or excluded word before a period may be long
# Signs between "the week" and the day it ended on: it is no week told of before.
LIMITED = 12
_NAMED_YEAR = re.compile(r"\s(?:del?\s)?(?:19|20)\d\d(?!\d)")
_ANEW = re.compile(r"[\d,，、،]")
# A clause ends with a mark that is no decimal one.
_DIGIT = re.compile(r"\d")
_BREAK = re.compile(r"[,;،؛](?!\d)|[，；、]")
# "Last quarter" and the like: another one than the quarter named before.
LAST = ("quarter -1", "month -1", "week -1")
# Units that what came before is told in.
OWN = ("week", "month", "quarter", "year")
# "月内": where no month was told of, the one that runs.
RUNNING = "month 0"
# "For the week", told on a Monday or Tuesday, is not of the week that has just begun.
MIDWEEK = 2
# Fixed phrases, which no figure may stand before where no spaces are written.
PHRASES = ("topic", "relative", "sentence")
# "In the month", told of no other before its tenth day, is as often the month before.
WELL_IN = 10
# Days before its end from which "in the quarter" may be the one that closes, not the one reported.
CLOSING = 21
# Phrases that date nothing unless the text has told of a time they hang on.
_HANGING = ("topic", "rolling")
_SPREAD = {
    "trailing",
    "relative",
    "sentence",
    "ago",
    "coming",
    "ytd",
    "year_end",
    "last_end",
    "next_end",
    "decade",
    "quarter",
    "half",
    "fiscal_quarter",
    "first_months",
    "ended",
    "now",
    "part_year",
}


@dataclass(slots=True)
class Found:
    """A period with its place and reading, before ranges and roles."""

    start: int
    end: int
    template: Template
    slots: dict[str, str]
    read: Resolved


class Scan:
    """One pass over one text."""

    def __init__(self, text: str, grammar: Grammar, anchor: date | None, base: Days | None) -> None:
        self.text = text
        self.plain, self.low = glyphs.folded(text)
        self.grammar = grammar
        self.anchor = anchor
        self.base = base

    def mentions(self) -> list[PeriodMention]:
        """Every period, in reading order."""
        found = self._joined(self._found())
        self._from_sentence(found)
        found = [item for item in found if item.template.kind not in _HANGING or item.read.days]
        mentions: list[PeriodMention] = []
        last = 0
        for item in found:
            mentions.append(self._mention(item, last))
            last = item.end
        return mentions

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of every period, resolved or not."""
        found: list[tuple[int, int]] = []
        for item in self._joined(self._found()):
            found.append((self._begin(item, found[-1][1] if found else 0), item.end))
        return found

    def _found(self) -> list[Found]:
        found: list[Found] = []
        at, search = 0, self.grammar.trigger.search
        runs = FigureRuns(self.low)
        while hit := search(self.low, at):
            at = hit.end()
            key = hit.groupdict().get("key") or self.low[hit.end() - 1]
            start = hit.end() - len(key)
            if key.isdigit() and (run := runs.end(start)):
                at = run
                continue
            best = self._best(start, "0" if key.isdigit() else key)
            if start > hit.start():  # the prefix may be part of the word: "العام"
                whole = self._best(hit.start(), self.low[hit.start() : hit.end()])
                best = whole if whole and (not best or whole.end >= best.end) else best
            if best:
                found.append(best)
                at = best.end
        return [
            item
            for item, after in zip_longest(found, found[1:])
            if item.template.kind != "topic" or not after or not self._limited(item, after)
        ]

    def _limited(self, item: Found, after: Found) -> bool:
        """Whether a day says which week is meant; a figure or a comma between begins anew."""
        gap = self.low[item.end : after.start]
        if after.template.kind == "sentence" or item.read.granularity == "year":
            return False  # "全年营收较上年增长5%"
        return len(gap) <= LIMITED and not _ANEW.search(gap)

    def _best(self, start: int, key: str) -> Found | None:
        """The longest template that reads at ``start``."""
        grammar, low = self.grammar, self.low
        small = grammar.capitalised and key in grammar.names and not self.plain[start].isupper()
        best: Found | None = None
        for template in grammar.beginning(key, low, start):
            hit = template.pattern.match(low, start)
            if hit is None or (best and hit.end() <= best.end) or not self._ends(hit.end()):
                continue
            slots = {name: value for name, value in hit.groupdict().items() if value is not None}
            if "ry" in slots and self.anchor is None:
                continue
            if "ry" in slots and self.anchor:
                slots["y"] = str(self.anchor.year + grammar.years[slots["ry"]])
            value = template.value or hit.group()
            if small and "y" not in slots:  # "may rise", "march on"; "april 2017" is a month
                continue
            read = READERS[template.kind](slots, Context(grammar, self.anchor, value))
            if read is not None and "ry" in slots:
                read = replace(read, origin="published_at")
            if read is not None and self._allowed(start, hit.end(), template, slots):
                if template.kind == "earlier":
                    template = self._steps(template, slots)
                best = Found(start, hit.end(), template, slots, read)
        return best

    def _steps(self, template: Template, slots: dict[str, str]) -> Template:
        """ "two years earlier" as a phrase that counts from the sentence's own period."""
        context = Context(self.grammar, None)
        value = f"{context.size(slots)} -{context.number(slots['n'])}"
        return Template("sentence", template.body, value)

    def _ends(self, end: int) -> bool:
        before, after = self.low[end - 1 : end], self.low[end : end + 1]
        if before.isdigit():
            return not (after.isdigit() or (after.isascii() and after.isalpha()))
        return True

    def _allowed(self, start: int, end: int, template: Template, slots: dict[str, str]) -> bool:
        """False for a bare year that is an amount or a name, and for "may" the verb."""
        grammar, low = self.grammar, self.low
        if template.kind in PHRASES and grammar.unspaced and low[start - 1 : start].isdigit():
            return False  # "3週間では" is a length of time, "週間では" the week
        if template.kind == "ytd" and _NAMED_YEAR.match(low, end):
            return False  # "desde enero de 2022" says since when itself
        if template.kind == "month" and grammar.units.at(low, end + 1) and (
            grammar.numbers.before(low, end, end - start) is not None
        ):
            return False  # Portuguese "em dez meses": ten months, not December
        if template.kind == "month" and low[start:end] in grammar.ambiguous:
            return grammar.roles.before(low, start, REACH) is not None
        if template.kind == "day" and set(slots) == {"wd"} and slots["wd"] in grammar.ambiguous:
            return grammar.roles.before(low, start, REACH) is not None
        if template.kind not in ("year", "fiscal") or end - start > 4 or not low[start].isdigit():
            return True
        if (
            low[start - 1 : start] in ("$", "€", "£", "¥", "-", "#", "/")
            and not low[start - 2 : start - 1].isalnum()
        ):
            return False
        if low[start - 1 : start] == "/" and not low[max(0, start - 5) : start - 1].isdigit():
            return False
        return not (grammar.not_after.before(low, start, REACH) or grammar.not_before.at(low, end))

    # ------------------------------------------------------------ ranges

    def _joined(self, found: list[Found]) -> list[Found]:
        """Joins "2022-2023", "late 2025 to early 2026", "January to March 2024" into one."""
        joined: list[Found] = []
        for item in found:
            if joined and (merged := self._merged(joined[-1], item)):
                joined[-1] = merged
            else:
                joined.append(item)
        return joined

    def _leads(self, left: Found, right: Found) -> bool:
        """Whether only a word for "in" stands between: "primeiro trimestre do ano que vem"."""
        role = self.grammar.roles.before(self.low, right.start, REACH)
        return role is not None and role[2] == "in" and role[0] == left.end + 1

    def _merged(self, left: Found, right: Found) -> Found | None:
        gap = self.low[left.end : right.start]
        year = _whole_relative_year(right) if left.read.yearless else 0
        if year and (gap == " " or self._leads(left, right)):
            return self._part_of(left, right, year)
        if len(gap) > 12 or not self.grammar.joint.fullmatch(gap):
            return None
        if "and" in gap.split() and not self.grammar.between.before(self.low, left.start, REACH):
            return None
        if left.template.kind in ("sentence", "relative", "trailing") or right.template.kind in (
            "sentence",
            "trailing",
        ):
            return None
        low, high = left.read, right.read
        if low.yearless and not high.yearless and high.days and high.type != "instant":
            low = self._with_year(left, high.days)
        if low.yearless and high.yearless and low.days and high.days and low.days > high.days:
            low = Resolved(calendar.shifted(low.days, "year", -1), low.granularity, low.type)
        if low.days is None or high.days is None or low.days[0] > high.days[1]:
            return None
        origin = high.origin if high.origin != "text" else low.origin
        kind: PeriodType = "fiscal" if "fiscal" in (low.type, high.type) else "calendar"
        read = Resolved((low.days[0], high.days[1]), "multi", kind, origin)
        return Found(left.start, right.end, left.template, left.slots, read)

    def _part_of(self, left: Found, right: Found, year: int) -> Found | None:
        """ "за одиннадцать месяцев прошлого года": a part of the year named right behind it."""
        slots = {**left.slots, "y": str(year)}
        read = READERS[left.template.kind](
            slots, Context(self.grammar, self.anchor, left.template.value)
        )
        if read is None or read.days is None or read.days[0].year != year:
            return None
        read = replace(read, origin="published_at")
        return Found(left.start, right.end, left.template, slots, read)

    def _with_year(self, item: Found, days: Days) -> Resolved:
        """A month or quarter that takes the year of the period it is joined to."""
        for year in (days[1].year, days[1].year - 1):
            slots = {**item.slots, "y": str(year)}
            read = READERS[item.template.kind](
                slots, Context(self.grammar, self.anchor, item.template.value)
            )
            if read and read.days and read.days[0] <= days[0]:
                return read
        return item.read

    # ------------------------------------------------------------ sentence periods and roles

    def _from_sentence(self, found: list[Found]) -> None:
        """ "a year earlier" counts from the nearest period before it, else after it."""
        waiting: list[Found] = []
        own: Found | None = None
        sized: dict[Granularity, Found] = {}
        for item in found:
            if item.template.kind == "sentence":
                if own:
                    self._shift(item, own.read.days, own.read.granularity)
                else:
                    waiting.append(item)
            elif item.template.kind == "topic":
                self._of_topic(item, sized.get(item.read.granularity, own))
            elif item.template.kind == "rolling":
                self._of_rolling(item, sized.get("month", own))
            elif item.template.kind == "same":
                self._of_year(item, own)
            elif item.read.days:
                if own and item.template.kind == "relative" and own.read.days == item.read.days:
                    self._before(item, own)
                passing = item.read.type == "instant" or self._compared(item)
                own = own if own and passing else item
                if not passing:
                    sized[item.read.granularity] = item
                if waiting and self._is_apart(waiting[-1], item):
                    continue
                for earlier in waiting:
                    self._shift(earlier, item.read.days, item.read.granularity)
                waiting.clear()
        for item in waiting:
            self._shift(item, self.base, item.read.granularity)

    def _is_apart(self, left: Found, right: Found) -> bool:
        """ "A year ago it was 5%, until September of last year 5.5%": times of two numbers."""
        between = self.low[left.end : right.start]
        number = _DIGIT.search(between)
        return bool(number and _BREAK.search(between, number.end()))

    def _before(self, item: Found, own: Found) -> None:
        """ "第三季度…由上季度的26%": beside the third quarter the last one is the second."""
        if item.template.value in LAST and item.read.granularity == own.read.granularity:
            unit, steps = item.template.value.split()
            days = calendar.shifted(item.read.days, unit, int(steps)) if item.read.days else None
            item.read = replace(item.read, days=days, origin="sentence")

    def _compared(self, item: Found) -> bool:
        """Whether a period is named as that of another value: "unchanged from August"."""
        role = self.grammar.roles.before(self.low, self._begin(item, 0), REACH)
        return role is not None and role[2] in ("versus", "from")

    def _of_topic(self, item: Found, own: Found | None) -> None:
        """ "in the quarter": the one told of before, else the last that is over.

        "For the week" is else the one now ending.
        """
        base = own.read.days if own else self.base
        size = item.read.granularity
        if base and calendar.size_of(base) == size:
            item.read = replace(item.read, days=base, origin="text")
        elif size == "year":  # "四季度…，全年…": the year that the quarter is of
            last = base[1] if base else self.anchor
            days = calendar.containing(last, "year") if last else None
            item.read = replace(item.read, days=days, origin="published_at")
        elif size == "month" and self.anchor and self._is_running(item):
            days = (self.anchor.replace(day=1), self.anchor)
            item.read = replace(item.read, days=days, type="ytd", origin="published_at")
        elif size == "week" and self.anchor and self.anchor.weekday() >= MIDWEEK:
            monday = self.anchor - timedelta(self.anchor.weekday())
            friday = monday + timedelta(4)
            days = (monday, min(self.anchor, friday))
            item.read = replace(item.read, days=days, origin="published_at")
        elif size in ("quarter", "half") and self.anchor:
            running = calendar.containing(self.anchor, size)
            if (running[1] - self.anchor).days >= CLOSING:  # else it may be the one now closing
                days = calendar.containing(running[0] - timedelta(1), size)
                item.read = replace(item.read, days=days, origin="published_at")

    def _is_running(self, item: Found) -> bool:
        """Whether "in the month" is the one that runs on the anchor day."""
        well_in = self.anchor is not None and self.anchor.day >= WELL_IN
        return well_in or item.template.value == RUNNING

    def _of_rolling(self, item: Found, own: Found | None) -> None:
        """ "em 12 meses", told of October: the year that ends with it."""
        for base in (own.read.days if own else None, self.base):
            if base and calendar.size_of(base) in ("month", "quarter", "half"):
                day_after = base[1] + timedelta(1)
                days = (calendar.moved(day_after, "year", -1), base[1])
                item.read = replace(item.read, days=days, origin="text")
                return

    def _of_year(self, item: Found, own: Found | None) -> None:
        """ "the same period of 2024": the part of the year that the text speaks of, in 2024."""
        base = own.read.days if own else self.base
        if base and base[0] < base[1] and item.read.days:
            back = item.read.days[0].year - base[1].year
            days = calendar.shifted(base, "year", back)
            item.read = replace(item.read, days=days, granularity=calendar.size_of(base))

    def _shift(self, item: Found, base: Days | None, size: Granularity) -> None:
        unit, steps = item.template.value.split()
        if unit == "own" and base is not None:
            size = calendar.size_of(base)
            unit = size if size in OWN else unit
        if base is not None and unit != "own" and not _longer(base, unit):
            days = calendar.shifted(base, unit, int(steps))
            item.read = Resolved(days, size, "calendar", "sentence")

    def _begin(self, item: Found, last: int) -> int:
        """Where a period begins, its article with it ("the past two years")."""
        if item.template.kind in _SPREAD:
            article = self.grammar.articles.before(self.low, item.start, 5)
            if article and article[0] >= last:
                return article[0]
        return item.start

    def _mention(self, item: Found, last: int) -> PeriodMention:
        grammar, low, read = self.grammar, self.low, item.read
        start = self._begin(item, last)
        role = grammar.roles.before(low, start, REACH)
        if role is None or role[0] < last:
            between = grammar.between.before(low, start, REACH)
            name = "in" if between else None
        else:
            name = role[2]
        after = grammar.roles_after.at(low, item.end)
        if after:
            name = after[1]
        first, final = read.days or (None, None)
        if name == "by_or_versus":  # "к концу года", but "к октябрю прошлого года" of what is over
            name = "versus" if final and self.anchor and final < self.anchor else "by"
        kind = read.type
        if name == "by" and role and read.granularity != "multi":
            start, kind = role[0], "by"
        elif name == "since" and first:
            final = self.anchor if self.anchor and self.anchor >= first else None
        elif name == "through" and final:
            first, kind, name = self._through(read, final, kind)
        elif name == "until" and final:
            first = None
        return PeriodMention(
            start,
            item.end,
            self.text[start : item.end],
            first,
            final,
            kind,
            read.origin,
            name,
            read.granularity,
        )


    def _through(
        self, read: Resolved, final: date, kind: PeriodType
    ) -> tuple[date | None, PeriodType, str]:
        """ "hasta septiembre": the months of the year up to then; in the future, "by"."""
        first = read.days[0] if read.days else None
        if self.anchor and final <= self.anchor and read.granularity in ("month", "quarter"):
            return date(final.year, 1, 1), kind, "in"
        return first, "by" if read.granularity != "multi" else kind, "by"


def _whole_relative_year(item: Found) -> int:
    """The year that "last year" stands for, 0 for any other period."""
    days = item.read.days
    whole = item.template.kind == "relative" and item.read.granularity == "year"
    if not whole or days is None or days[0].replace(month=12, day=31) != days[1]:
        return 0
    return days[0].year


def _longer(base: Days, unit: str) -> bool:
    """True when the sentence's period is longer than the unit to count by."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half": 184, "year": 36600}
    return (base[1] - base[0]).days + 1 > longest.get(unit, 36600)
