"""Copies inside a page: exact and near-equal lines, the more complete copy kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.clean.lines import Seen
from claimcheck.normalise import fingerprint

# A shorter line can come twice by chance ("Revenue rose." as a heading); 40 letters and digits
# cannot. Scripts that write a word with one or two signs need fewer.
_LONG = 40
_LONG_DENSE = 24
_NEAR = 0.85
_SHINGLE = 5
_NEAR_LONG = 80
_COMPARED = 40  # a page of ten thousand equal-looking rows must not cost their square
_DIGITS = re.compile(r"\D+")


def _long(seen: Seen, print_: str) -> bool:
    return len(print_) >= (_LONG_DENSE if seen.script in ("Han", "Kana", "Hangul") else _LONG)


def _shingles(print_: str) -> frozenset[str]:
    return frozenset(print_[i : i + _SHINGLE] for i in range(len(print_) - _SHINGLE + 1))


def find(lines: Sequence[Seen]) -> dict[int, int]:
    """Line number of each copy -> line number of the kept one."""
    prints = {line.index: fingerprint(line.text) for line in lines if line.kind != "blank"}
    exact = _exact(lines, prints)
    near = _near(lines, prints, exact)
    copies = {**exact, **near}
    return {**copies, **_between(lines, prints, copies)}


def _exact(lines: Sequence[Seen], prints: dict[int, str]) -> dict[int, int]:
    first: dict[str, int] = {}
    copies = {}
    for line in lines:
        mark = prints.get(line.index, "")
        if not mark or not _long(line, mark) or line.kind in ("ui", "number", "time", "comments"):
            continue
        if mark in first:
            copies[line.index] = first[mark]
        else:
            first[mark] = line.index
    return copies


def _near(
    lines: Sequence[Seen], prints: dict[int, str], exact: dict[int, int]
) -> dict[int, int]:
    """Near-equal prose, and teasers: a line cut off with dots that a longer one continues."""
    copies: dict[int, int] = {}
    groups: dict[str, list[int]] = {}
    for line in lines:
        mark = prints.get(line.index, "")
        if line.index in exact or line.kind not in ("prose", "list", "short") or (
                len(mark) < _NEAR_LONG and not _long(line, mark)):
            continue
        # copies agree in every digit: "rose 5%" and "rose 6%" are two statements, not one twice
        groups.setdefault(_DIGITS.sub("", mark), []).append(line.index)
    for group in groups.values():
        copies.update(_near_in(group, prints))
    copies.update(_teasers(lines, prints, {**exact, **copies}))
    return copies


def _near_in(group: list[int], prints: dict[int, str]) -> dict[int, int]:
    """Near copies among lines with the same digits; only lines of about one length compare."""
    copies: dict[int, int] = {}
    if len(group) < 2:
        return copies
    kept: list[tuple[int, int, frozenset[str]]] = []
    for index in group:
        length = len(prints[index])
        close = [item for item in kept[-_COMPARED:]
                 if min(length, item[1]) >= _NEAR * max(length, item[1])]
        shingles = _shingles(prints[index]) if close else frozenset()
        for other, _, known in close:
            if _similar(shingles, known or _shingles(prints[other])) >= _NEAR:
                copies[index] = other
                break
        else:
            kept.append((index, length, shingles))
    return copies


def _similar(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(1, len(left | right))


def _teasers(
    lines: Sequence[Seen], prints: dict[int, str], known: dict[int, int]
) -> dict[int, int]:
    copies = {}
    starts: dict[str, list[int]] = {}
    for line in lines:
        mark = prints.get(line.index, "")
        if len(mark) >= _LONG and line.index not in known:
            starts.setdefault(mark[:24], []).append(line.index)
    for line in lines:
        mark = prints.get(line.index, "")
        if line.index in known or not line.text.rstrip().endswith(("...", "…")) or len(mark) < 24:
            continue
        for other in starts.get(mark[:24], ()):
            if other != line.index and len(prints[other]) > len(mark) and (
                    prints[other].startswith(mark)):
                copies[line.index] = other
                break
    return copies


def _between(
    lines: Sequence[Seen], prints: dict[int, str], copies: dict[int, int]
) -> dict[int, int]:
    """Short lines inside a copied run: equal to the line at the same place of the first copy."""
    filled = [line.index for line in lines if line.kind != "blank"]
    place = {index: position for position, index in enumerate(filled)}
    found: dict[int, int] = {}
    for step in (1, -1):
        for index in sorted(copies, reverse=step < 0):
            here, there = place[index] + step, place[copies[index]] + step
            while 0 <= here < len(filled) and 0 <= there < len(filled):
                mine, theirs = filled[here], filled[there]
                if mine in copies or mine in found or mine == theirs or (
                        prints[mine] != prints[theirs] or not prints[mine]):
                    break
                found[mine] = theirs
                here, there = here + step, there + step
    return found
