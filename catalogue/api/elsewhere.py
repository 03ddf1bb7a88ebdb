"""What other records say: relations to this one, and claims that rest on a source or on one of its places."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from catalogue.api.collecting import CollectionView
from catalogue.api.finding import Entry, Moved, find_entry
from catalogue.api.formats import LINKED
from catalogue.api.moved import answer_moved
from catalogue.api.outgoing import Linked
from catalogue.api.reading import is_staff, refuse_unknown
from catalogue.api.schema import Described
from catalogue.documents import PARTS, Document, ready_documents
from catalogue.exports.linked import CONTEXT, statement_node
from catalogue.models import CLAIM_FIELDS, Citation, Kind, Record, Relation, Status
from catalogue.search import citing_footnotes, public_end

PAGING = ("page", "page_size")
CLAIM_COLUMNS = (
    "uuid", "type", "text", "property", "term", "role", "date", "certainty", "basis", "standing", "negated",
)  # fmt: skip
COLUMNS = (
    *(f"record_{key}" for key in ("uuid", "kind", "slug", "title", "api_url")),
    "list",
    *(f"claim_{key}" for key in CLAIM_COLUMNS),
    "object",
    "notes",
)
STATEMENTS = Linked(CONTEXT, statement_node)


class Statements(CollectionView):
    """A list of claims, each with the record that makes it."""

    depends = "records"
    formats = LINKED
    columns = COLUMNS
    linked = STATEMENTS

    @staticmethod
    def flat(document: Document) -> Document:
        """The record and the claim side by side; of the notes their words."""
        claim = document["claim"]
        words = {key: claim.get(key) for key in CLAIM_COLUMNS}
        return {
            **{f"record_{key}": value for key, value in document["record"].items()},
            "list": document["list"],
            **{f"claim_{key}": value for key, value in words.items()},
            "object": claim.get("object") or claim.get("object_text"),
            "notes": [note["text"] for note in document["notes"]],
        }


class StatementList(Statements):
    """Claims of other records, each with the record that cites them."""

    kind: ClassVar[str] = Kind.SOURCE
    name: ClassVar[str] = ""
    described = Described("StatementList", *PAGING, statuses=(301, 308, 400, 404, 410))

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """A page of claims; the notes' numbers are those of the record that makes the claim."""
        refuse_unknown(request.query_params, PAGING)
        try:
            entry = find_entry(self.kind, slug, staff=is_staff(request))
        except Moved as moved:
            return answer_moved(request, moved, f"{self.name}/", self.suffix)
        if not entry.public:
            self.tag = None
        return self.answer(request, self.rows(entry), statements)

    def rows(self, entry: Entry) -> QuerySet[Any]:
        """Pairs of a record and the uuid of its claim, in order."""
        raise NotImplementedError


class InverseRelationList(StatementList):
    """Relations that other records have to this one, or in the course of this event."""

    name = "inverse-relations"

    def rows(self, entry: Entry) -> QuerySet[Any]:
        """Public relations that point here, by type and time."""
        here = Q(object=entry.id) | Q(context=entry.id)
        relations: QuerySet[Any] = Relation._default_manager.filter(here, record__status=Status.PUBLISHED)
        for end in ("object", "context", "attributed_to"):
            # A draft that a cataloguer looks at is an end that everybody else may not see.
            relations = relations.filter(public_end(end) | Q(**{end: entry.id}))
        order = ("type__position", "type__label_en", "earliest", "record__sort_key", "pk")
        return relations.order_by(*order).values_list("record_id", "uuid")


class SourceClaimList(StatementList):
    """Claims that rest on the source, or on what was read in it."""

    kind = Kind.SOURCE
    name = "claims"

    def rows(self, entry: Entry) -> QuerySet[Any]:
        """Claims that cite it, record by record."""
        return claims_citing(Q(citation__source=entry.id) | Q(citation__via__source=entry.id))


def claims_citing(condition: Q) -> QuerySet[Any]:
    """The public claims with such a footnote, in alphabetical order of their records and then as these list them."""
    notes: QuerySet[Any] = citing_footnotes().filter(condition)
    published = Record.objects.published().filter(pk=OuterRef("of"))
    rows: QuerySet[Any] = notes.annotate(
        sort_key=Subquery(published.order_by().values("sort_key")),
        sort=_first_of(),
        place=Coalesce(*(F(f"{field}__position") for field in CLAIM_FIELDS)),
        claim=Coalesce(*(F(f"{field}__uuid") for field in CLAIM_FIELDS)),
    ).filter(sort_key__isnull=False)
    columns = ("of", "claim", "sort_key", "sort", "place")
    pairs: QuerySet[Any] = rows.values_list(*columns)
    return pairs.order_by("sort_key", "of", "sort", "place", "claim").distinct()


def _first_of() -> Case:
    """The number of the list in which the claim stands."""
    lists = [part.target for part in PARTS]
    whens = [When(**{f"{target}__isnull": False}, then=Value(place)) for place, target in enumerate(lists)]
    return Case(*whens, output_field=IntegerField())


def statements(rows: list[Any]) -> list[Document]:
    """Rows, which begin with a record and the uuid of its claim, as statements."""
    documents = ready_documents(list(dict.fromkeys(record for record, *_rest in rows)))
    said = [statement(documents[record], str(claim)) for record, claim, *_rest in rows if record in documents]
    return [each for each in said if each]


def statement(document: Document, uuid: str) -> Document | None:
    """One claim of a document, with the record that makes it and the notes that it needs."""
    for part in PARTS:
        for claim in document[part.key]:
            if claim["uuid"] == uuid:
                cited = {note["citation"]["uuid"] for note in claim["footnotes"]}
                return {
                    "record": {key: document[key] for key in ("uuid", "kind", "slug", "title", "page_url", "api_url")},
                    "list": part.key,
                    "claim": claim,
                    "notes": [note for note in document["notes"] if note["citation"] in cited],
                    "labels": _labels(document, claim),
                }
    return None


def _labels(document: Document, claim: Document) -> Document:
    words = {value for value in claim.values() if isinstance(value, str)}
    return {key: label for key, label in document["labels"].items() if key.partition("/")[2] in words}


def claims_on(uuid: UUID) -> QuerySet[Any]:
    """The claims that cite one place in a source."""
    shown = Citation.objects.in_public_use().filter(uuid=uuid)
    found = shown.filter(public_end("source")).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return claims_citing(Q(citation=found))


class PersonInverseRelationList(InverseRelationList):
    """What other records say of a person."""

    kind = Kind.PERSON


class UnitInverseRelationList(InverseRelationList):
    """What other records say of a unit."""

    kind = Kind.UNIT


class OrganizationInverseRelationList(InverseRelationList):
    """What other records say of an organization."""

    kind = Kind.ORGANIZATION


class EventInverseRelationList(InverseRelationList):
    """What other records say of an event."""

    kind = Kind.EVENT


class PlaceInverseRelationList(InverseRelationList):
    """What other records say of a place."""

    kind = Kind.PLACE


class SourceInverseRelationList(InverseRelationList):
    """What other records say of a source."""

    kind = Kind.SOURCE
