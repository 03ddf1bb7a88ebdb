"""Small tables and profiles that the tests of table imports share."""

from __future__ import annotations

from typing import Any

from catalogue.documents import Document, build_contents
from catalogue.ingest.tables import Report, import_table, parse_profile
from catalogue.models import Record

WORDS = """
[[terms]]
scheme = "name-type"
slug = "authorized"
label_en = "Authorised"
single = true
[[terms]]
scheme = "name-type"
slug = "alias"
label_en = "Alias"
[[terms]]
scheme = "dating-type"
slug = "occurred"
label_en = "Occurred"
single = true
[[terms]]
scheme = "property"
slug = "casualties"
label_en = "Casualties"
single = true
[[relation_types]]
slug = "participated-in"
label_en = "Took part in"
inverse_en = "Participants"
[[sources]]
citekey = "dyer-1908"
bibliographic_title = "A Compendium"
[[sources]]
citekey = "crute-1987"
bibliographic_title = "Units"
"""
BATTLES = """
name = "battles"
language = "en"
[table]
sentinels = ["nan", "9999"]
[columns.start]
date = "%m/%d/%Y"
zeros = "unknown"
[record]
kind = "event"
key = "{code}"
[[names]]
type = "authorized"
text = "{name}"
[[names]]
type = "alias"
each = { name = "other", value = "{others}", split = ";" }
text = "{other}"
[[datings]]
type = "occurred"
from = "{start}"
to = "{end}"
citation = "[@dyer-1908, p. {page}]"
[[attributes]]
property = "casualties"
number = "{dead}"
unit = "men"
"""
UNITS = """
name = "units"
[record]
kind = "unit"
key = "{unit}"
[[names]]
type = "authorized"
text = "{name}"
"""
PARTS = """
name = "participations"
[record]
kind = "unit"
set = "units"
key = "{unit}"
rows = "many"
create = false
[[relations]]
type = "participated-in"
object = { set = "battles", key = "{battle}" }
note = "{comment}"
[relations.citation]
source = { value = "{src}", map = { D = "dyer-1908", C = "crute-1987" } }
label = "page"
locator = "{page}"
"""
BATTLE_ROWS = """code,name,others,start,end,page,dead
TN003,Shiloh,Pittsburg Landing; Hornet's Nest,04/06/1862,1862-04-07,540,2e3
MS001,Jackson,,1863-05-00,,nan,9999
MS002,Jackson,,,,,
"""
UNIT_ROWS = "unit,name\nU1,1st Cavalry\nU2,1st Cavalry\n"
PART_ROWS = "unit,battle,src,page,comment\nU1,TN003,D,12,\nU1,MS001,C,,Battery F\nU2,TN003,,,\n"


def run(rows: str | bytes, profile: str, name: str = "a.csv", **options: Any) -> Report:
    """Imports rows by a profile."""
    return import_table(rows.encode() if isinstance(rows, str) else rows, name, parse_profile(profile), **options)


def battles() -> None:
    """Imports the battles."""
    report = run(BATTLE_ROWS, BATTLES + WORDS)
    assert report.written, report.refusals


def units() -> None:
    """Imports the units."""
    assert run(UNIT_ROWS, UNITS + WORDS).written


def content(title: str) -> Document:
    """The content of the first record with a title."""
    key = Record.objects.filter(title=title).values_list("pk", flat=True).earliest("pk")
    return build_contents([key], full=True)[key]
