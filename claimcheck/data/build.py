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
import sqlite3
import sys
from calendar import monthrange
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from claimcheck.lexicon import entities
from claimcheck.reference.derive import MissingPeriod, back, year_on_year
from claimcheck.reference.records import Observation
from claimcheck.reference.spans import months, parse, written
from claimcheck.schema import plain
from claimcheck.sources import fred, sec
from claimcheck.sources._vintages import Vintages, changes, known_on, sorted_out

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
            about = datetime.strptime(row["reference_period_label"], "%B %Y")
            found[f"{about:%Y-%m}"] = row["release_date"]
    for year, days in CPI_DAYS.items():
        for number, day in enumerate(days.split()):
            month = f"{year - 1}-12" if number == 0 else f"{year}-{number:02}"
            found[month] = f"{year}-{day}"
    return found | CPI_LATE


# CPI release days of the years before the calendar at hand, December of the year before first
# (bls.gov/schedule/news_release/cpi.htm). September 2025 came on 24 October, after the lapse in
# appropriations (bls.gov/bls/092025-cpi-reschedule-notice.htm), November on 18 December; October
# was never published.
CPI_DAYS = {
    2021: "01-13 02-10 03-10 04-13 05-12 06-10 07-13 08-11 09-14 10-13 11-10 12-10",
    2022: "01-12 02-10 03-10 04-12 05-11 06-10 07-13 08-10 09-13 10-13 11-10 12-13",
    2023: "01-12 02-14 03-14 04-12 05-10 06-13 07-12 08-10 09-13 10-12 11-14 12-12",
    2024: "01-11 02-13 03-12 04-10 05-15 06-12 07-11 08-14 09-11 10-10 11-13 12-11",
    2025: "01-15 02-12 03-12 04-10 05-13 06-11 07-15 08-12 09-11",
}
CPI_LATE = {"2025-09": "2025-10-24", "2025-11": "2025-12-18"}


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
    held = table(raw / "datahub/cpi_us_monthly.csv")
    last = max(row["Date"][:7] for row in held)
    index_held = bls_index(raw, "CUUR0000SA0")
    later = {month: value for month, value in index_held.items() if month > last}
    rows = [
        Observation(
            index.series, index.entity, index.metric, (), index.unit, None,
            *parse(row["Date"][:7]), Decimal(row["Index"]), "actual", None, None, None,
            index.source,
        )
        for row in [
            *held, *({"Date": month, "Index": str(value)} for month, value in later.items()),
        ]
    ]
    by_month = {row.start: [row] for row in rows}
    lines: list[Line] = []
    for row in rows:
        month = written(row.start, row.end)
        day = known.get(month, "")
        lines.append((index.series, month, str(row.value), day))
        try:
            change = year_on_year(row, by_month.get(back(row.start, row.end, 12)[0], ()))
        except MissingPeriod:
            continue
        lines.append((rate.series, month, str(change.value.quantize(Decimal("0.01"))), day))
    return [index, rate], lines


def monthly_prices(raw: Path) -> Part:
    """US CPI-U on the month, seasonally adjusted, as printed and as the seasonal factors revised.

    A vintage of the real-time file is that of the release in its month; each February has new
    seasonal factors. BLS prints one decimal. A month whose predecessor is missing has no rate.
    """
    import openpyxl

    series = Series(
        "united-states.cpi_inflation.mom", "united-states", "cpi_inflation", "headline mom sa",
        "percent", "bls-cpi-sa", note="change from the month before, as printed",
    )
    book = openpyxl.load_workbook(raw / "rtdsm/pcpiMvMd.xlsx", read_only=True)
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    release = {day[:7]: day for day in cpi_known(raw).values()}
    vintages: dict[str, list[tuple[str, str]]] = {}
    for column, name in enumerate(header):
        month = f"20{name[4:6]}-{int(name[7:]):02}" if str(name).startswith("PCPI2") else ""
        if month not in release:
            continue
        levels = {str(row[0]).replace(":", "-"): row[column] for row in rows}
        for base, about in pairwise(sorted(levels)):
            if about < "2020-12" or "#N/A" in (levels[base], levels[about]):
                continue
            change = (Decimal(str(levels[about])) / Decimal(str(levels[base])) - 1) * 100
            printed = str(change.quantize(Decimal("0.1")))
            held = vintages.setdefault(about, [])
            if not held or held[-1][1] != printed:
                held.append((release[month], printed))
    lines: list[Line] = [
        (series.series, about, value, known)
        for about, held in sorted(vintages.items()) for known, value in held
    ]
    return [series], lines


