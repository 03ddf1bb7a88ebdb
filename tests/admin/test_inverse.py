from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from catalogue.curation import Saved, save_record
from catalogue.models import Organization, Record, Relation, Revision
from tests.admin.conftest import named
from tests.admin.pages import read_form, send


def organization_page(saved: Saved) -> str:
    return f"/admin/catalogue/organization/{saved.record_id}/change/"


def said(index: int, subject: str, **boxes: str) -> dict[str, str]:
    judged = {"certainty": "probable", "standing": "preferred"}
    row = {"type": "held-office-in", "subject": subject, **judged, **boxes}
    return {f"inverse-{index}-{name}": value for name, value in row.items()}


def test_a_relation_is_entered_from_its_objects_page_and_saved_in_the_subjects_entry(
    admin_client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    page = organization_page(ministry)
    form = read_form(admin_client, page)

    row = said(0, "person/lucretiu-patrascanu", role="minister", date="1946", citations="[@banu-2004, p. 40]")
    response = send(admin_client, page, form.values, **row)

    assert response.status_code == 302, response.context["errors"]
    relation = Relation.objects.get(date="1946")
    assert (relation.record_id, relation.object_id, relation.citation_count) == (
        patrascanu.record_id,
        ministry.record_id,
        1,
    )
    assert [each.position for each in Relation.objects.order_by("position")] == [0, 1]
    assert Record.objects.get(pk=patrascanu.record_id).version == 2
    assert Record.objects.get(pk=ministry.record_id).version == 1
    html = admin_client.get(page).content.decode()
    assert "The relation was saved in “Lucrețiu Pătrășcanu”." in html
    assert f"/admin/catalogue/relation/{relation.uuid}/change/" in html


def test_the_types_are_offered_in_the_words_of_the_objects_end(admin_client: Client, ministry: Saved) -> None:
    html = admin_client.get(organization_page(ministry)).content.decode()

    assert "had as officer" in html
    assert "Relations said by other records" in html


def test_a_new_entry_and_what_others_say_of_it_are_saved_together(admin_client: Client, patrascanu: Saved) -> None:
    page = "/admin/catalogue/organization/add/"
    form = read_form(admin_client, page)

    rows = {
        **said(0, "person/lucretiu-patrascanu", date="1945", citations="@banu-2004"),
        "inverse-TOTAL_FORMS": "2",
        **said(1, f"{patrascanu.uuid}", date="1946", citations="@banu-2004"),
    }
    response = send(admin_client, page, form.values, **{"names-0-text": "Consejo"}, **rows)

    assert response.status_code == 302, response.context["errors"]
    council = Organization.objects.get(slug="consejo")
    assert list(council.inverse_relations.order_by("position").values_list("date", flat=True)) == ["1945", "1946"]
    assert Revision.objects.filter(record=patrascanu.record_id).count() == 2


def test_what_is_wrong_is_told_at_its_row_and_neither_entry_is_saved(
    admin_client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    page = organization_page(ministry)
    form = read_form(admin_client, page)

    for boxes, column in (
        (said(0, "person/nadie"), "subject"),
        (said(0, "organization/ministerul-justitiei"), "subject"),
        (said(0, "person/lucretiu-patrascanu", citations="[@banu-2005]"), "citations"),
        (said(0, "person/lucretiu-patrascanu", date="anteayer"), "date"),
        (said(0, "person/lucretiu-patrascanu", role="no-hay"), "role"),
    ):
        response = send(admin_client, page, form.values, **{"names-0-text": "Otro nombre"}, **boxes)

        assert response.status_code == 200
        assert column in response.context["sheet"].inverse.forms[0].errors, boxes
    assert Record.objects.get(pk=ministry.record_id).title == "Ministerul Justiției"
    assert Relation.objects.count() == 1


def test_a_relation_that_the_subjects_kind_may_not_have_is_told_at_its_row(
    admin_client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    place = save_record(named("place", "Cluj"))
    page = f"/admin/catalogue/place/{place.record_id}/change/"
    form = read_form(admin_client, page)

    row = said(0, "organization/ministerul-justitiei", type="born-at")
    response = send(admin_client, page, form.values, **row)

    assert response.status_code == 200
    assert response.context["sheet"].inverse.forms[0].errors


def staff(*permissions: str) -> User:
    user = User.objects.create_user("radu", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return user


def send_as(client: Client, user: User, page: str) -> Any:
    client.force_login(user)
    form = read_form(client, page)
    row = said(0, "person/lucretiu-patrascanu", date="1946", citations="@banu-2004, p. 40")
    return send(client, page, form.values, **row)


def test_who_may_not_change_the_subject_is_told_at_the_row(client: Client, patrascanu: Saved, ministry: Saved) -> None:
    user = staff("change_organization", "view_organization", "publish_record")

    response = send_as(client, user, organization_page(ministry))

    assert response.status_code == 200
    assert "subject" in response.context["sheet"].inverse.forms[0].errors
    assert Relation.objects.count() == 1


def test_a_contributors_relation_becomes_a_proposal_for_the_published_subject(
    client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    user = staff("change_organization", "view_organization", "change_person")

    response = send_as(client, user, organization_page(ministry))

    assert response.status_code == 302, response.context["errors"]
    assert Relation.objects.count() == 1
    proposal = Revision.objects.get(state=Revision.State.PROPOSED)
    assert str(proposal.subject) == patrascanu.uuid


def test_the_page_has_an_empty_row_and_saving_it_untouched_changes_nothing(
    admin_client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    page = organization_page(ministry)

    assert send(admin_client, page, read_form(admin_client, page).values).status_code == 302
    assert set(Record.objects.values_list("version", flat=True)) == {1}
