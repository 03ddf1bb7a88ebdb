"""Reading import files line by line, each line with the place it came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from catalogue.documents import Document

END = "end"
"""The kind of the last line of a dump, which says how many stand before it."""


class Place(NamedTuple):
    """Where a line stands: which of the files, which line, and the byte at which it begins."""

    file: int
    number: int
    offset: int


@dataclass(frozen=True, slots=True)
class Line:
    """One document of a file."""

    file: str
    number: int
    document: Document
    place: Place

    @property
    def kind(self) -> str:
        """What sort of line it is: a kind of record, “term”, “citation”…"""
        return str(self.document.get("kind"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with a line, and where in it."""

    file: str
    number: int
    pointer: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.number}"
        return f"{where}: {self.pointer}: {self.message}" if self.pointer else f"{where}: {self.message}"


def refuse_constant(name: str) -> Any:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{name} is not JSON")


def unique_keys(pairs: list[tuple[str, Any]]) -> Document:
    """An object whose keys stand once; a doubled key would silently lose a value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        key = next(key for at, (key, _value) in enumerate(pairs) if any(key == other for other, _ in pairs[:at]))
        raise ValueError(f"the key “{key}” stands twice in one object")
    return found


def read_line(text: str) -> Document:
    """The object of one line; raises ValueError with a sentence."""
    try:
        value = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=unique_keys)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise ValueError("not a document: nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("a line must be one JSON object")
    return value


def read_files(paths: Sequence[Path]) -> Iterator[Line | Refusal]:
    """The lines of the files in order; those that cannot be read come as refusals."""
    for file, path in enumerate(paths):
        offset = read = 0
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                try:
                    if text := text_of(raw, number):
                        document = read_line(text)
                        if document.get("kind") == END:
                            refuse_cut(document, read)
                        else:
                            yield Line(path.name, number, document, Place(file, number, offset))
                            read += 1
                except UnicodeDecodeError as error:
                    yield Refusal(path.name, number, "", f"not UTF-8 at byte {error.start + 1}")
                except ValueError as error:
                    yield Refusal(path.name, number, "", str(error))
                offset += len(raw)


def refuse_cut(end: Document, read: int) -> None:
    """Raises ValueError when the last line of a dump speaks of more or fewer lines than stand before it."""
    if end.get("count") != read:
        raise ValueError(f"the file is not whole: {end.get('count')} lines were written, {read} stand here")


def text_of(raw: bytes, number: int) -> str:
    """The text of a line; the first may begin with a byte order mark."""
    return raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()


class Files:
    """The files of an import, of which single lines are read once more: nobody keeps their documents meanwhile."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self.streams: dict[int, BinaryIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        for stream in self.streams.values():
            stream.close()

    def line(self, place: Place) -> Line:
        """A line that was read before and found to be a document."""
        stream = self.streams.get(place.file)
        if stream is None:
            stream = self.streams[place.file] = self.paths[place.file].open("rb")
        stream.seek(place.offset)
        document = json.loads(text_of(stream.readline(), place.number))
        return Line(self.paths[place.file].name, place.number, document, place)
