"""Documents as evidence: what tables and sentences say, and claims against them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimcheck.documents import Documents, read
from claimcheck.documents.grains import key_name, marks_at
from claimcheck.documents.tables import Number, parse_number, scale_of, tables
from claimcheck.pipeline import Checker
from claimcheck.schema import Article, Claim, EntityRef, Page, Period, Quantity, Span

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


BALANCE = """| | December 31, | | | | |
|---|---|---|---|---|---|
| (In millions) | | 2025 | | | 2024 |
| Cash and cash equivalents | $ | 512.4 | | $ | 433.9 |
| Total current assets | | 1,840.2 | | | 1,702.3 |
| Total current liabilities | | 1,211.0 | | | 1,150.4 |
| Long-term debt | | 1,500.0 | | | 1,650.0 |
| Total liabilities | | 3,105.2 | | | 3,200.9 |
| Total stockholders' equity | | 2,098.5 | | | 1,787.2 |
| Total assets | | 5,203.7 | | | 4,988.1 |"""
QUARTERS = """(in thousands, except per share data)

| | Three Months Ended September 30, | | Nine Months Ended September 30, | |
|---|---|---|---|---|
| | 2025 | 2024 | 2025 | 2024 |
| Net revenues | $ 120,450 | $ 101,300 | $ 345,210 | $ 298,400 |
| Gross profit | 49,390 | 38,500 | 140,110 | 114,400 |
| Income before income taxes | 16,090 | 8,350 | 41,810 | 25,800 |
| Provision for income taxes | 3,540 | 1,920 | 9,200 | 5,680 |
| Diluted earnings per share | $ 0.41 | $ 0.21 | $ 1.06 | $ 0.66 |"""
SPACED = """Amounts in millions

                            2025       2024
Segments
Americas                 5,686.0    6,092.0
Asia                       914.0
Europe                                680.0
Total                    6,600.0    6,772.0
"""
YEARS_DOWN = """Estimated amortization expense (in millions):

