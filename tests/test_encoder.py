"""A transformer from a local folder: what it answers, and what is said of a folder that is none."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimcheck import lanes
from claimcheck.cli import cli
from claimcheck.errors import ConfigError
from claimcheck.pipeline import Checker, extract_text, rules_version
from claimcheck.trained import encoder

MODELS = Path(__file__).parent / "models"


def _onnx() -> None:
    pytest.importorskip("onnxruntime", reason="the extra onnx is not installed")
    pytest.importorskip("tokenizers", reason="the extra onnx is not installed")


def _copy(folder: Path, name: str = "tokens", **config: object) -> Path:
    """A model folder of one's own, with other values in its config."""
    made = folder / "model"
    shutil.copytree(MODELS / name, made)
    path = made / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | config), "utf-8")
    return made


def _said(text: str, model: Path) -> list[tuple[str, str]]:
    found = extract_text(text, lang="en", model=str(model)).claims
    return [(claim.quote, claim.modality) for claim in found]


@pytest.mark.parametrize(
    ("model", "text", "wanted"),
    [
        # Each number is asked at its own words ...
        ("tokens", "Sales of 5 percent, margin of 6 percent.", ["reported", "forecast"]),
        ("tokens", "Margin of 6 percent, sales of 5 percent.", ["forecast", "reported"]),
        ("tokens", "Sales of 7 percent.", ["reported"]),
        # ... or all numbers of a sentence have its one answer.
        ("sentence", "Sales of 5 percent, margin of 6 percent.", ["reported", "reported"]),
        ("sentence", "Sales was 6 percent, margin was 6 percent.", ["reported", "reported"]),
    ],
)
def test_a_number_is_meant_as_the_model_says(model, text, wanted):
    _onnx()
    assert [modality for _, modality in _said(text, MODELS / model)] == wanted


@pytest.mark.parametrize(
    "text",
    ["We expect sales of 5 percent.", "If sales rise 5 percent, we hire.", "Is a margin of 5 percent enough?"],
)
def test_a_model_never_overrules_a_cue(text):
    _onnx()
    fast = [(c.quote, c.modality) for c in extract_text(text, lang="en", lane="fast").claims]
    assert all(modality != "reported" for _, modality in fast)
    assert _said(text, MODELS / "tokens") == fast


@pytest.mark.parametrize(("least", "wanted"), [(0.5, "forecast"), (0.6, "forecast"), (0.99, "reported")])
def test_the_folder_says_how_sure_it_must_be(tmp_path, least, wanted):
    _onnx()
    # two tokens, "6" and "percent": means (0.5, 3), so a forecast by 0.924
    model = _copy(tmp_path, claimcheck_least=least)
    assert _said("Margin of 6 percent.", model)[0][1] == wanted


def test_chances_are_the_softmax_of_the_mean():
    _onnx()
    model = encoder.load(MODELS / "tokens")
    label, chance = model.best("a 6 b", 2, 3)
    assert (label, round(chance, 4)) == ("forecast", 0.9975)  # 1 / (1 + e^-6)
    label, chance = model.best("a 5 6", 2, 5)
    assert (label, round(chance, 4)) == ("forecast", 0.8176)  # (1.5, 3)


def test_a_number_behind_the_window_has_no_answer():
    _onnx()
    model = encoder.load(MODELS / "tokens")
    text = "a " * encoder.WINDOW + "6"
    assert model.best(text, len(text) - 1, len(text)) is None


def test_a_model_makes_the_lane_full_and_stands_in_the_provenance():
    _onnx()
    checker = Checker(model=MODELS / "tokens")
    assert (checker.lane, checker.model) == ("full", str(MODELS / "tokens"))
    version = rules_version(checker.lane, checker.model)
    assert version == f"{rules_version('standard')}+model-{encoder.digest(MODELS / 'tokens')}"
    assert version != rules_version("full", str(MODELS / "sentence"))
    assert checker.check(checker.page("Margin of 6 percent.")).provenance.rules == version
    assert pickle.loads(pickle.dumps(checker)) == checker


@pytest.mark.parametrize("verb", ["check", "extract"])
def test_verbs_take_a_model(tmp_path, verb):
    _onnx()
    page = tmp_path / "page.txt"
    page.write_text("Margin of 6 percent in sales.", "utf-8")
    done = CliRunner().invoke(
        cli, [verb, str(page), "--model", str(MODELS / "tokens"), "--format", "json", "--lang", "en"]
    )
    assert done.exit_code == 0, done.stderr
    assert [claim["modality"] for claim in json.loads(done.stdout)["claims"]] == ["forecast"]


def test_lane_full_without_a_model_names_the_remedy(tmp_path):
    with pytest.raises(ConfigError, match=r"'full' needs a model folder.*--model DIR.*--lane standard"):
        Checker(lane="full")
    done = CliRunner().invoke(cli, ["check", str(tmp_path), "--lane", "full"])
    assert isinstance(done.exception, ConfigError)  # main() turns it into one line and exit 2
    assert lanes.lane("full", "somewhere") == "full"


