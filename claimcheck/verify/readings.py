"""Every reading of a claim with what was known then and what is known now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from claimcheck.evidence import Candidate, Held, Window, candidates, sign
from claimcheck.intervals import Match, Stated, compare, stated
from claimcheck.schema import Article, Claim, Label, Quantity
from claimcheck.shapes import Tested, as_comparison, readings
from claimcheck.verify.records import OK, Side, Tried


def try_readings(
    claim: Claim, article: Article, span: Window, reference: Held, day: date | None,
    claims: Sequence[Claim],
) -> list[Tried]:
    """Every reading with what was known then and what is known now, merged by its key."""
    merged: dict[tuple[str, ...], Tried] = {}
    days: list[tuple[Side, date | None]] = [("now", None)]
    if day is not None:
        days.insert(0, ("then", day))
    for side, on in days:
        for one in _tested(claim, article, span, reference, on, claims):
            held = merged.setdefault(one.candidate.key, Tried(one.candidate))
            if side == "then":
                held.then = one.match
            else:
                held.now = one.match
                if held.then is None:
                    held.candidate = one.candidate
    for held in merged.values():
        held.label, held.flag = _over_time(held, day)
    return list(merged.values())


def _tested(
    claim: Claim, article: Article, span: Window, reference: Held, day: date | None,
    claims: Sequence[Claim],
) -> list[Tested]:
    if claim.quantity is None:
        plain = as_comparison(claim, claims)
        return [_turned(claim, one)
                for one in readings(plain, span, reference, day, claims, article)]
    words = said(claim, claim.quantity)
    found = []
    for candidate in candidates(claim, article, reference, day):
        found.append(_turned(claim, Tested(candidate, _compare(claim, words, candidate))))
    return found


def said(claim: Claim, quantity: Quantity) -> Stated:
    """What the number states. In "above the 13% of B" the word above is no bound on the 13%."""
    if claim.baseline and claim.baseline.claim and claim.kind == "comparison":
        quantity = quantity.model_copy(update={"bound": "none"})
    return stated(quantity, word=not any(char.isdigit() for char in claim.quote))


def _compare(claim: Claim, words: Stated, candidate: Candidate) -> Match:
    """Compares in the direction that the words give: "fell 5%" is +5 against the value turned."""
    point, interval = candidate.point, candidate.interval
    if sign(claim) < 0 and candidate.transform != "pair" and candidate.unit != "times":
        point, interval = -point, -interval
    return compare(words, point, interval)


def _turned(claim: Claim, one: Tested) -> Tested:
    """A negated claim holds where the plain one fails."""
    if claim.polarity != "negated" or one.match.label not in ("supported", "contradicted"):
        return one
    label: Label = "contradicted" if one.match.label == "supported" else "supported"
    return Tested(one.candidate, replace(one.match, label=label))


def _over_time(tried: Tried, day: date | None) -> tuple[Label, str | None]:
    """The label of one reading from both days, and what changed between them."""
    then, now = tried.then, tried.now
    if day is None or then is None:
        if day is not None:
            return "not_enough_data", "later_only"
        return (now.label if now else "not_enough_data"), None
    if now is None or (then.label in OK) == (now.label in OK):
        return then.label, None
    if then.label in OK:
        return then.label, "since_revised"
    if now.label in OK:
        return "imprecise", "matches_later_revision"
    return then.label, None


def aggregate(tried: Sequence[Tried], labels: Sequence[Label]) -> Label:
    """One label for several readings: all agree, a usual one holds, or it depends."""
    if not labels:
        return "not_enough_data"
    usual = [label for one, label in zip(tried, labels, strict=True) if one.candidate.usual]
    if usual and all(label in OK for label in usual):
        return "supported" if "supported" in usual else "imprecise"
    kinds = set(labels)
    if len(kinds) == 1:
        return labels[0]
    if kinds <= OK:
        return "supported"
    kinds.discard("not_enough_data")
    if len(kinds) == 1:
        return kinds.pop()
    return "depends_on_basis"
