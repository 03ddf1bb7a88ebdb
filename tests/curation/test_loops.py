from __future__ import annotations

from typing import Any

import pytest

from catalogue.curation import SaveRefused, save_record, save_term
from catalogue.models import Source, Term

pytestmark = pytest.mark.django_db


def source(key: str, parent: str = "") -> dict[str, Any]:
    content = {"kind": "source", "citekey": key, "bibliographic_title": key.title(), "slug": key}
    known = Source.objects.filter(citekey=key).first()
    above = {"parent": {"citekey": parent}} if parent else {}
    return content | above | ({"uuid": str(known.uuid)} if known else {})


def test_a_source_cannot_be_part_of_itself_by_way_of_another() -> None:
    save_record(source("fondo"))
    save_record(source("serie", "fondo"))
    save_record(source("expediente", "serie"))
    with pytest.raises(SaveRefused) as refused:
        save_record(source("fondo", "expediente"))
    assert refused.value.problems[0].pointer == "/parent"
    assert Source.objects.get(citekey="fondo").parent is None


def test_a_term_cannot_stand_below_itself_by_way_of_another() -> None:
    save_term({"scheme": "echelon", "slug": "army", "label_en": "army"})
    save_term({"scheme": "echelon", "slug": "division", "label_en": "division", "broader": "army"})
    with pytest.raises(SaveRefused, match="below itself"):
        save_term({"scheme": "echelon", "slug": "army", "label_en": "army", "broader": "division"})
    assert Term.objects.get(slug="army").broader is None


def test_a_new_broader_term_alone_is_a_change() -> None:
    save_term({"scheme": "echelon", "slug": "army", "label_en": "army"})
    save_term({"scheme": "echelon", "slug": "division", "label_en": "division"})
    tied = {"scheme": "echelon", "slug": "division", "label_en": "division", "broader": "army"}
    assert save_term(tied).outcome == "updated"
    assert save_term(tied).outcome == "unchanged"
