"""Values of figures and of number words; knows nothing of units or of text around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

# A figure longer than this is no quantity anyone writes (an identifier, a hash, an attack).
MAX_DIGITS = 30
LIMIT = Decimal(10) ** MAX_DIGITS
EXACT = Context(prec=80)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\Z|\d{1,2}(?:,\d{2})+,\d{3}\Z|\d{1,4}(?:,\d{4})+\Z")


def figure(token: str, decimal: str) -> tuple[Decimal, int] | None:
    """Value and written decimals of ``token``; None when it is no plain number.

    ``decimal`` is the mark of the language. A mark that the figure itself gives away wins over
    it: in "1.234,5" the comma is the decimal mark whatever the language.
    """
    if len(token) > MAX_DIGITS + 12:
        return None
    token = re.sub("[ \u00a0']", "", token) if re.search("[ \u00a0']", token) else token
    if token.isdigit():
        return (Decimal(token), 0) if len(token) <= MAX_DIGITS else None
    mark = _decimal_mark(token, decimal)
    if mark is None:
        return None
    whole, _, part = token.rpartition(mark) if mark else (token, "", "")
    group = "," if "," in whole else "."
    if group in whole and not _GROUPED.match(whole.replace(group, ",")):
        return None
    digits = whole.replace(group, "") or "0"
    if not digits.isdigit() or len(digits) + len(part) > MAX_DIGITS:
        return None
    return Decimal(f"{digits}.{part}" if part else digits), len(part)


def _decimal_mark(token: str, decimal: str) -> str | None:
    """The decimal mark in ``token``, "" when there is none, None when it is no number."""
    dots, commas = token.count("."), token.count(",")
    if dots and commas:
        mark = "." if token.rfind(".") > token.rfind(",") else ","
        return mark if token.count(mark) == 1 else None
    mark = "." if dots else ","
    if dots + commas > 1:
        return ""
    head, _, tail = token.partition(mark)
    grouped = len(tail) == 3 and 1 <= len(head) <= 3 and head != "0" and not head.startswith("0")
    return "" if grouped and mark != decimal else mark


def scaled(value: Decimal, scale: Decimal) -> Decimal:
    """``value`` times ``scale`` without trailing zeros or an exponent."""
    if scale == 1:
        return value
    product = EXACT.multiply(value, scale).normalize(EXACT)
    exponent = product.as_tuple().exponent
    return product.quantize(Decimal(1), context=EXACT) if int(exponent) > 0 else product


@dataclass(frozen=True, slots=True)
class Counting:
    """How a language builds numbers from words.

    ``ones_first``: "five and twenty" (German, Arabic). ``tens``: ten multiplies what stands
    before it (Chinese, Indonesian). ``short``: a last digit after a scale stands for the next
    lower place (Chinese "四百五" is 450).
    """

    ones_first: bool = False
    tens: bool = False
    short: bool = False


def spoken(values: list[Decimal], counting: Counting) -> Decimal | None:
    """The number that number words add up to, None when they do not make one.

    The greatest word multiplies what stands before it and is added to what follows: "two hundred
    thirty million five" is (2 x 100 + 30) x 1,000,000 + 5. Works for every language that
    counts this way, Chinese and Spanish "mil millones" included.
    """
    if len(values) > 1 and counting.tens and max(values) < 10:
        return Decimal("".join(str(value) for value in values))
    if counting.short and len(values) > 1 and 0 < values[-1] < 10 and values[-2] >= 100:
        values = [*values, values[-2] / 10]
    return _composed([value for value in values if value or len(values) == 1], counting)


def _composed(values: list[Decimal], counting: Counting) -> Decimal | None:
    if not values:
        return None
    top = max(values)
    if top < (10 if counting.tens else 100):
        return _below_hundred(values, counting)
    at = len(values) - 1 - values[::-1].index(top)
    left = _composed(values[:at], counting) if at else Decimal(1)
    right = _composed(values[at + 1 :], counting) if at + 1 < len(values) else Decimal(0)
    if left is None or right is None or right >= top:
        return None
    if at and not _multiplies(left, top):
        return None
    total = EXACT.add(EXACT.multiply(left, top), right)
    return total if total < LIMIT else None


def _multiplies(left: Decimal, top: Decimal) -> bool:
    """False where a word already holds its count ("doscientos" is two hundred)."""
    return left > 0 and str(top).rstrip("0") == "1"


def _below_hundred(values: list[Decimal], counting: Counting) -> Decimal | None:
    if len(values) == 1:
        return values[0]
    if len(values) > 2:
        return None
    before, value = values
    turned = counting.ones_first and before < value
    small, great = (before, value) if turned else (value, before)
    if not (0 < small < great and great % 10 == 0 and small < (20 if great >= 60 else 10)):
        return None
    return small + great
