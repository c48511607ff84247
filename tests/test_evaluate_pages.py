"""The corpus of pages and the floors its scores may not fall under."""

import json
import subprocess
import sys
from pathlib import Path

from claimcheck.evaluate_pages import pages, score, screens

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "pages"


def test_floors() -> None:
    floors = json.loads((CORPUS / "baseline.json").read_text(encoding="utf-8"))
    scores = pages(CORPUS)
    for group, floor in floors["floors"].items():
        for name, least in floor.items():
            if name == "leak":
                assert max(scores[group]["leak"].values()) <= least, (group, scores[group]["leak"])
            else:
                assert scores[group][name] >= least, (group, name, scores[group][name])


def test_size_and_spread() -> None:
    text = (CORPUS / "pages.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    held = [row for row in rows if row["held_out"]]
    tuned = [row for row in rows if not row["held_out"]]
    assert len(rows) >= 120
    assert len({row["language"] for row in rows}) >= 14
    assert len({row["layout"] for row in rows}) >= 10
    assert len({row["language"] for row in held} - {row["language"] for row in tuned}) >= 3
    assert len({row["layout"] for row in held} - {row["layout"] for row in tuned}) >= 3


def test_corpus_is_what_compose_writes(tmp_path: Path) -> None:
    (tmp_path / "texts").symlink_to(CORPUS / "texts")
    (tmp_path / "compose.py").write_bytes((CORPUS / "compose.py").read_bytes())
    subprocess.run([sys.executable, str(tmp_path / "compose.py")], check=True)
    assert (tmp_path / "pages.jsonl").read_bytes() == (CORPUS / "pages.jsonl").read_bytes()


def test_score_by_hand() -> None:
    text = "Acme said revenue rose 12% to $5 billion in the third quarter of 2025.\nReply"
    found = score([{"id": "a", "language": "en", "layout": "x", "held_out": False, "text": text,
                    "labels": "bu"}])
    assert (found["all"]["accuracy"], found["all"]["body_f1"]) == (1.0, 1.0)
    assert found["all"]["leak"] == {"ui": 0.0}


def test_pages_of_the_screen_hold_their_floors() -> None:
    scores = score(screens(CORPUS / "screen"))
    floors = json.loads((CORPUS / "baseline.json").read_text(encoding="utf-8"))["screen"]
    found = scores["all"]
    assert found["macro_f1"] >= floors["macro_f1"], scores["wrong"]
    assert found["body_f1"] >= floors["body_f1"], scores["wrong"]
    assert found["leak"]["comment"] <= floors["leak"], scores["wrong"]
    assert scores["dates"] >= floors["dates"]


def test_screen_page_labels_and_foreign_words(tmp_path: Path) -> None:
    lines = [
        '{"language": "en", "layout": "x", "date": "2026-02-03"}', "m 3 February 2026",
        "b Revenue of the group rose 12% to $3.4bn in the quarter, the company said on Tuesday.",
        "_", "f Read this in German:",
        "d This is not investment advice.",
    ]
    (tmp_path / "a.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    [row] = screens(tmp_path)
    assert (row["id"], row["labels"], row["held_out"]) == ("a", "mb_fd", False)
    scores = score([row])
    assert scores["wrong"] == []
    assert scores["dates"] == 1.0
    assert "foreign" not in scores["all"]["f1"]
