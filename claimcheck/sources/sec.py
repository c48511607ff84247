"""US companies' reported figures from SEC EDGAR (companyfacts).

Covers companies that file with the SEC: revenue, gross profit, operating income, net income and
earnings per share, by quarter and year. Vintages: yes, by the day a filing was made. Licence: free
of copyright (SEC). Limits: ten requests a second and a User-Agent that names a contact, taken from
``CLAIMCHECK_CONTACT``. Fourth quarters are not filed on their own.

A fact is about its own ``start`` and ``end``: the ``fy`` and ``fp`` beside it say which filing it
stood in, and a filing repeats years of old figures.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from claimcheck.errors import ConfigError, StoreError
from claimcheck.http import Client
from claimcheck.reference.records import Observation, SourceInfo

URL = "https://data.sec.gov"
INFO = SourceInfo(
    "sec-companyfacts", "SEC EDGAR: company facts as filed (XBRL)", "free of copyright",
    "https://www.sec.gov/search-filings/edgar-application-programming-interfaces",
)
VINTAGES = True
KEY = None
COVERS = "revenue, profit and earnings per share of companies that file with the SEC"
USAGE = "a company's CIK, name or ticker of the catalogue"
RATE = 8.0  # a second; the SEC allows ten


@dataclass(frozen=True, slots=True)
class Fact:
    """A metric and the tags it is filed under, the preferred one first."""

    metric: str
    basis: tuple[str, ...]
    tags: tuple[str, ...]
    per: str | None = None


FACTS = (
    Fact("revenue", ("gaap",), (
        "RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues", "SalesRevenueNet",
        "RevenueFromContractWithCustomerIncludingAssessedTax", "Revenue",
    )),
    Fact("gross_profit", ("gaap",), ("GrossProfit",)),
    Fact("operating_income", ("gaap",), (
        "OperatingIncomeLoss", "ProfitLossFromOperatingActivities",
    )),
    Fact("net_income", ("gaap",), ("NetIncomeLoss", "ProfitLoss")),
    Fact("eps", ("diluted", "gaap"), ("EarningsPerShareDiluted", "DilutedEarningsLossPerShare"),
         "share"),
    Fact("eps", ("basic", "gaap"), ("EarningsPerShareBasic", "BasicEarningsLossPerShare"), "share"),
)
# Days of a quarter (12 to 14 weeks) and of a year (52 or 53 weeks); what lies between is year to
# date, which restates the quarters.
LENGTHS = ((80, 100), (350, 380))


def observations(text: str, entity: str) -> Iterator[Observation]:
    """Figures of a companyfacts answer, a changed value being a later vintage.

    Raises StoreError when the answer cannot be read.
    """
    try:
        facts: dict[str, Any] = json.loads(text, parse_float=Decimal, parse_int=Decimal)["facts"]
        facts.keys()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"sec: '{entity}': the answer is no companyfacts JSON: {error}") from None
    for fact in FACTS:
        found: dict[str, list[tuple[date, date, date, int, Decimal]]] = {}
        for rank, tag in enumerate(fact.tags):
            for unit, row in _rows(facts, tag):
                start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
                if any(low <= (end - start).days + 1 <= high for low, high in LENGTHS):
                    filed = date.fromisoformat(row["filed"])
                    found.setdefault(unit, []).append((start, end, filed, rank, row["val"]))
        for unit in sorted(found):
            yield from _vintages(entity, fact, unit, found[unit])


def _rows(facts: dict[str, Any], tag: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for taxonomy in ("us-gaap", "ifrs-full"):
        units = facts.get(taxonomy, {}).get(tag, {}).get("units", {})
        for unit, rows in units.items():
            for row in rows:
                if "start" in row and row.get("val") is not None:
                    yield unit.partition("/")[0], row


def _vintages(
    entity: str, fact: Fact, unit: str, rows: Iterable[tuple[date, date, date, int, Decimal]]
) -> Iterator[Observation]:
    """One row for each value a period had: the first filing of it, then each that changed it.

    Two tags in one filing may differ (with and without taxes): the preferred one stands. The same
    value in fewer digits is no restatement: Marvell filed -421,034 thousand, a year on -421.0 m.
    """
    name = ".".join((entity, fact.metric, *(word for word in fact.basis if word != "gaap")))
    last: dict[tuple[date, date], tuple[date, Decimal]] = {}
    for start, end, filed, _, value in sorted(rows):
        held = last.get((start, end))
        if held is not None and (held[0] == filed or _coarser(value, held[1])):
            continue
        last[start, end] = filed, value
        yield Observation(
            name, entity, fact.metric, fact.basis, unit, fact.per, start, end, value, "actual",
            filed, None, None, INFO.id, None, unit,
        )


def _coarser(new: Decimal, held: Decimal) -> bool:
    """Whether ``new`` is ``held``, perhaps rounded to ``new``'s last digit that is not zero."""
    unit = Decimal(1).scaleb(int(new.normalize().as_tuple().exponent))
    return held.quantize(unit, ROUND_HALF_UP) == new


def contact() -> str:
    """The User-Agent the SEC asks for. Raises ConfigError when no contact is set."""
    address = os.environ.get("CLAIMCHECK_CONTACT", "")
    if "@" not in address:
        raise ConfigError(
            "sec: the SEC wants a contact in every request; set CLAIMCHECK_CONTACT to 'name e@mail'"
        )
    return f"claimcheck {address}"


def fetch(client: Client, series: Iterable[str], base: str = URL) -> Iterator[Observation]:
    """Observations of companies given by CIK or catalogue name, one request each."""
    for name in series:
        cik, entity = _company(name)
        answer = client.get(
            f"{base}/api/xbrl/companyfacts/CIK{cik}.json", headers={"User-Agent": contact()}
        )
        yield from observations(answer.text, entity)


def _company(name: str) -> tuple[str, str]:
    """(ten-digit CIK, entity id). Raises StoreError when the catalogue knows no CIK for it."""
    from claimcheck import lexicon
    from claimcheck.tables import read_entity

    known = lexicon.entities()
    if name.isdigit():
        cik = name.zfill(10)
        ids = [one.id for one in known.values() if (one.cik or "").zfill(10) == cik]
        if ids:
            return cik, ids[0]
        raise StoreError(f"sec: CIK {cik} is no entity of the catalogue; add it to a lexicon first")
    try:
        entity = known[read_entity(name)]
    except ValueError as error:
        raise StoreError(f"sec: {error}") from None
    if not entity.cik:
        raise StoreError(f"sec: the catalogue has no CIK for '{entity.id}'; give the CIK itself")
    return entity.cik.zfill(10), entity.id
