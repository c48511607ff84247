"""Builds the claims of an article, sentence by sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from claimcheck.extract.ahead import mark_ahead, mark_expected
from claimcheck.extract.attach.entity import OF_NO_COUNTRY
from claimcheck.extract.attach.found import Memory
from claimcheck.extract.attach.period import is_base, is_compared, is_origin
from claimcheck.extract.drafts.number import bare, numeric
from claimcheck.extract.drafts.period import year_later
from claimcheck.extract.drafts.record import Draft, is_claim
from claimcheck.extract.links import link
from claimcheck.extract.scene import STRONG, UNKNOWN, Hit, Scene, look
from claimcheck.extract.trends import in_words
from claimcheck.extract.units import (
    HUNDREDTH,
    MILLION,
    is_currency,
    of_cents,
    of_country,
    of_pesos,
    understood,
    unitless,
)
from claimcheck.extract.words import about, kind_of
from claimcheck.lexicon import Metric, entities, metrics
from claimcheck.own_names import OwnNames
from claimcheck.periods import PeriodMention, fiscal_quarter, fiscal_year
from claimcheck.quantities import Mention
from claimcheck.schema import (
    Article,
    Baseline,
    Certainty,
    Claim,
    Confidence,
    EntityRef,
    Period,
    Quantity,
    Sentence,
    Span,
)
from claimcheck.words import unspaced

if TYPE_CHECKING:
    from claimcheck.trained import Adviser

# Sectors, districts and judges are hardly ever more.
MEMBERS = 100
# Rates beside the one that a bank decides on, and where it decides on that of deposits.
SIDE_RATES = ("deposit", "lending", "facility", "bank rate")
WITH_DEPOSIT_RATE = ("ecb", "euro-area")
# Longer than any sentence a person writes; longer ones are lists, tables or hostile.
LONGEST = 1500
# "6% of the S&P 500": signs between a share and what it is a share of.
SHARE_GAP = 8
# A rate told as a bare number is at most this many percent.
WHOLE = 100
# A spread of this many points is told in basis points: "a 54 puntos".
MANY_POINTS = 10
# No dollar costs dollars; gold told in the same sentence may.
DOLLAR_OR_LAND = frozenset(("currency", "country"))
# Coins and goods of the world market have their price in dollars.
PRICED_IN_DOLLARS = frozenset(("crypto", "commodity"))
# Words between a period and the outlook for it.
VIEW_REACH = 3.0
# Currencies that are told in dollars; of the others so many go to one: "the peso at 18.4".
QUOTED_IN_DOLLARS = frozenset(("GBP", "AUD", "NZD"))
# When most companies end their year.
CALENDAR = "12-31"
PLACES = ("country", "region")
# Where the years of firms that say nothing else are the state's and not the calendar's.
NOT_CALENDAR = ("japan", "india")
# Where the year of firms ends that say nothing else.
_YEARS_END = {"india": "03-31"}
# Days after a quarter's end in which results are told, and how a quarter with a number is named.
LATE_RESULTS = 75
_OF_QUARTER = re.compile(r"(?i)^(?:q[1-4]|(?:first|second|third|fourth)[- ]quarter)$")
# Days after a year's end in which "the full year" is the one just over.
FRESH = 120
# Sizes of a time that results are told of.
REPORTED = ("month", "quarter", "half", "year")
# Signs between a word of comparison and a name, an article among them.
ARTICLE = 5
# What is told for a share.
OF_A_SHARE = ("eps", "dividend_per_share")
SURENESS: tuple[Certainty, ...] = ("stated", "inferred", "unsure")
# Metrics named before that are kept in mind.
RECENT = 4
# Sizes of a time that a text names in passing.
PASSING = ("day", "week", "multi")
# Signs between a time and a number past which it is as often the time of something else.
REMOTE = 50
# A time and its comma that end before so many words of a sentence are that of all it tells.
OPENS = 6
# Signs between a place and the firm that it says something of.
APPOSITION = 30
# Claims told so far, by value and unit: (low, high, unit).
Told = dict[tuple[Decimal, Decimal, str], list[Claim]]


def anchor_of(article: Article) -> date | None:
    """The day that "last quarter" is counted from: the article's own, or the latest it can be."""
    if article.published_at:
        try:
            return date.fromisoformat(article.published_at[:10])
        except ValueError:
            return None
    earliest = article.date.earliest
    # A text of 2025 that says no more is read as told at the year's end: "as of June" is over.
    return article.date.latest or (earliest and earliest.replace(month=12, day=31))


