"""A server on loopback that answers as told: the sources' own code runs against it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from claimcheck.http import Client

ANSWERS = Path(__file__).parent / "answers"


@dataclass
class Said:
    """One answer: status, body, headers; ``cut`` promises more than it sends, ``slow`` waits."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    slow: float = 0


class Server:
    """Answers requests in the order they were told, the last one again and again."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        handler = self._handler()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def tell(self, *answers: dict[str, Any] | bytes | str) -> None:
        """What to answer next: the name of a recorded answer, a body, or the parts of ``Said``."""
        for one in answers:
            if isinstance(one, dict):
                self.said.append(Said(**one))
            else:
                self.said.append(Said((ANSWERS / one).read_bytes() if isinstance(one, str) else one))

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.asked.append((self.path, dict(self.headers), body))
                said = server.said[min(len(server.asked), len(server.said)) - 1]
                time.sleep(said.slow)
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.body) + 100 * said.cut))
                self.end_headers()
                try:
                    self.wfile.write(said.body)
                except OSError:
                    self.close_connection = True

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Silence: the test says what went wrong."""

        return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


class Patient(Client):
    """A client that never really waits: ``slept`` is what it would have waited."""

    slept: list[float]


@pytest.fixture
def client() -> Patient:
    waits: list[float] = []
    one = Patient(timeout=5, rate=1000, sleep=waits.append)
    one.slept = waits
    return one
