"""Ranks whose window or subject is not known are no accusation; those that are known stay one."""

from __future__ import annotations

from functools import cache

import pytest

from claimcheck.pipeline import Checker


@cache
def checker() -> Checker:
    return Checker()


def labels(text: str, day: str) -> dict[str, str]:
    page = checker().page(text, published_at=day, lang="en")
    return {one.quote: one.verdict.label for one in checker().check(page).claims}


@pytest.mark.parametrize(
    ("text", "day", "quote", "label"),
    [
        ("US unemployment rose to 4.3% in August, the highest since October 2021.",
         "2025-09-05", "highest since October 2021", "supported"),
        ("The Federal Reserve lifted its benchmark rate on Wednesday by three-quarters of a point, "
         "the largest single move since November 1994.",
         "2022-06-16", "largest single move since November 1994", "not_enough_data"),
        ("US consumer prices rose 0.6% in August, the most in more than a year.",
         "2023-09-15", "most in more than", "not_enough_data"),
        ("The US unemployment rate ticks up to 4.9% in August.", "2025-09-05", "4.9%",
         "contradicted"),
        ("The US unemployment rate ticks up to 4.3% in August.", "2025-09-05", "4.3%",
         "supported"),
        # Of the index only year ends are held: they are not today's, nor all days in between.
        ("The Nasdaq Composite closed at a record high.", "2025-11-22", "a record",
         "not_enough_data"),
        ("The Nasdaq Composite closed at a record high.", "2024-12-31", "a record",
         "not_enough_data"),
    ],
)
def test_ranks_and_where_a_rate_went(text: str, day: str, quote: str, label: str) -> None:
    assert labels(text, day)[quote] == label


@pytest.mark.parametrize(
    ("text", "quote", "metric"),
    [
        ("Caterpillar's order book swelled to an all-time high of $39.9 billion.",
         "all-time high", "backlog"),
        ("Gold touched an all-time high on Tuesday.", "all-time high", "price"),
        ("Bitcoin set a record high after ETF inflows surged.", "a record", "price"),
        ("The Nasdaq jumped 2% and closed at a record high.", "a record", "index_level"),
        ("Apple's revenue rose 8% and its shares closed at a record high.", "a record",
         "share_price"),
    ],
)
def test_what_stands_at_a_height(text: str, quote: str, metric: str) -> None:
    page = checker().page(text, published_at="2025-11-22", lang="en")
    found = {one.quote: one.metric for one in checker().check(page).claims if not one.quantity}
    assert found[quote] == metric
