"""Whole pages: every line gets its label, and the article maps back to the page."""

from pathlib import Path

import pytest

from claimcheck import lexicon
from claimcheck.clean import clean
from claimcheck.clean.lines import see
from claimcheck.schema import Page, Span
from claimcheck.segment import sentences

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "data" / "seed" / "small_caps_page.txt"
LETTERS = {
    "t": "title", "b": "body", "m": "metadata", "u": "ui", "c": "comment", "d": "disclaimer",
    "x": "duplicate", "_": "blank",
}


def labels(text: str, **known: str) -> str:
    """The labels of a page, one letter a line."""
    names = {name: letter for letter, name in LETTERS.items()}
    return "".join(names[line.label] for line in clean(Page(text=text, **known)).lines)


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="development data is not beside the repository")
def test_the_page_it_began_with() -> None:
    article = clean(Page(text=SEED.read_text(encoding="utf-8")))
    expected = "bbbbbb" + "uduuuuuuuu" + "mmcu" * 3 + "mmc" + "xxxxxx"
    names = {name: letter for letter, name in LETTERS.items()}
    assert "".join(names[line.label] for line in article.lines) == expected
    assert article.language == "en"
    assert [line.duplicate_of for line in article.lines[31:]] == [0, 1, 2, 3, 4, 5]
    assert (article.date.earliest.isoformat(), article.date.signal) == ("2026-01-01", "newest-period")
    assert article.date.latest.isoformat() == "2026-04-30"
    assert article.date.confidence == "inferred"


def test_sample_page() -> None:
    page = (ROOT / "corpora/pages/small_caps_post/page.txt").read_text(encoding="utf-8")
    assert labels(page) == "bbbbbb" + "uduuuuuuuu" + "mmcummcummc" + "xxxxxx"


BODY = (
    "Acme said revenue rose 12% to $5 billion in the third quarter, ahead of forecasts.",
    "Operating margin widened to 14.2% from 13.1% a year earlier as costs fell.",
    "The company raised its dividend by 5 cents to $1.20 a share and kept its outlook.",
)


@pytest.mark.parametrize(("lines", "expected"), [
    (BODY, "bbb"),
    (("Acme revenue climbs 12%", "", *BODY), "t_bbb"),
    ((*BODY, "12 likes", "Reply", "Share"), "bbbuuu"),
    ((*BODY, "2 Comments", "John Smith", "3 hours ago", "Nice quarter, but the margin is low.",
      "Reply", "Jane Roe", "2 hours ago", "I sold all of it yesterday.", "Reply"),
     "bbbummcummcu"),
    ((*BODY, "This is not investment advice. Past performance is no guarantee of future results."),
     "bbbd"),
    ((*BODY[:2], "", BODY[0], BODY[1]), "bb_xx"),
])
def test_layouts(lines: tuple[str, ...], expected: str) -> None:
    assert labels("\n".join(lines)) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n"])
def test_spans_map_back(line_end: str) -> None:
    page = line_end.join(["Sign in", *BODY, "Reply"])
    article = clean(Page(text=page))
    for quote in ("12% to $5 billion", "13.1%", "$1.20 a share"):
        start = article.text.index(quote)
        span = article.page_span(Span(start=start, end=start + len(quote)))
        assert span is not None
        assert page[span.start:span.end] == quote


@pytest.mark.parametrize("text", ["", " ", "\n\n", "5", "\u202e", "🙂" * 50, "a" * 5000, "9," * 5000])
def test_never_raises(text: str) -> None:
    article = clean(Page(text=text))
    assert article.text or [notice.code for notice in article.warnings] == ["no-article"]


def test_comments_included_on_request() -> None:
    page = Page(text="\n".join((*BODY, "2 Comments", "JohnS_9", "3 hours ago", "It is far too dear.")))
    assert "dear" not in clean(page).text
    assert "dear" in clean(page, comments="include").text


