"""The plainest sentences on a figure: its metric is the name that stands at it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from claimcheck.pipeline import Checker


@cache
def checker() -> Checker:
    return Checker()


def metrics_of(text: str, lang: str) -> list[tuple[str, str, str | None]]:
    page = checker().page(text, published_at="2025-11-22", lang=lang)
    claims = checker().extract(page).claims
    return [(one.quote, one.metric, one.entity.id) for one in claims if one.quantity]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("es", "Prevé ingresos de entre 3.950 y 4.050 millones este año.",
         [("3.950 y 4.050 millones", "revenue", None)]),
        ("es", "España registró un 2% de inflación en octubre.",
         [("2%", "cpi_inflation", "spain")]),
        ("en", "Interest took 12% of revenue.", [("12%", "other", None)]),
        ("es", "El Ibex 35 cedió un 0,9% y se quedó en los 15.821,9 puntos, lastrado por la banca.",
         [("0,9%", "return", "ibex-35"), ("15.821,9 puntos", "index_level", "ibex-35")]),
        ("en", "Siemens reported cost of sales of €410 million.",
         [("€410 million", "cost_of_revenue", "siemens")]),
        ("es", "Siemens registró efectivo e inversiones de 410 millones de euros.",
         [("410 millones de euros", "cash_position", "siemens")]),
        ("es", "El precio medio de la vivienda en España subió un 3%.",
         [("3%", "house_price_growth", "spain")]),
        ("de", "Die Zahl der Beschäftigten bei Siemens sank auf 84.300.",
         [("84.300", "headcount", "siemens")]),
        ("de", "Umsatz: 98 Mio. Euro.", [("98 Mio. Euro", "revenue", None)]),
        ("fr", "Bénéfice : 98 M€.", [("98 M€", "net_income", None)]),
    ],
)
def test_the_name_at_the_figure(
    lang: str, text: str, found: list[tuple[str, str, str | None]]
) -> None:
    assert metrics_of(text, lang) == found


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "La firma paga por medio de un fondo."),
        ("pt", "O banco captou recursos por meio de fundos."),
        ("es", "El salario medio de los hogares subió."),
        ("it", "Gli utili salirono per mezzo di acquisti."),
    ],
)
def test_a_middle_is_no_half(lang: str, text: str) -> None:
    assert metrics_of(text, lang) == []


Q3, H1 = ("2025-07-01", "2025-09-30"), ("2025-01-01", "2025-06-30")
M9, OCT = ("2025-01-01", "2025-09-30"), ("2025-10-01", "2025-10-31")


@pytest.mark.parametrize(
    ("lang", "text", "days"),
    [
        ("de", "In den drei Monaten bis Ende September erzielte Siemens einen Umsatz von 410 Mio. Euro.", Q3),
        ("de", "Siemens erzielte in den sechs Monaten bis Juni einen Umsatz von 410 Mio. Euro.", H1),
        ("de", "Bis Ende September erzielte Siemens einen Umsatz von 410 Mio. Euro.", M9),
        ("zh", "截至9月30日止三个月，西门子营收为4.1亿欧元。", Q3),
        ("zh", "西门子截至6月30日止六个月营收为4.1亿欧元。", H1),
        ("zh", "截至9月底的九个月，西门子营收为4.1亿欧元。", M9),
        ("ar", "بلغت إيرادات سيمنس 410 ملايين يورو في الأشهر الثلاثة المنتهية في سبتمبر.", Q3),
        ("ar", "بلغت إيرادات سيمنس 410 ملايين يورو خلال شهر أكتوبر.", OCT),
        ("ru", "Выручка Siemens за три месяца по сентябрь составила 410 млн евро.", Q3),
        ("ru", "Выручка Siemens в 3 кв. 2025 года составила 410 млн евро.", Q3),
        ("ru", "В III кв. 2025 г. выручка Siemens составила 410 млн евро.", Q3),
        ("en", "In the nine months to end-September, Siemens booked revenue of €410 million.", M9),
        ("es", "En el acumulado a septiembre, Siemens obtuvo unos ingresos de 410 millones.", M9),
        ("tr", "Siemens, 9 aylık dönemde 410 milyon euro gelir elde etti.", M9),
        ("fr", "Siemens a réalisé un chiffre d'affaires de 410 millions d'euros à fin juin.", H1),
        ("fr", "La dette nette de Siemens atteignait 410 millions d'euros à fin juin.",
         ("2025-06-30", "2025-06-30")),
        ("en", "The order backlog of Siemens was $410 million at the end of September.",
         ("2025-09-30", "2025-09-30")),
    ],
)
def test_the_months_of_the_figure(lang: str, text: str, days: tuple[str, str]) -> None:
    page = checker().page(text, published_at="2025-11-22", lang=lang)
    (claim,) = [one for one in checker().extract(page).claims if one.quantity]
    assert (str(claim.period.start), str(claim.period.end)) == days
    assert "mom" not in claim.basis


def rows(name: str) -> list[list[str]]:
    """Sentences as a newsroom writes them, a concept in ten languages, with what they tell."""
    path = Path(__file__).parent / "data" / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@pytest.mark.parametrize(("lang", "metric", "entity", "text"), rows("plain_sentences.tsv"))
def test_plain_sentences(lang: str, metric: str, entity: str, text: str) -> None:
    assert [(found, id) for _, found, id in metrics_of(text, lang)] == [(metric, entity)]


@pytest.mark.parametrize(("lang", "text", "told"), rows("plain_rows.tsv"))
def test_several_figures_in_a_row(lang: str, text: str, told: str) -> None:
    found = [f"{metric}:{id}" for _, metric, id in metrics_of(text, lang)]
    assert sorted(found) == sorted(told.split())
