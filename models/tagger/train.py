"""Trains the role tagger with ``spacy train`` and says how it does as a rival of the rules.

    PYTHONPATH=.:models nice python models/tagger/train.py --out DIR [--seed N]

Needs spaCy. Roles are value, metric, entity, period and source; where they stand comes from the
labels of ``corpora/claims`` (tune split) and, for the words of metric and period, from what the
rules read where the label says that they read it right. A fifth of the voices is kept for scoring.
Its spans were measured and are not used by the package: see models/README.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import spacy
from matched import CLAIMS, Silent, Text, texts
from spacy.tokens import Doc, DocBin, Span

from claimcheck import evaluate
from claimcheck.lexicon import entities
from claimcheck.schema import Claim, Modality

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from tokens import Tokenizer  # noqa: E402

# One voice of so many is kept for scoring.
KEPT = 5
ROLES = ("value", "metric", "entity", "period", "source")


def nearest(text: str, words: str | None, at: int) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``, nearest to ``at``."""
    places = []
    start = text.find(words) if words else -1
    while words and start >= 0:
        places.append(start)
        start = text.find(words, start + 1)
    if not places or words is None:
        return None
    start = min(places, key=lambda place: abs(place - at))
    return start, start + len(words)


def roles(text: str, at: int, gold: evaluate.Gold, claim: Claim) -> Iterator[tuple[int, int, str]]:
    """The spans of one number in its sentence; ``at`` is where the number begins there."""
    yield at, at + len(claim.quote), "value"
    metric = claim.metric_text if evaluate._accepted(gold, "metric", claim.metric) else None
    dated = gold.period != (None, None) and evaluate._period_right(gold, claim)
    source = claim.attribution.text if claim.attribution else None
    told = (
        ("metric", metric), ("entity", gold.entity_text),
        ("period", claim.period.text if dated else None), ("source", source),
    )
    for role, words in told:
        place = nearest(text, words, at)
        if place:
            yield *place, role


def docs(text: Text, make: Tokenizer) -> Iterator[Doc]:
    """One Doc a sentence with quantities: its roles, and the modality of most of its numbers."""
    by_sentence: dict[tuple[int, int], list[tuple[evaluate.Gold, Claim]]] = {}
    for gold, claim in text.pairs:
        by_sentence.setdefault((claim.sentence.start, claim.sentence.end), []).append((gold, claim))
    for (start, end), pairs in by_sentence.items():
        words = text.article.text[start:end]
        doc = make(words)
        spans: list[Span] = []
        for gold, claim in pairs:
            for low, high, role in roles(words, claim.span.start - start, gold, claim):
                span = doc.char_span(low, high, label=role, alignment_mode="expand")
                if span is not None:
                    spans.append(span)
        spans.sort(key=lambda span: (span.label_ != "value", ROLES.index(span.label_)))
        doc.ents = spacy.util.filter_spans(spans)
        said = Counter(gold.modality for gold, _ in pairs).most_common(1)[0][0]
        doc.cats = {name: float(name == said) for name in Modality.__args__}
        yield doc


def kept(voice: str) -> bool:
    """Whether a voice is for scoring."""
    return crc32(voice.encode()) % KEPT == 0


def rival(model: Path, found: Sequence[Text]) -> dict[str, dict[str, int]]:
    """Right answers on the kept voices: the rules, and the nearest span of the tagger."""
    nlp = spacy.load(model)
    catalogue = frozenset(entities())
    names = {
        name.casefold(): item.id
        for item in entities().values() for all_names in item.names.values() for name in all_names
    }
    counts: dict[str, Counter[str]] = {"entity": Counter(), "modality": Counter()}
    for text in found:
        for gold, claim in text.pairs:
            start, end = claim.sentence.start, claim.sentence.end
            doc = nlp(text.article.text[start:end])
            at = claim.span.start - start
            said = max(doc.cats, key=doc.cats.get)
            tally = counts["modality"]
            tally["numbers"] += 1
            tally["rules"] += evaluate._accepted(gold, "modality", claim.modality)
            tally["tagger"] += evaluate._accepted(gold, "modality", said)
            near = sorted(
                (abs(ent.start_char - at), ent.text) for ent in doc.ents if ent.label_ == "entity"
            )
            if gold.entity is None:
                continue
            tally = counts["entity"]
            tally["numbers"] += 1
            right = evaluate._entity_right(gold, claim, catalogue)
            tally["rules"] += right
            if not near:
                tally["tagger_or_rules"] += right
                continue
            words = near[0][1]
            ref = claim.entity.model_copy(
                update={"id": names.get(words.casefold()), "text": words}
            )
            own = claim.model_copy(update={"entity": ref})
            tally["asked"] += 1
            tally["rules_where_asked"] += right
            tally["tagger_where_asked"] += evaluate._entity_right(gold, own, catalogue)
            tally["tagger_or_rules"] += evaluate._entity_right(gold, own, catalogue)
    return {name: dict(tally) for name, tally in counts.items()}


def main() -> None:
    """Writes the training sets, trains, prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    make = Tokenizer(spacy.blank("xx").vocab)
    found = [text for text, _ in texts(CLAIMS, Silent)]
    for name, held in (("train", False), ("dev", True)):
        made = [doc for text in found if kept(text.voice) is held for doc in docs(text, make)]
        DocBin(docs=made).to_disk(options.out / f"{name}.spacy")
    command = [
        sys.executable, "-m", "spacy", "train", str(HERE / "config.cfg"), "--code",
        str(HERE / "tokens.py"), "--output", str(options.out), "--paths.train",
        str(options.out / "train.spacy"), "--paths.dev", str(options.out / "dev.spacy"),
        "--system.seed", str(options.seed),
    ]
    subprocess.run(command, check=True)
    best = options.out / "model-best"
    meta = json.loads((best / "meta.json").read_text(encoding="utf-8"))["performance"]
    scores = {name: meta[name] for name in ("ents_f", "ents_per_type", "cats_score")}
    scores["rival"] = rival(best, [text for text in found if kept(text.voice)])
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
