"""The pages of what is not a record: terms, types of relation, citations, disagreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest

from catalogue.admin.conflicts import Sides
from catalogue.admin.deleting import DeletingAdmin, delete_selected
from catalogue.admin.forms import SavingForm
from catalogue.admin.sheets import Sheet, seen_content
from catalogue.documents import Document
from catalogue.documents.differences import differences


class EntrySheet(Sheet):
    """One entry as one document, without rows."""

    def __init__(
        self,
        form: type[SavingForm],
        content: Document | None,
        data: Mapping[str, Any] | None,
        saving: Callable[..., Any],
        *,
        version: int | None = None,
        read_only: bool = False,
    ) -> None:
        self.current_version = version
        self.uuid = str(content["uuid"]) if content else str(uuid4())
        self.saving = saving
        self.content = content
        self.seen = seen_entry(seen_content(self.uuid, content, version, data)) if content and version else content
        self.form = form(data, kept=content, seen=self.seen, initial={"version": version})
        if read_only:
            self.disable()

    def curate(self, user: AbstractBaseUser) -> Any:
        self.check_version()
        content = {**self.form.content(), "uuid": self.uuid}
        return self.saving(
            content, user=user, reason=self.form.cleaned_data["reason"], expected_version=self.current_version
        )

    def sides(self) -> Sides | None:
        if not (self.content and self.seen):
            return None
        mine = type(self.form)(self.form.data, kept=self.seen)
        if not mine.is_valid():
            return None
        return Sides(differences(self.seen, self.content), differences(self.seen, mine.content()))


def seen_entry(content: Document) -> Document:
    """An entry as its page shows it; its history names the citation in which it was read by its UUID alone."""
    via = content.get("via")
    return {**content, "via": {"uuid": via} if isinstance(via, str) and via else via or None}


class EntryAdmin(DeletingAdmin):
    """What the admin of every such entry has."""

    form_class: ClassVar[type[SavingForm]]
    entry_fieldsets: ClassVar[Any] = ()
    actions = [delete_selected]
    list_per_page = 100

    def content_of(self, obj: Any) -> Document:
        """The entry as a document."""
        raise NotImplementedError

    def save_entry(self, content: Document, *, user: Any, reason: str, expected_version: int | None) -> Any:
        """The door in curation through which the entry is saved."""
        raise NotImplementedError

    def sheet(self, request: HttpRequest, obj: Any, data: Mapping[str, Any] | None, *, read_only: bool) -> Sheet:
        content = self.content_of(obj) if obj else None
        version = getattr(obj, "version", None)
        return EntrySheet(self.form_class, content, data, self.save_entry, version=version, read_only=read_only)

    def sheet_fieldsets(self, sheet: Sheet) -> Any:
        return self.entry_fieldsets

    def saved_object(self, sheet: Sheet, saved: Any) -> models.Model:
        return self.model._default_manager.get(pk=saved.record_id)  # type: ignore[no-any-return]
