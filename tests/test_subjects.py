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


TEENS = (
    "Jobs\n\nUS unemployment was 3.6% in June, after 3.7% in May. Teenage unemployment was 11.0%, "
    "and private employers hired 149,000.\n"
)
BLACK = (
    "Jobs\n\nUnited States payrolls rose 353,000 in January. Unemployment was 3.7%. Black "
    "unemployment was 5.3%.\n"
)
DOW = "2019\n\nIn 2019 the Nasdaq Composite did better, with 35.2%, the Dow worse, with 22.3%.\n"
PIB = (
    "PIB\n\nEl PIB estadounidense cayó a un ritmo anual de 0.5% en el primer trimestre de 2025.\n"
)
IPCA = "Brasil\n\nA inflação nos EUA fechou 2022 em 6,5%. O IPCA de 2022 ficou em 5,79%.\n"
VVP = "ВВП\n\nВВП США в первом квартале вырос на 1,6% в годовом пересчёте.\n"


@pytest.mark.parametrize(("lang", "day", "text"), [
    ("en", "2023-07-15", TEENS),
    ("en", "2024-02-02", BLACK),
    ("en", "2020-01-03", DOW),
    ("es", "2025-06-27", PIB),
    ("pt", "2023-02-02", IPCA),
    ("ru", "2024-05-02", VVP),
])  # fmt: skip
def test_parts_falls_and_ends_of_years_are_not_accused(lang: str, day: str, text: str) -> None:
    assert not {"contradicted", "inconsistent"} & set(labels(day, text, lang).values())


RATE = "Fed\n\nOn Wednesday the Federal Reserve left its policy rate at {}.\n"
TODAY = "ECB\n\nThe European Central Bank's deposit rate is {}.\n"

PASSING = "ECB\n\nThe European Central Bank's deposit rate of {} weighed on bank margins.\n"


@pytest.mark.parametrize(("day", "text", "quote", "label"), [
    ("2023-12-14", RATE, "5.25%-5.50%", "supported"),
    ("2023-12-14", RATE, "6.25%-6.50%", "contradicted"),
    ("2025-01-31", "ECB\n\nThe ECB cut its deposit rate to {} on Thursday.\n", "2.75%",
     "not_enough_data"),  # decided, and in force the week after
    ("2025-01-31", "ECB\n\nThe ECB cut its deposit rate to {} on Thursday.\n", "5.75%",
     "contradicted"),
    ("2025-05-30", TODAY, "5.25%", "contradicted"),
    ("2025-05-30", TODAY, "2.50%", "contradicted"),  # "is": what it was the month before counts not
    ("2025-05-30", PASSING, "2.50%", "not_enough_data"),  # it was so in the year before
])  # fmt: skip
def test_rates_that_a_bank_had_nowhere_near(day: str, text: str, quote: str, label: str) -> None:
    assert labels(day, text.format(quote))[quote] == label


@pytest.mark.parametrize(("quote", "label"), [
    ("3.5%", "supported"), ("5.9%", "contradicted"),
])  # fmt: skip
def test_a_named_month_is_the_number_s_own(quote: str, label: str) -> None:
    text = f"UK\n\nBritish consumer prices rose {quote} in the year to April, after 2.6% in March.\n"
    assert labels("2025-05-22", text)[quote] == label


def test_an_average_does_not_refute_a_december() -> None:
    text = "Brazil\n\nInflation in Brazil was {} in 2022.\n"
    assert labels("2023-12-02", text.format("5.8%"))["5.8%"] == "not_enough_data"
    assert labels("2026-01-02", text.format("25.8%"))["25.8%"] == "contradicted"


REVIEW = "2025\n\nIn January the Fed's target range stood at {}; by December it was 3.50%-3.75%.\n"


@pytest.mark.parametrize(("quote", "label"), [
    ("4.25%-4.50%", "not_enough_data"), ("5.25%-5.50%", "contradicted"), ("3.50%-3.75%", "supported"),
])  # fmt: skip
def test_a_month_under_way_may_be_that_of_a_year_before(quote: str, label: str) -> None:
    assert labels("2026-01-28", REVIEW.format(quote).split(";")[0] + ".\n")[quote] == label


