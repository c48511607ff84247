"""Prints how the number, unit and date grammar agrees with two public sets, by language.

Run: python benchmarks/specs.py [--set recognizers|duckling] [--language ar] [--list 20]

The sets are development data beside the repository (see the manifest there); nothing is scored
without them. Numbers are read with every exclusion off: the sets hold bare numerals, not claims.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from claimcheck import periods, quantities

DEVSETS = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "devsets"
LANGUAGES = {
    "English": "en",
    "Arabic": "ar",
    "Chinese": "zh",
    "Spanish": "es",
    "French": "fr",
    "German": "de",
    "Portuguese": "pt",
    "Russian": "ru",
    "Turkish": "tr",
    "Japanese": "ja",
    "Hindi": "hi",
    "Italian": "it",
    "Korean": "ko",
    "Dutch": "nl",
}
KINDS = {
    "NumberModel.json": "number",
    "PercentModel.json": "percent",
    "CurrencyModel.json": "money",
    "DimensionModel.json": "unit",
    "DateTimeModel.json": "date",
}


@dataclass(frozen=True)
class Case:
    """One expected reading: its text, place, value and unit; ``days`` for dates."""

    language: str
    kind: str
    text: str
    start: int
    end: int
    said: str
    value: Decimal | None = None
    code: str | None = None
    days: tuple[tuple[date, date], ...] = ()
    anchor: date | None = None


def number(text: object) -> Decimal | None:
    """The value of a resolution string, None when it is no plain number."""
    try:
        value = Decimal(str(text).rstrip("%"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def resolved_days(result: dict[str, object], kind: str) -> tuple[tuple[date, date], ...]:
    """Inclusive days of a date or date range, every reading the set allows."""
    found = []
    resolution = result.get("Resolution")
    for value in resolution.get("values", ()) if isinstance(resolution, dict) else ():
        try:
            if kind == "date":
                day = date.fromisoformat(value["value"])
                found.append((day, day))
            else:
                first, end = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
                found.append((first, end - timedelta(1)))
        except (KeyError, ValueError):
            continue
    return tuple(found)


def recognizers() -> Iterator[Case]:
    """The cases of the Recognizers specs for the languages and models we read."""
    with tarfile.open(DEVSETS / "recognizers_specs_mit.tar.gz") as archive:
        for member in archive:
            parts = Path(member.name).parts
            if len(parts) < 3 or parts[-1] not in KINDS or parts[-2] not in LANGUAGES:
                continue
            handle = archive.extractfile(member)
            rows = json.loads(handle.read().decode("utf-8-sig")) if handle else []
            for row in rows:
                yield from _recognized(row, LANGUAGES[parts[-2]], KINDS[parts[-1]])


def _recognized(row: dict[str, object], language: str, kind: str) -> Iterator[Case]:
    text = str(row["Input"])
    anchor = (row.get("Context") or {}).get("ReferenceDateTime")  # type: ignore[attr-defined]
    if kind == "date" and anchor is None:
        return  # relative to a day that the row does not name
    for result in row.get("Results", ()):  # type: ignore[attr-defined]
        said = result.get("Text", "")
        start = result.get("Start", text.lower().find(str(said).lower()))
        end = result.get("End", start + len(said) - 1) + 1
        if kind == "date":
            name = str(result.get("TypeName", "")).rpartition(".")[2]
            days = resolved_days(result, name) if name in ("date", "daterange") else ()
            if days:
                yield Case(
                    language,
                    kind,
                    text,
                    start,
                    end,
                    said,
                    None,
                    None,
                    days,
                    date.fromisoformat(anchor[:10]),
                )
            continue
        resolution = result.get("Resolution")
        resolution = resolution if isinstance(resolution, dict) else {}
        value = number(resolution.get("value"))
        if value is not None:
            yield Case(language, kind, text, start, end, said, value, resolution.get("isoCurrency"))


def duckling() -> Iterator[Case]:
    """The plain numerals and simple amounts of the duckling corpora."""
    names = {iso.upper(): iso for iso in [*LANGUAGES.values(), "id", "vi"]}
    with gzip.open(DEVSETS / "duckling_corpora_bsd.jsonl.gz", "rt", encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            language = names.get(row["lang"])
            hit = re.fullmatch(r"\(simple (\w+) ([\d.e]+)\)", row["value"])
            if language is None:
                continue
            if row["dimension"] == "Numeral":
                hit = re.search(r"(-?[\d.]+(?:e-?\d+)?)\)?$", row["value"])
                kind, value = "number", hit and number(hit.group(1))
            elif row["dimension"] == "AmountOfMoney" and hit:
                kind, value = "money", number(hit.group(2))
            else:
                continue
            for text in row["examples"] if value is not None else ():
                yield Case(language, kind, text, 0, len(text), text, value)


def agrees(case: Case) -> bool:
    """True when some reading at the place of the case has its value."""
    if case.kind == "date":
        found = periods.scan(case.text, case.language, case.anchor)
        return any(
            (item.first, item.last) in case.days
            for item in found
            if item.start < case.end and item.end > case.start
        )
    mentions = quantities.scan(case.text, case.language, (), every=True)
    for item in mentions:
        if item.end <= case.start or item.start >= case.end:
            continue
        values = {item.low, item.high, item.low / item.scale, item.low / 100}
        if case.kind in ("percent", "money"):
            values = {item.low, item.high, item.low * (100 if item.scale == Decimal("0.01") else 1)}
        if any(abs(value - case.value) <= abs(case.value) / 1000 for value in values):  # type: ignore[operator]
            return True
    return False


# What the sets hold and financial prose does not, told by the text of the case.
OTHER_FORMS = (
    (r"\d+\.\d+\.\d+\.\d+", "network address"),
    (r"[\d)][eE^]|\^|乗|次方", "power"),
    (
        r"\d\s*/\s*\d|[½⅓¼¾⅔]|分の|分之|半|th(?:s)?\b|\bhal[fv]|quarter|third|over|ths\b|first"
        r"|ièmes?|ieme|demi|tiers|\bquart|\bsur\b|tercio|quint|medi[oa]|cuart|avos?\b|ésim|esim"
        r"|terço|quarto|meio|drittel|viertel|stel|halb|half|derde|\bterz|quart|ottav|mezz"
        r"|ثلث|ربع|ارباع|أرباع|خمس|اخماس|أخماس|ثمن|نصف|جزء|أجزاء|اجزاء|على| من "
        r"|बटा|बटे|तिहाई|चौथाई|आधा"
        r"|का |की |के |वां|分|중 |분의|çeyrek|yarım|bölü",
        "fraction",
    ),
    (r"dozen|docen|doz\b|dozs|douzain|dutzend|dúzia|düzine|दर्जन|ダース|打|دزين|دست", "dozen"),
    (r"[ぁ-ん]", "number in kana"),
    (r"折|割引|割\d|引", "discount in tenths"),
)
ASSISTANT = (
    (r"week-?end|周末|週末|fin de semana|वीकेंड|주말", "week-end"),
    (
        r"christmas|easter|thanksgiving|holiday|natal|navidad|noël|pâques|クリスマス|元旦|节|節",
        "holiday",
    ),
    (r"century|siglo|siècle|世纪|世紀|세기", "century"),
    (r"\d{1,2}:\d\d|\bam\b|\bpm\b", "clock time"),
)


def reason(case: Case) -> str:
    """Why we read a case otherwise, as far as its text tells."""
    said = case.said.lower()
    if case.kind == "date":
        found = periods.scan(case.text, case.language, case.anchor)
        near = [item for item in found if item.start < case.end and item.end > case.start]
        if any(item.first == days[0] for item in near for days in case.days):
            return "the set leaves the last unit of a range out, or counts it otherwise"
        rules = ASSISTANT
        other = "another year or week is meant" if near else "not read as a period"
    else:
        rules, other = OTHER_FORMS, "other words or grammar"
    return next((text for pattern, text in rules if re.search(pattern, said)), other)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("recognizers", "duckling"), default="recognizers")
    parser.add_argument("--language")
    parser.add_argument("--kind")
    parser.add_argument("--list", type=int, default=0, help="disagreements to print for each kind")
    options = parser.parse_args()
    if not DEVSETS.exists():
        raise SystemExit(f"no development data at {DEVSETS.name}: nothing to score")
    total: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    missed: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in recognizers() if options.set == "recognizers" else duckling():
        if (options.language and case.language != options.language) or (
            options.kind and case.kind != options.kind
        ):
            continue
        key = (case.language, case.kind)
        total[key] += 1
        if agrees(case):
            right[key] += 1
        else:
            missed[key].append(case)
    for language, kind in sorted(total):
        key = (language, kind)
        share = 100 * right[key] / total[key]
        print(f"{language} {kind}: {right[key]} of {total[key]} ({share:.1f}%)")
        reasons = Counter(reason(case) for case in missed[key])
        for text, count in reasons.most_common():
            print(f"    {count} {text}")
        for case in missed[key][: options.list]:
            want = case.value if case.value is not None else case.days[0]
            print(f"      {case.said!r} = {want} in {case.text[:90]!r}")
    forms = {text for _, text in OTHER_FORMS}
    for language in sorted({key[0] for key in total}):
        keys = [key for key in total if key[0] == language and key[1] != "date"]
        if not keys:
            continue
        all_, good = sum(total[key] for key in keys), sum(right[key] for key in keys)
        odd = sum(reason(case) in forms for key in keys for case in missed[key])
        print(
            f"{language} numbers and units: {100 * good / all_:.1f}% of {all_}, "
            f"{100 * good / (all_ - odd):.1f}% without {odd} forms that financial prose has not"
        )


if __name__ == "__main__":
    main()
