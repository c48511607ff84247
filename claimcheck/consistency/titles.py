"""The title against the body: one figure told in both must be one figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from claimcheck.consistency.relations import interval, part_named
from claimcheck.schema import Article, Claim, Constraint, Quantity


def titles(claims: Sequence[Claim], article: Article) -> Iterator[Constraint]:
    """A number of the title with the only number of the body that tells the same thing.

    Two candidates in the body say that there is more than one such figure, so neither is taken;
    everything that tells figures apart (metric, entity, kind, unit, basis, direction, period,
    source, part) must be the same, and metric and entity be in the words of both.
    """
    end = _title_end(article)
    if not end:
        return
    body = [claim for claim in claims if claim.span.start >= end]
    for claim in claims:
        if claim.span.end > end or not _clear(claim):
            continue
        same = [other for other in body if _same_key(claim, other, article.text)]
        if len(same) != 1 or not _clear(same[0]):
            continue
        one, two = claim.quantity, same[0].quantity
        if one is None or two is None:
            continue
        holds = interval(one).overlaps(interval(two)) or interval(one).gap(interval(two)) == 0
        told = "agree" if holds else "tell the same figure differently"
        yield Constraint(
            relation="title", claims=(claim.id, same[0].id), holds=holds,
            message=f"The title ({claim.quote}) and the text ({same[0].quote}) {told}.",
        )


def _title_end(article: Article) -> int:
    """Where the title ends in the text; 0 when the text does not begin with one."""
    title = (article.title or "").strip()
    if title and article.text.startswith(title):
        return len(title)
    head = next((line for line in article.lines if line.label == "title"), None)
    text = head.text.strip() if head else ""
    return len(text) if text and article.text.startswith(text) else 0


def _clear(claim: Claim) -> bool:
    links = claim.confidence
    return (
        claim.quantity is not None and claim.quantity.bound == "none" and claim.metric != "other"
        and claim.entity.id is not None and links.metric == "stated" and links.entity == "stated"
        and claim.baseline is None
    )


def _source(claim: Claim) -> str | None:
    """Who says it; what an entity says of itself has no other source."""
    told = claim.attribution.text if claim.attribution else None
    return None if told == claim.entity.text else told


def _near(one: Quantity, other: Quantity) -> bool:
    """Whether one number may be the other told with a slip: near it, or thousands of times it."""
    if not one.high or not other.high:
        return False
    ratio = abs(max(one.high / other.high, other.high / one.high, key=abs))
    while ratio >= 500:
        ratio /= 1000
    return Decimal("0.5") <= ratio <= 2


def _same_key(one: Claim, other: Claim, text: str) -> bool:
    if one.quantity is None or other.quantity is None:
        return False
    periods = (one.period.end, other.period.end)
    apart = None not in periods and (
        (one.period.start, one.period.end) != (other.period.start, other.period.end)
    )
    return not apart and _near(one.quantity, other.quantity) and (
        one.metric, one.entity.id, one.kind, one.quantity.unit, one.basis, one.direction,
        one.modality, _source(one), part_named(one, text),
    ) == (
        other.metric, other.entity.id, other.kind, other.quantity.unit, other.basis,
        other.direction, other.modality, _source(other), part_named(other, text),
    )
