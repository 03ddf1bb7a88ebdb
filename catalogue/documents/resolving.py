"""Finding, in a few queries for a whole batch, what its documents name: records, terms, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from django.db import connection

from catalogue.citations import CitationFacts, CiteKey, cites_of_row, cites_of_text, key_of, load_citations
from catalogue.documents.loading import Brief, Row
from catalogue.documents.shape import PARTS, Document
from catalogue.models import Identifier, Merge, RelationType, Source, Term
from catalogue.text import MarkError, nearest_keys

TERM_KEYS = frozenset(
    {"gender", "echelon", "branch", "allegiance", "type", "property", "term", "role", "scheme", "broader"}
)
TEXT_KEYS = TERM_KEYS | {"citation", "disagreement", "marks", "mark", "text"}
ROLES = {
    **{part.key: "claim" for part in PARTS},
    "footnotes": "footnote",
    "citation": "citation",
    "via": "citation",
    "disagreement": "disagreement",
}
"""What the objects under a key are; under any other they are records."""

HOLD = "SELECT id FROM catalogue_record WHERE id = ANY(%s::bigint[]) ORDER BY id FOR SHARE"
HOLD_STRONGLY = "SELECT id FROM catalogue_record WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"
HOLD_WORDS = (
    "SELECT id FROM catalogue_term WHERE slug = ANY(%s) ORDER BY id FOR SHARE",
    "SELECT id FROM catalogue_relationtype WHERE slug = ANY(%s) ORDER BY id FOR SHARE",
)
RECORD_IDS = """
    SELECT id FROM catalogue_record WHERE uuid = ANY(%s::uuid[])
    UNION SELECT id FROM catalogue_record WHERE slug = ANY(%s)
    UNION SELECT record_ptr_id FROM catalogue_source WHERE citekey = ANY(%s)
    UNION (
        WITH RECURSIVE cited AS (
            SELECT id, source_id, via_id FROM catalogue_citation WHERE uuid = ANY(%s::uuid[])
            UNION SELECT c.id, c.source_id, c.via_id FROM catalogue_citation c JOIN cited ON c.id = cited.via_id
        )
        SELECT source_id FROM cited WHERE source_id IS NOT NULL
    )
"""
BRIEFS = """
    SELECT r.id, r.uuid::text, r.kind, r.slug, r.title, r.status, s.citekey
    FROM catalogue_record r LEFT JOIN catalogue_source s ON s.record_ptr_id = r.id WHERE r.id = ANY(%s::bigint[])
"""
DISAGREEMENTS = "SELECT uuid::text FROM catalogue_disagreement WHERE uuid = ANY(%s::uuid[])"
OF_CLAIMS = " UNION ALL ".join(
    f"SELECT uuid::text, record_id FROM {part.model._meta.db_table} WHERE uuid = ANY((SELECT uuids FROM named)::uuid[])"  # noqa: S608
    for part in PARTS
)
OWNERS = f"WITH named AS MATERIALIZED (SELECT %s::uuid[] AS uuids) {OF_CLAIMS}"
CITATION_IDS = """
    SELECT id FROM catalogue_citation WHERE uuid = ANY(%s::uuid[])
    UNION SELECT id FROM catalogue_citation WHERE source_id = ANY(%s::bigint[]) AND locator = ANY(%s)
    UNION SELECT id FROM catalogue_citation WHERE source_id IS NULL AND locator = ANY(%s)
