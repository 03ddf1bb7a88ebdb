"""A content that lost its empty keys gets them back as they were."""

from __future__ import annotations

import pytest

from catalogue.documents import Document, bare, build_contents, compact, completed
from catalogue.models import Record, Revision


@pytest.mark.usefixtures("demo")
def test_every_content_of_the_demo_is_whole_again() -> None:
    contents = build_contents(list(Record.objects.values_list("pk", flat=True)), full=True)
    assert len(contents) > 700
    for content in contents.values():
        assert completed(compact(content)) == content


@pytest.mark.usefixtures("demo")
def test_every_revision_of_a_record_can_be_read_as_a_whole() -> None:
    contents = build_contents(list(Record.objects.values_list("pk", flat=True)), full=True)
    kept = Revision.objects.filter(record__in=contents).order_by("version").values_list("record", "content")
    last = dict(kept)
    assert last.keys() == contents.keys()
    assert {key for key, content in last.items() if said(completed(content)) != said(contents[key])} == set()


def said(content: Document) -> Document:
    """What a content says; the vocabulary of an attribute's values follows from its property."""
    attributes = [{**each, "scheme": ""} for each in content["attributes"]]
    whole: Document = bare({**content, "attributes": attributes})
    return whole
