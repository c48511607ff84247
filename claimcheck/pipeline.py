"""The whole flow on one screen: Page → Article → Sentence → Claim → Evidence → Finding → Report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck import __version__, lanes, own_words
from claimcheck import options as given
from claimcheck.errors import ConfigError, InputError
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
    from claimcheck.documents import Documents
    from claimcheck.own_names import OwnNames
    from claimcheck.reference import Reference
    from claimcheck.trained import Adviser

# Raised whenever a rule of extraction, judging or a caveat changes what a report says.
RULES_VERSION = "2026.11.6"


def rules_version(lane: str = lanes.FAST, model: str | None = None) -> str:
    """The version of the rules, the trained parts of a lane, the packages that add caveats."""
    from claimcheck.plugins import versions

    return "+".join((RULES_VERSION, *lanes.version(lane, model), *versions()))


@dataclass(frozen=True)
class Checker:
    """Checks pages with one set of options. Reusable, thread-safe, picklable.

    Days may be given as ISO text, ``refs`` as one thing or a list: paths of tables, DataFrames,
    rows (mappings), a ``Reference``. Raises ConfigError for what cannot be read as that.

    Args:
        lexicon: folders of own word lists, in force for the whole process.
        refs: own reference data; given, it is judged against alone unless ``refs_also``.
        evidence: documents (files or URLs) whose tables and sentences are the reference.
        as_of: judge with what was known on that day; default is the article's own date.
        published: the day of publication when a page does not say.
        comments: ``exclude`` (default), ``include`` or ``separate``.
        lane: ``standard`` (default), or ``fast`` for rules without trained parts.
        model: a folder with a transformer that says how numbers are meant; makes the lane ``full``.
    """

    # Any: each is given in several forms, and held in one (see ``options``).
    refs: Any = ()
    as_of: Any = None
    published: Any = None
    lang: str | None = None
    comments: str = "exclude"
    refs_also: bool = False
    evidence: tuple[str, ...] = ()
    offline: bool = True
    lexicon: Any = ()
    lane: str = lanes.DEFAULT
    model: Any = None

    def __post_init__(self) -> None:
        model = given.path(self.model, "model")
        read = {
            "refs": given.references(self.refs),
            "as_of": given.day(self.as_of, "as_of"),
            "published": given.day(self.published, "published"),
            "comments": given.comments(self.comments),
            "lexicon": own_words.given(self.lexicon),
            "lane": lanes.lane(self.lane, model),
            "model": model,
        }
        for name, value in read.items():
            object.__setattr__(self, name, value)
        self._use_lexicon()
        object.__setattr__(self, "lang", given.language(self.lang))  # own word lists may add one
        if model is not None:
            lanes.adviser(self.lane, model)  # a folder that cannot serve is told before any page

    def _use_lexicon(self) -> None:
        if self.lexicon:
            own_words.use(self.lexicon)

    def __getstate__(self) -> dict[str, Any]:
        """The options alone: reference data is read again where it is needed, not sent along."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._use_lexicon()

    def pages(self, inputs: Sequence[str]) -> Iterator[Page | InputError]:
        """The pages behind input names; what cannot be read comes as the error, in its place."""
        from claimcheck import fetch

        published = self.published.isoformat() if self.published else None
        return fetch.pages(inputs, lang=self.lang, published=published, offline=self.offline)

    def page(self, text: str, **known: Any) -> Page:
        """A text as a page; ``known`` holds fields of it, such as ``published_at``."""
        base = _page(text).model_copy(update={"lang": self.lang})
        if self.published and not known.get("published_at"):
            known |= {"published_at": self.published.isoformat(), "published_signal": "option"}
        if isinstance(known.get("published_at"), date):
            known["published_at"] = known["published_at"].isoformat()
        return base.model_copy(update=known)

    def clean(self, page: Page) -> Article:
        """The author's words, with everything else labelled and kept apart."""
        from claimcheck.clean import clean

        if not isinstance(page, Page):
            raise ConfigError(
                f"a checker takes a Page, not {type(page).__name__}; write checker.page('...') "
                "for a text, checker.pages(['page.txt']) for files"
            )
        return clean(page, comments=self.comments)

    def extract(self, page: Page) -> Extraction:
        """The claims of a page."""
        article = self.clean(page)
        return Extraction(
            id=article.id,
            source=article.source,
            language=article.language,
            article=_info(article),
            claims=self._claims(article, self.reference.own_names if self.refs else None),
            warnings=article.warnings,
        )

    def check(self, page: Page) -> Report:
        """The report of a page."""
        from claimcheck.verify import verify as judge

        article = self.clean(page)
        reference, notices = self._reference_for(page)
        claims = self._claims(article, reference.own_names)
        documents = self._documents_for(page)
        findings, constraints = judge(claims, article, reference, self.as_of, documents)
        return self._report(article, findings, constraints, reference, notices)

    def _claims(self, article: Article, own: OwnNames | None) -> tuple[Claim, ...]:
        return _claims(article, own, lanes.adviser(self.lane, self.model))

    @cached_property
    def reference(self) -> Reference:
        """What claims are judged against: own tables, or the default pack."""
        from claimcheck.reference import Reference

        alone = (self.refs or self.evidence) and not self.refs_also
        base = Reference() if alone else Reference.default()
        for body in self.refs:
            if isinstance(body, Reference):
                base = base.with_layers(body)
        if not self._tables:
            return base
        own = [row for table in self._tables for row in table.rows]
        aliases = [one for table in self._tables for one in table.aliases]
        releases = [one for table in self._tables for one in table.releases]
        return base.with_rows(own, aliases=aliases, releases=releases)

    @cached_property
    def _tables(self) -> tuple[given.Table, ...]:
        from claimcheck.tables import read_table

        return tuple(
            given.Table(*read_table(Path(one))) if isinstance(one, str) else one
            for one in self.refs
            if isinstance(one, str | given.Table)
        )

    def table_errors(self) -> tuple[InputError, ...]:
        """Rows of own tables that could not be read; the others are used."""
        return tuple(error for table in self._tables for error in table.errors)

    @cached_property
    def documents(self) -> Documents | None:
        """The documents given as evidence, read once."""
        return self._read(()) if self.evidence else None

    def _documents_for(self, page: Page) -> Documents | None:
        return self._read(page.evidence) if page.evidence else self.documents

    def _read(self, texts: Sequence[str]) -> Documents:
        from claimcheck.documents import read

        found = list(self.pages([str(name) for name in self.evidence]))
        for one in found:
            if isinstance(one, InputError):
                raise one
        pages = [one for one in found if isinstance(one, Page)]
        names = [one.source for one in pages]
        names += [f"evidence {number}" for number in range(1, len(texts) + 1)]
        return read([*(one.text for one in pages), *texts], names)

    def _reference_for(self, page: Page) -> tuple[Reference, tuple[Notice, ...]]:
        from claimcheck.reference import Reference

        if not page.refs:
            alone = page.evidence and not (self.refs or self.refs_also)
            return (Reference() if alone else self.reference), ()
        from claimcheck.tables import table_of_rows

        table = table_of_rows(page.refs, where=f"{page.source} refs")
        notices = tuple(_row_notices(table.errors))
        base = self.reference if self.refs_also or self.refs else Reference()
        own = base.with_rows(table.rows, aliases=table.aliases, releases=table.releases)
        return own, notices

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
                rules=rules_version(self.lane, self.model),
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


