"""Inputs to pages, and one-line errors for what cannot be read."""

import gzip
import json
from pathlib import Path

import pytest

from claimcheck.errors import FetchError, InputError, InputNotFound, RowError
from claimcheck.fetch import pages
from claimcheck.schema import Page


def read(*names: object, **known: str) -> list[Page | InputError]:
    return list(pages([str(name) for name in names], **known))


@pytest.fixture
def box(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Revenue rose 5%.", encoding="utf-8")
    (tmp_path / "b.md").write_text("# Note\nCosts fell 3%.", encoding="utf-8")
    (tmp_path / "c.html").write_text("<html><p>Sales fell.</p></html>", encoding="utf-8")
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"Profit doubled."))
    return tmp_path


def test_folder_in_order(box: Path) -> None:
    found = read(box)
    assert [Path(page.source).name for page in found] == ["a.txt", "b.md", "c.html", "d.txt.gz"]
    assert [page.media for page in found] == ["text", "markdown", "html", "text"]
    assert found[3].text == "Profit doubled."
    assert len({page.id for page in found}) == 4


def test_glob_and_list(box: Path) -> None:
    assert len(read(f"{box}/*.txt")) == 1
    (box / "list.txt").write_text(f"# remarks\n{box}/a.txt\n\n{box}/b.md\n", encoding="utf-8")
    assert [page.media for page in read(f"@{box}/list.txt")] == ["text", "markdown"]


def test_ids_are_stable(box: Path) -> None:
    assert read(box / "a.txt")[0].id == read(box / "a.txt")[0].id


def test_options_fill_in(box: Path) -> None:
    page = read(box / "a.txt", published="2026-01-05", lang="en")[0]
    assert (page.published_at, page.published_signal, page.lang) == ("2026-01-05", "option", "en")


@pytest.mark.parametrize(("name", "data", "kind", "words"), [
    ("none.txt", None, InputNotFound, "no file"),
    ("empty.txt", b"", InputError, "is empty"),
    ("blank.txt", b" \n ", InputError, "is empty"),
    ("binary.txt", bytes(range(8)) * 200, InputError, "binary"),
    ("cut.txt.gz", gzip.compress(b"x" * 1000)[:20], InputError, "damaged gzip"),
    ("bad.jsonl", b"{no\n", RowError, "not valid JSON"),
    ("bad.json", b"{no", InputError, "not valid JSON"),
    ("cols.csv", b"a,b\n1,2\n", RowError, "allowed: id, text"),
])
def test_bad_input(tmp_path: Path, name: str, data: bytes | None, kind: type, words: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    (error,) = read(tmp_path / name)
    assert type(error) is kind
    assert words in str(error)
    assert name in str(error)
    assert "\n" not in str(error)


def test_folder_with_nothing_readable(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\0")
    (error,) = read(tmp_path)
    assert "none of them readable" in str(error)


def test_the_rest_goes_on(box: Path) -> None:
    found = read(box / "none.txt", box / "a.txt")
    assert isinstance(found[0], InputNotFound)
    assert isinstance(found[1], Page)


def test_offline_refuses_urls() -> None:
    (error,) = read("https://example.org/a")
    assert isinstance(error, FetchError)
    assert "offline" in str(error)


def test_rows(tmp_path: Path) -> None:
    rows = [
        {"id": "r1", "text": "Revenue rose.", "published_at": "2026-01-02", "lang": "en",
         "refs": [{"metric": "revenue"}], "evidence": ["a table"]},
        {"id": 2, "html": "<p>Sales fell.</p>", "url": "https://example.org/x"},
        {"id": 3},
        {"id": 4, "text": 5},
        {"id": 5, "text": "ok", "refs": "no"},
    ]
    path = tmp_path / "feed.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = read(path)
    assert found[0].refs == ({"metric": "revenue"},)
    assert (found[0].published_signal, found[0].evidence) == ("row", ("a table",))
    assert (found[1].id, found[1].media, found[1].source) == ("2", "html", "https://example.org/x")
    assert [(error.line, error.column) for error in found[2:]] == [
        (3, "text"), (4, "text"), (5, "refs")]


def test_csv_quoted_newlines_and_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text('id,text\n1,"two\nlines"\n2\n3,ok\n', encoding="utf-8")
    found = read(path)
    assert found[0].text == "two\nlines"
    assert (found[1].line, found[2].text) == (4, "ok")
