"""The forms of the steps by which a table is imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.admin.importing_forms import LARGEST
from catalogue.documents.shape import KIND_KEYS
from catalogue.ingest.tables import Table
from catalogue.ingest.tables.guiding import ColumnAnswer
from catalogue.models import ImportProfile, Kind, Locator, RelationType, Source, Status, Term

_ENCODINGS = [("", _("find out")), ("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("mac_roman", "MacRoman"),
              ("cp1250", "Windows-1250"), ("utf-16", "UTF-16")]  # fmt: skip
_DELIMITERS = [("", _("find out")), (",", ","), (";", ";"), ("tab", _("tab")), ("|", "|")]


class TableUploadForm(forms.Form):
    """A file and, if the columns are the usual ones, the profile that was kept."""

    file = forms.FileField(label=_("File"), help_text=_("CSV, XLSX or ODS, with a row of column names."))
    profile = forms.ModelChoiceField(
        label=_("Profile"),
        queryset=ImportProfile.objects.all(),
        required=False,
        empty_label=_("make a new one, step by step"),
        help_text=_("A profile that was kept says what the columns mean; you go straight to the check."),
    )

    def clean_file(self) -> Any:
        """Not larger than a request can carry."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is too large: at most 20 MB are read. Larger ones go by the command."))
        return file


class ReadingForm(forms.Form):
    """How the file is read."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=_ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Delimiter"), choices=_DELIMITERS, required=False)
    sheet = forms.CharField(label=_("Sheet"), required=False)
    header = forms.IntegerField(label=_("Row of the column names"), min_value=1, initial=1)
    skip = forms.IntegerField(label=_("Rows to leave out below it"), min_value=0, initial=0)
    sentinels = forms.CharField(
        label=_("Words for “nothing”"),
        required=False,
        help_text=_("In every column, parted by commas: “NA, nan, 9999”."),
    )


class RecordForm(forms.Form):
    """Of what the rows speak, and what the claims rest on."""

    name = forms.SlugField(label=_("Name of the profile"), max_length=100)
    kind = forms.ChoiceField(label=_("Each row is a"), choices=Kind.choices)
    match = forms.ChoiceField(
        label=_("How its entry is found"),
        help_text=_(
            "By a key column entries are found again in the next file, and namesakes stay apart. By name only where"
            " names are enough."
        ),
    )
    status = forms.ChoiceField(label=_("Status of new entries"), choices=Status.choices)
    language = forms.ChoiceField(
        label=_("Language of words and dates"), choices=[("es", "español"), ("en", "English"), ("ro", "română")]
    )
    citekey = forms.CharField(
        label=_("Source of the table"),
        required=False,
        help_text=_("The citekey that every claim cites: “@dyer-1908”. Leave it empty if a column names the source."),
    )
    label = forms.ChoiceField(
        label=_("What the place in it is"), choices=[("", "–"), *Locator.choices], required=False,
        help_text=_("If a column holds the page or the number: what it is."),
    )  # fmt: skip

    def __init__(self, *args: Any, table: Table, publishing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["match"].choices = list(matches(table.header))  # type: ignore[attr-defined]
        allowed = [each for each in Status.choices if publishing or each[0] != Status.PUBLISHED]
        self.fields["status"].choices = allowed  # type: ignore[attr-defined]

    def clean_citekey(self) -> str:
        """A source that is there."""
        key = str(self.cleaned_data["citekey"]).strip().removeprefix("@")
        if key and not Source.objects.filter(citekey=key).exists():
            raise ValidationError(_("No source has this citekey; enter the source first."))
        return key


def matches(header: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The ways of finding an entry, with each column."""
    columns = list(header)
    schemes = list(Term.objects.filter(scheme="identifier-scheme").order_by("slug"))
    yield str(_("By the key in")), [(f"key:{name}", name) for name in columns]
    yield str(_("By the name in")), [(f"name:{name}", name) for name in columns]
    yield str(_("By its UUID in")), [(f"uuid:{name}", name) for name in columns]
    for term in schemes:
        yield term.label(), [(f"identifier:{term.slug}:{name}", name) for name in columns]


class ColumnForm(forms.Form):
    """What one column becomes."""

    role = forms.ChoiceField(required=False)
    split = forms.CharField(required=False, strip=False, max_length=10)
    date = forms.CharField(required=False, max_length=40)
    sentinels = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, column: str, roles: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column = column
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        labels = {
            "role": _("becomes"),
            "split": _("parted by"),
            "date": _("date format"),
            "sentinels": _("“nothing” is"),
        }
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{column}: {labels[name]}"

    def answer(self) -> ColumnAnswer:
        """The answer, as the profile is made from it."""
        said = self.cleaned_data
        sentinels = tuple(word.strip() for word in said["sentinels"].split(",") if word.strip())
        return ColumnAnswer(self.column, said["role"], said["split"].strip(), said["date"], sentinels)


def roles_of(kind: str) -> list[Any]:
    """What a column can become, in groups."""
    terms: dict[str, list[Term]] = {}
    for term in Term.objects.order_by("position", "slug"):
        terms.setdefault(term.scheme, []).append(term)

    def listed(sort: str, scheme: str) -> list[tuple[str, str]]:
        return [(f"{sort}:{term.slug}", term.label()) for term in terms.get(scheme, ())]

    types = [each for each in RelationType.objects.order_by("position", "slug") if fits(each, kind)]
    parts = [("part:family", _("family name")), ("part:given", _("given name"))] if kind == Kind.PERSON else []
    return [
        ("", "–"),
        (str(_("Citation")), [("source", _("citekey of the source")), ("locator", _("place in the source"))]),
        (str(_("Name")), [*listed("name", "name-type"), *parts]),
        (str(_("Dating")), listed("dating", "dating-type")),
        (str(_("End of the dating")), listed("until", "dating-type")),
        (str(_("Attribute")), listed("attribute", "property")),
        (str(_("Attribute: number with its unit")), listed("number", "property")),
        (
            str(_("Relation to the entry of this name")),
            [choice for each in types for choice in relation_choices(each)],
        ),
        (str(_("Relation, in words")), [(f"words:{each.slug}", each.label()) for each in types]),
        (str(_("Narrative")), listed("narrative", "narrative-type")),
        (str(_("Identifier")), listed("identifier", "identifier-scheme")),
        (str(_("Column of the entry")), [(f"column:{key}", key) for key in own_columns(kind)]),
    ]  # fmt: skip


def relation_choices(each: RelationType) -> Iterator[tuple[str, str]]:
    """A relation with the kind of entry in which the name is looked up."""
    for kind in each.object_kinds or Kind.values:
        yield f"relation:{each.slug}:{kind}", f"{each.label()} → {Kind(kind).label}"


def own_columns(kind: str) -> list[str]:
    """The columns of a record that a cell can fill."""
    own = [key for key in KIND_KEYS[kind] if key not in ("creators", "links", "parent")]
    return ["slug", "sort_title", *own, "internal_note"]


def fits(each: RelationType, kind: str) -> bool:
    """Whether a relation can be said of the kind."""
    return not each.subject_kinds or kind in each.subject_kinds
