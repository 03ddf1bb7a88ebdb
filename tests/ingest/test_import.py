"""Importing files: all of a file or nothing, the good lines when asked for, and the same again at a second time."""

from __future__ import annotations

# ruff: noqa: E501 -- a table of cases is read by rows
import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.documents import Document
from catalogue.ingest import import_files
from catalogue.ingest import records as importing
from catalogue.models import Citation, Record, Relation, Revision, Source, StaleDocument, Term
from tests.documents.contents import birth, now, of_kind, person, relation, source, story
from tests.ingest.files import catalogue, take, write

pytestmark = pytest.mark.usefixtures("vocabulary")
ONE, TWO, THREE, FOUR = (f"6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c{number}" for number in (1, 2, 3, 4))
GROUP: list[Document] = [
    person("Elena", uuid=ONE, relations=[relation("spouse-of", TWO)]),
    source("banu-2004", uuid=THREE),
    person("Nicolae", uuid=TWO, datings=[birth(marks="[@banu-2004, p. 3]")], relations=[relation("spouse-of", ONE)]),
    of_kind("event", "Boda", uuid=FOUR),
]


def outcomes(report: Any) -> dict[str, int]:
    return dict(report.outcomes)


def refusals(report: Any) -> list[str]:
    return [str(refusal) for refusal in report.refusals]


def test_lines_in_any_order_may_name_each_other(tmp_path: Path) -> None:
    report = take(tmp_path, *GROUP)
    assert refusals(report) == []
    assert outcomes(report) == {"created": 4}
    assert Relation.objects.filter(record__uuid=ONE, object__uuid=TWO).exists()
    assert not Record.objects.filter(version=0).exists()
    assert set(Revision.objects.values_list("action", flat=True)) == {"imported"}


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    take(tmp_path, *GROUP)
    before, history = catalogue(), Revision.objects.count()
    assert outcomes(take(tmp_path, *GROUP)) == {"unchanged": 4}
    assert catalogue() == before
    assert Revision.objects.count() == history


def test_lines_without_uuids_are_found_again_by_their_words(tmp_path: Path) -> None:
    lines: list[Document] = [
        person("Elena", slug="elena", relations=[{"type": "spouse-of", "object": {"kind": "person", "slug": "nicolae"}}]),
        person("Nicolae", slug="nicolae", narratives=[story("Uno [@banu-2004]."), story("Dos.")]),
        person("Sin dirección"),
        source("banu-2004", parent={"citekey": "obra"}),
        source("obra"),
        {"kind": "citation", "source": {"citekey": "obra"}, "label": "page", "locator": "3"},
        {"kind": "disagreement", "note": "¿Cuál?"},
    ]  # fmt: skip
    report = take(tmp_path, *lines)
    assert refusals(report) == []
    assert outcomes(report) == {"created": 7}
    before = catalogue()
    assert outcomes(take(tmp_path, *lines)) == {"unchanged": 7}
    assert catalogue() == before


def test_a_line_without_uuid_finds_a_record_that_was_entered_by_hand(tmp_path: Path) -> None:
    from catalogue.curation import save_record

    saved = save_record(person("Elena", slug="elena")), save_record(source("obra", slug="la-obra"))
    report = take(tmp_path, person("Elena", slug="elena", internal_note="x"), source("obra", slug="la-obra"))
    assert outcomes(report) == {"updated": 1, "unchanged": 1}
    assert now(saved[0])["internal_note"] == "x"


BAD: list[tuple[str, Any, str]] = [
    ("unknown key", person(nmes=[]), ":2: /nmes: unknown key"),
    ("bad term of a claim", person(datings=[birth(type="brith")]), ":2: /datings/0/type: “brith” is not a term"),
    ("bad kind", {"kind": "ship"}, ":2: /kind: “ship” is not a kind of document"),
    ("no kind", {"uuid": ONE}, ":2: /kind: “None” is not a kind"),
    ("kind that is a list", {"kind": ["person"]}, ":2: /kind: "),
    ("no JSON", '{"kind": "person",', ":2: not JSON: "),
    ("no object", "[1, 2]", ":2: a line must be one JSON object"),
    ("a number", "3", ":2: a line must be one JSON object"),
    ("not UTF-8", '{"kind": "person", "slug": "ión"}'.encode("latin-1"), ":2: not UTF-8 at byte 30"),
    ("doubled key", '{"kind": "person", "status": "draft", "status": "published"}', ":2: the key “status” stands twice"),
    ("doubled key inside", '{"kind": "person", "names": [{"text": "a", "text": "b"}]}', ":2: the key “text” stands twice"),
    ("NaN", '{"kind": "place", "latitude": NaN}', ":2: NaN is not JSON"),
    ("Infinity", '{"kind": "place", "latitude": -Infinity}', ":2: -Infinity is not JSON"),
    ("too deep", '{"kind": ' + "[" * 200_000, ":2: not a document: nested too deeply"),
    ("too many digits", '{"kind": "place", "latitude": ' + "9" * 5000 + "}", ":2: "),
    ("bad term line", {"kind": "term", "scheme": "rank", "slug": "X Y", "label_en": "x"}, ":2: /slug: "),
    ("unknown broader term", {"kind": "term", "scheme": "rank", "slug": "x", "label_en": "x", "broader": "y"}, ":2: /broader: "),
    ("bad relation type", {"kind": "relation-type", "slug": "x", "label_en": "x"}, ":2: /inverse_en: is needed"),
    ("bad citation", {"kind": "citation", "label": "leaf", "source": {"uuid": THREE}}, ":2: /label: “leaf” is not one of"),
    ("citation of nothing", {"kind": "citation", "locator": "3"}, ":2: /source: "),
    ("citation of an unknown source", {"kind": "citation", "source": {"citekey": "x"}}, ":2: /source: names no record"),
    ("citation read in an unknown one", {"kind": "citation", "via": {"uuid": FOUR}}, ":2: /via: "),
    ("citation that is there already", {"kind": "citation", "source": {"citekey": "banu-2004"}}, ":3: This place in the source"),
    ("bad disagreement", {"kind": "disagreement", "nota": "x"}, ":2: /nota: unknown key"),
    ("disagreement without text", {"kind": "disagreement", "note": 3}, ":2: /note: must be text"),
]  # fmt: skip


