"""A table comes in through the admin, step by step; an import can be taken back there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalogue.curation import save_record
from catalogue.documents import Document, build_documents
from catalogue.models import ImportProfile, ImportRun, ImportUpload, Record
from tests.documents.contents import of_kind, source

pytestmark = pytest.mark.usefixtures("vocabulary", "english")
TABLE = (
    "id;nombre;alias;nacimiento;muerte;lugar;página\n"
    "p1;Ana Pérez;Anita|La Roja;12/03/1901;1950;Iași;28\n"
    "p2;Luis Muñoz;;1899;nan;Iași;29\n"
)


@pytest.fixture
def desk(client: Client, curator: User) -> Client:
    """Ana at the English admin, with a source and a place to name."""
    client.force_login(curator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    save_record(source("censo-1930"))
    save_record(of_kind("place", "Iași"))
    return client


def sent(desk: Client, text: str | bytes = TABLE, name: str = "personas.csv", **fields: str) -> str:
    """Sends a file, and gives the address of the step that follows."""
    data = text.encode() if isinstance(text, str) else text
    answer = desk.post(reverse("admin:catalogue_table_send"), {"file": SimpleUploadedFile(name, data), **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.headers["Location"])


READING = {"encoding": "", "delimiter": "", "sheet": "", "header": "1", "skip": "0", "sentinels": "nan"}
RECORD = {
    "name": "personas", "kind": "person", "match": "key:id", "status": "draft", "language": "es",
    "citekey": "@censo-1930", "label": "page",
}  # fmt: skip
ROLES = {
    "1-role": "name:authorized", "2-role": "name:alias", "2-split": "|", "3-role": "dating:birth",
    "3-date": "%d/%m/%Y", "4-role": "dating:death", "5-role": "relation:born-at:place", "6-role": "locator",
}  # fmt: skip


def through(desk: Client, **roles: str) -> str:
    """Goes through the steps, to the address of the last."""
    step = sent(desk)
    for answers in (READING, RECORD, ROLES | roles):
        answer = desk.post(step, {**answers, "next": "1"})
        assert answer.status_code == 302, answer.content.decode()
        step = str(answer.headers["Location"])
    return step


def last(desk: Client, step: str, button: str, **fields: str) -> object:
    """Presses a button of the last step, the profile as the page has it."""
    form = desk.get(step).context["form"]
    return desk.post(step, {"text": form["text"].value(), "name": "personas", "keep": "on", button: "1", **fields})


def document(title: str) -> Document:
    key = Record.objects.get(title=title).pk
    return build_documents([key], full=True)[key]


def test_the_first_step_shows_how_the_file_reads(desk: Client) -> None:
    page = desk.get(sent(desk))

    assert "Luis Muñoz" in page.content.decode()
    assert page.context["table"].header[1] == "nombre"
    assert page.context["table"].delimiter == ";"


def test_a_file_whose_letters_are_not_sure_is_read_again_in_the_encoding_that_is_named(desk: Client) -> None:
    step = sent(desk, TABLE.encode("mac_roman", errors="replace"))

    page = desk.post(step, {**READING, "encoding": "mac_roman", "again": "1"})

    assert "Luis Muñoz" in page.content.decode()


def test_the_check_shows_what_would_be_and_writes_nothing(desk: Client) -> None:
    page = desk.get(through(desk))

    assert dict(page.context["counts"]) == {"created": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert not Record.objects.filter(kind="person").exists()


def test_the_steps_make_claims_that_cite_the_page(desk: Client) -> None:
    last(desk, through(desk), "import")
    found = document("Ana Pérez")

    assert [(name["type"], name["text"]) for name in found["names"]] == [
        ("authorized", "Ana Pérez"), ("alias", "Anita"), ("alias", "La Roja"),
    ]  # fmt: skip
    assert [(dating["type"], dating["date"]) for dating in found["datings"]] == [
        ("birth", "1901-03-12"),
        ("death", "1950"),
    ]
    assert found["relations"][0]["object"]["title"] == "Iași"
    marks = {
        note["citation"]["mark"]
        for part in ("names", "datings", "relations")
        for claim in found[part]
        for note in claim["footnotes"]
    }
    assert marks == {"@censo-1930, p. 28"}


def test_a_word_for_nothing_makes_no_claim(desk: Client) -> None:
    last(desk, through(desk), "import")

    assert [dating["type"] for dating in document("Luis Muñoz")["datings"]] == ["birth"]


def test_the_profile_is_kept_and_the_next_file_goes_straight_to_the_check(desk: Client) -> None:
    last(desk, through(desk), "import")
    profile = ImportProfile.objects.get()

    step = sent(desk, profile=str(profile.pk))
    page = desk.get(step)

    assert step.endswith("/check/")
    assert dict(page.context["counts"])["unchanged"] == 2
    assert profile.name == "personas"


def test_a_refused_row_is_named_with_its_column_and_value_and_nothing_is_written(desk: Client) -> None:
    step = through(desk)
    upload = ImportUpload.objects.get()
    upload.data = TABLE.replace("1899", "ayer").encode()
    upload.save()

    page = last(desk, step, "import")
    refusal = page.context["refusals"][0]  # type: ignore[attr-defined]

    assert (refusal.row, refusal.column, refusal.value) == (3, "nacimiento", "ayer")
    assert not Record.objects.filter(kind="person").exists()

    last(desk, step, "good")

    assert list(Record.objects.filter(kind="person").values_list("title", flat=True)) == ["Ana Pérez"]


def test_a_profile_with_a_mistake_is_refused_with_its_line(desk: Client) -> None:
    step = through(desk)

    page = desk.post(step, {"text": 'name = "x"\n[record]\nkind = "persona"\n', "name": "x", "import": "1"})

    assert "line 3, record.kind" in page.content.decode()


def test_a_column_of_terms_is_matched_by_their_labels(desk: Client) -> None:
    table = "id;nombre;rango\n1;Ion Pop;Romanian\n2;Radu Pop;cosmonauta\n"
    step = sent(desk, table)
    for answers in (READING, {**RECORD, "label": ""}, {"1-role": "name:authorized", "2-role": "attribute:nationality"}):
        step = str(desk.post(step, {**answers, "next": "1"}).headers["Location"])

    page = desk.get(step)

    assert [(each.row, each.column, each.value) for each in page.context["refusals"]] == [(3, "rango", "cosmonauta")]


def test_an_import_is_listed_and_can_be_taken_back(desk: Client) -> None:
    last(desk, through(desk), "import")
    run = ImportRun.objects.get()

    listed = desk.get(reverse("admin:catalogue_importrun_changelist")).content.decode()
    page = desk.get(reverse("admin:catalogue_importrun_change", args=[run.pk])).content.decode()
    desk.post(reverse("admin:catalogue_importrun_undo", args=[run.pk]), {"reason": "otra tabla"})

    assert "personas.csv" in listed
    assert "2 created" in page
    assert not Record.objects.filter(kind="person").exists()


def test_an_import_that_others_have_worked_on_is_not_taken_back(desk: Client) -> None:
    last(desk, through(desk), "import")
    run = ImportRun.objects.get()
    found = document("Ana Pérez")
    kept = {key: found[key] for key in ("kind", "uuid", "datings", "relations")}
    save_record({**kept, "names": found["names"][:1], "status": "draft"})

    page = desk.post(reverse("admin:catalogue_importrun_undo", args=[run.pk]), {"reason": "otra tabla"})

    assert "Ana Pérez" in page.content.decode()
    assert Record.objects.filter(kind="person").count() == 2


def test_a_file_that_was_given_up_is_dropped(desk: Client) -> None:
    desk.post(sent(desk), {"drop": "1"})

    assert not ImportUpload.objects.exists()


def test_nobody_sees_the_files_of_others(desk: Client) -> None:
    step = sent(desk)
    desk.force_login(User.objects.create_superuser("eva", "eva@example.org", "secret"))

    assert desk.get(step).status_code == 404


@pytest.mark.parametrize("name", ["catalogue_table_send", "catalogue_eac_send", "catalogue_importrun_changelist"])
def test_a_contributor_imports_nothing(client: Client, db: None, name: str) -> None:
    user = User.objects.create_user("luis", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="contributor"))
    client.force_login(user)

    assert client.get(reverse(f"admin:{name}")).status_code == 403


def test_the_text_of_a_kept_profile_can_be_corrected(desk: Client) -> None:
    last(desk, through(desk), "import")
    profile = ImportProfile.objects.get()
    page = reverse("admin:catalogue_importprofile_change", args=[profile.pk])

    refused = desk.post(page, {"text": "name ="})
    desk.post(page, {"text": profile.text.replace('language = "es"', 'language = "ro"')})
    profile.refresh_from_db()

    assert "line 1" in refused.content.decode()
    assert 'language = "ro"' in profile.text


def test_authority_records_come_in_by_the_admin_too(desk: Client) -> None:
    data = (Path(__file__).parents[1] / "ingest" / "eac" / "person-2010.xml").read_bytes()
    answer = desk.post(reverse("admin:catalogue_eac_send"), {"file": SimpleUploadedFile("ficha.xml", data, "text/xml")})
    step = answer.headers["Location"]

    page = desk.get(step).content.decode()
    desk.post(step, {"import": "1", "reason": "fichero"})

    assert "Otra ficha" in page
    assert Record.objects.filter(kind="person", title="Traian Văleanu").exists()
    assert ImportRun.objects.get().format == "eac"


def test_what_is_no_authority_record_is_refused_at_once(desk: Client) -> None:
    page = desk.post(reverse("admin:catalogue_eac_send"), {"file": SimpleUploadedFile("x.xml", b"<ead/>")})

    assert "holds no EAC-CPF record" in page.content.decode()
    assert not ImportUpload.objects.exists()


def test_the_steps_ask_the_same_of_the_database_whatever_the_rows(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    step = sent(desk, TABLE + "".join(f"x{n};Otro {n};;1900;;;\n" for n in range(50)))
    desk.get(step)

    with django_assert_num_queries(3):
        desk.get(step)
