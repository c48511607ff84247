"""The plain sentence of reason under each verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from claimcheck.evidence import (
    Candidate,
    Held,
    Window,
    bases_of,
    comparable_metrics,
    entity_ids,
    factor,
    on_basis,
    sign,
    stands_for,
    units_of,
)
from claimcheck.figures import period as period_words
from claimcheck.figures import show
from claimcheck.lexicon import entities, metrics
from claimcheck.providers import Selection
from claimcheck.reference.records import as_of as known_on
from claimcheck.schema import Claim, ForecastState, Label, Verdict
from claimcheck.shapes import is_relative
from claimcheck.verify.computation import last_known_from
from claimcheck.verify.records import OK, Tried


def name_of(id: str) -> str:
    """The catalogue name of an entity."""
    entity = entities().get(id)
    return entity.name if entity else id.replace("-", " ").title()


def _metric(id: str) -> str:
    metric = metrics().get(id)
    if metric is None:
        return id.replace("_", " ")
    name = metric.name
    return name if name[:2].isupper() or "/" in name else name[0].lower() + name[1:]


def _what(candidate: Candidate) -> str:
    row = candidate.row
    stated_basis = [base for base in candidate.basis if base not in ("yoy", "consensus", "net")]
    basis = f"{' '.join(stated_basis)} " if stated_basis else ""
    who = f" ({name_of(row.provider)})" if row.provider else ""
    when = period_words(candidate.start, candidate.end)
    on = "on" if candidate.start == candidate.end else "in"
    return f"{basis}{_metric(row.metric)} of {name_of(row.entity)} {on} {when}{who}"


def reason_of(
    claim: Claim, used: Sequence[Tried], shown: Sequence[Tried], label: Label,
    state: ForecastState | None, selection: Selection | None, day: date | None,
) -> str:
    """The sentence under a verdict that rests on evidence."""
    best = shown[0]
    if label == "depends_on_basis":
        return _reason_depends(shown)
    if state == "forecast_attributed":
        return _reason_forecast(claim, used, label, selection)
    if claim.quantity is None:
        return _reason_words(claim, best, label)
    value = best.candidate.formula if best.candidate.transform != "direct" else show(
        best.candidate.point, best.candidate.unit
    )
    what = _what(best.candidate)
    then = best.then or best.now
    tail = ""
    if best.flag == "since_revised":
        tail = " It was right when written and has since been revised."
    elif best.flag == "matches_later_revision":
        tail = " It matches only a later revision, not what was known then."
    elif best.flag == "later_only" and state != "forecast_resolved" and (
        known := last_known_from(best.candidate)
    ):
        tail = f" That was published on {known}, after the article, so it cannot decide."
    said = f"the text says {claim.quote}"
    if label == "supported":
        more = " on the reading that fits" if _differs(used) else ""
        return f"The {what} was {value}; {said}, which fits{more}{_manner(best)}.{tail}"
    if label == "imprecise":
        return f"The {what} was {value}; {said}, which is nearly right.{tail}"
    if label == "contradicted":
        far = then.margin if then else Decimal(0)
        digits = f", {show(far, 'count', 1)} units of its last digit away" if far < 10000 else ""
        turned = sign(claim) < 0 and best.candidate.point > 0
        way = ", the other direction" if turned else digits
        return f"The {what} was {value}; {said}{way}.{tail}"
    return f"The {what} was {value}.{tail}"


# How a claim fits, where that is not plainly inside its rounding.
_MANNERS = {
    "hedge_used": ", within what its hedge allows",
    "reference_coarser": ", as far as the coarser reference tells",
    "rounding_only": ", but only thanks to rounding",
    "loose_bound": ", though the bound is far from the value",
    "wide_range": ", in a wide range",
}


def _manner(one: Tried) -> str:
    match = one.then or one.now
    flags = match.flags if match else ()
    derived = one.candidate.transform != "direct"
    if derived and "reference_coarser" in flags:
        flags = ("rounding_only",)
    words = "".join(_MANNERS.get(flag, "") for flag in flags)
    if derived and "rounding_only" in flags:
        span = one.candidate.interval
        unit = one.candidate.unit
        words += f" (it lies between {show(span.low, unit, 3)} and {show(span.high, unit, 3)})"
    return words


def _differs(used: Sequence[Tried]) -> bool:
    return any(one.label not in OK for one in used)


def _reason_depends(shown: Sequence[Tried]) -> str:
    holds = next((one for one in shown if one.label in OK), None)
    fails = next((one for one in shown if one.label not in OK), None)
    if holds is None or fails is None:
        return "Readings of the claim differ and the text does not choose between them."
    return (
        f"It fits the {_what(holds.candidate)}, {value_of(holds)}, but not the "
        f"{_what(fails.candidate)}, {value_of(fails)}; the text does not say which it means."
    )


def value_of(one: Tried) -> str:
    """A reading's value as printed."""
    return show(one.candidate.point, one.candidate.unit)


