"""The report in every format, from a report made by hand that holds every kind of verdict."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from claimcheck import schemas
from claimcheck.errors import ConfigError, InputError, InputNotFound
from claimcheck.report import FORMATS, compare, headline, load, render, signs, spell, words
from claimcheck.report import json as json_report
from claimcheck.report import text as text_report
from claimcheck.schema import (
    Article,
    ArticleInfo,
    Caveat,
    Extraction,
    Finding,
    Line,
    Period,
    Quantity,
    Report,
)

FIXTURE = Path(__file__).parent / "fixtures" / "report_small_caps.json"


@pytest.fixture(scope="module")
def report() -> Report:
    return Report.model_validate_json(FIXTURE.read_text(encoding="utf-8"))


def changed(report: Report, **fields: object) -> Report:
    return Report.model_validate(report.model_dump() | fields)


def empty(report: Report) -> Report:
    return changed(report, claims=(), consistency=(), removed=(), warnings=())


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(("number", "shown"), [
    (1, "Right number, missing context"),
    (2, "Matches published forecasts"),
    (3, "Depends on the definition"),
    (4, "Matches the data"),
    (5, "Doesn’t add up"),
    (6, "No data for this"),
    (8, "Doesn’t match the data"),
    (9, "Nearly right"),
    (10, "Was right, now out of date"),
    (12, "Can’t be checked"),
])
def test_state_words(report: Report, number: int, shown: str) -> None:
    assert words.state(report.claims[number - 1]).words == shown


def _with(finding: Finding, label: str, then: str | None, now: str | None,
          caveats: tuple[Caveat, ...] = (), forecast: str | None = None) -> Finding:
    data = finding.model_dump()
    data["verdict"] |= {"label": label, "then": then, "now": now, "forecast": forecast}
    data["caveats"] = caveats
    return Finding.model_validate(data)


def _caveat(name: str, strength: str) -> Caveat:
    return Caveat(code="CC000", name=name, strength=strength, message="m")  # type: ignore[arg-type]


@pytest.mark.parametrize(("label", "then", "now", "caveats", "forecast", "state"), [
    ("supported", "supported", "supported", [("base-effect-level", "moderate")], None, "ok"),
    ("supported", "supported", "supported", [("base-effect-level", "strong")], None, "ctx"),
    ("supported", "supported", "supported", [("base-effect-level", "not_assessed")], None, "ok"),
    ("supported", "supported", "supported", [("since-revised", "note")], None, "old"),
    ("supported", "supported", "supported", [("revised-vintage", "not_assessed")], None, "ok"),
    ("supported", "supported", None, [], None, "ok"),
    ("supported", "supported", "imprecise", [], None, "old"),
    ("supported", None, None, [], "forecast_attributed", "fc"),
    ("supported", None, None, [("x", "strong")], "forecast_attributed", "ctx"),
    ("supported", None, None, [], "forecast_resolved", "ok"),
    ("contradicted", "contradicted", "supported", [("x", "strong")], None, "bad"),
    ("not_enough_data", None, None, [("x", "strong")], "forecast_pending", "none"),
])
def test_state_rules(report: Report, label: str, then: str | None, now: str | None,
                     caveats: list[tuple[str, str]], forecast: str | None, state: str) -> None:
    made = tuple(_caveat(*pair) for pair in caveats)
    assert words.state(_with(report.claims[6], label, then, now, made, forecast)).id == state


@pytest.mark.parametrize(("value", "unit", "per", "shown"), [
    ("15.6", "times", None, "15.6×"),
    ("-17.42", "percent", None, "−17.42%"),
    ("0.69", "percentage_point", None, "0.69 pp"),
    ("25", "basis_point", None, "25 bp"),
    ("6400000000", "USD", None, "$6.4 bn"),
    ("-80000000000", "USD", None, "−$80 bn"),
    ("1500000000000", "USD", None, "$1.5 tn"),
    ("0.33", "USD", "share", "$0.33 a share"),
    ("3400000", "CHF", None, "CHF 3.4 m"),
    ("12345.678", "EUR", None, "€12,345.68"),
    ("-5", "CHF", None, "−CHF 5"),
    ("22000", "count", None, "22,000"),
    ("128000", "count", None, "128,000"),
    ("1200000", "count", None, "1.2 m"),
    ("4783.45", "index_point", None, "4,783.45 points"),
    ("1", "barrel", None, "1 barrel"),
    ("102.3", "barrel", "day", "102.3 barrels a day"),
    ("2", "troy_ounce", None, "2 troy ounces"),
    ("1E+6", "percent", None, "1,000,000%"),
    ("0", "percent", None, "0%"),
    ("1E+400", "percent", None, "1.000e+400%"),
])
def test_amount(value: str, unit: str, per: str | None, shown: str) -> None:
    assert spell.amount(Decimal(value), unit, per) == shown


@pytest.mark.parametrize(("fields", "shown"), [
    ({"low": "18", "high": "19", "unit": "percent"}, "18–19%"),
    ({"low": "15.60", "high": "15.60", "unit": "times", "decimals": 2}, "15.60×"),
    ({"low": "6400000000", "high": "6400000000", "unit": "USD", "scale": "1000000000",
      "decimals": 1}, "$6.4 bn"),
    ({"low": "45000000000", "high": "45000000000", "unit": "USD", "scale": "1000000000"}, "$45 bn"),
    ({"low": "4.20", "high": "4.40", "unit": "USD", "decimals": 2}, "$4.20–$4.40"),
    ({"low": "-1", "high": "2", "unit": "percent"}, "−1 to 2%"),
    ({"low": "5", "high": "5", "unit": "percent", "bound": "more_than"}, "more than 5%"),
    ({"low": "5", "high": "5", "unit": "percent", "bound": "approx"}, "about 5%"),
    ({"low": "22000", "high": "22000", "unit": "count", "noun": "jobs"}, "22,000 jobs"),
    ({"low": "1.25", "high": "1.25", "unit": "EUR", "per": "share", "decimals": 2},
     "€1.25 a share"),
])
def test_quantity(fields: dict[str, object], shown: str) -> None:
    assert spell.quantity(Quantity.model_validate(fields)) == shown


@pytest.mark.parametrize(("start", "end", "shown"), [
    ("2026-01-01", "2026-12-31", "2026"),
    ("2022-01-01", "2023-12-31", "2022–2023"),
    ("2022-04-01", "2022-06-30", "Q2 2022"),
    ("2025-10-01", "2025-10-31", "Oct 2025"),
    ("2024-02-01", "2024-02-29", "Feb 2024"),
    ("2024-02-01", "2024-02-28", "1 Feb 2024 – 28 Feb 2024"),
    ("2026-01-13", "2026-01-13", "13 Jan 2026"),
    ("2025-01-01", "2025-08-05", "1 Jan 2025 – 5 Aug 2025"),
    ("2021-01-31", "2022-01-29", "31 Jan 2021 – 29 Jan 2022"),
    ("2022-02-01", "2022-04-30", "1 Feb 2022 – 30 Apr 2022"),
    ("9999-12-01", "9999-12-31", "Dec 9999"),
    (None, "2026-12-31", "31 Dec 2026"),
    (None, None, ""),
])
def test_when(start: str | None, end: str | None, shown: str) -> None:
    assert spell.when(Period.model_validate({"start": start, "end": end})) == shown


@pytest.mark.parametrize(("text", "shown"), [
    ("moved from $105.58 (2024-03-26) to $85.88, -18.7%.", "moved from $105.58 (26 Mar 2024) to $85.88, −18.7%."),
    ("18-19% in 2022-2023", "18-19% in 2022-2023"), ("-$80 billion", "−$80 billion"),
    ("id-2024-03-26-x", "id-2024-03-26-x"), ("2024-13-40", "2024-13-40"), ("1 - 15.6 / 22.6", "1 - 15.6 / 22.6"),
    ("[-0.95, -0.85]", "[−0.95, −0.85]"), ("2026-01-01..2026-04-30", "1 Jan 2026..30 Apr 2026"), ("S&P-500", "S&P-500"),
])
def test_prose(text: str, shown: str) -> None:
    assert spell.prose(text) == shown


@pytest.mark.parametrize(("number", "article", "data"), [
    (1, "18–19%", "18%"),
    (3, "15.6×", "15.6× or 17.35×"),
    (4, "31%", "30.97%"),
    (7, "−17.4%", "−17.42%"),
    (8, "kept falling through 2023", "−17.42%, +13.89%"),
    (9, "8.7%", "8.64%"),
    (10, "−0.9%", "−0.9% then, 0.6% now"),
])
def test_figures(report: Report, number: int, article: str, data: str) -> None:
    shown = compare.figures(report.claims[number - 1])
    assert shown is not None
    assert (shown.article, shown.data) == (article, data)


def test_no_figures_without_evidence(report: Report) -> None:
    assert compare.figures(report.claims[5]) is None


def test_bottom_line_names_the_worst_three(report: Report) -> None:
    line = "".join(part.text for part in headline.bottom_line(report))
    assert line == (
        "10 of 12 claims could be judged: 2 match the data and 2 match published forecasts. "
        "But “kept falling through 2023” doesn’t match the data (8), “a third” doesn’t add up (5), "
        "and “18-19%” is a right number without its context (base effect) (1)."
    )
    assert [part.claim for part in headline.bottom_line(report) if part.claim] == [8, 5, 1]


def test_dated(report: Report) -> None:
    assert headline.dated(report).startswith("not dated; written between 13 Jan 2026 and 20 Feb 2026")
    article = report.article.model_dump()
    article["date"] = {"earliest": date(2026, 1, 15), "latest": date(2026, 1, 15),
                       "signal": "option", "confidence": "stated", "reason": "given"}
    assert headline.dated(changed(report, article=article)) == "15 Jan 2026"


@pytest.mark.parametrize(("url", "kept"), [
    ("https://example.org/a?b=c", True), ("http://example.org", True),
    ("HTTPS://EXAMPLE.ORG", True), ("javascript:alert(1)", False), ("data:text/html,x", False),
    ("//example.org", False), ("http:", False), ("https://exa mple.org", False),
    ("\x01javascript:alert(1)", False), ("http://[", False), ("", False), (None, False),
    ("file:///etc/passwd", False), ("java\nscript:alert(1)", False),
])
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:
    assert (signs.link(url) is not None) is kept


# ---------------------------------------------------------------- all formats


@pytest.mark.parametrize("form", FORMATS)
def test_same_bytes_twice(report: Report, form: str) -> None:
    again = Report.model_validate_json(FIXTURE.read_text(encoding="utf-8"))
    assert render([report], form) == render([again], form)
    assert render([report], form).endswith("\n")


@pytest.mark.parametrize("form", ["text", "html", "md"])
def test_every_claim_reason_caveat_and_number_is_there(report: Report, form: str) -> None:
    shown = " ".join(_plain(render([report], form), form).split())
    for finding in report.claims:
        assert words.state(finding).words in shown
        if finding.same_as and form != "html":
            assert "The same statement as claim 1." in shown
            continue
        assert spell.prose(finding.verdict.reason) in shown
        for caveat in words.fired(finding):
            assert spell.prose(caveat.message) in shown
    for item in report.consistency:
        assert item.message in shown
    assert "21 lines of page text" in shown
    assert "شاهد النسخة الأصلية" in shown
    assert "author says so too" in shown
    assert headline.provenance(report) in shown


def _plain(text: str, form: str) -> str:
    """What a reader sees: no tags, no escapes."""
    if form == "html":
        reader = _Page()
        reader.feed(text)
        return "".join(reader.said)
    if form == "md":
        text = text.replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">")
        return re.sub(r"\\([^\w\s])", r"\1", text)
    return text


class _Page(HTMLParser):
    """The text, tags, ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skip += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.said.append(data)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_to_report(report: Report, form: str) -> None:
    assert render([], form) is not None
    shown = render([empty(report)], form)
    if form in ("text", "html", "md"):
        assert "No claim that could be checked was found in this text." in shown


