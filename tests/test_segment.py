"""Sentences and languages."""

import pytest

from claimcheck.schema import Article
from claimcheck.segment import detect, sentences


def split(text: str) -> list[str]:
    return [s.text for s in sentences(Article(id="a", source="a", text=text, language="en"))]


@pytest.mark.parametrize(("text", "expected"), [
    ("Sales rose. Costs fell.", ["Sales rose.", "Costs fell."]),
    ("It rose 3.5% to $4.20. That is good.", ["It rose 3.5% to $4.20.", "That is good."]),
    ("The U.S. economy grew. It slowed later.", ["The U.S. economy grew.", "It slowed later."]),
    ("Rates fell in the U.S. The index rose.", ["Rates fell in the U.S.", "The index rose."]),
    ("Apple Inc. reported profit.", ["Apple Inc. reported profit."]),
    ("Shares of Acme Corp. Investors cheered.", ["Shares of Acme Corp.", "Investors cheered."]),
    ("Growth vs. Value is an old story.", ["Growth vs. Value is an old story."]),
    ("J. Powell spoke. Stocks fell.", ["J. Powell spoke.", "Stocks fell."]),
    ("Really? Yes! Fine.", ["Really?", "Yes!", "Fine."]),
    ("“It rose 5%.” He smiled.", ["“It rose 5%.”", "He smiled."]),
    ("Sie stieg am 27. Februar 2026 um 5 Prozent.", ["Sie stieg am 27. Februar 2026 um 5 Prozent."]),
    ("Im 3. Quartal fiel sie. Am 5. Mai stieg sie.", ["Im 3. Quartal fiel sie.", "Am 5. Mai stieg sie."]),
    ("Der Index stieg um 12. Im Mai fiel er.", ["Der Index stieg um 12.", "Im Mai fiel er."]),
    ("营收增长12%。利润下降5%。", ["营收增长12%。", "利润下降5%。"]),
    ("هل ارتفع السهم؟ نعم.", ["هل ارتفع السهم؟", "نعم."]),
    ("आय 5% बढ़ी। लागत घटी।", ["आय 5% बढ़ी।", "लागत घटी।"]),
    ("Title without a stop\nIt rose 5%.", ["Title without a stop", "It rose 5%."]),
    ("", []),
])
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_wrapped_lines_are_one_sentence() -> None:
    text = (
        "Revenue of the group rose by 12 percent in the third quarter of\n"
        "the year and reached 5 billion dollars, which is more than the\n"
        "analysts had expected. Costs fell."
    )
    assert split(text)[1:] == ["Costs fell."]


@pytest.mark.parametrize(("text", "expected"), [
    ("Shares rose five percent after the company raised its outlook.", "en"),
    ("Die Aktie stieg nach den Zahlen deutlich um fünf Prozent.", "de"),
    ("Las acciones subieron un cinco por ciento tras los resultados.", "es"),
    ("Les actions ont progressé de cinq pour cent après les résultats.", "fr"),
    ("Le azioni sono salite del cinque per cento dopo i risultati.", "it"),
    ("As ações subiram cinco por cento após os resultados da empresa.", "pt"),
    ("Hisseler, şirketin sonuçlarından sonra yüzde beş yükseldi.", "tr"),
    ("Cổ phiếu tăng năm phần trăm sau khi công ty công bố kết quả.", "vi"),
    ("Saham naik lima persen setelah perusahaan mengumumkan hasil.", "id"),
    ("Акции выросли на пять процентов после отчёта компании.", "ru"),
    ("ارتفع السهم بنسبة 5% بعد نتائج الشركة", "ar"),
    ("سهام شرکت پس از انتشار گزارش پنج درصد رشد کرد", "fa"),
    ("המניה עלתה בחמישה אחוזים", "he"),
    ("शेयर पाँच प्रतिशत बढ़े", "hi"),
    ("株価は5%上昇した", "ja"),
    ("주가가 5% 올랐다", "ko"),
    ("股价上涨了5%", "zh"),
    ("$AAPL 上涨 12%", "zh"),
    ("AAPL +5%", "und"),
    # headlines of few letters: by the words of the trade, the case and the number's sign
    ("COPPER FUTURES PLUNGE 22%, BIGGEST ONE-DAY DROP ON RECORD", "en"),
    ("Receita líquida de R$ 3.482,6 milhões no 1T25, alta de 12,9%", "pt"),
    ("Ether recua 15,8%, a US$ 3.680", "pt"),
    ("Net kâr 4,2 milyar TL, piyasa beklentisi 3,9 milyar TL", "tr"),
    ("CDS 252 baz puan", "tr"),
    ("Soitec plonge de 16,5 % après son avertissement", "fr"),
    ("A litre of petrol costs 1.78 euros, 4 cents more than a week ago.", "en"),
    ("12.5%", "und"),
    ("", "und"),
])
def test_detect(text: str, expected: str) -> None:
    assert detect(text) == expected


def test_candidates_limit_the_answer() -> None:
    assert detect("Die Aktie stieg nach den Zahlen deutlich.", ["de"]) == "de"
    assert detect("株価は5%上昇した", ["en", "de"]) == "und"
