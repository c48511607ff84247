"""Watching feeds: each entry once, across restarts, failures told, findings handed on."""

from __future__ import annotations

import http.server
import json
import multiprocessing
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

pytest.importorskip("feedparser")
pytest.importorskip("httpx")
pytest.importorskip("protego")

from claimcheck.errors import ConfigError, FetchError, StoreError
from claimcheck.pipeline import Checker
from claimcheck.transport import Client, Target, host_of
from claimcheck.watch import Feed, Feeds, Round, Watch, read_feeds, watch, webhook

ITEM = "<item><guid>{0}</guid><link>http://site.test/{0}</link><title>T</title><description>Sales of Apple rose {1}% in 2024.</description></item>"


class Site(http.server.BaseHTTPRequestHandler):
    items: ClassVar[list[tuple[str, int]]] = []
    asked: ClassVar[list[tuple[str, int]]] = []
    fail = False
    robots: ClassVar[bytes | None] = None

    def do_GET(self) -> None:
        body = f"<rss version='2.0'><channel>{''.join(ITEM.format(*i) for i in self.items)}</channel></rss>"
        tag = f'"{hash(body)}"'
        rules = self.robots if self.path == "/robots.txt" else None
        status = 200 if rules else 404 if self.path == "/robots.txt" else 500 if self.fail else 304 if self.headers.get("if-none-match") == tag else 200
        type(self).asked.append((self.path, status))
        self.send_response(status)
        data = (rules or body.encode()) if status == 200 else b""
        self.send_header("content-type", "application/rss+xml")
        self.send_header("etag", tag)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[tuple[type[Site], int]]:
    handler = type("Handler", (Site,), {"items": [("a", 1), ("b", 2)], "asked": [], "fail": False})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler, server.server_address[1]
    server.shutdown()
    server.server_close()


def client(cache: Path, port: int) -> Client:
    """The real client, led to loopback by its vetter."""
    return Client(cache, delay=0, sleep=lambda _: None, vetter=lambda url: Target(
        url=url, scheme="http", host=host_of(url)[1], port=port, address="127.0.0.1"))


def rounds(out: Path, port: int) -> Round:
    feeds = Feeds((Feed("desk", url="http://site.test/feed.xml"),))
    with Watch(feeds, out, Checker(), client=client(out / "cache", port)) as polled:
        return polled.round()


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()]


def test_each_entry_once_across_restarts(site: tuple[type[Site], int], tmp_path: Path) -> None:
    handler, port = site
    assert (rounds(tmp_path, port).new, rounds(tmp_path, port).new) == (2, 0)
    handler.items = [("a", 1), ("b", 2), ("c", 3)]
    again = rounds(tmp_path, port)
    assert (again.new, again.known, again.findings, again.errors) == (1, 2, 1, [])
    assert [line["entry"] for line in lines(tmp_path)] == ["a", "b", "c"]
    assert lines(tmp_path)[2]["findings"][0]["quote"] == "3%"
    assert [status for path, status in handler.asked if path != "/robots.txt"] == [200, 304, 200]


def test_a_revised_entry_is_judged_again_and_said_to_be(site: tuple[type[Site], int], tmp_path: Path) -> None:
    handler, port = site
    rounds(tmp_path, port)
    handler.items = [("a", 7), ("b", 2)]
    assert rounds(tmp_path, port).new == 1
    assert [(line["entry"], line["revised"]) for line in lines(tmp_path)] == [("a", False), ("b", False), ("a", True)]


def test_a_feed_that_fails_costs_only_itself(site: tuple[type[Site], int], tmp_path: Path) -> None:
    handler, port = site
    handler.fail = True
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "note.txt").write_text("Sales of Apple rose 4% in 2024.")
    feeds = Feeds((Feed("desk", url="http://site.test/feed.xml"), Feed("inbox", folder=tmp_path / "inbox")))
    with Watch(feeds, tmp_path / "out", Checker(), client=client(tmp_path / "cache", port)) as polled:
        first, second = polled.round(), polled.round()
    assert (first.new, second.new, second.known) == (1, 0, 1)
    assert "status 500" in first.errors[0]


