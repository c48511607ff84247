"""Forecast or report, a sentence: weighted F1 of each lane on earnings calls and analysts' notes.

    PYTHONPATH=. python corpora/stance/score.py [--model DIR]

A sentence is a forecast when the first of its numbers that is a claim is one. Prints scores and
counts only: a mistake that is read is a mistake that is tuned on.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from claimcheck import lanes
from claimcheck.pipeline import extract_text

FOLDER = Path(__file__).parent
PUBLISHED = "2025-11-03"
LABELS = {"f": "forecast", "r": "reported"}


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """(label, text) of a file."""
    for line in path.read_text("utf-8").splitlines():
        letter, text = line.split("\t")
        yield LABELS[letter], text


def told(text: str, lane: str, model: str | None) -> str:
    """``forecast``, ``reported``, or ``none`` for a sentence without a claim."""
    claims = extract_text(text, published_at=PUBLISHED, lang="en", lane=lane, model=model).claims
    numbers = [claim for claim in claims if claim.quantity is not None]
    if not numbers:
        return "none"
    return "forecast" if numbers[0].modality in ("forecast", "conditional") else "reported"


def weighted_f1(pairs: list[tuple[str, str]]) -> float:
    """F1 of each label by its share of the (label, answer) pairs, in percent."""
    right = Counter(label for label, answer in pairs if label == answer)
    asked = Counter(label for label, _ in pairs)
    given = Counter(answer for _, answer in pairs)
    total = sum(2 * right[label] * n / (n + given[label]) for label, n in asked.items())
    return 100 * total / len(pairs)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a folder for lane full")
    options = parser.parse_args()
    for lane in lanes.LANES:
        model = options.model if lane == lanes.FULL else None
        if lane == lanes.FULL and model is None:
            continue
        for path in sorted(FOLDER.glob("*.tsv")):
            pairs = [(label, told(text, lane, model)) for label, text in sentences(path)]
            counts = ", ".join(f"{a} as {b}: {n}" for (a, b), n in sorted(Counter(pairs).items()))
            score = f"{len(pairs)} weighted F1 {weighted_f1(pairs):.1f}"
            print(f"{lane:<9} {path.stem:<6} {score}  {counts}")


if __name__ == "__main__":
    main()
