"""The tokens of the role tagger: words by spaces and signs, single characters where none part them.

Given to ``spacy train`` by ``--code``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

# Han, kana: each sign is a token; then numbers, words, and every other sign by itself.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|\d+|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+|\S"
)


class Tokenizer:
    """Makes a Doc of a text; spaces between tokens are kept as they are."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc; a run of several spaces is a token of its own, so that offsets stay."""
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for found in _TOKEN.finditer(text):
            self._gap(text[at : found.start()], words, spaces)
            words.append(found.group())
            spaces.append(False)
            at = found.end()
        self._gap(text[at:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _gap(self, gap: str, words: list[str], spaces: list[bool]) -> None:
        if gap.startswith(" ") and words:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save: the rule is the code."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> Tokenizer:
        """Nothing to read."""
        return self

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing to save."""

    def from_disk(self, path: object, **_: object) -> Tokenizer:
        """Nothing to read."""
        return self


@registry.tokenizers("claimcheck.roles.v1")
def create() -> Callable[[Language], Tokenizer]:
    """The tokenizer that the config names."""
    return lambda nlp: Tokenizer(nlp.vocab)
