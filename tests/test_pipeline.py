"""The whole flow on a page: spans, repeatability, what is kept apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import jsonschema
import pytest

import claimcheck as cc
from claimcheck.errors import ConfigError
from claimcheck.pipeline import Checker
from claimcheck.report import render
from claimcheck.schema import Page, Report

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpora" / "pages" / "small_caps_post" / "page.txt"
SEED = ROOT.parent / "shared" / "data" / "seed" / "small_caps_page.txt"


def read(path: Path) -> tuple[str, Report]:
    """The decoded page and its report."""
    checker = Checker()
    page = next(iter(checker.pages([str(path)])))
    assert isinstance(page, Page)
    return page.text, checker.check(page)


@pytest.fixture(scope="module")
def sample() -> tuple[str, Report]:
    return read(SAMPLE)


def test_every_span_is_exact(sample: tuple[str, Report]) -> None:
    page, report = sample
    assert len(report.claims) > 10
    for claim in report.claims:
        assert claim.page_span is not None
        assert page[claim.page_span.start : claim.page_span.end] == claim.quote
        assert report.article.text[claim.span.start : claim.span.end] == claim.quote


def test_two_runs_give_the_same_bytes(sample: tuple[str, Report]) -> None:
    assert render([sample[1]], "json") == render([read(SAMPLE)[1]], "json")


def test_json_is_valid_by_the_shipped_schema(sample: tuple[str, Report]) -> None:
    schema = json.loads((ROOT / "claimcheck" / "schemas" / "report.schema.json").read_text())
    jsonschema.validate(json.loads(render([sample[1]], "json")), schema)


def test_verdicts_of_the_sample(sample: tuple[str, Report]) -> None:
    found = {c.quote: c for c in reversed(sample[1].claims)}
    forecast = found["18-19%"]
    assert (forecast.verdict.label, forecast.verdict.forecast) == ("supported", "forecast_attributed")
    base = next(c for c in forecast.caveats if c.name == "base-effect-level")
    assert base.credited_to_author
    assert "31 to 79%" in base.message
    # The page says that the index fell 13.9% in 2023; it rose by that.
    assert found["13.9%"].verdict.label == "contradicted"
    assert found["17.4%"].verdict.label == "supported"
    implied = [c for c in sample[1].consistency if c.implied_low is not None]
    assert (str(implied[0].implied_low)[:5], str(implied[0].implied_high)[:5]) == ("22.04", "23.20")


def test_no_verdict_without_evidence(sample: tuple[str, Report]) -> None:
    for claim in sample[1].claims:
        if claim.verdict.label in ("supported", "imprecise", "contradicted"):
            assert claim.evidence, claim.quote


def test_no_claim_comes_from_a_comment(sample: tuple[str, Report]) -> None:
    kept = {n for line in cc.clean(Page(text=sample[0])).lines if line.label in ("title", "body")
            for n in range(line.start, line.end)}
    assert all(c.page_span.start in kept for c in sample[1].claims if c.page_span)


@pytest.mark.shared
def test_the_page_it_all_began_with() -> None:
    page, report = read(SEED)
    found = {c.quote: c for c in reversed(report.claims)}
    assert all(page[c.page_span.start : c.page_span.end] == c.quote for c in report.claims if c.page_span)
    growth = found["18-19%"]
    assert (growth.metric, growth.entity.id, growth.modality) == ("earnings_growth", "sp-smallcap-600", "forecast")
    assert (str(growth.period.start), str(growth.period.end)) == ("2026-01-01", "2026-12-31")
    assert growth.attribution is not None
    assert growth.attribution.text == "US banks"
    names = {c.name for c in growth.caveats if c.strength != "not_assessed"}
    assert {"base-effect-level", "provider-disagreement"} <= names
    ratio = found["15.6 times"]
    assert any(e.known_from and str(e.period.start) == "2026-01-13" for e in ratio.evidence)
    assert "undated-figure" in {c.name for c in ratio.caveats}
    assert found["31%"].verdict.label == "supported"
    assert any(
        c.implied_low and round(c.implied_low, 2) == c.implied_low.__class__("22.37")
        and c.implied_high and round(c.implied_high, 2) == c.implied_high.__class__("22.85")
        for c in report.consistency
    )
    for quote, direction in (("$6.4 billion", "in"), ("$45 billion", "out")):
        flow = found[quote]
        assert (flow.kind, flow.direction, flow.verdict.label) == ("flow", direction, "not_enough_data")
        assert (str(flow.period.start), str(flow.period.end)) == ("2025-01-01", "2025-12-31")
    plunge = found["kept plunging"]
    assert plunge.verdict.label == "contradicted"
    assert "-17.42%" in plunge.verdict.reason
    assert "+13.89%" in plunge.verdict.reason
    assert found["continued to surge"].verdict.label == "supported"
    assert sum(c.same_as is not None for c in report.claims) >= 1
    assert report.article.published_at is None
    assert report.article.date.reason


def test_the_python_interface() -> None:
    report = cc.check(text="The S&P 600 lost 17.4% in 2022.", lang="en")
    assert [(c.quote, c.verdict.label) for c in report.claims] == [("17.4%", "supported")]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (lambda: Checker().check("Sales rose 5%."), "a checker takes a Page, not str"),  # type: ignore[arg-type]
        (lambda: Checker().extract(5), "a checker takes a Page, not int"),  # type: ignore[arg-type]
        (lambda: Checker().page(5), "a int is not a text"),  # type: ignore[arg-type]
        (lambda: Checker(lang="english"), "no word list for 'english'; there are: ar, de"),
        (lambda: cc.check(text=5), "a int is not a text"),  # type: ignore[arg-type]
        (lambda: cc.verify("x"), "a str is no Claim"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_page_is_told(asked: Callable[[], object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        asked()


@pytest.mark.parametrize("media", ["text", "html"])
@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (None, []), ("2026-01-15", []), ("2026-01-15T08:30:00Z", []), ("15 January 2026", []),
        ("Thu, 15 Jan 2026 08:30:00 GMT", []), ("not a day", ["published-at"]),
        ("2026-13-40", ["published-at"]),
    ],
)
def test_a_day_that_cannot_be_read_is_told(
    media: Literal["text", "html"], day: str | None, codes: list[str]
) -> None:
    page = Page(text="Apple revenue rose 8% to $102.5 billion.", published_at=day, media=media)
    found = Checker().extract(page)
    assert [notice.code for notice in found.warnings] == codes
    known = "2026-01-15" if day and not codes else "None"
    assert str(found.article.date.latest) == known


@pytest.mark.parametrize(
    ("named", "language", "codes"),
    [
        (None, "en", []), ("", "en", []), ("und", "en", []), ("en-US", "en", []), ("EN", "en", []),
        ("zh_Hans", "zh", []), ("fr", "fr", []), ("xx", "en", ["language"]),
        ("english", "en", ["language"]),
    ],
)
@pytest.mark.parametrize("media", ["text", "html"])
def test_the_language_that_a_row_names(
    media: Literal["text", "html"], named: str | None, language: str, codes: list[str]
) -> None:
    page = Page(text="Apple revenue rose 8% to $102.5 billion in 2025.", lang=named, media=media)
    found = Checker().extract(page)
    assert found.language == language
    assert [notice.code for notice in found.warnings] == codes
    assert len(found.claims) == 2
