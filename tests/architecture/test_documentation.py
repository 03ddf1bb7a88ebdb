"""The documentation says what there is, and only what there is."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import load_command_class
from django.urls import Resolver404, resolve

from catalogue.dates import read_date
from catalogue.documents.shape import (
    CITATION_KEYS,
    CLAIM_KEYS,
    CREATOR_KEYS,
    FOOTNOTE_KEYS,
    LINK_KEYS,
    NUMBER_KEYS,
    PARTS,
    content_keys,
)
from catalogue.exports.ndjson import RELATION_TYPE_KEYS, TERM_KEYS
from catalogue.models import (
    CLAIM_MODELS,
    Basis,
    Certainty,
    Kind,
    Locator,
    Reading,
    Scope,
    Stance,
    Standing,
    Status,
)
from catalogue.text import MarkError, parse_cites, parse_marks
from catalogue.text.cites import STANCE_WORDS
from tests.architecture.python_files import CHECKOUT, python_files

DOCS = CHECKOUT / "docs"
PAGES = sorted(
    [CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", CHECKOUT / "fixtures" / "README.md", *DOCS.glob("*.md")]
)
COMMANDS = CHECKOUT / "catalogue" / "management" / "commands"
TARGET = re.compile(r"^([a-z]+):.*## ", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
TABLE_NAME = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """A page of the documentation."""
    return (CHECKOUT / name).read_text(encoding="utf-8")


def everything() -> str:
    """All pages, one after the other."""
    return "\n".join(file.read_text(encoding="utf-8") for file in PAGES)


def variables_read() -> set[str]:
    """The variables of the environment that the site reads, in Python and in the compose file."""
    found = {
        node.args[0].value
        for file in python_files("archive")
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    return found | set(re.findall(r"\$\{([A-Z_]+)", page("docker-compose.yml")))


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(TARGET.findall(page("Makefile")))


def commands() -> list[str]:
    """The management commands of the catalogue."""
    return sorted(file.stem for file in COMMANDS.glob("*.py") if file.stem != "__init__")


def own_options(command: str) -> set[str]:
    """The options that a command adds to Django's."""
    parser = load_command_class("catalogue", command).create_parser("manage.py", command)
    plain = {
        "--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color", "--skip-checks",
    }  # fmt: skip
    return {name for action in parser._actions for name in action.option_strings if name.startswith("--")} - plain


def rules() -> set[str]:
    """The constraints of the models; those that every sort of claim has are documented once, with a star."""
    found = set()
    for model in apps.get_app_config("catalogue").get_models():
        name = model._meta.model_name or ""
        shared = model in CLAIM_MODELS
        for rule in model._meta.constraints:
            starred = f"*{rule.name.removeprefix(name)}" if shared else rule.name
            everywhere = all(
                starred
                in {f"*{each.name.removeprefix(other._meta.model_name or '')}" for each in other._meta.constraints}
                for other in CLAIM_MODELS
            )
            found.add(starred if shared and everywhere else rule.name)
    return found


def test_every_variable_of_the_environment_is_documented_and_no_other() -> None:
    documented = set(TABLE_NAME.findall(page("docs/deploying.md")))

    assert documented == variables_read()


def test_the_variables_are_found_in_the_code() -> None:
    assert {"DATABASE_URL", "SECRET_KEY", "POSTGRES_PASSWORD"} <= variables_read()


def test_every_target_of_make_is_named_in_the_readme_and_no_other() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", page("README.md")))

    assert named == targets()


