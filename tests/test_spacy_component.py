"""The spaCy component: spans and attributes, any tokenizer, saved and sent between processes."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from claimcheck.errors import ConfigError

spacy = pytest.importorskip("spacy", reason="the component needs spaCy (extra [spacy])")

from spacy.tokens import Doc, DocBin  # noqa: E402

from claimcheck.spacy_component import ClaimChecker  # noqa: E402

ROW = {"entity": "Apple", "metric": "revenue", "period": "FY2024", "value": "391.0", "unit": "USD bn"}
TEXT = "Apple's revenue was $391.0 billion in fiscal 2024. Its revenue was $400.0 billion in fiscal 2024."
LABELS = ["supported", "contradicted"]


def pipeline(language: str = "en", **config: Any) -> Any:
    nlp = spacy.blank(language)
    nlp.add_pipe("claimcheck", config={"refs": [ROW]} | config)
    return nlp


def labels(doc: Any) -> list[str]:
    return [span._.verdict.label for span in doc.spans["claims"]]


def test_claims_of_a_doc() -> None:
    doc = pipeline()(TEXT)
    spans = list(doc.spans["claims"])
    assert [span.text for span in spans] == ["$391.0 billion", "$400.0 billion"]
    assert [span.label_ for span in spans] == labels(doc) == LABELS
    assert [span.id_ for span in spans] == [claim.id for claim in doc._.claims]
    assert [span._.claim for span in spans] == list(doc._.claims)
    assert doc._.claim_report.summary.verdicts["contradicted"] == 1
    assert doc[0:1]._.claim is None
    assert doc[0:1]._.verdict is None
    assert doc[0:1]._.caveats == ()
    assert doc.char_span(20, 34)._.verdict.label == "supported"


@pytest.mark.parametrize("text", ["", " \n ", "no number here"])
def test_a_text_without_claims(text: str) -> None:
    doc = pipeline()(text)
    assert list(doc.spans["claims"]) == []
    assert doc._.claims == ()


def test_before_the_component_there_is_nothing() -> None:
    pipeline()
    doc = spacy.blank("en")("one text")
    assert (doc._.claims, doc._.claim_report, doc[:1]._.verdict) == ((), None, None)


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [
        ("xx", "Profit rose 5% in 2024 to €3.4bn.", ["5%", "€3.4bn"]),
        ("de", "Der Umsatz stieg 2024 um 5,2 % auf 3,4 Mrd. Euro.", ["5,2 %", "3,4 Mrd. Euro"]),
        ("ar", "ارتفعت الإيرادات بنسبة 5% في 2024.", ["5%"]),
        ("zh", "2024年公司营收增长12.8%。", ["12.8%"]),
    ],
)
def test_other_tokenizers_keep_the_exact_characters(language: str, text: str, quotes: list[str]) -> None:
    doc = pipeline(language)(text)
    spans = list(doc.spans["claims"])
    exact = [span._.claim.page_span for span in spans]
    assert [text[one.start : one.end] for one in exact] == quotes
    for span, one in zip(spans, exact, strict=True):
        assert span.start_char <= one.start < one.end <= span.end_char


def test_a_claim_inside_a_token_takes_the_token() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("claimcheck")
    words = ["Profit", "rose", "(5%),", "they", "said."]
    doc = nlp(Doc(nlp.vocab, words=words))
    (span,) = doc.spans["claims"]
    assert (span.text, span._.claim.quote) == ("(5%),", "5%")


def test_without_judging() -> None:
    doc = pipeline(judge=False, spans_key="figures")(TEXT)
    assert [(span.label_, span._.verdict) for span in doc.spans["figures"]] == [("claim", None)] * 2
    assert [claim.metric for claim in doc._.claims] == ["revenue", "revenue"]


def test_the_day_of_a_doc() -> None:
    nlp = pipeline()
    doc = nlp.make_doc(TEXT)
    doc._.published_at = "2024-11-05"
    assert str(nlp(doc)._.claim_report.article.date.latest) == "2024-11-05"
    assert str(pipeline(published="2024-11-06")(TEXT)._.claim_report.article.date.latest) == "2024-11-06"


def test_docs_go_as_bytes() -> None:
    doc = pipeline()(TEXT)
    again = Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes())
    assert labels(again) == LABELS
    assert again._.claims == doc._.claims
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (unpacked,) = DocBin(store_user_data=True).from_bytes(packed).get_docs(spacy.blank("en").vocab)
    assert labels(unpacked) == LABELS


def test_a_pipeline_is_saved_with_its_options(tmp_path: Path) -> None:
    nlp = pipeline(as_of="2026-01-15")
    nlp.to_disk(tmp_path / "nlp")
    doc = spacy.load(tmp_path / "nlp")(TEXT)
    assert labels(doc) == LABELS
    assert str(doc._.claim_report.provenance.as_of) == "2026-01-15"
    fresh = spacy.blank("en")
    fresh.add_pipe("claimcheck")
    assert labels(fresh.from_bytes(nlp.to_bytes())(TEXT)) == LABELS
    component = pickle.loads(pickle.dumps(nlp.get_pipe("claimcheck")))
    assert labels(component(nlp.make_doc(TEXT))) == LABELS


def test_several_processes_give_what_one_gives() -> None:
    nlp = pipeline()
    texts = [TEXT, "", TEXT.replace("391.0", "395.0")]
    found = [(labels(doc), doc._.claims) for doc in nlp.pipe(texts, n_process=2)]
    assert found == [(labels(doc), doc._.claims) for doc in nlp.pipe(texts)]
    assert [names for names, _ in found] == [LABELS, [], ["contradicted", "contradicted"]]


@pytest.mark.parametrize("day", ["2024-05-03", date(2024, 5, 3), datetime(2024, 5, 3, 9, 30)])
def test_a_day_as_text_or_as_an_object(day: Any) -> None:
    nlp = pipeline(judge=False)
    doc = nlp.make_doc("Apple's sales rose 5% last month.")
    doc._.published_at = day
    nlp.get_pipe("claimcheck")(doc)
    assert doc._.claims[0].period.start == date(2024, 4, 1)


def test_a_span_by_its_characters() -> None:
    doc = pipeline()(TEXT)
    own = doc.spans["claims"][1]
    assert doc[own.start : own.end]._.claim == own._.claim
    assert doc[0:1]._.claim is None


@pytest.mark.parametrize(
    ("options", "message"),
    [({"ref": []}, "component 'claimcheck': unknown option 'ref'; allowed: spans_key"),
     ({"as_of": "soon"}, "as_of: 'soon' is not a day")],
)
def test_options_that_do_not_exist(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as error:
        ClaimChecker(**options)
    assert str(error.value).startswith(message)


def test_the_entry_point_is_declared() -> None:
    from importlib.metadata import entry_points

    found = {one.name: one.value for one in entry_points(group="spacy_factories")}
    if "claimcheck" not in found:
        pytest.skip("the package is not installed with its entry points")
    assert found["claimcheck"] == "claimcheck.spacy_component:create"
