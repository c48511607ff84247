"""What ``claimcheck data list | show | add`` say, as plain objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.errors import RowError, StoreError
from claimcheck.reference.pack import FOLDER
from claimcheck.reference.records import Observation
from claimcheck.reference.snapshot import Reference
from claimcheck.reference.spans import written
from claimcheck.schema import plain

if TYPE_CHECKING:
    from claimcheck.http import Client
    from claimcheck.sources import Pulled


def data_list(reference: Reference) -> dict[str, Any]:
    """Sources with licence and counts, totals, and the bytes that pack and store take on disk."""
    from claimcheck.reference.store import default_path

    sources = [
        {
            "id": info.id, "title": info.title, "licence": info.licence, "url": info.url,
            "series": info.series, "observations": info.observations,
        }
        for info in reference.sources()
    ]
    files = [*FOLDER.glob("*.csv"), default_path()]
    return {
        "sources": sources,
        "series": reference.count_series(),
        "observations": sum(info.observations for info in reference.sources()),
        "bytes": sum(path.stat().st_size for path in files if path.exists()),
    }


def data_show(reference: Reference, entity: str, metric: str | None = None) -> dict[str, Any]:
    """What is held about an entity (name, alias or id): its metrics, or one metric's values.

    Raises StoreError naming what there is.
    """
    from claimcheck.tables import read_metric

    try:
        entity = _entity(reference, entity)
        wanted = read_metric(metric)[0] if metric else None
    except ValueError as error:
        raise StoreError(f"data show: {error}") from None
    held = reference.metrics_of(entity)
    if not held or (wanted and wanted not in held):
        allowed = ", ".join(held) or "nothing"
        raise StoreError(
            f"data show: no {wanted or 'data'} for '{entity}'; held: {allowed}; "
            "add a table with `claimcheck data add`"
        )
    if wanted is None:
        return {"entity": entity, "metrics": list(held)}
    rows = reference.find(entity, wanted)
    return {"entity": entity, "metric": wanted, "observations": [shown(row) for row in rows]}


def shown(row: Observation) -> dict[str, Any]:
    """An observation as plain strings, in the columns of the contract."""
    return {
        "entity": row.entity, "metric": row.metric, "period": written(row.start, row.end),
        "value": plain(row.value), "unit": row.unit, "per": row.per,
        "basis": " ".join(row.basis),
        "known_from": row.known_from.isoformat() if row.known_from else None,
        "known_to": row.known_to.isoformat() if row.known_to else None,
        "status": row.status, "series": row.series, "provider": row.provider,
        "source": row.source, "note": row.note, "currency": row.currency,
    }


def data_sources() -> list[dict[str, Any]]:
    """What each source covers, its terms, whether it has vintages and what key it needs."""
    from claimcheck.sources import available

    return [
        {
            "id": name, "title": source.INFO.title, "covers": source.COVERS,
            "licence": source.INFO.licence, "url": source.INFO.url, "vintages": source.VINTAGES,
            "key": source.KEY, "usage": source.USAGE,
        }
        for name, source in available().items()
    ]


def data_pull(
    source: str, series: Iterable[str], store: str | Path | None = None,
    client: Client | None = None, base: str | None = None,
    progress: Callable[[Pulled], None] | None = None,
) -> list[Pulled]:
    """Adds series of a source to the user's store; answers are cached beside it for a day.

    Raises StoreError, ConfigError and FetchError, each in one line.
    """
    from claimcheck.http import Client
    from claimcheck.reference.store import Store, default_path
    from claimcheck.sources import pull

    path = Path(store or default_path())
    client = client or Client(cache=path.parent / "answers")
    with Store(path) as held:
        return pull(source, series, held, client, base, progress)


def data_export(
    reference: Reference, path: str | Path, entity: str | None = None, metric: str | None = None
) -> int:
    """Number of observations written to a CSV or Parquet file that ``--refs`` reads back.

    Raises StoreError when nothing is held under the names, InputError for another file ending.
    """
    from claimcheck.tables import export, read_metric

    try:
        entity = _entity(reference, entity) if entity else None
        metric = read_metric(metric)[0] if metric else None
    except ValueError as error:
        raise StoreError(f"data export: {error}") from None
    wanted = [
        (one, other) for one, other in reference.pairs()
        if entity in (None, one) and metric in (None, other)
    ]
    rows = [row for pair in wanted for row in reference.find(*pair)]
    if not rows:
        raise StoreError(f"data export: nothing held for {entity or 'any'} {metric or 'metric'}")
    return export(rows, path, reference.aliases(), reference.releases())


def _entity(reference: Reference, text: str) -> str:
    """Id of an entity: the user's own by any of its names, else one of the catalogue."""
    from claimcheck.tables import read_entity

    return reference.own_names.id_of(text) or read_entity(text)


def data_template() -> str:
    """A CSV table with every column and three rows to write over."""
    from claimcheck.tables import template

    return template()


def data_add(path: str | Path, store: str | Path | None = None) -> tuple[int, tuple[RowError, ...]]:
    """``(rows that were new, rows that could not be read)`` after adding a table to the store.

    Raises InputError when the table and StoreError when the store cannot be used.
    """
    from claimcheck.reference.store import Store, default_path
    from claimcheck.tables import read_table

    table = read_table(path)
    if not table.rows:
        return 0, table.errors
    with Store(store or default_path()) as held:
        new = held.add(table.rows, aliases=table.aliases, releases=table.releases)
        return new, table.errors
