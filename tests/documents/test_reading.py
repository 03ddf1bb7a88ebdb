"""What a document may not say: each refusal names its place and its cure."""

from __future__ import annotations

# ruff: noqa: E501 -- a table of cases is read by rows
from typing import Any

import pytest

from catalogue.curation import Conflict, Saved, SaveRefused, save_record
from catalogue.documents import Document
from catalogue.models import Citation, Record, Revision
from tests.documents.contents import birth, now, of_kind, person, problems, relation, source, story

NAME = {"type": "authorized", "text": "Ion"}
LONG = "x" * 501


@pytest.fixture
def cast(vocabulary: None) -> dict[str, Saved]:
    """What the documents below name: two sources, one of them a draft; a place, an event, a person."""
    return {
        "banu": save_record(source("banu-2004")),
        "draft": save_record(source("borrador-1", status="draft")),
        "place": save_record(of_kind("place", "București", slug="bucarest")),
        "event": save_record(of_kind("event", "Golpe del 23 de agosto")),
        "other": save_record(
            person(
                "Petru Groza",
                slug="petru-groza",
                identifiers=[{"scheme": "wikidata", "value": "Q1"}],
                datings=[birth("1884-12-07")],
            )
        ),
    }


BAD: list[tuple[str, Document, str, str]] = [
    ("an unknown key", person(nmes=[]), "/nmes", "unknown key"),
    ("a key of another kind", person(latitude="44"), "/latitude", "unknown key"),
    ("an unknown key of a claim", person(datings=[birth(when="1900")]), "/datings/0/when", "unknown key"),
    ("an unknown key of a footnote", person(datings=[birth(footnotes=[{"page": 3}])]), "/datings/0/footnotes/0/page", "unknown key"),
    ("a key with a slash", person() | {"a/b~c": 1}, "/a~1b~0c", "unknown key"),
    ("an unknown citekey", person(datings=[birth(marks="[@banu-2005, p. 3]")]), "/datings/0/marks", "@banu-2004"),
    ("an unknown citekey in a narrative", person(narratives=[story("Nació [@bamu-2004].")]), "/narratives/0/text", "@banu-2004"),
    ("an unknown citekey read in another", person(datings=[birth(marks="[@banu-2004 via @banu-04, p. 1]")]), "/datings/0/marks", "@banu-2004"),
    ("a mark that is not closed", person(narratives=[story("Nació [@banu-2004.\n\nMurió.")]), "/narratives/0/text", "line 1"),
    ("a date that is none", person(datings=[birth("1900-02-30")]), "/datings/0/date", "30"),
    ("a date of a claim that is none", person() | {"names": [NAME | {"date": "ayer"}]}, "/names/0/date", "ayer"),
    ("a dating without a date", person(datings=[{"type": "birth"}]), "/datings/0/date", "needs a date"),
    ("an unknown term", person(gender="masculin"), "/gender", "masculino"),
    ("an unknown type", person(datings=[birth(type="birht")]), "/datings/0/type", "birth"),
    ("no type", person(datings=[{"date": "1900"}]), "/datings/0/type", "needed"),
    ("a type that is no text", person(datings=[birth(type=["birth"])]), "/datings/0/type", "not a term"),
    ("an unknown property", person(attributes=[{"property": "nationalty", "text": "x"}]), "/attributes/0/property", "nationality"),
    ("no property", person(attributes=[{"text": "x"}]), "/attributes/0/property", "needed"),
    ("an unknown value of a property", person(attributes=[{"property": "nationality", "term": "ruman"}]), "/attributes/0/term", "rumana"),
    ("a term for a property of words", person(attributes=[{"property": "detail", "term": "x"}]), "/attributes/0/term", "not terms"),
    ("two preferred births", person(datings=[birth(), birth("1883")]), "/datings/1/standing", "already preferred"),
    ("two preferred birthplaces", person(relations=[{"type": "born-at", "object_text": "a"}, {"type": "born-at", "object_text": "b"}]), "/relations/1/standing", "already preferred"),
    ("no authorised name", person() | {"names": [{"type": "alias", "text": "Ion"}]}, "/names", "has 0"),
    ("no name at all", person() | {"names": []}, "/names", "has 0"),
    ("two authorised names", person() | {"names": [NAME, NAME | {"text": "Ioan"}]}, "/names", "has 2"),
    ("an authorised name that is not preferred", person() | {"names": [NAME | {"standing": "rejected"}]}, "/names", "has 0"),
    ("a name without text", person() | {"names": [NAME, {"type": "alias", "text": " "}]}, "/names/1/text", "empty"),
    ("a narrative without text", person(narratives=[{"type": "note"}]), "/narratives/0/text", "text"),
    ("two values in an attribute", person(attributes=[{"property": "rank", "text": "x", "number": {"low": "3"}}]), "/attributes/0", "exactly one value"),
    ("no value in an attribute", person(attributes=[{"property": "rank"}]), "/attributes/0", "exactly one value"),
    ("a number without ends", person(attributes=[{"property": "strength", "number": {"unit": "men"}}]), "/attributes/0/number", "low or a high"),
    ("a number the wrong way round", person(attributes=[{"property": "strength", "number": {"low": "4", "high": "3"}}]), "/attributes/0/number", "greater"),
    ("a number that is none", person(attributes=[{"property": "strength", "number": {"low": "many"}}]), "/attributes/0/number/low", "not a number"),
    ("a number that is an object", person(attributes=[{"property": "strength", "number": 3}]), "/attributes/0/number", "object"),
    ("a number too exact to be kept", of_kind("place", "Iași", latitude="47.1622222", longitude="27.58"), "/latitude", "decimals"),
    ("a relation of a kind not allowed", person(relations=[{"type": "subordinate-to", "object_text": "x"}]), "/relations/0/type", "unit"),
    ("a relation to a kind not allowed", person(relations=[{"type": "born-at", "object": {"kind": "event", "slug": "golpe-del-23-de-agosto"}}]), "/relations/0/object", "place"),
    ("an unknown relation type", person(relations=[{"type": "born-in", "object_text": "x"}]), "/relations/0/type", "born-at"),
    ("a relation type that is no text", person(relations=[{"type": ["born-at"], "object_text": "x"}]), "/relations/0/type", "not a relation type"),
    ("a relation without object", person(relations=[{"type": "born-at"}]), "/relations/0/object", "either a record or words"),
    ("a relation with two objects", person(relations=[{"type": "born-at", "object": {"kind": "place", "slug": "bucarest"}, "object_text": "x"}]), "/relations/0/object", "not both"),
    ("a relation that counts a record", person(relations=[{"type": "born-at", "object": {"kind": "place", "slug": "bucarest"}, "object_count": 2}]), "/relations/0/object_count", "in words only"),
    ("a relation with two roles", person(relations=[{"type": "born-at", "object_text": "x", "role": "rey", "role_text": "rey"}]), "/relations/0/role_text", "not both"),
    ("a relation to nobody", person(relations=[{"type": "born-at", "object": {"kind": "place", "slug": "iasi"}}]), "/relations/0/object", "no record"),
    ("a context that is no event", person(relations=[{"type": "born-at", "object_text": "x", "context": {"kind": "place", "slug": "bucarest"}}]), "/relations/0/context", "event is needed"),
    ("an inference without a reason", person(datings=[birth(basis="inferred")]), "/datings/0/basis_reason", "reason"),
    ("a word outside a closed list", person(datings=[birth(certainty="disputed")]), "/datings/0/certainty", "probable"),
    ("an unknown status", person(status="hidden"), "/status", "published"),
    ("a NUL", person("Ion\x00"), "/names/0/text", "NUL"),
    ("half a character", person("Ion\ud800"), "/names/0/text", "Unicode"),
    ("a NUL in a slug", person(slug="a\x00b"), "/slug", "NUL"),
    ("a NUL in a reference", person(relations=[{"type": "born-at", "object": {"kind": "place", "slug": "a\x00"}}]), "/relations/0/object", "no record"),
    ("a NUL in a term", person(gender="a\x00"), "/gender", "not a term"),
    ("a NUL in a mark", person(datings=[birth(marks="[@banu-2004, p. \x00]")]), "/datings/0/marks", "NUL"),
    ("a text too long", person(LONG), "/names/0/text", "at most 500"),
    ("a place in a source too long", person(datings=[birth(marks=f"[@banu-2004, p. {LONG}]")]), "/datings/0/marks", "at most 300"),
    ("an identifier too long", person(identifiers=[{"scheme": "viaf", "value": LONG}]), "/identifiers/0/value", "at most 300"),
    ("an identifier without a scheme", person(identifiers=[{"value": "1"}]), "/identifiers/0/scheme", "needed"),
    ("an identifier without a value", person(identifiers=[{"scheme": "viaf"}]), "/identifiers/0/value", "needs a value"),
    ("an identifier twice", person(identifiers=[{"scheme": "viaf", "value": "1"}] * 2), "/identifiers/1", "twice"),
    ("an identifier of another record", person(identifiers=[{"scheme": "wikidata", "value": "Q1"}]), "/identifiers/0", "Petru Groza"),
    ("a bad uuid", person(uuid="123"), "/uuid", "not a UUID"),
    ("a bad uuid of a claim", person(datings=[birth(uuid="123")]), "/datings/0/uuid", "not a UUID"),
    ("a uuid in braces", person(uuid="{6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c1}"), "/uuid", "not a UUID"),
    ("a kind that is none", person() | {"kind": "ship"}, "/kind", "person, unit"),
    ("a list that is none", person(datings="1900"), "/datings", "list of objects"),
    ("names that are a number", person() | {"names": 3}, "/names", "list of objects"),
    ("a list of words", person(datings=["1900"]), "/datings", "list of objects"),
    ("a flag that is a word", person(datings=[birth(negated="no")]), "/datings/0/negated", "true or false"),
    ("a text that is a number", person(internal_note=3), "/internal_note", "must be text"),
    ("a count below nothing", person(relations=[{"type": "born-at", "object_text": "x", "object_count": -1}]), "/relations/0/object_count", "from 0"),
    ("an unplaced footnote of a narrative", person(narratives=[story("Nació.", footnotes=[{"citation": {"mark": "@banu-2004"}}])]), "/narratives/0/footnotes/0", "not placed"),
    ("a footnote that no mark names", person(datings=[birth(marks="[@banu-2004, p. 1]", footnotes=[{"citation": {"mark": "@banu-2004, p. 2"}}])]), "/datings/0/footnotes/0", "not placed"),
    ("a footnote twice", person(datings=[birth(footnotes=[{"citation": {"mark": "@banu-2004"}}] * 2)]), "/datings/0/footnotes/1", "twice"),
    ("a footnote without citation", person(datings=[birth(footnotes=[{"note": "x"}])]), "/datings/0/footnotes/0/citation", "needs a citation"),
    ("a footnote of an unknown citation", person(datings=[birth(footnotes=[{"citation": {"uuid": "6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c1"}}])]), "/datings/0/footnotes/0/citation", "not a citation"),
    ("a footnote with two marks", person(datings=[birth(footnotes=[{"citation": {"mark": "@banu-2004; @banu-2004, p. 2"}}])]), "/datings/0/footnotes/0/citation", "exactly one"),
    ("a citation of an unpublished source", person(datings=[birth(marks="[@borrador-1]")]), "/datings/0/footnotes/0/citation", "not published"),
    ("a citation read in an unpublished source", person(datings=[birth(marks="[@banu-2004 via @borrador-1, p. 2]")]), "/datings/0/footnotes/0/citation", "not published"),
    ("an unknown disagreement", person(datings=[birth(disagreement={"uuid": "6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c1"})]), "/datings/0/disagreement", "not a disagreement"),
    ("a bad slug", person(slug="Ion Antonescu"), "/slug", "small letters"),
    ("a slug of another record", person(slug="petru-groza"), "/slug", "Petru Groza"),
    ("a citekey of another source", source("banu-2004"), "/citekey", "Banu 2004"),
    ("a bad citekey", source("banu 2004"), "/citekey", "without spaces"),
    ("no citekey", source(""), "/citekey", "citekey"),
    ("a source without a title", source("nuevo", title=" "), "/bibliographic_title", "needs its title"),
    ("an unknown type of source", source("nuevo", csl_type="pamphlet"), "/csl_type", "treaty"),
    ("a date of issue that is none", source("nuevo", issued="s. d."), "/issued", "s. d."),
    ("a day that is none", source("nuevo", accessed="2026-11"), "/accessed", "2026-11-22"),
    ("a parent that is no source", source("nuevo", parent={"kind": "place", "slug": "bucarest"}), "/parent", "source is needed"),
    ("a creator without a name", source("nuevo", creators=[{"role": "editor"}]), "/creators/0", "needs a name"),
    ("a creator of an unknown role", source("nuevo", creators=[{"role": "king", "family": "x"}]), "/creators/0/role", "editor"),
    ("a link without address", source("nuevo", links=[{"role": "copy"}]), "/links/0/url", "address"),
    ("half a point", of_kind("place", "Iași", latitude="47.1"), "/longitude", "both"),
    ("a point off the earth", of_kind("place", "Iași", latitude="97.1", longitude="27.6"), "/latitude", "-90"),
]  # fmt: skip


