"""Names of companies outside the catalogue, where capitals do not tell them.

A word of a company's form ends its name ("Rheinfelder Maschinenbau AG") or begins it; some
languages set names in quotation marks. The words are data (``[cues.form]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Token = tuple[str, int, int]
# A name has at most this many words; without spaces, at most this many signs.
LONGEST, LONGEST_SIGNS = 5, 9
_QUOTED = re.compile(r"[«“\"]([^\W\d_][^«»“”\"\d]{1,40})[»”\"]")


def formed(
    text: str,
    found: Sequence[Token],
    busy: bytearray,
    heads: Sequence[tuple[int, int]],
    tails: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """Spans of names that a word of company form begins (``heads``) or ends (``tails``)."""
    starts = {start: at for at, (_, start, _) in enumerate(found)}
    for start, end in heads:
        stop = end
        for _, begin, close in found[starts[start] + 1 : starts[start] + LONGEST]:
            if begin < end:
                continue
            if busy[begin] or text[stop:begin].strip():
                break
            stop = close
        if stop > end:
            yield start, stop
    for start, end in tails:
        first = start
        spaced = text[start] < "\u3040"
        for _, begin, close in reversed(found[: starts[start]][-LONGEST_SIGNS:]):
            gap = text[close:first]
            if busy[begin] or gap.strip() or (spaced and not text[begin].isupper()):
                break
            if not spaced and (gap or not "\u3040" <= text[begin] <= "\u9fff"):
                break
            first = begin
        if first < start:
            yield first, end


def quoted(text: str, busy: bytearray) -> Iterator[tuple[int, int]]:
    """Spans of names in quotation marks: a few words, no figure, nothing known in them."""
    for found in _QUOTED.finditer(text):
        start, end = found.span(1)
        if len(found.group(1).split()) <= LONGEST and not any(busy[start:end]):
            yield start, end
