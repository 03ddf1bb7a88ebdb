"""From a raw document to its content: every value judged, every reference resolved, every problem named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from catalogue.documents import values
from catalogue.documents.footnotes import FootnoteReader
from catalogue.documents.resolving import Resolver, is_uuid
from catalogue.documents.shape import (
    CLAIM_KEYS,
    CREATOR_KEYS,
    HEAD_KEYS,
    KIND_KEYS,
    LINK_KEYS,
    NUMBER_COLUMNS,
    NUMBER_KEYS,
    PARTS,
    TERM_SCHEMES,
    Document,
    Part,
    Problem,
    content_keys,
    form_of,
    model_of,
)
from catalogue.models import Attribute, Calendar, Creator, Identifier, Record, SourceLink

ENVELOPE = frozenset(
    {
        "title", "version", "ripple", "earliest", "latest", "page_url", "permanent_url", "api_url", "created_at",
        "modified_at", "notes", "disagreements", "labels", "numbered", "number", "scheme",
    }
)  # fmt: skip
DATE_KEYS = {"date", "issued"}


class Reader:
    """Reads one raw document of a known kind against what the batch names."""

    def __init__(self, resolver: Resolver, *, kind: str, old: Document | None, draft: int = 0) -> None:
        self.resolver = resolver
        self.kind = kind
        self.old = old
        self.draft = draft
        self.problems: list[Problem] = []
        self.pointer = ""

    @contextmanager
    def at(self, step: str | int) -> Iterator[None]:
        """Reads deeper: problems are named below this step."""
        above = self.pointer
        self.pointer = f"{above}/{str(step).replace('~', '~0').replace('/', '~1')}"
        yield
        self.pointer = above

    def report(self, message: str) -> None:
        """Notes a problem at the present place."""
        self.problems.append(Problem(self.pointer, message, self.draft))

    def read(self, raw: Document, uuid: str) -> Document:
        """The content of the document; look at `problems` before using it."""
        self.refuse_unknown(raw, content_keys(self.kind))
        content: Document = {"kind": self.kind, "uuid": uuid}
        for key in HEAD_KEYS[2:]:
            content[key] = self.value(Record, raw, key)
        content.update(self.columns(raw))
        content["internal_note"] = self.value(Record, raw, "internal_note")
        content["identifiers"] = self.identifiers(raw)
        for part in PARTS:
            with self.at(part.key):
                content[part.key] = self.claims(part, raw.get(part.key))
        return content

    def refuse_unknown(self, raw: Document, known: tuple[str, ...]) -> None:
        """Reports keys that nothing would read: most are slips of the pen."""
        for key in sorted(raw.keys() - set(known) - ENVELOPE):
            with self.at(key):
                self.report(f"unknown key; known are: {', '.join(known)}.")

    def value(self, model: type, raw: Document, key: str) -> Any:
        """One value, read by the form of its key."""
        form = form_of(model, key)
        with self.at(key):
            if key in DATE_KEYS:
                julian = raw.get("date_calendar") == Calendar.JULIAN
                return values.read_edtf(raw.get(key), form, self.report, julian=julian)
            if form.name == "record":
                return self.reference(raw.get(key), "source" if key == "parent" else "")
            return values.READERS[form.name](raw.get(key), form, self.report)

    def items(self, raw: Any) -> list[Document]:
        """A list of objects; anything else is reported."""
        if raw is None:
            return []
        if isinstance(raw, list) and all(isinstance(item, dict) for item in raw):
            return raw
        self.report("must be a list of objects.")
        return []

    def term(self, scheme: str, slug: Any) -> str:
        """The slug of a term that its scheme has."""
        if slug in (None, ""):
            return ""
        if not isinstance(slug, str) or (scheme, slug) not in self.resolver.terms:
            near = self.resolver.suggest_terms(scheme, str(slug))
            hint = f" The nearest: {', '.join(near)}." if near else ""
            self.report(f"“{slug}” is not a term of “{scheme}”.{hint}")
            return ""
        return slug

    def reference(self, raw: Any, kind: str = "") -> Document | None:
        """A reference to another record, completed with what is shown of it."""
        if raw is None or raw == {}:
            return None
        brief = self.resolver.record(raw) if isinstance(raw, dict) else None
        if brief is None:
            self.report(f"names no record of the catalogue: {raw!r:.200}.")
            return None
        if kind and brief.kind != kind:
            self.report(f"“{brief.title}” is a {brief.kind}; a {kind} is needed here.")
        return brief.ref()

    def columns(self, raw: Document) -> Document:
        """The columns of the record's kind."""
        model, found = model_of(self.kind), dict[str, Any]()
        for key in KIND_KEYS[self.kind]:
            if key == "creators":
                found[key] = self.nested(raw, key, Creator, CREATOR_KEYS)
            elif key == "links":
                found[key] = self.nested(raw, key, SourceLink, LINK_KEYS)
            elif (self.kind, key) in TERM_SCHEMES:
                with self.at(key):
                    found[key] = self.term(TERM_SCHEMES[self.kind, key], raw.get(key))
            else:
                found[key] = self.value(model, raw, key)
        return found

    def nested(self, raw: Document, key: str, model: type, keys: tuple[str, ...]) -> list[Document]:
        """A column that is a list of objects: creators, links."""
        found = []
        with self.at(key):
            for index, item in enumerate(self.items(raw.get(key))):
                with self.at(index):
                    self.refuse_unknown(item, keys)
                    found.append({name: self.value(model, item, name) for name in keys})
        return found

    def identifiers(self, raw: Document) -> list[Document]:
        """The identifiers in other registers, in the order of their schemes."""
        found = []
        with self.at("identifiers"):
            for index, item in enumerate(self.items(raw.get("identifiers"))):
                with self.at(index):
                    self.refuse_unknown(item, ("scheme", "value"))
                    with self.at("scheme"):
                        scheme = self.term("identifier-scheme", item.get("scheme"))
                        if not item.get("scheme"):
                            self.report("is needed: the register that gave the identifier.")
                    with self.at("value"):
                        value = values.read_text(item.get("value"), form_of(Identifier, "value"), self.report).strip()
                        if not value:
                            self.report("an identifier needs a value.")
                    found.append({"scheme": scheme, "value": value})
        return sorted(found, key=lambda row: (row["scheme"], row["value"]))

    def claims(self, part: Part, raw: Any) -> list[Document]:
        """One list of claims."""
        olds = {claim["uuid"]: claim for claim in (self.old or {}).get(part.key, ())}
        items = self.items(raw)
        spoken_for = {str(item.get("uuid")).lower() for item in items}
        free: dict[Any, list[str]] = defaultdict(list)
        for uuid, claim in olds.items():
            if uuid not in spoken_for:
                free[natural_key(part, claim)].append(uuid)
        found = []
        for index, item in enumerate(items):
            with self.at(index):
                found.append(self.claim(part, item, olds, free))
        return found

    def claim(self, part: Part, raw: Document, olds: dict[str, Document], free: dict[Any, list[str]]) -> Document:
        """One claim with its footnotes."""
        self.refuse_unknown(raw, ("uuid", *part.keys, *CLAIM_KEYS, "disagreement", "footnotes", "marks"))
        claim: Document = {"uuid": ""}
        for key in part.keys:
            claim[key] = self.own_value(part, raw, key)
        for key in CLAIM_KEYS:
            claim[key] = self.value(part.model, raw, key)
        claim["disagreement"] = self.disagreement(raw.get("disagreement"))
        alike = free.get(natural_key(part, claim), [])
        claim["uuid"] = self.identity(raw, lambda: alike.pop(0) if alike else None)
        old = olds.get(claim["uuid"])
        claim["footnotes"] = FootnoteReader(self, part).read(raw, claim, old["footnotes"] if old else [])
        return claim

    def identity(self, raw: Document, match: Any) -> str:
        """The UUID given, else that of the old part which says the same, else a new one."""
        given = raw.get("uuid")
        if given is None or given == "":
            return match() or str(uuid4())
        if not is_uuid(given):
            with self.at("uuid"):
                self.report(f"“{given}” is not a UUID.")
        return str(given).lower()

    def own_value(self, part: Part, raw: Document, key: str) -> Any:
        """A value that this sort of claim alone has."""
        if (part.target, key) in TERM_SCHEMES:
            with self.at(key):
                return self.term(TERM_SCHEMES[part.target, key], raw.get(key))
        if key == "number":
            return self.number(raw.get(key))
        if part.key == "attributes" and key == "term":
            return self.attribute_term(raw)
        if part.key == "relations" and key == "type":
            return self.relation_type(raw.get("type"))
        if key == "context":
            with self.at(key):
                return self.reference(raw.get(key), "event")
        return self.value(part.model, raw, key)

    def attribute_term(self, raw: Document) -> str:
        """The value of an attribute, a term of the scheme that its property names."""
        sort = self.resolver.terms.get(("property", str(raw.get("property"))))
        if sort is None or not raw.get("term"):
            return ""
        with self.at("term"):
            if not sort.value_scheme:
                self.report(f"the values of “{sort.slug}” are not terms; give a text or a number.")
                return ""
            return self.term(sort.value_scheme, raw.get("term"))

    def relation_type(self, slug: Any) -> str:
        """The slug of a relation type."""
        with self.at("type"):
            if not isinstance(slug, str) or slug not in self.resolver.relation_types:
                near = self.resolver.suggest_relation_types(str(slug))
                hint = f" The nearest: {', '.join(near)}." if near else ""
                self.report(f"“{slug}” is not a relation type.{hint}")
                return ""
        return str(slug)

    def number(self, raw: Any) -> Document | None:
        """The number of an attribute: one, a range, or a bound."""
        with self.at("number"):
            if raw is None or raw == {}:
                return None
            if not isinstance(raw, dict):
                self.report("must be an object with low, high, approximate, unit.")
                return None
            self.refuse_unknown(raw, NUMBER_KEYS)
            found: Document = {}
            for key in NUMBER_KEYS:
                form = form_of(Attribute, NUMBER_COLUMNS[key])
                with self.at(key):
                    found[key] = values.READERS[form.name](raw.get(key), form, self.report)
            return found

    def disagreement(self, raw: Any) -> Document | None:
        """The disagreement in which a claim is one side."""
        uuid = raw.get("uuid") if isinstance(raw, dict) else raw
        if uuid in (None, ""):
            return None
        with self.at("disagreement"):
            if not is_uuid(uuid) or str(uuid).lower() not in self.resolver.disagreements:
                self.report(f"“{uuid}” is not a disagreement of the catalogue.")
                return None
        return {"uuid": str(uuid).lower()}


def natural_key(part: Part, claim: Document) -> tuple[str, ...]:
    """What makes two claims say the same, where no UUID ties them."""
    keys = {
        "names": ("type", "text", "language"),
        "datings": ("type", "date", "date_calendar"),
        "attributes": ("property", "term", "text", "number", "date"),
        "narratives": ("type", "language"),
        "relations": ("type", "object", "object_text", "role", "role_text", "date"),
    }[part.key]
    found = (claim.get(key) for key in keys)
    return tuple(value["uuid"] if isinstance(value, dict) and "uuid" in value else str(value) for value in found)
