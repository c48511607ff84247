"""Settings from files and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.errors import ConfigError
from claimcheck.settings import load


def test_file_then_environment(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.claimcheck]\nlang = "en"\nfail_on = "caveat"\n')
    (tmp_path / "claimcheck.toml").write_text('lang = "de"\n')
    assert load(tmp_path, {"CLAIMCHECK_FAIL_ON": "none", "OTHER": "x"}) == {
        "lang": "de", "fail_on": "none",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('languge = "en"', "claimcheck.toml: unknown setting 'languge'; did you mean 'lang'"),
        ("zzz = 1", "claimcheck.toml: unknown setting 'zzz'; allowed: published"),
        ("a = [", "claimcheck.toml: not valid TOML"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "claimcheck.toml").write_text(text)
    with pytest.raises(ConfigError, match=message.replace("(", r"\(")):
        load(tmp_path, {})


def test_a_section_that_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = 3\n")
    with pytest.raises(ConfigError, match=r"'tool' is not a table; write \[tool\.claimcheck\]"):
        load(tmp_path, {})


def test_every_option_of_check_that_says_how_to_judge_is_a_setting() -> None:
    from claimcheck.cli import check
    from claimcheck.settings import KEYS

    shown = {"inputs", "output", "quiet", "verbose", "no_progress", "settings"}
    assert {option.name for option in check.params} - shown == set(KEYS)


@pytest.mark.parametrize("key", ["refs", "evidence", "lexicon", "format"])
def test_one_of_what_may_repeat_needs_no_list(tmp_path: Path, key: str) -> None:
    assert load(tmp_path, {f"CLAIMCHECK_{key.upper()}": "a"}) == {key: ["a"]}
    (tmp_path / "claimcheck.toml").write_text(f'{key} = "b"\n')
    assert load(tmp_path, {}) == {key: ["b"]}
    (tmp_path / "claimcheck.toml").write_text(f'{key} = ["b", "c"]\n')
    assert load(tmp_path, {}) == {key: ["b", "c"]}
