"""HTML to article: trafilatura for the body, labelled blocks around it."""

from __future__ import annotations

from typing import Any

from claimcheck.clean import duplicates, lines
from claimcheck.normalise import hidden_characters, without_surrogates
from claimcheck.schema import Article, Line, LineLabel, Notice, Page
from claimcheck.segment import UNKNOWN, detect


def clean_html(page: Page, *, comments: str) -> Article:
    """The article of an HTML page. Lines are blocks; they have no place in the page (-1)."""
    from claimcheck.clean import main_language, removed
    from claimcheck.clean.dates import date_of

    source, notices = without_surrogates(page.text)
    found = _extract(source)
    warnings = [*page.warnings, *notices]
    if found is None or not (found.get("text") or "").strip():
        warnings.append(Notice(
            code="no-article",
            message="No running text of an article was found; the page may need JavaScript, a "
            "login, or be nested too deeply.",
        ))
        found = found or {}
    title = page.title or found.get("title")
    labelled = _blocks(title, found.get("text") or "", found.get("comments") or "")
    kept: set[LineLabel] = {"title", "body"}
    if comments == "include":
        kept.add("comment")
    text = "\n".join(line.text for line in labelled if line.label in kept)
    if found.get("date") and not page.published_at:
        page = page.model_copy(update={
            "published_at": found["date"], "published_signal": "html",
        })
    language = page.lang or main_language(labelled)
    when = date_of(page, labelled, text, language)
    return Article(
        id=page.id, source=page.source, text=text, title=title,
        author=page.author or found.get("author"), language=language,
        published_at=page.published_at, date=when, lines=tuple(labelled),
        removed=removed(labelled), warnings=(*warnings, *hidden_characters(text)),
    )


def _extract(source: str) -> dict[str, Any] | None:
    """What trafilatura finds: text, comments, title, author, date."""
    from trafilatura import bare_extraction

    document = bare_extraction(
        source, include_comments=True, include_tables=True, with_metadata=True,
        deduplicate=False,
    )
    if document is None:
        return None
    return document if isinstance(document, dict) else document.as_dict()


def _blocks(title: str | None, body: str, comments: str) -> list[Line]:
    blocks: list[tuple[LineLabel, str, str]] = []
    body_lines = [line.strip() for line in body.splitlines() if line.strip()]
    if title and not (body_lines and body_lines[0].casefold() == title.casefold()):
        blocks.append(("title", title, "title of the page"))
    elif title:
        blocks.append(("title", body_lines.pop(0), "title of the page"))
    blocks += [("body", line, "main text of the page") for line in body_lines]
    blocks += [("comment", line.strip(), "comment of a reader")
               for line in comments.splitlines() if line.strip()]
    seen = [lines.see(i, 0, 0, text) for i, (_, text, _) in enumerate(blocks)]
    copies = duplicates.find(seen)
    return [
        Line(
            line=i, start=-1, end=-1, text=text, language=detect(text) or UNKNOWN,
            label="duplicate" if i in copies else tag, duplicate_of=copies.get(i),
            reason=f"repeats block {copies[i]}" if i in copies else reason,
        )
        for i, (tag, text, reason) in enumerate(blocks)
    ]
