"""Bytes to text, and the matching copy: text folded for comparison with offsets kept.

The page text itself stays as it came (only line ends are left to the line splitter). Everything
that has to compare words works on a folded copy and maps its findings back.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from array import array
from dataclasses import dataclass

from claimcheck.schema import Notice

# What pages call an encoding and what they mean by it (WHATWG Encoding Standard, section 4.2,
# https://encoding.spec.whatwg.org/, read 2026-11-22): the larger set of the family.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "big5": "big5hkscs", "tis-620": "cp874",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,40})", re.I)
# What old pages and files of the configured languages are in. Left to all it knows, the detector
# takes Turkish for an encoding of the classic Mac.
_LIKELY = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp874", "koi8_r", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949",
)
_LATIN_SETS = ("cp1252", "cp1250", "cp1257")
_ICELANDIC = re.compile("[ÞþÝýÐð]")
_SINGLE_BYTE = re.compile(r"^(?:cp125\d|cp874|iso8859-|koi8|mac|latin)")

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u2060\ufeff\u00ad"
# ZWNJ (U+200C) stays: it tells Persian words apart.
_DROPPED = frozenset(BIDI_CONTROLS + ZERO_WIDTH + "\u0640")
_DROPPED_RUN = re.compile(f"[{''.join(sorted(_DROPPED))}]+")
# More figures in a row, with no word or unit among them, than any sentence or table row holds: a
# dump of data. Possessive and begun at no place inside a figure: each sign is looked at once.
RUN_LENGTH = 40
FIGURE_RUN = re.compile(
    r"(?<![\d.,:/'-])\d[\d.,:/'-]*+(?:[\s()\[\]{}|;\u200b-\u200f\ufeff]{1,4}+\d[\d.,:/'-]*+){39,}+"
)
# Enough of a run to make it worth looking for its end.
_SOME_FIGURES = re.compile(
    r"(?<![\d.,:/'-])(?:\d[\d.,:/'-]*+[\s()\[\]{}|;\u200b-\u200f\ufeff]{1,4}+){8}"
    r"(?:\d[\d.,:/'-]*+[\s()\[\]{}|;\u200b-\u200f\ufeff]{0,4}+)*+"
)
# The longest figure that is read, with its marks; longer ones are identifiers or attacks.
FIGURE_LENGTH = 42
ENDLESS_FIGURE = re.compile(r"(?<![\d.,'])\d[\d.,']{42,}+")
_HIDDEN_IN_NUMBER = re.compile(rf"\d[{BIDI_CONTROLS}{ZERO_WIDTH}\u200c\u200d]+[\d.,]")
# Marks that belong to the word they stand in, though Python's \\w leaves them out (vowel signs of
# Devanagari and Thai, Arabic and Hebrew points, combining accents), and the joiners.
MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u200c\u200d"
)
_BIDI_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")


# ---------------------------------------------------------------- bytes to text


def _codec(label: str) -> str | None:
    """The Python codec a page means by ``label``, None when there is no such thing."""
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    # codecs such as rot13 or base64 are no text encodings
    try:
        if not isinstance(b"".decode(name), str):
            return None
    except (LookupError, ValueError, TypeError):
        return None
    return _MEANT.get(name, name)


def _attempt(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _utf16_guess(data: bytes) -> str | None:
    """``utf-16-le`` or ``-be`` for bytes whose every second one is mostly NUL, else None."""
    head = data[:4000]
    if len(head) < 4 or head.count(0) < len(head) * 0.3:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * len(head) / 2 and even * 10 < odd:
        return "utf-16-le"
    if even > 0.7 * len(head) / 2 and odd * 10 < even:
        return "utf-16-be"
    return None


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: NULs outside UTF-16/32, or control bytes."""
    if any(data.startswith(bom) for bom, _ in _BOMS) or _utf16_guess(data):
        return False
    head = data[:8000]
    if not head:
        return False
    if b"\0" in head and head.count(0) * 200 > len(head):
        return True
    control = sum(head.count(byte) for byte in (*range(1, 7), *range(14, 27), 28, 29, 30, 31))
    return control * 10 > len(head)


def _detected(data: bytes) -> tuple[str, str] | None:
    """(text, codec) by statistics over the bytes, None when nothing fits."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=list(_LIKELY)).best()
    if best is None:
        return None
    codec = _MEANT.get(codecs.lookup(best.encoding).name, best.encoding)
    text = _attempt(data, codec)
    if text is not None and codec in _LATIN_SETS and len(_ICELANDIC.findall(text)) >= 2:
        # the Latin sets differ in few letters: where one has the Icelandic ones, cp1254 has the
        # Turkish ones, and Turkish is the likelier language here
        codec, text = "cp1254", _attempt(data, "cp1254")
    return (text, codec) if text is not None else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[Notice, ...]]:
    """The text of ``data`` and warnings about how it was read. Never raises.

    Order: BOM, declared charset (HTTP), charset named in the first bytes (HTML meta, XML), strict
    UTF-8, detection. Undecodable bytes become U+FFFD and are counted in a warning.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _counted(data[len(bom):], codec)
    guess = _utf16_guess(data)
    if guess:
        return _counted(data, guess)
    named = [declared] if declared else []
    named += [m.group(1).decode("ascii") for p in (_XML, _META) if (m := p.search(data[:4096]))]
    utf8 = _attempt(data, "utf-8")
    for label in named:
        named_codec = _codec(label)
        if named_codec is None or named_codec.startswith(("utf-16", "utf-32")):
            continue
        # A page that is valid UTF-8 beyond ASCII and calls itself Latin-1 is UTF-8: chance
        # agreement of the multi-byte pattern is negligible. Not so for two-byte Asian sets.
        if utf8 is not None and (named_codec == "utf-8" or _SINGLE_BYTE.match(named_codec)):
            return _clean(utf8, ())
        text = _attempt(data, named_codec)
        if text is not None:
            return _clean(text, ())
    if utf8 is not None:
        return _clean(utf8, ())
    return _undeclared(data, named)


