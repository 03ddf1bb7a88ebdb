"""Relations entered from their other end: rows on the object's page, each saved into the subject's entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.claim_rows import ClaimRow
from catalogue.admin.fields import DocumentField, RecordField, TermSearch, column, read_reference, texts
from catalogue.admin.rows import Column, Row, RowSet
from catalogue.admin.widgets import SearchableSelect
from catalogue.curation import Draft, SaveRefused
from catalogue.documents import Document, Problem, build_documents, content_of
from catalogue.models import Record, Relation

LIST = "inverse"


class InverseTypeChoice(DocumentField, forms.ChoiceField):
    """A type of relation as it is read from the object's end."""

    widget = SearchableSelect


class InverseRow(ClaimRow):
    """What another record says of this one."""

    list_key = LIST
    title = gettext_lazy("relations said by other records")
    uuid = None  # type: ignore[assignment]
    type = InverseTypeChoice(**texts(Relation, "type"))
    subject = RecordField(
        label=gettext_lazy("record"),
        help_text=gettext_lazy("The record that commanded, held office in, was part of… this one; it keeps the claim."),
    )
    role = TermSearch("role", **texts(Relation, "role"))
    role_text = column(Relation, "role_text")
    field_order = ("type", "subject", "role", "role_text", "date", "certainty", "standing", "citations")
    columns = (
        Column(gettext_lazy("type"), ("type",), "type"),
        Column(gettext_lazy("record"), ("subject",), "what"),
        Column(gettext_lazy("role: term, or words"), ("role", "role_text"), "role"),
        Column(gettext_lazy("date"), ("date",), "date"),
        Column(gettext_lazy("certainty, standing"), ("certainty", "standing"), "judgement"),
        Column(gettext_lazy("citations"), ("citations",), "citations"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.vocabulary:
            self.fields["type"].choices = self.vocabulary.inverse_types  # type: ignore[attr-defined]

    def field_of(self, pointer: list[str]) -> str | None:
        return "subject" if pointer and pointer[0] == "object" else super().field_of(pointer)


@dataclass(slots=True)
class Subject:
    """A record that says something of the page's, as it will be saved."""

    record: Record
    content: Document
    version: int
    rows: dict[int, int] = field(default_factory=dict)
    """The row of each of its new relations, by its place."""


class Subjects:
    """The entries into which the rows of a page are saved."""

    def __init__(self, rows: RowSet, own: Document, user: AbstractBaseUser) -> None:
        self.written: list[Row] = list(rows.written())
        self.user = user
        self.found: dict[int, Subject] = {}
        if self.written:
            # A new entry gets its identity now, so that what is said of it can name it.
            own["uuid"] = own.get("uuid") or str(uuid4())
            self._take(own)

    @property
    def drafts(self) -> list[Draft]:
        """Each subject once, with all its new relations."""
        return [Draft(each.content, each.version) for each in self.found.values()]

    @property
    def records(self) -> list[Record]:
        """The subjects, in the order of the drafts."""
        return [each.record for each in self.found.values()]

    def problems_of(self, refusal: SaveRefused, first: int) -> Iterator[Problem]:
        """The problems of a batch in which the subjects' drafts begin at a place, said of the page's rows."""
        subjects = list(self.found.values())
        for problem in refusal.problems:
            if problem.draft < first:
                yield problem
                continue
            subject = subjects[problem.draft - first]
            steps = problem.pointer.split("/")
            place = int(steps[2]) if steps[1:2] == ["relations"] and len(steps) > 2 and steps[2].isdigit() else -1
            if place in subject.rows:
                yield Problem("/".join(("", LIST, str(subject.rows[place]), *steps[3:])), problem.message)
            else:
                row = next(iter(subject.rows.values()))
                yield Problem(f"/{LIST}/{row}/subject", f"{subject.record}: {problem.message}")

    def _take(self, own: Document) -> None:
        records = [self._record(index, row, own) for index, row in enumerate(self.written)]
        documents = build_documents(list({each.pk for each in records}), full=True)
        for index, (record, row) in enumerate(zip(records, self.written, strict=True)):
            if record.pk not in self.found:
                document = documents[record.pk]
                self.found[record.pk] = Subject(record, content_of(document), int(document["version"]))
            subject = self.found[record.pk]
            said = {key: value for key, value in row.content().items() if key != "subject"}
            relations = [*subject.content["relations"], {**said, "object": {"uuid": own["uuid"]}}]
            subject.rows[len(relations) - 1] = index
            subject.content = {**subject.content, "relations": relations}

    def _record(self, index: int, row: Row, own: Document) -> Record:
        """The record that a row names; refused if it is not there, or not this account's to change."""
        reference = read_reference(str(row.cleaned_data["subject"])) or {}
        named = {"source__citekey": reference["citekey"]} if "citekey" in reference else reference
        record = Record.objects.filter(**named).first()
        if record is None:
            message = _("There is no such record.")
        elif str(record.uuid) == own["uuid"]:
            message = _("A relation of the entry with itself is entered among its own relations.")
        elif not self._may_change(record):
            message = _("You may not change entries of this kind.")
        else:
            return record
        raise SaveRefused([Problem(f"/{LIST}/{index}/subject", message)])

    def _may_change(self, record: Record) -> bool:
        allowed: Any = self.user
        return bool(allowed.has_perm(f"catalogue.change_{record.kind}"))


def tell_of_subjects(model_admin: Any, request: HttpRequest, sheet: Any) -> None:
    """Say in which other entries a save has written relations, or proposed them."""
    for record, saved in sheet.saved_elsewhere:
        if saved.outcome == "proposed":
            message = _("The relation waits for approval in “%(title)s”.")
        else:
            message = _("The relation was saved in “%(title)s”.")
        model_admin.message_user(request, message % {"title": record.title}, messages.INFO)
