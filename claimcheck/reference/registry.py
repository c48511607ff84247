"""What reference data knows beside its values: when a period was published, what a name stands for.

A release says when a figure first came out, with the time and zone of its publisher. An alias is
another name of an entity, with the days on which it was so called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from claimcheck.reference.records import Observation

_RELEASE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>[012]\d:[0-5]\d)(?::\d\d)?"
    r"(?: ?(?P<zone>Z|[+-]\d\d:\d\d|[A-Z][A-Za-z_]*(?:/[A-Za-z_+\-]+){0,2}))?)?"
)
_DATED = re.compile(r"(?P<name>.*?)\s*\[(?P<first>[\d-]*)\.\.(?P<last>[\d-]*)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Release:
    """When the value of one period of a series was first published."""

    series: str
    start: date
    end: date
    day: date
    time: str | None = None
    zone: str | None = None

    @property
    def key(self) -> tuple[str, date, date]:
        """Series and period, as of the observation it belongs to."""
        return self.series, self.start, self.end

    def written(self) -> str:
        """``2026-02-11 08:30 America/New_York``, as a table's cell gives it."""
        return " ".join(filter(None, (self.day.isoformat(), self.time, self.zone)))


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an entity; both days are inside the time it held (None: open)."""

    entity: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the entity was called so on ``day``."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def written(self) -> str:
        """``Zorvane Motors [2010-01-01..2019-12-31]``, as a table's cell gives it."""
        if self.valid_from is None and self.valid_to is None:
            return self.name
        first, last = (day.isoformat() if day else "" for day in (self.valid_from, self.valid_to))
        return f"{self.name} [{first}..{last}]"


def read_release(text: str) -> tuple[date, str | None, str | None] | None:
    """``(day, time, zone)`` of a cell, None of an empty one. Raises ValueError."""
    if not text:
        return None
    hit = _RELEASE.fullmatch(text)
    if hit is None:
        raise ValueError(
            f"'{text[:40]}' is no time of publication; write YYYY-MM-DD, YYYY-MM-DD HH:MM or "
            "YYYY-MM-DD HH:MM with a zone (America/New_York, +01:00)"
        )
    return date.fromisoformat(hit["day"]), hit["time"], hit["zone"]


def read_aliases(text: str) -> tuple[Alias, ...]:
    """The names of a cell, parted by ``;``, without their entity yet. Raises ValueError."""
    return tuple(_alias(part.strip()) for part in text.split(";") if part.strip())


def _alias(text: str) -> Alias:
    hit = _DATED.fullmatch(text)
    if hit is None and "[" not in text and "]" not in text:
        return Alias("", " ".join(text.split()))
    remedy = f"alias '{text[:40]}': write a name, then its days in order: [2010-01-01..2019-12-31]"
    if hit is None or not hit["name"].strip():
        raise ValueError(remedy)
    try:
        days = [date.fromisoformat(hit[end]) if hit[end] else None for end in ("first", "last")]
    except ValueError:
        raise ValueError(remedy) from None
    first, last = days
    if first and last and last < first:
        raise ValueError(remedy)
    return Alias("", " ".join(hit["name"].split()), first, last)


def first_prints(rows: Iterable[Observation]) -> tuple[Release, ...]:
    """When each period was first published, of rows that come with all their vintages.

    Periods that share the first day of all were there when the record began: nothing is known of
    them but for a single one.
    """
    firsts: dict[tuple[str, date, date], date] = {}
    for row in rows:
        if row.known_from is not None:
            firsts[row.key] = min(firsts.get(row.key, row.known_from), row.known_from)
    begun: dict[str, list[date]] = {}
    for (series, _, _), day in firsts.items():
        begun.setdefault(series, []).append(day)
    started = {id: min(days) for id, days in begun.items() if days.count(min(days)) > 1}
    return tuple(
        Release(*key, day) for key, day in sorted(firsts.items()) if started.get(key[0]) != day
    )