def bls_index(raw: Path, id: str) -> dict[str, Decimal]:
    """Values of an index by month from ``cpi.db``, the agency's tables as a package has them.

    The thirteenth month is the average of the year.
    """
    with closing(sqlite3.connect(raw / "cpi.db")) as held:
        rows = held.execute(
            "SELECT year, substr(period, 2), value FROM indexes "
            "WHERE series = ? AND period LIKE 'M%' AND period < 'M13' ORDER BY 1, 2", (id,)
        ).fetchall()
    return {f"{year}-{month}": Decimal(str(value)) for year, month, value in rows}


def core_prices(raw: Path) -> Part:
    """US CPI without food and energy on the year since 1990, and on the month as first printed.

    The index is never revised before seasonal adjustment, so that its annual rate is the one that
    was printed. The adjusted one has new factors each February: only months printed under the
    factors at hand are taken. A month whose base is missing has no rate.
    """
    rate = Series(
        "united-states.core_inflation.yoy", "united-states", "core_inflation", "core nsa yoy",
        "percent", "bls-cpi-core", status="derived",
    )
    change = Series(
        "united-states.core_inflation.mom", "united-states", "core_inflation", "core mom sa",
        "percent", "bls-cpi-core", status="derived",
    )
    known = cpi_known(raw)
    index, adjusted = bls_index(raw, "CUUR0000SA0L1E"), bls_index(raw, "CUSR0000SA0L1E")
    lines: list[Line] = []
    for one, held, lag, first, step in (
        (rate, index, 12, "1990", "0.01"), (change, adjusted, 1, FACTORS_SINCE, "0.1"),
    ):
        for month, value in held.items():
            base = held.get(written(*back(*parse(month), lag)))
            if base is None or month < first:
                continue
            printed = ((value / base - 1) * 100).quantize(Decimal(step)) + 0  # no "-0.0"
            note = f"computed: {value} / {base} - 1"
            lines.append(
                (one.series, month, str(printed), known.get(month, ""), "", "", "", note)
            )
    return [rate, change], lines


# The first month printed under the seasonal factors of cpi.db.
FACTORS_SINCE = "2026-01"


def ten_year(raw: Path) -> Part:
    """US ten-year Treasury yield, monthly averages, known from the day after the month."""
    series = Series(
        "united-states.bond_yield.10y", "united-states", "bond_yield", "average", "percent",
        "fed-h15-10y", note="10-year, monthly average, constant maturity",
    )
    lines: list[Line] = []
    for row in table(raw / "datahub/us10y_monthly.csv"):
        known = after(month_end(row["Date"]))
        lines.append((series.series, row["Date"][:7], row["Rate"], known))
    return [series], lines


# ---------------------------------------------------------------- currencies and commodities

CURRENCIES = {
    "Australia": "AUD", "Brazil": "BRL", "Canada": "CAD", "China": "CNY", "Denmark": "DKK",
    "Euro": "EUR", "Hong Kong": "HKD", "India": "INR", "Japan": "JPY", "Malaysia": "MYR",
    "Mexico": "MXN", "New Zealand": "NZD", "Norway": "NOK", "Singapore": "SGD",
    "South Africa": "ZAR", "South Korea": "KRW", "Sri Lanka": "LKR", "Sweden": "SEK",
    "Switzerland": "CHF", "Taiwan": "TWD", "Thailand": "THB", "United Kingdom": "GBP",
}
# "The dollar stands at 156 yen": held under the dollar as well.
OF_THE_DOLLAR = ("JPY", "CNY", "CHF", "CAD", "INR", "KRW", "MXN", "BRL")
# Quoted as dollars for one of them; the raw file turns all into units for a dollar.
DOLLARS_FOR_ONE = ("EUR", "GBP", "AUD", "NZD")


