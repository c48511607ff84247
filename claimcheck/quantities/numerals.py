"""Values of figures and of number words; knows nothing of units or of text around them."""

from __future__ import annotations

import re
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


def spoken(values: list[Decimal], ones_first: bool = False) -> Decimal | None:
    """The number that number words add up to, None when they do not make one.

    The greatest word multiplies what stands before it and is added to what follows: "two hundred
    thirty million five" is (2 x 100 + 30) x 1,000,000 + 5. Works for every language that
    counts this way, Chinese and Spanish "mil millones" included.
    """
    if not values:
        return None
    top = max(values)
    if top < 100:
        return _below_hundred(values, ones_first)
    at = len(values) - 1 - values[::-1].index(top)
    left = spoken(values[:at], ones_first) if at else Decimal(1)
    right = spoken(values[at + 1 :], ones_first) if at + 1 < len(values) else Decimal(0)
    if left is None or right is None or right >= top or left == 0:
        return None
    total = EXACT.add(EXACT.multiply(left, top), right)
    return total if total < LIMIT else None


def _below_hundred(values: list[Decimal], ones_first: bool) -> Decimal | None:
    if len(values) == 1:
        return values[0]
    if len(values) > 3:
        return None
    total = values[0]
    for before, value in zip(values, values[1:], strict=False):
        small, great = (before, value) if ones_first and before < value else (value, before)
        if not (0 < small < great and great % 10 == 0 and small < (20 if great >= 60 else 10)):
            return None
        total += value
    return total
