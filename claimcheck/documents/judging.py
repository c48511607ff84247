"""Aligns a claim with the cells and sentences that its words name, and compares.

Chance matches are what checkers of documents die of, so a formula must be named by the claim's
words, rows are chosen by their labels before any number is looked at, and two rows that fit the
words equally well decide only when they agree.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from claimcheck.documents.tables import Cell, Number, Table, scale_of, tables, words, years_of
from claimcheck.figures import show
from claimcheck.intervals import (
    HUNDRED,
    ONE,
    Interval,
    Match,
    Stated,
    compare,
    exact,
    stated,
)
from claimcheck.lexicon import PhraseMatcher, tokens
from claimcheck.quantities import Mention
from claimcheck.schema import (
    Article,
    Claim,
    Evidence,
    Label,
    Period,
    Quantity,
    Reading,
    SourceRef,
    Verdict,
)

_WORDS = Path(__file__).parent.parent / "data" / "document_words.toml"
# A row must have this share of its label's words in the claim's sentence to be the one meant.
ROW_SHARE = Decimal("0.6")
# A sentence of the document must share this much of the claim's words to be about the same thing.
SENTENCE_SHARE = 0.5
MOST_VALUES = 12
# A miss refutes only when the sentence is this near to the claim.
SURE_SHARE = 0.65
_SPLIT = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])|\n+")
_YEARS_THROUGH = re.compile(
    r"\b(?:19|20)\d\d ?(?:-|–|—|to|through) ?(?:19|20)\d\d\b|\bbetween (?:19|20)\d\d and", re.I
)
RELATIVE = frozenset({"percent", "percentage_point", "basis_point"})


@cache
def _matchers() -> dict[str, PhraseMatcher]:
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        name: PhraseMatcher((phrase, name) for group in lists.values() for phrase in group
                            if tokens(phrase))
        for name, lists in data.items()
    }


@cache
def _operations() -> frozenset[str]:
    """Words that name arithmetic, or carry a number, and so tell nothing about the subject."""
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    lists = (phrase for group in data.values() for names in group.values() for phrase in names)
    carriers = ("million", "billion", "thousand", "percent", "came", "stood", "reached")
    return frozenset(word for phrase in lists if " " not in phrase for word in words(phrase)) | {
        *carriers
    }


def _says(name: str, text: str) -> bool:
    return bool(_matchers()[name].find(tokens(text)))


@dataclass(frozen=True, slots=True)
class Value:
    """One value that the claim's words lead to, with its arithmetic."""

    point: Decimal
    interval: Interval
    unit: str
    formula: str
    what: str
    years: tuple[int, ...]
    sure: bool = True
    turned: bool = False
    unsigned: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a document with its words and quantities."""

    text: str
    words: frozenset[str]
    years: tuple[int, ...]
    document: int


@dataclass(slots=True)
class Documents:
    """Documents read once; ``judge`` may be called for any number of claims."""

    names: tuple[str, ...]
    tables: list[tuple[int, Table]]
    passages: list[Passage]
    counts: Counter[str] = field(default_factory=Counter)

    def judge(self, claim: Claim, article: Article) -> tuple[Verdict, tuple[Evidence, ...]]:
        """The verdict on a claim by what the documents say, with one record for each value used."""
        if claim.quantity is None:
            return _open("the documents are read for numbers only"), ()
        sentence = article.text[claim.sentence.start : claim.sentence.end]
        said = stated(claim.quantity, word=not any(char.isdigit() for char in claim.quote))
        found = list(self._from_tables(claim, claim.quantity, sentence))
        if not found:
            found = list(self._from_sentences(claim, claim.quantity, sentence))
        if not found:
            return _open("no row, column or sentence of the documents names this"), ()
        return _decide(claim, said, found, self.names)

    # ------------------------------------------------------------ tables

    def _from_tables(
        self, claim: Claim, quantity: Quantity, sentence: str
    ) -> Iterator[tuple[int, Value]]:
        best: list[tuple[float, int, Table, list[Item]]] = []
        for document, table in self.tables:
            items = named_items(table, sentence)
            if items:
                score = sum(item.score for item in items[:2]) + _caption_score(table, sentence)
                best.append((score, document, table, items))
        best.sort(key=lambda one: -one[0])
        for score, document, table, items in best[:2]:
            if score < best[0][0] * 0.8:
                break
            values = list(formulas(table, items, quantity, sentence, claim))
            falls = _told_as_fall(sentence, items)
            # Rows of one name are all tried: they refute together or not at all.
            doubt = len(values) > MOST_VALUES
            for value in values:
                unsigned = _says("unsigned", sentence) or (
                    any(cell.outgo for item in items for cell in item.cells)
                    and " - " not in value.formula
                )
                moved = falls and (" - " in value.formula or value.unit in RELATIVE)
                yield document, replace(
                    value, turned=moved, doubt=doubt,
                    unsigned=unsigned and value.unit not in RELATIVE,
                )
            if values:
                return

    # ------------------------------------------------------------ sentences

    def _from_sentences(
        self, claim: Claim, quantity: Quantity, sentence: str
    ) -> Iterator[tuple[int, Value]]:
        ranked = self._alike(sentence)
        for share, passage in ranked[:3]:
            if share < SENTENCE_SHARE or share < ranked[0][0] * 0.85:
                return
            cells = sentence_cells(passage, quantity, sentence)
            if not cells:
                continue
            item = Item(passage.text, tuple(cells), share, 0, True)
            table = Table(0, cells, "", 0, [], [])
            values = list(formulas(table, [item], quantity, sentence, claim))
            falls = _told_as_fall(sentence, [])
            for value in values:
                moved = falls and (" - " in value.formula or value.unit in RELATIVE)
                yield passage.document, replace(value, turned=moved, doubt=share < SURE_SHARE)
            if values:
                return

    def _alike(self, sentence: str) -> list[tuple[float, Passage]]:
        """Passages by the share of the claim's words that they have, best first."""
        wanted = frozenset(word for word in words(sentence) if not word.isdigit()) - _operations()
        years = set(years_of(sentence))
        ranked = []
        for passage in self.passages:
            shared = wanted & passage.words
            if len(shared) < 2:
                continue
            share = sum(self.weight(word) for word in shared) / sum(map(self.weight, wanted))
            if years and passage.years and not years & set(passage.years):
                share *= 0.5
            ranked.append((share, passage))
        ranked.sort(key=lambda one: (-one[0], one[1].text))
        return ranked

    def weight(self, word: str) -> float:
        """How much a word tells: the fewer passages have it, the more."""
        if not self.counts:
            for passage in self.passages:
                self.counts.update(passage.words)
        return 1.0 / (1.0 + self.counts[word] / max(1, len(self.passages)) * 4)


