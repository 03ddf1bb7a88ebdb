"""Everything that people read is said in Spanish and Romanian too, with the same places for values."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.architecture.python_files import CHECKOUT, python_files

LANGUAGES = ("es", "ro")
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
TAG = re.compile(r"""\{%\s*translate\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
PLACE = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")


@cache
def catalog(language: str) -> gettext.GNUTranslations:
    """The messages of a language as the site reads them."""
    path = CHECKOUT / "catalogue" / "locale" / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def words(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def in_python() -> Iterator[tuple[str, str]]:
    """Every message of the program: where it stands, and how the catalogs know it."""
    for file in python_files("archive", "catalogue"):
        if "/migrations/" in file.path:
            continue
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            text = words(node.args[0])
            if name in PLAIN | COUNTED and text:
                yield f"{file.path}:{node.lineno}", text
            elif name in IN_CONTEXT and len(node.args) > 1:
                yield f"{file.path}:{node.lineno}", f"{text}\x04{words(node.args[1])}"


def in_templates() -> Iterator[tuple[str, str]]:
    """Every short message of the templates."""
    for file in sorted((CHECKOUT / "templates").rglob("*.html")):
        for found in TAG.finditer(file.read_text(encoding="utf-8")):
            context = re.match(r'\s+context\s+"([^"]+)"', file.read_text(encoding="utf-8")[found.end() :])
            # Django doubles the per cent signs of templates.
            text = found["text"].replace("%", "%%")
            yield file.name, f"{context[1]}\x04{text}" if context else text


def known(language: str, message: str) -> bool:
    """Whether a language has the message, also one that is counted, or Django itself translates it."""
    messages = catalog(language)._catalog  # type: ignore[attr-defined]
    return message in messages or (message, 0) in messages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_program_is_translated(language: str) -> None:
    lacking = [f"{where}: {message}" for where, message in in_python() if not known(language, message)]

    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_templates_is_translated(language: str) -> None:
    lacking = [f"{where}: {message}" for where, message in in_templates() if not known(language, message)]

    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_for_values_of_its_message(language: str) -> None:
    messages = catalog(language)._catalog  # type: ignore[attr-defined]
    wrong = [
        message
        for message, said in messages.items()
        if isinstance(message, str) and sorted(PLACE.findall(message)) != sorted(PLACE.findall(said)) and message
    ]

    assert wrong == []


def test_the_messages_are_found() -> None:
    found = [message for _where, message in (*in_python(), *in_templates())]

    assert len(found) > 1_500
    assert any("\x04" in message for message in found)
