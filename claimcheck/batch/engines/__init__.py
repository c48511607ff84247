"""Engines that judge tasks: this machine's processes, Dask, Spark. All run ``score_batch``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from claimcheck.batch.records import Outcome, Task
from claimcheck.batch.shards import Encoded, encode
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

    def encode(self, number: int, format: str, packed: list[bytes]) -> None:
        """Takes the packed outcomes of a shard, to be made into its files."""

    def encoded(self) -> Iterator[tuple[int, dict[str, Encoded]]]:
        """(number, files) of the shards that are encoded."""

    def busy(self) -> int:
        """How many tasks and shards are taken and not yet given back."""

    def close(self) -> None:
        """Ends the engine's processes; what is not finished is dropped."""


class EncodesHere:
    """Encodes shards in the process that runs the feed: what a cluster's engines do."""

    def __init__(self) -> None:
        self._shards: list[tuple[int, str, list[bytes]]] = []

    def encode(self, number: int, format: str, packed: list[bytes]) -> None:
        """Takes the packed outcomes of a shard, to be made into its files."""
        self._shards.append((number, format, packed))

    def encoded(self) -> Iterator[tuple[int, dict[str, Encoded]]]:
        """(number, files) of every shard taken."""
        while self._shards:
            number, format, packed = self._shards.pop(0)
            yield number, encode(format, packed)


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
