"""Writes pages.jsonl: pages composed from our own texts, each line's label known by construction.

    python corpora/pages/compose.py            # rewrites pages.jsonl, byte for byte the same

A layout is a function that lists (label letter, line). Layouts and languages in HELD were not
looked at while the rules were tuned; the evaluation scores them apart.
"""

from __future__ import annotations

import json
import random
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HELD_LANGUAGES = ("it", "fa", "ko")
HELD_LAYOUTS = ("link_board", "says_blog", "mobile_news", "answers")
HANDLES = (
    "BaselineBen", "deep_value_77", "ThreeCutsTom", "MarginMia", "xX_bull_Xx", "QuietYield",
    "late2theparty", "CocoaTrader", "rate.watcher", "SmallCapSal", "hedge4all", "NightDesk9",
)
Lines = list[tuple[str, str]]


class Kit:
    """Texts of one language and the draws of one page."""

    def __init__(self, iso: str, dice: random.Random) -> None:
        data = tomllib.loads((HERE / "texts" / f"{iso}.toml").read_text(encoding="utf-8"))
        self.iso, self.dice = iso, dice
        self.words: dict[str, Any] = data["words"]
        self.article = dice.choice(data["articles"])
        self.comments: list[str] = dice.sample(data["articles"][-1]["comments"], 6)
        self.names: list[str] = dice.sample(self.words["names"], 6)
        self.handles: list[str] = dice.sample(HANDLES, 6)

    def say(self, key: str, **fields: object) -> str:
        """The page words under ``key`` with its fields filled in."""
        fields.setdefault("n", self.dice.randint(2, 23))
        fields.setdefault("m", 5)
        fields.setdefault("d", self.dice.randint(10, 28))
        return str(self.words[key]).format(**fields)

    def body(self) -> Lines:
        """The paragraphs, one a line."""
        return [("b", paragraph) for paragraph in self.article["paragraphs"]]

    def spaced(self) -> Lines:
        """The paragraphs with an empty line after each."""
        lines: Lines = []
        for line in self.body():
            lines += [line, ("_", "")]
        return lines

    def title(self) -> Lines:
        """The title."""
        return [("t", self.article["title"])]

    def reply_count(self) -> int:
        """How many comments the page has."""
        return self.dice.randint(2, 5)


def exchange_post(kit: Kit) -> Lines:
    """A social post of an exchange: page words in Arabic, comments, the text a second time."""
    page = Kit("ar", kit.dice) if kit.iso == "en" else kit
    lines = kit.body()
    lines += [("u", page.say("original")), ("d", page.say("disclaimer")), ("u", page.say("likes")),
              ("u", page.say("like")), ("u", "7"), ("u", "3"), ("u", page.say("share")),
              ("u", "0/400")]
    for index in range(kit.reply_count()):
        lines += [("m", kit.handles[index]), ("m", "· " + page.say("ago")),
                  ("c", kit.comments[index]), ("u", page.say("original") + page.say("reply") + "0")]
    if kit.dice.random() < 0.5:
        lines.pop()
        lines += [("x", text) for _, text in kit.body()]
    return lines


def broker_post(kit: Kit) -> Lines:
    """A post with its author and time on top, counters below, short replies."""
    lines: Lines = [("m", kit.names[0]), ("m", "@" + kit.handles[0].lower()), ("m", kit.say("ago")),
                    ("u", kit.say("follow")), *kit.body(),
                    ("u", kit.say("like") + " 14"), ("u", kit.say("share") + " 2"),
                    ("u", kit.say("comments"))]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("m", kit.names[index]), ("c", kit.comments[index]),
                  ("u", f"{kit.say('ago')} {kit.say('like')} {kit.say('reply')}")]
    return lines


def news_comments(kit: Kit) -> Lines:
    """A news page: navigation, title, by-line, body, related headlines, comments, footer."""
    body = kit.spaced()
    middle = 2 * kit.dice.randint(1, 2)
    lines: Lines = [("u", item) for item in kit.words["nav"]]
    lines += [("_", ""), *kit.title(), ("m", kit.say("by", name=kit.names[0])),
              ("m", kit.say("date")), ("u", kit.say("share")), ("_", ""), *body[:middle],
              ("u", kit.say("read_also")), ("_", ""), *body[middle:], ("u", kit.say("related"))]
    lines += [("u", headline) for headline in kit.words["headlines"]]
    lines += [("_", ""), ("u", kit.say("comments"))]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("m", f"{kit.names[index]} · {kit.say('ago')}"), ("c", kit.comments[index]),
                  ("u", kit.say("reply"))]
    return [*lines, ("_", ""), *_footer(kit)]


