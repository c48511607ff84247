"""What must not change a verdict does not: units, digits, order, company, repetition."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import Checker, extract
from claimcheck.reference import Reference
from claimcheck.schema import Page
from claimcheck.tables import refs_from_rows
from claimcheck.verify import verify

ROWS = [
    {"entity": "Tesla", "metric": "revenue", "period": "2025", "value": "94.8", "unit": "USD bn"},
    {"entity": "Tesla", "metric": "revenue", "period": "2024", "value": "97.7", "unit": "USD bn"},
    {"entity": "United States", "metric": "unemployment_rate", "period": "2025-09", "value": "4.4", "unit": "%"},
]
RATE = "The US unemployment rate was 4.4% in September 2025."
SALES = "Tesla reported revenue of $94.8 billion in 2025."


def labels(text: str, rows: list[dict[str, str]] = ROWS) -> dict[str, str]:
    """Label of each quote of ``text``."""
    held, _ = refs_from_rows(rows, where="test")
    article = Checker().clean(Page(text=text, published_at="2026-02-10"))
    findings, _ = verify(extract(article), article, Reference().with_rows(held))
    return {one.quote: one.verdict.label for one in findings}


@pytest.mark.parametrize("quote", ["$94.8 billion", "$94,800 million", "$94.8bn", "$0.0948 trillion", "US$94.8 billion", "94.8 billion dollars"])
def test_rescaled_units(quote: str) -> None:
    assert set(labels(f"Tesla reported revenue of {quote} in 2025.").values()) == {"supported"}


@pytest.mark.parametrize(("value", "unit"), [("94.8", "USD bn"), ("94800", "USD m"), ("94800000000", "USD"), ("0.0948", "USD tn")])
def test_rescaled_reference(value: str, unit: str) -> None:
    assert labels(SALES, [ROWS[0] | {"value": value, "unit": unit}]) == {"$94.8 billion": "supported"}


@pytest.mark.parametrize("text", ["بلغت إيرادات تسلا 94.8 مليار دولار في عام 2025.", "بلغت إيرادات تسلا ٩٤٫٨ مليار دولار في عام ٢٠٢٥."])
def test_translated_digits(text: str) -> None:
    assert set(labels(text).values()) == {"supported"}


def test_order_of_sentences() -> None:
    assert labels(f"{RATE} {SALES}") == labels(f"{SALES} {RATE}") == {"4.4%": "supported", "$94.8 billion": "supported"}


def test_order_of_reference_rows() -> None:
    assert labels(f"{RATE} {SALES}", ROWS[::-1]) == labels(f"{RATE} {SALES}")


def test_more_text_beside_it() -> None:
    more = f"{SALES} The mood in the hall was calm, and the coffee was good. {RATE}"
    assert {k: v for k, v in labels(more).items() if k in ("4.4%", "$94.8 billion")} == labels(f"{SALES} {RATE}")


def test_said_twice() -> None:
    assert labels(f"{SALES}\n\n{SALES}") == labels(SALES)


@pytest.mark.parametrize(("wrong", "label"), [("$84.9 billion", "contradicted"), ("$94.8 million", "contradicted"), ("$94.9 billion", "imprecise")])
def test_an_error_is_found_wherever_it_stands(wrong: str, label: str) -> None:
    for text in (SALES.replace("$94.8 billion", wrong), f"{RATE} " + SALES.replace("$94.8 billion", wrong)):
        assert labels(text)[wrong] == label
