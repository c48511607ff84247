"""Verdicts on hand-built claims: the interval rule through the key, then and now, readings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from claimcheck.schema import Attribution, Baseline, EntityRef, Period

BANKS = Attribution(text="US banks")


def estimates(judge: Any) -> list[Any]:
    """Published estimates for 2026 (Bank of America, First Trust; see the default pack)."""
    basis = ("consensus", "yoy")
    return [
        judge.row("18", "2026", basis=basis, provider="bofa", status="estimate", known_from="2025-12-02"),
        judge.row("19", "2026", basis=basis, provider="bofa", series="bofa-analysts", status="estimate", known_from="2025-12-08"),
        judge.row("15.4", "2026", basis=basis, provider="first-trust", status="estimate", known_from="2026-01-29"),
    ]


@pytest.mark.parametrize(
    ("quote", "low", "fields", "value", "label"),
    [
        ("12%", "12", {}, "12.3", "supported"),
        ("12%", "12", {}, "12.9", "imprecise"),
        ("12%", "12", {}, "14", "contradicted"),
        ("12%", "12", {"direction": "up"}, "-12", "contradicted"),
        ("12%", "12", {"direction": "down"}, "-12", "supported"),
        ("12%", "12", {"direction": "down"}, "12", "contradicted"),
        ("(3.4)%", "-3.4", {}, "-3.4", "supported"),
        ("12%", "12", {"direction": "down", "bound": "more_than"}, "-15.0", "supported"),
        ("12%", "12", {"direction": "down", "bound": "more_than"}, "-9.0", "contradicted"),
        ("12%", "12", {"polarity": "negated"}, "14", "supported"),
        ("12%", "12", {"polarity": "negated"}, "12.1", "contradicted"),
        ("18-19%", "18", {"high": "19"}, "18.5", "supported"),
        ("120 basis points", "120", {"unit": "basis_point"}, "1.2", "supported"),
    ],
)
def test_growth_against_a_held_growth(judge: Any, quote: str, low: str, fields: dict[str, Any], value: str, label: str) -> None:
    finding = judge.one(judge.claim(quote, low, **fields), [judge.row(value)])
    assert finding.verdict.label == label
    assert finding.evidence
    assert finding.verdict.readings[0].evidence == 0


@pytest.mark.parametrize(
    ("low", "fields", "label"),
    [
        ("12", {}, "supported"), ("12", {"direction": "down"}, "contradicted"), ("20", {}, "contradicted"),
        ("12", {"unit": "USD"}, "supported"), ("13", {"unit": "USD"}, "imprecise"),
        ("1.12", {"unit": "times"}, "supported"),
    ],
)
def test_growth_from_two_levels_by_date(judge: Any, low: str, fields: dict[str, Any], label: str) -> None:
    rows = [judge.row(v, p, metric="eps", unit="USD") for v, p in (("100.0", "2024"), ("112.0", "2025"), ("90.0", "2023"))]
    kind = "change" if fields.get("unit") == "USD" else "growth"
    finding = judge.one(judge.claim("x", low, kind=kind, **fields), rows)
    assert finding.verdict.label == label
    assert "112" in finding.evidence[0].computation


def test_a_missing_base_year_is_refused_not_shifted(judge: Any) -> None:
    rows = [judge.row(v, p, metric="eps", unit="USD") for v, p in (("112.0", "2025"), ("100.0", "2023"))]
    finding = judge.one(judge.claim("12%", "12"), rows)
    assert finding.verdict.label == "not_enough_data"
    assert not finding.evidence


@pytest.mark.parametrize(
    ("claim", "rows", "words"),
    [
        ({"entity": None}, [{}], "could not be told"),
        ({"metric": "other"}, [{}], "not a metric"),
        ({}, [], "No data held"),
        ({"period": "2019"}, [{}], "for 2019"),
        ({"unit": "EUR", "kind": "level", "metric": "eps", "low": "3"}, [{"metric": "eps", "unit": "USD"}], "cannot be compared"),
        ({"basis": ("real",)}, [{"basis": ("nominal",)}], "held only as nominal"),
    ],
)
def test_what_is_missing_is_named(judge: Any, claim: dict[str, Any], rows: list[dict[str, Any]], words: str) -> None:
    low = claim.pop("low", "12")
    finding = judge.one(judge.claim("12%", low, **claim), [judge.row("12", **row) for row in rows])
    assert finding.verdict.label == "not_enough_data"
    assert words in finding.verdict.reason
    assert finding.evidence == ()


@pytest.mark.parametrize(
    ("modality", "kind"), [("opinion", "opinion"), ("conditional", "conditional"), ("question", "question")]
)
def test_what_is_no_fact_is_not_checked(judge: Any, modality: str, kind: str) -> None:
    finding = judge.one(judge.claim("12%", "12", modality=modality), [judge.row("12")])
    assert (finding.verdict.label, finding.verdict.kind) == ("not_checkable", kind)


class TestTime:
    """Judged as known then, and now beside it."""

    def test_revised_since(self, judge: Any) -> None:
        rows = [judge.row("-0.9", series="g", known_from="2026-01-30"), judge.row("0.6", series="g", known_from="2026-09-25")]
        claim = judge.claim("0.9%", "0.9", direction="down")
        verdict = judge.one(claim, rows, judge.article(day="2026-02-01")).verdict
        assert (verdict.label, verdict.then, verdict.now) == ("supported", "supported", "contradicted")

    def test_matches_only_a_later_revision(self, judge: Any) -> None:
        rows = [judge.row("1.0", series="g", known_from="2026-01-30"), judge.row("2.0", series="g", known_from="2026-09-25")]
        verdict = judge.one(judge.claim("2.0%", "2.0"), rows, judge.article(day="2026-02-01")).verdict
        assert (verdict.label, verdict.then, verdict.now) == ("imprecise", "contradicted", "supported")

    def test_a_row_known_later_never_decides_then(self, judge: Any) -> None:
        rows = [judge.row("12", known_from="2026-09-25")]
        verdict = judge.one(judge.claim("12%", "12"), rows, judge.article(day="2026-02-01")).verdict
        assert (verdict.label, verdict.then, verdict.now) == ("not_enough_data", "not_enough_data", "supported")

    def test_as_of_overrules_the_article(self, judge: Any) -> None:
        rows = [judge.row("12", known_from="2026-09-25")]
        verdict = judge.one(judge.claim("12%", "12"), rows, judge.article(day="2026-02-01"), as_of="2026-10-01").verdict
        assert verdict.then == "supported"

    def test_without_vintages_the_latest_counts_on_any_day(self, judge: Any) -> None:
        verdict = judge.one(judge.claim("12%", "12"), [judge.row("12")], judge.article(day="2026-02-01")).verdict
        assert (verdict.label, verdict.then) == ("supported", "supported")


class TestForecasts:
    """A forecast is never supported as a fact."""

    def test_attributed_to_a_class_of_providers(self, judge: Any) -> None:
        claim = judge.claim("18-19%", "18", high="19", period="2026", modality="forecast", attribution=BANKS)
        verdict = judge.one(claim, estimates(judge), judge.article(day="2026-02-10")).verdict
        assert (verdict.label, verdict.forecast) == ("supported", "forecast_attributed")
        assert "BofA 18%" in verdict.reason
        assert "First Trust" not in verdict.reason

    def test_attributed_to_a_house_that_says_otherwise(self, judge: Any) -> None:
        claim = judge.claim("18%", "18", period="2026", modality="forecast", attribution=Attribution(text="First Trust"))
        assert judge.one(claim, estimates(judge), judge.article(day="2026-02-10")).verdict.label == "contradicted"

    def test_attributed_to_a_house_that_is_not_held(self, judge: Any) -> None:
        claim = judge.claim("18%", "18", period="2026", modality="forecast", attribution=Attribution(text="German banks"))
        verdict = judge.one(claim, estimates(judge), judge.article(day="2026-02-10")).verdict
        assert (verdict.label, verdict.forecast) == ("not_enough_data", "forecast_pending")

    def test_unattributed_with_houses_that_differ(self, judge: Any) -> None:
        claim = judge.claim("18%", "18", period="2026", modality="forecast")
        assert judge.one(claim, estimates(judge), judge.article(day="2026-02-10")).verdict.label == "depends_on_basis"

    def test_not_published_by_the_articles_day(self, judge: Any) -> None:
        claim = judge.claim("15.4%", "15.4", period="2026", modality="forecast", attribution=Attribution(text="First Trust"))
        verdict = judge.one(claim, estimates(judge), judge.article(day="2026-01-10")).verdict
        assert verdict.then is None or verdict.then == "not_enough_data"
        assert verdict.label == "not_enough_data"

    def test_pending_when_nothing_is_held(self, judge: Any) -> None:
        claim = judge.claim("18%", "18", period="2027", modality="forecast")
        verdict = judge.one(claim, estimates(judge), judge.article(day="2026-02-10")).verdict
        assert (verdict.label, verdict.forecast) == ("not_enough_data", "forecast_pending")

    def test_pending_while_only_facts_so_far_are_held(self, judge: Any) -> None:
        rows = [judge.row("9.0", "2025", known_from="2026-01-20"), judge.row("3.0", "2026Q1", known_from="2026-04-20")]
        claim = judge.claim("18%", "18", period="2026", modality="forecast")
        verdict = judge.one(claim, rows, judge.article(day="2026-05-10")).verdict
        assert (verdict.label, verdict.forecast) == ("not_enough_data", "forecast_pending")

    @pytest.mark.parametrize(("value", "label"), [("18.2", "supported"), ("9.0", "contradicted")])
    def test_resolved_when_the_period_is_over(self, judge: Any, value: str, label: str) -> None:
        rows = [*estimates(judge), judge.row(value, "2026", known_from="2027-03-01")]
        claim = judge.claim("18%", "18", period="2026", modality="forecast")
        verdict = judge.one(claim, rows, judge.article(day="2026-02-10")).verdict
        assert (verdict.label, verdict.forecast) == (label, "forecast_resolved")


class TestReadings:
    """Plausible readings are all tried and shown."""

    ROWS = (("6.82", ("price",)), ("8.64", ("total",)))

    def rows(self, judge: Any) -> list[Any]:
        return [judge.row(v, "2024", metric="return", basis=b) for v, b in self.ROWS]

    @pytest.mark.parametrize(
        ("low", "basis", "label"),
        [
            ("6.82", (), "depends_on_basis"), ("8.64", (), "depends_on_basis"), ("8.64", ("total",), "supported"),
            ("8.64", ("price",), "contradicted"), ("12.5", (), "contradicted"),
        ],
    )
    def test_price_or_total(self, judge: Any, low: str, basis: tuple[str, ...], label: str) -> None:
        claim = judge.claim("x", low, period="2024", metric="return", basis=basis)
        assert judge.one(claim, self.rows(judge)).verdict.label == label

    @pytest.mark.parametrize(
        ("held", "low", "label"),
        [("price", "8.64", "not_enough_data"), ("price", "6.82", "supported"), ("price", "3.1", "contradicted"),
         ("total", "6.82", "not_enough_data"), ("total", "20.5", "contradicted")],
    )
    def test_a_miss_on_the_only_basis_held_may_be_the_other(self, judge: Any, held: str, low: str, label: str) -> None:
        rows = [row for row in self.rows(judge) if held in row.basis]
        verdict = judge.one(judge.claim("x", low, period="2024", metric="return"), rows).verdict
        assert verdict.label == label
        assert verdict.basis_inferred_from_match is (label == "supported")

    def test_undated_present_multiple_in_a_window(self, judge: Any) -> None:
        """15.6 fits FactSet of 13 January, not the 15.3 of another house six days later."""
        fields = {"metric": "pe_ratio", "unit": "times", "basis": ("forward",)}
        rows = [
            judge.row("15.6", "2026-01-13", provider="factset", **fields),
            judge.row("15.3", "2026-01-19", provider="richardson-wealth", **fields),
            judge.row("14.50", "2005-09-01/2025-08-28", provider="factset", series="avg", **fields),
        ]
        claim = judge.claim("15.6 times", "15.6", period=None, unit="times", kind="ratio", metric="pe_ratio")
        article = judge.article(day="2026-01-01", latest="2026-02-28")
        assert judge.one(claim, rows, article).verdict.label == "depends_on_basis"
        verdict = judge.one(claim, rows[:1], article).verdict
        assert (verdict.label, verdict.basis_inferred_from_match) == ("supported", True)

    def test_a_target_range_contains_its_ends(self, judge: Any) -> None:
        fields = {"entity": "federal-reserve", "metric": "policy_rate"}
        rows = [judge.row("3.5", "2025-12-31", series="f.lower", **fields), judge.row("3.75", "2025-12-31", series="f.upper", **fields)]
        article = judge.article(day="2026-01-05")
        for low, high, label in (("3.75", "3.75", "supported"), ("3.50", "3.75", "supported"), ("4.25", "4.25", "not_enough_data")):
            # Undated: the rate may have moved since the newest value, so a miss refutes nothing.
            claim = judge.claim("x", low, high=high, period=None, kind="level", **fields)
            assert judge.one(claim, rows, article).verdict.label == label
        dated = judge.claim("x", "4.25", period="2025-12-31", kind="level", **fields)
        assert judge.one(dated, rows, article).verdict.label == "contradicted"

    def test_at_most_twelve_readings(self, judge: Any) -> None:
        rows = [judge.row(str(10 + n), provider=f"p{n}") for n in range(20)]
        assert len(judge.one(judge.claim("12%", "12"), rows).verdict.readings) == 12


class TestShapes:
    """Trends, comparisons and averages, from the published figures of the S&P 600 and 500."""

    def returns(self, judge: Any) -> list[Any]:
        small = (("2021", "25.27"), ("2022", "-17.42"), ("2023", "13.89"), ("2024", "6.82"))
        rows = [judge.row(v, p, metric="return", basis=("price",)) for p, v in small]
        return [*rows, judge.row("23.31", "2024", entity="sp-500", metric="return", basis=("price",))]

    @pytest.mark.parametrize(
        ("period", "direction", "label"),
        [
            ("2022..2023", "down", "contradicted"), ("2022", "down", "supported"), ("2023..2024", "up", "supported"),
            ("2023", "down", "contradicted"), ("2022..2023", "up", "contradicted"), ("2024..2026", "up", "not_enough_data"),
            ("2019", "up", "not_enough_data"),
        ],
    )
    def test_trend_tests_each_named_year(self, judge: Any, period: str, direction: str, label: str) -> None:
        claim = judge.claim("kept moving", kind="trend", metric="return", period=period, direction=direction)
        verdict = judge.one(claim, self.returns(judge)).verdict
        assert verdict.label == label

    def test_trend_shows_the_years(self, judge: Any) -> None:
        claim = judge.claim("kept plunging", kind="trend", metric="return", period="2022..2023", direction="down")
        finding = judge.one(claim, self.returns(judge))
        assert "2022: -17.42%; 2023: +13.89%" in finding.evidence[0].computation
        assert "2023" in finding.verdict.reason

    def test_kept_falling_nearly(self, judge: Any) -> None:
        months = [f"2025-{m:02d}" for m in range(1, 13)]
        values = ["10.0", "9.0", "8.0", "7.0", "6.0", "6.5", "5.0", "4.5", "4.0", "3.5", "3.0", "2.5"]
        rows = [judge.row(v, m, metric="unemployment_rate", entity="united-states") for v, m in zip(values, months, strict=True)]
        claim = judge.claim("kept falling", kind="trend", metric="unemployment_rate", entity="united-states", direction="down", period="2025")
        assert judge.one(claim, rows).verdict.label == "imprecise"

    @pytest.mark.parametrize(("relation", "label"), [("lower_than", "supported"), ("higher_than", "contradicted")])
    def test_comparison(self, judge: Any, relation: str, label: str) -> None:
        peer = EntityRef(id="us-large-cap", text="large caps")
        claim = judge.claim("behind", kind="comparison", metric="return", period="2024", baseline=Baseline(relation=relation, entity=peer))
        finding = judge.one(claim, self.returns(judge))
        assert finding.verdict.label == label
        assert "6.82% against 23.31%" in finding.evidence[0].computation

    def test_relative_trend_is_a_comparison_with_what_its_sentence_names(self, judge: Any) -> None:
        claim = judge.claim("still chasing behind", kind="trend", metric="return", period="2024", direction="down", at=20)
        peer = judge.claim("continued to surge", kind="trend", metric="return", period="2024", direction="up", entity="us-large-cap", at=1)
        findings, _ = judge.verify([peer, claim], self.returns(judge))
        assert [one.verdict.label for one in findings] == ["supported", "supported"]

    def test_relative_trend_without_a_peer_is_left_open(self, judge: Any) -> None:
        claim = judge.claim("still chasing behind", kind="trend", metric="return", period="2024", direction="down")
        assert judge.one(claim, self.returns(judge)).verdict.label == "not_enough_data"

    def test_pairs(self, judge: Any) -> None:
        fields = {"metric": "pe_ratio", "unit": "times", "basis": ("forward",), "provider": "factset"}
        rows = [judge.row("15.6", "2026-01-13", **fields), judge.row("22.6", "2026-01-13", entity="sp-500", **fields)]
        peer = Baseline(relation="lower_than", entity=EntityRef(id="us-large-cap", text="large caps"))
        for low, label in (("31", "supported"), ("45", "contradicted")):
            claim = judge.claim(f"{low}%", low, kind="comparison", metric="pe_ratio", direction="down", baseline=peer, period="2026-01-13")
            finding = judge.one(claim, rows)
            assert finding.verdict.label == label
        assert "1 - 15.6x / 22.6x = 30.97%" in finding.evidence[0].computation

    def test_above_the_average_on_every_window_held(self, judge: Any) -> None:
        fields = {"metric": "valuation_discount", "basis": ("forward",)}
        rows = [
            judge.row("25", "2021..2025", series="a5", **fields),
            judge.row("11.2", "2005-09-01/2025-08-28", series="a20", **fields),
        ]
        peer = EntityRef(id="us-large-cap", text="large caps")
        discount = judge.claim("31%", "31", kind="comparison", metric="valuation_discount", period="2026-01-13", baseline=Baseline(relation="lower_than", entity=peer))
        above = judge.claim("exceeds the historical average", kind="comparison", metric="valuation_discount", period="2026-01-13", baseline=Baseline(relation="higher_than"), at=50)
        findings, _ = judge.verify([discount, above], rows)
        notes = [reading.note for reading in findings[1].verdict.readings]
        assert findings[1].verdict.label == "supported"
        assert any("5-year" in note for note in notes)
        assert any("20-year" in note for note in notes)


def test_fiscal_year_label_gives_both_readings(judge: Any) -> None:
    """NVIDIA's fiscal 2024 ended on 28 January 2024; a silent "2024" may be it or the next one."""
    fields = {"entity": "nvidia", "metric": "revenue", "unit": "USD"}
    rows = [
        judge.row("60922000000", "2023-01-30/2024-01-28", **fields),
        judge.row("130497000000", "2024-01-29/2025-01-26", **fields),
    ]
    claim = judge.claim("$60.9 billion", "60.9", unit="USD", scale=10**9, kind="level", metric="revenue", entity="nvidia", period="2024")
    assert judge.one(claim, rows).verdict.label == "depends_on_basis"


