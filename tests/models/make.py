"""Writes the tiny models beside this file, by which the tests load real folders.

    python tests/models/make.py        # needs the packages onnx and tokenizers

A model is one table, a row of scores a word: "will" and "hope" speak for a forecast, "was" for a
report. ``tokens`` scores each word, ``sentence`` the mean of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

HERE = Path(__file__).parent
LABELS = ("reported", "forecast")
WORDS = {"[UNK]": (1, 0), "5": (3, 0), "6": (0, 6), "will": (0, 40), "was": (40, 0)}


def model(by_token: bool) -> onnx.ModelProto:
    """The table as a graph of one or two steps."""
    table = np.array(list(WORDS.values()), np.float32)
    steps = [helper.make_node("Gather", ["table", "input_ids"], ["rows"])]
    shape = ["batch", "length", len(LABELS)]
    if by_token:
        steps.append(helper.make_node("Identity", ["rows"], ["logits"]))
    else:
        steps.append(helper.make_node("ReduceMean", ["rows", "axes"], ["logits"], keepdims=0))
        shape = ["batch", len(LABELS)]
    graph = helper.make_graph(
        steps, "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(table, "table"),
         numpy_helper.from_array(np.array([1], np.int64), "axes")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def main() -> None:
    """Writes both folders."""
    for name, by_token in (("tokens", True), ("sentence", False)):
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        onnx.save(model(by_token), folder / "model.onnx")
        tokenizer = Tokenizer(
            models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]")
        )
        tokenizer.normalizer = normalizers.Lowercase()
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        tokenizer.save(str(folder / "tokenizer.json"))
        config = {"id2label": {str(i): label for i, label in enumerate(LABELS)}}
        (folder / "config.json").write_text(json.dumps(config) + "\n")


if __name__ == "__main__":
    main()