"""
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_uuid(value: object) -> bool:
    """Whether a value is a UUID in its usual text."""
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_storable(text: str) -> bool:
    """Whether the database can keep a text: no NUL, no half of a surrogate pair."""
    return UNSTORABLE.search(text) is None


def is_word(value: object) -> TypeGuard[str]:
    """Whether a value is a text that the database can be asked for."""
    return isinstance(value, str) and is_storable(value)


@dataclass(slots=True)
class Named:
    """Everything that raw documents name, collected without judging it."""

    uuids: set[str] = field(default_factory=set)
    """Of records; those of claims, citations and disagreements stand apart, for each is looked up in its own table."""
    claims: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    disagreements: set[str] = field(default_factory=set)
    slugs: set[str] = field(default_factory=set)
    citekeys: set[str] = field(default_factory=set)
    cites: set[CiteKey] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    identifiers: set[str] = field(default_factory=set)

    def add_document(self, raw: Any, role: str = "document") -> None:
        """Walks through a raw document; the role says what an object is the name of."""
        if isinstance(raw, dict):
            self._add_mapping(raw, role)
            for key, value in raw.items():
                if isinstance(value, dict | list):
                    self.add_document(value, ROLES.get(key, "record"))
                elif key in TEXT_KEYS and isinstance(value, str):
                    self._add_text(key, value)
        elif isinstance(raw, list):
            for value in raw:
                self.add_document(value, role)

    def _add_mapping(self, raw: Document, role: str) -> None:
        uuid = raw.get("uuid")
        if uuid and role != "footnote" and is_uuid(uuid):
            self._of(role).add(uuid.lower())
        if role == "document" or (role == "record" and not uuid):
            self._add_words(raw)

    def _of(self, role: str) -> set[str]:
        return {"claim": self.claims, "citation": self.cited, "disagreement": self.disagreements}.get(role, self.uuids)

    def _add_words(self, raw: Document) -> None:
        """The words by which a document is known, and by which others are named where no UUID does it."""
        slug, citekey = raw.get("slug"), raw.get("citekey")
        if slug and is_word(slug):
            self.slugs.add(slug)
        if citekey and is_word(citekey):
            self.citekeys.add(citekey)
        if is_word(raw.get("scheme")) and is_word(raw.get("value")):
            self.identifiers.add(raw["value"].strip())

    def _add_text(self, key: str, text: str) -> None:
        if key in ("citation", "disagreement"):
            if is_uuid(text):
                self._of(key).add(text.lower())
        elif not is_storable(text):
            return
        elif key in TERM_KEYS:
            self.terms.add(text)
        elif key != "text":
            self.add_cites(cites_in(text, bare=True))
        elif "@" in text:
            self.add_cites(cites_in(text, bare=False))

    def add_cites(self, cites: Iterable[CiteKey]) -> None:
        """Adds citations that marks name, with those that they were read in."""
        for cite in cites:
            if cite not in self.cites:
                self.cites.add(cite)
                key: CiteKey | None = cite
                while key is not None:
                    self.citekeys.add(key.citekey)
                    key = key.via


def cites_in(text: str, *, bare: bool) -> Iterable[CiteKey]:
    """What a row or running text cites; nothing if it cannot be read, which the reader reports."""
    try:
        return map(key_of, cites_of_row(text) if bare else cites_of_text(text))
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
        self.marks: dict[str, str] = {}
        self.hidden: dict[str, list[str]] = {}
        """Titles of the unpublished sources on which citations rest, as far as they were asked for."""
        self.owners: dict[str, int] = {}
        self.identifiers: dict[tuple[str, str], Brief] = {}
        self.batch: set[str] = set()
        """UUIDs of the records that the batch itself saves."""

    def record_ids(self) -> list[int]:
        """The keys of the records that the batch names."""
        named = self.named
        # A citation may be named by its UUID alone; what a note shows of its sources must stand still all the same.
        rows = query(RECORD_IDS, array(named.uuids), list(named.slugs), list(named.citekeys), array(named.cited))
        return sorted(row[0] for row in rows)

    def load(self, record_ids: Iterable[int]) -> None:
        """Reads everything that is named; the records should be locked by now."""
        for *brief, citekey in query(BRIEFS, array(record_ids)):
            self.add_record(Brief(*brief), citekey)
        for term in Term.objects.filter(slug__in=self.named.terms):
            self.terms[term.scheme, term.slug] = term
        for sort in RelationType.objects.filter(slug__in=self.named.terms):
            self.relation_types[sort.slug] = sort
        if self.named.disagreements:
            self.disagreements |= {row[0] for row in query(DISAGREEMENTS, array(self.named.disagreements))}
        self.load_citations()
        if self.named.claims:
            self.owners.update(query(OWNERS, array(self.named.claims)))
        self._load_identifiers()

    def add_record(self, brief: Brief, citekey: str | None = None) -> None:
        """Makes a record known by its uuid, its slug and, for a source, its citekey."""
        self.records[brief.uuid] = brief
        self.by_slug[brief.kind, brief.slug] = brief
        if citekey:
            self.by_citekey[citekey] = brief

    def load_citations(self) -> None:
        """Reads the citations that are named by uuid or by mark."""
        keys = set(self.named.cites)
        for key in list(keys):
            while key.via is not None:
                key = key.via
                keys.add(key)
        places = list({key.locator for key in keys})
        sources = array(brief.id for brief in self.by_citekey.values() if brief.id)
        rows = query(CITATION_IDS, array(self.named.cited), sources, places, places)
        for facts in load_citations(row[0] for row in rows).values():
            self.citations[facts.uuid] = facts
            self.by_key[facts.key] = facts.uuid

    def _load_identifiers(self) -> None:
        """Reads which records have the identifiers that are named."""
        if not self.named.identifiers:
            return
        # By their registers too, since these come first in the index.
        registers = [term for (scheme, _slug), term in self.terms.items() if scheme == "identifier-scheme"]
        rows = Identifier.objects.filter(scheme__in=registers, value__in=self.named.identifiers)
        rows = rows.select_related("record", "scheme")
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

    def merged_citekey(self, citekey: str) -> str:
        """The citekey of the source into which the one with this citekey was merged; one query, only for an error."""
        merges = Merge.objects.in_force().filter(kind="source", after__citekey=citekey)
        merge = merges.order_by("-pk").select_related("survivor__source").first()
        return merge.survivor.source.citekey if merge and merge.survivor else ""

    def suggest_citekeys(self, citekey: str) -> list[str]:
        """The nearest citekeys; one query, only for an error."""
        return nearest_keys(citekey, Source.objects.values_list("citekey", flat=True))


def query(statement: str, *parameters: Any) -> list[Any]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def array(keys: Iterable[str | int]) -> str:
    """UUIDs or keys as one parameter: there are ten thousand in a batch, and in a list each would be quoted apart."""
    return f"{{{','.join(map(str, keys))}}}"


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
                cursor.execute(statement, [array(keys)])


def lock_terms(slugs: Iterable[str]) -> None:
    """Keeps the vocabulary that a batch uses from changing until the transaction ends."""
    with connection.cursor() as cursor:
        for statement in HOLD_WORDS:
            cursor.execute(statement, [sorted(slugs)])