def currencies(raw: Path) -> Part:
    """Monthly averages against the dollar, since the months before floating rates (1971)."""
    series: dict[str, Series] = {}
    lines: list[Line] = []
    for row in table(raw / "datahub/fx_monthly.csv"):
        code = CURRENCIES.get(row["Country"])
        if code is None or row["Date"] < "1990":
            continue
        period, known = row["Date"][:7], after(month_end(row["Date"]))
        one = Series(
            f"{code.lower()}.exchange_rate.per-usd", code.lower(), "exchange_rate", "average", code,
            "fed-g5-fx", per="USD", currency=code, note="monthly average, units for one US dollar",
        )
        mirror = replace(one, series=f"usd.exchange_rate.in-{code.lower()}", entity="usd")
        for kept in (one, mirror):
            if kept is one or code in OF_THE_DOLLAR:
                series[kept.series] = kept
                lines.append((kept.series, period, row["Exchange rate"], known))
        if code in DOLLARS_FOR_ONE:
            two = Series(
                f"{code.lower()}.exchange_rate.in-usd", code.lower(), "exchange_rate", "average",
                "USD", "fed-g5-fx", per=code, currency="USD", status="derived",
                note="monthly average, US dollars for one; computed: 1 / units for one dollar",
            )
            series[two.series] = two
            dollars = (1 / Decimal(row["Exchange rate"])).quantize(Decimal("0.0001"))
            lines.append((two.series, period, str(dollars), known))
    return list(series.values()), lines


def commodities(raw: Path) -> Part:
    """Gold (from 1960: earlier months repeat the year's average), Brent and WTI, monthly."""
    series: list[Series] = []
    lines: list[Line] = []
    for id, unit, file, first, source, note in (
        ("gold", "ounce", "gold_usd_oz_monthly.csv", "1960", "world-bank-pink-sheet", "London"),
        ("brent", "barrel", "oil_brent_monthly.csv", "1987", "eia-spot", "Europe Brent spot, FOB"),
        ("wti", "barrel", "oil_wti_monthly.csv", "1986", "eia-spot", "Cushing, Oklahoma spot, FOB"),
    ):
        one = Series(
            f"{id}.price", id, "price", "average", "USD", source, per=unit, currency="USD",
            note=f"monthly average, {note}",
        )
        series.append(one)
        for row in table(raw / "datahub" / file):
            if row["Date"] >= first:
                day = after(month_end(row["Date"]))
                lines.append((one.series, row["Date"][:7], trimmed(row["Price"]), day))
    return series, lines


def trimmed(number: str) -> str:
    """``4228.000`` without the zeros a program added: the source prints two decimals at most."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def padded(number: str, decimals: int) -> str:
    """``4`` as ``4.0`` where the source prints decimals: a bare 4 would mean 3.5 to 4.5."""
    given = len(number.partition(".")[2])
    return f"{Decimal(number):.{decimals}f}" if given < decimals else number


# ---------------------------------------------------------------- the world

REGIONS = {"WLD": "world", "EMU": "euro-area", "EUU": "european-union"}


def countries(raw: Path) -> dict[str, str]:
    """Entity id of each ISO 3166 alpha-3 code of the catalogue, and of three regions."""
    codes = {
        row["ISO3166-1-Alpha-3"]: row["ISO3166-1-Alpha-2"]
        for row in table(raw / "datahub/country_codes_names.csv")
    }
    ids = {one.code: id for id, one in entities().items() if one.kind == "country"}
    return {three: ids[two] for three, two in codes.items() if two in ids} | REGIONS


# The World Bank's figure is not the one the country's press means: the CPIH (2023: 6.8) where
# the headline is the CPI (7.3).
OTHER_MEASURE = {("united-kingdom", "cpi_inflation")}


def world(raw: Path) -> Part:
    """Annual GDP in current dollars and consumer price inflation by country, from 1990.

    The inflation stands in the file named "cpi", in percent; the one named "inflation" is the GDP
    deflator (US 2022: 7.13, where consumer prices rose 8.00).
    """
    ids = countries(raw)
    series: dict[str, Series] = {}
    lines: list[Line] = []
    for file, column, metric, basis, unit, decimals, note in (
        ("gdp_world_annual.csv", "Value", "gdp", "nominal", "USD", "1",
         "current US dollars, as held in 2024"),
        ("cpi_world_annual.csv", "CPI", "cpi_inflation", "yoy", "percent", "0.01",
         "annual average on annual average"),
    ):
        for row in table(raw / "datahub" / file):
            entity = ids.get(row["Country Code"])
            if entity is None or row["Year"] < "1990" or (entity, metric) in OTHER_MEASURE:
                continue
            id = f"{entity}.{metric}.annual"
            series[id] = Series(
                id, entity, metric, basis, unit, f"world-bank-{metric.split('_')[-1]}",
                currency="USD" if unit == "USD" else "",
                note=note,
            )
            value = Decimal(row[column]).quantize(Decimal(decimals))
            lines.append((id, row["Year"], str(value)))
    return list(series.values()), lines


# BIS reference area: (central bank, what the rate is). A range is given as its middle there and the
# euro area changes its rate in 2024, so the Federal Reserve and the ECB stand in facts.csv.
CENTRAL_BANKS = {
    "GB": ("bank-of-england", "Bank Rate"),
    "JP": ("bank-of-japan", "uncollateralised overnight call rate target"),
    "CN": ("peoples-bank-of-china", "loan prime rate, one year"),
    "CH": ("swiss-national-bank", "SNB policy rate"),
    "CA": ("bank-of-canada", "target for the overnight rate"),
    "AU": ("reserve-bank-of-australia", "cash rate target"),
    "NZ": ("reserve-bank-of-new-zealand", "official cash rate"),
    "SE": ("riksbank", "policy rate"),
    "NO": ("norges-bank", "sight deposit rate"),
    "TR": ("central-bank-of-turkey", "one-week repo rate"),
    "RU": ("bank-of-russia", "key rate"),
    "BR": ("banco-central-do-brasil", "Selic target"),
    "MX": ("banxico", "target rate"),
    "IN": ("reserve-bank-of-india", "repo rate"),
    "KR": ("bank-of-korea", "base rate"),
    "SA": ("saudi-central-bank", "repo rate"),
    "ZA": ("south-african-reserve-bank", "repo rate"),
    "PL": ("national-bank-of-poland", "reference rate"),
    "IL": ("bank-of-israel", "key rate"),
}


def policy_rates(raw: Path) -> Part:
    """Central banks' rates at the end of each month since 2015."""
    series: dict[str, Series] = {}
    lines: list[Line] = []
    for row in table(raw / "datahub/policy_rates_bis_monthly.csv.gz"):
        if row["iso2"] not in CENTRAL_BANKS or row["month"] < "2015":
            continue
        bank, what = CENTRAL_BANKS[row["iso2"]]
        id = f"{bank}.policy_rate"
        series[id] = Series(id, bank, "policy_rate", "", "percent", "bis-cbpol", note=what)
        day = month_end(row["month"]).isoformat()
        lines.append((id, day, padded(row["rate_percent_end_of_month"], 2), day))
    return list(series.values()), lines