def sentence_cells(passage: Passage, quantity: Quantity, sentence: str) -> list[Cell]:
    """The quantities of a sentence as cells, each with its year.

    "$36 million, $2 million and $4 million in 2019, 2018 and 2017, respectively" joins them in
    order; otherwise a quantity has the year nearest to it.
    """
    from claimcheck.quantities import scan

    mentions = [one for one in scan(passage.text) if _same_unit(one.unit, quantity.unit)]
    years = [(m.start(), int(m.group())) for m in _YEAR_AT.finditer(passage.text)]
    apart = _joined_years(mentions, years, passage.text)
    if apart is None:
        mentions = _nearest_words(mentions, passage.text, sentence)
    cells = []
    for at, mention in enumerate(mentions):
        year = apart[at] if apart else _nearest_year(mention.start, years)
        unit = quantity.unit if quantity.unit in (*RELATIVE, "times") else None
        turn = -1 if unit == "percent" and _falls(passage.text, mention.start) else 1
        size = mention.scale or ONE
        number = Number(mention.low * turn, unit, max(0, mention.decimals - _power(size)))
        label = passage.text[:120]
        cells.append(Cell(number, label, "", "", 0, at, (year,) if year else ()))
    return cells


_YEAR_AT = re.compile(r"(?<![\d.,$€£])(?:19|20)\d\d(?!\d|[.,]\d|%)")


def _power(size: Decimal) -> int:
    return max(0, size.adjusted())


