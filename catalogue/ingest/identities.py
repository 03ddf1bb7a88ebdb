"""Who the documents of a file are, found before anything is written, so that a second import finds them again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from catalogue.documents import Document
from catalogue.documents.resolving import is_word
from catalogue.ingest.lines import Line
from catalogue.models import KIND_MODELS, Kind, Record

NAMESPACE = UUID("5b0f8a0e-5d8c-5d0a-9f0f-1f6d6c2a7a11")
"""UUIDs of documents that came without one are made in this namespace (RFC 9562, version 5)."""


def identify(lines: Sequence[Line], *, upto: int) -> list[Line]:
    """The lines, each record, citation and disagreement with a UUID.

    A record without one is the record that has its citekey or its slug, if the catalogue had it before the import
    began (by its key, `upto`); else its UUID is made from these words, or from the whole line, so that the same line is
    always the same record.
    """
    words = (line.document for line in lines if line.kind in KIND_MODELS and not line.document.get("uuid"))
    known = known_words(words, upto=upto)
    return [line if has_identity(line) else named(line, known) for line in lines]


def has_identity(line: Line) -> bool:
    """Whether a line says itself who it is; words of the vocabulary are known by their slugs."""
    return bool(line.document.get("uuid")) or line.kind in {"term", "relation-type"}


def named(line: Line, known: dict[tuple[str, str], str]) -> Line:
    """The line with a UUID."""
    word = word_of(line.document)
    uuid = known.get((line.kind, word)) if word else None
    if uuid is None:
        spoken = word if word and line.kind in KIND_MODELS else json.dumps(line.document, sort_keys=True)
        uuid = str(uuid5(NAMESPACE, f"{line.kind}/{spoken}"))
    return replace(line, document={**line.document, "uuid": uuid})


def word_of(document: Document) -> str:
    """The word that names a record beside its UUID: the citekey of a source, the slug of others."""
    word = document.get("citekey") if document.get("kind") == Kind.SOURCE else document.get("slug")
    return word if is_word(word) else ""


def known_words(documents: Iterable[Document], *, upto: int) -> dict[tuple[str, str], str]:
    """UUIDs of the records that the catalogue has by these words."""
    words = {word for document in documents if (word := word_of(document))}
    if not words:
        return {}
    records = Record.objects.filter(pk__lte=upto)
    others = records.exclude(kind=Kind.SOURCE).filter(slug__in=words).values_list("kind", "slug", "uuid")
    found = {(kind, slug): str(uuid) for kind, slug, uuid in others}
    sources = records.filter(source__citekey__in=words).values_list("source__citekey", "uuid")
    return found | {(Kind.SOURCE.value, citekey): str(uuid) for citekey, uuid in sources}
