"""Which rows or columns of a table a sentence names, by their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claimcheck.documents.tables import Cell, Table, words, years_of

# A row must have this share of its label's words in the claim's sentence to be the one meant.
ROW_SHARE = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Item:
    """A row (or, in a table with years down the side, a column) that the sentence names."""

    label: str
    cells: tuple[Cell, ...]
    score: float
    position: int
    whole: bool = False


def named_items(table: Table, sentence: str) -> list[Item]:
    """Rows or columns whose labels stand in the sentence, in the order they stand there."""
    said = words(sentence)
    by_row: dict[tuple[int, str], list[Cell]] = {}
    by_column: dict[tuple[int, str], list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault((cell.at_row, cell.row), []).append(cell)
        by_column.setdefault((cell.at_column, cell.column), []).append(cell)
    rows = _named(by_row, said, table)
    if rows:
        return rows
    return _named({key: cells for key, cells in by_column.items() if _no_year(key[1])}, said, table)


def _no_year(label: str) -> bool:
    return bool(words(re.sub(r"\d+", " ", label)))


def _named(
    groups: dict[tuple[int, str], list[Cell]], said: list[str], table: Table
) -> list[Item]:
    labels = {key: [w for w in words(key[1]) if not years_of(w)] for key in groups}
    seen = Counter(word for label in labels.values() for word in set(label))
    total = max(1, len(labels))
    weight = {word: 1.0 + (1.0 if count == 1 else 1.0 / count) * min(3, total) / 3
              for word, count in seen.items()}
    places: dict[str, list[int]] = {}
    for at, word in enumerate(said):
        places.setdefault(word, []).append(at)
    found = []
    for key, label in labels.items():
        if not label:
            continue
        whole = sum(weight[word] for word in label)
        hit = [word for word in label if word in places]
        share = sum(weight[word] for word in hit) / whole
        if share < float(ROW_SHARE) or not hit:
            continue
        position = min(places[hit[0]])
        run = _run(label, said)
        section = set(words(groups[key][0].section)) & set(said)
        score = share * sum(weight[w] for w in hit) + 0.5 * run + 0.3 * len(section)
        found.append(Item(key[1], tuple(groups[key]), score, position, share >= 0.99))
    return _best_items(found, said)


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


def _best_items(found: list[Item], said: list[str]) -> list[Item]:
    """The strongest items that do not live off the same words of the sentence."""
    kept: list[Item] = []
    free = Counter(said)
    for item in sorted(found, key=lambda one: (-one.score, one.position)):
        label = [word for word in words(item.label) if word in free]
        fresh = [word for word in label if free[word] > 0]
        twin = any(same_label(item, other) for other in kept)
        if not twin and len(fresh) * 2 <= len(label):
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
    return words(one.label) == words(other.label)


def caption_score(table: Table, sentence: str) -> float:
    """A small bonus for words that a table's caption and headers share with the sentence."""
    around = set(words(table.caption)) | {w for head in table.headers for w in words(head)}
    return 0.1 * len(around & set(words(sentence)))