def test_a_bad_document_is_refused_at_its_place(cast: dict[str, Saved], subtests: pytest.Subtests) -> None:
    before = Record.objects.count(), Citation.objects.count(), Revision.objects.count()
    for name, document, pointer, piece in BAD:
        with subtests.test(name):
            with pytest.raises(SaveRefused) as refusal:
                save_record(document)
            messages = [problem.message for problem in problems(refusal) if problem.pointer == pointer]
            assert any(piece in message for message in messages), problems(refusal)
    assert (Record.objects.count(), Citation.objects.count(), Revision.objects.count()) == before


def test_every_problem_of_a_document_is_named_at_once(cast: dict[str, Saved]) -> None:
    with pytest.raises(SaveRefused) as refusal:
        save_record(person(gender="x", slug="X", datings=[birth("ayer"), birth(marks="[@nadie]")]))
    pointers = {problem.pointer for problem in problems(refusal)}
    assert {"/gender", "/datings/0/date", "/datings/1/marks"} <= pointers


def test_a_document_is_an_object(vocabulary: None) -> None:
    values: list[Any] = [[], "person", 3, None, True]
    for value in values:
        with pytest.raises(SaveRefused):
            save_record(value)


def test_a_claim_of_another_record_is_refused(cast: dict[str, Saved]) -> None:
    other = now(cast["other"])["datings"][0]
    with pytest.raises(SaveRefused) as refusal:
        save_record(person(datings=[birth(uuid=other["uuid"])]))
    assert problems(refusal)[0].pointer == "/datings/0/uuid"
    assert "another record" in problems(refusal)[0].message


