"""Claims told by many: one claim with its sources, and values of one claim that contradict.

Claims are one when they are about the same entity, metric, basis, period, unit and kind of telling
(``claim_key``) and the same value. Two values of one key contradict when their ranges lie apart by
more than the rounding they are written with could explain: here, when neither range, widened by
half a unit of the coarser value's last significant digit, meets the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from claimcheck.batch.records import Row

HALF = Decimal("0.5")


def repeats(rows: Iterable[Row], least: int = 2) -> list[Row]:
    """Claims told in ``least`` documents or more, most told first: first seen, spread, verdicts."""
    told: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in rows:
        if row["claim_key"] is not None and row["same_as"] is None:
            same = row["claim_key"], row["low"], row["high"], row["direction"]
            told.setdefault(same, []).append(_slim(row))
    found = []
    for (key, low, high, direction), tellings in told.items():
        documents = {row["position"] for row in tellings}
        if len(documents) < least:
            continue
        tellings.sort(key=_when)
        first, last = tellings[0], tellings[-1]
        found.append({
            "claim_key": key, "low": low, "high": high, "direction": direction,
            "documents": len(documents),
            "authors": len({row["author"] for row in tellings} - {None}),
            "sources": sorted({row["source"] for row in tellings}),
            "first_seen": first["day"], "first_document": first["document"],
            "first_source": first["source"], "last_seen": last["day"], "quote": first["quote"],
            "labels": sorted({row["label"] for row in tellings}),
        })
    return sorted(found, key=lambda one: (-one["documents"], one["claim_key"], one["low"]))


def contradictions(rows: Iterable[Row]) -> list[Row]:
    """Claims of one key whose values cannot all be right, with every value side by side."""
    told: dict[str, list[Row]] = {}
    for row in rows:
        if row["claim_key"] is not None and row["same_as"] is None and row["bound"] == "none":
            told.setdefault(row["claim_key"], []).append(_slim(row))
    found = []
    for about in sorted(told):
        values: dict[tuple[Decimal, Decimal], list[Row]] = {}
        for row in sorted(told[about], key=_when):
            values.setdefault(_range(row), []).append(row)
        ends = sorted(values)
        told_in = {end: {row["position"] for row in values[end]} for end in ends}
        # A text that tells both values tells a change; two texts that tell one each disagree.
        apart = any(
            _apart(one, two) and told_in[one] - told_in[two] and told_in[two] - told_in[one]
            for at, one in enumerate(ends) for two in ends[at + 1 :]
        )
        if apart:
            found.append({
                "claim_key": about,
                "values": [
                    {"low": format(low, "f"), "high": format(high, "f"),
                     "documents": len({row["position"] for row in values[low, high]}),
                     "sources": sorted({row["source"] for row in values[low, high]}),
                     "first_seen": values[low, high][0]["day"],
                     "quote": values[low, high][0]["quote"],
                     "label": values[low, high][0]["label"]}
                    for low, high in ends
                ],
            })
    return found


_KEPT = ("position", "document", "source", "author", "day", "start", "quote", "label", "low",
         "high", "direction")


def _slim(row: Row) -> Row:
    return {name: row[name] for name in _KEPT}


def _when(row: Row) -> tuple[str, int, int]:
    return row["day"] or "9999", row["position"], row["start"]


def _range(row: Row) -> tuple[Decimal, Decimal]:
    """The value with its sign: what goes down or out is negative."""
    low, high = Decimal(row["low"]), Decimal(row["high"])
    return (-high, -low) if row["direction"] in ("down", "out") and low >= 0 else (low, high)


def _half_digit(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return HALF.scaleb(int(exponent))


def _apart(one: tuple[Decimal, Decimal], two: tuple[Decimal, Decimal]) -> bool:
    slack = max(_half_digit(end) for end in (*one, *two) if end) if any((*one, *two)) else HALF
    return one[1] + slack < two[0] or two[1] + slack < one[0]
