"""Intervals of decimals, what a written number means, and the rule that compares the two.

A stated number means half a unit of its last digit to each side (the habit of statcheck, Nuijten
et al. 2016). Reference values carry their own printed precision. Arithmetic is done on intervals
through the formula; both ends count as inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.schema import Label, Quantity

ZERO, ONE, TWO, HUNDRED = Decimal(0), Decimal(1), Decimal(2), Decimal(100)
INFINITE = Decimal("Infinity")
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; ends may be infinite."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        """The sum."""
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        """The difference."""
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        """The interval mirrored at zero."""
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        """The product."""
        ends = (
            self.low * other.low, self.low * other.high,
            self.high * other.low, self.high * other.high,
        )
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient. Raises ZeroDivisionError when the divisor holds zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's interval holds zero")
        return self * Interval(1 / other.high, 1 / other.low)

    def shifted(self, by: Decimal) -> Interval:
        """The interval moved by an exact amount."""
        return Interval(self.low + by, self.high + by)

    def scaled(self, by: Decimal) -> Interval:
        """The interval times an exact factor."""
        return Interval(self.low * by, self.high * by) if by >= 0 else -self.scaled(-by)

    def holds(self, value: Decimal) -> bool:
        """Whether ``value`` lies inside; both ends count."""
        return self.low <= value <= self.high

    def inside(self, other: Interval) -> bool:
        """Whether all of this interval lies in ``other``."""
        return other.low <= self.low and self.high <= other.high

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share more than one end, or one is a point of the other."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and (self.width == 0 or other.width == 0))

    def gap(self, other: Interval) -> Decimal:
        """Distance between the two, zero when they touch."""
        return max(ZERO, self.low - other.high, other.low - self.high)

    @property
    def width(self) -> Decimal:
        """High end less low end."""
        return self.high - self.low

    @property
    def middle(self) -> Decimal:
        """The point half-way between the ends."""
        return (self.low + self.high) / 2


def exact(value: Decimal) -> Interval:
    """The interval of one point."""
    return Interval(value, value)


def last_digit(written: Decimal, decimals: int | None = None) -> Decimal:
    """The unit of the last digit written: 0.1 for 15.6, 1000 for 147000, 1 for 1500."""
    if decimals is None:
        exponent = written.as_tuple().exponent
        if isinstance(exponent, int) and exponent > 0:
            return ONE.scaleb(exponent)  # "60" in a column of billions: its last digit is a billion
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    if decimals > 0:
        return ONE.scaleb(-decimals)
    digits = str(abs(int(written)))
    zeros = len(digits) - len(digits.rstrip("0")) if digits != "0" else 0
    return ONE.scaleb(zeros) if zeros >= T.TRAILING_ZEROS else ONE


def of_reference(value: Decimal) -> Interval:
    """What a printed reference value means: half a unit of its own last digit to each side."""
    half = last_digit(value) / 2
    return Interval(value - half, value + half)


def significant(value: Decimal) -> int:
    """Count of significant digits of a written number; trailing zeros of integers do not count."""
    digits = "".join(map(str, value.as_tuple().digits)).lstrip("0")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= 0:
        digits = digits.rstrip("0")
    return max(1, len(digits))


@dataclass(frozen=True, slots=True)
class Stated:
    """What the words of a claim allow: the rounding interval, the hedged window, the unit."""

    low: Decimal
    high: Decimal
    unit: Decimal
    rounding: Interval
    window: Interval
    bound: str


def _unit(value: Decimal, scale: Decimal, decimals: int) -> Decimal:
    """The unit of the last digit said.

    Where a milliard is told as thousands of millions ("187.800 millones"), two zeros are rounding
    already: the binding page's three would refute what its own press release says.
    """
    written = value / scale
    unit = last_digit(written, decimals)
    if scale == 1_000_000 and decimals == 0 and abs(written) >= 1000 and unit == ONE:
        unit = Decimal(100) if written % 100 == 0 else ONE
    return unit * scale


def stated(quantity: Quantity, word: bool = False) -> Stated:
    """The intervals that a quantity's own words state. ``word`` marks 'doubled', 'a third'."""
    low, high, scale = quantity.low, quantity.high, quantity.scale or ONE
    unit = _unit(low, scale, quantity.decimals)
    if high != low:
        unit = min(unit, _unit(high, scale, quantity.decimals))
    half = unit / 2
    if word and quantity.bound == "none" and low:  # a share of nought is no slack at all
        slack = abs(low) * T.RATIO_WORD
        rounding = Interval(low - slack, high + slack)
        return Stated(low, high, 2 * slack, rounding, rounding, "none")
    rounding = Interval(low - half, high + half)
    window = _window(low, high, unit, scale, quantity.bound, rounding)
    return Stated(low, high, unit, rounding, window, quantity.bound)