@pytest.mark.parametrize("file", PAGES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_page_names_a_target_that_is_not_there(file: Path) -> None:
    named = re.findall(r"[`$ ]make ([a-z]+)\b", "\n".join(CODE.findall(file.read_text(encoding="utf-8"))))

    assert set(named) <= targets()


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented_with_its_options(command: str) -> None:
    text = everything()

    assert f"manage.py {command}" in text
    assert {option for option in own_options(command) if f"`{option}" not in text and f" {option}" not in text} == set()


def test_every_check_of_the_installation_is_documented() -> None:
    written = re.findall(r'id="(archive\.[EW]\d+)"', page("archive/checks.py"))

    assert written
    assert [each for each in written if each not in page("docs/deploying.md")] == []


def test_every_rule_of_the_database_is_documented() -> None:
    text = page("docs/data-model.md")

    assert sorted(rule for rule in rules() if f"`{rule}`" not in text) == []


def test_no_rule_is_documented_that_is_not_there() -> None:
    named = set(re.findall(r"^\| `([*\w]+)` \|", page("docs/data-model.md"), re.MULTILINE))

    assert named <= rules()
    assert len(named) > 20


@pytest.mark.parametrize("file", PAGES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_link_leads_somewhere(file: Path) -> None:
    found = [one or other for one, other in LINK.findall(FENCE.sub("", file.read_text(encoding="utf-8")))]
    local = [target.split("#")[0] for target in found if not re.match(r"[a-z]+:|#", target)]

    assert [target for target in local if not (file.parent / target).exists()] == []


def test_every_page_of_the_documentation_can_be_reached_from_the_readme() -> None:
    assert [file.name for file in DOCS.glob("*.md") if f"docs/{file.name}" not in page("README.md")] == []


def keys_of_the_document() -> set[str]:
    """Every key that a line of a file may have, wherever in it."""
    records = {key for kind in Kind.values for key in content_keys(kind)}
    claims = {key for part in PARTS for key in part.keys} | set(CLAIM_KEYS) | {"disagreement", "footnotes", "marks"}
    parts = {*FOOTNOTE_KEYS, *CREATOR_KEYS, *LINK_KEYS, *NUMBER_KEYS, *CITATION_KEYS}
    return records | claims | parts | {*TERM_KEYS, *RELATION_TYPE_KEYS}


@pytest.mark.parametrize("key", sorted(keys_of_the_document()))
def test_every_key_of_the_document_is_described(key: str) -> None:
    assert re.search(rf"[`\"{{ ]{key}[`\"}}:,]", page("docs/document.md"))


def test_every_address_of_the_readme_leads_somewhere() -> None:
    addresses = [code for code in CODE.findall(page("README.md")) if re.fullmatch(r"/[\w./-]*(?:\?\S*)?", code)]

    assert addresses
    assert [address for address in addresses if not is_found(address.split("?")[0])] == []


@pytest.mark.parametrize("name", ["README.md", "docs/api.md"])
def test_every_entry_that_is_named_as_an_example_is_in_the_demo(name: str) -> None:
    lines = (json.loads(line) for line in page("fixtures/demo.ndjson").splitlines())
    known = {f"{line['kind']}s/{line['slug']}" for line in lines if line["kind"] in Kind.values}
    kinds = "|".join(kind.plural for kind in Kind)
    named = re.findall(rf"/((?:{kinds})/(?!facets/)[a-z0-9-]+)/", page(name))

    assert named
    assert set(named) - known == set()


def is_found(address: str) -> bool:
    """Whether a view answers at an address."""
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def test_the_readme_counts_the_demo_right() -> None:
    lines = page("fixtures/demo.ndjson").splitlines()
    kinds = Counter(json.loads(line)["kind"] for line in lines)
    counted = {
        "documents": len(lines),
        "entries": sum(kinds[kind] for kind in Kind.values),
        "citations": kinds["citation"],
        "disagreements": kinds["disagreement"],
    }

    assert [
        f"{number:,} {what}" for what, number in counted.items() if f"{number:,} {what}" not in page("README.md")
    ] == []


@pytest.mark.parametrize("words", [Status, Certainty, Basis, Standing, Stance, Scope, Locator, Reading])
def test_the_curators_guide_explains_every_word_of_the_closed_lists(words: type) -> None:
    text = page("docs/curating.md")

    assert [word for word in words if f"`{word}`" not in text and f"| {word} |" not in text] == []  # type: ignore[attr-defined]


def test_the_curators_guide_names_every_word_that_may_stand_before_a_key() -> None:
    text = page("docs/curating.md").replace("é", "e")

    assert [word for word in STANCE_WORDS if f"`{word}" not in text] == []


def marks_of_the_guide() -> list[str]:
    """The marks that the guide shows as right."""
    right = page("docs/curating.md").split("<!-- wrong marks -->")[0]
    return [code for code in CODE.findall(right) if re.match(r"\[[^\]]*@", code)]


@pytest.mark.parametrize("mark", marks_of_the_guide())
def test_every_mark_of_the_guide_can_be_read(mark: str) -> None:
    assert parse_cites(mark)


def test_every_wrong_mark_of_the_guide_is_refused() -> None:
    wrong = CODE.findall(page("docs/curating.md").split("<!-- wrong marks -->")[1].split("<!-- end -->")[0])
    wrong = [code for code in wrong if code.startswith("[")]

    assert wrong
    for mark in wrong:
        with pytest.raises(MarkError):
            parse_cites(mark)
        with pytest.raises(MarkError):
            parse_marks(f"Word {mark}")


def dates_of_the_guide() -> list[tuple[str, str]]:
    """The dates in words that the guide explains, and the EDTF it gives for them."""
    rows = page("docs/curating.md").split("<!-- dates -->")[1].split("<!-- end -->")[0].splitlines()
    cells = [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    return [(words, row[1]) for row in cells[1:] for words in re.split(r"`, `", row[0])]


@pytest.mark.parametrize(("words", "edtf"), dates_of_the_guide())
def test_every_date_of_the_guide_means_what_the_guide_says(words: str, edtf: str) -> None:
    assert read_date(words).text == edtf
