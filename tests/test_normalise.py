"""Bytes to text, and folding with offsets."""

import pytest

from claimcheck.normalise import decode, fingerprint, fold, hidden_characters, looks_binary


@pytest.mark.parametrize(("data", "declared", "text"), [
    ("Umsatz stieg um 5 % – Größe".encode(), None, "Umsatz stieg um 5 % – Größe"),
    ("\ufeffprofit".encode(), None, "profit"),
    ("profit £5".encode("utf-16"), None, "profit £5"),
    ("profit £5 here".encode("utf-16-le"), None, "profit £5 here"),
    ("€5".encode("cp1252"), "iso-8859-1", "€5"),
    ("yüzde beş".encode("cp1254"), "iso-8859-9", "yüzde beş"),
    ("营收增长".encode("gb18030"), "gb2312", "营收增长"),
    ("売上高".encode("cp932"), "shift_jis", "売上高"),
    ("Größe".encode(), "iso-8859-1", "Größe"),
    ("<meta charset='windows-1251'>выручка".encode("cp1251"), None,
     "<meta charset='windows-1251'>выручка"),
    ("Größe".encode(), "no-such-charset", "Größe"),
])
def test_decode(data: bytes, declared: str | None, text: str) -> None:
    assert decode(data, declared)[0] == text


def test_undecodable_bytes_are_counted() -> None:
    text, warnings = decode("größer und schöner".encode() * 20 + b"\xff", None)
    assert text.count("\ufffd") == 1
    assert [notice.code for notice in warnings] == ["undecodable-bytes"]
    assert warnings[0].message.startswith("1 place")


def test_fold_keeps_offsets() -> None:
    copy = fold("Ｐ\u200b½ X")
    assert copy.text == "p1⁄2 x"
    start = copy.text.index("x")
    assert copy.span(start, start + 1) == (4, 5)


@pytest.mark.parametrize(("left", "right"), [
    ("Revenue rose 5%!", "revenue  rose 5"), ("الأربـــاح", "الأرباح"), ("ＡＢＣ", "abc"),
])
def test_fingerprint_equal(left: str, right: str) -> None:
    assert fingerprint(left) == fingerprint(right)


def test_binary_and_hidden() -> None:
    assert looks_binary(b"\x00\x01\x02\x03" * 100)
    assert not looks_binary("text".encode("utf-16"))
    assert [n.code for n in hidden_characters("5\u200b0% of \u202eit")] == [
        "hidden-in-number", "bidi-controls"]


@pytest.mark.parametrize(("codec", "text"), [
    ("cp1254", "Şirketin gelirleri üçüncü çeyrekte yüzde 12 arttı ve beklentiyi aştı, diye yazdı."),
    ("cp1251", "Выручка компании выросла на 12% в третьем квартале и достигла 3,4 млрд долларов."),
    ("cp1256", "ارتفعت إيرادات الشركة بنسبة 12% في الربع الثالث إلى 3.4 مليار دولار"),
    ("gb18030", "港湾食品周二表示，第四季度营收同比增长12%，达到34亿美元，主要受益于提价。"),
    ("cp932", "ハーバー食品は火曜日、第4四半期の売上高が前年同期比12%増の34億ドルになったと発表した。"),
    ("cp949", "하버식품은 화요일 4분기 매출이 12% 늘어난 34억 달러를 기록했다고 밝혔다."),
    ("cp1255", "חברת נמל מזון הודיעה ביום שלישי כי ההכנסות ברבעון הרביעי עלו ב-12%"),
])
def test_undeclared_encodings(codec: str, text: str) -> None:
    found, warnings = decode(text.encode(codec))
    assert found == text
    assert [notice.code for notice in warnings] == ["encoding-guessed"]
