"""The rules that the database keeps for claims of every sort, each broken by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from catalogue.models import (
    CLAIM_MODELS,
    Attribute,
    Citation,
    Claim,
    Footnote,
)
from tests.models import rows

pytestmark = pytest.mark.django_db
each_claim = pytest.mark.parametrize("model", CLAIM_MODELS)


def refused(rule: str) -> Any:
    """Expects the database to refuse by a rule of this name."""
    return pytest.raises(IntegrityError, match=rule)


@each_claim
def test_a_record_has_one_preferred_claim_of_a_single_valued_type(model: type[Claim]) -> None:
    of, single = rows.record(), rows.type_of(model, single=True)
    rows.claim(model, of, single)
    rows.claim(model, of, single, standing="alternative")
    rows.claim(model, rows.record(), single)
    with refused("_preferred_once_of_"):
        rows.claim(model, of, single)


@each_claim
def test_a_record_has_many_preferred_claims_of_another_type(model: type[Claim]) -> None:
    of, many = rows.record(), rows.type_of(model)
    rows.claim(model, of, many)
    rows.claim(model, of, many)
    assert model._default_manager.filter(record=of).count() == 2


@each_claim
def test_the_flag_of_a_type_reaches_its_claims(model: type[Claim]) -> None:
    many = rows.type_of(model)
    claim = rows.claim(model, rows.record(), many)
    type(many)._default_manager.filter(pk=many.pk).update(single=True)
    claim.refresh_from_db()
    assert getattr(claim, "property_single" if model is Attribute else "type_single") is True


@each_claim
def test_a_type_cannot_become_single_valued_while_a_record_prefers_two_of_it(model: type[Claim]) -> None:
    of, many = rows.record(), rows.type_of(model)
    rows.claim(model, of, many)
    rows.claim(model, of, many)
    with refused("_preferred_once_of_"):
        type(many)._default_manager.filter(pk=many.pk).update(single=True)


@each_claim
def test_a_claim_cannot_deny_that_its_type_is_single_valued(model: type[Claim]) -> None:
    claim = rows.claim(model, rows.record(), rows.type_of(model, single=True))
    flag = "property_single" if model is Attribute else "type_single"
    with refused("_copy"):
        model._default_manager.filter(pk=claim.pk).update(**{flag: False})


@each_claim
def test_a_disagreement_has_one_preferred_claim_of_a_sort(model: type[Claim]) -> None:
    dispute = rows.disagreement()
    rows.claim(model, rows.record(), disagreement=dispute)
    rows.claim(model, rows.record(), disagreement=dispute, standing="alternative")
    with refused("_preferred_once_in_disagreement"):
        rows.claim(model, rows.record(), disagreement=dispute)


@each_claim
def test_an_inference_needs_its_reason(model: type[Claim]) -> None:
    rows.claim(model, rows.record(), basis="inferred", basis_reason="de su firma")
    with refused("_inference_reasoned"):
        rows.claim(model, rows.record(), basis="inferred")


@each_claim
def test_the_bounds_of_a_claim_stand_in_order(model: type[Claim]) -> None:
    rows.claim(model, rows.record(), earliest=19440823, latest=19440823)
    rows.claim(model, rows.record(), earliest=19440823, latest=None)
    with refused("_bounds_in_order"):
        rows.claim(model, rows.record(), earliest=19440824, latest=19440823)


@each_claim
@pytest.mark.parametrize("column", ["certainty", "basis", "standing", "date_calendar", "date_reading"])
def test_a_claim_keeps_to_the_closed_lists(model: type[Claim], column: str) -> None:
    with refused("_known"):
        rows.claim(model, rows.record(), None, **{column: "disputed"})


@each_claim
def test_two_claims_never_share_a_uuid(model: type[Claim]) -> None:
    first = rows.claim(model, rows.record())
    with refused("uuid"):
        rows.claim(model, rows.record(), uuid=first.uuid)


@each_claim
def test_a_disagreement_stays_while_a_claim_stands_in_it(model: type[Claim]) -> None:
    dispute = rows.disagreement()
    rows.claim(model, rows.record(), disagreement=dispute)
    with pytest.raises(ProtectedError):
        dispute.delete()


@each_claim
def test_footnotes_go_with_their_claim(model: type[Claim]) -> None:
    claim = rows.claim(model, rows.record())
    note = rows.footnote(claim)
    claim.delete()
    assert not Footnote.objects.filter(pk=note.pk).exists()
    assert Citation.objects.filter(pk=note.citation_id).exists()
