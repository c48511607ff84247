"""Hard-wrapped text (copied PDF, e-mail): lines of one paragraph are judged as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from claimcheck.clean.lines import CJK, Seen, see
from claimcheck.normalise import fingerprint

_OPEN_END = re.compile(r"[^.!?…。！？؟।॥۔:：;\"'”’»)\]」』）]$")
_RUNNING = ("prose", "short", "list", "name", "number", "trail")
_DIGITS = re.compile(r"\d+")
# A page is wrapped when this many lines end within a tenth of the longest common width.
_FULL_LINES = 4
_WIDEST = 130


def width(lines: Sequence[Seen]) -> int | None:
    """The width at which the page's lines were broken, None when they were not."""
    every = [len(line.text) for line in lines if line.kind in ("prose", "short", "list")]
    lengths = sorted(length for length in every if length <= _WIDEST)
    # one unbroken line or two (a disclaimer) may stand among wrapped ones
    if len(lengths) <= _FULL_LINES or len(lengths) * 5 < len(every) * 4:
        return None
    widest = lengths[-1 - len(lengths) // 12]
    if widest < 24:
        return None
    full = sum(length * 10 >= widest * 9 for length in lengths)
    return widest if full >= _FULL_LINES and full * 3 >= len(lengths) else None


def repeated(lines: Sequence[Seen]) -> dict[int, int]:
    """How often each short line comes on the page, numbers aside; only those that come again.

    A line that opens a repeated one ("View original" before "View originalReply0") counts too.
    """
    marks = {
        line.index: _DIGITS.sub("0", fingerprint(line.text)) for line in lines
        if line.kind in ("short", "trail", "name", "prose") and len(line.text) <= 70
    }
    counts = Counter(mark for mark in marks.values() if mark.strip("0"))
    often = {mark for mark, count in counts.items() if count > 1}
    found = {}
    for index, mark in marks.items():
        if mark in often:
            found[index] = counts[mark]
        elif len(mark) >= 4 and any(other.startswith(mark) for other in often):
            found[index] = 2
    return found


def blocks(lines: Sequence[Seen]) -> list[tuple[Seen, tuple[int, ...]]]:
    """Each paragraph as one seen line with the numbers of the lines it spans.

    ``lines`` are without blank ones; the gap of a blank line ends a paragraph.
    """
    full = width(lines)
    furniture = repeated(lines) if full else {}
    groups: list[list[Seen]] = []
    skipped: list[list[Seen]] = []
    for position, line in enumerate(lines):
        if groups and _runs_on(groups[-1][-1], line, full, lines, position, bool(skipped)):
            groups[-1].append(line)
            continue
        page_end = full and (line.index in furniture or line.kind in ("ui", "number"))
        if page_end and groups and len(skipped) < 4 and _open(groups[-1][-1], full):
            skipped.append([line])
            continue
        if skipped:
            groups += skipped
            skipped = []
        groups.append([line])
    groups += skipped
    merged = [(_joined(group), tuple(line.index for line in group)) for group in groups]
    return sorted(merged, key=lambda item: item[1][0])


def _open(line: Seen, full: int | None) -> bool:
    """Whether a line stops in the middle of a sentence."""
    text = line.text.rstrip()
    if line.kind not in ("prose", "short", "list", "trail") or not _OPEN_END.search(text):
        return False
    long = 18 if line.script in CJK else 30
    if len(text) < long:
        return False
    return full is None or len(text) * 10 >= full * 7


def _runs_on(
    before: Seen, line: Seen, full: int | None, lines: Sequence[Seen], position: int, over: bool
) -> bool:
    """Whether ``line`` goes on with the sentence that ``before`` left open."""
    if line.kind not in _RUNNING or not _open(before, full):
        return False
    if not over and line.index != before.index + 1:
        return False
    if position + 1 < len(lines) and lines[position + 1].kind in ("time", "name-time", "time-ui"):
        return False
    text = line.text.lstrip()
    if full is not None and len(before.text) * 10 >= full * 8:
        return line.kind in ("prose", "short") or text[:1].islower() or line.ended
    # without a known width only a small letter shows that the sentence goes on
    return not over and text[:1].islower() and line.kind in ("prose", "short") and (
        line.words >= 3 or line.ended)


def _joined(group: list[Seen]) -> Seen:
    if len(group) == 1:
        return group[0]
    gap = "" if group[0].script in CJK else " "
    text = gap.join(line.text.strip() for line in group)
    first, last = group[0], group[-1]
    return see(first.index, first.start, last.end, text)
