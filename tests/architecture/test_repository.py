"""What is true of every file of the project, whatever its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.python_files import CHECKOUT

NOT_OURS = frozenset({"__pycache__", "staticfiles", "htmlcov", "node_modules"})
HIDDEN_AND_OURS = frozenset({".ci", ".gitignore", ".dockerignore", ".editorconfig"})
# Folders of one machine: whoever has another account or another checkout has other ones.
ONE_MACHINES = "|".join(("work", "root", "home", "Users"))
MACHINE = re.compile(rf"(?<![\w.>}}-])/(?:{ONE_MACHINES})/|(?<![\w/])/{'tmp'}/(?!legajo-)")
OTHER_HOSTS = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|href|data)\s*=\s*[\"']?(?:https?:)?//"
    r"|@import[^;]*//|url\(\s*[\"']?(?:https?:)?//|\bfetch\(\s*[\"'`]https?://|\bimport\s*\(?[\"'`]https?://",
    re.IGNORECASE,
)
# Linked data is no script; catalogue/exports/linked/embedding.py writes it.
DATA = re.escape(' type="application/ld+json">{{ linked }}</script>')
UNSAFE_TEMPLATE = re.compile(
    r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off|<style\b|\sstyle\s*=|\son[a-z]{3,}\s*=\s*[\"']|javascript:"
    rf"|<script(?![^>]*\bsrc=|{DATA})",
    re.IGNORECASE,
)
LONGEST_OWN_LINE = 500
STATIC = CHECKOUT / "catalogue" / "static"


def our_files(folder: Path = CHECKOUT) -> Iterator[Path]:
    """The files that belong to the project."""
    for each in sorted(folder.iterdir()):
        hidden = each.name.startswith(".") and each.name not in HIDDEN_AND_OURS
        if hidden or each.name in NOT_OURS or each.is_symlink():
            continue
        if each.is_dir():
            yield from our_files(each)
        else:
            yield each


def our_texts() -> Iterator[tuple[str, str]]:
    """Path and text of the project's files; pictures and compiled catalogues have none."""
    for file in our_files():
        try:
            yield file.relative_to(CHECKOUT).as_posix(), file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def minified(text: str) -> bool:
    """Whether a file was made by a machine: lines that nobody writes."""
    return any(len(line) > LONGEST_OWN_LINE for line in text.splitlines())


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in our_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("folder", ["work", "root", "home", "Users"])
def test_a_folder_of_one_machine_is_found(folder: str) -> None:
    assert MACHINE.search(f"see /{folder}/somebody/notes.txt")
    assert MACHINE.search(f'open("/{folder}/notes.txt")')
    assert not MACHINE.search(f"https://example.org/{folder}/12")
    assert not MACHINE.search("in `/tmp/legajo-1000-ab12`")


def test_nothing_is_loaded_from_another_host() -> None:
    found = [
        f"{path}: {match.group()[:100]}"
        for path, text in our_texts()
        if path.startswith(("templates/", "catalogue/static/"))
        for match in OTHER_HOSTS.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.org/a.css">',
        "@import url('https://fonts.example.org/a.css');",
        "background: url(https://example.org/a.png)",
    ],
)
def test_what_another_host_would_send_is_found(text: str) -> None:
    assert OTHER_HOSTS.search(text)
    assert not OTHER_HOSTS.search('<a href="https://example.org/">a link is no loading</a>')


def test_templates_trust_no_text_and_hold_no_scripts_or_styles() -> None:
    found = [
        f"{path}: {match.group()}"
        for path, text in our_texts()
        if path.startswith("templates/")
        for match in UNSAFE_TEMPLATE.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ note|safe }}",
        "{{ notes | safeseq }}",
        "{% autoescape off %}",
        "<script>go()</script>",
        '<script type="application/ld+json">{{ note }}</script>',
        "<style>a{}</style>",
        '<p style="color: red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_what_the_content_policy_would_block_is_found(text: str) -> None:
    assert UNSAFE_TEMPLATE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "a.js" %}" defer></script>',
        '<script type="application/ld+json">{{ linked }}</script>',
        "{{ note|safer }}",
        "{% if one = 1 %}",
        '<link rel="stylesheet">',
    ],
)
def test_what_the_content_policy_lets_through_is_let_through(text: str) -> None:
    assert not UNSAFE_TEMPLATE.search(text)


def test_files_of_others_stand_in_a_manifest_with_version_and_licence() -> None:
    foreign = [
        file.relative_to(STATIC).as_posix()
        for file in our_files(STATIC)
        if "vendor" in file.parts or (file.suffix in {".js", ".css"} and minified(file.read_text(encoding="utf-8")))
    ]
    manifest = STATIC / "MANIFEST.md"
    listed = manifest.read_text(encoding="utf-8") if manifest.exists() else ""

    assert [name for name in foreign if name not in listed and not name.endswith("MANIFEST.md")] == []


def test_a_minified_file_is_told_from_a_written_one() -> None:
    assert minified("a" * 501)
    assert not minified("const a = 1;\n" * 501)
