"""A number whose words leave its metric a guess keeps none; near misses keep theirs."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text

ROWS = [
    # a unit that the metric cannot have, a growth where nothing grows
    ("en", "Household loans stand at 173% of what is earned.", "173%", None),
    ("en", "Loans rose 1.6% at the bank.", "1.6%", "loan_growth"),
    ("en", "Fines for late books fell 13%.", "13%", None),
    # a thing at a place is not the place
    ("en", "Delays at Heathrow fell 12% after the repairs.", "12%", None),
    ("en", "Tesla fell 12% after the report.", "12%", "return"),
    ("en", "What Americans grumble about grew 0.8%.", "0.8%", None),
    ("en", "America grew 0.8%.", "0.8%", "gdp_growth"),
    # a verb that names a metric, said of no firm
    ("en", "The village raised $2.7 million for a new roof.", "$2.7 million", None),
    ("en", "A farmhouse with a leaking roof sold for $480,000.", "$480,000", None),
    ("en", "Tesla earned $2.1 billion in the quarter.", "$2.1 billion", "net_income"),
    # what is left out, and what no country has
    ("en", "What Microsoft makes before overheads came to $48 billion.", "$48 billion", None),
    ("en", "Receipts at America's stores came to $720 billion.", "$720 billion", None),
    ("en", "Revenue at Microsoft came to $48 billion.", "$48 billion", "revenue"),
    ("en", "Bookings for the choir's spring tour are up 11%.", "11%", None),
    ("de", "Rund 3.500 Besucher kamen zum Drachenfest.", "3.500", None),
    # what is counted is nothing that a word list holds
    ("pt", "O número de bicicletas em São Paulo aumentou 18%.", "18%", None),
    ("tr", "İstanbul'da sokak kedilerinin sayısı %12 arttı.", "%12", None),
    ("ar", "ارتفع عدد زوار المتاحف في القاهرة بنسبة 11%.", "11%", None),
    ("zh", "北京的宠物狗数量增加了12%。", "12%", None),
    ("ja", "東京の図書館の利用者は8%増えた。", "8%", None),
    ("ja", "メルカリの利用者は8%増えた。", "8%", "user_growth"),
    # an adjective of a country is not the country
    ("pt", "O público dos estádios brasileiros cresceu 9%.", "9%", None),
    ("pt", "A economia brasileira cresceu 9%.", "9%", "gdp_growth"),
    # prices, dearness, fines and returns of what has no market
    ("en", "A litre of milk in the canteen is 6% dearer.", "6%", None),
    ("en", "A haircut in Zurich costs $78.", "$78", None),
    ("en", "Parking fines brought the town $640,000.", "$640,000", None),
    ("en", "Fines of $640,000 were paid by Tesla.", "$640,000", "fine"),
    ("en", "The orchard picked 16% fewer apples.", "16%", None),
    ("en", "The orchestra sold 14% more season tickets.", "14%", None),
    ("en", "The vineyard's harvest shrank 18%.", "18%", None),
    ("en", "Sunshine hours in Madrid were 8% above normal.", "8%", None),
    ("ar", "جمع النحالون عسلا أقل بنسبة 12%.", "12%", None),
    # growth that is only described is told in per cent
    ("en", "The mean age of first-time home buyers has crept up to 41.", "41", None),
]

DESCRIBED = [
    ("en", "The benchmark ten-year rate in the United States settled at 4.31%.", "bond_yield"),
    ("en", "Investors now pay $21.4 for every dollar of forward earnings.", "pe_ratio"),
    ("en", "Ten-year Treasuries pay 38 basis points more than two-year notes.", "yield_spread"),
    ("en", "America bought $71 billion more from abroad than it sold.", "trade_balance"),
    ("en", "Mexicans working abroad sent home $64 billion in 2024.", "remittances"),
    ("en", "Before interest and tax, Apple made $29.6 billion.", "operating_income"),
    ("en", "American families opened their wallets 0.2% wider.", "consumer_spending_growth"),
    ("en", "Household bills across America are now climbing at 3.1% a year.", "cpi_inflation"),
    ("en", "Apple will hand its owners $0.26 a share this quarter.", "dividend_per_share"),
    ("en", "Running Apple cost $15.3bn in the quarter.", "operating_expenses"),
    ("en", "Apple is sitting on $132bn of cash.", "cash_position"),
    ("en", "American firms are paying their staff 4% more than a year ago.", "wage_growth"),
    ("en", "American employers grew their ranks by 254,000 people.", "payrolls"),
    ("en", "Apple spent $27bn buying its own shares back.", "buybacks"),
    ("en", "With food and fuel out of the picture, US prices climb at 2.9%.", "core_inflation"),
    ("en", "In Canada 6.9% of people who wanted a job could not get one.", "unemployment_rate"),
    ("de", "Der Staat gab 33 Milliarden Euro mehr aus, als er einnahm.", "budget_deficit"),
    ("es", "Apple repartió 0,26 dólares por acción entre sus accionistas.", "dividend_per_share"),
    ("ru", "Государство потратило на 2 трлн рублей больше, чем собрало.", "budget_deficit"),
    ("ar", "سحب المستثمرون 4 مليارات دولار من صناديق الأسهم.", "net_flow"),
    ("pt", "A Apple lucrou US$ 1,65 por papel no trimestre.", "eps"),
    ("ja", "アップルの1株当たりのもうけは1.65ドルだった。", "eps"),
    ("fr", "Les Français ont payé leurs courses 2,1 % plus cher qu'il y a un an.", "cpi_inflation"),
    ("ru", "Жизнь в России за год подорожала на 9,5%.", "cpi_inflation"),
    ("zh", "中国居民买东西的花费同比上涨0.7%。", "cpi_inflation"),
]


def _metrics(lang: str, text: str) -> dict[str, str]:
    found = extract_text(text, lang=lang, published_at="2026-06-15").claims
    return {claim.quote: claim.metric for claim in found}


@pytest.mark.parametrize(("lang", "text", "quote", "metric"), ROWS)
def test_a_guess_keeps_no_metric(lang: str, text: str, quote: str, metric: str | None) -> None:
    assert _metrics(lang, text).get(quote, "other") == (metric or "other")


@pytest.mark.parametrize(("lang", "text", "metric"), DESCRIBED)
def test_a_series_told_in_other_words(lang: str, text: str, metric: str) -> None:
    assert metric in _metrics(lang, text).values()
