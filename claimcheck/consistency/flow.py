"""All relations between the numbers of a text, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from claimcheck.consistency.relations import apart, changes, ordering, repeated
from claimcheck.consistency.titles import titles
from claimcheck.consistency.wholes import wholes
from claimcheck.evidence import Held
from claimcheck.schema import Article, Claim, Constraint


def check(
    claims: Sequence[Claim], article: Article, reference: Held, day: date | None
) -> tuple[Constraint, ...]:
    """Relations found between the claims, in reading order, each with whether it can hold."""
    usable = [
        claim for claim in claims
        if claim.quantity is not None and claim.same_as is None
        and claim.modality in ("reported", "forecast") and claim.polarity == "affirmed"
    ]
    found: list[Constraint] = []
    beside: dict[int, list[Claim]] = {}
    for claim in usable:
        beside.setdefault(claim.sentence.start, []).append(claim)
    for claim in usable:
        found += apart(claim, usable, article, reference, day)
        found += ordering(claim, usable)
        found += changes(claim, beside[claim.sentence.start], article.text)
    found += _wholes(claims, article)
    found += repeated(usable, article.text)
    found += titles(usable, article)
    return tuple(found)


def _wholes(claims: Sequence[Claim], article: Article) -> Iterator[Constraint]:
    """The wholes of each sentence, over all of its claims: a figure told twice counts twice."""
    sentences: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        sentences.setdefault((claim.sentence.start, claim.sentence.end), []).append(claim)
    for (start, end), together in sentences.items():
        if all(one.polarity == "affirmed" and one.modality == "reported" for one in together):
            yield from wholes(together, article.text[start:end], start)