def test_the_same_input_gives_the_same_findings(judge: Any) -> None:
    claims = [judge.claim("18%", "18", period="2026", modality="forecast", at=n * 100) for n in range(3)]
    first, second = (judge.verify(claims, estimates(judge)) for _ in range(2))
    assert first == second


def test_period_without_end_is_no_crash(judge: Any) -> None:
    claim = judge.claim("12%", "12").model_copy(update={"period": Period(start=date(2024, 1, 1))})
    assert judge.one(claim, [judge.row("12")], judge.article(day="2026-01-01")).verdict.label in ("not_enough_data", "depends_on_basis")


class TestSeveralYears:
    """Growth over several years, in all and a year."""

    LEVELS = (("2020", "80.0"), ("2021", "100.0"), ("2022", "130.0"), ("2023", "120.0"), ("2024", "146.4"), ("2025", "200.0"))

    @pytest.mark.parametrize(
        ("low", "period", "fields", "label"),
        [
            ("100", "2021..2025", {}, "supported"), ("18.9", "2021..2025", {"basis": ("cagr",)}, "supported"),
            ("18.9", "2021..2025", {"per": "year"}, "supported"), ("100", "2021..2025", {"basis": ("cagr",)}, "contradicted"),
            ("150", "2021..2025", {}, "depends_on_basis"), ("60", "2021..2025", {}, "contradicted"),
            ("10", "2021..2023", {"per": "year"}, "supported"), ("2", "2021..2025", {"unit": "times"}, "supported"),
        ],
    )
    def test_levels(self, judge: Any, low: str, period: str, fields: dict[str, Any], label: str) -> None:
        rows = [judge.row(v, p, metric="eps", unit="USD") for p, v in self.LEVELS]
        assert judge.one(judge.claim("x 1", low, period=period, **fields), rows).verdict.label == label

    @pytest.mark.parametrize(
        ("low", "fields", "label"),
        [("0.15", {"basis": ("cagr",)}, "supported"), ("0.5", {}, "supported"), ("1.10", {"basis": ("cagr",)}, "depends_on_basis"), ("42", {"per": "year"}, "contradicted")],
    )
    def test_returns(self, judge: Any, low: str, fields: dict[str, Any], label: str) -> None:
        rows = [judge.row(v, p, metric="return", basis=("price",)) for p, v in (("2022", "-17.42"), ("2023", "13.89"), ("2024", "6.82"))]
        claim = judge.claim("x 1", low, metric="return", period="2022..2024", **fields)
        assert judge.one(claim, rows).verdict.label == label


