"""Finding, in a few queries for a whole batch, what its documents name: records, terms, citations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeGuard
from uuid import UUID

from django.db import connection
from django.db.models import Q

from catalogue.citations import CitationFacts, CiteKey, key_of, load_citations
from catalogue.documents.loading import Brief, Row
from catalogue.documents.shape import PARTS, Document
from catalogue.models import Citation, Disagreement, Identifier, Record, RelationType, Source, Term
from catalogue.text import Cite, MarkError, nearest_keys, parse_cites, parse_marks

TERM_KEYS = frozenset(
    {"gender", "echelon", "branch", "allegiance", "type", "property", "term", "role", "scheme", "broader"}
)


HOLD = "SELECT id FROM catalogue_record WHERE id = ANY(%s) ORDER BY id FOR SHARE"
HOLD_STRONGLY = "SELECT id FROM catalogue_record WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
HOLD_WORDS = (
    "SELECT id FROM catalogue_term WHERE slug = ANY(%s) ORDER BY id FOR SHARE",
    "SELECT id FROM catalogue_relationtype WHERE slug = ANY(%s) ORDER BY id FOR SHARE",
)


def is_uuid(value: object) -> bool:
    """Whether a value is a UUID in its usual text."""
    if not isinstance(value, str) or len(value) != 36:
        return False
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def is_storable(text: str) -> bool:
    """Whether the database can keep a text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def is_word(value: object) -> TypeGuard[str]:
    """Whether a value is a text that the database can be asked for."""
    return isinstance(value, str) and is_storable(value)


@dataclass(slots=True)
class Named:
    """Everything that raw documents name, collected without judging it."""

    uuids: set[str] = field(default_factory=set)
    slugs: set[tuple[str, str]] = field(default_factory=set)
    citekeys: set[str] = field(default_factory=set)
    cites: set[CiteKey] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    identifiers: set[str] = field(default_factory=set)

    def add_document(self, raw: Any) -> None:
        """Walks through a raw document."""
        if isinstance(raw, dict):
            self._add_mapping(raw)
            for value in raw.values():
                self.add_document(value)
        elif isinstance(raw, list):
            for value in raw:
                self.add_document(value)

    def _add_mapping(self, raw: Document) -> None:
        for key in ("uuid", "citation", "disagreement"):
            if is_uuid(raw.get(key)):
                self.uuids.add(raw[key].lower())
        if is_word(raw.get("kind")) and is_word(raw.get("slug")):
            self.slugs.add((raw["kind"], raw["slug"]))
        if is_word(raw.get("citekey")):
            self.citekeys.add(raw["citekey"])
        if is_word(raw.get("scheme")) and is_word(raw.get("value")):
            self.identifiers.add(raw["value"].strip())
        self.terms |= {raw[key] for key in TERM_KEYS & raw.keys() if is_word(raw[key])}
        for key in ("marks", "mark"):
            if is_word(raw.get(key)):
                self.add_cites(cites_in(raw[key], bare=True))
        if is_word(raw.get("text")) and "@" in raw["text"]:
            self.add_cites(cites_in(raw["text"], bare=False))

    def add_cites(self, cites: Iterable[Cite]) -> None:
        """Adds citations that marks name, with those that they were read in."""
        for cite in cites:
            key: CiteKey | None = key_of(cite)
            if key is not None:
                self.cites.add(key)
            while key is not None:
                self.citekeys.add(key.citekey)
                key = key.via


def cites_in(text: str, *, bare: bool) -> tuple[Cite, ...]:
    """The cites of a row or of running text; none if it cannot be read, which the reader reports."""
    try:
        return parse_cites(text) if bare else tuple(cite for mark in parse_marks(text) for cite in mark.cites)
    except MarkError:
        return ()


