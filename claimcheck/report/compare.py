"""What the article says against what the data say: the two figures of a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claimcheck.report.spell import (
    amount,
    day,
    drawable,
    is_currency,
    number,
    plural,
    quantity,
    when,
)
from claimcheck.report.words import bases, entity_name, fired, spoken_period, state
from claimcheck.schema import Claim, Evidence, Finding, Period


def observed(evidence: Evidence, claim: Finding) -> str:
    """A reference value with two decimals more than the claim wrote, so a miss can be seen."""
    written = claim.quantity.decimals if claim.quantity else 0
    per = claim.quantity.per if claim.quantity and evidence.unit == claim.quantity.unit else None
    return amount(evidence.value, evidence.unit, per, most=min(written + 2, 6))


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
    """Who gave a value: the provider, else the source's title up to its first colon."""
    if evidence.provider:
        return provider_name(evidence.provider)
    return evidence.source.title.partition(": ")[0]


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
    if written is None or not 0 <= written.decimals < 60:
        return None
    if not all(map(drawable, (written.low, written.high, written.scale))):
        return None
    half = written.scale.scaleb(-written.decimals) / 2
    return written.low - half, written.high + half


def alike(finding: Finding) -> list[Evidence]:
    """Evidence in the unit of the claim, or of its first row when the claim has no number."""
    if not finding.evidence:
        return []
    unit = finding.quantity.unit if finding.quantity else finding.evidence[0].unit
    return [item for item in finding.evidence if item.unit == unit and drawable(item.value)]


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
    if finding.kind == "flow" and is_currency(item.unit) and item.value:
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
    """The first and the latest vintage of one value, when both are known."""
    held = vintages(finding) or sorted(
        (item.known_from, item.value) for item in finding.evidence
        if (item.series, item.period.end) == (first.series, first.period.end)
        and item.known_from is not None
    )
    if len({value for _, value in held}) < 2:
        return None
    (known, old), (known_now, new) = held[0], held[-1]
    return (f"{shown(old, finding)} then, {shown(new, finding)} now",
            _note(first, source_words(first), f"known {day(known)} and {day(known_now)}"))


def vintages(finding: Finding) -> list[tuple[date, Decimal]]:
    """The values of a revised figure by the day on which each became known."""
    rows = next((caveat.values.get("vintages") for caveat in fired(finding)
                 if caveat.name == "revised-vintage"), None)
    found = []
    for row in rows if isinstance(rows, list | tuple) else ():
        value = number(row.get("value")) if isinstance(row, dict) else None
        try:
            known = date.fromisoformat(str(row["known_from"])[:10]) if value is not None else None
        except (KeyError, ValueError):
            continue
        if known is not None and value is not None:
            found.append((known, value))
    return sorted(found)


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
    joint = " or "
    if finding.verdict.label != "depends_on_basis":  # there the value that fits comes first
        joint = " and "
        like = sorted(like, key=lambda item: (item.period.end or date.max, item.value))
    apart = {(_value(item, finding), _note(item)): item for item in like}
    if len(apart) <= 3:
        return joint.join(value for value, _ in apart), _notes(list(apart.values()))
    low = min(like, key=lambda item: item.value)
    high = max(like, key=lambda item: item.value)
    sources = len({source_words(item) for item in like})
    note = plural(sources, "source", "sources") if sources > 1 else _note(low)
    return f"{_value(low, finding)} to {_value(high, finding)}", note
