"""US government debt and receipts from the Treasury's Fiscal Data service.

Covers the tables below. Vintages: no; a day's figure is published the next business day. Licence:
US public domain. Limits: none stated. Key: none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from claimcheck.errors import StoreError
from claimcheck.http import Client
from claimcheck.reference.records import Observation, SourceInfo
from claimcheck.sources._targets import Target, target

URL = "https://api.fiscaldata.treasury.gov"
INFO = SourceInfo(
    "treasury", "US Treasury, Fiscal Data", "US public domain",
    "https://fiscaldata.treasury.gov/api-documentation/",
)
VINTAGES = False
KEY = None
COVERS = "US public debt by day"
USAGE = "a table (debt_to_penny), from a day on as TABLE@2020-01-01"
RATE = 4.0


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table lies and the column that holds the amount."""

    path: str
    amount: str


TABLES = {
    "debt_to_penny": Table("v2/accounting/od/debt_to_penny", "tot_pub_debt_out_amt"),
}


def fetch(client: Client, series: Iterable[str], base: str = URL) -> Iterator[Observation]:
    """Daily values of each table, page by page."""
    for text in series:
        name, _, since = text.partition("@")
        table = TABLES.get(name.partition("=")[0])
        if table is None:
            raise StoreError(f"treasury: no table '{name}'; there are: {', '.join(TABLES)}")
        one = target("treasury", name)
        page, pages = 1, 1
        while page <= pages:
            query = {
                "fields": f"record_date,{table.amount}", "sort": "record_date",
                "page[size]": "10000", "page[number]": str(page),
            }
            if since:
                query["filter"] = f"record_date:gte:{since}"
            answer = client.get(f"{base}/services/api/fiscal_service/{table.path}", query)
            rows, pages = _answer(answer.text, one)
            yield from observations(rows, one, table)
            page += 1


def observations(
    rows: Iterable[dict[str, str]], one: Target, table: Table
) -> Iterator[Observation]:
    """Observations of an answer's rows; "null" is a missing amount."""
    for row in rows:
        amount = row[table.amount]
        if amount != "null":
            day = date.fromisoformat(row["record_date"])
            yield one.observation(day, day, Decimal(amount), day + timedelta(1))


def _answer(text: str, one: Target) -> tuple[list[dict[str, str]], int]:
    try:
        answer: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise StoreError(f"treasury: '{one.series}': the answer is no JSON: {error}") from None
    if "data" not in answer:
        said = answer.get("message") or answer.get("error") or "no data"
        raise StoreError(f"treasury: '{one.series}': {said}")
    return answer["data"], int(answer.get("meta", {}).get("total-pages", 1))
