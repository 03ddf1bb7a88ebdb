"""Several people at once: who waits for whom, and that nothing stays wrong behind them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from catalogue.curation import (
    Conflict,
    Saved,
    SaveRefused,
    delete_record,
    find_drift,
    save_citation,
    save_record,
    save_term,
)
from catalogue.documents import ready_documents
from catalogue.models import Citation, Record, StaleDocument, Term
from tests.documents.contents import birth, change, now, of_kind, person, relation, source, story
from tests.ingest.files import empty_the_catalogue
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def cast(transactional_db: None, demo_lines: list[dict[str, Any]]) -> dict[str, Saved]:
    from catalogue.curation import save_relation_types, save_terms

    empty_the_catalogue()
    save_terms([line for line in demo_lines if line["kind"] == "term" and line["scheme"] != "event-type"])
    save_relation_types([line for line in demo_lines if line["kind"] == "relation-type"])
    return {
        "ion": save_record(person("Ion")),
        "ana": save_record(person("Ana")),
        "place": save_record(of_kind("place", "Lugar")),
        "source": save_record(source("obra")),
    }


def related(cast: dict[str, Saved]) -> dict[str, Any]:
    return {"relations": [relation("born-at", cast["place"])]}


def rename(saved: Saved, text: str) -> Saved:
    content = now(saved)
    return change(saved, names=[content["names"][0] | {"text": text}])


def served(saved: Saved) -> Any:
    return ready_documents([saved.record_id])[saved.record_id]


def test_a_relation_added_beside_a_rename_waits_and_shows_the_new_name(cast: dict[str, Saved]) -> None:
    served(cast["ion"])

    def relate() -> Any:
        change(cast["ion"], **related(cast))
        return served(cast["ion"])["relations"][0]["object"]["title"]

    with transaction.atomic():
        rename(cast["place"], "Otro Lugar")
        worker = Worker(relate)
        assert worker.waits()
    assert worker.answer() == "Otro Lugar"
    assert served(cast["ion"])["relations"][0]["object"]["title"] == "Otro Lugar"


def test_a_rename_beside_a_new_relation_waits_and_reaches_it(cast: dict[str, Saved]) -> None:
    with transaction.atomic():
        change(cast["ion"], **related(cast))
        worker = Worker(lambda: rename(cast["place"], "Otro Lugar"))
        assert worker.waits()
    worker.answer()
    assert served(cast["ion"])["relations"][0]["object"]["title"] == "Otro Lugar"


def test_a_citation_named_by_uuid_beside_a_change_of_its_source_shows_the_new_title(cast: dict[str, Saved]) -> None:
    save_record(person("Otro", datings=[birth(marks="[@obra, p. 1]")]))
    cited = {"citation": {"uuid": str(Citation.objects.get().uuid)}}

    def cite() -> Any:
        change(cast["ion"], datings=[birth(footnotes=[cited])])
        return served(cast["ion"])["notes"][0]["text"]

    with transaction.atomic():
        change(cast["source"], bibliographic_title="Título Nuevo")
        worker = Worker(cite)
        assert worker.waits()
    assert "Título Nuevo" in worker.answer()


def test_a_term_used_beside_its_rename_shows_the_new_label(cast: dict[str, Saved]) -> None:
    male = Term.objects.get(scheme="gender", slug="masculino")

    def classify() -> Any:
        change(cast["ion"], gender="masculino")
        return served(cast["ion"])["labels"]["gender/masculino"]["en"]

    with transaction.atomic():
        save_term({"uuid": str(male.uuid), "scheme": "gender", "slug": "masculino", "label_en": "man"})
        worker = Worker(classify)
        assert worker.waits()
    assert worker.answer() == "man"


def test_a_reader_never_waits_for_a_save(cast: dict[str, Saved]) -> None:
    with transaction.atomic():
        rename(cast["ion"], "Ioan")
        worker = Worker(lambda: served(cast["ion"])["title"])
        assert not worker.waits()
        assert worker.answer() == "Ion"
    assert served(cast["ion"])["title"] == "Ioan"


def test_readers_and_renames_do_not_tie_each_other_up(cast: dict[str, Saved]) -> None:
    people = [save_record(person(f"P{number}", **related(cast))).record_id for number in range(8)]

    def read() -> None:
        for _round in range(15):
            ready_documents(people[::-1])

    def write() -> None:
        for number in range(15):
            rename(cast["place"], f"Lugar {number}")

    workers = [Worker(read), Worker(write), Worker(read)]
    for worker in workers:
        worker.answer()
    titles = {each["relations"][0]["object"]["title"] for each in ready_documents(people).values()}
    assert titles == {"Lugar 14"}
    assert {sort: found for sort, found in find_drift().items() if found} == {}


def test_saves_that_name_each_other_do_not_tie_each_other_up(cast: dict[str, Saved]) -> None:
    def save(of: str, other: str) -> None:
        for number in range(25):
            change(cast[of], internal_note=str(number), relations=[relation("spouse-of", cast[other])])

    workers = [Worker(lambda: save("ion", "ana")), Worker(lambda: save("ana", "ion"))]
    for worker in workers:
        worker.answer()
    assert [now(cast[key])["internal_note"] for key in ("ion", "ana")] == ["24", "24"]
    assert Record.objects.get(pk=cast["ion"].record_id).version == 26


def test_renames_that_reach_the_same_neighbours_do_not_tie_each_other_up(cast: dict[str, Saved]) -> None:
    event = save_record(of_kind("event", "Suceso"))
    both = [relation("born-at", cast["place"]), relation("participated-in", event)]
    people = [save_record(person(f"P{number}", relations=both)).record_id for number in range(6)]

    def write(saved: Saved) -> None:
        for number in range(10):
            rename(saved, f"Nuevo {number}")

    for worker in [Worker(lambda: write(cast["place"])), Worker(lambda: write(event))]:
        worker.answer()
    titles = {each["object"]["title"] for key in people for each in ready_documents([key])[key]["relations"]}
    assert titles == {"Nuevo 9"}


def test_citations_and_their_source_saved_at_once_do_not_tie_each_other_up(cast: dict[str, Saved]) -> None:
    cited = {"source": {"citekey": "obra"}, "label": "page"}

    def cite() -> None:
        for number in range(20):
            save_citation({**cited, "locator": f"{number}"})

    def tell() -> None:
        for number in range(20):
            change(cast["source"], narratives=[story(f"Habla de sí [@obra, p. {number}00].", type="note")])

    for worker in [Worker(cite), Worker(tell)]:
        worker.answer()
    assert Citation.objects.count() == 40


def test_the_same_place_cited_by_two_at_once_is_one_citation(cast: dict[str, Saved]) -> None:
    with transaction.atomic():
        change(cast["ion"], datings=[birth(marks="[@obra, p. 7]")])
        worker = Worker(lambda: change(cast["ana"], datings=[birth(marks="[@obra, p. 7; @?, n. 1 via @obra, p. 7]")]))
        assert worker.waits()
    worker.answer()
    assert Citation.objects.filter(source__isnull=False).count() == 1
    notes = [now(cast[key])["datings"][0]["footnotes"][0]["citation"] for key in ("ion", "ana")]
    assert notes[0] == notes[1]


def test_of_two_who_edit_the_same_version_the_second_is_told(cast: dict[str, Saved]) -> None:
    content = now(cast["ion"])
    with transaction.atomic():
        save_record(content | {"internal_note": "uno"}, expected_version=1)
        worker = Worker(lambda: save_record(content | {"internal_note": "dos"}, expected_version=1))
        assert worker.waits()
    with pytest.raises(Conflict):
        worker.answer()
    assert now(cast["ion"])["internal_note"] == "uno"


def test_a_relation_to_what_is_being_deleted_is_refused(cast: dict[str, Saved]) -> None:
    with transaction.atomic():
        delete_record(cast["place"].record_id)
        worker = Worker(lambda: change(cast["ion"], **related(cast)))
        assert worker.waits()
    with pytest.raises(SaveRefused, match="names no record"):
        worker.answer()


def test_a_deletion_of_what_is_being_named_is_refused(cast: dict[str, Saved]) -> None:
    from catalogue.curation import InUse

    with transaction.atomic():
        change(cast["ion"], **related(cast))
        worker = Worker(lambda: delete_record(cast["place"].record_id))
        assert worker.waits()
    with pytest.raises(InUse, match="1 claim of other records"):
        worker.answer()


def test_two_new_records_with_one_slug_are_one_record_and_one_sentence(cast: dict[str, Saved]) -> None:
    with transaction.atomic():
        save_record(person("Uno", slug="mismo"))
        worker = Worker(lambda: save_record(person("Dos", slug="mismo")))
        assert worker.waits()
    with pytest.raises(SaveRefused, match="already has this slug"):
        worker.answer()
    assert Record.objects.filter(slug="mismo").count() == 1
    assert StaleDocument.objects.filter(record__slug="mismo").count() == 1
