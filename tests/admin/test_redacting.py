"""Redaction in the admin and by command, and what is left at the addresses."""

from __future__ import annotations

from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from catalogue.curation import Saved, save_record
from catalogue.models import Name, Record, Redaction
from tests.admin.conftest import named

pytestmark = pytest.mark.usefixtures("english")
REASON = "At the wish of the family."


@pytest.fixture
def zamfira(vocabulary: None) -> Saved:
    name = {"type": "authorized", "text": "Zamfira Quintus", "basis": "editorial"}
    alias = {"type": "alias", "text": "Zamfi", "basis": "editorial"}
    return save_record(named("person", "Zamfira Quintus", names=[name, alias]))


def test_the_page_shows_what_would_go_and_then_redacts(admin_client: Client, zamfira: Saved, client: Client) -> None:
    other = named("person", "Ana", narratives=[{"type": "biography", "text": "Hermana de Zamfira Quintus."}])
    save_record(other)

    page = admin_client.get(f"/admin/redact/{zamfira.uuid}/").content.decode()
    assert "the record “Zamfira Quintus”" in page
    assert "versions and proposals of its own: 1" in page
    assert ">Ana</a>" in page
    assert Record.objects.filter(uuid=zamfira.uuid).exists()

    sent = {"uuid": zamfira.uuid, "reason": REASON, "sure": "on"}
    assert admin_client.post("/admin/redact/", sent).status_code == 302
    assert not Record.objects.filter(uuid=zamfira.uuid).exists()
    assert REASON in admin_client.get("/admin/redact/").content.decode()


@pytest.mark.parametrize("change", [{"reason": ""}, {"sure": ""}, {"uuid": "x"}, {"uuid": str(uuid4())}])
def test_nothing_is_redacted_without_reason_and_certainty(
    admin_client: Client, zamfira: Saved, change: dict[str, str]
) -> None:
    answer = admin_client.post("/admin/redact/", {"uuid": zamfira.uuid, "reason": REASON, "sure": "on"} | change)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not Redaction.objects.exists()


def test_a_uuid_of_nothing_is_told(admin_client: Client, db: None) -> None:
    page = admin_client.get("/admin/redact/", {"uuid": str(uuid4())}).content.decode()

    assert "There is no record and no claim with this UUID" in page


@pytest.mark.parametrize("role", ["contributor", "editor", "vocabulary-keeper"])
def test_only_those_with_the_right_redact(zamfira: Saved, role: str, django_user_model: Any) -> None:
    client = Client()
    user = django_user_model.objects.create_user("bob", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    sent = {"uuid": zamfira.uuid, "reason": REASON, "sure": "on"}
    assert client.get(f"/admin/redact/{zamfira.uuid}/").status_code == 403
    assert client.post("/admin/redact/", sent).status_code == 403
    assert Record.objects.filter(uuid=zamfira.uuid).exists()


def test_the_addresses_of_a_redacted_record_say_that_it_is_gone_and_why(zamfira: Saved, client: Client) -> None:
    call_command("redact", zamfira.uuid, reason=REASON, stdout=StringIO())

    for address in ("/persons/zamfira-quintus/", f"/id/{zamfira.uuid}", "/persons/zamfira-quintus/?version=1"):
        page = client.get(address)
        assert page.status_code == 410, address
        assert REASON in page.content.decode()
        assert "Zamfira" not in page.content.decode().replace("zamfira-quintus", "")
    for name in ("persons/zamfira-quintus", f"persons/{zamfira.uuid}", f"records/{zamfira.uuid}"):
        answer = client.get(f"/api/v1/{name}/")
        assert answer.status_code == 410
        assert answer.json()["tombstone"]["reason"] == REASON
    assert client.get(f"/report/{zamfira.uuid}/").status_code == 404


def test_the_address_of_a_redacted_claim_says_why_and_its_record_stays(zamfira: Saved, client: Client) -> None:
    alias = Name.objects.get(text="Zamfi")
    told = StringIO()

    call_command("redact", str(alias.uuid), reason=REASON, stdout=told)

    assert f"Redacted: claim {alias.uuid}." in told.getvalue()
    page = client.get(f"/id/{alias.uuid}")
    assert page.status_code == 410
    assert REASON in page.content.decode()
    assert "Zamfi<" not in client.get("/persons/zamfira-quintus/").content.decode()


def test_a_draft_that_was_redacted_is_not_told_to_the_public(client: Client, vocabulary: None) -> None:
    draft = save_record(named("person", "Zamfira Quintus", status="draft"))
    call_command("redact", draft.uuid, reason=REASON, stdout=StringIO())

    for address in ("/persons/zamfira-quintus/", f"/id/{draft.uuid}", f"/api/v1/records/{draft.uuid}/"):
        assert client.get(address).status_code == 404


def test_the_command_says_what_would_go_without_doing_it(zamfira: Saved) -> None:
    told = StringIO()

    call_command("redact", zamfira.uuid, reason=REASON, dry_run=True, stdout=told)

    assert "versions of its own: 1" in told.getvalue()
    assert "Nothing was changed." in told.getvalue()
    assert not Redaction.objects.exists()


def test_the_command_names_what_stands_in_the_way(zamfira: Saved) -> None:
    with pytest.raises(CommandError, match="no record and no claim"):
        call_command("redact", str(uuid4()), reason=REASON)


def test_the_page_of_a_record_leads_there_for_those_who_may(admin_client: Client, zamfira: Saved) -> None:
    page = admin_client.get(f"/admin/catalogue/person/{zamfira.record_id}/change/").content.decode()

    assert f'href="/admin/redact/{zamfira.uuid}/"' in page


def test_saving_a_published_person_who_may_be_living_warns(admin_client: Client, vocabulary: None) -> None:
    from tests.admin.pages import person_page, read_form, send

    born = {"type": "birth", "date": "1990", "basis": "editorial"}
    saved = save_record(
        named(
            "person",
            "Ana",
            names=[{"type": "authorized", "text": "Ana", "basis": "editorial"}],
            datings=[born],
            status="draft",
        )
    )
    address = person_page(saved.record_id)
    form = read_form(admin_client, address)

    answer = send(admin_client, address, form.values, status="published", reason="ready")

    assert answer.status_code == 302
    page = admin_client.get("/admin/catalogue/person/").content.decode()
    assert "“Ana” is published and may be living" in page


def test_publishing_several_names_those_who_may_be_living(admin_client: Client, vocabulary: None) -> None:
    born = {"type": "birth", "date": "1990", "basis": "editorial"}
    name = {"type": "authorized", "text": "Ana", "basis": "editorial"}
    saved = save_record(named("person", "Ana", names=[name], datings=[born], status="draft"))
    chosen = {"action": "publish", "_selected_action": [saved.record_id]}

    page = admin_client.post("/admin/catalogue/person/", chosen).content.decode()

    assert "These persons may be living" in page
