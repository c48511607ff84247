"""Floors on the document corpus: claims about tables and paragraphs, text to verdict."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from claimcheck.pipeline import Checker
from claimcheck.schema import Page

CORPUS = Path(__file__).parents[1] / "corpora" / "documents"
# Measured 2026-11-23: 0.938, 1.000 and 0.514 right, none wrong.
RIGHT = {1: 0.93, 2: 0.97, 3: 0.5}
WRONG = 0.02


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


@cache
def results() -> list[tuple[dict[str, Any], str]]:
    documents = {one["id"]: one["text"] for one in rows("documents.jsonl")}
    checker = Checker()
    made = []
    for item in rows("items.jsonl"):
        page = Page(text=item["text"], lang="en", evidence=(documents[item["document"]],))
        labels = {one.verdict.label for one in checker.check(page).claims}
        said = "entailed" if labels & {"supported", "imprecise"} else "open"
        made.append((item, "refuted" if labels & {"contradicted", "inconsistent"} else said))
    return made


@pytest.mark.parametrize("batch", sorted(RIGHT))
def test_share_right(batch: int) -> None:
    own = [(item["verdict"], said) for item, said in results() if item["batch"] == batch]
    assert sum(verdict == said for verdict, said in own) / len(own) >= RIGHT[batch]


def test_few_are_wrong_and_no_true_claim_is_refuted() -> None:
    wrong = [item for item, said in results() if said not in ("open", item["verdict"])]
    assert len(wrong) / len(results()) <= WRONG
    assert [item["text"] for item in wrong if item["verdict"] == "entailed"] == []


def test_about_half_of_the_items_hold() -> None:
    told = [item["verdict"] for item, _ in results()]
    assert len(told) == 157
    assert told.count("entailed") == 85
