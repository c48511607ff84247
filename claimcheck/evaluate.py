"""Scores extraction on an annotated corpus (``corpora/claims``) and compares with its floors.

A found claim is a claim whose span overlaps the annotated one. It counts as detected when the
value is the same; unit, period, metric, entity and the other fields are scored on the detected
alone, so each column says how good one stage is and not all of them at once. Claims without a
numeral (trend, rank, comparison) are scored apart. What an annotator would also take as right is
kept in the item under ``accept``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from claimcheck import lanes
from claimcheck.errors import ConfigError, InputNotFound, RowError
from claimcheck.schema import Claim, Extraction, Quantity, Span

log = logging.getLogger(__name__)

Extractor = Callable[..., Extraction]

# Fields scored on detected claims, in the order of the table.
FIELDS = ("unit", "period", "metric", "entity", "direction", "modality", "bound", "polarity")
# Measures that must not rise; every other floor is a score that must not fall.
CEILINGS = frozenset({"non_claims_taken", "failed"})
# Groups of the table: key in the result, field of an item.
GROUPS = ("language", "genre", "split", "kind")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated claim. ``accept`` maps a field to further values that are right as well."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    per: str | None
    metric: str
    entity: str | None
    entity_text: str | None
    period: tuple[str | None, str | None]
    direction: str
    modality: str
    bound: str
    polarity: str
    accept: dict[str, list[Any]]

    @property
    def optional(self) -> bool:
        """Neither a miss when absent nor an error when found."""
        return "optional" in self.accept

    @property
    def any_value(self) -> bool:
        """A word such as "a third", whose decimal is not fixed."""
        return "any" in self.accept.get("value", ())


@dataclass(frozen=True, slots=True)
class Item:
    """One annotated text."""

    id: str
    language: str
    genre: str
    split: str
    kind: str
    text: str
    title: str | None
    published_at: str | None
    claims: tuple[Gold, ...]
    non_claims: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One extracted claim with its span in the item's text."""

    start: int
    end: int
    claim: Claim


