"""A linear classifier over hashed features, read from one file and scored without numpy.

Feature hashing: Weinberger et al. 2009, doi:10.1145/1553374.1553516. A feature is a string; its
crc32 modulo the number of rows is its row of weights, one signed byte a label. The score of a
label is the mean of its weights over the features, scaled back; probabilities are their softmax.
"""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import compress, crc32, decompress
from zlib import error as PackingError

from claimcheck.errors import ConfigError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of every hashed feature, row by row, with the labels of the columns.

    ``scale`` turns a byte back into a weight; ``meta`` holds what training noted.
    """

    labels: tuple[str, ...]
    rows: int
    scale: float
    bias: tuple[float, ...]
    weights: array[int]
    meta: dict[str, Any]

    def probabilities(self, features: Iterable[str]) -> list[float]:
        """The probability of each label, in the order of ``labels``."""
        rows = _rows(features, self.rows)
        width = len(self.labels)
        starts = [row * width for row in rows]
        picked = array("b", b"".join([self.weights[at : at + width] for at in starts]))
        sums = [sum(picked[label::width]) for label in range(width)]
        norm = self.scale / math.sqrt(len(rows) or 1)
        scores = [total * norm + bias for total, bias in zip(sums, self.bias, strict=True)]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]

    def total(self, features: Iterable[str]) -> float:
        """The weights of the first label summed over the features; candidates are ranked by it."""
        rows, width = _rows(features, self.rows), len(self.labels)
        if width > 1:
            rows = {row * width for row in rows}
        return self.scale * sum(map(self.weights.__getitem__, rows))

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The likeliest label and its probability."""
        chances = self.probabilities(features)
        top = max(range(len(chances)), key=chances.__getitem__)
        return self.labels[top], chances[top]


def hashed(features: Iterable[str], rows: int) -> list[int]:
    """The rows of the features, each once, in ascending order."""
    return sorted(_rows(features, rows))


def _rows(features: Iterable[str], rows: int) -> set[int]:
    return {crc32(name.encode("utf-8", "surrogatepass")) % rows for name in features}


def read(path: Path) -> Linear:
    """The classifier of a file. Raises ConfigError for one that is missing or not ours."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        meta = json.loads(head)
        if meta["format"] != FORMAT:
            raise ValueError(f"format {meta['format']}, this version reads {FORMAT}")
        weights = array("b", decompress(body))
        if len(weights) != meta["rows"] * len(meta["labels"]):
            raise ValueError("weights are cut off")
    except (OSError, ValueError, KeyError, PackingError) as error:
        raise ConfigError(
            f"cannot read the trained part {path.name}: {error}; reinstall claimcheck, run "
            "'make models', or use --lane fast"
        ) from error
    return Linear(
        labels=tuple(meta["labels"]),
        rows=meta["rows"],
        scale=meta["scale"],
        bias=tuple(meta["bias"]),
        weights=weights,
        meta=meta["meta"],
    )


def packed(
    labels: Sequence[str], scale: float, bias: Sequence[float], weights: array[int],
    meta: dict[str, Any],
) -> bytes:
    """The bytes that ``read`` takes: one line of JSON, then the weights, compressed."""
    head = {
        "format": FORMAT, "labels": list(labels), "rows": len(weights) // len(labels),
        "scale": scale, "bias": list(bias), "meta": meta,
    }
    line = json.dumps(head, ensure_ascii=False, sort_keys=True)
    return line.encode() + b"\n" + compress(weights.tobytes(), 9)
