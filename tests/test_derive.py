"""Derived values: by date, with formula and inputs, and refused over a gap."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from claimcheck.reference import derive
from claimcheck.reference.derive import Derived, MissingPeriod, NotMeaningful
from claimcheck.reference.records import Observation
from claimcheck.reference.spans import parse


def row(period: str, value: str, series: str = "s", known: str | None = None, unit: str = "USD") -> Observation:
    start, end = parse(period)
    return Observation(
        series, "apple", "revenue", ("gaap",), unit, None, start, end, Decimal(value), "actual",
        date.fromisoformat(known) if known else None, None, None, "src",
    )


# CPI-U, not seasonally adjusted (BLS). October 2025 was never published.
CPI = tuple(
    row(period, value, unit="index_point")
    for period, value in (
        ("2024-11", "315.493"), ("2024-12", "315.605"), ("2025-04", "320.795"), ("2025-05", "321.465"),
        ("2025-08", "323.976"), ("2025-09", "324.800"), ("2025-11", "324.122"), ("2025-12", "324.054"),
        ("2026-04", "333.020"), ("2026-05", "335.123"),
    )
)
BY_PERIOD = {(one.start, one.end): one for one in CPI}


def rounded(value: Decimal, places: str = "0.01") -> Decimal:
    return value.quantize(Decimal(places))


@pytest.mark.parametrize(
    ("period", "compute", "value", "formula"),
    [
        ("2026-05", derive.year_on_year, "4.25", "335.123 / 321.465 - 1"),
        ("2025-11", derive.year_on_year, "2.74", "324.122 / 315.493 - 1"),
        ("2026-05", derive.period_on_period, "0.63", "335.123 / 333.020 - 1"),
        ("2026-05", derive.annual_rate, "7.85", "(335.123 / 333.020)^12 - 1"),
        ("2025-12", derive.year_to_date, "2.68", "324.054 / 315.605 - 1"),
        ("2026-05", derive.year_to_date, "3.42", "335.123 / 324.054 - 1"),
    ],
)
def test_rates_of_a_monthly_index(
    period: str, compute: Callable[..., Derived], value: str, formula: str
) -> None:
    found = compute(BY_PERIOD[parse(period)], CPI)
    assert (rounded(found.value), found.unit, found.formula) == (Decimal(value), "percent", formula)
    assert found.inputs[0] is BY_PERIOD[parse(period)]


@pytest.mark.parametrize(
    ("period", "compute", "missing"),
    [
        ("2025-11", derive.period_on_period, "2025-10"),
        ("2025-11", derive.annual_rate, "2025-10"),
        ("2025-08", derive.year_on_year, "2024-08"),
        ("2024-12", derive.year_to_date, "2023-12"),
    ],
)
def test_a_missing_base_refuses(period: str, compute: Callable[..., Derived], missing: str) -> None:
    with pytest.raises(MissingPeriod, match=f"{missing} is not held"):
        compute(BY_PERIOD[parse(period)], CPI)


@pytest.mark.parametrize(
    ("period", "count", "before"),
    [
        ("2026-05", 12, "2025-05"), ("2025-01", 1, "2024-12"), ("2024-02", 12, "2023-02"),
        ("2025Q1", 3, "2024Q4"), ("2025Q1", 12, "2024Q1"), ("2025", 12, "2024"),
        ("2024H1", 6, "2023H2"), ("2024-02-29", 12, "2023-02-28"), ("2025-03-31", 1, "2025-02-28"),
        ("2024-09-29/2025-09-27", 12, "2023-09-29/2024-09-27"),
    ],
)
def test_the_same_period_before(period: str, count: int, before: str) -> None:
    assert derive.back(*parse(period), count) == parse(before)


def test_weeks_may_differ_by_days_where_months_may_not() -> None:
    years = (row("2023-10-01/2024-09-28", "391035"), row("2024-09-29/2025-09-27", "416161"))
    assert rounded(derive.year_on_year(years[1], years).value) == Decimal("6.43")
    quarters = (row("2024-09-29/2024-12-28", "124300"), row("2025-09-28/2025-12-27", "143756"))
    assert rounded(derive.year_on_year(quarters[1], quarters).value) == Decimal("15.65")
    months = (row("2024-05", "1"), row("2025-06", "2"))
    with pytest.raises(MissingPeriod):
        derive.year_on_year(months[1], months)


def test_another_series_is_no_base() -> None:
    rows = (row("2024", "1", series="other"), row("2025", "2"))
    with pytest.raises(MissingPeriod, match="series 's': 2024 is not held"):
        derive.year_on_year(rows[1], rows)


def test_quarters_at_an_annual_rate() -> None:
    # US real GDP 2020Q3, chained dollars (BEA): +7.8% on the quarter, 34.9% annualised.
    rows = (row("2020Q2", "17302.511"), row("2020Q3", "18651.701"))
    assert rounded(derive.period_on_period(rows[1], rows).value, "0.1") == Decimal("7.8")
    assert rounded(derive.annual_rate(rows[1], rows).value, "0.1") == Decimal("35.0")


def test_a_year_is_not_annualised() -> None:
    rows = (row("2024", "1"), row("2025", "2"))
    with pytest.raises(NotMeaningful, match="a year is not annualised"):
        derive.annual_rate(rows[1], rows)


@pytest.mark.parametrize("base", ["-885.0", "0"])
def test_a_percentage_over_nothing_or_a_loss_is_refused(base: str) -> None:
    loss, profit = row("2025", base), row("2026", "2670.1")
    for compute in (derive.growth, lambda a, b: derive.annualised(a, b, 4), lambda a, b: derive.cagr(a, b, Decimal(1))):
        with pytest.raises(NotMeaningful, match=f"a base of {base} means nothing"):
            compute(profit, loss)
    assert derive.change(profit, loss).value == Decimal("2670.1") - Decimal(base)


def test_a_change_of_a_percentage_is_in_points() -> None:
    found = derive.change(row("2026-03", "3.64", unit="percent"), row("2025-03", "4.33", unit="percent"))
    assert (found.value, found.unit, found.formula) == (Decimal("-0.69"), "percentage_point", "3.64 - 4.33")
    assert derive.change(row("2025", "5"), row("2024", "3")).unit == "USD"


def test_growth_from_a_peak_a_year() -> None:
    # S&P 600 EPS: 90.87 in 2022, 99.10 expected for 2026 (First Trust, 29 January 2026).
    found = derive.cagr(row("2026", "99.10"), row("2022", "90.87"), Decimal(4))
    assert rounded(found.value) == Decimal("2.19")
    with pytest.raises(NotMeaningful, match="give the later one first"):
        derive.cagr(row("2022", "90.87"), row("2026", "99.10"), Decimal(-4))


def test_returns_compound() -> None:
    years = [row(str(year), value, unit="percent") for year, value in ((2024, "6.82"), (2022, "-17.42"), (2023, "13.89"))]
    assert rounded(derive.compounded(years).value) == Decimal("0.46")
    assert derive.compounded(years).formula == "(1 + -17.42%) * (1 + 13.89%) * (1 + 6.82%) - 1"
    with pytest.raises(MissingPeriod, match="a gap between 2022-12-31 and 2024-01-01"):
        derive.compounded([years[0], years[1]])
    with pytest.raises(MissingPeriod, match="no returns"):
        derive.compounded([])


def test_a_discount_and_a_ratio_are_of_one_day_and_unit() -> None:
    small = row("2026-01-13", "15.6", unit="times")
    large = row("2026-01-13", "22.6", unit="times")
    assert rounded(derive.discount(small, large).value) == Decimal("30.97")
    assert rounded(derive.ratio(large, small).value) == Decimal("1.45")
    for other in (replace(large, unit="USD"), row("2025-08-28", "22.45", unit="times")):
        with pytest.raises(NotMeaningful, match="not of one unit and period"):
            derive.discount(small, other)
    with pytest.raises(NotMeaningful, match="division by zero"):
        derive.ratio(small, replace(large, value=Decimal(0)))


def test_real_growth() -> None:
    sales, prices = row("2026-03", "3.97", unit="percent"), row("2026-03", "3.26", unit="percent")
    assert rounded(derive.real(sales, prices).value) == Decimal("0.69")
    with pytest.raises(NotMeaningful, match="are two periods"):
        derive.real(sales, row("2026-02", "3.26", unit="percent"))


def test_a_derived_value_is_known_when_its_last_input_is() -> None:
    rows = (row("2024", "100", known="2025-02-01"), row("2025", "110", known="2026-02-01"))
    found = derive.year_on_year(rows[1], rows)
    kept = found.observation("revenue_growth", ("yoy",))
    assert (kept.known_from, kept.status, kept.unit) == (date(2026, 2, 1), "derived", "percent")
    assert (kept.series, kept.note) == ("s:revenue_growth.yoy", "computed: 110 / 100 - 1")
    assert (kept.start, kept.end) == (rows[1].start, rows[1].end)
    unknown = (replace(rows[0], known_from=None), rows[1])
    assert derive.year_on_year(unknown[1], unknown).known_from is None


# ---------------------------------------------------------------- traps of the raw sets

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "reference" / "datahub"


def read(file: str, date_column: str, value_column: str, months: int) -> list[Observation]:
    """Rows of a raw set, each a period of so many months."""
    rows = csv.DictReader((SHARED / file).read_text(encoding="utf-8").splitlines())
    found = []
    for one in rows:
        start = date.fromisoformat(one[date_column])
        period = f"{start:%Y-%m}" if months == 1 else f"{start.year}Q{start.month // 3 + 1}"
        found.append(row(period, one[value_column], unit="index_point"))
    return found


@pytest.mark.shared
def test_a_growth_column_a_quarter_early_is_not_trusted() -> None:
    levels = read("gdp_us_quarter.csv", "date", "level-chained", 3)
    last = levels[-1]
    assert (last.start, last.end) == parse("2024Q4")
    assert rounded(derive.annual_rate(last, levels).value) == Decimal("2.45")
    column = read("gdp_us_quarter.csv", "date", "change-chained", 3)[-1]
    assert column.value == Decimal("-0.2")


@pytest.mark.shared
def test_a_lag_by_position_over_a_missing_month_is_wrong() -> None:
    levels = read("cpi_us_monthly.csv", "Date", "Index", 1)
    may = levels[-1]
    assert rounded(derive.year_on_year(may, levels).value) == Decimal("4.25")
    assert rounded(derive.growth(may, levels[-13]).value) == Decimal("4.47")
    with pytest.raises(MissingPeriod, match="2025-10 is not held"):
        derive.period_on_period(next(one for one in levels if one.start == date(2025, 11, 1)), levels)


@pytest.mark.shared
def test_zeros_that_stand_for_missing_earnings_refuse_to_be_a_base() -> None:
    earnings = read("sp500_shiller_monthly.csv", "Date", "Earnings", 1)
    assert earnings[-1].value == 0
    with pytest.raises(NotMeaningful, match=r"a base of 0\.0 means nothing"):
        derive.year_on_year(earnings[-1], earnings)
