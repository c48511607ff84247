"""A return that does not say whether dividends are in it.

What it detects
    A return without a basis where price and total return lie more than half a point a year apart.

Why it misleads
    Half a point a year is 5% after ten years; funds quote total, newspapers price.

Example
    S&P 600 in 2024: price 6.82%, total 8.64%.

Known limits
    Needs both series for the period.

References
    S&P Dow Jones Indices methodology, price and total return.
"""

from __future__ import annotations

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, at, caveat, is_return, missing, number
from claimcheck.evidence import days
from claimcheck.figures import show
from claimcheck.schema import Caveat

BASES = frozenset({"price", "total"})


class PriceVsTotal:
    """The rule; see the module."""

    code = "CC401"
    name = "price-vs-total"
    needs = frozenset({"days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a return of a span of months or years without a basis."""
        claim, span = context.claim, context.span
        if claim.quantity is None or not is_return(claim.metric) or BASES & set(claim.basis):
            return None
        if claim.quantity.unit != "percent" or not context.factual:
            return None
        if span.open or span.start is None or span.end is None or (span.end - span.start).days < 80:
            return None
        rows = context.own_rows(claim.metric)
        price = at([row for row in rows if "price" in row.basis], span.start, span.end)
        total = at([row for row in rows if "total" in row.basis], span.start, span.end)
        if price is None or total is None:
            if not rows:
                return None
            lacking = "total" if price else "price" if total else "price and total"
            return missing(self, f"the {lacking} return of that period is not held")
        years = max(1, round(days(price) / 365))
        gap = (total.value - price.value) / years
        if gap <= T.PRICE_TOTAL_PP:
            return None
        message = (
            f"Without dividends it is {show(price.value, 'percent')}, with them "
            f"{show(total.value, 'percent')}; the text does not say which."
        )
        values = {
            "price": number(price.value), "total": number(total.value), "gap_pp": number(gap),
        }
        return caveat(self, "moderate", message, values)
