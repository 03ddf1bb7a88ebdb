"""What a curator has entered from a source in this session: kept in the session, and taken back one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.admin.added_claims import Added, taken_back
from catalogue.admin.editing import curator
from catalogue.curation import Conflict, Draft, InUse, delete_record, submit_records
from catalogue.documents import DocumentError, build_documents, content_of
from catalogue.models import Record, Source
from catalogue.text import parse_cites

MOST = 50
_MODELS = {
    "names": "name",
    "datings": "dating",
    "attributes": "attribute",
    "relations": "relation",
    "narratives": "narrative",
}


class Item(NamedTuple):
    """One claim that was entered."""

    key: str
    action: str
    list_key: str
    claim: str
    record: int
    kind: str
    title: str
    words: str
    mark: str
    piece: str
    demoted: str
    created: bool

    @property
    def record_page(self) -> str:
        """The record's page in the admin."""
        return reverse(f"admin:catalogue_{self.kind}_change", args=[self.record])

    @property
    def claim_page(self) -> str:
        """The claim's own page; that of the record while it is only proposed."""
        if self.action == "proposed":
            return self.record_page
        return reverse(f"admin:catalogue_{_MODELS[self.list_key]}_change", args=[self.claim])

    @property
    def told(self) -> str:
        """What was done, in words."""
        return {
            "added": _("added"),
            "cited": _("was there; the citation was added"),
            "continued": _("added to the narrative"),
            "same": _("was there with this citation; nothing changed"),
            "proposed": _("proposed; waits for approval"),
        }[self.action]

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to take back."""
        return self.action in ("added", "cited", "continued")


def entered(request: HttpRequest, source: Source) -> list[Item]:
    """The claims entered from a source, the newest first."""
    return [Item(*each) for each in request.session.get(_key(source), {}).get("items", ())]


def last_of(request: HttpRequest, source: Source) -> dict[str, Any]:
    """Record, sort, place and stance of the claim entered last: the next begins with them."""
    last: dict[str, Any] = request.session.get(_key(source), {}).get("last", {})
    return last


def remember(request: HttpRequest, source: Source, item: Item, last: dict[str, Any]) -> None:
    """Keep what was entered for the list under the form."""
    items = [list(item), *request.session.get(_key(source), {}).get("items", ())]
    request.session[_key(source)] = {"items": items[:MOST], "last": last}


def take_back(request: HttpRequest, source: Source, key: str) -> None:
    """Undo one entry and say what became of it."""
    item = next((each for each in entered(request, source) if each.key == key and each.can_be_undone), None)
    if item is None:
        return
    try:
        _undo(request, item)
    except (DocumentError, Conflict, InUse) as refusal:
        messages.error(request, str(refusal))
        return
    kept = request.session[_key(source)]
    kept["items"] = [each for each in kept["items"] if each[0] != key]
    request.session[_key(source)] = kept
    messages.success(request, _("Taken back: %(claim)s.") % {"claim": item.words})


def _undo(request: HttpRequest, item: Item) -> None:
    record = Record.objects.filter(pk=item.record).first()
    if record is None:
        return
    if item.created and record.version == 1 and request.user.has_perm(f"catalogue.delete_{record.kind}"):
        delete_record(record.pk, user=curator(request))
        return
    document = build_documents([record.pk], full=True)[record.pk]
    added = Added({}, item.action, item.list_key, item.claim, item.piece, item.demoted)
    content = taken_back(content_of(document), added, parse_cites(item.mark)[0])
    submit_records([Draft(content, document["version"])], user=curator(request), reason=_("taken back"))


def _key(source: Source) -> str:
    return f"says-{source.pk}"
