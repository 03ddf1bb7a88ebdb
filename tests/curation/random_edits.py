"""Random valid edits of a person, for tests that go back afterwards; the seed is theirs to print."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from catalogue.curation import (
    Saved,
    SaveRefused,
    delete_citation,
    delete_disagreement,
    save_disagreement,
    save_record,
)
from catalogue.documents import PARTS, Document
from catalogue.models import CLAIM_FIELDS, Citation, Disagreement
from tests.documents.contents import now, of_kind, source

DATES = ("1882-06-14", "1882~", "1900", "1938-02/1938-03", "[1879, 1882]", "1946-06-01", "1913?", "../1950")
KEYS = ("banu-2004", "deletant-1999", "decreto-221")
LOCI = ("p. 128", "pp. 128-129", "art. 33", "cap. 2", "p. 7", "fol. 12")
"""Other places than the first version cites: one that is deleted and cited anew is another citation."""
MARK = "[@banu-2004, p. 1]"
STORY = "Nació en Pitești [@banu-2004, pág. 28] y murió en Jilava [@decreto-221, art. 3; @banu-2004, p. 30]."
STANDINGS = ("alternative", "less-precise", "rejected")


class Editor:
    """Somebody who changes a person at random, and now and then what it rests on."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.sources = {key: save_record(source(key)) for key in KEYS}
        self.places = [save_record(of_kind("place", name)) for name in ("Bucarest", "Pitești", "Jilava")]
        self.event = save_record(of_kind("event", "Batalla"))
        self.disagreement = save_disagreement({"note": "Two years are given."}).uuid
        self.saved = save_record(self.first())
        self.done: list[str] = []

    def first(self) -> Document:
        """A person with something of every sort."""
        place, other = self.places[0].uuid, self.places[1].uuid
        return {
            "kind": "person",
            "status": "published",
            "sort_title": "Antonescu, mariscal",
            "gender": "masculino",
            "internal_note": "Ask Ana.",
            "identifiers": [{"scheme": "wikidata", "value": "Q152456"}, {"scheme": "viaf", "value": "77112358"}],
            "names": [
                {"type": "authorized", "text": "Ion Antonescu", "family": "Antonescu", "given": "Ion", "marks": MARK},
                {"type": "alias", "text": "El Perro Rojo", "standing": "alternative", "marks": f"[cf. {MARK[1:]}"},
            ],
            "datings": [
                {"type": "birth", "date": "1882-06-14", "marks": "[@banu-2004, pp. 28-29; contra @decreto-221, art. 3]"}
                | {"disagreement": {"uuid": self.disagreement}},
                {"type": "birth", "date": "1879~", "standing": "alternative", "date_wording": "hacia 1879"}
                | {"disagreement": {"uuid": self.disagreement}, "marks": "[@deletant-1999, p. 9 via @banu-2004, n. 4]"},
                {"type": "death", "date": "1946-06-01", "basis": "inferred", "basis_reason": "The sentence."},
            ],
            "attributes": [{"property": "strength", "number": {"low": "3.5", "high": "4"}, "basis": "editorial"}],
            "narratives": [{"type": "biography", "text": STORY}],
            "relations": [
                {"type": "born-at", "object": {"uuid": other}, "marks": "[@banu-2004, p. 28]"},
                {"type": "died-at", "object": {"uuid": place}, "attributed_to": {"uuid": other}},
            ],
        }

    def edit(self) -> bool:
        """Changes something; says whether it was accepted and changed the record."""
        content = now(self.saved)
        step = self.dice.choice(STEPS)
        step(self, content)
        try:
            saved = save_record(content)
        except SaveRefused:
            return False
        self.done.append(step.__name__)
        return saved.outcome == "updated"

    def run(self, edits: int) -> None:
        """So many accepted edits; every tenth time the sources and citations move too."""
        accepted = 0
        while accepted < edits:
            if self.edit():
                accepted += 1
                if accepted % 10 == 0:
                    self.shake()

    def shake(self) -> None:
        """Renames a source, and takes away what nothing rests on."""
        key = self.dice.choice(KEYS)
        self.rename(key, self.dice.choice([key, f"{key}-{self.dice.randrange(99)}"]))
        for row in Citation.objects.filter(footnotes__isnull=True, cited_through__isnull=True):
            delete_citation(row.pk)
        sides = {f"{field}s__isnull": True for field in CLAIM_FIELDS}
        for each in Disagreement.objects.filter(**sides):
            delete_disagreement(each.pk)

    def rename(self, key: str, citekey: str) -> None:
        """Gives a source another citekey and title."""
        saved = self.sources[key]
        save_record(now(saved) | {"citekey": citekey, "bibliographic_title": citekey.replace("-", " ").title()})

    def put_back(self) -> None:
        """Gives the sources their first names again."""
        for key in KEYS:
            self.rename(key, key)

    def mark(self) -> str:
        """A mark that exists or will."""
        key = self.dice.choice(KEYS)
        present = now(self.sources[key])["citekey"]
        stance = self.dice.choice(("", "", "contra ", "cf. "))
        return f"{stance}@{present}, {self.dice.choice(LOCI)}"

    def claim(self, content: Document, *parts: str) -> Document | None:
        """Some claim, of some part."""
        claims = [each for part in parts or [part.key for part in PARTS] for each in content[part]]
        return self.dice.choice(claims) if claims else None


