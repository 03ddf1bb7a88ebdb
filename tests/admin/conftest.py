from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, save_record, save_relation_types, save_terms
from catalogue.documents import Document
from tests.kept import keep

TERMS = (
    ("name-type", "authorized", "authorised form", True, ""),
    ("name-type", "alias", "alias", False, ""),
    ("dating-type", "birth", "birth", True, ""),
    ("dating-type", "death", "death", True, ""),
    ("narrative-type", "biography", "biography", True, ""),
    ("property", "nationality", "nationality", False, "nationality"),
    ("property", "strength", "strength", False, ""),
    ("nationality", "romanian", "Romanian", False, ""),
    ("role", "minister", "minister", False, ""),
    ("gender", "male", "male", False, ""),
    ("echelon", "army", "army", False, ""),
    ("identifier-scheme", "wikidata", "Wikidata", False, ""),
)


@pytest.fixture
def vocabulary(db: None) -> None:
    keep("vocabulary of the admin", _save_vocabulary)


def _save_vocabulary() -> None:
    save_terms(
        [
            {
                "kind": "term",
                "scheme": scheme,
                "slug": slug,
                "label_en": label,
                "single": single,
                "value_scheme": values,
            }
            for scheme, slug, label, single, values in TERMS
        ]
    )
    save_relation_types(
        [
            {"slug": "held-office-in", "label_en": "held office in", "inverse_en": "had as officer"},
            {"slug": "born-at", "label_en": "born at", "inverse_en": "birthplace of", "subject_kinds": ["person"]},
            {"slug": "flows-into", "label_en": "flows into", "inverse_en": "fed by", "subject_kinds": ["place"]},
        ]
    )


def source(citekey: str, title: str) -> Document:
    return {
        "kind": "source",
        "citekey": citekey,
        "csl_type": "book",
        "bibliographic_title": title,
        "status": "published",
    }


def named(kind: str, text: str, **more: object) -> Document:
    return {"kind": kind, "names": [{"type": "authorized", "text": text}], "status": "published", **more}


@pytest.fixture
def banu(vocabulary: None) -> Saved:
    return save_record(source("banu-2004", "Amurgul democrației"))


@pytest.fixture
def decree(vocabulary: None) -> Saved:
    return save_record(source("decreto-221", "Decret nr. 221"))


@pytest.fixture
def ministry(vocabulary: None) -> Saved:
    return save_record(named("organization", "Ministerul Justiției"))


@pytest.fixture
def patrascanu(banu: Saved, decree: Saved, ministry: Saved) -> Saved:
    """Lucrețiu Pătrășcanu, with two births that cannot both be true and an office."""
    return save_record(
        {
            "kind": "person",
            "status": "published",
            "gender": "male",
            "names": [
                {
                    "type": "authorized",
                    "text": "Lucrețiu Pătrășcanu",
                    "family": "Pătrășcanu",
                    "given": "Lucrețiu",
                    "marks": "[@banu-2004, p. 28]",
                },
                {
                    "type": "alias",
                    "text": "Andrei Moldoveanu",
                    "standing": "alternative",
                    "basis": "editorial",
                    "note": "Firmaba así.",
                },
            ],
            "datings": [
                {"type": "birth", "date": "1900-11-04", "marks": "[@banu-2004, p. 30; contra @decreto-221, art. 3]"},
                {"type": "birth", "date": "1901~", "standing": "alternative", "basis": "editorial", "negated": False},
            ],
            "attributes": [{"property": "nationality", "term": "romanian", "marks": "[@banu-2004]"}],
            "relations": [
                {"type": "held-office-in", "object": {"uuid": ministry.uuid}, "role": "minister", "date": "1944/1948"}
            ],
            "narratives": [
                {"type": "biography", "text": "Fue ministro de Justicia [@banu-2004, p. 28].", "language": "es"}
            ],
        }
    )


@pytest.fixture
def curator(db: None) -> User:
    return User.objects.create_superuser("ana", "ana@example.org", "a-long-password")


@pytest.fixture
def admin_client(curator: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(curator)
    return client
