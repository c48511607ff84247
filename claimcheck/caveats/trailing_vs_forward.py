"""A multiple without saying whose earnings: those of the past year, or those expected.

What it detects
    A price-earnings ratio (or a like multiple) whose text names neither basis while the two lie
    more than 5% apart.

Why it misleads
    Expected earnings are nearly always higher, so the forward multiple looks cheaper.

Example
    S&P 500 on 5 December 2025: forward 22.6, trailing 28.3. S&P 600: forward 15.6 (13 January
    2026), trailing 17.35 (end of 2024).

Known limits
    The other basis may be held only for an older day; the message tells both days.

References
    FactSet Earnings Insight, 5 December 2025; First Trust, 11 February 2025.
"""

from __future__ import annotations

from datetime import timedelta

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, missing, number
from claimcheck.evidence import days
from claimcheck.figures import period, show
from claimcheck.lexicon import metrics
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat

BASES = frozenset({"trailing", "forward"})


class TrailingVsForward:
    """The rule; see the module."""

    code = "CC314"
    name = "trailing-vs-forward"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a multiple that names no basis."""
        claim = context.claim
        metric = metrics().get(claim.metric)
        if claim.quantity is None or metric is None or not set(metric.bases) >= BASES:
            return None
        if BASES.intersection(claim.basis) or not context.factual:
            return None
        if claim.quantity.unit != metric.unit:
            return None
        rows = [row for row in context.own_rows(claim.metric) if days(row) <= 400]
        end = context.span.end
        if end is not None:
            rows = [row for row in rows if end - timedelta(days=500) <= row.end <= end]
        fitting = [
            row for one in context.judged.tried if one.label == "supported"
            for row in one.candidate.rows if row in rows
        ]
        newest = {base: _newest(fitting, base) or _newest(rows, base) for base in sorted(BASES)}
        forward, trailing = newest["forward"], newest["trailing"]
        if forward is None or trailing is None:
            if forward is None and trailing is None:
                return missing(self, "neither the forward nor the trailing figure is held")
            held = "forward" if forward else "trailing"
            other = "trailing" if forward else "forward"
            return missing(self, f"only the {held} figure is held, the {other} one is not")
        gap = abs(forward.value / trailing.value - 1) if trailing.value else None
        if gap is None or gap <= T.TRAILING_FORWARD:
            return None
        near = abs((forward.end - trailing.end).days) <= 100
        message = (
            "The text does not say which earnings are meant: forward "
            f"{show(forward.value, 'times')} ({period(forward.start, forward.end)}), trailing "
            f"{show(trailing.value, 'times')} ({period(trailing.start, trailing.end)})."
        )
        values = {
            "forward": number(forward.value), "forward_day": forward.end.isoformat(),
            "trailing": number(trailing.value), "trailing_day": trailing.end.isoformat(),
            "gap_pct": number(gap * 100, 1),
        }
        return caveat(self, "moderate" if near else "note", message, values)


def _newest(rows: list[Observation], base: str) -> Observation | None:
    return max((r for r in rows if base in r.basis), key=lambda row: row.end, default=None)
