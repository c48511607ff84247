"""Periods: text in, days out. Each language's page of examples is collected from its file."""

from __future__ import annotations

from datetime import date

import pytest

from claimcheck import lexicon
from claimcheck.periods import PeriodMention, fiscal_quarter, fiscal_year, scan, shifted, spans

ANCHOR = date(2026, 1, 20)


def said(mention: PeriodMention) -> str:
    return f"{mention.first or '?'}/{mention.last or '?'} {mention.type}"


def examples(name: str) -> list[tuple[str, str, str]]:
    rows = []
    for iso in lexicon.languages():
        for group in lexicon.section(iso, "periods").get(name, ()):
            rows += [(iso, text, group.get("expect", group.get("why"))) for text in group["texts"]]
    return rows


@pytest.mark.parametrize(("iso", "text", "expect"), examples("examples"))
def test_page_of_examples(iso: str, text: str, expect: str) -> None:
    assert [said(m) for m in scan(text, iso, ANCHOR)] == [expect]


@pytest.mark.parametrize(("iso", "text", "why"), examples("near_misses"))
def test_page_of_near_misses(iso: str, text: str, why: str) -> None:
    assert [said(m) for m in scan(text, iso, ANCHOR)] == [], why


@pytest.mark.parametrize(("text", "origin", "role", "granularity"), [
    ("by 2026", "text", "by", "year"), ("in 2025", "text", "in", "year"), ("since 2022", "text", "since", "year"),
    ("until 2027", "text", "until", "year"), ("last quarter", "published_at", None, "quarter"), ("in March", "published_at", "in", "month"),
    ("2022-2023", "text", None, "multi"), ("yesterday", "published_at", None, "day"), ("late 2025", "text", None, "multi"),
])
def test_origin_role_granularity(text: str, origin: str, role: str | None, granularity: str) -> None:
    (mention,) = scan(text, "en", ANCHOR)
    assert (mention.resolved_from, mention.role, mention.granularity) == (origin, role, granularity)


@pytest.mark.parametrize(("text", "days"), [
    ("since 2022", (date(2022, 1, 1), ANCHOR)), ("until 2027", (None, date(2027, 12, 31))), ("on Monday", (date(2026, 1, 19),) * 2),
    ("week ended Dec 31", (date(2025, 12, 25), date(2025, 12, 31))), ("January to March 2024", (date(2024, 1, 1), date(2024, 3, 31))),
    ("next 12 months", (date(2026, 1, 21), date(2027, 1, 20))), ("three years ago", (date(2023, 1, 1), date(2023, 12, 31))),
    ("the 1990s", (date(1990, 1, 1), date(1999, 12, 31))), ("first nine months of 2025", (date(2025, 1, 1), date(2025, 9, 30))),
    ("year ended March 31, 2025", (date(2024, 4, 1), date(2025, 3, 31))), ("end of March 2025", (date(2025, 3, 31),) * 2),
    ("six months ended June", (date(2025, 1, 1), date(2025, 6, 30))), ("Nov to March", (date(2024, 11, 1), date(2025, 3, 31))),
    ("the april 2017 bonus", (date(2017, 4, 1), date(2017, 4, 30))),
    ("week to March 29, 2024", (date(2024, 3, 23), date(2024, 3, 29))), ("Q4FY24", (date(2024, 10, 1), date(2024, 12, 31))),
    ("currently", (ANCHOR, ANCHOR)), ("last month", (date(2025, 12, 1), date(2025, 12, 31))),
])
def test_days(text: str, days: tuple[date | None, date | None]) -> None:
    (mention,) = scan(text, "en", ANCHOR)
    assert (mention.first, mention.last) == days


def test_without_an_anchor_relative_periods_stay_open() -> None:
    for text, kind in (("last quarter", "calendar"), ("the past two years", "trailing"), ("in March", "calendar"), ("YTD", "ytd")):
        (mention,) = scan(text)
        assert (mention.first, mention.last, mention.type, mention.resolved_from) == (None, None, kind, "undated")


