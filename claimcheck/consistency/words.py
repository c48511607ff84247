"""The words that make numbers the parts of a whole."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from claimcheck.lexicon import PhraseMatcher

_FILE = Path(__file__).parent.parent / "data" / "part_words.toml"


@cache
def whole_words() -> PhraseMatcher:
    """Finds the phrases of ``data/part_words.toml``; the payload is the name of their list."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return PhraseMatcher(
        (phrase, name) for name, lists in data.items() for group in lists.values()
        for phrase in group
    )
