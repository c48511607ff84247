"""Which period belongs to a number, and which only opens a clause or names a basis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimcheck.extract.scene import COMMA, STRONG, WEAK, Hit, Scene
from claimcheck.extract.times import MULTIPLES
from claimcheck.extract.words import about
from claimcheck.periods import PeriodMention
from claimcheck.quantities import Mention

if TYPE_CHECKING:
    pass

from claimcheck.extract.attach.found import FAR_PERIOD, LINK_GAP, is_one_day, span_of, unit_class

# When a view was told, not what it is of: "in August's report".
_OF_REPORT = re.compile(r"(?:['’]s)? (?:report|forecasts?|projections?|estimates?|outlook)\b")
# Amounts that are told of a day as prices are.
DAILY = frozenset(("trading_volume", "liquidations", "breadth"))
# A comma and as many words part two clauses and not the items of a list.
CLAUSE_WORDS = 2
# Signs between a period and the number it stands before: "depuis janvier, 5 %".
NEXT_NUMBER = 12
AFTER = 1.5
# "In 2025, funds took in $6bn, while outflows reached $45bn": a period that opens the sentence (it
# begins within so many characters) governs all of it, and costs no more than this.
OPENING, GOVERNED = 12, 9.0
# A period that belongs to the number before it is this much farther from the next one.
TAKEN = 6.0
# Signs by which a time is longer than the words of a basis in it: " to September".
DATED = 5
YEAR = 364
# Signs between "and" and the verb of a new clause: "and we guide".
PRONOUN = 4
# Bases of a change that are told by a time.
TIMED = ("yoy", "qoq", "mom", "dod")


def is_base(period: PeriodMention) -> bool:
    """Whether a period is counted from another one ("a year earlier")."""
    return period.resolved_from == "sentence" or (
        period.resolved_from == "none" and period.type == "calendar"
    )


def is_compared(scene: Scene, period: PeriodMention) -> bool:
    """Whether a dated period is what a change is measured against: "up 5% from 2023"."""
    if period.first is None or _is_basis(scene, period):
        return False
    if period.granularity in ("day", "multi") and period.role != "versus":
        return False  # "from 3 June" and "from 2020 to 2024" are beginnings as often
    if period.role == "from":
        ends = [m.end for m in scene.mentions] + [h.end for h in scene.group("direction.")]
        return min(ends, default=period.end) <= period.start  # not "From 2025 the rate is 25%"
    span = period.start, period.end
    if any(  # "up 5% on 2021"
        0 <= period.start - word.end <= 1
        and any(m.unit == "percent" and 0 <= word.start - m.end <= 1 for m in scene.mentions)
        for word in scene.cue("refer.over")
    ):
        return True
    return period.role == "versus" or any(
        period.end <= hit.start and scene.cost(span, span_of(hit)) == 0.0
        for hit in scene.cue("partner.after")
    )


def _own_value(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the number is that of the compared time: "less than in 2024 (2.9%)"."""
    return period.end <= mention.start and (
        scene.cost(span_of(mention), (period.start, period.end)) <= 1.0 + STRONG
        and not scene.text[period.end : mention.start].strip(" (（'’s:的の")
    )


