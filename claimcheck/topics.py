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


# A claim's words are short and asked for again and again; of whole articles only the last few
# are kept, or a feed of long ones would fill the memory.
_LONG = 2000


def raised(topic: str, text: str) -> bool:
    """Whether ``text`` has a word of the topic, in any of the languages listed."""
    return (_in_short if len(text) <= _LONG else _in_long)(topic, text)


def _found(topic: str, text: str) -> bool:
    return bool(_matchers()[topic].find(_tokens(text)))


_in_short = lru_cache(maxsize=1024)(_found)
_in_long = lru_cache(maxsize=16)(_found)


@lru_cache(maxsize=16)  # several topics are looked for in one text
def _tokens(text: str) -> list[tuple[str, int, int]]:
    return tokens(text)
