"""The immutable snapshot that the judge reads: layers of observations behind one interface."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property
from typing import Protocol

from claimcheck.own_names import OwnNames
from claimcheck.reference.records import Observation, SourceInfo, as_of, sort_key
from claimcheck.reference.registry import Alias, Release
from claimcheck.schema import SourceRef


class Layer(Protocol):
    """One body of observations: the pack, a store file, or rows in memory."""

    def find(self, entity: str, metric: str) -> Iterable[Observation]:
        """Every observation of an entity's metric, in any order."""
        ...

    def metrics_of(self, entity: str) -> Iterable[str]:
        """Metrics held for an entity."""
        ...

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Every (entity, metric) held."""
        ...

    def sources(self) -> Iterable[SourceInfo]:
        """Sources with how much of each is held."""
        ...

    def source(self, id: str) -> SourceInfo | None:
        """A source without its counts; None when it has no record here."""
        ...

    def aliases(self) -> Iterable[Alias]:
        """Other names of entities."""
        ...

    def releases(self) -> Iterable[Release]:
        """When periods were first published."""
        ...

    def newest(self) -> date | None:
        """The newest ``known_from`` held."""
        ...

    def digest(self) -> bytes:
        """sha256 of the data."""
        ...


class Rows:
    """A layer over observations in memory."""

    def __init__(
        self, observations: Iterable[Observation], sources: Iterable[SourceInfo] = (),
        aliases: Iterable[Alias] = (), releases: Iterable[Release] = (),
    ) -> None:
        """Sorts the observations by entity and metric."""
        self._aliases = tuple(dict.fromkeys(aliases))
        self._releases = tuple(dict.fromkeys(releases))
        self._rows: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for row in observations:
            self._rows[row.entity, row.metric].append(row)
        self._sources = {source.id: source for source in sources}
        self._vintages: dict[tuple[str, date, date], list[Observation]] = {}

    def at(self, series: str, start: date, end: date, day: date | None) -> Observation | None:
        """The value of one series for one period as known on ``day`` (None: now).

        The first call sorts everything held, each one after it is a single look-up.
        """
        if not self._vintages:
            for row in sorted(self._all(), key=sort_key):
                self._vintages.setdefault(row.key, []).append(row)
        for row in reversed(self._vintages.get((series, start, end), ())):
            if day is None or row.known_from is None or row.known_from <= day:
                withdrawn = day is not None and row.known_to is not None and row.known_to <= day
                return None if withdrawn else row
        return None

    def _all(self) -> Iterable[Observation]:
        return (row for rows in self._rows.values() for row in rows)

    def find(self, entity: str, metric: str) -> Iterable[Observation]:
        """Every observation of an entity's metric."""
        return self._rows.get((entity, metric), ())

    def metrics_of(self, entity: str) -> Iterable[str]:
        """Metrics held for an entity."""
        return (metric for held, metric in self._rows if held == entity)

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Every (entity, metric) held."""
        return self._rows

    def sources(self) -> Iterable[SourceInfo]:
        """Sources with counts; a source that is only named by rows is described by its name."""
        series: dict[str, set[str]] = defaultdict(set)
        counts: dict[str, int] = defaultdict(int)
        for row in self._all():
            series[row.source].add(row.series)
            counts[row.source] += 1
        for id in sorted(counts.keys() | self._sources.keys()):
            info = self._sources.get(id) or described(id)
            yield SourceInfo(
                id, info.title, info.licence, info.url, len(series[id]), counts[id],
                info.retrieved_at, info.sha256,
            )

    def source(self, id: str) -> SourceInfo | None:
        """A source that came with the rows; None when it is only named by them."""
        return self._sources.get(id)

    def aliases(self) -> Iterable[Alias]:
        """Other names of entities, as they came with the rows."""
        return self._aliases

    def releases(self) -> Iterable[Release]:
        """When periods were first published, as it came with the rows."""
        return self._releases

    def newest(self) -> date | None:
        """The newest ``known_from`` held."""
        return max((row.known_from for row in self._all() if row.known_from), default=None)

    def digest(self) -> bytes:
        """The sum of the rows' hashes: the order they came in does not matter."""
        total = sum(
            int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big")
            for rows in (self._all(), self._aliases, self._releases) for row in rows
        )
        return (total % 2**256).to_bytes(32, "big")


def described(id: str) -> SourceInfo:
    """A source that has no record: ``Desk note <https://…>`` is a title with its address."""
    title, _, url = id.partition(" <")
    return SourceInfo(id, title, "own", url.removesuffix(">") or None)


