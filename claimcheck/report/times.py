"""Charts over time: when a figure was right, and how an estimate moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from claimcheck.report import compare, signs, spell, words
from claimcheck.report.svg import WIDE, Canvas, Chart, both, scale, ticks
from claimcheck.schema import Caveat, Finding, Period, Report


@dataclass(frozen=True, slots=True)
class _Dated:
    day: date
    value: float
    basis: str
    source: str
    label: str


def _dated(rows: Any, key: str) -> list[_Dated]:
    """Rows of a caveat that hold a day under ``key`` and a value; others are left out."""
    found = []
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, dict):
            continue
        value = spell.number(row.get("value"))
        try:
            day = date.fromisoformat(str(row.get(key))[:10])
        except ValueError:
            continue
        if value is not None:
            basis = row.get("basis")
            shown = words.bases(tuple(map(str, basis))) if isinstance(basis, list | tuple) else ""
            who = row.get("provider")
            found.append(_Dated(day, float(value), shown,
                                compare.provider_name(who) if isinstance(who, str) else "",
                                _label(row, day)))
    return found


def _label(row: dict[str, Any], day: date) -> str:
    """The period of a row in words, such as a whole month, else its day."""
    try:
        return spell.when(Period.model_validate({"start": row["start"], "end": row["end"]}))
    except (KeyError, ValueError):
        return spell.day(day)


# ---------------------------------------------------------------- when was it right?


def timing(report: Report, finding: Finding, caveat: Caveat, key: str) -> Chart | None:
    """When a figure without a date was right: the values held against what is claimed."""
    stated = compare.band(finding)
    if stated is None or finding.quantity is None:
        return None
    points = _dated(caveat.values.get("matches"), "end")
    points += [
        _Dated(item.period.end, float(item.value), words.bases(item.basis),
               compare.source_words(item), spell.when(item.period))
        for item in compare.alike(finding) if item.period.end
    ]
    unique = {(point.day, point.value): point for point in points}
    ordered = [unique[at] for at in sorted(unique)]
    if len({point.day for point in ordered}) < 2:
        return None
    ends = float(stated[0]), float(stated[1])
    return both(lambda width: _timing(report, finding, ordered, ends, key, width))


def _timing(
    report: Report, finding: Finding, points: list[_Dated], ends: tuple[float, float], key: str,
    width: int,
) -> Markup:
    narrow = width < WIDE
    top, bottom = (70.0 if narrow else 54.0), 190.0
    canvas = Canvas(width, 224)
    left, right = 46.0, width - (14.0 if narrow else 104.0)
    written = report.article.date
    marks = [day for day in (written.earliest, written.latest) if day is not None]
    days = [day.toordinal() for day in (*(point.day for point in points), *marks)]
    room = (max(days) - min(days)) * 0.04
    x = scale(min(days) - room, max(days) + room, left, right)
    values = [*(point.value for point in points), *ends]
    pad = (max(values) - min(values)) * 0.2 or 1.0
    y = scale(min(values) - pad, max(values) + pad, bottom, top)
    unit = finding.quantity.unit if finding.quantity else ""
    canvas.heading(14, f"When was “{signs.clip(finding.quote, 22)}” right?",
                   signs.clip(words.metric(finding), 40))
    _written(canvas, marks, x, top, bottom)
    canvas.rect(left, y(ends[1]), right - left, y(ends[0]) - y(ends[1]), "okband")
    for tick in ticks(min(values) - pad, max(values) + pad):
        canvas.line(left, y(tick), right, y(tick), "grid")
        canvas.text(left - 8, y(tick) + 4, spell.amount(Decimal(f"{tick:g}"), unit), "", "end")
    middle = y((ends[0] + ends[1]) / 2)
    canvas.line(left, middle, right, middle, "claim")
    if not narrow:
        canvas.text(right + 8, middle + 4, f"article: {compare.stated(finding)}", "axc b")
    _axis(canvas, (min(days), max(days)), x, bottom, narrow)
    _dots(canvas, points, ends, x, y, (left, right))
    held = [point.label for point in points if ends[0] <= point.value <= ends[1]]
    about = "; ".join(f"{point.label} {point.value:g} {point.basis}".strip() for point in points)
    return canvas.svg(key, f"When {finding.quote} was right: {', '.join(held) or 'on no day held'}",
                      f"Values held: {about}.")


def _written(
    canvas: Canvas, marks: list[date], x: Callable[[float], float], top: float, bottom: float
) -> None:
    """A line at the article's day, or a band when only a bracket is known."""
    if not marks:
        return
    first, last = x(marks[0].toordinal()), x(marks[-1].toordinal())
    if last - first > 2:
        canvas.rect(first, top, last - first, bottom - top, "written")
    else:
        canvas.line(last, top, last, bottom, "post")
    anchor = "end" if last > canvas.width * 0.6 else "start"
    canvas.text(last if anchor == "end" else first, top - 7, "article written", "axc", anchor)


