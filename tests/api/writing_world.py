"""A small catalogue to be written to, and programs that write in the name of its people."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, save_record, save_relation_types, save_terms
from catalogue.documents import Document, build_contents
from tests.roles import member

EDITORIAL = {"basis": "editorial"}
JSON = "application/json"


class Program:
    """A program that is signed in, or not, and speaks JSON."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(headers={"accept-language": "en"})
        if user is not None:
            self.client.force_login(user)

    def ask(self, method: str, address: str, body: Any = None, *, kind: str = JSON, **headers: str) -> Any:
        """Sends a request; the body is JSON unless it is text or bytes already."""
        data = body if isinstance(body, str | bytes) or body is None else encoded(body)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        full = address if address.startswith("/api/") else f"/api/v1/{address}"
        return self.client.generic(method, full, data if data is not None else b"", content_type=kind, headers=names)

    def whole(self, address: str) -> tuple[Document, str]:
        """An entry with all that cataloguers see, and its tag."""
        response = self.ask("GET", f"{address}?full=true")
        assert response.status_code == 200, response.content
        return response.json(), response["ETag"]


def encoded(body: Any) -> str:
    """The body as JSON."""
    return json.dumps(body)


def person(text: str = "Nuevo", **more: Any) -> Document:
    """A person that has a name only."""
    return {"kind": "person", "names": [{"type": "authorized", "text": text, **EDITORIAL}], **more}


def book() -> Saved:
    """A published book to cite."""
    source = {"kind": "source", "citekey": "banu-2004", "csl_type": "book", "bibliographic_title": "Amurgul"}
    return save_record({**source, "status": "published"})


def ana() -> Saved:
    """A published person with a sourced birth, an unsourced death, an internal note and a tie to a draft."""
    hidden = save_record(person("Oculto"))
    datings = [
        {"type": "birth", "date": "1893-02-13", "marks": "[@banu-2004, p. 3]", "internal_note": "secreto"},
        {"type": "death", "date": "1960-06-03"},
    ]
    relations = [{"type": "same-as", "object": {"uuid": hidden.uuid}, "marks": "[@banu-2004, p. 4]"}]
    content = person("Pauker", status="published", slug="pauker", datings=datings, relations=relations)
    return save_record({**content, "internal_note": "revisar"})


TERMS = (
    ("name-type", "authorized"),
    ("name-type", "alias"),
    ("dating-type", "birth"),
    ("dating-type", "death"),
    ("narrative-type", "biography"),
)


class World:
    """Who writes, and what stands."""

    def __init__(self) -> None:
        save_terms([{"scheme": scheme, "slug": slug, "label_en": slug} for scheme, slug in TERMS])
        save_relation_types([{"slug": "same-as", "label_en": "same", "inverse_en": "same"}])
        self.book, self.ana = book(), ana()
        self.users: dict[str, User] = {role: member(role) for role in ("contributor", "editor", "vocabulary-keeper")}
        self.editor = Program(self.users["editor"])
        self.contributor = Program(self.users["contributor"])


def content(saved: Saved) -> Any:
    return build_contents([saved.record_id], full=True)[saved.record_id]


def pointers(response: Any) -> list[str]:
    return [each.get("pointer", "") for each in response.json()["errors"]]
