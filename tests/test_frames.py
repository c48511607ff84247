"""Python objects in and out: reports as JSON, HTML and frames, the accessor, reusable checkers."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import claimcheck as cc
from claimcheck.errors import ConfigError, InputError, InputNotFound, RowError
from claimcheck.reference import Reference
from claimcheck.schema import Page, Report

pd = pytest.importorskip("pandas", reason="frames need pandas")

from claimcheck.frames import COLUMNS, claims_frame  # noqa: E402

ROW = {"entity": "Apple", "metric": "revenue", "period": "FY2024", "value": "391.0", "unit": "USD bn"}
BAD = ROW | {"period": "FY2023", "value": "many"}
TRUE, FALSE = "Apple's revenue was $391.0 billion in fiscal 2024.", "Apple's revenue was $400.0 billion in fiscal 2024."


def labels(report: Report) -> list[str]:
    return [claim.verdict.label for claim in report.claims]


@pytest.fixture(scope="module")
def report() -> Report:
    return cc.check(text=f"{TRUE} Its margin rose to 46% from 44%.", refs=[ROW])


def test_json_is_what_the_command_line_prints(report: Report) -> None:
    data = json.loads(report.to_json())
    assert data["claims"][0]["quantity"]["low"] == "391000000000"
    assert Report.model_validate_json(report.to_json()) == report


def test_html_is_written_whole(report: Report, tmp_path: Path) -> None:
    page = report.to_html(tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page == report.to_html()
    with pytest.raises(ConfigError, match="cannot write"):
        report.to_html(tmp_path)


def test_a_frame_has_one_row_a_claim(report: Report) -> None:
    frame = report.to_frame()
    assert list(frame["quote"]) == [claim.quote for claim in report.claims]
    first = frame.iloc[0]
    assert (first["low"], first["low_value"], first["unit"]) == ("391000000000", 391e9, "USD")
    assert (first["entity"], first["metric"], first["label"]) == ("apple", "revenue", "supported")
    assert first["evidence_value"] == "391000000000"
    assert report.article.text[first["start"] : first["end"]] == first["quote"]
    assert first["period_end"] == pd.Timestamp(report.claims[0].period.end)


def test_columns_and_types_do_not_depend_on_the_rows(report: Report) -> None:
    full, empty = report.to_frame(), cc.check(text="").to_frame()
    assert list(full.columns) == list(COLUMNS) == list(empty.columns)
    assert list(full.dtypes) == list(empty.dtypes)
    assert len(empty) == 0
    assert pd.concat([full, full, empty]).dtypes.equals(full.dtypes)


def test_odd_characters_and_amounts_fit_in_a_frame(tmp_path: Path) -> None:
    text = "Sales of \ud800 rose 5%. The S&P 500 fell to $1" + "0" * 400 + "."
    frame = cc.check(text=text).to_frame()
    frame.to_parquet(tmp_path / "claims.parquet")
    assert pd.read_parquet(tmp_path / "claims.parquet").shape == frame.shape


# ---------------------------------------------------------------- the accessor


@pytest.mark.parametrize(
    "order", ["import claimcheck, pandas", "import pandas, claimcheck", "import claimcheck.frames, pandas",
              "import importlib.util as u, claimcheck; u.find_spec('pandas'); import pandas",
              "from claimcheck import check; import pandas"],
)
def test_the_accessor_is_there_in_any_order_of_imports(order: str) -> None:
    code = f"{order}; print(type(pandas.Series(['x']).claimcheck).__name__)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "TextAccessor\n", done.stderr


def test_claimcheck_alone_does_not_import_pandas() -> None:
    code = "import claimcheck, sys; print('pandas' in sys.modules, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "False False\n", done.stderr


@pytest.mark.parametrize(
    "index", [["b", "a", "a", "c"], range(4), pd.MultiIndex.from_product([["x", "y"], [1, 2]], names=["k", "n"])]
)
def test_check_keeps_the_index(index: Any) -> None:
    texts = pd.Series([TRUE, None, "no number", FALSE], index=index, name="text")
    reports = texts.claimcheck.check(refs=[ROW])
    assert reports.index.equals(texts.index)
    assert reports.name == "text"
    assert [None if one is None else labels(one) for one in reports] == [["supported"], None, [], ["contradicted"]]


def test_claims_carry_the_row_and_their_number() -> None:
    texts = pd.Series([TRUE + " " + FALSE, float("nan"), FALSE], index=["b", "a", "a"]).rename_axis("key")
    frame = texts.claimcheck.claims(refs=[ROW])
    assert frame.index.names == ["key", "claim_number"]
    assert list(frame.index) == [("b", 0), ("b", 1), ("a", 0)]
    assert list(frame.loc["b", "document"]) == ["b", "b"]
    reports = texts.claimcheck.check(refs=[ROW])
    assert reports.claimcheck.claims().equals(frame)
    with pytest.raises(ConfigError, match="reports already"):
        reports.claimcheck.claims(refs=[ROW])


@pytest.mark.parametrize("texts", [[], [None, None], ["no number"]])
def test_no_claims_give_the_same_columns(texts: list[Any]) -> None:
    frame = pd.Series(texts, dtype=object).claimcheck.claims()
    assert frame.dtypes.equals(claims_frame([]).dtypes)
    assert (len(frame), frame.index.nlevels) == (0, 2)


def test_extract_of_a_series() -> None:
    found = pd.Series([TRUE], index=["x"]).claimcheck.extract()
    assert [claim.quote for claim in found["x"].claims] == ["$391.0 billion"]
    frame = claims_frame(found)
    assert frame["label"].isna().all()
    assert frame["metric"][0] == "revenue"


def test_facts_of_each_row() -> None:
    days = pd.Series(["2025-02-01", None, pd.Timestamp("2024-03-01")], index=list("abc"), dtype=object)
    texts = pd.Series([TRUE] * 3, index=list("abc"))
    reports = texts.claimcheck.check(published_at=days, title="Results")
    assert [str(one.article.date.latest)[:10] for one in reports][::2] == ["2025-02-01", "2024-03-01"]
    assert {one.article.title for one in reports} == {"Results"}
    with pytest.raises(ConfigError, match="index differs"):
        texts.claimcheck.check(published_at=days.reset_index(drop=True))


@pytest.mark.parametrize("days", [
    ["2025-02-01", None, "2024-03-01"],
    ("2025-02-01", float("nan"), date(2024, 3, 1)),
    pd.to_datetime(["2025-02-01", None, "2024-03-01"]),
    pd.Series(["2025-02-01", None, "2024-03-01"]).to_numpy(),
])
def test_facts_in_the_order_of_the_rows(days: Any) -> None:
    texts = pd.Series([TRUE] * 3, index=["a", "a", "b"])
    reports = list(texts.claimcheck.extract(published_at=days))
    told = [one.article.published_at and one.article.published_at[:10] for one in reports]
    assert told == ["2025-02-01", None, "2024-03-01"]


def test_facts_that_are_too_few() -> None:
    with pytest.raises(ConfigError, match="published_at: 1 values for 2 texts"):
        pd.Series([TRUE] * 2).claimcheck.extract(published_at=["2025-02-01"])


def test_an_extraction_is_a_frame() -> None:
    found = pd.Series([TRUE]).claimcheck.extract()[0].to_frame()
    assert list(found["quote"]) == ["$391.0 billion"]
    assert found["label"].isna().all()


def test_a_number_is_no_text() -> None:
    with pytest.raises(InputError, match="row 'x': a text is needed, not float"):
        pd.Series([1.5], index=["x"]).claimcheck.check()


# ---------------------------------------------------------------- what check and verify take


def forms(tmp_path: Path) -> list[Any]:
    table = tmp_path / "refs.csv"
    pd.DataFrame([ROW]).to_csv(table, index=False)
    own = cc.Checker(refs=[ROW]).reference
    return [str(table), table, [str(table)], (table,), [ROW], ROW, pd.DataFrame([ROW]), [pd.DataFrame([ROW])],
            own, [own], list(own.rows())]


def test_reference_data_in_every_form(tmp_path: Path) -> None:
    claims = cc.extract(cc.clean(Page(text=TRUE)))
    for refs in forms(tmp_path):
        assert labels(cc.check(text=TRUE, refs=refs)) == ["supported"], refs
        assert labels(cc.check(text=FALSE, refs=refs)) == ["contradicted"], refs
        assert [one.verdict.label for one in cc.verify(claims, refs)] == ["supported"], refs


def test_own_data_is_alone_unless_said() -> None:
    assert len(list(cc.Checker(refs=[ROW]).reference.rows())) == 1
    both = cc.Checker(refs=[ROW], refs_also=True).reference
    assert both.count_series() == Reference.default().count_series() + 1


def test_unreadable_rows_are_told() -> None:
    problem = "refs:2, column 'value': 'many' is not a number"
    report = cc.check(text=TRUE, refs=[ROW, BAD])
    assert [(one.code, one.message[: len(problem)]) for one in report.warnings] == [("refs-row", problem)]
    assert labels(report) == ["supported"]
    checker = pickle.loads(pickle.dumps(cc.Checker(refs=[ROW, BAD])))
    assert [str(error)[: len(problem)] for error in checker.table_errors()] == [problem]
    with pytest.raises(RowError, match="'many' is not a number"):
        cc.verify((), [BAD])


@pytest.mark.parametrize("day", ["2026-01-15", date(2026, 1, 15), datetime(2026, 1, 15, 9), pd.Timestamp("2026-01-15")])
def test_days_in_every_form(day: Any) -> None:
    assert cc.Checker(as_of=day, published=day) == cc.Checker(as_of="2026-01-15", published="2026-01-15")
    assert cc.check(text=TRUE, as_of=day).provenance.as_of == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"as_of": "15.1.2026"}, "as_of: '15.1.2026' is not a day"),
        ({"published": 2026}, "published: 2026 is not a day"),
        ({"refs": 3}, "refs: a int is no reference data"),
        ({"refs": [3]}, "refs: a int is no reference data"),
        ({"comments": "all"}, "comments: 'all' is not known; there are: exclude, include, separate"),
    ],
)
def test_options_that_cannot_be_read(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as error:
        cc.check(text=TRUE, **options)
    assert str(error.value).startswith(message)


def test_sources_of_check(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(TRUE)
    for source in (path, str(path), Page(text=TRUE)):
        assert labels(cc.check(source, refs=[ROW])) == ["supported"]
    with pytest.raises(InputNotFound, match="no file"):
        cc.check(tmp_path / "none.txt")
    with pytest.raises(ConfigError, match="give one"):
        cc.check()
    with pytest.raises(ConfigError, match="give one"):
        cc.check(path, text=TRUE)
    feed = tmp_path / "feed.jsonl"
    feed.write_text(f"{json.dumps({'text': TRUE})}\n" * 2)
    with pytest.raises(InputError, match="more than one document"):
        cc.check(feed)


def test_stage_by_stage_gives_what_check_gives() -> None:
    page = Page(text=f"{TRUE} Revenue rose 2% from $383 billion.", published_at="2024-11-01")
    article = cc.clean(page)
    claims = cc.extract(article)
    findings = cc.verify(claims, [ROW], article=article)
    whole = cc.check(page, refs=[ROW])
    assert tuple(findings) == whole.claims
    assert findings.consistency == whole.consistency


def test_a_checker_is_picklable_before_and_after_use() -> None:
    checker = cc.Checker(refs=[ROW], as_of="2026-01-15")
    page = Page(text=FALSE)
    fresh = pickle.loads(pickle.dumps(checker))
    expected = checker.check(page)
    used = pickle.loads(pickle.dumps(checker))
    assert fresh == checker == used
    assert fresh.check(page) == expected == used.check(page)
    assert len(pickle.dumps(cc.Checker())) < 1000


def test_one_checker_in_many_threads() -> None:
    checker = cc.Checker(refs=[ROW])
    pages = [Page(text=TRUE if n % 2 else FALSE, id=str(n)) for n in range(40)]
    expected = [cc.Checker(refs=[ROW]).check(page) for page in pages]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(checker.check, pages)) == expected
