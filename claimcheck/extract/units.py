"""Units that a number leaves to its neighbour: "from 68 to 75 euros", "5bn euros, against 4bn"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from claimcheck.lexicon import entities
from claimcheck.quantities import Mention
from claimcheck.quantities.grammar import currencies, grammar

HUNDREDTH = Decimal("0.01")  # "45 Cent auf 64,44 Dollar": of whose money, the next one tells
MILLION = Decimal(1_000_000)
# A multiple of profits or debts is hardly ever above.
MOST_TIMES = 100
# "262 is 12.6x '26 EPS": a whole number from here on may be a year.
SURELY = 20
# What goods are told in; a bare number behind one of them is of no money.
GOODS_UNITS = frozenset(("barrel", "tonne", "ounce", "barrel per day", "bushel"))
# Words between two numbers of one statement.
NEAR = 4
# Signs between a number and the one it is held against: "in the first quarter, above the ".
ASIDE = 80
_HELD = ("baseline.higher_than", "baseline.lower_than")
_LINKS = ("de", "of")  # "millones de pesos" names no country
_CENTS = re.compile(r"[0-9]\s?(?:c|cents?)$")
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


@cache
def _shared() -> dict[str, frozenset[str]]:
    """Names that several countries' money shares -> the codes of those."""
    return {
        word: frozenset(one["codes"]) for one in currencies()["shared"] for word in one["words"]
    }


def _home(entity: str | None) -> str | None:
    """The currency of an entity's country."""
    who = entities().get(entity or "")
    home = entities().get(who.country or "", who) if who else None
    return home.currency if home else None


def understood(entity: str | None) -> str | None:
    """The currency that the press at home leaves out: "ganó 812 millones" of a Spanish bank."""
    home = _home(entity)
    return home if home in currencies()["understood"] else None


def of_country(quote: str, unit: str, entity: str | None, iso: str) -> str:
    """The currency of a money told by a shared name: pesos of a Colombian firm are Colombian."""
    low = quote.lower()
    head, _, last = low.rpartition(" ")
    codes = _shared().get(last, frozenset())
    home = _home(entity)
    if unit not in codes or home is None or home not in codes:
        return unit
    before = head.rpartition(" ")[2]
    told = grammar(iso).units.at(low, len(head) - len(before))
    alone = told is None or told[0] < len(low) or before in _LINKS
    return home if alone else unit


def of_cents(quote: str, unit: str, told: str | None, entity: str | None) -> str:
    """Bare cents are those of the money told before, or of the firm's home: "a dividend of 32c"."""
    if unit != "USD" or not _CENTS.search(quote):
        return unit
    cents = currencies()["cents"]
    return next((code for code in (told, _home(entity)) if code in cents), None) or unit


def of_pesos(quote: str, named: Sequence[str]) -> str | None:
    """The pesos that a bare dollar sign stands for: "el dólar cierra en Chile a $964,60"."""
    if not quote.startswith("$"):
        return None
    pesos = _shared().get("pesos", frozenset())
    homes = (_home(entity) for entity in named)
    return next((home for home in homes if home in pesos), None)


def borrowed(
    text: str,
    mentions: Sequence[Mention],
    joins: Sequence[tuple[int, int]],
    against: Sequence[tuple[int, int]],
    counted: Sequence[int] = (),
    means: Sequence[tuple[int, int]] = (),
) -> list[Mention]:
    """The mentions, bare ones with the unit of their neighbour.

    ``joins`` are the words between two ends of a movement ("to"), ``against`` those of comparison,
    ``means`` those of an average, ``counted`` where the names of counts stand:
    "净利润54亿元，日活用户4.1亿" counts users.
    """
    found: list[Mention] = []
    earlier: list[Mention] = []  # those with a unit
    lent = 0  # where the last number stands that took a multiple's unit
    for at, mention in enumerate(mentions):
        unit = None
        after = mentions[at + 1] if at + 1 < len(mentions) else None
        if mention.scale == HUNDREDTH and after and is_currency(after.unit):
            unit = _from_next(text, replace(mention, scale=after.scale), after, joins)
        elif unitless(mention):
            unit = _from_next(text, mention, after, joins)
            last = earlier[-1].end if earlier else 0
            if lent and earlier and earlier[-1].start == lent:
                unit = unit or _next_multiple(text, earlier[-1], mention)
            if not any(last <= start < mention.start for start in counted):
                unit = unit or _from_before(text, earlier, mention, against)
                unit = unit or _another_multiple(text, earlier, mention, means)
        elif (
            mention.unit == "index_point"
            and earlier
            and earlier[-1].unit == "percent"
            and mention.high < earlier[-1].low
            and not _STOPS & set(text[earlier[-1].end : mention.start])
            and mention.start - earlier[-1].end <= ASIDE
        ):  # "103.5% of GDP, 1.2 points less than a year ago"; not "rose 0.4%, 32 points"
            unit = "percentage_point"
        found.append(replace(mention, unit=unit) if unit else mention)
        lent = mention.start if unit == "times" else 0
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


