"""Development indicators by country from the World Bank.

Covers some 1,600 indicators of 217 economies, mostly by year. Vintages: no, the latest values.
Licence: CC BY 4.0. Limits: none stated. Key: none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from claimcheck import lexicon
from claimcheck.errors import StoreError
from claimcheck.http import Client
from claimcheck.reference.records import Observation, SourceInfo
from claimcheck.reference.spans import parse
from claimcheck.sources._targets import Target, target

URL = "https://api.worldbank.org"
INFO = SourceInfo(
    "worldbank", "World Bank, World Development Indicators", "CC BY 4.0",
    "https://datahelpdesk.worldbank.org/knowledgebase/articles/889392",
)
VINTAGES = False
KEY = None
COVERS = "development indicators by country and year"
USAGE = "INDICATOR (all countries) or INDICATOR@US;DE (ISO codes): NY.GDP.MKTP.CD@US"
RATE = 4.0
# The bank's own two-letter codes of groups that the catalogue has as regions.
REGIONS = {"1W": "world", "XC": "euro-area", "EU": "european-union"}


def fetch(client: Client, series: Iterable[str], base: str = URL) -> Iterator[Observation]:
    """Values of each indicator, page by page."""
    for text in series:
        name, _, where = text.partition("@")
        one = target("worldbank", name)
        page, pages = 1, 1
        while page <= pages:
            answer = client.get(
                f"{base}/v2/country/{where or 'all'}/indicator/{one.series}",
                {"format": "json", "per_page": "20000", "page": str(page)},
            )
            head, rows = _answer(answer.text, one)
            pages, page = int(head.get("pages", 1)), page + 1
            yield from observations(rows, one)


def observations(rows: Iterable[dict[str, Any]], one: Target) -> Iterator[Observation]:
    """Observations of an answer's rows; groups of countries that have no entity are left out."""
    for row in rows:
        entity = one.entity or _entities().get(row["country"]["id"])
        if entity is None or row["value"] is None:
            continue
        start, end = parse(row["date"].replace("M", "-"))
        yield one.observation(start, end, row["value"], entity=entity)


@cache
def _entities() -> dict[str, str]:
    codes = {
        one.code: id for id, one in lexicon.entities().items() if one.kind == "country" and one.code
    }
    return codes | REGIONS


def _answer(text: str, one: Target) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        answer = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise StoreError(f"worldbank: '{one.series}': the answer is no JSON: {error}") from None
    if not isinstance(answer, list) or len(answer) < 2:
        said = answer[0]["message"][0]["value"] if _is_message(answer) else "no data"
        raise StoreError(f"worldbank: '{one.series}': {said}; check indicator and countries")
    return answer[0], answer[1] or []


def _is_message(answer: Any) -> bool:
    return isinstance(answer, list) and bool(answer) and "message" in answer[0]
