"""Rows written straight into the tables: the database must keep its rules whoever writes."""

from __future__ import annotations

import itertools
from typing import Any

from catalogue.models import (
    CLAIM_MODELS,
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

_numbers = itertools.count(1)


def term(scheme: str, slug: str = "", **columns: Any) -> Term:
    """A term of a scheme."""
    return Term.objects.create(scheme=scheme, slug=slug or f"term-{next(_numbers)}", label_en="Term", **columns)


def relation_type(**columns: Any) -> RelationType:
    """A relation type."""
    return RelationType.objects.create(slug=f"type-{next(_numbers)}", label_en="of", inverse_en="has", **columns)


def record(kind: str = "person", **columns: Any) -> Any:
    """A record of a kind with the row of its kind."""
    number = next(_numbers)
    own = {"slug": f"{kind}-{number}", "title": f"{kind} {number}", "sort_key": "", "fold_key": ""}
    if kind == "source":
        own |= {"citekey": f"key-{number}", "bibliographic_title": f"Source {number}"}
    return KIND_MODELS[kind]._default_manager.create(**{"kind": kind, **own, **columns})


def source(**columns: Any) -> Source:
    """A source."""
    made = record("source", **columns)
    assert isinstance(made, Source)
    return made


def type_of(model: type[Claim], *, single: bool = False) -> Term | RelationType:
    """A fitting type, or property, for claims of a model."""
    if model is Relation:
        return relation_type(single=single)
    return term("property" if model is Attribute else f"{model._meta.model_name}-type", single=single)


def claim(model: type[Claim], of: Record, kind: Term | RelationType | None = None, **columns: Any) -> Any:
    """A claim of a model with the least that it needs."""
    sort = kind or type_of(model)
    flag = "property" if model is Attribute else "type"
    needed: dict[str, Any] = {
        Name: {"text": "Ion"},
        Dating: {"date": "1944"},
        Attribute: {"text": "alto"},
        Narrative: {"text": "Fue soldado."},
        Relation: {"object_text": "unos soldados"},
    }[model]
    own = {f"{flag}_id": sort.pk, f"{flag}_single": sort.single, **needed}
    return model._default_manager.create(record_id=of.pk, **own | columns)


def citation(of: Source | None = None, **columns: Any) -> Citation:
    """A citation of a source."""
    number = next(_numbers)
    own = {"source": of or source(), "locator": str(number), "locator_sort": ""}
    return Citation.objects.create(**own | columns)


def footnote(of: Claim, cited: Citation | None = None, **columns: Any) -> Footnote:
    """A footnote of a claim."""
    return Footnote.objects.create(**{str(of._meta.model_name): of, "citation": cited or citation(), **columns})


def disagreement() -> Disagreement:
    """A disagreement."""
    return Disagreement.objects.create(note="¿Cuándo?")


__all__ = [
    "CLAIM_MODELS",
    "citation",
    "claim",
    "disagreement",
    "footnote",
    "record",
    "relation_type",
    "source",
    "term",
    "type_of",
]
