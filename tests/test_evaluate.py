"""The score card of extraction, and the corpus that it scores."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimcheck import evaluate as ev
from claimcheck.errors import ConfigError, InputNotFound, RowError
from claimcheck.lexicon import entities, metrics
from claimcheck.schema import (
    ArticleInfo,
    Claim,
    EntityRef,
    Extraction,
    Modality,
    Period,
    Quantity,
    Span,
)

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "claims"
BASELINE = CORPUS.parent / "baseline.json"
GENRES = {
    "earnings", "market_wrap", "macro", "central_bank", "analyst", "fund_flow", "valuation",
    "crypto", "social", "headline",
}
LANGUAGES = {"en", "ar", "zh", "es", "fr", "de", "pt", "ru", "tr", "ja"}
TEXT = "Sales rose 12% to $5bn in 2024; margins hit a record."
ROW: dict[str, Any] = {
    "id": "t1", "language": "en", "genre": "earnings", "style": "t", "split": "tune",
    "kind": "sentence", "text": TEXT, "non_claims": ["2024"],
    "claims": [
        {"quote": "12%", "low": "12", "high": "12", "unit": "percent", "metric": "revenue_growth",
         "entity": None, "period_start": "2024-01-01", "period_end": "2024-12-31",
         "direction": "up", "modality": "reported", "bound": "none"},
        {"quote": "$5bn", "low": "5000000000", "high": "5000000000", "unit": "USD",
         "metric": "revenue", "entity": None, "period_start": "2024-01-01",
         "period_end": "2024-12-31", "direction": "none", "modality": "reported", "bound": "none",
         "accept": {"direction": ["up"]}},
        {"quote": "a record", "low": None, "high": None, "unit": None, "metric": "gross_margin",
         "entity": None, "period_start": None, "period_end": None, "direction": "up",
         "modality": "reported", "bound": "none"},
    ],
}


def claim(text: str, quote: str, low: str | None, unit: str = "percent", **fields: Any) -> Claim:
    start = text.index(quote)
    span = Span(start=start, end=start + len(quote))
    quantity = None
    if low is not None:
        quantity = Quantity(
            low=Decimal(low), high=Decimal(fields.pop("high", low)), unit=unit,
            bound=fields.pop("bound", "none"),
        )
    year = fields.pop("year", 2024)
    period = Period(start=date(year, 1, 1), end=date(year, 12, 31)) if year else Period()
    base: dict[str, Any] = {
        "id": f"c{start}", "kind": "level", "span": span, "page_span": span, "quote": quote,
        "sentence": Span(start=0, end=len(text)), "quantity": quantity, "metric": "revenue",
        "entity": EntityRef(id=fields.pop("entity", None), text=fields.pop("entity_text", "")),
        "period": period,
    }
    return Claim(**(base | fields))


def extraction(text: str, claims: list[Claim]) -> Extraction:
    info = ArticleInfo(title=None, text=text, published_at=None, author=None, language="en")
    return Extraction(id="t", source="t", language="en", article=info, claims=tuple(claims))


def score(tmp_path: Path, claims: list[Claim], row: dict[str, Any] = ROW) -> dict[str, Any]:
    path = tmp_path / "small.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    result = ev.evaluate(path, lambda text, **_: extraction(text, claims))
    return result["overall"]


GROWTH = claim(TEXT, "12%", "12", metric="revenue_growth", direction="up")
LEVEL = claim(TEXT, "$5bn", "5000000000", "USD", direction="up")
RECORD = claim(TEXT, "a record", None, metric="gross_margin", direction="up", year=None)


def changed(one: Claim, **fields: Any) -> Claim:
    return one.model_copy(update=fields)


def test_all_right_is_a_hundred(tmp_path: Path) -> None:
    scores = score(tmp_path, [GROWTH, LEVEL, RECORD])
    rates = ("precision", "recall", "f1", "worded_f1", "value_unit", "period", "metric",
             "direction", "modality", "bound", "unit")
    assert {name: scores[name] for name in rates} == dict.fromkeys(rates, 100.0)
    assert (scores["claims"], scores["worded"], scores["non_claims_taken"]) == (2, 1, 0.0)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("unit", changed(GROWTH, quantity=Quantity(
            low=Decimal(12), high=Decimal(12), unit="percentage_point"))),
        ("bound", changed(GROWTH, quantity=Quantity(
            low=Decimal(12), high=Decimal(12), unit="percent", bound="more_than"))),
        ("period", changed(GROWTH, period=Period())),
        ("metric", changed(GROWTH, metric="eps_growth")),
        ("direction", changed(GROWTH, direction="down")),
        ("modality", changed(GROWTH, modality="forecast")),
        ("polarity", changed(GROWTH, polarity="negated")),
    ],
)
def test_a_wrong_field_lowers_that_column_alone(tmp_path: Path, field: str, wrong: Claim) -> None:
    scores = score(tmp_path, [wrong, LEVEL, RECORD])
    columns = ("unit", "bound", "period", "metric", "direction", "modality", "polarity")
    assert {name for name in columns if scores[name] != 100.0} == {field}
    assert scores[field] == 50.0
    assert scores["f1"] == 100.0


@pytest.mark.parametrize(
    ("claims", "precision", "recall", "f1", "worded_f1", "taken"),
    [
        ([LEVEL, RECORD], 100.0, 50.0, 66.7, 100.0, 0.0),  # one missed
        ([changed(GROWTH, quantity=Quantity(low=Decimal(1), high=Decimal(2), unit="percent")),
          LEVEL, RECORD], 50.0, 50.0, 50.0, 100.0, 0.0),  # found, but another value
        ([GROWTH, LEVEL, RECORD, claim(TEXT, "2024", "2024", "count")],
         66.7, 100.0, 80.0, 100.0, 100.0),  # a year is no claim
        ([GROWTH, LEVEL], 100.0, 100.0, 100.0, 0.0, 0.0),  # claims in words are scored apart
        ([], 0.0, 0.0, 0.0, 0.0, 0.0),
    ],
)
def test_detection(
    tmp_path: Path, claims: list[Claim], precision: float, recall: float, f1: float,
    worded_f1: float, taken: float,
) -> None:
    scores = score(tmp_path, claims)
    assert scores.get("precision", 0.0) == precision
    assert (scores["recall"], scores["f1"], scores["worded_f1"]) == (recall, f1, worded_f1)
    assert scores["non_claims_taken"] == taken


@pytest.mark.parametrize(
    ("accept", "low", "high", "right"),
    [
        ({}, "12", "12", True),
        ({}, "-12", "-12", False),
        ({"value": ["-12"]}, "-12", "-12", True),
        ({"value": ["-12"]}, "-12", "12", False),  # a range is not the one value
        ({"value": ["any"]}, "33", "33", True),
        ({"optional": True}, "99", "99", True),  # neither asked for nor wrong
    ],
)
def test_accepted_values(
    tmp_path: Path, accept: dict[str, Any], low: str, high: str, right: bool
) -> None:
    row = ROW | {"claims": [ROW["claims"][0] | {"accept": accept}]}
    said = claim(TEXT, "12%", low, high=high, metric="revenue_growth", direction="up")
    scores = score(tmp_path, [said], row)
    wrong = scores["claims"] and scores["f1"] != 100.0
    assert bool(wrong) is not right


@pytest.mark.parametrize(
    ("gold", "accept", "said", "text", "right"),
    [
        ("sp-500", [], "sp-500", "S&P 500", True),
        ("sp-500", [], "russell-2000", "S&P 500", False),
        ("sp-500", [], None, "S&P 500", False),  # the catalogue has it: it must be linked
        ("federal-reserve", ["united-states"], "united-states", "US", True),
        ("Halvorsen Foods", [], None, "Halvorsen Foods'", True),
        ("Halvorsen Foods", [], None, "Corvane", False),
        ("Halvorsen Foods", [], None, "", False),
    ],
)
def test_entities(
    tmp_path: Path, gold: str, accept: list[str], said: str | None, text: str, right: bool
) -> None:
    row = ROW | {"claims": [ROW["claims"][0] | {"entity": gold, "accept": {"entity": accept}}]}
    one = changed(GROWTH, entity=EntityRef(id=said, text=text))
    assert score(tmp_path, [one], row)["entity"] == (100.0 if right else 0.0)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["reported", "forecast"], 100.0),
        (["forecast", "forecast"], 33.3),  # F1 0 of one reported, 2/3 of one forecast
        (["opinion", "opinion"], 0.0),
    ],
)
def test_forecast_against_reported(tmp_path: Path, said: list[Modality], expected: float) -> None:
    golds = [ROW["claims"][0], ROW["claims"][1] | {"modality": "forecast"}]
    claims = [changed(GROWTH, modality=said[0]), changed(LEVEL, modality=said[1])]
    assert score(tmp_path, claims, ROW | {"claims": golds})["forecast_f1"] == expected


def test_a_failing_text_is_counted_and_hides_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text("".join(json.dumps(ROW | {"id": name}) + "\n" for name in "ab"))
    calls = Counter[str]()

    def shaky(text: str, **_: object) -> Extraction:
        calls["n"] += 1
        if calls["n"] == 1:
            raise KeyError("o")
        return extraction(text, [GROWTH, LEVEL, RECORD])

    overall = ev.evaluate(path, shaky)["overall"]
    assert (overall["failed"], overall["recall"], overall["precision"]) == (1, 50.0, 100.0)
    assert "a: extraction failed: KeyError('o')" in caplog.text


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not an item"),
        (json.dumps(ROW | {"claims": [ROW["claims"][0] | {"quote": "13%"}]}), "'13%' occurs fewer"),
        (json.dumps({k: v for k, v in ROW.items() if k != "genre"}), "'genre'"),
        (json.dumps(ROW | {"claims": [ROW["claims"][0] | {"low": "12,5"}]}), "not an item"),
    ],
)
def test_an_item_that_cannot_be_read_names_its_line(
    tmp_path: Path, line: str, problem: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(ROW) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(RowError, match=problem) as caught:
        list(ev.read_corpus(path))
    assert caught.value.line == 2


def test_no_corpus_and_no_split(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound):
        ev.evaluate(tmp_path)
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(ROW))
    with pytest.raises(ConfigError, match="split 'held'"):
        ev.evaluate(path, lambda text, **_: extraction(text, []), split="held")


@pytest.mark.parametrize(
    ("floors", "broken"),
    [
        ({"overall": {"f1": 90.0}}, []),
        ({"overall": {"f1": 96.0}}, ["overall: f1 is 95.0, floor 96.0"]),
        ({"overall": {"non_claims_taken": 3.0}}, []),
        ({"overall": {"non_claims_taken": 1.0}}, ["overall: non_claims_taken is 2.5, floor 1.0"]),
        ({"language": {"ar": {"f1": 85.0}}}, ["language ar: f1 is 80.0, floor 85.0"]),
        ({"language": {"ja": {"f1": 85.0}}}, ["language ja: f1 is None, floor 85.0"]),
    ],
)
def test_floors(floors: dict[str, Any], broken: list[str]) -> None:
    result = {
        "overall": {"f1": 95.0, "non_claims_taken": 2.5}, "language": {"ar": {"f1": 80.0}},
        "genre": {}, "split": {}, "kind": {},
    }
    assert ev.below_floors(result, floors) == broken


def test_floors_rise_and_never_fall() -> None:
    result = {"overall": {"f1": 95.0, "failed": 0, "non_claims_taken": 2.5},
              "language": {"ar": {"f1": 80.0}}}
    floors = {"overall": {"f1": 90.0, "failed": 3, "non_claims_taken": 9.0, "bound": 70.0},
              "language": {"ar": {"f1": 85.0}, "ja": {"f1": 60.0}}}
    assert ev.raised(result, floors) == {
        "overall": {"f1": 94.0, "failed": 0, "non_claims_taken": 3.5, "bound": 70.0},
        "language": {"ar": {"f1": 85.0}, "ja": {"f1": 60.0}},
    }


def test_raising_floors_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, floors = tmp_path / "small.jsonl", tmp_path / "baseline.json"
    corpus.write_text(json.dumps(ROW) + "\n")
    floors.write_text(json.dumps({"small.jsonl": {"sha256": {}, "floors": {"overall": {"f1": 50}}}}))
    monkeypatch.setattr(
        "claimcheck.pipeline.extract_text",
        lambda text, **_: extraction(text, [GROWTH, LEVEL, RECORD]),
    )
    assert ev.main([str(corpus), "--floors", str(floors), "--raise-floors"]) == 0
    entry = json.loads(floors.read_text())["small.jsonl"]
    assert entry == {"sha256": ev.fingerprint(corpus), "floors": {"overall": {"f1": 99.0}}}
    assert "overall" in capsys.readouterr().out
    floors.write_text(json.dumps({"small.jsonl": {"floors": {"overall": {"period": 101}}}}))
    assert ev.main([str(corpus), "--floors", str(floors)]) == 1
    assert capsys.readouterr().err == "overall: period is 100.0, floor 101\n"


def test_mistakes_never_show_held_items(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "small.jsonl"
    corpus.write_text(json.dumps(ROW) + "\n" + json.dumps(ROW | {"id": "t2", "split": "held"}))
    monkeypatch.setattr("claimcheck.pipeline.extract_text", lambda text, **_: extraction(text, []))
    assert ev.main([str(corpus), "--mistakes", "missed"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:2] for line in out] == [["t1", "12%"], ["t1", "$5bn"], ["t1", "a record"]]


def test_the_table_has_a_line_for_each_group(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(ROW))
    result = ev.evaluate(path, lambda text, **_: extraction(text, [GROWTH, LEVEL]))
    lines = ev.table(result).splitlines()
    starts = ["overall", "language en", "genre earnings", "split tune", "kind sentence"]
    assert [line[:24].strip() for line in lines[1:] if line] == starts
    assert lines[1].split()[1:7] == ["1", "0", "2", "100.0", "100.0", "100.0"]


# ---------------------------------------------------------------- the corpus itself


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    files = ev.corpus_files(CORPUS)
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def test_size_languages_and_genres(rows: list[dict[str, Any]]) -> None:
    kinds = Counter(row["kind"] for row in rows)
    assert kinds["sentence"] >= 1500
    assert kinds["passage"] >= 120
    assert {row["language"] for row in rows} == LANGUAGES
    assert {row["genre"] for row in rows} == GENRES
    pairs = {(row["language"], row["genre"]) for row in rows}
    assert len(pairs) == len(LANGUAGES) * len(GENRES)
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"] for row in rows}) == len(rows)


def test_a_style_of_a_genre_is_held_out_whole(rows: list[dict[str, Any]]) -> None:
    splits: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        splits.setdefault((row["language"], row["genre"], row["style"]), set()).add(row["split"])
    assert all(len(found) == 1 for found in splits.values())
    held = sum(row["split"] == "held" for row in rows)
    assert 0.30 <= held / len(rows) <= 0.40


def test_every_annotation_is_in_its_text_and_known(rows: list[dict[str, Any]]) -> None:
    known = set(metrics()) | {"other"}
    for row in rows:
        taken: list[tuple[int, int]] = []
        for one in row["claims"]:
            start = ev._occurrence(row["text"], one["quote"], one["occurrence"])
            end = start + len(one["quote"])
            assert all(end <= s or e <= start for s, e in taken), (row["id"], one["quote"])
            taken.append((start, end))
            assert one["metric"] in known, (row["id"], one["metric"])
            assert set(one.get("accept", {}).get("metric", ())) <= known, row["id"]
            if one["low"] is None:
                assert one["kind"] in {"trend", "rank", "comparison"}, row["id"]
            else:
                assert Decimal(one["low"]) <= Decimal(one["high"]), (row["id"], one["quote"])
                assert one["unit"], row["id"]
            for day in (one["period_start"], one["period_end"]):
                assert day is None or date.fromisoformat(day)
            assert one["direction"] in {"up", "down", "in", "out", "none"}
            assert one["modality"] in Modality.__args__
        assert all(words in row["text"] for words in row["non_claims"]), row["id"]


def test_linked_entities_are_in_the_catalogue(rows: list[dict[str, Any]]) -> None:
    known = entities()
    unknown = {
        one["entity"] for row in rows for one in row["claims"]
        if one["entity"] and one["entity"] not in known and one["entity"] not in row["text"]
        and one["entity"] not in row.get("title", "")
    }
    assert not unknown


def test_the_corpus_is_the_one_the_floors_were_set_on() -> None:
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))["claims"]
    sums = ev.fingerprint(CORPUS)
    assert sums == baseline["sha256"]
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert all(f"{value}  {name}" in readme for name, value in sums.items())


def test_extraction_holds_its_floors() -> None:
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))["claims"]
    assert ev.below_floors(ev.evaluate(CORPUS), baseline["floors"]) == []
