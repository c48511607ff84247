"""The time of a number whose own sentence names none: what the sentences before have told."""

from __future__ import annotations

from datetime import date

import pytest

from claimcheck import periods
from claimcheck.extract.times import Times
from claimcheck.periods import PeriodMention
from claimcheck.pipeline import extract_text

OCTOBER = ("2025-10-01", "2025-10-31")
THIRD = ("2025-07-01", "2025-09-30")


@pytest.mark.parametrize(
    ("lang", "text", "quote", "days"),
    [
        # A month named in passing, earlier than the topic, does not take its place.
        ("en", "US inflation was 3.0% in October. It had been 2.9% in September. Core inflation was 3.1%.", "3.1%", OCTOBER),
        ("de", "Die Inflation in Deutschland lag im Oktober bei 2,3 Prozent. Im September hatte sie 2,4 Prozent betragen. Die Kerninflation lag bei 2,8 Prozent.", "2,8 Prozent", OCTOBER),
        ("en", "US inflation was 2.9% in September. In October it was 3.0%. Core inflation was 3.1%.", "3.1%", OCTOBER),
        # What lies ahead is the time of forecasts, not of what is reported.
        ("en", "Halvorsen Foods posted third-quarter revenue of $1.4bn. It expects revenue of $6bn in 2026. Gross margin was 41%.", "41%", THIRD),
        # A window around the topic is an aside.
        ("en", "Small-cap funds took in $6.4bn in October. In the first ten months they lost $31bn. Large-cap funds lost $8.9bn.", "$8.9bn", OCTOBER),
        # A price told beside the figures of a quarter is of the day.
        ("en", "Apple posted revenue of $102bn in the third quarter. Its shares fell 3%.", "3%", ("2025-11-06", "2025-11-06")),
        ("en", "The S&P 500 rose 2% in October. The Nasdaq gained 4.7%.", "4.7%", OCTOBER),
        # A day on which figures were told is not their time.
        ("en", "UK inflation was 3.6% in October, official figures showed on Wednesday. Core inflation was 3.4%.", "3.4%", OCTOBER),
        # The same part of another year.
        ("en", "Halvorsen Foods earned $212m in the third quarter. It had earned $240m in the same period of 2023.", "$240m", ("2023-07-01", "2023-09-30")),
        ("pt", "O lucro da Vale foi de R$ 612 milhões no terceiro trimestre, contra R$ 590 milhões no mesmo período de 2024.", "R$ 590 milhões", ("2024-07-01", "2024-09-30")),
        # "For the week" is the one now ending.
        ("en", "For the week, the Dow added 1.5%.", "1.5%", ("2025-11-03", "2025-11-06")),
        ("en", "The Dow gained 1.5% in the week to 31 October.", "1.5%", ("2025-10-25", "2025-10-31")),
        # Near miss: a later topic does replace the one before.
        ("en", "Apple's revenue was $94bn in the second quarter. In the third quarter it was $102bn. Net income was $27bn.", "$27bn", THIRD),
    ],
)
def test_carried_period(lang: str, text: str, quote: str, days: tuple[str, str]) -> None:
    found = {c.quote: c for c in extract_text(text, lang=lang, published_at="2025-11-06").claims}
    period = found[quote].period
    assert (str(period.start), str(period.end)) == days


def test_the_title_sets_the_time_but_surely_of_nothing() -> None:
    text = "Revenue reached $1.4bn. Gross margin was 41%."
    claims = extract_text(
        text, title="Halvorsen Foods: results for the third quarter of 2025",
        published_at="2025-11-06", lang="en",
    ).claims
    assert [(str(c.period.start), str(c.period.end)) for c in claims if c.quote in ("$1.4bn", "41%")] == [THIRD, THIRD]
    assert {c.confidence.period for c in claims if c.quote in ("$1.4bn", "41%")} == {"unsure"}


