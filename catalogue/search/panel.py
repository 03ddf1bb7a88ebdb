"""From counted values to facets as a reader sees them: labels, what is chosen, and the questions a click away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import Record, Source, Term
from catalogue.search.addresses import Addresses
from catalogue.search.counting import Counted, Counts
from catalogue.search.facets import Facet, FacetFilter, FacetValue
from catalogue.search.filtersets import RecordFilterSet
from catalogue.search.periods import PeriodFacet, period_label


class Panel:
    """The facets of one question."""

    def __init__(self, question: RecordFilterSet, counts: Counts, *, most: int) -> None:
        self.question = question
        self.counts = counts
        self.most = most
        self.addresses = Addresses(question.asked)

    def facet(self, name: str) -> Facet:
        """One facet with its values."""
        each = self.question.facets()[name]
        facet = Facet(name, str(each.label), each.kind)
        counted = self.counts.values.get(each.facet_number, [])
        if isinstance(each, PeriodFacet):
            facet.values = self._periods(each, counted)
        elif each.kind == "flag":
            facet.values = self._answers(name, each, counted)
        else:
            facet.values, facet.truncated = self._values(name, each, counted)
        facet.missing = 0 if each.kind == "flag" else self.missing(each)
        self._address(facet)
        return facet

    def missing(self, each: FacetFilter) -> int:
        """How many of the records have no value of a facet."""
        counted = self.counts.values.get(each.facet_number, [])
        return self.counts.among(each.facet_number) - sum(value.records for value in counted if value.key is None)

    def page_of(self, name: str, counted: Sequence[Counted], missing: int) -> Facet:
        """A facet with just these values, whatever else was chosen."""
        each = self.question.facets()[name]
        chosen, refused = self.question.chosen(name), self.question.chosen(f"{name}__not")
        facet = Facet(name, str(each.label), each.kind, missing=missing)
        facet.values = [
            FacetValue(*each.show(row), count=row.records, selected=row.key in chosen, excluded=row.key in refused)
            for row in counted
        ]
        self._address(facet)
        facet.selected = self.question.asked.getlist(name)
        facet.excluded = self.question.asked.getlist(f"{name}__not")
        return facet

    def _values(self, name: str, each: FacetFilter, counted: Sequence[Counted]) -> tuple[list[FacetValue], bool]:
        chosen, refused = self.question.chosen(name), self.question.chosen(f"{name}__not")
        wanted = {*chosen, *refused}
        rows = [row for row in counted if row.key is not None]
        others = [row.key for row in rows if row.key not in wanted]
        shown = wanted.union(others[: self.most])
        rows = [row for row in rows if row.key in shown]
        rows += uncounted(each, wanted.difference(row.key for row in rows))
        values = [
            FacetValue(*each.show(row), count=row.records, selected=row.key in chosen, excluded=row.key in refused)
            for row in rows
        ]
        return values, len(others) > self.most

    def _answers(self, name: str, each: FacetFilter, counted: Sequence[Counted]) -> list[FacetValue]:
        chosen = self.question.chosen(name)
        yes = sum(row.records for row in counted if row.key is not None)
        no = self.counts.among(each.facet_number) - yes
        answers = (("true", _("Yes"), yes, True), ("false", _("No"), no, False))
        return [
            FacetValue(value, label, count, selected=key in chosen)
            for value, label, count, key in answers
            if count or key in chosen
        ]

    def _periods(self, each: PeriodFacet, counted: Sequence[Counted]) -> list[FacetValue]:
        rows = None if each.is_kept else self.question.found(without=["period"])
        counts = each.from_numbers(counted) if rows is None else each.from_rows(rows)
        chosen = {span.value: span for span in self.question.chosen("period")}
        refused = {span.value for span in self.question.chosen("period__not")}
        for value in {*chosen, *refused}.difference(counts):
            span = chosen.get(value)
            among = self.question.found(without=["period"])
            counts[value] = among.filter(each.condition([span])).count() if span else 0
        return [
            FacetValue(value, period_label(value), counts[value], selected=value in chosen, excluded=value in refused)
            for value in sorted(counts)
        ]

    def _address(self, facet: Facet) -> None:
        addresses = self.addresses
        for value in facet.values:
            if value.selected:
                value.toggle = addresses.without(facet.name, value.value)
            else:
                value.toggle = addresses.choosing(facet.name, value.value)
            if value.excluded:
                value.exclude = addresses.without(f"{facet.name}__not", value.value)
            elif facet.kind != "flag":
                value.exclude = addresses.excluding(facet.name, value.value)
        facet.selected = [value.value for value in facet.values if value.selected]
        facet.excluded = [value.value for value in facet.values if value.excluded]
        if facet.kind != "flag":
            facet.missing_selected = self.question.form.cleaned_data.get(f"{facet.name}__isnull") is True
            facet.missing_toggle = addresses.missing(facet.name, selected=facet.missing_selected)


def uncounted(each: FacetFilter, keys: Iterable[Any]) -> list[Counted]:
    """Values that were chosen and that no record has, with what shows them; two queries at most, mostly none."""
    wanted = sorted(keys)
    if not wanted:
        return []
    if each.key_column == "term":
        return [_blank(term=term.pk, slug=term.slug, **_labels(term)) for term in Term.objects.filter(pk__in=wanted)]
    if each.key_column == "record":
        sources: Any = Source._default_manager.filter(pk__in=wanted)
        citekeys = dict(sources.values_list("pk", "citekey"))
        return [
            _blank(record=row.pk, slug=row.slug, uuid=row.uuid, title=row.title, citekey=citekeys.get(row.pk))
            for row in Record.objects.filter(pk__in=wanted)
        ]
    return [_blank(word=word) for word in wanted]


def _blank(**shown: Any) -> Counted:
    nothing: dict[str, Any] = dict.fromkeys(Counted._fields)
    return Counted(**nothing | {"facet": 0, "number": 0, "records": 0} | shown)


def _labels(term: Term) -> dict[str, str]:
    return {"label_en": term.label_en, "label_es": term.label_es, "label_ro": term.label_ro}
