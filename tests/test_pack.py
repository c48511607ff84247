"""The default pack: every row of it, and the traps of its raw data."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from claimcheck import lexicon
from claimcheck.reference import Observation, Reference, as_of
from claimcheck.reference.integrity import problems
from claimcheck.reference.pack import FOLDER, Pack
from claimcheck.reference.spans import parse
from claimcheck.tables import BASES

# Held for computations: nothing in commentary is a claim about the index itself.
OUTSIDE_CATALOGUE = {"cpi"}
UNITS = {"percent", "times", "index_point", "count", "percentage_point", "basis_point"}


@cache
def pack() -> Reference:
    return Reference(Pack.embedded())


@cache
def rows() -> tuple[Observation, ...]:
    return tuple(pack().rows())


def named(row: Observation) -> str:
    return f"{row.series} {row.start}..{row.end} {row.value} known {row.known_from}"


def failing(test: object) -> list[str]:
    return [named(row) for row in rows() if not test(row)][:5]  # type: ignore[operator]


def test_the_pack_is_worth_having_and_small() -> None:
    assert len(rows()) >= 20_000
    assert sum(path.stat().st_size for path in FOLDER.glob("*.csv")) < 6 * 1024 * 1024


def test_no_two_rows_contradict_and_dates_are_in_order() -> None:
    assert problems(rows()) == []


def test_every_series_is_described_once_and_used() -> None:
    lines = [
        line.split(",")[0]
        for path in FOLDER.glob("*.series.csv")
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert [id for id, n in Counter(lines).items() if n > 1] == []
    assert set(lines) == {row.series for row in rows()}


def test_every_source_has_title_licence_and_address_and_is_used() -> None:
    for info in pack().sources():
        assert info.title, info
        assert info.licence, info
        assert (info.url or "").startswith("http"), info
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", info.retrieved_at or ""), info
        assert info.observations > 0, info
    known = {info.id for info in pack().sources()}
    assert failing(lambda row: row.source in known) == []


def test_sources_count_every_row_once() -> None:
    assert sum(info.observations for info in pack().sources()) == len(rows())


def test_entities_and_metrics_are_of_the_catalogue() -> None:
    metrics = lexicon.metrics().keys() | OUTSIDE_CATALOGUE
    assert failing(lambda row: row.entity in lexicon.entities()) == []
    assert failing(lambda row: row.metric in metrics) == []


def test_bases_are_known_and_sorted() -> None:
    assert failing(lambda row: set(row.basis) <= set(BASES)) == []
    assert failing(lambda row: row.basis == tuple(sorted(row.basis))) == []


def test_units_fit_their_metric() -> None:
    def fits(row: Observation) -> bool:
        if row.metric in OUTSIDE_CATALOGUE:
            return row.unit == "index_point"
        unit = lexicon.metrics()[row.metric].unit
        money = re.fullmatch(r"[A-Z]{3}", row.unit) is not None
        if row.metric == "exchange_rate":
            return money and re.fullmatch(r"[A-Z]{3}", row.per or "") is not None
        return money if unit == "currency" else row.unit == unit and row.unit in UNITS

    assert failing(fits) == []
    assert failing(lambda row: (row.currency == row.unit) == (len(row.unit) == 3)) == []


def test_values_lie_in_the_range_of_their_metric() -> None:
    def plausible(row: Observation) -> bool:
        if row.metric in OUTSIDE_CATALOGUE:
            return Decimal(0) < row.value < 1000
        low, high = lexicon.metrics()[row.metric].range or ("-1e18", "1e18")
        return Decimal(low) <= row.value <= Decimal(high)

    assert failing(plausible) == []


def test_no_value_is_dated_after_the_day_the_pack_was_made() -> None:
    made = date(2026, 11, 22)
    assert failing(lambda row: row.known_from is None or row.known_from <= made) == []
    assert failing(lambda row: row.status != "actual" or row.end <= made) == []
    assert pack().now is not None
    assert pack().now == max(row.known_from for row in rows() if row.known_from)


def test_a_derived_value_says_how_it_was_computed() -> None:
    derived = [row for row in rows() if row.status == "derived"]
    assert derived
    assert [named(row) for row in derived if "computed: " not in (row.note or "")] == []


def test_computed_notes_with_numbers_give_their_value() -> None:
    checked = 0
    for row in rows():
        found = re.search(r"computed: ([\d. /+()-]+)$", row.note or "")
        if found is None:
            continue
        value = _sum(found[1])
        if row.unit == "percent":
            value *= 100
        step = Decimal(1).scaleb(int(row.value.as_tuple().exponent))
        assert abs(value - row.value) <= step / 2, named(row)
        checked += 1
    assert checked >= 12


def _sum(text: str) -> Decimal:
    """``a / b - 1``, ``1 - a/b``, ``a + b``, ``a/b``: left to right, a quotient first."""
    total, sign = Decimal(0), 1
    for part in re.split(r"\s([+-])\s", text.strip()):
        if part in "+-":
            sign = 1 if part == "+" else -1
            continue
        first, _, second = part.partition("/")
        total += sign * Decimal(first.strip()) / (Decimal(second.strip()) if second else 1)
    return total


# ---------------------------------------------------------------- growth, recomputed by date


def latest(entity: str, metric: str, series: str = "") -> dict[tuple[date, date], Decimal]:
    found = as_of(pack().find(entity, metric), None)
    return {(row.start, row.end): row.value for row in found if series in row.series}


def test_every_cpi_rate_is_that_of_its_index_a_year_before() -> None:
    index, rates = latest("united-states", "cpi"), latest("united-states", "cpi_inflation", ".yoy")
    assert len(rates) > 1300
    for (start, end), rate in rates.items():
        base = index[parse(f"{start.year - 1}-{start.month:02}")]
        assert rate == ((index[start, end] / base - 1) * 100).quantize(Decimal("0.01")), start


def test_quarters_of_a_calendar_year_add_up() -> None:
    checked = 0
    for entity in ("alphabet", "amazon"):
        for metric in ("revenue", "gross_profit", "operating_income"):
            held = latest(entity, metric)
            for year in range(2022, 2026):
                quarters = [held.get(parse(f"{year}Q{number}")) for number in (1, 2, 3, 4)]
                if parse(str(year)) in held and None not in quarters:
                    assert sum(one for one in quarters if one) == held[parse(str(year))], (entity, metric, year)
                    checked += 1
    assert checked >= 12


def test_the_rate_on_the_month_fits_the_index_before_seasonal_adjustment_over_a_year() -> None:
    rates = latest("united-states", "cpi_inflation", ".mom")
    index = latest("united-states", "cpi")
    for year in (2021, 2022, 2023, 2024):
        months = [parse(f"{year}-{month:02}") for month in range(1, 13)]
        total = sum(rates[month] for month in months)
        change = (index[months[-1]] / index[parse(f"{year - 1}-12")] - 1) * 100
        assert abs(total - change) < Decimal("0.6"), year


def test_returns_follow_from_the_closing_levels() -> None:
    checked = 0
    price = ("sp-500", "dow-jones", "nasdaq-composite", "russell-2000", "tadawul", "nikkei-225",
             "topix", "cac-40", "kospi")
    for entity, basis in [*((one, ".price") for one in price), ("dax", ".total"), ("mdax", ".total")]:
        levels = {end.year: value for (_, end), value in latest(entity, "index_level").items()}
        returns = {start.year: value for (start, _), value in latest(entity, "return", basis).items()}
        for year in levels.keys() & returns.keys():
            if year - 1 in levels:
                change = (levels[year] / levels[year - 1] - 1) * 100
                step = Decimal(1).scaleb(int(returns[year].as_tuple().exponent))
                assert abs(change - returns[year]) <= step, (entity, year)
                checked += 1
    assert checked >= 55


def test_a_total_return_is_no_less_than_the_price_return() -> None:
    for entity in ("sp-500", "sp-smallcap-600", "sp-midcap-400", "russell-2000", "russell-3000", "msci-world"):
        price, total = latest(entity, "return", ".price"), latest(entity, "return", ".total")
        for period in price.keys() & total.keys():
            assert total[period] >= price[period], (entity, period)


@pytest.mark.parametrize(
    ("entity", "metric", "basis", "period", "value"),
    [
        ("sp-smallcap-600", "return", "price", "2022", "-17.42"),
        ("sp-smallcap-600", "return", "price", "2023", "13.89"),
        ("sp-smallcap-600", "return", "total", "2024", "8.64"),
        ("sp-500", "return", "price", "2024", "23.31"),
        ("sp-500", "return", "total", "2022", "-18.11"),
        ("sp-500", "return", "price", "2025", "16.39"),
        ("sp-midcap-400", "return", "price", "2025", "5.90"),
        ("sp-smallcap-600", "pe_ratio", "forward", "2026-01-13", "15.6"),
        ("sp-500", "pe_ratio", "forward", "2026-01-13", "22.6"),
        ("sp-smallcap-600", "pe_ratio", "forward", "2021-11", "15.63"),
        ("sp-smallcap-600", "valuation_discount", "forward", "2026-01-13", "31"),
        ("sp-smallcap-600", "valuation_discount", "forward", "2021..2025", "25"),
        ("us-small-cap", "net_flow", "net", "2025-01-01/2025-08-05", "-80000000000"),
        ("united-states", "cpi_inflation", "yoy", "2026-05", "4.25"),
        ("federal-reserve", "policy_rate", "", "2025-12-11", "3.5"),
        ("ecb", "policy_rate", "", "2025-06-11", "2.00"),
        ("bank-of-england", "policy_rate", "", "2025-12-31", "3.75"),
        ("apple", "revenue", "gaap", "2024-09-29/2025-09-27", "416161000000"),
        ("apple", "eps", "diluted", "2024-09-29/2025-09-27", "7.46"),
        ("united-states", "gdp", "nominal", "2022", "25744108000000"),
        ("united-states", "cpi_inflation", "yoy", "2022", "8.00"),
        ("united-states", "cpi_inflation", "mom", "2025-12", "0.3"),
        ("usd", "exchange_rate", "average", "2026-05", "158.1530"),
        ("microsoft", "revenue", "gaap", "2024-07-01/2025-06-30", "281724000000"),
        ("microsoft", "eps", "diluted", "2024-07-01/2025-06-30", "13.64"),
        ("alphabet", "revenue", "gaap", "2025Q3", "102346000000"),
        ("meta-platforms", "net_income", "gaap", "2022", "23200000000"),
        ("turkey", "cpi_inflation", "yoy", "2022", "72.31"),
        ("eur", "exchange_rate", "average", "2026-05", "1.1681"),
        ("gold", "price", "", "2026-06", "4228"),
        ("united-states", "core_inflation", "yoy", "2022-09", "6.63"),
        ("united-states", "core_inflation", "mom", "2026-04", "0.4"),
        ("united-states", "core_pce_inflation", "yoy", "2022-02", "5.3"),
        ("united-states", "pce_inflation", "yoy", "2022-06", "6.8"),
        ("united-kingdom", "core_inflation", "yoy", "2024-12", "3.2"),
        ("euro-area", "cpi_inflation", "yoy", "2025-12", "1.9"),
        ("dax", "return", "total", "2024", "18.85"),
        ("nikkei-225", "return", "price", "2025", "26.18"),
        ("msci-em", "return", "net", "2017", "37.28"),
        ("russell-2000", "return", "total", "2013", "38.82"),
        ("bovespa", "return", "total", "2025", "33.95"),
    ],
)
def test_well_known_figures_are_in_the_pack(
    entity: str, metric: str, basis: str, period: str, value: str
) -> None:
    found = pack().at(entity, metric, *parse(period))
    assert Decimal(value) in [row.value for row in found if not basis or basis in row.basis]


def test_estimates_of_one_year_by_provider() -> None:
    found = as_of(pack().find("sp-smallcap-600", "eps_growth"), date(2026, 2, 1))
    of_2026 = {row.series.rpartition(".")[2]: str(row.value) for row in found if row.start.year == 2026}
    assert of_2026 == {"bofa": "18", "bofa-analysts": "19", "first-trust": "15.4"}
    assert {row.status for row in found} == {"estimate"}


# ---------------------------------------------------------------- traps of the raw data


def test_a_month_never_published_has_no_value_and_no_rate() -> None:
    october = parse("2025-10")
    assert pack().at("united-states", "cpi", *october) == ()
    assert pack().at("united-states", "cpi_inflation", *october) == ()
    november = pack().at("united-states", "cpi_inflation", *parse("2025-11"))
    assert [row.basis for row in november] == [("headline", "nsa", "yoy")]  # none on the month
    (may,) = pack().at("united-states", "cpi_inflation", *parse("2026-05"))
    assert may.value == Decimal("4.25")  # 4.47 is what twelve rows back would give


@pytest.mark.parametrize(
    ("metric", "period", "values"),
    [
        ("payrolls", "2025-06", {"2025-07-03": 147000, "2025-08-01": 14000, "2025-09-05": -13000, "2026-02-11": -20000}),
        ("payrolls", "2025-05", {"2025-06-06": 139000, "2025-07-03": 144000, "2025-08-01": 19000, "2026-02-11": 13000}),
        ("payrolls", "2025-08", {"2025-09-05": 22000, "2025-11-20": -4000, "2025-12-16": -26000, "2026-02-11": -70000}),
        ("cpi_inflation", "2021-04", {"2021-05-12": "0.8", "2022-02-10": "0.6", "2023-02-14": "0.7"}),
        ("gdp_growth", "2022Q2", {"2022-07-29": "-0.9", "2022-09-01": "-0.6", "2024-10-01": "0.3", "2025-10-01": "0.6"}),
    ],
)
def test_first_and_later_prints(metric: str, period: str, values: dict[str, object]) -> None:
    for day, value in values.items():
        found = pack().at("united-states", metric, *parse(period), date.fromisoformat(day))
        wanted = {"cpi_inflation": "mom", "gdp_growth": "annualised"}.get(metric, "sa")
        (row,) = [one for one in found if wanted in one.basis]
        assert row.value == Decimal(str(value)), day


def test_no_growth_column_of_the_raw_gdp_file_is_in_the_pack() -> None:
    found = pack().at("united-states", "gdp_growth", *parse("2024Q4"))
    rates = {row.basis: row.value for row in found}
    assert rates["annualised", "qoq", "real", "sa"] == Decimal("1.9")  # the raw column says -0.2
    assert {one.source for one in pack().find("united-states", "gdp_growth")} == {"bea-gdp", "bea-gdp-level"}


@pytest.mark.parametrize(
    ("period", "day", "value"),
    [
        ("2025Q4", "2026-04-10", "2.0"), ("2024", "2025-01-30", "2.8"), ("2023", "2024-01-25", "2.5"),
        ("2022", "2023-01-26", "2.1"), ("2021", "2022-01-27", "5.7"), ("2020", "2021-01-28", "-3.5"),
    ],
)
def test_real_growth_on_the_year_by_print(period: str, day: str, value: str) -> None:
    found = pack().at("united-states", "gdp_growth", *parse(period), date.fromisoformat(day))
    assert [str(row.value) for row in found if "yoy" in row.basis] == [value]


def test_a_split_makes_a_vintage() -> None:
    year = date(2023, 1, 30), date(2024, 1, 28)
    known = [(row.known_from, row.value) for row in pack().find("nvidia", "eps") if (row.start, row.end) == year]
    assert known == [(date(2024, 2, 21), Decimal("11.93")), (date(2025, 2, 26), Decimal("1.19"))]


def test_a_fiscal_year_stands_under_its_own_days() -> None:
    found = pack().at("marvell-technology", "revenue", date(2021, 1, 31), date(2022, 1, 29))
    assert [str(row.value) for row in found] == ["4462383000"]


def test_a_rounded_repeat_is_no_restatement() -> None:
    found = [row for row in pack().find("marvell-technology", "net_income") if row.end == date(2022, 1, 29) and row.start == date(2021, 1, 31)]
    assert [str(row.value) for row in found] == ["-421034000"]


def test_an_actual_figure_that_moved_has_both_vintages() -> None:
    period = parse("2022")
    known = [
        (str(row.known_from), str(row.value))
        for row in pack().find("sp-smallcap-600", "eps") if (row.start, row.end) == period
    ]
    assert known == [("2025-08-19", "97.53"), ("2026-01-29", "90.87")]


def test_nothing_of_missing_shiller_zeros() -> None:
    assert failing(lambda row: row.metric not in ("eps", "pe_ratio", "cpi") or row.value != 0) == []


def test_inflation_by_country_is_of_consumer_prices_not_the_deflator() -> None:
    (row,) = pack().at("germany", "cpi_inflation", *parse("2022"))
    assert row.value == Decimal("6.87")  # the raw file named "inflation" says 6.09
    (row,) = pack().at("brunei", "cpi_inflation", *parse("2009"))
    assert row.value == Decimal("1.04")  # ... and -21.74


def test_gold_months_that_only_repeat_the_year_are_left_out() -> None:
    assert min(row.start for row in pack().find("gold", "price")) == date(1960, 1, 1)