def _footer(kit: Kit) -> Lines:
    *links, rights = kit.words["footer"]
    return [("u", link) for link in links] + [("d", rights)]


def forum_thread(kit: Kit) -> Lines:
    """A forum: path, title, the first post is the article, others answer it."""
    lines: Lines = [("u", " > ".join(kit.words["nav"][:3])), *kit.title()]
    for index in range(1 + kit.reply_count()):
        lines += [("m", kit.handles[index]), ("u", kit.say("post", n=kit.dice.randint(20, 900))),
                  ("m", kit.say("date") + f", {kit.dice.randint(10, 23)}:15"),
                  ("u", f"#{index + 1}")]
        lines += kit.body() if index == 0 else [("c", kit.comments[index])]
        lines += [("u", f"{kit.say('like')} {kit.say('reply')}")]
    return [*lines, ("u", kit.say("page", n=1))]


def newsletter(kit: Kit) -> Lines:
    """A newsletter as text: browser link, date, sections, sign-off, unsubscribe."""
    lines: Lines = [("u", kit.say("browser")), ("_", ""), *kit.title(), ("m", kit.say("date")),
                    ("_", ""), *kit.spaced(), ("u", kit.say("share")),
                    ("d", kit.say("disclaimer")), ("_", ""), ("d", kit.say("unsubscribe"))]
    return [*lines, ("d", kit.words["footer"][-1])]


def email_digest(kit: Kit) -> Lines:
    """An e-mail: header fields, body, footer."""
    sender, to, subject, date = kit.words["mail"]
    return [
        ("m", f"{sender}: {kit.names[0]} <{kit.handles[0].lower()}@example.org>"),
        ("m", f"{to}: desk@example.org"), ("m", f"{subject}: {kit.article['title']}"),
        ("m", f"{date}: {kit.say('date')} 08:12"), ("_", ""), *kit.spaced(),
        ("m", kit.names[0]), ("_", ""), ("d", kit.say("disclaimer")),
        ("d", kit.say("unsubscribe")),
    ]


def chat_export(kit: Kit) -> Lines:
    """An exported chat: a long post over several messages' lines, then short answers."""
    day = kit.dice.randint(10, 28)
    lines: Lines = [("m", f"{kit.names[0]}, [{day}.01.2026 09:12]"), *kit.body()]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("_", ""), ("m", f"{kit.names[index]}, [{day}.01.2026 09:{20 + index}]"),
                  ("c", kit.comments[index])]
    return lines


def blog_share(kit: Kit) -> Lines:
    """A blog post between two bars of share buttons."""
    bar: Lines = [("u", "Facebook"), ("u", "Twitter"), ("u", "WhatsApp"), ("u", kit.say("share"))]
    lines: Lines = [*kit.title(), ("m", f"{kit.say('by', name=kit.names[0])} | {kit.say('date')}"),
                    *bar, *kit.body(), *bar, ("u", kit.say("comments"))]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("m", kit.names[index]), ("m", kit.say("date")), ("c", kit.comments[index]),
                  ("u", kit.say("reply"))]
    return [*lines, ("u", kit.say("box"))]


