from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.documents import Document
from catalogue.ingest.bibliography import Unreadable, read_bibliography
from catalogue.ingest.bibliography.dates import from_ris, read_issued
from catalogue.ingest.bibliography.identifiers import doi_key, isbn_keys, url_key
from catalogue.ingest.bibliography.languages import read_language
from catalogue.ingest.bibliography.latex import read_latex

DATA = Path(__file__).parent / "data"
pytestmark = pytest.mark.usefixtures("english")


def read(name: str) -> dict[str, Document]:
    works, _unread = read_bibliography((DATA / name).read_bytes(), name)
    return {work.document["citekey"]: work.document for work in works}


def troubles(name: str) -> list[str]:
    works, unread = read_bibliography((DATA / name).read_bytes(), name)
    return [str(each) for each in [*unread, *(each for work in works for each in work.troubles)]]


def one(text: str, name: str = "x.bib") -> Document:
    works, unread = read_bibliography(text.encode(), name)
    assert unread == []
    return works[0].document


def test_a_book_of_bibtex_fills_the_columns_of_a_source() -> None:
    book = read("library.bib")["vasilescu:1978"]

    assert book == {
        "kind": "source",
        "citekey": "vasilescu:1978",
        "csl_type": "book",
        "creators": [
            {"role": "author", "family": "Vasilescu", "given": "Dragoș"},
            {"role": "author", "family": "Ștefănescu", "given": "Ana-Maria"},
        ],
        "bibliographic_title": "Podurile Dunării de Jos: o cronică",
        "publisher": "Editura Arhivelor",
        "publisher_place": "Cluj-Napoca, România",
        "edition": "2nd",
        "volume": "IV",
        "isbn": "973-00-0001-1",
        "extent": "312 p.",
        "text_language": "ro",
        "issued": "1978",
    }


def test_a_part_inherits_what_it_leaves_to_its_crossref_but_not_the_isbn() -> None:
    part = read("library.bib")["petrov_2001"]

    assert part["container"] == "Atlas de los puentes"
    assert part["publisher"] == "Ediciones del Sur"
    assert part["issued"] == "2001-05/2002-02"
    assert part["bibliographic_title"] == "Мосты и переправы на Пруте"
    assert part["pages"] == "41-49"
    assert "isbn" not in part


def test_an_article_of_bibtex_has_its_day_numbers_and_doi() -> None:
    article = read("library.bib")["nagy1999"]

    assert article["bibliographic_title"] == "A hídról – “On the bridge”"
    assert (article["issued"], article["volume"], article["issue"]) == ("1999-03-07", "12", "3")
    assert (article["pages"], article["doi"], article["issn"]) == ("101-118", "10.5555/HID.1999.3", "1234-5679")
    assert article["internal_note"] == "abstract: Sobre el puente de 1899; 10% de error.\nkeyword: puentes, ríos"


def test_a_file_in_an_archive_keeps_repository_collection_and_code() -> None:
    file = read("library.bib")["fisa-17"]

    assert file["csl_type"] == "manuscript"
    assert file["creators"] == [{"role": "author", "family": "von der Au", "given": "Karl"}]
    assert (file["repository"], file["collection"]) == ("Arhivele Imaginare", "Fond Poduri")
    assert (file["reference_code"], file["issued"]) == ("dosar 17, f. 3", "1947~")


def test_a_name_in_braces_has_no_parts_and_an_address_keeps_its_signs() -> None:
    page = read("library.bib")["pontes-web"]

    assert page["creators"] == [{"role": "author", "literal": "Asociación de Amigos de los Puentes"}]
    assert page["accessed"] == "2024-02-29"
    assert page["url"] == "https://www.example.org/puentes/?id=7&x=a_b"


def test_a_key_that_no_mark_could_name_is_adjusted_and_reported() -> None:
    works, _unread = read_bibliography((DATA / "library.bib").read_bytes(), "library.bib")
    work = next(work for work in works if work.document["csl_type"] == "thesis")

    assert work.document["citekey"] == "o-neill-2010"
    assert "the key “o'neill+2010” becomes “o-neill-2010”." in work.notices


def test_an_unclosed_brace_is_named_by_its_line_and_the_entries_after_it_are_read() -> None:
    assert troubles("library.bib") == [
        "line 74, broken-one: the entry that begins here cannot be read: a brace or a quotation mark is not closed, "
        "or a comma lacks.",
        "line 86, fara-titlu, title: a source needs a title; give an untitled one a description in [brackets].",
    ]
    assert read("library.bib")["lege-4-1950"]["number"] == "4/1950"


def test_what_has_no_column_is_kept_in_the_internal_note_and_listed() -> None:
    works, _unread = read_bibliography((DATA / "library.bib").read_bytes(), "library.bib")
    law = next(work for work in works if work.document["citekey"] == "lege-4-1950")

    assert law.document["internal_note"] == "origdate: 1949"
    assert law.notices == ["kept in the internal note: origdate."]


