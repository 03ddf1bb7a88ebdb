"""Facets over what is a column of the record or of its kind: one value a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.enums import Choices
from django.utils.translation import get_language_info

from catalogue.models import Term
from catalogue.search.facets import Among, FacetFilter, Tally, unknown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ColumnFacet(FacetFilter):
    """A column, named by its path from the record: `language`, `person__gender`."""

    def __init__(self, path: str, *, label: StrOrPromise) -> None:
        super().__init__(path, label=label)

    @property
    def path(self) -> str:
        """The column's path from the record."""
        return str(self.field_name)

    def condition(self, keys: Sequence[Any]) -> Q:
        """That the column has one of these values."""
        return Q(**{f"{self.path}__in": list(keys)})

    def present(self) -> Q:
        """That the column is filled."""
        return Q(**{f"{self.path}__isnull": False}) & ~Q(**{self.path: ""})

    def tally(self, among: Among) -> Tally:
        """Records by value of the column."""
        return Tally.of(among.rows(self.model._default_manager.filter(self.present()), "pk"), self.path, "pk")


class TermFacet(ColumnFacet):
    """A column that holds a term of the vocabulary of that name."""

    def __init__(self, path: str, *, scheme: str, label: StrOrPromise) -> None:
        super().__init__(path, label=label)
        self.scheme = scheme

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The terms with these slugs; one query."""
        return resolve_terms(self.scheme, values)

    def present(self) -> Q:
        """That the record is classed."""
        return Q(**{f"{self.path}__isnull": False})

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """Slug and label of the terms."""
        return describe_terms(keys)


class ChoiceFacet(ColumnFacet):
    """A column that holds one word of a closed list."""

    def __init__(self, path: str, *, choices: type[Choices], label: StrOrPromise) -> None:
        super().__init__(path, label=label)
        self.choices = {str(value): text for value, text in choices.choices if value}
        self.known_values = tuple(self.choices)

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The words themselves."""
        for value in values:
            if value not in self.choices:
                raise unknown(value, self.choices)
        return list(values)

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """The labels of the list."""
        return {key: (key, str(self.choices[key])) for key in keys}


class LanguageFacet(ColumnFacet):
    """A column that holds a language tag."""

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The tags, if some record has them; one query."""
        known = set(self.model._default_manager.order_by().values_list(self.path, flat=True).distinct())
        for value in values:
            if value not in known:
                raise unknown(value, filter(None, known))
        return list(values)

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """The languages' names, where Django knows them."""
        return {key: (key, language_name(key)) for key in keys}


def resolve_terms(scheme: str, values: Sequence[str]) -> list[Any]:
    """Terms of a scheme by slug, or the refusal that lists them."""
    terms = dict(Term.objects.filter(scheme=scheme, slug__in=values).values_list("slug", "pk"))
    for value in values:
        if value not in terms:
            raise unknown(value, Term.objects.filter(scheme=scheme).values_list("slug", flat=True))
    return [terms[value] for value in values]


def describe_terms(keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    """Slug and label of terms; one query."""
    return {key: (term.slug, term.label()) for key, term in Term.objects.in_bulk(list(keys)).items()}


def language_name(tag: str) -> str:
    """What a language is called in the language of the page; the tag itself when nobody knows."""
    try:
        return str(get_language_info(tag.lower())["name_translated"])
    except KeyError:
        return tag
