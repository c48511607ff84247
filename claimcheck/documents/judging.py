"""Aligns a claim with the cells and sentences that its words name.

Chance matches are what checkers of documents die of, so a formula must be named by the claim's
words, rows are chosen by their labels before any number is looked at, and two rows that fit the
words equally well decide only when they agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimcheck.documents.arithmetic import near_best
from claimcheck.documents.asked import Asked, asked, told_down
from claimcheck.documents.comparisons import orders
from claimcheck.documents.decision import MOST_VALUES, decide, decide_order, open_verdict
from claimcheck.documents.elsewhere import fits_elsewhere
from claimcheck.documents.formulas import formulas
from claimcheck.documents.grains import fine
from claimcheck.documents.named import named_pair, named_ratio
from claimcheck.documents.rows import Item, caption_score, label_words, named_items
from claimcheck.documents.sentences import SPLIT, Passage, running_text, sentence_cells
from claimcheck.documents.tables import Table, scale_of, tables, words, years_of
from claimcheck.documents.values import RELATIVE, Value
from claimcheck.documents.wordlists import operation_words
from claimcheck.intervals import stated
from claimcheck.schema import Article, Claim, Evidence, Quantity, Verdict

# A sentence of the document must share this much of the claim's words to be about the same thing.
SENTENCE_SHARE = 0.5
# A miss refutes only when the sentence is this near to the claim.
SURE_SHARE = 0.55
# Words of a claim that may stand nowhere about its rows when these are to refute it: fewer.
MOST_UNTOLD = 4


_BARE = re.compile(r"[\d.,\s-]+")


def _as_written(quantity: Quantity, quote: str) -> Quantity:
    """The quantity by its own marks alone: a bare number is a count, "2.3 points" are of a rate."""
    if quantity.unit == "index_point":
        return quantity.model_copy(update={"unit": "percentage_point"})
    if quantity.unit in ("percent", "times") and _BARE.fullmatch(quote):
        return quantity.model_copy(update={"unit": "count"})
    return quantity


def _numbers(sentence: str, claim: Claim) -> tuple[tuple[int, int], ...]:
    """The places of the other numbers of the sentence."""
    from claimcheck.quantities import scan

    start = claim.span.start - claim.sentence.start
    end = claim.span.end - claim.sentence.start
    return tuple(
        (one.start, one.end) for one in scan(sentence) if one.end <= start or one.start >= end
    )


def _by_grain(table: Table, one: Asked) -> tuple[Table, Asked]:
    """A table of quarters or months by these, when the sentence names one; else by years."""
    found = fine(table)
    own = one.by(found[0], found[1].cells) if found else None
    return (found[1], own) if found and own else (table, one)


def comparable(value: Value, one: Asked) -> bool:
    """Whether a value is of the claim's kind: an amount tells nothing about a percentage."""
    amount = value.unit not in RELATIVE and value.unit != "times"
    if one.unit in RELATIVE:
        return not amount or value.of_no_rate
    if one.unit == "times":
        return value.unit == "times"
    return amount or (value.unit == "times" and one.unit == "count")


