"""Reports as DataFrames, and ``df["text"].claimcheck`` on pandas.

``import claimcheck`` is enough: the accessor is there as soon as pandas is imported, before or
after (``claimcheck/accessor.py``). ``import claimcheck.frames`` does the same at once.

A frame of claims has one row a claim and always the columns of ``COLUMNS``, in that order and with
those types, empty or not. Amounts are decimal strings as in the reports (``low``, ``high``), and
once more as floats for arithmetic (``low_value``, ``high_value``); lists (``basis``, ``caveats``)
are words parted by spaces, so that CSV, Parquet and SQL carry the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from claimcheck.errors import ConfigError, InputError
from claimcheck.schema import Claim, Evidence, Extraction, Finding, Page, Report, plain

try:
    import pandas as pd
except ImportError as error:
    raise ConfigError(
        "frames need pandas, which is not installed; run: pip install 'claimcheck-finance[frames]'"
    ) from error

if TYPE_CHECKING:
    from claimcheck.pipeline import Checker

    Judged = Report | Extraction
    Cell = Callable[[Judged, Claim], Any]

TEXT, WHOLE, REAL, DAY, FLAG = "string", "Int64", "Float64", "datetime64[s]", "boolean"


def _of_quantity(field: str) -> Cell:
    return lambda _, claim: getattr(claim.quantity, field, None)


def _of_verdict(field: str) -> Cell:
    return lambda _, claim: getattr(getattr(claim, "verdict", None), field, None)


def _of_evidence(field: str) -> Cell:
    return lambda _, claim: getattr(_deciding(claim), field, None)


def _written(cell: Cell) -> Cell:
    """A cell's ``Decimal`` as a plain decimal string."""

    def text(report: Judged, claim: Claim) -> str | None:
        value: Decimal | None = cell(report, claim)
        return None if value is None else plain(value)

    return text


def _deciding(claim: Claim) -> Evidence | None:
    """The evidence of the first reading that has the finding's label, else the first there is."""
    if not isinstance(claim, Finding) or not claim.evidence:
        return None
    for reading in claim.verdict.readings:
        if reading.label == claim.verdict.label and reading.evidence is not None:
            return claim.evidence[reading.evidence]
    return claim.evidence[0]


def _sentence(report: Judged, claim: Claim) -> str:
    return report.article.text[claim.sentence.start : claim.sentence.end]


def _caveats(field: str) -> Cell:
    """The caveats that apply; one that could not be assessed for want of data is left out."""
    return lambda _, claim: " ".join(
        getattr(one, field)
        for one in getattr(claim, "caveats", ())
        if one.strength != "not_assessed"
    )


# Column -> its pandas type and where its value comes from. Columns are added at the end only.
COLUMNS: dict[str, tuple[str, Cell]] = {
    "document": (TEXT, lambda report, _: report.id),
    "source": (TEXT, lambda report, _: report.source),
    "published_at": (TEXT, lambda report, _: report.article.published_at),
    "language": (TEXT, lambda report, _: report.language),
    "claim": (TEXT, lambda _, claim: claim.id),
    "kind": (TEXT, lambda _, claim: claim.kind),
    "quote": (TEXT, lambda _, claim: claim.quote),
    "start": (WHOLE, lambda _, claim: claim.span.start),
    "end": (WHOLE, lambda _, claim: claim.span.end),
    "page_start": (WHOLE, lambda _, claim: claim.page_span and claim.page_span.start),
    "page_end": (WHOLE, lambda _, claim: claim.page_span and claim.page_span.end),
    "sentence": (TEXT, _sentence),
    "low": (TEXT, _written(_of_quantity("low"))),
    "high": (TEXT, _written(_of_quantity("high"))),
    "low_value": (REAL, lambda _, claim: claim.quantity and float(claim.quantity.low)),
    "high_value": (REAL, lambda _, claim: claim.quantity and float(claim.quantity.high)),
    "unit": (TEXT, _of_quantity("unit")),
    "per": (TEXT, _of_quantity("per")),
    "bound": (TEXT, _of_quantity("bound")),
    "metric": (TEXT, lambda _, claim: claim.metric),
    "metric_text": (TEXT, lambda _, claim: claim.metric_text),
    "basis": (TEXT, lambda _, claim: " ".join(claim.basis)),
    "entity": (TEXT, lambda _, claim: claim.entity.id),
    "entity_text": (TEXT, lambda _, claim: claim.entity.text),
    "period_text": (TEXT, lambda _, claim: claim.period.text),
    "period_start": (DAY, lambda _, claim: claim.period.start),
    "period_end": (DAY, lambda _, claim: claim.period.end),
    "period_type": (TEXT, lambda _, claim: claim.period.type),
    "direction": (TEXT, lambda _, claim: claim.direction),
    "polarity": (TEXT, lambda _, claim: claim.polarity),
    "modality": (TEXT, lambda _, claim: claim.modality),
    "attribution": (TEXT, lambda _, claim: claim.attribution and claim.attribution.text),
    "same_as": (TEXT, lambda _, claim: claim.same_as),
    "label": (TEXT, _of_verdict("label")),
    "forecast": (TEXT, _of_verdict("forecast")),
    "then": (TEXT, _of_verdict("then")),
    "now": (TEXT, _of_verdict("now")),
    "reason": (TEXT, _of_verdict("reason")),
    "margin_units": (TEXT, _written(_of_verdict("margin_units"))),
    "basis_inferred": (FLAG, _of_verdict("basis_inferred_from_match")),
    "evidence_series": (TEXT, _of_evidence("series")),
    "evidence_value": (TEXT, _written(_of_evidence("value"))),
    "evidence_unit": (TEXT, _of_evidence("unit")),
    "evidence_status": (TEXT, _of_evidence("status")),
    "evidence_known_from": (DAY, _of_evidence("known_from")),
    "evidence_source": (TEXT, lambda _, claim: getattr(
        getattr(_deciding(claim), "source", None), "id", None)),
    "caveats": (TEXT, _caveats("name")),
    "caveat_codes": (TEXT, _caveats("code")),
    "caveat_strengths": (TEXT, _caveats("strength")),
}


