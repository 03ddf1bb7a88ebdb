"""The page on which a record or a claim is taken away for good: first what would go, then the reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.claims import page_of
from catalogue.admin.editing import curator
from catalogue.curation import InUse, Redacted, RedactionRefused, SaveRefused, may_redact, redact
from catalogue.models import Redaction

COUNTED = {
    "records": gettext_lazy("records"),
    "claims": gettext_lazy("claims"),
    "relations of other records": gettext_lazy("entries that name it, which lose what they say of it"),
    "citations that nothing else uses": gettext_lazy("citations that nothing else uses"),
    "disagreements": gettext_lazy("disagreements in which nothing else stands"),
    "versions of its own": gettext_lazy("versions and proposals of its own"),
    "versions of other entries, and proposals": gettext_lazy("versions and proposals in which it stands"),
    "merges": gettext_lazy("merges"),
    "reports of imports": gettext_lazy("reports of imports"),
    "files that wait to be imported": gettext_lazy("files that wait to be imported"),
    "lines of the admin's log": gettext_lazy("lines of the log"),
    "reports of readers": gettext_lazy("reports of readers"),
    "checked addresses": gettext_lazy("checked web addresses"),
    "words of names": gettext_lazy("words of names, for mistyped searches"),
    "stored documents": gettext_lazy("stored documents"),
}
UNREASONED = "–"


class RedactForm(forms.Form):
    """What is to go, why, and that this is meant."""

    uuid = forms.UUIDField(
        label=gettext_lazy("UUID"), help_text=gettext_lazy("Of the record or the claim: it stands in /id/<uuid>.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Stays as the tombstone, and the public reads it: name nobody in it."),
    )
    sure = forms.BooleanField(label=gettext_lazy("I know that this cannot be taken back."))


def redact_page(request: HttpRequest, uuid: UUID | None = None) -> HttpResponse:
    """What would go with a record or a claim; sent with a reason, it goes."""
    if not may_redact(request.user):
        raise PermissionDenied
    form = RedactForm(request.POST or None, initial={"uuid": uuid})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, form.cleaned_data["uuid"], request, reason=form.cleaned_data["reason"], dry_run=False)
        if done:
            messages.success(request, _("It was redacted: %(uuid)s.") % {"uuid": done.subject})
            return HttpResponseRedirect(reverse("admin:index"))
    asked = uuid or asked_uuid(request)
    outlook = attempt(form, asked, request, reason=UNREASONED, dry_run=True) if asked and not form.is_bound else None
    return render(request, "admin/catalogue/redact.html", context_of(request, form, outlook, asked))


def asked_uuid(request: HttpRequest) -> UUID | None:
    """The UUID that was typed to look at what would go, if it is one."""
    try:
        return UUID(request.GET.get("uuid", ""))
    except ValueError:
        return None


def attempt(form: RedactForm, uuid: UUID, request: HttpRequest, *, reason: str, dry_run: bool) -> Redacted | None:
    """Redacts, or says what would go; a refusal is shown above the form."""
    try:
        return redact(uuid, user=curator(request), reason=reason, dry_run=dry_run)
    except (RedactionRefused, SaveRefused, InUse) as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        else:
            messages.error(request, str(refusal))
    return None


def context_of(request: HttpRequest, form: RedactForm, outlook: Redacted | None, asked: UUID | None) -> dict[str, Any]:
    """What the template prints."""
    if asked and not form.is_bound:
        form.initial["uuid"] = asked
    return {
        **admin.site.each_context(request),
        "title": _("Redact"),
        "form": form,
        "outlook": outlook,
        "counts": [(COUNTED[name], count) for name, count in outlook.counts.items() if count] if outlook else [],
        "speaking": [(str(record), page_of(record)) for record in outlook.speaking] if outlook else [],
        "latest": Redaction.objects.select_related("user")[:20],
        "is_nav_sidebar_enabled": False,
    }
