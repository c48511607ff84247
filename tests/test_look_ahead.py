"""Nobody is judged by what became known later: ten thousand shifted vintages, zero cases."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from claimcheck.reference import Reference
from claimcheck.verify import judge as judge_claim
from claimcheck.verify import verify

CASES = 10_000
FIRST = date(2025, 1, 15)


def vintages(judge: Any, rng: random.Random) -> list[Any]:
    """One series revised a few times on random days, some rows without a day."""
    days = sorted(rng.sample(range(900), rng.randint(1, 4)))
    return [
        judge.row(f"{rng.uniform(-5, 5):.1f}", "2024", series="s", known_from=(FIRST + timedelta(days=day)).isoformat())
        for day in days
    ]


def test_no_row_decides_before_its_day(judge: Any) -> None:
    rng = random.Random(20251122)
    claims = [judge.claim(f"{n / 10}%", f"{abs(n) / 10:.1f}", period="2024", direction="down" if n < 0 else "up") for n in range(-50, 51)]
    for _ in range(CASES // 100):
        rows = vintages(judge, rng)
        reference = Reference().with_rows(rows)
        for _ in range(100):
            day = FIRST + timedelta(days=rng.randint(-30, 950))
            claim = rng.choice(claims)
            article = judge.article(day=day.isoformat())
            finding = judge_claim(claim, article, reference, day, [claim])
            known = [row for row in rows if row.known_from <= day]
            alone = judge_claim(claim, article, Reference().with_rows(known), day, [claim])
            assert finding.verdict.then == alone.verdict.then or not known
            if not known:
                assert finding.verdict.label == "not_enough_data"
                assert finding.verdict.then in (None, "not_enough_data")
            if finding.verdict.label in ("supported", "contradicted"):
                decided = [e for e in finding.evidence if e.known_from is None or e.known_from <= day]
                assert decided


def test_a_forecast_published_later_supports_nothing(judge: Any) -> None:
    row = judge.row("18", "2026", provider="bofa", status="estimate", known_from="2025-12-02")
    claim = judge.claim("18%", "18", period="2026", modality="forecast")
    for shift in range(-40, 41, 5):
        day = date(2025, 12, 2) + timedelta(days=shift)
        (finding,), _ = verify([claim], judge.article(day=day.isoformat()), Reference().with_rows([row]))
        assert (finding.verdict.label == "supported") is (shift >= 0)
