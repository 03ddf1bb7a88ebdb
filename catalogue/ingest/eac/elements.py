"""The XML of a file, read so that nothing is lost: whatever nobody has asked for is listed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from lxml import etree

LONGEST = 50_000_000
"""Bytes of a file: a national register is split into records long before."""
NAMESPACES = {"urn:isbn:1-931666-33-4": "2010", "https://archivists.org/ns/eac/v2": "2.0"}
TECHNICAL = frozenset(
    {
        "id", "target", "audience", "base", "style", "localTypeDeclarationReference", "conventionDeclarationReference",
        "maintenanceEventReference", "schemaLocation", "space", "type", "actuate", "show", "transliteration",
        "languageOfElement", "scriptOfElement", "lang", "vocabularySource", "linkTitle", "title", "arcrole",
        "maintenanceStatus", "publicationStatus", "detailLevel", "languageEncoding", "scriptEncoding", "dateEncoding",
        "countryEncoding", "repositoryEncoding", "preferredForm", "listType",
    }
)  # fmt: skip
"""Attributes that say how the file is made, not what is known of the entity."""
UNSAID = frozenset(
    {
        "maintenanceStatus", "publicationStatus", "maintenanceAgency", "maintenanceHistory", "languageDeclaration",
        "conventionDeclaration", "rightsDeclaration", "localTypeDeclaration", "authorizedForm", "alternativeForm",
        "preferredForm", "representation",
    }
)  # fmt: skip
"""Elements about the authority record itself."""

LANGUAGES = {"spa": "es", "eng": "en", "rum": "ro", "ron": "ro", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de",
             "rus": "ru", "ita": "it", "por": "pt", "cat": "ca", "hun": "hu"}  # fmt: skip


class Unreadable(ValueError):
    """A file that is no EAC-CPF; the message says what is wrong and the cure."""


class Left(NamedTuple):
    """A piece of a file for which the catalogue has no place of its own."""

    path: str
    line: int
    value: str


class Node:
    """An element, and what of it was read."""

    def __init__(self, element: etree._Element, read: set[tuple[str, str]]) -> None:
        self.element = element
        self._read = read

    @property
    def name(self) -> str:
        """The local name of the element."""
        return local(self.element.tag)

    @property
    def line(self) -> int:
        """The line on which the element opens."""
        return int(self.element.sourceline or 0)

    def children(self, *names: str) -> list[Node]:
        """The elements of these names below this one."""
        return [
            Node(child, self._read)
            for child in self.element
            if isinstance(child.tag, str) and (not names or local(child.tag) in names)
        ]

    def child(self, *names: str) -> Node | None:
        """The first of them."""
        return next(iter(self.children(*names)), None)

    def within(self, *names: str) -> Iterator[Node]:
        """Elements of these names at any depth."""
        for element in self.element.iter():
            if isinstance(element.tag, str) and local(element.tag) in names:
                yield Node(element, self._read)

    def say(self) -> str:
        """All words of the element and of what stands in it, with single spaces."""
        for element in self.element.iter():
            self._read.add((key_of(element), ""))
        return " ".join(" ".join(self.element.itertext()).split())

    def own_words(self) -> str:
        """The words of the element itself."""
        self._read.add((key_of(self.element), ""))
        pieces = [self.element.text or "", *(child.tail or "" for child in self.element)]
        return " ".join("".join(pieces).split())

    def own_start(self) -> str:
        """The words before the first element within."""
        self._read.add((key_of(self.element), ""))
        return self.element.text or ""

    def tail(self) -> str:
        """The words that follow the element."""
        return self.element.tail or ""

    def attribute(self, *names: str) -> str:
        """The value of the first of these attributes that is there."""
        for key, value in self.element.attrib.items():
            if local(str(key)) in names:
                self._read.add((key_of(self.element), local(str(key))))
                return " ".join(str(value).split())
        return ""

    def skip(self) -> None:
        """Leaves the element aside on purpose."""
        for element in self.element.iter():
            self._read.add((key_of(element), ""))
            self._read.update((key_of(element), local(str(key))) for key in element.attrib)

    def left(self) -> Iterator[Left]:
        """What nobody has read, in the order of the file."""
        for element in self.element.iter():
            if not isinstance(element.tag, str):
                continue
            words = [element.text or "", *(child.tail or "" for child in element)]
            text = " ".join("".join(words).split())
            if text and (key_of(element), "") not in self._read:
                yield Left(path_of(element), int(element.sourceline or 0), text)
            for key, value in element.attrib.items():
                name = local(str(key))
                if name not in TECHNICAL and value.strip() and (key_of(element), name) not in self._read:
                    yield Left(f"{path_of(element)}/@{name}", int(element.sourceline or 0), " ".join(value.split()))


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def key_of(element: etree._Element) -> str:
    """What an element is known by: the objects that stand for it come and go."""
    return str(element.getroottree().getpath(element))


def path_of(element: etree._Element) -> str:
    """Where an element stands: `cpfDescription/description/places/place[2]`."""
    steps = []
    while (above := element.getparent()) is not None:
        alike = [child for child in above if child.tag == element.tag]
        place = f"[{alike.index(element) + 1}]" if len(alike) > 1 else ""
        steps.append(f"{local(str(element.tag))}{place}")
        element = above
    return "/".join(reversed(steps))


def read_records(data: bytes) -> list[Node]:
    """The authority records of a file: one, or those that some wrapper holds."""
    if len(data) > LONGEST:
        raise Unreadable(_("The file has more than %(megabytes)d MB; split it.") % {"megabytes": LONGEST // 10**6})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_("The file is not well-formed XML: %(problem)s.") % {"problem": str(error)}) from error
    found = [element for element in root.iter() if isinstance(element.tag, str) and is_record(element)]
    if not found:
        raise Unreadable(
            _("The file holds no EAC-CPF record: its root is “%(root)s”; known namespaces are %(known)s.")
            % {"root": str(root.tag), "known": ", ".join(NAMESPACES)}
        )
    return [Node(element, set()) for element in found]


def is_record(element: etree._Element) -> bool:
    """Whether an element is a whole authority record in one of the two versions."""
    namespace, _brace, name = str(element.tag).removeprefix("{").rpartition("}")
    return name in ("eac-cpf", "eac") and namespace in NAMESPACES


def language_code(code: str) -> str:
    """The language as the catalogue writes it (BCP 47), from the three letters of ISO 639-2."""
    return LANGUAGES.get(code.lower(), code)
