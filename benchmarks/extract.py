"""Prints the throughput of extraction, beside other tools, its growth and its peak memory.

Run: python benchmarks/extract.py

Characters per CPU second, best of three, on the texts of ``corpora/claims``: as they are (nearly
every sentence holds figures), and in between sentences of words, as ordinary financial text is
(20 to 40 % of characters in sentences with digits). Tools that are not installed are left out;
neither does what the other does: quantulum3 reads quantities alone, spaCy's blank pipeline splits
words. Growth is time a word, relative to the shortest text: 1 is linear.
"""

from __future__ import annotations

import json
import re
import time
import tracemalloc
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from random import Random

from claimcheck.pipeline import Checker
from claimcheck.schema import Page

CORPUS = Path(__file__).parents[1] / "corpora" / "claims"
LANGUAGES = ("en", "de", "ar", "zh")
# Between the sentences of the corpus, so that those make up about a third.
WORDS = (
    "Management spoke about the outlook for the business and its customers.",
    "The company said that it would keep its dividend policy and review the portfolio.",
    "Analysts at the bank were cautious, and pointed to weaker demand in Europe.",
    "Shares of the group were little changed after the announcement, as investors weighed it.",
    "The central bank left its stance unchanged, and officials repeated that they would wait.",
)
GOAL = 1_000_000  # characters a CPU second on ordinary text
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)


def dense(language: str, length: int = 60_000) -> str:
    """Texts of the corpus one after the other."""
    lines = (CORPUS / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return "\n\n".join(json.loads(line)["text"] for line in lines)[:length]


def ordinary() -> str:
    """The English texts with two to three sentences of words behind each sentence."""
    words, out = cycle(WORDS), []
    for at, sentence in enumerate(re.split(r"(?<=[.!?])\s+", dense("en"))):
        out.append(" ".join([sentence, *(next(words) for _ in range(2 + at % 2))]))
    return "\n\n".join(" ".join(out[at : at + 4]) for at in range(0, len(out), 4))


def of_words(length: int, sentences: list[str]) -> str:
    """Paragraphs of sentences drawn at random, so that none repeats another."""
    draw = Random(0)
    out: list[str] = []
    while length > 0:
        paragraph = " ".join(draw.choices(sentences, k=4)).split()[:length]
        out.append(" ".join(paragraph))
        length -= len(paragraph)
    return "\n\n".join(out)


def share(text: str) -> float:
    """The share of characters in sentences with digits."""
    parts = re.split(r"(?<=[.!?])\s+", text)
    return sum(len(part) for part in parts if re.search(r"\d", part)) / len(text)


def speed(run: Callable[[str], object], text: str, times: int = 3) -> float:
    """Characters per CPU second, the best of several runs."""
    run(text[:2000])  # word lists are read and compiled once a process
    spent = []
    for _ in range(times):
        begin = time.process_time()
        run(text)
        spent.append(time.process_time() - begin)
    return len(text) / min(spent)


def extract(language: str | None = None) -> Callable[[str], object]:
    checker = Checker()
    return lambda text: checker.extract(Page(text=text, id="benchmark", lang=language))


def others() -> dict[str, Callable[[str], object]]:
    """The tools that are installed, by name."""
    found: dict[str, Callable[[str], object]] = {}
    try:
        import spacy

        pipeline = spacy.blank("en")
        found["spaCy blank"] = lambda text: [pipeline(part) for part in text.split("\n\n")]
    except ImportError:
        pass
    try:
        from quantulum3 import parser

        found["quantulum3"] = lambda text: [parser.parse(part) for part in text.split("\n\n")]
    except ImportError:
        pass
    return found


def main() -> None:
    text = ordinary()
    own = speed(extract("en"), text)
    kind = f"ordinary English ({share(text):.0%} in sentences with digits)"
    print(f"{kind} {own:11,.0f} chars/s   {own / GOAL:.2f} of the goal")
    for name, run in others().items():
        rate = speed(run, text[:20_000], times=1)
        print(f"  {name:16} {rate:11,.0f} chars/s   {own / rate:6.2f} times as fast as it")
    for language in LANGUAGES:
        rate = speed(extract(language), dense(language))
        print(f"dense {language} {rate:11,.0f} chars/s")
    first = 0.0
    for length in LENGTHS:
        whole = of_words(length, re.split(r"(?<=[.!?])\s+", text))
        rate = speed(extract("en"), whole, times=1)
        cost = len(whole) / rate / length
        first = first or cost
        print(f"{length:9,} words {cost * 1e6:6.2f} µs a word   growth {cost / first:5.2f}")
    tracemalloc.start()
    extract("en")(text)
    peak = tracemalloc.get_traced_memory()[1]
    print(f"peak memory for {len(text):,} characters {peak / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