def pdf_copy(kit: Kit) -> Lines:
    """Text copied from a PDF: running heads, page numbers, wrapped lines, legal text."""
    head, width = kit.words["footer"][-1].split(".")[0].replace("©", "").strip(), 76
    wide = kit.iso in ("zh", "ja", "ko")
    lines: Lines = [("u", head), *kit.title()]
    for number, (_, paragraph) in enumerate(kit.body(), start=1):
        if wide:
            lines += [("b", paragraph[i:i + 38]) for i in range(0, len(paragraph), 38)]
        else:
            lines += [("b", part) for part in textwrap.wrap(paragraph, width)]
        if number % 2 == 0:
            lines += [("u", kit.say("page", n=number // 2)), ("u", head)]
    return [*lines, ("d", kit.say("disclaimer")), ("u", kit.say("page", n=5))]


def micro_thread(kit: Kit) -> Lines:
    """A thread of short messages by one author, counters under each, then replies."""
    lines: Lines = [("m", kit.names[0]), ("m", f"@{kit.handles[0].lower()} · {kit.say('ago')}")]
    lines += kit.body()
    lines += [("u", "12"), ("u", "48"), ("u", "1.2K"), ("u", kit.say("views"))]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("m", kit.names[index]),
                  ("m", f"@{kit.handles[index].lower()} · {kit.say('ago')}"),
                  ("c", kit.comments[index]), ("u", str(kit.dice.randint(1, 9)))]
    return lines


def link_board(kit: Kit) -> Lines:
    """A link board: community and poster on top, votes, nested answers."""
    lines: Lines = [("m", f"r/markets • u/{kit.handles[0]} • {kit.say('ago')}"), *kit.title(),
                    *kit.body(), ("u", str(kit.dice.randint(20, 900))), ("u", kit.say("comments")),
                    ("u", kit.say("share"))]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("m", f"u/{kit.handles[index]}"), ("m", kit.say("days")),
                  ("c", kit.comments[index]),
                  ("u", f"{kit.dice.randint(1, 99)} {kit.say('reply')} {kit.say('share')}")]
    return lines


def says_blog(kit: Kit) -> Lines:
    """A blog whose comments are headed "Name says:"."""
    lines: Lines = [*kit.title(), ("m", kit.say("date")), ("_", ""), *kit.spaced(),
                    ("u", kit.say("comments")), ("_", "")]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("m", kit.say("says", name=kit.names[index])), ("m", kit.say("date") + " 14:05"),
                  ("_", ""), ("c", kit.comments[index]), ("u", kit.say("reply")), ("_", "")]
    return lines + _footer(kit)


def mobile_news(kit: Kit) -> Lines:
    """A news app: source and date under the title, views, comments with a place."""
    lines: Lines = [*kit.title(), ("m", f"{kit.names[0]}  {kit.say('date')}"),
                    ("u", kit.say("views")), *kit.body(), ("d", kit.say("disclaimer")),
                    ("u", kit.say("like")), ("u", kit.say("share")), ("u", kit.say("comments"))]
    for index in range(1, 1 + kit.reply_count()):
        lines += [("m", kit.handles[index]), ("c", kit.comments[index]),
                  ("m", f"{kit.say('days')} {kit.say('city')}"), ("u", kit.say("reply"))]
    return [*lines, ("u", kit.say("related")), *[("u", h) for h in kit.words["headlines"]]]


def answers(kit: Kit) -> Lines:
    """A saved page with a banner on top and the author's note after the text."""
    lines: Lines = [("u", " | ".join(kit.words["nav"])), ("_", ""), *kit.title(), ("_", ""),
                    ("m", kit.say("updated")), ("m", kit.say("by", name=kit.names[0])), ("_", ""),
                    *kit.spaced(), ("d", kit.say("disclaimer")), ("_", ""),
                    ("u", kit.say("related")),
                    *[("u", h) for h in kit.words["headlines"]], ("_", "")]
    return lines + _footer(kit)


LAYOUTS: tuple[Callable[[Kit], Lines], ...] = (
    exchange_post, broker_post, news_comments, forum_thread, newsletter, email_digest, chat_export,
    blog_share, pdf_copy, micro_thread, link_board, says_blog, mobile_news, answers,
)


def main() -> None:
    """Writes pages.jsonl beside this file."""
    rows = []
    for path in sorted((HERE / "texts").glob("*.toml")):
        for layout in LAYOUTS:
            kit = Kit(path.stem, random.Random(f"{path.stem}-{layout.__name__}"))
            lines = layout(kit)
            rows.append({
                "id": f"{path.stem}-{layout.__name__}", "language": path.stem,
                "layout": layout.__name__,
                "held_out": path.stem in HELD_LANGUAGES or layout.__name__ in HELD_LAYOUTS,
                "text": "\n".join(text for _, text in lines),
                "labels": "".join(label for label, _ in lines),
            })
    out = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (HERE / "pages.jsonl").write_text(out, encoding="utf-8")


if __name__ == "__main__":
    main()
