"""Numbers of no series keep no metric; those beside them that are of one keep theirs."""

from __future__ import annotations

import pytest

from claimcheck.extract.apart import lists
from claimcheck.lexicon import languages, metrics
from claimcheck.pipeline import extract_text

NOTHING = "other"

# language, text, the metric of its first claim
ROWS = [
    # a price needs a market
    ("en", "The price of a slice of pizza in Manhattan has climbed to $6.50.", NOTHING),
    ("en", "The bakery chain raised the price of its bread rolls by 18%.", NOTHING),
    ("en", "Coffee at the office canteen costs $4.80 a cup.", NOTHING),
    ("en", "The price of copper climbed to $9,650 a tonne.", "price"),
    ("en", "Bitcoin's price fell to $94,000.", "price"),
    ("de", "Der Preis für einen Döner in Berlin ist auf 4,50 Euro gestiegen.", NOTHING),
    ("de", "Der Goldpreis stieg auf 2.650 Dollar.", "price"),
    ("pt", "O preço médio da pizza em São Paulo subiu para R$ 68.", NOTHING),
    ("ru", "Чашка кофе в центре Москвы стоит 300 рублей.", NOTHING),
    ("tr", "Simidin fiyatı 15 liraya çıktı.", NOTHING),
    ("ar", "ارتفع سعر رغيف الخبز السياحي إلى 20 جنيها.", NOTHING),
    ("zh", "上海一碗牛肉面的价格涨到23元。", NOTHING),
    ("ja", "都内のラーメン一杯の値段は850円に上がった。", NOTHING),
    # the pay of some
    ("ru", "Зарплаты футболистов клуба выросли на 15%.", NOTHING),
    ("ar", "ارتفعت أجور مدربي النادي بنسبة 12%.", NOTHING),
    ("ru", "Зарплаты в России выросли на 15%.", "wage_growth"),
    # jobs at one place
    ("en", "The new battery plant in Ohio will bring 1,200 jobs to the county.", NOTHING),
    ("fr", "L'usine de Dunkerque doit créer 320 emplois d'ici à la fin de l'année.", NOTHING),
    # who comes, goes and is
    ("es", "La rotación de la plantilla en la cadena de supermercados llegó al 27%.", NOTHING),
    ("ru", "Доля женщин среди сотрудников завода достигла 40%.", NOTHING),
    ("ja", "社員の40%が在宅で働いている。", NOTHING),
    ("en", "The group's headcount fell to 67,000.", "headcount"),
    # a rate of something else
    ("fr", "Le taux d'absentéisme des infirmières a atteint 12 %.", NOTHING),
    ("fr", "La BCE a laissé son taux à 2 % en juin.", "policy_rate"),
    # a share is no growth of the whole
    ("en", "The share of the bank's loans that went to farmers rose to 3.4%.", NOTHING),
    ("en", "The bank's loans rose 3.4%.", "loan_growth"),
    ("en", "The proportion of savers who know what a bond yield is has risen to 38%.", NOTHING),
    # some of many
    ("en", "The number of passengers who miss their connection fell 31%.", NOTHING),
    ("en", "The number of passengers rose 3% last year.", "passenger_growth"),
    ("fr", "Selon le syndicat, 35 % des boulangers peinent à payer leur loyer.", NOTHING),
    ("ru", "Доля курящих среди биржевых брокеров снизилась до 17%.", NOTHING),
    # a part of a firm that nobody names, copies of a book, one house
    ("en", "Ticket sales for the opera house's new season are 23% ahead of last year.", NOTHING),
    ("en", "Apple's sales are 23% ahead of last year.", "revenue_growth"),
    ("tr", "Ekonomi kitabı ilk haftada 18 bin adet sattı.", NOTHING),
    ("en", "A house in the village sold for $3.2 million last week.", NOTHING),
    ("en", "The heist netted the thieves $9 million in gold watches.", NOTHING),
    # what is assumed, and what is no fund's
    ("en", "The pension fund's actuaries assume inflation of 2.5%.", NOTHING),
    ("en", "The retired trader left $2.4 million to an animal shelter.", NOTHING),
    ("en", "Investors pulled $2.4 billion from equity funds.", "net_flow"),
]


@pytest.mark.parametrize(("language", "text", "metric"), ROWS)
def test_what_no_series_counts_keeps_no_metric(language: str, text: str, metric: str) -> None:
    claims = extract_text(text, lang=language, published_at="2026-06-15").claims
    assert {claim.metric for claim in claims} == {metric}


@pytest.mark.parametrize("iso", sorted(languages()))
def test_every_rule_names_metrics_and_words_there_are(iso: str) -> None:
    told = lists(iso)
    assert all(rule.metrics <= metrics().keys() for rule in told.rules)
    assert all(rule.words for rule in told.rules)
    assert told.rates <= metrics().keys()
