"""The day that a page shows above its text, where its code states none."""

from __future__ import annotations

import pytest

from claimcheck.clean import clean
from claimcheck.schema import Page

PARAGRAPH = "Shares of the maker rose as investors weighed its results and what it said of the year. "
BODY = f"<p>{PARAGRAPH * 4}</p>"


@pytest.mark.parametrize(
    ("above", "below", "day"),
    [
        ("<div>Jan 31, 2026</div>", "", "2026-01-31"),
        ("<span>By Harriet Oduya</span><span>31 January 2026, 18:40</span>", "", "2026-01-31"),
        ("<span>2026.02.24. 16:05</span><span>2026.02.24. 16:40</span>", "", "2026-02-24"),
        ("<time>2 mar 2026 - 09:31 CET</time>", "<div>4 March 2026</div>", "2026-03-02"),
        # Two days are of anything; one below the text is of something else; a year is no day.
        ("<span>31 January 2026</span><span>2 February 2026</span>", "", None),
        ("", "<div>31 January 2026</div>", None),
        ("<div>© 2026</div>", "", None),
    ],
)
def test_a_day_shown_above_the_text_dates_it(above: str, below: str, day: str | None) -> None:
    html = (f"<html><head><title>Shares rise</title></head><body><h1>Shares rise</h1>{above}"
            f"<article>{BODY}</article>{below}</body></html>")
    found = clean(Page(text=html, media="html")).date.latest
    assert (found and found.isoformat()) == day
