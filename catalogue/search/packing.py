"""Texts and vectors for PostgreSQL in its binary form: reading them from text takes it longer than storing them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_PLACES = (1 << 14) - 1
_MOST_PLACES = 255
_TEXT, _TEXTS, _VECTOR, _VECTORS = 25, 1009, 3614, 3643
_ONE = struct.Struct(">HH")
_ARRAY = struct.Struct(">iiIii")
_LENGTH = struct.Struct(">i")
# A lexeme that stands in one place only, by weight and place: how many places, and which.
_MARKS = {
    weight: [_ONE.pack(1, number << 14 | place) for place in range(_PLACES + 1)] for number, weight in enumerate("DCBA")
}


class Vector:
    """A text vector in the making: lexemes with their places and the weight of the texts they stand in."""

    def __init__(self) -> None:
        self.places: dict[bytes, bytes] = {}
        self.more: dict[bytes, list[bytes]] = {}
        self.place = 0

    def add(self, words: Iterable[str], weight: str, lexemes: Mapping[str, Sequence[bytes]]) -> None:
        """The words of one text; a gap keeps phrases from running over into the next."""
        places, more, marks, place = self.places, self.more, _MARKS[weight], self.place
        for word in words:
            place += 1
            mark = marks[place] if place < _PLACES else marks[_PLACES]
            for lexeme in lexemes[word]:
                if lexeme not in places:
                    places[lexeme] = mark
                elif place < _PLACES:
                    more.setdefault(lexeme, []).append(mark)
        self.place = place + 1

    def pack(self) -> bytes:
        """As PostgreSQL receives it: lexemes in order, each with its places."""
        places = dict(self.places) if self.more else self.places
        for lexeme, marks in self.more.items():
            kept = [places[lexeme], *marks][:_MOST_PLACES]
            places[lexeme] = struct.pack(">H", len(kept)) + b"".join([mark[2:] for mark in kept])
        return _LENGTH.pack(len(places)) + b"".join([lexeme + places[lexeme] for lexeme in sorted(places)])


class _Packed:
    def __init__(self, items: Sequence[bytes]) -> None:
        self.items = items


class Texts(_Packed):
    """An array of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__([text.encode() for text in texts])


class Vectors(_Packed):
    """An array of text vectors."""


class _TextsDumper(Dumper):
    format = Format.BINARY
    oid = _TEXTS
    item = _TEXT

    def dump(self, obj: _Packed) -> bytes:
        parts = [_ARRAY.pack(1, 0, self.item, len(obj.items), 1)]
        for item in obj.items:
            parts += (_LENGTH.pack(len(item)), item)
        return b"".join(parts)


class _VectorsDumper(_TextsDumper):
    oid = _VECTORS
    item = _VECTOR


def teach(raw: psycopg.Connection[object]) -> None:
    """Let a connection send them."""
    raw.adapters.register_dumper(Texts, _TextsDumper)
    raw.adapters.register_dumper(Vectors, _VectorsDumper)
