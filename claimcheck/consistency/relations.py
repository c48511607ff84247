"""Distances, orders, changes and repeated figures between the numbers of a text."""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from claimcheck.consistency.words import whole_words
from claimcheck.documents.wordlists import says
from claimcheck.evidence import AXES, Held, bases_agree, days, sign, stands_for, window
from claimcheck.figures import period as period_words
from claimcheck.figures import show
from claimcheck.intervals import HUNDRED, ONE, Interval, of_reference, stated
from claimcheck.lexicon import entities, metrics, tokens
from claimcheck.reference.records import Observation, as_of
from claimcheck.schema import Article, Claim, Constraint, Quantity
from claimcheck.topics import raised


def interval(quantity: Quantity) -> Interval:
    """What a quantity's words allow, for arithmetic: the hedged window when there is one."""
    words = stated(quantity)
    return words.window if quantity.bound != "none" else words.rounding


# A word of movement this near behind a number is about it.
NEAR_SHARE = 20
_BASES = frozenset({"gaap", "ifrs", "non-gaap"}).union(*AXES)
_AMOUNTS = frozenset({"currency", "count"})


def part_named(claim: Claim, text: str) -> str | None:
    """The words that make a number that of a part ("services revenue", "of which $5bn from cloud").

    A word of the segment list, or a capitalised one that is not the entity's own name, right
    before the metric's words; or words before the number that announce parts.
    """
    sentence = text[claim.sentence.start : claim.sentence.end]
    listed = _listed_part(claim, sentence)
    if listed:
        return listed
    metric = metrics().get(claim.metric)
    level = metrics().get(metric.growth_of) if metric and metric.growth_of else metric
    if level is None or level.unit not in _AMOUNTS or not claim.metric_text:
        return None
    if metric is not level and share_of(claim, sentence):
        return "share of"
    at = sentence.lower().find(claim.metric_text.lower())
    words = sentence[: max(0, at)].split()
    before = words[-1] if words else ""
    if raised("segment", before):
        return before
    word = before.strip("“”\"'(),")
    if word in month_name:
        return None  # "for fiscal 2024, which ended in September, sales were"
    plain = word.removesuffix("'s").removesuffix("’s")
    capital = plain != plain.lower() and len(words) > 1 and plain == word
    basis = plain.lower() in level.bases or plain.lower() in _BASES
    own = basis or plain.lower() in claim.entity.text.lower() or _named(plain)
    return word if capital and not own and plain.isalpha() else None


def _listed_part(claim: Claim, sentence: str) -> str | None:
    """The words before a number that announce the parts of another one."""
    at = claim.span.start - claim.sentence.start
    found = [
        (start, end) for start, end, names in whole_words().find(tokens(sentence[:at]))
        if names[0] in ("parts_follow", "parts_named")
    ]
    if claim.quantity is None or not found:
        return None
    start, end = found[-1]
    return sentence[start:end] if any(char.isdigit() for char in sentence[:start]) else None


# "62% of Apple's revenue" is a share of it, however the sentence goes on.
_SHARE = re.compile(
    r"(?:%|\bper ?cent|\bProzent|\bpour cent|\bpor ciento|\bpor cento|\bper cento)"
    r" (?:of|der|des|du|de|del|dei|delle|do|da|dos|das) ",
    re.IGNORECASE,
)


def share_of(claim: Claim, sentence: str) -> bool:
    """Whether a percentage is a share of something, itself or as one of a list of shares."""
    if claim.quantity is None or claim.quantity.unit != "percent":
        return False
    start, end = (at - claim.sentence.start for at in (claim.span.start, claim.span.end))
    if _SHARE.match(sentence, sentence.find("%", start, end) if "%" in claim.quote else end):
        return True
    before = [match.end() for match in _SHARE.finditer(sentence, 0, start)]
    if not before:
        return False
    near = sentence[max(before[-1], start - NEAR_SHARE) : start]
    if near.rstrip().endswith(" from"):
        return True  # "60% of revenue, up from 55%"
    return not says("change", near + sentence[start : end + NEAR_SHARE])


