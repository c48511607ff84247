"""The snapshot, the store and the as-of rule."""

from __future__ import annotations

import pickle
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from claimcheck.errors import StoreError
from claimcheck.reference import (
    Observation,
    Reference,
    SourceInfo,
    as_of,
    data_add,
    data_export,
    data_list,
    data_show,
    data_sources,
    data_template,
)
from claimcheck.reference.integrity import problems
from claimcheck.reference.snapshot import Rows
from claimcheck.reference.store import MIGRATIONS, Answered, Store, Stored, default_path


def row(
    value: str = "1", known: str | None = None, to: str | None = None, period: str = "2025-06",
    series: str = "jobs", **other: object,
) -> Observation:
    from claimcheck.reference.spans import parse

    start, end = parse(period)
    base = Observation(
        series, "united-states", "payrolls", ("sa",), "count", None, start, end, Decimal(value),
        "actual", date.fromisoformat(known) if known else None,
        date.fromisoformat(to) if to else None, None, "bls",
    )
    return replace(base, **other)  # type: ignore[arg-type]


# Payrolls of June 2025: first print, two revisions, the benchmark (BLS releases).
PRINTS = (
    row("147000", "2025-07-03"), row("14000", "2025-08-01"), row("-13000", "2025-09-05"),
    row("-20000", "2026-02-11"),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2025-07-02", None), ("2025-07-03", "147000"), ("2025-07-31", "147000"),
        ("2025-08-01", "14000"), ("2025-09-04", "14000"), ("2025-09-05", "-13000"),
        ("2026-02-10", "-13000"), ("2026-02-11", "-20000"), (None, "-20000"),
    ],
)
def test_the_vintage_known_on_a_day(day: str | None, value: str | None) -> None:
    found = as_of(PRINTS, date.fromisoformat(day) if day else None)
    assert [one.value for one in found] == ([Decimal(value)] if value else [])
    assert as_of(reversed(PRINTS), date.fromisoformat(day) if day else None) == found


@pytest.mark.parametrize(
    ("day", "value"),
    [("2025-07-02", None), ("2025-07-31", 147000), ("2025-08-01", 14000), (None, -20000)],
)
def test_a_layer_in_memory_reads_as_of_a_day(day: str | None, value: int | None) -> None:
    rows, known = Rows(PRINTS[::-1]), date.fromisoformat(day) if day else None
    found = rows.at("jobs", date(2025, 6, 1), date(2025, 6, 30), known)
    assert (found.value if found else None) == value
    assert rows.at("jobs", date(2025, 6, 1), date(2025, 6, 29), known) is None
    (one,) = Reference(rows).at("united-states", "payrolls", date(2025, 6, 1), date(2025, 6, 30), known) or (None,)
    assert one == found


@pytest.mark.parametrize(
    ("rows", "day", "values"),
    [
        ((row("1"),), "2025-01-01", []),  # an actual figure about a month that has not begun
        ((row("1"),), "2025-06-15", ["1"]),  # no vintage held: known for all we can tell
        ((row("1", status="estimate"),), "2025-01-01", ["1"]),
        ((row("1"), row("2", "2025-08-01")), "2025-07-15", ["1"]),
        ((row("1"), row("2", "2025-08-01")), "2025-08-01", ["2"]),
        ((row("1", "2025-07-03", "2025-08-01"),), "2025-07-31", ["1"]),
        ((row("1", "2025-07-03", "2025-08-01"),), "2025-08-01", []),  # withdrawn
        ((row("1", "2025-07-03"), row("2", "2025-07-03", period="2025-07")), "2025-09-01", ["1", "2"]),
        ((row("1", "2025-07-03"), row("2", "2025-07-03", series="b")), "2025-09-01", ["1", "2"]),
    ],
)
def test_as_of_rows_without_vintage_withdrawn_and_of_other_keys(
    rows: tuple[Observation, ...], day: str, values: list[str]
) -> None:
    found = as_of(rows, date.fromisoformat(day))
    assert [one.value for one in found] == [Decimal(value) for value in values]


