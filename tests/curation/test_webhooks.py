"""Webhooks are told every change once, in order and signed, and again until they take it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from catalogue.curation.link_asking import Answer
from catalogue.curation.webhooks import (
    ATTEMPTS,
    LEASE,
    WebhookRefused,
    claim_delivery,
    deliver_due,
    keep_answer,
    make_webhook,
    pause_after,
    queue_changes,
    resend,
    rotate_secret,
    send_test,
)
from catalogue.models import Change, Webhook, WebhookDelivery
from tests.roles import client_of, member
from tests.workers import Worker

pytestmark = pytest.mark.usefixtures("english")


class Listener(BaseHTTPRequestHandler):
    """Somebody who listens, and answers as the test wishes."""

    status = 204
    heard: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(({key.lower(): value for key, value in self.headers.items()}, body))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture
def url(settings: Any) -> Iterator[str]:
    settings.WEBHOOKS_PRIVATE_NETWORKS = True
    Listener.heard.clear()
    Listener.status = 204
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def hook(db: None, url: str) -> Webhook:
    return make_webhook(member("administrator"), name="Mirror", url=url)[0]


def happens(kind: str = "person", at: int = 1) -> Change:
    """A change whose transaction ended long ago."""
    return Change.objects.create(transaction=at, subject=uuid4(), kind=kind, act="updated", version=2)


def told() -> list[list[int]]:
    """The changes of each message that was heard."""
    return [[each["id"] for each in json.loads(body)["changes"]] for _headers, body in Listener.heard]


def in_time(delivery: WebhookDelivery) -> WebhookDelivery:
    """As if its pause were over."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now())
    return WebhookDelivery.objects.get(pk=delivery.pk)


def test_what_changes_is_sent_once_in_the_order_of_the_feed(hook: Webhook) -> None:
    second, first = happens(at=2), happens(at=1)
    call_command("deliver_webhooks", verbosity=0)
    third = happens(at=3)
    call_command("deliver_webhooks", verbosity=0)
    call_command("deliver_webhooks", verbosity=0)
    assert told() == [[first.pk, second.pk], [third.pk]]


def test_what_happened_before_it_was_made_is_not_sent(db: None, url: str) -> None:
    happens()
    make_webhook(member("administrator"), name="Late", url=url)
    assert list(deliver_due()) == []


