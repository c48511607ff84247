"""Charts as inline SVG, drawn from the evidence and the values of caveats.

Each is drawn twice, wide and narrow: a wide chart scaled to a phone has 6-pixel words. A chart
whose data are not there is not drawn. Pixels are floats; numbers stay Decimal until they are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from claimcheck.report import words
from claimcheck.schema import Caveat, Evidence, Finding, Report

WIDE, NARROW = 600, 340
_MAX_ROWS = 9


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in both sizes, with its heading for readers of the page's text."""

    wide: Markup
    narrow: Markup


class _Canvas:
    """Collects SVG elements; every text and attribute is escaped."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._items: list[Markup] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        self._items.append(Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(
            _px(x1), _px(y1), _px(x2), _px(y2), css))

    def rect(self, x: float, y: float, width: float, height: float, css: str) -> None:
        self._items.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/>').format(
                _px(x), _px(y), _px(max(width, 0.5)), _px(max(height, 0.5)), css))

    def dot(self, x: float, y: float, radius: float, css: str, tip: str = "") -> None:
        title = Markup("<title>{}</title>").format(tip) if tip else ""
        self._items.append(Markup('<circle cx="{}" cy="{}" r="{}" class="{}">{}</circle>').format(
            _px(x), _px(y), _px(radius), css, title))

    def path(self, points: Sequence[tuple[float, float]], css: str, close: bool = False) -> None:
        if len(points) < 2:
            return
        steps = " L".join(f"{_px(x)} {_px(y)}" for x, y in points)
        self._items.append(
            Markup('<path d="M{}{}" class="{}"/>').format(steps, " Z" if close else "", css))

    def text(self, x: float, y: float, said: str, css: str = "", anchor: str = "start") -> None:
        self._items.append(
            Markup('<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>').format(
                _px(x), _px(y), css, anchor, said))

    def heading(self, y: float, strong: str, rest: str) -> None:
        """A bold heading and what it shows; on a narrow canvas the latter takes its own line."""
        self.text(0, y, strong, "lbl b")
        if self.width >= WIDE:
            self.text(len(strong) * 7.4 + 10, y, f"— {rest}")
        else:
            self.text(0, y + 17, rest)

    def svg(self, key: str, title: str, about: str) -> Markup:
        return Markup(
            '<svg viewBox="0 0 {w} {h}" role="img" aria-labelledby="{k}t {k}d" class="chart">'
            '<title id="{k}t">{t}</title><desc id="{k}d">{d}</desc>{body}</svg>'
        ).format(w=self.width, h=self.height, k=f"{key}-{self.width}", t=title, d=about,
                 body=Markup("").join(self._items))


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _scale(
    low: float, high: float, start: float, end: float
) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def _ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round values between ``low`` and ``high``, at most about ``most`` of them."""
    from math import ceil, floor, log10

    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    return [round(i * step, 10) for i in range(ceil(low / step), floor(high / step) + 1)]


def _both(draw: Callable[[int], Markup | None]) -> Chart | None:
    wide, narrow = draw(WIDE), draw(NARROW)
    return Chart(wide, narrow) if wide is not None and narrow is not None else None


def charts(report: Report, finding: Finding, key: str) -> tuple[Chart, ...]:
    """The charts that a finding's caveats and evidence have data for."""
    drawn: list[Chart | None] = []
    for caveat in words.fired(finding):
        if caveat.name == "base-effect-level":
            drawn.append(base_effect(finding, caveat, f"{key}-b{len(drawn)}"))
        elif caveat.name == "undated-figure":
            drawn.append(timing(report, finding, caveat, f"{key}-t{len(drawn)}"))
    drawn.append(by_period(finding, f"{key}-p"))
    drawn.append(by_definition(finding, f"{key}-d"))
    return tuple(chart for chart in drawn if chart is not None)


# ---------------------------------------------------------------- base effect


@dataclass(frozen=True, slots=True)
class _Point:
    label: str
    at: float
    value: float
    estimate: bool


