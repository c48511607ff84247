"""The rows of "show the work": how a claim was read, compared and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimcheck.report import compare, spell, words
from claimcheck.schema import Caveat, Evidence, Finding

Row = tuple[str, tuple[str, ...]]


def work(finding: Finding, numbers: Mapping[str, int]) -> tuple[Row, ...]:
    """Rows of name and lines; ``numbers`` gives the number of a claim by its id."""
    rows = (
        ("Read as", _read_as(finding, numbers)),
        ("How sure of that", _certainty(finding)),
        ("Digits as written", _digits(finding)),
        ("Compared with", tuple(_compared(item, finding) for item in finding.evidence)),
        ("Readings tried", tuple(_readings(finding))),
        ("Distance", _distance(finding)),
        ("Rules that spoke", tuple(_rule(item) for item in words.fired(finding))),
        ("Not assessed", tuple(f"{words.caveat_title(item)}: {item.message}"
                               for item in words.not_assessed(finding))),
    )
    return tuple((name, lines) for name, lines in rows if lines)


def _read_as(finding: Finding, numbers: Mapping[str, int]) -> tuple[str, ...]:
    said = {"reported": "told as a fact", "forecast": "a forecast", "opinion": "an opinion",
            "conditional": "a conditional statement", "question": "a question"}
    parts = [words.subject(finding), said[finding.modality]]
    if finding.direction != "none":
        parts.append(f"direction {finding.direction}")
    if finding.polarity == "negated":
        parts.append("negated")
    lines = [" · ".join(parts)]
    if finding.attribution:
        lines.append(f"said by: {finding.attribution.text}")
    if finding.hedge:
        lines.append(f"hedged with “{finding.hedge}”")
    if finding.condition:
        lines.append(f"on condition: {finding.condition}")
    lines += _baseline(finding, numbers)
    built = [numbers[other] for other in finding.derived_from if other in numbers]
    if built:
        lines.append(f"built on claim {', '.join(map(str, built))}")
    return tuple(lines)


def _baseline(finding: Finding, numbers: Mapping[str, int]) -> list[str]:
    base = finding.baseline
    if base is None:
        return []
    other = base.entity.text if base.entity else spell.when(base.period) if base.period else ""
    if base.claim is not None and base.claim in numbers:
        claim = f"claim {numbers[base.claim]}"
        other = f"{other} ({claim})" if other else claim
    return [f"{base.relation.replace('_', ' ')} {other}".strip()]


def _certainty(finding: Finding) -> tuple[str, ...]:
    sure = finding.confidence
    period = words.certainty(sure.period)
    source = finding.period.resolved_from
    if source not in ("none", "text"):
        period += f" ({source.replace('_', ' ').replace('-', ' ')})"
    return (f"metric {words.certainty(sure.metric)} · subject {words.certainty(sure.entity)} · "
            f"period {period}",)


def _digits(finding: Finding) -> tuple[str, ...]:
    ends = compare.band(finding)
    stated = finding.quantity
    if ends is None or stated is None:
        return ()
    low, high = (spell.amount(end, stated.unit, most=8) for end in ends)
    if stated.bound == "none":
        return (f"{low} to {high}: half a unit of the last digit written to each side",)
    return (f"{low} to {high} before the word “{stated.bound.replace('_', ' ')}” is applied",)


def _compared(item: Evidence, finding: Finding) -> str:
    value = spell.amount(item.value, item.unit, most=8)
    status = "" if item.status == "actual" else item.status
    parts = (words.entity_name(item.entity), words.metric(item), words.bases(item.basis),
             spell.when(item.period), status, compare.source_words(item))
    about = ", ".join(part for part in parts if part)
    return f"{value} ({about}): {item.computation}"


def _readings(finding: Finding) -> Iterator[str]:
    for reading in finding.verdict.readings:
        name = words.bases(reading.basis) or "as written"
        note = f" ({reading.note})" if reading.note else ""
        yield f"{name}{note}: {words.label_words(reading.label).lower()}"
    if finding.verdict.basis_inferred_from_match:
        yield "The text does not name the definition; it was taken from the value that fits."


def _distance(finding: Finding) -> tuple[str, ...]:
    margin = finding.verdict.margin_units
    if not margin:
        return ()
    return (f"{spell.digits(margin)} units of the last digit written",)


def _rule(caveat: Caveat) -> str:
    values = "; ".join(f"{key.replace('_', ' ')} {value}" for key, value in caveat.values.items()
                       if isinstance(value, str | int) and not isinstance(value, bool))
    return f"{caveat.code} {caveat.name}" + (f" ({values})" if values else "")
