"""The one way sources reach the network: time-outs, patience, a speed limit and a cache."""

from __future__ import annotations

import email.utils
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimcheck import __version__
from claimcheck.errors import FetchError

AGENT = f"claimcheck/{__version__}"
# Answers worth another try: too many requests, and servers that are down for the moment.
TRY_AGAIN = (429, 500, 502, 503, 504)
MOST = 200 * 1024 * 1024  # bytes; the largest companyfacts answers are about 30 MB


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, and the sha256 of it as evidence."""

    url: str
    body: bytes
    retrieved_at: str

    @property
    def text(self) -> str:
        """The body as UTF-8; a stray byte is replaced, never an error."""
        return self.body.decode("utf-8-sig", "replace")

    @property
    def sha256(self) -> str:
        """sha256 of the body, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(slots=True)
class Client:
    """Fetches addresses politely. ``offline`` answers from the cache alone.

    ``rate`` is the number of requests a second; ``tries`` counts the first one; a server's
    Retry-After is obeyed up to ``patience`` seconds. ``secrets`` are query fields (keys) that never
    stand in a message or in the cache's names. ``log`` holds every answer that was given.
    """

    timeout: float = 30
    rate: float = 4
    tries: int = 4
    patience: float = 120
    cache: Path | None = None
    max_age: float = 24 * 3600
    offline: bool = False
    secrets: tuple[str, ...] = ("api_key", "registrationkey", "key")
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    log: list[Answer] = field(default_factory=list)
    _next: float = field(default=0.0, init=False)

    def get(
        self, url: str, query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None, body: bytes | None = None,
    ) -> Answer:
        """The answer to a GET, or a POST when ``body`` is given.

        Raises FetchError, in one line, when there is none.
        """
        if query:
            url = f"{url}?{urllib.parse.urlencode(query)}"
        held = self._held(url, body)
        if held is not None:
            self.log.append(held)
            return held
        shown = self.shown(url)
        if self.offline:
            raise FetchError(f"{shown}: not in the cache, and the network is off (--offline)")
        request = urllib.request.Request(
            url, data=body, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"} | dict(
                headers or {}
            ),
        )
        answer = Answer(url, self._patiently(request, shown), self._now())
        self._keep(url, body, answer)
        self.log.append(answer)
        return answer

    def shown(self, url: str) -> str:
        """``url`` without what must stay secret."""
        parts = urllib.parse.urlsplit(url)
        fields = [
            (name, "***" if name.lower() in self.secrets else value)
            for name, value in urllib.parse.parse_qsl(parts.query)
        ]
        query = urllib.parse.urlencode(fields, safe="*")
        return urllib.parse.urlunsplit(parts._replace(query=query))

    def today(self) -> str:
        """The day it is, in UTC."""
        return self._now()[:10]

    def _now(self) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.clock()))

    def _patiently(self, request: urllib.request.Request, shown: str) -> bytes:
        for attempt in range(1, self.tries + 1):
            self._wait_turn()
            try:
                return self._once(request)
            except urllib.error.HTTPError as error:
                wait = self._pause(error.headers.get("Retry-After"), attempt)
                problem = f"HTTP {error.code} {error.reason}"
                error.close()
                if error.code not in TRY_AGAIN or wait > self.patience:
                    raise FetchError(f"{shown}: {problem}{_remedy(error.code)}") from None
            except (OSError, http.client.HTTPException) as error:
                wait, problem = self._pause(None, attempt), _plain(error)
            if attempt < self.tries:
                self.sleep(wait)
        raise FetchError(f"{shown}: {problem}; {self.tries} tries; check the address and try later")

    def _once(self, request: urllib.request.Request) -> bytes:
        with urllib.request.urlopen(request, timeout=self.timeout) as response:
            body: bytes = response.read(MOST + 1)
            promised = response.headers.get("Content-Length")
        if len(body) > MOST:
            raise FetchError(f"{self.shown(request.full_url)}: more than {MOST} bytes")
        if promised is not None and len(body) != int(promised):
            raise http.client.IncompleteRead(body, int(promised) - len(body))
        return body

    def _wait_turn(self) -> None:
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.rate

    def _pause(self, retry_after: str | None, attempt: int) -> float:
        """Seconds to wait: what the server asks for, else 1, 2, 4, ..."""
        if retry_after is None:
            return float(2 ** (attempt - 1))
        if retry_after.strip().isdigit():
            return float(retry_after)
        when = email.utils.parsedate_tz(retry_after)
        return max(0.0, email.utils.mktime_tz(when) - self.clock()) if when else 1.0

    def _path(self, url: str, body: bytes | None) -> Path | None:
        if self.cache is None:
            return None
        name = self.shown(url).encode() + b"\0" + (body or b"")
        return self.cache / hashlib.sha256(name).hexdigest()

    def _held(self, url: str, body: bytes | None) -> Answer | None:
        path = self._path(url, body)
        if path is None or not path.exists():
            return None
        if not self.offline and self.clock() - path.stat().st_mtime > self.max_age:
            return None
        head, _, content = path.read_bytes().partition(b"\n")
        return Answer(url, content, json.loads(head)["retrieved_at"])

    def _keep(self, url: str, body: bytes | None, answer: Answer) -> None:
        path = self._path(url, body)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"url": self.shown(url), "retrieved_at": answer.retrieved_at})
        part = path.with_suffix(".part")
        part.write_bytes(head.encode() + b"\n" + answer.body)
        part.replace(path)  # a reader never sees half an answer


def _plain(error: Exception) -> str:
    """A network error in words, on one line."""
    if isinstance(error, http.client.IncompleteRead):
        return f"the answer was cut off after {len(error.partial)} bytes"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "no answer in time"
    return " ".join(str(getattr(error, "reason", error)).split()) or type(error).__name__


def _remedy(code: int) -> str:
    return {
        401: "; the key is missing or wrong",
        403: "; the server wants a User-Agent or a key",
        404: "; no such series there",
        429: "; too many requests, try later",
    }.get(code, "")
