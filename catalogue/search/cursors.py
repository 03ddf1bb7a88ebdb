"""Cursors: the place in an order after which a page begins, so that a deep page costs what the first one does."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

NOT_THE_QUESTION = frozenset({"cursor", "page", "page_size", "facets", "fields", "include", "snippets"})
"""Parameters that may change from page to page."""
MOST_WEIGHED = 10_000
"""How far a list by relevance can be followed: its order has no keys to go on from."""


class CursorError(ValueError):
    """A cursor that this question has not given out."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an order: the keys of the record that stands there, or how many records stand before it."""

    ordering: str
    keys: tuple[Any, ...]
    backwards: bool = False

    def print(self, question: str) -> str:
        """The cursor as an address carries it, bound to its question."""
        told = [question, self.ordering, int(self.backwards), *self.keys]
        packed = json.dumps(told, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, typed: str, question: str, ordering: str) -> Cursor:
        """The cursor of this question that was printed so."""
        try:
            packed = base64.b64decode(typed + "=" * (-len(typed) % 4), altchars=b"-_", validate=True)
            told = json.loads(packed)
            asked, of_ordering, backwards, *keys = told
            cursor = cls(_text(of_ordering), _read_keys(_text(of_ordering), keys), bool(backwards))
        except (binascii.Error, ValueError, TypeError, RecursionError) as error:
            raise CursorError(_("This is not a cursor that a list has given out.")) from error
        if asked != question or of_ordering != ordering:
            raise CursorError(_("The cursor belongs to another question; begin again without it."))
        return cursor


def name_of_question(parameters: QueryDict, kind: str | None) -> str:
    """What tells a question from others: all its parameters but those that may change from page to page."""
    asked = sorted((name, sorted(values)) for name, values in parameters.lists() if name not in NOT_THE_QUESTION)
    return hashlib.sha256(repr((kind, asked)).encode()).hexdigest()[:16]


def beyond(records: QuerySet[Any], cursor: Cursor) -> QuerySet[Any]:
    """The records that stand after the cursor, or before it where it leads backwards, nearest first."""
    ascending = not cursor.ordering.startswith("-")
    column = cursor.ordering.lstrip("-")
    if column == "earliest":
        return _beyond_dates(records, cursor, ascending=ascending)
    key = {"title": "sort_key", "modified": "modified_at"}[column]
    up = ascending != cursor.backwards
    value, pk = cursor.keys
    side = "gt" if up else "lt"
    after = Q(**{f"{key}__{side}": value}) | Q(**{key: value, f"pk__{side}": pk})
    # The first condition says nothing new, but it is one that an index can answer.
    found = records.filter(Q(**{f"{key}__{side}e": value}) & after)
    return found.order_by(key if up else f"-{key}", "pk" if up else "-pk")


def _beyond_dates(records: QuerySet[Any], cursor: Cursor, *, ascending: bool) -> QuerySet[Any]:
    """By earliest day, undated ones last in either direction; equal ones by title."""
    value, key, pk = cursor.keys
    tie = "lt" if cursor.backwards else "gt"
    same = Q(earliest__isnull=True) if value is None else Q(earliest=value)
    after = same & (Q(**{f"sort_key__{tie}": key}) | Q(sort_key=key, **{f"pk__{tie}": pk}))
    up = ascending != cursor.backwards
    if value is not None:
        after |= Q(**{f"earliest__{'gt' if up else 'lt'}": value})
        if not cursor.backwards:
            after |= Q(earliest__isnull=True)
    elif cursor.backwards:
        after |= Q(earliest__isnull=False)
    nulls = {"nulls_first": True} if cursor.backwards else {"nulls_last": True}
    dated = F("earliest").asc(**nulls) if up else F("earliest").desc(**nulls)
    back = "-" if cursor.backwards else ""
    return records.filter(after).order_by(dated, f"{back}sort_key", f"{back}pk")


def _plain(value: Any) -> str:
    return str(value.isoformat())


def _read_keys(ordering: str, keys: list[Any]) -> tuple[Any, ...]:
    """The keys in the types of their columns; ValueError where they are of another shape."""
    column = ordering.lstrip("-")
    if column == "relevance":
        (before,) = keys
        return (_whole(before, 0, MOST_WEIGHED),)
    if column == "earliest":
        value, key, pk = keys
        return (None if value is None else _whole(value), _text(key), _whole(pk))
    value, pk = keys
    if column == "modified":
        return (_moment(value), _whole(pk))
    return (_text(value), _whole(pk))


def _whole(value: Any, least: int = -(2**62), most: int = 2**62) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    value.encode()  # refuses half of a surrogate pair, which JSON can write and no text of the database can hold
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment
