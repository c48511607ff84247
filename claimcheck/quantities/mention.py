"""One quantity as written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from claimcheck.schema import Bound


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity as written.

    ``start`` and ``end`` hold the figure with sign, currency, scale word and unit, not the hedge
    nor the counted noun. ``low`` and ``high`` are scaled. ``hedge`` is the words that gave
    ``bound``, ``hedge_start`` where they begin. ``noun`` is the counted noun of a bare count.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    per: str | None = None
    scale: Decimal = Decimal(1)
    decimals: int = 0
    bound: Bound = "none"
    hedge: str | None = None
    hedge_start: int | None = None
    noun: str | None = None
    sign: int = 1
    is_range: bool = False
    words: bool = False
    kind: Literal["number", "ratio_word"] = "number"
