"""Values as published: of the period itself, of a moment, or of the parts of a longer period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from claimcheck.evidence.combine import averaged, compound, left_over, summed
from claimcheck.evidence.key import in_unit, unit_factor
from claimcheck.evidence.records import Candidate, Window
from claimcheck.evidence.rows import (
    about,
    by_series,
    days,
    fiscal_rows,
    is_fresh,
    is_stock,
    of_a_year,
    own_quarters,
    tiles,
)
from claimcheck.evidence.years import annual_rate, per_year
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, ONE, Interval, of_reference
from claimcheck.lexicon import metrics
from claimcheck.reference.records import Observation, kept
from claimcheck.schema import Claim

# Fiscal quarters of 52-week years begin and end days off the calendar's.
NEAR_DAYS = 10


def published(claim: Claim, span: Window, rows: tuple[Observation, ...]) -> Iterator[Candidate]:
    """Yields the values as published that the claim's period may mean."""
    usable = in_unit(claim, rows)
    if span.open or span.instant:
        recent = of_a_year(usable)
        made = [_stated_value(claim, row, note) for row, note in _at_instant(recent, span, claim)]
        yield from _ranges(claim, made)
        return
    if span.start is None or span.end is None:
        return
    matched = about(usable, span.start, span.end)
    if claim.kind == "growth" and claim.period.type == "trailing" and not matched:
        # "9.1% in the year to June" is the annual rate of June.
        year = 350 <= (span.end - span.start).days <= 380
        matched = [r for r in usable if year and r.end == span.end and "yoy" in r.basis]
    if matched:
        yield from _ranges(claim, [_stated_value(claim, row, None) for row in matched])
        prices = claim.metric.endswith("inflation")
        if prices and all(days(row) > 300 for row in matched):
            # "Prices rose 3.4% in 2023" is told of the average and of December alike.
            finer = kept(
                usable, "finer", lambda: tuple(row for row in usable if days(row) < 100)
            )
            yield from _ranges(claim, list(_within(claim, finer, span.start, span.end)))
        return
    fiscal = list(fiscal_rows(usable, span.start, span.end))
    if fiscal:
        note = "fiscal year that ended {}"
        yield from (
            _stated_value(claim, row, note.format(row.end.isoformat())) for row in fiscal
        )
        return
    quarters = list(own_quarters(usable, span.start, span.end))
    if any(own for _, own in quarters):
        for row, own in quarters:
            note = f"the company's own quarter that ended {row.end}"
            yield replace(_stated_value(claim, row, note), usual=own)
        return
    parts = list(_within(claim, usable, span.start, span.end))
    yield from _ranges(claim, parts or list(_rest(claim, usable, span.start, span.end)))


def _rest(
    claim: Claim, rows: tuple[Observation, ...], start: date, end: date
) -> Iterator[Candidate]:
    """What a longer period leaves for its end: a fourth quarter is filed with the year only."""
    near = timedelta(NEAR_DAYS)
    wholes = [
        row for row in rows
        if row.start < start and abs(row.end - end) <= near and not is_stock(row)
    ]
    for whole in wholes[:1]:
        parts = [
            row for row in rows
            if (row.series, row.basis) == (whole.series, whole.basis)
            and whole.start <= row.start and row.end < start + near
            and days(row) <= (end - start).days + 1 + NEAR_DAYS
        ]
        if parts and tiles(parts, whole.start, start - timedelta(1)):
            yield left_over(claim, whole, parts, start, end)


def _ranges(claim: Claim, made: list[Candidate]) -> Iterator[Candidate]:
    """Joins the two ends of a published range (a target range for a rate) into one candidate."""
    for one in made:
        stem, _, end = one.row.series.rpartition(".")
        if end not in ("lower", "upper"):
            yield one
            continue
        other = next(
            (
                c for c in made
                if c.row.series == f"{stem}.{'upper' if end == 'lower' else 'lower'}"
                and (c.end, c.transform) == (one.end, one.transform)
            ),
            None,
        )
        if other is None:
            yield one
        elif end == "lower":
            yield _range(claim, one, other)


