"""Trains the shipped classifiers and says how they do on texts that they have not seen.

    PYTHONPATH=. python models/train.py          # writes claimcheck/trained/weights/*.bin
    PYTHONPATH=. python models/train.py --dry    # figures only

Needs the extra ``train``. Every number is seen through the same features as at run time: the
extractor runs over the corpus with a recorder in the place of the trained parts. Only the ``tune``
split is read. Figures are out of fold; a fold holds whole voices (language, genre, style). How a
number is said is also learned from generated sentences (``corpora/training``), which weigh less;
their families for ``dev`` are kept back, and are scored on their own; and from the tuned sentences
of ``corpora/stance``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
import warnings
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from matched import CLAIMS, Silent, texts
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from claimcheck.extract import extract as extract_claims
from claimcheck.extract.attach.found import Found, When
from claimcheck.extract.scene import Hit, Scene
from claimcheck.pipeline import Checker
from claimcheck.quantities import Mention
from claimcheck.schema import Modality
from claimcheck.segment import sentences
from claimcheck.trained import WEIGHTS, features, way
from claimcheck.trained.linear import hashed, packed

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "claimcheck"
STANCE = ROOT / "corpora" / "stance" / "tuned"

sys.path.insert(0, str(ROOT / "corpora" / "training"))
import generate  # noqa: E402

FOLDS = 4
# Sentences made of a template, the day they count as published, and how much of an example one is.
EACH, PUBLISHED, MADE_WEIGHT = 12, "2025-11-03", 0.15
# One sentence in so many is read without that day.
DATELESS = 3
# How much of an example a sentence of an article is beside one of a note or a call.
ARTICLE_WEIGHT = 0.5
# A label with fewer examples teaches nothing.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Part:
    """How one classifier is trained. ``rows`` of hashed features, ``least`` its threshold.

    ``languages`` are those it is asked about, all where there are none.

    ``least`` was set where the out-of-fold gain over the rules is largest (tune split).
    """

    name: str
    rows: int
    strength: float
    rounds: int
    least: float
    languages: tuple[str, ...] = ()


MODALITY = Part("modality", 1 << 16, 30.0, 40, 0.8)
AHEAD = Part("ahead", 1 << 17, 30.0, 60, 0.75, ("en",))
METRIC = Part("metric", 1 << 16, 100.0, 20, 0.4)


@dataclass(slots=True)
class Recorder(Silent):
    """Takes the place of the trained parts: notes what they would see, changes nothing."""

    stances: dict[int, set[int]] = field(default_factory=dict)
    measures: dict[int, set[int]] = field(default_factory=dict)
    # The numbers of each sentence by where it starts, with the features of the sentence.
    wholes: dict[int, tuple[set[int], list[int]]] = field(default_factory=dict)

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """``rule``, its features noted."""
        start = scene.sentence.start
        self.stances[start + at.start] = features.of_stance(scene, at, when)
        if scene.sentence.language in AHEAD.languages:
            if start not in self.wholes:
                self.wholes[start] = features.of_sentence(scene), []
            self.wholes[start][1].append(start + at.start)
        return rule

    def metric(
        self, scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None
    ) -> Found:
        """``rule``, its features noted."""
        self.measures[scene.sentence.start + mention.start] = features.of_metric(
            scene, mention, entity.value, way(movement), rule.text
        )
        return rule


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated number: its features, label, what the rules say, and its voice."""

    features: set[int]
    label: str
    accepted: frozenset[str]
    rule: str
    asked: bool
    voice: str
    weight: float = 1.0


def wholes(
    notes: Recorder, labels: dict[int, str], rules: dict[int, str], voice: str, weight: float
) -> Iterator[Example]:
    """The sentences whose numbers are all labelled forecasts or all reports."""
    for found, numbers in notes.wholes.values():
        told = {labels[at] for at in numbers if at in labels}
        if told in ({"forecast"}, {"reported"}):
            rule = "forecast" if any(rules.get(at) == "forecast" for at in numbers) else "reported"
            label = told.pop()
            accepted, asked = frozenset((label,)), rule == "reported"
            yield Example(found, label, accepted, rule, asked, voice, weight)


def examples(path: Path) -> Iterator[tuple[str, Example]]:
    """Every number and sentence of the tune split with its annotation, as (part, example)."""
    for text, notes in texts(path, Recorder):
        labels = {claim.span.start: gold.modality for gold, claim in text.pairs}
        rules = {claim.span.start: claim.modality for _, claim in text.pairs}
        for whole in wholes(notes, labels, rules, text.voice, ARTICLE_WEIGHT):
            yield "ahead", whole
        for gold, claim in text.pairs:
            at = claim.span.start
            for name, seen, asked in (
                ("modality", notes.stances, claim.modality == "reported"),
                ("metric", notes.measures, claim.metric == "other"),
            ):
                if at in seen:
                    label = getattr(gold, name)
                    accepted = frozenset((label, *gold.accept.get(name, ())))
                    rule = getattr(claim, name)
                    yield name, Example(seen[at], label, accepted, rule, asked, text.voice)


