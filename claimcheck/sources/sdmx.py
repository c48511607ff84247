"""Series of the ECB, Eurostat, the OECD, the IMF and the BIS over SDMX.

Covers their data flows. Vintages: no, the latest values. Licence: free with attribution; Eurostat
and OECD CC BY 4.0. Limits: ask for single series, not whole flows. Key: none.

Reads SDMX-CSV and SDMX-ML 2.1, generic and structure-specific.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from claimcheck.errors import StoreError
from claimcheck.http import Client
from claimcheck.reference.records import Observation, SourceInfo
from claimcheck.reference.spans import parse
from claimcheck.sources._targets import Target, target

URL = ""
AGENCIES = {
    "ECB": "https://data-api.ecb.europa.eu/service/data",
    "ESTAT": "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data",
    "OECD": "https://sdmx.oecd.org/public/rest/data",
    "IMF": "https://api.imf.org/external/sdmx/2.1/data",
    "BIS": "https://stats.bis.org/api/v1/data",
}
INFO = SourceInfo(
    "sdmx", "SDMX services of ECB, Eurostat, OECD, IMF and BIS",
    "free with attribution; Eurostat and OECD CC BY 4.0", "https://sdmx.org/",
)
VINTAGES = False
KEY = None
COVERS = "series of ECB, Eurostat, OECD, IMF and BIS"
USAGE = "AGENCY/FLOW/KEY (ECB/EXR/M.USD.EUR.SP00.A), =entity:metric:unit:basis if not described"
RATE = 2.0
ACCEPT = "application/vnd.sdmx.data+csv;version=1.0.0, application/vnd.sdmx.genericdata+xml;q=0.5"
_WEEK = re.compile(r"(\d{4})-?W(\d\d?)")
_HALF = re.compile(r"(\d{4})-?[SB]([12])")


def fetch(client: Client, series: Iterable[str], base: str = URL) -> Iterator[Observation]:
    """The values of each series, one request each; ``base`` replaces the agency's address."""
    for text in series:
        one = target("sdmx", text)
        agency, _, path = one.series.partition("/")
        if agency not in AGENCIES or "/" not in path:
            raise StoreError(
                f"sdmx: '{one.series}' is no AGENCY/FLOW/KEY; agencies: {', '.join(AGENCIES)}"
            )
        answer = client.get(f"{base or AGENCIES[agency]}/{path}", headers={"Accept": ACCEPT})
        yield from observations(answer.text, one)


def observations(text: str, one: Target) -> Iterator[Observation]:
    """Observations of a message. Raises StoreError unless it holds exactly one series."""
    rows = list(_xml(text, one) if text.lstrip().startswith("<") else _csv(text, one))
    keys = dict.fromkeys(key for key, _, _ in rows)
    if not rows:
        raise StoreError(f"sdmx: '{one.series}': the answer holds no observation; check the key")
    if len(keys) > 1:
        first, second, *_ = keys
        raise StoreError(
            f"sdmx: '{one.series}': the answer holds {len(keys)} series ({first}, {second}, ...); "
            "name one value for every dimension of the key"
        )
    for _, period, value in rows:
        number = _number(value)
        if number is not None:
            yield one.observation(*_period(period, one), number)


# Columns of SDMX-CSV that are no dimension of the key; attributes follow OBS_VALUE.
_NO_KEY = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "KEY"}


def _csv(text: str, one: Target) -> Iterator[tuple[tuple[str, ...], str, str]]:
    reader = csv.reader(text.splitlines())
    names = next(reader, [])
    if "OBS_VALUE" not in names:
        raise StoreError(f"sdmx: '{one.series}': no SDMX-CSV: no column OBS_VALUE")
    value = names.index("OBS_VALUE")
    time = names.index("TIME_PERIOD") if "TIME_PERIOD" in names else value - 1
    key = [at for at in range(min(time, value)) if names[at] not in _NO_KEY]
    for cells in reader:
        if len(cells) > value:
            yield tuple(cells[at] for at in key), cells[time], cells[value]


def _xml(text: str, one: Target) -> Iterator[tuple[tuple[str, ...], str, str]]:
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise StoreError(f"sdmx: '{one.series}': the answer is cut off: {error}") from None
    for series in root.iter():
        if _name(series) != "Series":
            continue
        key = tuple(sorted(series.attrib.values())) or _generic_key(series)
        for row in series:
            if _name(row) != "Obs":
                continue
            found = {_name(part): part.get("value", "") for part in row}
            period = row.get("TIME_PERIOD") or found.get("ObsDimension", "")
            yield key, period, row.get("OBS_VALUE") or found.get("ObsValue", "")


def _generic_key(series: ElementTree.Element) -> tuple[str, ...]:
    parts = (part for part in series if _name(part) == "SeriesKey")
    return tuple(value.get("value", "") for part in parts for value in part)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _period(text: str, one: Target) -> tuple[date, date]:
    if hit := _WEEK.fullmatch(text):
        first = date.fromisocalendar(int(hit[1]), int(hit[2]), 1)
        return first, first + timedelta(6)
    if hit := _HALF.fullmatch(text):
        text = f"{hit[1]}H{hit[2]}"
    try:
        return parse(text.partition("T")[0])
    except ValueError as error:
        raise StoreError(f"sdmx: '{one.series}': {error}") from None


def _number(text: str) -> Decimal | None:
    """The value; ":" "-" "" and NaN stand for a missing one."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
