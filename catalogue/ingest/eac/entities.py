"""What an authority record says of a person, family or corporate body, whichever version of EAC-CPF says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SLOT = re.compile("\ue000([^\ue001]*)\ue001")
"""In a text, the ids of the sources to which it refers at this place."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as the file has it: in EDTF where it can be read, and in words where these say more."""

    edtf: str = ""
    wording: str = ""
    julian: bool = False


@dataclass(slots=True)
class Said:
    """What every statement of the file carries."""

    sources: list[str] = field(default_factory=list)
    """Ids of the sources that the statement names."""
    note: str = ""


@dataclass(slots=True)
class NameForm(Said):
    """A form of name with the time of its use."""

    text: str = ""
    family: str = ""
    given: str = ""
    authorized: bool = False
    sort: str = ""
    """Which sort of name the file says it is."""
    language: str = ""
    script: str = ""
    used: list[Moment] = field(default_factory=list)


@dataclass(slots=True)
class Existence(Said):
    """One date of existence: its beginning, its end, or both."""

    begin: Moment = field(default_factory=Moment)
    local: str = ""
    """How the catalogue that the file came from holds it beside its rivals."""
    end: Moment = field(default_factory=Moment)


@dataclass(slots=True)
class Fact(Said):
    """A function, occupation, mandate, legal status or language."""

    property: str = ""
    text: str = ""
    date: Moment = field(default_factory=Moment)
    local: str = ""
    """The relation type of the catalogue that the file came from, where the fact is a tie."""
    address: str = ""


@dataclass(slots=True)
class Tie(Said):
    """A relation to another entity, to a place, or to a resource."""

    type: str = ""
    name: str = ""
    kind: str = ""
    role: str = ""
    addresses: list[str] = field(default_factory=list)
    """Web addresses and identifiers that name the other end."""
    local: str = ""
    """The relation type of the catalogue that the file came from."""
    date: Moment = field(default_factory=Moment)


@dataclass(slots=True)
class Story(Said):
    """A text on the entity: its biography, its context, its genealogy."""

    type: str = ""
    local: str = ""
    """The type of narrative in the catalogue that the file came from."""
    language: str = ""
    text: str = ""
    cited: list[str] = field(default_factory=list)
    """Sources that the text itself names, as it names them."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source of the authority record."""

    id: str
    title: str
    url: str = ""
    place: str = ""
    note: str = ""


@dataclass(slots=True)
class Entity:
    """A whole authority record."""

    kind: str
    record_id: str
    agency: str
    line: int
    language: str = ""
    family: bool = False
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    """Scheme, where it is said, and value."""
    names: list[NameForm] = field(default_factory=list)
    existence: list[Existence] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    left: list[tuple[str, int, str]] = field(default_factory=list)
    """What has no place in the catalogue: path, line, value."""

    @property
    def title(self) -> str:
        """What the entity is called."""
        listed = [name for name in self.names if name.authorized] or self.names
        return listed[0].text if listed else self.record_id
