"""What was saved is found by the next request, and nothing that two did at once stays stale."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from random import Random
from threading import Barrier
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from catalogue.curation import (
    Conflict,
    InUse,
    Saved,
    SaveRefused,
    delete_record,
    save_record,
    save_relation_types,
    save_terms,
)
from catalogue.models import RelationType, SearchEntry, Term
from catalogue.search import check_index, search
from tests.documents.contents import birth, change, now, of_kind, person, relation, source
from tests.ingest.files import empty_the_catalogue
from tests.search.editing import written
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)
Cast = dict[str, Saved]


@pytest.fixture(autouse=True)
def cast(transactional_db: None, demo_lines: list[dict[str, Any]]) -> Cast:
    """Ion, born at a place and married to Ana; Eva, whom nobody names; a source. All of them committed."""
    empty_the_catalogue()
    words = {"authorized", "birth", "rank", "coronel"}
    save_terms([line for line in demo_lines if line["kind"] == "term" and line["slug"] in words])
    types = {"born-at", "spouse-of"}
    save_relation_types([line for line in demo_lines if line["kind"] == "relation-type" and line["slug"] in types])
    cast = {
        "source": save_record(source("obra")),
        "place": save_record(of_kind("place", "Constanza")),
        "ana": save_record(person("Ana")),
        "eva": save_record(person("Eva")),
    }
    ties = [relation("born-at", cast["place"]), relation("spouse-of", cast["ana"])]
    cast["ion"] = save_record(person("Ion", relations=ties))
    return cast


def titles(client: Client, query: str) -> list[str]:
    """What the API finds, in order."""
    response = client.get(f"/api/v1/records/?fields=title&{query}")
    assert response.status_code == 200, response.content
    return [result["title"] for result in json.loads(response.content)["results"]]


def found(query: str) -> set[int]:
    """What is found."""
    return set(search(None, QueryDict(query)).record_ids)


def counts(query: str, facet: str) -> dict[str, int]:
    """The counts of one facet."""
    (one,) = search(None, QueryDict(query), facets=[facet]).facets
    return {value.value: value.count for value in one.values}


def rename(saved: Saved, text: str) -> Saved:
    return change(saved, names=[now(saved)["names"][0] | {"text": text}])


def assert_nothing_is_stale() -> None:
    report = check_index()
    assert report.in_order, report


def test_a_saved_record_is_found_by_the_next_request_of_another_process(client: Client) -> None:
    save_record(person("Ecaterina Țurcanu", datings=[birth("1911")]))
    other = Worker(lambda: titles(Client(), "q=turcanu"))
    assert titles(client, "q=turcanu") == other.answer() == ["Ecaterina Țurcanu"]
    assert titles(client, "period=1911") == ["Ecaterina Țurcanu"]
    assert_nothing_is_stale()


def test_a_renamed_record_and_its_neighbours_are_found_by_the_new_name_only(client: Client, cast: Cast) -> None:
    rename(cast["place"], "Tomis")
    assert set(titles(client, "q=tomis")) == {"Tomis", "Ion"}
    assert titles(client, "q=constanza") == []
    (place,) = search(None, QueryDict(), facets=["place"]).facets[0].values
    assert (place.label, place.count, titles(client, f"place={place.value}")) == ("Tomis", 1, ["Ion"])
    assert_nothing_is_stale()


def test_a_deleted_record_is_neither_found_nor_counted(client: Client, cast: Cast) -> None:
    assert counts("", "kind")["person"] == 3
    delete_record(cast["ion"].record_id)
    assert titles(client, "q=ion") == []
    assert counts("", "kind")["person"] == 2
    assert counts("", "place") == counts("", "rel.born-at") == {}
    assert_nothing_is_stale()


def test_a_renamed_term_shows_its_new_label_beside_its_count_and_is_found_by_it(client: Client, cast: Cast) -> None:
    change(cast["ana"], attributes=[{"property": "rank", "term": "coronel", "basis": "editorial"}])
    term = Term.objects.get(scheme="rank", slug="coronel")
    save_terms([written(term) | {"label_es": "hetman"}])
    facets = json.loads(client.get("/api/v1/persons/?facets=attr.rank").content)["facets"]
    assert [(value["label"], value["count"]) for value in facets[0]["values"]] == [("hetman", 1)]
    assert titles(client, "q=hetman") == ["Ana"]
    assert_nothing_is_stale()


def test_a_property_and_a_relation_type_are_facets_as_long_as_curators_say_so(client: Client, cast: Cast) -> None:
    change(cast["ana"], attributes=[{"property": "rank", "term": "coronel", "basis": "editorial"}])
    rank, born = Term.objects.get(scheme="property", slug="rank"), RelationType.objects.get(slug="born-at")
    save_terms([written(rank) | {"facet": False}])
    save_relation_types([written(born) | {"facet": False}])
    for query in ("attr.rank=coronel", "rel.born-at=constanza"):
        assert client.get(f"/api/v1/records/?{query}").status_code == 400
    assert_nothing_is_stale()
    save_terms([written(rank) | {"facet": True}])
    save_relation_types([written(born) | {"facet": True}])
    assert titles(client, "attr.rank=coronel") == ["Ana"]
    assert titles(client, "rel.born-at=constanza") == ["Ion"]
    assert_nothing_is_stale()


def test_what_rests_on_a_source_is_found_while_the_source_is_public(client: Client, cast: Cast) -> None:
    kept = save_record(source("otra", status="draft"))
    change(cast["ana"], status="draft", datings=[birth("1911", marks="[@otra, p. 1]")])
    change(kept, status="published")
    change(cast["ana"], status="published")
    assert titles(client, "cites=otra") == titles(client, "source=otra") == titles(client, "sources_min=1") == ["Ana"]
    change(cast["ana"], status="draft")
    change(kept, status="draft")
    assert client.get("/api/v1/records/?cites=otra").status_code == 400
    assert counts("", "source") == {}
    assert titles(client, "sources_min=1") == []
    assert_nothing_is_stale()


def test_who_is_tied_to_a_withdrawn_record_is_not_found_through_it_until_it_is_back(client: Client, cast: Cast) -> None:
    change(cast["place"], status="draft")
    assert titles(client, "q=constanza") == []
    assert counts("", "place") == {}
    assert titles(client, "rel.born-at__isnull=false") == []
    assert_nothing_is_stale()
    change(cast["place"], status="published")
    assert titles(client, "place=constanza") == ["Ion"]
    assert_nothing_is_stale()


def test_a_change_that_was_taken_back_left_nothing_behind(cast: Cast) -> None:
    with transaction.atomic():
        rename(cast["place"], "Tomis")
        transaction.set_rollback(True)
    assert found("q=tomis") == set()
    assert found("q=constanza") == {cast["place"].record_id, cast["ion"].record_id}
    assert_nothing_is_stale()


CHANGES: dict[str, Callable[[Cast], Any]] = {
    "the place is renamed": lambda cast: rename(cast["place"], "Tomis"),
    "the place is withdrawn": lambda cast: change(cast["place"], status="draft"),
    "the tie is cut": lambda cast: change(cast["ion"], relations=[]),
    "the tie is denied": lambda cast: change(
        cast["ion"], relations=[now(cast["ion"])["relations"][0] | {"negated": True}]
    ),
    "Ion is renamed": lambda cast: rename(cast["ion"], "Ioan"),
    "Ana is tied to the place": lambda cast: change(cast["ana"], relations=[relation("born-at", cast["place"])]),
    "Ana is withdrawn": lambda cast: change(cast["ana"], status="draft"),
    "Eva is deleted": lambda cast: delete_record(cast["eva"].record_id),
    "births are no facet": lambda _cast: save_relation_types(
        [written(RelationType.objects.get(slug="born-at")) | {"facet": False}]
    ),
}


@pytest.mark.parametrize("first", CHANGES)
def test_of_two_saves_that_overlap_the_index_shows_what_both_left(first: str, cast: Cast) -> None:
    before = {key: now(saved) for key, saved in cast.items()}
    for second in [each for each in CHANGES if each != first]:
        with transaction.atomic():
            CHANGES[first](cast)
            worker = Worker(partial(CHANGES[second], cast))
            # By then the second has read what it needs: it stands before a lock of the first, or it is done.
            worker.waits()
        worker.answer()
        report = check_index()
        assert report.in_order, (first, second, report)
        put_back(cast, before)
        assert_nothing_is_stale()


def put_back(cast: Cast, contents: dict[str, Any]) -> None:
    """The cast as it was."""
    save_relation_types([written(RelationType.objects.get(slug="born-at")) | {"facet": True}])
    cast |= {key: save_record(content) for key, content in contents.items()}


def test_a_tie_that_is_cut_beside_a_rename_leaves_neither_the_old_name_nor_the_new_one(cast: Cast) -> None:
    with transaction.atomic():
        CHANGES["the tie is cut"](cast)
        worker = Worker(lambda: CHANGES["the place is renamed"](cast))
        worker.waits()
    worker.answer()
    assert found("q=tomis") == {cast["place"].record_id}
    assert found("q=constanza") == set()
    assert counts("", "place") == {}


def test_a_rename_beside_a_tie_that_is_cut_leaves_neither_name(cast: Cast) -> None:
    with transaction.atomic():
        CHANGES["the place is renamed"](cast)
        worker = Worker(lambda: CHANGES["the tie is cut"](cast))
        worker.waits()
    worker.answer()
    assert found("q=tomis") == {cast["place"].record_id}
    assert found("q=constanza") == set()
    assert counts("", "place") == {}


THREADS, STEPS, RECORDS = 4, 12, 6


class Crowd:
    """People who know and cite each other, saved by many at once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people = [save_record(person(f"Persona {number}")) for number in range(RECORDS)]
        self.start = Barrier(THREADS)

    def work(self, seed: int) -> int:
        """Edits of one thread; how many of them were written."""
        random, done = Random(seed), 0
        self.start.wait(timeout=30)
        for step in range(STEPS):
            try:
                self.edit(random, f"{seed}x{step}")
                done += 1
            except (SaveRefused, Conflict, InUse):
                # Somebody else has just withdrawn or renamed what this edit names; such a save is refused whole.
                continue
        return done

    def edit(self, random: Random, word: str) -> None:
        one, other = random.sample(self.people, 2)
        match random.randrange(6):
            case 0:
                rename(one, f"Persona {word}")
            case 1:
                change(one, relations=[relation("spouse-of", other), relation("born-at", self.cast["place"])])
            case 2:
                change(one, relations=[])
            case 3:
                change(one, status=random.choice(["draft", "published", "published"]))
            case 4:
                change(one, datings=[birth("1911", marks=f"[@obra, p. {random.randrange(5)}]")])
            case 5:
                rename(self.cast["place"], f"Lugar {word}")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_saves_at_once_end_and_leave_nothing_stale(seed: int, cast: Cast) -> None:
    crowd = Crowd(cast)
    workers = [Worker(partial(crowd.work, seed * 100 + number)) for number in range(THREADS)]
    assert sum(worker.answer() for worker in workers) > THREADS * STEPS / 2
    assert_nothing_is_stale()
    assert SearchEntry.objects.count() == RECORDS + len(cast)
