"""What a caveat may look at, and the few look-ups that several of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import compress
from typing import Any, Protocol

from claimcheck.evidence import (
    INDEX_OF,
    Held,
    Window,
    about,
    by_series,
    comparable_metrics,
    current_rows,
    days,
    earlier,
    entity_ids,
    on_basis,
    sign,
    window,
)
from claimcheck.figures import rounded
from claimcheck.lexicon import entities, metrics
from claimcheck.providers import Selection
from claimcheck.reference.records import Observation, as_of, ever_known, kept
from claimcheck.schema import Article, Caveat, Claim, Strength, Verdict
from claimcheck.topics import raised


class Found(Protocol):
    """What the judge hands over about one claim."""

    claim: Claim
    verdict: Verdict
    tried: list[Any]
    flags: tuple[str, ...]
    selection: Selection | None
    others: tuple[Any, ...]


# What rules may ask of a claim before they look at it: a growth of a level, days that the text
# names, values that it was compared with.
NEEDS = ("growth", "days", "tried")


@dataclass(slots=True)
class Context:
    """One judged claim with its article, the reference data and the other claims.

    Forty rules look at the same few things: each is found once. ``factual``: told as a fact or a
    forecast, not as an opinion or a condition. ``span``: the days that the claim is about.
    ``stated``: its value with its sign, the middle of a range. ``has``: which of ``NEEDS`` it has.
    """

    judged: Found
    article: Article
    reference: Held
    day: date | None
    claims: Sequence[Claim]
    beside: Sequence[Found] = ()  # the judged claims of the same sentence, itself among them
    claim: Claim = field(init=False)
    verdict: Verdict = field(init=False)
    factual: bool = field(init=False)
    span: Window = field(init=False)
    stated: Decimal | None = field(init=False)
    has: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        claim = self.claim = self.judged.claim
        self.verdict = self.judged.verdict
        self.factual = claim.modality in ("reported", "forecast")
        self.span = window(claim, self.article)
        self.stated = None
        if claim.quantity is not None:
            self.stated = sign(claim) * (claim.quantity.low + claim.quantity.high) / 2
        named = not self.span.open and bool(self.span.start and self.span.end)
        self.has = frozenset(compress(NEEDS, (is_growth(claim), named, self.judged.tried)))

    def rows(self, entity: str, metric: str, ever: bool = False) -> tuple[Observation, ...]:
        """Values known on the day of judgement (``ever``: every vintage known by then)."""
        held = self.reference.find(entity, metric)
        if not ever:
            return as_of(held, self.day)
        return held if self.day is None else ever_known(held, self.day)

    def own_rows(self, metric: str, ever: bool = False) -> tuple[Observation, ...]:
        """``rows`` of the claim's entity, or of the first index that stands for it."""
        for entity in entity_ids(self.claim):
            found = on_basis(self.rows(entity, metric, ever), self.claim.basis)
            if found:
                return found
        return ()

    def every_row(self, metric: str) -> tuple[Observation, ...]:
        """Values of the claim's entity or its indices on any basis, as known on the day."""
        for entity in entity_ids(self.claim):
            found = self.rows(entity, metric)
            if found:
                return found
        return ()

    def sentence_says(self, topic: str) -> bool:
        """Whether the claim's own sentence has a word of the topic."""
        span = self.claim.sentence
        return raised(topic, self.article.text[span.start : span.end])

    def first_of_sentence(self, judged: bool = False) -> bool:
        """Whether the claim is the first of its sentence (``judged``: of those with a verdict)."""
        for other in self.beside:
            if judged and other.verdict.label in ("not_checkable", "not_enough_data"):
                continue
            return other.claim.id == self.claim.id
        return True

    def author_says(self, topic: str) -> bool:
        """Whether the article's own words raise the topic."""
        return raised(topic, self.article.text)


def level_metrics(claim: Claim) -> tuple[str, ...]:
    """Metrics whose levels a growth claim is about, the stated one first."""
    return _level_metrics(claim.metric, claim.kind)


@lru_cache(maxsize=2048)
def _level_metrics(named: str, kind: str) -> tuple[str, ...]:
    catalogue = metrics()
    ids = (named, *comparable_metrics(named))
    found = []
    for id in ids:
        metric = catalogue.get(id)
        if metric and metric.growth_of:
            found.append(metric.growth_of)
        elif metric and id in INDEX_OF:
            found.append(INDEX_OF[id])
        elif metric and kind == "growth" and id == named and metric.kind == "level":
            found.append(id)
    return tuple(dict.fromkeys(found))


def is_return(id: str) -> bool:
    """Whether a metric is the return of an asset (it knows price and total)."""
    metric = metrics().get(id)
    return "total" in metric.bases if metric else id == "return"


def is_growth(claim: Claim) -> bool:
    """Whether a claim gives a percent growth of a level."""
    quantity = claim.quantity
    return bool(
        quantity and quantity.unit == "percent" and level_metrics(claim)
        and claim.kind in ("growth", "comparison", "change", "level")
    )


def yearly(rows: tuple[Observation, ...]) -> tuple[list[Observation], ...]:
    """Rows of full years, one list a series, in order of time."""
    return kept(
        rows, "yearly", lambda: by_series(tuple(row for row in rows if days(row) > 300))
    )


def pair_of_levels(context: Context, metric: str) -> tuple[Observation, Observation] | None:
    """The value of the claim's period and the one a year before, of one series, by date."""
    span = context.span
    if span.start is None or span.end is None:
        return None
    rows = context.own_rows(metric)
    for row in current_rows(rows, span):
        base = earlier(rows, row, 12)
        if base is not None:
            return row, base
    return None


def index_of(context: Context) -> list[Observation]:
    """The monthly index behind a claim about an annual rate: its level, or a price index held."""
    for metric in level_metrics(context.claim):
        rows = [
            row for row in context.every_row(metric)
            if 27 < days(row) < 32 and row.value > 0 and not {"sa"} & set(row.basis)
        ]
        if rows:
            return rows
    return []


def at(rows: Sequence[Observation], start: date, end: date) -> Observation | None:
    """The newest vintage about a period among ``rows``."""
    found = about(rows, start, end)
    return max(found, key=lambda row: row.known_from or date.min) if found else None


def name(id: str) -> str:
    """An entity as a reader knows it."""
    entity = entities().get(id)
    return entity.name if entity else id.replace("-", " ").title()


def number(value: Decimal, places: int = 2) -> str:
    """A figure for ``Caveat.values``: a plain decimal string."""
    return format(rounded(value, places), "f")


def caveat(
    rule: Any, strength: Strength, message: str, values: dict[str, Any] | None = None,
    credited: bool = False,
) -> Caveat:
    """The record of a rule that fired, or that could not be assessed."""
    return Caveat.made(
        code=rule.code, name=rule.name, strength=strength, message=message, values=values or {},
        credited_to_author=credited,
    )


def missing(rule: Any, reason: str) -> Caveat:
    """A caveat whose shape applies but whose evidence is not held."""
    return caveat(rule, "not_assessed", f"Not assessed: {reason}")
