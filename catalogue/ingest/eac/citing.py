"""What claims from an authority record rest on: the record itself, and what it names as its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from catalogue.documents import Document
from catalogue.ingest.eac.entities import Entity, Reference
from catalogue.ingest.eac.matching import find_source, uuid_of
from catalogue.models import Record
from catalogue.text import print_locus, read_locus, slugify

LONGEST = 300


class Citing:
    """The sources of one authority record: those that are there, and those that the import makes."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.made: list[Document] = []
        self.taken: set[str] = set()
        self.by_uuid: dict[str, str] = {}
        self.own = self.own_source()
        self.keys = {reference.id or str(at): self.key_of(reference) for at, reference in enumerate(entity.references)}
        self.places = {reference.id: reference.place for reference in entity.references}

    def own_source(self) -> str:
        """The citekey of the authority record as a source."""
        entity = self.entity
        uuid = str(uuid5(UUID(uuid_of(entity)), "eac:record"))
        there = Record.objects.filter(uuid=uuid).values_list("source__citekey", flat=True).first()
        key = there or self.free(slugify(f"eac {entity.agency} {entity.record_id}", max_length=60) or "eac")
        title = f"EAC-CPF {entity.record_id}: {entity.title}"
        if not there:
            self.made.append(
                {
                    "kind": "source", "uuid": uuid, "citekey": key, "csl_type": "entry", "tier": "tertiary",
                    "bibliographic_title": title[:LONGEST], "publisher": entity.agency[:LONGEST],
                    "reference_code": entity.record_id[:100],
                }
            )  # fmt: skip
        return key

    def key_of(self, reference: Reference) -> str:
        """The citekey of a source of the record; it is made if the catalogue has none like it."""
        title = reference.title or reference.url
        if not title:
            return ""
        if there := find_source(reference.title, reference.url):
            return there
        uuid = str(uuid5(UUID(uuid_of(self.entity)), f"eac:source:{reference.url or title}"))
        if uuid in self.by_uuid:
            return self.by_uuid[uuid]
        if known := Record.objects.filter(uuid=uuid).values_list("source__citekey", flat=True).first():
            return str(known)
        key = self.free(slugify(title, max_length=40) or "fuente")
        content: Document = {
            "kind": "source", "uuid": uuid, "citekey": key, "csl_type": "document", "bibliographic_title": title[:500]
        }  # fmt: skip
        content |= {"url": reference.url} if reference.url.startswith(("http://", "https://")) else {}
        content |= {"internal_note": reference.note} if reference.note else {}
        self.made.append(content)
        self.by_uuid[uuid] = key
        return key

    def free(self, key: str) -> str:
        """A citekey that no source has."""
        held = self.taken | set(
            Record.objects.filter(source__citekey__startswith=key).values_list("source__citekey", flat=True)
        )
        found = next(each for each in (key, *(f"{key}-{number}" for number in range(2, 10_000))) if each not in held)
        self.taken.add(found)
        return found

    def marks(self, ids: Sequence[str], *, cited: Iterable[str] = (), whole: bool = False) -> str:
        """The marks of a claim: what it names, read in the authority record; else the authority record itself.

        A text mentions the other sources of the whole record too: nothing else would tell of them.
        """
        named = [self.placed(each) for each in ids if self.keys.get(each)]
        listed = [f"{mark} via @{self.own}" for mark in named]
        listed += [f"{self.by_words(words)} via @{self.own}" for words in cited]
        listed = listed or [f"@{self.own}"]
        if whole:
            named_already = " ".join(listed)
            keys = dict.fromkeys(key for key in self.keys.values() if key and f"@{key}" not in named_already)
            listed += [f"cf. @{key} via @{self.own}" for key in keys]
        return f"[{'; '.join(dict.fromkeys(listed))}]"

    def placed(self, source_id: str) -> str:
        """The mark of a source with its place, if the record gives one."""
        place = self.places.get(source_id, "")
        locus = read_locus(place)
        words = print_locus(locus.label, locus.locator) if locus.label else braced(place)
        return f"@{self.keys[source_id]}{f', {words}' if place else ''}"

    def by_words(self, words: str) -> str:
        """The mark of a source that a text names in words: one that is known, or a note not yet identified."""
        known = find_source(words, "") or next(
            (self.keys[each.id or str(at)] for at, each in enumerate(self.entity.references) if each.title == words), ""
        )
        return f"@{known}" if known else f"@?, {braced(words[:LONGEST])}"


def braced(words: str) -> str:
    """Words that stand for a place in a mark, whatever characters they have."""
    return "{" + words.replace("\\", "\\\\").replace("}", "\\}") + "}"