EXAMPLES = [
    (iso, example["text"], example["label"])
    for iso in lexicon.languages()
    for example in lexicon.section(iso, "page").get("examples", ())
]
KINDS = {
    "ui": {"ui", "comments", "related", "number"}, "time": {"time", "name-time"},
    "metadata": {"byline", "name-time", "time"}, "prose": {"prose"}, "disclaimer": {"prose", "short"},
}


@pytest.mark.parametrize(("iso", "text", "label"), EXAMPLES)
def test_page_word_examples(iso: str, text: str, label: str) -> None:
    seen = see(0, 0, len(text), text)
    assert seen.kind in KINDS[label], seen
    assert (seen.disclaimers >= 2) == (label == "disclaimer")


@pytest.mark.parametrize("unit", [
    "9", "9,", "(", " ", "%", "-", "ا", "\u200d", "9 ", "a.", "\n", "Reply\n", "1 h ago ", "by: ",
    "2026-", "中", "http://",
])
def test_a_page_of_one_sign_is_labelled_whole(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    lines = clean(Page(text=text)).lines
    assert sum(line.end - line.start for line in lines) + len(lines) - 1 >= len(text.rstrip("\n"))


def test_mixed_article_keeps_each_language() -> None:
    page = "\n".join((*BODY, "ارتفعت إيرادات الشركة بنسبة 12% في الربع الثالث إلى 5 مليارات دولار.", BODY[0][:-1] + " again."))
    article = clean(Page(text=page))
    assert article.language == "en"
    assert [line.language for line in article.lines][3] == "ar"
    assert {s.language for s in sentences(article)} == {"en", "ar"}


@pytest.mark.parametrize(("text", "day"), [
    ("WASHINGTON, Nov 13 2024 - Consumer prices rose 0.2% in October.", "2024-11-13"),
    ("LONDON, 4 March 2026 (Agency) -- Shares rose.", "2026-03-04"),
    ("Prices cool\n\nPARIS, 13 novembre 2024 (AFP) – Les prix ont augmenté.", "2024-11-13"),
    ("BERLIN, 13. November 2024 — Die Preise stiegen.", "2024-11-13"),
    ("New York, N.Y., Jan. 5, 2026 /Newswire/ -- Sales rose.", "2026-01-05"),
])
def test_the_opening_of_a_report_dates_it(text: str, day: str) -> None:
    found = clean(Page(text=text)).date
    assert (found.signal, str(found.earliest), str(found.latest)) == ("dateline", day, day)


def test_the_day_of_a_heading_dates_a_text() -> None:
    found = clean(Page(text="Kelvo Q4 2023 earnings call, January 30, 2024\n\nRevenues came in at $86 million.")).date
    assert (found.signal, str(found.latest)) == ("heading", "2024-01-30")


@pytest.mark.parametrize("text", [
    "Sales fell on 3 March 2025. They rose - slowly - in April.",
    "Sales fell in March 2025 - the third month in a row.",
    "1.2% - on 3 March 2025 - was the number.",
    "Sales fell.\n\nThey fell a lot.\n\nThey fell again.\n\nLONDON, 4 March 2026 - Shares rose.",
])
def test_a_day_elsewhere_does_not(text: str) -> None:
    assert clean(Page(text=text)).date.signal != "dateline"


@pytest.mark.parametrize(("text", "earliest", "latest"), [
    ("Sales rose in Q3 2025. They will grow again in 2026, analysts said.", "2025-07-01", "2025-11-14"),
    ("Sales fell in March 2025.", "2025-03-01", "2025-05-15"),
    ("Sales fell in 2024. We expect a rise by 2026.", "2024-01-01", "2026-12-31"),
    ("Sales fell in 2024.", "2024-01-01", None),
    ("Sales rose by 2000 units.", None, None),
])
def test_undated_texts_are_bounded(text: str, earliest: str | None, latest: str | None) -> None:
    found = clean(Page(text=text)).date
    assert (found.earliest and found.earliest.isoformat()) == earliest
    assert (found.latest and found.latest.isoformat()) == latest
    assert found.confidence == ("inferred" if earliest else "unsure")


def test_age_with_retrieval() -> None:
    page = "\n".join(("Jane Roe", "3 hours ago", *BODY))
    found = clean(Page(text=page, retrieved_at="2026-01-15")).date
    assert (found.signal, found.latest.isoformat()) == ("relative-time", "2026-01-15")


CHAT = """[14/01/2026, 09:12:33] Anna Macro: Small caps trade at 15.6 times forward earnings.
[14/01/2026, 09:13:02] Anna Macro: Earnings should grow 18-19% this year.
[14/01/2026, 09:15:47] Bob: I heard that in 2022 too
[14/01/2026, 09:18:00] Carla: What about rates?"""
MAIL = """From: Jane Roe <jane@example.com>
Date: Wed, 14 Jan 2026 08:12:00 +0000
Subject: Re: Small caps

The S&P 600 rose 2.1% yesterday and is up 6.4% this year, more than I expected.

On Tue, Jan 13, 2026 at 5:02 PM Bob Stone <bob@example.com> wrote:
> Do you have the latest numbers on small caps?
> I saw 15.6 times forward earnings somewhere."""
BOARD = """r/investing
throwaway_quant
Is the small cap premium dead?
Discussion
Small caps returned 8.6% in 2024 while the S&P 500 returned 25%, dividends included.
Upvote
342
Add a comment
valuehound99
4h ago
The premium was never in junk, screen for profitability.
Reply"""
INLINE = """Acme profit rises 4% in the third quarter
Tuesday 4 November 2025 - 10:30
Acme said today that its profit rose 4% to $28 million in the third quarter of 2025.
Read also
Acme shares close a little higher
The board approved a dividend of $21 million for the fourth quarter, payable in March.
Comments
No comments yet"""


@pytest.mark.parametrize(("text", "kept", "left"), [
    (CHAT, ["15.6 times", "18-19%"], ["09:12", "2022", "rates", "Anna"]),
    (MAIL, ["rose 2.1%"], ["latest numbers", "15.6", "jane@", "13, 2026"]),
    (BOARD, ["premium dead?", "8.6% in 2024"], ["Discussion", "342", "never in junk", "quant"]),
    (INLINE, ["rose 4%", "$21 million"], ["close a little higher", "Read also", "10:30", "No comm"]),
])
def test_what_is_kept_of_a_page(text: str, kept: list[str], left: list[str]) -> None:
    article = clean(Page(text=text))
    assert [words for words in kept if words not in article.text] == []
    assert [words for words in left if words in article.text] == []
    for start, page_start, length in article.segments:
        assert text[page_start:page_start + length] == article.text[start:start + length]


@pytest.mark.parametrize(("text", "kept"), [
    ("A home loan cost 7.02% last week.", True),
    ("A companhia contava com 1.204 lojas e 48,3 mil colaboradores em 31 de março.", True),
    ("USD/JPY 151.19, EUR/USD 1.1619.", True),
    ("截至2025年9月30日，公司不良贷款率0.94%；拨备覆盖率405.93%。", True),
    ("Soitec plonge de 16,5 % après son avertissement", True),
    ("By Ann Lee, 3 hours ago", False),
    ("Ann Lee, 14 January 2026", False),
])
def test_a_sentence_alone_is_the_article(text: str, kept: bool) -> None:
    assert (clean(Page(text=text)).text == text) is kept


def test_a_time_and_nothing_behind_it() -> None:
    for text in ("(9 hr.)", "14:05 ·", "· 8 Min. ·", "3 days ago -", "Lyon, le 24 février 2026 –"):
        assert clean(Page(text=text + "\n" + BODY[0])).lines[0].label != "comment", text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("S&P 600 1,432.10 +0.32%", "ticker"), ("USD/IDR 16.640", "ticker"),
        ("VN-Index 1.874,20 +6,11 (0,33%)", "ticker"),
        ("Umsatz stieg um 5,3", "short"), ("Zahl der Woche: 215.000", "name"),
        ("Reporting by Ann Lee in Chicago; Editing by Sam Dale", "byline"),
        ("（编辑：周远）", "byline"), ("(KTTC) –", "byline"), ("김서윤 기자", "byline"),
        ("Lyon, le 24 février 2026 – 17h45", "name-time"), ("9 marca 2026 o 20:14", "time"), ("김하늘, [10.01.2026 09:21]", "name-time"),
        ("Thứ năm, 22/1/2026, 14:05 (GMT+7)", "name-time"), ("5 p.m. ET", "time"),
        ("Revenue rose on 24 February 2026 in all regions we serve", "short"),
        ("Liebe Leserinnen und Leser,", "short"),
        (">> Xem thêm: Giá thép tăng lần thứ ba", "teaser"), ("* Technology", "name"),
        ("#earnings #smallcaps", "ui"), ("#1", "number"),
        ("About Acme Corp.", "about"), ("About 40 stores closed.", "prose"), ("Über Elbkai AG", "about"),
        ("+31 10 000 00 00", "link"), ("TEL：03-0000-0000", "link"),
        ("-----Original Message-----", "replying"), ("İLGİLİ HABER", "related"),
    ],
)
def test_kinds_of_lines_of_the_screen(text: str, kind: str) -> None:
    assert see(0, 0, len(text), text).kind == kind


