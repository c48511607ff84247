"""Values, units and times as the Spanish, Portuguese, French and Turkish press writes them."""

from __future__ import annotations

from datetime import date

import pytest

from claimcheck import periods, quantities
from claimcheck.pipeline import extract_text

ANCHOR = date(2025, 5, 8)


@pytest.mark.parametrize(("iso", "text", "expect"), [
    ("es", "facturó 4.320 mdp", [("4320000000", "4320000000", "MXN")]),
    ("es", "12,5 mmdd de inversión", [("12500000000", "12500000000", "USD")]),
    ("es", "500 mdd", [("500000000", "500000000", "USD")]),
    ("es", "sube 3 ptos. porcentuales", [("3", "3", "percentage_point")]),
    ("es", "cae 20 ptos. básicos", [("20", "20", "basis_point")]),
    ("es", "eleva el precio objetivo de Iberdrola de 14 a 16 euros",
     [("14", "14", "count"), ("16", "16", "EUR")]),
    ("es", "crece de 3 a 5%", [("3", "5", "percent")]),
    ("es", "mantiene un objetivo de 3 a 5 millones", [("3000000", "5000000", "count")]),
    ("fr", "Nous relevons notre objectif de cours de 46 à 52 euros",
     [("46", "46", "count"), ("52", "52", "EUR")]),
    ("fr", "rehausse son objectif de cours sur Saint-Gobain de 95 à 105 euros",
     [("95", "95", "count"), ("105", "105", "EUR")]),
    ("fr", "relève son objectif à une fourchette de 3 à 5 %", [("3", "5", "percent")]),
    ("fr", "vise une croissance de 3 à 5 %", [("3", "5", "percent")]),
    ("fr", "relève ses prix de 3 à 5 %", [("3", "5", "percent")]),
    ("fr", "se tend de 4 pbs", [("4", "4", "basis_point")]),
    ("fr", "relève de trois dixièmes sa prévision", [("0.3", "0.3", "percentage_point")]),
    ("tr", "faiz ödemesinin 9,4 defa üstü", [("9.4", "9.4", "times")]),
])
def test_values(iso: str, text: str, expect: list[tuple[str, str, str]]) -> None:
    found = quantities.scan(text, iso)
    assert [(f"{m.low:f}", f"{m.high:f}", m.unit) for m in found] == expect


@pytest.mark.parametrize(("iso", "text", "bound"), [
    ("fr", "dépasse désormais 3 416 Md€", "more_than"),
    ("fr", "revient sous 80 points de base", "less_than"),
    ("fr", "s'établit à 80 points de base", "none"),
    ("es", "roza ya los 400 millones", "nearly"),
])
def test_bounds(iso: str, text: str, bound: str) -> None:
    assert [m.bound for m in quantities.scan(text, iso)] == [bound]


@pytest.mark.parametrize(("iso", "text", "at", "days"), [
    ("pt", "no trimestre móvel encerrado em março", 0, (date(2025, 1, 1), date(2025, 3, 31))),
    ("es", "crezca 2,5% este año y 2,3% el próximo.", 1, (date(2026, 1, 1), date(2026, 12, 31))),
    ("pt", "crescer 2,0% este ano e 2,2% no próximo, segundo", 1,
     (date(2026, 1, 1), date(2026, 12, 31))),
    ("fr", "son gain hebdomadaire", 0, (date(2025, 5, 5), date(2025, 5, 8))),
    ("es", "su avance semanal", 0, (date(2025, 5, 5), date(2025, 5, 8))),
    ("pt", "no acumulado de 12 meses até março", 0, (date(2024, 4, 1), date(2025, 3, 31))),
    ("es", "en los doce meses hasta marzo", 0, (date(2024, 4, 1), date(2025, 3, 31))),
    ("pt", "no primeiro trimestre do ano que vem", 0, (date(2026, 1, 1), date(2026, 3, 31))),
    ("tr", "yılın dört ayında ihracat", 0, (date(2025, 1, 1), date(2025, 4, 30))),
    ("es", "cerró la semana con una baja", 0, (date(2025, 5, 5), date(2025, 5, 8))),
    # The year before counts from the quarter told of, not from the one it is held against.
    ("es", "ingresó 4 en el 1T25, un 6% más que en el 1T24, por encima del año anterior", 2,
     (date(2024, 1, 1), date(2024, 3, 31))),
])
def test_times(iso: str, text: str, at: int, days: tuple[date, date]) -> None:
    found = periods.scan(text, iso, ANCHOR)[at]
    assert (found.first, found.last) == days


@pytest.mark.parametrize(("text", "quote", "unit", "metric"), [
    ("La prima de riesgo española baja a 54 puntos.", "54 puntos", "basis_point", "yield_spread"),
    ("El riesgo país cae a 705 puntos.", "705 puntos", "basis_point", "yield_spread"),
    ("El Ibex cierra en 15.585 puntos.", "15.585 puntos", "index_point", "index_level"),
    ("THYAO 3,9 F/K ile işlem görüyor.", "3,9", "times", "pe_ratio"),
    ("Bankalar 0,9 PD/DD ile ucuz.", "0,9", "times", "price_to_book"),
    ("A poupança teve saque líquido de R$ 15 bi em março.", "R$ 15 bi", "BRL", "net_flow"),
])
def test_units_of_their_metric(text: str, quote: str, unit: str, metric: str) -> None:
    claims = [c for c in extract_text(text, published_at="2025-05-08").claims if c.quote == quote]
    assert [(c.quantity.unit, c.metric) for c in claims if c.quantity] == [(unit, metric)]


@pytest.mark.parametrize(("text", "unit"), [
    ("El dólar cierra en Chile a $964,60.", "CLP"),
    ("El dólar baja en Colombia $9,8.", "COP"),
    ("El oro cierra en Chile a $4.060,20.", "USD"),
    ("Chile colocó bonos por $1.500 millones.", "USD"),
])
def test_the_dollar_costs_no_dollars(text: str, unit: str) -> None:
    claims = extract_text(text, lang="es", published_at="2025-05-08").claims
    assert [c.quantity.unit for c in claims if c.quantity] == [unit]
