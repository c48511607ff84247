"""The number grammar of one language, compiled from its word lists."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from claimcheck import lexicon
from claimcheck.errors import LexiconError
from claimcheck.quantities.numerals import Counting
from claimcheck.words import Words, trie, unspaced

NUMBER_KEYS = {
    "decimal",
    "group",
    "and",
    "articles",
    "half",
    "half_share",
    "hundred",
    "range",
    "between",
    "between_and",
    "or",
    "from",
    "demonstratives",
    "gauges",
    "one",
    "change_verbs",
    "reset",
    "reset_of",
    "reset_from",
    "plurals",
    "not_nouns",
    "capital_nouns",
    "minus",
    "words",
    "scales",
    "suffixes",
    "fractions",
    "ratio_words",
    "not_ratio",
    "bounds",
    "bounds_after",
    "genitive",
    "exclude",
    "examples",
    "near_misses",
    "prefix",
    "compound",
    "ones_first",
    "tens_multiply",
    "and_prefix",
    "point",
    "unspaced",
    "bound_inside",
    "out_of",
    "parted",
    "parts_of",
    "short_tail",
    "half_after",
    "during",
    "half_tail",
    "halves",
    "moved_to",
    "equates",
    "shares",
    "parts",
    "least",
    "closed",
    "closed_by",
}
UNIT_KEYS = {
    "percent",
    "percentage_point",
    "basis_point",
    "times",
    "index_point",
    "per_mille",
    "per",
    "apiece",
    "symbols",
    "currencies",
    "minor",
    "names",
    "per_names",
    "percent_before",
    "tenths",
    "classifiers",
    "per_before",
    "per_not",
    "per_after",
    "tenth_points",
    "scaled",
}
KINDS = ("percent", "percentage_point", "basis_point", "times", "index_point", "per_mille")
SPACE = " \u00a0"
# A sign follows no figure, bracket or letter; Han and kana, written without spaces, may precede it.
_FREE = "(?<![0-9A-Za-zÀ-\u2fff)%])"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit word means: its name, the factor to the main unit (cents: 0.01), per what."""

    name: str
    factor: Decimal = Decimal(1)
    money: bool = False
    per: str | None = None


@dataclass(frozen=True)
class Grammar:
    """Everything the scanner needs for one language; built once and shared."""

    decimal: str
    find: re.Pattern[str]
    first_words: frozenset[str] | None  # of every number word, where words are written apart
    number: re.Pattern[str]
    prefix: re.Pattern[str]
    lead: re.Pattern[str]
    prefix_ends: frozenset[str]
    symbols: dict[str, str]
    minor_signs: dict[str, str]
    suffixes: Words[Decimal]
    scales: Words[Decimal]
    units: Words[Unit]
    codes: Words[str]
    coins: frozenset[str]
    per: Words[str]
    apiece: Words[str]
    per_before: Words[str]
    per_not: Words[str]
    per_after: Words[str]
    bounds: Words[str]
    bounds_after: Words[str]
    # Endings of what a distance is measured from: "zirvesinin yüzde 17 altında".
    genitive: tuple[str, ...]
    during: frozenset[str]
    named: Words[bool]
    clocks: Words[bool]
    clock_before: Words[bool]
    phrases: Words[bool]
    range: re.Pattern[str]
    between_and: re.Pattern[str]
    between: Words[bool]
    origin: Words[bool]
    # "Raise" and the target or forecast that is raised; the word that then leads what is left.
    reset: re.Pattern[str]
    reset_from: Words[bool]
    minus: Words[bool]
    changes: Words[bool]
    numerals: dict[str, Decimal]
    sequence: re.Pattern[str]
    piece: re.Pattern[str]
    out_of: re.Pattern[str]
    parted: Words[bool]
    parts_of: re.Pattern[str]
    counting: Counting
    unspaced: bool
    least: int
    lone: frozenset[str]
    point: re.Pattern[str] | None
    percent_before: Words[bool]
    moved_to: Words[bool]
    closed: frozenset[str]
    closed_by: Words[bool]
    toward: Words[bool]
    equates: re.Pattern[str]
    shares: re.Pattern[str] | None
    parts: Words[Decimal]
    part_gap: re.Pattern[str]
    of_article: re.Pattern[str]
    has_articles: bool
    bound_inside: Words[str]
    classifiers: Words[bool]
    articles: Words[bool]
    half: frozenset[str]
    half_share: frozenset[str]
    half_article: re.Pattern[str]
    half_after: Words[bool]
    and_half: re.Pattern[str]
    fractions: dict[str, int]
    joined: tuple[str, ...]
    ratio_words: Words[Decimal]
    not_ratio: Words[bool]
    one: frozenset[str]
    demonstratives: Words[bool]
    gauges: Words[bool]
    plurals: frozenset[str]
    not_nouns: frozenset[str]
    capital_nouns: bool


