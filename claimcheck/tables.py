"""Own reference tables: rows of ``entity, metric, period, value, unit`` become observations.

A row that cannot be read is a ``RowError`` with line, column and remedy; the others are kept.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from claimcheck import lexicon
from claimcheck.errors import InputError, InputNotFound, RowError
from claimcheck.reference.integrity import contradictions
from claimcheck.reference.records import STATUSES, Observation
from claimcheck.reference.registry import Alias, Release, read_aliases, read_release
from claimcheck.reference.spans import parse as parse_period
from claimcheck.reference.spans import written
from claimcheck.schema import plain

# A word of this many letters may differ by one from the catalogue's and be a slip of the pen.
LETTERS_A_SLIP = 5
REQUIRED = ("entity", "metric", "period", "value", "unit")
OPTIONAL = (
    "basis", "known_from", "known_to", "status", "series", "source", "url", "note", "currency",
    "per", "provider", "aliases", "released_at",
)
COLUMNS = REQUIRED + OPTIONAL
BASES = (
    "yoy", "qoq", "mom", "annualised", "ytd", "cagr", "trailing", "forward", "price", "total",
    "gaap", "adjusted", "operating", "nominal", "real", "sa", "nsa", "net", "gross", "core",
    "headline", "basic", "diluted", "consensus", "guidance", "average",
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
WIDEST = 30  # powers of ten: no amount of money or count is larger or smaller
SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_CURRENCY = re.compile(r"[A-Z]{3}")
_WORD = re.compile(r"[a-z][a-z_]*")


@lru_cache(maxsize=4096)
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
    if not value.is_finite() or abs(value.adjusted()) > WIDEST:
        shown = text[:40]
        raise ValueError(f"'{shown}' is not a number; write 1234.5, leave a row without one out")
    return value


def _index(*tiers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded name to id. An earlier tier wins; a name with two owners in one tier means neither."""
    names: dict[str, str] = {}
    for tier in tiers:
        found: dict[str, str] = {}
        doubtful: set[str] = set()
        for name, id in tier:
            if found.setdefault(_folded(name), id) != id:
                doubtful.add(_folded(name))
        for key, id in found.items():
            names.setdefault(key, "" if key in doubtful else id)
    return {name: id for name, id in names.items() if id}


Named = lexicon.Metric | lexicon.Entity


def _english(known: Iterable[Named]) -> Iterator[tuple[str, str]]:
    return ((name, one.id) for one in known for name in (one.name, *one.names.get("en", ())))


def _foreign(known: Iterable[Named]) -> Iterator[tuple[str, str]]:
    return (
        (name, one.id) for one in known for iso, names in one.names.items() if iso != "en"
        for name in names
    )


@cache
def _metric_names() -> dict[str, str]:
    known = list(lexicon.metrics().values())
    growth = (
        (form.format(name), one.growth)
        for one in known if one.growth
        for name in (one.name, *one.names.get("en", ()))
        for form in ("{} growth", "growth in {}")
    )
    return _index(((id, id) for id in lexicon.metrics()), _english(known), growth, _foreign(known))


@cache
def _entity_names() -> dict[str, str]:
    known = list(lexicon.entities().values())
    tickers = ((one.ticker, one.id) for one in known if one.ticker)
    ids = ((id, id) for id in lexicon.entities())
    return _index(ids, _english(known), tickers, _foreign(known))


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


@lru_cache(maxsize=4096)
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


@lru_cache(maxsize=4096)
def read_entity(text: str) -> str:
    """Entity id of a name, alias, ticker or id. Raises ValueError naming the nearest ones."""
    return _look_up("entity", text, _entity_names())


@lru_cache(maxsize=65_536)
def _row_entity(text: str) -> str:
    """Entity id of a row: one of the catalogue, or a name of the user's own.

    Raises ValueError for what looks like a slip of the pen in a catalogue name.
    """
    name = _folded(text)
    found = _entity_names().get(name)
    if found:
        return found
    if not name or _slip_of_the_pen(name):
        return read_entity(text)  # raises, naming the nearest
    return " ".join(text.split())


