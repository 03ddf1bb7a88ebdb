"""Many entries at once on their way to the public: first what would happen, then, with a note, the change itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from catalogue.admin.claim_words import place_of
from catalogue.admin.editing import curator
from catalogue.curation import Conflict, Draft, foresee, living_persons, submit_records
from catalogue.documents import Document, DocumentError, Problem, build_documents, content_of
from catalogue.models import Status

if TYPE_CHECKING:
    from catalogue.admin.records import KindAdmin

LONGEST_NOTE = 500
SHOWN = 200


class Step(NamedTuple):
    """One step of an entry: from which states it is made, and how the page speaks of it."""

    action: str
    status: str
    before: tuple[str, ...]
    title: Any
    button: Any


class Refusal(NamedTuple):
    """One thing for which an entry is refused: where, with the page on which it is mended, and why."""

    where: str
    address: str
    message: str


class Refused(NamedTuple):
    """An entry that cannot make the step, and every reason."""

    title: str
    address: str
    reasons: list[Refusal]


PUBLISH = Step(
    "publish",
    Status.PUBLISHED,
    (Status.DRAFT, Status.REVIEW),
    gettext_lazy("Publish entries"),
    gettext_lazy("Publish"),
)
REVIEW = Step(
    "send_to_review", Status.REVIEW, (Status.DRAFT,), gettext_lazy("Send entries to review"), gettext_lazy("Send")
)
TAKE_BACK = Step(
    "take_back",
    Status.DRAFT,
    (Status.REVIEW, Status.PUBLISHED),
    gettext_lazy("Take entries back to draft"),
    gettext_lazy("Take back"),
)


@admin.action(permissions=["publish"], description=gettext_lazy("Publish the selected entries"))
def publish(modeladmin: KindAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> TemplateResponse | None:
    """Publish those of the entries of which nothing is refused."""
    return change_status(modeladmin, request, queryset, PUBLISH)


@admin.action(permissions=["change"], description=gettext_lazy("Send the selected entries to review"))
def send_to_review(modeladmin: KindAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> TemplateResponse | None:
    """Tell the editors that drafts are ready to be looked at."""
    return change_status(modeladmin, request, queryset, REVIEW)


@admin.action(permissions=["change"], description=gettext_lazy("Take the selected entries back to draft"))
def take_back(modeladmin: KindAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> TemplateResponse | None:
    """Take entries out of review, or out of the public's sight."""
    return change_status(modeladmin, request, queryset, TAKE_BACK)


def change_status(
    modeladmin: KindAdmin, request: HttpRequest, queryset: QuerySet[Any], step: Step
) -> TemplateResponse | None:
    """Show what the step would do to the entries; do it when that was seen."""
    chosen = queryset.order_by("sort_key", "pk")
    rows = list(chosen.filter(status__in=step.before).values_list("pk", "title"))
    documents = build_documents([key for key, _title in rows], full=True)
    drafts = [
        Draft({**content_of(document), "status": step.status}, document["version"]) for document in documents.values()
    ]
    user = curator(request)
    refused = foresee(drafts, user=user)
    good = [draft for place, draft in enumerate(drafts) if place not in refused]
    note = request.POST.get("reason", "").strip()[:LONGEST_NOTE]
    if "apply" in request.POST and good and apply(modeladmin, request, good, note):
        return None
    told = [refusal_of(drafts[place], documents, problems) for place, problems in sorted(refused.items())]
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": step.title,
        "opts": modeladmin.opts,
        "step": step,
        "good": [titled(draft, documents) for draft in good[:SHOWN]],
        "good_count": len(good),
        "more": max(len(good) - SHOWN, 0),
        "refused": told,
        "skipped": chosen.count() - len(rows),
        "living": living_persons(key for key, _title in rows) if step is PUBLISH else [],
        "reason": note,
        "selected": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
        "media": modeladmin.media,
    }
    return TemplateResponse(request, "admin/catalogue/status_change.html", context)


def apply(modeladmin: KindAdmin, request: HttpRequest, drafts: Sequence[Draft], note: str) -> bool:
    """Make the step; whether it could be made."""
    try:
        saved = submit_records(drafts, user=curator(request), reason=note)
    except (DocumentError, Conflict) as refusal:
        modeladmin.message_user(request, str(refusal), messages.ERROR)
        return False
    proposed = sum(each.outcome == "proposed" for each in saved)
    changed = sum(each.outcome == "updated" for each in saved)
    if changed or not proposed:
        message = ngettext("%(count)d entry changed.", "%(count)d entries changed.", changed)
        modeladmin.message_user(request, message % {"count": changed}, messages.SUCCESS)
    if proposed:
        message = ngettext("%(count)d change waits for approval.", "%(count)d changes wait for approval.", proposed)
        modeladmin.message_user(request, message % {"count": proposed}, messages.SUCCESS)
    return True


def titled(draft: Draft, documents: Mapping[int, Document]) -> tuple[str, str]:
    """What an entry is called, and its page."""
    uuid = draft.content["uuid"]
    key, document = next((key, each) for key, each in documents.items() if each["uuid"] == uuid)
    return document["title"], reverse(f"admin:catalogue_{document['kind']}_change", args=[key])


def refusal_of(draft: Draft, documents: Mapping[int, Document], problems: Sequence[Problem]) -> Refused:
    """An entry with everything for which it is refused."""
    title, address = titled(draft, documents)
    return Refused(title, address, list(reasons(draft.content, address, problems)))


def reasons(content: Document, address: str, problems: Sequence[Problem]) -> Iterator[Refusal]:
    """Each problem with the claim that it is about, said in words, and that claim's page."""
    for problem in problems:
        where, page = place_of(content, problem.pointer)
        yield Refusal(where, page or address, problem.message)
