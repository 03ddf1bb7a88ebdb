"""What the repository says of itself: who keeps it, which sets and formats it has."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.exports.dublin_core import Statement
from catalogue.exports.site import Site
from catalogue.models import Item, Kind
from catalogue.protocols.oai.formats import FORMATS, described
from catalogue.protocols.oai.items import earliest_moment, host, identifier_of, item_named
from catalogue.protocols.oai.stamps import print_stamp
from catalogue.protocols.oai.xml import OAI, Element, add, body, foreign

RIGHTS = f"{OAI}rights/"
_IDENTIFIER = f"{OAI}oai-identifier"
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+")
SETS: dict[str, tuple[Promise | str, Promise | str]] = {
    Kind.PERSON: (_("Persons"), _("Who took part: officers, politicians, victims and witnesses.")),
    Kind.UNIT: (_("Units"), _("Armies, divisions, regiments and what became of them.")),
    Kind.ORGANIZATION: (_("Organizations"), _("Ministries, parties, services and companies.")),
    Kind.EVENT: (_("Events"), _("Battles, agreements, arrests, decrees.")),
    Kind.PLACE: (_("Places"), _("Where it happened, and who was born or stationed there.")),
    Kind.SOURCE: (_("Sources"), _("What the claims rest on, and every claim that rests on it.")),
}
"""One set a kind: its name, and what is in it."""


def identify(base_url: str, site: Site, settled: datetime) -> Element:
    """Who keeps this repository, and how it behaves."""
    said = body("Identify")
    add(said, "repositoryName", site.name)
    add(said, "baseURL", base_url)
    add(said, "protocolVersion", "2.0")
    add(said, "adminEmail", site.contact)
    add(said, "earliestDatestamp", print_stamp(earliest_moment(settled)))
    add(said, "deletedRecord", "persistent")
    add(said, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    add(said, "compression", "gzip")
    if _DOMAIN.fullmatch(host()):
        add(said, "description").append(_identifiers())
    add(said, "description").append(rights(site, manifest=True))
    return said


def _identifiers() -> Element:
    """How identifiers are made here."""
    root = foreign("oai-identifier", _IDENTIFIER, f"{_IDENTIFIER}.xsd")
    sample = identifier_of(Item(uuid=UUID(int=0)))
    said = {"scheme": "oai", "repositoryIdentifier": host(), "delimiter": ":", "sampleIdentifier": sample}
    for name, value in said.items():
        _within(root, name, value)
    return root


def rights(site: Site, *, manifest: bool = False) -> Element:
    """On which terms the metadata may be used: of one entry, or of all that is harvested here."""
    schema = f"{OAI}rightsManifest.xsd" if manifest else f"{OAI}rights.xsd"
    root = foreign("rightsManifest" if manifest else "rights", RIGHTS, schema)
    inner = root
    if manifest:
        root.set("appliesTo", f"{OAI}entity#metadata")
        inner = _within(root, "rights")
    _within(inner, "rightsReference").set("ref", site.license)
    return root


def _within(parent: Element, name: str, text: str = "") -> Element:
    """An element in the namespace of its parent."""
    element = parent.makeelement(f"{parent.tag.partition('}')[0]}}}{name}")
    element.text = text or None
    parent.append(element)
    return element


def list_sets() -> Element:
    """One set for each kind of entry."""
    said = body("ListSets")
    for kind, (name, about) in SETS.items():
        one = add(said, "set")
        add(one, "setSpec", kind)
        add(one, "setName", str(name))
        add(one, "setDescription").append(described([Statement("description", str(about))]))
    return said


def list_formats(identifier: str) -> Element:
    """The formats there are, or those of one entry."""
    kind = item_named(identifier).kind if identifier else ""
    said = body("ListMetadataFormats")
    for each in FORMATS.values():
        if not kind or kind in each.kinds:
            one = add(said, "metadataFormat")
            add(one, "metadataPrefix", each.prefix)
            add(one, "schema", each.schema)
            add(one, "metadataNamespace", each.namespace)
    return said
