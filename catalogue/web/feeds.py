"""An Atom feed of any question: the entries that it finds, the last changed first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.documents import Document, ready_documents
from catalogue.exports.site import this_site
from catalogue.models import Kind
from catalogue.search import FilterError, search
from catalogue.web.chips import said_problems
from catalogue.web.entry import describe
from catalogue.web.kinds import PLURALS, address_of, list_address
from catalogue.web.labels import Labels
from catalogue.web.questions import ask, once

LENGTH = "50"


def feed(request: HttpRequest, *, kind: str | None = None) -> HttpResponse:
    """The feed of a list: what everybody may see of it, whoever asks."""
    asked = once(request.GET).copy()
    asked["ordering"], asked["page_size"] = "-modified", LENGTH
    for turned in ("page", "cursor"):
        asked.pop(turned, None)
    try:
        found = search(kind, asked, facets=())
    except FilterError as error:
        sentences = "\n".join(map(str, said_problems(error)))
        return HttpResponse(f"{sentences}\n", content_type="text/plain; charset=utf-8", status=400)
    documents = ready_documents(found.record_ids)
    made = _made(request, kind, [documents[key] for key in found.record_ids if key in documents])
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def feed_address(path: str, question: str) -> str:
    """The feed of the list at an address, asked the same question (`?q=…`)."""
    return f"{path.removesuffix('/')}.atom{question.removesuffix('?')}"


def _made(request: HttpRequest, kind: str | None, documents: list[Document]) -> Atom1Feed:
    origin = request.build_absolute_uri("/")[:-1]
    site = this_site(origin)
    page = f"{origin}{list_address(kind)}{ask(once(request.GET), {}).removesuffix('?')}"
    feed = Atom1Feed(
        title=_title(site.name, str(PLURALS[kind]) if kind else _("Search"), request.GET.get("q", "")),
        link=page,
        description="",
        language=get_language(),
        author_name=site.publisher,
        feed_url=request.build_absolute_uri(),
        feed_copyright=f"{site.license_name} <{site.license}>",
    )
    for document in documents:
        _add(feed, document, origin)
    return feed


def _title(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _add(feed: Atom1Feed, document: Document, origin: str) -> None:
    feed.add_item(
        title=document["title"],
        link=f"{origin}{address_of(document)}",
        description=describe(document, Labels(document)),
        # The permanent address: a reader's program knows the entry again when its slug has changed.
        unique_id=f"{origin}{document['permanent_url']}",
        pubdate=parse_datetime(document["created_at"]),
        updateddate=parse_datetime(document["modified_at"]),
        categories=(str(Kind(document["kind"]).label),),
    )
