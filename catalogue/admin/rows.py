"""Rows of a page: a set of small forms over one list of a document, matched to its entries by uuid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.admin.claim_lines import Labels, Line, line_of
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
    ordinal: int = 0
    """The row's place in its list, as a person counts."""
    box_number: int = 0
    """The number in the names of the row's boxes."""

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
        limit: int | None = None,
        labels: Labels | None = None,
        chosen: Sequence[Document] | None = None,
        start: int = 0,
    ) -> None:
        """At most `limit` entries are shown as forms; or those `chosen`, whose boxes are numbered from `start`."""
        self.entries = list(entries)
        self.shown = self.entries[:limit] if chosen is None else list(chosen)
        self.start = start
        self.labels = labels
        self.places = {entry["uuid"]: place for place, entry in enumerate(self.entries, 1) if entry.get("uuid")}
        self.resting_errors: dict[str, list[str]] = {}
        self.seen = self.entries if seen is None else list(seen)
        self.vocabulary = vocabulary
        self.first = first or {}
        self.disabled = disabled
        super().__init__(data, prefix=self.form.list_key)
        if disabled or chosen is not None:
            self.extra = 0

    @property
    def list_key(self) -> str:
        """The document's key of the list."""
        return self.form.list_key

    def initial_form_count(self) -> int:
        return super().initial_form_count() if self.is_bound else len(self.shown)

    def add_prefix(self, index: Any) -> str:
        return super().add_prefix(index + self.start if isinstance(index, int) else index)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs: dict[str, Any] = {"vocabulary": self.vocabulary, **self._entry(index)}
        if index == 0 and self.first and not self.initial_form_count():
            kwargs["initial"] = self.first
        return kwargs

    def add_fields(self, form: Row, index: int | None) -> None:
        super().add_fields(form, index)
        form.box_number = (index or 0) + self.start
        form.ordinal = self.places.get(str(form.kept.get("uuid")), form.box_number + 1)
        number = "__number__" if index is None else str(form.ordinal)
        for name, field in form.fields.items():
            label = _("delete") if name == DELETION_FIELD_NAME else field.label or name
            field.widget.attrs["aria-label"] = row_label(self.form.title, number, label)
            field.disabled = field.disabled or self.disabled
            field.help_text = ""

    def written(self) -> Iterator[Row]:
        """The rows that stay or are new, in their order."""
        deleted = {id(form) for form in self.deleted_forms}
        for form in self.forms:
            blank = form.empty_permitted and not form.seen and not form.has_changed()
            if not blank and not form.gone and id(form) not in deleted:
                yield form

    def untouched(self) -> bool:
        """Whether the rows say what the page showed."""
        rows = list(self.written())
        return len(rows) == len(self.seen) and not any(row.changed_names() for row in rows)

    def typed_uuid(self, row: Row) -> str:
        """The uuid of the entry that a row was sent for; none for a new one."""
        return str(row.data.get(row.add_prefix("uuid"), ""))

    @property
    def lines(self) -> list[Line]:
        """The entries that have no form on the page, in words."""
        labels = self.labels or Labels({}, {})
        errors = self.resting_errors
        return [
            line_of(self.list_key, entry, labels, self.places[entry["uuid"]], errors.get(entry["uuid"], ()))
            for entry in self.resting
        ]

    @cached_property
    def resting(self) -> list[Document]:
        """The entries that have no form on the page: they stay as they are."""
        open_ones = {str(row["uuid"].value() or "") for row in self.forms if "uuid" in row.fields}
        return [entry for entry in self.entries if entry.get("uuid") and entry["uuid"] not in open_ones]

    def refuse(self, message: str) -> None:
        """Attach a problem to the list as a whole."""
        self.non_form_errors().append(message)

    def refuse_resting(self, uuid: str, message: str) -> None:
        """Attach a problem to an entry that has no form on the page."""
        self.resting_errors.setdefault(uuid, []).append(message)

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
                where = row_label(self.form.title, str(form.ordinal), label)
                for message in messages:
                    yield where, target, str(message)
        for uuid, found in self.resting_errors.items():
            where = row_label(self.form.title, str(self.places[uuid]), "")
            yield from ((where, f"{self.prefix}-{uuid}", message) for message in found)

    def _entry(self, index: int | None) -> dict[str, Document | None]:
        """The entry of a row as it now is, and as the page showed it."""
        if index is None or (not self.is_bound and index >= len(self.shown)):
            return {}
        if not self.is_bound:
            return {"kept": self.shown[index]}
        if "uuid" in self.form.base_fields:
            typed = str(self.data.get(f"{self.add_prefix(index)}-uuid", ""))
            return {"kept": self._entries_by_uuid.get(typed), "seen": self._seen_by_uuid.get(typed)}
        return {"seen": self.seen[index]} if index < min(len(self.seen), self.initial_form_count()) else {}

    @cached_property
    def _entries_by_uuid(self) -> dict[str, Document]:
        return {entry["uuid"]: entry for entry in self.entries if entry.get("uuid")}

    @cached_property
    def _seen_by_uuid(self) -> dict[str, Document]:
        return {entry["uuid"]: entry for entry in self.seen if entry.get("uuid")}


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
