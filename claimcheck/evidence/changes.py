"""Changes between two levels of one series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from claimcheck.evidence.key import (
    BEFORE,
    LAG_OF_BASIS,
    entity_ids,
    factor,
    known_rows,
    level_metric,
    window,
)
from claimcheck.evidence.records import Candidate, Held, Window
from claimcheck.evidence.rows import (
    about,
    by_series,
    earlier,
    fiscal_rows,
    grain,
    is_fresh,
    is_stock,
    same_period,
)
from claimcheck.figures import period, show
from claimcheck.intervals import HUNDRED, ONE, Interval, of_reference
from claimcheck.lexicon import entities
from claimcheck.reference.records import Observation, kept
from claimcheck.schema import Article, Claim


def level_changes(
    claim: Claim, span: Window, rows: tuple[Observation, ...]
) -> Iterator[Candidate]:
    """Yields the change of the claim's period over each lag that its words allow."""
    if claim.quantity is None:
        return
    current = current_rows(rows, span)
    for row in current:
        for lag, usual in _lags(claim, row):
            base = _base_row(claim, rows, row, lag)
            if base is None:
                continue
            made = change(claim, row, base, lag)
            if made is not None:
                yield replace(made, usual=usual)
            if not usual and lag == 3 and _told_annualised(claim):
                rate = change(_annualised(claim), row, base, lag)
                if rate is not None:
                    yield replace(rate, transform="annualised")


def _told_annualised(claim: Claim) -> bool:
    """Whether a quarter's growth may be told at a yearly rate: of economies, not of firms."""
    entity = entities().get(claim.entity.id or "")
    percent = claim.quantity is not None and claim.quantity.unit == "percent"
    return percent and not (entity is not None and entity.kind == "company")


def _annualised(claim: Claim) -> Claim:
    return claim.model_copy(update={"basis": (*claim.basis, "annualised")})


def current_rows(rows: tuple[Observation, ...], span: Window) -> tuple[Observation, ...]:
    """The rows that a level of the claim's period may be: exact, fiscal, or the newest."""
    return kept(rows, ("current", span), lambda: tuple(_current_rows(rows, span)))


def _current_rows(rows: tuple[Observation, ...], span: Window) -> Sequence[Observation]:
    if span.open or span.instant:
        held = []
        for series in by_series(rows):
            past = [
                row for row in series
                if span.end is None or row.end <= span.end
                or (span.start is not None and row.start <= span.start <= row.end)
            ]
            if past and is_fresh(past[-1], span):
                held.append(past[-1])
        return held
    if span.start is None or span.end is None:
        return []
    matched = about(rows, span.start, span.end)
    if matched:
        return matched
    fiscal = list(fiscal_rows(rows, span.start, span.end))
    if fiscal:
        return fiscal
    return [
        parts[-1] for series in by_series(rows)
        if (parts := [r for r in series if span.start <= r.end <= span.end]) and is_stock(parts[-1])
    ]


def _lags(claim: Claim, row: Observation) -> list[tuple[int, bool]]:
    """Lags in months to try, each with whether a silent text means it by convention."""
    named = [LAG_OF_BASIS[base] for base in claim.basis if base in LAG_OF_BASIS]
    if named:
        return [(named[0], True)]
    if claim.kind == "change" and is_stock(row) and claim.period.start and not claim.baseline:
        return [(BEFORE, True)]  # "cut by 25 basis points in June": from where it stood in May
    if claim.baseline and claim.baseline.period and claim.baseline.period.end:
        return [(0, True)]
    length = grain(row)
    if length == 12:
        return [(12, True)]
    if claim.kind == "change" and length == 0:
        return []  # "decided to cut by 0.25 points": since the last decision, not in a year
    step = {0: 12, 1: 1, 3: 3, 6: 6}[length]
    pairs = [(12, claim.quantity is not None and claim.quantity.unit == "percent")]
    return pairs + ([(step, False)] if step != 12 else [])


def _base_row(
    claim: Claim, rows: Sequence[Observation], row: Observation, lag: int
) -> Observation | None:
    if lag == BEFORE:
        start = claim.period.start
        past = [
            r for r in rows
            if r.series == row.series and r.basis == row.basis and start and r.end < start
        ]
        return past[-1] if past else None
    if lag:
        return earlier(rows, row, lag)
    named = claim.baseline.period if claim.baseline else None
    if named is None or named.end is None:
        return None
    same = [r for r in rows if r.series == row.series and r.basis == row.basis and r is not row]
    start, end = named.start or named.end, named.end
    matched = [r for r in same if same_period(r, start, end)]
    inside = [r for r in same if start <= r.end <= end and grain(r) == grain(row)]
    found = matched or inside
    return found[-1] if found else None


def losing_base(
    claim: Claim, article: Article, reference: Held, day: date | None
) -> tuple[Observation, Observation] | None:
    """The two levels of a claimed percent change whose base is zero or a loss."""
    level = level_metric(claim)
    if level is None or claim.quantity is None or claim.quantity.unit not in ("percent", "times"):
        return None
    span = window(claim, article)
    for entity in entity_ids(claim):
        rows = known_rows(reference, claim, entity, level, day)
        for row in current_rows(rows, span):
            for lag, _ in _lags(claim, row):
                base = _base_row(claim, rows, row, lag)
                if base is not None and base.value <= 0:
                    return row, base
    return None


def change(
    claim: Claim, row: Observation, base: Observation, lag: int = 12
) -> Candidate | None:
    """The change between two levels in the unit of the claim; None when it has no meaning."""
    unit = claim.quantity.unit if claim.quantity else "percent"
    new, old = of_reference(row.value), of_reference(base.value)
    shown = f"{show(row.value, row.unit)} / {show(base.value, row.unit)}"
    if unit in ("percent", "times"):
        if base.value <= 0 or old.low <= 0:
            return None  # a percent change of a base at or below zero has no meaning
        ratio, interval = row.value / base.value, new / old
        if "annualised" in claim.basis and lag < 12:
            power = 12 // lag
            ratio, interval = ratio**power, Interval(interval.low**power, interval.high**power)
            shown = f"({shown}) ** {power}"
        if unit == "times":
            formula = f"{shown} = {show(ratio, 'times')}"
            point = ratio
        else:
            point = (ratio - 1) * HUNDRED
            interval = interval.shifted(-ONE).scaled(HUNDRED)
            formula = f"{shown} - 1 = {show(point, 'percent')}"
    else:
        scale = factor(row.unit, unit)
        if scale is None:
            return None
        point = (row.value - base.value) * scale
        interval = (new - old).scaled(scale)
        shown_unit = "percentage_point" if row.unit == "percent" and scale == 1 else unit
        formula = (
            f"{show(row.value, row.unit)} - {show(base.value, row.unit)} = "
            f"{show(point, shown_unit)}"
        )
    note = f"against {period(base.start, base.end)}"
    basis = {12: "yoy", 3: "qoq", 1: "mom"}.get(lag)
    if "annualised" in claim.basis and lag < 12 and unit in ("percent", "times"):
        basis = "annualised"
    bases = tuple(dict.fromkeys((*row.basis, *((basis,) if basis else ()))))
    return Candidate(
        point, interval, unit, (row, base), bases, row.start, row.end, formula,
        transform=f"change-{lag}", note=note,
    )
