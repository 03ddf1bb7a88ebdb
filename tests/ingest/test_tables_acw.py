"""The worked profiles on the data set that they were made for, where it is at hand; the suite does not need it."""

from __future__ import annotations

import csv
import io
import json
import lzma
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from catalogue.documents import Document, build_documents
from catalogue.ingest.tables import Report, import_table, parse_profile, read_table
from catalogue.ingest.tables.planning import record_uuid
from catalogue.models import Dating, Footnote, Identifier, Record, Relation

CHECKOUT = Path(__file__).resolve().parents[2]
BESIDE = CHECKOUT.parent / "shared" / "data"
FOLDER = Path(os.environ.get("LEGAJO_DATA") or BESIDE) / "acw_battles"
PROFILES = CHECKOUT / "docs" / "profiles"
IMPORTS = {
    "acw-people": "nps_people",
    "acw-units": "nps_units",
    "acw-campaigns": "nps_campaigns",
    "acw-battles": "nps_battles",
    "acw-participations": "nps_battle_units",
    "acw-commanders": "nps_commanders",
    "acw-dates-cwsac": "cwsac_battles",
    "acw-dates-cwss": "cwss_battles",
    "acw-dates-aad": "aad_battles",
    "acw-forces-nps": "nps_forces",
    "acw-forces-cwsac": "cwsac_forces",
    "acw-forces-cwss": "cwss_forces",
}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no folder with the tables; LEGAJO_DATA names one"),
]


@cache
def data(table: str) -> bytes:
    """The bytes of a table; the large ones are compressed."""
    plain = FOLDER / f"{table}.csv"
    return plain.read_bytes() if plain.is_file() else lzma.decompress((FOLDER / f"{table}.csv.xz").read_bytes())


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table, read without the code that is tested."""
    return list(csv.DictReader(io.StringIO(data(table).decode(), newline="")))


def run(profile: str, **options: Any) -> Report:
    """Imports a table by its profile."""
    text = (PROFILES / f"{profile}.toml").read_text(encoding="utf-8")
    return import_table(data(IMPORTS[profile]), f"{IMPORTS[profile]}.csv", parse_profile(text), **options)


@pytest.fixture(scope="module")
def reports(django_db_setup: None, django_db_blocker: Any) -> Any:
    """All tables imported, once; taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = {profile: run(profile) for profile in IMPORTS}
        # What waits for the end of the transaction is checked once, not again at the end of each test within it.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "EXPECTED.json").read_text(encoding="utf-8"))
    return found


def test_every_row_of_every_table_is_taken(reports: dict[str, Report]) -> None:
    wanted = expected()["rows"]

    assert {report.refused for report in reports.values()} == {0}
    assert {each: reports[each].rows for each in IMPORTS if IMPORTS[each] in wanted} == {
        each: wanted[IMPORTS[each]] for each in IMPORTS if IMPORTS[each] in wanted
    }


def test_persons_and_units_that_share_a_name_stay_different(reports: dict[str, Report]) -> None:
    people = rows("nps_people")
    shared = Counter((row["first_name"], row["last_name"]) for row in people)
    units = Counter(Record.objects.filter(kind="unit").values_list("title", flat=True))

    assert Record.objects.filter(kind="person").count() == len(people)
    assert set(map(str, Record.objects.filter(kind="person").values_list("uuid", flat=True))) == {
        row["person_id"] for row in people
    }
    assert sum(count > 1 for count in shared.values()) == expected()["different_persons_with_same_first_and_last_name"]
    assert sum(count > 1 for count in units.values()) == expected()["unit_names_shared_by_two_unit_codes"]


def test_each_participation_carries_the_source_of_its_row(reports: dict[str, Report]) -> None:
    participations = Relation.objects.filter(type__slug="participated-in")
    notes = Footnote.objects.filter(relation__in=participations)
    found = Counter(notes.values_list("citation__source__citekey", flat=True))
    wanted = expected()["unit_participations_by_source"]

    assert (found["dyer-1908"], found["crute-1987"]) == (wanted["DYER"], wanted["CRUTE"])
    assert participations.filter(footnotes__isnull=True, basis="sourced").count() == wanted["(none)"]


