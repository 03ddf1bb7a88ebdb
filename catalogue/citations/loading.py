"""Reading citations with their sources in a fixed number of queries, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from catalogue.citations.marks import CiteKey
from catalogue.models import Creator, Source
from catalogue.text import UNIDENTIFIED

MAX_VIA = 12
"""How many times a note may be read in another note before the chain is cut."""
CITATIONS = """
    SELECT id, uuid::text, label, locator, quotation, translation, archive_url, coalesce(accessed::text, ''), note,
        internal_note, version, source_id, via_id
    FROM catalogue_citation WHERE id = ANY(%s::bigint[])
"""
"""In the order of the fields of `CitationFacts`: it is read for each footnote of a batch."""


@dataclass(slots=True)
class SourceFacts:
    """What a reference to a source is made of."""

    id: int
    uuid: str
    slug: str
    citekey: str
    title: str
    status: str
    columns: dict[str, object]
    creators: list[dict[str, str]] = field(default_factory=list)

    def text(self, column: str) -> str:
        """A column as text, empty when it has no value."""
        value = self.columns.get(column)
        return "" if value is None else str(value)


@dataclass(slots=True)
class CitationFacts:
    """A citation with its source and, if it was read in another, that one."""

    id: int
    uuid: str
    label: str
    locator: str
    quotation: str
    translation: str
    archive_url: str
    accessed: str
    note: str
    internal_note: str
    version: int
    source: SourceFacts | None = None
    via: CitationFacts | None = None

    @property
    def key(self) -> CiteKey:
        """Its identity."""
        citekey = self.source.citekey if self.source else UNIDENTIFIED
        return CiteKey(citekey, self.label, self.locator, self.via.key if self.via else None)


SOURCE_COLUMNS = (
    "csl_type",
    "bibliographic_title",
    "title_transliterated",
    "title_translated",
    "container",
    "publisher",
    "publisher_place",
    "issued",
    "edition",
    "volume",
    "issue",
    "pages",
    "number",
    "isbn",
    "doi",
    "url",
    "archive_url",
    "accessed",
    "repository",
    "collection",
    "reference_code",
    "tier",
)


def load_sources(ids: Iterable[int]) -> dict[int, SourceFacts]:
    """What references to these sources are made of; two queries."""
    own = ("id", "uuid", "slug", "citekey", "title", "status")
    facts = {
        row["id"]: SourceFacts(
            **{**{key: row[key] for key in own}, "uuid": str(row["uuid"])},
            columns={key: row[key] for key in SOURCE_COLUMNS},
        )
        for row in Source.objects.filter(pk__in=set(ids)).values(*own, *SOURCE_COLUMNS)
    }
    creators = Creator.objects.filter(source__in=facts).order_by("source", "position", "id")
    for row in creators.values("source_id", "role", "family", "given", "literal", "record__title"):
        literal = row["literal"] or ("" if row["family"] or row["given"] else row["record__title"] or "")
        facts[row["source_id"]].creators.append(
            {"role": row["role"], "family": row["family"], "given": row["given"], "literal": literal}
        )
    return facts


def load_citations(ids: Iterable[int]) -> dict[int, CitationFacts]:
    """These citations, and those they were read in; one query more for each step of `via`."""
    rows: dict[int, tuple[Any, ...]] = {}
    wanted = set(ids)
    for _step in range(MAX_VIA):
        wanted -= rows.keys()
        if not wanted:
            break
        with connection.cursor() as cursor:
            cursor.execute(CITATIONS, [f"{{{','.join(map(str, wanted))}}}"])
            found = cursor.fetchall()
        rows.update({row[0]: row for row in found})
        wanted = {row[-1] for row in found if row[-1]}
    sources = load_sources(row[-2] for row in rows.values() if row[-2])
    facts = {key: CitationFacts(*row[:-2]) for key, row in rows.items()}
    for key, (*_own, source, via) in rows.items():
        facts[key].source = sources.get(source)
        facts[key].via = facts.get(via)
    return facts
