"""Taking merges back: everything says again what it said, and later changes are kept or listed."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from django.contrib.auth.models import User

from catalogue.curation import (
    Saved,
    SaveRefused,
    UnmergeRefused,
    claim_now,
    delete_record,
    find_drift,
    merge_records,
    merged_into,
    save_record,
    unmerge,
)
from catalogue.documents import Document, build_contents, to_line
from catalogue.models import Action, Citation, Merge, PastSlug, Record, Revision
from catalogue.search import check_index
from tests.documents.contents import birth, change, now, of_kind, person, relation, source

SEED = 4
ROUNDS = 8
DEATH = {"type": "death", "date": "1946-06-01"}


def everything() -> dict[str, str]:
    """What every record and citation says, as text."""
    contents = build_contents(list(Record.objects.values_list("pk", flat=True)), full=True)
    found = {content["uuid"]: to_line(content) for content in contents.values()}
    keys = ("source__uuid", "label", "locator", "via__uuid", "quotation", "translation", "archive_url", "note")
    for uuid, *values in Citation.objects.values_list("uuid", *keys, "internal_note", "accessed"):
        found[str(uuid)] = repr(values)
    return found


def drifted() -> list[str]:
    """What no longer agrees with the records: derived columns, stored documents, the index."""
    report = check_index()
    found = [str(entry) for entries in find_drift().values() for entry in entries]
    found += [str(entry) for entries in report.stale.values() for entry in entries]
    return [*found, *map(str, report.totals), *map(str, report.facets)]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("kind", ["person", "unit", "organization", "event", "place", "source"])
def test_merges_of_any_entries_taken_back_leave_everything_as_it_was(kind: str) -> None:
    draw = random.Random(f"{SEED} {kind}")
    before, merged = everything(), []
    for _round in range(ROUNDS):
        keys = list(Record.objects.filter(kind=kind).order_by("uuid").values_list("pk", flat=True))
        with suppress(SaveRefused):
            merged.append(merge_records(*draw.sample(keys, 2), user=None, reason="A draw."))
    assert len(merged) > ROUNDS / 2
    assert everything() != before
    assert drifted() == []

    for merge in reversed(merged):
        unmerge(merge.pk, user=None)

    assert everything() == before
    assert drifted() == []


@pytest.fixture
def pair(vocabulary: None) -> tuple[Saved, Saved]:
    """Two entries for one man."""
    one = save_record(person("Ion Antonescu", datings=[birth("1882-06-14")]))
    other = save_record(person("I. Antonescu", slug="i-antonescu", datings=[birth("1883"), DEATH]))
    return one, other


@pytest.fixture
def merge(pair: tuple[Saved, Saved]) -> Merge:
    """They are one now."""
    return merge_records(pair[0].record_id, pair[1].record_id, user=None, reason="The same man.")


def back(merge: Merge) -> Document:
    """What the absorbed entry says since it came back."""
    return now(Record.objects.get(uuid=merge.absorbed_uuid).pk)


def conflicts(merge: Merge) -> list[str]:
    """Why a merge cannot be taken back; nothing was changed."""
    before, revisions = everything(), Revision.objects.count()
    with pytest.raises(UnmergeRefused) as caught:
        unmerge(merge.pk, user=None)
    assert (everything(), Revision.objects.count()) == (before, revisions)
    merge.refresh_from_db()
    assert merge.undone_at is None
    return caught.value.conflicts


def test_an_absorbed_entry_comes_back_with_its_uuid_address_and_history(
    pair: tuple[Saved, Saved], curator: User
) -> None:
    change(pair[1], slug="antonescu-i")
    before = now(pair[1])
    made = Record.objects.get(pk=pair[1].record_id)
    merge = merge_records(pair[0].record_id, pair[1].record_id, user=curator, reason="One.")

    unmerge(merge.pk, user=curator, reason="They are two after all.")

    row = Record.objects.get(uuid=pair[1].uuid)
    assert now(row.pk) == before
    assert (row.slug, row.version, row.created_at) == ("antonescu-i", 4, made.created_at)
    assert list(PastSlug.objects.values_list("slug", "record")) == [("i-antonescu", row.pk)]
    actions = Revision.objects.filter(subject=row.uuid, record=row).order_by("version").values_list("action", "version")
    assert list(actions) == [("created", 1), ("updated", 2), (Action.MERGED, 3), (Action.UNMERGED, 4)]
    merge.refresh_from_db()
    assert (merge.undone_by, merged_into(pair[1].uuid)) == (curator, None)


def test_later_changes_elsewhere_in_the_survivor_stay(pair: tuple[Saved, Saved], merge: Merge) -> None:
    content = now(pair[0])
    change(pair[0], relations=[relation("spouse-of", save_record(person("Maria")))], names=content["names"])

    unmerge(merge.pk, user=None)

    content = now(pair[0])
    assert [claim["object"]["title"] for claim in content["relations"]] == ["Maria"]
    assert [claim["date"] for claim in content["datings"]] == ["1882-06-14"]
    assert [claim["date"] for claim in back(merge)["datings"]] == ["1883", "1946-06-01"]


def test_later_changes_of_what_came_from_the_absorbed_are_listed(
    english: None, pair: tuple[Saved, Saved], merge: Merge
) -> None:
    content = now(pair[0])
    datings = [{**claim, "certainty": "doubtful"} if claim["date"] == "1883" else claim for claim in content["datings"]]
    change(pair[0], datings=datings)

    (conflict,) = conflicts(merge)

    assert "birth: 1883" in conflict
    assert "changed since" in conflict


def test_what_was_deleted_from_the_survivor_since_is_listed(
    english: None, pair: tuple[Saved, Saved], merge: Merge
) -> None:
    change(pair[0], datings=[claim for claim in now(pair[0])["datings"] if claim["type"] == "birth"])

    (conflict,) = conflicts(merge)

    assert "deleted since" in conflict


@pytest.mark.usefixtures("english")
def test_an_address_that_another_has_taken_since_is_listed(merge: Merge) -> None:
    PastSlug.objects.all().delete()
    save_record(person("Otro", slug="i-antonescu"))

    assert "has taken the address “i-antonescu” since" in conflicts(merge)[0]


def test_merges_into_what_was_merged_itself_are_taken_back_from_the_last_on(
    english: None, pair: tuple[Saved, Saved], merge: Merge
) -> None:
    last = save_record(person("Mariscal Antonescu"))
    second = merge_records(last.record_id, pair[0].record_id, user=None, reason="The marshal.")

    merged = merged_into(pair[1].uuid)
    assert merged is not None
    assert merged.pk == last.record_id
    assert set(PastSlug.objects.filter(record=merged).values_list("slug", flat=True)) == {
        "i-antonescu",
        "ion-antonescu",
    }
    assert "take that merge back first" in conflicts(merge)[0]

    unmerge(second.pk, user=None)
    merge.refresh_from_db()
    assert str(merge.survivor and merge.survivor.uuid) == pair[0].uuid
    unmerge(merge.pk, user=None)
    assert [claim["date"] for claim in now(Record.objects.get(uuid=pair[0].uuid).pk)["datings"]] == ["1882-06-14"]
    with pytest.raises(UnmergeRefused, match="already been taken back"):
        unmerge(merge.pk, user=None)


def test_a_neighbour_that_is_gone_is_left_alone_and_a_gone_survivor_is_named(
    english: None, pair: tuple[Saved, Saved]
) -> None:
    wife = save_record(person("Maria", relations=[relation("spouse-of", pair[1])]))
    merge = merge_records(pair[0].record_id, pair[1].record_id, user=None, reason="One.")
    delete_record(wife.record_id)
    kept = save_record(person("Tercero"))
    second = merge_records(kept.record_id, save_record(person("Cuarto")).record_id, user=None, reason="One.")
    delete_record(kept.record_id)

    unmerge(merge.pk, user=None)

    assert "deleted since" in conflicts(second)[0]


@pytest.mark.usefixtures("vocabulary")
def test_neighbours_point_at_the_entry_that_came_back_and_keep_what_was_changed_since() -> None:
    one, other = (save_record(of_kind("unit", name)) for name in ("Uno", "Dos"))
    chief = save_record(person(relations=[relation("commanded", one), relation("commanded", other)]))
    before = now(chief)
    merge = merge_records(one.record_id, other.record_id, user=None, reason="One.")
    assert len(now(chief)["relations"]) == 1
    change(chief, datings=[birth("1890")])

    unmerge(merge.pk, user=None)

    content = now(chief)
    assert content["relations"] == before["relations"]
    assert [claim["date"] for claim in content["datings"]] == ["1890"]


@pytest.mark.usefixtures("vocabulary")
def test_a_folded_claim_is_found_where_it_went_until_the_merge_is_taken_back() -> None:
    one, other, third = (save_record(person(name, datings=[birth("1900")])) for name in ("Uno", "Dos", "Tres"))
    kept, folded, last = (now(each)["datings"][0]["uuid"] for each in (one, other, third))
    merge = merge_records(one.record_id, other.record_id, user=None, reason="One.")
    second = merge_records(third.record_id, one.record_id, user=None, reason="One.")

    assert claim_now(folded) == (last, third.uuid)
    unmerge(second.pk, user=None)
    assert claim_now(folded) == (kept, one.uuid)
    unmerge(merge.pk, user=None)
    assert claim_now(folded) == ("", "")


@pytest.mark.usefixtures("vocabulary", "english")
def test_a_citekey_that_another_source_has_taken_since_is_listed() -> None:
    one, other = (save_record(source(key)) for key in ("banu-2004", "banu-2005"))
    merge = merge_records(one.record_id, other.record_id, user=None, reason="One.")
    save_record(source("banu-2005", title="Another"))

    assert "has taken the citekey “banu-2005” since" in " ".join(conflicts(merge))


def test_who_may_not_merge_may_not_take_back(english: None, merge: Merge) -> None:
    with pytest.raises(UnmergeRefused, match="may not"):
        unmerge(merge.pk, user=User.objects.create_user("horia", is_staff=True))
