"""Forms over a part of a document: what they show of it, and the same part with what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import DateTextField, date_words, say, show
from catalogue.admin.vocabulary_choices import Vocabulary
from catalogue.documents import Document


class DocumentForm(forms.Form):
    """Fields named after the keys of a document, or of a claim in it; keys that have no field are kept."""

    outside: ClassVar[frozenset[str]] = frozenset()
    """Fields that are not part of the document."""

    def __init__(
        self,
        *args: Any,
        kept: Document | None = None,
        seen: Document | None = None,
        vocabulary: Vocabulary | None = None,
        **kwargs: Any,
    ) -> None:
        self.kept: Document = kept or {}
        self.seen: Document = seen or self.kept
        self.vocabulary = vocabulary
        super().__init__(*args, **kwargs)
        if vocabulary:
            vocabulary.fill(self)
        if self.seen:
            self.initial = {**self.shown(), **self.initial}
        for field in self.fields.values():
            field.label = capfirst(field.label or "")
        self._set_calendar()

    def shown(self) -> dict[str, Any]:
        """What the form showed of the part of the document when the page was made."""
        return {name: show(field, self.seen.get(self.key_of(name))) for name, field in self._written()}

    def content(self) -> Document:
        """The part of the document as it should become: as it now is, with what was changed on the page."""
        content = dict(self.kept or self.seen)
        for name in self.changed_names():
            self.put(content, name, say(self.fields[name], self.cleaned_data.get(name)))
        return content

    def changed_names(self) -> list[str]:
        """The fields in which something else stands than the page showed; all of them on a new one."""
        before = self.shown()
        return [
            name
            for name, field in self._written()
            if not self.seen or field.has_changed(before[name], self.typed(name))
        ]

    def put(self, content: Document, name: str, value: Any) -> None:
        """Write one value into the part of the document."""
        content[name] = value

    def key_of(self, name: str) -> str:
        """The document's key that a field shows."""
        return name

    def field_of(self, pointer: list[str]) -> str | None:
        """The field in which a problem at this place of the part belongs."""
        return pointer[0] if pointer and pointer[0] in self.fields else None

    def refuse(self, pointer: list[str], message: str) -> None:
        """Attach a problem to the field that caused it, or to the whole."""
        field = self.field_of(pointer)
        self.add_error(field, message if field or not pointer else f"{'/'.join(pointer)}: {message}")

    def typed(self, name: str) -> Any:
        """What was typed in a field, as it came."""
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _written(self) -> Iterable[tuple[str, forms.Field]]:
        return [(name, field) for name, field in self.fields.items() if name not in self.outside]

    def _set_calendar(self) -> None:
        date = self.fields.get("date")
        if isinstance(date, DateTextField):
            own = self.is_bound and "date_calendar" in self.fields
            calendar = self.typed("date_calendar") if own else self.kept.get("date_calendar")
            date.julian = calendar == "julian"


def explain_date(field: forms.Field, date: str) -> None:
    """Say beside a date's box how the catalogue reads the date that it holds."""
    if words := date_words(date):
        field.help_text = format_lazy("{} — {}", words, field.help_text)


class SavingForm(DocumentForm):
    """A form that heads a page: it also carries why, and from which version the page was made."""

    outside = frozenset({"reason", "version", "save_over"})

    reason = forms.CharField(
        label=_("reason of the change"),
        required=False,
        max_length=500,
        help_text=_("Optional; kept in the history: “date corrected after the parish register”."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    save_over = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, DateTextField):
                explain_date(field, str(self.kept.get(name) or ""))

    @property
    def expected_version(self) -> int | None:
        """The version over which the curator means to save."""
        over: int | None = self.cleaned_data.get("save_over")
        seen: int | None = self.cleaned_data.get("version")
        return over or seen


def disable(fields: Mapping[str, forms.Field]) -> None:
    """Show the fields without letting them be changed."""
    for field in fields.values():
        field.disabled = True
