"""The HTTP layer: patience, limits, cache, and what an error says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from claimcheck.errors import FetchError


def test_an_answer_with_its_hash_and_time(server: Any, client: Any) -> None:
    server.tell(b'{"a": 1}')
    client.clock = lambda: 1_790_000_000
    answer = client.get(f"{server.url}/x", {"q": "a b"})
    assert (answer.text, answer.retrieved_at) == ('{"a": 1}', "2026-09-21T14:13:20Z")
    assert answer.sha256 == hashlib.sha256(b'{"a": 1}').hexdigest()
    assert server.asked[0][0] == "/x?q=a+b"
    assert server.asked[0][1]["User-Agent"].startswith("claimcheck/")


@pytest.mark.parametrize(
    ("answers", "waits"),
    [
        ([{'status': 429, 'headers': {"Retry-After": "7"}}, {'body': b"ok"}], [7.0]),
        ([{'status': 429}, {'status': 429}, {'body': b"ok"}], [1.0, 2.0]),
        ([{'status': 503}, {'status': 502}, {'status': 500}, {'body': b"ok"}], [1.0, 2.0, 4.0]),
        ([{'body': b"o", 'cut': True}, {'body': b"ok"}], [1.0]),
    ],
)
def test_a_passing_fault_is_waited_out(
    server: Any, client: Any, answers: list[Any], waits: list[float]
) -> None:
    server.tell(*answers)
    assert client.get(server.url).text == "ok"
    assert [wait for wait in client.slept if wait >= 1] == waits


def test_a_retry_after_that_is_a_date(server: Any, client: Any) -> None:
    client.clock = lambda: 1_790_000_000
    when = "Mon, 21 Sep 2026 14:13:30 GMT"
    server.tell({'status': 429, 'headers': {"Retry-After": when}}, b"ok")
    assert client.get(server.url).text == "ok"
    assert 10.0 in client.slept


@pytest.mark.parametrize(
    ("answer", "says", "asked"),
    [
        ({'status': 404}, "HTTP 404 Not Found; no such series there", 1),
        ({'status': 403}, "HTTP 403 Forbidden; the server wants a User-Agent or a key", 1),
        ({'status': 401}, "HTTP 401 Unauthorized; the key is missing or wrong", 1),
        ({'status': 429, 'headers': {"Retry-After": "9999"}}, "HTTP 429 Too Many Requests; too many requests, try later", 1),
        ({'status': 503}, "HTTP 503 Service Unavailable; 4 tries", 4),
        ({'body': b"half", 'cut': True}, "the answer was cut off after 4 bytes; 4 tries", 4),
    ],
)
def test_a_lasting_fault_is_one_line(
    server: Any, client: Any, answer: Any, says: str, asked: int
) -> None:
    server.tell(answer)
    with pytest.raises(FetchError) as caught:
        client.get(f"{server.url}/x")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(server.asked) == asked


def test_a_slow_answer(server: Any, client: Any) -> None:
    server.tell({'body': b"late", 'slow': 0.5})
    client.timeout, client.tries = 0.1, 2
    with pytest.raises(FetchError, match="no answer in time; 2 tries"):
        client.get(server.url)


def test_nobody_there(client: Any) -> None:
    client.tries = 1
    with pytest.raises(FetchError, match=r"Connection refused; 1 tries"):
        client.get("http://127.0.0.1:1/")


def test_a_key_is_never_shown_or_kept(server: Any, client: Any, tmp_path: Path) -> None:
    server.tell({'status': 404})
    with pytest.raises(FetchError) as caught:
        client.get(f"{server.url}/x", {"api_key": "secret-1", "series_id": "UNRATE"})
    assert "secret-1" not in str(caught.value)
    assert "api_key=***&series_id=UNRATE" in str(caught.value)
    server.said.clear()
    server.asked.clear()
    server.tell(b"kept")
    client.cache = tmp_path
    client.get(f"{server.url}/x", {"api_key": "secret-1"})
    assert all(b"secret-1" not in path.read_bytes() for path in tmp_path.iterdir())


def test_requests_keep_their_distance(server: Any, client: Any) -> None:
    now = [100.0]
    client.rate, client.clock = 2, lambda: now[0]
    server.tell(b"ok")
    for _ in range(3):
        client.get(server.url)
    assert client.slept == [0.5, 1.0]


def test_an_answer_is_asked_for_once_a_day(server: Any, client: Any, tmp_path: Path) -> None:
    server.tell(b"one", b"two")
    client.cache = tmp_path
    assert [client.get(server.url).text, client.get(server.url).text] == ["one", "one"]
    assert len(server.asked) == 1
    client.max_age = -1
    assert client.get(server.url).text == "two"


def test_offline_answers_from_the_cache_alone(server: Any, client: Any, tmp_path: Path) -> None:
    server.tell(b"one")
    client.cache = tmp_path
    client.get(server.url)
    client.offline, client.max_age = True, -1
    assert client.get(server.url).text == "one"
    with pytest.raises(FetchError, match="not in the cache, and the network is off"):
        client.get(f"{server.url}/other")
    assert len(server.asked) == 1


def test_a_post_is_kept_by_its_body(server: Any, client: Any, tmp_path: Path) -> None:
    server.tell(b"one", b"two")
    client.cache = tmp_path
    assert client.get(server.url, body=b"a").text == "one"
    assert client.get(server.url, body=b"b").text == "two"
    assert client.get(server.url, body=b"a").text == "one"
    assert [asked[2] for asked in server.asked] == [b"a", b"b"]
