"""Authority records out: valid EAC-CPF 2.0, each statement with its sources, and what comes back when one is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from catalogue.curation import save_record
from catalogue.documents import Document, build_documents, ready_documents
from catalogue.exports.eac import EAC, eac_cpf
from catalogue.exports.site import this_site
from catalogue.ingest.eac import import_eac
from catalogue.ingest.eac.reading import read_entities
from catalogue.models import Record
from tests.documents.contents import of_kind, person, public, relation, source, story

BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SCHEMA = Path(os.environ.get("LEGAJO_DATA") or BESIDE) / "schemas" / "eac-cpf-2.0" / "eac.xsd"
SITE = this_site("https://archive.example.org")
ACTORS = ("person", "unit", "organization")
NS = {"e": EAC}


def file_of(document: Document) -> Any:
    return etree.fromstring(eac_cpf(document, site=SITE))


def demo_documents() -> list[Document]:
    keys = Record.objects.published().filter(kind__in=ACTORS).values_list("pk", flat=True)
    return list(ready_documents(list(keys)).values())


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_every_actor_of_the_demo_is_as_the_standard_has_it() -> None:
    if not SCHEMA.is_file():
        pytest.skip("the schema of EAC-CPF is not on this machine")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    documents = demo_documents()
    assert len(documents) > 200
    for document in documents:
        assert schema.validate(file_of(document)), f"{document['slug']}: {schema.error_log}"


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_every_claim_that_stands_is_told_with_every_source_that_supports_it() -> None:
    for document in demo_documents():
        record = file_of(document)
        told = [claim for part in ("names", "datings", "attributes", "relations") for claim in standing(document, part)]
        expected = sorted(" ".join(ids(document, claim)) for claim in told if ids(document, claim))
        named = [each for each in record.xpath("//*/@sourceReference") if not within_text(each)]
        assert sorted(named) == expected, document["slug"]
        assert {word for each in record.xpath("//*/@sourceReference") for word in each.split()} <= set(
            record.xpath("//e:source/@id", namespaces=NS)
        )


def standing(document: Document, part: str) -> list[Document]:
    return [claim for claim in document[part] if not claim["negated"] and claim["standing"] != "rejected"]


def ids(document: Document, claim: Document) -> list[str]:
    numbers = {note["citation"]: f"n{note['number']}" for note in document["notes"]}
    cited = [each["citation"]["uuid"] for each in claim["footnotes"] if each["stance"] == "supports"]
    return list(dict.fromkeys(numbers[each] for each in cited if each in numbers))


def within_text(attribute: Any) -> bool:
    """Whether a source is named in a text or a remark, not by a statement."""
    above = [etree.QName(each).localname for each in (attribute.getparent(), *attribute.getparent().iterancestors())]
    return bool({"biogHist", "generalContext", "descriptiveNote"} & set(above))


@pytest.fixture
def general(vocabulary: None) -> Document:
    for citekey in ("banu-2004", "decreto-221", "actas"):
        save_record(source(citekey, url=f"https://books.example.org/{citekey}"))
    city = save_record(of_kind("place", "Pitești"))
    division = save_record(of_kind("unit", "División 11"))
    coup = save_record(of_kind("event", "Golpe de Estado"))
    saved = save_record(
        person(
            name={"family": "Antonescu", "given": "Ion", "marks": "[@banu-2004, p. 1]", "basis": "sourced"},
            identifiers=[{"scheme": "wikidata", "value": "Q152265"}],
            datings=[
                {"type": "birth", "date": "1882-06-02", "date_calendar": "julian", "marks": "[@banu-2004, p. 2]"},
                {"type": "death", "date": "1946-06", "date_wording": "junio de 1946", "marks": "[@actas]"},
                {"type": "birth", "date": "[1881,1882]", "standing": "alternative", "marks": "[contra @actas]",
                 "basis": "inferred", "basis_reason": "edad"},
            ],
            relations=[
                relation("born-at", city, marks="[@banu-2004, p. 2]"),
                relation("commanded", division, date="1941/1944-08", marks="[@actas, fol. 7]"),
                relation("participated-in", coup, marks="[@actas]", role_text="derrocado"),
            ],
            narratives=[story("# Vida\n\nNació en **Pitești** [@banu-2004, p. 2] y murió.\n\n- uno [@actas]\n- dos")],
        )
    )  # fmt: skip
    return public(saved)


def test_what_is_read_again_is_what_was_written(general: Document) -> None:
    data = eac_cpf(general, site=SITE)
    Record.objects.filter(uuid=general["uuid"]).delete()

    result = import_eac(data, "ion.xml")

    assert not result.refused
    key = Record.objects.get(uuid=general["uuid"]).pk
    back = build_documents([key], full=True)[key]
    own = f"@{Record.objects.get(title__startswith='EAC-CPF').source.citekey}"
    assert said(back, "names", "type", "text", "family", "given") == said(
        general, "names", "type", "text", "family", "given"
    )
    dates = ("type", "date", "date_wording", "date_calendar", "standing")
    assert sorted(said(back, "datings", *dates)) == sorted(said(general, "datings", *dates))
    assert said(back, "relations", "type", "date", "role_text") == said(
        general, "relations", "type", "date", "role_text"
    )
    assert [each["object"]["uuid"] for each in back["relations"]] == [
        each["object"]["uuid"] for each in general["relations"]
    ]
    assert back["identifiers"] == general["identifiers"]
    assert marks_of(back["relations"][1]) == [f"@actas, fol. 7 via {own}"]
    (text,) = back["narratives"]
    assert text["text"].startswith("**Vida**\n\nNació en Pitești [@banu-2004, p. 2 via ")
    assert "- uno [@actas via " in text["text"]
    # Who contradicts is no statement of the standard: it comes back in words.
    assert [line.rpartition("/")[2] for line in back["internal_note"].splitlines()[1:]] == ["@sourceReference: n3"]


def said(document: Document, part: str, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(claim[key] for key in keys) for claim in document[part]]


def marks_of(claim: Document) -> list[str]:
    return [each["citation"]["mark"] for each in claim["footnotes"]]


def test_doubts_and_contradictions_are_remarked_and_rejected_claims_are_left_out(general: Document) -> None:
    general["datings"][1] |= {"standing": "rejected"}
    record = file_of(general)
    rival = record.xpath("//e:existDates[@localType='alternative']", namespaces=NS)[0]
    assert not record.xpath("//e:toDate[@standardDate='1946-06']", namespaces=NS)
    assert rival.xpath(".//e:fromDate/@notBefore", namespaces=NS) == ["1881-01-01"]
    (contradicted,) = rival.xpath("e:descriptiveNote/e:p[@sourceReference]", namespaces=NS)
    (folio,) = [
        each
        for each in record.xpath("//e:source", namespaces=NS)
        if each.get("id") == contradicted.get("sourceReference")
    ]
    assert folio.findtext("e:reference", namespaces=NS) == "Actas"


def test_a_unit_says_that_it_is_one(vocabulary: None) -> None:
    saved = save_record(
        of_kind("unit", "División 11", datings=[{"type": "formed", "date": "1941", "basis": "editorial"}])
    )
    (entity,) = read_entities(eac_cpf(public(saved), site=SITE))
    assert (entity.kind, entity.existence[0].begin.edtf) == ("unit", "1941")


def test_it_is_served_beside_the_other_formats(general: Document, client: Client) -> None:
    answer = client.get(f"{general['api_url'].rstrip('/')}.eac.xml")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert etree.fromstring(answer.content).tag == f"{{{EAC}}}eac"
    assert client.get("/api/v1/places/pitesti.eac.xml").status_code == 404
    page = client.get(general["page_url"])
    assert f"{general['api_url'].rstrip('/')}.eac.xml" in page["Link"]
