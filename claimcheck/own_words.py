"""Word lists of the user's own (``--lexicon DIR``), merged over those that come with the package.

A folder holds ``languages/<iso>.toml``, ``metrics/*.toml`` and ``entities/*.toml`` in the formats
of the package. A language, metric or entity that is new is added whole; for one there is already,
the file adds words to it (and may set a language's switches, such as the decimal mark). What the
package says a word means stays so: a word claimed for something else is an error.

The word lists of a process are one, because every stage compiles them once: ``use`` says which
folders are in force, before the first text is read.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from claimcheck.errors import ConfigError, LexiconError

PARTS = ("languages", "metrics", "entities")
_REQUIRED = {
    "languages": ("name", "iso", "script", "rtl"),
    "metrics": ("id", "name", "definition", "unit"),
    "entities": ("id", "name", "kind"),
}
# Tables whose keys are words or names themselves: any key may be added.
_OPEN = frozenset((
    "numbers.fractions", "numbers.halves", "numbers.ratio_words", "numbers.scales",
    "numbers.suffixes", "numbers.words", "periods.day_names", "periods.months", "periods.numbers",
    "periods.ordinals", "periods.relative", "periods.weekdays", "periods.year_numbers",
    "units.currencies", "units.minor", "units.names", "units.per_before", "units.per_names",
    "units.symbols", "cues.says",
))
# Tables of lists in which one phrase cannot stand under two keys.
_EXCLUSIVE = frozenset((
    "cues.baseline", "cues.boundary", "cues.direction", "cues.modality", "cues.trend",
    "numbers.bounds", "numbers.bounds_after", "page.units", "periods.units", "units.currencies",
    "units.minor", "units.names", "units.per_names",
))
_NOT_PHRASES = frozenset(("examples", "near_misses"))

_folders: tuple[Path, ...] = ()


def folders() -> tuple[Path, ...]:
    """The folders in force."""
    return _folders


def given(value: object) -> tuple[str, ...]:
    """Folders as they are given, one or a list, as a tuple of absolute paths."""
    if isinstance(value, str | PathLike):
        value = (value,)
    if not isinstance(value, Iterable):
        raise ConfigError(f"lexicon: {value!r} is no folder; give a path or a list of paths")
    return tuple(str(Path(fspath(one)).resolve()) for one in value)


def use(paths: Iterable[str | PathLike[str]]) -> None:
    """Puts the word lists of these folders in force for this process; none takes them out.

    Everything that was compiled from the word lists is compiled again.

    Raises:
        ConfigError: other folders are in force.
        LexiconError: no such folder, an unknown key, a word claimed twice, a missing key.
    """
    global _folders
    wanted = tuple(Path(path).resolve() for path in paths)
    if wanted == _folders:
        return
    if wanted and _folders:
        raise ConfigError(
            f"lexicon: this process already reads {', '.join(map(str, _folders))}; the word lists "
            "of a process are one: give all folders at once"
        )
    for folder in wanted:
        _inspect(folder)
    _folders = wanted
    _forget()
    try:
        _read_all()
    except LexiconError:
        _folders = ()
        _forget()
        raise


def _read_all() -> None:
    """Reads what the folders touch, so that a fault is told at once."""
    from claimcheck import lexicon, page_section
    from claimcheck.clean.pagewords import pagewords
    from claimcheck.extract.words import words
    from claimcheck.periods.grammar import grammar as periods
    from claimcheck.quantities.grammar import grammar as quantities

    lexicon.metrics()
    lexicon.entities()
    for path, _ in files("languages"):
        lexicon.language(path.stem)
        page_section.page_section(path.stem)
        for build in (words, periods, quantities):
            build(path.stem)
    pagewords()


def _forget() -> None:
    """Empties every cache of the package: each may hold something compiled from the words."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "claimcheck":
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()


def _inspect(folder: Path) -> None:
    """Refuses a folder that is missing, empty, or holds word lists where none are read."""
    if not folder.is_dir():
        raise LexiconError(f"lexicon '{folder}': no such folder; make it with {_layout()}")
    found = sorted(folder.rglob("*.toml"))
    if not found:
        raise LexiconError(f"lexicon '{folder}' holds no word list; it is read from {_layout()}")
    for path in found:
        place = path.relative_to(folder)
        if len(place.parts) != 2 or place.parts[0] not in PARTS:
            raise LexiconError(f"lexicon '{folder}': '{place}' is not read; allowed: {_layout()}")


