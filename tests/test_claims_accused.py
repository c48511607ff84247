"""Texts that were written to be read, not to be true, are hardly ever accused.

Their figures are mostly of things that nothing is held on. Whatever is accused here was read
wrongly, or is a figure that somebody made up for something that the default pack does hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimcheck.pipeline import Checker

FOLDER = Path(__file__).parents[1] / "corpora" / "claims"
ACCUSED = frozenset({"contradicted", "inconsistent"})


def texts(language: str) -> Iterator[dict[str, Any]]:
    for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == "tune":
            yield row


@pytest.mark.parametrize("language", [file.stem for file in sorted(FOLDER.glob("*.jsonl"))])
def test_nobody_is_accused(language: str) -> None:
    checker, accused = Checker(), []
    for row in texts(language):
        page = checker.page(
            row["text"], title=row.get("title"), published_at=row.get("published_at"), lang=language
        )
        accused += [
            (row["id"], one.quote, one.verdict.reason) for one in checker.check(page).claims
            if one.verdict.label in ACCUSED
        ]
    assert accused == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("EPS of $3.22 misses by 11 cents.", "en"),
        ("Initial claims held at 248,000, and continuing claims rose by 54,000 to 1.956 million.", "en"),
        ("FRBは0.25%の利下げを決め、誘導目標を3.75〜4.00%とした。", "ja"),
        ("In the second quarter GM took a $1.1 billion hit, cutting profit by 32% to $3 billion.", "en"),
        ("Sales rose 12% to $28.1 billion, helped by a $7,500 tax credit.", "en"),
        ("The Fed cut its rate by 0.25 percentage points, to 3.75-4%.", "en"),
    ],
)
def test_what_is_not_told_is_not_held_against_it(text: str, language: str) -> None:
    """By how much is no standard, a first series no start of a second, no day no lag of a year."""
    checker = Checker()
    page = checker.page(text, published_at="2025-10-30", lang=language)
    assert not [one for one in checker.check(page).claims if one.verdict.label in ACCUSED]


def test_a_change_that_cannot_be_is_still_found() -> None:
    checker = Checker()
    page = checker.page("Revenue rose by $54 million to $156 million from $112 million.", lang="en")
    assert {one.verdict.label for one in checker.check(page).claims} == {"inconsistent"}
