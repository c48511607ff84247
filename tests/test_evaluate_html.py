"""The labelled HTML pages, the floors of their scores, and how the scores are counted."""

import json
from pathlib import Path

import pytest

from claimcheck.evaluate_html import Marked, pages, score_html, score_text

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "pages"
LEAKS = ("comments", "foreign")


def test_floors() -> None:
    floors = json.loads((CORPUS / "baseline.json").read_text(encoding="utf-8"))["html"]
    corpus = list(pages(CORPUS / "html"))
    assert len(corpus) == 30
    found = score_html(corpus)
    for name, floor in floors["html"].items():
        assert found[name] <= floor if name in LEAKS else found[name] >= floor, name
    read = score_text(corpus)["all"]
    for name, least in floors["text"].items():
        assert read[name] >= least, name


def marked(tmp_path: Path, body: str) -> Marked:
    head = '<!-- {"language":"en","layout":"own","date":"2026-01-31","title":"Rise"} -->'
    (tmp_path / "one.html").write_text(f"{head}<html><body>{body}</body></html>", encoding="utf-8")
    (page,) = pages(tmp_path)
    return page


def test_marks_are_labels_and_no_part_of_the_page(tmp_path: Path) -> None:
    page = marked(tmp_path, '<h1 g="t">Rise</h1><p g="b">Sales <b>rose</b> 5%.</p><a>Share</a>')
    assert page.lines == (("Rise", "t"), ("Sales rose 5%.", "b"), ("Share", "u"))
    assert ' g="' not in page.html


@pytest.mark.parametrize(
    ("body", "precision", "recall", "comments"),
    [
        ("Sales rose by five percent", 1.0, 1.0, 0.0),
        ("Sales rose by five", 1.0, 0.5, 0.0),
        ("Sales rose by five percent I do not think", 1 / 3, 1.0, 1 / 6),
        ("", 0.0, 0.0, 0.0),
    ],
)
def test_what_is_counted(
    tmp_path: Path, body: str, precision: float, recall: float, comments: float
) -> None:
    page = marked(tmp_path, '<p g="b">Sales rose by five percent</p><p g="c">I do not think</p>')
    found = score_html([page], lambda html: (body, {"date": "2026-01-31", "title": "Fall"}))
    assert found["recall"] == pytest.approx(recall)
    assert found["precision"] == pytest.approx(precision)
    assert found["comments"] == pytest.approx(comments)
    assert (found["date"], found["title"]) == (1.0, 0.0)


def test_a_page_without_its_head_is_named(tmp_path: Path) -> None:
    (tmp_path / "bare.html").write_text("<html></html>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bare\.html"):
        list(pages(tmp_path))
