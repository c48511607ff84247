"""The bulk run: same bytes however it is run or cut off, dead letters, folders, exit codes."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from claimcheck.batch import Limits, Plan, Stop, run_batch
from claimcheck.batch.duplicates import duplicates
from claimcheck.batch.queries import ask
from claimcheck.batch.records import CLAIM_COLUMNS, DOCUMENT_COLUMNS, Keys, Task, score_batch
from claimcheck.batch.scores import load
from claimcheck.batch.shards import each
from claimcheck.batch.state import State
from claimcheck.clean.reposts import Sketch, sketch
from claimcheck.errors import ConfigError, StoreError
from claimcheck.lanes import DEFAULT_OF_BATCH
from claimcheck.pipeline import Checker
from claimcheck.schema import Page

KILLS = int(os.environ.get("CLAIMCHECK_KILLS", "20"))
NAMES = ("Apple", "Microsoft", "Ford", "Pfizer", "Chevron")


def text(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return (
        f"{name} said revenue rose {number % 37}.{number % 10}% to ${number + 3}.2 billion in 2024. "
        f"Net income was ${number % 9 + 1}.5 billion, and analysts expect {number % 5 + 1}% growth in 2026."
    )


def feed(path: Path, count: int, extra: list[str] | None = None) -> Path:
    rows = [
        json.dumps({"id": f"d{n}", "text": text(n), "author": f"a{n % 3}", "source": f"s{n % 2}",
                    "published_at": f"2025-02-{n % 28 + 1:02d}"})
        for n in range(count)
    ]
    path.write_text("\n".join(rows + (extra or [])) + "\n", encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """The output of a run; the state beside it is not part of it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("state.sqlite")
    }


def run(source: Path, out: Path, **fields: Any) -> Any:
    fields = {"shard_size": 10, **fields}
    return run_batch([str(source)], Plan(out, **fields), Checker())


def positions(out: Path) -> list[int]:
    return [row["position"] for row in each(out, "documents")]


def letters(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "failed.jsonl").read_text().splitlines()]


def command(source: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "claimcheck", "batch", str(source), "--out", str(out),
            "--shard-size", "10", "--no-summary", *more]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return feed(tmp_path / "feed.jsonl", 25)


