"""Which charts a finding has, and the two plain ones: by source and by period.

A chart is drawn from evidence and from the values of caveats; without them there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from claimcheck.report import compare, signs, spell, words
from claimcheck.report.levels import base_effect
from claimcheck.report.svg import WIDE, Canvas, Chart, both, scale
from claimcheck.report.times import drift, revised, timing
from claimcheck.schema import Finding, Report

_MOST_ROWS = 9


def charts(report: Report, finding: Finding, key: str) -> tuple[Chart, ...]:
    """The charts that a finding's caveats and evidence have data for."""
    drawn: list[Chart | None] = []
    timed = False
    for at, caveat in enumerate(words.fired(finding)):
        if caveat.name == "base-effect-level":
            drawn.append(base_effect(finding, caveat, f"{key}-{at}"))
        elif caveat.name == "undated-figure":
            drawn.append(timing(report, finding, caveat, f"{key}-{at}"))
            timed = drawn[-1] is not None
        elif caveat.name == "forecast-drift" and caveat.strength != "note":
            drawn.append(drift(finding, caveat, f"{key}-{at}"))
        elif caveat.name == "revised-vintage":
            drawn.append(revised(finding, f"{key}-{at}"))
    drawn.append(by_period(finding, f"{key}-p"))
    if not timed or _definitions(finding) > 1:  # else the same dots again, without their days
        drawn.append(by_source(finding, f"{key}-d"))
    return tuple(chart for chart in drawn if chart is not None)


# ---------------------------------------------------------------- by definition and source


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    value: Decimal
    note: str


def by_source(finding: Finding, key: str) -> Chart | None:
    """A dot for each definition or provider against the band of the written number."""
    stated = compare.band(finding)
    rows = _rows(finding)
    if stated is None or len({row.value for row in rows}) < 2:
        return None
    name = "It depends what is counted" if _definitions(finding) > 1 else "Sources side by side"
    return both(lambda width: _by_source(finding, name, rows, stated, key, width))


def _definitions(finding: Finding) -> int:
    return len({_named(item.basis) for item in compare.alike(finding)})


def _named(basis: tuple[str, ...]) -> tuple[str, ...]:
    """The bases that change what is counted; every forecast of growth has these two."""
    return tuple(word for word in basis if word not in ("consensus", "yoy"))


def _rows(finding: Finding) -> list[_Row]:
    found: dict[tuple[str, Decimal], _Row] = {}
    for item in compare.alike(finding):
        row = _Row(_label(item.basis, compare.source_words(item)), item.value,
                   spell.when(item.period))
        found.setdefault((compare.source_words(item), item.value), row)
    for caveat in words.fired(finding):
        if caveat.name != "provider-disagreement":
            continue
        for given in caveat.values.get("values") or ():
            value = spell.number(given.get("value")) if isinstance(given, dict) else None
            who = str(given.get("provider") or "") if isinstance(given, dict) else ""
            if value is not None and who:
                found.setdefault((who, value), _Row(who, value, ""))
    return sorted(found.values(), key=lambda row: row.value)[:_MOST_ROWS]


def _label(basis: tuple[str, ...], who: str) -> str:
    return ", ".join(part for part in (words.bases(_named(basis)), who) if part)


