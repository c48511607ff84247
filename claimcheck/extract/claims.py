"""Builds the claims of an article, sentence by sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimcheck.extract.attach import (
    NOTHING,
    PERCENT,
    Found,
    Memory,
    direction_hit,
    entity_for,
    entity_of,
    is_base,
    metric_for,
    period_for,
    resolve_segment,
    unit_class,
)
from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, Hit, Scene, look
from claimcheck.extract.stance import attribution, condition, modality, negated
from claimcheck.extract.words import kind_of
from claimcheck.lexicon import entities, metrics
from claimcheck.periods import PeriodMention, fiscal_year
from claimcheck.quantities import Mention
from claimcheck.schema import (
    Article,
    Attribution,
    Baseline,
    Certainty,
    Claim,
    Confidence,
    Direction,
    EntityRef,
    Kind,
    Modality,
    Period,
    Quantity,
    Sentence,
    Span,
)

# "surpassing the 13%": a comparison reaches the numbers this many words after its cue.
COMPARISON_REACH = 14.0
# Bases that any metric may have.
ANY_METRIC = frozenset(
    ("yoy", "qoq", "mom", "annualised", "ytd", "cagr", "consensus", "guidance", "average")
)
TIME_UNITS = frozenset(
    ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century")
)
# "three reasons", "two charts": counts this small are words of the telling, not figures.
SMALL_COUNT = 12
# A number this near to the one before, with nothing but joining words between, shares its meaning.
SIBLING_REACH = 6.0
# Cue lists that make a claim without a number, and its kind.
WORDY: tuple[tuple[str, Kind], ...] = (
    ("trend.rank", "rank"),
    ("trend.average", "comparison"),
    ("trend.up", "trend"),
    ("trend.down", "trend"),
)
# A trend, rank or judgement in words takes a subject this near.
SUBJECT_REACH = 14.0
JUDGED_REACH = 6.0


@dataclass(slots=True)
class Draft:
    """A claim before its ids and links are fixed; offsets count from the sentence's start."""

    start: int
    end: int
    mention: Mention | None
    kind: Kind
    metric: Found
    entity: Found
    entity_id: str | None
    entity_certainty: Certainty
    period: PeriodMention | None
    period_certainty: Certainty
    direction: Direction
    movement: Hit | None
    modality: Modality
    attribution: Attribution | None
    polarity_negated: bool
    basis: tuple[str, ...]
    condition: str | None
    relation: str | None = None
    partner: Draft | None = None
    baseline_entity: Hit | None = None
    baseline_text: str = ""
    baseline_period: PeriodMention | None = None
    parents: tuple[Draft, ...] = ()
    back: bool = False
    claim: Claim | None = None


def anchor_of(article: Article) -> date | None:
    """The day that "last quarter" is counted from: the article's own, or the latest it can be."""
    if article.published_at:
        try:
            return date.fromisoformat(article.published_at[:10])
        except ValueError:
            return None
    return article.date.latest or article.date.earliest


def extract(article: Article, sentences: Iterable[Sentence]) -> tuple[Claim, ...]:
    """The claims of an article in reading order. Nothing is dropped for want of a metric."""
    anchor = anchor_of(article)
    memory = Memory()
    claims: list[Claim] = []
    _headline(article, memory, anchor)
    for sentence in sentences:
        scene = look(sentence, anchor, memory.names)
        drafts = sorted(_drafts(scene, memory, anchor), key=lambda draft: draft.start)
        _link(scene, drafts)
        for number, draft in enumerate(drafts, len(claims) + 1):
            _finish(draft, number, scene, article, claims)
        # Links name ids, which are known only now.
        claims += [_joined(draft) for draft in drafts]
        _remember(scene, drafts, memory)
    return tuple(claims)


def _headline(article: Article, memory: Memory, anchor: date | None) -> None:
    """A title that is not part of the text still says what the text is about."""
    title = article.title
    if not title or article.text.startswith(title):
        return
    scene = look(
        Sentence(start=0, end=len(title), text=title, language=article.language, paragraph=-1),
        anchor,
    )
    _note_names(scene, memory)
    _remember(scene, [], memory)


