"""What an HTML page says of itself: title, author, language, dates with the signal for each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from claimcheck.schema import Notice

_ARTICLES = (
    "Article", "NewsArticle", "BlogPosting", "Report", "AnalysisNewsArticle", "OpinionNewsArticle",
    "LiveBlogPosting", "DiscussionForumPosting", "SocialMediaPosting", "ReportageNewsArticle",
    "WebPage", "TechArticle", "ScholarlyArticle", "BackgroundNewsArticle",
)
# Meta names that give the day of publication, in the order they are believed.
_META_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date.issued",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dc.date.created",
    "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publication_date",
    "article.published", "cxenseparse:recs:publishtime", "rnews:datepublished", "date",
    "og:published_time", "originalpublicationdate", "published-date", "citation_publication_date",
)
_URL_DATE = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/._-]|$)")
_URL_COMPACT = re.compile(r"/((?:19|20)\d{2})(\d{2})(\d{2})(?=[/._-])")
_ISO = re.compile(r"((?:19|20)\d{2})-?(\d{2})-?(\d{2})")
# Signs of a line about the article at most, and of a paragraph at least.
CREDIT, PARAGRAPH = 60, 100
_PUBLISHED = re.compile(r"publi|posted|created|entry-date|dateline|pubdate", re.I)
_SITE = re.compile(r"\s[|–—·»]\s|\s-\s(?=[^-]{2,40}$)")


@dataclass(slots=True)
class Meta:
    """Title, author, language and day of publication as stated; ``signal`` names who says so."""

    title: str | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    published: str | None = None
    signal: str | None = None
    conflict: bool = False
    paywalled: bool = False
    weak: bool = False  # the title is the window's, which may be the site's alone
    is_article: bool = False
    notices: list[Notice] = field(default_factory=list)


def read(tree: Any, source: str, retrieved: str | None) -> Meta:
    """The metadata of a parsed page whose address or file name is ``source``."""
    meta = Meta()
    data = list(_json_ld(tree))
    named = {_key(item): (item.get("content") or "").strip() for item in tree.iter("meta")}
    meta.site = named.get("og:site_name") or None
    meta.title = _title(tree, data, named, meta.site)
    meta.weak = not (named.get("og:title") or named.get("twitter:title") or any(
        item.get("headline") for item in data) or any(
        _squeeze("".join(head.itertext())) == meta.title for head in tree.iter("h1")))
    meta.author = _author(tree, data, named)
    meta.language = _language(tree, named)
    meta.paywalled = any(item.get("isAccessibleForFree") in (False, "False", "false")
                         for item in data)
    kinds = {str(kind) for item in data for kind in (
        item["@type"] if isinstance(item["@type"], list) else [item["@type"]])}
    forum = any("Forum" in kind or "Social" in kind for kind in kinds)
    meta.is_article = not forum and (named.get("og:type") == "article" or bool(
        kinds - {"WebPage"}))
    stated = list(_dates(tree, data, named, source)) or list(_shown(tree))
    _date(meta, stated, retrieved)
    return meta


def _key(item: Any) -> str:
    return (item.get("property") or item.get("name") or item.get("itemprop") or "").lower().strip()


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """Objects of an article type in the page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        stack = [value]
        for _ in range(2000):
            if not stack:
                break
            item = stack.pop(0)
            if isinstance(item, list):
                stack = [*item, *stack]
            elif isinstance(item, dict):
                kinds = item.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(kind in _ARTICLES for kind in kinds):
                    yield item
                graph = item.get("@graph") or item.get("mainEntity")
                if graph:
                    stack.append(graph)


def _title(
    tree: Any, data: list[dict[str, Any]], named: dict[str, str], site: str | None
) -> str | None:
    for item in data:
        headline = item.get("headline")
        if isinstance(headline, str) and headline.strip():
            return _squeeze(headline)
    heads = [_squeeze("".join(head.itertext())) for head in tree.iter("h1")]
    heads = [head for head in heads if 2 < len(head) < 300]
    og = named.get("og:title") or named.get("twitter:title")
    if og:
        # the heading that the page shows, when the shared title is that plus the site's name
        for head in heads:
            if head in og:
                return head
        return _without_site(_squeeze(og), site)
    if len(heads) == 1:
        return heads[0]
    title = next((_squeeze("".join(item.itertext())) for item in tree.iter("title")), None)
    for head in heads:
        if title and head in title:
            return head
    return _without_site(title, site) if title else (heads[0] if heads else None)


