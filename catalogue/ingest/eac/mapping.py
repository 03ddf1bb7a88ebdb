"""From an authority record to the content of a record: every statement a claim that cites where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from catalogue.documents import AUTHORIZED, Document
from catalogue.ingest.eac.citing import Citing
from catalogue.ingest.eac.entities import SLOT, Entity, Existence, Fact, Moment, NameForm, Said, Story, Tie
from catalogue.ingest.eac.matching import find_record, identifiers_of
from catalogue.models import Kind, RelationType, Standing, Term

BEGIN: dict[str, str] = {Kind.PERSON: "birth", Kind.ORGANIZATION: "founded", Kind.UNIT: "formed"}
END: dict[str, str] = {Kind.PERSON: "death", Kind.ORGANIZATION: "dissolved", Kind.UNIT: "disbanded"}
CPF = {
    "identity": "same-as",
    "hierarchical": "associated-with",
    "hierarchical-parent": "part-of",
    "hierarchical-child": "has-part",
    "temporal": "associated-with",
    "temporal-earlier": "preceded-by",
    "temporal-later": "followed-by",
    "family": "relative-of",
    "associative": "associated-with",
}
RESOURCES = {"creatorof": "creator-of", "subjectof": "subject-of"}
PLACES = (
    (re.compile(r"birth|born|nacimiento|nașter|naister|naissance|geburt", re.IGNORECASE), "born-at"),
    (re.compile(r"death|died|muerte|falleci|deces|décès|decès|tod", re.IGNORECASE), "died-at"),
    (re.compile(r"seat|sede|sediu|siège|headquarter|hq", re.IGNORECASE), "seated-at"),
)
_LIKE_A_MARK = re.compile(r"(?<!\\)\[(?=[^\]]*@)")


@dataclass(slots=True)
class Mapped:
    """A content, the words of the vocabulary that it needs, and what had no place."""

    content: Document
    terms: set[tuple[str, str]] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    kept: list[tuple[str, int, str]] = field(default_factory=list)


class Mapper:
    """Maps one authority record; its claims have the same UUIDs each time."""

    def __init__(self, entity: Entity, uuid: str, citing: Citing) -> None:
        self.entity = entity
        self.uuid = uuid
        self.citing = citing
        self.mapped = Mapped({"kind": str(entity.kind), "uuid": uuid})
        self.seen: dict[str, int] = {}

    def map(self) -> Mapped:
        """The content of the record."""
        entity, content = self.entity, self.mapped.content
        known, rest = identifiers_of(entity.identifiers)
        content["identifiers"] = [{"scheme": scheme, "value": value} for scheme, value in known]
        content["names"] = [claim for name in self.names_in_order() for claim in self.name(name)]
        content["datings"] = list(self.datings())
        functions = [
            Fact(tie.sources, tie.note, "function", tie.name, tie.date) for tie in entity.ties if is_function(tie)
        ]
        led = [fact for fact in entity.facts if fact.address and own_relation(fact.local, entity.kind)]
        content["attributes"] = [self.fact(fact) for fact in (*entity.facts, *functions) if fact not in led]
        ties = [tie for tie in entity.ties if not is_function(tie)]
        ties += [tie_of(fact) for fact in led]
        content["relations"] = [found for tie in ties if (found := self.tie(tie))]
        content["narratives"] = [self.story(story) for story in entity.stories]
        if entity.family:
            content["type"] = "familia"
            self.mapped.terms.add(("organization-type", "familia"))
        self.mapped.kept += [("identifier", entity.line, f"{scheme} {value}".strip()) for scheme, value in rest]
        self.mapped.kept += entity.left
        content["internal_note"] = kept_words(self.mapped.kept)
        return self.mapped

    def names_in_order(self) -> list[NameForm]:
        """The names, the one that becomes the title first."""
        return sorted(self.entity.names, key=lambda name: not name.authorized)

    def claim(self, said: Said, *words: str, **values: object) -> Document:
        """A claim with its citations, and a UUID that the next import finds again."""
        anchor = "|".join(words)
        self.seen[anchor] = self.seen.get(anchor, 0) + 1
        uuid = str(uuid5(UUID(self.uuid), f"eac:{anchor}:{self.seen[anchor]}"))
        note = {"note": said.note} if said.note else {}
        return {"uuid": uuid, **values, **note, "marks": self.citing.marks(said.sources)}

    def name(self, form: NameForm) -> Iterator[Document]:
        """A name, once for each time of its use."""
        sort = AUTHORIZED if form is self.names_in_order()[0] else own_term("name-type", form.sort) or "variant"
        self.mapped.terms.add(("name-type", sort))
        values: dict[str, object] = {"type": sort, "text": form.text}
        if self.entity.kind == Kind.PERSON:
            values |= {"family": form.family, "given": form.given}
        values |= {key: value for key, value in (("language", form.language), ("script", form.script)) if value}
        for moment in (form.used[:1] if sort == AUTHORIZED else form.used) or [Moment()]:
            yield self.claim(form, "name", form.text, moment.edtf, **values, **dated(moment))

    def datings(self) -> Iterator[Document]:
        """The dates of existence; a second of a sort is an alternative, what cannot be read is kept in words."""
        used: set[str] = set()
        for each in self.entity.existence:
            for sort, moment in ((BEGIN[self.entity.kind], each.begin), (END[self.entity.kind], each.end)):
                if moment.edtf:
                    self.mapped.terms.add(("dating-type", sort))
                    standing = {"standing": rank_of(each)} if sort in used or each.local else {}
                    used.add(sort)
                    yield self.claim(each, "dating", sort, moment.edtf, type=sort, **dated(moment), **standing)
                elif moment.wording:
                    self.mapped.kept.append((f"existDates ({sort})", self.entity.line, moment.wording))

    def fact(self, fact: Fact) -> Document:
        """A function, occupation, mandate… in its own words."""
        self.mapped.terms.add(("property", fact.property))
        return self.claim(
            fact, "fact", fact.property, fact.text, property=fact.property, text=fact.text, **dated(fact.date)
        )

    def tie(self, tie: Tie) -> Document | None:
        """A relation; its object is a record where exactly one is meant, else the words of the file."""
        if not tie.name:
            self.mapped.kept.append(("relation", self.entity.line, " ".join([tie.type, *tie.addresses])))
            return None
        sort, kinds = self.type_of(tie)
        self.mapped.relations.add(sort)
        found = find_record(tie.name, tie.addresses, kinds)
        target: dict[str, object] = {"object": {"uuid": found}} if found else {"object_text": tie.name}
        if found == self.uuid:
            target = {"object_text": tie.name}
        said = Said(tie.sources, "; ".join(part for part in (tie.note, *(tie.addresses if not found else ())) if part))
        role = {"role_text": tie.role} if tie.role and tie.kind != Kind.PLACE else {}
        if tie.kind == Kind.PLACE and sort == "associated-place" and tie.role:
            role = {"role_text": tie.role}
        return self.claim(said, "tie", sort, tie.name, tie.date.edtf, type=sort, **target, **role, **dated(tie.date))

    def mark_in_text(self, slot: re.Match[str]) -> str:
        """The mark of a place in a text from which the file refers to its sources."""
        return self.citing.marks(slot.group(1).split())

    def type_of(self, tie: Tie) -> tuple[str, tuple[str, ...]]:
        """The relation type of a tie, and the kinds that its object may be of."""
        person = self.entity.kind == Kind.PERSON
        if tie.kind == Kind.PLACE:
            if own := own_relation(tie.local, self.entity.kind):
                return own[0], (Kind.PLACE,)
            sort = next((slug for pattern, slug in PLACES if pattern.search(tie.role)), "associated-place")
            fits = (sort in ("born-at", "died-at")) == person or sort == "associated-place"
            return (sort if fits else "associated-place"), (Kind.PLACE,)
        if own := own_relation(tie.local, self.entity.kind):
            return own
        word = tie.type.rpartition("#")[2].rpartition("/")[2]
        if tie.kind == "resource" or word.replace("-", "").lower() in RESOURCES:
            return RESOURCES.get(word.replace("-", "").lower(), "tied-to-resource"), (Kind.SOURCE,)
        sort = CPF.get(word, "associated-with")
        if sort == "part-of" and person:
            sort = "associated-with"
        same = (self.entity.kind,)
        return sort, same if sort in ("same-as", "part-of", "has-part") else (Kind.PERSON, Kind.ORGANIZATION, Kind.UNIT)

    def story(self, story: Story) -> Document:
        """A text with its citations at its end."""
        sort = own_term("narrative-type", story.local) or story.type
        self.mapped.terms.add(("narrative-type", sort))
        text = SLOT.sub(self.mark_in_text, _LIKE_A_MARK.sub(r"\\[", story.text))
        marked = {each for ids in SLOT.findall(story.text) for each in ids.split()}
        rest = [each for each in story.sources if each not in marked]
        marks = self.citing.marks(rest, cited=story.cited, whole=True) if rest or story.cited or not marked else ""
        claim = self.claim(story, "story", sort, story.language, type=sort)
        del claim["marks"]
        return claim | {"language": story.language or "", "text": f"{text} {marks}".strip()}


def own_term(scheme: str, slug: str) -> str:
    """The word of the vocabulary, if the catalogue has it."""
    return slug if slug and Term.objects.filter(scheme=scheme, slug=slug).exists() else ""


def own_relation(slug: str, kind: str) -> tuple[str, tuple[str, ...]] | None:
    """A relation type of the catalogue that may begin at this kind, and the kinds to which it leads."""
    found = RelationType.objects.filter(slug=slug).first() if slug else None
    if found is None or (found.subject_kinds and kind not in found.subject_kinds):
        return None
    return slug, tuple(found.object_kinds) or tuple(Kind.values)


def tie_of(fact: Fact) -> Tie:
    """A relation that the standard has no element for, told as a local description."""
    return Tie(
        fact.sources, "", name=fact.text, role=fact.note, addresses=[fact.address], local=fact.local, date=fact.date
    )


def rank_of(existence: Existence) -> str:
    """How a date stands beside its rivals: as the file says, else as one of several."""
    return existence.local if existence.local in (Standing.LESS_PRECISE, Standing.PREFERRED) else Standing.ALTERNATIVE


def is_function(tie: Tie) -> bool:
    """Whether a relation names what the entity did, not somebody or something else."""
    return tie.kind == "function" and bool(tie.name)


def dated(moment: Moment) -> dict[str, str]:
    """The date of a claim."""
    calendar = "julian" if moment.julian else ""
    said = (("date", moment.edtf), ("date_wording", moment.wording[:300]), ("date_calendar", calendar))
    return {key: value for key, value in said if value}


def kept_words(kept: list[tuple[str, int, str]]) -> str:
    """What had no place, for the internal note of the record."""
    return "\n".join(["EAC-CPF:", *(f"{path}: {value}" for path, _line, value in kept)]) if kept else ""