def test_ris_gives_dates_persons_notes_and_several_words_of_one_tag() -> None:
    sources = read("library.ris")
    book = sources["ionescu-1963-ferrys"]

    assert book["creators"] == [
        {"role": "author", "family": "Ionescu", "given": "Radu, Jr."},
        {"role": "author", "literal": "Asociația Luntrașilor"},
        {"role": "translator", "family": "Gómez", "given": "Pilar"},
    ]
    assert (book["issued"], book["text_language"], book["isbn"]) == ("1963-05", "es", "978-606-00-0001-9")
    assert book["internal_note"] == ("Exemplar fără copertă.\nCumpărat de la anticariat.\nkeyword: ferrys, ríos")
    assert sources["nagy-1999-hidrol"]["issued"] == "1999-03-07"


def test_an_archival_letter_of_ris_keeps_its_key_archive_and_unknown_tags() -> None:
    letter = read("library.ris")["telegrama-88"]

    assert (letter["csl_type"], letter["issued"]) == ("personal_communication", "1946-11-19")
    assert (letter["repository"], letter["reference_code"]) == ("Arhivele Imaginare", "fond 3, dosar 88, f. 2")
    assert letter["number"] == "88"
    assert letter["internal_note"] == "XX: ceva"


def test_an_entry_of_ris_that_is_not_closed_is_named_by_its_line() -> None:
    assert troubles("library.ris") == ["line 50, ER: the entry that begins here is not closed."]


def test_lines_continued_in_ris_are_one_value() -> None:
    assert one("TY  - BOOK\nTI  - A long\n title\nER  - \n", "x.ris")["bibliographic_title"] == "A long title"


def test_a_zotero_export_keeps_the_keys_that_better_bibtex_gave() -> None:
    sources = read("zotero.json")

    assert {"moraru2011Ecluze", "maier2011schleuse", "cart1"} <= sources.keys()
    assert sources["maier2011schleuse"]["internal_note"] == "Original Date: 1911"
    assert "gogh-1987-sluices" in sources


def test_particles_suffixes_markup_and_entities_of_csl_are_read() -> None:
    article = read("zotero.json")["gogh-1987-sluices"]

    assert article["bibliographic_title"] == "Sluices & weirs"
    assert article["creators"] == [
        {"role": "author", "family": "van Gogh", "given": "Anna"},
        {"role": "author", "family": "King", "given": "Martin, Jr."},
    ]
    assert (article["volume"], article["issued"]) == ("9", "1987-05-20")


def test_a_second_isbn_a_series_number_and_a_second_shelfmark_are_kept() -> None:
    sources = read("zotero.json")

    assert sources["moraru2011Ecluze"]["isbn"] == "978-973-0-00002-3"
    assert sources["moraru2011Ecluze"]["internal_note"] == "collection-number: 7\nISBN: 973-0-00002-8"
    assert sources["cart1"]["reference_code"] == "K 51/3"
    assert "call-number: ZZ 9" in sources["cart1"]["internal_note"]


@pytest.mark.parametrize(
    ("key", "issued"),
    [
        ("maier2011schleuse", "2011-03"),
        ("cart1", "1951~"),
        ("lett2", "1931-04-14/1931-04-16"),
        ("mag4", "1975-22"),
        ("blog7", "2019-08-04"),
        ("bill9", "1946-09~/1946-12~"),
        ("anc22", "-0044"),
        ("undat24", None),
    ],
)
def test_dates_of_csl_become_edtf(key: str, issued: str | None) -> None:
    assert read("zotero.json")[key].get("issued") == issued


def test_a_date_that_cannot_be_read_is_kept_in_words() -> None:
    assert read("zotero.json")["undat24"]["internal_note"] == "issued: sin fecha"


def test_broken_entries_of_csl_are_named_with_their_field() -> None:
    assert troubles("zotero.json") == [
        "entry 31: an entry is an object with keys, such as type and title.",
        "entry 29, bad26, author: names are a list of objects with family and given, or literal.",
        "entry 30, notitle27, title: a source needs a title; give an untitled one a description in [brackets].",
    ]


