"""The worklists: what is not in order in the catalogue, each a question, its words, and how its rows are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.db.models import F, IntegerField, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.admin import worklist_lines as lines
from catalogue.admin.suggest import may_look
from catalogue.admin.worklist_lines import Line
from catalogue.admin.worklist_scope import Scope
from catalogue.curation import may_publish, may_tend, open_duplicates
from catalogue.models import (
    CLAIM_MODELS,
    Citation,
    Disagreement,
    ErrorReport,
    LinkCheck,
    Record,
    Revision,
    Source,
    SourceLink,
)


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list of things to mend."""

    slug: str
    title: str | Promise
    help: str | Promise
    rows: Callable[[Scope], QuerySet[Any]]
    lines: Callable[[Any], list[Line]]
    filters: tuple[str, ...] = ("kind", "status", "q")
    allowed: Callable[[User | AnonymousUser], bool] = may_look
    citable: bool = False


def claims(question: Callable[[Any], QuerySet[Any]]) -> Callable[[Scope], QuerySet[Any]]:
    """The claims of every sort for which a question is true: number of the sort, key, order of the entry."""

    def rows(scope: Scope) -> QuerySet[Any]:
        found = [
            scope.of_claims(question(model._default_manager.all()))
            .order_by()
            .annotate(sort=Value(sort, IntegerField()), entry=F("record__sort_key"))
            .values_list("sort", "pk", "entry", "record_id", "position")
            for sort, model in enumerate(CLAIM_MODELS)
        ]
        first, *others = found
        united: QuerySet[Any] = first.union(*others, all=True)
        return united.order_by("entry", "record_id", "sort", "position", "pk")

    return rows


def _without_preferred(scope: Scope) -> QuerySet[Any]:
    return scope.of_disagreements(Disagreement.objects.without_preferred()).order_by("pk")


def _unresolved(scope: Scope) -> QuerySet[Any]:
    return _with_sources(scope.of_citations(Citation.objects.unresolved())).order_by("pk")


def _unlocated(scope: Scope) -> QuerySet[Any]:
    found = _with_sources(scope.of_citations(Citation.objects.without_locator()))
    return found.order_by("source__citekey", "pk")


