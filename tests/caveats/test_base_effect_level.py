"""CC201: the worked table of S&P earnings (First Trust posts of 19 August 2025 and 29 January 2026)."""

from __future__ import annotations

from typing import Any

import pytest


def levels(judge: Any, *values: tuple[str, str, str], **fields: Any) -> list[Any]:
    return [
        judge.row(value, period, metric="eps", unit="USD", status="estimate" if period > "2024" else "actual", known_from=known, **fields)
        for period, value, known in values
    ]


JANUARY = (("2022", "90.87", "2026-01-29"), ("2024", "80.47", "2026-01-29"), ("2025", "85.88", "2026-01-29"))
AUGUST = (("2022", "97.53", "2025-08-19"), ("2024", "80.47", "2025-08-19"), ("2025", "85.11", "2025-08-19"))


def growth(judge: Any, low: str, high: str | None = None, **fields: Any) -> Any:
    return judge.claim(f"{low}%", low, high=high or low, period="2026", modality="forecast", **fields)


@pytest.mark.parametrize(
    ("rows", "low", "high", "values"),
    [
        (JANUARY, "15.4", "15.4", {"yoy_pct": "15.4", "base_vs_peak_pct": "-5.5", "needed_to_regain_pct": "5.8", "vs_peak_pct": "9.1", "cagr_from_peak_pct": "2.19", "recovery_share": "0.38"}),
        (JANUARY, "18", "19", {"yoy_pct": "18.5", "vs_peak_pct": "12.0", "cagr_from_peak_pct": "2.87", "recovery_share": "0.31"}),
        (AUGUST, "18", "19", {"base_vs_peak_pct": "-12.7", "needed_to_regain_pct": "14.6", "vs_peak_pct": "3.4", "cagr_from_peak_pct": "0.84", "recovery_share": "0.79"}),
        ((("2022", "193.81", "2026-01-29"), ("2024", "170.00", "2026-01-29"), ("2025", "175.14", "2026-01-29"), ("2026", "209.47", "2026-01-29")),
         "19.6", "19.6", {"yoy_pct": "19.6", "base_vs_peak_pct": "-9.6", "cagr_from_peak_pct": "1.96", "recovery_share": "0.54"}),
    ],
)
def test_worked_table(judge: Any, rows: Any, low: str, high: str, values: dict[str, str]) -> None:
    found = judge.caveat("base-effect-level", growth(judge, low, high), levels(judge, *rows))
    scenario = found.values["scenarios"][0]
    assert {key: scenario[key] for key in values} == values


def test_both_vintages_in_one_sentence(judge: Any) -> None:
    rows = levels(judge, *AUGUST, *JANUARY, ("2026", "99.10", "2026-01-29"))
    found = judge.caveat("base-effect-level", growth(judge, "18", "19"), rows)
    assert found.strength == "strong"
    assert found.message == (
        "31 to 79% of the 2026 gain only regains the level of 2022, depending on the vintage of the data; "
        "from that peak it is 0.8 to 2.9% a year."
    )


@pytest.mark.parametrize(
    ("text", "credited"),
    [("That growth rate is essentially a base effect.", True), ("La croissance tient à un effet de base.", True),
     ("تأثير الأساس يقوم بالعمل", True), ("The base rate was cut.", False), ("", False)],
)
def test_the_author_is_credited(judge: Any, text: str, credited: bool) -> None:
    found = judge.caveat("base-effect-level", growth(judge, "18"), levels(judge, *JANUARY), judge.article(text))
    assert found.credited_to_author is credited


@pytest.mark.parametrize(
    "rows",
    [
        (("2022", "80.00", "2026-01-29"), ("2024", "82.00", "2026-01-29"), ("2025", "85.88", "2026-01-29")),  # base is a record
        (("2022", "86.50", "2026-01-29"), ("2024", "82.00", "2026-01-29"), ("2025", "85.88", "2026-01-29")),  # 4% of the gain
    ],
)
def test_near_misses(judge: Any, rows: Any) -> None:
    assert judge.caveat("base-effect-level", growth(judge, "18"), levels(judge, *rows)) is None


def test_a_fall_is_no_recovery(judge: Any) -> None:
    claim = growth(judge, "18", direction="down")
    assert judge.caveat("base-effect-level", claim, levels(judge, *JANUARY)) is None


def test_a_level_is_no_growth(judge: Any) -> None:
    claim = judge.claim("$99.10", "99.10", unit="USD", kind="level", metric="eps", period="2026")
    assert judge.caveat("base-effect-level", claim, levels(judge, *JANUARY)) is None


@pytest.mark.parametrize(
    ("rows", "words"),
    [((), "no levels"), (JANUARY[:1], "the year before"), (JANUARY[1:], "fewer than three"), ],
)
def test_missing_evidence_is_said(judge: Any, rows: Any, words: str) -> None:
    found = judge.caveat("base-effect-level", growth(judge, "18"), levels(judge, *rows))
    assert found.strength == "not_assessed"
    assert words in found.message


def test_a_vintage_of_after_the_article_is_not_used(judge: Any) -> None:
    rows = levels(judge, *AUGUST, *JANUARY)
    found = judge.caveat("base-effect-level", growth(judge, "18", "19"), rows, judge.article(day="2025-12-10"))
    assert [one["vintage"] for one in found.values["scenarios"]] == ["2025-08-19"]