def test_every_type_of_csl_that_the_catalogue_has_is_kept() -> None:
    assert read("zotero.json")["treaty21"]["csl_type"] == "treaty"
    assert read("zotero.json")["soft18"]["csl_type"] == "document"
    assert "type: software" in read("zotero.json")["soft18"]["internal_note"]


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\'e}t\'e", "été"),
        (r"\textcommabelow{s}i \textcommabelow t", "și ț"),
        (r"\c{s} \c c", "ş ç"),
        (r"G{\"o}del, \H{o}r, \v{S}koda, \k{a}", "Gödel, őr, Škoda, ą"),
        (r"\~nandu, Mar\'{\i}a", "ñandu, María"),
        (r"\ss{} \o \L{}\'od\'z \AA", "ß øŁódź Å"),
        (r"The {NATO} 10\% \& more", "The NATO 10% & more"),
        (r"a--b ``q'' x~y 50% off", "a–b “q” x y 50% off"),
        (r"\emph{foo} {\it bar} \textsc{baz}", "foo bar baz"),
        (r"\CYRA\CYRB", "АБ"),
        (r"O{\'}Brien, \~{}x, \c", "O'Brien, ~x, c"),
        (r"$x^2$ și ț", "$x^2$ și ț"),
    ],
)
def test_latex_becomes_the_letters_it_means(latex: str, text: str) -> None:
    assert read_latex(latex) == (text, [])


def test_a_command_that_nobody_knows_stays_and_is_noted() -> None:
    assert read_latex(r"a \foobar b") == (r"a \foobar b", [r"\foobar"])


def test_strings_are_joined_and_an_undefined_one_is_reported() -> None:
    works, _unread = read_bibliography(b'@book{a, title = "A" # { B} # nix, year = 1999}', "x.bib")

    assert works[0].document["bibliographic_title"] == "A Bnix"
    assert works[0].notices == ["title: the string “nix” is not defined."]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [("1998/03/12/", "1998-03-12"), ("1998///", "1998"), ("1998/3//", "1998-03"), ("1999", "1999"), ("s. f.", "")],
)
def test_dates_of_ris(words: str, edtf: str) -> None:
    assert from_ris(words) == edtf


@pytest.mark.parametrize(
    ("words", "edtf"), [("[1944]", "1944"), ("c. 1944", "1944~"), ("1944-02/1944-05", "1944-02/1944-05")]
)
def test_years_of_bibtex_in_words(words: str, edtf: str) -> None:
    assert read_issued(words) == edtf


def test_utf_8_with_a_mark_is_read() -> None:
    data = "@book{a, title = {Țară}}".encode("utf-8-sig")

    assert read_bibliography(data, "x.bib")[0][0].document["bibliographic_title"] == "Țară"


def test_another_encoding_is_refused_with_its_line_and_read_when_it_is_named() -> None:
    data = "@book{a,\n title = {Año}}".encode("cp1252")

    with pytest.raises(Unreadable, match="line 2 is not UTF-8"):
        read_bibliography(data, "x.bib")
    works, _unread = read_bibliography(data, "x.bib", encoding="cp1252")
    assert works[0].document["bibliographic_title"] == "Año"


def test_a_file_of_no_known_format_is_refused() -> None:
    with pytest.raises(Unreadable, match="neither BibTeX, nor RIS, nor CSL-JSON"):
        read_bibliography(b"just words", "x.txt")
    with pytest.raises(Unreadable, match="line 1, column 3 is not JSON"):
        read_bibliography(b"[{]", "x.json")


def test_the_format_is_seen_from_the_text_when_the_name_does_not_say() -> None:
    assert one("@book{a, title = {T}}", "pasted")["citekey"] == "a"
    assert one("TY  - BOOK\nTI  - T\nER  - ", "pasted")["citekey"] == "t"
    assert one('[{"id": "k", "type": "book", "title": "T"}]', "pasted")["citekey"] == "k"


def test_identifiers_are_compared_in_one_form() -> None:
    assert doi_key("https://doi.org/10.5555/ABC.1") == doi_key("doi:10.5555/abc.1") == "10.5555/abc.1"
    assert isbn_keys("0-306-40615-2") == isbn_keys("978-0-306-40615-7") == {"9780306406157"}
    assert url_key("http://www.Example.org/a/?utm_source=x#top") == url_key("https://example.org/a") == "example.org/a"
    assert url_key("https://example.org/") == ""


@pytest.mark.parametrize(
    ("words", "tag"), [("Romanian", "ro"), ("ro-RO", "ro"), ("spa", "es"), ("sr-Cyrl", "sr-Cyrl"), ("español", "es")]
)
def test_languages_become_tags(words: str, tag: str) -> None:
    assert read_language(words) == tag


@pytest.mark.parametrize("bad", ["\\ud800", "\\u0000"])
def test_half_a_character_is_refused_with_its_entry(bad: str) -> None:
    works, unread = read_bibliography(
        f'[{{"id": "a", "title": "x{bad}"}}, {{"id": "b", "title": "y"}}]'.encode(), "x.json"
    )

    assert [work.document["citekey"] for work in works] == ["b"]
    assert str(unread[0]) == "entry 1: has a NUL character or half a Unicode character; take it out."


def test_ris_with_windows_line_ends_and_a_mark_is_read() -> None:
    data = "TY  - BOOK\r\nTI  - Țară\r\nER  - \r\n".encode("utf-8-sig")

    assert read_bibliography(data, "x.ris")[0][0].document["bibliographic_title"] == "Țară"
