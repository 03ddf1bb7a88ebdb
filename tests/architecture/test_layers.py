"""Who imports whom. `make check` asks import-linter for the order of all layers; these are the rules with a reason."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.architecture.python_files import PythonFile, imports, python_files, read

HIGH_TO_LOW = (
    ("archive",),
    ("admin", "api", "web", "protocols", "management"),
    ("templatetags", "exports", "ingest"),
    ("curation",),
    ("search",),
    ("documents",),
    ("citations",),
    ("models",),
    ("dates", "text"),
)
RANK = {layer: rank for rank, layers in enumerate(HIGH_TO_LOW) for layer in layers}
FRAMEWORKS = ("django", "rest_framework", "django_filters", "psycopg")


def layer_of(dotted_name: str) -> str | None:
    """The layer that a module of the project lies in; none for those that stand outside."""
    parts = dotted_name.split(".")
    name = parts[1] if parts[0] == "catalogue" and len(parts) > 1 else parts[0]
    return name if name in RANK else None


def module_name(file: PythonFile) -> str:
    """The dotted name of a file."""
    return file.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def upward(files: Iterable[PythonFile]) -> list[str]:
    """Imports that go upward or sideways."""
    found = []
    for file in files:
        own = layer_of(module_name(file))
        for line, name in imports(file):
            other = layer_of(name) if name.split(".")[0] in {"archive", "catalogue"} else None
            if own and other and own != other and RANK[other] <= RANK[own]:
                found.append(f"{file.path}:{line}: {own} imports {other}")
    return found


def of_packages(file: PythonFile, packages: tuple[str, ...]) -> list[str]:
    """The imports of a module that come from these packages."""
    return [
        f"{file.path}:{line}: {name}"
        for line, name in imports(file)
        if any(name == package or name.startswith(f"{package}.") for package in packages)
    ]


def below_models(file: PythonFile) -> list[str]:
    """Imports of single modules of the models, which are everybody's through `catalogue.models` alone."""
    return [f"{file.path}:{line}: {name}" for line, name in imports(file) if name.startswith("catalogue.models.")]


def test_imports_go_downward_only() -> None:
    assert upward(python_files("archive", "catalogue")) == []


def test_every_folder_of_the_catalogue_is_a_layer() -> None:
    folders = {parts[1] for file in python_files("catalogue") if len(parts := file.path.split("/")) > 2}

    assert folders <= set(RANK)


def test_dates_and_text_are_pure_python() -> None:
    found = [
        each for file in python_files("catalogue/dates", "catalogue/text") for each in of_packages(file, FRAMEWORKS)
    ]

    assert found == []


def test_only_the_api_knows_the_rest_framework() -> None:
    found = [
        each
        for file in python_files("catalogue")
        if not file.path.startswith("catalogue/api/")
        for each in of_packages(file, ("rest_framework", "drf_spectacular"))
    ]

    assert found == []


def test_models_are_imported_from_one_place() -> None:
    found = [
        each for file in python_files() if not file.path.startswith("catalogue/models/") for each in below_models(file)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("catalogue/search/index.py", "from catalogue.curation import save_record"),
        ("catalogue/web/home.py", "from catalogue.api import records"),
        ("catalogue/models/name.py", "import catalogue.documents"),
        ("catalogue/admin/records.py", "from archive.settings import DEBUG"),
    ],
)
def test_an_import_upward_or_sideways_is_found(path: str, line: str) -> None:
    assert upward([read(path, line)])


def test_other_forbidden_imports_are_found() -> None:
    assert of_packages(read("catalogue/dates/edtf.py", "from django.db import models"), FRAMEWORKS)
    assert below_models(read("catalogue/api/records.py", "from catalogue.models.name import Name"))
