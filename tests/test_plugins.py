"""Caveats and sources of outside packages: found, run, named; never silently left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import claimcheck as cc
from claimcheck import caveats, own_words, plugins, sources
from claimcheck.errors import PluginError
from claimcheck.explain import explain

RULE = '''
"""Warns of round numbers.

What it detects
A value without a digit but the first.

Why it misleads
Round numbers are often guesses.

Example
Sales of $100 billion.

Known limits
None.

References
None.
"""
from claimcheck.schema import Caveat

class RoundNumber:
    code = "DESK01"
    name = "round-number"

    def assess(self, context):
        amount = context.claim.quantity
        if amount is None or str(amount.low).rstrip("0") not in "123456789":
            return None
        return Caveat(code=self.code, name=self.name, strength="note", message="A round number.")
'''
SOURCE = '''
from claimcheck.reference.records import SourceInfo
INFO = SourceInfo("desk", "Desk", "own")
COVERS = USAGE = "desk figures"
VINTAGES, KEY, RATE, URL = True, None, 5.0, "http://localhost"

def fetch(client, series, base):
    return ()
'''


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Nothing found in one test is remembered in the next."""
    own_words._forget()
    yield
    own_words._forget()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Installs a package: its name, its module's text, and the entry points it has."""

    def installed(package: str, text: str, **groups: str) -> None:
        module = package.replace("-", "_")
        (tmp_path / f"{module}.py").write_text(text)
        folder = tmp_path / f"{module}-1.2.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
        lines = [f"[claimcheck.{group}]\n{entry}\n" for group, entry in groups.items()]
        (folder / "entry_points.txt").write_text("\n".join(lines))
        monkeypatch.syspath_prepend(tmp_path)

    return installed


@pytest.mark.parametrize("value", ["round_a", "round_b:RoundNumber"])
def test_a_caveat_of_a_package(install: Callable[..., None], value: str) -> None:
    module = value.partition(":")[0]
    install(module, RULE, caveats=f"round = {value}")
    report = cc.check(text="Apple's revenue was $400 billion in 2024 and $391.0 billion in 2023.")
    codes = [[c.code for c in claim.caveats if c.code == "DESK01"] for claim in report.claims]
    assert codes == [["DESK01"], []]
    assert report.provenance.rules.endswith(f"+{module}==1.2")
    assert "Round numbers are often guesses." in explain("round-number")


def test_without_plug_ins_nothing_changes() -> None:
    assert plugins.caveats(()) == []
    assert plugins.versions() == ()
    assert "+" not in cc.check(text="Sales rose 5%.", lane="fast").provenance.rules


def test_a_source_of_a_package(install: Callable[..., None]) -> None:
    install("desk-source", SOURCE, sources="desk = desk_source")
    assert sources.available()["desk"].INFO.title == "Desk"
    assert {"desk", "fred"} <= sources.available().keys()


@pytest.mark.parametrize(
    ("package", "text", "message"),
    [
        ("broken-a", "import no_such_module_of_ours", "does not import: ModuleNotFoundError: No module named"),
        ("broken-b", "raise RuntimeError('line\\nbreak')", "does not import: RuntimeError: line break"),
        ("broken-c", "x = 1", "holds no class with code, name and assess"),
        ("broken-d", "class A:\n    def assess(self, context): ...", "holds no class with code, name and assess"),
        ("broken-e", "class A:\n    code = 'D'\n    name = 'd'\n    def __init__(self): raise ValueError('no')\n"
                     "    def assess(self, context): ...", "A() fails: no"),
        ("broken-f", RULE.replace("DESK01", "CC201"), "caveat 'CC201' is in use by claimcheck"),
        ("broken-g", RULE.replace("round-number", "base-effect-level"), "'base-effect-level' is in use by claimcheck"),
    ],
)
def test_a_caveat_that_cannot_be_used(install: Callable[..., None], package: str, text: str, message: str) -> None:
    module = package.replace("-", "_")
    install(package, text, caveats=f"bad = {module}")
    with pytest.raises(PluginError) as error:
        caveats.rules()
    assert f"plug-in 'bad' of {package} 1.2 ({module})" in str(error.value)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    with pytest.raises(PluginError):
        cc.check(text="Sales rose 5% in 2024.")


@pytest.mark.parametrize(
    ("package", "text", "entry", "message"),
    [
        ("half-source", "INFO = 1", "half = half_source", "plug-in 'half' of half-source 1.2 (half_source) lacks COVERS"),
        ("fred-source", SOURCE, "fred = fred_source", "a source of that name comes with claimcheck"),
        ("gone-source", "", "gone = gone_source:nothing", "does not import: AttributeError"),
    ],
)
def test_a_source_that_cannot_be_used(
    install: Callable[..., None], package: str, text: str, entry: str, message: str
) -> None:
    install(package, text, sources=entry)
    with pytest.raises(PluginError) as error:
        sources.available()
    assert message in str(error.value)


def test_two_packages_with_one_name(install: Callable[..., None]) -> None:
    install("twin-a", RULE, caveats="twin = twin_a")
    install("twin-b", RULE, caveats="twin = twin_b")
    with pytest.raises(PluginError, match=r"'twin' in group 'claimcheck.caveats' comes from twin-a 1.2 .* and twin-b"):
        caveats.rules()


def test_two_packages_with_one_code(install: Callable[..., None]) -> None:
    install("pair-a", RULE, caveats="one = pair_a")
    install("pair-b", RULE.replace("round-number", "other"), caveats="two = pair_b")
    with pytest.raises(PluginError, match=r"'two' of pair-b .* 'DESK01' is in use by pair-a 1.2"):
        caveats.rules()
