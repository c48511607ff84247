"""English of the trade: posts, notes of analysts, calls; text in, fields of the claims out."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim

DAY = "2025-11-10"


def claims(text: str) -> dict[str, Claim]:
    return {claim.quote: claim for claim in extract_text(text, published_at=DAY, lang="en").claims}


METRICS = [
    # Names of the industries.
    ("Same-restaurant sales rose 3.4%.", "3.4%", "same_store_sales_growth"),
    ("Provisions for credit losses were $310 million.", "$310 million", "loan_loss_provisions"),
    ("Gross churn was 6%.", "6%", "churn_rate"),
    ("The control group was up 0.5%.", "0.5%", "retail_sales_growth"),
    ("Sales of new single-family homes sank 13.7%.", "13.7%", "home_sales_growth"),
    ("Investment-grade spreads were 104 basis points.", "104 basis points", "credit_spread"),
    ("Product orders climbed 7%.", "7%", "bookings_growth"),
    ("The Ifo institute said exports rose 2%.", "2%", "export_growth"),
    # Letters that are a metric and a firm: the number behind them tells which.
    ("Comps fell at Starbucks, GM 45.2%.", "45.2%", "gross_margin"),
    ("GM +3% today.", "+3%", "return"),
    # What is compared shares its metric.
    ("EPS $4.82 vs 4.27e.", "4.27", "eps"),
    ("Shopify GMV of $74.8bn beat our $74.2bn.", "$74.2bn", "bookings"),
    ("EPS was $2.10 and revenue $5bn against sales of $4bn.", "$4bn", "revenue"),
    # A guide is of sales unless a metric stands before it.
    ("NVDA beat on EPS; Q3 guide $54B.", "$54B", "revenue"),
    ("The capex guide is $70bn.", "$70bn", "capex"),
    # Yields of shares and of bonds.
    ("At 0.9x book and a 5.8% yield, the banks look cheap.", "5.8%", "dividend_yield"),
    ("The two-year note yielded 3.55% on Tuesday.", "3.55%", "bond_yield"),
    # A metric behind the number that has its own number, or is the reason.
    ("Zions sinks 13% on $50m charge-off.", "13%", "return"),
    ("Macy's rocketed 21% on its best comps in years.", "21%", "return"),
    # What follows a preposition says only of what the metric is.
    ("Open interest in bitcoin futures fell to $77 billion.", "$77 billion", "open_interest"),
    # Verbs of price behind a metric.
    ("Two-year yields touched 3.42%.", "3.42%", "bond_yield"),
    # Multiples by what they multiply.
    ("Insurers trade at 0.8x book.", "0.8x", "price_to_book"),
    ("The group trades at 27x EBITA.", "27x", "ev_to_ebitda"),
    # Parts of a survey.
    ("The ISM manufacturing gauge was 49.1, but new orders sank to 48.9.", "48.9", "pmi"),
    # Whole shares.
    ("P&G guides to capex of 4% of sales.", "4%", "capex"),
    # Names of the trade.
    ("Newmont printed AISC of $1,566/oz.", "$1,566", "all_in_sustaining_cost"),
    ("Airbnb's take rate was 17.9%.", "17.9%", "take_rate"),
    ("The auction drew a bid-to-cover of 2.73.", "2.73", "bid_to_cover"),
    ("Prologis occupancy averaged 94.8%.", "94.8%", "occupancy_rate"),
    ("The quits rate was 2.1%.", "2.1%", "quits_rate"),
    ("Snowflake's NRR held at 125%.", "125%", "net_retention"),
    ("ServiceNow's cRPO was $11.35B.", "$11.35B", "backlog"),
    ("Odds of a December rate cut slid to 67% from 91%.", "67%", "rate_cut_probability"),
    ("BTC lost 100k again.", "100k", "price"),
]


@pytest.mark.parametrize(("text", "quote", "metric"), METRICS)
def test_the_metric_of_shorthand(text: str, quote: str, metric: str) -> None:
    assert claims(text)[quote].metric == metric


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Three charts: 1) lending 2) closures 3) adverts.", ["1", "2", "3"]),
        ("1/ Uber's quarter: 2/ trips +22% 3/ bookings $49.7bn", ["1", "2", "3"]),
        ("Boeing booked a charge on the 777X.", ["777X", "777"]),
    ],
)
def test_markers_and_models_are_no_claims(text: str, names: list[str]) -> None:
    assert not set(names) & claims(text).keys()


@pytest.mark.parametrize(
    ("text", "quote", "low", "unit"),
    [
        ("Palantir trades at 240x earnings.", "240x", "240", "times"),
        ("Gold output was 1.42Moz.", "1.42Moz", "1420000", "ounce"),
        ("The payout was 148 US cents.", "148 US cents", "1.48", "USD"),
        ("Jobless claims drop 14,000 to 218,000.", "14,000", "14000", "count"),
        ("Jobless claims drop 14,000 to 218,000.", "218,000", "218000", "count"),
        ("The mill sold 14,000 to 18,000 units.", "14,000 to 18,000", "14000", "count"),
        ("BTC lost 100k again.", "100k", "100000", "USD"),
        ("The margin was up 2.3 points.", "2.3 points", "2.3", "percentage_point"),
    ],
)
def test_values_of_shorthand(text: str, quote: str, low: str, unit: str) -> None:
    quantity = claims(text)[quote].quantity
    assert quantity is not None
    assert (format(quantity.low, "f"), quantity.unit) == (low, unit)


PERIODS = [
    # What was before was at the year's end before; what is expected by then is not.
    ("The ratio dipped to 214% from 221% at year-end.", "221%", "2024-12-31", "2024-12-31"),
    ("Swaps imply 66bp of easing by September.", "66bp", "2026-09-01", "2026-09-30"),
    (
        "GDP grew 3.0% in the second quarter after shrinking 0.5% in the first.",
        "0.5%", "2025-01-01", "2025-03-31",
    ),
    (
        "Wage deals in the second quarter averaged 3.9%, 1.4 points higher than in the first.",
        "1.4 points", "2025-04-01", "2025-06-30",
    ),
    (
        "Inflation was 3.0 per cent over the year to September.",
        "3.0 per cent", "2025-09-01", "2025-09-30",
    ),
    (
        "Caterpillar cut its 2025 sales forecast to $60bn from $65bn.",
        "$65bn", "2025-01-01", "2025-12-31",
    ),
    (
        "EBITDA rose to $8.7bn and we guide to 2025 free cash flow of $18bn.",
        "$18bn", "2025-01-01", "2025-12-31",
    ),
    ("EBITDA rose to $8.7bn and we guide to 2025 free cash flow of $18bn.", "$8.7bn", None, None),
]


@pytest.mark.parametrize(("text", "quote", "first", "last"), PERIODS)
def test_the_time_of_elliptic_words(
    text: str, quote: str, first: str | None, last: str | None
) -> None:
    period = claims(text)[quote].period
    told = [day.isoformat() if day else None for day in (period.start, period.end)]
    assert told == [first, last]


@pytest.mark.parametrize(
    ("text", "quote", "modality"),
    [
        ("EPS $4.82 vs 4.27e.", "4.27", "forecast"),
        ("AISC was $1,566 an ounce against our $1,620.", "$1,620", "forecast"),
        ("Caterpillar cut its 2025 sales forecast to $60bn from $65bn.", "$65bn", "forecast"),
        ("Tesco should re-rate from 15.8x to its ten-year mean of 13.4x.", "13.4x", "reported"),
    ],
)
def test_what_is_expected(text: str, quote: str, modality: str) -> None:
    assert claims(text)[quote].modality == modality


@pytest.mark.parametrize(
    ("text", "quote", "entity"),
    [
        ("NTM P/E 18x, FCF yield 6%. Why is $EBAY not a buy?", "18x", "ebay"),
        ("Starbucks: PT to $82 from $95 at Stifel.", "$82", "starbucks"),
        ("Small-cap equity funds lost $3bn.", "$3bn", "us-small-cap"),
        ("Chinese equity funds got $1.02 billion.", "$1.02 billion", "china"),
        ("Nvidia and Intel rose. NTM P/E 18x.", "18x", "nvidia"),
    ],
)
def test_whose_number_it_is(text: str, quote: str, entity: str) -> None:
    assert claims(text)[quote].entity.id == entity


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("Harrow Bank's margin widened 7 basis points.", "7 basis points", "Harrow Bank"),
        ("Marlin Energy said revenue rose 4%.", "4%", "Marlin Energy"),
        ("Last month Fernbrook Pharma raised $310 million.", "$310 million", "Fernbrook Pharma"),
        ("European Banks rose 4%.", "4%", "European Banks"),
        ("Copper on the London Metal Exchange gained 1.3%.", "1.3%", "Copper"),
    ],
)
def test_names_of_firms_that_end_in_a_sector(text: str, quote: str, name: str) -> None:
    assert claims(text)[quote].entity.text == name


def test_an_older_print_is_never_sure() -> None:
    found = claims("December's jobs gain was revised up to 333,000 from 216,000 jobs.")
    assert found["216,000"].confidence.metric == "unsure"
    assert found["333,000"].confidence.metric != "unsure"


PAIRS = (
    "JPMorgan said third-quarter profit was $14.4 billion, or $5.07 a share, from $12.9 billion, "
    "or $4.37, a year ago."
)


@pytest.mark.parametrize(
    ("quote", "metric", "per", "year"),
    [
        ("$14.4 billion", "net_income", None, 2025),
        ("$5.07", "eps", "share", 2025),
        ("$12.9 billion", "net_income", None, 2024),
        ("$4.37", "eps", "share", 2024),
    ],
)
def test_an_amount_and_that_of_a_share_go_together(
    quote: str, metric: str, per: str | None, year: int
) -> None:
    claim = claims(PAIRS)[quote]
    assert claim.quantity is not None
    assert claim.period.start is not None
    assert (claim.metric, claim.quantity.per, claim.period.start.year) == (metric, per, year)


def test_an_earlier_value_is_of_the_size_of_what_it_is_compared_with() -> None:
    found = claims("Granby earned $2.04 billion, or $1.37 per diluted share, up from $1.22.")
    assert found["$1.22"].metric == "eps"
    found = claims("Granby earned $2.04 billion, or $1.37 per share, against $1.98 billion.")
    assert found["$1.98 billion"].metric == "net_income"


ENTITIES = [
    # Where a good is traded is not what the price is of.
    ("Iron ore futures in Singapore dropped 1.4%.", "1.4%", "iron-ore"),
    ("Consumer prices in Singapore rose 1.4%.", "1.4%", "singapore"),
    # What a charge is of is not who booked it.
    ("Netflix sank 10% after a $619 million Brazilian tax charge.", "$619 million", "netflix"),
    # What only says who is meant.
    ("Nvidia, the largest member of the S&P 500, rose 3%.", "3%", "nvidia"),
    ("Nvidia, the S&P 500 and Apple rose 3%.", "3%", "apple"),
]


@pytest.mark.parametrize(("text", "quote", "entity"), ENTITIES)
def test_a_place_or_an_aside_is_not_the_subject(text: str, quote: str, entity: str) -> None:
    assert claims(text)[quote].entity.id == entity


UNITS = [
    ("The S&P 500 trades at 22.9 times earnings, above a mean of 18.6.", "18.6", "times"),
    ("Sales rose 5%, and an average of 20 analysts cover it.", "20", "count"),
]


@pytest.mark.parametrize(("text", "quote", "unit"), UNITS)
def test_a_mean_of_multiples_is_a_multiple(text: str, quote: str, unit: str) -> None:
    quantity = claims(text)[quote].quantity
    assert quantity is not None
    assert quantity.unit == unit


def test_a_place_of_trade_a_setting_or_a_loser_is_not_the_subject() -> None:
    text = "In Tokyo, the Bank of Japan stood pat at 0.5%."
    assert claims(text)["0.5%"].entity.id == "bank-of-japan"
    text = "Gold gained 1.1% over five sessions to $3,685, and the VIX closed at 15.45."
    assert claims(text)["$3,685"].entity.id == "gold"
    text = "Bitcoin set a record of $124,480 in early Asian trading."
    assert claims(text)["$124,480"].entity.id == "bitcoin"


AROUND = [
    # A metric behind the number that is the reason of the move.
    ("Gross margin fell 120 basis points to 37.6% on tariffs.", "37.6%", "gross_margin"),
    # A share, whatever the number before it told.
    (
        "Public debt was $37 trillion, up 61% since 2019, or 120% of GDP.",
        "120%",
        "debt_to_gdp",
    ),
    # Multiples go on in the next sentence; growth by a factor is none.
    ("Brazil trades at 9.1 times earnings. Mexico is dearer, on 11.9 times.", "11.9 times",
     "pe_ratio"),
    # The next step of a central bank.
    ("Traders slashed the odds of a July cut to 5%.", "5%", "rate_cut_probability"),
    ("The odds of a recession are 35%.", "35%", "recession_probability"),
    # A price that was paid and one that was earned.
    ("Nvidia bought the shares at $23.28 a share.", "$23.28", "share_price"),
    ("Nvidia earned $1.05 a share.", "$1.05", "eps"),
    # How far something stands from its peak.
    ("Bitcoin stood 2.4% below its peak.", "2.4%", "return"),
]


@pytest.mark.parametrize(("text", "quote", "metric"), AROUND)
def test_what_the_words_around_a_number_make_it(text: str, quote: str, metric: str) -> None:
    assert claims(text)[quote].metric == metric


def test_results_announced_today_are_those_of_their_quarter() -> None:
    text = (
        "Tessaly Brands today announced results for its third quarter. "
        "Net sales decreased 3.1% to $1.19 billion."
    )
    found = claims(text)["$1.19 billion"]
    assert (str(found.period.start), str(found.period.end)) == ("2025-07-01", "2025-09-30")


BEHIND = [
    # An amount right before what it is of.
    ("Vanguard runs a $740 billion fund.", "$740 billion", "aum"),
    ("At its best this is a $65 stock.", "$65", "share_price"),
    ("Figma sold its shares in the IPO at $19 a share.", "$19", "share_price"),
    # A distance from a multiple is how much cheaper one is.
    ("The S&P 600 trades on 16.1 times profits, 27% below the S&P 500's 22.1.", "27%",
     "valuation_discount"),
    ("The S&P 600 trades on 16.1 times profits, 27% below the S&P 500's 22.1.", "22.1",
     "pe_ratio"),
]


@pytest.mark.parametrize(("text", "quote", "metric"), BEHIND)
def test_what_stands_behind_an_amount(text: str, quote: str, metric: str) -> None:
    assert claims(text)[quote].metric == metric


TIMES = [
    # The value before has its own time, and gives it to nothing else.
    ("German orders fell 1.0% in June after a 0.8% drop in May, hurt by a 7.8% plunge in exports.",
     "0.8%", "2025-05-01"),
    ("German orders fell 1.0% in June after a 0.8% drop in May, hurt by a 7.8% plunge in exports.",
     "7.8%", "2025-06-01"),
    # When something was foreseen is not what it was foreseen for.
    ("Inflation is seen at 4.0% in September, up from the 3.7% it projected in May.",
     "4.0%", "2025-09-01"),
]


@pytest.mark.parametrize(("text", "quote", "start"), TIMES)
def test_whose_time_it_is(text: str, quote: str, start: str) -> None:
    assert str(claims(text)[quote].period.start) == start


def test_a_foreseen_value_is_not_of_the_time_it_was_foreseen() -> None:
    text = "Inflation is seen at 4.0% in September, up from the 3.7% it projected in May."
    assert str(claims(text)["3.7%"].period.start) != "2025-05-01"
