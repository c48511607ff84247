"""Sentences of a document as evidence: their quantities as cells, each with its year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claimcheck.documents.asked import FOLLOWING, role_of
from claimcheck.documents.decision import falls, same_unit
from claimcheck.documents.tables import Cell, Number, words, years_of
from claimcheck.documents.values import RELATIVE
from claimcheck.intervals import ONE
from claimcheck.quantities import Mention


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a document with its words and quantities."""

    text: str
    words: frozenset[str]
    years: tuple[int, ...]
    document: int


SPLIT = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])|\n+")


def sentence_cells(
    passage: Passage, unit: str, sentence: str, change: bool = False
) -> list[Cell]:
    """The quantities of a sentence as cells, each with its year.

    "$36 million, $2 million and $4 million in 2019, 2018 and 2017, respectively" joins them in
    order; otherwise a quantity has the year nearest to it. Of a ``change`` both ends are kept.
    """
    from claimcheck.quantities import scan

    wanted = "percent" if unit in RELATIVE else unit
    seen = scan(passage.text)
    mentions = [one for one in seen if same_unit(one.unit, wanted)]
    if not mentions and unit in RELATIVE:
        mentions, unit = [one for one in seen if one.unit not in RELATIVE], ""
    years = [(m.start(), int(m.group())) for m in _YEAR_AT.finditer(passage.text)]
    apart = _joined_years(mentions, years, passage.text)
    if apart is None:
        apart = _dated_each(mentions, passage.text)
    if apart is None and not (change and len(mentions) == 2):
        mentions = _nearest_words(mentions, passage.text, sentence)
    moves = [one for one in mentions if change and role_of(passage.text, one) == "change"]
    if moves and apart is None:
        mentions = moves
    if not change and apart is None:
        # "an increase of $7m" does not tell how much there was
        mentions = [one for one in mentions if role_of(passage.text, one) != "change"]
    ends = _ends(mentions, passage.text) if change and not moves and apart is None else None
    if ends is not None and not (years_of(sentence) and not years):
        return _moved(ends, unit or wanted, passage.text)
    cells = []
    for at, mention in enumerate(mentions):
        year = apart[at] if apart else _own_year(mention, passage.text, years)
        told = "percent" if unit in RELATIVE else "times" if unit == "times" else None
        moved = mention in moves
        rate = told == "percent" and role_of(passage.text, mention) == "change"
        fell = (moved or rate) and falls(passage.text, mention.start)
        turn = -1 if fell else 1
        size = mention.scale or ONE
        number = Number(mention.low * turn, told, max(0, mention.decimals - _power(size)))
        label = passage.text[:120]
        # A movement told as such is read as a column of changes would be.
        column = "change" if moved else ""
        years_told = (year,) if year and not moved else ()
        cells.append(Cell(number, label, column, "", 0, at, years_told))
    return cells


def _ends(mentions: Sequence[Mention], text: str) -> tuple[Mention, Mention] | None:
    """(new, old) of "to $23.4m from $24.9m", when neither has a year of its own."""
    if len(mentions) != 2:
        return None
    first, second = mentions
    between = text[first.end : second.start]
    if _YEAR_AT.search(between) or FOLLOWING.match(text[second.end : second.end + 60]):
        return None
    if _FROM.search(between):
        return first, second
    return (second, first) if _TO.fullmatch(between) and _FROM.search(text[: first.start]) else None


_FROM = re.compile(r"\bfrom (?:[$€£])?$", re.IGNORECASE)
_TO = re.compile(r" to (?:[$€£])?", re.IGNORECASE)


def _moved(ends: tuple[Mention, Mention], unit: str, text: str) -> list[Cell]:
    """The movement between two ends, as a column of changes would give it."""
    new, old = ends
    told = new.unit in RELATIVE
    if unit == "percent" and not told:
        if not old.low:
            return []
        made = Number((new.low - old.low) / old.low * 100, "percent", _EXACT)
    else:
        decimals = max(new.decimals, old.decimals)
        made = Number(new.low - old.low, "percent" if told else None, decimals)
    return [Cell(made, text[:120], "change", "", 0, 0, ())]


# Decimals of a number that was worked out, not read.
_EXACT = 9
_YEAR_AT = re.compile(r"(?<![\d.,$€£])(?:19|20)\d\d(?!\d|[.,]\d|%)")


def _power(size: Decimal) -> int:
    return max(0, size.adjusted())


def _joined_years(
    mentions: Sequence[Mention], years: list[tuple[int, int]], text: str
) -> list[int] | None:
    """The year of each mention when a list of numbers is followed by as many years."""
    if len(mentions) < 2 or len(mentions) != len(years) or "respectively" not in text.lower():
        return None
    return [year for _, year in years]


def _dated_each(mentions: Sequence[Mention], text: str) -> list[int] | None:
    """The year of each mention when one follows every one: "$45m in 2025, $46m in 2024".

    The first of two may be left for the year after the one that it is compared with: "$742, down
    from $781 in 2024".
    """
    follows = [FOLLOWING.match(text[one.end : one.end + 60]) for one in mentions]
    years = [int(one.group(1)) if one else None for one in follows]
    if len(years) == 2 and years[0] is None and years[1] is not None:
        start, end = mentions[0].end, mentions[1].start
        if _AGAINST.search(text[start:end]) and not _YEAR_AT.search(text[:end]):
            years[0] = years[1] + 1
    if len(years) < 2 or None in years or len(set(years)) < len(years):
        return None
    return [year for year in years if year is not None]


_AGAINST = re.compile(
    r"\b(?:(?:up|down) from|compared (?:with|to)|against|versus)(?: \w+)?(?: [$€£])?\s*$",
    re.IGNORECASE,
)


def _own_year(mention: Mention, text: str, years: list[tuple[int, int]]) -> int | None:
    """The year nearest to a number; one before it for "3,100 a year earlier"."""
    follows = FOLLOWING.match(text[mention.end : mention.end + 60])
    if follows:
        return int(follows.group(1))
    near = _nearest_year(mention.start, years)
    after = text[mention.end : mention.end + 45]
    return near - 1 if near and _EARLIER.search(after.partition(",")[0]) else near


_EARLIER = re.compile(
    r"\b(?:a|one) year (?:earlier|ago|before)|\b(?:prior|previous|preceding)[- ]year", re.IGNORECASE
)


def _nearest_year(at: int, years: list[tuple[int, int]]) -> int | None:
    return min(years, key=lambda one: abs(one[0] - at))[1] if years else None


def _nearest_words(mentions: list[Mention], text: str, sentence: str) -> list[Mention]:
    """The mentions whose own surroundings have the most words of the claim."""
    if len(mentions) < 2:
        return mentions
    said = set(words(sentence))
    scores = []
    for index, mention in enumerate(mentions):
        low = mentions[index - 1].end if index else 0
        high = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        around = text[max(low, mention.start - 90) : min(high, mention.end + 60)]
        scores.append(len(said & (set(words(around)) | {str(y) for y in years_of(around)})))
    best = max(scores)
    return [mention for mention, score in zip(mentions, scores, strict=True) if score == best]


def running_text(text: str) -> str:
    """The text outside tables."""
    if "<" in text and ">" in text and "</" in text:
        from lxml import html

        try:
            root = html.fromstring(text)
        except (ValueError, html.etree.ParserError):
            return ""
        for table in root.xpath("//table|//script|//style"):
            table.drop_tree()
        return "\n".join(part.strip() for part in root.itertext() if part.strip())
    return "\n".join(line for line in text.splitlines() if line.count("|") < 2)