def test_unknown_format_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"no format 'jsn'; there are: .*; did you mean 'json'"):
        render([], "jsn")


def test_html_holds_reports_only() -> None:
    line = Line(line=0, start=0, end=1, label="body", language="en", text="x", reason="r")
    with pytest.raises(ConfigError, match="format 'html' holds full reports only"):
        render([line], "html")


# ---------------------------------------------------------------- json


def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        schemas.load(name), format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", list(schemas.RECORDS))
def test_shipped_schema_is_current(name: str) -> None:
    assert schemas.path(name).read_text(encoding="utf-8") == schemas.as_text(
        schemas.generate(name)), "run: python -m claimcheck.schemas"
    jsonschema.Draft202012Validator.check_schema(schemas.load(name))


def test_json_is_one_object_or_an_array(report: Report) -> None:
    one, two = json.loads(render([report], "json")), json.loads(render([report] * 2, "json"))
    _validator("report").validate(one)
    assert two == [one, one]
    assert json.loads(render([], "json")) == []
    assert Report.model_validate(one) == report


def test_jsonl_is_one_object_a_line(report: Report) -> None:
    lines = render([report, empty(report)], "jsonl").splitlines()
    assert len(lines) == 2
    for line in lines:
        _validator("report").validate(json.loads(line))


