"""Writing the citations that a batch makes."""

from __future__ import annotations

from catalogue.citations import CiteKey
from catalogue.curation.rows import Keys
from catalogue.documents.resolving import Resolver
from catalogue.models import Citation
from catalogue.text import UNIDENTIFIED, locator_sort_key


def write_citations(resolver: Resolver, keys: Keys) -> None:
    """Creates the new citations, those that were read in others after these."""
    waiting = dict(resolver.new_citations)
    while waiting:
        ready = {
            uuid: key for uuid, key in waiting.items() if key.via is None or resolver.by_key[key.via] in keys.citations
        }
        rows = Citation.objects.bulk_create(citation_row(uuid, key, resolver, keys) for uuid, key in ready.items())
        for row in rows:
            keys.citations[str(row.uuid)] = row.pk
            del waiting[str(row.uuid)]


def citation_row(uuid: str, key: CiteKey, resolver: Resolver, keys: Keys) -> Citation:
    """The row of a citation that a mark names."""
    source = None if key.citekey == UNIDENTIFIED else keys.records[resolver.by_citekey[key.citekey].uuid]
    return Citation(
        uuid=uuid,
        source_id=source,
        label=key.label,
        locator=key.locator,
        locator_sort=locator_sort_key(key.label, key.locator),
        via_id=keys.citations[resolver.by_key[key.via]] if key.via else None,
    )
