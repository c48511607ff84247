"""Makes look-alike characters alike, one for one, so that every offset stays what it was.

Digits of any script become ASCII digits, minus signs and hyphens ``-``, range dashes an en dash,
odd spaces and direction marks a no-break space, full-width signs their ASCII twins.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_SIGNS = {
    "−": "-",
    "‐": "-",
    "‑": "-",
    "﹣": "-",
    "－": "-",
    "‒": "–",
    "～": "~",
    "〜": "~",
    "﹪": "%",
    "％": "%",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "．": ".",
    "＋": "+",
    "＄": "$",
    "￥": "¥",
    "￡": "£",
    "￠": "¢",
    "￦": "₩",
    "（": "(",
    "）": ")",
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "／": "/",
    "’": "'",
    "＇": "'",
    "‘": "'",
    "ʼ": "'",
    "İ": "I",
    "\u3000": " ",
    **dict.fromkeys("\u202f\u2009\u2007\u2008\u200a\u200b\u200e\u200f\u061c\ufeff", "\u00a0"),
}
# The highest decimal digit is U+1FBF9; looking further only costs start-up time.
_LAST_DIGIT = 0x1FBF9
_GROUPING = re.compile(r"(?<=\d)[，،](?=\d{3}(?!\d))")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@cache
def _table() -> dict[str, str]:
    table = dict(_SIGNS)
    for code in range(128, _LAST_DIGIT + 1):
        char = chr(code)
        if char.isdecimal():
            table[char] = str(unicodedata.decimal(char))
        elif 0xFF21 <= code <= 0xFF5A:  # full-width letters
            table[char] = unicodedata.normalize("NFKC", char)[:1]
    return table


@cache
def _odd(astral: bool) -> re.Pattern[str]:
    # A class over the first plane alone is a table look-up in re; ranges beyond it are walked.
    signs = [char for char in sorted(_table()) if astral or char <= "\uffff"]
    return re.compile("[" + "".join(map(re.escape, signs)) + "]")


def plain(text: str) -> str:
    """``text`` with look-alike characters made alike; the same length, the same offsets."""
    if text.isascii():
        return text
    table = _table()
    text = _odd(_ASTRAL.search(text) is not None).sub(lambda hit: table[hit.group()], text)
    # A full-width or Arabic comma inside a figure groups its digits; elsewhere it ends a clause.
    return _GROUPING.sub(",", text) if "，" in text or "،" in text else text


@lru_cache(maxsize=4)  # periods, then quantities, are looked for in one sentence
def folded(text: str) -> tuple[str, str]:
    """``plain(text)``, and that in lower case."""
    alike = plain(text)
    return alike, lower(alike)


def lower(text: str) -> str:
    """``text`` in lower case at the same length (a character that would grow is kept)."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