| Year | Amount |
|---|---|
| 2026 | $ 12.5 |
| 2027 | 11.0 |
| 2028 | 9.4 |
| Thereafter | 10.2 |
| Total | $ 43.1 |"""
RUN_TOGETHER = """Consolidated statements of income (in millions)
December 31, 2025 2024
Net sales $ 1,250.0 $ 1,100.0
Cost of sales (800.0) (720.0)
Other income - 12.0
Net income 95.5 88.1
"""
NOTES = (
    "Sales to our largest customer accounted for 18% of net revenues in the third quarter of 2025, compared to 21% in the third quarter of 2024. "
    "We had approximately 3,400 employees as of December 31, 2025 compared with 3,100 a year earlier."
)


def verdict_of(document: str, text: str) -> str:
    """The verdict on a whole text by a document: one bad claim outweighs good ones."""
    labels = {one.verdict.label for one in Checker().check(Page(text=text, lang="en", evidence=(document,))).claims}
    if labels & {"contradicted", "inconsistent"}:
        return "refuted"
    return "entailed" if labels & {"supported", "imprecise"} else "open"


BY_QUARTER = """Results by quarter (dollars in thousands)
| | Q1 2025 | Q4 2024 | Q1 2024 |
|---|---|---|---|
| Pump revenue | 21,300 | 20,100 | 18,700 |
| Valve revenue | 8,200 | 8,900 | 9,400 |
| Total revenue | 29,500 | 29,000 | 28,100 |
| Restructuring expense | 700 | 300 | 100 |
| Operating profit | 4,100 | 4,400 | 3,900 |"""


class TestQuarters:
    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("Pump revenue was $21.3 million in the first quarter of 2025.", "entailed"),
            ("Pump revenue was $18.7 million in the first quarter of 2025.", "refuted"),  # a year before
            ("Pump revenue was $21.3 million in Q1 2025, up from $18.7 million in the same period of 2024.", "entailed"),
            ("Pump revenue was $21.3 million in Q1 2025, up from $20.1 million in the same period of 2024.", "refuted"),
            ("Pump revenue rose 13.9% in Q1 2025 from a year earlier.", "entailed"),
            ("Pump revenue rose 6.0% in Q1 2025 from a year earlier.", "refuted"),  # on the quarter
            ("Pump revenue rose 6.0% sequentially in Q1 2025.", "entailed"),
            ("Pump revenue rose 13.9% sequentially in Q1 2025.", "refuted"),
            ("Pump revenue rose 6.0% between the fourth quarter of 2024 and the first quarter of 2025.", "entailed"),
            ("Pump revenue rose 9.0% in Q1 2025.", "open"),  # on what is not said
            ("Valve revenue was $9.9 million in the third quarter of 2025.", "open"),  # not in the table
            ("Pumps were the largest product line in Q1 2025.", "open"),
            ("Operating profit peaked in the fourth quarter of 2024.", "entailed"),
            ("Excluding restructuring expense, operating profit would have been $4.8 million in Q1 2025.", "entailed"),
            ("Excluding restructuring expense, operating profit would have been $3.4 million in Q1 2025.", "refuted"),
            ("Excluding valve revenue, total revenue was $21.3 million in Q1 2025.", "entailed"),
        ],
    )
    def test_of_one_table(self, text: str, verdict: str) -> None:
        assert verdict_of(BY_QUARTER, text) == verdict

    @pytest.mark.parametrize(
        ("text", "grain", "keys"),
        [
            ("Q3 2025 and Q1", "quarter", [20253, 20251]), ("3Q24", "quarter", [20243]), ("Q2 ’25", "quarter", [20252]),
            ("between the second and the third quarter of 2025", "quarter", [20252, 20253]),
            ("three months ended June 30, 2025", "quarter", [20252]), ("nine months ended September 30, 2025", "quarter", []),
            ("Q1 2025 against the same quarter of 2023", "quarter", [20251, 20231]), ("the last quarter of a mile", "quarter", []),
            ("in March 2025 and May", "month", [202503, 202505]), ("the marketing of 2025", "month", []), ("in 2025", "year", [2025]),
        ],
    )
    def test_keys(self, text: str, grain: str, keys: list[int]) -> None:
        assert [key for _, key in marks_at(text, grain)] == keys

    @pytest.mark.parametrize(("key", "name"), [(2025, "2025"), (20253, "2025-Q3"), (202511, "2025-11")])
    def test_names_of_keys(self, key: int, name: str) -> None:
        assert key_name(key) == name


SEGMENTS = """Sales by region (in millions of euros)
| | 2025 | 2024 |
|---|---|---|
| North | 40 | 44 |
| South | 35 | 31 |
| Overseas | 25 | 20 |
| Total | 100 | 95 |

