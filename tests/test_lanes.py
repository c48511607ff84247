"""Lanes: the option everywhere, the trained parts, the tables of what they add."""

from __future__ import annotations

import json
from array import array
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimcheck.cli import cli
from claimcheck.errors import ConfigError
from claimcheck.evaluate_lanes import by_lane, calibration, calibration_table, lanes_table
from claimcheck.extract import extract
from claimcheck.extract.attach.found import Found
from claimcheck.pipeline import Checker, extract_text, rules_version
from claimcheck.score import wilson
from claimcheck.segment import sentences
from claimcheck.trained import NAMES, WEIGHTS, Trained, load, ranking
from claimcheck.trained.linear import code, hashed, packed, read
from claimcheck.trained.ranking import Candidate

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "claims"


def _small(folder: Path, least: float = 0.5) -> Path:
    """A classifier of two labels and four rows whose answers can be worked out by hand."""
    path = folder / "small.bin"
    weights = array("b", [100, 0, 0, 100, 0, 0, 0, 0])
    path.write_bytes(packed(["yes", "no"], 0.01, [0.0, 0.0], weights, {"least": least}))
    return path


def _feature(row: int) -> int:
    return next(code(str(n)) for n in range(1000) if hashed([code(str(n))], 4) == [row])


@pytest.mark.parametrize(
    ("rows", "label", "chance"),
    [
        ((0,), "yes", 0.7311),  # 1 / (1 + e^-1)
        ((1,), "no", 0.7311),
        ((0, 1), "yes", 0.5),
        ((0, 2), "yes", 0.6698),  # the same weight over the root of two features
        ((2,), "yes", 0.5),
        ((), "yes", 0.5),
    ],
)
def test_a_score_is_the_sum_of_weights_over_the_root_of_the_features(
    tmp_path, rows, label, chance
):
    found = read(_small(tmp_path)).best(_feature(row) for row in rows)
    assert found[0] == label
    assert round(found[1], 4) == chance


def test_a_feature_counts_once(tmp_path):
    part = read(_small(tmp_path))
    assert part.best([_feature(0)] * 5) == part.best([_feature(0)])


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\n", b"{}\n", b'{"format": 9}\n', b'{"format": 1, "rows": 4, "labels": ["a"]}\nxx'],
)
def test_a_broken_file_is_one_line_with_its_remedy(tmp_path, content):
    path = tmp_path / "modality.bin"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"modality.bin.*--lane fast") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_cut_off_weights_are_named(tmp_path):
    path = _small(tmp_path)
    head, _, _ = path.read_bytes().partition(b"\n")
    from zlib import compress

    path.write_bytes(head + b"\n" + compress(b"\0\0"))
    with pytest.raises(ConfigError, match="cut off"):
        read(path)


def test_a_missing_part_is_named_with_its_remedy(tmp_path):
    with pytest.raises(ConfigError, match=r"modality.bin.*make models.*--lane fast"):
        load(tmp_path)


def test_the_shipped_parts_are_those_of_the_card():
    import hashlib

    card = (Path(__file__).resolve().parents[1] / "models" / "README.md").read_text("utf-8")
    for name in NAMES:
        digest = hashlib.sha256((WEIGHTS / f"{name}.bin").read_bytes()).hexdigest()
        assert digest in card, f"{name}.bin is not the one of models/README.md"


def test_an_unknown_lane_names_the_known():
    with pytest.raises(ConfigError, match=r"'slow' is not known; there are: fast, standard"):
        Checker(lane="slow")


@pytest.mark.parametrize(("lane", "added"), [("fast", ""), ("standard", "+linear-14")])
def test_a_report_says_which_weights_it_was_made_with(lane, added):
    assert rules_version(lane) == rules_version() + added


@pytest.mark.parametrize("verb", ["check", "extract"])
@pytest.mark.parametrize("lane", ["fast", "standard"])
def test_verbs_take_a_lane(tmp_path, verb, lane):
    page = tmp_path / "page.txt"
    page.write_text("Apple's revenue rose 5% to $94bn in 2024.", encoding="utf-8")
    done = CliRunner().invoke(cli, [verb, str(page), "--lane", lane, "--format", "json"])
    assert done.exit_code == 0
    claims = json.loads(done.stdout)["claims"]
    assert [claim["metric"] for claim in claims] == ["revenue_growth", "revenue"]