def test_findings_that_cannot_be_sent_are_kept(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "note.txt").write_text("Sales of Apple rose 4% in 2024.")
    feeds = Feeds((Feed("inbox", folder=tmp_path / "inbox"),))

    def down(_: str) -> None:
        raise FetchError("the webhook is down")

    with Watch(feeds, tmp_path / "out", Checker(), send=down) as polled:
        assert (polled.round().findings, polled.round().findings) == (0, 0)
    sent: list[str] = []
    with Watch(feeds, tmp_path / "out", Checker(), send=sent.append) as polled:
        assert (polled.round().findings, polled.round().findings) == (1, 0)
    assert json.loads(sent[0])["feed"] == "inbox"


def test_offline_urls_are_refused_and_two_watches_told(tmp_path: Path) -> None:
    feeds = Feeds((Feed("desk", url="http://site.test/feed.xml"),))
    with Watch(feeds, tmp_path, Checker()) as polled:
        assert "offline" in polled.round().errors[0]
        with pytest.raises(StoreError, match="another watch is at work"):
            Watch(feeds, tmp_path, Checker())


def test_rounds_follow_the_pause_and_stop(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    seen: list[Round] = []
    slept: list[float] = []
    watch(Feeds((Feed("i", folder=tmp_path / "inbox"),), every=60.0), tmp_path / "out", Checker(),
          say=seen.append, sleep=slept.append, stop=lambda: len(seen) == 2)
    assert (len(seen), sum(slept)) == (2, 60.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no feed in it"),
        ("x = [", "not valid TOML"),
        ("[[feed]]\nname = 'a'", "either url or folder"),
        ("[[feed]]\nurl = 'u'\nfolder = 'f'", "either url or folder"),
        ("[[feed]]\nurl = 3", "'url' must be text"),
        ("[[feed]]\nulr = 'u'", "unknown key 'ulr'"),
        ("evry = '1h'\n[[feed]]\nurl = 'u'", "unknown key 'evry'"),
        ("every = 'soon'\n[[feed]]\nurl = 'u'", "is no time"),
        ("every = '10s'\n[[feed]]\nurl = 'u'", "too often"),
        ("[[feed]]\nurl = 'u'\n[[feed]]\nurl = 'u'", "two feeds are named 'u'"),
    ],
)
def test_feeds_files_that_are_wrong(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "feeds.toml").write_text(text)
    with pytest.raises(ConfigError, match=says):
        read_feeds(tmp_path / "feeds.toml")


def test_feeds_file(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("every = '2h'\n[[feed]]\nname = 'a'\nurl = 'u'\n[[feed]]\nfolder = 'in'")
    assert read_feeds(tmp_path / "feeds.toml") == Feeds(
        (Feed("a", url="u"), Feed("in", folder=tmp_path / "in")), 7200.0)


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "http://169.254.169.254/", "http://[::1]/"])
def test_webhooks_lead_to_public_addresses_only(url: str) -> None:
    with pytest.raises(FetchError):
        webhook(url)("{}")


# ---------------------------------------------------------------- webhooks