def test_rows_of_every_document_and_claim(small: Path, tmp_path: Path) -> None:
    tally = run(small, tmp_path / "out")
    assert (tally.documents, tally.judged, tally.failed) == (25, 25, 0)
    documents = list(each(tmp_path / "out", "documents"))
    claims = list(each(tmp_path / "out", "claims"))
    assert [row["document"] for row in documents] == [f"d{n}" for n in range(25)]
    assert sum(row["claims"] for row in documents) == len(claims) == tally.claims > 25
    assert tuple(documents[0]) == tuple(DOCUMENT_COLUMNS)
    assert tuple(claims[0]) == tuple(CLAIM_COLUMNS)
    first = claims[0]
    assert (first["document"], first["author"], first["day"]) == ("d0", "a0", "2025-02-01")
    assert text(0)[first["start"]:first["end"]] == first["quote"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["counts"] == {"places": 25, "documents": 25, "claims": len(claims), "failed": 0, "duplicates": 0}
    assert [shard["documents"]["rows"] for shard in manifest["shards"]] == [10, 10, 5]


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
def test_workers_do_not_show_in_the_bytes(small: Path, tmp_path: Path, format: str) -> None:
    run(small, tmp_path / "one", workers=1, format=format)
    run(small, tmp_path / "three", workers=3, format=format)
    assert tree(tmp_path / "one") == tree(tmp_path / "three")


def test_formats_hold_the_same_rows(small: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "p")
    run(small, tmp_path / "j", format="jsonl")
    for table in ("documents", "claims"):
        assert list(each(tmp_path / "p", table)) == list(each(tmp_path / "j", table))


@pytest.mark.parametrize("pattern", ["", "*.jsonl", "**/*"])
def test_an_output_folder_among_the_inputs_is_no_input(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "in" / "old").mkdir(parents=True)
    run(feed(tmp_path / "old.jsonl", 3), tmp_path / "in" / "old", format="jsonl")
    source = feed(tmp_path / "in" / "feed.jsonl", 5)
    out, named = source.parent / "out", source.parent / pattern
    assert (run(named, out).documents, run(named, out).judged) == (5, 0)
    assert letters(out) == []


def test_the_same_run_again_judges_nothing(small: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "out")
    before = tree(tmp_path / "out")
    again = run(small, tmp_path / "out")
    assert (again.judged, again.reused, tree(tmp_path / "out")) == (0, 25, before)


def test_what_speaks_of_the_whole_feed_is_never_out_of_date(small: Path, tmp_path: Path) -> None:
    out, whole = tmp_path / "out", ("manifest.json", "summary.html", "repeats.jsonl", "contradictions.jsonl", "scores/author.jsonl")

    full = [one for one in command(small, out) if one != "--no-summary"]
    subprocess.run(full, check=True, capture_output=True)
    before = {name: ((out / name).stat().st_mtime_ns, (out / name).read_bytes()) for name in whole}
    assert len(before) == 5
    subprocess.run(full, check=True, capture_output=True)
    assert before == {name: ((out / name).stat().st_mtime_ns, (out / name).read_bytes()) for name in whole}
    feed(small, 26)
    stop, checker = Stop(), Checker(lane=DEFAULT_OF_BATCH)
    run_batch([str(small)], Plan(out, shard_size=10), checker, stop=stop,
              pages=stopped_after(25, stop, checker.pages([str(small)])))
    assert [(out / name).exists() for name in whole] == [False] * 5
    subprocess.run(full, check=True, capture_output=True)
    assert [(out / name).exists() for name in whole] == [True] * 5
    feed(small, 24)
    run_batch([str(small)], Plan(out, shard_size=10), checker)  # without the summary
    assert [(out / name).exists() for name in whole] == [True, *[False] * 4]


@pytest.mark.parametrize(("then", "now"), [(25, 31), (20, 40), (31, 25), (25, 20), (25, 7)])
def test_a_feed_that_grew_or_shrank(tmp_path: Path, then: int, now: int) -> None:
    source = feed(tmp_path / "feed.jsonl", then)
    run(source, tmp_path / "out")
    tally = run(feed(source, now), tmp_path / "out")
    run(source, tmp_path / "fresh")
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    assert tally.judged == max(0, now - then)


def test_a_changed_row_is_judged_alone(small: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "out")
    rows = small.read_text().splitlines()
    rows[12] = json.dumps({"id": "d12", "text": "Ford earned $3.1 billion in 2023."})
    small.write_text("\n".join(rows))
    tally = run(small, tmp_path / "out")
    run(small, tmp_path / "fresh")
    assert tally.judged == 1
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_a_shard_that_vanished_is_made_again(small: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "out")
    before = tree(tmp_path / "out")
    (tmp_path / "out" / "claims" / "part-000001.parquet").unlink()
    tally = run(small, tmp_path / "out")
    assert (tally.judged, tree(tmp_path / "out")) == (10, before)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('{"id": "x"}', "no 'text'"),
        ('{"id": "x", "text": "  "}', "no 'text'"),
        ('{"id": "x", "text": 7}', "must be a string"),
        ("not json", "not valid JSON"),
        ("[1, 2]", "must be an object"),
        ('{"text": "cut', "not valid JSON"),
        ('{"text": "Sales rose 3%.", "refs": 4}', "refs"),
        ('{"text": "Sales rose 3%.", "text": "Sales rose 4%."}', "'text' stands twice"),
    ],
)
def test_unreadable_rows_are_dead_letters(tmp_path: Path, row: str, says: str) -> None:
    source = feed(tmp_path / "feed.jsonl", 3, [row])
    tally = run(source, tmp_path / "out")
    assert (tally.documents, tally.failed) == (3, 1)
    letter = letters(tmp_path / "out")[0]
    assert (letter["position"], letter["stage"], letter["code"], letter["attempts"]) == (3, "read", "row", 1)
    assert says in letter["message"]
    assert run(source, tmp_path / "out").judged == 0


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("wrong.jsonl", '{"text": "Umsatz stieg um 3 % auf 5 Mio. Euro für 2024"}'.encode("utf-16"), None),
        ("latin.csv", "text\nUmsatz für 2024 stieg um 3 %\n".encode("latin-1"), None),
        ("cut.jsonl.gz", b"\x1f\x8b\x08\x00\x00\x00", "unreadable"),
        ("empty.jsonl", b"", "unreadable"),
        ("image.txt", bytes(range(256)) * 20, "unreadable"),
        ("two.csv", b"text,text\nSales rose 3%,Sales rose 4%\n", "row"),
        ("cut.parquet", b"PAR1" + bytes(range(200)), "unreadable"),
        ("none.parquet", b"PAR1PAR1", "unreadable"),
        ("huge.jsonl", b'{"text": "' + b"Sales rose 3%. " * 3_500_000 + b'"}\n', "row"),  # 50 MB
        ("huge.txt", b"Sales rose 3%. " * 3_500_000, "unreadable"),
    ],
)
def test_bad_files_cost_only_themselves(tmp_path: Path, name: str, data: bytes, code: str | None) -> None:
    (tmp_path / name).write_bytes(data)
    good = feed(tmp_path / "feed.jsonl", 2)
    plan = Plan(tmp_path / "out")
    tally = run_batch([str(tmp_path / name), str(good)], plan, Checker())
    assert tally.documents + tally.failed == 3
    assert [letter["code"] for letter in letters(tmp_path / "out")] == ([code] if code else [])