def _with_sources(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.select_related("source", "via__source")


def _records(question: Callable[[Any], QuerySet[Any]]) -> Callable[[Scope], QuerySet[Any]]:
    def rows(scope: Scope) -> QuerySet[Any]:
        return scope.of_records(question(Record.objects.in_order()), "pk")

    return rows


def _living(found: Any) -> QuerySet[Any]:
    published: QuerySet[Any] = found.published().possibly_living(timezone.localdate())
    return published


def _dead(scope: Scope) -> QuerySet[Any]:
    found = LinkCheck.objects.dead()
    if scope.q:
        found = found.filter(url__icontains=scope.q)
    if scope.mine:
        own: Any = Source._default_manager.filter(pk__in=Record.objects.of_account(scope.mine).values("pk"))
        linked = SourceLink.objects.filter(source__in=own.values("pk")).values("url")
        found = found.filter(url__in=own.values("url").union(own.values("archive_url"), linked))
    return found.order_by("failing_since", "pk")


def _duplicates(scope: Scope) -> QuerySet[Any]:
    return scope.of_pairs(open_duplicates().select_related("first", "second")).order_by("-likeness", "pk")


def _proposals(scope: Scope) -> QuerySet[Any]:
    found = Revision.objects.waiting().defer("content").select_related("user")
    return scope.of_records(found, "record").order_by("pk")


def _reports(scope: Scope) -> QuerySet[Any]:
    found = ErrorReport.objects.unhandled().select_related("record")
    return scope.of_records(found, "record").order_by("pk")


WORKLISTS = (
    Worklist(
        "unsourced",
        _("Claims without a source"),
        _("They should rest on a source, and no footnote supports them. Cite one, or say on what else they rest."),
        claims(lambda found: found.unsourced()),
        lines.claim_lines,
        citable=True,
    ),
    Worklist(
        "tertiary",
        _("Claims that rest on works of reference alone"),
        _("Every source that supports them is tertiary: it sums up others. Look for what these say themselves."),
        claims(lambda found: found.resting_on_tertiary()),
        lines.claim_lines,
        ("kind", "status", "source", "q"),
        citable=True,
    ),
    Worklist(
        "rejected",
        _("Footnotes that support rejected claims"),
        _("The claim was rejected, and footnotes still support it: do they contradict it, or is it an alternative?"),
        claims(lambda found: found.rejected_with_support()),
        lines.claim_lines,
        ("kind", "status", "source", "q"),
    ),
    Worklist(
        "disagreements",
        _("Disagreements without a preferred claim"),
        _("Sources say what cannot all be true, and nobody has said which claim the catalogue prefers."),
        _without_preferred,
        lines.disagreement_lines,
    ),
    Worklist(
        "unresolved",
        _("Notes whose source is not identified"),
        _("The note names something that nobody has found yet."),
        _unresolved,
        lines.citation_lines,
        ("source", "kind", "status", "q"),
    ),
    Worklist(
        "unlocated",
        _("Citations without a place"),
        _("They name a source and no page, folio or article in it."),
        _unlocated,
        lines.citation_lines,
        ("source", "kind", "status", "q"),
    ),
    Worklist(
        "dead-links",
        _("Web addresses that do not answer"),
        _("As `manage.py check_links` found them when it last asked."),
        _dead,
        lines.link_lines,
        ("q",),
    ),
    Worklist(
        "unarchived",
        _("Web sources without an archived copy"),
        _("They have an address and no archived one: when the page goes, the evidence goes."),
        _records(lambda found: found.unarchived()),
        lines.source_lines,
        ("status", "q"),
    ),
    Worklist(
        "review",
        _("Entries in review"),
        _("They wait for somebody to publish them."),
        _records(lambda found: found.in_review()),
        lines.record_lines,
        ("kind", "q"),
    ),
    Worklist(
        "proposals",
        _("Proposals that wait"),
        _("Changes of published entries by people who may not publish."),
        _proposals,
        lines.proposal_lines,
        allowed=may_publish,
    ),
    Worklist(
        "duplicates",
        _("Possible duplicates"),
        _("Entries that look alike: merge them, or say that they are distinct."),
        _duplicates,
        lines.pair_lines,
    ),
    Worklist(
        "living",
        _("Published persons who may be living"),
        _("Born less than a hundred years ago, and no death is recorded. Consider what of it the public may read."),
        _records(_living),
        lines.record_lines,
        ("q",),
    ),
    Worklist(
        "reports",
        _("Errors that readers report"),
        _("Nobody has looked into them yet."),
        _reports,
        lines.report_lines,
        allowed=may_tend,
    ),
)
"""In the order of the panel."""


def worklists_of(user: User | AnonymousUser) -> list[Worklist]:
    """The worklists that an account may see."""
    return [worklist for worklist in WORKLISTS if worklist.allowed(user)]


def counted(worklists: Iterable[Worklist], scopes: Sequence[Scope]) -> dict[str, list[int]]:
    """How many rows each worklist has in each of the scopes; one query for all."""
    asked = [(worklist.slug, worklist.rows(scope)) for worklist in worklists for scope in scopes]
    if not asked:
        return {}
    parts: list[str] = []
    parameters: list[Any] = []
    for _slug, found in asked:
        sql, own = plain(found).query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608 -- what the ORM itself wrote
        parameters += own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        numbers = cursor.fetchone() or ()
    found_numbers: dict[str, list[int]] = {}
    for (slug, _found), number in zip(asked, numbers, strict=True):
        found_numbers.setdefault(slug, []).append(number)
    return found_numbers


def plain(found: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows without order and without what is read only to show them."""
    unordered = found.order_by()
    return unordered if unordered.query.combinator else unordered.select_related(None).values(key=F("pk"))