def _drafts(scene: Scene, memory: Memory, anchor: date | None) -> list[Draft]:
    if memory.paragraph != scene.sentence.paragraph:
        memory.period = None
    memory.paragraph = scene.sentence.paragraph
    _note_names(scene, memory)
    drafts: list[Draft] = []
    for mention in scene.mentions:
        draft = _numeric(scene, mention, memory, anchor, drafts[-1] if drafts else None)
        if _is_claim(draft):
            drafts.append(draft)
    return drafts + _in_words(scene, memory, anchor, drafts)


def _note_names(scene: Scene, memory: Memory) -> None:
    catalogue = entities()
    for hit in scene.entities:
        if hit.value == UNKNOWN:
            name = scene.text[hit.start : hit.end]
            memory.names.setdefault(name.split()[0], name)
        elif segment := catalogue[hit.value].segment:
            memory.indices[segment] = hit.value


def _is_claim(draft: Draft) -> bool:
    """A length of time, or a bare number that nothing in the text gives a meaning, is none."""
    mention = draft.mention
    if mention is None:
        return True
    told = mention.words and mention.unit == "count" and mention.kind == "number"
    if draft.metric.value and not (
        told and mention.high <= SMALL_COUNT and draft.metric.cost > 3.0
    ):
        return True
    if mention.unit in TIME_UNITS:
        return False
    if mention.unit != "count":
        return True
    small = mention.high <= SMALL_COUNT
    if draft.movement and not small:
        return True
    return mention.noun is not None and not small


def _numeric(
    scene: Scene, mention: Mention, memory: Memory, anchor: date | None, before: Draft | None
) -> Draft:
    source, skip = attribution(scene, mention)
    entity = entity_for(scene, mention, memory, skip)
    metric = metric_for(scene, mention, memory, entity)
    movement = direction_hit(scene, mention)
    if before and _siblings(scene, before, mention):
        if before.metric.cost + SIBLING_REACH < metric.cost or metric.value is None:
            fits = before.mention and unit_class(before.mention) == unit_class(mention)
            metric = replace(before.metric, certainty="inferred") if fits else metric
        if entity.hit is None:
            entity = before.entity
    same_unit = before and before.mention and unit_class(before.mention) == unit_class(mention)
    if metric.value is None and before and same_unit:
        metric = replace(before.metric, certainty="inferred")
        if movement is None and scene.group("direction."):
            movement = before.movement
    entity = entity_of(scene, mention, memory, skip, metric, entity)
    draft = _draft(scene, mention, metric, entity, movement, memory, anchor, source)
    draft.mention = mention
    draft.kind = _kind(scene, mention, draft)
    draft.direction = _turned(scene, mention, draft)
    draft.back = any(
        hit.end <= mention.start
        and scene.cost((hit.start, hit.end), (mention.start, mention.end)) <= 1.0
        for hit in scene.cue("refer.number")
    )
    return draft


def _siblings(scene: Scene, before: Draft, mention: Mention) -> bool:
    """Whether two numbers are told in one breath: "3% and 5%", "$5bn, up from $4bn"."""
    return (
        not scene.walls(before.end, mention.start, STRONG + 1.0)
        and scene.cost((before.start, before.end), (mention.start, mention.end))
        <= SIBLING_REACH + STRONG
    )


def _draft(
    scene: Scene,
    at: Mention | Hit,
    metric: Found,
    entity: Found,
    movement: Hit | None,
    memory: Memory,
    anchor: date | None,
    source: Attribution | None,
) -> Draft:
    period, certainty = period_for(scene, at, memory)
    entity_id, entity_certainty = resolve_segment(entity, memory)
    future = bool(anchor and period and period.first and period.first > anchor) or bool(
        anchor and period and period.type == "by" and period.last and period.last > anchor
    )
    return Draft(
        start=at.start,
        end=at.end,
        mention=None,
        kind="trend",
        metric=metric,
        entity=entity,
        entity_id=entity_id,
        entity_certainty=entity_certainty,
        period=period,
        period_certainty=certainty,
        direction=_direction(movement),
        movement=movement,
        modality=modality(scene, at, future),
        attribution=source,
        polarity_negated=negated(scene, movement, at),
        basis=_basis(scene, at, metric, period),
        condition=condition(scene),
    )


def _direction(hit: Hit | None) -> Direction:
    name = hit.value.rpartition(".")[2] if hit else "none"
    return name if name in ("up", "down", "in", "out") else "none"  # type: ignore[return-value]


