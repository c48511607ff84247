"""Entities that only the user's own rows know."""

from __future__ import annotations

import pytest

from claimcheck.own_names import OwnNames
from claimcheck.pipeline import Checker

IDS = ("Zorvane Industries", "Kelp & Sons AG", "星河电子", "Nordal Foods", "Nordal Energy", "apple")


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Zorvane Industries", "Zorvane Industries"),
        ("ZORVANE INDUSTRIES", "Zorvane Industries"),
        ("Zorvane", "Zorvane Industries"),
        ("Zorvane Industries Ltd", "Zorvane Industries"),
        ("Kelp & Sons", "Kelp & Sons AG"),
        ("星河电子", "星河电子"),
        ("Nordal Foods", "Nordal Foods"),
        ("Nordal", None),  # two are called so
        ("Industries", None),
        ("Zorvan", None),
        ("apple", None),  # the catalogue's own
        ("", None),
        (None, None),
    ],
)
def test_name_stands_for(name: str | None, id: str | None) -> None:
    assert OwnNames(IDS).id_of(name) == id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sales of Zorvane Industries rose.", ["Zorvane Industries"]),
        ("zorvane\n industries' sales", ["zorvane\n industries"]),
        ("Zorvane Industrieshop", []),
        ("据悉星河电子营收增长", ["星河电子"]),
        ("Zorvane Industries公司营收增长", ["Zorvane Industries"]),
        ("Apple rose.", []),
        ("Kelp & Sons AG and Kelp Sons AG", ["Kelp & Sons AG"]),  # the sign is part of the name
        ("Nordal Foods, Nordal Energy, Nordal", ["Nordal Foods", "Nordal Energy"]),
        ("Zorvane. Industries", []),
    ],
)
def test_whole_names_are_found(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in OwnNames(IDS).find(text)] == found


def test_of_names_at_one_place_the_longest_is_found() -> None:
    names = OwnNames(("Kelvo", "Kelvo AG", "Kelvo AG & Co", "¡Hola!", "C3.ai"))
    text = "Kelvo AG & Co, Kelvo AG, Kelvo, ¡hola! C3.ai c3 Kelvos"
    assert [text[start:end] for start, end in names.find(text)] == [
        "Kelvo AG & Co", "Kelvo AG", "Kelvo", "¡hola!", "C3.ai"]


def test_only_names_that_begin_alike_are_tried() -> None:
    names = OwnNames(f"Company {number}" for number in range(20_000))
    text = "Company 7 and Company 19999 sold to Company 20001. " * 50
    assert len(list(names.find(text))) == 100
    assert [len(names._beginning([(0, "company"), (8, number)], 0)) for number in ("7", "x")] == [1, 0]


def row(entity: str, metric: str, period: str, value: str, unit: str) -> dict[str, str]:
    return {
        "entity": entity, "metric": metric, "period": period, "value": value, "unit": unit,
        "known_from": "2025-02-10",
    }


ROWS = [
    row("Zorvane Industries", "revenue", "2024", "4.2", "USD bn"),
    row("Zorvane Industries", "revenue", "2023", "4.0", "USD bn"),
    row("星河电子", "revenue", "2024", "38.4", "CNY bn"),
    row("Сталь Урала", "net income", "2024", "12.5", "RUB bn"),
]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Zorvane Industries had revenue of $4.2 billion in 2024, up 5% from 2023.",
         ["supported", "supported"]),
        ("Zorvane Industries makes pumps. Zorvane reported revenue of $4.7 billion in 2024.", ["contradicted"]),
        ("In 2024, revenue at zorvane industries was $4.2 billion.", ["supported"]),
        ("星河电子2024年营业收入为384亿元。", ["supported"]),
        ("Чистая прибыль Сталь Урала в 2024 году составила 12,5 млрд рублей.", ["supported"]),
        ("Zorbane Industries had revenue of $4.7 billion in 2024.", ["not_enough_data"]),
    ],
)
def test_texts_are_judged_by_own_rows(text: str, labels: list[str]) -> None:
    checker = Checker(refs=ROWS)
    report = checker.check(checker.page(text, published_at="2025-03-01"))
    assert [claim.verdict.label for claim in report.claims] == labels


KELVO = [row("Kelvo", "revenue", "2024", "3.4", "EUR bn"), row("Kelvo", "revenue", "2023", "3.58", "EUR bn")]


@pytest.mark.parametrize(
    "text",
    [
        "Kelvo's revenue fell 5% to €3.4 billion in 2024.",
        "Le chiffre d'affaires de Kelvo a reculé de 5 % en 2024, à 3,4 milliards d'euros.",
        "Der Umsatz von Kelvo sank 2024 um 5 Prozent auf 3,4 Milliarden Euro.",
        "Las ventas de Kelvo bajaron un 5% en 2024, hasta 3.400 millones de euros.",
        "A receita da Kelvo caiu 5% em 2024, para € 3,4 bilhões.",
        "Выручка Kelvo в 2024 году снизилась на 5% до 3,4 млрд евро.",
        "Kelvo'nun cirosu 2024'te yüzde 5 düşerek 3,4 milyar avroya geriledi.",
        "Kelvo公司2024年营业收入34亿欧元，同比下降5%。",
        "Kelvoの2024年の売上高は34億ユーロで、前年比5%減だった。",
    ],
)
def test_own_rows_hold_in_every_language(text: str) -> None:
    checker = Checker(refs=KELVO)
    report = checker.check(checker.page(text, published_at="2025-03-01"))
    assert [claim.verdict.label for claim in report.claims] == ["supported", "supported"]


@pytest.mark.parametrize("name", ["Kelvo", "Norvax", "ABX", "Halden Foods", "Company 7", "Appleton Holdings",
                                  "Internationale Nederlanden Bloemen"])
def test_a_name_like_another_is_its_own(name: str) -> None:
    assert not Checker(refs=[row(name, "revenue", "2024", "1", "USD bn")]).table_errors()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("Appel", "apple"), ("Applle", "apple"), ("Microsfot", "microsoft"), ("Goldman Sahcs", "goldman-sachs"),
     ("Unitde States", "united-states"), ("Berkshiree Hathaway", "berkshire-hathaway"),
     ("Internationl Busines Machines", "ibm")],
)
def test_a_slip_in_a_catalogue_name_is_told(name: str, nearest: str) -> None:
    checker = Checker(refs=[row(name, "revenue", "2024", "1", "USD bn")])
    [error] = checker.table_errors()
    assert f"nearest: {nearest}" in str(error)
