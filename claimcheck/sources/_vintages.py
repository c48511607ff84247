"""Values with their vintages as sources deliver them: sorted out, and changes taken by date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

Period = tuple[date, date]
# Of each period: (known_from, known_to, value), oldest first; known_to None is still held.
Vintages = dict[Period, list[tuple[date, date | None, Decimal]]]


def sorted_out(rows: Iterable[tuple[Period, date, date | None, Decimal]]) -> Vintages:
    """The vintages of each period; one that only repeats the value before it is dropped."""
    found: Vintages = {}
    for period, known_from, known_to, value in sorted(rows, key=lambda row: (row[0], row[1])):
        held = found.setdefault(period, [])
        if held and held[-1][2] == value and held[-1][1] in (None, known_from):
            held[-1] = held[-1][0], known_to, value
        else:
            held.append((known_from, known_to, value))
    return found


def known_on(held: list[tuple[date, date | None, Decimal]], day: date) -> Decimal | None:
    """The value known on ``day``, None when there was none."""
    for known_from, known_to, value in reversed(held):
        if known_from <= day:
            return value if known_to is None or day < known_to else None
    return None


def changes(levels: Vintages) -> Vintages:
    """Changes from the period before, each of two levels known on the same day.

    Every revision of either level makes a vintage of the change. A period whose predecessor is
    not held has no change.
    """
    before = {end: period for period in levels for end in [period[1]]}
    rows: list[tuple[Period, date, date | None, Decimal]] = []
    for period, held in levels.items():
        last = before.get(period[0] - timedelta(1))
        if last is None:
            continue
        days = {known for known, _, _ in (*held, *levels[last])}
        for day in sorted(days):
            one, base = known_on(held, day), known_on(levels[last], day)
            if one is not None and base is not None:
                rows.append((period, day, None, one - base))
    return _without_repeats(rows)


def _without_repeats(rows: list[tuple[Period, date, date | None, Decimal]]) -> Vintages:
    found: Vintages = {}
    for period, known_from, known_to, value in rows:
        held = found.setdefault(period, [])
        if not held or held[-1][2] != value:
            held.append((known_from, known_to, value))
    return found
