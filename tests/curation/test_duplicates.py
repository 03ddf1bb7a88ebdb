"""Possible duplicates: who looks alike is offered, who was declared distinct never again."""

from __future__ import annotations

import pytest

from catalogue.curation import (
    Saved,
    SaveRefused,
    declare_distinct,
    find_duplicates,
    merge_records,
    open_duplicates,
    refresh_duplicates,
    save_record,
    save_relation_type,
)
from catalogue.models import PossibleDuplicate, RelationType
from tests.documents.contents import birth, change, now, of_kind, person, relation, source

pytestmark = pytest.mark.usefixtures("vocabulary", "english")


def grounds(*records: Saved) -> list[str]:
    """Why two records look alike, after all were compared."""
    find_duplicates()
    row = PossibleDuplicate.objects.filter(first__uuid=records[0].uuid, second__uuid=records[1].uuid).first()
    return row.grounds if row else []


ALIKE = [
    ("Lucrețiu Pătrășcanu", "Lucretiu Patrascanu"),
    ("Ion Antonescu", "ANTONESCU, Ion"),
    ("Ion Antonescu", "I. Antonescu"),
    ("Fiódor Tolbukhin", "Fiodor Tolbuhin"),
    ("Толбухин Федор", "Fedor Tolbukhin"),
    ("Iuliu Maniu", "Juliu Maniu"),
]
UNLIKE = [
    ("Ion Antonescu", "Mihai Antonescu"),
    ("Ion Antonescu", "M. Antonescu"),
    ("57.º Ejército", "53.º Ejército"),
    ("Ion Popescu", "Ioana Petrescu"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_are_written_otherwise_are_alike(one: str, other: str) -> None:
    assert grounds(save_record(person(one)), save_record(person(other))) == ["name"]


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_other_names_are_not(one: str, other: str) -> None:
    assert grounds(save_record(person(one)), save_record(person(other))) == []


def test_a_name_among_the_others_of_a_record_counts_too() -> None:
    names = [{"type": "transliteration", "text": "Fedor Tolbukhin"}]
    one = save_record(person("Толбухин"))
    change(one, names=[*now(one)["names"], *names])

    assert grounds(one, save_record(person("Fedor Tolbukhin"))) == ["name"]


def test_dates_speak_for_and_against() -> None:
    one, same, other, open_end = (
        save_record(person("Ion Antonescu", slug=f"ion-{at}", datings=[birth(date)] if date else []))
        for at, date in enumerate(("1882-06-14", "1882", "1901", ""))
    )

    assert grounds(one, same) == ["name", "dates"]
    assert grounds(one, other) == []
    assert grounds(one, open_end) == ["name"]


def test_an_identifier_however_it_is_written() -> None:
    values = ("Q179851", "https://www.wikidata.org/wiki/Q179851")
    one, other = (
        save_record(person(name, identifiers=[{"scheme": "wikidata", "value": value}]))
        for name, value in zip(("Uno", "Dos"), values, strict=True)
    )

    assert grounds(one, other) == ["identifier"]


def test_sources_of_one_title_are_alike_unless_year_or_volume_differ() -> None:
    title = "Amurgul democrației"
    one, same, year, volume = (
        save_record(source(f"banu-{at}", title=title, issued=issued, volume=number))
        for at, (issued, number) in enumerate((("2004", "1"), ("2004", ""), ("2011", ""), ("2004", "2")))
    )

    assert grounds(one, same) == ["name"]
    assert grounds(one, year) == []
    assert grounds(one, volume) == []


def test_places_far_apart_are_two() -> None:
    one, other = (
        save_record(of_kind("place", "Victoria", slug=f"victoria-{at[:2]}", latitude=at, longitude="25"))
        for at in ("45.7", "47.6")
    )

    assert grounds(one, other) == []


@pytest.mark.parametrize("way", [0, 1], ids=["said on the first", "said on the second"])
def test_a_pair_declared_distinct_is_never_offered_again(way: int) -> None:
    pair = [save_record(person("Ion Antonescu", slug=f"ion-{at}")) for at in (1, 2)]
    assert grounds(*pair) == ["name"]

    change(pair[way], relations=[relation("distinct-from", pair[1 - way], basis="editorial")])

    assert not open_duplicates().exists()
    assert grounds(*pair) == []
    refresh_duplicates([pair[0].record_id])
    assert not PossibleDuplicate.objects.exists()


def test_declaring_it_says_why_and_makes_the_relation_type_if_need_be() -> None:
    RelationType.objects.filter(slug="distinct-from").delete()
    save_record(source("banu-2004"))
    pair = [save_record(person("Ion Antonescu", slug=f"ion-{at}")) for at in (1, 2)]
    assert grounds(*pair) == ["name"]
    with pytest.raises(SaveRefused, match="Say why"):
        declare_distinct(pair[0].record_id, pair[1].record_id, user=None)

    declare_distinct(pair[1].record_id, pair[0].record_id, user=None, marks="[@banu-2004, p. 3]")

    (claim,) = now(pair[1])["relations"]
    assert (claim["type"], claim["object"]["uuid"], claim["basis"]) == ("distinct-from", pair[0].uuid, "sourced")
    assert not PossibleDuplicate.objects.exists()
    assert grounds(*pair) == []


def test_what_was_merged_or_renamed_is_offered_no_longer_and_new_entries_are_found_alone() -> None:
    pair = [save_record(person("Ion Antonescu", slug=f"ion-{at}")) for at in (1, 2)]
    refresh_duplicates([pair[1].record_id])
    assert PossibleDuplicate.objects.count() == 1
    change(pair[1], names=[{"type": "authorized", "text": "Horia Sima"}])
    refresh_duplicates([pair[1].record_id])
    assert PossibleDuplicate.objects.count() == 0
    third = save_record(person("Antonescu Ion"))
    find_duplicates(kinds=["unit"])
    assert PossibleDuplicate.objects.count() == 0
    find_duplicates(kinds=["person"])
    assert PossibleDuplicate.objects.count() == 1

    merge_records(pair[0].record_id, third.record_id, user=None, reason="One.")

    assert PossibleDuplicate.objects.count() == 0


def test_a_name_that_a_crowd_shares_says_nothing() -> None:
    save_relation_type({"slug": "unused", "label_en": "unused", "inverse_en": "unused"})
    for number in range(61):
        save_record(person("Anónimo", slug=f"anonimo-{number}"))

    assert find_duplicates() == 0
