"""The words a reader sees: states, tags, caveats, names of metrics, entities and periods.

One place for them all, so that the terminal, the page and the Markdown say the same. The lay
words are those of the verdict rules: never "true", "false" or "fake", and no grade.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.report.signs import clip
from claimcheck.report.spell import when
from claimcheck.schema import Caveat, Certainty, Claim, Evidence, Finding, Label, Strength


@dataclass(frozen=True, slots=True)
class State:
    """How a finding is shown: short id (also the CSS class), icon, words, words in a count."""

    id: str
    icon: str
    words: str
    one: str
    many: str
    judged: bool = True

    def counted(self, count: int) -> str:
        """The words after a count: ``1 matches the data``, ``2 match the data``."""
        return self.one if count == 1 else self.many


# Worst first: the order of the bottom line, the bar and the filter chips.
STATES: dict[str, State] = {
    state.id: state
    for state in (
        State("bad", "✗", "Doesn’t match the data", "doesn’t match", "don’t match"),
        State("sum", "≠", "Doesn’t add up", "doesn’t add up", "don’t add up"),
        State("ctx", "◐", "Right number, missing context", "misses context", "miss context"),
        State("old", "◷", "Was right, now out of date", "is out of date", "are out of date"),
        State("dep", "⇄", "Depends on the definition", "depends on the definition",
              "depend on the definition"),
        State("near", "≈", "Nearly right", "is nearly right", "are nearly right"),
        State("ok", "✓", "Matches the data", "matches the data", "match the data"),
        State("fc", "⋯", "Matches published forecasts", "matches published forecasts",
              "match published forecasts"),
        State("none", "○", "No data for this", "has no data", "have no data", judged=False),
        State("na", "?", "Can’t be checked", "can’t be checked", "can’t be checked", judged=False),
    )
}
_OF_LABEL: dict[Label, str] = {
    "supported": "ok", "imprecise": "near", "contradicted": "bad", "inconsistent": "sum",
    "depends_on_basis": "dep", "not_enough_data": "none", "not_checkable": "na",
}
_MOST_TAGS = 3  # reasons in a heading; the others stand below it
_REVISED = {"since-revised", "revised-vintage"}

# Short tags and headings for caveats whose catalogue name is jargon; others read as they are.
CAVEAT_WORDS = {
    "base-effect-level": "base effect",
    "base-effect-monthly": "base effect",
    "stacked-growth": "pace over two years",
    "base-off-trend": "unusual base",
    "near-zero-base": "tiny base",
    "loss-recovery-asymmetry": "a fall needs a larger rise",
    "arith-vs-geometric": "kind of average",
    "missing-period-lag": "missing period",
    "forecast-as-fact": "forecast told as fact",
    "forecast-drift": "forecasts moved",
    "look-ahead": "known only later",
    "revised-vintage": "since revised",
    "preliminary-within-noise": "within usual revisions",
    "stale-data": "newer data were out",
    "undated-figure": "no date given",
    "period-merge": "periods lumped together",
    "start-date": "choice of start date",
    "ytd-as-year": "part of a year",
    "annualised": "annualised or not",
    "seasonal": "seasonal pattern",
    "fiscal-vs-calendar": "fiscal or calendar year",
    "trailing-vs-forward": "trailing or forward",
    "price-vs-total": "with or without dividends",
    "nominal-vs-real": "before or after inflation",
    "earnings-basis": "which earnings",
    "provider-disagreement": "sources differ",
    "entity-substitution": "another index or sample",
    "scope-subsample": "part told as the whole",
    "flow-without-scale": "size without scale",
    "split-restated": "share split",
    "unit-scale": "unit slip",
    "percent-vs-pp": "percent or points",
    "small-n": "few cases",
    "merged-range": "range from several sources",
    "false-precision": "too many digits",
    "causal-unverified": "cause not checked",
    "unsourced": "no source named",
}
_BASIS_WORDS = {
    "yoy": "on the year before", "qoq": "on the quarter before", "mom": "on the month before",
    "ytd": "year to date", "cagr": "compound rate", "gaap": "GAAP", "price": "price only",
    "total": "with dividends", "sa": "seasonally adjusted", "nsa": "not seasonally adjusted",
}
_CERTAINTY: dict[Certainty, str] = {
    "stated": "stated in the text", "inferred": "inferred from context", "unsure": "not sure",
}
_STRENGTH: dict[Strength, str] = {
    "strong": "strong", "moderate": "moderate", "note": "note", "not_assessed": "not assessed",
}
_LANGUAGES = {
    "en": "English", "ar": "Arabic", "zh": "Chinese", "de": "German", "fr": "French",
    "es": "Spanish", "ru": "Russian", "ja": "Japanese", "pt": "Portuguese", "tr": "Turkish",
    "it": "Italian", "hi": "Hindi", "fa": "Persian", "he": "Hebrew", "ur": "Urdu",
}
RTL = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"})
_REMOVED = {
    "ui": ("line of page text", "lines of page text"),
    "metadata": ("line of page data", "lines of page data"),
    "comment": ("line of reader comments", "lines of reader comments"),
    "disclaimer": ("line of small print", "lines of small print"),
    "duplicate": ("repeated line", "repeated lines"),
    "title": ("title line", "title lines"),
    "body": ("line of text", "lines of text"),
    "blank": ("blank line", "blank lines"),
}


def fired(finding: Finding) -> tuple[Caveat, ...]:
    """Caveats that apply, strongest first; those that could not be assessed are not among them."""
    order = ("strong", "moderate", "note")
    found = [caveat for caveat in finding.caveats if caveat.strength in order]
    return tuple(sorted(found, key=lambda caveat: order.index(caveat.strength)))


def not_assessed(finding: Finding) -> tuple[Caveat, ...]:
    """Caveats whose evidence is missing, in the order given."""
    return tuple(caveat for caveat in finding.caveats if caveat.strength == "not_assessed")


def _revised(finding: Finding) -> bool:
    verdict = finding.verdict
    if verdict.then == "supported" and verdict.now not in (None, "supported"):
        return True
    return any(caveat.name in _REVISED for caveat in fired(finding))


def state(finding: Finding) -> State:
    """The state a finding is shown in; a caveat changes the words only of what is supported."""
    label = finding.verdict.label
    if label != "supported":
        return STATES[_OF_LABEL[label]]
    if _revised(finding):
        return STATES["old"]
    if any(caveat.strength == "strong" for caveat in finding.caveats):
        return STATES["ctx"]
    return STATES["fc" if finding.verdict.forecast == "forecast_attributed" else "ok"]


def label_words(label: Label) -> str:
    """Lay words of a bare label, as in "then" and "now"."""
    return STATES[_OF_LABEL[label]].words


def caveat_words(caveat: Caveat) -> str:
    """A caveat's name in plain words: ``base-effect-level`` gives ``base effect``."""
    return CAVEAT_WORDS.get(caveat.name) or clip(caveat.name.replace("-", " "), 60)


