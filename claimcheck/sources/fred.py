"""US and world series with every vintage from FRED and ALFRED (St. Louis Fed).

Covers some 800,000 series of agencies, the Federal Reserve and others. Vintages: yes, all of them.
Licence: the series' own; the service's terms apply to publishing in bulk. Limits: 120 requests a
minute, 100,000 rows an answer. Key: ``FRED_API_KEY`` from the environment.

``realtime_end`` is inclusive and "." is a missing value.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from claimcheck.errors import ConfigError, StoreError
from claimcheck.http import Client
from claimcheck.reference.records import Observation, SourceInfo
from claimcheck.reference.spans import months
from claimcheck.sources._targets import Target, target
from claimcheck.sources._vintages import Period, Vintages, changes, sorted_out

URL = "https://api.stlouisfed.org"
INFO = SourceInfo(
    "fred", "FRED and ALFRED, Federal Reserve Bank of St. Louis",
    "the series' own; the service's terms apply to bulk publication",
    "https://fred.stlouisfed.org/docs/api/fred/",
)
VINTAGES = True
KEY = "FRED_API_KEY"
COVERS = "US and world economic series, with every vintage"
USAGE = "a FRED series id (UNRATE), or ID=entity:metric:unit:basis for one not described"
RATE = 2.0
PAGE = 100_000
MONTHS = {"M": 1, "Q": 3, "SA": 6, "A": 12}
FOREVER = "9999-12-31"
# The name of a vintage column of a downloaded table: SERIES_20250926.
_COLUMN = re.compile(r".+_(\d{4})(\d\d)(\d\d)")


def key() -> str:
    """The API key of the environment. Raises ConfigError saying how to get one."""
    held = os.environ.get(KEY, "")
    if not held:
        raise ConfigError(
            f"fred: no key; get one at fred.stlouisfed.org/docs/api/api_key.html and set {KEY}"
        )
    return held


def fetch(client: Client, series: Iterable[str], base: str = URL) -> Iterator[Observation]:
    """Every vintage of each series. Raises StoreError, ConfigError and FetchError."""
    for text in series:
        one = target("fred", text)
        query = {"series_id": one.series, "api_key": key(), "file_type": "json"}
        about = _json(client.get(f"{base}/fred/series", query).text, one)
        frequency = about["seriess"][0]["frequency_short"] if about.get("seriess") else "M"
        rows: list[dict[str, str]] = []
        while True:
            page = client.get(
                f"{base}/fred/series/observations",
                query | {
                    "realtime_start": "1776-07-04", "realtime_end": FOREVER,
                    "limit": str(PAGE), "offset": str(len(rows)),
                },
            )
            answer = _json(page.text, one)
            rows += answer["observations"]
            if not answer["observations"] or len(rows) >= int(answer["count"]):
                break
        yield from observations(rows, one, frequency)


def observations(
    rows: Iterable[dict[str, str]], one: Target, frequency: str
) -> Iterator[Observation]:
    """Observations of API rows (date, value, realtime_start, realtime_end)."""

    def read() -> Iterator[tuple[Period, date, date | None, Decimal]]:
        for row in rows:
            value = _value(row["value"])
            if value is not None:
                last = row["realtime_end"]
                until = None if last == FOREVER else date.fromisoformat(last) + timedelta(1)
                yield period(row["date"], frequency), date.fromisoformat(
                    row["realtime_start"]
                ), until, value

    yield from _observations(sorted_out(read()), one)


def wide(text: str, one: Target, frequency: str) -> Iterator[Observation]:
    """Observations of a downloaded ALFRED table: a row a period, a column a vintage.

    Raises StoreError when the columns are not vintages.
    """
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    days = []
    for name in header[1:]:
        hit = _COLUMN.fullmatch(name)
        if hit is None:
            raise StoreError(f"fred: column '{name}' is no vintage; allowed: SERIES_YYYYMMDD")
        days.append(date(int(hit[1]), int(hit[2]), int(hit[3])))

    def read() -> Iterator[tuple[Period, date, date | None, Decimal]]:
        for cells in reader:
            span = period(cells[0], frequency)
            for day, until, cell in zip(days, [*days[1:], None], cells[1:], strict=False):
                value = _value(cell)
                if value is not None:
                    yield span, day, until, value

    yield from _observations(sorted_out(read()), one)


def _observations(held: Vintages, one: Target) -> Iterator[Observation]:
    for (start, end), vintages in sorted((changes(held) if one.change else held).items()):
        for known_from, known_to, value in vintages:
            yield one.observation(start, end, value, known_from, known_to)


def period(day: str, frequency: str) -> Period:
    """The first day of a period and its frequency give the period; a day or a week is itself."""
    first = date.fromisoformat(day)
    if frequency in MONTHS:
        return months(first.year, first.month, MONTHS[frequency])
    return first, first


def _value(cell: str) -> Decimal | None:
    if cell in (".", ""):
        return None
    try:
        return Decimal(cell)
    except InvalidOperation:
        raise StoreError(f"fred: '{cell}' is no value; expected a number or '.'") from None


def _json(text: str, one: Target) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise StoreError(f"fred: '{one.series}': the answer is no JSON: {error}") from None
    if "error_message" in answer:
        raise StoreError(f"fred: '{one.series}': {answer['error_message']}")
    return answer
