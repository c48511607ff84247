"""Annotated numbers of the tune split beside what the extractor says of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from claimcheck import evaluate
from claimcheck.extract import extract as extract_claims
from claimcheck.extract.attach.found import Found, Memory, When
from claimcheck.extract.scene import Hit, Scene
from claimcheck.pipeline import Checker
from claimcheck.quantities import Mention
from claimcheck.schema import Article, Claim, Modality
from claimcheck.segment import sentences
from claimcheck.trained import Attached

CLAIMS = Path(__file__).parents[1] / "corpora" / "claims"


class Silent:
    """Takes the place of the trained parts and leaves everything as the rules have it."""

    def stance(self, scene: Scene, at: Mention, rule: Modality, when: When) -> Modality:
        """``rule``."""
        return rule

    def speaks_ahead(self, scene: Scene) -> bool:
        """No."""
        return False

    def foretold(self, scene: Scene, at: Mention, when: When) -> float:
        """Not at all."""
        return 0.0

    def metric(
        self, scene: Scene, mention: Mention, rule: Found, entity: Found, movement: Hit | None
    ) -> Found:
        """``rule``."""
        return rule

    def attached(
        self, scene: Scene, mention: Mention, metric: Found, entity: Found, movement: Hit | None,
        memory: Memory,
    ) -> Attached:
        """The choice of the rules."""
        return Attached(metric, entity)


Notes = TypeVar("Notes", bound=Silent)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the corpus: its article, each annotated number with its claim, its voice."""

    item: evaluate.Item
    article: Article
    pairs: tuple[tuple[evaluate.Gold, Claim], ...]
    voice: str


def texts(path: Path, recorder: Callable[[], Notes]) -> Iterator[tuple[Text, Notes]]:
    """Every text of the tune split with the ``recorder`` that took the trained parts' place."""
    known = _voices(path)
    checker = Checker(lane="fast")
    for item in evaluate.read_corpus(path):
        if item.split != "tune":
            continue
        notes = recorder()
        page = checker.page(item.text, title=item.title, published_at=item.published_at)
        article = checker.clean(page.model_copy(update={"lang": item.language}))
        claims = extract_claims(article, sentences(article), None, notes)
        shift = item.text.find(article.text)
        found = [
            evaluate.Found(*_span(claim.page_span, claim.span, shift), claim) for claim in claims
        ]
        pairs = tuple(
            (gold, guess.claim)
            for gold, guess in evaluate._pairs(item.claims, found)
            if gold.low is not None and guess.claim.quantity is not None and not gold.optional
        )
        yield Text(item, article, pairs, known[item.id]), notes


def _span(page: Any, own: Any, shift: int) -> tuple[int, int]:
    return (page.start, page.end) if page else (own.start + shift, own.end + shift)


def _voices(path: Path) -> dict[str, str]:
    found = {}
    for file in evaluate.corpus_files(path):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["id"]] = f"{row['language']}/{row['genre']}/{row['style']}"
    return found
