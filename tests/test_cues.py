"""Cue words of every language: each example of a ``[cues]`` section gives what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from claimcheck.extract.words import words
from claimcheck.lexicon import languages, section
from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim

# Languages whose cues are in full; the others hold direction, modality, attribution and trend.
FULL = ("ar", "de", "en", "es", "fr", "ja", "pt", "ru", "tr", "zh")
GROUPS = {
    "direction", "boundary", "modality", "attribution", "baseline", "reach", "share",
    "growth_names", "trend", "refer", "basis", "negation",
}


def _examples(table: dict[str, Any]) -> Iterator[dict[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _examples(value)
        elif key == "examples":
            yield from value


EXAMPLES = [
    pytest.param(iso, example, id=f"{iso}-{example['text'][:40]}")
    for iso in languages()
    for example in _examples(section(iso, "cues"))
]


def _said(claim: Claim, field: str) -> str | None:
    if field == "attribution":
        return claim.attribution.text if claim.attribution else None
    if field == "relation":
        return claim.baseline.relation if claim.baseline else None
    if field == "entity":
        return claim.entity.id
    return str(getattr(claim, field))


@pytest.mark.parametrize(("iso", "example"), EXAMPLES)
def test_example(iso: str, example: dict[str, str]) -> None:
    found = extract_text(example["text"], lang=iso, published_at="2026-11-20").claims
    claims = [claim for claim in found if claim.quote == example["quote"]]
    assert len(claims) == 1, [claim.quote for claim in found]
    wanted = {key: value for key, value in example.items() if key not in ("text", "quote")}
    assert {field: _said(claims[0], field) for field in wanted} == wanted


@pytest.mark.parametrize("iso", FULL)
def test_full_languages_have_every_group(iso: str) -> None:
    cues = section(iso, "cues")
    assert cues.keys() >= GROUPS
    # The English ones stand in test_extract.py too.
    assert len(list(_examples(cues))) >= (10 if iso == "en" else 24)


@pytest.mark.parametrize("iso", languages())
def test_matchers_are_built(iso: str) -> None:
    assert words(iso).cues.find_groups([("", 0, 0)]) == {}
