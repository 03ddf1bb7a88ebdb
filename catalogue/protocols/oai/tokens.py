"""Lists that are told in parts, and the token by which the next part is asked for.

A token carries the whole question and the place that was reached: nothing is kept here, so that it never expires.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext

from catalogue.protocols.oai.faults import Fault

_SIGNER = "oai"


class Listing(NamedTuple):
    """A list that was asked for, and how much of it was told."""

    verb: str
    prefix: str
    set: str
    since: datetime | None
    before: datetime | None
    settled: datetime
    """Up to when the list is complete, from its first part on."""
    after: UUID | None = None
    told: int = 0
    size: int = 0


def token_of(listing: Listing) -> str:
    """The token of what is left of a list."""
    times = [moment.isoformat() if moment else "" for moment in (listing.since, listing.before, listing.settled)]
    place = listing.after.hex if listing.after else ""
    words = [listing.verb, listing.prefix, listing.set, *times, place, listing.told, listing.size]
    return Signer(salt=_SIGNER).sign_object(words)


def listing_of(token: str, verb: str) -> Listing:
    """The list that a token stands for; one that was not given out here, or to another verb, is refused."""
    try:
        words = Signer(salt=_SIGNER).unsign_object(token)
        kept, prefix, chosen, since, before, settled, after, told, size = words
    except (BadSignature, ValueError) as error:
        raise bad_token() from error
    if kept != verb:
        raise bad_token()
    return Listing(
        verb, prefix, chosen, _moment(since), _moment(before), datetime.fromisoformat(settled), UUID(after), told, size
    )


def bad_token() -> Fault:
    """The refusal of a token."""
    return Fault("badResumptionToken", gettext("This resumption token was not given out here: begin the list anew."))


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
