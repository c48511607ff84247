"""Engines that judge tasks: this machine's processes, Dask, Spark. All run ``score_batch``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from claimcheck.batch.records import Outcome, Task
from claimcheck.errors import ConfigError
from claimcheck.pipeline import Checker

NAMES = ("local", "dask", "spark")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: seconds of wall clock and bytes above an idle worker."""

    seconds: float = 60.0
    memory: int = 2_000_000_000


class Engine(Protocol):
    """Takes tasks, gives outcomes in any order; every task offered comes back exactly once."""

    def ready(self) -> bool:
        """Whether another task may be offered."""

    def offer(self, task: Task) -> None:
        """Takes one task."""

    def outcomes(self, wait: float) -> Iterator[tuple[Outcome, int]]:
        """(outcome, attempts) of what is finished; waits up to ``wait`` seconds for one."""

    def flush(self) -> None:
        """Starts what is still being gathered into a batch."""

    def busy(self) -> int:
        """How many tasks are offered and not yet given back."""

    def close(self) -> None:
        """Ends the engine's processes; what is not finished is dropped."""


def start(
    name: str, checker: Checker, *, workers: int, limits: Limits, scheduler: str | None = None
) -> Engine:
    """The engine of that name, running. Raises ConfigError for another name or a missing extra."""
    if scheduler and name == "local":
        raise ConfigError("--scheduler goes with --engine dask or spark")
    if name == "local":
        from claimcheck.batch.engines.local import Pool

        return Pool(checker, workers=workers, limits=limits)
    if name == "dask":
        from claimcheck.batch.engines.dask import DaskEngine

        return DaskEngine(checker, workers=workers, scheduler=scheduler)
    if name == "spark":
        from claimcheck.batch.engines.spark import SparkEngine

        return SparkEngine(checker, workers=workers, master=scheduler)
    raise ConfigError(f"no engine '{name}'; there are: {', '.join(NAMES)}")
