"""Own reference tables: what is read, and what a row that cannot be read says."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck import tables
from claimcheck.errors import InputError, InputNotFound
from claimcheck.reference import Observation
from claimcheck.reference.spans import parse, written
from claimcheck.reference.store import Store

PERIODS = [
    ("2025", "2025-01-01", "2025-12-31"),
    ("2025Q3", "2025-07-01", "2025-09-30"),
    ("2025-Q1", "2025-01-01", "2025-03-31"),
    ("Q4 2025", "2025-10-01", "2025-12-31"),
    ("2024H1", "2024-01-01", "2024-06-30"),
    ("2024H2", "2024-07-01", "2024-12-31"),
    ("2025-10", "2025-10-01", "2025-10-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2025-10-05", "2025-10-05", "2025-10-05"),
    ("2022..2023", "2022-01-01", "2023-12-31"),
    ("2022Q3..2023Q4", "2022-07-01", "2023-12-31"),
    ("2025-01-01/2025-03-31", "2025-01-01", "2025-03-31"),
    ("2025-01-01 / 2025-03-31", "2025-01-01", "2025-03-31"),
    ("9999", "9999-01-01", "9999-12-31"),
    ("9999-12-31", "9999-12-31", "9999-12-31"),
    ("FY2024", "2024-01-01", "2024-12-31"),
    ("FY 2024", "2024-01-01", "2024-12-31"),
]


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_a_period_is_its_first_and_last_day(text: str, start: str, end: str) -> None:
    assert parse(text) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "year_end", "start", "end"),
    [
        ("FY2026", "01-31", "2025-02-01", "2026-01-31"),
        ("FY2025", "09-30", "2024-10-01", "2025-09-30"),
        ("FY2025", "06-30", "2024-07-01", "2025-06-30"),
        ("FY2025Q1", "09-30", "2024-10-01", "2024-12-31"),
        ("FY2026Q4", "01-31", "2025-11-01", "2026-01-31"),
        ("FY2024", "12-31", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(
    text: str, year_end: str, start: str, end: str
) -> None:
    assert parse(text, year_end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Q5 2025", "cannot be read; allowed: 2025"),
        ("2025-13", "no date: month must be in 1..12"),
        ("2025-02-30", "no date: day"),
        ("05/10/2025", "cannot be read; allowed"),
        ("5 Oct 2025", "cannot be read; allowed"),
        ("2025/2024", "ends before it starts"),
        ("last year", "cannot be read; allowed"),
        ("", "cannot be read; allowed"),
    ],
)
def test_a_period_that_cannot_be_read_says_what_is_allowed(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse(text)


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_a_written_period_gives_the_same_days_back(text: str, start: str, end: str) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert parse(written(*days)) == days


@pytest.mark.parametrize(
    ("text", "unit", "scale", "per"),
    [
        ("%", "percent", 1, None),
        ("percent", "percent", 1, None),
        ("pp", "percentage_point", 1, None),
        ("percentage points", "percentage_point", 1, None),
        ("bps", "basis_point", 1, None),
        ("x", "times", 1, None),
        ("index points", "index_point", 1, None),
        ("count", "count", 1, None),
        ("million", "count", 10**6, None),
        ("USD", "USD", 1, None),
        ("USD bn", "USD", 10**9, None),
        ("bn USD", "USD", 10**9, None),
        ("USD million", "USD", 10**6, None),
        ("EUR tn", "EUR", 10**12, None),
        ("$", "USD", 1, None),
        ("$ bn", "USD", 10**9, None),
        ("€ m", "EUR", 10**6, None),
        ("USD/share", "USD", 1, "share"),
        ("USD / barrel", "USD", 1, "barrel"),
        ("barrels", "barrel", 1, None),
        ("thousand barrels/day", "barrel", 1000, "day"),
    ],
)
def test_a_unit_is_a_name_a_scale_and_a_per(
    text: str, unit: str, scale: int, per: str | None
) -> None:
    assert tables.read_unit(text) == (unit, Decimal(scale), per)


@pytest.mark.parametrize("text", ["US dollars and cents", "12", "U$D", "?"])
def test_a_unit_that_cannot_be_read_says_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be read; allowed: %, pp, bps"):
        tables.read_unit(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"), ("-17.42", "-17.42"), ("−17.42", "-17.42"), ("(3.4)", "-3.4"),
        ("1234567", "1234567"), ("6.4E+9", "6.4E+9"), ("+2", "2"),
    ],
)
def test_a_number_keeps_its_digits(text: str, value: str) -> None:
    assert tables.read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", [".", "n/a", "NaN", "inf", "1,23", "12,34,5", "5%", "about 5", "1E+999999999", "1e-400"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number; write 1234\.5"):
        tables.read_number(text)


HEAD = "entity,metric,period,value,unit"


def table(tmp_path: Path, *lines: str, head: str = HEAD, name: str = "own.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_table_becomes_observations(tmp_path: Path) -> None:
    head = f"{HEAD},basis,known_from,status,source,url,note"
    path = table(
        tmp_path,
        "S&P 600,P/E ratio,2026-01-13,15.6,x,forward,2026-01-13,estimate,Desk,https://x.test/a,by hand",
        head=head,
    )
    (row,), errors = tables.read_refs(path)
    assert errors == ()
    assert (row.entity, row.metric, row.basis) == ("sp-smallcap-600", "pe_ratio", ("forward",))
    assert (row.value, row.unit, row.status) == (Decimal("15.6"), "times", "estimate")
    assert (row.start, row.end) == (date(2026, 1, 13), date(2026, 1, 13))
    assert (row.known_from, row.known_to) == (date(2026, 1, 13), None)
    assert (row.source, row.note) == ("Desk <https://x.test/a>", "by hand")
    assert row.series == "own.csv/sp-smallcap-600/pe_ratio/forward"


@pytest.mark.parametrize(
    ("entity", "id"),
    [
        ("sp-smallcap-600", "sp-smallcap-600"), ("S&P 600", "sp-smallcap-600"),
        ("s&p 500", "sp-500"), ("Apple", "apple"), ("AAPL", "apple"),
        ("United States", "united-states"), ("Federal Reserve", "federal-reserve"),
        ("الولايات المتحدة", "united-states"), ("美国", "united-states"), ("Vereinigte Staaten", "united-states"),
    ],
)
def test_an_entity_is_read_by_id_name_alias_and_ticker(entity: str, id: str) -> None:
    assert tables.read_entity(entity) == id


@pytest.mark.parametrize(
    ("metric", "id", "sign"),
    [
        ("eps", "eps", 1), ("Revenue", "revenue", 1), ("net sales", "revenue", 1),
        ("revenue growth", "revenue_growth", 1), ("growth in revenue", "revenue_growth", 1),
        ("net flow", "net_flow", 1), ("net outflow", "net_flow", -1), ("outflows", "net_flow", -1),
        ("net inflow", "net_flow", 1),
    ],
)
def test_a_metric_is_read_by_id_and_name_and_an_outflow_turns_the_sign(
    metric: str, id: str, sign: int
) -> None:
    assert tables.read_metric(metric) == (id, sign)


def test_scaled_units_and_outflows_give_plain_signed_values(tmp_path: Path) -> None:
    path = table(
        tmp_path, "US large caps,net outflow,2025,45,USD bn", "US small caps,net inflow,2025,6.4,USD bn"
    )
    rows, errors = tables.read_refs(path)
    assert errors == ()
    assert [row.value for row in rows] == [Decimal("-45E9"), Decimal("6.4E9")]
    assert [row.unit for row in rows] == ["USD", "USD"]


def test_unreadable_rows_are_named_and_the_others_kept(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Apple,revenue,FY2025,416.161,USD bn",
        "Appel,revenue,FY2025,1,USD bn",
        "Apple,revenew,FY2025,1,USD bn",
        "Apple,revenue,soon,1,USD bn",
        "Apple,revenue,FY2024,n/a,USD bn",
        "Apple,revenue,FY2024,1,dollars of old",
        "Apple,revenue,FY2024,,USD bn",
        "Apple,revenue,FY2024,391.035,USD bn",
    )
    rows, errors = tables.read_refs(path)
    assert [row.value for row in rows] == [Decimal("416161000000"), Decimal("391035000000")]
    assert [(error.line, error.column) for error in errors] == [
        (3, "entity"), (4, "metric"), (5, "period"), (6, "value"), (7, "unit"), (8, "value"),
    ]
    assert "unknown entity 'Appel'; nearest: apple" in str(errors[0])
    assert "unknown metric 'revenew'; nearest: revenue" in str(errors[1])
    assert all(str(error).startswith(f"{path}:") and "\n" not in str(error) for error in errors)


@pytest.mark.parametrize(
    ("columns", "cells", "column", "says"),
    [
        ("basis", "foward", "basis", "unknown basis 'foward'; nearest: forward"),
        ("status", "final", "status", "allowed: actual, estimate, derived"),
        ("known_from", "13/01/2026", "known_from", "cannot be read; allowed"),
        ("known_from", "2026", "known_from", "is not one day; write YYYY-MM-DD"),
        ("known_from,known_to", "2026-02-01,2026-01-01", "known_to", "not after known_from"),
    ],
)
def test_optional_cells_are_checked_too(
    tmp_path: Path, columns: str, cells: str, column: str, says: str
) -> None:
    path = table(tmp_path, f"Apple,eps,FY2025,7.46,USD/share,{cells}", head=f"{HEAD},{columns}")
    rows, (error,) = tables.read_refs(path)
    assert rows == ()
    assert error.column == column
    assert says in str(error)


@pytest.mark.parametrize(
    ("head", "column", "says"),
    [
        ("entity,metric,period,amount,unit", "value", "required column is missing"),
        ("entity,metric,period,values,unit", "value", "is it 'values'?"),
        (f"{HEAD},knownfrom", "knownfrom", "unknown column; nearest: known_from"),
    ],
)
def test_a_header_that_does_not_fit_is_one_error(
    tmp_path: Path, head: str, column: str, says: str
) -> None:
    rows, (error,) = tables.read_refs(table(tmp_path, "Apple,eps,FY2025,7.46,USD", head=head))
    assert rows == ()
    assert (error.line, error.column) == (1, column)
    assert says in str(error)


def test_a_second_value_for_the_same_period_contradicts_unless_it_is_a_vintage(
    tmp_path: Path,
) -> None:
    path = table(tmp_path, "Apple,eps,FY2025,7.46,USD", "Apple,eps,FY2025,7.49,USD")
    rows, (error,) = tables.read_refs(path)
    assert [row.value for row in rows] == [Decimal("7.46")]
    assert (error.line, error.column) == (3, "value")
    assert "7.46 and 7.49 for one series and period, no known_from" in str(error)
    path = table(
        tmp_path, "Apple,eps,FY2025,7.46,USD,2025-10-31", "Apple,eps,FY2025,7.49,USD,2026-01-31",
        head=f"{HEAD},known_from",
    )
    rows, errors = tables.read_refs(path)
    assert [row.value for row in rows] == [Decimal("7.46"), Decimal("7.49")]
    assert errors == ()


def test_semicolons_tabs_a_byte_order_mark_and_empty_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "semi.csv"
    path.write_bytes("\ufeffEntity;Metric;Period;Value;Unit\n\nApple;eps;FY2025;7.46;USD\n".encode())
    assert [row.value for row in tables.read_refs(path)[0]] == [Decimal("7.46")]
    path = tmp_path / "tab.tsv"
    path.write_text("entity\tmetric\tperiod\tvalue\tunit\nApple\teps\tFY2025\t7.46\tUSD\n", encoding="utf-8")
    assert [row.value for row in tables.read_refs(path)[0]] == [Decimal("7.46")]


def test_a_row_with_too_many_cells_is_an_error(tmp_path: Path) -> None:
    rows, (error,) = tables.read_refs(table(tmp_path, "Apple,revenue,FY2025,416,161,USD m"))
    assert rows == ()
    assert error.line == 2
    assert "6 cells under 5 columns; quote a cell that holds ','" in str(error)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match="no such file"):
        tables.read_refs(tmp_path / "none.csv")
    (tmp_path / "own.doc").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"'\.doc' is not read; allowed"):
        tables.read_refs(tmp_path / "own.doc")
    (tmp_path / "latin.csv").write_bytes("entity,é".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        tables.read_refs(tmp_path / "latin.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InputError, match="empty; required"):
        tables.read_refs(tmp_path / "empty.csv")


def test_rows_of_a_feed_are_read_like_a_table() -> None:
    rows = [
        {"entity": "Apple", "metric": "eps", "period": "FY2025", "value": 7.46, "unit": "USD/share"},
        {"entity": "Apple", "metric": "eps", "period": 2024, "value": "6.08", "unit": "USD/share"},
        {"entity": "Apple", "metric": "eps", "period": "FY2023", "value": None, "unit": "USD"},
        {"entity": "Apple", "metric": "eps", "value": 1, "unit": "USD"},
    ]
    found, errors = tables.refs_from_rows(rows, "feed.jsonl:7")
    assert [(row.value, row.per) for row in found] == [
        (Decimal("7.46"), "share"), (Decimal("6.08"), "share"),
    ]
    assert [(error.line, error.column) for error in errors] == [(3, "value"), (4, "period")]
    assert str(errors[0]).startswith("feed.jsonl:7:3, column 'value': is empty")


# ---------------------------------------------------------------- bitemporal faults of own rows


@pytest.mark.parametrize(
    ("rows", "line", "column", "says"),
    [
        (("Apple,eps,FY2025,7.46,USD,2025-08-01,",), 2, "known_from", "before its period ends on 2025-09-30; set status to estimate"),
        (("Apple,eps,FY2025,7.46,USD,2025-10-31,2026-02-01", "Apple,eps,FY2025,7.49,USD,2026-01-01,"), 3, "known_to", "vintages overlap: 7.46 is held until 2026-02-01"),
        (("Apple,eps,FY2025,7.46,USD,,", "Apple,eps,FY2024,6.08,%,,"), 3, "unit", "mixes 'USD' and 'percent' in one series"),
        (("Apple,eps,FY2025,7.46,USD,2026-01-31,2026-01-31",), 2, "known_to", "2026-01-31 is not after known_from 2026-01-31"),
    ],
)
def test_rows_that_contradict_in_time_or_unit(
    tmp_path: Path, rows: tuple[str, ...], line: int, column: str, says: str
) -> None:
    found, (error,) = tables.read_refs(table(tmp_path, *rows, head=f"{HEAD},known_from,known_to"))
    assert len(found) == len(rows) - 1
    assert (error.line, error.column) == (line, column)
    assert says in str(error)


def test_an_estimate_may_be_known_before_its_period_ends(tmp_path: Path) -> None:
    path = table(tmp_path, "S&P 600,eps,2026,99.10,USD,2026-01-29,estimate", head=f"{HEAD},known_from,status")
    (row,), errors = tables.read_refs(path)
    assert (errors, row.status) == ((), "estimate")


def test_the_same_row_twice_is_no_error(tmp_path: Path) -> None:
    rows, errors = tables.read_refs(table(tmp_path, *["Apple,eps,FY2025,7.46,USD"] * 2))
    assert (len({row.value for row in rows}), errors) == (1, ())


# ---------------------------------------------------------------- other formats

CELLS: list[dict[str, Any]] = [
    {"entity": "Apple", "metric": "eps", "period": "FY2025", "value": 7.46, "unit": "USD/share", "known_from": "2025-10-31"},
    {"entity": "Apple", "metric": "eps", "period": 2023, "value": 6.0, "unit": "USD/share", "known_from": None},
    {"entity": "Appel", "metric": "eps", "period": "FY2024", "value": 6.08, "unit": "USD/share", "known_from": None},
]


def expected(rows: tuple[Observation, ...], errors: tuple[Any, ...]) -> None:
    assert [(row.value, row.per, str(row.known_from)) for row in rows] == [
        (Decimal("7.46"), "share", "2025-10-31"), (Decimal("6.0"), "share", "None"),
    ]
    assert (rows[1].start, rows[1].end) == (date(2023, 1, 1), date(2023, 12, 31))
    (error,) = errors
    assert error.column == "entity"
    assert "unknown entity 'Appel'" in str(error)


def test_a_data_frame() -> None:
    pandas = pytest.importorskip("pandas")
    rows, errors = tables.refs_from_frame(pandas.DataFrame(CELLS))
    expected(rows, errors)
    assert errors[0].line == 3
    floats = pandas.DataFrame({"entity": ["Apple", None], "metric": ["eps"] * 2, "period": [2025, None], "value": [1.5, None], "unit": ["USD"] * 2})
    rows, errors = tables.refs_from_frame(floats)
    assert [(row.start.year, row.value) for row in rows] == [(2025, Decimal("1.5"))]
    assert [error.column for error in errors] == ["entity"]


def test_parquet(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pandas.DataFrame(CELLS)
    frame["period"] = frame["period"].astype(str)
    frame["known_from"] = pandas.to_datetime(frame["known_from"])
    frame.to_parquet(tmp_path / "own.parquet")
    expected(*tables.read_refs(tmp_path / "own.parquet"))
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 not so")
    with pytest.raises(InputError, match="no Parquet file"):
        tables.read_refs(tmp_path / "bad.parquet")


def test_excel(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(CELLS[0]))
    for row in CELLS:
        sheet.append(list(row.values()))
    sheet.cell(2, 6).value = date(2025, 10, 31)
    book.save(tmp_path / "own.xlsx")
    rows, errors = tables.read_refs(tmp_path / "own.xlsx")
    assert [(row.value, str(row.known_from)) for row in rows] == [(Decimal("7.46"), "2025-10-31"), (Decimal("6"), "None")]
    assert (errors[0].line, errors[0].column) == (4, "entity")
    (tmp_path / "bad.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(InputError, match="no Excel workbook"):
        tables.read_refs(tmp_path / "bad.xlsx")


def test_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE refs (entity, metric, period, value, unit, known_from)")
        db.executemany("INSERT INTO refs VALUES (?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in CELLS])
        db.execute("CREATE TABLE other (x)")
    db.close()
    expected(*tables.read_refs(path))
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE refs RENAME TO figures")
    db.close()
    with pytest.raises(InputError, match="tables are figures, other; name the one to read 'refs'"):
        tables.read_refs(path)
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 20)
    with pytest.raises(InputError, match="no SQLite file"):
        tables.read_refs(path)


def test_a_store_is_a_table_too(tmp_path: Path) -> None:
    rows, _ = tables.read_refs(table(tmp_path, "Apple,eps,FY2025,7.46,USD"))
    with Store(tmp_path / "reference.sqlite") as store:
        store.add(rows)
    assert tables.read_refs(tmp_path / "reference.sqlite") == (rows, ())


# ---------------------------------------------------------------- out again


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_what_is_exported_reads_back_the_same(tmp_path: Path, name: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    path = table(
        tmp_path,
        "S&P 600,P/E ratio,2026-01-13,15.60,x,forward,2026-01-13,,estimate,a.b,\"Desk, \"\"two\"\"\",by hand,,,factset",
        "US large caps,net outflow,2025,45,USD bn,net,,,actual,,,,USD,,",
        "Apple,eps,FY2025,7.46,USD/share,gaap diluted,2025-10-31,2026-10-30,actual,,,,,,",
        "Gold,price,2025-10,4010.5,USD/ounce,,,,actual,,,\"two\nlines\",,,",
        head=f"{HEAD},basis,known_from,known_to,status,series,source,note,currency,per,provider",
    )
    rows, errors = tables.read_refs(path)
    assert errors == ()
    assert tables.export(rows, tmp_path / name) == 4
    assert tables.read_refs(tmp_path / name) == (rows, ())


def test_the_default_pack_reads_back_the_same(tmp_path: Path) -> None:
    from claimcheck.reference.pack import Pack
    from claimcheck.reference.snapshot import Reference

    held = Reference(Pack.embedded())
    rows = tuple(
        row
        for entity in ("sp-smallcap-600", "sp-500", "apple", "ecb", "eur", "germany", "us-small-cap", "gold")
        for metric in held.metrics_of(entity)
        for row in held.find(entity, metric)
    )
    tables.export(rows, tmp_path / "pack.csv")
    found, errors = tables.read_refs(tmp_path / "pack.csv")
    assert errors == ()
    assert set(found) == set(rows)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'\.doc' is not written; allowed: \.csv \.parquet"):
        tables.export((), tmp_path / "out.doc")


def test_the_template_is_a_table_that_reads_without_errors(tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    path.write_text(tables.template(), encoding="utf-8")
    rows, errors = tables.read_refs(path)
    assert errors == ()
    assert [(row.entity, row.metric, str(row.value)) for row in rows] == [
        ("sp-smallcap-600", "pe_ratio", "15.6"), ("apple", "revenue", "4.16161E+11"),
        ("us-large-cap", "net_flow", "-4.5E+10"),
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_any_bytes_under_a_header_are_read_or_named(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(b"entity,metric,period,value,unit\nApple,eps,FY2025,7.46,USD\n" + body)
    try:
        rows, errors = tables.read_refs(path)
    except InputError:
        return
    assert rows[0].value == Decimal("7.46")
    assert all("\n" not in str(error) for error in errors)


CELL = st.sampled_from(
    ["Apple", "S&P 500", "eps", "net outflow", "2025", "FY2025", "0000", "9999-12-31", "1e5", "-0", "()", "%",
     "USD bn", "USD/share", "", " ", "..", "/", "2025/..", "x" * 50, "two\nlines", "\u0661\u0662", "\u2212" "5"]
)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys((*tables.REQUIRED, "known_from", "basis"), CELL)), max_size=4))
def test_any_cells_are_read_or_named(rows: list[dict[str, str]]) -> None:
    found, errors = tables.refs_from_rows(rows, "any")
    assert len(found) + len(errors) == len(rows)
    assert all("\n" not in str(error) for error in errors)
    for row in found:
        assert row.start <= row.end
        assert parse(written(row.start, row.end)) == (row.start, row.end)