def _reason_words(claim: Claim, best: Tried, label: Label) -> str:
    verdict = {
        "supported": "which bears it out", "imprecise": "which bears it out only nearly",
        "contradicted": "which does not bear it out",
    }.get(label, "which does not settle it")
    what = f"{_metric(best.candidate.row.metric)} of {name_of(best.candidate.row.entity)}"
    note = f" ({best.candidate.note})" if best.candidate.note else ""
    return f"For “{claim.quote}”, the {what}: {best.candidate.formula}, {verdict}{note}."


def _reason_forecast(
    claim: Claim, used: Sequence[Tried], label: Label, selection: Selection | None
) -> str:
    fits = [one for one in used if one.label == "supported"]
    given = given_forecasts(fits if label == "supported" else used)
    others = [one for one in used if one not in fits] if label == "supported" else []
    if others:
        given += f"; others differ: {given_forecasts(others)}"
    whose = f"the forecasts of {selection.words}" if selection and selection.words else "forecasts"
    if label == "supported":
        return (
            f"{_quoted(claim)} matches {whose} published by then ({given}); nobody knows yet "
            "whether it will come true."
        )
    if label == "imprecise":
        return f"{_quoted(claim)} is close to {whose} published by then ({given})."
    return f"{_quoted(claim)} does not match {whose} published by then ({given})."


def given_forecasts(shown: Sequence[Tried]) -> str:
    """The forecasts as "BofA 18%, First Trust 15.4%"."""
    return ", ".join(
        dict.fromkeys(
            f"{name_of(one.candidate.row.provider) if one.candidate.row.provider else 'estimate'} "
            f"{value_of(one)}" for one in shown[:6]
        )
    )


def _quoted(claim: Claim) -> str:
    return claim.quote if claim.quantity is not None else f"“{claim.quote}”"


def nothing_held(
    claim: Claim, tried: Sequence[Tried], state: ForecastState | None,
    selection: Selection | None, span: Window, reference: Held, day: date | None,
) -> Verdict:
    """The verdict when no reading is left: what is missing, by name."""
    if claim.modality == "forecast" and state is None:
        state = "forecast_pending"
    if state == "forecast_attributed":
        state = "forecast_pending"
    if selection is not None and selection.how != "any" and tried:
        held = ", ".join(sorted({name_of(t.candidate.row.provider or "") for t in tried}))
        reason = (
            f"No forecast by “{selection.words}” is held for this; there are others, by {held}."
        )
    else:
        reason = _missing(claim, span, reference, day)
    if state == "forecast_pending":
        reason += " It can be judged when its period is over."
    return Verdict(label="not_enough_data", forecast=state, reason=reason)


def _missing(claim: Claim, span: Window, reference: Held, day: date | None) -> str:
    what = f"the {_metric(claim.metric)} of {name_of(claim.entity.id or '')}"
    ids = entity_ids(claim)
    metric_ids = (claim.metric, *comparable_metrics(claim.metric))
    held = [rows for id in ids for metric in metric_ids if (rows := reference.find(id, metric))]
    when = period_words(span.start, span.end) if span.start and span.end else "any period"
    baseline = claim.baseline.entity if claim.baseline else None
    if baseline and baseline.id and claim.quantity is None and held and not any(
        reference.find(id, claim.metric) for id in stands_for(baseline.id)
    ):
        return f"No data held on the {_metric(claim.metric)} of {name_of(baseline.id)}."
    if is_relative(claim) and not (baseline and baseline.id):
        return f"“{claim.quote}” compares, but the text does not say with what."
    if not held:
        return f"No data held on {what}; needed for {when}."
    known = [rows for one in held if (rows := known_on(one, day))]
    if not known:
        return f"Nothing on {what} had been published by {day}."
    named = [on for rows in known if (on := on_basis(rows, claim.basis))]
    if not named:
        bases = {" ".join(basis) for rows in known for basis in bases_of(rows)}
        said = f"says {' '.join(claim.basis)}" if claim.basis else "means another"
        return f"Data on {what} are held only as {', '.join(sorted(bases))}; the text {said}."
    if claim.kind == "change" and claim.period.start is None and not claim.basis:
        return f"“{claim.quote}” is a change, but the text does not say since when."
    units = sorted({unit for rows in named for unit in units_of(rows)})
    if claim.quantity is not None and all(
        factor(unit, claim.quantity.unit) is None for unit in units
    ):
        return (
            f"Data on {what} are held in {', '.join(units)}, which cannot be compared with "
            f"{claim.quote}."
        )
    target = span.end or max(row.end for rows in named for row in rows)
    nearest = min(
        (row for rows in named for row in rows),
        key=lambda row: (abs((row.end - target).days), row.start),
    )
    return (
        f"No value of {what} is held for {when} as a whole; the nearest is for "
        f"{period_words(nearest.start, nearest.end)}."
    )
