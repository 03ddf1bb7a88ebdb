from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalogue.curation import save_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.ingest.bibliography import File, Plan, Result, import_sources, make_plan, read_bibliography
from catalogue.models import ImportRun, Record, Revision, Source

DATA = Path(__file__).parent / "data"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "vocabulary")]


def run(data: bytes | str, name: str = "x.bib", *, dry_run: bool = False, **options: Any) -> tuple[Plan, Result]:
    raw = data if isinstance(data, bytes) else data.encode()
    plan = make_plan(*read_bibliography(raw, name), **options)
    return plan, import_sources(plan, File(name, raw), dry_run=dry_run)


def book(key: str = "banu-2004", **more: Any) -> str:
    fields = {"title": "Amurgul podurilor", "author": "Banu, Ana", "year": "2004", **more}
    return f"@book{{{key}, " + ", ".join(f"{name} = {{{value}}}" for name, value in fields.items()) + "}"


def stored(citekey: str) -> Document:
    pk = Source.objects.get(citekey=citekey).pk
    return content_of(build_documents([pk], full=True)[pk])


@pytest.fixture
def banu() -> str:
    return save_record(
        {
            "kind": "source",
            "citekey": "banu",
            "csl_type": "book",
            "bibliographic_title": "Amurgul podurilor",
            "issued": "2004",
            "isbn": "973-00-0001-1",
            "doi": "https://doi.org/10.5555/Amurg",
            "url": "https://www.example.org/amurg",
            "creators": [{"role": "author", "family": "Banu", "given": "Ana"}],
        }
    ).uuid


@pytest.mark.parametrize(
    ("name", "created", "refused"), [("library.bib", 8, 2), ("library.ris", 4, 1), ("zotero.json", 27, 3)]
)
def test_a_whole_file_is_imported_as_drafts_and_a_second_import_changes_nothing(
    name: str, created: int, refused: int
) -> None:
    data = (DATA / name).read_bytes()
    _plan, first = run(data, name)
    before = Revision.objects.count()
    _plan, second = run(data, name)

    assert (first.outcomes["created"], first.outcomes["refused"]) == (created, refused)
    assert set(Source.objects.values_list("status", flat=True)) == {"draft"}
    assert (second.outcomes["created"], second.outcomes["updated"], second.run) == (0, 0, None)
    assert Revision.objects.count() == before
    assert Source.objects.count() == created


def test_the_import_is_kept_as_a_run_with_its_counts_and_report() -> None:
    data = (DATA / "library.bib").read_bytes()
    _plan, result = run(data, "library.bib")
    kept = ImportRun.objects.get()

    assert kept == result.run
    assert (kept.format, kept.file_name, kept.counts["created"]) == ("bibliography", "library.bib", 8)
    assert {"line 74", "line 86"} <= {row["place"] for row in kept.report}
    assert set(Revision.objects.values_list("run", flat=True)) == {kept.pk}


def test_a_trial_writes_nothing_and_says_the_same() -> None:
    _plan, result = run((DATA / "library.bib").read_bytes(), "library.bib", dry_run=True)

    assert result.outcomes["created"] == 8
    assert not Record.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_chapter_is_part_of_the_book_of_the_same_file() -> None:
    run((DATA / "library.ris").read_bytes(), "library.ris")
    run((DATA / "library.bib").read_bytes(), "library.bib")

    assert stored("ruiz-1963-vado")["parent"]["slug"] == "ferrys-y-barcazas-del-prut"
    assert stored("petrov_2001")["parent"]["slug"] == "atlas-de-los-puentes"


def test_a_chapter_is_part_of_a_book_that_the_catalogue_has(banu: str) -> None:
    run("@incollection{cap, title = {Un capítulo}, booktitle = {Amurgul podurilor}, year = 2004}")

    assert stored("cap")["parent"]["uuid"] == banu


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (book("other", title="Another title", doi="10.5555/AMURG", year="1999"), "DOI"),
        (book("other", title="Another title", isbn="978-973-00-0001-6", year="1999"), "ISBN"),
        (book("other", title="Another title", url="http://example.org/amurg/", year="1999"), "URL"),
        (book("other", title="AMURGUL, podurilor"), "title and year"),
        (book("banu", title="Amurgul podurilor de lemn", year="2005"), "citekey"),
    ],
)
def test_a_duplicate_is_offered_and_not_doubled(banu: str, entry: str, why: str) -> None:
    plan, result = run(entry)
    match = plan.rows[0].match

    assert match is not None
    assert (match.work.where, match.why) == (banu, why)
    assert result.outcomes["unchanged"] == 1
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    "entry",
    [
        book("other", year="2005"),
        book("other", author="Alta, Olga"),
        "@incollection{other, title = {Un capítulo}, isbn = {973-00-0001-1}, year = 2004}",
        book("other", title="Altceva", url="https://www.example.org/"),
    ],
)
def test_another_work_is_no_duplicate(banu: str, entry: str) -> None:
    plan, result = run(entry)

    assert plan.rows[0].match is None
    assert result.outcomes["created"] == 1


