"""The corpus of linking is read as written, and scored by what a claim names."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck import evaluate_linking as linking
from claimcheck.errors import InputError
from claimcheck.pipeline import extract_text

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "linking"


def _case(text: str, value: str, *metrics: str) -> linking.Case:
    return linking.Case("en", "tune", text, value, frozenset(metrics), frozenset())


ROWS = [
    (_case("The unemployment rate was 4.1%.", "4.1%", "unemployment_rate"), "right"),
    (_case("The unemployment rate was 4.1%.", "4.1%", "cpi_inflation"), "wrong"),
    (_case("The unemployment rate was 4.1%.", "4.1%"), "wrong"),
    (_case("The humidity was 4.1%.", "4.1%", "cpi_inflation"), "missed"),
    (_case("The humidity was 4.1%.", "4.1%"), "right"),
]


@pytest.mark.parametrize(("case", "how"), ROWS)
def test_linked(case: linking.Case, how: str) -> None:
    assert linking.linked(case, extract_text(case.text, lang="en", lane="fast"))[0] == how


def test_corpus_is_whole() -> None:
    found = list(linking.cases(CORPUS))
    assert all(case.value in case.text and "{" not in case.text for case in found)
    assert {case.split for case in found} == {"tune", "held"}
    assert len({case.language for case in found}) == 10
    assert sum(not case.metrics for case in found) * 5 >= len(found)


def test_no_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"frames\.toml"):
        next(linking.cases(tmp_path))
    assert not linking.holds(tmp_path)


def test_floor_of_the_tuning_split() -> None:
    rows = [row for row in linking.judged(CORPUS, split="tune", lane="fast") if row[0].metrics]
    right = sum(how == "right" for _, how, _, _ in rows)
    wrong = sum(how == "wrong" for _, how, _, _ in rows)
    assert right >= 0.93 * len(rows)  # half of the sentences are written to be hard
    assert wrong <= 0.02 * len(rows)
