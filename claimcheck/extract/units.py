"""Units that a number leaves to its neighbour: "from 68 to 75 euros", "5bn euros, against 4bn"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from claimcheck.quantities import Mention

HUNDREDTH = Decimal("0.01")  # "45 Cent auf 64,44 Dollar": of whose money, the next one tells
MILLION = Decimal(1_000_000)
# Words between two numbers of one statement.
NEAR = 3
_STOPS = frozenset(".;:!?。；：！？")


def unitless(mention: Mention) -> bool:
    """Whether a number is told without a unit or a thing counted."""
    return (
        mention.unit == "count"
        and mention.noun is None
        and mention.kind == "number"
        and not mention.words
    )


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code."""
    return len(unit) == 3 and unit.isupper()


def borrowed(
    text: str,
    mentions: Sequence[Mention],
    joins: Sequence[tuple[int, int]],
    against: Sequence[tuple[int, int]],
    counted: Sequence[int] = (),
) -> list[Mention]:
    """The mentions, bare ones with the unit of their neighbour.

    ``joins`` are the words between two ends of a movement ("to"), ``against`` those of comparison,
    ``counted`` where the names of counts stand: "净利润54亿元，日活用户4.1亿" counts users.
    """
    found: list[Mention] = []
    earlier: list[Mention] = []  # those with a unit
    for at, mention in enumerate(mentions):
        unit = None
        after = mentions[at + 1] if at + 1 < len(mentions) else None
        if mention.scale == HUNDREDTH and after and is_currency(after.unit):
            unit = _from_next(text, replace(mention, scale=after.scale), after, joins)
        elif unitless(mention):
            unit = _from_next(text, mention, after, joins)
            last = earlier[-1].end if earlier else 0
            if not any(last <= start < mention.start for start in counted):
                unit = unit or _from_before(text, earlier, mention, against)
        found.append(replace(mention, unit=unit) if unit else mention)
        if found[-1].unit != "count":
            earlier.append(found[-1])
    return found


def of_variant(text: str, mentions: list[Mention], variant: dict[str, Any]) -> list[Mention]:
    """The mentions with the money of the script: the yuan in traditional signs is Taiwan's."""
    if not variant or not any(sign in text for sign in variant["signs"]):
        return mentions
    return [
        replace(m, unit=variant["unit"])
        if m.unit == variant["instead_of"]
        and not any(word in text[m.start : m.end] for word in variant["unless"])
        else m
        for m in mentions
    ]


def _gap(text: str, left: int, right: int) -> str | None:
    """The words between two numbers, None when they are too many or end a clause."""
    between = text[left:right]
    if len(between.split()) > NEAR or len(between) > 40 or _STOPS & set(between):
        return None
    return between


def _from_next(
    text: str, mention: Mention, after: Mention | None, joins: Sequence[tuple[int, int]]
) -> str | None:
    if after is None or after.unit == "count" or after.scale != mention.scale:
        return None
    between = _gap(text, mention.end, after.start)
    if between is None or "," in between:
        return None
    joined = any(mention.end <= start and end <= after.start for start, end in joins)
    return after.unit if joined or between.strip() in ("(", "/", "→", "->") else None


def _from_before(
    text: str, earlier: Sequence[Mention], mention: Mention, against: Sequence[tuple[int, int]]
) -> str | None:
    if not earlier:
        return None
    last = earlier[-1]
    if mention.scale >= MILLION:
        money = [m.unit for m in earlier if is_currency(m.unit)]
        return money[-1] if money else None
    between = _gap(text, last.end, mention.start)
    compared = between is not None and (
        "(" in between or any(last.end <= start and end <= mention.start for start, end in against)
    )
    alike = last.scale == mention.scale and last.unit != "times"
    return last.unit if compared and alike else None
