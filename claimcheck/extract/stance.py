"""How a number is said: modality, attribution, negation, condition.

The ConText idea of clinical NLP (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002): a cue word
acts on what stands in its scope, and a terminator ends the scope. Cues are data (``[cues]``).
"""

from __future__ import annotations

import re

from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene, overlap
from claimcheck.periods import PeriodMention
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
STANDARD_WORDS = 5
# What a forecast is beaten by, where nothing but its unit says so.
MARGINS = ("percent", "percentage_point", "basis_point")
# How many words stand between a verb of beating and the forecast that is beaten.
BEATEN_WORDS = 6
# How many words stand between a word of falling due and its time.
DUE_WORDS = 2
# What stands between "since" and the forecast that was cut, and between a forecast and its number.
SINCE_REACH, OWN = 5.0, 2.0
# Signs between a mark and its number: "est. +2.6%", "FCST: $14.75B".
TAG_GAP = 2
# Words from a mark to the number that it was moved to: "est. is raised to $71".
TAG_WORDS = 4


def _covers(hits: list[Hit], other: Hit) -> bool:
    return any(h.start <= other.start and other.end <= h.end for h in hits)


def _covered(hits: list[Hit], others: list[Hit]) -> bool:
    """Whether each of the others lies within one of the hits."""
    return all(_covers(hits, other) for other in others)


def modality(scene: Scene, at: Mention | Hit, future: bool, of_market: bool = False) -> Modality:
    """Reported, forecast, opinion, conditional or question.

    ``of_market`` says that the number is a price: what one person expects of it is an opinion.
    """
    # "Up 5% – where is the bubble?": the question is asked behind the dash.
    asked = scene.text.rstrip(" \"'”»)").endswith(_QUESTION)
    if asked and not _ASIDE.search(scene.text, at.end):
        return "question"
    # An if-clause governs the whole sentence it opens, or the clause it closes.
    conditions = [
        hit for hit in scene.cue("modality.conditional")
        # "situava-se": a pronoun, no "if"
        if scene.text[hit.start - 1 : hit.start] != "-" and (
            hit.start < at.start
            or not (scene.walls(at.end, hit.start, STRONG) or _of_later(scene, at, hit))
        )
    ]
    assumed = _covered(scene.cue("modality.assumption"), conditions)
    opinions = _opinions(scene, at)
    believed = _covered(scene.cue("modality.belief"), opinions)
    if conditions and not assumed:
        return "conditional"
    if opinions and not believed and (of_market or not _predicted(scene, at, opinions, future)):
        return "opinion"
    passed = [*opinions, *(scene.cue("modality.hypothetical") if conditions else ())]
    told_ahead = (
        future
        or (opinions and _foretold(scene, at, opinions[0]))
        or _headed(scene, at)
    )
    if told_ahead or _marked(scene, at) or _governed(scene, at, passed):
        # "We believe sales will grow 4%", "assuming today's rates, we expect $2bn": both are told
        # of the future, whoever believes it and whatever is assumed.
        return "forecast"
    return "conditional" if conditions else "opinion" if opinions else "reported"


