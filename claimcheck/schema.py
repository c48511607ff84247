"""The objects of the public contract: frozen records that the stages hand to each other.

Offsets are half-open and count Unicode code points. Numbers are ``Decimal`` and are written to
JSON as plain decimal strings. Nothing here computes: stages build these and never change them.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from operator import itemgetter
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = "1"


def plain(value: Decimal) -> str:
    """``value`` without an exponent: ``Decimal('6.4E+9')`` becomes ``'6400000000'``."""
    return format(value, "f")


Number = Annotated[
    Decimal,
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]

LineLabel = Literal[
    "title", "body", "metadata", "ui", "comment", "disclaimer", "duplicate", "blank"
]
Kind = Literal[
    "level",
    "change",
    "growth",
    "ratio",
    "difference",
    "comparison",
    "flow",
    "rank",
    "trend",
    "share",
]
Bound = Literal["none", "approx", "at_least", "more_than", "at_most", "less_than", "nearly"]
PeriodType = Literal["calendar", "fiscal", "trailing", "ytd", "instant", "by", "unknown"]
Direction = Literal["up", "down", "in", "out", "none"]
Modality = Literal["reported", "forecast", "opinion", "conditional", "question"]
Certainty = Literal["stated", "inferred", "unsure"]
Label = Literal[
    "supported",
    "imprecise",
    "contradicted",
    "inconsistent",
    "depends_on_basis",
    "not_enough_data",
    "not_checkable",
]
ForecastState = Literal["forecast_attributed", "forecast_pending", "forecast_resolved"]
Strength = Literal["strong", "moderate", "note", "not_assessed"]


class Record(BaseModel):
    """A frozen record; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def made(cls, **fields: Any) -> Self:
        """A record of values that a stage has made itself: every field, in order, unchecked.

        A tenth of the cost of ``model_construct``, which looks for defaults and aliases.
        """
        record = cls.__new__(cls)
        keep = object.__setattr__
        keep(record, "__dict__", fields)
        keep(record, "__pydantic_fields_set__", set(fields))
        keep(record, "__pydantic_extra__", None)
        keep(record, "__pydantic_private__", None)
        return record


class Span(Record):
    """Half-open range of code points."""

    start: int
    end: int


class Notice(Record):
    """Something the reader of a report should know: stable code and one sentence."""

    code: str
    message: str


# ---------------------------------------------------------------- ingestion


class Page(Record):
    """One document as it came in. ``text`` is the decoded input, HTML source for HTML."""

    text: str
    source: str = "text"
    id: str = ""
    media: Literal["text", "markdown", "html", "pdf"] = "text"
    title: str | None = None
    author: str | None = None
    published_at: str | None = None
    published_signal: str | None = None
    retrieved_at: str | None = None
    lang: str | None = None
    refs: tuple[dict[str, Any], ...] = ()
    evidence: tuple[str, ...] = ()
    warnings: tuple[Notice, ...] = ()


class Line(Record):
    """One line of a page (HTML: one block) with its label and the reason for it."""

    line: int
    start: int
    end: int
    label: LineLabel
    language: str
    text: str
    duplicate_of: int | None = None
    reason: str


class DateEvidence(Record):
    """When the article was published, as far as it can be told.

    ``earliest`` and ``latest`` bound the day; both equal when it is known. ``signal`` names what
    gave it (``option``, ``row``, ``json-ld``, ``meta``, ``newest-period``, ...).
    """

    earliest: date | None = None
    latest: date | None = None
    signal: str = "none"
    confidence: Certainty = "unsure"
    reason: str = ""


class Removed(Record):
    """What was left out before checking: how many lines of one label, and samples."""

    label: LineLabel
    lines: int
    characters: int
    samples: tuple[str, ...]


class Article(Record):
    """The author's words. ``segments`` maps ``text`` to the page.

    Each segment is ``(article_start, page_start, length)``, in the article's order; outside
    segments (HTML, PDF) there is no page offset.
    """

    id: str
    source: str
    text: str
    title: str | None = None
    author: str | None = None
    language: str = "und"
    published_at: str | None = None
    date: DateEvidence = DateEvidence()
    lines: tuple[Line, ...] = ()
    segments: tuple[tuple[int, int, int], ...] = ()
    removed: tuple[Removed, ...] = ()
    warnings: tuple[Notice, ...] = ()

    def page_span(self, span: Span) -> Span | None:
        """The same characters in the page, or None when they are not one stretch of it."""
        at = bisect_right(self.segments, span.start, key=itemgetter(0)) - 1
        if at < 0:
            return None
        start, page_start, length = self.segments[at]
        if span.end > start + length:
            return None
        shift = page_start - start
        return Span(start=span.start + shift, end=span.end + shift)


class Sentence(Record):
    """A sentence of an article: its span, language and the paragraph it stands in."""

    start: int
    end: int
    text: str
    language: str
    paragraph: int


# ---------------------------------------------------------------- claims


class Quantity(Record):
    """A number as written: scaled ends, unit, stated precision and bound.

    ``scale`` is the factor of the scale word ("$6.4 billion": low 6400000000, scale 1000000000,
    decimals 1). A single value has ``low == high``.
    """

    low: Number
    high: Number
    unit: str
    per: str | None = None
    scale: Number = Decimal(1)
    decimals: int = 0
    bound: Bound = "none"
    noun: str | None = None


class EntityRef(Record):
    """What a claim is about: catalogue id (None when unknown) and the words of the text."""

    id: str | None
    text: str


class Period(Record):
    """The time a value is about. Both ends inclusive days, ISO 8601; None when open."""

    text: str | None = None
    start: date | None = None
    end: date | None = None
    type: PeriodType = "unknown"
    resolved_from: str = "none"


