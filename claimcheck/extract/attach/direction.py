"""Which verb or noun of movement belongs to a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene, overlap
from claimcheck.quantities import Mention
from claimcheck.words import unspaced

if TYPE_CHECKING:
    pass

from claimcheck.extract.attach.found import FAR_DIRECTION, LINK_GAP, span_of, unit_class
from claimcheck.extract.attach.period import is_compared

# Words of a comparison between a verb and its number.
ASIDE = 4.0


def direction_hit(scene: Scene, mention: Mention | Hit) -> Hit | None:
    """The word of movement or flow that goes with a number."""
    asked = mention.start, mention.end, isinstance(mention, Mention)
    if asked not in scene.moved:
        scene.moved[asked] = _direction_hit(scene, mention)
    return scene.moved[asked]


def _bounds(mention: Mention, hit: Hit) -> bool:
    """Whether a word is part of the bound told before the number."""
    start = mention.hedge_start
    return start is not None and start <= hit.start < mention.start


def _direction_hit(scene: Scene, mention: Mention | Hit) -> Hit | None:
    best, cheapest = None, FAR_DIRECTION
    for hit in scene.group("direction."):
        if hit.start < mention.end and mention.start < hit.end and hit.end - hit.start > 1:
            return hit  # "doubled" is its own direction
        if isinstance(mention, Mention) and _bounds(mention, hit):
            continue  # "up to $5bn", "topped $1bn": a bound, no movement
        if any(overlap(hit, whole) for whole in scene.cue("share.of")):
            continue  # "computing made up 60% of revenue"
        cost = scene.cost(span_of(mention), span_of(hit))
        hit = turned_by_particle(scene, mention, hit)
        flow = hit.value in ("direction.in", "direction.out")
        if flow and isinstance(mention, Mention) and unit_class(mention) == "percent":
            continue  # money flows in amounts; "funds drew 5% more" has its own word
        if hit.start >= mention.end:
            if scene.walls(mention.end, hit.start, COMMA):
                # "revenue was $5bn, up 3%": the word belongs to what follows it. Where verbs
                # stand last, one verb closes a list: "A %2, B %3 dustu".
                if not _closes_list(scene, mention, hit):
                    continue
                cost = min(cost, FAR_DIRECTION - 1.0)
            cost += 0.5 if cost <= LINK_GAP or scene.words.verb_last else 5.0
        elif _spent(scene, hit, mention):
            continue
        elif cost >= FAR_DIRECTION and any(
            hit.end <= p.start and p.end <= mention.start and is_compared(scene, p)
            for p in scene.periods
        ):
            cost -= ASIDE  # "sanken im Mai gegenüber April um 7,7 Prozent"
        if cost < cheapest:
            best, cheapest = hit, cost
    return best


def turned_by_particle(scene: Scene, mention: Mention | Hit, verb: Hit) -> Hit:
    """ "flossen 2 Mrd. ab", "zogen um 2 % an": the verb's end behind the number tells the way."""
    if verb.value not in ("direction.in", "direction.out") or verb.start >= mention.end:
        return verb
    ends = {mention.end}
    for to in scene.cue("reach.to"):
        if 0 <= to.start - mention.end <= 1:  # "um 8 Basispunkte auf 2,61 Prozent an"
            ends |= {m.end for m in scene.mentions if 0 <= m.start - to.end <= 1}
    for way in ("in", "out", "up"):
        if any(0 <= last.start - end <= 1 for last in scene.cue(f"particle.{way}") for end in ends):
            return verb._replace(value=f"direction.{way}")
    return verb


def _spent(scene: Scene, hit: Hit, mention: Mention | Hit) -> bool:
    """Whether a verb before has its own number: "同比增长38%，毛利率40%" says nothing of 40%.

    A new clause with a metric of its own begins anew, where verbs stand first or last.
    """
    last = scene.words.verb_last
    if not unspaced(scene.text[hit.start]):
        # "A yüzde 3,5'e çıkarken B yüzde 16,7": a verb that ends its clause.
        return last and any(
            word.start <= hit.start < word.end for word in scene.cue("boundary.strong")
        )
    own = [m for m in scene.mentions if (m.end <= hit.start if last else hit.end <= m.start)]
    if not own:
        return False
    end = hit.end if last else own[0].end
    return (
        end <= mention.start
        and scene.walls(end, mention.start, COMMA)
        and any(end <= m.start and m.end <= mention.start for m in scene.metrics)
    )


def _closes_list(scene: Scene, mention: Mention | Hit, hit: Hit) -> bool:
    """Whether a verb ends a list of percentages, each with its own subject."""
    return (
        scene.words.verb_last
        and isinstance(mention, Mention)
        and mention.unit == "percent"
        and not scene.walls(mention.end, hit.start, STRONG)
        and any(
            mention.end <= m.start
            and m.end <= hit.start
            and m.unit == "percent"
            and scene.text[mention.end : m.start].strip(" ,、，")
            and scene.cost(span_of(m), span_of(hit)) <= LINK_GAP
            for m in scene.mentions
        )
    )
