# ruff: noqa: E501 - tables of sentences run long
"""Speed and memory of a feed: ``python benchmarks/batch.py [--documents N] [--workers 1,2]``.

The feed: posts of 300 words in ten languages (half English), made of sentences of the claims
corpus, each amid plain sentences of our own, with figures changed from post to post so that no two
are alike; 1% of the rows are hostile. Prints documents a second and a CPU second, claims a document,
memory of the parent and of the workers over time with their slopes, scaling from one to two workers,
cost as the reference grows (``--references``), and a loop over quantulum3 with a pandas look-up
(``--peer``, when installed).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOAL = 300  # posts a second and core
FLAT = 1.0  # MB that memory may rise a 10,000 documents
LANGUAGES = ("en", "de", "fr", "es", "pt", "ru", "tr", "ja", "zh", "ar")
PLAIN = {
    "en": ["Management sounded calm on the call.", "Investors have heard this before, and prices hardly moved.",
           "The board will meet again after the summer.", "None of this changes the long view of the sector.",
           "Costs, it was said, are under control for now.", "Readers asked us about the outlook, which stays mixed."],
    "de": ["Der Vorstand gab sich gelassen.", "Anleger kennen diese Lage bereits.", "Am langfristigen Bild ändert das wenig.",
           "Die Kosten seien vorerst im Griff, hieß es."],
    "fr": ["La direction s'est montrée sereine.", "Les investisseurs connaissent la chanson.", "Cela ne change guère la tendance de fond.",
           "Les coûts restent pour l'heure sous contrôle."],
    "es": ["La dirección se mostró tranquila.", "Los inversores ya conocen esta historia.", "Nada de esto cambia la visión de largo plazo."],
    "pt": ["A direção mostrou-se tranquila.", "Os investidores já conhecem esta história.", "Nada disto muda a visão de longo prazo."],
    "ru": ["Руководство сохраняет спокойствие.", "Инвесторы уже слышали это раньше.", "На долгосрочную картину это не влияет."],
    "tr": ["Yönetim sakin görünüyordu.", "Yatırımcılar bunu daha önce duymuştu.", "Bu, uzun vadeli görünümü değiştirmiyor."],
    "ja": ["経営陣は落ち着いた様子だった。", "投資家はこの話を以前にも聞いている。", "長期的な見方は変わらない。"],
    "zh": ["管理层在会议上显得平静。", "投资者以前也听过类似的说法。", "长期看法没有改变。"],
    "ar": ["بدت الإدارة هادئة خلال اللقاء.", "سمع المستثمرون هذا من قبل.", "لا يغير ذلك النظرة البعيدة إلى القطاع."],
}
# Rows that are no documents, and documents made to hurt.
HOSTILE = (
    lambda n: "{not json",
    lambda n: json.dumps({"id": f"h{n}"}),
    lambda n: json.dumps({"id": f"h{n}", "text": "9" * 20_000}),
    lambda n: json.dumps({"id": f"h{n}", "text": "(9," * 8_000}),
    lambda n: json.dumps({"id": f"h{n}", "text": "\u202e5%\u202c " * 2_000}),
    lambda n: json.dumps({"id": f"h{n}", "text": "\ud800 sales rose 5%"}),
    lambda n: json.dumps({"id": f"h{n}", "html": "<div>" * 3_000 + "5%"}),
)
_TAIL_DIGIT = re.compile(r"(?<=\d[.,])\d(?!\d)")


def feed(
    path: Path, documents: int, words: int = 300, seed: int = 5, between: tuple[int, int] = (3, 6)
) -> Path:
    """Writes the feed as JSON lines."""
    chance = random.Random(seed)
    claims = {
        language: [json.loads(line)["text"] for line in
                   (ROOT / "corpora" / "claims" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
        for language in LANGUAGES
    }
    with path.open("w", encoding="utf-8") as stream:
        for number in range(documents):
            if chance.random() < 0.01:
                stream.write(chance.choice(HOSTILE)(number) + "\n")
                continue
            language = "en" if chance.random() < 0.5 else chance.choice(LANGUAGES[1:])
            row = {"id": f"d{number}", "text": post(claims[language], language, words, chance, between),
                   "author": f"author {chance.randrange(500)}", "source": f"site {chance.randrange(60)}",
                   "published_at": f"2026-{chance.randrange(1, 7):02}-{chance.randrange(1, 29):02}"}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def post(
    claims: list[str], language: str, words: int, chance: random.Random, between: tuple[int, int]
) -> str:
    """One post: a corpus item (one to three claims), then plain sentences, until long enough."""
    parts: list[str] = []
    size = 0
    while size < words:
        told = _TAIL_DIGIT.sub(lambda _: str(chance.randrange(10)), chance.choice(claims))
        told = " ".join([told, *chance.choices(PLAIN[language], k=chance.randint(*between))])
        parts.append(told)
        size += len(told) // 2 if language in ("ja", "zh") else len(told.split())
    return "\n\n".join(parts)


def tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from tree(int(child))


def resident(pid: int) -> float:
    """Resident memory of one process in MB, 0 when it is gone.

    A page that a forked worker shares with its parent counts in both: what matters is the rise.
    """
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def spent(pid: int) -> float:
    """CPU seconds of one process so far, without its children."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Sample:
    """One moment of a run: memory in MB of the parent and of all workers, processes counted."""

    parent: float
    workers: float
    count: int


@dataclass
class Run:
    """What one run took: wall and CPU seconds, ``start`` being the parent's before it had workers."""

    seconds: float
    start: float
    parent: float
    workers: float
    samples: list[Sample]
    counts: dict[str, int]


