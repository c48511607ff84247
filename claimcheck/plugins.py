"""Caveats and sources of outside packages, found by their entry points.

A package adds a caveat family with ``[project.entry-points."claimcheck.caveats"]`` and a reference
source with ``[project.entry-points."claimcheck.sources"]``. A caveat entry names a module in the
form of ``claimcheck/caveats/*.py`` or a class of one (``code``, ``name``, ``assess``); a source
entry names a module in the form of ``claimcheck/sources/*.py``, and its own name is the source's.

A plug-in that fails to import, lacks a name or takes one that is there is a ``PluginError`` that
names the package: what was asked for is never silently left out.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from itertools import pairwise
from types import ModuleType
from typing import Any

from claimcheck.errors import PluginError

CAVEATS, SOURCES = "claimcheck.caveats", "claimcheck.sources"


@cache
def entries(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, by name. Raises PluginError for a name given twice."""
    found = sorted(entry_points(group=group), key=lambda one: (one.name, one.value))
    # A package that is seen twice on the path gives the same entry twice.
    found = list({(one.name, one.value): one for one in found}.values())
    for one, other in pairwise(found):
        if one.name == other.name:
            raise PluginError(
                f"plug-in '{one.name}' in group '{group}' comes from {said(one)} and "
                f"{said(other)}; uninstall one"
            )
    return tuple(found)


def said(entry: EntryPoint) -> str:
    """The package and the value of an entry point, for messages: ``desk-rules 1.2 (desk.cc)``."""
    package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "unknown package"
    return f"{package} ({entry.value})"


def _load(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as error:  # whatever a foreign module raises
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise PluginError(
            f"plug-in '{entry.name}' of {said(entry)} does not import: {cause}; "
            "mend or uninstall the package"
        ) from error


def caveats(taken: Iterable[str]) -> list[Any]:
    """The caveat rules of outside packages; ``taken`` are codes and names that are in use.

    Raises:
        PluginError: one does not import, lacks a name, or takes one that is in use.
    """
    holders = dict.fromkeys(taken, "claimcheck")
    found: list[Any] = []
    for entry in entries(CAVEATS):
        for rule in _rules(entry):
            for name in (rule.code, rule.name):
                if name in holders:
                    raise PluginError(
                        f"plug-in '{entry.name}' of {said(entry)}: caveat '{name}' is in use by "
                        f"{holders[name]}; choose another code and name"
                    )
                holders[name] = said(entry)
            found.append(rule)
    return found


def _rules(entry: EntryPoint) -> list[Any]:
    loaded = _load(entry)
    made = [_made(entry, one) for one in _classes(loaded)]
    if not made or not all(_complete(rule) for rule in made):
        raise PluginError(
            f"plug-in '{entry.name}' of {said(entry)} holds no class with code, name and assess"
        )
    return made


def _classes(loaded: Any) -> Iterator[Any]:
    """The caveat classes of a module, or the class itself."""
    if not isinstance(loaded, ModuleType):
        yield loaded
        return
    for _, item in inspect.getmembers(loaded, inspect.isclass):
        if item.__module__ == loaded.__name__ and hasattr(item, "assess"):
            yield item


def _made(entry: EntryPoint, item: Any) -> Any:
    try:
        return item() if inspect.isclass(item) else item
    except Exception as error:  # whatever a foreign class raises
        raise PluginError(
            f"plug-in '{entry.name}' of {said(entry)}: {item.__name__}() fails: {error}"
        ) from error


def _complete(rule: Any) -> bool:
    told = (getattr(rule, "code", None), getattr(rule, "name", None))
    return all(isinstance(one, str) and one for one in told) and callable(
        getattr(rule, "assess", None)
    )


def sources(required: Iterable[str], taken: Iterable[str]) -> dict[str, Any]:
    """The sources of outside packages by name; ``taken`` are names that are in use.

    Raises:
        PluginError: one does not import, lacks one of ``required``, or takes a name in use.
    """
    held = set(taken)
    found: dict[str, Any] = {}
    for entry in entries(SOURCES):
        if entry.name in held:
            raise PluginError(
                f"plug-in '{entry.name}' of {said(entry)}: a source of that name comes with "
                "claimcheck; choose another name"
            )
        source = _load(entry)
        missing = [name for name in required if not hasattr(source, name)]
        if missing:
            raise PluginError(
                f"plug-in '{entry.name}' of {said(entry)} lacks {', '.join(missing)}"
            )
        found[entry.name] = source
    return found


@cache
def versions() -> tuple[str, ...]:
    """``package==version`` of every package that adds caveats: they change what a report says."""
    dists = (entry.dist for entry in entries(CAVEATS))
    return tuple(sorted({f"{dist.name}=={dist.version}" for dist in dists if dist}))