def extract(
    article: Article, sentences: Iterable[Sentence], own: OwnNames | None = None,
    adviser: Adviser | None = None,
) -> tuple[Claim, ...]:
    """The claims of an article in reading order. Nothing is dropped for want of a metric.

    ``own`` holds the names of entities that only the user's reference rows know; ``adviser`` is
    asked where the rules find nothing.
    """
    own = own or OwnNames()
    anchor = anchor_of(article)
    memory = Memory(adviser=adviser)
    claims: list[Claim] = []
    told: Told = {}
    firms: dict[str, str] = {}
    _headline(article, memory, anchor, own)
    for sentence in _pieces(sentences):
        scene = look(sentence, anchor, memory.names, own, _told_before(sentence, memory))
        drafts = sorted(_drafts(scene, memory, anchor), key=lambda draft: draft.start)
        link(scene, drafts)
        _move_views(scene, drafts)
        _mark_over(scene, drafts)
        _mark_revised(scene, drafts)
        mark_expected(scene, drafts)
        _mark_rates(scene, drafts)
        mark_ahead(scene, drafts, adviser, anchor)
        for number, draft in enumerate(drafts, len(claims) + 1):
            _finish(draft, number, scene, article, told, memory, own)
        # Links name ids, which are known only now.
        claims += [_joined(draft, own) for draft in drafts]
        firms.update((h.value, scene.text[h.start : h.end]) for h in scene.entities if _is_firm(h))
        _remember(scene, drafts, memory, anchor)
        title = article.title or ""
        if sentence.end <= len(title) and article.text.startswith(title):
            # "Honeywell Q3 2025 at a glance": the time of a headline is that of the text.
            headed = memory.times.told
            if headed and headed.granularity in REPORTED:
                memory.times.title = headed
    return tuple(_of_only(claim, firms) for claim in claims)


def _is_firm(hit: Hit) -> bool:
    """Whether a name is that of a company of the catalogue that does not tell of others."""
    item = entities().get(hit.value)
    return item is not None and item.kind == "company" and item.category not in OF_NO_COUNTRY


def _of_only(claim: Claim, firms: dict[str, str]) -> Claim:
    """A firm's figure told before the text names its only firm: "NTM P/E 18x. Why not $EBAY?"."""
    kinds = about().kinds.get(claim.metric)
    said = claim.entity.id or claim.entity.text or claim.metric == "other"
    if len(firms) != 1 or said or (kinds is not None and "company" not in kinds):
        return claim
    ((firm, text),) = firms.items()
    sure = _confidence(claim.confidence.metric, "unsure", claim.confidence.period)
    return claim.model_copy(
        update={"entity": EntityRef(id=firm, text=text), "confidence": sure}
    )


