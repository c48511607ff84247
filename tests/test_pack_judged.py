"""True sentences of the kind the pack is for: judged against it, none is contradicted."""

from __future__ import annotations

import calendar
from decimal import Decimal
from functools import cache

import pytest

from claimcheck import lexicon
from claimcheck.pipeline import Checker
from claimcheck.reference import Observation, Reference, as_of
from claimcheck.reference.pack import Pack
from claimcheck.schema import Finding, Page


@cache
def checker() -> Checker:
    return Checker()


def judged(text: str, published: str) -> tuple[Finding, ...]:
    return checker().check(Page(text=text, published_at=published)).claims


SUPPORTED = [
    ("2026-02-20", "US inflation was 2.7% in December 2025.", "2.7%"),
    ("2022-08-01", "US inflation was 9.1% in June 2022.", "9.1%"),
    ("2026-02-20", "The unemployment rate was 4.4% in December 2025.", "4.4%"),
    ("2025-07-10", "Nonfarm payrolls rose by 147,000 in June 2025.", "147,000"),
    ("2025-08-10", "Nonfarm payrolls rose by 14,000 in June 2025.", "14,000"),
    ("2026-02-20", "US GDP grew at an annual rate of 4.4% in the third quarter of 2025.", "4.4%"),
    ("2026-02-20", "China's GDP was $17.8 trillion in 2023.", "$17.8 trillion"),
    ("2025-02-20", "Euro area inflation was 2.0% in October 2024.", "2.0%"),
    ("2026-02-20", "The Bank of England cut Bank Rate to 3.75% in December 2025.", "3.75%"),
    ("2026-02-20", "The euro averaged $1.17 in December 2025.", "$1.17"),
    ("2026-02-20", "Gold averaged $4,309 an ounce in December 2025.", "$4,309"),
    ("2026-02-20", "The Nasdaq Composite gained 20.4% in 2025.", "20.4%"),
    ("2026-02-20", "Apple's revenue was $416.2 billion in fiscal 2025.", "$416.2 billion"),
    ("2026-02-20", "Apple earned $7.46 per diluted share in fiscal 2025.", "$7.46"),
    ("2026-02-20", "Amazon's net sales grew 11% to $638.0 billion in 2024.", "$638.0 billion"),
    ("2026-02-20", "Meta's net income was $23.2 billion in 2022.", "$23.2 billion"),
    ("2026-02-20", "Tesla's revenue was $97.7 billion in 2024.", "$97.7 billion"),
    ("2026-02-20", "The DAX gained 15.8% in 2021.", "15.8%"),
    ("2024-12-10", "GDP expanded at a 2.8% annualized rate in the third quarter, down from 3.0% in the second.", "2.8%"),
    ("2024-10-31", "Nvidia more than doubled revenue to $60.9 billion in fiscal 2024.", "$60.9 billion"),
    ("2024-11-02", "Apple said that for the full fiscal year, sales rose 2% to $391.04 billion.", "$391.04 billion"),
    ("2024-11-02", "Apple reported fiscal fourth-quarter revenue of $94.93 billion.", "$94.93 billion"),
    ("2023-01-10", "Die EZB hob den Einlagensatz im September 2022 um 75 Basispunkte auf 0,75 Prozent an.", "0,75 Prozent"),
    ("2023-01-10", "The ECB raised the main refinancing rate to 1.25% in September 2022.", "1.25%"),
    ("2025-01-10", "The 10-year Treasury yield averaged 4.31% in June 2024.", "4.31%"),
]


@pytest.mark.parametrize(("published", "text", "quote"), SUPPORTED)
def test_a_true_figure_is_supported(published: str, text: str, quote: str) -> None:
    labels = {claim.quote: claim.verdict.label for claim in judged(text, published)}
    assert labels[quote] == "supported"


