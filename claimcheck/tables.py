"""Own reference tables: rows of ``entity, metric, period, value, unit`` become observations.

A row that cannot be read is a ``RowError`` with line, column and remedy; the others are kept.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from claimcheck import lexicon
from claimcheck.errors import InputError, InputNotFound, RowError
from claimcheck.reference.records import STATUSES, Observation
from claimcheck.reference.spans import parse as parse_period

REQUIRED = ("entity", "metric", "period", "value", "unit")
OPTIONAL = (
    "basis", "known_from", "known_to", "status", "series", "source", "url", "note", "currency",
    "per", "provider",
)
COLUMNS = REQUIRED + OPTIONAL
BASES = (
    "yoy", "qoq", "mom", "annualised", "ytd", "cagr", "trailing", "forward", "price", "total",
    "gaap", "adjusted", "operating", "nominal", "real", "sa", "nsa", "net", "gross", "core",
    "headline", "basic", "diluted", "consensus", "guidance",
)
UNITS = {
    "%": "percent", "percent": "percent", "pct": "percent", "per cent": "percent",
    "pp": "percentage_point", "ppt": "percentage_point", "pts": "index_point",
    "percentage point": "percentage_point", "percentage points": "percentage_point",
    "percentage_point": "percentage_point", "bp": "basis_point", "bps": "basis_point",
    "basis point": "basis_point", "basis points": "basis_point", "basis_point": "basis_point",
    "x": "times", "times": "times", "ratio": "times", "index": "index_point",
    "point": "index_point", "points": "index_point", "index point": "index_point",
    "index points": "index_point", "index_point": "index_point", "count": "count", "": "count",
    "number": "count", "units": "count",
}
SCALES = {
    "k": 3, "thousand": 3, "thousands": 3, "m": 6, "mn": 6, "mio": 6, "million": 6,
    "millions": 6, "bn": 9, "billion": 9, "billions": 9, "tn": 12, "trn": 12, "trillion": 12,
    "trillions": 12,
}
SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_CURRENCY = re.compile(r"[A-Z]{3}")
_WORD = re.compile(r"[a-z][a-z_]*")


def read_unit(text: str) -> tuple[str, Decimal, str | None]:
    """``(unit, scale, per)`` of a written unit: ``USD bn`` is ``("USD", 10**9, None)``.

    Raises ValueError with what is allowed.
    """
    whole, _, per = text.strip().partition("/")
    per = per.strip()
    words = whole.split()
    scale = Decimal(1)
    plain = " ".join(words).lower()
    if plain in UNITS:
        return UNITS[plain], scale, per or None
    kept = []
    for word in words:
        if word.lower() in SCALES:
            scale = scale.scaleb(SCALES[word.lower()])
        else:
            kept.append(word)
    return _plain_unit(" ".join(kept), text), scale, per or None


def _plain_unit(name: str, text: str) -> str:
    if name in SYMBOLS:
        return SYMBOLS[name]
    if _CURRENCY.fullmatch(name):
        return name
    if name.lower() in UNITS:
        return UNITS[name.lower()]
    if _WORD.fullmatch(name):
        return name.removesuffix("s")
    raise ValueError(
        f"unit '{text}' cannot be read; allowed: %, pp, bps, x, points, count, an ISO currency "
        "with an optional scale and /share (USD, USD bn, USD/share), or one word (barrel)"
    )


def read_number(text: str) -> Decimal:
    """The decimal number of a cell; group commas in threes and an accounting minus are read.

    Raises ValueError with what is allowed.
    """
    cell = text.strip().replace("−", "-")
    if re.fullmatch(r"\(.*\)", cell):
        cell = "-" + cell[1:-1]
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", cell):
        cell = cell.replace(",", "")
    try:
        value = Decimal(cell)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise ValueError(f"'{text}' is not a number; write 1234.5, leave a row without one out")
    return value


@cache
def _metric_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for id, metric in sorted(lexicon.metrics().items()):
        for name in (metric.name, *(name for group in metric.names.values() for name in group)):
            names.setdefault(_folded(name), id)
    for _, metric in sorted(lexicon.metrics().items()):
        if metric.growth:
            own = (metric.name, *(name for group in metric.names.values() for name in group))
            for name in own:
                names.setdefault(_folded(f"{name} growth"), metric.growth)
                names.setdefault(_folded(f"growth in {name}"), metric.growth)
    names.update({_folded(id): id for id in lexicon.metrics()})
    return names


@cache
def _entity_names() -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id, entity in sorted(lexicon.entities().items()):
        own = {entity.name, *(name for group in entity.names.values() for name in group)}
        if entity.ticker:
            own.add(entity.ticker)
        for key in {_folded(name) for name in own}:
            if names.setdefault(key, id) != id:
                taken.add(key)  # two owners: neither is meant for sure
    for key in taken:
        del names[key]
    names.update({_folded(id): id for id in lexicon.entities()})
    return names


def _folded(name: str) -> str:
    return " ".join(word for word, _, _ in lexicon.tokens(name.replace("_", " ").replace("-", " ")))


def _look_up(kind: str, text: str, names: dict[str, str]) -> str:
    found = names.get(_folded(text))
    if found:
        return found
    near = difflib.get_close_matches(_folded(text), names, n=3, cutoff=0.6)
    ids = list(dict.fromkeys(names[name] for name in near))
    hint = f"nearest: {', '.join(ids)}" if ids else f"there are {len(set(names.values()))}"
    remedy = f"use an id or name of the catalogue (`claimcheck explain {kind}` lists them)"
    raise ValueError(f"unknown {kind} '{text.strip()}'; {hint}; {remedy}")


def read_metric(text: str) -> tuple[str, int]:
    """``(metric id, sign)``: ``net outflow`` is the net flow with its sign turned.

    Raises ValueError naming the nearest metrics.
    """
    id = _look_up("metric", text, _metric_names())
    flow = lexicon.metrics()[id].kind == "flow"
    return id, -1 if flow and _outward().find(lexicon.tokens(text)) else 1


@cache
def _outward() -> lexicon.PhraseMatcher:
    """The words for money going out, of every language: its ``cues.out``."""
    cues = (lexicon.section(iso, "cues").get("direction", {}) for iso in lexicon.languages())
    words = dict.fromkeys(word for section in cues for word in section.get("out", ()))
    return lexicon.PhraseMatcher(((word, None) for word in words), plurals=True)


def read_entity(text: str) -> str:
    """Entity id of a name, alias, ticker or id. Raises ValueError naming the nearest ones."""
    return _look_up("entity", text, _entity_names())


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    first, last = parse_period(text)
    if first != last:
        raise ValueError(f"'{text}' is not one day; write YYYY-MM-DD")
    return first


def _basis(text: str) -> tuple[str, ...]:
    words = tuple(sorted({word for word in re.split(r"[\s,;|+]+", text.strip().lower()) if word}))
    for word in words:
        if word not in BASES:
            near = difflib.get_close_matches(word, BASES, n=1)
            hint = f"nearest: {near[0]}; " if near else ""
            raise ValueError(f"unknown basis '{word}'; {hint}allowed: {' '.join(BASES)}")
    return words


def _status(text: str) -> str:
    status = text.strip().lower() or "actual"
    if status not in STATUSES:
        raise ValueError(f"unknown status '{status}'; allowed: {', '.join(STATUSES)}")
    return status


class _Row:
    """One row while it is read: every cell is fetched by name, a failure knows its column."""

    def __init__(self, cells: Mapping[str, str], where: str, line: int | None) -> None:
        self.cells, self.where, self.line = cells, where, line

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def read(self, column: str, reader: Callable[[str], Any]) -> Any:
        cell = self.text(column)
        if column in REQUIRED and not cell:
            raise RowError(self.where, self.line, column, "is empty; fill it or drop the row")
        try:
            return reader(cell)
        except ValueError as error:
            raise RowError(self.where, self.line, column, str(error)) from None

    def observation(self) -> Observation:
        entity = self.read("entity", read_entity)
        metric, sign = self.read("metric", read_metric)
        year_end = lexicon.entities()[entity].fiscal_year_end
        start, end = self.read("period", lambda cell: parse_period(cell, year_end))
        unit, scale, per = self.read("unit", read_unit)
        value = self.read("value", read_number) * scale * sign
        known_from, known_to = self.read("known_from", _date), self.read("known_to", _date)
        if known_from and known_to and known_to <= known_from:
            raise RowError(
                self.where, self.line, "known_to",
                f"{known_to} is not after known_from {known_from}",
            )
        basis, status = self.read("basis", _basis), self.read("status", _status)
        provider = self.text("provider") or None
        per = self.text("per") or per or lexicon.metrics()[metric].per
        currency = self.text("currency") or (unit if _CURRENCY.fullmatch(unit) else None)
        series = self.text("series") or _series(self.where, entity, metric, basis, provider, per)
        return Observation(
            series, entity, metric, basis, unit, per, start, end, value, status, known_from,
            known_to, provider, self._source(), self.text("note") or None, currency,
        )

    def _source(self) -> str:
        title, url = self.text("source") or Path(self.where).name, self.text("url")
        return f"{title} <{url}>" if url else title


def _series(
    where: str, entity: str, metric: str, basis: tuple[str, ...], *rest: str | None
) -> str:
    parts = (Path(where).name, entity, metric, *basis, *(part for part in rest if part))
    return "/".join(parts)


def _cell(value: Any) -> str:
    """A cell as text; a float keeps the digits it prints with, a missing value is empty."""
    if value is None or value != value:  # NaN and NaT are the values unlike themselves
        return ""
    if isinstance(value, list | tuple):
        return " ".join(_cell(item) for item in value)
    return str(value)


def _observations(
    rows: Iterable[tuple[int | None, Mapping[str, Any]]], where: str
) -> tuple[tuple[Observation, ...], tuple[RowError, ...]]:
    found: list[Observation] = []
    errors: list[RowError] = []
    held: dict[tuple[Any, ...], tuple[Observation, int | None]] = {}
    for line, row in rows:
        try:
            observation = _Row({k: _cell(v) for k, v in row.items()}, where, line).observation()
            _refuse_second(observation, line, held, where)
        except RowError as error:
            errors.append(error)
        else:
            found.append(observation)
    return tuple(found), tuple(errors)


def _refuse_second(
    row: Observation, line: int | None, held: dict[tuple[Any, ...], tuple[Observation, int | None]],
    where: str,
) -> None:
    """A second value for the same series, period and vintage contradicts the first."""
    first, first_line = held.setdefault((*row.key, row.known_from), (row, line))
    if first.unit != row.unit or (first is not row and first.value != row.value):
        column = "unit" if first.unit != row.unit else "value"
        place = f"line {first_line}" if first_line else "an earlier row"
        raise RowError(
            where, line, column,
            f"contradicts {place} ({first.value} {first.unit}) for the same series and period; "
            "give known_from when it is a revision, or another series name",
        )


def _header(names: Iterable[str], where: str) -> None:
    """Refuses a table that lacks a required column or has an unknown one."""
    given = [name for name in names if name]
    missing = [name for name in REQUIRED if name not in given]
    if missing:
        near = difflib.get_close_matches(missing[0], given, n=1)
        hint = f" (is it '{near[0]}'?)" if near else ""
        raise RowError(
            where, 1, missing[0],
            f"required column is missing{hint}; required: {', '.join(REQUIRED)}; "
            f"optional: {', '.join(OPTIONAL)}",
        )
    unknown = [name for name in given if name not in COLUMNS]
    if unknown:
        near = difflib.get_close_matches(unknown[0], COLUMNS, n=1)
        hint = f"nearest: {near[0]}; " if near else ""
        raise RowError(
            where, 1, unknown[0], f"unknown column; {hint}allowed: {', '.join(COLUMNS)}"
        )


def refs_from_rows(
    rows: Iterable[dict[str, Any]], where: str
) -> tuple[tuple[Observation, ...], tuple[RowError, ...]]:
    """Observations of rows given as objects (the field ``refs`` of a feed), and row errors."""

    def checked() -> Iterator[tuple[int | None, dict[str, Any]]]:
        for line, row in enumerate(rows, 1):
            try:
                _header(row, where)
            except RowError as error:
                errors.append(RowError(where, line, error.column, error.problem))
            else:
                yield line, row

    errors: list[RowError] = []
    found, unread = _observations(checked(), where)
    ordered = sorted((*errors, *unread), key=lambda error: error.line or 0)
    return found, tuple(ordered)


def read_refs(path: str | Path) -> tuple[tuple[Observation, ...], tuple[RowError, ...]]:
    """Observations of a table file and its unreadable rows.

    Raises InputNotFound, or InputError when nothing of the file can be read.
    """
    path = Path(path)
    if not path.is_file():
        raise InputNotFound(f"reference table '{path}': no such file; give a .csv")
    if path.suffix.lower() not in (".csv", ".tsv"):
        raise InputError(
            f"reference table '{path}': '{path.suffix}' is not read; allowed: .csv, .tsv"
        )
    return _read_csv(path)


def _read_csv(path: Path) -> tuple[tuple[Observation, ...], tuple[RowError, ...]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"reference table '{path}': not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from None
    lines = text.splitlines()
    if not lines:
        raise InputError(f"reference table '{path}': empty; required: {', '.join(REQUIRED)}")
    mark = "\t" if path.suffix.lower() == ".tsv" else _delimiter(lines[0])
    reader = csv.reader(lines, delimiter=mark)
    names = [name.strip().lower() for name in next(reader)]
    try:
        _header(names, str(path))
    except RowError as error:
        return (), (error,)
    errors: list[RowError] = []

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                errors.append(RowError(
                    str(path), reader.line_num, None,
                    f"{len(cells)} cells under {len(names)} columns; "
                    f"quote a cell that holds '{mark}'",
                ))
                continue
            yield reader.line_num, dict(zip(names, cells, strict=False))

    found, unread = _observations(rows(), str(path))
    return found, tuple(sorted((*errors, *unread), key=lambda error: error.line or 0))


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)
