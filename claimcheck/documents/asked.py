"""What a sentence asks of a document about one of its numbers: role, years, direction, clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimcheck.documents.grains import STEPS, default_year, marks_at
from claimcheck.documents.tables import Cell, stem, years_at, years_of
from claimcheck.documents.wordlists import says, spots
from claimcheck.quantities import Mention
from claimcheck.schema import Claim, Quantity

# What stands right before the year, or the number, that something is compared with.
_BASE = re.compile(
    r"\b(?:than|compared? (?:to|with)|comparing to|versus|vs\.?|from|relative to|against|over"
    r"|since|up on|down on|above|below|times)"
    r"(?: (?:the|that|those|of|its|in|for|at|as|on|fiscal|year|years|fy|end|ended|level|prior"
    r"|previous|figure|amount|expected|reported|recorded|period|first|second|third|fourth|quarter|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|\d{1,2},|only|just"
    r"|about|approximately|around)){0,7} ?$",
    re.IGNORECASE,
)
_VALUE_BASE = re.compile(
    r"(?:than|compared? (?:to|with)|versus|vs\.?|from|against|above|below)(?: the| a)?"
    r"(?: \w+){0,3} [$€£]?[\d.,]+%?(?: (?:million|billion|thousand))?"
    r"(?: (?!in\b|for\b|of\b|at\b|to\b|and\b)[a-z]+)?(?: (?:in|for|of|at))?"
    r"(?: (?:the|fiscal|year|end|of)){0,3} ?$",
    re.IGNORECASE,
)
_SOFTENER = re.compile(
    r"(?:\b(?:approximately|about|around|nearly|roughly|some|just|only|an?|almost|over|under"
    r"|more|less|than|at|least|most|another|additional|full|total|estimated|exactly|or)\s*|~\s*)+$",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"\b(?:19|20)\d\d ?(?:-|–|—|to|through) ?(?:19|20)\d\d\b|\bbetween (?:19|20)\d\d and"
    r"|\b(?:\d|two|three|four|five)[- ]year period\b", re.IGNORECASE,
)
_BREAK = re.compile(
    r";|\bwhile\b|\bwhereas\b|\beven (?:though|as)\b|\balthough\b"
    r"|, (?:and|but|with|which|leading|resulting|bringing|representing)\b"
)
_PRIOR = re.compile(
    r"\b(?:prior|previous|preceding|last)[- ](?:fiscal |calendar )?(?:year|period|quarter)"
    r"|\ba year (?:earlier|ago|before)\b|\byear[- ](?:over|on)[- ]year\b|\byoy\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:was|were|is|are|amounted to|came to|totall?ed|stood at|of|equals?) *$", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z]+|\S")
_FEW = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """One number of a sentence and what its words ask for.

    ``role`` is ``change`` ("rose 5%", "a decrease of $2 million"), ``base`` ("from $3 million")
    or ``level``. ``clause`` is the part of the sentence that the number stands in.
    """

    text: str
    start: int
    end: int
    quantity: Quantity | None
    kind: str
    role: str
    clause: str
    years: tuple[int, ...]
    base_years: frozenset[int]
    prior: bool
    numbers: int
    period: int | None = None
    others: tuple[tuple[int, int], ...] = field(default=())
    marks: tuple[tuple[int, int], ...] = ()
    grain: str = "year"

    def by(self, grain: str, cells: Sequence[Cell]) -> Asked | None:
        """The same by quarters or months; None when the sentence names none."""
        marks = tuple(marks_at(self.text, grain, default_year(cells, grain)))
        if not marks:
            return None
        return replace(
            self, marks=marks, grain=grain, period=None,
            years=tuple(dict.fromkeys(key for _, key in marks)),
            base_years=_bases(self.text, marks),
        )

    @property
    def unit(self) -> str:
        """The unit of the number, empty for an order told in words."""
        return self.quantity.unit if self.quantity else ""

    def naming(self) -> tuple[str, ...]:
        """The texts that name rows, nearest first: clause, then sentence, without the numbers."""
        blank = list(self.text)
        for start, end in (*self.others, (self.start, self.end)):
            if self.quantity is not None:
                blank[start:end] = " " * (end - start)
        text = "".join(blank)
        low = self.text.find(self.clause)
        return tuple(dict.fromkeys((text[low : low + len(self.clause)], text)))

    def says(self, name: str) -> bool:
        """Whether a word of the list stands in the sentence."""
        return says(name, self.text)

    def pair(self, held: tuple[int, ...]) -> tuple[int, int] | None:
        """(year of the value, year of the base) among the years that a row holds."""
        named = [year for year in self.years if year in held]
        if len(named) < min(2, len(self.years)):
            return None
        base = [year for year in named if year in self.base_years]
        rest = [year for year in named if year not in self.base_years]
        if len(named) >= 2:
            if base and rest:
                return max(rest), base[0] if len(base) == 1 else min(base)
            return max(named), min(named)
        if len(named) == 1 and self.grain != "year":
            other = self._other_quarter(named[0], held)
            return (named[0], other) if other in held else None
        if len(named) == 1:
            before = [year for year in held if year < named[0]]
            after = [year for year in held if year > named[0]]
            if base and after:
                return min(after), named[0]
            return (named[0], max(before)) if before else None
        return (held[-1], held[-2]) if len(held) >= 2 else None

    def _other_quarter(self, own: int, held: tuple[int, ...]) -> int | None:
        """The quarter or month that one alone is compared with; None when it is not said."""
        if _YEARLY.search(self.text):
            return own - STEPS[self.grain]
        before = [key for key in held if key < own]
        return max(before) if before and _SEQUENTIAL.search(self.text) else None

    def level_years(self, held: tuple[int, ...]) -> list[int | None]:
        """The years that a plain value may be of."""
        if not held:
            return [None]
        if self.role == "base" and len(self.years) == 1 and self.numbers > 1:
            # "fell to $610m from $655m in 2025", and "from $655m in 2024": either may be meant
            return [year for year in (self.years[0] - 1, self.years[0]) if year in held]
        own = self.own_year()
        if own is not None:
            return [own] if own in held else []
        named = [year for year in self.years if year in held]
        if named:
            return list(named)
        if self.years:
            return []
        if self.role == "base" and len(held) > 1:
            return [held[-2]]
        return [held[-1]]

    def own_year(self) -> int | None:
        """The year that is tied to the number itself, None when the sentence has none or many."""
        if not self.years:
            return None
        listed = self._listed()
        if listed is not None:
            return listed
        if len(self.years) == 1:
            only = self.years[0]
            if self.role == "level" and only in self.base_years and self.prior is False:
                return only if self.numbers == 1 or only in self._after() else self.period
            return only
        after = self._after()
        if after:
            return after[0]
        if self.role == "base":
            based = [year for year in self.years if year in self.base_years]
            if len(based) == 1:
                return based[0]
        if self.role == "level" and self.numbers > 1:
            rest = [year for year in self.years if year not in self.base_years]
            if len(rest) == 1:
                return rest[0]
        before = [year for at, year in self.marks if at < self.start]
        if self.numbers > 1 and before:
            return before[-1]
        return None

    def _listed(self) -> int | None:
        """ "$36m, $2m and $4m in 2019, 2018 and 2017, respectively": by order."""
        if "respectively" not in self.text.lower():
            return None
        places = sorted((*self.others, (self.start, self.end)))
        years = [year for _, year in self.marks]
        same = [one for one in places if self._alike(one)]
        if len(same) != len(years) or (self.start, self.end) not in same:
            return None
        return years[same.index((self.start, self.end))]

    def _alike(self, place: tuple[int, int]) -> bool:
        percent = "%" in self.text[self.start : self.end]
        return ("%" in self.text[place[0] : place[1]]) is percent

    def _after(self) -> list[int]:
        """The year that follows the number at once: "$5 million in fiscal 2019"."""
        stop = min((start for start, _ in self.others if start >= self.end), default=len(self.text))
        if self.grain != "year":
            return [
                key for at, key in self.marks
                if self.end <= at < stop and _GAP.fullmatch(self.text[self.end : at])
            ]
        near = self.text[self.end : min(stop, self.end + 45)]
        match = FOLLOWING.match(near)
        return [int(match.group(1))] if match else []

    def time_behind(self) -> bool:
        """Whether the number's own year, quarter or month is told right behind it."""
        return bool(self._after())

    def through(self) -> bool:
        """Whether the years named are the ends of a span."""
        return bool(_THROUGH.search(self.text))