# What is true and the pack cannot tell, or tells only under one reading: never an accusation.
TRUE = [
    ("2024-01-02", "Le S&P 500 a bondi de 24,2 % en 2023, après un recul de 19,4 % en 2022. Le Nasdaq a gagné 43,4 %."),
    ("2024-01-02", "La Fed a relevé ses taux de 525 points de base depuis mars 2022, dans une fourchette de 5,25 % à 5,5 %."),
    ("2024-01-02", "En zone euro, l'inflation a ralenti à 2,4 % en novembre."),
    ("2024-12-20", "ВВП США в третьем квартале вырос на 3,1% в годовом выражении."),
    ("2024-02-03", "The US economy grew at a 3.3% annual pace in the fourth quarter, down from 4.9% in the third."),
    ("2024-02-03", "The US economy added 353,000 jobs in January, and December's gain was revised up to 333,000 from 216,000. The jobless rate held at 3.7%."),
    ("2025-01-15", "En 2024 los precios subieron un 2,9% en Estados Unidos, frente al 3,4% de 2023."),
    ("2025-01-12", "The S&P 500 rose 23.3% in 2024 after a 24.2% gain in 2023, its best two-year run since 1998."),
    ("2025-02-06", "The Federal Reserve left rates at 4.25%-4.50% last week. Traders see a 79% chance of a quarter-point cut in March."),
    ("2025-04-18", "O BCE cortou as taxas em 25 pontos-base, a sétima redução em dez meses; a taxa de depósito passa a 2,25%."),
    ("2025-06-05", "Die EZB senkte den Einlagensatz um 25 Basispunkte auf 2,00 Prozent, es ist der achte Schritt seit Juni 2024."),
    ("2025-11-05", "Gold eased 0.3% to $3,985.20 an ounce after touching a record $4,381 last month."),
    ("2024-12-10", "GDP expanded at a 2.8% annualized rate in the third quarter, down from 3.0% in the second."),
    ("2024-11-13", "In the 12 months through October, the CPI increased 2.6% after advancing 2.4% in September. Excluding the volatile food and energy components, the CPI gained 0.3%."),
    ("2024-11-13", "The Fed's preferred gauge of inflation, PCE, rose 2.1% in September."),
    ("2024-11-13", "Economists polled by Reuters had forecast CPI rising 2.6% year on year."),
    ("2024-11-13", "Two-year Treasury yields fell to 3.6% in September 2024."),
    ("2024-11-13", "Deutschlands Wirtschaft schrumpfte 2023 um 0,3 Prozent."),
    ("2024-11-13", "Bund yields rose to 2.5% in June 2024."),
    ("2025-11-10", "Gold hit a record $4,381 an ounce in October 2025."),
    ("2025-12-05", "Brent crude traded at $63 a barrel on 3 December 2025."),
    ("2022-04-02", "Brent spiked to $139 a barrel in March 2022."),
    ("2025-09-18", "The euro was at $1.1850 on 17 September 2025."),
    ("2025-11-22", "The dollar bought 157.3 yen on 20 November 2025."),
    ("2025-02-14", "US consumer prices rose 0.5% in January 2025 from December."),
    ("2026-02-20", "The S&P 500 returned 17.9% in 2025."),
    ("2026-02-20", "The S&P 500 rose 16.4% in 2025."),
    ("2023-01-10", "US small caps fell 21.6% in 2022."),
    ("2026-02-20", "The ECB's deposit rate is 2.00%."),
    ("2024-03-05", "Nvidia earned $11.93 per share in fiscal 2024."),
    ("2025-03-05", "Nvidia earned $1.19 per share in fiscal 2024."),
    ("2022-08-10", "US GDP shrank at an annual rate of 0.9% in the second quarter of 2022."),
    ("2024-09-20", "The Fed's target range was 4.75%-5.00% on 20 September 2024."),
]


@pytest.mark.parametrize(("published", "text"), TRUE)
def test_nothing_true_is_contradicted(published: str, text: str) -> None:
    labels = {claim.quote: claim.verdict.label for claim in judged(text, published)}
    assert labels
    assert "contradicted" not in labels.values(), labels


@pytest.mark.parametrize(
    ("published", "text", "quote"),
    [
        ("2026-02-20", "US inflation was 3.7% in December 2025.", "3.7%"),
        ("2026-02-20", "Apple's revenue was $426.2 billion in fiscal 2025.", "$426.2 billion"),
        ("2026-02-20", "The US unemployment rate was 5.4% in December 2025.", "5.4%"),
        ("2026-02-20", "The Nasdaq Composite lost 20.4% in 2025.", "20.4%"),
        ("2026-02-20", "Alphabet's revenue was $112.3 billion in the third quarter of 2025.", "$112.3 billion"),
    ],
)
def test_a_false_figure_is_contradicted(published: str, text: str, quote: str) -> None:
    labels = {claim.quote: claim.verdict.label for claim in judged(text, published)}
    assert labels[quote] == "contradicted"


# ---------------------------------------------------------------- rows of the pack, told in words


def told(row: Observation, value: Decimal) -> str:
    """A plain sentence that gives ``value`` as the row's."""
    name = lexicon.entities()[row.entity].name
    when = f"in {row.start.year}"
    if (row.end - row.start).days < 32:
        when = f"in {calendar.month_name[row.start.month]} {row.start.year}"
    return {
        "cpi_inflation": f"Inflation in {name} was {value}% {when}.",
        "unemployment_rate": f"The unemployment rate of {name} was {value}% {when}.",
        "gdp": f"The GDP of {name} was ${value / 10**9:.1f} billion {when}.",
        "price": f"{name} averaged ${value} {when}.",
        "return": f"The {name} had a total return of {value}% {when}.",
    }[row.metric]


def sample(metric: str, basis: str, step: int) -> list[Observation]:
    """Every nth of the newest values since 2000, the same in each run."""
    reference = Reference(Pack.embedded())
    rows = [
        row
        for pair in reference.pairs() if pair[1] == metric
        for row in as_of(reference.find(*pair), None)
        if row.start.year >= 2000 and basis in (*row.basis, "") and row.value > 0
    ]
    return rows[::step]


SAMPLE = [
    row
    for metric, basis, step in (
        ("cpi_inflation", "yoy", 600), ("gdp", "nominal", 700), ("price", "average", 150),
        ("unemployment_rate", "sa", 30), ("return", "total", 20),
    )
    for row in sample(metric, basis, step)
]


@pytest.mark.parametrize("row", SAMPLE, ids=lambda row: f"{row.series} {row.start}")
def test_a_row_told_as_it_is_holds_and_told_wrong_does_not(row: Observation) -> None:
    value = row.value.quantize(Decimal("0.1")) if row.metric == "cpi_inflation" else row.value
    (claim,) = judged(told(row, value), "2026-11-01")
    assert claim.verdict.label == "supported"
    wrong = (value * Decimal("1.3") + 1).quantize(Decimal(1).scaleb(int(value.as_tuple().exponent)))
    (claim,) = judged(told(row, wrong), "2026-11-01")
    assert claim.verdict.label in ("contradicted", "not_enough_data", "depends_on_basis")
