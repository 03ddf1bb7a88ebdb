"""What is offered while a name is typed: records one of whose names goes on as the letters begin."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from catalogue.models import Kind
from catalogue.search.names import LONGEST_FORM, plain
from catalogue.search.statements import run

MOST = 50
_ROWS_A_RECORD = 4
_SUGGEST = """
SELECT form.record_id, record.uuid, record.kind, record.slug, record.title, form.name, form."inner", form.form
FROM (
    SELECT record_id, form, name, "inner" FROM catalogue_nameform
    WHERE {kind} form >= %(typed)s AND form < %(typed)s || U&'\\+10FFFF' ORDER BY form, record_id LIMIT %(limit)s::int
) AS form JOIN catalogue_record record ON record.id = form.record_id
ORDER BY form.form, form.record_id
"""
_OF_ANY_KIND = _SUGGEST.format(kind="")
_OF_KIND = _SUGGEST.format(kind="kind = %(kind)s AND")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that is offered, with the name that begins so."""

    record_id: int
    uuid: UUID
    kind: str
    slug: str
    title: str
    name: str


def suggest(text: str, *, kind: str | None = None, limit: int = 10) -> list[Suggestion]:
    """Published records with a name that begins so, or goes on so from one of its words; one query as a rule."""
    typed = plain(text.replace("\x00", " "))[:LONGEST_FORM]
    limit = min(limit, MOST)
    if not typed or limit < 1:
        return []
    rows = limit * _ROWS_A_RECORD
    while True:
        found, complete = _suggest(typed, kind, rows)
        if complete or len(found) >= limit:
            return found[:limit]
        rows *= _ROWS_A_RECORD


def _suggest(typed: str, kind: str | None, rows: int) -> tuple[list[Suggestion], bool]:
    """One suggestion a record, whole names first, among the first rows; and whether these were all."""
    asked = {"typed": typed, "limit": str(rows)} | ({"kind": kind} if kind else {})
    found = run(_OF_KIND if kind else _OF_ANY_KIND, asked)
    offered: dict[int, Suggestion] = {}
    # Whole names first, and who bears a name before works of that title.
    for *columns, _inner, _form in sorted(found, key=lambda row: (row[-2], row[-1], row[2] == Kind.SOURCE)):
        offered.setdefault(columns[0], Suggestion(*columns))
    return list(offered.values()), len(found) < rows
