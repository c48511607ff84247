"""Near-duplicates across a feed: the same article posted again is found, in small memory."""

from __future__ import annotations

import re
from typing import TypeVar
from zlib import crc32

from claimcheck.normalise import folded
from claimcheck.schema import Article

# A bottom-k sketch (Broder 1997): the k smallest hashes of the shingles estimate the Jaccard
# similarity of two texts; sharing one of the smallest few makes two texts worth comparing.
_KEPT = 64
_INDEXED = 8
_SAME = 0.8
_SHINGLE = 4
_WORD = re.compile(r"[㐀-䶿一-鿿぀-ヿ가-힣]|[^\W_㐀-䶿一-鿿぀-ヿ가-힣]+")
_Item = TypeVar("_Item", int, str)
_NUMBER = re.compile(r"\d+")


class Reposts:
    """Remembers the articles of a run and names the first one that a later one repeats."""

    def __init__(self) -> None:
        self._sketches: dict[str, tuple[frozenset[int], frozenset[str]]] = {}
        self._index: dict[int, list[str]] = {}

    def first_of(self, article: Article) -> str | None:
        """Id of an earlier article with nearly the same words and the same numbers, else None.

        An article that repeats none is remembered under its id.
        """
        text = folded(article.text)
        words = _WORD.findall(text)
        hashes = sorted({
            crc32(" ".join(words[i:i + _SHINGLE]).encode())
            for i in range(max(1, len(words) - _SHINGLE + 1))
        })[:_KEPT]
        sketch, numbers = frozenset(hashes), frozenset(_NUMBER.findall(text))
        seen: set[str] = set()
        for key in hashes[:_INDEXED]:
            seen.update(self._index.get(key, ()))
        for other in sorted(seen):
            known, figures = self._sketches[other]
            if _likeness(sketch, known) >= _SAME and _likeness(numbers, figures) >= _SAME:
                return other
        self._sketches[article.id] = (sketch, numbers)
        for key in hashes[:_INDEXED]:
            self._index.setdefault(key, []).append(article.id)
        return None


def _likeness(left: frozenset[_Item], right: frozenset[_Item]) -> float:
    """Estimated Jaccard similarity; 1 for two empty sets."""
    smallest = set(sorted(left | right)[:_KEPT])
    return len(smallest & left & right) / len(smallest) if smallest else 1.0
