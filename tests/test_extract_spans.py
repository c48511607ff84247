"""Times, units and subjects of numbers as China, Japan, Russia, Arabia and Germany tell them."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim


def _claim(iso: str, day: str, text: str, quote: str) -> Claim:
    claims = extract_text(text, lang=iso, published_at=day).claims
    return next(claim for claim in claims if claim.quote == quote)


@pytest.mark.parametrize(
    ("iso", "day", "text", "quote", "start", "end"),
    [
        # The whole year is that of the quarter told before it.
        ("zh", "2025-03-28", "2024年四季度营收200亿元，全年营收771亿元。", "771亿元", "2024-01-01", "2024-12-31"),
        ("zh", "2025-11-28", "前三季度营收200亿元，预计全年营收300亿元。", "300亿元", "2025-01-01", "2025-12-31"),
        # One number for each year of a run; two numbers without "respectively" share it.
        ("zh", "2025-11-10", "预计2025至2027年净利润分别为6亿元、8亿元和9亿元。", "8亿元", "2026-01-01", "2026-12-31"),
        ("zh", "2025-11-10", "预计2025-2027年EPS为2.35/3.02/3.68元。", "3.68元", "2027-01-01", "2027-12-31"),
        ("zh", "2025-11-10", "预计2025至2026年净利润为6亿元至8亿元。", "6亿元至8亿元", "2025-01-01", "2026-12-31"),
        # Beside the third quarter the last one is the second.
        ("zh", "2025-11-18", "三季度毛利率由上季度的26.4%降至25.5%。", "26.4%", "2025-04-01", "2025-06-30"),
        ("zh", "2025-11-18", "三季度净利润为113亿元，上年同期为62.5亿元。", "62.5亿元", "2024-07-01", "2024-09-30"),
        ("zh", "2025-12-09", "11月出口增长5.9%，前值为下降1.1%。", "1.1%", "2025-10-01", "2025-10-31"),
        ("ja", "2025-11-21", "10月のCPIは3.0%上昇し、伸び率は9月の2.9%から0.1ポイント拡大した。", "0.1ポイント",
         "2025-10-01", "2025-10-31"),
        ("ja", "2025-11-20", "海外投資家は9〜15日に日本株を2兆円買い越した。", "2兆円", "2025-11-09", "2025-11-15"),
        ("ja", "2025-11-05", "任天堂の上期の純利益は1988億円だった。", "1988億円", "2025-04-01", "2025-09-30"),
        ("ru", "2025-12-01", "По итогам ноября индекс Мосбиржи прибавил 5,9%, а с начала года потерял 7,1%.", "5,9%",
         "2025-11-01", "2025-11-30"),
        ("ru", "2025-11-27", "Промпроизводство в октябре увеличилось на 3,1% к октябрю прошлого года.", "3,1%",
         "2025-10-01", "2025-10-31"),
        ("ar", "2025-11-10", "تسارع التضخم في مصر إلى 12.5% في أكتوبر من 11.7% في سبتمبر، فيما ارتفعت الأسعار 1.8%.", "1.8%",
         "2025-10-01", "2025-10-31"),
        ("ar", "2025-11-18", "نتوقع نمو الأرباح بمعدل سنوي مركب 12% بين عامي 2025 و2028.", "12%", "2025-01-01", "2028-12-31"),
        ("de", "2025-11-06", "Im dritten Quartal kletterte das Ebit im Vorjahresvergleich auf 96 Mio. Euro von 93 Mio. Euro.",
         "93 Mio. Euro", "2024-07-01", "2024-09-30"),
        ("de", "2025-12-04", "Für 2026 rechnet er mit einem Umsatzplus von 25,1 Prozent, für 2027 mit 23 Prozent.",
         "23 Prozent", "2027-01-01", "2027-12-31"),
        ("de", "2025-12-11", "Sie sieht die Teuerung 2025 bei 0,2, 2026 bei 0,3 und 2027 bei 0,6 Prozent.", "0,3",
         "2026-01-01", "2026-12-31"),
    ],
)
def test_period(iso: str, day: str, text: str, quote: str, start: str, end: str) -> None:
    period = _claim(iso, day, text, quote).period
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize(
    ("iso", "text", "quote", "unit", "metric"),
    [
        ("ru", "Чистый долг составил 430,2 млрд руб., или 2,4 EBITDA.", "2,4", "times", "leverage_ratio"),
        ("ru", "Акции торгуются за 4,5 EBITDA.", "4,5", "times", "ev_to_ebitda"),
        ("ru", "EBITDA составила 4,5 млрд руб.", "4,5 млрд руб.", "RUB", "ebitda"),
        ("ru", "Прибыль выросла в 1,7 раза.", "1,7 раза", "times", "earnings_growth"),
        ("ru", "Доллар подешевел на 4,3%.", "4,3%", "percent", "return"),
        ("ja", "売上高は1兆956億円と前年同期の2.1倍に増えた。", "2.1倍", "times", "revenue_growth"),
        ("ja", "予想PERは15倍に上昇した。", "15倍", "times", "pe_ratio"),
        ("zh", "对应PE为26/22/19倍。", "22", "times", "pe_ratio"),
        ("ar", "بلغت إيراداتها 5 مليارات ريال وصافي أرباحها مليار ريال.", "5 مليارات ريال", "SAR", "revenue"),
    ],
)
def test_multiples_and_names(iso: str, text: str, quote: str, unit: str, metric: str) -> None:
    claim = _claim(iso, "2025-11-20", text, quote)
    assert claim.quantity is not None
    assert (claim.quantity.unit, claim.metric) == (unit, metric)


@pytest.mark.parametrize(
    ("iso", "text", "quote", "entity"),
    [
        ("zh", "高盛将2026年底金价目标由4300美元上调至4900美元。", "4900美元", "gold"),
        ("zh", "比亚迪全年营收首次超过特斯拉，净利润402.5亿元。", "402.5亿元", "byd"),
        ("ru", "Доходность ОФЗ снизилась до 14,05%; юань подорожал на 1,3%.", "1,3%", "cny"),
        ("ar", "خفض البنك توقعاته لبرنت إلى 56 دولاراً.", "56 دولاراً", "brent"),
    ],
)
def test_subject(iso: str, text: str, quote: str, entity: str) -> None:
    assert _claim(iso, "2025-11-20", text, quote).entity.id == entity


@pytest.mark.parametrize(
    ("iso", "text", "quote", "direction"),
    [
        ("zh", "M2同比增速比上月末低0.2个百分点。", "0.2个百分点", "down"),
        ("zh", "M2同比增速比上年同期高0.7个百分点。", "0.7个百分点", "up"),
        ("zh", "沪指月内跌幅扩大至2.6%。", "2.6%", "down"),
        ("de", "Zalando hat den Umsatz um 5 Prozent auf 4,2 Mrd. Euro gesteigert.", "5 Prozent", "up"),
        ("ru", "Прибыль выросла в 1,7 раза.", "1,7 раза", "up"),
    ],
)
def test_direction(iso: str, text: str, quote: str, direction: str) -> None:
    assert _claim(iso, "2025-11-20", text, quote).direction == direction
