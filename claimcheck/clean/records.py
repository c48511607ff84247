"""Repeating records: name, time, text, page words, again and again. They are how comments look."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.clean.lines import CJK, Seen

_MOMENT = ("time", "time-ui", "name-time")
_HEAD = 4  # lines that head a message below another
_TEXT = ("prose", "short", "list")


def anchors(lines: Sequence[Seen]) -> tuple[dict[int, str], set[int]]:
    """Roles of the lines that frame comments, and the lines that are a record's text.

    Roles: ``head`` (name and time of the article itself), ``entry`` (a time inside the article: of
    an entry of a live blog, or below the lead), ``about`` (what a press release tells of its
    house), ``comment`` (of a comment), ``opens-comments`` (a heading, or a counter such as 0/400).
    ``lines`` are in order, without
    blank ones.
    """
    roles: dict[int, str] = {}
    texts: set[int] = set()
    first = first_prose(lines)
    after_text = _time_follows_text(lines)
    opened = False
    for position, line in enumerate(lines):
        if line.kind in _MOMENT:
            role = "comment" if position > first else "head"
            name = _name_of(lines, position, after_text, role == "head")
            if role == "comment" and not opened and (
                    _below_byline(lines, position)
                    or _under_lead(lines, position, first, roles)
                    or (name is None and line.kind == "time" and (
                        _below_entry(lines, position) if after_text
                        else not _signed(lines, position)))):
                roles[line.index] = "entry"
                continue
            opened = opened or role == "comment"
            roles[line.index] = role
            if name is not None:
                roles[lines[name].index] = role
                if role == "comment" and not after_text:
                    roles.update(_card(lines, name))
                if name and lines[name].text.lstrip().startswith("@") and (
                        lines[name - 1].kind in ("name", "short")):
                    roles[lines[name - 1].index] = role  # the name above the handle
            if role == "comment":
                texts.update(_texts(lines, position, after_text))
        elif line.kind == "replying" and position > first:
            roles[line.index] = "comment"
            opened = True
        elif line.kind == "byline" and position > first and _message_head(lines, position):
            roles.update((other.index, "comment") for other in lines[position:position + _HEAD])
            texts.update(_texts(lines, position + _HEAD - 1, after_text=False))
            opened = True
        elif line.kind == "about" and position > first:
            roles[line.index] = "about"
            if position + 1 < len(lines) and lines[position + 1].kind in _TEXT:
                roles[lines[position + 1].index] = "about"
        elif (line.kind == "comments" and position > first) or _typed_of(line):
            roles[line.index] = "opens-comments"
            opened = True
    roles.update(_names_after_heading(lines, roles))
    texts.update(_namelike_texts(lines, roles, after_text))
    return roles, texts


def _namelike_texts(
    lines: Sequence[Seen], roles: dict[int, str], after_text: bool
) -> set[int]:
    """Comments of a few words that look like a name: between a record's name, time and buttons."""
    found = set()
    for position in range(2, len(lines) - 1):
        above, before, line, after = lines[position - 2:position + 2]
        if line.kind != "name" or line.index in roles or roles.get(before.index) != "comment":
            continue
        named = before if after_text else above
        timed = after if after_text else before
        if named.kind == "name" and timed.kind in _MOMENT and {
                roles.get(named.index), roles.get(timed.index)} == {"comment"} and (
                after_text or after.kind in ("ui", "number")):
            found.add(line.index)
    return found


def _card(lines: Sequence[Seen], below: int) -> dict[int, str]:
    """A name above a member's rank and counters, where these stand right above the time."""
    for at in range(below - 1, max(0, below - 4), -1):
        if lines[at].kind not in ("name", "short", "ui", "number") or lines[at].ended:
            return {}
        if lines[at].kind == "name" and lines[at - 1].kind not in ("name", "short"):
            return {lines[at].index: "comment"}
    return {}


def _message_head(lines: Sequence[Seen], position: int) -> bool:
    """Whether sender, day, receiver and subject of an earlier message begin here."""
    head, below = lines[position:position + _HEAD], lines[position + _HEAD:position + _HEAD + 1]
    return len(head) == _HEAD and bool(below) and below[0].kind in ("prose", "short", "name") and (
        lines[position - 1].kind != "byline") and all(
        line.kind in ("byline", *_MOMENT) and ":" in line.text for line in head)


