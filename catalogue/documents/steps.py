"""How the keys of a model are read, looked up once for all the documents of a process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from catalogue.documents import values
from catalogue.documents.shape import TERM_SCHEMES, Document, Form, form_of

DATE_KEYS = {"date", "issued"}
READ_APART = {
    ("attribute", "term"): "attribute_term",
    ("attribute", "number"): "number_object",
    ("relation", "type"): "relation_type",
    ("relation", "context"): "event",
}
"""Keys of claims that need more than their own value to be read."""


class Step(NamedTuple):
    """How one key is read, and its place among the keys."""

    form: Form
    way: str
    scheme: str
    read: Callable[[Any, Form, values.Report], Any] | None
    place: int


class Steps(NamedTuple):
    """How the keys of one sort of object are read, and what they are where the document leaves them out."""

    missing: Document
    by_key: dict[str, Step]
    needed: tuple[str, ...]


@cache
def steps_of(model: type, kind: str, keys: tuple[str, ...]) -> Steps:
    """The steps by which some keys of a model are read: looked up once, not for each value."""
    missing: Document = {}
    by_key: dict[str, Step] = {}
    for place, key in enumerate(keys):
        form, scheme = form_of(model, key), TERM_SCHEMES.get((kind, key), "")
        way = READ_APART.get((kind, key), "term" if scheme else "edtf" if key in DATE_KEYS else form.name)
        read = values.READERS.get(way)
        missing[key] = read(None, form, _nothing_to_report) if read else "" if form.name in {"term", "text"} else None
        by_key[key] = Step(form, way, scheme, read, place)
    return Steps(missing, by_key, tuple(key for key, step in by_key.items() if step.way == "relation_type"))


def _nothing_to_report(_message: str) -> None:
    """What is left out is never wrong by itself."""
