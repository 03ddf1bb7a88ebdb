"""Facets over what holds of a record's claims: their certainty, a dispute, a missing source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from catalogue.models import CLAIM_MODELS, Basis, Certainty
from catalogue.search.facets import Among, FacetFilter, Said, Tally, YesNoField, unknown
from catalogue.search.pairs import any_claim, said

DISPUTED = Q(disagreement__isnull=False)
UNSOURCED = Q(basis=Basis.SOURCED, citation_count=0)


class CertaintyFacet(FacetFilter):
    """`certainty`: records with a claim that is held so."""

    known_values = tuple(Certainty.values)

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The words themselves."""
        for value in values:
            if value not in Certainty.values:
                raise unknown(value, Certainty.values)
        return list(values)

    def condition(self, keys: Sequence[Any]) -> Q:
        """That some claim of the record has one of these certainties."""
        return any_claim(Q(certainty__in=list(keys)), staff=self.staff)

    def present(self) -> Q:
        """That something is claimed of the record."""
        return any_claim(Q(), staff=self.staff)

    def tally(self, among: Among) -> Tally:
        """Records by certainty, in the order of the scale; one query."""
        said = claims_among(among, staff=self.staff)
        found = Counter(certainty for certainty, _record in {(each.certainty, each.record) for each in said})
        counts = {value: found[value] for value in Certainty.values if found[value]}
        return Tally(counts, len({each.record for each in said}))

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """The words of the scale."""
        return {key: (key, str(Certainty(key).label)) for key in keys}


class FlagFacet(FacetFilter):
    """A question that is answered yes or no."""

    @property
    def field(self) -> forms.Field:
        """Reads true or false."""
        return FlagField(label=self.label, required=False)

    condition_of_claim = Q()

    def asked_of(self, claim: Said) -> bool:
        """Whether it holds of a claim."""
        raise NotImplementedError

    def holds(self) -> Q:
        """That it holds of some claim of the record."""
        return any_claim(self.condition_of_claim, staff=self.staff)

    def condition(self, keys: Sequence[Any]) -> Q:
        """That it holds, or that it does not."""
        return Q() if len(keys) > 1 else self.holds() if keys[0] else ~self.holds()

    def present(self) -> Q:
        """Either answer is one."""
        return Q(pk__isnull=False)

    def tally(self, among: Among) -> Tally:
        """Records of which it holds, and of which it does not; one query."""
        said = claims_among(among, staff=self.staff)
        holding = len({each.record for each in said if self.asked_of(each)})
        counts = {True: holding, False: len(among.ids) - holding}
        return Tally({key: count for key, count in counts.items() if count}, len(among.ids))

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """True and false."""
        return {key: ("true", _("Yes")) if key else ("false", _("No")) for key in keys}


class FlagField(YesNoField):
    """true or false, as the one value of a facet."""

    def clean(self, value: Any) -> Any:
        """One key, or none when it was not asked."""
        answer = super().clean(value)
        return [] if answer is None else [answer]


class DisputedFacet(FlagFacet):
    """`disputed`: records of which sources say things that cannot all be true."""

    condition_of_claim = DISPUTED

    def asked_of(self, claim: Said) -> bool:
        """Whether the claim is a side of a disagreement."""
        return claim.disputed


class UnsourcedFacet(FlagFacet):
    """`unsourced`: records with a claim that should rest on a source and has none."""

    condition_of_claim = UNSOURCED

    def asked_of(self, claim: Said) -> bool:
        """Whether the claim lacks its source."""
        return claim.unsourced


def claims_among(among: Among, *, staff: bool) -> frozenset[Said]:
    """What is claimed of these records, for every facet that counts it; one query."""
    if among.said is None:
        flags = {"disputed": _flag(DISPUTED), "unsourced": _flag(UNSOURCED)}
        columns = ("record", "certainty", "disputed", "unsourced")
        claims = [
            among.rows(said(model, staff=staff), "record").annotate(**flags).values_list(*columns)
            for model in CLAIM_MODELS
        ]
        among.said = frozenset(Said(*row) for row in claims[0].union(*claims[1:]).order_by())
    return among.said


def _flag(condition: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, output_field=BooleanField())
