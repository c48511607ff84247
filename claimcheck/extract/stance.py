"""How a number is said: modality, attribution, negation, condition.

The ConText idea of clinical NLP (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002): a cue word
acts on what stands in its scope, and a terminator ends the scope. Cues are data (``[cues]``).
"""

from __future__ import annotations

import re

from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene
from claimcheck.quantities import Mention
from claimcheck.schema import Attribution, Modality

_QUESTION = ("?", "؟", "？")
_ASIDE = re.compile(r"\s[–—-]\s|;")
_NAME_END = re.compile(r"[,;:.!?()\"“”\n،؛。，；：]")
# The mark of an estimate that analysts write on: "EPS $2.31 v 2.20e".
_ESTIMATE = re.compile(r"[eE](?![^\W_])")
# A name before a word of saying has at most this many words.
NAME_WORDS = 6
# What a number is held against, and how many words it may have before that of the forecast.
STANDARDS = ("baseline.higher_than", "baseline.lower_than")
STANDARD_WORDS = 3
# Signs between a mark and its number: "est. +2.6%", "FCST: $14.75B".
TAG_GAP = 2


def _covers(hits: list[Hit], other: Hit) -> bool:
    return any(h.start <= other.start and other.end <= h.end for h in hits)


def modality(scene: Scene, at: Mention | Hit, future: bool) -> Modality:
    """Reported, forecast, opinion, conditional or question."""
    # "Up 5% – where is the bubble?": the question is asked behind the dash.
    asked = scene.text.rstrip(" \"'”»)").endswith(_QUESTION)
    if asked and not _ASIDE.search(scene.text, at.end):
        return "question"
    for hit in scene.cue("modality.conditional"):
        # An if-clause governs the whole sentence it opens, or the clause it closes.
        if hit.start < at.start or not scene.walls(at.end, hit.start, STRONG):
            return "conditional"
    if any(
        not scene.walls(min(h.end, at.end), max(h.start, at.start), STRONG) or h.start < at.start
        for h in scene.cue("modality.opinion")
    ):
        return "opinion"
    tagged = any(
        0 <= at.start - h.end <= TAG_GAP or 0 <= h.start - at.end <= 1
        for h in scene.cue("modality.tag")
    )
    if future or tagged or _ESTIMATE.match(scene.text, at.end):
        return "forecast"
    if any(
        hit.end <= at.start and not scene.text[hit.end : at.start].strip(" (（:")
        for hit in scene.cue("modality.next")
    ):
        return "forecast"  # "市場予想の5万人", "more than expected (50,000)"
    reported = scene.cue("modality.reported")
    for hit in scene.cue("modality.forecast"):
        if _covers(reported, hit) or any(p.start <= hit.start < p.end for p in scene.periods):
            continue
        if _passive(scene, hit) or _takes_object(scene, hit):
            continue
        if _measured_against(scene, at, hit) or _in_the_reason(scene, at, hit):
            continue
        if any(at.end <= m.start and m.end <= hit.start for m in scene.mentions):
            continue  # "3.8%, against the 4.0% forecast": the word belongs to the nearer number
        left, right = sorted(((hit.start, hit.end), (at.start, at.end)))
        # A forecast word after a comma says nothing of what stands before it, but for the last
        # words of a sentence ("..., analysts expect").
        closes = len(scene.text[hit.end :].strip(' .!"”')) == 0
        wall = STRONG if hit.start < at.start and not isinstance(at, Hit) else COMMA
        if closes or not scene.walls(left[1], right[0], wall):
            return "forecast"
    return "reported"


def _passive(scene: Scene, hit: Hit) -> bool:
    """ "wird mit dem Zehnfachen gehandelt": a passive of today whose verb also tells futures."""
    return _covers(scene.cue("modality.auxiliary"), hit) and any(
        verb.start > hit.end for verb in scene.cue("modality.passive")
    )


def _takes_object(scene: Scene, hit: Hit) -> bool:
    """Whether a word of the future is one of handling: "将政策利率下调" lowers the rate now."""
    if not _covers(scene.cue("modality.object"), hit):
        return False
    parts = (*scene.metrics, *scene.entities)
    return any(hit.end <= p.start <= hit.end + 2 for p in parts) or any(
        p.start == hit.end for p in scene.periods
    )


