"""Deleting: refused while others rest on it; a tombstone stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from catalogue.curation import (
    Conflict,
    InUse,
    Saved,
    delete_citation,
    delete_disagreement,
    delete_record,
    save_citation,
    save_disagreement,
    save_record,
)
from catalogue.documents import Document, bare, ready_documents
from catalogue.models import Citation, Disagreement, Footnote, Name, PastSlug, Record, Revision, SearchEntry, Source
from tests.documents.contents import birth, change, now, of_kind, person, relation, source

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def banu() -> Saved:
    return save_record(source("banu-2004"))


HELD: list[tuple[str, Document, str]] = [
    ("cited", person(datings=[birth(marks="[@banu-2004, p. 1]")]), "1 footnote cites it"),
    ("read in", person(datings=[birth(marks="[@otra, p. 1 via @banu-2004, p. 3]")]), "1 citation was read in it"),
    (
        "object",
        person(relations=[{"type": "same-as", "object": {"citekey": "banu-2004"}}]),
        "1 claim of other records",
    ),
    ("attributed", person(datings=[birth(attributed_to={"citekey": "banu-2004"})]), "1 claim of other records"),
    ("part", source("parte", parent={"citekey": "banu-2004"}), "1 source is part of it"),
    ("creator", source("obra", creators=[{"record": {"citekey": "banu-2004"}}]), "1 source names it as creator"),
]


def test_a_record_on_which_others_rest_cannot_be_deleted(banu: Saved, subtests: pytest.Subtests) -> None:
    save_record(source("otra"))
    for name, document, reason in HELD:
        with subtests.test(name):
            saved = save_record(document)
            revisions = Revision.objects.count()
            with pytest.raises(InUse, match=reason):
                delete_record(banu.record_id)
            assert Source.objects.filter(pk=banu.record_id).exists()
            assert Revision.objects.count() == revisions
            delete_record(saved.record_id)


def test_a_deleted_record_leaves_a_tombstone_with_its_last_content(banu: Saved, curator: User) -> None:
    saved = save_record(person(slug="ion", datings=[birth(marks="[@banu-2004, p. 1]")]))
    change(saved, slug="ion-antonescu")
    content = now(saved)
    delete_record(saved.record_id, user=curator, reason="repetido")
    tomb = Revision.objects.tombstones().get()
    assert (str(tomb.subject), tomb.kind, tomb.slug, tomb.title) == (
        saved.uuid,
        "person",
        "ion-antonescu",
        "Ion Antonescu",
    )
    assert (tomb.version, tomb.public, tomb.user, tomb.reason, tomb.record) == (3, True, curator, "repetido", None)
    assert bare(tomb.content) == bare(content)
    for model in (Name, Footnote, PastSlug):
        assert not model._default_manager.filter(
            **({"record": saved.record_id} if model is not Footnote else {})
        ).exists()
    assert not SearchEntry.objects.filter(pk=saved.record_id).exists()
    assert Citation.objects.count() == 1
    assert Revision.objects.filter(subject=saved.uuid).count() == 3


def test_a_deleted_record_can_be_written_anew(banu: Saved) -> None:
    saved = save_record(person(datings=[birth(marks="[@banu-2004, p. 1]")]))
    content = now(saved)
    delete_record(saved.record_id)
    again = save_record(Revision.objects.tombstones().get().content)
    assert now(again) == content
    assert (again.uuid, again.outcome, again.version) == (saved.uuid, "created", 3)


def test_a_deleted_citation_can_be_written_anew(banu: Saved) -> None:
    content = {"source": {"citekey": "banu-2004"}, "locator": "3"}
    saved = save_citation(content)
    delete_citation(saved.record_id)
    assert save_citation(content | {"uuid": saved.uuid}).version == 3


def test_a_source_takes_the_citations_with_it_on_which_nothing_rests(banu: Saved) -> None:
    save_citation({"source": {"citekey": "banu-2004"}, "locator": "3"})
    delete_record(banu.record_id)
    assert not Citation.objects.exists()


def test_claims_about_itself_do_not_hold_a_record(banu: Saved) -> None:
    saved = save_record(person(slug="ion"))
    itself = {"kind": "person", "slug": "ion"}
    change(saved, datings=[birth(attributed_to=itself)])
    delete_record(saved.record_id)
    change(banu, creators=[{"record": {"citekey": "banu-2004"}}])
    delete_record(banu.record_id)
    assert not Record.objects.exists()


def test_a_deletion_on_an_old_version_is_a_conflict(banu: Saved) -> None:
    change(banu, note="x")
    with pytest.raises(Conflict):
        delete_record(banu.record_id, expected_version=1)
    delete_record(banu.record_id, expected_version=2)


def test_the_other_side_of_a_disagreement_is_shown_without_the_deleted_one() -> None:
    dispute = {"uuid": save_disagreement({"note": "¿Cuándo?"}).uuid}
    kept = save_record(person("Uno", datings=[birth(disagreement=dispute)]))
    gone = save_record(person("Dos", datings=[birth(disagreement=dispute, standing="rejected")]))

    def sides() -> Any:
        return ready_documents([kept.record_id])[kept.record_id]["disagreements"][0]["elsewhere"]

    assert [side["record"]["uuid"] for side in sides()] == [gone.uuid]
    delete_record(gone.record_id)
    assert sides() == []


def test_a_citation_on_which_claims_rest_cannot_be_deleted(banu: Saved) -> None:
    saved = save_record(person(datings=[birth(marks="[@?, n. 3 via @banu-2004, p. 1]")]))
    inner, outer = Citation.objects.get(source=None), Citation.objects.get(source__isnull=False)
    with pytest.raises(InUse, match="1 footnote rests on this citation"):
        delete_citation(inner.pk)
    with pytest.raises(InUse, match="read in this one"):
        delete_citation(outer.pk)
    change(saved, datings=[])
    delete_citation(inner.pk, reason="error")
    delete_citation(outer.pk)
    assert not Citation.objects.exists()
    assert Revision.objects.tombstones().filter(kind="citation").count() == 2


def test_a_disagreement_with_claims_in_it_cannot_be_deleted() -> None:
    dispute = save_disagreement({"note": "¿Cuándo?"})
    saved = save_record(
        of_kind("place", "Iași", datings=[{"type": "founded", "date": "1408", "disagreement": {"uuid": dispute.uuid}}])
    )
    with pytest.raises(InUse, match="1 claim stands in this disagreement"):
        delete_disagreement(dispute.record_id)
    change(saved, datings=[])
    delete_disagreement(dispute.record_id)
    assert not Disagreement.objects.exists()


def test_an_object_of_a_relation_can_be_deleted_when_the_relation_is_gone() -> None:
    place = save_record(of_kind("place", "Iași"))
    saved = save_record(person(relations=[relation("born-at", place)]))
    with pytest.raises(InUse):
        delete_record(place.record_id)
    change(saved, relations=[])
    delete_record(place.record_id)
    assert not Record.objects.filter(pk=place.record_id).exists()
