"""The commands that curators type: what they say, and what they leave behind."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalogue.curation import save_record
from catalogue.management.commands import export_records
from catalogue.models import Record, Revision
from tests.documents.contents import person, source
from tests.ingest.files import catalogue, write

pytestmark = pytest.mark.usefixtures("vocabulary")
GOOD = [source("obra", slug="obra"), person("Ion", slug="ion")]
BAD = person("Ana", slug="ana", gender="x")


def run(*arguments: Any, **options: Any) -> tuple[str, str]:
    """What a command says, and what it complains of."""
    said, complained = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=said, stderr=complained, **options)
    except CommandError as error:
        complained.write(f"CommandError: {error}")
    return said.getvalue().split("\r")[-1].strip(), complained.getvalue()


def test_an_import_says_what_became_of_the_documents(tmp_path: Path) -> None:
    path = write(tmp_path, *GOOD)
    assert run("import_records", path) == ("Imported: 2 created, 0 updated, 0 unchanged, 0 refused.", "")
    assert run("import_records", path) == (
        "Imported: 0 created, 0 updated, 2 unchanged, 0 refused; nothing to change.",
        "",
    )
    changed = write(tmp_path, GOOD[0], GOOD[1] | {"gender": "masculino"})
    assert run("import_records", changed)[0] == "Imported: 0 created, 1 updated, 1 unchanged, 0 refused."
    reasons = set(Revision.objects.values_list("reason", flat=True))
    assert reasons == {"import of records.ndjson"}
    assert run("import_records", write(tmp_path, *GOOD), "--reason", "vuelta atrás")[1] == ""
    assert Revision.objects.filter(reason="vuelta atrás").count() == 1


def test_a_refused_import_names_file_line_path_and_reason_and_fails(tmp_path: Path) -> None:
    before = catalogue()
    said, complained = run("import_records", write(tmp_path, *GOOD, BAD, name="lote.ndjson"))
    assert said.endswith("documents")
    assert "lote.ndjson:3: /gender: “x” is not a term of “gender”." in complained
    assert (
        "CommandError: Nothing was written: 1 lines are refused (2 created, 0 updated, 0 unchanged otherwise)."
        in complained
    )
    assert catalogue() == before


def test_a_trial_says_what_it_would_do_and_writes_nothing(tmp_path: Path) -> None:
    assert run("import_records", write(tmp_path, *GOOD), "--dry-run")[0] == (
        "Would be: 2 created, 0 updated, 0 unchanged, 0 refused."
    )
    assert not Record.objects.exists()
    assert "CommandError" in run("import_records", write(tmp_path, *GOOD, BAD), "--dry-run")[1]


def test_the_good_lines_are_kept_when_asked_for_and_the_command_still_fails(tmp_path: Path) -> None:
    said, complained = run("import_records", write(tmp_path, *GOOD, BAD), "--keep-good")
    assert said == "Imported: 2 created, 0 updated, 0 unchanged, 1 refused."
    assert "records.ndjson:3: /gender" in complained
    assert "CommandError: 1 lines were refused and left out; the others are in the catalogue." in complained
    assert Record.objects.count() == 2


def test_many_refusals_are_cut_short(tmp_path: Path) -> None:
    lines = [person(f"P{number}", slug=f"p{number}", gender="x") for number in range(60)]
    complained = run("import_records", write(tmp_path, *lines))[1]
    assert complained.count("/gender") == 50
    assert "… and 10 more." in complained


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    assert "there is no such file" in run("import_records", tmp_path / "nada.ndjson")[1]


def test_an_export_goes_to_the_terminal_or_to_a_file(tmp_path: Path) -> None:
    for content in (*GOOD, person("Oculta", status="draft", internal_note="SECRETO")):
        save_record(content)
    path = tmp_path / "salida.ndjson"
    complained = run("export_records", "--output", path)[1]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert complained.strip() == f"{len(lines)} documents written to {path}."
    assert run("export_records")[0].splitlines() == lines
    assert [json.loads(line)["kind"] for line in lines][-2:] == ["source", "person"]
    assert "Oculta" not in path.read_text(encoding="utf-8")
    assert "SECRETO" in run("export_records", "--internal", "--kind", "person")[0]
    assert len(run("export_records", "--kind", "person", "--kind", "source")[0].splitlines()) == 2
    assert run("import_records", path)[0].endswith("nothing to change.")


def test_an_unknown_kind_is_refused() -> None:
    assert "CommandError" in run("export_records", "--kind", "ship")[1]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "salida.ndjson"
    path.write_text("antes\n", encoding="utf-8")

    def breaks_off(**_options: Any) -> Any:
        yield "{}"
        raise RuntimeError("cut off")

    monkeypatch.setattr(export_records, "export_lines", breaks_off)
    with pytest.raises(RuntimeError):
        run("export_records", "--output", path)
    assert path.read_text(encoding="utf-8") == "antes\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    assert "cannot be written" in run("export_records", "--output", tmp_path / "nada" / "salida.ndjson")[1]
