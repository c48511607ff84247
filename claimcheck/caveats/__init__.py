"""The caveats: one file each, found by being there. ``assess`` runs them all on one claim.

A file holds a class with ``code``, ``name`` and ``assess(context) -> Caveat | None``, and a
docstring with five headings that ``claimcheck explain`` prints. Where a rule can say nothing of a
claim that is no growth, names no days or was compared with nothing, ``needs`` says so (of
``Context.has``): most rules are then never asked.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from claimcheck import plugins
from claimcheck.caveats.context import Context
from claimcheck.errors import PluginError
from claimcheck.schema import Caveat

HEADINGS = ("What it detects", "Why it misleads", "Example", "Known limits", "References")
_ORDER = {"strong": 0, "moderate": 1, "note": 2, "not_assessed": 3}


class Rule(Protocol):
    """One caveat."""

    code: str
    name: str

    def assess(self, context: Context) -> Caveat | None:
        """The caveat when it applies, with ``not_assessed`` when its evidence is missing."""
        ...


@dataclass(frozen=True, slots=True)
class Info:
    """What ``claimcheck explain`` prints of a caveat; ``sections`` by heading."""

    code: str
    name: str
    summary: str
    sections: dict[str, str]


@cache
def rules() -> tuple[Rule, ...]:
    """Every caveat, by code, those of outside packages too.

    Raises PluginError for a file that fails or lacks a name.
    """
    found: list[Any] = []
    for module_info in pkgutil.iter_modules(__path__):
        if module_info.name == "context":
            continue
        found += _load(f"{__name__}.{module_info.name}")
    codes = [rule.code for rule in found]
    for code in codes:
        if codes.count(code) > 1:
            raise PluginError(f"caveat code '{code}' is used twice")
    found += plugins.caveats((*codes, *(rule.name for rule in found)))
    return tuple(sorted(found, key=lambda rule: rule.code))


def _load(path: str) -> list[Any]:
    try:
        module = importlib.import_module(path)
    except Exception as error:
        raise PluginError(f"caveat file '{path}' does not import: {error}") from error
    made = [
        item() for _, item in inspect.getmembers(module, inspect.isclass)
        if item.__module__ == path and hasattr(item, "assess")
    ]
    if not made or not all(hasattr(rule, "code") and hasattr(rule, "name") for rule in made):
        raise PluginError(f"caveat file '{path}' holds no class with code, name and assess")
    return made


@cache
def _fitting(has: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that may say anything of a claim that has these things (``Context.has``)."""
    return tuple(rule for rule in rules() if getattr(rule, "needs", frozenset()) <= has)


def assess(context: Context) -> tuple[Caveat, ...]:
    """The caveats of one claim, strongest first, then by code."""
    found = [
        caveat for rule in _fitting(context.has) if (caveat := rule.assess(context)) is not None
    ]
    return tuple(sorted(found, key=lambda caveat: (_ORDER[caveat.strength], caveat.code)))


@cache
def catalogue() -> dict[str, Info]:
    """Every caveat by its code and by its name."""
    found: dict[str, Info] = {}
    for rule in rules():
        info = _info(rule)
        found[info.code] = found[info.name] = info
    return found


def _info(rule: Rule) -> Info:
    text = inspect.getdoc(inspect.getmodule(type(rule))) or ""
    sections: dict[str, str] = {}
    heading, lines = "", list[str]()
    for line in [*text.splitlines(), *HEADINGS[:1]]:
        if line.strip() in HEADINGS:
            sections[heading] = "\n".join(lines).strip()
            heading, lines = line.strip(), []
        else:
            lines.append(line)
    return Info(rule.code, rule.name, sections.pop("", ""), sections)


__all__ = ["HEADINGS", "Context", "Info", "Rule", "assess", "catalogue", "rules"]
