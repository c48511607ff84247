"""How a number is said on calls and in notes: forecasts without the usual words, reports with them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.trained import WEIGHTS
from claimcheck.trained.linear import read

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location(
    "stance_score", ROOT / "corpora" / "stance" / "score.py"
)
assert SPEC
assert SPEC.loader
score = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(score)

FORECASTS = """
We have capex at $420 million for fiscal 2026.
For the fourth quarter, we're looking at revenue of $1.9 billion.
Gross margin should land at 41.5% next quarter.
Our model has operating margin at 18% by fiscal 2028.
That puts us on pace for free cash flow of $900 million this year.
We're tracking toward EPS of $6.40 for the full year.
The new contract adds $75 million of revenue in fiscal 2027.
Think of the tax rate as 21% for the rest of the year.
Fiscal 2026 revenue is $12.4 billion to $12.8 billion.
Our framework bakes in price increases of 3% for 2026.
We're comfortable with a 22% operating margin exiting 2026.
From here margins step up another 120 basis points by the end of fiscal 2026.
We're calling for revenue growth of 9% at the midpoint.
The midpoint of our range is $4.25 a share.
Our long-term model calls for EBITDA margins north of 30%.
We continue to target $500 million of cost savings.
You can model depreciation of about $260 million for the year.
We'd point you to operating expenses of $640 million in Q4.
The run-rate gets us to $2 billion of revenue in 2027.
We are raising our full-year revenue range to $8.1 billion to $8.3 billion.
We have line of sight to $350 million in savings by 2027.
Capex steps down to $1.1 billion next year.
We're underwriting revenue growth of 6% in fiscal 2026.
FY26 EPS $3.10 vs $2.75.
2027E revenue of $14.2bn, up 8%.
We pencil in EPS of $5.20 for 2027.
Our $180 price target implies 22% upside.
The Street sits at $1.42 for Q4.
The stock discounts revenue growth of 12% through 2028.
Our numbers bake in a 150bp margin decline in FY26.
Morgan Stanley sees the S&P 500 at 7,200 by the end of next year.
We have revenue at $9.4 billion in 2026, 3% above consensus.
We model gross margin of 44% in 2026.
FY27E EBITDA: $1.3bn.
Estimates: 2025E $4.10, 2026E $4.85.
We are at $2.35 for FY26, versus the Street at $2.28.
Our base case has Brent at $62 in 2026.
We lift our 2026 EPS to $7.15 from $6.90.
We trim our FY26 revenue to $5.6 billion.
Goldman's call is for three cuts and a policy rate of 3.25% by mid-2026.
Margins peak at 27% in 2026.
By 2028 the segment is a $3 billion business.
"""
REPORTS = """
We finished the quarter with cash of $3.2 billion.
Looking back at Q3, gross margin landed at 40.8%.
Revenue was $1.75 billion, above the high end of our guidance range.
We exited the quarter at an annualized run-rate of $1.6 billion.
EPS of $1.12 came in ahead of our outlook.
We delivered operating margin of 17.4%, 40 basis points better than we planned.
Bookings for future delivery grew 14% to $5.1 billion.
Free cash flow was $210 million, so we're on track for the year.
Revenue in the Americas grew 11%, as we expected.
Our target markets grew 5% in 2024.
As planned, we closed 14 stores, and sales fell 2%.
The forward business delivered revenue of $88 million in the quarter.
Last year at this time we had cash of $2.6 billion.
Net income came to $96 million, helped by the project in Chile.
Q3 EPS $2.31 vs $2.20 a year ago.
FY24 EPS $2.75 vs $2.40.
2024A revenue of $13.1bn, up 6%.
The print: revenue $4.4bn, beat by 3%.
The stock trades at 18x and is down 12% since our downgrade.
Margins peaked at 27% in 2024.
Organic growth of 5.1% topped our 4.5%.
Last week's CPI showed inflation at 3.1%, above the Street.
Shares rose 4% after the company raised its guidance.
Revenue missed by 2% at $812 million.
Since we initiated with a $90 target, the stock has gained 35%.
EBITDA reached $310m in the first half of 2025.
Net debt fell to $2.1bn, leaving room for future buybacks.
Inflows hit $14 billion in October as investors bet on rate cuts.
Backlog of $7.7bn covers two years of production.
The yield fell to 4.05% as traders priced in easing.
Bookings rose 9% to $2.2 billion, above the guidance.
Sales climbed 6% on expected demand for heating.
"""


def _first(text: str) -> str:
    found = extract_text(text, published_at="2025-11-03", lang="en", lane="fast").claims
    return next(claim.modality for claim in found if claim.quantity is not None)


@pytest.mark.parametrize("text", FORECASTS.strip().splitlines())
def test_what_managers_and_analysts_forecast(text: str) -> None:
    assert _first(text) in ("forecast", "conditional")


@pytest.mark.parametrize("text", REPORTS.strip().splitlines())
def test_what_they_report_beside_words_of_the_future(text: str) -> None:
    assert _first(text) == "reported"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Where an analyst sees a share is told of what is to come, though the number stands alone;
        # where one saw it before, or what it did in a year that is over, is not.
        ("Buy, TP €64.", "forecast"),
        ("Downgrade to Neutral; PT cut to $88.", "forecast"),
        ("PT for 2023: $31.", "reported"),
        # The mark of an estimate says so though the year is under way; that of an actual does not.
        ("2025E EPS of $4.10.", "forecast"),
        ("2024A EPS of $4.10.", "reported"),
        # A forecast that comes after a comma speaks of the number still.
        ("EPS of $4.10 on higher sales, analysts expect.", "forecast"),
        ("We expect EPS of $4.10, ahead of consensus.", "forecast"),
    ],
)
def test_marks_and_order(text: str, told: str) -> None:
    assert _first(text) == told


BELIEFS = [
    ("en", "We believe margins will reach 20% by 2027.", "forecast"),
    ("en", "We would expect margins of 20% next year.", "forecast"),
    # One person's forecast is one too; what they expect of a price, or make of one, is an opinion.
    ("en", "I think the index will gain 30% in 2026.", "opinion"),
    ("en", "I think gross margin will be 41%.", "forecast"),
    ("en", "I think a fair multiple is 18x.", "opinion"),
    ("en", "The company guides to 15%, but I think 12% is more like it.", "opinion"),
    ("en", "We think 20x is a fair multiple.", "opinion"),
    ("de", "Wir glauben, dass die Marge 2027 auf 14 Prozent steigen wird.", "forecast"),
    ("es", "Creemos que los ingresos crecerán un 5% en 2026.", "forecast"),
    ("fr", "Nous pensons que la marge atteindra 12 % en 2026.", "forecast"),
]
ASSUMPTIONS = [
    ("en", "Assuming today's rates, we expect revenue of $2 billion next year.", "forecast"),
    ("en", "Assuming oil hits $120, inflation could reach 5%.", "conditional"),
    ("en", "If rates fall, margins could reach 5%.", "conditional"),
    ("en", "If you look at the third quarter, revenue was $2 billion.", "reported"),
]
# The last number of each.
OTHERWISE = [
    ("EPS of $1.46 surpassed the consensus estimate of $1.38 by 5.8%.", "reported"),
    ("EPS of $1.46 surpassed the consensus estimate of $1.38.", "forecast"),
    ("We had guided to a fall of 3%, and we came in at minus 2.1%.", "reported"),
    ("We had guided to a fall of 3%, and we now expect 2%.", "forecast"),
    ("The consensus estimate for the current year has moved up 3.2%.", "reported"),
    ("The consensus estimate for 2026 stands at $3.20.", "forecast"),
    ("EBITDA came in 4% above our forecast and margins rose to 9%.", "reported"),
]


# A verb that tells a result, an aim as a thing, a time that something falls due: no forecast.
OVER = [
    ("en", "We incurred $11 million of costs related to the planned separation.", "reported"),
    ("en", "We will incur $11 million of costs related to the planned separation.", "forecast"),
    ("en", "Revenue grew 5% and is expected to accelerate.", "reported"),
    ("en", "Cost of sales rose to $1.14 billion due to higher input prices.", "reported"),
    ("en", "Cost of sales is due to rise to $1.14 billion.", "forecast"),
    ("en", "The shares are down 17% since the company cut its guidance.", "reported"),
    ("en", "After guidance of 5% growth, the shares fell.", "forecast"),
    ("en", "Nine-month sales came to 71% of the full-year plan.", "reported"),
    ("en", "First-half profit was 55% progress against the full-year plan.", "reported"),
    ("ja", "通期計画に対する進捗率は55%となった。", "reported"),
    ("ja", "上期の進捗率は通期予想に対して54%だった。", "reported"),
    ("zh", "公司前三季度已完成全年销售目标的78%。", "reported"),
    ("zh", "公司全年销售目标为增长8%。", "forecast"),
    # By how much what was expected was beaten, and what it was.
    ("en", "Profit beat by 4% what analysts expected.", "reported"),
    ("en", "Profit will be up by 4%, analysts expect.", "forecast"),
    ("es", "El beneficio superó en un 4 % lo que esperaba el consenso.", "reported"),
    ("es", "El consenso esperaba que el beneficio subiera un 4 %.", "forecast"),
    ("pt", "O lucro superou em 4% o que esperava o consenso.", "reported"),
    ("de", "Der Gewinn übertraf die Erwartungen um 4 Prozent.", "reported"),
    ("ru", "Результат оказался на 3% лучше консенсус-прогноза.", "reported"),
    ("ar", "جاء صافي الربح أعلى من متوسط توقعات المحللين بنسبة 5%.", "reported"),
    ("zh", "业绩比市场一致预期高出4%。", "reported"),
    ("zh", "市场一致预期公司业绩增长4%。", "forecast"),
    ("ja", "純利益は市場予想を5%上回った。", "reported"),
    ("ja", "純利益は市場予想を5%上回る310億円となった。", "reported"),
    ("ja", "純利益は310億円を上回ると予想する。", "forecast"),
    ("tr", "Ciro beklentilerin yüzde 3 üzerinde gerçekleşti.", "reported"),
    ("es", "Rebajamos nuestra estimación de ebitda hasta 410 millones de euros.", "forecast"),
    ("en", "We plan to reach 71% of capacity.", "forecast"),
    ("en", "Output averaged 412,000 barrels a day, at the high end of what we guided.", "reported"),
    ("en", "GDP expanded 4.8%, matching the Bloomberg consensus.", "reported"),
    ("en", "Our survey: 37% of firms raised their budgets.", "reported"),
    ("en", "Cash levels in the survey slid to 3.9%.", "reported"),
    ("en", "NAV est. cut to $71.", "forecast"),
    ("en", "Revenue of $912 million was ahead of the consensus estimate by 1.9%.", "reported"),
    ("en", "Steel seen averaging €660 a tonne on the new tariff.", "forecast"),
    ("en", "Inventory is 10.2 weeks versus our target.", "reported"),
    ("en", "Inventory will be 10.2 weeks versus eight today.", "forecast"),
    # A headline's infinitive; behind another verb it tells nothing of the kind.
    ("en", "Capital ratio to stay above 14%.", "forecast"),
    ("en", "Oil to average $62.", "forecast"),
    ("en", "Oil helped the index to rise 2%.", "reported"),
    ("en", "Revenue continued to grow 5%.", "reported"),
    ("en", "We have $150 million of notes due in 2026.", "reported"),
    ("en", "We expect to issue $150 million of notes due in 2029.", "forecast"),
    ("en", "We think the market grows 4% in 2026.", "forecast"),
    ("en", "We believe the market grew 4% in the quarter.", "opinion"),
    ("en", "We see the share count coming in at 148 million for the year.", "forecast"),
    ("fr", "Le titre a perdu 9 % depuis l'abaissement des prévisions.", "reported"),
    ("fr", "La scission envisagée a coûté 35 millions d'euros.", "reported"),
    ("fr", "La scission envisagée coûtera 35 millions d'euros.", "forecast"),
    ("es", "La acción cae un 12% desde que la empresa recortó sus previsiones.", "reported"),
    ("es", "La empresa recortó sus previsiones de crecimiento al 12%.", "forecast"),
    ("ru", "С момента публикации прогноза акции подешевели на 13%.", "reported"),
    ("tr", "Planlanan yatırım için 240 milyon dolar harcandı.", "reported"),
    ("tr", "Şirket 240 milyon dolarlık yatırım planlıyor.", "forecast"),
    ("zh", "自公司下调业绩指引以来,股价已累计下跌18%。", "reported"),
    ("ja", "業績予想の下方修正を受け、株価は7%下落した。", "reported"),
    ("ja", "会社は営業利益率9.8%を見込む。", "forecast"),
]


@pytest.mark.parametrize(("lang", "text", "told"), BELIEFS + ASSUMPTIONS + OVER)
def test_who_believes_and_what_is_assumed(lang: str, text: str, told: str) -> None:
    found = extract_text(text, published_at="2025-11-03", lang=lang, lane="fast").claims
    assert [claim.modality for claim in found if claim.quantity][-1] == told


@pytest.mark.parametrize(("text", "told"), OTHERWISE)
def test_which_number_a_word_of_the_future_reaches(text: str, told: str) -> None:
    found = extract_text(text, published_at="2025-11-03", lang="en", lane="standard").claims
    assert [claim.modality for claim in found if claim.quantity][-1] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("As of September 30, 2025, the company had cash of $742 million.", "reported"),
        ("Adjusted earnings were 88 cents in the third quarter of 2019.", "reported"),
        ("We expect adjusted earnings of 88 cents in the third quarter of 2019.", "forecast"),
        # A time that lies ahead on whatever day it is told needs none; that of a month does.
        ("The new line adds $40 million of sales next year.", "forecast"),
        ("The new line added $40 million of sales last year.", "reported"),
        ("Sales of the new line were $40 million in December.", "reported"),
        ("Assuming flat rates, interest cost would be $10 million lower next year.", "forecast"),
        ("The quarter was 2% ahead of us.", "reported"),
    ],
)
def test_a_text_without_a_day(text: str, told: str) -> None:
    found = extract_text(text, lang="en", lane="standard").claims
    assert next(claim.modality for claim in found if claim.quantity) == told


# Told ahead by the sentence, with no cue that the rules know at the number.
AHEAD = [
    ("You should think of SG&A as growing at about half the rate of sales, so call it 3%.", "forecast"),
    ("SG&A grew at about half the rate of sales, or 3%.", "reported"),
    ("Free cash flow conversion of over 90% looks achievable by 2028.", "forecast"),
    ("Free cash flow conversion of over 90% was achieved in 2024.", "reported"),
    ("Could free cash flow conversion of over 90% be achievable by 2028?", "question"),
]


@pytest.mark.parametrize(("text", "told"), AHEAD)
def test_a_sentence_that_speaks_ahead_as_a_whole(text: str, told: str) -> None:
    found = extract_text(text, lang="en", lane="standard").claims
    assert [claim.modality for claim in found if claim.quantity][-1] == told


# What should be noted, or could be argued, is said of a result; near misses say what is to come.
POINTED_OUT = [
    ("Investors should note that the company's debt-to-capital ratio of 64.2% is high.", "reported"),
    ("It should be noted that 12% of sales came from a single customer last year.", "reported"),
    ("One should not forget that the bank paid a fine of $450 million in 2022.", "reported"),
    ("You could argue that a 41% gross margin was luck.", "reported"),
    ("It would be hard to overstate what the team did: 31% growth in a flat market.", "reported"),
    ("As one might expect, volumes fell 3% after the price increase.", "reported"),
    ("As one might expect, volumes will fall another 3% in 2026.", "forecast"),
    ("Investors should see sales growth of 6% next year.", "forecast"),
    ("Note that sales should grow 6% next year.", "forecast"),
    ("I would like to see margins of 20% by 2027.", "forecast"),
    # By how much an estimate moved, and to what.
    ("The consensus mark for the current quarter has moved up 2.6% over the past month.", "reported"),
]


@pytest.mark.parametrize(("text", "told"), POINTED_OUT)
def test_what_is_pointed_out_is_not_ahead(text: str, told: str) -> None:
    found = extract_text(text, lang="en", lane="standard").claims
    assert [claim.modality for claim in found if claim.quantity][-1] == told


def test_only_languages_that_were_learnt_are_asked() -> None:
    part = read(WEIGHTS / "ahead.bin")
    assert part.labels == ("forecast", "reported")
    assert part.meta["languages"] == ["en"]


# Points below the figures of corpora/stance/README.md, lane standard, way "any".
FLOORS = {
    "calls": 92.0, "notes": 91.5, "tuned/calls": 95.0, "tuned/notes": 94.0, "tuned/others": 97.0,
    "mended/calls": 92.5, "mended/notes": 95.0, "mended/others": 95.0,
}


@pytest.mark.parametrize("name", FLOORS)
def test_the_sentences_of_the_corpus(name: str) -> None:
    path = ROOT / "corpora" / "stance" / f"{name}.tsv"
    assert score.weighted_f1(score.scores(path, "standard")["any"]) >= FLOORS[name]