def period_for(scene: Scene, mention: Mention | Hit, metric: str | None) -> PeriodMention | None:
    """The period named for a number: the nearest; one that opens the sentence governs it."""
    months_on = metric in about().spanned
    best, cheapest = None, FAR_PERIOD
    words_only = not isinstance(mention, Mention)
    apart = is_distance(scene, mention)
    for period in scene.periods:
        if apart and (
            0 <= period.start - mention.end <= PEAK_REACH
            or (period.role is None and _taken(scene, period, mention))
            or (period.type == "ytd" and _another_number(scene, period, mention))
        ):
            continue  # "up 16% this year and 3% below its July peak"
        if is_base(period) or _is_maturity(scene, period):
            continue
        if _is_basis(scene, period) and not _summed(period, mention):
            continue  # "a year earlier" is what it is compared with
        if is_compared(scene, period) and not _own_value(scene, period, mention):
            continue
        if period.start < mention.end and mention.start < period.end:
            continue
        if months_on and is_one_day(period):
            continue  # "sales rose 5%, it said on Tuesday": no figure of that day
        if (
            any(period.end <= hit.start < mention.start for hit in scene.cue("reach.now"))
            and period.role != "since"
            and _taken(scene, period, mention)
        ):
            continue  # "peaked at 9.1% in June 2022 and is now 2.4%"
        if _window_of_record(scene, period) and (
            period.role in ("since", None) or scene.cue("rank.began")
        ):
            continue  # "its first move since March"
        counted = period.type in ("ytd", "trailing") and period.granularity != "year"
        if counted and metric in MULTIPLES:
            continue  # "is up 22% this year and trades at 5.2 times earnings"
        if _of_a_record(scene, period) or _of_a_turn(scene, period, mention):
            continue  # "seit dem Rekordhoch vom Oktober"
        if period.role == "since" and (
            scene.walls(period.end, mention.start, STRONG)
            or scene.walls(mention.end, period.start, COMMA)
        ):
            continue  # "the worst year since 2008: it lost 19%", "by 25, the eighth since May"
        if period.end <= mention.start and _of_the_start(scene, period, mention):
            continue  # "from 7.8% last October to 6.1%"
        if _of_its_metric(scene, period, metric) or _of_day_alone(scene, period, mention, metric):
            continue  # "at 112 euros the 2027 P/E is 11.5", "is down 9% this year on volume of 3bn"
        if period.end <= mention.start and over_years(scene, mention, period.end):
            continue  # "lost 20% in 2022, so over two years they are down 7%"
        if period.end <= mention.start and _of_standard(scene, period, mention):
            continue  # "$285m, against $765m in the third quarter of 2024, and the ratio was 82%"
        if period.end <= mention.start and _of_earlier_origin(scene, period, mention):
            continue  # "fell 1.0% in June after a 0.8% drop in May, hurt by a 7.8% plunge"
        if _of_a_view(scene, period, mention):
            continue  # "raised its full-year outlook after sales rose 4.5%"
        if period.end <= mention.start and _of_an_aside(scene, period, mention):
            continue  # "the shares, which are up 12% this year, gained 6.5%"
        if period.start >= mention.end and _when_foreseen(scene, period, mention):
            continue  # "up from the 3.7% it projected in May"
        cost = scene.cost(span_of(mention), (period.start, period.end), number=1.0)
        if period.start < mention.start and _taken(scene, period, mention):
            cost += TAKEN
        if period.start >= mention.end:
            if words_only and scene.walls(mention.end, period.start, COMMA):
                continue  # "has turned positive, with 18% expected by 2026"
            if scene.walls(mention.end, period.start, STRONG):
                continue  # another clause has its own time
            if not words_only and _next_clause(scene, mention, period):
                continue
            if not words_only and _is_next_subject(scene, mention, period):
                continue
            if scene.words.time_first and scene.walls(mention.end, period.start, COMMA):
                continue  # "下调25个基点，为年内第三次降息": a time stands before what it dates
            if not words_only and _of_origin(scene, period, mention):
                continue
            if _of_start(scene, period, mention) or _of_next_move(scene, period, mention):
                continue
            close = cost <= LINK_GAP and not scene.walls(mention.end, period.start, COMMA)
            if not close and (
                _opens_next(scene, period, mention) or _heads_next(scene, period, mention)
            ):
                cost += TAKEN
            cost += -1.0 if close else AFTER
        elif period.start <= OPENING and not _another(scene, period, mention):
            cost = min(cost, GOVERNED)
        if cost < cheapest:
            best, cheapest = period, cost
    return best