class Baseline(Record):
    """What a claim compares with; ``claim`` is the id of the claim that states it."""

    relation: str
    entity: EntityRef | None = None
    period: Period | None = None
    claim: str | None = None


class Attribution(Record):
    """Whom the text names as the source of a statement."""

    text: str


class Confidence(Record):
    """How each field was found: in the words, inferred from context, or unsure."""

    metric: Certainty = "unsure"
    entity: Certainty = "unsure"
    period: Certainty = "unsure"


class Claim(Record):
    """One checkable statement; ``quantity`` is None for a trend, rank or comparison in words."""

    id: str
    kind: Kind
    span: Span
    page_span: Span | None
    quote: str
    sentence: Span
    quantity: Quantity | None
    metric: str
    metric_text: str | None = None
    basis: tuple[str, ...] = ()
    entity: EntityRef
    period: Period
    direction: Direction = "none"
    polarity: Literal["affirmed", "negated"] = "affirmed"
    modality: Modality = "reported"
    hedge: str | None = None
    attribution: Attribution | None = None
    condition: str | None = None
    baseline: Baseline | None = None
    derived_from: tuple[str, ...] = ()
    same_as: str | None = None
    confidence: Confidence = Confidence()


# ---------------------------------------------------------------- verification


class SourceRef(Record):
    """Where a reference value comes from."""

    id: str
    title: str
    url: str | None = None
    retrieved_at: str | None = None
    sha256: str | None = None


class Evidence(Record):
    """One reference value that a claim was compared with, and the arithmetic."""

    series: str
    entity: str
    metric: str
    period: Period
    value: Number
    unit: str
    basis: tuple[str, ...] = ()
    status: str = "actual"
    provider: str | None = None
    known_from: date | None = None
    source: SourceRef
    computation: str


class Reading(Record):
    """One way to understand a claim and what it gave; ``evidence`` indexes the evidence list."""

    basis: tuple[str, ...]
    label: Label
    evidence: int | None = None
    note: str | None = None


class Verdict(Record):
    """The finding on one claim, then and now, with the readings that led to it."""

    label: Label
    forecast: ForecastState | None = None
    then: Label | None = None
    now: Label | None = None
    reason: str
    margin_units: Number | None = None
    readings: tuple[Reading, ...] = ()
    basis_inferred_from_match: bool = False
    kind: str | None = None


class Caveat(Record):
    """What turns a right number into a misleading one, with its figures."""

    code: str
    name: str
    strength: Strength
    message: str
    values: dict[str, Any] = {}
    credited_to_author: bool = False


class Finding(Claim):
    """A claim with its verdict, evidence and caveats."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    caveats: tuple[Caveat, ...] = ()


class Constraint(Record):
    """A relation between numbers of the text and whether they can all be true."""

    relation: str
    claims: tuple[str, ...]
    holds: bool | None
    implied_low: Number | None = None
    implied_high: Number | None = None
    implied: str | None = None
    message: str


class Coverage(Record):
    """Numbers seen in the text, claims made of them, claims of a checkable kind."""

    numbers: int
    claims: int
    checkable: int


class Rate(Record):
    """A share with its 95% Wilson interval (Wilson 1927) and n; None below n = 3."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class Summary(Record):
    """Counts of each verdict and caveat, support rate and coverage."""

    verdicts: dict[str, int]
    caveats: dict[str, int]
    support_rate: Rate
    coverage: Coverage


class ArticleInfo(Record):
    """The article as it is printed: text and what is known of its origin."""

    title: str | None
    text: str
    published_at: str | None
    author: str | None
    language: str
    date: DateEvidence = DateEvidence()


class Extraction(Record):
    """Output of ``claimcheck extract`` for one document."""

    schema_version: Literal["1"] = "1"
    id: str
    source: str
    language: str
    article: ArticleInfo
    claims: tuple[Claim, ...]
    warnings: tuple[Notice, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame of one row a claim; what tells of a verdict is missing.

        Raises:
            ConfigError: pandas is not installed.
        """
        from claimcheck.frames import claims_frame

        return claims_frame([self])


class Provenance(Record):
    """What made a report: versions and hashes. Same input, data and version: same bytes."""

    claimcheck: str
    rules: str
    lexicon: str
    data: str
    data_as_of: date | None
    text_sha256: str
    as_of: date | None


class Report(Record):
    """Output of ``claimcheck check`` for one document."""

    schema_version: Literal["1"] = "1"
    id: str
    source: str
    language: str
    article: ArticleInfo
    claims: tuple[Finding, ...]
    summary: Summary
    consistency: tuple[Constraint, ...]
    removed: tuple[Removed, ...]
    warnings: tuple[Notice, ...]
    provenance: Provenance

    def to_json(self) -> str:
        """The report as ``claimcheck check --format json`` prints it."""
        from claimcheck.report import render

        return render([self], "json")

    def to_html(self, path: str | PathLike[str] | None = None) -> str:
        """The report as one HTML page; also written to ``path`` when one is given.

        Raises:
            ConfigError: ``path`` cannot be written.
        """
        from claimcheck.report import render

        page = render([self], "html")
        if path is not None:
            try:
                Path(path).write_bytes(page.encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise ConfigError(
                    f"cannot write {fspath(path)}: {error.strerror}; name a writable place"
                ) from error
        return page

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame of one row a claim, with the columns of ``frames.COLUMNS``.

        Raises:
            ConfigError: pandas is not installed.
        """
        from claimcheck.frames import claims_frame

        return claims_frame([self])