def test_a_snapshot_finds_sorts_and_never_changes() -> None:
    rows = (*PRINTS, row("5", "2025-06-06", period="2025-05"), row("9", series="a"))
    empty = Reference()
    full = empty.with_rows(reversed(rows))
    assert empty.find("united-states", "payrolls") == ()
    assert empty.now is None
    assert [(one.series, one.start.month, one.value) for one in full.find("united-states", "payrolls")] == [
        ("a", 6, 9), ("jobs", 5, 5), ("jobs", 6, 147000), ("jobs", 6, 14000), ("jobs", 6, -13000),
        ("jobs", 6, -20000),
    ]
    assert full.metrics_of("united-states") == ("payrolls",)
    assert full.metrics_of("france") == ()
    assert full.now == date(2026, 2, 11)
    assert full.find("france", "payrolls") == ()


def test_the_fingerprint_is_that_of_the_data_not_of_its_order() -> None:
    one, two = Reference().with_rows(PRINTS), Reference().with_rows(PRINTS[::-1])
    assert one.fingerprint() == two.fingerprint()
    assert one.fingerprint() != Reference().with_rows(PRINTS[1:]).fingerprint()
    assert len(one.fingerprint()) == 64


def test_a_snapshot_can_be_pickled() -> None:
    held = pickle.loads(pickle.dumps(Reference().with_rows(PRINTS)))
    assert held.find("united-states", "payrolls") == PRINTS


def test_sources_are_counted_and_an_own_source_describes_itself() -> None:
    bls = SourceInfo("bls", "BLS, payrolls", "public domain", "https://bls.gov")
    held = Reference().with_rows((*PRINTS, row("1", series="x", source="Desk <https://x.test>")), (bls,))
    assert [(info.id, info.series, info.observations) for info in held.sources()] == [
        ("Desk <https://x.test>", 1, 1), ("bls", 1, 4),
    ]
    assert held.source("bls").title == "BLS, payrolls"
    assert (held.source("Desk <https://x.test>").title, held.source("Desk <https://x.test>").url) == (
        "Desk", "https://x.test",
    )
    assert held.source("my.csv").title == "my.csv"


# ---------------------------------------------------------------- the store


def test_a_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    rows = (*PRINTS, row("0.10", note="a, \"b\"", provider="bls", currency="USD", per="month", series="x"))
    info = SourceInfo("bls", "BLS", "public domain", "https://bls.gov", retrieved_at="2026-01-01")
    with Store(tmp_path / "ref.sqlite") as store:
        assert store.add(rows, [info]) == 5
        assert tuple(store.rows()) == rows
        assert store.find("united-states", "payrolls") == rows
        assert str(store.find("united-states", "payrolls")[-1].value) == "0.10"
    with Store(tmp_path / "ref.sqlite", readonly=True) as store:
        (held,) = store.sources()
        assert (held.title, held.url, held.series, held.observations) == ("BLS", "https://bls.gov", 2, 5)
        snapshot = Reference(store.snapshot())
    assert snapshot.find("united-states", "payrolls") == rows


@pytest.mark.parametrize(
    ("day", "value"), [("2025-07-02", None), ("2025-07-31", 147000), ("2025-08-01", 14000), (None, -20000)]
)
def test_a_store_reads_as_of_a_day(tmp_path: Path, day: str | None, value: int | None) -> None:
    with Store(tmp_path / "ref.sqlite") as store:
        store.add(PRINTS)
        found = store.at(
            "jobs", date(2025, 6, 1), date(2025, 6, 30), date.fromisoformat(day) if day else None
        )
    assert (found.value if found else None) == value


