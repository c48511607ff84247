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
    ("2025-02-10", "The Fed cut rates by a total of 100 basis points in 2024.", "100 basis points"),
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
    ("2025-02-01", "US core CPI rose 3.2% in December 2024 from a year earlier.", "3.2%"),
    ("2022-10-20", "Die Kerninflation in den USA lag im September 2022 bei 6,6 Prozent.", "6,6 Prozent"),
    ("2022-10-20", "El IPC subyacente de Estados Unidos subió un 6,6% interanual en septiembre de 2022.", "6,6%"),
    ("2022-10-20", "2022年9月の米コアCPIは前年同月比6.6%上昇した。", "6.6%"),
    ("2022-10-20", "2022年9月美国核心CPI同比上涨6.6%。", "6.6%"),
    ("2024-04-10", "The core PCE price index rose 2.8% in February 2024 from a year earlier.", "2.8%"),
    ("2024-04-10", "PCE inflation was 2.5% in February 2024.", "2.5%"),
    ("2023-08-10", "US core PCE inflation fell to 4.1% in June 2023.", "4.1%"),
    ("2023-12-10", "US core PCE inflation was 4.3% in June 2023.", "4.3%"),
    ("2026-01-25", "UK inflation rose to 3.4% in December 2025.", "3.4%"),
    ("2026-01-10", "Euro zone inflation was 2.0% in December 2025.", "2.0%"),
    ("2026-02-10", "Euro zone inflation was 1.9% in December 2025.", "1.9%"),
    ("2026-02-20", "Der DAX gewann 2024 18,8 Prozent.", "18,8 Prozent"),
    ("2026-02-20", "The Stoxx 600 gained 16.7% in 2025.", "16.7%"),
    ("2026-02-20", "The FTSE 100 rose 21.5% in 2025.", "21.5%"),
    ("2026-02-20", "日経平均株価は2025年に26.2%上昇した。", "26.2%"),
    ("2026-02-20", "The Nikkei closed 2025 at 50,339.48.", "50,339.48"),
    ("2026-02-20", "Ibovespa subiu 34% em 2025.", "34%"),
    ("2026-02-20", "Le CAC 40 a gagné 10,4 % en 2025.", "10,4 %"),
    ("2026-02-20", "恒生指数2025年上涨27.8%。", "27.8%"),
    ("2026-02-20", "The Kospi rose 76% in 2025.", "76%"),
    ("2026-02-20", "The Nifty 50 rose 10.5% in 2025.", "10.5%"),
    ("2024-02-20", "The Russell 3000 had a total return of 25.96% in 2023.", "25.96%"),
    ("2025-03-01", "LVMH a réalisé un chiffre d'affaires de 84,7 milliards d'euros en 2024.", "84,7 milliards d'euros"),
    ("2025-03-01", "Le bénéfice net de LVMH a reculé de 17 % à 12,55 milliards d'euros en 2024.", "12,55 milliards d'euros"),
    ("2025-03-01", "LVMH的2024年营收为847亿欧元。", "847亿欧元"),
    ("2025-03-01", "JPMorgan earned $14.0 billion in the fourth quarter of 2024.", "$14.0 billion"),
    ("2025-03-01", "Exxon earned $7.79 a share excluding items in 2024.", "$7.79"),
    ("2025-08-01", "UK inflation rose to 3.6% in June 2025.", "3.6%"),
    ("2025-08-01", "UK core inflation was 3.7% in June 2025.", "3.7%"),
    ("2025-02-01", "La inflación de la zona euro fue del 2,4% en diciembre de 2024.", "2,4%"),
    ("2025-02-01", "China's GDP grew 5% in 2024.", "5%"),
    ("2025-11-01", "中国第三季度GDP同比增长4.8%。", "4.8%"),
    ("2025-04-01", "Euro zone GDP grew 1.2% in the fourth quarter of 2024 from a year earlier.", "1.2%"),
]


@pytest.mark.parametrize(("published", "text", "quote"), SUPPORTED)
def test_a_true_figure_is_supported(published: str, text: str, quote: str) -> None:
    labels = {claim.quote: claim.verdict.label for claim in judged(text, published)}
    assert labels[quote] == "supported"