def _by_source(
    finding: Finding, name: str, rows: Sequence[_Row], stated: tuple[Decimal, Decimal], key: str,
    width: int,
) -> Markup:
    narrow = width < WIDE
    high, top = 26.0, (58.0 if narrow else 40.0)
    canvas = Canvas(width, int(top + high * len(rows) + 30))
    left, right = (138.0 if narrow else 216.0), width - 64.0
    sign = -1 if _signed(finding, rows) else 1
    ends = sorted(float(sign * value) for value in stated)
    values = [float(row.value) for row in rows] + ends
    pad = (max(values) - min(values)) * 0.08 or 1.0
    x = scale(min(values) - pad, max(values) + pad, left, right)
    floor = top + high * len(rows)
    canvas.heading(14, name, signs.clip(words.metric(finding), 34))
    canvas.rect(x(ends[0]), top - 8, max(x(ends[1]) - x(ends[0]), 3), floor - top, "claimband")
    for at, row in enumerate(rows):
        y = top + at * high + 6
        inside = ends[0] <= float(row.value) <= ends[1]
        bold = "b" if inside else ""
        canvas.line(left, y, right, y, "grid")
        canvas.text(left - 10, y + 4, signs.clip(row.label, 21 if narrow else 34), bold, "end")
        canvas.dot(x(float(row.value)), y, 6, "dok" if inside else "d0",
                   f"{row.label} {row.note}".strip())
        canvas.text(right + 8, y + 4, compare.shown(row.value, finding), bold)
    middle = min(max(x((ends[0] + ends[1]) / 2), left + 40), right - 30)
    canvas.text(middle, floor + 16, f"article: {compare.stated(finding)}", "axc b", "middle")
    about = "; ".join(f"{row.label} {row.value}" for row in rows)
    return canvas.svg(key, f"{words.metric(finding)} by definition and source", f"{about}.")


def _signed(finding: Finding, rows: Sequence[_Row]) -> bool:
    """Whether the reference writes a fall as a negative number where the claim writes "fell"."""
    falling = finding.direction in ("down", "out")
    stated = finding.quantity
    return falling and stated is not None and stated.low > 0 and min(r.value for r in rows) < 0


# ---------------------------------------------------------------- by period


def by_period(finding: Finding, key: str) -> Chart | None:
    """A bar for each period of a claim about several."""
    rows = compare.sub_periods(finding)
    if not 2 <= len(rows) <= 16:
        return None
    return both(lambda width: _by_period(finding, rows, key, width))


def _by_period(
    finding: Finding, rows: Sequence[tuple[str, Decimal]], key: str, width: int
) -> Markup:
    narrow = width < WIDE
    canvas = Canvas(width, 180)
    values = [float(value) for _, value in rows]
    # The lowest bar ends above the row of periods, whose names stand on one line.
    y = scale(min([*values, 0.0]), max([*values, 0.0]), 138.0, 62.0 if narrow else 46.0)
    step = min((width - 20) / len(rows), 120.0)
    canvas.heading(14, "Period by period", signs.clip(words.metric(finding), 44))
    canvas.line(10, y(0), 10 + step * len(rows), y(0), "zero")
    wants = {"up": 1, "in": 1, "down": -1, "out": -1}.get(finding.direction, 0)
    for at, (label, value) in enumerate(rows):
        size, middle = float(value), 10 + step * (at + 0.5)
        against = wants * size < 0
        wide = min(step * 0.5, 44)
        canvas.rect(middle - wide / 2, min(y(0), y(size)), wide, abs(y(size) - y(0)),
                    "barbad" if against else "barE")
        canvas.text(middle, y(size) - 6 if size > 0 else y(size) + 15,
                    f"{'+' if size > 0 else ''}{compare.shown(value, finding)}",
                    "axbad b" if against else "b", "middle")
        canvas.text(middle, 174, signs.clip(label, 14), "", "middle")
    about = "; ".join(f"{label} {value}" for label, value in rows)
    return canvas.svg(key, f"{words.metric(finding)} period by period", f"{about}.")


def proportions(counts: dict[str, int]) -> Markup:
    """The bar of verdicts under the bottom line, as wide as the counts."""
    total, gap, left = sum(counts.values()), 4.0, 0.0
    canvas = Canvas(1000, 12)
    room = 1000 - gap * (len(counts) - 1)
    for state, count in counts.items():
        size = room * count / total
        canvas.rect(left, 0, size, 12, f"fill-{state}")
        left += size + gap
    return Markup('<svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" '
                  'aria-hidden="true">{}</svg>').format(canvas.body())


