"""Importing authority records in EAC-CPF: send a file, look at what it says and what has no place, import."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.editing import curator
from catalogue.admin.import_runs import outcome_word
from catalogue.admin.importing_forms import LARGEST
from catalogue.admin.table_import import page
from catalogue.curation import drop_upload, keep_upload, may_import
from catalogue.ingest.eac import Result, Unreadable, import_eac
from catalogue.models import ImportUpload


class EacForm(forms.Form):
    """An XML file."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("EAC-CPF of 2010 or 2.0; one record, or many in a wrapper.")
    )

    def clean_file(self) -> object:
        """Not larger than a request can carry."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is too large: at most 20 MB are read. Larger ones go by the command."))
        return file


def send_eac(request: HttpRequest) -> HttpResponse:
    """The first step: a file."""
    if not may_import(request.user):
        raise PermissionDenied
    form = EacForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = keep_upload(file_name=file.name, data=file.read(), user=curator(request), answers={})
        try:
            import_eac(bytes(upload.data), upload.file_name, user=curator(request), dry_run=True)
        except Unreadable as refusal:
            drop_upload(upload)
            form.add_error("file", str(refusal))
        else:
            return HttpResponseRedirect(reverse("admin:catalogue_eac_preview", args=[upload.uuid]))
    return page(request, "eac_send", title=_("Import authority records"), form=form)


def preview_eac(request: HttpRequest, upload_uuid: UUID) -> HttpResponse:
    """The second step: what would become of each record; then the import itself."""
    if not may_import(request.user):
        raise PermissionDenied
    upload = get_object_or_404(ImportUpload, uuid=upload_uuid, user=curator(request))
    if request.method == "POST" and "drop" in request.POST:
        drop_upload(upload)
        return HttpResponseRedirect(reverse("admin:catalogue_importrun_changelist"))
    wanted = request.method == "POST" and ("import" in request.POST or "good" in request.POST)
    result = import_eac(
        bytes(upload.data),
        upload.file_name,
        user=curator(request),
        reason=request.POST.get("reason", "").strip()[:500],
        dry_run=not wanted,
        keep_good="good" in request.POST,
    )
    if result.run:
        return finished(request, upload, result)
    title = _("Import authority records: %(file)s") % {"file": upload.file_name}
    outcomes = [(each, outcome_word(each.outcome)) for each in result.outcomes]
    counts = [(outcome_word(word), count) for word, count in sorted(result.counts().items())]
    shown = {"result": result, "outcomes": outcomes, "counts": counts, "wanted": wanted, "upload": upload}
    return page(request, "eac_preview", title=title, **shown)


def finished(request: HttpRequest, upload: ImportUpload, result: Result) -> HttpResponse:
    """The records are in; the file is not kept."""
    drop_upload(upload)
    messages.success(request, _("The records were imported; below is what was done."))
    run = result.run
    return HttpResponseRedirect(reverse("admin:catalogue_importrun_change", args=[run.pk if run else 0]))