def _slip_of_the_pen(name: str) -> bool:
    """Whether a name is one of the catalogue but for a sign or two."""
    words = name.split()
    by_first, names = _first_words()
    near = {first for form in _shortened(words[0]) for first in by_first.get(form, ())}
    return any(
        _alike(words, other) for first in near if _alike(words[:1], [first])
        for other in names[first]
    )


@cache
def _first_words() -> tuple[dict[str, list[str]], dict[str, list[list[str]]]]:
    """(first words of catalogue names by their shortened forms, names by their first word).

    A table may hold a million rows about entities outside the catalogue: none of them is compared
    with all its names.
    """
    names: dict[str, list[list[str]]] = {}
    for name in _entity_names():
        words = name.split()
        names.setdefault(words[0], []).append(words)
    by_first: dict[str, list[str]] = {}
    for first in names:
        for form in _shortened(first):
            by_first.setdefault(form, []).append(first)
    return by_first, names


def _shortened(word: str) -> set[str]:
    """Forms of a word of which two that are alike share one: it, and it less any one letter.

    Words long enough for two slips all share "".
    """
    if len(word) < LETTERS_A_SLIP:
        return {word}
    forms = {word[:at] + word[at + 1 :] for at in range(len(word))} | {word}
    return forms | {""} if len(word) >= 2 * LETTERS_A_SLIP else forms


def _alike(one: list[str], other: list[str]) -> bool:
    """Whether names differ by slips of the pen: a sign or two of a word, never of a short one."""
    return len(one) == len(other) and all(
        pair[0] == pair[1] or _slips(*pair) <= min(map(len, pair)) // LETTERS_A_SLIP
        for pair in zip(one, other, strict=True)
    )


def _slips(one: str, other: str) -> int:
    """Signs of the longer word that the other has not, or not there."""
    longer = max(len(one), len(other))
    if longer - min(len(one), len(other)) > longer // LETTERS_A_SLIP:
        return longer  # far too many: not counted one by one
    blocks = difflib.SequenceMatcher(None, one, other).get_matching_blocks()
    return longer - sum(block.size for block in blocks)


def _period(text: str, year_end: str | None) -> tuple[date, date]:
    """A column of years with a gap comes out of a spreadsheet as ``2025.0``."""
    return parse_period(re.sub(r"^(\d{4})\.0$", r"\1", text), year_end)


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    first, last = parse_period(text)
    if first != last:
        raise ValueError(f"'{text}' is not one day; write YYYY-MM-DD")
    return first


@lru_cache(maxsize=4096)
def read_basis(text: str) -> tuple[str, ...]:
    """Sorted bases of a cell. Raises ValueError naming the nearest one."""
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


Read = tuple[tuple[Observation, ...], tuple[RowError, ...]]


class Contents(NamedTuple):
    """What a table holds: observations, rows that cannot be read, names and releases."""

    rows: tuple[Observation, ...]
    errors: tuple[RowError, ...]
    aliases: tuple[Alias, ...] = ()
    releases: tuple[Release, ...] = ()


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
            raise RowError(self.where, self.line, column, _line(error)) from None

    def observation(self) -> Observation:
        entity = self.read("entity", _row_entity)
        metric, sign = self.read("metric", read_metric)
        known = lexicon.entities().get(entity)
        year_end = known.fiscal_year_end if known else None
        start, end = self.read("period", lambda cell: _period(cell, year_end))
        unit, scale, per = self.read("unit", read_unit)
        value = self.read("value", read_number) * scale * sign
        known_from, known_to = self.read("known_from", _date), self.read("known_to", _date)
        release = self.read("released_at", read_release)
        known_from = known_from or (release[0] if release else None)
        basis, status = self.read("basis", read_basis), self.read("status", _status)
        provider = self.text("provider") or None
        per = self.text("per") or per or lexicon.metrics()[metric].per
        currency = self.text("currency") or (unit if _CURRENCY.fullmatch(unit) else None)
        series = self.text("series") or _series(self.where, entity, metric, basis, provider, per)
        return Observation(
            series, entity, metric, basis, unit, per, start, end, value, status, known_from,
            known_to, provider, self._source(), self.text("note") or None, currency,
        )

    def aliases(self, entity: str) -> list[Alias]:
        """The other names that the row gives its entity."""
        found = self.read("aliases", read_aliases)
        return [replace(one, entity=entity) for one in found]

    def release(self, row: Observation) -> Release | None:
        """When the value came out, where the row says it."""
        told = self.read("released_at", read_release)
        return Release(*row.key, *told) if told else None

    def _source(self) -> str:
        title, url = self.text("source") or _file(self.where), self.text("url")
        return f"{title} <{url}>" if url else title


