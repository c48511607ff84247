"""Numbers, amounts, days and periods as people write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

from claimcheck.schema import Period, Quantity

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
_SCALES = ((12, "tn"), (9, "bn"), (6, "m"))
_BOUNDS = {
    "none": "", "approx": "about ", "at_least": "at least ", "more_than": "more than ",
    "at_most": "at most ", "less_than": "less than ", "nearly": "nearly ",
}
_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
_MINUS = re.compile(r"(?<![\w.)\]-])-(?=[$€£¥]?\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: Any) -> Decimal | None:
    """``value`` (a string, int, float or Decimal of a caveat's values) as Decimal, else None."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = Decimal(str(value).strip().removesuffix("%"))
    except ArithmeticError:
        return None
    return found if drawable(found) else None


def drawable(value: Decimal) -> bool:
    """Whether a value can be put on a chart: finite, and of a size that a float holds."""
    return value.is_finite() and abs(value.adjusted()) < 60


def digits(value: Decimal, least: int = 0, most: int = 2) -> str:
    """``value`` with thousands grouped, a true minus sign, ``least`` to ``most`` decimals."""
    if not value.is_finite():
        return "n/a"
    if abs(value.adjusted()) > 30:
        return f"{value:.3e}".replace("-", "−", 1) if value < 0 else f"{value:.3e}"
    with localcontext(prec=100):
        rounded = value.quantize(Decimal(1).scaleb(-max(least, most)), ROUND_HALF_EVEN)
    text = f"{abs(rounded):,f}"
    if "." in text:
        whole, _, part = text.partition(".")
        part = part.rstrip("0").ljust(least, "0")
        text = f"{whole}.{part}" if part else whole
    return f"−{text}" if rounded < 0 else text


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def amount(value: Decimal, unit: str, per: str | None = None, least: int = 0, most: int = 2) -> str:
    """``value`` with its unit as people write it: ``15.6×``, ``$6.4 bn``, ``−17.42%``."""
    scale = ""
    if (is_currency(unit) or unit == "count") and value.is_finite():
        for power, name in _SCALES:
            if abs(value) >= Decimal(10) ** power:
                value, scale = value.scaleb(-power), f" {name}"
                break
    text = digits(value, least, most)
    sign, bare = ("−", text[1:]) if text.startswith("−") else ("", text)
    if unit in ("percent", "times", "basis_point", "percentage_point"):
        ends = {"percent": "%", "times": "×", "basis_point": " bp", "percentage_point": " pp"}
        text += ends[unit]
    elif is_currency(unit):
        text = f"{sign}{_SYMBOLS[unit]}{bare}" if unit in _SYMBOLS else f"{sign}{unit} {bare}"
    elif unit == "index_point":
        text += " points"
    elif unit not in ("count", ""):
        text += " " + _plural(unit, value)
    return text + scale + (f" a {per}" if per else "")


def _plural(noun: str, value: Decimal) -> str:
    noun = noun.replace("_", " ")
    return noun if abs(value) == 1 or noun.endswith("s") else f"{noun}s"


def quantity(stated: Quantity) -> str:
    """A stated number in the report's spelling, its bound in front: ``about $6.4 bn``."""
    low = amount(stated.low, stated.unit, least=_kept(stated), most=6)
    text = low
    if stated.high != stated.low:
        high = amount(stated.high, stated.unit, least=_kept(stated), most=6)
        shared = next((end for end in ("%", "×", " bp", " pp", " bn", " m", " tn")
                       if low.endswith(end) and high.endswith(end)), "")
        joint = " to " if "−" in low + high else "–"
        text = low[: len(low) - len(shared)] + joint + high
    noun = f" {stated.noun}" if stated.noun else ""
    per = f" a {stated.per}" if stated.per else ""
    return _BOUNDS[stated.bound] + text + noun + per


def _kept(stated: Quantity) -> int:
    """Decimals to keep so that "15.60" stays "15.60": those written, in the scale shown."""
    shown = next((p for p, _ in _SCALES if abs(stated.low) >= Decimal(10) ** p), 0)
    if not (is_currency(stated.unit) or stated.unit == "count"):
        shown = 0
    return min(stated.decimals, 6) if stated.scale == Decimal(10) ** shown else 0


def day(value: date | None) -> str:
    """``13 Jan 2026``; empty for None."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else ""


def prose(text: str) -> str:
    """``text`` with ISO days in words and a true minus sign: ``26 Mar 2024``, ``−18.7%``."""
    return _MINUS.sub("−", _DAY.sub(lambda found: iso_day(found.group()), text))


def month(value: date) -> str:
    """``Jan 2026``."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def when(period: Period) -> str:
    """A period as people say it: ``2026``, ``Q2 2022``, ``Oct 2025``; empty when it is open."""
    start, end = period.start, period.end
    if start is None or end is None:
        return day(start or end)
    if start == end:
        return day(end)
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        named = _whole_months(start, end)
        if named:
            return named
    return f"{day(start)} – {day(end)}"


def _whole_months(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if months == 3 and start.month % 3 == 1:
        return f"Q{end.month // 3} {start.year}"
    if start.month == 1 and end.month == 12:
        return f"{start.year}" if months == 12 else f"{start.year}–{end.year}"
    return ""


def iso_day(text: str | None) -> str:
    """An ISO timestamp as a day in words; other text comes back as it is."""
    if not text:
        return ""
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def plural(count: int, one: str, many: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{count:,} {one if count == 1 else many}"
