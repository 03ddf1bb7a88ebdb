"""Signposting: typed links by which machines find their way from a page (FAIR Signposting, level 1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

from catalogue.documents import Document
from catalogue.models import Kind

TYPES: dict[str, str] = {
    Kind.PERSON: "https://schema.org/Person",
    Kind.UNIT: "https://schema.org/Organization",
    Kind.ORGANIZATION: "https://schema.org/Organization",
    Kind.EVENT: "https://schema.org/Event",
    Kind.PLACE: "https://schema.org/Place",
    Kind.SOURCE: "https://schema.org/CreativeWork",
}


DESCRIBED = {"jsonld": "application/ld+json", "json": "application/json", "csv": "text/csv"}
AUTHORITIES = {"eac.xml": "application/xml"}
"""What persons, units and organizations are told in beside these: EAC-CPF."""


class Signpost(NamedTuple):
    """One link: where it leads, what it is to the page, and in which format it answers."""

    href: str
    rel: str
    media_type: str = ""

    def header(self) -> str:
        """The link as a value of the header Link (RFC 8288)."""
        typed = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.href}>; rel="{self.rel}"{typed}'


def signposts(document: Document, origin: str) -> list[Signpost]:
    """The links of an entry's page; `origin` is the site's address without a slash at its end."""
    authority = document["kind"] in (Kind.PERSON, Kind.UNIT, Kind.ORGANIZATION)
    described = DESCRIBED | (AUTHORITIES if authority else {})
    return [
        Signpost(f"{origin}{document['permanent_url']}", "cite-as"),
        Signpost("https://schema.org/AboutPage", "type"),
        Signpost(TYPES[document["kind"]], "type"),
        *(
            Signpost(f"{origin}{document['api_url'].removesuffix('/')}.{ending}", "describedby", media_type)
            for ending, media_type in described.items()
        ),
        Signpost(settings.DATA_LICENSE, "license"),
        Signpost(f"{origin}/{Kind(document['kind']).plural}/", "collection", "text/html"),
        *_authors(document, origin),
    ]


def _authors(document: Document, origin: str) -> Iterator[Signpost]:
    for creator in document.get("creators", ()):
        if creator["role"] == "author" and creator["record"]:
            yield Signpost(f"{origin}/id/{creator['record']['uuid']}", "author")


def link_header(posts: list[Signpost]) -> str:
    """All links in one header."""
    return ", ".join(post.header() for post in posts)
