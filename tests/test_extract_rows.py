"""Lists told side by side, coins with their price, and what a sentence leaves to the one before."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim


def claims_of(text: str) -> dict[str, Claim]:
    found = extract_text(text, published_at="2025-11-14", lang="en").claims
    return {claim.quote: claim for claim in found}


@pytest.mark.parametrize(("text", "wanted"), [
    ("Infosys and HCL Tech lost 2.07% and 1.85%.", {"2.07%": "infosys", "1.85%": "hcltech"}),
    ("Apple, Nvidia and Tesla rose 1%, 2% and 3% respectively.",
     {"1%": "apple", "2%": "nvidia", "3%": "tesla"}),
    ("Bitcoin and ether rose 2% and 3% to $97,000 and $3,400.",
     {"2%": "bitcoin", "3%": "ether", "$97,000": "bitcoin", "$3,400": "ether"}),
    ("US, European and Asian equity funds saw flows of -$6.9bn, $2.2bn and $0.8bn respectively.",
     {"-$6.9bn": "united-states", "$2.2bn": "europe", "$0.8bn": "asia"}),
    ("There were gains of 2% and 3% for Apple and Nvidia.", {"2%": "apple", "3%": "nvidia"}),
    # Near misses: no list of names, or another name between it and the numbers.
    ("Apple rose 2% and Nvidia 3%.", {"2%": "apple", "3%": "nvidia"}),
    ("Apple and Nvidia fell as Tesla lost 2% and 3% on two days.", {"2%": "tesla", "3%": "tesla"}),
    ("GDP grew 2% and 3% in 2024 and 2025 in Germany.", {"2%": "germany", "3%": "germany"}),
])
def test_numbers_go_to_names_in_order(text: str, wanted: dict[str, str]) -> None:
    found = claims_of(text)
    assert {quote: found[quote].entity.id for quote in wanted} == wanted


@pytest.mark.parametrize(("text", "quote", "metric", "entity", "unit"), [
    ("BTC 97,400 (-2.1%), ETH 3,190 (-3.4%)", "97,400", "price", "bitcoin", "USD"),
    ("BTC 97,400 (-2.1%), ETH 3,190 (-3.4%)", "-3.4%", "return", "ether", "percent"),
    ("ETH up, SOL 141 (-5.0%)", "141", "price", "solana", "USD"),
    ("The fund holds 850 BTC.", "850 BTC", "other", None, "count"),
])
def test_a_coin_before_a_number_is_priced(
    text: str, quote: str, metric: str, entity: str | None, unit: str
) -> None:
    claim = claims_of(text)[quote]
    assert claim.quantity is not None
    assert (claim.metric, claim.entity.id, claim.quantity.unit) == (metric, entity, unit)


@pytest.mark.parametrize(("text", "quote", "unit"), [
    ("Sales were A$3bn. A final dividend of 32c was declared.", "32c", "AUD"),
    ("Sales were $3bn. A dividend of 32 cents was declared.", "32 cents", "USD"),
    ("A dividend of 32 cents was declared.", "32 cents", "USD"),
    ("Sales were A$3bn. It pays 32 US cents.", "32 US cents", "USD"),
])
def test_cents_are_of_the_money_told_before(text: str, quote: str, unit: str) -> None:
    quantity = claims_of(text)[quote].quantity
    assert quantity is not None
    assert quantity.unit == unit


@pytest.mark.parametrize(("text", "quote", "direction"), [
    ("Foreign institutional investors sold shares worth ₹1,300 crore.", "₹1,300 crore", "out"),
    ("FPIs bought equities worth $2bn.", "$2bn", "in"),
    ("Investors put a net $18bn into money market funds and pulled $4bn from equity funds.",
     "$18bn", "in"),
])
def test_what_investors_move_is_a_flow(text: str, quote: str, direction: str) -> None:
    claim = claims_of(text)[quote]
    assert (claim.metric, claim.direction) == ("net_flow", direction)


@pytest.mark.parametrize(("text", "quote", "metric"), [
    ("Retail sales rose 0.6% in August. Sales were 5.0% higher than a year before.", "5.0%",
     "retail_sales_growth"),
    ("Retail sales rose 0.6%. At Walmart sales were up 5.0%.", "5.0%", "revenue_growth"),
    ("Sales were 5.0% higher than a year before.", "5.0%", "revenue_growth"),
])
def test_a_short_name_means_the_longer_one(text: str, quote: str, metric: str) -> None:
    assert claims_of(text)[quote].metric == metric


def test_the_whole_of_a_count_and_a_step_are_no_claims_of_their_own() -> None:
    assert "13" not in claims_of("Eight of 13 categories posted gains.")
    assert list(claims_of("Operating profit rose by 54 million to 156 million euros.")) == [
        "54 million", "156 million euros"]


def test_what_others_are_held_against_was_expected_too() -> None:
    found = claims_of("$META Q2: rev $47.5B vs $44.8B est, EPS $7.14 vs $5.92")
    assert [found[q].modality for q in ("$47.5B", "$44.8B", "$7.14", "$5.92")] == [
        "reported", "forecast", "reported", "forecast"]


@pytest.mark.parametrize(("text", "quote", "start", "end"), [
    # The time of the sentence, told of an earlier number of it.
    ("Euro zone inflation slowed to 2.1% in October from 2.2% a month earlier, a flash estimate "
     "showed, while the core rate held at 2.4%.", "2.4%", "2025-10-01", "2025-10-31"),
    ("Growth is put at 1.5% for 2025, up from 1.25% in August's report.", "1.5%",
     "2025-01-01", "2025-12-31"),
    ("Staff see it falling to 3.1% in the first quarter and to 2.5% by the end of next year.",
     "2.5%", "2026-12-31", "2026-12-31"),
    ("The average fund returned 5.4% in the quarter and is up 9.5% in 2025.", "5.4%",
     "2025-07-01", "2025-09-30"),
    # A quarter of a firm whose year ends in March, told soon after its end.
    ("TCS posted a 1.4% rise in Q2 net profit.", "1.4%", "2025-07-01", "2025-09-30"),
    ("Apple posted a 1.4% rise in Q3 net profit.", "1.4%", "2025-07-01", "2025-09-30"),
])
def test_times(text: str, quote: str, start: str, end: str) -> None:
    period = claims_of(text)[quote].period
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize(("text", "wanted"), [
    ("Headline inflation and pay growth eased to 4.7% and 4.4% respectively.",
     {"4.7%": "cpi_inflation", "4.4%": "wage_growth"}),
    ("The bank posted a 1.4% rise in net profit to $12 billion, while revenue grew 2.4%.",
     {"1.4%": "earnings_growth", "$12 billion": "net_income", "2.4%": "revenue_growth"}),
    ("Revenue was $1.14B (+34%), licensing $515M (+56%).",
     {"+34%": "revenue_growth", "+56%": "revenue_growth"}),
])
def test_metrics_of_lists(text: str, wanted: dict[str, str]) -> None:
    found = claims_of(text)
    assert {quote: found[quote].metric for quote in wanted} == wanted


@pytest.mark.parametrize(("text", "quote", "field", "wanted"), [
    ("SMIC jumped 12.7 per cent to HK$90.20, Kuaishou 8.6 per cent and Alibaba 3.5 per cent.",
     "8.6 per cent", "direction", "up"),
    ("Japan's Nikkei gained 0.9 per cent, South Korea's Kospi 2.7 per cent.", "2.7 per cent",
     "direction", "up"),
    ("Bitcoin inflows cooled to $93.3m.", "$93.3m", "direction", "in"),
    ("Bitcoin outflows cooled to $93.3m.", "$93.3m", "direction", "out"),
    ("Landsec at 566p sits below it.", "566p", "metric", "share_price"),
    ("At £18.40 the stock yields 4.3%.", "£18.40", "metric", "share_price"),
])
def test_what_a_list_or_a_price_says(text: str, quote: str, field: str, wanted: str) -> None:
    assert getattr(claims_of(text)[quote], field) == wanted


def test_a_ticker_that_no_list_holds_is_a_name() -> None:
    claim = claims_of("$HIMZ prints: Q3 revenue $599M (+49% YoY).")["$599M"]
    assert (claim.entity.id, claim.entity.text) == (None, "$HIMZ")


def test_stocks_of_goods_are_no_money() -> None:
    found = claims_of("Sales were $5bn. US crude stocks rose 1.3 million barrels last week and "
                      "gasoline inventories fell by 1.4 million.")
    quantity = found["1.4 million"].quantity
    assert quantity is not None
    assert quantity.unit == "barrel"
