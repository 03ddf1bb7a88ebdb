"""Importing a bibliography: send, look through what is new, a duplicate or refused, import."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.admin.editing import curator
from catalogue.admin.importing_forms import BibliographyForm
from catalogue.curation import answer_upload, drop_upload, keep_upload, may_import, may_publish
from catalogue.ingest.bibliography import (
    CHOICES,
    File,
    Plan,
    Row,
    Unreadable,
    import_sources,
    make_plan,
    read_bibliography,
)
from catalogue.models import ImportRun, ImportUpload, Record, Revision, Source

TRIED = 1_000
"""Works up to which the preview tries the import and takes it back, so that it shows every refusal."""


def send_bibliography(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The first step: a file or pasted text."""
    refuse_strangers(request)
    form = BibliographyForm(request.POST or None, request.FILES or None, publishing=may_publish(request.user))
    if request.method == "POST" and form.is_valid():
        data, name = form.data_and_name(_("pasted text"))
        answers = {key: form.cleaned_data[key] for key in ("format", "status")} | {"encoding": form.used_encoding}
        try:
            read_bibliography(data, name, format=answers["format"], encoding=answers["encoding"])
        except Unreadable as error:
            form.add_error(None, str(error))
        else:
            upload = keep_upload(file_name=name, data=data, user=curator(request), answers=answers)
            return HttpResponseRedirect(reverse("admin:catalogue_source_import_preview", args=[upload.uuid]))
    return page(model_admin, request, "bibliography", {"title": _("Import sources"), "form": form})


def preview_bibliography(model_admin: Any, request: HttpRequest, upload_uuid: UUID) -> HttpResponse:
    """The second step: what each work is, and what shall become of it."""
    refuse_strangers(request)
    upload = get_object_or_404(ImportUpload, uuid=upload_uuid, user=curator(request))
    if request.method == "POST" and "drop" in request.POST:
        drop_upload(upload)
        return HttpResponseRedirect(reverse("admin:catalogue_source_import"))
    if request.method == "POST":
        upload.answers["choices"] = choices_of(request, upload)
        answer_upload(upload, upload.answers)
    plan = plan_of(upload)
    file = File(upload.file_name, bytes(upload.data))
    if request.method == "POST" and "import" in request.POST:
        return imported(request, upload, plan, file)
    if len(plan.rows) <= TRIED:
        import_sources(plan, file, user=curator(request), status=upload.answers["status"], dry_run=True)
    shown = {
        "title": _("Import sources: %(file)s") % {"file": upload.file_name},
        "upload": upload,
        "plan": plan,
        "counts": plan.counts(),
        "refused": [row for row in plan.rows if row.is_refused],
        "duplicates": [(row, offers(row)) for row in plan.rows if row.match and not row.is_refused],
        "new": [row for row in plan.rows if not row.match and not row.is_refused],
        "words": words_of_choices(),
        "bulk": [(choice, words_of_choices()[choice]) for choice in CHOICES],
    }
    return page(model_admin, request, "bibliography_preview", shown)


def show_imported(model_admin: Any, request: HttpRequest, run_uuid: UUID) -> HttpResponse:
    """What an import did: counts, the sources, and what was refused or adjusted."""
    refuse_strangers(request)
    run = get_object_or_404(ImportRun, uuid=run_uuid, format=ImportRun.Format.BIBLIOGRAPHY)
    subjects = Revision.objects.filter(run=run, kind="source").values("subject")
    shown = {
        "title": _("Imported: %(file)s") % {"file": run.file_name},
        "run": run,
        "sources": Source.objects.filter(uuid__in=subjects).order_by("sort_key", "pk"),
    }
    return page(model_admin, request, "bibliography_done", shown)


def refuse_strangers(request: HttpRequest) -> None:
    """Only those may import who have the right."""
    if not may_import(request.user):
        raise PermissionDenied


def page(model_admin: Any, request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page of the admin."""
    context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, **shown}
    return TemplateResponse(request, f"admin/catalogue/{template}.html", context)


def plan_of(upload: ImportUpload) -> Plan:
    """The plan of a file with what was chosen so far."""
    answers = upload.answers
    works, unread = read_bibliography(
        bytes(upload.data), upload.file_name, format=answers["format"], encoding=answers["encoding"]
    )
    choices = {int(number): choice for number, choice in answers.get("choices", {}).items()}
    return make_plan(works, unread, choices=choices)


def choices_of(request: HttpRequest, upload: ImportUpload) -> dict[str, str]:
    """What the page says of each work; the choice for all duplicates counts where one was made."""
    choices = dict(upload.answers.get("choices", {}))
    for name, value in request.POST.items():
        number = name.removeprefix("row-")
        if name.startswith("row-") and number.isdigit() and value in CHOICES:
            choices[number] = value
    everything = request.POST.get("all", "")
    if everything in CHOICES:
        plan = plan_of(upload)
        choices |= {str(row.number): everything for row in plan.rows if row.match}
    return choices


def offers(row: Row) -> list[tuple[str, str]]:
    """What can be chosen for a duplicate."""
    words = words_of_choices()
    return [(choice, words[choice]) for choice in CHOICES]


def words_of_choices() -> dict[str, str]:
    """The choices in words."""
    return {
        "use": _("use the one that is there"),
        "fill": _("fill in what is empty there"),
        "new": _("import as new"),
        "leave": _("leave out"),
    }


def imported(request: HttpRequest, upload: ImportUpload, plan: Plan, file: File) -> HttpResponse:
    """Imports and leads to the report."""
    reason = _("import of %(file)s") % {"file": file.name}
    result = import_sources(plan, file, user=curator(request), reason=reason, status=upload.answers["status"])
    drop_upload(upload)
    if result.run is None:
        messages.info(request, _("Nothing was to be changed: every work of the file is in the catalogue or refused."))
        return HttpResponseRedirect(reverse("admin:catalogue_source_import"))
    messages.success(
        request,
        _("%(created)d sources created, %(updated)d filled in, %(proposed)d proposed, %(refused)d refused.")
        % {word: result.outcomes[word] for word in ("created", "updated", "proposed", "refused")},
    )
    return HttpResponseRedirect(reverse("admin:catalogue_source_imported", args=[result.run.uuid]))


def record_of(model_admin: Any, request: HttpRequest, object_id: str) -> Record:
    """The record of a page, for those who may change it."""
    record = model_admin.get_object(request, object_id)
    if record is None or not model_admin.has_change_permission(request, record):
        raise PermissionDenied
    found: Record = record
    return found