@lru_cache(maxsize=16)
def _file(where: str) -> str:
    """The name of a table's file."""
    return Path(where).name


def _series(
    where: str, entity: str, metric: str, basis: tuple[str, ...], *rest: str | None
) -> str:
    parts = (_file(where), entity, metric, *basis, *(part for part in rest if part))
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
) -> Contents:
    found: list[tuple[Observation, int | None]] = []
    errors: list[RowError] = []
    aliases: dict[Alias, None] = {}
    releases: list[Release | None] = []
    for line, row in rows:
        try:
            cells = _Row({name: _cell(value) for name, value in row.items()}, where, line)
            one = cells.observation()
            aliases.update(dict.fromkeys(cells.aliases(one.entity)))
            releases.append(cells.release(one))
            found.append((one, line))
        except RowError as error:
            errors.append(error)
    kept, refused = _consistent(found, where)
    ordered = sorted((*errors, *refused), key=lambda error: error.line or 0)
    return Contents(kept, tuple(ordered), tuple(aliases), _firsts(releases))


def _firsts(releases: Iterable[Release | None]) -> tuple[Release, ...]:
    """The earliest release of each period: vintages of one period may give theirs too."""
    found: dict[tuple[str, date, date], Release] = {}
    for one in releases:
        if one is not None and (one.key not in found or one.day < found[one.key].day):
            found[one.key] = one
    return tuple(found.values())


def _consistent(
    found: list[tuple[Observation, int | None]], where: str
) -> tuple[tuple[Observation, ...], list[RowError]]:
    """The rows that can stand together; each other one is an error that names its line."""
    lines = {id(row): line for row, line in found}
    kept = [row for row, _ in found]
    refused: list[RowError] = []
    while True:
        hits = {id(row): (column, reason) for row, column, reason in contradictions(kept)}
        if not hits:
            return tuple(kept), refused
        refused += [RowError(where, lines[key], *fault) for key, fault in hits.items()]
        kept = [row for row in kept if id(row) not in hits]


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


def refs_from_rows(rows: Iterable[Mapping[str, Any]], where: str) -> Read:
    """Observations of rows given as objects (the field ``refs`` of a feed), and row errors."""
    return table_of_rows(rows, where)[:2]


def table_of_rows(rows: Iterable[Mapping[str, Any]], where: str) -> Contents:
    """What rows given as objects hold."""

    def checked() -> Iterator[tuple[int | None, Mapping[str, Any]]]:
        for line, row in enumerate(rows, 1):
            try:
                _header(row, where)
            except RowError as error:
                errors.append(RowError(where, line, error.column, error.problem))
            else:
                yield line, row

    errors: list[RowError] = []
    return _with_errors(_observations(checked(), where), errors)


def _with_errors(found: Contents, errors: list[RowError]) -> Contents:
    ordered = sorted((*errors, *found.errors), key=lambda error: error.line or 0)
    return found._replace(errors=tuple(ordered))


def refs_from_frame(frame: Any, where: str = "frame") -> Read:
    """Observations of a DataFrame with the columns of a table, and row errors."""
    return table_of_frame(frame, where)[:2]


