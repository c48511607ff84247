"""Tables kept between runs are used for their own source only, and only whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claimcheck import lexicon, parsed
from claimcheck.periods.grammar import grammar

SOURCE = {"a.toml": b"x = 1\n"}
TABLES = {"x": [1, "ü", True, 0.1], "y": {"z": "1"}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(parsed, "_folder", lambda: tmp_path / "tables")
    return tmp_path / "tables"


def _read(source: dict[str, bytes] = SOURCE, tables: Any = TABLES) -> tuple[Any, bool]:
    """The tables, and whether they were read from the source."""
    calls: list[int] = []

    def read() -> Any:
        calls.append(1)
        return tables

    return parsed.parsed("a", source, read), bool(calls)


def test_the_second_look_reads_what_was_kept(folder):
    assert _read() == (TABLES, True)
    assert _read() == (TABLES, False)
    assert [path.name for path in folder.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "other",
    [{"a.toml": b"x = 2\n"}, {"b.toml": b"x = 1\n"}, {**SOURCE, "b.toml": b""}, {}],
)
def test_another_source_is_read_anew(folder, other):
    _read()
    assert _read(other, {"x": 2}) == ({"x": 2}, True)
    assert _read() == (TABLES, True)  # one source is kept a name


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: b"",
        lambda body: body[:-1],
        lambda body: body.replace(b'"z":"1"', b'"z":"2"'),
        lambda body: b"\xff\xfe" + body,
        lambda body: body.split(b"\n", 1)[1],
        lambda body: b"\n\n" + json.dumps(TABLES).encode(),
    ],
)
def test_damage_is_read_anew_and_mended(folder, damage):
    _read()
    path = folder / "a.json"
    path.write_bytes(damage(path.read_bytes()))
    assert _read() == (TABLES, True)
    assert _read() == (TABLES, False)


def test_a_folder_that_cannot_be_written_costs_time_only(folder):
    folder.write_text("a file where the folder should be")
    assert _read() == (TABLES, True)
    assert _read() == (TABLES, True)


def test_what_is_no_json_is_not_kept(folder):
    tables = {"day": date(2025, 1, 1)}
    assert _read(tables=tables) == (tables, True)
    assert _read(tables=tables) == (tables, True)
    assert not list(folder.glob("*"))


def test_word_lists_are_the_same_read_and_kept(folder):
    path = lexicon.ROOT / "languages" / "tr.toml"
    first, second = lexicon._read(path), lexicon._read(path)
    assert first == second == lexicon._toml(path.name, path.read_bytes())
    assert list(first) == list(second)


@pytest.mark.parametrize("iso", lexicon.languages())
def test_every_period_template_compiles(iso):
    found = grammar(iso).by_key
    assert all(t.pattern.pattern == t.body for templates in found.values() for t in templates)
