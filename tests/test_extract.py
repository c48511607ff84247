"""Claims of sentences: each number joined to its metric, entity, period, direction and stance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim


def claims(text: str, **options: Any) -> dict[str, Claim]:
    """Claims by their quote; English, dated unless said otherwise."""
    options = {"lang": "en", "published_at": "2026-01-20", **options}
    return {claim.quote: claim for claim in extract_text(text, **options).claims}


@pytest.mark.parametrize(
    ("text", "quote", "metric", "entity", "direction", "modality"),
    [
        ("Apple's revenue rose 8% to $102.5 billion in the third quarter.", "8%", "revenue_growth", "apple", "up", "reported"),
        ("Apple's revenue rose 8% to $102.5 billion in the third quarter.", "$102.5 billion", "revenue", "apple", "up", "reported"),
        ("The S&P 600 trades at 15.6 times forward earnings.", "15.6 times", "pe_ratio", "sp-smallcap-600", "none", "reported"),
        ("The Nasdaq fell 2% on Friday.", "2%", "return", "nasdaq-composite", "down", "reported"),
        ("Gold eased 0.3% to $3,985.20 an ounce.", "$3,985.20", "price", "gold", "down", "reported"),
        ("Investors pulled $45 billion out of large-cap stocks in 2025.", "$45 billion", "net_flow", "us-large-cap", "out", "reported"),
        ("Small caps took in $6.4 billion in 2025.", "$6.4 billion", "net_flow", "us-small-cap", "in", "reported"),
        ("Euro zone inflation held at 2.0% in July.", "2.0%", "cpi_inflation", "euro-area", "none", "reported"),
        ("U.S. unemployment rate climbed to 4.2% in July.", "4.2%", "unemployment_rate", "united-states", "up", "reported"),
        ("Analysts expect S&P 500 earnings per share to grow 13% in 2027.", "13%", "eps_growth", "sp-500", "up", "forecast"),
        ("If growth stalls, the S&P 500 could fall 20%.", "20%", "return", "sp-500", "down", "conditional"),
        ("Did the Russell 2000 really gain 12% in 2025?", "12%", "return", "russell-2000", "up", "question"),
        ("I think the S&P 500 will gain 30% in 2026.", "30%", "return", "sp-500", "up", "opinion"),
        ("In 2024 it was the S&P 600 that gained 6.8% while the S&P 500 returned 25%.", "6.8%", "return", "sp-smallcap-600", "up", "reported"),
        ("$NVDA fell 3% on Friday.", "3%", "return", "nvidia", "down", "reported"),
        ("Q3 was strong; MSFT gained 2% on Friday.", "2%", "return", "microsoft", "up", "reported"),
        ("The FTSE 100 yields 3.2%.", "3.2%", "dividend_yield", "ftse-100", "none", "reported"),
        ("Equity funds lost $3.1 billion in July.", "$3.1 billion", "net_flow", "equity-funds", "out", "reported"),
        ("U.S. unemployment saw an increase of 0.2 percentage points in July.", "0.2 percentage points", "unemployment_rate", "united-states", "up", "reported"),
        ("Ireland ran a budget deficit of 4.1% of GDP in 2024.", "4.1%", "budget_deficit", "ireland", "none", "reported"),
        ("Apple revenue was $94bn, est. $90bn.", "$90bn", "revenue", "apple", "none", "forecast"),
    ],
)
def test_parts(text: str, quote: str, metric: str, entity: str, direction: str, modality: str) -> None:
    claim = claims(text)[quote]
    assert (claim.metric, claim.entity.id, claim.direction, claim.modality) == (
        metric, entity, direction, modality,
    )


@pytest.mark.parametrize(
    ("text", "quote", "start", "end", "type_"),
    [
        ("Earnings of the S&P 600 will grow 18% by 2027.", "18%", "2027-01-01", "2027-12-31", "by"),
        ("In 2025, funds took in $6bn, while outflows elsewhere reached $45bn.", "$45bn", "2025-01-01", "2025-12-31", "calendar"),
        ("Third-quarter revenue was $5bn.", "$5bn", "2025-07-01", "2025-09-30", "calendar"),
        ("The S&P 500 rose 3% and the S&P 600 lost 1% in 2024.", "1%", "2024-01-01", "2024-12-31", "calendar"),
        ("Revenue was $4.2bn in 2024, up 5% from 2023.", "5%", "2024-01-01", "2024-12-31", "calendar"),
        ("Revenue rose 5% from 2023 to $4bn in 2024.", "5%", "2024-01-01", "2024-12-31", "calendar"),
        ("Compared with 2023, revenue grew 5% to $4bn.", "5%", "2024-01-01", "2024-12-31", "calendar"),
        ("Compared with 2023, revenue grew 5% to $4bn.", "$4bn", "2024-01-01", "2024-12-31", "calendar"),
        ("Wages rose 2% in 2024, less than in 2023 (2.9%).", "2.9%", "2023-01-01", "2023-12-31", "calendar"),
        ("The margin was 12% in Q3 2024, up from 11% in Q2 2024.", "11%", "2024-04-01", "2024-06-30", "calendar"),
        ("The margin was 12% in Q3 2024, up from 11% in Q2 2024.", "12%", "2024-07-01", "2024-09-30", "calendar"),
        ("From 2020 to 2024 sales rose 5%.", "5%", "2020-01-01", "2024-12-31", "calendar"),
        ("The S&P 500 rose 23.3% in 2024 after a 24.2% gain in 2023, its best run since 1998.", "23.3%", "2024-01-01", "2024-12-31", "calendar"),
        ("We model revenue growth of 9%, 11% and 8% for FY25E, FY26E and FY27E.", "11%", "2026-01-01", "2026-12-31", "fiscal"),
        ("They see the funds rate at 3.6% at the end of 2025 and 3.4% a year later.", "3.4%", "2026-12-31", "2026-12-31", "calendar"),
        ("Net income fell in 2025 to $610 million from $655 million.", "$610 million", "2025-01-01", "2025-12-31", "calendar"),
        ("Net income fell in 2025 to $610 million from $655 million.", "$655 million", "2024-01-01", "2024-12-31", "calendar"),
        ("From 2025 the tax rate is 25%.", "25%", "2025-01-01", "2025-12-31", "calendar"),
    ],
)
def test_periods(text: str, quote: str, start: str, end: str, type_: str) -> None:
    period = claims(text)[quote].period
    assert (str(period.start), str(period.end), period.type) == (start, end, type_)


@pytest.mark.parametrize(
    ("text", "quote", "relation", "start", "end", "basis"),
    [
        ("Revenue was $4.2bn in 2024, up 5% from 2023.", "5%", "versus", "2023-01-01", "2023-12-31", ("yoy",)),
        ("In Q3 2024, Apple's net sales rose 6% compared to Q3 2023.", "6%", "versus", "2023-07-01", "2023-09-30", ("yoy",)),
        ("In Q3 2024, Apple's net sales rose 6% compared to Q2 2024.", "6%", "versus", "2024-04-01", "2024-06-30", ("qoq",)),
        ("Revenue in 2024 was 5% higher than in 2023.", "5%", "higher_than", "2023-01-01", "2023-12-31", ("yoy",)),
    ],
)
def test_what_a_change_is_measured_against(
    text: str, quote: str, relation: str, start: str, end: str, basis: tuple[str, ...]
) -> None:
    claim = claims(text)[quote]
    assert claim.baseline is not None
    base = claim.baseline.period
    assert base is not None
    assert (claim.baseline.relation, str(base.start), str(base.end), claim.basis) == (
        relation, start, end, basis,
    )


def test_where_a_movement_began_is_of_the_kind_of_where_it_ended() -> None:
    found = claims("The deficit narrowed to 3.1% of GDP in 2024 from 4.5% in 2023.")["4.5%"]
    assert (found.metric, found.period.start.year) == ("budget_deficit", 2023)


def test_a_comparison_joins_both_sides() -> None:
    text = (
        "US banks expect S&P 600 earnings growth of 18-19% in 2026, surpassing the 13% of large-cap "
        "stocks and the 15-16% of mid-cap stocks."
    )
    found = claims(text)
    first, large, mid = found["18-19%"], found["13%"], found["15-16%"]
    assert (first.quantity.low, first.quantity.high) == (Decimal(18), Decimal(19))  # type: ignore[union-attr]
    assert first.attribution is not None
    assert first.attribution.text == "US banks"
    assert [c.metric for c in (first, large, mid)] == ["earnings_growth"] * 3
    assert [c.entity.id for c in (large, mid)] == ["us-large-cap", "us-mid-cap"]
    assert first.baseline is not None
    assert (first.baseline.relation, first.baseline.claim) == ("higher_than", large.id)
    assert large.quantity.bound == "none"  # type: ignore[union-attr]
    assert [c.modality for c in (first, large, mid)] == ["forecast"] * 3


def test_a_discount_is_derived_from_the_multiple_before_it() -> None:
    text = "The P/E ratio of small-cap stocks is 15.6 times, which is 31% cheaper than large-cap stocks."
    found = claims(text)
    ratio, discount = found["15.6 times"], found["31%"]
    assert (discount.metric, discount.entity.id) == ("valuation_discount", "us-small-cap")
    assert discount.derived_from == (ratio.id,)
    assert discount.baseline is not None
    assert discount.baseline.relation == "lower_than"
    assert discount.baseline.entity is not None
    assert discount.baseline.entity.id == "us-large-cap"


def test_that_number_is_the_one_told_before() -> None:
    found = extract_text(
        "Analysts expect S&P 600 earnings to grow 18-19% in 2026. First, that 18-19% growth rate is a base effect.",
        lang="en",
    ).claims
    first, again = [c for c in found if c.quote == "18-19%"]
    assert again.same_as == first.id
    assert (again.metric, again.entity.id, again.period) == (first.metric, first.entity.id, first.period)


@pytest.mark.parametrize(
    ("text", "quote", "kind", "direction"),
    [
        ("In 2022-2023, small-cap stocks kept plunging.", "kept plunging", "trend", "down"),
        ("Large-cap stocks (especially AI-related ones) continued to surge in 2024.", "continued to surge", "trend", "up"),
        ("The yield on 10-year Treasuries is at its highest since 2007.", "highest since 2007", "rank", "none"),
        ("The discount of small caps exceeds the historical average.", "exceeds the historical average", "comparison", "none"),
    ],
)
def test_claims_in_words(text: str, quote: str, kind: str, direction: str) -> None:
    claim = claims(text)[quote]
    assert (claim.kind, claim.direction, claim.quantity) == (kind, direction, None)


@pytest.mark.parametrize(
    "text",
    [
        "The S&P 500 and the Russell 2000 were unchanged on 14 March 2025.",
        "Call 212 555 0142 before 8:30 a.m. or see Form 10-K, section 4.",
        "I count three reasons for the rally.",
        "The company was founded in 1998 in Ohio.",
    ],
)
def test_near_misses(text: str) -> None:
    assert [c.quote for c in extract_text(text, lang="en").claims if c.quantity] == []


def test_a_number_is_never_dropped_for_want_of_a_metric() -> None:
    claim = claims("The widget gauge of Halvorsen Foods stood at 71.3%.")["71.3%"]
    assert (claim.metric, claim.entity.id, claim.entity.text) == ("other", None, "Halvorsen Foods")


def test_a_country_that_is_not_named_is_unsure() -> None:
    claim = claims("The unemployment rate was 4.2% in July.")["4.2%"]
    assert (claim.entity.id, claim.confidence.entity) == ("united-states", "unsure")


def test_us_is_a_country_and_us_a_pronoun() -> None:
    assert claims("Odds of 12% look right to us.")["12%"].entity.id is None


def test_a_firm_outside_the_catalogue_that_opens_a_sentence_is_named_by_what_it_does() -> None:
    assert claims("Halvorsen reported revenue of $5bn.")["$5bn"].entity.text == "Halvorsen"
    assert claims("Demand lifted revenue to $5bn.")["$5bn"].entity.text != "Demand"


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Alphabet revenue was $102bn.", True),
        ("Alphabet cloud revenue was $15bn.", False),
        ("Apple's China sales were $15bn.", False),
    ],
)
def test_the_figure_of_a_part_of_a_firm_refutes_nothing(text: str, sure: bool) -> None:
    claim = next(iter(claims(text).values()))
    assert (claim.confidence.metric == "unsure") is not sure


def test_numbers_of_two_named_metrics_are_not_compared() -> None:
    found = claims("Adjusted EPS came in 9 cents ahead of plan, and we spent $640 million on buybacks.")
    assert found["$640 million"].baseline is None


def test_the_year_to_a_month_is_the_yearly_rate_of_that_month() -> None:
    claim = claims("Consumer prices rose 3.6% in the year to July.")["3.6%"]
    assert (str(claim.period.start)[5:], "yoy" in claim.basis) == ("07-01", True)


@pytest.mark.parametrize(
    ("text", "lang", "quote", "metric", "entity", "direction", "modality"),
    [
        ("Bankinter ganó 812 millones de euros.", "es", "812 millones de euros", "net_income", "bankinter", "none", "reported"),
        ("La Vale subió un 2%.", "es", "2%", "return", "vale", "up", "reported"),
        ("Telefónica cede un 3,4%, hasta 3,52 euros.", "es", "3,52 euros", "share_price", "telefonica", "down", "reported"),
        ("Telefónica ganó 352 millones de euros.", "es", "352 millones de euros", "net_income", "telefonica", "none", "reported"),
        ("Enagás ofrece un dividendo del 7,2%.", "es", "7,2%", "dividend_yield", "enagas", "none", "reported"),
        ("Enagás subió un 7,2% el dividendo.", "es", "7,2%", "dividend_growth", "enagas", "up", "reported"),
        ("Las exportaciones de Chile sumaron 4.870 millones de dólares.", "es", "4.870 millones de dólares", "exports", "chile", "none", "reported"),
        ("La deuda neta de Naturgy se redujo en 412 millones de euros.", "es", "412 millones de euros", "total_debt", "naturgy", "down", "reported"),
        ("El Ibex cotiza a 12,9 veces los beneficios de 2027.", "es", "12,9 veces", "pe_ratio", "ibex-35", "none", "reported"),
        ("O contrato de DI para janeiro de 2029 passou a 12,92%.", "pt", "12,92%", "bond_yield", "brazil", "none", "reported"),
        ("As vendas da Sonae somaram 900 milhões de euros, mais 3,1% do que em 2024.", "pt", "3,1%", "revenue_growth", "sonae", "up", "reported"),
        ("A produção da Vale somou 94,4 milhões de toneladas.", "pt", "94,4 milhões de toneladas", "production_volume", "vale", "none", "reported"),
    ],
)
def test_spanish_and_portuguese(
    text: str, lang: str, quote: str, metric: str, entity: str, direction: str, modality: str
) -> None:
    claim = claims(text, lang=lang)[quote]
    found = (claim.metric, claim.entity.id, claim.direction, claim.modality)
    assert found == (metric, entity, direction, modality)


@pytest.mark.parametrize(
    ("text", "lang", "start", "end"),
    [
        ("El grupo ganó 812 millones de euros hasta septiembre.", "es", "2025-01-01", "2025-09-30"),
        ("El grupo invertirá 812 millones de euros hasta 2028.", "es", "2028-01-01", "2028-12-31"),
        ("O lucro foi de R$ 812 milhões até setembro.", "pt", "2025-01-01", "2025-09-30"),
        ("O desemprego caiu a 5,4% no trimestre encerrado em outubro.", "pt", "2025-08-01", "2025-10-31"),
    ],
)
def test_months_up_to_a_month(text: str, lang: str, start: str, end: str) -> None:
    (claim,) = claims(text, lang=lang).values()
    assert (str(claim.period.start), str(claim.period.end)) == (start, end)
@pytest.mark.parametrize(
    ("lang", "text", "quote", "metric", "entity"),
    [
        # Goods are told in tonnes.
        ("ru", "Производство стали упало до 10,7 млн тонн.", "10,7 млн тонн", "production_volume", "steel"),
        # A genitive is no metric of its own; the same word alone is.
        ("ru", "Доходы населения повысились на 4,9%.", "4,9%", "personal_income_growth", "russia"),
        ("ru", "Население выросло на 0,2%.", "0,2%", "population_growth", "russia"),
        # A metric or a name with its own number leaves the number before it alone.
        ("ru", "Доля проблемных кредитов снизилась до 3,9%, стоимость риска 1,2%.", "3,9%", "npl_ratio", None),
        ("ru", "Доля проблемных кредитов снизилась до 3,9%, стоимость риска 1,2%.", "1,2%", "cost_of_risk", None),
        ("ru", "Nasdaq снизился на 1,6%, S&P 500 просел на 1,2%.", "1,6%", "return", "nasdaq-composite"),
        ("ru", "Nasdaq снизился на 1,6%, S&P 500 просел на 1,2%.", "1,2%", "return", "sp-500"),
        # A cause is another clause.
        ("ru", "Продажи увеличились на 9,1% за счёт роста среднего чека на 8,3%.", "9,1%", "revenue_growth", None),
        # "Bought" is no supermarket, "under" no metal.
        ("tr", "Yabancılar 26 milyon dolarlık hisse aldı.", "26 milyon dolarlık", "net_flow", None),
        ("tr", "Aylık enflasyon yüzde 2,5 ile beklentinin altında kaldı.", "yüzde 2,5", "cpi_inflation", "turkey"),
        ("tr", "Altın yüzde 1,2 yükseldi.", "yüzde 1,2", "return", "gold"),
    ],
)
def test_parts_in_other_languages(
    lang: str, text: str, quote: str, metric: str, entity: str | None
) -> None:
    claim = claims(text, lang=lang)[quote]
    assert (claim.metric, claim.entity.id) == (metric, entity)


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("tr", "Kordonsan'ın cirosu yüzde 7 arttı.", "Kordonsan"),
        ("tr", "Kordonlar bu yıl yüzde 7 arttı.", ""),
        ("ru", "Выручка «Лесопромснаба» выросла на 5%.", "Лесопромснаба"),
        ("ru", "Выручка выросла на 5%.", ""),
    ],
)
def test_names_by_their_marks(lang: str, text: str, name: str) -> None:
    [claim] = claims(text, lang=lang).values()
    assert claim.entity.text == name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Japanese small caps trade on 11 times earnings.", None),
        ("Small caps in Japan trade on 12 times earnings.", None),
        ("US small caps trade on 24 times earnings.", "us-small-cap"),
        ("Small caps trade on 24 times earnings.", "us-small-cap"),
    ],
)
def test_small_caps_of_another_country_are_not_american(text: str, named: str | None) -> None:
    assert [c.entity.id for c in extract_text(text, lang="en").claims] == [named]


def test_a_name_that_is_only_spoken_to_is_no_subject() -> None:
    assert claims("Thanks, Amy. We delivered revenue of $7 billion.")["$7 billion"].entity.text == ""
    said = claims("Halvorsen Foods delivered revenue of $7 billion.")
    assert said["$7 billion"].entity.text == "Halvorsen Foods"


def test_the_nearest_word_tells_the_way_of_a_flow() -> None:
    text = "Bond funds took in $5bn last week and loan funds shrank by $620mm."
    assert {q: c.direction for q, c in claims(text).items()} == {"$5bn": "in", "$620mm": "out"}


def test_growth_alone_is_not_that_of_the_margin_told_before() -> None:
    found = claims("Apple's gross margin was 69%. Cloud services grew 40%.")
    assert (found["69%"].metric, found["40%"].metric) == ("gross_margin", "revenue_growth")
    found = claims("Apple's gross margin was 69%. It was 67% in 2024.")
    assert found["67%"].metric == "gross_margin"


def test_a_level_of_percentages_is_no_decade() -> None:
    assert claims("Sales growth in the mid-30s made a 5% margin.")["5%"].period.start is None
