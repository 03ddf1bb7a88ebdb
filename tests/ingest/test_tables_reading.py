"""Tables are read as they are meant, or refused with a sentence; never garbled."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from catalogue.ingest.tables import Options, TableRefused, read_table
from catalogue.ingest.tables.encodings import decode

WORDS = "Bragg’s army; Straße, café, José Muñoz García"
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Notes"><table:table-row><table:table-cell/></table:table-row></table:table>
<table:table table:name="Battles">
<table:table-row><table:table-cell office:value-type="string"><text:p>code</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>men</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>day</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2">
<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="1200"><text:p>1,200</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="1862-04-06"><text:p>6/4/1862</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="1000"/></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_encoding_that_it_is_in(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)).text == WORDS


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
@pytest.mark.parametrize("text", ["Señor Núñez", "été", "país", "Łódź, Kraków"])
def test_text_in_an_encoding_that_cannot_be_told_is_refused_rather_than_garbled(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the encoding has not these letters")
    try:
        found = decode(data).text
    except TableRefused:
        return

    assert found == text


def test_letters_that_two_encodings_read_alike_well_are_refused_with_both_readings() -> None:
    with pytest.raises(TableRefused, match=r"cp1252: “Brãila”; cp1250: “Brăila”|cp1250: “Brăila”; cp1252: “Brãila”"):
        decode("Brăila".encode("cp1250"))

    assert decode("Brăila".encode("cp1250"), "cp1250").text == "Brăila"


def test_a_file_that_mixes_encodings_is_refused_with_its_line() -> None:
    with pytest.raises(TableRefused, match=r"mixes encodings.*line 3"):
        decode("name\nJosé\n".encode() + "Núñez".encode("cp1252"))


def test_a_declared_encoding_in_which_a_byte_is_impossible_is_refused_with_its_place() -> None:
    with pytest.raises(TableRefused, match=r"not in utf-8: line 2, byte 9 \(e9\)"):
        read_table("name\nJos\xe9\n".encode("cp1252"), "a.csv", Options(encoding="utf-8"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = f"code{delimiter}name\n1{delimiter}Shiloh\n2{delimiter}“Bull; Run, first”\n".replace("“", '"').replace(
        "”", '"'
    )

    table = read_table(text.encode(), "a.csv")

    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows] == [("1", "Shiloh"), ("2", "Bull; Run, first")]


def test_line_breaks_in_quotes_belong_to_the_cell_and_rows_keep_both_numbers() -> None:
    table = read_table(b'code,text\r\n1,"two\nlines"\r\n\r\n2,one\r\n', "a.csv")

    assert [(row.number, row.line, row.cells) for row in table.rows] == [
        (2, 2, ("1", "two\nlines")),
        (4, 5, ("2", "one")),
    ]


def test_a_quote_that_is_not_closed_is_refused() -> None:
    with pytest.raises(TableRefused, match="begins in line 2 cannot be read"):
        read_table(b'code,name\n1,"Shiloh\n2,Antietam\n', "a.csv")


def test_rows_that_are_longer_or_shorter_than_the_header_are_refused_one_by_one() -> None:
    table = read_table(b"a,b\n1,2\n1,2,3\n1\n", "a.csv")

    assert [row.number for row in table.rows] == [2]
    assert [(refusal.row, refusal.reason) for refusal in table.refusals] == [
        (3, "the row has 3 cells, the header 2."),
        (4, "the row has 1 cells, the header 2."),
    ]


def test_a_header_that_names_a_column_twice_is_refused() -> None:
    with pytest.raises(TableRefused, match="twice: name"):
        read_table(b"name,name\n1,2\n", "a.csv")


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Battles"
    sheet.append(["code", "men", "day", "share", "open"])
    sheet.append([7, 1200.0, datetime.datetime(1862, 4, 6), 0.25, True])  # noqa: DTZ001 - as workbooks keep it
    sheet["A2"].number_format = "000"
    sheet.append(["8", None, None, "=1+1", None])
    sheet.append(["9", "x", None, None, None])
    sheet.merge_cells("B4:C4")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_gives_what_its_reader_sees() -> None:
    table = read_table(workbook(), "a.xlsx")

    assert (table.sheet, table.sheets) == ("Battles", ("Battles",))
    assert table.rows[0].cells == ("007", "1200", "1862-04-06", "0.25", "TRUE")


def test_merged_cells_and_formulas_without_a_value_are_refused_with_their_row() -> None:
    refusals = read_table(workbook(), "a.xlsx").refusals

    assert [(each.row, each.column) for each in refusals] == [(3, "D"), (4, "B4:C4")]


def test_a_spreadsheet_gives_what_its_reader_sees_and_its_million_empty_rows_are_none() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", ODS)

    table = read_table(stream.getvalue(), "a.ods", Options(sheet="Battles"))

    assert table.header == ("code", "men", "day")
    assert [row.cells for row in table.rows] == [("007", "1200", "1862-04-06")] * 2


def test_an_unknown_sheet_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TableRefused, match="no sheet “Units”; there are: Battles"):
        read_table(workbook(), "a.xlsx", Options(sheet="Units"))


@pytest.mark.parametrize("data", [b"", b"  \n", b"PK\x03\x04broken", b"a,b\n\x00,1\n"])
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(TableRefused, match=r"\w+"):
        read_table(data, "a.csv")
