"""Dumps: everything that is public, of one moment, in files that say whether they are whole."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from catalogue.documents import ready_documents
from catalogue.exports import dumping, export_lines
from catalogue.ingest import import_files
from catalogue.models import Change, Item, Kind, ReadyDocument, Record, StaleDocument

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DUMPS_DIR = str(tmp_path / "dumps")
    return tmp_path / "dumps"


def dump(folder: Path, *options: str) -> Path:
    call_command("dump", *options, stdout=StringIO())
    return dumping.dumps_in(folder)[0]


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def test_a_dump_holds_what_is_public_and_its_manifest_tells_the_truth(folder: Path) -> None:
    Record.objects.filter(slug="ion-antonescu").update(status="draft")
    made = dump(folder)
    manifest = dumping.read_manifest(made)

    assert lines(made / "all.ndjson")[:-1] == list(export_lines())
    for each in manifest["files"]:
        data = (made / each["name"]).read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (each["bytes"], each["sha256"]), each["name"]
        if each["name"].endswith(".ndjson"):
            *said, end = data.decode().splitlines()
            assert json.loads(end) == {"kind": "end", "count": len(said)}
            assert each["records"] == len(said)
    published = {kind.plural: Record.objects.published().filter(kind=kind).count() for kind in Kind}
    counted = {each["name"]: each["records"] for each in manifest["files"]}
    assert {name: counted[f"{name}.ndjson"] for name in published} == published
    assert {name: counted[f"{name}.csv"] for name in published} == published
    assert manifest["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert not [each for each in made.iterdir() if "ion-antonescu" in each.read_text(encoding="utf-8").split(",")]


def test_the_position_of_the_feed_is_that_of_the_dump(folder: Path, client: Client) -> None:
    position = dumping.read_manifest(dump(folder, "--no-tables"))["changes_after"]

    assert position == Change.objects.settled().order_by("transaction", "pk").last().pk  # type: ignore[union-attr]
    assert client.get("/api/v1/changes/", {"after": position}).json()["results"] == []


def test_tables_have_a_row_for_each_record_and_the_licence(folder: Path) -> None:
    rows = list(csv.DictReader(StringIO((dump(folder) / "persons.csv").read_text(encoding="utf-8"))))

    assert {row["uuid"] for row in rows} == {
        str(uuid) for uuid in Record.objects.published().filter(kind="person").values_list("uuid", flat=True)
    }
    assert {row["license"] for row in rows} == {"https://creativecommons.org/licenses/by/4.0/"}


def test_what_is_gone_is_told(folder: Path) -> None:
    item = Item.objects.create(kind="person", gone=True)

    gone = [json.loads(line) for line in lines(dump(folder, "--no-tables") / "gone.ndjson")]

    assert str(item.uuid) in {each.get("uuid") for each in gone}


def test_the_import_takes_a_dump_and_refuses_one_that_was_cut_off(folder: Path) -> None:
    file = dump(folder, "--no-tables") / "all.ndjson"
    assert import_files([file], dry_run=True).refusals == []

    *said, end = lines(file)
    file.write_text("\n".join([*said[:-5], end]) + "\n", encoding="utf-8")
    refusals = import_files([file], dry_run=True).refusals
    assert any("the file is not whole" in each.message for each in refusals)


def test_a_dump_that_fails_leaves_nothing_and_old_ones_are_dropped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("20200101T000000Z", "20210101T000000Z"):
        (folder / name).mkdir(parents=True)
        (folder / name / dumping.MANIFEST).write_text("{}")
    dump(folder, "--no-tables", "--keep", "2")
    assert [each.name for each in dumping.dumps_in(folder)][1:] == ["20210101T000000Z"]

    def broken() -> Any:
        yield b'{"kind": "term"}'
        raise OSError(28, "No space left on device")

    before = sorted(folder.iterdir())
    monkeypatch.setattr(dumping, "sorts_of_lines", lambda: iter([("persons", broken())]))
    with pytest.raises(CommandError, match="No space left"):
        call_command("dump", stdout=StringIO())
    assert sorted(folder.iterdir()) == before


def test_without_a_folder_the_command_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="DUMPS_DIR"):
        call_command("dump")


def test_dumps_are_listed_and_their_files_served_and_nothing_else(folder: Path, client: Client) -> None:
    assert client.get("/api/v1/dumps/").json() == {"results": []}
    made = dump(folder, "--no-tables")
    (made / "secret.txt").write_text("secret")

    listed = client.get("/api/v1/dumps/").json()["results"][0]
    file = next(each for each in listed["files"] if each["name"] == "persons.ndjson")
    response = client.get(file["url"])

    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert sha256(body).hexdigest() == file["sha256"]
    assert response["Content-Type"] == "application/x-ndjson"
    for path in (
        f"{made.name}/secret.txt",
        f"{made.name}/..%2f..%2fetc",
        "nothing/persons.ndjson",
        f"{made.name}/x.csv",
    ):
        assert client.get(f"/api/v1/dumps/{path}").status_code == 404


def test_what_becomes_stale_while_a_dump_is_written_is_made_anew_without_being_stored(tmp_path: Path) -> None:
    key = Record.objects.get(slug="ion-antonescu").pk
    ready_documents([key])
    StaleDocument.objects.create(record_id=key)
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        cursor.execute("SET TRANSACTION READ ONLY")
        told = [each for each in dumping.public_documents(Kind.PERSON) if each["slug"] == "ion-antonescu"]
        cursor.execute("ROLLBACK TO before")
    assert [each["title"] for each in told] == ["Ion Antonescu"]
    assert StaleDocument.objects.filter(record_id=key).exists()


def test_a_dump_stores_the_documents_that_it_had_to_make(folder: Path) -> None:
    ReadyDocument.objects.all().delete()
    dump(folder)
    stored = ReadyDocument.objects.exclude(document="").exclude(line="")
    assert stored.count() == Record.objects.published().count()