def _basis(
    scene: Scene, at: Mention | Hit, metric: Found, period: PeriodMention | None
) -> tuple[str, ...]:
    """Bases named beside the number or its metric; a yearly growth rate is year on year."""
    item = metrics().get(metric.value or "")
    growth = bool(item and (item.growth_of or item.kind == "growth"))
    found = []
    for hit in scene.group("basis."):
        name = hit.value.partition(".")[2]
        allowed = name in (item.bases if item else ()) or name in ANY_METRIC
        spans = [(at.start, at.end)] + ([(metric.hit.start, metric.hit.end)] if metric.hit else [])
        wall = COMMA if name == "average" else STRONG
        near = any(
            scene.cost(span, (hit.start, hit.end)) <= 8.0
            and not scene.walls(min(span[1], hit.end), max(span[0], hit.start), wall)
            for span in spans
        )
        if allowed and near and name not in found:
            found.append(name)
    timed = {"yoy", "qoq", "mom", "annualised", "ytd", "cagr"}
    if growth and period and period.granularity == "year" and not timed & set(found):
        found.append("yoy")
    return tuple(found)


def _between(scene: Scene, draft: Draft, name: str) -> bool:
    """Whether a cue of that list stands between the word of movement and the number."""
    hit = draft.movement
    return bool(hit) and any(
        hit.end <= h.start and h.end <= draft.start
        for h in scene.cue(name)  # type: ignore[union-attr]
    )


def _turned(scene: Scene, mention: Mention, draft: Draft) -> Direction:
    """The direction in the terms of the metric: money flows in or out, a discount is down."""
    name = draft.metric.value
    if draft.kind == "flow":
        flows = {"up": "in", "down": "out"}
        near = [h for part in ("in", "out") for h in scene.cue(f"direction.{part}")]
        near.sort(key=lambda h: scene.cost((h.start, h.end), (mention.start, mention.end)))
        return _direction(near[0]) if near else flows.get(draft.direction, draft.direction)  # type: ignore[return-value]
    if name in ("valuation_discount", "valuation_premium"):
        return "down" if name == "valuation_discount" else "up"
    if mention.kind == "ratio_word":
        return "up" if mention.low >= 1 else "down"
    if draft.kind in ("level", "ratio", "share") and not _reached(scene, draft):
        return "none"  # "was 5%, up from 4%": the level itself does not move
    if draft.direction == "none" and draft.kind != "level":
        return _signed(scene, mention)
    return draft.direction


def _signed(scene: Scene, mention: Mention) -> Direction:
    """The direction of a number that has no verb: its sign, or "4% above consensus"."""
    if scene.text[mention.start] == "+" or scene.text[mention.start - 1 : mention.start] == "+":
        return "up"
    if mention.sign < 0:
        return "down"
    for relation, direction in (("higher_than", "up"), ("lower_than", "down")):
        for hit in scene.cue(f"baseline.{relation}"):
            if 0 <= hit.start - mention.end <= 2:
                return direction  # type: ignore[return-value]
    return "none"


def _reached(scene: Scene, draft: Draft) -> bool:
    """ "rose to 5%": the movement ends at this number."""
    hit = draft.movement
    return (
        bool(hit)
        and any(
            hit.end <= h.start
            and h.end <= draft.start  # type: ignore[union-attr]
            and scene.cost((h.start, h.end), (draft.start, draft.end)) <= 2.0
            for h in scene.cue("reach.to")
        )
        and not any(
            h.start >= hit.end and h.end <= draft.start
            for h in scene.cue("reach.from")  # type: ignore[union-attr]
        )
    )


def _kind(scene: Scene, mention: Mention, draft: Draft) -> Kind:
    metric = metrics().get(draft.metric.value or "")
    kind: Kind = metric.kind if metric else "level"  # type: ignore[assignment]
    if kind == "flow" or (draft.direction in ("in", "out") and unit_class(mention) == "currency"):
        return "flow"
    if mention.kind == "ratio_word":
        return "growth"
    moved = draft.direction in ("up", "down") and not _between(scene, draft, "reach.to")
    if any(0 <= mention.start - hit.end <= 1 for hit in scene.cue("reach.level")):
        moved = False
    if mention.unit in ("percentage_point", "basis_point") and metric and kind != "level":
        return kind
    if mention.unit in ("percentage_point", "basis_point"):
        return "change" if moved else "difference"
    if mention.unit == "percent":
        if metric and (metric.growth_of or kind == "growth"):
            return "growth"
        if metric and metric.unit in PERCENT:
            return kind
        return (
            "growth" if moved else "share" if metric is None and scene.cue("share.of") else "level"
        )
    if mention.unit == "times":
        return "ratio"
    return "change" if moved and kind in ("level", "growth") else kind