Interest expense decreased to €23.4 million from €24.9 million, reflecting lower borrowings.
Rent paid was €4.1 million in 2025, €3.9 million in 2024 and €3.5 million in 2023."""


class TestRowsAndSentences:
    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("North was the largest region in 2025.", "entailed"),
            ("South was the largest region in 2025.", "refuted"),
            ("South was the second largest region in 2025.", "open"),
            ("Overseas was the smallest region in 2024.", "entailed"),
            ("North was highest in 2024.", "entailed"),  # of its years
            ("Excluding Overseas, total sales were €75 million in 2025.", "entailed"),
            ("Excluding Overseas, total sales were €57 million in 2025.", "refuted"),
            ("North stood at €40 in 2025.", "open"),  # the size left out
            ("North stood at €40 billion in 2025.", "refuted"),
            ("Interest expense fell by €1.5 million to €23.4 million.", "entailed"),
            ("Interest expense fell by €2.5 million to €23.4 million.", "refuted"),
            ("Interest expense fell by 6.0%.", "entailed"),
            ("Rent paid was €3.9 million in 2024.", "entailed"),
            ("Rent paid was €4.1 million in 2023.", "refuted"),
            ("Rent paid rose 5.1% in 2025.", "entailed"),
        ],
    )
    def test_verdicts(self, text: str, verdict: str) -> None:
        assert verdict_of(SEGMENTS, text) == verdict


class TestWholeTexts:
    @pytest.mark.parametrize(
        ("document", "text", "verdict"),
        [
            (BALANCE, "Total current liabilities exceeded cash and cash equivalents by $698.6 million at December 31, 2025.", "entailed"),
            (BALANCE, "Total current liabilities exceeded cash and cash equivalents by $798.6 million at December 31, 2025.", "refuted"),
            (BALANCE, "Cash and cash equivalents exceeded total current liabilities by $698.6 million at December 31, 2025.", "refuted"),
            (BALANCE, "Long-term debt decreased by $150 million, or 9.1%, during 2025.", "entailed"),
            (BALANCE, "Long-term debt decreased by $150 million, or 10.1%, during 2025.", "refuted"),
            (BALANCE, "Long-term debt was $150 million lower in 2024 than in 2025.", "refuted"),
            (BALANCE, "Long-term debt decreased by $150 billion during 2025.", "refuted"),
            (BALANCE, "Stockholders' equity represented 40.3% of total assets in 2025.", "entailed"),
            (BALANCE, "As a percentage of total assets, stockholders' equity was 40.3% in 2025.", "entailed"),
            (BALANCE, "Stockholders' equity represented 46.3% of total assets in 2025.", "refuted"),
            (BALANCE, "Long-term debt fell by 9.1 percentage points in 2025.", "refuted"),  # points of an amount
            (BALANCE, "The current ratio improved from 1.48 in 2024 to 1.52 in 2025.", "entailed"),
            (BALANCE, "The current ratio improved from 1.48 in 2024 to 1.72 in 2025.", "refuted"),
            (BALANCE, "Goodwill rose by 12.4% in 2025.", "open"),
            (QUARTERS, "Net revenues for the three months ended September 30, 2025 increased 18.9% compared to the same period in 2024.", "entailed"),
            (QUARTERS, "Net revenues for the three months ended September 30, 2025 increased 15.7% compared to the same period in 2024.", "refuted"),
            (QUARTERS, "Net revenues for the nine months ended September 30, 2025 increased 15.7% over the prior-year period.", "entailed"),
            (QUARTERS, "The gross margin rose by 3.0 percentage points to 41.0% in the third quarter of 2025.", "entailed"),
            (QUARTERS, "The gross margin rose by 5.0 percentage points to 41.0% in the third quarter of 2025.", "refuted"),
            (QUARTERS, "The effective tax rate for the three months ended September 30, 2025 was lower than in the prior-year quarter.", "entailed"),
            (QUARTERS, "The effective tax rate for the three months ended September 30, 2025 was higher than in the prior-year quarter.", "refuted"),
            (QUARTERS, "Diluted earnings per share rose to $0.41 in the three months ended September 30, 2025 from $0.21 in the same quarter of 2024.", "entailed"),
            (QUARTERS, "Diluted earnings per share rose to $0.51 in the three months ended September 30, 2025 from $0.21 in the same quarter of 2024.", "refuted"),
            (SPACED, "Americas declined by 6.7% from 2024 to 2025.", "entailed"),
            (SPACED, "Europe stood at $680.0 million in 2024.", "entailed"),  # by its place, not its order
            (SPACED, "Europe stood at $680.0 million in 2025.", "open"),
            (YEARS_DOWN, "Total estimated amortization expense for 2026 through 2028 is $32.9 million.", "entailed"),
            (YEARS_DOWN, "Total estimated amortization expense for 2026 through 2028 is $39.9 million.", "refuted"),
            (YEARS_DOWN, "Amortization expense is expected to decline by 12% from 2026 to 2027.", "entailed"),
            (RUN_TOGETHER, "Net sales rose 13.6% to $1,250 million in 2025.", "entailed"),
            (RUN_TOGETHER, "Net sales rose 16.3% to $1,250 million in 2025.", "refuted"),
            (RUN_TOGETHER, "Other income was $12.0 million in 2024.", "entailed"),
            (NOTES, "The share of revenue from the largest customer declined by 3 percentage points to 18% in the third quarter of 2025.", "entailed"),
            (NOTES, "The share of revenue from the largest customer declined by 6 percentage points to 18% in the third quarter of 2025.", "refuted"),
            (NOTES, "The number of employees grew by about 9.7% during 2025.", "entailed"),
            (NOTES, "The number of employees grew by about 14.7% during 2025.", "refuted"),
        ],
    )
    def test_of_filings(self, document: str, text: str, verdict: str) -> None:
        assert verdict_of(document, text) == verdict

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("Long-term debt was lower in 2025 than in 2024.", "entailed"),
            ("Long-term debt was higher in 2025 than in 2024.", "refuted"),
            ("Total liabilities exceeded total current assets in 2025.", "entailed"),
            ("Total current assets exceeded total liabilities in 2025.", "refuted"),
            ("Long-term debt was highest in 2024.", "entailed"),
            ("Long-term debt peaked in 2025.", "refuted"),
            ("Goodwill was higher in 2025 than in 2024.", "open"),
        ],
    )
    def test_orders_in_words(self, text: str, verdict: str) -> None:
        assert verdict_of(BALANCE, text) == verdict

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("Total assets were 5,203.7 in 2025.", "entailed"),
            ("Total assets were 5,230.7 in 2025.", "refuted"),
            ("Goodwill, see note 12, was written off.", "open"),
        ],
    )
    def test_bare_numbers(self, text: str, verdict: str) -> None:
        assert verdict_of(BALANCE, text) == verdict

    def test_rows_that_fit_alike_refute_nothing(self) -> None:
        text = "| | 2025 | 2024 |\n|---|---|---|\n" + "".join(
            f"| Unit {name} cost of services | {n}.5 | {n}.1 |\n" for n, name in enumerate(("north", "south", "east", "west"), 3)
        )
        assert verdict_of(text, "The cost of services rose 44% in 2025 from 2024.") == "open"


def test_a_sentence_is_no_row() -> None:
    assert not read(["The rates of 2025 and 2024 were 3.5 and 4.1, and nothing else was paid."]).tables


def test_a_year_in_a_name_does_not_single_out_a_row() -> None:
    text = "| Item | 2025 | 2024 |\n|---|---|---|\n" + "".join(
        f"| Row f{n} total cost of the segment | {n}.5 | {n}.1 |\n" for n in (17, 31, 58, 1916)
    )
    assert verdict_of(text, "The total cost of the segment rose 4% in 2025 from 2024.") == "open"


def table_pdf(rows: Sequence[tuple[int, Sequence[tuple[int, str]]]]) -> bytes:
    """A one-page PDF with each text at its place: (height, ((left, text), ...)) a row."""
    runs = [
        f"BT /F1 9 Tf {left} {height} Td ({text}) Tj ET"
        for height, cells in rows for left, text in cells
    ]
    stream = "\n".join(runs).encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 300]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\n" \
        b"startxref\n%d\n%%%%EOF\n" % (table, start)


FILING = table_pdf([
    (270, [(30, "Orrin Tools, Inc. Consolidated statements of income")]),
    (255, [(30, "\\(in millions, except per share data\\)")]),
    (235, [(250, "2025"), (330, "2024"), (410, "2023")]),
    (220, [(30, "Net sales"), (240, "$ 1,250.0"), (320, "$ 1,100.0"), (400, "$ 1,000.0")]),
    (205, [(30, "Cost of sales"), (240, "800.0"), (320, "720.0"), (400, "650.0")]),
    (190, [(30, "Gross profit"), (240, "450.0"), (320, "380.0"), (400, "350.0")]),
    (175, [(30, "Interest expense"), (240, "62.5"), (320, "60.0"), (400, "55.0")]),
    (160, [(30, "Diluted earnings per share"), (240, "1.42"), (320, "1.31"), (400, "1.20")]),
    (130, [(30, "The company had 3,410 employees at the end of 2025, compared with 3,105 at the end of 2024.")]),
])


class TestPdf:
    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("Net sales rose 13.6% to $1,250 million in 2025.", "entailed"),
            ("Net sales rose 16.3% to $1,250 million in 2025.", "refuted"),
            ("Interest expense was $60.0 million in 2024.", "entailed"),
            ("Interest expense was $60.0 billion in 2024.", "refuted"),
            ("Interest expense was $55.0 million in 2024.", "refuted"),
            ("Diluted earnings per share were $1.42 in 2025.", "entailed"),
            ("Gross profit fell by $70 million in 2025.", "refuted"),
            ("The company had 3,410 employees at the end of 2025.", "entailed"),
            ("Goodwill was $12 million in 2025.", "open"),
        ],
    )
    def test_a_file_as_evidence(self, tmp_path: Path, text: str, verdict: str) -> None:
        pytest.importorskip("pypdf")
        path = tmp_path / "filing.pdf"
        path.write_bytes(FILING)
        findings = Checker(evidence=(str(path),)).check(Page(text=text, lang="en")).claims
        labels = {one.verdict.label for one in findings}
        said = "entailed" if labels & {"supported", "imprecise"} else "open"
        assert ("refuted" if "contradicted" in labels else said) == verdict


FERRO = """Ferrolux Group: income statement (in millions of euros)

