"""The worked profiles of the books, on the data set that they were made for, where it is at hand."""

from __future__ import annotations

import csv
import io
import json
import lzma
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from catalogue.ingest.tables import Report, import_table, parse_profile
from catalogue.ingest.tables.planning import record_uuid
from catalogue.models import Attribute, Dating, Footnote, Identifier, Name, Record, Relation

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("LEGAJO_DATA") or "no folder named") / "acw_battles"
PROFILES = CHECKOUT / "docs" / "profiles"
IMPORTS = {
    "acw-people": "nps_people",
    "acw-campaigns": "nps_campaigns",
    "acw-battles": "nps_battles",
    "acw-dates-cwsac": "cwsac_battles",
    "acw-dates-cwss": "cwss_battles",
    "acw-forces-nps": "nps_forces",
    "acw-battles-cws2": "cws2_battles",
    "acw-dates-cws2": "cws2_dates",
    "acw-keywords": "cwss_people_keywords",
    "acw-crosswalk": "crosswalk",
    "acw-livermore": "livermore_battles",
    "acw-livermore-forces": "livermore_forces",
    "acw-bodart": "bodart1908_battles",
    "acw-bodart-commanders": "bodart1908_commanders",
    "acw-bodart-forces": "bodart1908_forces",
    "acw-fox-forces": "fox_forces",
    "acw-phisterer": "phisterer_engagements",
    "acw-dyer": "dyer_engagements",
}
CROSSWALKS = {"livermore": "livermore-battle", "bodart1908": "bodart-battle", "fox_forces": "fox-loss"}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason="imports of five minutes, made only where LEGAJO_DATA names the folder of the tables",
    ),
]


@cache
def data(table: str) -> bytes:
    """The bytes of a table; the large ones are compressed, the crosswalk is made of three JSON files."""
    if table == "crosswalk":
        return crosswalk()
    plain = FOLDER / f"{table}.csv"
    return plain.read_bytes() if plain.is_file() else lzma.decompress((FOLDER / f"{table}.csv.xz").read_bytes())


