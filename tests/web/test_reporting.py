"""Readers without an account say what is wrong in an entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.curation import Saved, save_record
from catalogue.models import ErrorReport
from tests.documents.contents import birth, now, person

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def reader() -> Client:
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


@pytest.fixture
def ion() -> Saved:
    return save_record(person(datings=[birth("1882-06-14")]))


def form_of(saved: Saved) -> str:
    return f"/report/{saved.uuid}/"


def send(client: Client, saved: Saved, **values: str) -> object:
    """Sends the form as a browser does: with the cookie and the word that its page gave."""
    page = client.get(form_of(saved))
    token = page.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    address = values.pop("address", "203.0.113.7")
    given = {"message": "He was born on the 2nd.", "csrfmiddlewaretoken": token, **values}
    return client.post(form_of(saved), given, REMOTE_ADDR=address)


def status(answer: object) -> int:
    return int(answer.status_code)  # type: ignore[attr-defined]


def words(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_every_entry_leads_to_its_form_and_sets_no_cookie_itself(reader: Client, ion: Saved) -> None:
    page = reader.get("/persons/ion-antonescu/")

    assert f'href="{form_of(ion)}"' in page.content.decode()
    assert not page.cookies


def test_a_report_is_kept_for_the_editors_with_the_claim_it_speaks_of(reader: Client, ion: Saved) -> None:
    claim = now(ion)["datings"][0]["uuid"]

    answer = send(reader, ion, claim=claim, email="r@example.org")

    assert status(answer) == 200
    assert "The editors will look into your report." in words(answer)
    report = ErrorReport.objects.get()
    assert (report.subject, str(report.claim), report.record_id) == (report.record.uuid, claim, ion.record_id)  # type: ignore[union-attr]
    assert (report.message, report.email, report.state) == ("He was born on the 2nd.", "r@example.org", "new")
    assert "203.0.113.7" not in report.sender
    assert len(report.sender) == 64


def test_the_form_offers_the_statements_of_the_entry(reader: Client, ion: Saved) -> None:
    claim = now(ion)["datings"][0]["uuid"]

    page = reader.get(f"{form_of(ion)}?claim={claim}").content.decode()

    assert f'<option value="{claim}" selected>birth: 1882-06-14</option>' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize(
    "values",
    [
        {"message": ""},
        {"message": "   "},
        {"message": "x" * 5001},
        {"email": "no address"},
        {"claim": str(uuid4())},
        {"claim": "x"},
        {"message": "a\x00b"},
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(
    reader: Client, ion: Saved, values: dict[str, str]
) -> None:
    answer = send(reader, ion, **{"email": "r@example.org"} | values)

    assert status(answer) == 422
    assert "The report was not sent" in words(answer)
    assert not ErrorReport.objects.exists()


def test_a_report_without_the_word_of_its_form_is_refused(reader: Client, ion: Saved) -> None:
    assert reader.post(form_of(ion), {"message": "x"}).status_code == 403


def test_a_machine_that_fills_every_box_is_thanked_and_not_heard(reader: Client, ion: Saved) -> None:
    assert status(send(reader, ion, website="https://spam.example")) == 200
    assert not ErrorReport.objects.exists()


def test_no_more_than_five_reports_an_hour_come_from_one_place(reader: Client, ion: Saved) -> None:
    answers = [status(send(reader, ion)) for _time in range(6)]

    assert answers == [200] * 5 + [429]
    assert status(send(reader, ion, address="203.0.113.8")) == 200
    ErrorReport.objects.update(at=timezone.now() - timedelta(hours=2))
    assert status(send(reader, ion)) == 200


def test_no_more_than_thirty_reports_a_day_come_from_one_place(reader: Client, ion: Saved) -> None:
    send(reader, ion)
    sender = ErrorReport.objects.get().sender
    many = [ErrorReport(subject=uuid4(), message="x", sender=sender) for _number in range(29)]
    ErrorReport.objects.bulk_create(many)
    ErrorReport.objects.update(at=timezone.now() - timedelta(hours=20))

    assert status(send(reader, ion)) == 429


def test_a_network_of_the_newer_addresses_is_one_place(reader: Client, ion: Saved) -> None:
    answers = [status(send(reader, ion, address=f"2001:db8:1:2::{number}")) for number in range(1, 7)]

    assert answers[-1] == 429


def test_behind_proxies_the_sender_cannot_choose_his_address(reader: Client, ion: Saved, settings: Any) -> None:
    settings.AXES_IPWARE_PROXY_COUNT = 1
    reader.defaults["HTTP_X_FORWARDED_FOR"] = "1.1.1.1, 198.51.100.9"
    send(reader, ion)
    reader.defaults["HTTP_X_FORWARDED_FOR"] = "2.2.2.2, 198.51.100.9"
    send(reader, ion)

    assert len(set(ErrorReport.objects.values_list("sender", flat=True))) == 1


def test_without_proxies_what_a_sender_says_of_his_address_is_not_heard(reader: Client, ion: Saved) -> None:
    for number in range(2):
        reader.defaults["HTTP_X_FORWARDED_FOR"] = f"1.1.1.{number}"
        send(reader, ion)

    assert len(set(ErrorReport.objects.values_list("sender", flat=True))) == 1


def test_a_draft_has_no_form(reader: Client) -> None:
    draft = save_record(person(status="draft"))

    assert reader.get(form_of(draft)).status_code == 404
    assert reader.get(f"/report/{uuid4()}/").status_code == 404