_GAP = re.compile(r"[,)]?(?: (?:in|for|at|of|on|during|the|same|prior)){0,4} ?", re.IGNORECASE)
_YEARLY = re.compile(
    r"\ba year (?:earlier|ago|before)\b|\b(?:prior|previous|preceding|last)[- ](?:fiscal )?year"
    r"|\byear[- ](?:over|on)[- ]year\b|\byoy\b",
    re.IGNORECASE,
)
_SEQUENTIAL = re.compile(
    r"\bsequential|\b(?:quarter|month)[- ](?:over|on)[- ](?:quarter|month)\b|\bqoq\b|\bmom\b"
    r"|\b(?:prior|previous|preceding|last) (?:quarter|month)\b|\b(?:quarter|month) before\b",
    re.IGNORECASE,
)
FOLLOWING = re.compile(
    r"(?: (?:per|a) [a-z]+)?"
    r"[,)]?(?: (?:in|for|at|as|of|on|during|the|fiscal|year|years|ended|end|same|prior|first"
    r"|second|third|fourth|quarter|half|comparable|corresponding|three|six|nine|twelve|months|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|\d{1,2},?|fy|calendar"
    r"|period|that)){1,8} ?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def asked(
    claim: Claim, quantity: Quantity | None, sentence: str, others: tuple[tuple[int, int], ...]
) -> Asked:
    """What ``sentence`` asks about the number of ``claim``; ``others`` are its other numbers."""
    start = claim.span.start - claim.sentence.start
    end = claim.span.end - claim.sentence.start
    years = years_of(sentence)
    marks = tuple(years_at(sentence))
    period = claim.period.end.year if claim.period.end else None
    return Asked(
        text=sentence, start=start, end=end, quantity=quantity, kind=claim.kind,
        role=_role_told(sentence, start, end, others), clause=_clause(sentence, start, end),
        years=years,
        base_years=_bases(sentence, marks), prior=bool(_PRIOR.search(sentence)),
        numbers=1 + len(others),
        period=period, others=others, marks=marks,
    )


