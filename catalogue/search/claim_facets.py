"""Facets over what is claimed: a record may have several values, and is counted once for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet

from catalogue.models import Attribute, Kind, RelationType, Source, Status, Term
from catalogue.search import pairs
from catalogue.search.column_facets import describe_terms, resolve_terms
from catalogue.search.facets import Among, FacetFilter, Tally, unknown
from catalogue.search.references import describe_records, resolve_records


class PairFacet(FacetFilter):
    """A facet over pairs of a record and a key: EXISTS asks, a distinct count counts, nothing multiplies."""

    key = "object"

    def pairs(self) -> QuerySet[Any]:
        """Who has what."""
        raise NotImplementedError

    def condition(self, keys: Sequence[Any]) -> Q:
        """That one of the pairs of the record has one of these keys."""
        return Q(Exists(self.pairs().filter(**{"record": OuterRef("pk"), f"{self.key}__in": list(keys)})))

    def present(self) -> Q:
        """That the record has a pair."""
        return Q(Exists(self.pairs().filter(record=OuterRef("pk"))))

    def tally(self, among: Among) -> Tally:
        """Different records by key."""
        return Tally.of(among.rows(self.pairs(), "record"), self.key, "record")


class AttributeFacet(PairFacet):
    """`attr.<slug>`: the values of a property that curators made a facet."""

    def __init__(self, property_: Term) -> None:
        super().__init__(label=property_.label())
        self.property = property_
        self.key = "term" if property_.value_scheme else "text"

    def pairs(self) -> QuerySet[Any]:
        """Records and their terms, or words where the property has no vocabulary."""
        if not self.property.value_scheme:
            return pairs.texts_of(self.property, staff=self.staff)
        return pairs.terms(staff=self.staff).filter(property=self.property)

    def tally(self, among: Among) -> Tally:
        """Different records by value; the properties with vocabularies are counted together."""
        if not self.property.value_scheme:
            return super().tally(among)
        if "terms" not in among.counted:
            rows = among.rows(pairs.terms(staff=self.staff), "record")
            among.counted["terms"] = Tally.by("property", rows, "term", "record")
        return among.counted["terms"].get(self.property.pk, Tally({}, 0))

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """Terms by slug; words as they were written."""
        if self.property.value_scheme:
            return resolve_terms(self.property.value_scheme, values)
        written: QuerySet[Any] = Attribute._default_manager.filter(property=self.property).order_by()
        known = set(written.filter(text__in=values).values_list("text", flat=True))
        for value in values:
            if value not in known:
                raise unknown(value, set(written.exclude(text="").values_list("text", flat=True)))
        return list(values)

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """Labels of the terms, or the words."""
        return describe_terms(keys) if self.property.value_scheme else {key: (key, key) for key in keys}


class ObjectFacet(PairFacet):
    """A facet whose values are records, named by slug or uuid."""

    def kinds(self) -> Sequence[str]:
        """The kinds among which a slug is looked for; none: all."""
        return ()

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The records that these slugs, former slugs or uuids name."""
        return resolve_records(values, kinds=self.kinds(), staff=self.staff)

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """Slug and title."""
        return describe_records(keys, kinds=self.kinds())


class RelationFacet(ObjectFacet):
    """`rel.<slug>`: what records are tied to in one way."""

    def __init__(self, type_: RelationType) -> None:
        super().__init__(label=type_.label())
        self.type = type_

    def kinds(self) -> Sequence[str]:
        """The kinds that the type may point at."""
        return self.type.object_kinds

    def pairs(self) -> QuerySet[Any]:
        """Records and the objects of the relation."""
        return pairs.objects(staff=self.staff).filter(type=self.type)

    def tally(self, among: Among) -> Tally:
        """Different records by object; all types of relation are counted together."""
        if "objects" not in among.counted:
            rows = among.rows(pairs.objects(staff=self.staff), "record")
            among.counted["objects"] = Tally.by("type", rows, "object", "record")
        return among.counted["objects"].get(self.type.pk, Tally({}, 0))


class PlaceFacet(ObjectFacet):
    """`place`: the places to which a record is tied in any way."""

    def kinds(self) -> Sequence[str]:
        """Places only."""
        return (Kind.PLACE,)

    def pairs(self) -> QuerySet[Any]:
        """Records and their places."""
        return pairs.places(staff=self.staff)


class Cited(Func):
    """The sources of a citation: its own, and the one in which it was read; a row for each."""

    template = "unnest(ARRAY[%(expressions)s])"
    output_field = BigIntegerField()


class SourceFacet(FacetFilter):
    """`source`: everything of which a claim cites the source, itself or as read in it."""

    def condition(self, keys: Sequence[Any]) -> Q:
        """That a claim of the record cites one of these sources."""
        cited = Q(citation__source__in=list(keys)) | Q(citation__via__source__in=list(keys))
        return Q(pk__in=pairs.citing_footnotes(staff=self.staff).filter(cited).values("of"))

    def present(self) -> Q:
        """That a claim of the record cites a source."""
        return Q(pk__in=pairs.citing_footnotes(staff=self.staff).values("of"))

    def tally(self, among: Among) -> Tally:
        """Different records by source."""
        cited = Cited(F("citation__source_id"), F("citation__via__source_id"))
        notes = among.rows(pairs.citing_footnotes(staff=self.staff), "of").annotate(cited=cited)
        tally = Tally.of(notes, "cited", "of")
        tally.counts.pop(None, None)
        return tally

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """Sources by citekey first, then as other records are named."""
        sources: QuerySet[Any] = Source._default_manager.order_by()
        visible = sources if self.staff else sources.filter(status=Status.PUBLISHED)
        known = dict(visible.filter(citekey__in=values).values_list("citekey", "pk"))
        rest = [value for value in values if value not in known]
        return [*known.values(), *resolve_records(rest, kinds=(Kind.SOURCE,), staff=self.staff)]

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """Citekey and title."""
        sources: QuerySet[Any] = Source._default_manager.order_by()
        rows = sources.filter(pk__in=list(keys)).values_list("pk", "citekey", "title")
        return {key: (citekey, title) for key, citekey, title in rows}
