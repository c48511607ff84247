"""Defaults from ``claimcheck.toml``, ``[tool.claimcheck]`` in pyproject.toml and ``CLAIMCHECK_*``.

The command line wins over the environment, the environment over the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from claimcheck.errors import ConfigError

KEYS = (
    "published",
    "as_of",
    "refs",
    "evidence",
    "refs_also",
    "lang",
    "lexicon",
    "comments",
    "lane",
    "model",
    "format",
    "fail_on",
    "offline",
)
REPEATED = ("refs", "evidence", "lexicon", "format")  # one may stand without a list
# Read elsewhere: where the user's own reference data lives.
OTHER = ("CLAIMCHECK_DATA",)


def load(folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Settings in force for ``folder``. Raises ConfigError for an unknown key."""
    environment = os.environ if environment is None else environment
    found: dict[str, Any] = {}
    for name, table in (("pyproject.toml", ("tool", "claimcheck")), ("claimcheck.toml", ())):
        path = folder / name
        if path.is_file():
            found |= _checked(name, _table(path, table))
    prefix = "CLAIMCHECK_"
    own = {
        key.removeprefix(prefix).lower(): value
        for key, value in environment.items()
        if key.startswith(prefix) and key not in OTHER
    }
    return found | _checked("environment", own)


def _table(path: Path, keys: tuple[str, ...]) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: not valid TOML: {error}") from error
    except OSError as error:
        raise ConfigError(
            f"{path.name}: cannot be read: {error.strerror}; give it read rights"
        ) from error
    for key in keys:
        data = data.get(key, {})
        if not isinstance(data, dict):
            raise ConfigError(f"{path.name}: '{key}' is not a table; write [{'.'.join(keys)}]")
    return data


def _checked(where: str, table: dict[str, Any]) -> dict[str, Any]:
    for key in table:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"allowed: {', '.join(KEYS)}"
            raise ConfigError(f"{where}: unknown setting '{key}'; {hint}")
    return {
        key: [value] if key in REPEATED and isinstance(value, str) else value
        for key, value in table.items()
    }
