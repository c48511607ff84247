"""HTTP for people's URLs: only public addresses, pinned for the connection, within limits.

A name is resolved once, every address is vetted, and the connection goes to the vetted address;
each redirect starts over. So neither a spelling (``0x7f.1``, ``①②⑦``), nor a redirect, nor a
resolver that changes its answer leads to a private address.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import json
import logging
import re
import socket
import ssl
import time
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from claimcheck.errors import FetchError

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

AGENT = "claimcheck/0.1 (+https://pypi.org/project/claimcheck-finance/; reads at a user's request)"
WIRE_LIMIT = 5_000_000
DECODED_LIMIT = 20_000_000
SECONDS = 15.0
REDIRECTS = 5
RETRIES = 2
DELAY = 1.0
PORTS = (80, 443, 8080, 8443)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Iterable[str]]

# ``is_global`` alone is no guard on Python 3.11: it is True for NAT64, 6to4, Teredo, IPv4-mapped
# and -compatible addresses of private hosts, multicast and 192.0.0.0/24. Source: IANA registries
# of special-purpose addresses, read 2026-11-22.
_REFUSED = tuple(map(ipaddress.ip_network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
    "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)))
_PART = r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_PART}(?:\.{_PART})*\.?")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", re.I)
_BAD = re.compile(r"[\x00-\x20\x7f\\]")


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet and nothing in disguise."""
    return address.is_global and not any(
        address in network for network in _REFUSED if network.version == address.version
    )


@dataclass(frozen=True, slots=True)
class Target:
    """A vetted URL: scheme, host as sent, port, path, and the address to connect to."""

    url: str
    scheme: str
    host: str
    port: int
    address: str


