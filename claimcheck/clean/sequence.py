"""One decode over the lines of a page: zones and labels that fit together best.

A page runs through zones: its head, the article, comments, the tail (links to other articles,
legal text, footer). Each state is a zone with a label; each line's kind speaks for some states,
each change of zone costs. Viterbi finds the best path, so a single odd line does not tip a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from claimcheck.clean.lines import Seen, is_handle
from claimcheck.normalise import MARKS, folded
from claimcheck.schema import LineLabel

# state -> (zone, label)
STATES: dict[str, tuple[str, LineLabel]] = {
    "head-ui": ("head", "ui"), "head-meta": ("head", "metadata"),
    "head-disclaimer": ("head", "disclaimer"),
    "title": ("article", "title"), "subtitle-meta": ("article", "metadata"),
    "subtitle-ui": ("article", "ui"),
    "body": ("article", "body"), "article-ui": ("article", "ui"),
    "article-meta": ("article", "metadata"), "article-disclaimer": ("article", "disclaimer"),
    "comment-meta": ("comments", "metadata"), "comment": ("comments", "comment"),
    "comment-ui": ("comments", "ui"),
    "tail-ui": ("tail", "ui"), "tail-meta": ("tail", "metadata"),
    "tail-disclaimer": ("tail", "disclaimer"),
}
_NAMES = tuple(STATES)
_UI = ("head-ui", "subtitle-ui", "article-ui", "comment-ui", "tail-ui")
_META = ("head-meta", "subtitle-meta", "article-meta", "comment-meta", "tail-meta")
_DISCLAIMER = ("head-disclaimer", "article-disclaimer", "tail-disclaimer")
_RUNNING = ("prose", "list")
_IMPOSSIBLE = -1e9
# A state this far behind cannot win any more: no change of zone costs half as much.
_BEAM = 40.0
_TELLING = 25
_STEM = 6  # letters that tell a word whatever its ending
_WORDS = re.compile(rf"(?:[^\W\d_㐀-鿿぀-ヿ가-힣][{MARKS}]*){{3,}}|\d{{2,}}")
_PAIRS = re.compile(r"(?=([㐀-鿿ァ-ヿ가-힣]{2}))")
_MEASURE = re.compile(r"\d[.,]\d|[%％$€£¥]")
_FIGURE = re.compile(r"\d[.,]\d|\d\s?[%％]|[%％]\s?\d|\d\d")
_DENSE = ("Han", "Kana", "Hangul", "Thai")

# Cost of a change of zone. Tuned on the development layouts of corpora/pages.
_ZONE = {
    ("head", "head"): 0.0, ("head", "article"): -0.5, ("head", "comments"): -9.0,
    ("head", "tail"): -6.0,
    ("article", "article"): 0.0, ("article", "comments"): -3.0, ("article", "tail"): -2.0,
    ("comments", "comments"): 0.0, ("comments", "tail"): -2.0, ("comments", "article"): -14.0,
    ("tail", "tail"): 0.0, ("tail", "comments"): -2.0, ("tail", "article"): -5.0,
}


@dataclass
class Context:
    """What is known of a page before the decode."""

    lines: list[Seen]
    anchors: dict[int, str] = field(default_factory=dict)
    record_text: set[int] = field(default_factory=set)
    title: str | None = None
    language: str = "und"
    languages: dict[int, str] = field(default_factory=dict)
    prose: Sequence[Seen] = ()
    repeats: dict[int, int] = field(default_factory=dict)
    comments_from: int | None = None
    first: int = 0

    @cached_property
    def script(self) -> str | None:
        """The script of most of the running text, None when there is none such."""
        weight: Counter[str | None] = Counter()
        for line in self.prose:
            weight[line.script] += line.letters
        script, letters = max(weight.items(), key=lambda item: item[1], default=(None, 0))
        return script if letters * 2 > weight.total() else None

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Names beside a time or a by-line above the running text."""
        found = []
        for position, line in enumerate(self.lines[:self.first]):
            near = self.lines[max(0, position - 2):position + 3]
            if line.kind == "name" and len(line.text.split()) > 1 and any(
                    other.kind in ("time", "byline", "name-time") for other in near):
                found.append(_bare(line.text))
        return tuple(found)

    def set_apart(self, position: int) -> bool:
        """Whether a line in another script than the article's is the page's own translation.

        It stands below page words, or below other such lines that do; what stands right below
        running text or amid it is a quotation.
        """
        line = self.lines[position]
        if self.script is None or line.script == self.script or line.index in self.record_text:
            return False
        own = [other.index for other in self.prose
               if other.script == self.script and not other.disclaimers and not other.calls
               and (self.comments_from is None or other.index < self.comments_from)]
        if own and own[0] < line.index < own[-1]:
            return False
        above = next((other for other in reversed(self.lines[:position])
                      if other.script == self.script or other.kind not in _RUNNING), None)
        return above is None or above.kind not in _RUNNING

    @cached_property
    def headline(self) -> int | None:
        """The line above the running text that shares most words with it."""
        best, found = 1, None
        for line in self.lines[:self.first]:
            if line.kind in ("short", "list", "prose", "name") and 12 <= len(line.text) <= 180:
                shared = len(words(line.text) & self.vocabulary)
                if shared >= max(2, best):
                    best, found = shared, line.index
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Content words of the running text, asked for only where a title may stand."""
        return frozenset().union(*(words(line.text) for line in self.prose))


def decode(context: Context) -> list[str]:
    """The best state of each line of ``context.lines`` (blank lines and copies left out)."""
    if not context.lines:
        return []
    steps = _steps()
    first = emissions(context, 0, context.lines[0])
    best = [_start(state) + first[state] for state in _NAMES]
    back: list[list[int]] = []
    for position, line in enumerate(context.lines[1:], start=1):
        scores = emissions(context, position, line)
        here = [_IMPOSSIBLE * 10] * len(_NAMES)
        come = [0] * len(_NAMES)
        least = max(best) - _BEAM
        for index, value in enumerate(best):
            if value < least:
                continue
            for state, cost in steps[index]:
                if value + cost > here[state]:
                    here[state], come[state] = value + cost, index
        here = [value + score for value, score in zip(here, scores.values(), strict=True)]
        best = here
        back.append(come)
    return _trace(best, back)


def _start(state: str) -> float:
    """What it costs a page to begin in a state."""
    if state.startswith("subtitle"):
        return _IMPOSSIBLE
    start = {"head": 0.0, "article": -0.5}.get(STATES[state][0], -6.0)
    return start - 2.0 if state == "article-ui" else start


@cache
def _steps() -> tuple[tuple[tuple[int, float], ...], ...]:
    """For each state the states that may follow it, with the cost of the step."""
    return tuple(
        tuple(
            (index, cost) for index, state in enumerate(_NAMES)
            if (cost := _step(previous, state)) > _IMPOSSIBLE
        )
        for previous in _NAMES
    )


def _trace(best: list[float], back: list[list[int]]) -> list[str]:
    state = max(range(len(best)), key=best.__getitem__)
    path = [state]
    for come in reversed(back):
        state = come[state]
        path.append(state)
    return [_NAMES[state] for state in reversed(path)]


def _step(previous: str, state: str) -> float:
    cost = _ZONE.get((STATES[previous][0], STATES[state][0]))
    if cost is None:
        return _IMPOSSIBLE
    if state == "title" and previous not in ("head-ui", "head-meta", "head-disclaimer"):
        return cost - 6.0
    below_title = previous == "title" or previous.startswith("subtitle")
    if state.startswith("subtitle") and not below_title:
        return _IMPOSSIBLE
    if state in ("article-ui", "article-meta") and (previous.startswith("head") or below_title):
        return cost - 6.0
    return cost


def _spread(scores: dict[str, float], states: Sequence[str], value: float) -> None:
    for state in states:
        scores[state] += value


_BASE = {
    "ui": {"ui": 3.0, "meta": 0.0, "body": -4.0, "comment": -3.0, "title": -5.0},
    "number": {"ui": 2.5, "meta": 0.0, "body": -2.0, "comment": -2.0, "title": -5.0},
    "time": {"ui": 0.0, "meta": 3.0, "body": -4.0, "comment": -3.0, "title": -5.0},
    "time-ui": {"ui": 3.0, "meta": 1.0, "body": -4.0, "comment": -3.0, "title": -5.0},
    "name-time": {"ui": 0.0, "meta": 3.0, "body": -3.0, "comment": -2.0, "title": -3.0},
    "replying": {"ui": 0.5, "meta": 2.5, "body": -3.0, "comment": 0.0, "title": -4.0},
    "byline": {"ui": 0.0, "meta": 2.5, "body": -2.0, "comment": -2.0, "title": -3.0},
    "comments": {"ui": 3.0, "meta": 0.0, "body": -4.0, "comment": -4.0, "title": -5.0},
    "related": {"ui": 3.0, "meta": 0.0, "body": -4.0, "comment": -4.0, "title": -5.0},
    "teaser": {"ui": 3.5, "meta": 0.0, "body": -1.5, "comment": -3.0, "title": -3.0},
    "link": {"ui": 1.0, "meta": 1.2, "body": -1.5, "comment": 0.0, "title": -5.0},
    "trail": {"ui": 2.0, "meta": 0.5, "body": -1.0, "comment": -2.0, "title": -2.0},
    "name": {"ui": 0.6, "meta": 0.8, "body": 0.0, "comment": 0.0, "title": -0.5},
    "short": {"ui": 0.4, "meta": -0.3, "body": 0.6, "comment": 0.8, "title": 0.3},
    "about": {"ui": 1.0, "meta": 1.2, "body": 0.0, "comment": 0.0, "title": -2.0},
    "list": {"ui": -1.0, "meta": -1.0, "body": 1.8, "comment": 0.6, "title": -3.0},
    "ticker": {"ui": 1.0, "meta": -1.5, "body": 0.0, "comment": -2.0, "title": -5.0},
    "table": {"ui": 0.0, "meta": -1.0, "body": 2.0, "comment": 0.0, "title": -5.0},
    "prose": {"ui": -2.5, "meta": -2.5, "body": 2.5, "comment": 2.5, "title": -1.0},
}


def emissions(context: Context, position: int, line: Seen) -> dict[str, float]:
    """How well each state explains one line."""
    base = _BASE[line.kind]
    scores = dict.fromkeys(_NAMES, 0.0)
    _spread(scores, _UI, base["ui"])
    _spread(scores, _META, base["meta"])
    _spread(scores, _DISCLAIMER, -4.0)
    scores["body"] += base["body"]
    scores["comment"] += base["comment"]
    scores["title"] += base["title"]
    if line.kind in ("prose", "list"):
        length = min(line.letters / 150, 2.5)
        scores["body"] += length
        scores["comment"] += length * 0.6 + (0.5 if line.index in context.record_text else 0.0)
        scores["tail-ui"] += 1.0  # a teaser of another article
    elif line.kind == "short":
        scores["tail-ui"] += 1.0
        if line.index in context.record_text:
            scores["comment"] += 1.0
    if line.kind in ("short", "list", "ticker") and not line.ended and (
            line.index not in context.record_text):
        scores["comment"] -= 1.5  # of no record
    if context.comments_from is None or line.index < context.comments_from:
        scores["comment"] -= 8.0  # nothing has opened the comments yet
    elif line.kind == "short":
        scores["body"] -= 1.0
    if line.kind == "name" and line.index in context.record_text:
        scores["comment"] += 3.5
    if line.text.lstrip().startswith(">"):
        scores["body"] -= 5.0  # a quoted message
        scores["comment"] += 3.0
        _spread(scores, (*_UI, *_META), -2.0)
    if line.kind == "ticker" and position < context.first:
        _spread(scores, _UI, 1.5)
    _weigh_calls(line, scores)
    _weigh_pointers(context, position, line, scores)
    _weigh_author(context, position, line, scores)
    _weigh_language(context, position, line, scores)
    _weigh_disclaimer(context, position, line, scores)
    _weigh_title(context, position, line, scores)
    _weigh_anchor(context, line, scores)
    _weigh_neighbours(context, position, line, scores)
    _weigh_repeats(context, line, scores)
    return scores


def _weigh_repeats(context: Context, line: Seen, scores: dict[str, float]) -> None:
    """A short line that comes again and again is furniture; names come again too."""
    count = context.repeats.get(line.index, 0)
    if count < 2 or line.index in context.anchors:
        return
    gain = 1.0 if line.kind == "name" else 2.5
    _spread(scores, _UI, gain + (1.0 if count > 2 else 0.0))
    for state in ("body", "title", "comment"):
        scores[state] -= gain


def _weigh_pointers(
    context: Context, position: int, line: Seen, scores: dict[str, float]
) -> None:
    """Headlines of other articles: questions among short lines, numbered lists below comments."""
    text = line.text.strip()
    before, after = _neighbour(context, position - 1), _neighbour(context, position + 1)
    asks = line.kind == "prose" and len(text) <= 90 and text.endswith(("?", "!", "？", "؟"))
    late = context.comments_from is not None and line.index > context.comments_from
    pointing = ("short", "related", "teaser", "list", *(("ui",) if late else ()))
    if asks and position > context.first and line.index not in context.record_text and (
            before in pointing
            and after not in ("prose", "time", "name-time")):
        _spread(scores, _UI, 3.5)
        _spread(scores, ("body", "comment"), -2.0)
    if line.kind == "list" and late and not line.ended and line.index not in context.record_text:
        _spread(scores, _UI, 3.0)
    told = line.kind == "short" and line.words >= 6 and line.index != context.headline
    if told and position < context.first and _FIGURE.search(text) and (
            len(words(text) & context.vocabulary) > 2):
        scores["body"] += 1.5  # a point of the summary above the text


def _weigh_author(
    context: Context, position: int, line: Seen, scores: dict[str, float]
) -> None:
    """What a page tells of the author below the text: his name again, and a few words."""
    if position <= context.first or not context.authors or _MEASURE.search(line.text):
        return
    if line.kind == "name" and _bare(line.text) in context.authors:
        _spread(scores, ("article-meta", "tail-meta"), 2.0)
    elif line.kind in ("prose", "short"):
        above = _bare(context.lines[position - 1].text)
        if above in context.authors or _bare(line.text).startswith(context.authors):
            _spread(scores, ("article-meta", "tail-meta"), 6.0)
            scores["body"] -= 2.0


def _bare(text: str) -> str:
    return folded(text).strip(" \t.,:;·•|-–—")


def _weigh_calls(line: Seen, scores: dict[str, float]) -> None:
    """A line that asks the reader to sign up, follow or log in is the page's, not the author's."""
    if line.calls and not line.disclaimers:
        # without a figure it holds no claim, so nothing is lost by leaving it out
        strong = line.calls > 1 or not _FIGURE.search(line.text)
        _spread(scores, _UI, 7.0 if strong else 3.0)
        _spread(scores, ("body", "comment", "title"), -2.0 if strong else -1.0)


def _weigh_language(
    context: Context, position: int, line: Seen, scores: dict[str, float]
) -> None:
    language = context.languages.get(line.index, "und")
    if "und" in (language, context.language) or line.kind not in ("prose", "short", "list"):
        return
    if line.kind == "short" and line.letters < _TELLING:
        return  # too few letters to be sure of the language
    if language != context.language:
        apart = context.set_apart(position)
        scores["body"] -= 6.0 if apart else 1.5
        scores["title"] -= 4.0 if apart else 2.0
        if apart:
            _spread(scores, _UI, 2.0)


def _weigh_disclaimer(
    context: Context, position: int, line: Seen, scores: dict[str, float]
) -> None:
    running = line.kind != "prose" and context.repeats.get(line.index, 0) > 1
    texts = ("prose", "short", "list", "byline", "name")
    if line.disclaimers and not running and line.kind in texts:
        strong = line.disclaimers >= 2 or (
            _neighbour(context, position - 1) == "disclaimer"
            and _neighbour(context, position + 1) in ("disclaimer", "end", "ui", "number")) or (
            _neighbour(context, position + 1) in (
                "disclaimer", "end", "ui", "number", "link", "related", "byline", "name-time")
            and not _MEASURE.search(line.text))
        _spread(scores, _DISCLAIMER, 10.5 if strong else 5.0)
        if strong:
            scores["body"] -= 1.0


def words(text: str) -> set[str]:
    """Content words of a text, to see what a title shares with it."""
    text = folded(text)
    stems = {word[:_STEM] for word in _WORDS.findall(text)}
    return stems | {match[1] for match in _PAIRS.finditer(text)}


def _weigh_title(context: Context, position: int, line: Seen, scores: dict[str, float]) -> None:
    text = line.text.strip()
    if context.title and folded(text).strip("# ") == folded(context.title).strip():
        scores["title"] += 9.0
        return
    if text.startswith("# "):
        scores["title"] += 5.0
    if line.kind not in ("short", "name", "trail", "list") and not (
            line.kind == "prose" and len(text) <= 140):
        return
    if len(text) > 180:
        scores["title"] -= 3.0
        return
    if line.kind == "prose" and position <= context.first and text.endswith(("?", "!", "？", "؟")):
        scores["title"] += 2.5  # a headline that asks or calls
        scores["body"] -= 1.0
    if line.index == context.headline:
        scores["title"] += 1.5
    if position < context.first and line.words >= 4 and _neighbour(context, position + 1) in (
            "time", "byline", "name-time"):
        scores["title"] += 1.0  # a headline stands above its by-line
    before = context.lines[position - 1].index if position else None
    if line.kind == "short" and before is not None and before == context.headline and (
            line.words >= 5 or (line.script in _DENSE and line.letters >= 12)):
        scores["body"] += 2.0  # the lead below the headline
    mine = words(text)
    shared = len(mine & context.vocabulary) / max(1, len(mine))
    enough = line.words >= 3 or (line.letters >= 8 and line.script in _DENSE)
    dated = line.index == context.headline and _neighbour(context, position + 1) in (
        "time", "byline", "name-time")
    if dated and line.kind == "prose":
        scores["body"] -= 1.5  # a headline with a full stop
    if enough and (dated or not text.endswith((".", "。", "।"))):
        scores["title"] += 0.8 + 2.2 * shared
    else:
        scores["title"] -= 1.5


def _weigh_anchor(context: Context, line: Seen, scores: dict[str, float]) -> None:
    role = context.anchors.get(line.index)
    if role == "head":
        scores["head-meta"] += 2.5
        scores["subtitle-meta"] += 2.5
        scores["article-meta"] += 1.5  # below the lead
        scores["title"] -= 3.0
        scores["comment-meta"] -= 3.0
    elif role == "entry":
        _spread(scores, ("article-meta", "subtitle-meta"), 3.0)
        scores["title"] -= 5.0
        scores["comment-meta"] -= 4.0
    elif role == "about":
        _spread(scores, ("article-meta", "tail-meta"), 8.0 if line.kind == "prose" else 3.0)
        scores["body"] -= 1.0
    elif role == "comment":
        scores["comment-ui" if line.kind == "time-ui" else "comment-meta"] += 4.0
        scores["title"] -= 5.0
        _spread(scores, ("body", "article-meta", "article-ui", "subtitle-meta"), -3.0)
    elif role == "opens-comments":
        scores["comment-ui"] += 2.5
    if line.kind == "related":
        scores["tail-ui"] += 3.0
    if line.kind in ("name", "name-time") and is_handle(line.text):
        scores["comment-meta"] += 1.5
        scores["head-meta"] += 1.5
        scores["subtitle-meta"] += 1.5
        scores["body"] -= 2.0


def _neighbour(context: Context, position: int) -> str:
    """The kind of a line, ``disclaimer`` for a sure one, ``start`` and ``end`` beyond the page."""
    if position < 0:
        return "start"
    if position >= len(context.lines):
        return "end"
    line = context.lines[position]
    return "disclaimer" if line.disclaimers >= 2 else line.kind


def _weigh_neighbours(
    context: Context, position: int, line: Seen, scores: dict[str, float]
) -> None:
    """A short line before running text is a heading; among page words it is one of them."""
    if line.kind not in ("short", "name"):
        return
    text = line.text.strip()
    after = _neighbour(context, position + 1)
    before = _neighbour(context, position - 1)
    if position and context.anchors.get(context.lines[position - 1].index) == "entry":
        scores["body"] += 1.5  # the heading of an entry
    if line.kind == "name" and "link" in (before, after):
        _spread(scores, _META, 1.2)
    if before == "related":
        _spread(scores, _UI, 2.5)
        scores["body"] -= 1.0
    if line.words <= 4 and text.endswith((",", "，", "،")) and (
            after in ("prose", "list") or before in ("prose", "list")):
        scores["body"] += 2.0  # a salutation
    if before in ("prose", "list") and after in ("disclaimer", "ui", "number", "end", "comments"):
        # a button we do not know, or the author's name below the text
        _spread(scores, ("article-meta", "tail-meta") if line.kind == "name" else _UI, 1.0)
        scores["body"] -= 0.5
    if after in ("prose", "list") and before in ("prose", "list"):
        scores["body"] += 1.2
    elif after in ("prose", "list"):
        scores["body"] += 0.4
    if not line.ended and after in ("ui", "number", "end", "short", "name", "trail") and (
            before in (
            "ui", "number", "trail", "related", "short", "name", "start", "comments")):
        _spread(scores, _UI, 0.8)
