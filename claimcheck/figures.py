"""Figures as a reader writes them: "15.6x", "$6.4 billion", "-17.42%", "Q3 2025"."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

_SCALES = tuple(
    (Decimal(10) ** power, word)
    for power, word in ((12, "trillion"), (9, "billion"), (6, "million"))
)
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_WORDS = {"percentage_point": " percentage points", "basis_point": " basis points"}


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """``value`` with at most ``places`` decimals, without trailing zeros it did not have."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return value
    with localcontext() as context:
        context.prec = 50
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)


def plain(value: Decimal) -> str:
    """Digits with thousands marks and no exponent: ``1,234.5``."""
    return format(value, ",f")


def show(value: Decimal, unit: str, places: int = 2) -> str:
    """A value with its unit as text, rounded to at most ``places`` decimals."""
    if unit == "percent":
        return f"{plain(rounded(value, places))}%"
    if unit == "times":
        return f"{plain(rounded(value, places))}x"
    if unit in _WORDS:
        return f"{plain(rounded(value, places))}{_WORDS[unit]}"
    if len(unit) == 3 and unit.isupper():
        return _money(value, unit, places)
    number, word = _scaled(value, places)
    if unit == "index_point":
        return f"{number}{word}"
    return f"{number}{word}" if unit in ("count", "") else f"{number}{word} {unit}s"


def _scaled(value: Decimal, places: int) -> tuple[str, str]:
    for size, word in _SCALES:
        if abs(value) >= size:
            number = rounded(value / size, places)
            text = plain(number)
            return text.rstrip("0").rstrip(".") if "." in text else text, f" {word}"
    return plain(rounded(value, places)), ""


def _money(value: Decimal, unit: str, places: int) -> str:
    number, word = _scaled(abs(value), places)
    minus = "-" if value < 0 else ""
    symbol = _SIGNS.get(unit)
    return f"{minus}{symbol}{number}{word}" if symbol else f"{minus}{number}{word} {unit}"


def period(start: date, end: date) -> str:
    """A period as a reader names it: ``2025``, ``Q3 2025``, ``October 2025``, or its days."""
    if start == end:
        return f"{start.day} {start:%B} {start.year}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    if start.day == 1 and start.year == end.year:
        months = end.month - start.month + 1
        if end.month == start.month and (end - start).days >= 27:
            return f"{start:%B} {start.year}"
        if months == 3 and start.month % 3 == 1 and end.day >= 30:
            return f"Q{(start.month + 2) // 3} {start.year}"
    if 360 <= (end - start).days <= 372:
        return f"the year to {end.day} {end:%B} {end.year}"
    return f"{start.isoformat()} to {end.isoformat()}"
