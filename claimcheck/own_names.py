"""Names of entities that only the user's own reference rows know.

A company outside the catalogue needs no word list: rows about "Zorvane Industries" make that name
known in the texts they are checked with. Its id is the name as the rows write it. Other names of
it, and own names of a catalogue entity, come as aliases that may hold for some days only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from claimcheck import lexicon

if TYPE_CHECKING:
    from claimcheck.reference.registry import Alias

# A letter or figure of a script that writes spaces: "Kelvo" ends before "公司".
_LETTER = r"[^\W\u3040-\u9fff\uac00-\ud7af]"
# A shorter first word ("Al", "Neo") is no name of its own.
SHORTEST = 4


@cache
def _forms() -> frozenset[str]:
    """Words of a company's form: "Zorvane" and "Zorvane AG" are one."""
    path = lexicon.ROOT / "data" / "company_forms.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"])


def _folded(name: str) -> tuple[str, ...]:
    words = [word for word, _, _ in lexicon.tokens(name.replace("-", " "))]
    while len(words) > 1 and words[-1] in _forms():
        words.pop()
    return tuple(words)


class OwnNames:
    """Own entities, found in a text by the name as written, its bare form or its first word."""

    def __init__(self, ids: Iterable[str] = (), aliases: Iterable[Alias] = ()) -> None:
        """Takes ids as rows hold them; those of the catalogue are left out."""
        known = lexicon.entities()
        self.ids = tuple(sorted({id for id in ids if id not in known}))
        self.aliases = tuple(aliases)
        self._on: dict[tuple[Alias, ...], OwnNames] = {}  # a feed asks for the same days again

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.ids or self.aliases)

    def on(self, day: date | None) -> OwnNames:
        """The names as they stood on a day; without one an alias that has ended is left out."""
        held = tuple(
            one for one in self.aliases
            if (one.holds(day) if day else one.valid_to is None)
        )
        if held == self.aliases:
            return self
        if held not in self._on:
            self._on[held] = OwnNames(self.ids, held)
        return self._on[held]

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], str | None]:
        """Folded name → id; a first word that two share says neither (None)."""
        found: dict[tuple[str, ...], str | None] = {}
        for id in self.ids:
            words = _folded(id)
            if len(words) > 1 and len(words[0]) >= SHORTEST:
                found[words[:1]] = None if words[:1] in found else id
        for one in self.aliases:
            key = _folded(one.name)
            if key:
                found[key] = one.entity if found.get(key, one.entity) == one.entity else None
        return found | {_folded(id): id for id in self.ids}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        named = {*self.ids, *(one.name for one in self.aliases)}
        names = sorted(named, key=lambda name: (-len(name), name))
        spaced = (r"\s+".join(map(re.escape, name.split())) for name in names)
        edged = (_edge(n, 0) + s + _edge(n, -1) for n, s in zip(names, spaced, strict=True))
        return re.compile("|".join(edged), re.IGNORECASE)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of whole names in a text."""
        return (hit.span() for hit in self._pattern.finditer(text)) if self else iter(())

    def id_of(self, name: str | None) -> str | None:
        """The own entity that a name in a text stands for."""
        return self._by_words.get(_folded(name)) if name and self else None


def _edge(name: str, at: int) -> str:
    """A word's edge, where the script writes spaces between words."""
    if not name[at].isalnum() or name[at] >= "\u3040":
        return ""
    return rf"(?<!{_LETTER})" if at == 0 else rf"(?!{_LETTER})"

