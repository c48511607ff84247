"""Caveats on growth arithmetic (2xx) of the first round."""

from __future__ import annotations

from typing import Any

import pytest


class TestStackedGrowth:
    @pytest.mark.parametrize(
        ("low", "levels", "pace"),
        [
            ("20", ("100.0", "90.0", "108.0"), "3.92"),  # a fall, then a rise
            ("4", ("100.0", "104.0", "108.0"), None), ("6", ("100.0", "104.0", "110.2"), None),
            ("30", ("100.0", "98.0", "127.4"), "12.87"),
        ],
    )
    def test_rows(self, judge: Any, low: str, levels: tuple[str, ...], pace: str | None) -> None:
        rows = [judge.row(v, p, metric="eps", unit="USD") for v, p in zip(levels, ("2023", "2024", "2025"), strict=True)]
        found = judge.caveat("stacked-growth", judge.claim(f"{low}%", low), rows)
        assert (found.values["two_year_pace_pct"] if found else None) == pace

    def test_what_the_claim_implies_stands_in_for_an_estimate(self, judge: Any) -> None:
        rows = [judge.row(v, p, metric="eps", unit="USD") for v, p in (("100.0", "2023"), ("90.0", "2024"))]
        found = judge.caveat("stacked-growth", judge.claim("20%", "20"), rows)
        assert (found.values["two_year_pace_pct"], found.values["assumed"]) == ("3.92", "claim")

    def test_missing(self, judge: Any) -> None:
        base = [judge.row("90.0", "2024", metric="eps", unit="USD")]
        assert judge.caveat("stacked-growth", judge.claim("20%", "20"), base).strength == "not_assessed"
        assert judge.caveat("stacked-growth", judge.claim("20%", "20"), []) is None


class TestLossRecovery:
    """-17.42% needs +21.1%; +13.89% left -5.95%."""

    @pytest.mark.parametrize(
        ("values", "together"),
        [(("-17.42", "13.89"), "-5.95"), (("-17.42", "25.0"), None), (("10.0", "-5.0"), None), (("-50.0", "50.0"), "-25.00")],
    )
    def test_years_of_a_trend(self, judge: Any, values: tuple[str, str], together: str | None) -> None:
        rows = [judge.row(v, p, metric="return", basis=("price",)) for v, p in zip(values, ("2022", "2023"), strict=True)]
        claim = judge.claim("kept plunging", kind="trend", metric="return", period="2022..2023", direction="down")
        found = judge.caveat("loss-recovery-asymmetry", claim, rows)
        assert (found.values["together_pct"] if found else None) == together

    def test_needed(self, judge: Any) -> None:
        rows = [judge.row(v, p, metric="return", basis=("price",)) for v, p in (("-17.42", "2022"), ("13.89", "2023"))]
        claim = judge.claim("kept plunging", kind="trend", metric="return", period="2022..2023", direction="down")
        assert judge.caveat("loss-recovery-asymmetry", claim, rows).values["needed_pct"] == "21.1"

    @pytest.mark.parametrize(("rise", "fires"), [("50", True), ("120", False)])
    def test_two_numbers_of_the_text(self, judge: Any, rise: str, fires: bool) -> None:
        fall = judge.claim("50%", "50", metric="return", direction="down", period="2024", at=10)
        claim = judge.claim(f"{rise}%", rise, metric="return", direction="up", at=50)
        findings, _ = judge.verify([fall, claim], [])
        assert any(c.name == "loss-recovery-asymmetry" for c in findings[1].caveats) is fires


class TestPercentVsPoints:
    """Federal funds rate 4.33 to 3.64: -0.69 points, -15.9 percent."""

    @pytest.mark.parametrize(
        ("low", "unit", "label", "fires"),
        [
            ("0.69", "percentage_point", "supported", False), ("0.69", "percent", "contradicted", True),
            ("15.9", "percent", "supported", False), ("15.9", "percentage_point", "contradicted", True),
            ("3.1", "percent", "contradicted", False),
        ],
    )
    def test_rows(self, judge: Any, low: str, unit: str, label: str, fires: bool) -> None:
        fields = {"entity": "united-states", "metric": "policy_rate"}
        rows = [judge.row("4.33", "2024-12-31", **fields), judge.row("3.64", "2025-12-31", **fields)]
        claim = judge.claim("x", low, unit=unit, kind="change", direction="down", period="2025-12-31", basis=("yoy",), **fields)
        finding = judge.one(claim, rows)
        assert finding.verdict.label == label
        assert any(c.name == "percent-vs-pp" for c in finding.caveats) is fires
