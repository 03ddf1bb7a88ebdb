"""Authority records in EAC-CPF: what they say becomes claims, and nothing of a file is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from catalogue.curation import save_record, undo_run
from catalogue.documents import Document, build_documents
from catalogue.ingest.eac import Result, Unreadable, import_eac
from catalogue.models import Citation, ImportRun, Record, RelationType, Term
from tests.documents.contents import of_kind, person, source

FILES = Path(__file__).parent / "eac"
BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SCHEMAS = Path(os.environ.get("LEGAJO_DATA") or BESIDE) / "schemas"
pytestmark = pytest.mark.usefixtures("vocabulary")


def read(name: str) -> bytes:
    return (FILES / name).read_bytes()


def imported(name: str, **options: Any) -> Result:
    return import_eac(read(name), name, **options)


def document(result: Result) -> Document:
    key = Record.objects.get(uuid=result.outcomes[0].uuid).pk
    return build_documents([key], full=True)[key]


def said(claims: list[Document], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(claim[key] for key in keys) for claim in claims]


def marks(claim: Document) -> list[str]:
    return [f"{note['stance']} {note['citation']['mark']}" for note in claim["footnotes"]]


@pytest.mark.parametrize(
    ("name", "schema"),
    [("person-2010.xml", "eac-cpf-2010/cpf.xsd"), ("organization-2.0.xml", "eac-cpf-2.0/eac.xsd")],
)
def test_the_samples_are_as_the_standard_has_them(name: str, schema: str) -> None:
    if not (SCHEMAS / schema).is_file():
        pytest.skip("the schemas of EAC-CPF are not on this machine")
    root = etree.parse(FILES / name)
    known = etree.parse(SCHEMAS / schema)

    declared = {element.get("name") for element in known.iter("{http://www.w3.org/2001/XMLSchema}element")}
    used = {etree.QName(element).localname for element in root.iter() if isinstance(element.tag, str)}

    assert used <= declared


def test_names_come_with_their_parts_language_and_time_of_use() -> None:
    names = document(imported("person-2010.xml"))["names"]

    assert said(names, "type", "text", "family", "given", "language", "date") == [
        ("authorized", "Traian Văleanu", "Văleanu", "Traian", "ro", ""),
        ("variant", "Traian Valeanu-Popa", "", "", "", "1930/1938"),
    ]


def test_existence_becomes_birth_and_death_with_their_wording() -> None:
    datings = document(imported("person-2010.xml"))["datings"]

    assert said(datings, "type", "date", "date_wording") == [
        ("birth", "1899-03-02", "2 de marzo de 1899"),
        ("death", "[1951..1953]", "hacia 1952"),
    ]


def test_places_are_records_where_the_catalogue_has_exactly_one_of_that_name() -> None:
    place = save_record(of_kind("place", "Focșani"))
    relations = document(imported("person-2010.xml"))["relations"]

    born, lived = relations[:2]

    assert (born["type"], born["object"]["uuid"]) == ("born-at", place.uuid)
    assert (lived["type"], lived["object_text"], lived["role_text"], lived["date"]) == (
        "associated-place", "Bucarest", "residencia", "1938/1944",
    )  # fmt: skip


def test_a_name_that_two_records_share_is_kept_in_words() -> None:
    for _twice in range(2):
        save_record(of_kind("place", "Focșani"))

    born = document(imported("person-2010.xml"))["relations"][0]

    assert (born["object"], born["object_text"]) == (None, "Focșani")


def test_occupations_functions_and_statuses_are_attributes() -> None:
    attributes = document(imported("person-2010.xml"))["attributes"]

    assert said(attributes, "property", "text", "date", "note") == [
        ("occupation", "ingeniero de minas", "1925", ""),
        ("function", "inspección de minas", "", "en el valle del Jiu"),
        ("legal-status", "funcionario", "", ""),
        ("function", "Arbitraje laboral", "", ""),
    ]


def test_a_biography_cites_its_sources_as_read_in_the_authority_record() -> None:
    (story,) = document(imported("person-2010.xml"))["narratives"]

    assert story["text"].startswith("Ingeniero.\n\nNació en Focșani \\[según @nadie].\n\n- 1944 Detenido")
    assert marks(story) == [
        "supports @anuario-militar-de-1938 via @eac-ro-anic-ro-anic-0042",
        "supports @?, Memorias inéditas, cuaderno 3 via @eac-ro-anic-ro-anic-0042",
        "mentions @guia-de-fondos-tomo-ii via @eac-ro-anic-ro-anic-0042",
    ]
    assert Citation.objects.unresolved().count() == 1


def test_every_claim_rests_on_something() -> None:
    found = document(imported("person-2010.xml"))

    lacking = [
        claim["uuid"]
        for key in ("names", "datings", "attributes", "relations", "narratives")
        for claim in found[key]
        if not claim["footnotes"]
    ]

    assert lacking == []


def test_a_source_that_the_catalogue_has_is_used_and_not_doubled() -> None:
    save_record(source("anuario", bibliographic_title="Anuario militar de 1938"))

    (story,) = document(imported("person-2010.xml"))["narratives"]

    assert marks(story)[0] == "supports @anuario via @eac-ro-anic-ro-anic-0042"


def test_what_has_no_place_is_listed_with_its_line_and_kept_in_the_internal_note() -> None:
    result = imported("person-2010.xml")

    kept = {path: value for path, _line, value in result.outcomes[0].kept}

    assert kept["cpfDescription/alternativeSet/setComponent/componentEntry"] == "Otra ficha"
    assert kept["cpfDescription/description/places/place[1]/placeEntry/@countryCode"] == "RO"
    assert kept["identifier"] == "local legajo viejo 17"
    assert all(value in document(result)["internal_note"] for value in kept.values())


def test_every_word_of_a_file_is_somewhere_in_the_record() -> None:
    result = imported("person-2010.xml")
    whole = str(document(result)) + str(list(Record.objects.values_list("title", "internal_note", "source__url")))
    whole = " ".join(whole.replace("\\\\", "").replace("\\n", " ").split())
    description = etree.parse(FILES / "person-2010.xml").getroot()[1]

    lost = [
        word
        for element in description.iter()
        if isinstance(element.tag, str) and etree.QName(element).localname not in {"entityType", "toDate", "fromDate"}
        for word in (element.text or "").split()
        if word not in whole
    ]

    assert lost == []


def test_version_two_is_read_too() -> None:
    found = document(imported("organization-2.0.xml"))

    assert said(found["names"], "type", "text", "language", "date") == [
        ("authorized", "Compañía Minera del Valle", "", ""),
        ("variant", "Societatea Minieră a Văii", "ro", "1920/1948"),
        ("variant", "Bergwerksgesellschaft des Tales", "de", "1920/1948"),
    ]
    assert said(found["datings"], "type", "date", "date_wording") == [("founded", "1920-05", "mayo de 1920")]
    assert found["identifiers"] == [{"scheme": "wikidata", "value": "Q99999999"}]
    assert said(found["relations"], "type", "object_text", "date") == [
        ("seated-at", "Petroșani", ""),
        ("part-of", "Banco de la Cuenca", "1931"),
        ("creator-of", "Planos de galerías", ""),
    ]
    assert said(found["narratives"], "type") == [("history",), ("note",)]


def test_a_statement_that_names_its_source_cites_it_with_its_place() -> None:
    found = document(imported("organization-2.0.xml"))

    assert marks(found["names"][0]) == ["supports @boletin-de-la-compania, p. 12 via @eac-archivo-de-prueba-es-ah-77"]
    assert marks(found["datings"][0]) == ["supports @actas-del-consejo via @eac-archivo-de-prueba-es-ah-77"]


def test_a_second_import_changes_nothing() -> None:
    imported("person-2010.xml")

    again = imported("person-2010.xml")

    assert again.counts() == {"unchanged": 1}
    assert again.run is None


def test_a_record_with_one_of_the_identifiers_gets_the_claims_and_keeps_its_own() -> None:
    own = person("Traian Valeanu", identifiers=[{"scheme": "viaf", "value": "12345678"}])
    there = save_record({**own, "datings": [{"type": "birth", "date": "1898", "basis": "editorial"}]})

    result = imported("person-2010.xml")
    found = document(result)

    assert result.outcomes[0].problems == []
    assert (result.outcomes[0].uuid, result.outcomes[0].outcome) == (there.uuid, "updated")
    assert found["title"] == "Traian Valeanu"
    assert said(found["datings"], "date", "standing")[:2] == [("1898", "preferred"), ("1899-03-02", "alternative")]


def test_a_dry_run_writes_nothing() -> None:
    before = (Record.objects.count(), Term.objects.count(), RelationType.objects.count())

    result = imported("person-2010.xml", dry_run=True)

    assert result.counts() == {"created": 1}
    assert (Record.objects.count(), Term.objects.count(), RelationType.objects.count()) == before
    assert not ImportRun.objects.exists()


def test_an_import_can_be_taken_back() -> None:
    before = set(Record.objects.values_list("uuid", flat=True))
    result = imported("person-2010.xml")
    assert result.run is not None

    undo_run(result.run, user=None, reason="otra ficha")

    assert set(Record.objects.values_list("uuid", flat=True)) == before


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not well-formed"),
        (b"<eac-cpf", "not well-formed"),
        (b"<ead/>", "holds no EAC-CPF record"),
        (b'<eac xmlns="https://archivists.org/ns/eac/v2"><control/></eac>', "no control or no cpfDescription"),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_file_that_is_no_authority_record_is_refused_with_its_reason(data: bytes, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        import_eac(data, "x.xml")


def test_entities_of_a_file_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("palabra secreta")
    bomb = read("person-2010.xml").replace(
        b"<eac-cpf ", f'<!DOCTYPE eac-cpf [<!ENTITY x SYSTEM "file://{secret}">]><eac-cpf '.encode(), 1
    )

    result = import_eac(bomb.replace(b"Otra ficha", b"Otra &x; ficha"), "x.xml")

    assert "palabra secreta" not in str(document(result))


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_eac", str(FILES / "person-2010.xml"), "--dry-run")

    told = capsys.readouterr().out

    assert "Traian Văleanu: created" in told
    assert "line 39, cpfDescription/alternativeSet" in told
    assert "nothing written" in told


def test_the_command_names_a_file_that_is_not_there() -> None:
    with pytest.raises(CommandError, match=r"no hay\.xml"):
        call_command("import_eac", "no hay.xml")
