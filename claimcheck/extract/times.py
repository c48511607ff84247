"""What a text has told of time: the period that a number takes when its sentence names none.

A text is about one time (its topic) and names others in passing: the months before, the year to
come, the years of a record. A number goes on in the time of its own kind: a forecast in the one
that lies ahead, a price in the one that prices were told of, the others in the topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from claimcheck.extract.words import about
from claimcheck.periods import PeriodMention
from claimcheck.schema import Certainty

# A price of a day goes on in a period of at most this many days: the week, not the quarter.
SHORT = 7

# What is told of the day as prices are, beside figures of a quarter.
OF_THE_DAY = frozenset(("target_price", "dividend_yield", "mortgage_rate"))

# Times that go on though a day of them is told.
LASTING = ("week", "month", "quarter")

# Ratios of today's price to profits of another time.
MULTIPLES = frozenset(
    (
        "pe_ratio",
        "peg_ratio",
        "price_to_book",
        "price_to_sales",
        "ev_to_ebitda",
        "valuation_discount",
        "valuation_premium",
    )
)


@dataclass(slots=True)
class Times:
    """The periods that the paragraph has told of last, by what was told of them."""

    told: PeriodMention | None = None
    ahead: PeriodMention | None = None
    quoted: PeriodMention | None = None
    latest: PeriodMention | None = None
    # What the title names is meant wherever the text names nothing.
    title: PeriodMention | None = None
    # A price was told without a time: of the day, whatever weeks and months are told beside it.
    undated: bool = False
    paragraph: int = -1

    def enter(self, paragraph: int) -> None:
        """Begins a paragraph: what the one before told of is forgotten."""
        if paragraph != self.paragraph:
            self.told = self.ahead = self.quoted = self.latest = None
            self.undated = False
        self.paragraph = paragraph

    def last(self, paragraph: int) -> PeriodMention | None:
        """What "a year earlier" is counted from in the next sentence."""
        here = paragraph == self.paragraph
        return ((self.told or self.ahead) if here else None) or self.title

    def place(
        self, period: PeriodMention, metric: str | None, anchor: date | None, forecast: bool = False
    ) -> None:
        """Takes in a period told of a number, which may be a ``forecast``."""
        self.latest = period
        runs_on = forecast and anchor and period.last and period.last > anchor
        if runs_on or (anchor and period.first and period.first > anchor):
            self.ahead = period  # "sales rose 6%. It expects 5% for the fiscal year. Profit was"
        elif metric in about().quoted:
            if not _around_day(period, self.quoted):
                self.quoted = _newest(period, self.quoted)
            self.told = _newest(period, self.told) if _short(period) else self.told or period
        else:
            self.told = _newest(period, self.told)

    def carried(
        self, metric: str | None, kind: str | None, forecast: bool, anchor: date | None
    ) -> tuple[PeriodMention | None, Certainty]:
        """The period of a number whose sentence names none; ``kind`` is that of its entity."""
        if forecast and self.ahead and metric not in OF_THE_DAY:
            return self.ahead, "inferred"
        if metric in MULTIPLES and self.latest:
            # "Up 12% this year. At 36 times earnings": the price is that of the day.
            earned = self.latest.granularity == "year" and self.latest.type != "ytd"
            return (self.latest, "inferred") if earned else (None, "unsure")
        economy = kind in (None, "country", "region") and metric not in about().macro
        quoted = metric in about().quoted and not forecast
        if (quoted or metric in OF_THE_DAY) and not economy:
            return self._of_price(anchor)
        if self.told and metric in about().spanned and _is_day(self.told):
            return self.title, "unsure"  # no figure of a month is one of a day
        if self.told or self.ahead:
            return self.told or self.ahead, "inferred"
        return self.title, "unsure"

    def _of_price(self, anchor: date | None) -> tuple[PeriodMention | None, Certainty]:
        """A price told beside the figures of a month or quarter is that of the day."""
        if self.quoted and self.undated and self.quoted.granularity != "day":
            return _today(anchor), "unsure"  # "up 1%. On the week it gained 2%. The euro fell"
        if self.quoted:
            return self.quoted, "inferred"
        if self.told is None:
            return None, "unsure"
        if _short(self.told) and not _is_past(self.told, anchor):
            return self.told, "inferred"
        return _today(anchor), "unsure"


def _today(anchor: date | None) -> PeriodMention | None:
    if anchor is None:
        return None
    return PeriodMention(0, 0, "", anchor, anchor, "instant", "published_at", None, "day")


def _short(period: PeriodMention) -> bool:
    first, last = period.first, period.last
    return first is not None and last is not None and (last - first).days < SHORT


def _is_day(period: PeriodMention) -> bool:
    return period.first is not None and period.first == period.last


def _is_past(period: PeriodMention, anchor: date | None) -> bool:
    """Whether a day is not of this week: "reserves of $50bn at the end of October"."""
    return bool(anchor and period.last and (anchor - period.last).days > SHORT)


def _around_day(period: PeriodMention, day: PeriodMention | None) -> bool:
    """ "Fell 0.7% on Friday, gained 0.3% in October. The euro slipped": on Friday."""
    if day is None or day.granularity != "day" or not period.first or not period.last:
        return False
    return bool(day.last and period.first <= day.last <= period.last)


def _newest(period: PeriodMention, before: PeriodMention | None) -> PeriodMention:
    """The period that the next sentence goes on in: one named in passing is none.

    Such are an earlier one of the same size ("after 2.2% in August"), and a longer one that ends
    with the topic or later ("since the start of the year", "in the first ten months").
    """
    if before is None or period.first is None or before.first is None or before.last is None:
        return period
    earlier = period.granularity == before.granularity and period.first < before.first
    # "Funds drew $3bn last week. On Friday alone $172m left": the week goes on.
    if period.granularity == "day" and before.granularity in LASTING and period.last:
        earlier = earlier or (before.first <= period.first and period.last <= before.last)
    # "In the third quarter ... For 2025 it is 0.8%. Investment": a year around what was told.
    year = period.granularity == "year" != before.granularity and period.type == "calendar"
    around = (
        year or period.granularity in ("multi", "week") or period.type in ("ytd", "trailing")
    ) and period.first <= before.first and (period.last is None or before.last <= period.last)
    return before if earlier or around else period
