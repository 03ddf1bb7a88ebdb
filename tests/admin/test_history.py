"""The history of an entry at the curators' desk: read, compared, gone back to; deleted entries restored."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.curation import Saved, delete_record, save_citation, save_record
from catalogue.documents import Document, build_contents, content_of
from catalogue.models import Action, Citation, Record, Revision
from tests.admin.pages import read_form


def now(saved: Saved) -> Document:
    return content_of(build_contents([saved.record_id], full=True)[saved.record_id])


def page_of(saved: Saved, *rest: object) -> str:
    return f"/admin/catalogue/person/{saved.record_id}/history/{''.join(f'{step}/' for step in rest)}"


@pytest.fixture
def changed(patrascanu: Saved, curator: User) -> Saved:
    """A second version without the births, and with a reason."""
    return save_record({**now(patrascanu), "datings": []}, user=curator, reason="The register was lost.")


def test_the_history_says_who_saved_what_when_and_why(admin_client: Client, changed: Saved) -> None:
    html = admin_client.get(page_of(changed)).content.decode()
    assert "Version 2" in html
    assert "ana" in html
    assert "The register was lost." in html
    assert "birth: 4 November 1900 removed, with its notes (@banu-2004, p. 30; @decreto-221, art. 3)" in html
    assert "The first version." in html


def test_two_versions_are_compared(admin_client: Client, changed: Saved) -> None:
    save_record({**now(changed), "gender": ""})
    html = admin_client.get(f"{page_of(changed)}?from=3&to=1").content.decode()
    assert "From version 1 to version 3" in html
    assert "gender removed (was male)" in html
    assert "birth: 4 November 1900 removed" in html
    assert admin_client.get(f"{page_of(changed)}?from=3&to=9").status_code == 404
    assert admin_client.get(f"{page_of(changed)}?from=x&to=1").status_code == 404


def test_going_back_shows_first_what_will_change(admin_client: Client, changed: Saved) -> None:
    page = page_of(changed, 1)
    assert page in admin_client.get(page_of(changed)).content.decode()
    html = admin_client.get(page).content.decode()
    assert "birth: 4 November 1900 added, note 2 added (@banu-2004, p. 30)" in html
    assert now(changed)["datings"] == []

    form = read_form(admin_client, page)
    response = admin_client.post(page, form.values | {"reason": "It was found."}, follow=True)

    assert "this is version 3" in response.content.decode()
    assert len(now(changed)["datings"]) == 2
    last = Revision.objects.get(subject=changed.uuid, version=3)
    assert (last.action, last.reason, str(last.user)) == (Action.REVERTED, "It was found.", "ana")


def test_going_back_over_a_newer_version_is_refused(admin_client: Client, changed: Saved) -> None:
    page = page_of(changed, 1)
    form = read_form(admin_client, page)
    save_record({**now(changed), "internal_note": "meanwhile"})

    response = admin_client.post(page, form.values)

    assert response.status_code == 200
    assert "version 3 has been saved meanwhile" in response.content.decode()
    assert now(changed)["datings"] == []
    assert read_form(admin_client, page).values["version"] == "3"


def test_what_cannot_come_back_is_listed_and_left_out_only_when_asked(
    admin_client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    save_record({**now(patrascanu), "relations": [], "datings": []})
    delete_record(ministry.record_id)
    page = page_of(patrascanu, 1)

    first = admin_client.get(page).content.decode()
    assert "What cannot come back" in first
    assert "Ministerul Justiției" in first
    refused = admin_client.post(page, {"version": "2"})
    assert "names no record" in refused.content.decode()
    assert now(patrascanu)["datings"] == []

    assert admin_client.post(page, {"version": "2", "leave_out": "on"}).status_code == 302
    assert (len(now(patrascanu)["datings"]), now(patrascanu)["relations"]) == (2, [])


def test_versions_that_are_not_there_are_not_gone_back_to(admin_client: Client, changed: Saved) -> None:
    assert admin_client.get(page_of(changed, 9)).status_code == 404
    assert admin_client.get("/admin/catalogue/person/0/history/").status_code == 404


def test_who_may_only_look_sees_the_history_and_goes_nowhere(changed: Saved) -> None:
    from django.contrib.auth.models import Permission

    charlie = User.objects.create_user("charlie", is_staff=True)
    client = Client(headers={"accept-language": "en"})
    client.force_login(charlie)
    assert client.get(page_of(changed)).status_code == 403
    charlie.user_permissions.add(Permission.objects.get(codename="view_person"))
    assert "Revert" not in client.get(page_of(changed)).content.decode()
    assert client.get(page_of(changed, 1)).status_code == 403
    assert client.post(page_of(changed, 1), {"version": "2"}).status_code == 403
    assert now(changed)["datings"] == []


def test_a_citation_has_its_own_history(admin_client: Client, patrascanu: Saved) -> None:
    cited = Citation.objects.get(locator="30")
    content = {"uuid": str(cited.uuid), "source": {"uuid": str(cited.source.uuid)}} if cited.source else {}
    save_citation({**content, "label": "page", "locator": "30", "quotation": "Nació."})
    save_citation({**content, "label": "page", "locator": "31", "quotation": "Nació."}, reason="Wrong page.")
    html = admin_client.get(f"/admin/catalogue/citation/{cited.pk}/history/").content.decode()
    assert "locator changed from “30” to “31”" in html
    assert "Wrong page." in html


def test_a_deleted_entry_is_listed_and_comes_back(admin_client: Client, patrascanu: Saved, curator: User) -> None:
    before = now(patrascanu)
    delete_record(patrascanu.record_id, user=curator, reason="By mistake.")
    listed = admin_client.get("/admin/catalogue/revision/deleted/?q=patrascanu&kind=person").content.decode()
    page = f"/admin/catalogue/revision/deleted/{patrascanu.uuid}/"
    assert page in listed
    assert "By mistake." in listed
    assert "datings: 2" in admin_client.get(page).content.decode()
    assert not Record.objects.filter(uuid=patrascanu.uuid).exists()

    response = admin_client.post(page, {"reason": "It was one."})

    back = Record.objects.get(uuid=patrascanu.uuid)
    assert response["Location"] == f"/admin/catalogue/person/{back.pk}/change/"
    assert content_of(build_contents([back.pk], full=True)[back.pk]) == before
    assert (back.version, back.slug) == (3, "lucretiu-patrascanu")
    assert page not in admin_client.get("/admin/catalogue/revision/deleted/").content.decode()
    assert admin_client.get(page).status_code == 404


def test_a_deleted_entry_is_restored_by_those_only_who_may_enter_its_kind(patrascanu: Saved) -> None:
    from django.contrib.auth.models import Permission

    delete_record(patrascanu.record_id)
    page = f"/admin/catalogue/revision/deleted/{patrascanu.uuid}/"
    charlie = User.objects.create_user("charlie", is_staff=True)
    client = Client(headers={"accept-language": "en"})
    client.force_login(charlie)
    assert client.get("/admin/catalogue/revision/deleted/").status_code == 403
    charlie.user_permissions.add(Permission.objects.get(codename="view_revision"))
    assert page not in client.get("/admin/catalogue/revision/deleted/").content.decode()
    assert client.post(page).status_code == 403


def test_the_page_of_a_revision_says_in_words_what_it_changed(admin_client: Client, changed: Saved) -> None:
    revision = Revision.objects.get(subject=changed.uuid, version=2)
    html = admin_client.get(f"/admin/catalogue/revision/{revision.pk}/change/").content.decode()
    assert "birth: 4 November 1900 removed" in html


def test_the_history_costs_the_same_for_many_versions(admin_client: Client, changed: Saved) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        return len(captured)

    few = cost(page_of(changed))
    last = Revision.objects.get(subject=changed.uuid, version=2)
    Revision.objects.bulk_create(
        Revision(
            subject=last.subject, kind="person", record_id=last.record_id, version=number, action="updated",
            slug=last.slug, title=last.title, content=last.content,
        )
        for number in range(3, 63)
    )  # fmt: skip
    Record.objects.filter(uuid=changed.uuid).update(version=62)
    assert [few, cost(page_of(changed)), cost(f"{page_of(changed)}?p=3")] == [HISTORY] * 3


HISTORY = 7