def test_json_numbers_are_plain_strings(report: Report) -> None:
    quantity = json.loads(render([report], "json"))["claims"][5]["quantity"]
    assert (quantity["low"], quantity["scale"]) == ("6400000000", "1000000000")
    assert json_report.as_data({"a": Decimal("6.4E+9"), "b": float("nan"), "c": Decimal("NaN"),
                                "d": date(2026, 1, 2), "e": {2, 1}, "f": True}) == {
        "a": "6400000000", "b": None, "c": None, "d": "2026-01-02", "e": [1, 2], "f": True}


def test_json_keeps_letters_and_one_line(report: Report) -> None:
    assert "شاهد" in render([report], "json")
    odd = changed(report, source="a\u2028b\u0085c\u2029d")
    assert len(render([odd], "jsonl").splitlines()) == 1
    assert json.loads(render([odd], "jsonl"))["source"] == "a\u2028b\u0085c\u2029d"


@pytest.mark.parametrize("form", FORMATS)
def test_lone_surrogates_can_be_written(report: Report, form: str) -> None:
    claims = [finding.model_dump() for finding in report.claims]
    claims[0]["caveats"][0]["values"] = {"key \ud800": ["\udfff"], "levels": [{"series": "\udcff"}]}
    odd = changed(report, claims=claims)
    shown = render([odd], form)
    shown.encode("utf-8")
    if form == "json":
        assert json.loads(shown)["claims"][0]["caveats"][0]["values"]["key \ud800"] == ["\udfff"]


