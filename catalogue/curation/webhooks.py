"""Webhooks: what changes is put into a queue for each, signed, sent, and sent again until it is taken."""

from __future__ import annotations

import base64
import hmac
import json
import random
import secrets
from collections.abc import Collection, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.curation.feed import change_body, feed_is_ahead
from catalogue.curation.link_asking import Answer, Asker
from catalogue.models import Change, Kind, Webhook, WebhookDelivery

USER_AGENT = "Legajo webhooks"
PREFIX = "whsec_"
MOST_CHANGES = 500
"""Changes in one message; what is more goes into the next."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=12)
ATTEMPTS = 16
"""Given up after so many: with these pauses, after about three days."""
TIMEOUT = 10.0
LEASE = timedelta(minutes=5)
"""For so long a message belongs to the worker that sends it; should the worker die, another sends it then."""
LONGEST_PROBLEM = 300


class WebhookRefused(Exception):
    """A webhook cannot be made so; the sentence says why."""


def make_webhook(user: User, *, name: str, url: str, kinds: Collection[str] = ()) -> tuple[Webhook, str]:
    """A new webhook, told of what changes from now on, and its secret. Raises WebhookRefused."""
    refuse_address(url)
    secret = _new_secret()
    last = Change.objects.settled().order_by("-transaction", "-pk").values_list("pk", flat=True).first()
    chosen = [kind for kind in Kind.values if kind in kinds]
    made = Webhook.objects.create(name=name, url=url, kinds=chosen, secret=secret, position=last or 0, created_by=user)
    return made, secret


def change_webhook(webhook_id: int, *, name: str, url: str, kinds: Collection[str], active: bool) -> None:
    """Says anew where and of what a webhook is told; its place in the feed stays. Raises WebhookRefused."""
    refuse_address(url)
    chosen = [kind for kind in Kind.values if kind in kinds]
    Webhook.objects.filter(pk=webhook_id).update(name=name, url=url, kinds=chosen, active=active)


def delete_webhook(webhook_id: int) -> None:
    """Removes a webhook, its queue and its log."""
    Webhook.objects.filter(pk=webhook_id).delete()


def rotate_secret(webhook_id: int) -> str:
    """A new secret, with which everything is signed from now on; the old one is worth nothing any more."""
    secret = _new_secret()
    Webhook.objects.filter(pk=webhook_id).update(secret=secret)
    return secret


def refuse_address(url: str) -> None:
    """Raises WebhookRefused where nothing would ever be sent; the network is looked at when something is."""
    allowed = {"https", "http"} if settings.WEBHOOKS_PRIVATE_NETWORKS else {"https"}
    if urlsplit(url).scheme.lower() not in allowed:
        raise WebhookRefused(_("The address of a webhook begins with https://."))


def send_test(webhook_id: int) -> WebhookDelivery:
    """Puts a message without changes into the queue, to see whether somebody listens."""
    return _queue(Webhook.objects.get(pk=webhook_id), "test", [])


def resend(deliveries: QuerySet[WebhookDelivery]) -> int:
    """Has messages sent again as soon as may be, as if for the first time; how many.

    One that a worker may be sending at this moment is left alone: it was tried, and nothing went wrong as yet.
    """
    under_way = Q(state="waiting", attempts__gt=0, problem="")
    return deliveries.exclude(under_way).update(
        state="waiting", attempts=0, next_at=timezone.now(), status_code=None, problem="", delivered_at=None
    )


def forget_deliveries(*, older_than: timedelta) -> int:
    """Drops messages from the log that were taken, or given up, so long ago; how many."""
    done = WebhookDelivery.objects.exclude(state="waiting")
    return done.filter(created_at__lt=timezone.now() - older_than).delete()[0]


def deliver_due(*, timeout: float = TIMEOUT) -> Iterator[tuple[WebhookDelivery, Answer]]:
    """Queues what changed and sends whatever is due, one message after another, each with what was answered.

    No transaction is open while something is sent: the feed is told only as far as the oldest one that runs.
    """
    asker = Asker(timeout=timeout, anywhere=settings.WEBHOOKS_PRIVATE_NETWORKS)
    while True:
        queue_changes()
        delivery = claim_delivery()
        if delivery is None:
            return
        answer = asker.send(delivery.webhook.url, delivery.body.encode(), headers_of(delivery))
        keep_answer(delivery, answer)
        yield delivery, answer


def queue_changes() -> None:
    """For each webhook of which nothing waits, the next changes that it is told of."""
    # The numbers of a feed from another server have no order with those of this one.
    if feed_is_ahead():
        return
    for pk in _idle().values_list("pk", flat=True):
        while _queue_next(pk):
            pass


def claim_delivery() -> WebhookDelivery | None:
    """The message that is due first, now this worker's; of one webhook never a later one before an earlier."""
    now = timezone.now()
    earlier = WebhookDelivery.objects.waiting().filter(webhook=OuterRef("webhook"), pk__lt=OuterRef("pk"))
    due = WebhookDelivery.objects.waiting().filter(~Exists(earlier), next_at__lte=now, webhook__active=True)
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
        found = locked.order_by("next_at", "pk").first()
        if found:
            found.attempts, found.next_at, found.problem = found.attempts + 1, now + LEASE, ""
            found.save(update_fields=["attempts", "next_at", "problem"])
    return found