def _range(claim: Claim, one: Candidate, other: Candidate) -> Candidate:
    """A published range as one value: that of the end that the claim misses, if it tells both."""
    low, high = one.point, other.point
    said = claim.quantity.low if claim.quantity else low
    top = claim.quantity.high if claim.quantity else high
    point, held = min(max(said, low), high), Interval(low, high)
    if top - said == high - low and said != low:
        # "4%-4.25%" beside 4.25%-4.5%: that they touch makes them no less two ranges.
        point = low if said > low else high
        held = Interval(point, point)
    return replace(
        one, point=point, interval=held, rows=(*one.rows, *other.rows),
        formula=f"{one.formula} to {other.formula}",
    )


def _stated_value(claim: Claim, row: Observation, note: str | None) -> Candidate:
    scale = unit_factor(claim, row) or ONE
    point, interval = row.value * scale, of_reference(row.value).scaled(scale)
    unit, formula = row.unit, show(row.value, row.unit)
    if claim.quantity and claim.quantity.unit == "times" and row.unit == "percent":
        point, interval = 1 + point / HUNDRED, interval.scaled(1 / HUNDRED).shifted(ONE)
        unit, formula = "times", f"1 + {formula} = {show(point, 'times')}"
    elif scale != 1:
        unit = claim.quantity.unit if claim.quantity else row.unit
        formula = f"{formula} = {show(point, unit)}"
    return Candidate(
        point, interval, unit, (row,), row.basis, row.start, row.end, formula, note=note
    )


def _at_instant(
    rows: tuple[Observation, ...], span: Window, claim: Claim
) -> Iterator[tuple[Observation, str | None]]:
    """For each series: the values inside the window, else the newest one before it ends."""
    for series in by_series(rows):
        inside = [
            row for row in series
            if span.start and span.end and row.start <= span.end and row.end >= span.start
            and (days(row) < 300 or not span.open)
        ]
        covering = inside
        if span.instant and not span.open:
            shortest = min(map(days, inside), default=0)
            covering = [row for row in inside if days(row) == shortest]
        if covering and not _one_day(span):
            yield from ((row, None) for row in covering)
            continue
        past = [row for row in series if span.end is None or row.end <= span.end]
        chosen = covering[-1] if covering else (past[-1] if past else None)
        if chosen is not None and is_fresh(chosen, span):
            held = covering and chosen is covering[-1]
            yield chosen, None if held else f"newest value, for {chosen.end.isoformat()}"


def _one_day(span: Window) -> bool:
    return span.start is None or span.start == span.end


def _within(
    claim: Claim, rows: tuple[Observation, ...], start: date, end: date
) -> Iterator[Candidate]:
    """Readings of a longer period from its parts: last, average, sum or compounded."""
    for series in by_series(rows):
        parts = [row for row in series if start <= row.start and row.end <= end]
        if not parts:
            if (end - start).days < 40:
                yield from (
                    _stated_value(claim, row, f"value for {row.start} to {row.end}")
                    for row in series if row.start <= start and end <= row.end and is_stock(row)
                )
            continue
        if is_stock(parts[-1]) and (end - start).days > 400:
            continue  # the value at the end of several years is not that of the years
        item = metrics().get(claim.metric)
        short = is_stock(parts[-1]) and 2 * days(parts[-1]) < (end - start).days
        if item and item.growth_of and short:
            continue  # a quarter's growth on the year before is not that of the year
        if is_stock(parts[-1]) and "average" in claim.basis:
            if tiles(parts, start, end) or len(parts) >= 12:
                yield averaged(claim, parts, start, end)
        elif is_stock(parts[-1]):
            yield replace(
                _stated_value(claim, parts[-1], f"end of period, {parts[-1].end}"), usual=True
            )
            if tiles(parts, start, end) or len(parts) >= 12:
                yield averaged(claim, parts, start, end)
        elif tiles(parts, start, end):
            is_return = bool({"price", "total"} & set(parts[-1].basis)) or claim.metric == "return"
            if is_return and per_year(claim):
                total = compound(claim, parts, start, end)
                yield replace(annual_rate(total, start, end), usual=True)
                yield averaged(claim, parts, start, end)
            else:
                yield (compound if is_return else summed)(claim, parts, start, end)
