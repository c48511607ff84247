"""The report for a terminal: bottom line first, then the claims in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from claimcheck.report import compare, headline, signs, spell, words
from claimcheck.schema import (
    Article,
    Caveat,
    Claim,
    Extraction,
    Finding,
    Line,
    Record,
    Report,
)

_STYLES = {
    "bold": "1", "dim": "2", "bad": "1;31", "sum": "1;31", "ctx": "1;33", "old": "1;35",
    "dep": "1;36", "near": "1;33", "ok": "1;32", "fc": "1;34", "none": "1;90", "na": "1;90",
}
_MIN_WIDTH = 40
_OPEN, _SHUT = "\ue000", "\ue001"  # around what is bold, while lines are wrapped
_BOLD = re.compile(f"{_OPEN}([^{_OPEN}{_SHUT}]*){_SHUT}")
Paint = Callable[[str, str], str]


def render_text(records: Sequence[Record], *, color: bool = False, width: int = 88) -> str:
    """Reports, extractions, articles or lines as text that wraps at ``width`` columns."""
    width = max(width, _MIN_WIDTH)

    def paint(text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and text else text

    blocks = []
    for record in records:
        if isinstance(record, Report):
            # Cleaned once, whole: no field can carry an escape sequence to the terminal.
            blocks.append("\n".join(_report(signs.readable(record, signs.visible), paint, width)))
        elif isinstance(record, Extraction):
            clean = Extraction.model_validate(signs.each(record.model_dump(), signs.visible))
            blocks.append("\n".join(_extraction(clean, paint, width)))
        elif isinstance(record, Article):
            blocks.append("\n".join(_line(line, paint) for line in record.lines))
        elif isinstance(record, Line):
            blocks.append(_line(record, paint))
    between = "\n" if all(isinstance(record, Line) for record in records) else (
        "\n\n" + paint("─" * width, "dim") + "\n\n")
    return between.join(blocks) + "\n" if blocks else ""


# ---------------------------------------------------------------- wrapping


def columns(text: str) -> int:
    """Terminal columns that ``text`` takes: wide signs two, marks and isolates none."""
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if char < "\u0300":
        return 1
    if char in (_OPEN, _SHUT) or unicodedata.combining(char):
        return 0
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """``text`` in lines of at most ``width`` columns, with leads for the first and other lines.

    A word longer than a line (an address, Chinese without spaces) is cut at the edge.
    """
    lines, line, used, lead = [], first, columns(first), True
    for word in _pieces(text, max(width - max(used, columns(rest)), 8)):
        size = columns(word)
        if not lead and used + 1 + size > width:
            lines.append(line)
            line, used, lead = rest, columns(rest), True
        line, used = (line + word, used + size) if lead else (f"{line} {word}", used + 1 + size)
        lead = False
    return [*lines, line] if not lead else lines


def _pieces(text: str, room: int) -> Iterator[str]:
    for word in text.split():
        piece, used = "", 0
        for char in word:
            size = _columns_of(char)
            if used + size > room:
                yield piece
                piece, used = "", 0
            piece, used = piece + char, used + size
        yield piece


def _quoted(text: str, limit: int = 240) -> str:
    return signs.isolated(f"“{signs.clip(text, limit)}”")


# ---------------------------------------------------------------- a report


def _report(report: Report, paint: Paint, width: int) -> Iterator[str]:
    yield from _head(report, paint, width)
    numbers = headline.numbers(report)
    for number, finding in enumerate(report.claims, 1):
        yield ""
        yield from _finding(number, finding, report, numbers, paint, width)
    yield from _consistency(report, paint, width)
    yield from _removed(report, paint, width)
    yield from _notices(report, paint, width)
    yield ""
    for line in wrap(headline.provenance(report), width):
        yield paint(line, "dim")


def _head(report: Report, paint: Paint, width: int) -> Iterator[str]:
    for line in wrap(signs.isolated(headline.title(report)), width):
        yield paint(line, "bold")
    for line in wrap(headline.about(report), width):
        yield paint(line, "dim")
    yield ""
    yield from wrap("".join(part.text for part in headline.bottom_line(report)), width, "  ", "  ")
    tally = [f"{words.STATES[key].icon} {count} {words.STATES[key].counted(count)}"
             for key, count in headline.counts(report).items()]
    if tally:
        yield ""
        # The unbreakable blank keeps an icon and its words on one line.
        joined = "  ".join(item.replace(" ", "\u00a0") for item in tally)
        for line in _wrap_items(joined.split("  "), width):
            yield line
    rate = headline.support(report)
    if rate:
        yield from wrap(rate, width, "  ", "  ")


def _wrap_items(items: Iterable[str], width: int) -> Iterator[str]:
    line = " "
    for item in items:
        if line.strip() and columns(line) + 3 + columns(item) > width:
            yield line.replace("\u00a0", " ")
            line = " "
        line += ("   " if line.strip() else " ") + item
    if line.strip():
        yield line.replace("\u00a0", " ")


def _finding(
    number: int, finding: Finding, report: Report, numbers: Mapping[str, int],
    paint: Paint, width: int,
) -> Iterator[str]:
    state = words.state(finding)
    pad = " " * 6
    tags = "  ".join(words.tags(finding))
    said = f"{state.icon} {state.words}"
    yield from _heading(f"{number:>3}  ", said, state.id, tags, paint, width)
    around = signs.context(report.article.text, finding)
    yield from _around(around, paint, width)
    first = numbers.get(finding.same_as or "")
    if first is not None:
        yield from wrap(f"The same statement as claim {first}.", width, pad, pad)
        return
    if finding.verdict.label != "not_checkable":
        for line in wrap(words.subject(finding), width, pad, pad):
            yield paint(line, "dim")
    yield from wrap(finding.verdict.reason, width, pad, pad)
    yield from _figures(finding, paint, width)
    for caveat in words.fired(finding):
        yield from _caveat(caveat, paint, width)
    yield from _then_now(finding, width)
    yield from _sources(finding, paint, width)


def _around(around: signs.Context, paint: Paint, width: int) -> Iterator[str]:
    """The quote in its sentence; in colour it is bold, also where it runs over a line's end."""
    quote = _OPEN + around.quote.replace(" ", f"{_SHUT} {_OPEN}") + _SHUT
    line = signs.isolated(f"“{around.before}{quote}{around.after}”")
    for row in wrap(line, width, " " * 6, " " * 6):
        yield _BOLD.sub(lambda found: paint(found[1], "bold"), row).replace(_OPEN, "").replace(
            _SHUT, "")


