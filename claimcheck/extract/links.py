"""Joins the numbers of a sentence: comparisons, changes to their levels, a year ago."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile

from claimcheck.extract.attach.found import passed_on
from claimcheck.extract.attach.period import OPENING, TIMED, is_base, is_compared, is_origin
from claimcheck.extract.drafts.direction import started
from claimcheck.extract.drafts.period import year_later
from claimcheck.extract.drafts.record import Draft
from claimcheck.extract.drafts.siblings import CONVERTED, are_of_like_size
from claimcheck.extract.rows import pair_lists
from claimcheck.extract.scene import COMMA, STRONG, Hit, Scene
from claimcheck.extract.words import about
from claimcheck.lexicon import metrics
from claimcheck.periods import PeriodMention

# "surpassing the 13%": a comparison reaches the numbers this many words after its cue.
COMPARISON_REACH = 14.0
# "A 0.8% drop in May": words between a number and a time of its own.
BEHIND_REACH = 2.0
# "and 5.6% a year ago": words between a number of a list and its time.
JOINED_BASE = 1.0
# "after 0.3% in the quarter before": words between a number and the earlier time it is told of.
BASE_REACH = 3.0


def link(scene: Scene, drafts: list[Draft]) -> None:
    """Sets on each draft what it is compared with and what it is derived from."""
    numeric = [d for d in drafts if d.mention]
    if not numeric:
        return
    pair_lists(scene, numeric)
    counted = [hit for name in TIMED for hit in scene.cue(f"basis.{name}")]
    for hit in scene.group("baseline."):
        if any(basis.start < hit.end and hit.start < basis.end for basis in counted):
            continue  # "前年同月比3.5%" is a way to count, no comparison of two numbers
        relation = hit.value.rpartition(".")[2]
        if any(_bounded(d, hit) for d in numeric) or _names_basis(scene, hit, numeric):
            continue
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
    for earlier, draft, later in zip(
        [None, *numeric], numeric, [*numeric[1:], None], strict=False
    ):
        _change_to_level(scene, draft, later)
        _year_ago(scene, draft, earlier)
    for amount, share in pairwise(numeric):
        _same_for_a_share(scene, amount, share)
    for draft in numeric:
        _origin(scene, draft, numeric)


def _bounded(draft: Draft, hit: Hit) -> bool:
    """ "below 3%": the word sets a bound on the number and compares with nothing."""
    at = draft.mention.hedge_start if draft.mention else None
    return at is not None and hit.start <= at < hit.end


def _names_basis(scene: Scene, hit: Hit, numeric: list[Draft]) -> bool:
    """ "33x trailing, 27x forward": the word tells how a multiple is counted, not who lags."""
    spelled = any((h.start, h.end) == (hit.start, hit.end) for h in scene.group("basis."))
    beside = any(d.end <= hit.start <= d.end + 1 for d in numeric)
    return spelled and beside


def _comparable(subject: Draft, other: Draft) -> bool:
    """Whether two numbers can be held against each other: one unit, and no other metric named.

    "EPS came in 9 cents ahead, and we returned $640 million" compares nothing.
    """
    if subject.mention is None or other.mention is None:
        return False
    alike = (other.mention.unit, other.mention.per) == (subject.mention.unit, subject.mention.per)
    told = {subject.metric.value, other.metric.value} - {None}
    return alike and (other.metric.certainty != "stated" or len(told) < 2)


def _compare(
    scene: Scene, hit: Hit, relation: str, before: list[Draft], after: list[Draft]
) -> None:
    if not before:
        return
    subject = before[-1]
    if subject.relation or any(subject.end == hit.start and d.start == hit.end for d in after):
        return  # "前期より5円多い95円": how much more, then what
    # "Misses by 11 cents" tells by how much, not what was expected.
    gaps = [margin.end for margin in scene.cue("modality.margin")]
    peers = [d for d in after if _comparable(subject, d)]
    for gap in [d for d in peers if any(0 < d.start - end <= 1 for end in gaps)]:
        gap.kind = "change"
        peers.remove(gap)
    # "A 38% discount to its net asset value of 580p, and Landsec": a name of what follows.
    names = [
        h for h in scene.entities
        if h.start >= hit.end and not (
            scene.walls(hit.end, h.start, COMMA)
            and any(hit.end <= m.start and m.end <= h.start for m in scene.mentions)
        )
    ]
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
        peer.relation = "lower_than" if relation == "higher_than" else "higher_than"
        peer.partner, peer.kind = subject, "comparison"
        # The standard of comparison is of the same kind and time as what is compared with it.
        if peer.metric.certainty != "stated" or peer.metric.hit is subject.metric.hit:
            peer.metric = passed_on(subject.metric)
        if peer.period is None or peer.period is subject.period:
            peer.period, peer.period_certainty = subject.period, "inferred"
        peer.basis = subject.basis
        if peer.modality == "reported" and not _own_time(subject, peer):
            peer.modality, peer.attribution = subject.modality, subject.attribution
        peer.direction = subject.direction


def _own_time(subject: Draft, peer: Draft) -> bool:
    """Whether a number held against another is told of its own time: "against 3.9x in 2024"."""
    return (
        peer.period is not None
        and peer.period is not subject.period
        and peer.period_certainty == "stated"
    )


def _versus(subject: Draft, after: list[Draft]) -> None:
    """ "18% for small caps against 13% for large caps": told of the same metric and time."""
    growth = metrics()[subject.metric.value].growth if subject.metric.value else None
    same = list(
        takewhile(
            lambda d: d.metric.certainty != "stated"
            or d.metric.value in (None, subject.metric.value, growth),
            after,
        )
    )
    peers = [d for d in same or after if _comparable(subject, d)]
    if not peers or subject.relation:
        return
    subject.relation, subject.partner = "versus", peers[0]
    for peer in peers:
        if peer.metric.certainty != "stated":
            peer.metric, peer.kind = passed_on(subject.metric), subject.kind
            if peer.movement in (None, subject.movement):
                peer.direction = subject.direction if subject.kind == "growth" else "none"
        if peer.modality == "reported" and not _own_time(subject, peer):
            peer.modality = subject.modality
            peer.attribution = peer.attribution or subject.attribution
        peer.relation, peer.partner = "versus", subject


def _change_to_level(scene: Scene, draft: Draft, level: Draft | None) -> None:
    """ "rose 12% to $5bn": the growth is derived from the level that follows."""
    if draft.kind not in ("growth", "change") or level is None:
        return
    joined = any(draft.end <= h.start and h.end <= level.start for h in scene.cue("reach.to"))
    if joined and not scene.walls(draft.end, level.start, STRONG) and level.kind == "level":
        draft.parents = (level,)


def _year_ago(scene: Scene, draft: Draft, before: Draft | None) -> None:
    nearest = 0.0
    for period in scene.periods:
        if is_compared(scene, period):
            _against(scene, draft, period)
        if not is_base(period):
            continue
        if period.first and _of_base(scene, draft, period, before):
            draft.period, draft.period_certainty, draft.year_ago = period, "stated", False
            return
        if _held_last(scene, draft, period, before):
            draft.year_ago = True
            return
        stands = (draft.kind in ("level", "ratio", "share") and not _as_times(draft)) or (
            draft.mention is not None and is_origin(scene, draft.mention)
        )
        later = _later(draft, period)
        if period.end <= draft.start and _right_behind(scene, draft):
            continue  # "from a year earlier, down from 2.8% in May"
        if (stands or later) and _told_for(scene, draft, period, before):
            if later:
                draft.period = period  # "and 3.4% a year later"
            elif period.granularity == "year":
                draft.year_ago = True
            elif period.first:
                draft.period, draft.period_certainty = period, "stated"  # "a month earlier"
        elif (cost := scene.cost((draft.start, draft.end), (period.start, period.end))) <= 8.0:
            if draft.baseline_period and is_base(draft.baseline_period) and cost > nearest:
                continue  # "前月比0.3%、前年同月比3.5%": each its own
            draft.baseline_period, nearest = period, cost
            draft.relation = draft.relation or "versus"


def _held_last(scene: Scene, draft: Draft, period: PeriodMention, before: Draft | None) -> bool:
    """ "Grew 8.2%, against 7.8% in the three months before and 5.6% a year ago"."""
    if before is None or draft.mention is None or period.start < draft.end:
        return False
    if period.granularity != "year":
        return False
    near = scene.cost((draft.start, draft.end), (period.start, period.end)) <= JOINED_BASE
    joined = any(
        before.end <= word.start and 0 <= draft.start - word.end <= 1
        for word in scene.cue("boundary.weak")
    )
    held = any(
        word.end <= before.start
        and scene.cost((word.start, word.end), (before.start, before.end)) <= BEHIND_REACH
        for word in scene.cue("baseline.versus")
    )
    alike = before.mention is not None and before.mention.unit == draft.mention.unit
    return near and joined and held and alike


def _same_for_a_share(scene: Scene, amount: Draft, share: Draft) -> None:
    """ "From £188 million, or 33.1 pence, a year earlier": both are of the year before."""
    if share.metric.value != about().per_share.get(amount.metric.value or ""):
        return
    if scene.cost((amount.start, amount.end), (share.start, share.end), 0.0) > CONVERTED:
        return
    begun = amount.mention is not None and is_origin(scene, amount.mention)
    behind = any(
        period.start >= share.end
        and is_base(period)
        and scene.cost((share.start, share.end), (period.start, period.end)) <= CONVERTED
        for period in scene.periods
    )
    if amount.year_ago or share.year_ago or (begun and behind):
        amount.year_ago = share.year_ago = True


def _later(draft: Draft, period: PeriodMention) -> bool:
    """Whether a period counted from another lies after the one the number was taken to be of."""
    own = draft.period
    if own is None or own.first is None or period.first is None or own.start > period.start:
        return False
    return period.first > own.first


def _of_base(scene: Scene, draft: Draft, period: PeriodMention, before: Draft | None) -> bool:
    """Whether a number is told of the earlier time itself, whatever its kind.

    "after 0.3% in the quarter before", "(a year ago: 11.1%)", "in the year-ago quarter it was 3m".
    """
    if draft.mention is None:
        return False
    if period.end <= draft.start:
        if _as_times(draft):
            return False  # "前年同期の2.1倍": by how much it grew since
        label = not scene.text[period.end : draft.start].strip(" :.的の为為是は")
        opens = before is None and (period.role == "in" or period.start <= OPENING)
        # "Wächst 0,2 Prozent, nachdem sie im Vorjahr um 0,5 Prozent schrumpfte"
        apart = before is not None and period.role == "in" and (
            scene.walls(before.end, period.start, STRONG)
            and not scene.walls(period.end, draft.start, STRONG)
        )
        return label or apart or (opens and draft.kind in ("level", "ratio"))
    if before is None or scene.walls(draft.end, period.start, COMMA):
        return False
    near = scene.cost((draft.start, draft.end), (period.start, period.end)) <= BASE_REACH
    versus = any(
        before.end <= word.start and word.end <= draft.start
        # "0.5% against the same quarter of 2024 and 22.6% on the quarter before"
        and not any(word.end <= p.start and p.end <= draft.start for p in scene.periods)
        for word in scene.cue("baseline.versus")
    )
    return near and versus


def _as_times(draft: Draft) -> bool:
    """Whether a multiple tells of growth and not of a valuation."""
    own = metrics().get(draft.metric.value or "")
    return draft.mention is not None and draft.mention.unit == "times" and not (
        own and own.unit == "times"
    )


def _against(scene: Scene, draft: Draft, period: PeriodMention) -> None:
    """ "up 5% from 2023": the year is what the change is measured against, and ends before it."""
    if draft.kind not in ("growth", "change") or draft.period is period:
        return
    left, right = sorted(((draft.start, draft.end), (period.start, period.end)))
    if any(left[1] <= m.start < right[0] for m in scene.mentions):
        return
    draft.baseline_period, draft.relation = period, draft.relation or "versus"
    if draft.period is None and period.granularity == "year" and period.first and period.last:
        draft.period = replace(
            period, first=year_later(period.first), last=year_later(period.last)
        )
        draft.period_certainty = "inferred"
        for level in draft.parents:
            level.period, level.period_certainty = level.period or draft.period, "inferred"
    if not draft.basis and (basis := _basis_between(period, draft.period)):
        draft.basis = (basis,)


def _basis_between(base: PeriodMention, period: PeriodMention | None) -> str | None:
    """How a change from one period to another is counted: a year on, or the next of its kind."""
    if period is None or base.granularity != period.granularity:
        return None
    if base.first is None or period.first is None:
        return None
    if year_later(base.first) == period.first:
        return "yoy"
    months = 12 * (period.first.year - base.first.year) + period.first.month - base.first.month
    return {("month", 1): "mom", ("quarter", 3): "qoq"}.get((period.granularity, months))


def _origin(scene: Scene, draft: Draft, numeric: list[Draft]) -> None:
    """ "rose to $610m from $655m": the start is of an earlier time, which the text leaves open.

    Against a whole year it is the year before.
    """
    shared = draft.period_certainty != "stated" or any(
        other is not draft and other.period is draft.period for other in numeric
    )
    if draft.mention is None or draft.direction in ("in", "out"):
        return  # money that left one fund did not begin the money that entered another
    if not started(scene, draft, draft.mention) or _another(draft, numeric):
        return
    if draft.modality == "forecast" and scene.words.time_first and draft.metric.hit:
        return  # "将2026年通胀预期从1.6%上调至1.7%": the same year, told anew
    if not scene.words.time_first:  # "从1.6%上调至1.7%": there the start stands before the end
        _as_reached(scene, draft, numeric)
    if is_origin(scene, draft.mention) and draft.kind != "growth":
        draft.direction = "none"  # "down from 3.0%": the 3.0% itself did not fall
    if not shared or draft.year_ago or draft.period is None or _right_behind(scene, draft):
        return
    if draft.modality == "forecast" and (draft.kind == "growth" or scene.cue("modality.aim")):
        return  # "cut its 2026 forecast from 1.4% to 1.1%": both are of the same year
    if draft.period.granularity == "year" or _on_the_year(scene, draft):
        draft.year_ago = True
    else:
        draft.period, draft.period_certainty = None, "unsure"


def _on_the_year(scene: Scene, draft: Draft) -> bool:
    """Whether the movement that began at a number is one on the year before.

    "kletterte im Vorjahresvergleich auf 96 Mio. von 93 Mio.": then the start is of that year.
    """
    item = metrics().get(draft.metric.value or "")
    return (
        draft.period is not None
        and not is_base(draft.period)
        and not (item and item.kind == "growth")  # "the annual rate slowed to 3.7% from 3.9%"
        and any(
            not scene.walls(min(hit.end, draft.end), max(hit.start, draft.start), COMMA)
            for hit in scene.cue("basis.yoy")
        )
    )


def _another(draft: Draft, numeric: list[Draft]) -> bool:
    """Whether the number is told of somebody else: "18% against 13% for large caps"."""
    at = numeric.index(draft)
    own = draft.entity.hit
    return at > 0 and own is not None and own.start >= draft.end and own is not (
        numeric[at - 1].entity.hit
    )


def _as_reached(scene: Scene, draft: Draft, numeric: list[Draft]) -> None:
    """ "to 3.1% of GDP from 4.5%": where a movement began is of the kind of where it ended."""
    like = [
        one for one in numeric[: numeric.index(draft)]
        if one.mention and draft.mention and are_of_like_size(one.mention, draft.mention)
    ]
    if not like:
        return
    reached = like[-1]
    begin = max((h.start for h in scene.cue("reach.from") if h.end <= draft.start), default=0)
    name = draft.metric.hit
    # "Une inflation de 1,7 %": what stands right before the word is the number's own.
    if name is None or (name.start < begin and not 0 <= begin - name.end <= 1):
        draft.metric, draft.kind = passed_on(reached.metric), reached.kind
        draft.entity_id, draft.entity = reached.entity_id, reached.entity
        draft.entity_certainty = reached.entity_certainty


def _right_behind(scene: Scene, draft: Draft) -> bool:
    """Whether the number's period follows it at once: it is its own."""
    period = draft.period
    return period is not None and period.start >= draft.end and (
        scene.cost((draft.start, draft.end), (period.start, period.end)) <= BEHIND_REACH
    )


def _told_for(scene: Scene, draft: Draft, period: PeriodMention, before: Draft | None) -> bool:
    """Whether a level is that of the earlier time: "from $3.49 billion a year earlier"."""
    if before is None:
        return False
    if before.end <= period.start and period.end <= draft.start:
        if any(period.end <= h.start and h.end <= draft.start for h in scene.cue("reach.to")):
            return False  # "rose 122% from a year ago to a record $30 billion"
        return scene.cost((draft.start, draft.end), (period.start, period.end)) <= 4.0
    after = period.start >= draft.end and not scene.walls(draft.end, period.start, COMMA)
    counted = any(draft.end <= h.start < period.start for h in scene.cue("reach.from"))
    close = scene.cost((draft.start, draft.end), (period.start, period.end)) <= 3.0
    return after and close and not counted