| | 2024 | 2023 | 2022 |
|---|---|---|---|
| Revenue | 1,842.5 | 1,760.2 | 1,655.9 |
| of which Lighting | 1,120.4 | 1,098.7 | 1,040.1 |
| of which Controls | 722.1 | 661.5 | 615.8 |
| Cost of sales | (1,180.3) | (1,144.1) | (1,093.0) |
| Operating profit | 214.6 | 171.8 | 180.4 |
| Net profit | 148.9 | (12.4) | 121.7 |
| Basic earnings per share | 1.49 | (0.12) | 1.22 |
| Dividend per share | 0.60 | 0.45 | 0.45 |
"""


class TestSeveralNumbers:
    """What of a sentence of several numbers is whose is a guess, and a guess refutes nothing."""

    @pytest.mark.parametrize("text", [
        "Lighting made up 61% of revenue in 2024, down from 62% a year earlier and 63% in 2022.",
        "Controls grew 9%, more than four times as fast as Lighting's 2%.",
        "The company swung to a net profit of €148.9 million from a loss of €12.4 million.",
        "Operating margin widened to 11.6% from 9.8%, and stood at 10.9% in 2022.",
        "Over two years revenue is up €186.6 million, or 11%.",
        "The payout of €0.60 a share is 40% of earnings per share.",
        "In 2023 operating profit slipped 5% even though sales grew 6%.",
        "Cost of sales rose 3.2% in 2024, less than revenue.",
    ])  # fmt: skip
    def test_true_ones_are_not_refuted(self, text: str) -> None:
        assert verdict_of(FERRO, text) != "refuted"

    def test_a_time_longer_than_the_columns_is_not_refuted(self) -> None:
        assert verdict_of(BY_QUARTER, "Over the last four quarters pump revenue was $93.0 million.") != "refuted"

    @pytest.mark.parametrize("text", [
        "Revenue rose 7.4% to €1,842.5 million in 2024.",
        "Operating margin widened to 13.6% in 2024.",
        "Net profit came to €194.8 million in 2024, after a loss of €12.4 million.",
        "Operating profit climbed to €214.6 million from €171.8 million, an increase of 29.4%.",
    ])  # fmt: skip
    def test_wrong_ones_still_are(self, text: str) -> None:
        assert verdict_of(FERRO, text) == "refuted"
