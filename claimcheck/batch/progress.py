"""A progress bar on a terminal, silence elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claimcheck import archives

_LINES = {".jsonl": 0, ".ndjson": 0, ".csv": 1, ".tsv": 1}  # lines that are no rows
_SINGLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf")


class Progress:
    """Counts documents; shows documents a second, failures and the time left when ``shown``.

    ``total`` is how many are expected; without it no time left is shown.
    """

    def __init__(self, *, shown: bool, total: int | None = None) -> None:
        self._bar: Any = None
        self._failed = 0
        if shown:
            try:
                from tqdm import tqdm
            except ImportError:
                return
            tqdm.monitor_interval = 0  # no thread beside us: workers are forked
            self._bar = tqdm(total=total, unit=" docs", smoothing=0.05, dynamic_ncols=True)

    def known(self) -> None:
        """One more document was done by an earlier run: it says nothing of this run's speed."""
        if self._bar is not None:
            self._bar.initial += 1
            self._bar.last_print_n += 1
            self._bar.n += 1

    def done(self) -> None:
        """One more document is judged."""
        if self._bar is not None:
            self._bar.update(1)

    def failed(self) -> None:
        """One more document failed."""
        self._failed += 1
        if self._bar is not None:
            self._bar.set_postfix(failed=self._failed, refresh=False)
            self._bar.update(1)

    def close(self) -> None:
        """Leaves the bar as it stands."""
        if self._bar is not None:
            self._bar.close()


def expected(inputs: Sequence[str]) -> int | None:
    """About how many documents inputs hold, None where only reading them would tell.

    Lines are counted, not rows: a quoted line break of CSV counts as a row.
    """
    counts = [_count(Path(name)) for name in inputs]
    return None if None in counts else sum(count for count in counts if count is not None)


def _count(path: Path) -> int | None:
    kind, packing = archives.endings(path.name)
    try:
        if path.is_dir():
            below = [_count(one) for one in path.rglob("*") if one.is_file()]
            return None if None in below else sum(count for count in below if count is not None)
        if packing or not path.is_file():
            return None
        if kind == ".parquet":
            import pyarrow.parquet as pq

            return int(pq.ParquetFile(path).metadata.num_rows)
        if kind in _LINES:
            return max(0, _lines(path) - _LINES[kind])
    except (OSError, ValueError, ImportError):
        return None
    return 1 if kind in _SINGLE else None


def _lines(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")
