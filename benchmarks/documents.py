"""Prints how long claims against documents take, and how that grows with the table.

Run: python benchmarks/documents.py

CPU time, best of three: the claims of ``corpora/documents``, and one change in percent against
tables of more and more rows, the reading of the table and the judging apart. Growth is time a
row, relative to the smallest table: 1 is linear.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from claimcheck.documents import read
from claimcheck.pipeline import Checker
from claimcheck.schema import Page

CORPUS = Path(__file__).parents[1] / "corpora" / "documents"
ROWS = (100, 1_000, 10_000)
CLAIM = "Product number 7 sales rose 12.5% from 2024 to 2025."


def best(run: Callable[[], object]) -> float:
    """The shortest CPU time of three runs, in seconds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def corpus() -> tuple[int, float]:
    """How many claims the corpus has, and the time of all of them."""
    lines = (CORPUS / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    documents = {one["id"]: one["text"] for one in map(json.loads, lines)}
    lines = (CORPUS / "items.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    pages = [
        Page(text=one["text"], lang="en", evidence=(documents[one["document"]],)) for one in items
    ]
    checker = Checker()
    return len(pages), best(lambda: [checker.check(page) for page in pages])


def table(rows: int) -> str:
    """A table of two years with that many rows."""
    lines = ["Sales by product (in thousands)", "| Product | 2025 | 2024 |", "|---|---|---|"]
    lines += [f"| Product number {at} sales | {900 + at} | {800 + at} |" for at in range(rows)]
    return "\n".join(lines)


def main() -> None:
    """Prints the two tables."""
    count, taken = corpus()
    print(f"corpora/documents: {count} claims, {taken / count * 1000:.1f} ms a claim")
    first = (0.0, 0.0)
    for rows in ROWS:
        text = table(rows)
        reading = best(partial(read, [text])) / rows
        checker = Checker()
        page = Page(text=CLAIM, lang="en", evidence=(text,))
        whole = best(partial(checker.check, page)) / rows
        first = first if first[0] else (reading, whole)
        print(
            f"{rows:>7,} rows: reading {reading * rows * 1000:8.1f} ms, growth"
            f" {reading / first[0]:.2f}; with one claim {whole * rows * 1000:8.1f} ms, growth"
            f" {whole / first[1]:.2f}"
        )


if __name__ == "__main__":
    main()
