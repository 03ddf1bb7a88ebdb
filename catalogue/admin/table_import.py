"""Importing a table step by step: send it, see how it reads, say what the columns are, look, import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.editing import curator
from catalogue.admin.import_runs import ProfileForm, outcome_word
from catalogue.admin.table_forms import ColumnForm, ReadingForm, RecordForm, TableUploadForm, roles_of
from catalogue.curation import answer_upload, drop_upload, keep_upload, may_import, may_publish, save_profile
from catalogue.ingest.tables import (
    Options,
    ProfileRefused,
    Report,
    Table,
    TableRefused,
    import_table,
    parse_profile,
    read_table,
)
from catalogue.ingest.tables.guiding import Answers, profile_text, suggested_name
from catalogue.models import ImportRun, ImportUpload

SHOWN = 8
"""Rows of the table that are shown."""
LISTED = 200
"""Refusals and changes that are shown."""
STEPS = (
    ("reading", gettext_lazy("How it reads")),
    ("record", gettext_lazy("What the rows are")),
    ("columns", gettext_lazy("What the columns are")),
    ("check", gettext_lazy("What would happen")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of one import."""

    request: HttpRequest
    upload: ImportUpload
    name: str

    @property
    def data(self) -> bytes:
        """The file."""
        return bytes(self.upload.data)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered so far."""
        return dict(self.upload.answers)

    def keep(self, **answers: Any) -> None:
        """Keeps the answers of this step."""
        answer_upload(self.upload, self.answers | answers)

    def table(self) -> Table:
        """The table as it reads with the options chosen; raises TableRefused."""
        said = self.answers.get("reading", {})
        delimiter = "\t" if said.get("delimiter") == "tab" else said.get("delimiter", "")
        options = Options(
            said.get("encoding", ""), delimiter, said.get("sheet", ""), said.get("header", 1), said.get("skip", 0)
        )
        return read_table(self.data, self.upload.file_name, options)

    def to(self, name: str) -> HttpResponse:
        """On to another step."""
        return HttpResponseRedirect(reverse("admin:catalogue_table_step", args=[self.upload.uuid, name]))

    def page(self, **shown: Any) -> HttpResponse:
        """The page of the step."""
        names = [name for name, _label in STEPS]
        done = names.index(self.name)
        steps = [(name, label, place < done, place == done) for place, (name, label) in enumerate(STEPS)]
        title = _("Import a table: %(file)s") % {"file": self.upload.file_name}
        return page(self.request, f"table_{self.name}", title=title, steps=steps, upload=self.upload, **shown)


def page(request: HttpRequest, template: str, **shown: Any) -> HttpResponse:
    """A page of the admin."""
    site = admin.site.each_context(request)
    context = {**site, "opts": ImportRun._meta, "is_nav_sidebar_enabled": False, **shown}
    return TemplateResponse(request, f"admin/catalogue/{template}.html", context)


def send_table(request: HttpRequest) -> HttpResponse:
    """The first step: a file, and a profile if there is one."""
    if not may_import(request.user):
        raise PermissionDenied
    form = TableUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, profile = form.cleaned_data["file"], form.cleaned_data["profile"]
        answers = {"profile": profile.text, "name": profile.name} if profile else {}
        upload = keep_upload(file_name=file.name, data=file.read(), user=curator(request), answers=answers)
        return HttpResponseRedirect(
            reverse("admin:catalogue_table_step", args=[upload.uuid, "check" if profile else "reading"])
        )
    return page(request, "table_send", title=_("Import a table"), form=form)


def table_step(request: HttpRequest, upload_uuid: UUID, name: str) -> HttpResponse:
    """One of the further steps; nobody sees the files of others."""
    if not may_import(request.user):
        raise PermissionDenied
    upload = get_object_or_404(ImportUpload, uuid=upload_uuid, user=curator(request))
    if request.method == "POST" and "drop" in request.POST:
        drop_upload(upload)
        return HttpResponseRedirect(reverse("admin:catalogue_importrun_changelist"))
    views: dict[str, Callable[[Step], HttpResponse]] = {
        "reading": show_reading,
        "record": show_record,
        "columns": show_columns,
        "check": show_check,
    }
    if name not in views:
        raise Http404
    step = Step(request, upload, name)
    try:
        return views[name](step)
    except TableRefused as refusal:
        if name == "reading":
            raise
        messages.error(request, str(refusal))
        return step.to("reading")


def show_reading(step: Step) -> HttpResponse:
    """How the file reads: its first rows, its encoding, what cannot be read."""
    request = step.request
    posted = request.POST if request.method == "POST" else None
    form = ReadingForm(posted, initial=step.answers.get("reading"))
    if posted is not None and form.is_valid():
        step.keep(reading=form.cleaned_data)
    table, refused = None, ""
    try:
        table = step.table()
    except TableRefused as refusal:
        refused = str(refusal)
    if posted is not None and form.is_valid() and table and "next" in request.POST:
        return step.to("record")
    rows = [(row.number, row.cells) for row in table.rows[:SHOWN]] if table else []
    return step.page(form=form, table=table, rows=rows, refused=refused)


def show_record(step: Step) -> HttpResponse:
    """What the rows speak of, how entries are found, what the claims rest on."""
    table = step.table()
    first = {"name": suggested_name(step.upload.file_name)} | step.answers.get("record", {})
    posted = step.request.POST if step.request.method == "POST" else None
    form = RecordForm(posted, table=table, publishing=may_publish(step.request.user), initial=first)
    if posted is not None and form.is_valid():
        step.keep(record=form.cleaned_data)
        return step.to("columns")
    return step.page(form=form)


def show_columns(step: Step) -> HttpResponse:
    """What each column becomes."""
    record = step.answers.get("record")
    if not record:
        return step.to("record")
    table, roles = step.table(), roles_of(record["kind"])
    known = {each["column"]: each for each in step.answers.get("columns", [])}
    posted = step.request.POST if step.request.method == "POST" else None
    columns = [
        ColumnForm(posted, column=name, roles=roles, prefix=str(at), initial=known.get(name))
        for at, name in enumerate(table.header)
    ]
    problem = ""
    if posted is not None and not [form for form in columns if not form.is_valid()]:
        step.keep(columns=[{"column": form.column, **form.cleaned_data} for form in columns])
        text = profile_text(answers_of(step, columns), table)
        try:
            parse_profile(text)
        except ProfileRefused as refusal:
            problem = str(refusal)
        else:
            step.keep(profile=text, name=record["name"])
            return step.to("check")
    samples = [[row.cells[at] for row in table.rows[:3]] for at in range(len(table.header))]
    return step.page(columns=list(zip(columns, samples, strict=True)), problem=problem)


def answers_of(step: Step, columns: list[ColumnForm]) -> Answers:
    """The answers of all steps."""
    said, reading = step.answers["record"], dict(step.answers.get("reading", {}))
    reading["sentinels"] = [word.strip() for word in reading.get("sentinels", "").split(",") if word.strip()]
    reading["delimiter"] = "\t" if reading.get("delimiter") == "tab" else reading.get("delimiter", "")
    if reading.get("header") == 1:
        del reading["header"]
    return Answers(
        said["name"],
        said["kind"],
        said["match"],
        said["status"],
        said["language"],
        said["citekey"],
        said["label"],
        reading,
        [form.answer() for form in columns if form.cleaned_data["role"] or form.cleaned_data["sentinels"]],
    )


class CheckForm(ProfileForm):
    """The profile, and why the table is imported."""

    name = forms.SlugField(label=gettext_lazy("Name"), max_length=100)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Kept in the history of each entry."),
    )
    keep = forms.BooleanField(label=gettext_lazy("Keep the profile for the next file"), required=False, initial=True)
    field_order = ("reason", "name", "keep", "text")


def show_check(step: Step) -> HttpResponse:
    """What would be new, changed, unchanged, refused; then the import itself."""
    request = step.request
    said = {"text": step.answers.get("profile", ""), "name": step.answers.get("name", "")}
    posted = request.POST if request.method == "POST" else None
    form = CheckForm(posted, initial=said)
    if posted is not None and form.is_valid():
        step.keep(profile=form.cleaned_data["text"], name=form.cleaned_data["name"])
    elif posted is not None:
        return step.page(form=form)
    wanted = posted is not None and ("import" in posted or "good" in posted)
    try:
        report = tried(step, form, write=wanted, good=posted is not None and "good" in posted)
    except ProfileRefused as refusal:
        return step.page(form=form, problems=[str(problem) for problem in refusal.problems])
    if report.written:
        return finished(step, form, report)
    return step.page(form=form, report=report, **shown_of(report), wanted=wanted)


def tried(step: Step, form: CheckForm, *, write: bool, good: bool) -> Report:
    """The import, or what it would do."""
    return import_table(
        step.data,
        step.upload.file_name,
        parse_profile(step.answers["profile"]),
        user=curator(step.request),
        reason=form.cleaned_data.get("reason", "") if form.is_bound else "",
        dry_run=not write,
        keep_good=good,
    )


def shown_of(report: Report) -> dict[str, Any]:
    """What the page shows of a report."""
    return {
        "counts": [(outcome_word(word), count) for word, count in report.counts().items()],
        "refusals": report.refusals[:LISTED],
        "more_refusals": max(0, len(report.refusals) - LISTED),
        "kept": report.kept[:LISTED],
        "changes": [(change, outcome_word(change.outcome)) for change in report.changes[:LISTED]],
    }


def finished(step: Step, form: CheckForm, report: Report) -> HttpResponse:
    """The table is in: the profile is kept, the file is not."""
    if form.cleaned_data["keep"]:
        save_profile(form.cleaned_data["name"], form.cleaned_data["text"], user=curator(step.request))
    drop_upload(step.upload)
    messages.success(step.request, _("The table was imported; below is what it did."))
    run = ImportRun.objects.get(uuid=report.run)
    return HttpResponseRedirect(reverse("admin:catalogue_importrun_change", args=[run.pk]))