class TestRecords:
    """Highest since, record low: the window must be covered, the counter-example is shown."""

    RATES = tuple(zip((f"{y}-09" for y in range(2012, 2026)), ["7.8", "7.2", "5.9", "5.0", "5.0", "4.2", "3.7", "3.5", "7.9", "4.7", "3.5", "3.8", "4.1", "4.4"], strict=True))

    @pytest.mark.parametrize(
        ("quote", "after", "label"),
        [
            ("the highest", " since September 2021", "supported"), ("the highest", " since September 2019", "contradicted"),
            ("a record low", "", "contradicted"), ("a record high", "", "contradicted"), ("the lowest", " since September 2017", "contradicted"),
            ("the highest", " since September 2001", "contradicted"), ("the strangest", " since September 2021", "not_enough_data"),
        ],
    )
    def test_rows(self, judge: Any, quote: str, after: str, label: str) -> None:
        fields = {"metric": "unemployment_rate", "entity": "united-states"}
        rows = [judge.row(v, p, **fields) for p, v in self.RATES]
        claim = judge.claim(quote, kind="rank", period="2025-09", **fields)
        finding = judge.one(claim, rows, judge.article(f"{quote}{after}."))
        assert finding.verdict.label == label

    def test_a_window_not_covered_is_left_open(self, judge: Any) -> None:
        fields = {"metric": "unemployment_rate", "entity": "united-states"}
        rows = [judge.row(v, p, **fields) for p, v in self.RATES[-3:]]
        claim = judge.claim("the highest", kind="rank", period="2025-09", **fields)
        assert judge.one(claim, rows, judge.article("the highest since September 2013.")).verdict.label == "not_enough_data"

    def test_a_tie_is_nearly_right(self, judge: Any) -> None:
        fields = {"metric": "unemployment_rate", "entity": "united-states"}
        rows = [judge.row(v, p, **fields) for p, v in (("2014-09", "3.0"), ("2020-09", "4.4"), ("2025-09", "4.4"))]
        claim = judge.claim("a record high", kind="rank", period="2025-09", **fields)
        assert judge.one(claim, rows).verdict.label == "imprecise"


