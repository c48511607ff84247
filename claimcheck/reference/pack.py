"""The embedded default pack: readable CSV in ``claimcheck/data/pack``, parsed as it is asked for.

``sources.csv`` and the ``*.series.csv`` describe; every other file holds lines of
``series,period,value,known_from,known_to,status,source,note`` where trailing cells may be left
out and an empty ``status``, ``source`` or ``note`` is that of the series. Reading the files takes
a few milliseconds; the lines of a series become observations when the judge asks for them, since
a run touches a handful of the thousands.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from claimcheck.errors import StoreError
from claimcheck.reference.records import Observation, SourceInfo
from claimcheck.reference.registry import Alias, Release
from claimcheck.reference.spans import parse

FOLDER = Path(__file__).parents[1] / "data" / "pack"


class Pack:
    """A layer over pack files: ``files`` maps a file name to its text."""

    def __init__(self, files: dict[str, str]) -> None:
        """Describes the series and sorts the lines by series; raises StoreError for a stranger."""
        self._files = files
        self._sources = {row["id"]: row for row in self._table("sources.csv")}
        described = sorted(name for name in files if name.endswith(".series.csv"))
        self._series = {row["series"]: row for name in described for row in self._table(name)}
        self._ids: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id, row in self._series.items():
            self._ids[row["entity"], row["metric"]].append(id)
        self._lines: dict[str, list[str]] = defaultdict(list)
        for name in sorted(files.keys() - {"sources.csv", *described}):
            for line in files[name].splitlines()[1:]:
                self._lines[line[: line.index(",")]].append(line)
        strangers = self._lines.keys() - self._series.keys()
        if strangers:
            raise StoreError(f"pack: series '{min(strangers)}' has rows but is not described")

    @classmethod
    def embedded(cls) -> Pack:
        """The pack that ships with the package."""
        files = sorted(FOLDER.glob("*.csv"))
        if not files:
            raise StoreError(f"pack: no data under '{FOLDER}'; reinstall the package")
        return cls({path.name: path.read_text(encoding="utf-8") for path in files})

    def _table(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(self._files[name].splitlines()))

    def _read(self, id: str) -> list[Observation]:
        series = self._series[id]
        basis = tuple(sorted(series["basis"].split()))
        plain = (
            id, series["entity"], series["metric"], basis, series["unit"], series["per"] or None
        )
        found = []
        for cells in csv.reader(self._lines[id]):
            _, period, value, known_from, known_to, status, source, note = cells + [""] * (
                8 - len(cells)
            )
            start, end = parse(period)
            found.append(Observation(
                *plain, start, end, Decimal(value), status or series["status"] or "actual",
                date.fromisoformat(known_from) if known_from else None,
                date.fromisoformat(known_to) if known_to else None,
                series["provider"] or None, source or series["source"],
                note or series["note"] or None, series["currency"] or None,
            ))
        return found

    def find(self, entity: str, metric: str) -> Iterable[Observation]:
        """Every observation of an entity's metric."""
        return [row for id in self._ids.get((entity, metric), ()) for row in self._read(id)]

    def metrics_of(self, entity: str) -> Iterable[str]:
        """Metrics held for an entity."""
        return {metric for held, metric in self._ids if held == entity}

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Every (entity, metric) held."""
        return self._ids

    def sources(self) -> Iterable[SourceInfo]:
        """Sources with counts; a row's own source counts before that of its series."""
        return self._counted

    @cached_property
    def _counted(self) -> tuple[SourceInfo, ...]:
        series: dict[str, set[str]] = defaultdict(set)
        counts: dict[str, int] = defaultdict(int)
        for id, lines in self._lines.items():
            usual = self._series[id]["source"]
            for line in lines:
                cells = line.split(",", 7)
                source = (cells[6] if len(cells) > 6 else "") or usual
                counts[source] += 1
                series[source].add(id)
        return tuple(
            SourceInfo(
                id, row["title"], row["licence"], row["url"] or None, len(series[id]),
                counts[id], row["retrieved_at"] or None,
            )
            for id, row in sorted(self._sources.items())
        )

    def source(self, id: str) -> SourceInfo | None:
        """A source of the pack, without its counts."""
        row = self._sources.get(id)
        if row is None:
            return None
        return SourceInfo(
            id, row["title"], row["licence"], row["url"] or None, retrieved_at=row["retrieved_at"]
        )

    def aliases(self) -> Iterable[Alias]:
        """None: the pack is about the catalogue's entities, by its names."""
        return ()

    def releases(self) -> Iterable[Release]:
        """None: a row of the pack has the day of its release as ``known_from``."""
        return ()

    def newest(self) -> date | None:
        """The newest ``known_from`` held."""
        days = (
            cells[3]
            for lines in self._lines.values()
            for line in lines
            if len(cells := line.split(",", 4)) > 3
        )
        newest = max(days, default="")
        return date.fromisoformat(newest) if newest else None

    def digest(self) -> bytes:
        """sha256 over the files, by name."""
        digest = hashlib.sha256()
        for name in sorted(self._files):
            digest.update(f"{name}\0{self._files[name]}\0".encode())
        return digest.digest()
