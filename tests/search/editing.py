"""A small catalogue and edits to it, drawn: everything that may change what is found and counted."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from django.db import connection

from catalogue.curation import (
    InUse,
    Saved,
    SaveRefused,
    delete_record,
    save_record,
    save_relation_types,
    save_terms,
)
from catalogue.models import RelationType, Term
from tests.documents.contents import birth, change, now, of_kind, person, relation, source, story

NAMES = ("Ana", "Ion", "Petru Țurcanu", "Magda", "Lucía", "Ștefan", "Iosif", "Elena Pătrașcu")
CLAIMS = {
    "attributes": [{"property": "rank", "term": "general", "basis": "editorial"}],
    "datings": [birth("1905~"), birth("1911-05-02", standing="alternative")],
    "narratives": [story("Vivió en Bucarest [@obra, p. 3].")],
}


class Editor:
    """Some records, and how they are changed."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.told: list[str] = []
        self.sources = [save_record(source(key)) for key in ("obra", "otra")]
        self.places = [save_record(of_kind("place", title)) for title in ("Bucarest", "Sibiu")]
        self.events = [save_record(of_kind("event", title, type="acuerdo")) for title in ("Golpe", "Batalla")]
        self.people = [save_record(person(name, gender="femenino")) for name in NAMES[:4]]
        self.edits: list[Callable[[], Any]] = [
            self.write_claims, self.write_claims, self.drop_claims, self.relate, self.relate, self.cite,
            self.publish_or_withdraw, self.publish_or_withdraw, self.rename, self.delete, self.add,
            self.name_term_anew, self.switch_property, self.switch_values, self.switch_relation_type, self.deny,
        ]  # fmt: skip

    def edit(self) -> None:
        """One change; what the catalogue refuses changes nothing."""
        step = self.random.choice(self.edits)
        self.told.append(step.__name__)
        try:
            step()
            # What the database would refuse at the end of the transaction is refused here.
            connection.check_constraints()
        except (SaveRefused, InUse) as refusal:
            self.told[-1] += f" (refused: {refusal})"

    def any(self) -> Saved:
        """A record."""
        return self.random.choice([*self.people, *self.events, *self.places, *self.sources])

    def write_claims(self) -> None:
        part = self.random.choice(sorted(CLAIMS))
        change(self.random.choice(self.people), **{part: CLAIMS[part]})

    def drop_claims(self) -> None:
        change(self.random.choice(self.people), **{self.random.choice([*CLAIMS, "relations"]): []})

    def relate(self) -> None:
        subject = self.random.choice(self.people)
        ties = [
            relation("born-at", self.random.choice(self.places), certainty="doubtful"),
            relation("participated-in", self.random.choice(self.events), attributed_to={"uuid": self.any().uuid}),
        ]
        change(subject, relations=self.random.sample(ties, self.random.randint(1, 2)))

    def deny(self) -> None:
        subject = self.random.choice(self.people)
        relations = [tie | {"negated": True} for tie in now(subject)["relations"]]
        change(subject, relations=relations)

    def cite(self) -> None:
        mark = self.random.choice(["[@obra, p. 1]", "[@otra, p. 2; @obra, p. 1]", "[@obra, n. 4 via @otra, p. 9]"])
        change(self.random.choice(self.people), datings=[birth("1900/1910", marks=mark)])

    def publish_or_withdraw(self) -> None:
        saved, status = self.any(), self.random.choice(["draft", "published", "published"])
        self.told[-1] += f" {now(saved)['slug']}: {status}"
        change(saved, status=status)

    def rename(self) -> None:
        saved = self.random.choice([*self.people, *self.events, *self.places])
        name = now(saved)["names"][0] | {"text": self.random.choice(NAMES)}
        change(saved, names=[name])

    def delete(self) -> None:
        group = self.random.choice([group for group in (self.people, self.events, self.places) if len(group) > 1])
        saved = self.random.choice(group)
        delete_record(saved.record_id)
        group.remove(saved)

    def add(self) -> None:
        status = self.random.choice(["published", "draft"])
        self.people.append(save_record(person(self.random.choice(NAMES), status=status, **CLAIMS)))

    def name_term_anew(self) -> None:
        save_terms([written(Term.objects.get(scheme="rank", slug="general")) | {"label_en": self.random.choice(NAMES)}])

    def switch_property(self) -> None:
        term = Term.objects.get(scheme="property", slug=self.random.choice(["rank", "nationality"]))
        save_terms([written(term) | {"facet": not term.facet}])

    def switch_values(self) -> None:
        term = Term.objects.get(scheme="property", slug="rank")
        save_terms([written(term) | {"value_scheme": "" if term.value_scheme else "rank"}])

    def switch_relation_type(self) -> None:
        type_ = RelationType.objects.get(slug=self.random.choice(["born-at", "participated-in"]))
        save_relation_types([written(type_) | {"facet": not type_.facet}])


def written(word: Term | RelationType) -> dict[str, Any]:
    """A word of the vocabulary as it is saved."""
    keys = [field.name for field in word._meta.fields if field.name not in {"id", "broader"}]
    return {key: str(value) if key == "uuid" else value for key in keys if (value := getattr(word, key)) is not None}