def _axis(
    canvas: Canvas, days: tuple[int, int], x: Callable[[float], float], bottom: float, narrow: bool
) -> None:
    """A time axis with ticks at round months or years."""
    canvas.line(x(days[0]), bottom, x(days[1]), bottom, "zero")
    start, end = date.fromordinal(days[0]), date.fromordinal(days[1])
    months = (end.year - start.year) * 12 + end.month - start.month
    room = 4 if narrow else 6
    whole_years = months // room // 12 * 12 + 12
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= room), whole_years)
    begin = start.year * 12 + start.month - 1
    for month in range(begin + -begin % step, begin + months + 1, step):
        at = date(month // 12, month % 12 + 1, 1)
        if at < start:
            continue
        place = x(at.toordinal())
        canvas.line(place, bottom, place, bottom + 5, "zero")
        said = str(at.year) if step >= 12 else spell.month(at)
        canvas.text(place, bottom + 20, said, "", "middle")


def _dots(
    canvas: Canvas, points: Sequence[_Dated], ends: tuple[float, float],
    x: Callable[[float], float], y: Callable[[float], float], edges: tuple[float, float],
) -> None:
    """Single finds as dots: a line between them would be invented."""
    labelled = -100.0
    for point in points:
        at, height = x(point.day.toordinal()), y(point.value)
        inside = ends[0] <= point.value <= ends[1]
        tip = f"{point.label}: {point.value:g} {point.basis} {point.source}".strip()
        canvas.dot(at, height, 6 if inside else 4.4, "dok" if inside else "d0", tip)
        if inside and at - labelled > 84:
            anchor = "end" if at > edges[1] - 60 else "start" if at < edges[0] + 40 else "middle"
            canvas.text(at, height - 12, point.label, "okl b", anchor)
            labelled = at


# ---------------------------------------------------------------- how a value moved


def drift(finding: Finding, caveat: Caveat, key: str) -> Chart | None:
    """The estimates of one period, by the day on which each became known."""
    points = sorted(_dated(caveat.values.get("vintages"), "known_from"),
                    key=lambda point: point.day)
    if len(points) < 3 or len({point.value for point in points}) < 2:
        return None
    what = words.level_metric(finding)
    return both(lambda width: _moved(points, "How the estimate moved", what, key, width))


def revised(finding: Finding, key: str) -> Chart | None:
    """The prints of a revised figure: each held until the next one came out."""
    points = [_Dated(day, float(value), "", "", spell.day(day))
              for day, value in compare.vintages(finding)]
    if len({point.value for point in points}) < 2:
        return None
    what = words.metric(finding)
    return both(lambda width: _moved(points, "How the figure was revised", what, key, width))


def _moved(points: list[_Dated], name: str, what: str, key: str, width: int) -> Markup:
    narrow = width < WIDE
    canvas = Canvas(width, 190)
    left, right = 34.0, width - (34.0 if narrow else 120.0)
    days = points[0].day.toordinal(), points[-1].day.toordinal()
    x = scale(*days, left, right)
    values = [point.value for point in points]
    y = scale(min(values), max(values), 134.0, 66.0 if narrow else 50.0)
    canvas.heading(14, name, what)
    canvas.path(list(_steps([(x(p.day.toordinal()), y(p.value)) for p in points])), "l1")
    _axis(canvas, days, x, 162.0, narrow)
    labelled = -100.0
    for before, point in pairwise([points[1], *points]):
        at, last = x(point.day.toordinal()), point is points[-1]
        below = before.value > point.value  # the line comes from above, so the label goes below
        tip = f"{spell.day(point.day)}: {point.value:g} {point.source}".strip()
        canvas.dot(at, y(point.value), 4.4, "d1", tip)
        if (at - labelled > 46 and right - at > 46) or last:
            said = spell.digits(Decimal(f"{point.value:.6g}"))
            bold = last or point is points[0]
            canvas.text(at, y(point.value) + (19 if below else -10), said,
                        "ax1 b" if bold else "", "middle")
            labelled = at
    about = "; ".join(f"{spell.day(p.day)} {p.value:g} {p.source}".strip() for p in points)
    return canvas.svg(key, f"{name}: {what}", f"{about}.")


def _steps(spots: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The path of a value that holds until the next one is published."""
    for before, now in pairwise(spots):
        yield before
        yield now[0], before[1]
    yield spots[-1]