def _at(label: str) -> float | None:
    """A period such as ``2022``, ``2022Q3``, ``2022-10`` or a day as a year with a fraction."""
    head, tail = label[:4], label[4:].lstrip("-")
    if not (head.isascii() and head.isdigit()):
        return None
    if not tail:
        return float(head)
    if tail[:1] in "Qq" and tail[1:2] in "1234":
        return int(head) + (int(tail[1]) - 1) / 4
    try:
        day = date.fromisoformat(f"{label}-01" if len(label) == 7 else label[:10])
    except ValueError:
        return None
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _points(rows: Any) -> dict[str, list[_Point]]:
    """Points of a caveat by series, in order of time; what cannot be read is left out."""
    found: dict[str, dict[float, _Point]] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, dict):
            continue
        label = str(row.get("period") or row.get("date") or "")
        at, value = _at(label), words.number(row.get("value"))
        if at is None or value is None:
            continue
        estimate = str(row.get("status", "actual")) in ("estimate", "forecast", "consensus")
        series = str(row.get("series") or "")
        found.setdefault(series, {})[at] = _Point(label, at, float(value), estimate)
    return {name: [row[at] for at in sorted(row)] for name, row in found.items()}


def base_effect(finding: Finding, caveat: Caveat, key: str) -> Chart | None:
    """Levels indexed to the earlier peak, the ground lost, and growth by year beneath."""
    lines = [points for points in _points(caveat.values.get("points")).values() if len(points) > 2]
    if not lines:
        return None
    main = max(lines, key=lambda points: (len(points), points[-1].at))
    others = [points for points in lines if points is not main]
    peak = max(main[:-1], key=lambda point: point.value)
    if peak.value <= 0 or min(point.value for point in main) < 0:
        return None
    return _both(lambda width: _base_effect(finding, main, others, peak, key, width))


def _base_effect(
    finding: Finding, main: list[_Point], others: list[list[_Point]], peak: _Point, key: str,
    width: int,
) -> Markup:
    narrow = width < WIDE
    top, bottom = (62.0 if narrow else 44.0), 208.0
    canvas = _Canvas(width, 330)
    left, right = 40.0, width - (92.0 if narrow else 132.0)
    index = [point.value / peak.value * 100 for point in main]
    low, high = min([*index, 100.0]), max([*index, 100.0])
    pad = (high - low) * 0.12 or 5.0
    x = _scale(main[0].at, main[-1].at, left, right)
    y = _scale(low - pad, high + pad, bottom, top)
    what = words.level_metric(finding)
    canvas.heading(14, "Where it stands", f"{what}, {peak.label} = 100")
    spots = [(x(point.at), y(value)) for point, value in zip(main, index, strict=True)]
    canvas.path(_lost(spots, x(peak.at), y(100)), "gap", close=True)
    for tick in _ticks(low - pad, high + pad):
        if abs(tick - 100) > (high - low) * 0.06:
            canvas.line(left, y(tick), right, y(tick), "grid")
            canvas.text(left - 8, y(tick) + 4, f"{tick:g}", "", "end")
    canvas.line(left, y(100), right, y(100), "peak")
    canvas.text(left - 8, y(100) + 4, "100", "b", "end")
    for points in others:
        canvas.path([(x(p.at), y(p.value / peak.value * 100)) for p in points
                     if main[0].at <= p.at <= main[-1].at], "l2")
    _solid_and_dashed(canvas, main, spots)
    _level_labels(canvas, main, index, spots, peak, right)
    _growth_bars(canvas, main, x, right, finding, narrow)
    return canvas.svg(key, f"{what}: level and growth", _base_about(main, index, peak, what))


def _lost(
    spots: list[tuple[float, float]], start: float, level: float
) -> list[tuple[float, float]]:
    """The area under the old level and above the path, from the peak on."""
    edge: list[tuple[float, float]] = []
    after = [spot for spot in spots if spot[0] >= start]
    for before, now in pairwise(after):
        edge.append((before[0], max(before[1], level)))
        if (before[1] - level) * (now[1] - level) < 0:
            share = (level - before[1]) / (now[1] - before[1])
            edge.append((before[0] + share * (now[0] - before[0]), level))
    if after:
        edge.append((after[-1][0], max(after[-1][1], level)))
    return [*edge, (after[-1][0], level), (after[0][0], level)] if len(after) > 1 else []


