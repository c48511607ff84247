"""Feeds polled politely: each entry judged once, new findings as JSON lines.

``FEEDS.toml``::

    every = "30m"              # between two rounds, 1m at least; s, m, h, d
    [[feed]]
    name = "desk"
    url = "https://example.com/feed.xml"    # RSS, Atom or JSON Feed
    [[feed]]
    name = "inbox"
    folder = "incoming"        # relative to this file: every readable file below it

What was seen, and what each feed answered last, is kept in SQLite in the output folder. An entry
is marked as seen in the same transaction that records its findings, and findings are handed on
from that record, so a watch that was killed neither loses an entry nor judges it twice; only a
line that was being handed on at that moment may be handed on again, under the same ``id``.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from claimcheck.batch.records import Task, score_batch
from claimcheck.errors import ConfigError, FetchError, InputError, StoreError
from claimcheck.pipeline import Checker
from claimcheck.schema import Page

if TYPE_CHECKING:
    from claimcheck.transport import Answer, Target

KEYS = {"feed": ("name", "url", "folder"), "": ("every", "feed")}
SHORTEST = 60.0
_SPAN = re.compile(r"(\d{1,6})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TABLES = """
CREATE TABLE IF NOT EXISTS seen (
  feed TEXT NOT NULL, entry TEXT NOT NULL, text_sha256 TEXT NOT NULL, PRIMARY KEY (feed, entry));
CREATE TABLE IF NOT EXISTS outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL);
"""


class Gets(Protocol):
    """What fetches a URL; ``transport.Client`` does, with ETag, robots.txt and pauses."""

    def get(self, url: str) -> Answer:
        """The answer. Raises FetchError."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One thing that is polled: a URL or a folder, under a name of its own."""

    name: str
    url: str | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Feeds:
    """What a feeds file asks for: the feeds and the seconds between two rounds."""

    feeds: tuple[Feed, ...]
    every: float = 1800.0


@dataclass(slots=True)
class Round:
    """What one round found: entries new and known, findings handed on, errors."""

    new: int = 0
    known: int = 0
    findings: int = 0
    errors: list[str] = field(default_factory=list)


