"""Numbers told in words and shares: "two million", "a third of", "half a point", "百分之五"."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from claimcheck import glyphs
from claimcheck.quantities.grammar import Grammar, Unit
from claimcheck.quantities.numerals import spoken
from claimcheck.words import Words, near_words

T = TypeVar("T")
ONE = Decimal(1)
PERCENT = Unit("percent")
POINTS = ("index_point", "percentage_point")  # "half a point" of a rate is a percentage point
REACH = 34  # characters that a bound or name before a figure may be long
DURATIONS = {"year", "month", "week", "day", "hour", "minute", "second", "quarter", "decade"}
_NEXT = re.compile(r"[\s-]([^\s\d_.,;:!?()%-]{1,24})")
_FIRST = re.compile(r"[^\W_]{1,24}(?:-fold)?")  # bounded: a run of Han signs has no end


def _power(value: Decimal) -> Decimal:
    """The power of ten of a scale word, also of a dual ("two thousand" in one word)."""
    return Decimal(10) ** (len(str(value)) - 1)


@dataclass(slots=True)
class Amount:
    """One figure with what is written at it, before ranges and bounds."""

    start: int
    end: int
    value: Decimal
    decimals: int
    scale: Decimal = ONE
    unit: Unit | None = None
    negative: bool = False
    bracket: bool = False
    words: bool = False
    money_before: bool = False
    unit_before: bool = False
    ratio: bool = False
    priced: bool = False  # a coin is named right before: "BTC 97,400"
    inside: str = ""


class Worded(ABC):
    """The part of a scan that reads number words; what it shares with figures is abstract."""

    def __init__(self, text: str, grammar: Grammar, every: bool) -> None:
        self.text = text
        self.plain, self.low = glyphs.folded(text)
        self.grammar = grammar
        self.every = every
        self._near_at, self._near = -1, frozenset[str]()

    def _before(self, words: Words[T], end: int) -> tuple[int, int, T] | None:
        """A phrase of ``words`` that stands just before ``end``."""
        if end != self._near_at:
            self._near_at, self._near = end, near_words(self.low, end)
        return words.before(self.low, end, REACH, self._near)

    @abstractmethod
    def _unit(self, amount: Amount) -> None:
        """Reads the unit behind the amount."""

    @abstractmethod
    def _minus(self, amount: Amount, last: int) -> None:
        """Reads the minus before the amount."""

    @abstractmethod
    def _half_more(self, amount: Amount) -> None:
        """Reads "and a half" behind a scale."""

    @abstractmethod
    def _smaller(self, amount: Amount) -> None:
        """Reads the smaller scales behind the amount."""

    @abstractmethod
    def _amount_at(self, at: int) -> Amount | None:
        """The amount that begins at an offset, in figures or words."""

    def _worded(self, start: int, last: int) -> tuple[int, Amount | None]:
        """Where to go on, and the amount that the number word at ``start`` begins."""
        grammar, low = self.grammar, self.low
        fixed = grammar.phrases.at(low, start)
        if fixed and not self.every:
            return fixed[0], None
        share = grammar.percent_before.at(low, start)
        if share:
            return self._share_of(start, share[0])
        if part := self._share_at(start):
            return part.end, part
        hit = grammar.sequence.match(low, start)
        word = _FIRST.match(low, start)
        first = word.group() if word else low[start]
        ratio = grammar.ratio_words.at(low, start)
        if ratio and not (hit and hit.end() > ratio[0]):
            return ratio[0], self._ratio(start, *ratio)
        if first in grammar.half:
            return self._half(start, first)
        if first in grammar.fractions:
            return self._part(start, first)
        stem = next((part for part in grammar.joined if first.startswith(part)), "")
        if stem and self._points(start + len(stem)):
            return self._part(start, stem)  # "Viertelprozentpunkt"
        if hit is None:
            return start + len(first), None
        amount = self._spoken(hit)
        if amount is None:
            return hit.end(), None
        if amount.scale > 1 and not amount.decimals:
            self._smaller(amount)
        article = self._before(grammar.articles, start)
        if article and article[0] >= last:
            amount.start = article[0]
        tail = self._fraction(amount, low[start : amount.end]) or self._out_of(amount)
        if tail is not None:
            return tail.end, tail
        end = amount.end
        self._unit(amount)
        self._minus(amount, last)
        if self.every:
            return amount.end, amount
        if amount.end == end and low[end : end + 1] == "-" and low[end + 1 : end + 2].isalpha():
            return end, None
        if low[start:end] in grammar.one and amount.end == end:
            return end, None
        if grammar.least > end - start or (grammar.least > 1 and not self._told(amount, end)):
            return end, None
        return amount.end, amount

    def _told(self, amount: Amount, end: int) -> bool:
        """Whether a unit or a measure word shows that syllables are a number."""
        return amount.end > end or self.grammar.classifiers.at(self.low, end) is not None

    def _spoken(self, hit: re.Match[str]) -> Amount | None:
        """The longest run of number words that makes a number; its last scale is the scale."""
        grammar = self.grammar
        pieces = [
            (piece.end(), grammar.numerals[" ".join(piece.group().split())])
            for piece in grammar.piece.finditer(self.low, hit.start(), hit.end())
        ]
        while pieces:
            values = [value for _, value in pieces]
            total = spoken(values, grammar.counting)
            if total is not None:
                break
            pieces.pop()
        else:
            return None
        lone = len(values) == 1 and values[0] >= 100 and not grammar.unspaced
        if lone and hit.group() in grammar.lone and not self._has_article(hit.start()):
            return None
        end = pieces[-1][0]
        last = _power(values[-1])
        scale = last if last >= 1000 else ONE
        value = total / scale
        decimals = max(0, -int(value.as_tuple().exponent))
        amount = Amount(hit.start(), end, value, decimals, scale, words=True)
        inside = grammar.bound_inside.at(self.low, end)
        after = grammar.scales.at(self.low, inside[0]) if inside and scale == 1 else None
        if inside and after:  # "十多万"
            amount.inside, (amount.end, amount.scale) = inside[1], after
        self._half_more(amount)
        self._tail(amount, total)
        return amount

    def _share_of(self, start: int, at: int) -> tuple[int, Amount | None]:
        """ "百分之五": the words for percent before the number."""
        amount = self._amount_at(at)
        if amount is None:
            return at, None
        amount.start, amount.unit, amount.unit_before = start, PERCENT, True
        return amount.end, amount

    def _tail(self, amount: Amount, total: Decimal) -> None:
        """ "and a half", "point five": what may follow whole number words."""
        grammar = self.grammar
        half = grammar.and_half.match(self.low, amount.end)
        point = grammar.point.match(self.low, amount.end) if grammar.point else None
        if amount.scale != 1 or not (half or point):
            return
        digits = "5"
        if point:
            found = grammar.piece.findall(point.group(1))
            digits = "".join(str(grammar.numerals[digit]) for digit in found)
        amount.value, amount.decimals = Decimal(f"{total}.{digits}"), len(digits)
        amount.end = (point or half).end()  # type: ignore[union-attr]
        after = grammar.scales.at(self.low, amount.end)
        if after:
            amount.end, amount.scale = after

    def _has_article(self, start: int) -> bool:
        return self._before(self.grammar.articles, start) is not None

    def _fraction(self, amount: Amount, word: str) -> Amount | None:
        """ "two-thirds", "one quarter": a share in percent."""
        piece = _NEXT.match(self.low, amount.end)
        if not piece or amount.scale != 1 or piece.group(1) not in self.grammar.fractions:
            return None
        parts = Decimal(self.grammar.fractions[piece.group(1)])
        whole = self.grammar.units.at(self.low, amount.end)
        tenths = whole is not None and whole[1].name in POINTS and whole[1].factor < 1
        part_of = self.grammar.parts_of.match(self.low, piece.end())
        if tenths and (not part_of or self.grammar.range.match(self.low, piece.end())):
            return None  # "two tenths" of a rate
        points = self._points(piece.end())
        if points and amount.value < parts and 1000 % parts == 0:
            return self._of_point(amount, points[0], amount.value / parts)
        # "three quarters" may be nine months; with "of" behind it is a share.
        share = self.every or parts != 4 or part_of
        if not share or (amount.value >= parts and not self.every):
            return None
        amount.end = piece.end()
        return self._share(amount, amount.value / parts)

    def _part(self, start: int, word: str) -> tuple[int, Amount | None]:
        """ "a third of", "nearly a fifth", "quarter point": a fraction with an article or unit."""
        grammar, low, end = self.grammar, self.low, start + len(word)
        parts = Decimal(grammar.fractions[word])
        article = self._before(grammar.articles, start)
        begin = article[0] if article else start
        unit = self._points(end)
        if unit and 100 % parts == 0:
            amount = self._of_point(Amount(begin, end, ONE, 0), unit[0], 1 / parts)
            return amount.end, amount
        if article is None and grammar.has_articles and not self.every:
            return end, None
        bounded = self._before(grammar.bounds, begin) is not None
        bounded |= self._before(grammar.parted, begin) is not None
        if not (self.every or bounded or grammar.parts_of.match(low, end)):
            return end, None
        return end, self._share(Amount(begin, end, ONE, 0), 1 / parts)

    def _of_point(self, amount: Amount, end: int, value: Decimal) -> Amount:
        amount.value, amount.decimals = value, max(0, -int(value.as_tuple().exponent))
        amount.end, amount.unit, amount.words = end, Unit("percentage_point"), True
        return amount

    def _points(self, end: int) -> tuple[int, Unit] | None:
        """The points that a part is of: "quarter point", "a quarter of a percentage point"."""
        of = self.grammar.of_article.match(self.low, end)
        unit = self.grammar.units.at(self.low, of.end() if of else end)
        return unit if unit and unit[1].name in POINTS else None

    def _share(self, amount: Amount, part: Decimal) -> Amount:
        percent = (part * 100).quantize(Decimal("0.01"))
        amount.value = percent.quantize(ONE) if percent == percent.to_integral() else percent
        amount.decimals, amount.unit, amount.words, amount.ratio = 0, Unit("percent"), True, True
        return amount

    def _share_at(self, start: int) -> Amount | None:
        """A share told by a pattern of the language: "uno de cada cinco", "三分之二"."""
        grammar = self.grammar
        told = grammar.parts.at(self.low, start)
        if told:
            return self._share(Amount(start, told[0], ONE, 0), told[1] / 100)
        hit = grammar.shares.match(self.low, start) if grammar.shares else None
        if hit is None:
            return None
        part, whole = self._slot(hit, "n"), self._slot(hit, "m")
        unit = grammar.units.at(self.low, hit.end())
        if not part or not whole or not (self.every or part < whole <= 100):
            return None
        between = {hit.group(group) for group in hit.re.groupindex if group[0] == "w"}
        if not between.isdisjoint(grammar.numerals) or (unit and unit[1].name in DURATIONS):
            return None
        return self._share(Amount(start, hit.end(), ONE, 0), part / whole)

    def _slot(self, hit: re.Match[str], name: str) -> Decimal | None:
        """The number in a slot of a share pattern."""
        begin, end = next(
            span
            for group in hit.re.groupindex
            if group[0] == name
            if (span := hit.span(group))[0] >= 0
        )
        if self.low[begin].isdigit():
            return Decimal(self.low[begin:end])
        words = self.grammar.sequence.match(self.low[:end], begin)
        amount = self._spoken(words) if words else None
        return amount.value * amount.scale if amount and amount.end == end else None

    def _out_of(self, amount: Amount) -> Amount | None:
        """ "one in five", "nine out of 10": a share in percent."""
        joint = self.grammar.out_of.match(self.low, amount.end)
        whole = self._amount_at(joint.end()) if joint and amount.scale == 1 else None
        if whole is None or whole.unit or whole.scale != 1 or not amount.value < whole.value <= 100:
            return None
        amount.end = whole.end
        return self._share(amount, amount.value / whole.value)

    def _half(self, start: int, word: str) -> tuple[int, Amount | None]:
        """ "half a million", "half a point", "half of": never "first half"."""
        grammar, low, end = self.grammar, self.low, start + len(word)
        amount = Amount(start, end, Decimal("0.5"), 1, words=True)
        article = grammar.half_article.match(low, end)
        amount.end = article.end() if article else end
        scale = grammar.scales.at(low, amount.end)
        if scale:
            amount.end, amount.scale = scale
            self._unit(amount)
            return amount.end, amount
        points = self._points(amount.end)
        if points:
            amount.end, amount.unit = points[0], Unit("percentage_point")
            return amount.end, amount
        unit = grammar.units.at(low, amount.end)
        if unit and unit[1].name not in DURATIONS and (article or low[end : end + 1] == "-"):
            amount.end, amount.unit = unit
            return amount.end, amount
        amount.end = end
        part = word in grammar.half_share and (
            grammar.parts_of.match(low, end) or self._before(grammar.parted, start)
        )
        if self.every or (part and not self._before(grammar.half_after, start)):
            return end, self._share(amount, Decimal("0.5"))
        return end, None

    def _ratio(self, start: int, end: int, times: Decimal) -> Amount | None:
        if self.grammar.not_ratio.at(self.low, end):
            return None
        amount = Amount(start, end, times, 0, words=True, ratio=True)
        amount.unit = Unit("times")
        return amount