def _solid_and_dashed(
    canvas: _Canvas, main: list[_Point], spots: list[tuple[float, float]]
) -> None:
    for at in range(1, len(main)):
        canvas.path(spots[at - 1 : at + 1], "l1 est" if main[at].estimate else "l1")
    for point, spot in zip(main, spots, strict=True):
        tip = f"{point.label}: {point.value:g}{' (estimate)' if point.estimate else ''}"
        canvas.dot(*spot, 5 if point is main[-1] else 3.4,
                   "d1e" if point.estimate else "d1", tip)


def _level_labels(
    canvas: _Canvas, main: list[_Point], index: list[float], spots: list[tuple[float, float]],
    peak: _Point, right: float,
) -> None:
    last_y = spots[-1][1]
    level_y = spots[main.index(peak)][1]
    shift = 0.0 if abs(last_y - level_y) > 16 else (16 if last_y <= level_y else -16)
    canvas.text(right + 12, last_y + 4, f"{main[-1].label} {index[-1]:.0f}", "ax1 b")
    canvas.text(right + 12, level_y + 4 + shift, f"level of {peak.label}", "axp")
    lowest = min(range(len(index)), key=lambda i: index[i])
    if main[lowest] is not main[-1] and index[lowest] < 97:
        x, y = spots[lowest]
        canvas.text(x, y + 18, f"low: {index[lowest]:.0f}", "ax1", "middle")


def _growth_bars(
    canvas: _Canvas, main: list[_Point], x: Callable[[float], float], right: float,
    finding: Finding, narrow: bool,
) -> None:
    """Growth of each year whose year before is there; a gap stays a gap."""
    by_year = {point.at: point for point in main}
    rows = [(point, (point.value / by_year[point.at - 1].value - 1) * 100)
            for point in main if by_year.get(point.at - 1) and by_year[point.at - 1].value]
    canvas.heading(238, "How fast it grows" if not narrow else "Growth",
                   "change on the year before")
    base = 300.0
    tall = max([abs(growth) for _, growth in rows] or [1.0]) or 1.0
    has_fall = any(growth < 0 for _, growth in rows)
    zero = base - (16 if has_fall else 0)
    canvas.line(40, zero, right + 26, zero, "zero")
    for point in main:
        css = "b" if point is main[-1] else ""
        suffix = "E" if point.estimate else ""
        canvas.text(x(point.at), 322, f"{point.label[:4]}{suffix}", css, "middle")
    for point, growth in rows:
        size = abs(growth) / tall * 30
        css = "barE" if point is main[-1] else ("barP" if growth > 0 else "barN")
        wide = 22 if narrow else 36
        canvas.rect(x(point.at) - wide / 2, zero - size if growth > 0 else zero, wide, size, css)
        label_y = zero - size - 5 if growth > 0 else zero + size + 13
        css = "b" if point is main[-1] else ""
        shown = words.digits(Decimal(f"{growth:.4f}"), most=1)
        canvas.text(x(point.at), label_y, f"{'+' if growth > 0 else ''}{shown}%", css, "middle")
    if finding.quantity and finding.quantity.unit == "percent" and rows:
        canvas.text(right + 30, zero - 18, "the article:", "axc")
        canvas.text(right + 30, zero - 3, words.stated(finding), "axc b")


def _base_about(main: list[_Point], index: list[float], peak: _Point, what: str) -> str:
    path = ", ".join(f"{point.label} {value:.0f}{' (estimate)' if point.estimate else ''}"
                     for point, value in zip(main, index, strict=True))
    return f"{what}, {peak.label} set to 100: {path}."


# ---------------------------------------------------------------- timing


@dataclass(frozen=True, slots=True)
class _Dated:
    day: date
    value: float
    basis: str
    source: str


def _dated(rows: Any) -> list[_Dated]:
    found = []
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, dict):
            continue
        text = str(row.get("date") or row.get("period") or "")
        value = words.number(row.get("value"))
        day = _day(text)
        if day is not None and value is not None:
            basis = row.get("basis") or ""
            shown = words.bases(tuple(basis)) if isinstance(basis, list | tuple) else str(basis)
            found.append(_Dated(day, float(value), shown, str(row.get("source") or "")))
    return sorted(found, key=lambda item: (item.day, item.value))


