"""Forms of name in EAC-CPF."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.ingest.eac.dates import moments
from catalogue.ingest.eac.elements import Node, language_code
from catalogue.ingest.eac.entities import NameForm

FAMILY = ("surname", "family", "apellido", "apellidos", "nom", "nume", "lastname", "entryelement", "familyname")
GIVEN = ("forename", "given", "nombre", "prenom", "prénom", "prenume", "firstname", "givenname", "name")
DATES = ("date", "dates", "fechas", "birthdeath", "existdates")


def read_names(identity: Node, language: str) -> Iterator[NameForm]:
    """Every form of name, also those that stand side by side in several languages."""
    for node in identity.children("nameEntry", "nameEntryParallel", "nameEntrySet"):
        if node.name == "nameEntry":
            yield read_name(node, language)
            continue
        shared = [moment for used in node.children("useDates") for moment in moments(used, language)]
        for entry in node.children("nameEntry"):
            form = read_name(entry, language)
            form.used = form.used or shared
            form.authorized = form.authorized or is_authorized(node)
            yield form


def read_name(node: Node, language: str) -> NameForm:
    """One form of name; the parts that are no part of the name itself are left to be listed."""
    parts = [(sort_of(part), part) for part in node.children("part")]
    spoken = [(sort, part.say()) for sort, part in parts if sort not in DATES]
    family = " ".join(text for sort, text in spoken if sort in FAMILY)
    given = " ".join(text for sort, text in spoken if sort in GIVEN)
    text = f"{given} {family}" if family and given else " ".join(text for _sort, text in spoken)
    rest = " ".join(text for sort, text in spoken if sort not in (*FAMILY, *GIVEN)) if family and given else ""
    form = NameForm(text=text.strip(), family=family, given=given, authorized=is_authorized(node), note=rest)
    form.sort = node.attribute("localType").lower()
    form.language = language_code(node.attribute("lang", "languageOfElement"))
    form.script = node.attribute("scriptCode", "scriptOfElement")
    form.used = [moment for used in node.children("useDates") for moment in moments(used, language)]
    form.sources = node.attribute("sourceReference").split()
    return form


def sort_of(part: Node) -> str:
    """Which part of the name it is."""
    return part.attribute("localType").lower().rpartition("#")[2].rpartition("/")[2]


def is_authorized(node: Node) -> bool:
    """Whether the file prefers the form."""
    said = node.attribute("status") == "authorized" or node.attribute("preferredForm") == "true"
    return said or node.child("authorizedForm", "preferredForm") is not None
