"""A figure that a newer one had replaced before the text was written.

What it detects
    A claim about the present whose matching value was no longer the newest published: another one
    of the same series, for a later period, was out on the day of the article. Prices and multiples
    count as old after ten trading days.

Why it misleads
    "Currently" promises the newest.

Example
    A P/E of 28 August 2025 (15.70) told as current in January 2026, when 15.6 was out.

Known limits
    Needs the day of the article and at least two values of the series.

References
    ours; release days as recorded with each value.
"""

from __future__ import annotations

from datetime import date

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, missing, number
from claimcheck.evidence import days
from claimcheck.figures import period, show
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat


class StaleData:
    """The rule; see the module."""

    code = "CC306"
    name = "stale-data"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a present-day claim that fits only an older value."""
        claim = context.claim
        if claim.quantity is None or claim.modality != "reported":
            return None
        now_said = context.span.open and bool(claim.period.text)
        if not now_said or claim.kind not in ("level", "ratio", "share"):
            return None
        dated = context.article.date
        day = dated.earliest if dated.earliest != dated.latest else context.day or dated.latest
        if day is None:
            return missing(self, "the day of the article could not be told")
        matched = [
            one.candidate for one in context.judged.tried
            if one.label in ("supported", "imprecise")
        ]
        if not matched:
            return None
        best = max(matched, key=lambda one: one.end)
        newer = _newer(context, best.row, day)
        if newer is not None:
            return self._caveat(best.row, newer, day)
        limit = _limit(best.row)
        age = (day - best.end).days
        if age <= limit:
            return None
        message = f"Said of the present, but the newest value held is {age} days older."
        return caveat(self, "note", message, {"age_days": age, "period_end": str(best.end)})

    def _caveat(self, old: Observation, new: Observation, day: date) -> Caveat:
        message = (
            f"On {day} a newer value was out: {show(new.value, new.unit)} for "
            f"{period(new.start, new.end)}; the text's figure is that of "
            f"{period(old.start, old.end)}."
        )
        values = {
            "old": number(old.value), "old_end": old.end.isoformat(), "new": number(new.value),
            "new_end": new.end.isoformat(), "published": str(new.known_from),
        }
        return caveat(self, "moderate", message, values)


def _newer(context: Context, row: Observation, day: date) -> Observation | None:
    later = [
        other for other in context.rows(row.entity, row.metric)
        if other.series == row.series and other.basis == row.basis and other.end > row.end
        and other.end <= day and (other.end - row.end).days > _limit(row)
    ]
    return max(later, key=lambda other: other.end, default=None)


def _limit(row: Observation) -> int:
    """Days after which a value is old: ten trading days for a moment, else its own length.

    A policy rate stands until the bank moves it, and is held by the month.
    """
    if row.metric == "policy_rate":
        return int(T.DECISION_DAYS)
    return int(T.STALE_TRADING_DAYS) * 7 // 5 if days(row) < 5 else days(row)