def _pieces(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Sentences, the endless ones cut: joining parts costs the square of their number."""
    for sentence in sentences:
        text, at = sentence.text, 0
        while len(text) - at > LONGEST:
            window = text[at : at + LONGEST]
            cut = max(window.rfind(sign) for sign in ("; ", ", ", ". ", "。", "，", "\n"))
            cut = cut if cut > LONGEST // 2 else window.rfind(" ")
            step = cut + 1 if cut > LONGEST // 2 else LONGEST
            yield _part(sentence, at, at + step)
            at += step
        yield _part(sentence, at, len(text)) if at else sentence


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    return sentence.model_copy(
        update={
            "start": sentence.start + start,
            "end": sentence.start + end,
            "text": sentence.text[start:end],
        }
    )


def _headline(
    article: Article, memory: Memory, anchor: date | None, own: OwnNames
) -> None:
    """A title that is not part of the text still says what the text is about."""
    title = article.title
    if not title or article.text.startswith(title):
        return
    scene = look(
        Sentence(start=0, end=len(title), text=title, language=article.language, paragraph=-1),
        anchor,
        own=own,
    )
    _note_names(scene, memory)
    _remember(scene, [], memory, anchor)
    memory.times.title, memory.times.told = memory.times.told, None


def _told_before(sentence: Sentence, memory: Memory) -> tuple[date, date] | None:
    """The time that the paragraph has told of last."""
    told = memory.times.last(sentence.paragraph)
    return (told.first, told.last) if told and told.first and told.last else None


def _drafts(scene: Scene, memory: Memory, anchor: date | None) -> list[Draft]:
    memory.times.enter(scene.sentence.paragraph)
    _note_names(scene, memory)
    drafts: list[Draft] = []
    for mention in scene.mentions:
        if bare(scene, mention, memory) or _is_whole(scene, mention):
            continue
        draft = numeric(scene, mention, memory, anchor, drafts)
        if is_claim(draft):
            drafts.append(draft)
    worded = in_words(scene, memory, anchor, drafts)
    # "A third straight week" is no third of a week.
    spans = [(d.start, d.end) for d in worded if d.kind == "trend" and d.mention is None]
    return [d for d in drafts if not _is_share_in(d, spans)] + worded


def _is_whole(scene: Scene, mention: Mention) -> bool:
    """ "Eight of 13 categories rose": how many there are is no claim of its own."""
    if mention.unit != "count" or mention.scale >= MILLION or mention.high > MEMBERS:
        return False
    return any(
        other.unit == "count"
        and any(
            0 <= word.start - other.end <= 1 and 0 <= mention.start - word.end <= ARTICLE
            for word in scene.cue("share.link")
        )
        for other in scene.mentions
    )


def _is_share_in(draft: Draft, spans: list[tuple[int, int]]) -> bool:
    """Whether a number only counts a run: "a third" straight week, 111 consecutive quarters."""
    number = draft.mention
    share = number is not None and number.words and number.unit == "percent"
    told = share or (number is not None and number.unit == "count")
    return told and any(draft.start < end and start < draft.end for start, end in spans)


def _note_names(scene: Scene, memory: Memory) -> None:
    catalogue = entities()
    for hit in scene.entities:
        if hit.value == UNKNOWN:
            name = scene.text[hit.start : hit.end]
            memory.names.setdefault(name.split()[0], name)
        elif segment := catalogue[hit.value].segment:
            memory.indices[segment] = hit.value


def _unit(mention: Mention, metric: Metric | None, currency: str | None) -> str:
    """The unit; a bare number takes that of its metric ("a P/E of 27.4", "inflation at 2.0").

    Money without a currency is in the one told last, or in that which goes without saying.
    """
    rate = metric is not None and metric.unit == "percent" and mention.high <= WHOLE
    if rate and metric and mention.unit == "index_point" and metric.id != "return":
        return "percentage_point"  # "the margin fell 2 points"
    spread = metric is not None and metric.unit == "basis_point" and mention.low >= MANY_POINTS
    if spread and (mention.unit == "index_point" or (unitless(mention) and mention.scale == 1)):
        return "basis_point"  # "la prima de riesgo baja a 54 puntos"
    if metric and metric.unit == "times" and mention.unit == "count" and mention.scale == 1:
        return metric.unit  # "5,4 P/E", "8 EBITDA": the word behind is no thing counted
    if not unitless(mention):
        return mention.unit
    if metric and (metric.unit in ("times", "index_point") or (rate and not metric.growth_of)):
        return metric.unit
    if mention.scale >= MILLION and currency and (metric is None or metric.unit == "currency"):
        return currency
    return mention.unit


def _quantity(mention: Mention, metric_id: str | None, currency: str | None) -> Quantity:
    metric = metrics().get(metric_id or "")
    unit = _unit(mention, metric, currency)
    # "EPS of $1.05" is that of a share, whether it says so or not.
    per = metric.per if metric and metric.id in OF_A_SHARE and is_currency(unit) else None
    return Quantity.made(
        low=mention.low,
        high=mention.high,
        unit=unit,
        per=mention.per or per,
        scale=mention.scale,
        decimals=mention.decimals,
        bound=mention.bound,
        noun=mention.noun,
    )


def _window(article: Article) -> tuple[date, date] | None:
    """The days an undated article may be from."""
    early, late = article.date.earliest, article.date.latest
    return (early, late) if not article.published_at and early and late and early != late else None


def _fiscal(size: str, label: int, placed: date, ends: str) -> tuple[date, date] | None:
    """The days of a fiscal year or quarter that was placed as if its year were the calendar's."""
    if size in ("year", "multi"):  # "2024/25" spans two years until its company is known
        return fiscal_year(label, ends)
    return fiscal_quarter(label, (placed.month + 2) // 3, ends) if size == "quarter" else None


def _placed(first: date, last: date) -> bool:
    """Whether days are those of the calendar, where only the company knows its own."""
    return first.day == 1 and first.month % 3 == 1 and last.month % 3 == 0 and (
        last.month - first.month in (2, 11)
    )


def _mark_over(scene: Scene, drafts: list[Draft]) -> None:
    """Marks what was expected of a period that the sentence reports: it is over."""
    reported = [
        d.period for d in drafts
        if d.modality == "reported" and d.period and not _of_view(scene, d.period)
        and not (d.mention and is_origin(scene, d.mention, own_move=False))
    ]
    for draft in drafts:
        draft.over = any(draft.period is period for period in reported)


def _of_view(scene: Scene, period: PeriodMention) -> bool:
    """Whether a period is that of what is expected.

    "Its full-year revenue outlook", "we expect full-year billings of $1.75bn".
    """
    span = (period.start, period.end)
    return any(
        period.end <= hit.start and scene.cost(span, (hit.start, hit.end)) <= VIEW_REACH
        for hit in scene.cue("refer.view")
    ) or any(
        hit.end <= period.start and not scene.text[hit.end : period.start].strip()
        for hit in scene.cue("modality.forecast")
    )


def _move_views(scene: Scene, drafts: list[Draft]) -> None:
    """ "Lifted its full-year outlook to $107bn from $103bn": what was expected before, as now."""
    views = scene.cue("refer.view")
    numbers = [d for d in drafts if d.mention]
    for now, then in pairwise(numbers) if views else ():
        both = now.mention and then.mention and now.mention.unit == then.mention.unit
        if not both or now.modality != "forecast" or then.modality not in ("reported", "forecast"):
            continue
        if not is_origin(scene, then.mention, own_move=False):  # type: ignore[arg-type]
            continue
        told = any(
            h.end <= now.start and not scene.walls(h.end, now.start, STRONG) for h in views
        )
        if told and (then.period is None or then.period_certainty != "stated" or (
            then.period.start < then.start
        )):
            then.modality = "forecast"
            then.period, then.period_certainty = now.period, now.period_certainty
            then.year_ago = now.year_ago


def _mark_rates(scene: Scene, drafts: list[Draft]) -> None:
    """ "Its target is 2.25%, with the deposit rate at 2.20%": of one bank's rates, one leads.

    Which of the euro area's is meant is told by its name.
    """
    rates = [d for d in drafts if d.mention and d.metric.value == "policy_rate" and d.metric.text]
    for draft in rates[1:]:
        named = (draft.metric.text or "").lower() != (rates[0].metric.text or "").lower()
        deposit = any(word in (draft.metric.text or "").lower() for word in SIDE_RATES)
        if named and deposit and draft.entity_id not in WITH_DEPOSIT_RATE:
            draft.metric = replace(draft.metric, certainty="unsure")


def _mark_revised(scene: Scene, drafts: list[Draft]) -> None:
    """ "Revised up from 216,000": an older print, which the figure held today does not refute."""
    if not scene.cue("refer.revised"):
        return
    for draft in drafts:
        if draft.mention and is_origin(scene, draft.mention, own_move=False):
            draft.metric = replace(draft.metric, certainty="unsure")


def _fiscal_by(
    draft: Draft, placed: tuple[date, date], anchor: date | None, ends: str | None
) -> tuple[date, date] | tuple[None, None]:
    """A fiscal period without its year: the last one that is over, for a forecast the next to end.

    An economy's years are the calendar's, and so, unsure, is the year of a company whose year end
    is not known; its quarters are none.
    """
    if kind_of(draft.entity_id) in ("country", "region"):
        past = anchor and draft.modality == "forecast" and not draft.over and placed[1] < anchor
        return (year_later(placed[0]), year_later(placed[1])) if past else placed
    if not (anchor and draft.period) or (ends is None and draft.period.granularity != "year"):
        return None, None
    spans = [
        span
        for label in range(anchor.year - 1, anchor.year + 3)
        if (span := _fiscal(draft.period.granularity, label, placed[0], ends or CALENDAR))
    ]
    ahead = [span for span in spans if span[1] >= anchor]
    over = [span for span in spans if span[1] < anchor]
    if draft.modality == "forecast" and not draft.over:
        return ahead[0] if ahead else (None, None)
    return over[-1] if over else (None, None)


def _is_running(period: PeriodMention) -> bool:
    """Whether a period is a fiscal year counted from the one that runs: "今期", "来期", "通期"."""
    return (
        period.type == "fiscal" and period.resolved_from == "published_at"
        and period.granularity == "year" and period.first is not None and period.first.month > 1
    )


def _of_own_year(
    draft: Draft, placed: tuple[date, date], anchor: date | None
) -> tuple[date, date]:
    """The company's own fiscal year for one that was placed by its country's.

    What is reported soon after a year's end is of that year.
    """
    known = entities().get(draft.entity_id or "")
    if anchor is None or known is None or known.kind != "company":
        return placed
    if known.fiscal_year_end is None and known.country in NOT_CALENDAR:
        return placed
    ends = known.fiscal_year_end or CALENDAR
    years = [
        span for label in range(anchor.year - 3, anchor.year + 5)
        if (span := fiscal_year(label, ends))
    ]
    running = next(n for n, span in enumerate(years) if span[1] >= anchor)
    steps = placed[0].year - (anchor.year - (anchor.month < placed[0].month))
    fresh = (anchor - years[running - 1][1]).days <= FRESH and draft.modality == "reported"
    return years[running + (steps or -fresh)]


def _period_certainty(draft: Draft, scene: Scene) -> Certainty:
    """How sure the period is; a company's year without its number and year end is a guess.

    Days and stretches are not carried on as surely as months and quarters are, nor told as surely
    of what is to come; a time "by" or "until" which, and from one year to another, bounds more
    things than the number, and so does one that stands far from it (shares right on the tuned
    texts: models/README.md).
    """
    period, sure = draft.period, draft.period_certainty
    known = entities().get(draft.entity_id or "")
    if period is None:
        return sure
    guessed = (
        period.type == "fiscal" and period.resolved_from == "published_at"
        and not (known and known.fiscal_year_end)
    )
    coming = draft.modality in ("forecast", "conditional")
    if guessed or (sure == "inferred" and (coming or period.granularity in PASSING)):
        return "unsure"
    if sure != "stated":
        return sure
    if coming and period.granularity not in ("year", "quarter", "half"):
        return "unsure"
    # "Kept falling in 2022-2023" is said of each of the years it names.
    stretch = period.granularity == "multi" and draft.mention is not None
    bounded = stretch or "by" in (period.type, period.role)
    return "inferred" if bounded or period.role == "until" or _remote(draft, scene) else sure


def _remote(draft: Draft, scene: Scene) -> bool:
    """Whether a number's time stands far off, or behind another number, or is a week."""
    period = draft.period
    if period is None or draft.mention is None:
        return False
    if scene.text[period.end :].startswith(",") and scene.text[: period.end].count(" ") < OPENS:
        return False  # "For the full year 2024, sales reached $350 billion, and profit $112bn"
    low, high = min(period.end, draft.end), max(period.start, draft.start)
    parted = any(low <= other.start and other.end <= high for other in scene.mentions)
    return parted or high - low > REMOTE or period.granularity == "week"


def _own_quarter(
    draft: Draft, anchor: date | None, ends: str | None
) -> tuple[date, date] | None:
    """ "Q2 net profit", told in October of a firm whose year ends in March: July to September.

    A quarter without its year is the firm's own where the calendar's is long over and the firm's
    has just ended.
    """
    period = draft.period
    if period is None or anchor is None or ends in (None, CALENDAR) or period.first is None:
        return None
    bare = period.granularity == "quarter" and period.type == "calendar"
    if not bare or period.last is None or period.resolved_from != "published_at":
        return None
    since = (anchor - period.last).days
    if not _OF_QUARTER.search(period.text) or ends is None or since < 0:
        return None
    number = (period.last.month + 2) // 3
    spans = [fiscal_quarter(label, number, ends) for label in (anchor.year, anchor.year + 1)]
    if draft.modality == "forecast" and not draft.over:
        coming = [s for s in spans if s[0] <= anchor <= s[1]]  # "guides Q3", when Q3 has begun
        return coming[0] if coming else None
    fresh = [s for s in spans if 0 <= (anchor - s[1]).days < LATE_RESULTS <= since]
    return fresh[0] if fresh else None


def _period(
    draft: Draft, anchor: date | None, window: tuple[date, date] | None = None
) -> Period:
    period = draft.period
    if period is None:
        return Period()
    first, last = period.first, period.last
    if period.type == "instant" and window and period.resolved_from == "published_at":
        first, last = window  # "currently" in an undated text is some day of that window
    # "The quarter ended in October" has its days; "the third quarter" is placed by the fiscal year.
    dated = period.granularity == "quarter" and first is not None and first.month % 3 != 1
    known = entities().get(draft.entity_id or "")
    ends = known.fiscal_year_end if known else None
    country = (known.country if known and known.kind == "company" else None) or ""
    if _is_running(period) and first and last:
        first, last = _of_own_year(draft, (first, last), anchor)
    elif period.type == "fiscal" and first and last and not dated and _placed(first, last):
        if period.resolved_from == "published_at":
            first, last = _fiscal_by(draft, (first, last), anchor, ends)
        elif ends:
            first, last = _fiscal(period.granularity, last.year, first, ends) or (first, last)
    elif own := _own_quarter(draft, anchor, ends or _YEARS_END.get(country)):
        first, last = own
    if draft.year_ago and first and last:
        first, last = year_later(first, -1), year_later(last, -1)
    return Period.made(
        text=period.text,
        start=first,
        end=last,
        type=period.type,
        resolved_from="none" if period.resolved_from == "undated" else period.resolved_from,
    )


def _priced(draft: Draft, scene: Scene) -> Mention:
    """A bare number that is the price of a coin or a good is in dollars: "BTC lost 100k"."""
    mention = draft.mention
    assert mention is not None
    item = entities().get(draft.entity_id or "")
    told = item and item.kind == "currency" and item.code not in ("USD", "EUR")
    if item and told and draft.metric.value == "exchange_rate":
        dear = item.code in QUOTED_IN_DOLLARS
        unit = "USD" if dear else item.code or item.id.upper()
        return replace(mention, unit=unit) if unitless(mention) else mention
    after = scene.text[mention.end : mention.end + 1]
    dollars = (
        draft.metric.value == "price"
        and kind_of(draft.entity_id) in PRICED_IN_DOLLARS
        and unitless(mention)
        and not (after and unspaced(after))
    )
    return replace(mention, unit="USD") if dollars else mention


def _finish(
    draft: Draft, number: int, scene: Scene, article: Article, told: Told, memory: Memory,
    own: OwnNames,
) -> None:
    base = scene.sentence.start
    span = Span(start=base + draft.start, end=base + draft.end)
    quote = article.text[span.start : span.end]
    digest = hashlib.sha256(f"{span.start}:{quote}".encode()).hexdigest()[:8]
    money = memory.currency or understood(draft.entity_id or scene.words.country)
    quantity = (
        _quantity(_priced(draft, scene), draft.metric.value, money) if draft.mention else None
    )
    if quantity and is_currency(quantity.unit):
        unit = of_country(quote, quantity.unit, draft.entity_id, scene.sentence.language)
        unit = of_cents(quote, unit, _whole_money(scene) or memory.currency, draft.entity_id)
        named = [hit.value for hit in scene.entities]
        if unit == "USD" and "usd" in named and kind_of(draft.entity_id) in DOLLAR_OR_LAND:
            unit = of_pesos(quote, named) or unit
        quantity = quantity.model_copy(update={"unit": unit}) if unit != quantity.unit else quantity
    metric = draft.metric.value or "other"
    text = draft.entity.text or ""
    entity = EntityRef(id=draft.entity_id or own.id_of(text), text=text)
    claim = Claim.made(
        id=f"c{number}-{digest}",
        kind=draft.kind,
        span=span,
        page_span=article.page_span(span),
        quote=quote,
        sentence=Span(start=base, end=scene.sentence.end),
        quantity=quantity,
        metric=metric,
        metric_text=draft.metric.text or _noun_phrase(scene, draft),
        basis=draft.basis,
        entity=entity,
        period=_period(draft, anchor_of(article), _window(article)),
        direction=draft.direction,
        polarity="negated" if draft.polarity_negated else "affirmed",
        modality=draft.modality,
        hedge=draft.mention.hedge if draft.mention else None,
        attribution=draft.attribution,
        condition=draft.condition,
        baseline=None,
        derived_from=(),
        same_as=None,
        confidence=_confidence(
            _less(draft.metric.certainty, draft.most[0]),
            _less(draft.entity_certainty, draft.most[1]),
            _period_certainty(draft, scene),
        ),
    )
    draft.claim = _same(claim, draft, told)


def _less(one: Certainty, other: Certainty) -> Certainty:
    """The less sure of two."""
    return max(one, other, key=SURENESS.index)


@cache  # three by three by three
def _confidence(metric: Certainty, entity: Certainty, period: Certainty) -> Confidence:
    return Confidence(metric=metric, entity=entity, period=period)


def _noun_phrase(scene: Scene, draft: Draft) -> str | None:
    """The words that stand for a metric outside the catalogue, as written."""
    if draft.mention and draft.mention.noun:
        return draft.mention.noun
    return None


def _same(claim: Claim, draft: Draft, told: Told) -> Claim:
    """A repeat points to the first telling; "that 18-19%" takes its meaning from it too."""
    if claim.quantity is None:
        return claim
    known = told.setdefault((claim.quantity.low, claim.quantity.high, claim.quantity.unit), [])
    for earlier in known:
        if draft.back or (
            (earlier.metric, earlier.entity.id) == (claim.metric, claim.entity.id)
            and claim.period.start in (None, earlier.period.start)
        ):
            undated = draft.back or claim.period.start is None
            return claim.model_copy(
                update={
                    "same_as": earlier.id,
                    "metric": earlier.metric,
                    "entity": earlier.entity,
                    "period": earlier.period if undated else claim.period,
                    "basis": earlier.basis,
                    "kind": earlier.kind,
                    "modality": earlier.modality if draft.back else claim.modality,
                    "direction": earlier.direction,
                    "attribution": earlier.attribution if draft.back else claim.attribution,
                }
            )
    known.append(claim)
    return claim


def _joined(draft: Draft, own: OwnNames) -> Claim:
    claim = draft.claim
    assert claim is not None
    baseline = None
    if draft.relation:
        partner = draft.partner.claim if draft.partner else None
        named = draft.baseline_entity
        entity = (
            partner.entity
            if partner
            else EntityRef(
                id=own.id_of(draft.baseline_text) if named.value == UNKNOWN else named.value,
                text=draft.baseline_text,
            )
            if named
            else None
        )
        period = draft.baseline_period
        baseline = Baseline(
            relation=draft.relation,
            entity=entity,
            claim=partner.id if partner else None,
            period=_baseline_period(claim, period) if period else None,
        )
    parents = tuple(p.claim.id for p in draft.parents if p.claim)
    if baseline is None and not parents:
        return claim
    return claim.model_copy(update={"baseline": baseline, "derived_from": parents})


def _baseline_period(claim: Claim, period: PeriodMention) -> Period:
    """ "a year earlier" counts from the claim's own period."""
    first, last = period.first, period.last
    own = claim.period.type == "fiscal" and is_base(period)  # the text's own years were placed
    if (first is None or own) and claim.period.start and claim.period.end:
        first, last = year_later(claim.period.start, -1), year_later(claim.period.end, -1)
    return Period(
        text=period.text, start=first, end=last, type=period.type, resolved_from="sentence"
    )


def _of_firm(memory: Memory) -> bool:
    """Whether what the text has been about so far is a company, in the catalogue or not."""
    return kind_of(memory.entity) == "company"


def _month_of(draft: Draft) -> PeriodMention:
    """What goes on after "3.0% in the year to September": an economy's text speaks of September."""
    period = draft.period
    assert period is not None
    if period.first is None or period.last is None or period.last.month == 12:
        return period
    year = 360 < (period.last - period.first).days < 370
    if not year or kind_of(draft.entity_id) not in ("country", "region"):
        return period
    return replace(period, first=period.last.replace(day=1), granularity="month", type="calendar")


def _wholes(scene: Scene) -> list[Hit]:
    """Names that a number is told as a share of, "some 6% of the S&P 500": not the topic."""
    return [
        hit for hit in scene.entities
        if any(
            m.unit == "percent" and m.start < link.start and link.end <= hit.start
            and hit.start - m.end <= SHARE_GAP
            for m in scene.mentions for link in scene.group("share.")
        )
    ]


def _is_held_against(scene: Scene, hit: Hit) -> bool:
    """Whether a name stands right behind a word of comparison: "a discount to the SOX"."""
    return any(0 < hit.start - word.end <= ARTICLE for word in scene.group("baseline."))


def _places_in_passing(subjects: list[Hit], drafts: list[Draft]) -> list[Hit]:
    """Places that a text about firms names and tells no number of: "a Brazilian tax charge"."""
    if not subjects or kind_of(subjects[0].value) != "company":
        return []
    told = {draft.entity.value for draft in drafts}
    return [hit for hit in subjects if kind_of(hit.value) in PLACES and hit.value not in told]


def _whole_money(scene: Scene) -> str | None:
    """The money told last in a sentence; cents alone do not say whose they are."""
    money = [m.unit for m in scene.mentions if is_currency(m.unit) and m.scale != HUNDREDTH]
    return money[-1] if money else None


def _parts_of_trade(scene: Scene, subjects: list[Hit], memory: Memory) -> list[Hit]:
    """ "Foreign orders slid, with those from the euro zone down 3%": still of Germany."""
    if kind_of(memory.entity) != "country" or memory.metric not in about().macro:
        return []
    leads = (*scene.cue("reach.from"), *scene.cue("reach.to"))
    led = [
        hit for hit in subjects
        if kind_of(hit.value) in PLACES
        and any(0 < hit.start - word.end <= ARTICLE for word in leads)
    ]
    return [hit for hit in subjects if kind_of(hit.value) in PLACES] if led else []


def _remember(
    scene: Scene, drafts: list[Draft], memory: Memory, anchor: date | None
) -> None:
    memory.currency = _whole_money(scene) or memory.currency
    said = tuple(dict.fromkeys(hit.value for hit in scene.metrics))[-RECENT:]
    memory.recent = tuple(dict.fromkeys((*said, *memory.recent)))[:RECENT]
    stated = [d for d in drafts if d.metric.certainty == "stated" and d.metric.value]
    named = [
        hit for hit in scene.metrics  # not the word of a number: "96.785 unidades"
        if not any(m.start <= hit.start and hit.end <= m.end for m in scene.mentions)
    ]
    if stated:
        memory.metric, memory.metric_text = stated[-1].metric.value, stated[-1].metric.text
    elif named:
        memory.metric = named[-1].value
        memory.metric_text = scene.text[named[-1].start : named[-1].end]
    wholes = _wholes(scene)
    subjects = [
        h for h in scene.entities
        if h not in wholes and kind_of(h.value) not in ("agency", "currency")
    ]
    passing = [*_places_in_passing(subjects, drafts), *_parts_of_trade(scene, subjects, memory)]
    told = [hit for hit in subjects if not _is_standard(scene, hit)]
    for hit in told or subjects:
        if hit in passing:
            continue
        memory.by_kind[kind_of(hit.value) or ""] = (hit.value, scene.text[hit.start : hit.end])
    _note_country(drafts, memory)
    # A firm's shares are held against an index; of two indices either is the topic.
    firm = kind_of(memory.entity) == "company"
    own = [h for h in subjects if not (firm and _is_held_against(scene, h))]
    known = [
        h for h in own
        if h.value != UNKNOWN and h not in passing and not _is_its_bank(memory.entity, h, drafts)
    ]
    # A person named in passing does not take the place of what the text is about.
    if _of_firm(memory) and all(kind_of(h.value) in PLACES for h in known):
        known = []  # nor does the place where a firm earned it
    elif known and subjects[0].value == UNKNOWN and all(kind_of(h.value) in PLACES for h in known):
        known = []
    if known or (subjects and memory.entity in (None, UNKNOWN)):
        topic = (known or own or subjects)[0]
        named = [h for h in known if 0 < h.start - topic.end <= APPOSITION]
        if kind_of(topic.value) in PLACES and named and kind_of(named[0].value) == "company":
            topic = named[0]  # "Europe's largest carmaker, Volkswagen"
        memory.entity, memory.entity_text = topic.value, scene.text[topic.start : topic.end]
    _note_times(scene, drafts, memory, anchor)


def _note_country(drafts: list[Draft], memory: Memory) -> None:
    """ "Pay rose 4.7%, the ONS said. Unemployment ticked up": the country of what was told."""
    for draft in drafts:
        known = draft.entity_id and kind_of(draft.entity_id) == "country"
        if known and draft.entity.hit and draft.metric.value in about().macro:
            memory.by_kind["country"] = (draft.entity_id or "", draft.entity.text or "")


def _is_its_bank(place: str | None, name: Hit, drafts: list[Draft]) -> bool:
    """ "Above the Bank of England's estimate": told in passing in a text about Britain."""
    item = entities().get(name.value)
    if item is None or item.kind != "central-bank" or place is None or item.country != place:
        return False
    return not any(draft.entity_id == name.value for draft in drafts)


def _is_standard(scene: Scene, name: Hit) -> bool:
    """Whether a thing is only held against: "12.9 times, against 14.8 for the Stoxx 600"."""
    return any(
        word.end <= name.start
        and not scene.walls(word.end, name.start, STRONG)
        and not any(word.end <= verb.start < name.start for verb in scene.group("direction."))
        for word in scene.cue("baseline.versus")
    )


def _note_times(
    scene: Scene, drafts: list[Draft], memory: Memory, anchor: date | None
) -> None:
    """Which periods of a sentence the next ones may go on in."""
    for draft in drafts:
        if (
            draft.mention and draft.period and draft.period.first
            and draft.period_certainty == "stated"
            and not is_base(draft.period)
            and not is_compared(scene, draft.period)
            and not is_origin(scene, draft.mention)
        ):
            forecast = draft.modality == "forecast"
            memory.times.place(_month_of(draft), draft.metric.value, anchor, forecast)
        elif draft.mention and draft.period is None and draft.metric.value in about().quoted:
            memory.times.undated = memory.times.undated or not draft.basis
    if not any(draft.mention for draft in drafts):
        # A sentence of words sets the time of the numbers that follow it.
        named = [p for p in scene.periods if p.first and not is_base(p) and p.role != "since"]
        # "Announced today results for its second quarter": the day is that of the telling.
        named = [p for p in named if p.granularity in REPORTED] or named
        memory.times.told = named[0] if named else memory.times.told
        if named and any(kind_of(hit.value) in ("index", "segment") for hit in scene.entities):
            memory.times.quoted = named[0]  # "Wall Street closed 2022 with its worst year"