def _layout() -> str:
    return ", ".join(f"{part}/*.toml" for part in PARTS)


def files(part: str) -> tuple[tuple[Path, dict[str, Any]], ...]:
    """The files of one part (``languages``, ``metrics``, ``entities``) with what they hold."""
    return tuple((path, _table(path)) for folder in _folders
                 for path in sorted((folder / part).glob("*.toml")))


@cache
def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: not valid TOML: {error}") from error


# ---------------------------------------------------------------- languages


def isos() -> tuple[str, ...]:
    """The languages that the folders hold a file of."""
    return tuple(path.stem for path, _ in files("languages"))


def language(iso: str, shipped: dict[str, Any] | None) -> dict[str, Any]:
    """The word lists of a language with the user's own; None when the package has none."""
    merged = shipped
    for path, own in files("languages"):
        if path.stem != iso:
            continue
        if merged is None:
            _require(path, "languages", own, f"language '{iso}' is new")
        if own.get("iso", iso) != iso:
            raise LexiconError(f"{path}: iso = '{own['iso']}', but the file is named '{iso}'")
        merged = _merged(path, merged or {}, own, "")
    return merged or {}


def _merged(path: Path, base: dict[str, Any], own: dict[str, Any], at: str) -> dict[str, Any]:
    """``base`` with the words of ``own``; both are left as they are."""
    result = dict(base)
    for key, value in own.items():
        name = f"{at}.{key}" if at else key
        if at not in _OPEN and key not in _known_keys(at):
            raise LexiconError(
                f"{path}: unknown key '{name}'; allowed: {', '.join(sorted(_known_keys(at)))}"
            )
        held = base.get(key)
        if held is not None and type(held) is not type(value):
            raise LexiconError(
                f"{path}: '{name}' is a {_kind(held)} in the package, not a {_kind(value)}"
            )
        if isinstance(value, dict):
            result[key] = _merged(path, held or {}, value, name)
        elif isinstance(value, list):
            if at in _EXCLUSIVE and key not in _NOT_PHRASES:
                _unclaimed(path, base, own, key, at)
            result[key] = [*(held or ()), *(one for one in value if one not in (held or ()))]
        elif at in _OPEN and held not in (None, value):
            raise LexiconError(
                f"{path}: '{name}' is claimed twice: {value!r} here, {held!r} in the package"
            )
        else:
            result[key] = value
    return result


def _kind(value: object) -> str:
    return {dict: "table", list: "list", str: "text", bool: "switch"}.get(type(value), "number")


def _unclaimed(path: Path, base: dict[str, Any], own: dict[str, Any], key: str, at: str) -> None:
    """Refuses a phrase that stands under another key of the same table."""
    others = {
        _folded(phrase): other
        for table in (base, own)
        for other, phrases in table.items()
        if other not in (key, *_NOT_PHRASES) and isinstance(phrases, list)
        for phrase in phrases
    }
    for phrase in own[key]:
        if _folded(phrase) in others:
            raise LexiconError(
                f"{path}: '{phrase}' in '{at}.{key}' is claimed twice: "
                f"it stands in '{at}.{others[_folded(phrase)]}'"
            )


@cache
def _known_keys(at: str) -> frozenset[str]:
    """The keys that any language of the package has in the table named ``at``."""
    from claimcheck import lexicon

    if not at:
        return frozenset(lexicon.SECTIONS)
    found: set[str] = set()
    for path in (lexicon.ROOT / "languages").glob("*.toml"):
        table: Any = _table(path)
        for part in at.split("."):
            table = table.get(part, {}) if isinstance(table, dict) else {}
        found |= set(table) if isinstance(table, dict) else set()
    return frozenset(found)


@cache
def _folded(phrase: str) -> str:
    """A phrase as it is matched: a name in capitals in capitals, all else without case."""
    from claimcheck.lexicon import tokens

    if phrase.isascii() and phrase.isupper():
        return phrase
    folded = " ".join(word for word, _, _ in tokens(phrase))
    return (folded or phrase) + ("*" if phrase.endswith("*") else "")


