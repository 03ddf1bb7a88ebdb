"""Reading import files line by line, each line with the place it came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.documents import Document


@dataclass(frozen=True, slots=True)
class Line:
    """One document of a file."""

    file: str
    number: int
    document: Document

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
    found: Document = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key “{key}” stands twice in one object")
        found[key] = value
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
    for path in paths:
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                try:
                    text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                    if text:
                        yield Line(path.name, number, read_line(text))
                except UnicodeDecodeError as error:
                    yield Refusal(path.name, number, "", f"not UTF-8 at byte {error.start + 1}")
                except ValueError as error:
                    yield Refusal(path.name, number, "", str(error))
