"""Long lists on a page: the first rows as forms, the others as lines that become forms when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict

from catalogue.admin.fields import is_uuid
from catalogue.admin.rows import Row, RowSet
from catalogue.admin.vocabulary_choices import Vocabulary
from catalogue.documents import PARTS, Document

OPEN_ON_A_PAGE = 60
"""A record with no more claims than this shows them all as forms; a form takes some five milliseconds."""
OPEN_IN_A_LIST = 12
MORE = 20
OPENING = "_open"
"""The button that asks for more forms: its value names a list and a row, or how many rows."""


def open_rows(content: Document) -> int | None:
    """How many rows of each list a record's page shows as forms; None for all of them."""
    claims = sum(len(content.get(part.key, ())) for part in PARTS)
    return None if claims <= OPEN_ON_A_PAGE else OPEN_IN_A_LIST


def with_opened(data: Any, lists: Mapping[type[Row], list[Document]], vocabulary: Vocabulary) -> Any:
    """What was sent, with the rows that its button asks for as if their forms had been on the page."""
    named, _colon, what = str(data.get(OPENING, "")).partition(":")
    row = next((each for each in lists if each.list_key == named), None)
    if row is None or not isinstance(data, QueryDict):
        return data
    start = data.get(f"{named}-TOTAL_FORMS", "0")
    total = int(start) if start.isdigit() else 0
    present = {data.get(f"{named}-{index}-uuid", "") for index in range(total)}
    absent = [entry for entry in lists[row] if entry.get("uuid") not in present]
    more = data.copy()
    for index, entry in enumerate(chosen(absent, what), total):
        form = row(kept=entry, vocabulary=vocabulary)
        more.update({f"{named}-{index}-{name}": str(value) for name, value in form.initial.items()})
        more[f"{named}-TOTAL_FORMS"] = str(index + 1)
    return more


def chosen(entries: list[Document], what: str) -> list[Document]:
    """Of entries that are not open, the one with this uuid, or so many from the first."""
    if is_uuid(what):
        return [entry for entry in entries if entry.get("uuid") == what]
    return entries[: int(what)] if what.isdigit() and len(what) < 5 else []


def merged(rows: RowSet) -> Iterator[tuple[Row | None, Document]]:
    """The list as it should become: rows in their places, what the page did not show as it stands, new rows last.

    Nothing is deleted because its row was not sent: only a ticked box deletes.
    """
    written = list(rows.written())
    by_uuid = {uuid: row for row in written if (uuid := rows.typed_uuid(row))}
    deleted = {rows.typed_uuid(row) for row in rows.deleted_forms}
    here = {entry["uuid"] for entry in rows.entries}
    for entry in rows.entries:
        row = by_uuid.get(entry["uuid"])
        if entry["uuid"] not in deleted:
            yield row, row.content() if row else entry
    for row in written:
        if rows.typed_uuid(row) not in here:
            yield row, row.content()
