"""Documents as evidence: what tables and sentences say, and claims against them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from claimcheck.documents import Documents, read
from claimcheck.documents.tables import Number, parse_number, scale_of, tables
from claimcheck.schema import Article, Claim, EntityRef, Period, Quantity, Span

# A made-up company; every figure is ours.
INCOME = """
Orrin Tools, consolidated income (in millions, except per share data)

|                        | 2025    | 2024    | 2023    |
|------------------------|---------|---------|---------|
| Net sales              | $1,250.0 | $1,100.0 | $1,000.0 |
| Cost of sales          | (800.0) | (720.0) | (650.0) |
| Gross profit           | 450.0   | 380.0   | 350.0   |
| Research expense       | 62.5    | 60.0    | 55.0    |
| Operating income (loss) | 30.0   | (12.0)  | 25.0    |
| Gross margin           | 36.0%   | 34.5%   | 35.0%   |
| Earnings per share     | 1.42    | (0.55)  | 1.20    |
"""
HTML = """<p>Amounts in thousands.</p><table>
<tr><td></td><th colspan="2">Years ended 31 December</th></tr>
<tr><td></td><th>2025</th><th>2024</th></tr>
<tr><td>Europe</td><td>$</td><td>4,500</td><td>$</td><td>5,000</td></tr>
<tr><td>Asia</td><td></td><td>1,500</td><td></td><td>1,000</td></tr>
<tr><td>Total sales</td><td></td><td>6,000</td><td></td><td>6,000</td></tr></table>
<p>Headcount rose to 1,240 at the end of 2025 from 1,180 a year earlier.</p>"""
SPACED = """Segment sales (in thousands)
              2025      2024
