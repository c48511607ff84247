"""Writes the files of the default pack from raw data, once, when the raw data changes.

    python -m claimcheck.data.build RAW_FOLDER

Each function below turns one raw set into lines; a value is never typed here, only where it comes
from, what it means and when it became known. Single facts without a raw set stand in
``facts.csv``, which is kept by hand.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

PACK = Path(__file__).parent / "pack"
OBSERVATIONS = ("series", "period", "value", "known_from", "known_to", "status", "source", "note")
SERIES = (
    "series", "entity", "metric", "basis", "unit", "per", "currency", "provider", "source",
    "status", "note",
)


@dataclass(frozen=True, slots=True)
class Series:
    """A line of series.csv."""

    series: str
    entity: str
    metric: str
    basis: str
    unit: str
    source: str
    per: str = ""
    currency: str = ""
    provider: str = ""
    status: str = ""
    note: str = ""

    def cells(self) -> list[str]:
        """Its cells in the order of ``SERIES``."""
        return [getattr(self, name) for name in SERIES]


Line = tuple[str, ...]
Part = tuple[list[Series], list[Line]]


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def month_end(month: str) -> date:
    """The last day of ``YYYY-MM``."""
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, monthrange(year, number)[1])


def after(period_end: date) -> str:
    """The day after a market figure's period: when everybody could know it."""
    return (period_end + timedelta(1)).isoformat()


# ---------------------------------------------------------------- prices


def cpi_known(raw: Path) -> dict[str, str]:
    """Release day of each month's CPI where the agency's calendar gives it."""
    found = {}
    for row in table(raw / "calendars" / "release_calendar_master.csv.gz"):
        if row["release_block"] == "consumer_price_index":
            month = datetime.strptime(row["reference_period_label"], "%B %Y")
            found[f"{month:%Y-%m}"] = row["release_date"]
    return found | CPI_RELEASES


# Released outside the calendar at hand: bls.gov/bls/092025-cpi-reschedule-notice.htm (September
# 2025, after the lapse in appropriations; October 2025 was never published) and the 2023 schedule
# as listed by usinflation.org/us-inflation-release-dates.
CPI_RELEASES = {
    "2022-12": "2023-01-12", "2023-01": "2023-02-14", "2023-02": "2023-03-14",
    "2023-03": "2023-04-12", "2023-04": "2023-05-10", "2023-05": "2023-06-13",
    "2023-06": "2023-07-12", "2023-07": "2023-08-10", "2023-08": "2023-09-13",
    "2023-09": "2023-10-12", "2023-10": "2023-11-14", "2023-11": "2023-12-12",
    "2025-09": "2025-10-24",
}


def consumer_prices(raw: Path) -> Part:
    """US CPI-U, and the annual rate computed by date: no rate where a base month is missing.

    The raw file's own ``Inflation`` column is month on month and is not used.
    """
    index = Series(
        "united-states.cpi", "united-states", "cpi", "headline nsa", "index_point", "bls-cpi",
        note="1982-84 = 100",
    )
    rate = Series(
        "united-states.cpi_inflation.yoy", "united-states", "cpi_inflation", "headline nsa yoy",
        "percent", "bls-cpi", status="derived",
        note="computed: index / index of the same month a year before - 1",
    )
    known = cpi_known(raw)
    values = {row["Date"][:7]: row["Index"] for row in table(raw / "datahub/cpi_us_monthly.csv")}
    lines: list[Line] = []
    for month, value in values.items():
        day = known.get(month, "")
        lines.append((index.series, month, value, day))
        base = values.get(f"{int(month[:4]) - 1}{month[4:]}")
        if base:
            change = (Decimal(value) / Decimal(base) - 1) * 100
            lines.append((rate.series, month, str(change.quantize(Decimal("0.01"))), day))
    return [index, rate], lines


def ten_year(raw: Path) -> Part:
    """US ten-year Treasury yield, monthly averages, known from the day after the month."""
    series = Series(
        "us-treasuries.bond_yield.10y", "us-treasuries", "bond_yield", "nominal", "percent",
        "fed-h15-10y", note="monthly average, constant maturity",
    )
    rows = table(raw / "datahub/us10y_monthly.csv")
    return [series], [
        (series.series, row["Date"][:7], row["Rate"], after(month_end(row["Date"])))
        for row in rows
    ]


PARTS: dict[str, Callable[[Path], Part]] = {
    "us_cpi": consumer_prices,
    "us_yields": ten_year,
}


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Writes a CSV whose lines end early when their last cells are empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            cells = list(row)
            while cells and not cells[-1]:
                cells.pop()
            writer.writerow(cells)


def main(raw: Path) -> None:
    """Rewrites every generated file of the pack."""
    for name, build in PARTS.items():
        series, lines = build(raw)
        write(PACK / f"{name}.series.csv", SERIES, (one.cells() for one in series))
        write(PACK / f"{name}.csv", OBSERVATIONS, lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
