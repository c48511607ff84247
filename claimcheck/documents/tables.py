"""Finds the tables of a document: cells with their row, column and section words, scale and period.

Read are HTML tables, Markdown tables, and columns of plain text set apart by tabs or two spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

MOST_ROWS = 20_000
MOST_PERCENT = 1000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_YEAR = re.compile(r"(?<![\d.,$€£])(?:19|20)\d\d(?!\d|[.,]\d|%)")
_SHORT_YEAR = re.compile(r"\bFY? ?['’]?(\d\d)\b(?![.,]\d|%)")
_SIZES = "(thousand|million|billion)s?"
_SCALE = re.compile(
    rf"\b(?:in|of) (?:us ?|u\.s\. ?)?(?:dollars? |euros? )?(?:in )?[$€£]? ?{_SIZES}\b"
    rf"|[($€£] ?(?:in )?(?:us ?)?[$€£]? ?{_SIZES}\b"
    r"|[$€£] ?['’‘]?(000|k|m|mm|mn|bn)(?:['’]?s)?\b|['’‘](000)s?\b"
    rf"|\b(?:dollars|amounts|euros) in {_SIZES}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_CELL = re.compile(
    r"^[\s$€£¥]{0,8}(?P<minus>[-−–(]?)[\s$€£¥]{0,8}(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)"
    r"\s{0,4}(?P<close>\)?)\s{0,4}(?P<unit>%|x|pts|bps)?\s{0,4}\)?(?:\s{0,3}\(?[a-z\d*†]\)?)?\s{0,8}$",
    re.IGNORECASE,
)
# Amounts whose sign matters: a negative one is a loss, not a cost in brackets.
_EARNED = re.compile(
    r"income|profit|earnings|margin|gain|cash|ebit|change|balance|adjustment|equity"
    r"|net (?!loss|liab)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|\bpercent|\bin per cent", re.IGNORECASE)
SCALES = {
    "thousand": 3, "000": 3, "k": 3, "million": 6, "m": 6, "mm": 6, "mn": 6, "billion": 9, "bn": 9,
}
# Words that say nothing about which row is meant.
_STOP = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from",
    "as", "is", "was", "were", "be", "been", "are", "its", "it", "their", "this", "that", "these",
    "those", "our", "we", "s", "year", "years", "ended", "ending", "fiscal", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "30", "31", "28", "29", "company", "group", "what", "which",
    "between", "amount", "value", "recorded", "reported", "respectively", "during", "over",
    "than", "per",
})


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a cell: value before the table's scale, unit mark, decimals."""

    value: Decimal
    unit: str | None
    decimals: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table with the words that name it."""

    number: Number
    row: str
    column: str
    section: str
    at_row: int
    at_column: int
    years: tuple[int, ...]
    outgo: bool = False  # a cost told in brackets: its size is meant, not a negative amount


@dataclass(slots=True)
class Table:
    """A table: its cells, the words around it, and the power of ten of its amounts."""

    index: int
    cells: list[Cell]
    caption: str
    scale: int | None
    labels: list[str]
    headers: list[str]


def words(text: str) -> list[str]:
    """The content words of ``text``, lower case, without plural endings."""
    return [stem(w) for m in _WORD.finditer(text) if (w := m.group().lower()) not in _STOP]


def stem(word: str) -> str:
    """A word without a plain English plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def years_of(text: str) -> tuple[int, ...]:
    """Years written in ``text``, in order; "FY19" is 2019."""
    found = [(m.start(), int(m.group())) for m in _YEAR.finditer(text)]
    found += [(m.start(), 2000 + int(m.group(1))) for m in _SHORT_YEAR.finditer(text)]
    return tuple(dict.fromkeys(year for _, year in sorted(found)))


def parse_number(text: str) -> Number | None:
    """The number of a cell; None for words, dashes and dates."""
    match = _CELL.match(text.strip())
    if match is None:
        return None
    written = match["number"].replace(",", "")
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    if match["minus"]:
        value = -value
    decimals = len(written.partition(".")[2])
    unit = {"%": "percent", "x": "times", "bps": "basis_point"}.get((match["unit"] or "").lower())
    return Number(value, unit, decimals)


def scale_of(text: str) -> int | None:
    """The power of ten that words such as "in millions" give the amounts, None when unsaid."""
    match = _SCALE.search(text)
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return SCALES[word.lower()]


# ---------------------------------------------------------------- grids


def grids(text: str) -> Iterator[tuple[list[list[str]], str]]:
    """Every table as rows of cell texts, with the words before it."""
    if "<table" in text.lower():
        yield from _html(text)
        return
    block: list[list[str]] = []
    before: list[str] = []
    for line in text.splitlines():
        row = _columns(line)
        if row is not None and len(block) < MOST_ROWS:
            if row:
                block.append(row)
            continue
        if block:
            yield block, " ".join(before[-3:])
            block, before = [], []
        if line.strip():
            before.append(line.strip())
    if block:
        yield block, " ".join(before[-3:])


