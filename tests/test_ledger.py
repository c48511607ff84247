"""Forecasts kept, judged when their time has come, and added up by forecaster."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from claimcheck.ledger import entries, records, resolve
from claimcheck.reference import Reference
from claimcheck.schema import Attribution


def ledger(judge: Any, *claims: Any) -> list[dict[str, Any]]:
    """Entries of forecasts made on 10 February 2026, as they come back from a file."""
    rows = [judge.row("18", "2026", provider="bofa", status="estimate", known_from="2025-12-02")]
    article = judge.article(day="2026-02-10")
    findings, _ = judge.verify(claims, rows, article)
    return json.loads(json.dumps(entries(findings, article)))


def forecast(judge: Any, low: str, who: str | None = "BofA", **fields: Any) -> Any:
    said = Attribution(text=who) if who else None
    return judge.claim(f"{low}%", low, **({"period": "2026", "modality": "forecast", "attribution": said} | fields))


def held(judge: Any, value: str = "12.0", known: str = "2027-03-01") -> Reference:
    return Reference().with_rows([judge.row(value, "2026", known_from=known)])


def test_only_forecasts_are_kept(judge: Any) -> None:
    fact = judge.claim("18%", "18", period="2025", at=50)
    assert [entry["forecaster"] for entry in ledger(judge, forecast(judge, "18"), fact)] == ["BofA"]


@pytest.mark.parametrize(("value", "label"), [("18.2", "supported"), ("12.0", "contradicted"), ("-4.0", "contradicted")])
def test_judged_by_the_outcome(judge: Any, value: str, label: str) -> None:
    done, pending = resolve(ledger(judge, forecast(judge, "18")), held(judge, value))
    assert pending == []
    assert (done[0].label, done[0].error) == (label, Decimal(18) - Decimal(value))


def test_pending_while_the_year_runs(judge: Any) -> None:
    done, pending = resolve(ledger(judge, forecast(judge, "18")), held(judge, known="2026-06-01"))
    assert (len(done), len(pending)) == (0, 1)


def test_pending_while_no_actual_is_held(judge: Any) -> None:
    later = Reference().with_rows([judge.row("5", "2027", known_from="2028-03-01")])
    done, pending = resolve(ledger(judge, forecast(judge, "18")), later)
    assert (len(done), len(pending)) == (0, 1)


def test_records_by_forecaster(judge: Any) -> None:
    claims = [forecast(judge, "18", at=10), forecast(judge, "12", at=20), forecast(judge, "11", "UBS", at=30)]
    done, _ = resolve(ledger(judge, *claims), held(judge))
    assert [(one.forecaster, one.judged, one.hits, one.mean_error) for one in records(done)] == [("BofA", 2, 1, 3), ("UBS", 1, 1, -1)]


def test_nothing_gives_nothing() -> None:
    assert resolve([], Reference()) == ([], [])
    assert records([]) == []