def _measured_against(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether a forecast is what a number told before it beat: "$1.12, ahead of our outlook"."""
    return any(
        at.end <= word.start
        and word.end <= hit.start
        and len(scene.text[word.end : hit.start].split()) <= STANDARD_WORDS
        and not scene.walls(word.end, hit.start, COMMA)
        for name in STANDARDS
        for word in scene.cue(name)
    )


def _in_the_reason(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether a forecast word tells why: "rose 4% after the company raised its guidance"."""
    return any(
        at.end <= word.start
        and word.end <= hit.start
        and not scene.walls(word.end, hit.start, COMMA)
        and not any(m.start >= word.end and m.end <= hit.start for m in scene.mentions)
        for word in scene.cue("reach.because")
    )


def attribution(scene: Scene, at: Mention | Hit) -> tuple[Attribution | None, tuple[int, int]]:
    """Who is named as the source, and the span of that name (empty when nobody is)."""
    for hit in scene.cue("attribution.before"):
        start, end = _name_after(scene, hit.end)
        if end > start:
            return Attribution(text=scene.text[start:end]), (start, end)
    for hit in scene.cue("attribution.after"):
        start, end = _name_before(scene, hit.start)
        if end > start and not start <= at.start < end:
            return Attribution(text=scene.text[start:end]), (start, end)
    return None, (0, 0)


def _name_after(scene: Scene, start: int) -> tuple[int, int]:
    text = scene.text
    while start < len(text) and text[start].isspace():
        start += 1
    stop = _NAME_END.search(text, start)
    end = stop.start() if stop else len(text)
    ends = [end]
    ends += [
        h.start
        for name in ("attribution.after", "attribution.stop", "boundary.weak", "boundary.strong")
        for h in scene.cue(name)
        if h.start > start
    ]
    ends += [p.start for p in scene.periods if p.start > start]
    ends += [h.start for h in scene.group("trend.") if h.start > start]
    ends += [m.start for m in scene.mentions if m.start > start]
    end = min(ends)
    return start, start + len(text[start:end].rstrip())


def _name_before(scene: Scene, end: int) -> tuple[int, int]:
    text = scene.text
    begin = 0
    for found in _NAME_END.finditer(text, 0, end):
        # An abbreviation point ("U.S. banks") does not end a name.
        if found.group() != "." or (
            found.end() < end
            and text[found.end()] == " "
            and found.start() > 1
            and text[found.start() - 2] != "."
        ):
            begin = found.end()
    begin = max(
        [begin]
        + [
            h.end
            for name in ("boundary.strong", "boundary.weak", "attribution.stop")
            for h in scene.cue(name)
            if h.end <= end
        ]
        + [m.end for m in scene.mentions if m.end <= end]
    )
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[begin:end])]
    if not words or len(words) > NAME_WORDS:
        return 0, 0
    start = begin + words[0][0]
    name = text[start : begin + words[-1][1]]
    # A source is a name or a class of people, not the thing that is measured.
    if any(start <= h.start < end for h in scene.metrics) or any(
        start <= m.start < end for m in scene.mentions
    ):
        return 0, 0
    return (start, start + len(name)) if name.strip() else (0, 0)


def negated(scene: Scene, direction: Hit | None, at: Mention | Hit) -> bool:
    """Whether a word of negation stands right before the movement or the number, or between."""
    target = direction.start if direction and direction.start < at.start else at.start
    after = direction.end if direction and direction.start < at.start else at.start
    return any(
        after <= hit.start and hit.end <= at.start  # "stieg nicht um 5 Prozent"
        for hit in scene.cue("negation.words")
    ) or any(
        hit.end <= target
        and scene.cost((hit.start, hit.end), (target, target)) <= 3.0
        and not scene.walls(hit.end, target, STRONG)
        for hit in scene.cue("negation.words")
    )


def condition(scene: Scene) -> str | None:
    """The words of the if-clause."""
    hits = scene.cue("modality.conditional")
    if not hits:
        return None
    stop = _NAME_END.search(scene.text, hits[0].end)
    return scene.text[hits[0].start : stop.start() if stop else len(scene.text)].strip()
