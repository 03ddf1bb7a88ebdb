from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from catalogue.documents import Document, ready_documents
from catalogue.exports.references import bibtex, csl_json, ris
from catalogue.exports.site import this_site
from catalogue.ingest.bibliography.bibtex import read_bibtex
from catalogue.ingest.bibliography.csl import read_csl
from catalogue.ingest.bibliography.mapping import Mapper
from catalogue.ingest.bibliography.ris import read_ris
from catalogue.models import Record

FORMATS: dict[str, tuple[Callable[..., str], Callable[[str], Any]]] = {
    "bibtex": (bibtex, read_bibtex),
    "ris": (ris, read_ris),
    "csl": (csl_json, read_csl),
}
KEPT = ("bibliographic_title", "issued", "accessed", "isbn", "doi", "url", "publisher", "volume", "pages", "container")
EMPTY: Document = {
    "kind": "source", "uuid": "6f2c1f6e-2f4a-5a0b-9f0e-0d8f3a1b2c3d", "slug": "x", "citekey": "x", "csl_type": "book",
    "creators": [], "bibliographic_title": "X", "title_translated": "", "text_language": "", "parent": None,
    "level": "",
    "container": "", "publisher": "", "publisher_place": "", "issued": "", "edition": "", "volume": "", "issue": "",
    "pages": "", "number": "", "isbn": "", "issn": "", "doi": "", "url": "", "archive_url": "", "accessed": None,
    "repository": "", "collection": "", "reference_code": "", "extent": "", "note": "",
}  # fmt: skip


def by_role(creators: list[Document]) -> list[Document]:
    return sorted(creators, key=lambda creator: str(creator["role"]))


def source(**values: Any) -> Document:
    return EMPTY | values


@pytest.fixture
def sources(demo: None) -> list[Document]:
    ids = Record.objects.published().filter(kind="source").values_list("pk", flat=True)
    return [document for document in ready_documents(list(ids)).values() if not document["parent"]]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_is_read_back_as_the_same_sources(sources: list[Document], name: str) -> None:
    write, read = FORMATS[name]
    found = read(write(sources, site=this_site()))

    assert found.troubles == []
    back = {mapped["citekey"]: mapped for mapped in (Mapper(entry).map().document for entry in found.entries)}
    assert back.keys() == {each["citekey"] for each in sources}
    lost = [
        (each["citekey"], key, each[key], back[each["citekey"]].get(key))
        for each in sources
        for key in KEPT
        if (each[key] or "") != (back[each["citekey"]].get(key) or "")
    ]
    assert lost == []


@pytest.mark.parametrize("name", FORMATS)
def test_creators_keep_their_roles_order_and_parts(sources: list[Document], name: str) -> None:
    write, read = FORMATS[name]
    with_creators = [each for each in sources if each["creators"]]
    found = read(write(with_creators, site=this_site()))

    back = {mapped["citekey"]: mapped for mapped in (Mapper(entry).map().document for entry in found.entries)}
    assert with_creators
    for each in with_creators:
        # The formats list each role by itself: the order between roles is the catalogue's alone.
        written = [
            {key: creator[key] for key in creator if creator[key] and key != "record"} for creator in each["creators"]
        ]
        assert by_role(back[each["citekey"]]["creators"]) == by_role(written)


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("1944-08-23", {"date-parts": [[1944, 8, 23]]}),
        ("1944", {"date-parts": [[1944]]}),
        ("1944~", {"date-parts": [[1944]], "circa": True}),
        ("1944/1947-02", {"date-parts": [[1944], [1947, 2]]}),
        ("../2002", {"literal": "../2002"}),
        ("194X", {"literal": "194X"}),
        ("2004?", {"literal": "2004?"}),
    ],
)
def test_a_date_is_never_made_more_exact(edtf: str, told: Any) -> None:
    assert json.loads(csl_json([source(issued=edtf)], site=this_site()))[0]["issued"] == told


def test_signs_of_latex_in_a_title_are_written_as_signs() -> None:
    title = r"50 % of {all} #1 & C:\x_y ~ ^"
    text = bibtex([source(bibliographic_title=title)], site=this_site())

    assert Mapper(read_bibtex(text).entries[0]).map().document["bibliographic_title"] == title


def test_a_line_of_ris_cannot_be_broken_by_a_line_of_a_title() -> None:
    text = ris([source(bibliographic_title="one\nER  - \nTY  - BOOK")], site=this_site())

    assert [line for line in text.split("\r\n") if line.startswith("TY")] == ["TY  - BOOK"]
    assert re.fullmatch(r"(?:[A-Z][A-Z0-9]  - .*\r\n)+", text)


def test_a_part_names_the_work_in_which_it_stands() -> None:
    parent = {"uuid": "0d8f3a1b-2f4a-5a0b-9f0e-6f2c1f6e2c3d", "kind": "source", "slug": "y", "title": "The whole"}
    item = json.loads(csl_json([source(csl_type="chapter", parent=parent)], site=this_site()))[0]
    archival = json.loads(csl_json([source(level="file", parent=parent)], site=this_site()))[0]

    assert item["container-title"] == "The whole"
    assert archival["archive_collection"] == "The whole"


def test_an_entry_is_cited_as_an_article_of_this_catalogue_with_its_version_and_address(demo: None) -> None:
    record = Record.objects.get(slug="ion-antonescu")
    document = ready_documents([record.pk])[record.pk]
    site = this_site("https://archive.example.org")
    item = json.loads(csl_json([document], site=site))[0]

    assert (item["type"], item["title"], item["version"]) == ("entry-encyclopedia", record.title, str(record.version))
    assert item["URL"] == f"https://archive.example.org/id/{record.uuid}"
    assert ris([document], site=site).startswith("TY  - ENCYC\r\n")
    assert bibtex([document], site=site).startswith("@inreference{person-ion-antonescu,\n")
