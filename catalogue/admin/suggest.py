"""What the boxes of the admin offer while a curator types: records, terms, disagreements, citations, dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import get_language

from catalogue.admin.citing import cited, cites, places
from catalogue.admin.fields import language
from catalogue.citations import in_words
from catalogue.dates import DateError, read_date, say_date
from catalogue.models import Citation, Disagreement, Kind, Record, RelationType, Term
from catalogue.text import fold

PAGE = 20


def matching(words: str) -> Q:
    """Records with each of the words in their title or in one of their names, whatever the accents."""
    found = Q()
    for word in fold(words).split():
        found &= Q(fold_key__contains=word) | Q(search_entry__names__contains=word)
    return found


def records(request: HttpRequest) -> list[dict[str, str]]:
    """Records of the kinds that the box or the relation's type allows; what begins with the words comes first."""
    words = request.GET.get("term", "")
    found = Record.objects.filter(matching(words))
    kinds = [kind for kind in request.GET.get("kinds", "").split(",") if kind]
    if relation := request.GET.get("relation", ""):
        allowed = RelationType.objects.filter(slug=relation).values_list("object_kinds", flat=True).first()
        kinds = kinds or allowed or []
    if kinds:
        found = found.filter(kind__in=kinds)
    likeness = Case(
        When(fold_key=fold(words), then=Value(0)),
        When(fold_key__startswith=fold(words), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = found.order_by(likeness, "sort_key", "pk").values_list("kind", "slug", "title", "source__citekey")
    labels = dict(Kind.choices)
    return [
        {"id": f"{kind}/{slug}", "text": f"{title} ({f'@{citekey}' if citekey else labels[kind]})"}
        for kind, slug, title, citekey in _page(request, rows)
    ]


def terms(request: HttpRequest) -> list[dict[str, str]]:
    """Terms of a scheme, or of the scheme of a property's values."""
    scheme = request.GET.get("scheme", "")
    if not scheme and (slug := request.GET.get("property", "")):
        scheme = Term.objects.filter(scheme="property", slug=slug).values_list("value_scheme", flat=True).first() or ""
    words = fold(request.GET.get("term", "")).split()
    found = sorted(Term.objects.filter(scheme=scheme), key=lambda term: (term.position, fold(term.label())))
    chosen = [term for term in found if all(word in _folded(term) for word in words)]
    return [{"id": term.slug, "text": term.label()} for term in _slice(request, chosen)]


def disagreements(request: HttpRequest) -> list[dict[str, str]]:
    """Disagreements whose note has the words."""
    words = request.GET.get("term", "")
    page = _page(request, Disagreement.objects.filter(note__icontains=words).order_by("-pk"))
    return [{"id": str(each.uuid), "text": str(each)} for each in page]


def citations(request: HttpRequest) -> list[dict[str, str]]:
    """Citations of the sources that have the words, or with the words as their place."""
    found = Citation.objects.select_related("source")
    for word in request.GET.get("term", "").split():
        own = Q(locator__icontains=word) | Q(source__citekey__icontains=word)
        found = found.filter(own | Q(source__fold_key__contains=fold(word)))
    return [{"id": str(each.uuid), "text": citation_words(each)} for each in _page(request, found)]


SUGGESTIONS: dict[str, Callable[[HttpRequest], list[dict[str, str]]]] = {
    "records": records,
    "terms": terms,
    "disagreements": disagreements,
    "citations": citations,
    "cites": cites,
    "places": places,
    "cited": cited,
}


def suggest(request: HttpRequest, what: str) -> JsonResponse:
    """One page of suggestions, in the shape that Select2 reads."""
    if not may_look(request.user):
        raise PermissionDenied
    if what not in SUGGESTIONS:
        raise Http404
    found = SUGGESTIONS[what](request)
    return JsonResponse({"results": found[:PAGE], "pagination": {"more": len(found) > PAGE}})


def understand(request: HttpRequest) -> JsonResponse:
    """What the catalogue makes of a date that was typed: its EDTF and its words, or why it is refused."""
    if not may_look(request.user):
        raise PermissionDenied
    words = request.GET.get("date", "").strip()[:200]
    try:
        date = read_date(words, language=language(), julian=request.GET.get("calendar") == "julian")
    except DateError as error:
        return JsonResponse({"error": in_words(error)})
    return JsonResponse({"edtf": date.text, "words": say_date(date, language=(get_language() or "es")[:2])})


def may_look(user: User | AnonymousUser) -> bool:
    """Whether the account may see entries that are not published."""
    return bool(user.is_active and user.has_module_perms("catalogue"))


def citation_words(citation: Citation) -> str:
    """A citation as a curator recognises it."""
    key = f"@{citation.source.citekey}" if citation.source else "@?"
    place = f"{citation.get_label_display()} {citation.locator}".strip()
    return f"{key}, {place}" if place else key


def _folded(term: Term) -> str:
    return fold(f"{term.label_en} {term.label_es} {term.label_ro} {term.slug}")


def _page(request: HttpRequest, found: QuerySet[Any]) -> list[Any]:
    start = _start(request)
    return list(found[start : start + PAGE + 1])


def _slice(request: HttpRequest, found: list[Any]) -> list[Any]:
    start = _start(request)
    return found[start : start + PAGE + 1]


def _start(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return PAGE * (max(int(page), 1) - 1) if page.isascii() and page.isdigit() and len(page) < 7 else 0
