"""The period grammar of one language: templates of its word list, compiled.

A template is a regular expression with slots such as ``{m} {d}, {y}``. It is tried only where a
word that can begin it stands, so a text without such words costs one search.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from claimcheck import lexicon
from claimcheck.errors import LexiconError
from claimcheck.words import Words, trie, unspaced

KEYS = {
    "order",
    "capitalised",
    "ambiguous_months",
    "day_suffixes",
    "not_after",
    "not_before",
    "now",
    "ytd",
    "qtd",
    "mtd",
    "articles",
    "months",
    "weekdays",
    "ordinals",
    "units",
    "parts",
    "roles",
    "roles_after",
    "fiscal_begins",
    "range",
    "relative",
    "sentence",
    "topic",
    "templates",
    "examples",
    "near_misses",
    "numbers",
    "prefix",
    "era",
    "day_names",
    "year_numbers",
}
YEAR = r"(?:1[89]|20)\d\d(?!\d|[.,]\d|%)"
SIGN = "['’]"
# Keys of that many templates get an expression for all of them, after that many looks.
GATED, PATIENCE = 4, 200
_NAMED = re.compile(r"\(\?P<\w+>")
_NO_LETTER = r"(?![^\W\d_])"  # a trigger may touch a figure: Q3, FY26


@dataclass(frozen=True)
class Template:
    """One way to write a period: its kind and the expression with its slots as named groups.

    A language has a hundred; a text meets few of them, which are compiled when it does.
    """

    kind: str
    body: str
    value: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled."""
        try:
            return re.compile(self.body)
        except re.error as error:
            raise LexiconError(f"[periods] {self.kind}: '{self.body}': {error}") from error


@dataclass(frozen=True)
class Grammar:
    """Everything the scanner needs for one language; built once and shared."""

    trigger: re.Pattern[str]
    first_words: frozenset[str] | None  # of every period, where words alone can begin one
    by_key: dict[str, tuple[Template, ...]]
    unspaced: bool
    order: str
    capitalised: bool
    ambiguous: frozenset[str]
    names: frozenset[str]
    months: Words[int]
    weekdays: Words[int]
    ordinals: Words[int]
    units: Words[str]
    parts: Words[str]
    numbers: Words[int]
    roles: Words[str]
    roles_after: Words[str]
    # Years told from the anchor's own ("去年"), which may stand before a month: "去年12月".
    years: dict[str, int]
    # First month of a year that the language calls fiscal: 4 in Japan.
    fiscal_begins: int
    articles: Words[bool]
    not_after: Words[bool]
    not_before: Words[bool]
    joint: re.Pattern[str]
    between: Words[bool]
    _looks: Counter[str] = field(default_factory=Counter)
    _gates: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def beginning(self, key: str, low: str, start: int) -> tuple[Template, ...]:
        """The templates worth trying at ``start``, where ``key`` stands.

        Most figures begin no period. In a long text one expression for all the templates of a
        key tells so at once; a short one ends before that is worth compiling.
        """
        templates = self.by_key.get(key, ())
        if len(templates) < GATED:
            return templates
        gate = self._gates.get(key)
        if gate is None:
            self._looks[key] += 1
            if self._looks[key] < PATIENCE:
                return templates
            bodies = (_NAMED.sub("(?:", template.body) for template in templates)
            gate = self._gates[key] = re.compile("|".join(f"(?:{body})" for body in bodies))
        return templates if gate.match(low, start) else ()


def _group(name: str, pattern: str) -> str:
    return f"(?P<{name}>{pattern})"


