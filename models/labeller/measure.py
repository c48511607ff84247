"""Measures trained labellers of lines against the hand-set decode of ``claimcheck.clean``.

    PYTHONPATH=. nice python models/labeller/measure.py           # out of fold, tuned pages alone
    PYTHONPATH=. nice python models/labeller/measure.py --final   # and what is held out, once

Needs the extra ``train``. A model takes the place of ``sequence.decode`` and of nothing else: what
is seen on a line, copies, wrapped lines and chats are as shipped, and lines are scored by the
tallies of ``claimcheck evaluate corpora/pages``. Systems: a linear-chain conditional random field
over zones and labels, boosted trees over a line and its neighbours, and both told what the hand-set
decode says. A fold trains on no page of the layout and no page of the languages that it is scored
on. ``--mess`` drops that share of the furniture of every page, so that layouts are less regular;
the models are trained on such pages too.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from unittest import mock

import numpy as np
from features import of_page, told
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier

from claimcheck.clean import clean, sequence
from claimcheck.evaluate_pages import LETTERS, Tally, rows
from claimcheck.schema import Page

PAGES = Path(__file__).parents[2] / "corpora" / "pages"
LANGUAGE_FOLDS = 3
# Strength of the prior and rounds of L-BFGS, rounds and leaves of the trees; out of fold on the
# tuned pages.
STRENGTH, ROUNDS = 1.0, 80
TREES, LEAVES, RATE, COMMON = 60, 15, 0.2, 8
_LABELS = ("t", "b", "m", "u", "c", "d")
# Any state that has the label does: only the label is scored.
_STATE = {
    "t": "title", "b": "body", "m": "article-meta", "u": "article-ui", "c": "comment",
    "d": "article-disclaimer",
}


@dataclass(slots=True)
class Sample:
    """One page: what a model is told of its lines, the right labels, what the hand-set says."""

    row: dict[str, Any]
    hand: list[str]
    features: list[list[str]]
    gold: str


class Model(Protocol):
    """A labeller that has been trained."""

    def label(self, pages: Sequence[Sequence[Sequence[str]]]) -> list[str]:
        """One label letter for each line of each page."""


def messed(row: dict[str, Any], share: float, seed: int) -> dict[str, Any]:
    """The page without a share of its buttons, counters and by-lines; copied lines stay."""
    dice = random.Random(f"{seed} {row['id']}")
    lines = row["text"].split("\n")
    if len(lines) != len(row["labels"]):
        return row
    often = Counter(line.strip() for line in lines)
    kept = [
        (line, letter) for line, letter in zip(lines, row["labels"], strict=True)
        if letter not in "mu" or often[line.strip()] > 1 or dice.random() >= share
    ]
    return {
        **row, "text": "\n".join(line for line, _ in kept),
        "labels": "".join(letter for _, letter in kept),
    }


def sample(row: dict[str, Any]) -> Sample:
    """What the cleaner hands to the decode of one page, and what the decode answers."""
    seen: list[sequence.Context] = []
    decode = sequence.decode

    def note(context: sequence.Context) -> list[str]:
        seen.append(context)
        return decode(context)

    with mock.patch.object(sequence, "decode", note):
        clean(Page(text=row["text"], id=row["id"]))
    (context,) = seen
    gold = "".join(
        letter if (letter := row["labels"][line.index]) in _LABELS else "u"
        for line in context.lines
    )
    return Sample(row, decode(context), of_page(context), gold)


def add(tallies: Sequence[Tally], page: Sample, labels: str | None) -> None:
    """Scores one page as ``claimcheck evaluate`` does; without labels, the hand-set decode."""
    states = page.hand if labels is None else [_STATE[letter] for letter in labels]
    with mock.patch.object(sequence, "decode", return_value=states):
        article = clean(Page(text=page.row["text"], id=page.row["id"]))
    for tally in tallies:
        tally.pages += 1
        for letter, line in zip(page.row["labels"], article.lines, strict=True):
            tally.add(LETTERS[letter], line.label, len(line.text))


def zoned(gold: str) -> list[str]:
    """Labels with the zone that they stand in, so that the chain knows where on a page it is."""
    first = next((i for i, letter in enumerate(gold) if letter in "tb"), len(gold))
    last = max((i for i, letter in enumerate(gold) if letter in "tb"), default=-1)
    said = max((i for i, letter in enumerate(gold) if letter == "c"), default=-1)
    return [
        letter + ("0" if i < first else "1" if i <= last else "2" if i <= said else "3")
        for i, letter in enumerate(gold)
    ]


@dataclass(slots=True)
class Table:
    """Names of features to columns; those of one page alone are left out."""

    columns: dict[str, int]

    @classmethod
    def of(cls, pages: Sequence[Sequence[Sequence[str]]], least: int = 2) -> Table:
        """The columns that so many pages fill."""
        count = Counter(name for page in pages for name in {n for row in page for n in row})
        names = sorted(name for name in count if count[name] >= least)
        return cls({name: i for i, name in enumerate(names)})

    def matrix(self, pages: Sequence[Sequence[Sequence[str]]]) -> csr_matrix:
        """One row a line, a one for each of its features."""
        ends, found = [0], []
        for row in (row for page in pages for row in page):
            found += sorted({self.columns[name] for name in row if name in self.columns})
            ends.append(len(found))
        return csr_matrix(
            (np.ones(len(found)), found, ends), shape=(len(ends) - 1, len(self.columns)))


@dataclass(slots=True)
class Chain:
    """A linear-chain conditional random field (Lafferty and others 2001)."""

    table: Table
    states: list[str]
    weights: np.ndarray
    steps: np.ndarray
    start: np.ndarray

    @classmethod
    def fit(cls, features: Sequence[list[list[str]]], golds: Sequence[str]) -> Chain:
        """The likeliest weights under a normal prior."""
        table, labels = Table.of(features), [zoned(gold) for gold in golds]
        states = sorted({state for page in labels for state in page})
        x, n, k = table.matrix(features), len(table.columns), len(states)
        y = np.array([states.index(state) for page in labels for state in page])
        batch, turned = _Batch.of([len(page) for page in labels]), x.T.tocsr()
        truth = np.eye(k)[y]
        ones = turned @ truth, batch.pairs(y, k), truth[batch.firsts].sum(0)

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights, steps = flat[:n * k].reshape(n, k), flat[n * k:-k].reshape(k, k)
            whole, nodes, edges = batch.expected(x @ weights, steps, flat[-k:])
            right = (weights * ones[0]).sum() + (steps * ones[1]).sum() + flat[-k:] @ ones[2]
            pull = np.concatenate([
                (turned @ nodes - ones[0]).ravel(), (edges - ones[1]).ravel(),
                nodes[batch.firsts].sum(0) - ones[2],
            ])
            return whole - right + flat @ flat / (2 * STRENGTH), pull + flat / STRENGTH

        best = minimize(
            loss, np.zeros(n * k + k * k + k), jac=True, method="L-BFGS-B",
            options={"maxiter": ROUNDS}).x
        return cls(
            table, states, best[:n * k].reshape(n, k), best[n * k:-k].reshape(k, k), best[-k:])

    def label(self, pages: Sequence[Sequence[Sequence[str]]]) -> list[str]:
        """The best path over each page."""
        return ["".join(self.states[i][0] for i in self._path(page)) for page in pages]

    def _path(self, page: Sequence[Sequence[str]]) -> list[int]:
        scores = self.table.matrix([page]) @ self.weights
        best, back = scores[0] + self.start, []
        for here in scores[1:]:
            ways = best[:, None] + self.steps
            back.append(ways.argmax(0))
            best = ways.max(0) + here
        path = [int(best.argmax())]
        for come in reversed(back):
            path.append(int(come[path[-1]]))
        return path[::-1]


@dataclass(slots=True)
class _Batch:
    """Pages side by side, so that the passes run over all of them at once."""

    lengths: np.ndarray
    firsts: np.ndarray

    @classmethod
    def of(cls, lengths: Sequence[int]) -> _Batch:
        """Pages of these lengths, one after another in the rows."""
        many = np.array(lengths)
        return cls(many, np.cumsum(many) - many)

    def pairs(self, y: np.ndarray, k: int) -> np.ndarray:
        """How often a state follows another within a page."""
        second = np.setdiff1d(np.arange(len(y)), self.firsts)
        return np.bincount(y[second - 1] * k + y[second], minlength=k * k).reshape(k, k)

    def expected(
        self, scores: np.ndarray, steps: np.ndarray, start: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """Log of the whole, chances of the states of each row, expected steps."""
        nodes, edges = np.zeros_like(scores), np.zeros_like(steps)
        power, longest = np.exp(steps), int(self.lengths.max())
        ahead, scale = np.zeros_like(scores), np.zeros(len(scores))
        live = [self.firsts[self.lengths > t] + t for t in range(longest)]
        local = np.exp(scores - scores.max(1, keepdims=True))
        for t, at in enumerate(live):
            came = np.exp(start)[None] if t == 0 else ahead[at - 1] @ power
            raw = came * local[at]
            scale[at] = raw.sum(1)
            ahead[at] = raw / scale[at][:, None]
        behind = np.ones_like(scores)
        for at in reversed(live[1:]):
            pulled = local[at] * behind[at] / scale[at][:, None]
            behind[at - 1] = pulled @ power.T
            edges += power * (ahead[at - 1].T @ pulled)
        nodes = ahead * behind
        return float(np.log(scale).sum() + scores.max(1).sum()), nodes, edges


@dataclass(slots=True)
class Trees:
    """Boosted trees over each line by itself; its neighbours are among the features."""

    table: Table
    forest: HistGradientBoostingClassifier

    @classmethod
    def fit(cls, features: Sequence[list[list[str]]], golds: Sequence[str]) -> Trees:
        """Trees of a fixed seed over the features that are not rare."""
        table = Table.of(features, COMMON)
        forest = HistGradientBoostingClassifier(
            max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, random_state=0)
        forest.fit(table.matrix(features).toarray().astype(np.uint8), list("".join(golds)))
        return cls(table, forest)

    def label(self, pages: Sequence[Sequence[Sequence[str]]]) -> list[str]:
        """The likeliest label of each line."""
        if not pages:
            return []
        flat = iter(self.forest.predict(self.table.matrix(pages).toarray().astype(np.uint8)))
        return ["".join(next(flat) for _ in page) for page in pages]


Fit = Callable[[Sequence[list[list[str]]], Sequence[str]], Model]
SYSTEMS: dict[str, tuple[Fit, bool]] = {
    "chain": (Chain.fit, False), "chain, told": (Chain.fit, True),
    "trees": (Trees.fit, False), "trees, told": (Trees.fit, True),
}


def features_of(page: Sample, hears: bool) -> list[list[str]]:
    """The features of a page, with the answers of the hand-set decode when the model hears them."""
    return told(page.features, page.hand) if hears else page.features


def folds(pages: Sequence[Sample]) -> Iterator[tuple[list[Sample], list[Sample]]]:
    """(train, test): a layout and a third of the languages kept away from the training."""
    languages = sorted({page.row["language"] for page in pages})
    groups = [frozenset(languages[i::LANGUAGE_FOLDS]) for i in range(LANGUAGE_FOLDS)]
    for layout in sorted({page.row["layout"] for page in pages}):
        for group in groups:
            test = [
                page for page in pages
                if page.row["layout"] == layout and page.row["language"] in group
            ]
            train = [
                page for page in pages
                if page.row["layout"] != layout and page.row["language"] not in group
            ]
            if test:
                yield train, test


def compare(
    name: str, split: Sequence[tuple[Sequence[Sample], Sequence[Sample]]], systems: Sequence[str]
) -> None:
    """Prints the scores of the hand-set decode and of each system on the same pages."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    layouts: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))

    def tell(system: str, page: Sample, labels: str | None) -> None:
        add((tallies[system], layouts[page.row["layout"]][system]), page, labels)

    for train, test in split:
        for page in test:
            tell("hand", page, None)
        for system in systems:
            fit, hears = SYSTEMS[system]
            model = fit([features_of(page, hears) for page in train], [p.gold for p in train])
            for page, labels in zip(
                test, model.label([features_of(page, hears) for page in test]), strict=True
            ):
                tell(system, page, labels)
    heads = ("pages", "lines", "accuracy", "macro_f1", "body_precision", "body_recall", "body_f1")
    print(f"\n{name:<28}" + "".join(f"{head:>15}" for head in heads))
    for system, tally in tallies.items():
        scores = tally.scores()
        print(f"{system:<28}" + "".join(f"{scores[head]:>15}" for head in heads), flush=True)
    print("macro_f1 / body_f1 by layout")
    for layout, found in sorted(layouts.items()):
        told_of = {system: tally.scores() for system, tally in found.items()}
        print(f"  {layout:<16}" + "  ".join(
            f"{system} {one['macro_f1']:.3f} / {one['body_f1']:.3f}"
            for system, one in told_of.items()), flush=True)


def main() -> None:
    """Prints the scores of all systems; ``--final`` looks at the pages that are held out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--final", action="store_true", help="score what is held out as well")
    parser.add_argument("--mess", type=float, default=0.0, help="share of furniture dropped")
    parser.add_argument("--seed", type=int, default=0, help="which furniture is dropped")
    parser.add_argument("--systems", nargs="*", choices=SYSTEMS, default=list(SYSTEMS))
    options = parser.parse_args()
    corpus = [messed(row, options.mess, options.seed) for row in rows(PAGES)]
    tuned = [sample(row) for row in corpus if not row["held_out"]]
    compare("out of fold, tuned pages", list(folds(tuned)), options.systems)
    if not options.final:
        return
    held = [sample(row) for row in corpus if row["held_out"]]
    layouts, languages = ({page.row[key] for page in tuned} for key in ("layout", "language"))
    parts: dict[tuple[bool, bool], str] = {
        (False, True): "held layouts", (True, False): "held languages",
        (False, False): "both held",
    }
    for known, name in parts.items():
        test = [
            page for page in held
            if (page.row["layout"] in layouts, page.row["language"] in languages) == known
        ]
        compare(name, [(tuned, test)], options.systems)


if __name__ == "__main__":
    main()
