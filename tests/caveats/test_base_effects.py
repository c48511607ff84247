"""Base effects beside the level (CC202 to CC210): months, trend, losses, averages."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.reference import Reference
from claimcheck.verify import verify

US = "united-states"
PACK = Reference.default()
LOSS = {"metric": "net_income", "unit": "USD", "entity": "marvell-technology"}


def on_pack(judge: Any, claim: Any, name: str, day: str | None = None) -> Any:
    """The caveat of a claim judged with the default pack."""
    findings, _ = verify((claim,), judge.article(day=day), PACK)
    return next((one for one in findings[0].caveats if one.name == name), None)


class TestMonths:
    """US consumer prices, not seasonally adjusted (BLS)."""

    @pytest.mark.parametrize(
        ("month", "low", "values"),
        [
            ("2021-04", "4.2", {"yoy": "4.16", "yoy_prev": "2.62", "mom": "0.82", "mom_base": "-0.67", "norm": "0.32", "base_effect_pp": "0.99", "share_of_change": "0.64"}),
            ("2023-06", "3.0", {"yoy": "2.97", "yoy_prev": "4.05", "mom": "0.32", "mom_base": "1.37", "norm": "0.21", "base_effect_pp": "-1.16", "share_of_change": "1.07"}),
        ],
    )
    def test_goldens(self, judge: Any, month: str, low: str, values: dict[str, str]) -> None:
        claim = judge.claim(f"{low}%", low, metric="cpi_inflation", entity=US, period=month)
        found = on_pack(judge, claim, "base-effect-monthly")
        # The worked table rounds on the way; one unit of the last digit is allowed.
        assert {k: float(found.values[k]) for k in values} == pytest.approx({k: float(v) for k, v in values.items()}, abs=0.0101)

    @pytest.mark.parametrize("month", ["2021-10", "2022-03"])
    def test_near_misses(self, judge: Any, month: str) -> None:
        claim = judge.claim("6.0%", "6.0", metric="cpi_inflation", entity=US, period=month)
        assert on_pack(judge, claim, "base-effect-monthly") is None

    def test_a_monthly_rate_and_a_year_are_not_meant(self, judge: Any) -> None:
        for fields in ({"period": "2021-04", "basis": ("mom",)}, {"period": "2021"}):
            claim = judge.claim("0.8%", "0.8", metric="cpi_inflation", entity=US, **fields)
            assert on_pack(judge, claim, "base-effect-monthly") is None

    def test_missing(self, judge: Any) -> None:
        claim = judge.claim("6.0%", "6.0", metric="cpi_inflation", entity=US, period="2021-04")
        assert judge.caveat("base-effect-monthly", claim, []).strength == "not_assessed"

    def test_lag_by_date(self, judge: Any) -> None:
        """May 2026 is 4.25% on the year; twelve rows back would give 4.47 (October 2025 is missing)."""
        for low, label in (("4.25", "supported"), ("4.47", "contradicted")):
            claim = judge.claim(f"{low}%", low, metric="cpi_inflation", entity=US, period="2026-05", basis=("yoy",))
            findings, _ = verify((claim,), judge.article(), PACK)
            assert findings[0].verdict.label == label


class TestOffTrend:
    @pytest.mark.parametrize(
        ("base", "low", "fires"),
        [("60.0", "90", True), ("118.0", "5", False), ("180.0", "10", False), ("115.0", "15", False)],
    )
    def test_rows(self, judge: Any, base: str, low: str, fires: bool) -> None:
        values = [("2018", "95.0"), ("2019", "100.5"), ("2020", "104.0"), ("2021", "110.5"), ("2022", "114.0"), ("2023", "121.0"), ("2024", base)]
        rows = [judge.row(v, p, metric="eps", unit="USD") for p, v in values]
        assert (judge.caveat("base-off-trend", judge.claim(f"{low}%", low), rows) is not None) is fires


class TestLosses:
    """Marvell: -885.0 to 2,670.1 million dollars."""

    @pytest.mark.parametrize(("base", "label", "fires"), [("-885000000", "not_checkable", True), ("885000000", "contradicted", False)])
    def test_rows(self, judge: Any, base: str, label: str, fires: bool) -> None:
        rows = [judge.row(base, "2024", **LOSS), judge.row("2670100000", "2025", **LOSS)]
        claim = judge.claim("402%", "402", metric="earnings_growth", entity="marvell-technology")
        finding = judge.one(claim, rows)
        found = next((c for c in finding.caveats if c.name == "negative-base"), None)
        assert finding.verdict.label == label
        assert (found is not None) is fires
        if found:
            assert (found.values["naive_pct"], found.values["swing"]) == ("-401.7", "3555100000")

    @pytest.mark.parametrize(
        ("base", "value", "low", "fires"), [("6.86", "60.93", "788", True), ("60.0", "75.0", "25", False), ("8.0", "9.0", "12", True)]
    )
    def test_near_zero(self, judge: Any, base: str, value: str, low: str, fires: bool) -> None:
        earlier = [("2020", "84.0"), ("2021", "82.0"), ("2022", "85.0"), ("2023", "81.0")]
        rows = [judge.row(v, p, metric="eps", unit="USD") for p, v in (*earlier, ("2024", base), ("2025", value))]
        found = judge.caveat("near-zero-base", judge.claim(f"{low}%", low), rows)
        assert (found is not None) is fires


class TestAverages:
    """S&P 600 price returns 2022 to 2024: mean 1.10, compound 0.15 a year."""

    def rows(self, judge: Any, values: tuple[str, ...]) -> list[Any]:
        return [judge.row(v, str(2022 + n), metric="return", basis=("price",)) for n, v in enumerate(values)]

    @pytest.mark.parametrize(
        ("values", "fields", "cagr"),
        [
            (("-17.42", "13.89", "6.82"), {"basis": ("cagr",)}, "0.15"), (("-17.42", "13.89", "6.82"), {"per": "year"}, "0.15"),
            (("7.0", "8.0", "7.5"), {"basis": ("cagr",)}, None), (("-17.42", "13.89", "6.82"), {}, None),
            (("-17.42", "13.89"), {"basis": ("cagr",)}, None),
        ],
    )
    def test_rows(self, judge: Any, values: tuple[str, ...], fields: dict[str, Any], cagr: str | None) -> None:
        claim = judge.claim("1.1%", "1.1", metric="return", period="2022..2024", **fields)
        found = judge.caveat("arith-vs-geometric", claim, self.rows(judge, values))
        assert (found.values["cagr_pct"] if found else None) == cagr
        if found:
            assert found.values["mean_pct"] == "1.10"


class TestMissingLag:
    @pytest.mark.parametrize(
        ("periods", "fires"),
        [(("2022", "2023", "2025"), False), (("2023", "2025"), False), (("2023", "2024", "2025"), False),
         (("2024-09", "2024-11", "2025-10"), True), (("2024-09", "2024-10", "2025-10"), False)],
    )
    def test_rows(self, judge: Any, periods: tuple[str, ...], fires: bool) -> None:
        fields = {"metric": "retail_sales", "unit": "USD", "entity": US}
        rows = [judge.row(str(100 + n) + ".0", p, **fields) for n, p in enumerate(periods)]
        claim = judge.claim("3%", "3", metric="retail_sales_growth", entity=US, period=periods[-1], basis=("yoy",))
        assert (judge.caveat("missing-period-lag", claim, rows) is not None) is fires
