"""What ``claimcheck data list | show | add`` say, as plain objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimcheck.errors import RowError, StoreError
from claimcheck.reference.pack import FOLDER
from claimcheck.reference.records import Observation
from claimcheck.reference.snapshot import Reference
from claimcheck.reference.spans import written
from claimcheck.schema import plain


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
    from claimcheck.tables import read_entity, read_metric

    try:
        entity = read_entity(entity)
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


def data_add(path: str | Path, store: str | Path | None = None) -> tuple[int, tuple[RowError, ...]]:
    """``(rows that were new, rows that could not be read)`` after adding a table to the store.

    Raises InputError when the table and StoreError when the store cannot be used.
    """
    from claimcheck.reference.store import Store, default_path
    from claimcheck.tables import read_refs

    rows, errors = read_refs(path)
    if not rows:
        return 0, errors
    with Store(store or default_path()) as held:
        return held.add(rows), errors
