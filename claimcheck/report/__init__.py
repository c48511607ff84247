"""Turns records into what people and programs read: text, json, jsonl, html, md."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

from claimcheck.errors import ConfigError
from claimcheck.schema import Record, Report

FORMATS = ("text", "json", "jsonl", "html", "md")


def render(
    reports: Sequence[Record], format: str, *, color: bool = False, width: int = 88
) -> str:
    """The text of ``reports`` in one of ``FORMATS``.

    ``json`` and ``jsonl`` take any records (reports, extractions, lines); ``text`` also takes
    extractions and lines; ``html`` and ``md`` take reports. ``color`` and ``width`` shape ``text``.

    Raises:
        ConfigError: an unknown format, or one that cannot hold these records.
    """
    if format not in FORMATS:
        near = difflib.get_close_matches(format, FORMATS, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise ConfigError(f"no format '{format}'; there are: {', '.join(FORMATS)}{hint}")
    if format in ("json", "jsonl"):
        from claimcheck.report import json

        return (json.render_json if format == "json" else json.render_jsonl)(reports)
    if format == "text":
        from claimcheck.report import text

        return text.render_text(reports, color=color, width=width)
    only = [record for record in reports if isinstance(record, Report)]
    if len(only) != len(reports):
        raise ConfigError(
            f"format '{format}' holds full reports only; use text, json or jsonl, or 'check'"
        )
    return _page(format)(only)


def load(path: Path) -> list[Record]:
    """The reports saved in a json or jsonl file. Raises InputError for anything else."""
    from claimcheck.report import json

    return json.load(path)


def _page(format: str) -> Callable[[Sequence[Report]], str]:
    if format == "html":
        from claimcheck.report.html import render_html

        return render_html
    from claimcheck.report.md import render_md

    return render_md
