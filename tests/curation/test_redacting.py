"""What is redacted is nowhere any more: these tests look for its words in every table of the database."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from catalogue.curation import (
    RedactionRefused,
    SaveRefused,
    delete_record,
    find_drift,
    merge_records,
    redact,
    save_citation,
    save_record,
    unmerge,
)
from catalogue.documents import Document, build_contents, ready_documents
from catalogue.exports import export_lines
from catalogue.models import (
    Citation,
    ErrorReport,
    ImportRun,
    ImportUpload,
    Merge,
    Name,
    NameToken,
    Record,
    Redaction,
    Relation,
    Revision,
)
from catalogue.search import check_index
from tests.documents.contents import birth, now, person, source

pytestmark = pytest.mark.usefixtures("vocabulary", "english")
REASON = "At the wish of the family."


def everything() -> str:
    """All rows of all tables of the catalogue and of the admin's log, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if name.startswith(("catalogue_", "django_admin"))]
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            texts.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(texts)


def where(word: str) -> list[str]:
    """The tables in which a word stands."""
    found, table = [], ""
    for line in everything().splitlines():
        table = line.split(":")[0] if line.startswith(("catalogue_", "django_admin")) else table
        if word.lower() in line.lower():
            found.append(table)
    return sorted(set(found))


@pytest.fixture
def zamfira(curator: User) -> Record:
    """Zamfira Quintus, of whom units, sources, files and logs speak."""
    save_record(source("banu-2004"))
    name = {"type": "authorized", "text": "Ana Roe", "basis": "editorial"}
    saved = save_record(person(names=[name], slug="ana-roe"))
    record = Record.objects.get(pk=saved.record_id)
    name["text"] = "Zamfira Quintus"
    dated = birth(marks="[@banu-2004, p. 77]", note="Zamfira Quintus, de Cluj")
    content = {**now(record.pk), "names": [name], "slug": "zamfira-quintus", "datings": [dated]}
    save_record(content, user=curator, reason="Zamfira Quintus wrote to us")
    citation = Citation.objects.get(locator="77")
    save_citation({**citation_of(citation), "quotation": "naissance de Zamfira Quintus"})
    record.refresh_from_db()
    return record


def citation_of(citation: Citation) -> Document:
    assert citation.source
    return {
        "uuid": str(citation.uuid),
        "source": {"uuid": str(citation.source.uuid)},
        "label": citation.label,
        "locator": citation.locator,
    }


def tie(**keys: Any) -> Document:
    return {"type": "same-as", **keys}


def log(record: Record, user: User, words: str) -> None:
    kind = ContentType.objects.get(app_label="catalogue", model="person")
    LogEntry.objects.create(
        user=user, content_type=kind, object_id=str(record.pk), object_repr=words, action_flag=CHANGE,
        change_message=f"changed {words}",
    )  # fmt: skip


def test_nothing_of_a_redacted_record_is_left_in_any_table(zamfira: Record, curator: User) -> None:
    named = {"uuid": str(zamfira.uuid)}
    unit = save_record(
        person(
            names=[{"type": "authorized", "text": "Bob Doe", "basis": "editorial"}],
            relations=[tie(object=named), tie(object_text="others")],
            datings=[birth(attributed_to=named)],
        )
    )
    save_record(source("obra", creators=[{"record": named}, {"literal": "CNSAS"}]))
    ready_documents([unit.record_id])
    log(zamfira, curator, "Zamfira Quintus")
    ImportRun.objects.create(format="table", file_name="x.csv", report=[{"row": 3, "value": "Zamfira Quintus"}])
    ImportUpload.objects.create(file_name="y.csv", data="Zamfira Quintus;1901".encode("cp1252"), user=curator)
    ErrorReport.objects.create(subject=zamfira.uuid, record=zamfira, message="Zamfira Quintus died", sender="x")
    twin = save_record(
        person(names=[{"type": "authorized", "text": "B. Doe", "basis": "editorial"}], relations=[tie(object=named)])
    )
    save_record(now(zamfira.pk) | {"relations": [tie(object={"uuid": twin.uuid})]})
    merge_records(unit.record_id, twin.record_id, user=curator, reason="Zamfira Quintus says so")
    assert str(zamfira.uuid) in Merge.objects.get().before["records"]
    assert len(where("Zamfira Quintus")) > 8

    done = redact(zamfira.uuid, user=curator, reason=REASON)

    assert where("zamfira quintus") == []
    assert where("Quintus") == ["catalogue_redaction"]  # the address, which answers that it is gone
    tombstones = {"catalogue_redaction", "catalogue_revision", "catalogue_change", "catalogue_item"}
    assert set(where(str(zamfira.uuid))) == tombstones
    assert where("naissance") == []
    assert done.scope == "record"
    assert done.counts["relations of other records"] == 2
    assert not any(find_drift().values())
    assert check_index().in_order


