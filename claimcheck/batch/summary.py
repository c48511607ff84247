"""``summary.html`` of an output folder: one self-contained page, no script, no request."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimcheck.batch import shards
from claimcheck.batch.records import LABELS, Row
from claimcheck.batch.repeats import contradictions, repeats
from claimcheck.batch.scores import GROUPS, Counts

MOST = 20  # rows of a table; the shards hold the rest
TABLES = ("author", "source", "entity", "attribution")
# Repeats are looked for in memory, about 1 kB a claim; larger feeds are asked with DuckDB.
MOST_CLAIMS = 1_000_000
_FILL = dict(zip(LABELS, ("ok", "near", "bad", "sum", "dep", "na", "none"), strict=True))
_OWN_CSS = """
table{border-collapse:collapse;width:100%;background:var(--paper);margin:8px 0 24px;font-size:14px;
display:block;overflow-x:auto}th,td{padding:5px 12px;text-align:start;border-bottom:1px solid
var(--line);vertical-align:top}.n{text-align:end;font-variant-numeric:tabular-nums}figure{margin:8px
0 24px;background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:12px}figure
svg{width:100%;height:auto}.axis{stroke:var(--line)}.whisker{stroke:var(--mut)}.point{fill:
var(--acc)}figure text{fill:var(--mut);font-size:11px}td ul{margin:0;padding-inline-start:16px}
"""


def write_summary(folder: Path) -> Path:
    """Writes ``summary.html`` beside the manifest of a finished run; its path."""
    target = folder / "summary.html"
    shards.place(target, render_summary(folder).encode("utf-8", "replace"))
    return target


def render_summary(folder: Path) -> str:
    """The page: counts, rates with intervals, time, caveats, groups, repeats, definitions."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    total, groups = _counted(folder)
    by_day, step = _days(groups["day"])
    style = _style()
    small = manifest["counts"]["claims"] <= MOST_CLAIMS
    house = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True,
    )
    whole = total.row()
    return house.get_template("summary.html.j2").render(
        counts=manifest["counts"], made_by=manifest["made_by"], total=whole, percent=percent,
        style=Markup(style), style_hash=_hash(style), bar=Markup(_bar(total)),
        verdicts=[(label, total.labels[label]) for label in LABELS if total.labels[label]],
        days=by_day, step=step, plot=Markup(_plot(by_day)),
        caveats=list(whole["caveat_mix"].items())[:MOST],
        tables=[(name, *_table(name, groups[name])) for name in TABLES],
        repeated=repeats(shards.each(folder, "claims"))[:MOST] if small else [],
        apart=contradictions(shards.each(folder, "claims"))[:MOST] if small else [],
        left_out="" if small else
        f"Repeats are not looked for on this page above {MOST_CLAIMS:,} claims.",
    )


def _counted(folder: Path) -> tuple[Counts, dict[str, dict[str, Counts]]]:
    total = Counts()
    groups: dict[str, dict[str, Counts]] = {name: {} for name in (*TABLES, "day")}
    for row in shards.each(folder, "claims"):
        total.add(row)
        for name, found in groups.items():
            value = row[GROUPS[name]]
            if value is not None:
                found.setdefault(value, Counts()).add(row)
    return total, groups


def _table(name: str, found: dict[str, Counts]) -> tuple[list[Row], int]:
    order = sorted(found, key=lambda value: (-found[value].claims, value))
    rows = [{name: value} | found[value].row() for value in order[:MOST]]
    return rows, max(0, len(order) - MOST)


def _days(found: dict[str, Counts]) -> tuple[list[tuple[str, Row]], str]:
    """Rates in time: by day, by month when there are too many days to draw."""
    step = "day"
    if len(found) > 120:
        step, months = "month", dict[str, Counts]()
        for day, counts in found.items():
            _merge(months.setdefault(day[:7], Counts()), counts)
        found = months
    rows = ((when, found[when].row()) for when in sorted(found))
    return [(when, row) for when, row in rows if row["support_rate"] is not None], step


def _merge(into: Counts, other: Counts) -> None:
    into.claims += other.claims
    into.forecasts += other.forecasts
    into.caveats_serious += other.caveats_serious
    for label, count in other.labels.items():
        into.labels[label] += count
    for name, count in other.caveats.items():
        into.caveats[name] = into.caveats.get(name, 0) + count


def percent(share: float | None) -> str:
    """``0.1234`` as ``12.3%``; a dash for None."""
    return "–" if share is None else f"{share * 100:.1f}%"


def _bar(total: Counts) -> str:
    if not total.claims:
        return ""
    drawn, at = [], 0.0
    for label in LABELS:
        width = 1000 * total.labels[label] / total.claims
        drawn.append(f'<rect class="fill-{_FILL[label]}" x="{at:.1f}" y="0" '
                     f'width="{width:.1f}" height="12"/>')
        at += width
    return ('<svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" '
            f'aria-label="share of each verdict">{"".join(drawn)}</svg>')


def _plot(days: Sequence[tuple[str, Row]]) -> str:
    """Points with their intervals, 0 to 100 percent."""
    if not days:
        return ""
    return ('<svg viewBox="0 0 900 220" role="img" aria-label="support rate over time">'
            f'{"".join(_marks(days))}</svg>')


def _marks(days: Sequence[tuple[str, Row]]) -> Iterator[str]:
    def y(share: float) -> float:
        return 190 - 170 * share

    for share in (0.0, 0.5, 1.0):
        yield (f'<line class="axis" x1="45" x2="890" y1="{y(share):.0f}" y2="{y(share):.0f}"/>'
               f'<text x="38" y="{y(share) + 4:.0f}" text-anchor="end">{share:.0%}</text>')
    gap = 830 / len(days)
    shown = max(1, len(days) // 8)
    for at, (when, row) in enumerate(days):
        x = 55 + gap * (at + 0.5)
        yield (f'<line class="whisker" x1="{x:.1f}" x2="{x:.1f}" y1="{y(row["support_low"]):.1f}" '
               f'y2="{y(row["support_high"]):.1f}"/><circle class="point" cx="{x:.1f}" '
               f'cy="{y(row["support_rate"]):.1f}" r="3.5"><title>{when}: '
               f'{percent(row["support_rate"])} of {row["judged"]}</title></circle>')
        if at % shown == 0:
            yield f'<text x="{x:.1f}" y="210" text-anchor="middle">{when}</text>'


def _style() -> str:
    from claimcheck import report

    shared = Path(report.__file__).parent / "templates" / "report.css"
    return shared.read_text(encoding="utf-8").strip() + _OWN_CSS


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
