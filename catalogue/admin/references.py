"""Titles of the records, terms and disagreements that a page's forms name, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django import forms
from django.db.models import Q

from catalogue.admin.fields import CitationField, DisagreementField, RecordField, TermSearch, read_reference
from catalogue.admin.forms import DocumentForm
from catalogue.admin.sheets import Sheet
from catalogue.admin.suggest import citation_words
from catalogue.admin.widgets import ReferenceInput
from catalogue.models import Citation, Disagreement, Record, Term


class Box(NamedTuple):
    """A reference box that holds something: its field, what it holds, and the scheme if that is a term."""

    field: forms.Field
    value: str
    scheme: str


def name_references(sheet: Sheet) -> None:
    """Tell every reference box of the page the title of what it names; at most five queries."""
    boxes = list(_boxes(sheet))
    titles = _record_titles(_values(boxes, RecordField))
    titles |= _citations(_values(boxes, CitationField))
    titles |= _notes(_values(boxes, DisagreementField))
    terms = _term_labels(_values(boxes, TermSearch))
    for field, value, scheme in boxes:
        if isinstance(field.widget, ReferenceInput):
            known = terms.get((scheme, value)) if isinstance(field, TermSearch) else titles.get(value)
            field.widget.shown = known or value


def _boxes(sheet: Sheet) -> Iterator[Box]:
    every = [sheet.form, *(form for rows in sheet.row_sets for form in rows.forms)]
    for form in every:
        for name, field in form.fields.items():
            if isinstance(field.widget, ReferenceInput) and (value := form[name].value()):
                yield Box(field, str(value), _scheme(form, field.widget))


def _scheme(form: DocumentForm, widget: ReferenceInput) -> str:
    """The scheme of a term: a fixed one, that of the property's values, or what the scheme's own box says."""
    depends = widget.bounds.get("depends")
    other = str(form[depends].value() or "") if depends else ""
    if depends == "property" and form.vocabulary:
        return form.vocabulary.value_schemes.get(other, "")
    return widget.bounds.get("scheme") or other


def _values(boxes: Iterable[Box], sort: type[forms.Field]) -> set[str]:
    return {box.value for box in boxes if isinstance(box.field, sort)}


def _record_titles(names: set[str]) -> dict[str, str]:
    wanted = Q(pk__in=[])
    citekeys = []
    for value in names:
        reference = read_reference(value) or {}
        if "citekey" in reference:
            citekeys.append(reference["citekey"])
        elif reference:
            wanted |= Q(**reference)
    titles: dict[str, str] = {}
    if not names:
        return titles
    for key, kind, slug, title in Record.objects.filter(wanted).values_list("uuid", "kind", "slug", "title"):
        titles[str(key)] = titles[f"{kind}/{slug}"] = title
    if citekeys:
        sources = Record.objects.filter(source__citekey__in=citekeys).values_list("source__citekey", "title")
        titles |= {f"@{citekey}": title for citekey, title in sources}
    return titles


def _term_labels(slugs: set[str]) -> dict[tuple[str, str], str]:
    found = Term.objects.filter(slug__in=slugs) if slugs else ()
    return {(term.scheme, term.slug): term.label() for term in found}


def _notes(keys: set[str]) -> dict[str, str]:
    return {str(each.uuid): str(each) for each in Disagreement.objects.filter(uuid__in=keys)} if keys else {}


def _citations(keys: set[str]) -> dict[str, str]:
    found = Citation.objects.filter(uuid__in=keys).select_related("source") if keys else ()
    return {str(each.uuid): citation_words(each) for each in found}