def _window(
    low: Decimal, high: Decimal, unit: Decimal, scale: Decimal, bound: str, rounding: Interval
) -> Interval:
    if bound == "approx":
        few = significant(low / scale) <= 2
        slack = max(unit, abs(low) * (T.APPROX_FEW_DIGITS if few else T.APPROX_MANY_DIGITS))
        return Interval(low - slack, high + slack)
    if bound == "nearly":
        return Interval(low - max(unit, abs(low) * T.NEARLY), high)
    if bound in ("at_least", "more_than"):
        return Interval(low, INFINITE)
    if bound in ("at_most", "less_than"):
        return Interval(-INFINITE, high)
    return rounding


@dataclass(frozen=True, slots=True)
class Match:
    """Outcome of one comparison: label, distance in units of the last digit, and flags."""

    label: Label
    margin: Decimal
    flags: tuple[str, ...] = ()


def compare(claim: Stated, point: Decimal, reference: Interval) -> Match:
    """How a reference value stands to what was stated: supported, imprecise or contradicted."""
    margin = max(ZERO, claim.low - point, point - claim.high) / claim.unit
    if claim.bound in ("none", "approx"):
        return _compare_value(claim, point, reference, margin)
    if claim.bound == "nearly":
        return _compare_nearly(claim, point, margin)
    return _compare_bound(claim, point, margin)


def _compare_value(claim: Stated, point: Decimal, reference: Interval, margin: Decimal) -> Match:
    flags: tuple[str, ...] = ()
    if claim.high - claim.low > abs(claim.low + claim.high) / 2 * T.WIDE_RANGE:
        flags = ("wide_range",)
    if claim.rounding.holds(point) or reference.inside(claim.rounding):
        coarse = not reference.inside(claim.rounding) and reference.width > claim.rounding.width
        return Match("supported", margin, (*flags, "reference_coarser") if coarse else flags)
    if reference.overlaps(claim.rounding):
        flag = "reference_coarser" if reference.width > claim.unit else "rounding_only"
        return Match("supported", margin, (*flags, flag))
    if claim.window.holds(point):
        return Match("supported", margin, (*flags, "hedge_used"))
    widest = Interval(
        min(claim.rounding.low, claim.window.low), max(claim.rounding.high, claim.window.high)
    )
    near = min(abs(claim.low), abs(claim.high))
    other_sign = claim.low > 0 > point or claim.high < 0 < point
    far = other_sign or margin * claim.unit > near * T.IMPRECISE_SHARE
    if reference.gap(widest) <= claim.unit * T.IMPRECISE_GAP and not far:
        return Match("imprecise", margin, flags)
    return Match("contradicted", margin, flags)


def _compare_nearly(claim: Stated, point: Decimal, margin: Decimal) -> Match:
    if claim.window.low <= point < claim.low:
        return Match("supported", margin)
    if claim.low <= point <= claim.high + claim.unit:
        return Match("imprecise", margin, ("understated",))
    near = claim.window.low - point <= claim.unit * T.IMPRECISE_GAP and point < claim.low
    return Match("imprecise" if near else "contradicted", margin)


def _compare_bound(claim: Stated, point: Decimal, margin: Decimal) -> Match:
    above = claim.bound in ("at_least", "more_than")
    edge = claim.low if above else claim.high
    beyond = point - edge if above else edge - point
    margin = max(ZERO, -beyond) / claim.unit
    strict = claim.bound in ("more_than", "less_than")
    if beyond > 0 or (beyond == 0 and not strict):
        loose = abs(beyond) > abs(edge) * T.LOOSE_BOUND
        return Match("supported", margin, ("loose_bound",) if loose else ())
    slack = min(claim.unit * T.IMPRECISE_GAP, abs(edge) * T.BOUND_GAP)
    return Match("imprecise" if -beyond <= slack else "contradicted", margin)


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value; the mean of the two middle ones of an even number."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