@cache
def currencies() -> dict[str, Any]:
    """The currency table of the package: codes, aliases, symbols, minor signs."""
    path = Path(__file__).parents[1] / "data" / "currencies.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _flags(words: list[str]) -> dict[str, bool]:
    return dict.fromkeys(words, True)


def _payloads(table: dict[str, list[str]]) -> dict[str, str]:
    return {phrase: name for name, phrases in table.items() for phrase in phrases}


def _units(units: dict[str, Any]) -> dict[str, Unit]:
    found = {phrase: Unit(kind) for kind in KINDS for phrase in units.get(kind, ())}
    found.update({phrase: Unit("percent", Decimal(10)) for phrase in units.get("tenths", ())})
    for phrase in units.get("tenth_points", ()):  # "two tenths", "tres décimas" of a rate
        found[phrase] = Unit("percentage_point", Decimal("0.1"))
    found.update({phrase: Unit("percent", Decimal("0.1")) for phrase in units.get("per_mille", ())})
    for table, factor in (("currencies", Decimal(1)), ("minor", Decimal("0.01"))):
        for phrase, code in _payloads(units.get(table, {})).items():
            found[phrase] = Unit(code, factor, money=True)
    for code in currencies()["with_scale"]:  # "30 MUSD", "120 TEUR"
        for letter, factor in (("m", Decimal(1000000)), ("t", Decimal(1000))):
            found.setdefault(f"{letter}{code.lower()}", Unit(code, factor, money=True))
    codes = frozenset(currencies()["codes"])
    for phrase, told in units.get("scaled", {}).items():  # "1.4Moz", "2.1 mb/d", "4.320 mdp"
        factor, _, name = told.partition(" ")
        unit, _, per = name.partition(" per ")
        found[phrase] = Unit(unit, Decimal(factor), unit in codes, per or None)
    for phrase, name in _payloads(units.get("names", {})).items():
        unit, _, per = name.partition(" per ")
        found.setdefault(phrase, Unit(unit, per=per or None))
    return found


def _written_together(suffixes: dict[str, Decimal]) -> dict[str, Unit]:
    """Scale letters before a sign: "842 M€", "10,5 k€", "3 Md€"."""
    return {
        f"{suffix}{sign}": Unit(code, scale, money=True)
        for suffix, scale in suffixes.items()
        for sign, code in (("€", "EUR"), ("$", "USD"), ("£", "GBP"))
    }


def _reset(numbers: dict[str, Any]) -> re.Pattern[str]:
    """A verb of resetting and its object, near each other in one clause."""
    verbs, nouns = numbers.get("reset"), numbers.get("reset_of")
    if not verbs or not nouns:
        return re.compile("(?!)")
    return re.compile(rf"(?<!\w){trie(verbs)}[^.;:!?]{{1,40}}?(?<!\w){trie(nouns)}")