Pumps        4,500     5,000
Valves       1,500     1,000
"""


@pytest.mark.parametrize(
    ("text", "value", "unit", "decimals"),
    [
        ("$ 1,452.4", "1452.4", None, 1), ("(44.1)", "-44.1", None, 1), ("−3", "-3", None, 0), ("36.0%", "36.0", "percent", 1),
        ("(2.5)%", "-2.5", "percent", 1), ("15.6x", "15.6", "times", 1), ("$(12)", "-12", None, 0), ("1,234 (a)", "1234", None, 0),
    ],
)
def test_numbers_of_cells(text: str, value: str, unit: str | None, decimals: int) -> None:
    assert parse_number(text) == Number(Decimal(value), unit, decimals)


@pytest.mark.parametrize("text", ["", "—", "n/a", "Net sales", "Q1 2025", "31 December"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "power"),
    [("(in millions)", 6), ("in thousands of US dollars", 3), ("(Dollars in millions)", 6), ("$ million", 6), ("$’000", 3), ("US$m", 6), ("(€bn)", 9),
     ("Sales by region", None), ("A table of income", None)],
)
def test_scale(text: str, power: int | None) -> None:
    assert scale_of(text) == power


@pytest.mark.parametrize(("text", "rows"), [(INCOME, 7), (HTML, 3), (SPACED, 2)])
def test_tables_are_found(text: str, rows: int) -> None:
    (table,) = tables(text)
    assert len(table.labels) == rows
    assert {cell.years for cell in table.cells} <= {(2025,), (2024,), (2023,)}
    assert table.scale in (3, 6)


def ask(sentence: str, quote: str, low: str, unit: str = "percent", scale: int = 1, **fields: Any) -> tuple[Claim, Article]:
    """A claim as the extractor gives it, from its sentence."""
    at = sentence.index(quote)
    size = Decimal(scale)
    quantity = Quantity(low=Decimal(low) * size, high=Decimal(low) * size, unit=unit, scale=size, decimals=len(low.partition(".")[2]))
    claim = Claim(
        id="c", kind=fields.pop("kind", "level"), span=Span(start=at, end=at + len(quote)), page_span=None, quote=quote,
        sentence=Span(start=0, end=len(sentence)), quantity=quantity, metric="other", entity=EntityRef(id=None, text=""), period=Period(), **fields,
    )
    return claim, Article(id="a", source="t", text=sentence)


def judged(document: str, *args: Any, **fields: Any) -> str:
    return read([document]).judge(*ask(*args, **fields))[0].label


MILLION = {"unit": "USD", "scale": 10**6}


class TestLevels:
    @pytest.mark.parametrize(
        ("sentence", "quote", "low", "fields", "label"),
        [
            ("Net sales in 2025 were $1,250 million.", "$1,250 million", "1250", MILLION, "supported"),
            ("Net sales in 2024 were $1,250 million.", "$1,250 million", "1250", MILLION, "contradicted"),
            ("Net sales in 2025 were $1,250 thousand.", "$1,250 thousand", "1250", {"unit": "USD", "scale": 1000}, "contradicted"),
            ("Net sales in 2025 were $1,520 million.", "$1,520 million", "1520", MILLION, "contradicted"),
            ("Cost of sales was $800 million in 2025.", "$800 million", "800", MILLION, "supported"),
            ("The operating loss of 2024 was -$12 million.", "-$12 million", "-12", MILLION, "supported"),
            ("Operating income in 2024 was $12 million.", "$12 million", "12", MILLION, "contradicted"),
            ("Gross margin stood at 36.0% in 2025.", "36.0%", "36.0", {}, "supported"),
            ("Gross margin stood at 34.5% in 2025.", "34.5%", "34.5", {}, "contradicted"),
            ("Earnings per share were $1.42 in 2025.", "$1.42", "1.42", {"unit": "USD"}, "supported"),
            ("Goodwill in 2025 was $90 million.", "$90 million", "90", MILLION, "not_enough_data"),
            ("Net sales in 2019 were $1,250 million.", "$1,250 million", "1250", MILLION, "not_enough_data"),
        ],
    )
    def test_rows(self, sentence: str, quote: str, low: str, fields: dict[str, Any], label: str) -> None:
        assert judged(INCOME, sentence, quote, low, **fields) == label


class TestArithmetic:
    @pytest.mark.parametrize(
        ("sentence", "quote", "low", "fields", "label"),
        [
            ("Net sales rose 13.6% from 2024 to 2025.", "13.6%", "13.6", {"direction": "up"}, "supported"),
            ("Net sales fell 13.6% from 2024 to 2025.", "13.6%", "13.6", {"direction": "down"}, "contradicted"),
            ("Net sales rose 16.3% from 2024 to 2025.", "16.3%", "16.3", {"direction": "up"}, "contradicted"),
            ("Net sales rose 13.6 percentage points from 2024 to 2025.", "13.6 percentage points", "13.6", {"unit": "percentage_point"}, "contradicted"),
            ("The percentage change in net sales between 2023 and 2024 was 10%.", "10%", "10", {}, "supported"),
            ("The percentage change in net sales between 2023 and 2024 was -10%.", "-10%", "-10", {}, "contradicted"),
            ("The change in net sales from 2024 to 2025 was $150 million.", "$150 million", "150", MILLION, "supported"),
            ("The change in net sales from 2024 to 2025 was -$150 million.", "-$150 million", "-150", MILLION, "contradicted"),
            ("Gross margin rose 1.5 percentage points from 2024 to 2025.", "1.5 percentage points", "1.5", {"unit": "percentage_point"}, "supported"),
            ("Gross margin rose 1.5% from 2024 to 2025.", "1.5%", "1.5", {}, "contradicted"),
            ("The average net sales for 2023 to 2025 were $1,116.7 million.", "$1,116.7 million", "1116.7", MILLION, "supported"),
            ("Research expense as a percentage of net sales was 5% in 2025.", "5%", "5", {}, "supported"),
            ("Research expense as a percentage of net sales was 8% in 2025.", "8%", "8", {}, "contradicted"),
            ("The ratio of gross profit to research expense in 2025 was 7.2.", "7.2", "7.2", {"unit": "count"}, "supported"),
            ("The difference between gross profit and research expense in 2025 was $387.5 million.", "$387.5 million", "387.5", MILLION, "supported"),
            ("The sum of research expense in 2024 and 2025 was $122.5 million.", "$122.5 million", "122.5", MILLION, "supported"),
        ],
    )
    def test_rows(self, sentence: str, quote: str, low: str, fields: dict[str, Any], label: str) -> None:
        assert judged(INCOME, sentence, quote, low, **fields) == label

    @pytest.mark.parametrize(
        ("quote", "low", "fields", "label"),
        [
            ("$1,100 million", "1100", MILLION, "supported"), ("$1,250 million", "1250", MILLION, "supported"),
            ("$1,350 million", "1350", MILLION, "contradicted"),
        ],
    )
    def test_from_one_level_to_another(self, quote: str, low: str, fields: dict[str, Any], label: str) -> None:
        sentence = "Net sales rose from $1,100 million in 2024 to $1,250 million in 2025."
        if quote not in sentence:
            sentence = sentence.replace("$1,250 million", quote)
        assert judged(INCOME, sentence, quote, low, **fields) == label

    def test_a_margin_that_rose_to(self) -> None:
        for low, label in (("36.0", "supported"), ("38.0", "contradicted")):
            sentence = f"Gross margin rose to {low}% in 2025 from 34.5% in 2024."
            assert judged(INCOME, sentence, f"{low}%", low, kind="ratio", direction="up") == label

    def test_a_share_of_the_total_below(self) -> None:
        assert judged(HTML, "Asia accounted for 25% of the total in 2025.", "25%", "25") == "supported"
        assert judged(HTML, "Asia accounted for 52% of the total in 2025.", "52%", "52") == "contradicted"

    def test_a_formula_needs_its_word(self) -> None:
        """450 / 380 happens to be near 1.18; nothing in the sentence names a ratio."""
        assert judged(INCOME, "Gross profit improved to 118% in 2025.", "118%", "118") != "supported"

    def test_the_work_is_shown(self) -> None:
        verdict, evidence = read([INCOME]).judge(*ask("Net sales rose 13.6% from 2024 to 2025.", "13.6%", "13.6", direction="up"))
        assert evidence[0].computation == "(1250.0 - 1100.0) / 1100.0 = 13.64%"
        assert "13.64%" in verdict.reason


class TestSentences:
    @pytest.mark.parametrize(("quote", "low", "label"), [("1,240", "1240", "supported"), ("1,420", "1420", "contradicted")])
    def test_headcount(self, quote: str, low: str, label: str) -> None:
        documents = read(["The group's headcount rose to 1,240 people at the end of 2025."])
        claim, article = ask(f"At the end of 2025 headcount of the group rose to {quote} people.", quote, low, "count")
        assert documents.judge(claim, article)[0].label in (label, "not_enough_data")

    @pytest.mark.parametrize(
        ("sentence", "quote", "low", "label"),
        [
            ("Income taxes paid in 2018 were $2.1 million.", "$2.1 million", "2.1", "supported"),
            ("Income taxes paid in 2019 were $2.1 million.", "$2.1 million", "2.1", "contradicted"),
            ("Income taxes paid between 2017 and 2019 came to a total of $42.3 million.", "$42.3 million", "42.3", "supported"),
        ],
    )
    def test_respectively(self, sentence: str, quote: str, low: str, label: str) -> None:
        text = "Income taxes of $36.5 million, $2.1 million, and $3.7 million were paid in fiscal years 2019, 2018, and 2017, respectively."
        assert judged(text, sentence, quote, low, **MILLION) == label

    def test_another_subject(self) -> None:
        documents = read(["The dividend was raised to $0.40 a share in 2025."])
        assert documents.judge(*ask("Capital spending reached $0.40 billion in 2025.", "$0.40 billion", "0.40", "USD", 10**9))[0].label == "not_enough_data"


def test_through_verify(judge: Any) -> None:
    from claimcheck.reference import Reference
    from claimcheck.verify import verify

    claim, article = ask("Net sales in 2025 were $1,250 million.", "$1,250 million", "1250", **MILLION)
    findings, _ = verify([claim], article, Reference(), None, read([INCOME]))
    assert findings[0].verdict.label == "supported"
    assert findings[0].evidence[0].source.id == "document 1"


@pytest.mark.parametrize("text", ["", "|||", "<table></table>", "<table><tr><td>1", "|a|\n|-|", "\t\t\n1\t2", "| | 2025 |\n" * 3])
def test_odd_documents_are_read(text: str) -> None:
    assert isinstance(read([text]), Documents)


def test_ten_thousand_rows() -> None:
    text = "| Item | 2025 |\n|---|---|\n" + "".join(f"| Row {chr(97 + n % 26)}{n} | {n}.5 |\n" for n in range(10_000))
    assert read([text]).judge(*ask("Row b27 was $27.5 in 2025.", "$27.5", "27.5", "USD"))[0].label in ("supported", "not_enough_data")