@pytest.mark.parametrize(("language", "text", "first", "last", "type_"), [
    ("es", "la más alta desde enero de 2022, aunque", date(2022, 1, 1), ANCHOR, "calendar"),
    ("es", "sube 5% desde enero y", date(ANCHOR.year, 1, 1), ANCHOR, "ytd"),
    ("fr", "au plus haut depuis janvier 2022 à 5 %", date(2022, 1, 1), ANCHOR, "calendar"),
    ("pt", "a maior desde janeiro de 2021, com", date(2021, 1, 1), ANCHOR, "calendar"),
])
def test_since_january_of_a_named_year_is_not_this_year(
    language: str, text: str, first: date, last: date, type_: str
) -> None:
    (mention,) = scan(text, language, ANCHOR)
    assert (mention.first, mention.last, mention.type) == (first, last, type_)


def test_a_year_earlier_counts_from_the_sentence() -> None:
    own, earlier = scan("In Q3 2025 revenue rose from a year earlier", "en", ANCHOR)
    assert (earlier.first, earlier.last, earlier.resolved_from) == (date(2024, 7, 1), date(2024, 9, 30), "sentence")
    assert earlier.granularity == own.granularity
    (open_,) = scan("up from a year earlier", "en", ANCHOR)
    assert (open_.first, open_.resolved_from) == (None, "none")
    (given,) = scan("up from a year earlier", "en", ANCHOR, (date(2025, 7, 1), date(2025, 9, 30)))
    assert given.first == date(2024, 7, 1)


@pytest.mark.parametrize(("label", "end", "days"), [
    (2024, "12-31", (date(2024, 1, 1), date(2024, 12, 31))), (2024, "09-30", (date(2023, 10, 1), date(2024, 9, 30))),
    (2024, "02-29", (date(2023, 3, 1), date(2024, 2, 29))), (2025, "01-31", (date(2024, 2, 1), date(2025, 1, 31))),
    (2022, "01-29", (date(2021, 1, 30), date(2022, 1, 29))),
])
def test_fiscal_year(label: int, end: str, days: tuple[date, date]) -> None:
    assert fiscal_year(label, end) == days


def test_fiscal_quarter_and_shift() -> None:
    assert fiscal_quarter(2025, 1, "09-30") == (date(2024, 10, 1), date(2024, 12, 31))
    assert fiscal_quarter(2025, 4, "09-30") == (date(2025, 7, 1), date(2025, 9, 30))
    assert shifted((date(2024, 2, 1), date(2024, 2, 29)), "year", -1) == (date(2023, 2, 1), date(2023, 2, 28))
    assert shifted((date(2025, 1, 1), date(2025, 3, 31)), "quarter", -1) == (date(2024, 10, 1), date(2024, 12, 31))


@pytest.mark.parametrize("iso", ["ar", "de", "en", "es", "fr", "ja", "pt", "ru", "tr", "zh"])
def test_an_estimate_by_year_is_the_year(iso: str) -> None:
    assert [said(m) for m in scan("EPS 2027E: 5", iso, ANCHOR)] == ["2027-01-01/2027-12-31 calendar"]


@pytest.mark.parametrize("text", ["I may go", "$2000", "Russell 2000", "2000 points", "13/13/2025", "12,2024.5"])
def test_near_misses(text: str) -> None:
    assert [m for m in scan(text, "en", ANCHOR) if m.granularity in ("year", "day")] == []


@pytest.mark.parametrize("sign", ["9", "2024-", "January ", "a year earlier ", "the last ", "Q3 ", "1 January ", "2024 to "])
def test_hostile_input(sign: str) -> None:
    text = sign * (10_000 // len(sign))
    last = 0
    for start, end in spans(text):
        assert last <= start < end <= len(text)
        last = end
