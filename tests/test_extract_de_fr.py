"""Constructions of German and French: separable verbs, bare nouns, names without an article."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text
from claimcheck.schema import Claim

DAY = "2026-04-29"


def claims(text: str, lang: str) -> dict[str, Claim]:
    """Claims by their quote."""
    return {c.quote: c for c in extract_text(text, lang=lang, published_at=DAY).claims}


@pytest.mark.parametrize(
    ("lang", "text", "quote", "name"),
    [
        ("de", "Nordwerk senkte die Kosten um 5 Prozent.", "5 Prozent", "Nordwerk"),
        ("de", "Anleger zogen 5 Milliarden Euro ab.", "5 Milliarden Euro", ""),
        ("de", "Unterm Strich verdiente der Konzern 5 Millionen Euro.", "5 Millionen Euro", ""),
        ("fr", "Hermion a dévissé de 8 %.", "8 %", "Hermion"),
        ("fr", "Désormais, la marge atteint 8 %.", "8 %", ""),
    ],
)
def test_a_noun_without_its_article_before_a_verb_is_a_name(
    lang: str, text: str, quote: str, name: str
) -> None:
    assert claims(text, lang)[quote].entity.text == name


@pytest.mark.parametrize(
    ("text", "quote", "direction"),
    [
        ("Aus Rentenfonds flossen im März 2,8 Milliarden Euro ab.", "2,8 Milliarden Euro", "out"),
        ("Aktienfonds flossen im März 2,8 Milliarden Euro zu.", "2,8 Milliarden Euro", "in"),
        ("Die Verbraucherpreise zogen um 2,0 Prozent an.", "2,0 Prozent", "up"),
        ("Anleger zogen 2 Milliarden Euro aus Aktienfonds ab.", "2 Milliarden Euro", "out"),
        ("Kurz nach Handelsstart gibt der Dax um 0,4 Prozent nach.", "0,4 Prozent", "down"),
    ],
)
def test_the_end_of_a_verb_tells_the_way(text: str, quote: str, direction: str) -> None:
    assert claims(text, "de")[quote].direction == direction


@pytest.mark.parametrize(
    ("lang", "text", "quote", "metric"),
    [
        ("de", "Die Rendite von RWE liegt bei 4 Prozent.", "4 Prozent", "dividend_yield"),
        ("de", "Die Rendite zehnjähriger Bundesanleihen liegt bei 2,7 Prozent.", "2,7 Prozent", "bond_yield"),
        ("de", "Der Dax schloss mit einem Abschlag von 0,6 Prozent.", "0,6 Prozent", "return"),
        ("de", "US-Nebenwerte notieren mit einem Abschlag von 31 Prozent.", "31 Prozent", "valuation_discount"),
        ("de", "Siemens verbuchte einen Fehlbetrag von 2 Milliarden Euro.", "2 Milliarden Euro", "net_income"),
        ("de", "RWE wächst organisch um 4 Prozent.", "4 Prozent", "revenue_growth"),
        ("de", "Der Auftragseingang von Siemens stieg währungsbereinigt um 8 Prozent.", "8 Prozent", "bookings_growth"),
        ("de", "Bauzinsen für zehnjährige Darlehen liegen bei 3,7 Prozent.", "3,7 Prozent", "mortgage_rate"),
        ("fr", "Le rendement de TotalEnergies avoisine 4,6 %.", "4,6 %", "dividend_yield"),
        ("fr", "Le rendement de l'OAT à dix ans atteint 3,5 %.", "3,5 %", "bond_yield"),
        ("fr", "Publicis croît de 4 % à changes constants.", "4 %", "revenue_growth"),
    ],
)
def test_a_bare_word_means_what_it_is_said_of(
    lang: str, text: str, quote: str, metric: str
) -> None:
    assert claims(text, lang)[quote].metric == metric


@pytest.mark.parametrize(
    ("lang", "text", "quote", "start", "end"),
    [
        ("de", "Die Wirtschaft legte im Schlussquartal 2025 um 0,3 Prozent zu.", "0,3 Prozent", "2025-10-01", "2025-12-31"),
        ("de", "Das BIP wuchs im ersten Quartal um 0,2 Prozent, nach 0,3 Prozent im Vorquartal.", "0,3 Prozent", "2025-10-01", "2025-12-31"),
        ("de", "Das BIP wuchs im ersten Quartal um 0,2 Prozent, nach 0,3 Prozent im Vorquartal.", "0,2 Prozent", "2026-01-01", "2026-03-31"),
        ("de", "SAP erzielte im ersten Quartal eine Marge von 12 Prozent (Vorjahr: 11 Prozent).", "11 Prozent", "2025-01-01", "2025-03-31"),
        ("de", "Die Inflation stieg im März um 2 Prozent gegenüber dem Vorjahresmonat.", "2 Prozent", "2026-03-01", "2026-03-31"),
        ("de", "Wir senken unsere BIP-Prognose 2026 von 1,4 Prozent auf 1,1 Prozent.", "1,4 Prozent", "2026-01-01", "2026-12-31"),
        ("fr", "L'inflation a ralenti à 0,9 % en mars, après 1,2 % le mois précédent.", "1,2 %", "2026-02-01", "2026-02-28"),
    ],
)
def test_the_time_before_is_that_of_the_number_told_for_it(
    lang: str, text: str, quote: str, start: str, end: str
) -> None:
    period = claims(text, lang)[quote].period
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize(
    ("lang", "text", "quote", "modality"),
    [
        ("de", "Die Papiere von RWE werden mit dem 12-fachen Gewinn gehandelt.", "12-fachen", "reported"),
        ("de", "Die Inflation wird auf 2 Prozent sinken.", "2 Prozent", "forecast"),
        ("de", "Nvidia +5 % – wo ist da die Blase?", "+5 %", "reported"),
        ("de", "Ist der Gewinn um 5 % gestiegen?", "5 %", "question"),
        ("fr", "Eurofins rachètera pour 200 millions d'euros d'actions.", "200 millions d'euros", "forecast"),
        ("fr", "Le parc compte 18 millions de clients.", "18 millions", "reported"),
    ],
)
def test_modality(lang: str, text: str, quote: str, modality: str) -> None:
    assert claims(text, lang)[quote].modality == modality


def test_what_is_compared_with_is_no_subject() -> None:
    claim = claims("L'euro recule de 0,2 % face au billet vert.", "fr")["0,2 %"]
    assert claim.entity.id == "eur"
