"""The bottom line of a report and what stands around it: title, date, counts, versions."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claimcheck.report.signs import clip, link, short_hash
from claimcheck.report.spell import day, iso_day, plural
from claimcheck.report.words import STATES, caveat_words, fired, language, state
from claimcheck.schema import Report

if TYPE_CHECKING:
    from claimcheck.lexicon import PhraseMatcher


def dated(report: Report) -> str:
    """When the article was written as one phrase: the day, a bracket, or why it is not known."""
    found = report.article.date
    why = found.reason.removeprefix("undated; ")  # the phrase says so already
    reason = f" ({why})" if why else ""
    if found.earliest and found.earliest == found.latest:
        sure = "" if found.confidence == "stated" else "probably "
        return f"{sure}{day(found.latest)}{reason if found.confidence != 'stated' else ''}"
    if found.earliest and found.latest:
        return f"not dated; written between {day(found.earliest)} and {day(found.latest)}{reason}"
    if found.earliest or found.latest:
        side = "not before" if found.earliest else "not after"
        return f"not dated; {side} {day(found.earliest or found.latest)}{reason}"
    return iso_day(report.article.published_at) or f"not dated{reason}"


def author_words(report: Report) -> list[tuple[int, int]]:
    """Where the author raises, in his own words, a caveat that he is credited with."""
    names = {caveat.name for finding in report.claims for caveat in fired(finding)
             if caveat.credited_to_author}
    if not names:
        return []
    from claimcheck.lexicon import tokens

    words, spans = tokens(report.article.text), set()
    for topic, phrases in _author_topics().items():
        if any(set(topic.split("-")) <= set(name.split("-")) for name in names):
            spans |= {(start, end) for start, end, _ in phrases.find(words)}
    return sorted(spans)


@cache
def _author_topics() -> dict[str, PhraseMatcher]:
    from claimcheck.lexicon import ROOT, PhraseMatcher

    data = tomllib.loads((ROOT / "data" / "author_words.toml").read_text(encoding="utf-8"))
    return {topic: PhraseMatcher((phrase, topic) for said in by_language.values()
                                 for phrase in said)
            for topic, by_language in data.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the bottom line; ``claim`` is the number of the claim it points to."""

    text: str
    strong: bool = False
    claim: int | None = None


_WHY = {
    "bad": "doesn’t match the data", "sum": "doesn’t add up",
    "ctx": "is a right number without its context", "old": "was right and is now out of date",
    "dep": "depends on the definition", "near": "is only nearly right",
}


def counts(report: Report) -> dict[str, int]:
    """How many findings are in each state, worst first, without the zeros."""
    found = Counter(state(finding).id for finding in report.claims)
    return {key: found[key] for key in STATES if found[key]}


def numbers(report: Report) -> dict[str, int]:
    """The number of each claim, from 1 in reading order, by its id."""
    return {finding.id: at for at, finding in enumerate(report.claims, 1)}


def bottom_line(report: Report) -> tuple[Part, ...]:
    """Two sentences: how much could be judged and held, and the worst three claims by name."""
    total = len(report.claims)
    if not total:
        return (Part("No claim that could be checked was found in this text."),)
    found = counts(report)
    judged = sum(count for key, count in found.items() if STATES[key].judged)
    good = [f"{found[key]:,} {STATES[key].counted(found[key])}"
            for key in ("ok", "fc") if key in found]
    parts = [Part(f"{judged:,} of {plural(total, 'claim', 'claims')} could be judged")]
    if good:
        parts.append(Part(f": {' and '.join(good)}"))
    parts.append(Part("."))
    return tuple(parts) + _worst(report, bool(good))


def _worst(report: Report, contrast: bool) -> tuple[Part, ...]:
    order = list(_WHY)
    ranked = [(order.index(state(finding).id), at, finding)
              for at, finding in enumerate(report.claims, 1)
              if state(finding).id in _WHY and not finding.same_as]
    ranked.sort(key=lambda row: row[:2])
    parts: list[Part] = []
    chosen = ranked[:3]
    for place, (_, at, finding) in enumerate(chosen):
        lead = (" But " if contrast else " ") if place == 0 else (
            ", and " if place == len(chosen) - 1 else ", ")
        why = _WHY[state(finding).id]
        cause = next((caveat_words(c) for c in fired(finding) if c.strength == "strong"), "")
        tail = f" ({cause})" if cause and state(finding).id == "ctx" else ""
        parts += [Part(lead), Part(f"“{clip(finding.quote, 48)}” {why}{tail}", strong=True),
                  Part(" "), Part(f"({at})", claim=at)]
    return (*parts, Part(".")) if parts else ()


def provenance(report: Report) -> str:
    """Versions and hashes on one line."""
    made = report.provenance
    data = f"data {short_hash(made.data)}"
    if made.data_as_of:
        data += f" as of {day(made.data_as_of)}"
    parts = [f"claimcheck {made.claimcheck}", f"rules {short_hash(made.rules)}",
             f"lexicon {short_hash(made.lexicon)}", data,
             f"text sha256 {short_hash(made.text_sha256)}"]
    if made.as_of:
        parts.append(f"judged as known on {day(made.as_of)}")
    return " · ".join(parts)


def coverage(report: Report) -> str:
    """How much of the text was looked at, as one sentence."""
    seen = report.summary.coverage
    return (f"{plural(seen.numbers, 'number', 'numbers')} seen in the text, "
            f"{plural(seen.claims, 'claim', 'claims')} made of them and of plain words, "
            f"{seen.checkable:,} of a kind that data can settle.")


def title(report: Report) -> str:
    """Title of the article, else its first words, else the name it came under."""
    first = report.article.text.lstrip().partition("\n")[0]
    return report.article.title or clip(first, 72) or report.source


def about(report: Report) -> str:
    """Where it came from, author, language, date and length on one line."""
    article = report.article
    name = report.source.replace("\\", "/").rstrip("/")
    name = name.split("/")[2] if link(report.source) else name.rpartition("/")[2]
    parts = ("" if name in ("-", "text") else name, article.author or "",
             language(report.language), dated(report),
             plural(len(article.text.split()), "word", "words"))
    return " · ".join(part for part in parts if part)


def support(report: Report) -> str:
    """The support rate with interval and n as one sentence, empty below n = 3."""
    rate = report.summary.support_rate
    if rate.value is None or rate.low is None or rate.high is None:
        return ""
    return (f"{rate.value:.0%} of the {rate.n} claims with a clear answer match the data "
            f"(95% interval {rate.low:.0%} to {rate.high:.0%}).")
