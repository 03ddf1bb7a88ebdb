from __future__ import annotations

from django.test import Client

from catalogue.curation import Saved, save_disagreement, save_record
from catalogue.models import Citation, Dating, Disagreement, RelationType, Term
from tests.admin.conftest import named
from tests.admin.pages import read_form, send

ADMIN = "/admin/catalogue/"


def test_a_term_is_added_and_changed(admin_client: Client, vocabulary: None) -> None:
    page = f"{ADMIN}term/add/"
    send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{"scheme": "echelon", "slug": "corps", "label_en": "corps", "broader": "army"},
    )
    term = Term.objects.get(slug="corps")
    assert term.broader
    assert term.broader.slug == "army"

    page = f"{ADMIN}term/{term.pk}/change/"
    response = send(admin_client, page, read_form(admin_client, page).values, label_es="cuerpo de ejército")

    assert response.status_code == 302
    assert Term.objects.get(pk=term.pk).label_es == "cuerpo de ejército"


def test_a_second_term_of_the_same_slug_does_not_overwrite_the_first(admin_client: Client, vocabulary: None) -> None:
    page = f"{ADMIN}term/add/"

    response = send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{"scheme": "echelon", "slug": "army", "label_en": "other"},
    )

    assert "slug" in response.context["sheet"].form.errors
    assert Term.objects.get(scheme="echelon", slug="army").label_en == "army"


def test_a_term_in_use_is_not_deleted(admin_client: Client, patrascanu: Saved) -> None:
    term = Term.objects.get(slug="minister")

    response = admin_client.post(f"{ADMIN}term/{term.pk}/delete/", {"post": "yes"}, follow=True)

    assert "used by" in response.content.decode()
    assert Term.objects.filter(pk=term.pk).exists()


def test_a_relation_type_keeps_its_kinds(admin_client: Client, vocabulary: None) -> None:
    page = f"{ADMIN}relationtype/add/"

    response = send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{
            "slug": "commanded",
            "label_en": "commanded",
            "inverse_en": "commanded by",
            "subject_kinds": ["person"],
            "object_kinds": ["unit"],
        },
    )

    assert response.status_code == 302, response.context["errors"]
    found = RelationType.objects.get(slug="commanded")
    assert (found.subject_kinds, found.object_kinds) == (["person"], ["unit"])


def test_a_citation_gets_its_quotation_and_a_new_version(admin_client: Client, patrascanu: Saved) -> None:
    citation = Citation.objects.get(locator="28")
    page = f"{ADMIN}citation/{citation.pk}/change/"
    form = read_form(admin_client, page)
    assert form.values["source"] == "source/amurgul-democratiei"

    response = send(admin_client, page, form.values, quotation="a fost ministru", accessed="2026-11-22")

    assert response.status_code == 302, response.context["errors"]
    citation.refresh_from_db()
    assert (citation.quotation, citation.version) == ("a fost ministru", 2)

    response = send(admin_client, page, form.values, quotation="otra cosa")
    assert response.context["sheet"].conflict


def test_a_citation_of_a_source_is_made_with_its_place(admin_client: Client, banu: Saved) -> None:
    page = f"{ADMIN}citation/add/"

    response = send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{"source": "@banu-2004", "label": "page", "locator": "41"},
    )

    assert response.status_code == 302, response.context["errors"]
    assert Citation.objects.get().locator == "41"


def test_a_citation_that_is_there_already_is_not_made_twice(admin_client: Client, patrascanu: Saved) -> None:
    page = f"{ADMIN}citation/add/"

    response = send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{"source": "@banu-2004", "label": "page", "locator": "28"},
    )

    assert response.status_code == 200
    assert "already a citation" in response.content.decode()


def test_a_used_citation_is_not_deleted(admin_client: Client, patrascanu: Saved) -> None:
    citation = Citation.objects.get(locator="28")

    response = admin_client.post(f"{ADMIN}citation/{citation.pk}/delete/", {"post": "yes"}, follow=True)

    assert "rest on this citation" in response.content.decode()


def test_a_disagreement_says_what_is_disputed_and_why_one_is_preferred(admin_client: Client, vocabulary: None) -> None:
    page = f"{ADMIN}disagreement/add/"

    response = send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{"note": "Dos fechas.", "reason_preferred": "El acta es de la época."},
    )

    assert response.status_code == 302, response.context["errors"]
    found = Disagreement.objects.get()
    assert (found.note, found.reason) == ("Dos fechas.", "El acta es de la época.")


def test_the_pages_of_a_citation_and_a_disagreement_lead_to_their_claims(
    admin_client: Client, patrascanu: Saved
) -> None:
    disagreement = save_disagreement({"note": "¿Cuándo nació?"})
    side = {"type": "birth", "date": "1893", "marks": "[@banu-2004, p. 28]", "disagreement": disagreement.uuid}
    save_record(named("person", "Ana Pauker", datings=[side]))
    dating = f"/admin/catalogue/dating/{Dating.objects.get(date='1893').uuid}/change/"

    for address in (f"disagreement/{disagreement.record_id}", f"citation/{Citation.objects.get(locator='28').pk}"):
        assert dating in admin_client.get(f"{ADMIN}{address}/change/").content.decode()


def test_the_history_can_be_read_and_not_changed(admin_client: Client, patrascanu: Saved) -> None:
    listed = admin_client.get(f"{ADMIN}revision/")
    assert "Lucrețiu Pătrășcanu" in listed.content.decode()

    revision = listed.context["cl"].result_list[0]
    page = f"{ADMIN}revision/{revision.pk}/change/"
    assert admin_client.get(page).status_code == 200
    assert admin_client.post(page, {}).status_code == 403