def _claims(
    article: Article, own: OwnNames | None, adviser: Adviser | None
) -> tuple[Claim, ...]:
    from claimcheck.extract import extract as extract_claims
    from claimcheck.segment import sentences

    day = article.date.latest if own else None
    named = own.on(day) if own else None
    return extract_claims(article, sentences(article), named, adviser)


# ---------------------------------------------------------------- stage by stage


class Findings(tuple[Finding, ...]):
    """The findings on claims, in their order, with the ``consistency`` of the text's numbers."""

    consistency: tuple[Constraint, ...]


def clean(page: Page | str) -> Article:
    """The author's words of a page, or of a text."""
    return Checker().clean(_page(page) if isinstance(page, str) else page)


def extract(article: Article | Page | str) -> tuple[Claim, ...]:
    """The claims of an article, in reading order; a page or a text is cleaned first."""
    article = article if isinstance(article, Article) else clean(article)
    return _claims(article, None, lanes.adviser(lanes.DEFAULT))


def verify(
    claims: Iterable[Claim],
    refs: object = (),
    *,
    article: Article | None = None,
    as_of: date | str | None = None,
) -> Findings:
    """The findings on claims; their ``consistency`` says what the numbers say of each other.

    ``refs`` is what ``Checker`` takes, by default the data that comes with the package. Without
    the article, dates and words around a claim are not known: a claim is read by its own fields.

    Raises:
        InputError: a row of ``refs`` cannot be read.
    """
    from claimcheck.verify import verify as judge

    claims = tuple(claims)
    for one in claims:
        if not isinstance(one, Claim):
            raise ConfigError(f"claims: a {type(one).__name__} is no Claim; give extract(article)")
    checker = Checker(refs=refs, as_of=as_of)
    for error in checker.table_errors():
        raise error
    article = article or Article(id="", source="claims", text="")
    findings, constraints = judge(claims, article, checker.reference, checker.as_of)
    found = Findings(findings)
    found.consistency = constraints
    return found


