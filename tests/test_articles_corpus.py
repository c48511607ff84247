"""Floors on articles of true statements: nobody is accused falsely, and wrong figures are found."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from claimcheck.pipeline import Checker
from claimcheck.schema import Finding

FOLDER = Path(__file__).parents[1] / "corpora" / "articles"
ACCUSED = frozenset({"contradicted", "inconsistent"})
# Measured 2026-11-23: 2751 claims, none accused, 1438 supported; 423 of 611 wrong figures contradicted.
SUPPORTED, FOUND = 0.52, 0.69


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@cache
def checker() -> Checker:
    return Checker()


def judged(article: dict[str, Any], text: str) -> tuple[Finding, ...]:
    page = checker().page(text, published_at=article["published_at"], lang=article["lang"])
    return checker().check(page).claims


@cache
def findings() -> dict[str, tuple[Finding, ...]]:
    return {one["id"]: judged(one, one["text"]) for one in read("articles.jsonl")}


@pytest.mark.parametrize("article", [one["id"] for one in read("articles.jsonl")])
def test_true_statements_are_not_accused(article: str) -> None:
    accused = [one for one in findings()[article] if one.verdict.label in ACCUSED]
    assert [(one.quote, one.verdict.reason) for one in accused] == []


def test_answers_are_useful() -> None:
    told = Counter(one.verdict.label for found in findings().values() for one in found)
    assert told.total() >= 310
    assert told["supported"] / told.total() >= SUPPORTED


def test_wrong_figures_are_found_with_evidence() -> None:
    articles = {one["id"]: one for one in read("articles.jsonl")}
    wrong = read("wrong.jsonl")
    found = 0
    for one in wrong:
        article = articles[one["article"]]
        assert article["text"].count(one["was"]) == 1
        text = article["text"].replace(one["was"], one["now"])
        start = text.index(one["now"])
        at = range(start, start + len(one["now"]))
        found += any(
            c.verdict.label == "contradicted" and bool(c.evidence) and c.quote == one["quote"]
            for c in judged(article, text) if c.page_span and c.page_span.start in at
        )
    assert found / len(wrong) >= FOUND
