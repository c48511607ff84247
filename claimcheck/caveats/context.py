"""What a caveat may look at, and the few look-ups that several of them share."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

from claimcheck.evidence import (
    Held,
    Window,
    bases_agree,
    comparable_metrics,
    entity_ids,
    same_period,
    sign,
    window,
)
from claimcheck.figures import rounded
from claimcheck.lexicon import PhraseMatcher, entities, metrics, tokens
from claimcheck.providers import Selection
from claimcheck.reference.records import Observation, as_of
from claimcheck.schema import Article, Caveat, Claim, Strength, Verdict

_WORDS = Path(__file__).parent.parent / "data" / "author_words.toml"


class Found(Protocol):
    """What the judge hands over about one claim."""

    claim: Claim
    verdict: Verdict
    tried: list[Any]
    flags: tuple[str, ...]
    selection: Selection | None
    others: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """One judged claim with its article, the reference data and the other claims."""

    judged: Found
    article: Article
    reference: Held
    day: date | None
    claims: Sequence[Claim]
    all_judged: Sequence[Found] = ()

    @property
    def claim(self) -> Claim:
        """The claim that is looked at."""
        return self.judged.claim

    @property
    def verdict(self) -> Verdict:
        """Its verdict."""
        return self.judged.verdict

    @property
    def span(self) -> Window:
        """The days it is about."""
        return window(self.claim, self.article)

    @property
    def stated(self) -> Decimal | None:
        """The stated value with its sign; the middle of a range."""
        quantity = self.claim.quantity
        return None if quantity is None else sign(self.claim) * (quantity.low + quantity.high) / 2

    def rows(self, entity: str, metric: str, ever: bool = False) -> tuple[Observation, ...]:
        """Values known on the day of judgement (``ever``: every vintage known by then)."""
        held = self.reference.find(entity, metric)
        if ever:
            return tuple(
                row for row in held
                if self.day is None or row.known_from is None or row.known_from <= self.day
            )
        return as_of(held, self.day)

    def own_rows(self, metric: str, ever: bool = False) -> tuple[Observation, ...]:
        """``rows`` of the claim's entity, or of the first index that stands for it."""
        for entity in entity_ids(self.claim):
            found = tuple(
                row for row in self.rows(entity, metric, ever)
                if bases_agree(self.claim.basis, row.basis)
            )
            if found:
                return found
        return ()

    def author_says(self, topic: str) -> bool:
        """Whether the article's own words raise the topic."""
        return bool(_matcher(topic).find(_tokens(self.article.text)))


@lru_cache(maxsize=8)
def _tokens(text: str) -> list[tuple[str, int, int]]:
    return tokens(text)


@cache
def _matcher(topic: str) -> PhraseMatcher:
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return PhraseMatcher((phrase, topic) for words in data[topic].values() for phrase in words)


def level_metrics(claim: Claim) -> tuple[str, ...]:
    """Metrics whose levels a growth claim is about, the stated one first."""
    catalogue = metrics()
    ids = (claim.metric, *comparable_metrics(claim.metric))
    found = []
    for id in ids:
        metric = catalogue.get(id)
        if metric and metric.growth_of:
            found.append(metric.growth_of)
        elif metric and claim.kind == "growth" and id == claim.metric and not is_return(id):
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


def at(rows: Iterable[Observation], start: date, end: date) -> Observation | None:
    """The newest vintage about a period among ``rows``."""
    found = [row for row in rows if same_period(row, start, end)]
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
    return Caveat(
        code=rule.code, name=rule.name, strength=strength, message=message, values=values or {},
        credited_to_author=credited,
    )


def missing(rule: Any, reason: str) -> Caveat:
    """A caveat whose shape applies but whose evidence is not held."""
    return caveat(rule, "not_assessed", f"Not assessed: {reason}")