def _decimals(table: dict[str, str]) -> dict[str, Decimal]:
    return {word: Decimal(value) for word, value in table.items()}


def _number(group: list[str]) -> str:
    spaces = SPACE if " " in group else "\u00a0"
    return rf"\d{{1,3}}(?:[{spaces}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,']\d+)*"


def _any(numbers: dict[str, Any], key: str) -> str:
    """The words under ``key`` as a regular expression; matches nothing without them."""
    return trie(numbers[key]) if numbers.get(key) else "(?!)"


def _half_tail(numbers: dict[str, Any]) -> str:
    """ "and a half" after a number or its scale: "y medio", "et demi", "buçuk"."""
    article = rf"(?:{_any(numbers, 'articles')}\s)?"
    joined = rf"(?:{_joint(numbers)})\s{article}{_any(numbers, 'half')}"
    return rf"\s(?:{joined}|{_any(numbers, 'half_tail')})"


def _article_gap(numbers: dict[str, Any]) -> str:
    """A space or an article between a bound and its figure, read backwards."""
    # Not "the": "above the 4.7% of June" compares with a figure, it does not bound it.
    articles = [word[::-1] for word in numbers.get("articles", [])]
    return rf"(?:\s{trie(articles)})?\s?" if articles else r"\s?"


def _joint(numbers: dict[str, Any]) -> str:
    return "|".join(map(re.escape, numbers.get("and", []))) or "(?!)"


def _opening(starts: list[str], numbers: dict[str, Any]) -> str:
    """Where number words may begin: after no letter but the prefixes of the language."""
    if not starts:
        return "(?P<word>(?!))"
    if numbers.get("unspaced"):
        return f"(?P<word>{trie(starts)})"
    ending = "" if numbers.get("compound") else None
    return rf"(?<![^\W_])(?:{numbers.get('prefix', '')})?(?P<word>{trie(starts, ending)})"


def _first_words(starts: list[str], numbers: dict[str, Any]) -> frozenset[str] | None:
    """The words that a number told in words can begin with; None when they are written on."""
    if numbers.get("unspaced") or numbers.get("compound") or numbers.get("prefix"):
        return None
    if any(word.endswith("*") or not word[0].isalpha() for word in starts):
        return None
    return frozenset(re.split(r"[\W\d_]", word, maxsplit=1)[0] for word in starts)


def _sequence(spoken: list[str], numbers: dict[str, Any]) -> str:
    """A run of number words, at most fifteen."""
    if not spoken:
        return "(?!)"
    joint = _joint(numbers)
    if numbers.get("unspaced"):
        return f"{trie(spoken, '')}(?:{trie(spoken, '')}){{0,14}}"
    if numbers.get("compound"):
        word = trie(spoken, "")
        return rf"{word}(?:(?:\s(?:(?:{joint})\s)?|-|{joint})?{word}){{0,14}}(?![^\W_])"
    prefix = numbers.get("and_prefix", "")
    joiner = rf"(?:\s(?:(?:{joint})\s)?(?:{prefix})?|-)"
    return f"{trie(spoken)}(?:{joiner}{trie(spoken)}){{0,14}}"


def _spoken(words: set[str], unspaced: bool) -> list[str]:
    """Number words as they are added up; "百万" is put together from its signs."""
    if not unspaced:
        return sorted(words)
    return sorted(word for word in words if len(word) == 1 or not set(word) <= words)


def _between(numbers: dict[str, Any], key: str, default: str) -> str:
    """The words between two ends of a range, with the spaces that the script writes there."""
    word = trie(numbers.get(key) or [default], "")
    if numbers.get("unspaced"):
        return rf"\s?{word}\s?"
    return rf"\s{word}\s?" if numbers.get("and_prefix") else rf"\s{word}\s"


