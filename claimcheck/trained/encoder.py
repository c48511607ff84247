"""A transformer that says how a number is meant, read from a folder on disk; nothing is fetched.

The folder is as Hugging Face lays it out: ``config.json`` whose ``id2label`` names modalities,
``tokenizer.json``, and the weights: an ``.onnx`` file (extra ``onnx``) or ``model.safetensors``
(extra ``transformers``). A model that labels tokens is asked at the tokens of the number; one that
labels sentences answers for every number of its sentence.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast, get_args

from claimcheck.errors import ConfigError
from claimcheck.extract.attach.found import Found, Memory, When
from claimcheck.extract.scene import Hit, Scene
from claimcheck.quantities import Mention
from claimcheck.schema import Modality
from claimcheck.trained import Adviser, Attached

CONFIG, TOKENS, TORCH = "config.json", "tokenizer.json", "model.safetensors"
# Where exporters put the file; one in eight bits is preferred, being the quicker.
ONNX = (
    "model_quantized.onnx", "model_int8.onnx", "model.onnx", "onnx/model_quantized.onnx",
    "onnx/model_int8.onnx", "onnx/model.onnx",
)
# Our key in config.json: below this probability the answer is not taken.
LEAST_KEY, LEAST = "claimcheck_least", 0.8
# Tokens of a sentence that are read, at most; a number behind them gets no answer.
WINDOW = 256
# What a model takes besides the tokens, where it has it: a mask of ones, kinds of nought.
_FILLED = {"attention_mask": 1, "token_type_ids": 0}
_SWITCHES = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE")
_KNOWN: tuple[Modality, ...] = get_args(Modality)

# The scores of each token of a sentence, or of the sentence alone.
Scores = Sequence[Sequence[float]]
Run = Callable[[list[int]], Scores]


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded model: from a sentence and a span to a modality with its probability."""

    labels: tuple[Modality, ...]
    least: float
    by_token: bool
    tokenizer: Any = field(repr=False)
    run: Run = field(repr=False)

    def best(self, text: str, start: int, end: int) -> tuple[Modality, float] | None:
        """The likeliest modality of the span, None where the model does not reach it."""
        offsets, rows = _scored(self, text)
        at = list(range(len(rows)))
        if self.by_token:
            at = [i for i in at if offsets[i][0] < end and start < offsets[i][1]]
        if not at:
            return None
        means = [sum(rows[i][k] for i in at) / len(at) for k in range(len(self.labels))]
        top = max(means)
        chance = 1 / sum(math.exp(mean - top) for mean in means)
        return self.labels[means.index(top)], chance


# All numbers of a sentence are asked one after the other; the model runs once.
@lru_cache(maxsize=64)
def _scored(encoder: Encoder, text: str) -> tuple[list[tuple[int, int]], Scores]:
    told = encoder.tokenizer.encode(text)
    rows = encoder.run(told.ids)
    return told.offsets, rows


@dataclass(frozen=True, slots=True)
class Encoded:
    """The adviser of lane ``full``: the encoder where it is sure, else ``below``."""

    encoder: Encoder
    below: Adviser

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """``rule``, or what the sentence says of a number that has no cue."""
        if rule != "reported":
            return rule
        found = self.encoder.best(scene.text, at.start, at.end)
        if found is not None and found[1] >= self.encoder.least:
            return found[0]
        return self.below.stance(scene, at, rule, when)

    def speaks_ahead(self, scene: Scene) -> bool:
        """What the lane below says."""
        return self.below.speaks_ahead(scene)

    def foretold(self, scene: Scene, at: Mention, when: When) -> float:
        """What the lane below says."""
        return self.below.foretold(scene, at, when)

    def metric(
        self, scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None
    ) -> Found:
        """What the lane below says."""
        return self.below.metric(scene, mention, rule, entity, movement)

    def attached(
        self, scene: Scene, mention: Mention, metric: Found, entity: Found, movement: Hit | None,
        memory: Memory,
    ) -> Attached:
        """What the lane below says."""
        return self.below.attached(scene, mention, metric, entity, movement, memory)


@cache
def load(folder: Path) -> Encoder:
    """The model of a folder. Raises ConfigError for one that is missing, or is no such model."""
    if not folder.is_dir():
        raise ConfigError(f"model: there is no folder '{folder}'; name one that holds {CONFIG}")
    config = _config(folder)
    labels = _labels(folder, config)
    weights = _weights(folder)
    run = _onnx(weights) if weights.suffix == ".onnx" else _torch(folder, config)
    tokenizer = _tokenizer(folder)
    least = config.get(LEAST_KEY, LEAST)
    if not (isinstance(least, int | float) and 0 <= least <= 1):
        raise _fault(folder, f"{LEAST_KEY} is {least!r}; it is a probability from 0 to 1")
    rows = run(tokenizer.encode("5 5").ids)
    if {len(row) for row in rows} != {len(labels)}:
        raise _fault(
            folder, f"the model gives {len(rows[0])} scores, {CONFIG} names {len(labels)} labels"
        )
    return Encoder(labels, least, len(rows) > 1, tokenizer, run)