def _slots(data: dict[str, Any], numbers: dict[str, int]) -> dict[str, str]:
    suffix = trie(data["day_suffixes"]) if data.get("day_suffixes") else ""
    # "May 5%" and "May 5.5" hold no day.
    day = rf"(?:3[01]|[12]\d|0?[1-9])(?:{suffix or '(?!)'})?(?!\d|[.,]\d|\s?%)"
    units = [word for words in data.get("units", {}).values() for word in words]
    parts = [word for words in data.get("parts", {}).values() for word in words]
    number = rf"\d{{1,3}}(?![\d.,%])|{trie(numbers)}" if numbers else r"\d{1,3}(?![\d.,%])"
    return {
        "m": _group("m", trie(data.get("months", {}))),
        "m2": _group("m2", trie(data.get("months", {}))),
        "d": _group("d", day),
        "d2": _group("d2", day),
        "y": _group("y", YEAR),
        "yy": _group("yy", rf"{SIGN}?(?:{YEAR}|\d\d(?!\d))"),
        "y0": _group("y0", r"(?:1[89]|20)?\d0"),
        "mm": _group("mm", r"(?:1[0-2]|0?[1-9])(?!\d)"),
        "mm2": _group("mm2", r"(?:1[0-2]|0[1-9])(?!\d)"),
        "a": _group("a", r"(?:3[01]|[12]\d|0?[1-9])"),
        "b": _group("b", r"(?:3[01]|[12]\d|0?[1-9])"),
        "wd": _group("wd", trie(data.get("weekdays", {}))),
        "q": _group("q", "[1-4]"),
        "h": _group("h", "[12]"),
        "o": _group("o", trie(data.get("ordinals", {}))),
        "n": _group("n", number),
        "unit": _group("unit", trie(units)),
        "unit1": _group("unit", trie(units)),
        "part": _group("part", trie(parts)),
        "next": _group("next", r"\d\d(?!\d)"),
        "era": _group("era", trie(data.get("era", {}))),
        "yn": _group("yn", trie(data.get("year_numbers", {}))),
        "ry": _group("ry", trie(_years(data))),
    }


def _years(data: dict[str, Any]) -> dict[str, int]:
    """Phrases for a year told from the anchor's own, with their steps: ``{"去年": -1}``."""
    steps = {phrase: value.split() for phrase, value in data.get("relative", {}).items()}
    return {phrase: int(count) for phrase, (unit, count) in steps.items() if unit == "year"}


def _starts(template: str, data: dict[str, Any], numbers: dict[str, int]) -> list[str]:
    """The words, signs or ``0`` (any figure) that a template can begin with."""
    tables = {
        "m": data.get("months", {}),
        "wd": data.get("weekdays", {}),
        "o": data.get("ordinals", {}),
        "n": [*numbers, "0"],
        "unit": [w for ws in data.get("units", {}).values() for w in ws],
        "part": [w for ws in data.get("parts", {}).values() for w in ws],
        "era": data.get("era", {}),
        "yn": data.get("year_numbers", {}),
        "ry": _years(data),
    }
    tables["unit1"] = tables["unit"]
    if slot := re.match(r"\{(\w+)\}", template):
        return list(tables.get(slot.group(1), ["0"])) + (["'"] if slot.group(1) == "yy" else [])
    if own := re.match(r"\(\?P<\w+>([^()]*)\)", template):  # a slot of its own: "(?P<n>9|dokuz)"
        return own.group(1).split("|")
    if template.startswith("(?:"):
        return template[3 : template.index(")")].split("|")
    return [re.split(r"[\\\[({?]", template)[0] or template]


def _key(start: str, whole: bool) -> str:
    """What the trigger finds of ``start``: its first word, or sign, or ``0`` for a figure."""
    if start[0].isdigit():
        return "0"
    if not whole or not start[0].isalpha():
        return start[0]
    word = re.match(r"[^\W\d_]+", start)
    return word.group() if word else start[0]


def _templates(data: dict[str, Any], numbers: dict[str, int]) -> list[tuple[Template, list[str]]]:
    slots = _slots(data, numbers)
    found = []
    # Fixed phrases first: of two equally long readings the first wins.
    for kind in ("now", "ytd", "qtd", "mtd"):
        found += [(Template(kind, trie([word])), [word]) for word in data.get(kind, ())]
    for kind in ("relative", "sentence"):
        for phrase, value in data.get(kind, {}).items():
            found.append((Template(kind, trie([phrase]), value), [phrase]))
    for phrase, value in data.get("topic", {}).items():
        # Found by its noun: "in" and "the" begin no period in most sentences.
        before, _, noun = phrase.rpartition(" ")
        body = f"(?<={re.escape(before)} ){re.escape(noun)}" if before else re.escape(noun)
        found.append((Template("topic", body, value), [noun]))
    for kind, patterns in data.get("templates", {}).items():
        for text in patterns:
            try:
                body = re.sub(
                    r"\{(\w+)\}", lambda hit: slots[hit.group(1)], text.replace(" ", r"\s")
                )
            except KeyError as error:
                raise LexiconError(f"[periods.templates] {kind}: '{text}': {error}") from error
            found.append((Template(kind, body), _starts(text, data, numbers)))
    return found


