"""OAI-PMH as harvesters meet it: every verb and refusal, lists in parts while the catalogue changes, what is gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch
from sickle.response import OAIResponse

from catalogue.curation import delete_record, save_record
from catalogue.models import Change, Item, Record
from catalogue.protocols.oai import items as oai_items
from catalogue.protocols.oai import telling
from tests.documents.contents import person

pytestmark = pytest.mark.usefixtures("items")
BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SCHEMA = Path(os.environ.get("LEGAJO_DATA") or BESIDE) / "schemas" / "oai-pmh" / "OAI-PMH.xsd"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LONG_AGO = datetime(2020, 5, 1, 12, 0, 0, 500_000, tzinfo=UTC)
NOWHERE = UUID("00000000-0000-4000-8000-000000000000")


class Harvester(Sickle):  # type: ignore[misc]
    """Sickle, which asks the test client, and what is done between two of its questions."""

    def __init__(self, client: Client, between: Callable[[int], object] = lambda part: None) -> None:
        super().__init__("/oai")
        self.client, self.between, self.asked = client, between, 0

    def harvest(self, **asked: str) -> OAIResponse:
        self.between(self.asked)
        self.asked += 1
        return OAIResponse(self.client.get("/oai", asked), params=asked)


@pytest.fixture
def items(demo: None) -> None:
    """Every public entry of the demo, dated long ago."""
    Item.objects.update(changed_at=LONG_AGO)
    Change.objects.update(at=LONG_AGO)


def ask(client: Client, **asked: str) -> Any:
    """The answer to a question, parsed."""
    return etree.fromstring(client.get("/oai", {key.rstrip("_"): value for key, value in asked.items()}).content)


def code(root: Any) -> str:
    """The code of a refusal; empty if nothing was refused."""
    return next((error.get("code") for error in root.iter(f"{OAI}error")), "")


def named(uuid: object) -> str:
    return f"oai:127.0.0.1:{uuid}"


def uuids(headers: Iterator[Any]) -> list[str]:
    return [(getattr(each, "header", None) or each).identifier.rpartition(":")[2] for each in headers]


def one(kind: str) -> Record:
    return Record.objects.filter(kind=kind, status="published").order_by("pk")[0]


def told(client: Client, uuid: object) -> dict[str, list[str]]:
    """The Dublin Core of one entry, by elements."""
    root = ask(client, verb="GetRecord", identifier=named(uuid), metadataPrefix="oai_dc")
    found: dict[str, list[str]] = {}
    for element in root.iter(f"{DC}*"):
        found.setdefault(etree.QName(element).localname, []).append(element.text)
    return found


def test_every_answer_is_valid_by_the_schema(client: Client) -> None:
    if not SCHEMA.is_file():
        pytest.skip("the schema of OAI-PMH is not on this machine")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    Item.objects.filter(kind="event").update(gone=True)
    questions = [
        "verb=Identify",
        "verb=ListSets",
        "verb=ListMetadataFormats",
        f"verb=ListMetadataFormats&identifier={named(one('place').uuid)}",
        f"verb=GetRecord&metadataPrefix=oai_dc&identifier={named(one('event').uuid)}",
        f"verb=GetRecord&metadataPrefix=eac-cpf&identifier={named(one('person').uuid)}",
        "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2020-05-01T12:00:00Z",
        *(f"verb=ListRecords&metadataPrefix=oai_dc&set={kind}" for kind in ("source", "person", "event", "place")),
        "verb=ListRecords&metadataPrefix=eac-cpf",
        "",
        "verb=Identify&x=%00%01&verb=%00",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + "%FF%00%3C%26%5B",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=a%25zz://[1]",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x%25C3%25A1:1",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=1:2/3?4",
        "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=%C3%A1%00",
    ]

    for question in questions:
        answer = client.get(f"/oai?{question}")
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert schema.validate(etree.fromstring(answer.content)), (question, schema.error_log)


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ("", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=person", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:127.0.0.1:x", "badArgument"),
        ("verb=GetRecord&identifier=a%20b&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:127.0.0.1:x&metadataPrefix=oai_dc", "idDoesNotExist"),
        (f"verb=GetRecord&identifier={named(NOWHERE)}&metadataPrefix=oai_dc", "idDoesNotExist"),
        (f"verb=GetRecord&identifier=oai:else.org:{NOWHERE}&metadataPrefix=oai_dc", "idDoesNotExist"),
        (f"verb=ListMetadataFormats&identifier={named(NOWHERE)}", "idDoesNotExist"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=horse", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a:", "badArgument"),
        ("verb=ListRecords&metadataPrefix=eac-cpf&set=place", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2020-04-30", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-05-01T12:00:01Z", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-05-01&until=2020-05-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-05-02&until=2020-05-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-05-01T12:00:00%2B00:00", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_code_of_the_standard(
    client: Client, question: str, refusal: str
) -> None:
    answer = client.get(f"/oai?{question}")
    root = etree.fromstring(answer.content)

    assert (answer.status_code, code(root)) == (200, refusal)
    assert bool(root.find(f"{OAI}request").attrib) == (refusal not in {"badVerb", "badArgument"})


def test_days_and_seconds_are_asked_for_with_both_ends(client: Client) -> None:
    whole = Item.objects.count()

    for since, until in (
        ("2020-05-01T12:00:00Z", "2020-05-01T12:00:00Z"),
        ("2020-05-01", "2020-05-01"),
        ("0001-01-01", "9999-12-31"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    ):
        span = {"from": since, "until": until}
        assert len(uuids(Harvester(client).ListIdentifiers(metadataPrefix="oai_dc", **span))) == whole, span


def test_a_question_may_be_posted(client: Client) -> None:
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "event"}
    got, posted = client.get("/oai", asked), Client(enforce_csrf_checks=True).post("/oai", asked)
    form = Client().post("/oai", urlencode(asked), content_type="application/x-www-form-urlencoded")

    assert len(etree.fromstring(got.content).findall(f".//{OAI}record")) > 10
    assert strip(posted.content) == strip(form.content) == strip(got.content)


def strip(answer: bytes) -> bytes:
    return answer.partition(b"</responseDate>")[2].partition(b"<resumptionToken")[0]


def test_a_list_is_complete_and_without_doubles_while_entries_change_under_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(telling.PARTS, "ListRecords", 90)
    known = sorted(str(uuid) for uuid in Item.objects.values_list("uuid", flat=True))
    early, late = UUID(int=1), UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")

    def change(part: int) -> None:
        now = datetime.now(tz=UTC)
        if part == 2:
            # Before the place that was reached and behind it: changed, deleted, new.
            for uuid in (known[3], known[-3]):
                Item.objects.filter(uuid=uuid).update(changed_at=now)
            for uuid in (known[4], known[-4]):
                Item.objects.filter(uuid=uuid).update(changed_at=now, gone=True, record=None)
            Item.objects.bulk_create([Item(uuid=uuid, kind="place", gone=True) for uuid in (early, late)])

    records = list(Harvester(client, change).ListRecords(metadataPrefix="oai_dc"))
    found = uuids(iter(records))

    assert found == [*known, str(late)]
    assert [each.header.deleted for each in records[-5:]] == [True, False, False, False, True]


def test_the_size_of_a_list_is_told_and_true_at_its_end(client: Client) -> None:
    whole = Item.objects.count()
    first = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc").find(f".//{OAI}resumptionToken")
    Item.objects.filter(pk=Item.objects.order_by("-uuid")[0].pk).delete()
    last = ask(client, verb="ListIdentifiers", resumptionToken=first.text).find(f".//{OAI}resumptionToken")

    assert (first.get("cursor"), first.get("completeListSize")) == ("0", str(whole))
    assert (last.get("cursor"), last.get("completeListSize"), last.text) == ("500", str(whole - 1), None)


def test_a_token_serves_its_own_verb_and_no_other(client: Client) -> None:
    token = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc").findtext(f".//{OAI}resumptionToken")

    assert code(ask(client, verb="ListRecords", resumptionToken=token)) == "badResumptionToken"
    assert code(ask(client, verb="ListIdentifiers", resumptionToken=f"x{token}")) == "badResumptionToken"
    assert code(ask(client, verb="ListIdentifiers", resumptionToken=token)) == ""


def test_sets_are_the_kinds_and_the_lists_of_a_set_hold_nothing_else(client: Client) -> None:
    harvester = Harvester(client)

    kinds = [each.setSpec for each in harvester.ListSets()]
    places = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", set="place"))
    authorities = list(harvester.ListIdentifiers(metadataPrefix="eac-cpf"))

    assert kinds == ["person", "unit", "organization", "event", "place", "source"]
    assert len(places) == Item.objects.filter(kind="place").count()
    assert {spec for each in authorities for spec in each.setSpecs} == {"person", "unit", "organization"}


def test_an_authority_record_is_had_of_actors_only(client: Client) -> None:
    actor, place = one("person"), one("place")

    whole = ask(client, verb="GetRecord", identifier=named(actor.uuid), metadataPrefix="eac-cpf")
    refused = ask(client, verb="GetRecord", identifier=named(place.uuid), metadataPrefix="eac-cpf")
    formats = [each.metadataPrefix for each in Harvester(client).ListMetadataFormats(identifier=named(place.uuid))]

    assert whole.find(f".//{OAI}metadata")[0].tag == "{https://archivists.org/ns/eac/v2}eac"
    assert code(refused) == "cannotDisseminateFormat"
    assert formats == ["oai_dc"]


def test_what_is_gone_is_told_for_ever_without_metadata(client: Client) -> None:
    merged, withdrawn = Record.objects.filter(kind="person", status="published").order_by("pk")[:2]
    Item.objects.filter(uuid=merged.uuid).update(gone=True, merged_into=withdrawn.uuid, record=None)
    # Between the question for the entries and that for their documents.
    Record.objects.filter(pk=withdrawn.pk).update(status="draft")

    for uuid in (merged.uuid, withdrawn.uuid):
        root = ask(client, verb="GetRecord", identifier=named(uuid), metadataPrefix="oai_dc")
        assert root.find(f".//{OAI}header").get("status") == "deleted"
        assert root.find(f".//{OAI}metadata") is None


def test_a_save_and_a_deletion_are_told_at_once(client: Client) -> None:
    saved = save_record(person("Ana de Prueba"))

    assert told(client, saved.uuid)["title"] == ["Ana de Prueba"]
    delete_record(saved.record_id)
    root = ask(client, verb="GetRecord", identifier=named(saved.uuid), metadataPrefix="oai_dc")
    assert root.find(f".//{OAI}header").get("status") == "deleted"


def test_a_repository_without_entries_says_that_nothing_matches(client: Client) -> None:
    Item.objects.all().delete()

    with pytest.raises(NoRecordsMatch):
        Harvester(client).ListRecords(metadataPrefix="oai_dc")
    assert ask(client, verb="Identify").findtext(f".//{OAI}earliestDatestamp")


def test_a_part_of_a_list_costs_the_same_queries_whatever_its_length(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for length in (3, 60):
        monkeypatch.setitem(telling.PARTS, "ListRecords", length)
        # What runs besides, the entries, their number, their documents.
        with django_assert_num_queries(4):
            first = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
        with django_assert_num_queries(3):
            ask(client, verb="ListRecords", resumptionToken=first.findtext(f".//{OAI}resumptionToken"))


def test_identify_says_who_keeps_it_and_on_which_terms(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://legajo.example.org:8443"
    root = ask(client, verb="Identify")

    said = {etree.QName(element).localname: element.text for element in root.find(f"{OAI}Identify").iter("*")}

    assert said["baseURL"] == "http://testserver/oai"
    assert said["adminEmail"] == settings.CONTACT_EMAIL
    assert (said["deletedRecord"], said["granularity"]) == ("persistent", "YYYY-MM-DDThh:mm:ssZ")
    assert said["earliestDatestamp"] == "2020-05-01T12:00:00Z"
    assert said["sampleIdentifier"].startswith("oai:legajo.example.org:")
    assert root.find(".//{*}rightsReference").get("ref") == settings.DATA_LICENSE


def test_who_asks_too_often_is_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.API_LIMIT_ADDRESS = 2

    answers = [client.get("/oai?verb=Identify") for _each in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 503]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60


def test_an_answer_is_compressed_for_who_can_read_it(client: Client) -> None:
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    plain, packed = client.get("/oai", asked), client.get("/oai", asked, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3


@pytest.fixture
def others() -> Iterator[tuple[Any, Any]]:
    """Two writers, each with a connection of its own; what they commit is taken back."""
    name = connection.settings_dict
    keys = {"host": name["HOST"], "port": name["PORT"], "user": name["USER"], "password": name["PASSWORD"]}
    reached = {key: value for key, value in keys.items() if value}
    reached |= {key: value for key, value in name["OPTIONS"].items() if key in {"host", "port"}}
    with psycopg.connect(dbname=name["NAME"], **reached) as one, psycopg.connect(dbname=name["NAME"], **reached) as two:
        yield one, two
        for each in (one, two):
            each.rollback()
            each.execute("DELETE FROM catalogue_item WHERE uuid = ANY(%s)", [[UUID(int=1), UUID(int=2)]])
            each.commit()


def write(writer: Any, uuid: UUID) -> None:
    """A new entry, dated by the beginning of the transaction as every change is."""
    writer.execute(
        "INSERT INTO catalogue_item (uuid, kind, gone, changed_at) VALUES (%s, 'place', true, now())", [uuid]
    )


def settled() -> datetime:
    """Up to when everything is told; within a transaction the activity of others is otherwise looked up once only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
    return oai_items.settled_moment()


