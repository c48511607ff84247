"""A linear classifier over hashed features, read from one file and scored without numpy.

Feature hashing: Weinberger et al. 2009, doi:10.1145/1553374.1553516. A feature is a string; its
crc32 modulo the number of rows is its row of weights, one signed byte a label. The score of a
label is the mean of its weights over the features, scaled back; probabilities are their softmax.
"""

from __future__ import annotations

import json
import math
import sys
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import compress, crc32, decompress
from zlib import error as PackingError

from claimcheck.errors import ConfigError

FORMAT = 1
# Of so few labels a row of weights is added as one number; bits for the sum of a label.
FEW, LANE = 8, 32


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
    lanes: list[int] = field(default_factory=list, repr=False, compare=False)

    def probabilities(self, codes: Iterable[int]) -> list[float]:
        """The probability of each label, in the order of ``labels``, for features by their code."""
        rows = {one % self.rows for one in codes}
        sums = self._sums(rows)
        norm = self.scale / math.sqrt(len(rows) or 1)
        scores = [total * norm + bias for total, bias in zip(sums, self.bias, strict=True)]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]

    def _sums(self, rows: Collection[int]) -> list[int]:
        """The weights of the rows summed by label."""
        width = len(self.labels)
        if width <= FEW:
            added = sum(map(_in_lanes(self).__getitem__, rows))
            away = 128 * len(rows)
            return [(added >> LANE * label & (1 << LANE) - 1) - away for label in range(width)]
        starts = [row * width for row in rows]
        picked = array("b", b"".join([self.weights[at : at + width] for at in starts]))
        return [sum(picked[label::width]) for label in range(width)]

    def total(self, codes: Iterable[int]) -> float:
        """The weights of the only label summed over features' codes; candidates rank by it."""
        weights, rows = self.weights, self.rows
        return self.scale * sum([weights[one % rows] for one in codes])

    def best(self, codes: Iterable[int]) -> tuple[str, float]:
        """The likeliest label and its probability."""
        chances = self.probabilities(codes)
        top = max(range(len(chances)), key=chances.__getitem__)
        return self.labels[top], chances[top]


@lru_cache(maxsize=1 << 15)
def code(name: str) -> int:
    """The crc32 of a feature; that of a longer name goes on from it."""
    return crc32(name.encode("utf-8", "surrogatepass"))


def hashed(codes: Iterable[int], rows: int) -> list[int]:
    """The rows of features by their code, each once, in ascending order."""
    return sorted({one % rows for one in codes})


def _in_lanes(part: Linear) -> list[int]:
    """The weights of each row as one number, a label a lane, so that one sum adds up all labels."""
    if not part.lanes:
        width, size = len(part.labels), LANE // 8
        wide = array("I", [weight + 128 for weight in part.weights])
        if sys.byteorder == "big":
            wide.byteswap()
        whole = wide.tobytes()
        step = width * size
        part.lanes.extend(
            int.from_bytes(whole[at : at + step], "little") for at in range(0, len(whole), step)
        )
    return part.lanes


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
