"""A base that lies off its own trend.

What it detects
    A growth rate whose base period lies 1.5 residual deviations or more from a log-linear trend
    through at least five years without it: z = (ln base - fit) / rmse. The part of the growth that
    comes from the base is g - (v / trend of the base - 1).

Why it misleads
    The growth tells how unusual the year before was.

Example
    S&P 500 earnings per share in March 2009: 6.86, against an earlier peak of 84.92; the +788% of
    the year after said nothing about earnings in 2010, which were still 28% under that peak.

Known limits
    Needs five yearly levels beside the base; a trend through few points is a rough one.

References
    ours; Shiller, S&P 500 earnings (for the example).
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import (
    Context,
    at,
    caveat,
    is_growth,
    level_metrics,
    number,
    yearly,
)
from claimcheck.evidence import months_back
from claimcheck.figures import show
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

FEWEST = 5
# A trend is of the last ten years: a young firm's growth is no trend of the grown one.
YEARS = 10


class BaseOffTrend:
    """The rule; see the module."""

    code = "CC204"
    name = "base-off-trend"
    needs = frozenset({"growth", "days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for growth from an unusual base; silent when the history is short."""
        growth, span = context.stated, context.span
        if not is_growth(context.claim) or growth is None or span.open:
            return None
        if span.start is None or span.end is None or (span.end - span.start).days > 400:
            return None
        for metric in level_metrics(context.claim):
            for series in yearly(context.own_rows(metric)):
                base = at(series, months_back(span.start, 12), months_back(span.end, 12))
                others = [
                    row for row in series
                    if base and row is not base and row.value > 0
                    and months_back(base.end, 12 * YEARS) < row.end < span.start
                ]
                if base is not None and base.value > 0 and len(others) >= FEWEST:
                    return self._caveat(base, others, growth)
        return None

    def _caveat(
        self, base: Observation, others: list[Observation], growth: Decimal
    ) -> Caveat | None:
        fit, error = _fit(others, base)
        z = (base.value.ln() - fit) / error if error else Decimal(0)
        if abs(z) < T.OFF_TREND_Z or (z < 0) is not (growth > 0):
            return None
        trend = fit.exp()
        if abs(base.value / trend - 1) < T.OFF_TREND_MIN:
            return None
        value = base.value * (1 + growth / 100)
        part = growth - (value / trend - 1) * 100
        message = (
            f"The base ({show(base.value, base.unit)}) lies {'under' if z < 0 else 'above'} its "
            f"own trend of {show(trend, base.unit)}; against that trend the growth is "
            f"{show((value / trend - 1) * 100, 'percent', 1)}."
        )
        values = {
            "base": number(base.value), "trend": number(trend), "z": number(z, 1),
            "from_base_pp": number(part, 1), "formula": "(ln base - fit) / rmse",
        }
        return caveat(self, "moderate", message, values)


def _fit(rows: list[Observation], base: Observation) -> tuple[Decimal, Decimal]:
    """Log-linear trend through ``rows`` at the base's date, and its root mean square error."""
    xs = [Decimal((row.end - base.end).days) / 365 for row in rows]
    ys = [row.value.ln() for row in rows]
    n = Decimal(len(rows))
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    spread = sum((x - mean_x) ** 2 for x in xs)
    slope = (
        sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
        if spread else Decimal(0)
    )
    start = mean_y - slope * mean_x
    squares = sum((y - start - slope * x) ** 2 for x, y in zip(xs, ys, strict=True))
    return Decimal(start), (Decimal(squares) / n).sqrt()
