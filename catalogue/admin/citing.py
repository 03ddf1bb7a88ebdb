"""What is offered while a mark is typed: sources by key, author, title and year, places in them, the last citations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from catalogue.admin.fields import language
from catalogue.citations import cite_of, load_citations
from catalogue.models import Citation, Creator, Footnote, Locator, Revision, Source, Status
from catalogue.text import LABELS, Cite, fold, print_cites, print_locus

Offer = dict[str, str]
RECENT = 5
"""As many citations are offered to be cited again."""
_REVISIONS_READ = 3
_MOST = 20


def cites(request: HttpRequest) -> list[Offer]:
    """Sources, drafts too, that a typed key may mean: by key, author, title or year; two queries.

    First those whose key begins so, then those that the curator has cited lately, then by author, then by title.
    """
    words = fold(request.GET.get("term", "").strip().lstrip("@")).split()
    recent = [key for key in request.GET.get("recent", "").split(",") if key][:50]
    pk = _number(request.GET.get("pk", ""))
    found: QuerySet[Any] = _matching(words) if pk is None else Source._default_manager.filter(pk=pk)
    rows: list[Source] = list(found.order_by(*_nearest(words, recent), "sort_key", "pk")[:_MOST])
    authors = _authors(rows)
    return [_offer(source, authors.get(source.pk, "")) for source in rows]


def places(request: HttpRequest) -> list[Offer]:
    """Places of a source that are cited already, the most used first, then the words for kinds of place."""
    key, typed = request.GET.get("key", ""), fold(request.GET.get("term", "")).strip()
    used = Citation.objects.filter(source__citekey=key, via=None).exclude(label="", locator="")
    counted = used.annotate(uses=Count("footnotes")).order_by("-uses", "locator_sort")
    rows = counted.values_list("label", "locator", "uses")[:200]
    found = [(_place_words(label, locator), _uses(uses)) for label, locator, uses in rows]
    known = [{"id": words, "text": words, "note": note} for words, note in found if fold(words).startswith(typed)]
    return [*known[: _MOST - 5], *(offer for offer in _labels() if fold(offer["id"]).startswith(typed))]


def cited(request: HttpRequest) -> list[Offer]:
    """What the curator cited last, by the newest footnotes of the records that they saved last."""
    own = Revision.objects.applied().filter(user=request.user.pk).exclude(kind="citation").order_by("-id")
    contents = own.values_list("content", flat=True)[:_REVISIONS_READ]
    notes = [note["uuid"] for content in contents for note in _footnotes(content)]
    ids = Footnote.objects.filter(uuid__in=notes).order_by("-id").values_list("citation_id", flat=True)[: RECENT * 10]
    wanted = list(dict.fromkeys(ids))[:RECENT]
    facts = load_citations(wanted)
    marks = [print_cites([cite_of(facts[pk].key)], language=language())[1:-1] for pk in wanted]
    return [{"id": mark, "text": mark} for mark in marks]


def _matching(words: list[str]) -> QuerySet[Any]:
    found: Any = Q()
    for word in words:
        by_author = Q(family__unaccent__icontains=word) | Q(literal__unaccent__icontains=word)
        made = Creator.objects.filter(by_author | Q(record__fold_key__contains=word), source=OuterRef("pk"))
        own = Q(citekey__unaccent__icontains=word) | Q(fold_key__contains=word) | Q(issued__contains=word)
        found &= own | Exists(made)
    return Source._default_manager.filter(found)


def _nearest(words: list[str], recent: list[str]) -> list[Any]:
    """How near a source is to what was typed, then how lately it was cited."""
    places = (When(citekey=key, then=Value(place)) for place, key in enumerate(recent))
    last = Value(len(recent))
    lately = [Case(*places, default=last, output_field=IntegerField())] if recent else []
    if not words:
        return [*lately, "-modified_at"]
    author = Creator.objects.filter(
        Q(family__unaccent__istartswith=words[0]) | Q(literal__unaccent__istartswith=words[0]), source=OuterRef("pk")
    )
    likeness = Case(
        When(citekey__unaccent__iexact=words[0], then=Value(0)),
        When(citekey__unaccent__istartswith=words[0], then=Value(1)),
        When(citekey__in=recent, then=Value(2)),
        When(Exists(author), then=Value(3)),
        When(fold_key__startswith=words[0], then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    return [likeness, *lately]


def _authors(sources: list[Source]) -> dict[int, str]:
    """Who made each source, in a word or two."""
    found: dict[int, list[str]] = {}
    rows = Creator.objects.filter(source__in=sources).order_by("source", "position", "id")
    for pk, family, literal, title in rows.values_list("source_id", "family", "literal", "record__title"):
        found.setdefault(pk, []).append(family or literal or title or "")
    return {pk: ", ".join(names[:2]) + (" …" if len(names) > 2 else "") for pk, names in found.items()}


def _offer(source: Source, author: str) -> Offer:
    draft = "" if source.status == Status.PUBLISHED else str(Status(source.status).label)
    note = ", ".join(part for part in (author, source.issued, draft) if part)
    return {"id": source.citekey, "text": source.title, "note": note}


def _place_words(label: str, locator: str) -> str:
    """A place as a mark says it, with braces where it needs them."""
    return print_cites([Cite("k", label, locator)], language=language())[1:-1].removeprefix("@k, ")


def _uses(count: int) -> str:
    return ngettext("cited once", "cited %(count)d times", count) % {"count": count} if count else gettext("not used")


def _labels() -> Iterator[Offer]:
    for label in LABELS:
        words = print_locus(label, "1", language=language()).removesuffix("1")
        yield {"id": words, "text": words.strip(), "note": str(Locator(label).label).lower()}


def _footnotes(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for claims in content.values():
        if isinstance(claims, list):
            yield from (note for claim in claims if isinstance(claim, dict) for note in claim.get("footnotes", ()))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