def read_feeds(path: Path) -> Feeds:
    """The feeds file at ``path``. Raises ConfigError naming the key that is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"'{path}' cannot be read ({error.strerror}); name a TOML file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: not valid TOML: {error}") from None
    _known_keys(path.name, table, "")
    rows = table.get("feed")
    if not isinstance(rows, list) or not rows:
        raise ConfigError(f"{path.name}: no feed in it; write [[feed]] with name and url or folder")
    feeds = tuple(_feed(path, at, row) for at, row in enumerate(rows, 1))
    names = [one.name for one in feeds]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path.name}: two feeds are named '{name}'; give each its own name")
    return Feeds(feeds, _every(path.name, table.get("every", "30m")))


def _known_keys(where: str, table: dict[str, Any], part: str) -> None:
    for key in table:
        if key not in KEYS[part]:
            raise ConfigError(f"{where}: unknown key '{key}'; allowed: {', '.join(KEYS[part])}")


def _feed(path: Path, at: int, row: Any) -> Feed:
    where = f"{path.name}: feed {at}"
    if not isinstance(row, dict):
        raise ConfigError(f"{where}: must be a table with name and url or folder")
    _known_keys(where, row, "feed")
    for key, value in row.items():
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{where}: '{key}' must be text, found {value!r}")
    if ("url" in row) == ("folder" in row):
        raise ConfigError(f"{where}: give either url or folder")
    name = row.get("name") or row.get("url") or row["folder"]
    folder = path.parent / row["folder"] if "folder" in row else None
    return Feed(name, row.get("url"), folder)


def _every(where: str, value: Any) -> float:
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ConfigError(f"{where}: every = {value!r} is no time; write it as 30m, 2h or 1d")
    seconds = float(match.group(1)) * _SECONDS[match.group(2)]
    if seconds < SHORTEST:
        raise ConfigError(f"{where}: every = {value!r} is too often; 1m at least")
    return seconds


class Watch:
    """Polls feeds into an output folder; as a context manager it holds the folder's state.

    Args:
        out: where the state, the cached answers and ``findings.jsonl`` lie.
        send: takes one line of findings; default appends it to ``findings.jsonl``.
        client: fetches URLs; None means that URLs are refused (offline).
    """

    def __init__(
        self, feeds: Feeds, out: Path, checker: Checker, *,
        send: Callable[[str], None] | None = None, client: Gets | None = None,
    ) -> None:
        self.feeds, self.out, self.checker, self._client = feeds, out, checker, client
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(out / "watch.sqlite", timeout=0, isolation_level=None)
            for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            told = "another watch is at work there" if "locked" in str(error) else str(error)
            raise StoreError(
                f"'{out}' cannot hold the watch's state ({told}); name another --out") from error
        self._send = send or self._append

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def round(self) -> Round:
        """Polls every feed once; a feed that fails costs only itself."""
        done = Round()
        self._hand_on(done)  # what a killed watch had judged and not handed on
        for feed in self.feeds.feeds:
            for item in self._items(feed):
                if isinstance(item, InputError):
                    done.errors.append(f"{feed.name}: {item}")
                else:
                    self._entry(feed, item, done)
            self._hand_on(done)
        return done

    def _items(self, feed: Feed) -> Iterator[Page | InputError]:
        from claimcheck import fetch

        if feed.folder is not None:
            yield from fetch.pages([str(feed.folder)])
            return
        url = str(feed.url)
        if self._client is None:
            yield FetchError(f"'{url}' was not fetched: running offline; say --online")
            return
        try:
            answer = self._client.get(url)
        except FetchError as error:
            yield error
            return
        kind = answer.headers.get("content-type", "")
        yield from fetch.served(answer.data, answer.url, kind, answer.charset)

    def _entry(self, feed: Feed, page: Page, done: Round) -> None:
        """Judges an entry that is new, or whose text changed, and records both at once."""
        entry = f"{page.source}#{page.id}"
        digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()
        held = self._db.execute(
            "SELECT text_sha256 FROM seen WHERE feed = ? AND entry = ?", (feed.name, entry)
        ).fetchone()
        if held is not None and held[0] == digest:
            done.known += 1
            return
        (outcome,) = score_batch([Task(0, digest, page)], self.checker)
        line: dict[str, Any] = {
            "id": hashlib.sha256(f"{feed.name}\0{entry}\0{digest}".encode(
                "utf-8", "surrogatepass")).hexdigest()[:24],
            "feed": feed.name, "entry": page.id, "source": page.source, "title": page.title,
            "published_at": page.published_at, "revised": held is not None,
        }
        if outcome.failure is not None:
            done.errors.append(f"{feed.name}: {outcome.failure.message}")
            line["error"] = outcome.failure.message
        line["findings"] = list(outcome.claims)
        text = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        self._db.execute("BEGIN")
        self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)",
                         (feed.name, entry, digest))
        self._db.execute("INSERT INTO outbox (line) VALUES (?)", (text,))
        self._db.execute("COMMIT")
        done.new += 1

    def _hand_on(self, done: Round) -> None:
        """Sends recorded lines in order; one that cannot be sent waits for the next round."""
        waiting = self._db.execute(
            "SELECT number, line FROM outbox ORDER BY number").fetchall()
        for number, line in waiting:
            try:
                self._send(line)
            except (OSError, FetchError) as error:
                done.errors.append(f"findings were not handed on ({error}); they are kept")
                return
            self._db.execute("DELETE FROM outbox WHERE number = ?", (number,))
            done.findings += 1

    def _append(self, line: str) -> None:
        with (self.out / "findings.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
            stream.flush()


def to_stdout(line: str) -> None:
    """Prints a line of findings."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def webhook(
    url: str, *, vetter: Callable[[str], Target] | None = None, seconds: float = 10.0
) -> Callable[[str], None]:
    """A sender that posts each line to ``url``: public addresses only, no redirects.

    Args:
        vetter: gives the address to connect to, or refuses; default is the fetcher's.
        seconds: how long the other side may keep silent.

    Raises:
        FetchError: (when called) the address is private, or the answer is no success.
    """
    from claimcheck.transport import host_of, vet

    host_of(url)

    def send(line: str) -> None:
        import httpx

        target = (vetter or vet)(url)
        literal = f"[{target.address}]" if ":" in target.address else target.address
        parts = httpx.URL(url)
        pinned = f"{target.scheme}://{literal}:{target.port}{parts.raw_path.decode()}"
        try:
            with httpx.Client(trust_env=False, timeout=seconds, follow_redirects=False) as client:
                answer = client.post(
                    pinned, content=line.encode(), extensions={"sni_hostname": target.host},
                    headers={"host": parts.netloc.decode(), "content-type": "application/json"})
        except httpx.HTTPError as error:
            raise FetchError(f"webhook '{url}' did not answer ({error}); try again") from None
        if not 200 <= answer.status_code < 300:
            raise FetchError(f"webhook '{url}' answered {answer.status_code}; check it")

    return send


def watch(
    feeds: Feeds, out: Path, checker: Checker, *, send: Callable[[str], None] | None = None,
    client: Gets | None = None, once: bool = False, stop: Callable[[], bool] = lambda: False,
    say: Callable[[Round], None] = lambda _: None, sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Rounds until ``stop`` says so (``once``: a single one), telling ``say`` of each."""
    with Watch(feeds, out, checker, send=send, client=client) as polled:
        while not stop():
            say(polled.round())
            if once:
                return
            waited = 0.0
            while waited < feeds.every and not stop():
                sleep(1.0)
                waited += 1.0