def _joined_years(
    mentions: Sequence[Mention], years: list[tuple[int, int]], text: str
) -> list[int] | None:
    """The year of each mention when a list of numbers is followed by as many years."""
    if len(mentions) < 2 or len(mentions) != len(years) or "respectively" not in text.lower():
        return None
    return [year for _, year in years]


def _nearest_year(at: int, years: list[tuple[int, int]]) -> int | None:
    return min(years, key=lambda one: abs(one[0] - at))[1] if years else None


def _nearest_words(mentions: list[Mention], text: str, sentence: str) -> list[Mention]:
    """The mentions whose own surroundings have the most words of the claim."""
    if len(mentions) < 2:
        return mentions
    said = set(words(sentence))
    scores = []
    for index, mention in enumerate(mentions):
        low = mentions[index - 1].end if index else 0
        high = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        around = text[max(low, mention.start - 90) : min(high, mention.end + 60)]
        scores.append(len(said & (set(words(around)) | {str(y) for y in years_of(around)})))
    best = max(scores)
    return [mention for mention, score in zip(mentions, scores, strict=True) if score == best]


def read(texts: Iterable[str], names: Sequence[str] = ()) -> Documents:
    """The tables and sentences of plain text, Markdown or HTML documents, in order."""
    found: list[tuple[int, Table]] = []
    passages: list[Passage] = []
    texts = list(texts)
    shared = next((s for text in texts if (s := scale_of(text)) is not None), None)
    for index, text in enumerate(texts):
        for table in tables(text):
            if table.scale is None:
                table.scale = shared
            found.append((index, table))
        for sentence in _SPLIT.split(_running_text(text)):
            if len(sentence) > 20:
                passages.append(
                    Passage(sentence, frozenset(words(sentence)), years_of(sentence), index)
                )
    titles = tuple(names) or tuple(f"document {n}" for n in range(1, len(texts) + 1))
    return Documents(titles, found, passages)


def _running_text(text: str) -> str:
    """The text outside tables."""
    if "<" in text and ">" in text and "</" in text:
        from lxml import html

        try:
            root = html.fromstring(text)
        except (ValueError, html.etree.ParserError):
            return ""
        for table in root.xpath("//table|//script|//style"):
            table.drop_tree()
        return "\n".join(part.strip() for part in root.itertext() if part.strip())
    return "\n".join(line for line in text.splitlines() if line.count("|") < 2)


# ---------------------------------------------------------------- which rows the words name


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
        twin = any(_same_label(item, other) for other in kept)
        if not twin and len(fresh) * 2 <= len(label):
            continue
        if twin and item.score < max(o.score for o in kept if _same_label(item, o)):
            continue
        kept.append(item)
        if not twin:
            for word in fresh:
                free[word] -= 1
    return kept


def _same_label(one: Item, other: Item) -> bool:
    return words(one.label) == words(other.label)


def _caption_score(table: Table, sentence: str) -> float:
    around = set(words(table.caption)) | {w for head in table.headers for w in words(head)}
    return 0.1 * len(around & set(words(sentence)))


# ---------------------------------------------------------------- which arithmetic they name


def formulas(
    table: Table, items: list[Item], quantity: Quantity, sentence: str, claim: Claim
) -> Iterator[Value]:
    """The values that the sentence's own words lead to."""
    years = years_of(sentence)
    percent = quantity.unit in RELATIVE
    change = _says("change", sentence) or _says("neutral", sentence)
    distinct = _distinct(items)
    if quantity.unit in ("times", "count") and _says("share", sentence) and len(distinct) >= 2:
        yield from _ratios(table, distinct, years, "times", sentence)
        return
    averaged = _says("average", sentence) and not _whole_label(items[:1], "average")
    if percent and averaged:
        typed = [i for i in items if any(c.number.unit == "percent" for c in i.cells)]
        yield from _averages(table, typed or items, years, sentence)
        return
    if percent:
        yield from _relative(table, items, distinct, quantity, claim, sentence, years, change)
        return
    if averaged:
        yield from _averages(table, items, years, sentence)
        return
    if len(distinct) >= 2 and len(years) < 2 and _says("difference", sentence):
        yield from _between(table, distinct, years, sentence)
        return
    moved = change and _years_pair(items, years) is not None
    if moved and (len(years) >= 2 or claim.kind == "change" or _says("neutral", sentence)):
        yield from _differences(table, items, years, sentence)
        if claim.kind in ("change", "difference") or _says("neutral", sentence):
            return  # "rose from A to B" gives the levels too
    if len(distinct) >= 2 and _says("difference", sentence):
        yield from _between(table, distinct, years, sentence)
        return
    if len(distinct) >= 2 and _says("sum", sentence) and not _whole_label(distinct, "sum"):
        yield from _sums(table, distinct, years, sentence)
        return
    if len(years) >= 2 and _says("sum", sentence) and _alone(sentence):
        yield from _over_years(table, items, years, sentence)
    yield from _plain(table, items, _own_years(claim, years), sentence, quantity)


