from __future__ import annotations

from typing import Any

import pytest

from catalogue.curation import SaveRefused, save_disagreement, save_record
from catalogue.models import Attribute, Dating, Disagreement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def person(text: str, **claims: Any) -> dict[str, Any]:
    return {"kind": "person", "names": [{"type": "authorized", "text": text}], **claims}


def test_two_records_cannot_both_be_preferred_in_one_disagreement() -> None:
    saved = save_disagreement({"note": "¿Nació uno o ascendió el otro?"})
    rival = {"disagreement": {"uuid": saved.uuid}}
    save_record(person("Ana", datings=[{"type": "birth", "date": "1901", **rival}]))
    other = person("Ion", attributes=[{"property": "spouse", "text": "Ana", **rival}])
    with pytest.raises(SaveRefused) as refused:
        save_record(other)
    assert refused.value.problems[0].pointer == "/attributes/0/standing"
    assert not Attribute.objects.exists()
    other["attributes"][0]["standing"] = "alternative"
    save_record(other)
    side = Disagreement.objects.get(uuid=saved.uuid)
    assert (Dating.objects.get().disagreement, Attribute.objects.get().disagreement) == (side, side)
