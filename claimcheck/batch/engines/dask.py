"""Dask distributed: batches of documents on the workers of a cluster, or of a local one.

The cluster runs ``score_batch`` and nothing else; order, exactly once and the shards stay with the
process that started the run, so the bytes are those of a local run. A batch whose worker dies is
run again by Dask; when it keeps killing workers it is split, and a document that does so alone
becomes a dead letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

from claimcheck.batch.engines import EncodesHere
from claimcheck.batch.records import Failure, Outcome, Task, pack, score_batch
from claimcheck.errors import ConfigError, StoreError
from claimcheck.pipeline import Checker

BATCH = 32  # a round trip costs some 2 ms: below a hundredth of what 32 documents take


class DaskEngine(EncodesHere):
    """Offers batches to a Dask scheduler; ``scheduler`` None starts a local cluster."""

    def __init__(self, checker: Checker, *, workers: int, scheduler: str | None) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise ConfigError(
                "--engine dask needs Dask; install claimcheck-finance[dask]"
            ) from error
        self._cluster: Any = None
        try:
            if scheduler is None:
                self._cluster = distributed.LocalCluster(
                    n_workers=max(1, workers), threads_per_worker=1, dashboard_address=None,
                    processes=True, silence_logs=50, host="127.0.0.1",
                )
            self._client: Any = distributed.Client(scheduler or self._cluster, timeout=10)
        except (OSError, ValueError) as error:
            raise StoreError(
                f"no Dask scheduler answers at '{scheduler}' ({error}); check the address"
            ) from error
        self._checker = checker
        self._gathered: list[Task] = []
        self._running: dict[Any, list[Task]] = {}
        self._busy = 0
        super().__init__()

    def _room(self) -> int:
        return 3 * max(1, len(self._client.nthreads()))

    def ready(self) -> bool:
        """Whether another task may be offered: three batches for each worker."""
        return len(self._running) < self._room()

    def offer(self, task: Task) -> None:
        """Takes one task; a full batch is sent."""
        self._gathered.append(task)
        self._busy += 1
        if len(self._gathered) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Sends what is gathered."""
        if self._gathered:
            self._submit(self._gathered)
            self._gathered = []

    def _submit(self, tasks: list[Task]) -> None:
        future = self._client.submit(
            run, tasks, self._checker, pure=False, retries=0)
        self._running[future] = tasks

    def busy(self) -> int:
        """How many tasks and shards are taken and not yet given back."""
        return self._busy + len(self._shards)

    def outcomes(self, wait: float) -> Iterator[tuple[Outcome, int]]:
        """(outcome, attempts) of the batches that came back."""
        if not self._running:
            return
        distributed: Any = import_module("distributed")  # its functions carry no types
        with suppress(TimeoutError):
            distributed.wait(list(self._running), timeout=max(wait, 0.001),
                             return_when="FIRST_COMPLETED")
        for future in [future for future in self._running if future.done()]:
            tasks = self._running.pop(future)
            error = future.exception() if future.status == "error" else None
            if future.status == "finished":
                done = [(outcome, 1) for outcome in future.result()]
            elif isinstance(error, distributed.KilledWorker) or error is None:
                done = self._killed(tasks)
            else:
                raise StoreError(
                    f"the Dask workers cannot run this version ({type(error).__name__}: {error}); "
                    "install the same claimcheck on each"
                ) from error
            future.release()
            self._busy -= len(done)
            yield from done

    def _killed(self, tasks: list[Task]) -> list[tuple[Outcome, int]]:
        if len(tasks) > 1:
            for task in tasks:
                self._submit([task])
            return []
        said = Failure("check", "worker-died", f"{tasks[0].page.source}: its worker died")
        return [(Outcome(tasks[0].position, failure=said), 2)]

    def close(self) -> None:
        """Leaves the cluster; a local one is ended."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


@cache
def _held(checker: Checker) -> Checker:
    return checker


def run(tasks: list[Task], checker: Checker) -> list[Outcome]:
    """Packed outcomes by the worker's own copy of the checker: its data is loaded once."""
    return [pack(outcome) for outcome in score_batch(tasks, _held(checker))]
