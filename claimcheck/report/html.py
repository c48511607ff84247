"""The report as one self-contained HTML file: no request, readable without its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from claimcheck.report import charts, compare, headline, signs, spell, words
from claimcheck.report.svg import Chart
from claimcheck.report.work import Row, work
from claimcheck.schema import Evidence, Finding, Report

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent / "templates"
_UNBROKEN = 14  # a mark as short as "$6.4 billion" stays on one line
_OPEN = {"bad", "sum", "ctx", "old", "dep"}  # what a reader should not have to unfold


@dataclass(frozen=True, slots=True)
class _Source:
    title: str
    url: str | None
    note: str


@dataclass(frozen=True, slots=True)
class _Caveat:
    title: str
    strength: str
    message: str
    credited: bool


@dataclass(frozen=True, slots=True)
class _Card:
    number: int
    state: words.State
    open: bool
    tags: tuple[str, ...]
    around: signs.Context
    reason: str
    same_as: int | None
    figures: compare.Figures | None
    then_now: tuple[str, str] | None
    charts: tuple[Chart, ...]
    caveats: tuple[_Caveat, ...]
    constraints: tuple[tuple[str, str], ...]
    work: tuple[Row, ...]
    sources: tuple[_Source, ...]
    anchored: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    markup: Markup
    title: bool


def render_html(reports: Sequence[Report]) -> str:
    """One page for all ``reports``; several get an index in front."""
    cleaned = [signs.readable(report, signs.whole) for report in reports]
    docs = [_document(report, f"d{at}") for at, report in enumerate(cleaned, 1)]
    style, script = _asset("report.css"), _asset("report.js")
    title = f"Claim report – {docs[0]['title']}" if len(docs) == 1 else f"{len(docs)} claim reports"
    return _template().render(
        docs=docs, page_title=title, style=Markup(style), script=Markup(script),
        style_hash=_csp_hash(style), script_hash=_csp_hash(script),
        sub="h2" if len(docs) == 1 else "h3",
        version=cleaned[0].provenance.claimcheck if cleaned else "",
    ) + "\n"


@cache
def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8").strip()


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    house = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    return house.get_template("report.html.j2")


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _document(report: Report, key: str) -> dict[str, object]:
    """What the template needs for one document."""
    paragraphs, anchored = _annotated(report, key)
    numbers = headline.numbers(report)
    found = headline.counts(report)
    left_out = [item for item in report.removed if item.label != "blank"]
    language = report.article.language if report.article.language != "und" else report.language
    return {
        "key": key,
        "title": headline.title(report),
        "about": headline.about(report),
        "url": signs.link(report.source),
        "line": headline.bottom_line(report),
        "chips": [(words.STATES[state], count) for state, count in found.items()],
        "bar": charts.proportions(found) if found else "",
        "support": headline.support(report),
        "coverage": headline.coverage(report),
        "warnings": [notice.message for notice in report.warnings],
        "lang": language,
        "dir": "rtl" if language.split("-")[0] in words.RTL else "auto",
        "paragraphs": paragraphs,
        "consistency": [
            {"icon": words.constraint_icon(item.holds), "message": item.message,
             "css": {True: "ok", False: "sum", None: "na"}[item.holds]}
            for item in report.consistency
        ],
        "removed": [
            {"words": words.removed(item.label, item.lines),
             "samples": [signs.clip(sample, 160) for sample in item.samples]}
            for item in left_out
        ],
        "removed_line": ", ".join(words.removed(item.label, item.lines) for item in left_out),
        "cards": [_card(report, finding, at, numbers, key, at in anchored)
                  for at, finding in enumerate(report.claims, 1)],
        "provenance": headline.provenance(report),
    }


def _card(
    report: Report, finding: Finding, at: int, numbers: Mapping[str, int], key: str,
    anchored: bool,
) -> _Card:
    state = words.state(finding)
    verdict = finding.verdict
    differs = verdict.then and verdict.now and verdict.then != verdict.now
    drawn = state.judged and not finding.same_as
    return _Card(
        number=at, state=state, open=state.id in _OPEN and not finding.same_as,
        tags=words.tags(finding), around=signs.context(report.article.text, finding, 60, 60),
        reason=verdict.reason,
        same_as=numbers.get(finding.same_as) if finding.same_as else None,
        figures=compare.figures(finding),
        then_now=(words.label_words(verdict.then), words.label_words(verdict.now))
        if differs and verdict.then and verdict.now else None,
        charts=charts.charts(report, finding, f"{key}-{at}") if drawn else (),
        caveats=tuple(
            _Caveat(words.caveat_title(item), item.strength, item.message,
                    item.credited_to_author)
            for item in words.fired(finding)
        ),
        constraints=tuple(("strong" if item.holds is False else "note", item.message)
                          for item in report.consistency if finding.id in item.claims),
        work=work(finding, numbers),
        sources=tuple(dict.fromkeys(_source(item) for item in finding.evidence)),
        anchored=anchored,
    )


def _source(item: Evidence) -> _Source:
    parts = (
        f"known from {spell.day(item.known_from)}" if item.known_from else "",
        f"read {spell.iso_day(item.source.retrieved_at)}" if item.source.retrieved_at else "",
        f"sha256 {signs.short_hash(item.source.sha256)}" if item.source.sha256 else "",
        item.series,
    )
    return _Source(item.source.title, signs.link(item.source.url),
                   " · ".join(part for part in parts if part))


# ---------------------------------------------------------------- the annotated article


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    number: int
    state: words.State


def _annotated(report: Report, key: str) -> tuple[list[_Paragraph], set[int]]:
    """The article's paragraphs with their claims marked, and the numbers that found a place."""
    text = report.article.text
    marks = sorted(
        (_Mark(finding.span.start, finding.span.end, at, words.state(finding))
         for at, finding in enumerate(report.claims, 1)
         if 0 <= finding.span.start < finding.span.end <= len(text)),
        key=lambda mark: (mark.start, mark.end, mark.number),
    )
    own = headline.author_words(report)
    paragraphs: list[_Paragraph] = []
    anchored: set[int] = set()
    waiting: list[_Mark] = []
    position = at = 0
    for raw in text.split("\n"):
        end = position + len(raw)
        while at < len(marks) and marks[at].start < end:
            waiting.append(marks[at])
            at += 1
        inside = [mark for mark in waiting if mark.end > position]
        waiting = [mark for mark in inside if mark.end > end]
        if raw.strip():
            own_here = [(left, right) for left, right in own if position <= left < right <= end]
            markup = Markup("").join(_marked(text, position, end, inside, own_here, key))
            is_title = not paragraphs and raw.strip() == (report.article.title or "").strip()
            paragraphs.append(_Paragraph(markup, is_title))
            anchored |= {mark.number for mark in inside if mark.end <= end}
        position = end + 1
    return paragraphs, anchored


