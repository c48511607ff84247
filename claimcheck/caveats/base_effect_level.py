"""Growth that mostly regains an earlier level.

What it detects
    A growth rate whose base lies under an earlier peak, so that part of the gain only returns to
    where the series already was. With peak P, base b and value v: recovery share
    R = min(1, (P - b) / (v - b)); growth needed to regain P / b - 1; v / P - 1; and the annual
    rate from the peak, (v / P) ** (1 / years) - 1. Every vintage held is worked, because the base
    itself is revised. Strong from R = 0.5, moderate from 0.2.

Why it misleads
    A rebound reads like expansion. After a fall of 20% it takes 25% to stand still.

Example
    S&P 600 earnings per share, 2026 estimate: +15.4% on 2025, but 2025 lies 5.5% under 2022. 38% of
    the gain only regains 2022 (31 to 79% over the vintages, for 18.5%); from that peak it is 2.2%
    a year.

Known limits
    The peak is sought in the ten years before the base, among the values held. A peak that was
    itself an accident (one-off tax gains) counts as a peak.

References
    CaixaBank Research, 14 March 2023; ECB Economic Bulletin 3/2021, box 4; First Trust,
    "SMID earnings persistence", 29 January 2026 (the figures of the example).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import (
    Context,
    at,
    caveat,
    is_growth,
    level_metrics,
    missing,
    name,
    number,
)
from claimcheck.evidence import INDEX_OF, days, each_series, months_back
from claimcheck.figures import period, show
from claimcheck.reference.records import Observation, as_of, kept
from claimcheck.schema import Caveat, Strength


@dataclass(frozen=True, slots=True)
class Scenario:
    """One vintage worked: percentages as in the table of the example."""

    vintage: date | None
    peak: Observation
    base: Observation
    value: Decimal
    assumed: bool

    @property
    def years(self) -> int:
        """Years from the peak to the value."""
        return max(1, round((self.base.end - self.peak.end).days / 365.25) + 1)

    @property
    def share(self) -> Decimal:
        """Recovery share of the gain, 0 to 1."""
        lost = self.peak.value - self.base.value
        return min(Decimal(1), lost / (self.value - self.base.value))

    @property
    def cagr(self) -> Decimal:
        """Percent a year from the peak to the value."""
        ratio = self.value / self.peak.value
        return ((ratio.ln() / self.years).exp() - 1) * 100

    def values(self) -> dict[str, str | None]:
        """The figures for the report."""
        peak, base, value = self.peak.value, self.base.value, self.value
        return {
            "vintage": self.vintage.isoformat() if self.vintage else None,
            "peak": number(peak), "peak_period": period(self.peak.start, self.peak.end),
            "base": number(base), "base_period": period(self.base.start, self.base.end),
            "value": number(value), "assumed": "claim" if self.assumed else "data",
            "yoy_pct": number((value / base - 1) * 100, 1),
            "base_vs_peak_pct": number((base / peak - 1) * 100, 1),
            "needed_to_regain_pct": number((peak / base - 1) * 100, 1),
            "vs_peak_pct": number((value / peak - 1) * 100, 1),
            "cagr_from_peak_pct": number(self.cagr), "recovery_share": number(self.share),
        }


class BaseEffectLevel:
    """The rule; see the module."""

    code = "CC201"
    name = "base-effect-level"
    needs = frozenset({"growth"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a claim of growth that starts under an earlier peak."""
        claim, growth = context.claim, context.stated
        if not is_growth(claim) or growth is None or growth <= 0 or claim.modality == "opinion":
            return None
        if {"qoq", "mom"} & set(claim.basis) or claim.metric in INDEX_OF:
            return None  # a price index and a step within the year regain nothing
        rows = self._levels(context)
        if not rows:
            return missing(self, f"no levels of earlier years are held for {_subject(context)}")
        scenarios, why = self._scenarios(context, rows, growth)
        if not scenarios:
            return missing(self, why) if why else None
        return self._caveat(context, scenarios, rows)

    def _levels(self, context: Context) -> tuple[Observation, ...]:
        for metric in level_metrics(context.claim):
            rows = context.own_rows(metric, ever=True)
            if rows:
                return rows
        return ()

    def _scenarios(
        self, context: Context, rows: tuple[Observation, ...], growth: Decimal
    ) -> tuple[list[Scenario], str]:
        """Every vintage with a base under a peak; else why there is none ("" when all is well)."""
        span = context.span
        if span.start is None or span.end is None or (span.end - span.start).days > 400:
            return [], "the period of the growth could not be told"
        first = months_back(span.start, 12 * int(T.BASE_WINDOW_YEARS) + 12)
        length = (span.end - span.start).days + 1
        last = span.end + timedelta(days=10)
        alike = kept(
            rows,
            ("alike", first, last, length),
            lambda: tuple(
                row for row in rows
                if first <= row.start and row.end <= last and abs(days(row) - length) <= 10
            ),
        )
        found: dict[tuple[Decimal, Decimal, Decimal], Scenario] = {}
        why = f"no level is held for the year before {period(span.start, span.end)}"
        for own in each_series(alike):
            for vintage in sorted({row.known_from for row in own}, key=lambda d: d or date.min):
                held = as_of(own, vintage)
                base = at(held, months_back(span.start, 12), months_back(span.end, 12))
                if base is None or base.value <= 0:
                    continue
                peak = _peak(held, base)
                if peak is None:
                    why = "fewer than three earlier levels are held"
                    continue
                why = ""
                if peak.value <= base.value:
                    continue
                for value, assumed in _targets(held, span.start, span.end, base, growth):
                    key = (peak.value, base.value, value)
                    if value > base.value and key not in found:
                        found[key] = Scenario(vintage, peak, base, value, assumed)
        return list(found.values()), why

    def _caveat(
        self, context: Context, scenarios: list[Scenario], rows: tuple[Observation, ...]
    ) -> Caveat | None:
        shares = sorted(one.share for one in scenarios)
        if shares[-1] < T.BASE_MODERATE:
            return None
        strength: Strength = "strong" if shares[-1] >= T.BASE_STRONG else "moderate"
        rates = sorted(one.cagr for one in scenarios)
        peak = scenarios[-1].peak
        year = period(peak.start, peak.end)
        when = period(context.span.start, context.span.end)  # type: ignore[arg-type]
        which = f" (in one vintage {show(rates[0], 'percent', 1)})" if rates[0] < 0 else ""
        vintages = ", depending on the vintage of the data" if len(shares) > 1 else ""
        pace = _span(max(rates[0], Decimal(0)), rates[-1], 1)
        message = (
            f"{_span(shares[0] * 100, shares[-1] * 100, 0)} of the {when} gain only regains the "
            f"level of {year}{vintages}; from that peak it is {pace} a year{which}."
        )
        values = {
            "recovery_share_low": number(shares[0]), "recovery_share_high": number(shares[-1]),
            "cagr_from_peak_low_pct": number(rates[0]),
            "cagr_from_peak_high_pct": number(rates[-1]),
            "scenarios": [one.values() for one in scenarios],
            "levels": [
                {
                    "series": row.series, "start": row.start.isoformat(),
                    "end": row.end.isoformat(), "value": number(row.value), "status": row.status,
                    "known_from": row.known_from.isoformat() if row.known_from else None,
                }
                for row in rows if days(row) > 300
            ],
            "formula": "(peak - base) / (value - base)",
        }
        return caveat(self, strength, message, values, context.author_says("base-effect"))


def _peak(held: tuple[Observation, ...], base: Observation) -> Observation | None:
    """The highest earlier level of ten years; None when too few are held to speak of a peak."""
    first = months_back(base.start, 12 * int(T.BASE_WINDOW_YEARS))
    before = [row for row in held if first <= row.start < base.start]
    alike = [row for row in before if abs(days(row) - days(base)) <= 10]
    if len(alike) + 1 < T.BASE_MIN_OBSERVATIONS:
        return None
    return max(alike, key=lambda row: row.value)


def _targets(
    held: tuple[Observation, ...], start: date, end: date, base: Observation, growth: Decimal
) -> list[tuple[Decimal, bool]]:
    """The value that the data give for the claim's period, and the one that the claim implies."""
    own = at(held, start, end)
    implied = (base.value * (1 + growth / 100), True)
    return [(own.value, False), implied] if own else [implied]


def _span(low: Decimal, high: Decimal, places: int) -> str:
    one, two = format(round(low, places), "f"), format(round(high, places), "f")
    return f"{one}%" if one == two else f"{one} to {two}%"


def _subject(context: Context) -> str:
    return name(context.claim.entity.id) if context.claim.entity.id else "the subject"
