"""A figure without a date that fits more than one.

What it detects
    A level or a multiple for which the text names no day or period. All days on which the held
    values fit are listed.

Why it misleads
    An undated number can be old and still look right.

Example
    "15.6 times" for the S&P 600 fits the forward multiple of 13 January 2026 and that of November
    2021 (15.63).

Known limits
    Only days for which a value is held can be listed.

References
    FactSet figures as quoted by Barron's (13 January 2026) and MarketWatch (November 2021).
"""

from __future__ import annotations

from claimcheck.caveats.context import Context, caveat, number
from claimcheck.evidence import factor, near_value, of_a_year, sign
from claimcheck.figures import period, show
from claimcheck.intervals import ONE, Interval, Stated, compare, of_reference, stated
from claimcheck.reference.records import Observation
from claimcheck.schema import Caveat


class UndatedFigure:
    """The rule; see the module."""

    code = "CC307"
    name = "undated-figure"

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a number that no period can be told for."""
        claim = context.claim
        if claim.quantity is None or claim.modality != "reported" or not context.span.open:
            return None
        if claim.kind not in ("level", "ratio", "share", "growth", "flow", "comparison"):
            return None
        dated = context.article.date
        if dated.earliest and dated.earliest == dated.latest and claim.period.text:
            return None  # "currently" in an article whose day is known
        fits = self._fits(context)
        said = f"“{claim.period.text}” gives no date" if claim.period.text else "No date is given"
        when = "; ".join(f"{period(row.start, row.end)} ({_how(row)})" for row in fits[:6])
        if len(fits) > 1:
            message = f"{said}. {claim.quote} fits several: {when}."
            strength = "moderate"
        elif fits:
            message = f"{said}. {claim.quote} fits {when}."
            strength = "note"
        elif dated.latest is not None and dated.earliest == dated.latest:
            return None  # the day of the article stands in, and no other day would fit
        else:
            message, strength = f"{said}, so it is not clear which value is meant.", "note"
        values = {
            "matches": [
                {"start": row.start.isoformat(), "end": row.end.isoformat(),
                 "value": number(row.value), "basis": list(row.basis), "provider": row.provider}
                for row in fits
            ]
        }
        return caveat(self, strength, message, values)  # type: ignore[arg-type]

    def _fits(self, context: Context) -> list[Observation]:
        claim = context.claim
        if claim.quantity is None:
            return []
        words, turn = stated(claim.quantity), sign(claim)
        rows = of_a_year(context.own_rows(claim.metric))
        fits = []
        for row in near_value(rows, claim.quantity.unit, _reach(words, turn)):
            scale = factor(row.unit, claim.quantity.unit) or ONE
            span = of_reference(row.value).scaled(scale * turn)
            if compare(words, row.value * scale * turn, span).label == "supported":
                fits.append(row)
        return sorted(fits, key=lambda row: row.end, reverse=True)


def _reach(words: Stated, turn: int) -> Interval:
    """All that may be held where the words are right."""
    low = min(words.rounding.low, words.window.low)
    high = max(words.rounding.high, words.window.high)
    return Interval(low, high) if turn > 0 else Interval(-high, -low)


def _how(row: Observation) -> str:
    return " ".join((*row.basis, show(row.value, row.unit)))
