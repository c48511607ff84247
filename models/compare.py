"""Trains everything twice from the repository and compares it with what is shipped.

    PYTHONPATH=. python models/compare.py        # twice the time of ``make models``

Needs the extra ``train``. The trainings run with one thread and with two: sums of floating-point
numbers then come in another order, as they do with other versions of the libraries. Printed are
the minutes, whether the bytes are the same, and the scores of lane ``standard`` with each set of
weights. Ends with 1 when a score is farther from the shipped one than ``BAND`` points.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from unittest import mock

from claimcheck import evaluate, lanes
from claimcheck.evaluate_lanes import SCORES
from claimcheck.pipeline import extract_text
from claimcheck.trained import NAMES, WEIGHTS, load

ROOT = Path(__file__).parents[1]
# Points that a score may lie off the shipped one.
BAND = 0.3


def train(folder: Path, threads: int) -> float:
    """All weights into a folder. Minutes that it took."""
    known = os.environ | {"OMP_NUM_THREADS": str(threads), "PYTHONPATH": str(ROOT)}
    started = time.monotonic()
    for script in ("train.py", "rank.py"):
        command = [sys.executable, str(ROOT / "models" / script), "--to", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=known, cwd=ROOT)
    return (time.monotonic() - started) / 60


def scores(folder: Path, split: str) -> dict[str, float]:
    """The scores of lane ``standard`` with the weights of a folder."""
    with mock.patch.object(lanes, "adviser", return_value=load(folder)):
        extractor = partial(extract_text, lane=lanes.STANDARD)
        overall = evaluate.evaluate(ROOT / "corpora" / "claims", extractor, split=split)["overall"]
    return {name: overall[name] for name in SCORES}


def main() -> int:
    """Prints the comparison; 1 when a score left the band."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="tune", help="texts that are scored (default: tune)")
    options = parser.parse_args()
    shipped, worst = scores(WEIGHTS, options.split), 0.0
    print(f"{'':<12}{'same bytes':>12}{'minutes':>9}" + "".join(f"{n:>13}" for n in SCORES))
    print(f"{'shipped':<33}" + "".join(f"{shipped[n]:>13}" for n in SCORES), flush=True)
    for threads in (1, 2):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            minutes = train(folder, threads)
            pairs = [(folder / f"{part}.bin", WEIGHTS / f"{part}.bin") for part in NAMES]
            same = sum(own.read_bytes() == ours.read_bytes() for own, ours in pairs)
            found = scores(folder, options.split)
        worst = max(worst, *(abs(found[n] - shipped[n]) for n in SCORES))
        print(
            f"{f'{threads} threads':<12}{f'{same} of {len(NAMES)}':>12}{minutes:>9.1f}"
            + "".join(f"{found[n]:>13}" for n in SCORES), flush=True,
        )
    print(f"farthest from the shipped score: {worst:.1f} points (band {BAND})")
    return int(worst > BAND)


if __name__ == "__main__":
    raise SystemExit(main())
