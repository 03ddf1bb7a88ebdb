"""Going back to an earlier version, and bringing back what was deleted."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest
from django.contrib.auth.models import User

from catalogue.curation import (
    Conflict,
    SaveRefused,
    delete_citation,
    delete_record,
    find_drift,
    foresee_revert,
    restore_record,
    revert_record,
    save_citation,
    save_record,
)
from catalogue.documents import ready_documents
from catalogue.documents.differences import differences
from catalogue.models import Action, Citation, Disagreement, Merge, PastSlug, Record, Redaction, Revision
from tests.curation.random_edits import Editor, first_version
from tests.documents.contents import birth, change, now, of_kind, person, problems, relation, source, story

pytestmark = pytest.mark.usefixtures("vocabulary")
SEED = int(os.environ.get("RANDOM_EDITS_SEED") or random.randrange(10**6))


def revert(saved: Any, version: int = 1, **options: Any) -> Any:
    return revert_record(saved.uuid, to_version=version, user=None, reason="", **options)


@pytest.mark.parametrize("seed", [SEED], ids=["a new seed"])
def test_after_200_random_edits_the_first_version_comes_back_byte_for_byte(seed: int) -> None:
    editor = Editor(seed)
    before = first_version(editor.saved)
    editor.run(200)
    editor.put_back()
    assert Record.objects.get(pk=editor.saved.record_id).version == 201

    done = revert(editor.saved)

    assert done.outcome == "updated", seed
    assert json.dumps(first_version(editor.saved)) == json.dumps(before), f"seed {seed}: {editor.done}"
    assert find_drift() == {key: [] for key in find_drift()}, seed
    ready = ready_documents([editor.saved.record_id])[editor.saved.record_id]
    kept = {key: ready[key] for key in before["document"]}
    assert json.dumps(kept) == json.dumps(before["document"])


def test_a_revert_is_a_version_of_its_own_with_who_and_why(curator: User) -> None:
    saved = save_record(person(datings=[birth("1913")]))
    change(saved, datings=[])

    done = revert_record(saved.uuid, to_version=1, user=curator, reason="The register was right.")

    last = Revision.objects.get(subject=saved.uuid, version=3)
    assert (done.outcome, done.version) == ("updated", 3)
    assert (last.action, last.user, last.reason) == (Action.REVERTED, curator, "The register was right.")
    assert differences(Revision.objects.get(subject=saved.uuid, version=1).content, last.content) == []


def test_a_version_that_is_the_present_one_changes_nothing() -> None:
    saved = save_record(person())
    assert revert(saved).outcome == "unchanged"


def test_a_newer_version_than_the_page_showed_is_a_conflict() -> None:
    saved = save_record(person())
    change(saved, internal_note="1")
    change(saved, internal_note="2")
    with pytest.raises(Conflict):
        revert(saved, expected_version=2)
    assert now(saved)["internal_note"] == "2"


@pytest.mark.parametrize("version", [0, 9])
def test_a_version_that_never_was_is_refused(version: int) -> None:
    saved = save_record(person())
    with pytest.raises(SaveRefused, match="no version"):
        revert(saved, version)


def test_a_citation_that_was_deleted_meanwhile_comes_back_under_its_uuid_with_its_words() -> None:
    save_record(source())
    saved = save_record(person(datings=[birth("1913", marks="[@banu-2004, p. 28]")]))
    cited = Citation.objects.get()
    first = {"source": {"uuid": str(cited.source.uuid)}, "label": "page", "locator": "28"} if cited.source else {}
    save_citation({"uuid": str(cited.uuid), **first, "quotation": "Nació."})
    change(saved, datings=[])
    delete_citation(cited.pk)

    revert(saved)

    again = Citation.objects.get()
    assert (again.uuid, again.quotation, again.locator) == (cited.uuid, "Nació.", "28")
    assert again.version > cited.version


def test_a_citation_known_only_by_its_mark_comes_back_even_under_a_renamed_source() -> None:
    work = save_record(source())
    saved = save_record(person(narratives=[story("Nació [@banu-2004, p. 28].")]))
    cited = Citation.objects.get()
    change(saved, narratives=[])
    delete_citation(cited.pk)
    change(work, citekey="banu-2005")

    revert(saved)

    assert Citation.objects.get().uuid == cited.uuid
    assert now(saved)["narratives"][0]["text"] == "Nació [@banu-2005, p. 28]."


def test_a_place_that_another_citation_has_taken_is_cited_through_that_one() -> None:
    save_record(source())
    saved = save_record(person(datings=[birth("1913", marks="[@banu-2004, p. 28]")]))
    change(saved, datings=[])
    delete_citation(Citation.objects.get().pk)
    save_record(person("Otro", datings=[birth("1913", marks="[@banu-2004, p. 28]")]))

    revert(saved)

    assert Citation.objects.count() == 1
    assert now(saved)["datings"][0]["footnotes"][0]["citation"]["uuid"] == str(Citation.objects.get().uuid)


def test_a_citation_that_moved_to_another_page_is_followed_and_not_made_anew() -> None:
    work = save_record(source())
    saved = save_record(person(narratives=[story("Nació [@banu-2004, p. 28].")]))
    cited = Citation.objects.get()
    change(saved, internal_note="x")
    save_citation({"uuid": str(cited.uuid), "source": {"uuid": work.uuid}, "label": "page", "locator": "29"})

    revert(saved)

    assert Citation.objects.count() == 1
    assert now(saved)["narratives"][0]["text"] == "Nació [@banu-2004, p. 29]."


def test_what_names_a_record_that_is_gone_is_refused_with_a_list_and_can_be_left_out() -> None:
    place, other = save_record(of_kind("place", "Jilava")), save_record(of_kind("place", "Pitești"))
    saved = save_record(person(relations=[relation("died-at", place), relation("born-at", other)]))
    change(saved, relations=[])
    delete_record(place.record_id)

    foreseen = foresee_revert(saved.uuid, to_version=1)
    with pytest.raises(SaveRefused) as refused:
        revert(saved)

    assert [each.pointer for each in problems(refused)] == ["/relations/0/object"]
    assert [each.problem.pointer for each in foreseen.hindrances] == ["/relations/0/object"]
    assert foreseen.refused == []
    assert "names no record" in problems(refused)[0].message
    revert(saved, leave_out=True)
    assert [each["object"]["slug"] for each in now(saved)["relations"]] == ["pitesti"]


def test_a_record_that_was_merged_into_another_is_named_by_that_one() -> None:
    place, other = save_record(of_kind("place", "Jilava")), save_record(of_kind("place", "Fort 13"))
    saved = save_record(person(relations=[relation("died-at", place)]))
    change(saved, relations=[])
    delete_record(place.record_id)
    Merge.objects.create(
        kind="place", survivor_id=other.record_id, survivor_uuid=other.uuid, absorbed_uuid=place.uuid,
        absorbed_slug="jilava", absorbed_title="Jilava", reason="Both are one.", before={}, after={},
    )  # fmt: skip

    revert(saved)

    assert now(saved)["relations"][0]["object"]["uuid"] == other.uuid


def test_a_slug_and_an_identifier_that_others_took_stay_theirs() -> None:
    ids = [{"scheme": "wikidata", "value": "Q1"}]
    saved = save_record(person(slug="ion", identifiers=ids, datings=[birth("1913")]))
    change(saved, slug="otro-ion", identifiers=[], datings=[])
    save_record(person("Otro", slug="ion", identifiers=ids))

    with pytest.raises(SaveRefused, match="already the identifier"):
        revert(saved)
    revert(saved, leave_out=True)

    content = now(saved)
    assert (content["slug"], content["identifiers"], len(content["datings"])) == ("otro-ion", [], 1)


def test_a_disagreement_that_was_deleted_comes_back_with_its_note() -> None:
    editor = Editor(1)
    content = now(editor.saved)
    for claim in content["datings"]:
        claim["disagreement"] = None
    save_record(content)
    editor.shake()
    assert not Disagreement.objects.exists()

    revert(editor.saved)

    assert Disagreement.objects.get().note == "Two years are given."
    assert str(Disagreement.objects.get().uuid) == editor.disagreement


def test_to_foresee_a_revert_writes_nothing() -> None:
    save_record(source())
    saved = save_record(person(datings=[birth("1913", marks="[@banu-2004, p. 28]")]))
    change(saved, datings=[])
    delete_citation(Citation.objects.get().pk)
    count = Revision.objects.count()

    foreseen = foresee_revert(saved.uuid, to_version=1)

    assert [each.words for each in differences(foreseen.present, foreseen.content)] == [
        "birth: 1913 added, note 1 added (@banu-2004, p. 28)"
    ]
    assert (Citation.objects.count(), Revision.objects.count(), now(saved)["datings"]) == (0, count, [])


def test_what_the_public_once_read_without_a_source_can_come_back(curator: User) -> None:
    saved = save_record(person(datings=[birth("1913")]))
    change(saved, datings=[])
    revert_record(saved.uuid, to_version=1, user=curator, reason="")
    assert len(now(saved)["datings"]) == 1


def test_a_deleted_record_comes_back_whole_and_its_versions_go_on(curator: User) -> None:
    editor = Editor(7)
    before = now(editor.saved)
    change(editor.saved, slug="ion-2")
    change(editor.saved, slug=before["slug"])
    delete_record(editor.saved.record_id)

    back = restore_record(editor.saved.uuid, user=curator, reason="Deleted by mistake.")

    assert now(back) == before
    assert (back.uuid, back.version) == (editor.saved.uuid, 5)
    last = Revision.objects.get(subject=back.uuid, version=5)
    assert (last.action, last.user, last.reason) == (Action.RESTORED, curator, "Deleted by mistake.")
    assert PastSlug.objects.get(record=back.record_id).slug == "ion-2"
    revert_record(back.uuid, to_version=2, user=curator, reason="")
    assert now(back)["slug"] == "ion-2"


def test_a_restored_record_leaves_its_slug_to_who_took_it() -> None:
    saved = save_record(person(slug="ion"))
    delete_record(saved.record_id)
    save_record(person("Otro", slug="ion"))
    back = restore_record(saved.uuid, user=None, reason="")
    assert now(back)["slug"] == "ion-antonescu"


def test_a_restored_source_has_its_citations_again() -> None:
    work = save_record(source())
    cited = save_citation({"source": {"uuid": work.uuid}, "label": "page", "locator": "28", "quotation": "Nació."})
    delete_record(work.record_id)
    assert not Citation.objects.exists()

    restore_record(work.uuid, user=None, reason="")

    again = Citation.objects.get()
    assert (str(again.uuid), again.quotation) == (cited.uuid, "Nació.")


def test_what_was_merged_or_redacted_or_is_there_is_not_restored() -> None:
    one, other = save_record(person()), save_record(person("Otro"))
    with pytest.raises(SaveRefused, match="no deleted entry"):
        restore_record(one.uuid, user=None, reason="")
    delete_record(one.record_id)
    redaction = Redaction.objects.create(
        subject=one.uuid, scope="record", record_uuid=one.uuid, kind="person", reason="Asked for."
    )
    with pytest.raises(SaveRefused, match="redacted"):
        restore_record(one.uuid, user=None, reason="")
    redaction.delete()
    Merge.objects.create(
        kind="person", survivor_id=other.record_id, survivor_uuid=other.uuid, absorbed_uuid=one.uuid,
        absorbed_slug="ion", absorbed_title="Ion", reason="Both are one.", before={}, after={},
    )  # fmt: skip
    with pytest.raises(SaveRefused, match="take the merge back"):
        restore_record(one.uuid, user=None, reason="")


def test_a_word_that_the_vocabulary_no_longer_has_is_named_when_a_record_is_restored() -> None:
    from catalogue.curation import delete_term, save_term
    from catalogue.models import Term

    save_term({"scheme": "dating-type", "slug": "heard-of", "label_en": "heard of"})
    saved = save_record(person(datings=[{"type": "heard-of", "date": "1913"}]))
    delete_record(saved.record_id)
    delete_term(Term.objects.get(slug="heard-of").pk)

    with pytest.raises(SaveRefused, match="heard-of") as refused:
        restore_record(saved.uuid, user=None, reason="")

    assert problems(refused)[0].pointer == "/datings/0/type"
    back = restore_record(saved.uuid, user=None, reason="", leave_out=True)
    assert now(back)["datings"] == []
