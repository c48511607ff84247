"""Every caveat file has its five headings, a code of its own and a kebab-case name."""

from __future__ import annotations

import re

import pytest

from claimcheck import caveats
from claimcheck.caveats import HEADINGS, Context, catalogue, rules
from claimcheck.caveats.context import NEEDS
from claimcheck.pipeline import Checker
from claimcheck.schema import Page

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


def test_a_rule_says_nothing_where_it_lacks_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "Apple reported revenue of $391.0 billion for fiscal 2024, up 2% from 2023. US GDP grew 1.4% in the fourth "
        "quarter of 2025. Consumer prices rose 3.0% in September. The S&P 500 returned 23.3% in 2024 and trades at "
        "22 times earnings. Earnings of the S&P 600 will grow 18% in 2026. Shares usually recover. Sales at "
        "Halvorsen rose 12% a year from 2021 to 2024. Small caps kept falling in 2022-2023."
    )
    seen: list[Context] = []
    monkeypatch.setattr(caveats, "assess", lambda context: seen.append(context) or ())
    checker = Checker()
    for words in (text, "The S&P 600 trades at 15.6 times earnings, 31% cheaper than the S&P 500."):
        checker.check(Page(text=words, id="needs", published_at="2026-02-10"))
    lacking = [
        (name, rule, one)
        for one in seen for rule in RULES for name in getattr(rule, "needs", frozenset()) - one.has
    ]
    assert {name for name, _, _ in lacking} == set(NEEDS)
    said = [(rule.name, name, one.claim.quote) for name, rule, one in lacking if rule.assess(one) is not None]
    assert said == []
    assert all(getattr(rule, "needs", frozenset()) <= set(NEEDS) for rule in RULES)
