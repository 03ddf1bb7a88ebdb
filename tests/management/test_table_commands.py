"""The commands that import tables and take imports back."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalogue.curation import save_profile
from catalogue.models import ImportRun, Record
from tests.ingest.tables import BATTLE_ROWS, BATTLES, WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "battles.csv"
    path.write_text(BATTLE_ROWS, encoding="utf-8")
    return str(path)


@pytest.fixture
def profile(tmp_path: Path) -> str:
    path = tmp_path / "battles.toml"
    path.write_text(BATTLES + WORDS, encoding="utf-8")
    return str(path)


def said(*words: str) -> str:
    """What a command writes."""
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def test_a_table_is_tried_out_imported_and_taken_back(table: str, profile: str) -> None:
    assert "Would be: 5 created, 0 updated, 0 unchanged; 0 rows refused." in said(
        "import_table", table, "--profile", profile, "--dry-run"
    )
    assert Record.objects.count() == 0
    assert "Imported: 5 created" in said("import_table", table, "--profile", profile)
    assert "nothing to change" in said("import_table", table, "--profile", profile)

    first = ImportRun.objects.earliest("pk")
    assert f"{first.uuid}" in said("undo_import")
    assert "Taken back: 5 deleted, 0 as before." in said("undo_import", str(first.uuid))
    assert "taken back" in said("undo_import")


def test_a_profile_that_the_admin_keeps_is_called_by_its_name(table: str) -> None:
    save_profile("battles", BATTLES + WORDS)

    assert "Imported: 5 created" in said("import_table", table, "--profile", "battles")


def test_a_refused_table_says_so_and_ends_with_an_error(table: str, profile: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(BATTLE_ROWS + "MS004,Corinth,,,,,many\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was written: 1 rows are refused"):
        said("import_table", str(bad), "--profile", profile)
    with pytest.raises(CommandError, match="were left out"):
        said("import_table", str(bad), "--profile", profile, "--keep-good")
    assert Record.objects.filter(title="Shiloh").exists()


def test_a_profile_with_mistakes_is_refused_by_line_and_key(table: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(BATTLES.replace('kind = "event"', 'kind = "battle"'), encoding="utf-8")

    with pytest.raises(CommandError, match=r"line 10, record\.kind"):
        said("import_table", table, "--profile", str(wrong))


def test_an_import_that_does_not_exist_cannot_be_taken_back() -> None:
    with pytest.raises(CommandError, match="no such import"):
        said("undo_import", "11111111-1111-1111-1111-111111111111")
