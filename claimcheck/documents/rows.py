"""Which rows or columns of a table a sentence names, by their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from claimcheck.documents.tables import Cell, Table, words, years_of

# A row must have this share of its label's words in the claim's sentence to be the one meant.
ROW_SHARE = Decimal("0.6")
# What a name is worth whose words stand in several places of the sentence.
APART = 0.6
# Keys of quarters and months begin here (``grains``).
FINE = 10_000
# Two names that fit this nearly alike, neither in full, are a tie.
TIED = 0.85


@dataclass(frozen=True, slots=True)
class Item:
    """A row (or, in a table with years down the side, a column) that the sentence names."""

    label: str
    cells: tuple[Cell, ...]
    score: float
    position: int
    whole: bool = False
    tied: bool = False  # another row fits the words as well


@dataclass(frozen=True, slots=True)
class Group:
    """A row or a column: its name, the words of it, and its cells."""

    label: str
    words: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The rows, or the columns, of a table by the words of their names."""

    groups: tuple[Group, ...]
    weight: dict[str, float]
    places: dict[str, tuple[int, ...]]


def names_of(groups: Iterable[Group]) -> Names:
    """An index of groups; a word that few names have weighs more."""
    held = tuple(groups)
    seen = Counter(word for group in held for word in set(group.words))
    share = min(3, max(1, len(held))) / 3
    weight = {
        word: 1.0 + (1.0 if count == 1 else 1.0 / count) * share for word, count in seen.items()
    }
    places: dict[str, list[int]] = {}
    for at, group in enumerate(held):
        for word in set(group.words):
            places.setdefault(word, []).append(at)
    return Names(held, weight, {word: tuple(found) for word, found in places.items()})


def indexed(table: Table) -> tuple[Names, Names]:
    """The rows and the columns of a table by their words, made once a table."""
    if table.names is None:
        rows: dict[tuple[int, str], list[Cell]] = {}
        columns: dict[tuple[int, str], list[Cell]] = {}
        for cell in table.cells:
            rows.setdefault((cell.at_row, cell.row), []).append(cell)
            # Columns of quarters or months are found by their keys, not by their names.
            if _no_year(cell.column) and not any(key >= FINE for key in cell.years):
                columns.setdefault((cell.at_column, cell.column), []).append(cell)
        table.names = tuple(
            names_of(
                Group(label, label_words(label), tuple(cells))
                for (_, label), cells in groups.items()
            )
            for groups in (rows, columns)
        )
    return table.names[0], table.names[1]


@lru_cache(maxsize=65_536)
def label_words(label: str) -> tuple[str, ...]:
    """The words that name a row; the dates and small words, when it has no others."""
    found = tuple(word for word in words(label) if not years_of(word))
    return found or tuple(m.lower() for m in re.findall(r"[A-Za-z]+|\d+", label))


def named_items(table: Table, sentence: str) -> list[Item]:
    """Rows or columns whose labels stand in the sentence, in the order they stand there."""
    said = words(sentence)
    plain = [m.lower() for m in re.findall(r"[A-Za-z]+|\d+", sentence)]
    by_row, by_column = indexed(table)
    dated = _years_down(table, by_column, said, plain)
    if dated:
        return dated
    rows = _named(by_row, said, plain)
    columns = _named(by_column, said, plain)
    if not columns or (rows and _told(rows, said) >= _told(columns, said)):
        return rows
    return [_narrowed(item, said, rows) for item in columns]


def _years_down(
    table: Table, by_column: Names, said: list[str], plain: list[str]
) -> list[Item]:
    """The columns of a table whose rows are years: those named, or the only one."""
    rows = {cell.at_row: cell.row for cell in table.cells}
    years = {at for at, label in rows.items() if _ONLY_YEAR.fullmatch(label)}
    if len(years) < 3 or not any(years_of(word) for word in said):
        return []
    columns: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.at_row in years:
            columns.setdefault(cell.at_column, []).append(cell)
    if len(columns) == 1:
        cells = next(iter(columns.values()))
        named = set(label_words(table.caption)) | set(label_words(cells[0].column))
        shared = named & set(said)
        if not shared:
            return []
        return [Item(cells[0].column, tuple(cells), 1.0 + len(shared), 0, True)]
    found = _named(by_column, said, plain)
    return [
        replace(item, cells=tuple(c for c in item.cells if c.at_row in years)) for item in found
    ]


_ONLY_YEAR = re.compile(r"(?:fiscal |fy ?)?(?:19|20)\d\d", re.IGNORECASE)


def _told(items: list[Item], said: list[str]) -> int:
    """How many words of the sentence the names of the items account for."""
    return len({word for item in items for word in label_words(item.label)} & set(said))


def _narrowed(item: Item, said: list[str], rows: list[Item]) -> Item:
    """A column with only the cells of the rows that are named too, else of the total."""
    named = {cell.at_row for row in rows for cell in row.cells}
    kept = tuple(cell for cell in item.cells if cell.at_row in named)
    if not kept and len(item.cells) > 1:
        kept = tuple(c for c in item.cells if c.row.lower().startswith("total"))
    return replace(item, cells=kept or item.cells)


