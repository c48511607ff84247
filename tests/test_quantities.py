"""Quantities: text in, value out. Each language's page of examples is collected from its file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from claimcheck import lexicon, quantities
from claimcheck.normalise import unread_numbers
from claimcheck.quantities import numbers_seen, scan
from claimcheck.quantities.numerals import Counting, figure, spoken


def said(mention: quantities.Mention) -> str:
    ends = f"{mention.low:f}..{mention.high:f}" if mention.is_range else f"{mention.low:f}"
    return f"{ends} {mention.unit}"


def examples(name: str) -> list[tuple[str, str, str]]:
    rows = []
    for iso in lexicon.languages():
        for group in lexicon.section(iso, "numbers").get(name, ()):
            rows += [(iso, text, group.get("expect", group.get("why"))) for text in group["texts"]]
    return rows


@pytest.mark.parametrize(("iso", "text", "expect"), examples("examples"))
def test_page_of_examples(iso: str, text: str, expect: str) -> None:
    assert [said(m) for m in scan(text, iso)] == [expect]


@pytest.mark.parametrize(("iso", "text", "why"), examples("near_misses"))
def test_page_of_near_misses(iso: str, text: str, why: str) -> None:
    assert [said(m) for m in scan(text, iso)] == [], why


@pytest.mark.parametrize(("text", "expect"), [
    ("from 4.1% to 4.4%", ["4.1 percent", "4.4 percent"]),
    ("rose 0.2% to 4.4%", ["0.2 percent", "4.4 percent"]),
    ("fell 45 cents to $73.02", ["0.45 USD", "73.02 USD"]),
    ("up 5% in 2024", ["5 percent"]),
    ("$671.7bn (£484bn)", ["671700000000 USD", "484000000000 GBP"]),
    ("13% and 15-16%", ["13 percent", "15..16 percent"]),
    ("EPS of ($0.25) versus ($0.10)", ["-0.25 USD", "-0.10 USD"]),
    ("$(12.4) million", ["-12400000 USD"]),
    ("5,842.91 and 1.234,5", ["5842.91 count", "1234.5 count"]),
    ("12 to 13 times earnings", ["12..13 times"]),
    ("between $800 million and $1.2 billion", ["800000000..1200000000 USD"]),
    ("one in five companies", ["20 percent"]),
    ("10% or 12%", ["10 percent", "12 percent"]),
    ("500$ and 500 EUR", ["500 USD", "500 EUR"]),
    ("５００％ and ٥٠٪", ["500 percent", "50 percent"]),
    ("1½ and 2 and a half", ["1.5 count", "2.5 count"]),
    ("rates at 5¼%, 5 1/4% or 4-1/8 points", ["5.25 percent", "5.25 percent", "4.125 index_point"]),
    ("above the 4.7% in Q2", ["4.7 percent"]),
    ("John Smith, 54, said 54, not 55, would do", ["54 count", "55 count"]),
    ("Likes\n5\n4\nComments", []),
    ("3 dollars 50 cents", ["3.50 USD"]),
    ("half a point, half of them, in the first half", ["0.5 percentage_point", "50 percent"]),
    ("10,50% off; 3,4 and 1,234,567", ["10.50 percent", "3.4 count", "1234567 count"]),
])
def test_readings_in_a_sentence(text: str, expect: list[str]) -> None:
    assert [said(m) for m in scan(text)] == expect


@pytest.mark.parametrize(("text", "per"), [
    ("$2.40 per share", "share"), ("31 cents a share", "share"), ("$73 a barrel", "barrel"),
    ("$2,790.15 per ounce", "ounce"), ("$2.5 million a year", "year"), ("$3/share", "share"),
    ("$20 a month", "month"), ("$58.60 apiece", "unit"), ("5% a year", "year"), ("$5 billion", None),
])
def test_per(text: str, per: str | None) -> None:
    (mention,) = scan(text)
    assert mention.per == per


@pytest.mark.parametrize(("text", "bound", "hedge"), [
    ("about $5", "approx", "about"), ("at least 5%", "at_least", "at least"), ("more than 40 jobs", "more_than", "more than"),
    ("up to 30%", "at_most", "up to"), ("less than 2%", "less_than", "less than"), ("nearly 5,000", "nearly", "nearly"),
    ("no more than 5%", "at_most", "no more than"), ("10% or more", "at_least", "or more"), ("5%", "none", None),
    ("~5%", "approx", "~"), ("$10+", "at_least", "+"), ("over a 5% fall", "more_than", "over"), ("just under 3%", "nearly", "just under"),
])
def test_bounds(text: str, bound: str, hedge: str | None) -> None:
    (mention,) = scan(text)
    assert (mention.bound, mention.hedge) == (bound, hedge)
    if hedge:
        assert mention.hedge_start is not None
        assert text[mention.hedge_start :].startswith(hedge)


@pytest.mark.parametrize(("text", "span"), [
    ("a rate of 18-19% by 2026", "18-19%"), ("is 15.6 times, which", "15.6 times"), ("by $6.4 billion, while", "$6.4 billion"),
    ("about $4.20 to $4.40 a share", "$4.20 to $4.40"), ("12,000 jobs", "12,000"), ("lost (3.4)% then", "(3.4)%"),
    ("the -3.5% fall", "-3.5%"), ("产量12.8万吨。", "12.8万吨"), ("US$5m deal", "US$5m"),
])
def test_spans(text: str, span: str) -> None:
    language = "zh" if "万" in text else "en"
    (mention,) = scan(text, language)
    assert text[mention.start : mention.end] == span


def test_written_precision_and_scale() -> None:
    (mention,) = scan("$6.4 billion")
    assert (str(mention.low), str(mention.scale), mention.decimals) == ("6400000000", "1000000000", 1)
    (mention,) = scan("15.60%")
    assert (str(mention.low), str(mention.scale), mention.decimals) == ("15.60", "1", 2)
    (mention,) = scan("33 cents")
    assert (str(mention.low), str(mention.scale), mention.decimals) == ("0.33", "0.01", 0)


@pytest.mark.parametrize(("text", "noun"), [
    ("12,000 jobs", "jobs"), ("1.2 million new subscribers", "new subscribers"), ("40 people", "people"), ("1 million-plus users", "users"),
    ("155,000 expected", None), ("5% growth", None), ("35 of them", None),
])
def test_noun(text: str, noun: str | None) -> None:
    assert scan(text)[0].noun == noun


@pytest.mark.parametrize(("token", "mark", "value"), [
    ("1,234.5", ".", "1234.5"), ("1.234,5", ".", "1234.5"), ("1.234", ".", "1.234"), ("1.234", ",", "1234"),
    ("1,234", ",", "1.234"), ("1,234", ".", "1234"), ("12,34,567", ".", "1234567"), ("1'234.5", ".", "1234.5"),
    ("1 234 567,8", ",", "1234567.8"), ("0,123", ".", "0.123"), ("5,7", ".", "5.7"),
])
def test_figure(token: str, mark: str, value: str) -> None:
    read = figure(token, mark)
    assert read is not None
    assert str(read[0]) == value


@pytest.mark.parametrize("token", ["1.2.3", "192.168.1.1", "1,2,3", "9" * 31, "1,23.4.5"])
def test_no_figure(token: str) -> None:
    assert figure(token, ".") is None


@pytest.mark.parametrize(("words", "counting", "value"), [
    ([2, 100, 50, 1000000], Counting(), 250_000_000), ([5, 20], Counting(ones_first=True), 25), ([5, 20], Counting(), None),
    ([2, 10, 5], Counting(tens=True), 25), ([2, 0, 2, 5], Counting(tens=True), 2025), ([1000, 1000000], Counting(), 1_000_000_000),
    ([2, 3], Counting(), None), ([80, 15], Counting(), 95),
])
def test_spoken(words: list[int], counting: Counting, value: int | None) -> None:
    assert spoken([Decimal(word) for word in words], counting) == value


def test_a_figure_compared_with_has_no_bound() -> None:
    assert scan("above the 4.7% in Q2")[0].bound == "none"
    assert scan("above 4.7%")[0].bound == "more_than"
    assert scan("invest over five years")[0].bound == "none"


def test_english_amounts_in_arabic() -> None:
    text = "بلغت التدفقات $6.4 billion و 15.6 times وفق US banks"
    assert [said(m) for m in scan(text, "ar")] == ["6400000000 USD", "15.6 times"]


def test_letters_that_run_into_a_figure() -> None:
    assert [said(m) for m in scan("بين 18 و19%", "ar")] == ["18..19 percent"]
    assert scan("شاهد النسخة الأصليةرد0", "ar") == []
    assert [said(m) for m in scan("CPI同比上涨5%", "zh")] == ["5 percent"]


def test_skip_and_every() -> None:
    assert scan("5% and 6%", skip=[(0, 2)])[0].low == 6
    assert [m.low for m in scan("in 2024", skip=(), every=True)] == [2024]


def test_numbers_seen() -> None:
    assert numbers_seen("Up 5.2% in 2024 to 1,234") == 3


@pytest.mark.parametrize("sign", ["9", "9,", "(", "9 ", "$", "-", "\u200f", "一", "two and ", "million ", "9.", "(9"])
def test_hostile_input_is_linear_and_exact(sign: str) -> None:
    text = sign * (20_000 // len(sign))
    for iso in ("en", "zh", "ar"):
        last = 0
        for mention in scan(text, iso):
            assert last <= mention.start < mention.end <= len(text)
            last = mention.end


@pytest.mark.parametrize(("text", "expect"), [
    ("9 " * 100_000, []),
    ("[9]" * 50_000, []),
    ("\u200f9" * 100_000, []),
    ("9," * 100_000, []),
    ("9-" * 100_000, []),
    ("9/" * 100_000, []),
    ("9" * 10_000 + " dollars", []),
    ("12.5 13.1 14.0 " * 20, []),
    ("١٢ " * 60, []),
    ("Rates: 1.5% 2.0% 2.5%.", ["1.5 percent", "2.0 percent", "2.5 percent"]),
    ("9 " * 50 + "x. Sales rose 4%.", ["4 percent"]),
    ("१२.५%, ۱۲٫۵٪, １２．５％, ๑๒.๕%", ["12.5 percent"] * 4),
    ("1,234.5 against 1.234,5", ["1234.5 count", "1234.5 count"]),
])  # fmt: skip
def test_dumps_of_figures_are_no_claims(text: str, expect: list[str]) -> None:
    assert [said(m) for m in scan(text, "en")] == expect


@pytest.mark.parametrize(("text", "codes"), [
    ("9 " * 40, ["bare-figures"]),
    ("9 " * 39 + "x", []),
    ("9" * 43, ["endless-figure"]),
    ("9" * 42, []),
    ("9," * 500_000, ["endless-figure"]),
    ("Sales rose 4% to $1,234,567.89.", []),
])  # fmt: skip
def test_refusals_are_stated(text: str, codes: list[str]) -> None:
    assert [notice.code for notice in unread_numbers(text)] == codes
