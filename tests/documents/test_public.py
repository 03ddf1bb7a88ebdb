"""What the public sees of a record, its numbers and notes, and the documents that stand ready."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogue.curation import Saved, save_disagreement, save_record
from catalogue.documents import build_documents, ready_documents, ready_texts
from catalogue.models import ReadyDocument, Record, StaleDocument
from tests.documents.contents import birth, change, full, now, of_kind, person, public, relation, source, story

pytestmark = pytest.mark.usefixtures("vocabulary")
HIDE = {"internal_note": "SECRETO"}


@pytest.fixture
def sources(vocabulary: None) -> dict[str, Saved]:
    return {key: save_record(source(key)) for key in ("a", "b", "c")}


@pytest.fixture
def ion(sources: dict[str, Saved]) -> Saved:
    """A person with a claim of each sort, and marks in an order of their own."""
    place = save_record(of_kind("place", "Iași"))
    return save_record(
        person(
            name={"marks": "[@b]"},
            datings=[birth(marks="[@c; @b]"), {"type": "death", "date": "1946", "marks": "[contra @c]"}],
            attributes=[{"property": "rank", "text": "x", "marks": "[@a, p. 1]"}],
            narratives=[story("Uno [@a, p. 2; @b]. Dos [@a, p. 2]. Tres [@c].")],
            relations=[relation("born-at", place, marks="[@a, p. 3; @a, p. 1]")],
        )
    )


def numbers(document: Any, part: str) -> list[list[int]]:
    return [[note["number"] for note in claim["footnotes"]] for claim in document[part]]


def served(saved: Saved) -> Any:
    return ready_documents([saved.record_id])[saved.record_id]


def test_notes_are_numbered_in_reading_order_and_once_each(ion: Saved) -> None:
    document = public(ion)
    assert numbers(document, "names") == [[1]]
    assert numbers(document, "datings") == [[2, 1], [2]]
    assert numbers(document, "attributes") == [[3]]
    assert numbers(document, "narratives") == [[4, 1, 2]]
    assert numbers(document, "relations") == [[5, 3]]
    assert [(note["number"], note["mark"]) for note in document["notes"]] == [
        (1, "@b"),
        (2, "@c"),
        (3, "@a, p. 1"),
        (4, "@a, p. 2"),
        (5, "@a, p. 3"),
    ]
    assert document["narratives"][0]["numbered"] == "Uno [4][1]. Dos [4]. Tres [2]."


def test_a_note_lists_its_claims_and_links_its_source(ion: Saved) -> None:
    document = public(ion)
    claims = {part: [claim["uuid"] for claim in document[part]] for part in ("names", "datings", "narratives")}
    note = document["notes"][0]
    assert note["claims"] == [claims["names"][0], claims["datings"][0], claims["narratives"][0]]
    assert (note["source"]["citekey"], note["source"]["slug"]) == ("b", "b")
    assert document["notes"][2]["text"] == "A, p. 1."


def test_a_note_says_where_an_unknown_source_was_read(sources: dict[str, Saved]) -> None:
    saved = save_record(person(datings=[birth(marks="[@?, n. 24 via @a, p. 9]")]))
    note = public(saved)["notes"][0]
    assert note["source"] is None
    assert note["via"]["source"]["citekey"] == "a"
    assert note["text"] == "Fuente sin identificar, n. 24, citado en A, p. 9."
    assert "cited in" in public(saved, language="en")["notes"][0]["text"]


def test_the_public_never_sees_internal_notes(sources: dict[str, Saved]) -> None:
    saved = save_record(
        person(**HIDE, datings=[birth(**HIDE)], relations=[{"type": "born-at", "object_text": "x", **HIDE}])
    )
    assert json.dumps(full(saved)).count("SECRETO") == 3
    assert "SECRETO" not in json.dumps(public(saved))
    assert "internal_note" not in json.dumps(public(saved))
    assert "SECRETO" not in json.dumps(served(saved))


def test_the_public_never_sees_what_is_not_published(sources: dict[str, Saved]) -> None:
    hidden = {"uuid": save_record(person("Oculto", status="review")).uuid}
    event = {"uuid": save_record(of_kind("event", "Suceso Oculto", status="draft")).uuid}
    saved = save_record(
        person(
            datings=[birth(attributed_to=hidden), {"type": "death", "date": "1946"}],
            relations=[
                relation("spouse-of", hidden["uuid"]),
                {"type": "spouse-of", "object_text": "Maria", "context": event},
                {"type": "spouse-of", "object_text": "Elena"},
            ],
        )
    )
    document = public(saved)
    assert "oculto" not in json.dumps(document).lower()
    assert [each["date"] for each in document["datings"]] == ["1946"]
    assert [each["object_text"] for each in document["relations"]] == ["Elena"]
    assert len(full(saved)["relations"]) == 3


def test_a_source_keeps_the_name_of_a_creator_whose_entry_is_not_published() -> None:
    hidden = save_record(person("Ana Autora", status="draft"))
    whole = save_record(source("todo", status="draft"))
    saved = save_record(source("obra", creators=[{"record": {"uuid": hidden.uuid}}], parent={"uuid": whole.uuid}))
    document = public(saved)
    assert (document["creators"][0]["literal"], document["creators"][0]["record"]) == ("Ana Autora", None)
    assert document["parent"] is None


def test_a_draft_is_never_served(sources: dict[str, Saved]) -> None:
    saved = save_record(person())
    assert served(saved)["status"] == "published"
    change(saved, status="draft")
    assert ready_documents([saved.record_id]) == {}
    assert ready_documents([]) == {}


def test_a_disagreement_shows_its_sides_here_and_elsewhere(sources: dict[str, Saved]) -> None:
    dispute = {"uuid": save_disagreement({"note": "¿Cuándo?", "reason": "El acta."}).uuid}
    sides = [birth(disagreement=dispute), birth("1883", standing="rejected", disagreement=dispute)]
    first = save_record(person("Uno", datings=sides))
    second = save_record(person("Dos", datings=[birth(standing="alternative", disagreement=dispute)]))
    save_record(person("Tres", status="draft", datings=[birth(standing="alternative", disagreement=dispute)]))
    found = served(first)["disagreements"][0]
    assert (found["note"], found["reason"]) == ("¿Cuándo?", "El acta.")
    assert found["claims"] == [each["uuid"] for each in now(first)["datings"]]
    assert [(side["list"], side["record"]["title"]) for side in found["elsewhere"]] == [("datings", "Dos")]
    assert len(full(first)["disagreements"][0]["elsewhere"]) == 2
    change(second, datings=[])
    assert served(first)["disagreements"][0]["elsewhere"] == []


def test_labels_come_in_three_languages_and_fall_back_to_english(ion: Saved) -> None:
    labels = public(ion)["labels"]
    assert labels["dating-type/birth"]["en"]
    assert labels["relation-type/born-at"].keys() == {"en", "es", "ro", "inverse_en", "inverse_es", "inverse_ro"}
    assert "gender/masculino" not in labels


def test_a_ready_document_is_the_public_document_with_its_keys_in_order(ion: Saved) -> None:
    live, ready = public(ion), served(ion)
    assert json.dumps(ready) == json.dumps(live)
    assert json.dumps(served(ion)) == json.dumps(live)
    assert list(ready)[:5] == ["kind", "uuid", "slug", "title", "version"]


def test_ready_documents_cost_one_query_when_nothing_is_stale(ion: Saved, django_assert_num_queries: Any) -> None:
    keys = list(Record.objects.values_list("pk", flat=True))
    ready_documents(keys)
    for some in (keys, keys[:1]):
        with django_assert_num_queries(1):
            assert list(ready_documents(some)) == some


def test_a_neighbours_new_name_is_shown_and_ripples(ion: Saved) -> None:
    place = Record.objects.get(kind="place")
    first = served(ion)
    name = now(place.pk)["names"][0]
    save_record(now(place.pk) | {"names": [name | {"text": "Jassy"}]})
    assert StaleDocument.objects.filter(pk=ion.record_id).exists()
    second = served(ion)
    assert second["relations"][0]["object"]["title"] == "Jassy"
    assert (second["version"], second["ripple"]) == (first["version"], first["ripple"] + 1)
    assert not StaleDocument.objects.filter(pk=ion.record_id).exists()
    assert served(ion) == second


@pytest.mark.parametrize("change_of", [{"slug": "jassy"}, {"status": "draft"}])
def test_a_neighbours_other_address_or_status_is_shown(ion: Saved, change_of: dict[str, str]) -> None:
    served(ion)
    place = Record.objects.get(kind="place")
    save_record(now(place.pk) | change_of)
    relations = served(ion)["relations"]
    assert [each["object"]["slug"] for each in relations] == (["jassy"] if "slug" in change_of else [])


def test_a_change_of_a_source_is_shown_in_the_notes(ion: Saved, sources: dict[str, Saved]) -> None:
    served(ion)
    change(sources["b"], bibliographic_title="Libro Nuevo", creators=[{"family": "Banu", "given": "Radu"}])
    assert served(ion)["notes"][0]["text"] == "Radu Banu, Libro Nuevo."


def test_a_change_that_neighbours_do_not_show_leaves_them_alone(ion: Saved) -> None:
    served(ion)
    place = Record.objects.get(kind="place")
    save_record(now(place.pk) | {"internal_note": "x", "latitude": "47.1", "longitude": "27.6"})
    assert not StaleDocument.objects.filter(pk=ion.record_id).exists()


def test_a_document_of_an_older_form_is_built_anew(ion: Saved) -> None:
    served(ion)
    ReadyDocument.objects.filter(pk=ion.record_id).update(form=0, document="{}")
    assert served(ion)["title"] == "Ion Antonescu"


def test_the_full_shape_has_what_only_the_house_sees(ion: Saved) -> None:
    document = build_documents([ion.record_id], full=True)[ion.record_id]
    assert document["internal_note"] == ""
    assert all("internal_note" in claim for claim in document["datings"])


def test_ready_texts_are_the_ready_documents_as_they_are_stored(ion: Saved, django_assert_num_queries: Any) -> None:
    keys = list(Record.objects.order_by("-pk").values_list("pk", flat=True))
    made = ready_texts(keys)
    assert list(made) == keys
    with django_assert_num_queries(1):
        assert ready_texts(keys) == made
    documents = ready_documents(keys)
    assert [json.dumps(document, ensure_ascii=False) for document in documents.values()] == list(made.values())


def test_ready_texts_of_stale_documents_are_made_anew(ion: Saved) -> None:
    ready_texts([ion.record_id])
    change(ion, language="ro")
    assert json.loads(ready_texts([ion.record_id])[ion.record_id])["language"] == "ro"


def test_drafts_have_no_ready_text(sources: dict[str, Saved]) -> None:
    draft = save_record(person(status="draft"))
    assert ready_texts([draft.record_id, sources["a"].record_id]).keys() == {sources["a"].record_id}
