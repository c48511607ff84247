"""Lists told side by side: as many numbers as periods or names, taken in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from claimcheck.extract.attach.found import Found, fit_of, passed_on
from claimcheck.extract.attach.period import is_base
from claimcheck.extract.drafts.record import Draft
from claimcheck.extract.scene import COMMA, STRONG, UNKNOWN, Hit, Scene
from claimcheck.extract.words import kind_of
from claimcheck.lexicon import metrics
from claimcheck.periods import PeriodMention

# "in 2025, 2026 and for 2027": signs between two periods of one list.
LIST_GAP = 12
# Signs between two numbers of a list (", and ", "、"), and years that a forecast goes through.
JOINED, MOST_YEARS = 6, 5
# Signs between numbers and the names told behind them: "2% and 3% for Apple and Nvidia".
BEHIND = 12
# Between the names and their numbers these only say what the names are: "preferred industrial
# REITs, at 21x and 17x".
EPITHETS = ("segment", "fund", "agency")


def pair_lists(scene: Scene, numeric: list[Draft]) -> None:
    """ "9%, 11% and 8% for 2025, 2026 and 2027": as many periods as numbers are taken in order.

    The same holds for what the numbers are about.
    """
    if len(numeric) < 2:
        return
    _pair_years(scene, numeric)
    told = _pair_periods(scene, numeric)
    _repeat_years(scene, numeric)
    _pair_metrics(scene, numeric)
    respectively = bool(scene.cue("refer.respectively"))
    if told and not respectively:
        return
    if respectively and len({d.mention.unit for d in numeric if d.mention}) == 1:
        for names in (
            [h for h in scene.entities if h.start >= numeric[-1].start],
            [h for h in scene.entities if h.end <= numeric[0].start],
        ):
            if len(names) == len(numeric):
                _name(scene, numeric, names)
                return
    _pair_names(scene, numeric, respectively)


def _pair_periods(scene: Scene, numeric: list[Draft]) -> bool:
    if len({d.mention.unit for d in numeric if d.mention}) > 1:
        return False
    first, last = numeric[0].start, numeric[-1].end
    named = [p for p in scene.periods if not is_base(p)]
    paired = False
    # "In June alone it grew 0.4%, after shrinking 0.1% in both May and April"
    opened = any(p.end <= first for p in named)
    for side in (
        [p for p in named if p.start >= last and not opened],
        [p for p in named if p.end <= first],
    ):
        if len(side) == len(numeric) and _in_a_row(side):
            for draft, period in zip(numeric, side, strict=True):
                draft.period, draft.period_certainty = period, "stated"
                paired = True
    return paired


def _repeat_years(scene: Scene, numeric: list[Draft]) -> None:
    """ "The US grows 2.0% this year and 2.1% next, China 4.8% and 4.2%": of the same years."""
    years = [d.period for d in numeric[:2] if d.period and d.period_certainty == "stated"]
    if len(years) != 2 or years[0].granularity != "year" or years[0].first == years[1].first:
        return
    if not all(draft.start < period.start for draft, period in zip(numeric, years, strict=False)):
        return
    for row in _rows(scene, numeric[2:]):
        if len(row) == 2 and not any(p.start >= row[0].start for p in scene.periods):
            for draft, period in zip(row, years, strict=True):
                draft.period, draft.period_certainty = period, "inferred"
            row[1].entity, row[1].entity_id = row[0].entity, row[0].entity_id


def _pair_names(scene: Scene, numeric: list[Draft], respectively: bool) -> None:
    """ "Infosys and HCL lost 2.1% and 1.9%": a row of numbers behind a row of as many names.

    Without "respectively" the two rows are those of one clause, nothing else named in between.
    """
    names = _name_rows(scene)
    rows = [row for row in _rows(scene, numeric) if len(row) > 1]
    for row in rows if names else ():
        fitting = [
            one for one in names
            if len(one) == len(row) and _of_row(scene, one, row, rows, respectively)
        ]
        if fitting:
            _name(scene, row, fitting[-1])
            _share_metric(row)


def _share_metric(row: Sequence[Draft]) -> None:
    """The numbers of a row measure one thing, whatever each name alone would suggest."""
    first = row[0]
    for draft in row[1:]:
        if draft.metric.certainty != "stated" and draft.metric.value != first.metric.value:
            draft.metric, draft.kind = passed_on(first.metric), first.kind
            draft.direction = first.direction


def _of_row(
    scene: Scene, names: Sequence[Hit], row: Sequence[Draft], rows: Sequence[Sequence[Draft]],
    respectively: bool,
) -> bool:
    """Whether a row of names is what a row of numbers is told of."""
    if names[0].start > row[-1].end:
        gap = names[0].start - row[-1].end
        return gap <= BEHIND and not scene.walls(row[-1].end, names[0].start, COMMA)
    left, right = names[-1].end, row[0].start
    between = [
        hit for hit in scene.entities
        if left <= hit.start < right and hit.start - left > 1 and kind_of(hit.value) not in EPITHETS
    ]
    listed = {id(draft.mention) for one in rows for draft in one if len(one) == len(names)}
    numbers = [m for m in scene.mentions if left <= m.start < right and id(m) not in listed]
    if left > right or between or numbers:
        return False
    return respectively or not scene.walls(left, right, STRONG)


def _pair_metrics(scene: Scene, numeric: list[Draft]) -> None:
    """ "Services inflation and pay growth eased to 4.7% and 4.4% respectively"."""
    if not scene.cue("refer.respectively"):
        return
    joins = {hit[:2] for hit in scene.cue("refer.joins")}
    rows: list[list[Hit]] = []
    for hit in scene.metrics:
        if rows and _joined(scene, rows[-1][-1], hit, joins):
            rows[-1].append(hit)
        else:
            rows.append([hit])
    for row in _rows(scene, numeric):
        for told in rows:
            if len(row) == len(told) > 1 and told[-1].end <= row[0].start:
                _measure(scene, row, told)


def _measure(scene: Scene, row: Sequence[Draft], told: Sequence[Hit]) -> None:
    for draft, name in zip(row, told, strict=True):
        fit = fit_of(metrics()[name.value], draft.mention) if draft.mention else None
        if fit:
            text = scene.text[name.start : name.end]
            draft.metric = Found(fit[0], text, "stated", 0.0, name)


def _name_rows(scene: Scene) -> list[list[Hit]]:
    """Names told as lists: "UOB and OCBC", "US, European and Asian equity funds"."""
    joins = {hit[:2] for hit in scene.cue("refer.joins")}
    rows: list[list[Hit]] = []
    for hit in scene.entities:
        before = rows[-1][-1] if rows else None
        if before is not None and _joined(scene, before, hit, joins):
            rows[-1].append(hit)
        else:
            rows.append([hit])
    return [row for row in rows if len(row) > 1 and len({h.value for h in row}) == len(row)]


def _joined(scene: Scene, one: Hit, other: Hit, joins: set[tuple[int, int]]) -> bool:
    """Whether two names stand in one list, parted by a comma or a joining word alone."""
    gap = scene.text[one.end : other.start]
    if not 0 < len(gap) <= JOINED or one.value == other.value == UNKNOWN == gap:
        return False
    words = [(start, end) for _, start, end in scene.found if one.end <= start < other.start]
    return all(word in joins for word in words) and (bool(words) or "," in gap)


def _name(scene: Scene, row: Sequence[Draft], names: Sequence[Hit]) -> None:
    for draft, name in zip(row, names, strict=True):
        text = scene.text[name.start : name.end]
        draft.entity = Found(name.value, text, "stated", 0.0, name)
        draft.entity_id = None if name.value == UNKNOWN else name.value
        draft.entity_certainty, draft.most = "stated", (draft.most[0], "stated")


def _pair_years(scene: Scene, numeric: list[Draft]) -> None:
    """ "2025至2027年净利润分别为668亿元、802亿元和935亿元": one number for each year of a run."""
    for period in scene.periods:
        first, last = period.first, period.last
        if period.granularity != "multi" or period.type == "ytd" or not (first and last):
            continue
        years = last.year - first.year + 1
        whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if not whole or not MOST_YEARS >= years >= 2:
            continue
        for row in _rows(scene, [d for d in numeric if d.start >= period.end]):
            # Two numbers may as well be the ends of the run: "from 3% to 5% in 2025-2026".
            if len(row) == years and (years > 2 or scene.cue("refer.respectively")):
                for year, draft in enumerate(row, first.year):
                    days = first.replace(year=year), last.replace(year=year)
                    draft.period = replace(
                        period, first=days[0], last=days[1], granularity="year"
                    )
                    draft.period_certainty = "stated"


def _rows(scene: Scene, numeric: list[Draft]) -> list[list[Draft]]:
    """Numbers told as lists, of one unit and with no more than a joining sign between."""
    rows: list[list[Draft]] = []
    for draft in numeric:
        before = rows[-1][-1] if rows else None
        if before and before.mention and draft.mention:
            gap = scene.text[before.end : draft.start]
            alike = before.mention.unit == draft.mention.unit
            if alike and len(gap) <= JOINED and not any(map(str.isdigit, gap)):
                rows[-1].append(draft)
                continue
        rows.append([draft])
    return rows


def _in_a_row(side: list[PeriodMention]) -> bool:
    """Whether periods are told as a list: alike, with no more than a joining word between.

    "fell to 3.6%, from 3.8% in September, figures showed on Wednesday" is none.
    """
    alike = len({period.granularity for period in side}) == 1
    return alike and all(b.start - a.end <= LIST_GAP for a, b in pairwise(side))