def signed(value: Value, items: list[Item], one: Asked) -> Value:
    """The value with the sign that the words of the sentence give it."""
    if value.moved:
        down = told_down(one, [item.label for item in items])
        return replace(value, turned=bool(down), unsigned=down is None and one.says("unsigned"))
    if " - " in value.formula:
        less = one.says("below") and not one.says("unsigned")
        return replace(value, turned=less, unsigned=one.says("unsigned"))
    return value


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
            return self._in_words(claim, article)
        quantity = _as_written(claim.quantity, claim.quote)
        claim = claim.model_copy(update={"quantity": quantity})
        sentence = article.text[claim.sentence.start : claim.sentence.end]
        said = stated(quantity, word=not any(char.isdigit() for char in claim.quote))
        one = asked(claim, quantity, sentence, _numbers(sentence, claim))
        if self._in_a_name(one):
            return open_verdict("the number is part of a row's name"), ()
        found = list(self._from_tables(one))
        if not any(not value.aside and not value.doubt for _, value in found):
            found = self._with_sentences(found, one)
        if not found:
            return open_verdict("no row, column or sentence of the documents names this"), ()
        verdict, evidence = decide(claim, said, found, self.names)
        if verdict.label == "contradicted":
            years = [table for _, table in self.tables]
            if other := fits_elsewhere(said, one, years, self.passages):
                return open_verdict(f"it fits {other}, and may mean that"), ()
        return verdict, evidence

    def _with_sentences(
        self, found: list[tuple[int, Value]], one: Asked
    ) -> list[tuple[int, Value]]:
        """The values of tables that are in doubt, behind those of a sentence that is not."""
        told = list(self._from_sentences(one))
        if any(not value.aside and not value.doubt for _, value in told):
            found = [(document, replace(value, aside=True)) for document, value in found]
        return [*told, *found]

    def _untold(self, table: Table, items: list[Item], text: str) -> bool:
        """Whether much of what the words name stands nowhere about the rows that were found."""
        wanted = {word for word in words(text) if not word.isdigit()} - operation_words()
        known = label_words(table.caption) + tuple(
            word for item in items for cell in item.cells[:8]
            for word in (
                *label_words(item.label), *label_words(cell.section), *label_words(cell.column)
            )
        )
        left = wanted - set(known)
        return len(left) >= MOST_UNTOLD and len(left) * 2 > len(wanted)

    def _in_a_name(self, one: Asked) -> bool:
        """Whether the number stands inside the name of a row: "the 3.850% senior notes"."""
        low = one.text.lower()
        for _, table in self.tables:
            for label in table.numbered:
                at = low.find(label)
                if 0 <= at <= one.start and one.end <= at + len(label):
                    return True
        return False

    def _in_words(
        self, claim: Claim, article: Article
    ) -> tuple[Verdict, tuple[Evidence, ...]]:
        """The verdict on an order told in words."""
        sentence = article.text[claim.sentence.start : claim.sentence.end]
        one = asked(claim, None, sentence, ())
        ranked = []
        for document, year_table in self.tables:
            table, own = _by_grain(year_table, one)
            items = named_items(table, sentence)
            if items or named_pair(table, own):
                score = sum(item.score for item in items[:2]) + caption_score(table, sentence)
                ranked.append((score, document, table, items, own))
        ranked.sort(key=lambda found: -found[0])
        for _, document, table, items, own in ranked[:1]:
            found = list(orders(table, items, own))
            if found:
                return decide_order(claim, found, self.names[document])
        return open_verdict("no rows of the documents are named that this could be told from"), ()

    # ------------------------------------------------------------ tables

    def _from_tables(self, one: Asked) -> Iterator[tuple[int, Value]]:
        for text in one.naming():
            best: list[tuple[float, int, Table, list[Item], Asked]] = []
            for document, year_table in self.tables:
                table, own = _by_grain(year_table, one)
                items = named_items(table, text)
                if items or any(True for _ in named_ratio(table, own)):
                    score = sum(item.score for item in items[:2]) + caption_score(table, text)
                    best.append((score, document, table, items, own))
            best.sort(key=lambda found: -found[0])
            for score, document, table, items, own in best[:2]:
                if score < best[0][0] * 0.8:
                    break
                values = [
                    signed(value, items, own) for value in formulas(table, items, own)
                    if comparable(value, own)
                ]
                # Rows of one name are all tried: they refute together or not at all.
                many = sum(not value.aside for value in values) > MOST_VALUES
                many = many or any(item.tied for item in near_best(items))
                many = many or self._untold(table, items, text)
                yield from (
                    (document, replace(value, doubt=many or value.doubt)) for value in values
                )
                if any(not value.aside for value in values):
                    return

    # ------------------------------------------------------------ sentences

    def _from_sentences(self, one: Asked) -> Iterator[tuple[int, Value]]:
        ranked = self._alike(one.text)
        for share, passage in ranked[:3]:
            if share < SENTENCE_SHARE or share < ranked[0][0] * 0.85:
                return
            cells = sentence_cells(passage, one.unit, one.text, one.role == "change")
            if not cells:
                continue
            item = Item("", tuple(cells), share, 0, True)
            table = Table(0, cells, "", 0, [], [])
            values = [value for value in formulas(table, [item], one) if comparable(value, one)]
            for value in values:
                yield passage.document, replace(signed(value, [], one), doubt=share < SURE_SHARE)
            if values:
                return

    def _alike(self, sentence: str) -> list[tuple[float, Passage]]:
        """Passages by the share of the claim's words that they have, best first."""
        said = frozenset(word for word in words(sentence) if not word.isdigit())
        wanted = said - operation_words()
        years = set(years_of(sentence))
        ranked = []
        for passage in self.passages:
            shared = wanted & passage.words
            if len(shared) < min(2, len(wanted)):
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
        for sentence in SPLIT.split(running_text(text)):
            if len(sentence) > 20:
                passages.append(
                    Passage(sentence, frozenset(words(sentence)), years_of(sentence), index)
                )
    titles = tuple(names) or tuple(f"document {n}" for n in range(1, len(texts) + 1))
    return Documents(titles, found, passages)