def _trigger(keys: set[str], whole: bool, prefix: str) -> re.Pattern[str]:
    words = sorted((key for key in keys if key[0].isalpha()), key=len, reverse=True)
    signs = "".join(re.escape(key) for key in keys if not key[0].isalnum())
    parts = [r"(?<![\w.,])\d" if whole else r"(?<![\d.,])\d"]
    if prefix:  # "بين عامي 2025 و2028": of the prefixes, one letter may touch a figure
        parts.append(rf"(?<=(?<!\w){prefix.partition('|')[0]})\d")
    if words and whole:
        parts.append(rf"(?<![^\W_])(?:{prefix})?(?P<key>{trie(words, _NO_LETTER)})")
    elif words:
        parts.append(f"[{''.join(words)}]")
    if signs:
        parts.append(f"[{signs}]")
    return re.compile("|".join(parts))


def _first_words(keys: set[str], whole: bool, prefix: str) -> frozenset[str] | None:
    """The words that a period can begin with beside figures; None when signs or prefixes can."""
    if not whole or prefix or any(not key[0].isalnum() and key[0] != "'" for key in keys):
        return None
    return frozenset(key for key in keys if key[0].isalpha())


@cache
def grammar(iso: str) -> Grammar:
    """The compiled period grammar of a language; without word lists it finds nothing."""
    data = lexicon.section(iso, "periods")
    extra = sorted(set(data) - KEYS)
    if extra:
        raise LexiconError(
            f"{iso}.toml: unknown key '{extra[0]}' in [periods]; allowed: {sorted(KEYS)}"
        )
    numbers = {
        w: int(n) for w, n in lexicon.section(iso, "numbers").get("words", {}).items() if n <= 100
    }
    numbers.update(data.get("numbers", {}))
    by_key: dict[str, list[Template]] = {}
    names = [*data.get("months", {}), *data.get("weekdays", {})]
    whole = not any(unspaced(name) for name in names)
    for template, starts in _templates(data, numbers):
        for key in {_key(start, whole) for start in starts}:
            by_key.setdefault(key, []).append(template)
    span = data.get("range", {})
    joints = trie(span["joints"]) if span.get("joints") else "(?!)"
    return Grammar(
        first_words=_first_words(set(by_key), whole, data.get("prefix", "")),
        trigger=_trigger(set(by_key), whole, data.get("prefix", "")),
        by_key={key: tuple(templates) for key, templates in by_key.items()},
        unspaced=not whole,
        order=data.get("order", "dmy"),
        capitalised=data.get("capitalised", False),
        ambiguous=frozenset(data.get("ambiguous_months", ())),
        names=frozenset(_key(name, whole) for name in names),
        months=Words(data.get("months", {})),
        weekdays=Words(data.get("weekdays", {})),
        ordinals=Words(data.get("ordinals", {})),
        units=Words({w: unit for unit, ws in data.get("units", {}).items() for w in ws}),
        parts=Words({w: part for part, ws in data.get("parts", {}).items() for w in ws}),
        numbers=Words(numbers),
        roles=Words(
            {w: role for role, ws in data.get("roles", {}).items() for w in ws}, gap=r"\s?"
        ),
        roles_after=Words(
            {w: role for role, ws in data.get("roles_after", {}).items() for w in ws}, lead=r"\s?"
        ),
        years=_years(data),
        fiscal_begins=data.get("fiscal_begins", 1),
        articles=Words(dict.fromkeys(data.get("articles", ()), True), gap=r"\s"),
        not_after=Words(dict.fromkeys(data.get("not_after", ()), True), gap=r"\s?"),
        not_before=Words(dict.fromkeys(data.get("not_before", ()), True), lead=r"[\s-]?"),
        joint=re.compile(rf"\s?[-–—~/]\s?|\s?(?:{joints})\s?"),
        between=Words(dict.fromkeys(span.get("between", ()), True), gap=r"\s?"),
    )