def test_filling_takes_over_what_is_empty_and_changes_nothing_else(banu: str) -> None:
    entry = book("other", publisher="Editura Nouă", isbn="978-973-00-0001-6", note="Cota 4")
    _plan, result = run(entry, duplicates="fill")
    source = stored("banu")
    _plan, again = run(entry, duplicates="fill")

    assert result.outcomes["updated"] == 1
    assert (source["publisher"], source["isbn"], source["internal_note"]) == ("Editura Nouă", "973-00-0001-1", "Cota 4")
    assert (again.outcomes["unchanged"], again.run) == (1, None)


def test_a_duplicate_can_be_imported_as_new_with_another_key(banu: str) -> None:
    plan, result = run(book("banu"), duplicates="new")

    assert result.outcomes["created"] == 1
    assert plan.rows[0].document["citekey"] == "banu-2"
    assert "the key “banu” becomes “banu-2”." in plan.rows[0].mapped.notices


def test_the_key_of_another_work_is_refused_with_entry_and_field(banu: str) -> None:
    plan, result = run(book("banu", title="Cu totul altceva", author="Alta, Olga", year="1950"))

    assert [str(each) for each in plan.troubles] == [
        "line 1, banu, citekey: “banu” is the key of another work, “Amurgul podurilor”."
    ]
    assert result.outcomes["created"] == 0


def test_a_clashing_key_is_changed_when_that_was_asked_for_and_found_again(banu: str) -> None:
    entry = book("banu", title="Cu totul altceva", author="Alta, Olga", year="1950")
    plan, result = run(entry, rename=True)
    _plan, again = run(entry, rename=True)

    assert plan.rows[0].document["citekey"] == "banu-2"
    assert result.outcomes["created"] == 1
    assert (again.outcomes["unchanged"], Source.objects.count()) == (1, 2)


def test_the_same_work_twice_in_a_file_is_one_source() -> None:
    plan, result = run(book("a") + "\n" + book("b", publisher="Editura"))

    assert plan.rows[1].within == 1
    assert (result.outcomes["created"], result.outcomes["unchanged"]) == (1, 1)
    assert Source.objects.get().citekey == "a"


def test_the_second_of_two_entries_can_fill_the_first() -> None:
    run(book("a") + "\n" + book("b", publisher="Editura"), choices={2: "fill"})

    assert stored("a")["publisher"] == "Editura"


def test_two_works_with_one_key_in_a_file_are_one_import_and_one_refusal() -> None:
    plan, result = run(book("a") + "\n" + book("a", title="Altceva", author="Alta, O.", year="1950"))

    assert result.outcomes["created"] == 1
    assert plan.troubles[0].message == "“a” is the key of another work, “Amurgul podurilor”."


def test_an_entry_that_the_catalogue_refuses_is_named_and_the_others_are_imported() -> None:
    plan, result = run(book("long", title="x" * 501) + "\n" + book("good"))

    assert result.outcomes["created"] == 1
    assert [(each.place, each.key, each.field) for each in plan.troubles] == [("line 1", "long", "bibliographic_title")]
    assert Source.objects.get().citekey == "good"


def test_a_row_can_be_left_out() -> None:
    _plan, result = run(book("a") + "\n" + book("b", title="Altceva"), choices={1: "leave"})

    assert Source.objects.get().citekey == "b"
    assert result.outcomes["left"] == 1


def test_the_queries_that_look_for_duplicates_do_not_grow_with_the_file(django_assert_num_queries: Any) -> None:
    for size in (3, 300):
        items = [{"id": f"k{n}", "type": "book", "title": f"Título {n}"} for n in range(size)]
        works, unread = read_bibliography(json.dumps(items).encode(), "x.json")
        with django_assert_num_queries(2):
            plan = make_plan(works, unread)

        assert plan.counts()["new"] == size


def test_the_command_says_what_became_of_each_entry(tmp_path: Path) -> None:
    file = tmp_path / "small.bib"
    file.write_text(book("a") + "\n" + book("b") + "\n@book{c, year = 1999}", encoding="utf-8")
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="refused and left out"):
        call_command("import_sources", str(file), stdout=out, stderr=err)

    assert "line 2, @b: duplicate of @a of this file (title and year): use" in out.getvalue()
    assert "Imported: 1 created, 0 updated, 1 unchanged, 1 refused." in out.getvalue()
    assert "line 3, c, title: a source needs a title" in err.getvalue()


def test_the_command_refuses_a_file_that_is_none_of_the_formats(tmp_path: Path) -> None:
    file = tmp_path / "x.bib"
    file.write_bytes(b"")

    with pytest.raises(CommandError, match="there is no entry in this file"):
        call_command("import_sources", str(file))
