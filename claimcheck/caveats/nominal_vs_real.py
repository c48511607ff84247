"""Growth in money read as growth in volume.

What it detects
    A nominal growth rate (sales, wages, output) that does not say so, when inflation over the same
    period takes half of it or turns its sign: (1 + g) / (1 + inflation) - 1.

Why it misleads
    Sales can rise while fewer goods are sold.

Example
    US retail sales, March 2026: +3.97% nominal; with consumer prices up 3.26%, +0.69% real.

Known limits
    Consumer prices stand in for the deflator of every series. Only money amounts of a country are
    meant, not those of a company or an index.

References
    ours; US Census Bureau, retail sales; BLS, CPI-U.
"""

from __future__ import annotations

from datetime import timedelta

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, is_growth, missing, number
from claimcheck.evidence import days
from claimcheck.figures import show
from claimcheck.lexicon import entities, metrics
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

MONEY = frozenset({
    "retail_sales", "gdp", "wage_growth", "consumer_spending", "exports", "imports",
    "personal_income", "house_price_index", "government_spending", "factory_orders", "rents",
})


class NominalVsReal:
    """The rule; see the module."""

    code = "CC402"
    name = "nominal-vs-real"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for money growth that inflation eats."""
        claim, growth = context.claim, context.stated
        metric = metrics().get(claim.metric)
        family = metric.growth_of or metric.id if metric else ""
        if growth is None or growth <= 0 or family not in MONEY or "real" in claim.basis:
            return None
        if claim.quantity is None or claim.quantity.unit != "percent" or not (
            is_growth(claim) or claim.metric == "wage_growth"
        ):
            return None
        if {"mom", "qoq", "annualised"} & set(claim.basis) or _of_output(context):
            return None
        entity = entities().get(claim.entity.id or "")
        if entity is None or entity.kind not in ("country", "region"):
            return None
        if family == "gdp" and "nominal" not in claim.basis:
            return None  # an economy's growth is told in real terms unless it says otherwise
        if context.author_says("inflation"):
            return None
        prices = self._inflation(context)
        if prices is None:
            return missing(self, "the inflation of that period is not held")
        real = ((1 + growth / 100) / (1 + prices.value / 100) - 1) * 100
        if real > 0 and (growth - real) < T.REAL_SHARE * growth:
            return None
        message = (
            f"With consumer prices up {show(prices.value, 'percent')}, that is "
            f"{show(real, 'percent')} in real terms."
        )
        values = {
            "nominal_pct": number(growth), "inflation_pct": number(prices.value),
            "real_pct": number(real), "formula": "(1 + g) / (1 + inflation) - 1",
        }
        return caveat(self, "moderate", message, values)

    def _inflation(self, context: Context) -> Observation | None:
        span, entity = context.span, context.claim.entity.id or ""
        rows = [
            row for row in context.rows(entity, "cpi_inflation")
            if not {"mom", "core", "annualised"} & set(row.basis) and row.unit == "percent"
        ]
        if span.start is None or span.end is None or span.open:
            return None
        near = [
            row for row in rows
            if span.start - timedelta(days=5) <= row.end <= span.end + timedelta(days=5)
        ]
        exact = [row for row in near if abs(days(row) - ((span.end - span.start).days + 1)) < 12]
        found = exact or near
        return max(found, key=lambda row: row.end, default=None)


def _of_output(context: Context) -> bool:
    """Whether the growth of the whole economy is told beside it: its parts are real then too."""
    own = context.claim.period
    return any(
        one.metric == "gdp_growth" and (one.period.start, one.period.end) == (own.start, own.end)
        for one in context.claims
    )