def test_extraction_and_lines(report: Report) -> None:
    claim = {key: value for key, value in report.claims[0].model_dump().items()
             if key not in ("verdict", "evidence", "caveats")}
    info = ArticleInfo.model_validate(report.article.model_dump())
    found = Extraction.model_validate({"id": "a", "source": "a.txt", "language": "en",
                                       "article": info, "claims": [claim]})
    _validator("extraction").validate(json.loads(render([found], "json")))
    assert "18–19% · S&P SmallCap 600" in render([found], "text").replace("sp-smallcap-600", "S&P SmallCap 600")
    line = Line(line=0, start=0, end=4, label="ui", language="ar", text="شارك", reason="button")
    _validator("line").validate(json.loads(render([line], "jsonl")))
    assert json.loads(render([line], "jsonl")) == {
        "line": 0, "start": 0, "end": 4, "label": "ui", "language": "ar", "text": "شارك",
        "duplicate_of": None, "reason": "button"}
    article = Article(id="a", source="a", text="", lines=(line,))
    assert render([article], "text") == render([line], "text") == "ui         ar   \u2068شارك\u2069\n"


def test_load_reads_what_was_written(report: Report, tmp_path: Path) -> None:
    for form, count in (("json", 1), ("json", 2), ("jsonl", 2)):
        saved = tmp_path / f"{form}{count}"
        saved.write_text(render([report] * count, form), encoding="utf-8")
        assert load(saved) == [report] * count


