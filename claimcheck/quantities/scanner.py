"""The scan: candidates by one linear search, then small matches at each candidate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from claimcheck.normalise import FigureRuns
from claimcheck.quantities.grammar import Grammar, Unit
from claimcheck.quantities.mention import Mention
from claimcheck.quantities.numerals import EXACT, figure, scaled
from claimcheck.quantities.worded import DURATIONS, ONE, PERCENT, REACH, Amount, Worded
from claimcheck.schema import Bound
from claimcheck.words import unspaced

Spans = Sequence[tuple[int, int]]
# No span of time is counted in millions.
_LONG = 1_000_000
HALF = Decimal("0.5")
# Two bare numbers behind a verb of change whose ratio is greater are no two ends of a range.
CLOSE = 4
# Signs before a number in which the verb stands that moved a target away from it.
RESET = 90
# Signs before a number in which the bracket that it stands in was opened.
ASIDE = 160
# Names of models are as large as this: "the 777X", where a multiple of so much is written "240x".
MODEL = 100
_PERCENT = ("%,", "%.", "%;", "%)", "% o", "% i", "% t", "% a", "% f", "% s", "% w", "% b")
_QUIET = ("%", ",", ";")  # what ends a figure that is surely no clock time, date or version
COUNT = "count"
SPACES = " \u00a0"
_YEAR = re.compile(r"(?:(?:1[89]|20)\d\d|2100)(?:\s?[-–~]\s?\d{2,4})?\Z")
_THOUSAND = Decimal(1000)
_WORD = re.compile(r"[\s-]([^\W\d_][\w'’&/-]{0,40})")
_CAPITALISED = re.compile(r"[A-Z][\w&.'-]*[a-z&]? ?-?\Z")
_PRODUCT = re.compile(r" [A-Z][a-z]")
_RUN = re.compile(r"[/:.,-]?[0-9A-Za-z_]+")
_HUNDREDS = re.compile(r"[1-9]\d\d")
_POWER = re.compile(r"\s?(?:e([+-]?\d{1,3})|\^\s?([+-]*\d{1,3}))(?![\d.,])")
_MINUTES = re.compile(r"\s?\d{1,2}\s?[分분]")
_DOTTED = re.compile(r"[012]?\d[.:][0-5]\d")
_MINOR = re.compile(r"(?:\s|\s[^\W\d_]{1,3}\s)?(\d{1,2})(?![\d.,])")
_OVER = re.compile(r"/(\d{1,3})(?![\d/])")
_VULGAR = re.compile(r"([¼-¾⅐-⅞])|[ -](\d)/(2|4|8|16|32)(?![\d/])")
_AGED = re.compile(r"[A-Z][\w'-]+ [A-Z][\w'-]+, \Z")  # "John Smith, 54, said"
_LIST = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?(?:/\d{1,6}(?:[.,]\d{1,3})?){2,4}(?![/\d])")
_MEMBER = re.compile(r"[^/]+")
_HYPHENED = re.compile(r"[-–]\d")
_JOINED = re.compile(r"[/:.]\d|[-–]\d{1,2}[-–]\d")


def _leaps(first: Amount, low: Decimal, second: Amount, high: Decimal) -> bool:
    """Ends too far apart for one range: "3bp to 54bp" is a change and the level it led to."""
    if first.unit is not None and second.unit is not None:
        return high > 4 * abs(low)
    finer = 0 < first.decimals < second.decimals
    return high > (3 if finer else 20) * abs(low) > 0


def _raised(value: Decimal, power: re.Match[str]) -> Decimal:
    """ "1e10", "1.1^23": forms of sets of numerals, not of prose."""
    if power.group(1):
        return EXACT.scaleb(value, int(power.group(1)))
    sign = -1 if power.group(2).count("-") % 2 else 1
    exponent = sign * int(power.group(2).strip("+-"))
    return EXACT.power(value, exponent) if value else value




class Scan(Worded):
    """One pass over one text."""

    def __init__(
        self,
        text: str,
        grammar: Grammar,
        periods: Callable[[], Spans],
        skip: Spans | None,
        every: bool = False,
    ) -> None:
        super().__init__(text, grammar, every)
        self.periods = periods
        self.skip = skip
        self.runs = FigureRuns(self.plain)

    def mentions(self) -> list[Mention]:
        """Every quantity, in reading order."""
        found: list[Mention] = []
        at, last, skipped = 0, 0, 0
        find = self.grammar.find
        while hit := find.search(self.low, at):
            at = hit.end()
            if self.skip is None:  # only a text with a number is searched for periods
                self.skip = self.periods()
            while skipped < len(self.skip) and self.skip[skipped][1] <= hit.start():
                last = max(last, self.skip[skipped][1])
                skipped += 1
            if skipped < len(self.skip) and self.skip[skipped][0] <= hit.start():
                at = self.skip[skipped][1]
                continue
            if not hit.lastgroup and (run := self.runs.end(hit.start())):
                at = run
                continue
            if not hit.lastgroup and (listed := self._listed(hit.start(), last)):
                found += listed
                at = last = listed[-1].end
                continue
            if hit.lastgroup:
                at, amount = self._worded(hit.start("word"), last)
            else:
                at, amount = self._figured(hit.start(), last)
            if amount is None:
                continue
            mention, end = self._mention(amount, last)
            at = last = max(at, end)
            if mention is not None:
                found.append(mention)
        return found

    # ------------------------------------------------------------ figures

    def _listed(self, start: int, last: int) -> list[Mention]:
        """ "EPS为2.35/3.02/3.68元": one number for each of some years, with one unit for all."""
        run = _LIST.match(self.plain, start)
        if run is None or (self.plain[start - 1 : start].isalnum() and not unspaced(
            self.plain[start - 1]
        )):
            return []
        decimal = self.grammar.decimal
        places = [(start + hit.start(), start + hit.end()) for hit in _MEMBER.finditer(run.group())]
        figures = [figure(self.plain[begin:end], decimal) for begin, end in places]
        begin, end = places[-1]
        final = figures[-1] and Amount(begin, end, *figures[-1])
        if not final or not all(figures) or not self._suffix(final) or final.end == end:
            return []
        mention, _ = self._mention(final, max(last, begin))
        if mention is None:
            return []
        factor = mention.low / final.value if final.value else ONE
        return [
            replace(
                mention, start=at, end=stop, low=read[0] * factor, high=read[0] * factor,
                decimals=read[1],
            )
            for (at, stop), read in zip(places[:-1], figures[:-1], strict=True)
            if read
        ] + [mention]

    def _figured(self, start: int, last: int) -> tuple[int, Amount | None]:
        """Where to go on, and the amount whose first digit is at ``start``."""
        grammar, plain = self.grammar, self.plain
        fixed = grammar.phrases.at(self.low, start)
        if fixed and not self.every:
            return fixed[0], None
        if share := self._share_at(start):
            return share.end, share
        hit = grammar.number.match(plain, start)
        if hit is None:
            return start + 1, None
        end = hit.end()
        if plain[start - 1 : start] == "." and not plain[max(0, start - 2) : start - 1].isalnum():
            start -= 1
        if (over := _OVER.match(plain, end)) and plain[start:end].isdigit():
            part = Decimal(plain[start:end]) / max(1, int(over.group(1)))
            points = self._points(over.end()) if part < 1 else None
            if points:  # "3/4 of a point"
                return points[0], self._of_point(Amount(start, end, ONE, 0), points[0], part)
            if self.every:
                minus = plain[start - 1 : start] == "-" and not plain[start - 2 : start - 1].strip()
                return over.end(), Amount(start, over.end(), part, 2, negative=minus)
        read = figure(plain[start:end], grammar.decimal)
        if read is None:
            return end, None
        before = self._sign_before(start, last)
        amount = Amount(start, end, *read)
        if self.every and (power := _POWER.match(self.low, end)):
            amount.end, amount.value = power.end(), _raised(amount.value, power)
        if amount.decimals == 0 and not plain.startswith(_QUIET, end):
            self._mixed(amount)
        if before:
            self._prefix(amount, before)
            if amount.money_before and plain.startswith(("%", " %"), amount.end):
                # "SOL -7%": a ticker and its move
                amount.unit, amount.money_before, amount.unit_before = None, False, False
                amount.start = before.start("minus") if before.group("minus") else start
        if not self.every and (other := self._other(amount, start)):
            return other, None
        if not self._suffix(amount) and not self.every:
            return self._past(amount.end), None
        self._minus(amount, last)
        if before:
            self._closing(amount, before, last)
        return amount.end, amount

    def _other(self, amount: Amount, start: int) -> int | None:
        """The end of a clock time, a date, a version or a name that the figure is part of."""
        if not self._allowed_left(amount, start):
            return self._past(amount.end)
        if self.plain.startswith(_QUIET, amount.end) or amount.money_before:
            return None
        clock = self.grammar.clocks.at(self.low, amount.end)
        if clock:
            minutes = _MINUTES.match(self.low, clock[0])
            return minutes.end() if minutes else clock[0]
        if _DOTTED.fullmatch(self.plain, start, amount.end) and self._before(
            self.grammar.clock_before, start
        ):
            return amount.end
        return self._past(amount.end) if _JOINED.match(self.plain, amount.end) else None

    def _mixed(self, amount: Amount) -> None:
        """ "5¼", "2 and a half": the part that follows a whole figure."""
        vulgar = _VULGAR.match(self.plain, amount.end)
        if vulgar:
            self._with_part(amount, vulgar)
        half = self.grammar.and_half.match(self.low, amount.end)
        if half:
            amount.end, amount.value, amount.decimals = half.end(), amount.value + HALF, 1

    def _sign_before(self, start: int, last: int) -> re.Match[str] | None:
        """The currency, sign and bracket before a figure; None when there are none."""
        near = self.plain[max(last, start - 2) : start]
        if not near or (
            near[-1] not in self.grammar.prefix_ends
            and (near[-1] not in SPACES or near[0] not in self.grammar.prefix_ends)
        ):
            return None
        return self.grammar.prefix.search(self.plain, max(last, start - 12), start)

    def _past(self, end: int) -> int:
        """The end of a run of figures joined by signs: a date, a time, a version, a phone."""
        while hit := _RUN.match(self.plain, end):
            if not hit.group()[-1].isdigit() and "-" in hit.group():
                break
            end = hit.end()
        return end

    def _with_part(self, amount: Amount, hit: re.Match[str]) -> None:
        """ "5¼", "5 1/4", "5-1/4": a mixed number, as rates are still quoted."""
        sign, over, under = hit.groups()
        if sign:
            part = Decimal(str(unicodedata.numeric(sign))).quantize(Decimal("0.001"))
        elif int(over) < int(under):
            part = Decimal(over) / Decimal(under)
        else:
            return
        part = part.quantize(Decimal("0.0001")).normalize()
        amount.value += part
        amount.decimals = max(0, -int(part.as_tuple().exponent))
        amount.end = hit.end()

    def _minus(self, amount: Amount, last: int) -> None:
        """A word for minus before the number."""
        minus = self._before(self.grammar.minus, amount.start)
        bound = self._before(self.grammar.bounds, amount.start) if minus else None
        if minus and bound and bound[0] < minus[0]:
            return  # "au moins", "al menos", "pelo menos"
        if minus and minus[0] >= last and not amount.negative:
            amount.start, amount.negative = minus[0], True

    def _prefix(self, amount: Amount, before: re.Match[str]) -> None:
        money = before.group("money")
        amount.negative = "-" in (before.group("sign") or "") + (before.group("minus") or "")
        amount.negative |= before.group("sign") == "–"
        unit = self._money(money.strip()) if money else None
        if unit and unit.name in self.grammar.coins and (money or "").strip().isalpha():
            amount.priced = True  # "BTC 97,400" is what a coin costs
            return
        if unit:
            amount.unit = unit
            amount.money_before = amount.unit_before = True
        elif before.group("sign") and before.group("inner"):
            return
        if (
            before.group("open") and before.group("money") is None and not before.group("sign")
        ) or before.group("open"):
            amount.start = before.end("open")
        else:
            amount.start = before.start()

    def _money(self, sign: str) -> Unit:
        minor = self.grammar.minor_signs.get(sign)
        if minor:
            return Unit(minor, Decimal("0.01"), money=True)
        return Unit(self.grammar.symbols[sign], money=True)

    def _allowed_left(self, amount: Amount, figure_start: int) -> bool:
        """False when letters or digits run into the figure (Q3, COVID-19, 555-1234, 10:30)."""
        at = amount.start
        if at == 0:
            return True
        char = self.plain[at - 1]
        if amount.money_before:
            return not char.isalnum() or unspaced(char)
        if char.isalpha() and char.isascii():
            return False
        if char.isalpha() and char != "ـ" and not unspaced(char) and at > 1:
            return not self.plain[at - 2].isalpha()  # "و19" is "and 19", "رد0" a counter
        if char == "'" and at > 1 and self.plain[at - 2].isalpha():
            return True  # "dell'1,2%"
        if char == "/" and at > 1 and unspaced(self.plain[at - 2]):
            return True  # "26倍/22倍/19倍"
        if char in "-–/:.#@_'" and at > 1 and self.plain[at - 2].isalnum():
            return char == "-" and self.plain[at - 2].isalpha() and at - 2 > 0
        return char not in "#@_"

    def _suffix(self, amount: Amount) -> bool:
        """Reads scale and unit after a figure; False when the figure is part of something else."""
        grammar, low = self.grammar, self.low
        if low.startswith(_PERCENT, amount.end) and amount.unit is None:
            amount.end, amount.unit = amount.end + 1, PERCENT  # by far the commonest unit
            return True
        inside = grammar.bound_inside.at(low, amount.end)
        if inside:
            amount.end, amount.inside = inside
        end = amount.end
        following = low[end : end + 1]
        letters = following.isalpha() and following.isascii() and not self._marked(amount)
        short = grammar.suffixes.at(low, end)
        spaced = amount.money_before and following == " " and grammar.suffixes.at(low, end + 1)
        if short and (amount.money_before or not grammar.units.at(low, end)):
            amount.end, amount.scale = short
        elif spaced:
            amount.end, amount.scale = spaced
        elif not letters:
            for _ in range(2):  # "5 hundred million", "3 mil millones"
                scale = grammar.scales.at(low, amount.end)
                if scale is None or (scale[1] < 100 and low[amount.end] == "-"):
                    break
                unit = grammar.units.at(low, amount.end) if grammar.unspaced else None
                if unit and unit[0] > scale[0]:
                    break  # the 千 of "120万千瓦"
                amount.end, amount.scale = scale[0], amount.scale * scale[1]
            if amount.scale > 1 and (grammar.unspaced or amount.decimals == 0):
                self._smaller(amount)
            self._half_more(amount)
        self._unit(amount)
        return amount.end > end or not letters

    def _marked(self, amount: Amount) -> bool:
        """Whether an analyst's mark of an estimate is written on: "EPS 2.31 v 2.20e"."""
        mark = self.low[amount.end : amount.end + 2]
        return mark[:1] == "e" and not mark[1:].isalnum() and (
            amount.decimals > 0 or amount.money_before
        )

    def _half_more(self, amount: Amount) -> None:
        """ "3 million and a half": half of the scale on top."""
        if amount.scale < 1000 or amount.decimals:
            return
        half = self.grammar.and_half.match(self.low, amount.end)
        if half:
            amount.end, amount.value, amount.decimals = half.end(), amount.value + HALF, 1

    def _smaller(self, amount: Amount) -> None:
        """ "1亿2000万": figures of a smaller scale that belong to the same number."""
        while number := self._next_part(amount):
            read = figure(number.group(), self.grammar.decimal)
            scale = self.grammar.scales.at(self.low, number.end())
            factor = scale[1] if scale else ONE
            if read is None or factor >= amount.scale or read[0] * factor >= amount.scale:
                return
            # "17 trilyon 424,7 milyar" goes on where each figure has a scale of its own.
            if read[1] and bool(scale) == self.grammar.unspaced:
                return
            amount.value = amount.value * amount.scale / factor + read[0]
            amount.scale, amount.decimals = factor, read[1]
            amount.end = scale[0] if scale else number.end()

    def _next_part(self, amount: Amount) -> re.Match[str] | None:
        at_once = self.grammar.unspaced and self.grammar.number.match(self.plain, amount.end)
        return at_once or self._spaced(amount)

    def _spaced(self, amount: Amount) -> re.Match[str] | None:
        """The smaller figure after one space ("1억 2000만")."""
        gap = self.grammar.part_gap.match(self.low, amount.end)
        if gap is None:
            return None
        number = self.grammar.number.match(self.plain, gap.end())
        if number is None or self.grammar.scales.at(self.low, number.end()):
            return number
        # "17 bin 900": what is under a thousand, in three digits.
        return number if amount.scale == 1000 and _HUNDREDS.fullmatch(number.group()) else None

    def _unit(self, amount: Amount) -> None:
        grammar, low = self.grammar, self.low
        if (
            low[amount.end : amount.end + 1] == ")"
            and self.plain[amount.start - 1 : amount.start] == "("
        ):
            closing = grammar.units.at(low, amount.end + 1)
            if closing and closing[1].name == "percent" and amount.unit is None:
                amount.start, amount.end, amount.unit = amount.start - 1, *closing
                amount.negative = amount.bracket = True
                return
        if amount.unit is not None:
            again = grammar.units.at(low, amount.end) if amount.money_before else None
            if again and again[1] == amount.unit:  # "人民币1000元"
                amount.end = again[0]
            return
        share = self._before(grammar.percent_before, amount.start)
        if share:
            amount.start, amount.unit, amount.unit_before = share[0], PERCENT, True
            return
        unit = grammar.units.at(low, amount.end)
        if unit and unit[1].name in DURATIONS and low[amount.end] == "-":
            unit = None
        if unit and unit[1].name in DURATIONS and amount.scale >= _LONG:
            unit = None  # "713 milyon aylık kullanıcı": nothing lasts so long
        if unit and low.startswith("p/e", unit[0] - 1):
            unit = None  # "3.8 P/E"
        if unit and low[unit[0] - 1] == "%" and low[unit[0] : unit[0] + 1].isdigit():
            unit = None  # "BIST 100 %1,1": the sign of the next figure
        if unit:
            amount.end, amount.unit = unit
            if unit[1].money and unit[1].factor == 1:
                self._minor(amount, unit[1])
            return
        code = grammar.codes.at(self.plain, amount.end)
        if code and not self.plain[code[0] : code[0] + 1].isdigit():
            amount.end, amount.unit = code[0], Unit(code[1], money=True)
            scale = grammar.scales.at(low, amount.end) if amount.scale == 1 else None
            if scale:  # "75 USD million"
                amount.end, amount.scale = scale

    def _minor(self, amount: Amount, unit: Unit) -> None:
        """ "3 dollars 50 cents": the hundredths written after the main unit."""
        number = _MINOR.match(self.plain, amount.end)
        if number is None:
            return
        small = self.grammar.units.at(self.low, number.end())
        if small and small[1].name == unit.name and small[1].factor < 1:
            amount.value = amount.value * amount.scale + int(number.group(1)) * small[1].factor
            amount.scale, amount.decimals, amount.end = ONE, 2, small[0]

    def _closing(self, amount: Amount, before: re.Match[str], last: int) -> None:
        """Accounting negatives: (3.4), $(3.4), ($0.25); not a conversion or a list marker."""
        if amount.bracket or self.low[amount.end : amount.end + 1] != ")":
            return
        if before.group("inner"):
            amount.end += 1
            amount.negative = amount.bracket = True
            scale = self.grammar.scales.at(self.low, amount.end)
            if scale:
                amount.end, amount.scale = scale
            return
        if not before.group("open") or not self._accounting(amount, last):
            return
        amount.start -= 1
        amount.end += 1
        amount.negative = amount.bracket = True
        scale = self.grammar.scales.at(self.low, amount.end)
        if scale:
            amount.end, amount.scale = scale
        self._unit(amount)

    def _accounting(self, amount: Amount, last: int) -> bool:
        """Whether a bracketed figure is a negative amount and no aside ("the index (49.7)")."""
        if amount.scale != 1 or not (amount.unit is None or amount.money_before):
            return False
        if self.grammar.scales.at(self.low, amount.end + 1):
            return True  # "(3.4) million"
        if last and self.text[last : amount.start - 1].isspace():
            return False
        if amount.money_before:
            return True
        line = self.plain[max(0, amount.start - 3) : amount.start - 1]
        return amount.decimals > 0 and (not line.strip(" ") or line[-1] in "\t|\n")

    # ------------------------------------------------------------ ranges, bounds, mention

    def _mention(self, amount: Amount, last: int) -> tuple[Mention | None, int]:
        if amount.value == 1 and amount.unit and self.grammar.equates.match(self.low, amount.end):
            return None, amount.end  # "1 dollar = 150 yen" states the second alone
        second = None if amount.ratio else self._second(amount, last)
        end = (second or amount).end
        if not (self.every or self._is_quantity(amount, second)):
            return None, self._past(end) if _HYPHENED.match(self.plain, end) else end
        unit = (second.unit if second and second.unit else amount.unit) or Unit(COUNT)
        low_end, scale, decimals = self._value(amount, unit)
        high_end = self._value(second, unit)[0] if second else low_end
        if second:
            decimals = (
                min(decimals, second.decimals)
                if amount.unit is None
                else max(amount.decimals, second.decimals)
            )
            scale = second.scale * unit.factor
        per, end = self._per(amount.start, end, unit)
        bound, hedge, hedge_start, end = self._bound(amount.start, end, last, amount.inside, unit)
        after = end if hedge is None or hedge_start is None else hedge_start + len(hedge)
        noun = self._noun(max(end, after)) if unit.name == COUNT else None
        if unit.name in self.grammar.coins:
            unit, noun = Unit(COUNT), unit.name  # "850 BTC" are held like shares
        return (
            Mention(
                amount.start,
                end,
                low_end,
                high_end,
                unit.name,
                per,
                scale,
                decimals,
                bound,
                hedge,
                hedge_start,
                noun,
                -1 if low_end < 0 else 1,
                second is not None,
                amount.words,
                "ratio_word" if amount.ratio else "number",
            ),
            end,
        )

    def _value(self, amount: Amount, unit: Unit) -> tuple[Decimal, Decimal, int]:
        scale = amount.scale * unit.factor
        value = scaled(amount.value, scale)
        return (-value if amount.negative else value), scale, amount.decimals

    def _second(self, first: Amount, last: int) -> Amount | None:
        """The upper end, when a range follows; it shares its scale and unit with ``first``."""
        grammar = self.grammar
        between = self._before(grammar.between, first.start)
        joint = grammar.range.match(self.low, first.end)
        if joint is None and between:
            joint = grammar.between_and.match(self.low, first.end)
        if joint is None:
            return None
        worded_joint = joint.group().strip(" \u00a0-–—~") != ""
        if worded_joint and not between and self._moved_from(first.start):
            return None
        second = self._amount_at(joint.end())
        if second is None:
            return None
        if worded_joint and grammar.moved_to.at(self.low, second.end):
            return None  # "3,400円から4,000円に": two levels of one movement
        if joint.group().strip() in grammar.closed and not grammar.closed_by.at(
            self.low, second.end
        ):
            return None
        if not self._alike(first, second, worded_joint and not between):
            return None
        return second

    def _moved_from(self, start: int) -> bool:
        """Whether a number is the one left: "rose from 3 to", "relève sa cible de 46 à 52"."""
        grammar = self.grammar
        if self._before(grammar.origin, start):
            return True
        left = self._before(grammar.reset_from, start)
        if left is None:
            return False
        told = grammar.reset.search(self.low, max(0, left[0] - RESET), left[0])
        if told is None:
            return False
        after = self.low[told.end() : left[0]]  # "sa cible à une fourchette de 3 à 5": a range
        joints = grammar.range.findall(f"{after} ")
        return not any(joint.strip(" \u00a0-–—~") for joint in joints)

    def _amount_at(self, at: int) -> Amount | None:
        share = self.grammar.percent_before.at(self.low, at)
        if share:
            return self._share_of(at, share[0] + self.low.startswith(" ", share[0]))[1]
        lead = self.grammar.lead.match(self.plain, at)
        if lead is None:
            hit = self.grammar.sequence.match(self.low, at)
            amount = self._spoken(hit) if hit else None
            if amount:
                self._unit(amount)
            return amount
        number = self.grammar.number.match(self.plain, lead.end())
        read = figure(number.group(), self.grammar.decimal) if number else None
        if number is None or read is None or _JOINED.match(self.plain, number.end()):
            return None
        amount = Amount(at, number.end(), *read)
        amount.negative = "-" in (lead.group("sign") or "") + (lead.group("minus") or "")
        if lead.group("money"):
            amount.unit = self._money(lead.group("money").strip())
            amount.money_before = amount.unit_before = True
        return amount if self._suffix(amount) else None

    def _alike(self, first: Amount, second: Amount, loose: bool) -> bool:
        """True when the two figures are ends of one range; gives both the scale they share."""
        both = first.unit is not None and second.unit is not None
        if both and first.unit != second.unit:
            return False
        if first.unit is not None and second.unit is None and not first.unit_before:
            return False
        if second.unit is None and _YEAR.match(self.plain[second.start : second.end]):
            return False
        scale = first.scale
        sized = first.scale > 1 and second.scale > 1  # each with a word of its own
        if first.scale == 1 and second.scale > 1 and first.value < max(second.value, _THOUSAND):
            scale = second.scale
        elif second.scale == 1 and first.scale > 1:
            return False
        low = -first.value if first.negative else first.value
        high = -second.value if second.negative else second.value
        if low * scale >= high * second.scale:
            return False
        apart = both or sized or high * second.scale > CLOSE * abs(low * scale)
        if loose and apart and self._moves(first):
            return False  # "drop 14,000 to 218,000": a change and the level it led to
        if loose and _leaps(first, low * scale, second, high * second.scale):
            return False
        first.scale = scale
        if first.unit is None:
            first.unit = second.unit
        elif second.unit is None:
            second.unit = first.unit
        return True

    def _moves(self, first: Amount) -> bool:
        """ "rose 3 points to 54 points": a verb of change and how far, then where to."""
        if self._before(self.grammar.toward, first.start):
            return False  # "rose to $4.20 to $4.40"
        return self.grammar.changes.before(self.low, first.start, REACH) is not None

    def _per(self, start: int, end: int, unit: Unit) -> tuple[str | None, int]:
        if unit.per:
            return unit.per, end
        after = self.grammar.per_after.at(self.low, end) if unit.name != COUNT else None
        if after:
            return after[1], after[0]
        hit = self.grammar.per.at(self.low, end) or self.grammar.apiece.at(self.low, end)
        if hit and self.grammar.per_not.at(self.low, hit[0]):
            hit = None  # "4.1% a year earlier" is no rate a year
        if hit is None and unit.money:
            before = self._before(self.grammar.per_before, start)
            return (before[2] if before else None), end
        if hit is None or unit.name in ("times", COUNT) or (unit.name in DURATIONS):
            return None, end
        return hit[1], end

    def _bound(
        self, start: int, end: int, last: int, inside: str, unit: Unit
    ) -> tuple[Bound, str | None, int | None, int]:
        if inside:
            return inside, None, None, end  # type: ignore[return-value]
        hit = self._before(self.grammar.bounds, start)
        if hit and unit.name in DURATIONS and self.low[hit[0] : hit[1]] in self.grammar.during:
            return "none", None, None, end  # "over five years" is a time, not a bound
        if hit and hit[0] >= last:
            return hit[2], self.text[hit[0] : hit[1]], hit[0], end  # type: ignore[return-value]
        after = self.grammar.bounds_after.at(self.low, end)
        if after and not self._is_distance(start, end, unit):
            begin = end + len(self.low[end : after[0]]) - len(self.low[end : after[0]].lstrip(" -"))
            return after[1], self.text[begin : after[0]], begin, end  # type: ignore[return-value]
        return "none", None, None, end

    def _is_distance(self, start: int, end: int, unit: Unit) -> bool:
        """ "The index's 6 points above": how far from what a genitive names."""
        relative = unit.name in ("percent", "percentage_point", "index_point", "basis_point")
        if not (relative and self.grammar.genitive and self.low[end : end + 1] == " "):
            return False
        before = self.low[max(0, start - REACH) : start].rstrip("% ").split()
        before = before[:-1] if before and self.grammar.units.at(before[-1], 0) else before
        return bool(before) and before[-1].endswith(self.grammar.genitive)

    def _noun(self, end: int) -> str | None:
        """The counted noun after a bare count: up to three words, ending at a plural."""
        words: list[str] = []
        at = end
        while len(words) < 4 and (hit := _WORD.match(self.low, at)):
            word = hit.group(1)
            if word in self.grammar.not_nouns:
                break
            words.append(self.text[hit.start(1) : hit.end()])
            at = hit.end()
            if word in self.grammar.plurals or (
                word.endswith("s") and not word.endswith(("ss", "us", "is"))
            ):
                return " ".join(words)
        if self.grammar.capital_nouns:  # "1,1 Milliarden einsammelten" counts nothing
            last = next((n for n, word in enumerate(words, 1) if word[0].isupper()), 0)
            return " ".join(words[:last]) or None
        # English counts things in the plural; other languages are taken at the first word.
        return words[0] if words and not self.grammar.plurals else None

    def _is_quantity(self, amount: Amount, second: Amount | None) -> bool:
        """False for years, names, clock times, ordinals, tenors and the like."""
        grammar, low, plain, start = self.grammar, self.low, self.plain, amount.start
        final = second or amount
        if amount.priced:
            return True
        if final.unit is not None and (final.unit.name != "times" or amount.ratio):
            return not (final.unit.name in DURATIONS and low[final.end : final.end + 1] == "-")
        following = low[final.end : final.end + 2]
        if following[:1] == "-" and following[1:].isalpha():
            return grammar.bounds_after.at(low, final.end) is not None
        if final.unit is not None or final.scale > 1:
            return not (plain[final.end - 1] == "X" and final.value >= MODEL and not final.decimals)
        if amount.words is False and self._is_score(amount, second):
            return False
        if plain[start - 1 : start] == "-" and plain[start - 2 : start - 1].isalpha():
            return False
        if not self._grouped(amount) and self._before(grammar.named, amount.start):
            return False
        if amount.words and grammar.unspaced:
            return self._counted(amount)
        if amount.words:
            small = amount.value <= 12
            return not (small and self._before(grammar.demonstratives, amount.start))
        if _YEAR.match(self.plain[amount.start : amount.end]):
            return False
        return not self._in_a_name(amount, final)

    def _grouped(self, amount: Amount) -> bool:
        """ "level 7,234.56": a figure with thousands and decimals names nothing."""
        written = self.plain[amount.start : amount.end]
        return amount.value >= 1000 and amount.decimals > 0 and not written.isdigit()

    def _is_score(self, amount: Amount, second: Amount | None) -> bool:
        """ "7-2", "555-1234": bare figures joined by a hyphen that count nothing."""
        if not _HYPHENED.match(self.plain, amount.end):
            return False
        return second is None or self._noun(second.end) is None

    def _counted(self, amount: Amount) -> bool:
        """Bare number signs of a script without spaces count only with a measure word."""
        if (
            amount.value * amount.scale == 1
            or self.low[amount.start : amount.end] in self.grammar.one
        ):
            return False
        return self.grammar.classifiers.at(self.low, amount.end) is not None

    def _alone(self, line: int, end: int, start: int) -> bool:
        """A whole number that is a line of its own: a counter of the page, a page number."""
        before, after = self.plain[line:start], self.plain[end : end + 24].partition("\n")
        return "\n" in self.plain[start - 1 : start] + after[1] and not (
            before.strip() or after[0].strip()
        )

    def _marker(self, start: int, end: int) -> bool:
        """ "1) lending 2) closures": a number before a bracket that none has opened."""
        if not self.plain.startswith((") ", "/ "), end) or self.plain[start - 1 : start].strip():
            return False
        before = self.plain[max(0, start - ASIDE) : start]
        return before.rfind("(") <= before.rfind(")")

    def _in_a_name(self, amount: Amount, final: Amount) -> bool:
        """ "Boeing 737", "(2)", "1. First": a figure that names or numbers something."""
        plain, start = self.plain, amount.start
        line = plain.rfind("\n", max(0, start - 40), start) + 1 or max(0, start - 40)
        if amount.decimals:
            return False
        if self._alone(line, final.end, start):
            return True
        if plain[final.end : final.end + 1] in (")", ".") and not plain[line:start].strip(
            " (*-•\t"
        ):
            return True
        if self._marker(start, final.end):
            return True
        if plain[final.end : final.end + 1] == "," and _AGED.search(
            plain, max(line, start - 24), start
        ):
            return True
        if plain[start - 1 : start] == "[" and plain[final.end : final.end + 1] == "]":
            return True
        if _PRODUCT.match(plain, final.end) and self._noun(final.end) is None:
            return True
        if (
            plain[start - 1 : start] == "("
            and plain[final.end : final.end + 1] == ")"
            and amount.value < 20
        ):
            return True
        if self._before(self.grammar.gauges, start):
            return False  # "на P/E 24"
        hit = _CAPITALISED.search(plain, max(line, start - 24), start)
        if hit is None or "," in plain[start : final.end]:
            return False
        opening = plain[max(line, hit.start() - 2) : hit.start()].strip(" \"“'(")
        first_word = hit.start() == line or (
            opening[-1:] in ("", ".", "!", "?", ":", ";") and not opening.isalnum()
        )
        return not first_word and self._noun(final.end) is None
