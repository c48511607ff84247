"""Flat rows of a feed: what one document and its claims become in the shards.

``score_batch`` is the one pure function that every engine runs: pages in, outcomes out, nothing
kept between calls. A row holds strings, whole numbers, floats and lists of strings only, so that
Parquet, JSON lines, pandas and Spark carry the same values. Amounts are decimal strings as in the
reports; ``low_value`` and ``high_value`` repeat them as floats for arithmetic in queries.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from claimcheck.clean.reposts import sketch
from claimcheck.errors import ClaimcheckError, InputError
from claimcheck.pipeline import Checker, rules_version
from claimcheck.schema import Finding, Page, Report, plain

LABELS = (
    "supported",
    "imprecise",
    "contradicted",
    "inconsistent",
    "depends_on_basis",
    "not_enough_data",
    "not_checkable",
)
# Column -> type (string, int, float, list); the order is that of the shards.
CLAIM_COLUMNS: dict[str, str] = {
    "position": "int",
    "document": "string",
    "source": "string",
    "author": "string",
    "day": "string",
    "language": "string",
    "claim": "string",
    "claim_key": "string",
    "kind": "string",
    "start": "int",
    "end": "int",
    "quote": "string",
    "sentence": "string",
    "low": "string",
    "high": "string",
    "low_value": "float",
    "high_value": "float",
    "unit": "string",
    "per": "string",
    "bound": "string",
    "metric": "string",
    "metric_text": "string",
    "basis": "list",
    "entity": "string",
    "entity_text": "string",
    "period_start": "string",
    "period_end": "string",
    "period_type": "string",
    "direction": "string",
    "polarity": "string",
    "modality": "string",
    "attribution": "string",
    "same_as": "string",
    "label": "string",
    "then": "string",
    "now": "string",
    "forecast": "string",
    "reason": "string",
    "margin_units": "string",
    "evidence_series": "string",
    "evidence_value": "string",
    "evidence_unit": "string",
    "evidence_status": "string",
    "evidence_known_from": "string",
    "evidence_source": "string",
    "caveats": "list",
    "caveat_strengths": "list",
}
DOCUMENT_COLUMNS: dict[str, str] = {
    "position": "int",
    "document": "string",
    "source": "string",
    "author": "string",
    "title": "string",
    "published_at": "string",
    "day": "string",
    "day_signal": "string",
    "language": "string",
    "key": "string",
    "text_sha256": "string",
    "characters": "int",
    "numbers": "int",
    "claims": "int",
    "checkable": "int",
    "judged": "int",
    **dict.fromkeys(LABELS, "int"),
    "forecasts": "int",
    "support_rate": "float",
    "support_low": "float",
    "support_high": "float",
    "caveats": "list",
    "caveat_counts": "list",
    "warnings": "list",
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no row: the stage it fell at, a stable code and one sentence."""

    stage: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its row and those of its claims, or a failure."""

    position: int
    document: Row | None = None
    claims: tuple[Row, ...] = ()
    failure: Failure | None = None
    packed: bytes | None = None  # the rows as ``pack`` writes them, in place of the rows
    sketch: bytes | None = None  # what later documents are compared with; see ``duplicates``


@dataclass(frozen=True, slots=True)
class Task:
    """One document to judge, with its place in the feed and its key."""

    position: int
    key: str
    page: Page


def versions(checker: Checker) -> dict[str, str]:
    """What, beside the text, decides a result: package, rules, word lists and data."""
    from claimcheck import __version__
    from claimcheck.lexicon import fingerprint

    return {
        "claimcheck": __version__,
        "rules": rules_version(checker.lane, checker.model),
        "lexicon": fingerprint(),
        "data": checker.reference.fingerprint(),
    }


def options(checker: Checker) -> dict[str, Any]:
    """The checker's options as JSON holds them; paths of tables stand as they were given."""
    return {
        "as_of": checker.as_of.isoformat() if checker.as_of else None,
        "published": checker.published.isoformat() if checker.published else None,
        "lang": checker.lang,
        "comments": checker.comments,
        "refs": [one if isinstance(one, str) else type(one).__name__ for one in checker.refs],
        "refs_also": checker.refs_also,
        "evidence": [_content(name) for name in checker.evidence],
    }


def _content(name: str) -> str:
    """The name of a document of evidence with the hash of what it says now."""
    try:
        return f"{name} sha256:{hashlib.sha256(Path(name).read_bytes()).hexdigest()}"
    except OSError:  # a URL, or a file that the checker will name as missing
        return name