def test_a_bad_line_is_refused_with_its_place_and_nothing_is_written(tmp_path: Path, subtests: pytest.Subtests) -> None:
    before = catalogue()
    for name, line, expected in BAD:
        with subtests.test(name):
            double = {"kind": "citation", "source": {"uuid": THREE}}
            last = [double] if name == "citation that is there already" else []
            report = take(tmp_path, GROUP[1], line, *last)
            assert not report.written
            assert f"records.ndjson{expected}" in refusals(report)[0]
            assert catalogue() == before


def test_every_bad_line_of_every_file_is_named(tmp_path: Path) -> None:
    first = write(tmp_path, person("Uno", gender="x"), GROUP[1], name="a.ndjson")
    second = write(tmp_path, source("dos", issued="ayer"), person("Dos", slug="Ñ"), "{", name="b.ndjson")
    report = import_files([first, second])
    places = {refusal.split(": ")[0] + " " + refusal.split(": ")[1] for refusal in refusals(report)}
    assert {"a.ndjson:1 /gender", "b.ndjson:1 /issued", "b.ndjson:2 /slug"} <= places
    assert any(refusal.startswith("b.ndjson:3: not JSON") for refusal in refusals(report))


def test_a_document_stands_once_in_an_import(tmp_path: Path) -> None:
    word = {"kind": "term", "scheme": "rank", "slug": "alferez", "label_en": "ensign"}
    report = take(tmp_path, GROUP[1], GROUP[1] | {"uuid": THREE.upper()}, word, word)
    assert refusals(report) == [
        "records.ndjson:2: /uuid: the same document stands already at records.ndjson:1; leave one of them.",
        "records.ndjson:4: /slug: the same document stands already at records.ndjson:3; leave one of them.",
    ]


def test_two_lines_with_the_same_citekey_are_refused(tmp_path: Path) -> None:
    report = take(tmp_path, source("obra", uuid=ONE), source("obra", uuid=TWO, slug="otra"), GROUP[1])
    assert not report.written
    assert [refusal.split(":")[1] for refusal in refusals(report)] == ["2"]


def test_a_byte_order_mark_blank_lines_and_line_ends_of_windows_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "windows.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(["", json.dumps(GROUP[1]), "  ", json.dumps(GROUP[3])]).encode())
    report = import_files([path])
    assert refusals(report) == []
    assert outcomes(report) == {"created": 2}


def test_an_empty_file_is_imported_too(tmp_path: Path) -> None:
    assert outcomes(take(tmp_path)) == {}


def test_a_trial_writes_nothing_and_says_what_it_would_do(tmp_path: Path) -> None:
    before = catalogue()
    report = take(tmp_path, *GROUP, dry_run=True)
    assert outcomes(report) == {"created": 4}
    assert not report.written
    assert catalogue() == before
    assert not Record.objects.exists()
    assert not Revision.objects.exists()
    assert not StaleDocument.objects.exists()


def test_the_good_lines_can_be_kept(tmp_path: Path) -> None:
    report = take(tmp_path, *GROUP, person("Malo", gender="x"), "{", keep_good=True)
    assert report.written
    assert [refusal.split(":")[1] for refusal in refusals(report)] == ["6", "5"]
    assert outcomes(report) == {"created": 4}
    assert Record.objects.count() == 4


def test_a_good_line_that_rests_on_a_refused_one_is_refused_too(tmp_path: Path) -> None:
    bad = GROUP[0] | {"gender": "x"}
    rest = of_kind("place", "Iași", uuid="6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c5")
    report = take(tmp_path, bad, *GROUP[1:], rest, keep_good=True)
    assert sorted(refusal.split(": ")[0] + refusal.split(": ")[1] for refusal in refusals(report)) == [
        "records.ndjson:1/gender",
        "records.ndjson:3/relations/0/object",
    ]
    assert sorted(Record.objects.values_list("title", flat=True)) == ["Banu 2004", "Boda", "Iași"]
    assert not Citation.objects.exists()


