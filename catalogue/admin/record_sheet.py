"""The sheet of a record: its columns and lists as one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from catalogue.admin.claim_rows import (
    AttributeRow,
    DatingRow,
    NameRow,
    NarrativeRow,
    PersonNameRow,
    RelationRow,
)
from catalogue.admin.part_rows import CreatorRow, IdentifierRow, LinkRow
from catalogue.admin.record_forms import (
    EventForm,
    OrganizationForm,
    PersonForm,
    PlaceForm,
    RecordForm,
    SourceForm,
    UnitForm,
)
from catalogue.admin.rows import Row, row_set
from catalogue.admin.sheets import Placing, Sheet, seen_content
from catalogue.admin.vocabulary_choices import Vocabulary
from catalogue.curation import Saved, save_record
from catalogue.documents import AUTHORIZED, Document, build_documents, content_of
from catalogue.models import Kind, Record

FORMS: dict[str, type[RecordForm]] = {
    Kind.PERSON: PersonForm,
    Kind.UNIT: UnitForm,
    Kind.ORGANIZATION: OrganizationForm,
    Kind.EVENT: EventForm,
    Kind.PLACE: PlaceForm,
    Kind.SOURCE: SourceForm,
}
_CLAIMS: tuple[type[Row], ...] = (DatingRow, AttributeRow, RelationRow, NarrativeRow)


def rows_of(kind: str) -> tuple[type[Row], ...]:
    """The lists of a kind's page, in the order in which they are shown."""
    if kind == Kind.SOURCE:
        return (CreatorRow, LinkRow, NameRow, *_CLAIMS, IdentifierRow)
    return (PersonNameRow if kind == Kind.PERSON else NameRow, *_CLAIMS, IdentifierRow)


class RecordSheet(Sheet):
    """The page of one record, existing or to be made."""

    def __init__(
        self,
        kind: str,
        record: Record | None = None,
        data: Mapping[str, Any] | None = None,
        *,
        read_only: bool = False,
    ) -> None:
        self.document: Document = build_documents([record.pk], full=True)[record.pk] if record else {"kind": kind}
        self.content = content_of(self.document)
        self.current_version = int(self.document["version"]) if record else None
        self.uuid = str(self.content.get("uuid", ""))
        seen = seen_content(self.uuid, self.content, self.current_version, data) if record else self.content
        self.placing = Placing()
        used = {relation["type"] for relation in self.content.get("relations", ())}
        vocabulary = Vocabulary(kind, used)
        self.form = FORMS[kind](
            data,
            kept=self.content if record else None,
            seen=seen if record else None,
            vocabulary=vocabulary,
            initial={"version": self.current_version},
        )
        first = {"names": {"type": AUTHORIZED}} if kind != Kind.SOURCE else {}
        self.row_sets = [
            row_set(row)(
                data,
                entries=self.content.get(row.list_key, ()),
                seen=seen.get(row.list_key, ()),
                vocabulary=vocabulary,
                first=first.get(row.list_key),
                disabled=read_only,
            )
            for row in rows_of(kind)
        ]
        if read_only:
            self.disable()

    def curate(self, user: AbstractBaseUser) -> Saved:
        self.check_version()
        return save_record(
            self.written(),
            user=user,
            reason=self.form.cleaned_data["reason"],
            expected_version=self.current_version,
        )

    def written(self) -> Document:
        """The whole content: what the page shows as typed, what it does not show as it stands."""
        content = self.form.content()
        content["kind"] = self.content["kind"]
        for rows in self.row_sets:
            known = {str(rows.data.get(f"{form.prefix}-uuid", "")) for form in rows.forms}
            # An entry that somebody added after the page was made is not the page's to delete.
            unseen = [entry for entry in rows.entries if entry.get("uuid") and entry["uuid"] not in known]
            written = self.placing.write(rows, unseen)
            by_place = "uuid" not in rows.form.base_fields
            content[rows.list_key] = rows.entries if by_place and rows.untouched() else written
        return content

    def place(self, pointer: list[str], message: str) -> None:
        rows = next((rows for rows in self.row_sets if pointer and rows.list_key == pointer[0]), None)
        row = self.placing.row_at(pointer)
        if row:
            row.refuse(pointer[2:], message)
        elif rows:
            rows.refuse(message)
        else:
            super().place(pointer, message)