class Keys:
    """Makes the key of a document: sha256 over its content, the options and the versions."""

    def __init__(self, checker: Checker) -> None:
        base = [versions(checker), {k: v for k, v in options(checker).items() if k != "refs"}]
        self._base = hashlib.sha256(json.dumps(base, sort_keys=True).encode())

    def of(self, page: Page) -> str:
        """The key of a page; where it came from (id, source) is no part of it."""
        digest = self._base.copy()
        fields = (page.media, page.title, page.author, page.published_at, page.lang,
                  page.published_signal, page.refs, page.evidence)
        digest.update(json.dumps(fields, sort_keys=True, default=str).encode())
        digest.update(page.text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def identity(item: Page | InputError, key: str) -> bytes:
    """What a place of the feed holds: the same bytes mean that nothing is to be done again."""
    if isinstance(item, InputError):
        return hashlib.sha256(f"{type(item).__name__}\0{item}".encode(
            "utf-8", "surrogatepass")).digest()
    return hashlib.sha256(f"{key}\0{item.id}\0{item.source}".encode(
        "utf-8", "surrogatepass")).digest()


def read_failure(error: InputError) -> Failure:
    """An input that could not be read, as a dead letter."""
    names = {"InputNotFound": "not-found", "FetchError": "fetch", "RowError": "row"}
    code = names.get(type(error).__name__, "unreadable")
    return Failure("read", code, " ".join(str(error).split()))


def score_batch(tasks: Iterable[Task], checker: Checker) -> list[Outcome]:
    """One outcome a task, in order; a fault in one document does not cost the others."""
    return [score(task, checker) for task in tasks]


def score(task: Task, checker: Checker) -> Outcome:
    """The rows of one document, or the failure that took their place."""
    try:
        report = checker.check(task.page)
    except ClaimcheckError as error:
        return _failed(task, "rejected", str(error))
    except MemoryError:
        return _failed(task, "memory", "needed more memory than a document may take")
    except RecursionError:
        return _failed(task, "recursion", "nested deeper than the interpreter follows")
    except Exception as error:  # a fault of ours is a dead letter, never a lost feed
        return _failed(task, "fault", f"internal fault ({type(error).__name__}: {error})")
    return Outcome(
        task.position,
        document=_document_row(task, report),
        claims=_claim_rows(task, report),
        sketch=sketch(report.article.text).pack() if report.article.text.strip() else None,
    )


def pack(outcome: Outcome) -> Outcome:
    """The outcome with its rows as compressed bytes: what workers send and the state keeps."""
    if outcome.document is None or outcome.packed is not None:
        return outcome
    values = [
        [outcome.document[name] for name in DOCUMENT_COLUMNS],
        [[row[name] for name in CLAIM_COLUMNS] for row in outcome.claims],
    ]
    packed = zlib.compress(json.dumps(values).encode(), 1)
    return Outcome(outcome.position, packed=packed, sketch=outcome.sketch)


def cells(data: bytes) -> tuple[list[Any], list[list[Any]]]:
    """(cells of the document row, cells of each claim row) of ``pack``, in order of the columns."""
    document, claims = json.loads(zlib.decompress(data))
    return document, claims


def _failed(task: Task, code: str, message: str) -> Outcome:
    where = task.page.source
    return Outcome(
        task.position,
        failure=Failure("check", code, " ".join(f"{where}: {message}".split())[:500]),
    )


def _day(report: Report) -> str | None:
    dated = report.article.date
    if dated.earliest is not None and dated.earliest == dated.latest:
        return dated.earliest.isoformat()
    return None


def _document_row(task: Task, report: Report) -> Row:
    summary = report.summary
    rate = summary.support_rate
    counted = {label: summary.verdicts.get(label, 0) for label in LABELS}
    row: Row = {
        "position": task.position,
        "document": report.id,
        "source": report.source,
        "author": report.article.author,
        "title": report.article.title,
        "published_at": report.article.published_at,
        "day": _day(report),
        "day_signal": report.article.date.signal,
        "language": report.language,
        "key": task.key,
        "text_sha256": report.provenance.text_sha256,
        "characters": len(report.article.text),
        "numbers": summary.coverage.numbers,
        "claims": summary.coverage.claims,
        "checkable": summary.coverage.checkable,
        "judged": rate.n,
        **counted,
        "forecasts": sum(f.modality == "forecast" for f in report.claims),
        "support_rate": rate.value,
        "support_low": rate.low,
        "support_high": rate.high,
        "caveats": list(summary.caveats),
        "caveat_counts": [str(n) for n in summary.caveats.values()],
        "warnings": [notice.code for notice in report.warnings],
    }
    return _encodable(row)


def _claim_rows(task: Task, report: Report) -> tuple[Row, ...]:
    empty: Row = dict.fromkeys(CLAIM_COLUMNS)
    alike = empty | {
        "position": task.position,
        "document": report.id,
        "source": report.source,
        "author": report.article.author,
        "day": _day(report),
        "language": report.language,
    }
    text = report.article.text
    return tuple(_encodable(alike | _claim_cells(finding, text)) for finding in report.claims)


def _claim_cells(finding: Finding, text: str) -> Row:
    """What of a claim's row is its own; columns that do not apply are left out."""
    quantity, verdict, period = finding.quantity, finding.verdict, finding.period
    told = [c for c in finding.caveats if c.strength != "not_assessed"]
    row: Row = {
        "claim": finding.id,
        "claim_key": claim_key(finding),
        "kind": finding.kind,
        "start": finding.span.start,
        "end": finding.span.end,
        "quote": finding.quote,
        "sentence": text[finding.sentence.start : finding.sentence.end],
        "metric": finding.metric,
        "metric_text": finding.metric_text,
        "basis": list(finding.basis),
        "entity": finding.entity.id,
        "entity_text": finding.entity.text,
        "period_start": period.start.isoformat() if period.start else None,
        "period_end": period.end.isoformat() if period.end else None,
        "period_type": period.type,
        "direction": finding.direction,
        "polarity": finding.polarity,
        "modality": finding.modality,
        "attribution": finding.attribution.text if finding.attribution else None,
        "same_as": finding.same_as,
        "label": verdict.label,
        "then": verdict.then,
        "now": verdict.now,
        "forecast": verdict.forecast,
        "reason": verdict.reason,
        "margin_units": None if verdict.margin_units is None else plain(verdict.margin_units),
        "caveats": [c.name for c in told],
        "caveat_strengths": [c.strength for c in told],
    }
    if quantity is not None:
        row |= {
            "low": plain(quantity.low),
            "high": plain(quantity.high),
            "low_value": _float(quantity.low),
            "high_value": _float(quantity.high),
            "unit": quantity.unit,
            "per": quantity.per,
            "bound": quantity.bound,
        }
    used = _used(finding)
    if used is not None:
        shown = finding.evidence[used]
        row |= {
            "evidence_series": shown.series,
            "evidence_value": plain(shown.value),
            "evidence_unit": shown.unit,
            "evidence_status": shown.status,
            "evidence_known_from": shown.known_from.isoformat() if shown.known_from else None,
            "evidence_source": shown.source.id,
        }
    return row


def _float(value: Decimal) -> float | None:
    """The nearest float, None where a float cannot hold it."""
    number = float(value)
    return number if number not in (float("inf"), float("-inf")) else None


def _used(finding: Finding) -> int | None:
    """The evidence that decided: of the first reading with the finding's label, else the first."""
    for reading in finding.verdict.readings:
        if reading.label == finding.verdict.label and reading.evidence is not None:
            return reading.evidence
    return 0 if finding.evidence else None


def claim_key(finding: Finding) -> str | None:
    """What a claim is about, without its value: claims of one key can agree or contradict.

    None when the subject or the time is not known: such claims are never thought the same.
    """
    quantity, period = finding.quantity, finding.period
    subject = finding.entity.id or " ".join(finding.entity.text.casefold().split())
    if quantity is None or not subject or finding.metric == "other" or period.end is None:
        return None
    parts: Sequence[object] = (
        subject,
        finding.metric,
        "+".join(sorted(finding.basis)),
        period.start or "",
        period.end,
        quantity.unit,
        quantity.per or "",
        "forecast" if finding.modality == "forecast" else "reported",
        finding.polarity,
    )
    return "|".join(map(str, parts))


def _encodable(row: Row) -> Row:
    """The row with lone surrogates replaced: Parquet and JSON hold UTF-8 only."""
    texts = [value for value in row.values() if type(value) is str]
    for value in row.values():
        if type(value) is list:
            texts += value
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return {name: _mended(value) for name, value in row.items()}
    return row


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return [_mended(one) for one in value] if isinstance(value, list) else value


def caveat_total(rows: Iterable[Row]) -> Counter[str]:
    """How often each caveat was told, over document rows."""
    total: Counter[str] = Counter()
    for row in rows:
        for name, count in zip(row["caveats"], row["caveat_counts"], strict=True):
            total[name] += int(count)
    return total