@dataclass(slots=True)
class Tally:
    """Counts of one group of items.

    ``right`` and ``asked`` are per field; ``said`` counts "annotated>extracted" modalities.
    """

    items: int = 0
    gold: int = 0
    guessed: int = 0
    located: int = 0
    detected: int = 0
    worded_gold: int = 0
    worded_guessed: int = 0
    worded_detected: int = 0
    value_unit: int = 0
    non_claims: int = 0
    taken: int = 0
    failed: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Adds the counts of another tally."""
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            setattr(self, name, mine + theirs)

    def scores(self) -> dict[str, float | int]:
        """The counts and rates of a group, rates in percent; a rate over nothing is left out."""
        rates = {
            "precision": (self.detected, self.guessed), "recall": (self.detected, self.gold),
            "located": (self.located, self.gold), "value_unit": (self.value_unit, self.located),
            "worded_precision": (self.worded_detected, self.worded_guessed),
            "worded_recall": (self.worded_detected, self.worded_gold),
            "non_claims_taken": (self.taken, self.non_claims),
            **{name: (self.right[name], self.asked[name]) for name in (*FIELDS, "per")},
        }
        result: dict[str, float | int] = {
            "items": self.items, "claims": self.gold, "worded": self.worded_gold,
            "non_claims": self.non_claims, "failed": self.failed,
        }
        result.update({k: _percent(part, whole) for k, (part, whole) in rates.items() if whole})
        result["f1"] = _percent(2 * self.detected, self.gold + self.guessed)
        if any(self.said.values()):
            result["forecast_f1"] = _weighted_f1(self.said)
        result["worded_f1"] = _percent(
            2 * self.worded_detected, self.worded_gold + self.worded_guessed
        )
        return result


def _weighted_f1(said: Counter[str]) -> float:
    """F1 of ``reported`` and of ``forecast``, weighted by how often each is annotated."""
    total = weight = 0.0
    for name in ("reported", "forecast"):
        gold = sum(n for pair, n in said.items() if pair.startswith(f"{name}>"))
        guessed = sum(n for pair, n in said.items() if pair.endswith(f">{name}"))
        if gold:
            total += gold * 2 * said[f"{name}>{name}"] / (gold + guessed)
            weight += gold
    return round(100 * total / weight, 1)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


# ---------------------------------------------------------------- reading


def _spans(text: str, words: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield Span(start=start, end=start + len(words))
        start = text.find(words, start + len(words))


def _occurrence(text: str, quote: str, index: int) -> int:
    start = -1
    for _ in range(index + 1):
        start = text.find(quote, start + 1)
        if start < 0:
            raise ValueError(f"quote {quote!r} occurs fewer than {index + 1} times")
    return start


def _gold(text: str, row: dict[str, Any]) -> Gold:
    start = _occurrence(text, row["quote"], row.get("occurrence", 0))
    low, high = row.get("low"), row.get("high")
    return Gold(
        start=start, end=start + len(row["quote"]),
        low=None if low is None else Decimal(low), high=None if high is None else Decimal(high),
        unit=row.get("unit"), per=row.get("per"), metric=row["metric"],
        entity=row.get("entity"), entity_text=row.get("entity_text"),
        period=(row.get("period_start"), row.get("period_end")),
        direction=row["direction"], modality=row["modality"], bound=row["bound"],
        polarity=row.get("polarity", "affirmed"), accept=row.get("accept", {}),
    )


def _item(row: dict[str, Any]) -> Item:
    text = row["text"]
    claims = tuple(_gold(text, claim) for claim in row["claims"])
    # The same characters may be part of a claim elsewhere in the text ("2025" in "2025.4").
    non_claims = tuple(
        span for words in row["non_claims"] for span in _spans(text, words)
        if not any(span.start < claim.end and claim.start < span.end for claim in claims)
    )
    return Item(
        id=row["id"], language=row["language"], genre=row["genre"], split=row["split"],
        kind=row["kind"], text=text, title=row.get("title"),
        published_at=row.get("published_at"), claims=claims, non_claims=non_claims,
    )


def corpus_files(path: str | Path) -> tuple[Path, ...]:
    """The JSONL files of a corpus: the file itself, or those of the folder, by name."""
    root = Path(path)
    files = tuple(sorted(root.glob("*.jsonl"))) if root.is_dir() else (root,)
    if not files or not all(file.is_file() for file in files):
        raise InputNotFound(f"{path}: no corpus here; give a JSONL file or a folder of them")
    return files


def read_corpus(path: str | Path) -> Iterator[Item]:
    """The annotated items of a corpus, in order. Raises RowError for one that cannot be read."""
    for file in corpus_files(path):
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield _item(json.loads(line))
                except (ValueError, KeyError, TypeError, ArithmeticError) as error:
                    raise RowError(str(file), number, None, f"not an item: {error}") from error


def fingerprint(path: str | Path) -> dict[str, str]:
    """sha256 of each file of a corpus, by file name."""
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in corpus_files(path)}


# ---------------------------------------------------------------- comparing


def _in_item(item: Item, extraction: Extraction) -> tuple[Found, ...]:
    """Extracted claims with spans in the item's own text; the title's claims are left out."""
    shift = item.text.find(extraction.article.text)
    found = []
    for claim in extraction.claims:
        if claim.page_span is not None:
            found.append(Found(claim.page_span.start, claim.page_span.end, claim))
        elif shift >= 0:
            found.append(Found(claim.span.start + shift, claim.span.end + shift, claim))
    return tuple(found)


def _value_right(gold: Gold, quantity: Quantity | None) -> bool:
    if gold.any_value:
        return True
    if quantity is None or gold.low is None:
        return quantity is None and gold.low is None
    if (quantity.low, quantity.high) == (gold.low, gold.high):
        return True
    others = [Decimal(value) for value in gold.accept.get("value", ())]
    return quantity.low == quantity.high and quantity.low in others


def _pairs(
    golds: Sequence[Gold], found: Sequence[Found]
) -> Iterator[tuple[Gold, Found]]:
    """One found claim per annotated one: the same value first, then the longest overlap."""
    ranked = sorted(
        (
            (not _value_right(gold, guess.claim.quantity), -overlap, g, f)
            for g, gold in enumerate(golds)
            for f, guess in enumerate(found)
            if (overlap := min(gold.end, guess.end) - max(gold.start, guess.start)) > 0
        ),
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, _, g, f in ranked:
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            yield golds[g], found[f]


def _accepted(gold: Gold, name: str, value: object) -> bool:
    return value == getattr(gold, name) or value in gold.accept.get(name, ())


def _fold(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").removesuffix("'s").split())


def _entity_right(gold: Gold, claim: Claim, catalogue: frozenset[str]) -> bool:
    if _accepted(gold, "entity", claim.entity.id):
        return True
    if gold.entity in catalogue:
        return False
    said = _fold(claim.entity.text)
    names = (gold.entity, gold.entity_text, *gold.accept.get("entity", ()))
    wanted = [_fold(words) for words in names if words and words not in catalogue]
    return bool(said) and any(said in words or words in said for words in wanted)


def _period_right(gold: Gold, claim: Claim) -> bool:
    said = tuple(None if day is None else day.isoformat() for day in
                 (claim.period.start, claim.period.end))
    wanted = [gold.period, *(tuple(pair) for pair in gold.accept.get("period", ()))]
    return said in wanted


def _judge(gold: Gold, claim: Claim, catalogue: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Field by field, whether a detected claim is right; only fields the annotation states."""
    if claim.quantity is not None and gold.low is not None:
        yield "unit", _accepted(gold, "unit", claim.quantity.unit)
        yield "bound", _accepted(gold, "bound", claim.quantity.bound)
        if gold.per:
            yield "per", claim.quantity.per == gold.per
    if gold.period != (None, None):
        yield "period", _period_right(gold, claim)
    if gold.entity is not None:
        yield "entity", _entity_right(gold, claim, catalogue)
    for name in ("metric", "direction", "modality", "polarity"):
        yield name, _accepted(gold, name, getattr(claim, name))


