"""One citation for many claims: they are chosen from a list, and all of them are cited or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.admin.claim_lines import Labels, Line, line_of
from catalogue.admin.claims import page_of
from catalogue.admin.editing import curator, sheet_media
from catalogue.admin.fields import CitationsField, column, is_uuid
from catalogue.admin.keeping import remember_saved, saved_drafts
from catalogue.admin.suggest import may_look
from catalogue.curation import ClaimsRefused, Conflict, cite_claims, records_with_claims
from catalogue.documents import PARTS, build_documents
from catalogue.models import Footnote, Record, Term
from catalogue.text import Cite, parse_cites

MOST = 500
"""Claims on one page."""


class CiteManyForm(forms.Form):
    """The citation, what it does to the claims, and why it is given."""

    marks = CitationsField(
        label=gettext_lazy("citations"),
        help_text=gettext_lazy("“[@banu-2004, p. 28]”; every claim that is ticked gets all of them."),
        widget=forms.Textarea({"rows": 2, "class": "marks"}),
    )
    stance = column(Footnote, "stance", help_text=gettext_lazy("Where the mark itself does not say another."))
    reason = forms.CharField(label=gettext_lazy("reason of the change"), required=False, max_length=500)

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The citations, each with its stance."""
        stance = str(self.cleaned_data["stance"])
        given = parse_cites(str(self.cleaned_data["marks"]))
        return tuple(
            dict.fromkeys(
                Cite(each.key, each.label, each.locator, stance, each.via) if each.stance == "supports" else each
                for each in given
            )
        )


class Choice(NamedTuple):
    """A claim on the page: its line, whether it is ticked, and what became of it."""

    line: Line
    list_key: str
    ticked: bool
    told: str
    errors: tuple[str, ...]


class Group(NamedTuple):
    """The claims of one record."""

    record: Record
    page: str
    version: int
    choices: list[Choice]


class Citing:
    """The page: which claims it shows, which are ticked, and what became of them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        sent = request.POST if request.method == "POST" else request.GET
        self.applied = request.method == "POST" and "apply" in request.POST
        self.ticked = [uuid for uuid in sent.getlist("claims") if is_uuid(uuid)][:MOST]
        self.shown = {uuid for uuid in sent.getlist("shown") if is_uuid(uuid)} | set(self.ticked)
        record = sent.get("record", "")
        self.record = int(record) if record.isdigit() and len(record) < 18 else None
        self.form = CiteManyForm(request.POST if self.applied else None, initial={"stance": "supports"})
        self.outcomes: Mapping[str, str] = {}
        self.errors: dict[str, list[str]] = {}

    def records(self) -> list[Record]:
        """The records of the page that the account may change; the others are not shown."""
        ids = [self.record] if self.record else records_with_claims(self.shown)
        user = self.request.user
        found = Record.objects.filter(pk__in=ids).order_by("sort_key", "pk")
        return [each for each in found if user.has_perm(f"catalogue.change_{each.kind}")]

    def apply(self) -> None:
        """Cite the claims that are ticked; what is refused is told beside the claim or the marks."""
        if not self.ticked:
            self.form.add_error(None, _("Tick the claims that the citation is for."))
        if not self.form.is_valid():
            return
        expected = {
            name.removeprefix("version-"): int(str(value))
            for name, value in self.request.POST.items()
            if name.startswith("version-") and str(value).isdigit()
        }
        allowed = {str(each.uuid) for each in self.records()}
        try:
            self.outcomes = cite_claims(
                self.ticked,
                cites_given=self.form.cites,
                user=curator(self.request),
                reason=self.form.cleaned_data["reason"],
                expected={uuid: version for uuid, version in expected.items() if uuid in allowed},
            )
        except Conflict as conflict:
            title = Record.objects.filter(uuid=conflict.uuid).values_list("title", flat=True).first()
            message = _("“%(title)s” was saved meanwhile: look at its claims as they stand now, and apply again.")
            self.form.add_error(None, message % {"title": title})
        except ClaimsRefused as refusal:
            self._refuse(refusal)

    def _refuse(self, refusal: ClaimsRefused) -> None:
        for uuid, problems in refusal.by_claim.items():
            for problem in problems:
                about_marks = "/footnotes/" in problem.pointer or problem.pointer.endswith("/text")
                if uuid and not about_marks:
                    self.errors.setdefault(uuid, []).append(problem.message)
                elif problem.message not in self.form.errors.get("marks", []):
                    self.form.add_error("marks", problem.message)

    def groups(self) -> list[Group]:
        """The claims by record; a fixed number of queries."""
        records = self.records()
        documents = build_documents([each.pk for each in records], full=True)
        schemes = dict(
            Term.objects.filter(scheme="property").exclude(value_scheme="").values_list("slug", "value_scheme")
        )
        return [self._group(each, documents[each.pk], schemes) for each in records]

    def _group(self, record: Record, document: dict[str, Any], schemes: dict[str, str]) -> Group:
        labels = Labels(document.get("labels", {}), schemes)
        choices = [
            self._choice(part.key, entry, labels, place)
            for part in PARTS
            for place, entry in enumerate(document[part.key], 1)
            if self.record or entry["uuid"] in self.shown
        ]
        return Group(record, page_of(record), int(document["version"]), choices)

    def _choice(self, list_key: str, entry: dict[str, Any], labels: Labels, place: int) -> Choice:
        uuid = entry["uuid"]
        told = _TOLD.get(self.outcomes.get(uuid, ""), "")
        line = line_of(list_key, entry, labels, place)
        return Choice(line, list_key, uuid in self.ticked, str(told), tuple(self.errors.get(uuid, ())))


_TOLD = {
    "cited": gettext_lazy("cited"),
    "present": gettext_lazy("had it already"),
    "proposed": gettext_lazy("proposed; waits for approval"),
    "gone": gettext_lazy("is gone"),
}


def cite_many(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The page for claims named in the address (`?claims=…`), for all of a record (`?record=…`), or sent."""
    if not may_look(request.user):
        raise PermissionDenied
    page = Citing(request)
    if page.applied:
        page.apply()
    counted = sum(outcome in ("cited", "proposed") for outcome in page.outcomes.values())
    if page.outcomes:
        remember_saved(request)
        page.form = CiteManyForm(initial={"marks": request.POST.get("marks"), "stance": request.POST.get("stance")})
        told = ngettext("%(count)d claim cited.", "%(count)d claims cited.", counted) % {"count": counted}
        messages.success(request, told)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("One citation for many claims"),
        "citing": page,
        "groups": page.groups(),
        "saved_drafts": " ".join(saved_drafts(request)),
        "opts": model_admin.opts,
        "media": sheet_media(),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/catalogue/cite_many.html", context)