def _of_earlier_origin(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time is that of an earlier value, and another one was told before it."""
    return any(p.end <= period.start for p in scene.periods) and any(
        other.end <= period.start
        and other.end <= mention.start
        and scene.cost(span_of(other), (period.start, period.end), number=0.0) <= LINK_GAP
        and is_origin(scene, other)
        for other in scene.mentions
    )


def _of_a_view(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time is that of a forecast, and the number stands in the next clause."""
    if period.granularity == "month" and _OF_REPORT.match(scene.text, period.end):
        return True  # "up from 1.25% in August's report"
    return scene.walls(period.end, mention.start, STRONG) and any(
        0 <= hit.start - period.end <= 1 for hit in scene.cue("refer.view")
    )


def _of_an_aside(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time stands between commas, in words about the subject that the number has too."""
    text = scene.text
    begin = text.rfind(", ", 0, period.start)
    if begin < 0 or ", " not in text[period.end : mention.start]:
        return False
    if any(other.end <= begin for other in scene.mentions):
        return False
    openers = (*scene.cue("refer.relative"), *scene.group("direction."))
    return any(hit.start == begin + 2 for hit in openers)


def _of_standard(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time stands right behind a number that is only held against another one.

    What comes behind the comma is told of the time of the text.
    """
    return scene.walls(period.end, mention.start, COMMA) and any(
        0 <= period.start - other.end <= START_TIME
        and not scene.walls(other.end, period.start, COMMA)
        and any(
            0 <= other.start - word.end <= START_TIME
            and any(m.end <= word.start for m in scene.mentions)
            for word in scene.group("baseline.")
        )
        for other in scene.mentions
    )


def _when_foreseen(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time that is over is when the number was foreseen."""
    return isinstance(mention, Mention) and any(
        mention.end <= hit.start and 0 < period.start - hit.end <= PRONOUN
        for hit in scene.cue("foreseen.words")
    )


def _another_number(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a number stands between an earlier period and this one."""
    return any(period.end <= m.start and m.end <= mention.start for m in scene.mentions)


# Signs between a number and its time: "7.8% in October".
START_TIME = 8
# Words between where a movement began and its time: "from $27bn at the end of March".
START_WORDS = 2.0
# Signs between a distance and the day of what it is measured from: "3% below its July peak".
PEAK_REACH = 24
# Signs between a record and its time, and between "since" and the record.
RECORD_TIME, RECORD_LED = 5, 6
# Signs between "more than" and the time before that a growth is counted from.
SINCE_REACH = 32
# Signs between the name of a bond and how long it runs: "l'OAT à dix ans".
TENOR_REACH = 6


def is_distance(scene: Scene, mention: Mention | Hit) -> bool:
    """Whether a percentage tells how far a thing stands from another: "3% below its peak"."""
    return (
        isinstance(mention, Mention)
        and mention.unit == "percent"
        and any(
            0 <= hit.start - mention.end <= 1
            for name in ("higher_than", "lower_than")
            for hit in scene.cue(f"baseline.{name}")
        )
        and not any(0 <= mention.start - hit.end <= 1 for hit in scene.group("direction."))
        and not _grown_since(scene, mention)
    )


def _grown_since(scene: Scene, mention: Mention) -> bool:
    """Whether a percentage is held against a time before: "3.5% more than a year earlier"."""
    return any(
        0 <= period.start - mention.end <= SINCE_REACH
        and is_base(period)
        and not any(mention.end <= other.start < period.start for other in scene.mentions)
        for period in scene.periods
    )


def _of_its_metric(scene: Scene, period: PeriodMention, metric: str | None) -> bool:
    """Whether a year is written onto the name of another metric: "2027er-KGV"."""
    return scene.text[period.end : period.end + 1] == "-" and any(
        hit.start == period.end + 1 and hit.value != metric for hit in scene.metrics
    )


def _of_day_alone(
    scene: Scene, period: PeriodMention, mention: Mention | Hit, metric: str | None
) -> bool:
    """Whether a stretch up to now is that of a change told before, and the number of a day."""
    if period.type != "ytd" or metric not in about().quoted | DAILY or period.end > mention.start:
        return False
    return any(
        period.end <= other.start
        and other.end <= mention.start
        and other.unit == "percent"
        and unit_class(other) != unit_class(mention)
        and scene.walls(other.end, mention.start, COMMA)
        for other in scene.mentions
        if isinstance(mention, Mention)
    )


def _left_at(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time stands right before a number that was left: "9月の2.9%から0.1ポイント"."""
    return any(
        0 <= other.start - period.end <= 1
        and other.end <= mention.start
        and (
            any(0 <= hit.start - other.end <= 1 for hit in scene.cue("reach.from"))
            if scene.words.verb_last
            else any(0 <= period.start - hit.end <= 1 for hit in scene.cue("reach.from"))
        )
        for other in scene.mentions
    )


def _of_the_start(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time is that of where a movement began, and the number is where it ended."""
    if not isinstance(mention, Mention) or period.role in ("after", "before"):
        return False
    if _left_at(scene, period, mention):
        return True
    # "to 12.5% from 11.7% in September, while prices rose 1.8%"
    told = scene.walls(period.end, mention.start, COMMA) and any(
        0 <= m.start - hit.end <= 1 and m.end <= period.start and m.unit == mention.unit
        for m in scene.mentions
        for hit in scene.cue("reach.to")
    )
    if not told and not any(0 <= mention.start - hit.end <= 1 for hit in scene.cue("reach.to")):
        return False
    return any(
        0 <= period.start - other.end <= START_TIME
        and not scene.walls(other.end, period.start, COMMA)
        and other.unit == mention.unit
        and any(0 <= other.start - hit.end <= 1 for hit in scene.cue("reach.from"))
        for other in scene.mentions
    )


def _of_next_move(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a period is that of the next movement of the same thing.

    "rose 0.2% to 24,000 and is up 20% this year": the 0.2% was not made this year. What a metric
    or an entity of its own parts ("sales rose 5% and profit fell 3% in 2024") shares its time.
    """
    running = any(
        hit.start < period.end and period.start < hit.end for hit in scene.cue("time.running")
    )
    if period.type != "ytd" and period.granularity != "year" and not running:
        return _beside_another(scene, period, mention)
    reach = period.end + NEXT_NUMBER if period.type == "ytd" or running else period.start
    for other in scene.mentions:
        if other.start < mention.end or other.start > reach or unit_class(other) != "percent":
            continue
        anew = any(mention.end <= h.start < other.start for h in scene.group("direction."))
        if period.end <= other.start:  # "und liegt seit Jahresbeginn 20 Prozent im Plus"
            anew = scene.walls(mention.end, period.start, 0.0)
        # "Rose 0.9%, bringing its gain this month to 1.7%": a gain is no other thing.
        parts = [hit for hit in scene.metrics if hit.value != "return"] + scene.entities
        if anew and not any(mention.end <= h.start < other.start for h in parts):
            return True
    return False


def _beside_another(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """ "2.4%, having touched 1.7% in September": the month is that of the number beside it.

    Not in "fell 0.9% on the month and rose 3.3% on the year in May", which has no comma.
    """
    # "touched" and the like are verbs of prices, and name no other thing.
    parts = [hit for hit in scene.metrics if hit.value != "price"] + scene.entities
    return isinstance(mention, Mention) and any(
        mention.end <= other.start
        and other.unit == mention.unit
        and 0 <= period.start - other.end <= NEXT_NUMBER
        and scene.walls(mention.end, other.start, COMMA)
        and len(scene.text[mention.end : other.start].split()) > CLAUSE_WORDS
        and not any(mention.end <= h.start < other.start for h in parts)
        for other in scene.mentions
    )


def _next_clause(scene: Scene, mention: Mention | Hit, period: PeriodMention) -> bool:
    """Whether a verb behind "and" takes the time: "kept the rate at 5.5% and cut its FY26 view"."""
    anew = [
        word
        for word in scene.cue("boundary.weak")
        if word.start >= mention.end
        and scene.walls(mention.end, word.start, COMMA)
        and not any(0 < m.start - word.end <= 1 for m in scene.mentions)  # "41 points, or 0.5%"
    ]
    if any(word.end <= m.start and m.end <= period.start for word in anew for m in scene.mentions):
        return True  # "shaved the rate to 7.25%, and markets price 18bp in the next year"
    if any(
        word.end <= period.start <= period.end <= m.start
        and not scene.walls(period.end, m.start, STRONG)
        for word in anew for m in scene.mentions
    ):
        return True  # "earned 4.6bn, 3.9% more, and closed October with cash of 11.3bn"
    return any(
        mention.end < verb.start
        and verb.end <= period.start
        and any(
            mention.end <= word.start and 0 < verb.start - word.end <= PRONOUN
            for word in scene.cue("boundary.weak")
        )
        and any(verb.end <= m.start for m in scene.mentions)
        for verb in scene.group("direction.") + scene.cue("modality.forecast")
    )


def _is_next_subject(scene: Scene, mention: Mention | Hit, period: PeriodMention) -> bool:
    """Whether a time is what the next clause speaks of: "and the previous two months were"."""
    return scene.walls(mention.end, period.start, COMMA) and any(
        mention.end <= word.start
        and 0 < period.start - word.end <= PRONOUN + 1
        and any(0 < verb.start - period.end <= 1 for verb in scene.cue("aside.ends"))
        for word in scene.cue("boundary.weak")
    )


# "after a decline of 5%": words between the one that tells of before and its number.
ORIGIN_REACH = 4.0


def over_years(scene: Scene, mention: Mention | Hit, since: int = 0) -> bool:
    """Whether a length of time goes with the number: "over two years they are down 7%"."""
    return any(
        other.unit in ("year", "month", "quarter", "decade", "week")
        and other.start >= since
        and not scene.walls(other.end, mention.start, COMMA)
        and other.end <= mention.start
        and not _is_tenor(scene, other)
        for other in scene.mentions
    )


def _is_tenor(scene: Scene, length: Mention) -> bool:
    """Whether a length of time belongs to a bond's name or to how a change is counted."""
    bonds = (hit for hit in scene.metrics if hit.value in ("bond_yield", "yield_spread"))
    counted = (hit for name in TIMED for hit in scene.cue(f"basis.{name}"))
    return any(hit.start < length.start <= hit.end + TENOR_REACH for hit in bonds) or any(
        hit.start < length.end and length.start < hit.end for hit in counted
    )


def is_origin(scene: Scene, mention: Mention, own_move: bool = True) -> bool:
    """Whether a number is told as the value before: "up from 5%", "after advancing 5% in May".

    ``own_move`` takes those with a movement of their own too: "after a decline of 5%".
    """
    return _second_origin(scene, mention) or any(
        hit.end <= mention.start
        and scene.cost(span_of(mention), span_of(hit))
        <= (
            ORIGIN_REACH
            if own_move
            and any(hit.end <= d.start < mention.start for d in scene.group("direction."))
            else 1.0
        )
        and not any(hit.end <= p.start < mention.start for p in scene.periods)
        for hit in scene.cue("reach.origin")
    )


def _second_origin(scene: Scene, mention: Mention) -> bool:
    """ "Up from €4bn in the first quarter and €3.5bn a year earlier": both are of before."""
    earlier = [m for m in scene.mentions if m.end <= mention.start]
    joined = any(0 <= mention.start - word.end <= 1 for word in scene.cue("boundary.weak"))
    if not earlier or not joined or earlier[-1].unit != mention.unit:
        return False
    parts = (*scene.group("direction."), *scene.metrics, *scene.entities)
    if any(earlier[-1].end <= part.start < mention.start for part in parts):
        return False
    return is_origin(scene, earlier[-1], own_move=False)


def _of_origin(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period is that of where a movement began: "$4.2bn, up from $4.0bn in 2023"."""
    origins = [
        other
        for other in scene.mentions
        if mention.end <= other.start < other.end <= period.start
        and isinstance(mention, Mention)
        # "fell 53%, to $7bn from the $15bn of 2023": a change and what it started from.
        and mention.unit in (other.unit, "percent")
        and is_origin(scene, other)
    ]
    return bool(origins) and (
        scene.cost(span_of(origins[-1]), (period.start, period.end), number=0.0) <= START_WORDS
    )


def _of_start(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period dates where a movement began: "slipped to 4.05% from 4.14% on Monday"."""
    before = [m for m in scene.mentions if m.end <= period.start and m.start >= mention.end]
    if not before or not any(0 <= before[-1].start - h.end <= 1 for h in scene.cue("reach.from")):
        return False
    near = scene.cost(span_of(before[-1]), (period.start, period.end), number=0.0)
    return near <= START_WORDS and any(
        hit.start < before[-1].start and not scene.walls(hit.end, before[-1].start, COMMA)
        for hit in scene.cue("reach.to")
    )


def _opens_next(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period stands right before another number: "8% and aims in 2026 for 9%"."""
    # "25,1 Prozent, für 2027 mit 23 Prozent": behind a comma, with a preposition between.
    reach = 1.0 + (WEAK if scene.walls(mention.end, period.start, COMMA) else 0.0)
    return any(
        other.start >= period.end
        and other.start != mention.start
        and scene.cost((period.start, period.end), span_of(other), number=0.0) <= reach
        for other in scene.mentions
    )


def _heads_next(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time heads the next item of a post that a time has opened: "..., Q3 guide $20B"."""
    return (
        any(p.start <= OPENING and p.end <= mention.start for p in scene.periods)
        and scene.walls(mention.end, period.start, COMMA)
        and any(
            period.end <= hit.start and any(hit.end <= m.start for m in scene.mentions)
            for hit in scene.metrics
        )
    )


def _another(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether another time is named between the opening one and the number."""
    return any(
        period.end <= other.start and other.end <= mention.start and not is_base(other)
        for other in scene.periods
    )


def _taken(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether the period follows another number at once: "from 5.7% in April to 4.4%"."""
    return any(
        other.end <= period.start
        and other.start != mention.start
        and scene.cost(span_of(other), (period.start, period.end), number=0.0) <= LINK_GAP
        # "上涨10.5%，周五收于3272点": where a time stands before what it dates, a comma parts them.
        # "2025 bei 0,2, 2026 bei 0,3": so does one before the time of the next number.
        and not (
            scene.walls(other.end, period.start, COMMA)
            and (scene.words.time_first or _opens(scene, period, mention))
        )
        for other in scene.mentions
    )


def _is_basis(scene: Scene, period: PeriodMention) -> bool:
    """Whether the words of a period say how a change is counted ("on the month", "前年比")."""
    return any(
        hit.start < period.end
        and period.start < hit.end
        # "over the year to September" is a time; "over the year" alone a way of counting
        and (period.end - hit.end < DATED or not _year_long(period))
        for name in TIMED
        for hit in scene.cue(f"basis.{name}")
    )


def _opens(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether a time stands right before the number, with no more than a word between."""
    return period.end <= mention.start and period.resolved_from == "text" and (
        scene.cost((period.start, period.end), span_of(mention), number=0.0) <= AFTER + WEAK
    )


def _summed(period: PeriodMention, mention: Mention | Hit) -> bool:
    """Whether an amount is told of twelve months: "em 12 meses, o déficit soma R$ 42 bilhões"."""
    money = isinstance(mention, Mention) and unit_class(mention) == "currency"
    rolling = period.granularity == "year" and period.resolved_from == "text"
    return money and rolling and period.type == "calendar" and _year_long(period)


def _year_long(period: PeriodMention) -> bool:
    """Whether a period lasts a year: "over the year to September"."""
    first, last = period.first, period.last
    return first is not None and last is not None and (last - first).days >= YEAR


def _is_maturity(scene: Scene, period: PeriodMention) -> bool:
    """Whether a period belongs to the name of a bond or future: "DI para janeiro de 2029"."""
    return any(
        hit.value == "bond_yield" and hit.start < period.start <= hit.end + 1
        for hit in scene.metrics
    )


def _of_a_record(scene: Scene, period: PeriodMention) -> bool:
    """ "A third less since its record of October", "seit dem Rekordhoch vom Oktober"."""
    since = (*scene.cue("modality.since"), *scene.cue("rank.window"), *scene.group("baseline."))
    return any(
        0 <= period.start - record.end <= RECORD_TIME
        and any(0 <= record.start - word.end <= RECORD_LED for word in since)
        for record in (*scene.cue("trend.rank"), *scene.cue("rank.record"))
    ) or any(  # "slid below $82,000, 35% off its October peak"
        0 <= period.start - mention.end <= PEAK_REACH and is_distance(scene, mention)
        for mention in scene.mentions
    )


def _of_a_turn(scene: Scene, period: PeriodMention, mention: Mention | Hit) -> bool:
    """ "Up 42% from its April low": the month is that of the low."""
    led = any(0 <= period.start - word.end <= RECORD_LED for word in scene.cue("reach.from"))
    return led and mention.end <= period.start and any(
        0 <= hit.start - period.end <= 1 for hit in scene.cue("rank.turn")
    )


def _window_of_record(scene: Scene, period: PeriodMention) -> bool:
    """Whether a period says since when something is a record."""
    if not is_one_day(period) and any(
        0 <= hit.start - period.end <= 6 and not scene.walls(period.end, hit.start, COMMA)
        for hit in scene.cue("trend.rank")
    ):
        return True  # "创1995年以来新高"; a day is that of the record: "10月6日につけた最高値"
    if any(0 <= period.start - hit.end <= RECORD_TIME for hit in scene.cue("rank.began")):
        return True  # "since records began in 1997", "in data back to 2017"
    if period.type == "trailing" and any(
        0 <= hit.start - period.end <= 8 for hit in scene.cue("rank.percentile")
    ):
        return True  # "近十年78%分位"
    if period.role is None:
        return False
    return any(
        period.start - hit.end >= 0 and scene.cost(span_of(hit), (period.start, period.end)) <= 5.0
        for hit in scene.cue("rank.superlative")
    )