def claims_frame(reports: Iterable[Report | Extraction]) -> pd.DataFrame:
    """A DataFrame of one row a claim, in reading order, numbered from 0.

    The columns are those of ``COLUMNS``, always all of them. Of an extraction those that tell of
    a verdict are missing values.
    """
    pairs = [(report, claim) for report in reports for claim in report.claims]
    return pd.DataFrame(
        {
            name: pd.Series([_cell(cell(*pair)) for pair in pairs], dtype=dtype)
            for name, (dtype, cell) in COLUMNS.items()
        }
    )


def _cell(value: Any) -> Any:
    """A value as every column can hold it; lone surrogates cannot be written as UTF-8."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    return value


class TextAccessor:
    """``series.claimcheck``: checks each text of a Series; the index is kept.

    ``check`` and ``extract`` give a Series of records, one for each row; ``claims`` a frame of
    claims with the row's index before the number of the claim. A missing text gives a missing
    record, never an error. ``published_at``, ``title``, ``author`` and ``lang`` may be one value
    for all, a list of one for each row or a Series with the same index. Other options are those of
    ``Checker``.
    """

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def check(self, **options: Any) -> pd.Series:
        """A Series of ``Report`` with the same index."""
        checker, known = self._options(options)
        return self._each(known, checker, checker.check)

    def extract(self, **options: Any) -> pd.Series:
        """A Series of ``Extraction`` (the claims, not judged) with the same index."""
        checker, known = self._options(options)
        return self._each(known, checker, checker.extract)

    def claims(self, **options: Any) -> pd.DataFrame:
        """A frame of one row a claim; the index is that of the Series, then ``claim_number``.

        On a Series of texts this checks them first; on one of reports it only lays them out.
        """
        records = self._series
        if not any(isinstance(one, Report | Extraction) for one in records):
            records = self.check(**options)
        elif options:
            raise ConfigError("claims: these are reports already; give options to check()")
        present = [(at, one) for at, one in enumerate(records) if not _missing(one)]
        frame = claims_frame(one for _, one in present)
        rows = [at for at, one in present for _ in one.claims]
        numbers = [number for _, one in present for number in range(len(one.claims))]
        frame.index = _extended(self._series.index, rows, numbers)
        return frame

    to_frame = claims

    def _options(self, options: dict[str, Any]) -> tuple[Checker, dict[str, Any]]:
        from claimcheck.pipeline import Checker

        known = {name: options.pop(name) for name in _KNOWN if name in options}
        if isinstance(options.get("published"), pd.Series):
            known["published_at"] = options.pop("published")
        return Checker(**options), known

    def _each(
        self, known: dict[str, Any], checker: Checker, work: Callable[[Page], Any]
    ) -> pd.Series:
        index = self._series.index
        columns = {name: _aligned(name, value, index) for name, value in known.items()}
        found: list[Any] = []
        for at, (text, label) in enumerate(zip(self._series, index, strict=True)):
            if _missing(text):
                found.append(None)
                continue
            told = {name: values[at] for name, values in columns.items() if values[at] is not None}
            found.append(work(checker.page(_text(text, label), id=_label(label), **told)))
        return pd.Series(found, index=index, name=self._series.name, dtype=object)


_KNOWN = ("published_at", "title", "author", "lang")


def _aligned(name: str, value: Any, index: pd.Index) -> list[Any]:
    """What is known of each row: one value for all, a list, or a Series of the same index."""
    if not isinstance(value, pd.Series) and pd.api.types.is_list_like(value):
        value = list(value)
        if len(value) != len(index):
            raise ConfigError(
                f"{name}: {len(value)} values for {len(index)} texts; give one for each, or one "
                "for all"
            )
        return [_fact(one) for one in value]
    if not isinstance(value, pd.Series):
        return [_fact(value)] * len(index)
    if not value.index.equals(index):
        raise ConfigError(
            f"{name}: its index differs from that of the texts; take both from one frame"
        )
    return [_fact(one) for one in value]


def _fact(value: Any) -> str | None:
    """A fact as a page holds it; a day as ISO text."""
    if _missing(value):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _text(value: Any, label: Any) -> str:
    if isinstance(value, str):
        return value
    raise InputError(
        f"row {label!r}: a text is needed, not {type(value).__name__}; take the column of texts"
    )


def _label(label: Any) -> str:
    """A row's label as the id of its document."""
    return "/".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _extended(index: pd.Index, rows: list[int], numbers: list[int]) -> pd.MultiIndex:
    """The rows' index with the number of the claim as its last level."""
    taken = index.take(rows)
    levels = [taken.get_level_values(level) for level in range(taken.nlevels)]
    names = list(taken.names)
    return pd.MultiIndex.from_arrays(
        [*levels, pd.Index(numbers, dtype="int64")], names=[*names, "claim_number"]
    )


if not hasattr(pd.Series, "claimcheck"):  # a second registration would warn
    pd.api.extensions.register_series_accessor("claimcheck")(TextAccessor)
