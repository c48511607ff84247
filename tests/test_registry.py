"""Releases and other names of entities: read, kept, found again, given out."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from claimcheck import tables
from claimcheck.own_names import OwnNames
from claimcheck.pipeline import Checker
from claimcheck.reference import Observation, Reference, data_add, data_export, data_show
from claimcheck.reference.registry import Alias, Release, first_prints, read_aliases, read_release
from claimcheck.reference.store import MIGRATIONS, Store, Stored
from claimcheck.schema import Page

HEAD = "entity,metric,period,value,unit,aliases,released_at"


def own(folder: Path, *lines: str, name: str = "own.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("", None),
        ("2026-02-11", (date(2026, 2, 11), None, None)),
        ("2026-02-11 08:30", (date(2026, 2, 11), "08:30", None)),
        ("2026-02-11T08:30:00Z", (date(2026, 2, 11), "08:30", "Z")),
        ("2026-02-11 08:30 America/New_York", (date(2026, 2, 11), "08:30", "America/New_York")),
        ("2026-02-11 08:30+01:00", (date(2026, 2, 11), "08:30", "+01:00")),
        ("2026-02-11 08:30 UTC", (date(2026, 2, 11), "08:30", "UTC")),
    ],
)
def test_a_time_of_publication(cell: str, read: object) -> None:
    assert read_release(cell) == read


@pytest.mark.parametrize("cell", ["11.02.2026", "2026-02", "2026-02-11 8am", "2026-02-11 35:00", "soon"])
def test_what_is_no_time_of_publication_says_what_is_allowed(cell: str) -> None:
    with pytest.raises(ValueError, match="no time of publication; write YYYY-MM-DD"):
        read_release(cell)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("", ()),
        (" ; ", ()),
        ("Zorvane; ZVN  Group", (Alias("", "Zorvane"), Alias("", "ZVN Group"))),
        ("Zorvane Motors [2010-01-01..2019-12-31]",
         (Alias("", "Zorvane Motors", date(2010, 1, 1), date(2019, 12, 31)),)),
        ("Old [..2019-12-31]; New [2020-01-01..]",
         (Alias("", "Old", None, date(2019, 12, 31)), Alias("", "New", date(2020, 1, 1)))),
    ],
)
def test_aliases_of_a_cell(cell: str, read: object) -> None:
    assert read_aliases(cell) == read
    assert read_aliases("; ".join(one.written() for one in read_aliases(cell))) == read


@pytest.mark.parametrize("cell", ["A [2010..2019", "A [2020-01-01..2019-01-01]", "[..2019-12-31]", "A [2019-13-01..]"])
def test_aliases_that_cannot_be_read(cell: str) -> None:
    with pytest.raises(ValueError, match="write a name, then its days in order"):
        read_aliases(cell)


# ---------------------------------------------------------------- own tables


def test_a_table_gives_names_and_releases_and_the_release_dates_the_row(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        "Zorvane Industries,revenue,2024,4.2,USD bn,Zorvane Motors; 佐文工业,2025-02-10 08:30 America/New_York",
        "Zorvane Industries,revenue,2023,4.0,USD bn,,",
    )
    held = tables.read_table(path)
    assert [(row.start.year, row.known_from) for row in held.rows] == [
        (2024, date(2025, 2, 10)), (2023, None),
    ]
    assert held.aliases == (
        Alias("Zorvane Industries", "Zorvane Motors"), Alias("Zorvane Industries", "佐文工业"),
    )
    (release,) = held.releases
    assert (release.key, release.written()) == (
        held.rows[0].key, "2025-02-10 08:30 America/New_York",
    )
    assert tables.read_refs(path) == (held.rows, ())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Apple,revenue,2024,4.2,USD bn,A [x,", ":2, column 'aliases': alias 'A [x': write a name"),
        ("Apple,revenue,2024,4.2,USD bn,,11.02.2025", ":2, column 'released_at': '11.02.2025' is no time"),
        ("Apple,revenue,2024,4.2,USD bn,,2024-06-01", ":2, column 'known_from': an actual value known from 2024-06-01, before"),
    ],
)
def test_an_unreadable_cell_names_its_column(tmp_path: Path, line: str, says: str) -> None:
    rows, (error,) = tables.read_refs(own(tmp_path, line))
    assert rows == ()
    assert says in str(error)


def test_dates_in_three_formats_are_read_or_named(tmp_path: Path) -> None:
    rows, errors = tables.read_refs(own(
        tmp_path,
        "Apple,price,2025-10-05,250,USD/share,,2025-10-06",
        "Apple,price,05.10.2025,250,USD/share,,2025-10-06",
        "Apple,price,10/05/2025,250,USD/share,,2025-10-06",
        "Apple,price,2025-10-07,251,USD/share,,Oct 8 2025",
    ))
    assert len(rows) + len(errors) == 4
    assert date(2025, 10, 5) in {row.start for row in rows}
    assert {row.start for row in rows} <= {date(2025, 10, 5)}  # never the tenth of May
    assert all("column 'period'" in str(error) or "column 'released_at'" in str(error) for error in errors)


# ---------------------------------------------------------------- the store


def test_names_and_releases_are_kept_once_and_the_earliest_release_stays(tmp_path: Path) -> None:
    held = tables.read_table(own(
        tmp_path, "Zorvane Industries,revenue,2024,4.2,USD bn,Zorvane Motors,2025-02-10 08:30",
    ))
    path = tmp_path / "ref.sqlite"
    with Store(path) as store:
        assert store.add(held.rows, aliases=held.aliases, releases=held.releases) == 1
        before = store.state("digest")
        assert store.add(held.rows, aliases=held.aliases, releases=held.releases) == 0
        later = Release(*held.rows[0].key, date(2025, 3, 1))
        store.add((), releases=[later])
        assert store.state("digest") == before
        assert store.entities() == ("Zorvane Industries",)
        assert store.aliases() == held.aliases
        assert store.releases() == held.releases
        store.add((), releases=[Release(*held.rows[0].key, date(2025, 2, 1))])
        assert [one.day for one in store.releases()] == [date(2025, 2, 1)]
    memory = Reference().with_rows(
        held.rows, aliases=held.aliases, releases=[Release(*held.rows[0].key, date(2025, 2, 1))],
    )
    assert Reference(Stored(path)).fingerprint() == memory.fingerprint()


def test_a_row_without_a_day_was_known_from_its_release(tmp_path: Path) -> None:
    (row,), _ = tables.read_refs(own(tmp_path, "Apple,revenue,2024,4.2,USD bn,,"))
    (dated,), _ = tables.read_refs(own(tmp_path, "Apple,revenue,2023,4.0,USD bn,,2024-02-01", name="own.csv"))
    path = tmp_path / "ref.sqlite"
    with Store(path) as store:
        store.add([row, dated], releases=[Release(*row.key, date(2025, 2, 10), "16:30")])
        found = {one.start.year: one.known_from for one in store.find("apple", "revenue")}
        assert found == {2023: date(2024, 2, 1), 2024: date(2025, 2, 10)}
        assert store.at(*row.key, date(2025, 2, 9)) is None
        assert store.at(*row.key, date(2025, 2, 10)) is not None
        assert store.state("newest") == "2025-02-10"
    assert Reference(Stored(path)).now == date(2025, 2, 10)
    assert Reference(Stored(path)).at("apple", "revenue", row.start, row.end, date(2025, 2, 9)) == ()


@pytest.mark.parametrize("version", [1, 2])
def test_a_store_of_an_earlier_version_keeps_its_rows_and_learns_the_new_tables(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "ref.sqlite"
    db = sqlite3.connect(path)
    for script in MIGRATIONS[:version]:
        db.executescript(script)
    db.executescript(f"""
        PRAGMA user_version = {version};
        INSERT INTO sources VALUES ('desk', 'Desk', 'own', NULL, NULL, NULL);
        INSERT INTO series VALUES (1, 'desk/rev', 'Zorvane Industries', 'revenue', '', 'USD', NULL, 'USD', NULL);
        INSERT INTO observations VALUES
            (1, '2024-01-01', '2024-12-31', '', NULL, '4200000000', 4.2e9, 'actual', 'desk', NULL, '2025-02-11');
    """)
    db.close()
    with Store(path) as store:
        assert store.execute("PRAGMA user_version") == len(MIGRATIONS)
        (row,) = store.find("Zorvane Industries", "revenue")
        assert (str(row.value), row.known_from) == ("4200000000", None)
        assert store.entities() == ("Zorvane Industries",)
        assert store.aliases() == store.releases() == ()
        store.add(
            (), aliases=[Alias("Zorvane Industries", "ZVN")],
            releases=[Release(*row.key, date(2025, 2, 10))],
        )
        (row,) = store.find("Zorvane Industries", "revenue")
        assert row.known_from == date(2025, 2, 10)


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_names_and_releases_come_back_the_same(tmp_path: Path, name: str) -> None:
    path = own(
        tmp_path,
        "Zorvane Industries,revenue,2024,4.2,USD bn,Zorvane Motors [..2019-12-31]; ZVN,2025-02-10 08:30 America/New_York",
        "Zorvane Industries,revenue,2023,4.0,USD bn,,",
        "Apple,revenue,2024,4.0,USD bn,,2025-01-30",
    )
    store = tmp_path / "ref.sqlite"
    assert data_add(path, store) == (3, ())
    reference = Reference(Stored(store))
    assert data_export(reference, tmp_path / name) == 3
    back = tables.read_table(tmp_path / name)
    with Store(store) as held:
        assert back.rows == tuple(row for pair in reference.pairs() for row in reference.find(*pair))
        assert sorted(back.aliases, key=repr) == sorted(held.aliases(), key=repr)
        assert sorted(back.releases, key=repr) == sorted(held.releases(), key=repr)
    assert tables.read_table(store).aliases == reference.aliases()


def row(series: str, year: int, known: date | None) -> Observation:
    return Observation(
        series, "apple", "revenue", (), "USD", None, date(year, 1, 1), date(year, 12, 31),
        tables.read_number("1"), "actual", known, None, None, "desk",
    )


def test_the_first_print_of_each_period_but_for_the_beginning_of_the_record() -> None:
    began, later = date(2020, 1, 30), date(2023, 1, 30)
    rows = [
        row("a", 2017, began), row("a", 2018, began), row("a", 2021, later),
        row("a", 2021, date(2024, 1, 30)), row("a", 2022, None), row("b", 2021, later),
    ]
    assert [(one.series, one.start.year, one.day) for one in first_prints(rows)] == [
        ("a", 2021, later), ("b", 2021, later),
    ]


# ---------------------------------------------------------------- found in a text

NAMES = OwnNames(("Zorvane Industries", "Kelp AG"), (
    Alias("Zorvane Industries", "Zorvane Motors", None, date(2019, 12, 31)),
    Alias("Kelp AG", "Zorvane Motors", date(2020, 1, 1)),
    Alias("Zorvane Industries", "ZVN"), Alias("apple", "Fruit Co"),
))


@pytest.mark.parametrize(
    ("name", "day", "id"),
    [
        ("ZVN", date(2025, 1, 1), "Zorvane Industries"),
        ("zvn", None, "Zorvane Industries"),
        ("Fruit Co", date(2025, 1, 1), "apple"),
        ("Zorvane Motors", date(2015, 1, 1), "Zorvane Industries"),
        ("Zorvane Motors", date(2021, 1, 1), "Kelp AG"),
        ("Zorvane Motors", None, "Kelp AG"),
        ("Zorvane", date(2021, 1, 1), "Zorvane Industries"),
        ("Fruitful", None, None),
        ("ZVNX", None, None),
    ],
)
def test_an_alias_names_who_was_so_called_on_the_day(name: str, day: date | None, id: str | None) -> None:
    assert NAMES.on(day).id_of(name) == id


def test_an_alias_that_two_bear_at_once_names_neither() -> None:
    assert NAMES.id_of("Zorvane Motors") is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Zorvane Industries had revenue of $4.2 billion in 2024.", "supported"),
        ("ZVN had revenue of $4.2 billion in 2024.", "supported"),
        ("ZVN had revenue of $5.9 billion in 2024.", "contradicted"),
        ("佐文工业2024年营收42亿美元。", "supported"),
        ("Zorvane Motors had revenue of $5.9 billion in 2024.", "not_enough_data"),
    ],
)
def test_what_was_added_is_found_by_every_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, label: str
) -> None:
    monkeypatch.setenv("CLAIMCHECK_DATA", str(tmp_path))
    path = own(
        tmp_path,
        "Zorvane Industries,revenue,2024,4.2,USD bn,"
        "ZVN; 佐文工业; Zorvane Motors [..2019-12-31],2025-02-10",
    )
    data_add(path)
    (claim,) = Checker().check(Page(text=text, published_at="2025-03-01")).claims
    assert claim.verdict.label == label
    (claim,) = Checker(refs=[str(path)]).check(Page(text=text, published_at="2025-03-01")).claims
    assert claim.verdict.label == label
    assert data_show(Reference.default(), "ZVN")["entity"] == "Zorvane Industries"
