"""Text that no page surrounds: a list of posts or sentences, or an article pasted alone.

The decode looks for a page's furniture and gives chatty lines to comments. A file of one post a
line has neither buttons nor records, so one line that happens to look like a name with its time
must not turn all that follow into comments: what has no page around it is kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from claimcheck.clean.lines import Seen

_FURNITURE = frozenset((
    "ui", "number", "time", "time-ui", "name-time", "replying", "byline", "related", "teaser",
    "link", "about",
))
_PERHAPS = frozenset(("name", "trail"))  # of a record or a menu, or a heading of the author
_MOST = 0.04  # a line of a list now and then reads like a page word
_ODD = 1  # in a short list too
_MOST_PERHAPS = 0.2
_FEWEST = 5  # fewer lines say nothing of how a page is built
_FIGURE = re.compile(r"\d")
_MEASURE = re.compile(r"[%％$€£¥₽₺₹]")  # what no name and no time holds


def stretch(
    lines: Sequence[Seen], repeats: Mapping[int, int], roles: Collection[int], first: int,
) -> range:
    """Positions of the text that has no page around it; empty when a page's furniture is seen.

    It begins with the first line or with the running text, and ends with the last line that says
    something: below that, what looks like a button may be one. ``lines`` are without blank ones,
    ``repeats`` counts the short lines that come again, ``roles`` are the lines that frame records.
    """
    if not any(line.kind == "comments" for line in lines):
        for begin in (0, first):
            if _plain(lines[begin:], repeats, roles):
                last = max(
                    (position for position, line in enumerate(lines)
                     if _tells(line) and line.disclaimers < 2 and not line.calls), default=-1)
                return range(begin, last + 1)
    return range(0)


def _plain(
    lines: Sequence[Seen], repeats: Mapping[int, int], roles: Collection[int]
) -> bool:
    if len(lines) < _FEWEST:
        return False
    sure = sum(_of_page(line) or line.index in repeats for line in lines)
    perhaps = sum(line.kind in _PERHAPS and not line.ended for line in lines)
    framed = sum(line.index in roles and not _says(line) for line in lines)
    telling = sum(map(_tells, lines))
    return (
        max(sure, framed) <= max(_ODD, _MOST * len(lines))
        and perhaps <= _MOST_PERHAPS * len(lines) and telling * 2 >= len(lines)
    )


def _tells(line: Seen) -> bool:
    return line.kind in ("prose", "list", "table", "ticker") or line.ended or bool(
        line.kind in ("short", *_PERHAPS) and _FIGURE.search(line.text))


def _says(line: Seen) -> bool:
    """Whether a line that looks like a name with a time is a sentence or tells a figure."""
    return line.ended or bool(_MEASURE.search(line.text))


def _of_page(line: Seen) -> bool:
    return line.kind in _FURNITURE and not (
        line.kind in ("replying", "name-time", "byline") and _says(line))


def keeps(line: Seen) -> bool:
    """Whether a line of such a text is its author's."""
    if line.calls or line.disclaimers:
        return line.disclaimers < 2 and bool(_FIGURE.search(line.text))
    if line.kind in _PERHAPS:
        return _says(line) or bool(_FIGURE.search(line.text))
    return not _of_page(line)
