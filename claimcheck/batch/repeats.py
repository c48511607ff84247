"""Claims told by many: one claim with its sources, and values of one claim that contradict.

Claims are one when they are about the same entity, metric, basis, period, unit and kind of telling
(``claim_key``) and the same value. Two values of one key contradict when their ranges lie apart by
more than the rounding they are written with could explain: here, when neither range, widened by
half a unit of the coarser value's last significant digit, meets the other.

Tellings are sorted in a temporary SQLite file: memory does not grow with the feed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from claimcheck.batch.records import Row

HALF = Decimal("0.5")
# Columns of a claim row that a telling is made of.
KEPT = ("claim_key", "low", "high", "direction", "day", "position", "start", "document", "source",
         "author", "quote", "label", "bound")
_WHEN = "day IS NULL, day, position, start"


def repeats(rows: Iterable[Row], least: int = 2) -> list[Row]:
    """Claims told in ``least`` documents or more, most told first: first seen, spread, verdicts."""
    with Tellings(rows) as told:
        return list(told.repeats(least))


def contradictions(rows: Iterable[Row]) -> list[Row]:
    """Claims of one key whose values cannot all be right, with every value side by side."""
    with Tellings(rows) as told:
        return list(told.contradictions())


class Tellings:
    """Who told which claim when, over a whole feed. Use as a context manager."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a file of its own, gone when closed
        self._db.row_factory = sqlite3.Row
        self._db.execute(f"CREATE TABLE told ({', '.join(KEPT)})")
        self._insert = f"INSERT INTO told VALUES ({', '.join('?' * len(KEPT))})"
        self._db.execute("BEGIN")
        for row in rows:
            self.add(row)

    def __enter__(self) -> Tellings:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, row: Row) -> None:
        """Takes a claim row; one without a key, or a repeat inside its text, tells nothing new."""
        if row["claim_key"] is not None and row["same_as"] is None:
            self._db.execute(self._insert, [row[name] for name in KEPT])

    def repeats(self, least: int = 2) -> Iterator[Row]:
        """See ``repeats``."""
        same = ("claim_key", "low", "high", "direction")
        found = self._db.execute(f"SELECT * FROM told ORDER BY {', '.join(same)}, {_WHEN}")
        self._db.execute("CREATE TEMP TABLE many (documents, at INTEGER PRIMARY KEY, row)")
        for _, tellings in groupby(found, key=lambda row: [row[name] for name in same]):
            row = _repeat(tellings)
            if row["documents"] >= least:
                self._db.execute("INSERT INTO many (documents, row) VALUES (?, ?)",
                                 (row["documents"], json.dumps(row)))
        for (row,) in self._db.execute("SELECT row FROM many ORDER BY documents DESC, at"):
            yield json.loads(row)
        self._db.execute("DROP TABLE many")

    def contradictions(self) -> Iterator[Row]:
        """See ``contradictions``."""
        found = self._db.execute(
            f"SELECT * FROM told WHERE bound = 'none' ORDER BY claim_key, {_WHEN}")
        for about, tellings in groupby(found, key=lambda row: str(row["claim_key"])):
            values: dict[tuple[Decimal, Decimal], _Value] = {}
            for row in tellings:
                values.setdefault(_range(row), _Value(row)).add(row)
            ends = sorted(values)
            if _disagree(ends, values):
                yield {"claim_key": about, "values": [values[end].row(*end) for end in ends]}


def _repeat(tellings: Iterator[Any]) -> Row:
    first = last = next(tellings)
    authors, sources, labels = {first["author"]}, {first["source"]}, {first["label"]}
    documents = {first["position"]}
    for last in tellings:
        documents.add(last["position"])
        authors.add(last["author"])
        sources.add(last["source"])
        labels.add(last["label"])
    return {
        **{name: first[name] for name in ("claim_key", "low", "high", "direction")},
        "documents": len(documents), "authors": len(authors - {None}), "sources": sorted(sources),
        "first_seen": first["day"], "first_document": first["document"],
        "first_source": first["source"], "last_seen": last["day"],
        "days": _days(first["day"], last["day"]), "quote": first["quote"],
        "labels": sorted(labels),
    }


def _days(first: str | None, last: str | None) -> int | None:
    """Over how many days a claim spread; None when a telling has no day."""
    if first is None or last is None:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


class _Value:
    """One value of a key: how it was first told, and where."""

    def __init__(self, first: Any) -> None:
        self._first, self.told_in, self._sources = first, set[int](), set[str]()

    def add(self, row: Any) -> None:
        self.told_in.add(row["position"])
        self._sources.add(row["source"])

    def row(self, low: Decimal, high: Decimal) -> Row:
        return {
            "low": format(low, "f"), "high": format(high, "f"), "documents": len(self.told_in),
            "sources": sorted(self._sources), "first_seen": self._first["day"],
            "quote": self._first["quote"], "label": self._first["label"],
        }


def _disagree(
    ends: list[tuple[Decimal, Decimal]], values: dict[tuple[Decimal, Decimal], _Value]
) -> bool:
    """Whether two texts tell values that lie apart, and not each both of them.

    A text that tells both values tells a change; two texts that tell one each disagree.
    """
    return any(
        _apart(one, two) and values[one].told_in - values[two].told_in
        and values[two].told_in - values[one].told_in
        for at, one in enumerate(ends) for two in ends[at + 1 :]
    )


def _range(row: Any) -> tuple[Decimal, Decimal]:
    """The value with its sign: what goes down or out is negative."""
    low, high = Decimal(row["low"]), Decimal(row["high"])
    return (-high, -low) if row["direction"] in ("down", "out") and low >= 0 else (low, high)


def _half_digit(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return HALF.scaleb(int(exponent))


def _apart(one: tuple[Decimal, Decimal], two: tuple[Decimal, Decimal]) -> bool:
    slack = max(_half_digit(end) for end in (*one, *two) if end) if any((*one, *two)) else HALF
    return one[1] + slack < two[0] or two[1] + slack < one[0]
