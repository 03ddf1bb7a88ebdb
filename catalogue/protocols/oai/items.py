"""The entries as harvesters know them, and up to when what is told of them is complete."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext

from catalogue.models import Item
from catalogue.protocols.oai.faults import Fault
from catalogue.protocols.oai.formats import FORMATS
from catalogue.protocols.oai.tokens import Listing

# A change is dated by the beginning of its transaction or later: what a transaction that still runs has dated
# before now is seen by nobody yet, but a harvester that comes back would not ask for it again.
_OLDEST_RUNNING = """
SELECT LEAST(statement_timestamp(), MIN(xact_start)) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
# Between a transaction's first moment and the one at which others see that it runs.
MARGIN = timedelta(seconds=1)


def settled_moment() -> datetime:
    """Up to when everything is told: no change can still appear that is dated before it.

    It is asked for before the entries are: what is committed between the two is in the answer, and comes again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_RUNNING)
        (moment,) = cursor.fetchone()
    settled: datetime = moment - MARGIN
    return settled


def earliest_moment(settled: datetime) -> datetime:
    """Before it no entry is dated."""
    first = Item.objects.aggregate(first=Min("changed_at"))["first"]
    return min(first, settled) if first else settled


def items_of(listing: Listing) -> QuerySet[Item]:
    """The entries of a list, whole, in an order in which a change moves none of them."""
    kinds = FORMATS[listing.prefix].kinds & ({listing.set} if listing.set else FORMATS[listing.prefix].kinds)
    found = Item.objects.stamped().order_by("uuid").filter(kind__in=sorted(kinds))
    if listing.since:
        found = found.changed_since(listing.since)
    return found.filter(Q(stamp__lt=listing.before)) if listing.before else found


def stamp_of(item: Item, listing: Listing) -> datetime:
    """The datestamp of an entry: never later than the moment up to which the list is complete.

    Who goes on from the latest datestamp that was seen misses nothing in this way, either.
    """
    latest = max(listing.settled, listing.since) if listing.since else listing.settled
    return min(item.stamp, latest)


def host() -> str:
    """The name of this repository within identifiers: the site's host, wherever it is asked from."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def identifier_of(item: Item) -> str:
    """The name of an entry for harvesters, for ever."""
    return f"oai:{host()}:{item.uuid}"


def item_named(identifier: str) -> Item:
    """The entry of that name."""
    scheme, _colon, rest = identifier.partition(":")
    place, _colon, words = rest.rpartition(":")
    uuid = _uuid(words) if (scheme, place) == ("oai", host()) else None
    item = Item.objects.stamped().filter(uuid=uuid).first() if uuid else None
    if item is None:
        raise Fault("idDoesNotExist", gettext("There is no entry of this identifier here."))
    return item


def _uuid(words: str) -> UUID | None:
    """A UUID in its one spelling: two names of one entry would be two entries for a harvester."""
    try:
        uuid = UUID(words)
    except ValueError:
        return None
    return uuid if str(uuid) == words else None
