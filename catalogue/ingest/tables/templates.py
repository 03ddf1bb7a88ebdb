"""Templates of a profile: text in which {column} stands for the cell, and <…> is left out where a cell is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

PIECE = re.compile(r"\{\{|\}\}|<<|>>|\{(?P<name>[^{}]*)\}|(?P<bracket>[<>])|(?P<brace>[{}])")
DOUBLED = {"{{": "{", "}}": "}", "<<": "<", ">>": ">"}
Cell = Callable[[str], str]


class TemplateError(ValueError):
    """A template that cannot be read, in a sentence."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Words that stand as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """The place of a cell."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """A part that is left out where one of its cells is empty."""

    parts: tuple[Literal | Column, ...]


Part = Literal | Column | Group


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read."""

    parts: tuple[Part, ...]

    def columns(self) -> Iterator[str]:
        """The columns it names, in order."""
        for part in self.parts:
            for each in part.parts if isinstance(part, Group) else (part,):
                if isinstance(each, Column):
                    yield each.name

    def fill(self, cell: Cell) -> str:
        """The text for a row; nothing where all of its cells are empty."""
        if any(True for _name in self.columns()) and not any(cell(name) for name in self.columns()):
            return ""
        return "".join(filled(part, cell) for part in self.parts)


def filled(part: Part, cell: Cell) -> str:
    """One part of a template for a row."""
    if isinstance(part, Literal):
        return part.text
    if isinstance(part, Column):
        return cell(part.name)
    if any(isinstance(each, Column) and not cell(each.name) for each in part.parts):
        return ""
    return "".join(filled(each, cell) for each in part.parts)


@lru_cache(maxsize=2_048)
def read_template(text: str) -> Template:
    """The template of a text; raises TemplateError."""
    parts: list[Part] = []
    group: list[Literal | Column] | None = None
    position = 0

    def add(part: Literal | Column) -> None:
        (parts if group is None else group).append(part)

    for found in PIECE.finditer(text):
        if found.start() > position:
            add(Literal(text[position : found.start()]))
        position = found.end()
        if found["name"] is not None:
            add(Column(found["name"].strip()))
        elif found["brace"]:
            raise TemplateError(_("“%(text)s”: a brace is not closed; write two for the sign itself.") % {"text": text})
        elif not found["bracket"]:
            add(Literal(DOUBLED[found.group()]))
        elif (found["bracket"] == "<") == (group is not None):
            raise TemplateError(
                _("“%(text)s”: “<” and “>” do not pair; write two for the sign itself.") % {"text": text}
            )
        elif group is None:
            group = []
        else:
            parts.append(Group(tuple(group)))
            group = None
    if group is not None:
        raise TemplateError(_("“%(text)s”: “<” is not closed; write two for the sign itself.") % {"text": text})
    if position < len(text):
        add(Literal(text[position:]))
    return Template(tuple(parts))
