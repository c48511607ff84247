"""Parts and their whole within one sentence: shares to 100, totals, averages.

Only words that leave nothing out are taken for a whole ("the remaining 15%", "consisting of"): a
list of shares may overlap, and "including" names some parts only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from claimcheck.consistency.relations import share_of
from claimcheck.consistency.words import whole_words
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, Interval, exact, stated
from claimcheck.lexicon import tokens
from claimcheck.schema import Claim, Constraint

# "the remaining 15%", "15% for the rest": the words stand this near to their number.
NEAR = 30
# No sentence lists more parts of one whole; a longer one is a table without its columns.
MOST_PARTS = 30
_MOVING = frozenset({"growth", "change", "difference", "comparison", "rank", "trend"})


def wholes(claims: Sequence[Claim], sentence: str, start: int) -> Iterator[Constraint]:
    """The wholes that the words of one sentence make of its numbers; ``start`` is its offset."""
    steady = [
        claim for claim in claims if claim.quantity
        and (claim.kind not in _MOVING or share_of(claim, sentence))
    ]
    if len(steady) < 2 or len(steady) < len(claims) or len(claims) > MOST_PARTS:
        return  # a movement among them: which number belongs to which is not told
    for begin, end, names in whole_words().find(tokens(sentence)):
        place = start + begin, start + end
        if names[0] == "remainder":
            yield from _shares(steady, place)
        elif names[0] == "parts_named":
            continue
        elif names[0] == "parts_follow":
            yield from _total(steady, place, after=True, mean=False)
        else:
            yield from _total(steady, place, after=False, mean=names[0] == "average_follows")
        return


def _shares(claims: Sequence[Claim], place: tuple[int, int]) -> Iterator[Constraint]:
    """Shares of which one is the rest: together they are 100 within their rounding."""
    shares = [one for one in claims if one.quantity and one.quantity.unit == "percent"]
    rest = any(
        0 <= one.span.start - place[1] <= NEAR or 0 <= place[0] - one.span.end <= NEAR
        for one in shares
    )
    if not rest or len(shares) < 2 or len(shares) < len(claims) or not _one_time(shares):
        return
    span = _sum(shares)
    holds = span.holds(HUNDRED)
    point = sum((one.quantity.low for one in shares if one.quantity), Decimal(0))
    told = ", ".join(one.quote for one in shares)
    yield Constraint(
        relation="shares", claims=tuple(one.id for one in shares), holds=holds,
        implied_low=span.low, implied_high=span.high, implied=show(point, "percent"),
        message=f"The shares {told} add up to {show(point, 'percent')}"
        + (", the whole." if holds else ", though the text says that they are the whole."),
    )


def _total(
    claims: Sequence[Claim], place: tuple[int, int], after: bool, mean: bool
) -> Iterator[Constraint]:
    """A total or a mean and its parts: the total stands before the words, or right after them."""
    before = [one for one in claims if one.span.end <= place[0]]
    behind = [one for one in claims if one.span.start >= place[1]]
    if not before or not behind:
        return
    whole, parts = (before[-1], behind) if after else (behind[0], before)
    if whole.quantity is None or len(parts) < 2 or not _one_time([whole, *parts]):
        return
    unit = whole.quantity.unit
    if any(one.quantity is None or one.quantity.unit != unit for one in parts):
        return
    count = Decimal(len(parts) if mean else 1)
    span = _sum(parts).scaled(1 / count)
    point = sum((one.quantity.low for one in parts if one.quantity), Decimal(0)) / count
    said = _interval(whole)
    holds = span.overlaps(said) or span.gap(said) == 0
    verb = "average" if mean else "add up to"
    told = ", ".join(one.quote for one in parts)
    yield Constraint(
        relation="average" if mean else "total",
        claims=(whole.id, *(one.id for one in parts)), holds=holds, implied_low=span.low,
        implied_high=span.high, implied=show(point, unit),
        message=f"{told} {verb} {show(point, unit)}, "
        + ("which fits" if holds else "not")
        + f" the {whole.quote} of the text.",
    )


def _one_time(claims: Sequence[Claim]) -> bool:
    """Whether no two of the numbers are told of different periods."""
    return len({(one.period.start, one.period.end) for one in claims if one.period.end}) <= 1


def _sum(claims: Sequence[Claim]) -> Interval:
    total = exact(Decimal(0))
    for one in claims:
        total = total + _interval(one)
    return total


def _interval(claim: Claim) -> Interval:
    assert claim.quantity is not None
    words = stated(claim.quantity)
    return words.window if claim.quantity.bound != "none" else words.rounding
