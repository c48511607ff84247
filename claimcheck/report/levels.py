"""The base-effect chart: levels indexed to the earlier peak, the ground lost, growth by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from claimcheck.report import compare, spell, words
from claimcheck.report.svg import WIDE, Canvas, Chart, both, scale, spread, ticks
from claimcheck.schema import Caveat, Finding, Period

_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Point:
    label: str
    at: float
    value: float
    estimate: bool


@dataclass(frozen=True, slots=True)
class _Path:
    """One vintage: points from its peak to the value that the growth leads to."""

    vintage: str
    points: tuple[_Point, ...]

    @property
    def indexed(self) -> list[float]:
        """Levels with the peak at 100."""
        return [point.value / self.points[0].value * 100 for point in self.points]


def base_effect(finding: Finding, caveat: Caveat, key: str) -> Chart | None:
    """The chart of one base-effect caveat, None when its values hold no scenario to draw."""
    paths = list(_paths(finding, caveat.values))[:_MOST_LINES]
    if not paths:
        return None
    return both(lambda width: _draw(finding, paths[0], paths[1:], key, width))


# ---------------------------------------------------------------- reading the values


def _paths(finding: Finding, values: dict[str, Any]) -> Iterator[_Path]:
    """A path for each vintage, newest first, with the growth that the article claims."""
    rows = [row for row in _dicts(values.get("levels")) if spell.number(row.get("value"))]
    scenarios = _dicts(values.get("scenarios"))
    scenarios.sort(key=lambda one: str(one.get("vintage") or ""), reverse=True)
    claimed = [one for one in scenarios if one.get("assumed") == "claim"] or scenarios
    seen: set[tuple[_Point, ...]] = set()
    for scenario in claimed:
        points = _scenario(finding, scenario, rows)
        if points and points not in seen:
            seen.add(points)
            yield _Path(str(scenario.get("vintage") or ""), points)


def _dicts(rows: Any) -> list[dict[str, Any]]:
    found = rows if isinstance(rows, list | tuple) else ()
    return [row for row in found if isinstance(row, dict)]


def _scenario(
    finding: Finding, scenario: dict[str, Any], rows: list[dict[str, Any]]
) -> tuple[_Point, ...]:
    peak, base, value = (spell.number(scenario.get(name)) for name in ("peak", "base", "value"))
    start, stop = _year(scenario.get("peak_period")), _year(scenario.get("base_period"))
    if not (peak and base and value and start and stop and peak > 0 and stop > start):
        return ()
    named = spell.when(finding.period) or str(int(stop) + 1)
    points = {
        start: _Point(str(scenario.get("peak_period")), start, float(peak), False),
        stop: _Point(str(scenario.get("base_period")), stop, float(base), False),
        stop + 1: _Point(named, stop + 1, float(value), True),
    }
    for point in _held(rows, str(scenario.get("vintage") or ""), peak, base):
        if point.at in (start, stop):
            points[point.at] = replace(points[point.at], estimate=point.estimate)
        elif start < point.at < stop:
            points[point.at] = point
    return tuple(points[at] for at in sorted(points))


def _held(
    rows: list[dict[str, Any]], vintage: str, peak: Decimal, base: Decimal
) -> Iterator[_Point]:
    """Yearly levels as held at ``vintage``, of the series that has both the peak and the base."""
    series: dict[str, dict[str, dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: str(row.get("known_from") or "")):
        if not vintage or str(row.get("known_from") or "") <= vintage:
            series.setdefault(str(row.get("series")), {})[str(row.get("start"))] = row
    for held in series.values():
        if {peak, base} <= {spell.number(row["value"]) for row in held.values()}:
            for row in held.values():
                at, value = _year(row.get("start")), spell.number(row["value"])
                if at and value and value > 0:
                    yield _Point(_label(row), at, float(value), row.get("status") == "estimate")
            return


def _label(row: dict[str, Any]) -> str:
    try:
        return spell.when(Period.model_validate({"start": row["start"], "end": row["end"]}))
    except (KeyError, ValueError):
        return str(row.get("start"))[:4]


def _year(text: Any) -> float | None:
    """``2022``, ``2022Q3``, ``Q3 2022`` or a day as a year with a fraction."""
    said = str(text or "").strip()
    if said[:4].isdigit() and said.isascii():
        if len(said) == 4:
            return float(said)
        try:
            day = date.fromisoformat(said[:10])
        except ValueError:
            return _quarter(said[4:], said[:4])
        return day.year + (day.month - 1) / 12
    return _quarter(said[:2], said[-4:])


def _quarter(part: str, year: str) -> float | None:
    part = part.strip(" -").upper()
    if len(part) == 2 and part[0] == "Q" and part[1] in "1234" and year.isdigit():
        return int(year) + (int(part[1]) - 1) / 4
    return None


# ---------------------------------------------------------------- drawing


@dataclass(frozen=True, slots=True)
class _Frame:
    canvas: Canvas
    x: Callable[[float], float]
    y: Callable[[float], float]
    left: float
    right: float
    narrow: bool


def _draw(finding: Finding, main: _Path, others: list[_Path], key: str, width: int) -> Markup:
    frame = _frame(main, others, width)
    canvas, what, peak = frame.canvas, words.level_metric(finding), main.points[0]
    canvas.heading(14, "Where it stands", f"{what}, {peak.label} = 100")
    spots = [(frame.x(point.at), frame.y(value))
             for point, value in zip(main.points, main.indexed, strict=True)]
    canvas.path(_lost(spots, frame.y(100)), "gap", close=True)
    _grid(frame, [value for path in (main, *others) for value in path.indexed])
    for path in others:
        canvas.path([(frame.x(point.at), frame.y(value))
                     for point, value in zip(path.points, path.indexed, strict=True)], "l2")
    for (before, now), point in zip(pairwise(spots), main.points[1:], strict=True):
        canvas.path([before, now], "l1 est" if point.estimate else "l1")
    for point, spot in zip(main.points, spots, strict=True):
        tip = f"{point.label}: {point.value:g}{' (estimate)' if point.estimate else ''}"
        canvas.dot(*spot, 5 if point is main.points[-1] else 3.4,
                   "d1e" if point.estimate else "d1", tip)
    _ends(frame, main, others)
    _growth(frame, main, finding)
    return canvas.svg(key, f"{what}: level and growth", _about(what, main, others))


def _frame(main: _Path, others: list[_Path], width: int) -> _Frame:
    narrow = width < WIDE
    left, right = 40.0, width - (118.0 if narrow else 150.0)
    values = [100.0, *(value for path in (main, *others) for value in path.indexed)]
    pad = (max(values) - min(values)) * 0.14 or 5.0
    first = min(path.points[0].at for path in (main, *others))
    return _Frame(
        Canvas(width, 330), scale(first, main.points[-1].at, left, right),
        scale(min(values) - pad, max(values) + pad, 206.0, 58.0 if narrow else 36.0),
        left, right, narrow,
    )


def _grid(frame: _Frame, values: list[float]) -> None:
    low, high = min([*values, 100.0]), max([*values, 100.0])
    for tick in ticks(low, high):
        if abs(tick - 100) > (high - low) * 0.08:
            frame.canvas.line(frame.left, frame.y(tick), frame.right, frame.y(tick), "grid")
            frame.canvas.text(frame.left - 8, frame.y(tick) + 4, f"{tick:g}", "", "end")
    frame.canvas.line(frame.left, frame.y(100), frame.right, frame.y(100), "peak")
    frame.canvas.text(frame.left - 8, frame.y(100) + 4, "100", "b", "end")


def _lost(spots: list[tuple[float, float]], level: float) -> list[tuple[float, float]]:
    """The area under the old level and above the path; pixels grow downwards."""
    edge: list[tuple[float, float]] = []
    for before, now in pairwise(spots):
        edge.append((before[0], max(before[1], level)))
        if (before[1] - level) * (now[1] - level) < 0:
            share = (level - before[1]) / (now[1] - before[1])
            edge.append((before[0] + share * (now[0] - before[0]), level))
    edge.append((spots[-1][0], max(spots[-1][1], level)))
    return [*edge, (spots[-1][0], level), (spots[0][0], level)]


def _ends(frame: _Frame, main: _Path, others: list[_Path]) -> None:
    """Words at the right edge, moved apart: where each path ends, and the old level."""
    last = main.points[-1]
    rows = [(frame.y(main.indexed[-1]), f"{last.label}: {main.indexed[-1]:.0f}", "ax1 b"),
            (frame.y(100), f"level of {main.points[0].label}", "axp")]
    for path in others:
        said = f"{_known(path, frame.narrow)}: {path.indexed[-1]:.0f}"
        rows.append((frame.y(path.indexed[-1]), said, ""))
    for (_, said, css), y in zip(rows, spread([row[0] for row in rows], 16), strict=True):
        frame.canvas.text(frame.right + 12, y + 4, said, css)
    low = min(range(len(main.points)), key=lambda i: main.indexed[i])
    if 0 < low < len(main.points) - 1:
        point = main.points[low]
        frame.canvas.text(frame.x(point.at), frame.y(main.indexed[low]) + 18,
                          f"{main.indexed[low]:.0f}", "ax1", "middle")


def _known(path: _Path, short: bool = False) -> str:
    try:
        day = date.fromisoformat(path.vintage)
    except ValueError:
        return "other data"
    return spell.month(day) if short else f"data of {spell.month(day)}"


def _growth(frame: _Frame, main: _Path, finding: Finding) -> None:
    """Growth of each year whose year before is there; a gap stays a gap."""
    by_year = {point.at: point for point in main.points}
    rows = [(point, (point.value / by_year[point.at - 1].value - 1) * 100)
            for point in main.points if point.at - 1 in by_year]
    canvas = frame.canvas
    canvas.heading(238, "How fast it grows", "change on the year before")
    tall = max(abs(growth) for _, growth in rows) or 1.0
    zero = 284.0 if any(growth < 0 for _, growth in rows) else 300.0
    canvas.line(frame.left, zero, frame.right + 26, zero, "zero")
    for point in main.points:
        said = point.label[-4:] if point.label[-4:].isdigit() else point.label
        canvas.text(frame.x(point.at), 322, said + ("E" if point.estimate else ""),
                    "b" if point is main.points[-1] else "", "middle")
    for point, growth in rows:
        size = abs(growth) / tall * (16 if growth < 0 else 30)
        last = point is main.points[-1]
        wide = 22 if frame.narrow else 36
        canvas.rect(frame.x(point.at) - wide / 2, zero - size if growth > 0 else zero, wide, size,
                    "barE" if last else "barP" if growth > 0 else "barN")
        said = f"{'+' if growth > 0 else ''}{spell.digits(Decimal(f'{growth:.4f}'), most=1)}%"
        canvas.text(frame.x(point.at), zero - size - 5 if growth > 0 else zero + size + 12,
                    said, "b" if last else "", "middle")
    if finding.quantity and finding.quantity.unit == "percent":
        canvas.text(frame.right + 30, zero - 18, "the article:", "axc")
        canvas.text(frame.right + 30, zero - 3, compare.stated(finding), "axc b")


def _about(what: str, main: _Path, others: list[_Path]) -> str:
    path = ", ".join(f"{point.label} {value:.0f}{' (estimate)' if point.estimate else ''}"
                     for point, value in zip(main.points, main.indexed, strict=True))
    more = "".join(f" With {_known(other)} the last is {other.indexed[-1]:.0f}."
                   for other in others)
    return f"{what}, {main.points[0].label} set to 100: {path}.{more}"
