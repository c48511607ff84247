"""A spaCy component: ``nlp.add_pipe("claimcheck")`` checks the text of each ``Doc``.

It needs no other component and no model. It sets, on every doc:

- ``doc.spans["claims"]``: the tokens of each claim, in reading order. ``label_`` is the verdict's
  label (``claim`` when nothing is judged), ``id_`` the id of the claim. A claim that ends inside a
  token takes the whole token; ``span._.claim.page_span`` keeps the exact characters.
- ``doc._.claims``: the findings; ``doc._.claim_report``: the whole ``Report``.
- ``span._.claim``, ``span._.verdict``, ``span._.caveats`` of a span of that group, or of one with
  exactly its characters; None (no caveats) for any other span.

``doc._.published_at``, set before the component runs, is the article's day (ISO text, ``date`` or
``datetime``). What was found is
kept in ``doc.user_data`` as text, so that it goes with ``Doc.to_bytes``, ``DocBin`` (with
``store_user_data=True``) and the processes of ``nlp.pipe``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from claimcheck.errors import ConfigError
from claimcheck.lanes import DEFAULT
from claimcheck.pipeline import Checker
from claimcheck.schema import Caveat, Claim, Extraction, Finding, Report, Verdict

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
except ImportError as error:
    raise ConfigError(
        "the spaCy component needs spaCy, which is not installed; "
        "run: pip install 'claimcheck-finance[spacy]'"
    ) from error

KEY = "claimcheck"  # in doc.user_data
_OPTIONS: dict[str, Any] = {
    "spans_key": "claims",
    "judge": True,
    "refs": [],
    "refs_also": False,
    "as_of": None,
    "published": None,
    "lang": None,
    "comments": "exclude",
    "lane": DEFAULT,
    "model": None,
}


class ClaimChecker:
    """The component: made of its options, which are what it saves.

    ``judge=False`` finds the claims and leaves the verdicts out. ``refs`` are paths of tables or
    rows; a path is saved as a path. The other options are those of ``Checker``.
    """

    def __init__(self, name: str = KEY, **options: Any) -> None:
        self.name = name
        self._set(options)

    def _set(self, options: dict[str, Any]) -> None:
        unknown = sorted(options.keys() - _OPTIONS.keys())
        if unknown:
            raise ConfigError(
                f"component '{self.name}': unknown option '{unknown[0]}'; "
                f"allowed: {', '.join(_OPTIONS)}"
            )
        self._options = _OPTIONS | options
        own = ("spans_key", "judge")
        self._checker = Checker(**{k: v for k, v in self._options.items() if k not in own})

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` with its claims."""
        page = self._checker.page(doc.text, published_at=doc._.published_at)
        record = self._checker.check(page) if self._options["judge"] else (
            self._checker.extract(page))
        doc.user_data[KEY] = record.model_dump_json()
        spans = (_span(doc, claim) for claim in record.claims)
        doc.spans[self._options["spans_key"]] = [span for span in spans if span is not None]
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The options."""
        return json.dumps(self._options, ensure_ascii=False, sort_keys=True).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> ClaimChecker:
        """Takes over saved options."""
        self._set(json.loads(data))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the options into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "options.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> ClaimChecker:
        """Takes over the options of a folder."""
        return self.from_bytes((Path(path) / "options.json").read_bytes())


def _span(doc: Doc, claim: Claim) -> Span | None:
    """The tokens that a claim's characters touch; None when it is no stretch of the text."""
    if claim.page_span is None:
        return None
    label = claim.verdict.label if isinstance(claim, Finding) else "claim"
    return doc.char_span(
        claim.page_span.start,
        claim.page_span.end,
        label=label,
        span_id=claim.id,
        alignment_mode="expand",
    )


@Language.factory(
    KEY,
    default_config=_OPTIONS,
    assigns=["doc.spans", "doc._.claims", "doc._.claim_report", "span._.claim", "span._.verdict"],
)
def create(
    nlp: Language,
    name: str,
    spans_key: str,
    judge: bool,
    refs: Any,
    refs_also: bool,
    as_of: Any,
    published: Any,
    lang: Any,
    comments: str,
    lane: str,
    model: Any,
) -> ClaimChecker:
    """The component that the entry point ``spacy_factories`` names."""
    return ClaimChecker(
        name, spans_key=spans_key, judge=judge, refs=refs, refs_also=refs_also, as_of=as_of,
        published=published, lang=lang, comments=comments, lane=lane, model=model,
    )


# ---------------------------------------------------------------- extension attributes


@lru_cache(maxsize=64)
def _record(saved: str) -> Report | Extraction:
    kind = Report if '"provenance":' in saved else Extraction
    return kind.model_validate_json(saved)


@lru_cache(maxsize=64)
def _by_key(saved: str) -> dict[str | tuple[int, int], Claim]:
    """The claims by their id and by their characters; the first of several in one place."""
    found: dict[str | tuple[int, int], Claim] = {}
    for one in _record(saved).claims:
        found[one.id] = one
        if one.page_span is not None:
            found.setdefault((one.page_span.start, one.page_span.end), one)
    return found


def _saved(doc: Doc) -> Report | Extraction | None:
    saved = doc.user_data.get(KEY)
    return None if saved is None else _record(saved)


def claim_report(doc: Doc) -> Report | Extraction | None:
    """The report of a doc (without judging: its extraction); None before the component ran."""
    return _saved(doc)


def claims(doc: Doc) -> tuple[Claim, ...]:
    """The findings of a doc in reading order; empty before the component ran."""
    record = _saved(doc)
    return () if record is None else tuple(record.claims)


def claim(span: Span) -> Claim | None:
    """The claim that a span stands for: by its id, else by its exact characters."""
    saved = span.doc.user_data.get(KEY)
    if saved is None:
        return None
    found = _by_key(saved)
    return found.get(span.id_) or found.get((span.start_char, span.end_char))


def verdict(span: Span) -> Verdict | None:
    """The verdict on a span's claim."""
    found = claim(span)
    return found.verdict if isinstance(found, Finding) else None


def caveats(span: Span) -> tuple[Caveat, ...]:
    """The caveats on a span's claim."""
    found = claim(span)
    return found.caveats if isinstance(found, Finding) else ()


# force: spaCy refuses a name that is there already, as it is when this module is loaded again
Doc.set_extension("claims", getter=claims, force=True)
Doc.set_extension("claim_report", getter=claim_report, force=True)
Span.set_extension("claim", getter=claim, force=True)
Span.set_extension("verdict", getter=verdict, force=True)
Span.set_extension("caveats", getter=caveats, force=True)
if not Doc.has_extension("published_at"):  # a pipeline may well have its own
    Doc.set_extension("published_at", default=None)
