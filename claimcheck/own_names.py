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
# What names are looked for by: a word where the script writes spaces, else a single sign.
_RUN = re.compile(rf"{_LETTER}+|[\u3040-\u9fff\uac00-\ud7af]")
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
    def _by_runs(self) -> dict[tuple[str, ...], list[_Written]]:
        """Names by their runs of letters, longest first; an empty list where longer ones go on."""
        found: dict[tuple[str, ...], list[_Written]] = {}
        named = {*self.ids, *(one.name for one in self.aliases)}
        for name in sorted(named, key=lambda name: (-len(name), name)):
            runs = tuple(run.lower() for run in _RUN.findall(name))
            for length in range(1, len(runs)):
                found.setdefault(runs[:length], [])
            found.setdefault(runs, []).append(_Written(name))
        return found

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of whole names in a text, in time that does not grow with the names."""
        if not self:
            return
        runs = [(run.start(), run.group().lower()) for run in _RUN.finditer(text)]
        past = 0
        for at, (start, _) in enumerate(runs):
            for name in self._beginning(runs, at) if start >= past else ():
                span = name.at(text, start)
                if span:
                    past = span[1]
                    yield span
                    break

    def _beginning(self, runs: list[tuple[int, str]], at: int) -> list[_Written]:
        """Names that the runs from ``at`` on may be, longest first."""
        names: list[_Written] = []
        key: tuple[str, ...] = ()
        for _, run in runs[at:]:
            key = (*key, run)
            held = self._by_runs.get(key)
            if held is None:
                break
            names = [*held, *names]
        return names

    def id_of(self, name: str | None) -> str | None:
        """The own entity that a name in a text stands for."""
        return self._by_words.get(_folded(name)) if name and self else None


class _Written:
    """A name as it is looked for at a place of a text: any white space, any case, whole words."""

    __slots__ = ("_lead", "_name", "_pattern")

    def __init__(self, name: str) -> None:
        self._name = name
        self._lead = -1  # signs before its first letter; -1: its pattern is not made yet
        self._pattern: re.Pattern[str] | None = None

    def at(self, text: str, start: int) -> tuple[int, int] | None:
        """The span of the name whose first letter stands at ``start``."""
        if self._pattern is None:
            name = self._name
            first = _RUN.search(name)
            self._lead = first.start() if first else 0
            spaced = r"\s+".join(map(re.escape, name.split()))
            self._pattern = re.compile(_edge(name, 0) + spaced + _edge(name, -1), re.IGNORECASE)
        hit = self._pattern.match(text, max(0, start - self._lead))
        return hit.span() if hit else None


def _edge(name: str, at: int) -> str:
    """A word's edge, where the script writes spaces between words."""
    if not name[at].isalnum() or name[at] >= "\u3040":
        return ""
    return rf"(?<!{_LETTER})" if at == 0 else rf"(?!{_LETTER})"