def _undeclared(data: bytes, named: list[str]) -> tuple[str, tuple[Notice, ...]]:
    """Text of bytes that are neither UTF-8 nor what they say they are."""
    replaced = data.decode("utf-8", "replace")
    damaged = replaced.count("\ufffd")
    # a few broken bytes in a long UTF-8 text are damage, not another encoding
    good = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]", data))
    if good > 10 * damaged:
        return _counted(data, "utf-8")
    found = _detected(data)
    if found:
        text, codec = found
        notice = Notice(
            code="encoding-guessed",
            message=f"No valid encoding was named; the bytes were read as {codec}.",
        )
        return _clean(text, (notice,))
    codec = next((c for label in named if (c := _codec(label))), "utf-8")
    return _counted(data, codec)


def _counted(data: bytes, codec: str) -> tuple[str, tuple[Notice, ...]]:
    """Text by one codec, undecodable bytes replaced and counted."""
    text = data.decode(codec, "replace")
    count = text.count("\ufffd") - data.count("\ufffd".encode()) if codec == "utf-8" else (
        text.count("\ufffd")
    )
    if count <= 0:
        return _clean(text, ())
    notice = Notice(
        code="undecodable-bytes",
        message=f"{count} places could not be decoded as {codec} and are shown as U+FFFD.",
    )
    return _clean(text, (notice,))


def _clean(text: str, notices: tuple[Notice, ...]) -> tuple[str, tuple[Notice, ...]]:
    """``text`` without a leading BOM and NULs, which no later library accepts."""
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        count = text.count("\0")
        notices = (
            *notices,
            Notice(code="nul-characters", message=f"{count} NUL characters were replaced."),
        )
        text = text.replace("\0", "\ufffd")
    return text, notices


def without_surrogates(text: str) -> tuple[str, tuple[Notice, ...]]:
    """``text`` with lone surrogates (from JSON escapes) replaced by U+FFFD, and a warning."""
    if not _SURROGATE.search(text):
        return text, ()
    fixed, count = _SURROGATE.subn("\ufffd", text)
    return fixed, (
        Notice(code="lone-surrogates", message=f"{count} lone surrogates were replaced."),
    )


class FigureRuns:
    """Tells where a run of bare figures ends; asked in reading order, in linear time."""

    __slots__ = ("_seen", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0  # runs that begin before are known to be short

    def end(self, start: int) -> int | None:
        """The end of the run that begins at ``start``, None for a figure of a sentence."""
        if start < self._seen:
            return None
        some = _SOME_FIGURES.match(self._text, start)
        if some is None:
            return None
        self._seen = some.end()
        run = FIGURE_RUN.match(self._text, start)
        return run.end() if run else None


def unread_numbers(text: str) -> tuple[Notice, ...]:
    """Warnings about digits that are read as no quantity: runs of figures, endless figures."""
    notices = []
    runs = sum(1 for _ in FIGURE_RUN.finditer(text))
    if runs:
        notices.append(Notice(
            code="bare-figures",
            message=f"{runs} runs of {RUN_LENGTH} or more figures without a word were not read.",
        ))
    endless = sum(1 for _ in ENDLESS_FIGURE.finditer(text))
    if endless:
        notices.append(Notice(
            code="endless-figure",
            message=f"{endless} figures of more than {FIGURE_LENGTH} signs were not read.",
        ))
    return tuple(notices)


def hidden_characters(text: str) -> tuple[Notice, ...]:
    """Warnings about characters that make a number read other than it looks."""
    if text.isascii():
        return ()
    notices = []
    inside = len(_HIDDEN_IN_NUMBER.findall(text))
    if inside:
        notices.append(Notice(
            code="hidden-in-number",
            message=f"{inside} numbers hold invisible characters between their digits.",
        ))
    overrides = len(_BIDI_OVERRIDE.findall(text))
    if overrides:
        notices.append(Notice(
            code="bidi-controls",
            message=f"{overrides} bidirectional control characters can reorder what is displayed.",
        ))
    return tuple(notices)


# ---------------------------------------------------------------- the matching copy


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy; ``offsets[i]`` is where character i came from, with one entry past the end."""

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the original that gave ``text[start:end]``."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """The matching copy: NFKC, casefolded, no bidi controls, tatweel or zero-width marks.

    Each original character folds on its own, so every folded one knows its origin.
    """
    if text.isascii():
        return Folded(text.lower(), array("l", range(len(text) + 1)))
    out: list[str] = []
    offsets = array("l")
    for index, char in enumerate(text):
        if char in _DROPPED:
            continue
        piece = char.lower() if char < "\x80" else unicodedata.normalize("NFKC", char).casefold()
        out.append(piece)
        offsets.extend([index] * len(piece))
    offsets.append(len(text))
    return Folded("".join(out), offsets)


def folded(text: str) -> str:
    """The matching copy without offsets; composes, so it can differ from ``fold(text).text``."""
    if text.isascii():
        return text.lower()
    return _DROPPED_RUN.sub("", unicodedata.normalize("NFKC", text).casefold())


_NOT_ALNUM = re.compile(r"[\W_]+")


def fingerprint(text: str) -> str:
    """Letters and digits of the matching copy: equal for copies that differ only in marks."""
    return _NOT_ALNUM.sub("", folded(text))