def timed(source: Path, out: Path, workers: int, *more: str) -> Run:
    """One run from an empty folder, sampled twice a second."""
    shutil.rmtree(out, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "claimcheck", "batch", str(source), "--out", str(out),
                                "--workers", str(workers), "-q", "--no-summary", *more])
    samples: list[Sample] = []
    start = parent = 0.0
    while process.poll() is None:
        children = list(tree(process.pid))[1:]
        parent = max(parent, spent(process.pid))
        if children:
            sizes = [size for size in map(resident, children) if size]  # one that has ended has none
            samples.append(Sample(resident(process.pid), sum(sizes), len(sizes)))
        elif not samples:
            start = parent
        time.sleep(0.5 if samples else 0.05)
    seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = json.loads((out / "manifest.json").read_text())["counts"]
    return Run(seconds, start, parent - start, whole - parent, samples, counts)


def slope(values: list[float], documents: int) -> float:
    """MB a 10,000 documents, least squares over the second half of a run."""
    half = values[len(values) // 2 :]
    n = len(half)
    if n < 3:
        return 0.0
    mean_x, mean_y = (n - 1) / 2, sum(half) / n
    rise = sum((x - mean_x) * (y - mean_y) for x, y in enumerate(half)) / sum((x - mean_x) ** 2 for x in range(n))
    return rise * len(values) / documents * 10_000


def told(run: Run, documents: int, workers: int) -> None:
    """Prints what a run took."""
    counts = run.counts
    print(f"workers {workers}: {documents:,} rows in, {counts['documents']:,} documents and {counts['failed']:,} dead "
          f"letters out; {documents / run.seconds:.1f} documents/s, {counts['claims'] / max(1, counts['documents']):.1f} "
          "claims a document")
    each = [part / documents * 1000 for part in (run.parent, run.workers)]
    print(f"  CPU: {run.start:.1f} s before the first document, then {each[0]:.2f} ms a document in the parent, "
          f"{each[1]:.2f} ms in workers; {1000 / sum(each):.1f} documents a CPU second, {1000 / sum(each) / GOAL:.2f} "
          f"of the goal; the parent could feed {each[1] / each[0]:.0f} workers")
    # At the end workers leave one by one, and the parent looks for duplicates alone.
    full = [one for one in run.samples if one.count == max(each.count for each in run.samples)]
    for name, values in (("parent", [one.parent for one in full]), ("workers", [one.workers for one in full])):
        quarters = " ".join(f"{values[len(values) * at // 4 - (at == 4)]:.0f}" for at in range(5))
        rise = slope(values, documents)
        print(f"  memory of the {name}: {quarters} MB at each quarter, {max(values):.0f} at most; "
              f"{rise:+.2f} MB a 10,000 documents, {rise / FLAT:.2f} of the limit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--words", type=int, default=300)
    parser.add_argument("--between", default="3,6", help="plain sentences after each corpus item, least,most")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--references", default="", help="sizes of own tables, such as 10000,100000")
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="claimcheck-batch-"))
    least, most = map(int, options.between.split(","))
    source = feed(folder / "feed.jsonl", options.documents, options.words, between=(least, most))
    print(f"{options.documents:,} rows, {source.stat().st_size / 1e6:.1f} MB, {os.cpu_count()} cores")
    speeds = {}
    for workers in map(int, filter(None, options.workers.split(","))):
        run = timed(source, folder / "out", workers)
        # The start is the same however long the feed is: scaling is of what comes after it.
        speeds[workers] = options.documents / (run.seconds - run.start)
        told(run, options.documents, workers)
    if {1, 2} <= speeds.keys():
        print(f"two workers over one, after the start: {speeds[2] / speeds[1]:.2f} (load {os.getloadavg()[0]:.1f})")
    for size in filter(None, options.references.split(",")):
        table = references(folder / f"refs{size}.csv", int(size))
        run = timed(source, folder / "out", 1, "--refs", str(table), "--refs-also")
        print(f"{int(size):,} own observations: {run.workers / options.documents * 1000:.2f} ms CPU a document in the "
              f"worker, {run.start:.1f} s before the first document, {max(one.workers for one in run.samples):.0f} MB")
    if options.peer:
        peer(source)
    shutil.rmtree(folder)


def references(path: Path, count: int) -> Path:
    """An own table of quarterly revenues of made-up companies."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("entity,metric,period,value,unit\n")
        for number in range(count):
            year, quarter = 1990 + number % 120 // 4, number % 4 + 1
            stream.write(f"Company {number // 120},revenue,{year}Q{quarter},{number + 7}00000,USD\n")
    return path


def peer(source: Path) -> None:
    """The loop people write by hand: quantulum3 for the numbers, pandas for the look-up."""
    try:
        import pandas as pd
        from quantulum3 import classifier, parser
    except ImportError as error:
        print(f"peer: {error.name} is not installed")
        return
    classifier.USE_CLF = False  # its model was pickled by a scikit-learn that is gone; without it is faster
    table = pd.DataFrame({"value": [float(n) for n in range(10_000)]})
    began, done, found = time.process_time(), 0, 0
    for line in source.read_text(encoding="utf-8").splitlines()[:50]:
        try:
            text = json.loads(line)["text"]
        except (ValueError, KeyError):
            continue
        for quantity in parser.parse(text):
            found += len(table[(table["value"] - quantity.value).abs() < 0.05])
        done += 1
    print(f"quantulum3 and pandas: {done / (time.process_time() - began):.1f} documents a CPU second "
          f"({found} values met, no verdicts)")


if __name__ == "__main__":
    main()
