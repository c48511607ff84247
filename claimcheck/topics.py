"""Whether a text raises a topic: words of the judge and the caveats, by topic and language."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from claimcheck.lexicon import PhraseMatcher, tokens

_FILE = Path(__file__).parent / "data" / "author_words.toml"


@cache
def _matchers() -> dict[str, PhraseMatcher]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        topic: PhraseMatcher((phrase, topic) for words in lists.values() for phrase in words)
        for topic, lists in data.items()
    }


@lru_cache(maxsize=2048)
def raised(topic: str, text: str) -> bool:
    """Whether ``text`` has a word of the topic, in any of the languages listed."""
    return bool(_matchers()[topic].find(tokens(text)))
