"""Exported chats with time, name and message on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.clean.lines import Seen
from claimcheck.schema import LineLabel

# "[14/01/2026, 09:12:33] Ann: text" and "14.01.26, 09:12 - Ann: text", as messengers export.
_MESSAGE = re.compile(
    r"\s{0,3}[\u200e\u200f]?\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s{1,2}\d{1,2}:\d{2}(?::\d{2})?"
    r"(?:\s?[ap]\.?m\.?)?\]?\s{0,2}[-–]?\s{0,2}(?P<name>[^:\n]{1,40}):\s", re.I)
_LEAST = 3


def _messages(lines: Sequence[Seen]) -> dict[int, re.Match[str]]:
    """The messages by line number; empty unless the page is mostly made of them."""
    filled = [line for line in lines if line.kind != "blank"]
    found = {line.index: match for line in filled if (match := _MESSAGE.match(line.text))}
    return found if len(found) >= _LEAST and len(found) * 2 >= len(filled) else {}


def labels(lines: Sequence[Seen]) -> dict[int, LineLabel]:
    """Labels of a chat's lines: who writes most is the author, the others comment.

    Lines without a head go on with the message above them.
    """
    messages = _messages(lines)
    if not messages:
        return {}
    written: dict[str, int] = {}
    for line in lines:
        if line.index in messages:
            match = messages[line.index]
            written[match["name"]] = written.get(match["name"], 0) + len(line.text) - match.end()
    author = max(written, key=lambda name: written[name])
    found: dict[int, LineLabel] = {}
    current: LineLabel | None = None
    for line in lines:
        if line.index in messages:
            current = "body" if messages[line.index]["name"] == author else "comment"
        if current and line.kind != "blank":
            found[line.index] = current
    return found


def prefixes(lines: Sequence[Seen]) -> dict[int, int]:
    """Length of the time and name at the head of each message line."""
    return {index: match.end() for index, match in _messages(lines).items()}
