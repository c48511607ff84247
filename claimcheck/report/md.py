"""The report as Markdown that can be pasted into an issue: complete, and safe there.

Text from outside is escaped, so that a page cannot put links, images, mentions or HTML into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from claimcheck.report import compare, headline, signs, spell, words
from claimcheck.report.work import work
from claimcheck.schema import Evidence, Finding, Report

# Signs that begin something in CommonMark or GitHub's dialect: "$" begins a formula there. What
# can only begin something at the start of a line, or after a bracket, is left for the eye's sake.
_SIGNS = re.compile(r"[\\`*\[\]|~$<>]|(?<!\w)_|_(?!\w)|&(?=#?\w{1,32};)|[@#](?=\w)|(?<=-)-")
_START = re.compile(r"^([-+=#>]|\d{1,9}(?=[.)](?:\s|$)))")
_ADDRESS = re.compile(r"(?i)\b(?:https?|ftp)(?=://)|\bwww(?=\.)")
_BREAK = "\u200b"  # no width, and neither a word nor an address goes across it
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def render_md(reports: Sequence[Report]) -> str:
    """All ``reports``, one section each."""
    blocks = ["\n".join(_report(signs.readable(report, signs.visible), at, len(reports) > 1))
              for at, report in enumerate(reports, 1)]
    return "\n\n---\n\n".join(blocks) + "\n" if blocks else ""


def safe(text: str, start: bool = True) -> str:
    """``text`` on one line with every sign of Markdown and HTML taken literally.

    ``start`` is False for words that stand inside a line, where fewer signs mean anything.
    """
    line = _ADDRESS.sub(lambda found: found.group() + _BREAK, " ".join(text.split()))
    line = _SIGNS.sub(lambda found: _literal(found.group()), line)
    return signs.isolated(_START.sub(_at_start, line) if start else line)


def _literal(sign: str) -> str:
    if sign in "@#":  # an escaped "@name" or "#1" would still call people and link issues
        return sign + _BREAK
    return _ENTITIES.get(sign, f"\\{sign}")


def _at_start(found: re.Match[str]) -> str:
    sign = found.group()
    return f"{sign}{_BREAK}" if sign[0].isdigit() else f"\\{sign}"


def _address(url: str) -> str:
    return quote(url, safe=":/?#@!$&'*+,;=%~-._")


def _report(report: Report, at: int, several: bool) -> Iterator[str]:
    heading = "##" if several else "#"
    yield f"{heading} {safe(headline.title(report))}"
    yield ""
    yield f"*{safe(headline.about(report))}*"
    yield ""
    yield "".join(f"**{safe(part.text)}**" if part.strong else _keep_edges(part.text)
                  for part in headline.bottom_line(report))
    yield ""
    yield from _table(report)
    numbers = headline.numbers(report)
    for number, finding in enumerate(report.claims, 1):
        yield from _quote(report, number, finding, heading)
        first = numbers.get(finding.same_as or "")
        if first is not None:
            yield f"The same statement as claim {first}."
            yield ""
            continue
        yield from _finding(finding)
        yield from _details(finding, numbers)
    yield from _rest(report, heading)
    yield f"<sub>{safe(headline.provenance(report))}</sub>"


def _keep_edges(text: str) -> str:
    stripped = text.strip()
    return text.replace(stripped, safe(stripped)) if stripped else text


def _table(report: Report) -> Iterator[str]:
    if not report.claims:
        return
    yield "| # | Claim | Finding | Article says | Data says |"
    yield "|--:|---|---|---|---|"
    for number, finding in enumerate(report.claims, 1):
        state, shown = words.state(finding), compare.figures(finding)
        said = shown.article if shown else compare.stated(finding)
        data = shown.data if shown else "–"
        cells = (f"“{signs.clip(finding.quote, 60)}”", f"{state.icon} {state.words}", said, data)
        yield f"| {number} | " + " | ".join(safe(cell, start=False) for cell in cells) + " |"
    yield ""


def _quote(report: Report, number: int, finding: Finding, heading: str) -> Iterator[str]:
    state = words.state(finding)
    around = signs.context(report.article.text, finding, 80, 80)
    tags = "".join(f" · {safe(tag)}" for tag in words.tags(finding))
    yield f"{heading}# {number}. {state.icon} {state.words}{tags}"
    yield ""
    yield f"> {safe(around.before)}{_gap(around.before)}**{safe(around.quote)}**{_after(around)}"
    yield ""


def _finding(finding: Finding) -> Iterator[str]:
    yield safe(finding.verdict.reason)
    yield ""
    shown = compare.figures(finding)
    if shown:
        for name, value, note in (("Article", shown.article, shown.article_note),
                                  ("Data", shown.data, shown.data_note)):
            yield f"- {name} says: **{safe(value, False)}** ({safe(note, False)})"
    for caveat in words.fired(finding):
        credit = "; the author says so too" if caveat.credited_to_author else ""
        strength = f"{words.strength_words(caveat)}{credit}"
        yield f"- **{safe(words.caveat_title(caveat))}** ({strength}): {safe(caveat.message)}"


def _gap(text: str) -> str:
    return " " if text[-1:].isspace() else ""


def _after(around: signs.Context) -> str:
    lead = " " if around.after[:1].isspace() else ""
    return lead + safe(around.after) if around.after.strip() else ""


def _details(finding: Finding, numbers: Mapping[str, int]) -> Iterator[str]:
    yield ""
    yield "<details><summary>Show the work</summary>"
    yield ""
    for name, lines in work(finding, numbers):
        if len(lines) == 1:
            yield f"- {name}: {safe(lines[0], False)}"
        else:
            yield f"- {name}:"
            yield from (f"  - {safe(line)}" for line in lines)
    for source in dict.fromkeys(_source(item) for item in finding.evidence):
        yield f"- Source: {source}"
    yield ""
    yield "</details>"
    yield ""


def _source(item: Evidence) -> str:
    url = signs.link(item.source.url)
    title = safe(item.source.title)
    named = f"[{title}](<{_address(url)}>)" if url else title
    return named + (f", known from {spell.day(item.known_from)}" if item.known_from else "")


def _rest(report: Report, heading: str) -> Iterator[str]:
    if report.consistency:
        yield f"{heading}# The text against itself"
        yield ""
        for row in report.consistency:
            yield f"- {words.constraint_icon(row.holds)} {safe(row.message)}"
        yield ""
    shown = [item for item in report.removed if item.label != "blank"]
    if shown:
        yield f"{heading}# Left out before checking"
        yield ""
        for item in shown:
            samples = ", ".join(f"“{safe(signs.clip(text, 80))}”" for text in item.samples)
            yield f"- {words.removed(item.label, item.lines)}" + (f": {samples}" if samples else "")
        yield ""
    yield f"{safe(headline.coverage(report))} {safe(headline.support(report))}".strip()
    yield ""
    for notice in report.warnings:
        yield f"- Note: {safe(notice.message)} ({safe(notice.code)})"
        yield ""