def test_every_part_of_the_sources_of_a_biography_is_a_footnote(reports: dict[str, Report]) -> None:
    assert Footnote.objects.filter(narrative__type__slug="biography").count() == expected()["bio_source_parts"]


def test_battles_whose_lists_differ_have_rival_dates_that_cite_them(reports: dict[str, Report]) -> None:
    cited: dict[int, dict[str, str]] = {}
    lists = {"cwsac-1993", "cwss", "cwsac-aad"}
    notes = Footnote.objects.filter(dating__type__slug="occurred", citation__source__citekey__in=lists)
    for record, citekey, date in notes.values_list("dating__record", "citation__source__citekey", "dating__date"):
        cited.setdefault(record, {})[citekey] = date
    differing = [dates for dates in cited.values() if len(set(dates.values())) > 1]
    wanted = expected()["battles_whose_dates_differ_between_CWSAC_CWSS_AAD"]

    assert len(differing) == wanted
    sides = Dating.objects.filter(disagreement__isnull=False)
    assert sides.values("disagreement").distinct().count() >= wanted
    assert not sides.filter(standing="preferred").values("disagreement").exclude(record__kind="event").exists()


SEEN_ELSEWHERE = {
    "acw-participations": {"cwsac_id", "unit_code", "src"},
    "acw-commanders": {"cwsac_id", "commander"},
    "acw-battles": {"campaign_code"},
    "acw-people": {"bio_source"},
}
"""Columns whose cells are references or citations: the other tests look at these."""


@pytest.mark.parametrize("profile", ["acw-people", "acw-units", "acw-battles"])
def test_every_raw_value_is_found_in_the_document(reports: dict[str, Report], profile: str) -> None:
    parsed = parse_profile((PROFILES / f"{profile}.toml").read_text(encoding="utf-8"))
    table = read_table(data(IMPORTS[profile]), "a.csv", parsed.options)
    key = next(parsed.matching.value.template.columns())
    named = {name for block in parsed.blocks for value in block.values.values() for name in value.template.columns()}
    named = (named & set(table.header)) - SEEN_ELSEWHERE.get(profile, set())
    lost = []
    for start in range(0, len(table.rows), 500):
        batch = table.rows[start : start + 500]
        keys = [row.cells[table.column(key)] for row in batch]
        texts = documents(parsed.matching.by, parsed.matching.scope, keys)
        for row, word in zip(batch, keys, strict=True):
            for name in named:
                cell = row.cells[table.column(name)].strip()
                if cell and cell not in parsed.sentinels and cell not in texts[word]:
                    lost.append((row.number, name, cell))

    assert lost == []


def documents(by: str, scope: str, keys: list[str]) -> dict[str, str]:
    """Everything that the documents of some records say, as one text each."""
    uuids = {key: key if by == "uuid" else record_uuid(scope, key) for key in keys}
    pks = {str(uuid): pk for uuid, pk in Record.objects.filter(uuid__in=uuids.values()).values_list("uuid", "pk")}
    built = build_documents(list(pks.values()), full=True, language="en")
    return {key: "\n".join(strings(built[pks[uuid]])) for key, uuid in uuids.items()}


def strings(value: Document | list[Any] | str | None) -> list[str]:
    """Every text within a document."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict | list):
        return [text for each in (value.values() if isinstance(value, dict) else value) for text in strings(each)]
    return []


@pytest.mark.parametrize("profile", ["acw-people", "acw-commanders", "acw-dates-cwss", "acw-forces-cwss"])
def test_a_second_import_changes_nothing(reports: dict[str, Report], profile: str) -> None:
    assert set(run(profile, dry_run=True).outcomes) == {"unchanged"}


def test_codes_of_units_are_their_identifiers(reports: dict[str, Report]) -> None:
    assert Identifier.objects.filter(scheme__slug="cwss-unit").count() == expected()["rows"]["nps_units"]
