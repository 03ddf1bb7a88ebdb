"""Documents made by hand, in the shape of docs/document.md, for tests of what a page makes of them."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from catalogue.documents import PARTS, Document

_CLAIM: Document = {
    "certainty": "probable",
    "basis": "sourced",
    "basis_reason": "",
    "standing": "preferred",
    "negated": False,
    "date": "",
    "date_wording": "",
    "date_calendar": "gregorian",
    "date_reading": "throughout",
    "attributed_to": None,
    "note": "",
    "disagreement": None,
}
_OWN: dict[str, Document] = {
    "names": {"type": "authorized", "family": "", "given": "", "language": "", "script": "", "transliteration": ""},
    "datings": {"type": "birth"},
    "attributes": {"property": "rank", "term": "", "text": "", "number": None, "wording": "", "scheme": ""},
    "narratives": {"type": "biography", "language": "es"},
    "relations": {
        "type": "born-at",
        "object": None,
        "object_text": "",
        "object_count": None,
        "role": "",
        "role_text": "",
        "context": None,
    },
}


def uuid_of(name: str) -> str:
    """The same UUID for the same name."""
    return str(uuid5(NAMESPACE_URL, name))


def reference(kind: str, slug: str, title: str) -> Document:
    """Another record, as a document names it."""
    return {"uuid": uuid_of(slug), "kind": kind, "slug": slug, "title": title}


def footnote(number: int, mark: str = "@banu-2004, p. 28", **keys: Any) -> Document:
    """A footnote with the number of its note."""
    return {
        "uuid": uuid_of(f"footnote {number} {mark} {keys}"),
        "citation": {"uuid": uuid_of(mark), "mark": mark},
        "stance": "supports",
        "scope": "whole",
        "scope_words": "",
        "original_label": "",
        "note": "",
        "number": number,
        **keys,
    }


def claim(part: str, name: str = "one", footnotes: tuple[Document, ...] = (), **keys: Any) -> Document:
    """A claim of a list, with every key that it has not been given at its default."""
    uuid = uuid_of(f"{part} {name}")
    return {"uuid": uuid, **_OWN[part], **_CLAIM, **keys, "footnotes": list(footnotes)}


def note(number: int, text: str = "Banu, Asalt, p. 28.") -> Document:
    """A note of the envelope."""
    source = reference("source", "banu-2004", "Asalt la economia României") | {"citekey": "banu-2004"}
    return {
        "number": number,
        "citation": uuid_of("@banu-2004, p. 28"),
        "mark": "@banu-2004, p. 28",
        "text": text,
        "source": source,
        "label": "page",
        "locator": "28",
        "quotation": "",
        "translation": "",
        "archive_url": "",
        "accessed": "",
        "note": "",
        "via": None,
        "claims": [],
    }


def document(kind: str = "person", **keys: Any) -> Document:
    """A public document; the lists that are not given are empty."""
    return {
        **reference(kind, "ana-pauker", "Ana Pauker"),
        "version": 1,
        "status": "published",
        "language": "es",
        "gender": "",
        "type": "",
        "identifiers": [],
        **{part.key: [] for part in PARTS},
        "earliest": None,
        "latest": None,
        "notes": [],
        "disagreements": [],
        "labels": {
            "relation-type/born-at": {"en": "born at", "es": "nació en", "ro": "născut la"},
            "property/rank": {"en": "rank", "es": "grado", "ro": "grad"},
            "rank/coronel": {"en": "colonel", "es": "coronel", "ro": "colonel"},
            "dating-type/birth": {"en": "birth", "es": "nacimiento", "ro": "naștere"},
            "role/comandante": {"en": "commander", "es": "comandante", "ro": "comandant"},
        },
        **keys,
    }
