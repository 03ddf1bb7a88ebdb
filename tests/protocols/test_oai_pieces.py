"""What is harvested by OAI-PMH, piece by piece: letters, dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from lxml import etree

from catalogue.exports.dublin_core import Statement
from catalogue.models import Change, Item
from catalogue.protocols.oai.formats import described
from catalogue.text import xml_text


def test_letters_that_no_xml_file_can_hold_are_left_out() -> None:
    words = "a\x00b\x0bc\ud800d\ufffee\tf𐀀"

    assert described([Statement("title", words)])[0].text == xml_text(words) == "abcde\tf𐀀"


@pytest.mark.django_db
def test_an_entry_is_dated_by_the_last_of_its_changes_whichever_save_ended_first(client: Client) -> None:
    begun = datetime(2020, 5, 1, tzinfo=UTC)
    item = Item.objects.create(kind="place", gone=True, changed_at=begun)
    for hours in (3, 1):
        at = begun + timedelta(hours=hours)
        Change.objects.create(subject=item.uuid, kind="place", act="rippled", version=1, at=at)

    def dated(**asked: str) -> list[str | None]:
        answer = client.get("/oai", {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", **asked})
        return [each.text for each in etree.fromstring(answer.content).iter("{*}datestamp")]

    assert dated(**{"from": "2020-05-01T02:00:00Z"}) == ["2020-05-01T03:00:00Z"]
    assert dated(until="2020-05-01T02:00:00Z") == dated(**{"from": "2020-05-01T03:00:01Z"}) == []
