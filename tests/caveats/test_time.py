"""Caveats about time (3xx) of the first round."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.schema import Attribution, Period

PE = {"metric": "pe_ratio", "unit": "times", "basis": ("forward",), "provider": "factset"}


class TestForecastAsFact:
    @pytest.mark.parametrize(
        ("fields", "fires"),
        [
            ({"period": "2026"}, True), ({"period": "2026", "modality": "forecast"}, False), ({"period": "2025"}, False),
            ({"period": "2026", "hedge": "may"}, False), ({"period": "2026", "attribution": Attribution(text="BofA")}, False),
            ({"period": "2027"}, True),
        ],
    )
    def test_rows(self, judge: Any, fields: dict[str, Any], fires: bool) -> None:
        rows = [judge.row("18", "2026", status="estimate"), judge.row("18", "2027", status="estimate"), judge.row("18", "2025")]
        found = judge.caveat("forecast-as-fact", judge.claim("18%", "18", **fields), rows, judge.article(day="2026-01-15"))
        assert (found is not None) is fires

    def test_the_verdict_is_a_forecast(self, judge: Any) -> None:
        rows = [judge.row("18", "2027", status="estimate")]
        verdict = judge.one(judge.claim("18%", "18", period="2027"), rows, judge.article(day="2026-01-15")).verdict
        assert verdict.forecast == "forecast_attributed"


class TestForecastDrift:
    """S&P 600 earnings for 2025: 105.58 (March 2024) to 85.88 (January 2026), -18.7%."""

    PATH = (("105.58", "2024-03-26"), ("85.11", "2025-08-19"), ("85.88", "2026-01-29"))

    def rows(self, judge: Any, path: Any) -> list[Any]:
        return [judge.row(v, "2025", metric="eps", unit="USD", status="estimate", known_from=day) for v, day in path]

    def test_last_years_estimate(self, judge: Any) -> None:
        claim = judge.claim("18%", "18", period="2026", modality="forecast")
        found = judge.caveat("forecast-drift", claim, self.rows(judge, self.PATH))
        assert (found.strength, found.values["drift_pct"]) == ("moderate", "-18.7")

    @pytest.mark.parametrize("path", [PATH[1:], PATH[:1]])
    def test_near_misses(self, judge: Any, path: Any) -> None:
        claim = judge.claim("18%", "18", period="2026", modality="forecast")
        found = judge.caveat("forecast-drift", claim, self.rows(judge, path))
        assert found is None or found.strength == "not_assessed"

    def test_a_fact_does_not_drift(self, judge: Any) -> None:
        claim = judge.claim("18%", "18", period="2026")
        assert judge.caveat("forecast-drift", claim, self.rows(judge, self.PATH)) is None


class TestUndatedFigure:
    def claim(self, judge: Any, **fields: Any) -> Any:
        base = {"unit": "times", "kind": "ratio", "metric": "pe_ratio", "period": None}
        return judge.claim("15.6 times", "15.6", **(base | fields))

    def rows(self, judge: Any) -> list[Any]:
        return [judge.row("15.6", "2026-01-13", **PE), judge.row("15.63", "2021-11", **PE), judge.row("15.70", "2025-08-28", **PE)]

    def test_all_days_that_fit_are_listed(self, judge: Any) -> None:
        found = judge.caveat("undated-figure", self.claim(judge), self.rows(judge))
        assert found.strength == "moderate"
        assert [one["start"] for one in found.values["matches"]] == ["2026-01-13", "2021-11-01"]

    def test_near_misses(self, judge: Any) -> None:
        assert judge.caveat("undated-figure", self.claim(judge, period="2026-01-13"), self.rows(judge)) is None
        now = self.claim(judge).model_copy(update={"period": Period(text="currently")})
        assert judge.caveat("undated-figure", now, self.rows(judge), judge.article(day="2026-01-14")) is None


class TestStaleData:
    def claim(self, judge: Any) -> Any:
        claim = judge.claim("15.7 times", "15.7", unit="times", kind="ratio", metric="pe_ratio", period=None)
        return claim.model_copy(update={"period": Period(text="currently")})

    @pytest.mark.parametrize(
        ("rows", "strength"),
        [
            ((("15.70", "2025-12-08"), ("14.2", "2026-01-13")), None),  # the newest decides, and it does not fit
            ((("15.70", "2025-12-08"),), "note"), ((("15.70", "2026-01-09"),), None),
        ],
    )
    def test_rows(self, judge: Any, rows: Any, strength: str | None) -> None:
        held = [judge.row(v, p, **PE) for v, p in rows]
        found = judge.caveat("stale-data", self.claim(judge), held, judge.article(day="2026-01-15"))
        assert (found.strength if found else None) == strength


class TestPeriodMerge:
    @pytest.mark.parametrize(
        ("values", "fires"), [(("-17.42", "13.89"), True), (("-17.42", "-3.0"), False), (("5.0", "13.89"), False)]
    )
    def test_rows(self, judge: Any, values: tuple[str, str], fires: bool) -> None:
        rows = [judge.row(v, p, metric="return", basis=("price",)) for v, p in zip(values, ("2022", "2023"), strict=True)]
        claim = judge.claim("kept plunging", kind="trend", metric="return", period="2022..2023", direction="down")
        found = judge.caveat("period-merge", claim, rows)
        assert (found is not None) is fires
        if found:
            assert [one["value"] for one in found.values["periods"]] == list(values)


class TestTrailingVsForward:
    def rows(self, judge: Any, trailing: str | None = "17.35", day: str = "2025-12-31") -> list[Any]:
        held = [judge.row("15.6", "2026-01-13", **PE)]
        if trailing:
            held.append(judge.row(trailing, day, metric="pe_ratio", unit="times", basis=("trailing",)))
        return held

    @pytest.mark.parametrize(
        ("trailing", "day", "basis", "strength"),
        [
            ("17.35", "2025-12-31", (), "moderate"), ("17.35", "2024-12-31", (), "note"), ("15.9", "2025-12-31", (), None),
            (None, "2025-12-31", (), "not_assessed"), ("17.35", "2025-12-31", ("forward",), None),
        ],
    )
    def test_rows(self, judge: Any, trailing: str | None, day: str, basis: tuple[str, ...], strength: str | None) -> None:
        claim = judge.claim("15.6 times", "15.6", unit="times", kind="ratio", metric="pe_ratio", basis=basis, period="2026-01-13")
        found = judge.caveat("trailing-vs-forward", claim, self.rows(judge, trailing, day))
        assert (found.strength if found else None) == strength