def _alone(sentence: str) -> bool:
    """Whether the sentence holds one number only, so that all its years are about it."""
    from claimcheck.quantities import scan

    return len(scan(sentence)) == 1


def _own_years(claim: Claim, years: tuple[int, ...]) -> tuple[int, ...]:
    """The year that the number itself is about, when the text ties one to it."""
    period = claim.period
    if len(years) > 1 and period.end is not None and period.end.year in years:
        return (period.end.year,)
    if len(years) == 1 and period.end is not None and period.end.year == years[0] - 1:
        return (period.end.year,)  # "fell to $610m from $655m in 2025": the start is of 2024
    return years


def _over_years(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    """One row summed over the years that the sentence names."""
    if len(years) == 2 and _YEARS_THROUGH.search(sentence):
        years = tuple(range(min(years), max(years) + 1))
    for item in items[:2]:
        cells = [c for year in years if (c := _cell_at(item, year, sentence)) is not None]
        if len(cells) < 2:
            continue
        point = sum((_scaled(table, cell)[0] for cell in cells), Decimal(0))
        formula = " + ".join(str(cell.number.value) for cell in cells)
        unit = _scaled(table, cells[0])[2]
        yield Value(
            point, exact(point), unit, formula, _name(cells[0]), years, table.scale is not None
        )


def _distinct(items: list[Item]) -> list[Item]:
    """One item for each label, in the order in which the sentence names them."""
    made: list[Item] = []
    for item in items:
        if not any(_same_label(item, other) for other in made):
            made.append(item)
    return sorted(made, key=lambda one: one.position)


def _whole_label(items: list[Item], name: str) -> bool:
    return any(_says(name, item.label) for item in items)


def _relative(
    table: Table, items: list[Item], distinct: list[Item], quantity: Quantity, claim: Claim,
    sentence: str, years: tuple[int, ...], change: bool,
) -> Iterator[Value]:
    share = _says("share", sentence)
    pair = _years_pair(items, years)
    own_percent = [i for i in items if any(c.number.unit == "percent" for c in i.cells)]
    told_level = claim.kind in ("level", "ratio", "share") and not _says("neutral", sentence)
    if change and told_level and own_percent:
        yield from _plain(table, own_percent, _own_years(claim, years), sentence, quantity)
    if change and pair is not None and len(years) != 1:
        if own_percent and quantity.unit != "percent":
            yield from _differences(table, own_percent, years, sentence)
        elif own_percent and not [i for i in items if i not in own_percent]:
            yield from _growth(table, own_percent, years, sentence)
            yield from _differences(table, own_percent, years, sentence)
        else:
            yield from _growth(table, [i for i in items if i not in own_percent], years, sentence)
        return
    amounts = [item for item in distinct if item not in own_percent]
    if share and len(amounts) >= 2 and not (own_percent and own_percent[0] is items[0]):
        yield from _ratios(table, amounts, years, "percent", sentence)
        return
    found = list(_plain(table, own_percent, years, sentence, quantity)) if own_percent else []
    if found:
        yield from found
    elif share:
        total = _total_item(table, distinct)
        if total is not None and distinct:
            yield from _ratios(table, [distinct[0], total], years, "percent", sentence)
    elif change and pair is not None:
        yield from _growth(table, items, years, sentence)


def _total_item(table: Table, named: list[Item]) -> Item | None:
    """The total row under the first item, which a share is of when nothing else is named."""
    if not named:
        return None
    own = named[0].cells[0]
    totals: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.at_row > own.at_row and _says("total", cell.row):
            totals.setdefault(cell.at_row, []).append(cell)
    if not totals:
        return None
    first = min(totals)
    return Item(totals[first][0].row, tuple(totals[first]), 0.0, 0)


def _years_pair(items: list[Item], years: tuple[int, ...]) -> tuple[int, int] | None:
    """(year of the value, year of the base): the two named, or the named one and the one before."""
    held = sorted({year for item in items for cell in item.cells for year in cell.years})
    named = [year for year in years if year in held]
    if len(named) >= 2:
        return max(named), min(named)
    if len(named) == 1 and named[0] - 1 in held:
        return named[0], named[0] - 1
    if not named and len(held) >= 2:
        return held[-1], held[-2]
    return None


def _cell_at(
    item: Item, year: int | None, sentence: str, percent: bool | None = None
) -> Cell | None:
    """The cell of a year; among several the one whose column words stand in the sentence."""
    cells = [c for c in item.cells if year is None or year in c.years]
    if percent is not None:
        typed = [c for c in cells if (c.number.unit == "percent") is percent]
        cells = typed or cells
    if len(cells) <= 1:
        return cells[0] if cells else None
    said = set(words(sentence))
    common = set.intersection(*(set(words(c.column)) for c in cells))

    def fit(cell: Cell) -> tuple[int, int]:
        own = set(words(cell.column)) - common
        return len(own & said), -len(own - said)

    ranked = sorted(cells, key=fit, reverse=True)
    if fit(ranked[0]) == fit(ranked[1]) and year is not None:
        return None
    return ranked[0]


def _scaled(table: Table, cell: Cell) -> tuple[Decimal, Interval, str]:
    """A cell's value with the table's scale, its interval, and its unit."""
    value, unit = cell.number.value, cell.number.unit
    if cell.outgo:
        value = -value
    half = ONE.scaleb(-cell.number.decimals) / 2
    span = Interval(value - half, value + half)
    if unit is not None:
        return value, span, unit
    per_share = "per share" in cell.row.lower() or "per" in words(cell.section)
    power = 0 if per_share or table.scale is None else table.scale
    size = ONE.scaleb(power)
    return value * size, span.scaled(size), ""


def _plain(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str, quantity: Quantity
) -> Iterator[Value]:
    percent = quantity.unit == "percent"
    top = items[0].score if items else 0.0
    for item in items:
        if item.score < top * 0.85 and not item.whole:
            continue
        for year in _plain_years(item, years):
            cell = _cell_at(item, year, sentence, percent)
            if cell is None or (percent and cell.number.unit != "percent"):
                continue
            point, span, unit = _scaled(table, cell)
            known = table.scale is not None
            yield Value(point, span, unit, _name(cell), _name(cell), cell.years, known)


def _plain_years(item: Item, years: tuple[int, ...]) -> list[int | None]:
    held = {year for cell in item.cells for year in cell.years}
    named = [year for year in years if year in held]
    if named:
        return list(named)
    if years and held:
        return []
    return [max(held)] if held else [None]


def _name(cell: Cell) -> str:
    place = ", ".join(part for part in (cell.row, cell.column) if part)
    return f"{place}: {cell.number.value}{'%' if cell.number.unit == 'percent' else ''}"


def _pairs(
    items: list[Item], years: tuple[int, ...], sentence: str, percent: bool | None = None
) -> Iterator[tuple[Cell, Cell]]:
    top = items[0].score if items else 0.0
    for item in items:
        pair = _years_pair([item], years)
        if pair is None or (item.score < top * 0.85 and not item.whole):
            continue
        new = _cell_at(item, pair[0], sentence, percent)
        old = _cell_at(item, pair[1], sentence, percent)
        if new is not None and old is not None:
            yield new, old


def _growth(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    for new, old in _pairs(items, years, sentence):
        one, _, _ = _scaled(table, new)
        two, _, _ = _scaled(table, old)
        if two == 0:
            continue
        point = (one - two) / two * 100
        formula = (
            f"({new.number.value} - {old.number.value}) / {old.number.value} = "
            f"{show(point, 'percent')}"
        )
        yield Value(point, exact(point), "percent", formula, _name(new), (*new.years, *old.years))


def _differences(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    for new, old in _pairs(items, years, sentence):
        one, span, unit = _scaled(table, new)
        two, other, _ = _scaled(table, old)
        unit = "percentage_point" if unit == "percent" else unit
        formula = f"{new.number.value} - {old.number.value}"
        yield Value(
            one - two, span - other, unit, formula, _name(new), (*new.years, *old.years),
            table.scale is not None or unit != "",
        )


def _ratios(
    table: Table, items: list[Item], years: tuple[int, ...], unit: str, sentence: str
) -> Iterator[Value]:
    *parts, whole = items
    for year in _plain_years(parts[0], years):
        cells = [_cell_at(part, year, sentence, False) for part in parts]
        other = _cell_at(whole, year, sentence, False)
        above = [cell for cell in cells if cell is not None]
        if len(above) < len(parts) or other is None or other.number.value == 0:
            continue
        top = sum((abs(cell.number.value) for cell in above), Decimal(0))
        ratio = top / abs(other.number.value)
        point = ratio * 100 if unit == "percent" else ratio
        shown = " + ".join(str(cell.number.value) for cell in above)
        shown = f"({shown})" if len(above) > 1 else shown
        formula = f"{shown} / {other.number.value} = {show(point, unit)}"
        yield Value(point, exact(point), unit, formula, _name(above[0]), above[0].years)


def _averages(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    for item in items[:1]:
        held = sorted({year for cell in item.cells for year in cell.years})
        named = [year for year in years if year in held]
        if len(named) == 2 and _YEARS_THROUGH.search(sentence):
            named = [year for year in held if min(named) <= year <= max(named)]
        cells = [c for year in named or held if (c := _cell_at(item, year, sentence)) is not None]
        if len(cells) < 2:
            continue
        values = [_scaled(table, cell)[0] for cell in cells]
        point = sum(values, Decimal(0)) / len(values)
        formula = f"({' + '.join(str(c.number.value) for c in cells)}) / {len(cells)}"
        unit = _scaled(table, cells[0])[2]
        covered = tuple(named or held)
        known = table.scale is not None
        yield Value(point, exact(point), unit, formula, _name(cells[0]), covered, known)


def _between(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    for year in _plain_years(items[0], years):
        one, other = _cell_at(items[0], year, sentence), _cell_at(items[1], year, sentence)
        if one is None or other is None:
            continue
        first, span, unit = _scaled(table, one)
        second, wide, _ = _scaled(table, other)
        formula = f"{one.number.value} - {other.number.value}"
        known = table.scale is not None
        yield Value(first - second, span - wide, unit, formula, _name(one), one.years, known)


def _sums(
    table: Table, items: list[Item], years: tuple[int, ...], sentence: str
) -> Iterator[Value]:
    for year in _plain_years(items[0], years):
        cells = [c for item in items if (c := _cell_at(item, year, sentence)) is not None]
        if len(cells) < 2:
            continue
        point = sum((_scaled(table, cell)[0] for cell in cells), Decimal(0))
        formula = " + ".join(str(cell.number.value) for cell in cells)
        known = table.scale is not None
        yield Value(point, exact(point), "", formula, _name(cells[0]), cells[0].years, known)


# ---------------------------------------------------------------- the decision


def _told_as_fall(sentence: str, items: list[Item]) -> bool:
    """Whether the sentence, its row names left out, speaks of a fall and of nothing else.

    "The change was -5%" and "increase/(decrease)" carry the sign in the number.
    """
    rest = sentence.lower()
    for item in items:
        rest = rest.replace(item.label.lower(), " ")
    if not _says("down", rest):
        return False
    return not _says("neutral", rest) and not _says("up", rest)


def _falls(text: str, before: int) -> bool:
    return _says("down", text[max(0, before - 60) : before])


def _same_unit(one: str, other: str) -> bool:
    if one == other:
        return True
    loose = {"count", ""}
    return one in loose and other in loose


def _decide(
    claim: Claim, said: Stated, found: list[tuple[int, Value]], names: tuple[str, ...]
) -> tuple[Verdict, tuple[Evidence, ...]]:
    quantity = claim.quantity
    assert quantity is not None
    matches = [
        (document, value, _match(claim, quantity, said, value))
        for document, value in found[:MOST_VALUES]
    ]
    labels = [match.label for _, _, match in matches]
    label = _label(labels, any(value.doubt for _, value, _ in matches))
    evidence = tuple(_record(claim, value, names[document]) for document, value, _ in matches)
    readings = tuple(
        Reading(basis=(), label=match.label, evidence=at, note=value.what)
        for at, (_, value, match) in enumerate(matches)
    )
    first = min(matches, key=lambda one: _RANK[one[2].label])
    reason = _reason(claim, first[1], label)
    margin = first[2].margin.quantize(Decimal("0.01")).normalize() + 0
    verdict = Verdict(
        label=label, now=label, reason=reason, readings=readings, margin_units=margin,
        basis_inferred_from_match=len(set(labels)) > 1 and label in ("supported", "imprecise"),
    )
    return verdict, evidence


def _label(labels: list[Label], doubt: bool) -> Label:
    """Any value that the words lead to may bear the claim out; to refute it they must be clear."""
    if "supported" in labels:
        return "supported"
    if "imprecise" in labels:
        return "imprecise"
    return "not_enough_data" if doubt else "contradicted"


def _match(claim: Claim, quantity: Quantity, said: Stated, value: Value) -> Match:
    """Compares in the claim's unit; the scale is told by the table or, unsaid, by the digits."""
    point, span = value.point, value.interval
    if value.turned and quantity.low >= 0:
        point, span = -point, -span
    if value.unit in RELATIVE and value.unit != quantity.unit:
        if quantity.unit == "basis_point" and value.unit == "percentage_point":
            return compare(said, point * HUNDRED, span.scaled(HUNDRED))
        return Match("contradicted", said.unit)
    if quantity.unit in RELATIVE and value.unit not in RELATIVE:
        return Match("contradicted", said.unit)
    result = compare(said, point, span)
    if result.label == "contradicted" and value.unsigned:
        result = min(result, compare(said, -point, -span), key=lambda match: _RANK[match.label])
    unscaled = not value.sure and quantity.unit not in RELATIVE and point and quantity.low
    counted = quantity.unit == "count" and point  # "in millions, except share data"
    if result.label == "contradicted" and (unscaled or counted):
        for power in (3, 6, 9, -3, -6) if unscaled else (-3, -6, -9):
            size = ONE.scaleb(power)
            other = compare(said, point * size, span.scaled(size))
            if other.label != "contradicted":
                return other
    return result


_RANK: dict[str, int] = {"supported": 0, "imprecise": 1, "contradicted": 2}


def _record(claim: Claim, value: Value, name: str) -> Evidence:
    quantity = claim.quantity
    unit = value.unit or (quantity.unit if quantity else "")
    return Evidence(
        series=value.what, entity=claim.entity.id or claim.entity.text or "document",
        metric=claim.metric, period=Period(text=", ".join(map(str, value.years)) or None),
        value=value.point, unit=unit, source=SourceRef(id=name, title=name),
        computation=value.formula,
    )


def _reason(claim: Claim, value: Value, label: Label) -> str:
    unit = value.unit or (claim.quantity.unit if claim.quantity else "")
    given = show(value.point, unit)
    told = f"The document gives {given} ({value.formula}); the text says {claim.quote}"
    if label == "supported":
        return f"{told}, which fits."
    if label == "imprecise":
        return f"{told}, which is nearly right."
    if label == "contradicted":
        return f"{told}."
    return f"The nearest value of the document is {given}, but it is not certain that it is meant."


def _open(why: str) -> Verdict:
    return Verdict(label="not_enough_data", reason=f"{why[0].upper()}{why[1:]}.")

