"""The plainest sentences on a figure: its metric is the name that stands at it."""

from __future__ import annotations

from functools import cache

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