def test_a_feed_is_fast_and_a_text_is_not():
    def default(verb: str) -> object:
        return next(p.default for p in cli.commands[verb].params if p.name == "lane")

    assert default("batch") == "fast"
    assert default("check") == default("extract") == Checker().lane == "standard"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Revenue was expected to reach $5bn."),
        ("en", "Is revenue of $5bn enough?"),
        ("de", "Der Umsatz stieg um 5 Prozent auf 2 Milliarden Euro."),
        ("fr", "Le chiffre d'affaires a progressé de 5 %."),
        ("ja", "売上高は5%増えた。"),
    ],
)
def test_trained_parts_never_overrule_a_cue_or_a_name(lang, text):
    fast, standard = (extract_text(text, lang=lang, lane=lane).claims for lane in ("fast", "standard"))
    for before, after in zip(fast, standard, strict=True):
        if before.modality != "reported":
            assert after.modality == before.modality
        if before.metric != "other":
            assert after.metric == before.metric


def test_a_learned_metric_is_unsure():
    items = (json.loads(line) for line in (CORPUS / "en.jsonl").read_text("utf-8").splitlines())
    texts = [item["text"] for item in items if item["split"] == "tune"][:150]
    learned = 0
    for text in texts:
        fast, standard = (extract_text(text, lang="en", lane=lane).claims for lane in ("fast", "standard"))
        assert len(fast) == len(standard)
        for before, after in zip(fast, standard, strict=True):
            if before.metric == "other" != after.metric:
                learned += 1
                assert after.confidence.metric == "unsure"
    assert learned >= 3


@pytest.mark.parametrize(
    ("rule", "other", "value", "most"),
    [
        (0, 0, "revenue", "unsure"),  # one in two
        (100, 0, "revenue", "unsure"),  # e / (e + 1) = 0.73
        (100, -20, "revenue", "inferred"),  # 0.77
        (100, -120, "revenue", "stated"),  # 0.90
        (0, 50, "revenue", "unsure"),  # likelier, but not by the margin
        (0, 51, "net_income", "unsure"),
        (-100, 100, "net_income", "unsure"),
    ],
)
def test_another_candidate_is_taken_by_the_margin_alone(tmp_path, rule, other, value, most):
    margins = {"stated": 0.5, "inferred": 9.0, "unsure": 9.0}
    meta = {"margins": margins, "stated": 0.9, "inferred": 0.75, "empties": False}
    weights = array("b", [rule, other, 0, 0])
    (tmp_path / "which.bin").write_bytes(packed(["right"], 0.01, [0.0], weights, meta))
    told = [
        Candidate("net_income", "profit", {_feature(1)}),
        Candidate("revenue", "sales", {_feature(0)}, by_rule=True),
    ]
    kept = Found("revenue", "sales", "stated", 3.0)
    found, sure = Trained(tmp_path)._chosen("which", told, kept)
    assert (found.value, sure) == (value, most)
    assert found == kept or found == Found("net_income", "profit", "unsure", 3.0)


@pytest.mark.parametrize(
    ("text", "quote", "metrics", "named"),
    [
        ("Apple's revenue rose 5% in 2024.", "5%", {"revenue_growth", None}, {"apple", "united-states"}),
        ("Net income was $3bn and revenue $9bn at Microsoft.", "$9bn", {"net_income", "revenue", None},
         {"microsoft"}),
    ],
)
def test_all_that_a_number_may_be_about_is_ranked(text, quote, metrics, named):
    seen = {}

    class Noting(Trained):
        def attached(self, scene, mention, metric, entity, movement, memory):
            told = (
                ranking.of_metric(
                    scene, mention, metric, entity, movement, memory, {"currency None": ["price"]}
                ),
                ranking.of_entity(scene, mention, entity, metric, memory),
            )
            seen[scene.text[mention.start : mention.end]] = told
            return super().attached(scene, mention, metric, entity, movement, memory)

    article = Checker().clean(Checker().page(text))
    extract(article, sentences(article), None, Noting())
    which, who = seen[quote]
    assert metrics <= {one.value for one in which}
    assert named & {one.value for one in who}
    assert [sum(one.by_rule for one in told) for told in (which, who)] == [1, 1]