# ---------------------------------------------------------------- claims without a number


def _in_words(
    scene: Scene, memory: Memory, anchor: date | None, numeric: list[Draft]
) -> list[Draft]:
    found: list[Draft] = []
    taken = [(d.movement.start, d.movement.end) for d in numeric if d.movement]
    for name, kind in WORDY:
        for hit in _records(scene) if name == "trend.rank" else scene.cue(name):
            if _clash(hit, taken):
                continue
            draft = _wordy(scene, hit, kind, memory, anchor)
            if draft and not (numeric and kind == "trend" and _governs(scene, hit, numeric)):
                found.append(draft)
                taken.append((hit.start, hit.end))
    if not found and not numeric:
        found += _stance_only(scene, memory, anchor)
    return found


def _records(scene: Scene) -> list[Hit]:
    """Ranks in words: whole phrases, and a superlative with its window ("weakest since 2021")."""
    found = list(scene.cue("trend.rank"))
    for word in scene.cue("rank.superlative"):
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
    draft = _draft(scene, hit, metric, entity, hit, memory, anchor, source)
    draft.kind = kind  # type: ignore[assignment]
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


AFTER_SUBJECT = 4.0


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
        draft = _draft(scene, hit, metric, entity, None, memory, anchor, None)
        draft.kind = "comparison" if hit.value.startswith("baseline") else "trend"
        if draft.modality in ("reported", "forecast"):
            draft.modality = "opinion"
        return [draft]
    return []


# ---------------------------------------------------------------- links within a sentence


def _link(scene: Scene, drafts: list[Draft]) -> None:
    numeric = [d for d in drafts if d.mention]
    for hit in scene.group("baseline."):
        relation = hit.value.rpartition(".")[2]
        before = [d for d in numeric if d.end <= hit.end and not (d.start >= hit.start)]
        after = [
            d
            for d in numeric
            if d.start >= hit.end
            and scene.cost((hit.start, hit.end), (d.start, d.end)) <= COMPARISON_REACH
        ]
        if relation in ("higher_than", "lower_than"):
            _compare(scene, hit, relation, before, after)
        elif relation == "versus" and before:
            _versus(before[-1], after)
    for draft in numeric:
        _change_to_level(scene, draft, numeric)
        _year_ago(scene, draft)


def _compare(
    scene: Scene, hit: Hit, relation: str, before: list[Draft], after: list[Draft]
) -> None:
    if not before:
        return
    subject = before[-1]
    if subject.relation:
        return
    peers = [
        d for d in after if d.mention and subject.mention and d.mention.unit == subject.mention.unit
    ]
    names = [h for h in scene.entities if h.start >= hit.end]
    subject.relation = relation
    subject.baseline_entity = names[0] if names else None
    subject.baseline_text = scene.text[names[0].start : names[0].end] if names else ""
    if peers:
        subject.partner = peers[0]
    elif subject.mention and subject.mention.unit == "percent" and names:
        subject.kind = "comparison"
        if subject.entity.hit is names[0] and before[:-1]:
            subject.entity = before[-2].entity
            subject.entity_id, subject.entity_certainty = before[-2].entity_id, "inferred"
        subject.direction = "up" if relation == "higher_than" else "down"
        subject.parents = tuple(before[-2:-1])
    for peer in peers:
        mention = peer.mention
        if (
            mention
            and mention.hedge_start is not None
            and hit.start <= mention.hedge_start < hit.end
        ):
            # "surpassing the 13%" compares with 13%; it does not say more than 13%.
            peer.mention = replace(mention, bound="none", hedge=None, hedge_start=None)
        peer.relation = "lower_than" if relation == "higher_than" else "higher_than"
        peer.partner, peer.kind = subject, "comparison"
        # The standard of comparison is of the same kind and time as what is compared with it.
        if peer.metric.certainty != "stated" or peer.metric.hit is subject.metric.hit:
            peer.metric = replace(subject.metric, certainty="inferred")
        if peer.period is None or peer.period is subject.period:
            peer.period, peer.period_certainty = subject.period, "inferred"
        peer.modality, peer.attribution, peer.basis = (
            subject.modality,
            subject.attribution,
            subject.basis,
        )
        peer.direction = subject.direction


