"""The phrase matcher: which phrases of a list stand in a text, and where."""

from __future__ import annotations

import pytest

from claimcheck.errors import LexiconError
from claimcheck.lexicon import PhraseMatcher, fold, language, tokens

PHRASES = [
    ("S&P 600", "index"), ("S&P 600 small-cap", "index and segment"), ("P/E ratio", "pe"),
    ("инфляц*", "inflation"), ("صناديق الأسهم", "equity funds"), ("市盈率", "pe zh"),
    ("earnings per share", "eps"), ("U.S.", "us"),
]


@pytest.mark.parametrize(
    ("text", "quote", "payload"),
    [
        ("the S&P 600 rose", "S&P 600", "index"),
        ("S&P 600 small-caps rose", "S&P 600 small-caps", "index and segment"),
        ("its P/E ratios", "P/E ratios", "pe"),
        ("годовой инфляции в мае", "инфляции", "inflation"),
        ("وصناديق الأسهم", "وصناديق الأسهم", "equity funds"),
        ("公司市盈率为15倍", "市盈率", "pe zh"),
        ("Earnings Per Share fell", "Earnings Per Share", "eps"),
        ("in the U.S. economy", "U.S", "us"),
    ],
)
def test_finds(text: str, quote: str, payload: str) -> None:
    found = PhraseMatcher(PHRASES, plurals=True).find(tokens(text))
    assert [(text[start:end], ids) for start, end, ids in found] == [(quote, [payload])]


@pytest.mark.parametrize(
    "text", ["the S&P 6000", "P/E", "earnings per shareholder", "инфля", "us and them", "市盈"]
)
def test_near_misses(text: str) -> None:
    assert PhraseMatcher(PHRASES, plurals=True).find(tokens(text)) == []


def test_groups_do_not_swallow_each_other() -> None:
    matcher = PhraseMatcher(
        [("expected", "modality.forecast"), ("expected growth rate", "refer.growth"),
         ("growth", "direction.up"), ("rate", "refer.growth")]
    )
    text = "an expected growth rate"
    by_name = matcher.find_groups(tokens(text))
    found = {(text[s:e], name) for hits in by_name.values() for s, e, name in hits}
    assert found == {
        ("expected", "modality.forecast"), ("expected growth rate", "refer.growth"),
        ("growth", "direction.up"),
    }


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Apple’s", "apple"), ("الأسهم", "اسهم"), ("والأرباح", "ارباح"), ("أربـاح", "ارباح"), ("EPS", "eps")],
)
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_a_phrase_without_words_is_an_error() -> None:
    with pytest.raises(LexiconError, match="holds no word"):
        PhraseMatcher([("...", "x")])


def test_unknown_language_names_those_there_are() -> None:
    with pytest.raises(LexiconError, match=r"no word list for language 'xx'; there are: .*en"):
        language("xx")
