"""The ``[page]`` section of each language, read alone.

Cleaning needs the page words of every language at once, and nothing else of those files; parsing
only that part keeps the start of a run at a tenth of the time.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from claimcheck import lexicon
from claimcheck.errors import LexiconError

_HEADER = re.compile(r"^(?=\[)", re.M)
_OURS = re.compile(r"\[\[?page[\].]")


@cache
def page_section(iso: str) -> dict[str, Any]:
    """The page words of one language, empty when it has none."""
    path = lexicon.ROOT / "languages" / f"{iso}.toml"
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8")
    parts = [part for part in _HEADER.split(text) if _OURS.match(part)]
    try:
        found: dict[str, Any] = tomllib.loads("".join(parts)).get("page", {})
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path.name}: [page] is not valid TOML: {error}") from error
    return found