def _signed(lines: Sequence[Seen], position: int) -> bool:
    """Whether a name stands above a time with no more than a member's card between."""
    for line in reversed(lines[max(0, position - 5):position]):
        if line.kind == "name":
            return True
        if line.kind not in ("ui", "number", "short", "ticker", "byline") or line.ended:
            return False
    return False


def _below_entry(lines: Sequence[Seen], position: int) -> bool:
    """Whether the text above a time stands below another time, as in a live blog."""
    for line in reversed(lines[:position]):
        if line.kind not in _TEXT:
            return line.kind == "time"
    return False


def _under_lead(
    lines: Sequence[Seen], position: int, first: int, roles: dict[int, str]
) -> bool:
    """Whether a page's first time stands between the lead and a longer text: both an article's."""
    lead = [line for line in lines[first:position] if line.kind == "prose"]
    if roles or len(lead) != 1 or first == 0:
        return False
    below: list[int] = []
    for line in lines[position + 1:]:
        if line.kind in _MOMENT and below:
            break
        if line.kind == "prose":
            below.append(line.letters)
    return len(below) > 1 and sum(below) >= 1.5 * lead[0].letters


def _below_byline(lines: Sequence[Seen], position: int) -> bool:
    """Whether a by-line stands right above a time: both are the article's."""
    return any(line.kind == "byline" for line in lines[max(0, position - 2):position])


def first_prose(lines: Sequence[Seen]) -> int:
    """Position of the first running text: what comes before is about the article itself.

    One short sentence may still be a headline; it counts only on a page without longer ones.
    """
    for least in (50, 1):
        for position, line in enumerate(lines):
            enough = line.letters >= (least // 2 if line.script in CJK else least)
            authors = not line.disclaimers and not line.calls
            if line.kind == "prose" and enough and authors and (
                    line.ended or line.letters >= 150):
                return position
    return len(lines)


def _typed_of(line: Seen) -> bool:
    """A counter of an empty comment box: 0/400."""
    text = line.text.strip()
    return line.kind == "number" and text.startswith("0/") and text[2:].isdigit()


def _time_follows_text(lines: Sequence[Seen]) -> bool:
    """Whether the page writes name, text, time instead of name, time, text."""
    votes = 0
    for position in range(1, len(lines)):
        if lines[position].kind in ("time", "time-ui"):
            before = lines[position - 1].kind
            if before == "name":
                votes -= 1
            elif before in ("prose", "list") or (
                    before == "short" and position >= 2 and lines[position - 2].kind == "name"):
                votes += 1
    return votes > 0


def _name_of(
    lines: Sequence[Seen], position: int, after_text: bool, head: bool
) -> int | None:
    """Where the name of the record with the time at ``position`` stands."""
    if lines[position].kind == "name-time":
        return None
    if not after_text:
        near = position - 1
        if near >= 0 and (lines[near].kind == "name" or (
                not head and lines[near].kind == "short" and len(lines[near].text) <= 40)):
            return near
        return None
    for back in range(position - 1, max(-1, position - 8), -1):
        if lines[back].kind == "name":
            return back
        if lines[back].kind not in _TEXT:
            return None
    return None


def _texts(lines: Sequence[Seen], position: int, after_text: bool) -> set[int]:
    step = -1 if after_text else 1
    found, at = set(), position + step
    while 0 <= at < len(lines) and lines[at].kind == "number":  # "#2", a count of votes
        at += step
    while 0 <= at < len(lines) and lines[at].kind in _TEXT:
        found.add(lines[at].index)
        at += step
    return found


def _names_after_heading(lines: Sequence[Seen], roles: dict[int, str]) -> dict[int, str]:
    """Names right before text, once the comments have begun: records that write no time."""
    begun = next(
        (i for i, line in enumerate(lines) if roles.get(line.index) == "opens-comments"), None
    )
    if begun is None:
        return {}
    found = {}
    for position in range(begun + 1, len(lines) - 1):
        line, after = lines[position], lines[position + 1]
        if line.kind == "name" and after.kind in _TEXT and line.index not in roles:
            found[line.index] = "comment"
    return found
