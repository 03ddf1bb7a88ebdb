"""What the authority record says of itself: who keeps it, since when, on which terms, and on which sources it rests."""

from __future__ import annotations

from catalogue.documents import Document
from catalogue.exports.eac.claims import id_of
from catalogue.exports.eac.elements import Element, add
from catalogue.exports.site import Site


def put_control(parent: Element, document: Document, site: Site) -> None:
    """The control section."""
    status = "revised" if document["version"] > 1 else "new"
    control = add(
        parent, "control", maintenanceStatus=status, publicationStatus="published",
        languageEncoding="ietf-bcp-47", scriptEncoding="iso15924", dateEncoding="iso8601",
    )  # fmt: skip
    add(control, "recordId", document["uuid"])
    agency = add(control, "maintenanceAgency")
    add(agency, "agencyName", site.publisher or site.name)
    _history(control, document, site)
    if document["notes"]:
        sources = add(control, "sources")
        for note in document["notes"]:
            _source(sources, note, site)
    add(control, "languageDeclaration", languageCode=document["language"] or "es")
    words = add(control, "localTypeDeclaration", id="vocabulary")
    add(words, "reference", site.name or site.url, href=site.address("/api/v1/terms/"))
    add(control, "representation", document["title"], href=site.address(document["page_url"]), localType="text/html")
    rights = add(control, "rightsDeclaration")
    add(rights, "reference", site.license_name or site.license, href=site.license)


def _history(control: Element, document: Document, site: Site) -> None:
    history = add(control, "maintenanceHistory")
    moments = {"created": document["created_at"], "revised": document["modified_at"]}
    for sort, moment in moments.items() if document["version"] > 1 else [("created", document["created_at"])]:
        event = add(history, "maintenanceEvent", maintenanceEventType=sort)
        add(event, "agent", site.publisher or site.name, agentType="unknown")
        add(event, "eventDateTime", moment, standardDateTime=moment)


def _source(parent: Element, note: Document, site: Site) -> None:
    """A note as a source: the work, the place in it, then the note as readers see it, and the words quoted."""
    source = add(parent, "source", id=id_of(note), href=site.address(note["url"]))
    work = note["source"]
    if work:
        add(source, "reference", work["title"], href=site.address(f"/id/{work['uuid']}"))
    else:
        add(source, "reference", note["text"])
    if note["locator"]:
        add(source, "citedRange", note["locator"], unit=note["label"])
    described = add(source, "descriptiveNote")
    for words in (note["text"], note["quotation"], note["translation"]):
        if words:
            add(described, "p", words)
