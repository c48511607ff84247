"""Caveats on definition, scope and evidence (4xx, 6xx) of the first round."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.schema import Attribution

FLOW = {"metric": "net_flow", "unit": "USD", "entity": "us-small-cap"}


class TestPriceVsTotal:
    """S&P 600 in 2024: 6.82 price, 8.64 total."""

    @pytest.mark.parametrize(
        ("held", "basis", "strength"),
        [
            ({"price": "6.82", "total": "8.64"}, (), "moderate"), ({"price": "6.82", "total": "8.64"}, ("total",), None),
            ({"price": "6.82", "total": "7.1"}, (), None), ({"price": "6.82"}, (), "not_assessed"),
        ],
    )
    def test_rows(self, judge: Any, held: dict[str, str], basis: tuple[str, ...], strength: str | None) -> None:
        rows = [judge.row(v, "2024", metric="return", basis=(b,)) for b, v in held.items()]
        found = judge.caveat("price-vs-total", judge.claim("7%", "7", metric="return", period="2024", basis=basis), rows)
        assert (found.strength if found else None) == strength


class TestProviderDisagreement:
    @pytest.mark.parametrize(
        ("values", "fires"),
        [
            ((("18", "bofa"), ("15.4", "first-trust")), True), ((("18", "bofa"), ("18.4", "first-trust")), False),
            ((("18", "bofa"), ("12.0", "bofa")), False), ((("18", "bofa"),), False),
        ],
    )
    def test_rows(self, judge: Any, values: Any, fires: bool) -> None:
        rows = [judge.row(v, "2026", provider=p, series=f"{p}{v}", status="estimate") for v, p in values]
        claim = judge.claim("18%", "18", period="2026", modality="forecast", attribution=Attribution(text="US banks"))
        assert (judge.caveat("provider-disagreement", claim, rows) is not None) is fires


class TestFlows:
    def claim(self, judge: Any, low: str = "6.4", **fields: Any) -> Any:
        base = {"kind": "flow", "direction": "in", "scale": 10**9, "unit": "USD", "metric": "net_flow", "entity": "us-small-cap"}
        return judge.claim(f"${low} billion", low, **(base | fields))

    @pytest.mark.parametrize(
        ("low", "share"), [("6.4", "0.43"), ("14", "0.93"), ("45", None)]
    )
    def test_scale(self, judge: Any, low: str, share: str | None) -> None:
        """6.4 billion of 1.5 trillion is 0.43%."""
        rows = [judge.row("1500000000000", "2025-01-31", metric="market_cap", unit="USD")]
        found = judge.caveat("flow-without-scale", self.claim(judge, low), rows)
        assert (found.values["share_pct"] if found else None) == share

    def test_scale_missing(self, judge: Any) -> None:
        assert judge.caveat("flow-without-scale", self.claim(judge), []).strength == "not_assessed"

    @pytest.mark.parametrize(
        ("value", "period", "strength"),
        [("-80000000000", "2025-01-01/2025-08-05", "moderate"), ("9000000000", "2025-01-01/2025-08-05", "note"),
         ("-80000000000", "2023", "not_assessed")],
    )
    def test_other_counts(self, judge: Any, value: str, period: str, strength: str) -> None:
        rows = [judge.row(value, period, provider="bofa", **FLOW)]
        assert judge.caveat("scope-subsample", self.claim(judge), rows).strength == strength

    def test_a_flow_with_no_series_is_never_a_guess(self, judge: Any) -> None:
        rows = [judge.row("-80000000000", "2025-01-01/2025-08-05", provider="bofa", **FLOW)]
        finding = judge.one(self.claim(judge), rows)
        assert (finding.verdict.label, finding.evidence) == ("not_enough_data", ())

    def test_near_misses(self, judge: Any) -> None:
        level = judge.claim("$6.4 billion", "6.4", scale=10**9, unit="USD", kind="level", metric="revenue")
        assert judge.caveat("flow-without-scale", level, []) is None
        assert judge.caveat("scope-subsample", level, []) is None


class TestUnsourced:
    @pytest.mark.parametrize(
        ("source", "fields", "fires"),
        [
            ("US banks", {}, True), ("analysts", {}, True), ("FactSet", {}, False), ("BofA strategists", {}, False),
            ("Jane Miller of Acme Research", {}, False), (None, {}, False), (None, {"modality": "forecast"}, True),
            (None, {"kind": "flow"}, True),
        ],
    )
    def test_rows(self, judge: Any, source: str | None, fields: dict[str, Any], fires: bool) -> None:
        claim = judge.claim("18%", "18", attribution=Attribution(text=source) if source else None, **fields)
        assert (judge.caveat("unsourced", claim, []) is not None) is fires
