"""The first step of an import: a file or pasted text, and what is to be known of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.ingest.bibliography import ENCODINGS
from catalogue.models import LANGUAGES, Source, Status, Term
from catalogue.text import is_key

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is read at once."""
_AREA = {"rows": 12, "class": "vLargeTextField"}
_FORMATS = (("", _("as its name or beginning says")), ("bibtex", "BibTeX"), ("ris", "RIS"), ("csl", "CSL-JSON"))
_NAMED = {
    "utf-8": _("UTF-8, also with its mark"),
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "mac-roman": "MacRoman",
}


class UploadForm(forms.Form):
    """A file, or text that is pasted."""

    file = forms.FileField(label=_("File"), required=False)
    text = forms.CharField(label=_("or paste the text here"), required=False, strip=False, widget=forms.Textarea(_AREA))
    encoding = forms.ChoiceField(
        label=_("Encoding of the file"),
        choices=[(name, _NAMED[name]) for name in ENCODINGS],
        help_text=_("A file in another encoding than the one named is refused, not garbled."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and not too large."""
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if not file and not cleaned.get("text", "").strip():
            raise ValidationError(_("Choose a file or paste a text."))
        if file and file.size > LARGEST:
            raise ValidationError(_("This file is too large: at most 20 MB are read."))
        return cleaned

    def data_and_name(self, pasted: str) -> tuple[bytes, str]:
        """The bytes that were sent, and what they are called."""
        file = self.cleaned_data.get("file")
        return (file.read(), file.name) if file else (self.cleaned_data["text"].encode(), pasted)

    @property
    def used_encoding(self) -> str:
        """Pasted text came with the page, in UTF-8."""
        return str(self.cleaned_data["encoding"]) if self.cleaned_data.get("file") else "utf-8"


class BibliographyForm(UploadForm):
    """A bibliography and the status of the sources that it brings."""

    format = forms.ChoiceField(label=_("Format"), choices=_FORMATS, required=False)
    status = forms.ChoiceField(
        label=_("Status of new sources"),
        choices=Status.choices,
        help_text=_("Only published sources can be cited by published entries."),
    )

    def __init__(self, *args: Any, publishing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [each for each in Status.choices if publishing or each[0] != Status.PUBLISHED]
        self.fields["status"].choices = allowed  # type: ignore[attr-defined]


class ArticleForm(UploadForm):
    """An article, its notes, and what it becomes."""

    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        strip=False,
        widget=forms.Textarea(_AREA),
        help_text=_("The numbered list; leave it empty if it stands at the end of the text, under a heading “Notes”."),
    )
    article = forms.CharField(
        label=_("Citekey of the article"),
        max_length=100,
        help_text=_("Notes of unknown source are cited “via” it. If the catalogue has no such source, it is made."),
    )
    article_title = forms.CharField(label=_("Title of the article"), max_length=500, required=False)
    type = forms.ChoiceField(label=_("Type of the narrative"))
    language = forms.ChoiceField(label=_("Language"), choices=[(code, code) for code in LANGUAGES], initial="es")
    via = forms.BooleanField(
        label=_("Nobody has seen the sources: cite them as read in the article"),
        required=False,
        help_text=_("Each citation then says “via” the article."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = sorted(Term.objects.filter(scheme="narrative-type"), key=lambda term: (term.position, term.slug))
        self.fields["type"].choices = [(term.slug, term.label()) for term in terms]  # type: ignore[attr-defined]

    def clean_article(self) -> str:
        """A key that a mark can name."""
        key = str(self.cleaned_data["article"]).strip().removeprefix("@")
        if not is_key(key):
            raise ValidationError(_("Letters, digits and -_.:/ without spaces, as in “banu-2004”."))
        return key

    def clean(self) -> dict[str, Any]:
        """An article that becomes a source needs its title."""
        cleaned = super().clean()
        key = cleaned.get("article")
        if key and not cleaned.get("article_title") and not Source.objects.filter(citekey=key).exists():
            self.add_error(
                "article_title", _("The catalogue has no source with this citekey: give the article's title.")
            )
        return cleaned
