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
    ],
)
def test_ranks_and_where_a_rate_went(text: str, day: str, quote: str, label: str) -> None:
    assert labels(text, day)[quote] == label
