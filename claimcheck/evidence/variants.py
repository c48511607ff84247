"""Kinds of one metric that a sentence tells apart: the maturity of a yield, a bank's rates."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

from claimcheck.evidence.records import Held
from claimcheck.lexicon import ROOT, PhraseMatcher, tokens
from claimcheck.reference.records import Observation, kept
from claimcheck.schema import Article, Claim, SourceRef


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    path = ROOT / "data" / "variants.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _matcher(metric: str) -> PhraseMatcher | None:
    kinds = _table().get(metric)
    if kinds is None:
        return None
    return PhraseMatcher((word, kind) for kind, words in kinds.items() for word in words)


def named_kinds(claim: Claim, article: Article) -> frozenset[str]:
    """The kinds of the claim's metric that its own words name, else those of its sentence."""
    matcher = _matcher(claim.metric)
    if matcher is None:
        return frozenset()
    sentence = article.text[claim.sentence.start : claim.sentence.end]
    for words in (claim.metric_text or "", sentence):
        found = {kind for _, _, kinds in matcher.find(tokens(words)) for kind in kinds}
        if found:
            return frozenset(found)
    return frozenset()


class OfKind:
    """Reference data without the series whose note names another kind of the metric."""

    def __init__(self, held: Held, metric: str, kinds: frozenset[str]) -> None:
        """Wraps ``held``; only ``metric`` is filtered."""
        self._held, self._metric, self._kinds = held, metric, tuple(kinds)

    @property
    def now(self) -> date | None:
        """As the wrapped data have it."""
        return self._held.now

    def source(self, id: str) -> SourceRef:
        """As the wrapped data have it."""
        return self._held.source(id)

    def find(self, entity: str, metric: str) -> tuple[Observation, ...]:
        """Rows of a metric, of the kinds named or of none."""
        rows = self._held.find(entity, metric)
        if metric != self._metric:
            return rows
        others = tuple(kind for kind in _table()[metric] if kind not in self._kinds)
        return kept(
            rows,
            ("kinds", others),
            lambda: tuple(row for row in rows if not (row.note or "").startswith(others)),
        )
