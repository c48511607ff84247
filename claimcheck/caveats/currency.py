"""A return or a size that is another one in the reader's currency.

What it detects
    A return of an asset in one country told to readers who count in another currency: when the
    text itself names that currency, and the exchange rate moved by a point or more.

Why it misleads
    What the market gave the currency may have taken.

Example
    S&P 500 in 2025: +17.9% in dollars, about +5.4% in euros (monthly average rates).

Known limits
    Needs the exchange rate at both ends, and a text that names the other currency or is written in
    the language of the euro area.

References
    ours; ECB reference rates.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from claimcheck import thresholds as T
from claimcheck.caveats.context import Context, caveat, is_return, number
from claimcheck.figures import show
from claimcheck.lexicon import entities
from claimcheck.schema import Caveat

EURO_LANGUAGES = frozenset({"de", "fr", "es", "it", "nl", "pt"})


class Currency:
    """The rule; see the module."""

    code = "CC403"
    name = "currency"
    needs = frozenset({"days"})

    def assess(self, context: Context) -> Caveat | None:
        """The caveat for a dollar return told to readers in euros."""
        claim, growth, span = context.claim, context.stated, context.span
        if growth is None or not is_return(claim.metric) or claim.quantity is None:
            return None
        entity = entities().get(claim.entity.id or "")
        if entity is None or entity.country != "united-states" or span.open:
            return None
        if context.article.language not in EURO_LANGUAGES and "euro" not in (
            context.article.text.lower()
        ):
            return None
        if span.start is None or span.end is None or (span.end - span.start).days < 80:
            return None
        first = self._rate(context, span.start - timedelta(days=1))
        last = self._rate(context, span.end)
        if first is None or last is None:
            return None
        own = ((1 + growth / 100) * last / first - 1) * 100
        if abs(own - growth) < T.CURRENCY_PP:
            return None
        message = f"In euros that is {show(own, 'percent', 1)}, in dollars {claim.quote}."
        values = {
            "usd_return_pct": number(growth), "eur_return_pct": number(own, 1),
            "eur_per_usd": [number(first, 4), number(last, 4)],
        }
        return caveat(self, "note", message, values)

    def _rate(self, context: Context, day: date) -> Decimal | None:
        """Euros for a dollar in the month of ``day``."""
        rows = [
            row for row in context.rows("eur", "exchange_rate")
            if row.start <= day and (day - row.end).days <= 31 and row.value > 0
            and row.unit in ("EUR", "USD")
        ]
        if not rows:
            return None
        row = max(rows, key=lambda one: one.end)
        return 1 / row.value if row.unit == "USD" else row.value
