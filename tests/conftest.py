"""Fixtures for every test: nothing connects to anything but this machine."""

from __future__ import annotations

import ipaddress
import socket
from datetime import date
from decimal import Decimal
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


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no test's name: packed ones hold the time, and workers would collect other names."""
    return argname if isinstance(val, bytes) else None


class Judge:
    """Builds claims, articles and reference rows by hand, and judges them."""

    def row(self, value: str, period: str = "2025", **fields: Any) -> Any:
        from claimcheck.reference.records import Observation
        from claimcheck.reference.spans import parse

        start, end = parse(period)
        known: dict[str, Any] = {
            day: date.fromisoformat(fields.pop(day)) if fields.get(day) else fields.pop(day, None)
            for day in ("known_from", "known_to")
        }
        base: dict[str, Any] = {
            "entity": "sp-smallcap-600", "metric": "eps_growth", "basis": (), "unit": "percent",
            "per": None, "status": "actual", "provider": None, "source": "test",
        }
        base |= fields
        default = ".".join([base["entity"], base["metric"], *base["basis"], base["provider"] or ""])
        base.setdefault("series", default)
        return Observation(start=start, end=end, value=Decimal(value), **known, **base)

    def claim(self, quote: str, low: str | None = None, period: str | None = "2025", **fields: Any) -> Any:
        from claimcheck.reference.spans import parse
        from claimcheck.schema import Claim, Confidence, EntityRef, Period, Quantity, Span

        amount = {
            name: fields.pop(name) for name in ("high", "unit", "scale", "decimals", "bound", "per", "noun")
            if name in fields
        }
        quantity = None
        if low is not None:
            value = Decimal(low) * Decimal(amount.get("scale", 1))
            exponent = -int(Decimal(low).as_tuple().exponent)
            quantity = Quantity(
                low=value, high=Decimal(amount.pop("high", low)) * Decimal(amount.get("scale", 1)),
                unit=amount.pop("unit", "percent"), decimals=amount.pop("decimals", max(0, exponent)),
                scale=Decimal(amount.pop("scale", 1)), **amount,
            )
        named = Period()
        if period is not None:
            start, end = parse(period)
            named = Period(
                text=period, start=start, end=end, resolved_from="text",
                type="instant" if start == end else "calendar",
            )
        at = fields.pop("at", 0)
        base: dict[str, Any] = {
            "id": f"c-{at}-{quote}", "kind": "growth", "metric": "eps_growth",
            "entity": "sp-smallcap-600", "period": named,
            "confidence": Confidence(metric="stated", entity="stated", period="stated"),
            "span": Span(start=at, end=at + len(quote)), "page_span": None,
            "sentence": Span(start=at // 100 * 100, end=at // 100 * 100 + 99),
        }
        base |= fields
        if not isinstance(base["entity"], EntityRef):
            base["entity"] = EntityRef(id=base["entity"], text=base["entity"] or "")
        return Claim(quote=quote, quantity=quantity, **base)

    def article(self, text: str = "", day: str | None = None, latest: str | None = None) -> Any:
        from claimcheck.schema import Article, DateEvidence

        dated = DateEvidence()
        if day:
            dated = DateEvidence(
                earliest=date.fromisoformat(day), latest=date.fromisoformat(latest or day),
                signal="option", confidence="stated",
            )
        return Article(id="t", source="test", text=text, language="en", date=dated)

    def verify(self, claims: Any, rows: Any, article: Any = None, as_of: str | None = None) -> Any:
        """Findings and constraints of hand-built claims against hand-built rows."""
        from claimcheck.reference import Reference
        from claimcheck.verify import verify

        reference = Reference().with_rows(rows)
        day = date.fromisoformat(as_of) if as_of else None
        return verify(tuple(claims), article or self.article(), reference, day)

    def one(self, claim: Any, rows: Any, article: Any = None, as_of: str | None = None) -> Any:
        """The finding on one claim."""
        return self.verify([claim], rows, article, as_of)[0][0]

    def caveat(self, name: str, claim: Any, rows: Any, article: Any = None, claims: Any = ()) -> Any:
        """The caveat of that name on the first claim, None when it does not apply."""
        findings, _ = self.verify([claim, *claims], rows, article)
        return next((one for one in findings[0].caveats if one.name == name), None)


@pytest.fixture
def judge() -> Judge:
    return Judge()