def _versus(subject: Draft, after: list[Draft]) -> None:
    """ "18% for small caps against 13% for large caps": told of the same metric and time."""
    peers = [
        d for d in after if d.mention and subject.mention and d.mention.unit == subject.mention.unit
    ]
    if not peers or subject.relation:
        return
    subject.relation, subject.partner = "versus", peers[0]
    for peer in peers:
        if peer.metric.certainty != "stated":
            peer.metric, peer.kind = replace(subject.metric, certainty="inferred"), subject.kind
            peer.direction = subject.direction if subject.kind == "growth" else "none"
            peer.modality, peer.attribution = subject.modality, subject.attribution
        peer.relation, peer.partner = "versus", subject


def _change_to_level(scene: Scene, draft: Draft, numeric: list[Draft]) -> None:
    """ "rose 12% to $5bn": the growth is derived from the level that follows."""
    at = numeric.index(draft)
    if draft.kind not in ("growth", "change") or at + 1 >= len(numeric):
        return
    level = numeric[at + 1]
    joined = any(draft.end <= h.start and h.end <= level.start for h in scene.cue("reach.to"))
    if joined and not scene.walls(draft.end, level.start, STRONG) and level.kind == "level":
        draft.parents = (level,)


def _year_ago(scene: Scene, draft: Draft) -> None:
    for period in scene.periods:
        if (
            is_base(period)
            and scene.cost((draft.start, draft.end), (period.start, period.end)) <= 8.0
        ):
            draft.baseline_period = period
            draft.relation = draft.relation or "versus"


# ---------------------------------------------------------------- records


def _quantity(mention: Mention, metric_id: str | None) -> Quantity:
    """The quantity; a bare number takes the unit of its metric ("a P/E of 27.4", "a PMI of 48")."""
    unit, metric = mention.unit, metrics().get(metric_id or "")
    if (
        unit == "count"
        and metric
        and metric.unit in ("times", "index_point")
        and mention.noun is None
    ):
        unit = metric.unit
    return Quantity.model_construct(
        low=mention.low,
        high=mention.high,
        unit=unit,
        per=mention.per,
        scale=mention.scale,
        decimals=mention.decimals,
        bound=mention.bound,
        noun=mention.noun,
    )


def _window(article: Article) -> tuple[date, date] | None:
    """The days an undated article may be from."""
    early, late = article.date.earliest, article.date.latest
    return (early, late) if not article.published_at and early and late and early != late else None


def _period(draft: Draft, window: tuple[date, date] | None = None) -> Period:
    period = draft.period
    if period is None:
        return Period()
    first, last = period.first, period.last
    if period.type == "instant" and window and period.resolved_from == "published_at":
        first, last = window  # "currently" in an undated text is some day of that window
    if period.type == "fiscal" and last and draft.entity_id:
        ends = entities()[draft.entity_id].fiscal_year_end
        if ends and period.granularity == "year":
            first, last = fiscal_year(last.year, ends)
    return Period.model_construct(
        text=period.text,
        start=first,
        end=last,
        type=period.type,
        resolved_from=period.resolved_from,
    )


def _finish(draft: Draft, number: int, scene: Scene, article: Article, claims: list[Claim]) -> None:
    base = scene.sentence.start
    span = Span(start=base + draft.start, end=base + draft.end)
    quote = article.text[span.start : span.end]
    digest = hashlib.sha256(f"{span.start}:{quote}".encode()).hexdigest()[:8]
    quantity = _quantity(draft.mention, draft.metric.value) if draft.mention else None
    metric = draft.metric.value or "other"
    entity = EntityRef(id=draft.entity_id, text=draft.entity.text or "")
    claim = Claim.model_construct(
        id=f"c{number}-{digest}",
        kind=draft.kind,
        span=span,
        page_span=article.page_span(span),
        quote=quote,
        sentence=Span(start=base, end=scene.sentence.end),
        quantity=quantity,
        metric=metric,
        metric_text=draft.metric.text or _noun_phrase(scene, draft),
        basis=draft.basis,
        entity=entity,
        period=_period(draft, _window(article)),
        direction=draft.direction,
        polarity="negated" if draft.polarity_negated else "affirmed",
        modality=draft.modality,
        hedge=draft.mention.hedge if draft.mention else None,
        attribution=draft.attribution,
        condition=draft.condition,
        baseline=None,
        derived_from=(),
        same_as=None,
        confidence=Confidence(
            metric=draft.metric.certainty,
            entity=draft.entity_certainty,
            period=draft.period_certainty,
        ),
    )
    draft.claim = _same(claim, draft, claims)


