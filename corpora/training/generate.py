"""Sentences for training, made from templates with marked slots; the same bytes for one seed.

    PYTHONPATH=. python corpora/training/generate.py --out sentences.jsonl [--each 12] [--seed 1]

A slot is ``{role}`` or ``{role:argument}``. ``{value:money/f}`` is an amount that is forecast,
``{metric:pct}`` a name of a metric in percent, ``{cue:we expect}`` a marked word, ``[a|b]`` a
choice. A row holds ``text``, ``spans`` (start, end, role, and the catalogue id where there is one)
and ``numbers`` (start, end, modality). ``split`` is ``dev`` for every fifth family of templates,
so no wording of the one stands in the other.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from claimcheck.lexicon import entities, metrics

FOLDER = Path(__file__).parent / "templates"
MODALITIES = {
    "r": "reported", "f": "forecast", "c": "conditional", "o": "opinion", "q": "question",
}
NUMBERS = ("value", "baseline")
# Which metrics a slot takes; "macro" is told of countries, the others of firms.
METRICS = {
    "money": (
        "revenue", "net_income", "operating_income", "ebitda", "free_cash_flow", "gross_profit",
        "operating_cash_flow",
    ),
    "pct": ("gross_margin", "operating_margin", "net_margin", "ebitda_margin"),
    "eps": ("eps",),
    "macro": ("gdp_growth", "cpi_inflation", "inflation", "unemployment_rate", "policy_rate"),
}
KINDS = {"": "company", "country": "country"}
_SLOT = re.compile(r"\{([a-z]+)(?::([^}]*))?\}")
_CHOICE = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
_LATIN = re.compile(r"[\u0020-\u024f]+")


@dataclass(frozen=True, slots=True)
class Family:
    """Templates of one intent in one language."""

    id: str
    lang: str
    genre: str
    templates: tuple[str, ...]
    words: dict[str, Any]

    @property
    def split(self) -> str:
        """``dev`` for a fifth of the families."""
        return "dev" if crc32(self.id.encode()) % 5 == 0 else "tune"


def families(folder: Path = FOLDER) -> Iterator[Family]:
    """The families of all languages, in the order of their files."""
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        for row in data.pop("family"):
            yield Family(row["id"], path.stem, row["genre"], tuple(row["templates"]), data)


@cache
def names(kind: str, lang: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of the catalogue's entities of a kind, as the language writes them."""
    found = []
    for entity in entities().values():
        if entity.kind == kind:
            own = entity.names.get(lang, ())[:2]
            if not own and _LATIN.fullmatch(entity.name):
                own = (entity.name,)
            found += [(entity.id, name) for name in own]
    return tuple(found)


@cache
def measures(group: str, lang: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of the metrics of a group in a language."""
    known = metrics()
    return tuple(
        (metric, name)
        for metric in METRICS[group] if metric in known
        for name in known[metric].names.get(lang, ())[:4]
    )


def figure(form: str, pick: random.Random) -> str:
    """A number in one way of writing: a run of ``#`` is that many digits, the first not nought."""
    def digits(found: re.Match[str]) -> str:
        size, fraction = len(found[0]), found.start() and form[found.start() - 1] in ".,"
        low = 0 if fraction else 10 ** (size - 1)
        return str(pick.randrange(low, 10**size)).zfill(size)

    return re.sub("#+", digits, form)


def sentence(family: Family, template: str, pick: random.Random) -> dict[str, Any]:
    """One row: the text of a template with its slots filled, and where they stand."""
    template = _CHOICE.sub(lambda found: pick.choice(found[1].split("|")), template)
    text, spans, numbers, last = "", [], [], 0
    for slot in _SLOT.finditer(template):
        text += template[last : slot.start()]
        last = slot.end()
        role, argument = slot[1], slot[2] or ""
        known, words = _filled(family, role, argument, pick)
        if not text and family.lang not in ("zh", "ja", "ar"):
            words = words[:1].upper() + words[1:]
        span = {"start": len(text), "end": len(text) + len(words), "role": role}
        text += words
        spans.append(span | ({"id": known} if known else {}))
        if role in NUMBERS:
            modality = MODALITIES[argument.partition("/")[2]]
            numbers.append({"start": span["start"], "end": span["end"], "modality": modality})
    return {
        "lang": family.lang, "family": family.id, "genre": family.genre, "split": family.split,
        "text": text + template[last:], "spans": spans, "numbers": numbers,
    }


def _filled(
    family: Family, role: str, argument: str, pick: random.Random
) -> tuple[str | None, str]:
    """The catalogue id, if any, and the words of a slot. Raises KeyError for an unknown one."""
    words = family.words
    if role in NUMBERS:
        return None, figure(pick.choice(words["kinds"][argument.partition("/")[0]]), pick)
    if role == "metric":
        return pick.choice(measures(argument, family.lang))
    if role == "entity":
        return pick.choice(names(KINDS[argument], family.lang))
    if role == "period":
        return None, pick.choice(words[argument])
    if role == "source":
        return None, pick.choice(words["sources"])
    if role == "cue":
        return None, argument
    raise KeyError(f"{family.id}: '{role}' is no role")


def generate(each: int = 12, seed: int = 1) -> Iterator[dict[str, Any]]:
    """``each`` sentences of every template, no text twice."""
    seen: set[str] = set()
    for family in families():
        # A family's own dice: a template added elsewhere changes nothing here.
        pick = random.Random(crc32(f"{seed}/{family.id}".encode()))
        for template in family.templates:
            for _ in range(each):
                row = sentence(family, template, pick)
                if row["text"] not in seen:
                    seen.add(row["text"])
                    yield row


def main() -> None:
    """Writes the sentences as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--each", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as file:
        for row in generate(options.each, options.seed):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
