"""Trains the two rankers: which metric and which entity a number is about.

    PYTHONPATH=. python models/rank.py          # writes claimcheck/trained/weights/which_*.bin
    PYTHONPATH=. python models/rank.py --dry    # figures only

Needs the extra ``train``. A conditional logit: the weights that make the right candidates of each
number likeliest (McFadden 1974). Only the ``tune`` split is read; figures are out of fold, and a
fold holds whole voices (or, with ``--by genre``, whole genres). ``--seed`` deals the folds anew.
The rules were tuned on this split and are right more often there than elsewhere, so the ranker of
metrics is not told what they chose, and its margins are those where gains count double (numbers
that the rules read wrongly are twice as many in texts that they were not tuned on).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matched import CLAIMS, Silent, Text, texts
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from claimcheck import evaluate
from claimcheck.extract.attach.found import Found, Memory
from claimcheck.extract.scene import UNKNOWN, Hit, Scene
from claimcheck.lexicon import entities, metrics
from claimcheck.quantities import Mention
from claimcheck.schema import EntityRef
from claimcheck.trained import (
    WEIGHTS,
    WHICH_ENTITY,
    WHICH_METRIC,
    Attached,
    beside,
    entity_settled,
    metric_settled,
    ranking,
)
from claimcheck.trained.linear import packed
from claimcheck.trained.ranking import Usual

ROWS = 1 << 16
FOLDS = 4
# Strength of the prior on the weights and rounds of L-BFGS; flat around these out of fold.
STRENGTH, ROUNDS = 4.0, 60
# So many metrics are usual for a unit and a kind of entity, and each of so many voices.
USUAL, FEWEST_VOICES = 6, 3
MARGINS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
STEPS = (0.0, 0.5, 0.9, 0.95, 0.98, 0.99, 0.995)


@dataclass(frozen=True, slots=True)
class Part:
    """One ranker and its thresholds, set out of fold on the tune split.

    Another candidate is taken when its score is higher by the margin for the rules' own sureness;
    "nothing" is one when the part ``empties``. The choice of the rules is
    at most ``inferred`` when its likelihood is below ``stated``, and ``unsure`` below ``inferred``.
    """

    name: str
    margins: Mapping[str, float]
    stated: float
    inferred: float
    empties: bool


METRIC = Part(
    WHICH_METRIC, {"stated": 1.5, "inferred": 3.0, "unsure": 0.5}, 0.995, 0.9, empties=True
)
ENTITY = Part(
    WHICH_ENTITY, {"stated": 1.5, "inferred": 1.5, "unsure": 1.5}, 0.99, 0.9, empties=False
)


@dataclass(slots=True)
class Number:
    """One annotated number: the candidates' hashed features and which are right."""

    voice: str
    genre: str
    rows: list[list[int]]
    right: list[bool]
    named: list[bool]
    by_rule: int
    rule_right: bool
    sure: str
    beside: bool


class Told(NamedTuple):
    """What the rankers would see of a number, and whether its names are never overruled."""

    key: str
    told: dict[str, tuple[list[ranking.Candidate], bool]]


@dataclass(slots=True)
class Recorder(Silent):
    """Takes the place of the trained parts: notes the candidates, changes nothing."""

    usual: Usual = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)

    def attached(
        self, scene: Scene, mention: Mention, metric: Found, entity: Found, movement: Hit | None,
        memory: Memory,
    ) -> Attached:
        """The choice of the rules, all candidates noted."""
        who = ranking.of_entity(scene, mention, entity, metric, memory)
        for one in who:  # a segment is the index that the text named for it
            one.value = memory.indices.get(one.value or "", one.value)
        what = ranking.of_metric(scene, mention, metric, entity, movement, memory, self.usual)
        self.told[scene.sentence.start + mention.start] = Told(
            ranking.usual_key(mention, entity),
            {
                WHICH_METRIC: (what, beside(metric) or metric_settled(scene, metric)),
                WHICH_ENTITY: (who, beside(entity) or entity_settled(scene, entity)),
            },
        )
        return Attached(metric, entity)


def usual_metrics(found: Sequence[tuple[Text, Recorder]]) -> dict[str, list[str]]:
    """The metrics that numbers of a unit about a kind of entity mostly have, commonest first."""
    count: dict[str, Counter[str]] = {}
    voices: dict[tuple[str, str], set[str]] = {}
    for text, notes in found:
        for gold, claim in text.pairs:
            seen = notes.told.get(claim.span.start)
            if seen and gold.metric in metrics():
                count.setdefault(seen.key, Counter())[gold.metric] += 1
                voices.setdefault((seen.key, gold.metric), set()).add(text.voice)
    common = {
        key: [
            metric for metric, _ in sorted(tally.items(), key=lambda one: (-one[1], one[0]))
            if len(voices[key, metric]) >= FEWEST_VOICES
        ][:USUAL]
        for key, tally in sorted(count.items())
    }
    return {key: names for key, names in common.items() if names}


def numbers(name: str, found: Sequence[tuple[Text, Recorder]]) -> Iterator[Number]:
    """The annotated numbers that a ranker is trained on."""
    catalogue = frozenset(entities())
    for text, notes in found:
        for gold, claim in text.pairs:
            seen = notes.told.get(claim.span.start)
            if not seen or not evaluate._value_right(gold, claim.quantity):
                continue
            told, named = seen.told[name]
            if name == WHICH_METRIC:
                right = [evaluate._accepted(gold, "metric", one.value or "other") for one in told]
                rule = evaluate._accepted(gold, "metric", claim.metric)
                sure = claim.confidence.metric
            elif gold.entity is None:
                continue
            else:
                refs = [
                    EntityRef(id=None if one.value == UNKNOWN else one.value, text=one.text or "")
                    for one in told
                ]
                claims = [claim.model_copy(update={"entity": ref}) for ref in refs]
                right = [evaluate._entity_right(gold, one, catalogue) for one in claims]
                rule = evaluate._entity_right(gold, claim, catalogue)
                sure = claim.confidence.entity
            rows = [sorted(code % ROWS for code in one.features) for one in told]
            yield Number(
                text.voice, text.item.genre, rows, right, [one.value is not None for one in told],
                next(i for i, one in enumerate(told) if one.by_rule), rule, sure, named,
            )


