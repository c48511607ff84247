"""What each lane adds and costs, and whether stated, inferred and unsure mean something."""

from __future__ import annotations

import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from claimcheck import evaluate, lanes
from claimcheck.lexicon import entities
from claimcheck.pipeline import extract_text
from claimcheck.schema import Extraction
from claimcheck.score import wilson

SCORES = ("f1", "metric", "entity", "period", "direction", "modality", "forecast_f1")
PARTS = ("metric", "entity", "period")
# A claim without a period says nothing that could be sure: such are counted apart.
SURENESS = ("stated", "inferred", "unsure", "none")


class Timed:
    """An extractor of one lane that counts characters and seconds of this process's CPU."""

    def __init__(self, lane: str, model: str | None = None) -> None:
        self._extract = partial(extract_text, lane=lane, model=model)
        self.characters, self.seconds = 0, 0.0

    def __call__(self, text: str, **known: Any) -> Extraction:
        """The claims of a text."""
        started = time.process_time()
        found = self._extract(text, **known)
        self.seconds += time.process_time() - started
        self.characters += len(text)
        return found


def by_lane(
    path: str | Path, split: str | None = None, model: str | None = None
) -> dict[str, dict[str, float]]:
    """Scores of every lane on one corpus, with ``speed`` in characters per CPU-second.

    Lane ``full`` stands among them when a model folder is given.
    """
    # Word lists, weights and what matchers remember are filled before the clock runs.
    widest = partial(extract_text, lane=lanes.STANDARD, model=model)
    evaluate.evaluate(path, widest, split=split)
    found = {}
    for lane in lanes.LANES:
        if lane == lanes.FULL and model is None:
            continue
        extractor = Timed(lane, model if lane == lanes.FULL else None)
        scores = evaluate.evaluate(path, extractor, split=split)["overall"]
        found[lane] = {name: scores[name] for name in SCORES if name in scores}
        found[lane]["speed"] = round(extractor.characters / max(extractor.seconds, 1e-9))
    return found


def lanes_table(found: dict[str, dict[str, float]]) -> str:
    """The scores by lane as a text table; below each lane what it adds to the one before."""
    names = (*SCORES, "speed")
    lines = [f"{'lane':<12}" + "".join(f"{name:>13}" for name in names)]
    before: dict[str, float] = {}
    for lane, scores in found.items():
        cells = "".join(f"{scores.get(name, '-'):>13}" for name in names)
        lines.append(f"{lane:<12}{cells}")
        if before:
            added = "".join(
                f"{round(scores[name] - before[name], 1):>+13}" if name in before else f"{'-':>13}"
                for name in names
            )
            lines.append(f"{'  adds':<12}{added}")
        before = scores
    return "\n".join(lines) + "\n"


def calibration(
    path: str | Path, split: str | None = None, lane: str = lanes.DEFAULT
) -> dict[str, dict[str, tuple[int, int]]]:
    """By field and sureness, how many detected claims were right, and of how many."""
    extractor = partial(extract_text, lane=lane)
    catalogue = frozenset(entities())
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for item in evaluate.read_corpus(path):
        if split not in (None, item.split):
            continue
        extraction = extractor(
            item.text, title=item.title, published_at=item.published_at, lang=item.language
        )
        for claim, judged in evaluate.judged(item, extraction, catalogue):
            for name, good in judged:
                if name in PARTS:
                    given = name != "period" or claim.period.start or claim.period.end
                    key = name, getattr(claim.confidence, name) if given else "none"
                    asked[key] += 1
                    right[key] += good
    return {
        name: {sure: (right[name, sure], asked[name, sure]) for sure in SURENESS}
        for name in PARTS
    }


def calibration_table(found: dict[str, dict[str, tuple[int, int]]]) -> str:
    """The reliability of each field as a text table: share right with its 95% interval, and n."""
    lines = [f"{'':<10}" + "".join(f"{sure:>28}" for sure in SURENESS)]
    for name, row in found.items():
        cells = []
        for sure in SURENESS:
            right, asked = row[sure]
            low, high = wilson(right, asked) if asked else (0.0, 1.0)
            share = f"{100 * right / asked:.1f}" if asked else "-"
            cells.append(f"{f'{share} [{100 * low:.1f}, {100 * high:.1f}] of {asked}':>28}")
        lines.append(f"{name:<10}" + "".join(cells))
    return "\n".join(lines) + "\n"
