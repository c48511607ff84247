"""Hostile text through every free field of a report into every format."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from claimcheck import schemas
from claimcheck.report import render
from claimcheck.schema import Report

FIXTURE = Path(__file__).parent / "fixtures" / "report_small_caps.json"
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome")
                 if (found := shutil.which(name))), None)

# HIT is what a payload would run; the browser test looks for its trace.
HIT = "document.documentElement.dataset.hit=1"
BODIES = (
    f"<script>{HIT}</script>", f"<ScRiPt>{HIT}</sCrIpT>", f"<script\n>{HIT}</script\t>",
    f"<script/x>{HIT}</script>", f"<<script>{HIT};//<</script>", "<script src=//x.invalid></script>",
    f"<img src=x onerror={HIT}>", f"<img src=x:x onerror=\"{HIT}\">", f"<img/src/onerror={HIT}>",
    f"<svg onload={HIT}>", f"<svg/onload={HIT}>", f"<svg><script>{HIT}</script></svg>",
    f"<svg><animate onbegin={HIT} attributeName=x dur=1s>", f"<math><mtext><img src onerror={HIT}>",
    f"<body onload={HIT}>", f"<body onpageshow={HIT}>", f"<details open ontoggle={HIT}>",
    f"<input autofocus onfocus={HIT}>", f"<select autofocus onfocus={HIT}>",
    f"<textarea autofocus onfocus={HIT}>", f"<video><source onerror={HIT}></video>",
    f"<audio src=x onerror={HIT}>", f"<iframe srcdoc='<script>parent.{HIT}</script>'></iframe>",
    f"<iframe src=\"javascript:parent.{HIT}\"></iframe>", f"<object data=\"javascript:{HIT}\">",
    "<embed src=//x.invalid/x.swf>", f"<a href=\"javascript:{HIT}\">x</a>",
    f"<a href=\"java\tscript:{HIT}\">x</a>", f"<a href=\"&#106;avascript:{HIT}\">x</a>",
    "<form action=//x.invalid><input name=a>", f"<button onclick={HIT}>x</button>",
    "<base href=//x.invalid/>", "<link rel=stylesheet href=//x.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=//x.invalid'>", "<style>*{display:none}</style>",
    f"<style onload={HIT}></style>", "<plaintext>", "<xmp>", "<noscript><p title=\"</noscript><img src=x>\">",
    "<template><img src=x></template>", f"<marquee onstart={HIT}>", f"<x onpointerenter={HIT}>x",
    f"javascript:{HIT}", f"JaVaScRiPt:{HIT}", f"\x01javascript:{HIT}", f"java\nscript:{HIT}",
    "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x", "//x.invalid/x", "https://x.invalid/\"onmouseover=x",
    "&lt;script&gt;", "&#60;script&#62;", "&#x3C;script&#x3E;", "\u003cscript\u003e", "%3Cscript%3E",
    "＜script＞", "{{7*7}}", "{% for x in y %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{config}}",
    "{{''.__class__.__mro__}}", "\x1b]0;t\x07", "\x1b[2J", "\u202eevil\u202c", "\u2066x", "a\u2028b",
    "\ufeff<b>", "<b\x00>", "`${HIT}`", "'-HIT-'", "\\u003cimg", "<!--", "--!><img src=x>", "<![CDATA[<img>]]>",
    "[x](javascript:1)", "![x](https://x.invalid/x.png)", "<https://x.invalid>", "[a]: https://x.invalid",
    "@everyone", "#1", "| a | b |\n|---|---|", "```\ncode\n```", "~~~", "# head", "- [x] done", "\\", "*a* _b_",
    "=cmd|'/c calc'!A1", "+1", "-1", "\t=1", "\r\nSet-Cookie: a=b", "",
)
BREAKS = ("", "\">", "'>", "</title>", "</style></script>", "--></textarea>", "]]>\" x=\"")
PAYLOADS = tuple(dict.fromkeys(
    start + body for at, body in enumerate(BODIES)
    for start in (BREAKS[0], BREAKS[1 + at % 6], BREAKS[1 + (at + 3) % 6])
))


def _paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield at
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _paths(item, (*at, key))
    elif isinstance(value, list):
        for key, item in enumerate(value):
            yield from _paths(item, (*at, key))


def _put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


@cache
def _base() -> str:
    data = json.loads(FIXTURE.read_text(encoding="utf-8"))
    data["claims"] = [data["claims"][at] for at in (0, 2)]
    text = data["article"]["text"]
    data["article"] |= {"author": "someone", "published_at": "some day"}
    data["claims"][0] |= {"hedge": "about", "condition": "if", "metric_text": "growth"}
    assert data["claims"][0]["quote"] in text
    return json.dumps(data)


@cache
def free_paths() -> tuple[tuple[Any, ...], ...]:
    """Every string of a report that may hold any text."""
    data = json.loads(_base())
    found = []
    for path in _paths(data):
        changed = json.loads(_base())
        _put(changed, path, "<x>")
        try:
            Report.model_validate(changed)
        except ValidationError:
            continue
        found.append(path)
    return tuple(found)


def poisoned(payload: str) -> Report:
    data = json.loads(_base())
    for path in free_paths():
        _put(data, path, payload)
    data["summary"]["verdicts"] = {payload: 1}
    data["claims"][0]["caveats"][0]["values"] |= {payload: payload}
    return Report.model_validate(data)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


@cache
def _expected() -> _Reader:
    reader = _Reader()
    reader.feed(render([Report.model_validate_json(_base())] * 2, "html"))
    return reader


def test_there_are_enough() -> None:
    assert len(PAYLOADS) >= 200
    kinds = {tuple(part for part in path if isinstance(part, str)) for path in free_paths()}
    assert {("article", "title"), ("article", "text"), ("claims", "quote"), ("claims", "metric"),
            ("claims", "entity", "text"), ("claims", "verdict", "reason"), ("source",),
            ("claims", "evidence", "source", "url"), ("claims", "evidence", "source", "title"),
            ("claims", "caveats", "message"), ("removed", "samples"), ("warnings", "message"),
            ("claims", "quantity", "unit"), ("claims", "caveats", "values", "scenarios", "peak_period"),
            ("provenance", "data"), ("consistency", "message"), ("language",), ("claims", "id"),
            } <= kinds


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_takes_no_element_or_attribute(payload: str) -> None:
    shown = render([poisoned(payload)], "html")
    reader = _Reader()
    reader.feed(shown)
    assert reader.tags <= _expected().tags | {"p"}
    assert reader.attributes <= _expected().attributes
    assert not reader.comments
    for link in reader.links:
        assert re.match(r"https?://[^/]|#d\d+", link), link
    for tag in ("script", "style"):
        bodies = re.findall(f"<{tag}>(.*?)</{tag}>", shown, re.DOTALL)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in shown
    assert shown.count("<script") == shown.count("</script") == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_other_formats_stay_what_they_are(payload: str) -> None:
    report = poisoned(payload)
    text = render([report], "text")
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]
    assert not [c for c in text if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"]
    for form in ("json", "jsonl"):
        shown = render([report], form)
        found = json.loads(shown)
        validator().validate(found)
        assert found["source"] == payload
    assert len(render([report], "jsonl").splitlines()) == 1
    _check_markdown(render([report], "md"))


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schemas.load("report"))


def _check_markdown(text: str) -> None:
    text = re.sub(r"</?(details|summary|sub)>", "", text)
    text = re.sub(r"\]\(<https?://[^<>\s]+>\)", "", text)
    assert "<" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"[@#]\w", re.sub(r"^#+ ", "", text, flags=re.MULTILINE).replace("&#", ""))
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 6, line
        else:
            assert not re.match(r"\s*(```|~~~|={3,}|-{3,}$)", line), line


# ---------------------------------------------------------------- in a browser


def _chromium(page: Path, profile: Path) -> str:
    assert CHROMIUM is not None
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}",
         "--virtual-time-budget=2000", "--dump-dom", page.as_uri()],
        capture_output=True, timeout=60, check=False)
    return done.stdout.decode("utf-8", "replace")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_browser_runs_nothing_even_without_the_policy(tmp_path: Path) -> None:
    reports = [poisoned(payload) for payload in PAYLOADS[::8]]
    shown = render(reports, "html")
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", shown)
    assert bare != shown
    control = bare.replace("</body>", f"<img src=x onerror={HIT}></body>")
    for name, html, hit in (("bare", bare, False), ("control", control, True)):
        page = tmp_path / f"{name}.html"
        page.write_text(html, encoding="utf-8")
        dom = _chromium(page, tmp_path / f"profile-{name}")
        root = re.search(r"<html[^>]*>", dom)
        assert root is not None
        assert ("data-hit" in root[0]) is hit


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_browser_policy_lets_our_script_run_and_no_other(tmp_path: Path) -> None:
    shown = render([Report.model_validate_json(_base())], "html")
    page = tmp_path / "page.html"
    page.write_text(shown.replace("</body>", f"<script>{HIT}</script></body>"), encoding="utf-8")
    dom = _chromium(page, tmp_path / "profile")
    root = re.search(r"<html[^>]*>", dom)
    assert root is not None
    assert "data-hit" not in root[0]
    assert re.search(r'data-filter=""(?![^>]*hidden)', dom)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_browser_needs_no_sideways_scroll_on_a_phone(tmp_path: Path) -> None:
    report = Report.model_validate_json(FIXTURE.read_text(encoding="utf-8"))
    shown = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", render([report] * 2, "html"))
    opened = shown.replace("<details", "<details open").replace("open open", "open")
    frames = "".join(f'<iframe width={width} height=900 srcdoc="{escape(opened)}"></iframe>'
                     for width in (320, 390, 700))
    page = tmp_path / "frames.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><body>{frames}<script>addEventListener('load',()=>{{"
        "document.body.dataset.widths=[...document.querySelectorAll('iframe')].map(f=>"
        "f.contentDocument.documentElement.scrollWidth+'/'+f.contentDocument.documentElement.clientWidth)"
        "})</script>", encoding="utf-8")
    dom = _chromium(page, tmp_path / "profile")
    found = re.search(r'data-widths="([^"]+)"', dom)
    assert found is not None
    pairs = [pair.split("/") for pair in found[1].split(",")]
    assert len(pairs) == 3
    for need, given in pairs:
        assert int(need) <= int(given), found[1]