# ---------------------------------------------------------------- US releases with their vintages


@dataclass(frozen=True, slots=True)
class Release:
    """A headline figure of a US statistical release: which raw series gives it, and how."""

    raw: str
    entity: str
    metric: str
    basis: str
    unit: str
    source: str
    first: str  # the first period taken
    scale: int = 0
    frequency: str = "M"
    change: bool = False  # the change from the month before, both as known on the day
    note: str = ""


RELEASES = (
    Release("PAYEMS", "united-states", "payrolls", "sa", "count", "bls-employment", "2021-01-01", 3,
            change=True, note="change from the month before"),
    Release("UNRATE", "united-states", "unemployment_rate", "sa", "percent", "bls-employment",
            "2015-01-01"),
    Release("A191RL1Q225SBEA", "united-states", "gdp_growth", "annualised qoq real sa", "percent",
            "bea-gdp", "2018-01-01", frequency="Q",
            note="real GDP, change from the quarter before, annual rate"),
    Release("RSAFS", "united-states", "retail_sales", "sa", "USD", "census-retail",
            "2021-01-01", 6, note="advance monthly sales for retail and food services"),
    Release("HOUST", "united-states", "housing_starts", "annualised sa", "count", "census-housing",
            "2021-01-01", 3),
)


def real_growth(held: Vintages, periods: int) -> Vintages:
    """Percent change of the sum of ``periods`` quarters on the same ones a year before, by vintage.

    ``periods`` is 1 (a quarter on the year) or 4 (calendar years). Each rate is of levels known on
    one day; the agency prints one decimal.
    """
    rows = []
    for (start, end) in held:
        if periods == 4 and end.month != 12:
            continue
        first, quarters = start, [(start, end)]
        if periods == 4:
            first = date(start.year, 1, 1)
            quarters = [months(start.year, 3 * number + 1, 3) for number in range(4)]
        before = [back(*quarter, 12) for quarter in quarters]
        if not all(quarter in held for quarter in (*quarters, *before)):
            continue
        days = sorted({known for quarter in (*quarters, *before) for known, _, _ in held[quarter]})
        for day in days:
            new = [known_on(held[quarter], day) for quarter in quarters]
            old = [known_on(held[quarter], day) for quarter in before]
            if None not in new and None not in old:
                total = sum(filter(None, new), Decimal(0)) / sum(filter(None, old), Decimal(0))
                rate = (total - 1) * 100
                rows.append(((first, end), day, None, rate.quantize(Decimal("0.1"))))
    return sorted_out(rows)


