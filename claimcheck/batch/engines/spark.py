"""Spark: the same pure function over partitions, for ``--engine spark`` and for own jobs.

``score_frames`` goes into ``DataFrame.mapInPandas`` of any Spark job::

    from claimcheck.batch.engines.spark import DOCUMENTS_DDL, score_frames
    scored = feed.mapInPandas(score_frames(Checker()), DOCUMENTS_DDL)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from claimcheck.batch.engines import EncodesHere
from claimcheck.batch.records import (
    CLAIM_COLUMNS,
    DOCUMENT_COLUMNS,
    Failure,
    Keys,
    Outcome,
    Task,
    score_batch,
)
from claimcheck.errors import ConfigError, InputError, StoreError
from claimcheck.pipeline import Checker

if TYPE_CHECKING:
    from pandas import DataFrame

ATTEMPTS = 2  # of a task whose worker died, on this machine; a cluster has its own number
BLOCK = 512  # documents of one Spark job: starting a job costs about 0.1 s
_SQL = {"string": "string", "int": "bigint", "float": "double", "list": "array<string>"}


def _ddl(columns: dict[str, str]) -> str:
    return ", ".join(f"`{name}` {_SQL[kind]}" for name, kind in columns.items())


DOCUMENTS_DDL = _ddl(DOCUMENT_COLUMNS) + ", `failure` string"
CLAIMS_DDL = _ddl(CLAIM_COLUMNS)


def score_frames(
    checker: Checker, table: str = "documents"
) -> Callable[[Iterable[DataFrame]], Iterator[DataFrame]]:
    """A function for ``mapInPandas``: feed rows in, rows of ``table`` out.

    Feed columns are the row fields (``id text published_at author source lang ...``) and an
    optional ``position``. Of documents, a row that failed has ``failure`` set and nothing else
    but its position and id.
    """
    columns = list(DOCUMENT_COLUMNS if table == "documents" else CLAIM_COLUMNS)

    def score(frames: Iterable[DataFrame]) -> Iterator[DataFrame]:
        import pandas as pd

        held = _held(checker)
        for frame in frames:
            rows: list[dict[str, Any]] = []
            for at, fields in enumerate(frame.to_dict("records")):
                rows.extend(_rows(fields, at, held, table))
            names = [*columns, "failure"] if table == "documents" else columns
            yield pd.DataFrame(rows, columns=names).astype(object).where(lambda f: f.notna(), None)

    return score


def _rows(fields: dict[str, Any], at: int, checker: Checker, table: str) -> list[dict[str, Any]]:
    from claimcheck.feeds import row_page

    known = {key: value for key, value in fields.items()
             if value is not None and value == value and key != "position"}
    position = int(fields.get("position", at))
    page = row_page(known, "spark", position)
    if isinstance(page, InputError):
        outcome = Outcome(position, failure=Failure("read", "row", str(page)))
    else:
        (outcome,) = score_batch([Task(position, Keys(checker).of(page), page)], checker)
    if table == "claims":
        return list(outcome.claims)
    if outcome.failure is not None:
        said = f"{outcome.failure.stage}/{outcome.failure.code}: {outcome.failure.message}"
        return [{"position": position, "document": str(fields.get("id", "")), "failure": said}]
    return [outcome.document or {}]


class SparkEngine(EncodesHere):
    """Runs blocks of documents as Spark jobs; ``master`` None is this machine."""

    def __init__(self, checker: Checker, *, workers: int, master: str | None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise ConfigError(
                "--engine spark needs PySpark and Java; install claimcheck-finance[spark]"
            ) from error
        self._workers = max(1, workers)
        if master is None:
            # Spark would start whatever 'python3' is first on the path.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        self._session = (
            SparkSession.builder.master(master or f"local[{self._workers},{ATTEMPTS}]")
            .appName("claimcheck").config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
        )
        self._session.sparkContext.setLogLevel("OFF")
        self._checker = checker
        self._gathered: list[Task] = []
        super().__init__()

    def ready(self) -> bool:
        """Whether another task may be offered: up to one block."""
        return len(self._gathered) < BLOCK

    def offer(self, task: Task) -> None:
        """Takes one task."""
        self._gathered.append(task)

    def flush(self) -> None:
        """A block runs when its outcomes are asked for."""

    def busy(self) -> int:
        """How many tasks and shards are taken and not yet given back."""
        return len(self._gathered) + len(self._shards)

    def outcomes(self, wait: float) -> Iterator[tuple[Outcome, int]]:
        """The outcomes of a block; a smaller one is run only when the caller waits."""
        if not self._gathered or (wait == 0 and len(self._gathered) < BLOCK):
            return
        tasks, self._gathered = self._gathered, []
        yield from self._judged(tasks)

    def _judged(self, tasks: list[Task]) -> Iterator[tuple[Outcome, int]]:
        """The outcomes of tasks; those of a job that Spark gave up are run again in halves."""
        from py4j.protocol import Py4JJavaError

        checker = self._checker
        context = self._session.sparkContext
        parts = context.parallelize(tasks, min(len(tasks), 4 * self._workers))
        try:
            done = parts.mapPartitions(lambda part: score_batch(part, _held(checker))).collect()
        except Py4JJavaError as error:
            yield from self._given_up(tasks, error)
            return
        for outcome in done:
            yield outcome, 1

    def _given_up(self, tasks: list[Task], error: Exception) -> Iterator[tuple[Outcome, int]]:
        """Finds the document that kills its workers; an error of another kind is told."""
        text = str(error)
        if "Python worker exited unexpectedly" not in text:
            why = next((line for line in reversed(text.splitlines()) if "Error" in line), text)
            raise StoreError(
                f"the Spark workers cannot run this version ({' '.join(why.split())[:200]}); "
                "install the same claimcheck on each") from error
        if len(tasks) == 1:
            said = Failure("check", "worker-died", f"{tasks[0].page.source}: its worker died")
            yield Outcome(tasks[0].position, failure=said), ATTEMPTS
            return
        half = len(tasks) // 2
        yield from self._judged(tasks[:half])
        yield from self._judged(tasks[half:])

    def close(self) -> None:
        """Ends the Spark session."""
        self._session.stop()


@cache
def _held(checker: Checker) -> Checker:
    """The worker's own copy: its reference data is loaded once, not for every partition."""
    return checker


__all__ = ["CLAIMS_DDL", "DOCUMENTS_DDL", "SparkEngine", "score_frames"]