def test_a_live_blog_keeps_its_entries_and_a_lead_its_article() -> None:
    entries = [
        "Milan closes up 0.9%", "14 March 2026", "17:40",
        "The index ended the session at 45,730 points, led by utilities and banks.",
        "15:30", "The Dow Jones gained 0.2% in the first trades while the Nasdaq lost 0.3%.",
        "11:00", "Inflation in the euro area was confirmed at 1.9% in February.",
    ]
    found = [line.label for line in clean(Page(text="\n".join(entries))).lines]
    assert [found[at] for at in (3, 5, 7)] == ["body"] * 3
    led = [
        "Cork maker lifts profit by 8%", "Sales were flat at 420m euros, with wine ahead.",
        "Ricardo Leal", "27 February 2026, 18:21", *BODY,
    ]
    found = [line.label for line in clean(Page(text="\n".join(led))).lines]
    assert found[4:] == ["body"] * len(BODY)


def test_a_translation_below_page_words_is_left_out() -> None:
    hindi = "कंपनी का शुद्ध लाभ दिसंबर तिमाही में 27% बढ़कर 412 करोड़ रुपये हो गया और आय 11% बढ़ी।"
    english = "The company said its net profit rose 27% to Rs 412 crore in the quarter."
    more = "बोर्ड ने 6 रुपये प्रति शेयर के अंतरिम लाभांश को मंजूरी दी है और शेयर 3.4% चढ़कर बंद हुआ।"
    apart = clean(Page(text="\n".join((hindi, more, "शेयर करें", "Read in English", english))))
    assert apart.lines[4].label == "ui"
    quoted = clean(Page(text="\n".join((hindi, english, hindi.replace("412", "413")))))
    assert quoted.lines[1].label == "body"


def test_an_earlier_message_below_another_is_a_comment() -> None:
    head = "From: {}\nSent: Monday, March 9, 2026 4:12 PM\nTo: {}\nSubject: chips"
    page = "\n".join((
        head.format("Ann Lee", "Bo Yu"), *BODY, "Ann", head.format("Bo Yu", "Ann Lee"),
        "Have you seen the orders yet? I expect 2.4 billion and no more than that.",
    ))
    found = labels(page)
    assert found[4:4 + len(BODY)] == "b" * len(BODY)
    assert found.endswith("mmmmc")
