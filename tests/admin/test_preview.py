from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalogue.citations.provisional import read_row, read_text
from catalogue.curation import Saved
from catalogue.models import Citation, Narrative
from tests.admin.pages import person_page, read_form
from tests.web.reading import Page

PREVIEW = "/admin/catalogue/term/preview-marks/"


def shown(client: Client, text: str, form: str = "text", **more: str) -> Page:
    response = client.post(PREVIEW, {"text": text, "form": form, "prefix": "n-", **more})
    assert response.status_code == 200
    return Page(response.content.decode())


def words_of(page: Page, css: str) -> list[str]:
    return [each.words for each in page.find(class_=css)]


def test_a_narrative_is_shown_with_its_notes_numbered(admin_client: Client, patrascanu: Saved) -> None:
    page = shown(admin_client, "Uno [@banu-2004, p. 28]. *Dos* [@decreto-221, art. 9; @banu-2004, p. 28].")
    assert [link.words for link in page.find("a") if "mark" in link.attributes.get("class", "")] == ["1", "2", "1"]
    assert page.find("em")[0].words == "Dos"
    assert {item.attributes["id"] for item in page.find("li")} == {"n-note-1", "n-note-2"}
    assert "new" in words_of(page, "new-citation")[0]


def test_nothing_is_written_by_a_preview(admin_client: Client, patrascanu: Saved) -> None:
    before = Citation.objects.count()
    shown(admin_client, "Uno [@banu-2004, p. 999].")
    assert Citation.objects.count() == before


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_keys(admin_client: Client, patrascanu: Saved) -> None:
    page = shown(admin_client, "Uno.\n\nDos [@banu-20004, p. 3].")
    (trouble,) = words_of(page, "refused")
    assert "Line 3" in trouble
    assert "@banu-2004" in trouble
    assert "[@banu-20004, p. 3]" in words_of(page, "preview-text")[0]


def test_each_mark_that_cannot_be_read_is_told_and_the_rest_is_shown(admin_client: Client, patrascanu: Saved) -> None:
    page = shown(admin_client, "Uno [@banu-2004 p. 3].\n\nDos [@banu-2004, p. 28] y [@decreto-221, art. 3.")
    troubles = words_of(page, "refused")
    assert ["Line 1" in troubles[0], "Line 3" in troubles[1]] == [True, True]
    assert "[@banu-2004 p. 3]" in words_of(page, "preview-text")[0]
    assert [link.words for link in page.find("a") if "mark" in link.attributes.get("class", "")] == ["1"]


def test_a_note_without_a_mark_in_the_text_is_told_before_saving_takes_it_away(
    admin_client: Client, patrascanu: Saved
) -> None:
    claim = str(Narrative.objects.get().uuid)
    assert words_of(shown(admin_client, "Uno [@banu-2004, p. 28].", claim=claim), "notice") == []
    (notice,) = words_of(shown(admin_client, "Uno.", claim=claim), "notice")
    assert "[@banu-2004, p. 28]" in notice


def test_a_mark_that_opens_a_paragraph_is_pointed_out(vocabulary: None, banu: Saved) -> None:
    found = read_text("Uno.\n\n[@banu-2004] Dos [@banu-2004].", "en")
    assert [(trouble.line, trouble.refused) for trouble in found.troubles] == [(3, False)]


def test_the_marks_of_a_row_are_shown_as_notes_with_their_stance(admin_client: Client, patrascanu: Saved) -> None:
    page = shown(admin_client, "[@banu-2004, p. 28; contra @decreto-221, art. 3]", form="row")
    first, second = page.find("li")
    assert "Amurgul democrației" in first.words
    assert "≠" in second.words
    assert page.find("a")[0].attributes["href"].startswith("/admin/catalogue/citation/")
    assert read_row("@banu", "en").troubles[0].line == 0


def test_what_is_typed_can_neither_script_nor_load_anything(admin_client: Client, vocabulary: None) -> None:
    page = shown(admin_client, "<script>alert(1)</script> ![x](http://a.example/i.png) [@<b>x</b>]")
    assert not page.find("script")
    assert not page.find("img")
    assert not page.find("b")


def test_the_questions_of_a_preview_do_not_grow_with_its_marks(
    admin_client: Client, patrascanu: Saved, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    text = " ".join(f"Frase {page} [@banu-2004, p. {page}; @decreto-221, art. {page}]." for page in range(1, 60))
    shown(admin_client, "")
    with django_assert_max_num_queries(2 + 9):
        shown(admin_client, text)


def test_a_preview_is_posted_by_those_who_may_see_drafts(client: Client, patrascanu: Saved) -> None:
    assert client.post(PREVIEW, {"text": "x"}).status_code == 302
    client.force_login(User.objects.create_user("radu", is_staff=True))
    assert client.post(PREVIEW, {"text": "x"}).status_code == 403
    assert client.get(PREVIEW).status_code == 405


def test_without_scripts_a_button_shows_the_text_and_saves_nothing(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    data = {name: value for name, value in form.values.items() if not name.startswith("_")}
    data["narratives-0-text"] = "Otro [@banu-2004, p. 28]."
    html = admin_client.post(page, {**data, "_preview": "narratives-0"}).content.decode()
    assert "preview-sent" in html
    assert "Otro [@banu-2004, p. 28]." in html
    assert Narrative.objects.get().text == "Fue ministro de Justicia [@banu-2004, p. 28]."