def us_gdp(raw: Path) -> Part:
    """US real GDP growth on the year, by quarter and by calendar year, every print since 2018."""
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(raw / "alfred_bitemporal.parquet").to_pylist()
    held = sorted_out(
        (
            fred.period(row["period"], "Q"), date.fromisoformat(row["known_from"]), None,
            Decimal(str(row["value"])),
        )
        for row in rows if row["series"] == "GDPC1"
    )
    series: list[Series] = []
    lines: list[Line] = []
    for name, periods in (("yoy", 1), ("annual", 4)):
        one = Series(
            f"united-states.gdp_growth.{name}", "united-states", "gdp_growth", "real sa yoy",
            "percent", "bea-gdp-level", status="derived",
            note="computed: real GDP / real GDP a year before - 1, levels known on the same day",
        )
        series.append(one)
        for (start, end), vintages in sorted(real_growth(held, periods).items()):
            for known, _, value in vintages:
                if start >= date(2018, 1, 1):
                    lines.append((one.series, written(start, end), str(value), known.isoformat()))
    return series, lines


def us_releases(raw: Path) -> Part:
    """Headline figures as first printed and as revised since: every print of recent years."""
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(raw / "alfred_bitemporal.parquet").to_pylist()
    series: list[Series] = []
    lines: list[Line] = []
    for release in RELEASES:
        held = sorted_out(
            (
                fred.period(row["period"], release.frequency),
                date.fromisoformat(row["known_from"]),
                None if row["known_to"] == fred.FOREVER else date.fromisoformat(row["known_to"]),
                Decimal(str(row["value"])),
            )
            for row in rows if row["series"] == release.raw
        )
        id = f"{release.entity}.{release.metric}"
        series.append(Series(
            id, release.entity, release.metric, release.basis, release.unit, release.source,
            currency=release.unit if release.unit == "USD" else "", note=release.note,
        ))
        for (start, end), vintages in sorted((changes(held) if release.change else held).items()):
            if start.isoformat() < release.first:
                continue
            for known, _, value in vintages:
                scaled = trimmed(plain(value.scaleb(release.scale)))
                if release.unit == "percent":
                    scaled = padded(scaled, 1)
                lines.append((id, written(start, end), scaled, known.isoformat()))
    return series, lines


# ---------------------------------------------------------------- companies

COMPANIES = {"0000320193": "apple", "0001045810": "nvidia", "0001835632": "marvell-technology"}


def companies(raw: Path) -> Part:
    """Quarters and years as filed with the SEC, a restatement being a later vintage.

    Earnings per share are the diluted ones: what commentary quotes.
    """
    series: dict[str, Series] = {}
    lines: list[Line] = []
    for cik, entity in COMPANIES.items():
        data = gzip.decompress((raw / f"sec/companyfacts_CIK{cik}.json.gz").read_bytes())
        for row in sec.observations(data.decode(), entity):
            if "basic" in row.basis:
                continue
            series[row.series] = Series(
                row.series, row.entity, row.metric, " ".join(row.basis), row.unit, row.source,
                per=row.per or "", currency=row.currency or "",
            )
            known = row.known_from.isoformat() if row.known_from else ""
            lines.append((row.series, written(row.start, row.end), plain(row.value), known))
    return list(series.values()), lines


PARTS: dict[str, Callable[[Path], Part]] = {
    "us_cpi": consumer_prices,
    "us_cpi_sa": monthly_prices,
    "us_core_cpi": core_prices,
    "us_yields": ten_year,
    "currencies": currencies,
    "commodities": commodities,
    "world": world,
    "policy_rates": policy_rates,
    "us_releases": us_releases,
    "us_gdp": us_gdp,
    "companies": companies,
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
    releases = (
        ("us-cpi", month, day, "08:30", "America/New_York")
        for month, day in sorted(cpi_known(raw).items())
    )
    write(PACK.parent / "releases.csv", ("release", "period", "day", "time", "zone"), releases)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