def keep_answer(delivery: WebhookDelivery, answer: Answer) -> None:
    """Notes what came back: taken, to be sent again after a pause, or given up."""
    now = timezone.now()
    values: dict[str, Any] = {"status_code": answer.status_code, "problem": answer.problem[:LONGEST_PROBLEM]}
    if not answer.problem:
        values |= {"state": "delivered", "next_at": None, "delivered_at": now}
    elif delivery.attempts >= ATTEMPTS:
        values |= {"state": "given-up", "next_at": None}
    else:
        values |= {"next_at": now + pause_after(delivery.attempts)}
    # A worker whose message went to another one in the meantime has nothing to say of it any more.
    mine = WebhookDelivery.objects.waiting().filter(pk=delivery.pk, attempts=delivery.attempts)
    mine.update(**values)


def pause_after(attempts: int) -> timedelta:
    """How long nothing is sent after so many failures: twice as long each time, never quite alike for two."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1)  # noqa: S311 - spreads work, guards nothing


def headers_of(delivery: WebhookDelivery) -> dict[str, str]:
    """The headers of Standard Webhooks, signed at the time of sending."""
    timestamp = str(int(timezone.now().timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Webhook-Id": str(delivery.uuid),
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": signature(delivery.webhook.secret, delivery.uuid, timestamp, delivery.body),
    }


def signature(secret: str, uuid: UUID, timestamp: str, body: str) -> str:
    """What only somebody who knows the secret can write under a message."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.digest(key, f"{uuid}.{timestamp}.{body}".encode(), sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def _new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _idle() -> QuerySet[Webhook]:
    waiting = WebhookDelivery.objects.waiting().filter(webhook=OuterRef("pk"))
    return Webhook.objects.filter(~Exists(waiting), active=True)


@transaction.atomic
def _queue_next(pk: int) -> bool:
    """Goes on in the feed by one message; whether changes were passed by of which this webhook is not told."""
    webhook = _idle().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    changes = list(_after(webhook.position)[:MOST_CHANGES]) if webhook else []
    if not webhook or not changes:
        return False
    told = [each for each in changes if not webhook.kinds or each.kind in webhook.kinds]
    if told:
        _queue(webhook, "changes", told)
    webhook.position = changes[-1].pk
    webhook.save(update_fields=["position"])
    return not told


def _after(position: int) -> QuerySet[Change]:
    """What comes after a change in the order of the feed."""
    changes = Change.objects.settled().order_by("transaction", "pk")
    last = Change.objects.filter(pk=position).values_list("transaction", flat=True).first()
    if last is None:
        return changes.filter(pk__gt=position)
    return changes.filter(Q(transaction__gt=last) | Q(transaction=last, pk__gt=position))


def _queue(webhook: Webhook, sort: str, changes: list[Change]) -> WebhookDelivery:
    uuid = uuid4()
    said = {
        "type": sort,
        "webhook": webhook.name,
        "delivery": str(uuid),
        "site": settings.SITE_URL,
        "changes": [change_body(each) for each in changes],
    }
    body = json.dumps(said, ensure_ascii=False)
    return WebhookDelivery.objects.create(webhook=webhook, uuid=uuid, body=body, next_at=timezone.now())
