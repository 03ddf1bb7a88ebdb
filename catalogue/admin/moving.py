"""Moving claims in the admin: those that belong to another entry are ticked, and the entry is chosen or named."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.admin.claims import page_of
from catalogue.admin.editing import curator, sheet_media
from catalogue.admin.fields import RecordField
from catalogue.admin.merging import find_record
from catalogue.curation import Conflict, SaveRefused, may_merge, move_claims
from catalogue.curation.telling import claim_words, marks_words
from catalogue.curation.touching import contents_of, wording_of
from catalogue.documents import PARTS
from catalogue.documents.wording import quoted
from catalogue.models import Record, Relation


class MoveForm(forms.Form):
    """Where the claims go, and why."""

    to = RecordField(
        label=gettext_lazy("another entry"),
        required=False,
        help_text=gettext_lazy("Of any kind of which the claims may be said."),
    )
    new_name = forms.CharField(
        label=gettext_lazy("or a new entry"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Its name; it will be a draft of the same kind."),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class Choice(NamedTuple):
    """A claim that may move."""

    uuid: str
    words: str
    marks: str
    ticked: bool


def move_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The claims of an entry, to be ticked; sent, they move."""
    obj = model_admin.get_object(request, unquote(object_id))
    if obj is None:
        raise Http404
    if not (may_merge(request.user) and model_admin.has_change_permission(request, obj)):
        raise PermissionDenied
    record = Record.objects.get(pk=obj.pk)
    form = MoveForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid():
        answer = attempt(request, form, record)
        if answer is not None:
            return answer
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Move claims to another entry"),
        "form": form,
        "record": record,
        "record_page": page_of(record),
        "groups": choices(record, set(request.POST.getlist("claims"))),
        "media": sheet_media(),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/catalogue/move.html", context)


def attempt(request: HttpRequest, form: MoveForm, record: Record) -> HttpResponse | None:
    """Moves the claims, or lets the form say why not."""
    data = form.cleaned_data
    target = find_record(data["to"]) if data["to"] else None
    if data["to"] and target is None:
        form.add_error("to", _("There is no such entry."))
        return None
    try:
        moved = move_claims(
            record.pk,
            request.POST.getlist("claims"),
            to=target.pk if target else None,
            new_name=data["new_name"],
            user=curator(request),
            reason=data["reason"],
            expected_version=data["version"],
        )
    except SaveRefused as refusal:
        for problem in refusal.problems:
            form.add_error(None, problem.message)
        return None
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        form.data = {key: form.data[key] for key in form.data} | {"version": str(conflict.current_version)}
        return None
    made = Record.objects.get(pk=moved.record_id)
    message = ngettext("%(count)d claim moved to “%(title)s”.", "%(count)d claims moved to “%(title)s”.", moved.claims)
    messages.success(request, message % {"count": moved.claims, "title": made.title})
    return HttpResponseRedirect(page_of(made))


def choices(record: Record, ticked: set[str]) -> list[tuple[str, list[Choice]]]:
    """The claims by sort, and the relations that others have to the entry."""
    content = contents_of([record.pk])[record.pk]
    wording = wording_of([content])
    groups = [
        (
            str(part.model._meta.verbose_name_plural),
            [
                Choice(claim["uuid"], claim_words(part, claim, wording), marks_words(claim), claim["uuid"] in ticked)
                for claim in content[part.key]
            ],
        )
        for part in PARTS
    ]
    rows = Relation.objects.filter(object=record).select_related("record", "type").order_by("type__slug", "pk")
    pointing = [
        Choice(str(row.uuid), f"{quoted(row.record.title)}: {row.type.label()}", "", str(row.uuid) in ticked)
        for row in rows
    ]
    return [group for group in [*groups, (_("said of it on other records"), pointing)] if group[1]]
