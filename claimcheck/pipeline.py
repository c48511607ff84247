"""The whole flow on one screen: Page → Article → Sentence → Claim → Evidence → Finding → Report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck import __version__
from claimcheck.errors import InputError
from claimcheck.schema import (
    Article,
    ArticleInfo,
    Claim,
    Constraint,
    Extraction,
    Finding,
    Notice,
    Page,
    Provenance,
    Report,
)

if TYPE_CHECKING:
    from claimcheck.reference import Reference

# Raised whenever a rule of extraction, judging or a caveat changes what a report says.
RULES_VERSION = "2026.11"


@dataclass(frozen=True)
class Checker:
    """Checks pages with one set of options. Reusable, thread-safe, picklable.

    Args:
        refs: own reference tables; given, they are judged against alone unless ``refs_also``.
        as_of: judge with what was known on that day; default is the article's own date.
        published: the day of publication when a page does not say.
        comments: ``exclude`` (default), ``include`` or ``separate``.
    """

    refs: tuple[str, ...] = ()
    as_of: date | None = None
    published: date | None = None
    lang: str | None = None
    comments: str = "exclude"
    refs_also: bool = False
    offline: bool = True

    def pages(self, inputs: Sequence[str]) -> Iterator[Page | InputError]:
        """The pages behind input names; what cannot be read comes as the error, in its place."""
        from claimcheck import fetch

        published = self.published.isoformat() if self.published else None
        return fetch.pages(inputs, lang=self.lang, published=published, offline=self.offline)

    def clean(self, page: Page) -> Article:
        """The author's words, with everything else labelled and kept apart."""
        from claimcheck.clean import clean

        return clean(page, comments=self.comments)

    def extract(self, page: Page) -> Extraction:
        """The claims of a page."""
        article = self.clean(page)
        return Extraction(
            id=article.id,
            source=article.source,
            language=article.language,
            article=_info(article),
            claims=_claims(article),
            warnings=article.warnings,
        )

    def check(self, page: Page) -> Report:
        """The report of a page."""
        article = self.clean(page)
        claims = _claims(article)
        reference, notices = self._reference_for(page)
        findings, constraints = verify(claims, reference, article=article, as_of=self.as_of)
        return self._report(article, findings, constraints, reference, notices)

    @cached_property
    def reference(self) -> Reference:
        """What claims are judged against: own tables, or the default pack."""
        from claimcheck.reference import Reference

        own = [row for path in self.refs for row in self._tables[path][0]]
        if self.refs and not self.refs_also:
            return Reference().with_rows(own)
        return Reference.default().with_rows(own) if own else Reference.default()

    @cached_property
    def _tables(self) -> dict[str, tuple[tuple, tuple]]:  # type: ignore[type-arg]
        from claimcheck.tables import read_refs

        return {path: read_refs(Path(path)) for path in self.refs}

    def table_errors(self) -> tuple[InputError, ...]:
        """Rows of own tables that could not be read; the others are used."""
        return tuple(error for path in self.refs for error in self._tables[path][1])

    def _reference_for(self, page: Page) -> tuple[Reference, tuple[Notice, ...]]:
        if not page.refs:
            return self.reference, ()
        from claimcheck.reference import Reference
        from claimcheck.tables import refs_from_rows

        rows, errors = refs_from_rows(page.refs, where=f"{page.source} refs")
        notices = tuple(Notice(code="refs-row", message=str(error)) for error in errors)
        if self.refs_also or self.refs:
            return self.reference.with_rows(rows), notices
        return Reference().with_rows(rows), notices

    def _report(
        self,
        article: Article,
        findings: tuple[Finding, ...],
        constraints: tuple[Constraint, ...],
        reference: Reference,
        notices: tuple[Notice, ...],
    ) -> Report:
        from claimcheck.lexicon import fingerprint
        from claimcheck.score import summarise

        return Report(
            id=article.id,
            source=article.source,
            language=article.language,
            article=_info(article),
            claims=findings,
            summary=summarise(findings, article.text),
            consistency=constraints,
            removed=article.removed,
            warnings=article.warnings + notices,
            provenance=Provenance(
                claimcheck=__version__,
                rules=RULES_VERSION,
                lexicon=fingerprint(),
                data=reference.fingerprint(),
                data_as_of=reference.now,
                text_sha256=hashlib.sha256(
                    article.text.encode("utf-8", "surrogatepass")
                ).hexdigest(),
                as_of=self.as_of,
            ),
        )


def _info(article: Article) -> ArticleInfo:
    return ArticleInfo(
        title=article.title,
        text=article.text,
        published_at=article.published_at,
        author=article.author,
        language=article.language,
        date=article.date,
    )


def _claims(article: Article) -> tuple[Claim, ...]:
    from claimcheck.extract import extract as extract_claims
    from claimcheck.segment import sentences

    return extract_claims(article, sentences(article))


# ---------------------------------------------------------------- stage by stage


def clean(page: Page) -> Article:
    """The author's words of a page."""
    return Checker().clean(page)


def extract(article: Article) -> tuple[Claim, ...]:
    """The claims of an article, in reading order."""
    return _claims(article)


def verify(
    claims: Iterable[Claim], refs: Reference, *, article: Article, as_of: date | None = None
) -> tuple[tuple[Finding, ...], tuple[Constraint, ...]]:
    """The findings on claims, and what the text's own numbers say of each other."""
    from claimcheck.verify import verify as judge

    return judge(tuple(claims), article, refs, as_of)


def check(
    source: str | Page | None = None, *, text: str | None = None, **options: object
) -> Report:
    """The report of a path, a URL, a ``Page`` or ``text=...``; options as ``Checker``."""
    checker = Checker(**options)  # type: ignore[arg-type]
    if isinstance(source, Page):
        return checker.check(source)
    if text is not None:
        published = checker.published.isoformat() if checker.published else None
        return checker.check(
            _page(text).model_copy(update={"lang": checker.lang, "published_at": published})
        )
    for page in checker.pages([str(source)]):
        if isinstance(page, InputError):
            raise page
        return checker.check(page)
    raise InputError(f"{source}: nothing to read")


def extract_text(
    text: str, *, title: str | None = None, published_at: str | None = None, lang: str | None = None
) -> Extraction:
    """The claims of a string, as ``claimcheck extract`` would print them."""
    page = _page(text).model_copy(
        update={"title": title, "published_at": published_at, "lang": lang}
    )
    return Checker().extract(page)


def _page(text: str) -> Page:
    return Page(
        text=text, id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    )
