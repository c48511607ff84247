"""Numbers as the financial press writes them, in sixteen languages, near misses beside hits.

Each row of ``fixtures/numbers`` is read as a sentence, so that a unit which a number leaves to its
neighbour ("3,2 milliards d'euros, contre 2,8 milliards") counts too.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from claimcheck.extract.scene import look
from claimcheck.quantities import Mention
from claimcheck.schema import Sentence

TABLES = Path(__file__).parent / "fixtures" / "numbers"
UNITS = {
    "%": "percent",
    "pp": "percentage_point",
    "bp": "basis_point",
    "x": "times",
    "pt": "index_point",
    "n": "count",
}


class Wanted(NamedTuple):
    low: Decimal
    high: Decimal
    unit: str  # "*": any
    per: str | None  # None: any


def rows() -> list[tuple[str, str, str]]:
    found = []
    for table in sorted(TABLES.glob("*.txt")):
        for line in table.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                iso, text, wanted = (cell.strip() for cell in line.split("|"))
                found.append((iso, text, wanted))
    return found


def parse(cell: str) -> list[Wanted]:
    found = []
    for item in filter(None, (part.strip() for part in cell.split(";"))):
        value, unit = item.split(" ")
        low, _, high = value.partition("..")
        name, _, per = unit.partition("/")
        found.append(Wanted(Decimal(low), Decimal(high or low), UNITS.get(name, name), per or None))
    return found


def fits(mention: Mention, wanted: Wanted) -> bool:
    # Shares are written with two decimals: two thirds are 66.67%.
    return (
        mention.low == wanted.low
        and mention.high == wanted.high
        and wanted.unit in ("*", mention.unit)
        and wanted.per in (None, mention.per)
    )


@pytest.mark.parametrize(("iso", "text", "cell"), rows())
def test_press(iso: str, text: str, cell: str) -> None:
    sentence = Sentence(start=0, end=len(text), text=text, language=iso, paragraph=0)
    found, wanted = look(sentence, None).mentions, parse(cell)
    shown = [(text[m.start : m.end], m.low, m.high, m.unit, m.per) for m in found]
    assert len(found) == len(wanted), shown
    assert all(map(fits, found, wanted)), shown
