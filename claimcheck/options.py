"""What callers may hand over as options, read once: days, languages, reference data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from claimcheck.errors import ConfigError, InputError
from claimcheck.reference import Reference

if TYPE_CHECKING:
    from claimcheck.reference import Observation
    from claimcheck.reference.registry import Alias, Release

COMMENTS = ("exclude", "include", "separate")


@dataclass(frozen=True)
class Table:
    """Reference rows that came as objects, read: the observations, and the rows unreadable."""

    rows: tuple[Observation, ...]
    errors: tuple[InputError, ...] = field(default=(), compare=False)
    aliases: tuple[Alias, ...] = ()
    releases: tuple[Release, ...] = ()


Given = str | Table | Reference
"""One piece of own reference data: the path of a table, rows in memory, or a whole body."""


def day(value: object, option: str) -> date | None:
    """A day given as a date, a time stamp or ISO text. Raises ConfigError for anything else."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, datetime):  # pandas' Timestamp is one
        return value.date()
    try:
        return date.fromisoformat(str(value)) if isinstance(value, str) else _fault(value, option)
    except ValueError:
        return _fault(value, option)


def _fault(value: object, option: str) -> date:
    raise ConfigError(f"{option}: {value!r} is not a day; write it as '2026-01-15'")


def path(value: object, option: str) -> str | None:
    """A path as text, None for none. Raises ConfigError for anything else."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    raise ConfigError(f"{option}: {value!r} is not a path; give the name of a folder")


def comments(value: str) -> str:
    """``value`` when it says what to do with comments. Raises ConfigError."""
    if value not in COMMENTS:
        raise ConfigError(f"comments: '{value}' is not known; there are: {', '.join(COMMENTS)}")
    return value


def language(value: object) -> str | None:
    """``value`` when it is a language with word lists (``en-US`` too). Raises ConfigError."""
    from claimcheck.lexicon import languages
    from claimcheck.segment import told

    if value is None or value == "":
        return None
    if iso := told(str(value)):
        return iso
    raise ConfigError(f"lang: no word list for {value!r}; there are: {', '.join(languages())}")


def references(value: object) -> tuple[Given, ...]:
    """Own reference data in any of its forms, one or a list of them.

    A path, a DataFrame, a ``Reference``, rows (mappings with the columns of a table) or
    observations; a list may mix them. Raises ConfigError for anything else.
    """
    if value is None:
        return ()
    if _single(value):
        return (_given(value),)
    if not isinstance(value, Iterable) or isinstance(value, bytes):
        raise _unknown(value)
    found: list[Given] = []
    rows: list[Mapping[str, Any]] = []
    held: list[Observation] = []
    for item in value:
        if isinstance(item, Mapping):
            rows.append(item)
        elif hasattr(item, "known_from"):
            held.append(item)
        else:
            found.append(_given(item))
    if rows:
        from claimcheck.tables import table_of_rows

        found.append(Table(*table_of_rows(rows, where="refs")))
    if held:
        found.append(Table(tuple(held)))
    return tuple(found)


def _single(value: object) -> bool:
    return isinstance(value, str | os.PathLike | Table | Reference | Mapping) or _is_frame(value)


def _given(value: Any) -> Given:
    if isinstance(value, str | os.PathLike):
        return os.fspath(value)
    if isinstance(value, Table | Reference):
        return value
    if isinstance(value, Mapping):
        return references([value])[0]
    if _is_frame(value):
        from claimcheck.tables import table_of_frame

        return Table(*table_of_frame(value))
    raise _unknown(value)


def _is_frame(value: object) -> bool:
    """Whether this is a table of pandas (or one that reads like it), without importing it."""
    return hasattr(value, "columns") and hasattr(value, "iloc")


def _unknown(value: object) -> ConfigError:
    return ConfigError(
        f"refs: a {type(value).__name__} is no reference data; give a path, a DataFrame, a list "
        "of rows or a Reference"
    )
