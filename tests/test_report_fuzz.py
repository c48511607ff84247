"""Whatever the schema allows can be written in every format: reports with fields at random."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from claimcheck import schemas
from claimcheck.report import FORMATS, render
from claimcheck.report import text as text_report
from claimcheck.schema import Report

FIXTURE = Path(__file__).parent / "fixtures" / "report_small_caps.json"
ROUNDS = 40
CHANGES = 25

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**9, "", " ", "x", "\n", "中文", "שלום", "e\u0301" * 40, "a" * 300,
    "0", "-0", "1", "-17.42", "0.000000001", "99999999999999999999999999", "1E+40", "1E-40", "1E+5000",
    "2026", "2022Q3", "1999-12-31", "0001-01-01", "9999-12-31", "2024-02-30",
    "percent", "percentage_point", "basis_point", "times", "index_point", "count", "USD", "XXX", "barrel",
    "supported", "imprecise", "contradicted", "inconsistent", "depends_on_basis", "not_enough_data",
    "not_checkable", "strong", "moderate", "note", "not_assessed", "forecast_attributed",
    "forecast_pending", "up", "down", "in", "out", "none", "trend", "flow", "change", "approx", "nearly",
    "since-revised", "period-merge", "undated-figure", "forecast-drift", "base-effect-level",
    "provider-disagreement", "ui", "blank", "stated", "unsure", [], {}, [[]], [{}], ["x"], {"x": 1},
    [None, 1, "x", {"value": "1", "start": "2020-01-01", "end": "2020-12-31", "known_from": "2020-01-01"}],
)


def _paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _paths(item, (*at, key))


def _changed(seed: int) -> Report:
    """The report made by hand with fields at random replaced by values that the schema allows."""
    chance = random.Random(seed)
    text = FIXTURE.read_text(encoding="utf-8")
    report, data = Report.model_validate_json(text), json.loads(text)
    for _ in range(CHANGES):
        tried = json.loads(json.dumps(data))
        path = chance.choice(list(_paths(tried)))
        parent = tried
        for key in path[:-1]:
            parent = parent[key]
        parent[path[-1]] = chance.choice(VALUES)
        try:
            report, data = Report.model_validate(tried), tried
        except ValidationError:
            continue
    return report


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schemas.load("report"))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_report_can_be_written(seed: int) -> None:
    report = _changed(seed)
    for form in FORMATS:
        shown = render([report], form)
        shown.encode("utf-8")
        assert shown == render([report], form)
        if form in ("json", "jsonl"):
            _validator().validate(json.loads(shown))
        if form == "text":
            assert max(map(text_report.columns, shown.splitlines())) <= 88
