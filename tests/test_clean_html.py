"""HTML pages: body, comments as records, dates with their signals, hostile sources."""

import json
import time

import pytest

from claimcheck.clean import clean
from claimcheck.schema import Article, Page

BODY = [
    "Acme said on Monday that revenue rose 12% to $5 billion in the third quarter of the year.",
    "Operating margin widened to 14.2% from 13.1% a year earlier as freight costs fell sharply.",
    "The company raised its dividend by 5 cents to $1.20 a share and kept its outlook for 2026.",
]
COMMENTS = [
    ("MarginMia", "I sold all of my shares last week and I do not regret it at all."),
    ("late2theparty", "The margin is only up because they stopped paying for advertising."),
    ("QuietYield", "Wait for the annual report before you buy anything, the cash flow is thin."),
]
STYLES = {
    "wordpress": '<ol class="commentlist"><li class="comment even depth-1" id="c{i}"><div class='
    '"comment-author vcard"><cite class="fn">{who}</cite></div><div class="comment-meta">January '
    '1{i}, 2026 at 8:15</div><div class="comment-content"><p>{text}</p></div></li></ol>',
    "microdata": '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment" class="c">'
    '<span itemprop="author">{who}</span><time datetime="2026-01-1{i}">then</time>'
    '<div itemprop="text">{text}</div></div>',
    "plain": '<div class="reply-item"><a href="/user/{who}">{who}</a> <span class="date">1{i}.01.2026'
    '</span><p>{text}</p><button>Reply</button></div>',
}


def page(middle: str = "", head: str = "", body: list[str] = BODY) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    return (f"<html lang='en'><head><title>Acme lifts its dividend | Desk</title>{head}</head><body>"
            f"<nav><a href='/'>Home</a></nav><article><h1>Acme lifts its dividend</h1>{paragraphs}"
            f"</article>{middle}<footer>About us</footer></body></html>")


def read(html: str, **known: str) -> Article:
    return clean(Page(text=html, media="html", **known))


def kept(article: Article, label: str) -> list[str]:
    return [line.text for line in article.lines if line.label == label]


@pytest.mark.parametrize("style", sorted(STYLES))
def test_comments_are_records(style: str) -> None:
    block = "".join(
        STYLES[style].format(i=i, who=who, text=text) for i, (who, text) in enumerate(COMMENTS))
    article = read(page(f"<section id='comments'>{block}</section>"))
    assert kept(article, "comment") == [text for _, text in COMMENTS]
    assert kept(article, "body") == BODY
    assert [credit.split(" · ")[0] for credit in kept(article, "metadata")] == [
        who for who, _ in COMMENTS]
    assert "regret" not in article.text


def test_json_ld_comments() -> None:
    data = {"@type": "NewsArticle", "headline": "Acme lifts its dividend", "comment": [
        {"@type": "Comment", "text": text, "author": {"name": who}} for who, text in COMMENTS]}
    head = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    assert kept(read(page(head=head)), "comment") == [text for _, text in COMMENTS]


def test_forum_thread() -> None:
    posts = [("Starter", " ".join(BODY)), *COMMENTS]
    block = "".join(
        f"<div class='post' id='p{i}'><div class='author'><a href='/member/{who}'>{who}</a></div>"
        f"<div class='date'>2026-01-1{i} 08:00</div><div class='content'>{text}</div></div>"
        for i, (who, text) in enumerate(posts))
    article = read(f"<html><head><title>Acme: what now?</title></head><body>{block}</body></html>")
    assert kept(article, "body") == [" ".join(BODY)]
    assert kept(article, "comment") == [text for _, text in COMMENTS]


@pytest.mark.parametrize(("head", "source", "day", "signal"), [
    ("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":"
     "\"2026-01-14T08:30:00+00:00\"}</script>", "x", "2026-01-14", "json-ld"),
    ("<meta property='article:published_time' content='2026-01-13T08:00:00Z'>", "x", "2026-01-13",
     "meta article:published_time"),
    ("", "https://example.org/2026/01/12/acme/", "2026-01-12", "url"),
])
def test_dates(head: str, source: str, day: str, signal: str) -> None:
    article = read(page(head=head), source=source)
    assert article.date.earliest.isoformat() == day
    assert (article.date.signal, article.date.confidence) == (signal, "stated")


def test_conflicting_and_impossible_dates() -> None:
    head = "<meta property='article:published_time' content='2026-01-13'>"
    article = read(page(head=head), source="https://example.org/2025/12/01/acme/")
    assert "date-conflict" in [notice.code for notice in article.warnings]
    assert article.date.confidence == "inferred"
    article = read(page(head=head), retrieved_at="2026-01-02")
    assert "date-after-retrieval" in [notice.code for notice in article.warnings]
    assert article.published_at is None


def test_title_author_paywall() -> None:
    data = {"@type": "NewsArticle", "isAccessibleForFree": False, "author": [{"name": "Ann Lee"}]}
    article = read(page(head=f"<script type='application/ld+json'>{json.dumps(data)}</script>"))
    assert (article.title, article.author) == ("Acme lifts its dividend", "Ann Lee")
    assert "paywall" in [notice.code for notice in article.warnings]


def test_tables_and_lists_stay() -> None:
    block = ("<table><tr><th>Year</th><th>EPS</th></tr><tr><td>2025</td><td>85.88</td></tr></table>"
             "<ul><li>Sales rose 5%</li></ul>")
    text = read(page().replace("</article>", block + "</article>")).text
    assert "85.88" in text
    assert "Sales rose 5%" in text


def test_a_page_of_scripts_says_so() -> None:
    html = "<html><body><div id='root'></div>" + "<script>var a=1;</script>" * 5 + "</body></html>"
    article = read(html)
    assert article.text == ""
    (notice,) = article.warnings
    assert (notice.code, "JavaScript" in notice.message) == ("no-article", True)


@pytest.mark.parametrize("html", [
    "<div>" * 50_000 + "x" + "</div>" * 50_000,
    "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x</p>",
    "<html>" + "<b>" * 2000 + "</html>", "", "<", "<!--", "<script>", "\ufffd" * 1000,
    "<html>" + "<div class='comment'>" * 3000 + "hi",
    "<" * 20_000, "&" * 20_000, "<a href='" * 3000,
])
def test_hostile_sources_are_bounded(html: str) -> None:
    start = time.monotonic()
    article = read(html)
    assert time.monotonic() - start < 8
    assert article.text or article.warnings


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ("Sales rose 5% in 2025.", "Sales rose 5% in 2025."),
        ("<p>Sales rose 5% in 2025.</p>", "Sales rose 5% in 2025."),
        ("<div>Sales <b>rose</b> 5% in 2025.</div>", "Sales rose 5% in 2025."),
        ("Sales rose 5%.<p>", "Sales rose 5%."),
        ("<html><body>Sales rose 5% in 2025.</body></html>", "Sales rose 5% in 2025."),
        ("<body><p>Sales rose 5% in 2025.</p>", "Sales rose 5% in 2025."),
    ],
)
def test_a_piece_of_a_page_is_read_as_a_page(piece: str, text: str) -> None:
    article = clean(Page(text=piece, media="html"))
    assert article.text == text
    assert article.warnings == ()
