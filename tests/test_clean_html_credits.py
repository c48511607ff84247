"""Credits as pages set them, and layouts that the extractor and the decode read apart."""

from __future__ import annotations

import pytest

from claimcheck.clean import clean
from claimcheck.clean.lines import elapsed
from claimcheck.schema import Article, Page

BODY = (
    "<p>Revenue of the group rose 12% to $3.4bn in the third quarter, the company said.</p>"
    "<p>The margin widened by 1.2 points to 14.2%, helped by lower prices of freight.</p>"
    "<p>For the year the board still expects sales of $13bn to $13.4bn.</p>"
)


def read(inner: str) -> Article:
    return clean(Page(text=f"<html><body><h1>Tarn sales rise 12%</h1>{inner}</body></html>",
                      media="html"))


@pytest.mark.parametrize(("credits", "author"), [
    ("<div><span>Ann Lee</span> <span>12 November 2025</span> <span>3 min read</span></div>",
     "Ann Lee"),
    ("<p>By Ann Lee</p><p>12 November 2025</p>", "Ann Lee"),
    ("<div>Markets</div><div><b>Ann Lee</b></div><div>12 November 2025</div>", "Ann Lee"),
    ("<p>Sales of the maker of robots rose by an eighth in the quarter, it said.</p>"
     "<p>By Ann Lee</p><p>12 November 2025</p>", "Ann Lee"),
    ("<div><button>Share</button> <button>Save</button></div>", None),
])
def test_an_author_is_read_from_the_credits(credits: str, author: str | None) -> None:
    assert read(credits + BODY).author == author


def test_a_day_below_the_lead_is_read() -> None:
    lead = "<p>Sales of the maker of robots rose by an eighth in the quarter, it said.</p>"
    found = read(f"{lead}<p>By Ann Lee</p><p>Published 12 November 2025 at 9:10</p>{BODY}")
    assert str(found.date.earliest) == "2025-11-12"


def test_a_transcript_is_no_list_of_comments() -> None:
    said = ("Hello and welcome, revenue rose 12% to $3.4bn.", "The margin was 14.2% in the quarter.",
            "Costs of freight fell by 8% on the year.", "We expect sales of $13bn this year.")
    rows = "".join(f"<div><span>{i}:{i}5</span><p>{text}</p></div>" for i, text in enumerate(said))
    assert all(text in read(f"<h3>Transcript</h3>{rows}").text for text in said)


@pytest.mark.parametrize(("clocks", "said"), [
    (("0:00", "0:21", "1:37", "2:50"), True), (("0:12", "59:59", "1:02:03"), True),
    (("9:05", "9:30", "10:10"), False), (("0:10", "0:05", "0:20"), False), (("0:00", "0:21"), False),
    ((), False),
])
def test_clocks_of_a_transcript(clocks: tuple[str, ...], said: bool) -> None:
    assert elapsed(clocks) is said


def test_a_page_set_in_rows_of_one_cell() -> None:
    found = read(
        "<table><tr><td><p>Can't see the images? <a>Open in browser</a></p></td></tr>"
        f"<tr><td>{BODY}</td></tr><tr><td><p>Two dates matter today for holders of the shares.</p>"
        "<ul><li>10:30: industrial production, expected at 0.2%</li><li>16:00: results of Tarn, profit seen at $310m</li></ul></td></tr>"
        "<tr><td><p>Costs fell by 8% on the year, and cash rose to $532m at its end.</p></td></tr>"
        "</table>")
    assert "|" not in found.text
    assert "profit seen at $310m" in found.text