def generated_examples(split: str) -> Iterator[tuple[str, Example]]:
    """Numbers and whole sentences of the generated ones of a split; a family is a voice.

    Every third sentence has no day of publication, as texts often come.
    """
    checker = Checker(lane="fast")
    rows = (row for row in generate.generate(EACH) if row["split"] == split)
    for place, row in enumerate(rows):
        recorder = Recorder()
        page = checker.page(row["text"], published_at=PUBLISHED if place % DATELESS else None)
        article = checker.clean(page.model_copy(update={"lang": row["lang"]}))
        claims = extract_claims(article, sentences(article), None, recorder)
        rules = {claim.span.start: claim.modality for claim in claims}
        shift = row["text"].find(article.text)
        labels = {n["start"] - shift: n["modality"] for n in row["numbers"]}
        for whole in wholes(recorder, labels, rules, f"made/{row['family']}", MADE_WEIGHT):
            yield "ahead", whole
        for number in row["numbers"]:
            at = number["start"] - shift
            if shift >= 0 and at in recorder.stances and at in rules:
                label, rule = number["modality"], rules[at]
                yield "modality", Example(
                    recorder.stances[at], label, frozenset((label,)), rule, rule == "reported",
                    f"made/{row['family']}", MADE_WEIGHT,
                )


