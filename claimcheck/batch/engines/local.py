"""Worker processes of this machine, each with one pipe; a killed or hung one is replaced.

Workers are forked where the system can: the reference snapshot and the word lists are loaded once
and shared. A batch is answered document by document, so when a worker dies or overstays, the
document it was at is known; that one is tried once more alone and then becomes a dead letter.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from claimcheck.batch.engines import Limits, heap
from claimcheck.batch.records import Failure, Outcome, Task, pack, score
from claimcheck.batch.shards import Encoded, encode
from claimcheck.pipeline import Checker
from claimcheck.schema import Page

ATTEMPTS = 2  # a worker may be killed for reasons outside the document: one more try, alone
BATCH = 8  # documents sent at once: a round trip costs about 0.1 ms, a document 3 ms and more
_AHEAD = 2  # batches waiting for each worker, so that none idles while the feed is read
BATCH_CHARACTERS = 200_000  # long documents travel alone


# The number of a shard, its format and the packed outcomes of its documents.
_Shard = tuple[int, str, list[bytes]]


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    tasks: deque[Task] = field(default_factory=deque)
    since: float = 0.0
    shard: _Shard | None = None  # what it encodes, instead of tasks


class Pool:
    """The local engine: ``workers`` processes under ``limits`` for every document."""

    def __init__(self, checker: Checker, *, workers: int, limits: Limits) -> None:
        self._checker, self._limits = checker, limits
        self._queue: deque[Task] = deque()
        self._alone: deque[Task] = deque()
        self._tries: dict[int, int] = {}
        self._shards: deque[_Shard] = deque()
        self._encoded: deque[tuple[int, dict[str, Encoded]]] = deque()
        self._busy = 0
        self._room = max(1, workers) * BATCH * _AHEAD
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(method)
        self._count = max(1, workers)
        self._workers: list[_Worker] = []

    def _begin(self) -> None:
        """Makes the workers, once the first documents tell which languages they will read."""
        if self._workers:
            return
        gc.disable()  # millions of small tables that all stay: half of the time would go to it
        try:
            warm(self._checker, _languages(task.page for task in self._queue))
        finally:
            gc.enable()
        gc.freeze()
        for _ in range(self._count):
            self._workers.append(self._start())

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        others = [worker.pipe for worker in self._workers] + [ours]
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, others if _forks(self._context) else [], self._checker,
                                 self._limits.memory), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def ready(self) -> bool:
        """Whether another task may be offered."""
        return len(self._queue) + len(self._alone) < self._room

    def offer(self, task: Task) -> None:
        """Takes one task."""
        self._queue.append(task)
        self._busy += 1
        if len(self._queue) >= BATCH * _AHEAD:
            self._begin()
        if len(self._queue) >= BATCH:
            self._feed()

    def flush(self) -> None:
        """Starts what is still being gathered into a batch."""
        if self._queue:
            self._begin()
        self._feed()

    def encode(self, number: int, format: str, packed: list[bytes]) -> None:
        """Takes the packed outcomes of a shard, to be made into its files."""
        self._shards.append((number, format, packed))

    def encoded(self) -> Iterator[tuple[int, dict[str, Encoded]]]:
        """(number, files) of the shards that are encoded."""
        while self._encoded:
            yield self._encoded.popleft()

    def busy(self) -> int:
        """How many tasks and shards are taken and not yet given back."""
        at_work = sum(worker.shard is not None for worker in self._workers)
        return self._busy + len(self._shards) + len(self._encoded) + at_work

    def outcomes(self, wait: float) -> Iterator[tuple[Outcome, int]]:
        """(outcome, attempts) of what is finished; replaces workers that died or overstayed."""
        self._feed()
        pipes = {w.pipe: w for w in self._workers if w.tasks or w.shard}
        for pipe in _ready(list(pipes), min(wait, 0.5)):
            yield from self._answers(pipes[pipe])
        now = time.monotonic()
        for worker in self._workers:
            if worker.tasks and now - worker.since > self._limits.seconds:
                worker.process.kill()
                said = f"took longer than {self._limits.seconds:g} seconds"
                yield from self._lost(worker, Failure("check", "timeout", said))
        self._feed()

    def _answers(self, worker: _Worker) -> Iterator[tuple[Outcome, int]]:
        try:
            while worker.pipe.poll():
                outcome = worker.pipe.recv()
                if worker.shard is not None:
                    self._took(worker, outcome)
                    continue
                task = worker.tasks.popleft()
                worker.since = time.monotonic()
                self._busy -= 1
                yield outcome, self._tries.pop(task.position, 0) + 1
        except (EOFError, OSError):
            yield from self._lost(worker, Failure("check", "worker-died", "its worker died"))

    def _took(self, worker: _Worker, shard: dict[str, Encoded] | None) -> None:
        """Keeps an encoded shard; what a worker had no memory for is encoded here."""
        if worker.shard is not None:
            number, format, packed = worker.shard
            worker.shard = None
            self._encoded.append((number, shard or encode(format, packed)))

    def _lost(self, worker: _Worker, failure: Failure) -> Iterator[tuple[Outcome, int]]:
        """Replaces a worker; its document is tried again alone, or given up."""
        tasks = list(worker.tasks)
        self._took(worker, None)
        worker.process.join(5)
        worker.pipe.close()
        self._workers.remove(worker)
        self._workers.append(self._start())
        if not tasks:
            return
        suspect, *rest = tasks
        self._queue.extendleft(reversed(rest))
        tries = self._tries.get(suspect.position, 0) + 1
        if tries < ATTEMPTS:
            self._tries[suspect.position] = tries
            self._alone.append(suspect)
            return
        self._tries.pop(suspect.position, None)
        self._busy -= 1
        where = f"{suspect.page.source}: {failure.message}"
        yield Outcome(suspect.position,
                      failure=Failure(failure.stage, failure.code, where)), tries

    def _feed(self) -> None:
        for worker in self._workers:
            if worker.tasks or worker.shard:
                continue
            if self._shards:
                worker.shard = self._shards.popleft()
                with suppress(OSError):
                    worker.pipe.send(worker.shard)
                continue
            batch = self._batch()
            if not batch:
                return
            worker.tasks.extend(batch)
            worker.since = time.monotonic()
            # A worker that died idle shows at its next answer.
            with suppress(OSError):
                worker.pipe.send([(t.position, t.key, t.page.__dict__) for t in batch])

    def _batch(self) -> list[Task]:
        if self._alone:
            return [self._alone.popleft()]
        batch: list[Task] = []
        size = 0
        while self._queue and len(batch) < BATCH:
            size += len(self._queue[0].page.text)
            if batch and size > BATCH_CHARACTERS:
                break
            batch.append(self._queue.popleft())
        return batch

    def close(self) -> None:
        """Ends the workers."""
        for worker in self._workers:
            with suppress(OSError):
                worker.pipe.close()
        for worker in self._workers:
            worker.process.join(0.5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join(5)
        gc.unfreeze()


def _forks(context: Any) -> bool:
    return bool(context.get_start_method() == "fork")


def _ready(pipes: list[Connection], seconds: float) -> list[Any]:
    if not pipes:
        return []
    return wait(pipes, timeout=seconds)


def _languages(pages: Iterable[Page]) -> set[str]:
    """The languages of pages, as far as their first lines tell."""
    from claimcheck.segment import detect, told

    return {told(page.lang) or detect(page.text) for page in pages}


def warm(checker: Checker, languages: Iterable[str] = ()) -> None:
    """Loads data, stages and the word lists of ``languages`` once, before any worker is made."""
    from claimcheck import lexicon
    from claimcheck.extract.words import words
    from claimcheck.periods.grammar import grammar as of_periods
    from claimcheck.quantities.grammar import grammar as of_quantities

    checker.check(Page(text="Revenue of Apple rose 12% to $5bn in 2024.", id="warm"))
    for iso in sorted({*languages} & {*lexicon.languages()}):
        for build in (words, of_periods, of_quantities):
            build(iso)


def _serve(pipe: Connection, others: list[Connection], checker: Checker, memory: int) -> None:
    """The life of a worker: batches in, one answer a document out, until the pipe closes."""
    for other in others:  # forked copies: kept open they would hide the end of the parent
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(AttributeError, ValueError):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    heap.limit(memory)
    heap.give_back_large()
    with suppress(EOFError, OSError):
        while True:
            asked = pipe.recv()
            if isinstance(asked, tuple):
                pipe.send(_encode(asked))
                continue
            for position, key, fields in asked:
                page = Page.model_construct(**fields)
                pipe.send(pack(score(Task(position, key, page), checker)))
    os._exit(0)


def _encode(shard: _Shard) -> dict[str, Encoded] | None:
    """The files of a shard; None where this worker's memory limit is too small for it."""
    try:
        return encode(shard[1], shard[2])
    except MemoryError:
        return None
    finally:
        heap.trim()
