"""Saving and deleting terms and relation types; what they touch is shown anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast
from uuid import uuid4

from django.db import DataError, IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from catalogue.curation.drafts import InUse, Saved, SaveRefused
from catalogue.curation.loops import TERMS, in_loop
from catalogue.curation.refusals import refusal_of
from catalogue.curation.ripples import mark_stale, query
from catalogue.documents import Document, Problem
from catalogue.documents.resolving import is_uuid
from catalogue.documents.rules import SLUG
from catalogue.documents.shape import form_of
from catalogue.documents.values import READERS
from catalogue.models import Kind, RelationType, Term
from catalogue.search import refresh, sync_facets

TERM_KEYS = (
    "scheme", "slug", "label_en", "label_es", "label_ro", "single", "facet", "value_scheme", "uri", "position", "note",
)  # fmt: skip
RELATION_TYPE_KEYS = (
    "slug", "label_en", "label_es", "label_ro", "inverse_en", "inverse_es", "inverse_ro", "subject_kinds",
    "object_kinds", "single", "facet", "symmetric", "uri", "position", "note",
)  # fmt: skip
LIST_KEYS = frozenset({"subject_kinds", "object_kinds"})
USERS_OF_TERM = """
    SELECT record_ptr_id FROM catalogue_person WHERE gender_id = ANY(%(ids)s)
    UNION SELECT record_ptr_id FROM catalogue_unit
        WHERE echelon_id = ANY(%(ids)s) OR branch_id = ANY(%(ids)s) OR allegiance_id = ANY(%(ids)s)
    UNION SELECT record_ptr_id FROM catalogue_organization WHERE type_id = ANY(%(ids)s)
    UNION SELECT record_ptr_id FROM catalogue_event WHERE type_id = ANY(%(ids)s)
    UNION SELECT record_ptr_id FROM catalogue_place WHERE type_id = ANY(%(ids)s)
    UNION SELECT record_id FROM catalogue_identifier WHERE scheme_id = ANY(%(ids)s)
    UNION SELECT record_id FROM catalogue_name WHERE type_id = ANY(%(ids)s)
    UNION SELECT record_id FROM catalogue_dating WHERE type_id = ANY(%(ids)s)
    UNION SELECT record_id FROM catalogue_narrative WHERE type_id = ANY(%(ids)s)
    UNION SELECT record_id FROM catalogue_attribute WHERE property_id = ANY(%(ids)s) OR term_id = ANY(%(ids)s)
    UNION SELECT record_id FROM catalogue_relation WHERE role_id = ANY(%(ids)s)
"""
USERS_OF_RELATION_TYPE = "SELECT record_id FROM catalogue_relation WHERE type_id = ANY(%(ids)s)"


def save_term(content: Document) -> Saved:
    """Saves one term, matched by UUID, else by scheme and slug."""
    return save_terms([content])[0]


def save_terms(contents: Sequence[Document]) -> list[Saved]:
    """Saves terms, all of them or none; a broader term may stand later in the batch."""
    rows = save_rows(Term, TERM_KEYS, ("scheme", "slug"), contents, extra=("broader",))
    with refusing(), transaction.atomic():
        saved = rows.write()
        linked = link_broader(contents, rows.rows)
        rows.show_anew(USERS_OF_TERM)
    return [
        replace(each, outcome="updated") if each.outcome == "unchanged" and each.record_id in linked else each
        for each in saved
    ]


def save_relation_type(content: Document) -> Saved:
    """Saves one relation type, matched by UUID, else by slug."""
    return save_relation_types([content])[0]


def save_relation_types(contents: Sequence[Document]) -> list[Saved]:
    """Saves relation types, all of them or none."""
    rows = save_rows(RelationType, RELATION_TYPE_KEYS, ("slug",), contents)
    with refusing(), transaction.atomic():
        saved = rows.write()
        rows.show_anew(USERS_OF_RELATION_TYPE)
    return saved


def delete_term(term_id: int) -> None:
    """Deletes a term that nothing uses."""
    delete_row(Term, term_id)


def delete_relation_type(relation_type_id: int) -> None:
    """Deletes a relation type that nothing uses."""
    delete_row(RelationType, relation_type_id)


def delete_row(model: type[models.Model], key: int) -> None:
    """Deletes one word of the vocabulary, or says by what it is used."""
    try:
        model._default_manager.filter(pk=key).delete()
    except ProtectedError as error:
        users = sorted({str(each._meta.verbose_name) for each in error.protected_objects})
        raise InUse(
            _("It is used by %(count)s: %(known)s. Change these first.")
            % {"count": len(error.protected_objects), "known": ", ".join(users)}
        ) from error


class refusing:
    """Turns what the database refuses into a refusal with a sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if isinstance(error, IntegrityError | DataError):
            raise SaveRefused([refusal_of(error)]) from error


