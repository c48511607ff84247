"""Forecasts of this kind have moved much before.

What it detects
    The vintages of the estimate itself, or of the same estimate for the year before, when the
    newest lies 5% or more from the first. Without vintages the usual shortfall is told.

Why it misleads
    A forecast of a year ahead is quoted with the certainty of its decimals.

Example
    S&P 600 earnings per share for 2025: 105.58 in March 2024, 85.88 at the end of 2025, -18.7%.

Known limits
    Levels are compared across houses that publish for the same index and year when no single one
    is held twice.

References
    FactSet, December 2025: year-end earnings lay 6.2% under the estimate at the start of the year,
    average of 2000 to 2024; 0.9% without 2001, 2008, 2009 and 2020.
"""

from __future__ import annotations

from datetime import date

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, level_metrics, missing, number
from claimcheck.evidence import about, months_back
from claimcheck.figures import period, show
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat


class ForecastDrift:
    """The rule; see the module."""

    code = "CC302"
    name = "forecast-drift"
    needs = frozenset({"days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a forecast whose like has drifted."""
        span = context.span
        if context.verdict.forecast is None and context.claim.modality != "forecast":
            return None
        if context.claim.quantity is None or span.start is None or span.end is None or span.open:
            return None
        metrics = (context.claim.metric, *level_metrics(context.claim))
        for back in (0, 12):
            start, end = months_back(span.start, back), months_back(span.end, back)
            for metric in metrics[::-1]:
                found = self._drift(context.own_rows(metric, ever=True), start, end)
                if found is not None:
                    return found
        if days_of(context) < 350:
            return missing(self, "no earlier vintages of this estimate are held")
        if not level_metrics(context.claim):
            return None
        return missing(
            self,
            "no earlier vintages of this estimate are held; as a yardstick, year-end earnings of "
            "the S&P 500 came in 6.2% under the first estimate on average of 2000 to 2024",
        )

    def _drift(
        self, rows: tuple[Observation, ...], start: date, end: date
    ) -> Caveat | None:
        prints = [row for row in about(rows, start, end) if row.known_from]
        if not any(row.status == "estimate" for row in prints):
            return None
        prints.sort(key=lambda row: row.known_from or date.min)
        own = [row for row in prints if row.series == prints[0].series]
        path = own if len(own) > 1 else prints
        if len(path) < 2 or path[0].value <= 0 or path[0].unit == "percent":
            return None
        drift = path[-1].value / path[0].value - 1
        if abs(drift) < T.DRIFT:
            return None
        first, last = path[0], path[-1]
        message = (
            f"The estimate for {period(start, end)} moved from {show(first.value, first.unit)} "
            f"({first.known_from}) to {show(last.value, last.unit)} ({last.known_from}), "
            f"{show(drift * 100, 'percent', 1)}."
        )
        values = {
            "first": number(first.value), "last": number(last.value),
            "drift_pct": number(drift * 100, 1), "formula": "last / first - 1",
            "vintages": [
                {"known_from": str(row.known_from), "value": number(row.value),
                 "provider": row.provider}
                for row in prints
            ],
        }
        strong = abs(drift) >= 2 * T.DRIFT
        return caveat(self, "moderate" if strong else "note", message, values)


def days_of(context: Context) -> int:
    """Length of the claim's period."""
    span = context.span
    return (span.end - span.start).days + 1 if span.start and span.end else 0

