"""Ranks, records and runs told in words: text in, the phrases that make claims out."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim

DAY = "2025-10-10"


def worded(text: str) -> list[Claim]:
    found = extract_text(text, published_at=DAY, lang="en").claims
    return [claim for claim in found if claim.quantity is None]


RUNS = [
    ("Gold fell for a third straight day.", "third straight day", "return", "down"),
    ("Oil rises for third day as supply tightens.", "third day", "return", "up"),
    ("Mortgage rates fell for five weeks in a row.", "five weeks in a row", "mortgage_rate", "down"),
    (
        "Payrolls rose 139,000, the 53rd consecutive monthly gain.",
        "53rd consecutive monthly gain", "payrolls", "up",
    ),
    (
        "Healthcare funds saw a tenth successive week of outflows.",
        "tenth successive week", "net_flow", "out",
    ),
    (
        "Small-cap funds suffered a sixth month of redemptions.",
        "sixth month", "net_flow", "out",
    ),
    (
        "Bond funds extended their winning streak to a twelfth week.",
        "winning streak to a twelfth week", "net_flow", "none",
    ),
    # What ends a run says nothing of the way it goes on.
    ("Oil's rise snapped a six-day losing streak.", "losing streak", "return", "none"),
]


@pytest.mark.parametrize(("text", "quote", "metric", "direction"), RUNS)
def test_a_run_is_a_trend(text: str, quote: str, metric: str, direction: str) -> None:
    (claim,) = worded(text)
    assert (claim.quote, claim.kind, claim.metric, claim.direction) == (
        quote, "trend", metric, direction,
    )
    # Its time is not that of its last step: never sure enough to refute.
    assert claim.confidence.metric == "unsure"


RANKS = [
    ("Gold funds lost $1.5bn, their first outflow in 11 weeks.", "first outflow in 11 weeks"),
    ("Tech funds drew $1.6 billion, the biggest haul in five.", "biggest haul in five"),
    ("Jobless claims rose to 263,000, the most since October 2021.", "most since October 2021"),
    ("The Nasdaq had its worst day since April.", "worst day since April"),
    ("Bitcoin funds lost $870 million, their second-worst day.", "second-worst day"),
    ("The bank posted record net profit of $2 billion.", "record net profit"),
    ("Gold passed $4,200 for the first time.", "for the first time"),
]


@pytest.mark.parametrize(("text", "quote"), RANKS)
def test_a_rank_needs_its_window(text: str, quote: str) -> None:
    assert [(claim.quote, claim.kind) for claim in worded(text)] == [(quote, "rank")]


def test_a_rank_is_one_of_the_number_before_it() -> None:
    (claim,) = worded("Chilean exports grew 8.7% in August, the fastest since March.")
    assert (claim.metric, claim.entity.id) == ("export_growth", "chile")


NOTHING = [
    "For the third quarter Apple forecast sales of $90 billion.",
    "The fund has a track record of earnings growth of 5%.",
    "Germany, the largest economy in Europe, grew 0.2%.",
    "The index trades at 24.6 times, versus a ten-year average of 25.9.",
    "The dividend has a record date of 3 November and is 40 cents.",
    "Oracle shares jumped as much as 6.8%.",
    "The company runs three straight-through plants with sales of $5bn.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_near_misses_claim_nothing_in_words(text: str) -> None:
    assert worded(text) == []
