"""Caveats about vintages, windows and spans (CC303 to CC313)."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.schema import Baseline, Period

US = "united-states"
# S&P 500, monthly average price (Shiller), March 2019 to March 2021 and December 2025.
PRICES = ["2803.98", "2903.80", "2854.71", "2890.17", "2996.11", "2897.50", "2982.16", "2977.68", "3104.90", "3176.75", "3278.20", "3277.31", "2652.39", "2761.98", "2919.62", "3104.66", "3207.62", "3391.71", "3365.52", "3418.70", "3548.99", "3695.31", "3793.75", "3883.43", "3910.51"]


GDP_LEVELS = {
    "2019Q3": "20843.322", "2020Q2": "19077.992", "2020Q3": "20558.879", "2024Q4": "23586.542",
    "2025Q3": "24026.834", "2025Q4": "24055.749",
}


class TestVintages:
    """US real GDP, second quarter of 2022; payrolls of June 2025 (ALFRED)."""

    GDP = (("-0.9", "2022-07-28"), ("-0.6", "2022-08-25"), ("0.3", "2024-09-26"), ("0.6", "2025-09-25"))
    PAYROLLS = (("147000", "2025-07-03"), ("14000", "2025-08-01"), ("-13000", "2025-09-05"), ("-20000", "2026-02-11"))

    def rows(self, judge: Any, vintages: Any, **fields: Any) -> list[Any]:
        return [judge.row(v, known_from=day, series="s", entity=US, **fields) for v, day in vintages]

    @pytest.mark.parametrize(
        ("low", "direction", "day", "then", "now", "kind"),
        [
            ("0.9", "down", "2022-07-29", "supported", "contradicted", "since_revised"),
            ("0.6", "down", "2022-09-01", "supported", "contradicted", "since_revised"),
            ("0.6", "up", "2022-07-29", "contradicted", "supported", "matches_later_revision"),
            ("0.6", "up", "2025-10-01", "supported", "supported", None),
        ],
    )
    def test_gdp(self, judge: Any, low: str, direction: str, day: str, then: str, now: str, kind: str | None) -> None:
        rows = self.rows(judge, self.GDP, metric="gdp_growth", period="2022Q2", basis=("annualised",))
        claim = judge.claim(f"{low}%", low, metric="gdp_growth", entity=US, period="2022Q2", direction=direction)
        finding = judge.one(claim, rows, judge.article(day=day))
        found = next((c for c in finding.caveats if c.name == "revised-vintage"), None)
        assert (finding.verdict.then, finding.verdict.now) == (then, now)
        assert (found.values["kind"] if found else None) == kind

    @pytest.mark.parametrize(
        ("quote", "low", "day", "then"),
        [("147,000", "147000", "2025-07-03", "supported"), ("14,000", "14000", "2025-08-02", "supported"),
         ("147,000", "147000", "2025-08-02", "contradicted")],
    )
    def test_payrolls(self, judge: Any, quote: str, low: str, day: str, then: str) -> None:
        rows = self.rows(judge, self.PAYROLLS, metric="net_flow", unit="count", period="2025-06")
        claim = judge.claim(quote, low, unit="count", kind="flow", metric="net_flow", entity=US, period="2025-06")
        assert judge.one(claim, rows, judge.article(day=day)).verdict.then == then

    def test_known_only_later(self, judge: Any) -> None:
        rows = self.rows(judge, self.GDP, metric="gdp_growth", period="2022Q2", basis=("annualised",))
        claim = judge.claim("0.9%", "0.9", metric="gdp_growth", entity=US, period="2022Q2", direction="down")
        found = {c.name for c in judge.one(claim, rows, judge.article(day="2022-07-10")).caveats}
        assert "look-ahead" in found
        found = {c.name for c in judge.one(claim, rows, judge.article(day="2022-07-30")).caveats}
        assert "look-ahead" not in found

    @pytest.mark.parametrize(("low", "day", "fires"), [("0.6", "2022-08-26", True), ("2.4", "2022-08-26", False), ("0.6", "2024-09-27", False)])
    def test_within_the_usual_revision(self, judge: Any, low: str, day: str, fires: bool) -> None:
        rows = self.rows(judge, self.GDP, metric="gdp_growth", period="2022Q2", basis=("annualised",))
        claim = judge.claim(f"{low}%", low, metric="gdp_growth", entity=US, period="2022Q2", basis=("annualised",), direction="down")
        assert (judge.caveat("preliminary-within-noise", claim, rows, judge.article(day=day)) is not None) is fires


class TestStartDate:
    """From March 2020 to December 2025: 17.9% a year, the 96th percentile; median 14.2, least 12.5."""

    def rows(self, judge: Any) -> list[Any]:
        months = [f"{2019 + (2 + n) // 12}-{(2 + n) % 12 + 1:02d}" for n in range(25)]
        fields = {"metric": "index_level", "unit": "index_point", "entity": "sp-500"}
        rows = [judge.row(v, m, **fields) for v, m in zip(PRICES, months, strict=True)]
        return [*rows, judge.row("6853.03", "2025-12", **fields)]

    def test_golden(self, judge: Any) -> None:
        claim = judge.claim("17.9%", "17.9", metric="return", entity="sp-500", period="2020-03-31/2025-12-31", basis=("cagr",))
        found = judge.caveat("start-date", claim, self.rows(judge))
        assert found.strength == "moderate"
        assert {key: found.values[key] for key in ("cagr", "min", "median", "percentile")} == {
            "cagr": "17.9", "min": "12.5", "median": "14.2", "percentile": "96",
        }

    @pytest.mark.parametrize("period", ["2019-12-31/2025-12-31", "2025-03-31/2025-12-31", "2015-03-31/2025-12-31"])
    def test_near_misses(self, judge: Any, period: str) -> None:
        claim = judge.claim("14%", "14", metric="return", entity="sp-500", period=period, basis=("cagr",))
        assert judge.caveat("start-date", claim, self.rows(judge)) is None


class TestPartOfYear:
    def test_matched_by_part_of_the_year(self, judge: Any) -> None:
        """S&P 600 by mid May 2025: -11.8%."""
        fields = {"metric": "return", "basis": ("price", "ytd")}
        rows = [judge.row("-11.8", "2025-01-01/2025-05-13", **fields), judge.row("5.5", "2025", metric="return", basis=("price",))]
        claim = judge.claim("11.8%", "11.8", metric="return", direction="down")
        finding = judge.one(claim, rows)
        assert finding.verdict.label == "contradicted"
        assert "ytd-as-year" in {c.name for c in finding.caveats}

    @pytest.mark.parametrize(("other", "fires"), [("2024", True), ("2024-01-01/2024-05-13", False)])
    def test_compared_with_a_year(self, judge: Any, other: str, fires: bool) -> None:
        past = judge.claim("x", "1", period=other).period
        claim = judge.claim("3%", "3", metric="return", period="2025-01-01/2025-05-13", baseline=Baseline(relation="versus", period=past))
        assert (judge.caveat("ytd-as-year", claim, []) is not None) is fires

    def test_a_year_that_fits_is_left_alone(self, judge: Any) -> None:
        rows = [judge.row("-11.8", "2025-01-01/2025-05-13", metric="return"), judge.row("5.5", "2025", metric="return")]
        assert judge.caveat("ytd-as-year", judge.claim("5.5%", "5.5", metric="return"), rows) is None


class TestAnnualised:
    """US real GDP, chained dollars: 2025Q4 0.12 / 0.48 / 1.99; 2020Q3 7.8 / 34.9."""

    @pytest.mark.parametrize(
        ("period", "low", "basis", "label", "strength"),
        [
            ("2025Q4", "0.48", ("annualised",), "supported", None), ("2025Q4", "0.12", ("annualised",), "contradicted", "strong"),
            ("2025Q4", "1.99", ("annualised",), "contradicted", "strong"), ("2025Q4", "0.12", ("qoq",), "supported", None),
            ("2025Q4", "1.99", ("yoy",), "supported", None), ("2020Q3", "34.9", ("qoq",), "contradicted", "strong"),
            ("2020Q3", "7.8", ("qoq",), "supported", None), ("2025Q4", "1.99", (), "supported", "moderate"),
            ("2025Q4", "0.12", (), "depends_on_basis", "moderate"), ("2025Q4", "5.2", (), "contradicted", None),
        ],
    )
    def test_rows(self, judge: Any, period: str, low: str, basis: tuple[str, ...], label: str, strength: str | None) -> None:
        rows = [judge.row(v, p, metric="gdp", unit="USD", entity=US) for p, v in GDP_LEVELS.items()]
        finding = judge.one(judge.claim(f"{low}%", low, metric="gdp_growth", entity=US, period=period, basis=basis), rows)
        found = next((c for c in finding.caveats if c.name == "annualised"), None)
        assert finding.verdict.label == label
        assert (found.strength if found else None) == strength


class TestSeasonal:
    def rows(self, judge: Any, basis: tuple[str, ...], swing: float = 0.3) -> list[Any]:
        values, level = [], 100.0
        for n in range(60):
            level *= 1 + (0.2 + (swing if n % 12 == 0 else -swing if n % 12 == 6 else 0)) / 100
            values.append(judge.row(f"{level:.3f}", f"{2020 + n // 12}-{n % 12 + 1:02d}", metric="retail_sales", unit="USD", entity=US, basis=basis))
        return values

    @pytest.mark.parametrize(
        ("basis", "named", "low", "fires"),
        [(("nsa",), ("mom",), "0.3", True), (("sa",), ("mom",), "0.3", False), (("nsa",), ("yoy",), "2.4", False), (("nsa",), ("mom",), "1.9", False)],
    )
    def test_rows(self, judge: Any, basis: tuple[str, ...], named: tuple[str, ...], low: str, fires: bool) -> None:
        claim = judge.claim(f"{low}%", low, metric="retail_sales_growth", entity=US, period="2024-08", basis=named)
        assert (judge.caveat("seasonal", claim, self.rows(judge, basis)) is not None) is fires


class TestFiscal:
    """NVIDIA's fiscal 2026 ended on 25 January 2026."""

    @pytest.mark.parametrize(
        ("period", "kind", "held", "fires"),
        [
            ("2025", "calendar", "2025-01-27/2026-01-25", False),  # 25 days off: the label is nearly right
            ("2026", "calendar", "2025-01-27/2026-01-25", True), ("2026", "fiscal", "2025-01-27/2026-01-25", False),
            ("2025", "calendar", "2024-09-29/2025-09-27", True), ("2025", "calendar", "2025", False),
        ],
    )
    def test_rows(self, judge: Any, period: str, kind: str, held: str, fires: bool) -> None:
        fields = {"metric": "revenue", "unit": "USD", "entity": "nvidia"}
        claim = judge.claim("$216 billion", "216", scale=10**9, unit="USD", kind="level", metric="revenue", entity="nvidia", period=period)
        claim = claim.model_copy(update={"period": Period(**(claim.period.model_dump() | {"type": kind}))})
        found = judge.caveat("fiscal-vs-calendar", claim, [judge.row("216000000000", held, **fields)])
        assert (found is not None) is fires
