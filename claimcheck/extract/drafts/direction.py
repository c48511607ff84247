"""Which way a number went, said by its verb, its sign or a word beside it."""

from __future__ import annotations

import re

from claimcheck.extract.attach.direction import turned_by_particle
from claimcheck.extract.attach.found import (
    PERCENT,
    plus,
    unit_class,
)
from claimcheck.extract.attach.period import is_origin
from claimcheck.extract.drafts.record import Draft
from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene
from claimcheck.lexicon import metrics
from claimcheck.quantities import Mention
from claimcheck.schema import Direction, Kind

_BESIDE: tuple[tuple[str, Direction], ...] = (
    ("baseline.higher_than", "up"),
    ("beside.up", "up"),
    ("baseline.lower_than", "down"),
    ("beside.down", "down"),
)
_BESIDE_BEFORE: tuple[tuple[str, Direction], ...] = (
    ("beside.before_up", "up"),
    ("beside.before_down", "down"),
)
# An ending written onto a number: Turkish "%3'e".
_SUFFIX = re.compile(r"['’](\w+)")
# "From 3.4% to 3.3%": words between the two places of one movement.
PLACES_REACH = 10.0


def direction_name(hit: Hit | None) -> Direction:
    """The direction that a cue of ``[cues.direction]`` stands for."""
    name = hit.value.rpartition(".")[2] if hit else "none"
    return name if name in ("up", "down", "in", "out") else "none"  # type: ignore[return-value]


def _stands_between(scene: Scene, draft: Draft, name: str) -> bool:
    """Whether a cue of that list stands between the word of movement and the number."""
    after = draft.movement.end if draft.movement else draft.start
    return any(after <= h.start and h.end <= draft.start for h in scene.cue(name))


def turned(scene: Scene, mention: Mention, draft: Draft) -> Direction:
    """The direction in the terms of the metric: money flows in or out, a discount is down."""
    name = draft.metric.value
    if unit_class(mention) != "percent" and _totalled(scene, draft):
        return "none"
    if name == "net_flow" and (way := _moved_into(scene, mention, draft)):
        return way
    if draft.kind == "flow" and (name == "net_flow" or draft.direction in ("in", "out")):
        flows = {"up": "in", "down": "out"}
        near = [
            turned_by_particle(scene, mention, h)
            for part in ("in", "out")
            for h in scene.cue(f"direction.{part}")
            if not scene.walls(min(h.end, mention.end), max(h.start, mention.start), STRONG)
        ]
        near.sort(key=lambda h: scene.cost((h.start, h.end), (mention.start, mention.end)))
        if near and draft.direction in flows and draft.movement and draft.movement not in near:
            # "funds took in $5bn and loans shrank by $1bn": the nearest word tells the way.
            own, other = draft.movement, near[0]
            if _noun_moved(scene, other, own, mention):
                return direction_name(other)
            if not (own.start < other.end and other.start < own.end) and scene.cost(
                (own.start, own.end), (mention.start, mention.end)
            ) < scene.cost((other.start, other.end), (mention.start, mention.end)):
                return flows[draft.direction]  # type: ignore[return-value]
        said = draft.direction if draft.direction != "none" else _signed(scene, mention)
        return direction_name(near[0]) if near else flows.get(said, said)  # type: ignore[return-value]
    if name in ("valuation_discount", "valuation_premium"):
        return "down" if name == "valuation_discount" else "up"
    if mention.kind == "ratio_word" and mention.unit == "times":
        return "up" if mention.low >= 1 else "down"
    item = metrics().get(name or "")
    if item and item.growth_of and mention.unit == "times" and draft.direction != "none":
        return draft.direction  # "выросла в 1,7 раза"
    if plus(scene, mention) and unit_class(mention) == "percent":
        return "up"
    beside = _beside(scene, mention) if unit_class(mention) == "percent" else "none"
    if beside != "none":
        return beside
    if draft.kind == "growth" and (_placed(scene, mention) or started(scene, draft, mention)):
        return "none"
    if draft.kind in ("level", "ratio", "share") and not _reached(scene, draft):
        return "none"  # "was 5%, up from 4%": the level itself does not move
    if draft.direction == "none" and draft.kind != "level":
        return _signed(scene, mention)
    return draft.direction


