"""Documents of a feed that repeat an earlier one: the same words, the same numbers.

Found when a feed has ended, from sketches that the workers made, so that what is said of a document
depends on the feed alone. The index lies in a temporary table: memory does not grow with the feed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any

from claimcheck.clean.reposts import Sketch

NAME = "duplicates.jsonl"  # beside the shards
# Documents looked at for one shared hash: a phrase that thousands share tells little.
_MOST = 20


def duplicates(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """One row for each document that repeats an earlier one, in the order of the feed.

    ``db`` holds ``sketches (position, document, sketch)``. The first of several alike is named by
    all the others.
    """
    db.execute("CREATE TEMP TABLE IF NOT EXISTS heads (hash INTEGER, position INTEGER, "
               "PRIMARY KEY (hash, position)) WITHOUT ROWID")
    db.execute("DELETE FROM heads")
    for position, document, data in db.execute(
            "SELECT position, document, sketch FROM sketches ORDER BY position"):
        found = Sketch.unpack(data)
        first = _first(db, found)
        if first is None:
            db.executemany("INSERT OR IGNORE INTO heads VALUES (?, ?)",
                           [(key, position) for key in found.heads])
        else:
            yield {"position": position, "document": document,
                   "duplicate_of": first[1], "duplicate_of_position": first[0]}
    db.execute("DELETE FROM heads")


def _first(db: sqlite3.Connection, found: Sketch) -> tuple[int, str] | None:
    """(position, id) of the first document that a sketch repeats."""
    for position in _near(db, found):
        document, data = db.execute(
            "SELECT document, sketch FROM sketches WHERE position = ?", (position,)).fetchone()
        if found.repeats(Sketch.unpack(data)):
            return position, document
    return None


def _near(db: sqlite3.Connection, found: Sketch) -> list[int]:
    """Positions worth comparing, in order: they share half of the hashes that few have.

    Texts alike by four fifths share seven of eight hashes in the mean and three or fewer once in
    a thousand times; texts that share a sentence of boilerplate share one or two.
    """
    met: Counter[int] = Counter()
    few = 0
    for key in found.heads:
        rows = db.execute(
            "SELECT position FROM heads WHERE hash = ? ORDER BY position LIMIT ?", (key, _MOST)
        ).fetchall()
        few += len(rows) < _MOST
        met.update(position for (position,) in rows)
    return sorted(position for position, shared in met.items() if shared * 2 >= few)


def line(row: dict[str, Any]) -> bytes:
    """A row as a line of ``duplicates.jsonl``."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
