"""Speed and quality of ingestion beside its peers, in one run.

    python benchmarks/ingestion.py [--pages DIR]

Prints megabytes and lines a second of the text path over corpora/pages and over one long text,
with and without the cost of language detection. With ``--pages`` (a folder that holds
``ground-truth.json`` and ``html/*.html.gz`` as article-extraction-benchmark has them) it prints
body F1 and pages a second of claimcheck, trafilatura, readability-lxml and resiliparse; peers that
are not installed are named.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimcheck import segment
from claimcheck.clean import clean
from claimcheck.schema import Page

ROOT = Path(__file__).resolve().parents[1]


def text_path() -> None:
    rows = [json.loads(line) for line in
            (ROOT / "corpora/pages/pages.jsonl").read_text(encoding="utf-8").splitlines()]
    pages = [row["text"] for row in rows]
    clean(Page(text=pages[0]))
    english = [row["text"] for row in rows if row["language"] == "en"]
    # paragraphs that all differ, so that the duplicate finder has to look at each
    long = "\n".join(
        f"{line} Note {number}." for number in range(400)
        for line in english[number % len(english)].splitlines() if len(line) > 80
    )
    for name, texts in (("pages of the corpus", pages), ("one long text", [long])):
        for label, detector in (("with language detection", segment.detect),
                                ("languages known", lambda text, candidates=None: "en")):
            _measure(name, label, texts, detector)


def _measure(name: str, label: str, texts: list[str], detector: Callable[..., str]) -> None:
    # the package exports the function under the module's name
    package: Any = sys.modules["claimcheck.clean"]
    kept, package.detect = package.detect, detector
    try:
        start = time.perf_counter()
        for text in texts:
            clean(Page(text=text))
        spent = time.perf_counter() - start
    finally:
        package.detect = kept
    size = sum(len(text.encode()) for text in texts)
    lines = sum(text.count("\n") + 1 for text in texts)
    print(f"{name}, {label}: {size / spent / 1e6:.2f} MB/s, {lines / spent:,.0f} lines/s")


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3)))


def _ours(source: str) -> str:
    article = clean(Page(text=source, media="html"))
    return "\n".join(line.text for line in article.lines if line.label == "body")


def _trafilatura(source: str) -> str:
    from trafilatura import extract

    return extract(source, include_comments=False) or ""


def _readability(source: str) -> str:
    from lxml.html import fromstring
    from readability import Document

    return str(fromstring(Document(source).summary()).text_content())


def _resiliparse(source: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(source, main_content=True, comments=False))


def peers(folder: Path) -> None:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    sources = {
        name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode(
            "utf-8", "replace")
        for name in truth
    }
    for label, extract in (("claimcheck", _ours), ("trafilatura", _trafilatura),
                           ("readability-lxml", _readability), ("resiliparse", _resiliparse)):
        try:
            extract(next(iter(sources.values())))
        except ImportError as error:
            print(f"{label}: not installed ({error.name})")
            continue
        precision = recall = 0.0
        start = time.perf_counter()
        bodies = {name: extract(source) for name, source in sources.items()}
        spent = time.perf_counter() - start
        for name, row in truth.items():
            wanted, given = _shingles(row["articleBody"]), _shingles(bodies[name])
            hits = sum((wanted & given).values())
            precision += hits / max(1, sum(given.values()))
            recall += hits / max(1, sum(wanted.values()))
        f1 = 2 * precision * recall / (precision + recall) / len(truth)
        print(f"{label}: F1 {f1:.4f} (precision {precision / len(truth):.3f}, "
              f"recall {recall / len(truth):.3f}), {len(truth) / spent:.1f} pages/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path)
    options = parser.parse_args()
    text_path()
    if options.pages:
        peers(options.pages)


if __name__ == "__main__":
    main()
