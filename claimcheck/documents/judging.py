"""Aligns a claim with the cells and sentences that its words name.

Chance matches are what checkers of documents die of, so a formula must be named by the claim's
words, rows are chosen by their labels before any number is looked at, and two rows that fit the
words equally well decide only when they agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimcheck.documents.decision import MOST_VALUES, decide, open_verdict, told_as_fall
from claimcheck.documents.formulas import formulas
from claimcheck.documents.rows import Item, caption_score, named_items
from claimcheck.documents.sentences import SPLIT, Passage, running_text, sentence_cells
from claimcheck.documents.tables import Table, scale_of, tables, words, years_of
from claimcheck.documents.values import RELATIVE, Value
from claimcheck.documents.wordlists import operation_words, says
from claimcheck.intervals import stated
from claimcheck.schema import Article, Claim, Evidence, Quantity, Verdict

# A sentence of the document must share this much of the claim's words to be about the same thing.
SENTENCE_SHARE = 0.5
# A miss refutes only when the sentence is this near to the claim.
SURE_SHARE = 0.65


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
            return open_verdict("the documents are read for numbers only"), ()
        sentence = article.text[claim.sentence.start : claim.sentence.end]
        said = stated(claim.quantity, word=not any(char.isdigit() for char in claim.quote))
        found = list(self._from_tables(claim, claim.quantity, sentence))
        if not found:
            found = list(self._from_sentences(claim, claim.quantity, sentence))
        if not found:
            return open_verdict("no row, column or sentence of the documents names this"), ()
        return decide(claim, said, found, self.names)

    # ------------------------------------------------------------ tables

    def _from_tables(
        self, claim: Claim, quantity: Quantity, sentence: str
    ) -> Iterator[tuple[int, Value]]:
        best: list[tuple[float, int, Table, list[Item]]] = []
        for document, table in self.tables:
            items = named_items(table, sentence)
            if items:
                score = sum(item.score for item in items[:2]) + caption_score(table, sentence)
                best.append((score, document, table, items))
        best.sort(key=lambda one: -one[0])
        for score, document, table, items in best[:2]:
            if score < best[0][0] * 0.8:
                break
            values = list(formulas(table, items, quantity, sentence, claim))
            falls = told_as_fall(sentence, items)
            # Rows of one name are all tried: they refute together or not at all.
            doubt = len(values) > MOST_VALUES
            for value in values:
                unsigned = says("unsigned", sentence) or (
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
            falls = told_as_fall(sentence, [])
            for value in values:
                moved = falls and (" - " in value.formula or value.unit in RELATIVE)
                yield passage.document, replace(value, turned=moved, doubt=share < SURE_SHARE)
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
