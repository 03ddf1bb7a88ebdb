"""The vocabulary as lists of choices: read once a request, shared by every row of a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django import forms
from django.utils.functional import cached_property

from catalogue.admin.fields import RelationTypeChoice, TermChoice
from catalogue.models import RelationType, Term
from catalogue.text import fold

SCHEMES = (
    "name-type",
    "dating-type",
    "narrative-type",
    "property",
    "identifier-scheme",
    "gender",
    "echelon",
    "branch",
    "allegiance",
    "organization-type",
    "event-type",
    "place-type",
)
Choices = list[tuple[str, str]]
NOTHING = ("", "---------")


class Vocabulary:
    """Choices for the fields of one page, in the language in force."""

    def __init__(self, kind: str, used_types: Iterable[str] = ()) -> None:
        self.kind = kind
        self.used_types = set(used_types)

    @cached_property
    def _terms(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = defaultdict(list)
        for term in Term.objects.filter(scheme__in=SCHEMES):
            found[term.scheme].append(term)
        return found

    @cached_property
    def _choices(self) -> dict[str, Choices]:
        return {scheme: [NOTHING, *in_order(terms)] for scheme, terms in self._terms.items()}

    @cached_property
    def relation_types(self) -> Choices:
        """Types that a record of the kind may use, and those that this one already uses."""
        return [
            NOTHING,
            *in_order(
                type_
                for type_ in self._relation_types
                if not type_.subject_kinds or self.kind in type_.subject_kinds or type_.slug in self.used_types
            ),
        ]

    @cached_property
    def inverse_types(self) -> Choices:
        """Types whose object a record of the kind may be, as they are read from there."""
        allowed = [each for each in self._relation_types if not each.object_kinds or self.kind in each.object_kinds]
        ordered = sorted(allowed, key=lambda each: (each.position, fold(each.inverse())))
        return [NOTHING, *((each.slug, each.inverse()) for each in ordered)]

    @cached_property
    def _relation_types(self) -> list[RelationType]:
        return list(RelationType.objects.all())

    @cached_property
    def value_schemes(self) -> dict[str, str]:
        """The scheme of a property's values, by the property's slug."""
        return {term.slug: term.value_scheme for term in self._terms["property"] if term.value_scheme}

    def terms(self, scheme: str) -> Choices:
        """The choices of a scheme."""
        return self._choices.get(scheme, [NOTHING])

    def fill(self, form: forms.BaseForm) -> None:
        """Give the fields of a form their choices."""
        for field in form.fields.values():
            if isinstance(field, TermChoice):
                field.choices = self.terms(field.scheme)
            elif isinstance(field, RelationTypeChoice):
                field.choices = self.relation_types


def in_order(terms: Iterable[Term | RelationType]) -> Choices:
    """Slug and label, by position and then by label as read in the language in force."""
    ordered = sorted(terms, key=lambda term: (term.position, fold(term.label())))
    return [(term.slug, term.label()) for term in ordered]
