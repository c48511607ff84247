"""The loop of a run: reads the feed in order, judges what is not done, seals shards.

A shard is a fixed number of consecutive places of the feed. What a folder holds in the end is a
function of the feed, the options and the versions alone: not of the number of workers, nor of how
often the run was cut off.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimcheck.batch import shards
from claimcheck.batch.duplicates import NAME as DUPLICATES
from claimcheck.batch.duplicates import line
from claimcheck.batch.engines import Engine, Limits, start
from claimcheck.batch.progress import Progress
from claimcheck.batch.records import (
    CLAIM_COLUMNS,
    DOCUMENT_COLUMNS,
    Keys,
    Outcome,
    Task,
    identity,
    options,
    read_failure,
    versions,
)
from claimcheck.batch.state import NAME, State
from claimcheck.batch.summary import CONTRADICTIONS, PAGE, REPEATS, SCORES
from claimcheck.errors import ConfigError, InputError, StoreError
from claimcheck.pipeline import Checker
from claimcheck.schema import Page

LAYOUT = "2"  # raised whenever columns or files of the folder change
SHARD = 1000
# What may be wider when failed documents are tried again: it decides whether, not what, they tell.
_LIMITS = ("seconds_per_document", "memory_per_document")
# What is made of a whole feed: gone as soon as a run changes what the folder holds.
_OF_THE_WHOLE = ("manifest.json", DUPLICATES, PAGE, REPEATS, CONTRADICTIONS)
_COMMIT_EVERY = 0.5  # seconds; a crash costs at most the documents judged since


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run works; ``shard_size``, ``format`` and ``limits`` shape its output, the rest not."""

    out: Path
    workers: int = 1
    shard_size: int = SHARD
    format: str = "parquet"
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    restart: bool = False
    engine: str = "local"
    scheduler: str | None = None


@dataclass(slots=True)
class Tally:
    """What a run did: places of the feed, judged now, known before, failed, rows and verdicts.

    ``changed``: whether the folder says something else than before.
    """

    documents: int = 0
    judged: int = 0
    reused: int = 0
    failed: int = 0
    claims: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    changed: bool = False


class Stop:
    """Asked for by a signal: the run ends after the documents it has begun."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *_: object) -> None:
        """The first call asks for an end, the second interrupts at once."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


def run_batch(
    inputs: Sequence[str], plan: Plan, checker: Checker, *, progress: Progress | None = None,
    stop: Stop | None = None, pages: Iterable[Page | InputError] | None = None,
) -> Tally:
    """Judges a feed into ``plan.out``; a tally of what was done.

    Raises:
        ConfigError: an option that cannot be, or a folder that other versions or options made.
        StoreError: a folder that cannot be written or is in use by another run.
    """
    shards.check_format(plan.format)
    if plan.shard_size < 1:
        raise ConfigError(f"a shard of {plan.shard_size} documents cannot be; say 1 or more")
    _folder(plan)
    try:
        with State(plan.out) as state:
            if plan.restart:
                state.restart()
                remove(plan.out)
            state.claim(made_by(plan, checker), free=_LIMITS if plan.retry_failed else ())
            run = _Run(plan, checker, state, progress or Progress(shown=False), stop or Stop())
            return run.all(inputs, checker.pages(inputs) if pages is None else pages)
    except sqlite3.Error as error:
        raise StoreError(
            f"'{plan.out}': the run's state cannot be kept ({error}); make room or mend the "
            "folder, then run the same command again: it resumes"
        ) from error


def _folder(plan: Plan) -> None:
    try:
        plan.out.mkdir(parents=True, exist_ok=True)
        known = (plan.out / NAME).exists()
        others = [p.name for p in plan.out.iterdir() if p.name in ("claims", "documents")]
    except OSError as error:
        raise StoreError(
            f"--out '{plan.out}' cannot be used ({error.strerror or error}); name a folder that "
            "can be written"
        ) from error
    if others and not known and not plan.restart:
        raise ConfigError(
            f"'{plan.out}' holds {', '.join(sorted(others))} but no state of a run; name a new "
            "folder, or use --restart to replace them"
        )


def made_by(plan: Plan, checker: Checker) -> dict[str, Any]:
    """All that, beside the feed, shapes what a folder holds."""
    return {
        "layout": LAYOUT,
        "shard_size": plan.shard_size,
        "format": plan.format,
        "seconds_per_document": plan.limits.seconds,
        "memory_per_document": plan.limits.memory,
        **options(checker),
        **versions(checker),
    }