def test_who_comes_back_misses_nothing_that_was_begun_earlier_and_committed_later(
    client: Client, others: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = others
    monkeypatch.setitem(telling.PARTS, "ListIdentifiers", 300)
    monkeypatch.setattr(oai_items, "MARGIN", timedelta())
    begun = slow.execute("SELECT now()").fetchone()[0]
    write(quick, UUID(int=2))
    quick.commit()

    # A transaction that only read so far can still write.
    assert settled() <= begun
    parts = [ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")]
    write(slow, UUID(int=1))
    slow.commit()
    assert settled() > begun
    while token := parts[-1].findtext(f".//{OAI}resumptionToken"):
        parts.append(ask(client, verb="ListIdentifiers", resumptionToken=token))

    seen = [each.text.rpartition(":")[2] for part in parts for each in part.iter(f"{OAI}identifier")]
    assert str(UUID(int=2)) in seen
    assert str(UUID(int=1)) not in seen
    stamps = {each.text for part in parts for each in part.iter(f"{OAI}datestamp")}
    dates = {part.findtext(f"{OAI}responseDate") for part in parts}
    # Three ways to go on: from the first answer, from the last, from the latest datestamp.
    for since in (*dates, max(stamps)):
        again = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", from_=str(since))
        found = {each.text.rpartition(":")[2] for each in again.iter(f"{OAI}identifier")}
        assert {str(UUID(int=1)), str(UUID(int=2))} <= found
        assert all(each.text >= since for each in again.iter(f"{OAI}datestamp"))


def test_no_datestamp_is_later_than_its_answer_nor_earlier_than_was_asked_for(client: Client) -> None:
    item, ahead = Item.objects.order_by("uuid")[0], datetime.now(tz=UTC) + timedelta(hours=1)
    Item.objects.filter(pk=item.pk).update(changed_at=ahead)
    since = f"{ahead - timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}"

    whole = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    later = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **{"from": since})

    assert whole.findtext(f".//{OAI}datestamp") == whole.findtext(f"{OAI}responseDate")
    assert [each.text for each in later.iter(f"{OAI}datestamp")] == [since]