@lru_cache(maxsize=65_536)
def _no_year(label: str) -> bool:
    return bool(words(re.sub(r"\d+", " ", label)))


def _named(names: Names, said: list[str], plain: list[str]) -> list[Item]:
    spots: dict[str, int] = {}
    for at, word in enumerate(said):
        spots.setdefault(word, at)
    everything = set(said) | set(plain)
    candidates = {at for word in everything for at in names.places.get(word, ())}
    found = []
    alike: dict[frozenset[str], bool] = {}
    for at in sorted(candidates):
        group = names.groups[at]
        whole = sum(names.weight[word] for word in group.words)
        hit = [word for word in group.words if word in spots]
        score = sum(names.weight[word] for word in hit)
        if not hit and not set(words(group.label)):
            # "At 31 December": a name of small words must stand there as it is.
            if not _within(group.words, plain):
                continue
            hit, score = list(group.words), whole
        if not hit or score / whole < float(ROW_SHARE):
            continue
        position = spots.get(hit[0], 0)
        section = set(words(group.cells[0].section)) & set(said)
        score = score / whole * score + 0.5 * _run(group.words, said) + 0.3 * len(section)
        whole_name = len(hit) == len(group.words)
        if len(hit) > 1 and hit[0] in spots and not _together(hit, said):
            # "total liabilities exceeded current assets" does not name the current liabilities
            score, whole_name = score * APART, False
        tied = not whole_name and _shared(names, frozenset(hit), alike)
        found.append(Item(group.label, group.cells, score, position, whole_name, tied))
    return _joined(_best_items(found, said))


def _within(label: Sequence[str], plain: Sequence[str]) -> bool:
    size = len(label)
    return any(
        tuple(plain[at : at + size]) == tuple(label) for at in range(len(plain) - size + 1)
    )


def _shared(names: Names, hit: frozenset[str], alike: dict[frozenset[str], bool]) -> bool:
    """Whether several names have all the words that the sentence says of one."""
    if hit not in alike:
        places = set.intersection(*(set(names.places[word]) for word in hit))
        alike[hit] = len({names.groups[at].words for at in places}) > 1
    return alike[hit]


def _together(hit: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the words stand near each other, in their order, somewhere in the sentence."""
    reach = len(hit) + 2
    for at, word in enumerate(said):
        if word == hit[0]:
            rest = iter(said[at : at + reach])
            if all(one in rest for one in hit):
                return True
    return False


def _joined(items: list[Item]) -> list[Item]:
    """Rows of one name under headings of different years ("December 31, 2019") as one item."""
    made: list[Item] = []
    for item in items:
        years = {year for cell in item.cells for year in cell.years}
        twin = next(
            (
                at for at, other in enumerate(made) if same_label(item, other) and years
                and years.isdisjoint(year for cell in other.cells for year in cell.years)
                and {c.at_column for c in other.cells} & {c.at_column for c in item.cells}
            ),
            None,
        )
        if twin is None:
            made.append(item)
        else:
            made[twin] = replace(made[twin], cells=made[twin].cells + item.cells)
    return made


def _run(label: Sequence[str], said: Sequence[str]) -> int:
    """Length of the longest start of ``label`` that stands word by word in ``said``."""
    best = 0
    for at in range(len(said)):
        length = 0
        while (
            length < len(label) and at + length < len(said)
            and label[length] == said[at + length]
        ):
            length += 1
        best = max(best, length)
    return best


# Words that the names of several rows of one sentence may share.
_SHARED = frozenset({"total", "net"})


_PART = re.compile(r"\b(?:accounted|made up|represented|share|percentage)\b")


def _best_items(found: list[Item], said: list[str]) -> list[Item]:
    """The strongest items that do not live off the same words of the sentence."""
    kept: list[Item] = []
    free = Counter(said)
    part = bool(_PART.search(" ".join(said)))
    for item in sorted(found, key=lambda one: (-one.score, one.position)):
        label = [word for word in label_words(item.label) if word in free]
        fresh = [word for word in label if free[word] > 0 or word in _SHARED]
        twin = any(same_label(item, other) for other in kept)
        # "Freight accounted for 5% of total revenue": the first word of "Freight revenue"
        short = len(label) == 2 == len(label_words(item.label)) and fresh == label[:1]
        if not twin and label and len(fresh) * 2 <= len(label) and not (short and part):
            if not item.whole:
                kept = [
                    replace(o, tied=True) if item.score >= o.score * TIED and not o.whole else o
                    for o in kept
                ]
            continue
        if twin and item.score < max(o.score for o in kept if same_label(item, o)):
            continue
        kept.append(item)
        if not twin:
            for word in fresh:
                free[word] -= 1
    return kept


def same_label(one: Item, other: Item) -> bool:
    """Whether two rows are called the same."""
    return label_words(one.label) == label_words(other.label)


def caption_score(table: Table, sentence: str) -> float:
    """A small bonus for words that a table's caption and headers share with the sentence."""
    around = set(label_words(table.caption)) | {
        word for head in table.headers for word in label_words(head)
    }
    return 0.1 * len(around & set(words(sentence)))