def _day(text: str) -> date | None:
    for full in (text[:10], f"{text[:7]}-15" if len(text) == 7 else "",
                 f"{text[:4]}-07-01" if len(text) == 4 else ""):
        try:
            return date.fromisoformat(full)
        except ValueError:
            continue
    return None


def band(finding: Finding) -> tuple[Decimal, Decimal] | None:
    """The interval of the written digits: half a unit of the last one to each side."""
    stated = finding.quantity
    if stated is None:
        return None
    half = stated.scale.scaleb(-stated.decimals) / 2
    return stated.low - half, stated.high + half


def timing(report: Report, finding: Finding, caveat: Caveat, key: str) -> Chart | None:
    """When a figure without a date was true: values over time against what is claimed."""
    matches = _dated(caveat.values.get("matches"))
    points = sorted({*_dated(caveat.values.get("points")), *matches},
                    key=lambda item: (item.day, item.value, item.basis))
    stated = band(finding)
    if stated is None or len(points) < 2 or points[0].day == points[-1].day:
        return None
    ends = float(stated[0]), float(stated[1])
    return _both(lambda width: _timing(report, finding, points, ends, key, width))


def _timing(
    report: Report, finding: Finding, points: list[_Dated], ends: tuple[float, float], key: str,
    width: int,
) -> Markup:
    narrow = width < WIDE
    top, bottom = (70.0 if narrow else 54.0), 190.0
    canvas = _Canvas(width, 224)
    left, right = 42.0, width - (12.0 if narrow else 96.0)
    written = report.article.date
    marks = [day for day in (written.earliest, written.latest) if day is not None]
    days = [point.day.toordinal() for point in points] + [day.toordinal() for day in marks]
    span = max(days) - min(days)
    x = _scale(min(days) - span * 0.04, max(days) + span * 0.04, left, right)
    values = [point.value for point in points] + list(ends)
    pad = (max(values) - min(values)) * 0.15
    y = _scale(min(values) - pad, max(values) + pad, bottom, top)
    unit = finding.quantity.unit if finding.quantity else ""
    canvas.heading(14, f"When was “{words.clip(finding.quote, 22)}” right?",
                   words.clip(words.metric(finding), 40))
    canvas.rect(left, y(ends[1]), right - left, y(ends[0]) - y(ends[1]), "okband")
    for tick in _ticks(min(values) - pad, max(values) + pad):
        canvas.line(left, y(tick), right, y(tick), "grid")
        canvas.text(left - 8, y(tick) + 4, words.amount(Decimal(f"{tick:g}"), unit), "", "end")
    middle = (ends[0] + ends[1]) / 2
    canvas.line(left, y(middle), right, y(middle), "claim")
    if not narrow:
        canvas.text(right + 8, y(middle) + 4, f"article: {words.stated(finding)}", "axc b")
    _written_mark(canvas, marks, x, top, bottom)
    _time_axis(canvas, min(days), max(days), x, bottom, narrow)
    _dots(canvas, points, ends, x, y, (left, right))
    held = [words.day(point.day) for point in points if ends[0] <= point.value <= ends[1]]
    about = "Values: " + "; ".join(f"{words.day(p.day)} {p.value:g} {p.basis}".strip()
                                   for p in points)
    return canvas.svg(key, f"When {finding.quote} was right: {', '.join(held) or 'never'}", about)


def _written_mark(
    canvas: _Canvas, marks: list[date], x: Callable[[float], float], top: float, bottom: float
) -> None:
    """A line at the article's day, or a band when only a bracket is known."""
    if not marks:
        return
    first, last = x(marks[0].toordinal()), x(marks[-1].toordinal())
    if last - first > 2:
        canvas.rect(first, top, last - first, bottom - top, "written")
    else:
        canvas.line(last, top, last, bottom, "post")
    anchor = "end" if last > canvas.width * 0.7 else "middle"
    canvas.text(min(last + 4, canvas.width - 2.0), top - 7, "article written", "axc", anchor)