def _named(word: str) -> bool:
    """Whether a word is part of a catalogue name (an entity, not a product)."""
    return word.lower() in _name_words()


@cache
def _name_words() -> frozenset[str]:
    """Every word of the English names in the catalogue."""
    return frozenset(
        word for entity in entities().values() for name in entity.names.get("en", ())
        for word in name.lower().split()
    )


# ---------------------------------------------------------------- so much above or below another


def apart(
    claim: Claim, claims: Sequence[Claim], article: Article, reference: Held, day: date | None
) -> Iterator[Constraint]:
    """ "15.6 times, 31% cheaper than L": L must be 15.6 / (1 - 0.31)."""
    baseline, quantity = claim.baseline, claim.quantity
    if not baseline or not baseline.entity or not baseline.entity.id or quantity is None:
        return
    if quantity.unit != "percent" or baseline.relation not in ("higher_than", "lower_than"):
        return
    level = _level_of(claim, claims)
    if level is None or level.quantity is None:
        return
    lower = baseline.relation == "lower_than"
    share = interval(quantity).scaled(1 / HUNDRED)
    rest = (-share).shifted(ONE) if lower else share.shifted(ONE)
    if rest.low <= 0:
        return
    implied = interval(level.quantity) / rest
    middle = level.quantity.low / (1 - quantity.low / 100 if lower else 1 + quantity.low / 100)
    other = _other_level(level, baseline.entity.id, claims)
    unit = level.quantity.unit
    words = (
        f"{level.quote} and {claim.quote} {'below' if lower else 'above'} imply "
        f"{show(middle, unit)} [{show(implied.low, unit)}, {show(implied.high, unit)}] for "
        f"{_name(baseline.entity.id)}"
    )
    ids: tuple[str, ...] = (level.id, claim.id)
    if other is not None and other.quantity is not None:
        holds: bool | None = implied.overlaps(interval(other.quantity))
        verb = "agrees with" if holds else "cannot be squared with"
        message = f"{words}; that {verb} the {other.quote} that the text gives."
        ids = (level.id, claim.id, other.id)
    else:
        holds, told = _against_data(level, baseline.entity.id, implied, article, reference, day)
        message = f"{words}; {told}."
    yield Constraint(
        relation="discount" if lower else "premium", claims=ids, holds=holds,
        implied_low=_round(implied.low), implied_high=_round(implied.high),
        implied=show(middle, unit), message=message,
    )


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01")) if abs(value) < 10**9 else value.quantize(Decimal(1))