@pytest.mark.parametrize(("text", "message"), [
    ("{]", r"saved:1: not JSON .*allowed: what 'claimcheck check"),
    ("[1]", r"document 1, the object: .*make it again with 'claimcheck check --format json'"),
    ('{"provenance": 1}', r"document 1, schema_version|document 1, id: field required"),
])
def test_load_says_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load(saved)
    with pytest.raises(InputNotFound, match="no such file"):
        load(tmp_path / "none.json")


def test_article_as_jsonl_is_its_lines() -> None:
    lines = tuple(Line(line=at, start=at, end=at + 1, label="body", language="en", text="x",
                       reason="r") for at in range(3))
    article = Article(id="a", source="a", text="", lines=lines)
    assert render([article], "jsonl") == render(lines, "jsonl")


# ---------------------------------------------------------------- text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_text_keeps_to_the_width(report: Report, width: int) -> None:
    for line in render([report], "text", width=width).splitlines():
        assert text_report.columns(line) <= width, line


def test_colour_only_when_asked(report: Report) -> None:
    assert "\x1b" not in render([report], "text")
    painted = render([report], "text", color=True)
    assert "\x1b[1;31m✗ Doesn’t match the data\x1b[0m" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == render([report], "text")


def test_terminal_gets_no_control_signs(report: Report) -> None:
    article = report.article.model_dump() | {"title": "a\x1b]0;owned\x07b\u202ec\x9bd"}
    shown = render([changed(report, article=article)], "text")
    assert "a\ufffd]0;owned\ufffdb\ufffdc\ufffdd" in shown
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c != "\n"]


@pytest.mark.parametrize(("text", "width", "lines"), [
    ("a b", 3, ["a b"]), ("a bc", 3, ["a", "bc"]), ("", 5, []),
    ("abcdefghij", 8, ["abcdefgh", "ij"]), ("中文字符很多的句子", 8, ["中文字符", "很多的句", "子"]),
    ("e\u0301e\u0301e\u0301 x", 5, ["e\u0301e\u0301e\u0301 x"]),
])
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert text_report.wrap(text, width) == lines


def test_right_to_left_quotes_are_isolated(report: Report) -> None:
    assert "\u2068“شاهد النسخة الأصلية”\u2069" in render([report], "text")


# ---------------------------------------------------------------- html


def test_html_asks_for_nothing(report: Report) -> None:
    page = _Page()
    page.feed(render([report], "html"))
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"img", "link", "iframe", "object", "embed", "base", "form", "image"})
    for tag, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "style")], tag
        if "href" in attrs:
            assert re.match(r"https://|http://|#", attrs["href"] or "")