def _noun_moved(scene: Scene, noun: Hit, verb: Hit, mention: Mention) -> bool:
    """ "Solana inflows cooled to $93m": what cooled still came in."""
    return noun.end <= verb.start < mention.start and any(
        verb.end <= to.start and 0 <= mention.start - to.end <= 1 for to in scene.cue("reach.to")
    ) and not any(noun.end <= m.start and m.end <= verb.start for m in scene.mentions)


_TRADED: dict[str, Direction] = {"flow.bought": "in", "flow.sold": "out"}
_PARTICLES: dict[str, Direction] = {"particle.into": "in", "particle.outof": "out"}


def _moved_into(scene: Scene, mention: Mention, draft: Draft) -> Direction | None:
    """ "Put $18bn into money funds", "foreigners sold shares worth $2bn"."""
    verb = draft.metric.hit
    if verb is not None and verb.value in _TRADED:
        return _TRADED[verb.value]
    for name, way in _PARTICLES.items():
        if any(0 <= word.start - mention.end <= 1 for word in scene.cue(name)):
            return way
    return None


def _totalled(scene: Scene, draft: Draft) -> bool:
    """Whether the word of movement tells a sum of an amount: "exports added up to $5bn"."""
    verb = draft.movement
    return verb is not None and any(
        hit.start < verb.end and verb.start < hit.end for hit in scene.cue("reach.total")
    )


def _signed(scene: Scene, mention: Mention) -> Direction:
    """The direction of a number that has no verb: its sign, or "4% above consensus"."""
    if plus(scene, mention):
        return "up"
    if mention.sign < 0:
        return "down"
    return _beside(scene, mention)


def _beside(scene: Scene, mention: Mention) -> Direction:
    """What a word right after the number says of it: "4% above consensus", "3% more"."""
    for name, direction in _BESIDE:
        if any(
            0 <= hit.start - mention.end <= 2 and not scene.walls(mention.end, hit.start, COMMA)
            for hit in scene.cue(name)
        ):
            return direction
    # "mais 3,1% do que em 2024": Portuguese sets the word before the number.
    for name, direction in _BESIDE_BEFORE:
        if any(0 <= mention.start - hit.end <= 1 for hit in scene.cue(name)):
            return direction
    return "none"


def _placed(scene: Scene, mention: Mention) -> bool:
    """Whether a number is told as where a thing stands: "above 3%", "%3'e" (to 3%)."""
    # "elevou a Selic em 0,25 ponto": of points, the word tells by how much.
    points = mention.unit in ("percentage_point", "basis_point")
    by = {hit.start for hit in scene.cue("reach.by")} if points else set()
    if any(
        0 <= mention.start - hit.end <= 1 and hit.start not in by for hit in scene.cue("reach.at")
    ):
        return True
    after = mention.end
    if any(hit.start <= after + 1 and after <= hit.end for hit in scene.cue("reach.after")):
        return True
    written = _SUFFIX.match(scene.text, after)
    inside = _ending(scene.text[mention.start : after])  # "19,5 milyar TL'ye"
    return (written.group(1) if written else inside) in scene.words.endings


# Signs between the value left and the value reached where the words stand behind them.
LEFT_REACH = 12


def started(scene: Scene, draft: Draft, mention: Mention) -> bool:
    """Whether a number is where a movement began: "slowed from 3.4% to 3.3%"."""
    begins = any(0 <= mention.start - begin.end <= 1 for begin in scene.cue("reach.from"))
    origin = is_origin(scene, mention, own_move=False) and not any(
        hit.end <= move.start < mention.start  # "after falling 12%": that is how far it fell
        for hit in scene.cue("reach.origin")
        for move in [draft.movement]
        if move
    )
    # Where verbs stand last, the word of the start stands behind its number: "から", "-den".
    left = scene.words.verb_last and any(
        0 <= hit.start - mention.end <= 1 for hit in scene.cue("reach.from")
    )
    left = left or _ending(scene.text[mention.start : mention.end]) in scene.words.left_endings
    if not begins and not origin and not left:
        return False
    others = [
        m
        for m in scene.mentions
        if m is not mention
        and m.unit == mention.unit
        and scene.cost((draft.start, draft.end), (m.start, m.end), number=0.0) <= PLACES_REACH
    ]
    if origin and any(m.end <= mention.start for m in others):
        return True
    if left and any(0 <= m.start - mention.end <= LEFT_REACH for m in others):
        return True  # "84,50 TL'den 102 TL'ye", 1万5800円から1万7200円に
    return begins and any(
        0 <= m.start - to.end <= 1 for m in others for to in scene.cue("reach.to")
    )


