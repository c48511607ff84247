"""The catalogue of metrics and entities: every file, every reference, every example."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from claimcheck import lexicon

TEN = ("en", "ar", "zh", "es", "fr", "de", "pt", "ru", "tr", "ja")
METRIC_FILES = sorted((lexicon.ROOT / "metrics").glob("*.toml"))
BASES = {
    "yoy",
    "qoq",
    "mom",
    "annualised",
    "ytd",
    "cagr",
    "trailing",
    "forward",
    "price",
    "total",
    "gaap",
    "adjusted",
    "operating",
    "nominal",
    "real",
    "sa",
    "nsa",
    "net",
    "gross",
    "core",
    "headline",
    "basic",
    "diluted",
    "consensus",
    "guidance",
}
UNITS = {"currency", "percent", "times", "index_point", "count", "basis_point"}
KINDS = {"level", "change", "growth", "ratio", "difference", "flow", "share"}
ENTITY_KINDS = {
    "index",
    "segment",
    "company",
    "country",
    "region",
    "currency",
    "commodity",
    "central-bank",
    "crypto",
    "fund",
    "agency",
}

METRICS = lexicon.metrics()
ENTITIES = lexicon.entities()


def key(phrase: str) -> str:
    """A phrase as the matcher sees it, so that "P/E" and "p e" count as the same."""
    return " ".join(word for word, _, _ in lexicon.tokens(phrase))


@cache
def metric_matcher(language: str) -> lexicon.PhraseMatcher:
    phrases = [
        (name, metric.id)
        for metric in METRICS.values()
        for iso in dict.fromkeys((language, "en"))
        for name in metric.names.get(iso, ())
    ]
    return lexicon.PhraseMatcher(phrases, plurals=language == "en")


def metrics_in(text: str, language: str) -> set[str]:
    """Ids of the metrics whose names stand in ``text``."""
    found = metric_matcher(language).find(lexicon.tokens(text))
    return {metric for _, _, payloads in found for metric in payloads}


def raw_examples() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in METRIC_FILES:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for example in data.get("examples", ()):
            yield path.stem, example


def raw_near_misses() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in METRIC_FILES:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for miss in data.get("near_misses", ()):
            yield path.stem, miss


EXAMPLES = list(raw_examples())
NEAR_MISSES = list(raw_near_misses())


# ---------------------------------------------------------------- metrics


def test_the_catalogue_is_as_large_as_promised():
    assert len(METRIC_FILES) >= 120
    assert len(ENTITIES) >= 600
    kinds = defaultdict(int)
    for entity in ENTITIES.values():
        kinds[entity.kind] += 1
    least = {"company": 300, "country": 190, "currency": 60, "crypto": 25, "index": 50}
    assert {kind: count for kind, count in least.items() if kinds[kind] < count} == {}


@pytest.mark.parametrize("path", METRIC_FILES, ids=lambda path: path.stem)
def test_a_metric_file_is_named_after_its_metric(path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert data["id"] == path.stem
    assert data["definition"].endswith(".")
    assert data["source"]


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_a_metric_is_well_formed(metric):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", metric.id)
    assert metric.unit in UNITS
    assert metric.kind in KINDS
    assert set(metric.bases) <= BASES
    assert metric.range is not None
    assert Decimal(metric.range[0]) < Decimal(metric.range[1])
    assert set(metric.comparable) <= set(METRICS) - {metric.id}
    if metric.growth is not None:
        assert METRICS[metric.growth].growth_of == metric.id
    if metric.growth_of is None:
        assert metric.names["en"]


def test_no_metric_name_is_claimed_twice_in_a_language():
    owners = defaultdict(set)
    for metric in METRICS.values():
        for language, names in metric.names.items():
            for name in names:
                owners[language, key(name), name.endswith("*")].add(metric.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(("metric", "example"), EXAMPLES)
def test_an_example_names_its_metrics(metric, example):
    language = example.get("lang", "en")
    named = metrics_in(example["text"], language)
    wanted = set(example["metrics"].values())
    assert wanted <= set(METRICS)
    for target in wanted:
        base = METRICS[target].growth_of
        assert {target, base} & named, f"'{target}' is not named; found {sorted(named)}"
    for words in example["metrics"]:
        assert words in example["text"]


def test_every_metric_has_examples_and_near_misses_in_more_than_one_language():
    examples, misses, languages = defaultdict(int), defaultdict(int), defaultdict(set)
    for metric, example in EXAMPLES:
        examples[metric] += 1
        languages[metric].add(example.get("lang", "en"))
    for metric, _ in NEAR_MISSES:
        misses[metric] += 1
    for path in METRIC_FILES:
        assert examples[path.stem] >= 2, path.stem
        assert misses[path.stem] >= 2, path.stem
        assert len(languages[path.stem]) >= 2, path.stem


@pytest.mark.parametrize(("metric", "miss"), NEAR_MISSES)
def test_a_near_miss_holds_a_number_and_says_why(metric, miss):
    assert re.search(r"\d", miss["text"])
    assert miss["why"]


def test_most_near_misses_do_not_even_name_the_metric():
    # The others hold a name of the metric ("earnings season") and are for the grammar to refuse.
    named = [
        metric
        for metric, miss in NEAR_MISSES
        if {metric, METRICS[metric].growth} & metrics_in(miss["text"], miss.get("lang", "en"))
    ]
    assert len(named) / len(NEAR_MISSES) < 0.3


@pytest.mark.parametrize("language", TEN)
def test_every_metric_has_names_in_each_of_the_ten_languages(language):
    own = [metric for metric in METRICS.values() if metric.growth_of is None]
    missing = [metric.id for metric in own if not metric.names.get(language)]
    # Abbreviations that a language writes as English does are matched as English names.
    assert len(missing) <= 3, missing


@pytest.mark.parametrize("language", TEN)
def test_phrases_that_are_no_metric_hide_one(language):
    path = lexicon.ROOT / "data" / "not_metrics.toml"
    phrases = tomllib.loads(path.read_text(encoding="utf-8"))[language]
    named = {key(name) for metric in METRICS.values() for name in metric.names.get(language, ())}
    assert len(phrases) >= 8
    assert not {key(phrase) for phrase in phrases} & named


def test_the_groups_of_metrics_name_metrics():
    path = lexicon.ROOT / "data" / "about.toml"
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    named = {metric for group in groups.values() for metric in group.get("metrics", ())}
    named |= {metric for row in groups["default"].values() for metric in row.values()}
    assert named <= set(METRICS)


# ---------------------------------------------------------------- entities


@pytest.mark.parametrize("kind", sorted(ENTITY_KINDS - {"fund"}))
def test_every_kind_of_entity_is_there(kind):
    assert any(entity.kind == kind for entity in ENTITIES.values())


def test_entities_are_well_formed():
    for entity in ENTITIES.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entity.id), entity.id
        assert entity.kind in ENTITY_KINDS, entity.id
        assert entity.names.get("en"), entity.id
        assert set(entity.names) <= set(lexicon.languages()), entity.id


def test_entities_refer_to_entities():
    for entity in ENTITIES.values():
        if entity.country:
            assert ENTITIES[entity.country].kind in {"country", "region"}, entity.id
        if entity.segment:
            assert ENTITIES[entity.segment].kind == "segment", entity.id
        for index in entity.stands_for:
            assert ENTITIES[index].kind == "index", entity.id


def test_an_index_and_its_segment_name_each_other():
    for entity in ENTITIES.values():
        if entity.segment:
            assert entity.id in ENTITIES[entity.segment].stands_for, entity.id


@pytest.mark.parametrize("language", TEN)
def test_countries_and_central_banks_are_named_in_ten_languages(language):
    rows = [e for e in ENTITIES.values() if e.kind == "country"]
    assert [e.id for e in rows if not e.names.get(language)] == []
    banks = ["federal-reserve", "ecb", "bank-of-england", "bank-of-japan", "bank-of-russia"]
    assert all(ENTITIES[bank].names.get(language) for bank in banks)


@pytest.mark.parametrize(
    ("text", "language", "entity"),
    [
        ("Apple's revenue rose 8%.", "en", "apple"),
        ("Revenue at Nvidia rose 62%.", "en", "nvidia"),
        ("the S&P 600 small caps", "en", "sp-smallcap-600"),
        ("ارتفع مؤشر تاسي 1%", "ar", "tadawul"),
        ("美联储降息25个基点", "zh", "federal-reserve"),
        ("聯準會降息1碼", "zh", "federal-reserve"),
        ("El Banco Central Europeo mantuvo los tipos", "es", "ecb"),
        ("La Banque de France prévoit 0,9%", "fr", "banque-de-france"),
        ("Der Goldpreis stieg auf 4.000 Dollar", "de", "gold"),
        ("O Ibovespa subiu 1,2%", "pt", "bovespa"),
        ("Инфляция в России замедлилась", "ru", "russia"),
        ("TCMB'nin faiz kararı", "tr", "central-bank-of-turkey"),
        ("日経平均株価は反発した", "ja", "nikkei-225"),
    ],
)
def test_entities_are_found_as_the_press_writes_them(text, language, entity):
    phrases = [(name, e.id) for e in ENTITIES.values() for name in e.names.get(language, ())]
    found = lexicon.PhraseMatcher(phrases, plurals=True).find(lexicon.tokens(text))
    assert entity in {id for _, _, payloads in found for id in payloads}


def test_fiscal_years_end_on_a_day():
    assert ENTITIES["apple"].fiscal_year_end == "09-30"
    assert ENTITIES["nvidia"].fiscal_year_end == "01-31"
    assert ENTITIES["microsoft"].fiscal_year_end == "06-30"
    assert ENTITIES["jpmorgan"].fiscal_year_end is None
    for entity in ENTITIES.values():
        if entity.fiscal_year_end:
            date.fromisoformat(f"2024-{entity.fiscal_year_end}")


def test_no_entity_name_is_claimed_twice_in_a_kind_and_language():
    owners = defaultdict(set)
    for entity in ENTITIES.values():
        for language, names in entity.names.items():
            for name in names:
                owners[entity.kind, language, key(name), name.endswith("*")].add(entity.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}
