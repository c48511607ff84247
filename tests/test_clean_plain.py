"""Text without a page around it is kept whole; true comment sections still go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.clean import clean
from claimcheck.schema import Page

CLAIMS = Path(__file__).parents[1] / "corpora" / "claims"
LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "pt", "ru", "tr", "zh")

# A small file loses at most a line: a bare name, or a word that is a button elsewhere.
PLAIN = {
    "ar": """\
تاسي اليوم نزل 1.2% والله ما توقعت كذا 😅
اشتريت أرامكو على 24.5 والحين 25.1 الحمدلله 🙏
السؤال: هل يخفض الفيدرالي الفائدة في ديسمبر؟
سابك خسرت 440 مليون ريال، وش رايكم؟
ذهب عيار 21 وصل 470 ريال!
البنك المركزي أبقى الفائدة عند 5%
نعم.
محفظتي طايحة 12% هالشهر 😭😭
لا تبيعون يا شباب، الصبر مفتاح الفرج
صفقة ممتازة 👍
قبل ساعة قال المحلل إن النفط سيصل 90 دولارا
منصور العتيبي، أمس: السوق راجع 3% بإذن الله""",
    "en": """\
Bought more $NVDA at 182, no regrets 🚀🚀
lol the Fed cut 25bps and bonds STILL sold off
My portfolio is up 14% ytd. Yours?
Yes.
No.
Up 3%.
Dave told me yesterday: "rates will hit 5%". We'll see.
Thanks everyone, great thread 🙏
@jim you said 4% and it was 3.1%
Reply to all the bears: S&P closed at 6,890, +0.2%.
2 hours ago Powell said December is not assured.
Don't @ me but gold at $4,000 is a bubble
Like it or not, unemployment is 4.3%.
Share prices of Boeing fell 4% on Wednesday.
John Smith
What a day!""",
    "qa": """\
Interview mit der Finanzchefin der Kaltenberg AG
Frau Berger, wie lief das dritte Quartal?
Gut. Der Umsatz stieg um 8 Prozent auf 1,2 Milliarden Euro.
Und die Marge?
Die lag bei 14,2 Prozent.
War das mehr als erwartet?
Ja.
Wie viel mehr?
Rund 0,4 Punkte.
Ich glaube, wir sehen 2026 noch mehr. Ganz ehrlich!
Danke für das Gespräch.
Gern.""",
    "num": """\
Five things we learned this week
1. The ECB held rates at 2%
2. Inflation was 2.1%
3. Oil fell below $60
4. Nvidia is worth $5 trillion
5. The yen weakened to 154

The ECB
The Governing Council left the deposit rate at 2% for a third meeting.
Oil
Brent fell 3% on Friday. Ouch.
Yen
The yen hit 154 to the dollar, the weakest since February. Wow.""",
    "ja": """\
今日も負けた…マイナス3万円😭
日経平均は5万円台をキープ、終値は50,512円
トヨタの営業利益は9%減らしい
え、まじ？
ドル円154円はさすがに行き過ぎでは
昨日の雇用統計、失業率4.4%だって
配当利回り3.8%なら買いだよね？
はい。
11月の消費者物価は3.0%上昇
含み益+41%達成！ありがとう""",
    "zh": """\
今天沪指涨0.5%，我的基金又跌了2%😭
茅台1450抄底的举手🙋
张三昨天说要涨到4100点，结果呢？
央行把利率维持在3.0%
对。
楼主说得好，支持！
10月CPI同比0.2%，终于转正
求问：国债1.9%还能买吗
回复楼上：是3.1%不是3.5%
赞
刚刚，美联储降息25个基点""",
    "ru": """\
Сбер по 305, беру ещё 😎
Ключевая 16,5%, а вклад уже 14%. Где справедливость?
Да.
Иван вчера писал, что доллар будет 85. Ну-ну
Инфляция за неделю 0,11%
Спасибо, очень интересно!
Ответить могу только одно: Газпром стоит 120 рублей
5 минут назад Набиуллина сказала про 4%
Мой портфель минус 18% за год, всем привет
ИМОЕХ 2530, -1,2%""",
    "tr": """\
