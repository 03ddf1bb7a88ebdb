"""Saving: what is written, what is kept of what was there, and what is refused whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from catalogue.curation import Conflict, Draft, Saved, SaveRefused, find_drift, save_record, save_records
from catalogue.documents import bare
from catalogue.models import Citation, Dating, Footnote, Name, PastSlug, Record, Revision, SearchEntry, Source
from tests.documents.contents import birth, change, now, of_kind, person, problems, relation, source, story, title_of

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def banu() -> Saved:
    return save_record(source("banu-2004"))


def bounds(saved: Saved) -> tuple[int | None, int | None]:
    return Record.objects.values_list("earliest", "latest").get(pk=saved.record_id)


def test_a_new_record_gets_its_address_its_title_and_its_place_in_the_register() -> None:
    saved = save_record(person("Ion Antonescu", name={"family": "Antonescu", "given": "Ion"}))
    record = Record.objects.get(pk=saved.record_id)
    assert (saved.outcome, saved.version, record.version) == ("created", 1, 1)
    assert (record.slug, record.title, record.sort_title) == ("ion-antonescu", "Ion Antonescu", "Antonescu, Ion")
    assert record.sort_key
    assert record.fold_key == "antonescu, ion"
    assert SearchEntry.objects.filter(record=record).exists()


def test_namesakes_get_numbered_addresses() -> None:
    saved = save_records([Draft(person("Ion Ion")), Draft(person("Ion Ion")), Draft(of_kind("place", "Ion Ion"))])
    slugs = [Record.objects.get(pk=each.record_id).slug for each in saved]
    assert slugs == ["ion-ion", "ion-ion-2", "ion-ion"]


def test_the_preferred_of_two_births_can_be_swapped(banu: Saved) -> None:
    first = birth("1882", marks="[@banu-2004, p. 1]")
    saved = save_record(person(datings=[first, birth("1883", standing="alternative")]))
    before = now(saved)["datings"]
    after = change(saved, datings=[before[0] | {"standing": "alternative"}, before[1] | {"standing": "preferred"}])
    datings = now(saved)["datings"]
    assert after.outcome == "updated"
    assert [each["standing"] for each in datings] == ["alternative", "preferred"]
    assert [each["uuid"] for each in datings] == [each["uuid"] for each in before]
    assert datings[0]["footnotes"] == before[0]["footnotes"]


def test_the_preferred_side_of_a_disagreement_moves_from_record_to_record_in_one_batch() -> None:
    from catalogue.curation import save_disagreement

    dispute = {"uuid": save_disagreement({"note": "¿Dónde?"}).uuid}
    first = save_record(person("Uno", datings=[birth(disagreement=dispute)]))
    second = save_record(person("Dos", datings=[birth(disagreement=dispute, standing="alternative")]))
    one, two = now(first), now(second)
    one["datings"][0]["standing"], two["datings"][0]["standing"] = "alternative", "preferred"
    save_records([Draft(two), Draft(one)])
    assert now(second)["datings"][0]["standing"] == "preferred"


def test_a_disagreement_with_two_preferred_sides_in_two_records_is_refused_in_a_sentence() -> None:
    from catalogue.curation import save_disagreement

    dispute = {"uuid": save_disagreement({"note": "¿Dónde?"}).uuid}
    save_record(person("Uno", datings=[birth(disagreement=dispute)]))
    with pytest.raises(SaveRefused, match="at most one preferred claim"):
        save_record(person("Dos", datings=[birth(disagreement=dispute)]))
    assert not Record.objects.filter(slug="dos").exists()


def test_claims_can_change_their_order() -> None:
    saved = save_record(person(datings=[birth("1882"), {"type": "death", "date": "1946-06-01"}]))
    before = now(saved)["datings"]
    change(saved, datings=before[::-1])
    assert now(saved)["datings"] == before[::-1]


def test_a_claim_without_uuid_is_the_one_that_says_the_same() -> None:
    saved = save_record(person(narratives=[story("Uno."), story("Dos.")], datings=[birth("1882")]))
    content = now(saved)
    stripped = {
        **content,
        "datings": [{"type": "birth", "date": "1882"}],
        "narratives": [story("Uno."), story("Dos.")],
    }
    assert save_record(stripped).outcome == "unchanged"
    assert now(saved) == content


def test_removing_a_claim_takes_its_footnotes_and_leaves_the_citation(banu: Saved) -> None:
    saved = save_record(person(datings=[birth(marks="[@banu-2004, p. 1]")]))
    change(saved, datings=[])
    assert not Dating.objects.exists()
    assert not Footnote.objects.exists()
    assert Citation.objects.count() == 1


def test_saving_the_same_again_changes_nothing(banu: Saved) -> None:
    saved = save_record(person(datings=[birth(marks="[@banu-2004, p. 1]")], narratives=[story("Uno [@banu-2004].")]))
    again = save_record(now(saved))
    assert (again.outcome, again.version) == ("unchanged", 1)
    assert Revision.objects.filter(subject=saved.uuid).count() == 1


def test_each_save_keeps_the_content_as_a_revision(curator: User) -> None:
    saved = save_record(person(), user=curator, reason="alta")
    content = now(saved)
    save_record(content | {"gender": "masculino", "status": "draft"}, user=curator, reason="género")
    first, second = Revision.objects.filter(subject=saved.uuid).order_by("version")
    assert (first.version, first.action, first.reason, first.user, first.public) == (
        1,
        "created",
        "alta",
        curator,
        True,
    )
    assert (second.version, second.action, second.public, second.slug) == (2, "updated", False, "ion-antonescu")
    assert bare(first.content) == bare(content)
    assert bare(second.content) == bare(now(saved))
    assert Record.objects.get(pk=saved.record_id).modified_by == curator


def test_an_old_revision_can_be_written_back(banu: Saved) -> None:
    saved = save_record(person(datings=[birth(marks="[@banu-2004, p. 1]")]))
    content = now(saved)
    change(saved, datings=[], names=[content["names"][0] | {"text": "Otro"}])
    save_record(Revision.objects.get(subject=saved.uuid, version=1).content)
    assert now(saved) == content


def test_a_save_on_an_old_version_is_a_conflict_and_writes_nothing() -> None:
    saved = save_record(person())
    change(saved, internal_note="uno")
    with pytest.raises(Conflict) as conflict:
        save_record(now(saved) | {"internal_note": "dos"}, expected_version=1)
    assert (conflict.value.expected_version, conflict.value.current_version) == (1, 2)
    with pytest.raises(Conflict):
        save_record(person("Nuevo"), expected_version=3)
    assert now(saved)["internal_note"] == "uno"


def test_an_address_that_is_left_still_leads_to_the_record() -> None:
    saved = save_record(person(slug="ion"))
    change(saved, slug="ion-antonescu")
    assert list(PastSlug.objects.values_list("kind", "slug", "record")) == [("person", "ion", saved.record_id)]
    change(saved, slug="ion")
    assert list(PastSlug.objects.values_list("slug", flat=True)) == ["ion-antonescu"]
    other = save_record(person("Otro", slug="ion-antonescu"))
    assert not PastSlug.objects.exists()
    assert other.outcome == "created"


def test_two_records_can_swap_addresses_citekeys_and_identifiers_in_one_batch() -> None:
    ids = [[{"scheme": "viaf", "value": value}] for value in ("1", "2")]
    saved = save_records(
        [
            Draft(source("uno", slug="uno", identifiers=ids[0])),
            Draft(source("dos", slug="dos", identifiers=ids[1])),
        ]
    )
    one, two = now(saved[0]), now(saved[1])
    for key in ("slug", "citekey", "identifiers"):
        one[key], two[key] = two[key], one[key]
    again = save_records([Draft(one), Draft(two)])
    assert [each.outcome for each in again] == ["updated", "updated"]
    assert now(saved[0])["slug"] == now(saved[0])["citekey"] == "dos"
    assert now(saved[1])["identifiers"] == ids[0]
    assert not PastSlug.objects.exists()


def test_a_new_record_can_take_the_address_that_another_leaves_in_the_same_batch() -> None:
    saved = save_record(person(slug="ion"))
    save_records([Draft(person("Otro", slug="ion")), Draft(now(saved) | {"slug": "ion-antonescu"})])
    assert Record.objects.get(slug="ion").title == "Otro"
    assert not PastSlug.objects.exists()


def test_the_place_in_the_register_follows_the_name_until_it_is_written_by_hand() -> None:
    saved = save_record(person("Ion Antonescu", name={"family": "Antonescu", "given": "Ion"}))
    name = now(saved)["names"][0]
    change(saved, names=[name | {"text": "Ion Antonesco", "family": "Antonesco"}])
    assert now(saved)["sort_title"] == "Antonesco, Ion"
    assert title_of(saved) == "Ion Antonesco"
    change(saved, sort_title="Conducător")
    change(saved, names=[name])
    assert now(saved)["sort_title"] == "Conducător"
    change(saved, sort_title="")
    assert now(saved)["sort_title"] == "Antonescu, Ion"


@pytest.mark.parametrize(
    ("datings", "expected"),
    [
        ([birth("1882-06-14"), {"type": "death", "date": "1946-06-01"}], (18820614, 19460601)),
        ([birth("1882~")], (18820101, None)),
        ([{"type": "death", "date": "1946"}], (None, 19461231)),
        ([{"type": "occurred", "date": "1944-08/1944-10"}], (19440801, 19441031)),
        ([{"type": "occurred", "date": "1944-08/.."}], (19440801, None)),
        ([birth("1907-03-15", date_calendar="julian")], (19070328, None)),
        ([birth("1882"), birth("1879", standing="alternative")], (18820101, None)),
        ([birth("1882", negated=True)], (None, None)),
        ([], (None, None)),
    ],
)
def test_a_record_lasts_from_its_first_to_its_last_preferred_dating(datings: Any, expected: Any) -> None:
    assert bounds(save_record(person(datings=datings))) == expected


def test_the_bounds_of_a_claim_are_gregorian() -> None:
    save_record(person(datings=[birth("1900-02-29", date_calendar="julian")]))
    dating = Dating.objects.get()
    assert (dating.date, dating.earliest, dating.latest) == ("1900-02-29", 19000313, 19000313)


def test_what_the_database_refuses_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, banu: Saved) -> None:
    saved = save_record(person(datings=[birth(marks="[@banu-2004, p. 1]")]))
    note = now(saved)["datings"][0]["footnotes"][0]
    with pytest.raises(SaveRefused) as refusal:
        save_record(person("Otro", datings=[birth(footnotes=[note])]))
    assert "footnote" in problems(refusal)[0].message
    assert isinstance(refusal.value.__cause__, IntegrityError)


def test_a_batch_with_one_bad_document_writes_none_of_it(banu: Saved) -> None:
    before = [model._default_manager.count() for model in (Record, Name, Citation, Footnote, Revision)]
    with pytest.raises(SaveRefused) as refusal:
        save_records(
            [Draft(person("Uno", datings=[birth(marks="[@banu-2004, p. 9]")])), Draft(person("Dos", gender="x"))]
        )
    assert [model._default_manager.count() for model in (Record, Name, Citation, Footnote, Revision)] == before
    assert [problem.draft for problem in problems(refusal)] == [1]


def test_records_of_a_batch_may_name_each_other() -> None:
    uuids = ["6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c1", "6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c2"]
    saved = save_records(
        [
            Draft(person("Elena", uuid=uuids[0], relations=[relation("spouse-of", uuids[1])])),
            Draft(person("Nicolae", uuid=uuids[1], slug="nicu", relations=[relation("spouse-of", uuids[0])])),
            Draft(person("Gheorghe", relations=[{"type": "same-as", "object": {"kind": "person", "slug": "nicu"}}])),
        ]
    )
    assert now(saved[0])["relations"][0]["object"]["uuid"] == uuids[1]
    assert now(saved[2])["relations"][0]["object"]["uuid"] == uuids[1]


def test_a_source_and_what_cites_it_can_be_saved_together() -> None:
    saved = save_records([Draft(person(datings=[birth(marks="[@nuevo, p. 3]")])), Draft(source("nuevo"))])
    assert now(saved[0])["datings"][0]["footnotes"][0]["citation"]["mark"] == "@nuevo, p. 3"


def test_a_source_on_which_published_records_rest_stays_published(banu: Saved) -> None:
    save_record(person(datings=[birth(marks="[@banu-2004, p. 3]")]))
    with pytest.raises(SaveRefused) as refusal:
        change(banu, status="draft")
    assert problems(refusal)[0].pointer == "/status"


def test_a_record_twice_in_a_batch_is_refused() -> None:
    saved = save_record(person())
    with pytest.raises(SaveRefused, match="twice"):
        save_records([Draft(now(saved)), Draft(now(saved))])


def test_the_columns_of_a_source_are_kept_as_written() -> None:
    content = source(
        "cioroianu-2005",
        creators=[
            {"role": "author", "family": "Cioroianu", "given": "Adrian"},
            {"role": "editor", "literal": "CNSAS"},
        ],
        links=[{"url": "https://example.org/a", "role": "iiif", "rights": "CC0"}],
        issued="2004~",
        archived="2020-01-02",
        pages="1-2",
        tier="secondary",
        level="work",
    )
    saved = save_record(content)
    kept = now(saved)
    assert {key: kept[key] for key in content if key not in {"creators"}} == {
        key: content[key] for key in content if key not in {"creators"}
    }
    assert [each["family"] or each["literal"] for each in kept["creators"]] == ["Cioroianu", "CNSAS"]
    change(saved, creators=kept["creators"][::-1], parent={"uuid": save_record(source("libro")).uuid})
    assert [each["role"] for each in now(saved)["creators"]] == ["editor", "author"]
    assert Source.objects.get(pk=saved.record_id).parent is not None


def test_what_is_derived_agrees_with_its_origin_after_all_this(banu: Saved) -> None:
    saved = save_record(person(datings=[birth(marks="[@banu-2004, p. 1; contra @banu-2004, p. 2]")]))
    dating = now(saved)["datings"][0] | {"marks": "[@banu-2004, p. 2]", "footnotes": []}
    change(saved, datings=[dating])
    change(banu, bibliographic_title="Asalt")
    assert {sort: found for sort, found in find_drift().items() if found} == {}
