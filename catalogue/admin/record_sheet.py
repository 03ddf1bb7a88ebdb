"""The sheet of a record: its columns and lists as one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.admin.claim_lines import Labels
from catalogue.admin.claim_rows import (
    AttributeRow,
    DatingRow,
    NameRow,
    NarrativeRow,
    PersonNameRow,
    RelationRow,
)
from catalogue.admin.conflicts import Sides, as_chosen, sides_of
from catalogue.admin.inverse_rows import InverseRow, Subjects
from catalogue.admin.paging import OPENING, merged, open_rows, with_opened
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
from catalogue.admin.rows import Row, RowSet, row_set
from catalogue.admin.sheets import Placing, Sheet, seen_content
from catalogue.admin.vocabulary_choices import Vocabulary
from catalogue.curation import (
    Conflict,
    Decided,
    Draft,
    Saved,
    SaveRefused,
    replace_proposal,
    submit_records,
    taken_over,
)
from catalogue.documents import AUTHORIZED, Document, Problem, build_contents, build_documents, content_of
from catalogue.models import Kind, Record, Revision, Status

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
        proposal: Revision | None = None,
        publishing: bool = True,
        former: Document | None = None,
    ) -> None:
        """`former` stands in for the present content, to see what the page makes of an earlier one."""
        self.proposal = proposal
        self.record = record
        self.document: Document = build_documents([record.pk], full=True)[record.pk] if record else {"kind": kind}
        self.content = former or (taken_over(proposal)[0] if proposal else content_of(self.document))
        self.current_version = int(self.document["version"]) if record else None
        self.uuid = str(self.content.get("uuid", ""))
        fresh = record is None or proposal is not None or former is not None
        seen = self.content if fresh else seen_content(self.uuid, self.content, self.current_version, data)
        self.seen = seen
        self.placing = Placing()
        self.resting: dict[str, list[str]] = {}
        used = {relation["type"] for relation in self.content.get("relations", ())}
        vocabulary = Vocabulary(kind, used)
        lists = {row: self.content.get(row.list_key, []) for row in rows_of(kind)}
        self.opening = bool(data and data.get(OPENING))
        if self.opening:
            data = with_opened(data, lists, vocabulary)
        labels = Labels(self.document.get("labels", {}), vocabulary.value_schemes)
        limit = open_rows(self.content)
        self.form = FORMS[kind](
            data,
            kept=self.content if record else None,
            seen=seen if record else None,
            vocabulary=vocabulary,
            initial={"version": self.current_version, "reason": proposal.reason if proposal else ""},
        )
        if not publishing and self.content.get("status") != Status.PUBLISHED:
            self.form.leave_out_publishing()
        first = {"names": {"type": AUTHORIZED}} if kind != Kind.SOURCE else {}
        self.row_sets = [
            row_set(row)(
                data,
                entries=entries,
                seen=seen.get(row.list_key, ()),
                vocabulary=vocabulary,
                first=first.get(row.list_key),
                disabled=read_only,
                limit=limit if "uuid" in row.base_fields else None,
                labels=labels,
            )
            for row, entries in lists.items()
        ]
        self.inverse = row_set(InverseRow)(data, entries=(), vocabulary=vocabulary, disabled=read_only)
        self.saved_elsewhere: list[tuple[Record, Saved]] = []
        if read_only:
            self.disable()
        else:
            self.row_sets.append(self.inverse)

    def curate(self, user: AbstractBaseUser) -> Saved:
        self.check_version()
        content = as_chosen(self.written(), self.content, self.form.data)
        self.placing.placed[self.inverse.list_key] = list(self.inverse.written())
        subjects = Subjects(self.inverse, content, user)
        try:
            saved, *others = self._submit(Draft(content, self.current_version), subjects.drafts, user)
        except SaveRefused as refusal:
            raise SaveRefused(subjects.problems_of(refusal, 1)) from refusal
        except Conflict as conflict:
            if conflict.uuid == self.uuid or not subjects.found:
                raise
            message = _("Somebody saved one of these records at this moment: save again.")
            raise SaveRefused([Problem(f"/{self.inverse.list_key}", message)]) from conflict
        self.saved_elsewhere = list(zip(subjects.records, others, strict=True))
        return replace(saved, outcome="updated") if others and saved.outcome == "unchanged" else saved

    def _submit(self, draft: Draft, others: list[Draft], user: AbstractBaseUser) -> list[Saved]:
        """The entry, and those that say something new of it: all of them or none."""
        reason = self.form.cleaned_data["reason"]
        if self.proposal is None:
            return submit_records([draft, *others], user=user, reason=reason)
        try:
            with transaction.atomic():
                saved = replace_proposal(self.proposal.pk, draft, user=user, reason=reason)
                return [saved, *(submit_records(others, user=user, reason=reason) if others else ())]
        except Decided as decided:
            raise SaveRefused([Problem("", str(decided))]) from decided

    def sides(self) -> Sides | None:
        mine = RecordSheet(self.content["kind"], self.record, self.form.data, former=self.seen)
        if self.record is None or not mine.is_valid():
            return None
        theirs = build_contents([self.record.pk], full=True).get(self.record.pk, self.content)
        return sides_of(self.seen, content_of(theirs), mine.written(), self.form.data)

    def written(self) -> Document:
        """The whole content: what the page shows as typed, what it does not show as it stands."""
        content = self.form.content()
        content["kind"] = self.content["kind"]
        for rows in self.row_sets:
            if rows is self.inverse:
                continue
            if "uuid" in rows.form.base_fields:
                content[rows.list_key] = self._merge(rows)
            else:
                written = self.placing.write(rows)
                content[rows.list_key] = rows.entries if rows.untouched() else written
        return content

    def _merge(self, rows: RowSet) -> list[Document]:
        """A list as the page leaves it; what it does not show keeps its place."""
        found = list(merged(rows))
        self.placing.placed[rows.list_key] = [row for row, _entry in found]
        self.resting[rows.list_key] = ["" if row else entry["uuid"] for row, entry in found]
        return [entry for _row, entry in found]

    def place(self, pointer: list[str], message: str) -> None:
        rows = next((rows for rows in self.row_sets if pointer and rows.list_key == pointer[0]), None)
        row = self.placing.row_at(pointer)
        if row:
            row.refuse(pointer[2:], message)
        elif rows and (uuid := self._resting_at(pointer)):
            rows.refuse_resting(uuid, message)
        elif rows:
            rows.refuse(message)
        else:
            super().place(pointer, message)

    def _resting_at(self, pointer: list[str]) -> str:
        """The uuid of the entry without a form that a pointer into a list names."""
        placed = self.resting.get(pointer[0], [])
        index = int(pointer[1]) if len(pointer) > 1 and pointer[1].isdigit() else len(placed)
        return placed[index] if index < len(placed) else ""