def test_a_refused_source_takes_with_it_all_that_cites_it(tmp_path: Path) -> None:
    report = take(tmp_path, GROUP[0], source("banu-2004", uuid=THREE, tier="x"), *GROUP[2:], keep_good=True)
    assert {refusal.split(":")[1] for refusal in refusals(report)} == {"1", "2", "3"}
    assert list(Record.objects.values_list("title", flat=True)) == ["Boda"]


def test_a_refusal_of_the_database_is_laid_at_the_right_line(tmp_path: Path) -> None:
    note = "6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0d1"
    takes = [birth(footnotes=[{"uuid": note, "citation": {"mark": "@banu-2004, p. 3"}}])]
    lines = [GROUP[1], person("Uno", datings=takes, slug="a"), person("Dos", slug="b", datings=takes), GROUP[3]]
    report = take(tmp_path, *lines)
    assert not report.written
    assert len(refusals(report)) == 1
    assert "footnote with this UUID" in refusals(report)[0]
    kept = take(tmp_path, *lines, keep_good=True)
    assert outcomes(kept) == {"created": 3}
    assert Record.objects.count() == 3


def test_a_citation_may_stand_before_the_one_in_which_it_was_read(tmp_path: Path) -> None:
    read_in = {"kind": "citation", "uuid": ONE, "source": {"uuid": THREE}, "locator": "3"}
    report = take(
        tmp_path,
        {"kind": "citation", "uuid": TWO, "locator": "24", "label": "note", "via": {"uuid": ONE}},
        {"kind": "citation", "uuid": FOUR, "source": {"uuid": THREE}, "locator": "3"},
        read_in,
        GROUP[1],
        keep_good=True,
    )
    assert {refusal.split(":")[1] for refusal in refusals(report)} == {"1", "3"}
    assert any("already a citation" in refusal for refusal in refusals(report))
    alone = take(
        tmp_path,
        {"kind": "citation", "uuid": TWO, "locator": "24", "label": "note", "via": {"uuid": ONE}},
        {**read_in, "locator": "4"},
    )
    assert outcomes(alone) == {"created": 2}


class CutOff(Exception):
    """The machine is switched off."""


def test_an_import_that_was_cut_off_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    steps = iter(range(1000))

    def switch_off(done: int, total: int) -> None:
        # The trial reports four times; the fifth and sixth are the first two committed batches.
        if next(steps) == 5:
            raise CutOff

    with pytest.raises(CutOff):
        take(tmp_path, *GROUP, keep_good=True, progress=switch_off)
    assert Record.objects.filter(version__gt=0).count() == 2
    assert Record.objects.filter(version=0).count() == 2
    assert not any('"Elena"' in line and '"Nicolae"' in line for line in catalogue())
    report = take(tmp_path, *GROUP, keep_good=True)
    assert outcomes(report) == {"created": 2, "unchanged": 2}
    assert outcomes(take(tmp_path, *GROUP)) == {"unchanged": 4}
    assert not Record.objects.filter(version=0).exists()


def test_an_announced_record_is_seen_nowhere_until_it_is_filled(tmp_path: Path) -> None:
    from catalogue.curation import announce_records, drop_announced, save_record
    from catalogue.documents import ready_documents

    assert announce_records(GROUP) == 4
    assert announce_records(GROUP) == 0
    keys = list(Record.objects.values_list("pk", flat=True))
    assert ready_documents(keys) == {}
    assert not Record.objects.published().exists()
    assert not any(f'"{ONE}"' in line for line in catalogue())
    saved = save_record(person("Ana", relations=[relation("spouse-of", TWO), {"type": "spouse-of", "object_text": "x", "attributed_to": {"uuid": ONE}}]))  # fmt: skip
    assert ready_documents([saved.record_id])[saved.record_id]["relations"] == []
    assert drop_announced() == 2
    take(tmp_path, *GROUP)
    assert len(ready_documents([saved.record_id])[saved.record_id]["relations"]) == 2


def test_parts_of_sources_may_stand_before_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    report = take(
        tmp_path,
        source("item", uuid=ONE, parent={"uuid": TWO}),
        source("series", uuid=TWO, parent={"citekey": "fonds"}),
        source("fonds", uuid=THREE),
    )
    assert refusals(report) == []
    assert Source.objects.get(citekey="item").parent == Source.objects.get(citekey="series")


def test_vocabularies_come_with_the_file(tmp_path: Path) -> None:
    report = take(
        tmp_path,
        person("Ion", slug="ion", attributes=[{"property": "rank", "term": "sargento-primero"}]),
        {"kind": "term", "scheme": "rank", "slug": "sargento-primero", "label_en": "sergeant", "broader": "suboficial"},
        {"kind": "term", "scheme": "rank", "slug": "suboficial", "label_en": "NCO"},
    )
    assert refusals(report) == []
    assert Term.objects.get(slug="sargento-primero").broader == Term.objects.get(slug="suboficial")
