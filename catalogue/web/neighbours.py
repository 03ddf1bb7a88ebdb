"""What other records say of this one: relations read from their object's end, works, parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from catalogue.models import Creator, Kind, Record, Relation, Source, Status
from catalogue.web.kinds import address_of
from catalogue.web.pieces import Piece, as_html
from catalogue.web.words import Flag, date_words, flags_of

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Tie:
    """One statement of another record about this one, with the way to where it is cited."""

    line: str
    when: str
    flags: tuple[Flag, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class TieGroup:
    """Statements that read alike from this end: "commanded by"."""

    label: str
    ties: list[Tie] = field(default_factory=list)
    truncated: bool = False


def relations_to(record_id: int, *, drafts: bool, page: int) -> tuple[list[TieGroup], Page[Relation]]:
    """The relations that other records have to this one, or in its course; two queries."""
    found = Paginator(_relations(record_id, drafts=drafts), PER_PAGE).get_page(page)
    groups: dict[str, TieGroup] = {}
    for relation in found.object_list:
        label = relation.type.inverse() if relation.object_id == record_id else gettext("in its course")
        groups.setdefault(label, TieGroup(label)).ties.append(_tie(relation, record_id))
    return list(groups.values()), found


def _relations(record_id: int, *, drafts: bool) -> QuerySet[Relation]:
    relations = Relation.objects.filter(Q(object=record_id) | Q(context=record_id)).exclude(record=record_id)
    if not drafts:
        relations = relations.filter(record__status=Status.PUBLISHED)
        for end in ("object", "context", "attributed_to"):
            relations = relations.filter(Q(**{end: None}) | Q(**{f"{end}__status": Status.PUBLISHED}))
    return relations.select_related("record", "type", "role", "object", "context").order_by(
        "type__position", "type__label_en", "earliest", "record__sort_key", "pk"
    )


def _tie(relation: Relation, record_id: int) -> Tie:
    claim = {key: getattr(relation, key) for key in ("date", "date_reading", "date_calendar")}
    claim |= {key: getattr(relation, key) for key in ("standing", "certainty", "basis")}
    return Tie(
        line=as_html(_pieces(relation, record_id)),
        when=date_words(claim),
        flags=tuple(flags_of(claim, unsourced=relation.basis == "sourced" and not relation.citation_count)),
        negated=relation.negated,
    )


def _pieces(relation: Relation, record_id: int) -> Iterable[Piece]:
    yield _linked(relation.record, f"#claim-{relation.uuid}")
    if relation.object_id != record_id:
        yield Piece(f" — {relation.type.label()} ")
        yield _linked(relation.object) if relation.object else Piece(relation.object_text)
    role = relation.role.label() if relation.role else relation.role_text
    if role:
        yield Piece(f", {role}", role="role")
    if relation.context and relation.context_id != record_id:
        yield Piece(" · ")
        yield _linked(relation.context)


def _linked(record: Record, anchor: str = "") -> Piece:
    return Piece(record.title, address_of({"kind": record.kind, "slug": record.slug}) + anchor)


def works_of(record_id: int, kind: str, *, drafts: bool) -> list[TieGroup]:
    """The sources that a person or organization made, and the parts of a source; one query."""
    if kind == Kind.SOURCE:
        parts = Source.objects.filter(parent=record_id).order_by("sort_key", "pk")
        parts = parts if drafts else parts.filter(status=Status.PUBLISHED)
        return _group(gettext("Parts"), ((part, "") for part in parts[: PER_PAGE + 1]))
    if kind not in {Kind.PERSON, Kind.ORGANIZATION}:
        return []
    made = Creator.objects.filter(record=record_id).select_related("source").order_by("source__sort_key", "pk")
    made = made if drafts else made.filter(source__status=Status.PUBLISHED)
    return _group(gettext("Works"), ((each.source, each.get_role_display()) for each in made[: PER_PAGE + 1]))


def _group(label: str, records: Iterable[tuple[Record, str]]) -> list[TieGroup]:
    ties = []
    for record, role in records:
        aside = [Piece(f" ({role.lower()})", role="aside")] if role else []
        ties.append(Tie(as_html([_linked(record), *aside]), "", (), negated=False))
    return [TieGroup(label, ties[:PER_PAGE], len(ties) > PER_PAGE)] if ties else []