def test_a_footnote_of_another_record_is_refused_in_a_sentence(cast: dict[str, Saved]) -> None:
    first = save_record(person("Uno", datings=[birth(marks="[@banu-2004]")]))
    uuid = now(first)["datings"][0]["footnotes"][0]["uuid"]
    with pytest.raises(SaveRefused, match="footnote"):
        save_record(person("Dos", datings=[birth(footnotes=[{"uuid": uuid, "citation": {"mark": "@banu-2004"}}])]))


def test_a_uuid_stands_once_in_a_document(cast: dict[str, Saved]) -> None:
    uuid = "6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c1"
    with pytest.raises(SaveRefused, match="stands twice"):
        save_record(person(datings=[birth(uuid=uuid)], narratives=[story("Nació.", uuid=uuid.upper())]))


def test_a_record_is_not_related_to_itself(cast: dict[str, Saved]) -> None:
    content = now(cast["other"])
    content["relations"] = [relation("spouse-of", cast["other"])]
    with pytest.raises(SaveRefused, match="related to itself"):
        save_record(content)


def test_a_source_is_not_part_of_itself(cast: dict[str, Saved]) -> None:
    with pytest.raises(SaveRefused, match="part of itself"):
        save_record(now(cast["banu"]) | {"parent": {"citekey": "banu-2004"}})