def add_claim(editor: Editor, content: Document) -> None:
    dice = editor.dice
    made: dict[str, Document] = {
        "names": {"type": "alias", "text": f"Alias {dice.randrange(99)}"},
        "datings": {"type": "birth", "date": dice.choice(DATES)},
        "attributes": {"property": "strength", "text": f"unos {dice.randrange(99)}"},
        "narratives": {"type": "biography", "text": f"Algo [{editor.mark()}]."},
        "relations": {"type": "born-at", "object": {"uuid": dice.choice(editor.places).uuid}},
    }
    part = dice.choice(sorted(made))
    claim = {**made[part], "uuid": str(uuid4()), "standing": dice.choice(STANDINGS)}
    if part != "narratives":
        claim["marks"] = f"[{editor.mark()}]"
    content[part].insert(dice.randrange(len(content[part]) + 1), claim)


def remove_claim(editor: Editor, content: Document) -> None:
    part = editor.dice.choice([part.key for part in PARTS])
    if content[part]:
        content[part].pop(editor.dice.randrange(len(content[part])))


def shuffle_claims(editor: Editor, content: Document) -> None:
    for part in PARTS:
        editor.dice.shuffle(content[part.key])


def change_claim(editor: Editor, content: Document) -> None:
    dice, claim = editor.dice, editor.claim(content)
    if claim is None:
        return
    changes: dict[str, Any] = {
        "certainty": dice.choice(("certain", "probable", "possible", "doubtful")),
        "note": f"Nota {dice.randrange(99)}",
        "internal_note": f"Interna {dice.randrange(99)}",
        "negated": not claim["negated"],
        "date": dice.choice(DATES),
        "date_reading": dice.choice(("throughout", "within", "attested")),
        "date_wording": "hacia entonces",
        "basis": dice.choice(("sourced", "editorial")),
        "attributed_to": {"uuid": dice.choice(editor.places).uuid},
        "disagreement": dice.choice((None, {"uuid": editor.disagreement})),
    }
    key = dice.choice(sorted(changes))
    claim[key] = changes[key]


def change_standing(editor: Editor, content: Document) -> None:
    claims = [each for each in content["datings"] if each["type"] == "birth"]
    if claims:
        chosen = editor.dice.choice(claims)
        for each in claims:
            each["standing"] = "preferred" if each is chosen else editor.dice.choice(STANDINGS)


def change_date(editor: Editor, content: Document) -> None:
    claim = editor.claim(content, "datings")
    if claim:
        claim["date"] = editor.dice.choice(DATES)


def change_title(editor: Editor, content: Document) -> None:
    name = content["names"][0]
    if name["type"] == "authorized":
        number = editor.dice.randrange(3)
        name |= {"text": f"Ion {number}", "family": editor.dice.choice(("Antonescu", "")), "given": f"{number}"}


def change_notes(editor: Editor, content: Document) -> None:
    claim = editor.claim(content, "names", "datings", "attributes", "relations")
    if claim is None:
        return
    notes = claim["footnotes"]
    editor.dice.shuffle(notes)
    if notes and editor.dice.random() < 0.5:
        note = editor.dice.choice(notes)
        note |= {"scope": editor.dice.choice(("whole", "value", "place")), "note": f"N {editor.dice.randrange(9)}"}
        note |= {"stance": editor.dice.choice(("supports", "contradicts", "mentions")), "original_label": "24"}
    elif notes and editor.dice.random() < 0.4:
        notes.pop()
    else:
        notes.append({"citation": {"mark": editor.mark().removeprefix("contra ").removeprefix("cf. ")}})


def change_story(editor: Editor, content: Document) -> None:
    claim = editor.claim(content, "narratives")
    if claim:
        claim["text"] += f" Más [{editor.mark()}]."
        claim.pop("footnotes")


def rewrite_story(editor: Editor, content: Document) -> None:
    claim = editor.claim(content, "narratives")
    if claim:
        claim["text"] = f"De nuevo [{editor.mark()}], y otra vez [{editor.mark()}]."
        claim.pop("footnotes")


def change_identifiers(editor: Editor, content: Document) -> None:
    if content["identifiers"] and editor.dice.random() < 0.5:
        content["identifiers"].pop()
    else:
        content["identifiers"].append({"scheme": "wikidata", "value": f"Q{editor.dice.randrange(10**6)}"})


def change_head(editor: Editor, content: Document) -> None:
    dice = editor.dice
    changes: dict[str, Any] = {
        "slug": f"ion-{dice.randrange(999)}",
        "status": dice.choice(("draft", "review", "published")),
        "language": dice.choice(("es", "ro")),
        "sort_title": dice.choice(("", "Antonescu, mariscal", "Ion 1", "Antonescu, 1")),
        "gender": dice.choice(("", "masculino", "femenino")),
        "internal_note": f"Nota {dice.randrange(99)}",
    }
    key = dice.choice(sorted(changes))
    content[key] = changes[key]


STEPS: tuple[Callable[[Editor, Document], None], ...] = (
    add_claim,
    add_claim,
    remove_claim,
    shuffle_claims,
    change_claim,
    change_claim,
    change_standing,
    change_date,
    change_title,
    change_notes,
    change_notes,
    change_story,
    rewrite_story,
    change_identifiers,
    change_head,
    change_head,
)


def first_version(saved: Saved) -> Document:
    """The content and the public document, without what every save changes: its number and its times."""
    from tests.documents.contents import public

    document = {key: value for key, value in public(saved).items() if key not in {"version", "ripple", "modified_at"}}
    return {"content": now(saved), "document": document}
