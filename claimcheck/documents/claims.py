"""Claims that only a document can give a meaning: bare numbers, and orders told in words.

Free text is full of numbers that measure nothing, so ``extract`` leaves bare ones out. Beside a
table that has a row of their name they are claims ("trade receivables were 1,344"), and so are
"sales were higher in 2019 than in 2018" and "costs exceeded income".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from claimcheck.documents.wordlists import says, spans
from claimcheck.quantities import Mention, scan
from claimcheck.schema import (
    Article,
    Claim,
    Confidence,
    EntityRef,
    Kind,
    Period,
    Quantity,
    Sentence,
    Span,
)
from claimcheck.segment import sentences

_TOLD = re.compile(
    r"(?:\b(?:was|were|is|are|be|to|by|at|of|totall?ed|averaged|averaging|reached|equals?|equal to"
    r"|approximately|about|around|nearly|over|than|from|exceeded|amounted to|recorded|reported"
    r"|had|and|with|increased|decreased|rose|fell|grew|declined)|[=$€£~])[\s$€£]*-?$",
    re.IGNORECASE,
)
_TIMES = frozenset({"year", "month", "day", "week", "hour", "quarter", "minute", "decade"})
_ORDERS = ("most", "least", "above", "below", "up", "down")


def widened(claims: Sequence[Claim], article: Article) -> tuple[Claim, ...]:
    """``claims`` with those that a document gives a meaning, in reading order."""
    made = list(claims)
    taken = [claim.span for claim in claims]
    for sentence in sentences(article):
        inside = [span for span in taken if sentence.start <= span.start < sentence.end]
        new = list(_numbers(sentence, inside, article))
        if not inside and not new:
            new = list(_orders(sentence, article))
        made += new
    return tuple(sorted(made, key=lambda claim: (claim.span.start, claim.span.end)))


def _numbers(sentence: Sentence, taken: Sequence[Span], article: Article) -> Iterator[Claim]:
    for mention in scan(sentence.text, sentence.language):
        start, end = sentence.start + mention.start, sentence.start + mention.end
        free = all(span.end <= start or end <= span.start for span in taken)
        if free and _measures(sentence.text, mention):
            yield _claim(sentence, mention.start, mention.end, "level", article, _amount(mention))


def _measures(text: str, mention: Mention) -> bool:
    """Whether a number can be an amount: told by a verb, or written as amounts are."""
    if mention.words or mention.unit in _TIMES:
        return False
    written = text[mention.start : mention.end]
    amount = mention.decimals > 0 or "," in written or mention.unit not in ("count", "")
    return amount or bool(_TOLD.search(text[max(0, mention.start - 40) : mention.start]))


def _amount(mention: Mention) -> Quantity:
    return Quantity.model_construct(
        low=mention.low, high=mention.high, unit=mention.unit, per=mention.per,
        scale=mention.scale, decimals=mention.decimals, bound=mention.bound, noun=mention.noun,
    )


def _orders(sentence: Sentence, article: Article) -> Iterator[Claim]:
    """One claim for the first phrase that sets an order or tells a movement."""
    for name in _ORDERS:
        if not says(name, sentence.text):
            continue
        start, end = spans(name, sentence.text)[0]
        kind: Kind = "rank" if name in ("most", "least") else (
            "comparison" if name in ("above", "below") else "trend"
        )
        yield _claim(sentence, start, end, kind, article, None)
        return


def _claim(
    sentence: Sentence, start: int, end: int, kind: Kind, article: Article,
    quantity: Quantity | None,
) -> Claim:
    span = Span(start=sentence.start + start, end=sentence.start + end)
    quote = article.text[span.start : span.end]
    digest = hashlib.sha256(f"{span.start}:{quote}".encode()).hexdigest()[:8]
    return Claim(
        id=f"d{span.start}-{digest}", kind=kind, span=span, page_span=article.page_span(span),
        quote=quote, sentence=Span(start=sentence.start, end=sentence.end), quantity=quantity,
        metric="other", entity=EntityRef(id=None, text=""), period=Period(),
        confidence=Confidence(),
    )
