"""When the periods of a series were published, for sources that deliver values without days.

``data/releases.csv`` holds the calendars: only of series that are never revised, since the latest
value of any other is not the one of that day.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from claimcheck.reference.records import Observation
from claimcheck.reference.registry import Release
from claimcheck.reference.spans import parse
from claimcheck.sources._targets import known

FILE = Path(__file__).parents[1] / "data" / "releases.csv"


@cache
def days() -> dict[tuple[str, date, date], tuple[date, str, str]]:
    """``(day, time, zone)`` of each release and period of the calendars."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["release"], *parse(row["period"])): (
                date.fromisoformat(row["day"]), row["time"], row["zone"],
            )
            for row in csv.DictReader(file)
        }


def calendar(rows: Iterable[Observation]) -> list[Release]:
    """The releases of rows as a source delivered them, where a calendar has their series."""
    found = []
    for row in rows:
        source, _, rest = row.series.partition("/")
        release = known().get(source, {}).get(rest.partition("/")[0], {}).get("release", "")
        told = days().get((release, row.start, row.end))
        if told is not None and row.known_from is None:
            found.append(Release(*row.key, *told))
    return found