@cache
def digest(folder: Path) -> str:
    """Eight hex digits of what a folder's answers depend on, for the provenance of a report."""
    told = hashlib.sha256()
    for path in (folder / CONFIG, folder / TOKENS, _weights(folder)):
        told.update(path.read_bytes())
    return told.hexdigest()[:8]


def _fault(folder: Path, problem: str) -> ConfigError:
    return ConfigError(f"model: {folder}: {problem}")


def _config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
    except FileNotFoundError:
        raise _fault(
            folder, f"{CONFIG} is not there; give the folder that save_pretrained() wrote"
        ) from None
    except (OSError, ValueError) as error:
        raise _fault(folder, f"{CONFIG} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(config, dict):
        raise _fault(folder, f"{CONFIG} holds a {type(config).__name__}, not an object")
    return config


def _labels(folder: Path, config: dict[str, Any]) -> tuple[Modality, ...]:
    named = config.get("id2label") or {}
    try:
        names = [str(named[key]).lower() for key in sorted(named, key=int)]
    except (TypeError, ValueError):  # a list, or keys that are no numbers
        names = []
    if len(names) < 2 or not set(names) <= set(_KNOWN) or len(set(names)) < len(names):
        raise _fault(
            folder,
            f"id2label names {', '.join(names) or 'nothing'}; write there what each score means, "
            f"out of: {', '.join(_KNOWN)}",
        )
    return cast(tuple[Modality, ...], tuple(names))


def _weights(folder: Path) -> Path:
    for name in (*ONNX, TORCH):
        if (folder / name).is_file():
            return folder / name
    raise _fault(
        folder, f"no weights there; looked for {', '.join((*ONNX, TORCH))} (pickles are not read)"
    )


def _need(package: str, extra: str, folder: Path) -> None:
    if find_spec(package) is None:
        raise _fault(
            folder,
            f"needs the package {package}, which is not installed; "
            f"pip install 'claimcheck-finance[{extra}]'",
        )


def _tokenizer(folder: Path) -> Any:
    if not (folder / TOKENS).is_file():
        raise _fault(
            folder, f"{TOKENS} is not there; save the tokenizer with AutoTokenizer"
            ".from_pretrained(DIR).save_pretrained(DIR)"
        )
    _need("tokenizers", "onnx", folder)
    from tokenizers import Tokenizer

    try:
        found = Tokenizer.from_file(str(folder / TOKENS))
    except Exception as error:  # the library raises bare Exception
        raise _fault(
            folder, f"{TOKENS} cannot be read: {' '.join(str(error).split())}"
        ) from error
    found.no_padding()
    found.enable_truncation(WINDOW)
    return found


def _onnx(path: Path) -> Run:
    _need("onnxruntime", "onnx", path.parent)
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread: a sentence is small, and batches run one process a core.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # its exceptions have no common base
        raise _fault(
            path.parent, f"{path.name} cannot be read: {' '.join(str(error).split())}"
        ) from error
    taken = [one.name for one in session.get_inputs()]
    unknown = set(taken) - {"input_ids", *_FILLED}
    if "input_ids" not in taken or unknown:
        raise _fault(
            path.parent,
            f"{path.name} takes {', '.join(taken)}; a classifier takes input_ids, attention_mask",
        )

    def run(ids: list[int]) -> Scores:
        told = numpy.array([ids], numpy.int64)
        given = {
            name: numpy.full_like(told, _FILLED[name]) if name in _FILLED else told
            for name in taken
        }
        return _rows(session.run(None, given)[0].tolist())

    return run


def _torch(folder: Path, config: dict[str, Any]) -> Run:
    for package in ("transformers", "torch"):
        _need(package, "transformers", folder)
    for switch in _SWITCHES:  # before the import: the libraries read them once
        os.environ[switch] = "1"
    import torch
    import transformers

    kind = " ".join(config.get("architectures") or ())
    family = (
        transformers.AutoModelForTokenClassification if "TokenClassification" in kind
        else transformers.AutoModelForSequenceClassification
    )
    try:
        model = family.from_pretrained(
            str(folder), local_files_only=True, use_safetensors=True, trust_remote_code=False
        ).eval()
    except Exception as error:  # whatever the library makes of the files
        raise _fault(
            folder, f"{TORCH} cannot be read: {' '.join(str(error).split())}"
        ) from error

    def run(ids: list[int]) -> Scores:
        with torch.inference_mode():
            return _rows(model(input_ids=torch.tensor([ids])).logits.tolist())

    return run


def _rows(scores: Any) -> Scores:
    """One row a token, or the one row of a sentence; the batch of one is taken off."""
    return cast(Scores, scores[0] if isinstance(scores[0][0], list) else scores)
