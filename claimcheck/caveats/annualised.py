"""A rate for a quarter or month told as a rate a year, or the reverse.

What it detects
    A growth rate of a period shorter than a year that fits another transform than the one the text
    names: the plain change r, the annualised (1 + r)^k - 1, or the change on the year.

Why it misleads
    One quarter's 0.5% is 2% a year, and 34.9% annualised was 7.8% in the quarter.

Example
    US real GDP, fourth quarter of 2025: 0.12% on the quarter, 0.48% annualised, 1.99% on the year.
    Third quarter of 2020: +34.9% annualised, still 2.0% under the end of 2019.

Known limits
    Needs the levels of the two quarters and of the year before.

References
    US Bureau of Economic Analysis, NIPA handbook: r = (x(t) / x(0))^(m/n) - 1; GIPS: periods under
    a year are not annualised.
"""

from __future__ import annotations

from decimal import Decimal

from claimcheck.caveats.context import Context, caveat, is_growth, level_metrics, number
from claimcheck.evidence import earlier, grain, same_period
from claimcheck.evidence.key import PRICE_RATES
from claimcheck.figures import show
from claimcheck.intervals import compare, of_reference, stated
from claimcheck.lexicon import entities
from claimcheck.schema import Caveat
from claimcheck.topics import raised

NAMES = {
    "period": "on the previous period", "annualised": "annualised", "yoy": "on the year",
}


class Annualised:
    """The rule; see the module."""

    code = "CC311"
    name = "annualised"
    needs = frozenset({"growth", "days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when a short period's rate fits another transform, or names none."""
        claim, span, growth = context.claim, context.span, context.stated
        if not is_growth(claim) or growth is None or span.open or claim.quantity is None:
            return None
        if span.start is None or span.end is None or (span.end - span.start).days > 100:
            return None
        entity = entities().get(claim.entity.id or "")
        if entity is not None and entity.kind not in ("country", "region"):
            return None  # companies tell their growth on the year
        rates = transforms(context)
        if len(rates) < 3:
            return None
        words = stated(claim.quantity)
        fits = [
            name for name, value in rates.items()
            if compare(words, abs(value), of_reference(round(abs(value), 4))).label == "supported"
            and (value < 0) is (growth < 0)
        ]
        rate = claim.metric in PRICE_RATES and raised("rate-of-prices", claim.metric_text or "")
        if rate and "yoy" in fits:
            return None  # inflation is told on the year unless it says otherwise
        named = _named(claim.basis)
        given = ", ".join(
            f"{show(value, 'percent')} {NAMES[name]}" for name, value in rates.items()
        )
        values = {name: number(value) for name, value in rates.items()}
        told = any(one.label in ("supported", "imprecise") for one in context.judged.tried)
        if named and named not in fits and fits and not told:
            return caveat(
                self, "strong", f"The figure is the change {NAMES[fits[0]]}: {given}.", values
            )
        if not named and fits and _apart(rates):
            return caveat(
                self, "moderate", f"The text does not say over what: {given}.", values
            )
        return None


def transforms(context: Context) -> dict[str, Decimal]:
    """The three rates of the claim's period from the levels held, in percent."""
    span = context.span
    for metric in level_metrics(context.claim):
        rows = context.own_rows(metric)
        now = next((r for r in rows if same_period(r, span.start, span.end)), None)  # type: ignore[arg-type]
        if now is None:
            continue
        step = grain(now)
        before, year = earlier(rows, now, step or 1), earlier(rows, now, 12)
        if before is None or before.value <= 0 or step not in (1, 3, 6):
            continue
        rate = now.value / before.value
        found = {"period": (rate - 1) * 100, "annualised": (rate ** (12 // step) - 1) * 100}
        if year is not None and year.value > 0:
            found["yoy"] = (now.value / year.value - 1) * 100
        return found
    return {}


def _named(basis: tuple[str, ...]) -> str | None:
    if "annualised" in basis:
        return "annualised"
    if "yoy" in basis:
        return "yoy"
    return "period" if {"qoq", "mom"} & set(basis) else None


def _apart(rates: dict[str, Decimal]) -> bool:
    return max(rates.values()) - min(rates.values()) > Decimal("0.2")