def _heading(
    lead: str, said: str, style: str, tags: str, paint: Paint, width: int
) -> Iterator[str]:
    room = columns(lead) + columns(said) + 3 + columns(tags)
    if not tags:
        yield lead + paint(said, style)
    elif room <= width:
        yield f"{lead}{paint(said, style)}   {paint(tags, 'dim')}"
    else:
        yield lead + paint(said, style)
        for line in wrap(tags.replace("  ", " · "), width, "      ", "      "):
            yield paint(line, "dim")


def _figures(finding: Finding, paint: Paint, width: int) -> Iterator[str]:
    shown = compare.figures(finding)
    if shown is None:
        return
    rows = (("Article says", shown.article, shown.article_note),
            ("Data says", shown.data, shown.data_note))
    for name, value, note in rows:
        lead = f"      {name:<13} "
        line = f"{value} ({note})" if note else value
        wrapped = wrap(line, width, lead, " " * columns(lead))
        yield from wrapped


def _caveat(caveat: Caveat, paint: Paint, width: int) -> Iterator[str]:
    credit = "; the author says so too" if caveat.credited_to_author else ""
    head = f"{words.caveat_title(caveat)} ({words.strength_words(caveat)}{credit})"
    icon = {"strong": "▲", "moderate": "△", "note": "·"}[caveat.strength]
    yield from wrap(f"{head}: {caveat.message}", width, f"      {icon} ", " " * 8)


def _then_now(finding: Finding, width: int) -> Iterator[str]:
    verdict = finding.verdict
    if verdict.then and verdict.now and verdict.then != verdict.now:
        line = (f"Then: {words.label_words(verdict.then)}. "
                f"Now: {words.label_words(verdict.now)}.")
        yield from wrap(line, width, "      ", "      ")


def _sources(finding: Finding, paint: Paint, width: int) -> Iterator[str]:
    named: dict[str, None] = {}
    for item in compare.decisive(finding):
        known = f", known {spell.day(item.known_from)}" if item.known_from else ""
        named[f"{item.source.title}{known}"] = None
    if named:
        more = f"; and {len(named) - 3} more" if len(named) > 3 else ""
        for line in wrap("; ".join(list(named)[:3]) + more, width, "      Source: ", "        "):
            yield paint(line, "dim")


def _section(name: str, paint: Paint) -> Iterator[str]:
    yield ""
    yield paint(name, "bold")


def _consistency(report: Report, paint: Paint, width: int) -> Iterator[str]:
    if not report.consistency:
        return
    yield from _section("The text against itself", paint)
    for item in report.consistency:
        yield from wrap(item.message, width, f"  {words.constraint_icon(item.holds)} ", "    ")


def _removed(report: Report, paint: Paint, width: int) -> Iterator[str]:
    shown = [item for item in report.removed if item.label != "blank"]
    if not shown:
        return
    yield from _section("Left out before checking", paint)
    for item in shown:
        samples = ", ".join(_quoted(sample, 60) for sample in item.samples[:3])
        line = words.removed(item.label, item.lines) + (f": {samples}" if samples else "")
        yield from wrap(line, width, "  – ", "    ")


def _notices(report: Report, paint: Paint, width: int) -> Iterator[str]:
    if not report.warnings:
        return
    yield from _section("Please note", paint)
    for notice in report.warnings:
        yield from wrap(f"{notice.message} [{notice.code}]", width, "  ! ", "    ")


# ---------------------------------------------------------------- earlier stages


def _extraction(record: Extraction, paint: Paint, width: int) -> Iterator[str]:
    name = record.article.title or record.source
    for line in wrap(signs.isolated(name), width):
        yield paint(line, "bold")
    summary = f"{words.language(record.language)} · {len(record.claims):,} claims"
    yield paint(summary.replace("1 claims", "1 claim") if len(record.claims) == 1 else summary,
                "dim")
    for number, claim in enumerate(record.claims, 1):
        around = signs.context(record.article.text, claim)
        rows = _around(around, paint, width)
        yield f"{number:>4}  {next(rows).lstrip()}"
        yield from rows
        for line in wrap(claim_line(claim), width, " " * 6, " " * 6):
            yield paint(line, "dim")


def claim_line(claim: Claim) -> str:
    """A claim's reading in one line: entity, metric, period, direction, how it is said."""
    entity = words.entity_name(claim.entity.id) if claim.entity.id else claim.entity.text
    said = "" if claim.modality == "reported" else claim.modality
    direction = "" if claim.direction == "none" else claim.direction
    period = words.spoken_period(claim) or "no period"
    value = spell.quantity(claim.quantity) if claim.quantity else ""
    parts = (value, entity, words.metric(claim), words.bases(claim.basis), period, direction, said)
    return " · ".join(part for part in parts if part)


def _line(line: Line, paint: Paint) -> str:
    text = signs.isolated(signs.visible(line.text))
    return f"{paint(f'{line.label:<10}', 'dim')} {line.language:<4} {text}"
