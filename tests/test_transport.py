"""Fetching: what is refused without a connection, and a server on loopback for the rest."""

import gzip
import http.server
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from claimcheck.errors import FetchError
from claimcheck.transport import Client, Target, host_of, vet

pytest.importorskip("httpx")
pytest.importorskip("protego")

PRIVATE = [
    "127.0.0.1", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "0x7f000001", "017700000001",
    "127.0.0.1.", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1", "0.0.0.0", "0", "10.0.0.1", "10.1",
    "172.16.0.1", "192.168.0.1", "169.254.169.254", "0xa9fea9fe", "2852039166", "100.64.0.1",
    "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[::127.0.0.1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]",
    "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]",
    "[fd00:ec2::254]", "[ff02::1]", "[100::1]", "[2001:db8::1]", "localhost", "LOCALHOST",
    "localhost.", "metadata.google.internal",
]


def private(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def public(host: str, port: int) -> list[str]:
    return ["93.184.215.14"]


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("form", ["http://{}/", "https://{}:443/x", "http://user@{}/", "HTTP://{}?q"])
def test_private_addresses_are_refused(host: str, form: str) -> None:
    with pytest.raises(FetchError):
        vet(form.format(host), private)


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "gopher://example.org/", "ftp://example.org/", "data:text/html,x",
    "jar:http://example.org!/", "http://example.org:22/", "http://example.org:6379/", "http://",
    "http:///x", "http://example.org\\@127.0.0.1/", "http://exa mple.org/", "http://example.org\t/",
    "http://example.org/\r\nHost: x", "http://[::1/", "http://a..b/", "http://example.org:99999/",
    "http://evil@example.org/", "//example.org/", "example.org", "http://\u2024/",
])
def test_odd_urls_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        vet(url, public)


@pytest.mark.parametrize(("url", "host"), [
    ("https://example.org/a?b=c#d", "example.org"), ("http://EXAMPLE.org", "example.org"),
    ("https://münchen.example/", "xn--mnchen-3ya.example"), ("http://8.8.8.8/", "8.8.8.8"),
    ("https://sub.domain.example.co.uk:8443/x", "sub.domain.example.co.uk"),
    ("https://例え.テスト/", "xn--r8jz45g.xn--zckzah"), ("http://1und1.example/", "1und1.example"),
    ("http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
])
def test_benign_urls_pass(url: str, host: str) -> None:
    assert host_of(url)[1] == host
    vet(url, public)


def test_every_address_is_vetted() -> None:
    with pytest.raises(FetchError, match=r"not a public address"):
        vet("http://example.org/", lambda host, port: ["93.184.215.14", "10.0.0.1"])


# ---------------------------------------------------------------- a server on loopback


class Handler(http.server.BaseHTTPRequestHandler):
    hits: ClassVar[dict[str, int]] = {}

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        count = Handler.hits[self.path] = Handler.hits.get(self.path, 0) + 1
        answer = getattr(self, "at_" + self.path.strip("/").split("?")[0].replace(".", "_"), None)
        if answer is None:
            self.reply(404, b"gone")
        else:
            answer(count)

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def at_robots_txt(self, count: int) -> None:
        self.reply(200, b"User-agent: *\nDisallow: /closed")

    def at_page(self, count: int) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.reply(304, b"")
        else:
            self.reply(200, b"<p>hello</p>", ETag='"v1"', Content_Type="text/html; charset=utf-8")

    def at_closed(self, count: int) -> None:
        self.reply(200, b"secret")

    def at_busy(self, count: int) -> None:
        self.reply(503 if count < 3 else 200, b"at last", Retry_After="7")

    def at_loop(self, count: int) -> None:
        self.reply(302, b"", Location="/loop")

    def at_inward(self, count: int) -> None:
        self.reply(302, b"", Location="http://10.0.0.1/")

    def at_file(self, count: int) -> None:
        self.reply(302, b"", Location="file:///etc/passwd")

    def at_zipped(self, count: int) -> None:
        self.reply(200, gzip.compress(b"<p>packed</p>"), Content_Encoding="gzip")

    def at_bomb(self, count: int) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = b"".join(packer.compress(bytes(1_000_000)) for _ in range(40)) + packer.flush()
        self.reply(200, body, Content_Encoding="gzip")

    def at_large(self, count: int) -> None:
        self.reply(200, b"x" * 6_000_000)

    def at_brotli(self, count: int) -> None:
        self.reply(200, b"x", Content_Encoding="br")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client(port: int, tmp_path: Path) -> Client:
    """A client whose vetter sends the test's own host to the loopback server, and no other."""
    Handler.hits.clear()

    def vetter(url: str) -> Target:
        found = vet(url, public)
        if found.host != "example.org":
            raise FetchError("not the test's host")
        return Target(url, "http", found.host, port, "127.0.0.1")

    return Client(tmp_path / "cache", vetter=vetter, delay=0, sleep=lambda seconds: None)


def test_page_and_cache(client: Client) -> None:
    first, second = client.get("http://example.org/page"), client.get("http://example.org/page")
    assert (first.data, first.charset, first.cached) == (b"<p>hello</p>", "utf-8", False)
    assert (second.data, second.cached) == (b"<p>hello</p>", True)


def test_retries_then_answer(client: Client) -> None:
    assert client.get("http://example.org/busy").data == b"at last"


def test_gzip(client: Client) -> None:
    assert client.get("http://example.org/zipped").data == b"<p>packed</p>"


@pytest.mark.parametrize(("path", "words"), [
    ("closed", "robots.txt"), ("missing", "status 404"), ("loop", "redirects more than 5"),
    ("inward", "private addresses"), ("file", "scheme 'file'"), ("bomb", "unpacks to more"),
    ("large", "more than 5 MB"), ("brotli", "compressed as 'br'"),
])
def test_refusals(client: Client, path: str, words: str) -> None:
    with pytest.raises(FetchError, match=words) as error:
        client.get(f"http://example.org/{path}")
    assert "\n" not in str(error.value)
    if path == "loop":
        assert Handler.hits["/loop"] == 6