# What is true and the pack cannot tell, or tells only under one reading: never an accusation.
TRUE = [
    ("2025-01-31", "US stocks had another strong year in 2024. The S&P 500 gained 23.3% after adding 24.2% in 2023, its best two-year run since the late 1990s. The Nasdaq Composite rose 28.6%, while the Dow Jones advanced 12.9%. Inflation cooled: consumer prices rose 2.9% in the 12 months to December, compared with 3.4% a year earlier. Core inflation eased to 3.2% from 3.9%. The Federal Reserve lowered its target range three times, by a full percentage point in all, to 4.25%-4.50%."),
    ("2025-01-31", "В 2024 году индекс S&P 500 вырос на 23,3% после роста на 24,2% годом ранее. Инфляция в США в декабре составила 2,9% против 2,7% в ноябре. ФРС снизила ставку на 100 базисных пунктов, до 4,25–4,50%. ВВП Китая вырос на 5,0%."),
    ("2025-01-31", "2024'te S&P 500 yüzde 23,3, Nasdaq yüzde 28,6 yükseldi. ABD'de enflasyon aralıkta yüzde 2,9 oldu; kasımda yüzde 2,7 idi. Fed yıl boyunca faizi 100 baz puan indirerek yüzde 4,25-4,50 aralığına çekti."),
    ("2025-01-31", "في عام 2024 ارتفع مؤشر ستاندرد آند بورز 500 بنسبة 23.3% بعد صعوده 24.2% في 2023. وبلغ التضخم في الولايات المتحدة 2.9% في ديسمبر مقابل 2.7% في نوفمبر. وخفض الاحتياطي الفيدرالي الفائدة 100 نقطة أساس إلى نطاق 4.25%-4.50%."),
    ("2025-02-10", "Euro zone inflation ended the year at 2.4%, having touched 1.7% in September."),
    ("2025-02-10", "Apple's fiscal 2024 revenue was $391.0 billion, with services contributing $96.2 billion."),
    ("2025-02-10", "The S&P 500 finished 2024 at 5,881.63, up 23.3% on the year after a 24.2% gain in 2023."),
    ("2025-02-10", "The Fed cut rates by a total of 100 basis points in 2024, leaving the target range at 4.25% to 4.5%."),
    ("2026-01-20", "La Chine a affiché une croissance de 5,0 % en 2025, conforme à l'objectif."),  # a quarter is no year
    ("2025-11-10", "中证红利指数去年全年仅上涨1.4%，跑输沪深300超16个百分点。"),  # an index outside the catalogue
    ("2025-11-21", "Nvidia's revenue jumped 62% to $57.0 billion in the quarter ended Oct. 26."),
    ("2025-01-30", "米連邦準備理事会（FRB）は2024年に計1.0%の利下げを実施した。アップルの2024年9月期の売上高は3910億ドルだった。"),
    ("2025-02-01", "2024年第四季度美国GDP按年率计算增长2.3%，低于第三季度的3.1%。"),
    ("2025-02-07", "Amazon ganó 20.000 millones de dólares en el cuarto trimestre, un 88% más, y facturó 187.800 millones, un 10% más."),
    ("", "CPI came in at 2.9% y/y, core 3.2%. The S&P 500 closed January at 6,040, up 2.7% on the month."),
    ("2024-03-12", "Small caps returned 16.9% in 2023 and lost 20.4% in 2022, so over two years investors are still down about 7%."),
    ("2024-03-12", "The Russell 2000 trades at 14 times forward earnings, a 30% discount to large caps and well below the 20-year average of 16 times."),
    ("2025-01-31", "Die EZB hat den Einlagensatz am Donnerstag um 0,25 Prozentpunkte auf 2,75 Prozent gesenkt."),
    ("2024-01-31", "O Copom cortou a Selic em 0,5 ponto percentual, para 11,25% ao ano."),
    ("2025-05-09", "The Bank of England cut Bank Rate by a quarter point to 4.25%, its lowest since early 2023."),
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
    ("2025-02-01", "Core CPI rose 0.2% in December 2024."),
    ("2024-04-10", "Core PCE rose 0.3% in February 2024."),
    ("2022-09-20", "Core PCE inflation was 4.6% in July 2022."),
    ("2020-02-20", "MSCI World returned 28.4% in 2019."),
    ("2020-02-20", "MSCI World returned 27.7% in 2019."),
    ("2026-05-20", "US core CPI rose 0.4% in April 2026 from March."),
    ("2014-02-20", "Der Russell 2000 stieg 2013 um 38,8 Prozent."),
    ("2022-01-10", "Le CAC 40 a progressé de 28,85 % en 2021."),
    ("2016-01-10", "The Nikkei rose 9.1% in 2015."),
    ("2025-03-01", "JPMorgan's net income was $58.5 billion in 2024."),
    ("2025-03-01", "JPMorgan's net income excluding significant items was $54.0 billion in 2024."),
    ("2025-03-01", "Berkshire earned $47.4 billion in 2024 before investment gains."),
    ("2025-03-01", "Berkshire Hathaway's net earnings fell to $89.0 billion in 2024."),
    ("2025-03-01", "Exxon earned $33.5 billion in 2024."),
    ("2025-03-01", "ExxonMobil's earnings were $33.7 billion in 2024, down from $36.0 billion in 2023."),
    ("2025-04-01", "Euro zone GDP grew 0.9% in 2024."),
    ("2025-02-01", "中国2024年GDP增长5.0%。"),
    ("2025-02-01", "China's GDP grew 1.6% quarter on quarter in the fourth quarter of 2024."),
    ("2025-03-01", "Le PIB de la zone euro a progressé de 0,1 % au quatrième trimestre 2024."),
    ("2026-02-01", "The euro zone economy grew 0.3% in the fourth quarter of 2025."),
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
        ("2025-02-01", "US core inflation was 4.3% in November 2024.", "4.3%"),
        ("2023-12-10", "US core PCE inflation was 5.3% in June 2023.", "5.3%"),
        ("2026-02-20", "The Hang Seng fell 27.8% in 2025.", "27.8%"),
        ("2026-02-20", "Der DAX verlor 2024 18,8 Prozent.", "18,8 Prozent"),
        ("2026-02-20", "The Nifty 50 rose 20.5% in 2025.", "20.5%"),
        ("2026-02-01", "Euro zone GDP grew 2.9% in 2025.", "2.9%"),
        ("2025-03-01", "JPMorgan's net income was $68.5 billion in 2024.", "$68.5 billion"),
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
        and not {"net", "gross"} & set(row.basis)  # "total return" alone says neither
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


@pytest.mark.parametrize("text", [
    "The S&P 600 kept falling in 2022-2023.",
    "In 2022-2023, small-cap stocks kept plunging.",
])
def test_a_trend_of_named_years_is_tested_in_each(text: str) -> None:
    (finding,) = judged(text, "2026-01-20")
    assert finding.verdict.label == "contradicted"
    assert "period-merge" in [caveat.name for caveat in finding.caveats]
