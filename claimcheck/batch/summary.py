"""What a finished run says as a whole: scores, repeats, contradictions, and a page of them.

``scores/`` holds one file a group (author, source, entity, day, forecaster), ``repeats.jsonl``
claims told by several documents, ``contradictions.jsonl`` values of one claim that cannot all be
right, ``summary.html`` the heads of all with plots: self-contained, no script, no request. All are
made from the shards in one pass; memory grows with the groups, not with the feed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from claimcheck.batch import shards
from claimcheck.batch.records import LABELS, Row
from claimcheck.batch.repeats import KEPT, Tellings
from claimcheck.batch.scores import GROUPS, Counts

MOST = 20  # rows of a table; the files hold the rest
TABLES = ("author", "source", "entity", "forecaster")
SCORES, REPEATS, CONTRADICTIONS, PAGE = (
    "scores", "repeats.jsonl", "contradictions.jsonl", "summary.html")
_NEEDED = sorted({
    *KEPT, *(GROUPS[name] for name in (*TABLES, "day") if name in GROUPS), "attribution",
    "same_as", "modality", "forecast", "label", "caveats", "caveat_strengths",
})
_FILL = dict(zip(LABELS, ("ok", "near", "bad", "sum", "dep", "na", "none"), strict=True))
_OWN_CSS = """
table{border-collapse:collapse;width:100%;background:var(--paper);margin:8px 0 24px;font-size:14px;
display:block;overflow-x:auto}th,td{padding:5px 12px;text-align:start;border-bottom:1px solid
var(--line);vertical-align:top}.n{text-align:end;font-variant-numeric:tabular-nums}td.n{white-space:
nowrap}section{margin-bottom:24px}figure{margin:8px 0 24px;background:var(--paper);border:1px solid
var(--line);border-radius:10px;padding:12px;overflow-x:auto}figure svg{width:100%;min-width:620px;
height:auto}.axis{stroke:var(--line)}.whisker{stroke:var(--mut)}.point{fill:var(--acc)}figure text{
fill:var(--mut);font-size:11px}td ul{margin:0;padding-inline-start:16px}
"""


class Heads(NamedTuple):
    """What the page shows of a feed: counts in all and by group, the first of what is repeated."""

    total: Counts
    groups: dict[str, dict[str, Counts]]
    repeated: list[Row]
    apart: list[Row]


def write_summary(folder: Path) -> Path:
    """Writes the files of this module beside the manifest of a finished run; the page's path."""
    with Tellings() as told:
        total, groups = _counted(folder, told)
        for name, found in groups.items():
            rows = ({name: value, **found[value].row()} for value in sorted(found))
            shards.place(folder / SCORES / f"{name}.jsonl", map(_line, rows))
        heads = Heads(
            total, groups, _written(folder / REPEATS, told.repeats()),
            _written(folder / CONTRADICTIONS, told.contradictions()))
    target = folder / PAGE
    shards.place(target, render_summary(folder, heads).encode("utf-8", "replace"))
    return target


def _line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _written(target: Path, rows: Iterator[Row]) -> list[Row]:
    """Writes rows as JSON lines; the first of them."""
    heads = list(islice(rows, MOST))

    def lines() -> Iterator[bytes]:
        yield from map(_line, heads)
        yield from map(_line, rows)

    shards.place(target, lines())
    return heads


def render_summary(folder: Path, heads: Heads) -> str:
    """The page: counts, rates with intervals, time, caveats, groups, repeats, definitions."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    total, groups = heads.total, heads.groups
    by_day, step = _days(groups["day"])
    style = _style()
    house = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True,
    )
    whole = total.row()
    tables = [(name, *_table(name, groups[name])) for name in TABLES]
    return house.get_template("summary.html.j2").render(
        counts=manifest["counts"], made_by=manifest["made_by"], total=whole, percent=percent,
        style=Markup(style), style_hash=_hash(style), bar=Markup(_bar(total)),
        verdicts=[(label, total.labels[label], _FILL[label])
                  for label in LABELS if total.labels[label]],
        days=by_day, step=step, plot=Markup(_plot(by_day)),
        caveats=list(whole["caveat_mix"].items())[:MOST],
        tables=[(name, rows, more, Markup(_forest(name, rows))) for name, rows, more in tables],
        repeated=heads.repeated, apart=heads.apart, most=MOST,
    )


def _counted(folder: Path, told: Tellings) -> tuple[Counts, dict[str, dict[str, Counts]]]:
    total = Counts()
    groups: dict[str, dict[str, Counts]] = {name: {} for name in (*TABLES, "day")}
    for row in shards.each(folder, "claims", _NEEDED):
        total.add(row)
        told.add(row)
        for name, found in groups.items():
            value = row[GROUPS[name]] if name != "forecaster" else _forecaster(row)
            if value is None:
                continue
            counts = found.get(value)
            if counts is None:
                counts = found[value] = Counts()
            counts.add(row)
    return total, groups


def _forecaster(row: Row) -> str | None:
    """Whose forecast a claim is: whom the text names, else its author; None for no forecast."""
    found: str | None = row["attribution"] or row["author"]
    return found if row["modality"] == "forecast" else None


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
    into.resolved += other.resolved
    for label, count in other.labels.items():
        into.labels[label] += count
    for name, count in other.caveats.items():
        into.caveats[name] = into.caveats.get(name, 0) + count


def percent(share: float | None) -> str:
    """``0.1234`` as ``12.3%``; a dash for None."""
    return "–" if share is None else f"{share * 100:.1f}%"


def _forest(name: str, rows: Sequence[Row]) -> str:
    """The support rates of a table's rows, each with its interval; empty below two rates."""
    drawn = [row for row in rows if row["support_rate"] is not None]
    if len(drawn) < 2:
        return ""
    height = 22 * len(drawn) + 26
    return (f'<svg viewBox="0 0 900 {height}" role="img" aria-label="support rate by {name}">'
            f'{"".join(_lanes(name, drawn, height))}</svg>')


def _lanes(name: str, rows: Sequence[Row], height: int) -> Iterator[str]:
    def x(share: float) -> float:
        return 260 + 600 * share

    for share in (0.0, 0.5, 1.0):
        yield (f'<line class="axis" x1="{x(share):.0f}" x2="{x(share):.0f}" y1="4" '
               f'y2="{height - 20}"/><text x="{x(share):.0f}" y="{height - 5}" '
               f'text-anchor="middle">{share:.0%}</text>')
    for at, row in enumerate(rows):
        y = 15 + 22 * at
        told = f'{percent(row["support_rate"])} of {row["judged"]}'
        yield (f'<text x="250" y="{y + 4}" text-anchor="end">{escape(_short(row[name]))}</text>'
               f'<line class="whisker" x1="{x(row["support_low"]):.1f}" '
               f'x2="{x(row["support_high"]):.1f}" y1="{y}" y2="{y}"/><circle class="point" '
               f'cx="{x(row["support_rate"]):.1f}" cy="{y}" r="4"><title>{told}</title></circle>')


def _short(name: str) -> str:
    return name if len(name) <= 36 else name[:35] + "…"


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
