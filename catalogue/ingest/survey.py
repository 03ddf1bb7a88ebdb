"""The first look at the files of an import: who stands where, in a few bytes a line, so that files may be long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from struct import Struct
from typing import TypeVar
from uuid import UUID, uuid5

from catalogue.documents.resolving import is_uuid
from catalogue.ingest.identities import NAMESPACE, identify
from catalogue.ingest.lines import Line, Place, Refusal, read_files
from catalogue.models import KIND_MODELS, Kind

STEPS = ("term", "relation-type", Kind.SOURCE.value, "citation", "disagreement", "record")
"""In the order in which the documents rest on each other."""
KINDS = ("term", "relation-type", "citation", "disagreement", *sorted(Kind.values))
CHUNK = 1000
Announcer = Callable[[Sequence[Line]], None]
Bad = set[tuple[str, int]]
Item = TypeVar("Item")


class Entry(bytes):
    """A line of the files, packed: the UUID of its document, its place, its kind."""

    layout = Struct(">16sHIQB")
    __slots__ = ()

    @classmethod
    def of(cls, identity: bytes, place: Place, kind: str) -> Entry:
        """The entry of a line."""
        return cls(cls.layout.pack(identity, *place, KINDS.index(kind)))

    @property
    def identity(self) -> bytes:
        """The UUID, or what stands for one that is none."""
        return self[:16]

    @property
    def place(self) -> Place:
        """Where the line stands."""
        return Place(*self.layout.unpack(self)[1:4])

    @property
    def kind(self) -> str:
        """What sort of line it is."""
        return KINDS[self[-1]]

    @property
    def step(self) -> str:
        """The step of the import at which it is saved."""
        return step_of(self.kind)


@dataclass(slots=True)
class Survey:
    """What the files hold: for each step the lines, in the order in which they are saved."""

    steps: dict[str, list[Entry]] = field(default_factory=lambda: {step: [] for step in STEPS})
    refusals: list[Refusal] = field(default_factory=list)
    uppers: dict[bytes, str] = field(default_factory=dict)
    """The source of which a source is part, the citation in which another was read: by UUID or citekey."""
    citekeys: dict[str, bytes] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many lines will be saved."""
        return sum(map(len, self.steps.values()))

    def place_of(self, uuid: str) -> Place | None:
        """Where the line of a document stands."""
        identity = UUID(uuid).bytes
        return next((each.place for step in self.steps.values() for each in step if each.identity == identity), None)


def survey(paths: Sequence[Path], *, upto: int, bad: Bad, announce: Announcer) -> Survey:
    """Reads the files through, leaving out lines known to be bad; hands the others over in groups to be announced."""
    found, entries, words = Survey(), list[Entry](), dict[tuple[str, ...], Place]()
    doubles: list[tuple[Place, str, Place]] = []
    for items in batched(read_files(paths), CHUNK):
        good = [line for line in readable(items, found.refusals) if (line.file, line.number) not in bad]
        lines = identify(good, upto=upto)
        for line in lines:
            if line.kind in {"term", "relation-type"}:
                key = (line.kind, str(line.document.get("scheme", "")), str(line.document.get("slug")))
                if words.setdefault(key, line.place) is not line.place:
                    doubles.append((line.place, "/slug", words[key]))
                    continue
            entries.append(entry_of(line, found))
        announce(lines)
    doubles += [(each.place, "/uuid", first.place) for first, each in take_doubles(entries)]
    found.refusals += refuse_doubles(doubles, paths)
    sort_steps(found, entries)
    return found


def readable(items: Iterable[Line | Refusal], refusals: list[Refusal]) -> Iterator[Line]:
    """Lines of known kinds; the others are refused."""
    for item in items:
        if isinstance(item, Refusal):
            refusals.append(item)
        elif step_of(item.kind) not in STEPS:
            message = f"“{item.kind}” is not a kind of document; known are: {', '.join(known_kinds())}."
            refusals.append(Refusal(item.file, item.number, "/kind", message))
        else:
            yield item


def known_kinds() -> list[str]:
    """Every word that a line may have as its kind."""
    return ["term", "relation-type", "citation", "disagreement", *Kind.values]


def step_of(kind: str) -> str:
    """The step of the import at which a line of a kind is saved."""
    return "record" if kind in KIND_MODELS and kind != Kind.SOURCE else kind


def entry_of(line: Line, found: Survey) -> Entry:
    """The entry of a line; what stands above it is noted too."""
    document, kind = line.document, line.kind
    if kind in {"term", "relation-type"}:
        return Entry.of(uuid5(NAMESPACE, f"{line.place}").bytes, line.place, kind)
    uuid = str(document["uuid"]).lower()
    identity = (UUID(uuid) if is_uuid(uuid) else uuid5(NAMESPACE, f"uuid/{uuid}")).bytes
    upper = document.get("parent" if kind == Kind.SOURCE else "via") if kind in {"citation", Kind.SOURCE} else None
    if isinstance(upper, dict):
        found.uppers[identity] = str(upper.get("uuid") or upper.get("citekey")).lower()
    elif upper and kind == "citation":
        found.uppers[identity] = str(upper).lower()
    if kind == Kind.SOURCE:
        found.citekeys.setdefault(str(document.get("citekey")).lower(), identity)
    return Entry.of(identity, line.place, kind)


def take_doubles(entries: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Takes out the entries whose document stands earlier too, each with that one."""
    entries.sort()
    found, kept = [], []
    for _identity, group in groupby(entries, key=lambda each: each[:16]):
        first, *others = group
        kept.append(first)
        found += [(first, other) for other in others]
    entries[:] = kept
    return found


def refuse_doubles(doubles: Sequence[tuple[Place, str, Place]], paths: Sequence[Path]) -> Iterator[Refusal]:
    """Refusals of those lines that say again who another already is."""
    for place, pointer, first in sorted(doubles):
        message = f"the same document stands already at {paths[first.file].name}:{first.number}; leave one of them."
        yield Refusal(paths[place.file].name, place.number, pointer, message)


def sort_steps(found: Survey, entries: Iterable[Entry]) -> None:
    """Parts each step's entries and sorts them: files' order, records by kind and UUID, wholes before parts."""
    for entry in entries:
        found.steps[entry.step].append(entry)
    for step, group in found.steps.items():
        if step == "record":
            group.sort(key=lambda each: each[-1:] + each[:16])
        else:
            depths = depths_of(group, found)
            group.sort(key=lambda each: (depths.get(each[:16], 0), each[16:-1]))


def depths_of(group: Sequence[Entry], found: Survey) -> dict[bytes, int]:
    """How many of the same step stand above an entry: none but for parts of sources and notes read in others."""
    own = {each.identity for each in group} if found.uppers else set[bytes]()
    depths: dict[bytes, int] = {}
    for start in found.uppers.keys() & own:
        chain, at = [start], upper_of(start, found)
        while at in own and at not in depths and at not in chain:
            chain.append(at)
            at = upper_of(at, found)
        depth = depths.get(at, 0) if at in own else -1
        for each in reversed(chain):
            depth += 1
            depths[each] = depth
    return depths


def upper_of(identity: bytes, found: Survey) -> bytes:
    """What an entry is part of."""
    name = found.uppers.get(identity, "")
    return UUID(name).bytes if is_uuid(name) else found.citekeys.get(name, b"")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in groups."""
    stream = iter(items)
    while group := list(islice(stream, size)):
        yield group
