"""From claim to comparable values: dates, bases, units, tiers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from claimcheck.evidence import (
    bases_agree,
    candidates,
    compounded,
    factor,
    months_back,
    near_value,
    sign,
)
from claimcheck.intervals import Interval
from claimcheck.reference import Reference


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2025-12-31", 12, "2024-12-31"), ("2024-02-29", 12, "2023-02-28"), ("2023-02-28", 12, "2022-02-28"),
        ("2025-03-31", 1, "2025-02-28"), ("2025-01-01", 3, "2024-10-01"), ("2025-06-30", 3, "2025-03-31"),
        ("2025-03-30", 1, "2025-02-28"), ("2025-03-29", 12, "2024-03-28"),
    ],
)
def test_lags_go_by_date(day: str, months: int, before: str) -> None:
    assert months_back(date.fromisoformat(day), months) == date.fromisoformat(before)


@pytest.mark.parametrize(
    ("claimed", "held", "agree"),
    [
        ((), ("forward",), True), (("forward",), (), True), (("forward",), ("trailing",), False),
        (("yoy",), ("consensus", "yoy"), True), (("qoq", "annualised"), ("annualised",), True),
        ((), ("core",), False), (("core",), ("core",), True), (("gaap",), ("adjusted",), False),
        ((), ("ytd",), False), (("real",), ("nominal",), False),
    ],
)
def test_bases(claimed: tuple[str, ...], held: tuple[str, ...], agree: bool) -> None:
    assert bases_agree(claimed, held) is agree


@pytest.mark.parametrize(
    ("row", "claimed", "scale"),
    [
        ("percent", "percent", "1"), ("percent", "basis_point", "100"), ("basis_point", "percent", "0.01"),
        ("USD", "EUR", None), ("USD", "index_point", "1"), ("times", "percent", None), ("barrel", "count", "1"),
        ("USD", "count", None), ("percent", "count", None),
    ],
)
def test_units(row: str, claimed: str, scale: str | None) -> None:
    found = factor(row, claimed)
    assert (None if found is None else format(found.normalize(), "f")) == scale


@pytest.mark.parametrize(
    ("fields", "turn"),
    [
        ({"direction": "down"}, -1), ({"direction": "up"}, 1), ({"direction": "out", "kind": "flow"}, -1),
        ({"direction": "down", "kind": "level"}, 1),
    ],
)
def test_sign_words(judge: Any, fields: dict[str, Any], turn: int) -> None:
    assert sign(judge.claim("5%", "5", **fields)) == turn


def test_compounded() -> None:
    from decimal import Decimal

    point, interval = compounded([Decimal("-17.42"), Decimal("13.89"), Decimal("6.82")])
    assert round(point, 2) == Decimal("0.46")
    assert interval.low < point < interval.high


def found(judge: Any, claim: Any, rows: Any, day: str | None = None) -> list[tuple[str, str]]:
    article = judge.article(day=day) if day else judge.article()
    reference = Reference().with_rows(rows)
    known = date.fromisoformat(day) if day else None
    return [(f"{c.point:.2f}", c.transform) for c in candidates(claim, article, reference, known)]


class TestCandidates:
    """Each way to read a claim, and no other."""

    def test_the_stated_metric_goes_before_a_computed_one(self, judge: Any) -> None:
        rows = [judge.row("12.0"), judge.row("100.0", "2024", metric="eps", unit="USD"), judge.row("120.0", metric="eps", unit="USD")]
        assert found(judge, judge.claim("12%", "12"), rows) == [("12.00", "direct")]

    def test_a_comparable_metric_is_a_stated_reading(self, judge: Any) -> None:
        claim = judge.claim("12%", "12", metric="earnings_growth")
        assert found(judge, claim, [judge.row("12.0")]) == [("12.00", "direct")]

    def test_a_segment_is_read_as_the_indices_that_stand_for_it(self, judge: Any) -> None:
        rows = [judge.row("12.0"), judge.row("9.0", entity="russell-2000")]
        claim = judge.claim("12%", "12", entity="us-small-cap")
        assert found(judge, claim, rows) == [("12.00", "direct"), ("9.00", "direct")]
        assert found(judge, judge.claim("12%", "12"), rows) == [("12.00", "direct")]

    def test_quarters_make_a_year(self, judge: Any) -> None:
        fields = {"metric": "revenue", "unit": "USD", "entity": "apple"}
        rows = [judge.row(v, f"2025Q{n}", **fields) for n, v in enumerate(("10.5", "11.5", "12.0", "13.0"), 1)]
        claim = judge.claim("$47", "47", unit="USD", kind="level", metric="revenue", entity="apple")
        assert found(judge, claim, rows) == [("47.00", "sum")]
        assert found(judge, claim, rows[:3]) == []

    def test_years_of_return_are_compounded(self, judge: Any) -> None:
        rows = [judge.row(v, p, metric="return", basis=("price",)) for p, v in (("2022", "-17.42"), ("2023", "13.89"), ("2024", "6.82"))]
        claim = judge.claim("0.5%", "0.5", metric="return", period="2022..2024")
        assert found(judge, claim, rows) == [("0.46", "compounded")]

    def test_a_rate_in_a_year_is_its_end_or_its_average(self, judge: Any) -> None:
        fields = {"entity": "united-states", "metric": "unemployment_rate"}
        rows = [judge.row(str(4 + n * 0.1)[:3], f"2025-{n:02d}", **fields) for n in range(1, 13)]
        claim = judge.claim("5.2%", "5.2", kind="level", **fields)
        assert [kind for _, kind in found(judge, claim, rows)] == ["direct", "average"]

    def test_a_month_needs_its_own_base(self, judge: Any) -> None:
        """No row for October 2025 was ever published: a lag by position would take September."""
        fields = {"entity": "united-states", "metric": "retail_sales", "unit": "USD"}
        rows = [judge.row(v, p, **fields) for p, v in (("2025-08", "100.0"), ("2025-09", "101.0"), ("2026-10", "110.0"))]
        claim = judge.claim("9%", "9", metric="retail_sales_growth", entity="united-states", period="2026-10", basis=("yoy",))
        assert found(judge, claim, rows) == []

    @pytest.mark.parametrize(("basis", "points"), [(("yoy",), ["10.00"]), (("qoq",), ["2.00"]), (("annualised",), ["8.24"])])
    def test_named_lags(self, judge: Any, basis: tuple[str, ...], points: list[str]) -> None:
        fields = {"entity": "united-states", "metric": "gdp", "unit": "USD"}
        rows = [judge.row(v, p, **fields) for p, v in (("2024Q2", "1000.0"), ("2025Q1", "1078.431"), ("2025Q2", "1100.0"))]
        claim = judge.claim("x%", "2", metric="gdp_growth", entity="united-states", period="2025Q2", basis=basis)
        assert [p for p, _ in found(judge, claim, rows)] == points

    def test_an_old_value_is_not_current(self, judge: Any) -> None:
        fields = {"metric": "pe_ratio", "unit": "times"}
        claim = judge.claim("15.6 times", "15.6", period=None, kind="ratio", **fields)
        rows = [judge.row("15.6", "2025-08-28", **fields)]
        assert found(judge, claim, rows, "2026-01-15") == []
        assert found(judge, claim, rows, "2025-09-10") == [("15.60", "direct")]

    def test_core_is_compared_only_when_named(self, judge: Any) -> None:
        fields = {"entity": "united-states", "metric": "cpi_inflation"}
        rows = [judge.row("3.0", "2025-09", basis=("core",), **fields), judge.row("2.9", "2025-09", **fields)]
        claim = judge.claim("2.9%", "2.9", kind="level", period="2025-09", **fields)
        assert found(judge, claim, rows) == [("2.90", "direct")]


@pytest.mark.parametrize(
    ("unit", "low", "high", "found"),
    [
        ("percent", "2.4", "2.49", ["2.5"]), ("percent", "2.46", "2.48", ["2.5"]),
        # 2.5 means 2.45 to 2.55; 3 means 2.5 to 3.5; both ends count.
        ("percent", "2.55", "2.9", ["2.5", "3"]), ("percent", "2.56", "2.9", ["3"]),
        ("percent", "3.6", "39", []), ("percent", "-Infinity", "0", ["-1.2"]),
        ("percent", "2.6", "Infinity", ["40", "3"]), ("basis_point", "240", "249", ["2.5"]),
        ("USD", "0", "99", ["7"]), ("times", "0", "99", []),
    ],
)
def test_values_near_a_number(judge: Any, unit: str, low: str, high: str, found: list[str]) -> None:
    held = [("40", "percent"), ("2.5", "percent"), ("7", "USD"), ("3", "percent"), ("-1.2", "percent")]
    rows = tuple(judge.row(value, period=str(2010 + year), unit=unit) for year, (value, unit) in enumerate(held))
    near = near_value(rows, unit, Interval(Decimal(low), Decimal(high)))
    assert [str(row.value) for row in near] == found