def _broken(folder: Path, name: str) -> Path:
    """A folder with one fault."""
    if name == "missing":
        return folder / "nowhere"
    if name == "file":
        (folder / "file").write_text("x")
        return folder / "file"
    if name == "empty":
        return folder
    labels = {
        "unnamed": {"0": "LABEL_0", "1": "LABEL_1"}, "twice": {"0": "forecast", "1": "forecast"},
        "one": {"0": "forecast"}, "listed": ["forecast"],
        "three": {"0": "reported", "1": "forecast", "2": "opinion"},
    }
    if name in labels:
        return _copy(folder, id2label=labels[name])
    if name == "least":
        return _copy(folder, claimcheck_least=7)
    made = _copy(folder)
    faults = {
        "config": ("config.json", b"{"), "array": ("config.json", b"[]"),
        "weights": ("model.onnx", None), "garbage": ("model.onnx", b"no model"),
        "tokenizer": ("tokenizer.json", None), "words": ("tokenizer.json", b"{}"),
        "pickle": ("model.onnx", None),
    }
    file, content = faults[name]
    (made / file).unlink()
    if content is not None:
        (made / file).write_bytes(content)
    if name == "pickle":
        (made / "pytorch_model.bin").write_bytes(b"x")
    return made


@pytest.mark.parametrize(
    ("fault", "words", "loads"),
    [
        ("missing", r"there is no folder.*config.json", False),
        ("file", r"there is no folder", False),
        ("empty", r"config.json is not there; give the folder that save_pretrained", False),
        ("config", r"config.json cannot be read", False),
        ("array", r"config.json holds a list, not an object", False),
        ("unnamed", r"id2label names label_0, label_1; write there.*reported, forecast", False),
        ("twice", r"id2label names forecast, forecast", False),
        ("one", r"id2label names forecast;", False),
        ("listed", r"id2label names nothing", False),
        ("weights", r"no weights there; looked for .*model.safetensors", False),
        ("pickle", r"no weights there.*pickles are not read", False),
        ("three", r"gives 2 scores, config.json names 3 labels", True),
        ("least", r"claimcheck_least is 7", True),
        ("garbage", r"model.onnx cannot be read", True),
        ("tokenizer", r"tokenizer.json is not there; save the tokenizer", True),
        ("words", r"tokenizer.json cannot be read", True),
    ],
)
def test_a_folder_that_is_no_model_is_one_line_with_its_remedy(tmp_path, fault, words, loads):
    if loads:
        _onnx()
    folder = _broken(tmp_path, fault)
    with pytest.raises(ConfigError, match=words) as caught:
        Checker(model=folder)
    assert "\n" not in str(caught.value)
    done = CliRunner().invoke(cli, ["extract", str(MODELS), "--model", str(folder)])
    assert isinstance(done.exception, ConfigError)


@pytest.mark.parametrize(
    ("hidden", "file", "extra"),
    [("onnxruntime", "model.onnx", "onnx"), ("transformers", "model.safetensors", "transformers")],
)
def test_a_missing_package_names_its_extra(tmp_path, monkeypatch, hidden, file, extra):
    folder = _copy(tmp_path)
    (folder / "model.onnx").rename(folder / file)
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=rf"{hidden}, which is not installed; pip install .*\[{extra}\]"):
        Checker(model=folder)


@pytest.mark.parametrize("kind", ["Token", "Sequence"])
def test_safetensors_are_read_where_torch_is(tmp_path, monkeypatch, kind):
    torch = pytest.importorskip("torch", reason="the extra transformers is not installed")
    transformers = pytest.importorskip("transformers", reason="the extra transformers is not installed")
    for switch in encoder._SWITCHES:
        monkeypatch.delenv(switch, raising=False)
    config = transformers.BertConfig(
        vocab_size=5, hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=8, id2label={0: "reported", 1: "forecast"},
    )
    net = getattr(transformers, f"BertFor{kind}Classification")(config)
    with torch.no_grad():  # whatever is read, the second label leads by five
        net.classifier.weight.zero_()
        net.classifier.bias.copy_(torch.tensor([0.0, 5.0]))
    net.save_pretrained(tmp_path)
    shutil.copy(MODELS / "tokens" / "tokenizer.json", tmp_path)
    label, chance = encoder.load(tmp_path).best("sales of 5 percent", 9, 10)
    assert (label, round(chance, 4)) == ("forecast", 0.9933)
    assert all(encoder.os.environ[switch] == "1" for switch in encoder._SWITCHES)
    assert _said("Sales of 5 percent.", tmp_path) == [("5 percent", "forecast")]


def test_a_model_is_a_path():
    with pytest.raises(ConfigError, match="model: 5 is not a path"):
        Checker(model=5)
