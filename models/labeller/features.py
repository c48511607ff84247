"""What a model is told of each line of a page: what the hand-set decode weighs, no word of it."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.clean.lines import CJK, Seen, is_handle
from claimcheck.clean.sequence import Context, words
from claimcheck.normalise import folded

_STEPS = (0, 1, 2, 3, 5, 8, 13, 20, 40, 80, 160, 320)
_NEAR = (-3, -2, -1, 1, 2, 3)


def of_page(context: Context) -> list[list[str]]:
    """Features of each line of a page, its own and those of the lines around it."""
    own = [_own(context, position, line) for position, line in enumerate(context.lines)]
    return [
        own[position] + _around(context, position) + _place(context, position)
        for position in range(len(own))
    ]


def told(features: Sequence[Sequence[str]], states: Sequence[str]) -> list[list[str]]:
    """The features with what the hand-set decode says of the line and of its neighbours."""
    return [
        [
            *row, f"hand {states[i]}",
            f"hand before {states[i - 1] if i else 'start'} {states[i]}",
            f"hand after {states[i]} {states[i + 1] if i + 1 < len(states) else 'end'}",
        ]
        for i, row in enumerate(features)
    ]


def _step(value: int) -> str:
    return next((str(step) for step in _STEPS if value <= step), "many")


def _kind(context: Context, position: int) -> str:
    if position < 0:
        return "start"
    if position >= len(context.lines):
        return "end"
    line = context.lines[position]
    return "disclaimer" if line.disclaimers >= 2 else line.kind


def _own(context: Context, position: int, line: Seen) -> list[str]:
    text, kind, index = line.text.strip(), line.kind, line.index
    role, repeats = context.anchors.get(index, "none"), min(context.repeats.get(index, 0), 3)
    opened = context.comments_from is not None and index >= context.comments_from
    found = [
        "any", f"kind {kind}", f"kind {kind} ended {line.ended}", f"role {role}",
        f"kind {kind} role {role}", f"kind {kind} opened {opened}", f"opened {opened}",
        f"letters {_step(line.letters)}", f"kind {kind} letters {_step(line.letters)}",
        f"words {_step(line.words)} dense {line.script in CJK}", f"repeats {repeats}",
        f"kind {kind} repeats {repeats}", f"disclaimers {min(line.disclaimers, 3)}",
        f"kind {kind} disclaimers {min(line.disclaimers, 3)}",
        f"record {index in context.record_text} {kind}",
        f"tokens {' '.join(sorted({token.kind for token in line.tokens}))}",
        f"colon {text.endswith((':', '：'))} {kind}",
        f"asks {text.endswith(('?', '!', '？', '؟'))}",
    ]
    language = context.languages.get(index, "und")
    if "und" not in (language, context.language):
        found.append(f"foreign {language != context.language} {kind}")
    if kind in ("name", "name-time"):
        found.append(f"handle {is_handle(text)}")
    if text.startswith((">", "# ")):
        found.append(f"opens {text[0]}")
    if context.title and folded(text).strip("# ") == folded(context.title).strip():
        found.append("is the title")
    if kind in ("short", "name", "trail", "list", "prose") and len(text) <= 180:
        mine = words(text)
        shared = len(mine & context.vocabulary) * 4 // max(1, len(mine))
        found += [f"shared {shared} {kind}", f"shared {shared} early {position <= context.first}"]
    return found


def _around(context: Context, position: int) -> list[str]:
    at = [_kind(context, position + step) for step in (-2, -1, 0, 1, 2)]
    found = [f"kind {step} {_kind(context, position + step)}" for step in _NEAR]
    found += [
        f"before {at[1]} {at[2]}", f"after {at[2]} {at[3]}", f"between {at[1]} {at[2]} {at[3]}",
        f"before two {at[0]} {at[1]} {at[2]}", f"after two {at[2]} {at[3]} {at[4]}",
    ]
    for step in (-1, 1):
        if 0 <= position + step < len(context.lines):
            near = context.lines[position + step].index
            found.append(f"role {step} {context.anchors.get(near, 'none')} {at[2]}")
    return found


def _place(context: Context, position: int) -> list[str]:
    """Where the line stands: to the first and the last running text, to both ends of the page."""
    kinds = [line.kind for line in context.lines]
    kind, first = kinds[position], context.first
    side = "before" if position < first else "at" if position == first else "below"
    prose = [i for i, one in enumerate(kinds) if one == "prose"]
    last = bool(prose) and position > prose[-1]
    since = next((position - i for i in reversed(prose) if i < position), -1)
    until = next((i - position for i in prose if i > position), -1)
    return [
        f"side {side}", f"side {side} {kind}", f"last {last} {kind}",
        f"to first {_step(first - position) if side == 'before' else side} {kind}",
        f"since {_step(since) if since >= 0 else 'none'} {kind}",
        f"until {_step(until) if until >= 0 else 'none'} {kind}",
        f"from start {_step(position)}", f"from end {_step(len(kinds) - 1 - position)}",
    ]
