from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalogue.curation import Saved
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Citation, ImportRun, ImportUpload, Revision, Source
from tests.admin.pages import Form

pytestmark = pytest.mark.django_db

TEXT = "[11] Perdida. Fue ministro[1], y cayó [2]. [3] Volvió."
NOTES = "1. Amurgul democrației, p. 28\n2. Ibid., p. 30\n3. Nadie, Libro raro, 1950, p. 3\n8. Sin marca."


@pytest.fixture
def first_page(patrascanu: Saved) -> str:
    return reverse("admin:catalogue_person_article", args=[patrascanu.record_id])


def sent(client: Client, address: str, **more: Any) -> str:
    """The address of the preview."""
    values = {
        "text": TEXT,
        "notes": NOTES,
        "encoding": "utf-8",
        "article": "articulo",
        "article_title": "El artículo",
        "type": "biography",
        "language": "es",
    }
    response = client.post(address, values | more)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def narratives(patrascanu: Saved) -> list[Document]:
    document = build_documents([patrascanu.record_id], full=True)[patrascanu.record_id]
    found: list[Document] = content_of(document)["narratives"]
    return found


def test_the_preview_shows_the_text_with_its_marks_and_each_match(admin_client: Client, first_page: str) -> None:
    shown = admin_client.get(sent(admin_client, first_page)).content.decode()

    assert "<mark>[@banu-2004, p. 28]</mark>" in shown
    assert "cayó <mark>[@banu-2004, p. 30]</mark>.<mark>[@?, n. 3 via @articulo]</mark> Volvió." in shown
    assert "3 marks placed, 1 notes of unknown source." in shown
    assert "the mark opens line 1" in shown
    assert "no mark in the text names this note: Sin marca." in shown


def test_looking_writes_nothing(admin_client: Client, first_page: str, patrascanu: Saved) -> None:
    before = Revision.objects.count()
    preview = sent(admin_client, first_page)
    admin_client.get(preview)
    admin_client.post(preview, {"check": "1"})

    assert Revision.objects.count() == before
    assert not ImportRun.objects.exists()


def test_importing_makes_a_narrative_beside_the_one_that_is_there(
    admin_client: Client, first_page: str, patrascanu: Saved
) -> None:
    form = Form(admin_client.get(preview := sent(admin_client, first_page)).content.decode())
    done = admin_client.post(preview, {**form.values, "import": "1"}, follow=True)
    made = narratives(patrascanu)[1]

    assert "The article is a narrative of this entry." in done.content.decode()
    assert made["text"].startswith("Perdida. Fue ministro[@banu-2004, p. 28], y cayó [@banu-2004, p. 30].[@?, n. 3")
    assert [each["original_label"] for each in made["footnotes"]] == ["1", "2", "3"]
    assert (made["type"], made["standing"]) == ("biography", "alternative")
    assert Source.objects.get(citekey="articulo").bibliographic_title == "El artículo"
    assert Citation.objects.unresolved().get().note == "Nadie, Libro raro, 1950, p. 3"
    assert not ImportUpload.objects.exists()


def test_a_match_is_corrected_before_importing_and_ibid_follows(
    admin_client: Client, first_page: str, patrascanu: Saved, decree: Saved
) -> None:
    preview = sent(admin_client, first_page)
    changed = {
        "part": ["1.0", "2.0", "3.0"],
        "key-1.0": "decreto-221",
        "was-key-1.0": "banu-2004",
        "place-1.0": "art. 3",
        "was-place-1.0": "p. 28",
        "key-2.0": "banu-2004",
        "was-key-2.0": "banu-2004",
        "place-2.0": "p. 30",
        "was-place-2.0": "p. 30",
        "key-3.0": "@banu-2004",
        "was-key-3.0": "",
        "place-3.0": "",
        "was-place-3.0": "",
    }
    admin_client.post(preview, {**changed, "import": "1"})

    marks = [each["citation"]["mark"] for each in narratives(patrascanu)[1]["footnotes"]]
    assert marks == ["@decreto-221, art. 3", "@decreto-221, p. 30", "@banu-2004, p. 3"]


def test_a_key_that_no_source_has_is_refused_with_the_nearest(
    admin_client: Client, first_page: str, patrascanu: Saved
) -> None:
    preview = sent(admin_client, first_page)
    values = {"part": "3.0", "key-3.0": "banu-2005", "was-key-3.0": "", "import": "1"}
    shown = admin_client.post(preview, values).content.decode()

    assert "no source has the citekey “banu-2005”. The nearest: @banu-2004." in shown
    assert len(narratives(patrascanu)) == 1


def test_an_emptied_box_leaves_the_note_unresolved(admin_client: Client, first_page: str, patrascanu: Saved) -> None:
    preview = sent(admin_client, first_page)
    values = {"part": "1.0", "key-1.0": "", "was-key-1.0": "banu-2004", "check": "1"}
    shown = admin_client.post(preview, values).content.decode()

    assert "Fue ministro<mark>[@?, n. 1 via @articulo]</mark>" in shown


def test_an_article_that_is_no_source_yet_needs_its_title(admin_client: Client, first_page: str) -> None:
    values = {"text": TEXT, "encoding": "utf-8", "article": "articulo", "type": "biography", "language": "es"}
    shown = admin_client.post(first_page, values).content.decode()

    assert "give the article&#x27;s title" in shown
    assert "Perdida. Fue ministro[1]" in shown


def test_a_refusal_of_the_catalogue_is_shown_and_nothing_is_written(
    admin_client: Client, first_page: str, patrascanu: Saved, banu: Saved
) -> None:
    preview = sent(
        admin_client,
        first_page,
        text="Fue[1].\n\nOtra[2].",
        notes=f"1. {'x' * 10}, 1950\n2. @banu-2004, p. {'9' * 400}",
    )
    shown = admin_client.post(preview, {"import": "1"}).content.decode()

    assert "The article cannot be imported yet:" in shown
    assert len(narratives(patrascanu)) == 1


def test_those_who_may_not_import_are_refused(first_page: str) -> None:
    client = Client()
    client.force_login(User.objects.create_user("eva", password="a-long-password", is_staff=True))

    assert client.get(first_page).status_code == 403


def test_the_page_of_a_record_leads_to_the_import(admin_client: Client, first_page: str, patrascanu: Saved) -> None:
    page = admin_client.get(reverse("admin:catalogue_person_change", args=[patrascanu.record_id]))

    assert first_page in page.content.decode()