@dataclass(frozen=True, slots=True)
class Mistake:
    """One disagreement: the item, what is wrong (``missed``, ``extra``, a field) and both sides."""

    item: str
    field: str
    quote: str
    wanted: str
    got: str


def _said(claim: Claim, name: str) -> str:
    if name in {"unit", "bound", "per"} and claim.quantity is not None:
        return str(getattr(claim.quantity, name))
    if name == "entity":
        return f"{claim.entity.id} ({claim.entity.text})"
    if name == "period":
        return f"{claim.period.start}..{claim.period.end}"
    return str(getattr(claim, name, ""))


def judged(
    item: Item, extraction: Extraction, catalogue: frozenset[str]
) -> Iterator[tuple[Claim, tuple[tuple[str, bool], ...]]]:
    """Each detected numeric claim of an item with (field, whether it is right)."""
    for gold, guess in _pairs(item.claims, _in_item(item, extraction)):
        claim = guess.claim
        numeric = gold.low is not None and claim.quantity is not None
        if numeric and not gold.optional and _value_right(gold, claim.quantity):
            yield claim, tuple(_judge(gold, claim, catalogue))


def _score_item(
    item: Item, extraction: Extraction, catalogue: frozenset[str]
) -> tuple[Tally, list[Mistake]]:
    tally = Tally(items=1, non_claims=len(item.non_claims))
    mistakes: list[Mistake] = []
    found = _in_item(item, extraction)
    matched_gold: set[int] = set()
    matched_found: set[int] = set()
    for gold, guess in _pairs(item.claims, found):
        claim = guess.claim
        numeric = gold.low is not None
        if (claim.quantity is not None) != numeric and not gold.any_value:
            continue
        matched_gold.add(id(gold))
        matched_found.add(id(guess))
        if gold.optional:
            continue
        if not numeric:
            tally.worded_gold += 1
            tally.worded_guessed += 1
            tally.worded_detected += 1
            continue
        _count(tally, mistakes, item, gold, claim, catalogue)
    for gold in item.claims:
        if id(gold) in matched_gold or gold.optional:
            continue
        quote = item.text[gold.start : gold.end]
        mistakes.append(Mistake(item.id, "missed", quote, str(gold.low), ""))
        if gold.low is None:
            tally.worded_gold += 1
        else:
            tally.gold += 1
    for guess in found:
        if id(guess) in matched_found:
            continue
        if guess.claim.quantity is None:
            tally.worded_guessed += 1
        else:
            tally.guessed += 1
        mistakes.append(Mistake(item.id, "extra", guess.claim.quote, "", guess.claim.metric))
    claimed = [guess for guess in found if guess.claim.quantity is not None]
    # A worded claim may well hold a year ("highest since 2007"): only numbers count as taken.
    taken = [
        item.text[span.start : span.end] for span in item.non_claims
        if any(guess.start < span.end and span.start < guess.end for guess in claimed)
    ]
    tally.taken = len(taken)
    mistakes += [Mistake(item.id, "taken", words, "no claim", "claim") for words in taken]
    return tally, mistakes


def _count(
    tally: Tally, mistakes: list[Mistake], item: Item, gold: Gold, claim: Claim,
    catalogue: frozenset[str],
) -> None:
    """Adds one located pair to the counts, and what it got wrong to the mistakes."""
    tally.gold += 1
    tally.guessed += 1
    tally.located += 1
    quote = item.text[gold.start : gold.end]
    if not _value_right(gold, claim.quantity):
        got = "none" if claim.quantity is None else f"{claim.quantity.low}..{claim.quantity.high}"
        mistakes.append(Mistake(item.id, "value", quote, f"{gold.low}..{gold.high}", got))
        return
    tally.detected += 1
    tally.value_unit += claim.quantity is None or _accepted(gold, "unit", claim.quantity.unit)
    if gold.modality in {"reported", "forecast"}:
        accepted = _accepted(gold, "modality", claim.modality)
        tally.said[f"{gold.modality}>{gold.modality if accepted else claim.modality}"] += 1
    for name, right in _judge(gold, claim, catalogue):
        tally.asked[name] += 1
        tally.right[name] += right
        if not right:
            wanted = "..".join(map(str, gold.period)) if name == "period" else getattr(gold, name)
            mistakes.append(Mistake(item.id, name, quote, str(wanted), _said(claim, name)))


