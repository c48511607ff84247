"""US prices, jobs and wages from the Bureau of Labor Statistics (public data API, version 2).

Covers the BLS's own series. Vintages: no, the latest values. Licence: US public domain. Limits: 25
queries a day without a key, 500 with one; 20 years and 50 series a query with a key. Key:
``BLS_API_KEY`` from the environment, optional.

A month that was never collected (October 2025) comes as "-" and is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from claimcheck.errors import StoreError
from claimcheck.http import Client
from claimcheck.reference.records import Observation, SourceInfo
from claimcheck.reference.spans import months
from claimcheck.sources._targets import Target, target

URL = "https://api.bls.gov"
INFO = SourceInfo(
    "bls", "US Bureau of Labor Statistics, public data API", "US public domain",
    "https://www.bls.gov/developers/",
)
VINTAGES = False
KEY = "BLS_API_KEY"
COVERS = "US prices, employment, unemployment and wages"
USAGE = "a BLS series id (CUUR0000SA0), with years as ID@2015-2025"
RATE = 1.0
YEARS = 20  # years a query with a key may ask for; 10 without
DEFAULT = "2007-2026"


def fetch(client: Client, series: Iterable[str], base: str = URL) -> Iterator[Observation]:
    """The latest values of each series, one query each."""
    for text in series:
        name, _, years = text.partition("@")
        one = target("bls", name)
        first, _, last = (years or DEFAULT).partition("-")
        ask = {"seriesid": [one.series], "startyear": first, "endyear": last or first}
        held = os.environ.get(KEY)
        if held:
            ask["registrationkey"] = held
        answer = client.get(
            f"{base}/publicAPI/v2/timeseries/data/", headers={"Content-Type": "application/json"},
            body=json.dumps(ask, sort_keys=True).encode(),
        )
        yield from observations(answer.text, one)


def observations(text: str, one: Target) -> Iterator[Observation]:
    """Observations of an answer, oldest first. Raises StoreError when the query failed."""
    try:
        answer: dict[str, Any] = json.loads(text)
        status = answer["status"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"bls: '{one.series}': the answer cannot be read: {error}") from None
    if status != "REQUEST_SUCCEEDED":
        raise StoreError(f"bls: '{one.series}': {'; '.join(answer.get('message', [status]))}")
    found = {
        period: value
        for series in answer["Results"]["series"] if series["seriesID"] == one.series
        for row in series["data"]
        if (period := _period(row)) and (value := _value(row["value"])) is not None
    }
    if not found:
        said = "; ".join(answer.get("message", [])) or "no data"
        raise StoreError(f"bls: '{one.series}': {said}; check the id and the years")
    ends = {end: value for (_, end), value in found.items()}
    for (start, end), value in sorted(found.items()):
        if one.change:
            base = ends.get(date.fromordinal(start.toordinal() - 1))
            if base is None:
                continue
            value -= base
        yield one.observation(start, end, value)


def _period(row: dict[str, str]) -> tuple[date, date] | None:
    """M01-M12, Q01-Q04, S01-S02 and A01; M13, the average of a year, is another series."""
    year, code = int(row["year"]), row["period"]
    number = int(code[1:])
    if code[0] == "A":
        return months(year, 1, 12)
    length = {"M": 1, "Q": 3, "S": 6}.get(code[0])
    if length is None or number * length > 12:
        return None
    return months(year, (number - 1) * length + 1, length)


def _value(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
