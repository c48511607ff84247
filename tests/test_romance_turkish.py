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
    ("tr", "17 trilyon 424,7 milyar TL", [("17424700000000", "17424700000000", "TRY")]),
    ("tr", "3 milyar 74 milyon dolar", [("3074000000", "3074000000", "USD")]),
    ("pt", "em novembro até o dia 21, após", []),
])
def test_values(iso: str, text: str, expect: list[tuple[str, str, str]]) -> None:
    found = quantities.scan(text, iso)
    assert [(f"{m.low:f}", f"{m.high:f}", m.unit) for m in found] == expect


@pytest.mark.parametrize(("iso", "text", "bound"), [
    ("fr", "dépasse désormais 3 416 Md€", "more_than"),
    ("fr", "revient sous 80 points de base", "less_than"),
    ("fr", "s'établit à 80 points de base", "none"),
    ("es", "roza ya los 400 millones", "nearly"),
    ("fr", "a dépassé les 3 000 milliards de dollars", "more_than"),
    ("fr", "évolue au-dessus des 65 dollars", "more_than"),
    ("tr", "zirvesinin yüzde 17 altında", "none"),
    ("tr", "medyanının %22 altında", "none"),
    ("tr", "enflasyon yüzde 30'un altında", "less_than"),
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
    ("es", "en la primera quincena de abril", 0, (date(2025, 4, 1), date(2025, 4, 15))),
    ("es", "en la segunda quincena de abril", 0, (date(2025, 4, 16), date(2025, 4, 30))),
    ("es", "en lo que va de 2025", 0, (date(2025, 1, 1), ANCHOR)),
    ("es", "en lo corrido del año", 0, (date(2025, 1, 1), ANCHOR)),
    ("es", "en la segunda mitad del año", 0, (date(2024, 7, 1), date(2024, 12, 31))),
    ("pt", "subiu 0,2% em março e 4,7% em 12 meses", 1, (date(2024, 4, 1), date(2025, 3, 31))),
    ("fr", "2 % en mars et 5 % sur douze mois", 1, (date(2024, 4, 1), date(2025, 3, 31))),
    ("pt", "nos 12 meses até março", 0, (date(2024, 4, 1), date(2025, 3, 31))),
    ("pt", "na quarta, o índice caiu", 0, (date(2025, 5, 7), date(2025, 5, 7))),
    ("pt", "nesta terça (6)", 0, (date(2025, 5, 6), date(2025, 5, 6))),
    ("fr", "l'exercice clos le 31 mars 2025", 0, (date(2024, 4, 1), date(2025, 3, 31))),
    ("fr", "à l'horizon 2030", 0, (date(2030, 1, 1), date(2030, 12, 31))),
    ("fr", "fin mars, contre 3 % six mois plus tôt", 1, (date(2024, 9, 30), date(2024, 9, 30))),
    ("tr", "2 Mayıs haftasında", 0, (date(2025, 4, 26), date(2025, 5, 2))),
    ("tr", "mart sonunda", 0, (date(2025, 3, 31), date(2025, 3, 31))),
    ("tr", "9 ayda", 0, (date(2024, 1, 1), date(2024, 9, 30))),
    ("tr", "2024/9 döneminde", 0, (date(2024, 1, 1), date(2024, 9, 30))),
    ("tr", "geçen yılın üçüncü çeyreğinde", 0, (date(2024, 7, 1), date(2024, 9, 30))),
    ("tr", "2021'den bu yana", 0, (date(2021, 1, 1), ANCHOR)),
    ("tr", "nisanın ilk yarısında", 0, (date(2025, 4, 1), date(2025, 4, 15))),
    ("tr", "yılın başından bu yana", 0, (date(2025, 1, 1), ANCHOR)),
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


@pytest.mark.parametrize(("iso", "text", "quote", "days"), [
    ("es", "El banco ganó 97 millones de euros entre enero y marzo, un 3,5 % más que en el mismo "
     "periodo del año anterior.", "3,5 %", (date(2025, 1, 1), date(2025, 3, 31))),
    # A sum since January is told up to the month that the text is of ...
    ("pt", "Em abril, os fundos perderam R$ 7 bilhões; no ano, as saídas somam R$ 61 bilhões.",
     "R$ 61 bilhões", (date(2025, 1, 1), date(2025, 4, 30))),
    # ... and a price up to the day.
    ("pt", "Em abril, o Ibovespa subiu 3%; no ano, avança 12%.", "12%", (date(2025, 1, 1), ANCHOR)),
    ("tr", "Nisanda tüketici fiyatları yüzde 3 arttı. Yılbaşından bu yana enflasyon yüzde 13 oldu.",
     "yüzde 13", (date(2025, 1, 1), date(2025, 4, 30))),
    ("pt", "Em março, o déficit foi de R$ 36 bilhões. No ano, o rombo é de R$ 63 bilhões e, em 12 "
     "meses, o déficit soma R$ 41 bilhões.", "R$ 41 bilhões",
     (date(2024, 4, 1), date(2025, 3, 31))),
    # A year around what was told is told in passing.
    ("fr", "Le PIB a progressé de 0,5 % au premier trimestre. Pour 2025, l'acquis est de 0,8 %. "
     "La consommation avance de 0,1 %.", "0,1 %", (date(2025, 1, 1), date(2025, 3, 31))),
    ("es", "Las exportaciones sumaron 56 millones de dólares en marzo, 13,8% más que un año atrás.",
     "13,8%", (date(2025, 3, 1), date(2025, 3, 31))),
    # The ten years are the bond's, not the figure's.
    ("fr", "Le CAC 40 a cédé 1 % mercredi. Le rendement de l'OAT à dix ans s'est tendu à 3,45 %.",
     "3,45 %", (date(2025, 5, 7), date(2025, 5, 7))),
])
def test_times_of_numbers(iso: str, text: str, quote: str, days: tuple[date, date]) -> None:
    claims = extract_text(text, lang=iso, published_at=ANCHOR.isoformat()).claims
    period = next(c.period for c in claims if c.quote == quote)
    assert (period.start, period.end) == days


@pytest.mark.parametrize(("iso", "text", "quote", "metric", "entity"), [
    ("es", "El Merval cayó 2,4% en pesos.", "2,4%", "return", "merval"),
    ("fr", "Le PER est de 27, le rendement de 2 %.", "2 %", "dividend_yield", None),
    ("fr", "Le coût du risque s'élève à 30 points de base.", "30 points de base",
     "cost_of_risk", None),
    ("tr", "Ford Otosan 6,4 milyar TL net kâr açıklarken geçen yılın aynı dönemine göre "
     "yüzde 34 gerileme kaydetti.", "yüzde 34", "earnings_growth", "ford-otosan"),
    ("tr", "BIST 100 endeksi günü yüzde 0,9 değer kazancıyla 10.963,51 puandan tamamladı.",
     "10.963,51 puandan", "index_level", "bist-100"),
    ("es", "La ocupación aumentó en 118.400 personas en el trimestre.", "118.400", "payrolls",
     "spain"),
    ("es", "La ocupación hotelera fue del 72 %.", "72 %", "occupancy_rate", None),
    ("es", "El gas natural europeo cotizó a 30,2 euros.", "30,2 euros", "price", "ttf-gas"),
    ("pt", "A população ocupada somou 102,4 milhões de pessoas.", "102,4 milhões", "payrolls",
     "brazil"),
    # What is left out has not the figure.
    ("pt", "O Ibovespa negocia a 8,9x lucro. Excluindo Petrobras e Vale, o múltiplo sobe para "
     "10,4x.", "10,4x", "pe_ratio", "bovespa"),
    ("es", "La balanza comercial arrojó un déficit de 2.400 millones de dólares.",
     "2.400 millones de dólares", "trade_balance", "spain"),
    ("es", "El déficit fue de 2.400 millones de euros.", "2.400 millones de euros",
     "budget_deficit", "spain"),
    ("es", "El bono español a 10 años rinde un 3,19 %.", "3,19 %", "bond_yield", "spain"),
    ("fr", "Kering a perdu 3,1 %. Le rendement de l'OAT s'est tendu de 6 points de base à 3,45 %.",
     "3,45 %", "bond_yield", "france"),
])
def test_what_is_told(iso: str, text: str, quote: str, metric: str, entity: str | None) -> None:
    claims = extract_text(text, lang=iso, published_at=ANCHOR.isoformat()).claims
    claim = next(c for c in claims if c.quote == quote)
    assert (claim.metric, claim.entity.id) == (metric, entity)


@pytest.mark.parametrize(("iso", "text", "quote", "direction"), [
    # The verb that ends a clause says nothing of the next one.
    ("tr", "Brent yüzde 1,1 düşüşle 63,4 dolara gerilerken, altının onsu 4.080 dolardan işlem "
     "görüyor.", "4.080 dolardan", "none"),
    ("es", "Reportó ingresos netos por 7.409 millones de dólares.", "7.409 millones de dólares",
     "none"),
    ("es", "Los fondos captaron 310 millones de euros.", "310 millones de euros", "in"),
])
def test_directions(iso: str, text: str, quote: str, direction: str) -> None:
    claims = extract_text(text, lang=iso, published_at=ANCHOR.isoformat()).claims
    assert next(c.direction for c in claims if c.quote == quote) == direction


def test_a_list_of_multiples() -> None:
    text = "Cotiza con un PER de 12,9 veces, frente a las 14,8 del Stoxx 600 y las 22,5 del S&P 500."
    claims = extract_text(text, lang="es").claims
    assert [c.quantity.unit for c in claims if c.quantity] == ["times"] * 3
