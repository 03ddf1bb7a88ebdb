"""The form of "what this source says": where in the source, of which record, and the claim."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.added_claims import marked
from catalogue.admin.claim_rows import AttributeRow, ClaimRow, DatingRow, NarrativeRow, PersonNameRow, RelationRow
from catalogue.admin.fields import RecordField, column, read_reference
from catalogue.admin.forms import DocumentForm
from catalogue.admin.vocabulary_choices import NOTHING, Choices, Vocabulary, in_order
from catalogue.citations import in_words
from catalogue.documents import Document
from catalogue.models import Footnote, Kind, Record, RelationType
from catalogue.text import Cite, MarkError, fold

ROWS: dict[str, type[ClaimRow]] = {
    "datings": DatingRow,
    "attributes": AttributeRow,
    "relations": RelationRow,
    "names": PersonNameRow,
    "narratives": NarrativeRow,
}
SORTS = (
    ("datings", gettext_lazy("a date")),
    ("attributes", gettext_lazy("what it was")),
    ("relations", gettext_lazy("a tie to another record")),
    ("names", gettext_lazy("a name")),
    ("narratives", gettext_lazy("a sentence of its story")),
)
RIVALS = (
    ("alternative", gettext_lazy("Keep both: the new one as an alternative.")),
    ("disagreement", gettext_lazy("Keep both, and say that they cannot both be true.")),
    ("preferred", gettext_lazy("Prefer the new one; the other becomes the alternative.")),
    ("less-precise", gettext_lazy("Keep both: the new one says the same, less precisely.")),
)


class EveryKind(Vocabulary):
    """Choices for a claim on a record of any kind."""

    @cached_property
    def relation_types(self) -> Choices:
        return [NOTHING, *in_order(RelationType.objects.all())]


class SaysForm(DocumentForm):
    """What is asked besides the claim itself."""

    record = RecordField(label=gettext_lazy("record"), required=False)
    new_kind = forms.ChoiceField(label=gettext_lazy("or a new one: kind"), required=False, choices=[NOTHING])
    new_name = forms.CharField(label=gettext_lazy("its name"), required=False, max_length=500)
    another = forms.BooleanField(label=gettext_lazy("Make another entry of this name"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("the source gives"), choices=SORTS, widget=forms.RadioSelect)
    locator = forms.CharField(
        label=gettext_lazy("place in the source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("“p. 28”, “fol. 3”, “art. 2”; it stays for the next claim."),
    )
    stance = column(Footnote, "stance", initial="supports")
    quotation = forms.CharField(
        label=gettext_lazy("words quoted"),
        required=False,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
    )
    rival = forms.ChoiceField(
        label=gettext_lazy("what to do"), choices=RIVALS, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, citekey: str, **kwargs: Any) -> None:
        self.citekey = citekey
        super().__init__(*args, **kwargs)
        kinds = [(value, label) for value, label in Kind.choices if value != Kind.SOURCE]
        self.fields["new_kind"].choices = [NOTHING, *kinds]  # type: ignore[attr-defined]
        self.found: Record | None = None

    @property
    def cite(self) -> Cite:
        """The citation of the place, once it was read."""
        cite: Cite = self.cleaned_data["locator"]
        return cite

    def clean_record(self) -> str:
        """The record must be there."""
        words = str(self.cleaned_data["record"])
        reference = read_reference(words)
        if reference:
            named = {"source__citekey": reference["citekey"]} if "citekey" in reference else reference
            self.found = Record.objects.filter(**named).first()
            if self.found is None:
                raise ValidationError(_("There is no such record."))
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        new = bool(cleaned.get("new_kind") or cleaned.get("new_name"))
        if "record" not in self.errors and bool(cleaned.get("record")) == new:
            self.add_error("record", _("Choose a record, or give kind and name of a new one."))
        elif new and not (cleaned.get("new_kind") and cleaned.get("new_name")):
            self.add_error("new_name", _("A new entry needs both its kind and its name."))
        elif new and not cleaned.get("another") and (known := self._known(cleaned)):
            message = _("There is already “%(title)s” (%(kind)s/%(slug)s): choose it above, or tick to make another.")
            self.add_error("another", message % {"title": known.title, "kind": known.kind, "slug": known.slug})
        if cleaned.get("stance"):
            try:
                cleaned["locator"] = marked(self.citekey, cleaned.get("locator", ""), cleaned["stance"])
            except MarkError as error:
                self.add_error("locator", in_words(error))
        return cleaned

    def _known(self, cleaned: dict[str, Any]) -> Record | None:
        kind, name = cleaned["new_kind"], fold(cleaned["new_name"])
        return Record.objects.filter(kind=kind, fold_key=name).first()


class SaysPage:
    """All forms of the page: only that of the chosen sort of claim is read."""

    def __init__(self, citekey: str, data: Any = None, *, last: dict[str, Any] | None = None) -> None:
        before = last or {}
        vocabulary = EveryKind("")
        initial = {"sort": "datings", "stance": "supports", **before}
        self.form = SaysForm(data, citekey=citekey, initial=initial)
        chosen = str(data.get("sort", "")) if data is not None else ""
        self.panels: dict[str, ClaimRow] = {}
        for key, row in ROWS.items():
            form = row(data if key == chosen else None, prefix=key, vocabulary=vocabulary, use_required_attribute=False)
            form.fields.pop("citations", None)
            self.panels[key] = form
        self.claim = self.panels.get(chosen)
        self.rival: Document | None = None

    @property
    def shown(self) -> list[tuple[str, Any, ClaimRow, list[forms.BoundField]]]:
        """Each sort of claim with its words, its form and the boxes of the form."""
        return [(key, label, self.panels[key], _boxes(self.panels[key])) for key, label in SORTS]

    @property
    def where(self) -> list[forms.BoundField]:
        """The boxes above the claim."""
        names = ["locator", "stance", "quotation", "record", "new_kind", "new_name"]
        asked = "another" in self.form.errors or self.form.data.get("another")
        return [self.form[name] for name in (*names, *(["another"] if asked else []))]

    def is_valid(self) -> bool:
        """Whether everything typed can be read."""
        return all([self.form.is_valid(), self.claim is not None and self.claim.is_valid()])

    def entry(self) -> Document:
        """The claim as typed."""
        if self.claim is None:
            raise TypeError("no sort of claim was chosen")
        return self.claim.content()

    def refuse(self, pointer: list[str], message: str, *, own: bool) -> None:
        """Attach a problem to its box: of the claim, else of the place in the source, else to the whole."""
        if own and pointer and pointer[0] in ("footnotes", "marks"):
            self.form.add_error("locator", message)
        elif own and self.claim is not None and self.claim.field_of(pointer) in self.claim.fields:
            self.claim.refuse(pointer, message)
        else:
            self.form.add_error(None, message)


def _boxes(row: ClaimRow) -> list[forms.BoundField]:
    return [row[name] for _heading, names, _css in row.columns for name in names if name in row.fields]