def caveat_title(caveat: Caveat) -> str:
    """The same with a capital, for a heading."""
    words = caveat_words(caveat)
    return words[:1].upper() + words[1:]


def strength_words(caveat: Caveat) -> str:
    """``strong``, ``moderate`` or ``note``, as printed beside a caveat."""
    return _STRENGTH[caveat.strength]


def tags(finding: Finding) -> tuple[str, ...]:
    """Short reasons beside the verdict: forecast, kind of what cannot be checked, caveats."""
    found: list[str] = []
    verdict = finding.verdict
    if verdict.forecast:
        found.append("forecast, not due yet" if verdict.forecast == "forecast_pending"
                     else "forecast")
    if verdict.kind:
        found.append(clip(verdict.kind.replace("_", " "), 60))
    if finding.same_as:
        found.append("said before")
    reasons = [caveat_words(caveat) for caveat in fired(finding) if caveat.strength != "note"]
    return tuple(dict.fromkeys(found + reasons[:_MOST_TAGS]))


def certainty(word: Certainty) -> str:
    """How sure a field of the reading is, in words."""
    return _CERTAINTY[word]


def language(iso: str) -> str:
    """English name of a language, or its code when we have no name."""
    return _LANGUAGES.get(iso, "language not known" if iso == "und" else iso)


def metric(claim: Claim | Evidence) -> str:
    """Name of a metric from the catalogue; the text's own words for one that is not in it."""
    own = claim.metric_text if isinstance(claim, Claim) else None
    return _named(claim.metric, own or ("" if claim.metric == "other" else None))


def _named(metric_id: str, otherwise: str | None = None) -> str:
    from claimcheck import lexicon

    known = lexicon.metrics().get(metric_id)
    if known is None:
        return metric_id.replace("_", " ") if otherwise is None else otherwise
    # "Earnings per share" reads on in a sentence; "GDP" and "P/E ratio" keep their capitals.
    return known.name[:1].lower() + known.name[1:] if known.name[1:2].islower() else known.name


def level_metric(claim: Finding) -> str:
    """Name of what a growth is the growth of, as the evidence has it; of a level, its own name."""
    from claimcheck import lexicon

    compared = claim.evidence[0] if claim.evidence else claim
    known = lexicon.metrics().get(compared.metric)
    return _named(known.growth_of) if known and known.growth_of else metric(compared)


def entity(claim: Finding) -> str:
    """Catalogue name of what a claim is about, or the text's own words."""
    return entity_name(claim.entity.id) if claim.entity.id else claim.entity.text


def entity_name(entity_id: str) -> str:
    """Catalogue name of an entity id; the id itself when it is not in the catalogue."""
    from claimcheck import lexicon

    known = lexicon.entities().get(entity_id)
    return known.name if known else entity_id


def bases(basis: tuple[str, ...]) -> str:
    """Bases in words: ``trailing``, ``with dividends``."""
    return ", ".join(_BASIS_WORDS.get(word, word) for word in basis)


def subject(claim: Finding) -> str:
    """What a claim is about in one phrase: entity, metric, basis, period."""
    parts = (entity(claim), metric(claim), bases(claim.basis), spoken_period(claim))
    return " · ".join(part for part in parts if part)


def spoken_period(claim: Claim) -> str:
    """The period as days when the text states it, else the word it uses, such as "currently"."""
    said = when(claim.period)
    bracket = not said or " – " in said  # "2026" inferred from "by 2026" is clear as it is
    if bracket and claim.confidence.period != "stated" and claim.period.text:
        return f"“{claim.period.text}”"
    return said or claim.period.text or ""


def removed(label: str, lines: int) -> str:
    """``21 lines of page text``."""
    one, many = _REMOVED.get(label, (f"{label} line", f"{label} lines"))
    return f"{lines:,} {one if lines == 1 else many}"


def constraint_icon(holds: bool | None) -> str:
    """Sign before a consistency line: holds, does not, or only implies a value."""
    return {True: "✓", False: "≠", None: "→"}[holds]
