"""Keys of the API: what they open, and that nothing opens more than its account."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.curation import count_request, make_key, revoke_key, save_record
from catalogue.curation.throttling import Tally
from catalogue.documents import build_contents
from catalogue.models import ApiToken, Record, RequestCount
from tests.roles import member

pytestmark = pytest.mark.usefixtures("demo", "english")
DRAFTS = "/api/v1/persons/?status=draft&fields=title"


@pytest.fixture
def editor() -> User:
    return member("editor", "elena")


@pytest.fixture
def draft() -> Record:
    record = Record.objects.get(slug="ion-antonescu")
    save_record(build_contents([record.pk], full=True)[record.pk] | {"status": "draft"})
    return record


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands, so that no span ends while it is counted."""
    monkeypatch.setattr("catalogue.curation.throttling.time.time", lambda: 1_000_020.0)


def key_of(user: User, *scopes: str, **more: Any) -> str:
    return make_key(user, name="a program", scopes=scopes, **more)[1]


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_only_the_digest_of_a_key_is_kept(editor: User) -> None:
    key = key_of(editor, "read")

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(kept)::text FROM catalogue_apitoken kept")
        rows = [row[0] for row in cursor.fetchall()]
    assert len(key) > 45
    assert not [row for row in rows if key in row]
    assert json.loads(rows[0])["hint"] == key[:12]


def test_a_key_that_reads_sees_what_its_account_sees(client: Client, editor: User, draft: Record) -> None:
    assert client.get(DRAFTS).status_code == 400
    seen = client.get(DRAFTS, headers=bearer(key_of(editor, "read"))).json()

    assert "Ion Antonescu" in {each["title"] for each in seen["results"]}


def test_a_key_that_only_writes_sees_what_the_public_sees(client: Client, editor: User, draft: Record) -> None:
    answer = client.get(f"/api/v1/records/{draft.uuid}/", headers=bearer(key_of(editor, "write")))

    assert answer.status_code == 404


def test_a_key_of_an_account_without_rights_opens_nothing_more(client: Client, draft: Record) -> None:
    reader = User.objects.create_user("rita")

    answer = client.get(f"/api/v1/records/{draft.uuid}/", headers=bearer(key_of(reader, "read", "write", "publish")))

    assert answer.status_code == 404


def test_no_key_does_more_than_it_is_good_for_even_of_a_superuser(curator: User) -> None:
    from catalogue.api.authentication import holder_of

    for scopes, may in (({"read"}, "view"), ({"write"}, "change"), ({"publish"}, "publish")):
        holder = holder_of(make_key(curator, name="x", scopes=scopes)[0])
        allowed = {act for act in ("view", "add", "change", "delete") if holder.has_perm(f"catalogue.{act}_record")}
        allowed |= {act for act in ("publish", "merge", "redact") if holder.has_perm(f"catalogue.{act}_record")}
        assert may in allowed
        assert allowed <= {"view": {"view"}, "change": {"add", "change", "delete"}}.get(
            may, {"publish", "merge", "redact"}
        )


@pytest.mark.parametrize("spoil", ["revoked", "expired", "closed", "mistyped", "basic", "empty"])
def test_what_opens_nothing_is_refused_with_a_way_to_sign_in(client: Client, editor: User, spoil: str) -> None:
    token, key = make_key(editor, name="x", scopes=["read"], expires_at=timezone.now() + timedelta(days=1))
    sent = f"Bearer {key}"
    if spoil == "revoked":
        assert revoke_key(token.pk)
    elif spoil == "expired":
        past = timezone.now() - timedelta(days=2)
        ApiToken.objects.filter(pk=token.pk).update(created_at=past, expires_at=past + timedelta(days=1))
    elif spoil == "closed":
        User.objects.filter(pk=editor.pk).update(is_active=False)
    else:
        sent = {"mistyped": f"Bearer {key[:-1]}", "basic": "Basic YTpi", "empty": "Bearer "}[spoil]

    answer = client.get("/api/v1/persons/?page_size=1", headers={"Authorization": sent})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Legajo", error="invalid_token"'
    assert answer["Content-Type"] == "application/problem+json"


def test_a_key_in_the_address_is_not_read(client: Client, editor: User) -> None:
    key = key_of(editor, "read")

    for name in ("key", "token", "access_token", "api_key"):
        assert client.get("/api/v1/persons/", {name: key}).status_code == 400
    refused = client.get("/api/v1/persons/", {"q": key})
    assert refused.status_code == 400
    assert "Authorization: Bearer" in refused.json()["detail"]
    assert key not in refused.content.decode()
    assert client.get("/api/v1/persons/", {"q": "legajo_1"}).status_code == 200


def test_the_last_use_is_noted_once_a_minute(client: Client, editor: User) -> None:
    headers = bearer(key_of(editor, "read"))
    address = "/api/v1/relation-types/?page_size=1"
    client.get(address, headers=headers)
    assert ApiToken.objects.get().last_used_at

    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=headers)
    assert not [each["sql"] for each in queries if each["sql"].startswith("UPDATE")]


def test_an_answer_to_a_key_is_kept_by_no_cache_and_not_compressed(client: Client, editor: User) -> None:
    sent = {**bearer(key_of(editor, "read")), "Accept-Encoding": "gzip"}

    answer = client.get("/api/v1/persons/", headers=sent)

    assert "private" in answer["Cache-Control"]
    assert not answer.has_header("Content-Encoding")


def test_public_answers_are_compressed_and_still_compared(client: Client) -> None:
    answer = client.get("/api/v1/persons/ion-antonescu/", headers={"Accept-Encoding": "gzip"})
    again = client.get("/api/v1/persons/ion-antonescu/", headers={"If-None-Match": answer["ETag"]})

    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert again.status_code == 304


