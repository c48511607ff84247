"""Compiles word lists into one linear regular expression with a payload for each phrase.

Phrases share their beginnings (a trie), so trying hundreds of them at a place costs little more
than trying one. A phrase that ends in ``*`` matches any ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

Payload = TypeVar("Payload")
# Scripts that write no spaces between words: their phrases end anywhere.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)


def unspaced(word: str) -> bool:
    """True when ``word`` begins in a script that writes no spaces between words."""
    return _UNSPACED.match(word) is not None


def _ending(phrase: str) -> str:
    last = phrase[-1]
    if "\u0900" <= last <= "\u0963":  # vowel signs are no \\w, and a word does not end before one
        return r"(?![\w\u0900-\u0963])"
    if not (last.isalnum() or last == "_") or _UNSPACED.match(last):
        return ""
    # Latin letters may touch Han ("25bps的"), never each other.
    return r"(?![0-9A-Za-zÀ-ɏ_])" if last < "ɐ" else r"(?!\w)"


def trie(phrases: Iterable[str], ending: str | None = None) -> str:
    """A regular expression that matches the longest of ``phrases``, tried in linear time.

    ``ending`` replaces the rule of what may follow a phrase.
    """
    root: dict[str, dict[str, object]] = {}
    for phrase in phrases:
        node: dict[str, object] = root  # type: ignore[assignment]
        for char in phrase.removesuffix("*"):
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = r"\w*" if phrase.endswith("*") else _ending(phrase) if ending is None else ending
    pattern, end = _branch(root)
    return pattern + (end or "")


def _branch(node: dict[str, dict[str, object]]) -> tuple[str, str | None]:
    """The expression of a node and the ending that all its phrases share, not yet written.

    Written once behind a group, an ending costs a tenth to compile; None: written inside.
    """
    paths: list[tuple[str, str | None]] = []
    for char in sorted(key for key in node if key):
        sign = r"\s" if char == " " else re.escape(char)
        body, end = _branch(node[char])  # type: ignore[arg-type]
        paths.append((sign + body, end))
    if "" in node:
        paths.append(("", str(node[""])))
    shared = paths[0][1] if paths else None
    if any(end != shared for _, end in paths):
        paths = [(body + (end or ""), None) for body, end in paths]
        shared = None
    if len(paths) == 1:
        return paths[0][0], shared
    return "(?:" + "|".join(body for body, _ in paths) + ")", shared


class Words(Generic[Payload]):
    """Phrases with payloads, found at a place or just before it. Compare lower-case text.

    ``lead`` may stand before a phrase that is looked for at a place; ``gap`` between a phrase
    and the place it is looked for before, read backwards from that place.
    """

    __slots__ = ("_at", "_back", "_exact", "_gap", "_lasts", "_lead", "_starred", "_table")

    def __init__(self, table: dict[str, Payload], lead: str = "", gap: str = "") -> None:
        self._exact = {key: value for key, value in table.items() if not key.endswith("*")}
        starred = [(key[:-1], value) for key, value in table.items() if key.endswith("*")]
        self._starred = sorted(starred, key=lambda pair: -len(pair[0]))
        self._table, self._lead, self._gap = tuple(table), lead, gap
        # Most lists are looked at in one direction, many in none: compiled at the first look.
        self._at: re.Pattern[str] | None = None
        self._back: re.Pattern[str] | None = None
        self._lasts = _lasts(table)

    def payload(self, phrase: str) -> Payload:
        """What ``phrase``, as it was found, stands for."""
        key = " ".join(phrase.split())
        if key in self._exact:
            return self._exact[key]
        return next(value for stem, value in self._starred if key.startswith(stem))

    def at(self, low: str, start: int) -> tuple[int, Payload] | None:
        """End and payload of the longest phrase that begins at ``start`` (after the lead)."""
        if self._at is None:
            self._at = re.compile(f"{self._lead}({trie(self._table) if self._table else '(?!)'})")
        hit = self._at.match(low, start)
        return (hit.end(), self.payload(hit.group(1))) if hit else None

    def before(
        self, low: str, end: int, reach: int, near: frozenset[str] | None = None
    ) -> tuple[int, int, Payload] | None:
        """Start, end and payload of a phrase that stands just before ``end``.

        ``near`` are the words of that reach, when the caller has them: most places are told
        apart by them alone, ten times faster than by the search.
        """
        if near is not None and self._lasts is not None and self._lasts.isdisjoint(near):
            return None
        if self._back is None:
            self._back = re.compile(f"(?s:.){self._gap}({_backwards(self._table)})")
        # Read backwards, the phrase begins at one known place: one match, not a search.
        back = low[max(0, end - reach) : end + 1][::-1]
        hit = self._back.match(back if end < len(low) else " " + back)
        if hit is None:
            return None
        return end - hit.end(1) + 1, end - hit.start(1) + 1, self.payload(hit.group(1)[::-1])


def _lasts(table: Iterable[str]) -> frozenset[str] | None:
    """The last word or sign of every phrase; None where words cannot be told so simply."""
    lasts = set()
    for phrase in table:
        if phrase.endswith("*") or _UNSPACED.search(phrase):
            return None
        lasts.update(_NEAR.findall(phrase)[-1:])
    return frozenset(lasts)


_NEAR = re.compile(r"[^\W_]+|[^\w\s]")


def near_words(low: str, end: int) -> frozenset[str]:
    """The last two words or signs before ``end``."""
    return frozenset(_NEAR.findall(low, max(0, end - 24), end)[-2:])


def _backwards(table: Iterable[str]) -> str:
    """The phrases written backwards, each bounded as it is forwards."""
    groups: dict[str, list[str]] = {}
    for phrase in table:
        if phrase.endswith("*"):
            groups.setdefault(r"(?<!\w)\w{0,20}?", []).append(phrase[-2::-1])
        else:
            groups.setdefault(_ending(phrase).replace("(?!", "(?<!"), []).append(phrase[::-1])
    return "|".join(lead + trie(phrases) for lead, phrases in groups.items()) or "(?!)"