# ---------------------------------------------------------------- running


def run(
    items: Iterable[Item], extractor: Extractor | None = None, *, detect_language: bool = False
) -> Iterator[tuple[Item, Tally, list[Mistake]]]:
    """Scores items one by one with an extractor (default ``claimcheck.pipeline.extract_text``).

    The language of an item is given to the extractor unless ``detect_language``: a page is told
    apart by more than one sentence.
    """
    from claimcheck.lexicon import entities
    from claimcheck.pipeline import extract_text

    call: Extractor = extractor or extract_text
    catalogue = frozenset(entities())
    for item in items:
        try:
            extraction = call(
                item.text, title=item.title, published_at=item.published_at,
                lang=None if detect_language else item.language,
            )
        except ImportError:  # the installation is broken, not the text
            raise
        except Exception as error:  # one failing text must not hide the scores of the others
            tally, mistakes = _failed(item, error)
        else:
            tally, mistakes = _score_item(item, extraction, catalogue)
        yield item, tally, mistakes


def _failed(item: Item, error: Exception) -> tuple[Tally, list[Mistake]]:
    """An item whose extraction raised: everything in it is missed, and the failure is counted."""
    log.warning("%s: extraction failed: %r", item.id, error)
    missed = [claim for claim in item.claims if not claim.optional]
    tally = Tally(
        items=1, failed=1, non_claims=len(item.non_claims),
        gold=sum(claim.low is not None for claim in missed),
        worded_gold=sum(claim.low is None for claim in missed),
    )
    return tally, [Mistake(item.id, "failed", item.text, "", repr(error))]


def evaluate(
    path: str | Path, extractor: Extractor | None = None, *, split: str | None = None,
    detect_language: bool = False,
) -> dict[str, Any]:
    """Scores of extraction on a corpus: ``overall`` and by language, genre, split and kind.

    Args:
        path: a JSONL file of the corpus, or a folder of them.
        extractor: a callable with the signature of ``claimcheck.pipeline.extract_text``.
        split: ``tune`` or ``held`` for one part alone.
        detect_language: leave the language to the extractor.

    Rates are percentages; ``f1`` is of detection. Raises ConfigError when no item is left.
    """
    overall = Tally()
    groups: dict[str, dict[str, Tally]] = {name: {} for name in GROUPS}
    items = (item for item in read_corpus(path) if split in (None, item.split))
    for item, tally, _ in run(items, extractor, detect_language=detect_language):
        overall.add(tally)
        for name in GROUPS:
            groups[name].setdefault(getattr(item, name), Tally()).add(tally)
    if not overall.items:
        raise ConfigError(f"{path}: no item in split '{split}'; there are: tune, held")
    return {
        "corpus": Path(path).name, "overall": overall.scores(),
        **{name: {key: t.scores() for key, t in sorted(groups[name].items())} for name in GROUPS},
    }


def below_floors(result: dict[str, Any], floors: dict[str, Any]) -> list[str]:
    """One line for each score below its floor; ``non_claims_taken`` and ``failed`` are ceilings.

    ``floors`` has the shape of a result: ``{"overall": {"f1": 90}, "language": {"ar": {...}}}``.
    """
    wanted = [("overall", result["overall"], floors.get("overall", {}))]
    for name in GROUPS:
        for key, limits in floors.get(name, {}).items():
            wanted.append((f"{name} {key}", result[name].get(key, {}), limits))
    lines = []
    for where, scores, limits in wanted:
        for measure, floor in limits.items():
            score = scores.get(measure)
            over = measure in CEILINGS
            if score is None or (score > floor if over else score < floor):
                lines.append(f"{where}: {measure} is {score}, floor {floor}")
    return lines


