"""Rows for the tests of finding, written straight into the tables: what is found must not depend on how it came in."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import QueryDict

from catalogue.models import (
    KIND_MODELS,
    Attribute,
    Citation,
    Claim,
    Dating,
    Disagreement,
    Footnote,
    Name,
    Narrative,
    Record,
    Relation,
    RelationType,
    Source,
    Term,
)
from catalogue.search import refresh, search, sync_facets
from catalogue.text import fold, slugify, sort_key

C = TypeVar("C", bound=Claim)


def term(scheme: str, slug: str, **columns: Any) -> Term:
    found, _created = Term.objects.get_or_create(
        scheme=scheme, slug=slug, defaults={"label_en": slug.replace("-", " ").capitalize(), **columns}
    )
    sync_facets()
    return found


def relation_type(slug: str, **columns: Any) -> RelationType:
    label = slug.replace("-", " ")
    found, _created = RelationType.objects.get_or_create(
        slug=slug, defaults={"label_en": label, "inverse_en": f"{label} (inverse)", **columns}
    )
    sync_facets()
    return found


def record(kind: str, title: str, *, status: str = "published", **columns: Any) -> Any:
    """A record with its authorised name and its search entry."""
    made = KIND_MODELS[kind].objects.create(
        kind=kind,
        title=title,
        sort_key=sort_key(title),
        fold_key=fold(title),
        slug=columns.pop("slug", slugify(title)),
        status=status,
        **columns,
    )
    name(made, title, type="authorized")
    return made


def source(citekey: str, title: str = "", **columns: Any) -> Source:
    words = title or citekey
    made: Source = record("source", words, citekey=citekey, bibliographic_title=words, slug=citekey, **columns)
    return made


def name(of: Record, text: str, *, type: str = "alias", **columns: Any) -> Name:
    made = Name.objects.create(record_id=of.pk, text=text, type=term("name-type", type), **columns)
    return indexed(made)


def dating(of: Record, date: str, earliest: int | None, latest: int | None, **columns: Any) -> Claim:
    type_ = term("dating-type", columns.pop("type", "occurred"))
    made = Dating.objects.create(record_id=of.pk, date=date, type=type_, earliest=earliest, latest=latest, **columns)
    Record.objects.filter(pk=of.pk).update(earliest=earliest, latest=latest)
    return indexed(made)


def attribute(of: Record, property: Term, **columns: Any) -> Claim:
    return indexed(Attribute.objects.create(record_id=of.pk, property=property, **columns))


def relation(of: Record, type: RelationType, object: Record | None = None, **columns: Any) -> Claim:
    target = object.pk if object else None
    return indexed(Relation.objects.create(record_id=of.pk, type=type, object_id=target, **columns))


def narrative(of: Record, text: str, **columns: Any) -> Claim:
    type_ = term("narrative-type", "history")
    return indexed(Narrative.objects.create(record_id=of.pk, text=text, type=type_, **columns))


def cite(claim: Claim, of: Source, *, quotation: str = "", **columns: Any) -> Footnote:
    """A footnote that supports the claim, with a citation of its own place."""
    place = str(Citation.objects.count())
    citation = Citation.objects.create(source=of, label="page", locator=place, quotation=quotation)
    note = Footnote.objects.create(citation=citation, **{claim._meta.model_name or "": claim}, **columns)
    type(claim)._default_manager.filter(pk=claim.pk).update(citation_count=1)
    refresh([claim.record_id])
    return note


def disagree(*claims: Claim) -> Disagreement:
    matter = Disagreement.objects.create(note="The sources differ.")
    for claim in claims:
        type(claim)._default_manager.filter(pk=claim.pk).update(disagreement=matter)
        refresh([claim.record_id])
    return matter


def indexed(claim: C) -> C:
    refresh([claim.record_id])
    return claim


def titles(query: str, kind: str | None = None, **options: Any) -> list[str]:
    """What a question finds, in order."""
    found = search(kind, QueryDict(query), **options)
    records = Record.objects.in_bulk(found.record_ids)
    return [records[key].title for key in found.record_ids]
