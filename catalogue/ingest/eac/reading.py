"""From the XML of EAC-CPF (2010 and 2.0) to what it says: the two differ in words, not in what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.ingest.eac.dates import moments, read_existence
from catalogue.ingest.eac.elements import UNSAID, Node, Unreadable, language_code, read_records
from catalogue.ingest.eac.entities import Entity, Fact, Moment, Reference, Story, Tie
from catalogue.ingest.eac.matching import is_own
from catalogue.ingest.eac.names import read_names
from catalogue.models import Kind

KINDS = {"person": Kind.PERSON, "corporateBody": Kind.ORGANIZATION, "family": Kind.ORGANIZATION}
FACTS = {
    "function": "function",
    "occupation": "occupation",
    "mandate": "mandate",
    "legalStatus": "legal-status",
    "languageUsed": "language-used",
    "localDescription": "local-description",
    "demographicDescription": "demographic-description",
}
_NUMBER = re.compile(r"[\[(]?[\d,;\s*†]*[\])]?")
STORIES = {"biogHist": "", "generalContext": "note", "structureOrGenealogy": "note"}
"""Texts of a description; the type of a biography depends on the kind."""


def read_entities(data: bytes) -> list[Entity]:
    """The entities of a file; raises Unreadable where one cannot be told from another."""
    return [read_entity(node) for node in read_records(data)]


def read_entity(root: Node) -> Entity:
    """One authority record, with a list of what nobody has a place for."""
    control, description = root.child("control"), root.child("cpfDescription")
    if control is None or description is None:
        raise Unreadable(
            _("line %(line)d: the record has no control or no cpfDescription; several identities in one record"
              " must be split.") % {"line": root.line}
        )  # fmt: skip
    identity = description.child("identity")
    if identity is None:
        raise Unreadable(_("line %(line)d: the record has no identity.") % {"line": root.line})
    entity = read_identity(identity, read_control(control, root))
    below = description.child("description")
    if below is not None:
        read_description(below, entity)
    for relations in description.children("relations"):
        entity.ties += [tie for node in relations.children() if (tie := read_tie(node, entity.language))]
    entity.left = [(left.path, left.line, left.value) for left in root.left()]
    return entity


def read_control(control: Node, root: Node) -> Entity:
    """Which record it is, who made it, and on which sources it rests."""
    record_id = control.child("recordId")
    agency = control.child("maintenanceAgency")
    code = agency.child("agencyCode", "agencyName") if agency is not None else None
    entity = Entity("", record_id.say() if record_id else "", code.say() if code else "", root.line)
    entity.language = language_of(control)
    for other in control.children("otherRecordId"):
        entity.identifiers.append((other.attribute("localType"), other.say()))
    for sources in control.children("sources"):
        entity.references = [read_reference(source) for source in sources.children("source")]
    for node in control.children(*UNSAID):
        node.skip()
    return entity


def language_of(control: Node) -> str:
    """The language in which the record is written, as two letters where it is known."""
    for declaration in control.children("languageDeclaration"):
        for node in (declaration, *declaration.children("language")):
            if code := node.attribute("languageCode").lower():
                return language_code(code)
    return ""


def read_reference(node: Node) -> Reference:
    """A source of the record."""
    title = node.child("sourceEntry", "reference")
    place = node.child("citedRange")
    addresses = [each.attribute("href") for each in (title, node) if each is not None]
    return Reference(
        id=node.element.get("id") or node.element.get("{http://www.w3.org/XML/1998/namespace}id") or "",
        title=title.say() if title is not None else "",
        url=next(filter(None, addresses), ""),
        place=f"{place.attribute('unit')} {place.say()}".strip() if place is not None else "",
        note=note_of(node),
    )


def read_identity(identity: Node, entity: Entity) -> Entity:
    """Kind, identifiers and names."""
    sort = identity.child("entityType")
    word = (sort.attribute("value") or sort.say()) if sort is not None else ""
    if word not in KINDS:
        raise Unreadable(
            _("line %(line)d: “%(word)s” is not a type of entity; known are %(known)s.")
            % {"line": identity.line, "word": word, "known": ", ".join(KINDS)}
        )
    entity.kind, entity.family = KINDS[word], word == "family"
    if identity.attribute("localType") == Kind.UNIT and word == "corporateBody":
        entity.kind = Kind.UNIT
    for node in identity.children("entityId", "identityId"):
        address = node.attribute("valueURI")
        entity.identifiers.append((node.attribute("localType") or address, node.say()))
    entity.names = list(read_names(identity, entity.language))
    if not entity.names:
        raise Unreadable(_("line %(line)d: the entity has no name.") % {"line": identity.line})
    return entity


def read_description(node: Node, entity: Entity) -> None:
    """Dates, places, facts and texts."""
    language = entity.language
    for dates in node.children("existDates"):
        note = note_of(dates)
        for each in read_existence(dates, language):
            each.note, each.sources = note, each.sources or sources_of(dates)
            each.local = dates.attribute("localType")
            entity.existence.append(each)
    for place in node.within("place"):
        if parent_name(place) in ("places", "description"):
            entity.ties.append(read_place(place, language))
    for fact in node.within(*FACTS):
        if read := read_fact(fact, language):
            entity.facts.append(read)
    for story in node.children(*STORIES):
        if read_text := read_story(story, entity):
            entity.stories.append(read_text)


def parent_name(node: Node) -> str:
    """The name of the element above."""
    above = node.element.getparent()
    return "" if above is None else str(above.tag).rpartition("}")[2]


def read_place(node: Node, language: str) -> Tie:
    """A place with its role."""
    name, role = node.child("placeEntry", "placeName"), node.child("placeRole")
    addresses = [name.attribute("vocabularySource", "valueURI")] if name is not None else []
    return Tie(
        type="place",
        name=name.say() if name is not None else "",
        kind=Kind.PLACE,
        role=role.say() if role is not None else node.attribute("localType"),
        addresses=[each for each in addresses if each],
        local=node.attribute("localType"),
        date=first(moments(node, language)),
        note=note_of(node),
        sources=sources_of(node),
    )


def read_fact(node: Node, language: str) -> Fact | None:
    """A function, occupation, mandate, legal status, language."""
    term = node.child("term", "language")
    words = term.say() if term is not None else ""
    sort = node.attribute("localType")
    place = node.child("placeEntry", "placeName")
    note = "; ".join(part for part in (place.say() if place is not None else "", note_of(node)) if part)
    if not words:
        words, note = note, ""
    if not words:
        return None
    date = first(moments(node, language))
    label = f"{sort}: {words}" if sort and node.name == "localDescription" else words
    address = node.attribute("valueURI") if is_own(node.element.get("valueURI", "")) else ""
    return Fact(
        property=FACTS[node.name], text=words if address else label, local=sort if address else "", address=address,
        date=date, note=note, sources=sources_of(node),
    )  # fmt: skip


def read_tie(node: Node, language: str) -> Tie | None:
    """A relation to another entity, a resource or a function."""
    entry = node.child("relationEntry", "targetEntity")
    if entry is None:
        return None
    role, sort = node.child("targetRole"), node.child("relationType")
    said = node.attribute("cpfRelationType", "resourceRelationType", "functionRelationType")
    addresses = [node.attribute("href"), entry.attribute("valueURI"), entry.attribute("href")]
    kind = {"cpfRelation": "cpf", "resourceRelation": "resource", "functionRelation": "function"}.get(node.name, "")
    return Tie(
        type=said or (sort.say() if sort is not None else ""),
        name=entry.say(),
        kind=kind or entry.attribute("targetType"),
        role=role.say() if role is not None else node.attribute("role", "linkRole"),
        addresses=[each for each in addresses if each],
        local=sort.attribute("localType") if sort is not None else "",
        date=first(moments(node, language)),
        note=note_of(node),
        sources=sources_of(node),
    )


def read_story(node: Node, entity: Entity) -> Story | None:
    """A text: its paragraphs, lists and chronology as Markdown, and the sources that it names."""
    cited = [each.say() for each in node.children("citation")]
    text = "\n\n".join(paragraph for child in node.children() for paragraph in paragraphs(child) if paragraph)
    if not text and not cited:
        return None
    kind = STORIES[node.name] or ("biography" if entity.kind == Kind.PERSON else "history")
    language = language_code(node.attribute("lang", "languageOfElement")) or entity.language
    local = node.attribute("localType")
    return Story(type=kind, local=local, language=language, text=text, cited=cited, sources=sources_of(node))


def paragraphs(node: Node) -> Iterator[str]:
    """The pieces of a text; a citation is no part of it."""
    if node.name == "citation":
        return
    if node.name == "head":
        yield f"**{say_with_sources(node)}**"
    elif node.name in ("list", "outline"):
        yield "\n".join(f"- {say_with_sources(item)}" for item in node.within("item"))
    elif node.name == "chronList":
        yield "\n".join(f"- {item.say()}" for item in node.children("chronItem"))
    else:
        yield say_with_sources(node)


def say_with_sources(node: Node) -> str:
    """The words of a paragraph; a reference to sources of the record leaves their ids where its number stood."""
    words = [node.own_start()]
    for child in node.children():
        named = sources_of(child) if child.name == "reference" else []
        said = child.say()
        words += [f"\ue000{' '.join(named)}\ue001" if named and _NUMBER.fullmatch(said) else said, child.tail()]
    return " ".join("".join(words).split())


def sources_of(node: Node) -> list[str]:
    """Ids of the sources that an element names."""
    return node.attribute("sourceReference").split()


def note_of(node: Node) -> str:
    """The remark beside a statement."""
    return " ".join(note.say() for note in node.children("descriptiveNote"))


def first(found: list[Moment]) -> Moment:
    """The date of a statement; several are one in words."""
    if len(found) < 2:
        return found[0] if found else Moment()
    return Moment("", "; ".join(moment.wording or moment.edtf for moment in found))