def table_of_frame(frame: Any, where: str = "frame") -> Contents:
    """What a DataFrame with the columns of a table holds; its rows count from 1."""
    return _table([str(name) for name in frame.columns], frame.values.tolist(), where, first=1)


def read_refs(path: str | Path) -> Read:
    """Observations of a table file (CSV, TSV, Parquet, SQLite, Excel) and its unreadable rows.

    Raises InputNotFound, or InputError when nothing of the file can be read.
    """
    return read_table(path)[:2]


def read_table(path: str | Path) -> Contents:
    """What a table file holds: observations, unreadable rows, other names, releases.

    Raises InputNotFound, or InputError when nothing of the file can be read.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"reference table '{path}': a folder; name the tables in it one by one")
    if not path.is_file():
        raise InputNotFound(
            f"reference table '{path}': no such file; give one of {' '.join(sorted(READERS))}"
        )
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"reference table '{path}': '{path.suffix}' is not read; "
            f"allowed: {' '.join(sorted(READERS))}"
        )
    return reader(path)


def _table(names: list[str], rows: Iterable[Sequence[Any]], where: str, first: int) -> Contents:
    """Observations of rows under column names; ``first`` is the line of the first row."""
    names = [name.strip().lower() for name in names]
    try:
        _header(names, where)
    except RowError as error:
        return Contents((), (error,))
    numbered = (
        (line, dict(zip(names, cells, strict=False)))
        for line, cells in enumerate(rows, first)
        if any(_cell(cell).strip() for cell in cells)
    )
    return _observations(numbered, where)


def _read_csv(path: Path) -> Contents:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"reference table '{path}': not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from None
    lines = text.splitlines(keepends=True)
    if not lines:
        raise InputError(f"reference table '{path}': empty; required: {', '.join(REQUIRED)}")
    mark = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=lines[0].count)
    reader = csv.reader(lines, delimiter=mark)
    errors: list[RowError] = []
    try:
        names = [name.strip().lower() for name in next(reader)]
        _header(names, str(path))
    except RowError as error:
        return Contents((), (error,))
    except csv.Error as error:
        raise InputError(f"reference table '{path}': no CSV: {error}") from None

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        for cells in _cells(reader, str(path), errors):
            if len(cells) > len(names):
                errors.append(RowError(
                    str(path), reader.line_num, None,
                    f"{len(cells)} cells under {len(names)} columns; "
                    f"quote a cell that holds '{mark}'",
                ))
            elif any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(names, cells, strict=False))

    return _with_errors(_observations(rows(), str(path)), errors)


def _cells(reader: Any, where: str, errors: list[RowError]) -> Iterator[list[str]]:
    """Rows of a CSV; one that breaks its rules (a cell without end) is an error."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            errors.append(RowError(where, reader.line_num, None, f"no CSV row: {error}"))


def _read_parquet(path: Path) -> Contents:
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise InputError(
            f"reference table '{path}': Parquet needs pyarrow; "
            "install claimcheck-finance[frames] or save as CSV"
        ) from None
    try:
        table = parquet.read_table(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"reference table '{path}': no Parquet file: {_line(error)}") from None
    columns = [column.to_pylist() for column in table.columns]
    return _table(table.column_names, list(zip(*columns, strict=True)), str(path), first=1)


def _read_excel(path: Path) -> Contents:
    try:
        import openpyxl
    except ImportError:
        raise InputError(
            f"reference table '{path}': Excel needs openpyxl; "
            "install claimcheck-finance[excel] or save as CSV"
        ) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputError(f"reference table '{path}': no Excel workbook: {_line(error)}") from None
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = [_cell(name) for name in next(rows, ())]
    found = _table(names, rows, str(path), first=2)
    book.close()
    return found


