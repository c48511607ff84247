"""Which providers of estimates an attribution means: by name, or by class and country."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from claimcheck.lexicon import PhraseMatcher, entities, tokens

_FILE = Path(__file__).parent / "data" / "forecasters.toml"


@dataclass(frozen=True, slots=True)
class Selection:
    """Providers that an attribution selects. ``how``: named, class, or any ("analysts")."""

    providers: frozenset[str]
    how: str
    words: str


@cache
def _classes() -> PhraseMatcher:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return PhraseMatcher(
        (phrase, kind) for kind, names in data.items() for words in names.values()
        for phrase in words
    )


@cache
def _countries() -> PhraseMatcher:
    return PhraseMatcher(
        (name, entity.id) for entity in entities().values() if entity.kind == "country"
        for names in entity.names.values() for name in names
    )


@lru_cache(maxsize=256)
def _named(providers: frozenset[str]) -> PhraseMatcher:
    catalogue = entities()
    phrases: list[tuple[str, str]] = []
    for id in sorted(providers):
        entity = catalogue.get(id)
        names = [name for group in entity.names.values() for name in group] if entity else []
        spelled = dict.fromkeys([*names, id.replace("-", " ")])
        phrases += [(name, id) for name in spelled if tokens(name)]
    return PhraseMatcher(phrases)


@lru_cache(maxsize=1024)
def select(text: str | None, providers: frozenset[str]) -> Selection:
    """The ``providers`` that ``text`` means; every one when it names nobody in particular.

    A class or a name that none of them fits gives an empty selection.
    """
    if not text:
        return Selection(providers, "any", "")
    words = tokens(text)
    named = frozenset(
        payload for _, _, payloads in _named(providers).find(words) for payload in payloads
    )
    if named:
        return Selection(named, "named", text)
    if _sources().find(words):
        # Somebody else is named: only figures that name no provider can be theirs.
        return Selection(providers & {""}, "named", text)
    kinds = {kind for _, _, payloads in _classes().find(words) for kind in payloads}
    if not kinds:
        return Selection(providers, "any", text)
    countries = {id for _, _, payloads in _countries().find(words) for id in payloads}
    catalogue = entities()
    chosen = frozenset(
        id for id in providers
        if id in catalogue and catalogue[id].category in kinds
        and (not countries or catalogue[id].country in countries)
    )
    return Selection(chosen, "class", text)


@cache
def _sources() -> PhraseMatcher:
    return PhraseMatcher(
        (name, entity.id) for entity in entities().values()
        if entity.kind in ("agency", "company", "central-bank", "index")
        for names in entity.names.values() for name in names
    )


@lru_cache(maxsize=1024)
def named_source(text: str) -> bool:
    """Whether an attribution names somebody: a catalogue name, or a capitalised word of its own."""
    words = tokens(text)
    if _sources().find(words):
        return True
    covered = [(start, end) for start, end, _ in _countries().find(words)]
    for _, start, end in words:
        inside = any(low <= start and end <= high for low, high in covered)
        if text[start].isupper() and start > 0 and not inside:
            return True
    first = words[0] if words else None
    return bool(first and len(words) == 1 and text[first[1]].isupper())