def _level_of(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The level that a relative number is measured from: linked, or the nearest of its subject."""
    linked = {*claim.derived_from, claim.baseline.claim if claim.baseline else None}
    before = [
        other for other in claims
        if other is not claim and other.quantity is not None and other.quantity.unit != "percent"
        and other.span.start < claim.span.start
    ]
    for other in before:
        if other.id in linked:
            return other
    near = [
        other for other in before
        if other.entity.id == claim.entity.id
        and other.kind in ("level", "ratio")
        and (other.metric == claim.metric or claim.metric in ("valuation_discount", "other"))
        and claim.sentence.start - other.sentence.end <= 2
    ]
    return near[-1] if near else None


def _other_level(level: Claim, entity: str, claims: Sequence[Claim]) -> Claim | None:
    for other in claims:
        if (
            other.quantity is not None and level.quantity is not None and other is not level
            and other.metric == level.metric and other.quantity.unit == level.quantity.unit
            and other.entity.id in stands_for(entity) and _same_time(other, level)
            and ("average" in other.basis) is ("average" in level.basis)
        ):
            return other
    return None


def _same_time(one: Claim, other: Claim) -> bool:
    if one.period.end is None or other.period.end is None:
        return True
    return (one.period.start, one.period.end) == (other.period.start, other.period.end)


def _against_data(
    level: Claim, entity: str, implied: Interval, article: Article, reference: Held,
    day: date | None,
) -> tuple[bool | None, str]:
    """Whether a held value of the other entity, of the days meant, lies in the implied interval.

    Never False: what the data say against it is a finding on the claims, not on the text's logic.
    """
    rows = [
        row for id in stands_for(entity) for row in as_of(reference.find(id, level.metric), day)
        if bases_agree(level.basis, row.basis) and days(row) < 400
    ]
    span = window(level, article)
    if span.start and span.end:
        rows = [row for row in rows if span.start <= row.end and row.start <= span.end]
    elif span.end:
        rows = [row for row in rows if row.end <= span.end]
    fit = [row for row in rows if of_reference(row.value).overlaps(implied)]
    if fit:
        row = max(fit, key=lambda row: row.end)
        return True, f"published: {_published(row)}"
    if rows:
        row = max(rows, key=lambda row: row.end)
        return None, f"published: {_published(row)}, which lies outside"
    return None, "no published value is held to compare"


def _published(row: Observation) -> str:
    who = f" by {_name(row.provider)}" if row.provider else ""
    return f"{show(row.value, row.unit)}{who} for {period_words(row.start, row.end)}"


def _name(id: str) -> str:
    entity = entities().get(id)
    return entity.name if entity else id.replace("-", " ").title()


# ---------------------------------------------------------------- ordering


def ordering(claim: Claim, claims: Sequence[Claim]) -> Iterator[Constraint]:
    """ "18-19%, surpassing the 13%": the first must lie above the second."""
    baseline, quantity = claim.baseline, claim.quantity
    if not baseline or not baseline.claim or quantity is None:
        return
    if baseline.relation not in ("higher_than", "lower_than"):
        return
    other = next((one for one in claims if one.id == baseline.claim), None)
    if other is None or other.quantity is None or other.quantity.unit != quantity.unit:
        return
    if baseline.entity and quantity.unit == "percent" and other.metric != claim.metric:
        return
    above = baseline.relation == "higher_than"
    high, low = (claim, other) if above else (other, claim)
    if (low.id, high.id) == (claim.id, other.id) and _mirrored(other, claim):
        return  # the same relation, told once from its other end
    gap = _signed_interval(high) - _signed_interval(low)
    holds = gap.high > 0
    mutual = other.baseline is None or other.baseline.claim == claim.id
    bounds = {quantity.bound, other.quantity.bound}
    if not holds and (not mutual or bounds != {"none"}):
        return  # a third number beside a comparison, or "below 3%": no order was claimed
    if not holds and _of_an_earlier(high, low, claims):
        return
    if not holds and high.confidence.metric == low.confidence.metric == "unsure":
        return  # "energy up 48%, with utilities lagging at 14%": which lags is a guess as well
    verb = "lies above" if holds else "does not lie above"
    yield Constraint(
        relation="order", claims=(high.id, low.id), holds=holds,
        message=f"{high.quote} {verb} {low.quote}, as the text says it does."
        if holds else f"The text puts {high.quote} above {low.quote}, which it is not.",
    )


def _of_an_earlier(high: Claim, low: Claim, claims: Sequence[Claim]) -> bool:
    """ "2.3%, down from 3.1% and below the 2.6% expected": the order is that of the first."""
    first, second = sorted((high, low), key=lambda one: one.span.start)
    for one in claims:
        if one.sentence.start != first.sentence.start or one.span.start >= first.span.start:
            continue
        if one.quantity is None or not first.quantity or one.quantity.unit != first.quantity.unit:
            continue
        above, below = (one, second) if first is high else (second, one)
        if (_signed_interval(above) - _signed_interval(below)).high > 0:
            return True
    return False


def _mirrored(other: Claim, claim: Claim) -> bool:
    return bool(
        other.baseline and other.baseline.claim == claim.id
        and other.baseline.relation == "higher_than"
    )


# ---------------------------------------------------------------- change and two levels


# Relations to a standard, which is not where a movement began.
_STANDARDS = frozenset(("higher_than", "lower_than"))


# Signs between an end and the start told behind it: "to $5.6 billion, up from $5 billion".
BEHIND = 32
# Signs before a number within which a short word is its own.
NEXT_WORD = 4
# A thing told to have less than doubled has not become so many times larger or smaller.
MOST_TIMES = 20
# Days from the end of what was a year before to the start of what is new: of quarters and months.
YEAR_APART = 240


def changes(claim: Claim, claims: Sequence[Claim], text: str) -> Iterator[Constraint]:
    """ "rose 12% to $5.6 billion from $5 billion": the three must fit."""
    quantity = claim.quantity
    if quantity is None or claim.kind not in ("growth", "change"):
        return
    beside = [other for other in claims if other.sentence == claim.sentence]
    if sum(other.kind == claim.kind for other in beside) > 1:
        return  # "by 8% and 11%, to 2.35 and 2.70": which belongs to which is not told
    levels = [
        other for other in beside
        if other.entity.id == claim.entity.id and other.modality == claim.modality
        and other.quantity is not None and other.kind in ("level", "ratio")
        and other.id != claim.id and _level_metric(other.metric) == _level_metric(claim.metric)
    ]
    after = [other for other in levels if other.id in claim.derived_from]
    if len(levels) != 2 or not after:
        return
    new = after[0]
    old = next(other for other in levels if other is not new)
    if new.quantity is None or old.quantity is None or new.quantity.unit != old.quantity.unit:
        return
    moved = old.direction in ("up", "down") and old.direction != claim.direction
    if old.span.end < claim.span.start and old.direction == claim.direction:
        return  # "slumped past 150, losing 1.1% to 151.90": where it came to, not where from
    if old.span.end < claim.span.start and old.period.start and old.period == new.period:
        return  # "took a hit of $1.1bn, cutting profit by 32% to $3bn": told of one time
    if old.span.start > new.span.end and (moved or old.span.start - new.span.end > BEHIND):
        return  # "improved 0.4 points to 49.1, but new orders sank to 48.9": another index
    if old.period.start and new.period.start is None:
        return  # "eased 0.3% to 3,985 after a record 4,381 last month": no change is told since
    if _apart(claim, new, old, beside):
        return
    if _no_start(claim, new, old, text):
        return
    if old.metric_text != claim.metric_text and new.metric_text == claim.metric_text:
        return  # "first claims held at 248,000, continuing claims rose by 54,000 to 1.956m"
    if any(c.baseline and c.baseline.relation in _STANDARDS for c in (new, old)):
        return  # "up 1 to 98, still below its mean (100)": the mean is no start
    made = _change_between(claim, new.quantity, old.quantity)
    if made is None:
        return
    point, span = made
    said = interval(quantity)
    if sign(claim) < 0:
        said = -said
    holds = said.overlaps(span) or said.gap(span) == 0
    verb = "fits" if holds else "does not fit"
    yield Constraint(
        relation="change", claims=(claim.id, new.id, old.id), holds=holds,
        implied_low=_round(span.low), implied_high=_round(span.high),
        implied=show(point, quantity.unit),
        message=(
            f"From {old.quote} to {new.quote} is {show(point, quantity.unit)}, which {verb} the "
            f"{claim.quote} of the text."
        ),
    )


def _apart(claim: Claim, new: Claim, old: Claim, beside: Sequence[Claim]) -> bool:
    """ "Up 56% on the year, after 44.1 the quarter before", "to 7.1, half of the 13.7 of 2022"."""
    if any(new.span.end <= one.span.start < old.span.start for one in beside if one is not claim):
        return True
    yearly = "yoy" in (*claim.basis, *new.basis, *old.basis)
    if not (yearly and new.period.start and old.period.end):
        return False
    return new.period != old.period and abs((new.period.start - old.period.end).days) < YEAR_APART


def _no_start(claim: Claim, new: Claim, old: Claim, text: str) -> bool:
    """ "26 cents a quarter, or $1.04 a year", "cut by a quarter to 4%; a year ago it was 5.25%"."""
    first, second = sorted((new, old), key=lambda one: one.span.start)
    between = text[first.span.end : second.span.start]
    if new is second and raised("gap-behind", _next_words(text, claim)):
        return True  # "$4,753, 75% more than the $2,710 of a year before": the second is the base
    if old is second and _listed_part(old, text[old.sentence.start : old.sentence.end]):
        return True  # "by $38.7m to $212.5m, of which $13.3m in the last quarter"
    if old is second and raised("told-otherwise", between[-NEAR_SHARE:]):
        return True
    if old is second and raised("moved-by", between[-NEXT_WORD:]):
        return True  # "by $3.5bn over the year to $61.4bn, and by $1.2bn since June"
    if old.metric != "policy_rate":
        return False
    # A bank's steps are told one by one, and its levels from year to year.
    before = text[max(old.sentence.start, old.span.start - BEHIND) : old.span.start]
    after = text[old.span.end : old.span.end + NEAR_SHARE]
    return raised("year-before", before) or raised("year-before", after)


def _next_words(text: str, claim: Claim) -> str:
    """The two words behind a number."""
    return " ".join(text[claim.span.end : claim.span.end + BEHIND].split()[:2])


def _change_between(
    claim: Claim, new: Quantity, old: Quantity
) -> tuple[Decimal, Interval] | None:
    unit = claim.quantity.unit if claim.quantity else ""
    if unit == "percent" and new.unit != "percent":
        if interval(old).low <= 0 or _of_other_sizes(claim.quantity, new, old):
            return None
        ratio = interval(new) / interval(old)
        return (new.low / old.low - 1) * 100, ratio.shifted(-ONE).scaled(HUNDRED)
    if unit in ("percentage_point", "basis_point") and new.unit == "percent":
        scale = HUNDRED if unit == "basis_point" else ONE
        return (new.low - old.low) * scale, (interval(new) - interval(old)).scaled(scale)
    if unit == new.unit and unit != "percent":
        return new.low - old.low, interval(new) - interval(old)
    return None


def _of_other_sizes(said: Quantity | None, new: Quantity, old: Quantity) -> bool:
    """ "Up 12% to $28bn, helped by a $7,500 credit": no two values of one thing."""
    small, large = sorted((new.low, old.low))
    return said is not None and large > MOST_TIMES * small and said.low < HUNDRED


def _level_metric(id: str) -> str:
    metric = metrics().get(id)
    return metric.growth_of if metric and metric.growth_of else id


# ---------------------------------------------------------------- the same figure told twice


def _told_key(claim: Claim) -> tuple[object, ...] | None:
    """What a figure is of, when the text says all of it; else None."""
    if claim.quantity is None or claim.entity.id is None or claim.metric == "other":
        return None
    if claim.baseline or claim.period.start is None or claim.confidence.metric != "stated":
        return None
    if claim.confidence.period != "stated":
        return None
    return (
        claim.metric, claim.entity.id, claim.period.start, claim.period.end, claim.basis,
        claim.quantity.unit, claim.kind, claim.modality,
        claim.attribution.text if claim.attribution else None,
    )


def repeated(claims: Sequence[Claim], text: str) -> Iterator[Constraint]:
    """One metric of one thing in one named period has one value, unless definitions differ."""
    keyed = [(key, claim) for claim in claims if (key := _told_key(claim)) is not None]
    often = Counter(key for key, _ in keyed)
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for key, claim in keyed:
        if often[key] > 1:  # parts are looked for only where two claims could be one
            groups.setdefault((*key, part_named(claim, text)), []).append(claim)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            if first.quantity is None or other.quantity is None:
                continue
            if first.sentence == other.sentence:
                continue  # two numbers of one sentence are seldom meant as one
            one, two = _signed_interval(first), _signed_interval(other)
            if one.overlaps(two) or one.gap(two) == 0:
                continue
            yield Constraint(
                relation="repeated", claims=(first.id, other.id), holds=False,
                message=(
                    f"The text gives {first.quote} and {other.quote} for the same figure; both "
                    "cannot be right."
                ),
            )


def _signed_interval(claim: Claim) -> Interval:
    assert claim.quantity is not None
    span = interval(claim.quantity)
    return -span if sign(claim) < 0 else span