def test_pages_of_other_sites_may_read_and_see_the_useful_headers(client: Client) -> None:
    answer = client.get("/api/v1/persons/", headers={"Origin": "https://elsewhere.example"})
    preflight = client.options(
        "/api/v1/persons/",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "DELETE"},
    )

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    assert "DELETE" not in preflight["Access-Control-Allow-Methods"]
    assert "Authorization" in preflight["Access-Control-Allow-Headers"]
    assert not client.get("/persons/").has_header("Access-Control-Allow-Origin")


@pytest.mark.usefixtures("one_minute")
def test_who_asks_too_often_is_told_to_wait(client: Client, editor: User, settings: Any) -> None:
    settings.API_LIMIT_ADDRESS, settings.API_LIMIT_KEY = 2, 3
    address = "/api/v1/relation-types/?page_size=1"

    answers = [client.get(address) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert answers[0]["RateLimit"].startswith('"minute";r=1;t=')
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Content-Type"] == "application/problem+json"
    # Another address, and a key, have limits of their own.
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200
    headers = bearer(key_of(editor, "read"))
    assert [client.get(address, headers=headers).status_code for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.usefixtures("one_minute")
def test_guessing_keys_is_counted_as_asking_without_one(client: Client, settings: Any) -> None:
    settings.API_LIMIT_ADDRESS, settings.API_LIMIT_KEY = 2, 1000
    address = "/api/v1/relation-types/?page_size=1"

    answers = [client.get(address, headers=bearer(f"legajo_{guess:043}")) for guess in range(3)]

    assert [each.status_code for each in answers] == [401, 401, 429]
    assert answers[0]["RateLimit"].startswith('"minute";r=1;t=')
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert client.get(address).status_code == 429


@pytest.mark.usefixtures("one_minute")
def test_addresses_of_ipv4_are_told_apart_however_they_are_written(client: Client, settings: Any) -> None:
    settings.API_LIMIT_ADDRESS = 1
    address = "/api/v1/relation-types/?page_size=1"
    senders = ("192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")

    answers = [client.get(address, REMOTE_ADDR=sender).status_code for sender in senders]

    assert answers == [200, 429, 200, 200, 429, 200]


def test_counts_of_past_spans_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_020.0
    monkeypatch.setattr("catalogue.curation.throttling.time.time", lambda: now)
    for _each in range(4):
        count_request("address:somebody", 10)
        now += 60

    assert RequestCount.objects.count() == 2


@pytest.mark.usefixtures("one_minute")
def test_a_forged_header_does_not_dodge_the_limit(client: Client, settings: Any) -> None:
    settings.API_LIMIT_ADDRESS, settings.AXES_IPWARE_PROXY_COUNT = 1, 1
    address = "/api/v1/relation-types/?page_size=1"

    first = client.get(address, headers={"X-Forwarded-For": "203.0.113.9"})
    second = client.get(address, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})

    assert [first.status_code, second.status_code] == [200, 429]


@pytest.mark.usefixtures("one_minute")
def test_most_requests_are_counted_without_a_statement(client: Client, settings: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/relation-types/?page_size=1")
        return len(queries)

    plain = cost()
    settings.API_LIMIT_ADDRESS = 1000

    assert sum(cost() - plain for _each in range(100)) <= 2 + 1  # what is added twice, and old rows dropped once


@pytest.mark.usefixtures("one_minute")
def test_what_processes_count_by_themselves_comes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def other_process() -> None:
        monkeypatch.setattr("catalogue.curation.throttling._tally", Tally())

    left = []
    for _process in range(2):
        other_process()
        left += [count_request("address:somebody", 40).left for _each in range(20)]

    assert left[:3] == [39, 38, 37]
    assert (left[19], left[-1]) == (20, 0)


def test_keys_are_made_listed_and_taken_back_by_command(editor: User) -> None:
    made, listed = StringIO(), StringIO()
    call_command("api_key", "make", "elena", "--name", "nightly", "--scope", "read", stdout=made, stderr=StringIO())
    token = ApiToken.objects.get()
    call_command("api_key", "list", stdout=listed)
    call_command("api_key", "revoke", str(token.pk), stdout=StringIO())

    assert made.getvalue().startswith("legajo_")
    assert f"nightly ({token.hint}…)" in listed.getvalue()
    assert not ApiToken.objects.usable().exists()
    for wrong in (["revoke", str(token.pk)], ["make", "nobody", "--name", "x", "--scope", "read"],
                  ["make", "elena", "--name", "x", "--scope", "read", "--days", "99999999"],
                  ["make", "elena", "--name", "x", "--scope", "everything"]):  # fmt: skip
        with pytest.raises(CommandError):
            call_command("api_key", *wrong, stdout=StringIO(), stderr=StringIO())


def test_a_curator_makes_a_key_in_the_admin_and_sees_it_once(client: Client, editor: User, curator: User) -> None:
    key_of(curator, "read")
    client.force_login(editor)
    page = client.get("/admin/catalogue/apitoken/add/")
    assert page.status_code == 200

    sent = {"name": "my notebook", "scopes": ["read", "write"], "expires_at_0": "", "expires_at_1": ""}
    shown = client.post("/admin/catalogue/apitoken/add/", sent, follow=True).content.decode()
    token = ApiToken.objects.get(name="my notebook")
    assert f"{token.hint}" in shown
    listed = client.get("/admin/catalogue/apitoken/").content.decode()
    assert "my notebook" in listed
    assert "a program" not in listed

    client.post("/admin/catalogue/apitoken/", {"action": "revoke", "_selected_action": [token.pk]})
    token.refresh_from_db()
    assert token.revoked_at
