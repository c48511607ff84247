"""The bitemporal SQLite store: what the user added and what sources delivered.

One transaction an import: either every row of it is in, or none. Values are kept as text, digit
for digit, with the number beside it for queries by hand.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from claimcheck.errors import StoreError
from claimcheck.reference.integrity import problems
from claimcheck.reference.records import Observation, SourceInfo, sort_key
from claimcheck.reference.registry import Alias, Release
from claimcheck.reference.snapshot import Rows, described
from claimcheck.schema import plain

# One script a version; a store of an older version runs those it lacks. Never edit one that
# was released: add another.
MIGRATIONS = (
    """
    CREATE TABLE sources (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, licence TEXT NOT NULL, url TEXT,
        retrieved_at TEXT, sha256 TEXT
    ) WITHOUT ROWID;
    CREATE TABLE series (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entity TEXT NOT NULL,
        metric TEXT NOT NULL, basis TEXT NOT NULL, unit TEXT NOT NULL, per TEXT, currency TEXT,
        provider TEXT
    );
    CREATE INDEX series_of ON series (entity, metric);
    CREATE TABLE observations (
        series INTEGER NOT NULL REFERENCES series (number), start TEXT NOT NULL,
        "end" TEXT NOT NULL CHECK ("end" >= start), known_from TEXT NOT NULL,
        known_to TEXT, value TEXT NOT NULL, number REAL NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('actual', 'estimate', 'derived')),
        source TEXT NOT NULL REFERENCES sources (id), note TEXT, recorded_at TEXT NOT NULL,
        PRIMARY KEY (series, start, "end", known_from),
        CHECK (known_to IS NULL OR known_to > known_from)
    ) WITHOUT ROWID;
    CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE evidence (
        number INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES sources (id),
        series TEXT NOT NULL, url TEXT NOT NULL, retrieved_at TEXT NOT NULL,
        sha256 TEXT NOT NULL, rows INTEGER NOT NULL,
        UNIQUE (series, url, sha256)
    );
    """,
    """
    CREATE TABLE releases (
        series TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL CHECK ("end" >= start),
        day TEXT NOT NULL, time TEXT, zone TEXT, recorded_at TEXT NOT NULL,
        PRIMARY KEY (series, start, "end")
    ) WITHOUT ROWID;
    CREATE TABLE entities (id TEXT PRIMARY KEY, recorded_at TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE aliases (
        entity TEXT NOT NULL REFERENCES entities (id), name TEXT NOT NULL,
        valid_from TEXT NOT NULL, valid_to TEXT NOT NULL, recorded_at TEXT NOT NULL,
        PRIMARY KEY (entity, name, valid_from, valid_to),
        CHECK (valid_to = '' OR valid_to >= valid_from)
    ) WITHOUT ROWID;
    INSERT INTO entities SELECT s.entity, coalesce(min(o.recorded_at), '')
        FROM series s LEFT JOIN observations o ON o.series = s.number GROUP BY s.entity;
    """,
)
# A first value without a day of its own was known from its release, when that is recorded.
KNOWN = (
    "CASE o.known_from WHEN '' THEN coalesce((SELECT r.day FROM releases r "
    'WHERE r.series = s.id AND r.start = o.start AND r."end" = o."end"), \'\') '
    "ELSE o.known_from END"
)
COLUMNS = (
    's.id, s.entity, s.metric, s.basis, s.unit, s.per, o.start, o."end", o.value, o.status, '
    f"{KNOWN}, o.known_to, s.provider, o.source, o.note, s.currency"
)
JOINED = f"SELECT {COLUMNS} FROM series s JOIN observations o ON o.series = s.number"
ORDER = 'ORDER BY s.id, o.start, o."end", o.known_from'


def default_path() -> Path:
    """Where the user's own store lies: ``CLAIMCHECK_DATA``, else the platform's data folder."""
    folder = os.environ.get("CLAIMCHECK_DATA")
    if folder:
        return Path(folder) / "reference.sqlite"
    from platformdirs import user_data_path

    return user_data_path("claimcheck", appauthor=False) / "reference.sqlite"


class Answered(NamedTuple):
    """What a source said when a series was read: where, when, and the hash of the answer."""

    url: str
    retrieved_at: str
    sha256: str
    rows: int


def row_hash(row: object) -> int:
    """sha256 of a record as a number."""
    return int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big")


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _row(cells: tuple[str, ...]) -> Observation:
    series, entity, metric, basis, unit, per, start, end, value, status, *rest = cells
    known_from, known_to, provider, source, note, currency = rest
    return Observation(
        series, entity, metric, tuple(basis.split()), unit, per, date.fromisoformat(start),
        date.fromisoformat(end), Decimal(value), status,
        _day(known_from), _day(known_to or ""), provider, source, note, currency,
    )


class Store:
    """An SQLite file of observations. Use it as a context manager.

    Raises StoreError, in one line, when the file is locked, damaged, newer than this version or
    not a store, and when the disk is full.
    """

    def __init__(self, path: str | Path, readonly: bool = False, wait: float = 5) -> None:
        """Opens the file, makes it when it is missing and brings an older one up to date.

        ``wait`` is how many seconds another program's lock is waited for.
        """
        self.path = Path(path)
        if readonly and not self.path.exists():
            raise StoreError(f"reference store '{path}': no such file; `data add` makes it")
        if not readonly:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        uri = f"{self.path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
        with self._explained():
            self._db = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._migrate(readonly)

    def __enter__(self) -> Store:
        """The open store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the file."""
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            remedy = "close the other program that writes to it, or try again"
            if "locked" not in str(error):
                remedy = "check the free space and that the file may be written"
            raise StoreError(f"reference store '{self.path}': {error}; {remedy}") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"reference store '{self.path}': {error}; move it away and import again"
            ) from error

    def execute(self, statement: str) -> Any:
        """The first cell a statement gives, for maintenance by hand; None when it gives none."""
        with self._explained():
            cells = self._db.execute(statement).fetchone()
        return cells[0] if cells else None

    def _migrate(self, readonly: bool) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise StoreError(
                f"reference store '{self.path}': version {version}, this claimcheck knows up to "
                f"{len(MIGRATIONS)}; update claimcheck"
            )
        if version == len(MIGRATIONS):
            return
        if readonly:
            raise StoreError(
                f"reference store '{self.path}': version {version} of {len(MIGRATIONS)}; "
                "`claimcheck data add` updates it"
            )
        self._db.execute("PRAGMA journal_mode = WAL")
        for number in range(version, len(MIGRATIONS)):
            self._db.executescript(
                f"BEGIN; {MIGRATIONS[number]}; PRAGMA user_version = {number + 1}; COMMIT;"
            )

    def find(self, entity: str, metric: str) -> tuple[Observation, ...]:
        """All bases, periods and vintages, ordered by (series, start, end, known_from)."""
        with self._explained():
            cells = self._db.execute(
                f"{JOINED} WHERE s.entity = ? AND s.metric = ? {ORDER}", (entity, metric)
            ).fetchall()
        return tuple(map(_row, cells))

    def at(self, series: str, start: date, end: date, day: date | None) -> Observation | None:
        """The value of one series for one period as known on ``day`` (None: now)."""
        cells = self._db.execute(
            f'{JOINED} WHERE s.id = ? AND o.start = ? AND o."end" = ? AND {KNOWN} <= ? '
            "ORDER BY o.known_from DESC LIMIT 1",
            (series, start.isoformat(), end.isoformat(), day.isoformat() if day else "9999"),
        ).fetchone()
        if cells is None:
            return None
        row = _row(cells)
        return None if day and row.known_to and row.known_to <= day else row

    def series(self, id: str) -> tuple[Observation, ...]:
        """Every observation of one series, in order."""
        with self._explained():
            return tuple(sorted(self._held(id), key=sort_key))

    def rows(self) -> Iterator[Observation]:
        """Every observation, in order."""
        with self._explained():
            yield from map(_row, self._db.execute(f"{JOINED} {ORDER}"))

    def sources(self) -> tuple[SourceInfo, ...]:
        """Sources with their counts, by id."""
        with self._explained():
            found = self._db.execute(
                "SELECT s.id, title, licence, url, count(DISTINCT o.series), count(o.series), "
                "retrieved_at, sha256 FROM sources s LEFT JOIN observations o ON o.source = s.id "
                "GROUP BY s.id ORDER BY s.id"
            ).fetchall()
        return tuple(SourceInfo(*cells) for cells in found)

    def snapshot(self) -> Rows:
        """Everything held, in memory, as a layer of a ``Reference``."""
        return Rows(self.rows(), self.sources(), self.aliases(), self.releases())

    def add(
        self, observations: Iterable[Observation], sources: Iterable[SourceInfo] = (),
        recorded_at: date | None = None, aliases: Iterable[Alias] = (),
        releases: Iterable[Release] = (),
    ) -> int:
        """Number of rows that were new. The same row again is no error and adds nothing.

        Raises StoreError, and changes nothing, when rows contradict each other or what is held.
        """
        rows = list(observations)
        named = {source.id: source for source in sources}
        recorded = (recorded_at or date.today()).isoformat()
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                new = self._add(rows, named, recorded)
                self._name([row.entity for row in rows], aliases, recorded)
                self._publish(releases, recorded)
            except BaseException:
                if self._db.in_transaction:  # a full disk has rolled back already
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        return new

    def _add(self, rows: list[Observation], named: dict[str, SourceInfo], recorded: str) -> int:
        touched = dict.fromkeys(row.series for row in rows)
        held = {row for series in touched for row in self._held(series)}
        fresh = [row for row in dict.fromkeys(rows) if row not in held]
        found = problems([*held, *fresh])
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            raise StoreError(f"reference store '{self.path}': nothing added: {found[0]}{more}")
        for id in dict.fromkeys(row.source for row in fresh):
            self._name_source(named.get(id) or described(id))
        numbers = {series: self._number(series, rows) for series in touched}
        self._db.executemany(
            "INSERT OR IGNORE INTO observations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    numbers[row.series], row.start.isoformat(), row.end.isoformat(),
                    row.known_from.isoformat() if row.known_from else "",
                    row.known_to.isoformat() if row.known_to else None, plain(row.value),
                    float(row.value), row.status, row.source, row.note, recorded,
                )
                for row in fresh
            ],
        )
        self._remember(fresh, (row.known_from for row in fresh))
        return len(fresh)

    def _name(self, ids: Iterable[str], aliases: Iterable[Alias], recorded: str) -> None:
        held = set(self.aliases())
        fresh = [one for one in dict.fromkeys(aliases) if one not in held]
        known = dict.fromkeys([*ids, *(one.entity for one in fresh)])
        self._db.executemany(
            "INSERT OR IGNORE INTO entities VALUES (?, ?)", [(id, recorded) for id in known]
        )
        self._db.executemany(
            "INSERT INTO aliases VALUES (?, ?, ?, ?, ?)",
            [
                (one.entity, one.name, _text(one.valid_from), _text(one.valid_to), recorded)
                for one in fresh
            ],
        )
        self._remember(fresh, ())

    def _publish(self, releases: Iterable[Release], recorded: str) -> None:
        """Keeps the earliest day of each period: a release is not undone by a later one."""
        given = sorted(releases, key=lambda one: one.day, reverse=True)
        if not given:
            return
        held = {one.key: one for one in self.releases()}
        fresh = {
            one.key: one for one in given
            if one.key not in held or one.day < held[one.key].day
        }
        self._db.executemany(
            "INSERT OR REPLACE INTO releases VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.series, one.start.isoformat(), one.end.isoformat(), one.day.isoformat(),
                    one.time, one.zone, recorded,
                )
                for one in fresh.values()
            ],
        )
        dropped = [held[key] for key in fresh if key in held]
        self._remember(fresh.values(), (one.day for one in fresh.values()), dropped)

    def entities(self) -> tuple[str, ...]:
        """Every entity that was ever named, by id."""
        with self._explained():
            found = self._db.execute("SELECT id FROM entities ORDER BY id").fetchall()
        return tuple(id for (id,) in found)

    def aliases(self) -> tuple[Alias, ...]:
        """Other names of entities, in order."""
        with self._explained():
            found = self._db.execute(
                "SELECT entity, name, valid_from, valid_to FROM aliases ORDER BY 1, 2, 3, 4"
            ).fetchall()
        return tuple(Alias(id, name, _day(first), _day(last)) for id, name, first, last in found)

    def releases(self) -> tuple[Release, ...]:
        """When periods were first published, in order."""
        with self._explained():
            found = self._db.execute(
                'SELECT series, start, "end", day, time, zone FROM releases ORDER BY 1, 2, 3'
            ).fetchall()
        read = date.fromisoformat
        return tuple(
            Release(series, read(start), read(end), read(day), time, zone)
            for series, start, end, day, time, zone in found
        )

    def _remember(
        self, added: Iterable[object], days: Iterable[date | None], dropped: Iterable[object] = ()
    ) -> None:
        """Keeps the newest day and the digest: a sum over rows, so that their order is nothing."""
        state = dict(self._db.execute("SELECT name, value FROM state"))
        total = int(state.get("digest", "0"), 16) + sum(map(row_hash, added))
        total -= sum(map(row_hash, dropped))
        newest = max([*(day.isoformat() for day in days if day), state.get("newest", "")])
        self._db.executemany(
            "INSERT INTO state VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [("digest", f"{total % 2**256:064x}"), ("newest", newest)],
        )

    def state(self, name: str) -> str:
        """What is kept under a name (``digest``, ``newest``), "" when nothing is."""
        with self._explained():
            held = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return held[0] if held else ""

    def keep_evidence(self, source: str, series: str, answers: Iterable[Answered]) -> None:
        """Records the answers that a series was read from; one known already is not repeated."""
        with self._explained():
            self._db.executemany(
                "INSERT OR IGNORE INTO evidence (source, series, url, retrieved_at, sha256, rows) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(source, series, *answer) for answer in answers],
            )

    def evidence(self, series: str) -> list[Answered]:
        """The answers that a series was read from, oldest first."""
        with self._explained():
            found = self._db.execute(
                "SELECT url, retrieved_at, sha256, rows FROM evidence WHERE series = ? "
                "ORDER BY number", (series,)
            ).fetchall()
        return [Answered(*cells) for cells in found]

    def pairs(self) -> list[tuple[str, str]]:
        """Every (entity, metric) held."""
        with self._explained():
            return self._db.execute("SELECT DISTINCT entity, metric FROM series").fetchall()

    def _held(self, series: str) -> Iterable[Observation]:
        return map(_row, self._db.execute(f"{JOINED} WHERE s.id = ?", (series,)))

    def _name_source(self, info: SourceInfo) -> None:
        self._db.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "retrieved_at = excluded.retrieved_at, sha256 = excluded.sha256",
            (info.id, info.title, info.licence, info.url, info.retrieved_at, info.sha256),
        )

    def _number(self, series: str, rows: list[Observation]) -> int:
        held = self._db.execute("SELECT number FROM series WHERE id = ?", (series,)).fetchone()
        if held:
            return int(held[0])
        row = next(row for row in rows if row.series == series)
        number = self._db.execute(
            "INSERT INTO series (id, entity, metric, basis, unit, per, currency, provider) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.series, row.entity, row.metric, " ".join(row.basis), row.unit, row.per,
                row.currency, row.provider,
            ),
        ).lastrowid
        assert number is not None
        return number


class Stored:
    """A layer over a store file, read as it is asked for: a large store costs nothing to open.

    Every thread has its own connection, and a copy in another process opens its own.
    """

    def __init__(self, path: str | Path) -> None:
        """Opens the file once, so that one that cannot be used fails here."""
        self.path = Path(path)
        self._local = threading.local()
        self._digest, self._newest = self._store.state("digest"), self._store.state("newest")

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs: the path and what was held when it was opened."""
        return {"path": self.path, "_digest": self._digest, "_newest": self._newest}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A copy that opens the file again when it is asked."""
        self.__dict__.update(state)
        self._local = threading.local()

    @property
    def _store(self) -> Store:
        if not hasattr(self._local, "store"):
            self._local.store = Store(self.path, readonly=True)
        store: Store = self._local.store
        return store

    def find(self, entity: str, metric: str) -> Iterable[Observation]:
        """Every observation of an entity's metric."""
        return self._store.find(entity, metric)

    def metrics_of(self, entity: str) -> Iterable[str]:
        """Metrics held for an entity."""
        return {metric for held, metric in self._store.pairs() if held == entity}

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Every (entity, metric) held."""
        return self._store.pairs()

    def sources(self) -> Iterable[SourceInfo]:
        """Sources with their counts."""
        return self._store.sources()

    def source(self, id: str) -> SourceInfo | None:
        """A source of the store."""
        return next((info for info in self._store.sources() if info.id == id), None)

    def aliases(self) -> Iterable[Alias]:
        """Other names of entities."""
        return self._store.aliases()

    def releases(self) -> Iterable[Release]:
        """When periods were first published."""
        return self._store.releases()

    def newest(self) -> date | None:
        """The newest ``known_from`` held."""
        return date.fromisoformat(self._newest) if self._newest else None

    def digest(self) -> bytes:
        """The sum of the rows' hashes."""
        return bytes.fromhex(self._digest)
