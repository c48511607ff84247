"""Turns a claim into comparable reference values: one candidate for each way to read it.

A candidate carries every part of the key (metric, entity, period, transform, unit, basis, vintage)
and its arithmetic as text. Lags are by date, never by row position. Nothing here decides.
"""

from claimcheck.evidence.candidates import COMPARABLE, candidates
from claimcheck.evidence.changes import change, current_rows, losing_base
from claimcheck.evidence.combine import compounded
from claimcheck.evidence.key import (
    AXES,
    INDEX_OF,
    LAG_OF_BASIS,
    anything_held,
    bases_agree,
    comparable_metrics,
    entity_ids,
    factor,
    near_value,
    on_basis,
    sign,
    stands_for,
    window,
)
from claimcheck.evidence.records import Candidate, Held, Window
from claimcheck.evidence.rows import (
    about,
    bases_of,
    by_series,
    days,
    each_series,
    earlier,
    grain,
    months_back,
    of_a_year,
    same_period,
    tiles,
    units_of,
)
from claimcheck.evidence.years import annual_rate, per_year

__all__ = [
    "AXES",
    "COMPARABLE",
    "INDEX_OF",
    "LAG_OF_BASIS",
    "Candidate",
    "Held",
    "Window",
    "about",
    "annual_rate",
    "anything_held",
    "bases_agree",
    "bases_of",
    "by_series",
    "candidates",
    "change",
    "comparable_metrics",
    "compounded",
    "current_rows",
    "days",
    "each_series",
    "earlier",
    "entity_ids",
    "factor",
    "grain",
    "losing_base",
    "months_back",
    "near_value",
    "of_a_year",
    "on_basis",
    "per_year",
    "same_period",
    "sign",
    "stands_for",
    "tiles",
    "units_of",
    "window",
]
