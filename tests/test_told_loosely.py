"""Figures whose key is told loosely, yet clearly enough: a rate's day, a row of returns, a quarter."""

from __future__ import annotations

from functools import cache

import pytest

from claimcheck.pipeline import Checker
from claimcheck.schema import Finding


@cache
def checker() -> Checker:
    return Checker()


def judged(text: str, day: str, language: str) -> dict[str, Finding]:
    page = checker().page(text, published_at=day, lang=language)
    return {one.quote: one for one in checker().check(page).claims}


ROW = "In 2023 the Nasdaq Composite rose 43.4%, the Dow 13.7% and the Nikkei 28.2%. The DAX gained {}."

ROWS = [
    # Where a rate stands on the day of writing; the rates of the year before are no excuse.
    ("en", "2025-05-30", "The ECB's deposit rate stands at 3.25%.", "3.25%", "contradicted"),
    ("en", "2025-05-30", "The ECB's deposit rate stands at 2.25%.", "2.25%", "supported"),
    ("en", "2025-05-30", "The ECB cut its deposit rate to 3.25%.", "3.25%", "not_enough_data"),
    ("en", "2025-10-22", "Bank Rate is 4%, cut five times from 5.25%.", "5.25%", "not_enough_data"),
    # A day of its own, a week or a month that is not over.
    ("zh", "2025-12-12", "美联储周三宣布降息25个基点，将联邦基金利率目标区间下调至4.50%至4.75%。", "4.50%至4.75%",
     "contradicted"),
    ("en", "2025-12-22", "The Swiss National Bank kept its rate at 0% earlier this month.", "0%", "supported"),
    ("en", "2025-11-06", "Bank Rate stayed at 4%; four members preferred a cut to 3.75%.", "3.75%",
     "not_enough_data"),
    # A country's policy rate is its central bank's.
    ("pt", "2024-09-19", "A Selic está em 12%.", "12%", "contradicted"),
    ("pt", "2024-08-19", "A Selic está em 10,5%.", "10,5%", "supported"),
    # A company's own quarter for the calendar's, and the parts of it.
    ("fr", "2025-11-20", "Le bénéfice net de Nvidia a atteint 31,9 milliards de dollars au troisième trimestre.",
     "31,9 milliards de dollars", "supported"),
    ("fr", "2025-11-20", "Le bénéfice net de Nvidia a atteint 39,1 milliards de dollars au troisième trimestre.",
     "39,1 milliards de dollars", "contradicted"),
    ("zh", "2025-11-20", "英伟达Q3营收570亿美元，数据中心512亿美元。", "512亿美元", "not_enough_data"),
    # Among the returns of one year, the others being right.
    ("en", "2024-01-05", ROW.format("30.3%"), "30.3%", "contradicted"),
    ("en", "2024-01-05", ROW.format("20.3%"), "20.3%", "supported"),
    ("en", "2024-01-05", ROW.format("0.3% on the last day"), "0.3%", "not_enough_data"),
    ("es", "2023-07-14", "Los precios de consumo en EE. UU. subieron en junio un 3% interanual.", "3%", "supported"),
    ("it", "2024-06-14", "Nel 2023 il Ftse Mib ha guadagnato il 28%; l'S&P 500 il 24,2%.", "24,2%", "depends_on_basis"),
    # A quarter after its year, shares in an index.
    ("zh", "2025-10-31", "苹果2025财年营收4162亿美元；第四财季营收1025亿美元。", "1025亿美元", "not_enough_data"),
    ("de", "2024-01-02",
     "2023 gewannen der Dax 20,3 Prozent, der FTSE 100 3,8 Prozent, der Nikkei 28,2 Prozent; Bankaktien im S&P 500 "
     "verloren 10 Prozent.", "10 Prozent", "not_enough_data"),
    # Inflation that falls to a rate is still a rise; what was expected is no outcome.
    ("ru", "2023-12-28", "Инфляция в США в ноябре замедлилась до 3,1%.", "3,1%", "supported"),
    ("en", "2023-02-03",
     "US employers hired 517,000 people in January, thrice the 185,000 that Wall Street had forecast.",
     "185,000", "not_enough_data"),
]


@pytest.mark.parametrize(("language", "day", "text", "quote", "label"), ROWS)
def test_verdict(language: str, day: str, text: str, quote: str, label: str) -> None:
    found = judged(text, day, language)[quote]
    assert found.verdict.label == label, found.verdict.reason


RANKS = [
    ("American inflation hit 6.8% in November, the fastest since 1982.", "2022-01-03", "supported"),
    ("In America 584,000 jobs were created in 2025, the weakest year outside a recession since 2003.",
     "2026-01-16", "not_enough_data"),
]


@pytest.mark.parametrize(("text", "day", "label"), RANKS)
def test_rank(text: str, day: str, label: str) -> None:
    rank = next(one for one in judged(text, day, "en").values() if one.kind == "rank")
    assert rank.verdict.label == label, rank.verdict.reason


CAVEATS = [
    ("en", "2022-07-20", "US inflation was 9.1% in June.", "9.1%", "annualised", False),
    ("ru", "2023-12-28", "Инфляция в США в ноябре замедлилась до 3,1%.", "3,1%", "stacked-growth", False),
    ("en", "2022-04-29", "US GDP fell at a 1.4% annual rate in the first quarter; consumer spending rose 2.7%.", "2.7%",
     "nominal-vs-real", False),
    ("en", "2022-07-22", "The ECB's deposit rate is now 0%.", "0%", "stale-data", False),
    ("en", "2026-01-16", "In America 584,000 jobs were added in 2025.", "584,000", "revised-vintage", True),
]


@pytest.mark.parametrize(("language", "day", "text", "quote", "name", "fires"), CAVEATS)
def test_caveat(language: str, day: str, text: str, quote: str, name: str, fires: bool) -> None:
    caveats = judged(text, day, language)[quote].caveats
    assert any(one.name == name and one.strength != "not_assessed" for one in caveats) is fires
