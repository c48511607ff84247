"""Prints how fast reference data is read: pack load, point look-ups as of a date.

    python benchmarks/reference.py [observations]

Limits (issue 5): the pack loads in under 50 ms; on a million observations a look-up takes under
50 us from the file and under 2 us from the snapshot.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from claimcheck.reference import Observation, Reference
from claimcheck.reference.pack import Pack
from claimcheck.reference.snapshot import Rows
from claimcheck.reference.spans import months
from claimcheck.reference.store import Store

VINTAGES, PERIODS = 5, 100


def synthetic(count: int) -> list[Observation]:
    """``count`` observations: series of 100 months with five vintages each."""
    rows = []
    for number in range(count):
        series, rest = divmod(number, PERIODS * VINTAGES)
        period, vintage = divmod(rest, VINTAGES)
        start, end = months(2015 + period // 12, period % 12 + 1, 1)
        known = end + timedelta(days=30 * (vintage + 1))
        rows.append(Observation(
            f"s{series}", f"e{series % 1000}", f"m{series // 1000}", (), "USD", None, start, end,
            Decimal(number), "actual", known, None, None, "bench",
        ))
    return rows


def timed(label: str, limit: float, look_up: Callable[[int], object], count: int) -> None:
    """Prints the mean time of ``count`` calls, best of three rounds, beside the limit."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for number in range(count):
            look_up(number)
        best = min(best, (time.perf_counter() - start) / count)
    verdict = "ok" if best * 1e6 < limit else "OVER"
    print(f"{label:44} {best * 1e6:10.2f} us   limit {limit:8.0f}   {verdict}")


def main(count: int) -> None:
    """Runs every measurement on a store of ``count`` observations."""
    timed("pack: load", 50_000, lambda _: Reference(Pack.embedded()), 3)
    reference = Reference(Pack.embedded())
    print(f"pack: {sum(info.observations for info in reference.sources())} observations")
    rows = synthetic(count)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.sqlite") as store:
        start = time.perf_counter()
        store.add(rows)
        print(f"store: {count} rows written in {time.perf_counter() - start:.1f} s")
        random.seed(7)
        asked = [random.choice(rows) for _ in range(5000)]
        day = date(2024, 1, 1)
        timed(
            "file: point look-up as of a day", 50,
            lambda n: store.at(asked[n].series, asked[n].start, asked[n].end, day), 5000,
        )
    snapshot = Rows(rows)
    snapshot.at(asked[0].series, asked[0].start, asked[0].end, day)
    timed(
        "snapshot: point look-up as of a day", 2,
        lambda n: snapshot.at(asked[n].series, asked[n].start, asked[n].end, day), 5000,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