def _columns(line: str) -> list[str] | None:
    """Cells of a Markdown or spaced line; [] for a ruler line; None for running text."""
    stripped = line.strip()
    if stripped.count("|") >= 2 or (stripped.startswith("|") and stripped.endswith("|")):
        if not stripped.strip("|-: +="):
            return []
        return [cell.strip().strip("*_") for cell in stripped.strip("|").split("|")]
    cells = [cell.strip() for cell in re.split(r"\t|\s{2,}", line.rstrip())]
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or max(map(len, filled)) > 120:
        return None
    if any(parse_number(cell) or years_of(cell) for cell in filled[1:] or filled):
        return cells if "\t" in line else filled if cells[0] else ["", *filled]
    return None


def _html(text: str) -> Iterator[tuple[list[list[str]], str]]:
    from lxml import html

    try:
        root = html.fromstring(text)
    except (ValueError, html.etree.ParserError):
        return
    tables = root.xpath("//table[not(.//table)]")
    for table in tables:
        rows = [_html_row(row) for row in table.xpath(".//tr")[:MOST_ROWS]]
        before = table.xpath("preceding::text()[normalize-space()][position() <= 3]")
        caption = table.xpath("string(./caption)")
        yield [row for row in rows if any(row)], " ".join([*map(str, before), str(caption)])


def _html_row(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row.xpath("./td|./th"):
        text = " ".join(cell.text_content().split())
        try:
            span = min(50, max(1, int(cell.get("colspan", "1"))))
        except ValueError:
            span = 1
        cells += [text] * span if not parse_number(text) or years_of(text) else [
            text, *[""] * (span - 1)
        ]
    return _joined(cells)


def _joined(cells: list[str]) -> list[str]:
    """Cells with a lone currency sign, bracket or percent sign joined to their number."""
    made: list[str] = []
    for cell in cells:
        opened = bool(made) and made[-1] in ("$", "€", "£", "(", "$(")
        if made and (cell in (")", "%", ")%", "x") or opened):
            made[-1] += cell
        else:
            made.append(cell)
    return made


# ---------------------------------------------------------------- cells


def tables(text: str) -> list[Table]:
    """The tables of a document with every cell named by its row, column and section."""
    everywhere = scale_of(text)
    found: list[Table] = []
    for grid, before in grids(text):
        table = _table(len(found), grid, before, everywhere)
        if table.cells:
            found.append(table)
    return found


def _table(index: int, grid: list[list[str]], before: str, everywhere: int | None) -> Table:
    grid = _aligned(grid)
    width = max((len(row) for row in grid), default=0)
    if not width:
        return Table(index, [], before, everywhere, [], [])
    rows = [row + [""] * (width - len(row)) for row in grid]
    head = _header_rows(rows)
    headers = _headers(rows[:head], width)
    cells: list[Cell] = []
    section, labels = "", []
    for number, row in enumerate(rows[head:]):
        label = row[0]
        values = [(at, parse_number(cell)) for at, cell in enumerate(row[1:], 1)]
        if not any(value for _, value in values):
            section = " ".join(cell for cell in dict.fromkeys(row) if cell)
            continue
        labels.append(label)
        held = [value.value for _, value in values if value]
        outgo = max(held) <= 0 and not _EARNED.search(label)
        for at, value in values:
            if value is not None:
                years = years_of(headers[at]) or years_of(label) or years_of(section)
                named = abs(value.value) <= MOST_PERCENT and value.unit is None
                if named and _PERCENT.search(f"{label} {headers[at]}"):
                    value = Number(value.value, "percent", value.decimals)
                cells.append(Cell(value, label, headers[at], section, number, at, years, outgo))
    own = scale_of(" ".join(" ".join(row) for row in rows[: head + 1]))
    scale = own if own is not None else scale_of(before)
    if scale is None:
        scale = everywhere
    return Table(index, cells, before, scale, labels, headers)


def _aligned(grid: list[list[str]]) -> list[list[str]]:
    """Rows without the empty cells that only set a currency sign apart, when all then agree."""
    filled = [[row[0], *(cell for cell in row[1:] if cell)] for row in grid if row]
    counts = {
        len(row) for row in filled if any(parse_number(cell) and not years_of(cell) for cell in row)
    }
    named = {len(row) for row in filled if len(row) > 1 and all(map(years_of, row[1:]))}
    if len(counts) != 1 or named != counts or counts == {max(len(row) for row in grid)}:
        return grid
    return filled


def _header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top name the columns: those without a number that is no year."""
    count = 0
    for row in rows:
        values = [cell for cell in row[1:] if cell]
        numeric = [cell for cell in values if parse_number(cell) and not _only_years(cell)]
        if numeric or not (values or count == 0):
            break
        count += 1
        if count == 4:
            break
    return min(count, len(rows) - 1)


def _only_years(cell: str) -> bool:
    return bool(years_of(cell)) and not _NUMBER.sub("", cell).strip("() *†") and len(
        _NUMBER.findall(cell)
    ) == len(years_of(cell))


def _headers(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Column names: the header rows joined, an empty cell taking its left neighbour's group."""
    names = [""] * width
    for row in rows:
        spread, last = list(row), ""
        last_row = row is rows[-1]
        for at, cell in enumerate(spread):
            if cell:
                last = cell
            elif at and not last_row:
                spread[at] = last
        for at, cell in enumerate(spread):
            if cell and cell not in names[at]:
                names[at] = f"{names[at]} {cell}".strip()
    return names
