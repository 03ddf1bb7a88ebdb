"""What a source says: claims on many records entered one after another, each citing it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from catalogue.admin.added_claims import Added, add_claim, new_record, rival_claim
from catalogue.admin.claim_lines import Labels, words_of_entry
from catalogue.admin.editing import curator, sheet_media
from catalogue.admin.entered import Item, entered, last_of, remember, take_back
from catalogue.admin.inverse import resting_on_source
from catalogue.admin.keeping import remember_saved, saved_drafts
from catalogue.admin.references import name_references
from catalogue.admin.says_forms import SaysPage
from catalogue.admin.sheets import read_pointer
from catalogue.curation import Conflict, Draft, Quoted, enter_claim, may_publish
from catalogue.documents import Document, DocumentError, build_documents, content_of
from catalogue.models import Record, Source, Standing
from catalogue.text import print_cites


def source_says(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page of one source; without scripts each claim is a plain form that comes back for the next one."""
    source = model_admin.get_object(request, object_id)
    if source is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, source):
        raise PermissionDenied
    if request.method == "POST" and "undo" in request.POST:
        take_back(request, source, request.POST["undo"])
        return HttpResponseRedirect(request.get_full_path())
    page = SaysPage(source.citekey, request.POST if request.method == "POST" else None, last=last_of(request, source))
    if request.method == "POST" and page.is_valid() and Entering(request, source, page).enter():
        remember_saved(request)
        return HttpResponseRedirect(request.get_full_path())
    return _shown(model_admin, request, source, page)


class Entering:
    """One claim on its way into a record."""

    def __init__(self, request: HttpRequest, source: Source, page: SaysPage) -> None:
        self.request, self.source, self.page = request, source, page
        self.cite = page.form.cite
        self.record: Record | None = page.form.found
        self.labels = Labels({}, {})

    def enter(self) -> bool:
        """Whether the claim was entered; if not, the page says why."""
        content, version = self._content()
        entry, key = self.page.entry(), str(self.page.form.cleaned_data["sort"])
        rival = rival_claim(content, key, entry)
        choice = str(self.page.form.cleaned_data.get("rival") or "")
        if rival and not choice and not self._says_the_same(content, key, entry):
            self._ask(key, rival)
            return False
        disagreement = self._settle(entry, rival, choice) if rival else None
        if disagreement and rival:
            tie = {"disagreement": {"uuid": disagreement["uuid"]}}
            content = {**content, key: [each | tie if each["uuid"] == rival["uuid"] else each for each in content[key]]}
        demote = str(rival["uuid"]) if rival and choice == "preferred" else ""
        return self._save(add_claim(content, key, entry, self.cite, demote=demote), version, disagreement)

    def _content(self) -> tuple[Document, int | None]:
        if self.record is None:
            typed = self.page.form.cleaned_data
            return new_record(typed["new_kind"], typed["new_name"], self.cite), None
        document = build_documents([self.record.pk], full=True)[self.record.pk]
        self.labels = Labels(document.get("labels", {}), {})
        return content_of(document), int(document["version"])

    def _says_the_same(self, content: Document, key: str, entry: Document) -> bool:
        return add_claim(content, key, entry, self.cite).action != "added"

    def _ask(self, key: str, rival: Document) -> None:
        """Offer what can be done about a preferred claim that says otherwise."""
        self.page.rival = rival
        message = _("The record says otherwise already: %(claim)s. Choose what to do, and save again.")
        self.page.form.add_error("rival", message % {"claim": words_of_entry(key, rival, self.labels)})
        if not self._publishes():
            field: Any = self.page.form.fields["rival"]
            field.choices = [each for each in field.choices if each[0] != "disagreement"]

    def _publishes(self) -> bool:
        return may_publish(self.request.user) or self.record is None or not self.record.is_published

    def _settle(self, entry: Document, rival: Document, choice: str) -> Document | None:
        """Give the claim its standing beside its rival; a disagreement to be made, if that is chosen."""
        if choice in ("alternative", "disagreement"):
            entry["standing"] = str(Standing.ALTERNATIVE)
        elif choice == "less-precise":
            entry["standing"] = str(Standing.LESS_PRECISE)
        if choice != "disagreement" or not self._publishes():
            return None
        tie = rival.get("disagreement")
        entry["disagreement"] = tie or {"uuid": str(uuid4())}
        note = words_of_entry(str(self.page.form.cleaned_data["sort"]), rival, self.labels)
        return None if tie else {"kind": "disagreement", **entry["disagreement"], "note": note}

    def _save(self, added: Added, version: int | None, disagreement: Document | None) -> bool:
        words = str(self.page.form.cleaned_data.get("quotation") or "").strip()
        quoted = Quoted(str(self.source.uuid), self.cite.label, self.cite.locator, words) if words else None
        try:
            saved, kept = enter_claim(
                Draft(added.content, version),
                user=curator(self.request),
                reason=_("from @%(citekey)s") % {"citekey": self.source.citekey},
                disagreement=disagreement,
                quoted=quoted,
            )
        except Conflict:
            message = _("Somebody saved this record at this moment: save again.")
            self.page.form.add_error("record", message)
            return False
        except PermissionDenied as refusal:
            self.page.form.add_error("record", str(refusal) or _("You may not change entries of this kind."))
            return False
        except DocumentError as refusal:
            self._refuse(added, refusal)
            return False
        if words and not kept:
            messages.warning(
                self.request, _("The words quoted were not kept: the citation already quotes others, or waits.")
            )
        self._remember(added, saved, created=version is None)
        return True

    def _refuse(self, added: Added, refusal: DocumentError) -> None:
        places = [each["uuid"] for each in added.content.get(added.list_key, ())]
        index = str(places.index(added.uuid))
        for problem in refusal.problems:
            pointer = read_pointer(problem.pointer)
            own = pointer[:2] == [added.list_key, index]
            self.page.refuse(pointer[2:] if own else pointer, problem.message, own=own)

    def _remember(self, added: Added, saved: Any, *, created: bool) -> None:
        typed = self.page.form.cleaned_data
        record = Record.objects.get(pk=saved.record_id)
        entry = next(each for each in added.content[added.list_key] if each["uuid"] == added.uuid)
        item = Item(
            key=uuid4().hex[:12],
            action="proposed" if saved.outcome == "proposed" else added.action,
            list_key=added.list_key,
            claim=added.uuid,
            record=record.pk,
            kind=record.kind,
            title=record.title,
            words=added.piece.strip() or words_of_entry(added.list_key, entry, self.labels),
            mark=print_cites([self.cite]),
            piece=added.piece,
            demoted=added.demoted,
            created=created,
        )
        place = self.request.POST.get("locator", "")
        last = {
            "record": f"{record.kind}/{record.slug}",
            "sort": typed["sort"],
            "locator": place,
            "stance": typed["stance"],
        }
        remember(self.request, self.source, item, last)


def _shown(model_admin: Any, request: HttpRequest, source: Source, page: SaysPage) -> HttpResponse:
    name_references(SimpleNamespace(form=page.form, row_sets=[SimpleNamespace(forms=list(page.panels.values()))]))  # type: ignore[arg-type]
    number = request.GET.get("page", "1")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What this source says"),
        "subtitle": str(source),
        "source": source,
        "opts": model_admin.opts,
        "says": page,
        "saved_drafts": " ".join(saved_drafts(request)),
        "entered": entered(request, source),
        "resting": resting_on_source(source.pk, int(number) if number.isdigit() else 1),
        "media": sheet_media(),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/catalogue/source_says.html", context)
