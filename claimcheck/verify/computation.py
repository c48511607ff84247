"""Evidence records and the arithmetic that they print."""

from __future__ import annotations

from datetime import date

from claimcheck.evidence import Candidate, Held, sign
from claimcheck.figures import period as period_words
from claimcheck.figures import show
from claimcheck.intervals import Interval, Stated
from claimcheck.schema import Claim, Evidence, Period
from claimcheck.verify.readings import said
from claimcheck.verify.records import Tried


def evidence_record(claim: Claim, one: Tried, reference: Held) -> Evidence:
    """The evidence record of one reading."""
    candidate, row = one.candidate, one.candidate.row
    return Evidence(
        series=row.series, entity=row.entity, metric=row.metric,
        period=Period(
            text=period_words(candidate.start, candidate.end), start=candidate.start,
            end=candidate.end, type="instant" if candidate.start == candidate.end else "calendar",
        ),
        value=candidate.point, unit=candidate.unit, basis=candidate.basis, status=row.status,
        provider=row.provider, known_from=last_known_from(candidate),
        source=reference.source(row.source), computation=_computation(claim, one),
    )


def last_known_from(candidate: Candidate) -> date | None:
    """The day on which the last of the rows used became known."""
    return max((row.known_from for row in candidate.rows if row.known_from), default=None)


def _computation(claim: Claim, one: Tried) -> str:
    candidate = one.candidate
    if claim.quantity is None:
        return f"{candidate.formula}: {candidate.note}"
    words = said(claim, claim.quantity)
    match = one.then or one.now
    place = "inside" if match and match.label == "supported" else "outside"
    low, high = _ends(claim, words)
    return f"{candidate.formula}; “{claim.quote}” states {low} to {high}; {place}"


def _ends(claim: Claim, words: Stated) -> tuple[str, str]:
    span = words.window
    unit = claim.quantity.unit if claim.quantity else ""
    places = max(3, (claim.quantity.decimals + 1) if claim.quantity else 3)
    if sign(claim) < 0:
        span = Interval(-span.high, -span.low)
    return tuple(
        show(end, unit, places) if end.is_finite() else "any value" for end in (span.low, span.high)
    )  # type: ignore[return-value]
