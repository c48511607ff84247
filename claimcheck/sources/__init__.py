"""Where reference data is pulled from: one file a source, found by its ``fetch``.

A source module has ``INFO`` (what it is and its terms), ``COVERS``, ``USAGE``, ``VINTAGES``
(whether it delivers them), ``KEY`` (the environment variable of its key, or None), ``RATE``
(requests a second), ``URL`` and ``fetch(client, series, base) -> observations``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

from claimcheck import plugins
from claimcheck.errors import PluginError, StoreError
from claimcheck.http import Client
from claimcheck.reference.records import Observation, as_of
from claimcheck.reference.registry import first_prints
from claimcheck.reference.store import Answered, Store
from claimcheck.sources._calendar import calendar

REQUIRED = ("INFO", "COVERS", "USAGE", "VINTAGES", "KEY", "RATE", "URL", "fetch")


@cache
def available() -> dict[str, ModuleType]:
    """Every source by its name, those of outside packages too.

    Raises PluginError for a file that lacks a required name.
    """
    found = {}
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        try:
            module = importlib.import_module(f"{__name__}.{path.stem}")
        except Exception as error:
            raise PluginError(f"source '{path.name}' fails to import: {error}") from error
        missing = [name for name in REQUIRED if not hasattr(module, name)]
        if missing:
            raise PluginError(f"source '{path.name}' lacks {', '.join(missing)}")
        found[path.stem] = module
    return found | plugins.sources(REQUIRED, found)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull of one series brought: rows in the answer, and rows that were new."""

    series: str
    rows: int
    new: int


def pull(
    name: str, series: Iterable[str], store: Store, client: Client, base: str | None = None,
    progress: Callable[[Pulled], None] | None = None,
) -> list[Pulled]:
    """Adds series of a source to the store, each in a transaction of its own.

    Run again it adds only what is new; after an interruption the series that were done are
    answered from the client's cache. Raises StoreError, ConfigError and FetchError.
    """
    source = available().get(name)
    if source is None:
        raise StoreError(f"no source '{name}'; there are: {', '.join(available())}")
    client.rate = min(client.rate, source.RATE)
    done = []
    for one in series:
        client.log.clear()
        rows = list(source.fetch(client, [one], source.URL if base is None else base))
        if not source.VINTAGES:
            rows = _dated(rows, store, date.fromisoformat(client.today()))
        releases = first_prints(rows) if source.VINTAGES else calendar(rows)
        new = store.add(rows, [source.INFO], releases=releases)
        pulled = Pulled(one, len(rows), new)
        for id in dict.fromkeys(row.series for row in rows):
            store.keep_evidence(source.INFO.id, id, (
                Answered(client.shown(said.url), said.retrieved_at, said.sha256, len(rows))
                for said in client.log
            ))
        done.append(pulled)
        if progress is not None:
            progress(pulled)
    return done


def _dated(rows: list[Observation], store: Store, today: date) -> list[Observation]:
    """Rows of a source without vintages: a value that changed since is known from today.

    The first value held for a period has no known vintage, or the day the source gives.
    """
    found = []
    held: dict[str, dict[tuple[str, date, date], Observation]] = {}
    for row in rows:
        if row.series not in held:
            held[row.series] = {one.key: one for one in as_of(store.series(row.series), None)}
        before = held[row.series].get(row.key)
        if before is not None:
            row = before if before.value == row.value else replace(row, known_from=today)
        found.append(row)
    return found
