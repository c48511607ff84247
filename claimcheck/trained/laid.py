"""A sentence laid out for the trained parts: once, however many numbers it holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from zlib import crc32

from claimcheck.extract.scene import Scene
from claimcheck.trained.linear import code

# A word and its signs in the sentence.
Word = tuple[str, int, int]


@dataclass(slots=True)
class Laid:
    """The words of a sentence by place, those outside its numbers, and its cues."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    free: list[Word]
    cues: list[tuple[int, int, str]]
    # Codes of features that numbers and names share.
    places: dict[str, list[int]] = field(default_factory=dict)
    _codes: dict[str, list[int]] = field(default_factory=dict)

    def between(self, low: int, high: int) -> list[str]:
        """The words that lie wholly in a stretch."""
        return self.words[bisect_left(self.starts, low) : bisect_right(self.ends, high)]

    def ending(self, low: int, high: int) -> list[str]:
        """The words that end in a stretch."""
        return self.words[bisect_left(self.ends, low) : bisect_right(self.ends, high)]

    def around(self, low: int, high: int) -> tuple[int, int]:
        """From which to before which word something of it lies inside a stretch."""
        return bisect_right(self.ends, low), bisect_left(self.starts, high)

    def codes(self, begun: str) -> list[int]:
        """The codes of the features that begin so and end with each word."""
        found = self._codes.get(begun)
        if found is None:
            start = code(begun)
            found = self._codes[begun] = [
                crc32(word.encode("utf-8", "surrogatepass"), start) for word in self.words
            ]
        return found


def laid_out(scene: Scene) -> Laid:
    """The sentence laid out; the scene keeps it."""
    if not isinstance(scene.laid, Laid):
        busy = [(m.start, m.end) for m in scene.mentions]
        free = [
            word for word in scene.found
            if not any(start < word[2] and word[1] < end for start, end in busy)
        ]
        cues = [(low, high, name) for name, spans in scene.cues.items() for low, high, _ in spans]
        words, starts = [one[0] for one in scene.found], [one[1] for one in scene.found]
        scene.laid = Laid(words, starts, [one[2] for one in scene.found], free, cues)
    return scene.laid
