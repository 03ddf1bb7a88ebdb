"""What readers report as wrong: taken down without an account, held back when too much comes from one place."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from catalogue.curation.drafts import User
from catalogue.models import ErrorReport, Record

LIMITS = ((timedelta(hours=1), 5), (timedelta(days=1), 30))
"""How many reports one place may send in which time."""
LONGEST_MESSAGE = 5_000
LONGEST_ANSWER = 500


class TooManyReports(Exception):
    """From this place so many reports came that no more are taken for a while."""


class Handled(Exception):
    """Somebody has looked into the report already."""


def report_error(*, record: Record, message: str, address: str, claim: UUID | None = None, email: str = "") -> None:
    """Keeps what a reader says is wrong in an entry; raises TooManyReports."""
    sender = sender_of(address)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Two requests at once must not both be the last one that is let through.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sender])
        now = timezone.now()
        for time, most in LIMITS:
            if ErrorReport.objects.filter(sender=sender, at__gt=now - time).count() >= most:
                raise TooManyReports
        ErrorReport.objects.create(
            subject=record.uuid, record=record, claim=claim, message=message, email=email, sender=sender
        )


def sender_of(address: str) -> str:
    """The place from which a report comes as a keyed hash: the address itself is not kept.

    Who has one IPv6 address has the whole network of it.
    """
    try:
        known = ip_address(address)
    except ValueError:
        place = address
    else:
        # An IPv4 address as a socket of both families tells it; the network of all of those is the whole of IPv4.
        known = getattr(known, "ipv4_mapped", None) or known
        place = str(ip_network((known, 64), strict=False) if isinstance(known, IPv6Address) else known)
    return salted_hmac("catalogue.report", place, algorithm="sha256").hexdigest()


def handle_report(report_id: int, *, user: User, state: str, answer: str = "") -> ErrorReport:
    """Notes what became of a report; raises Handled if somebody was quicker, ErrorReport.DoesNotExist."""
    with transaction.atomic():
        report = ErrorReport.objects.select_for_update(of=("self",)).get(pk=report_id)
        if report.state != ErrorReport.State.NEW:
            raise Handled
        report.state = ErrorReport.State(state)
        report.answer = answer[:LONGEST_ANSWER]
        report.handled_by_id = user.pk if user else None
        report.handled_at = timezone.now()
        report.save()
    return report