def _point(numbers: dict[str, Any]) -> re.Pattern[str] | None:
    """The decimal word and the digits after it: "point five", "点五"."""
    if not numbers.get("point"):
        return None
    digits = [word for word, value in numbers.get("words", {}).items() if value < 10]
    gap = "" if numbers.get("unspaced") else r"\s"
    return re.compile(f"{gap}(?:{trie(numbers['point'], '')})((?:{gap}{trie(digits, '')}){{1,12}})")


def _part_gap(numbers: dict[str, Any]) -> str:
    """What may stand between the parts of one amount: "3 млрд 200 млн", "مليارات و200 مليون"."""
    return rf"\s(?:{numbers['and_prefix']})?" if numbers.get("and_prefix") else r"\s"


def _of_article(numbers: dict[str, Any]) -> str:
    """ "of a" between a part and the unit it is a part of, also "de" and "d'un"."""
    of = trie(numbers["parts_of"], "") if numbers.get("parts_of") else "(?!)"
    article = rf"(?:{_any(numbers, 'articles')}(?=\s))?"
    return rf"\s{of}(?:\s?{article})"


def _shares(numbers: dict[str, Any], numerals: dict[str, Decimal]) -> re.Pattern[str] | None:
    """The patterns for "two of every five": {n} of {m}, {w} a word, {e} a case ending."""
    patterns = numbers.get("shares")
    if not patterns:
        return None
    words = trie([word for word, value in numerals.items() if value <= 1000], "")
    joint = "" if numbers.get("unspaced") else r"[\s-]?"
    number = rf"(?:\d{{1,4}}(?![\d.,])|{words}(?:{joint}{words}){{0,4}})"
    forms = []
    for at, pattern in enumerate(patterns):
        form = re.escape(pattern).replace(r"\ ", r"\s")
        for slot, expression in (
            ("n", number),
            ("m", number),
            ("w", r"[^\W\d_]{1,20}"),
            ("e", r"'?[^\W\d_]{0,4}"),
        ):
            group = expression if slot == "e" else f"(?P<{slot}{at}>{expression})"
            form = form.replace(rf"\{{{slot}\}}", group, 1)
        forms.append(form.replace(r"\{e\}", r"'?[^\W\d_]{0,4}"))
    ending = "" if numbers.get("unspaced") else r"(?![^\W_])"
    return re.compile(f"(?:{'|'.join(forms)}){ending}")


def _words(iso: str, section: str, allowed: set[str]) -> dict[str, Any]:
    data = lexicon.section(iso, section)
    extra = sorted(set(data) - allowed)
    if extra:
        raise LexiconError(
            f"{iso}.toml: unknown key '{extra[0]}' in [{section}]; allowed: {sorted(allowed)}"
        )
    return data


