"""Near-duplicates across a feed: the same article posted again is found, in small memory."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
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
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hashes of a text's shingles and of its numbers, each in order."""

    words: tuple[int, ...]
    numbers: tuple[int, ...]

    @property
    def heads(self) -> tuple[int, ...]:
        """What two texts must share one of to be worth comparing."""
        return self.words[:_INDEXED]

    def repeats(self, other: Sketch) -> bool:
        """Whether two texts have nearly the same words and the same numbers."""
        return _alike(self.words, other.words) and _alike(self.numbers, other.numbers)

    def pack(self) -> bytes:
        """The sketch as bytes: some 300 for a post."""
        hashes = self.words + self.numbers
        return struct.pack(f"<B{len(hashes)}I", len(self.words), *hashes)

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """The sketch of ``pack``."""
        count, *hashes = struct.unpack(f"<B{len(data) // 4}I", data)
        return cls(tuple(hashes[:count]), tuple(hashes[count:]))


def sketch(text: str) -> Sketch:
    """What of a text is compared."""
    text = folded(text)
    words = _encoded(_WORD.findall(text))
    runs = zip(*(words[at:] for at in range(_SHINGLE)), strict=False)
    shingles = map(b" ".join, runs if len(words) >= _SHINGLE else [words])
    return Sketch(_smallest(shingles), _smallest(_encoded(_NUMBER.findall(text))))


def _encoded(words: list[str]) -> list[bytes]:
    """Words without spaces as bytes, all at once."""
    return " ".join(words).encode("utf-8", "surrogatepass").split(b" ") if words else []


def _smallest(pieces: Iterable[bytes]) -> tuple[int, ...]:
    return tuple(sorted(set(map(crc32, pieces)))[:_KEPT])


class Reposts:
    """Remembers the articles of a run and names the first one that a later one repeats."""

    def __init__(self) -> None:
        self._sketches: dict[str, Sketch] = {}
        self._index: dict[int, list[str]] = {}

    def first_of(self, article: Article) -> str | None:
        """Id of an earlier article with nearly the same words and the same numbers, else None.

        An article that repeats none is remembered under its id.
        """
        found = sketch(article.text)
        seen: set[str] = set()
        for key in found.heads:
            seen.update(self._index.get(key, ()))
        for other in sorted(seen):
            if found.repeats(self._sketches[other]):
                return other
        self._sketches[article.id] = found
        for key in found.heads:
            self._index.setdefault(key, []).append(article.id)
        return None


def _alike(left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Whether the estimated Jaccard similarity is ``_SAME`` at least; two empty sets are alike."""
    if left == right:
        return True
    one, two = frozenset(left), frozenset(right)
    shared, whole = one & two, one | two
    least = _SAME * min(_KEPT, len(whole))
    if len(shared) < least:
        return False
    return len(shared.intersection(sorted(whole)[:_KEPT])) >= least
