"""A window whose start was chosen well.

What it detects
    A return or growth over a year or more whose start, moved by up to a year to each side, would
    tell another story: the claim lies outside the 10th to 90th percentile of those starts, or its
    sign flips.

Why it misleads
    Starting at the bottom makes every manager a genius.

Example
    S&P 500 from March 2020 to December 2025: 17.9% a year, the 96th percentile of starts within a
    year of it; the median is 14.2%, the least 12.5%.

Known limits
    Needs the price or level by month for two years around the start.

References
    US SEC marketing rule 206(4)-1 (performance over 1, 5 and 10 years; fair and balanced).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, is_return, number
from claimcheck.evidence import by_series, days, months_back
from claimcheck.figures import show
from claimcheck.intervals import median
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

PRICES = ("index_level", "price", "share_price", "exchange_rate")
FEWEST = 12


class StartDate:
    """The rule; see the module."""

    code = "CC309"
    name = "start-date"
    needs = frozenset({"days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a window of more than a year with a lucky start."""
        claim, span = context.claim, context.span
        if claim.quantity is None or claim.quantity.unit not in ("percent", "times"):
            return None
        if span.open or span.start is None or span.end is None:
            return None
        if (span.end - span.start).days < 400 or not (
            is_return(claim.metric) or claim.kind == "growth"
        ):
            return None
        for metric in PRICES:
            for series in by_series(context.own_rows(metric)):
                if days(series[0]) <= 31:
                    found = self._spread(series, span.start, span.end)
                    if found is not None:
                        return found
        return None

    def _spread(self, series: list[Observation], start: date, end: date) -> Caveat | None:
        last = _at_month(series, end)
        own = _at_month(series, start)
        if last is None or own is None or own.end >= last.end:
            return None
        first, final = months_back(start, 12), months_back(start, -12)
        starts = [row for row in series if first <= row.start <= final and row.end < last.end]
        rates = sorted(rate(row, last) for row in starts)
        if len(rates) < FEWEST:
            return None
        stated = rate(own, last)
        rank = Decimal(sum(one < stated for one in rates)) / len(rates) * 100
        flips = (rates[0] < 0) is not (rates[-1] < 0)
        if T.START_LOW <= rank <= T.START_HIGH and not flips:
            return None
        message = (
            f"Starts within a year of this one give {show(rates[0], 'percent', 1)} to "
            f"{show(rates[-1], 'percent', 1)} a year, in the middle "
            f"{show(median(rates), 'percent', 1)}; this one gives {show(stated, 'percent', 1)}."
        )
        values = {
            "cagr": number(stated, 1), "min": number(rates[0], 1), "max": number(rates[-1], 1),
            "median": number(median(rates), 1), "percentile": number(rank, 0), "starts": len(rates),
        }
        return caveat(self, "strong" if flips else "moderate", message, values)


def rate(first: Observation, last: Observation) -> Decimal:
    """Percent a year between two values."""
    months = (last.end.year - first.end.year) * 12 + last.end.month - first.end.month
    years = Decimal(months) / 12
    return (((last.value / first.value).ln() / years).exp() - 1) * 100


def _at_month(series: list[Observation], day: date) -> Observation | None:
    for row in series:
        if (row.end.year, row.end.month) == (day.year, day.month) and row.value > 0:
            return row
    return None
