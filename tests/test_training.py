"""The generator of sentences to train on: slots, labels, splits, the same bytes again."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "corpora" / "training"
LANGUAGES = {"ar", "de", "en", "es", "fr", "ja", "pt", "ru", "tr", "zh"}


@pytest.fixture(scope="module")
def made() -> ModuleType:
    import sys

    spec = importlib.util.spec_from_file_location("training_generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(made) -> list[dict]:
    return list(made.generate(each=2))


def test_every_template_fills_and_every_span_is_its_words(made, rows):
    known = {"value", "metric", "entity", "period", "baseline", "source", "cue"}
    for row in rows:
        assert not set("{}[]|#") & set(row["text"]), row["text"]
        at = 0
        for span in row["spans"]:
            assert span["role"] in known
            assert at <= span["start"] < span["end"] <= len(row["text"])
            at = span["end"]
        told = [(s["start"], s["end"]) for s in row["spans"] if s["role"] in made.NUMBERS]
        assert told == [(n["start"], n["end"]) for n in row["numbers"]] != []
    assert {row["lang"] for row in rows} == LANGUAGES
    assert {n["modality"] for row in rows for n in row["numbers"]} == set(made.MODALITIES.values())


def test_the_same_seed_gives_the_same_rows_and_another_others(made, rows):
    assert list(made.generate(each=2)) == rows
    assert list(made.generate(each=2, seed=2)) != rows
    assert len({row["text"] for row in rows}) == len(rows)


def test_a_family_is_of_one_split(rows):
    splits = {}
    for row in rows:
        assert splits.setdefault(row["family"], row["split"]) == row["split"]
    assert 0.1 < list(splits.values()).count("dev") / len(splits) < 0.4


@pytest.mark.parametrize(
    ("template", "role", "modality"),
    [
        ("{value:pct/r} up", "value", "reported"),
        ("from {baseline:money/f}", "baseline", "forecast"),
        ("[at|near] {value:eps/q}?", "value", "question"),
    ],
)
def test_a_slot_says_role_and_modality(made, template, role, modality):
    family = next(f for f in made.families() if f.lang == "en")
    row = made.sentence(family, template, random.Random(3))
    assert [(s["role"]) for s in row["spans"]] == [role]
    assert [n["modality"] for n in row["numbers"]] == [modality]


def test_an_unknown_slot_is_named(made):
    family = next(f for f in made.families() if f.lang == "en")
    with pytest.raises(KeyError, match="'colour' is no role"):
        made.sentence(family, "a {colour} one", random.Random(1))


@pytest.mark.parametrize("form", ["#.##", "##", "#,#", "### x"])
def test_a_figure_keeps_its_form(made, form):
    for seed in range(20):
        text = made.figure(form, random.Random(seed))
        assert len(text) == len(form)
        assert [c.isdigit() for c in text] == [c == "#" for c in form]
        assert text[0] != "0"


@pytest.mark.parametrize("name", ["calls", "notes"])
def test_the_stance_corpus_is_whole(name):
    lines = (FOLDER.parent / "stance" / f"{name}.tsv").read_text("utf-8").splitlines()
    labels = [line.split("\t")[0] for line in lines]
    assert (len(lines), labels.count("f"), labels.count("r")) == (120, 60, 60)
    assert len({line.split("\t")[1] for line in lines}) == 120


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([("forecast", "forecast"), ("reported", "reported")], 100.0),
        ([("forecast", "reported"), ("reported", "forecast")], 0.0),
        ([("forecast", "forecast"), ("forecast", "reported"), ("reported", "reported")], 66.7),
        ([("forecast", "none"), ("reported", "reported")], 50.0),
    ],
)
def test_weighted_f1_of_stance(pairs, wanted):
    spec = importlib.util.spec_from_file_location("stance_score", FOLDER.parent / "stance" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert round(module.weighted_f1(pairs), 1) == wanted
