"""Caveats on definition, scope and rhetoric of the second round (4xx, 6xx)."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.schema import Attribution, Baseline, EntityRef

US = "united-states"


class TestNominal:
    """US retail sales, March 2026: 3.97 nominal, prices 3.26, 0.69 real."""

    def rows(self, judge: Any, prices: str | None = "3.26") -> list[Any]:
        rows = [judge.row("3.97", "2026-03", metric="retail_sales_growth", entity=US, basis=("nominal", "yoy"))]
        return rows + ([judge.row(prices, "2026-03", metric="cpi_inflation", entity=US, basis=("yoy",))] if prices else [])

    @pytest.mark.parametrize(
        ("low", "prices", "basis", "real"),
        [("3.97", "3.26", (), "0.69"), ("3.97", "0.5", (), None), ("3.97", "3.26", ("real",), None), ("3.97", "3.26", ("mom",), None)],
    )
    def test_rows(self, judge: Any, low: str, prices: str, basis: tuple[str, ...], real: str | None) -> None:
        claim = judge.claim(f"{low}%", low, metric="retail_sales_growth", entity=US, period="2026-03", basis=basis)
        found = judge.caveat("nominal-vs-real", claim, self.rows(judge, prices))
        assert (found.values["real_pct"] if found else None) == real

    def test_a_company_is_not_meant(self, judge: Any) -> None:
        assert judge.caveat("nominal-vs-real", judge.claim("4%", "4", metric="revenue_growth", entity="apple"), []) is None

    def test_missing(self, judge: Any) -> None:
        claim = judge.claim("3.97%", "3.97", metric="retail_sales_growth", entity=US, period="2026-03")
        assert judge.caveat("nominal-vs-real", claim, self.rows(judge, None)).strength == "not_assessed"


class TestCurrency:
    """S&P 500 in 2025: 17.9% in dollars, 5.4% in euros (0.9549 to 0.854 a dollar)."""

    def rows(self, judge: Any) -> list[Any]:
        fields = {"metric": "exchange_rate", "unit": "EUR", "entity": "eur"}
        return [judge.row("0.9549", "2024-12", **fields), judge.row("0.854", "2025-12", **fields)]

    @pytest.mark.parametrize(
        ("text", "entity", "eur"),
        [("For a saver in euros that matters.", "sp-500", "5.4"), ("A fine year.", "sp-500", None), ("In euros.", "stoxx-600", None)],
    )
    def test_rows(self, judge: Any, text: str, entity: str, eur: str | None) -> None:
        claim = judge.claim("17.9%", "17.9", metric="return", entity=entity)
        found = judge.caveat("currency", claim, self.rows(judge), judge.article(text))
        assert (found.values["eur_return_pct"] if found else None) == eur


class TestEarningsBasis:
    @pytest.mark.parametrize(
        ("held", "basis", "fires"),
        [({"gaap": "6.10", "adjusted": "7.25"}, (), True), ({"gaap": "6.10", "adjusted": "7.25"}, ("adjusted",), False),
         ({"gaap": "6.10"}, (), False), ({"gaap": "6.10", "adjusted": "6.10"}, (), False)],
    )
    def test_rows(self, judge: Any, held: dict[str, str], basis: tuple[str, ...], fires: bool) -> None:
        rows = [judge.row(v, metric="eps", unit="USD", basis=(b,)) for b, v in held.items()]
        claim = judge.claim("$7.25", "7.25", unit="USD", kind="level", metric="eps", basis=basis)
        assert (judge.caveat("earnings-basis", claim, rows) is not None) is fires


class TestEntities:
    """Small-cap growth for 2026: S&P 600 18%, Russell 2000 near 50%."""

    @pytest.mark.parametrize(
        ("entity", "low", "strength"),
        [("us-small-cap", "18", "moderate"), ("us-small-cap", "30", None), ("sp-smallcap-600", "50", "strong"),
         ("sp-smallcap-600", "18", None), ("russell-2000", "18", "strong")],
    )
    def test_rows(self, judge: Any, entity: str, low: str, strength: str | None) -> None:
        rows = [judge.row("18"), judge.row("50", entity="russell-2000")]
        found = judge.caveat("entity-substitution", judge.claim(f"{low}%", low, entity=entity), rows)
        assert (found.strength if found else None) == strength


class TestSlips:
    @pytest.mark.parametrize(
        ("low", "held", "fires"),
        [("11.93", "1.193", True), ("2.97", "11.89", True), ("11.93", "2.97", True), ("3.10", "11.89", False), ("11.89", "11.89", False)],
    )
    def test_split(self, judge: Any, low: str, held: str, fires: bool) -> None:
        """NVIDIA 11.93 and 1.19, Apple 11.89 and 2.97."""
        row = judge.row(held, metric="eps", unit="USD", basis=("gaap",))
        claim = judge.claim(f"${low}", low, unit="USD", kind="level", metric="eps")
        assert (judge.caveat("split-restated", claim, [row]) is not None) is fires

    @pytest.mark.parametrize(
        ("scale", "low", "fires"), [(10**6, "391.0", True), (10**9, "391.0", False), (10**6, "391035", False), (10**9, "319.0", False), (10**12, "391.0", True)]
    )
    def test_scale(self, judge: Any, scale: int, low: str, fires: bool) -> None:
        row = judge.row("391035000000", metric="revenue", unit="USD", entity="apple")
        claim = judge.claim(f"${low}", low, scale=scale, unit="USD", kind="level", metric="revenue", entity="apple")
        assert (judge.caveat("unit-scale", claim, [row]) is not None) is fires


class TestRhetoric:
    @pytest.mark.parametrize(
        ("text", "strength"),
        [("Rotation usually ends in a bear market, 18% of it.", "not_assessed"), ("Growth was 18% in 2025.", None), ("An unusual 18% in 2025.", None)],
    )
    def test_pattern(self, judge: Any, text: str, strength: str | None) -> None:
        found = judge.caveat("small-n", judge.claim("18%", "18"), [judge.row("18")], judge.article(text))
        assert (found.strength if found else None) == strength

    @pytest.mark.parametrize(
        ("text", "fires"),
        [("Earnings rose 18%, driven by rate cuts.", True), ("Earnings rose 18% in 2025.", False), ("Les profits ont crû de 18% grâce à la baisse des taux.", True)],
    )
    def test_cause(self, judge: Any, text: str, fires: bool) -> None:
        found = judge.caveat("causal-unverified", judge.claim("18%", "18"), [judge.row("18")], judge.article(text))
        assert (found is not None) is fires

    def test_cause_of_what_is_not_judged(self, judge: Any) -> None:
        assert judge.caveat("causal-unverified", judge.claim("18%", "18"), [], judge.article("Rose 18%, driven by cuts.")) is None

    @pytest.mark.parametrize(
        ("low", "high", "values", "fires"),
        [("18", "19", ("18", "19"), True), ("18", "19", ("18.4", "18.9"), False), ("18", "18", ("18", "19"), False)],
    )
    def test_merged_range(self, judge: Any, low: str, high: str, values: tuple[str, str], fires: bool) -> None:
        rows = [judge.row(v, "2026", provider="bofa", series=v, status="estimate") for v in values]
        claim = judge.claim("x", low, high=high, period="2026", modality="forecast", attribution=Attribution(text="BofA"))
        assert (judge.caveat("merged-range", claim, rows) is not None) is fires

    @pytest.mark.parametrize(("text", "fires"), [("Today's constituents gained 18%.", True), ("The index gained 18%.", False)])
    def test_present_members(self, judge: Any, text: str, fires: bool) -> None:
        claim = judge.claim("18%", "18", metric="return", entity="sp-500", period="2015..2024")
        assert (judge.caveat("survivorship", claim, [], judge.article(text)) is not None) is fires

    @pytest.mark.parametrize(("quote", "averages", "strength"), [("above the historical average", ("25", "11.2"), "note"), ("above the historical average", ("35", "11.2"), "strong"), ("above the 5-year average", ("25", "11.2"), None)])
    def test_average_without_years(self, judge: Any, quote: str, averages: tuple[str, str], strength: str | None) -> None:
        fields = {"metric": "valuation_discount", "basis": ("forward",)}
        rows = [judge.row(averages[0], "2021..2025", series="a5", **fields), judge.row(averages[1], "2005..2025", series="a20", **fields)]
        rows.append(judge.row("31", "2026-01-13", series="now", **fields))
        claim = judge.claim(quote, kind="comparison", metric="valuation_discount", period="2026-01-13", baseline=Baseline(relation="higher_than"))
        found = judge.caveat("missing-benchmark-window", claim, rows)
        assert (found.strength if found else None) == strength

    def test_a_peer_is_no_average(self, judge: Any) -> None:
        peer = EntityRef(id="us-large-cap", text="large caps")
        claim = judge.claim("above", kind="comparison", metric="return", period="2024", baseline=Baseline(relation="higher_than", entity=peer))
        assert judge.caveat("missing-benchmark-window", claim, []) is None
