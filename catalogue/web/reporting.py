"""“Report an error”: a form beside every entry, for readers without an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from catalogue.curation import TooManyReports, report_error, sender_address
from catalogue.curation.reporting import LONGEST_MESSAGE
from catalogue.documents import PARTS, Document, ready_documents
from catalogue.models import Record
from catalogue.web.claims import object_of
from catalogue.web.kinds import address_of
from catalogue.web.labels import Labels


class ReportForm(forms.Form):
    """What is wrong, and how the reader knows."""

    claim = forms.ChoiceField(label=_("Which statement?"), required=False)
    message = forms.CharField(
        label=_("What is wrong, and how do you know?"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A source helps most: title, page, address."),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only if you want an answer; only the editors see it."),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", gettext("The entry as a whole"))]
        self.fields["claim"].choices = [*whole, *statements(document)]  # type: ignore[attr-defined]
        for name in ("message", "email"):
            described = [f"id_{name}_help"] if self.fields[name].help_text else []
            described += [f"id_{name}_error"] if self.is_bound and self[name].errors else []
            self.fields[name].widget.attrs["aria-describedby"] = " ".join(described)

    @property
    def by_machine(self) -> bool:
        """Whether the box was filled that people do not see."""
        return bool(self.cleaned_data.get("website"))


@never_cache
def report_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form of an entry; what is sent is kept for the editors, and nothing is mailed."""
    record = Record.objects.published().filter(uuid=uuid).first()
    documents = ready_documents([record.pk]) if record else {}
    if record is None or record.pk not in documents:
        raise Http404(gettext("There is no such entry in the catalogue."))
    document = documents[record.pk]
    context = {"entry": document, "address": address_of(document)}
    form = ReportForm(request.POST or None, document=document, initial={"claim": request.GET.get("claim", "")})
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "web/report.html", {**context, "form": form}, status=status)
    if not form.by_machine:
        try:
            keep(form, record, sender_address(request.META))
        except TooManyReports:
            return render(request, "web/report.html", {**context, "form": form, "too_many": True}, status=429)
    return render(request, "web/report_thanks.html", context)


def keep(form: ReportForm, record: Record, address: str) -> None:
    """Hands a report to curation."""
    given = form.cleaned_data
    report_error(
        record=record,
        message=given["message"].replace("\x00", ""),
        email=given["email"],
        claim=UUID(given["claim"]) if given["claim"] else None,
        address=address,
    )


def statements(document: Document) -> Iterator[tuple[str, str]]:
    """The claims of an entry in words, by their UUIDs."""
    labels = Labels(document)
    for part in PARTS:
        for claim in document[part.key]:
            yield (
                claim["uuid"],
                Truncator(f"{sort_of(part.key, claim, labels)}: {says(part.key, claim, labels)}").chars(90),
            )


def sort_of(list_key: str, claim: Document, labels: Labels) -> str:
    """The type or property of a claim."""
    if list_key == "relations":
        return str(labels.relation(claim["type"]))
    if list_key == "attributes":
        return str(labels.term("property", claim["property"]))
    return str(labels.term(f"{list_key.removesuffix('s')}-type", claim["type"]))


def says(list_key: str, claim: Document, labels: Labels) -> str:
    """What a claim says, without its notes."""
    if list_key == "relations":
        return str(object_of(claim).text)
    if list_key == "datings":
        return str(claim["date_wording"] or claim["date"])
    if claim.get("term"):
        return str(labels.value(claim))
    return str(claim.get("text") or "…")