def _period(first: str, last: str, size: str) -> PeriodMention:
    return PeriodMention(
        0, 0, "", date.fromisoformat(first), date.fromisoformat(last), "calendar", "text", "in", size,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("told", "metric", "forecast", "expected"),
    [
        ([("2025-10-01", "2025-10-31", "month")], "revenue", False, "2025-10-01"),
        ([("2025-10-01", "2025-10-31", "month"), ("2026-01-01", "2026-12-31", "year")], "revenue", False, "2025-10-01"),
        ([("2025-10-01", "2025-10-31", "month"), ("2026-01-01", "2026-12-31", "year")], "revenue", True, "2026-01-01"),
        ([("2025-10-01", "2025-10-31", "month"), ("2025-09-01", "2025-09-30", "month")], "revenue", False, "2025-10-01"),
        ([("2025-10-01", "2025-10-31", "month"), ("2025-07-01", "2025-09-30", "quarter")], "revenue", False, "2025-07-01"),
        ([("2025-10-01", "2025-10-31", "month")], "return", False, "2025-11-06"),
        ([("2025-11-05", "2025-11-05", "day")], "return", False, "2025-11-05"),
    ],
)
def test_carried_by_kind(
    told: list[tuple[str, str, str]], metric: str, forecast: bool, expected: str
) -> None:
    times, anchor = Times(), date(2025, 11, 6)
    times.enter(0)
    for first, last, size in told:
        times.place(_period(first, last, size), "revenue", anchor)
    period, _ = times.carried(metric, "company", forecast, anchor)
    assert period is not None
    assert str(period.first) == expected


def test_a_new_paragraph_forgets() -> None:
    times = Times()
    times.enter(0)
    times.place(_period("2025-10-01", "2025-10-31", "month"), "revenue", None)
    times.enter(1)
    assert times.carried("revenue", "company", False, None) == (None, "unsure")


@pytest.mark.parametrize(
    ("iso", "text", "days"),
    [
        ("en", "profit in the quarter", THIRD),
        ("de", "der Umsatz im Quartal", THIRD),
        ("pt", "investimentos no trimestre", THIRD),
        ("zh", "季内资本开支", THIRD),
        ("en", "the same quarter of 2023", ("2023-07-01", "2023-09-30")),
        ("de", "im gleichen Zeitraum 2023", ("2023-07-01", "2023-09-30")),
        ("fr", "à la même période de 2023", ("2023-07-01", "2023-09-30")),
        ("ru", "в аналогичном периоде 2023 года", ("2023-07-01", "2023-09-30")),
        ("tr", "2023'ün aynı döneminde", ("2023-07-01", "2023-09-30")),
        ("ar", "الفترة نفسها من عام 2023", ("2023-07-01", "2023-09-30")),
        ("ja", "2023年同期は", ("2023-07-01", "2023-09-30")),
    ],
)
def test_what_points_back(iso: str, text: str, days: tuple[str, str]) -> None:
    base = (date(2025, 7, 1), date(2025, 9, 30))
    (found,) = periods.scan(text, iso, date(2025, 10, 30), base)
    assert (str(found.first), str(found.last)) == days


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("profit in the quarter", date(2025, 9, 20)),  # the one that closes, or the one before
        ("fechou o semestre com lucro", date(2025, 6, 27)),
        ("for the week", date(2025, 10, 27)),  # a Monday
        ("a good quarter", date(2025, 10, 30)),
    ],
)
def test_nothing_to_point_to(text: str, anchor: date) -> None:
    assert periods.scan(text, "en", anchor) == []


@pytest.mark.parametrize(
    ("iso", "text", "days"),
    [
        ("en", "profit in the quarter", ("2025-07-01", "2025-09-30")),
        ("en", "half-year profit", ("2025-01-01", "2025-06-30")),
        ("es", "cerró el semestre con beneficios", ("2025-01-01", "2025-06-30")),
        ("fr", "le résultat semestriel", ("2025-01-01", "2025-06-30")),
        ("pt", "encerrou o trimestre com lucro", ("2025-07-01", "2025-09-30")),
    ],
)
def test_a_quarter_or_half_told_of_no_other_is_the_last_that_is_over(
    iso: str, text: str, days: tuple[str, str]
) -> None:
    (found,) = periods.scan(text, iso, date(2025, 10, 30))
    assert (str(found.first), str(found.last)) == days


def test_twelve_months_in_turkish_name_no_unit_of_their_own() -> None:
    text = "Borsa son 12 ayda yüzde 24 yükseldi; enflasyon 12 ayda yüzde 33 oldu."
    found = extract_text(text, published_at="2025-11-10", lang="tr").claims
    assert {claim.quote for claim in found} == {"yüzde 24", "yüzde 33"}