def stance_examples() -> Iterator[tuple[str, Example]]:
    """The numbers of the tuned sentences of ``corpora/stance``, each with and without a day.

    A sentence has one label: its numbers are reports where it is one, but for those that the rules
    call forecasts ("beat the consensus of $1.38"); of a forecast only a number that stands alone
    is sure. A sentence as a whole is told without a day.
    """
    checker = Checker(lane="fast")
    for file in sorted(STANCE.glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines():
            letter, *lang, text = line.split("\t")
            label = "forecast" if letter == "f" else "reported"
            for day in (None, PUBLISHED):
                recorder = Recorder()
                page = checker.page(text, published_at=day)
                article = checker.clean(page.model_copy(update={"lang": lang[0] if lang else "en"}))
                claims = extract_claims(article, sentences(article), None, recorder)
                rules = [(c.span.start, c.modality) for c in claims if c.quantity]
                if day is None:
                    labels = {at: label for at, _ in rules}
                    for whole in wholes(recorder, labels, dict(rules), f"stance/{file.stem}", 1.0):
                        yield "ahead", whole
                for at, rule in rules:
                    sure = len(rules) == 1 or (label == "reported" and rule != "forecast")
                    if at in recorder.stances and sure:
                        yield "modality", Example(
                            recorder.stances[at], label, frozenset((label,)), rule,
                            rule == "reported", f"stance/{file.stem}",
                        )


class Sorted(defaultdict[str, list[Example]]):
    """Examples by the part that they teach."""

    def __init__(self) -> None:
        super().__init__(list)

    def fill(self, *sources: Iterator[tuple[str, Example]]) -> None:
        """Adds what the sources yield."""
        for name, example in chain(*sources):
            self[name].append(example)


def catalogue_examples() -> Iterator[Example]:
    """The numbers of the examples beside the metrics' names; a file of metrics is a voice."""
    for file in sorted((PACKAGE / "metrics").glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for row in data.get("examples", ()):
            recorder = Recorder()
            checker = Checker(lane="fast")
            page = checker.page(row["text"]).model_copy(update={"lang": row.get("lang", "en")})
            article = checker.clean(page)
            for claim in extract_claims(article, sentences(article), None, recorder):
                label = row["metrics"].get(claim.quote)
                if label and claim.span.start in recorder.measures:
                    seen = recorder.measures[claim.span.start]
                    yield Example(
                        seen, label, frozenset((label,)), claim.metric,
                        claim.metric == "other", file.name,
                    )


def matrix(found: Iterable[set[int]], rows: int) -> csr_matrix:
    """One row an example, a hashed feature a column; a row has length one."""
    ends, columns, values = [0], [], []
    for one in found:
        hits = hashed(one, rows)
        columns += hits
        values += [len(hits) ** -0.5] * len(hits)
        ends.append(len(columns))
    shape = (len(ends) - 1, rows)
    return csr_matrix((np.array(values, np.float32), columns, ends), shape=shape)


@dataclass(slots=True)
class Fitted:
    """A classifier over the columns that two examples or more have."""

    model: LogisticRegression
    columns: np.ndarray

    def best(self, x: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        """Likeliest labels and their probabilities."""
        chances = self.model.predict_proba(x[:, self.columns])
        return self.model.classes_[chances.argmax(1)], chances.max(1)


def fit(part: Part, x: csr_matrix, y: np.ndarray, weights: np.ndarray) -> Fitted:
    """Logistic regression by L-BFGS; the same bytes for the same input."""
    columns = np.flatnonzero(np.bincount(x.indices, minlength=part.rows) >= 2)
    model = LogisticRegression(C=part.strength, max_iter=part.rounds, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # stopping early is the regularisation
        model.fit(x[:, columns], y, weights)
    return Fitted(model, columns)


def pack(part: Part, fitted: Fitted, meta: dict[str, Any]) -> bytes:
    """The file of a classifier, weights in signed bytes."""
    coef = fitted.model.coef_
    if len(coef) == 1:  # two labels: the weights of one are those of the other, turned round
        coef = np.concatenate([-coef / 2, coef / 2])
    scale = float(np.abs(coef).max()) / 127
    full = np.zeros((part.rows, coef.shape[0]), np.int8)
    full[fitted.columns] = np.rint(coef.T / scale).astype(np.int8)
    start = fitted.model.intercept_
    start = start if len(start) > 1 else np.concatenate([-start / 2, start / 2])
    bias = [round(float(b), 6) for b in start]
    labels = [str(label) for label in fitted.model.classes_]
    return packed(labels, scale, bias, array("b", full.tobytes()), meta)


def train(
    part: Part, found: Sequence[Example], folder: Path | None, made: Sequence[Example] = (),
    kept: Sequence[Example] = (),
) -> dict[str, Any]:
    """Trains one part: figures out of fold, then the weights of all examples into ``folder``.

    ``made`` are examples that every fold learns from, generated or of single sentences; ``kept``
    are of families that none learns from, and are scored beside.
    """
    counts = Counter(example.label for example in found)
    used = [example for example in found if counts[example.label] >= FEWEST]
    pool = [*used, *made]
    x = matrix((example.features for example in pool), part.rows)
    y = np.array([example.label for example in pool])
    weights = np.array([example.weight for example in pool])
    voices = [example.voice for example in used]
    extra = np.arange(len(used), len(pool))
    guesses = np.empty(len(used), dtype=object)
    chances = np.zeros(len(used))
    for own, unseen in GroupKFold(FOLDS).split(voices, groups=voices):
        seen = np.concatenate([own, extra])
        fold = fit(part, x[seen], y[seen], weights[seen])
        guesses[unseen], chances[unseen] = fold.best(x[unseen])
    scores = gains(part, used, guesses, chances) | {"generated": len(made)}
    fitted = fit(part, x, y, weights)
    if kept:
        told = fitted.best(matrix((example.features for example in kept), part.rows))
        scores["generated_dev"] = gains(part, kept, *told)
    if folder is not None:
        meta: dict[str, Any] = {"least": part.least, "examples": len(pool)}
        if part.languages:
            meta["languages"] = part.languages
        blob = pack(part, fitted, meta)
        (folder / f"{part.name}.bin").write_bytes(blob)
        scores |= {"bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()}
    return scores


def gains(
    part: Part, used: Sequence[Example], guesses: np.ndarray, chances: np.ndarray
) -> dict[str, Any]:
    """Right answers out of fold: rules alone, and with the part at each threshold."""
    rules = sum(example.rule in example.accepted for example in used)
    asked = [i for i, example in enumerate(used) if example.asked]
    before = sum(used[i].rule in used[i].accepted for i in asked)
    by_least: dict[float, dict[str, int]] = {}
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        taken = [i for i in asked if chances[i] >= least]
        right = sum(guesses[i] in used[i].accepted for i in taken)
        was = sum(used[i].rule in used[i].accepted for i in taken)
        by_least[least] = {"answers": len(taken), "right": right, "rules_right": was}
    return {
        "part": part.name, "examples": len(used), "rules_right": rules, "asked": len(asked),
        "asked_rules_right": before, "least": part.least, "out_of_fold": by_least,
    }


def main() -> None:
    """Trains all parts and prints their figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="figures only, write nothing")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="folder to write to")
    parser.add_argument("--part", choices=("modality", "ahead", "metric"))
    options = parser.parse_args()
    found: dict[str, list[Example]] = {"modality": [], "ahead": [], "metric": []}
    for name, example in examples(CLAIMS):
        found[name].append(example)
    found["metric"] += catalogue_examples()
    # Generated sentences of "tune" and the tuned ones of calls and notes; generated ones of "dev".
    made, kept = Sorted(), Sorted()
    if options.part != METRIC.name:
        made.fill(generated_examples("tune"), stance_examples())
        kept.fill(generated_examples("dev"))
    for part in (MODALITY, AHEAD, METRIC):
        if options.part in (None, part.name):
            more = made[part.name], kept[part.name]
            folder = None if options.dry else options.to
            scores = train(part, found[part.name], folder, *more)
            print(json.dumps(scores, indent=1), flush=True)


if __name__ == "__main__":
    main()
