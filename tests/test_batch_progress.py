"""The bar of a run: how many documents are expected, what counts for the speed."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.batch.progress import Progress, expected


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("a.jsonl", b"{}\n{}\n{}\n", 3), ("a.jsonl", b"{}\n{}", 2), ("a.jsonl", b"", 0),
        ("a.csv", b"text\nx\ny\n", 2), ("a.csv", b"", 0), ("a.txt", b"x\ny\n", 1),
        ("a.jsonl.gz", b"x", None), ("a.zip", b"x", None), ("a.rss", b"x", None), ("a.parquet", b"x", None),
    ],
)
def test_documents_expected(tmp_path: Path, name: str, data: bytes, count: int | None) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "one.md").write_text("x")
    assert expected([str(tmp_path / name)]) == count
    assert expected([str(tmp_path)]) == expected([str(tmp_path / name), str(tmp_path / "one.md")])


def test_documents_expected_of_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(pa.table({"text": ["a"] * 7}), tmp_path / "a.parquet")
    assert expected([str(tmp_path / "a.parquet")]) == 7
    assert expected([str(tmp_path / "a.parquet"), "https://site.test/feed.xml"]) is None


def test_what_was_known_before_is_not_counted_as_speed(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    bar = Progress(shown=True, total=10)
    for step in (bar.known, bar.known, bar.failed, bar.done):
        step()
    assert (bar._bar.n, bar._bar.initial, bar._bar.total) == (4, 2, 10)
    bar.close()
    shown = capsys.readouterr().err
    assert "4/10" in shown
    assert "failed=1" in shown


def test_silence_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress(shown=False)
    for step in (bar.known, bar.failed, bar.done, bar.close):
        step()
    assert capsys.readouterr().err == ""
