"""Scores of the cleaner on pages whose line labels are known."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimcheck.clean import clean
from claimcheck.errors import InputError
from claimcheck.schema import Page

LETTERS = {
    "t": "title", "b": "body", "m": "metadata", "u": "ui", "c": "comment", "d": "disclaimer",
    "x": "duplicate", "_": "blank", "f": "foreign",
}
_KEPT = ("title", "body")


@dataclass(slots=True)
class Tally:
    """Counts of one group of pages: lines by (expected, given), characters of the body."""

    lines: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    wanted: int = 0
    given: int = 0
    right: int = 0
    leaked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    outside: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pages: int = 0

    def add(self, expected: str, found: str, length: int) -> None:
        """Count one line of ``length`` characters."""
        self.lines[expected, found] += 1
        if expected in _KEPT:
            self.wanted += length
        else:
            self.outside[expected] += length
        if found in _KEPT:
            self.given += length
            if expected in _KEPT:
                self.right += length
            else:
                self.leaked[expected] += length

    def scores(self) -> dict[str, Any]:
        """Line accuracy and macro-F1, body precision, recall and F1, leak per label."""
        total = sum(self.lines.values())
        labels = sorted({expected for expected, _ in self.lines} - {"blank", "foreign"})
        precision = self.right / self.given if self.given else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        both = precision + recall
        return {
            "pages": self.pages,
            "lines": total,
            "accuracy": _round(sum(n for (a, b), n in self.lines.items() if a == b) / total),
            "macro_f1": _round(sum(map(self._f1, labels)) / len(labels)),
            "f1": {label: _round(self._f1(label)) for label in labels},
            "body_precision": _round(precision),
            "body_recall": _round(recall),
            "body_f1": _round(2 * precision * recall / both if both else 0.0),
            # share of the kept characters that are no words of the author
            "leak": {
                label: _round(self.leaked[label] / max(1, self.given))
                for label in sorted(self.outside) if label != "blank"
            },
        }

    def _f1(self, label: str) -> float:
        hits = self.lines[label, label]
        given = sum(n for (_, b), n in self.lines.items() if b == label)
        wanted = sum(n for (a, _), n in self.lines.items() if a == label)
        return 2 * hits / (given + wanted) if given + wanted else 0.0


def _round(value: float) -> float:
    return round(value, 4)


def rows(path: str | Path) -> Iterator[dict[str, Any]]:
    """The rows of a corpus: ``id language layout held_out text labels``."""
    file = Path(path)
    file = file / "pages.jsonl" if file.is_dir() else file
    if not file.exists():
        raise InputError(f"no corpus of pages at '{file}'; compose it with compose.py beside it")
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def pages(path: str | Path) -> dict[str, Any]:
    """Scores over a corpus of labelled pages: all, tuned on, held out, by language and layout."""
    return score(rows(path))


def screens(folder: str | Path) -> Iterator[dict[str, Any]]:
    """The rows of a folder of pages as copied from a screen, each a file of labelled lines.

    A file's first line is JSON (``language layout date``); each other line is a label letter, a
    space and the line itself. ``f`` stands for words in another language than the article's,
    which may carry any label but those of the article.
    """
    for path in sorted(Path(folder).glob("*.txt")):
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        yield {
            "id": path.stem, "held_out": False, **json.loads(head),
            "text": "\n".join(line[2:] for line in lines),
            "labels": "".join(line[0] for line in lines),
        }


def score(corpus: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Scores over rows of labelled pages."""
    groups: dict[str, dict[str, Tally]] = {
        "all": defaultdict(Tally), "set": defaultdict(Tally), "language": defaultdict(Tally),
        "layout": defaultdict(Tally),
    }
    wrong = []
    days = []
    for row in corpus:
        article = clean(Page(text=row["text"], id=row["id"]))
        tallies = [
            groups["all"]["all"], groups["set"]["held_out" if row["held_out"] else "tuned"],
            groups["language"][row["language"]], groups["layout"][row["layout"]],
        ]
        for tally in tallies:
            tally.pages += 1
        if row.get("date"):
            days.append(str(article.date.earliest) == row["date"] == str(article.date.latest))
        for letter, line in zip(row["labels"], article.lines, strict=True):
            expected = LETTERS[letter]
            if expected == "foreign" and line.label not in _KEPT:
                expected = line.label
            for tally in tallies:
                tally.add(expected, line.label, len(line.text))
            if expected != line.label:
                wrong.append({"id": row["id"], "line": line.line, "expected": expected,
                              "found": line.label, "text": line.text[:80]})
    return {
        **{name: tally.scores() for name, tally in groups["all"].items()},
        **{name: tally.scores() for name, tally in sorted(groups["set"].items())},
        "languages": {name: tally.scores() for name, tally in sorted(groups["language"].items())},
        "layouts": {name: tally.scores() for name, tally in sorted(groups["layout"].items())},
        **({"dates": _round(sum(days) / len(days))} if days else {}),
        "wrong": wrong,
    }


def is_corpus(path: str | Path) -> bool:
    """Whether a folder holds labelled pages."""
    return (Path(path) / "pages.jsonl").exists()


def table(result: dict[str, Any]) -> str:
    """The scores as a text table: one row for all, each set, language and layout."""
    head = ("pages", "lines", "accuracy", "macro_f1", "body_precision", "body_recall", "body_f1")
    leaks = ("comment", "ui")
    names = (*head, *(f"leak {name}" for name in leaks))
    lines = [f"{'':<24}" + "".join(f"{name:>15}" for name in names)]
    groups: list[tuple[str, Any]] = [
        (name, result[name]) for name in ("all", "tuned", "held_out") if name in result
    ]
    groups += [(f"language {name}", row) for name, row in result["languages"].items()]
    groups += [(f"layout {name}", row) for name, row in result["layouts"].items()]
    for name, row in groups:
        cells = [row[key] for key in head] + [row["leak"].get(key, 0.0) for key in leaks]
        lines.append(f"{name:<24}" + "".join(f"{cell:>15}" for cell in cells))
    return "\n".join(lines) + "\n"
