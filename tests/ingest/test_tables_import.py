"""An import of a table: what is new, changed, unchanged, refused; and that a second one changes nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from catalogue.curation import save_record
from catalogue.ingest.tables import ProfileRefused
from catalogue.models import Disagreement, Footnote, ImportRun, Record, Relation, Revision
from tests.ingest.tables import (
    BATTLE_ROWS,
    BATTLES,
    PART_ROWS,
    PARTS,
    UNITS,
    WORDS,
    battles,
    content,
    run,
    units,
)

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_record_with_its_claims_and_citations() -> None:
    battles()

    shiloh = content("Shiloh")

    assert [name["text"] for name in shiloh["names"]] == ["Shiloh", "Pittsburg Landing", "Hornet's Nest"]
    dating = shiloh["datings"][0]
    assert (dating["date"], dating["date_wording"]) == ("1862-04-06/1862-04-07", "04/06/1862 – 1862-04-07")
    assert dating["footnotes"][0]["citation"]["mark"] == "@dyer-1908, p. 540"
    casualties = shiloh["attributes"][0]
    assert (casualties["number"]["low"], casualties["number"]["unit"], casualties["wording"]) == ("2000", "men", "2e3")


def test_sentinels_say_nothing_and_a_day_of_zeros_is_a_month() -> None:
    battles()

    jackson = content("Jackson")

    assert jackson["attributes"] == []
    assert jackson["datings"][0]["date"] == "1863-05/"


def test_records_that_share_a_name_stay_different() -> None:
    battles()

    assert Record.objects.filter(title="Jackson").count() == 2


def test_a_second_import_changes_nothing() -> None:
    battles()
    units()
    run(PART_ROWS, PARTS)
    revisions = Revision.objects.count()

    again = [run(BATTLE_ROWS, BATTLES + WORDS), run(PART_ROWS, PARTS)]

    assert [set(report.outcomes) for report in again] == [{"unchanged"}, {"unchanged"}]
    assert Revision.objects.count() == revisions


def test_a_corrected_cell_changes_its_claim_and_no_other() -> None:
    battles()
    before = content("Shiloh")

    report = run(BATTLE_ROWS.replace("2e3", "2100"), BATTLES)

    assert (report.outcomes["updated"], report.outcomes["unchanged"]) == (1, 2)
    after = content("Shiloh")
    assert after["attributes"][0]["uuid"] == before["attributes"][0]["uuid"]
    assert after["attributes"][0]["number"]["low"] == "2100"
    assert after["names"] == before["names"]
    assert "2100" in report.changes[0].differences[0].words


def test_a_dry_run_says_what_would_happen_and_writes_nothing() -> None:
    report = run(BATTLE_ROWS, BATTLES + WORDS, dry_run=True)

    assert report.outcomes["created"] == 5
    assert not report.written
    assert (Record.objects.count(), ImportRun.objects.count(), Revision.objects.count()) == (0, 0, 0)


def test_a_refusal_names_row_column_value_and_reason_and_nothing_is_written() -> None:
    rows = BATTLE_ROWS + "MS003,Iuka,,31/31/1862,,,\nMS004,Corinth,,,,,many\n,Nameless,,,,,\nMS003,Twice,,,,,\n"

    report = run(rows, BATTLES + WORDS)

    assert [(each.row, each.column, each.value) for each in report.refusals] == [
        (5, "start", "31/31/1862"),
        (6, "dead", "many"),
        (7, "code", ""),
    ]
    assert not report.written
    assert Record.objects.count() == 0


def test_good_rows_are_kept_when_asked() -> None:
    report = run(BATTLE_ROWS + "MS003,Iuka,,31/31/1862,,,\n", BATTLES + WORDS, keep_good=True)

    assert report.written
    assert report.refused == 1
    assert {"Shiloh", "Jackson"} <= set(Record.objects.values_list("title", flat=True))


def test_what_saving_refuses_is_led_back_to_its_cell() -> None:
    report = run("code,name,others,start,end,page,dead\nA,Shiloh,,,,,0.12345\n", BATTLES + WORDS)

    assert [(each.row, each.column, each.value) for each in report.refusals] == [(2, "dead", "0.12345")]
    assert "more than the 4 decimals" in report.refusals[0].reason


def test_two_rows_of_one_record_are_refused_where_each_row_is_a_record() -> None:
    report = run(BATTLE_ROWS + "TN003,Shiloh again,,,,,\n", BATTLES + WORDS)

    assert [(each.row, each.column, each.value) for each in report.refusals] == [(5, "code", "TN003")]
    assert "row 2 is of the same record" in report.refusals[0].reason


def test_every_participation_carries_its_citation_and_one_without_a_source_has_none() -> None:
    battles()
    units()

    report = run(PART_ROWS, PARTS)

    assert report.outcomes["updated"] == 2
    assert Relation.objects.count() == 3
    marks = {str(note.citation) for note in Footnote.objects.filter(relation__isnull=False)}
    assert len(marks) == 2
    assert Relation.objects.filter(footnotes__isnull=True, record__names__text="1st Cavalry").count() == 1
    first = content("1st Cavalry")
    assert [each["note"] for each in first["relations"]] == ["", "Battery F"]


def test_a_reference_to_nobody_is_refused_with_its_cell() -> None:
    battles()
    units()

    report = run(PART_ROWS + "U1,XX999,D,1,\nU9,TN003,D,1,\n", PARTS)

    assert [(each.row, each.column, each.value) for each in report.refusals] == [
        (5, "battle", "XX999"),
        (6, "unit", "U9"),
    ]


def test_a_row_that_rests_on_a_refused_one_is_refused_too() -> None:
    profile = (
        BATTLES + WORDS + '[[relations]]\ntype = "participated-in"\nobject = { set = "battles", key = "{page}" }\n'
    )
    rows = "code,name,others,start,end,page,dead\nA,One,,,,B,\nB,Two,,,,,many\nC,Three,,,,,\n"

    report = run(
        rows.replace('"[@dyer', '"'), profile.replace('citation = "[@dyer-1908, p. {page}]"\n', ""), keep_good=True
    )

    assert [(each.row, each.column) for each in report.refusals] == [(2, "page"), (3, "dead")]
    assert set(Record.objects.filter(kind="event").values_list("title", flat=True)) == {"Three"}


def test_a_word_that_a_map_does_not_know_is_refused_with_the_known_ones() -> None:
    battles()
    units()

    report = run("unit,battle,src,page,comment\nU1,TN003,X,1,\n", PARTS)

    assert [(each.column, each.value) for each in report.refusals] == [("src", "X")]
    assert "it knows: D, C" in report.refusals[0].reason


RIVAL = """
name = "rival"
[record]
kind = "event"
set = "battles"
key = "{code}"
create = false
[[datings]]
type = "occurred"
date = "{day}"
citation = "@crute-1987"
disagreement = "The lists differ."
"""


def test_an_equal_date_of_another_table_gets_one_more_citation() -> None:
    battles()

    run("code,day\nTN003,1862-04-06/1862-04-07\n", RIVAL)

    shiloh = content("Shiloh")
    assert len(shiloh["datings"]) == 1
    assert len(shiloh["datings"][0]["footnotes"]) == 2
    assert set(run("code,day\nTN003,1862-04-06/1862-04-07\n", RIVAL).outcomes) == {"unchanged"}


def test_another_date_stands_beside_as_an_alternative_in_a_disagreement() -> None:
    battles()

    run("code,day\nTN003,1862-04-06\n", RIVAL)

    datings = content("Shiloh")["datings"]
    assert [each["standing"] for each in datings] == ["preferred", "alternative"]
    assert datings[0]["disagreement"] == datings[1]["disagreement"] == {"uuid": str(Disagreement.objects.get().uuid)}
    assert set(run("code,day\nTN003,1862-04-06\n", RIVAL).outcomes) == {"unchanged"}


def test_what_a_person_changed_since_stays_and_is_reported(curator: User) -> None:
    battles()
    shiloh = content("Shiloh")
    shiloh["datings"][0]["date"] = "1862-04-06"
    shiloh["names"].pop()
    save_record(shiloh, user=curator)

    report = run(BATTLE_ROWS, BATTLES)

    assert set(report.outcomes) == {"unchanged"}
    assert content("Shiloh")["datings"][0]["date"] == "1862-04-06"
    assert [(each.row, each.value) for each in report.kept] == [(2, "Hornet's Nest"), (2, "1862-04-06/1862-04-07")]


BY_NAME = """
name = "by-name"
[record]
kind = "event"
match = "name"
name = "{name}"
create = false
[[attributes]]
property = "casualties"
number = "{dead}"
"""


def test_a_name_that_several_records_share_is_refused_and_one_that_is_unique_is_found() -> None:
    battles()

    report = run("name,dead\nPittsburg Landing,7\nJackson,8\n", BY_NAME, keep_good=True)

    assert [(each.row, each.column, each.value) for each in report.refusals] == [(3, "name", "Jackson")]
    assert "2 records go by this name" in report.refusals[0].reason
    assert [each["standing"] for each in content("Shiloh")["attributes"]] == ["preferred", "alternative"]


def test_a_profile_that_names_columns_which_the_table_lacks_is_refused() -> None:
    with pytest.raises(ProfileRefused, match="no column “unit”"):
        run("code,name\n1,x\n", UNITS)


def test_a_table_is_imported_alike_from_every_format_and_encoding() -> None:
    text = "unit;name\nU1;Batallón Nuñez, “Sección” 1ª\nU2;#dos\nlíneas ß#\n".replace("#", '"')
    first = run(text, UNITS + WORDS)

    for encoding in ("cp1252", "mac_roman", "utf-8-sig", "utf-16"):
        assert set(run(text.encode(encoding), UNITS).outcomes) == {"unchanged"}, encoding
    assert first.outcomes["created"] == 4
