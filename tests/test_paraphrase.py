"""Series told in other words than their names, and phrases that only look so."""

from __future__ import annotations

import pytest

from claimcheck.extract import paraphrase
from claimcheck.lexicon import languages, metrics, tokens
from claimcheck.pipeline import extract_text

DESCRIBED = [
    ("en", "the rate at which consumer prices are climbing stood", "cpi_inflation"),
    ("en", "the percentage of the workforce without a job was", "unemployment_rate"),
    ("en", "investors put money into bond funds", "net_flow"),
    ("de", "der Anteil der Menschen ohne Arbeit lag", "unemployment_rate"),
    ("fr", "la hausse des prix payés par les ménages", "cpi_inflation"),
    ("es", "la diferencia entre exportaciones e importaciones", "trade_balance"),
    ("pt", "o valor gasto na compra das próprias ações", "buybacks"),
    ("ru", "доля дохода, которую откладывают семьи", "savings_rate"),
    ("tr", "inşaatına başlanan konut sayısı", "housing_starts"),
    ("ar", "الفرق بين الصادرات والواردات", "trade_balance"),
    ("zh", "政府债务与经济规模之比", "debt_to_gdp"),
    ("ja", "建設が始まった住宅の戸数", "housing_starts"),
    ("en", "home buyers now borrow", "mortgage_rate"),
    ("en", "left once all bills and taxes, of every dollar", "net_margin"),
    ("en", "what American producers charge was dearer", "ppi_inflation"),
    ("de", "für einen Euro bekommt man", "exchange_rate"),
    ("es", "el Estado debe de la riqueza que el país genera", "debt_to_gdp"),
    ("pt", "tudo o que o país produz cresceu", "gdp_growth"),
    ("ru", "запасы валюты и золота у центробанка", "foreign_reserves"),
    ("tr", "dış satım ile dış alım arasındaki fark", "trade_balance"),
    ("zh", "工厂卖出产品的价格下降", "ppi_inflation"),
    ("ja", "仕事を探しても見つからない人の割合", "unemployment_rate"),
    ("en", "the dollar against a basket of six currencies", "dollar_index"),
    ("en", "one euro bought", "exchange_rate"),
    ("en", "employers took on 175,000 extra workers", "payrolls"),
    ("ru", "товары и услуги подорожали", "cpi_inflation"),
    ("ja", "職に就けない人の割合", "unemployment_rate"),
    ("tr", "genel müdürün maaşı", "none"),
    ("fr", "le logiciel de suivi des prix", "none"),
    ("de", "die Kosten des neuen Rathauses", "none"),
    ("zh", "员工中女性", "none"),
]
NOT_DESCRIBED = [
    ("en", "consumer groups met the ministers"),
    ("en", "prices in the shop window. Households were asked, and the rise came later"),
    ("de", "die Menschen im Stadion"),
    ("fr", "la hausse du niveau de la mer"),
    ("ja", "競技場の観客の数"),
]


@pytest.mark.parametrize(("iso", "text", "metric"), DESCRIBED)
def test_described(iso: str, text: str, metric: str) -> None:
    found = paraphrase.described(text, iso, tokens(text), [])
    assert [hit.metric for hit in found] == [metric]


@pytest.mark.parametrize(("iso", "text"), NOT_DESCRIBED)
def test_not_described(iso: str, text: str) -> None:
    assert paraphrase.described(text, iso, tokens(text), []) == []


SENTENCES = [
    ("The rate at which consumer prices are climbing stood at 3.1% in May.", "cpi_inflation"),
    ("Sales of previously owned homes came in at 4.1 million.", "home_sales"),
    ("The proportion of workers who cycle to the office was 3.1%.", "other"),
    ("The share of women on company boards was 32%.", "other"),
    ("Washington now pays 4.4% to borrow for ten years.", "bond_yield"),
    ("Employers took on 175,000 extra workers in April.", "payrolls"),
    ("Library loans were 5.1% lower than in the previous year.", "other"),
    ("Consumer loans were 5.1% lower than in the previous year.", "loan_growth"),
    ("The weight of the average suitcase fell 5%.", "other"),
    ("Ten-year American government debt pays 0.5 percentage points more than the rest.", "other"),
    ("Ten-year American government debt pays 4.5% a year.", "bond_yield"),
    ("The finance minister's salary goes up by 3.2% in July.", "other"),
    # What is named is not told by the words around it.
    ("Excluding fuel, unit costs rose 4%.", "operating_expenses_growth"),
    ("The core PCE price index, the Fed's preferred gauge, rose 2.8%.", "core_pce_inflation"),
]


@pytest.mark.parametrize(("text", "metric"), SENTENCES)
def test_in_sentences(text: str, metric: str) -> None:
    claims = extract_text(text, lang="en", published_at="2026-06-15", lane="fast").claims
    assert [claim.metric for claim in claims] == [metric]


BANKS = [
    ("en", "America's central bank left its rate at 4.5%.", "federal-reserve"),
    ("en", "The central bank of the euro zone cut its rate to 2.15%.", "ecb"),
    ("zh", "美国的中央银行把利率维持在5.5%。", "federal-reserve"),
    ("fr", "La banque centrale des États-Unis a laissé son taux à 5,5 %.", "federal-reserve"),
]


@pytest.mark.parametrize(("iso", "text", "bank"), BANKS)
def test_banks_told_by_their_country(iso: str, text: str, bank: str) -> None:
    (claim,) = extract_text(text, lang=iso, published_at="2026-06-15", lane="fast").claims
    assert (claim.metric, claim.entity.id) == ("policy_rate", bank)


def test_described_metric_is_inferred() -> None:
    text = "The gap between exports and imports was $4.2 billion."
    (claim,) = extract_text(text, lang="en", published_at="2026-06-15").claims
    assert (claim.metric, claim.confidence.metric) == ("trade_balance", "inferred")


def test_two_numbers_are_two_statements() -> None:
    text = "exports were 5 and imports 6, the gap"
    numbers = [(13, 14), (27, 28)]
    assert paraphrase.described(text, "en", tokens(text), numbers) == []


def test_rules_name_metrics_and_concepts_that_there_are() -> None:
    known = set(metrics()) | {paraphrase.NO_SERIES}
    assert {rule.metric for rule in paraphrase.rules()} <= known


@pytest.mark.parametrize("iso", languages())
def test_every_language_has_a_matcher(iso: str) -> None:
    assert paraphrase.matcher(iso).find(tokens("7")) == []
