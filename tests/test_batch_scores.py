"""Scores, repeats and the summary page over hand-made rows, and the five worked queries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pandas")
pytest.importorskip("pyarrow")

from claimcheck.batch import Plan, run_batch, shards
from claimcheck.batch.queries import QUERIES, ask
from claimcheck.batch.records import CLAIM_COLUMNS
from claimcheck.batch.repeats import contradictions, repeats
from claimcheck.batch.scores import load, record, scores, timeline
from claimcheck.batch.summary import percent, write_summary
from claimcheck.errors import ConfigError, InputNotFound
from claimcheck.pipeline import Checker


def row(label: str = "supported", **fields: Any) -> dict[str, Any]:
    base = dict.fromkeys(CLAIM_COLUMNS)
    base |= {
        "position": 0, "document": "d0", "source": "s", "author": "ann", "day": "2025-03-04", "start": 0,
        "label": label, "modality": "reported", "caveats": [], "caveat_strengths": [], "bound": "none",
        "claim_key": "apple|revenue", "low": "5", "high": "5", "direction": "none", "quote": "5", "basis": [],
    }
    return base | fields


def test_scores_by_their_definitions() -> None:
    rows = [row(), row(), row("contradicted"), row("not_enough_data"), row(same_as="c1"),
            row("imprecise", modality="forecast", caveats=["unsourced", "seasonal"], caveat_strengths=["note", "strong"])]
    (ann,) = scores(rows, "author")
    assert (ann["claims"], ann["judged"], ann["support_rate"]) == (5, 4, 0.5)
    assert (ann["support_low"], ann["support_high"]) == (0.15, 0.85)
    assert (ann["judged_share"], ann["forecast_share"], ann["caveat_share"]) == (0.8, 0.2, 0.2)
    assert ann["caveat_mix"] == {"seasonal": 1, "unsourced": 1}
    assert (ann["supported"], ann["contradicted"], ann["not_enough_data"]) == (2, 1, 1)


def test_no_rate_below_three_judged_claims() -> None:
    (one,) = scores([row(), row("contradicted")], "author")
    assert (one["judged"], one["support_rate"], one["support_low"]) == (2, None, None)


def test_groups_come_in_order_and_without_the_unknown() -> None:
    rows = [row(author="zoe"), row(author=None), row(author="ann", day="2025-01-01")]
    assert [one["author"] for one in scores(rows, "author")] == ["ann", "zoe"]
    assert [(one["day"], one["author"]) for one in scores(rows, ("day", "author"))] == [
        ("2025-01-01", "ann"), ("2025-03-04", "zoe")]
    with pytest.raises(ConfigError, match="no scores by 'mood'"):
        scores(rows, "mood")


def test_a_claim_of_many_is_one_claim() -> None:
    rows = [row(position=2, document="c", day="2025-03-09", source="z"),
            row(position=1, document="b", day="2025-03-05", source="y", author="bob"),
            row(position=1, document="b", same_as="c1"),
            row(position=3, document="e", low="6", high="6"), row(position=4, claim_key=None)]
    (found,) = repeats(rows)
    assert (found["documents"], found["authors"], found["sources"]) == (2, 2, ["y", "z"])
    assert (found["first_seen"], found["first_document"], found["last_seen"]) == ("2025-03-05", "b", "2025-03-09")
    assert found["days"] == 4


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        ({"low": "5.0", "high": "5.0"}, {"low": "7", "high": "7"}, True),
        ({"low": "5.2", "high": "5.2"}, {"low": "5", "high": "5"}, False),  # rounded
        ({"low": "6400000000", "high": "6400000000"}, {"low": "6440000000", "high": "6440000000"}, False),
        ({"low": "6400000000", "high": "6400000000"}, {"low": "6520000000", "high": "6520000000"}, True),
        ({"low": "5", "high": "8"}, {"low": "7", "high": "7"}, False),  # within the range
        ({"direction": "up"}, {"direction": "down"}, True),
        ({}, {"bound": "at_least", "low": "9", "high": "9"}, False),
        ({}, {"low": "9", "high": "9", "position": 0}, False),  # one text tells a change
        ({}, {"low": "9", "high": "9", "claim_key": "ford|revenue"}, False),
    ],
)
def test_values_that_contradict(one: dict[str, Any], two: dict[str, Any], apart: bool) -> None:
    rows = [row(**one), row(**({"position": 1} | two))]
    found = contradictions(rows)
    assert bool(found) == apart
    if apart:
        assert [value["documents"] for value in found[0]["values"]] == [1, 1]


def test_record_of_a_forecaster() -> None:
    rows = [row(modality="forecast", attribution="Fed", day="2025-05-01", forecast="forecast_pending"),
            row(modality="forecast", attribution="fed", day="2025-01-01", forecast="forecast_resolved"),
            row(modality="forecast", author="Fed", day="2025-02-01"), row(attribution="Fed"),
            row(modality="forecast", attribution="ECB", author="Fed")]
    assert [one["day"] for one in record(rows, "Fed")] == ["2025-01-01", "2025-02-01", "2025-05-01"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feed")
    texts = [
        "US inflation was 2.9% in December 2024.", "US inflation was 9.9% in December 2024.",
        "US inflation was 2.9% in December 2024. Analysts at <b>Acme</b> expect 3% in 2026.",
        "The S&P 500 returned 25.0% in 2024, including dividends.", "US inflation was 2.9% in December 2024.",
    ]
    rows = [{"id": f"d{n}", "text": text, "author": "<script>" if n % 2 else "ann",
             "published_at": f"2025-0{n + 1}-11"} for n, text in enumerate(texts)]
    (folder / "feed.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run_batch([str(folder / "feed.jsonl")], Plan(folder / "out", shard_size=2), Checker())
    return folder / "out"


def test_output_as_frames(done: Path, tmp_path: Path) -> None:
    documents, claims = load(done)
    assert list(documents["document"]) == ["d0", "d1", "d2", "d3", "d4"]
    assert list(claims.columns) == list(CLAIM_COLUMNS)
    assert set(claims["document"]) == {"d0", "d1", "d2", "d3", "d4"}
    with pytest.raises(InputNotFound, match="no finished run"):
        load(tmp_path)


def test_time_series(done: Path) -> None:
    frame = timeline(done, every="month")
    assert [str(day)[:7] for day in frame.index] == ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"]
    assert timeline(done, "author", "year").loc[("2025-01-01", "ann"), "claims"] >= 3
    with pytest.raises(ConfigError, match="no time series by 'week'"):
        timeline(done, every="week")


def test_summary_page_escapes_what_texts_hold(done: Path) -> None:
    page = write_summary(done).read_text(encoding="utf-8")
    before = {path.name: path.read_bytes() for path in done.rglob("*.jsonl")}
    assert page == write_summary(done).read_text(encoding="utf-8")
    assert before == {path.name: path.read_bytes() for path in done.rglob("*.jsonl")}
    assert "5 documents" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "http" not in page.split("</style>")[1]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_files_of_the_whole_feed(done: Path) -> None:
    write_summary(done)
    claims = list(shards.each(done, "claims"))
    for name in ("author", "source", "entity", "day"):
        assert lines(done / "scores" / f"{name}.jsonl") == scores(claims, name)
    assert [row["forecaster"] for row in lines(done / "scores" / "forecaster.jsonl")] == ["<b>Acme</b>"]
    assert lines(done / "repeats.jsonl") == repeats(claims)
    assert lines(done / "contradictions.jsonl") == contradictions(claims)
    assert [row["documents"] for row in repeats(claims)] == [3]
    assert [[value["quote"] for value in row["values"]] for row in contradictions(claims)] == [["2.9%", "9.9%"]]


def test_percent() -> None:
    assert (percent(None), percent(0.1234), percent(1.0)) == ("–", "12.3%", "100.0%")


# ---------------------------------------------------------------- worked queries


@pytest.fixture(scope="module", params=["parquet", "jsonl"])
def asked(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder of hand-made rows whose answers are plain to see."""
    pytest.importorskip("duckdb")
    folder = tmp_path_factory.mktemp("asked")
    flow = {"metric": "net_flow", "kind": "flow"}
    rows = [
        row("contradicted", **flow), row("contradicted", **flow), row(**flow), row("contradicted", same_as="c", **flow),
        *(row(author="bob", **flow) for _ in range(3)), row("contradicted", author="few", **flow),
        row(day="2025-04-01", position=1, source="t", caveats=["seasonal"]),
        row(day="2025-04-02", position=2, source="t", claim_key="ford|eps", modality="forecast", attribution="Acme",
            forecast="forecast_resolved"),
        row(day="2025-04-02", position=3, modality="forecast", claim_key=None, attribution="Acme", forecast="forecast_pending"),
        row(day="2025-04-03", position=4, then="supported", now="contradicted", quote="9%", claim_key="ford|eps"),
    ]
    tables = shards.encode_rows(request.param, {"claims": rows, "documents": []})
    shards.write(folder, 0, request.param, tables)
    (folder / "manifest.json").write_text("{}")
    return folder


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("wrong-on-flows", [["ann", 2, 3, 0.6667], ["bob", 0, 3, 0.0]]),
        ("rising-caveats", [["2025-04", "seasonal", 1, 4, 0.25, 0.25]]),
        ("forecasters", [["Acme", 2, 1, 1]]),
        ("first-to-tell", [["s", 1, 2], ["t", 1, 2]]),
    ],
)
def test_worked_queries(asked: Path, name: str, answer: list[list[Any]]) -> None:
    assert ask(asked, name).values.tolist() == answer


def test_claims_revised_since(asked: Path) -> None:
    assert ask(asked, "revised-since")["quote"].tolist() == ["9%"]


def test_own_sql_and_unknown_names(asked: Path, done: Path) -> None:
    assert len(QUERIES) == 5
    assert ask(asked, "SELECT count(*) AS n FROM claims")["n"][0] == 12
    assert ask(done, "SELECT count(*) AS n FROM documents")["n"][0] == 5
    with pytest.raises(ConfigError, match="no query 'nothing'"):
        ask(asked, "nothing")
