"""What is no contradiction: another time, another measure, a loss told as one, a rate reached."""

from __future__ import annotations

from functools import cache

import pytest

from claimcheck.pipeline import Checker


@cache
def checker() -> Checker:
    return Checker()


def labels(day: str, text: str, lang: str = "en") -> dict[str, str]:
    page = checker().page(text, published_at=day, lang=lang)
    return {one.quote: one.verdict.label for one in checker().check(page).claims}


AMAZON = "Amazon's year\n\nAmazon earned $59.2 billion in 2024; in 2022 it had lost {}.\n"
ALPHABET = (
    "Alphabet's year\n\nFor the full year 2024, Alphabet's sales reached $350 billion, up 14% from "
    "$307.4 billion in 2023, and operating profit came to {}.\n"
)
GOLD = (
    "Gold\n\nBullion averaged $4,753 an ounce in January, about 75% more than in January 2025, "
    "when the average was {}.\n"
)
TESLA = (
    "Tesla\n\nTesla's operating income fell 20% in 2024 to $7.1 billion, little more than half of "
    "the {} it booked in 2022.\n"
)
MICROSOFT = (
    "Microsoft\n\nIn fiscal 2025 Microsoft made $101.8 billion of net income on sales of {}.\n"
)
PRICES = "Inflation\n\nInflation slowed to {} in September 2024 in the United States.\n"


@pytest.mark.parametrize(("day", "text", "quote"), [
    ("2025-02-07", AMAZON, "$2.7 billion"),
    ("2025-02-05", ALPHABET, "$112.4 billion"),
    ("2026-02-05", GOLD, "$2,710"),
    ("2025-01-30", TESLA, "$13.7 billion"),
    ("2025-10-30", MICROSOFT, "$281.7 billion"),
    ("2024-10-11", PRICES, "2.4%"),
])  # fmt: skip
def test_true_figures_told_loosely_are_not_accused(day: str, text: str, quote: str) -> None:
    told = labels(day, text.format(quote))
    assert quote in told
    assert not {"contradicted", "inconsistent"} & set(told.values())


@pytest.mark.parametrize(("day", "text", "quote"), [
    ("2025-02-07", AMAZON, "$7.2 billion"),
    ("2025-02-05", ALPHABET, "$142.4 billion"),
    ("2026-02-05", GOLD, "$3,170"),
    ("2024-10-11", PRICES, "3.9%"),
])  # fmt: skip
def test_wrong_figures_in_the_same_words_are_found(day: str, text: str, quote: str) -> None:
    assert labels(day, text.format(quote))[quote] == "contradicted"


@pytest.mark.parametrize(("lang", "day", "text"), [
    ("ru", "2024-10-28", "Ставка\n\nИнфляция в США в сентябре замедлилась до 2,4%.\n"),
    ("ar", "2025-03-12", "التضخم\n\nتباطأ معدل التضخم في الولايات المتحدة إلى 2.8% في فبراير.\n"),
    ("zh", "2025-08-28", "英伟达\n\n英伟达2026财年第二季度营收为467亿美元，同比增长56%，"
                         "上一季度为441亿美元。\n"),
    ("en", "2025-01-31", "Growth\n\nThe US economy expanded at a 2.3% rate in October-December, "
                         "down from 3.1% in the third quarter and below the 2.6% consensus.\n"),
])  # fmt: skip
def test_what_slowed_and_what_came_before(lang: str, day: str, text: str) -> None:
    assert not {"contradicted", "inconsistent"} & set(labels(day, text, lang).values())