def host_of(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) of an acceptable URL; FetchError names what is wrong with any other.

    Nothing is resolved here: odd spellings of addresses are refused as such.
    """
    if _BAD.search(url):
        raise FetchError(f"URL {url!r} holds spaces, control characters or backslashes; clean it")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise FetchError(f"URL {url!r} is malformed ({error}); check it") from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise FetchError(f"URL {url!r} has scheme '{scheme}'; allowed: http, https")
    if "@" in parts.netloc:
        raise FetchError(f"URL {url!r} holds a user name; remove it")
    port = port or (443 if scheme == "https" else 80)
    if port not in PORTS:
        raise FetchError(f"URL {url!r} names port {port}; allowed: {', '.join(map(str, PORTS))}")
    return scheme, _host(host, url), port


def _host(host: str, url: str) -> str:
    """The host in ASCII; addresses only in their one plain spelling."""
    if not host:
        raise FetchError(f"URL {url!r} names no host")
    if ":" in host:
        if "%" in host:
            raise FetchError(f"URL {url!r} names a zone; private addresses are not fetched")
        return host
    plain = unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower()
    if not plain.isascii():
        try:
            plain = plain.encode("idna").decode("ascii")
        except UnicodeError:
            raise FetchError(f"URL {url!r} has a host that is no domain name") from None
    if _NUMERIC.fullmatch(plain) and not _plain_v4(plain):
        raise FetchError(f"URL {url!r} spells an address in an odd way; write a domain name")
    if not _HOST.fullmatch(plain) or len(plain) > 253:
        raise FetchError(f"URL {url!r} has a host that is no domain name")
    return plain


def _plain_v4(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return str(ipaddress.IPv4Address(host)) == host
    return False


def _resolve(host: str, port: int) -> Iterable[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def vet(url: str, resolver: Resolver = _resolve) -> Target:
    """The URL with the one address to connect to. Raises FetchError unless all are public."""
    scheme, host, port = host_of(url)
    try:
        found = [str(ipaddress.ip_address(host))]
    except ValueError:
        try:
            found = list(resolver(host, port))
        except (OSError, UnicodeError) as error:
            raise FetchError(f"'{url}': host '{host}' was not found ({error}); check it") from None
    if not found:
        raise FetchError(f"'{url}': host '{host}' has no address; check it")
    for text in found:
        try:
            public = is_public(ipaddress.ip_address(text.split("%")[0]))
        except ValueError:
            public = False
        if not public or "%" in text:
            raise FetchError(f"'{url}': host '{host}' is at {text}, which is not a public address; "
                             "private addresses are not fetched")
    return Target(url=url, scheme=scheme, host=host, port=port, address=found[0])


@dataclass(slots=True)
class Answer:
    """What a fetch gave: decoded bytes, where they came from in the end, and the headers."""

    url: str
    status: int
    headers: dict[str, str]
    data: bytes
    cached: bool = False

    @property
    def charset(self) -> str | None:
        """The charset of the Content-Type header, None when it names none."""
        kind = self.headers.get("content-type", "")
        match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", kind)
        return match.group(1) if match else None


class Client:
    """Fetches URLs one by one: robots.txt, a pause per host, retries, an ETag cache on disk.

    ``vetter`` and ``clock`` exist for tests on loopback; the default vetter lets through public
    addresses only.
    """

    def __init__(
        self, cache: Path | None = None, *, vetter: Callable[[str], Target] = vet,
        delay: float = DELAY, robots: bool = True, seconds: float = SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._cache, self._vet, self._delay = cache, vetter, delay
        self._robots: dict[str, Any] = {}
        self._obey, self._seconds, self._sleep = robots, seconds, sleep
        self._last: dict[str, float] = {}

    def get(self, url: str) -> Answer:
        """The page at ``url``. Raises FetchError with the cause."""
        if self._obey and not self._allowed(url):
            raise FetchError(f"'{url}' is closed to robots by robots.txt; save the page by hand")
        known = self._known(url)
        headers = {}
        if known and known[0].get("etag"):
            headers["if-none-match"] = known[0]["etag"]
        if known and known[0].get("last-modified"):
            headers["if-modified-since"] = known[0]["last-modified"]
        answer = self._retried(url, headers)
        if answer.status == 304 and known:
            return Answer(url=known[0].get("url", url), status=200, headers=known[0],
                          data=known[1], cached=True)
        if answer.status >= 400 or answer.status < 200:
            remedy = _remedy(answer.status)
            raise FetchError(f"'{url}' answered with status {answer.status}; {remedy}")
        self._remember(url, answer)
        return answer

    # ------------------------------------------------------------ one exchange

    def _retried(self, url: str, headers: dict[str, str]) -> Answer:
        """The answer after at most two more tries when the server is busy or the line breaks."""
        for attempt in range(RETRIES + 1):
            try:
                answer = self._followed(url, headers)
            except _Broken as error:
                if attempt == RETRIES:
                    raise FetchError(f"'{url}' {error}; try again later") from None
                self._sleep(0.5 * 2**attempt)
                continue
            if answer.status not in (429, 500, 502, 503, 504) or attempt == RETRIES:
                return answer
            self._sleep(min(_seconds(answer.headers.get("retry-after")) or 0.5 * 2**attempt, 10.0))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _followed(self, url: str, headers: dict[str, str]) -> Answer:
        """The answer at the end of at most five redirects; each hop is vetted anew."""
        deadline = time.monotonic() + self._seconds
        for _ in range(REDIRECTS + 1):
            target = self._vet(url)
            self._pause(target.host)
            answer = self._once(target, headers, deadline)
            where = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not where:
                return answer
            url = urljoin(url, where)
        raise FetchError(f"'{url}' redirects more than {REDIRECTS} times; give the final address")

    def _once(self, target: Target, headers: dict[str, str], deadline: float) -> Answer:
        import httpx

        sent = {"user-agent": AGENT, "accept": "text/html,application/xhtml+xml,*/*;q=0.5",
                "accept-encoding": "gzip, deflate", **headers}
        parts = urlsplit(target.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        literal = f"[{target.address}]" if ":" in target.address else target.address
        default = 443 if target.scheme == "https" else 80
        sent["host"] = target.host if target.port == default else f"{target.host}:{target.port}"
        pinned = f"{target.scheme}://{literal}:{target.port}{path}"
        left = max(0.1, deadline - time.monotonic())
        try:
            # trust_env off: a proxy would resolve the name again, out of our sight
            with httpx.Client(trust_env=False, timeout=min(left, 10.0), follow_redirects=False,
                              verify=_context()) as client, client.stream(
                "GET", pinned, headers=sent,
                extensions={"sni_hostname": target.host},
            ) as response:
                data = _body(response, deadline, target.url)
                return Answer(url=target.url, status=response.status_code,
                              headers={k.lower(): v for k, v in response.headers.items()},
                              data=data)
        except httpx.TimeoutException:
            raise _Broken(f"did not answer within {self._seconds:.0f} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise _Broken(f"could not be read ({type(error).__name__}: {error})") from None

    def _pause(self, host: str) -> None:
        """Waits so that a host gets at most one request a second."""
        wait = self._last.get(host, 0.0) + self._delay - time.monotonic()
        if host in self._last and wait > 0:
            self._sleep(wait)
        self._last[host] = time.monotonic()

    # ------------------------------------------------------------ robots.txt

    def _allowed(self, url: str) -> bool:
        """Whether robots.txt lets us read a URL; a missing or unreadable one forbids nothing."""
        scheme, host, port = host_of(url)
        site = f"{scheme}://{host}:{port}"
        if site not in self._robots:
            self._robots[site] = self._rules(f"{site}/robots.txt")
        rules = self._robots[site]
        return rules is None or bool(rules.can_fetch(url, "claimcheck"))

    def _rules(self, url: str) -> Any:
        from protego import Protego

        try:
            answer = self._followed(url, {})
        except _Broken as error:
            log.debug("no robots.txt at %s: %s", url, error)
            return None
        if answer.status != 200:
            return None
        return Protego.parse(answer.data[:500_000].decode("utf-8", "replace"))

    # ------------------------------------------------------------ cache

    def _place(self, url: str) -> Path | None:
        if self._cache is None:
            return None
        return self._cache / hashlib.sha256(url.encode()).hexdigest()

    def _known(self, url: str) -> tuple[dict[str, str], bytes] | None:
        place = self._place(url)
        if place is None or not place.exists():
            return None
        try:
            head, _, data = place.read_bytes().partition(b"\n")
            return json.loads(head), data
        except (OSError, ValueError):
            return None

    def _remember(self, url: str, answer: Answer) -> None:
        place = self._place(url)
        if place is None or not ({"etag", "last-modified"} & answer.headers.keys()):
            return
        kept = {name: answer.headers[name] for name in ("etag", "last-modified", "content-type")
                if name in answer.headers} | {"url": answer.url}
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh = place.with_suffix(".new")
            fresh.write_bytes(json.dumps(kept).encode() + b"\n" + answer.data)
            fresh.replace(place)


class _Broken(Exception):
    """The line broke or timed out: worth another try."""


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _seconds(text: str | None) -> float | None:
    """Retry-After in seconds; dates are left to the usual pause."""
    return float(text) if text and text.isdigit() else None


def _remedy(status: int) -> str:
    return {
        401: "it needs a login, which is not passed", 402: "it is behind a paywall",
        403: "the site refuses; save the page by hand", 404: "check the address",
        410: "the page is gone", 429: "the site is busy; try later",
    }.get(status, "try later" if status >= 500 else "check the address")


def _body(response: httpx.Response, deadline: float, url: str) -> bytes:
    """The decoded body within the limits of wire bytes, decoded bytes and time."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"'{url}' is compressed as '{encoding}'; allowed: gzip, deflate")
    unpack = _unpacker(encoding)
    wire, parts, size = 0, [], 0
    for chunk in response.iter_raw():
        wire += len(chunk)
        if wire > WIRE_LIMIT:
            raise FetchError(
                f"'{url}' sends more than {WIRE_LIMIT // 1_000_000} MB; save it by hand")
        if time.monotonic() > deadline:
            raise FetchError(f"'{url}' took longer than {SECONDS:.0f} seconds; try again later")
        for piece in unpack(chunk):
            size += len(piece)
            if size > DECODED_LIMIT:
                raise FetchError(f"'{url}' unpacks to more than {DECODED_LIMIT // 1_000_000} MB; "
                                 "it was not read")
            parts.append(piece)
    return b"".join(parts)


def _unpacker(encoding: str) -> Callable[[bytes], Iterator[bytes]]:
    """A function from wire chunks to decoded pieces of at most 64 KiB each."""
    if encoding in ("", "identity"):
        return lambda chunk: iter((chunk,))
    state: list[Any] = [None]

    def unpack(chunk: bytes) -> Iterator[bytes]:
        if state[0] is None:
            raw = encoding == "deflate" and chunk[:1] not in (b"\x78", b"\x58", b"\x68")
            state[0] = zlib.decompressobj(-15 if raw else 47)
        try:
            piece = state[0].decompress(chunk, 65_536)
            yield piece
            while state[0].unconsumed_tail:
                yield state[0].decompress(state[0].unconsumed_tail, 65_536)
        except zlib.error as error:
            raise FetchError(f"the answer is damaged ({error}); try again later") from None

    return unpack
