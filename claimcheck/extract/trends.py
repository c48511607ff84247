"""Claims without a number: trends, records, comparisons with an average, judgements, ifs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from claimcheck.extract.attach.direction import direction_hit
from claimcheck.extract.attach.entity import entity_for, entity_of, resolve_segment
from claimcheck.extract.attach.found import NOTHING, Found, Memory
from claimcheck.extract.attach.implied import of_kind
from claimcheck.extract.drafts.direction import direction_name
from claimcheck.extract.drafts.number import draft_of
from claimcheck.extract.drafts.record import Draft
from claimcheck.extract.records import ranks, runs
from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene, overlap
from claimcheck.extract.stance import attribution
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import metrics
from claimcheck.schema import Certainty, Kind

# Cue lists that make a claim without a number, and its kind.
WORDY: tuple[tuple[str, Kind], ...] = (
    ("trend.rank", "rank"),
    ("trend.run", "trend"),
    ("trend.average", "comparison"),
    ("trend.up", "trend"),
    ("trend.down", "trend"),
)
# Without a word of these lists a sentence claims nothing beyond its numbers.
_TELLING = (
    "trend.",
    "rank.superlative",
    "rank.record",
    "streak.mark",
    "streak.noun",
    "streak.ordinal",
    "baseline.",
    "modality.conditional",
    "modality.judging",
)
# A trend, rank or judgement in words takes a subject this near.
SUBJECT_REACH = 14.0
JUDGED_REACH = 6.0
NAMES_REACH = 6.0
# "A ten-year average of 18.7": words between an average and its number.
AVERAGE_REACH = 2.0
# "Snapping a six-day losing streak": words between a run and what ends it.
ENDED_REACH = 4.0
# "Fell for a third straight quarter": words between a verb and its run.
LED_REACH = 3.0
# A subject after its trend word is less likely than one before.
AFTER_SUBJECT = 4.0
# "The order book swelled to an all-time high": the height is one of what is named before it.
OF_ANYTHING = 5.0
# Words between a verb and the view that it moves: "raised its full-year outlook".
VIEW_REACH = 3.0


# What grows by itself, no metric named.
GROWING, GROWTHS = ("company", "country", "region"), ("revenue_growth", "gdp_growth")

def in_words(
    scene: Scene, memory: Memory, anchor: date | None, numeric: list[Draft]
) -> list[Draft]:
    """What the sentence claims beyond its numbers, ``numeric``."""
    if not any(name.startswith(_TELLING) for name in scene.cues):
        return []
    found = [] if numeric else _two_names(scene, memory, anchor)
    moved = [(d.movement.start, d.movement.end) for d in numeric if d.movement]
    taken = [(draft.start, draft.end) for draft in found]
    for name, kind in WORDY:
        for hit in _told(scene, name):
            windowed = name in ("trend.rank", "trend.run")
            if _clash(hit, taken if windowed else taken + moved) or (
                kind == "comparison" and _has_own(scene, hit)
            ):
                continue
            number = _number_of(scene, hit, numeric) if windowed else None
            draft = _wordy(scene, hit, kind, memory, anchor, number)
            if draft and name == "trend.run":
                _as_run(scene, draft, hit)
            if draft and windowed:
                moved += [(verb.start, verb.end) for verb in _led(scene, hit)]
            if draft and (windowed or kind != "trend" or not _governs(scene, hit, numeric)):
                found.append(draft)
                taken.append((hit.start, hit.end))
    if not found and not numeric:
        found += _stance_only(scene, memory, anchor)
    return found


def _told(scene: Scene, name: str) -> list[Hit]:
    """What of one kind a sentence claims in words."""
    if name == "trend.rank":
        return ranks(scene)
    return runs(scene) if name == "trend.run" else scene.cue(name)


def _has_own(scene: Scene, hit: Hit) -> bool:
    """Whether the number of an average follows: "a ten-year average of 18.7" is told by it."""
    return any(
        number.start >= hit.end
        and scene.cost((hit.start, hit.end), (number.start, number.end)) <= AVERAGE_REACH
        for number in scene.mentions
    )


def _number_of(scene: Scene, hit: Hit, numeric: list[Draft]) -> Draft | None:
    """ "Exports grew 8.7% in August, the fastest since March": a rank of the number before it.

    "A record €120 billion" is one of the number right behind.
    """
    told = next(
        (d for d in numeric if 0 < d.start - hit.end <= 1),
        next((d for d in reversed(numeric) if d.end <= hit.start), None),
    )
    if told is None or told.metric.value is None or scene.walls(told.end, hit.start, STRONG):
        return None
    if any(told.end <= h.start and h.start < hit.end for h in (*scene.metrics, *scene.entities)):
        return None
    return told


def _led(scene: Scene, run: Hit) -> list[Hit]:
    """The verbs that lead to a run: "fell for a third day" is one claim."""
    return [
        verb
        for verb in scene.group("trend.")
        if verb.end <= run.start
        and scene.cost((verb.start, verb.end), (run.start, run.end)) <= LED_REACH
    ]


def _as_run(scene: Scene, draft: Draft, hit: Hit) -> None:
    """The way a run goes. Its time is not that of its last step: no year refutes it."""
    moved = direction_hit(scene, hit)
    ended = any(
        word.end <= hit.start
        and scene.cost((word.start, word.end), (hit.start, hit.end)) <= ENDED_REACH
        for word in scene.cue("streak.ended")
    )
    draft.movement = None if ended else moved
    draft.direction = direction_name(draft.movement)
    draft.metric = replace(draft.metric, certainty="unsure")
    if draft.period_certainty == "stated":
        draft.period_certainty = "unsure"


def _two_names(scene: Scene, memory: Memory, anchor: date | None) -> list[Draft]:
    """ "Small caps beat large caps in 2024": one name above or below another, without a number."""
    for hit in scene.group("baseline."):
        relation = hit.value.rpartition(".")[2]
        before = [e for e in scene.entities if e.end <= hit.start]
        after = [e for e in scene.entities if e.start >= hit.end]
        if relation not in ("higher_than", "lower_than") or not before or not after:
            continue
        gaps = [scene.cost((e.start, e.end), (hit.start, hit.end)) for e in (before[-1], after[0])]
        if max(gaps) > NAMES_REACH:
            continue
        draft = _wordy(scene, hit, "trend", memory, anchor)
        if draft:
            name = before[-1]
            draft.kind, draft.relation = "comparison", relation
            draft.entity = Found(name.value, scene.text[name.start : name.end], "stated", 0.0, name)
            draft.entity_id, draft.entity_certainty = resolve_segment(draft.entity, memory)
            draft.baseline_entity = after[0]
            draft.baseline_text = scene.text[after[0].start : after[0].end]
            draft.direction = "up" if relation == "higher_than" else "down"
            return [draft]
    return []


def _clash(hit: Hit, taken: list[tuple[int, int]]) -> bool:
    return any(start < hit.end and hit.start < end for start, end in taken)


def _governs(scene: Scene, hit: Hit, numeric: list[Draft]) -> bool:
    """Whether a number of the same clause already says this movement."""
    return any(
        not scene.walls(min(hit.end, d.end), max(hit.start, d.start), COMMA)
        and scene.cost((hit.start, hit.end), (d.start, d.end)) <= 9.0
        for d in numeric
    )


def _wordy(
    scene: Scene,
    hit: Hit,
    kind: Kind,
    memory: Memory,
    anchor: date | None,
    number: Draft | None = None,
) -> Draft | None:
    """A claim in words with its subject; that of ``number`` when it is told of one."""
    source, skip = attribution(scene, hit)
    if number is not None:
        draft = draft_of(scene, hit, number.metric, number.entity, hit, memory, anchor, source)
        draft.entity_id, draft.entity_certainty = number.entity_id, number.entity_certainty
        draft.kind, draft.direction = kind, "none"
        return draft
    entity = entity_for(scene, hit, memory, skip)
    metric = _subject_metric(scene, hit, entity)
    if metric.value is None and (entity.value is None or _of_a_view(scene, hit)):
        return None
    if entity.hit is None and metric.hit is None:
        # A carried subject is enough only when the sentence points back to it.
        if not scene.cue("refer.thing") and not scene.cue("refer.number"):
            return None
        if memory.metric and kind != "trend":
            metric = Found(memory.metric, memory.metric_text, "inferred")
    entity = entity_of(scene, hit, memory, skip, metric, entity)
    if metric.value is None:
        metric = _meant(scene, hit, kind, entity)
    metric = of_kind(scene, metric, entity, None)
    draft = draft_of(scene, hit, metric, entity, hit, memory, anchor, source)
    draft.kind = kind
    if entity.hit and scene.walls(
        min(entity.hit.end, hit.end), max(entity.hit.start, hit.start), COMMA
    ):
        # "the S&P 500 returned 25%, so patient holders still lagged": another may have lagged.
        draft.entity_certainty = "unsure"
    if kind != "trend":
        # "exceeds the historical average": what compares stands right before it.
        relations = [
            h
            for h in scene.group("baseline.")
            if h.start < hit.end and scene.cost((h.start, h.end), (hit.start, hit.end)) <= 3.0
        ]
        if kind == "comparison" and not relations:
            return None
        draft.relation = relations[-1].value.rpartition(".")[2] if relations else None
        draft.direction = "none"
        if relations:
            draft.start = relations[-1].start
    return draft


def _of_a_view(scene: Scene, verb: Hit) -> bool:
    """ "Walmart raised its full-year outlook": what is expected moved, and nothing else."""
    return any(
        verb.end <= view.start
        and scene.cost((verb.start, verb.end), (view.start, view.end)) <= VIEW_REACH
        for view in scene.cue("refer.view")
    )


def _subject_metric(scene: Scene, hit: Hit, entity: Found) -> Found:
    best = NOTHING
    for candidate in scene.metrics:
        cost = scene.cost((candidate.start, candidate.end), (hit.start, hit.end))
        cost += AFTER_SUBJECT if candidate.start >= hit.end else 0.0
        between = [e for e in scene.entities if candidate.end <= e.start < hit.start]
        if any(scene.walls(candidate.end, name.start, COMMA) for name in between):
            continue  # "yields rose to 3.6%, gold slipped": of another thing
        if candidate.value in about().quoted and overlap(candidate, hit):
            cost += OF_ANYTHING
        if cost < min(best.cost, SUBJECT_REACH):
            best = Found(
                candidate.value,
                scene.text[candidate.start : candidate.end],
                "stated",
                cost,
                candidate,
            )
    if best.value and metrics()[best.value].growth and hit.value in ("trend.up", "trend.down"):
        # "earnings fell" is a statement about their growth.
        best = replace(best, value=metrics()[best.value].growth)
    return best


def _meant(scene: Scene, hit: Hit, kind: Kind, entity: Found) -> Found:
    """What goes without saying: a fund's run is one of flows, a share's high one of its price."""
    table = about().default.get(kind_of(entity.value) or "", {})
    told = None
    if kind == "trend":
        flows = hit.value == "trend.run" and kind_of(entity.value) == "fund"
        # "McDonald's returned to growth": of a firm its sales, of a country its output.
        grows = kind_of(entity.value) in GROWING and any(
            overlap(hit, word) for word in scene.cue("says.growth")
        )
        told = table.get("currency") if flows else table["growth"] if grows else "return"
    elif kind == "rank" and entity.hit is not None:
        year = any(overlap(hit, word) for word in scene.cue("rank.extreme"))
        told = table.get("percent") if year else table.get("currency")
    # What grows may as well be a share's price: a guess, which nothing is held against.
    sure: Certainty = "unsure" if told in GROWTHS else "inferred"
    return Found(told, None, sure) if told in metrics() else NOTHING


def _stance_only(scene: Scene, memory: Memory, anchor: date | None) -> list[Draft]:
    """A judgement or an if-sentence about a known subject: a claim that cannot be checked."""
    hits = scene.cue("modality.conditional") and scene.group("baseline.") + scene.group(
        "direction."
    )
    hits = hits or scene.cue("modality.judging")
    for hit in hits or ():
        entity = entity_for(scene, hit, memory, (hit.end, len(scene.text)))
        metric = _subject_metric(scene, hit, entity)
        if metric.cost > JUDGED_REACH:
            metric = NOTHING
        if (entity.hit or metric.hit) is None and not scene.cue("refer.thing"):
            continue
        draft = draft_of(scene, hit, metric, entity, None, memory, anchor, None)
        draft.kind = "comparison" if hit.value.startswith("baseline") else "trend"
        if draft.modality in ("reported", "forecast"):
            draft.modality = "opinion"
        return [draft]
    return []
