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
