"""The interval rule: what a written number means, and how a value stands to it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from claimcheck.intervals import (
    Interval,
    compare,
    exact,
    last_digit,
    of_reference,
    significant,
    stated,
)
from claimcheck.schema import Quantity


def quantity(low: str, high: str | None = None, **fields: object) -> Quantity:
    """A quantity with the decimals that were written."""
    scale = Decimal(str(fields.pop("scale", 1)))
    decimals = max(0, -int(Decimal(low).as_tuple().exponent))
    return Quantity(
        low=Decimal(low) * scale, high=Decimal(high or low) * scale, unit="percent", scale=scale,
        decimals=decimals, **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("written", "decimals", "unit"),
    [
        ("15.6", 1, "0.1"), ("15.60", 2, "0.01"), ("45", 0, "1"), ("1500", 0, "1"),
        ("147000", 0, "1000"), ("1000", 0, "1000"), ("100", 0, "1"), ("0", 0, "1"),
        ("6400000000", 0, "100000000"), ("0.3", 1, "0.1"),
    ],
)
def test_unit_of_the_last_digit(written: str, decimals: int, unit: str) -> None:
    assert last_digit(Decimal(written), decimals) == Decimal(unit)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("15.64", "15.635", "15.645"), ("-17.42", "-17.425", "-17.415"), ("18", "17.5", "18.5"),
     ("1500000000000", "1450000000000", "1550000000000")],
)
def test_a_reference_value_has_its_own_precision(value: str, low: str, high: str) -> None:
    assert of_reference(Decimal(value)) == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("low", "fields", "ends"),
    [
        ("15.6", {}, ("15.55", "15.65")),
        ("45", {"scale": 10**9}, ("44500000000", "45500000000")),
        ("6.4", {"scale": 10**9}, ("6350000000", "6450000000")),
        ("147000", {}, ("146500", "147500")),
        ("50", {"bound": "approx"}, ("47.5", "52.5")),
        ("5", {"bound": "approx"}, ("4", "6")),
        ("15.6", {"bound": "approx"}, ("15.444", "15.756")),
        ("100", {"bound": "nearly"}, ("95", "100")),
        ("3", {"bound": "nearly"}, ("2", "3")),
    ],
)
def test_stated_window(low: str, fields: dict[str, object], ends: tuple[str, str]) -> None:
    window = stated(quantity(low, **fields)).window
    assert (window.low, window.high) == (Decimal(ends[0]), Decimal(ends[1]))


def test_a_word_is_a_ratio_within_five_percent() -> None:
    assert stated(quantity("2"), word=True).rounding == Interval(Decimal("1.90"), Decimal("2.10"))


def test_nought_in_words_has_the_unit_of_its_last_digit() -> None:
    assert stated(quantity("0"), word=True).rounding == Interval(Decimal("-0.5"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("low", "fields", "value", "label"),
    [
        # the examples of the rule
        ("15.6", {}, "15.64", "supported"), ("15.6", {}, "15.67", "imprecise"),
        ("15.6", {}, "15.65", "supported"), ("15.6", {}, "15.55", "supported"),
        ("15.6", {}, "15.3", "contradicted"), ("15.6", {}, "15.71", "contradicted"),
        ("15.6", {}, "15.69", "imprecise"), ("15.6", {}, "15.7", "imprecise"),
        ("15.60", {}, "15.64", "contradicted"), ("15.60", {}, "15.604", "supported"),
        ("18", {}, "19", "imprecise"), ("18", {}, "18.4", "supported"),
        ("18", {}, "20", "contradicted"), ("13", {}, "13.8", "imprecise"),
        ("5", {}, "-5", "contradicted"),
        # a range
        ("18", {"high": "19"}, "18.5", "supported"), ("18", {"high": "19"}, "19.4", "supported"),
        ("18", {"high": "19"}, "15.4", "contradicted"), ("18", {"high": "19"}, "20", "imprecise"),
        # a coarser reference
        ("15.62", {}, "15.6", "supported"), ("17.4", {}, "17", "supported"),
        # hedges
        ("50", {"bound": "approx"}, "52", "supported"), ("50", {"bound": "approx"}, "54", "contradicted"),
        ("15.6", {"bound": "approx"}, "15.75", "supported"),
        ("100", {"bound": "nearly"}, "98.2", "supported"), ("100", {"bound": "nearly"}, "100.0", "imprecise"),
        ("100", {"bound": "nearly"}, "90.0", "contradicted"),
        # bounds
        ("45", {"bound": "more_than"}, "46.0", "supported"), ("45", {"bound": "more_than"}, "45.0", "imprecise"),
        ("45", {"bound": "at_least"}, "45.0", "supported"), ("45", {"bound": "at_least"}, "44.6", "imprecise"),
        ("45", {"bound": "at_least"}, "40.0", "contradicted"),
        ("3", {"bound": "less_than"}, "2.4", "supported"), ("3", {"bound": "less_than"}, "3.0", "imprecise"),
        ("3", {"bound": "at_most"}, "3.0", "supported"), ("3", {"bound": "at_most"}, "4.1", "contradicted"),
    ],
)
def test_interval_rule(low: str, fields: dict[str, object], value: str, label: str) -> None:
    high = fields.pop("high", None) if "high" in fields else None
    words = stated(quantity(low, high, **fields))  # type: ignore[arg-type]
    assert compare(words, Decimal(value), of_reference(Decimal(value))).label == label


@pytest.mark.parametrize(
    ("low", "fields", "value", "flag"),
    [
        ("50", {"bound": "approx"}, "52", "hedge_used"), ("50", {"bound": "approx"}, "50.2", None),
        ("45", {"bound": "more_than"}, "80", "loose_bound"), ("45", {"bound": "more_than"}, "60", None),
        ("15.62", {}, "15.6", "reference_coarser"), ("15.6", {}, "15.62", None),
    ],
)
def test_flags(low: str, fields: dict[str, object], value: str, flag: str | None) -> None:
    words = stated(quantity(low, **fields))
    flags = compare(words, Decimal(value), of_reference(Decimal(value))).flags
    assert flags == ((flag,) if flag else ())


@pytest.mark.parametrize(
    ("low", "value", "margin"), [("15.6", "15.3", "3"), ("18", "20.0", "2"), ("15.6", "15.6", "0")]
)
def test_margin_is_in_units_of_the_last_digit(low: str, value: str, margin: str) -> None:
    found = compare(stated(quantity(low)), Decimal(value), of_reference(Decimal(value)))
    assert found.margin == Decimal(margin)


def test_arithmetic_keeps_both_ends() -> None:
    level, share = Interval(Decimal("15.55"), Decimal("15.65")), Interval(Decimal("0.305"), Decimal("0.315"))
    implied = level / (-share).shifted(Decimal(1))
    assert (round(implied.low, 2), round(implied.high, 2)) == (Decimal("22.37"), Decimal("22.85"))
    assert exact(Decimal(2)) * Interval(Decimal(-1), Decimal(3)) == Interval(Decimal(-2), Decimal(6))
    assert Interval(Decimal(1), Decimal(2)) - Interval(Decimal(0), Decimal(3)) == Interval(Decimal(-2), Decimal(2))


def test_division_by_an_interval_that_holds_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        exact(Decimal(1)) / Interval(Decimal(-1), Decimal(1))


@pytest.mark.parametrize(("value", "count"), [("15.6", 3), ("1500", 2), ("0.05", 1), ("100", 1), ("5", 1)])
def test_significant_digits(value: str, count: int) -> None:
    assert significant(Decimal(value)) == count
