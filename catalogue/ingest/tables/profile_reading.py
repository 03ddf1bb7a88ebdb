"""Reading a profile from TOML: every mistake is named by its line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalogue.documents import PARTS, Document, Part
from catalogue.documents.shape import CLAIM_KEYS, KIND_KEYS, SOURCE_KEYS
from catalogue.ingest.tables.profile import Block, Columns, Matching, Profile, Reference, Value
from catalogue.ingest.tables.profile_values import Parts, ProfileProblem
from catalogue.ingest.tables.reading import Options, Table
from catalogue.ingest.tables.toml_lines import Path, lines_of
from catalogue.models import Kind, Status
from catalogue.text import nearest_keys

TOP = (
    "name", "language", "table", "columns", "record", "identifiers", *(part.key for part in PARTS), "sources", "terms",
    "relation_types",
)  # fmt: skip
TABLE_KEYS = ("encoding", "delimiter", "sheet", "header", "skip", "sentinels", "trim")
COLUMN_KEYS = ("sentinels", "date", "zeros", "decimal", "thousands")
MATCHES = {"key": "set", "identifier": "scheme", "name": "", "uuid": "", "slug": "", "citekey": ""}
RECORD_KEYS = ("kind", "status", "match", "rows", "create", "when", "columns", "dating", "set", "scheme", *MATCHES)
BLOCK_KEYS = ("id", "each", "when", "key", "join", "rivals", "disagreement", "citation", "citations", "from", "to")
NUMBER_PARTS = ("low", "high", "unit", "approximate")
REFERENCES = ("object", "context", "attributed_to")
RIVALS = ("alternative", "refuse")
TERM_KEYS = (
    "scheme", "slug", "label_en", "label_es", "label_ro", "broader", "single", "facet", "value_scheme", "uri",
    "position", "note",
)  # fmt: skip
RELATION_TYPE_KEYS = (
    "slug", "label_en", "label_es", "label_ro", "inverse_en", "inverse_es", "inverse_ro", "subject_kinds",
    "object_kinds", "single", "facet", "symmetric", "uri", "position", "note",
)  # fmt: skip
SYNTAX = re.compile(r"\(at line (\d+), column \d+\)")


class ProfileRefused(ValueError):
    """A profile that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: list[ProfileProblem]) -> None:
        self.problems = sorted(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


def parse_profile(text: str) -> Profile:
    """The profile of a TOML text; raises ProfileRefused with every problem, by line and key."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = SYNTAX.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise ProfileRefused([ProfileProblem(line, "", _("not TOML: %(error)s.") % {"error": error})]) from error
    parts = Parts(lines_of(text))
    profile = ProfileReader(parts, raw, text).read()
    if parts.problems:
        raise ProfileRefused(parts.problems)
    return profile


def check_profile(text: str) -> list[ProfileProblem]:
    """What is wrong with a profile; nothing when it can be used."""
    try:
        parse_profile(text)
    except ProfileRefused as error:
        return error.problems
    return []


def check_columns(profile: Profile, table: Table) -> list[ProfileProblem]:
    """The columns that the profile names and the table has not."""
    parts = Parts(lines_of(profile.text))
    ProfileReader(parts, tomllib.loads(profile.text), profile.text).read()
    missing = [(name, path) for name, path in parts.columns.items() if name not in {*table.header, *parts.pieces}]
    missing += [(name, ("columns", name)) for name in profile.columns if name not in table.header]
    for name, path in missing:
        near = nearest_keys(name, table.header) or list(table.header)
        parts.note(
            path,
            _("the table has no column “%(name)s”; it has: %(known)s.") % {"name": name, "known": ", ".join(near)},
        )
    return sorted(parts.problems)


class ProfileReader:
    """One pass over the TOML of a profile."""

    def __init__(self, parts: Parts, raw: dict[str, Any], text: str) -> None:
        self.parts = parts
        self.raw = parts.table(raw, (), TOP)
        self.text = text

    def read(self) -> Profile:
        """The profile; look at the problems before using it."""
        parts, raw = self.parts, self.raw
        table = parts.table(raw.get("table"), ("table",), TABLE_KEYS)
        record = parts.table(raw.get("record"), ("record",), RECORD_KEYS)
        if not record:
            parts.note(("record",), _("a profile needs a table [record] with its kind and how records are found."))
        name = parts.text(raw.get("name"), ("name",))
        if not name:
            parts.note(("name",), _("is needed: a word for the profile."))
        kind = parts.choice(record.get("kind"), ("record", "kind"), tuple(Kind.values), Kind.PERSON)
        head, references = self.head(record, kind)
        return Profile(
            name=name,
            text=self.text,
            language=parts.tongue(raw.get("language"), ("language",)),
            options=self.options(table),
            kind=kind,
            matching=self.matching(record, name),
            status=parts.choice(record.get("status"), ("record", "status"), tuple(Status.values), Status.DRAFT),
            many=parts.choice(record.get("rows"), ("record", "rows"), ("one", "many"), "one") == "many",
            create=parts.flag(record.get("create"), ("record", "create"), default=True),
            trim=parts.flag(table.get("trim"), ("table", "trim"), default=True),
            sentinels=frozenset(parts.texts(table.get("sentinels"), ("table", "sentinels"))),
            columns=self.columns(),
            head=head,
            head_references=references,
            identifiers=self.identifiers(),
            blocks=self.blocks(),
            sources=self.listed("sources", ("status", "language", *SOURCE_KEYS)),
            terms=self.listed("terms", TERM_KEYS),
            relation_types=self.listed("relation_types", RELATION_TYPE_KEYS),
            when=parts.condition(record.get("when"), ("record", "when")),
        )

    def options(self, table: dict[str, Any]) -> Options:
        """How the file is read."""
        parts = self.parts
        header = parts.count(table.get("header"), ("table", "header"), 1)
        if header < 1:
            parts.note(("table", "header"), _("rows are counted from 1."))
        return Options(
            parts.text(table.get("encoding"), ("table", "encoding")),
            parts.text(table.get("delimiter"), ("table", "delimiter")),
            parts.text(table.get("sheet"), ("table", "sheet")),
            max(1, header),
            parts.count(table.get("skip"), ("table", "skip"), 0),
        )

    def columns(self) -> dict[str, Columns]:
        """How cells are read, column by column."""
        parts, found = self.parts, {}
        raw = self.raw.get("columns") or {}
        for name, each in raw.items() if isinstance(raw, dict) else ():
            path: Path = ("columns", name)
            spec = parts.table(each, path, COLUMN_KEYS)
            sentinels = parts.texts(spec["sentinels"], (*path, "sentinels")) if "sentinels" in spec else None
            if any("%y" in form for form in parts.texts(spec.get("date"), (*path, "date"))):
                parts.note((*path, "date"), _("“%y” does not say the century; write the year in full (%Y)."))
            found[name] = Columns(
                None if sentinels is None else frozenset(sentinels),
                parts.texts(spec.get("date"), (*path, "date")),
                parts.choice(spec.get("zeros"), (*path, "zeros"), ("", "unknown"), ""),
                parts.text(spec.get("decimal"), (*path, "decimal"), "."),
                parts.text(spec.get("thousands"), (*path, "thousands")),
            )
        return found

    def matching(self, record: dict[str, Any], name: str) -> Matching:
        """How the record of a row is found."""
        parts = self.parts
        by = parts.choice(record.get("match"), ("record", "match"), tuple(MATCHES), "key")
        value = parts.needed(record.get(by), ("record", by))
        beside = MATCHES[by]
        scope = parts.text(record.get(beside), ("record", beside), name if by == "key" else "") if beside else ""
        if by == "identifier" and not scope:
            parts.note(("record", "scheme"), _("is needed: the register that gave the identifier."))
        dating = parts.table(record.get("dating"), ("record", "dating"), ("type", "date"))
        tells = None
        if dating:
            date = parts.needed(dating.get("date"), ("record", "dating", "date"))
            tells = (parts.text(dating.get("type"), ("record", "dating", "type"), "birth"), date)
        return Matching(by, value, scope, tells)

    def head(self, record: dict[str, Any], kind: str) -> tuple[dict[str, Value], dict[str, Reference]]:
        """The columns of the record itself."""
        parts = self.parts
        known = ("slug", "sort_title", "language", "internal_note", *KIND_KEYS[kind])
        spec = parts.table(record.get("columns"), ("record", "columns"), known)
        values: dict[str, Value] = {}
        references: dict[str, Reference] = {}
        for key, raw in spec.items():
            path = ("record", "columns", key)
            if key == "parent":
                reference = parts.reference(raw, path)
                references |= {key: reference} if reference else {}
            elif value := parts.value(raw, path):
                values[key] = value
        return values, references

    def identifiers(self) -> tuple[tuple[Value, Value], ...]:
        """The identifiers of the record."""
        parts, found = self.parts, []
        for path, raw in self.tables("identifiers"):
            spec = parts.table(raw, path, ("scheme", "value"))
            scheme = parts.needed(spec.get("scheme"), (*path, "scheme"))
            found.append((scheme, parts.needed(spec.get("value"), (*path, "value"))))
        return tuple(found)

    def tables(self, key: str) -> list[tuple[Path, Any]]:
        """The tables of a list, each with its path."""
        raw = self.raw.get(key) or []
        if not isinstance(raw, list):
            self.parts.note((key,), _("must be a list: write [[%(key)s]].") % {"key": key})
            return []
        return [((key, at), each) for at, each in enumerate(raw)]

    def listed(self, key: str, known: tuple[str, ...]) -> tuple[Document, ...]:
        """Documents that the profile brings itself: sources, terms, relation types."""
        return tuple(dict(self.parts.table(raw, path, known)) for path, raw in self.tables(key))

    def blocks(self) -> tuple[Block, ...]:
        """The claims that each row makes."""
        found: list[Block] = []
        for part in PARTS:
            for path, raw in self.tables(part.key):
                block = self.block(part, raw, path)
                if any(block.slot == other.slot for other in found):
                    self.parts.note(path, _("another claim has the same type; give each an “id” of its own."))
                found.append(block)
        return tuple(found)

    def block(self, part: Part, raw: Any, path: Path) -> Block:
        """One claim."""
        parts = self.parts
        numbers = NUMBER_PARTS if part.key == "attributes" else ()
        own = tuple(key for key in (*part.keys, *CLAIM_KEYS, *numbers) if key not in REFERENCES)
        references = tuple(key for key in REFERENCES if key in (*part.keys, *CLAIM_KEYS))
        spec = parts.table(raw, path, (*own, *references, *BLOCK_KEYS))
        values = {key: parts.value(spec[key], (*path, key)) for key in (*own, "from", "to") if key in spec}
        refs = {key: parts.reference(spec[key], (*path, key)) for key in references if key in spec}
        sort = "property" if part.key == "attributes" else "type"
        self.refuse_lack(part, spec, path, sort)
        return Block(
            part.key,
            f"{part.key}:{parts.text(spec.get('id'), (*path, 'id')) or self.sort(spec.get(sort))}",
            {key: value for key, value in values.items() if value},
            {key: reference for key, reference in refs.items() if reference},
            parts.citations(spec.get("citation", spec.get("citations")), (*path, "citation")),
            parts.each(spec.get("each"), (*path, "each")),
            parts.condition(spec.get("when"), (*path, "when")),
            parts.value(spec.get("key"), (*path, "key")),
            parts.flag(spec.get("join"), (*path, "join"), default="key" not in spec),
            parts.choice(spec.get("rivals"), (*path, "rivals"), RIVALS, "alternative"),
            parts.text(spec.get("disagreement"), (*path, "disagreement")),
        )

    def refuse_lack(self, part: Part, spec: Mapping[str, Any], path: Path, sort: str) -> None:
        """Notes what every claim of a sort needs."""
        if sort not in spec:
            self.parts.note((*path, sort), _("is needed."))
        needed = {
            "names": ("text",),
            "narratives": ("text",),
            "datings": ("date", "from", "to"),
            "attributes": ("term", "text", "number", "low", "high"),
            "relations": ("object", "object_text"),
        }[part.key]
        if not any(key in spec for key in needed):
            self.parts.note(path, _("needs one of: %(known)s.") % {"known": ", ".join(needed)})

    def sort(self, raw: Any) -> str:
        """The type of a claim as the profile writes it."""
        return str(raw.get("value", "")) if isinstance(raw, dict) else str(raw or "")