def is_base(text: str, at: int) -> bool:
    """Whether what begins at ``at`` is what something is compared with."""
    near = text[max(0, at - _FEW) : at]
    return bool(_BASE.search(near) or _VALUE_BASE.search(near))


def _bases(text: str, marks: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(key for at, key in marks if is_base(text, at))


_OR = re.compile(r",? ?(?:or|\(|i\.e\.,?|,)?(?: ?(?:about|approximately|around|nearly))? ?")


def _role_told(
    text: str, start: int, end: int, others: tuple[tuple[int, int], ...]
) -> str:
    """The role; "by $150 million, or 9.1%" tells one movement twice."""
    for begin, stop in others:
        again = stop < start and _OR.fullmatch(text[stop:start])
        if again and _role(text, begin, stop) == "change":
            return "change"
    return _role(text, start, end)


def _role(text: str, start: int, end: int) -> str:
    before = _SOFTENER.sub("", text[max(0, start - _FEW) : start])
    tail = before.split()[-3:]
    last = tail[-1].lower().strip(",(") if tail else ""
    after = " ".join(_WORD.findall(text[end : end + 40])[:3]).partition(".")[0].partition(",")[0]
    if last in ("to", "at", "reached", "reaching") or _MADE_UP.search(before):
        return "level"
    if says("change", after) or says("difference", after):
        return "change"
    if last == "from" or _BASE.search(f"{before.strip()} "):
        return "base"
    if last == "by" or says("change", " ".join(tail[-2:]) if last in ("of", "was", "is") else last):
        return "change"
    told = _TOLD.search(before)
    if told and (says("neutral", text[:start]) or _moved_noun(text[:start])):
        return "change"
    return "level"


def role_of(text: str, mention: Mention) -> str:
    """The role of a quantity of a document's own sentence."""
    return _role(text, mention.start, mention.end)


_MADE_UP = re.compile(r"\bma(?:de|kes?|king) up\W*$", re.IGNORECASE)


def _moved_noun(before: str) -> bool:
    """ "The increase in X was": a movement is the subject, not a verb on the way."""
    return bool(_NOUN.search(before))


_NOUN = re.compile(
    r"\b(?:increase|decrease|growth|decline|rise|fall|drop|reduction)(?: ?/ ?\(?\w+\)?)?"
    r"(?: rate)? (?:in|of)\b",
    re.IGNORECASE,
)


def _clause(text: str, start: int, end: int) -> str:
    low = max((m.end() for m in _BREAK.finditer(text, 0, start)), default=0)
    high = next((m.start() for m in _BREAK.finditer(text, end)), len(text))
    return text[low:high]


def told_down(one: Asked, labels: list[str]) -> bool | None:
    """Whether the nearest word of movement says down; None when there is none or it is neutral."""
    text = one.text.lower()
    for label in labels:
        text = text.replace(label.lower(), " " * len(label)) if len(label) > 3 else text
    if _BOTH.search(text):
        return None
    found = [(abs(at - one.start), "down") for at in spots("down", text)]
    found += [(abs(at - one.start), "up") for at in spots("up", text)]
    return min(found)[1] == "down" if found else None


# "increase/(decrease)": the number carries the sign.
_BOTH = re.compile(
    r"(?:increase|rise|growth|gain)s? ?(?:/|or|and)? ?\(?(?:decrease|decline|fall|loss)"
    r"|\(?decrease\)? ?(?:/|or) ?\(?increase"
)


def plain_words(text: str) -> frozenset[str]:
    """Every word of ``text``, months too, without plural endings."""
    found = {stem(word.lower()) for word in re.findall(r"[A-Za-z]+|\d+", text)}
    if "quarter" in found:
        found |= {"three", "month"}  # a quarter stands in a table as three months
    return frozenset(found)
