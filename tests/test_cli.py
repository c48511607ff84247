"""The command line: exit codes, one-line errors, formats."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "pages" / "small_caps_post" / "page.txt"
NOTE = "The S&P 600 lost 17.4% in 2022 and lost 13.9% in 2023.\n"


def run(*arguments: str, cwd: Path | None = None, stdin: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "claimcheck", *arguments], capture_output=True, text=True, cwd=cwd,
        input=stdin, encoding="utf-8", check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("check", "missing.txt"), 3, "missing.txt"),
        (("check", "empty.txt"), 3, "empty.txt"),
        (("check", "image.txt"), 3, "image.txt"),
        (("check", "folder"), 3, "folder"),
        (("check", "note.txt", "--formt", "json"), 2, "--format"),
        (("check", "note.txt", "--format", "docx"), 2, "there are: text, json, jsonl, html, md"),
        (("check", "note.txt", "--as-of", "last week"), 2, "2026-01-15"),
        (("check", "note.txt", "--refs", "bad.csv"), 3, "bad.csv:3"),
        (("check", "note.txt", "--refs", "gone.csv"), 3, "gone.csv"),
        (("chekc", "note.txt"), 2, "chekc"),
        (("explain", "base-efect"), 2, "base-effect-level"),
        (("check", "note.txt", "--output", "no/such/place"), 2, "cannot write"),
    ],
)
def test_mistakes(tmp_path: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 40)
    (tmp_path / "folder").mkdir()
    (tmp_path / "bad.csv").write_text(
        "entity,metric,period,value,unit\nS&P 600,return,2022,-17.42,%\nS&P 600,retrun,2023,13.89,%\n"
    )
    status, _, errors = run(*arguments, cwd=tmp_path)
    assert status == code, errors
    assert message in errors
    assert "Traceback" not in errors
    assert all(line.startswith("claimcheck: ") for line in errors.splitlines())


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    status, output, errors = run("check", "missing.txt", "note.txt", "--format", "json", cwd=tmp_path)
    assert status == 3
    assert len(errors.splitlines()) == 1
    assert [c["verdict"]["label"] for c in json.loads(output)["claims"]] == ["supported", "contradicted"]


@pytest.mark.parametrize(
    ("level", "code"), [("none", 0), ("contradicted", 1), ("imprecise", 1), ("caveat", 1)]
)
def test_fail_on(tmp_path: Path, level: str, code: int) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    assert run("check", "note.txt", "--fail-on", level, "--format", "jsonl", cwd=tmp_path)[0] == code


def test_a_feed_gives_a_report_a_row_in_order(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "The S&P 600 lost 17.4% in 2022.", "lang": "en"},
        "not json",
        {"id": "b", "text": "The fund gained 5% in 2024.", "lang": "en",
         "refs": [{"entity": "S&P 500", "metric": "return", "period": "2024", "value": "5", "unit": "%"}]},
    ]
    (tmp_path / "feed.jsonl").write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    )
    status, output, errors = run("check", "feed.jsonl", "--format", "jsonl", cwd=tmp_path)
    assert status == 3
    assert "feed.jsonl:2" in errors
    assert [json.loads(line)["id"] for line in output.splitlines()] == ["a", "b"]


def test_own_table_is_judged_against_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The S&P 600 lost 17.4% in 2022.")
    (tmp_path / "own.csv").write_text("entity,metric,period,value,unit\nS&P 600,return,2022,-25,%\n")
    for extra, label in (((), "supported"), (("--refs", "own.csv"), "contradicted")):
        _, output, _ = run("check", "note.txt", "--format", "json", *extra, cwd=tmp_path)
        assert json.loads(output)["claims"][0]["verdict"]["label"] == label


def test_several_formats_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    status, output, _ = run(
        "check", "note.txt", "--format", "html=out.html", "--format", "json=-", cwd=tmp_path
    )
    assert status == 0
    assert json.loads(output)["claims"]
    assert (tmp_path / "out.html").read_text().lower().startswith("<!doctype html>")
    (tmp_path / "saved.json").write_text(output)
    status, again, _ = run("report", "saved.json", "--format", "json", cwd=tmp_path)
    assert (status, again) == (0, output)


def test_standard_input() -> None:
    status, output, _ = run("extract", "-", "--format", "jsonl", "--lang", "en", stdin=NOTE)
    assert status == 0
    assert [c["quote"] for c in json.loads(output)["claims"]] == ["17.4%", "13.9%"]


def test_a_closed_pipe_is_quiet() -> None:
    done = subprocess.run(
        f"{sys.executable} -m claimcheck check {SAMPLE} | head -n 1", shell=True, capture_output=True,
        text=True, check=False,
    )
    assert done.stderr == ""


@pytest.mark.parametrize("code", ["supported", "CC201", "base-effect-level", "pe_ratio"])
def test_explain(code: str) -> None:
    status, output, _ = run("explain", code)
    assert status == 0
    assert len(output) > 80


def test_data_list() -> None:
    status, output, _ = run("data", "list", "--format", "json")
    table = json.loads(output)
    assert status == 0
    assert set(table) == {"sources", "series", "observations", "bytes"}
    assert all(row["licence"] and row["title"] for row in table["sources"])
    assert table["observations"] == sum(row["observations"] for row in table["sources"])


def test_data_add_and_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_DATA", str(tmp_path / "data"))
    (tmp_path / "own.csv").write_text("entity,metric,period,value,unit\nS&P 600,aum,2022,5,USD bn\n")
    assert run("data", "add", str(tmp_path / "own.csv"))[0] == 0
    status, output, _ = run("data", "show", "S&P 600", "aum")
    assert status == 0
    assert "5000000000" in output


def test_doctor() -> None:
    status, output, _ = run("doctor")
    assert status == 0
    assert "reference data" in output


def test_a_document_as_evidence(tmp_path: Path) -> None:
    (tmp_path / "results.md").write_text(
        "# Results (in millions of dollars)\n\n| | FY2025 | FY2024 |\n|---|---|---|\n"
        "| Revenue | 3,870 | 3,490 |\n| Net income | 610 | 655 |\n"
    )
    (tmp_path / "note.txt").write_text(
        "Delmar Systems' revenue rose 10.9% to $3.87 billion in fiscal 2025. "
        "Net income fell to $610 million from $655 million in fiscal 2025, a drop of 17%."
    )
    _, output, _ = run(
        "check", "note.txt", "--evidence", "results.md", "--lang", "en", "--format", "json",
        cwd=tmp_path,
    )
    labels = {c["quote"]: c["verdict"]["label"] for c in json.loads(output)["claims"]}
    assert [labels[q] for q in ("10.9%", "$3.87 billion", "$610 million", "$655 million")] == [
        "supported"
    ] * 4
    assert labels["17%"] == "contradicted"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("check", ""), 3, "an empty name"),
        (("check", "ftp://example.org/x"), 3, "http and https"),
        (("check", "header.csv"), 3, "a header and no row"),
        (("check", "open.csv"), 3, "open.csv:3: not valid CSV"),
        (("check", "note.txt", "--lang", "english"), 2, "there are: ar, de, en"),
        (("check", "note.txt", "--refs", "."), 3, "a folder"),
        (("report", "."), 3, "--format json"),
        (("data", "export", "no/such/place.csv", "--entity", "apple"), 2, "no/such/place.csv: No"),
    ],
)
def test_what_cannot_be_read_or_written(
    tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "header.csv").write_text("id,text\n")
    (tmp_path / "open.csv").write_text('id,text\n1,"Sales rose 5%."\n2,"Sales rose\n3,6%.\n')
    status, _, errors = run(*arguments, cwd=tmp_path)
    assert (status, message in errors) == (code, True), errors
    assert all(line.startswith("claimcheck: ") for line in errors.splitlines())


@pytest.mark.parametrize(
    ("redirection", "arguments", "code", "message"),
    [
        ("> /dev/full", "check note.txt", 2, "standard output: No space"),
        ("> /dev/full", "check note.txt --format jsonl", 2, "standard output: No space"),
        ("> /dev/full", "data list", 2, "standard output: No space"),
        (">&-", "check note.txt", 2, "standard output is closed"),
        ("<&-", "check -", 3, "no standard input came"),
    ],
)
def test_streams_that_are_full_or_closed(
    tmp_path: Path, redirection: str, arguments: str, code: int, message: str
) -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("no device that is always full")
    (tmp_path / "note.txt").write_text(NOTE)
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m claimcheck {arguments} {redirection}', sys.executable],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_leaves_is_no_finding(tmp_path: Path) -> None:
    # Wide rows: the pipe must be full before the reader is gone.
    row = json.dumps({"text": NOTE, "refs": [], "title": "T" * 70_000}) + "\n"
    (tmp_path / "feed.jsonl").write_text(row * 3)
    command = (f'{{ "{sys.executable}" -m claimcheck check feed.jsonl --format jsonl --lane fast; '
               'echo "code $?" >&2; } | head -c 10')
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True,
                          encoding="utf-8", check=False)
    assert (done.stdout, done.stderr) == ('{"schema_v', "code 0\n")


@pytest.mark.parametrize("arguments", [
    ("explain", "pe_ratio"), ("explain", "مضاعف"), ("check", "note.txt"), ("data", "list"),
    ("watch", "feeds.toml", "--out", "out", "--once", "--to", "-"),
])
def test_a_terminal_without_the_letters(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "note.txt").write_text("La inflación fue del 2,8 % en diciembre de 2024 — récord.\n")
    (tmp_path / "feeds.toml").write_text('[[feed]]\nname = "x"\nfolder = "."\n')
    done = subprocess.run(
        [sys.executable, "-m", "claimcheck", *arguments], cwd=tmp_path, capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}, check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == (2 if "مضاعف" in arguments else 0)


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    # A named pipe stands for a device: a mistake here must not replace one of the machine's.
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "link.md").symlink_to("kept.md")
    os.mkfifo(tmp_path / "pipe")
    read = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    status, _, errors = run("check", "note.txt", "--format", "md=link.md", "--format",
                            "jsonl=pipe", "--lane", "fast", cwd=tmp_path)
    told = os.read(read, 100)
    os.close(read)
    assert (status, errors) == (0, "")
    assert (tmp_path / "link.md").is_symlink()
    assert "17.4%" in (tmp_path / "kept.md").read_text(encoding="utf-8")
    assert told.startswith(b'{"schema_version": "1"')
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("verdict", "supported: Matches the data"), ("caveat", "CC201: base-effect-level"),
        ("metric", "pe_ratio: "), ("entity", "apple: Apple"), ("source", "sec-companyfacts: "),
    ],
)
def test_explain_lists_what_there_is_of_a_kind(kind: str, line: str) -> None:
    from claimcheck.explain import explain

    assert any(row.startswith(line) for row in explain(kind).splitlines())
