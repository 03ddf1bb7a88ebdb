"""From a raw document to its content: every value judged, every reference resolved, every problem named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from catalogue.citations import nearest
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
    Document,
    Form,
    Part,
    Problem,
    content_keys,
    form_of,
    model_of,
)
from catalogue.documents.steps import Steps, steps_of
from catalogue.models import Attribute, Calendar, Creator, Identifier, Record, SourceLink, kind_words

ENVELOPE = frozenset(
    {
        "title", "version", "ripple", "earliest", "latest", "page_url", "permanent_url", "api_url", "created_at",
        "modified_at", "notes", "disagreements", "labels", "numbered", "number", "scheme",
    }
)  # fmt: skip
NESTED: dict[str, tuple[type, tuple[str, ...]]] = {
    "creators": (Creator, CREATOR_KEYS),
    "links": (SourceLink, LINK_KEYS),
}


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
        self.fields(steps_of(Record, "record", HEAD_KEYS[2:]), raw, content)
        self.columns(raw, content)
        self.fields(steps_of(Record, "record", ("internal_note",)), raw, content)
        content["identifiers"] = self.identifiers(raw)
        for part in PARTS:
            self.pointer = f"/{part.key}"
            content[part.key] = self.claims(part, raw.get(part.key))
        self.pointer = ""
        return content

    def refuse_unknown(self, raw: Document, known: tuple[str, ...]) -> None:
        """Reports keys that nothing would read: most are slips of the pen."""
        if raw.keys() <= allowed(known):
            return
        for key in sorted(raw.keys() - allowed(known)):
            with self.at(key):
                self.report(_("unknown key; known are: %(known)s.") % {"known": ", ".join(known)})

    def fields(self, steps: Steps, raw: Document, found: Document) -> None:
        """Reads the values of some keys, each by the form of its key."""
        missing, by_key, needed = steps
        found.update(missing)
        above, before, report = self.pointer, len(self.problems), self.report
        for key, value in raw.items():
            if value is None or key not in by_key:
                continue
            form, way, scheme, read, _place = by_key[key]
            self.pointer = f"{above}/{key}"
            if read is not None:
                found[key] = read(value, form, report)
            elif scheme:
                found[key] = self.term(scheme, value)
            else:
                found[key] = self.apart(way, key, form, raw)
        for key in needed:
            if raw.get(key) is None:
                self.pointer = f"{above}/{key}"
                found[key] = self.apart(steps.by_key[key].way, key, steps.by_key[key].form, raw)
        self.pointer = above
        if len(self.problems) > before + 1:
            # Problems are told in the order of the keys, in whatever order the document has them.
            start = len(above) + 1
            places = {key: step.place for key, step in steps.by_key.items()}
            self.problems[before:] = sorted(
                self.problems[before:], key=lambda each: places[each.pointer[start:].partition("/")[0]]
            )

    def apart(self, way: str, key: str, form: Form, raw: Document) -> Any:
        """A value that is not read by itself alone."""
        value = raw.get(key)
        if way == "edtf":
            return values.read_edtf(value, form, self.report, julian=raw.get("date_calendar") == Calendar.JULIAN)
        if way == "relation_type":
            return self.relation_type(value)
        if way == "attribute_term":
            return self.attribute_term(raw)
        if way == "number_object":
            return self.number(value)
        return self.reference(value, "event" if way == "event" else "source" if key == "parent" else "")

    def items(self, raw: Any) -> list[Document]:
        """A list of objects; anything else is reported."""
        if raw is None:
            return []
        if isinstance(raw, list) and all(isinstance(item, dict) for item in raw):
            return raw
        self.report(_("must be a list of objects."))
        return []

    def term(self, scheme: str, slug: Any) -> str:
        """The slug of a term that its scheme has."""
        if slug in (None, ""):
            return ""
        if not isinstance(slug, str) or (scheme, slug) not in self.resolver.terms:
            near = self.resolver.suggest_terms(scheme, str(slug))
            problem = _("“%(slug)s” is not a term of “%(scheme)s”.") % {"slug": slug, "scheme": scheme}
            self.report(problem + nearest(near))
            return ""
        return slug

    def reference(self, raw: Any, kind: str = "") -> Document | None:
        """A reference to another record, completed with what is shown of it."""
        if raw is None or raw == {}:
            return None
        brief = self.resolver.record(raw) if isinstance(raw, dict) else None
        if brief is None:
            self.report(_("names no record of the catalogue: %(raw)s.") % {"raw": f"{raw!r:.200}"})
            return None
        if kind and brief.kind != kind:
            self.report(
                _("“%(title)s” is a %(kind)s; a %(wanted)s is needed here.")
                % {"title": brief.title, "kind": kind_words([brief.kind]), "wanted": kind_words([kind])}
            )
        return brief.ref()

    def columns(self, raw: Document, content: Document) -> None:
        """The columns of the record's kind."""
        keys = KIND_KEYS[self.kind]
        content.update(dict.fromkeys(keys))
        plain = tuple(key for key in keys if key not in NESTED)
        self.fields(steps_of(model_of(self.kind), self.kind, plain), raw, content)
        for key, (model, names) in NESTED.items():
            if key in content:
                content[key] = self.nested(raw, key, model, names)

    def nested(self, raw: Document, key: str, model: type, keys: tuple[str, ...]) -> list[Document]:
        """A column that is a list of objects: creators, links."""
        found = []
        with self.at(key):
            for index, item in enumerate(self.items(raw.get(key))):
                with self.at(index):
                    self.refuse_unknown(item, keys)
                    each: Document = {}
                    self.fields(steps_of(model, key, keys), item, each)
                    found.append(each)
        return found

    def identifiers(self, raw: Document) -> list[Document]:
        """The identifiers in other registers, in the order of their schemes."""
        found: list[Document] = []
        if not raw.get("identifiers"):
            return found
        with self.at("identifiers"):
            for index, item in enumerate(self.items(raw.get("identifiers"))):
                with self.at(index):
                    self.refuse_unknown(item, ("scheme", "value"))
                    with self.at("scheme"):
                        scheme = self.term("identifier-scheme", item.get("scheme"))
                        if not item.get("scheme"):
                            self.report(_("is needed: the register that gave the identifier."))
                    with self.at("value"):
                        value = values.read_text(item.get("value"), form_of(Identifier, "value"), self.report).strip()
                        if not value:
                            self.report(_("an identifier needs a value."))
                    found.append({"scheme": scheme, "value": value})
        return sorted(found, key=lambda row: (row["scheme"], row["value"]))

    def claims(self, part: Part, raw: Any) -> list[Document]:
        """One list of claims."""
        if raw is None:
            return []
        olds = {claim["uuid"]: claim for claim in (self.old or {}).get(part.key, ())}
        items, above = self.items(raw), self.pointer
        free: dict[Any, list[str]] = defaultdict(list)
        if olds:
            spoken_for = {str(item.get("uuid")).lower() for item in items}
            for uuid, claim in olds.items():
                if uuid not in spoken_for:
                    free[natural_key(part, claim)].append(uuid)
        footnotes = FootnoteReader(self, part)
        found = []
        for index, item in enumerate(items):
            self.pointer = f"{above}/{index}"
            claim = self.claim(part, item, free)
            old = olds.get(claim["uuid"])
            claim["footnotes"] = footnotes.read(item, claim, old["footnotes"] if old else [])
            found.append(claim)
        self.pointer = above
        return found

    def claim(self, part: Part, raw: Document, free: dict[Any, list[str]]) -> Document:
        """One claim without its footnotes."""
        self.refuse_unknown(raw, claim_keys(part))
        claim: Document = {"uuid": ""}
        self.fields(claim_steps(part), raw, claim)
        disagreement = raw.get("disagreement")
        claim["disagreement"] = self.disagreement(disagreement) if disagreement is not None else None
        alike = free.get(natural_key(part, claim), []) if free else []
        claim["uuid"] = self.identity(raw, lambda: alike.pop(0) if alike else None)
        return claim

    def identity(self, raw: Document, match: Callable[[], str | None]) -> str:
        """The UUID given, else that of the old part which says the same, else a new one."""
        given = raw.get("uuid")
        if given is None or given == "":
            return match() or str(uuid4())
        if not is_uuid(given):
            with self.at("uuid"):
                self.report(_("“%(given)s” is not a UUID.") % {"given": given})
        return str(given).lower()

    def attribute_term(self, raw: Document) -> str:
        """The value of an attribute, a term of the scheme that its property names."""
        sort = self.resolver.terms.get(("property", str(raw.get("property"))))
        if sort is None or not raw.get("term"):
            return ""
        if not sort.value_scheme:
            self.report(_("the values of “%(slug)s” are not terms; give a text or a number.") % {"slug": sort.slug})
            return ""
        return self.term(sort.value_scheme, raw.get("term"))

    def relation_type(self, slug: Any) -> str:
        """The slug of a relation type."""
        if not isinstance(slug, str) or slug not in self.resolver.relation_types:
            near = self.resolver.suggest_relation_types(str(slug))
            self.report(_("“%(slug)s” is not a relation type.") % {"slug": slug} + nearest(near))
            return ""
        return str(slug)

    def number(self, raw: Any) -> Document | None:
        """The number of an attribute: one, a range, or a bound."""
        if raw == {}:
            return None
        if not isinstance(raw, dict):
            self.report(_("must be an object with low, high, approximate, unit."))
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
                self.report(_("“%(uuid)s” is not a disagreement of the catalogue.") % {"uuid": uuid})
                return None
        return {"uuid": str(uuid).lower()}


@cache
def allowed(known: tuple[str, ...]) -> frozenset[str]:
    """The keys that an object may have: those that are read, and those that an envelope adds."""
    return ENVELOPE.union(known)


@cache
def claim_steps(part: Part) -> Steps:
    """How the keys of a claim are read."""
    return steps_of(part.model, part.target, (*part.keys, *CLAIM_KEYS))


@cache
def claim_keys(part: Part) -> tuple[str, ...]:
    """The keys that a claim may have."""
    return ("uuid", *part.keys, *CLAIM_KEYS, "disagreement", "footnotes", "marks")


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