def test_html_policy_covers_style_and_script(report: Report) -> None:
    import base64
    import hashlib

    shown = render([report], "html")
    policy = re.search(r'Security-Policy" content="([^"]+)"', shown)
    assert policy is not None
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        body = re.findall(f"<{tag}>(.*?)</{tag}>", shown, re.DOTALL)
        assert len(body) == 1
        digest = base64.b64encode(hashlib.sha256(body[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]


def test_html_ids_are_unique_and_links_land(report: Report) -> None:
    page = _Page()
    page.feed(render([report, report], "html"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    inner = {attrs["href"] for tag, attrs in page.tags
             if tag == "a" and (attrs["href"] or "").startswith("#")}
    assert {(link or "")[1:] for link in inner} <= set(ids)
    for number in range(1, 13):
        assert {f"d1-c{number}", f"d1-s{number}", f"d2-c{number}"} <= set(ids)


def test_html_shows_the_article_whole(report: Report) -> None:
    shown = render([report], "html")
    article = re.search(r"<article.*?</article>", shown, re.DOTALL)
    assert article is not None
    bare = re.sub(r"<sup.*?</sup>|<span class=\"(?:vh|self)\">.*?</span>", "", article[0])
    page = _Page()
    page.feed(bare)
    assert "".join(page.said).strip() == report.article.text


def test_html_marks_nested_and_equal_spans(report: Report) -> None:
    text = "One 12% two <b>"
    spans = [(0, 7, "One 12%"), (4, 7, "12%"), (4, 7, "12%"), (12, 15, "<b>"), (90, 99, "x")]
    claims = []
    for at, (start, end, quote) in enumerate(spans):
        claims.append(report.claims[6].model_dump() | {
            "id": f"c{at}", "span": {"start": start, "end": end}, "quote": quote,
            "sentence": {"start": 0, "end": 15}})
    article = report.article.model_dump() | {"text": text, "title": None}
    shown = render([changed(report, claims=claims, article=article, consistency=())], "html")
    assert ('<a class="m ok nb" href="#d1-c1">One </a><a class="m ok nb" href="#d1-c2">12%<sup id="d1-s2"'
            in shown)
    for number in (1, 2, 3, 4):
        assert shown.count(f'id="d1-s{number}"') == 1
    assert 'id="d1-s5"' not in shown
    assert 'href="#d1-s5"' not in shown
    assert "&lt;b&gt;" in shown


def test_html_right_to_left_article(report: Report) -> None:
    article = report.article.model_dump() | {"language": "ar", "text": "ارتفع السهم 5%", "title": None}
    shown = render([changed(report, article=article, claims=(), consistency=(), language="ar")], "html")
    assert '<article class="art" lang="ar" dir="rtl">' in shown


@pytest.mark.parametrize(("number", "name"), [
    (1, "Where it stands"), (1, "Sources side by side"),
    (1, "How fast it grows"), (1, "How the estimate moved"), (3, "When was “15.6 times” right?"),
    (3, "It depends what is counted"), (8, "Period by period"), (10, "How the figure was revised"),
])
def test_charts_are_drawn_from_evidence(report: Report, number: int, name: str) -> None:
    card = render([report], "html").split(f'id="d1-c{number}"')[1].split('<details class="card')[0]
    assert card.count(f'class="b">{name}</tspan>') == 1
    assert card.count(f'class="lbl b" text-anchor="start">{name}</text>') == 1


SCENARIO = {"vintage": "2026-01-29", "peak": "90", "peak_period": "2022", "base": "80",
            "base_period": "2025", "value": "95", "assumed": "claim"}


@pytest.mark.parametrize("values", [
    {}, {"scenarios": []}, {"scenarios": [1, "x", None]}, {"scenarios": "abc"}, {"scenarios": None},
    {"scenarios": [{}]}, {"scenarios": [SCENARIO | {"peak": "0"}]},
    {"scenarios": [SCENARIO | {"peak": "x", "vintage": None}]},
    {"scenarios": [SCENARIO | {"base_period": "2021"}]},
    {"scenarios": [SCENARIO | {"peak": "80", "value": "80"}]},
    {"scenarios": [SCENARIO], "levels": [{"series": 1, "start": "x", "value": "90"}, {"value": "-5"}]},
    {"scenarios": [SCENARIO], "levels": [
        {"series": "a", "start": "2022-01-01", "end": "2022-12-31", "value": "90"},
        {"series": "a", "start": "2025-01-01", "end": None, "value": "80"},
        {"series": "a", "start": "2024-01-01", "value": "-80"}]},
    {"scenarios": [SCENARIO | {"vintage": f"200{at}-01-01", "value": str(81 + at)} for at in range(9)]},
    {"scenarios": [SCENARIO | {"peak_period": "Q2 2022", "base_period": "Q2 2023"}]},
    {"scenarios": [SCENARIO | {"value": "1e999999"}]},
    {"matches": [{"end": "2022-01-01", "value": "15"}] * 9},
    {"matches": [{"end": d, "value": v, "basis": 1} for d in ("0001-01-01", "9999-12-31") for v in (1, 2)]},
    {"matches": {"end": 1}, "vintages": [{"known_from": "2020", "value": True}] * 4},
    {"vintages": [{"known_from": f"200{at}-01-01", "value": at, "provider": None} for at in range(9)]},
    {"periods": [{"start": "2020-01-01"}, 1, {"start": "x", "end": "y", "value": "1"}]},
    {"periods": [{"start": "2020-01-01", "end": "2020-12-31", "value": "0"}] * 20},
])
def test_charts_never_fail(report: Report, values: dict[str, object]) -> None:
    claims = [finding.model_dump() for finding in report.claims]
    for claim in (0, 2, 7, 9):
        for caveat in claims[claim]["caveats"]:
            caveat["values"] = values
    shown = render([changed(report, claims=claims)], "html")
    assert "nan" not in re.sub(r"[a-z]{4,}", "", shown.lower().split("<article")[1].split("<script")[0])


def test_no_chart_without_data(report: Report) -> None:
    claims = [finding.model_dump() for finding in report.claims]
    claims[0]["caveats"][0]["values"] = {}
    shown = render([changed(report, claims=claims)], "html")
    assert ">Where it stands<" not in shown


# ---------------------------------------------------------------- markdown


def test_md_lists_every_claim_once_in_the_table(report: Report) -> None:
    rows = [line for line in render([report], "md").splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(rows) == 12
    assert rows[6] == "| 7 | “17.4%” | ✓ Matches the data | −17.4% | −17.42% |"


@pytest.mark.parametrize(("text", "shown"), [
    ("S&P 500 rose 5%", "S&P 500 rose 5%"), ("a | b", r"a \| b"), ("[x](http://y.z)", "\\[x\\](http\u200b://y.z)"),
    ("<img src=x>", "&lt;img src=x&gt;"), ("@name #12", "@\u200bname #\u200b12"),
    ("- item", r"\- item"), ("1. item", "1\u200b. item"), ("2026 was", "2026 was"),
    ("# head", r"\# head"), ("a_b_c _d_", r"a_b_c \_d\_"), ("`x`", r"\`x\`"), ("&amp;", "&amp;amp;"),
    ("$5 and $6", r"\$5 and \$6"), ("a\n\n# b", "a # b"), ("a\\", "a\\\\"),
])
def test_md_takes_signs_literally(text: str, shown: str) -> None:
    from claimcheck.report.md import safe

    assert safe(text) == shown


# ---------------------------------------------------------------- colours


def _luminance(colour: str) -> float:
    full = colour if len(colour) == 6 else "".join(sign * 2 for sign in colour)
    parts = [int(full[at:at + 2], 16) / 255
             for at in (0, 2, 4)]
    lin = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_can_be_read(scheme: int) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for every pair of text and ground that the page uses."""
    css = (Path(words.__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root\{(.*?)\}", css, re.DOTALL)
    colours = {name: _luminance(value) for name, value in
               re.findall(r"--(\w+):#([0-9a-f]{6}|[0-9a-f]{3})\b", blocks[scheme])}
    pairs = [("ink", "bg"), ("ink", "paper"), ("mut", "bg"), ("mut", "paper"), ("acc", "bg"),
             ("acc", "paper"), ("mut", "nab"), ("mut", "ctxb"), ("mut", "okb"), ("ok", "okb"), ("ctx", "ctxb")]
    for state in ("ok", "ctx", "old", "bad", "fc", "na", "dep", "near"):
        pairs += [(state, "paper"), ("ink", f"{state}b"), ("paper", state)]
    for text, ground in pairs:
        light, dark = sorted((colours[text], colours[ground]), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


# ---------------------------------------------------------------- a real page


@pytest.mark.shared
def test_the_page_it_all_began_with() -> None:
    from claimcheck.pipeline import Checker

    seed = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "seed"
    checker = Checker()
    report = next(checker.check(page) for page in checker.pages([str(seed / "small_caps_page.txt")])
                  if not isinstance(page, InputError))
    _validator("report").validate(json.loads(render([report], "json")))
    shown = render([report], "html")
    assert 'class="b">Where it stands</tspan>' in shown
    assert '<span class="own">base effect</span><span class="self">author says so too</span>' in shown
    for form in ("text", "html", "md"):
        plain = _plain(render([report], form), form)
        assert "Right number, missing context" in plain
        assert "Left out before checking" in plain
        assert all(around in plain for around in ("18–19%", "15.6×", "−17.42%", "+13.89%"))
