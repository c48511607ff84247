"""What entities are called without their names: "the iPhone maker", "Europe's biggest economy".

Whole phrases, and phrases with a gap for a product, a brand or a place, are data
(``data/epithets.toml``). They are matched beside the names of the catalogue.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from claimcheck.errors import LexiconError
from claimcheck.lexicon import ROOT, entities

GAP = "{}"
# A name of nobody in the catalogue, as ``scene.UNKNOWN``.
NOBODY = "?"


@cache
def _data() -> dict[str, Any]:
    path = ROOT / "data" / "epithets.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    told = {*data["said"], *(item for kind in data["kind"] for item in kind["of"])}
    strange = sorted(told - entities().keys() - {NOBODY})
    if strange:
        raise LexiconError(f"epithets.toml: '{strange[0]}' is no entity of the catalogue")
    return data


def epithets(iso: str) -> Iterator[tuple[str, str]]:
    """Every phrase of a language with the entity it means. Raises LexiconError."""
    data = _data()
    for entity, told in data["said"].items():
        for phrase in told.get(iso, ()):
            yield phrase, entity
    for kind in data["kind"]:
        for pattern in kind.get(iso, ()):
            for entity, fillings in kind["of"].items():
                for filling in fillings:
                    yield pattern.replace(GAP, filling), entity
