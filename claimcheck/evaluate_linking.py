"""Scores of linking: series told in other words than their names, and numbers of no series."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimcheck import lanes
from claimcheck.errors import InputError
from claimcheck.schema import Extraction

# Whose number it is, by the frame it stands in; "none" tells nobody.
OWNERS = {
    "country": frozenset(("united-states", "federal-reserve")), "company": frozenset(("apple",)),
}
RIGHT, MISSED, WRONG = "right", "missed", "wrong"
# What a claim says whose metric is none of the catalogue.
UNKNOWN = "other"
# Published on this day: months named in a frame lie behind it.
PUBLISHED = "2026-06-15"


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence, its value, and the metrics it may be linked to (none: to nothing)."""

    language: str
    split: str
    text: str
    value: str
    metrics: frozenset[str]
    owners: frozenset[str]


def holds(path: str | Path) -> bool:
    """Whether a folder is a corpus of linking."""
    return (Path(path) / "series.toml").is_file()


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not a table of the linking corpus: {error}") from error


def _split(row: dict[str, Any], at: int, phrases: list[str]) -> str:
    """Of a tuning series with several phrases the last one is held back too."""
    last = len(phrases) > 2 and at == len(phrases) - 1
    return "held" if last else str(row["split"])


def cases(path: str | Path) -> Iterator[Case]:
    """Every sentence of the corpus, in the order of its files. Raises InputError."""
    folder = Path(path)
    told = _table(folder / "frames.toml")
    rows = _table(folder / "series.toml")["series"] + _table(folder / "apart.toml")["apart"]
    for number, row in enumerate(rows):
        of = row.get("of", "none")
        frames = told["frames"].get(of, told["frames"]["none"])
        wanted = frozenset((row["metric"], *row.get("accept", ()))) if "metric" in row else ()
        for language, value in told["values"][row["unit"]].items():
            phrases = row.get(language, [])
            for at, phrase in enumerate(phrases):
                frame = frames[language][(number + at) % len(frames[language])]
                told_so = frame.replace("{np}", phrase).replace("{v}", value)
                yield Case(
                    language, _split(row, at, phrases),
                    told_so.replace("{Np}", phrase[:1].upper() + phrase[1:]), value,
                    frozenset(wanted), OWNERS.get(of, frozenset()),
                )
    yield from _sentences(folder / "sentences.toml")


def _sentences(path: Path) -> Iterator[Case]:
    """Sentences written whole, which a folder need not hold; for tuning unless they say so."""
    for row in _table(path)["sentence"] if path.is_file() else ():
        wanted = (row["metric"], *row.get("accept", ())) if "metric" in row else ()
        owners = frozenset(row.get("owner", ()))
        yield Case(
            row["language"], row.get("split", "tune"), row["text"], row["value"],
            frozenset(wanted), owners,
        )


def linked(case: Case, extraction: Extraction) -> tuple[str, bool, str | None]:
    """How the value was linked, whether to the right owner too, and the metric that was given."""
    start = case.text.index(case.value)
    end = start + len(case.value)
    given = [
        claim for claim in extraction.claims
        if claim.span.start < end and start < claim.span.end and claim.metric != UNKNOWN
    ]
    if not given:
        return (MISSED if case.metrics else RIGHT), True, None
    claim = next((c for c in given if c.metric in case.metrics), given[0])
    right = claim.metric in case.metrics
    owner = not case.owners or claim.entity.id in case.owners
    return (RIGHT if right else WRONG), owner, claim.metric


def judged(
    path: str | Path, *, split: str | None, lane: str = lanes.DEFAULT
) -> Iterator[tuple[Case, str, bool, str | None]]:
    """Every case of a split with how it was linked."""
    from claimcheck.pipeline import extract_text

    for case in cases(path):
        if split in (None, case.split):
            found = extract_text(
                case.text, lang=case.language, published_at=PUBLISHED, lane=lane
            )
            yield case, *linked(case, found)


def table(rows: Iterable[tuple[Case, str, bool, str | None]]) -> str:
    """Per cents right, missed and wrong by language, and numbers of no series that were linked."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, how, owner, _ in rows:
        kind = "named" if case.metrics else "apart"
        wide = () if case.language == "en" else ("others",)
        for group in ("overall", *wide, case.language):
            counts[group][f"{kind} {how}"] += 1
            counts[group][kind] += 1
            counts[group]["owner"] += bool(case.metrics) and owner
    lines = [f"{'':8}  named  right missed  wrong  owner   apart linked  wrong of all\n"]
    groups = dict.fromkeys(("overall", "en", "others", *sorted(counts)))
    lines += [_line(group, counts[group]) for group in groups if group in counts]
    return "".join(lines)


def _line(group: str, told: Counter[str]) -> str:
    named, apart = told["named"], told["apart"]
    wrong = told[f"named {WRONG}"] + told[f"apart {WRONG}"]
    parts = [f"{100 * told[f'named {how}'] / max(named, 1):7.1f}" for how in
             (RIGHT, MISSED, WRONG)]
    parts.append(f"{100 * told['owner'] / max(named, 1):7.1f}")
    parts.append(f"{apart:8d} {100 * told[f'apart {WRONG}'] / max(apart, 1):6.1f}")
    parts.append(f"{100 * wrong / max(named + apart, 1):13.1f}")
    return f"{group:8} {named:6d}{''.join(parts)}\n"


def mistakes(rows: Iterable[tuple[Case, str, bool, str | None]]) -> Iterator[str]:
    """Lines that name what was linked otherwise. Held cases are never shown."""
    for case, how, owner, given in rows:
        if case.split == "tune" and (how != RIGHT or not owner):
            wanted = "/".join(sorted(case.metrics)) or "nothing"
            other = "" if owner else "\tanother owner"
            yield f"{case.language}\t{how}\twanted {wanted}\tgot {given}{other}\t{case.text}\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table, or what was linked otherwise in the tuning split."""
    parser = argparse.ArgumentParser(prog="claimcheck evaluate", description=main.__doc__)
    parser.add_argument("corpus")
    parser.add_argument("--split", choices=("tune", "held"))
    parser.add_argument("--lane", choices=tuple(lanes.LANES), default=lanes.DEFAULT)
    parser.add_argument("--mistakes", action="store_true")
    options = parser.parse_args(argv)
    split = "tune" if options.mistakes else options.split
    rows = judged(options.corpus, split=split, lane=options.lane)
    if options.mistakes:
        sys.stdout.writelines(mistakes(rows))
    else:
        sys.stdout.write(table(rows))
    return 0