def test_a_parquet_file_cut_short_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    whole = tmp_path / "whole.parquet"
    pq.write_table(pa.table({"text": [text(n) for n in range(500)]}), whole, row_group_size=100)
    data = whole.read_bytes()
    (tmp_path / "a-cut.parquet").write_bytes(data[: len(data) * 2 // 3])
    good = feed(tmp_path / "b.jsonl", 2)
    tally = run_batch([str(tmp_path / "a-cut.parquet"), str(good)], Plan(tmp_path / "out"), Checker())
    assert (tally.documents, tally.failed) == (2, 1)
    assert "a-cut.parquet' is not a readable Parquet file" in letters(tmp_path / "out")[0]["message"]


def test_a_row_with_text_and_html_is_read_once_and_says_so(tmp_path: Path) -> None:
    rows = [{"id": "both", "text": text(1), "html": "<p>Other words.</p>"},
            {"id": "one", "text": text(2), "html": "  "}, {"id": "two", "html": f"<p>{text(3)}</p>"}]
    source = tmp_path / "feed.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    run(source, tmp_path / "out")
    assert {row["document"]: "two-texts" in row["warnings"] for row in each(tmp_path / "out", "documents")} == {
        "both": True, "one": False, "two": False}


# ---------------------------------------------------------------- poison


class Poisoned(Checker):
    """A checker on which some texts hang, die, eat memory or fail inside."""

    def check(self, page: Page) -> Any:
        if "HANG" in page.text:
            time.sleep(60)
        if "DIE" in page.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "EAT" in page.text:
            return bytearray(3_000_000_000)
        if "FAULT" in page.text:
            raise ZeroDivisionError("by zero")
        if "DEEP" in page.text:
            raise RecursionError
        return super().check(page)


@pytest.mark.parametrize("workers", [1, 2])
def test_poison_goes_to_the_dead_letters_and_the_rest_goes_on(tmp_path: Path, workers: int) -> None:
    poison = ["HANG", "DIE", "EAT", "FAULT", "DEEP"]
    source = feed(tmp_path / "feed.jsonl", 12, [json.dumps({"id": p, "text": f"{p} 5%"}) for p in poison])
    rows = source.read_text().splitlines()
    random.Random(workers).shuffle(rows)
    source.write_text("\n".join(rows))
    plan = Plan(tmp_path / "out", workers=workers, shard_size=5, limits=Limits(0.5, 500_000_000))
    tally = run_batch([str(source)], plan, Poisoned())
    assert (tally.documents, tally.failed) == (12, 5)
    found = {letter["id"]: (letter["code"], letter["attempts"]) for letter in letters(tmp_path / "out")}
    assert found == {
        "HANG": ("timeout", 2), "DIE": ("worker-died", 2), "EAT": ("memory", 1),
        "FAULT": ("fault", 1), "DEEP": ("recursion", 1),
    }


def test_failed_documents_are_tried_again_only_when_asked(tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.jsonl", 4, [json.dumps({"id": "x", "text": "FAULT: sales rose 5%."})])
    plan = Plan(tmp_path / "out")
    run_batch([str(source)], plan, Poisoned())
    assert run_batch([str(source)], plan, Poisoned()).judged == 0
    retry = Plan(tmp_path / "out", retry_failed=True)
    assert run_batch([str(source)], retry, Poisoned()).judged == 1
    assert [letter["attempts"] for letter in letters(tmp_path / "out")] == [2]
    mended = run_batch([str(source)], retry, Checker())
    assert (mended.judged, mended.documents, mended.failed) == (1, 5, 0)
    run(source, tmp_path / "fresh", shard_size=1000)
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_failed_documents_may_be_tried_again_under_wider_limits(tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.jsonl", 3)
    run(source, tmp_path / "out", limits=Limits(0.000_001))
    assert {letter["code"] for letter in letters(tmp_path / "out")} <= {"timeout"}
    with pytest.raises(ConfigError, match=r"seconds_per_document .* then, 60\.0 now"):
        run(source, tmp_path / "out")
    assert run(source, tmp_path / "out", retry_failed=True).documents == 3
    run(source, tmp_path / "fresh")
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    with pytest.raises(ConfigError, match="shard_size"):
        run(source, tmp_path / "out", retry_failed=True, shard_size=3)


# ---------------------------------------------------------------- cut off


def killed_run(source: Path, out: Path, after: float) -> bool:
    """Starts a run in a process of its own and kills it; whether it was still at work."""
    process = multiprocessing.get_context("fork").Process(
        target=run, args=(source, out), kwargs={"workers": 2})
    process.start()
    process.join(after)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def test_killed_at_random_moments_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.jsonl", 60)
    began = time.monotonic()
    run(source, tmp_path / "whole")
    longest = (time.monotonic() - began) * 1.2
    expected = tree(tmp_path / "whole")
    chance = random.Random(11)
    kills = folders = 0
    while kills < KILLS:
        out = tmp_path / f"out{folders}"
        folders += 1
        for _ in range(chance.randrange(1, 7)):
            if not killed_run(source, out, chance.uniform(0.0, longest)):
                break
            kills += 1
        run(source, out)
        assert tree(out) == expected
        assert positions(out) == list(range(60))


def stopped_after(count: int, stop: Stop, pages: Iterator[Any]) -> Iterator[Any]:
    for number, page in enumerate(pages):
        if number == count:
            stop()
        yield page


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 24])
def test_stopped_runs_finish_what_they_began_and_resume(small: Path, tmp_path: Path, count: int) -> None:
    stop, checker, out = Stop(), Checker(), tmp_path / "out"
    pages = stopped_after(count, stop, checker.pages([str(small)]))
    tally = run_batch([str(small)], Plan(out, shard_size=10), checker, stop=stop, pages=pages)
    assert (tally.interrupted, tally.judged) == (True, count + 1)
    assert not (out / "manifest.json").exists()
    rest = run(small, out)
    assert (rest.judged, rest.reused) == (24 - count, count + 1)
    run(small, tmp_path / "whole")
    assert tree(out) == tree(tmp_path / "whole")


def test_sigint_ends_with_130_and_says_so(tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.jsonl", 3000)
    process = subprocess.Popen(command(source, tmp_path / "out"), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 10
    while not (tmp_path / "out" / "documents").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=20)[1]
    assert process.returncode == 130
    assert "interrupted; the same command resumes" in said
    assert len(said.splitlines()) == 1


# ---------------------------------------------------------------- folders


def test_a_second_run_in_a_folder_is_told(tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.jsonl", 3000)
    first = subprocess.Popen(command(source, tmp_path / "out"), stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not (tmp_path / "out" / "documents").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    second = subprocess.run(command(source, tmp_path / "out"), capture_output=True, text=True)
    first.kill()
    first.wait()
    assert second.returncode == 2
    assert "another run is at work" in second.stderr


def test_other_options_are_told_and_restart_replaces(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(small, out)
    with pytest.raises(ConfigError, match=r"shard_size 10 then, 7 now.*--restart"):
        run(small, out, shard_size=7)
    run(small, out, shard_size=7, restart=True)
    run(small, tmp_path / "fresh", shard_size=7)
    assert tree(out) == tree(tmp_path / "fresh")


def test_other_versions_are_told(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(small, tmp_path / "out")
    monkeypatch.setattr("claimcheck.pipeline.RULES_VERSION", "2999.01")
    with pytest.raises(ConfigError, match=r"rules .* then, 2999\.01.* now"):
        run(small, tmp_path / "out")


def test_folders_that_cannot_be_used(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be used"):
        run(small, tmp_path / "file")
    (tmp_path / "foreign" / "claims").mkdir(parents=True)
    with pytest.raises(ConfigError, match="no state of a run"):
        run(small, tmp_path / "foreign")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "state.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="damaged"):
        run(small, tmp_path / "damaged")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_without_permission_is_told(small: Path, tmp_path: Path) -> None:
    (tmp_path / "sealed").mkdir(mode=0o555)
    for out in (tmp_path / "sealed", tmp_path / "sealed" / "out"):
        with pytest.raises(StoreError, match=r"cannot be (used|kept)"):
            run(small, out)


def read_only(*_: Any, **__: Any) -> None:
    raise OSError(30, "Read-only file system")


@pytest.mark.parametrize("what", ["mkdir", "open"])
def test_a_read_only_folder_is_told(small: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        if what == "mkdir":
            patch.setattr(Path, "mkdir", read_only)
        else:
            State(out.mkdir() or out).__exit__(None, None, None)
            patch.setattr("claimcheck.batch.shards.Path.replace", read_only)
        with pytest.raises(StoreError, match="Read-only file system"):
            run(small, out)
    run(small, out)
    assert positions(out) == list(range(25))


@pytest.mark.parametrize("call", range(4))
def test_a_full_disk_is_told_and_resumed(small: Path, tmp_path: Path, call: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, sync = iter(range(100)), os.fsync

    def full(handle: int) -> None:
        if next(calls) == call:
            raise OSError(28, "No space left on device")
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=r"No space left on device.*resumes"):
            run(small, tmp_path / "out")
    run(small, tmp_path / "out")
    run(small, tmp_path / "whole")
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_a_disk_too_full_for_the_state_is_told_and_resumed(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = State.__init__

    def limited(self: State, folder: Path) -> None:
        start(self, folder)
        pages = self._db.execute("PRAGMA page_count").fetchone()[0]
        self._db.execute(f"PRAGMA max_page_count={pages + 1}")

    with monkeypatch.context() as patch:
        patch.setattr(State, "__init__", limited)
        with pytest.raises(StoreError, match=r"state cannot be kept \(database or disk is full\).*resumes"):
            run(small, tmp_path / "out")
    run(small, tmp_path / "out")
    run(small, tmp_path / "whole")
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_exit_codes_and_the_last_line(tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.jsonl", 3)
    done = subprocess.run(command(source, tmp_path / "a"), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("claimcheck: 3 documents, ")
    feed(source, 3, ["{}"])
    failed = subprocess.run(command(source, tmp_path / "a", "-q"), capture_output=True, text=True)
    assert (failed.returncode, failed.stderr) == (3, "")
    wrong = subprocess.run(command(source, tmp_path / "a", "--shard-format", "xls"), capture_output=True, text=True)
    assert wrong.returncode == 2


# ---------------------------------------------------------------- the pure function


def test_score_batch_is_a_function_of_its_tasks() -> None:
    tasks = [Task(n, "k", Page(text=text(n), id=f"d{n}")) for n in range(4)]
    together = score_batch(tasks, Checker())
    assert together == [one for task in reversed(tasks) for one in score_batch([task], Checker())][::-1]


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", "Ford lost 3%."), ("lang", "de"), ("published_at", "2024-01-01"), ("title", "T"),
     ("author", "B"), ("refs", ({"entity": "Ford"},)), ("evidence", ("Table",)), ("media", "html")],
)
def test_the_key_holds_what_decides_a_result(field: str, value: Any) -> None:
    keys, page = Keys(Checker()), Page(text="Ford rose 3%.", id="a", source="s")
    assert keys.of(page) == keys.of(page.model_copy(update={"id": "b", "source": "t"}))
    assert keys.of(page) != keys.of(page.model_copy(update={field: value}))
    assert keys.of(page) != Keys(Checker(lang="de")).of(page)


# ---------------------------------------------------------------- the same document again

LONG = "Apple said on Thursday that revenue rose {0}% to $94.9 billion in the fourth quarter of 2024, " \
    "while net income was $14.7 billion. Analysts had expected a little less, and the shares rose " \
    "after the close. Services were the strongest part of the report, as they have been for years."


def reposted(path: Path, told: list[str]) -> Path:
    path.write_text("\n".join(json.dumps({"id": f"d{n}", "text": one}) for n, one in enumerate(told)))
    return path


def repeats(out: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in (out / "duplicates.jsonl").read_text().splitlines()]
    return [(row["document"], row["duplicate_of"]) for row in rows]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([LONG, LONG], [("d1", "d0")]),
        ([LONG, text(1), LONG, LONG.replace("a little", "somewhat"), LONG], [("d2", "d0"), ("d3", "d0"), ("d4", "d0")]),
        ([LONG, LONG.replace("94.9", "81.3").replace("14.7", "22.6")], []),  # other numbers: another report
        ([text(0), text(1), text(2)], []),
        ([LONG, LONG.upper()], [("d1", "d0")]),
        (["Apple rose 3%.", "Apple rose 3%."], [("d1", "d0")]),
    ],
)
def test_documents_told_again_name_the_first(tmp_path: Path, told: list[str], found: list[tuple[str, str]]) -> None:
    source = reposted(tmp_path / "feed.jsonl", told)
    for workers in (1, 2):
        out = tmp_path / f"out{workers}"
        run(source, out, workers=workers, shard_size=2)
        assert repeats(out) == found
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["counts"]["duplicates"] == len(found)
    assert load(out)[0]["duplicate_of"].dropna().tolist() == [first for _, first in found]
    pytest.importorskip("duckdb")
    assert ask(out, "SELECT duplicate_of FROM duplicates")["duplicate_of"].tolist() == [first for _, first in found]


def test_duplicates_follow_a_feed_that_changes(tmp_path: Path) -> None:
    source, out = tmp_path / "feed.jsonl", tmp_path / "out"
    for told in ([LONG, LONG], [LONG, text(1)], [text(1), LONG, text(1)], [LONG]):
        run(reposted(source, told), out, shard_size=2)
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        run(source, tmp_path / "fresh", shard_size=2)
        assert tree(out) == tree(tmp_path / "fresh")
    assert repeats(out) == []


BOILER = " ".join(
    f"{word} figures are supplied for information and are no advice of any kind to buy or to sell."
    for word in ("Past", "Present", "Future", "These", "Such"))


def test_boilerplate_that_thousands_share_costs_no_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"w{n}" for n in range(4000)]
    chance = random.Random(1)
    told = [" ".join(chance.choices(words, k=120)) + f" {n}. {BOILER}" for n in range(300)]
    told[250] = told[40].replace("w1", "w2", 1)
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE sketches (position INTEGER PRIMARY KEY, document TEXT, sketch BLOB)")
    db.executemany("INSERT INTO sketches VALUES (?, ?, ?)",
                   [(n, f"d{n}", sketch(one).pack()) for n, one in enumerate(told)])
    compared: list[int] = []
    repeats_ = Sketch.repeats
    monkeypatch.setattr(Sketch, "repeats", lambda one, two: compared.append(1) or repeats_(one, two))
    assert [(row["position"], row["duplicate_of"]) for row in duplicates(db)] == [(250, "d40")]
    assert len(compared) < len(told)  # it was some ten for each before
