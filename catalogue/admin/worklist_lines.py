"""The rows of worklists in words: what it is, where it is mended, and what is told beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from catalogue.admin.claims import page_of as record_address
from catalogue.admin.inverse import page_of as claim_address
from catalogue.admin.inverse import words_of
from catalogue.admin.suggest import citation_words
from catalogue.models import (
    CLAIM_MODELS,
    Attribute,
    Citation,
    Claim,
    Disagreement,
    ErrorReport,
    LinkCheck,
    PossibleDuplicate,
    Record,
    Relation,
    Revision,
    Source,
    SourceLink,
)


class Link(NamedTuple):
    """Words that lead somewhere."""

    words: str
    address: str


class Line(NamedTuple):
    """One row of a worklist."""

    main: Link
    beside: tuple[Link, ...] = ()
    told: str = ""
    uuid: str = ""


def claim_lines(rows: Sequence[Any]) -> list[Line]:
    """Claims by their sort and key, each with the place where its row stands; a query for each sort."""
    keys: dict[int, list[int]] = defaultdict(list)
    for sort, key, *_rest in rows:
        keys[sort].append(key)
    found: dict[tuple[int, int], Any] = {}
    for sort, wanted in keys.items():
        model = CLAIM_MODELS[sort]
        claims = model._default_manager.select_related(*_joined(model)).in_bulk(wanted)
        found |= {(sort, key): claim for key, claim in claims.items()}
    return [_claim_line(found[sort, key]) for sort, key, *_rest in rows if (sort, key) in found]


def _claim_line(claim: Claim) -> Line:
    row = f"{record_address(claim.record)}#{claim._meta.model_name}s-{claim.uuid}"
    told = " · ".join([str(claim.record.get_kind_display()), str(claim.record.get_status_display())])
    return Line(Link(words_of(claim), row), (Link(str(claim.record), row),), told, str(claim.uuid))


def _joined(model: type[Claim]) -> tuple[str, ...]:
    if model is Relation:
        return ("record", "type", "object")
    return ("record", "property", "term") if model is Attribute else ("record", "type")


def record_lines(rows: Iterable[Record]) -> list[Line]:
    """Entries, each leading to its page."""
    return [
        Line(
            Link(str(row), record_address(row)),
            told=f"{row.get_kind_display()} · {row.get_status_display()} · {date_format(row.modified_at)}",
        )
        for row in rows
    ]


def source_lines(rows: Iterable[Record]) -> list[Line]:
    """Sources, each with its address on the web."""
    found = list(rows)
    sources: Any = Source._default_manager
    urls = dict(sources.filter(pk__in=[row.pk for row in found]).values_list("pk", "url"))
    links = dict(SourceLink.objects.filter(source__in=[row.pk for row in found]).values_list("source", "url"))
    return [
        Line(Link(str(row), f"{record_address(row)}#id_archive_url"), told=urls.get(row.pk) or links.get(row.pk, ""))
        for row in found
    ]


def citation_lines(rows: Iterable[Citation]) -> list[Line]:
    """Citations, each with the source in which it was read where its own is not known."""
    return [
        Line(
            Link(citation_words(row), reverse("admin:catalogue_citation_change", args=[row.pk])),
            told=_citation_told(row),
            uuid=str(row.uuid),
        )
        for row in rows
    ]


def _citation_told(row: Citation) -> str:
    told = [_("read in %(citation)s") % {"citation": citation_words(row.via)}] if row.via else []
    told += [Truncator(text).chars(120) for text in (row.note or row.quotation,) if text]
    return " · ".join(told)


def disagreement_lines(rows: Iterable[Disagreement]) -> list[Line]:
    """Disagreements, each with the claims that oppose each other; a query for each sort of claim."""
    found = list(rows)
    sides: dict[int, list[Link]] = defaultdict(list)
    for model in CLAIM_MODELS:
        claims: Any = model._default_manager.filter(disagreement__in=found).select_related(*_joined(model))
        for claim in claims:
            words = f"{claim.record}, {words_of(claim)}"
            sides[claim.disagreement_id].append(Link(words, claim_address(claim)))
    return [
        Line(
            Link(str(row), reverse("admin:catalogue_disagreement_change", args=[row.pk])),
            tuple(sides[row.pk]),
        )
        for row in found
    ]


def pair_lines(rows: Iterable[PossibleDuplicate]) -> list[Line]:
    """Entries that look alike, beside each other."""
    grounds = {"name": _("name"), "identifier": _("identifier"), "dates": _("dates")}
    return [
        Line(
            Link(f"{row.first} / {row.second}", _comparison(row)),
            (Link(str(row.first), record_address(row.first)), Link(str(row.second), record_address(row.second))),
            ", ".join(grounds.get(str(each), str(each)) for each in row.grounds),
        )
        for row in rows
    ]


def _comparison(row: PossibleDuplicate) -> str:
    """Where both are compared; the first one's page while there is no such page."""
    try:
        return f"{reverse('admin:catalogue_merge')}?first={row.first.uuid}&second={row.second.uuid}"
    except NoReverseMatch:
        return record_address(row.first)


def proposal_lines(rows: Iterable[Revision]) -> list[Line]:
    """Proposals, each with who made it, when and why."""
    return [
        Line(
            Link(row.title, reverse("admin:catalogue_proposal_change", args=[row.pk])),
            told=" · ".join(part for part in (str(row.user or ""), date_format(row.at), row.reason) if part),
        )
        for row in rows
    ]


def report_lines(rows: Iterable[ErrorReport]) -> list[Line]:
    """What readers say is wrong, each with the entry of which they say it."""
    return [
        Line(
            Link(Truncator(row.message).chars(120), reverse("admin:catalogue_report", args=[row.pk])),
            (Link(str(row.record), record_address(row.record)),) if row.record else (),
            date_format(row.at),
        )
        for row in rows
    ]


def link_lines(rows: Iterable[LinkCheck]) -> list[Line]:
    """Addresses that do not answer, each with the sources and citations that name it; three queries."""
    found = list(rows)
    users: dict[str, dict[str, Link]] = defaultdict(dict)
    for url, link in _users_of([row.url for row in found]):
        users[url][link.address] = link
    return [
        Line(
            Link(row.url, next(iter(users[row.url]), row.url)),
            tuple(users[row.url].values()),
            _("%(problem)s, since %(day)s")
            % {"problem": row.problem, "day": date_format(row.failing_since or row.checked_at)},
        )
        for row in found
    ]


def _users_of(urls: list[str]) -> Iterator[tuple[str, Link]]:
    sources: Any = Source._default_manager.filter(Q(url__in=urls) | Q(archive_url__in=urls))
    for source in sources:
        for url in {source.url, source.archive_url} & set(urls):
            yield url, Link(str(source), record_address(source))
    for each in SourceLink.objects.filter(url__in=urls).select_related("source"):
        yield each.url, Link(str(each.source), record_address(each.source))
    citations: QuerySet[Citation] = Citation.objects.filter(archive_url__in=urls).select_related("source")
    for citation in citations:
        address = reverse("admin:catalogue_citation_change", args=[citation.pk])
        yield citation.archive_url, Link(citation_words(citation), address)
