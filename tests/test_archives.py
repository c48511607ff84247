"""Zip and tar archives and packed files: every member read, in order, faults told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from claimcheck.archives import endings
from claimcheck.errors import InputError
from claimcheck.fetch import pages
from claimcheck.schema import Page

FILES = {
    "z.txt": b"Revenue rose 5%.",
    "in/b.md": b"Costs fell 3%.",
    "in/c.jsonl": b'{"id": "r1", "text": "Sales fell 2%."}\n{no\n{"id": "r2", "text": "Sales rose 4%."}\n',
    "in/d.csv.gz": gzip.compress(b"id,text\nr3,Profit rose 7%.\n"),
    ".hidden.txt": b"Nothing.",
    "__MACOSX/z.txt": b"Nothing.",
}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/", b"")
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return out.getvalue()


def read(path: Path) -> list[tuple[str, str]]:
    """(what was read or "error", where from or what is wrong) of each item."""
    return [(item.text, item.source) if isinstance(item, Page) else ("error", str(item))
            for item in pages([str(path)])]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(FILES)), ("a.tar", tarred(FILES)), ("a.tar.gz", gzip.compress(tarred(FILES))),
        ("a.tgz", gzip.compress(tarred(FILES))), ("a.tar.bz2", bz2.compress(tarred(FILES))),
        ("a.TAR.XZ", lzma.compress(tarred(FILES))),
    ],
)
def test_members_in_order(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name)
    assert [text for text, _ in found] == [
        "Revenue rose 5%.", "Costs fell 3%.", "Sales fell 2%.", "error", "Sales rose 4%.", "Profit rose 7%."]
    assert found[0][1] == f"{tmp_path / name}/z.txt"
    assert f"{name}/in/c.jsonl:2: not valid JSON" in found[3][1]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files(tmp_path: Path, pack: object) -> None:
    name = {gzip.compress: "gz", bz2.compress: "bz2", lzma.compress: "xz"}[pack]  # type: ignore[index]
    (tmp_path / f"a.csv.{name}").write_bytes(pack(b"text\nSales rose 3%.\nSales rose 4%.\n"))  # type: ignore[operator]
    assert [text for text, _ in read(tmp_path / f"a.csv.{name}")] == ["Sales rose 3%.", "Sales rose 4%."]


def test_parquet_in_archives(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["Sales rose 3%.", "Sales rose 4%."]}), out)
    for name, data in (("a.zip", zipped({"t.parquet": out.getvalue()})),
                       ("a.tar.gz", gzip.compress(tarred({"t.parquet": out.getvalue()}))),
                       ("t.parquet.gz", gzip.compress(out.getvalue()))):
        (tmp_path / name).write_bytes(data)
        assert [text for text, _ in read(tmp_path / name)] == ["Sales rose 3%.", "Sales rose 4%."]


def locked() -> bytes:
    """A zip whose member says that it has a password."""
    data = bytearray(zipped({"z.txt": b"Revenue rose 5%."}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(mark) + at] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("cut.zip", zipped(FILES)[:200], ["damaged zip"]),
        ("cut.tar.gz", gzip.compress(tarred({"a.txt": bytes(200_000)}))[:90], ["damaged"]),
        ("none.tar", b"no archive at all " * 99, ["damaged tar"]),
        ("none.csv.bz2", b"no bzip2", ["damaged bzip2"]),
        ("cut.csv.bz2", bz2.compress(b"text\nSales rose 3%.\n")[:-9], ["damaged bzip2"]),
        ("none.csv.xz", b"no xz", ["damaged xz"]),
        ("none.csv.gz", b"no gzip", ["damaged gzip"]),
        ("empty.zip", zipped({}), ["holds 0 files, none of them readable"]),
        ("odd.zip", zipped({"a.docx": b"x"}), ["holds 1 files, none of them readable"]),
        ("deep.zip", zipped({"a.zip": zipped(FILES), "b.txt": b"Sales rose 3%."}), ["archive inside an archive", ""]),
        ("locked.zip", locked(), ["cannot be read"]),
        ("binary.zip", zipped({"a.txt": bytes(range(8)) * 200, "b.txt": b"Sales rose 3%."}), ["binary file", ""]),
        ("large.zip", zipped({"a.txt": b"9" * 20_000_001, "b.txt": b"Sales rose 3%."}), ["larger than 20 MB", ""]),
    ],
)
def test_faults_are_told_and_cost_only_themselves(tmp_path: Path, name: str, data: bytes, says: list[str]) -> None:
    (tmp_path / name).write_bytes(data)
    found = list(pages([str(tmp_path / name)]))
    assert len(found) >= len(says)
    for item, words in zip(found, says, strict=False):
        assert isinstance(item, InputError) == bool(words)
        assert words in str(item)
        assert "\n" not in str(item) or not words


def test_a_damaged_member_leaves_the_next(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"Sales rose 3%." * 50, "b.txt": b"Sales rose 4%."}))
    data[data.index(b"a.txt") + 8] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    found = read(tmp_path / "a.zip")
    assert (found[0][0], found[1][0]) == ("error", "Sales rose 4%.")


def test_what_is_passed_over_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", "claimcheck")
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": b"Sales rose 3%.", "b.docx": b"x", "c.bin": b"y"}))
    (tmp_path / "d.docx").write_bytes(b"x")
    assert len(read(tmp_path)) == 1
    told = [record.getMessage() for record in caplog.records]
    assert "passed over 1 files of no readable kind" in told[0]
    assert "d.docx" in told[0]
    assert "passed over 2 files of no readable kind (b.docx, c.bin)" in told[1]


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.txt", (".txt", "")), ("A.CSV.GZ", (".csv", ".gz")), ("a.tgz", (".tar", ".gz")), ("a.txz", (".tar", ".xz")),
     ("a.tar.bz2", (".tar", ".bz2")), ("gz", ("", "")), ("a.gz", ("", ".gz"))],
)
def test_endings(name: str, found: tuple[str, str]) -> None:
    assert endings(name) == found
