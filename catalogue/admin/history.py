"""The history of an entry for the curators: who saved what, when and why, in words; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.admin.claim_words import place_of
from catalogue.admin.editing import curator
from catalogue.admin.proposing import told_as_proposal
from catalogue.curation import Conflict, Hindrance, SaveRefused, foresee_revert, revert_record
from catalogue.documents.differences import Difference, differences
from catalogue.documents.vocabulary import vocabulary_of
from catalogue.models import Action, Record, Revision

PER_PAGE = 20
LONGEST = 9
"""Digits of a version's number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list."""

    revision: Revision
    differences: Sequence[Difference] | None
    """None for the first."""
    revert: str
    """Where one goes back to it, if that can be done."""


def history_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The versions of an entry, the last first, or two of them compared."""
    obj = found(model_admin, request, object_id)
    context = context_of(model_admin, request, obj) | {"title": _("History")}
    if "from" in request.GET and "to" in request.GET:
        old, new = (version_of(obj, request.GET[name]) for name in ("from", "to"))
        if old.version > new.version:
            old, new = new, old
        context |= {"old": old, "new": new, "differences": told([new, old])[0], "page_url": request.path}
        return TemplateResponse(request, "admin/catalogue/compare.html", context)
    every = Revision.objects.applied().filter(subject=obj.uuid).order_by("-version")
    page = Paginator(every.only("pk"), PER_PAGE).get_page(request.GET.get("p"))
    first = (page.number - 1) * PER_PAGE
    # One more than is shown: the last of the page is compared with it.
    revisions = list(every.select_related("user", "run")[first : first + PER_PAGE + 1])
    returns = isinstance(obj, Record) and model_admin.has_change_permission(request, obj)
    lines = [
        Line(revision, changes, address_of_revert(model_admin, obj, revision) if returns else "")
        for revision, changes in zip(revisions[:PER_PAGE], told(revisions), strict=False)
    ]
    return TemplateResponse(request, "admin/catalogue/history.html", context | {"lines": lines, "page": page})


def revert_view(model_admin: Any, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
    """What going back to a version would change, and the button that does it."""
    obj = found(model_admin, request, object_id)
    if not model_admin.has_change_permission(request, obj):
        raise PermissionDenied
    leave_out = request.POST.get("leave_out") == "on"
    problem = ""
    if request.method == "POST":
        try:
            return reverted(model_admin, request, obj, version, leave_out=leave_out)
        except (Conflict, SaveRefused) as refusal:
            problem = said(refusal)
    try:
        foreseen = foresee_revert(str(obj.uuid), to_version=version, leave_out=leave_out)
    except SaveRefused as refusal:
        raise Http404(said(refusal)) from refusal
    context = context_of(model_admin, request, obj) | {
        "title": _("Back to version %(version)d") % {"version": version},
        "revision": version_of(obj, str(version)),
        "foreseen": foreseen,
        "differences": differences(
            foreseen.present, foreseen.content, labels=vocabulary_of([foreseen.present, foreseen.content])
        ),
        "hindrances": hindrances_of(foreseen.hindrances),
        "refused": hindrances_of(foreseen.refused),
        "leave_out": leave_out,
        "reason": request.POST.get("reason", ""),
        "problem": problem,
    }
    return TemplateResponse(request, "admin/catalogue/revert.html", context)


def reverted(model_admin: Any, request: HttpRequest, obj: Record, version: int, *, leave_out: bool) -> HttpResponse:
    """Goes back, and leads to the entry's page."""
    reason, expected = request.POST.get("reason", "").strip(), request.POST.get("version", "")
    saved = revert_record(
        str(obj.uuid),
        to_version=version,
        user=curator(request),
        reason=reason[:500],
        expected_version=int(expected) if expected.isdecimal() and len(expected) <= LONGEST else None,
        leave_out=leave_out,
    )
    if saved.outcome == "proposed":
        messages.success(request, told_as_proposal(obj))
    elif saved.outcome == "unchanged":
        messages.info(request, _("“%(title)s” says this already; nothing was changed.") % {"title": obj.title})
    else:
        values = {"title": obj.title, "version": version, "new": saved.version}
        messages.success(
            request, _("“%(title)s” is as it was in version %(version)d; this is version %(new)d.") % values
        )
        model_admin.log_change(request, obj, _("Back to version %(version)d.") % values)
    return HttpResponseRedirect(address(model_admin, "history", obj.pk))


def found(model_admin: Any, request: HttpRequest, object_id: str) -> Any:
    """The entry, for those who may see it."""
    obj = model_admin.get_object(request, unquote(object_id))
    if obj is None:
        raise Http404(_("There is no such entry."))
    if not model_admin.has_view_or_change_permission(request, obj):
        raise PermissionDenied
    return obj


def context_of(model_admin: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
    """What every page of a history shows."""
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": obj,
        "subtitle": model_admin.name_of(obj),
        "media": model_admin.media,
        "change_url": address(model_admin, "change", obj.pk),
        "history_url": address(model_admin, "history", obj.pk),
        "list_url": reverse(f"admin:catalogue_{model_admin.opts.model_name}_changelist"),
    }


def address(model_admin: Any, page: str, *arguments: Any) -> str:
    """A page of an entry."""
    return reverse(f"admin:catalogue_{model_admin.opts.model_name}_{page}", args=arguments)


def address_of_revert(model_admin: Any, obj: Record, revision: Revision) -> str:
    """Where one goes back to a version; empty for the present one and for what says nothing."""
    if revision.version == obj.version or revision.action == Action.DELETED or not revision.content.get("kind"):
        return ""
    return address(model_admin, "revert", obj.pk, revision.version)


def version_of(obj: Any, version: str) -> Revision:
    """One version of an entry."""
    number = int(version) if version.isdecimal() and version.isascii() and len(version) <= LONGEST else 0
    revision = Revision.objects.applied().filter(subject=obj.uuid, version=number).select_related("user").first()
    if revision is None:
        raise Http404(_("There is no such version."))
    return revision


def told(revisions: Sequence[Revision]) -> list[list[Difference] | None]:
    """What each version changed of the next older one in the list; None for the last."""
    contents = [revision.content if revision.content.get("kind") else None for revision in revisions]
    labels = vocabulary_of(contents)
    pairs = zip(contents[1:], contents, strict=False)
    return [*(differences(old, new, labels=labels) if old and new else None for old, new in pairs), None]


def said(refusal: Conflict | SaveRefused) -> str:
    """A refusal in words."""
    if isinstance(refusal, Conflict):
        return str(refusal)
    return "; ".join(problem.message for problem in refusal.problems[:20])


def hindrances_of(found: Sequence[Hindrance]) -> list[tuple[str, str]]:
    """What cannot come back: where in the old version, and why."""
    return [(place_of(each.content, each.problem.pointer)[0], each.problem.message) for each in found]