def _noun_phrase(scene: Scene, draft: Draft) -> str | None:
    """The words that stand for a metric outside the catalogue, as written."""
    if draft.mention and draft.mention.noun:
        return draft.mention.noun
    return None


def _same(claim: Claim, draft: Draft, claims: list[Claim]) -> Claim:
    """A repeat points to the first telling; "that 18-19%" takes its meaning from it too."""
    if claim.quantity is None:
        return claim
    for earlier in claims:
        if earlier.quantity is None or earlier.same_as:
            continue
        same_value = (earlier.quantity.low, earlier.quantity.high, earlier.quantity.unit) == (
            claim.quantity.low,
            claim.quantity.high,
            claim.quantity.unit,
        )
        if not same_value:
            continue
        if draft.back or (
            (earlier.metric, earlier.entity.id) == (claim.metric, claim.entity.id)
            and claim.period.start in (None, earlier.period.start)
        ):
            return claim.model_copy(
                update={
                    "same_as": earlier.id,
                    "metric": earlier.metric,
                    "entity": earlier.entity,
                    "period": earlier.period
                    if draft.back or claim.period.start is None
                    else claim.period,
                    "basis": earlier.basis,
                    "kind": earlier.kind,
                    "modality": earlier.modality if draft.back else claim.modality,
                    "direction": earlier.direction,
                    "attribution": earlier.attribution if draft.back else claim.attribution,
                }
            )
    return claim


def _joined(draft: Draft) -> Claim:
    claim = draft.claim
    assert claim is not None
    baseline = None
    if draft.relation:
        partner = draft.partner.claim if draft.partner else None
        named = draft.baseline_entity
        entity = (
            partner.entity
            if partner
            else EntityRef(
                id=None if named.value == UNKNOWN else named.value, text=draft.baseline_text
            )
            if named
            else None
        )
        period = draft.baseline_period
        baseline = Baseline(
            relation=draft.relation,
            entity=entity,
            claim=partner.id if partner else None,
            period=_baseline_period(claim, period) if period else None,
        )
    parents = tuple(p.claim.id for p in draft.parents if p.claim)
    if baseline is None and not parents:
        return claim
    return claim.model_copy(update={"baseline": baseline, "derived_from": parents})


def _baseline_period(claim: Claim, period: PeriodMention) -> Period:
    """ "a year earlier" counts from the claim's own period."""
    first, last = period.first, period.last
    if first is None and claim.period.start and claim.period.end:
        first, last = _year_before(claim.period.start), _year_before(claim.period.end)
    return Period(
        text=period.text, start=first, end=last, type=period.type, resolved_from="sentence"
    )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28) + timedelta(0)


def _remember(scene: Scene, drafts: list[Draft], memory: Memory) -> None:
    stated = [d for d in drafts if d.metric.certainty == "stated" and d.metric.value]
    if stated:
        memory.metric, memory.metric_text = stated[-1].metric.value, stated[-1].metric.text
    elif scene.metrics:
        memory.metric = scene.metrics[-1].value
        memory.metric_text = scene.text[scene.metrics[-1].start : scene.metrics[-1].end]
    subjects = [h for h in scene.entities if kind_of(h.value) not in ("agency", "currency")]
    for hit in subjects:
        memory.by_kind[kind_of(hit.value) or ""] = (hit.value, scene.text[hit.start : hit.end])
    known = [h for h in subjects if h.value != UNKNOWN]
    # A person named in passing does not take the place of what the text is about.
    if known or (subjects and memory.entity in (None, UNKNOWN)):
        topic = (known or subjects)[0]
        memory.entity, memory.entity_text = topic.value, scene.text[topic.start : topic.end]
    periods = [
        d.period for d in drafts if d.period and d.period_certainty == "stated" and d.period.first
    ]
    if periods:
        memory.period = periods[-1]