def matrix(found: Sequence[Number]) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """One row a candidate, the first row of each number, and which candidates are right."""
    ends, columns, starts = [0], [], []
    for number in found:
        starts.append(len(ends) - 1)
        for rows in number.rows:
            columns += rows
            ends.append(len(columns))
    values = np.ones(len(columns), np.float32)
    x = csr_matrix((values, columns, ends), shape=(len(ends) - 1, ROWS))
    return x, np.array(starts), np.array([one for number in found for one in number.right])


def fit(found: Sequence[Number]) -> np.ndarray:
    """The weights of all rows; numbers none of whose candidates is right teach nothing."""
    x, starts, right = matrix([number for number in found if any(number.right)])
    columns = np.flatnonzero(np.bincount(x.indices, minlength=ROWS) >= 2)
    x = x[:, columns]
    turned = x.T.tocsr()
    group = np.repeat(np.arange(len(starts)), np.diff([*starts, len(right)]))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        whole = np.add.reduceat(powers, starts)
        good = np.maximum(np.add.reduceat(powers * right, starts), 1e-30)
        pull = powers / whole[group] - powers * right / good[group]
        value = (np.log(whole) - np.log(good)).sum() + weights @ weights / (2 * STRENGTH)
        return float(value), turned @ pull + weights / STRENGTH

    start = np.zeros(len(columns))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    weights = np.zeros(ROWS)
    weights[columns] = best.x
    return weights


def out_of_fold(found: Sequence[Number], keys: Sequence[str], seed: int) -> list[np.ndarray]:
    """The candidates' scores of every number by weights that have not seen its voice."""
    names = sorted(set(keys))
    np.random.default_rng(seed).shuffle(names)
    folds = {name: i % FOLDS for i, name in enumerate(names)}
    scores: list[np.ndarray] = [np.zeros(0)] * len(found)
    for fold in range(FOLDS):
        weights = fit([n for n, key in zip(found, keys, strict=True) if folds[key] != fold])
        for i, key in enumerate(keys):
            if folds[key] == fold:
                scores[i] = np.array([weights[rows].sum() for rows in found[i].rows])
    return scores


def taken(
    part: Part, sure: str, margin: float, found: Sequence[Number], scores: Sequence[np.ndarray]
) -> dict[str, int]:
    """How often another candidate is taken from rules of this sureness, and what that changes."""
    pairs = [
        (number.rule_right, number.right[int(one.argmax())])
        for number, one in zip(found, scores, strict=True)
        if number.sure == sure and not number.beside
        and one.max() - one[number.by_rule] > margin
        and (part.empties or number.named[int(one.argmax())])
    ]
    return {
        "taken": len(pairs), "gained": sum(b > a for a, b in pairs),
        "lost": sum(a > b for a, b in pairs),
    }


def figures(part: Part, found: Sequence[Number], scores: Sequence[np.ndarray]) -> dict[str, Any]:
    """Right answers by margin, and how often the rules are right by likelihood and sureness."""
    by_margin = {
        sure: {margin: taken(part, sure, margin, found, scores) for margin in MARGINS}
        for sure in part.margins
    }
    bands: dict[str, list[int]] = {}
    for number, one in zip(found, scores, strict=True):
        powers = np.exp(one - one.max())
        chance = powers[number.by_rule] / powers.sum()
        band = max(step for step in STEPS if chance >= step)
        tally = bands.setdefault(f"{number.sure} {band}", [0, 0])
        tally[0] += number.rule_right
        tally[1] += 1
    return {
        "part": part.name, "numbers": len(found), "rules_right": sum(n.rule_right for n in found),
        "best_possible": sum(any(n.right) or n.rule_right for n in found),
        "by_margin": by_margin, "right_by_likelihood": dict(sorted(bands.items())),
    }


def pack(part: Part, weights: np.ndarray, examples: int, usual: Usual) -> bytes:
    """The file of a ranker: one column of signed bytes."""
    scale = float(np.abs(weights).max()) / 127
    small = np.rint(weights / scale).astype(np.int8)
    meta = {
        "margins": dict(part.margins), "stated": part.stated, "inferred": part.inferred,
        "empties": part.empties, "examples": examples,
    }
    if part.name == WHICH_METRIC:
        meta["usual"] = usual
    return packed(["right"], scale, [0.0], array("b", small.tobytes()), meta)


def main() -> None:
    """Trains both rankers and prints their figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="figures only, write nothing")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="folder to write to")
    parser.add_argument("--by", choices=("voice", "genre"), default="voice")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    usual = usual_metrics(list(texts(CLAIMS, Recorder)))
    recorded = list(texts(CLAIMS, partial(Recorder, usual)))
    for part in (METRIC, ENTITY):
        found = list(numbers(part.name, recorded))
        keys = [getattr(number, options.by) for number in found]
        scores = figures(part, found, out_of_fold(found, keys, options.seed))
        if not options.dry:
            blob = pack(part, fit(found), len(found), usual)
            (options.to / f"{part.name}.bin").write_bytes(blob)
            scores |= {"bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()}
        print(json.dumps(scores, indent=1), flush=True)


if __name__ == "__main__":
    main()
