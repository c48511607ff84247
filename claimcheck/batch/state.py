"""What a run knows of its work, in SQLite (WAL, synchronous FULL) inside the output folder.

The file is held exclusively while a run is on, so a second run in the folder is told. Nothing is
believed done before its commit; a shard is recorded after its files are moved in place, so a run
cut off between the two writes the same bytes once more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from claimcheck.batch.duplicates import duplicates
from claimcheck.batch.records import Failure, Outcome, Row, pack
from claimcheck.errors import ConfigError, StoreError

NAME = "state.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
  position INTEGER PRIMARY KEY, identity BLOB NOT NULL, failed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS pending (position INTEGER PRIMARY KEY, rows BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS failures (
  position INTEGER PRIMARY KEY, id TEXT, source TEXT, stage TEXT NOT NULL, code TEXT NOT NULL,
  message TEXT NOT NULL, attempts INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sketches (
  position INTEGER PRIMARY KEY, document TEXT NOT NULL, sketch BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS shards (number INTEGER PRIMARY KEY, facts TEXT NOT NULL);
"""


class State:
    """The state of one output folder. Use as a context manager; one run at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._db = sqlite3.connect(folder / NAME, timeout=0, isolation_level=None)
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("BEGIN EXCLUSIVE")
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreError(
                    f"'{folder}': another run is at work in this folder; wait for it to end, or "
                    "name another --out"
                ) from error
            raise StoreError(
                f"'{folder}': the run's state cannot be kept there ({error}); name a folder that "
                "can be written, with space left"
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"'{folder / NAME}' is damaged or no state of a run ({error}); use --restart, or "
                "a new folder"
            ) from error
        self._open = False
        rows = self._db.execute("SELECT position FROM failures")
        self._failed = {position for (position,) in rows}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open and kind is not None:
            with suppress(sqlite3.Error):  # a full disk has rolled back already, and is to be told
                self._db.execute("ROLLBACK")
        self._db.close()

    def _write(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        if not self._open:
            self._db.execute("BEGIN")
            self._open = True
        self._db.execute(statement, values)

    def commit(self) -> None:
        """Makes everything since the last commit lasting."""
        if self._open:
            self._db.execute("COMMIT")
            self._open = False

    # ------------------------------------------------------------ what made the folder

    def restart(self) -> None:
        """Forgets everything."""
        for table in ("meta", "places", "pending", "failures", "sketches", "shards"):
            self._write(f"DELETE FROM {table}")
        self._failed.clear()
        self.commit()

    def claim(self, made_by: dict[str, Any], free: Collection[str] = ()) -> None:
        """Ties the folder to versions and options; those that are ``free`` may be new.

        Raises ConfigError when others made it.
        """
        found = self._db.execute("SELECT value FROM meta WHERE name = 'made_by'").fetchone()
        if found is None:
            self._write("INSERT INTO meta VALUES ('made_by', ?)", (json.dumps(made_by),))
            self.commit()
            return
        before = json.loads(found[0])
        names = sorted(k for k in before.keys() | made_by.keys()
                       if before.get(k) != made_by.get(k))
        if set(names) <= set(free):
            self._write("UPDATE meta SET value = ? WHERE name = 'made_by'", (json.dumps(made_by),))
            self.commit()
            return
        told = ", ".join(f"{k} {_short(before.get(k))} then, {_short(made_by.get(k))} now"
                         for k in names)
        raise ConfigError(
            f"'{self.folder}' holds a run made otherwise ({told}); use --restart to replace it, "
            "or a new folder"
        )

    # ------------------------------------------------------------ places of the feed

    def places(self, start: int, end: int) -> dict[int, tuple[bytes, bool]]:
        """What is known of the positions from ``start`` up to ``end``: (identity, failed)."""
        rows = self._db.execute(
            "SELECT position, identity, failed FROM places WHERE position >= ? AND position < ?",
            (start, end),
        )
        return {position: (known, bool(failed)) for position, known, failed in rows}

    def done(self, outcome: Outcome, known: bytes, document: str) -> None:
        """Keeps the rows of a judged document until its shard is written, its sketch for good."""
        self._pend(outcome)
        if outcome.sketch is None:
            self._write("DELETE FROM sketches WHERE position = ?", (outcome.position,))
        else:
            name = document.encode("utf-8", "replace").decode("utf-8")
            self._write("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?)",
                        (outcome.position, name, outcome.sketch))
        self._write(
            "INSERT OR REPLACE INTO places VALUES (?, ?, 0)", (outcome.position, known))
        if outcome.position in self._failed:
            self._failed.discard(outcome.position)
            self._write("DELETE FROM failures WHERE position = ?", (outcome.position,))

    def _pend(self, outcome: Outcome) -> None:
        self._write("INSERT OR REPLACE INTO pending VALUES (?, ?)",
                    (outcome.position, pack(outcome).packed))

    def fail(
        self, position: int, known: bytes, failure: Failure, *, id: str | None, source: str | None,
        attempts: int,
    ) -> None:
        """Keeps a dead letter; attempts of earlier runs at the same document are added."""
        before = self._db.execute(
            "SELECT f.attempts FROM failures f JOIN places p USING (position) "
            "WHERE position = ? AND p.identity = ?", (position, known)).fetchone()
        self._failed.add(position)
        total = attempts + (before[0] if before and attempts else 0)
        self._write(
            "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)",
            (position, id, source, failure.stage, failure.code, failure.message, total))
        self._write("INSERT OR REPLACE INTO places VALUES (?, ?, 1)", (position, known))
        for table in ("pending", "sketches"):
            self._write(f"DELETE FROM {table} WHERE position = ?", (position,))

    def cut(self, total: int) -> None:
        """Forgets places past the end of the feed."""
        for table in ("places", "pending", "failures", "sketches"):
            self._write(f"DELETE FROM {table} WHERE position >= ?", (total,))

    def pending(self, start: int, end: int) -> list[bytes]:
        """The packed rows kept for the positions, in order."""
        found = self._db.execute(
            "SELECT rows FROM pending WHERE position >= ? AND position < ? ORDER BY position",
            (start, end),
        )
        return [data for (data,) in found]

    def failures(self) -> Iterator[dict[str, Any]]:
        """Dead letters in the order of the feed."""
        names = ("position", "id", "source", "stage", "code", "message", "attempts")
        for row in self._db.execute(
                f"SELECT {', '.join(names)} FROM failures ORDER BY position"):
            yield dict(zip(names, row, strict=True))

    def duplicates(self) -> Iterator[dict[str, Any]]:
        """Documents that repeat an earlier one, in the order of the feed."""
        self.commit()
        yield from duplicates(self._db)

    def last(self) -> int:
        """The number of places known of."""
        found: int = self._db.execute("SELECT COUNT(*) FROM places").fetchone()[0]
        return found

    # ------------------------------------------------------------ shards

    def shards(self) -> dict[int, dict[str, Any]]:
        """Facts of every shard in place, by number."""
        rows = self._db.execute("SELECT number, facts FROM shards ORDER BY number")
        return {number: json.loads(facts) for number, facts in rows}

    def sealed(self, number: int, facts: dict[str, Any], start: int, end: int) -> None:
        """Records a shard whose files are in place and lets go of its rows."""
        self._write("INSERT OR REPLACE INTO shards VALUES (?, ?)", (number, json.dumps(facts)))
        self._write("DELETE FROM pending WHERE position >= ? AND position < ?", (start, end))
        self.commit()

    def unseal(self, number: int, documents: list[Row], claims: dict[int, list[Row]]) -> None:
        """Takes a written shard's rows back as pending, because its documents change."""
        for row in documents:
            its = tuple(claims.get(row["position"], ()))
            self._pend(Outcome(row["position"], document=row, claims=its))
        self.drop(number)

    def lost(self, number: int, start: int, end: int) -> None:
        """Forgets a shard whose files are gone, with the places that it held."""
        self._write(
            "DELETE FROM places WHERE position >= ? AND position < ? AND NOT failed", (start, end))
        self.drop(number)

    def drop(self, number: int) -> None:
        """Forgets a shard."""
        self._write("DELETE FROM shards WHERE number = ?", (number,))
        self.commit()


def _short(value: Any) -> str:
    text = json.dumps(value) if not isinstance(value, str) else value
    return text if len(text) <= 20 else text[:12] + "..."