class Hook(http.server.BaseHTTPRequestHandler):
    """Takes posts; answers with ``status``, after ``pause`` seconds."""

    took: ClassVar[list[dict[str, Any]]] = []
    status = 200
    pause = 0.0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        time.sleep(self.pause)
        if self.status == 200:
            type(self).took.append(json.loads(body))
        self.send_response(self.status)
        if self.status in (301, 307):
            self.send_header("location", "http://site.test/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[tuple[type[Hook], int]]:
    handler = type("Handler", (Hook,), {"took": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler, server.server_address[1]
    server.shutdown()
    server.server_close()


def inbox(folder: Path, count: int) -> Feeds:
    """A folder of ``count`` notes, as a feed."""
    (folder / "inbox").mkdir()
    for number in range(count):
        (folder / "inbox" / f"note{number:03}.txt").write_text(f"Sales of Apple rose {number}% in 2024.")
    return Feeds((Feed("inbox", folder=folder / "inbox"),))


def loopback(port: int) -> Any:
    return lambda url: Target(
        url=url, scheme="http", host=host_of(url)[1], port=port, address="127.0.0.1")


@pytest.mark.parametrize(
    ("status", "pause", "says"),
    [(500, 0.0, "answered 500"), (404, 0.0, "answered 404"), (307, 0.0, "answered 307"),
     (200, 0.6, "did not answer")],
)
def test_a_webhook_that_fails_or_keeps_silent_gets_it_again(
    hook: tuple[type[Hook], int], tmp_path: Path, status: int, pause: float, says: str
) -> None:
    handler, port = hook
    feeds = inbox(tmp_path, 2)
    handler.status, handler.pause = status, pause
    send = webhook("http://site.test/hook", vetter=loopback(port), seconds=0.2)
    with Watch(feeds, tmp_path / "out", Checker(), send=send) as polled:
        failed = polled.round()
    assert (failed.new, failed.findings) == (2, 0)
    assert any(says in error for error in failed.errors)
    time.sleep(pause)  # what was sent in vain has been dealt with
    handler.took.clear()
    handler.status, handler.pause = 200, 0.0
    with Watch(feeds, tmp_path / "out", Checker(), send=send) as polled:
        again = polled.round()
    assert (again.new, again.known, again.findings, again.errors) == (0, 2, 2, [])
    assert [line["findings"][0]["quote"] for line in handler.took] == ["0%", "1%"]


def test_a_webhook_nobody_listens_at_keeps_the_findings(tmp_path: Path) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), Hook) as server:
        port = server.server_address[1]
    send = webhook("http://site.test/hook", vetter=loopback(port), seconds=0.5)
    with Watch(inbox(tmp_path, 1), tmp_path / "out", Checker(), send=send) as polled:
        assert (polled.round().findings, "did not answer" in polled.round().errors[0]) == (0, True)


# ---------------------------------------------------------------- politeness


def test_pages_closed_to_robots_are_told_and_not_asked_for(site: tuple[type[Site], int], tmp_path: Path) -> None:
    handler, port = site
    handler.robots = b"User-agent: *\nDisallow: /feed.xml\n"
    done = rounds(tmp_path, port)
    assert (done.new, "closed to robots" in done.errors[0]) == (0, True)
    assert [path for path, _ in handler.asked] == ["/robots.txt"]


def test_a_host_of_two_feeds_is_asked_with_a_pause(site: tuple[type[Site], int], tmp_path: Path) -> None:
    _, port = site
    slept: list[float] = []
    feeds = Feeds((Feed("a", url="http://site.test/a.xml"), Feed("b", url="http://site.test/b.xml")))
    polite = Client(tmp_path / "cache", delay=30.0, sleep=slept.append, vetter=loopback(port))
    with Watch(feeds, tmp_path / "out", Checker(), client=polite) as polled:
        assert polled.round().new == 4
    assert len(slept) == 2  # robots.txt, a, b: a pause between each two
    assert all(25 < seconds <= 30 for seconds in slept)


# ---------------------------------------------------------------- killed


def polled_once(feeds: Feeds, out: Path) -> None:
    with Watch(feeds, out, Checker()) as polled:
        polled.round()


def test_killed_at_random_moments_each_entry_is_judged_once(tmp_path: Path) -> None:
    feeds = inbox(tmp_path, 40)
    began = time.monotonic()
    polled_once(feeds, tmp_path / "whole")
    longest = time.monotonic() - began
    expected = {line["id"]: line for line in lines(tmp_path / "whole")}
    chance, fork = random.Random(3), multiprocessing.get_context("fork")
    for number in range(3):
        out, killed = tmp_path / f"out{number}", 0
        for _ in range(4):
            process = fork.Process(target=polled_once, args=(feeds, out))
            process.start()
            process.join(chance.uniform(0.05, longest))
            process.kill()
            process.join()
            killed += process.exitcode == -signal.SIGKILL
        polled_once(feeds, out)
        found = lines(out)
        assert {line["id"]: line for line in found} == expected
        # Only the line in hand at a kill may be there twice, under its id.
        assert len(expected) <= len(found) <= len(expected) + killed
