"""Own word lists over those of the package: what is added works, what contradicts is refused."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimcheck import lexicon, own_words
from claimcheck.cli import cli
from claimcheck.errors import ConfigError, LexiconError
from claimcheck.pipeline import Checker, extract_text

METRIC = """id = "widget_yield"
name = "Widget yield"
definition = "Good widgets of all widgets made."
unit = "percent"
kind = "ratio"
[names]
en = ["widget yield"]
"""
COMPANY = """[[entity]]
id = "acme-rockets"
name = "Acme Rockets"
kind = "company"
[entity.names]
en = ["Acme Rockets"]
"""
POLISH = """name = "Polish"
iso = "pl"
script = "Latn"
rtl = false
[numbers]
decimal = ","
[numbers.scales]
mld = "1000000000"
[units]
percent = ["%"]
[units.currencies]
PLN = ["zł"]
[cues.direction]
up = ["wzrosł*"]
"""
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _shipped_words() -> Iterator[None]:
    own_words.use(())
    yield
    own_words.use(())


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Makes a folder of word lists: ``write(**{"languages/en": "..."})``."""

    def written(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "words" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "words"

    return written


def test_a_new_metric_and_entity(write: Write) -> None:
    text = "Acme Rockets' widget yield was 12% in 2024."
    (before,) = extract_text(text).claims
    assert before.metric != "widget_yield"
    assert before.entity.id != "acme-rockets"
    own_words.use([write({"metrics/widget.toml": METRIC, "entities/mine.toml": COMPANY})])
    (after,) = extract_text(text).claims
    assert (after.metric, after.entity.id) == ("widget_yield", "acme-rockets")


def test_words_for_what_there_is(write: Write) -> None:
    own_words.use([write({
        "metrics/revenue.toml": 'id = "revenue"\n[names]\nen = ["takings of the house"]\n',
        "entities/apple.toml": '[[entity]]\nid = "apple"\n[entity.names]\nen = ["Cupertino giant"]\n',
        "languages/en.toml": '[cues.direction]\ndown = ["cratered"]\n',
    })])
    claims = extract_text("The Cupertino giant's takings of the house cratered 12% to $5bn in 2024.").claims
    assert [(c.metric, c.entity.id, c.direction) for c in claims] == [
        ("revenue_growth", "apple", "down"), ("revenue", "apple", "down")]
    assert lexicon.metrics()["revenue"].definition.startswith("Income from sales")
    assert "revenue" in lexicon.metrics()["revenue"].names["en"]


def test_a_new_language(write: Write) -> None:
    own_words.use([write({"languages/pl.toml": POLISH})])
    assert "pl" in lexicon.languages()
    claims = extract_text("Przychody wzrosły w 2024 o 5,2% do 3,4 mld zł.", lang="pl").claims
    assert [(str(c.quantity.low), c.quantity.unit) for c in claims if c.quantity] == [
        ("5.2", "percent"), ("3400000000", "PLN")]


def test_the_fingerprint_covers_the_folder(write: Write) -> None:
    shipped = lexicon.fingerprint()
    folder = write({"metrics/widget.toml": METRIC})
    own_words.use([folder])
    own = lexicon.fingerprint()
    own_words.use(())
    write({"metrics/widget.toml": METRIC.replace("Good", "Sound")})
    own_words.use([folder])
    assert len({shipped, own, lexicon.fingerprint()}) == 3
    own_words.use(())
    assert lexicon.fingerprint() == shipped


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"languages/en.toml": "[cues.drection]\nup = ['x']"}, "en.toml: unknown key 'cues.drection'; allowed: "),
        ({"languages/en.toml": "[cue.direction]\nup = ['x']"}, "en.toml: unknown key 'cue'; allowed: cues"),
        ({"languages/en.toml": "[cues.direction]\nupp = ['x']"}, "en.toml: unknown key 'cues.direction.upp'"),
        ({"languages/en.toml": "[cues.direction]\nup = ['Plunged']"},
         "en.toml: 'Plunged' in 'cues.direction.up' is claimed twice: it stands in 'cues.direction.down'"),
        ({"languages/en.toml": "[cues.direction]\nup = ['zoomed']\ndown = ['zoomed']"}, "'zoomed' in 'cues.direction.up' is claimed"),
        ({"languages/en.toml": "[numbers.scales]\nbillion = '1000000000000'"},
         "en.toml: 'numbers.scales.billion' is claimed twice: '1000000000000' here, '1000000000' in the package"),
        ({"languages/en.toml": "[cues.direction]\nup = 'zoomed'"}, "'cues.direction.up' is a list in the package, not a text"),
        ({"languages/en.toml": "iso = 'de'"}, "en.toml: iso = 'de', but the file is named 'en'"),
        ({"languages/en.toml": "[cues"}, "en.toml: not valid TOML"),
        ({"languages/sv.toml": "iso = 'sv'"}, "sv.toml: language 'sv' is new and lacks 'name'; required: name, iso, script, rtl"),
        ({"metrics/a.toml": METRIC + "[colour]\n"}, "a.toml: unknown key 'colour'"),
        ({"metrics/a.toml": "id = 'x'"}, "a.toml: a new metric and lacks 'name'"),
        ({"metrics/a.toml": METRIC.replace("widget yield\"]", "Net Sales\"]")},
         "a.toml: 'net sales' in names.en of 'widget_yield' is claimed twice: it is a name of 'revenue'"),
        ({"metrics/a.toml": "id = 'revenue'\nunit = 'percent'"}, "a.toml: 'unit' of 'revenue' is 'currency' in the package"),
        ({"metrics/a.toml": METRIC, "metrics/b.toml": METRIC.replace("widget_yield", "other_yield")},
         "b.toml: 'widget yield' in names.en of 'other_yield' is claimed twice: it is a name of 'widget_yield'"),
        ({"entities/a.toml": COMPANY.replace('en = ["Acme Rockets"]', 'en = ["Apple Inc."]')},
         "a.toml: 'apple inc' in names.en of 'acme-rockets' is claimed twice: it is a name of 'apple'"),
        ({"entities/a.toml": "[[entities]]\nid = 'x'"}, "a.toml: unknown key 'entities'; allowed: entity"),
        ({"entities/a.toml": COMPANY + "[entity.shoe]\nsize = 1"}, "a.toml: unknown key 'shoe'"),
        ({"langs/en.toml": ""}, "'langs/en.toml' is not read; allowed: languages/*.toml"),
        ({"languages/README.md": ""}, "holds no word list"),
    ],
)
def test_faults_name_file_and_key(write: Write, files: dict[str, str], message: str) -> None:
    shipped = lexicon.fingerprint()
    with pytest.raises(LexiconError) as error:
        own_words.use([write(files)])
    assert message in str(error.value)
    # A folder that is refused leaves nothing behind.
    assert own_words.folders() == ()
    assert lexicon.fingerprint() == shipped


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder; make it with languages"):
        Checker(lexicon=tmp_path / "none")


def test_one_set_of_words_a_process(write: Write, tmp_path: Path) -> None:
    folder = write({"metrics/widget.toml": METRIC})
    checker = Checker(lexicon=str(folder))
    assert pickle.loads(pickle.dumps(checker)) == checker == Checker(lexicon=[folder])
    with pytest.raises(ConfigError, match="this process already reads"):
        Checker(lexicon=[tmp_path])
    own_words.use(())
    again = pickle.loads(pickle.dumps(checker))  # in a worker process, the words come along
    assert own_words.folders() == (folder,)
    assert again.extract(again.page("The widget yield was 12%.")).claims[0].metric == "widget_yield"


def test_on_the_command_line(write: Write, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The widget yield was 12% in 2024.")
    folder = write({"metrics/widget.toml": METRIC})
    done = CliRunner().invoke(cli, ["extract", str(page), "--lexicon", str(folder), "--format", "jsonl"])
    assert done.exit_code == 0
    assert '"metric": "widget_yield"' in done.output
