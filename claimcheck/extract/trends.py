"""Claims without a number: trends, records, comparisons with an average, judgements, ifs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from claimcheck.extract.attach.entity import entity_for, entity_of, resolve_segment
from claimcheck.extract.attach.found import NOTHING, Found, Memory
from claimcheck.extract.drafts.number import draft_of
from claimcheck.extract.drafts.record import Draft
from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene
from claimcheck.extract.stance import attribution
from claimcheck.lexicon import metrics
from claimcheck.schema import Kind

# Cue lists that make a claim without a number, and its kind.
WORDY: tuple[tuple[str, Kind], ...] = (
    ("trend.rank", "rank"),
    ("trend.average", "comparison"),
    ("trend.up", "trend"),
    ("trend.down", "trend"),
)
# Without a word of these lists a sentence claims nothing beyond its numbers.
_TELLING = ("trend.", "rank.superlative", "baseline.", "modality.conditional", "modality.judging")
# A trend, rank or judgement in words takes a subject this near.
SUBJECT_REACH = 14.0
JUDGED_REACH = 6.0
NAMES_REACH = 6.0
# A subject after its trend word is less likely than one before.
AFTER_SUBJECT = 4.0


def in_words(
    scene: Scene, memory: Memory, anchor: date | None, numeric: list[Draft]
) -> list[Draft]:
    """What the sentence claims beyond its numbers, ``numeric``."""
    if not any(name.startswith(_TELLING) for name in scene.cues):
        return []
    found = [] if numeric else _two_names(scene, memory, anchor)
    taken = [(d.movement.start, d.movement.end) for d in numeric if d.movement]
    taken += [(draft.start, draft.end) for draft in found]
    for name, kind in WORDY:
        for hit in _records(scene) if name == "trend.rank" else scene.cue(name):
            if _clash(hit, taken):
                continue
            draft = _wordy(scene, hit, kind, memory, anchor)
            if draft and kind == "rank":
                _of_number(scene, draft, numeric)
            if draft and not (numeric and kind == "trend" and _governs(scene, hit, numeric)):
                found.append(draft)
                taken.append((hit.start, hit.end))
    if not found and not numeric:
        found += _stance_only(scene, memory, anchor)
    return found


def _of_number(scene: Scene, draft: Draft, numeric: list[Draft]) -> None:
    """ "Exports grew 8.7% in August, the fastest since March": a rank of the number before it.

    "A record €120 billion" is one of the number right behind.
    """
    told = next(
        (d for d in numeric if 0 < d.start - draft.end <= 1),
        next((d for d in reversed(numeric) if d.end <= draft.start), None),
    )
    if told is None or told.metric.value is None or scene.walls(told.end, draft.start, STRONG):
        return
    if any(told.end <= h.start and h.end <= draft.start for h in (*scene.metrics, *scene.entities)):
        return
    draft.metric, draft.entity = told.metric, told.entity
    draft.entity_id, draft.entity_certainty = told.entity_id, told.entity_certainty


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


def _records(scene: Scene) -> list[Hit]:
    """Ranks in words: whole phrases, and a superlative with its window ("weakest since 2021")."""
    found = list(scene.cue("trend.rank"))
    for word in scene.cue("rank.superlative"):
        if any(p.start <= word.start and word.end <= p.end for p in scene.periods):
            continue  # "ilk altı ayda", in the first six months
        for window in scene.cue("rank.window"):
            if (
                window.start >= word.end
                and scene.cost((word.start, word.end), (window.start, window.end)) <= 5.0
            ):
                ends = [
                    p.end
                    for p in scene.periods
                    if 0 <= p.start - window.end <= 2 or p.start <= window.end < p.end
                ]
                found.append(Hit(word.start, max([window.end, *ends]), "trend.rank"))
                break
    return sorted(found, key=lambda hit: (hit.start, -hit.end))


def _clash(hit: Hit, taken: list[tuple[int, int]]) -> bool:
    return any(start < hit.end and hit.start < end for start, end in taken)


def _governs(scene: Scene, hit: Hit, numeric: list[Draft]) -> bool:
    """Whether a number of the same clause already says this movement."""
    return any(
        not scene.walls(min(hit.end, d.end), max(hit.start, d.start), COMMA)
        and scene.cost((hit.start, hit.end), (d.start, d.end)) <= 9.0
        for d in numeric
    )


def _wordy(scene: Scene, hit: Hit, kind: str, memory: Memory, anchor: date | None) -> Draft | None:
    source, skip = attribution(scene, hit)
    entity = entity_for(scene, hit, memory, skip)
    metric = _subject_metric(scene, hit, entity)
    if metric.value is None and entity.value is None:
        return None
    if entity.hit is None and metric.hit is None:
        # A carried subject is enough only when the sentence points back to it.
        if not scene.cue("refer.thing") and not scene.cue("refer.number"):
            return None
        if memory.metric and kind != "trend":
            metric = Found(memory.metric, memory.metric_text, "inferred")
    entity = entity_of(scene, hit, memory, skip, metric, entity)
    if metric.value is None and kind == "trend":
        metric = Found("return", None, "inferred") if "return" in metrics() else NOTHING
    draft = draft_of(scene, hit, metric, entity, hit, memory, anchor, source)
    draft.kind = kind  # type: ignore[assignment]
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


def _subject_metric(scene: Scene, hit: Hit, entity: Found) -> Found:
    best = NOTHING
    for candidate in scene.metrics:
        cost = scene.cost((candidate.start, candidate.end), (hit.start, hit.end))
        cost += AFTER_SUBJECT if candidate.start >= hit.end else 0.0
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
