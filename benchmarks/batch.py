# ruff: noqa: E501 - tables of sentences run long
"""Speed and memory of a feed: ``python benchmarks/batch.py [--documents N] [--workers 1,2]``.

The feed: posts of 300 words in ten languages (half English), made of sentences of the claims
corpus, each amid plain sentences of our own, with figures changed from post to post so that no two
are alike; 1% of the rows are hostile. Prints documents a second, a core and a megabyte of text,
claims a document, memory of the whole process tree over time, scaling from one to two workers,
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
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOAL = 300  # posts a second and core
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


def memory(pid: int) -> tuple[float, float]:
    """(proportional, resident) memory of a process tree in MB.

    Proportional counts shared pages once: what the tree takes. It rises while a forked worker
    touches pages that it shares with its parent; resident memory rises only by what is new.
    """
    total = resident = 0
    for one in tree(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"Pss:\s+(\d+)", text)[1])  # type: ignore[index]
        resident += int(re.search(r"Rss:\s+(\d+)", text)[1])  # type: ignore[index]
    return total / 1024, resident / 1024


def spent(pid: int) -> float:
    """CPU seconds of one process so far, without its children."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed(
    source: Path, out: Path, workers: int, *more: str
) -> tuple[float, list[tuple[float, float]], tuple[float, float], dict[str, object]]:
    """(seconds, memory samples in MB, CPU seconds of parent and workers, counts) of one run."""
    shutil.rmtree(out, ignore_errors=True)
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "claimcheck", "batch", str(source), "--out", str(out),
                                "--workers", str(workers), "-q", "--no-summary", *more])
    samples: list[tuple[float, float]] = []
    parent = 0.0

    def sample() -> None:
        nonlocal parent
        while process.poll() is None:
            samples.append(memory(process.pid))
            parent = max(parent, spent(process.pid))
            time.sleep(0.5)

    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    watcher = threading.Thread(target=sample)
    watcher.start()
    process.wait()
    seconds = time.monotonic() - began
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, samples, (parent, whole - parent), json.loads((out / "manifest.json").read_text())["counts"]


def slope(samples: list[float], documents: int) -> float:
    """MB a 10,000 documents, least squares over the second half of a run, its end left out."""
    half = samples[len(samples) // 2 : len(samples) * 95 // 100]  # at the end workers leave
    n = len(half)
    if n < 3:
        return 0.0
    mean_x, mean_y = (n - 1) / 2, sum(half) / n
    rise = sum((x - mean_x) * (y - mean_y) for x, y in enumerate(half)) / sum((x - mean_x) ** 2 for x in range(n))
    return rise * len(samples) / documents * 10_000


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
    for workers in map(int, options.workers.split(",")):
        seconds, samples, cpu, counts = timed(source, folder / "out", workers)
        speeds[workers] = options.documents / seconds
        print(f"workers {workers}: {speeds[workers]:.1f} documents/s, {speeds[workers] / workers:.1f} a core, "
              f"{counts['claims'] / max(1, counts['documents']):.1f} claims a document, {counts['failed']} failed, "
              f"memory {max(one for one, _ in samples):.0f} MB at most, resident memory "
              f"{slope([one for _, one in samples], options.documents):+.1f} MB a 10,000 documents")
        each = [part / options.documents * 1000 for part in cpu]
        print(f"  CPU a document: {each[0]:.2f} ms in the parent, {each[1]:.2f} ms in workers, "
              f"{1000 / sum(each):.1f} documents a CPU second, {1000 / sum(each) / GOAL:.2f} of the goal")
    if {1, 2} <= speeds.keys():
        print(f"two workers over one: {speeds[2] / speeds[1]:.2f}")
    for size in filter(None, options.references.split(",")):
        table = references(folder / f"refs{size}.csv", int(size))
        seconds, _, _, _ = timed(source, folder / "out", 1, "--refs", str(table), "--refs-also")
        print(f"{int(size):,} own observations: {options.documents / seconds:.1f} documents/s")
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
        from quantulum3 import parser
    except ImportError as error:
        print(f"peer: {error.name} is not installed")
        return
    table = pd.DataFrame({"value": [float(n) for n in range(10_000)]})
    began, done, found = time.monotonic(), 0, 0
    for line in source.read_text(encoding="utf-8").splitlines()[:50]:
        try:
            text = json.loads(line)["text"]
        except (ValueError, KeyError):
            continue
        for quantity in parser.parse(text):
            found += len(table[(table["value"] - quantity.value).abs() < 0.05])
        done += 1
    print(f"quantulum3 and pandas: {done / (time.monotonic() - began):.1f} documents/s ({found} values met, no verdicts)")


if __name__ == "__main__":
    main()
