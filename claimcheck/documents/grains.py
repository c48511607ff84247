"""Quarters and months as keys that stand beside years: 20253 is the third quarter of 2025.

Keys of one grain are in order of time, so that what is told of years is told of quarters alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.documents.tables import Cell, Table, years_at, years_of

# What the key of the same quarter, or month, a year later is greater by.
STEPS = {"quarter": 10, "month": 100}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)
# Whole names and their first letters; "may" is a month with a capital alone.
_SPELT = "|".join(
    "(?-i:May)" if one == "may" else f"{one[:3]}(?:t?|{one[3:]})" for one in _MONTHS
)
_MONTH = rf"(?P<month>{_SPELT})"
_YEAR = (
    r"(?:,? ?(?:of |in )?(?:fiscal (?:year )?|FY ?)?"
    r"(?P<year>(?:19|20)\d\d|['’]?\d\d(?![\d.,%])))?"
)
_MARKS = {
    "quarter": re.compile(
        rf"\b(?:Q(?P<q>[1-4])|(?P<n>[1-4])Q|(?P<word>{'|'.join(_ORDINALS)})[ -](?:fiscal )?quarter"
        rf"|(?P<first>{'|'.join(_ORDINALS)})"
        r"(?= (?:and|to|through)(?: the)? (?:second|third|fourth|final)[ -]quarter)"
        r"|(?:three|3) months ended (?P<end>mar|jun|sep|dec)[a-z]{0,6}\.? ?(?:3[01]|2\d)?)"
        rf"{_YEAR}\b",
        re.IGNORECASE,
    ),
    "month": re.compile(rf"\b{_MONTH}\b\.?{_YEAR}", re.IGNORECASE),
}


def marks_at(text: str, grain: str, default: int | None = None) -> list[tuple[int, int]]:
    """(place, key) of every quarter or month; one without a year takes that of the next."""
    if grain == "year":
        return years_at(text)
    years = years_at(text)
    found = []
    for match in _MARKS[grain].finditer(text):
        year = _year(match, years) or default
        if year is not None:
            found.append((match.start(), year * STEPS[grain] + _number(match, grain)))
    return sorted([*found, *_same(text, grain, found)])


def _same(text: str, grain: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """ "The same period of 2024": the quarter or month told before it, of another year."""
    made = []
    for match in _SAME.finditer(text):
        before = [key for at, key in found if at < match.start()]
        if before:
            step = STEPS[grain]
            made.append((match.start(), int(match[1]) * step + before[-1] % step))
    return made


_SAME = re.compile(
    r"\b(?:same|comparable|corresponding) (?:quarter|period|month|three[- ]month period)"
    r"(?: of| in)? ?(?:fiscal )?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _number(match: re.Match[str], grain: str) -> int:
    if grain == "month":
        return [one[:3] for one in _MONTHS].index(match["month"].lower()[:3]) + 1
    if match["end"]:
        return {"mar": 1, "jun": 2, "sep": 3, "dec": 4}[match["end"].lower()]
    word = match["word"] or match["first"]
    return _ORDINALS[word.lower()] if word else int(match["q"] or match["n"])


def _year(match: re.Match[str], years: Sequence[tuple[int, int]]) -> int | None:
    if match["year"]:
        digits = match["year"].strip("'’")
        return int(digits) + (2000 if len(digits) == 2 else 0)
    after = [year for at, year in years if at >= match.end()]
    return after[0] if after else (years[-1][1] if years else None)


def fine(table: Table) -> tuple[str, Table] | None:
    """The grain of a table whose columns are quarters or months, and the table with their keys."""
    if not table.grained:
        table.grained = (_fine(table),)
    made: tuple[str, Table] | None = table.grained[0]
    return made


def _fine(table: Table) -> tuple[str, Table] | None:
    around = years_of(table.caption)
    default = around[0] if len(around) == 1 else None
    columns = {cell.at_column: cell.column for cell in table.cells}
    for grain in STEPS:
        keys = {at: tuple(key for _, key in marks_at(head, grain, default))
                for at, head in columns.items()}
        single = {found[0] for found in keys.values() if len(found) == 1}
        years = {year for head in columns.values() for year in years_of(head)}
        # Balance sheets have one day of each year: their years alone tell the columns apart.
        if len(single) >= 2 and len(single) > len(years):
            cells = [replace(cell, years=keys[cell.at_column]) for cell in table.cells]
            return grain, Table(
                table.index, cells, table.caption, table.scale, table.labels, table.headers,
                table.numbered,
            )
    return None


def default_year(cells: Sequence[Cell], grain: str) -> int | None:
    """The year that a quarter or month without one is of: the only one that the cells have."""
    years = {key // STEPS[grain] for cell in cells for key in cell.years}
    return next(iter(years)) if len(years) == 1 else None


def key_name(key: int) -> str:
    """A year, quarter or month as it is written: "2025", "2025-Q3", "2025-03"."""
    if key >= 100_000:
        return f"{key // 100}-{key % 100:02d}"
    return f"{key // 10}-Q{key % 10}" if key >= 10_000 else str(key)

