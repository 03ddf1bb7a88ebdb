"""What a curator should notice although nothing refuses it: notes that go, sources of what was rejected."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.admin.claim_rows import ClaimRow, NarrativeRow
from catalogue.admin.fields import language
from catalogue.admin.rows import row_label
from catalogue.admin.sheets import Sheet
from catalogue.documents import cite_of
from catalogue.text import print_cites


def notices(sheet: Sheet) -> Iterator[str]:
    """What a saved page has that should be looked at, each with its list and row."""
    for rows in sheet.row_sets:
        for row in rows.written():
            if isinstance(row, ClaimRow):
                where = row_label(rows.form.title, str(row.ordinal), "")
                yield from (f"{where}: {notice}" for notice in notices_of(row))
    if isinstance(sheet.form, ClaimRow):
        yield from notices_of(sheet.form)


def notices_of(row: ClaimRow) -> Iterator[str]:
    """What should be noticed in one claim as it was typed."""
    content = row.content()
    yield from row.warnings_of(content)
    if isinstance(row, NarrativeRow):
        gone = [note for note in row.kept.get("footnotes", ()) if note not in content.get("footnotes", ())]
        for note in gone:
            mark = print_cites([cite_of(note)], language=language())
            yield _("the note %(mark)s went with its mark.") % {"mark": mark}