def crosswalk() -> bytes:
    """The battles of the books that are one battle of the list, as the profile wants them."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["scheme", "id", "cwsac"])
    for book, scheme in CROSSWALKS.items():
        for pair in json.loads((FOLDER / f"{book}_to_cwsac.json").read_text(encoding="utf-8")):
            if pair["relation"] == "eq" and len(pair["battles_from"]) == len(pair["battles_to"]) == 1:
                writer.writerow([scheme, pair["battles_from"][0], pair["battles_to"][0]])
    return lines.getvalue().encode()


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
        done = {profile: run(profile) for profile in IMPORTS}
        with connection.cursor() as cursor:  # nothing is committed, so PostgreSQL knows the tables as empty
            cursor.execute("ANALYZE")
        yield done
        transaction.set_rollback(True)


def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "EXPECTED.json").read_text(encoding="utf-8"))
    return found


def of_set(scope: str, keys: list[str]) -> list[str]:
    """The UUIDs that records of a set have by their keys."""
    return [record_uuid(scope, key) for key in keys]


def test_every_row_of_every_table_is_taken(reports: dict[str, Report]) -> None:
    wanted = expected()["rows"]

    assert {profile: report.refused for profile, report in reports.items() if report.refused} == {}
    assert {each: reports[each].rows for each in IMPORTS if IMPORTS[each] in wanted} == {
        each: wanted[IMPORTS[each]] for each in IMPORTS if IMPORTS[each] in wanted
    }


@pytest.mark.parametrize(
    ("scheme", "table", "key"),
    [
        ("dyer-engagement", "dyer_engagements", "slug"),
        ("phisterer-engagement", "phisterer_engagements", "battle_id"),
        ("bodart-battle", "bodart1908_battles", "battle_id"),
        ("livermore-battle", "livermore_battles", "battle_id"),
        ("fox-loss", "fox_forces", "battle_id"),
    ],
)
def test_every_entry_of_a_book_is_found_by_its_number(
    reports: dict[str, Report], scheme: str, table: str, key: str
) -> None:
    numbers = [row[key] for row in rows(table)]
    found = Identifier.objects.filter(scheme__slug=scheme, value__in=numbers, record__kind="event")

    assert found.count() == len(set(numbers)) == expected()["rows"][table]


def test_engagements_known_to_the_month_are_dated_by_the_month(reports: dict[str, Report]) -> None:
    table = rows("phisterer_engagements")
    uuids = of_set("acw-phisterer", [row["battle_id"] for row in table])
    found = dict(Dating.objects.filter(record__uuid__in=uuids).values_list("record__identifiers__value", "date"))
    months = {key: date for key, date in found.items() if len(date) == len("1862-04")}

    assert len(found) == len(table)
    assert len(months) == expected()["month_only_engagements"]
    assert months == {row["battle_id"]: month(row["start_date"]) for row in table if row["monthonly"] == "True"}


def month(day: str) -> str:
    """The month of a day that is written without zeros."""
    year, number, _day = day.split("-")
    return f"{year}-{int(number):02d}"


def test_an_end_before_the_beginning_is_told_and_not_trusted(reports: dict[str, Report]) -> None:
    turned = {
        row["battle_id"]: f"{row['start_date']} – {row['end_date']}"
        for row in rows("phisterer_engagements")
        if list(map(int, row["start_date"].split("-"))) > list(map(int, row["end_date"].split("-")))
    }
    doubtful = Dating.objects.filter(record__identifiers__scheme__slug="phisterer-engagement", certainty="doubtful")

    assert dict(doubtful.values_list("record__identifiers__value", "date_wording")) == turned


def test_each_engagement_of_dyer_has_name_place_and_day_that_cite_him(reports: dict[str, Report]) -> None:
    table = rows("dyer_engagements")
    uuids = of_set("acw-dyer", [row["slug"] for row in table])
    cited = Footnote.objects.filter(citation__source__citekey="dyer-1908")
    for part in (
        cited.filter(name__record__uuid__in=uuids).values("name__record"),
        cited.filter(dating__record__uuid__in=uuids).values("dating__record"),
        cited.filter(relation__record__uuid__in=uuids, relation__type__slug="took-place-at").values("relation__record"),
    ):
        assert part.distinct().count() == len(table)

    dates = dict(Dating.objects.filter(record__uuid__in=uuids).values_list("record__identifiers__value", "date"))
    assert dates == {row["slug"]: span(row["start_date"], row["end_date"]) for row in table}


def span(start: str, end: str) -> str:
    """The EDTF of two days."""
    return start if start == end else f"{start}/{end}"


def test_commanders_of_bodart_are_relations_of_the_battles(reports: dict[str, Report]) -> None:
    found = Relation.objects.filter(type__slug="had-commander", footnotes__citation__source__citekey="bodart-1908")

    assert found.distinct().count() == expected()["rows"]["bodart1908_commanders"]


def test_each_keyword_of_a_person_is_a_claim(reports: dict[str, Report]) -> None:
    found = Attribute.objects.filter(property__slug="keyword", record__kind="person")

    assert found.count() == expected()["rows"]["cwss_people_keywords"]


@pytest.mark.parametrize("citekey", ["cws2", "livermore-1900", "bodart-1908", "fox-1889"])
def test_dates_of_a_book_that_differ_stand_in_a_disagreement(reports: dict[str, Report], citekey: str) -> None:
    rivals = Dating.objects.filter(standing="alternative", footnotes__citation__source__citekey=citekey)

    assert rivals.exists()
    assert not rivals.filter(disagreement__isnull=True).exists()


def test_losses_of_a_battle_are_told_side_by_side(reports: dict[str, Report]) -> None:
    gettysburg = Record.objects.get(identifiers__scheme__slug="cwsac", identifiers__value="PA002")
    losses = Attribute.objects.filter(record=gettysburg, property__slug="casualties-union")
    cited = set(losses.values_list("footnotes__citation__source__citekey", flat=True))

    assert {"nps-battle-data", "fox-1889", "bodart-1908"} <= cited
    assert losses.filter(standing="preferred").count() == 1
    assert not losses.filter(disagreement__isnull=True).exists()


def test_a_battle_that_no_list_knows_is_new_and_keeps_its_name(reports: dict[str, Report]) -> None:
    known = {row["id"] for row in rows("crosswalk") if row["scheme"] == "bodart-battle"}
    new = {row["battle_id"]: row["battle_name"] for row in rows("bodart1908_battles") if row["battle_id"] not in known}
    names = Name.objects.filter(
        type__slug="authorized", record__identifiers__scheme__slug="bodart-battle", standing="preferred"
    ).exclude(record__identifiers__scheme__slug="cwsac")

    assert dict(names.values_list("record__identifiers__value", "text")) == new