class TestRelativeWindows:
    """ "The past two years" is not refuted by one of them; "turned positive" is the newest step."""

    def levels(self, judge: Any, *rows: tuple[str, str]) -> list[Any]:
        return [judge.row(v, p, metric="eps", unit="USD") for p, v in rows]

    def test_half_a_window_refutes_nothing(self, judge: Any) -> None:
        claim = judge.claim("earnings decline", kind="trend", period="2024-05-01/2026-04-30", direction="down")
        rows = self.levels(judge, ("2024", "80.47"), ("2025", "85.88"))
        assert judge.one(claim, rows).verdict.label == "not_enough_data"

    @pytest.mark.parametrize(("direction", "label"), [("up", "supported"), ("down", "not_enough_data")])
    def test_the_newest_step_of_an_undated_trend(self, judge: Any, direction: str, label: str) -> None:
        claim = judge.claim("has turned positive", kind="trend", period=None, direction=direction)
        rows = self.levels(judge, ("2024", "80.47"), ("2025", "85.88"))
        assert judge.one(claim, rows, judge.article(day="2026-02-01")).verdict.label == label


def test_a_text_of_a_thousand_claims(judge: Any) -> None:
    rows = [judge.row(str(n), str(1990 + n)) for n in range(36)]
    claims = [judge.claim(f"{n % 40}%", str(n % 40), period=str(1990 + n % 36), at=n * 100) for n in range(1000)]
    findings, _ = judge.verify(claims, rows, judge.article("x " * 50_000, day="2026-06-01"))
    assert len(findings) == 1000


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ((("12.0", "a"), ("14.0", "b")), "depends_on_basis"),  # sources that contradict each other
        ((("12.0", "a"), ("12.1", "b")), "supported"), ((("15.0", "a"), ("14.0", "b")), "contradicted"),
    ],
)
def test_rows_that_contradict_each_other(judge: Any, rows: Any, label: str) -> None:
    held = [judge.row(value, series=series, provider=series) for value, series in rows]
    assert judge.one(judge.claim("12%", "12"), held).verdict.label == label


