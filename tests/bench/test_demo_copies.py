from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.demo_copies import write_copies
from catalogue.ingest import import_files
from catalogue.models import Record


def test_copies_share_sources_and_citations_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "copies.ndjson"
    counts = write_copies(file, range(2))
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    uuids = [line["uuid"] for line in lines]

    assert len(lines) == counts["lines"]
    assert len(set(uuids)) == len(uuids)
    assert {line["kind"] for line in lines[1577:]} == {
        "disagreement",
        "person",
        "unit",
        "organization",
        "event",
        "place",
    }


@pytest.mark.django_db
def test_a_copy_can_be_imported_beside_the_demo(demo: None, tmp_path: Path) -> None:
    file = tmp_path / "copy.ndjson"
    counts = write_copies(file, range(1, 2))
    before = Record.objects.count()

    report = import_files([file])

    assert report.refusals == []
    assert Record.objects.count() == before + counts["records"]