class VocabularyRows:
    """Rows of the vocabulary that are to be written."""

    def __init__(self, model: type[Any], keys: tuple[str, ...], rows: list[Any], same: list[bool]) -> None:
        self.model = model
        self.keys = keys
        self.rows = rows
        self.same = same

    def write(self) -> list[Saved]:
        """Writes what is new or changed."""
        new = [row for row in self.rows if row.pk is None]
        old = [row for row, same in zip(self.rows, self.same, strict=True) if row.pk is not None and not same]
        self.touched = [row.pk for row in old]
        self.model._default_manager.bulk_create(new)
        if old:
            self.model._default_manager.bulk_update(old, self.keys)
        fresh = {id(row) for row in new}
        return [
            Saved(row.pk, str(row.uuid), "created" if id(row) in fresh else "unchanged" if same else "updated", 1)
            for row, same in zip(self.rows, self.same, strict=True)
        ]

    def show_anew(self, users: str) -> None:
        """Marks the documents that use changed words, and indexes their records again; what is a facet now is one."""
        found = query(users, self.touched) | set(sync_facets())
        if found:
            refresh(sorted(found))
            mark_stale(found)


def save_rows(
    model: type[Any],
    keys: tuple[str, ...],
    natural: tuple[str, ...],
    contents: Sequence[Document],
    extra: tuple[str, ...] = (),
) -> VocabularyRows:
    """Judges contents of the vocabulary and matches them with what exists."""
    problems: list[Problem] = []
    values = [read_word(model, (*keys, *extra), content, index, problems) for index, content in enumerate(contents)]
    if problems:
        raise SaveRefused(problems)
    uuids = [str(content["uuid"]).lower() for content in contents if content.get("uuid")]
    by_uuid = {str(row.uuid): row for row in model._default_manager.filter(uuid__in=uuids)}
    slugs = [value["slug"] for value in values]
    by_key = {tuple(getattr(row, key) for key in natural): row for row in model._default_manager.filter(slug__in=slugs)}
    rows, same = [], []
    for content, value in zip(contents, values, strict=True):
        row = by_uuid.get(str(content.get("uuid")).lower()) or by_key.get(tuple(value[key] for key in natural))
        if row is None:
            row = model(uuid=content.get("uuid") or uuid4())
        kept = {key: value[key] for key in keys}
        same.append(row.pk is not None and all(getattr(row, key) == kept[key] for key in keys))
        for key in keys:
            setattr(row, key, kept[key])
        rows.append(row)
    return VocabularyRows(model, keys, rows, same)


def read_word(
    model: type[Any], keys: tuple[str, ...], raw: Document, index: int, problems: list[Problem]
) -> dict[str, Any]:
    """The values of one term or relation type."""

    def note(pointer: str, message: str) -> None:
        problems.append(Problem(pointer, message, index))

    for key in sorted(raw.keys() - {"kind", "uuid", *keys}):
        note(f"/{key}", _("unknown key; known are: %(known)s.") % {"known": ", ".join(keys)})
    if raw.get("uuid") and not is_uuid(raw["uuid"]):
        note("/uuid", _("“%(uuid)s” is not a UUID.") % {"uuid": raw["uuid"]})
    values: dict[str, Any] = {}
    for key in keys:
        if key == "broader":
            continue
        if key in LIST_KEYS:
            values[key] = read_kinds(raw.get(key), partial(note, f"/{key}"))
            continue
        form = form_of(cast("type[models.Model]", model), key)
        read = READERS[form.name](raw.get(key), form, partial(note, f"/{key}"))
        values[key] = 0 if read is None else read
    if not SLUG.match(values["slug"]):
        note(
            "/slug",
            _("“%(slug)s” is not a slug: small letters a-z, digits and single hyphens only.")
            % {"slug": values["slug"]},
        )
    for key in ("scheme", "label_en", "inverse_en"):
        if key in keys and not values[key]:
            note(f"/{key}", _("is needed."))
    return values


def read_kinds(raw: Any, report: Any) -> list[str]:
    """A list of kinds of record."""
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(kind in Kind.values for kind in raw):
        report(_("must be a list of kinds: %(known)s.") % {"known": ", ".join(Kind.values)})
        return []
    return raw


def link_broader(contents: Sequence[Document], rows: Sequence[Term]) -> set[int]:
    """Ties terms to their broader terms, once all of them exist, and says which of them it changed."""
    known = {(row.scheme, row.slug): row.pk for row in Term.objects.filter(scheme__in={row.scheme for row in rows})}
    problems, changed = [], []
    for index, (content, row) in enumerate(zip(contents, rows, strict=True)):
        slug = str(content.get("broader") or "")
        broader = known.get((row.scheme, slug)) if slug else None
        if slug and broader is None:
            problems.append(
                Problem(
                    "/broader",
                    _("“%(slug)s” is not a term of “%(scheme)s”.") % {"slug": slug, "scheme": row.scheme},
                    index,
                )
            )
        elif row.broader_id != broader:
            row.broader_id = broader
            changed.append(row)
    if problems:
        raise SaveRefused(problems)
    Term.objects.bulk_update(changed, ("broader",))
    linked = {row.pk for row in changed}
    circling = in_loop(TERMS, sorted(linked))
    if circling:
        message = _("a term cannot stand below itself, by however many steps.")
        raise SaveRefused(Problem("/broader", message, at) for at, row in enumerate(rows) if row.pk in circling)
    return linked
