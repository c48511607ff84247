"""The ``[page]`` section of each language, read alone.

Cleaning needs the page words of every language at once, and nothing else of those files; parsing
only that part keeps the start of a run at a tenth of the time.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from claimcheck import lexicon, own_words
from claimcheck.errors import LexiconError
from claimcheck.parsed import parsed

_HEADER = re.compile(r"^(?=\[)", re.M)
_OURS = re.compile(r"\[\[?page[\].]")


@cache
def _sections() -> dict[str, dict[str, Any]]:
    """The page words of every language that has a file."""
    sources = {
        path.name: path.read_bytes() for path in sorted((lexicon.ROOT / "languages").glob("*.toml"))
    }
    found: dict[str, dict[str, Any]] = parsed(
        "page-words",
        sources,
        lambda: {name.removesuffix(".toml"): _page(name, text) for name, text in sources.items()},
    )
    return found


def _page(name: str, source: bytes) -> dict[str, Any]:
    try:
        parts = [part for part in _HEADER.split(source.decode("utf-8")) if _OURS.match(part)]
        found: dict[str, Any] = tomllib.loads("".join(parts)).get("page", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{name}: [page] is not valid TOML: {error}") from error
    return found


def page_section(iso: str) -> dict[str, Any]:
    """The page words of one language, empty when it has none."""
    return lexicon.section(iso, "page") if iso in own_words.isos() else _sections().get(iso, {})
