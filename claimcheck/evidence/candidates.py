"""Every admissible reading of a claim: the nearest tier that holds anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from claimcheck.evidence.changes import level_changes
from claimcheck.evidence.key import (
    INDEX_OF,
    LAG_OF_BASIS,
    between_entities,
    comparable_metrics,
    entity_ids,
    known_rows,
    level_metric,
    metric_name,
    of_change,
    window,
)
from claimcheck.evidence.pairs import pair_values
from claimcheck.evidence.records import Candidate, Held, Window
from claimcheck.evidence.values import published
from claimcheck.evidence.variants import OfKind, named_kinds
from claimcheck.evidence.years import over_years, several_years
from claimcheck.lexicon import metrics
from claimcheck.schema import Article, Claim


def candidates(
    claim: Claim, article: Article, reference: Held, day: date | None
) -> tuple[Candidate, ...]:
    """Every admissible reading of ``claim`` with what was known on ``day``, nearest tier first.

    Only the nearest tier that holds anything is returned: the stated metric, then the same from
    levels, then a comparable metric. Forecasts take the comparable metric too: houses publish the
    same expectation under either name.
    """
    span = window(claim, article)
    kinds = named_kinds(claim, article)
    held = OfKind(reference, claim.metric, kinds) if kinds else reference
    pooled: list[Candidate] = []
    for tier, finder in enumerate(_TIERS):
        if pooled and finder is _computed and not _open_lag(claim, span):
            continue
        found = [replace(candidate, tier=tier) for candidate in finder(claim, span, held, day)]
        if pooled and finder is _computed:
            found = [one for one in found if one.transform != "change-12"]
            pooled = [replace(one, usual="yoy" in one.basis) for one in pooled]
        pooled += found
        if pooled and claim.modality != "forecast" and not (
            finder is _direct and _open_lag(claim, span)
        ):
            break
    return tuple(pooled)


def _open_lag(claim: Claim, span: Window) -> bool:
    """Whether a rate of a month or quarter is told without saying over what."""
    if claim.quantity is None or claim.quantity.unit != "percent" or span.open:
        return False
    short = bool(span.start and span.end and (span.end - span.start).days < 100)
    metric = metrics().get(claim.metric)
    rate = claim.metric in INDEX_OF or bool(metric and metric.growth_of)
    return short and rate and not LAG_OF_BASIS.keys() & set(claim.basis)


def _direct(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    if between_entities(claim) or of_change(claim):
        return
    for entity in entity_ids(claim):
        yield from published(claim, span, known_rows(reference, claim, entity, claim.metric, day))


def _computed(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    if between_entities(claim):
        yield from pair_values(claim, span, reference, day)
        return
    level = level_metric(claim)
    if level is None:
        return
    for entity in entity_ids(claim):
        rows = known_rows(reference, claim, entity, level, day)
        if several_years(span) and claim.quantity is not None:
            yield from over_years(claim, span, rows)
        else:
            yield from level_changes(claim, span, rows)


def _comparable(
    claim: Claim, span: Window, reference: Held, day: date | None
) -> Iterator[Candidate]:
    for metric in comparable_metrics(claim.metric):
        other = claim.model_copy(update={"metric": metric})
        note = f"read as {metric_name(metric)}"
        for finder in (_direct, _computed):
            found = [replace(c, note=note) for c in finder(other, span, reference, day)]
            yield from found
            if found:
                break


COMPARABLE = 2
_TIERS: tuple[Callable[[Claim, Window, Held, date | None], Iterator[Candidate]], ...] = (
    _direct, _computed, _comparable,
)
