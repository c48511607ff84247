"""The words a reader sees: states, tags, numbers, periods, dates, and the bottom line.

One place for them all, so that the terminal, the page and the Markdown say the same. The lay
words are those of the verdict rules: never "true", "false" or "fake", and no grade.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache
from typing import TYPE_CHECKING, Any

from claimcheck.schema import (
    Caveat,
    Certainty,
    Claim,
    Evidence,
    Finding,
    Label,
    Period,
    Quantity,
    Report,
    Strength,
)

if TYPE_CHECKING:
    from claimcheck.lexicon import PhraseMatcher


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
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
_SCALES = ((12, "tn"), (9, "bn"), (6, "m"))
_BOUNDS = {
    "none": "", "approx": "about ", "at_least": "at least ", "more_than": "more than ",
    "at_most": "at most ", "less_than": "less than ", "nearly": "nearly ",
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


# ---------------------------------------------------------------- findings


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
    found += [caveat_words(caveat) for caveat in fired(finding) if caveat.strength != "note"]
    return tuple(dict.fromkeys(found))


def certainty(word: Certainty) -> str:
    """How sure a field of the reading is, in words."""
    return _CERTAINTY[word]


# ---------------------------------------------------------------- numbers


def number(value: Any) -> Decimal | None:
    """``value`` (a string, int, float or Decimal of a caveat's values) as Decimal, else None."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = Decimal(str(value).strip().removesuffix("%"))
    except ArithmeticError:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 60 else None


def digits(value: Decimal, least: int = 0, most: int = 2) -> str:
    """``value`` with thousands grouped, a true minus sign, ``least`` to ``most`` decimals."""
    if not value.is_finite():
        return "n/a"
    if abs(value.adjusted()) > 30:
        return f"{value:.3e}".replace("-", "−", 1) if value < 0 else f"{value:.3e}"
    with localcontext(prec=100):
        rounded = value.quantize(Decimal(1).scaleb(-max(least, most)), ROUND_HALF_EVEN)
    text = f"{abs(rounded):,f}"
    if "." in text:
        whole, _, part = text.partition(".")
        part = part.rstrip("0").ljust(least, "0")
        text = f"{whole}.{part}" if part else whole
    return f"−{text}" if rounded < 0 else text


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def amount(value: Decimal, unit: str, per: str | None = None, least: int = 0, most: int = 2) -> str:
    """``value`` with its unit as people write it: ``15.6×``, ``$6.4 bn``, ``−17.42%``."""
    scale = ""
    if (_is_currency(unit) or unit == "count") and value.is_finite():
        for power, name in _SCALES:
            if abs(value) >= Decimal(10) ** power:
                value, scale = value.scaleb(-power), f" {name}"
                break
    text = digits(value, least, most)
    sign, bare = ("−", text[1:]) if text.startswith("−") else ("", text)
    if unit in ("percent", "times", "basis_point", "percentage_point"):
        ends = {"percent": "%", "times": "×", "basis_point": " bp", "percentage_point": " pp"}
        text += ends[unit]
    elif _is_currency(unit):
        text = f"{sign}{_SYMBOLS[unit]}{bare}" if unit in _SYMBOLS else f"{sign}{unit} {bare}"
    elif unit == "index_point":
        text += " points"
    elif unit not in ("count", ""):
        text += " " + _plural(unit, value)
    return text + scale + (f" a {per}" if per else "")


def _plural(noun: str, value: Decimal) -> str:
    noun = noun.replace("_", " ")
    return noun if abs(value) == 1 or noun.endswith("s") else f"{noun}s"


def quantity(stated: Quantity) -> str:
    """A stated number in the report's spelling, its bound in front: ``about $6.4 bn``."""
    low = amount(stated.low, stated.unit, least=_kept(stated), most=6)
    text = low
    if stated.high != stated.low:
        high = amount(stated.high, stated.unit, least=_kept(stated), most=6)
        shared = next((end for end in ("%", "×", " bp", " pp", " bn", " m", " tn")
                       if low.endswith(end) and high.endswith(end)), "")
        joint = " to " if "−" in low + high else "–"
        text = low[: len(low) - len(shared)] + joint + high
    noun = f" {stated.noun}" if stated.noun else ""
    per = f" a {stated.per}" if stated.per else ""
    return _BOUNDS[stated.bound] + text + noun + per


def _kept(stated: Quantity) -> int:
    """Decimals to keep so that "15.60" stays "15.60": those written, in the scale shown."""
    shown = next((p for p, _ in _SCALES if abs(stated.low) >= Decimal(10) ** p), 0)
    if not (_is_currency(stated.unit) or stated.unit == "count"):
        shown = 0
    return min(stated.decimals, 6) if stated.scale == Decimal(10) ** shown else 0


def observed(evidence: Evidence, claim: Finding) -> str:
    """A reference value with two decimals more than the claim wrote, so a miss can be seen."""
    written = claim.quantity.decimals if claim.quantity else 0
    per = claim.quantity.per if claim.quantity and evidence.unit == claim.quantity.unit else None
    return amount(evidence.value, evidence.unit, per, most=min(written + 2, 6))


# ---------------------------------------------------------------- time


def day(value: date | None) -> str:
    """``13 Jan 2026``; empty for None."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else ""


def month(value: date) -> str:
    """``Jan 2026``."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def when(period: Period) -> str:
    """A period as people say it: ``2026``, ``Q2 2022``, ``Oct 2025``; empty when it is open."""
    start, end = period.start, period.end
    if start is None or end is None:
        return day(start or end)
    if start == end:
        return day(end)
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        named = _whole_months(start, end)
        if named:
            return named
    return f"{day(start)} – {day(end)}"


def _whole_months(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if months == 3 and start.month % 3 == 1:
        return f"Q{end.month // 3} {start.year}"
    if start.month == 1 and end.month == 12:
        return f"{start.year}" if months == 12 else f"{start.year}–{end.year}"
    return ""


def iso_day(text: str | None) -> str:
    """An ISO timestamp as a day in words; other text comes back as it is."""
    if not text:
        return ""
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def dated(report: Report) -> str:
    """When the article was written as one phrase: the day, a bracket, or why it is not known."""
    found = report.article.date
    why = found.reason.removeprefix("undated; ")  # the phrase says so already
    reason = f" ({why})" if why else ""
    if found.earliest and found.earliest == found.latest:
        sure = "" if found.confidence == "stated" else "probably "
        return f"{sure}{day(found.latest)}{reason if found.confidence != 'stated' else ''}"
    if found.earliest and found.latest:
        return f"not dated; written between {day(found.earliest)} and {day(found.latest)}{reason}"
    if found.earliest or found.latest:
        side = "not before" if found.earliest else "not after"
        return f"not dated; {side} {day(found.earliest or found.latest)}{reason}"
    return iso_day(report.article.published_at) or f"not dated{reason}"


# ---------------------------------------------------------------- names


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
    if claim.confidence.period != "stated" and claim.period.text:
        return f"“{claim.period.text}”"
    return said or claim.period.text or ""


def removed(label: str, lines: int) -> str:
    """``21 lines of page text``."""
    one, many = _REMOVED.get(label, (f"{label} line", f"{label} lines"))
    return f"{lines:,} {one if lines == 1 else many}"


# ---------------------------------------------------------------- what the data say


@dataclass(frozen=True, slots=True)
class Figures:
    """The two numbers of a card, each with a note of date and definition."""

    article: str
    article_note: str
    data: str
    data_note: str


def decisive(finding: Finding) -> tuple[Evidence, ...]:
    """The evidence behind the verdict: of the readings that gave its label, else all of it."""
    chosen = [
        reading.evidence for reading in finding.verdict.readings
        if reading.label == finding.verdict.label and reading.evidence is not None
    ]
    kept = [finding.evidence[i] for i in dict.fromkeys(chosen) if 0 <= i < len(finding.evidence)]
    return tuple(kept) or finding.evidence


def source_words(evidence: Evidence) -> str:
    """Who gave a value: the provider, else the source's title."""
    return provider_name(evidence.provider) if evidence.provider else evidence.source.title


def provider_name(provider: str) -> str:
    """Name of a provider: the catalogue's for an id in it, else the id in capitals and blanks."""
    known = entity_name(provider)
    plain_id = known == provider and provider == provider.lower() and " " not in provider
    return provider.replace("-", " ").title() if plain_id else known


def figures(finding: Finding) -> Figures | None:
    """"Article says / Data says" for a finding that was compared with data, else None."""
    if not finding.evidence or not state(finding).judged:
        return None  # values that do not answer the claim are shown with the work only
    period = spoken_period(finding) or "no period given"
    note = ", ".join(part for part in (bases(finding.basis), period) if part)
    return Figures(stated(finding), note, *_data_says(finding))


def stated(claim: Claim) -> str:
    """What the article says, as one figure with its direction; its own words without a number."""
    if claim.quantity is None:
        return claim.quote
    text = quantity(claim.quantity)
    if claim.kind == "flow" and claim.direction in ("in", "out"):
        return f"{text} {claim.direction}"
    if claim.direction == "down" and claim.kind in ("change", "growth"):
        return f"down {text}" if claim.quantity.bound != "none" or "–" in text else f"−{text}"
    return text


def band(finding: Finding) -> tuple[Decimal, Decimal] | None:
    """The interval of the written digits: half a unit of the last one to each side."""
    written = finding.quantity
    if written is None:
        return None
    half = written.scale.scaleb(-written.decimals) / 2
    return written.low - half, written.high + half


def alike(finding: Finding) -> list[Evidence]:
    """Evidence in the unit of the claim, or of its first row when the claim has no number."""
    if not finding.evidence:
        return []
    unit = finding.quantity.unit if finding.quantity else finding.evidence[0].unit
    return [item for item in finding.evidence if item.unit == unit]


def sub_periods(finding: Finding) -> list[tuple[str, Decimal]]:
    """The periods of a claim about several, each with its value, in order of time."""
    for caveat in fired(finding):
        if caveat.name == "period-merge":
            rows = caveat.values.get("periods")
            found = [_sub_period(row) for row in rows] if isinstance(rows, list | tuple) else []
            return [row for row in found if row is not None]
    groups: dict[tuple[str, tuple[str, ...]], dict[str, Evidence]] = {}
    for item in alike(finding) if finding.kind == "trend" else ():
        groups.setdefault((item.entity, item.basis), {})[when(item.period)] = item
    best = max(groups.values(), key=len, default={})
    ordered = sorted(best.items(), key=lambda row: row[1].period.end or date.min)
    return [(label, item.value) for label, item in ordered]


def _sub_period(row: Any) -> tuple[str, Decimal] | None:
    try:
        period = Period.model_validate({"start": row["start"], "end": row["end"]})
    except (TypeError, KeyError, ValueError):
        return None
    value = number(row.get("value"))
    return (when(period), value) if value is not None else None


def shown(value: Decimal, finding: Finding) -> str:
    """A value in the unit of the evidence, as ``observed`` would write it."""
    written = finding.quantity
    unit = written.unit if written else finding.evidence[0].unit if finding.evidence else ""
    return amount(value, unit, most=min((written.decimals if written else 0) + 2, 6))


def _value(item: Evidence, finding: Finding) -> str:
    text = observed(item, finding)
    if finding.kind == "flow" and _is_currency(item.unit) and item.value:
        return f"{text.lstrip('−')} {'out' if item.value < 0 else 'in'}"
    return text


def _data_says(finding: Finding) -> tuple[str, str]:
    values = decisive(finding)
    first = values[0]
    if finding.quantity is None:
        return _in_words(finding, first)
    if state(finding).id == "old":
        told = _then_and_now(finding, first)
        if told:
            return told
    if finding.verdict.label == "depends_on_basis":
        values = finding.evidence
    like = [item for item in values if (item.unit, item.metric) == (first.unit, first.metric)]
    if len({item.value for item in like}) > 1:
        return _several(finding, like)
    return _value(first, finding), _note(first, source_words(first))


def _in_words(finding: Finding, first: Evidence) -> tuple[str, str]:
    """For a claim without a number: each period's value, else the comparison that was made.

    Its evidence may hold a difference, which alone would say little; the computation says it all,
    and what follows its last colon is the outcome, which the verdict tells already.
    """
    rows = sub_periods(finding)
    note = ", ".join(part for part in (bases(first.basis), source_words(first)) if part)
    if len(rows) > 1:
        told = (f"{'+' if value > 0 else ''}{shown(value, finding)}" for _, value in rows)
        return ", ".join(told), ": ".join(
            part for part in (bases(first.basis), ", ".join(label for label, _ in rows)) if part)
    made = first.computation.rpartition(": ")[0]
    if any(char.isdigit() for char in made):
        return made.replace("-", "−") if "−" not in made and " - " not in made else made, note
    return _value(first, finding), _note(first, source_words(first))


def _note(item: Evidence, *more: str) -> str:
    return ", ".join(part for part in (bases(item.basis), when(item.period), *more) if part)


def _then_and_now(finding: Finding, first: Evidence) -> tuple[str, str] | None:
    """The first and the latest vintage of one value, when both are among the evidence."""
    same = [item for item in finding.evidence
            if (item.series, item.period.end) == (first.series, first.period.end)
            and item.known_from is not None]
    same.sort(key=lambda item: item.known_from or date.min)
    if len({item.value for item in same}) < 2:
        return None
    old, new = same[0], same[-1]
    known = f"known {day(old.known_from)} and {day(new.known_from)}"
    return (f"{_value(old, finding)} then, {_value(new, finding)} now",
            _note(old, source_words(old), known))


def _notes(items: list[Evidence]) -> str:
    """What tells several values apart: period, definition or source, the common part once."""
    periods = [when(item.period) for item in items]
    if len({item.basis for item in items}) == 1 and len(set(periods)) == len(items):
        return ": ".join(part for part in (bases(items[0].basis), ", ".join(periods)) if part)
    for notes in (
        [_note(item) for item in items],
        [_note(item, entity_name(item.entity)) for item in items],
        [_note(item, source_words(item)) for item in items],
    ):
        if len(set(notes)) == len(notes):
            return "; ".join(notes)
    return "; ".join(f"{source_words(item)}, known {day(item.known_from)}" for item in items)


def _several(finding: Finding, like: list[Evidence]) -> tuple[str, str]:
    """Up to three values one by one, more as a range with the number of sources."""
    apart = {(_value(item, finding), _note(item)): item for item in like}
    if len(apart) <= 3:
        return " or ".join(value for value, _ in apart), _notes(list(apart.values()))
    low = min(like, key=lambda item: item.value)
    high = max(like, key=lambda item: item.value)
    sources = len({source_words(item) for item in like})
    note = plural(sources, "source", "sources") if sources > 1 else _note(low)
    return f"{_value(low, finding)} to {_value(high, finding)}", note


def author_words(report: Report) -> list[tuple[int, int]]:
    """Where the author raises, in his own words, a caveat that he is credited with."""
    names = {caveat.name for finding in report.claims for caveat in fired(finding)
             if caveat.credited_to_author}
    spans: set[tuple[int, int]] = set()
    for topic, phrases in _author_topics().items() if names else ():
        if any(set(topic.split("-")) <= set(name.split("-")) for name in names):
            found = phrases.find(_tokens_of(report.article.text))
            spans |= {(start, end) for start, end, _ in found}
    return sorted(spans)


@cache
def _author_topics() -> dict[str, PhraseMatcher]:
    from claimcheck.lexicon import ROOT, PhraseMatcher

    data = tomllib.loads((ROOT / "data" / "author_words.toml").read_text(encoding="utf-8"))
    return {topic: PhraseMatcher((phrase, topic) for said in by_language.values()
                                 for phrase in said)
            for topic, by_language in data.items()}


def _tokens_of(text: str) -> list[tuple[str, int, int]]:
    from claimcheck.lexicon import tokens

    return tokens(text)


# ---------------------------------------------------------------- the bottom line


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the bottom line; ``claim`` is the number of the claim it points to."""

    text: str
    strong: bool = False
    claim: int | None = None


_WHY = {
    "bad": "doesn’t match the data", "sum": "doesn’t add up",
    "ctx": "is a right number without its context", "old": "was right and is now out of date",
    "dep": "depends on the definition", "near": "is only nearly right",
}


def counts(report: Report) -> dict[str, int]:
    """How many findings are in each state, worst first, without the zeros."""
    found = Counter(state(finding).id for finding in report.claims)
    return {key: found[key] for key in STATES if found[key]}


def numbers(report: Report) -> dict[str, int]:
    """The number of each claim, from 1 in reading order, by its id."""
    return {finding.id: at for at, finding in enumerate(report.claims, 1)}


def plural(count: int, one: str, many: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{count:,} {one if count == 1 else many}"


def bottom_line(report: Report) -> tuple[Part, ...]:
    """Two sentences: how much could be judged and held, and the worst three claims by name."""
    total = len(report.claims)
    if not total:
        return (Part("No claim that could be checked was found in this text."),)
    found = counts(report)
    judged = sum(count for key, count in found.items() if STATES[key].judged)
    good = [f"{found[key]:,} {STATES[key].counted(found[key])}"
            for key in ("ok", "fc") if key in found]
    parts = [Part(f"{judged:,} of {plural(total, 'claim', 'claims')} could be judged")]
    if good:
        parts.append(Part(f": {' and '.join(good)}"))
    parts.append(Part("."))
    return tuple(parts) + _worst(report, bool(good))


def _worst(report: Report, contrast: bool) -> tuple[Part, ...]:
    order = list(_WHY)
    ranked = [(order.index(state(finding).id), at, finding)
              for at, finding in enumerate(report.claims, 1)
              if state(finding).id in _WHY and not finding.same_as]
    ranked.sort(key=lambda row: row[:2])
    parts: list[Part] = []
    chosen = ranked[:3]
    for place, (_, at, finding) in enumerate(chosen):
        lead = (" But " if contrast else " ") if place == 0 else (
            ", and " if place == len(chosen) - 1 else ", ")
        why = _WHY[state(finding).id]
        cause = next((caveat_words(c) for c in fired(finding) if c.strength == "strong"), "")
        tail = f" ({cause})" if cause and state(finding).id == "ctx" else ""
        parts += [Part(lead), Part(f"“{clip(finding.quote, 48)}” {why}{tail}", strong=True),
                  Part(" "), Part(f"({at})", claim=at)]
    return (*parts, Part(".")) if parts else ()


# ---------------------------------------------------------------- characters


@dataclass(frozen=True, slots=True)
class Context:
    """A quote and what stands before and after it in its sentence."""

    before: str
    quote: str
    after: str


def clip(text: str, limit: int) -> str:
    """``text`` on one line, cut to ``limit`` characters with an ellipsis, after a word if it can."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    if not line[limit - 1].isspace() and " " in cut[limit // 2 :]:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:–-") + "…"


def whole(text: str) -> str:
    """``text`` with lone surrogates replaced: they cannot be encoded."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def context(report: Report, finding: Finding, before: int = 44, after: int = 36) -> Context:
    """The quote with the words around it in its sentence, cut at word ends."""
    text, span, sentence = report.article.text, finding.span, finding.sentence
    if text[span.start : span.end] != finding.quote:
        return Context("", finding.quote, "")
    left = text[max(sentence.start, span.start - 400) : span.start].rpartition("\n")[2]
    right = text[span.end : min(sentence.end, span.end + 400)].partition("\n")[0]
    left, right = _SPACES.sub(" ", left), _SPACES.sub(" ", right)
    if len(left) > before:
        left = "…" + left[-before:].partition(" ")[2]
    if len(right) > after:
        right = right[:after].rpartition(" ")[0] + "…"
    return Context(left, " ".join(finding.quote.split()), right)


def sanitised(report: Report) -> Report:
    """The same report with every string made ``visible``; offsets keep their meaning."""
    return Report.model_validate(_each(report.model_dump(), visible))


def surrogate_free(report: Report) -> Report:
    """The same report with every lone surrogate replaced."""
    return Report.model_validate(_each(report.model_dump(), whole))


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {_each(key, change): _each(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_each(item, change) for item in value)
    return value


def visible(text: str) -> str:
    """``text`` safe for a terminal or a plain file: no control or direction-override signs.

    An escape sequence in a quoted page could otherwise recolour, retitle or hide the report.
    """
    kept = []
    for char in whole(text):
        if char in "\n\t":
            kept.append(" " if char == "\t" else char)
        elif unicodedata.category(char) == "Cc" or char in _BIDI:
            kept.append("\ufffd")
        else:
            kept.append(char)
    return "".join(kept)


_SPACES = re.compile(r"\s+")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def isolated(text: str) -> str:
    """``text`` between isolates when it holds right-to-left letters: the line keeps its order."""
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return f"\u2068{text}\u2069"
    return text


def short_hash(value: str) -> str:
    """``9f2c…e41a`` for a long hash, as it is when it is short."""
    return f"{value[:8]}…{value[-4:]}" if len(value) > 20 else value


def link(url: str | None) -> str | None:
    """``url`` when it may become a link: http or https with a host, nothing else."""
    from urllib.parse import urlsplit

    if not url or any(char <= " " or char == "\x7f" for char in url) or whole(url) != url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def provenance(report: Report) -> str:
    """Versions and hashes on one line."""
    made = report.provenance
    data = f"data {short_hash(made.data)}"
    if made.data_as_of:
        data += f" as of {day(made.data_as_of)}"
    parts = [f"claimcheck {made.claimcheck}", f"rules {short_hash(made.rules)}",
             f"lexicon {short_hash(made.lexicon)}", data,
             f"text sha256 {short_hash(made.text_sha256)}"]
    if made.as_of:
        parts.append(f"judged as known on {day(made.as_of)}")
    return " · ".join(parts)


def coverage(report: Report) -> str:
    """How much of the text was looked at, as one sentence."""
    seen = report.summary.coverage
    return (f"{plural(seen.numbers, 'number', 'numbers')} seen in the text, "
            f"{plural(seen.claims, 'claim', 'claims')} made of them and of plain words, "
            f"{seen.checkable:,} of a kind that data can settle.")


def title(report: Report) -> str:
    """Title of the article, else its first words, else the name it came under."""
    first = report.article.text.lstrip().partition("\n")[0]
    return report.article.title or clip(first, 72) or report.source


def about(report: Report) -> str:
    """Where it came from, author, language, date and length on one line."""
    article = report.article
    name = report.source.replace("\\", "/").rstrip("/")
    name = name.split("/")[2] if link(report.source) else name.rpartition("/")[2]
    parts = ("" if name in ("-", "text") else name, article.author or "",
             language(report.language), dated(report),
             plural(len(article.text.split()), "word", "words"))
    return " · ".join(part for part in parts if part)


def support(report: Report) -> str:
    """The support rate with interval and n as one sentence, empty below n = 3."""
    rate = report.summary.support_rate
    if rate.value is None or rate.low is None or rate.high is None:
        return ""
    return (f"{rate.value:.0%} of the {rate.n} claims with a clear answer match the data "
            f"(95% interval {rate.low:.0%} to {rate.high:.0%}).")


def constraint_icon(holds: bool | None) -> str:
    """Sign before a consistency line: holds, does not, or only implies a value."""
    return {True: "✓", False: "≠", None: "→"}[holds]