def test_the_same_rows_again_add_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "ref.sqlite") as store:
        assert store.add(PRINTS[:2]) == 2
        assert store.add(PRINTS) == 2
        assert store.add(PRINTS) == 0
        assert tuple(store.rows()) == PRINTS


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (row("5", "2025-08-01"), "14000 and 5 for one series and period, both known from 2025-08-01"),
        (row("5", "2025-07-15", "2025-09-01"), "vintages overlap: 5 is held until 2025-09-01"),
        (row("5", "2025-06-15"), "known from 2025-06-15, before its period ends"),
        (row("5", "2025-10-01", unit="percent"), "mixes 'count' and 'percent'"),
        (row("5", "2025-10-01", "2025-10-01"), "2025-10-01 is not after known_from"),
    ],
)
def test_rows_that_contradict_add_nothing_at_all(
    tmp_path: Path, more: Observation, says: str
) -> None:
    with Store(tmp_path / "ref.sqlite") as store:
        store.add(PRINTS)
        with pytest.raises(StoreError, match="nothing added") as caught:
            store.add([row("7", "2025-12-16", period="2025-11"), more])
        assert says in str(caught.value)
        assert "\n" not in str(caught.value)
        assert tuple(store.rows()) == PRINTS


@pytest.mark.parametrize(
    "rows",
    [
        PRINTS,
        (row("1", "2025-01-05", status="estimate"), row("2", "2025-07-03")),
        (row("1", "2025-07-03", "2025-08-01"), row("2", "2025-08-01")),
        (row("1"), row("2", "2025-08-01")),
    ],
)
def test_vintages_in_order_are_no_problem(rows: tuple[Observation, ...]) -> None:
    assert problems(rows) == []


def test_a_file_that_is_no_store_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ref.sqlite"
    path.write_bytes(b"entity,metric,period\n" * 200)
    with pytest.raises(StoreError, match="file is not a database; move it away") as caught:
        Store(path)
    assert "\n" not in str(caught.value)


def test_a_half_written_store_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ref.sqlite"
    with Store(path) as store:
        store.add(PRINTS)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\0" * (len(data) - 4096))
    with pytest.raises(StoreError, match="move it away and import again"), Store(path) as store:
        tuple(store.rows())


def test_a_locked_store_says_so_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ref.sqlite"
    with Store(path) as store:
        store.add(PRINTS[:1])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(path, wait=0) as store:
        with pytest.raises(StoreError, match="database is locked; close the other program"):
            store.add(PRINTS)
        assert tuple(store.rows()) == PRINTS[:1]
    other.execute("ROLLBACK")
    other.close()


def test_a_full_disk_adds_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "ref.sqlite") as store:
        store.add(PRINTS[:1])
        pages = store.execute("PRAGMA page_count")
        store.execute(f"PRAGMA max_page_count = {pages + 1}")
        many = [row(str(n), "2025-07-03", series=f"s{n}", note="x" * 500) for n in range(500)]
        with pytest.raises(StoreError, match="full; check the free space"):
            store.add(many)
        assert tuple(store.rows()) == PRINTS[:1]


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ref.sqlite"
    with Store(path) as store:
        store.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match="update claimcheck"):
        Store(path)


def test_an_older_store_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "ref.sqlite"
    db = sqlite3.connect(path)
    db.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1;")
    db.close()
    with Store(path) as store:
        assert store.add(PRINTS) == 4
        assert store.execute("PRAGMA user_version") == len(MIGRATIONS)


def test_a_store_that_is_missing_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file; `data add` makes it"):
        Store(tmp_path / "none.sqlite", readonly=True)
    assert not (tmp_path / "none.sqlite").exists()