def test_what_spoke_of_a_redacted_record_stays_without_it(zamfira: Record, curator: User) -> None:
    named = {"uuid": str(zamfira.uuid)}
    other = save_record(
        person(
            relations=[tie(object=named), tie(object_text="others")],
            datings=[birth(attributed_to=named)],
        )
    )
    work = save_record(source("obra", creators=[{"record": named}]))

    redact(zamfira.uuid, user=curator, reason=REASON)

    content = build_contents([other.record_id], full=True)[other.record_id]
    assert [each["object_text"] for each in content["relations"]] == ["others"]
    assert content["datings"][0]["attributed_to"] is None
    creators = build_contents([work.record_id], full=True)[work.record_id]["creators"]
    assert [each["literal"] for each in creators] == ["[redacted]"]
    last = Revision.objects.filter(subject=other.uuid).first()
    assert last
    assert (last.action, last.reason, last.user) == ("redacted", REASON, curator)


def test_a_redacted_record_leaves_one_tombstone_with_the_reason(zamfira: Record, curator: User) -> None:
    version = zamfira.version

    redact(zamfira.uuid, user=curator, reason=REASON)

    stone = Redaction.objects.get()
    assert (stone.scope, stone.kind, stone.slug, stone.reason) == ("record", "person", "zamfira-quintus", REASON)
    revision = Revision.objects.get(subject=zamfira.uuid)
    assert (revision.action, revision.version, revision.content, revision.public) == ("redacted", version + 1, {}, True)


def test_a_redacted_record_and_claim_do_not_come_back(zamfira: Record, curator: User) -> None:
    content = now(zamfira.pk)
    claim = content["datings"][0]["uuid"]
    redact(claim, user=curator, reason=REASON)

    with pytest.raises(SaveRefused, match="does not come back: At the wish"):
        save_record(content)
    other = person(datings=content["datings"])
    with pytest.raises(SaveRefused, match="does not come back"):
        save_record(other)

    redact(zamfira.uuid, user=curator, reason=REASON)
    with pytest.raises(SaveRefused, match="does not come back"):
        save_record({**content, "datings": []})


def test_nothing_of_a_redacted_claim_is_left_in_any_version(zamfira: Record, curator: User) -> None:
    claim = now(zamfira.pk)["datings"][0]["uuid"]
    log(zamfira, curator, "Zamfira Quintus")
    proposal = {**now(zamfira.pk), "internal_note": "x"}
    Revision.objects.create(
        subject=zamfira.uuid, kind="person", record=zamfira, version=9, action="updated", state="proposed",
        slug="x", title="Zamfira Quintus", content=proposal, base_version=zamfira.version,
    )  # fmt: skip
    ready_documents([zamfira.pk])

    redact(claim, user=curator, reason=REASON)

    assert where("de Cluj") == []
    assert where("naissance") == []
    assert set(where(claim)) == {"catalogue_redaction"}
    assert Name.objects.get(record=zamfira).text == "Zamfira Quintus"
    assert Revision.objects.filter(subject=zamfira.uuid, action="redacted").count() == 1
    assert not any(find_drift().values())


def test_redacting_a_name_takes_it_out_of_the_titles_that_others_remember(zamfira: Record, curator: User) -> None:
    other = save_record(person(relations=[tie(object={"uuid": str(zamfira.uuid)})]))
    content = now(zamfira.pk)
    content["names"][0]["standing"] = "alternative"
    content["names"].append({"type": "authorized", "text": "A person from Cluj", "basis": "editorial"})
    content |= {"slug": "person-from-cluj", "datings": []}
    save_record(content)
    former = next(name["uuid"] for name in content["names"] if name["text"] == "Zamfira Quintus")

    redact(former, user=curator, reason=REASON)

    assert Relation.objects.filter(record=other.record_id).exists()
    versions = Revision.objects.exclude(kind="citation").values_list("title", "reason", "content")
    told = json.dumps(list(versions), ensure_ascii=False)
    assert told.count("Zamfira Quintus") == told.count("Zamfira Quintus, de Cluj")  # another claim's own words


def test_a_claim_that_a_merge_folded_into_the_redacted_one_goes_with_it(zamfira: Record, curator: User) -> None:
    names = [{"type": "authorized", "text": "Zamfira Quintus", "basis": "editorial"}]
    same = birth(marks="[@banu-2004, p. 77]", note="Zamfira Quintus, de Cluj")
    other = save_record(person(names=names, datings=[same]))
    merge_records(zamfira.pk, other.record_id, user=curator, reason="One.")
    claim = now(zamfira.pk)["datings"][0]["uuid"]
    assert claim in Merge.objects.get().after["folded"].values()

    redact(claim, user=curator, reason=REASON)

    assert where("de Cluj") == []
    assert where("naissance") == []


def test_a_name_that_both_bore_before_a_merge_is_in_the_history_of_neither(zamfira: Record, curator: User) -> None:
    other = save_record(person(names=[{"type": "authorized", "text": "Zamfira Quintus", "basis": "editorial"}]))
    merge_records(zamfira.pk, other.record_id, user=curator, reason="One.")
    content = now(zamfira.pk)
    former = content["names"][0]["uuid"]
    content["names"][0]["standing"] = "alternative"
    content["names"].append({"type": "authorized", "text": "A person from Cluj", "basis": "editorial"})
    save_record(content | {"slug": "person-from-cluj", "datings": []})

    redact(former, user=curator, reason=REASON)

    told = json.dumps(list(Revision.objects.filter(subject=other.uuid).values_list("title", "content")))
    assert "Zamfira Quintus" not in told
    assert Merge.objects.get().absorbed_title == "[redacted]"


