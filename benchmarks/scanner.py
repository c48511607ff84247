"""Prints speed and growth of the number and period scanners, also on hostile input.

Run: python benchmarks/scanner.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from claimcheck import periods, quantities

# A third of the sentences hold figures, as in financial text.
SENTENCES = (
    "Revenue rose 12% to $5.2 billion in the third quarter of 2025, above the $5.0 billion seen. ",
    "Investors remained cautious while the central bank weighed how fast prices would cool. ",
    "The company said demand in its main markets had been steady throughout the period. ",
    "Earnings per share came to 33 cents, up from 28 cents a year earlier, on 1.2 million units. ",
    "Analysts have argued for months that margins cannot widen much further from here. ",
    "Management did not comment on the plans, which may still change before the vote. ",
)
HOSTILE = {
    "digits": "9",
    "9,": "9,",
    "brackets": "(",
    "9 space": "9 ",
    "9.": "9.",
    "9-": "9-",
    "$": "$",
    "direction marks": "\u200f",
    "and": "two and ",
    "million": "million ",
    "to 9%": "9% to ",
    "minus": "-",
    "spaces": " ",
    "Han one": "一",
    "Q3": "Q3 ",
    "2024-": "2024-",
    "(9": "(9",
    "letters": "a",
    "January": "January ",
    "the last": "the last ",
    "1 Jan": "1 January ",
}


def seconds(run: Callable[[str], object], text: str) -> float:
    """CPU seconds of one run."""
    begin = time.process_time()
    run(text)
    return time.process_time() - begin


def by_sentence(run: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: [run(part) for part in text.splitlines()]


def main() -> None:
    unit = "".join(SENTENCES)
    text = unit * (1_000_000 // len(unit))
    lines = "\n".join(SENTENCES) + "\n"
    split = lines * (1_000_000 // len(lines))
    scans: dict[str, Callable[[str], object]] = {
        "quantities alone": lambda part: quantities.scan(part, "en", ()),
        "quantities": quantities.scan,
        "periods": lambda part: periods.scan(part, "en", date(2026, 1, 20)),
    }
    for name, run in scans.items():
        run(unit)
        whole, twice = seconds(run, text[: len(text) // 2]), seconds(run, text)
        apart = seconds(by_sentence(run), split)
        print(
            f"{name}: {len(text) / twice / 1e6:.2f} M characters a CPU-second in one text, "
            f"{len(split) / apart / 1e6:.2f} a sentence; t(2n)/t(n) {twice / whole:.2f} (limit 2.3)"
        )
    for name, sign in HOSTILE.items():
        small, large = sign * (50_000 // len(sign)), sign * (100_000 // len(sign))
        row = []
        for language in ("en", "zh", "ar"):
            for run in (quantities.scan, periods.scan):
                begin = seconds(lambda part, run=run, iso=language: run(part, iso), small)
                end = seconds(lambda part, run=run, iso=language: run(part, iso), large)
                row.append(f"{end:.2f} s x{end / max(begin, 1e-4):.1f}")
        order = "en, zh, ar: quantities, periods"
        print(f"100 kB of {name!r}: {', '.join(row)}  ({order})")


if __name__ == "__main__":
    main()