def test_a_ranker_lowers_sureness_and_never_raises_it():
    order = ["stated", "inferred", "unsure"]
    items = (json.loads(line) for line in (CORPUS / "de.jsonl").read_text("utf-8").splitlines())
    lowered = changed = 0
    for item in [one for one in items if one["split"] == "tune"][:120]:
        fast, standard = (
            extract_text(item["text"], lang="de", lane=lane).claims for lane in ("fast", "standard")
        )
        for before, after in zip(fast, standard, strict=True):
            was, now = (order.index(claim.confidence.metric) for claim in (before, after))
            assert now >= was
            lowered += now > was
            if before.metric != after.metric:
                changed += 1
                assert after.confidence.metric == "unsure"
    assert lowered >= 10
    assert changed >= 3


def _corpus(folder: Path) -> Path:
    path = folder / "tiny.jsonl"
    claim = {
        "quote": "5%", "low": "5", "high": "5", "unit": "percent", "metric": "revenue_growth",
        "entity": "apple", "direction": "up", "modality": "reported", "bound": "none",
    }
    row = {
        "id": "a", "language": "en", "genre": "earnings", "split": "tune", "kind": "sentence",
        "text": "Apple's revenue rose 5% in 2024.", "claims": [claim], "non_claims": [],
    }
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_the_table_of_lanes_has_scores_and_speed(tmp_path):
    found = by_lane(_corpus(tmp_path))
    assert list(found) == ["fast", "standard"]
    for scores in found.values():
        assert (scores["f1"], scores["metric"], scores["entity"]) == (100.0, 100.0, 100.0)
        assert scores["speed"] > 0
    table = lanes_table({"fast": {"metric": 70.0, "speed": 9}, "standard": {"metric": 71.5, "speed": 5}})
    assert [line.split() for line in table.splitlines()][2:] == [
        ["standard", "-", "71.5", "-", "-", "-", "-", "-", "5"],
        ["adds", "-", "+1.5", "-", "-", "-", "-", "-", "-4"],
    ]


def test_calibration_counts_right_claims_by_sureness(tmp_path):
    found = calibration(_corpus(tmp_path))
    assert found["metric"] == {"stated": (1, 1), "inferred": (0, 0), "unsure": (0, 0), "none": (0, 0)}
    assert found["entity"]["stated"] == (1, 1)
    line = calibration_table({"metric": {"stated": (9, 10), "inferred": (0, 0), "unsure": (1, 2), "none": (0, 0)}})
    assert "90.0 [59.6, 98.2] of 10" in line
    assert "- [0.0, 100.0] of 0" in line


@pytest.mark.parametrize("language", ["pt", "tr"])
def test_what_is_surer_is_right_more_often(language):
    # The period is left out: nothing trained stands behind its sureness (models/README.md).
    found = calibration(CORPUS / f"{language}.jsonl", "tune")
    for part in ("metric", "entity"):
        stated, inferred, unsure, _ = found[part].values()
        # Of so few texts, two may both be all right but for some: the intervals may not part.
        assert wilson(*stated)[1] >= wilson(*inferred)[0], part
        assert wilson(*inferred)[1] >= wilson(*unsure)[0], part
    right, asked = found["metric"]["stated"]
    assert right / asked >= 0.95


@pytest.mark.parametrize(
    ("option", "words"), [("--lanes", "adds"), ("--calibration", "inferred")]
)
def test_evaluate_prints_the_tables(tmp_path, option, words):
    done = CliRunner().invoke(cli, ["evaluate", str(_corpus(tmp_path)), option])
    assert done.exit_code == 0
    assert words in done.stdout
