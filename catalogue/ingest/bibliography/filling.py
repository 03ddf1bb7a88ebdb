"""A duplicate's values in the empty columns of the source that is there."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.curation import Draft
from catalogue.documents import Document, build_documents, content_of
from catalogue.documents.shape import SOURCE_KEYS, is_empty
from catalogue.models import Source

NEVER = {"citekey", "csl_type", "tier"}


def fill(content: Document, document: Document) -> Document:
    """The content with what the other document has and it has not; nothing in it is changed."""
    keys = [key for key in (*SOURCE_KEYS, "internal_note") if key not in NEVER and not is_empty(document.get(key))]
    return {**content, **{key: document[key] for key in keys if is_empty(content.get(key))}}


def load_sources(uuids: Iterable[str]) -> dict[str, Draft]:
    """The whole contents of sources with their versions."""
    keys = dict(Source.objects.filter(uuid__in=list(uuids)).values_list("pk", "uuid"))
    documents = build_documents(list(keys), full=True) if keys else {}
    return {str(keys[pk]): Draft(content_of(each), int(each["version"])) for pk, each in documents.items()}
