"""Contents for tests: the least that a record of each kind needs, and what the catalogue says of it."""

from __future__ import annotations

from typing import Any

from catalogue.curation import Saved, save_record
from catalogue.documents import Document, Problem, build_contents, build_documents, content_of
from catalogue.models import Record


def person(text: str = "Ion Antonescu", **keys: Any) -> Document:
    """A published person with an authorised name."""
    return of_kind("person", text, **keys)


def of_kind(kind: str, text: str, **keys: Any) -> Document:
    """A published record of a kind other than source."""
    name = {"type": "authorized", "text": text, "basis": "editorial", **keys.pop("name", {})}
    return {"kind": kind, "status": "published", "names": [name], **keys}


def source(citekey: str = "banu-2004", **keys: Any) -> Document:
    """A published source."""
    title = keys.pop("title", citekey.replace("-", " ").title())
    return {"kind": "source", "status": "published", "citekey": citekey, "bibliographic_title": title, **keys}


def birth(date: str = "1882-06-14", **keys: Any) -> Document:
    """A dating: birth."""
    return {"type": "birth", "date": date, **keys}


def relation(sort: str, to: Saved | str, **keys: Any) -> Document:
    """A relation to a record."""
    return {"type": sort, "object": {"uuid": to if isinstance(to, str) else to.uuid}, **keys}


def story(text: str, **keys: Any) -> Document:
    """A narrative."""
    return {"type": "biography", "text": text, **keys}


def now(saved: Saved | int) -> Document:
    """The full content of a record as the catalogue has it now."""
    key = saved if isinstance(saved, int) else saved.record_id
    return content_of(build_contents([key], full=True)[key])


def public(saved: Saved | int, **options: Any) -> Document:
    """The public document of a record, built anew."""
    key = saved if isinstance(saved, int) else saved.record_id
    return build_documents([key], full=False, **options)[key]


def full(saved: Saved) -> Document:
    """The full document of a record, built anew."""
    return build_documents([saved.record_id], full=True)[saved.record_id]


def change(saved: Saved, **keys: Any) -> Saved:
    """Saves a record with some keys of its content changed."""
    return save_record(now(saved) | keys)


def title_of(saved: Saved) -> str:
    """The title of a record."""
    return Record.objects.get(pk=saved.record_id).title


def problems(error: Any) -> list[Problem]:
    """The problems that a refusal names."""
    found: list[Problem] = error.value.problems
    return found
