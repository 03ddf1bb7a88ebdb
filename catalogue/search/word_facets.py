"""Facets whose values are words or terms: columns of the record or of its kind, certainty, what holds of its claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.db.models.enums import Choices
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from catalogue.models import IndexedValue, Term
from catalogue.search.facets import FacetFilter, YesNoField, has_any, unknown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from catalogue.search.counting import Counted


class TermFacet(FacetFilter):
    """A column that holds a term of the vocabulary of that name."""

    key_column = "term"

    def __init__(self, *, scheme: str, label: StrOrPromise) -> None:
        super().__init__(label=label)
        self.scheme = scheme

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The terms with these slugs; one query."""
        terms = dict(Term.objects.filter(scheme=self.scheme, slug__in=values).values_list("slug", "pk"))
        for value in values:
            if value not in terms:
                raise unknown(value, Term.objects.filter(scheme=self.scheme).values_list("slug", flat=True))
        return [terms[value] for value in values]

    def show(self, counted: Counted) -> tuple[str, str]:
        """Slug and label of the term."""
        return counted.slug or "", counted.term_label(self.language)


class ChoiceFacet(FacetFilter):
    """A column that holds one word of a closed list, or claims that do."""

    def __init__(self, *, choices: type[Choices], label: StrOrPromise) -> None:
        super().__init__(label=label)
        self.choices = {str(value): text for value, text in choices.choices if value}
        self.known_values = tuple(self.choices)

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The words themselves."""
        for value in values:
            if value not in self.choices:
                raise unknown(value, self.choices)
        return list(values)

    def show(self, counted: Counted) -> tuple[str, str]:
        """The label of the list."""
        return counted.word or "", str(self.choices.get(counted.word or "", counted.word))


class WordFacet(FacetFilter):
    """Words as they were written, for which there is no list."""

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The words, if some record has them; one query."""
        numbered: Any = IndexedValue._default_manager.filter(facet=self.facet_number)
        known = set(numbered.filter(word__in=values).values_list("word", flat=True))
        for value in values:
            if value not in known:
                public = numbered.filter(Q(totals__count__gt=0) | Q(changes__change__gt=0), word__isnull=False)
                raise unknown(value, set(public.values_list("word", flat=True)[:1000]))
        return list(values)

    def show(self, counted: Counted) -> tuple[str, str]:
        """The word."""
        return counted.word or "", counted.word or ""


class LanguageFacet(WordFacet):
    """A column that holds a language tag."""

    def show(self, counted: Counted) -> tuple[str, str]:
        """The tag and the language's name."""
        return counted.word or "", language_name(counted.word or "")


class FlagFacet(FacetFilter):
    """A question that is answered yes or no: whether some claim of the record is disputed, or lacks its source."""

    kind = "flag"

    @property
    def field(self) -> forms.Field:
        """Reads true or false."""
        return FlagField(label=self.label, required=False)

    def condition(self, keys: Sequence[Any]) -> Q:
        """That it holds, or that it does not."""
        holds = has_any(self.value_numbers(["true"]), column=self.numbers_column)
        return Q() if len(keys) > 1 else holds if keys[0] else ~holds

    def show(self, counted: Counted) -> tuple[str, str]:
        """Yes; how many answer no is what remains."""
        return "true", _("Yes")


class FlagField(YesNoField):
    """true or false, as the one value of a facet."""

    def clean(self, value: Any) -> Any:
        """One key, or none when it was not asked."""
        answer = super().clean(value)
        return [] if answer is None else [answer]


def language_name(tag: str) -> str:
    """What a language is called in the language of the page; the tag itself when nobody knows."""
    try:
        return str(get_language_info(tag.lower())["name_translated"])
    except KeyError:
        return tag