def multiplied(
    text: str, mentions: list[Mention], levels: Sequence[tuple[int, int]]
) -> list[Mention]:
    """The mentions, small bare ones as multiples of the level named behind: "2,4 EBITDA".

    A whole number counts things as often ("12 sales offices"), unless an abbreviation follows.
    """
    begins = dict(levels)

    def read(mention: Mention) -> Mention:
        start = mention.end + 1
        end = begins.get(start)
        bare = mention.unit == "count" and mention.kind == "number" and mention.scale == 1
        if end is None or not bare or mention.high > MOST_TIMES:
            return mention
        whole = text[start:end].isupper() and mention.high < SURELY
        clear = mention.decimals > 0 or whole
        return replace(mention, unit="times", noun=None) if clear else mention

    return [read(mention) for mention in mentions]


def compared(
    text: str, mentions: list[Mention], cues: Mapping[str, list[tuple[int, int, str]]],
    metrics: Sequence[int],
) -> list[Mention]:
    """The mentions, that which another is held against without a bound.

    "grew 2.7%, above the 2.5% expected" tells two values; "the margin is above 10%" one bound.
    """
    held = [(start, end) for name in _HELD for start, end, _ in cues.get(name, ())]
    return [
        replace(later, bound="none")
        if later.bound in ("more_than", "less_than")
        and earlier.unit == later.unit
        and any(
            end <= later.start + 1 and text[earlier.end : start].rstrip()[-1:] in (",", "")
            for start, end in held
            if earlier.end < start
        )
        and not any(earlier.end <= at < later.start for at in metrics)
        and not _STOPS & set(text[earlier.end : later.start])
        and later.start - earlier.end <= ASIDE
        else later
        for earlier, later in pairwise([mentions[0], *mentions])
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
    if "(" in between and text[after.start] in "+-−–":
        return None  # "97,400 (-2.1%)": a level and how far it moved
    return after.unit if joined or between.strip() in ("(", "/", "→", "->") else None


def _from_before(
    text: str, earlier: Sequence[Mention], mention: Mention, against: Sequence[tuple[int, int]]
) -> str | None:
    if not earlier:
        return None
    last = earlier[-1]
    if mention.scale >= MILLION:
        money = [m.unit for m in earlier if is_currency(m.unit)]
        if not money and last.unit in GOODS_UNITS and last.scale == mention.scale:
            return last.unit  # "stocks rose 1.3 million barrels, inventories fell by 1.4 million"
        return money[-1] if money else _of_goods(text, last, mention, against)
    between = _gap(text, last.end, mention.start)
    compared = between is not None and (
        "(" in between or any(last.end <= start and end <= mention.start for start, end in against)
    )
    alike = last.scale == mention.scale and last.unit != "times"
    return last.unit if compared and alike else _multiple(text, last, mention, against)


def _another_multiple(
    text: str, earlier: Sequence[Mention], mention: Mention, means: Sequence[tuple[int, int]]
) -> str | None:
    """ "On 16.1 times, 27% below the index's 22.1": a distance may stand between the two."""
    if earlier and earlier[-1].unit == "percent":
        earlier = earlier[:-1]
    return _multiple(text, earlier[-1], mention, means) if earlier else None


def _multiple(
    text: str, last: Mention, mention: Mention, against: Sequence[tuple[int, int]]
) -> str | None:
    """ "Trades at 27 times earnings versus 21 for the market": another multiple of the same."""
    held = any(
        last.end <= start
        and end <= mention.start
        and len(text[end : mention.start].split()) <= NEAR
        for start, end in against
    )
    near = mention.start - last.end <= ASIDE and not _STOPS & set(text[last.end : mention.start])
    multiple = last.unit == "times" and last.kind == "number"
    return "times" if multiple and held and near else None


def _next_multiple(text: str, last: Mention, mention: Mention) -> str | None:
    """ "12.9 times, against 14.8 for Europe and 22.5 for the S&P 500": a list of multiples."""
    near = mention.start - last.end <= ASIDE and not _STOPS & set(text[last.end : mention.start])
    return "times" if near and mention.decimals == last.decimals else None


def _of_goods(
    text: str, last: Mention, mention: Mention, against: Sequence[tuple[int, int]]
) -> str | None:
    """ "Fell by 4.3 million barrels, against expectations of a 1.1 million fall"."""
    held = any(last.end <= start and end <= mention.start for start, end in against)
    near = mention.start - last.end <= ASIDE and not _STOPS & set(text[last.end : mention.start])
    return last.unit if held and near and last.scale == mention.scale else None
