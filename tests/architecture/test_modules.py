"""What every module keeps to: its size, its first lines, its name, and the constructs the house does without."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.architecture.python_files import PythonFile, imports, python_files, read

LONGEST = 400
DRAWERS = frozenset({"utils", "helpers", "common", "services", "managers", "misc"})
SIGNALS = re.compile(r"(?:^|\.)signals$|^django\.dispatch\b")
FORBIDDEN_NAMES = {
    "mark_safe": "use format_html or a template: curators' text is data",
    "SafeString": "use format_html or a template: curators' text is data",
    "GenericForeignKey": "use a real foreign key",
    "GenericRelation": "use a real foreign key",
}


def faults(file: PythonFile) -> Iterator[str]:
    """Everything in a module that the house does without, a sentence each."""
    for node in ast.walk(file.tree):
        for fault in (*faults_of_name(node), *faults_of_call(node), *faults_of_handler(node)):
            yield f"{file.path}:{node.lineno}: {fault}"  # type: ignore[attr-defined]
    for line, module in imports(file):
        if SIGNALS.search(module):
            yield f"{file.path}:{line}: no signals: nothing happens that the call does not show"
        if module.startswith("."):
            yield f"{file.path}:{line}: import absolutely: files move without a change elsewhere"


def faults_of_name(node: ast.AST) -> Iterator[str]:
    """Names that are not used."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in FORBIDDEN_NAMES:
            yield f"{name}: {FORBIDDEN_NAMES[name]}"
        case ast.ImportFrom(names=names):
            yield from (f"{each.name}: {FORBIDDEN_NAMES[each.name]}" for each in names if each.name in FORBIDDEN_NAMES)
            yield from ("no star imports" for each in names if each.name == "*")
        case _:
            pass


def faults_of_call(node: ast.AST) -> Iterator[str]:
    """Calls that are not made."""
    match node:
        case ast.Call(func=ast.Name(id="print")):
            yield "no print: a command writes to self.stdout, anything else to the log"
        case ast.Call(func=ast.Name(id="breakpoint")):
            yield "a breakpoint was left behind"
        case _:
            pass


def faults_of_handler(node: ast.AST) -> Iterator[str]:
    """Exceptions are caught where something can be done about them, and only these."""
    match node:
        case ast.ExceptHandler(type=None):
            yield "name the exceptions: a swallowed error is a wrong archive"
        case ast.ExceptHandler(type=ast.Name(id="Exception" | "BaseException")):
            yield "catch the narrowest exception: a swallowed error is a wrong archive"
        case ast.ExceptHandler(type=ast.Tuple(elts=caught)):
            broad = (
                each for each in caught if isinstance(each, ast.Name) and each.id in {"Exception", "BaseException"}
            )
            yield from ("catch the narrowest exception: a swallowed error is a wrong archive" for _each in broad)
        case _:
            pass


def test_no_module_is_longer_than_one_sitting() -> None:
    too_long = [f"{file.path}: {file.lines} lines" for file in python_files() if file.lines > LONGEST]

    assert too_long == []


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        file.path
        for file in python_files("archive", "bench", "catalogue", "tools")
        if not file.is_empty and not ast.get_docstring(file.tree)
    ]

    assert silent == []


def test_every_module_has_the_annotations_import() -> None:
    lacking = [
        file.path
        for file in python_files()
        if not file.says_nothing and "__future__" not in {name for _line, name in imports(file)}
    ]

    assert lacking == []


def test_there_are_no_drawers_for_odds_and_ends() -> None:
    drawers = [
        file.path
        for file in python_files()
        if DRAWERS & {part.removesuffix(".py") for part in PurePosixPath(file.path).parts}
    ]

    assert drawers == []


def test_no_module_uses_what_the_house_does_without() -> None:
    found = [fault for file in python_files("archive", "bench", "catalogue", "tools") for fault in faults(file)]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.utils.safestring import mark_safe",
        "safe = safestring.mark_safe(text)",
        "from django.contrib.contenttypes.fields import GenericForeignKey",
        "from django.db.models.signals import post_save",
        "from django.dispatch import receiver",
        "print('done')",
        "try:\n    go()\nexcept Exception:\n    stop()",
        "try:\n    go()\nexcept (ValueError, Exception):\n    stop()",
        "try:\n    go()\nexcept:\n    stop()",
        "from . import records",
        "from catalogue.models import *",
    ],
)
def test_each_unwanted_construct_is_found(line: str) -> None:
    assert list(faults(read("made_up.py", line)))


@pytest.mark.parametrize(
    "line",
    [
        "self.stdout.write('done')",
        "try:\n    go()\nexcept (ValueError, KeyError) as error:\n    stop()",
        "import signal",
        "blueprint(1)",
    ],
)
def test_what_only_looks_alike_is_let_through(line: str) -> None:
    assert list(faults(read("made_up.py", line))) == []