def _time_axis(
    canvas: _Canvas, first: int, last: int, x: Callable[[float], float], bottom: float,
    narrow: bool,
) -> None:
    left, right = x(first), x(last)
    canvas.line(left, bottom, right, bottom, "zero")
    start, end = date.fromordinal(first), date.fromordinal(last)
    months = (end.year - start.year) * 12 + end.month - start.month
    room = 4 if narrow else 8
    whole_years = months // room // 12 * 12 + 12
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= room), whole_years)
    begin = start.year * 12 + start.month - 1
    for month in range(begin + -begin % step, begin + months + 1, step):
        at = date(month // 12, month % 12 + 1, 1)
        if at < start:
            continue
        canvas.line(x(at.toordinal()), bottom, x(at.toordinal()), bottom + 5, "zero")
        said = str(at.year) if step >= 12 else f"{words.day(at)[2:5]} {at.year}"
        canvas.text(x(at.toordinal()), bottom + 20, said, "", "middle")


def _dots(
    canvas: _Canvas, points: list[_Dated], ends: tuple[float, float], x: Callable[[float], float],
    y: Callable[[float], float], edges: tuple[float, float],
) -> None:
    for basis in dict.fromkeys(point.basis for point in points):
        row = [point for point in points if point.basis == basis]
        if len(row) >= 8:  # fewer are single finds, and a line between them would be invented
            canvas.path([(x(p.day.toordinal()), y(p.value)) for p in row], "l2")
    labelled = -100.0
    for point in points:
        at = x(point.day.toordinal())
        inside = ends[0] <= point.value <= ends[1]
        tip = f"{words.day(point.day)}: {point.value:g} {point.basis} {point.source}".strip()
        canvas.dot(at, y(point.value), 6 if inside else 4.2, "dok" if inside else "d0", tip)
        if inside and at - labelled > 78:
            anchor = ("end" if at > edges[1] - 60 else "start" if at < edges[0] + 40 else "middle")
            canvas.text(at, y(point.value) + 22, words.day(point.day), "okl b", anchor)
            labelled = at


# ---------------------------------------------------------------- definitions and periods


def _alike(finding: Finding) -> list[Evidence]:
    """Evidence in the unit of the claim (of the first row when the claim has no number)."""
    if not finding.evidence:
        return []
    unit = finding.quantity.unit if finding.quantity else finding.evidence[0].unit
    return [item for item in finding.evidence if item.unit == unit]


def by_definition(finding: Finding, key: str) -> Chart | None:
    """A dot for each definition or provider against the band of the written number."""
    stated = band(finding)
    rows: dict[tuple[str, Decimal], Evidence] = {}
    for item in _alike(finding):
        rows.setdefault((_row_label(item), item.value), item)
    chosen = list(rows.items())[:_MAX_ROWS]
    if stated is None or len({value for _, value in rows}) < 2:
        return None
    return _both(lambda width: _by_definition(finding, chosen, stated, key, width))


def _row_label(item: Evidence) -> str:
    basis = words.bases(tuple(word for word in item.basis if word not in ("consensus", "yoy")))
    known = f"known {words.day(item.known_from)}" if item.known_from else ""
    parts = [part for part in (basis, words.source_words(item)) if part]
    return ", ".join(parts) or known or item.series


def _by_definition(
    finding: Finding, rows: list[tuple[tuple[str, Decimal], Evidence]],
    stated: tuple[Decimal, Decimal], key: str, width: int,
) -> Markup:
    narrow = width < WIDE
    high = 26.0
    top = 58.0 if narrow else 40.0
    canvas = _Canvas(width, int(top + high * len(rows) + 30))
    left, right = (138.0 if narrow else 216.0), width - 64.0
    signed = _signed(finding, [item.value for _, item in rows])
    ends = sorted(float(-value if signed else value) for value in stated)
    values = [float(item.value) for _, item in rows] + ends
    pad = (max(values) - min(values)) * 0.08 or 1.0
    x = _scale(min(values) - pad, max(values) + pad, left, right)
    definitions = {item.basis for _, item in rows}
    name = "It depends what is counted" if len(definitions) > 1 else "Sources side by side"
    canvas.heading(14, name, words.clip(words.metric(finding), 34))
    floor = top + high * len(rows)
    canvas.rect(x(ends[0]), top - 8, max(x(ends[1]) - x(ends[0]), 3), floor - top, "claimband")
    for at, ((label, _), item) in enumerate(rows):
        y = top + at * high + 6
        inside = ends[0] <= float(item.value) <= ends[1]
        canvas.line(left, y, right, y, "grid")
        canvas.text(left - 10, y + 4, words.clip(label, 21 if narrow else 34),
                    "b" if inside else "", "end")
        note = f"{label}: {words.when(item.period)}"
        canvas.dot(x(float(item.value)), y, 6, "dok" if inside else "d0", note)
        canvas.text(right + 8, y + 4, words.observed(item, finding), "b" if inside else "")
    middle = x((ends[0] + ends[1]) / 2)
    canvas.text(min(max(middle, left + 40), right - 30), floor + 16,
                f"article: {words.stated(finding)}", "axc b", "middle")
    about = "; ".join(f"{label} {item.value}" for (label, _), item in rows)
    return canvas.svg(key, f"{words.metric(finding)} by definition and source", f"{about}.")


def _signed(finding: Finding, values: Iterable[Decimal]) -> bool:
    """Whether the reference writes a fall as a negative number where the claim writes "fell"."""
    falling = finding.direction in ("down", "out")
    return falling and bool(finding.quantity and finding.quantity.low > 0) and min(values) < 0


def by_period(finding: Finding, key: str) -> Chart | None:
    """A bar for each period of a trend or of a claim about several periods."""
    merged = any(caveat.name == "period-merge" for caveat in words.fired(finding))
    if finding.kind != "trend" and not merged:
        return None
    groups: dict[tuple[str, tuple[str, ...]], dict[str, Evidence]] = {}
    for item in _alike(finding):
        groups.setdefault((item.entity, item.basis), {})[words.when(item.period)] = item
    best = max(groups.values(), key=len, default={})
    if not 2 <= len(best) <= 16:
        return None
    rows = sorted(best.items(), key=lambda row: row[1].period.end or date.min)
    return _both(lambda width: _by_period(finding, rows, key, width))


def _by_period(
    finding: Finding, rows: list[tuple[str, Evidence]], key: str, width: int
) -> Markup:
    narrow = width < WIDE
    top = 58.0 if narrow else 44.0
    canvas = _Canvas(width, 176)
    values = [float(item.value) for _, item in rows]
    y = _scale(min([*values, 0.0]), max([*values, 0.0]), 138.0, top)
    step = min((width - 20) / len(rows), 120.0)
    shown = words.bases(rows[0][1].basis)
    canvas.heading(14, "Period by period",
                   words.clip(", ".join(p for p in (words.metric(finding), shown) if p), 44))
    canvas.line(10, y(0), 10 + step * len(rows), y(0), "zero")
    wants = {"up": 1, "in": 1, "down": -1, "out": -1}.get(finding.direction, 0)
    for at, (label, item) in enumerate(rows):
        value, middle = float(item.value), 10 + step * (at + 0.5)
        against = wants * value < 0
        wide = min(step * 0.5, 44)
        canvas.rect(middle - wide / 2, min(y(0), y(value)), wide, abs(y(value) - y(0)),
                    "barbad" if against else "barE")
        label_y = y(value) - 6 if value > 0 else y(value) + 15
        sign = "+" if value > 0 else ""
        canvas.text(middle, label_y, f"{sign}{words.observed(item, finding)}",
                    "axbad b" if against else "b", "middle")
        canvas.text(middle, 172, words.clip(label, 14), "", "middle")
    about = "; ".join(f"{label} {item.value}" for label, item in rows)
    return canvas.svg(key, f"{words.metric(finding)} period by period", f"{about}.")


def proportions(counts: dict[str, int]) -> Markup:
    """The bar of verdicts under the bottom line, as wide as the counts."""
    total = sum(counts.values())
    canvas = _Canvas(1000, 12)
    gap = 4.0
    room = 1000 - gap * (len(counts) - 1)
    left = 0.0
    for key, count in counts.items():
        size = room * count / total
        canvas.rect(left, 0, size, 12, f"fill-{key}")
        left += size + gap
    body = Markup("").join(canvas._items)
    return Markup('<svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" '
                  'aria-hidden="true">{}</svg>').format(body)


__all__ = ["Chart", "by_definition", "by_period", "charts", "escape", "proportions", "timing"]
