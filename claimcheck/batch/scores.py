"""Scores over a feed, each with its counts: by document, author, source, entity, day, anything.

Definitions (``DEFINITIONS`` prints beside the figures):

- *claims*: rows of ``claims/`` that are not repeats inside one text (``same_as`` is null).
- *judged* n: claims with label supported, imprecise, contradicted or inconsistent.
- *support rate*: supported / n with its 95% Wilson interval; null below n = 3.
- *judged share*: n / claims; a low one means that the rate speaks of little.
- *forecast share*: claims told as a forecast / claims; forecasts count in n once they are resolved.
- *caveat share*: claims with at least one strong or moderate caveat / claims.

- *resolved*: forecasts whose time has come; those that came true are the supported of them.

There is no single trust score: a rate without its n, and without what was not judged, misleads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.batch import shards
from claimcheck.batch.duplicates import NAME as DUPLICATES
from claimcheck.batch.records import CLAIM_COLUMNS, DOCUMENT_COLUMNS, LABELS, Row
from claimcheck.errors import ConfigError, InputNotFound
from claimcheck.score import LEAST_N, wilson

if TYPE_CHECKING:
    from pandas import DataFrame

JUDGED = LABELS[:4]
# What scores are given by -> the column of a claim row.
GROUPS = {
    "document": "document", "author": "author", "source": "source", "entity": "entity",
    "day": "day", "metric": "metric", "language": "language", "attribution": "attribution",
}


class Counts:
    """Counts of one group of claims, fed row by row; memory does not grow with the rows."""

    __slots__ = ("caveats", "caveats_serious", "claims", "forecasts", "labels", "resolved")

    def __init__(self) -> None:
        self.claims = self.forecasts = self.resolved = self.caveats_serious = 0
        self.labels = dict.fromkeys(LABELS, 0)
        self.caveats: dict[str, int] = {}

    def add(self, row: Row) -> None:
        """Counts one claim row; a repeat inside its text counts nothing."""
        if row["same_as"] is not None:
            return
        self.claims += 1
        self.labels[row["label"]] += 1
        self.forecasts += row["modality"] == "forecast"
        self.resolved += row["forecast"] == "forecast_resolved"
        self.caveats_serious += bool({"strong", "moderate"} & set(row["caveat_strengths"]))
        for name in row["caveats"]:
            self.caveats[name] = self.caveats.get(name, 0) + 1

    def row(self) -> Row:
        """The scores by the definitions of this module."""
        n = sum(self.labels[label] for label in JUDGED)
        value = low = high = None
        if n >= LEAST_N:
            ends = wilson(self.labels["supported"], n)
            value = round(self.labels["supported"] / n, 4)
            low, high = round(ends[0], 4), round(ends[1], 4)
        return {
            "claims": self.claims,
            "judged": n,
            "support_rate": value,
            "support_low": low,
            "support_high": high,
            "judged_share": _share(n, self.claims),
            "forecasts": self.forecasts,
            "resolved": self.resolved,
            "forecast_share": _share(self.forecasts, self.claims),
            "caveat_share": _share(self.caveats_serious, self.claims),
            **self.labels,
            "caveat_mix": dict(sorted(self.caveats.items(), key=lambda kv: (-kv[1], kv[0]))),
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def scores(rows: Iterable[Row], by: str | Sequence[str]) -> list[Row]:
    """One row a group, in order of the group's value; claims without one are left out.

    Args:
        rows: claim rows, as ``shards.each(folder, "claims")`` gives them.
        by: one or several of ``GROUPS``.

    Raises:
        ConfigError: a group that does not exist.
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    for name in names:
        if name not in GROUPS:
            raise ConfigError(f"no scores by '{name}'; there are: {', '.join(GROUPS)}")
    found: dict[tuple[str, ...], Counts] = {}
    for row in rows:
        key = tuple(row[GROUPS[name]] for name in names)
        if None not in key:
            found.setdefault(key, Counts()).add(row)
    return [
        dict(zip(names, key, strict=True)) | found[key].row() for key in sorted(found)
    ]


def load(folder: Path | str) -> tuple[DataFrame, DataFrame]:
    """(documents, claims) of an output folder as DataFrames with stable columns.

    Of documents, ``duplicate_of`` is the id of the earlier document that one repeats, or None.

    Raises:
        InputNotFound: the folder holds no finished run.
    """
    import pandas as pd

    folder = Path(folder)
    if not (folder / "manifest.json").exists():
        raise InputNotFound(
            f"'{folder}' holds no finished run; make one with 'claimcheck batch --out {folder}'"
        )
    frames = [
        pd.DataFrame(list(shards.each(folder, table)), columns=list(columns))
        for table, columns in (("documents", DOCUMENT_COLUMNS), ("claims", CLAIM_COLUMNS))
    ]
    first = {row["position"]: row["duplicate_of"] for row in _repeats(folder)}
    frames[0]["duplicate_of"] = [first.get(position) for position in frames[0]["position"]]
    return frames[0], frames[1]


def _repeats(folder: Path) -> Iterator[Row]:
    with (folder / DUPLICATES).open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def timeline(
    folder: Path | str, by: str | None = None, every: str = "day"
) -> DataFrame:
    """Scores over time: one row a day, month or year (and group), in order.

    Raises:
        ConfigError: a step of time or a group that does not exist.
    """
    import pandas as pd

    lengths = {"day": 10, "month": 7, "year": 4}
    if every not in lengths:
        raise ConfigError(f"no time series by '{every}'; there are: {', '.join(lengths)}")
    rows = (
        row | {"day": row["day"][: lengths[every]]}
        for row in shards.each(Path(folder), "claims") if row["day"]
    )
    frame = pd.DataFrame(scores(rows, ("day", by) if by else ("day",)))
    if not len(frame):
        return frame
    frame["day"] = pd.to_datetime(frame["day"], format="ISO8601")
    return frame.set_index(["day", by] if by else "day")


def record(rows: Iterable[Row], forecaster: str) -> list[Row]:
    """A forecaster's forecasts, oldest first: what was said, for when, and what became of it.

    ``forecaster`` is matched against whom the text names, else against the author.
    """
    wanted = forecaster.casefold()
    told = [
        row for row in rows
        if row["modality"] == "forecast" and row["same_as"] is None
        and (row["attribution"] or row["author"] or "").casefold() == wanted
    ]
    fields = ("day", "document", "entity", "metric", "period_end", "quote", "forecast", "label",
              "now", "evidence_value", "evidence_unit", "reason")
    told.sort(key=lambda row: (row["day"] or "", row["position"], row["start"]))
    return [{name: row[name] for name in fields} for row in told]
