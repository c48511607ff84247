"""Which forecast a claim is, and whether its time has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from claimcheck.evidence import Candidate, Held, Window
from claimcheck.schema import Claim, ForecastState
from claimcheck.verify.records import Tried


def forecast_state(
    claim: Claim, tried: Sequence[Tried], span: Window, reference: Held, day: date | None
) -> ForecastState | None:
    """Attributed, pending or resolved; None for what is told as fact."""
    ahead = span.end is not None and day is not None and not span.open and span.end > day
    estimates = bool(tried) and all(is_estimate(one.candidate) for one in tried)
    told_ahead = claim.modality == "forecast" or (ahead and estimates and not span.instant)
    if not told_ahead:
        return None
    over = span.end is not None and reference.now is not None and span.end < reference.now
    if over and any(not is_estimate(one.candidate) for one in tried):
        return "forecast_resolved"
    return "forecast_attributed" if estimates else "forecast_pending"


def is_estimate(candidate: Candidate) -> bool:
    """Whether a reading rests on an estimate."""
    return any(row.status == "estimate" for row in candidate.rows)
