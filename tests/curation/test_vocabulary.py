"""Terms, relation types, citations and disagreements: what changes where they are used."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.curation import (
    Conflict,
    InUse,
    Saved,
    SaveRefused,
    delete_relation_type,
    delete_term,
    save_citation,
    save_citations,
    save_disagreement,
    save_disagreements,
    save_record,
    save_relation_type,
    save_term,
    save_terms,
)
from catalogue.curation.drafts import Draft
from catalogue.documents import ready_documents
from catalogue.models import Citation, RelationType, Revision, SearchEntry, Term
from tests.documents.contents import birth, now, person, problems, source

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def ion() -> Saved:
    save_record(source("obra"))
    return save_record(
        person(
            gender="masculino",
            attributes=[{"property": "rank", "term": "mariscal"}],
            relations=[{"type": "spouse-of", "object_text": "Maria"}],
            datings=[birth(marks="[@obra, p. 1]")],
        )
    )


@pytest.fixture(autouse=True)
def marshal(vocabulary: None) -> Saved:
    return save_term({"scheme": "rank", "slug": "mariscal", "label_en": "marshal", "label_es": "mariscal"})


def served(saved: Saved) -> Any:
    return ready_documents([saved.record_id])[saved.record_id]


def test_a_new_label_reaches_the_documents_and_the_search(ion: Saved, marshal: Saved) -> None:
    assert served(ion)["labels"]["rank/mariscal"]["en"] == "marshal"
    before = SearchEntry.objects.get(pk=ion.record_id).body
    renamed = {"scheme": "rank", "slug": "mariscal", "label_en": "field marshal", "label_es": "mariscal de campo"}
    assert save_term(renamed).outcome == "updated"
    document = served(ion)
    assert document["labels"]["rank/mariscal"]["en"] == "field marshal"
    assert document["ripple"] == 1
    assert document["version"] == 1
    assert "mariscal de campo" in SearchEntry.objects.get(pk=ion.record_id).body
    assert "mariscal de campo" not in before
    assert save_term(renamed).outcome == "unchanged"


def test_a_new_label_of_a_relation_type_reaches_the_documents(ion: Saved) -> None:
    served(ion)
    save_relation_type({"slug": "spouse-of", "label_en": "married to", "inverse_en": "married to"})
    assert served(ion)["labels"]["relation-type/spouse-of"]["en"] == "married to"


def test_a_term_is_found_by_uuid_whatever_its_case_and_keeps_its_users(ion: Saved, marshal: Saved) -> None:
    uuid = str(Term.objects.get(scheme="rank", slug="mariscal").uuid)
    saved = save_term({"uuid": uuid.upper(), "scheme": "rank", "slug": "mariscal-general", "label_en": "marshal"})
    assert saved.record_id == marshal.record_id
    assert now(ion)["attributes"][0]["term"] == "mariscal-general"


def test_a_used_word_cannot_be_deleted(ion: Saved, marshal: Saved) -> None:
    with pytest.raises(InUse, match="used by 1: attribute"):
        delete_term(marshal.record_id)
    with pytest.raises(InUse, match="relation"):
        delete_relation_type(RelationType.objects.get(slug="spouse-of").pk)
    free = save_term({"scheme": "rank", "slug": "alferez", "label_en": "ensign"})
    delete_term(free.record_id)
    assert not Term.objects.filter(slug="alferez").exists()


def test_a_type_cannot_become_single_valued_while_a_record_prefers_two_of_it() -> None:
    save_record(person(narratives=[{"type": "note", "text": "a"}, {"type": "note", "text": "b"}]))
    note = {"scheme": "narrative-type", "slug": "note", "label_en": "note"}
    with pytest.raises(SaveRefused, match="Only one preferred claim"):
        save_term(note | {"single": True})
    assert not Term.objects.get(scheme="narrative-type", slug="note").single


def test_broader_terms_may_stand_later_in_the_batch_and_must_exist() -> None:
    words = [{"scheme": "rank", "slug": slug, "label_en": slug} for slug in ("a", "b")]
    save_terms([words[0] | {"broader": "b"}, words[1]])
    assert Term.objects.get(scheme="rank", slug="a").broader == Term.objects.get(scheme="rank", slug="b")
    with pytest.raises(SaveRefused) as refusal:
        save_terms([words[0] | {"broader": "c"}])
    assert problems(refusal)[0].pointer == "/broader"


def test_two_words_with_one_slug_are_refused() -> None:
    with pytest.raises(SaveRefused):
        save_terms([{"scheme": "rank", "slug": "a", "label_en": "a"}, {"scheme": "rank", "slug": "a", "label_en": "b"}])
    assert not Term.objects.filter(scheme="rank", slug="a").exists()


def test_a_changed_citation_reaches_the_notes_of_those_who_cite_it(ion: Saved) -> None:
    served(ion)
    cited = Citation.objects.get()
    content = {"uuid": str(cited.uuid), "source": {"citekey": "obra"}, "label": "page", "locator": "1"}
    saved = save_citation(content | {"quotation": "Nació en Pitești."}, expected_version=1)
    assert (saved.outcome, saved.version) == ("updated", 2)
    assert served(ion)["notes"][0]["quotation"] == "Nació en Pitești."
    assert save_citation(content | {"quotation": "Nació en Pitești."}).outcome == "unchanged"
    with pytest.raises(Conflict):
        save_citation(content, expected_version=1)
    revision = Revision.objects.get(subject=cited.uuid)
    assert (revision.kind, revision.version, revision.content["quotation"]) == ("citation", 2, "Nació en Pitești.")


def test_a_record_never_changes_the_words_of_a_citation_that_others_use(ion: Saved) -> None:
    cited = Citation.objects.get()
    save_record(
        person("Otro", datings=[birth(footnotes=[{"citation": {"uuid": str(cited.uuid), "mark": "@obra, p. 99"}}])])
    )
    cited.refresh_from_db()
    assert (cited.locator, cited.version) == ("1", 1)
    assert Citation.objects.count() == 1


def test_the_same_place_cannot_be_a_second_citation(ion: Saved) -> None:
    with pytest.raises(SaveRefused, match="already a citation"):
        save_citation({"source": {"citekey": "obra"}, "label": "page", "locator": "1"})


def test_citations_are_saved_all_or_none(ion: Saved) -> None:
    good = {"source": {"citekey": "obra"}, "locator": "99"}
    with pytest.raises(SaveRefused) as refusal:
        save_citations([Draft(good), Draft({"source": {"citekey": "obra"}, "label": "leaf"})])
    assert [(problem.pointer, problem.draft) for problem in problems(refusal)] == [("/label", 1)]
    assert Citation.objects.count() == 1


def test_a_citation_of_a_published_record_cannot_move_to_an_unpublished_source(ion: Saved) -> None:
    save_record(source("borrador", status="draft"))
    cited = Citation.objects.get()
    with pytest.raises(SaveRefused, match="not published"):
        save_citation({"uuid": str(cited.uuid), "source": {"citekey": "borrador"}, "label": "page", "locator": "1"})


def test_a_changed_disagreement_reaches_the_documents_of_its_claims() -> None:
    dispute = save_disagreement({"note": "¿Cuándo?"})
    saved = save_record(person(datings=[birth(disagreement={"uuid": dispute.uuid.upper()})]))
    assert served(saved)["disagreements"][0]["note"] == "¿Cuándo?"
    changed = {"uuid": dispute.uuid, "note": "¿Cuándo nació?", "reason": "El acta."}
    assert save_disagreement(changed).outcome == "updated"
    assert served(saved)["disagreements"][0]["reason"] == "El acta."
    assert save_disagreement(changed).outcome == "unchanged"


def test_a_disagreement_stands_once_in_a_batch() -> None:
    uuid = "6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c1"
    with pytest.raises(SaveRefused):
        save_disagreements([{"uuid": uuid, "note": "a"}, {"uuid": uuid, "note": "b"}])