def _ending(written: str) -> str:
    """The ending behind an apostrophe, as Turkish sets it."""
    return written.replace("’", "'").rpartition("'")[2] if "'" in written or "’" in written else ""


def _arrived(scene: Scene, draft: Draft) -> bool:
    """ "fell to 3%", not "grew at 3%": a word of arrival between the movement and the number."""
    if draft.movement is None:
        return False
    arriving = {h.start for h in scene.cue("reach.arrive")}
    standing = {h.start for h in scene.cue("reach.level")} - arriving
    return any(
        draft.movement.end <= h.start and h.end <= draft.start and h.start not in standing
        and not _of_another(scene, h, draft)
        # "ganó hasta septiembre un 34% menos": until then
        and not any(0 <= p.start - h.end <= 1 for p in scene.periods)
        for h in scene.cue("reach.to")
    )


def _of_another(scene: Scene, to: Hit, draft: Draft) -> bool:
    """ "SMIC jumped 12.7% to HK$90.20, Kuaishou 8.6%": SMIC alone arrived."""
    return any(
        to.end <= m.start
        and any(m.end <= name.start and name.end <= draft.start for name in scene.entities)
        for m in scene.mentions
        if m.end <= draft.start
    )


def _reached(scene: Scene, draft: Draft) -> bool:
    """ "rose to 5%": the movement ends at this number, not "rose to 5% from 4%"."""
    if not draft.movement or _stands_between(scene, draft, "reach.from"):
        return False
    return any(
        draft.movement.end <= h.start
        and h.end <= draft.start
        and scene.cost((h.start, h.end), (draft.start, draft.end)) <= 2.0
        for h in scene.cue("reach.to")
    )


def _right_after(hit: Hit, movement: Hit | None) -> bool:
    """Whether a word joins a movement to its size: "an increase of 0.8 points"."""
    return movement is not None and 0 <= hit.start - movement.end <= 1


def _led(draft: Draft, mention: Mention) -> bool:
    """Whether a word of movement stands before: "fell by a third", not "a third will cut"."""
    return draft.movement is not None and draft.movement.start <= mention.start


def kind_of_claim(scene: Scene, mention: Mention, draft: Draft) -> Kind:
    """Level, change, ratio and so on: as the metric is, unless the words say otherwise."""
    metric = metrics().get(draft.metric.value or "")
    kind: Kind = metric.kind if metric else "level"  # type: ignore[assignment]
    if kind == "flow" or (draft.direction in ("in", "out") and unit_class(mention) == "currency"):
        return "flow"
    if mention.kind == "ratio_word" and (mention.unit != "percent" or _led(draft, mention)):
        return "growth"
    moved = draft.direction in ("up", "down") and not _stands_between(scene, draft, "reach.to")
    # Of points, "a total of 100 basis points" tells by how much.
    by_points = mention.unit in ("percentage_point", "basis_point")
    sizes = {
        h.start for h in scene.cue("reach.size") if by_points or _right_after(h, draft.movement)
    }
    if any(
        0 <= mention.start - hit.end <= 1 and hit.start not in sizes
        for hit in scene.cue("reach.level")
    ):
        moved = False
    if _placed(scene, mention) or started(scene, draft, mention):
        moved = False
    points = mention.unit == "index_point" and metric and metric.unit in PERCENT
    if points or mention.unit in ("percentage_point", "basis_point"):
        if moved:
            return "change"
        return kind if metric and kind != "level" else "difference"
    if mention.unit == "percent":
        if metric and (metric.growth_of or kind == "growth"):
            # "inflation fell to 3%" says where the rate stands, not that prices fell.
            return "level" if _arrived(scene, draft) else "growth"
        if metric and metric.unit in PERCENT:
            # "the yield rose 0.5%" moves a rate; it does not say where the rate stands.
            standing = kind in ("level", "ratio", "share")
            return "change" if moved and standing and not mention.is_range else kind
        return (
            "growth" if moved else "share" if metric is None and scene.cue("share.of") else "level"
        )
    if mention.unit == "times":
        return "ratio"
    if mention.unit == "count" and metric and metric.unit == "percent":
        # Heads and not their share: "2.4 million unemployed", "3,300 shares rose".
        moved = moved and draft.movement is not None and draft.movement.end <= mention.start
        return "change" if moved else "level"
    return "change" if moved and kind in ("level", "growth") else kind
