"""Finds the tables of a document: cells with their row, column and section words, scale and period.

Read are HTML tables, Markdown tables, and columns of plain text set apart by tabs or two spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

MOST_ROWS = 20_000
MOST_PERCENT = 1000
LONGEST_SECTION = 80
LONGEST_HEAD = 40
# A cell of a spaced line: words with single spaces between them.
_SPACED_CELL = re.compile(r"\S+(?: \S+)*")
# A row of numbers without a name adds up those above it.
UNNAMED = "Total"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_YEAR = re.compile(r"(?<![\d.$€£])(?:19|20)\d\d(?!\d|[.,]\d|%)")
_SHORT_YEAR = re.compile(r"\bFY? ?['’]?(\d\d)\b(?![.,]\d|%)")
_SIZES = "(thousand|million|billion)s?"
_SCALE = re.compile(
    rf"\b(?:in|of) (?:us ?|u\.s\. ?)?(?:dollars? |euros? )?(?:in )?[$€£]? ?{_SIZES}\b"
    rf"|[($€£] ?(?:in )?(?:us ?)?[$€£]? ?{_SIZES}\b"
    r"|[$€£] ?['’‘]?(000|k|m|mm|mn|bn)(?:['’]?s)?\b|['’‘](000)s?\b"
    rf"|\b(?:dollars|amounts|euros) in {_SIZES}"
    rf"|\b(?:usd|rmb|cny|eur|gbp|cad|aud|hkd|inr|jpy|chf|sek) ?['’]?(?:{_SIZES}|(m|mn|bn|k)\b)"
    rf"|\({_SIZES}\b",
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
# A column that points to the notes, not one of amounts.
_NOTE = re.compile(r"notes?|ref\.?|no\.?", re.IGNORECASE)
# Footnote marks behind a name: "Net income (2)(3)".
_MARKS = re.compile(r"(?:\s?\((?:\d{1,2}|[a-z])\)|[*†‡]){1,6}$")
# "2 0 1 8": figures set apart by the layout.
_SPACED_YEAR = re.compile(r"\b([12]) ([09]) (\d) (\d)\b")
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
    numbered: frozenset[str] = frozenset()
    names: Any = None  # the index of its rows and columns, made on first use (``rows.indexed``)
    grained: Any = None  # itself by quarters or months, made on first use (``grains.fine``)


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
    return tuple(dict.fromkeys(year for _, year in years_at(text)))


def years_at(text: str) -> list[tuple[int, int]]:
    """(place, year) of every year written in ``text``, in order."""
    found = [(m.start(), int(m.group())) for m in _YEAR.finditer(text)]
    found += [(m.start(), 2000 + int(m.group(1))) for m in _SHORT_YEAR.finditer(text)]
    return sorted(found)


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


def earned(label: str) -> bool:
    """Whether the sign of an amount of that name matters: a negative one is a loss."""
    return bool(_EARNED.search(label))


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
    block: list[Row] = []
    before: list[str] = []
    between: list[str] = []
    for line in text.splitlines():
        row = _columns(line)
        if row is None or len(block) >= MOST_ROWS:
            between.append(line.strip())
            continue
        if not row:
            continue
        if block and _goes_on(between, row, block):
            block += [[(0, len(one), one)] for one in between if one]
        else:
            if block:
                yield _placed(block), " ".join(before[-3:])
            before, block = [one for one in between if one], []
        between = []
        block.append(row)
    if block:
        yield _placed(block), " ".join(before[-3:])


# The cells of a line: begin and end in the line (both -1 where bars or tabs set them), text.
Row = list[tuple[int, int, str]]


def _placed(block: list[Row]) -> list[list[str]]:
    """The rows as columns: by bars or tabs, else by where the numbers of all rows stand."""
    spaced = [row for row in block if row[0][0] >= 0]
    if len(spaced) < len(block) or not spaced:
        return [[cell for _, _, cell in row] for row in block]
    columns = _number_columns(block)
    made = []
    for row in block:
        cells = [""] * (len(columns) + 1)
        for start, end, cell in row:
            at = _column_of(start, end, columns, is_first=not any(cells))
            cells[at] = f"{cells[at]} {cell}".strip()
        made.append(cells)
    return made


def _number_columns(block: list[Row]) -> list[tuple[int, int]]:
    """The stretches that numbers take up, those that overlap as one."""
    spans = sorted(
        (start, end) for row in block for start, end, cell in row
        if start > 0 and parse_number(cell)
    )
    columns: list[tuple[int, int]] = []
    for start, end in spans:
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    return columns


def _column_of(start: int, end: int, columns: list[tuple[int, int]], is_first: bool) -> int:
    if is_first and (not columns or (start + 2 < columns[0][0] and start < 4)):
        return 0

    def distance(at: int) -> tuple[int, int]:
        low, high = columns[at]
        return max(0, low - end, start - high), abs(low + high - start - end)

    return 1 + min(range(len(columns)), key=distance) if columns else 0


def _goes_on(between: Sequence[str], row: Row, block: list[Row]) -> bool:
    """Whether a row belongs to the table above it, over a blank or a line that heads a section."""
    if not between:
        return True
    words = [line for line in between if line]
    most = 1 if any(map(_has_amount, block)) else 3  # below the headers more may stand
    if len(between) > 2 * most or len(words) > most or not _has_amount(row):
        return False
    return all(len(line) < LONGEST_SECTION and line[-1] not in ".;" for line in words)


def _has_amount(row: Row) -> bool:
    return any(parse_number(cell) and not _only_years(cell) for _, _, cell in row[1:])


def _columns(line: str) -> Row | None:
    """Cells of a Markdown or spaced line; [] for a ruler line; None for running text."""
    stripped = line.strip()
    if stripped.count("|") >= 2 or (stripped.startswith("|") and stripped.endswith("|")):
        if not stripped.strip("|-: +="):
            return []
        parts = _inner(stripped).split("|")
        return [(-1, -1, one) for one in _joined([cell.strip().strip("*_") for cell in parts])]
    if "\t" in line:
        cells: Row = [(-1, -1, cell.strip()) for cell in line.rstrip().split("\t")]
    else:
        cells = [(m.start(), m.end(), m.group()) for m in _SPACED_CELL.finditer(line)]
    filled = [cell for _, _, cell in cells if cell]
    if len(filled) == 1:
        return _single_spaced(filled[0])
    if len(filled) < 2 or max(map(len, filled)) > 120:
        return None
    heads = line.startswith("    ") and max(map(len, filled)) < LONGEST_HEAD
    if heads or any(parse_number(cell) or years_of(cell) for cell in filled[1:]):
        return _with_signs(cells)
    return None


def _single_spaced(line: str) -> Row | None:
    """A row whose columns a PDF reader has run together: a name, then two numbers or more."""
    parts = [one for one in _joined(line.split(" ")) if one]
    at = len(parts)
    while at and (_is_figure(parts[at - 1]) or parts[at - 1] in _NOTHING):
        at -= 1
    label = " ".join(parts[:at])
    if len(parts) - at < 2 or len(label) > LONGEST_SECTION:
        return None
    return [(-1, -1, one) for one in (label, *parts[at:])]


def _is_figure(part: str) -> bool:
    """Whether a word is a number of its own: "31," belongs to a date."""
    return not part.endswith(",") and parse_number(part) is not None


_NOTHING = frozenset({"-", "–", "—"})


def _with_signs(cells: Row) -> Row:
    """Spaced cells with a lone sign, bracket or percent sign joined to their number."""
    texts = _joined([cell for _, _, cell in cells])
    return [
        (start, end, text) for (start, end, _), text in zip(cells, texts, strict=True)
        if text or start < 0
    ]


def _inner(line: str) -> str:
    """A Markdown row without its outer bars; an empty first cell stays a cell."""
    return line.removeprefix("|").removesuffix("|")


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
    """Cells with a lone currency sign, bracket or percent sign joined to their number.

    The place of what was joined stays empty, so that columns keep their order.
    """
    made = list(cells)
    held = [at for at, cell in enumerate(made) if cell]
    for at, after in pairwise(held):
        if made[at] in _OPENING and parse_number(made[after].strip("()")):
            made[after], made[at] = made[at] + made[after], ""
    for before, at in pairwise(held):
        if made[at] in _CLOSING and made[before] and _NUMBER.search(made[before]):
            made[before], made[at] = made[before] + made[at], ""
    return made


_OPENING = frozenset({"$", "€", "£", "¥", "(", "$(", "€(", "£(", "-$", "US$"})
_CLOSING = frozenset({")", "%", ")%", "x"})


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
    rows = [
        [_SPACED_YEAR.sub(r"\1\2\3\4", cell) for cell in row] + [""] * (width - len(row))
        for row in grid
    ]
    head = _header_rows(rows)
    columns = sorted({
        at for row in rows[head:] for at, cell in enumerate(row) if at and parse_number(cell)
    })
    headers = _headers(rows[:head], columns, width)
    notes = {at for at in columns if _NOTE.fullmatch(headers[at].strip())}
    cells: list[Cell] = []
    section, labels = "", []
    for number, row in enumerate(rows[head:]):
        label = _MARKS.sub("", _row_label(row)).strip()
        values = [
            (at, parse_number(cell)) for at, cell in enumerate(row[1:], 1) if at not in notes
        ]
        if not any(value for _, value in values):
            section = " ".join(cell for cell in dict.fromkeys(row) if cell)
            continue
        labels.append(label)
        held = [value.value for _, value in values if value]
        outgo = max(held) <= 0 and not earned(label)
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
    numbered = frozenset(label.lower() for label in labels if re.search(r"\d", label))
    return Table(index, cells, before, scale, labels, headers, numbered)


def _row_label(row: Sequence[str]) -> str:
    """The words before the first number; the first column may be an empty one."""
    for cell in row:
        if parse_number(cell):
            break
        if cell:
            return cell
    return row[0] or UNNAMED


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


def _headers(rows: Sequence[Sequence[str]], columns: Sequence[int], width: int) -> list[str]:
    """Column names: the header rows joined, each number column under its own header.

    Filings set a currency sign, a number and a bracket in columns of their own, so a header need
    not stand right above its numbers: as many headers as number columns go in order. Otherwise a
    header spans up to the next one.
    """
    names = [""] * width
    for row in rows:
        placed = [(at, cell) for at, cell in enumerate(row) if at and cell]
        if not placed:
            continue
        apart = any(at not in columns for at, _ in placed)
        for order, column in enumerate(columns):
            before = [cell for at, cell in placed if at <= column]
            if apart and len(placed) == len(columns):
                cell = placed[order][1]
            elif before or apart:
                cell = before[-1] if before else placed[0][1]
            else:
                continue
            if cell not in names[column]:
                names[column] = f"{names[column]} {cell}".strip()
    return names
