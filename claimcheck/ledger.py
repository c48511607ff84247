"""The ledger of forecasts: kept when told, judged when their time has come, added up by forecaster.

An entry is a plain table (JSON): the claim as extracted, the day of its article, who said it. The
outcome is judged with the rules of any other claim, against actual values only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claimcheck.evidence import Held, sign, window
from claimcheck.schema import Article, Claim, DateEvidence, Finding, Label, Report
from claimcheck.verify import judge


@dataclass(frozen=True, slots=True)
class Outcome:
    """A forecast whose period is over. ``error`` is stated less actual, in the claim's unit."""

    id: str
    forecaster: str
    quote: str
    label: Label
    stated: Decimal | None
    actual: Decimal | None
    reason: str

    @property
    def error(self) -> Decimal | None:
        """Stated less actual; None without an actual value."""
        if self.stated is None or self.actual is None:
            return None
        return self.stated - self.actual


@dataclass(frozen=True, slots=True)
class Record:
    """A forecaster's outcomes added up: hits among the judged, mean error and mean absolute."""

    forecaster: str
    judged: int
    hits: int
    mean_error: Decimal | None
    mean_absolute: Decimal | None


def entries(findings: Iterable[Finding], article: Article) -> list[dict[str, Any]]:
    """Ledger entries of a document's forecasts that are not resolved yet, in reading order."""
    made = []
    for finding in findings:
        if finding.verdict.forecast not in ("forecast_attributed", "forecast_pending"):
            continue
        if finding.same_as is not None or finding.quantity is None:
            continue
        fields = {name: getattr(finding, name) for name in Claim.model_fields}
        claim = Claim.model_construct(**fields)
        day = article.date.latest
        made.append({
            "id": f"{article.id}:{finding.id}", "source": article.source,
            "forecaster": finding.attribution.text if finding.attribution else "",
            "day": day.isoformat() if day else None, "claim": claim.model_dump(mode="json"),
        })
    return made


def of_report(report: Report) -> list[dict[str, Any]]:
    """Ledger entries of a saved report."""
    article = Article(
        id=report.id, source=report.source, text="", date=report.article.date,
        published_at=report.article.published_at,
    )
    return entries(report.claims, article)


def resolve(
    ledger: Iterable[dict[str, Any]], reference: Held
) -> tuple[list[Outcome], list[dict[str, Any]]]:
    """Outcomes of the entries whose period is over and known, and the entries still pending."""
    done: list[Outcome] = []
    pending: list[dict[str, Any]] = []
    for entry in ledger:
        outcome = _outcome(entry, reference)
        if outcome is None:
            pending.append(entry)
        else:
            done.append(outcome)
    return done, pending


def _outcome(entry: dict[str, Any], reference: Held) -> Outcome | None:
    claim = Claim.model_validate(entry["claim"])
    day = date.fromisoformat(entry["day"]) if entry.get("day") else None
    dated = DateEvidence(earliest=day, latest=day, signal="ledger", confidence="stated")
    article = Article(id=entry["id"], source=entry.get("source", ""), text="", date=dated)
    span = window(claim, article)
    if span.open or span.end is None or reference.now is None or span.end >= reference.now:
        return None
    # Here the forecast itself is judged, not that somebody made it.
    bare = claim.model_copy(update={"attribution": None})
    judged = judge(bare, article, reference, reference.now, [bare])
    if judged.verdict.forecast != "forecast_resolved":
        return None
    points = [one.candidate.point for one in judged.tried]
    quantity = claim.quantity
    stated = sign(claim) * (quantity.low + quantity.high) / 2 if quantity else None
    return Outcome(
        entry["id"], entry.get("forecaster", ""), claim.quote, judged.verdict.label, stated,
        points[0] if points else None, judged.verdict.reason,
    )


def records(outcomes: Sequence[Outcome]) -> list[Record]:
    """A record for each forecaster, by name."""
    by_name: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_name.setdefault(outcome.forecaster, []).append(outcome)
    return [_record(name, by_name[name]) for name in sorted(by_name)]


def _record(name: str, own: Sequence[Outcome]) -> Record:
    told = [one for one in own if one.label in ("supported", "imprecise", "contradicted")]
    errors = [error for one in told if (error := one.error) is not None]
    hits = sum(one.label in ("supported", "imprecise") for one in told)
    if not errors:
        return Record(name, len(told), hits, None, None)
    count = len(errors)
    mean = sum(errors, Decimal(0)) / count
    return Record(name, len(told), hits, mean, sum(map(abs, errors), Decimal(0)) / count)
