"""Every caveat file has its five headings, a code of its own and a kebab-case name."""

from __future__ import annotations

import re

import pytest

from claimcheck.caveats import HEADINGS, catalogue, rules

RULES = rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_documented(rule: object) -> None:
    info = catalogue()[rule.code]  # type: ignore[attr-defined]
    assert tuple(info.sections) == HEADINGS
    assert all(info.sections.values())
    assert info.summary.endswith(".")
    assert re.fullmatch(r"CC\d{3}", info.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", info.name)


def test_by_code_and_by_name() -> None:
    assert catalogue()["CC201"] is catalogue()["base-effect-level"]
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
