"""The project's own Python files, as the architecture tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDERS = ("archive", "bench", "catalogue", "tests", "tools")


class PythonFile(NamedTuple):
    """One module: where it stands below the checkout, and what is in it."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How long it is."""
        return len(self.text.splitlines())

    @property
    def is_empty(self) -> bool:
        """Whether it only marks a package."""
        return not self.tree.body

    @property
    def says_nothing(self) -> bool:
        """Whether it has no statement beside its docstring."""
        return len(self.tree.body) <= bool(ast.get_docstring(self.tree))


@cache
def python_files(*folders: str) -> tuple[PythonFile, ...]:
    """Every module below the folders (all of the project's if none is named), migrations left out."""
    return tuple(
        read_file(file)
        for folder in folders or FOLDERS
        for file in sorted((CHECKOUT / folder).rglob("*.py"))
        if "migrations" not in file.parts
    )


@cache
def read_file(file: Path) -> PythonFile:
    """One module of the project; each is parsed once."""
    return read(file.relative_to(CHECKOUT).as_posix(), file.read_text(encoding="utf-8"))


def read(path: str, text: str) -> PythonFile:
    """A module from its text."""
    return PythonFile(path, text, ast.parse(text))


def imports(file: PythonFile) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a module imports, wherever in it."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, f"{'.' * node.level}{node.module or ''}"


def dotted(node: ast.expr) -> str:
    """What is called or read, without arguments: `Name.objects.filter(pk=1).delete` is `Name.objects.filter.delete`."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case ast.Call():
            return dotted(node.func)
        case ast.Subscript():
            return f"{dotted(node.value)}[]"
        case _:
            return "…"
