"""Entries in an answer: one, or a part of a list; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from catalogue.documents import Document, ready_documents
from catalogue.exports.site import Site
from catalogue.models import Item
from catalogue.protocols.oai.arguments import Arguments
from catalogue.protocols.oai.describing import rights
from catalogue.protocols.oai.faults import Fault
from catalogue.protocols.oai.formats import FORMATS, Format
from catalogue.protocols.oai.items import identifier_of, item_named, items_of, stamp_of
from catalogue.protocols.oai.stamps import print_stamp, read_span
from catalogue.protocols.oai.tokens import Listing, listing_of, token_of
from catalogue.protocols.oai.xml import Element, add, body

PARTS = {"ListRecords": 100, "ListIdentifiers": 500}
"""How many entries one answer tells."""


def get_record(arguments: Arguments, site: Site, settled: datetime) -> Element:
    """One entry; of one that is gone, that it is gone."""
    form = _format(arguments["metadataPrefix"])
    item = item_named(arguments["identifier"])
    if item.kind not in form.kinds:
        raise Fault("cannotDisseminateFormat", gettext("This entry cannot be had in this format."))
    said = body("GetRecord")
    listing = Listing("GetRecord", form.prefix, "", None, None, settled)
    _add_record(said, item, _documents([item]), listing, site)
    return said


def asked_for(arguments: Arguments, settled: datetime) -> Listing:
    """The list that is asked for, from its beginning or from where a token says."""
    if "resumptionToken" in arguments:
        listing = listing_of(arguments["resumptionToken"], arguments["verb"])
        _format(listing.prefix)
        return listing
    since, before = read_span(arguments.get("from", ""), arguments.get("until", ""))
    prefix = _format(arguments["metadataPrefix"]).prefix
    return Listing(arguments["verb"], prefix, arguments.get("set", ""), since, before, settled)


def list_part(listing: Listing, site: Site) -> Element:
    """The next part of a list, with the token for what is left."""
    found = items_of(listing)
    most = PARTS[listing.verb]
    rest = found.filter(uuid__gt=listing.after) if listing.after else found
    rows = list(rest[: most + 1])
    part = rows[:most]
    if not part:
        raise Fault("noRecordsMatch", gettext("There is nothing in this span, set and format."))
    size = listing.size or (found.count() if len(rows) > most else len(rows))
    said = body(listing.verb)
    documents = _documents(part) if listing.verb == "ListRecords" else {}
    for item in part:
        if listing.verb == "ListRecords":
            _add_record(said, item, documents, listing, site)
        else:
            _add_header(said, item, listing, gone=item.gone)
    _add_token(said, listing, part, size, last=len(rows) <= most)
    return said


def _format(prefix: str) -> Format:
    if prefix not in FORMATS:
        raise Fault("cannotDisseminateFormat", gettext("There is no such format here."))
    return FORMATS[prefix]


def _documents(items: Sequence[Item]) -> dict[int, Document]:
    """The public documents of the entries that are there."""
    return ready_documents([item.record_id for item in items if item.record_id and not item.gone])


def _add_record(said: Element, item: Item, documents: dict[int, Document], listing: Listing, site: Site) -> None:
    """An entry with its metadata; one that went while it was being told is told as gone."""
    document = documents.get(item.record_id or 0)
    record = add(said, "record")
    _add_header(record, item, listing, gone=document is None)
    if document is not None:
        add(record, "metadata").append(FORMATS[listing.prefix].write(document, site))
        add(record, "about").append(rights(site))


def _add_header(said: Element, item: Item, listing: Listing, *, gone: bool) -> None:
    header = add(said, "header", **({"status": "deleted"} if gone else {}))
    add(header, "identifier", identifier_of(item))
    add(header, "datestamp", print_stamp(stamp_of(item, listing)))
    add(header, "setSpec", item.kind)


def _add_token(said: Element, listing: Listing, part: Sequence[Item], size: int, *, last: bool) -> None:
    """The token for what is left; an empty one ends a list that was told in parts."""
    told = listing.told + len(part)
    if last and not listing.told:
        return
    # Entries come and go while a list is told: its size is what was told at the end, an estimate before.
    size = told if last else max(size, told + 1)
    rest = "" if last else token_of(listing._replace(after=part[-1].uuid, told=told, size=size))
    add(said, "resumptionToken", rest, cursor=str(listing.told), completeListSize=str(size))