THYAO 312 liradan aldım, hayırlısı 🙏
Enflasyon %32,87 çıktı, inanan var mı?
Evet.
Ahmet dün dedi ki dolar 45 olacak
Faiz %39,5 oldu
Altın gram 5.650 lira, uçuyor 🚀
Beğenen beğenmeyen, BIST 100 yüzde 1,2 düştü
2 saat önce Karahan konuştu: hedef yüzde 16
Yanıt veriyorum: asgari ücret %27 arttı
Teşekkürler herkese""",
    "fr": """\
J'ai repris du Renault à 34 euros 😅
Le Livret A tombe à 1,5 %, merci bien !
Oui.
Paul m'a dit hier : l'or ira à 5 000 dollars
Le CAC 40 perd 0,7 % ce vendredi
Super article, merci 🙏
Inflation à 0,9 % en octobre, vous y croyez ?
Il y a 2 heures, Lagarde a gardé les taux à 2 %
Répondre aux sceptiques : +18 % depuis janvier
Mon PEA : +12 %""",
    "es": """\
Compré Inditex a 47 y ya va por 48,3 🚀
La inflación sube al 3,1% y el café a 2 euros, genial
Sí.
Pedro dijo ayer: el euríbor bajará al 2%
El Ibex gana un 0,4%
Gracias a todos 🙏
Hace 2 horas el BCE mantuvo los tipos en el 2%
Me gusta: Santander gana un 11% más
¿Alguien en bonos al 3,2%?
Ana García""",
    "pt": """\
Comprei PETR4 a 31 reais, bora 🚀
A Selic em 15% é brincadeira né
Sim.
O João disse ontem: dólar vai a 5
IPCA de outubro: 0,09%
Curtir não adianta, o Ibovespa caiu 0,3%
Há 2 horas o Copom manteve a taxa em 15%
Valeu pessoal 🙏
Minha carteira sobe 22% no ano
Responder ao Zé: são 4,6%, não 5%""",
    "table": """\
Quarterly results at a glance
Item\tQ3 2025\tQ3 2024
Revenue\t1,204\t1,118
EBIT\t171\t149
Margin\t14.2%\t13.3%
Revenue rose by 7.7% and the margin by 0.9 points, the company said on Thursday.
"We're on track," said Ann Lee.
- Europe: +4%
- Asia: +12%
- Americas: +9%""",
}


def share(text: str) -> float:
    """Share of a text's characters that the article keeps."""
    kept = sum(len("".join(line.text.split())) for line in clean(Page(text=text)).lines
               if line.label in ("title", "body"))
    return kept / len("".join(text.split()))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_posts_is_kept(language: str, gap: str) -> None:
    rows = (CLAIMS / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    assert share(gap.join(" ".join(json.loads(row)["text"].split()) for row in rows)) >= 0.99


@pytest.mark.parametrize("name", PLAIN)
def test_chatty_text_without_a_page_is_kept(name: str) -> None:
    assert share(PLAIN[name]) >= 0.93


NAMED = (
    "Ann Lee", "2 hours ago", "I sold all of mine at 41.2, no regrets!", "Reply",
    "Bo Yu", "3 hours ago", "The margin of 14% is only up because they stopped hiring.", "Reply",
    "CocoaTrader", "5 hours ago", "Up 3% today, thanks to all!", "Reply",
)
ARTICLE = (
    "Revenue of the group rose 12% to $3.4bn in the third quarter, the company said on Tuesday.",
    "The margin widened by 1.2 points to 14.2%, helped by lower prices of freight and energy.",
    "For the year the board still expects sales of $13bn to $13.4bn and a margin above 14%.",
)


@pytest.mark.parametrize("comments", [
    NAMED, ("3 comments", *(line for line in NAMED if "ago" not in line and line != "Reply")),
    tuple(line for line in NAMED if line != "Reply"),
])
def test_comments_still_go(comments: tuple[str, ...]) -> None:
    article = clean(Page(text="\n".join((*ARTICLE, *comments))))
    assert article.text.splitlines() == list(ARTICLE)


def test_words_of_the_page_below_the_text_still_go() -> None:
    article = clean(Page(text="\n".join((
        *ARTICLE, *ARTICLE[0].replace("12%", "13%").splitlines(), "Was that the end? No.",
        "Download the report", "This is not investment advice. Past performance is no guarantee.",
    ))))
    assert article.lines[-1].label == "disclaimer"
    assert article.lines[-2].label == "ui"
