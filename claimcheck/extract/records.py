"""Where a sentence tells of records, ranks and runs: "its weakest since 2021", "a third straight
gain"."""

from __future__ import annotations

from bisect import bisect_left

from claimcheck.extract.scene import COMMA, LENGTHS, Hit, Scene
from claimcheck.quantities import Mention

# Words between a superlative and its window: "the fastest annual pace since 2021".
WINDOW_REACH = 5.0
# Words between "record" and the metric: "record third-quarter net profit".
RECORD_REACH = 2.0
# Signs between two words of one phrase.
BESIDE = 1
# "The fifteenth" and "15th": marks behind a figure that make it an ordinal.
_ORDINAL_MARKS = ("st", "nd", "rd", "th")


def ranks(scene: Scene) -> list[Hit]:
    """Ranks in words: whole phrases, a superlative with its window, "record" with its metric."""
    found = [*scene.cue("trend.rank"), *_superlatives(scene), *_record_metrics(scene)]
    found += [
        Hit(word.start, length.end, "trend.rank")
        for word in scene.cue("rank.extreme")
        for length in scene.cue("streak.length")
        if 0 <= length.start - word.end <= BESIDE
    ]  # "its worst day"
    return _apart(found)


def _apart(found: list[Hit]) -> list[Hit]:
    """Hits in reading order, those that overlap as one."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if kept and hit.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(hit.end, kept[-1].end))
        else:
            kept.append(hit)
    return kept


def _superlatives(scene: Scene) -> list[Hit]:
    found = []
    windows = [*scene.cue("rank.window"), *_counted_windows(scene)]
    for word in scene.cue("rank.superlative"):
        if any(p.start <= word.start and word.end <= p.end for p in scene.periods):
            continue  # "ilk altı ayda", in the first six months
        for window in sorted(windows):
            if (
                window.start >= word.end
                and scene.cost((word.start, word.end), (window.start, window.end)) <= WINDOW_REACH
            ):
                ends = [
                    p.end
                    for p in scene.periods
                    if 0 <= p.start - window.end <= 2 or p.start <= window.end < p.end
                ]
                found.append(Hit(word.start, max([window.end, *ends]), "trend.rank"))
                break
    return found


def _counted_windows(scene: Scene) -> list[Hit]:
    """ "In seven months", "in five": so long as what is told has not been seen."""
    counts: list[Hit | Mention] = [*scene.cue("streak.count")]
    counts += [m for m in scene.mentions if m.unit in LENGTHS]
    return [
        Hit(word.start, count.end, "rank.window")
        for word in scene.cue("rank.within")
        for count in counts
        if 0 <= count.start - word.end <= BESIDE
    ]


def _record_metrics(scene: Scene) -> list[Hit]:
    """ "Record net profit": no metric in between, nor a record date."""
    return [
        Hit(word.start, metric.end, "trend.rank")
        for word in scene.cue("rank.record")
        for metric in scene.metrics
        if metric.start >= word.end
        and scene.cost((word.start, word.end), (metric.start, metric.end)) <= RECORD_REACH
        and not scene.walls(word.end, metric.start, COMMA)
    ]


def runs(scene: Scene) -> list[Hit]:
    """Runs of periods that went one way: "a third straight gain", "for six weeks in a row"."""
    found = [hit for mark in scene.cue("streak.mark") if (hit := _marked(scene, mark))]
    found += [hit for noun in scene.cue("streak.noun") if (hit := _of_run(scene, noun))]
    found += _ordinal_lengths(scene)
    return _apart(found)


def _marked(scene: Scene, mark: Hit) -> Hit | None:
    """ "Seven straight weeks", "the third month running": a count or a length at the mark."""
    count, unit = _count_before(scene, mark.start), _unit_at(scene, mark.end)
    if count is not None and (unit is not None or _ordinal(scene, count, mark.start)):
        return Hit(count, unit or mark.end, "trend.run")
    before = _unit_before(scene, mark.start)
    told = _count_before(scene, before) if before is not None else None
    return Hit(told, mark.end, "trend.run") if told is not None else None


def _of_run(scene: Scene, noun: Hit) -> Hit:
    """ "Its winning streak", with the length it has reached: "to a fifteenth week"."""
    ends = [
        stop
        for word in scene.cue("streak.reach")
        if 0 <= word.start - noun.end <= BESIDE and (stop := _length_at(scene, word.end))
    ]
    return Hit(noun.start, max([noun.end, *ends]), "trend.run")


def _ordinal_lengths(scene: Scene) -> list[Hit]:
    """ "For a third day", "a sixth month of redemptions": an ordinal with its length."""
    ways = scene.group("direction.")
    found = []
    for unit in scene.cue("streak.length"):
        start = _count_before(scene, unit.start)
        if start is None or not _ordinal(scene, start, unit.start):
            continue
        if any(p.start < unit.end and start < p.end for p in scene.periods):
            continue  # "for the third quarter"
        led = any(0 <= start - word.end <= BESIDE for word in scene.cue("streak.lead"))
        of = any(
            0 <= link.start - unit.end <= BESIDE
            and any(
                way.start >= link.end
                and scene.cost((link.start, link.end), (way.start, way.end)) <= 1.0
                for way in ways
            )
            for link in scene.cue("reach.of")
        )
        if led or of:
            found.append(Hit(start, unit.end, "trend.run"))
    return found


def _word_at(scene: Scene, at: int) -> tuple[int, int] | None:
    """The word that begins at an offset or one sign behind it."""
    starts = [start for _, start, _ in scene.found]
    index = bisect_left(starts, at)
    if index == len(starts) or starts[index] - at > BESIDE:
        return None
    return scene.found[index][1], scene.found[index][2]


def _count_before(scene: Scene, at: int) -> int | None:
    """Where a count begins that ends right before an offset: "third", "27th", "seven", "24"."""
    for hit in scene.cue("streak.count"):
        if 0 <= at - hit.end <= BESIDE:
            return hit.start
    words = (
        start for _, start, end in scene.found
        if 0 <= at - end <= BESIDE and scene.text[start].isdigit()
    )
    return next(words, None)


def _ordinal(scene: Scene, start: int, stop: int) -> bool:
    """Whether a count is an ordinal: "third", "27th"."""
    word = scene.text[start:stop].rstrip().casefold()
    if word[0].isdigit():
        return word.endswith(_ORDINAL_MARKS)
    return any(hit.start == start for hit in scene.cue("streak.ordinal"))


def _unit_at(scene: Scene, at: int) -> int | None:
    """Where a length or a movement ends that begins at an offset, one word in between at most."""
    for hit in (*scene.cue("streak.length"), *scene.cue("streak.step"), *scene.group("direction.")):
        if 0 <= hit.start - at <= BESIDE:
            return hit.end
    word = _word_at(scene, at)
    if word is None:
        return None
    for hit in (*scene.cue("streak.length"), *scene.cue("streak.step"), *scene.group("direction.")):
        if 0 <= hit.start - word[1] <= BESIDE and word[0] >= at:
            return hit.end
    return None


def _unit_before(scene: Scene, at: int) -> int | None:
    """Where a length begins that ends right before an offset."""
    return next(
        (hit.start for hit in scene.cue("streak.length") if 0 <= at - hit.end <= BESIDE), None
    )


def _length_at(scene: Scene, at: int) -> int | None:
    """Where "a fifteenth week" or "12 weeks" ends that begins at an offset."""
    for unit in scene.cue("streak.length"):
        start = _count_before(scene, unit.start)
        if start is not None and at <= start and len(scene.text[at:start].split()) <= 1:
            return unit.end
    return None