@cache
def grammar(iso: str) -> Grammar:
    """The compiled grammar of a language; without word lists, figures and signs alone."""
    numbers = _words(iso, "numbers", NUMBER_KEYS)
    units = _words(iso, "units", UNIT_KEYS)
    table = currencies()
    symbols = {**table["symbols"], **units.get("symbols", {})}
    codes = {code: code for code in table["codes"]} | table["aliases"]
    numerals = _decimals({word: str(n) for word, n in numbers.get("words", {}).items()})
    numerals.update(dict.fromkeys(numbers.get("hundred", ()), Decimal(100)))
    numerals.update(_decimals(numbers.get("halves", {})))
    scales = _decimals(numbers.get("scales", {}))
    # A text in another script quotes English amounts as they are ("$6.4 billion" in Arabic).
    mixed = iso in lexicon.languages() and lexicon.language(iso).get("script") != "Latn"
    mixed_scales = _decimals(lexicon.section("en", "numbers")["scales"]) if mixed else {}
    mixed_units = _units(lexicon.section("en", "units")) if mixed else {}
    suffixes = _decimals(numbers.get("suffixes", {}))
    fractions = numbers.get("fractions", {})
    ratio_words = _decimals(numbers.get("ratio_words", {}))
    half = numbers.get("half", [])
    spoken = _spoken({*numerals, *scales}, numbers.get("unspaced", False))
    starts = sorted({*spoken, *half, *ratio_words, *fractions, *numbers.get("parts", ())})
    exclude = numbers.get("exclude", {})
    # Latin index and product names stand in texts of every language.
    latin = lexicon.section("en", "numbers").get("exclude", {})
    money = trie([*symbols, *table["minor"]])
    # "港元12.5亿": a currency in a script without spaces may follow any letter.
    joined = (
        trie([sign for sign in symbols if unspaced(sign)]) if numbers.get("unspaced") else "(?!)"
    )
    bounds = _payloads(numbers.get("bounds", {}))
    number = _number(numbers.get("group", []))
    open_word = _opening(starts, numbers)
    return Grammar(
        decimal=numbers.get("decimal", "."),
        first_words=_first_words(starts, numbers),
        find=re.compile(rf"\d|{open_word}"),
        number=re.compile(number),
        prefix=re.compile(
            rf"(?P<open>\()?(?P<sign>{_FREE}[-+–])?(?P<plus>±)?"
            rf"(?P<money>(?:(?<![^\W\d_])(?:{money}|(?:{trie(codes)}))|{joined})[{SPACE}]?)?(?P<inner>\()?(?P<minus>{_FREE}[-+])?\Z"
        ),
        lead=re.compile(
            rf"(?P<sign>[-+])?(?P<money>(?:{money}|(?:{trie(codes)}))[{SPACE}]?)?(?P<minus>[-+])?(?=\d|\.\d)"
        ),
        prefix_ends=frozenset("+-–±(") | {sign[-1] for sign in [*symbols, *codes, *table["minor"]]},
        symbols={**symbols, **codes},
        minor_signs=table["minor"],
        suffixes=Words(suffixes),
        scales=Words(
            mixed_scales | scales | dict.fromkeys(numbers.get("hundred", ()), Decimal(100)),
            lead=r"[\s-]?",
        ),
        units=Words(_written_together(suffixes) | mixed_units | _units(units), lead=r"(?:\s-?|-)?"),
        codes=Words({**symbols, **codes}, lead=rf"[{SPACE}]?"),
        coins=frozenset(set(table["aliases"].values()) - set(table["codes"])),
        per=Words(
            {
                f"{word} {noun}": name
                for word in units.get("per", ())
                if word != "/"
                for noun, name in _payloads(units.get("per_names", {})).items()
            }
            | {f"/{noun}": name for noun, name in _payloads(units.get("per_names", {})).items()}
            | {
                f"-per-{noun}": name for noun, name in _payloads(units.get("per_names", {})).items()
            },
            lead=r"\s?",
        ),
        apiece=Words(dict.fromkeys(units.get("apiece", ()), "unit"), lead=r"\s"),
        per_after=Words(_payloads(units.get("per_after", {})), lead=r"\s"),
        per_before=Words(_payloads(units.get("per_before", {})), gap=r"\s?"),
        per_not=Words(dict.fromkeys(units.get("per_not", ()), ""), lead=r"\s"),
        bounds=Words(bounds, gap=_article_gap(numbers)),
        during=frozenset(numbers.get("during", [])),
        genitive=tuple(numbers.get("genitive", ())),
        bounds_after=Words(_payloads(numbers.get("bounds_after", {})), lead=r"[\s-]?"),
        named=Words(_flags([*latin.get("before", []), *exclude.get("before", [])]), gap=r"[\s-]?"),
        clocks=Words(_flags(exclude.get("after", [])), lead=r"\s?"),
        clock_before=Words(_flags(exclude.get("clock_before", [])), gap=r"\s"),
        phrases=Words(_flags([*latin.get("phrases", []), *exclude.get("phrases", [])])),
        range=re.compile(rf"\s?[-–—~]\s?|{_between(numbers, 'range', 'to')}"),
        between_and=re.compile(
            _between(numbers, "between_and", "and") + r"(?:[^\W\d_]{1,3}(?:\s|(?='\d)'))?"
        ),
        between=Words(
            _flags(numbers.get("between", [])), gap=r"\s(?:[^\W\d_]{1,12}\s|[^\W\d_]{1,3}')?"
        ),
        origin=Words(_flags(numbers.get("from", [])), gap=r"\s(?:[^\W\d_]{1,12}\s)?"),
        reset=_reset(numbers),
        reset_from=Words(_flags(numbers.get("reset_from", [])), gap=r"\s"),
        minus=Words(_flags(numbers.get("minus", [])), gap=r"[\s-]?"),
        changes=Words(_flags(numbers.get("change_verbs", [])), gap=r"\s(?:\w{1,14}\s){0,2}"),
        numerals=numerals | scales,
        sequence=re.compile(_sequence(spoken, numbers)),
        out_of=re.compile(rf"\s(?:{_any(numbers, 'out_of')})\s"),
        parted=Words(_flags(numbers.get("parted", [])), gap=r"\s"),
        parts_of=re.compile(rf"\s(?:{trie(numbers.get('parts_of', ['of']))})"),
        piece=re.compile(trie(spoken, "") if spoken else "(?!)"),
        counting=Counting(
            numbers.get("ones_first", False),
            numbers.get("tens_multiply", False),
            numbers.get("short_tail", False),
        ),
        unspaced=numbers.get("unspaced", False),
        least=numbers.get("least", 1),
        # "millions", "a hundred": a scale word alone is no number.
        lone=frozenset({*scales, *numbers.get("hundred", ())} - set(numbers.get("words", ()))),
        point=_point(numbers),
        # "5 ile 7 arasında": "with" joins a range only when "between" closes it.
        closed=frozenset(numbers.get("closed", [])),
        closed_by=Words(_flags(numbers.get("closed_by", [])), lead=r"['\w]{0,5}\s"),
        moved_to=Words(_flags(numbers.get("moved_to", []))),
        toward=Words(_flags(numbers.get("range", [])), gap=r"\s"),
        equates=re.compile(rf"\s?(?:[=≈]|{_any(numbers, 'equates')})"),
        shares=_shares(numbers, numerals),
        parts=Words(_decimals(numbers.get("parts", {}))),
        part_gap=re.compile(_part_gap(numbers)),
        of_article=re.compile(_of_article(numbers)),
        has_articles=bool(numbers.get("articles")),
        percent_before=Words(_flags(units.get("percent_before", [])), gap=r"\s?"),
        bound_inside=Words(_payloads(numbers.get("bound_inside", {}))),
        classifiers=Words(_flags(units.get("classifiers", [])), lead=r"\s?"),
        articles=Words(_flags(numbers.get("articles", [])), gap=r"\s"),
        half=frozenset(half),
        half_share=frozenset(numbers.get("half_share", ())),
        half_article=re.compile(rf"\s(?:{_any(numbers, 'articles')})(?=[\s-])"),
        half_after=Words(_flags(numbers.get("half_after", [])), gap=r"[\s-]"),
        and_half=re.compile(_half_tail(numbers)),
        fractions=fractions,
        joined=tuple(fractions) if numbers.get("compound") else (),
        ratio_words=Words(ratio_words),
        not_ratio=Words(_flags(numbers.get("not_ratio", {}).get("after", [])), lead=r"[\s-]"),
        one=frozenset(numbers.get("one", [])),
        demonstratives=Words(_flags(numbers.get("demonstratives", [])), gap=r"\s"),
        gauges=Words(_flags(numbers.get("gauges", [])), gap=r"\s"),
        plurals=frozenset(numbers.get("plurals", [])),
        not_nouns=frozenset(numbers.get("not_nouns", [])),
        capital_nouns=bool(numbers.get("capital_nouns")),
    )
