"""The proposals: what waits for an editor, and the page on which one is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.admin.claim_words import place_of
from catalogue.admin.editing import curator
from catalogue.admin.proposing import edit_address, may_work_on
from catalogue.curation import (
    Conflict,
    Contest,
    Contested,
    Decided,
    approve_proposal,
    look_ahead,
    may_publish,
    return_proposal,
    withdraw_proposal,
)
from catalogue.curation.proposals import Outlook, base_of
from catalogue.documents import Document, DocumentError, completed
from catalogue.documents.differences import Difference, differences
from catalogue.documents.vocabulary import vocabulary_of
from catalogue.models import Proposal, Revision

WAITING = Revision.State.PROPOSED


class WhichFilter(admin.SimpleListFilter):
    """What waits, one's own, or what has been decided; first of all what waits."""

    title = gettext_lazy("proposals")
    parameter_name = "which"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("waiting")), ("mine", _("mine")), ("decided", _("decided")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        chosen = self.value() or "waiting"
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": value == chosen, "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        which = self.value() or "waiting"
        if which == "waiting":
            return queryset.filter(state=WAITING)
        if which == "mine":
            return queryset.filter(user=request.user)
        return queryset.exclude(state=WAITING) if which == "decided" else queryset


class Choice(NamedTuple):
    """What the proposal and somebody else changed each in its own way, for the editor to choose."""

    name: str
    label: str
    chosen: str
    present: list[Difference]
    proposed: list[Difference]


@admin.action(permissions=["publish"], description=gettext_lazy("Approve the selected proposals"))
def approve_selected(modeladmin: ProposalAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> None:
    """Approve each proposal by itself; those that need a decision stay, with what they need."""
    approved = 0
    for proposal in queryset.filter(state=WAITING).order_by("pk"):
        try:
            approve_proposal(proposal.pk, user=curator(request))
        except (Contested, Decided, Conflict, DocumentError) as refusal:
            modeladmin.message_user(request, f"{proposal.title}: {refusal}", messages.ERROR)
        else:
            approved += 1
    message = ngettext("%(count)d proposal approved.", "%(count)d proposals approved.", approved)
    modeladmin.message_user(request, message % {"count": approved}, messages.SUCCESS if approved else messages.INFO)


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Changes of published entries by those who may not publish."""

    list_display = ("title", "kind", "user", "at", "reason", "state", "decided_by", "decision")
    list_filter = (WhichFilter, "kind")
    list_select_related = ("user", "decided_by")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("title__unaccent", "reason__unaccent", "user__username")
    actions = [approve_selected]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether proposals can be approved from the list."""
        return may_publish(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).exclude(state=Revision.State.APPLIED)
        match = request.resolver_match
        return found.defer("content") if match and match.url_name == "catalogue_proposal_changelist" else found

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what a proposal would change, and take the decision."""
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None:
            raise Http404
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        problems: list[tuple[str, str, str]] = []
        if request.method == "POST":
            try:
                return self.decide(request, proposal)
            except DocumentError as refusal:
                problems = [(*place_of(proposal.content, each.pointer), each.message) for each in refusal.problems]
            except (Contested, Conflict, Decided) as refusal:
                problems = [("", "", str(refusal))]
            proposal.refresh_from_db()
        return self.page(request, proposal, problems, extra_context or {})

    def decide(self, request: HttpRequest, proposal: Revision) -> HttpResponse:
        """Approve, return or withdraw the proposal, as the button says."""
        user, decision = curator(request), request.POST.get("decision", "")
        steps: dict[str, tuple[Callable[[], Any], str]] = {
            "_approve": (
                lambda: approve_proposal(proposal.pk, user=user, decision=decision, choices=choices_in(request)),
                _("The proposal on “%(title)s” was approved."),
            ),
            "_return": (
                lambda: return_proposal(proposal.pk, user=user, decision=decision),
                _("The proposal on “%(title)s” was returned."),
            ),
            "_withdraw": (
                lambda: withdraw_proposal(proposal.pk, user=user, decision=decision),
                _("The proposal on “%(title)s” was withdrawn."),
            ),
        }
        for name, (act, message) in steps.items():
            if name in request.POST:
                act()
                self.message_user(request, message % {"title": proposal.title}, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:catalogue_proposal_changelist"))
        return HttpResponseRedirect(request.path)

    def page(
        self, request: HttpRequest, proposal: Revision, problems: list[tuple[str, str, str]], extra: dict[str, Any]
    ) -> HttpResponse:
        """The page of one proposal."""
        waiting = proposal.state == WAITING
        context = {
            **self.admin_site.each_context(request),
            "title": _("Proposal"),
            "subtitle": proposal.title,
            "opts": self.opts,
            "media": self.media,
            "proposal": proposal,
            "waiting": waiting,
            "deciding": waiting and may_publish(request.user),
            "own": proposal.user_id == request.user.pk,
            "edit_address": edit_address(proposal) if may_work_on(request, proposal) else "",
            "record_address": record_address(proposal),
            "problems": problems,
            "decision": request.POST.get("decision", ""),
            **changes_of(proposal, choices_in(request), waiting=waiting),
            **extra,
        }
        return TemplateResponse(request, "admin/catalogue/proposal.html", context)


def choices_in(request: HttpRequest) -> dict[str, str]:
    """Which side was chosen where both changed the same."""
    prefix = "choice-"
    return {key.removeprefix(prefix): str(value) for key, value in request.POST.items() if key.startswith(prefix)}


def record_address(proposal: Revision) -> str:
    """The page of the entry, while it exists."""
    if proposal.record_id is None:
        return ""
    return reverse(f"admin:catalogue_{proposal.kind}_change", args=[proposal.record_id])


def changes_of(proposal: Revision, chosen: dict[str, str], *, waiting: bool) -> dict[str, Any]:
    """What approving would change; of a proposal that is decided, what it wanted to change."""
    if not waiting:
        base, proposed = base_of(proposal), completed(proposal.content)
        return {"differences": told(base, proposed)}
    try:
        outlook = look_ahead(proposal)
    except Decided as gone:
        return {"gone": str(gone), "differences": told(base_of(proposal), completed(proposal.content))}
    return {
        "differences": told(outlook.present, outlook.rebased.content),
        "contests": [choice_of(outlook, contest, chosen) for contest in outlook.rebased.contests],
        "outdated": outlook.outdated,
    }


def told(old: Document, new: Document) -> list[Difference]:
    """The differences in words."""
    return differences(old, new, labels=vocabulary_of([old, new]))


def choice_of(outlook: Outlook, contest: Contest, chosen: dict[str, str]) -> Choice:
    """Both sides of a contest, as what each did to the content on which the proposal was written."""
    base = outlook.base
    present, proposed = (
        told(base, with_value(base, contest.key, value)) for value in (contest.present, contest.proposed)
    )
    label = next((each.subject for each in (*present, *proposed)), contest.key)
    return Choice(contest.key, label, chosen.get(contest.key, ""), present, proposed)


def with_value(base: Document, key: str, value: Any) -> Document:
    """The content with one column, or one claim, as a side of a contest has it."""
    part, _slash, uuid = key.partition("/")
    if not uuid:
        return {**base, key: value}
    claims = [claim if claim["uuid"] != uuid else value for claim in base[part]]
    known = any(claim["uuid"] == uuid for claim in base[part])
    return {**base, part: [claim for claim in claims if claim] + ([] if known or value is None else [value])}
