"""Rows of a page: a set of small forms over one list of a document, matched to its entries by uuid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.admin.forms import DocumentForm
from catalogue.admin.rendering import PlainRenderer
from catalogue.admin.vocabulary_choices import Vocabulary
from catalogue.documents import Document

MOST_ROWS = 2000

if TYPE_CHECKING:
    _Rows = BaseFormSet["Row"]
else:
    _Rows = BaseFormSet


class Column(NamedTuple):
    """One column of a table of rows: its heading, and the fields that stand in its cells."""

    heading: Any
    fields: tuple[str, ...]
    css: str = ""


class Row(DocumentForm):
    """One entry of a list of the document."""

    outside = frozenset({DELETION_FIELD_NAME})
    list_key: ClassVar[str]
    title: ClassVar[Any]
    columns: ClassVar[tuple[Column, ...]]
    stacked: ClassVar[bool] = False
    page: ClassVar[str] = ""
    """Name of the address where the whole entry is edited, if it has a page of its own."""

    @property
    def badges(self) -> list[str]:
        """What is set on the entry's own page and must not be overlooked in the row."""
        return []

    @property
    def understood(self) -> str:
        """The date in words, as the catalogue reads it."""
        return ""

    @property
    def cells(self) -> list[tuple[Column, list[forms.BoundField]]]:
        """The bound fields of each column."""
        return [(column, [self[name] for name in column.fields]) for column in self.columns]

    @property
    def hidden(self) -> list[forms.BoundField]:
        """Fields that stand in no cell."""
        return [field for field in self if field.is_hidden]

    @property
    def gone(self) -> bool:
        """Whether the row has nothing to say any more."""
        return False


class UuidRow(Row):
    """An entry with a uuid: the row finds it again wherever it stands in the list by then."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def put(self, content: Document, name: str, value: Any) -> None:
        if name != "uuid":
            super().put(content, name, value)
        elif value:
            content["uuid"] = str(value)

    @property
    def gone(self) -> bool:
        """Whether somebody else has deleted the entry while its row was left as it was."""
        return bool(self.seen) and not self.kept and self.changed_names() in ([], ["uuid"])


class RowSet(_Rows):
    """The rows of one list; a row whose entry has vanished meanwhile counts as a new one."""

    form: type[Row]

    def __init__(
        self,
        data: Any = None,
        *,
        entries: Sequence[Document],
        seen: Sequence[Document] | None = None,
        vocabulary: Vocabulary,
        first: dict[str, Any] | None = None,
        disabled: bool = False,
    ) -> None:
        self.entries = list(entries)
        self.seen = self.entries if seen is None else list(seen)
        self.vocabulary = vocabulary
        self.first = first or {}
        self.disabled = disabled
        super().__init__(data, prefix=self.form.list_key)
        if disabled:
            self.extra = 0

    @property
    def list_key(self) -> str:
        """The document's key of the list."""
        return self.form.list_key

    def initial_form_count(self) -> int:
        return super().initial_form_count() if self.is_bound else len(self.entries)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs: dict[str, Any] = {"vocabulary": self.vocabulary, **self._entry(index)}
        if index == 0 and self.first and not self.initial_form_count():
            kwargs["initial"] = self.first
        return kwargs

    def add_fields(self, form: Row, index: int | None) -> None:
        super().add_fields(form, index)
        number = "__number__" if index is None else str(index + 1)
        for name, field in form.fields.items():
            label = _("delete") if name == DELETION_FIELD_NAME else field.label or name
            field.widget.attrs["aria-label"] = row_label(self.form.title, number, label)
            field.disabled = field.disabled or self.disabled
            field.help_text = ""

    def written(self) -> Iterator[Row]:
        """The rows that stay or are new, in their order."""
        deleted = {id(form) for form in self.deleted_forms}
        for form in self.forms:
            blank = form.empty_permitted and not form.has_changed()
            if not blank and not form.gone and id(form) not in deleted:
                yield form

    def untouched(self) -> bool:
        """Whether the rows say what the page showed."""
        rows = list(self.written())
        return len(rows) == len(self.seen) and not any(row.changed_names() for row in rows)

    def refuse(self, message: str) -> None:
        """Attach a problem to the list as a whole."""
        self.non_form_errors().append(message)

    @property
    def help(self) -> list[tuple[str, str]]:
        """What is said about the columns, for the curator."""
        named = [(name, self.form.base_fields[name]) for column in self.form.columns for name in column.fields]
        return [(capfirst(str(field.label or name)), str(field.help_text)) for name, field in named if field.help_text]

    def failures(self) -> Iterator[tuple[str, str, str]]:
        """Each problem of the rows: where it is in words, the id of its field, and what it is."""
        for message in self.non_form_errors():
            yield capfirst(str(self.form.title)), f"{self.prefix}-heading", str(message)
        for index, form in enumerate(self.forms):
            for name, messages in form.errors.items():
                own = name in form.fields
                label = form.fields[name].label or name if own else ""
                target = form[name].id_for_label if own else f"{self.prefix}-{index}"
                where = row_label(self.form.title, str(index + 1), label)
                for message in messages:
                    yield where, target, str(message)

    def _entry(self, index: int | None) -> dict[str, Document | None]:
        """The entry of a row as it now is, and as the page showed it."""
        if index is None or (not self.is_bound and index >= len(self.entries)):
            return {}
        if not self.is_bound:
            return {"kept": self.entries[index]}
        if "uuid" in self.form.base_fields:
            typed = str(self.data.get(f"{self.add_prefix(index)}-uuid", ""))
            return {"kept": _found(self.entries, typed), "seen": _found(self.seen, typed)}
        return {"seen": self.seen[index]} if index < min(len(self.seen), self.initial_form_count()) else {}


def _found(entries: Sequence[Document], uuid: str) -> Document | None:
    return next((entry for entry in entries if entry.get("uuid") == uuid), None) if uuid else None


def row_set(row: type[Row], *, extra: int = 1, can_delete: bool = True) -> type[RowSet]:
    """The class of the rows of a list."""
    made = formset_factory(
        row,
        formset=RowSet,
        extra=extra,
        can_delete=can_delete,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        renderer=PlainRenderer(),
    )
    return made  # type: ignore[return-value]


def row_label(title: Any, number: str, label: Any) -> str:
    """What a screen reader says of a field in a row: "Datings, row 2: date"."""
    where = _("%(list)s, row %(number)s") % {"list": capfirst(str(title)), "number": number}
    return f"{where}: {small_initial(str(label))}" if label else where


def small_initial(words: str) -> str:
    """The words as they stand within a sentence: "Date" becomes "date", "URL" stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


__all__ = ["Column", "Row", "RowSet", "UuidRow", "row_label", "row_set"]