def _read_sqlite(path: Path) -> Contents:
    """The table ``refs``, or the only one; a store made by ``data add`` is read as it is."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        tables = [name for (name,) in db.execute(query)]
        if {"observations", "series", "sources"} <= set(tables):
            from claimcheck.reference.store import Store

            with Store(path, readonly=True) as store:
                held = tuple(store.rows())
                return Contents(held, (), store.aliases(), store.releases())
        if "refs" not in tables and len(tables) != 1:
            raise InputError(
                f"reference table '{path}': tables are {', '.join(tables) or 'none'}; "
                "name the one to read 'refs'"
            )
        name = "refs" if "refs" in tables else tables[0]
        cursor = db.execute(f'SELECT * FROM "{name}"')
        names = [column[0] for column in cursor.description]
        return _table(names, cursor.fetchall(), str(path), first=1)
    except sqlite3.DatabaseError as error:
        raise InputError(f"reference table '{path}': no SQLite file: {_line(error)}") from None
    finally:
        db.close()


def _line(error: Exception) -> str:
    """A message on one line, whatever a cell held."""
    return " ".join(str(error).split())[:400]


READERS: dict[str, Callable[[Path], Contents]] = {
    ".csv": _read_csv, ".tsv": _read_csv, ".parquet": _read_parquet, ".xlsx": _read_excel,
    ".sqlite": _read_sqlite, ".sqlite3": _read_sqlite, ".db": _read_sqlite,
}


# ---------------------------------------------------------------- out again

TEMPLATE = (
    {"entity": "S&P 600", "metric": "P/E ratio", "period": "2026-01-13", "value": "15.6",
     "unit": "x", "basis": "forward", "known_from": "2026-01-13", "status": "estimate",
     "source": "FactSet, via Barron's", "note": "price over the estimate for 2026"},
    {"entity": "Apple", "metric": "revenue", "period": "FY2025", "value": "416.161",
     "unit": "USD bn", "basis": "gaap", "known_from": "2025-10-31", "source": "10-K"},
    {"entity": "US large caps", "metric": "net outflow", "period": "2025", "value": "45",
     "unit": "USD bn", "known_from": "2026-01-05", "source": "your desk"},
)


def template() -> str:
    """A CSV with every column and rows to write over."""
    return _csv(TEMPLATE)


def exported(
    rows: Iterable[Observation], aliases: Iterable[Alias] = (),
    releases: Mapping[tuple[str, date, date], Release] | None = None,
) -> list[dict[str, str]]:
    """Observations as rows of the contract's columns; read back they are the same."""
    names: dict[str, list[str]] = {}
    for one in aliases:
        names.setdefault(one.entity, []).append(one.written())
    released = {key: one.written() for key, one in (releases or {}).items()}
    return [
        {
            "entity": row.entity, "metric": row.metric, "period": written(row.start, row.end),
            "value": plain(row.value), "unit": row.unit, "basis": " ".join(row.basis),
            "known_from": row.known_from.isoformat() if row.known_from else "",
            "known_to": row.known_to.isoformat() if row.known_to else "", "status": row.status,
            "series": row.series, "source": row.source, "url": "", "note": row.note or "",
            "currency": row.currency or "", "per": row.per or "", "provider": row.provider or "",
            "aliases": "; ".join(names.get(row.entity, ())),
            "released_at": released.get(row.key, ""),
        }
        for row in rows
    ]


def export(
    rows: Iterable[Observation], path: str | Path, aliases: Iterable[Alias] = (),
    releases: Mapping[tuple[str, date, date], Release] | None = None,
) -> int:
    """Number of rows written to a CSV or Parquet file. Raises InputError for another ending."""
    path, cells = Path(path), exported(rows, aliases, releases)
    if path.suffix.lower() == ".csv":
        path.write_text(_csv(cells), encoding="utf-8", newline="")
    elif path.suffix.lower() == ".parquet":
        import pyarrow
        import pyarrow.parquet as parquet

        names = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
        parquet.write_table(pyarrow.Table.from_pylist(cells, schema=names), path)
    else:
        raise InputError(f"export '{path}': '{path.suffix}' is not written; allowed: .csv .parquet")
    return len(cells)


def _csv(rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
