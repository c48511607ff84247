"""Numbers of a time that only the day of publication would place."""

from __future__ import annotations

from functools import cache

import pytest

from claimcheck.pipeline import Checker
from claimcheck.schema import Finding


@cache
def checker() -> Checker:
    return Checker()


def judged(text: str, day: str | None) -> Finding:
    page = checker().page(text, published_at=day, lang="de" if "Inflation lag" in text else "en")
    (finding,) = checker().check(page).claims
    return finding


@pytest.mark.parametrize(
    ("text", "named", "day", "dated"),
    [
        ("US inflation was 3.0% in January.", "January", "2025-02-20", "supported"),
        ("US inflation was 3.9% in the year to January.", "the year to January", "2025-02-20", "contradicted"),
        ("Die Inflation lag im Januar bei 9,9 Prozent.", "Januar", None, None),
        ("US unemployment was 4.1% in May.", "May", "2026-06-20", None),
        ("The S&P 500 rose 23.3% last year.", "last year", "2025-02-20", "depends_on_basis"),
        ("The S&P 500 rose 13.3% last year.", "last year", "2025-02-20", "contradicted"),
    ],
)
def test_a_month_without_its_year_is_no_year(text, named, day, dated) -> None:
    """2.95% in the whole of 2024 says nothing of "3.0% in January"."""
    open_ = judged(text, None)
    assert open_.verdict.label == "not_enough_data"
    assert (open_.period.text, open_.period.start, open_.period.resolved_from) == (named, None, "none")
    assert f"“{named}” cannot be placed" in open_.verdict.reason
    assert "--published DATE" in open_.verdict.reason
    if dated:
        assert judged(text, day).verdict.label == dated


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The S&P 500 rose 23.3% in 2024.", "depends_on_basis"),
        ("US inflation was 3.0% in January 2025.", "supported"),
        ("US inflation was 4.0% in January 2025, up from 2.9% a month earlier.", "contradicted"),
    ],
)
def test_a_date_in_the_text_is_enough(text, label) -> None:
    page = checker().page(text, lang="en")
    assert checker().check(page).claims[0].verdict.label == label


def test_the_reason_names_the_day_that_is_told() -> None:
    verdict = judged("The Nasdaq fell 0.8% on Friday.", "2025-11-21").verdict
    assert verdict.label == "not_enough_data"
    assert verdict.reason == "What we hold is for 2024, and nothing for 21 November 2025."
