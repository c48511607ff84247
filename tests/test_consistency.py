"""The text against itself: no reference needed to see that numbers cannot all be true."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.schema import Baseline, EntityRef

LARGE = EntityRef(id="us-large-cap", text="large caps")


def discount(judge: Any, low: str = "31", **fields: Any) -> Any:
    return judge.claim(
        f"{low}%", low, kind="comparison", metric="valuation_discount", direction="down", at=20,
        baseline=Baseline(relation="lower_than", entity=LARGE), **fields,
    )


def multiple(judge: Any, low: str, **fields: Any) -> Any:
    return judge.claim(f"{low} times", low, unit="times", kind="ratio", metric="pe_ratio", **fields)


class TestImplied:
    """15.6 times and "31% cheaper than large caps" imply 22.61, [22.37, 22.85]."""

    def constraint(self, judge: Any, *claims: Any, rows: Any = ()) -> Any:
        found = [c for c in judge.verify(claims, rows)[1] if c.relation in ("discount", "premium")]
        return found[0] if found else None

    def test_implied_value(self, judge: Any) -> None:
        found = self.constraint(judge, multiple(judge, "15.6"), discount(judge))
        assert (str(found.implied_low), str(found.implied_high)) == ("22.37", "22.85")
        assert found.implied == "22.61x"
        assert found.holds is None

    @pytest.mark.parametrize(("stated", "holds"), [("22.6", True), ("22.4", True), ("19.5", False), ("23.5", False)])
    def test_third_number_in_the_text(self, judge: Any, stated: str, holds: bool) -> None:
        third = multiple(judge, stated, entity="us-large-cap", at=40)
        findings, constraints = judge.verify([multiple(judge, "15.6"), discount(judge), third], [])
        assert [c.holds for c in constraints if c.relation == "discount"] == [holds]
        labels = {one.verdict.label for one in findings}
        assert labels == ({"not_enough_data"} if holds else {"inconsistent"})

    def test_checked_against_what_was_published(self, judge: Any) -> None:
        row = judge.row("22.6", "2026-01-13", entity="sp-500", metric="pe_ratio", unit="times", basis=("forward",), provider="factset")
        found = self.constraint(judge, multiple(judge, "15.6", period="2026-01-13"), discount(judge, period="2026-01-13"), rows=[row])
        assert found.holds is True
        assert "22.6x by FactSet" in found.message

    def test_nothing_to_start_from(self, judge: Any) -> None:
        assert self.constraint(judge, discount(judge)) is None

    def test_a_premium(self, judge: Any) -> None:
        claim = judge.claim("50%", "50", kind="comparison", metric="valuation_premium", direction="up", at=20, baseline=Baseline(relation="higher_than", entity=LARGE))
        found = self.constraint(judge, multiple(judge, "30.0"), claim.model_copy(update={"metric": "pe_ratio"}))
        assert (found.relation, str(found.implied_low), str(found.implied_high)) == ("premium", "19.90", "20.10")


class TestChange:
    """A change with the two levels it joins."""

    @pytest.mark.parametrize(
        ("growth", "new", "old", "direction", "holds"),
        [
            ("12", "5.6", "5.0", "up", True), ("12", "6.1", "5.0", "up", False), ("10", "4.5", "5.0", "down", True),
            ("10", "5.5", "5.0", "down", False), ("12", "5.6", "5", "up", True),
        ],
    )
    def test_growth(self, judge: Any, growth: str, new: str, old: str, direction: str, holds: bool) -> None:
        fields = {"unit": "USD", "scale": 10**9, "kind": "level", "metric": "revenue", "period": None}
        after, before = judge.claim(f"${new}bn", new, at=10, **fields), judge.claim(f"${old}bn", old, at=20, **fields)
        claim = judge.claim(f"{growth}%", growth, metric="revenue_growth", direction=direction, derived_from=(after.id,), period=None)
        findings, constraints = judge.verify([claim, after, before], [])
        assert [c.holds for c in constraints] == [holds]
        assert all((one.verdict.label == "inconsistent") is not holds for one in findings)

    def test_points(self, judge: Any) -> None:
        fields = {"kind": "level", "metric": "policy_rate", "entity": "federal-reserve", "period": None}
        after, before = judge.claim("3.75%", "3.75", at=10, **fields), judge.claim("4.00%", "4.00", at=20, **fields)
        fields["kind"] = "change"
        claim = judge.claim("25 basis points", "25", unit="basis_point", direction="down", derived_from=(after.id,), **fields)
        assert [c.holds for c in judge.verify([claim, after, before], [])[1]] == [True]


class TestOrder:
    """ "18-19%, surpassing the 13%"."""

    @pytest.mark.parametrize(("low", "high", "other", "holds"), [("18", "19", "13", True), ("12", "12", "13", False), ("13.2", "13.2", "13.1", True)])
    def test_order(self, judge: Any, low: str, high: str, other: str, holds: bool) -> None:
        peer = judge.claim(f"{other}%", other, entity="us-large-cap", kind="comparison", at=30)
        claim = judge.claim(f"{low}%", low, high=high, baseline=Baseline(relation="higher_than", entity=LARGE, claim=peer.id))
        assert [c.holds for c in judge.verify([claim, peer], [])[1]] == [holds]


class TestRepeated:
    """One figure told twice."""

    @pytest.mark.parametrize(
        ("one", "other", "fields", "found"),
        [
            ("12", "15", {}, 1), ("12", "12.3", {}, 0), ("12", "15", {"period": "2024"}, 0), ("12", "15", {"basis": ("real",)}, 0),
            ("12", "15", {"entity": "sp-500"}, 0), ("12", "12", {"direction": "down"}, 1), ("12", "15", {"same_as": "c"}, 0),
        ],
    )
    def test_repeated(self, judge: Any, one: str, other: str, fields: dict[str, Any], found: int) -> None:
        claims = [judge.claim(f"{one}%", one), judge.claim(f"{other}%", other, at=200, **fields)]
        assert len([c for c in judge.verify(claims, [])[1] if c.relation == "repeated"]) == found


class TestParts:
    """A part of an amount is not the amount."""

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("Tesla automotive revenue was $70 billion.", "automotive"), ("Last year, Kindle revenue was $70 billion.", "Kindle"), ("Tesla reported revenue of $70 billion.", None),
            ("Tesla revenue was $70 billion.", None), ("Tesla's total revenue was $70 billion.", None), ("Revenue was $70 billion.", None),
            ("In the year to September, revenue was $70 billion.", None), ("Over at Kindle, revenue was $70 billion.", "Kindle"),
        ],
    )
    def test_part_named(self, judge: Any, text: str, part: str | None) -> None:
        from claimcheck.consistency import part_named

        claim = judge.claim("$70 billion", "70", scale=10**9, unit="USD", kind="level", metric="revenue", metric_text="revenue", entity=EntityRef(id="tesla", text="Tesla"))
        assert part_named(claim, text) == part

    def test_a_part_is_not_contradicted_by_the_whole(self, judge: Any) -> None:
        fields = {"metric": "revenue", "unit": "USD", "entity": "tesla"}
        claim = judge.claim("$70 billion", "70", scale=10**9, kind="level", metric_text="revenue", **fields)
        rows = [judge.row("94800000000", **fields)]
        for text, label in (("Tesla automotive revenue was $70 billion.", "not_enough_data"), ("Tesla revenue was $70 billion.", "contradicted")):
            assert judge.one(claim, rows, judge.article(text)).verdict.label == label


def told(text: str, relation: str, **known: Any) -> list[bool | None]:
    """Whether each relation of that kind that a text holds can be true."""
    from claimcheck.pipeline import Checker

    checker = Checker(refs=[])
    report = checker.check(checker.page(text, lang="en", **known))
    return [one.holds for one in report.consistency if one.relation == relation]


class TestWholes:
    @pytest.mark.parametrize(
        ("text", "holds"),
        [
            ("Services made up 60% of Apple's revenue in 2025, hardware 25% and the remaining 15% came from licences.", [True]),
            ("Services made up 62% of Apple's revenue in 2025, hardware 25% and the remaining 15% came from licences.", [False]),
            ("Services made up 33% of Apple's revenue in 2025, hardware 33% and the remaining 33% came from licences.", [True]),  # rounding
            ("Some 60% of investors own bonds, 70% of them shares and 25% of them gold.", []),  # shares that overlap
            ("Services made up 60% of Apple's revenue in 2025, hardware 25%.", []),  # others are left out
            ("Services made up 60% of Apple's revenue in 2025 and 55% in 2024; the rest was hardware, 40%.", []),  # two years
        ],
    )
    def test_shares(self, text: str, holds: list[bool]) -> None:
        assert told(text, "shares") == holds

    @pytest.mark.parametrize(
        ("text", "holds"),
        [
            ("Microsoft reported revenue of $70.0 billion, consisting of $40.0 billion from cloud and $30.0 billion from software.", [True]),
            ("Microsoft reported revenue of $70.0 billion, consisting of $40.0 billion from cloud and $25.0 billion from software.", [False]),
            ("Microsoft reported revenue of $70.0 billion, consisting of $40.1 billion from cloud and $29.8 billion from software.", [True]),  # rounding
            ("Microsoft reported revenue of $70.0 billion, including $40.0 billion from cloud and $25.0 billion from software.", []),  # not all of it
            ("The fund took in $3.1 billion in equities and $4.2 billion in bonds, for a total of $7.3 billion.", [True]),
            ("The fund took in $3.1 billion in equities and $4.2 billion in bonds, for a total of $8.3 billion.", [False]),
        ],
    )
    def test_totals(self, text: str, holds: list[bool]) -> None:
        assert told(text, "total") == holds

    def test_the_set_is_named(self) -> None:
        from claimcheck.pipeline import Checker

        checker = Checker(refs=[])
        report = checker.check(checker.page("The fund took in $3.1 billion in equities and $4.2 billion in bonds, for a total of $8.3 billion.", lang="en"))
        broken = next(one for one in report.consistency if one.holds is False)
        quotes = {one.id: one.quote for one in report.claims}
        assert [quotes[id] for id in broken.claims] == ["$8.3 billion", "$3.1 billion", "$4.2 billion"]
        assert "add up to $7.3 billion" in broken.message


class TestTitle:
    HEAD = "Apple posts revenue of $94 billion\n\n"

    @pytest.mark.parametrize(
        ("body", "holds"),
        [
            ("Apple reported revenue of $98 billion for the third quarter of 2025. The shares went nowhere.", [False]),
            ("Apple reported revenue of $94.2 billion for the third quarter of 2025. The shares went nowhere.", [True]),  # rounding
            ("Apple reported revenue of $98 billion for the third quarter and revenue of $94 billion for the second quarter of 2025.", []),
            ("Microsoft reported revenue of $98 billion for the third quarter of 2025. The shares went nowhere.", []),
            ("Apple expects revenue of $98 billion for the fourth quarter of 2025. The shares went nowhere.", []),
        ],
    )
    def test_against_the_body(self, body: str, holds: list[bool]) -> None:
        assert told(self.HEAD + body, "title", published_at="2025-11-03") == holds


@pytest.mark.parametrize(
    "text",
    [
        "Services made up 62% of Apple's revenue in 2025.",
        "Services made up 62% of Apple's revenue in 2025, up from 55% in 2024.",
        "Apple reported revenue of $416.2 billion in 2025, of which $109.2 billion came from services.",
    ],
)
def test_parts_are_not_taken_for_the_whole(text: str) -> None:
    from claimcheck.pipeline import Checker

    checker = Checker()
    report = checker.check(checker.page(text, lang="en", published_at="2026-02-03"))
    labels = {one.quote: one.verdict.label for one in report.claims}
    assert all(labels[quote] != "contradicted" for quote in ("62%", "55%", "$109.2 billion") if quote in labels)
