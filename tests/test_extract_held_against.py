"""What a number is held against, in five languages: other times, other values, other money."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim

DAY = "2025-07-05"


def claims(text: str, lang: str) -> dict[str, Claim]:
    """Claims by their quote."""
    return {c.quote: c for c in extract_text(text, lang=lang, published_at=DAY).claims}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Net profit was 3.1 billion euros in the first quarter, 21.7% lower than in the same period of 2024."),
        ("en", "Net profit was 3.1 billion euros in the first quarter, 21.7% below that of the same period of 2024."),
        ("es", "El beneficio neto fue de 3.100 millones en el primer trimestre, 21.7% inferior al del mismo lapso de 2024."),
        ("fr", "Le bénéfice net a été de 3,1 milliards au premier trimestre, inférieur de 21.7% à celui de la même période de 2024."),
        ("pt", "O lucro líquido foi de R$ 3,1 bilhões no primeiro trimestre, 21.7% inferior ao do mesmo período de 2024."),
        ("de", "Der Nettogewinn lag im ersten Quartal bei 3,1 Milliarden Euro, 21.7% niedriger als im gleichen Zeitraum 2024."),
    ],
)
def test_the_time_held_against_is_the_baseline(lang: str, text: str) -> None:
    claim = claims(text, lang)["21.7%"]
    assert (str(claim.period.start), str(claim.period.end)) == ("2025-01-01", "2025-03-31")
    assert claim.baseline is not None
    assert claim.baseline.period is not None
    assert str(claim.baseline.period.start) == "2024-01-01"


@pytest.mark.parametrize(
    ("lang", "text", "quote", "bound", "modality"),
    [
        ("es", "El PIB creció 2,7% en el primer trimestre, por encima del 2,5% que esperaba el mercado.", "2,5%", "none", "forecast"),
        ("es", "El PIB creció 2,7% en el primer trimestre, superior al 2,5% previsto por los analistas.", "2,5%", "none", "forecast"),
        ("pt", "O PIB cresceu 2,7% no primeiro trimestre, acima dos 2,5% esperados pelo mercado.", "2,5%", "none", "forecast"),
        # bounds, not values held against another
        ("es", "Las ventas subieron un 5% y el margen quedó por encima del 10%.", "10%", "more_than", "reported"),
        ("pt", "A inflação ficou acima de 5% em maio.", "5%", "more_than", "reported"),
        ("en", "Revenue rose 5% and margins stayed above 10%.", "10%", "more_than", "reported"),
    ],
)
def test_a_value_held_against_another_is_no_bound(
    lang: str, text: str, quote: str, bound: str, modality: str
) -> None:
    claim = claims(text, lang)[quote]
    assert claim.quantity is not None
    assert (claim.quantity.bound, claim.modality) == (bound, modality)


@pytest.mark.parametrize(
    ("lang", "text", "quote", "unit", "metric"),
    [
        ("es", "La deuda pública alcanzó el 103,5% del PIB, 1,2 puntos menos que hace un año.", "1,2 puntos", "percentage_point", "debt_to_gdp"),
        ("fr", "La dette publique a atteint 114% du PIB, soit 1,2 point de plus qu'un an plus tôt.", "1,2 point", "percentage_point", "debt_to_gdp"),
        ("en", "The Dow rose 0.4%, 132 points.", "132 points", "index_point", "index_level"),
        ("es", "La prima de riesgo cayó a 63 puntos básicos, frente a los 70 de enero.", "70", "basis_point", "yield_spread"),
        ("es", "Ecopetrol reportó una utilidad neta de 3,1 billones de pesos.", "3,1 billones de pesos", "COP", "net_income"),
        ("es", "Cemex reportó una utilidad neta de 310 millones de pesos.", "310 millones de pesos", "MXN", "net_income"),
        ("es", "Ecopetrol pagó 310 millones de pesos mexicanos en dividendos.", "310 millones de pesos mexicanos", "MXN", None),
        ("en", "Equinor paid 20 billion kroner in tax.", "20 billion kroner", "NOK", None),
        ("en", "Equinor paid 20 billion Swedish kronor in tax.", "20 billion Swedish kronor", "SEK", None),
        ("es", "Mercadona elevó sus ventas hasta los 38.835 millones y ganó 1.384 millones netos.", "1.384 millones", "EUR", "net_income"),
        ("es", "Cemex elevó sus ventas hasta los 38.835 millones.", "38.835 millones", "count", "revenue"),
        ("tr", "BIST'in F/K'sı 5,4, gelişen ülke ortalaması 12,6.", "5,4", "times", "pe_ratio"),
        ("es", "Inditex cotiza a 24 veces beneficios, frente a una media de 26.", "26", "times", "pe_ratio"),
    ],
)
def test_unit_of_a_neighbour_or_a_country(
    lang: str, text: str, quote: str, unit: str, metric: str | None
) -> None:
    claim = claims(text, lang)[quote]
    assert claim.quantity is not None
    assert claim.quantity.unit == unit
    assert metric is None or claim.metric == metric


def test_an_average_is_no_half() -> None:
    assert "media" not in claims("Inditex cotiza a 24 veces beneficios, frente a una media de 26.", "es")


@pytest.mark.parametrize(
    ("lang", "text", "quote", "low"),
    [
        ("en", "It sees profit of between 6,000 and 6,300 million euros.", "6,000 and 6,300 million euros", "6000000000"),
        ("es", "Prevé un beneficio de entre 6.000 y 6.300 millones.", "6.000 y 6.300 millones", "6000000000"),
        ("en", "It expects between 1,500 and 2 million users.", "1,500 and 2 million", "1500"),
    ],
)
def test_both_ends_of_a_range_have_its_scale(lang: str, text: str, quote: str, low: str) -> None:
    quantity = claims(text, lang)[quote].quantity
    assert quantity is not None
    assert str(quantity.low) == low


@pytest.mark.parametrize(
    ("lang", "text", "quote", "kind", "direction"),
    [
        ("es", "El paro registrado bajó en 48.920 personas en junio.", "48.920", "change", "down"),
        ("en", "The number of unemployed stood at 2.4 million in June.", "2.4 million", "level", "none"),
        ("zh", "逾3300只个股上涨。", "3300", "level", "none"),
    ],
)
def test_heads_are_no_share(lang: str, text: str, quote: str, kind: str, direction: str) -> None:
    claim = claims(text, lang)[quote]
    assert (claim.kind, claim.direction) == (kind, direction)


@pytest.mark.parametrize(
    ("lang", "text", "year"),
    [
        ("en", "Revenue should rise 6% next fiscal year.", "2026"),
        ("en", "Revenue rose 6% in the last fiscal year.", "2024"),
        ("es", "El banco espera que las ventas suban un 6% este ejercicio.", "2025"),
        ("fr", "Le groupe attend une hausse de 6% de son chiffre d'affaires cet exercice.", "2025"),
        ("pt", "A empresa espera crescer 6% no próximo exercício.", "2026"),
        ("de", "Der Umsatz stieg im abgelaufenen Geschäftsjahr um 6%.", "2024"),
    ],
)
def test_fiscal_years_from_the_day_of_writing(lang: str, text: str, year: str) -> None:
    (claim,) = claims(text, lang).values()
    assert str(claim.period.start)[:4] == year


@pytest.mark.parametrize(
    ("lang", "text", "quote", "low"),
    [
        ("fr", "Carrefour vise un flux de trésorerie d'au moins 1,7 milliard d'euros.", "1,7 milliard d'euros", "1700000000"),
        ("fr", "La marge atteindra au moins 5 %.", "5 %", "5"),
        ("es", "El margen llegará al menos al 5 %.", "5 %", "5"),
        ("pt", "A margem será de pelo menos 5%.", "5%", "5"),
    ],
)
def test_at_least_is_no_minus(lang: str, text: str, quote: str, low: str) -> None:
    quantity = claims(text, lang)[quote].quantity
    assert quantity is not None
    assert (str(quantity.low), quantity.bound) == (low, "at_least")


def test_the_month_before_is_no_rate_a_month() -> None:
    quantity = claims("L'inflation a ralenti à 0,8 %, contre 1,7 % le mois précédent.", "fr")["1,7 %"].quantity
    assert quantity is not None
    assert quantity.per is None


@pytest.mark.parametrize(
    ("lang", "text", "quote", "entity", "metric"),
    [
        ("de", "Rheinmetall erwartet ein Wachstum von 25 Prozent.", "25 Prozent", "rheinmetall", "revenue_growth"),
        ("de", "Deutschland erwartet ein Wachstum von 1 Prozent.", "1 Prozent", "germany", "gdp_growth"),
        ("fr", "LVMH vise une croissance de 5 %.", "5 %", "lvmh", "revenue_growth"),
        ("tr", "Arçelik'te büyüme yüzde 12 oldu.", "yüzde 12", "arcelik", "revenue_growth"),
        ("en", "EPS came in at $2.31, against $2.05 expected by the FactSet consensus.", "$2.05", None, "eps"),
        ("fr", "Les dépôts de brevets ont progressé de 2,3 %.", "2,3 %", None, "other"),
        ("fr", "Un tiers des entreprises prévoit de supprimer des postes.", "Un tiers", None, "other"),
    ],
)
def test_whose_growth(lang: str, text: str, quote: str, entity: str | None, metric: str) -> None:
    claim = claims(text, lang)[quote]
    assert (claim.entity.id, claim.metric) == (entity, metric)


@pytest.mark.parametrize(
    "text",
    [
        "Die Exporte sanken im Mai gegenüber April um 7,7 Prozent.",
        "Die Renditen gaben um 7,7 Prozent nach.",
    ],
)
def test_a_comparison_parts_no_verb_from_its_number(text: str) -> None:
    assert claims(text, "de")["7,7 Prozent"].direction == "down"


def test_a_particle_behind_the_level_turns_the_change() -> None:
    found = claims("Die Renditen zogen um 8 Basispunkte auf 2,61 Prozent an.", "de")
    assert (found["8 Basispunkte"].kind, found["8 Basispunkte"].direction) == ("change", "up")


@pytest.mark.parametrize(
    ("lang", "text", "day", "year"),
    [
        ("en", "The Ibovespa rose 0.24% to 141,263 points and is up 17.4% this year.", "0.24%", "17.4%"),
        ("de", "Der Dax stieg um 0,24% und liegt seit Jahresbeginn 17.4% im Plus.", "0,24%", "17.4%"),
        ("es", "El Ibex subió un 0,24% y acumula un alza del 17.4% en el año.", "0,24%", "17.4%"),
        ("pt", "O Ibovespa avançou 0,24% e acumula ganhos de 17.4% em 2025.", "0,24%", "17.4%"),
    ],
)
def test_a_days_move_is_not_of_the_year(lang: str, text: str, day: str, year: str) -> None:
    found = claims(text, lang)
    assert found[day].period.start is None
    assert str(found[year].period.start) == "2025-01-01"


def test_metrics_of_one_clause_share_its_year() -> None:
    found = claims("Sales rose 5% and profit fell 3% in 2024.", "en")
    assert [str(c.period.start) for c in found.values()] == ["2024-01-01", "2024-01-01"]


@pytest.mark.parametrize(
    ("lang", "text", "bases"),
    [
        ("en", "CPI rose 0.3% on the month and 2.4% on the year in May.", ["mom", "yoy"]),
        ("de", "Die Verbraucherpreise stiegen um 0,1 Prozent zum Vormonat und um 2,1 Prozent zum Vorjahr.", ["mom", "yoy"]),
        ("fr", "Le PIB a progressé de 0,1 % sur un trimestre et de 0,6 % sur un an.", ["qoq", "yoy"]),
        ("ja", "5月のCPIは前月比0.3%上昇、前年同月比3.5%上昇した。", ["mom", "yoy"]),
        ("zh", "5月CPI同比下降0.1%，环比下降0.2%。", ["yoy", "mom"]),
    ],
)
def test_each_number_has_the_span_beside_it(lang: str, text: str, bases: list[str]) -> None:
    found = claims(text, lang).values()
    assert [c.basis for c in found] == [(basis,) for basis in bases]
    assert len({c.period.start for c in found}) == 1


@pytest.mark.parametrize(
    ("lang", "text", "quote", "metric"),
    [
        ("en", "EBITDA was $759 million, with a margin of 8.0%.", "8.0%", "ebitda_margin"),
        ("pt", "Registrou Ebitda de R$ 759 milhões, com margem de 8,0%.", "8,0%", "ebitda_margin"),
        ("en", "Galp will pay a dividend of 0.62 euros a share, 15% more than last year.", "15%", "dividend_growth"),
        ("en", "Galp pays a dividend of 5%.", "5%", "dividend_yield"),
    ],
)
def test_what_hangs_on_the_figure_before(lang: str, text: str, quote: str, metric: str) -> None:
    assert claims(text, lang)[quote].metric == metric


@pytest.mark.parametrize(
    ("lang", "text", "quote"),
    [
        ("en", "Inflation slowed to 9.4% in June from 9.9% a month earlier.", "9.9%"),
        ("es", "La inflación bajó al 2,0% en junio, desde el 9.9% del mes anterior.", "9.9%"),
        ("ru", "Годовая инфляция замедлилась до 9,4% в июне с 9.9% месяцем ранее.", "9.9%"),
        ("pt", "A inflação caiu para 5,3% em junho, ante 9.9% um mês antes.", "9.9%"),
    ],
)
def test_a_month_earlier_is_no_year_earlier(lang: str, text: str, quote: str) -> None:
    assert str(claims(text, lang)[quote].period.start) == "2025-05-01"


def test_the_first_months_are_no_rank() -> None:
    found = claims("Bütçe açığı ilk altı ayda 980,5 milyar lira oldu.", "tr")
    assert [c.kind for c in found.values()] == ["flow"]


def told(claim: Claim) -> dict[str, str | None]:
    """The fields of a claim that the rows below ask for, as strings."""
    return {
        "metric": claim.metric,
        "entity": claim.entity.id,
        "unit": claim.quantity.unit if claim.quantity else None,
        "start": str(claim.period.start) if claim.period.start else None,
        "direction": claim.direction,
        "modality": claim.modality,
    }


@pytest.mark.parametrize(
    ("lang", "text", "quote", "wanted"),
    [
        # a multiple held against another, and the name it is told of
        ("en", "Salesforce trades at 27 times forward earnings versus 21 for the S&P 500.", "21", {"unit": "times", "metric": "pe_ratio", "entity": "sp-500"}),
        ("de", "Die Aktie wird mit dem 14-fachen des Gewinns bewertet, verglichen mit dem 18-fachen beim Dax.", "14-fachen", {"metric": "pe_ratio", "entity": None}),
        ("fr", "Le titre se paie 14 fois les bénéfices, contre 18 fois pour le CAC 40.", "14 fois", {"entity": None}),
        ("fr", "Le titre se paie 14 fois les bénéfices, contre 18 fois pour le CAC 40.", "18 fois", {"entity": "cac-40"}),
        ("es", "La acción cotiza a 14 veces el beneficio, frente a las 18 veces del Ibex 35.", "14 veces", {"entity": None}),
        ("zh", "该股市盈率为14倍，低于沪深300的18倍。", "14倍", {"entity": None}),
        ("en", "Oil inventories dropped by 4.3 million barrels last week, against expectations of a 1.1 million fall.", "1.1 million", {"unit": "barrel", "metric": "inventories"}),
        # a share that tripled is worth more; it is no multiple
        ("en", "Shares in Siemens Energy have tripled in a year.", "tripled", {"metric": "return", "entity": "siemens-energy"}),
        # an amount beside amounts, a share's beside a share's
        ("en", "Net income was $1.2 billion, or $2.31 per share, versus $980 million, or $1.88 per share, a year earlier.", "$980 million", {"metric": "net_income"}),
        ("en", "Net income was $1.2 billion, or $2.31 per share, versus $980 million, or $1.88 per share, a year earlier.", "$1.88", {"metric": "eps"}),
        # a year before the period told, not before the one compared
        ("en", "Unemployment was 6.5% in May, unchanged from April and down from 6.6% a year ago.", "6.6%", {"start": "2024-05-01"}),
        ("en", "Sales were €5bn in the second quarter, up from €4bn in the first and €3.5bn a year earlier.", "€4bn", {"start": "2025-01-01"}),
        ("en", "Sales were €5bn in the second quarter, up from €4bn in the first and €3.5bn a year earlier.", "€3.5bn", {"start": "2024-04-01", "direction": "none"}),
        # how far it fell before
        ("en", "The economy grew 2% in 2023 after shrinking 1% in 2022.", "1%", {"direction": "down", "start": "2022-01-01"}),
        ("en", "Revenue was $5bn, up from 4bn.", "4bn", {"direction": "none"}),
        # what is so now
        ("en", "Inflation, which peaked at 9.1% in June 2022, is now 2.4%.", "2.4%", {"start": None}),
        ("fr", "L'inflation, qui avait culminé à 6,3 % en février 2023, est désormais de 1,2 %.", "1,2 %", {"start": None}),
        # where it ended has not the time of where it began; the month of that name before this one
        ("en", "Rates fell from 7.8% last July to 6.1%.", "6.1%", {"start": None}),
        ("en", "Rates fell from 7.8% last July to 6.1%.", "7.8%", {"start": "2024-07-01"}),
        ("en", "Sales rose 5% last March.", "5%", {"start": "2025-03-01", "entity": None}),
        ("es", "Las ventas subieron un 5% en julio pasado.", "5%", {"start": "2024-07-01"}),
        ("fr", "Les ventes ont augmenté de 5 % en juillet dernier.", "5 %", {"start": "2024-07-01"}),
        ("fr", "Les ventes ont progressé de 4,8 % au premier trimestre, à 2,37 milliards d'euros.", "2,37 milliards d'euros", {"start": "2025-01-01"}),
        # how far a thing stands from its peak
        ("en", "The S&P 500 has gained 22% so far this year and trades 3% below its May peak.", "3%", {"start": None}),
        ("de", "Der Dax hat seit Jahresbeginn 16 Prozent zugelegt und notiert 3 Prozent unter seinem Rekordhoch.", "3 Prozent", {"start": None}),
        ("es", "El Ibex 35 acumula una subida del 16 % en lo que va de año y cotiza un 3 % por debajo de su máximo.", "3 %", {"start": None}),
        ("en", "The S&P 500 has gained 22% so far this year and trades 3% below its May peak.", "22%", {"start": "2025-01-01"}),
        # a time behind a comma dates what follows
        ("zh", "上证指数今年以来累计上涨10.5%，周五收于3272点，下跌0.24%。", "3272点", {"start": "2025-07-04", "metric": "index_level"}),
        ("zh", "上证指数今年以来累计上涨10.5%，周五收于3272点，下跌0.24%。", "0.24%", {"start": "2025-07-04", "metric": "return"}),
        # verbs behind a number are no thing counted
        ("de", "Aus Aktienfonds flossen netto 3,2 Milliarden Euro ab, während Rentenfonds 1,1 Milliarden einsammelten.", "1,1 Milliarden", {"unit": "EUR"}),
        # the result behind a forecast
        ("de", "Analysten hatten mit 1,45 Euro je Aktie gerechnet; tatsächlich waren es 1,52 Euro.", "1,52 Euro", {"modality": "reported"}),
        ("zh", "市场此前预期每股收益为1.45元，实际为1.52元。", "1.52元", {"modality": "reported"}),
        ("ja", "市場予想は1株利益145円だったが、実際は152円だった。", "152円", {"modality": "reported"}),
        ("ja", "日銀は2025年度の成長率を1.1%と予想し、24年度の0.5%から加速するとみている。", "1.1%", {"modality": "forecast"}),
        # the money it is measured in is not what it is of
        ("en", "China's exports grew 8.7% in May in dollar terms.", "8.7%", {"entity": "china", "metric": "export_growth"}),
        ("en", "Brazil's real fell to 5.8 per dollar.", "5.8", {"entity": "brl", "unit": "BRL"}),
        ("en", "The firm employs 45,000 people.", "45,000", {"metric": "headcount", "direction": "none"}),
        # the multiple is told by its name, the way by an ending inside
        ("ru", "Акция торгуется с мультипликатором 5,4 P/E против 7,1 у индекса Мосбиржи.", "5,4", {"unit": "times", "entity": None}),
        ("tr", "Hisse 5,4 F/K ile işlem görüyor.", "5,4", {"unit": "times", "metric": "pe_ratio"}),
        ("tr", "Gelirler yüzde 7,4 artarak 19,5 milyar TL'ye yükseldi.", "19,5 milyar TL'ye", {"direction": "none", "metric": "revenue"}),
        ("ru", "Фонды облигаций привлекли 1,1 млрд руб.", "1,1 млрд руб.", {"direction": "in", "metric": "net_flow"}),
        ("en", "Musk owns 13% of Tesla.", "13%", {"metric": "stake"}),
    ],
)
def test_parts_of_one_sentence(
    lang: str, text: str, quote: str, wanted: dict[str, str | None]
) -> None:
    found = told(claims(text, lang)[quote])
    assert {field: found[field] for field in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "metric", "entity"),
    [
        ("China's exports grew 8.7% in May in dollar terms, the fastest since March 2023.", "export_growth", "china"),
        ("The company's backlog grew by a quarter to a record €120 billion.", "backlog", None),
        ("US inflation slowed to 2.4% in May, the lowest since February 2021.", "cpi_inflation", "united-states"),
    ],
)
def test_a_rank_is_of_the_number_beside_it(text: str, metric: str, entity: str | None) -> None:
    (rank,) = [c for c in extract_text(text, lang="en", published_at=DAY).claims if c.kind == "rank"]
    assert (rank.metric, rank.entity.id) == (metric, entity)
