"""Inputs of many documents, each kind with a damaged twin."""

import gzip
import io
import json
from pathlib import Path

import pytest

from claimcheck.clean import clean
from claimcheck.clean.reposts import Reposts
from claimcheck.errors import InputError, RowError
from claimcheck.fetch import pages, served
from claimcheck.schema import Page

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "devsets"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>
<item><title>Acme beats</title><link>https://example.org/a</link><guid>a1</guid>
<pubDate>Mon, 12 Jan 2026 08:00:00 GMT</pubDate><description>Revenue rose 12%.</description></item>
<item><title>Fund flows</title><guid>a2</guid><description>&lt;p&gt;Funds took in $6bn.&lt;/p&gt;
</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><id>e1</id>
<title>Rates</title><published>2026-01-15T09:30:00Z</published><author><name>Ann</name></author>
<content type="html">&lt;p&gt;The rate fell to 3.75%.&lt;/p&gt;</content></entry></feed>"""


def read(path: Path) -> list[Page | InputError]:
    return list(pages([str(path)]))


def test_rss(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_text(RSS, encoding="utf-8")
    first, second = read(path)
    assert (first.id, first.source, first.published_at) == (
        "a1", "https://example.org/a", "2026-01-12")
    assert (first.text, first.media, first.title) == ("Revenue rose 12%.", "text", "Acme beats")
    assert second.media == "html"
    assert "took in $6bn" in clean(second).text


def test_atom(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    path.write_text(ATOM, encoding="utf-8")
    (page,) = read(path)
    assert (page.author, page.published_at, page.published_signal) == (
        "Ann", "2026-01-15", "feed entry")


def test_json_feed(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Desk",
        "items": [{"id": "1", "content_text": "Sales fell 3%.", "date_published": "2026-01-02"}, 5],
    }), encoding="utf-8")
    page, error = read(path)
    assert (page.id, page.published_at) == ("1", "2026-01-02")
    assert isinstance(error, RowError)


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "feed.parquet"
    pq.write_table(pa.table({"id": [1, 2], "text": ["Profit rose.", None], "other": [0, 0]}), path)
    page, error = read(path)
    assert (page.id, page.text) == ("1", "Profit rose.")
    assert (error.line, error.column) == (2, "text")


def test_warc(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Oil fell.</p></html>"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/x\r\n"
        "WARC-Date: 2026-01-20T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    (page,) = read(path)
    assert (page.source, page.media, page.retrieved_at) == (
        "https://example.org/x", "html", "2026-01-20")


def test_pdf(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    path = tmp_path / "blank.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(path)
    (error,) = read(path)
    assert "PDF without text (1 pages" in str(error)
    writer.encrypt("secret")
    writer.write(path)
    (error,) = read(path)
    assert "password" in str(error) or "damaged" in str(error)


def test_pdf_text(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    path = tmp_path / "note.pdf"
    path.write_bytes(_pdf("Revenue rose 12% in 2025."))
    (page,) = read(path)
    assert (page.media, page.text.strip()) == ("pdf", "Revenue rose 12% in 2025.")
    assert "rose 12%" in clean(page).text


def _pdf(text: str) -> bytes:
    """A one-page PDF with one line of text."""
    stream = f"BT /F1 12 Tf 20 50 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\n" \
        b"startxref\n%d\n%%%%EOF" % (table, start)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.rss", b"", "is empty"),
    ("a.rss", b"hello", "not a readable feed"),
    ("a.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss>&a;</rss>", "declares XML entities"),
    ("a.parquet", b"PAR1 no", "not a readable Parquet"),
    ("a.warc", b"no archive", "WARC"),
    ("a.pdf", b"%PDF-1.4 nothing", "damaged PDF"),
    ("a.json", b"[]", "empty list"),
    ("a.json", b"[" * 100_000, "not valid JSON"),
])
def test_damaged(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name)
    assert len(found) == 1
    assert isinstance(found[0], InputError)
    assert words in str(found[0])
    assert "\n" not in str(found[0])


def test_rows_stream_lazily(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(20_000):
            out.write(json.dumps({"id": number, "text": "Sales rose."}) + "\n")
    found = pages([str(path)])
    assert next(found).id == "0"
    found.close()


def test_lone_surrogates_and_nul(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text('{"text": "Sales \\ud800 rose\\u0000 5%."}\n', encoding="utf-8")
    (page,) = read(path)
    assert page.text == "Sales \ufffd rose\ufffd 5%."
    assert [notice.code for notice in page.warnings] == ["lone-surrogates"]


@pytest.mark.parametrize(("kind", "data", "media"), [
    ("text/html; charset=utf-8", b"<html><p>x</p></html>", "html"),
    ("text/plain", b"Sales rose.", "text"),
    ("application/rss+xml", RSS.encode(), "text"),
    ("application/json", b'{"text": "Sales rose."}', "text"),
])
def test_served_by_type(kind: str, data: bytes, media: str) -> None:
    assert next(served(data, "https://example.org/", kind)).media == media


def test_reposts() -> None:
    reposts = Reposts()
    base = "Acme said revenue rose 12% to $5 billion in the quarter, ahead of what analysts expected. "
    more = "The company raised its dividend and kept its outlook for the year as costs fell again. "

    def article(name: str, text: str) -> str | None:
        return reposts.first_of(clean(Page(id=name, text=text)))

    assert article("one", base + more) is None
    assert article("two", base + more + "Reposted.") == "one"
    assert article("other", (base + more).replace("12%", "13%").replace("$5", "$6")) is None
    assert article("third", "The central bank left rates alone on Thursday, as markets had hoped.") is None


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="development data is not beside the repository")
def test_wild_feeds_never_raise() -> None:
    import tarfile

    from claimcheck.feeds import syndication

    kinds: dict[str, int] = {"page": 0, "error": 0}
    with tarfile.open(SHARED / "feedparser_tests.tar.gz") as box:
        for member in [m for m in box.getmembers() if m.name.endswith(".xml")][::7]:
            handle = box.extractfile(member)
            assert handle is not None
            for item in syndication(io.BytesIO(handle.read()), member.name):
                kinds["error" if isinstance(item, InputError) else "page"] += 1
    assert kinds["page"] > 40