def test_a_store_file_is_a_layer_like_rows_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "ref.sqlite"
    with Store(path) as store:
        store.add(PRINTS[2:])
        store.add(PRINTS[:2])
    held, memory = Reference(Stored(path)), Reference().with_rows(PRINTS)
    assert held.find("united-states", "payrolls") == memory.find("united-states", "payrolls")
    assert held.now == memory.now == date(2026, 2, 11)
    assert held.fingerprint() == memory.fingerprint()
    assert held.metrics_of("united-states") == ("payrolls",)
    assert held.pairs() == (("united-states", "payrolls"),)
    assert [(info.id, info.observations) for info in held.sources()] == [("bls", 4)]
    copy = pickle.loads(pickle.dumps(held))
    assert copy.find("united-states", "payrolls") == PRINTS
    with ThreadPoolExecutor(4) as pool:
        fresh = Reference(Stored(path))
        found = pool.map(lambda _: fresh.find("united-states", "payrolls"), range(8))
        assert set(found) == {PRINTS}


def test_the_default_reference_holds_what_the_user_added(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "entity,metric,period,value,unit,known_from\nApple,market share,2025Q3,17.3,%,2025-11-03\n"
        "Appel,market share,2025Q3,17.3,%,2025-11-03\n", encoding="utf-8",
    )
    assert Reference.default().find("apple", "market_share") == ()
    new, (error,) = data_add(table)
    assert (new, error.line) == (1, 3)
    assert default_path().exists()
    held = Reference.default()
    assert [row.value for row in held.find("apple", "market_share")] == [Decimal("17.3")]
    assert held.find("apple", "revenue")
    assert data_add(table)[0] == 0
    listed = data_list(held)
    assert [source for source in listed["sources"] if source["id"] == "own.csv"] == [
        {"id": "own.csv", "title": "own.csv", "licence": "own", "url": None, "series": 1, "observations": 1}
    ]
    assert listed["observations"] == sum(source["observations"] for source in listed["sources"])
    assert listed["series"] == len({row.series for row in held.rows()})
    assert listed["bytes"] > 1_000_000


def test_what_is_held_about_an_entity() -> None:
    held = Reference().with_rows(PRINTS)
    assert data_show(held, "US") == {"entity": "united-states", "metrics": ["payrolls"]}
    shown = data_show(held, "United States", "jobs")
    assert [one["value"] for one in shown["observations"]] == ["147000", "14000", "-13000", "-20000"]
    assert shown["observations"][0]["period"] == "2025-06"
    for asked, says in (
        (("Atlantis", None), "unknown entity 'Atlantis'"), (("US", "happiness"), "unknown metric 'happiness'"),
        (("France", None), "no data for 'france'; held: nothing"),
        (("US", "eps"), "no eps for 'united-states'; held: payrolls"),
    ):
        with pytest.raises(StoreError, match=says):
            data_show(held, *asked)


def test_an_export_holds_what_was_asked_for(tmp_path: Path) -> None:
    held = Reference().with_rows((*PRINTS, row("1", series="x", entity="france", metric="gdp", unit="EUR")))
    assert data_export(held, tmp_path / "all.csv") == 5
    assert data_export(held, tmp_path / "one.csv", "France") == 1
    assert data_export(held, tmp_path / "two.csv", metric="payrolls") == 4
    assert data_template().startswith("entity,metric,period,value,unit,")
    with pytest.raises(StoreError, match="nothing held for germany metric"):
        data_export(held, tmp_path / "none.csv", "Germany")


def test_evidence_of_a_series_is_kept_once(tmp_path: Path) -> None:
    said = Answered("https://x.test/a", "2026-01-01T00:00:00Z", "ab", 4)
    with Store(tmp_path / "ref.sqlite") as store:
        store.add(PRINTS)
        store.keep_evidence("bls", "jobs", [said])
        store.keep_evidence("bls", "jobs", [said, said._replace(sha256="cd")])
        assert [one.sha256 for one in store.evidence("jobs")] == ["ab", "cd"]
        assert store.evidence("other") == []


def test_sources_are_listed_with_their_terms() -> None:
    listed = {one["id"]: one for one in data_sources()}
    assert listed["fred"]["vintages"] is True
    assert listed["fred"]["key"] == "FRED_API_KEY"
    assert listed["bls"]["licence"] == "US public domain"
