"""A first print smaller than its usual revision.

What it detects
    A change or rate of a statistic that is revised, where the claimed value is smaller than the
    mean absolute revision of the series from first to latest print. Only in its first year.

Why it misleads
    A sign that the next revision may turn is told as a fact.

Example
    US payrolls, August 2025: +22,000 at first; the mean revision from first to latest is 60,600
    (2010 to 2025 without 2020-21, n = 168; 90% of them under 124,000). It is -70,000 now.

Known limits
    The usual revision is measured on the vintages held when there are eight periods of them, else
    on the two series measured here.

References
    BLS, Beyond the Numbers 2(17), 2013; Stark (2011), Survey of Professional Forecasters;
    measured on ALFRED vintages to April 2026 (real GDP: mean 0.87 points, n = 38).
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck.caveats.context import Context, caveat, number
from claimcheck.evidence import days, grain
from claimcheck.figures import show
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

FEWEST = 8
# Mean absolute revision first to latest, measured; see the references.
MEASURED = {("united-states", "gdp_growth", "percent"): Decimal("0.87")}
PAYROLL_CHANGE = Decimal(60600)


class PreliminaryWithinNoise:
    """The rule; see the module."""

    code = "CC305"
    name = "preliminary-within-noise"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a fresh value within its usual revision."""
        claim, stated, span = context.claim, context.stated, context.span
        if claim.quantity is None or stated is None or claim.modality != "reported" or span.open:
            return None
        day = context.day
        if day is None or span.end is None or not 0 <= (day - span.end).days <= 120:
            return None
        usual, n = self._usual(context)
        if usual is None or abs(stated) >= usual:
            return None
        unit = claim.quantity.unit
        basis = f"mean of {n} periods" if n else "measured on US vintages"
        message = (
            f"A first print this small is within its usual revision of {show(usual, unit)} "
            f"({basis})."
        )
        values = {"stated": number(stated), "usual_revision": number(usual), "n": n}
        return caveat(self, "moderate", message, values)

    def _usual(self, context: Context) -> tuple[Decimal | None, int]:
        claim = context.claim
        if claim.quantity is None or claim.entity.id is None:
            return None, 0
        if claim.metric == "payrolls" and claim.kind == "change":
            return (PAYROLL_CHANGE, 0) if claim.entity.id == "united-states" else (None, 0)
        if claim.kind not in ("growth", "change", "flow"):
            return None, 0
        rows = [
            row for row in context.own_rows(claim.metric, ever=True)
            if row.known_from and grain(row) != 12 and row.unit == claim.quantity.unit
        ]
        sizes = _revisions(rows)
        if len(sizes) >= FEWEST:
            return sum(sizes, Decimal(0)) / len(sizes), len(sizes)
        annualised = "annualised" in claim.basis
        known = MEASURED.get((claim.entity.id, claim.metric, claim.quantity.unit))
        return (known if annualised else None), 0


def _revisions(rows: list[Observation]) -> list[Decimal]:
    """Absolute difference of first and latest print, for periods with more than one."""
    by_period: dict[tuple[object, ...], list[Observation]] = {}
    for row in rows:
        by_period.setdefault(row.key, []).append(row)
    return [
        abs(group[-1].value - group[0].value) for group in by_period.values()
        if len(group) > 1 and days(group[0]) < 120
    ]