class Resolver:
    """What a batch names, as the database knows it, together with the records that the batch itself makes."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self.records: dict[str, Brief] = {}
        self.by_slug: dict[tuple[str, str], Brief] = {}
        self.by_citekey: dict[str, Brief] = {}
        self.terms: dict[tuple[str, str], Term] = {}
        self.relation_types: dict[str, RelationType] = {}
        self.citations: dict[str, CitationFacts] = {}
        self.by_key: dict[CiteKey, str] = {}
        self.disagreements: set[str] = set()
        self.new_citations: dict[str, CiteKey] = {}
        self.owners: dict[str, int] = {}
        self.identifiers: dict[tuple[str, str], Brief] = {}
        self.batch: set[str] = set()
        """UUIDs of the records that the batch itself saves."""

    def record_ids(self) -> list[int]:
        """The keys of the records that the batch names."""
        wanted = Q(uuid__in=self.named.uuids) | Q(slug__in={slug for _kind, slug in self.named.slugs})
        ids = set(Record.objects.filter(wanted).values_list("pk", flat=True))
        ids |= set(Source.objects.filter(citekey__in=self.named.citekeys).values_list("pk", flat=True))
        # A citation may be named by its UUID alone; what a note shows of its sources must stand still all the same.
        cited = load_citations(Citation.objects.filter(uuid__in=self.named.uuids).values_list("pk", flat=True))
        return sorted(ids | {facts.source.id for facts in cited.values() if facts.source})

    def load(self, record_ids: Iterable[int]) -> None:
        """Reads everything that is named; the records should be locked by now."""
        columns = ("id", "uuid", "kind", "slug", "title", "status", "source__citekey")
        for row in Record.objects.filter(pk__in=list(record_ids)).values_list(*columns):
            self.add_record(Brief(row[0], str(row[1]), *row[2:6]), row[6])
        for term in Term.objects.filter(slug__in=self.named.terms):
            self.terms[term.scheme, term.slug] = term
        for sort in RelationType.objects.filter(slug__in=self.named.terms):
            self.relation_types[sort.slug] = sort
        known = Disagreement.objects.filter(uuid__in=self.named.uuids).values_list("uuid", flat=True)
        self.disagreements |= {str(uuid) for uuid in known}
        self.load_citations()
        self._load_owners()
        self._load_identifiers()

    def add_record(self, brief: Brief, citekey: str | None = None) -> None:
        """Makes a record known by its uuid, its slug and, for a source, its citekey."""
        self.records[brief.uuid] = brief
        self.by_slug[brief.kind, brief.slug] = brief
        if citekey:
            self.by_citekey[citekey] = brief

    def load_citations(self) -> None:
        """Reads the citations that are named by uuid or by mark."""
        wanted = Q(uuid__in=self.named.uuids)
        keys = set(self.named.cites)
        for key in list(keys):
            while key.via is not None:
                key = key.via
                keys.add(key)
        if keys:
            places = {key.locator for key in keys}
            sources = {brief.id for brief in self.by_citekey.values() if brief.id}
            wanted |= Q(source__in=sources, locator__in=places) | Q(source=None, locator__in=places)
        ids = Citation.objects.filter(wanted).values_list("pk", flat=True)
        for facts in load_citations(ids).values():
            self.citations[facts.uuid] = facts
            self.by_key[facts.key] = facts.uuid

    def _load_owners(self) -> None:
        """Reads to which record each named claim belongs."""
        for part in PARTS:
            rows = part.model._default_manager.filter(uuid__in=self.named.uuids).values_list("uuid", "record")
            self.owners.update({str(uuid): record for uuid, record in rows})

    def _load_identifiers(self) -> None:
        """Reads which records have the identifiers that are named."""
        if not self.named.identifiers:
            return
        rows = Identifier.objects.filter(value__in=self.named.identifiers).select_related("record", "scheme")
        for row in rows:
            of = row.record
            brief = Brief(of.pk, str(of.uuid), of.kind, of.slug, of.title, of.status)
            self.identifiers[row.scheme.slug, row.value] = brief

    def record(self, ref: Row) -> Brief | None:
        """The record that a reference names: by uuid, else by citekey, else by kind and slug."""
        if ref.get("uuid"):
            return self.records.get(str(ref["uuid"]).lower())
        if ref.get("citekey"):
            return self.by_citekey.get(str(ref["citekey"]))
        return self.by_slug.get((str(ref.get("kind")), str(ref.get("slug"))))

    def suggest_terms(self, scheme: str, slug: str) -> list[str]:
        """The nearest terms of a scheme; one query, only for an error."""
        return nearest_keys(slug, Term.objects.filter(scheme=scheme).values_list("slug", flat=True))

    def suggest_relation_types(self, slug: str) -> list[str]:
        """The nearest relation types; one query, only for an error."""
        return nearest_keys(slug, RelationType.objects.values_list("slug", flat=True))

    def suggest_citekeys(self, citekey: str) -> list[str]:
        """The nearest citekeys; one query, only for an error."""
        return nearest_keys(citekey, Source.objects.values_list("citekey", flat=True))


def lock_records(ids: Iterable[int], *, own: Iterable[int]) -> None:
    """Takes the records of a batch and, more weakly, those that they name, in the order of their keys.

    A foreign key's own lock does not stop a rename; this one does, until the transaction ends. A batch of several
    records takes all of them at the stronger level, since one statement can have only one.
    """
    mine, every = sorted(set(own)), sorted(set(ids) | set(own))
    steps = [(every, HOLD_STRONGLY if mine else HOLD)]
    if len(mine) == 1:
        below, above = [key for key in every if key < mine[0]], [key for key in every if key > mine[0]]
        steps = [(below, HOLD), (mine, HOLD_STRONGLY), (above, HOLD)]
    with connection.cursor() as cursor:
        for keys, statement in steps:
            if keys:
                cursor.execute(statement, [keys])


def lock_terms(slugs: Iterable[str]) -> None:
    """Keeps the vocabulary that a batch uses from changing until the transaction ends."""
    with connection.cursor() as cursor:
        for statement in HOLD_WORDS:
            cursor.execute(statement, [sorted(slugs)])