def _marked(
    text: str, start: int, end: int, marks: list[_Mark], own: list[tuple[int, int]], key: str
) -> Iterator[Markup]:
    """Stretches between the ends of claims; where claims overlap the shortest owns the stretch."""
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    edges |= {edge for span in own for edge in span}
    cuts = sorted({start, end, *(min(max(edge, start), end) for edge in edges)})
    active: list[_Mark] = []
    at = 0
    for left, right in pairwise(cuts):
        while at < len(marks) and marks[at].start <= left:
            active.append(marks[at])
            at += 1
        active = [mark for mark in active if mark.end > left]
        piece = Markup("{}").format(text[left:right])
        if any(first <= left and right <= last for first, last in own):
            piece = Markup('<span class="own">{}</span>').format(piece)
        if active:
            yield from _linked(piece, active, right, key)
        else:
            yield piece
        if own and own[0][1] == right:  # once a paragraph, or the tags outnumber the words
            yield Markup('<span class="self">author says so too</span>')


def _linked(piece: Markup, active: list[_Mark], right: int, key: str) -> Iterator[Markup]:
    """``piece`` as a link to the claim that owns it, then the numbers of all that end here."""
    owner = min(active, key=lambda mark: (mark.end - mark.start, mark.number))
    ending = [mark for mark in active if mark.end == right]
    short = " nb" if owner.end - owner.start <= _UNBROKEN else ""
    yield Markup('<a class="m {}{}" href="#{}-c{}">{}{}</a>').format(
        owner.state.id, short, key, owner.number, piece,
        _chip(owner, key) if owner in ending else "")
    for mark in ending:
        if mark is not owner:
            yield Markup('<a class="m alone {}" href="#{}-c{}">{}</a>').format(
                mark.state.id, key, mark.number, _chip(mark, key))


def _chip(mark: _Mark, key: str) -> Markup:
    return Markup(
        # No blank before the hidden words: a line could break there and leave an empty mark.
        '<sup id="{}-s{}" aria-hidden="true">{}</sup><span class="vh">(claim {}: {})</span>'
    ).format(key, mark.number, mark.number, mark.number, mark.state.words)