def raised(result: dict[str, Any], floors: dict[str, Any], margin: float = 1.0) -> dict[str, Any]:
    """The same floors at ``margin`` points under today's scores, never under what they were."""
    def limit(measure: str, score: float, old: float) -> float:
        if measure in CEILINGS:
            return min(old, score if measure == "failed" else round(score + margin, 1))
        return max(old, round(score - margin, 1))

    def group(scores: dict[str, Any], limits: dict[str, float]) -> dict[str, float]:
        return {m: limit(m, scores[m], old) if m in scores else old for m, old in limits.items()}

    return {
        name: group(result["overall"], part) if name == "overall"
        else {key: group(result[name].get(key, {}), limits) for key, limits in part.items()}
        for name, part in floors.items()
    }


COLUMNS = (
    ("items", "items"), ("failed", "failed"), ("claims", "claims"), ("precision", "P"),
    ("recall", "R"), ("f1", "F1"), ("value_unit", "val+unit"), ("period", "period"),
    ("metric", "metric"), ("entity", "entity"),
    ("direction", "direct."), ("modality", "modal."), ("forecast_f1", "fcst F1"),
    ("bound", "bound"),
    ("worded_f1", "worded"), ("non_claims_taken", "taken"),
)


def table(result: dict[str, Any]) -> str:
    """The scores as a text table, one line a group."""
    head = f"{'':24}" + "".join(f"{title:>9}" for _, title in COLUMNS)
    lines = [head, _row("overall", result["overall"])]
    for name in GROUPS:
        lines.append("")
        lines += [_row(f"{name} {key}", scores) for key, scores in result[name].items()]
    return "\n".join(lines) + "\n"


def _row(name: str, scores: dict[str, Any]) -> str:
    return f"{name:24}" + "".join(f"{scores.get(key, '-'):>9}" for key, _ in COLUMNS)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table, or the mistakes of the tuning split; 1 when a floor is broken."""
    parser = argparse.ArgumentParser(prog="claimcheck evaluate", description=main.__doc__)
    parser.add_argument("corpus")
    parser.add_argument("--split", choices=("tune", "held"))
    parser.add_argument("--floors", help="baseline.json; names every score below its floor")
    parser.add_argument("--raise-floors", action="store_true", help="write today's into --floors")
    parser.add_argument("--detect-language", action="store_true")
    parser.add_argument("--mistakes", metavar="FIELD", help="missed, extra, taken, value, …")
    parser.add_argument("--language", help="mistakes of one language only")
    parser.add_argument("--lane", choices=tuple(lanes.LANES), default=lanes.DEFAULT)
    parser.add_argument("--model", metavar="DIR", help="a transformer for lane full")
    parser.add_argument("--lanes", action="store_true", help="what each lane adds and costs")
    parser.add_argument("--calibration", action="store_true", help="how often each sureness holds")
    options = parser.parse_args(argv)
    if options.lanes or options.calibration:
        sys.stdout.write(_measured(options))
        return 0
    if options.mistakes:
        sys.stdout.writelines(_mistake_lines(options.corpus, options.mistakes, options.language))
        return 0
    from claimcheck.pipeline import extract_text

    result = evaluate(
        options.corpus, partial(extract_text, lane=options.lane, model=options.model),
        split=options.split, detect_language=options.detect_language,
    )
    sys.stdout.write(table(result))
    if not options.floors:
        return 0
    baseline = json.loads(Path(options.floors).read_text(encoding="utf-8"))
    if result["corpus"] not in baseline:
        raise ConfigError(f"{options.floors}: no floors for '{result['corpus']}'")
    entry = baseline[result["corpus"]]
    broken = below_floors(result, entry["floors"])
    if options.raise_floors and not broken:
        entry.update(sha256=fingerprint(options.corpus), floors=raised(result, entry["floors"]))
        text = json.dumps(baseline, indent=1, ensure_ascii=False) + "\n"
        Path(options.floors).write_text(text, encoding="utf-8")
    sys.stderr.writelines(f"{line}\n" for line in broken)
    return int(bool(broken))


def _measured(options: argparse.Namespace) -> str:
    """The table of lanes, or that of calibration."""
    from claimcheck import evaluate_lanes as measures

    if options.lanes:
        return measures.lanes_table(measures.by_lane(options.corpus, options.split, options.model))
    found = measures.calibration(options.corpus, options.split, options.lane)
    return measures.calibration_table(found)


def _mistake_lines(path: str, kind: str, language: str | None) -> Iterator[str]:
    """Mistakes of the tuning split; held items are never shown, or they would be tuned on."""
    items = (i for i in read_corpus(path) if i.split == "tune" and language in (None, i.language))
    for item, _, mistakes in run(items):
        for mistake in mistakes:
            if mistake.field == kind:
                yield (f"{mistake.item}\t{mistake.quote}\twanted {mistake.wanted}\t"
                       f"got {mistake.got}\t{item.text}\n")


if __name__ == "__main__":
    sys.exit(main())