# ---------------------------------------------------------------- metrics and entities


Files = Iterable[tuple[Path, dict[str, Any]]]


def metrics(shipped: Files) -> Files:
    """The metric files of the package with the user's own merged in or behind them."""
    if not _folders:
        return shipped
    found = {table["id"]: (path, table) for path, table in shipped}
    claimed = {name: id for _, table in found.values() for id, name in _metric_names(table)}
    for path, own in files("metrics"):
        held = found.get(own.get("id", ""))
        if held is None:
            _require(path, "metrics", own, "a new metric")
            _claim(path, _metric_names(own), claimed)
            found[own["id"]] = path, own
        else:
            _claim(path, _metric_names(_with_growth(held[1], own)), claimed)
            found[own["id"]] = held[0], _extended(path, held[1], own)
    return list(found.values())


def _with_growth(held: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """``own`` with the id of the growth that it adds names to."""
    if "growth" not in own:
        return own
    growth = {"id": held.get("growth", {}).get("id", own["growth"].get("id"))} | own["growth"]
    return own | {"growth": growth}


def _metric_names(table: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    yield from _names(table)
    if table.get("growth"):
        yield from _names(table["growth"])


def entities(shipped: Files) -> Files:
    """The entity files of the package with the user's own rows merged in or behind them."""
    if not _folders:
        return shipped
    tables = [(path, table | {"entity": list(table.get("entity", ()))}) for path, table in shipped]
    where = {row["id"]: (rows, at) for rows in (table["entity"] for _, table in tables)
             for at, row in enumerate(rows)}
    claimed = {name: id for rows, at in where.values() for id, name in _names(rows[at])}
    for path, table in files("entities"):
        _only(path, table, ("entity",))
        fresh: list[dict[str, Any]] = []
        for own in table.get("entity", ()):
            _claim(path, _names(own), claimed)
            if own.get("id") in where:
                rows, at = where[own["id"]]
                rows[at] = _extended(path, rows[at], own)
            else:
                _require(path, "entities", own, "a new entity")
                where[own["id"]] = fresh, len(fresh)
                fresh.append(own)
        tables.append((path, {"entity": fresh}))
    return tables


def _names(table: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """(id, (language, folded name)) of every name of a metric or entity."""
    for iso, names in table.get("names", {}).items():
        for name in names:
            yield table.get("id", ""), (iso, _folded(name))


def _claim(
    path: Path, names: Iterable[tuple[str, tuple[str, str]]], claimed: dict[tuple[str, str], str]
) -> None:
    """Takes names for an id. Raises LexiconError when one belongs to another."""
    for id, name in names:
        holder = claimed.setdefault(name, id)
        if holder != id:
            raise LexiconError(
                f"{path}: '{name[1]}' in names.{name[0]} of '{id}' is claimed twice: "
                f"it is a name of '{holder}'"
            )


def _extended(path: Path, held: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A metric or entity of the package with the names (and examples) of ``own`` added."""
    result = dict(held)
    for key, value in own.items():
        if key == "names":
            result[key] = {**held.get(key, {})}
            for iso, names in value.items():
                before = held.get(key, {}).get(iso, [])
                result[key][iso] = [*before, *(name for name in names if name not in before)]
        elif key in _NOT_PHRASES:
            result[key] = [*held.get(key, ()), *value]
        elif key == "growth" and key in held:
            result[key] = _extended(path, held[key], value)
        elif key in held and held[key] != value:
            raise LexiconError(
                f"{path}: '{key}' of '{held['id']}' is {held[key]!r} in the package and cannot be "
                "changed; add names, or an id of your own"
            )
        else:
            result[key] = value
    return result


def _require(path: Path, part: str, table: dict[str, Any], what: str) -> None:
    missing = [key for key in _REQUIRED[part] if key not in table]
    if missing:
        raise LexiconError(
            f"{path}: {what} and lacks '{missing[0]}'; required: {', '.join(_REQUIRED[part])}"
        )


def _only(path: Path, table: dict[str, Any], allowed: tuple[str, ...]) -> None:
    unknown = [key for key in table if key not in allowed]
    if unknown:
        raise LexiconError(f"{path}: unknown key '{unknown[0]}'; allowed: {', '.join(allowed)}")