def _of_later(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """ "Revenue met forecasts at $11.5bn, and a margin of 28% would have topped 31%"."""
    return scene.text[hit.start : hit.end].lower().startswith("would") and any(
        at.end <= m.start and m.end <= hit.start for m in scene.mentions
    )


def _opinions(scene: Scene, at: Mention | Hit) -> list[Hit]:
    return [
        hit for hit in scene.cue("modality.opinion")
        if hit.start < at.start or not scene.walls(at.end, hit.start, COMMA)
    ]


def is_personal(scene: Scene, at: Mention | Hit) -> bool:
    """Whether an opinion is one person's own: "I think", not "we would argue"."""
    own = scene.cue("modality.personal")
    return any(_covers(own, hit) for hit in _opinions(scene, at))


def _predicted(
    scene: Scene, at: Mention | Hit, opinions: list[Hit], future: bool
) -> bool:
    """Whether one person tells what is to come: "I think the margin will be 41%"."""
    said = min(hit.end for hit in opinions)
    if future and any(said <= period.start for period in scene.periods):
        return True
    earlier = [hit for hit in scene.cue("modality.forecast") if hit.start < said]
    return _governed(scene, at, [*opinions, *earlier])


def _foretold(scene: Scene, at: Mention | Hit, belief: Hit) -> bool:
    """Whether a verb of movement in the present goes with a belief and its number."""
    return any(
        belief.end <= min(at.start, verb.start)
        and not scene.walls(belief.end, max(at.start, verb.start), STRONG)
        for verb in scene.cue("modality.foretold")
    )


def _headed(scene: Scene, at: Mention | Hit) -> bool:
    """Whether a headline's infinitive tells the number: "Capital ratio to stay above 14%"."""
    return any(
        verb.end <= at.start
        and not scene.walls(verb.end, at.start, COMMA)
        and _opens(scene, verb)
        for verb in scene.cue("modality.infinitive")
    )


def _opens(scene: Scene, verb: Hit) -> bool:
    """Whether no more than a name stands before a verb, from where its clause begins."""
    names = (*scene.metrics, *scene.entities)
    start = max(scene.text.rfind(sign, 0, verb.start) for sign in ":;") + 1
    before = scene.text[start : verb.start].strip()
    return (
        0 < len(before.split()) <= NAME_WORDS
        and any(start <= name.start and name.end == verb.start - 1 for name in names)
        and not any(start <= told.start < verb.start for told in scene.cue("modality.told"))
    )


def _marked(scene: Scene, at: Mention | Hit) -> bool:
    """Whether a mark or word of an estimate stands at the number itself."""
    # "Our survey: 37% of firms hired" tells a share of those asked.
    shared = isinstance(at, Mention) and any(
        0 < of.start - at.end <= 1 for of in scene.cue("reach.of")
    )
    tagged = any(
        (0 <= at.start - h.end <= TAG_GAP and not (shared and h.end < at.start - 1))
        or 0 <= h.start - at.end <= 1
        for h in scene.cue("modality.tag")
    )
    # "市場予想の5万人", "more than expected (50,000)"
    return bool(tagged or _moved_to(scene, at) or _ESTIMATE.match(scene.text, at.end)) or any(
        hit.end <= at.start and not scene.text[hit.end : at.start].strip(" (（:")
        for hit in scene.cue("modality.next")
    )


def _moved_to(scene: Scene, at: Mention | Hit) -> bool:
    """ "NAV est. cut to $71": what an estimate was moved to."""
    if not any(0 < at.start - to.end <= 1 for to in scene.cue("reach.to")):
        return False
    return any(
        tag.end <= at.start
        and len(scene.text[tag.end : at.start].split()) <= TAG_WORDS
        and not any(tag.end <= m.start < at.start for m in scene.mentions)
        and not scene.walls(tag.end, at.start, COMMA)
        for tag in scene.cue("modality.estimate")
    )


def _governed(scene: Scene, at: Mention | Hit, passed: list[Hit]) -> bool:
    """Whether a word of the future reaches the number; those within what is passed over do not."""
    reported = scene.cue("modality.reported")
    for hit in scene.cue("modality.forecast"):
        if _covers(reported, hit) or any(p.start <= hit.start < p.end for p in scene.periods):
            continue
        if _covers(passed, hit) or _passive(scene, hit) or _takes_object(scene, hit):
            continue
        if _refused(scene, at, hit):
            continue
        if any(at.end <= m.start and m.end <= hit.start for m in scene.mentions):
            continue  # "3.8%, against the 4.0% forecast": the word belongs to the nearer number
        left, right = sorted(((hit.start, hit.end), (at.start, at.end)))
        # A forecast word after a comma says nothing of what stands before it, but for the last
        # words of a sentence ("..., analysts expect").
        closes = len(scene.text[hit.end :].strip(' .!"”')) == 0
        wall = STRONG if hit.start < at.start and not isinstance(at, Hit) else COMMA
        if closes or not scene.walls(left[1], right[0], wall) or _heads_list(scene, at, hit):
            return True
    return False


def _heads_list(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """ "Its targets for 2025: revenue of €32bn and a margin of 10%": an aim and its list."""
    colon = scene.text.find(":", hit.end, at.start)
    return (
        colon > 0
        and _is_aim(scene, hit)
        and not scene.walls(hit.end, colon, COMMA)
        and not any(verb.start > colon for verb in scene.cue("modality.told"))
        and not scene.walls(colon + 1, at.start, STRONG)
    )


def falls_due(scene: Scene, at: Mention | Hit, period: PeriodMention) -> bool:
    """Whether a time is when something ends that is there today: "$2bn of notes due in 2029"."""
    return any(0 <= hit.start - period.end <= 1 for hit in scene.cue("modality.paper")) or any(
        at.end <= hit.start
        and hit.end <= period.start
        and len(scene.text[hit.end : period.start].split()) <= DUE_WORDS
        for hit in scene.cue("modality.dated")
    )


def settled(scene: Scene, at: Mention | Hit) -> bool:
    """Whether a word of the future speaks of something else, or the verb tells a past."""
    if is_portion(scene, at):
        return True
    return any(_refused(scene, at, hit) for hit in scene.cue("modality.forecast")) or any(
        verb.end <= at.start and not scene.walls(verb.end, at.start, COMMA)
        for verb in scene.cue("modality.told")
    )


def is_beside_forecast(scene: Scene, at: Mention | Hit) -> bool:
    """Whether a forecast is told of and the number is not it: "9% against a target of 10%"."""
    return is_portion(scene, at) or any(
        test(scene, at, hit)
        for hit in scene.cue("modality.forecast")
        for test in (_measured_against, _beaten, _fulfilled, _revised)
    )


def _refused(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    tests = (
        _measured_against, _in_the_reason, _beaten, _fulfilled, _told_of, _told_since, _revised,
        _long_known, _part_of_aim,
    )
    return any(test(scene, at, hit) for test in tests)


def _beaten(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether a forecast was beaten or missed, and the number is not the one forecast.

    "Sales of $3bn missed the consensus of $3.2bn by 6%": of the three, $3.2bn alone was forecast.
    """
    by = any(0 <= at.start - size.end <= 1 for size in scene.cue("modality.margin"))
    for verb in scene.cue("modality.beaten"):
        if verb.end > hit.start or scene.walls(verb.end, hit.start, STRONG):
            continue
        # "Beat by 4% what analysts expected", "superó en un 4 % lo que esperaba el consenso"
        within = by and verb.end <= at.start and at.end <= hit.start
        words = scene.text[at.end if within else verb.end : hit.start].split()
        if len(words) > BEATEN_WORDS:
            continue
        if within or at.end <= verb.start:
            return True
        if at.start >= hit.end:
            between = any(hit.end <= m.start and m.end <= at.start for m in scene.mentions)
            return between or by or scene.walls(hit.end, at.start, COMMA)
    return False


def _fulfilled(scene: Scene, _: Mention | Hit, hit: Hit) -> bool:
    """Whether an aim was reached: "we delivered on our target of $24bn"."""
    return any(
        verb.end <= hit.start
        and not scene.walls(verb.end, hit.start, COMMA)
        and len(scene.text[verb.end : hit.start].split()) <= STANDARD_WORDS
        for verb in scene.cue("modality.fulfilled")
    )


def _told_of(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether a verb tells the number as a result before the word of the future comes.

    "We incurred $11m of costs for the planned split", "rose 5% and is expected to rise 7%".
    """
    if hit.start < at.end or not scene.text[hit.end :].strip(' .!"”'):
        return False
    return any(
        verb.end <= at.start and not scene.walls(verb.end, at.start, COMMA)
        for verb in scene.cue("modality.told")
    )


def _told_since(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether a later clause tells a result: "guided to a fall of 3%, and we came in at 2%".

    Behind a noun or its adjective the same clause does: "the planned shutdown lost us $2m".
    """
    nominal = _covers(scene.cue("modality.nominal"), hit)
    if nominal and scene.words.verb_last and hit.end <= at.start:
        return any(at.end <= verb.start for verb in scene.cue("modality.told"))
    return any(
        hit.end <= verb.start
        and verb.end <= at.start
        and (nominal or scene.walls(hit.end, verb.start, COMMA))
        for verb in scene.cue("modality.told")
    )


def _revised(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether the number is by how much a forecast has been moved: "estimates have risen 3%"."""
    if any(0 < at.start - to.end <= 1 for to in scene.cue("reach.to")):
        return False  # "has been revised to $7.84"
    return any(
        hit.end <= verb.start
        and verb.end <= at.start
        and not scene.walls(hit.end, verb.start, COMMA)
        and not scene.walls(verb.end, at.start, COMMA)
        for verb in scene.cue("modality.revised")
    )


def _long_known(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether a forecast is an event that is over: "down 12% since it cut its guidance"."""
    if not _is_aim(scene, hit) or (hit.end <= at.start and scene.cost(hit[:2], _span(at)) <= OWN):
        return False  # "after guidance of 5%"
    return any(
        scene.cost(word[:2], hit[:2]) <= SINCE_REACH and not overlap(word, hit)
        for word in scene.cue("modality.since")
    )


def _span(at: Mention | Hit) -> tuple[int, int]:
    return at.start, at.end


def _is_aim(scene: Scene, hit: Hit) -> bool:
    """Whether a word of the future names a forecast or a plan as a thing."""
    return any(overlap(aim, hit) for aim in scene.cue("modality.aim"))


def _part_of_aim(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """Whether a share of what is aimed at is told: "it reached 61% of its annual target"."""
    if not isinstance(at, Mention) or at.unit != "percent" or not _is_aim(scene, hit):
        return False
    if is_portion(scene, at):
        return True
    between = scene.text[at.end : hit.start]
    return (
        hit.start >= at.end
        and len(between.split()) <= STANDARD_WORDS
        and any(at.end < of.start <= at.end + 1 for of in scene.cue("reach.of"))
    )


def is_portion(scene: Scene, at: Mention | Hit) -> bool:
    """Whether it is told how much has been done: "55% progress against the full-year plan"."""
    if not isinstance(at, Mention) or at.unit != "percent":
        return False
    return any(
        not any(word.end <= m.start and m.end <= at.start for m in scene.mentions)
        for word in scene.cue("modality.portion")
        if word.end <= at.start or not scene.walls(at.end, word.start, COMMA)
    )


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
    """Whether a forecast is what another number is held against: "$1.12, ahead of our outlook".

    Behind it, a number in a clause of its own: "4% above our estimate, and margins rose to 9%".
    """
    behind = hit.end <= at.start and scene.walls(hit.end, at.start, COMMA)
    # Where the verb comes last, "more than 4% [they] expect" is what is expected.
    before = not scene.words.verb_last
    if not before and _outdone(scene, at, hit):
        return True
    return any(
        (behind or (before and at.end <= word.start))
        and word.end <= hit.start
        and len(scene.text[word.end : hit.start].split()) <= STANDARD_WORDS
        and not scene.walls(word.end, hit.start, COMMA)
        for name in STANDARDS
        for word in scene.cue(name)
    ) or any(
        # "10.2 weeks versus our target of nine"
        before
        and at.end <= word.start
        and word.end <= hit.start
        and len(scene.text[word.end : hit.start].split()) <= STANDARD_WORDS
        for word in scene.cue("baseline.versus")
    )


def _outdone(scene: Scene, at: Mention | Hit, hit: Hit) -> bool:
    """ "市場予想を5%上回る310億円": by how much a forecast was beaten, and what beat it."""
    by = isinstance(at, Mention) and at.unit in MARGINS and hit.end <= at.start
    return any(
        hit.end <= word.start
        and (
            (by and at.end <= word.start and not scene.text[at.end : word.start].strip())
            or (word.end <= at.start and not scene.walls(word.end, at.start, COMMA))
        )
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
