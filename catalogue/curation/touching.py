"""Which records a merge touches, held until it ends, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalogue.curation.ripples import NEIGHBOURS, query
from catalogue.curation.uniting import Facts
from catalogue.documents import Document, build_contents, completed, content_of
from catalogue.documents.resolving import lock_records
from catalogue.documents.vocabulary import vocabulary_of
from catalogue.documents.wording import Wording
from catalogue.models import RelationType, Revision, Term

VARIANTS = ("variant", "spelling-variant", "alias", "former-name")
"""Types for a second authorised name; the first that the vocabulary has."""
PARTS_OF_SCHEMES = {
    "name-type": "names",
    "dating-type": "datings",
    "narrative-type": "narratives",
    "property": "attributes",
}


def hold(record_ids: Iterable[int]) -> None:
    """Takes records at the level of a save, in the order of their keys."""
    ids = sorted(set(record_ids))
    lock_records(ids, own=ids)


def hold_neighbours(record_id: int, own: Iterable[int], more: Iterable[int] = ()) -> list[int]:
    """Takes the records that name a record, and says which they are; none can come while the record itself is held."""
    found = query(NEIGHBOURS, [record_id]) | set(more)
    hold(found)
    return sorted(found - set(own))


def contents_of(record_ids: Sequence[int]) -> dict[int, Document]:
    """The full contents of records, every key there."""
    return {key: completed(content_of(each)) for key, each in build_contents(list(record_ids), full=True).items()}


def content_at(uuid: str, version: int) -> Document | None:
    """The content of a record as a version left it."""
    kept = Revision.objects.applied().filter(subject=uuid, version=version).values_list("content", flat=True).first()
    return completed(kept) if kept else None


def facts_of_vocabulary() -> Facts:
    """What the vocabulary says of types."""
    terms = Term.objects.filter(single=True, scheme__in=PARTS_OF_SCHEMES).values_list("scheme", "slug")
    single = {(PARTS_OF_SCHEMES[scheme], slug) for scheme, slug in terms}
    single |= {("relations", slug) for slug in RelationType.objects.filter(single=True).values_list("slug", flat=True)}
    known = set(Term.objects.filter(scheme="name-type", slug__in=VARIANTS).values_list("slug", flat=True))
    return Facts(frozenset(single), next((slug for slug in VARIANTS if slug in known), ""))


def wording_of(contents: Iterable[Document | None]) -> Wording:
    """The words in which these contents are told."""
    return Wording(vocabulary_of(contents))
