"""A page to its article: every line labelled, with a reason, and mapped back to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimcheck.clean import chat, duplicates, lines, plain, records, sequence, wrapped
from claimcheck.clean.dates import date_of, iso_day
from claimcheck.clean.lines import Seen
from claimcheck.normalise import hidden_characters, unread_numbers, without_surrogates
from claimcheck.schema import Article, Line, LineLabel, Notice, Page, Removed
from claimcheck.segment import UNKNOWN, detect, told

__all__ = ["clean"]

_REASONS: dict[str, str] = {
    "title": "heading of the article",
    "body": "running text of the article",
    "metadata": "about the article, not of it",
    "ui": "words of the page",
    "comment": "text of a comment record",
    "disclaimer": "wording of a disclaimer",
}
_SAMPLES = 3
_ENOUGH_PROSE = 60
_FEW = 25
_FIGURE = re.compile(r"\d[.,]\d|[%％$€£¥₽₺₹]")  # of a quotation or a headline, of no by-line
_SAMPLE_LENGTH = 120


def clean(page: Page, *, comments: str = "exclude") -> Article:
    """The article of a page. Never raises on odd text: what was odd is in ``warnings``.

    ``comments="include"`` keeps the text of comments in the article as well; "separate" is the
    same as "exclude" here: comments are always labelled lines of their own.
    """
    if page.media == "html":
        from claimcheck.clean.html import clean_html

        return clean_html(page, comments=comments)
    return clean_text(page, comments=comments)


def unread(page: Page) -> Iterator[Notice]:
    """What to say of a language or a day that a caller or row gave and that cannot be read."""
    if page.lang and page.lang != UNKNOWN and not told(page.lang):
        yield Notice(
            code="language",
            message=f"No word list for the language '{page.lang}'; it was detected.",
        )
    if page.published_at and iso_day(page.published_at) is None:
        yield Notice(
            code="published-at",
            message=f"The day of publication '{page.published_at}' cannot be read; "
                    "write it as 2026-01-15.",
        )


def clean_text(page: Page, *, comments: str = "exclude") -> Article:
    """The article of a plain-text or Markdown page."""
    text, notices = without_surrogates(page.text)
    seen = [lines.see(i, a, b, text[a:b]) for i, (a, b) in enumerate(lines.split(text))]
    known = told(page.lang)
    labelled = label(seen, title=page.title, lang=known)
    kept: set[LineLabel] = {"title", "body"}
    if comments == "include":
        kept.add("comment")
    body, segments = _join(
        text, [line for line in labelled if line.label in kept], chat.prefixes(seen))
    warnings = (
        *page.warnings, *unread(page), *notices,
        *hidden_characters(body), *unread_numbers(body),
    )
    if not body:
        warnings = (*warnings, Notice(
            code="no-article", message="No running text of an article was found on the page.",
        ))
    titles = [line.text.strip().lstrip("# ") for line in labelled if line.label == "title"]
    language = known or main_language(labelled)
    found = date_of(page, labelled, body, language)
    return Article(
        id=page.id, source=page.source, text=body,
        title=titles[0] if titles else page.title, author=page.author, language=language,
        published_at=page.published_at or (
            found.earliest.isoformat()
            if found.earliest and found.earliest == found.latest and found.confidence == "stated"
            else None
        ),
        date=found, lines=tuple(labelled), segments=segments, removed=removed(labelled),
        warnings=warnings,
    )


def label(seen: Sequence[Seen], *, title: str | None = None, lang: str | None = None) -> list[Line]:
    """A labelled line for each seen one, by one decode over the whole page."""
    seen = lines.spoken(seen)
    copies = duplicates.find(seen)
    filled = [line for line in seen if line.kind != "blank" and line.index not in copies]
    repeats = wrapped.repeated(filled)
    whole = wrapped.blocks(filled)
    filled = [block for block, _ in whole]
    languages = {line.index: _language(line) for line in filled}
    roles, texts = records.anchors(filled)
    prose = [line for line in filled if line.kind == "prose" and line.index not in texts]
    main = lang or _largest(prose, languages)
    for line in filled:
        # a few words in the article's script: its language is the better guess
        if line.kind == "short" and line.letters < _FEW and not line.tokens and any(
                line.script == other.script for other in prose[:3]):
            languages[line.index] = main
    context = sequence.Context(
        lines=filled, anchors=roles, record_text=texts, title=title,
        language=main, languages=languages,
        repeats=repeats, first=records.first_prose(filled),
        comments_from=min(
            (index for index, role in roles.items() if role not in ("head", "entry", "about")),
            default=None),
        prose=prose[:_ENOUGH_PROSE],
    )
    kept_labels: dict[int, LineLabel] = {}
    alone = plain.stretch(filled, repeats, roles, context.first)
    for position, ((block, members), state) in enumerate(
            zip(whole, sequence.decode(context), strict=True)):
        tag = sequence.STATES[state][1]
        if position in alone and tag not in ("title", "body") and plain.keeps(block) and (
                not context.set_apart(position)):
            tag = "body"
        for index in members:
            kept_labels[index] = tag
            languages[index] = languages[block.index]
    kept_labels.update(chat.labels(seen))
    found = []
    for line in seen:
        copy = copies.get(line.index)
        tag, reason = _tag(line, copy, kept_labels)
        found.append(Line(
            line=line.index, start=line.start, end=line.end, label=tag, text=line.text,
            language=languages.get(line.index) or (
                languages.get(copy, UNKNOWN) if copy is not None else UNKNOWN),
            duplicate_of=copy if tag == "duplicate" else None, reason=reason,
        ))
    if not any(line.label in ("title", "body") for line in found):
        single = sum(bool(line.text.strip()) for line in found) == 1
        return [_only_text(line, seen[line.line], single) for line in found]
    if not any(line.label == "body" for line in found):
        # A headline and lines of figures, "Sales: $10.4bn, +7%", are a post of results.
        return [
            _only_text(line, seen[line.line], alone=False) if _FIGURE.search(line.text) else line
            for line in found
        ]
    return found


def _only_text(line: Line, seen: Seen, alone: bool) -> Line:
    """A page without running text, a headline or a post of a few words, is what it says."""
    told = line.label in ("metadata", "disclaimer") and _FIGURE.search(line.text)
    if not seen.letters or not (line.label == "ui" or told):
        return line
    if seen.tokens and not (alone and told):  # "Bénéfice : 98 M€" is no name with its minutes
        return line
    return line.model_copy(update={"label": "body", "reason": "the only text of the page"})


def _tag(line: Seen, copy: int | None, labels: dict[int, LineLabel]) -> tuple[LineLabel, str]:
    if line.kind == "blank":
        return "blank", line.reason
    if copy is not None:
        return "duplicate", f"repeats line {copy}"
    tag = labels[line.index]
    return tag, f"{line.reason}; {_REASONS[tag]}"


def _language(line: Seen) -> str:
    for token in line.tokens:
        if token.language and line.script != "Latin":
            break
    if line.kind in ("number", "link", "name", "name-time"):
        return UNKNOWN
    if line.tokens:
        named = {token.language for token in line.tokens if token.language}
        if len(named) == 1:
            return named.pop()
    return detect(line.text)


def _largest(prose: Sequence[Seen], languages: dict[int, str]) -> str:
    """The language with the most letters of running text."""
    weight: dict[str, int] = {}
    for line in prose:
        language = languages[line.index]
        weight[language] = weight.get(language, 0) + line.letters
    return max(weight, key=lambda iso: weight[iso]) if weight else UNKNOWN


def main_language(labelled: Sequence[Line]) -> str:
    """The language of most of the kept text, ``und`` when it cannot be told."""
    weight: dict[str, int] = {}
    for line in labelled:
        if line.label in ("title", "body") and line.language != UNKNOWN:
            weight[line.language] = weight.get(line.language, 0) + len(line.text)
    return max(weight, key=lambda iso: weight[iso]) if weight else UNKNOWN




def _join(
    text: str, kept: Sequence[Line], prefixes: dict[int, int]
) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """Kept lines joined by a line feed, and the segments that map them back.

    Lines that stand directly below each other form one segment, so a quote may cross them. The
    time and name that head a chat message are left out.
    """
    parts: list[str] = []
    segments: list[tuple[int, int, int]] = []
    at = 0
    for line in kept:
        begin = line.start + prefixes.get(line.line, 0)
        piece = text[begin:line.end]
        if parts:
            at += 1
        if segments and text[segments[-1][1] + segments[-1][2]:begin] == "\n":
            start, page_start, length = segments[-1]
            segments[-1] = (start, page_start, length + 1 + len(piece))
        else:
            segments.append((at, begin, len(piece)))
        parts.append(piece)
        at += len(piece)
    return "\n".join(parts), tuple(segments)


def removed(labelled: Sequence[Line]) -> tuple[Removed, ...]:
    """What was left out: count, characters and the first samples of each label."""
    groups: dict[LineLabel, list[Line]] = {}
    for line in labelled:
        if line.label not in ("title", "body", "blank"):
            groups.setdefault(line.label, []).append(line)
    return tuple(
        Removed(
            label=tag, lines=len(group), characters=sum(len(line.text) for line in group),
            samples=tuple(line.text.strip()[:_SAMPLE_LENGTH] for line in group[:_SAMPLES]),
        )
        for tag, group in sorted(groups.items())
    )
