"""Citations: their identity, their marks, their numbers and their words."""

from __future__ import annotations

# ruff: noqa: E501 -- a table of cases is read by rows
from typing import Any

import pytest

from catalogue.citations import (
    CitationFacts,
    CiteKey,
    SourceFacts,
    cite_of,
    format_note,
    format_reference,
    key_of,
    load_citations,
    mark_of,
    number_footnotes,
)
from catalogue.curation import save_citation, save_record
from catalogue.models import Citation
from catalogue.text import parse_cites
from tests.documents.contents import birth, person, source

AUTHOR = {"role": "author", "family": "Banu", "given": "Luminița", "literal": ""}


def work(**columns: Any) -> SourceFacts:
    creators = columns.pop("creators", [AUTHOR])
    title = columns.setdefault("bibliographic_title", "Asalt asupra culturii")
    return SourceFacts(1, "u", "banu-2004", "banu-2004", title, "published", columns, creators)


def place(of: SourceFacts | None, label: str, locator: str, via: CitationFacts | None = None) -> CitationFacts:
    return CitationFacts(1, "u", label, locator, "", "", "", "", "", "", 1, of, via)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (work(), "Luminița Banu, Asalt asupra culturii."),
        (work(creators=[]), "Asalt asupra culturii."),
        (work(creators=[AUTHOR, AUTHOR | {"given": "Ana"}]), "Luminița Banu y Ana Banu, Asalt asupra culturii."),
        (work(creators=[AUTHOR] * 4), "Luminița Banu y otros, Asalt asupra culturii."),
        (work(creators=[AUTHOR | {"role": "editor"}]), "Luminița Banu (ed.), Asalt asupra culturii."),
        (work(creators=[{"role": "author", "family": "", "given": "", "literal": "CNSAS"}]), "CNSAS, Asalt asupra culturii."),
        (work(issued="2004", publisher="Tritonic", publisher_place="București"), "Luminița Banu, Asalt asupra culturii (București: Tritonic, 2004)."),
        (work(title_translated="Asalto a la cultura"), "Luminița Banu, Asalt asupra culturii [Asalto a la cultura]."),
        (work(csl_type="article-journal", container="Arhivele", volume="2", issue="3", pages="41-49"), "Luminița Banu, «Asalt asupra culturii», Arhivele, vol. 2, n.º 3, pp. 41-49."),
        (work(csl_type="chapter", container="Libro"), "Luminița Banu, «Asalt asupra culturii», en Libro."),
        (work(doi="10.1/x"), "Luminița Banu, Asalt asupra culturii, doi:10.1/x."),
        (work(issued="s. d."), "Luminița Banu, Asalt asupra culturii (s. d.)."),
    ],
)  # fmt: skip
def test_a_reference_says_who_what_where_and_when(facts: SourceFacts, expected: str) -> None:
    assert format_reference(facts) == expected


def test_a_note_is_the_reference_with_its_place_in_the_language_asked_for() -> None:
    assert format_note(place(work(), "page", "28-29")) == "Luminița Banu, Asalt asupra culturii, pp. 28-29."
    assert format_note(place(work(), "", "cronología")) == "Luminița Banu, Asalt asupra culturii, cronología."
    unknown = place(None, "note", "24", via=place(work(), "page", "9"))
    assert (
        format_note(unknown, "en")
        == "Source not identified, n. 24, cited in Luminița Banu, Asalt asupra culturii, p. 9."
    )
    assert format_note(unknown, "ro").startswith("Sursă neidentificată")
    assert format_note(unknown, "de").startswith("Fuente sin identificar")


@pytest.mark.parametrize("mark", ["@banu-2004", "@banu-2004, pp. 28-29", "@?, n. 24 via @banu-2004, p. 9"])
def test_a_mark_and_the_identity_of_a_citation_are_the_same_thing(mark: str) -> None:
    key = key_of(parse_cites(f"[{mark}]")[0])
    assert mark_of(key) == mark
    assert key_of(cite_of(key)) == key
    assert mark_of(key, "contradicts") == f"contra {mark}"


def test_the_same_place_written_in_three_ways_is_one_identity() -> None:
    keys = {key_of(cite) for cite in parse_cites("[@a, p. 3; @a, pág. 3; contra @a, page 3]")}
    assert keys == {CiteKey("a", "page", "3", None)}


def test_numbers_are_given_in_reading_order_and_remember_their_claims() -> None:
    numbering = number_footnotes([("one", ["x", "y"]), ("two", ["y", "x", "z"]), ("three", [])])
    assert numbering.numbers == {"x": 1, "y": 2, "z": 3}
    assert numbering.places == {"x": ["one", "two"], "y": ["one", "two"], "z": ["two"]}


def test_citations_are_read_in_a_number_of_queries_that_does_not_grow(
    vocabulary: None, django_assert_num_queries: Any
) -> None:
    save_record(source("obra", creators=[{"family": "Banu"}]))
    save_record(person(datings=[birth(marks="[@?, n. 1 via @obra, p. 1; @?, n. 2 via @obra, p. 2; @obra, p. 3]")]))
    keys = list(Citation.objects.values_list("pk", flat=True))
    inner = Citation.objects.filter(source=None).first()
    assert inner is not None
    for some in ([inner.pk], keys):
        with django_assert_num_queries(4 if len(some) == 1 else 3):
            facts = load_citations(some)
    assert len(facts) == 5
    assert {each.via.source.citekey for each in facts.values() if each.via and each.via.source} == {"obra"}


def test_unresolved_and_whole_work_citations_are_told_apart(vocabulary: None) -> None:
    save_record(source("obra"))
    save_citation({"source": {"citekey": "obra"}})
    save_record(person(datings=[birth(marks="[@?, n. 1 via @obra, p. 1]")]))
    assert Citation.objects.without_locator().get().source is not None
    assert Citation.objects.unresolved().get().locator == "1"
