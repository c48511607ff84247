"""Lines of an HTML page beside the extractor: what stays, what comes back, what the page shows."""

import pytest

from claimcheck.clean import clean
from claimcheck.schema import Article, Page

BODY = ("<p>Acme said on Monday that revenue rose 12% to $5 billion in the third quarter.</p>"
        "<p>Operating profit grew more slowly and reached $610 million, the company said.</p>"
        "<p>The board kept its outlook and expects sales of $20 billion for the whole year.</p>")


def read(inner: str, title: str = "Acme lifts its sales", head: str = "") -> Article:
    page = (f"<html><head><title>{title}</title>{head}</head><body><h1>Acme lifts its sales</h1>"
            f"{inner}</body></html>")
    return clean(Page(text=page, media="html"))


@pytest.mark.parametrize(("extra", "text", "stays"), [
    ("<p>By Harriet Oduya</p>", "Oduya", False),
    ("<p>Subscribe to our newsletter and become a paid subscriber to keep reading.</p>",
     "newsletter", False),
    ("<div class='related'><p>Beta shares fell 8% after a warning on profit.</p></div>", "Beta",
     False),
    ("<p>Beta shares fell 8% after a warning on profit, a subscriber wrote.</p>", "Beta", True),
    ("<ul><li>Margin of 12.2%</li></ul>", "12.2%", True),
    ("<table><tr><th>Year</th><th>EPS</th></tr><tr><td>2025</td><td>4.21</td></tr></table>",
     "4.21", True),
])
def test_page_words_amid_paragraphs(extra: str, text: str, stays: bool) -> None:
    article = read(f"<article>{BODY}{extra}<p>Its shares closed 3% higher in New York.</p></article>")
    assert (text in article.text) is stays
    assert "$610 million" in article.text
    assert "closed 3% higher" in article.text


def test_entries_of_a_live_blog_come_back() -> None:
    entries = "".join(
        f"<div class='e'><span>1{n}:40</span><h3>Sector {n} stands out</h3><p>The index of sector "
        f"{n} rose 1.{n}% and its turnover was {n}2% above the average of ten days.</p></div>"
        for n in range(4))
    text = read(f"<main>{entries}</main>").text
    assert all(f"rose 1.{n}%" in text for n in range(4))
    assert "11:40" not in text


def test_a_translation_in_an_element_of_its_own_is_left_out() -> None:
    copy = ("<div><p>Acme a annoncé lundi que son chiffre d'affaires a augmenté de 12 % au troisième "
            "trimestre.</p></div>")
    text = read(f"<article>{BODY}</article>{copy}").text
    assert "12%" in text
    assert "trimestre" not in text


@pytest.mark.parametrize(("credit", "author"), [
    ("<p>By Harriet Oduya</p><p>31 January 2026</p>", "Harriet Oduya"),
    ("<p>Harriet Oduya</p><p>31 January 2026</p>", "Harriet Oduya"),
    ("<p>31 January 2026</p>", None),
])
def test_the_author_above_the_text(credit: str, author: str | None) -> None:
    assert read(f"{credit}<article>{BODY}</article>").author == author


def test_the_heading_shown_is_the_title() -> None:
    page = (f"<html><head><title>Central Bank - Releases</title></head><body><div>Acme sales rose "
            f"12% in the quarter</div><div>28/01/2026 18:32</div>{BODY}</body></html>")
    assert clean(Page(text=page, media="html")).title == "Acme sales rose 12% in the quarter"


@pytest.mark.parametrize(("below", "stays"), [
    ("<div>Comments (2)</div><div><div>It will fall by 10 percent again, you will all see it.</div>"
     "</div>", False),
    ("<p>Harriet Oduya has covered markets for ten years. She lives in Leeds.</p>", False),
    ("<p>Harriet Oduya sold 5% of the company on Friday, the filing said.</p>", True),
])
def test_what_stands_below_the_text(below: str, stays: bool) -> None:
    text = read(f"<p>By Harriet Oduya</p>{BODY}{below}").text
    assert any(piece in text for piece in ("fall by 10", "Harriet")) is stays


def test_a_page_set_in_a_table_is_no_row() -> None:
    page = (f"<table><tr><td><a>Releases</a><br><a>Speeches</a></td><td><h2>Sales</h2>{BODY}</td>"
            "</tr></table>")
    text = read(page).text
    assert "$610 million" in text
    assert "Speeches" not in text