class Reference:
    """An immutable body of reference data; every answer is ordered and the same each time.

    "Now" is the newest day anything held became known: never the clock.
    """

    def __init__(self, *layers: Layer) -> None:
        """Without layers it holds nothing; ``with_rows`` adds to it."""
        self._layers = layers
        self._found: dict[tuple[str, str], tuple[Observation, ...]] = {}
        self._periods: dict[tuple[str, str], dict[tuple[date, date], list[Observation]]] = {}

    @cached_property
    def now(self) -> date | None:
        """The newest day on which anything held became known."""
        days = (layer.newest() for layer in self._layers)
        return max((day for day in days if day is not None), default=None)

    @classmethod
    def default(cls) -> Reference:
        """The embedded pack and what the user added (a folder set by ``CLAIMCHECK_DATA``)."""
        return cls(*_default_layers())

    def with_rows(
        self, observations: Iterable[Observation], sources: Iterable[SourceInfo] = (),
        aliases: Iterable[Alias] = (), releases: Iterable[Release] = (),
    ) -> Reference:
        """A new snapshot with these rows beside what is held."""
        return Reference(*self._layers, Rows(observations, sources, aliases, releases))

    def with_layers(self, other: Reference) -> Reference:
        """A new snapshot that also holds what ``other`` holds."""
        return Reference(*self._layers, *other._layers)

    def find(self, entity: str, metric: str) -> tuple[Observation, ...]:
        """All bases, periods and vintages, ordered by (series, start, end, known_from)."""
        key = entity, metric
        found = self._found.get(key)
        if found is None:
            if key not in self._pairs:  # not kept: texts ask for far more pairs than there are
                return ()
            rows = [row for layer in self._layers for row in layer.find(entity, metric)]
            found = self._found[key] = tuple(sorted(rows, key=sort_key))
        return found

    def at(
        self, entity: str, metric: str, start: date, end: date, day: date | None = None
    ) -> tuple[Observation, ...]:
        """The values about exactly one period as known on ``day``, one for each series."""
        if not self.find(entity, metric):
            return ()
        periods = self._periods.get((entity, metric))
        if periods is None:
            periods = self._periods[entity, metric] = defaultdict(list)
            for row in self.find(entity, metric):
                periods[row.start, row.end].append(row)
        return as_of(periods.get((start, end), ()), day)

    def metrics_of(self, entity: str) -> tuple[str, ...]:
        """Metrics held for an entity, sorted."""
        return tuple(sorted({m for layer in self._layers for m in layer.metrics_of(entity)}))

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (entity, metric) held, sorted."""
        return tuple(sorted(self._pairs))

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset().union(*(layer.pairs() for layer in self._layers))

    @cached_property
    def own_names(self) -> OwnNames:
        """Entities outside the catalogue that rows are about, and other names of entities."""
        return OwnNames((entity for entity, _ in self.pairs()), self.aliases())

    def aliases(self) -> tuple[Alias, ...]:
        """Other names of entities, layer by layer."""
        return tuple(dict.fromkeys(one for layer in self._layers for one in layer.aliases()))

    def releases(self) -> dict[tuple[str, date, date], Release]:
        """When each period of a series was first published, where it is recorded."""
        return {one.key: one for layer in self._layers for one in layer.releases()}

    def count_series(self) -> int:
        """Number of series held."""
        return len({row.series for row in self.rows()})

    def rows(self) -> Iterable[Observation]:
        """Everything held, entity by entity."""
        return (row for pair in self.pairs() for row in self.find(*pair))

    def source(self, id: str) -> SourceRef:
        """The source of an observation; one without a record is described by its name."""
        held = (info for layer in self._layers if (info := layer.source(id)) is not None)
        info = next(held, None) or described(id)
        return SourceRef(
            id=info.id, title=info.title, url=info.url, retrieved_at=info.retrieved_at,
            sha256=info.sha256,
        )

    def sources(self) -> tuple[SourceInfo, ...]:
        """Every source held with its number of series and observations, by id."""
        merged: dict[str, SourceInfo] = {}
        for layer in self._layers:
            for info in layer.sources():
                held = merged.get(info.id)
                merged[info.id] = info if held is None else SourceInfo(
                    held.id, held.title, held.licence, held.url, held.series + info.series,
                    held.observations + info.observations, held.retrieved_at, held.sha256,
                )
        return tuple(merged[id] for id in sorted(merged))

    def fingerprint(self) -> str:
        """sha256 of the data, hexadecimal."""
        return self._sha256

    @cached_property
    def _sha256(self) -> str:
        digests = b"".join(layer.digest() for layer in self._layers)
        return hashlib.sha256(digests).hexdigest()


@cache
def _pack() -> Layer:
    from claimcheck.reference.pack import Pack

    return Pack.embedded()


def _default_layers() -> tuple[Layer, ...]:
    from claimcheck.reference.store import Stored, default_path

    path = default_path()
    return (_pack(), Stored(path)) if path.exists() else (_pack(),)