@pytest.mark.parametrize("base", ["0", "-3.0", "0.0"])
def test_zero_and_negative_bases_never_crash(judge: Any, base: str) -> None:
    rows = [judge.row(base, "2024", metric="eps", unit="USD"), judge.row("5.0", "2025", metric="eps", unit="USD")]
    finding = judge.one(judge.claim("12%", "12"), rows)
    assert (finding.verdict.label, finding.verdict.kind) == ("not_checkable", "not_meaningful")


@pytest.mark.parametrize(
    ("low", "fields", "value", "words"),
    [
        ("50", {"bound": "approx"}, "52", "within what its hedge allows"), ("45", {"bound": "more_than"}, "80.0", "far from the value"),
        ("15.62", {}, "15.6", "coarser reference"), ("15.6", {}, "15.62", "which fits."),
    ],
)
def test_how_it_fits_is_said(judge: Any, low: str, fields: dict[str, Any], value: str, words: str) -> None:
    assert words in judge.one(judge.claim("x 1", low, **fields), [judge.row(value)]).verdict.reason


def test_both_bounds_are_printed_when_only_rounding_helps(judge: Any) -> None:
    rows = [judge.row("100", "2024", metric="eps", unit="USD"), judge.row("112", metric="eps", unit="USD")]
    reason = judge.one(judge.claim("12.9%", "12.9"), rows).verdict.reason
    assert "only thanks to rounding" in reason
    assert "between 10.945% and 13.065%" in reason