FED = "ФРС\n\nФРС в среду снизила ставку на четверть пункта, до 3,75–4,00%. Год назад она составляла {}, а до "
FED += "сентября прошлого года — 5,25–5,50%.\n"


@pytest.mark.parametrize(("quote", "label"), [("4,75–5,00%", "supported"), ("5,50–5,75%", "contradicted")])
def test_a_year_ago_counts_from_today_not_from_the_next_clause(quote: str, label: str) -> None:
    assert labels("2025-10-30", FED.format(quote), "ru")[quote] == label


@pytest.mark.parametrize(("text", "quote", "label"), [
    ("Brent averaged $62.5 a barrel in December, nearly $17 less than in January.", "$17", "not_enough_data"),
    ("Brent averaged $71.2 a barrel in December.", "$71.2", "contradicted"),
    ("The S&P 500 gained 16.4% in 2025, or 17.9% with dividends.", "16.4%", "depends_on_basis"),
    ("The S&P 500 gained 14.4% in 2025, or 17.9% with dividends.", "14.4%", "contradicted"),
    ("The S&P 500 gained 16.4% in 2025, or 19.7% with dividends.", "19.7%", "contradicted"),
])  # fmt: skip
def test_gaps_and_definitions_of_the_second_number(text: str, quote: str, label: str) -> None:
    assert labels("2026-01-06", f"Review\n\n{text}\n")[quote] == label


@pytest.mark.parametrize(("lang", "text", "accused"), [
    ("zh", "央行将利率下调25个基点至4.00%，一年前为5.00%。", False),
    ("ar", "خفض البنك الفائدة 25 نقطة أساس إلى 4.25%، وكانت 5.50% قبل عام.", False),
    ("en", "The dividend goes up 4% to 26 cents a quarter, or $1.04 a year.", False),
    ("en", "Net debt came down by £38.7 million to £212.5 million, of which £13.3 million in June.", False),
    ("en", "The dividend goes up 14% to 26 cents from 25 cents.", True),
    ("en", "The bank cut its policy rate by 25 basis points to 4.00% from 4.75%.", True),
    ("en", "Revenue rose 12% to $5.6 billion, from $4.0 billion a year ago.", True),
])  # fmt: skip
def test_what_is_no_start_of_a_change(lang: str, text: str, accused: bool) -> None:
    assert ("inconsistent" in labels("2025-11-07", text, lang).values()) is accused


@pytest.mark.parametrize(("quote", "label"), [("4.25%-4.50%", "supported"), ("4.00%-4.25%", "contradicted"), ("4.50%-4.75%", "contradicted")])
def test_a_range_that_only_touches_the_one_held_is_another(quote: str, label: str) -> None:
    text = f"Fed\n\nIn March 2025 the Fed's target range stood at {quote}.\n"
    assert labels("2025-06-10", text)[quote] == label


BACK = [
    ("en", "2024-01-04", "Review\n\nUS inflation fell from 6.4% in January to 3.1% in November.\n"),
    ("en", "2025-07-31", "Microsoft\n\nFor the September quarter Microsoft guided to revenue of $74.7 to $75.8 "
     "billion; a year ago it made $65.6 billion in that quarter.\n"),
    ("de", "2026-02-12", "Gold\n\nGold kostete im Januar durchschnittlich 4.753 Dollar je Unze, 75 Prozent mehr "
     "als im Januar 2025 mit 2.710 Dollar.\n"),
    ("tr", "2026-01-06", "Özet\n\nFed 2025'e yüzde 4,25-4,50 ile girdi, yılı yüzde 3,50-3,75 ile kapattı. TCMB ise "
     "politika faizini yıl başındaki yüzde 47,5'ten aralıkta yüzde 38'e indirdi.\n"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "day", "text"), BACK)
def test_years_looked_back_on_are_not_accused(lang: str, day: str, text: str) -> None:
    assert not {"contradicted", "inconsistent"} & set(labels(day, text, lang).values())