def test_a_record_never_changes_its_kind(cast: dict[str, Saved]) -> None:
    with pytest.raises(SaveRefused, match="never changes its kind"):
        save_record(of_kind("place", "Petru Groza", uuid=cast["other"].uuid))


def test_an_old_version_is_a_conflict(cast: dict[str, Saved]) -> None:
    save_record(now(cast["other"]) | {"internal_note": "x"})
    with pytest.raises(Conflict) as conflict:
        save_record(now(cast["other"]) | {"internal_note": "y"}, expected_version=1)
    assert conflict.value.current_version == 2
    assert now(cast["other"])["internal_note"] == "x"


def test_uuids_count_whatever_their_case(cast: dict[str, Saved]) -> None:
    content = now(cast["other"])
    content["uuid"] = content["uuid"].upper()
    content["names"][0]["uuid"] = content["names"][0]["uuid"].upper()
    assert save_record(content).outcome == "unchanged"


def test_the_envelope_is_ignored(cast: dict[str, Saved]) -> None:
    envelope: dict[str, Any] = {"title": "Otro", "version": 99, "notes": [], "labels": {}, "page_url": "x", "ripple": 3}
    assert save_record(now(cast["other"]) | envelope).outcome == "unchanged"


def test_problems_are_told_in_the_order_of_the_keys_whatever_that_of_the_document(cast: dict[str, Saved]) -> None:
    claim = {"date": "ayer", "certainty": "quizás", "type": "spouse"}
    with pytest.raises(SaveRefused) as error:
        save_record(person(datings=[claim]))
    told = [problem.pointer for problem in problems(error)]
    assert told == ["/datings/0/type", "/datings/0/certainty", "/datings/0/date"]
