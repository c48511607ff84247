"""Every constant of the judge and the caveats in one table, each with its reason.

Widths marked ``ours`` are choices of this project; the others come from the source named. Modules
read the constants by name; ``table()`` is what ``claimcheck explain`` prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Threshold:
    """One constant: its name, value and why it has that value."""

    name: str
    value: Decimal
    reason: str


_TABLE: dict[str, Threshold] = {}


def _set(name: str, value: str, reason: str) -> Decimal:
    number = Decimal(value)
    _TABLE[name] = Threshold(name, number, reason)
    return number


def table() -> tuple[Threshold, ...]:
    """All constants in the order in which they are set below."""
    return tuple(_TABLE.values())


# ---------------------------------------------------------------- the interval rule
IMPRECISE_GAP = _set(
    "IMPRECISE_GAP", "0.5", "a gap of half a unit past the rounding: one unit of the last digit"
)
IMPRECISE_SHARE = _set(
    "IMPRECISE_SHARE", "0.5", "ours: '0.1 billion' for 0.1 million is one digit off, and wrong"
)
TRAILING_ZEROS = _set(
    "TRAILING_ZEROS", "3", "an integer with three or more trailing zeros is read as rounded"
)
APPROX_FEW_DIGITS = _set(
    "APPROX_FEW_DIGITS", "0.05", "ours: 'about' with at most two significant digits, 5% each side"
)
APPROX_MANY_DIGITS = _set(
    "APPROX_MANY_DIGITS", "0.01", "ours: 'about' with three or more significant digits, 1%"
)
NEARLY = _set("NEARLY", "0.05", "ours: 'nearly' reaches 5% below the number, or one unit")
BOUND_GAP = _set(
    "BOUND_GAP", "0.02", "ours: 'below 4%' at 4.4% is wrong although 4.4 rounds to 4"
)
LOOSE_BOUND = _set("LOOSE_BOUND", "0.5", "ours: 'more than' is loose past 50% beyond the bound")
RATIO_WORD = _set("RATIO_WORD", "0.05", "ours: 'doubled' is 1.9 to 2.1")
WIDE_RANGE = _set("WIDE_RANGE", "0.25", "ours: a range wider than a quarter of its middle")

# ---------------------------------------------------------------- periods and readings
PERIOD_SLACK_DAYS = _set(
    "PERIOD_SLACK_DAYS", "10", "52- and 53-week years end up to a week from the calendar's date"
)
FISCAL_SLACK_DAYS = _set(
    "FISCAL_SLACK_DAYS", "185", "a fiscal year carries the label of the year that holds most of it"
)
DECISION_DAYS = _set(
    "DECISION_DAYS", "40", "ours: a rate takes effect within a week, month-end series show it later"
)
LOOKING_BACK_DAYS = _set(
    "LOOKING_BACK_DAYS", "7", "ours: days into a month in which its name may be that of last year's"
)
CYCLE_DAYS = _set(
    "CYCLE_DAYS", "400", "ours: a rate told of no day of its own may be any of a year's decisions"
)
TARGET_WIDTH = _set(
    "TARGET_WIDTH", "0.25", "percentage points: the Federal Reserve's target range since 2008"
)
NO_DAYS_MOVE = _set(
    "NO_DAYS_MOVE", "5", "ours: percent; an index moves so far in a day once in years"
)
BORNE_OUT = _set("BORNE_OUT", "2", "ours: two figures that fit one entity are no accident")
INSTANT_AGE_DAYS = _set(
    "INSTANT_AGE_DAYS", "45", "ours: a dated price or multiple is 'current' for six weeks at most"
)
MAX_READINGS = _set("MAX_READINGS", "12", "more readings than a person would try prove nothing")
PE_SLACK = _set(
    "PE_SLACK", "0.4", "forward and trailing P/E of one index differ by up to 40% in 2020-26"
)
RETURN_SLACK = _set("RETURN_SLACK", "6", "a dividend yield above 6 points a year is not an index's")
EPS_SLACK = _set("EPS_SLACK", "0.35", "adjusted EPS exceeds GAAP EPS by a third in most years")
KEPT_SHARE = _set("KEPT_SHARE", "0.75", "ours: 'kept falling' holds nearly when 75% of steps fall")
PLUNGE = _set("PLUNGE", "20", "ours: 'plunge' is a fall of 20% from peak to trough, a bear market")

# ---------------------------------------------------------------- growth arithmetic (2xx)
BASE_STRONG = _set("BASE_STRONG", "0.5", "half of the gain only regains an earlier level")
BASE_MODERATE = _set("BASE_MODERATE", "0.2", "a fifth of the gain only regains an earlier level")
BASE_WINDOW_YEARS = _set("BASE_WINDOW_YEARS", "10", "an earlier peak counts for ten years")
BASE_MIN_OBSERVATIONS = _set("BASE_MIN_OBSERVATIONS", "3", "a peak of fewer points is no peak")
MONTHLY_BASE_PP = _set("MONTHLY_BASE_PP", "0.1", "annual inflation is published to 0.1 point")
MONTHLY_BASE_SHARE = _set("MONTHLY_BASE_SHARE", "0.5", "half of the change in the annual rate")
STACKED_PP = _set("STACKED_PP", "3", "two-year pace and annual rate apart by 3 points")
STACKED_SHARE = _set("STACKED_SHARE", "0.5", "or by half of the annual rate")
OFF_TREND_Z = _set("OFF_TREND_Z", "1.5", "base 1.5 residual deviations off its own trend")
OFF_TREND_MIN = _set("OFF_TREND_MIN", "0.1", "ours: a smooth series has tiny residuals; 10% off")
NEAR_ZERO_SHARE = _set("NEAR_ZERO_SHARE", "0.1", "a base under a tenth of the usual level")
NEAR_ZERO_GROWTH = _set("NEAR_ZERO_GROWTH", "200", "growth past 200% says little but the base")
MEAN_GAP_PP = _set("MEAN_GAP_PP", "0.5", "arithmetic and geometric mean half a point apart")

# ---------------------------------------------------------------- time (3xx)
DRIFT = _set("DRIFT", "0.05", "FactSet 2000-24: estimates end 6.2% under where they began")
REVISION_MIN = _set("REVISION_MIN", "1", "in units of the last digit that the claim states")
STALE_TRADING_DAYS = _set("STALE_TRADING_DAYS", "10", "a price of two weeks ago is not 'now'")
START_LOW = _set("START_LOW", "10", "a start date in the lowest tenth of a year's start dates")
START_HIGH = _set("START_HIGH", "90", "or in the highest tenth")
START_SHIFT_MONTHS = _set("START_SHIFT_MONTHS", "12", "starts a year to each side are tried")
YTD_SPAN = _set("YTD_SPAN", "0.1", "spans that differ by a tenth are not alike")
FISCAL_DAYS = _set("FISCAL_DAYS", "30", "a fiscal year end a month off the calendar's")
TRAILING_FORWARD = _set("TRAILING_FORWARD", "0.05", "trailing and forward multiple 5% apart")

# ---------------------------------------------------------------- definition and scope (4xx)
PRICE_TOTAL_PP = _set("PRICE_TOTAL_PP", "0.5", "dividends make half a point a year")
REAL_SHARE = _set("REAL_SHARE", "0.5", "inflation takes half of the growth")
CURRENCY_PP = _set("CURRENCY_PP", "1", "the currency makes a point of the return")
PROVIDER_SHARE = _set("PROVIDER_SHARE", "0.1", "providers a tenth of the value apart")
FLOW_NOTE = _set("FLOW_NOTE", "1", "a flow under 1% of the market value")
FINE_GRAIN_DAYS = _set(
    "FINE_GRAIN_DAYS", "45", "a day's claim is refuted by a value of that month, not of its year"
)
SPLIT_TOLERANCE = _set("SPLIT_TOLERANCE", "0.01", "a ratio within 1% of a usual split factor")
# Usual split factors, and the metrics that a split restates.
SPLIT_FACTORS = tuple(Decimal(n) for n in (2, 3, 4, 5, 7, 10, 15, 20))
A_SHARE_OR_WHOLE = frozenset({"eps", "eps_growth"})  # against profit as a whole: buybacks part them
PRICED = frozenset({"return", "share_price_change", "index_level"})  # told by the day too
PER_SHARE = frozenset({"eps", "dividend_per_share", "share_price", "book_value"})
SCALE_TOLERANCE = _set("SCALE_TOLERANCE", "0.02", "a ratio within 2% of a power of a thousand")

# ---------------------------------------------------------------- evidence and rhetoric (6xx)
SMALL_N = _set("SMALL_N", "10", "a pattern of fewer than ten episodes")
