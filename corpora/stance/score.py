"""Forecast or report, a sentence: weighted F1 of each lane on earnings calls and analysts' notes.

    PYTHONPATH=. python corpora/stance/score.py [--model DIR]

A sentence is a forecast when any of its numbers is one ("any"), or when the first that is a claim
is one or rests on a condition ("first"). Prints scores and counts only: a mistake that is read is a
mistake that is tuned on.
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
AHEAD = ("forecast", "conditional")


def sentences(path: Path) -> Iterator[tuple[str, str, str]]:
    """(label, language, text) of a file; two columns are English."""
    for line in path.read_text("utf-8").splitlines():
        letter, *lang, text = line.split("\t")
        yield LABELS[letter], lang[0] if lang else "en", text


def told(text: str, lang: str, lane: str, model: str | None) -> tuple[str, str]:
    """What any number of a sentence says, and what its first one says; "none" without a claim."""
    claims = extract_text(text, published_at=PUBLISHED, lang=lang, lane=lane, model=model).claims
    numbers = [claim.modality for claim in claims if claim.quantity is not None]
    if not numbers:
        return "none", "none"
    whole = "forecast" if "forecast" in numbers else "reported"
    return whole, "forecast" if numbers[0] in AHEAD else "reported"


def weighted_f1(pairs: list[tuple[str, str]]) -> float:
    """F1 of each label by its share of the (label, answer) pairs, in percent."""
    right = Counter(label for label, answer in pairs if label == answer)
    asked = Counter(label for label, _ in pairs)
    given = Counter(answer for _, answer in pairs)
    total = sum(2 * right[label] * n / (n + given[label]) for label, n in asked.items())
    return 100 * total / len(pairs)


def scores(path: Path, lane: str, model: str | None = None) -> dict[str, list[tuple[str, str]]]:
    """(label, answer) pairs of a file, by way of reading a sentence."""
    pairs: dict[str, list[tuple[str, str]]] = {"any": [], "first": []}
    for label, lang, text in sentences(path):
        for name, answer in zip(pairs, told(text, lang, lane, model), strict=True):
            pairs[name].append((label, answer))
    return pairs


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a folder for lane full")
    options = parser.parse_args()
    for lane in lanes.LANES:
        model = options.model if lane == lanes.FULL else None
        if lane == lanes.FULL and model is None:
            continue
        for path in sorted(FOLDER.rglob("*.tsv")):
            for name, pairs in scores(path, lane, model).items():
                counts = Counter(pairs).items()
                told_as = ", ".join(f"{a} as {b}: {n}" for (a, b), n in sorted(counts))
                file = path.relative_to(FOLDER).with_suffix("").as_posix()
                print(
                    f"{lane:<9} {file:<12} {name:<5} {len(pairs)} "
                    f"weighted F1 {weighted_f1(pairs):.1f}  {told_as}"
                )


if __name__ == "__main__":
    main()