def check(
    source: str | PathLike[str] | Page | None = None,
    *,
    text: str | None = None,
    **options: Any,
) -> Report:
    """The report of a path, a URL, a ``Page`` or ``text=...``; options as ``Checker``.

    Rows of own tables that cannot be read stand in the report's warnings.

    Raises:
        ConfigError: nothing to check, two things at once, or an option that cannot be read.
        InputError: the source cannot be read, or holds more than one document.
    """
    if (source is None) == (text is None):
        raise ConfigError("check takes a path, a URL or a Page, or else text='...'; give one")
    if isinstance(source, str) and source.partition(":")[0].lower() in ("http", "https"):
        options = {"offline": False} | options  # who names a URL wants it read
    checker = Checker(**options)
    if isinstance(source, Page):
        page = source
    elif source is not None:
        page = _only(checker.pages([fspath(source)]), fspath(source))
    else:
        page = checker.page(text or "")
    report = checker.check(page)
    notices = tuple(_row_notices(checker.table_errors()))
    return report.model_copy(update={"warnings": report.warnings + notices}) if notices else report


def _only(pages: Iterator[Page | InputError], name: str) -> Page:
    """The page of an input that holds one. Raises InputError for none, or a feed of them."""
    page = next(pages, None) or InputError(f"{name}: nothing to read")
    if isinstance(page, InputError):
        raise page
    if next(pages, None) is not None:
        raise InputError(
            f"{name}: more than one document; go over them with "
            f"Checker().pages(['{name}']), or run 'claimcheck check'"
        )
    return page


def _row_notices(errors: Iterable[InputError]) -> Iterator[Notice]:
    return (Notice(code="refs-row", message=str(error)) for error in errors)


def extract_text(
    text: str, *, title: str | None = None, published_at: str | None = None,
    lang: str | None = None, lane: str = lanes.DEFAULT, model: str | None = None,
) -> Extraction:
    """The claims of a string, as ``claimcheck extract`` would print them."""
    page = _page(text).model_copy(
        update={"title": title, "published_at": published_at, "lang": lang}
    )
    return Checker(lane=lane, model=model).extract(page)


def _page(text: str) -> Page:
    if not isinstance(text, str):
        raise ConfigError(f"text: a {type(text).__name__} is not a text; give a str")
    return Page(
        text=text, id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    )