def test_a_record_merged_into_the_redacted_one_goes_with_it(zamfira: Record, curator: User) -> None:
    absorbed = save_record(person(names=[{"type": "authorized", "text": "Zamfira Absorbed", "basis": "editorial"}]))
    delete_record(absorbed.record_id)
    merge = Merge.objects.create(
        kind="person", survivor=zamfira, survivor_uuid=zamfira.uuid, absorbed_uuid=absorbed.uuid, absorbed_slug="z",
        absorbed_title="Zamfira Absorbed", reason="one", before={}, after={},
    )  # fmt: skip

    with pytest.raises(RedactionRefused, match="merged into"):
        redact(absorbed.uuid, user=curator, reason=REASON)
    redact(zamfira.uuid, user=curator, reason=REASON)

    assert where("Zamfira Absorbed") == []
    assert not Merge.objects.filter(pk=merge.pk).exists()
    assert {str(each) for each in Redaction.objects.values_list("subject", flat=True)} == {
        str(zamfira.uuid),
        absorbed.uuid,
    }


def test_a_record_that_was_deleted_is_redacted_in_its_history(zamfira: Record, curator: User) -> None:
    uuid = zamfira.uuid
    delete_record(zamfira.pk)
    assert "catalogue_revision" in where("Zamfira Quintus")

    redact(uuid, user=curator, reason=REASON)

    assert "catalogue_revision" not in where("Zamfira Quintus")


def test_a_claim_that_was_deleted_is_redacted_in_the_history(zamfira: Record, curator: User) -> None:
    content = now(zamfira.pk)
    claim = content["datings"][0]["uuid"]
    save_record({**content, "datings": []})

    done = redact(claim, user=curator, reason=REASON)

    assert done.scope == "claim"
    assert set(where(claim)) == {"catalogue_redaction"}


def test_a_dry_run_says_what_would_go_and_changes_nothing(zamfira: Record, curator: User) -> None:
    before = everything()

    done = redact(zamfira.uuid, user=curator, reason=REASON, dry_run=True)

    assert done.counts["versions of its own"] > 1
    assert everything() == before


def test_entries_that_speak_of_it_in_their_own_words_are_named(zamfira: Record, curator: User) -> None:
    other = save_record(person(datings=[birth(note="Hermana de Zamfira Quintus.")]))

    done = redact(zamfira.uuid, user=curator, reason=REASON)

    assert [record.pk for record in done.speaking] == [other.record_id]


def test_a_source_on_which_claims_rest_is_not_redacted(zamfira: Record, curator: User) -> None:
    banu = Record.objects.get(kind="source")

    with pytest.raises(RedactionRefused, match="rest on"):
        redact(banu.uuid, user=curator, reason=REASON)

    assert Record.objects.filter(pk=banu.pk).exists()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_redaction_needs_a_reason_of_moderate_length(zamfira: Record, curator: User, reason: str) -> None:
    with pytest.raises(RedactionRefused, match="reason"):
        redact(zamfira.uuid, user=curator, reason=reason)


def test_what_is_not_there_or_went_already_is_refused(zamfira: Record, curator: User) -> None:
    with pytest.raises(RedactionRefused, match="no record and no claim"):
        redact(UUID(int=1), user=curator, reason=REASON)
    redact(zamfira.uuid, user=curator, reason=REASON)
    with pytest.raises(RedactionRefused, match="already"):
        redact(zamfira.uuid, user=curator, reason=REASON)


def test_words_that_other_names_have_are_still_known(zamfira: Record, curator: User) -> None:
    save_record(person(names=[{"type": "authorized", "text": "Quintus Horatius", "basis": "editorial"}]))

    redact(zamfira.uuid, user=curator, reason=REASON)

    known = set(NameToken.objects.values_list("token", flat=True))
    assert "quintus" in known
    assert "zamfira" not in known


def test_exports_do_not_have_it(zamfira: Record, curator: User) -> None:
    redact(zamfira.uuid, user=curator, reason=REASON)

    for full in (False, True):
        assert "zamfira" not in "".join(export_lines(internal=full)).lower()


def test_a_merge_can_still_be_taken_back_without_what_was_redacted(zamfira: Record, curator: User) -> None:
    same = birth(marks="[@banu-2004, p. 77]", note="Zamfira Quintus, de Cluj")
    other = save_record(person("Z. Quintus", datings=[same], internal_note="kept apart"))
    merge = merge_records(zamfira.pk, other.record_id, user=curator, reason="One.")
    redact(now(zamfira.pk)["datings"][0]["uuid"], user=curator, reason=REASON)

    unmerge(merge.pk, user=curator)

    back = Record.objects.get(uuid=other.uuid)
    assert (back.title, back.internal_note) == ("Z. Quintus", "kept apart")
    assert now(back.pk)["datings"] == []
    assert where("de Cluj") == []
    assert not any(find_drift().values())