def test_the_signature_is_that_of_standard_webhooks(db: None, url: str) -> None:
    hook, secret = make_webhook(member("administrator"), name="Mirror", url=url)
    happens()
    list(deliver_due())
    newer = rotate_secret(hook.pk)
    send_test(hook.pk)
    list(deliver_due())
    for key, (headers, body) in zip((secret, newer), Listener.heard, strict=True):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = hmac.new(base64.b64decode(key.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
        assert json.loads(body)["delivery"] == headers["webhook-id"]


def test_a_webhook_is_told_of_its_kinds_alone(db: None, url: str) -> None:
    make_webhook(member("administrator"), name="Places", url=url, kinds=["place"])
    happens("person"), (place := happens("place", at=2)), happens("person", at=3)
    list(deliver_due())
    assert told() == [[place.pk]]
    assert list(deliver_due()) == []


@pytest.mark.parametrize("status", [302, 400, 500])
def test_what_is_not_taken_is_sent_again_and_the_later_wait_behind_it(hook: Webhook, status: int) -> None:
    Listener.status = status
    first = happens()
    ((delivery, answer),) = deliver_due()
    assert (answer.status_code, bool(answer.problem)) == (status, True)
    second = happens(at=2)
    assert list(deliver_due()) == []
    Listener.status = 204
    in_time(delivery)
    list(deliver_due())
    assert told() == [[first.pk], [first.pk], [second.pk]]
    assert Listener.heard[0][0]["webhook-id"] == Listener.heard[1][0]["webhook-id"]


def test_it_is_given_up_after_about_three_days_and_the_next_goes_out(hook: Webhook) -> None:
    happens()
    queue_changes()
    for _attempt in range(ATTEMPTS):
        in_time(WebhookDelivery.objects.get())
        claimed = claim_delivery()
        assert claimed
        keep_answer(claimed, Answer(None, "nothing listens there"))
    assert WebhookDelivery.objects.get().state == "given-up"
    pauses = [pause_after(attempt) for attempt in range(1, ATTEMPTS)]
    assert timedelta(days=2.5) < sum(pauses, timedelta()) < timedelta(days=3.5)
    assert max(pauses) <= timedelta(hours=12)
    assert pauses[0] <= timedelta(minutes=1)
    later = happens(at=2)
    list(deliver_due())
    assert told() == [[later.pk]]


def test_a_message_that_is_under_way_belongs_to_one_worker_until_its_lease_ends(hook: Webhook) -> None:
    happens()
    queue_changes()
    claimed = claim_delivery()
    assert claimed
    assert claim_delivery() is None
    assert resend(WebhookDelivery.objects.all()) == 0
    WebhookDelivery.objects.update(next_at=timezone.now())
    again = claim_delivery()
    assert again
    assert again.attempts == 2
    assert again.next_at
    assert again.next_at > timezone.now() + LEASE / 2
    keep_answer(claimed, Answer(200, ""))
    assert WebhookDelivery.objects.get().state == "waiting"


def test_a_message_that_was_given_up_can_be_sent_again(hook: Webhook) -> None:
    happens()
    queue_changes()
    WebhookDelivery.objects.update(state="given-up", next_at=None, attempts=ATTEMPTS, problem="refused (400)")
    assert resend(WebhookDelivery.objects.all()) == 1
    ((_delivery, answer),) = deliver_due()
    assert answer.status_code == 204
    assert WebhookDelivery.objects.get().state == "delivered"


def test_nothing_is_sent_to_a_private_network_nor_without_https(hook: Webhook, settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE_NETWORKS = False
    send_test(hook.pk)
    ((_delivery, answer),) = deliver_due()
    assert answer.problem == "not sent: the address is not HTTPS"
    Webhook.objects.update(url=hook.url.replace("http:", "https:"))
    in_time(WebhookDelivery.objects.get())
    ((_delivery, answer),) = deliver_due()
    assert answer.problem == "not asked: the address is not on the public network"
    assert Listener.heard == []
    with pytest.raises(WebhookRefused):
        make_webhook(User.objects.get(), name="Plain", url="http://example.org/")


def test_a_webhook_that_is_off_is_told_nothing_and_goes_on_where_it_was(hook: Webhook) -> None:
    Webhook.objects.update(active=False)
    change = happens()
    assert list(deliver_due()) == []
    Webhook.objects.update(active=True)
    list(deliver_due())
    assert told() == [[change.pk]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_message(url: str) -> None:
    hook, _secret = make_webhook(User.objects.create_user("ada"), name="Mirror", url=url)
    send_test(hook.pk)
    send_test(hook.pk)
    with transaction.atomic():
        assert claim_delivery()
        other = Worker(claim_delivery)
        assert other.answer() is None
    assert claim_delivery() is None


def test_an_administrator_sees_the_secret_once_and_the_log(db: None, settings: Any) -> None:
    client = client_of(member("administrator"))
    said = {"name": "Mirror", "url": "https://example.org/hook", "kinds": ["person"]}
    plain = client.post(reverse("admin:catalogue_webhook_add"), said | {"url": "http://example.org/"})
    assert "https://" in plain.content.decode()
    page = client.post(reverse("admin:catalogue_webhook_add"), said, follow=True).content.decode()
    hook = Webhook.objects.get()
    address = reverse("admin:catalogue_webhook_change", args=[hook.pk])
    assert hook.secret.rstrip("=") in page
    assert hook.secret.rstrip("=") not in client.get(address).content.decode()
    client.post(address, said | {"name": "Copy", "active": "on"})
    for action in ("try_out", "rotate"):
        client.post(reverse("admin:catalogue_webhook_changelist"), {"action": action, "_selected_action": hook.pk})
    changed = Webhook.objects.get()
    assert (changed.name, changed.active, changed.secret != hook.secret) == ("Copy", True, True)
    log = reverse("admin:catalogue_webhookdelivery_changelist")
    delivery = WebhookDelivery.objects.get()
    WebhookDelivery.objects.update(state="given-up", next_at=None, problem="refused (400)")
    assert "refused (400)" in client.get(f"{log}?state__exact=given-up").content.decode()
    client.post(log, {"action": "send_again", "_selected_action": delivery.pk})
    assert WebhookDelivery.objects.get().state == "waiting"
    assert client.get(reverse("admin:catalogue_webhookdelivery_change", args=[delivery.pk])).status_code == 200
    client.post(reverse("admin:catalogue_webhook_delete", args=[hook.pk]), {"post": "yes"})
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_others_see_no_webhooks(db: None, role: str) -> None:
    client = client_of(member(role))
    for name in ("webhook", "webhookdelivery"):
        assert client.get(reverse(f"admin:catalogue_{name}_changelist")).status_code == 403
