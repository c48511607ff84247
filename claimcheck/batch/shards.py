"""Shards of rows: written aside, synced, moved in place; the same rows give the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimcheck.batch.records import CLAIM_COLUMNS, DOCUMENT_COLUMNS, Row, cells
from claimcheck.errors import ConfigError, StoreError

FORMATS = ("parquet", "jsonl")
_BLOCK = 2000  # rows; of dense posts a shard has 17,500 claims, some 80 MB as Python objects
TABLES = {"documents": DOCUMENT_COLUMNS, "claims": CLAIM_COLUMNS}


@dataclass(frozen=True, slots=True)
class Encoded:
    """One table of a shard as the bytes of its file, with what the manifest says of it."""

    rows: int
    data: bytes
    sha256: str


def check_format(name: str) -> None:
    """Raises ConfigError for a format that cannot be written here."""
    if name not in FORMATS:
        raise ConfigError(f"no shard format '{name}'; there are: {', '.join(FORMATS)}")
    if name == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError as error:
            raise ConfigError(
                "Parquet shards need pyarrow; install claimcheck-finance[batch], or use "
                "--shard-format jsonl"
            ) from error


def path(folder: Path, table: str, number: int, format: str) -> Path:
    """Where a shard lies."""
    return folder / table / f"part-{number:06d}.{format}"


def encode(format: str, packed: Iterable[bytes]) -> dict[str, Encoded]:
    """The files of one shard, by table, of packed outcomes in the order of the feed.

    A function of its arguments alone: any process may run it.
    """
    makers = {table: _MAKERS[format](columns) for table, columns in TABLES.items()}
    for data in packed:
        document, claims = cells(data)
        makers["documents"].add([document])
        makers["claims"].add(claims)
    return {table: maker.encoded() for table, maker in makers.items()}


def encode_rows(format: str, rows: dict[str, list[Row]]) -> dict[str, Encoded]:
    """The files of one shard, by table, of the rows of each table."""
    made = {}
    for table, columns in TABLES.items():
        maker = _MAKERS[format](columns)
        maker.add([[row[name] for name in columns] for row in rows[table]])
        made[table] = maker.encoded()
    return made


class _Maker(ABC):
    """Turns the cells of rows into the bytes of a file, block by block.

    Blocks end at the same rows however the rows come, so that the bytes depend on the rows alone;
    and no more than a block is held as Python objects.
    """

    def __init__(self, columns: dict[str, str]) -> None:
        self.columns = columns
        self._rows: list[list[Any]] = []
        self._count = 0

    def add(self, rows: list[list[Any]]) -> None:
        """Takes rows as lists of cells in the order of the columns."""
        self._rows.extend(rows)
        while len(self._rows) >= _BLOCK:
            self._take(self._rows[:_BLOCK])
            del self._rows[:_BLOCK]
        self._count += len(rows)

    def encoded(self) -> Encoded:
        """The file of everything taken."""
        self._take(self._rows)
        self._rows = []
        data = self._bytes()
        return Encoded(self._count, data, hashlib.sha256(data).hexdigest())

    @abstractmethod
    def _take(self, rows: list[list[Any]]) -> None:
        """Keeps a block, encoded."""

    @abstractmethod
    def _bytes(self) -> bytes:
        """The file of every block."""


class _Parquet(_Maker):
    def __init__(self, columns: dict[str, str]) -> None:
        super().__init__(columns)
        self._schema = _schema(columns)
        self._blocks: list[Any] = []

    def _take(self, rows: list[list[Any]]) -> None:
        import pyarrow as pa

        arrays = [pa.array([row[at] for row in rows], type=field.type)
                  for at, field in enumerate(self._schema)]
        self._blocks.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))

    def _bytes(self) -> bytes:
        import pyarrow as pa
        import pyarrow.parquet as pq

        out = io.BytesIO()
        table = pa.Table.from_batches(self._blocks, schema=self._schema)
        pq.write_table(table, out, compression="zstd", row_group_size=1 << 20)
        return out.getvalue()


class _JsonLines(_Maker):
    def __init__(self, columns: dict[str, str]) -> None:
        super().__init__(columns)
        self._lines = io.BytesIO()

    def _take(self, rows: list[list[Any]]) -> None:
        for row in rows:
            named = dict(zip(self.columns, row, strict=True))
            self._lines.write(json.dumps(named, ensure_ascii=False).encode() + b"\n")

    def _bytes(self) -> bytes:
        return self._lines.getvalue()


_MAKERS: dict[str, type[_Maker]] = {"parquet": _Parquet, "jsonl": _JsonLines}


def write(folder: Path, number: int, format: str, shard: dict[str, Encoded]) -> dict[str, Any]:
    """Writes one shard of each table; their row counts, sizes and sha256."""
    for table, one in shard.items():
        place(path(folder, table, number, format), one.data)
    return {
        table: {"rows": one.rows, "bytes": len(one.data), "sha256": one.sha256}
        for table, one in shard.items()
    }


@dataclass(frozen=True, slots=True)
class Lines:
    """A file of lines: how many there are, and their sha256."""

    count: int
    sha256: str


def lines(source: Path) -> Lines:
    """What a file of lines holds, read block by block."""
    count, digest = 0, hashlib.sha256()
    with source.open("rb") as stream:
        while block := stream.read(1 << 20):
            count += block.count(b"\n")
            digest.update(block)
    return Lines(count, digest.hexdigest())


def place(target: Path, data: bytes | Iterable[bytes]) -> None:
    """Puts a file in place whole and lasting: a reader, or a crash, never meets half of it."""
    parts = (data,) if isinstance(data, bytes) else data
    draft = target.with_name(f".{target.name}.draft")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise StoreError(
            f"'{target}' cannot be written ({error.strerror or error}); make room or mend its "
            "permissions, then run the same command again: it resumes"
        ) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _schema(columns: dict[str, str]) -> Any:
    import pyarrow as pa

    kinds = {
        "string": pa.string(), "int": pa.int64(), "float": pa.float64(),
        "list": pa.list_(pa.string()),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])


def read(
    folder: Path, table: str, number: int, format: str, columns: Sequence[str] | None = None
) -> list[Row]:
    """The rows of one shard; of Parquet with these columns alone."""
    source = path(folder, table, number, format)
    try:
        if format == "jsonl":
            return [json.loads(line) for line in source.read_bytes().split(b"\n") if line]
        import pyarrow.parquet as pq

        found = pq.ParquetFile(source).read(columns, use_threads=False)
        rows: list[Row] = found.to_pylist()
    except (OSError, ValueError) as error:
        raise StoreError(
            f"shard '{source}' cannot be read ({error}); use --restart to make it again"
        ) from error
    return rows


def each(folder: Path, table: str, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """Every row of a table of an output folder, in the order of the feed.

    ``columns`` are those that are needed: the others may be left out.
    """
    for source in sorted((folder / table).glob("part-*")):
        number, format = int(source.stem.removeprefix("part-")), source.suffix[1:]
        yield from read(folder, table, number, format, columns)


def matches(folder: Path, number: int, format: str, facts: dict[str, Any]) -> bool:
    """Whether a recorded shard is still in place with its size."""
    for table in TABLES:
        source = path(folder, table, number, format)
        try:
            if source.stat().st_size != facts[table]["bytes"]:
                return False
        except OSError:
            return False
    return True


def sweep(folder: Path, keep: set[int], format: str) -> None:
    """Removes shards that the feed no longer has, and drafts of a run that was cut off."""
    for table in TABLES:
        names = {path(folder, table, number, format).name for number in keep}
        for pattern in ("part-*", ".part-*.draft"):
            for found in (folder / table).glob(pattern):
                if found.name not in names:
                    found.unlink()
