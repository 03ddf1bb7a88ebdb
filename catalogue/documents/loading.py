"""Reading records with all that belongs to them, in a number of queries that does not grow with the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from catalogue.citations import CitationFacts, load_citations
from catalogue.documents.shape import (
    CLAIM_KEYS,
    CREATOR_KEYS,
    FOOTNOTE_KEYS,
    KIND_KEYS,
    LINK_KEYS,
    NUMBER_COLUMNS,
    PARTS,
    Part,
    form_of,
    model_of,
)
from catalogue.models import CLAIM_FIELDS, Creator, Footnote, Identifier, Kind, Record, SourceLink

Row = dict[str, Any]


class Brief(NamedTuple):
    """What is shown of a record where another names it."""

    id: int
    uuid: str
    kind: str
    slug: str
    title: str
    status: str

    def ref(self) -> Row:
        """The reference as a document carries it."""
        return {"uuid": self.uuid, "kind": self.kind, "slug": self.slug, "title": self.title}


@dataclass(slots=True)
class Loaded:
    """Rows of a set of records, keyed by record, claim and target."""

    records: dict[int, Row] = field(default_factory=dict)
    columns: dict[int, Row] = field(default_factory=dict)
    creators: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    links: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    identifiers: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, dict[int, list[Row]]] = field(default_factory=dict)
    footnotes: dict[tuple[str, int], list[Row]] = field(default_factory=lambda: defaultdict(list))
    citations: dict[int, CitationFacts] = field(default_factory=dict)
    briefs: dict[int, Brief] = field(default_factory=dict)


RECORD_COLUMNS = (
    "id",
    "uuid",
    "kind",
    "slug",
    "status",
    "language",
    "sort_title",
    "title",
    "internal_note",
    "version",
    "earliest",
    "latest",
    "created_at",
    "modified_at",
)


def load_briefs(ids: Iterable[int]) -> dict[int, Brief]:
    """What is shown of these records where others name them; one query."""
    rows = Record.objects.filter(pk__in=set(ids)).values_list("id", "uuid", "kind", "slug", "title", "status")
    return {row[0]: Brief(row[0], str(row[1]), *row[2:]) for row in rows}


def column_of(model: type, key: str) -> str:
    """The column from which a key is read: a term's slug, a record's key, or the value itself."""
    form = form_of(model, key).name
    return {"term": f"{key}__slug", "type": f"{key}__slug", "record": f"{key}_id"}.get(form, key)


def load(record_ids: Sequence[int]) -> Loaded:
    """Everything that the documents of these records say."""
    loaded = Loaded()
    for row in Record.objects.filter(pk__in=record_ids).values(*RECORD_COLUMNS):
        loaded.records[row["id"]] = row
    for kind in sorted({row["kind"] for row in loaded.records.values()}):
        _load_columns(loaded, kind)
    names = Identifier.objects.filter(record__in=loaded.records).order_by("scheme__slug", "value")
    for row in names.values("record_id", "scheme__slug", "value"):
        loaded.identifiers[row["record_id"]].append(dict(row))
    for part in PARTS:
        _load_claims(loaded, part)
    _load_footnotes(loaded)
    loaded.briefs = load_briefs(_neighbours(loaded))
    return loaded


def _load_columns(loaded: Loaded, kind: str) -> None:
    """The columns of one kind; for sources also creators and links."""
    model = model_of(kind)
    ids = [key for key, row in loaded.records.items() if row["kind"] == kind]
    keys = [key for key in KIND_KEYS[kind] if key not in {"creators", "links"} and form_of(model, key).name != "nested"]
    for row in model.objects.filter(pk__in=ids).values("pk", *(column_of(model, key) for key in keys)):
        loaded.columns[row["pk"]] = row
    if kind == Kind.SOURCE:
        creators = Creator.objects.filter(source__in=ids).order_by("position", "id")
        for row in creators.values("source_id", *(column_of(Creator, key) for key in CREATOR_KEYS)):
            loaded.creators[row["source_id"]].append(row)
        links = SourceLink.objects.filter(source__in=ids).order_by("position", "id")
        for row in links.values("source_id", *LINK_KEYS):
            loaded.links[row["source_id"]].append(row)


def claim_columns(part: Part) -> tuple[str, ...]:
    """The columns of a claim that its document is made of."""
    keys = [key for key in part.keys if key != "number"]
    numbers = tuple(NUMBER_COLUMNS.values()) if "number" in part.keys else ()
    own = (column_of(part.model, key) for key in (*keys, *CLAIM_KEYS))
    return ("id", "uuid", "record_id", *own, *numbers, "earliest", "latest", "citation_count", "disagreement__uuid")


def _load_claims(loaded: Loaded, part: Part) -> None:
    """One sort of claims of all the records, in order."""
    extra = ("property__value_scheme",) if part.key == "attributes" else ()
    by_record: dict[int, list[Row]] = defaultdict(list)
    rows = part.model._default_manager.filter(record__in=loaded.records).order_by("position", "id")
    for row in rows.values(*claim_columns(part), *extra):
        by_record[row["record_id"]].append(row)
    loaded.claims[part.key] = by_record


def _load_footnotes(loaded: Loaded) -> None:
    """The footnotes of all the claims, with their citations."""
    wanted = Q()
    for part in PARTS:
        ids = [row["id"] for rows in loaded.claims[part.key].values() for row in rows]
        if ids:
            wanted |= Q(**{f"{part.target}__in": ids})
    if not wanted:
        return
    targets = [f"{target}_id" for target in CLAIM_FIELDS]
    rows = Footnote.objects.filter(wanted).order_by("position", "id")
    for row in rows.values("id", "uuid", "citation_id", "position", *FOOTNOTE_KEYS, *targets):
        target = next(name for name in CLAIM_FIELDS if row[f"{name}_id"] is not None)
        loaded.footnotes[target, row[f"{target}_id"]].append(row)
    used = {row["citation_id"] for rows in loaded.footnotes.values() for row in rows}
    loaded.citations = load_citations(used)


def _neighbours(loaded: Loaded) -> set[int]:
    """The records that these documents name."""
    named = {row.get("parent_id") for row in loaded.columns.values()}
    named |= {row["record_id"] for rows in loaded.creators.values() for row in rows}
    for by_record in loaded.claims.values():
        for rows in by_record.values():
            for row in rows:
                named |= {row["attributed_to_id"], row.get("object_id"), row.get("context_id")}
    return {key for key in named if key is not None}
