"""Fixtures for every test: nothing connects to anything but this machine."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to another machine fails the test instead of leaving it to the network."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = ipaddress.ip_address(str(address[0]).partition("%")[0])
            assert host.is_loopback, f"a test connected to {host}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests never see, or write to, the reference data that the user added."""
    monkeypatch.setenv("CLAIMCHECK_DATA", str(tmp_path / "claimcheck-data"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on development data skip, with the reason, where that data is not at hand."""
    if SHARED.exists():
        return
    skip = pytest.mark.skip(reason="development data is not beside the repository")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)
