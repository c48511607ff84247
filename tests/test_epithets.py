"""Entities told without their names; places that change hands are nobody's."""

from __future__ import annotations

import pytest

from claimcheck.extract.epithets import GAP, epithets
from claimcheck.lexicon import languages
from claimcheck.pipeline import extract_text

ROWS = [
    ("en", "The world's largest economy grew 2.1% in 2025.", "united-states"),
    ("en", "Europe's biggest economy grew 0.3% in the first quarter.", "germany"),
    ("en", "America's central bank left its policy rate at 4.5%.", "federal-reserve"),
    ("en", "The iPhone maker reported revenue of $94 billion.", "apple"),
    ("en", "The Redmond company posted revenue of $70 billion.", "microsoft"),
    ("en", "Google's parent reported revenue of $90 billion.", "alphabet"),
    ("en", "The search giant's revenue rose 12%.", "alphabet"),
    ("en", "The tech-heavy index rose 1.9% on Thursday.", "nasdaq-composite"),
    ("en", "London's blue-chip index slipped 0.5%.", "ftse-100"),
    ("de", "Die größte Volkswirtschaft der Welt wuchs 2025 um 2,1 %.", "united-states"),
    ("de", "Der iPhone-Konzern meldete einen Umsatz von 94 Milliarden Dollar.", "apple"),
    ("fr", "La firme de Redmond a réalisé un chiffre d'affaires de 70 milliards.", "microsoft"),
    ("es", "El fabricante del iPhone ingresó 94.000 millones de dólares.", "apple"),
    ("pt", "A segunda maior economia do mundo cresceu 5%.", "china"),
    ("ru", "Крупнейшая экономика Европы выросла на 0,3%.", "germany"),
    ("tr", "Dünyanın en büyük ekonomisi 2025'te yüzde 2,1 büyüdü.", "united-states"),
    ("ar", "نما ثاني أكبر اقتصاد في العالم بنسبة 5%.", "china"),
    ("zh", "欧洲最大经济体增长0.3%。", "germany"),
    ("ja", "iPhoneメーカーの売上高は940億ドルだった。", "apple"),
    # who holds the place is in dispute, or hangs on the year
    ("en", "Africa's largest economy grew 3.4% in 2025.", None),
    ("en", "Asia's third-largest economy expanded 7.4%.", None),
    ("en", "Local windows makers raised prices 4%.", None),
]


@pytest.mark.parametrize(("language", "text", "entity"), ROWS)
def test_who_is_meant(language: str, text: str, entity: str | None) -> None:
    claims = extract_text(text, lang=language, published_at="2026-06-15").claims
    told = {claim.entity.id for claim in claims}
    assert told == {entity}


@pytest.mark.parametrize("iso", sorted(languages()))
def test_every_phrase_is_filled_and_means_one(iso: str) -> None:
    phrases = list(epithets(iso))
    assert all(GAP not in phrase and phrase.strip() == phrase for phrase, _ in phrases)
    meant: dict[str, set[str]] = {}
    for phrase, entity in phrases:
        meant.setdefault(phrase.casefold(), set()).add(entity)
    assert [phrase for phrase, who in meant.items() if len(who - {"?"}) > 1] == []