def _without_site(title: str, site: str | None) -> str:
    """``title`` without the site's name behind it."""
    if site and title.endswith(site):
        return title[:-len(site)].rstrip(" |–—·»-:") or title
    parts = _SITE.split(title)
    return parts[0].strip() if len(parts) > 1 and len(parts[0]) >= 20 else title


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _author(tree: Any, data: list[dict[str, Any]], named: dict[str, str]) -> str | None:
    for item in data:
        value = item.get("author")
        authors = value if isinstance(value, list) else [value]
        names = [a.get("name") if isinstance(a, dict) else a for a in authors]
        said = [_squeeze(name) for name in names if isinstance(name, str) and name.strip()]
        if said:
            return ", ".join(said[:5])
    for key in ("author", "article:author", "parsely-author", "dc.creator", "byl"):
        value = named.get(key, "")
        if value and not value.startswith("http") and len(value) <= 80:
            return re.sub(r"^by\s", "", value, flags=re.I)
    for element in tree.iter("a", "span", "address", "p", "div"):
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            name = _squeeze("".join(element.itertext()))
            if 2 < len(name) <= 60:
                return name
    return None


def _language(tree: Any, named: dict[str, str]) -> str | None:
    declared = (tree.get("lang") or named.get("og:locale") or named.get("content-language") or "")
    code = re.match(r"[a-z]{2}(?=$|[-_])", declared.strip().lower())
    return code.group() if code else None


# ---------------------------------------------------------------- dates


def _dates(
    tree: Any, data: list[dict[str, Any]], named: dict[str, str], source: str
) -> Iterator[tuple[str, str]]:
    """(signal, what it says) of each statement of a publication date, the most trusted first."""
    for item in data:
        value = item.get("datePublished") or item.get("dateCreated")
        if isinstance(value, str):
            yield "json-ld", value
    for name in _META_DATES:
        if named.get(name):
            yield f"meta {name}", named[name]
    for element in tree.iter("time", "span", "abbr", "meta", "div", "p"):
        if element.get("itemprop") == "datePublished":
            value = element.get("datetime") or element.get("content") or element.get("title")
            if value:
                yield "microdata", value
    times = [element for element in tree.iter("time") if element.get("datetime")]
    marked = [element for element in times if element.get("pubdate") is not None or (
        _PUBLISHED.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"))]
    for element in marked[:1] or (times[:1] if len(times) == 1 else []):
        yield "time", element.get("datetime")
    match = _URL_DATE.search(source) or _URL_COMPACT.search(source)
    if match:
        yield "url", "-".join((match[1], match[2].zfill(2), match[3].zfill(2)))
    for link in tree.iter("link"):
        if link.get("rel") == "canonical":
            match = _URL_DATE.search(link.get("href") or "")
            if match:
                yield "url", "-".join((match[1], match[2].zfill(2), match[3].zfill(2)))


def _shown(tree: Any) -> Iterator[tuple[str, str]]:
    """The day that the page shows above its first paragraph, where its code states none.

    Several days there may be of anything: then none is taken.
    """
    from claimcheck.clean.dates import parse_day

    days: dict[date, str] = {}
    for element in tree.iter("time", "span", "div", "p", "td", "li", "small", "a"):
        text = " ".join((element.text or "").split())
        if len(text) > PARAGRAPH:
            break
        day = parse_day(text) if 6 <= len(text) <= CREDIT else None
        if day is not None:
            days.setdefault(day, text)
    if len(days) == 1:
        yield "by-line", next(iter(days.values()))


def _day(text: str) -> date | None:
    """The day of an ISO-like string, None when it is none."""
    match = _ISO.match(text.strip())
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    from claimcheck.clean.dates import parse_day

    return parse_day(text[:60])


def _iso(text: str, day: date) -> str:
    """``text`` when it is a whole ISO 8601 date-time, else the day."""
    try:
        return datetime.fromisoformat(text.strip()).isoformat() if "T" in text else day.isoformat()
    except ValueError:
        return day.isoformat()


def _date(meta: Meta, stated: list[tuple[str, str]], retrieved: str | None) -> None:
    """Fills in the day of publication; notes conflicts and days after the retrieval."""
    fetched = _day(retrieved) if retrieved else None
    found: list[tuple[str, str, date]] = []
    for signal, text in stated:
        day = _day(text)
        if day is None or day.year < 1990:
            continue
        if fetched and day > fetched:
            meta.notices.append(Notice(
                code="date-after-retrieval",
                message=f"{signal} says {day.isoformat()}, after the page was retrieved; not used.",
            ))
            continue
        found.append((signal, text, day))
    if not found:
        return
    signal, text, day = found[0]
    meta.published, meta.signal = _iso(text, day), signal
    # a day apart is a time zone; more is a conflict
    other = next(((s, d) for s, _, d in found[1:] if abs((d - day).days) > 1), None)
    if other:
        meta.conflict = True
        meta.notices.append(Notice(
            code="date-conflict",
            message=f"{signal} says {day.isoformat()}, {other[0]} says {other[1].isoformat()}; "
                    f"the first was used.",
        ))
