"""From record to JSON and back: nothing is lost, nothing is added."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogue.curation import Draft, save_records
from catalogue.documents import bare, build_contents, build_documents, compact, content_of, record_line, to_line
from catalogue.documents.shape import content_keys
from catalogue.models import Kind, Record, Revision

pytestmark = pytest.mark.usefixtures("demo")


def ids(**conditions: Any) -> list[int]:
    return list(Record.objects.filter(**conditions).order_by("pk").values_list("pk", flat=True))


def test_every_record_of_the_demo_is_the_same_after_json_and_back() -> None:
    keys = ids()
    history = Revision.objects.count()
    for start in range(0, len(keys), 250):
        contents = build_contents(keys[start : start + 250], full=True).values()
        saved = save_records([Draft(json.loads(json.dumps(content))) for content in contents])
        assert {each.outcome for each in saved} == {"unchanged"}
    assert Revision.objects.count() == history


def test_every_record_of_the_demo_is_the_same_after_its_line_in_a_file() -> None:
    for start in range(0, len(keys := ids()), 250):
        batch = keys[start : start + 250]
        before = build_contents(batch, full=True)
        lines = [json.loads(to_line(content)) for content in before.values()]
        assert {each.outcome for each in save_records([Draft(line) for line in lines])} == {"unchanged"}


def test_a_document_without_its_envelope_is_the_content() -> None:
    keys = ids()[::7]
    contents = build_contents(keys, full=True)
    documents = build_documents(keys, full=True)
    for key in keys:
        content = content_of(documents[key])
        assert json.dumps(content) == json.dumps(content_of(contents[key]))
        assert tuple(content) == content_keys(content["kind"])
        assert {"title", "version", "notes", "labels"} <= documents[key].keys() - content.keys()


def test_a_document_that_is_sent_back_whole_changes_nothing() -> None:
    for kind in Kind.values:
        keys = ids(kind=kind)[:20]
        documents = build_documents(keys, full=True).values()
        saved = save_records([Draft(json.loads(json.dumps(document))) for document in documents])
        assert {each.outcome for each in saved} == {"unchanged"}


def test_the_last_revision_of_a_record_is_its_content() -> None:
    keys = ids()
    last = {row.record_id: row.content for row in Revision.objects.filter(record__in=keys).order_by("version")}
    for key, content in build_contents(keys, full=True).items():
        assert bare(content_of(content)) == bare(content_of(last[key]))


def test_what_counts_in_a_comparison_is_who_is_named_and_not_how_it_is_shown() -> None:
    one = {"object": {"uuid": "1", "kind": "place", "slug": "iasi", "title": "Iași"}, "note": "", "footnotes": []}
    two = {"object": {"uuid": "1", "kind": "place", "slug": "jassy", "title": "Jassy"}, "negated": False}
    assert bare(one) == bare(two) == {"object": {"uuid": "1"}}
    assert bare(one) != bare({"object": {"uuid": "2"}})
    assert bare({"object_count": 0}) != bare({})


def test_a_line_has_no_empty_keys() -> None:
    assert compact({"a": "", "b": [], "c": {"d": None}, "e": False, "f": 0, "g": [{"h": ""}]}) == {"f": 0, "g": [{}]}
    assert to_line({"slug": "ș", "n": None}) == '{"slug": "ș"}'


def test_contents_come_in_the_order_asked_for() -> None:
    keys = ids()[:9:2][::-1]
    assert list(build_contents(keys, full=True)) == keys
    assert list(build_documents(keys, full=False)) == keys


@pytest.mark.parametrize("full_shape", [True, False])
def test_documents_cost_the_same_queries_for_one_and_for_fifty(
    django_assert_num_queries: Any, full_shape: bool
) -> None:
    persons = ids(kind="person")
    with_all = max(build_documents(persons, full=True).items(), key=lambda item: len(json.dumps(item[1])))[0]
    for keys in ([with_all], [with_all, *(key for key in persons if key != with_all)][:50]):
        with django_assert_num_queries(QUERIES):
            build_documents(keys, full=full_shape)


QUERIES = 21
"""Records, columns of the kind, identifiers, 5 lists of claims, footnotes, citations, sources, creators, neighbours,
terms, relation types, disagreements, 5 lists of their sides; one more for each step of what was read in another."""


def test_every_document_of_the_demo_has_words_for_its_terms_and_notes_for_its_marks() -> None:
    from catalogue.documents.envelope import used_terms

    for document in build_documents(ids(), full=False).values():
        assert {f"{scheme}/{slug}" for scheme, slug in used_terms(document)} == document["labels"].keys()
        numbers = [note["number"] for note in document["notes"]]
        assert numbers == list(range(1, len(numbers) + 1))
        for narrative in document["narratives"]:
            assert "[@" not in narrative["numbered"]
        for dispute in document["disagreements"]:
            assert dispute["claims"]


def test_the_line_of_a_record_is_that_of_any_document(demo: None) -> None:
    keys = ids()
    for content in build_contents(keys, full=True).values():
        assert record_line(content_of(content)) == to_line(content_of(content))
    odd = {
        "kind": "person",
        "object": {},
        "names": [{"uuid": "", "number": {"low": "", "high": None}, "footnotes": []}],
    }
    assert record_line(odd) == to_line(odd)
    kept = {
        "kind": "place",
        "latitude": 0,
        "relations": [{"object_count": 0, "negated": False, "object": {"title": ""}}],
    }
    assert record_line(kept) == to_line(kept)
