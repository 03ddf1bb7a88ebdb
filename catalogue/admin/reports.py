"""The page of a reader's report: what is said, of which claim, and what became of it."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.claims import page_of
from catalogue.admin.editing import curator
from catalogue.admin.inverse import page_of as claim_page
from catalogue.admin.inverse import words_of
from catalogue.admin.worklist_lines import Link
from catalogue.curation import Handled, handle_report, may_tend
from catalogue.models import CLAIM_MODELS, ErrorReport


class HandlingForm(forms.Form):
    """What became of a report."""

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[(state.value, state.label) for state in (ErrorReport.State.ACCEPTED, ErrorReport.State.DISMISSED)],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("In a sentence for the colleagues; it is not sent to the reader."),
    )


def report_page(request: HttpRequest, report_id: int) -> HttpResponse:
    """A report; sent with what became of it, it leaves the worklist."""
    if not may_tend(request.user):
        raise PermissionDenied
    report = get_object_or_404(ErrorReport.objects.select_related("record", "handled_by"), pk=report_id)
    form = HandlingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handle_report(report.pk, user=curator(request), **form.cleaned_data)
        except Handled:
            messages.warning(request, _("Somebody has looked into this report already."))
        else:
            messages.success(request, _("The report was put away."))
        return HttpResponseRedirect(reverse("admin:catalogue_worklist", args=["reports"]))
    context = {
        **admin.site.each_context(request),
        "title": _("Report of a reader"),
        "report": report,
        "entry": Link(str(report.record), page_of(report.record)) if report.record else None,
        "claim": claim_of(report),
        "form": form,
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/catalogue/report.html", context)


def claim_of(report: ErrorReport) -> Link | None:
    """The claim of which the reader says it, if it is still there."""
    if report.claim is None:
        return None
    for model in CLAIM_MODELS:
        claim = model._default_manager.filter(uuid=report.claim).first()
        if claim:
            return Link(words_of(claim), claim_page(claim))
    return None