class _Run:
    """One pass over a feed."""

    def __init__(
        self, plan: Plan, checker: Checker, state: State, progress: Progress, stop: Stop
    ) -> None:
        self.plan, self.checker, self.state = plan, checker, state
        self.progress, self.stop, self.tally = progress, stop, Tally()
        self.keys = Keys(checker)
        self.facts = state.shards()
        self.engine: Engine | None = None
        self.waiting: dict[int, tuple[bytes, Page]] = {}
        self.open: dict[int, int] = {}  # shard -> places of it that are not done yet
        self.read = 0  # places read so far
        self.known: dict[int, tuple[bytes, bool]] = {}
        self.feed = hashlib.sha256()
        self.saved = time.monotonic()

    def all(self, inputs: Sequence[str], items: Iterable[Page | InputError]) -> Tally:
        began = time.monotonic()
        try:
            for item in items:
                self.place(item)
                if self.stop.asked:
                    break
            ended = not self.stop.asked
            self.drain()
            if ended:
                self.finish()
        finally:
            if self.engine is not None:
                self.engine.close()
        self.state.commit()
        self.tally.interrupted = not ended
        self.close(inputs, ended)
        self.tally.seconds = time.monotonic() - began
        return self.tally

    def place(self, item: Page | InputError) -> None:
        """Takes the next place of the feed: known, failed, or to be judged."""
        position = self.read
        number = position // self.plan.shard_size
        if position % self.plan.shard_size == 0:
            self.enter(number)
        self.read += 1
        self.open[number] = self.open.get(number, 0) + 1
        key = "" if isinstance(item, InputError) else self.keys.of(item)
        known = identity(item, key)
        self.feed.update(known)
        before = self.known.get(position)
        same = before is not None and before[0] == known
        if same and not (before and before[1] and self.again(item)):
            self.tally.reused += 1
            self.progress.known()
            self.close_place(position)
        else:
            if number in self.facts:
                self.unseal(number)
            self.fresh(position, key, known, item)
        self.collect(0.0)

    def again(self, item: Page | InputError) -> bool:
        return self.plan.retry_failed and not isinstance(item, InputError)

    def touch(self) -> None:
        """Takes away what speaks of the whole feed, before the first change."""
        if not self.tally.changed:
            self.tally.changed = True
            forget_whole(self.plan.out)

    def fresh(self, position: int, key: str, known: bytes, item: Page | InputError) -> None:
        self.touch()
        if isinstance(item, InputError):
            self.state.fail(position, known, read_failure(item), id=None,
                            source=getattr(item, "where", None), attempts=1)
            self.progress.failed()
            self.close_place(position)
            return
        if self.engine is None:
            self.engine = start(self.plan.engine, self.checker, workers=self.plan.workers,
                                limits=self.plan.limits, scheduler=self.plan.scheduler)
        while not self.engine.ready():
            self.collect(0.5)
        self.waiting[position] = (known, item)
        self.engine.offer(Task(position, key, item))

    def enter(self, number: int) -> None:
        """Looks up what is known of a shard's places, and that its files are still there."""
        size = self.plan.shard_size
        self.known = self.state.places(number * size, (number + 1) * size)
        facts = self.facts.get(number)
        if facts and not shards.matches(self.plan.out, number, self.plan.format, facts):
            self.known = {p: v for p, v in self.known.items() if v[1]}
            self.state.lost(number, number * size, (number + 1) * size)
            del self.facts[number]

    def unseal(self, number: int) -> None:
        """Takes back a written shard: one of its places changed."""
        claims: dict[int, list[dict[str, Any]]] = {}
        for row in self.rows("claims", number):
            claims.setdefault(row["position"], []).append(row)
        self.state.unseal(number, self.rows("documents", number), claims)
        del self.facts[number]

    def rows(self, table: str, number: int) -> list[dict[str, Any]]:
        return shards.read(self.plan.out, table, number, self.plan.format)

    def collect(self, wait: float) -> None:
        """Keeps what is judged and seals shards that are full."""
        if self.engine is None:
            return
        for outcome, attempts in self.engine.outcomes(wait):
            self.keep(outcome, attempts)
        for number, shard in self.engine.encoded():
            self.write(number, shard)
        if time.monotonic() - self.saved > _COMMIT_EVERY:
            self.state.commit()
            self.saved = time.monotonic()

    def keep(self, outcome: Outcome, attempts: int) -> None:
        known, page = self.waiting.pop(outcome.position)
        if outcome.failure is not None:
            self.state.fail(outcome.position, known, outcome.failure, id=page.id,
                            source=page.source, attempts=attempts)
            self.progress.failed()
        else:
            self.state.done(outcome, known, page.id)
            self.progress.done()
        self.tally.judged += 1
        self.close_place(outcome.position)

    def close_place(self, position: int) -> None:
        number = position // self.plan.shard_size
        self.open[number] -= 1
        if self.open[number] == 0 and self.read >= (number + 1) * self.plan.shard_size:
            self.seal(number)

    def seal(self, number: int) -> None:
        """Has a shard encoded whose places are all done, unless it is in place already."""
        del self.open[number]
        if number in self.facts:
            return
        begin = number * self.plan.shard_size
        packed = self.state.pending(begin, min(begin + self.plan.shard_size, self.read))
        if self.engine is None:
            self.write(number, shards.encode(self.plan.format, packed))
        else:
            self.engine.encode(number, self.plan.format, packed)

    def write(self, number: int, shard: dict[str, shards.Encoded]) -> None:
        """Puts the files of a shard in place, then records it: never the other way round."""
        begin = number * self.plan.shard_size
        facts = shards.write(self.plan.out, number, self.plan.format, shard)
        self.state.sealed(number, facts, begin, begin + self.plan.shard_size)
        self.facts[number] = facts

    def drain(self) -> None:
        """Finishes the documents that were begun, and the shards they filled."""
        if self.engine is not None:
            self.engine.flush()
            while self.engine.busy():
                self.collect(0.5)

    def finish(self) -> None:
        """Seals the last shard and drops what the feed no longer has."""
        size = self.plan.shard_size
        last = -(-self.read // size)
        if self.state.last() > self.read:
            self.touch()
        if self.read % size and (last - 1) in self.facts and self.state.last() > self.read:
            self.unseal(last - 1)
        self.state.cut(self.read)
        for number in sorted(self.open):
            self.seal(number)
        self.drain()
        for number in [n for n in self.facts if n >= last]:
            self.state.drop(number)
            del self.facts[number]

    def close(self, inputs: Sequence[str], ended: bool) -> None:
        """Writes dead letters and, of a whole feed, the manifest."""
        letters = b"".join(
            json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            for row in self.state.failures())
        self.tally.failed = letters.count(b"\n")
        self.tally.documents = sum(f["documents"]["rows"] for f in self.facts.values())
        self.tally.claims = sum(f["claims"]["rows"] for f in self.facts.values())
        shards.place(self.plan.out / "failed.jsonl", letters)
        if not ended:
            return
        shards.sweep(self.plan.out, set(self.facts), self.plan.format)
        target = self.plan.out / "manifest.json"
        if not target.exists():
            self.touch()
        repeats = self.duplicates()
        text = json.dumps(self.manifest(inputs, letters, repeats), ensure_ascii=False, indent=2,
                          sort_keys=True)
        data = text.encode("utf-8", "replace") + b"\n"
        if not target.exists() or target.read_bytes() != data:
            self.tally.changed = True
            shards.place(target, data)

    def duplicates(self) -> shards.Lines:
        """Writes which documents repeat an earlier one; of a feed that is known, again nothing."""
        target = self.plan.out / DUPLICATES
        if self.tally.judged == 0 and target.exists() and self.before() == self.feed.hexdigest():
            return shards.lines(target)
        shards.place(target, (line(row) for row in self.state.duplicates()))
        return shards.lines(target)

    def before(self) -> str | None:
        """The hash of the feed that the folder's manifest speaks of."""
        try:
            text = (self.plan.out / "manifest.json").read_text(encoding="utf-8")
            return str(json.loads(text)["feed_sha256"])
        except (OSError, ValueError, KeyError):
            return None

    def manifest(
        self, inputs: Sequence[str], letters: bytes, repeats: shards.Lines
    ) -> dict[str, Any]:
        """Versions, hashes, counts and arguments; nothing in it tells of time or workers."""
        return {
            "made_by": made_by(self.plan, self.checker),
            "inputs": list(inputs),
            "feed_sha256": self.feed.hexdigest(),
            "counts": {
                "places": self.read,
                "documents": self.tally.documents,
                "claims": self.tally.claims,
                "failed": self.tally.failed,
                "duplicates": repeats.count,
            },
            "duplicates_sha256": repeats.sha256,
            "failed_sha256": hashlib.sha256(letters).hexdigest(),
            "columns": {"documents": DOCUMENT_COLUMNS, "claims": CLAIM_COLUMNS},
            "shards": [{"number": n, **self.facts[n]} for n in sorted(self.facts)],
        }


def forget_whole(folder: Path) -> None:
    """Removes the files that speak of a whole feed."""
    for name in _OF_THE_WHOLE:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / SCORES, ignore_errors=True)


def remove(folder: Path) -> None:
    """Removes what a run left in a folder, and nothing else."""
    for table in shards.TABLES:
        shutil.rmtree(folder / table, ignore_errors=True)
    (folder / "failed.jsonl").unlink(missing_ok=True)
    forget_whole(folder)
